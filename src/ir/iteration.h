/*
 * iteration.h - what a loop runs over, described in one word: the kind of the object
 * in the loop's state[0] (vm/loops.h), and, if that iterator draws on others, theirs.
 *
 * The description is a sequence of kinds, five bits each, the lowest first: an iterator
 * is followed by those it draws on.  `enumerate(zip(a, b))` of two lists is
 * ENUMERATE, ZIP2, LIST, LIST.
 */
#ifndef TAU_IR_ITERATION_H
#define TAU_IR_ITERATION_H

#include "runtime/vm.h"

typedef enum IterationKind {
    ITERATION_NONE,
    /* iterators */
    ITERATION_LIST, ITERATION_TUPLE, ITERATION_STR /* ASCII */, ITERATION_BYTES, ITERATION_BYTEARRAY, ITERATION_RANGE, ITERATION_REVERSED_LIST,
    ITERATION_REVERSED_TUPLE, ITERATION_ENUMERATE, ITERATION_ZIP2, ITERATION_ZIP3, ITERATION_ZIP4, ITERATION_MAP /* over one iterator */,
    ITERATION_GENERATOR,
    /* what a loop advances without an iterator */
    ITERATION_DICT, ITERATION_KEYS, ITERATION_VALUES, ITERATION_ITEMS, ITERATION_SET, ITERATION_FROZENSET,
} IterationKind;

enum {
    ITERATION_BITS = 5,
    ITERATION_MAX = 6, /* kinds in a description */
    ITERATION_SEVERAL = 1u << 31, /* different ones have been seen */
};

static inline IterationKind iteration_kind(uint32_t description) {
    return (IterationKind)(description & ((1u << ITERATION_BITS) - 1));
}
/* Whether each item is a new tuple. */
static inline bool iteration_makes_tuples(uint32_t description) {
    IterationKind kind = iteration_kind(description);
    return (kind >= ITERATION_ENUMERATE && kind <= ITERATION_ZIP4) || kind == ITERATION_ITEMS;
}
static inline bool iteration_is_iterator(IterationKind kind) {
    return kind >= ITERATION_LIST && kind <= ITERATION_GENERATOR;
}
static inline bool iteration_is_view(IterationKind kind) {
    return kind >= ITERATION_KEYS && kind <= ITERATION_ITEMS;
}
/* Of two observations of one loop; 0: none. */
static inline uint32_t iteration_join(uint32_t x, uint32_t y) {
    return !x || x == y ? y : !y ? x : ITERATION_SEVERAL;
}

/* The type of the objects of a kind. */
TypeId iteration_type(IterationKind kind);
/* The description of a loop's state[0], or of what it is made of; SEVERAL: not one of these. */
uint32_t iteration_of(Thread *t, Value state);

#endif

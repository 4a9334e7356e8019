/*
 * loops.h - `for` over the usual iterables without iterator objects.
 *
 * FOR_PREPARE turns an iterable into a loop state, three registers that nobody
 * but the loop sees; FOR_ITER and FOR_LOOP advance it.  state[0] tells which:
 *
 *      state[0]         state[1]       state[2]
 *      int: next        end            step          range
 *      list             index          -             looked at anew each time
 *      tuple, str       index          -
 *      dict             entry          keys at start
 *      dict view        entry          keys at start  keys, values or items
 *      set, frozenset   slot           items at start
 *      any other object -              -              its iterator
 *
 * Of exactly the types named no object is an iterator, so an iterator cannot
 * be mistaken for one of them.  All words are Values: the collector and suspended generators
 * treat them as any other register.
 */
#ifndef TAU_VM_LOOPS_H
#define TAU_VM_LOOPS_H

#include "runtime/dict.h"
#include "runtime/sequence.h"

typedef enum LoopStep { LOOP_ITEM, LOOP_END, LOOP_OTHER } LoopStep;

/* What FOR_PREPARE has met, kept in its operand C. */
enum {
    LOOP_SAW_RANGE = 1, LOOP_SAW_LIST = 2, LOOP_SAW_TUPLE = 4, LOOP_SAW_STR = 8, LOOP_SAW_DICT = 16,
    LOOP_SAW_VIEW = 32, LOOP_SAW_GENERATOR = 64, LOOP_SAW_OTHER = 128
};

/* Fills state[0..2]; the LOOP_SAW_ bit, or 0 with TypeError and the like. */
uint32_t loop_prepare(Thread *t, Value iterable, Value *state);
/* Advances a state that is no resumable generator's: the item goes to *item.
 * `body` is the instruction that follows when there is one; if `only_unpacked`, it
 * unpacks the item, to `registers`, and that is the item's only use: then the tuple
 * that enumerate, zip or a dict's items() would make is not made, its parts go
 * where they would end.  -1 with an exception. */
enum { LOOP_AT_END, LOOP_AT_ITEM, LOOP_UNPACKED };
int loop_advance(Thread *t, Value *state, const uint32_t *body, uint32_t only_unpacked, Value *registers,
                 Value *item);

/* The states that the dispatch loop advances itself. */
static inline __attribute__((always_inline)) LoopStep loop_step(Value *state, Value *out) {
    Value at = state[0];
    if (value_is_int(at)) {
        if (value_same(at, state[1]))
            return LOOP_END;
        state[0].bits = at.bits + state[2].bits;
        *out = at;
        return LOOP_ITEM;
    }
    if (__builtin_expect(value_is_exact(at, KIND_LIST), 1)) {
        const List *l = value_as_list(at);
        size_t i = (size_t)state[1].bits >> 2;
        if (__builtin_expect(i >= l->length, 0))
            return LOOP_END;
        state[1].bits += value_from_int(1).bits;
        *out = l->items[i];
        return LOOP_ITEM;
    }
    if (value_is_exact(at, KIND_TUPLE)) {
        const Tuple *tuple = value_as_tuple(at);
        size_t i = (size_t)state[1].bits >> 2;
        if (__builtin_expect(i >= tuple->length, 0))
            return LOOP_END;
        state[1].bits += value_from_int(1).bits;
        *out = tuple->items[i];
        return LOOP_ITEM;
    }
    return LOOP_OTHER;
}

#endif

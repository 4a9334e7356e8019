/* iterators.h - the lazily evaluated iterators behind builtins: their layouts,
 * which the compiler opens up in loops. */
#ifndef TAU_RUNTIME_ITERATORS_H
#define TAU_RUNTIME_ITERATORS_H

#include "runtime/ops.h"
#include "runtime/error.h"
#include "runtime/sequence.h"
#include "runtime/str.h"
#include "runtime/vm.h"

typedef struct Enumerate {
    Object header;
    Value iterator;
    Value index; /* int of any size */
} Enumerate;

typedef struct Zip {
    Object header;
    Value iterators; /* tuple */
    size_t strict; /* 1, 0 */
} Zip;

typedef struct Map {
    Object header;
    Value function;
    Value iterators; /* tuple */
} Map;

typedef struct Filter {
    Object header;
    Value function; /* NONE: truth */
    Value iterator;
} Filter;

typedef struct Reversed {
    Object header;
    Value sequence; /* UNDEF when exhausted */
    size_t index;   /* of the next item, plus 1 */
} Reversed;

typedef struct CallableIterator {
    Object header;
    Value callable; /* UNDEF when exhausted */
    Value sentinel;
} CallableIterator;

/* The parts of what next() would return, straight to out[]: of enumerate two, of
 * zip as many as it has iterators (at least one).  1 item, 0 the end, -1
 * exception; only with 1 has anything been stored. */
int enumerate_next_pair(Thread *t, Enumerate *e, Value *out);
int zip_next_parts(Thread *t, Zip *z, Value *out);

/* For constructors of class cls: without an __init__ of its own, a subclass may
 * not be given keyword arguments either. */
bool refuse_keywords(Thread *t, Type *cls, TypeId base, const char *name, Tuple *kwnames)
    __attribute__((warn_unused_result));
Value callable_iterator_new(Thread *t, Value callable, Value sentinel);

/* op_next without a call for the commonest iterators. */
__attribute__((always_inline)) static inline Value iterator_next(Thread *t, Value iterator) {
    if (value_is_object(iterator)) {
        Object *o = value_as_object(iterator);
        if (o->kind == KIND_LIST_ITERATOR) {
            ListIterator *it = (ListIterator *)o;
            if (!value_is_undef(it->sequence)) {
                List *l = (List *)value_as_object(it->sequence);
                if (it->index < l->length) return l->items[it->index++];
            }
        } else if (o->kind == KIND_STR_ITERATOR) {
            ListIterator *it = (ListIterator *)o;
            if (!value_is_undef(it->sequence)) {
                Str *s = value_as_str(it->sequence);
                if (it->index < s->length) return str_index(t, s, (int64_t)it->index++);
            }
        } else if (o->kind == KIND_RANGE_ITERATOR) {
            Value item;
            if (range_iterator_step((RangeIterator *)o, &item)) return item;
        }
    }
    return op_next(t, iterator);
}

#endif

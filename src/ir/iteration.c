/* iteration.c - see iteration.h. */
#include "ir/iteration.h"

#include "runtime/iterators.h"

TypeId iteration_type(IterationKind kind) {
    switch (kind) {
    case ITERATION_LIST: return TYPE_LIST_ITERATOR;
    case ITERATION_TUPLE: return TYPE_TUPLE_ITERATOR;
    case ITERATION_STR: return TYPE_STR_ASCII_ITERATOR;
    case ITERATION_BYTES: return TYPE_BYTES_ITERATOR;
    case ITERATION_BYTEARRAY: return TYPE_BYTEARRAY_ITERATOR;
    case ITERATION_RANGE: return TYPE_RANGE_ITERATOR;
    case ITERATION_REVERSED_LIST: return TYPE_LIST_REVERSE_ITERATOR;
    case ITERATION_REVERSED_TUPLE: return TYPE_REVERSED;
    case ITERATION_ENUMERATE: return TYPE_ENUMERATE;
    case ITERATION_ZIP2:
    case ITERATION_ZIP3:
    case ITERATION_ZIP4: return TYPE_ZIP;
    case ITERATION_MAP: return TYPE_MAP;
    case ITERATION_GENERATOR: return TYPE_GENERATOR;
    case ITERATION_DICT: return TYPE_DICT;
    case ITERATION_KEYS: return TYPE_DICT_KEYS;
    case ITERATION_VALUES: return TYPE_DICT_VALUES;
    case ITERATION_ITEMS: return TYPE_DICT_ITEMS;
    case ITERATION_SET: return TYPE_SET;
    case ITERATION_FROZENSET: return TYPE_FROZENSET;
    case ITERATION_NONE: break;
    }
    return TYPE_OBJECT;
}

typedef struct Description {
    uint32_t word, count;
} Description;

static bool add(Description *d, IterationKind kind) {
    if (d->count == ITERATION_MAX)
        return false;
    d->word |= (uint32_t)kind << ITERATION_BITS * d->count++;
    return true;
}

static bool describe_iterator(Thread *t, Description *d, Value v);

static bool has_kind(const Description *d, uint32_t from, IterationKind kind) {
    for (uint32_t k = from; k < d->count; k++)
        if (iteration_kind(d->word >> ITERATION_BITS * k) == kind)
            return true;
    return false;
}

/* Whether all iterators from number `from` on are ranges', which nothing can move in between. */
static bool are_ranges(const Tuple *iterators, size_t from) {
    for (size_t i = from; i < iterators->length; i++)
        if (!value_is_kind(iterators->items[i], KIND_RANGE_ITERATOR))
            return false;
    return true;
}

/* Where several are asked in turn, no character may have to be got behind what has moved
 * already, and no function called before what is to move yet, but that a generator may be
 * resumed before ranges go on: see build_iterators.c. */
static bool describe_all(Thread *t, Description *d, Value iterators) {
    const Tuple *tuple = value_as_tuple(iterators);
    for (size_t i = 0; i < tuple->length; i++) {
        uint32_t start = d->count;
        if (!describe_iterator(t, d, tuple->items[i]))
            return false;
        if ((i > 0 && has_kind(d, start, ITERATION_STR)) ||
            (i + 1 < tuple->length && has_kind(d, start, ITERATION_MAP)) ||
            (has_kind(d, start, ITERATION_GENERATOR) && !are_ranges(tuple, i + 1)))
            return false;
    }
    return true;
}

static bool describe_iterator(Thread *t, Description *d, Value v) {
    if (!value_is_object(v))
        return false;
    Object *o = value_as_object(v);
    switch (object_type(o)->id) {
    case TYPE_LIST_ITERATOR: return value_is_exact(((ListIterator *)o)->sequence, KIND_LIST) && add(d, ITERATION_LIST);
    case TYPE_TUPLE_ITERATOR: return value_is_exact(((ListIterator *)o)->sequence, KIND_TUPLE) && add(d, ITERATION_TUPLE);
    case TYPE_STR_ASCII_ITERATOR: return value_is_exact(((ListIterator *)o)->sequence, KIND_STR) && add(d, ITERATION_STR);
    case TYPE_BYTES_ITERATOR: return value_is_exact(((ListIterator *)o)->sequence, KIND_BYTES) && add(d, ITERATION_BYTES);
    case TYPE_BYTEARRAY_ITERATOR:
        return value_is_exact(((ListIterator *)o)->sequence, KIND_BYTEARRAY) && add(d, ITERATION_BYTEARRAY);
    case TYPE_RANGE_ITERATOR: return add(d, ITERATION_RANGE);
    case TYPE_LIST_REVERSE_ITERATOR:
        return value_is_exact(((ListIterator *)o)->sequence, KIND_LIST) && add(d, ITERATION_REVERSED_LIST);
    case TYPE_REVERSED: return value_is_exact(((Reversed *)o)->sequence, KIND_TUPLE) && add(d, ITERATION_REVERSED_TUPLE);
    case TYPE_GENERATOR: return add(d, ITERATION_GENERATOR);
    case TYPE_ENUMERATE: return add(d, ITERATION_ENUMERATE) && describe_iterator(t, d, ((Enumerate *)o)->iterator);
    case TYPE_ZIP: {
        const Zip *z = (Zip *)o;
        size_t count = value_as_tuple(z->iterators)->length;
        return count >= 2 && count <= 4 && !z->strict &&
               add(d, (IterationKind)(ITERATION_ZIP2 + count - 2)) && describe_all(t, d, z->iterators);
    }
    case TYPE_MAP: {
        const Map *m = (Map *)o;
        return value_as_tuple(m->iterators)->length == 1 && add(d, ITERATION_MAP) && describe_all(t, d, m->iterators);
    }
    default: return false;
    }
}

uint32_t iteration_of(Thread *t, Value state) {
    if (!value_is_object(state))
        return ITERATION_SEVERAL;
    switch (object_type(value_as_object(state))->id) {
    case TYPE_DICT: return ITERATION_DICT;
    case TYPE_DICT_KEYS: return ITERATION_KEYS;
    case TYPE_DICT_VALUES: return ITERATION_VALUES;
    case TYPE_DICT_ITEMS: return ITERATION_ITEMS;
    case TYPE_SET: return ITERATION_SET;
    case TYPE_FROZENSET: return ITERATION_FROZENSET;
    case TYPE_BYTES: return ITERATION_BYTES; /* what iter() makes */
    case TYPE_BYTEARRAY: return ITERATION_BYTEARRAY;
    default: {
        Description d = {0, 0};
        return describe_iterator(t, &d, state) ? d.word : ITERATION_SEVERAL;
    }
    }
}

/* list.c - the list's storage: growth, element strategies, and the operations
 * that the rest of the runtime uses.  The type and its methods are in
 * list_methods.c. */
#include "runtime/list.h"

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/iterators.h"
#include "runtime/ops.h"
#include "runtime/sequence_support.h"
#include "runtime/str.h"

ListStrategy list_classify(const Value *items, size_t count) {
    if (count == 0) return LIST_EMPTY;
    uint64_t any = 0, all = ~(uint64_t)0;
    for (size_t i = 0; i < count; i++) {
        any |= items[i].bits;
        all &= items[i].bits;
    }
    return (any & 3) == 0 ? LIST_INTS : (all & 2) ? LIST_FLOATS : LIST_OBJECTS;
}

Value list_new(Thread *t, size_t capacity) {
    List *l = GC_NEW(t, List, KIND_LIST, TYPE_LIST);
    if (!l) return VALUE_ERROR;
    if (capacity > 0) {
        Array *storage = gc_alloc_array(t, capacity);
        if (!storage) return VALUE_ERROR;
        l->storage = storage;
        l->items = storage->items;
        l->capacity = capacity;
    }
    return value_from_object(l);
}

List *list_new_to_fill(Thread *t, size_t count, unsigned strategy) {
    List *l = GC_NEW(t, List, KIND_LIST, TYPE_LIST);
    if (!l || !count) return l;
    Array *storage = gc_alloc_array_to_fill(t, count, count);
    if (!storage) return NULL;
    l->storage = storage;
    l->items = storage->items;
    l->length = l->capacity = count;
    l->strategy = (uint8_t)strategy;
    gc_wrote(t, l);
    return l;
}

static Value list_copy_of(Thread *t, const Value *items, size_t count, unsigned strategy) {
    List *l = list_new_to_fill(t, count, strategy);
    if (!l) return VALUE_ERROR;
    if (count) memcpy(l->items, items, count * sizeof(Value));
    return value_from_object(l);
}

Value list_from_values(Thread *t, const Value *items, size_t count) {
    return list_copy_of(t, items, count, list_classify(items, count));
}

Value list_slice(Thread *t, List *l, size_t start, size_t end) {
    if (end > l->length) end = l->length;
    if (start > end) start = end;
    return list_copy_of(t, l->items + start, end - start, l->strategy);
}

/* Makes room for exactly `capacity` items. */
static bool list_set_capacity(Thread *t, List *l, size_t capacity) {
    size_t n = l->length;
    Array *storage = gc_alloc_array_to_fill(t, capacity, n);
    if (!storage) return false;
    if (n) memcpy(storage->items, l->items, n * sizeof(Value));
    l->storage = storage;
    l->items = storage->items;
    l->capacity = capacity;
    if (l->sorting) l->sorting = LIST_SORTING_MODIFIED;
    gc_wrote(t, storage);
    gc_wrote(t, l);
    return true;
}

bool list_reserve(Thread *t, List *l, size_t capacity) {
    return capacity <= l->capacity || list_set_capacity(t, l, capacity);
}

/* Room for `needed` items, half as many more for short lists, of which a program
 * may have many, then doubling where storage has to be copied: CPython's eighth would
 * copy each element eight times.  Of big storage the part not yet used costs no memory,
 * and the old one is given back at once. */
static bool list_grow(Thread *t, List *l, size_t needed) {
    if (needed <= l->capacity) return true;
    size_t n = l->length, capacity = ((n < 64 ? n + n / 2 : n * 2) + 4) & ~(size_t)1;
    Array *old = l->storage;
    size_t longer = n + n / 4;
    if (old && gc_extend_array(t, old, longer < needed ? needed : longer)) {
        l->capacity = old->capacity;
        return true;
    }
    if (!list_set_capacity(t, l, capacity < needed ? needed : capacity)) return false;
    if (old) gc_discard(t, old);
    return true;
}

bool list_append_slow(Thread *t, List *l, Value v) {
    if (!list_grow(t, l, l->length + 1)) return false;
    list_admit(l, v);
    l->items[l->length] = v;
    gc_wrote_element(t, l->storage, l->length);
    l->length++;
    return true;
}

/* Items [first, first + count) were written: the collector has to know unless none of the
 * list's items is an object. */
static inline void list_wrote(Thread *t, List *l, size_t first, size_t count) {
    if (l->strategy == LIST_OBJECTS) gc_wrote_elements(t, l->storage, first, count);
}

/* Sets the length after items have moved: what lies behind is forgotten, and a
 * list that became much too big gives memory back. */
static void list_truncate(Thread *t, List *l, size_t length) {
    size_t old = l->length;
    l->length = length;
    if (length == 0) {
        list_clear(l);
        return;
    }
    memset(l->items + length, 0, (old - length) * sizeof(Value));
    if (length < l->capacity / 4 && l->capacity > 64) {
        size_t capacity = length + (length >> 2) + 4;
        Value pending = t->exception;
        if (gc_shorten_array(t, l->storage, capacity))
            l->capacity = capacity;
        else if (!list_set_capacity(t, l, capacity))
            t->exception = pending; /* keeping the big storage is no failure */
    }
}

void list_clear(List *l) {
    l->items = NULL;
    l->storage = NULL;
    l->length = l->capacity = 0;
    l->strategy = LIST_EMPTY;
}

bool list_splice(Thread *t, List *l, size_t start, size_t end, const Value *items, size_t count,
                 unsigned strategy) {
    size_t removed = end - start, tail = l->length - end;
    size_t length = l->length - removed + count;
    if (length > l->length && !list_grow(t, l, length)) return false;
    if (length == 0) {
        list_clear(l);
        return true;
    }
    if (count != removed && tail) memmove(l->items + start + count, l->items + end, tail * sizeof(Value));
    if (count) {
        memcpy(l->items + start, items, count * sizeof(Value));
        l->strategy = (uint8_t)list_strategy_join(removed == l->length ? LIST_EMPTY : l->strategy,
                                                  strategy);
    }
    list_wrote(t, l, start, count == removed ? count : length - start);
    if (length < l->length)
        list_truncate(t, l, length);
    else
        l->length = length;
    return true;
}

bool list_insert(Thread *t, List *l, size_t index, Value v) {
    if (index >= l->length) return list_append(t, l, v);
    if (!list_grow(t, l, l->length + 1)) return false;
    memmove(l->items + index + 1, l->items + index, (l->length - index) * sizeof(Value));
    l->length++;
    list_admit(l, v);
    l->items[index] = v;
    list_wrote(t, l, index, l->length - index);
    return true;
}

Value list_pop(Thread *t, List *l, size_t index) {
    Value v = l->items[index];
    size_t last = l->length - 1;
    if (index != last) {
        memmove(l->items + index, l->items + index + 1, (last - index) * sizeof(Value));
        list_wrote(t, l, index, last - index);
    }
    l->items[last] = value_from_int(0);
    l->length = last;
    if (last < l->capacity / 4 && l->capacity > 64) list_truncate(t, l, last);
    return v;
}

static bool extend_with_values(Thread *t, List *l, const Value *items, size_t count,
                               unsigned strategy) {
    if (count == 0) return true;
    bool own = items == l->items;
    if (!list_grow(t, l, l->length + count)) return false;
    if (own) items = l->items;
    memcpy(l->items + l->length, items, count * sizeof(Value));
    l->strategy = (uint8_t)list_strategy_join(l->strategy, strategy);
    list_wrote(t, l, l->length, count);
    l->length += count;
    return true;
}

static bool extend_with_range(Thread *t, List *l, RangeIterator *it) {
    size_t count = it->remaining;
    if (count == 0) return true;
    if (count > SIZE_MAX / 16) {
        raise_memory_error(t);
        return false;
    }
    if (!list_grow(t, l, l->length + count)) return false;
    Value *out = l->items + l->length;
    uint64_t bits = it->next.bits, step = it->step.bits;
    for (size_t k = 0; k < count; k++, bits += step) out[k].bits = bits;
    l->length += count;
    l->strategy = (uint8_t)list_strategy_join(l->strategy, LIST_INTS);
    it->next.bits = bits;
    it->remaining = 0;
    return true;
}

/* `index` counts the items still to come. */
static bool extend_with_reversed(Thread *t, List *l, ListIterator *it) {
    if (value_is_undef(it->sequence)) return true;
    List *other = (List *)value_as_object(it->sequence);
    size_t count = it->index <= other->length ? it->index : 0;
    it->sequence = VALUE_UNDEF;
    if (!list_grow(t, l, l->length + count)) return false;
    for (size_t i = count; i-- > 0;)
        if (!list_append(t, l, other->items[i])) return false;
    return true;
}

typedef enum DictPart { DICT_KEYS, DICT_VALUES, DICT_ITEMS } DictPart;

static bool extend_with_dict(Thread *t, List *l, Dict *d, DictPart part) {
    if (!list_grow(t, l, l->length + d->used)) return false;
    size_t position = 0;
    Value key, value;
    while (dict_next(d, &position, &key, &value)) {
        if (part == DICT_ITEMS) value = tuple_pair(t, key, value);
        if (value_is_error(value) || !list_append(t, l, part == DICT_KEYS ? key : value)) return false;
    }
    return true;
}

static bool extend_with_set(Thread *t, List *l, Set *s) {
    if (!list_grow(t, l, l->length + s->used)) return false;
    for (size_t i = 0; s->table && i <= s->mask; i++) {
        SetEntry *e = &s->table[i];
        if (e->tag && !value_is_error(e->key) && !list_append(t, l, e->key)) return false;
    }
    return true;
}

static bool extend_with_chars(Thread *t, List *l, Str *s) {
    size_t n = s->length;
    if (!n) return true;
    if (!str_data(t, s) || !list_grow(t, l, l->length + n)) return false;
    for (size_t i = 0; i < n; i++) {
        Value c = str_index(t, s, (int64_t)i);
        if (value_is_error(c) || !list_append(t, l, c)) return false;
    }
    return true;
}

bool list_extend(Thread *t, List *l, Value iterable) {
    if (value_is_object(iterable) && !(value_as_object(iterable)->gc & GC_SUBCLASS)) {
        switch (object_kind(value_as_object(iterable))) {
        case KIND_LIST: {
            List *other = value_as_list(iterable);
            return extend_with_values(t, l, other->items, other->length, other->strategy);
        }
        case KIND_TUPLE: {
            Tuple *other = value_as_tuple(iterable);
            return extend_with_values(t, l, other->items, other->length,
                                      list_classify(other->items, other->length));
        }
        case KIND_DICT:
            return extend_with_dict(t, l, value_as_dict(iterable), DICT_KEYS);
        case KIND_DICT_VIEW: {
            Dict *d = dict_of_view(iterable);
            switch (object_type(value_as_object(iterable))->id) {
            case TYPE_DICT_KEYS: return extend_with_dict(t, l, d, DICT_KEYS);
            case TYPE_DICT_VALUES: return extend_with_dict(t, l, d, DICT_VALUES);
            case TYPE_DICT_ITEMS: return extend_with_dict(t, l, d, DICT_ITEMS);
            default: break; /* of an OrderedDict */
            }
            break;
        }
        case KIND_SET:
            return extend_with_set(t, l, value_as_set(iterable));
        case KIND_STR:
            return extend_with_chars(t, l, value_as_str(iterable));
        case KIND_RANGE:
            iterable = range_iter(t, iterable);
            if (value_is_error(iterable)) return false;
            break;
        default:
            break;
        }
    }
    Value iterator = op_iter(t, iterable);
    if (value_is_error(iterator)) return false;
    int64_t hint = op_length_hint(t, iterable, 8);
    if (hint < 0) return false;
    if (value_is_exact(iterator, KIND_RANGE_ITERATOR) &&
        object_type(value_as_object(iterator)) == t->vm->types[TYPE_RANGE_ITERATOR])
        return extend_with_range(t, l, (RangeIterator *)value_as_object(iterator));
    if (value_is_object(iterator) &&
        object_type(value_as_object(iterator)) == t->vm->types[TYPE_LIST_REVERSE_ITERATOR])
        return extend_with_reversed(t, l, (ListIterator *)value_as_object(iterator));
    /* A hint is no promise: a huge one is not worth a MemoryError up front. */
    if (hint > 0 && hint < (int64_t)1 << 26 && !list_grow(t, l, l->length + (size_t)hint)) return false;
    /* A native iterator's function does not change under way. */
    Type *type = type_of(t, iterator);
    Value (*next)(Thread *, Object *) = type->flags & TYPEFLAG_HEAP ? NULL : type->next;
    for (;;) {
        if (!poll_signals_between_items(t, type)) return false;
        Value v = next ? next(t, value_as_object(iterator)) : iterator_next(t, iterator);
        if (value_is_stop(v)) break;
        if (value_is_error(v)) return error_catch(t, TYPE_StopIteration); /* as op_next */
        if (!list_append(t, l, v)) return false;
    }
    return true;
}

Value list_from_iterable(Thread *t, Value iterable) {
    Value v = list_new(t, 0);
    if (value_is_error(v) || !list_extend(t, value_as_list(v), iterable)) return VALUE_ERROR;
    return v;
}

Value sequence_fast(Thread *t, Value iterable, const char *message, Value **items, size_t *count) {
    Value sequence = iterable;
    if (value_is_exact(iterable, KIND_STR)) {
        sequence = list_from_iterable(t, iterable);
        if (value_is_error(sequence)) return sequence;
    } else if (!value_is_exact(iterable, KIND_LIST) && !value_is_exact(iterable, KIND_TUPLE)) {
        Value iterator = op_iter(t, iterable);
        if (value_is_error(iterator)) {
            if (message && error_catch(t, TYPE_TypeError)) raise_type_error(t, "%s", message);
            return VALUE_ERROR;
        }
        sequence = list_from_iterable(t, iterator);
        if (value_is_error(sequence)) return sequence;
    }
    if (value_is_list(sequence)) {
        *items = value_as_list(sequence)->items;
        *count = value_as_list(sequence)->length;
    } else {
        *items = value_as_tuple(sequence)->items;
        *count = value_as_tuple(sequence)->length;
    }
    return sequence;
}

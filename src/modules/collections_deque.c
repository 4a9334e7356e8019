/* collections_deque.c - collections.deque: a ring of items.
 *
 *   storage:  | item 2 | item 3 |  free  |  free  | item 0 | item 1 |
 *                                                 ^ head
 *
 * The capacity is a power of two; item i lies at (head + i) & (capacity - 1). */
#include "modules/collections.h"

typedef struct Deque {
    Object header;
    Array *storage; /* NULL while capacity is 0 */
    size_t head, length;
    int64_t max_length; /* -1: none */
    uint64_t version;   /* changes whenever items come or go */
} Deque;

static inline Deque *as_deque(Value v) { return (Deque *)value_as_object(v); }
static inline size_t mask_of(const Deque *d) { return d->storage->capacity - 1; }
static inline Value *item_at(Deque *d, size_t i) { return &d->storage->items[(d->head + i) & mask_of(d)]; }

static inline bool is_deque(Thread *t, Value v) {
    return value_is_object(v) && object_type(value_as_object(v))->def == &typedef_collections_deque;
}

static void deque_trace(Tracer *tracer, Object *object) { trace_object(tracer, ((Deque *)object)->storage); }

/* Room for `count` more items; what is new in the storage reads as 0. */
static bool deque_reserve(Thread *t, Deque *d, size_t count) {
    size_t old = d->storage ? d->storage->capacity : 0, capacity = old ? old : 8;
    if (d->length + count <= old) return true;
    while (capacity < d->length + count) capacity *= 2;
    Array *storage = gc_alloc_array(t, capacity);
    if (!storage) return false;
    if (d->length) {
        size_t first = old - d->head < d->length ? old - d->head : d->length;
        memcpy(storage->items, d->storage->items + d->head, first * sizeof(Value));
        memcpy(storage->items + first, d->storage->items, (d->length - first) * sizeof(Value));
    }
    d->storage = storage;
    d->head = 0;
    gc_wrote(t, storage);
    gc_wrote(t, d);
    return true;
}

static inline bool deque_grow(Thread *t, Deque *d) {
    return (d->storage && d->length < d->storage->capacity) || deque_reserve(t, d, 1);
}

static Value take_left(Deque *d) {
    Value *slot = item_at(d, 0), v = *slot;
    *slot = value_from_int(0);
    d->head = (d->head + 1) & mask_of(d);
    d->length--;
    d->version++;
    return v;
}

static Value take_right(Deque *d) {
    Value *slot = item_at(d, d->length - 1), v = *slot;
    *slot = value_from_int(0);
    d->length--;
    d->version++;
    return v;
}

static inline bool is_full(const Deque *d) {
    return d->max_length >= 0 && d->length >= (size_t)d->max_length;
}

static bool push_right(Thread *t, Deque *d, Value v) {
    if (d->max_length == 0) return true;
    if (is_full(d)) take_left(d);
    if (!deque_grow(t, d)) return false;
    Value *slot = item_at(d, d->length);
    *slot = v;
    gc_wrote_element(t, d->storage, (size_t)(slot - d->storage->items));
    d->length++;
    d->version++;
    return true;
}

static bool push_left(Thread *t, Deque *d, Value v) {
    if (d->max_length == 0) return true;
    if (is_full(d)) take_right(d);
    if (!deque_grow(t, d)) return false;
    d->head = (d->head - 1) & mask_of(d);
    d->storage->items[d->head] = v;
    gc_wrote_element(t, d->storage, d->head);
    d->length++;
    d->version++;
    return true;
}

static void deque_empty(Deque *d) {
    d->storage = NULL;
    d->head = d->length = 0;
    d->version++;
}

/* At the right end; a bounded deque has room for them. */
static bool append_values(Thread *t, Deque *d, const Value *items, size_t count) {
    if (!count) return true;
    if (!deque_reserve(t, d, count)) return false;
    size_t at = (d->head + d->length) & mask_of(d), first = d->storage->capacity - at;
    if (first > count) first = count;
    memcpy(d->storage->items + at, items, first * sizeof(Value));
    memcpy(d->storage->items, items + first, (count - first) * sizeof(Value));
    d->length += count;
    d->version++;
    gc_wrote(t, d->storage);
    return true;
}

static bool extend(Thread *t, Deque *d, Value iterable, bool left) {
    if (is_deque(t, iterable) && as_deque(iterable) == d) {
        iterable = list_from_iterable(t, iterable);
        if (value_is_error(iterable)) return false;
    }
    if (!left && d->max_length < 0 && value_is_exact(iterable, KIND_LIST)) /* runs no user code */
        return append_values(t, d, value_as_list(iterable)->items, value_as_list(iterable)->length);
    Value it = op_iter(t, iterable);
    if (value_is_error(it)) return false;
    for (;;) {
        Value v = iterator_next(t, it);
        if (value_is_stop(v)) return true;
        if (value_is_error(v)) return false;
        if (!(left ? push_left(t, d, v) : push_right(t, d, v))) return false;
    }
}

/* ---- construction ---- */

static Value deque_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Deque *d = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!d) return VALUE_ERROR;
    d->max_length = -1;
    return value_from_object(d);
}

static Value deque_init(Thread *t, Value *args) {
    Deque *d = as_deque(args[0]);
    int64_t max = -1;
    if (!value_is_none(args[2])) {
        if (!value_is_any_int(args[2])) return raise_type_error(t, "an integer is required");
        if (!arg_size(t, args[2], &max)) return VALUE_ERROR;
        if (max < 0) return raise_value_error(t, "maxlen must be non-negative");
    }
    d->max_length = max;
    if (d->length) deque_empty(d);
    if (!value_is_undef(args[1]) && !extend(t, d, args[1], false)) return VALUE_ERROR;
    return VALUE_NONE;
}

/* A new exact deque with these items and the same bound. */
static Value deque_from(Thread *t, Deque *source) {
    Deque *d = type_alloc(t, t->vm->types[TYPE_COLLECTIONS_DEQUE], 0);
    if (!d) return VALUE_ERROR;
    d->max_length = source->max_length;
    if (source->length) {
        size_t first = source->storage->capacity - source->head;
        if (first > source->length) first = source->length;
        if (!deque_reserve(t, d, source->length) ||
            !append_values(t, d, source->storage->items + source->head, first) ||
            !append_values(t, d, source->storage->items, source->length - first))
            return VALUE_ERROR;
    }
    return value_from_object(d);
}

static Value deque_copy(Thread *t, Value *args) {
    Deque *d = as_deque(args[0]);
    Type *type = type_of(t, args[0]);
    if (type == t->vm->types[TYPE_COLLECTIONS_DEQUE]) return deque_from(t, d);
    if (d->max_length < 0) return call1(t, value_from_object(type), args[0]);
    return call2(t, value_from_object(type), args[0], int_from_int64(t, d->max_length));
}

/* ---- methods ---- */

static Value deque_append(Thread *t, Value *args) {
    return push_right(t, as_deque(args[0]), args[1]) ? VALUE_NONE : VALUE_ERROR;
}
static Value deque_appendleft(Thread *t, Value *args) {
    return push_left(t, as_deque(args[0]), args[1]) ? VALUE_NONE : VALUE_ERROR;
}
static Value deque_extend(Thread *t, Value *args) {
    return extend(t, as_deque(args[0]), args[1], false) ? VALUE_NONE : VALUE_ERROR;
}
static Value deque_extendleft(Thread *t, Value *args) {
    return extend(t, as_deque(args[0]), args[1], true) ? VALUE_NONE : VALUE_ERROR;
}
static Value deque_pop(Thread *t, Value *args) {
    Deque *d = as_deque(args[0]);
    return d->length ? take_right(d) : raise_index_error(t, "pop from an empty deque");
}
static Value deque_popleft(Thread *t, Value *args) {
    Deque *d = as_deque(args[0]);
    return d->length ? take_left(d) : raise_index_error(t, "pop from an empty deque");
}
static Value deque_clear(Thread *t, Value *args) {
    deque_empty(as_deque(args[0]));
    return VALUE_NONE;
}

/* Moves n items from the right end to the left one. */
static void rotate(Thread *t, Deque *d, int64_t n) {
    if (d->length < 2) return;
    int64_t length = (int64_t)d->length;
    n %= length;
    if (n > length / 2)
        n -= length;
    else if (n < -(length / 2))
        n += length;
    d->version++;
    if (n == 0) return;
    if (d->length == d->storage->capacity) {
        d->head = (d->head - (size_t)n) & mask_of(d);
        return;
    }
    for (; n > 0; n--) {
        Value *from = item_at(d, d->length - 1), v = *from;
        *from = value_from_int(0);
        d->head = (d->head - 1) & mask_of(d);
        *item_at(d, 0) = v;
    }
    for (; n < 0; n++) {
        Value *from = item_at(d, 0), v = *from;
        *from = value_from_int(0);
        d->head = (d->head + 1) & mask_of(d);
        *item_at(d, d->length - 1) = v;
    }
    gc_wrote(t, d->storage);
}

static Value deque_rotate(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    int64_t n = 1;
    if (!check_no_keywords(t, "deque.rotate", kwnames) ||
        !check_argument_range(t, "deque.rotate", nargs - 1, 0, 1) ||
        (nargs > 1 && !arg_size(t, args[1], &n)))
        return VALUE_ERROR;
    rotate(t, as_deque(args[0]), n);
    return VALUE_NONE;
}

static Value deque_reverse(Thread *t, Value *args) {
    Deque *d = as_deque(args[0]);
    for (size_t i = 0, j = d->length; i + 1 < j; i++) {
        j--;
        Value v = *item_at(d, i);
        *item_at(d, i) = *item_at(d, j);
        *item_at(d, j) = v;
    }
    if (d->storage) gc_wrote(t, d->storage);
    return VALUE_NONE;
}

static void delete_at(Thread *t, Deque *d, size_t i) {
    rotate(t, d, -(int64_t)i);
    take_left(d);
    rotate(t, d, (int64_t)i);
}

static Value deque_count(Thread *t, Value *args) {
    Deque *d = as_deque(args[0]);
    uint64_t version = d->version;
    int64_t count = 0;
    for (size_t i = 0; i < d->length; i++) {
        int equal = op_equal(t, *item_at(d, i), args[1]);
        if (equal < 0) return VALUE_ERROR;
        if (version != d->version)
            return raise_error(t, TYPE_RuntimeError, "deque mutated during iteration");
        count += equal;
    }
    return value_from_int(count);
}

/* -1 absent, -2 exception. */
static int64_t find(Thread *t, Deque *d, Value v, size_t from, size_t to, TypeId error, const char *message) {
    uint64_t version = d->version;
    for (size_t i = from; i < to && i < d->length; i++) {
        int equal = op_equal(t, *item_at(d, i), v);
        if (equal < 0) return -2;
        if (version != d->version) {
            raise_error(t, error, "%s", message);
            return -2;
        }
        if (equal) return (int64_t)i;
    }
    return -1;
}

static Value deque_contains(Thread *t, Value *args) {
    int64_t i = find(t, as_deque(args[0]), args[1], 0, SIZE_MAX, TYPE_RuntimeError,
                     "deque mutated during iteration");
    return i == -2 ? VALUE_ERROR : value_bool(i >= 0);
}

static Value deque_index(Thread *t, Value *args) {
    Deque *d = as_deque(args[0]);
    int64_t start, stop, n = (int64_t)d->length;
    if (!sequence_bound(t, args[2], false, &start) || !sequence_bound(t, args[3], false, &stop))
        return VALUE_ERROR;
    if (start < 0 && (start += n) < 0) start = 0;
    if (stop < 0 && (stop += n) < 0) stop = 0;
    int64_t i = find(t, d, args[1], (size_t)start, (size_t)stop, TYPE_RuntimeError,
                     "deque mutated during iteration");
    if (i == -2) return VALUE_ERROR;
    return i >= 0 ? value_from_int(i) : raise_value_error(t, "%R is not in deque", args[1]);
}

static Value deque_remove(Thread *t, Value *args) {
    Deque *d = as_deque(args[0]);
    int64_t i = find(t, d, args[1], 0, SIZE_MAX, TYPE_IndexError, "deque mutated during remove().");
    if (i == -2) return VALUE_ERROR;
    if (i < 0) return raise_value_error(t, "%R is not in deque", args[1]);
    delete_at(t, d, (size_t)i);
    return VALUE_NONE;
}

static Value deque_insert(Thread *t, Value *args) {
    Deque *d = as_deque(args[0]);
    int64_t i;
    if (!arg_size(t, args[1], &i)) return VALUE_ERROR;
    if (is_full(d)) return raise_index_error(t, "deque already at its maximum size");
    int64_t n = (int64_t)d->length;
    if (i >= n) return push_right(t, d, args[2]) ? VALUE_NONE : VALUE_ERROR;
    if (i <= -n || i == 0) return push_left(t, d, args[2]) ? VALUE_NONE : VALUE_ERROR;
    rotate(t, d, -i);
    bool ok = i < 0 ? push_right(t, d, args[2]) : push_left(t, d, args[2]);
    rotate(t, d, i);
    return ok ? VALUE_NONE : VALUE_ERROR;
}

/* ---- subscripts and operators ---- */

static bool deque_position(Thread *t, Deque *d, Value key, size_t *out) {
    int64_t i;
    if (value_is_int(key)) {
        i = value_as_int(key);
        if (i < 0) i += (int64_t)d->length;
        *out = (size_t)i;
        if ((uint64_t)i < d->length) return true;
        raise_index_error(t, "deque index out of range");
        return false;
    }
    if (value_is_undef(special_of(t, key, SPECIAL_INDEX))) {
        raise_type_error(t, "sequence index must be integer, not '%.200T'", key);
        return false;
    }
    Value index = op_index(t, key);
    if (value_is_error(index)) return false;
    if (!int_to_int64(index, &i)) {
        raise_index_error(t, "cannot fit '%.200T' into an index-sized integer", key);
        return false;
    }
    if (i < 0) i += (int64_t)d->length;
    if ((uint64_t)i >= d->length) {
        raise_index_error(t, "deque index out of range");
        return false;
    }
    *out = (size_t)i;
    return true;
}

static Value deque_getitem(Thread *t, Value *args) {
    size_t i;
    return deque_position(t, as_deque(args[0]), args[1], &i) ? *item_at(as_deque(args[0]), i) : VALUE_ERROR;
}

static Value deque_setitem(Thread *t, Value *args) {
    Deque *d = as_deque(args[0]);
    size_t i;
    if (!deque_position(t, d, args[1], &i)) return VALUE_ERROR;
    *item_at(d, i) = args[2];
    gc_wrote(t, d->storage);
    return VALUE_NONE;
}

static Value deque_delitem(Thread *t, Value *args) {
    size_t i;
    if (!deque_position(t, as_deque(args[0]), args[1], &i)) return VALUE_ERROR;
    delete_at(t, as_deque(args[0]), i);
    return VALUE_NONE;
}

static Value deque_len(Thread *t, Value *args) { return value_from_int((int64_t)as_deque(args[0])->length); }
static Value deque_bool(Thread *t, Value *args) { return value_bool(as_deque(args[0])->length > 0); }

static Value deque_add(Thread *t, Value *args) {
    if (!is_deque(t, args[1]))
        return sequence_concat_foreign(t, args[0], args[1],
                                       "can only concatenate deque (not \"%.200T\") to deque");
    Value copy = deque_copy(t, args);
    if (value_is_error(copy) || !extend(t, as_deque(copy), args[1], false)) return VALUE_ERROR;
    return copy;
}

static Value deque_iadd(Thread *t, Value *args) {
    return extend(t, as_deque(args[0]), args[1], false) ? args[0] : VALUE_ERROR;
}

static bool repeat(Thread *t, Deque *d, int64_t n) {
    size_t length = d->length;
    if (length == 0 || n == 1) return true;
    if (n <= 0) {
        deque_empty(d);
        return true;
    }
    if (length > SIZE_MAX / 32 / (size_t)n) {
        raise_memory_error(t);
        return false;
    }
    Value copy = list_new(t, length);
    if (value_is_error(copy)) return false;
    for (size_t i = 0; i < length; i++)
        if (!list_append(t, value_as_list(copy), *item_at(d, i))) return false;
    /* With a bound only the last repetitions remain. */
    if (d->max_length >= 0 && (size_t)n * length > (size_t)d->max_length)
        n = (int64_t)((size_t)d->max_length / length) + 2 < n
                ? (int64_t)((size_t)d->max_length / length) + 2
                : n;
    for (int64_t k = 1; k < n; k++)
        for (size_t i = 0; i < length; i++)
            if (!push_right(t, d, value_as_list(copy)->items[i])) return false;
    return true;
}

static Value deque_mul(Thread *t, Value *args) {
    int64_t n;
    Value result;
    if (!sequence_repeat_count(t, args[0], args[1], &n, &result)) return result;
    Value copy = deque_copy(t, args);
    if (value_is_error(copy) || !is_deque(t, copy) || !repeat(t, as_deque(copy), n)) return VALUE_ERROR;
    return copy;
}

static Value deque_imul(Thread *t, Value *args) {
    int64_t n;
    Value result;
    if (!sequence_repeat_count(t, args[0], args[1], &n, &result)) return result;
    return repeat(t, as_deque(args[0]), n) ? args[0] : VALUE_ERROR;
}

static Value deque_compare(Thread *t, int op, Value a, Value b) {
    if (!is_deque(t, b)) return VALUE_NOT_IMPLEMENTED;
    if ((op == CMP_EQ || op == CMP_NE) && as_deque(a)->length != as_deque(b)->length)
        return value_bool(op == CMP_NE);
    Value x = list_from_iterable(t, a);
    if (value_is_error(x)) return x;
    Value y = list_from_iterable(t, b);
    return value_is_error(y) ? y : op_compare(t, (CompareOp)op, x, y);
}
COMPARE_FUNCTIONS(deque, deque_compare)

static Value deque_repr(Thread *t, Value *args) {
    Deque *d = as_deque(args[0]);
    int entered = repr_enter(t, args[0]);
    if (entered) return entered > 0 ? str_from_cstring(t, "[...]") : VALUE_ERROR;
    Value list = list_from_iterable(t, args[0]);
    Value text = value_is_error(list) ? list : op_repr(t, list);
    repr_leave(t, args[0]);
    if (value_is_error(text)) return text;
    Value name = type_of(t, args[0])->name;
    if (d->max_length < 0) return str_format(t, "%U(%U)", name, text);
    return str_format(t, "%U(%U, maxlen=%ld)", name, text, (long)d->max_length);
}

static Value deque_iter_at(Thread *t, Value deque, TypeId type, size_t skip);
static Value deque_iter(Thread *t, Value *args) {
    return deque_iter_at(t, args[0], TYPE_COLLECTIONS_DEQUE_ITERATOR, 0);
}
static Value deque_reversed(Thread *t, Value *args) {
    return deque_iter_at(t, args[0], TYPE_COLLECTIONS_DEQUE_REVERSE_ITERATOR, 0);
}

static Value deque_reduce(Thread *t, Value *args) {
    Deque *d = as_deque(args[0]);
    Value state = call_method0(t, args[0], STR_NAME(t, __getstate__));
    if (value_is_error(state)) return state;
    Value none = tuple_from_values(t, NULL, 0);
    return tuple_of(t, 4, value_from_object(type_of(t, args[0])),
                    d->max_length < 0 ? none : tuple_of(t, 2, none, int_from_int64(t, d->max_length)),
                    state, deque_iter(t, args));
}

static Value deque_sizeof(Thread *t, Value *args) {
    Deque *d = as_deque(args[0]);
    return value_from_int((int64_t)(sizeof(Deque) + (d->storage ? d->storage->capacity * 8 : 0)));
}

static Value deque_get_maxlen(Thread *t, Value self) {
    int64_t n = as_deque(self)->max_length;
    return n < 0 ? VALUE_NONE : int_from_int64(t, n);
}

static const GetSetDef deque_getset[] = {
    {"maxlen", deque_get_maxlen, NULL, "maximum size of a deque or None if unbounded"},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef deque_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", deque_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__init__", "($self, /, iterable=<none>, maxlen=None)", deque_init,
           "Initialize self.  See help(type(self)) for accurate signature."),
    NATIVE("__repr__", "($self, /)", deque_repr, "Return repr(self)."),
    COMPARE_ROWS(deque),
    NATIVE("__iter__", "($self, /)", deque_iter, "Implement iter(self)."),
    NATIVE_PLAIN("__len__", "($self, /)", "o >i", deque_len, "Return len(self)."),
    NATIVE_PLAIN("__bool__", "($self, /)", "o >b", deque_bool, "True if self else False"),
    NATIVE("__add__", "($self, value, /)", deque_add, "Return self+value."),
    NATIVE("__mul__", "($self, value, /)", deque_mul, "Return self*value."),
    NATIVE("__rmul__", "($self, value, /)", deque_mul, "Return value*self."),
    NATIVE_PLAIN("__getitem__", "($self, key, /)", "o i >o", deque_getitem, "Return self[key]."),
    NATIVE_PLAIN("__setitem__", "($self, key, value, /)", "o i o >n!", deque_setitem, "Set self[key] to value."),
    NATIVE("__delitem__", "($self, key, /)", deque_delitem, "Delete self[key]."),
    NATIVE("__contains__", "($self, key, /)", deque_contains, "Return key in self."),
    NATIVE("__iadd__", "($self, value, /)", deque_iadd, "Implement self+=value."),
    NATIVE("__imul__", "($self, value, /)", deque_imul, "Implement self*=value."),
    NATIVE_PLAIN("append", "($self, object, /)", "o o >n!", deque_append, "Add an element to the right side of the deque."),
    NATIVE_PLAIN("appendleft", "($self, object, /)", "o o >n!", deque_appendleft,
           "Add an element to the left side of the deque."),
    NATIVE_PLAIN("clear", "($self, /)", "o >n!", deque_clear, "Remove all elements from the deque."),
    NATIVE("__copy__", "($self, /)", deque_copy, "Return a shallow copy of a deque."),
    NATIVE("copy", "($self, /)", deque_copy, "Return a shallow copy of a deque."),
    NATIVE("count", "($self, value, /)", deque_count,
           "D.count(value) -- return number of occurrences of value"),
    NATIVE_PLAIN("extend", "($self, iterable, /)", "o lt >n!", deque_extend,
           "Extend the right side of the deque with elements from the iterable"),
    NATIVE("extendleft", "($self, iterable, /)", deque_extendleft,
           "Extend the left side of the deque with elements from the iterable"),
    NATIVE("index", "($self, value, start=0, stop=9223372036854775807, /)", deque_index,
           "D.index(value, [start, [stop]]) -- return first index of value.\nRaises ValueError if the "
           "value is not present."),
    NATIVE("insert", "($self, index, object, /)", deque_insert,
           "D.insert(index, object) -- insert object before index"),
    NATIVE_PLAIN("pop", "($self, /)", "o >o!", deque_pop, "Remove and return the rightmost element."),
    NATIVE_PLAIN("popleft", "($self, /)", "o >o!", deque_popleft, "Remove and return the leftmost element."),
    NATIVE("__reduce__", "($self, /)", deque_reduce, "Return state information for pickling."),
    NATIVE("remove", "($self, value, /)", deque_remove,
           "D.remove(value) -- remove first occurrence of value."),
    NATIVE("__reversed__", "($self, /)", deque_reversed,
           "D.__reversed__() -- return a reverse iterator over the deque"),
    NATIVE_PLAIN("reverse", "($self, /)", "o >n!", deque_reverse, "D.reverse() -- reverse *IN PLACE*"),
    NATIVE_RAW("rotate", "($self, n=1, /)", deque_rotate,
           "Rotate the deque n steps to the right (default n=1).  If n is negative, rotates left."),
    NATIVE("__sizeof__", "($self, /)", deque_sizeof, "D.__sizeof__() -- size of D in memory, in bytes"),
    CLASS_GETITEM_ROW,
    NATIVE_END,
};

const TypeDef typedef_collections_deque = {
    .name = "collections.deque",
    .doc = "deque([iterable[, maxlen]]) --> deque object\n\nA list-like sequence optimized for data "
           "accesses near its endpoints.",
    .id = TYPE_COLLECTIONS_DEQUE,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_WEAKREFS | TYPEFLAG_SEQUENCE | TYPEFLAG_IMMUTABLE,
    .size = sizeof(Deque),
    .trace = deque_trace,
    .methods = deque_methods,
    .getset = deque_getset,
};

/* ---- iterators ---- */

typedef struct DequeIterator {
    Object header;
    Value deque;
    size_t index, left;
    uint64_t version;
} DequeIterator;

static Value deque_iter_at(Thread *t, Value deque, TypeId type, size_t skip) {
    DequeIterator *it = type_alloc(t, t->vm->types[type], 0);
    if (!it) return VALUE_ERROR;
    Deque *d = as_deque(deque);
    if (skip > d->length) skip = d->length;
    it->deque = deque;
    it->index = skip;
    it->left = d->length - skip;
    it->version = d->version;
    return value_from_object(it);
}

static void iterator_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((DequeIterator *)object)->deque);
}

static Value step(Thread *t, Object *object, bool reverse) {
    DequeIterator *it = (DequeIterator *)object;
    Deque *d = as_deque(it->deque);
    if (it->version != d->version) {
        it->left = 0;
        return raise_error(t, TYPE_RuntimeError, "deque mutated during iteration");
    }
    if (it->left == 0) return VALUE_STOP;
    it->left--;
    return *item_at(d, reverse ? it->left : it->index++);
}

static Value iterator_step(Thread *t, Object *object) { return step(t, object, false); }
static Value reverse_iterator_step(Thread *t, Object *object) { return step(t, object, true); }

static Value iterator_length_hint(Thread *t, Value *args) {
    return value_from_int((int64_t)((DequeIterator *)value_as_object(args[0]))->left);
}

static Value deque_iterator_reduce(Thread *t, Value *args) {
    DequeIterator *it = (DequeIterator *)value_as_object(args[0]);
    return tuple_of(t, 2, value_from_object(type_of(t, args[0])),
                    tuple_of(t, 2, it->deque,
                             value_from_int((int64_t)(as_deque(it->deque)->length - it->left))));
}

static Value iterator_make(Thread *t, Value *args) {
    int64_t skip;
    if (!is_deque(t, args[1]))
        return raise_type_error(t, "%s() argument 1 must be collections.deque, not %.50T",
                                type_name((Type *)value_as_object(args[0])), args[1]);
    if (!arg_size(t, args[2], &skip)) return VALUE_ERROR;
    return deque_iter_at(t, args[1], (TypeId)((Type *)value_as_object(args[0]))->id,
                         skip < 0 ? 0 : (size_t)skip);
}

static const NativeDef iterator_methods[] = {
    NATIVE("__new__", "($type, deque, index=0, /)", iterator_make,
           "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__length_hint__", "($self, /)", iterator_length_hint,
           "Private method returning an estimate of len(list(it))."),
    NATIVE("__reduce__", "($self, /)", deque_iterator_reduce, "Return state information for pickling."),
    NATIVE_END,
};

const TypeDef typedef_collections_deque_iterator = {
    .name = "_collections._deque_iterator",
    .id = TYPE_COLLECTIONS_DEQUE_ITERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_IMMUTABLE | TYPEFLAG_PLAIN_NEXT,
    .size = sizeof(DequeIterator),
    .trace = iterator_trace,
    .next = iterator_step,
    .methods = iterator_methods,
};

const TypeDef typedef_collections_deque_reverse_iterator = {
    .name = "_collections._deque_reverse_iterator",
    .id = TYPE_COLLECTIONS_DEQUE_REVERSE_ITERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_IMMUTABLE | TYPEFLAG_PLAIN_NEXT,
    .size = sizeof(DequeIterator),
    .trace = iterator_trace,
    .next = reverse_iterator_step,
    .methods = iterator_methods,
};

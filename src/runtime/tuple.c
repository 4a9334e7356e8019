/* tuple.c - the tuple type: storage, operators, methods, iterator. */
#include "base/hash.h"
#include "runtime/equality.h"
#include "runtime/error.h"
#include "runtime/list.h"
#include "runtime/native.h"
#include "runtime/ops.h"
#include "runtime/sequence_support.h"
#include "runtime/str.h"

static inline Tuple *self_tuple(Value *args) { return (Tuple *)value_as_object(args[0]); }

/* More items than this cannot be addressed; the check keeps sizes from wrapping. */
#define TUPLE_MAX (SIZE_MAX / 32)

Tuple *tuple_alloc(Thread *t, size_t length) {
    if (length > TUPLE_MAX) {
        raise_memory_error(t);
        return NULL;
    }
    Tuple *tuple = (Tuple *)gc_alloc(t, sizeof(Tuple) + length * sizeof(Value), KIND_TUPLE,
                                     t->vm->types[TYPE_TUPLE]->root_shape);
    if (tuple) tuple->length = length;
    return tuple;
}

Tuple *tuple_alloc_of(Thread *t, Type *cls, size_t length) {
    Tuple *tuple = (Tuple *)type_alloc(t, cls, length * sizeof(Value));
    if (tuple) tuple->length = length;
    return tuple;
}

Value tuple_from_values(Thread *t, const Value *items, size_t count) {
    /* The empty tuple is one object, as programs can see by `is`. */
    if (count == 0 && value_is_object(t->vm->empty_tuple)) return t->vm->empty_tuple;
    Tuple *tuple = tuple_alloc(t, count);
    if (!tuple) return VALUE_ERROR;
    values_copy(tuple->items, items, count);
    gc_wrote(t, tuple);
    return value_from_object(tuple);
}

Value tuple_pair(Thread *t, Value a, Value b) {
    Tuple *tuple = tuple_alloc(t, 2);
    if (!tuple) return VALUE_ERROR;
    tuple->items[0] = a;
    tuple->items[1] = b;
    return value_from_object(tuple);
}

Value tuple_slice(Thread *t, Tuple *tuple, size_t start, size_t end) {
    if (end > tuple->length) end = tuple->length;
    if (start > end) start = end;
    if (start == 0 && end == tuple->length && !(tuple->header.gc & GC_SUBCLASS))
        return value_from_object(tuple);
    return tuple_from_values(t, tuple->items + start, end - start);
}

Value tuple_from_iterable(Thread *t, Value iterable) {
    if (value_is_exact(iterable, KIND_TUPLE)) return iterable;
    if (value_is_plain_tuple(iterable))
        return tuple_from_values(t, value_as_tuple(iterable)->items, value_as_tuple(iterable)->length);
    if (value_is_exact(iterable, KIND_LIST))
        return tuple_from_values(t, value_as_list(iterable)->items, value_as_list(iterable)->length);
    Value *items;
    size_t count;
    if (value_is_object(iterable) && type_of(t, iterable)->flags & TYPEFLAG_HEAP &&
        op_length_hint(t, iterable, 10) < 0)
        return VALUE_ERROR; /* its __len__ raised */
    Value source = sequence_fast(t, iterable, NULL, &items, &count);
    if (value_is_error(source)) return source;
    /* A list or tuple subclass with its own __iter__ must be asked. */
    if (value_same(source, iterable) && value_is_object(iterable) &&
        (value_as_object(iterable)->gc & GC_SUBCLASS)) {
        source = list_from_iterable(t, iterable);
        if (value_is_error(source)) return source;
        items = value_as_list(source)->items;
        count = value_as_list(source)->length;
    }
    Value result = tuple_from_values(t, items, count);
    __asm__ volatile("" ::"r"(source.bits) : "memory");
    return result;
}

static void tuple_trace(Tracer *tracer, Object *object) {
    Tuple *tuple = (Tuple *)object;
    trace_values(tracer, tuple->items, tuple->length);
}

static Value tuple_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Type *cls = (Type *)value_as_object(args[0]);
    bool exact = cls == t->vm->types[TYPE_TUPLE];
    if (kwnames && kwnames->length && (exact || value_is_undef(cls->specials[SPECIAL_INIT]) ||
                                       value_same(cls->specials[SPECIAL_INIT],
                                                  t->vm->types[TYPE_TUPLE]->specials[SPECIAL_INIT]))) {
        if (!check_no_keywords(t, "tuple", kwnames)) return VALUE_ERROR;
    }
    if (kwnames) nargs -= kwnames->length;
    if (!check_argument_range(t, "tuple", nargs - 1, 0, 1)) return VALUE_ERROR;
    Value items = nargs < 2 ? tuple_from_values(t, NULL, 0) : tuple_from_iterable(t, args[1]);
    if (value_is_error(items) || exact) return items;
    Tuple *source = value_as_tuple(items), *tuple = tuple_alloc_of(t, cls, source->length);
    if (!tuple) return VALUE_ERROR;
    if (source->length) memcpy(tuple->items, source->items, source->length * sizeof(Value));
    gc_wrote(t, tuple);
    return value_from_object(tuple);
}

static Value tuple_construct(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (kwnames || nargs > 1) return VALUE_UNDEF;
    return nargs ? tuple_from_iterable(t, args[0]) : tuple_from_values(t, NULL, 0);
}

static Value tuple_getitem(Thread *t, Value *args) {
    Tuple *tuple = self_tuple(args);
    int64_t i, start, stop, step;
    size_t count;
    switch (sequence_key(t, args[1], "tuple", &i)) {
    case KEY_INDEX:
        if (i < 0) i += (int64_t)tuple->length;
        if ((uint64_t)i >= tuple->length) return raise_index_error(t, "tuple index out of range");
        return tuple->items[i];
    case KEY_SLICE:
        if (!slice_unpack(t, (Slice *)value_as_object(args[1]), tuple->length, &start, &stop, &step,
                          &count))
            return VALUE_ERROR;
        if (count == 0) return tuple_from_values(t, NULL, 0);
        if (step == 1) return tuple_slice(t, tuple, (size_t)start, (size_t)start + count);
        Tuple *out = tuple_alloc(t, count);
        if (!out) return VALUE_ERROR;
        for (size_t k = 0; k < count; k++) out->items[k] = tuple->items[start + (int64_t)k * step];
        gc_wrote(t, out);
        return value_from_object(out);
    case KEY_ERROR:
        break;
    }
    return VALUE_ERROR;
}

static Value tuple_add(Thread *t, Value *args) {
    if (!value_is_tuple(args[1]))
        return sequence_concat_foreign(t, args[0], args[1],
                                       "can only concatenate tuple (not \"%.200T\") to tuple");
    Tuple *a = self_tuple(args), *b = value_as_tuple(args[1]);
    if (a->length == 0 && value_is_exact(args[1], KIND_TUPLE)) return args[1];
    if (b->length == 0 && value_is_exact(args[0], KIND_TUPLE)) return args[0];
    Tuple *out = tuple_alloc(t, a->length + b->length);
    if (!out) return VALUE_ERROR;
    memcpy(out->items, a->items, a->length * sizeof(Value));
    memcpy(out->items + a->length, b->items, b->length * sizeof(Value));
    gc_wrote(t, out);
    return value_from_object(out);
}

static Value tuple_mul(Thread *t, Value *args) {
    int64_t n;
    Value result;
    if (!sequence_repeat_count(t, args[0], args[1], &n, &result)) return result;
    Tuple *tuple = self_tuple(args);
    size_t length = tuple->length, total;
    if ((length == 0 || n == 1) && value_is_exact(args[0], KIND_TUPLE)) return args[0];
    if (length == 0 || n == 0) return tuple_from_values(t, NULL, 0);
    if (__builtin_mul_overflow(length, (size_t)n, &total) || total > TUPLE_MAX)
        return raise_memory_error(t);
    Tuple *out = tuple_alloc(t, total);
    if (!out) return VALUE_ERROR;
    for (size_t i = 0; i < total; i += length)
        memcpy(out->items + i, tuple->items, length * sizeof(Value));
    gc_wrote(t, out);
    return value_from_object(out);
}

static Value tuple_compare(Thread *t, int op, Value a, Value b) {
    if (!value_is_tuple(b)) return VALUE_NOT_IMPLEMENTED;
    return sequence_compare(t, op, a, b);
}
COMPARE_FUNCTIONS(tuple, tuple_compare)

int tuple_hash_items(Thread *t, Value v, int64_t *hash) {
    Tuple *tuple = value_as_tuple(v);
    /* Not counted as a call: only the C stack limits the nesting. */
    if (!c_stack_enter(t, " while calling a Python object")) return -1;
    uint64_t h = HASH_TUPLE_START;
    for (size_t i = 0; i < tuple->length; i++) {
        Value item = tuple->items[i];
        int64_t lane;
        if (value_is_int(item))
            lane = hash_int64(value_as_int(item));
        else if (op_hash(t, item, &lane) < 0)
            return -1;
        h = hash_tuple_add(h, lane);
    }
    *hash = hash_tuple_finish(h, tuple->length);
    return 0;
}

static Value tuple_hash(Thread *t, Value *args) {
    int64_t hash;
    return tuple_hash_items(t, args[0], &hash) < 0 ? VALUE_ERROR : int_from_int64(t, hash);
}

static int64_t tuple_find(Thread *t, Tuple *tuple, Value what, size_t from, size_t to) {
    for (size_t i = from; i < tuple->length && i < to; i++) {
        int equal = op_equal_inline(t, tuple->items[i], what);
        if (equal) return equal < 0 ? -2 : (int64_t)i;
    }
    return -1;
}

int tuple_contains_item(Thread *t, Tuple *tuple, Value what) {
    size_t from = 0;
    if (value_is_exact(what, KIND_STR)) { /* among strs, as it mostly is */
        Str *s = value_as_str(what);
        for (; from < tuple->length && value_is_exact(tuple->items[from], KIND_STR); from++) {
            Str *item = value_as_str(tuple->items[from]);
            if (item == s || (item->length == s->length && str_equal(t, item, s))) return 1;
        }
    }
    int64_t i = tuple_find(t, tuple, what, from, SIZE_MAX);
    return i == -2 ? -1 : i >= 0;
}

static Value tuple_contains(Thread *t, Value *args) {
    int found = tuple_contains_item(t, self_tuple(args), args[1]);
    return found < 0 ? VALUE_ERROR : value_bool(found);
}

static Value tuple_index(Thread *t, Value *args) {
    Tuple *tuple = self_tuple(args);
    int64_t start, stop, n = (int64_t)tuple->length;
    if (!sequence_bound(t, args[2], false, &start) || !sequence_bound(t, args[3], false, &stop))
        return VALUE_ERROR;
    if (start < 0 && (start += n) < 0) start = 0;
    if (stop < 0 && (stop += n) < 0) stop = 0;
    int64_t i = tuple_find(t, tuple, args[1], (size_t)start, (size_t)stop);
    if (i == -2) return VALUE_ERROR;
    if (i < 0) return raise_value_error(t, "tuple.index(x): x not in tuple");
    return value_from_int(i);
}

static Value tuple_count(Thread *t, Value *args) {
    Tuple *tuple = self_tuple(args);
    int64_t count = 0;
    for (size_t i = 0; i < tuple->length; i++) {
        int equal = op_equal_inline(t, tuple->items[i], args[1]);
        if (equal < 0) return VALUE_ERROR;
        count += equal;
    }
    return value_from_int(count);
}

static Value tuple_len(Thread *t, Value *args) {
    return value_from_int((int64_t)self_tuple(args)->length);
}

static Value tuple_repr(Thread *t, Value *args) {
    Tuple *tuple = self_tuple(args);
    if (tuple->length == 0) return str_from_cstring(t, "()");
    int entered = repr_enter(t, args[0]);
    if (entered) return entered > 0 ? str_from_cstring(t, "(...)") : VALUE_ERROR;
    StrBuilder b;
    builder_init(&b, t);
    builder_char(&b, '(');
    for (size_t i = 0; i < tuple->length; i++) {
        if (i > 0) builder_ascii(&b, ", ", 2);
        Value s = op_repr(t, tuple->items[i]);
        if (value_is_error(s)) {
            repr_leave(t, args[0]);
            return s;
        }
        builder_str(&b, s);
    }
    builder_cstring(&b, tuple->length == 1 ? ",)" : ")");
    repr_leave(t, args[0]);
    return builder_finish(&b);
}

static Value tuple_getnewargs(Thread *t, Value *args) {
    Tuple *tuple = self_tuple(args);
    Value copy = tuple_from_values(t, tuple->items, tuple->length);
    return value_is_error(copy) ? copy : tuple_of(t, 1, copy);
}

/* ---- iterator ---- */

Value tuple_iter(Thread *t, Value tuple) {
    ListIterator *it = GC_NEW(t, ListIterator, KIND_TUPLE_ITERATOR, TYPE_TUPLE_ITERATOR);
    if (!it) return VALUE_ERROR;
    it->sequence = tuple;
    return value_from_object(it);
}

static Value tuple_iter_method(Thread *t, Value *args) { return tuple_iter(t, args[0]); }

static void iterator_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((ListIterator *)object)->sequence);
}

static Value tuple_iterator_next(Thread *t, Object *object) {
    ListIterator *it = (ListIterator *)object;
    if (value_is_undef(it->sequence)) return VALUE_STOP;
    Tuple *tuple = (Tuple *)value_as_object(it->sequence);
    if (it->index < tuple->length) return tuple->items[it->index++];
    it->sequence = VALUE_UNDEF;
    return VALUE_STOP;
}

static Value tuple_iterator_length_hint(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    if (value_is_undef(it->sequence)) return value_from_int(0);
    return value_from_int((int64_t)(value_as_tuple(it->sequence)->length - it->index));
}

static Value tuple_iterator_reduce(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    if (value_is_undef(it->sequence))
        return iterator_reduce(t, "iter", tuple_from_values(t, NULL, 0), -1);
    return iterator_reduce(t, "iter", it->sequence, (int64_t)it->index);
}

static Value tuple_iterator_setstate(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    int64_t i;
    if (!arg_size(t, args[1], &i)) return VALUE_ERROR;
    if (value_is_undef(it->sequence)) return VALUE_NONE;
    int64_t n = (int64_t)value_as_tuple(it->sequence)->length;
    it->index = (size_t)(i < 0 ? 0 : i > n ? n : i);
    return VALUE_NONE;
}

static const NativeDef tuple_iterator_methods[] = {
    NATIVE("__length_hint__", "($self, /)", tuple_iterator_length_hint,
           "Private method returning an estimate of len(list(it))."),
    NATIVE("__reduce__", "($self, /)", tuple_iterator_reduce, "Return state information for pickling."),
    NATIVE("__setstate__", "($self, state, /)", tuple_iterator_setstate,
           "Set state information for unpickling."),
    NATIVE_END,
};

const TypeDef typedef_tuple_iterator = {
    .name = "tuple_iterator",
    .id = TYPE_TUPLE_ITERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_TUPLE_ITERATOR,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(ListIterator),
    .trace = iterator_trace,
    .next = tuple_iterator_next,
    .methods = tuple_iterator_methods,
};

static const NativeDef tuple_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", tuple_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__repr__", "($self, /)", tuple_repr, "Return repr(self)."),
    NATIVE("__hash__", "($self, /)", tuple_hash, "Return hash(self)."),
    COMPARE_ROWS(tuple),
    NATIVE("__iter__", "($self, /)", tuple_iter_method, "Implement iter(self)."),
    NATIVE("__len__", "($self, /)", tuple_len, "Return len(self)."),
    NATIVE("__getitem__", "($self, key, /)", tuple_getitem, "Return self[key]."),
    NATIVE_PLAIN("__add__", "($self, value, /)", "t t >t", tuple_add, "Return self+value."),
    NATIVE_PLAIN("__mul__", "($self, value, /)", "t i >t", tuple_mul, "Return self*value."),
    NATIVE("__rmul__", "($self, value, /)", tuple_mul, "Return value*self."),
    NATIVE("__contains__", "($self, key, /)", tuple_contains, "Return key in self."),
    NATIVE("__getnewargs__", "($self, /)", tuple_getnewargs, NULL),
    NATIVE("index", "($self, value, start=0, stop=9223372036854775807, /)", tuple_index,
           "Return first index of value.\n\nRaises ValueError if the value is not present."),
    NATIVE("count", "($self, value, /)", tuple_count, "Return number of occurrences of value."),
    CLASS_GETITEM_ROW,
    NATIVE_END,
};

const TypeDef typedef_tuple = {
    .name = "tuple",
    .doc = "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty "
           "tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the "
           "argument is a tuple, the return value is the same object.",
    .id = TYPE_TUPLE,
    .base = TYPE_OBJECT,
    .kind = KIND_TUPLE,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_VARSIZED | TYPEFLAG_SEQUENCE | TYPEFLAG_MATCH_SELF |
             TYPEFLAG_IMMUTABLE,
    .size = sizeof(Tuple),
    .trace = tuple_trace,
    .construct = tuple_construct,
    .construct_plain = "sltdSr >t",
    .methods = tuple_methods,
};

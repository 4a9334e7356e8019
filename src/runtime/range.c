/* range.c - the range type and its two iterators: over int64, and over ints of
 * any size. */
#include "runtime/error.h"
#include "runtime/native.h"
#include "runtime/ops.h"
#include "runtime/sequence_support.h"
#include "runtime/str.h"

static inline Range *self_range(Value *args) { return (Range *)value_as_object(args[0]); }
#define ZERO value_from_int(0)
#define ONE  value_from_int(1)

static Value range_build(Thread *t, Value start, Value stop, Value step, Value length) {
    Range *r = GC_NEW(t, Range, KIND_RANGE, TYPE_RANGE);
    if (!r) return VALUE_ERROR;
    r->start = start;
    r->stop = stop;
    r->step = step;
    r->length = length;
    return value_from_object(r);
}

static Value range_length(Thread *t, Value start, Value stop, Value step) {
    bool up = int_sign(step) > 0;
    if (value_is_int(start) && value_is_int(stop) && value_is_int(step)) {
        int64_t a = value_as_int(start), b = value_as_int(stop), s = value_as_int(step);
        if (up ? a >= b : a <= b) return ZERO;
        uint64_t distance = up ? (uint64_t)b - (uint64_t)a : (uint64_t)a - (uint64_t)b;
        uint64_t stride = up ? (uint64_t)s : -(uint64_t)s;
        return int_from_uint64(t, (distance - 1) / stride + 1);
    }
    Value low = up ? start : stop, high = up ? stop : start;
    if (int_compare(low, high) >= 0) return ZERO;
    Value stride = up ? step : int_neg(t, step);
    if (value_is_error(stride)) return stride;
    Value n = int_sub(t, high, low);
    if (!value_is_error(n)) n = int_sub(t, n, ONE);
    if (!value_is_error(n)) n = int_floordiv(t, n, stride);
    return value_is_error(n) ? n : int_add(t, n, ONE);
}

Value range_new(Thread *t, Value start, Value stop, Value step) {
    start = op_index(t, start);
    if (value_is_error(start)) return start;
    stop = op_index(t, stop);
    if (value_is_error(stop)) return stop;
    step = op_index(t, step);
    if (value_is_error(step)) return step;
    if (int_sign(step) == 0) return raise_value_error(t, "range() arg 3 must not be zero");
    Value length = range_length(t, start, stop, step);
    return value_is_error(length) ? length : range_build(t, start, stop, step, length);
}

static Value range_type_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (!check_no_keywords(t, "range", kwnames) || !check_argument_range(t, "range", nargs - 1, 1, 3))
        return VALUE_ERROR;
    if (nargs == 2) return range_new(t, ZERO, args[1], ONE);
    return range_new(t, args[1], args[2], nargs > 3 ? args[3] : ONE);
}

static void range_trace(Tracer *tracer, Object *object) {
    trace_values(tracer, &((Range *)object)->start, 4);
}

/* start + i * step, without looking at the bounds. */
static Value range_item(Thread *t, Range *r, Value i) {
    if (value_is_int(i) && value_is_int(r->start) && value_is_int(r->step)) {
        int64_t product, sum;
        if (!__builtin_mul_overflow(value_as_int(i), value_as_int(r->step), &product) &&
            !__builtin_add_overflow(product, value_as_int(r->start), &sum))
            return int_from_int64(t, sum);
    }
    Value offset = int_mul(t, i, r->step);
    return value_is_error(offset) ? offset : int_add(t, r->start, offset);
}

/* range.indices of a slice, for any length: slice.indices does the work. */
static Value range_slice(Thread *t, Range *r, Value slice) {
    Value indices = call_method1(t, slice, str_intern_cstring(t, "indices"), r->length);
    if (value_is_error(indices)) return indices;
    Value *bounds = value_as_tuple(indices)->items;
    Value start = range_item(t, r, bounds[0]);
    if (value_is_error(start)) return start;
    Value stop = range_item(t, r, bounds[1]);
    if (value_is_error(stop)) return stop;
    Value step = int_mul(t, r->step, bounds[2]);
    if (value_is_error(step)) return step;
    Value length = range_length(t, start, stop, step);
    return value_is_error(length) ? length : range_build(t, start, stop, step, length);
}

static Value range_getitem(Thread *t, Value *args) {
    Range *r = self_range(args);
    Value key = args[1];
    if (value_is_kind(key, KIND_SLICE)) return range_slice(t, r, key);
    if (!value_is_int(key)) {
        if (value_is_undef(special_of(t, key, SPECIAL_INDEX)))
            return raise_type_error(t, "range indices must be integers or slices, not %.200T", key);
        key = op_index(t, key);
        if (value_is_error(key)) return key;
    }
    Value i = key;
    if (int_sign(i) < 0) {
        i = int_add(t, i, r->length);
        if (value_is_error(i)) return i;
    }
    if (int_sign(i) < 0 || int_compare(i, r->length) >= 0)
        return raise_index_error(t, "range object index out of range");
    return range_item(t, r, i);
}

static Value range_len(Thread *t, Value *args) {
    int64_t n;
    if (!int_to_int64(self_range(args)->length, &n))
        return raise_overflow_error(t, "Python int too large to convert to C ssize_t");
    return self_range(args)->length;
}

static Value range_bool(Thread *t, Value *args) {
    return value_bool(int_sign(self_range(args)->length) != 0);
}

/* The position of an int in the range: UNDEF if absent. */
static Value range_position(Thread *t, Range *r, Value v) {
    v = int_unbox(v);
    bool up = int_sign(r->step) > 0;
    int with_start = int_compare(v, r->start), with_stop = int_compare(v, r->stop);
    if (up ? with_start < 0 || with_stop >= 0 : with_start > 0 || with_stop <= 0) return VALUE_UNDEF;
    Value offset = int_sub(t, v, r->start);
    if (value_is_error(offset)) return offset;
    Value rest = int_mod(t, offset, r->step);
    if (value_is_error(rest)) return rest;
    return int_sign(rest) ? VALUE_UNDEF : int_floordiv(t, offset, r->step);
}

static inline bool plain_int(Value v) {
    return value_is_int(v) || value_is_bool(v) || value_is_exact(v, KIND_INT);
}

/* Anything that is no int is compared with each item in turn. */
static Value range_search(Thread *t, Value range, Value what, bool count) {
    Value iterator = range_iter(t, range);
    if (value_is_error(iterator)) return iterator;
    int64_t n = 0;
    for (int64_t i = 0;; i++) {
        Value v = op_next(t, iterator);
        if (value_is_error(v)) return v;
        if (value_is_stop(v)) return count ? value_from_int(n) : VALUE_UNDEF;
        int equal = op_equal(t, v, what);
        if (equal < 0) return VALUE_ERROR;
        n += equal;
        if (equal && !count) return value_from_int(i);
    }
}

static Value range_find(Thread *t, Value range, Value what) {
    return plain_int(what) ? range_position(t, (Range *)value_as_object(range), what)
                           : range_search(t, range, what, false);
}

static Value range_contains(Thread *t, Value *args) {
    Value i = range_find(t, args[0], args[1]);
    return value_is_error(i) ? i : value_bool(!value_is_undef(i));
}

static Value range_index(Thread *t, Value *args) {
    Value i = range_find(t, args[0], args[1]);
    if (!value_is_undef(i)) return i;
    if (plain_int(args[1])) return raise_value_error(t, "%R is not in range", args[1]);
    return raise_value_error(t, "sequence.index(x): x not in sequence");
}

static Value range_count(Thread *t, Value *args) {
    if (!plain_int(args[1])) return range_search(t, args[0], args[1], true);
    Value i = range_position(t, self_range(args), args[1]);
    return value_is_error(i) ? i : value_from_int(!value_is_undef(i));
}

static Value range_repr(Thread *t, Value *args) {
    Range *r = self_range(args);
    if (value_same(r->step, ONE)) return str_format(t, "range(%R, %R)", r->start, r->stop);
    return str_format(t, "range(%R, %R, %R)", r->start, r->stop, r->step);
}

/* Ranges are equal when they yield the same items. */
static Value range_compare(Thread *t, int op, Value a, Value b) {
    if ((op != CMP_EQ && op != CMP_NE) || !value_is_kind(b, KIND_RANGE)) return VALUE_NOT_IMPLEMENTED;
    Range *x = (Range *)value_as_object(a), *y = (Range *)value_as_object(b);
    bool equal = int_compare(x->length, y->length) == 0;
    if (equal && int_sign(x->length) != 0) {
        equal = int_compare(x->start, y->start) == 0;
        if (equal && !value_same(x->length, ONE)) equal = int_compare(x->step, y->step) == 0;
    }
    return value_bool(equal == (op == CMP_EQ));
}
COMPARE_FUNCTIONS(range, range_compare)

static Value range_hash(Thread *t, Value *args) {
    Range *r = self_range(args);
    Value start = int_sign(r->length) ? r->start : VALUE_NONE;
    Value step = int_compare(r->length, ONE) > 0 ? r->step : VALUE_NONE;
    Value key = tuple_of(t, 3, r->length, start, step);
    int64_t hash;
    if (value_is_error(key) || op_hash(t, key, &hash) < 0) return VALUE_ERROR;
    return int_from_int64(t, hash);
}

static Value range_reduce(Thread *t, Value *args) {
    Range *r = self_range(args);
    return tuple_of(t, 2, value_from_object(type_of(t, args[0])),
                    tuple_of(t, 3, r->start, r->stop, r->step));
}

/* ---- iterators ---- */

typedef struct LongRangeIterator {
    Object header;
    Value index, start, step, length;
} LongRangeIterator;

static Value range_iterator_fast(Thread *t, Value start, Value step, size_t count) {
    RangeIterator *it = GC_NEW(t, RangeIterator, KIND_RANGE_ITERATOR, TYPE_RANGE_ITERATOR);
    if (!it) return VALUE_ERROR;
    it->next = start;
    it->step = step;
    it->remaining = count;
    return value_from_object(it);
}

static Value range_iterator_long(Thread *t, Value start, Value step, Value length) {
    LongRangeIterator *it = GC_NEW(t, LongRangeIterator, KIND_OTHER, TYPE_LONG_RANGE_ITERATOR);
    if (!it) return VALUE_ERROR;
    it->index = ZERO;
    it->start = start;
    it->step = step;
    it->length = length;
    return value_from_object(it);
}

/* An iterator over start, start + step, ...: the fast one if no value, not even the one
 * behind the last, is too large for a small int. */
static Value range_iterator(Thread *t, Value start, Value step, Value length) {
    int64_t span, end;
    if (value_is_int(start) && value_is_int(step) && value_is_int(length) &&
        !__builtin_mul_overflow(value_as_int(step), value_as_int(length), &span) &&
        !__builtin_add_overflow(value_as_int(start), span, &end) && int_fits_small(end))
        return range_iterator_fast(t, start, step, (size_t)value_as_int(length));
    return range_iterator_long(t, start, step, length);
}

Value range_iter(Thread *t, Value range) {
    Range *r = (Range *)value_as_object(range);
    return range_iterator(t, r->start, r->step, r->length);
}

static Value range_iter_method(Thread *t, Value *args) { return range_iter(t, args[0]); }

static Value range_reversed(Thread *t, Value *args) {
    Range *r = self_range(args);
    Value step = int_neg(t, r->step);
    if (value_is_error(step)) return step;
    Value last = int_sub(t, r->length, ONE);
    if (value_is_error(last)) return last;
    Value start = range_item(t, r, last);
    return value_is_error(start) ? start : range_iterator(t, start, step, r->length);
}

static Value range_iterator_next(Thread *t, Object *object) {
    (void)t;
    Value item;
    return range_iterator_step((RangeIterator *)object, &item) ? item : VALUE_STOP;
}

static Value range_iterator_length_hint(Thread *t, Value *args) {
    (void)t;
    return value_from_int((int64_t)((RangeIterator *)value_as_object(args[0]))->remaining);
}

/* iter(range(rest)), and how far it has come (0: the rest starts here). */
static Value reduce_iterator(Thread *t, Value start, Value step, Value length, Value index) {
    Value offset = int_mul(t, step, length);
    if (value_is_error(offset)) return offset;
    Value stop = int_add(t, start, offset);
    if (value_is_error(stop)) return stop;
    Value range = range_build(t, start, stop, step, length), iter = builtin_get(t, "iter");
    return tuple_of(t, 3, iter, value_is_error(range) ? range : tuple_of(t, 1, range), index);
}

static Value range_iterator_reduce(Thread *t, Value *args) {
    RangeIterator *it = (RangeIterator *)value_as_object(args[0]);
    return reduce_iterator(t, it->next, it->step, value_from_int((int64_t)it->remaining), VALUE_NONE);
}

static Value range_iterator_setstate(Thread *t, Value *args) {
    RangeIterator *it = (RangeIterator *)value_as_object(args[0]);
    int64_t i;
    if (!arg_size(t, args[1], &i)) return VALUE_ERROR;
    uint64_t n = i < 0 ? 0 : (uint64_t)i > it->remaining ? it->remaining : (uint64_t)i;
    it->next.bits += n * it->step.bits;
    it->remaining -= n;
    return VALUE_NONE;
}

static void long_iterator_trace(Tracer *tracer, Object *object) {
    trace_values(tracer, &((LongRangeIterator *)object)->index, 4);
}

static Value long_iterator_next(Thread *t, Object *object) {
    LongRangeIterator *it = (LongRangeIterator *)object;
    if (int_compare(it->index, it->length) >= 0) return VALUE_STOP;
    Value offset = int_mul(t, it->index, it->step);
    if (value_is_error(offset)) return offset;
    Value v = int_add(t, it->start, offset);
    if (value_is_error(v)) return v;
    Value next = int_add(t, it->index, ONE);
    if (value_is_error(next)) return next;
    it->index = next;
    gc_wrote(t, it);
    return v;
}

static Value long_iterator_length_hint(Thread *t, Value *args) {
    LongRangeIterator *it = (LongRangeIterator *)value_as_object(args[0]);
    return int_sub(t, it->length, it->index);
}

static Value long_iterator_reduce(Thread *t, Value *args) {
    LongRangeIterator *it = (LongRangeIterator *)value_as_object(args[0]);
    return reduce_iterator(t, it->start, it->step, it->length, it->index);
}

static Value long_iterator_setstate(Thread *t, Value *args) {
    LongRangeIterator *it = (LongRangeIterator *)value_as_object(args[0]);
    Value i = op_index(t, args[1]);
    if (value_is_error(i)) return i;
    if (int_sign(i) < 0) i = ZERO;
    if (int_compare(i, it->length) > 0) i = it->length;
    it->index = i;
    gc_wrote(t, it);
    return VALUE_NONE;
}

static const NativeDef range_iterator_methods[] = {
    NATIVE("__length_hint__", "($self, /)", range_iterator_length_hint,
           "Private method returning an estimate of len(list(it))."),
    NATIVE("__reduce__", "($self, /)", range_iterator_reduce, "Return state information for pickling."),
    NATIVE("__setstate__", "($self, state, /)", range_iterator_setstate,
           "Set state information for unpickling."),
    NATIVE_END,
};

const TypeDef typedef_range_iterator = {
    .name = "range_iterator",
    .id = TYPE_RANGE_ITERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_RANGE_ITERATOR,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(RangeIterator),
    .next = range_iterator_next,
    .methods = range_iterator_methods,
};

static const NativeDef long_iterator_methods[] = {
    NATIVE("__length_hint__", "($self, /)", long_iterator_length_hint,
           "Private method returning an estimate of len(list(it))."),
    NATIVE("__reduce__", "($self, /)", long_iterator_reduce, "Return state information for pickling."),
    NATIVE("__setstate__", "($self, state, /)", long_iterator_setstate,
           "Set state information for unpickling."),
    NATIVE_END,
};

const TypeDef typedef_long_range_iterator = {
    .name = "longrange_iterator",
    .id = TYPE_LONG_RANGE_ITERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW | TYPEFLAG_PLAIN_NEXT,
    .size = sizeof(LongRangeIterator),
    .trace = long_iterator_trace,
    .next = long_iterator_next,
    .methods = long_iterator_methods,
};

static Value range_get_start(Thread *t, Value self) { return ((Range *)value_as_object(self))->start; }
static Value range_get_stop(Thread *t, Value self) { return ((Range *)value_as_object(self))->stop; }
static Value range_get_step(Thread *t, Value self) { return ((Range *)value_as_object(self))->step; }

static const GetSetDef range_getset[] = {
    {"start", range_get_start, member_readonly, NULL},
    {"stop", range_get_stop, member_readonly, NULL},
    {"step", range_get_step, member_readonly, NULL},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef range_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", range_type_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__repr__", "($self, /)", range_repr, "Return repr(self)."),
    NATIVE("__hash__", "($self, /)", range_hash, "Return hash(self)."),
    COMPARE_ROWS(range),
    NATIVE("__iter__", "($self, /)", range_iter_method, "Implement iter(self)."),
    NATIVE_PLAIN("__bool__", "($self, /)", "o >b", range_bool, "True if self else False"),
    NATIVE_PLAIN("__len__", "($self, /)", "o >iI", range_len, "Return len(self)."),
    NATIVE_PLAIN("__getitem__", "($self, key, /)", "o i >iI", range_getitem, "Return self[key]."),
    NATIVE("__contains__", "($self, key, /)", range_contains, "Return key in self."),
    NATIVE("__reversed__", "($self, /)", range_reversed, "Return a reverse iterator."),
    NATIVE("__reduce__", "($self, /)", range_reduce, NULL),
    NATIVE("count", "($self, value, /)", range_count,
           "rangeobject.count(value) -> integer -- return number of occurrences of value"),
    NATIVE("index", "($self, value, /)", range_index,
           "rangeobject.index(value) -> integer -- return index of value.\nRaise ValueError if the "
           "value is not present."),
    NATIVE_END,
};

const TypeDef typedef_range = {
    .name = "range",
    .doc = "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nReturn an object "
           "that produces a sequence of integers from start (inclusive)\nto stop (exclusive) by step.  "
           "range(i, j) produces i, i+1, i+2, ..., j-1.\nstart defaults to 0, and stop is omitted!  "
           "range(4) produces 0, 1, 2, 3.\nThese are exactly the valid indices for a list of 4 "
           "elements.\nWhen step is given, it specifies the increment (or decrement).",
    .id = TYPE_RANGE,
    .base = TYPE_OBJECT,
    .kind = KIND_RANGE,
    .flags = TYPEFLAG_SEQUENCE | TYPEFLAG_IMMUTABLE,
    .size = sizeof(Range),
    .trace = range_trace,
    .methods = range_methods,
    .getset = range_getset,
};

/* slice.c - the slice type, and turning a slice into bounds. */
#include "runtime/error.h"
#include "runtime/native.h"
#include "runtime/ops.h"
#include "runtime/sequence_support.h"
#include "runtime/str.h"

Value slice_new(Thread *t, Value start, Value stop, Value step) {
    Slice *s = GC_NEW(t, Slice, KIND_SLICE, TYPE_SLICE);
    if (!s) return VALUE_ERROR;
    s->start = start;
    s->stop = stop;
    s->step = step;
    return value_from_object(s);
}

/* A bound that is not None. */
static inline bool read_bound(Thread *t, Value v, int64_t *out) {
    if (!value_is_int(v)) return sequence_bound(t, v, true, out);
    *out = value_as_int(v);
    return true;
}

/* The bounds as given, clipped to int64; None resolved by the step's sign. */
static bool slice_read(Thread *t, Slice *s, int64_t *start, int64_t *stop, int64_t *step) {
    if (value_is_none(s->step)) {
        *step = 1;
    } else {
        if (!read_bound(t, s->step, step)) return false;
        if (*step == 0) {
            raise_value_error(t, "slice step cannot be zero");
            return false;
        }
        /* So that -step never overflows. */
        if (*step < -INT64_MAX) *step = -INT64_MAX;
    }
    if (value_is_none(s->start))
        *start = *step < 0 ? INT64_MAX : 0;
    else if (!read_bound(t, s->start, start))
        return false;
    if (value_is_none(s->stop))
        *stop = *step < 0 ? INT64_MIN : INT64_MAX;
    else if (!read_bound(t, s->stop, stop))
        return false;
    return true;
}

bool slice_unpack(Thread *t, Slice *s, size_t length, int64_t *start_out, int64_t *stop_out,
                  int64_t *step_out, size_t *count) {
    int64_t start, stop, step, n = (int64_t)length;
    if (!slice_read(t, s, &start, &stop, &step)) return false;
    if (start < 0) {
        start += n;
        if (start < 0) start = step < 0 ? -1 : 0;
    } else if (start >= n) {
        start = step < 0 ? n - 1 : n;
    }
    if (stop < 0) {
        stop += n;
        if (stop < 0) stop = step < 0 ? -1 : 0;
    } else if (stop >= n) {
        stop = step < 0 ? n - 1 : n;
    }
    int64_t span = step < 0 ? start - stop : stop - start, size = step < 0 ? -step : step;
    *count = span <= 0 ? 0 : size == 1 ? (size_t)span : (size_t)((span - 1) / size + 1);
    *start_out = start;
    *stop_out = stop;
    *step_out = step;
    return true;
}

static void slice_trace(Tracer *tracer, Object *object) {
    Slice *s = (Slice *)object;
    trace_values(tracer, &s->start, 3);
}

static Value slice_type_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (!check_no_keywords(t, "slice", kwnames) || !check_argument_range(t, "slice", nargs - 1, 1, 3))
        return VALUE_ERROR;
    if (nargs == 2) return slice_new(t, VALUE_NONE, args[1], VALUE_NONE);
    return slice_new(t, args[1], args[2], nargs > 3 ? args[3] : VALUE_NONE);
}

static Value slice_repr(Thread *t, Value *args) {
    Slice *s = (Slice *)value_as_object(args[0]);
    return str_format(t, "slice(%R, %R, %R)", s->start, s->stop, s->step);
}

static Value slice_as_tuple(Thread *t, Value v) {
    return tuple_from_values(t, &((Slice *)value_as_object(v))->start, 3);
}

static Value slice_compare(Thread *t, int op, Value a, Value b) {
    if (!value_is_kind(b, KIND_SLICE)) return VALUE_NOT_IMPLEMENTED;
    if (value_same(a, b)) return value_bool(op == CMP_EQ || op == CMP_LE || op == CMP_GE);
    Value x = slice_as_tuple(t, a), y = slice_as_tuple(t, b);
    if (value_is_error(x) || value_is_error(y)) return VALUE_ERROR;
    return op_compare(t, (CompareOp)op, x, y);
}
COMPARE_FUNCTIONS(slice, slice_compare)

static Value slice_hash(Thread *t, Value *args) {
    return raise_type_error(t, "unhashable type: '%.200T'", args[0]);
}

/* slice.indices works on ints of any size: plain arithmetic on objects. */
static Value slice_index_part(Thread *t, Value v) {
    if (value_is_undef(special_of(t, v, SPECIAL_INDEX)))
        return raise_type_error(
            t, "slice indices must be integers or None or have an __index__ method");
    return op_index(t, v);
}

static Value slice_clip(Thread *t, Value v, Value length, Value lower, Value upper) {
    Value i = slice_index_part(t, v);
    if (value_is_error(i)) return i;
    if (int_sign(i) < 0) {
        i = int_add(t, i, length);
        if (value_is_error(i)) return i;
        return int_compare(i, lower) < 0 ? lower : i;
    }
    return int_compare(i, upper) > 0 ? upper : i;
}

static Value slice_indices(Thread *t, Value *args) {
    Slice *s = (Slice *)value_as_object(args[0]);
    Value length = op_index(t, args[1]);
    if (value_is_error(length)) return length;
    if (int_sign(length) < 0) return raise_value_error(t, "length should not be negative");
    Value step = value_from_int(1);
    if (!value_is_none(s->step)) {
        step = slice_index_part(t, s->step);
        if (value_is_error(step)) return step;
        if (int_sign(step) == 0) return raise_value_error(t, "slice step cannot be zero");
    }
    bool backwards = int_sign(step) < 0;
    Value lower = value_from_int(backwards ? -1 : 0);
    Value upper = backwards ? int_sub(t, length, value_from_int(1)) : length;
    if (value_is_error(upper)) return upper;
    Value start = value_is_none(s->start) ? (backwards ? upper : lower)
                                          : slice_clip(t, s->start, length, lower, upper);
    if (value_is_error(start)) return start;
    Value stop = value_is_none(s->stop) ? (backwards ? lower : upper)
                                        : slice_clip(t, s->stop, length, lower, upper);
    if (value_is_error(stop)) return stop;
    return tuple_of(t, 3, start, stop, step);
}

static Value slice_reduce(Thread *t, Value *args) {
    Value parts = slice_as_tuple(t, args[0]);
    if (value_is_error(parts)) return parts;
    return tuple_of(t, 2, value_from_object(type_of(t, args[0])), parts);
}

static Value slice_get_start(Thread *t, Value self) { return ((Slice *)value_as_object(self))->start; }
static Value slice_get_stop(Thread *t, Value self) { return ((Slice *)value_as_object(self))->stop; }
static Value slice_get_step(Thread *t, Value self) { return ((Slice *)value_as_object(self))->step; }

static const GetSetDef slice_getset[] = {
    {"start", slice_get_start, member_readonly, NULL},
    {"stop", slice_get_stop, member_readonly, NULL},
    {"step", slice_get_step, member_readonly, NULL},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef slice_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", slice_type_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__repr__", "($self, /)", slice_repr, "Return repr(self)."),
    NATIVE("__hash__", "($self, /)", slice_hash, "Return hash(self)."),
    COMPARE_ROWS(slice),
    NATIVE("indices", "($self, length, /)", slice_indices,
           "S.indices(len) -> (start, stop, stride)\n\nAssuming a sequence of length len, calculate "
           "the start and stop\nindices, and the stride length of the extended slice described "
           "by\nS. Out of bounds indices are clipped in a manner consistent with the\nhandling of "
           "normal slices."),
    NATIVE("__reduce__", "($self, /)", slice_reduce, "Return state information for pickling."),
    NATIVE_END,
};

const TypeDef typedef_slice = {
    .name = "slice",
    .doc = "slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for "
           "extended slicing (e.g. a[0:10:2]).",
    .id = TYPE_SLICE,
    .base = TYPE_OBJECT,
    .kind = KIND_SLICE,
    .flags = TYPEFLAG_IMMUTABLE,
    .size = sizeof(Slice),
    .trace = slice_trace,
    .methods = slice_methods,
    .getset = slice_getset,
};

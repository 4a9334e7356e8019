/*
 * builtins_reduce.c - the functions of the module builtins that take in a whole
 * iterable: all, any, max, min, sorted, sum.
 *
 * Lists that know their items to be ints or floats (ListStrategy), and ranges,
 * are gone through without asking what each item is.
 */
#include "modules/builtins.h"

#include "runtime/bytes_internal.h"
#include "runtime/field_order.h"
#include "runtime/iterators.h"
#include "runtime/native.h"

/* ---- all, any ---- */

static Value all_or_any(Thread *t, Value iterable, int stop_at, Value otherwise) {
    Value it = op_iter(t, iterable);
    if (value_is_error(it))
        return it;
    for (;;) {
        Value v = iterator_next(t, it);
        if (value_is_error(v))
            return v;
        if (value_is_stop(v))
            return otherwise;
        int truth = op_truth_inline(t, v);
        if (truth < 0)
            return VALUE_ERROR;
        if (truth == stop_at)
            return value_bool(truth);
    }
}
static Value builtin_all(Thread *t, Value *args) { return all_or_any(t, args[0], 0, VALUE_TRUE); }
static Value builtin_any(Thread *t, Value *args) { return all_or_any(t, args[0], 1, VALUE_FALSE); }

/* ---- sum ---- */

/* UNDEF when the sum leaves 64 bits, or an item is no int. */
static Value sum_of_ints(Thread *t, int64_t start, const Value *items, size_t count, bool checked) {
    __int128 total = start;
    for (size_t i = 0; i < count; i++) {
        if (!checked && !value_is_int(items[i]))
            return VALUE_UNDEF;
        total += (int64_t)items[i].bits >> 2;
    }
    return total == (int64_t)total ? int_from_int64(t, (int64_t)total) : VALUE_UNDEF;
}

/* start + length * r->start + step * (0 + 1 + ... + (length - 1)), of any size. */
static Value sum_of_range(Thread *t, Value start, Range *r) {
    Value one = value_from_int(1), steps = int_sub(t, r->length, one), begins;
    if (value_is_error(steps) || value_is_error(steps = int_mul(t, r->length, steps)) ||
        value_is_error(steps = int_rshift(t, steps, one)) || value_is_error(steps = int_mul(t, steps, r->step)) ||
        value_is_error(begins = int_mul(t, r->length, r->start)) ||
        value_is_error(steps = int_add(t, begins, steps)))
        return VALUE_ERROR;
    return int_add(t, start, steps);
}

static Value sum_of_bytes(Thread *t, int64_t start, ByteSpan bytes) {
    uint64_t total = 0; /* of less than 2^55 bytes */
    for (size_t i = 0; i < bytes.length; i++)
        total += bytes.data[i];
    int64_t sum;
    return __builtin_add_overflow(start, (int64_t)total, &sum) ? VALUE_UNDEF : int_from_int64(t, sum);
}

/* Sums whose items need not be asked; UNDEF if this is not one. */
static Value sum_at_once(Thread *t, Value iterable, Value start) {
    if (value_is_exact(iterable, KIND_LIST)) {
        List *l = value_as_list(iterable);
        if (l->strategy == LIST_INTS && value_is_int(start))
            return sum_of_ints(t, value_as_int(start), l->items, l->length, true);
        if (l->strategy == LIST_FLOATS && l->length && (value_is_float(start) || value_is_int(start))) {
            double total = value_is_float(start) ? value_as_float(start) : (double)value_as_int(start);
            for (size_t i = 0; i < l->length; i++) total += value_as_float(l->items[i]);
            return float_from_double(t, total);
        }
    } else if (value_is_exact(iterable, KIND_TUPLE) && value_is_int(start)) {
        Tuple *tuple = value_as_tuple(iterable);
        return sum_of_ints(t, value_as_int(start), tuple->items, tuple->length, false);
    } else if (value_is_exact(iterable, KIND_RANGE) && (value_is_int(start) || value_is_exact(start, KIND_INT))) {
        return sum_of_range(t, start, (Range *)value_as_object(iterable));
    } else if ((value_is_exact(iterable, KIND_BYTES) || value_is_exact(iterable, KIND_BYTEARRAY)) && value_is_int(start)) {
        return sum_of_bytes(t, value_as_int(start), bytes_span(iterable));
    }
    return VALUE_UNDEF;
}

/* Adds ints and bools as long as they come and the sum fits; then *item is what
 * came instead, not yet added (or STOP, ERROR). */
static int64_t sum_while_int(Thread *t, Value it, int64_t total, Value *item) {
    for (;;) {
        Value v = *item = iterator_next(t, it);
        int64_t i;
        if (value_is_int(v))
            i = value_as_int(v);
        else if (value_is_bool(v))
            i = value_is_true(v);
        else
            return total;
        int64_t next;
        if (__builtin_add_overflow(total, i, &next))
            return total;
        total = next;
    }
}

static double sum_while_float(Thread *t, Value it, double total, Value *item) {
    for (;;) {
        Value v = *item = iterator_next(t, it);
        if (value_is_float(v))
            total += value_as_float(v);
        else if (value_is_int(v))
            total += (double)value_as_int(v);
        else
            return total;
    }
}

static Value builtin_sum(Thread *t, Value *args) {
    Value total = args[1];
    if (value_is_str(total))
        return raise_type_error(t, "sum() can't sum strings [use ''.join(seq) instead]");
    if (value_is_kind(total, KIND_BYTES))
        return raise_type_error(t, "sum() can't sum bytes [use b''.join(seq) instead]");
    if (value_is_kind(total, KIND_BYTEARRAY))
        return raise_type_error(t, "sum() can't sum bytearray [use b''.join(seq) instead]");
    Value at_once = sum_at_once(t, args[0], total);
    if (!value_is_undef(at_once))
        return at_once;
    Value it = op_iter(t, args[0]);
    if (value_is_error(it))
        return it;
    for (;;) {
        Value v;
        if (value_is_int(total)) {
            total = int_from_int64(t, sum_while_int(t, it, value_as_int(total), &v));
        } else if (value_is_float(total)) {
            total = float_from_double(t, sum_while_float(t, it, value_as_float(total), &v));
        } else {
            v = iterator_next(t, it);
        }
        if (value_is_error(v) || value_is_error(total))
            return VALUE_ERROR;
        if (value_is_stop(v))
            return total;
        total = op_binary(t, OP_ADD, total, v);
        if (value_is_error(total))
            return total;
    }
}

/* ---- sorted ---- */

static Value builtin_sorted(Thread *t, Value *raw, size_t nargs, Tuple *kwnames) {
    size_t given = nargs - (kwnames ? kwnames->length : 0);
    if (given != 1)
        return raise_type_error(t, "sorted expected 1 argument, got %zu", given);
    Value args[3] = {raw[0], VALUE_NONE, VALUE_FALSE};
    for (size_t i = given; i < nargs; i++) {
        Value name = kwnames->items[i - given];
        if (str_equals_cstring(t, name, "key"))
            args[1] = raw[i];
        else if (str_equals_cstring(t, name, "reverse"))
            args[2] = raw[i];
        else
            return raise_type_error(t, "'%U' is an invalid keyword argument for sort()", name);
    }
    Value list = list_from_iterable(t, args[0]);
    int reverse = value_is_error(list) ? -1 : op_truth(t, args[2]);
    if (reverse < 0 || !list_sort(t, value_as_list(list), args[1], reverse))
        return VALUE_ERROR;
    return list;
}

/* ---- max, min ---- */

typedef struct Extreme {
    const char *name;
    CompareOp better; /* the comparison that replaces the best so far */
    Value key;        /* or NONE */
    Value fallback;   /* for no items, or UNDEF */
    Value best, best_key;
} Extreme;

static bool consider(Thread *t, Extreme *e, Value v) {
    Value key = value_is_none(e->key) ? v : call1(t, e->key, v);
    if (value_is_error(key))
        return false;
    if (!value_is_undef(e->best)) {
        FieldOrder *order = field_order_of(t, e->better, key);
        int better = op_order_by(t, &order, e->better, key, e->best_key);
        if (better <= 0)
            return better == 0;
    }
    e->best = v;
    e->best_key = key;
    return true;
}

static Value extreme_of_ints(CompareOp better, const Value *items, size_t count) {
    int64_t best = (int64_t)items[0].bits;
    if (better == CMP_LT) {
        for (size_t i = 1; i < count; i++)
            if ((int64_t)items[i].bits < best) best = (int64_t)items[i].bits;
    } else {
        for (size_t i = 1; i < count; i++)
            if ((int64_t)items[i].bits > best) best = (int64_t)items[i].bits;
    }
    return (Value){(uint64_t)best};
}

/* The first of equal ones, and NaN only if it comes first: as comparing does. */
static Value extreme_of_floats(CompareOp better, const Value *items, size_t count) {
    size_t at = 0;
    double best = value_as_float(items[0]);
    for (size_t i = 1; i < count; i++) {
        double d = value_as_float(items[i]);
        if (better == CMP_LT ? d < best : d > best) {
            best = d;
            at = i;
        }
    }
    return items[at];
}

static Value extreme_of_iterable(Thread *t, Extreme *e, Value iterable) {
    if (value_is_exact(iterable, KIND_LIST) && value_is_none(e->key)) {
        List *l = value_as_list(iterable);
        if (l->strategy == LIST_INTS && l->length)
            return extreme_of_ints(e->better, l->items, l->length);
        if (l->strategy == LIST_FLOATS && l->length)
            return extreme_of_floats(e->better, l->items, l->length);
    }
    Value it = op_iter(t, iterable);
    if (value_is_error(it))
        return it;
    for (;;) {
        Value v = iterator_next(t, it);
        if (value_is_stop(v))
            break;
        if (value_is_error(v) || !consider(t, e, v))
            return VALUE_ERROR;
    }
    if (!value_is_undef(e->best))
        return e->best;
    return value_is_undef(e->fallback) ? raise_value_error(t, "%s() arg is an empty sequence", e->name)
                                       : e->fallback;
}

static Value extreme(Thread *t, Value *args, size_t nargs, Tuple *kwnames, CompareOp better,
                     const char *name) {
    Extreme e = {name, better, VALUE_NONE, VALUE_UNDEF, VALUE_UNDEF, VALUE_UNDEF};
    size_t keywords = kwnames ? kwnames->length : 0, given = nargs - keywords;
    if (!given)
        return raise_type_error(t, "%s expected at least 1 argument, got 0", name);
    for (size_t k = 0; k < keywords; k++) {
        if (str_equals_cstring(t, kwnames->items[k], "key"))
            e.key = args[given + k];
        else if (str_equals_cstring(t, kwnames->items[k], "default"))
            e.fallback = args[given + k];
        else
            return raise_type_error(t, "'%S' is an invalid keyword argument for %s()",
                                    kwnames->items[k], name);
    }
    if (given == 1)
        return extreme_of_iterable(t, &e, args[0]);
    if (!value_is_undef(e.fallback))
        return raise_type_error(t, "Cannot specify a default for %s() with multiple positional arguments",
                                name);
    for (size_t i = 0; i < given; i++)
        if (!consider(t, &e, args[i]))
            return VALUE_ERROR;
    return e.best;
}
static Value builtin_min(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return extreme(t, args, nargs, kwnames, CMP_LT, "min");
}
static Value builtin_max(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return extreme(t, args, nargs, kwnames, CMP_GT, "max");
}

/* ---- table ---- */

const NativeDef builtins_reduce_functions[] = {
    NATIVE("all", "($module, iterable, /)", builtin_all,
           "Return True if bool(x) is True for all values x in the iterable.\n\nIf the iterable is "
           "empty, return True."),
    NATIVE("any", "($module, iterable, /)", builtin_any,
           "Return True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, "
           "return False."),
    NATIVE_RAW("max", "($module, /, *args, key=None, default=<none>)", builtin_max,
               "With a single iterable argument, return its biggest item."),
    NATIVE_RAW("min", "($module, /, *args, key=None, default=<none>)", builtin_min,
               "With a single iterable argument, return its smallest item."),
    NATIVE_RAW("sorted", "($module, iterable, /, *, key=None, reverse=False)", builtin_sorted,
           "Return a new list containing all items from the iterable in ascending order."),
    NATIVE("sum", "($module, iterable, /, start=0)", builtin_sum,
           "Return the sum of a 'start' value (default: 0) plus an iterable of numbers"),
    NATIVE_END,
};

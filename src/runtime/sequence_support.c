/* sequence_support.c - what the built-in sequence and iterator types share. */
#include "runtime/sequence_support.h"

#include <stdarg.h>

#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/equality.h"
#include "runtime/error.h"
#include "runtime/frame.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/str.h"

SequenceKey sequence_key_slow(Thread *t, Value key, const char *what, int64_t *index) {
    if (value_is_kind(key, KIND_SLICE)) return KEY_SLICE;
    if (value_is_undef(special_of(t, key, SPECIAL_INDEX))) {
        raise_type_error(t, "%s indices must be integers or slices, not %.200T", what, key);
        return KEY_ERROR;
    }
    Value i = op_index(t, key);
    if (value_is_error(i)) return KEY_ERROR;
    if (!int_to_int64(i, index)) {
        raise_index_error(t, "cannot fit '%.200T' into an index-sized integer", key);
        return KEY_ERROR;
    }
    return KEY_INDEX;
}

/* Reflected methods written in C know nothing of foreign sequences (those of
 * other sequences would call back). */
static bool is_python_method(Value method) {
    return !value_is_undef(method) && !value_is_none(method) && !value_is_kind(method, KIND_NATIVE);
}

int sequence_repeat_count(Thread *t, Value sequence, Value other, int64_t *count, Value *result) {
    if (value_is_int(other)) {
        *count = value_as_int(other) < 0 ? 0 : value_as_int(other);
        return 1;
    }
    if (value_is_undef(special_of(t, other, SPECIAL_INDEX))) {
        Value rmul = special_of(t, other, SPECIAL_RMUL);
        if (is_python_method(rmul)) {
            Value args[2] = {other, sequence};
            *result = call_special(t, rmul, args, 2);
            if (!value_is_not_implemented(*result)) return 0;
        }
        *result = raise_type_error(t, "can't multiply sequence by non-int of type '%.200T'", other);
        return 0;
    }
    Value i = op_index(t, other);
    if (value_is_error(i)) {
        *result = i;
        return 0;
    }
    if (!int_to_int64(i, count)) {
        *result = raise_overflow_error(t, "cannot fit '%.200T' into an index-sized integer", other);
        return 0;
    }
    if (*count < 0) *count = 0;
    return 1;
}

Value sequence_concat_foreign(Thread *t, Value left, Value right, const char *format) {
    Value radd = special_of(t, right, SPECIAL_RADD);
    if (is_python_method(radd)) {
        Value args[2] = {right, left};
        Value r = call_special(t, radd, args, 2);
        if (!value_is_not_implemented(r)) return r;
    }
    return raise_type_error(t, format, right);
}

bool sequence_bound(Thread *t, Value v, bool none_allowed, int64_t *out) {
    if (value_is_int(v)) {
        *out = value_as_int(v);
        return true;
    }
    if (value_is_undef(special_of(t, v, SPECIAL_INDEX))) {
        raise_type_error(t, none_allowed
                                ? "slice indices must be integers or None or have an __index__ method"
                                : "slice indices must be integers or have an __index__ method");
        return false;
    }
    return op_index_clipped(t, v, out);
}

bool sequence_bounds(Thread *t, Value start, Value stop, size_t length, size_t *first,
                     size_t *last) {
    int64_t from = 0, to = INT64_MAX;
    if (!value_is_undef(start) && !value_is_none(start) && !sequence_bound(t, start, true, &from))
        return false;
    if (!value_is_undef(stop) && !value_is_none(stop) && !sequence_bound(t, stop, true, &to))
        return false;
    int64_t n = (int64_t)length;
    if (from < 0 && (from += n) < 0) from = 0;
    if (to < 0 && (to += n) < 0) to = 0;
    if (to > n) to = n;
    *first = (size_t)from;
    *last = (size_t)to;
    return true;
}

int repr_enter(Thread *t, Value v) {
    if (value_is_undef(t->repr_active)) {
        Value list = list_new(t, 4);
        if (value_is_error(list)) return -1;
        t->repr_active = list;
    }
    List *active = value_as_list(t->repr_active);
    for (size_t i = active->length; i-- > 0;)
        if (value_same(active->items[i], v)) return 1;
    return list_append(t, active, v) ? 0 : -1;
}

void repr_leave(Thread *t, Value v) {
    if (value_is_undef(t->repr_active)) return;
    List *active = value_as_list(t->repr_active);
    for (size_t i = active->length; i-- > 0;)
        if (value_same(active->items[i], v)) {
            for (size_t j = i + 1; j < active->length; j++)
                active->items[j - 1] = active->items[j];
            active->items[--active->length] = value_from_int(0);
            gc_wrote(t, active->storage);
            return;
        }
}

bool readonly_member(Thread *t, Value self, Value value) {
    raise_error(t, TYPE_AttributeError, "readonly attribute");
    return false;
}

Value builtin_get(Thread *t, const char *name) {
    Value key = str_intern_cstring(t, name);
    if (value_is_error(key)) return key;
    Value v = dict_get_str(t, t->vm->builtins, key);
    if (value_is_undef(v)) return raise_error(t, TYPE_AttributeError, "%s", name);
    return v;
}

Value tuple_of(Thread *t, size_t count, ...) {
    Tuple *tuple = tuple_alloc(t, count);
    if (!tuple) return VALUE_ERROR;
    va_list ap;
    va_start(ap, count);
    bool failed = false;
    for (size_t i = 0; i < count; i++) {
        Value v = va_arg(ap, Value);
        failed |= value_is_error(v);
        tuple->items[i] = v;
    }
    va_end(ap);
    return failed ? VALUE_ERROR : value_from_object(tuple);
}

Value iterator_reduce(Thread *t, const char *builtin, Value sequence, int64_t index) {
    Value f = builtin_get(t, builtin);
    if (value_is_error(f)) return f;
    Value args = tuple_of(t, 1, sequence);
    if (value_is_error(args)) return args;
    if (index < 0) return tuple_of(t, 2, f, args);
    Value i = int_from_int64(t, index);
    return value_is_error(i) ? i : tuple_of(t, 3, f, args, i);
}

typedef struct ItemsView {
    Value *items;
    size_t length;
} ItemsView;

static inline ItemsView view_of(Value v) {
    if (value_is_list(v)) return (ItemsView){value_as_list(v)->items, value_as_list(v)->length};
    return (ItemsView){value_as_tuple(v)->items, value_as_tuple(v)->length};
}

/* Whether the order of two sequences that differ first in items x and y, or in length,
 * is decided without asking anybody; *i: the first item that is not known to be equal. */
static bool compare_plainly(Thread *t, int op, const ItemsView *x, const ItemsView *y, size_t *i, Value *result) {
    int order = 0;
    for (; *i < x->length && *i < y->length; (*i)++)
        if ((order = order_plain(t, x->items[*i], y->items[*i])))
            break;
    *result = order ? compare_result(op, order, 0) : compare_result(op, (int64_t)x->length, (int64_t)y->length);
    return order != ORDER_UNKNOWN;
}

Value sequence_compare(Thread *t, int op, Value a, Value b) {
    ItemsView x = view_of(a), y = view_of(b);
    size_t i = 0;
    Value result;
    if (compare_plainly(t, op, &x, &y, &i, &result)) return result;
    if (!recursion_enter(t, " in comparison")) return VALUE_ERROR;
    int equal;
    do {
        equal = op_equal_inline(t, x.items[i], y.items[i]);
        if (equal < 0) {
            recursion_leave(t);
            return VALUE_ERROR;
        }
        /* __eq__ may have changed either list. */
        x = view_of(a), y = view_of(b);
    } while (equal && (i++, !compare_plainly(t, op, &x, &y, &i, &result)));
    if (equal) {
        recursion_leave(t);
        return result;
    }
    if (i >= x.length || i >= y.length)
        result = compare_result(op, (int64_t)x.length, (int64_t)y.length);
    else if (op == CMP_EQ || op == CMP_NE)
        result = value_bool(op == CMP_NE);
    else
        result = op_compare(t, (CompareOp)op, x.items[i], y.items[i]);
    recursion_leave(t);
    return result;
}

bool check_no_keywords(Thread *t, const char *name, Tuple *kwnames) {
    if (!kwnames || kwnames->length == 0) return true;
    raise_type_error(t, "%s() takes no keyword arguments", name);
    return false;
}

bool check_argument_range(Thread *t, const char *name, size_t given, size_t min, size_t max) {
    if (given >= min && given <= max) return true;
    size_t limit = given < min ? min : max;
    raise_type_error(t, "%s expected %s%zu argument%s, got %zu", name,
                     min == max    ? ""
                     : given < min ? "at least "
                                   : "at most ",
                     limit, limit == 1 ? "" : "s", given);
    return false;
}

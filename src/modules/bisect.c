/* bisect.c - the module _bisect: binary search in sorted sequences. */
#include "runtime/field_order.h"
#include "runtime/native.h"
#include "runtime/sequence_support.h"

static Value item_at(Thread *t, Value a, int64_t i) {
    if (value_is_exact(a, KIND_LIST)) {
        List *l = value_as_list(a);
        if ((uint64_t)i < l->length) return l->items[i];
    }
    Value index = int_from_int64(t, i);
    return value_is_error(index) ? index : op_getitem(t, a, index);
}

/* Among small ints, which order as words do.  Looks at the items that CPython looks at: they
 * may not be sorted. */
static int64_t search_ints(const Value *items, size_t lo, size_t hi, Value x, bool right) {
    int64_t bound = (int64_t)x.bits + right; /* tagged: nothing lies between two ints */
    while (lo < hi) {
        size_t middle = (lo + hi) / 2, up = -(size_t)((int64_t)items[middle].bits < bound);
        lo = (lo & ~up) | ((middle + 1) & up); /* without a branch, which would often be mispredicted */
        hi = (hi & up) | (middle & ~up);
    }
    return (int64_t)lo;
}

/* args: a, x, lo, hi, key.  The position, or -1 with the exception. */
static int64_t search(Thread *t, Value *args, Value x, bool right) {
    int64_t lo, hi = -1;
    if (!arg_size(t, args[2], &lo) || (!value_is_none(args[3]) && !arg_size(t, args[3], &hi))) return -1;
    if (lo < 0) {
        raise_value_error(t, "lo must be non-negative");
        return -1;
    }
    if (hi == -1) {
        hi = op_len(t, args[0]);
        if (hi < 0) return -1;
    }
    if (value_is_exact(args[0], KIND_LIST) && value_is_none(args[4]) && value_is_int(x)) {
        const List *l = value_as_list(args[0]);
        if (l->strategy == LIST_INTS && lo < hi && (uint64_t)hi <= l->length)
            return search_ints(l->items, (size_t)lo, (size_t)hi, x, right);
    }
    FieldOrder *order = field_order_of(t, CMP_LT, x);
    while (lo < hi) {
        int64_t middle = (int64_t)(((uint64_t)lo + (uint64_t)hi) / 2);
        Value item = item_at(t, args[0], middle);
        if (!value_is_error(item) && !value_is_none(args[4])) {
            item = call1(t, args[4], item);
            order = NULL;
        }
        if (value_is_error(item)) return -1;
        int goes_left = right ? op_order_by(t, &order, CMP_LT, x, item) : op_order_by(t, &order, CMP_LT, item, x);
        if (goes_left < 0) return -1;
        if (goes_left == right)
            hi = middle;
        else
            lo = middle + 1;
    }
    return lo;
}

static Value bisect(Thread *t, Value *args, bool right) {
    int64_t i = search(t, args, args[1], right);
    return i < 0 ? VALUE_ERROR : int_from_int64(t, i);
}
static Value bisect_right(Thread *t, Value *args) { return bisect(t, args, true); }
static Value bisect_left(Thread *t, Value *args) { return bisect(t, args, false); }

static Value insort(Thread *t, Value *args, bool right) {
    Value x = args[1];
    if (!value_is_none(args[4])) {
        x = call1(t, args[4], x);
        if (value_is_error(x)) return x;
    }
    int64_t i = search(t, args, x, right);
    if (i < 0) return VALUE_ERROR;
    if (value_is_exact(args[0], KIND_LIST))
        return list_insert(t, value_as_list(args[0]), (size_t)i, args[1]) ? VALUE_NONE : VALUE_ERROR;
    Value name = str_intern_cstring(t, "insert"), call_args[2] = {value_from_int(i), args[1]};
    if (value_is_error(name)) return name;
    return value_is_error(call_method(t, args[0], name, call_args, 2)) ? VALUE_ERROR : VALUE_NONE;
}
static Value insort_right(Thread *t, Value *args) { return insort(t, args, true); }
static Value insort_left(Thread *t, Value *args) { return insort(t, args, false); }

#define SIGNATURE "($module, /, a, x, lo=0, hi=None, *, key=None)"
static const NativeDef bisect_functions[] = {
    NATIVE("bisect_right", SIGNATURE, bisect_right,
           "Return the index where to insert item x in list a, assuming a is sorted.\n\nThe return "
           "value i is such that all e in a[:i] have e <= x, and all e in\na[i:] have e > x.  So if x "
           "already appears in the list, a.insert(i, x) will\ninsert just after the rightmost x already "
           "there.\n\nOptional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be "
           "searched."),
    NATIVE("bisect_left", SIGNATURE, bisect_left,
           "Return the index where to insert item x in list a, assuming a is sorted.\n\nThe return "
           "value i is such that all e in a[:i] have e < x, and all e in\na[i:] have e >= x.  So if x "
           "already appears in the list, a.insert(i, x) will\ninsert just before the leftmost x already "
           "there.\n\nOptional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be "
           "searched."),
    NATIVE("insort_right", SIGNATURE, insort_right,
           "Insert item x in list a, and keep it sorted assuming a is sorted.\n\nIf x is already in a, "
           "insert it to the right of the rightmost x.\n\nOptional args lo (default 0) and hi (default "
           "len(a)) bound the\nslice of a to be searched."),
    NATIVE("insort_left", SIGNATURE, insort_left,
           "Insert item x in list a, and keep it sorted assuming a is sorted.\n\nIf x is already in a, "
           "insert it to the left of the leftmost x.\n\nOptional args lo (default 0) and hi (default "
           "len(a)) bound the\nslice of a to be searched."),
    NATIVE_END,
};

const ModuleDef module_bisect = {
    .name = "_bisect",
    .doc = "Bisection algorithms.\n\nThis module provides support for maintaining a list in sorted order "
           "without\nhaving to sort the list after each insertion. For long lists of items with\nexpensive "
           "comparison operations, this can be an improvement over the more\ncommon approach.\n",
    .functions = bisect_functions,
};

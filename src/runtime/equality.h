/* equality.h - `is` or ==, < and >, decided in place for plain values: what
 * searches and comparisons of containers ask for each item. */
#ifndef TAU_RUNTIME_EQUALITY_H
#define TAU_RUNTIME_EQUALITY_H

#include "base/hash.h"
#include "runtime/error.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str.h"

/* 1 or 0 when no other code has to be asked; -1: op_equal knows. */
static inline int op_equal_plain(Thread *t, Value a, Value b) {
    if (value_same(a, b)) return 1;
    if (values_are_ints(a, b)) return 0;
    if (values_are_floats(a, b)) return value_as_float(a) == value_as_float(b);
    if (value_is_exact(a, KIND_STR)) {
        if (value_is_exact(b, KIND_STR))
            return value_as_str(a)->length == value_as_str(b)->length &&
                   str_equal(t, value_as_str(a), value_as_str(b));
        return value_is_object(b) ? -1 : 0;
    }
    if (value_is_exact(b, KIND_STR)) return value_is_object(a) ? -1 : 0;
    /* Of the constants only the bools equal anything else. */
    if (value_is_none(a)) return value_is_object(b) ? -1 : 0;
    return value_is_none(b) && !value_is_object(a) ? 0 : -1;
}

/* Two exact strs, where lengths and first characters say all: 1 or 0; -1: op_compare
 * knows.  The one for == and !=, the other for the order. */
static inline int str_equal_at_once(CompareOp op, Str *a, Str *b) {
    if (a == b) return op == CMP_EQ;
    if (a->length != b->length) return op == CMP_NE;
    if ((a->width | b->width) != 1 || !a->length || !a->data || !b->data) return -1;
    if (*(const uint8_t *)a->data != *(const uint8_t *)b->data) return op == CMP_NE;
    return a->length == 1 ? op == CMP_EQ : -1;
}
static inline int str_order_at_once(CompareOp op, Str *a, Str *b) {
    if ((a->width | b->width) != 1 || !a->length || !b->length || !a->data || !b->data) return -1;
    uint8_t x = *(const uint8_t *)a->data, y = *(const uint8_t *)b->data;
    if (x == y && (a->length | b->length) != 1) return -1;
    switch (op) {
    case CMP_LT: return x < y;
    case CMP_LE: return x <= y;
    case CMP_GT: return x > y;
    default: return x >= y;
    }
}
static inline int str_compare_at_once(CompareOp op, Value a, Value b) {
    if (!value_is_exact(a, KIND_STR) || !value_is_exact(b, KIND_STR)) return -1;
    Str *x = value_as_str(a), *y = value_as_str(b);
    return op == CMP_EQ || op == CMP_NE ? str_equal_at_once(op, x, y) : str_order_at_once(op, x, y);
}

/* Two tuples that differ in their first items, plain ones, are told apart by those. */
static inline bool tuples_differ(Thread *t, Value a, Value b) {
    if (!value_is_plain_tuple(a) || !value_is_plain_tuple(b)) return false;
    Tuple *x = value_as_tuple(a), *y = value_as_tuple(b);
    return x->length && y->length && op_equal_plain(t, x->items[0], y->items[0]) == 0;
}

/* The same as op_equal: 1, 0, -1 with an exception. */
static inline int op_equal_inline(Thread *t, Value a, Value b) {
    int equal = op_equal_plain(t, a, b);
    return equal >= 0 ? equal : tuples_differ(t, a, b) ? 0 : op_equal(t, a, b);
}

/* The order of two items of containers, where no other code has to be asked: less than 0, 0
 * (`is` or ==) or more than 0; ORDER_UNKNOWN: op_equal and then op_compare know. */
enum { ORDER_UNKNOWN = INT32_MAX };
static inline int order_plain(Thread *t, Value a, Value b) {
    if (value_same(a, b)) return 0;
    if (values_are_ints(a, b)) return (int64_t)a.bits < (int64_t)b.bits ? -1 : 1;
    if (values_are_floats(a, b)) {
        double x = value_as_float(a), y = value_as_float(b);
        return x < y ? -1 : x > y ? 1 : x == y ? 0 : ORDER_UNKNOWN;
    }
    if (!value_is_exact(a, KIND_STR) || !value_is_exact(b, KIND_STR)) return ORDER_UNKNOWN;
    Str *x = value_as_str(a), *y = value_as_str(b);
    /* A rope may need memory. */
    return x->data && y->data ? str_compare(t, x, y) : ORDER_UNKNOWN;
}
/* The same of two tuples or lists by their items. */
static inline int items_order_plain(Thread *t, const Value *x, size_t x_count, const Value *y, size_t y_count) {
    size_t n = x_count < y_count ? x_count : y_count;
    for (size_t i = 0; i < n; i++) {
        int order = order_plain(t, x[i], y[i]);
        if (order) return order;
    }
    return x_count < y_count ? -1 : x_count > y_count;
}
static inline int sequence_order_plain(Thread *t, Value a, Value b) {
    if (value_is_plain_tuple(a) && value_is_plain_tuple(b)) {
        const Tuple *x = value_as_tuple(a), *y = value_as_tuple(b);
        return items_order_plain(t, x->items, x->length, y->items, y->length);
    }
    if (value_is_exact(a, KIND_LIST) && value_is_exact(b, KIND_LIST)) {
        const List *x = value_as_list(a), *y = value_as_list(b);
        return items_order_plain(t, x->items, x->length, y->items, y->length);
    }
    return ORDER_UNKNOWN;
}

/* a < b, or for CMP_GT a > b: 1, 0, -1 with an exception. */
static inline int op_order_inline(Thread *t, CompareOp op, Value a, Value b) {
    if (values_are_ints(a, b))
        return op == CMP_LT ? (int64_t)a.bits < (int64_t)b.bits : (int64_t)a.bits > (int64_t)b.bits;
    if (values_are_floats(a, b))
        return op == CMP_LT ? value_as_float(a) < value_as_float(b) : value_as_float(a) > value_as_float(b);
    if (value_is_exact(a, KIND_STR) && value_is_exact(b, KIND_STR)) {
        int order = str_compare(t, value_as_str(a), value_as_str(b));
        return error_pending(t) ? -1 : op == CMP_LT ? order < 0 : order > 0; /* a rope may need memory */
    }
    int order = sequence_order_plain(t, a, b);
    if (order != ORDER_UNKNOWN) return op == CMP_LT ? order < 0 : order > 0;
    return op_compare_bool(t, op, a, b);
}

/* ---- without the program's own code (equality.c) ----
 * Hashing and comparing of keys that cannot run Python code: of atoms (numbers, strs, bytes,
 * the constants), of tuples of such, and of objects that are equal to themselves only. */

/* The hash as op_hash has it; false, without an exception: that takes more. */
bool hash_plain(Thread *t, Value key, uint64_t *hash);
/* `is` or ==: 1, 0; -1, without an exception: that takes more. */
int equal_plain(Thread *t, Value a, Value b);

/* The same of a tuple of these items, made or not. */
static inline bool hash_items_plain(Thread *t, const Value *items, size_t count, uint64_t *hash) {
    uint64_t sum = HASH_TUPLE_START, lane;
    for (size_t i = 0; i < count; i++) {
        if (value_is_int(items[i]))
            lane = (uint64_t)hash_small_int(value_as_int(items[i]));
        else if (value_is_exact(items[i], KIND_STR))
            lane = str_hash(t, value_as_str(items[i]));
        else if (!hash_plain(t, items[i], &lane))
            return false;
        sum = hash_tuple_add(sum, (int64_t)lane);
    }
    *hash = (uint64_t)hash_tuple_finish(sum, count);
    return true;
}
/* Whether a value is a tuple of these very items, which is equal to them in any case. */
static inline bool is_tuple_of(Value v, const Value *items, size_t count) {
    if (!value_is_exact(v, KIND_TUPLE)) return false;
    const Tuple *tuple = value_as_tuple(v);
    bool same = tuple->length == count;
    for (size_t i = 0; same && i < count; i++) same = value_same(tuple->items[i], items[i]);
    return same;
}
int equal_items_plain(Thread *t, Value v, const Value *items, size_t count);

/* As op_truth. */
static inline int op_truth_inline(Thread *t, Value v) {
    if (value_is_bool(v)) return value_is_true(v);
    return value_is_int(v) ? v.bits != 0 : op_truth(t, v);
}

#endif

/*
 * fold.c - operators on constants.  What is folded and up to which size is what
 * CPython's optimiser does: `2 ** 100` becomes a constant, `2 ** 1000000` and
 * `'x' * 10000` stay operations.
 */
#include "front/fold.h"

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str.h"

enum {
    MAX_INT_BITS = 128,
    MAX_COLLECTION_SIZE = 256,
    MAX_STR_SIZE = 4096,
    MAX_TOTAL_ITEMS = 1024,
};

static bool is_exact_int(Value v) {
    return value_is_int(v) || value_is_exact(v, KIND_INT);
}

/* Items of nested tuples, counted down from `limit`; negative: too many. */
static int64_t count_items(Value v, int64_t limit) {
    if (!value_is_tuple(v)) return limit;
    Tuple *tuple = value_as_tuple(v);
    limit -= (int64_t)tuple->length;
    for (size_t i = 0; limit >= 0 && i < tuple->length; i++)
        limit = count_items(tuple->items[i], limit);
    return limit;
}

/* Whether count * sequence is small enough. */
static bool repeat_is_small(Value count, Value sequence) {
    int64_t n;
    size_t length;
    int64_t limit;
    if (value_is_tuple(sequence)) {
        length = value_as_tuple(sequence)->length;
        limit = MAX_COLLECTION_SIZE;
    } else if (value_is_str(sequence)) {
        length = value_as_str(sequence)->length;
        limit = MAX_STR_SIZE;
    } else if (value_is_kind(sequence, KIND_BYTES)) {
        length = value_as_bytes(sequence)->length;
        limit = MAX_STR_SIZE;
    } else {
        return true;
    }
    if (!length) return true;
    if (!int_to_int64(count, &n) || n < 0 || n > limit / (int64_t)length) return false;
    return !value_is_tuple(sequence) || !n || count_items(sequence, MAX_TOTAL_ITEMS / n) >= 0;
}

static bool is_reasonable(Opcode op, Value a, Value b) {
    bool ints = is_exact_int(a) && is_exact_int(b);
    switch (op) {
    case OPC_MUL:
        if (ints) return int_bit_length(a) + int_bit_length(b) <= MAX_INT_BITS;
        if (is_exact_int(a)) return repeat_is_small(a, b);
        if (is_exact_int(b)) return repeat_is_small(b, a);
        return true;
    case OPC_POW: {
        int64_t exponent;
        if (!ints || int_sign(b) <= 0 || !int_sign(a)) return true;
        return int_to_int64(b, &exponent) && exponent <= MAX_INT_BITS &&
               (int64_t)int_bit_length(a) * exponent <= MAX_INT_BITS;
    }
    case OPC_LSHIFT: {
        int64_t count;
        if (!ints || !int_sign(a) || !int_sign(b)) return true;
        return int_to_int64(b, &count) && count >= 0 && count <= MAX_INT_BITS &&
               (int64_t)int_bit_length(a) <= MAX_INT_BITS - count;
    }
    case OPC_MOD: /* formatting is left to run time */
        return !value_is_str(a) && !value_is_kind(a, KIND_BYTES);
    case OPC_MATMUL: return false;
    default: return true;
    }
}

/* A result that may become a constant: no exception, not too many items. */
static bool accept(Thread *t, Value result, Value *out) {
    if (value_is_error(result)) {
        error_clear(t);
        return false;
    }
    *out = result;
    return true;
}

bool fold_binary(Thread *t, Opcode op, Value a, Value b, Value *out) {
    assert(op >= OPC_ADD && op <= OPC_OR);
    if (!is_reasonable(op, a, b)) return false;
    return accept(t, op_binary(t, (BinaryOp)(op - OPC_ADD), a, b), out);
}

bool fold_unary(Thread *t, Opcode op, Value a, Value *out) {
    if (op == OPC_NOT) {
        *out = value_bool(!fold_truth(t, a));
        return true;
    }
    assert(op >= OPC_NEG && op <= OPC_INVERT);
    return accept(t, op_unary(t, (UnaryOp)(op - OPC_NEG), a), out);
}

bool fold_subscript(Thread *t, Value container, Value key, Value *out) {
    if (!value_is_str(container) && !value_is_tuple(container) &&
        !value_is_kind(container, KIND_BYTES))
        return false;
    return accept(t, op_getitem(t, container, key), out);
}

bool fold_truth(Thread *t, Value v) {
    return op_truth(t, v) == 1;
}

bool constants_equal(Thread *t, Value a, Value b) {
    return !value_is_undef(a) && !value_is_undef(b) && op_equal(t, a, b) == 1;
}

Value constant_repr(Thread *t, Value v) {
    return op_repr(t, v);
}

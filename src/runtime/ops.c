/*
 * ops.c - operators: arithmetic, comparison, truth, hashing, conversion to text
 * and numbers.  Containers and iteration are in ops_container.c.
 */
#include "runtime/ops.h"

#include <math.h>

#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/frame.h"
#include "runtime/function.h"
#include "runtime/int.h"
#include "runtime/sequence.h"
#include "runtime/str.h"
#include "runtime/type.h"

static_assert(SPECIAL_ADD + OP_OR == SPECIAL_OR && SPECIAL_RADD + OP_OR == SPECIAL_ROR &&
                  SPECIAL_IADD + OP_OR == SPECIAL_IOR && SPECIAL_LT + CMP_GE == SPECIAL_GE &&
                  SPECIAL_NEG + OP_INVERT == SPECIAL_INVERT,
              "the rows of specials.def follow the operator enums");

static const char *const binary_spelling[BINARY_OP_COUNT] = {
    "+", "-", "*", "@", "/", "//", "%", "** or pow()", "<<", ">>", "&", "^", "|"};
static const char *const compare_spelling[] = {"<", "<=", "==", "!=", ">", ">="};

/* ---- binary operators ---- */

static bool is_sequence_kind(Value v) {
    if (!value_is_object(v))
        return false;
    switch (object_kind(value_as_object(v))) {
    case KIND_STR:
    case KIND_BYTES:
    case KIND_BYTEARRAY:
    case KIND_LIST:
    case KIND_TUPLE: return true;
    default: return false;
    }
}

static Value raise_unsupported(Thread *t, BinaryOp op, Value a, Value b, bool inplace) {
    if (op == OP_ADD && is_sequence_kind(a)) {
        Kind kind = object_kind(value_as_object(a));
        if (kind == KIND_BYTES || kind == KIND_BYTEARRAY)
            return raise_type_error(t, "can't concat %T to %T", b, a);
        return raise_type_error(t, "can only concatenate %s (not \"%T\") to %s",
                                kind == KIND_STR    ? "str"
                                : kind == KIND_LIST ? "list"
                                                    : "tuple",
                                b,
                                kind == KIND_STR    ? "str"
                                : kind == KIND_LIST ? "list"
                                                    : "tuple");
    }
    if (op == OP_MUL && is_sequence_kind(a))
        return raise_type_error(t, "can't multiply sequence by non-int of type '%T'", b);
    if (op == OP_MUL && is_sequence_kind(b))
        return raise_type_error(t, "can't multiply sequence by non-int of type '%T'", a);
    if (inplace)
        return raise_type_error(t, "unsupported operand type(s) for %s=: '%T' and '%T'",
                                op == OP_POW ? "**" : binary_spelling[op], a, b);
    if (op == OP_RSHIFT && value_is_kind(a, KIND_NATIVE) &&
        strcmp(((NativeFunction *)value_as_object(a))->def->name, "print") == 0)
        return raise_type_error(t,
                                "unsupported operand type(s) for %s: '%T' and '%T'. Did you mean "
                                "\"print(<message>, file=<output_stream>)\"?",
                                binary_spelling[op], a, b);
    return raise_type_error(t, "unsupported operand type(s) for %s: '%T' and '%T'",
                            binary_spelling[op], a, b);
}

static Value call_binary(Thread *t, Value method, Value self, Value other) {
    Value args[2] = {self, other};
    return call_special(t, method, args, 2);
}

/* NotImplemented when neither side can. */
static Value dispatch_binary(Thread *t, SpecialId left_id, SpecialId right_id, Value a, Value b) {
    Type *ta = type_of(t, a), *tb = type_of(t, b);
    Value left = ta->specials[left_id];
    Value right = ta == tb ? VALUE_UNDEF : tb->specials[right_id];
    if (!value_is_undef(right)) {
        /* A subclass that overrides the reflected method goes first.  (The + and *
         * of sequences let foreign reflected methods go first by themselves.) */
        if (type_is_subtype(tb, ta) && !value_same(right, ta->specials[right_id])) {
            Value r = call_binary(t, right, b, a);
            if (!value_is_not_implemented(r))
                return r;
            right = VALUE_UNDEF;
        }
    }
    if (!value_is_undef(left)) {
        Value r = call_binary(t, left, a, b);
        if (!value_is_not_implemented(r))
            return r;
    }
    return value_is_undef(right) ? VALUE_NOT_IMPLEMENTED : call_binary(t, right, b, a);
}

static Value float_binary(Thread *t, BinaryOp op, double x, double y, bool *handled) {
    *handled = true;
    switch (op) {
    case OP_ADD: return float_from_double(t, x + y);
    case OP_SUB: return float_from_double(t, x - y);
    case OP_MUL: return float_from_double(t, x * y);
    case OP_POW: return float_pow(t, x, y);
    default: break;
    }
    if (y != 0) {
        switch (op) {
        case OP_TRUEDIV: return float_from_double(t, x / y);
        case OP_FLOORDIV: return float_from_double(t, float_floordiv(x, y));
        case OP_MOD: return float_from_double(t, float_mod(x, y));
        default: break;
        }
    }
    *handled = false;
    return VALUE_UNDEF;
}

/* Of small ints or BigInts. */
static Value int_binary(Thread *t, BinaryOp op, Value a, Value b) {
    switch (op) {
    case OP_ADD: return int_add(t, a, b);
    case OP_SUB: return int_sub(t, a, b);
    case OP_MUL: return int_mul(t, a, b);
    case OP_TRUEDIV: return int_truediv(t, a, b);
    case OP_FLOORDIV: return int_floordiv(t, a, b);
    case OP_MOD: return int_mod(t, a, b);
    case OP_POW: return int_pow(t, a, b);
    case OP_LSHIFT: return int_lshift(t, a, b);
    case OP_RSHIFT: return int_rshift(t, a, b);
    case OP_AND: return int_and(t, a, b);
    case OP_XOR: return int_xor(t, a, b);
    case OP_OR: return int_or(t, a, b);
    case OP_MATMUL:
    case BINARY_OP_COUNT: break;
    }
    return VALUE_NOT_IMPLEMENTED;
}

static inline bool is_exact_int(Value v) { return value_is_int(v) || value_is_exact(v, KIND_INT); }

/* The common cases without method dispatch; UNDEF if this is not one. */
static inline Value fast_binary(Thread *t, BinaryOp op, Value a, Value b) {
    bool handled;
    Value v;
    if (is_exact_int(a) && is_exact_int(b)) {
        v = int_binary(t, op, a, b);
        return value_is_not_implemented(v) ? VALUE_UNDEF : v;
    }
    if (value_is_float(a) && (value_is_float(b) || value_is_int(b))) {
        double y = value_is_float(b) ? value_as_float(b) : (double)value_as_int(b);
        v = float_binary(t, op, value_as_float(a), y, &handled);
        if (handled)
            return v;
    } else if (value_is_int(a) && value_is_float(b)) {
        v = float_binary(t, op, (double)value_as_int(a), value_as_float(b), &handled);
        if (handled)
            return v;
    } else if (op == OP_ADD && value_is_exact(a, KIND_STR) && value_is_exact(b, KIND_STR)) {
        return str_concat(t, a, b);
    } else if (op == OP_MOD && value_is_exact(a, KIND_STR) &&
               !(value_is_str(b) && !value_is_exact(b, KIND_STR))) {
        /* A str's % comes first, except for a subclass's reflected one. */
        return str_percent(t, a, b);
    } else if (op == OP_MUL && value_is_exact(a, KIND_STR) && value_is_int(b)) {
        return str_repeat(t, a, value_as_int(b));
    }
    return VALUE_UNDEF;
}

Value op_binary(Thread *t, BinaryOp op, Value a, Value b) {
    Value r = fast_binary(t, op, a, b);
    if (!value_is_undef(r))
        return r;
    r = dispatch_binary(t, SPECIAL_ADD + op, SPECIAL_RADD + op, a, b);
    return value_is_not_implemented(r) ? raise_unsupported(t, op, a, b, false) : r;
}

Value op_inplace(Thread *t, BinaryOp op, Value a, Value b) {
    Value r = fast_binary(t, op, a, b);
    if (!value_is_undef(r))
        return r;
    Value method = special_of(t, a, SPECIAL_IADD + op);
    if (!value_is_undef(method)) {
        r = call_binary(t, method, a, b);
        if (!value_is_not_implemented(r))
            return r;
    }
    r = dispatch_binary(t, SPECIAL_ADD + op, SPECIAL_RADD + op, a, b);
    return value_is_not_implemented(r) ? raise_unsupported(t, op, a, b, true) : r;
}

Value op_binary_declined(Thread *t, BinaryOp op, Value a, Value b, bool inplace, bool by_inplace) {
    Value r = VALUE_NOT_IMPLEMENTED;
    if (by_inplace) {
        r = dispatch_binary(t, SPECIAL_ADD + op, SPECIAL_RADD + op, a, b);
    } else if (type_of(t, a) != type_of(t, b)) {
        Value reflected = type_of(t, b)->specials[SPECIAL_RADD + op];
        if (!value_is_undef(reflected))
            r = call_binary(t, reflected, b, a);
    }
    return value_is_not_implemented(r) ? raise_unsupported(t, op, a, b, inplace) : r;
}

Value op_power(Thread *t, Value a, Value b, Value modulus) {
    if (value_is_none(modulus))
        return op_binary(t, OP_POW, a, b);
    Value method = special_of(t, a, SPECIAL_POW);
    if (!value_is_undef(method)) {
        Value args[3] = {a, b, modulus};
        Value r = call_special(t, method, args, 3);
        if (!value_is_not_implemented(r))
            return r;
    }
    /* The other operands' types have a say too; of the built-in ones it is this. */
    if (value_is_kind(b, KIND_COMPLEX) || value_is_kind(modulus, KIND_COMPLEX))
        return raise_value_error(t, "complex modulo");
    if (value_is_any_float(b) || value_is_any_float(modulus))
        return raise_type_error(
            t, "pow() 3rd argument not allowed unless all arguments are integers");
    return raise_type_error(t, "unsupported operand type(s) for ** or pow(): '%T', '%T', '%T'", a, b,
                            modulus);
}

Value op_divmod(Thread *t, Value a, Value b) {
    Value r = dispatch_binary(t, SPECIAL_DIVMOD, SPECIAL_RDIVMOD, a, b);
    return value_is_not_implemented(r)
               ? raise_type_error(t, "unsupported operand type(s) for divmod(): '%T' and '%T'", a, b)
               : r;
}

/* ---- unary operators ---- */

Value op_unary(Thread *t, UnaryOp op, Value a) {
    static const char *const spelling[] = {"-", "+", "~"};
    if (value_is_int(a)) {
        switch (op) {
        case OP_NEG: return int_from_int64(t, -value_as_int(a));
        case OP_POS: return a;
        case OP_INVERT: return value_from_int(~value_as_int(a));
        }
    }
    if (value_is_float(a) && op != OP_INVERT)
        return op == OP_NEG ? float_from_double(t, -value_as_float(a)) : a;
    Value method = special_of(t, a, SPECIAL_NEG + op);
    if (value_is_undef(method))
        return raise_type_error(t, "bad operand type for unary %s: '%T'", spelling[op], a);
    return call_special(t, method, &a, 1);
}

Value op_abs(Thread *t, Value a) {
    if (value_is_int(a))
        return value_as_int(a) < 0 ? int_from_int64(t, -value_as_int(a)) : a;
    if (value_is_float(a))
        return float_from_double(t, fabs(value_as_float(a)));
    Value method = special_of(t, a, SPECIAL_ABS);
    if (value_is_undef(method))
        return raise_type_error(t, "bad operand type for abs(): '%T'", a);
    return call_special(t, method, &a, 1);
}

/* ---- comparison ---- */

static CompareOp reflected(CompareOp op) {
    static const uint8_t table[] = {CMP_GT, CMP_GE, CMP_EQ, CMP_NE, CMP_LT, CMP_LE};
    return (CompareOp)table[op];
}

static bool decide(CompareOp op, int order) {
    switch (op) {
    case CMP_LT: return order < 0;
    case CMP_LE: return order <= 0;
    case CMP_EQ: return order == 0;
    case CMP_NE: return order != 0;
    case CMP_GT: return order > 0;
    case CMP_GE: return order >= 0;
    }
    return false;
}

static bool compare_doubles(CompareOp op, double x, double y) {
    switch (op) {
    case CMP_LT: return x < y;
    case CMP_LE: return x <= y;
    case CMP_EQ: return x == y;
    case CMP_NE: return x != y;
    case CMP_GT: return x > y;
    case CMP_GE: return x >= y;
    }
    return false;
}

/* By the right operand's method, unless it has been asked, or by what holds of any objects. */
static Value compare_reflected(Thread *t, CompareOp op, Value a, Value b, bool asked) {
    Value right = type_of(t, b)->specials[SPECIAL_LT + reflected(op)];
    if (!asked && !value_is_undef(right)) {
        if (value_is_none(right))
            return raise_type_error(t, "'NoneType' object is not callable");
        Value r = call_binary(t, right, b, a);
        if (!value_is_not_implemented(r))
            return r;
    }
    if (op == CMP_EQ)
        return value_bool(value_same(a, b));
    if (op == CMP_NE)
        return value_bool(!value_same(a, b));
    return raise_type_error(t, "'%s' not supported between instances of '%T' and '%T'",
                            compare_spelling[op], a, b);
}

Value op_compare_declined(Thread *t, CompareOp op, Value a, Value b) {
    return compare_reflected(t, op, a, b, false);
}

static Value compare_slow(Thread *t, CompareOp op, Value a, Value b) {
    Type *ta = type_of(t, a), *tb = type_of(t, b);
    Value left = ta->specials[SPECIAL_LT + op];
    Value right = tb->specials[SPECIAL_LT + reflected(op)];
    bool right_tried = false;
    Value r;
    if (ta != tb && !value_is_undef(right) && type_is_subtype(tb, ta)) {
        right_tried = true;
        r = call_binary(t, right, b, a);
        if (!value_is_not_implemented(r))
            return r;
    }
    if (!value_is_undef(left)) {
        if (value_is_none(left))
            return raise_type_error(t, "'NoneType' object is not callable");
        r = call_binary(t, left, a, b);
        if (!value_is_not_implemented(r))
            return r;
    }
    return compare_reflected(t, op, a, b, right_tried);
}

/* An int or bool that a double holds exactly, or a float. */
static inline bool exact_double(Value v, double *out) {
    if (value_is_float(v)) {
        *out = value_as_float(v);
        return true;
    }
    if (value_is_bool(v)) {
        *out = value_is_true(v);
        return true;
    }
    if (!value_is_int(v) || (uint64_t)(value_as_int(v) + ((int64_t)1 << 53)) > (uint64_t)1 << 54)
        return false;
    *out = (double)value_as_int(v);
    return true;
}

static Value compare_objects(Thread *t, CompareOp op, Value a, Value b) {
    double x, y;
    if (value_is_object(a) && value_is_object(b)) {
        Object *p = value_as_object(a), *q = value_as_object(b);
        if (p->kind == q->kind) {
            if (p->kind == KIND_TUPLE && value_is_plain_tuple(a) && value_is_plain_tuple(b))
                return sequence_compare(t, op, a, b);
            if (p->kind == KIND_LIST && !((p->gc | q->gc) & GC_SUBCLASS))
                return list_compare(t, op, a, b);
        }
    } else if (exact_double(a, &x) && exact_double(b, &y)) {
        return value_bool(compare_doubles(op, x, y));
    }
    if (!recursion_enter(t, " in comparison"))
        return VALUE_ERROR;
    Value r = compare_slow(t, op, a, b);
    recursion_leave(t);
    return r;
}

Value op_compare(Thread *t, CompareOp op, Value a, Value b) {
    if (values_are_ints(a, b))
        return value_bool(decide(op, (int64_t)a.bits < (int64_t)b.bits ? -1 : a.bits != b.bits));
    if (values_are_floats(a, b))
        return value_bool(compare_doubles(op, value_as_float(a), value_as_float(b)));
    if (value_is_exact(a, KIND_STR) && value_is_exact(b, KIND_STR)) {
        Str *x = value_as_str(a), *y = value_as_str(b);
        if (op == CMP_EQ || op == CMP_NE)
            return value_bool(str_equal(t, x, y) == (op == CMP_EQ));
        return value_bool(decide(op, str_compare(t, x, y)));
    }
    return compare_objects(t, op, a, b);
}

int op_compare_bool(Thread *t, CompareOp op, Value a, Value b) {
    if (value_same(a, b) && !value_is_float(a)) {
        if (op == CMP_EQ)
            return 1;
        if (op == CMP_NE)
            return 0;
    }
    if (value_is_bool(a) && value_is_bool(b))
        return decide(op, (int)value_is_true(a) - (int)value_is_true(b));
    Value r = op_compare(t, op, a, b);
    if (value_is_bool(r))
        return value_is_true(r);
    return value_is_error(r) ? -1 : op_truth(t, r);
}

/* Whether it is an object that equals itself only, as far as it is asked. */
static bool equals_by_identity(Thread *t, Value v) {
    return value_is_object(v) && value_same(special_of(t, v, SPECIAL_EQ), t->vm->types[TYPE_OBJECT]->specials[SPECIAL_EQ]);
}

int op_equal(Thread *t, Value a, Value b) {
    if (value_same(a, b))
        return 1;
    if (equals_by_identity(t, a) && equals_by_identity(t, b))
        return 0;
    Value r = op_compare(t, CMP_EQ, a, b);
    if (value_is_bool(r))
        return value_is_true(r);
    return value_is_error(r) ? -1 : op_truth(t, r);
}

/* ---- truth and hash ---- */

static int truth_of_bool_result(Thread *t, Value r) {
    if (value_is_error(r))
        return -1;
    if (!value_is_bool(r)) {
        raise_type_error(t, "__bool__ should return bool, returned %T", r);
        return -1;
    }
    return value_is_true(r);
}

int op_truth(Thread *t, Value v) {
    if (value_is_constant(v)) {
        if (value_is_not_implemented(v) &&
            !warn(t, TYPE_DeprecationWarning, 1,
                  "NotImplemented should not be used in a boolean context"))
            return -1;
        return v.bits == VALUE_TRUE.bits || v.bits == VALUE_ELLIPSIS.bits ||
               v.bits == VALUE_NOT_IMPLEMENTED.bits;
    }
    if (value_is_int(v))
        return v.bits != 0;
    if (value_is_float(v))
        return value_as_float(v) != 0.0;
    Object *o = value_as_object(v);
    if (!(o->gc & GC_SUBCLASS)) {
        switch (object_kind(o)) {
        case KIND_STR: return ((Str *)o)->length != 0;
        case KIND_LIST: return ((List *)o)->length != 0;
        case KIND_TUPLE: return ((Tuple *)o)->length != 0;
        case KIND_DICT: return ((Dict *)o)->used != 0;
        case KIND_SET: return ((Set *)o)->used != 0;
        case KIND_INT: return 1; /* a BigInt is never 0 */
        default: break;
        }
    }
    Type *type = object_type(o);
    Value method = type->specials[SPECIAL_BOOL];
    if (!value_is_undef(method))
        return truth_of_bool_result(t, call_special(t, method, &v, 1));
    if (value_is_undef(type->specials[SPECIAL_LEN]))
        return 1;
    int64_t n = op_len(t, v);
    return n < 0 ? -1 : n > 0;
}

int op_truth_by_method(Thread *t, Value v, Value result) {
    if (!value_is_undef(type_of(t, v)->specials[SPECIAL_BOOL]))
        return truth_of_bool_result(t, result);
    int64_t n = op_len_by_method(t, result);
    return n < 0 ? -1 : n > 0;
}

int op_hash(Thread *t, Value v, int64_t *hash) {
    if (value_is_exact(v, KIND_STR)) {
        *hash = (int64_t)str_hash(t, value_as_str(v));
        return t->exception.bits != VALUE_UNDEF.bits && !value_as_str(v)->data ? -1 : 0;
    }
    if (value_is_int(v)) {
        *hash = int_hash(v);
        return 0;
    }
    if (value_is_float(v)) {
        double d = value_as_float(v);
        if (d == d) { /* a NaN hashes by identity, as its __hash__ says */
            *hash = float_hash(d);
            return 0;
        }
    }
    if (value_is_exact(v, KIND_TUPLE))
        return tuple_hash_items(t, v, hash);
    Value method = special_of(t, v, SPECIAL_HASH);
    if (value_same(method, t->vm->types[TYPE_OBJECT]->specials[SPECIAL_HASH])) {
        *hash = value_identity_hash(v);
        return 0;
    }
    if (value_is_undef(method) || value_is_none(method)) {
        raise_type_error(t, "unhashable type: '%T'", v);
        return -1;
    }
    Value r = call_special(t, method, &v, 1);
    if (value_is_error(r))
        return -1;
    if (!value_is_any_int(r)) {
        raise_type_error(t, "__hash__ method should return an integer");
        return -1;
    }
    r = int_unbox(r);
    if (!int_to_int64(r, hash))
        *hash = int_hash(r);
    if (*hash == -1)
        *hash = -2;
    return 0;
}

/* ---- numbers ---- */

Value op_index(Thread *t, Value v) {
    if (value_is_any_int(v))
        return int_unbox(v);
    Value method = special_of(t, v, SPECIAL_INDEX);
    if (value_is_undef(method))
        return raise_type_error(t, "'%T' object cannot be interpreted as an integer", v);
    Value r = call_special(t, method, &v, 1);
    if (value_is_error(r))
        return r;
    if (!value_is_any_int(r))
        return raise_type_error(t, "__index__ returned non-int (type %T)", r);
    if (!value_is_int(r) && !value_is_exact(r, KIND_INT) &&
        !warn(t, TYPE_DeprecationWarning, 1,
              "__index__ returned non-int (type %T).  The ability to return an instance of a "
              "strict subclass of int is deprecated, and may not be supported in a future version "
              "of Python.",
              r))
        return VALUE_ERROR;
    return int_unbox(r);
}

bool op_index_int64(Thread *t, Value v, int64_t *out) {
    Value i = op_index(t, v);
    if (value_is_error(i))
        return false;
    if (int_to_int64(i, out))
        return true;
    raise_error(t, TYPE_OverflowError, "cannot fit '%T' into an index-sized integer", v);
    return false;
}

bool op_index_clipped(Thread *t, Value v, int64_t *out) {
    Value i = op_index(t, v);
    if (value_is_error(i))
        return false;
    if (!int_to_int64(i, out))
        *out = int_sign(i) < 0 ? INT64_MIN : INT64_MAX;
    return true;
}

Value op_int(Thread *t, Value v) {
    return value_is_int(v) ? v : call1(t, value_from_object(t->vm->types[TYPE_INT]), v);
}

Value op_float(Thread *t, Value v) {
    return value_is_float(v) ? v : call1(t, value_from_object(t->vm->types[TYPE_FLOAT]), v);
}

/* ---- text ---- */

static Value text_by(Thread *t, Value v, SpecialId id, const char *spelling) {
    if (!recursion_enter(t, id == SPECIAL_REPR ? " while getting the repr of an object"
                                               : " while getting the str of an object"))
        return VALUE_ERROR;
    Value r = call_special(t, special_of(t, v, id), &v, 1);
    recursion_leave(t);
    if (!value_is_error(r) && !value_is_str(r))
        return raise_type_error(t, "%s returned non-string (type %T)", spelling, r);
    return r;
}

Value op_repr(Thread *t, Value v) {
    if (value_is_int(v))
        return int_to_str(t, v, 10);
    if (value_is_exact(v, KIND_STR))
        return str_repr(t, v);
    if (value_is_float(v))
        return float_to_str(t, value_as_float(v));
    if (value_is_none(v))
        return STR_NAME(t, None);
    if (value_is_bool(v))
        return value_is_true(v) ? STR_NAME(t, True) : STR_NAME(t, False);
    return text_by(t, v, SPECIAL_REPR, "__repr__");
}

Value op_str(Thread *t, Value v) {
    if (value_is_exact(v, KIND_STR))
        return v;
    if (value_is_int(v))
        return int_to_str(t, v, 10);
    if (value_is_float(v))
        return float_to_str(t, value_as_float(v));
    if (value_is_none(v))
        return STR_NAME(t, None);
    if (value_is_bool(v))
        return value_is_true(v) ? STR_NAME(t, True) : STR_NAME(t, False);
    return text_by(t, v, SPECIAL_STR, "__str__");
}

Value op_ascii(Thread *t, Value v) {
    if (value_is_exact(v, KIND_STR))
        return str_ascii(t, v);
    Value r = op_repr(t, v);
    if (value_is_error(r))
        return r;
    Str *s = value_as_str(r);
    return s->flags & STR_ASCII && s->width == 1 ? r : str_escape_ascii(t, r);
}

Value op_format(Thread *t, Value v, Value spec) {
    bool empty = value_is_undef(spec) || (value_is_str(spec) && value_as_str(spec)->length == 0);
    if (empty) {
        if (value_is_exact(v, KIND_STR))
            return v;
        if (value_is_int(v))
            return int_to_str(t, v, 10);
        if (value_is_float(v))
            return op_str(t, v);
        spec = t->vm->empty_str;
    } else if (value_is_str(spec)) {
        if (value_is_int(v))
            return int_format_value(t, v, spec);
        if (value_is_float(v))
            return float_format_value(t, v, spec);
        if (value_is_exact(v, KIND_STR))
            return str_format_value(t, v, spec);
    }
    Value args[2] = {v, spec};
    Value method = special_of(t, v, SPECIAL_FORMAT);
    Value r = call_special(t, method, args, 2);
    if (!value_is_error(r) && !value_is_str(r))
        return raise_type_error(t, "__format__ must return a str, not %T", r);
    return r;
}

/* ---- class membership ---- */

static Value abstract_bases(Thread *t, Value cls) {
    Value bases = attr_find(t, cls, STR_NAME(t, __bases__));
    if (value_is_error(bases) || (!value_is_undef(bases) && value_is_tuple(bases)))
        return bases;
    return VALUE_UNDEF;
}

static int abstract_issubclass(Thread *t, Value derived, Value cls) {
    if (value_same(derived, cls))
        return 1;
    if (!recursion_enter(t, " in __issubclass__"))
        return -1;
    int result = 0;
    Value bases = abstract_bases(t, derived);
    if (value_is_error(bases))
        result = -1;
    else if (!value_is_undef(bases))
        for (size_t i = 0; i < value_as_tuple(bases)->length && result == 0; i++)
            result = abstract_issubclass(t, value_as_tuple(bases)->items[i], cls);
    recursion_leave(t);
    return result;
}

static int check_class(Thread *t, Value cls, const char *message) {
    Value bases = abstract_bases(t, cls);
    if (value_is_error(bases))
        return -1;
    if (!value_is_undef(bases))
        return 0;
    raise_type_error(t, "%s", message);
    return -1;
}

static int class_check(Thread *t, SpecialId id, Value v, Value classinfo,
                       int (*each)(Thread *, Value, Value)) {
    if (value_is_tuple(classinfo)) {
        if (!recursion_enter(t, id == SPECIAL_INSTANCECHECK ? " in __instancecheck__"
                                                            : " in __subclasscheck__"))
            return -1;
        int result = 0;
        for (size_t i = 0; i < value_as_tuple(classinfo)->length && result == 0; i++)
            result = each(t, v, value_as_tuple(classinfo)->items[i]);
        recursion_leave(t);
        return result;
    }
    Value method = special_of(t, classinfo, id);
    if (value_is_undef(method))
        return -2;
    Value args[2] = {classinfo, v};
    if (!recursion_enter(t, id == SPECIAL_INSTANCECHECK ? " in __instancecheck__"
                                                        : " in __subclasscheck__"))
        return -1;
    Value r = call_special(t, method, args, 2);
    recursion_leave(t);
    return value_is_error(r) ? -1 : op_truth(t, r);
}

/* Whether __class__ of the type's instances can only be the type itself. */
static bool tells_its_type(Thread *t, Type *type) {
    if (type->flags & (TYPEFLAG_CUSTOM_GETATTR | TYPEFLAG_HAS_GETATTR))
        return false;
    if (!(type->flags & TYPEFLAG_HEAP))
        return true;
    Value name = STR_NAME(t, __class__);
    return value_same(type_lookup(t, type, name), type_lookup(t, t->vm->types[TYPE_OBJECT], name));
}

int op_isinstance_plain(Thread *t, Value v, Value cls) {
    if (value_is_kind(cls, KIND_TYPE)) {
        Type *type = (Type *)value_as_object(cls);
        Type *actual = type_of(t, v);
        if (type_is_subtype(actual, type))
            return 1;
        if (tells_its_type(t, actual))
            return 0;
        Value own = attr_find(t, v, STR_NAME(t, __class__));
        if (value_is_error(own))
            return -1;
        return !value_is_undef(own) && value_is_kind(own, KIND_TYPE) &&
               value_as_object(own) != &type_of(t, v)->header &&
               type_is_subtype((Type *)value_as_object(own), type);
    }
    if (check_class(t, cls, "isinstance() arg 2 must be a type, a tuple of types, or a union") < 0)
        return -1;
    Value own = attr_find(t, v, STR_NAME(t, __class__));
    if (value_is_error(own))
        return -1;
    return value_is_undef(own) ? 0 : abstract_issubclass(t, own, cls);
}

int op_isinstance(Thread *t, Value v, Value cls) {
    if (value_is_object(cls) && value_as_object(cls) == &type_of(t, v)->header)
        return 1;
    if (value_is_kind(cls, KIND_TYPE) &&
        object_type(value_as_object(cls)) == t->vm->types[TYPE_TYPE])
        return op_isinstance_plain(t, v, cls);
    int r = class_check(t, SPECIAL_INSTANCECHECK, v, cls, op_isinstance);
    return r == -2 ? op_isinstance_plain(t, v, cls) : r;
}

int op_issubclass_plain(Thread *t, Value derived, Value cls) {
    if (value_is_kind(derived, KIND_TYPE) && value_is_kind(cls, KIND_TYPE))
        return type_is_subtype((Type *)value_as_object(derived), (Type *)value_as_object(cls));
    if (check_class(t, derived, "issubclass() arg 1 must be a class") < 0 ||
        check_class(t, cls, "issubclass() arg 2 must be a class, a tuple of classes, or a union") < 0)
        return -1;
    return abstract_issubclass(t, derived, cls);
}

int op_issubclass(Thread *t, Value derived, Value cls) {
    if (value_is_kind(cls, KIND_TYPE) &&
        object_type(value_as_object(cls)) == t->vm->types[TYPE_TYPE]) {
        if (value_same(derived, cls))
            return 1;
        return op_issubclass_plain(t, derived, cls);
    }
    int r = class_check(t, SPECIAL_SUBCLASSCHECK, derived, cls, op_issubclass);
    return r == -2 ? op_issubclass_plain(t, derived, cls) : r;
}

bool op_is_callable(Thread *t, Value v) {
    return !value_is_undef(special_of(t, v, SPECIAL_CALL));
}

bool op_is_iterator(Thread *t, Value v) {
    Value next = special_of(t, v, SPECIAL_NEXT);
    return !value_is_undef(next) && !value_is_none(next);
}

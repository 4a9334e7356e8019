/*
 * fold_rules.c - local simplifications: of constants, of identities that hold for
 * Python's ints and floats, and of assertions that what is known of the input proves
 * or refutes.
 *
 * A rule looks at the node and its inputs only.  Ints are computed in 64 bits and must
 * fit into 62 (value.h), or else the operation would have failed.  Floats are IEEE
 * doubles in Python too, so that C computes what Python does; but x + 0.0 is not x
 * (-0.0), and x * 0.0 is not 0.0 (inf, nan).
 */
#include "ir/fold.h"

#include <math.h>
#include <string.h>

#include "runtime/float.h"

/* ---- constants ---- */

static bool int_constant(const IrNode *n, int64_t *out) {
    if (n->op != IR_CONST || !value_is_int((Value){(uint64_t)n->imm}))
        return false;
    *out = value_as_int((Value){(uint64_t)n->imm});
    return true;
}

static bool double_constant(const IrNode *n, double *out) {
    if (n->op != IR_CONST_FLOAT)
        return false;
    memcpy(out, &n->imm, sizeof *out);
    return true;
}

static FoldResult make_value(const FoldContext *c, Value v, IrNode **value) {
    *value = ir_const(c->ir, v);
    return FOLD_VALUE;
}

static FoldResult make_int(const FoldContext *c, int64_t i, IrNode **value) {
    return int_fits_small(i) ? make_value(c, value_from_int(i), value) : FOLD_FAILS;
}

static FoldResult make_double(const FoldContext *c, double d, IrNode **value) {
    *value = ir_const_float(c->ir, d);
    return FOLD_VALUE;
}

static FoldResult is_input(IrNode *in, IrNode **value) {
    *value = in;
    return FOLD_VALUE;
}

static FoldResult truth(bool b) { return b ? FOLD_TRUE : FOLD_FALSE; }

static bool is_constant(const IrNode *n) { return n->op == IR_CONST || n->op == IR_CONST_FLOAT; }

/* Constants last, so that rules have to look in one place; others in the order in which
 * they were made: equal nodes are alike. */
static void constant_last(IrNode *n) {
    bool first_constant = is_constant(n->in[0]), second_constant = is_constant(n->in[1]);
    if (first_constant == second_constant ? first_constant || opt_strip(n->in[0])->id <= opt_strip(n->in[1])->id
                                          : second_constant)
        return;
    IrNode *first = n->in[0];
    n->in[0] = n->in[1];
    n->in[1] = first;
}

static const IrCompare swapped[] = {
    [IR_LT] = IR_GT, [IR_LE] = IR_GE, [IR_EQ] = IR_EQ, [IR_NE] = IR_NE, [IR_GT] = IR_LT, [IR_GE] = IR_LE};
static const IrCompare inverted[] = {
    [IR_LT] = IR_GE, [IR_LE] = IR_GT, [IR_EQ] = IR_NE, [IR_NE] = IR_EQ, [IR_GT] = IR_LE, [IR_GE] = IR_LT};

#define COMPARE(how, a, b)                                                                           \
    ((how) == IR_LT ? (a) < (b) : (how) == IR_LE ? (a) <= (b) : (how) == IR_EQ ? (a) == (b)          \
     : (how) == IR_NE ? (a) != (b) : (how) == IR_GT ? (a) > (b) : (a) >= (b))

/* ---- ints ---- */

static int64_t floor_divide(int64_t a, int64_t b) {
    int64_t q = a / b;
    return (a % b != 0 && ((a % b < 0) != (b < 0))) ? q - 1 : q;
}

/* Both are constants. */
static FoldResult int_constants(const FoldContext *c, const IrNode *n, int64_t a, int64_t b, IrNode **value) {
    int64_t product;
    switch (n->op) {
    case IR_INT_ADD: return make_int(c, a + b, value);
    case IR_INT_SUB: return make_int(c, a - b, value);
    case IR_INT_MUL: return __builtin_mul_overflow(a, b, &product) ? FOLD_FAILS : make_int(c, product, value);
    case IR_INT_FLOORDIV: return b == 0 ? FOLD_FAILS : make_int(c, floor_divide(a, b), value);
    case IR_INT_MOD: return b == 0 ? FOLD_FAILS : make_int(c, a - floor_divide(a, b) * b, value);
    case IR_INT_SHL:
        if (b < 0 || b > 60)
            return FOLD_FAILS;
        return __builtin_mul_overflow(a, (int64_t)1 << b, &product) ? FOLD_FAILS : make_int(c, product, value);
    case IR_INT_SHR: return b < 0 ? FOLD_FAILS : make_int(c, a >> (b > 63 ? 63 : b), value);
    case IR_INT_AND: return make_int(c, a & b, value);
    case IR_INT_OR: return make_int(c, a | b, value);
    case IR_INT_XOR: return make_int(c, a ^ b, value);
    default: return FOLD_NOTHING;
    }
}

/* Python's // and % round down, as shifting and masking do. */
static void divide_by_power_of_two(const FoldContext *c, IrNode *n, int64_t b) {
    if (b < 2 || (b & (b - 1)))
        return;
    bool modulo = n->op == IR_INT_MOD;
    n->op = modulo ? IR_INT_AND : IR_INT_SHR;
    n->in[1] = ir_const(c->ir, value_from_int(modulo ? b - 1 : __builtin_ctzll((uint64_t)b)));
    n->nowrap = !modulo;
    n->state = NULL;
}

/* The second is the constant b. */
static FoldResult int_with_constant(const FoldContext *c, IrNode *n, int64_t b, IrNode **value) {
    IrNode *a = n->in[0];
    if (n->op == IR_INT_FLOORDIV || n->op == IR_INT_MOD)
        divide_by_power_of_two(c, n, b);
    switch (n->op) {
    case IR_INT_ADD:
    case IR_INT_SUB:
    case IR_INT_OR:
    case IR_INT_XOR: return b == 0 ? is_input(a, value) : FOLD_NOTHING;
    case IR_INT_MUL: return b == 1 ? is_input(a, value) : b == 0 ? make_int(c, 0, value) : FOLD_NOTHING;
    case IR_INT_FLOORDIV: return b == 1 ? is_input(a, value) : b == 0 ? FOLD_FAILS : FOLD_NOTHING;
    case IR_INT_MOD: return b == 1 ? make_int(c, 0, value) : b == 0 ? FOLD_FAILS : FOLD_NOTHING;
    case IR_INT_SHL: return b == 0 ? is_input(a, value) : b < 0 ? FOLD_FAILS : FOLD_NOTHING;
    case IR_INT_SHR: return b == 0 ? is_input(a, value) : b < 0 ? FOLD_FAILS : FOLD_NOTHING;
    case IR_INT_AND: return b == 0 ? make_int(c, 0, value) : b == -1 ? is_input(a, value) : FOLD_NOTHING;
    default: return FOLD_NOTHING;
    }
}

static FoldResult fold_int(const FoldContext *c, IrNode *n, IrNode **value) {
    if (n->op == IR_INT_ADD || n->op == IR_INT_MUL || n->op == IR_INT_AND || n->op == IR_INT_OR ||
        n->op == IR_INT_XOR)
        constant_last(n);
    int64_t a, b;
    if (int_constant(n->in[1], &b))
        return int_constant(n->in[0], &a) ? int_constants(c, n, a, b, value) : int_with_constant(c, n, b, value);
    if (opt_strip(n->in[0]) != opt_strip(n->in[1]))
        return FOLD_NOTHING;
    switch (n->op) {
    case IR_INT_SUB:
    case IR_INT_XOR: return make_int(c, 0, value);
    case IR_INT_AND:
    case IR_INT_OR: return is_input(n->in[0], value);
    default: return FOLD_NOTHING;
    }
}

static FoldResult fold_int_unary(const FoldContext *c, IrNode *n, IrNode **value) {
    int64_t a;
    if (int_constant(n->in[0], &a))
        return make_int(c, n->op == IR_INT_NEG ? -a : ~a, value);
    if (n->in[0]->op == n->op)
        return is_input(n->in[0]->in[0], value);
    return FOLD_NOTHING;
}

static FoldResult fold_int_compare(const FoldContext *c, IrNode *n) {
    int64_t a, b;
    if (n->in[0]->op == IR_CONST && n->in[1]->op != IR_CONST) {
        constant_last(n);
        n->aux = swapped[n->aux];
    }
    if (opt_strip(n->in[0]) == opt_strip(n->in[1]))
        return truth(n->aux == IR_EQ || n->aux == IR_LE || n->aux == IR_GE);
    if (int_constant(n->in[0], &a) && int_constant(n->in[1], &b))
        return truth(COMPARE(n->aux, a, b));
    return FOLD_NOTHING;
}

static FoldResult fold_index(const FoldContext *c, const IrNode *n, IrNode **value) {
    int64_t i, size;
    if (n->in[0]->op == IR_GUARD_BOUNDS)
        return is_input(n->in[0], value);
    if (!int_constant(n->in[0], &i))
        return FOLD_NOTHING;
    if (i >= 0)
        return is_input(n->in[0], value);
    return int_constant(n->in[1], &size) ? make_int(c, i + size, value) : FOLD_NOTHING;
}

static FoldResult fold_bounds(const IrNode *n, IrNode **value) {
    int64_t i, size;
    if (!int_constant(n->in[0], &i))
        return FOLD_NOTHING;
    if (i < 0)
        return FOLD_FAILS;
    if (!int_constant(n->in[1], &size))
        return FOLD_NOTHING;
    return i < size ? is_input(n->in[0], value) : FOLD_FAILS;
}

/* A part of a complex constant. */
static FoldResult fold_load_float(const FoldContext *c, const IrNode *n, IrNode **value) {
    Value object;
    if (!ir_is_const(n->in[0], &object) || !value_is_kind(object, KIND_COMPLEX))
        return FOLD_NOTHING;
    double d;
    memcpy(&d, (const char *)value_as_object(object) + n->imm, sizeof d);
    return make_double(c, d, value);
}

/* ---- words ---- */

static FoldResult fold_word(const FoldContext *c, IrNode *n, IrNode **value) {
    const IrNode *a = n->in[0];
    int64_t i;
    switch (n->op) {
    case IR_WORD_CMP:
        if (a->op == IR_CONST_WORD && n->in[1]->op == IR_CONST_WORD)
            return truth(COMPARE(n->aux, a->imm, n->in[1]->imm));
        if (a == n->in[1])
            return truth(n->aux == IR_EQ || n->aux == IR_LE || n->aux == IR_GE);
        return FOLD_NOTHING;
    case IR_WORD_TO_INT:
        if (a->op == IR_CONST_WORD && int_fits_small(a->imm))
            return make_int(c, a->imm, value);
        return a->op == IR_INT_TO_WORD ? is_input(a->in[0], value) : FOLD_NOTHING;
    case IR_INT_TO_WORD:
        if (int_constant(a, &i))
            return is_input(ir_const_word(c->ir, i), value);
        return a->op == IR_WORD_TO_INT ? is_input(a->in[0], value) : FOLD_NOTHING;
    case IR_TEST_BITS:
        return a->op == IR_CONST_WORD ? truth((a->imm & n->imm) != 0) : FOLD_NOTHING;
    default: return FOLD_NOTHING;
    }
}

/* ---- floats ---- */

static bool is_power_of_two(double d) {
    int exponent;
    double mantissa = frexp(d, &exponent);
    return (mantissa == 0.5 || mantissa == -0.5) && exponent > -1000 && exponent < 1000;
}

static FoldResult fold_float(const FoldContext *c, IrNode *n, IrNode **value) {
    double a, b;
    if (n->op == IR_FLOAT_ADD || n->op == IR_FLOAT_MUL)
        constant_last(n);
    if (!double_constant(n->in[1], &b))
        return FOLD_NOTHING;
    bool both = double_constant(n->in[0], &a);
    switch (n->op) {
    case IR_FLOAT_ADD:
        if (both)
            return make_double(c, a + b, value);
        return b == 0 && signbit(b) ? is_input(n->in[0], value) : FOLD_NOTHING;
    case IR_FLOAT_SUB:
        if (both)
            return make_double(c, a - b, value);
        return b == 0 && !signbit(b) ? is_input(n->in[0], value) : FOLD_NOTHING;
    case IR_FLOAT_MUL:
        if (both)
            return make_double(c, a * b, value);
        return b == 1 ? is_input(n->in[0], value) : FOLD_NOTHING;
    case IR_FLOAT_DIV:
        if (both)
            return make_double(c, a / b, value);
        if (b == 1)
            return is_input(n->in[0], value);
        if (is_power_of_two(b)) { /* the reciprocal is exact */
            n->op = IR_FLOAT_MUL;
            n->in[1] = ir_const_float(c->ir, 1 / b);
        }
        return FOLD_NOTHING;
    default: return FOLD_NOTHING;
    }
}

static FoldResult fold_float_unary(const FoldContext *c, IrNode *n, IrNode **value) {
    double a;
    if (double_constant(n->in[0], &a))
        return make_double(c, n->op == IR_FLOAT_NEG ? -a : n->op == IR_FLOAT_ABS ? fabs(a) : sqrt(a), value);
    if (n->op == IR_FLOAT_NEG && n->in[0]->op == IR_FLOAT_NEG)
        return is_input(n->in[0]->in[0], value);
    if (n->op == IR_FLOAT_ABS && n->in[0]->op == IR_FLOAT_ABS)
        return is_input(n->in[0], value);
    if (n->op == IR_FLOAT_ABS && n->in[0]->op == IR_FLOAT_NEG)
        n->in[0] = n->in[0]->in[0];
    return FOLD_NOTHING;
}

static FoldResult fold_float_compare(const IrNode *n) {
    double a, b;
    if (double_constant(n->in[0], &a) && double_constant(n->in[1], &b))
        return truth(COMPARE(n->aux, a, b));
    return FOLD_NOTHING;
}

static FoldResult fold_float_to_int(const FoldContext *c, const IrNode *n, IrNode **value) {
    double a;
    if (!double_constant(n->in[0], &a))
        return FOLD_NOTHING;
    return a > (double)SMALL_INT_MIN && a < (double)SMALL_INT_MAX ? make_int(c, (int64_t)a, value) : FOLD_FAILS;
}

static void cannot_fail(IrNode *n) {
    n->nowrap = true;
    n->state = NULL;
}

/* TO_FLOAT and NUMBER_TO_FLOAT. */
static FoldResult fold_to_float(const FoldContext *c, IrNode *n, IrNode **value) {
    IrNode *in = opt_strip(n->in[0]);
    IrTypes types = n->in[0]->types;
    bool takes_ints = n->op == IR_NUMBER_TO_FLOAT;
    double d;
    int64_t i;
    if (in->op == IR_BOX_FLOAT)
        return is_input(in->in[0], value);
    if (opt_float_constant(in, &d))
        return make_double(c, d, value);
    if (takes_ints && int_constant(in, &i))
        return make_double(c, (double)i, value);
    if (!(types & (takes_ints ? IRT_NUMBER_FLOAT | IRT_INT : IRT_NUMBER_FLOAT)))
        return FOLD_FAILS;
    if (!(types & ~IRT_NUMBER_FLOAT)) {
        n->op = IR_TO_FLOAT;
        cannot_fail(n);
    } else if (takes_ints && !(types & ~IRT_INT)) {
        n->op = IR_INT_TO_FLOAT;
        n->nowrap = false;
        n->state = NULL;
    } else if (takes_ints && !(types & ~(IRT_INT | IRT_NUMBER_FLOAT))) {
        cannot_fail(n);
    }
    return FOLD_NOTHING;
}

static FoldResult fold_box_float(const FoldContext *c, const IrNode *n, IrNode **value) {
    const IrNode *in = n->in[0];
    double d;
    Value v;
    if (in->op == IR_TO_FLOAT && !(in->in[0]->types & ~IRT_NUMBER_FLOAT))
        return is_input(in->in[0], value); /* the box it was in */
    if (double_constant(in, &d) && value_try_float(d, &v))
        return make_value(c, v, value);
    return FOLD_NOTHING;
}

/* ---- assertions ---- */

static FoldResult fold_guard_type(const IrNode *n, IrNode **value) {
    IrTypes types = n->in[0]->types, asserted = (IrTypes)n->imm;
    if (!(types & ~asserted))
        return is_input(n->in[0], value);
    return types & asserted ? FOLD_NOTHING : FOLD_FAILS;
}

/* Types of which there is only one value. */
static bool is_only(IrTypes types, Value v) {
    return (types == IRT_NONE && value_is_none(v)) || (types == IRT_UNDEF && value_is_undef(v));
}

static FoldResult fold_guard_is(const FoldContext *c, const IrNode *n, IrNode **value) {
    Value wanted = {(uint64_t)n->imm}, v;
    if (ir_is_const(n->in[0], &v))
        return value_same(v, wanted) ? is_input(n->in[0], value) : FOLD_FAILS;
    if (!(n->in[0]->types & ir_types_of_value(c->ir->thread, wanted)))
        return FOLD_FAILS;
    return is_only(n->in[0]->types, wanted) ? make_value(c, wanted, value) : FOLD_NOTHING;
}

static FoldResult fold_guard_not(const FoldContext *c, const IrNode *n, IrNode **value) {
    Value excluded = {(uint64_t)n->imm}, v;
    if (ir_is_const(n->in[0], &v))
        return value_same(v, excluded) ? FOLD_FAILS : is_input(n->in[0], value);
    if (!(n->in[0]->types & ir_types_of_value(c->ir->thread, excluded)))
        return is_input(n->in[0], value);
    return is_only(n->in[0]->types, excluded) ? FOLD_FAILS : FOLD_NOTHING;
}

static FoldResult fold_guard_shape(const FoldContext *c, const IrNode *n, IrNode **value) {
    IrTypes types = n->in[0]->types;
    uint32_t shape = ir_shape_of_type(c->ir->thread, types);
    if (shape) /* all objects of this type have it, always */
        return shape == (uint32_t)n->imm ? is_input(n->in[0], value) : FOLD_FAILS;
    return types & IRT_OBJECT ? FOLD_NOTHING : FOLD_FAILS;
}

static int known(const FoldContext *c, const IrNode *condition) {
    return c->truth(c->walk, condition, c->at);
}

static FoldResult fold_guard_condition(const FoldContext *c, IrNode *n) {
    while (n->in[0]->op == IR_NOT) {
        n->in[0] = n->in[0]->in[0];
        n->op = n->op == IR_GUARD_TRUE ? IR_GUARD_FALSE : IR_GUARD_TRUE;
    }
    int holds = known(c, n->in[0]);
    if (holds < 0)
        return FOLD_NOTHING;
    return holds == (n->op == IR_GUARD_TRUE) ? FOLD_GONE : FOLD_FAILS;
}

/* ---- conditions ---- */

static FoldResult fold_same(const FoldContext *c, IrNode *n, IrNode **value) {
    constant_last(n);
    IrNode *a = opt_strip(n->in[0]), *b = opt_strip(n->in[1]);
    Value x, y;
    if (a == b)
        return FOLD_TRUE;
    if (!(n->in[0]->types & n->in[1]->types))
        return FOLD_FALSE;
    if (!ir_is_const(b, &y))
        return FOLD_NOTHING;
    if (ir_is_const(a, &x))
        return truth(value_same(x, y));
    if (is_only(n->in[0]->types, y))
        return FOLD_TRUE;
    if (a->op == IR_BOOL_VALUE && value_is_bool(y)) {
        if (value_is_true(y))
            return is_input(a->in[0], value);
        n->op = IR_NOT;
        n->in[0] = a->in[0];
        n->input_count = 1;
    }
    return FOLD_NOTHING;
}

static FoldResult fold_not(const FoldContext *c, IrNode *n, IrNode **value) {
    IrNode *in = n->in[0];
    int holds = known(c, in);
    if (holds >= 0)
        return truth(!holds);
    if (in->op == IR_NOT)
        return is_input(in->in[0], value);
    if (in->op == IR_INT_CMP || in->op == IR_WORD_CMP ||
        (in->op == IR_FLOAT_CMP && (in->aux == IR_EQ || in->aux == IR_NE))) {
        IrNode *inverse = ir_node(c->ir, (IrOp)in->op, in->in[0], in->in[1], NULL);
        inverse->aux = inverted[in->aux];
        ir_insert_before(n, inverse);
        *value = inverse;
        return FOLD_VALUE;
    }
    return FOLD_NOTHING;
}

static FoldResult fold_is_true(const IrNode *n, IrNode **value) {
    Value v;
    if (ir_is_const(n->in[0], &v))
        return truth(value_is_true(v));
    IrNode *in = opt_strip(n->in[0]);
    return in->op == IR_BOOL_VALUE ? is_input(in->in[0], value) : FOLD_NOTHING;
}

static FoldResult fold_bool_value(const FoldContext *c, const IrNode *n, IrNode **value) {
    int holds = known(c, n->in[0]);
    if (holds >= 0)
        return make_value(c, value_bool(holds), value);
    return n->in[0]->op == IR_IS_TRUE ? is_input(n->in[0]->in[0], value) : FOLD_NOTHING;
}

static FoldResult fold_select(const FoldContext *c, IrNode *n, IrNode **value) {
    if (n->in[1] == n->in[2])
        return is_input(n->in[1], value);
    int holds = known(c, n->in[0]);
    if (holds >= 0)
        return is_input(n->in[holds ? 1 : 2], value);
    if (n->in[0]->op == IR_NOT) {
        IrNode *second = n->in[1];
        n->in[0] = n->in[0]->in[0];
        n->in[1] = n->in[2];
        n->in[2] = second;
    }
    return FOLD_NOTHING;
}

/* ---- all ---- */

FoldResult fold_node(const FoldContext *c, IrNode *n, IrNode **value) {
    int64_t i;
    switch ((IrOp)n->op) {
    case IR_GUARD_TYPE: return fold_guard_type(n, value);
    case IR_GUARD_IS: return fold_guard_is(c, n, value);
    case IR_GUARD_NOT: return fold_guard_not(c, n, value);
    case IR_GUARD_SHAPE: return fold_guard_shape(c, n, value);
    case IR_GUARD_CODE: return n->in[0]->types & IRT_FUNCTION ? FOLD_NOTHING : FOLD_FAILS;
    case IR_GUARD_TRUE:
    case IR_GUARD_FALSE: return fold_guard_condition(c, n);
    case IR_GUARD_BOUNDS: return fold_bounds(n, value);
    case IR_TO_FLOAT:
    case IR_NUMBER_TO_FLOAT: return fold_to_float(c, n, value);
    case IR_INT_ADD:
    case IR_INT_SUB:
    case IR_INT_MUL:
    case IR_INT_FLOORDIV:
    case IR_INT_MOD:
    case IR_INT_SHL:
    case IR_INT_SHR:
    case IR_INT_AND:
    case IR_INT_OR:
    case IR_INT_XOR: return fold_int(c, n, value);
    case IR_INT_NEG:
    case IR_INT_INVERT: return fold_int_unary(c, n, value);
    case IR_INT_CMP: return fold_int_compare(c, n);
    case IR_INT_TO_FLOAT:
        return int_constant(n->in[0], &i) ? make_double(c, (double)i, value) : FOLD_NOTHING;
    case IR_INT_INDEX: return fold_index(c, n, value);
    case IR_LOAD_FLOAT: return fold_load_float(c, n, value);
    case IR_WORD_CMP:
    case IR_WORD_TO_INT:
    case IR_INT_TO_WORD:
    case IR_TEST_BITS: return fold_word(c, n, value);
    case IR_FLOAT_ADD:
    case IR_FLOAT_SUB:
    case IR_FLOAT_MUL:
    case IR_FLOAT_DIV: return fold_float(c, n, value);
    case IR_FLOAT_NEG:
    case IR_FLOAT_ABS:
    case IR_FLOAT_SQRT: return fold_float_unary(c, n, value);
    case IR_FLOAT_CMP: return fold_float_compare(n);
    case IR_FLOAT_TO_INT: return fold_float_to_int(c, n, value);
    case IR_BOX_FLOAT: return fold_box_float(c, n, value);
    case IR_WORD_ADD:
    case IR_WORD_SUB:
    case IR_WORD_MUL:
    case IR_WORD_AND:
    case IR_WORD_OR:
    case IR_WORD_XOR:
    case IR_WORD_SHL:
    case IR_WORD_SHR:
    case IR_LOW_WORD:
    case IR_TO_WORD:
    case IR_BOX_WORD:
    case IR_CALL_VALUES: return fold_big(c, n, value);
    case IR_SAME: return fold_same(c, n, value);
    case IR_IS_TYPE:
        if (!(n->in[0]->types & ~(IrTypes)n->imm))
            return FOLD_TRUE;
        return n->in[0]->types & (IrTypes)n->imm ? FOLD_NOTHING : FOLD_FALSE;
    case IR_NOT: return fold_not(c, n, value);
    case IR_BOOL_VALUE: return fold_bool_value(c, n, value);
    case IR_IS_TRUE: return fold_is_true(n, value);
    case IR_SELECT: return fold_select(c, n, value);
    default: return FOLD_NOTHING;
    }
}

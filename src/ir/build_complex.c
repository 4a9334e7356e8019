/*
 * build_complex.c - the graph builder: complex numbers, as two doubles each.
 *
 * Results agree with runtime/complex.c to the last bit, so every formula keeps its order
 * of operations; a real operand is a complex one with an imaginary part of 0.0, which
 * matters where that is multiplied by an infinity.
 *
 * A result is an object with two fields like any other: where nobody else gets hold of it,
 * opt_escape.c leaves only the doubles, around loops too.
 */
#include "ir/build_internal.h"

#include <math.h>

#include "runtime/float.h"

typedef struct Pair {
    IrNode *real, *imag;
} Pair;

static IrNode *op(Builder *b, IrOp o, IrNode *x, IrNode *y) { return build_emit(b, ir_node(b->ir, o, x, y, NULL)); }
static IrNode *add(Builder *b, IrNode *x, IrNode *y) { return op(b, IR_FLOAT_ADD, x, y); }
static IrNode *sub(Builder *b, IrNode *x, IrNode *y) { return op(b, IR_FLOAT_SUB, x, y); }
static IrNode *mul(Builder *b, IrNode *x, IrNode *y) { return op(b, IR_FLOAT_MUL, x, y); }
static IrNode *divide_doubles(Builder *b, IrNode *x, IrNode *y) { return op(b, IR_FLOAT_DIV, x, y); }
static IrNode *absolute(Builder *b, IrNode *x) { return op(b, IR_FLOAT_ABS, x, NULL); }
static IrNode *zero(Builder *b) { return ir_const_float(b->ir, 0.0); }

static IrNode *compare(Builder *b, IrCompare how, IrNode *x, IrNode *y) {
    IrNode *n = op(b, IR_FLOAT_CMP, x, y);
    n->aux = how;
    return n;
}

/* ---- objects ---- */

static IrNode *part(Builder *b, IrNode *o, size_t offset) {
    return build_load(b, IR_LOAD_FLOAT, o, (int64_t)offset, ALIAS_CONSTANT);
}

static IrNode *as_complex(Builder *b, IrNode *v) { return build_of_types(b, v, IRT_COMPLEX, DEOPT_TYPE); }

/* Of a number of these types: its parts. */
static Pair parts_of(Builder *b, IrNode *v, IrTypes types) {
    if (!build_is_within(types, IRT_COMPLEX))
        return (Pair){build_to_float(b, v, types, false), zero(b)};
    IrNode *o = as_complex(b, v);
    return (Pair){part(b, o, offsetof(Complex, real)), part(b, o, offsetof(Complex, imag))};
}

static IrNode *make(Builder *b, Pair p) {
    IrNode *n = ir_node_new(b->ir, IR_ALLOC, 0);
    uint64_t size = (sizeof(Complex) + 15) & ~15ull;
    n->imm = (int64_t)((uint64_t)(uint32_t)(uintptr_t)b->t->vm->types[TYPE_COMPLEX]->root_shape | (size >> 4) << 32 |
                       (uint64_t)KIND_COMPLEX << 48);
    n->types = IRT_COMPLEX;
    build_call(b, n);
    build_store(b, IR_STORE_FLOAT, n, offsetof(Complex, real), p.real, ALIAS_CONSTANT);
    build_store(b, IR_STORE_FLOAT, n, offsetof(Complex, imag), p.imag, ALIAS_CONSTANT);
    return n;
}

/* ---- arithmetic ---- */

static Pair multiply(Builder *b, Pair x, Pair y) {
    return (Pair){sub(b, mul(b, x.real, y.real), mul(b, x.imag, y.imag)),
                  add(b, mul(b, x.real, y.imag), mul(b, x.imag, y.real))};
}

static void guard(Builder *b, IrOp guard_op, IrNode *condition, DeoptReason reason) {
    build_guard(b, ir_node(b->ir, guard_op, condition, NULL, NULL), reason);
}

/* Smith's algorithm where the divisor's real part is the larger one, ... */
static Pair divide_by_real(Builder *b, Pair x, Pair y) {
    guard(b, IR_GUARD_FALSE, compare(b, IR_EQ, y.real, zero(b)), DEOPT_DIVISION);
    IrNode *ratio = divide_doubles(b, y.imag, y.real);
    IrNode *denominator = add(b, y.real, mul(b, y.imag, ratio));
    return (Pair){divide_doubles(b, add(b, x.real, mul(b, x.imag, ratio)), denominator),
                  divide_doubles(b, sub(b, x.imag, mul(b, x.real, ratio)), denominator)};
}

/* ... and where the imaginary one is. */
static Pair divide_by_imaginary(Builder *b, Pair x, Pair y) {
    IrNode *ratio = divide_doubles(b, y.real, y.imag);
    IrNode *denominator = add(b, mul(b, y.real, ratio), y.imag);
    return (Pair){divide_doubles(b, add(b, mul(b, x.real, ratio), x.imag), denominator),
                  divide_doubles(b, sub(b, mul(b, x.imag, ratio), x.real), denominator)};
}

static Pair divide(Builder *b, Pair x, Pair y) {
    IrBlock *by_real = build_block(b), *by_imaginary = build_block(b), *join = build_block(b);
    IrNode *real = absolute(b, y.real), *imaginary = absolute(b, y.imag);
    guard(b, IR_GUARD_TRUE, compare(b, IR_LT, add(b, real, imaginary), ir_const_float(b->ir, INFINITY)), DEOPT_DIVISION);
    build_branch(b, compare(b, IR_GE, real, imaginary), by_real, by_imaginary);
    b->block = by_real;
    Pair first = divide_by_real(b, x, y);
    build_jump(b, join);
    b->block = by_imaginary;
    Pair second = divide_by_imaginary(b, x, y);
    build_jump(b, join);
    b->block = join;
    return (Pair){build_phi2(b, join, first.real, second.real), build_phi2(b, join, first.imag, second.imag)};
}

/* What powers and absolute values raise OverflowError for is left to the interpreter. */
static void guard_finite(Builder *b, IrNode *f) {
    guard(b, IR_GUARD_TRUE, compare(b, IR_LT, absolute(b, f), ir_const_float(b->ir, INFINITY)), DEOPT_OVERFLOW);
}

/* As repeated squaring has it: beginning with 1. */
static Pair square(Builder *b, Pair x) {
    Pair one = {ir_const_float(b->ir, 1.0), zero(b)};
    Pair result = multiply(b, one, multiply(b, x, x));
    guard_finite(b, result.real);
    guard_finite(b, result.imag);
    return result;
}

IrNode *build_complex_binary(Builder *b, Opcode o, IrNode *x, IrNode *y, IrTypes tx, IrTypes ty) {
    IrTypes numbers[] = {IRT_COMPLEX, IRT_NUMBER_FLOAT, IRT_INT};
    bool known_x = false, known_y = false;
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
        known_x |= build_is_within(tx, numbers[k]);
        known_y |= build_is_within(ty, numbers[k]);
    }
    if (!known_x || !known_y || !((tx | ty) & IRT_COMPLEX))
        return NULL;
    Value exponent;
    switch (o) {
    case OPC_ADD:
    case OPC_SUB:
    case OPC_MUL: break;
    case OPC_TRUEDIV:
        if (build_failed(b, DEOPT_DIVISION))
            return NULL;
        break;
    case OPC_POW:
        if (build_failed(b, DEOPT_OVERFLOW) || !ir_is_const(y, &exponent) || !value_same(exponent, value_from_int(2)))
            return NULL;
        return make(b, square(b, parts_of(b, x, tx)));
    default: return NULL;
    }
    Pair l = parts_of(b, x, tx), r = parts_of(b, y, ty);
    switch (o) {
    case OPC_ADD: return make(b, (Pair){add(b, l.real, r.real), add(b, l.imag, r.imag)});
    case OPC_SUB: return make(b, (Pair){sub(b, l.real, r.real), sub(b, l.imag, r.imag)});
    case OPC_MUL: return make(b, multiply(b, l, r));
    default: return make(b, build_is_within(ty, IRT_COMPLEX) ? divide(b, l, r) : divide_by_real(b, l, r));
    }
}

IrNode *build_complex_negate(Builder *b, IrNode *v) {
    Pair x = parts_of(b, v, IRT_COMPLEX);
    return make(b, (Pair){op(b, IR_FLOAT_NEG, x.real, NULL), op(b, IR_FLOAT_NEG, x.imag, NULL)});
}

/* ---- calls and attributes ---- */

IrNode *build_complex_abs(Builder *b, IrNode *v) {
    if (build_failed(b, DEOPT_OVERFLOW))
        return NULL;
    Pair x = parts_of(b, v, IRT_COMPLEX);
    IrNode *length = build_rt(b, RT_hypot, x.real, x.imag, NULL);
    guard_finite(b, length);
    return build_box_float(b, length);
}

IrNode *build_complex_function(Builder *b, void (*function)(void), IrNode *v, IrTypes types) {
    if (!build_is_within(types, IRT_COMPLEX) && !build_is_within(types, IRT_NUMBER_FLOAT) && !build_is_within(types, IRT_INT))
        return NULL;
    Pair x = parts_of(b, v, types);
    return build_result(build_rt(b, RT_complex_function, x.real, x.imag, ir_const_word(b->ir, (int64_t)(uintptr_t)function)),
                        IRT_COMPLEX);
}

IrNode *build_complex_attribute(Builder *b, IrNode *v, bool imaginary) {
    return build_box_float(b, part(b, as_complex(b, v), imaginary ? offsetof(Complex, imag) : offsetof(Complex, real)));
}

IrNode *build_complex_new(Builder *b, IrNode **args, const IrTypes *types, uint32_t count) {
    if (count == 1 && build_is_within(types[0], IRT_COMPLEX))
        return as_complex(b, args[0]);
    for (uint32_t k = 0; k < count; k++)
        if (!build_is_within(types[k], IRT_NUMBER_FLOAT) && !build_is_within(types[k], IRT_INT))
            return NULL;
    Pair p = {build_to_float(b, args[0], types[0], false),
              count > 1 ? build_to_float(b, args[1], types[1], false) : zero(b)};
    return make(b, p);
}

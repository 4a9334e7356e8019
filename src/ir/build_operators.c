/*
 * build_operators.c - the graph builder: arithmetic, comparisons, conditions.
 *
 * What the operands have been decides: small ints are computed on as they are,
 * floats as raw doubles; anything else calls.
 */
#include "ir/build_internal.h"

#include <math.h>

#include "ir/rt.h"
#include "runtime/ops.h"
#include "runtime/str.h"
#include "vm/operators.h"

/* ---- what operands are ---- */

/* What a value may be, by what is known and, as long as that leaves a choice, by
 * what has been seen. */
static IrTypes expected(const IrNode *v, IrTypes seen) {
    if (!seen)
        seen = IRT_INT; /* never seen: what fresh instructions of the interpreter assume */
    IrTypes both = v->types & seen;
    return both ? both : v->types;
}

static IrNode *as_int(Builder *b, IrNode *v) { return build_of_types(b, v, IRT_INT, DEOPT_NOT_INT); }

IrNode *build_to_float(Builder *b, IrNode *v, IrTypes seen, bool accept_int) {
    IrTypes types = expected(v, seen);
    if (build_is_within(types, IRT_INT)) {
        IrNode *n = ir_node(b->ir, IR_INT_TO_FLOAT, as_int(b, v), NULL, NULL);
        return build_emit(b, n);
    }
    if (v->op == IR_BOX_FLOAT)
        return v->in[0];
    bool mixed = accept_int && types & IRT_INT;
    IrNode *n = ir_node(b->ir, mixed ? IR_NUMBER_TO_FLOAT : IR_TO_FLOAT, v, NULL, NULL);
    return build_guard(b, n, DEOPT_NOT_FLOAT);
}

IrNode *build_box_float(Builder *b, IrNode *f) {
    IrNode *n = ir_node(b->ir, IR_BOX_FLOAT, f, NULL, NULL);
    n->types = IRT_NUMBER_FLOAT;
    n->state = build_call_state(b);
    n->reason = DEOPT_EXCEPTION;
    return build_emit(b, n);
}

static IrNode *bool_value(Builder *b, IrNode *condition) {
    IrNode *v = build_emit(b, ir_node(b->ir, IR_BOOL_VALUE, condition, NULL, NULL));
    v->types = IRT_BOOL;
    return v;
}

/* ---- arithmetic ---- */

/* The operator behind the INPLACE_ and _IMM forms. */
static Opcode plain_operator(Opcode op) {
    switch (op) {
#define SAME(NAME) case OPC_##NAME: case OPC_INPLACE_##NAME: return OPC_##NAME;
#define SAME_IMM(NAME) case OPC_##NAME##_IMM: case OPC_INPLACE_##NAME##_IMM: SAME(NAME)
    SAME_IMM(ADD) SAME_IMM(SUB) SAME_IMM(MUL) SAME_IMM(FLOORDIV) SAME_IMM(MOD) SAME_IMM(AND)
    SAME_IMM(LSHIFT) SAME_IMM(RSHIFT)
    SAME(MATMUL) SAME(TRUEDIV) SAME(POW) SAME(XOR) SAME(OR)
#undef SAME
#undef SAME_IMM
    default: return OPC_NOP;
    }
}

static IrNode *int_operation(Builder *b, IrOp op, IrNode *x, IrNode *y, DeoptReason reason) {
    IrNode *n = ir_node(b->ir, op, as_int(b, x), as_int(b, y), NULL);
    n->types = IRT_INT;
    return ir_op_info[op].effect == EFFECT_GUARD ? build_guard(b, n, reason) : build_emit(b, n);
}

static IrNode *float_operation(Builder *b, IrOp op, IrNode *x, IrNode *y, IrTypes seen_x, IrTypes seen_y) {
    IrNode *l = build_to_float(b, x, seen_x, true), *r = build_to_float(b, y, seen_y, true);
    if (op == IR_FLOAT_DIV) {
        IrNode *zero = ir_node(b->ir, IR_FLOAT_CMP, r, ir_const_float(b->ir, 0.0), NULL);
        zero->aux = IR_EQ;
        build_guard(b, ir_node(b->ir, IR_GUARD_FALSE, build_emit(b, zero), NULL, NULL), DEOPT_DIVISION);
    }
    return build_box_float(b, build_emit(b, ir_node(b->ir, op, l, r, NULL)));
}

/* Whether the operands, one of them certainly a float, are numbers that an operation
 * on doubles takes. */
static bool are_floats(IrTypes x, IrTypes y) {
    IrTypes numbers = IRT_INT | IRT_NUMBER_FLOAT;
    return build_is_within(x, numbers) && build_is_within(y, numbers) &&
           (build_is_within(x, IRT_NUMBER_FLOAT) || build_is_within(y, IRT_NUMBER_FLOAT));
}

static IrNode *float_helper(Builder *b, RtCall id, IrNode *x, IrNode *y, IrTypes seen_x, IrTypes seen_y) {
    IrNode *l = build_to_float(b, x, seen_x, true), *r = build_to_float(b, y, seen_y, true);
    IrNode *zero = ir_node(b->ir, IR_FLOAT_CMP, r, ir_const_float(b->ir, 0.0), NULL);
    zero->aux = IR_EQ;
    build_guard(b, ir_node(b->ir, IR_GUARD_FALSE, build_emit(b, zero), NULL, NULL), DEOPT_DIVISION);
    return build_box_float(b, build_rt(b, id, l, r, NULL));
}

static IrNode *generic_binary(Builder *b, Opcode op, IrNode *x, IrNode *y) {
    return build_rt(b, RT_binary, x, y, ir_const_word(b->ir, op));
}

/* Of a positive number, where the C library's result is finite: no errors, and no complex
 * numbers. */
static IrNode *float_power(Builder *b, IrNode *x, IrNode *y) {
    IrNode *positive = ir_node(b->ir, IR_FLOAT_CMP, x, ir_const_float(b->ir, 0.0), NULL);
    positive->aux = IR_GT;
    build_guard(b, ir_node(b->ir, IR_GUARD_TRUE, build_emit(b, positive), NULL, NULL), DEOPT_DIVISION);
    IrNode *result = ir_node(b->ir, IR_CALL_DOUBLES, x, y, NULL);
    result->imm = (int64_t)(uintptr_t)pow;
    result->effects = RT_PURE;
    build_emit(b, result);
    IrNode *finite = ir_node(b->ir, IR_FLOAT_CMP, result, ir_const_float(b->ir, INFINITY), NULL);
    finite->aux = IR_LT;
    build_guard(b, ir_node(b->ir, IR_GUARD_TRUE, build_emit(b, finite), NULL, NULL), DEOPT_OVERFLOW);
    return build_box_float(b, result);
}

/* Division of ints that doubles hold exactly. */
static IrNode *int_true_divide(Builder *b, IrNode *x, IrNode *y) {
    IrNode *l = as_int(b, x), *r = as_int(b, y);
    IrNode *operands[2] = {l, r};
    for (int k = 0; k < 2; k++) {
        Value v;
        if (ir_is_const(operands[k], &v) && value_as_int(v) > -(1ll << 53) && value_as_int(v) < 1ll << 53)
            continue;
        /* (x + 2^53) < 2^54, unsigned, is a bounds check. */
        IrNode *moved = ir_node(b->ir, IR_INT_ADD, operands[k], build_int(b, 1ll << 53), NULL);
        moved->types = IRT_INT;
        build_guard(b, moved, DEOPT_OVERFLOW);
        IrNode *bounds = ir_node(b->ir, IR_GUARD_BOUNDS, moved, build_int(b, 1ll << 54), NULL);
        bounds->types = IRT_INT;
        build_guard(b, bounds, DEOPT_OVERFLOW);
    }
    return float_operation(b, IR_FLOAT_DIV, l, r, IRT_INT, IRT_INT);
}

/* + and * of strs; NULL: not of these operands. */
static IrNode *str_operation(Builder *b, Opcode op, IrNode *x, IrNode *y, IrTypes tx, IrTypes ty) {
    if (build_failed(b, DEOPT_TYPE))
        return NULL;
    if (op == OPC_ADD && build_is_within(tx, IRT_STR) && build_is_within(ty, IRT_STR)) {
        IrNode *known = build_known_text(b, x, y);
        if (known)
            return known;
        IrNode *l = build_of_types(b, x, IRT_STR, DEOPT_TYPE), *r = build_of_types(b, y, IRT_STR, DEOPT_TYPE);
        return build_concat(b, l, r);
    }
    if (op == OPC_MUL && build_is_within(tx, IRT_STR) && build_is_within(ty, IRT_INT)) {
        IrNode *s = build_of_types(b, x, IRT_STR, DEOPT_TYPE), *count = build_of_types(b, y, IRT_INT, DEOPT_TYPE);
        return build_result(build_rt(b, RT_str_repeat, s, count, NULL), IRT_STR);
    }
    return NULL;
}

/* What a native type declares to be plain, such as adding lists; NULL: it is not. */
static IrNode *native_operation(Builder *b, Opcode op, IrNode *x, IrNode *y, IrTypes tx, IrTypes ty) {
    IrNode *args[2] = {x, y};
    IrTypes types[2] = {tx, ty};
    uint32_t shape = build_site(b)->left_shape;
    const Type *type = build_one_type(b, x, tx, shape);
    return type ? build_plain_special(b, operator_first_special(op, type), args, types, shape, 2) : NULL;
}

/* Whether operands, a bool among them, are computed on as ints: not where two bools give
 * a bool. */
static bool counts_bools(Opcode op, IrTypes x, IrTypes y) {
    if (!build_is_within(x, IRT_INT) && !build_is_within(x, IRT_BOOL))
        return false;
    if (!build_is_within(y, IRT_INT) && !build_is_within(y, IRT_BOOL))
        return false;
    bool bools = build_is_within(x, IRT_BOOL) && build_is_within(y, IRT_BOOL);
    return (x | y) & IRT_BOOL && !(bools && (op == OPC_AND || op == OPC_OR || op == OPC_XOR));
}

/* 1 or 0 of a value that has been a bool; others as they are. */
static IrNode *bool_as_int(Builder *b, IrNode *v, IrTypes types) {
    if (!build_is_within(types, IRT_BOOL))
        return v;
    IrNode *truth = ir_node(b->ir, IR_IS_TRUE, build_of_types(b, v, IRT_BOOL, DEOPT_NOT_BOOL), NULL, NULL);
    IrNode *n = ir_node(b->ir, IR_SELECT, build_emit(b, truth), build_int(b, 1), build_int(b, 0));
    n->types = IRT_INT;
    return build_emit(b, n);
}

/* Of ints that have been, or have become, too big for small ones, where nothing but the
 * want of memory can fail: what only the low bits are wanted of is computed without it
 * (fold_words.c).  NULL: not of these operands. */
static IrNode *big_operation(Builder *b, Opcode op, IrNode *x, IrNode *y, IrTypes tx, IrTypes ty) {
    enum { COUNT_MAX = 63 };
    IrTypes ints = IRT_INT | IRT_BIGINT;
    Value v;
    if (!build_is_within(tx, ints) || !build_is_within(ty, ints) || build_failed(b, DEOPT_TYPE))
        return NULL;
    bool is_constant = ir_is_const(y, &v);
    switch (op) {
    case OPC_ADD: case OPC_SUB: case OPC_MUL: case OPC_AND: case OPC_OR: case OPC_XOR: break;
    case OPC_LSHIFT: case OPC_RSHIFT:
        if (!is_constant || !value_is_int(v) || value_as_int(v) < 0 || value_as_int(v) > COUNT_MAX)
            return NULL;
        break;
    case OPC_FLOORDIV: case OPC_MOD:
        if (!is_constant || (value_is_int(v) && value_as_int(v) == 0))
            return NULL;
        break;
    default: return NULL;
    }
    IrNode *call = ir_node(b->ir, IR_CALL_VALUES, build_of_types(b, x, ints, DEOPT_TYPE),
                           build_of_types(b, y, ints, DEOPT_TYPE), NULL);
    call->imm = (int64_t)(uintptr_t)rt_int_operation;
    call->aux = op;
    call->effects = RT_READS | RT_ALLOCATES;
    call->removable = true;
    return build_result(build_call(b, call), ints);
}

static IrNode *is_of(Builder *b, IrNode *v, IrTypes types) {
    IrNode *n = ir_node(b->ir, IR_IS_TYPE, v, NULL, NULL);
    n->imm = types;
    return build_emit(b, n);
}

/* Begins a way of the choice in which both values are of these types: *x and *y become what
 * says so. */
static void begin_way_of_types(Builder *b, Choice *c, IrNode **x, IrNode **y, IrTypes types) {
    IrNode **operands[2] = {x, y};
    bool begun = false;
    for (int k = 0; k < 2; k++)
        if ((*operands[k])->types & ~types) {
            IrNode *condition = is_of(b, *operands[k], types);
            begun ? build_only_if(b, c, condition) : build_begin_way(b, c, condition);
            begun = true;
        }
    for (int k = 0; k < 2; k++)
        if ((*operands[k])->types & ~types) {
            IrNode *pin = ir_node(b->ir, IR_GUARD_TYPE, *operands[k], NULL, NULL);
            pin->imm = types;
            pin->types = (*operands[k])->types & types;
            pin->nowrap = true;
            *operands[k] = build_emit(b, pin);
        }
}

/* Whether operands have been ints and floats both: one does not tell what the other is. */
static bool are_mixed(const IrNode *x, const IrNode *y, IrTypes tx, IrTypes ty) {
    IrTypes numbers = IRT_INT | IRT_NUMBER_FLOAT;
    return build_is_within(tx, numbers) && build_is_within(ty, numbers) && (tx & ty & IRT_INT) &&
           ((tx | ty) & IRT_NUMBER_FLOAT) && x->types & IRT_INT && y->types & IRT_INT;
}

static IrNode *binary(Builder *b, Opcode op, Opcode form, IrNode *x, IrNode *y, IrTypes seen_x, IrTypes seen_y);

/* Arithmetic of such: of ints, or else of floats.  NULL: none that there is for both. */
static IrNode *mixed_operation(Builder *b, Opcode op, IrNode *x, IrNode *y, IrTypes tx, IrTypes ty) {
    static const IrOp float_ops[] = {
        [OPC_ADD] = IR_FLOAT_ADD, [OPC_SUB] = IR_FLOAT_SUB, [OPC_MUL] = IR_FLOAT_MUL, [OPC_TRUEDIV] = IR_FLOAT_DIV};
    if (op >= sizeof float_ops / sizeof *float_ops || !float_ops[op])
        return NULL;
    Choice c;
    IrNode *result, *i = x, *j = y;
    build_begin_choice(b, &c);
    begin_way_of_types(b, &c, &i, &j, IRT_INT);
    build_end_way(b, &c, binary(b, op, op, i, j, IRT_INT, IRT_INT), NULL);
    build_end_way(b, &c, float_operation(b, float_ops[op], x, y, tx, ty), NULL);
    return build_end_choice(b, &c, &result, NULL) ? result : NULL;
}

/* `seen_x`, `seen_y`: of the operands; `op`: without INPLACE_ and _IMM, `form`: as it
 * is, for the general case. */
static IrNode *binary(Builder *b, Opcode op, Opcode form, IrNode *x, IrNode *y, IrTypes seen_x, IrTypes seen_y) {
    IrTypes tx = expected(x, seen_x), ty = expected(y, seen_y);
    if (counts_bools(op, tx, ty) && !build_failed(b, DEOPT_NOT_BOOL)) {
        x = bool_as_int(b, x, tx);
        y = bool_as_int(b, y, ty);
        tx = ty = seen_x = seen_y = IRT_INT;
    }
    bool ints = build_is_within(tx, IRT_INT) && build_is_within(ty, IRT_INT), floats = are_floats(tx, ty);
    if ((tx | ty) & IRT_COMPLEX) {
        IrNode *v = build_complex_binary(b, op, x, y, tx, ty);
        return v ? v : generic_binary(b, form, x, y);
    }
    if (ints && (build_failed(b, DEOPT_OVERFLOW) || build_failed(b, DEOPT_DIVISION))) {
        IrNode *v = big_operation(b, op, x, y, tx, ty);
        return v ? v : generic_binary(b, form, x, y);
    }
    if (!ints && !floats && are_mixed(x, y, tx, ty) && !build_failed(b, DEOPT_OVERFLOW) &&
        !build_failed(b, DEOPT_DIVISION)) {
        IrNode *v = mixed_operation(b, op, x, y, tx, ty);
        if (v)
            return v;
    }
    switch (op) {
    case OPC_ADD:
        if (ints) return int_operation(b, IR_INT_ADD, x, y, DEOPT_OVERFLOW);
        if (floats) return float_operation(b, IR_FLOAT_ADD, x, y, seen_x, seen_y);
        break;
    case OPC_SUB:
        if (ints) return int_operation(b, IR_INT_SUB, x, y, DEOPT_OVERFLOW);
        if (floats) return float_operation(b, IR_FLOAT_SUB, x, y, seen_x, seen_y);
        break;
    case OPC_MUL:
        if (ints) return int_operation(b, IR_INT_MUL, x, y, DEOPT_OVERFLOW);
        if (floats) return float_operation(b, IR_FLOAT_MUL, x, y, seen_x, seen_y);
        break;
    case OPC_TRUEDIV:
        if (ints) return int_true_divide(b, x, y);
        if (floats && !build_failed(b, DEOPT_DIVISION))
            return float_operation(b, IR_FLOAT_DIV, x, y, seen_x, seen_y);
        break;
    case OPC_FLOORDIV:
        if (ints) return int_operation(b, IR_INT_FLOORDIV, x, y, DEOPT_DIVISION);
        if (floats && !build_failed(b, DEOPT_DIVISION))
            return float_helper(b, RT_float_floordiv, x, y, seen_x, seen_y);
        break;
    case OPC_MOD:
        if (ints) return int_operation(b, IR_INT_MOD, x, y, DEOPT_DIVISION);
        if (floats && !build_failed(b, DEOPT_DIVISION))
            return float_helper(b, RT_float_mod, x, y, seen_x, seen_y);
        break;
    case OPC_AND:
        if (ints) return int_operation(b, IR_INT_AND, x, y, DEOPT_NONE);
        break;
    case OPC_OR:
        if (ints) return int_operation(b, IR_INT_OR, x, y, DEOPT_NONE);
        break;
    case OPC_XOR:
        if (ints) return int_operation(b, IR_INT_XOR, x, y, DEOPT_NONE);
        break;
    case OPC_LSHIFT:
        if (ints) return int_operation(b, IR_INT_SHL, x, y, DEOPT_OVERFLOW);
        break;
    case OPC_RSHIFT:
        if (ints) return int_operation(b, IR_INT_SHR, x, y, DEOPT_DIVISION);
        break;
    case OPC_POW: {
        Value exponent;
        bool square = ir_is_const(y, &exponent) && value_same(exponent, value_from_int(2));
        if (square && build_is_within(tx, IRT_INT))
            return int_operation(b, IR_INT_MUL, x, x, DEOPT_OVERFLOW);
        if (square && build_is_within(tx, IRT_NUMBER_FLOAT) && !build_failed(b, DEOPT_OVERFLOW)) {
            /* Where a product would be infinite a power is an OverflowError. */
            IrNode *f = build_to_float(b, x, seen_x, false);
            IrNode *result = build_emit(b, ir_node(b->ir, IR_FLOAT_MUL, f, f, NULL));
            IrNode *finite = ir_node(b->ir, IR_FLOAT_CMP, result, ir_const_float(b->ir, INFINITY), NULL);
            finite->aux = IR_LT;
            build_guard(b, ir_node(b->ir, IR_GUARD_TRUE, build_emit(b, finite), NULL, NULL), DEOPT_OVERFLOW);
            return build_box_float(b, result);
        }
        if (floats) {
            IrNode *l = build_to_float(b, x, seen_x, true), *r = build_to_float(b, y, seen_y, true);
            return build_failed(b, DEOPT_DIVISION) || build_failed(b, DEOPT_OVERFLOW)
                       ? build_rt(b, RT_float_pow, l, r, NULL) : float_power(b, l, r);
        }
        break;
    }
    default: break;
    }
    IrNode *result = op == OPC_MOD ? build_percent(b, x, y) : str_operation(b, op, x, y, tx, ty);
    if (!result && op == OPC_MOD)
        result = build_percent_of_any(b, x, y);
    if (!result && form == OPC_INPLACE_ADD)
        result = build_bytearray_extended(b, x, y, seen_x, seen_y);
    if (!result)
        result = big_operation(b, op, x, y, tx, ty);
    if (!result)
        result = native_operation(b, form, x, y, tx, ty);
    return result ? result : generic_binary(b, form, x, y);
}

IrNode *build_add(Builder *b, IrNode *x, IrNode *y, IrTypes seen_x, IrTypes seen_y) {
    return binary(b, OPC_ADD, OPC_ADD, x, y, seen_x, seen_y);
}

/* Whether a method was seen to return NotImplemented. */
static bool has_declined(const Code *code) {
    const Feedback *feedback = code_feedback(code);
    Instruction i;
    for (uint32_t pc = 0; feedback && pc < code->instruction_count; pc = i.next) {
        flow_decode(code, pc, &i);
        if (i.op == OPC_RETURN && feedback->sites[pc].failed & 1u << DEOPT_IDENTITY)
            return true;
    }
    return false;
}

/* The type of an operand that has been of one type. */
static const Type *one_type(Builder *b, IrTypes types, uint32_t seen_shape) {
    Shape *shape = build_is_within(types, IRT_INSTANCE) ? site_shape(seen_shape)
                                               : (Shape *)(uintptr_t)ir_shape_of_type(b->t, types);
    if (shape)
        return shape->type;
    return build_is_within(types, IRT_INT) ? b->t->vm->types[TYPE_INT]
           : build_is_within(types, IRT_NUMBER_FLOAT) ? b->t->vm->types[TYPE_FLOAT] : NULL;
}

static IrNode *of_one_type(Builder *b, IrNode *v, IrTypes types, uint32_t seen_shape) {
    if (build_is_within(types, IRT_INSTANCE))
        return build_of_shape(b, v, site_shape(seen_shape));
    return build_of_types(b, v, build_is_within(types, IRT_NUMBER_FLOAT) ? IRT_NUMBER_FLOAT : types, DEOPT_TYPE);
}

/* The shapes of an operand: the known ones, or those that have been seen; 0: too many.  A
 * right operand that has had several has had those of the left one. */
static uint32_t operand_shapes(Builder *b, IrNode *v, bool left, Shape **out) {
    const IrSite *site = build_site(b);
    if (left)
        return build_seen_shapes(b, v, site, out);
    uint32_t known = build_known_shapes(b, v, out);
    if (known)
        return known;
    if (site->right_shape == SHAPE_SEVERAL)
        return site_left_shapes(site, out);
    out[0] = site_shape(site->right_shape);
    return out[0] != NULL;
}

/* An operator of instances whose class has a method in Python for it; false: only the
 * general rules can tell. */
static bool method_operator(Builder *b, IrNode *x, IrNode *y, IrTypes seen_y) {
    Instruction *i = &b->i;
    const IrSite *site = build_site(b);
    IrTypes tx = expected(x, site->left), ty = expected(y, seen_y);
    if (!build_is_within(tx, IRT_INSTANCE) || !site->left || (i->a | i->b | i->c) > 0xff || build_failed(b, DEOPT_SHAPE))
        return false;
    const Type *left = one_type(b, tx, site->left_shape), *right = one_type(b, ty, site->right_shape);
    Function *method = left && right ? operator_method_of_types(i->op, left, right) : NULL;
    if (!method || code_suspends(method->code) ||
        has_declined(method->code))
        return false;
    IrNode *args[2];
    args[0] = of_one_type(b, x, tx, site->left_shape);
    args[1] = of_one_type(b, x == y ? args[0] : y, ty, site->right_shape);
    /* When the method has returned NotImplemented the operands are looked at again. */
    b->call_state = build_state(b, i->next, NULL);
    IrNode *v = build_call_values(b, build_object(b, method), args, 2, FRAME_OPERATOR, NULL);
    if (v && b->block)
        build_set(b, i->a, v);
    else
        b->block = NULL;
    return true;
}

/* ---- comparison ---- */

/* What a comparison of instances is, by their classes. */
typedef struct InstanceComparison {
    Function *method; /* or NULL: by identity, as object compares */
    Shape *left[SITE_SHAPES_MAX], *right[SITE_SHAPES_MAX];
    uint32_t left_count, right_count; /* right_count 0: the right one is of a built-in type */
} InstanceComparison;

/* Whether == and != of the type are object's. */
static bool compares_by_identity(Builder *b, const Type *type, IrCompare how) {
    const Type *object = b->t->vm->types[TYPE_OBJECT];
    return (how == IR_EQ || how == IR_NE) && value_same(type->specials[SPECIAL_EQ], object->specials[SPECIAL_EQ]) &&
           value_same(type->specials[SPECIAL_NE], object->specials[SPECIAL_NE]);
}

/* Whether what is compiled is itself the method of a comparison: comparisons that it makes
 * are nested in that, and how deep they may nest is counted by the general rules. */
static bool is_in_comparison(const Builder *b) {
    for (const Scope *s = b->scope; s; s = s->caller)
        for (int id = SPECIAL_LT; id <= SPECIAL_GE; id++)
            if (value_same(s->code->name, b->t->vm->special_names[id]))
                return true;
    return false;
}

/* False: classes differ in what they do, or it is not known. */
static bool find_comparison(Builder *b, IrCompare how, IrNode *x, IrNode *y, IrTypes seen_y, InstanceComparison *out) {
    Instruction *i = &b->i;
    const IrSite *site = build_site(b);
    IrTypes tx = expected(x, site->left), ty = expected(y, seen_y);
    const IrTypes never_equal = IRT_INT | IRT_NUMBER_FLOAT | IRT_STR | IRT_NONE | IRT_BOOL | IRT_TUPLE | IRT_LIST;
    if (!build_is_within(tx, IRT_INSTANCE) || !site->left || (i->a | i->b | i->c) > 0xff || build_failed(b, DEOPT_SHAPE))
        return false;
    out->left_count = operand_shapes(b, x, true, out->left);
    bool instances = build_is_within(ty, IRT_INSTANCE);
    out->right_count = instances ? operand_shapes(b, y, false, out->right) : 0;
    if (!out->left_count || (instances && !out->right_count))
        return false;
    bool identity = instances || build_is_within(ty, never_equal);
    for (uint32_t k = 0; k < out->left_count; k++)
        identity &= compares_by_identity(b, out->left[k]->type, how);
    for (uint32_t k = 0; k < out->right_count; k++)
        identity &= compares_by_identity(b, out->right[k]->type, how);
    out->method = NULL;
    if (identity)
        return true;
    for (uint32_t k = 0; k < out->left_count; k++)
        for (uint32_t j = 0; j < (instances ? out->right_count : 1); j++) {
            const Type *right = instances ? out->right[j]->type : one_type(b, ty, 0);
            Function *method = right ? comparison_method_of_types(i->op, out->left[k]->type, right) : NULL;
            if (!method || (out->method && method != out->method))
                return false;
            out->method = method;
        }
    return !code_suspends(out->method->code) && !has_declined(out->method->code) && !is_in_comparison(b);
}

/* A comparison of instances: a condition, or what the method returned; of a jump, one that
 * the interpreter can finish.  NULL: *done false: only the general rules can tell; else
 * control does not come back. */
static IrNode *compare_instances(Builder *b, IrCompare how, IrNode *x, IrNode *y, IrTypes seen_y, bool *done) {
    InstanceComparison c;
    *done = find_comparison(b, how, x, y, seen_y, &c);
    if (!*done)
        return NULL;
    IrTypes ty = expected(y, seen_y);
    IrNode *args[2];
    args[0] = build_of_shapes(b, x, c.left, c.left_count);
    args[1] = x == y               ? args[0]
              : !c.right_count     ? build_of_types(b, y, ty & IRT_NUMBER_FLOAT ? ty | IRT_NUMBER_FLOAT : ty, DEOPT_TYPE)
                                   : build_of_shapes(b, y, c.right, c.right_count);
    if (!c.method) {
        IrNode *same = build_emit(b, ir_node(b->ir, IR_SAME, args[0], args[1], NULL));
        return how == IR_EQ ? same : build_emit(b, ir_node(b->ir, IR_NOT, same, NULL, NULL));
    }
    /* When the method has returned NotImplemented the operands are looked at again. */
    b->call_state = build_state(b, b->i.next, NULL);
    uint32_t flags = opcode_info[b->i.op].extension == EXTENSION_JUMP ? FRAME_CONDITION : FRAME_OPERATOR;
    return build_call_values(b, build_object(b, c.method), args, 2, flags, NULL);
}

/* Whether two strs are equal, 1 or 0: with a constant, which is mostly interned, that is
 * mostly seen by identity or length. */
static IrNode *str_equality(Builder *b, IrNode *x, IrNode *y) {
    Value v;
    if (ir_is_const(x, &v)) {
        IrNode *constant = x;
        x = y;
        y = constant;
    }
    if (!ir_is_const(y, &v))
        return build_rt(b, RT_str_equal, x, y, NULL);
    IrBlock *other = build_block(b), *same_length = build_block(b), *join = build_block(b);
    build_branch(b, build_emit(b, ir_node(b->ir, IR_SAME, x, y, NULL)), join, other);
    b->block = other;
    IrNode *length = build_load(b, IR_LOAD_U32, x, offsetof(Str, length), ALIAS_CONSTANT);
    IrNode *same = ir_node(b->ir, IR_WORD_CMP, length, ir_const_word(b->ir, value_as_str(v)->length), NULL);
    same->aux = IR_EQ;
    build_branch(b, build_emit(b, same), same_length, join);
    b->block = same_length;
    IrNode *result = build_rt(b, RT_str_equal, x, y, NULL);
    build_jump(b, join);
    b->block = join;
    IrNode *phi = ir_node(b->ir, IR_PHI, ir_const_word(b->ir, 1), ir_const_word(b->ir, 0), result);
    phi->rep = REP_WORD;
    ir_append(join, phi);
    return phi;
}

/* Begins the way of a str of one character: the code of that. */
static IrNode *begin_way_of_char(Builder *b, Choice *c, IrNode *s) {
    IrNode *length = build_load(b, IR_LOAD_U32, s, offsetof(Str, length), ALIAS_CONSTANT);
    IrNode *single = ir_node(b->ir, IR_WORD_CMP, length, ir_const_word(b->ir, 1), NULL);
    single->aux = IR_EQ;
    build_begin_way(b, c, build_emit(b, single));
    return build_guard(b, ir_node(b->ir, IR_STR_CHAR, s, build_int(b, 0), NULL), DEOPT_NONE);
}

static IrNode *compare_words(Builder *b, IrCompare how, IrNode *x, IrNode *y) {
    IrNode *n = ir_node(b->ir, IR_WORD_CMP, x, y, NULL);
    n->aux = how;
    return build_emit(b, n);
}

/* The condition that a comparison of two strs holds, one of which is the character of a code:
 * char_x or char_y, the other code is NULL. */
static IrNode *compare_with_char(Builder *b, IrCompare how, IrNode *x, IrNode *y, IrNode *char_x, IrNode *char_y) {
    Choice c;
    IrNode *result, *holds;
    build_begin_choice(b, &c);
    IrNode *code = begin_way_of_char(b, &c, char_x ? y : x);
    holds = compare_words(b, how, char_x ? char_x : code, char_x ? code : char_y);
    build_end_way(b, &c, bool_value(b, holds), NULL);
    if (how == IR_EQ || how == IR_NE) {
        build_end_way(b, &c, build_value(b, value_bool(how == IR_NE)), NULL);
    } else {
        holds = compare_words(b, how, build_rt(b, RT_str_compare, x, y, NULL), ir_const_word(b->ir, 0));
        build_end_way(b, &c, bool_value(b, holds), NULL);
    }
    build_end_choice(b, &c, &result, NULL);
    return build_emit(b, ir_node(b->ir, IR_IS_TRUE, result, NULL, NULL));
}

/* True or False of operands that have been ints and floats both: of an int with a float
 * only a call can tell. */
static IrNode *mixed_comparison(Builder *b, IrCompare how, IrNode *x, IrNode *y) {
    static const IrTypes types[] = {IRT_INT, IRT_FLOAT};
    Choice c;
    IrNode *result;
    build_begin_choice(b, &c);
    for (int k = 0; k < 2; k++) {
        IrNode *l = x, *r = y;
        begin_way_of_types(b, &c, &l, &r, types[k]);
        if (k == 1) {
            l = build_to_float(b, l, IRT_FLOAT, false);
            r = build_to_float(b, r, IRT_FLOAT, false);
        }
        IrNode *n = ir_node(b->ir, k == 0 ? IR_INT_CMP : IR_FLOAT_CMP, l, r, NULL);
        n->aux = how;
        build_end_way(b, &c, bool_value(b, build_emit(b, n)), NULL);
    }
    x = build_of_types(b, x, IRT_INT | IRT_NUMBER_FLOAT, DEOPT_TYPE);
    y = build_of_types(b, y, IRT_INT | IRT_NUMBER_FLOAT, DEOPT_TYPE);
    build_end_way(b, &c, build_result(build_rt(b, RT_compare, x, y, ir_const_word(b->ir, how)), IRT_BOOL), NULL);
    return build_end_choice(b, &c, &result, NULL) ? result : NULL;
}

/* The condition that a comparison holds, or a V if only a call can tell. */
static IrNode *compare(Builder *b, IrCompare how, IrNode *x, IrNode *y) {
    const IrSite *site = build_site(b);
    IrTypes tx = expected(x, site->left), ty = expected(y, site->right);
    if (build_is_within(tx, IRT_INT) && build_is_within(ty, IRT_INT)) {
        IrNode *n = ir_node(b->ir, IR_INT_CMP, as_int(b, x), as_int(b, y), NULL);
        n->aux = how;
        return build_emit(b, n);
    }
    if (are_floats(tx, ty) && !(tx & ty & IRT_INT)) {
        /* An int beyond 2^53 compares exactly in Python: constants are small here, others
         * are left to the call. */
        Value c;
        bool exact = build_is_within(tx, IRT_NUMBER_FLOAT) && build_is_within(ty, IRT_NUMBER_FLOAT);
        if (!exact && ((ir_is_const(x, &c) && value_is_int(c)) || (ir_is_const(y, &c) && value_is_int(c))))
            exact = value_as_int(c) > -(1ll << 53) && value_as_int(c) < 1ll << 53;
        if (exact) {
            IrNode *n = ir_node(b->ir, IR_FLOAT_CMP, build_to_float(b, x, tx, false),
                                build_to_float(b, y, ty, false), NULL);
            n->aux = how;
            return build_emit(b, n);
        }
    }
    if (are_mixed(x, y, tx, ty) && !build_failed(b, DEOPT_TYPE)) {
        IrNode *v = mixed_comparison(b, how, x, y);
        return build_emit(b, ir_node(b->ir, IR_IS_TRUE, v, NULL, NULL));
    }
    /* Equality of constants, and of what is equal only to itself. */
    IrTypes identity = IRT_NONE | IRT_BOOL;
    if ((how == IR_EQ || how == IR_NE) && build_is_within(tx, identity) && build_is_within(ty, identity)) {
        IrNode *same = build_emit(b, ir_node(b->ir, IR_SAME, build_of_types(b, x, identity, DEOPT_TYPE),
                                             build_of_types(b, y, identity, DEOPT_TYPE), NULL));
        return how == IR_EQ ? same : build_emit(b, ir_node(b->ir, IR_NOT, same, NULL, NULL));
    }
    IrNode *char_x = build_char_code(b, x), *char_y = build_char_code(b, y);
    if (char_x && char_y) /* texts are ordered by their characters */
        return compare_words(b, how, char_x, char_y);
    if (build_is_within(tx, IRT_STR) && build_is_within(ty, IRT_STR)) {
        IrNode *l = build_of_types(b, x, IRT_STR, DEOPT_TYPE), *r = build_of_types(b, y, IRT_STR, DEOPT_TYPE);
        if (char_x || char_y)
            return compare_with_char(b, how, l, r, char_x, char_y);
        bool equality = how == IR_EQ || how == IR_NE;
        IrNode *order = equality ? str_equality(b, l, r) : build_rt(b, RT_str_compare, l, r, NULL);
        return compare_words(b, how, order, ir_const_word(b->ir, equality));
    }
    IrNode *tuples = build_compare_tuples(b, how, x, y);
    return tuples ? tuples : build_rt(b, RT_compare, x, y, ir_const_word(b->ir, how));
}

/* Of what has been None or an instance of one class that says nothing of truth; NULL: it has
 * been something else. */
static IrNode *truth_of_instance(Builder *b, IrNode *v, IrTypes types) {
    const IrSite *site = build_site(b);
    bool noted = b->i.op == OPC_JUMP_IF_TRUE || b->i.op == OPC_JUMP_IF_FALSE;
    Shape *shape = noted && types & IRT_INSTANCE && !build_failed(b, DEOPT_SHAPE) ? site_shape(site->left_shape) : NULL;
    if (!shape || !build_is_within(types, IRT_INSTANCE | IRT_NONE) ||
        !value_is_undef(shape->type->specials[SPECIAL_BOOL]) || !value_is_undef(shape->type->specials[SPECIAL_LEN]))
        return NULL;
    IrNode *none = ir_node(b->ir, IR_IS_TYPE, v, NULL, NULL);
    none->imm = IRT_NONE;
    IrNode *truth = build_emit(b, ir_node(b->ir, IR_NOT, build_emit(b, none), NULL, NULL)), *result;
    if (!(types & IRT_NONE)) {
        build_of_shape(b, v, shape);
        return truth;
    }
    Choice c;
    build_begin_choice(b, &c);
    build_begin_way(b, &c, none);
    build_end_way(b, &c, v, NULL);
    build_of_shape(b, v, shape);
    build_end_way(b, &c, v, NULL);
    return build_end_choice(b, &c, &result, NULL) ? truth : NULL;
}

/* Of what has been None, or of one other type. */
static IrNode *truth_unless_none(Builder *b, IrNode *v, IrTypes other) {
    Choice c;
    IrNode *truth, *none = ir_node(b->ir, IR_IS_TYPE, v, NULL, NULL);
    none->imm = IRT_NONE;
    build_begin_choice(b, &c);
    build_begin_way(b, &c, build_emit(b, none));
    build_end_way(b, &c, build_value(b, VALUE_FALSE), NULL);
    IrNode *o = build_of_types(b, v, other, DEOPT_TYPE);
    build_end_way(b, &c, bool_value(b, build_truth(b, o, other)), NULL);
    build_end_choice(b, &c, &truth, NULL);
    return build_emit(b, ir_node(b->ir, IR_IS_TRUE, truth, NULL, NULL));
}

IrNode *build_truth(Builder *b, IrNode *v, IrTypes seen) {
    IrTypes types = expected(v, seen ? seen : IRT_BOOL);
    IrNode *known = truth_of_instance(b, v, types);
    if (known)
        return known;
    if (build_is_within(types, IRT_BOOL))
        return build_emit(b, ir_node(b->ir, IR_IS_TRUE, build_of_types(b, v, IRT_BOOL, DEOPT_NOT_BOOL), NULL, NULL));
    if (build_is_within(types, IRT_INT)) {
        IrNode *n = ir_node(b->ir, IR_INT_CMP, as_int(b, v), build_int(b, 0), NULL);
        n->aux = IR_NE;
        return build_emit(b, n);
    }
    if (build_is_within(types, IRT_NONE)) {
        build_of_types(b, v, IRT_NONE, DEOPT_TYPE);
        return build_emit(b, ir_node(b->ir, IR_IS_TRUE, build_value(b, VALUE_FALSE), NULL, NULL));
    }
    if (build_is_within(types, IRT_NUMBER_FLOAT)) {
        IrNode *n = ir_node(b->ir, IR_FLOAT_CMP, build_to_float(b, v, seen, false),
                            ir_const_float(b->ir, 0.0), NULL);
        n->aux = IR_NE;
        return build_emit(b, n);
    }
    if (build_is_within(types, IRT_STR)) {
        IrNode *s = build_of_types(b, v, IRT_STR, DEOPT_TYPE);
        IrNode *length = build_load(b, IR_LOAD_U32, s, offsetof(Str, length), ALIAS_CONSTANT);
        IrNode *n = ir_node(b->ir, IR_WORD_CMP, length, ir_const_word(b->ir, 0), NULL);
        n->aux = IR_NE;
        return build_emit(b, n);
    }
    static const struct {
        IrTypes types;
        uint32_t offset;
        bool word32;
        IrAlias alias;
    } sized[] = {
        {IRT_LIST, offsetof(List, length), false, ALIAS_LIST}, {IRT_TUPLE, offsetof(Tuple, length), false, ALIAS_CONSTANT},
        {IRT_STR, offsetof(Str, length), true, ALIAS_CONSTANT}, {IRT_DICT, offsetof(Dict, used), true, ALIAS_DICT},
    };
    for (size_t k = 0; k < sizeof sized / sizeof *sized; k++)
        if (build_is_within(types, sized[k].types)) {
            IrNode *o = build_of_types(b, v, sized[k].types, DEOPT_TYPE);
            IrNode *length = build_load(b, sized[k].word32 ? IR_LOAD_U32 : IR_LOAD_SIZE, o, sized[k].offset, sized[k].alias);
            IrNode *n = sized[k].word32 ? ir_node(b->ir, IR_WORD_CMP, length, ir_const_word(b->ir, 0), NULL)
                                        : ir_node(b->ir, IR_INT_CMP, length, build_int(b, 0), NULL);
            n->aux = IR_NE;
            return build_emit(b, n);
        }
    if (types & IRT_NONE && build_is_within(types & ~IRT_NONE, IRT_LIST | IRT_TUPLE | IRT_STR | IRT_DICT) &&
        !(types & ~IRT_NONE & ((types & ~IRT_NONE) - 1)))
        return truth_unless_none(b, v, types & ~IRT_NONE);
    const IrSite *site = build_site(b);
    if (types == IRT_OTHER && seen == site->left) {
        IrNode *truth = build_plain_special(b, SPECIAL_BOOL, &v, &types, site->left_shape, 1);
        if (truth)
            return build_emit(b, ir_node(b->ir, IR_IS_TRUE, truth, NULL, NULL));
        const Type *type = build_one_type(b, v, types, site->left_shape);
        IrNode *length = type && value_is_undef(type->specials[SPECIAL_BOOL])
                             ? build_plain_special(b, SPECIAL_LEN, &v, &types, site->left_shape, 1) : NULL;
        if (length && length->types == IRT_INT) {
            IrNode *n = ir_node(b->ir, IR_INT_CMP, length, build_int(b, 0), NULL);
            n->aux = IR_NE;
            return build_emit(b, n);
        }
    }
    IrNode *truth = build_rt(b, RT_truth, v, NULL, NULL);
    IrNode *n = ir_node(b->ir, IR_WORD_CMP, truth, ir_const_word(b->ir, 0), NULL);
    n->aux = IR_NE;
    return build_emit(b, n);
}

/* ---- truth and membership of instances ---- */

/* The method of one parameter or two that all shapes have under a special name; NULL: not
 * one in Python. */
static Function *method_of_shapes(Shape *const *shapes, uint32_t count, Function *of_type(const Type *)) {
    Function *method = NULL;
    for (uint32_t k = 0; k < count; k++) {
        Function *f = of_type(shapes[k]->type);
        if (!f || (method && f != method) || code_suspends(f->code))
            return NULL;
        method = f;
    }
    return method;
}

/* The truth of the instance that a conditional jump looks at, by its __bool__ or __len__, or
 * because its classes have neither.
 * NULL: *done false: there is none in Python; else control does not come back. */
static IrNode *truth_by_class(Builder *b, IrNode *v, bool *done) {
    const IrSite *site = build_site(b);
    Shape *shapes[SITE_SHAPES_MAX];
    bool instance = site->left && build_is_within(expected(v, site->left), IRT_INSTANCE) && b->i.a <= 0xff;
    uint32_t count = instance && !build_failed(b, DEOPT_SHAPE) ? operand_shapes(b, v, true, shapes) : 0;
    const Type *object = b->t->vm->types[TYPE_OBJECT];
    bool always = count > 0;
    for (uint32_t k = 0; k < count; k++)
        always &= value_is_undef(shapes[k]->type->specials[SPECIAL_BOOL]) &&
                  value_is_undef(shapes[k]->type->specials[SPECIAL_LEN]) && shapes[k]->type != object;
    Function *method = always ? NULL : method_of_shapes(shapes, count, truth_method_of_type);
    *done = always || method;
    if (!*done)
        return NULL;
    v = build_of_shapes(b, v, shapes, count);
    if (always)
        return build_emit(b, ir_node(b->ir, IR_IS_TRUE, build_value(b, VALUE_TRUE), NULL, NULL));
    b->call_state = build_state(b, b->i.next, NULL);
    IrNode *result = build_call_values(b, build_object(b, method), &v, 1, FRAME_CONDITION, NULL);
    if (!result || !b->block)
        return NULL;
    bool by_length = value_is_undef(shapes[0]->type->specials[SPECIAL_BOOL]);
    if (by_length ? build_is_nonnegative(result) : build_is_within(result->types, IRT_BOOL))
        return build_truth(b, result, result->types);
    IrNode *truth = build_rt(b, RT_truth_by_method, v, result, NULL);
    IrNode *n = ir_node(b->ir, IR_WORD_CMP, truth, ir_const_word(b->ir, 0), NULL);
    n->aux = IR_NE;
    return build_emit(b, n);
}

static void jump_if(Builder *b) {
    IrNode *v = build_reg(b, b->i.a);
    bool done;
    IrNode *truth = truth_by_class(b, v, &done);
    if (!done)
        truth = build_truth(b, v, build_site(b)->left);
    if (truth)
        build_branch_to(b, truth, b->i.op == OPC_JUMP_IF_TRUE);
    else
        b->block = NULL;
}

/* What the __contains__ of an instance says about an item, for a conditional jump; the rest
 * as truth_by_class. */
static IrNode *instance_contains(Builder *b, IrNode *container, IrNode *item, bool *done) {
    const IrSite *site = build_site(b);
    const Instruction *i = &b->i;
    Shape *shape = site->right_shape ? site_shape(site->right_shape) : NULL;
    *done = false;
    if (!shape || !build_is_within(expected(container, site->right), IRT_INSTANCE) || (i->a | i->b | i->c) > 0xff ||
        build_failed(b, DEOPT_SHAPE))
        return NULL;
    Function *method = contains_method_of_type(shape->type);
    if (!method || code_suspends(method->code))
        return NULL;
    *done = true;
    IrNode *args[2] = {build_of_shape(b, container, shape), item};
    b->call_state = build_state(b, i->next, NULL);
    return build_call_values(b, build_object(b, method), args, 2, FRAME_CONDITION, NULL);
}

/* ---- instructions ---- */

/* Goes on by what a call in the middle of the instruction has resulted in, NULL if control
 * does not come back: its truth is found without a guard. */
static void jump_by_result(Builder *b, IrNode *result) {
    if (!result || !b->block) {
        b->block = NULL;
        return;
    }
    if (result->rep == REP_VALUE)
        result = build_truth(b, result, result->types & ~IRT_BOOL ? IRT_ANY : IRT_BOOL);
    build_branch_to(b, result, b->i.a);
}

static void compare_jump(Builder *b, IrCompare how, IrNode *x, IrNode *y, IrTypes seen_y) {
    bool done;
    IrNode *result = compare_instances(b, how, x, y, seen_y, &done);
    jump_by_result(b, done ? result : compare(b, how, x, y));
}

static void compare_value(Builder *b, IrCompare how) {
    IrNode *x = build_reg(b, b->i.b), *y = build_reg(b, b->i.c);
    bool done;
    IrNode *result = compare_instances(b, how, x, y, build_site(b)->right, &done);
    if (!done)
        result = compare(b, how, x, y);
    if (result && b->block)
        build_set(b, b->i.a, result->rep == REP_BOOL ? bool_value(b, result) : result);
    else
        b->block = NULL;
}

/* Of a constant: whether nobody is asked when its items are compared with a str or an int. */
static bool has_plain_items(const IrNode *container) {
    Value v;
    if (!ir_is_const(container, &v) || !value_is_exact(v, KIND_TUPLE))
        return false;
    const Tuple *tuple = value_as_tuple(v);
    for (size_t k = 0; k < tuple->length; k++)
        if (value_is_object(tuple->items[k]) && !value_is_exact(tuple->items[k], KIND_STR))
            return false;
    return true;
}

/* Whether a constant is a str, which characters are looked for in. */
static bool is_const_str(const IrNode *n) {
    Value v;
    return ir_is_const(n, &v) && value_is_exact(v, KIND_STR) && value_as_str(v)->data;
}

/* The condition that the character of a code is in a constant str. */
static IrNode *is_char_in(Builder *b, IrNode *container, IrNode *code) {
    Value s;
    IrNode *known = ir_is_const(container, &s) ? build_char_in(b, code, value_as_str(s)) : NULL;
    return known ? known : compare_words(b, IR_NE, build_rt(b, RT_char_in, code, container, NULL), ir_const_word(b->ir, 0));
}

/* The condition that an item is in a container. */
static IrNode *is_in(Builder *b, IrNode *container, IrNode *item) {
    const IrSite *site = build_site(b);
    IrTypes types = expected(container, site->right), item_types = expected(item, site->left);
    bool plain = site->left && build_is_within(item_types, IRT_STR | IRT_INT) && !build_failed(b, DEOPT_TYPE);
    bool in_const_str = is_const_str(container);
    IrNode *code = in_const_str ? build_char_code(b, item) : NULL;
    if (code)
        return is_char_in(b, container, code);
    IrNode *found = build_key_in(b, container, item);
    if (found)
        return found;
    if (plain && in_const_str && build_is_within(item_types, IRT_STR)) {
        item = build_of_types(b, item, IRT_STR, DEOPT_TYPE);
        Choice c;
        IrNode *result;
        build_begin_choice(b, &c);
        code = begin_way_of_char(b, &c, item);
        build_end_way(b, &c, bool_value(b, is_char_in(b, container, code)), NULL);
        IrNode *in = build_rt(b, RT_contains_plain, container, item, NULL);
        build_end_way(b, &c, bool_value(b, compare_words(b, IR_NE, in, ir_const_word(b->ir, 0))), NULL);
        build_end_choice(b, &c, &result, NULL);
        return build_emit(b, ir_node(b->ir, IR_IS_TRUE, result, NULL, NULL));
    }
    RtCall how = RT_contains;
    if (plain && (has_plain_items(container) ||
                  (build_is_within(types, IRT_STR) && build_is_within(item_types, IRT_STR)))) {
        container = build_of_types(b, container, types, DEOPT_TYPE);
        item = build_of_types(b, item, item_types, DEOPT_TYPE);
        how = RT_contains_plain;
    }
    return compare_words(b, IR_NE, build_rt(b, how, container, item, NULL), ir_const_word(b->ir, 0));
}

static void contains(Builder *b, bool jump) {
    Instruction *i = &b->i;
    bool done = false;
    IrNode *result = jump ? instance_contains(b, build_reg(b, i->c), build_reg(b, i->b), &done) : NULL;
    if (done) {
        jump_by_result(b, result);
        return;
    }
    IrNode *found = is_in(b, build_reg(b, i->c), build_reg(b, i->b));
    if (i->op == OPC_NOT_IN)
        found = build_emit(b, ir_node(b->ir, IR_NOT, found, NULL, NULL));
    if (jump)
        build_branch_to(b, found, i->a);
    else
        build_set(b, i->a, bool_value(b, found));
}

static void negate(Builder *b) {
    Instruction *i = &b->i;
    IrNode *v = build_reg(b, i->b);
    IrTypes types = expected(v, build_site(b)->left);
    if (build_is_within(types, IRT_INT) && !build_failed(b, DEOPT_OVERFLOW)) {
        IrNode *n = ir_node(b->ir, IR_INT_NEG, as_int(b, v), NULL, NULL);
        n->types = IRT_INT;
        build_set(b, i->a, build_guard(b, n, DEOPT_OVERFLOW));
    } else if (build_is_within(types, IRT_NUMBER_FLOAT)) {
        IrNode *f = build_to_float(b, v, build_site(b)->left, false);
        build_set(b, i->a, build_box_float(b, build_emit(b, ir_node(b->ir, IR_FLOAT_NEG, f, NULL, NULL))));
    } else if (build_is_within(types, IRT_COMPLEX)) {
        build_set(b, i->a, build_complex_negate(b, v));
    } else {
        build_set(b, i->a, build_rt(b, RT_unary, v, ir_const_word(b->ir, OP_NEG), NULL));
    }
}

static void invert(Builder *b) {
    Instruction *i = &b->i;
    IrNode *v = build_reg(b, i->b);
    if (build_is_within(expected(v, build_site(b)->left), IRT_INT)) {
        IrNode *n = build_emit(b, ir_node(b->ir, IR_INT_INVERT, as_int(b, v), NULL, NULL));
        n->types = IRT_INT;
        build_set(b, i->a, n);
    } else {
        build_set(b, i->a, build_rt(b, RT_unary, v, ir_const_word(b->ir, OP_INVERT), NULL));
    }
}

bool build_operator(Builder *b) {
    Instruction *i = &b->i;
    const IrSite *site = build_site(b);
    Opcode plain = plain_operator(i->op);
    if (plain != OPC_NOP) {
        bool imm = opcode_info[i->op].c == OPERAND_SIMM;
        IrNode *y = imm ? build_int(b, (int8_t)i->c) : build_reg(b, i->c);
        IrNode *x = build_reg(b, i->b);
        IrTypes seen_y = imm ? IRT_INT : site->right;
        if (!method_operator(b, x, y, seen_y))
            build_set(b, i->a, binary(b, plain, i->op, x, y, site->left, seen_y));
        return true;
    }
    switch (i->op) {
#define COMPARE(NAME)                                                                            \
    case OPC_##NAME: compare_value(b, IR_##NAME); return true;                                   \
    case OPC_JUMP_##NAME: compare_jump(b, IR_##NAME, build_reg(b, i->b), build_reg(b, i->c), site->right); return true; \
    case OPC_JUMP_##NAME##_IMM:                                                                  \
        compare_jump(b, IR_##NAME, build_reg(b, i->b), build_int(b, (int8_t)i->c), IRT_INT);     \
        return true;
    COMPARE(LT) COMPARE(LE) COMPARE(EQ) COMPARE(NE) COMPARE(GT) COMPARE(GE)
#undef COMPARE
    case OPC_IN:
    case OPC_NOT_IN: contains(b, false); return true;
    case OPC_JUMP_IN: contains(b, true); return true;
    case OPC_JUMP_IF_TRUE:
    case OPC_JUMP_IF_FALSE: jump_if(b); return true;
    case OPC_NEG: negate(b); return true;
    case OPC_POS: build_set(b, i->a, build_rt(b, RT_unary, build_reg(b, i->b), ir_const_word(b->ir, OP_POS), NULL)); return true;
    case OPC_INVERT: invert(b); return true;
    case OPC_NOT: {
        IrNode *truth = build_truth(b, build_reg(b, i->b), site->left);
        build_set(b, i->a, bool_value(b, build_emit(b, ir_node(b->ir, IR_NOT, truth, NULL, NULL))));
        return true;
    }
    default: return false;
    }
}

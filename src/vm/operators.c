/*
 * operators.c - operators of instances in frames of their own, the choice of the
 * forms of subscripts, slices without slice objects.
 */
#include "vm/operators.h"

#include "runtime/dict.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str.h"
#include "runtime/type.h"
#include "vm/interpreter.h"

/* ---- binary operators ---- */

typedef struct Operator {
    BinaryOp op;
    bool inplace;
} Operator;

static const Operator operators[OPCODE_COUNT] = {
    [OPC_ADD] = {OP_ADD, false}, [OPC_INPLACE_ADD] = {OP_ADD, true},
    [OPC_SUB] = {OP_SUB, false}, [OPC_INPLACE_SUB] = {OP_SUB, true},
    [OPC_MUL] = {OP_MUL, false}, [OPC_INPLACE_MUL] = {OP_MUL, true},
    [OPC_MATMUL] = {OP_MATMUL, false}, [OPC_INPLACE_MATMUL] = {OP_MATMUL, true},
    [OPC_TRUEDIV] = {OP_TRUEDIV, false}, [OPC_INPLACE_TRUEDIV] = {OP_TRUEDIV, true},
    [OPC_FLOORDIV] = {OP_FLOORDIV, false}, [OPC_INPLACE_FLOORDIV] = {OP_FLOORDIV, true},
    [OPC_MOD] = {OP_MOD, false}, [OPC_INPLACE_MOD] = {OP_MOD, true},
    [OPC_POW] = {OP_POW, false}, [OPC_INPLACE_POW] = {OP_POW, true},
    [OPC_LSHIFT] = {OP_LSHIFT, false}, [OPC_INPLACE_LSHIFT] = {OP_LSHIFT, true},
    [OPC_RSHIFT] = {OP_RSHIFT, false}, [OPC_INPLACE_RSHIFT] = {OP_RSHIFT, true},
    [OPC_AND] = {OP_AND, false}, [OPC_INPLACE_AND] = {OP_AND, true},
    [OPC_XOR] = {OP_XOR, false}, [OPC_INPLACE_XOR] = {OP_XOR, true},
    [OPC_OR] = {OP_OR, false}, [OPC_INPLACE_OR] = {OP_OR, true},
    [OPC_ADD_IMM] = {OP_ADD, false}, [OPC_INPLACE_ADD_IMM] = {OP_ADD, true},
    [OPC_SUB_IMM] = {OP_SUB, false}, [OPC_INPLACE_SUB_IMM] = {OP_SUB, true},
    [OPC_MUL_IMM] = {OP_MUL, false}, [OPC_INPLACE_MUL_IMM] = {OP_MUL, true},
    [OPC_FLOORDIV_IMM] = {OP_FLOORDIV, false}, [OPC_INPLACE_FLOORDIV_IMM] = {OP_FLOORDIV, true},
    [OPC_MOD_IMM] = {OP_MOD, false}, [OPC_INPLACE_MOD_IMM] = {OP_MOD, true},
    [OPC_AND_IMM] = {OP_AND, false}, [OPC_INPLACE_AND_IMM] = {OP_AND, true},
    [OPC_LSHIFT_IMM] = {OP_LSHIFT, false}, [OPC_INPLACE_LSHIFT_IMM] = {OP_LSHIFT, true},
    [OPC_RSHIFT_IMM] = {OP_RSHIFT, false}, [OPC_INPLACE_RSHIFT_IMM] = {OP_RSHIFT, true},
};

static Operator operator_of(Opcode opcode) { return operators[opcode_info[opcode].family]; }

static Function *python_method(const Type *type, SpecialId special, uint32_t nargs) {
    Value method = type->specials[special];
    if (!value_is_kind(method, KIND_FUNCTION))
        return NULL;
    Function *f = (Function *)value_as_object(method);
    return function_takes_plainly(f, nargs) ? f : NULL;
}

Function *instance_method(Value v, SpecialId special, uint32_t nargs) {
    return value_is_kind(v, KIND_INSTANCE) ? python_method(object_type(value_as_object(v)), special, nargs) : NULL;
}

static SpecialId first_special(Operator o, const Type *left) {
    return o.inplace && !value_is_undef(left->specials[SPECIAL_IADD + o.op]) ? SPECIAL_IADD + o.op
                                                                            : SPECIAL_ADD + o.op;
}

SpecialId operator_first_special(Opcode op, const Type *left) { return first_special(operator_of(op), left); }

Function *operator_method_of_types(Opcode op, const Type *left, const Type *right) {
    Operator o = operator_of(op);
    SpecialId special = first_special(o, left);
    /* The reflected method of a subclass might go first. */
    if (special < SPECIAL_IADD && left != right && type_is_subtype(right, left) &&
        !value_is_undef(right->specials[SPECIAL_RADD + o.op]))
        return NULL;
    return python_method(left, special, 2);
}

Function *operator_method(Thread *t, Opcode op, Value left, Value right) {
    return value_is_kind(left, KIND_INSTANCE)
               ? operator_method_of_types(op, object_type(value_as_object(left)), type_of(t, right)) : NULL;
}

Value operator_apply(Thread *t, Opcode op, Value left, Value right) {
    Operator o = operator_of(op);
    return o.inplace ? op_inplace(t, o.op, left, right) : op_binary(t, o.op, left, right);
}

/* ---- comparisons ---- */

static const uint8_t comparisons[OPCODE_COUNT] = { /* CompareOp + 1 */
#define COMPARISON(NAME) \
    [OPC_##NAME] = CMP_##NAME + 1, [OPC_JUMP_##NAME] = CMP_##NAME + 1, [OPC_JUMP_##NAME##_IMM] = CMP_##NAME + 1,
    COMPARISON(LT) COMPARISON(LE) COMPARISON(EQ) COMPARISON(NE) COMPARISON(GT) COMPARISON(GE)
#undef COMPARISON
};

Function *comparison_method_of_types(Opcode op, const Type *left, const Type *right) {
    CompareOp how = (CompareOp)(comparisons[opcode_info[op].family] - 1);
    /* The reflected method of a subclass goes first. */
    if (left != right && type_is_subtype(right, left))
        return NULL;
    return python_method(left, SPECIAL_LT + how, 2);
}

Function *truth_method_of_type(const Type *type) {
    return python_method(type, value_is_undef(type->specials[SPECIAL_BOOL]) ? SPECIAL_LEN : SPECIAL_BOOL, 1);
}

Function *length_method_of_type(const Type *type) { return python_method(type, SPECIAL_LEN, 1); }
Function *contains_method_of_type(const Type *type) { return python_method(type, SPECIAL_CONTAINS, 2); }

int condition_jumps(Thread *t, uint32_t word, const Value *r, Value result) {
    Opcode op = (Opcode)opcode_info[instruction_opcode(word)].family;
    uint32_t wanted = instruction_a(word);
    int truth;
    if (op == OPC_JUMP_IF_TRUE || op == OPC_JUMP_IF_FALSE) {
        truth = op_truth_by_method(t, r[wanted], result);
        wanted = op == OPC_JUMP_IF_TRUE;
    } else {
        if (comparisons[op] && value_is_not_implemented(result))
            result = operator_declined_in(t, word, r);
        truth = value_is_error(result) ? -1 : op_truth(t, result);
    }
    return truth < 0 ? truth : (uint32_t)truth == wanted;
}

/* ---- what comes after NotImplemented ---- */

Value operator_declined(Thread *t, Opcode op, Value left, Value right) {
    uint8_t comparison = comparisons[opcode_info[op].family];
    if (comparison)
        return op_compare_declined(t, (CompareOp)(comparison - 1), left, right);
    Operator o = operator_of(op);
    bool by_inplace = first_special(o, type_of(t, left)) >= SPECIAL_IADD;
    return op_binary_declined(t, o.op, left, right, o.inplace, by_inplace);
}

Value operator_declined_in(Thread *t, uint32_t word, const Value *r) {
    Opcode op = instruction_opcode(word);
    Value right = opcode_info[op].c == OPERAND_SIMM ? value_from_int((int8_t)instruction_c(word))
                                                    : r[instruction_c(word)];
    return operator_declined(t, op, r[instruction_b(word)], right);
}

/* ---- items ---- */

Opcode item_form_get(Value container, Value key) {
    if (value_is_exact(container, KIND_DICT) &&
        object_type(value_as_object(container))->id == TYPE_DICT)
        return OPC_GET_ITEM_DICT;
    if (!value_is_int(key))
        return OPC_GET_ITEM_ANY;
    return value_is_exact(container, KIND_LIST)    ? OPC_GET_ITEM_LIST
           : value_is_exact(container, KIND_TUPLE) ? OPC_GET_ITEM_TUPLE
           : value_is_exact(container, KIND_STR)   ? OPC_GET_ITEM_STR
                                                   : OPC_GET_ITEM_ANY;
}

Opcode item_form_set(Value container, Value key) {
    if (value_is_exact(container, KIND_DICT) &&
        object_type(value_as_object(container))->id == TYPE_DICT)
        return OPC_SET_ITEM_DICT;
    return value_is_exact(container, KIND_LIST) && value_is_int(key) ? OPC_SET_ITEM_LIST
                                                                     : OPC_SET_ITEM_ANY;
}

/* A bound of a slice of `length` items; false: it is no plain int. */
static bool slice_bound(Value v, size_t length, size_t otherwise, size_t *out) {
    if (value_is_none(v)) {
        *out = otherwise;
        return true;
    }
    if (!value_is_int(v))
        return false;
    int64_t i = value_as_int(v);
    if (i < 0)
        i += (int64_t)length;
    *out = i < 0 ? 0 : (size_t)i > length ? length : (size_t)i;
    return true;
}

/* Of str, list and tuple; UNDEF: it is another container, or not so simple. */
static Value plain_slice(Thread *t, Value container, const Value *bounds) {
    if (!value_is_object(container) || value_as_object(container)->gc & GC_SUBCLASS)
        return VALUE_UNDEF;
    Object *o = value_as_object(container);
    size_t length, start, stop;
    switch (object_kind(o)) {
    case KIND_STR: length = ((Str *)o)->length; break;
    case KIND_LIST: length = ((List *)o)->length; break;
    case KIND_TUPLE: length = ((Tuple *)o)->length; break;
    default: return VALUE_UNDEF;
    }
    if (!slice_bound(bounds[0], length, 0, &start) || !slice_bound(bounds[1], length, length, &stop))
        return VALUE_UNDEF;
    if (stop < start)
        stop = start;
    switch (object_kind(o)) {
    case KIND_STR: return str_substring(t, container, start, stop);
    case KIND_LIST: return list_slice(t, (List *)o, start, stop);
    default: return start == 0 && stop == length ? container : tuple_slice(t, (Tuple *)o, start, stop);
    }
}

Value get_slice(Thread *t, Value container, const Value *bounds) {
    Value v = plain_slice(t, container, bounds);
    if (!value_is_undef(v))
        return v;
    Value slice = slice_new(t, bounds[0], bounds[1], VALUE_NONE);
    return value_is_error(slice) ? slice : op_getitem(t, container, slice);
}

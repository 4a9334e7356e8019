/*
 * operators.h - what operators and subscripts do when no fast path of the
 * dispatch loop takes them.
 */
#ifndef TAU_VM_OPERATORS_H
#define TAU_VM_OPERATORS_H

#include "bytecode/opcode.h"
#include "runtime/function.h"
#include "runtime/vm.h"

/* The Python method of an instance's class that takes `nargs` arguments just as
 * they are, or NULL. */
Function *instance_method(Value v, SpecialId special, uint32_t nargs);

/* ---- binary operators: `op` is any opcode of ADD .. INPLACE_RSHIFT_IMM's families ---- */

/* The method in Python that is asked first about left and right, which decides unless
 * it returns NotImplemented; else NULL. */
Function *operator_method(Thread *t, Opcode op, Value left, Value right);
/* The same for an instance of the first type. */
Function *operator_method_of_types(Opcode op, const Type *left, const Type *right);
/* The special of the left operand that an operator asks first. */
SpecialId operator_first_special(Opcode op, const Type *left);
Value operator_apply(Thread *t, Opcode op, Value left, Value right);
/* The method has returned NotImplemented: what comes next, of comparisons too.  The same
 * for the instruction `word`, whose registers are r. */
Value operator_declined(Thread *t, Opcode op, Value left, Value right);
Value operator_declined_in(Thread *t, uint32_t word, const Value *r);

/* ---- comparisons, truth, membership: `op` is any opcode of LT .. GE, JUMP_LT .. JUMP_GE_IMM ---- */

/* As operator_method_of_types. */
Function *comparison_method_of_types(Opcode op, const Type *left, const Type *right);
/* The method in Python that says whether an instance of the type is true: __bool__, or
 * __len__; NULL: there is none, or another one. */
Function *truth_method_of_type(const Type *type);
/* Its __len__, __contains__, in the same way. */
Function *length_method_of_type(const Type *type);
Function *contains_method_of_type(const Type *type);
/* The instruction `word`, a conditional jump whose registers are r, has called a method, which
 * has returned `result`: whether it jumps, or -1 with an exception. */
int condition_jumps(Thread *t, uint32_t word, const Value *r, Value result);

/* ---- items ---- */

/* Which form the instruction takes for a container and a key. */
Opcode item_form_get(Value container, Value key);
Opcode item_form_set(Value container, Value key);
/* container[bounds[0]:bounds[1]] */
Value get_slice(Thread *t, Value container, const Value *bounds);

/* The number as a double, if it is one or an int that a double holds exactly. */
static inline bool as_exact_double(Value v, double *out) {
    if (value_is_float(v)) {
        *out = value_as_float(v);
        return true;
    }
    if (!value_is_int(v) || (uint64_t)(value_as_int(v) + (1ll << 53)) > 1ull << 54)
        return false;
    *out = (double)value_as_int(v);
    return true;
}

#endif

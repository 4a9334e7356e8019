/* fold.h - operators on constants, evaluated at compile time within bounds. */
#ifndef TAU_FRONT_FOLD_H
#define TAU_FRONT_FOLD_H

#include "bytecode/opcode.h"
#include "runtime/vm.h"

/* Each returns false when the operation is not to be folded: too big a result,
 * or one that raises (then it is to raise when the program runs). */
bool fold_binary(Thread *t, Opcode op /* ADD..OR */, Value a, Value b, Value *out);
bool fold_unary(Thread *t, Opcode op /* NEG, POS, INVERT, NOT */, Value a, Value *out);
bool fold_subscript(Thread *t, Value container, Value key, Value *out);
bool fold_truth(Thread *t, Value v);               /* of a constant */
Value constant_repr(Thread *t, Value v);           /* repr(v) */
bool constants_equal(Thread *t, Value a, Value b); /* a == b; UNDEF equals nothing */

#endif

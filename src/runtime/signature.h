/* signature.h - binding of arguments to the parameters of native functions. */
#ifndef TAU_RUNTIME_SIGNATURE_H
#define TAU_RUNTIME_SIGNATURE_H

#include "runtime/call.h"

/* Fills out[0 .. s->count) ; false with TypeError. */
bool signature_bind(Thread *t, NativeFunction *f, Signature *s, Value *args, size_t nargs,
                    Tuple *kwnames, Value *out) __attribute__((warn_unused_result));
/* For constructors with three optional arguments of these names: UNDEF where
 * there is none; false with TypeError in the words of CPython's tuple parser. */
bool constructor_arguments(Thread *t, const char *function, const char *const names[3],
                           const Value *args, size_t nargs, Tuple *kwnames, Value out[3])
    __attribute__((warn_unused_result));
void signatures_free(Vm *vm);
void signatures_trace(Tracer *tracer, Vm *vm);

#endif

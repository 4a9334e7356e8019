/*
 * call.h - calling anything from C.
 *
 * Arguments are contiguous: nargs values, the last tuple_length(kwnames) of
 * them named by kwnames (a tuple of str, or NULL).
 */
#ifndef TAU_RUNTIME_CALL_H
#define TAU_RUNTIME_CALL_H

#include "runtime/vm.h"

Value call(Thread *t, Value callee, Value *args, size_t nargs, Tuple *kwnames);
Value call0(Thread *t, Value callee);
Value call1(Thread *t, Value callee, Value a);
Value call2(Thread *t, Value callee, Value a, Value b);
Value call3(Thread *t, Value callee, Value a, Value b, Value c);
/* callee(*args, **kwargs); kwargs may be NULL. */
Value call_with(Thread *t, Value callee, Tuple *args, Dict *kwargs);
/* object.name(args...): no bound method is made. */
Value call_method(Thread *t, Value object, Value name, Value *args, size_t nargs);
Value call_method0(Thread *t, Value object, Value name);
Value call_method1(Thread *t, Value object, Value name, Value a);
/* A special method found in Type.specials (never UNDEF): self first in args. */
Value call_special(Thread *t, Value method, Value *args, size_t nargs);

#endif

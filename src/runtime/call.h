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

/* ---- native functions ---- */

typedef struct NativeFunction NativeFunction;
/* Calls a native function object; a bound receiver goes in front of args. */
Value native_call(Thread *t, NativeFunction *f, Value *args, size_t nargs, Tuple *kwnames);
/* The __call__ of types whose declaration has a `call`. */
Value call_by_typedef(Thread *t, Value *args, size_t nargs, Tuple *kwnames);
/* Instantiates or, for `type` itself, tells the type: cls(*args). */
Value type_call(Thread *t, Type *type, Value *args, size_t nargs, Tuple *kwnames);
/* The rest of it, for what __new__ has made: `call_of_class` is the class, the names of the
 * last arguments (a tuple, or None) and the arguments. */
Value type_call_made(Thread *t, Tuple *call_of_class, Value object);

/* A native's parameters, parsed from its declaration's signature. */
typedef struct Signature {
    const NativeDef *def;
    uint16_t count;          /* parameters, *args and **kwargs included */
    uint16_t positional;     /* may be given by position */
    uint16_t positional_only;
    uint16_t required;       /* leading positional ones without a default */
    int16_t varargs, varkw;  /* their index, or -1 */
    bool simple;             /* neither varargs, varkw nor keyword-only */
    bool fillable;           /* simple, but for keyword-only ones that have defaults */
    bool has_self;           /* first parameter is a receiver */
    const char *names[16];   /* not terminated: see lengths */
    uint8_t name_lengths[16];
    Value defaults[16];      /* ERROR: required; UNDEF: <none> */
} Signature;
enum { SIGNATURE_MAX_PARAMETERS = 16 };
/* NULL with MemoryError.  Owned by the Vm. */
Signature *native_signature(Thread *t, NativeFunction *f);

#endif

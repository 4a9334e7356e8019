/* generator.h - what generators, coroutines and async generators share. */
#ifndef TAU_VM_GENERATOR_H
#define TAU_VM_GENERATOR_H

#include "runtime/frame.h"
#include "runtime/function.h"

void generator_trace(Tracer *tracer, Object *object);
Value generator_close(Thread *t, Value generator); /* NONE, or ERROR */
/* The arguments of throw() become the pending exception. */
/* What anext(iterator, default) returns: awaits, but gives the default at the end. */
Value async_anext_with_default(Thread *t, Value awaitable, Value otherwise);
bool generator_prepare_throw(Thread *t, Value type, Value value, Value traceback)
    __attribute__((warn_unused_result));
Value generator_repr(Thread *t, Value *args);
Value generator_name_get(Thread *t, Value self);
bool generator_name_set(Thread *t, Value self, Value v);
Value generator_qualname_get(Thread *t, Value self);
bool generator_qualname_set(Thread *t, Value self, Value v);
Value generator_running_get(Thread *t, Value self);
Value generator_suspended_get(Thread *t, Value self);
Value generator_awaiting_get(Thread *t, Value self);
Value generator_code_get(Thread *t, Value self);
Value generator_frame_get(Thread *t, Value self);

#endif

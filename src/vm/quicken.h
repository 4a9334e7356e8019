/* quicken.h - choosing the form of an instruction from what it has met. */
#ifndef TAU_VM_QUICKEN_H
#define TAU_VM_QUICKEN_H

#include "runtime/frame.h"

typedef enum CallKind {
    CALL_PLAIN,      /* CALL */
    CALL_RECEIVER,   /* CALL_METHOD with a receiver, which counts as an argument */
    CALL_ATTRIBUTE   /* CALL_METHOD of a value that LOAD_METHOD found */
} CallKind;

/* Rewrites the CALL or CALL_METHOD at *instruction for a callee and its number of
 * arguments, and records the target in its cache. */
void quicken_call(Thread *t, Code *code, uint32_t *instruction, CacheSlot *c, Value callee, uint32_t nargs,
                  CallKind kind);

/* Whether builtins holds the function by its own name. */
bool native_is_builtin(Thread *t, const NativeFunction *f);

/* Targets that a call site remembers; more: it is megamorphic. */
enum { CALL_TARGETS_MAX = 4 };

#endif

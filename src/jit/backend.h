/*
 * backend.h - what a machine's code generator offers; jit/x64 implements it.
 *
 * Conventions of compiled code are the backend's own business, but for these: the
 * running thread and the Frame of the running compiled function are at hand in
 * registers; a compiled call passes up to BACKEND_ARGUMENTS arguments in registers;
 * all registers are destroyed by a call, but for those that a C function keeps which looks
 * at no frames.
 */
#ifndef TAU_JIT_BACKEND_H
#define TAU_JIT_BACKEND_H

#include "ir/rt.h"
#include "jit/code_memory.h"
#include "jit/compiled.h"
#include "jit/ra/ra.h"

enum { BACKEND_ARGUMENTS = 6 };

extern const RaTarget backend_target;

/* Calls a function by its code's direct entry, from C: `top` is the innermost frame (or
 * where it would be), `registers` where the callee's begin. */
typedef Value (*DirectCall)(Thread *t, Frame *top, Value function, const Value *args, Value *registers);

/* Code that all compiled functions share: made once for a Vm. */
typedef struct BackendStubs {
    DirectCall call[BACKEND_ARGUMENTS + 1]; /* by the number of arguments */
    /* Runs compiled code from C: Value enter(t, frame, entry). */
    Value (*enter)(Thread *t, Frame *frame, void *entry);
    void *exit;       /* where failed guards go */
    void *leave;      /* where calls go that have raised: jit_leave */
    void *save_all;   /* calls C from a slow path, keeping every register */
    void *interpret;  /* direct entry of code that is not compiled: jit_interpret */
    void *resume;     /* goes on with a generator; jit_resume: */
    void *resume_interpreted;
    /* VmHooks.resume. */
    Value (*resume_from_c)(Thread *t, Frame *top, Value generator, Value sent, Value *registers);
} BackendStubs;

/* Brings a graph into the form that ra_allocate() and backend_emit() want, after all
 * passes: critical edges are split, guards have no result any more, conditions stand in
 * front of their users. */
void backend_prepare(Ir *ir);
/* false: no memory. */
bool backend_make_stubs(CodeMemory *memory, BackendStubs *stubs);
/* Machine code for a graph with its registers allocated; fills in memory, entries,
 * exits, frames, values, virtuals, slots (all malloc'ed) of `out`, which has
 * first_safepoint set.  false: no memory. */
bool backend_emit(Ir *ir, const RaAllocation *ra, const BackendStubs *stubs, CodeMemory *memory,
                  CompiledCode *out);

/* ---- for signal handlers, which only read ---- */

/* The machine's state where a signal interrupted it. */
typedef struct Interrupted {
    const char *pc, *stack;
    Frame *frame; /* of the running compiled function, if pc is in its code */
} Interrupted;
Interrupted backend_interrupted(const void *context);
/* Where in the code the call returns to that a frame running it has called; NULL: it is
 * in none.  `stack`: of the thread, deeper than anything of the frame. */
const char *backend_return_address(const CompiledCode *code, const Frame *frame, const char *stack);

/* ---- what machine code calls back (jit/deopt.c, jit/tier.c) ---- */

/* The frames of exit number `exit` (first_safepoint added), whose outermost is `frame`,
 * are rebuilt.  The result is what the compiled function returns to its caller. */
Value jit_exit(Thread *t, SavedRegisters *saved, uint64_t exit, Frame *frame);
/* The same of the exit of a call that may look at frames, if none of them handles exceptions:
 * nothing is in registers, and nothing rebuilt. */
Value jit_leave(Thread *t, uint64_t exit, Frame *frame);
/* Calls a function whose code has no direct entry, or cannot be entered now. */
Value jit_interpret(Thread *t, Value function, Value *args);
/* Resumes a generator in the interpreter: as generator_resume() (vm/interpreter.h). */
Value jit_resume(Thread *t, Value generator, Value sent);
/* The slow halves of single operations. */
Value jit_box_float(Thread *t, double d);  /* a heap float; ERROR without memory */
int64_t jit_str_char(Thread *t, Value s, Value index); /* as IR_STR_CHAR; -1, and no exception: no memory */
void *jit_alloc(Thread *t, uint64_t header); /* NULL with MemoryError */
void jit_wrote(Thread *t, Object *owner);
void jit_wrote_element(Thread *t, Array *array, uint64_t index);
#endif

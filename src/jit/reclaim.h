/*
 * reclaim.h - when the memory of compiled code is freed: code that was invalidated, as
 * soon as no stack has it any more; code whose code object has died, at once; and so
 * that the code memory never runs out, the oldest code.
 */
#ifndef TAU_JIT_RECLAIM_H
#define TAU_JIT_RECLAIM_H

#include "jit/code_memory.h"
#include "jit/compiled.h"
#include "jit/dependency.h"

typedef struct Reclaim Reclaim;

/* Told of each code just before it is freed: nothing refers to it when this returns.
 * May be inside a collection. */
typedef void ReleasedFn(void *data, CompiledCode *code);

/* NULL: no memory. */
Reclaim *reclaim_new(CodeMemory *memory, Dependencies *deps, ReleasedFn *released, void *data);
/* At the end, when nothing runs: frees all code that it knows of. */
void reclaim_end(Reclaim *r); /* NULL allowed */

/* The code is finished and may run.  It is malloc'ed, and so are its tables; from here
 * on they belong to `r`. */
void reclaim_track(Reclaim *r, CompiledCode *code);
/* The code is invalid and nobody will enter it, but some may be in it; the caller sees
 * to it that what it names (code->constants) stays alive until it is released. */
void reclaim_add(Reclaim *r, CompiledCode *code);
/* Frees code that nothing runs: its code object has died.  May be inside a collection. */
void reclaim_free(Reclaim *r, CompiledCode *code);

/* Frees what was added and is on no stack.  To be called when a major collection
 * begins (VmHooks.major_began). */
void reclaim_run(Reclaim *r, Thread *t);
/* To be called before a compilation: when the code memory is three quarters full,
 * frees what can be, and if that is not enough, invalidates the oldest code. */
void reclaim_make_room(Reclaim *r, Thread *t);

#endif

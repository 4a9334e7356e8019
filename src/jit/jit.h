/*
 * jit.h - the compiler of a Vm: what is compiled when, and what is known of it.
 */
#ifndef TAU_JIT_JIT_H
#define TAU_JIT_JIT_H

#include "base/arena.h"
#include "jit/backend.h"

struct Dependencies;
struct PerfMap;
struct Reclaim;

/* Entries made from one code object; Code.compiled. */
typedef struct JitCode {
    CompiledCode *first;   /* those that may be entered, linked by `next` */
    CompiledCode *retired; /* invalid, perhaps still on the stack */
    uint32_t failures;     /* compilations given up */
    uint32_t invalidated;  /* how often what it relied on has changed */
} JitCode;

typedef struct Jit {
    Vm *vm;
    CodeMemory *memory;
    BackendStubs stubs;
    struct Dependencies *dependencies;
    struct Reclaim *reclaim;
    /* All compiled code by first_safepoint, which only grows: where a safepoint's
     * number leads to. */
    CompiledCode **codes;
    uint32_t code_count, code_capacity;
    CompiledCode *recent[64]; /* where the search has led lately, by the number; or NULL */
    uint32_t next_safepoint;
    bool compiling;
    Arena graph, scratch;  /* of the compilation that runs: kept for the next, up to COMPILE_MEMORY_KEPT */
    uint64_t compile_ns;   /* all compilations together */
    struct PerfMap *perf_map; /* --perf-map, or NULL */
    /* Debugging (TAU_DEBUG). */
    uint64_t random_seed;  /* randomra */
    uint32_t stress_every, stress_counter; /* deoptstress */
    bool verify;           /* jitverify */
    bool names_for_gdb;    /* gdbjit: see code_names.h */
    char without[32];      /* nopass: a pass to leave out */
} Jit;

/* Makes the compiler of a Vm and sets its hooks, unless the Vm's threshold says that
 * there is to be none.  Where executable memory is refused, warns and stays without. */
void jit_install(Vm *vm);
/* What vm->jit was, once vm_free() has told it of the death of all code.  NULL allowed. */
void jit_free(Jit *jit);

/* ---- tier.c ---- */

/* The compiled code that a safepoint's number belongs to, or its first_safepoint; NULL: gone. */
CompiledCode *jit_code_of_safepoint(const Jit *jit, uint32_t safepoint);
/* The same of one on the stack, not for signal handlers. */
CompiledCode *jit_find_code_slow(Jit *jit, uint32_t safepoint);
static inline CompiledCode *jit_find_code(Jit *jit, uint32_t safepoint) {
    CompiledCode *code = jit->recent[safepoint % 64];
    if (__builtin_expect(code && safepoint - code->first_safepoint < code->exit_count, 1))
        return code;
    return jit_find_code_slow(jit, safepoint);
}
/* No new entries; where it runs, GUARD_VALID leaves.  `heat`: how much the code object is
 * to run before it is compiled again. */
void jit_retire(Jit *jit, CompiledCode *code, uint32_t heat);
void jit_frame_looked_at(Thread *t, Frame *f); /* the hook */

/* ---- deopt.c ---- */

/* The hooks of the same names. */
void jit_sync_frames(Thread *t);
Value jit_catch_exception(Thread *t, uint32_t levels, bool again);

/* ---- sampling.c ---- */

/* Tells the Vm's profiler, which has just been started, how to look into compiled code. */
void jit_install_sampling(Vm *vm);
/* Keeps what it will need of a compilation that has just succeeded. */
void jit_keep_origins(Ir *ir, CompiledCode *code);

#endif

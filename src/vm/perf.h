/*
 * perf.h - what --debug-perf sees while a program runs, and how it reports.
 *
 * While perf watches, the dispatch loop is interpreter_counting.c's: before
 * each instruction it calls perf_count, and where an instruction falls back to
 * a general routine it says so.  The heap reports each allocation, the runtime
 * what it does to an object behind the program's back (VmHooks.noticed).
 * Without --debug-perf none of this is reached.
 *
 * The data (perf_data.h) is malloc'ed and hangs off Vm.perf; watching allocates
 * nothing in the heap it watches.
 */
#ifndef TAU_VM_PERF_H
#define TAU_VM_PERF_H

#include <stdio.h>

#include "runtime/frame.h"
#include "runtime/function.h"

typedef struct PerfSite PerfSite;

/* A code object that has run under observation. */
typedef struct PerfCode {
    Code *code;
    uint64_t *counts;  /* executions by word; those of an instruction at its first word */
    PerfSite **sites;  /* by first word: instructions of which more is known, else NULL */
    uint32_t *starts;  /* by word: the first word of the instruction it belongs to */
    struct PerfNote *notes;
    uint32_t note_count, note_capacity;
} PerfCode;

/* Begins to watch; false: out of memory. */
bool perf_start(Vm *vm);
/* Stops watching; the data remain for the report. */
void perf_stop(Vm *vm);
void perf_free(Vm *vm);

enum { PERF_JSON = 1, PERF_ALL = 2 /* everything, instead of the hottest */ };
/* Writes the report.  `command`: the source text of the file "<string>", or NULL. */
void perf_report(Vm *vm, FILE *out, unsigned flags, const char *command);

/* ---- for a compiler (jit/events.c) ---- */

typedef enum PerfEventKind {
#define EVENT(id, name) PERF_EVENT_##id,
#include "vm/perf_event.def"
    PERF_EVENT_COUNT
} PerfEventKind;

/* What a compiler did, or what became of its code.  The same thing happening again
 * at the same place is one event. */
typedef struct PerfEvent {
    PerfEventKind kind;
    Code *code;          /* the function that was compiled ... */
    Code *place;         /* ... and the one that `pc` is in: the same, or inlined into it */
    uint32_t pc;         /* an instruction's first word; of COMPILED: the entry, 0 or in a loop */
    const char *reason;  /* words that complete "line 12: ...", or NULL; lives on */
    Value name;          /* str: of the callee, the variable, what was changed; or UNDEF */
    Value type;          /* str: of LEFT, the type of what came; or UNDEF */
    uint64_t count;      /* times it happened */
    uint64_t ns;         /* COMPILED: time it took, all times together; */
    uint32_t nodes;      /* operations, and bytes of machine code, the last time */
    size_t bytes;
} PerfEvent;

/* Notes one more event (`count` is ignored).  Nothing without --debug-perf. */
void perf_event(Vm *vm, const PerfEvent *event);
/* What the compiler has done since the last call is to be known under this name, which lives
 * on; NULL: it begins.  Nothing without --debug-perf. */
void perf_stage(Vm *vm, const char *name);

/* ---- for interpreter_counting.c ---- */

PerfCode *perf_code_new(Thread *t, Code *code); /* NULL: not to be watched, or no room */
void perf_observe(Thread *t, PerfCode *code, uint32_t pc, const Value *r);
/* The instruction that the innermost frame executes ... */
void perf_cache_missed(Thread *t); /* did not find what it looks for in its inline cache */
void perf_went_slow(Thread *t);    /* had no fast path for its operands */
void perf_raised(Thread *t);       /* raised an exception, or passed one on */

/* The instruction at pc is about to run. */
static inline void perf_count(Thread *t, const Frame *frame, const uint32_t *pc, const Value *r) {
    Code *code = frame->code;
    PerfCode *p = code->perf;
    if (__builtin_expect(!p, 0) && (code->file || !(p = perf_code_new(t, code))))
        return;
    size_t at = (size_t)(pc - (const uint32_t *)code->instructions->bytes);
    p->counts[at]++;
    if (p->sites[at])
        perf_observe(t, p, (uint32_t)at, r);
}

#endif

/*
 * profiler.h - samples what a program is doing while it uses the processor.
 */
#ifndef TAU_VM_PROFILER_H
#define TAU_VM_PROFILER_H

#include "runtime/frame.h"
#include "vm/profile_tree.h"

typedef struct Profiler Profiler;

typedef struct SampledFrame {
    Code *code;
    Value callee; /* what it was calling, if that may be native; else UNDEF */
    uint64_t pc;  /* index of the instruction it is at */
} SampledFrame;

/* How to look into frames that run compiled code (FRAME_COMPILED).  Both run in a signal
 * handler: they may only read.  `context`: the interrupted machine state (a ucontext_t). */
typedef struct ProfilerCompiled {
    /* The innermost frame: t->frame may be wrong while compiled code runs. */
    const Frame *(*innermost)(void *data, const void *context, const Thread *t);
    /* What a frame that is not FRAME_INLINED looks like in the interpreter, innermost
     * first: itself, and the calls in it that were inlined.  The result is how many of
     * `room` were filled in; 0: it has only begun. */
    uint32_t (*look)(void *data, const void *context, const Frame *frame, bool innermost, SampledFrame *out,
                     uint32_t room);
} ProfilerCompiled;

/* Begins to sample the main thread; the profiler is reached as vm->profiler
 * from then on.  NULL with errno. */
Profiler *profiler_start(Vm *vm);
void profiler_set_compiled(Profiler *profiler, const ProfilerCompiled *compiled, void *data);
/* Takes in what the signal handler noted.  Called where the interpreter polls,
 * on INTERRUPT_PROFILE. */
void profiler_drain(Profiler *profiler);
/* Ends sampling.  false in another process than the one it was started in: a
 * forked child is not profiled and its parent's profile is not its own. */
bool profiler_stop(Profiler *profiler);
void profiler_free(Profiler *profiler); /* once the heap is gone */

typedef struct ProfileSummary {
    uint64_t samples; /* how often the program was looked at */
    uint64_t weight;  /* of all of them, the unit of the tree's numbers */
    uint64_t lost;    /* weight that could not be kept */
    double seconds;   /* of processor time while sampling */
    bool disturbed;   /* the program took the signal for itself */
} ProfileSummary;

/* After profiler_stop: the sums are in place. */
ProfileTree *profiler_tree(Profiler *profiler);
ProfileSummary profiler_summary(const Profiler *profiler);

#endif

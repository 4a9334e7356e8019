/*
 * profiler.h - samples what a program is doing while it uses the processor.
 */
#ifndef TAU_VM_PROFILER_H
#define TAU_VM_PROFILER_H

#include "runtime/frame.h"
#include "vm/profile_tree.h"

typedef struct Profiler Profiler;

/* How to learn where the innermost frame is, from the interrupted machine
 * state (a ucontext_t): the address of the next instruction of its bytecode,
 * or NULL: not known.  Runs in a signal handler: it may only read.  The
 * interpreter needs none; code that the interpreter does not run (compiled to
 * machine code) registers one that maps its return addresses. */
typedef const uint32_t *(*ProfilerFindPc)(void *data, const void *context, const Frame *top);

/* Begins to sample the main thread; the profiler is reached as vm->profiler
 * from then on.  NULL with errno. */
Profiler *profiler_start(Vm *vm);
void profiler_set_find_pc(Profiler *profiler, ProfilerFindPc find, void *data);
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

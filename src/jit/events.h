/*
 * events.h - what the compiler tells those who look at it: --debug-perf (the log of
 * vm/perf_events.c) and a listener (tauraro dis --ir).  Without either, a test of
 * two pointers is all that happens.
 */
#ifndef TAU_JIT_EVENTS_H
#define TAU_JIT_EVENTS_H

#include "jit/compiled.h"

/* Somebody who watches compilations; hangs off Vm.jit_listener. */
typedef struct JitListener {
    void *data;
    /* The graph of a function after it was built ("build") and after each pass. */
    void (*graph)(void *data, Ir *ir, const char *after);
    /* The machine code, with marks, is there; the graph is as it was emitted. */
    void (*compiled)(void *data, Ir *ir, const CompiledCode *code);
    void (*not_compiled)(void *data, Code *code, uint32_t entry_pc, const char *why);
} JitListener;

static inline bool jit_is_watched(const Vm *vm) { return vm->perf || vm->jit_listener; }

/* Each may be called whether or not somebody watches.  `why`: words that live on. */
/* As IrListener.after (ir/pipeline.h); data is not looked at. */
void jit_event_graph(void *data, Ir *ir, const char *after);
/* A part of the work that leaves no graph is done, or (NULL) all of it begins. */
void jit_event_stage(Vm *vm, const char *name);
void jit_event_compiled(Ir *ir, const CompiledCode *code);
void jit_event_not_compiled(Vm *vm, Code *code, uint32_t entry_pc, const char *why);
/* A call in `caller`, by the instruction at pc, while `compiled` is compiled. */
void jit_event_inlined(Vm *vm, Code *compiled, Code *caller, uint32_t pc, Code *callee);
void jit_event_not_inlined(Vm *vm, Code *compiled, Code *caller, uint32_t pc, Code *callee, const char *why);
/* The code was left by that exit; its frames are there, t->frame is the innermost. */
void jit_event_left(Thread *t, const CompiledCode *code, const Exit *exit);
/* What it relied on has changed: name (str, or UNDEF) and why complete each other. */
void jit_event_invalidated(Vm *vm, const CompiledCode *code, Value name, const char *why);

/* For Exit.subject: which register of the innermost frame holds what the guard looks
 * at, plus 1; 0: none. */
uint32_t jit_guarded_register(const IrNode *guard);

#endif

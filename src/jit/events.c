/* events.c - telling --debug-perf and a listener what the compiler does; see events.h. */
#include "jit/events.h"

#include "vm/perf.h"

static const char *const deopt_words[DEOPT_COUNT] = {
#define DEOPT(name, words) words,
#include "ir/deopt_reason.def"
};

static const JitListener *listener_of(const Vm *vm) { return vm->jit_listener; }

void jit_event_stage(Vm *vm, const char *name) { perf_stage(vm, name); }

void jit_event_graph(void *data, Ir *ir, const char *after) {
    (void)data;
    perf_stage(ir->thread->vm, after);
    const JitListener *listener = listener_of(ir->thread->vm);
    if (listener && listener->graph)
        listener->graph(listener->data, ir, after);
}

void jit_event_compiled(Ir *ir, const CompiledCode *code) {
    Vm *vm = ir->thread->vm;
    const JitListener *listener = listener_of(vm);
    if (listener && listener->compiled)
        listener->compiled(listener->data, ir, code);
    perf_event(vm, &(PerfEvent){.kind = PERF_EVENT_COMPILED, .code = code->code, .place = code->code,
                                .pc = code->entry_pc, .name = VALUE_UNDEF, .type = VALUE_UNDEF,
                                .ns = code->compile_ns, .nodes = code->ir_nodes, .bytes = code->size});
}

void jit_event_not_compiled(Vm *vm, Code *code, uint32_t entry_pc, const char *why) {
    const JitListener *listener = listener_of(vm);
    if (listener && listener->not_compiled)
        listener->not_compiled(listener->data, code, entry_pc, why);
    perf_event(vm, &(PerfEvent){.kind = PERF_EVENT_NOT_COMPILED, .code = code, .place = code, .pc = entry_pc,
                                .reason = why, .name = VALUE_UNDEF, .type = VALUE_UNDEF});
}

void jit_event_inlined(Vm *vm, Code *compiled, Code *caller, uint32_t pc, Code *callee) {
    perf_event(vm, &(PerfEvent){.kind = PERF_EVENT_INLINED, .code = compiled, .place = caller, .pc = pc,
                                .name = callee->qualname, .type = VALUE_UNDEF});
}

void jit_event_not_inlined(Vm *vm, Code *compiled, Code *caller, uint32_t pc, Code *callee, const char *why) {
    perf_event(vm, &(PerfEvent){.kind = PERF_EVENT_NOT_INLINED, .code = compiled, .place = caller, .pc = pc,
                                .reason = why, .name = callee ? callee->qualname : VALUE_UNDEF,
                                .type = VALUE_UNDEF});
}

/* Whether it is the type of a value that was not as believed. */
static bool is_about_type(DeoptReason reason) {
    switch (reason) {
    case DEOPT_TYPE:
    case DEOPT_NOT_INT:
    case DEOPT_NOT_FLOAT:
    case DEOPT_NOT_BOOL:
    case DEOPT_SHAPE:
    case DEOPT_ITERABLE: return true;
    default: return false;
    }
}

void jit_event_left(Thread *t, const CompiledCode *code, const Exit *exit) {
    if (!t->vm->perf)
        return;
    const ExitFrame *innermost = &code->frames[exit->first_frame + exit->frame_count - 1];
    PerfEvent e = {.kind = PERF_EVENT_LEFT, .code = code->code, .place = innermost->code, .pc = innermost->pc,
                   .reason = deopt_words[exit->reason], .name = VALUE_UNDEF, .type = VALUE_UNDEF};
    if (exit->subject) {
        uint32_t reg = exit->subject - 1u;
        Value v = t->frame->registers[reg];
        if (reg < innermost->code->local_count)
            e.name = innermost->code->local_names->items[reg];
        if (!value_is_undef(v) && is_about_type(exit->reason))
            e.type = type_of(t, v)->name;
    }
    perf_event(t->vm, &e);
}

void jit_event_invalidated(Vm *vm, const CompiledCode *code, Value name, const char *why) {
    perf_event(vm, &(PerfEvent){.kind = PERF_EVENT_INVALIDATED, .code = code->code, .place = code->code,
                                .pc = code->entry_pc, .reason = why, .name = name, .type = VALUE_UNDEF});
}

static bool asserts(const IrNode *n) {
    switch (n->op) {
    case IR_GUARD_TYPE:
    case IR_GUARD_IS:
    case IR_GUARD_NOT:
    case IR_GUARD_SHAPE:
    case IR_GUARD_CODE:
    case IR_GUARD_LIST:
    case IR_GUARD_BOUNDS: return true;
    default: return false;
    }
}

static const IrNode *unguarded(const IrNode *n) {
    while (asserts(n))
        n = n->in[0];
    return n;
}

uint32_t jit_guarded_register(const IrNode *guard) {
    const IrState *s = guard->state;
    if (!s || !(asserts(guard) || guard->op == IR_TO_FLOAT || guard->op == IR_NUMBER_TO_FLOAT))
        return 0;
    const IrNode *subject = unguarded(guard->in[0]);
    for (uint32_t i = 0; i < s->count; i++)
        if (s->registers[i] && unguarded(s->registers[i]) == subject)
            return i + 1;
    return 0;
}

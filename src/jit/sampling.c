/*
 * sampling.c - how the profiler's signal handler (vm/profiler.c) looks into compiled code.
 *
 * Code that is compiled while a profiler runs keeps the origins of its nodes: machine
 * code -> node -> instruction, and the calls that were inlined around it.  A frame's
 * place in its machine code is the interrupted instruction or, of code that has called
 * something, the return address below its native frame.  Which code a frame runs is told
 * by its safepoint, which such code writes as soon as it begins.
 */
#include <stdlib.h>
#include <string.h>

#include "jit/jit.h"
#include "vm/profiler.h"

void jit_keep_origins(Ir *ir, CompiledCode *code) {
    size_t size = ir->origin_count * sizeof *code->origins;
    if ((code->origins = malloc(size)))
        memcpy(code->origins, ir->origins, size);
}

/* The origin of the machine code at an offset; 0: unknown. */
static uint32_t origin_at(const CompiledCode *c, uint32_t offset) {
    uint32_t low = 0, high = c->origins ? c->mark_count : 0;
    while (low < high) { /* the last mark at or before it */
        uint32_t middle = (low + high) / 2;
        if (c->marks[middle].offset <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    while (low && !c->marks[low - 1].origin)
        low--;
    return low ? c->marks[low - 1].origin : 0;
}

static SampledFrame sampled(const Code *code, uint32_t pc, Value callee) {
    return (SampledFrame){(Code *)(uintptr_t)code, callee, pc};
}

/* Of a frame that is being left, or has just begun. */
static uint32_t look_at_exit(const CompiledCode *c, uint32_t number, SampledFrame *out, uint32_t room) {
    if (number >= c->exit_count) {
        *out = sampled(c->code, c->entry_pc, VALUE_UNDEF);
        return 1;
    }
    const Exit *e = &c->exits[number];
    uint32_t count = 0;
    for (uint32_t i = e->frame_count; i-- > 0 && count < room; count++) {
        const ExitFrame *frame = &c->frames[e->first_frame + i];
        bool is_behind = e->raises || i + 1 < e->frame_count;
        out[count] = sampled(frame->code, frame->pc - (is_behind && frame->pc), VALUE_UNDEF);
    }
    return count;
}

static uint32_t look(void *data, const void *context, const Frame *f, bool innermost, SampledFrame *out,
                     uint32_t room) {
    const CompiledCode *c = jit_code_of_safepoint(data, f->safepoint);
    if (!c || c->code != f->code)
        return 0;
    Interrupted now = backend_interrupted(context);
    const char *start = c->memory;
    bool runs = innermost && now.pc >= start && now.pc < start + c->size;
    const char *back = runs ? NULL : backend_return_address(c, f, now.stack);
    uint32_t origin = runs ? origin_at(c, (uint32_t)(now.pc - start))
                           : back ? origin_at(c, (uint32_t)(back - start) - 1) : 0;
    if (!origin)
        return look_at_exit(c, f->safepoint - c->first_safepoint, out, room);
    uint32_t count = 0;
    for (; origin && count < room; count++) {
        const IrOrigin *o = &c->origins[origin];
        out[count] = sampled(o->code, o->pc, back && !count ? o->callee : VALUE_UNDEF);
        origin = o->caller;
    }
    return count;
}

static const Frame *innermost(void *data, const void *context, const Thread *t) {
    const Jit *jit = data;
    Interrupted now = backend_interrupted(context);
    if (!code_memory_contains(jit->memory, now.pc))
        return t->frame;
    /* Not while machine code is being entered from C, or left. */
    uintptr_t offset = (uintptr_t)now.frame - (uintptr_t)t->frames;
    bool is_frame = now.frame >= t->frames && now.frame < t->frame_limit && offset % sizeof(Frame) == 0;
    return is_frame && now.frame->flags & FRAME_COMPILED ? now.frame : t->frame;
}

void jit_install_sampling(Vm *vm) {
    static const ProfilerCompiled functions = {innermost, look};
    if (vm->jit)
        profiler_set_compiled(vm->profiler, &functions, vm->jit);
}

/*
 * tier.c - what is compiled when.
 *
 * Code runs in the interpreter until it is warm, then for a while in the copy of the
 * loop that observes, then it is compiled: from its beginning when calls made it hot,
 * from a loop's header when that did (on-stack replacement), a generator from where it is
 * resumed.  Compiled code whose
 * guards keep failing is retired and made anew from what was learnt.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/debug_flags.h"
#include "ir/feedback.h"
#include "ir/build.h"
#include "ir/pipeline.h"
#include "ir/verify.h"
#include "jit/code_names.h"
#include "jit/dependency.h"
#include "jit/events.h"
#include "jit/jit.h"
#include "jit/perf_map.h"
#include "jit/reclaim.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/str.h"
#include "vm/interpreter.h"

enum {
    CODE_MEMORY_BYTES = 64 << 20,
    COMPILE_MEMORY_KEPT = 64 << 10, /* each of graph and scratch: more saves no page faults */
    BACKOFF_MAX = 16, /* doublings of the wait after compilations that were given up */
    LOOP_ROUNDS_MIN = 30, /* in one call, for which it is worth while to enter a loop in the middle */
    ENTRIES_OBSERVED = 3, /* of code whose loops are compiled: these tell most */
};

/* Processor time: on a busy machine the other clocks say little. */
static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* ---- what there is ---- */

/* At least one, so that each code has a number. */
static uint32_t safepoint_count(const CompiledCode *c) { return c->exit_count ? c->exit_count : 1; }

CompiledCode *jit_code_of_safepoint(const Jit *jit, uint32_t safepoint) {
    uint32_t low = 0, high = jit->code_count;
    while (low < high) { /* the last one that begins at or before it */
        uint32_t middle = (low + high) / 2;
        if (jit->codes[middle]->first_safepoint <= safepoint)
            low = middle + 1;
        else
            high = middle;
    }
    if (!low)
        return NULL;
    CompiledCode *code = jit->codes[low - 1];
    return safepoint - code->first_safepoint < safepoint_count(code) ? code : NULL;
}

CompiledCode *jit_find_code_slow(Jit *jit, uint32_t safepoint) {
    return jit->recent[safepoint % 64] = jit_code_of_safepoint(jit, safepoint);
}

/* What may be entered in a frame at pc; NULL: nothing. */
static CompiledCode *find_entry(const Frame *f, uint32_t pc) {
    const JitCode *j = f->code->compiled;
    bool names_are_globals = frame_names_are_globals(f);
    for (CompiledCode *c = j ? j->first : NULL; c; c = c->next)
        if (c->entry_pc == pc && !c->resumes && c->names_are_globals == names_are_globals)
            return c;
    return NULL;
}

static bool add_code(Thread *t, Jit *jit, CompiledCode *c) {
    Code *code = c->code;
    if (jit->code_count == jit->code_capacity) {
        uint32_t capacity = jit->code_capacity ? 2 * jit->code_capacity : 64;
        CompiledCode **codes = malloc(capacity * sizeof *codes), **old = jit->codes;
        if (!codes)
            return false;
        if (jit->code_count)
            memcpy(codes, old, jit->code_count * sizeof *codes);
        __atomic_signal_fence(__ATOMIC_SEQ_CST); /* signal handlers look there: it is always whole */
        jit->codes = codes;
        __atomic_signal_fence(__ATOMIC_SEQ_CST);
        jit->code_capacity = capacity;
        free(old);
    }
    JitCode *j = code->compiled;
    if (!j && !(j = calloc(1, sizeof *j)))
        return false;
    jit->codes[jit->code_count] = c;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    jit->code_count++;
    jit->next_safepoint = c->first_safepoint + safepoint_count(c);
    c->next = j->first;
    j->first = c;
    code_set_compiled(t, code, j);
    if (c->resumes) {
        c->resumes->entry = c->direct_entry;
    } else if (c->direct_entry && !c->names_are_globals) {
        code->direct_entry = c->direct_entry;
        code->direct_params = code->param_count + 1;
        code->direct_args = code->param_count == code->arg_count ? code->arg_count + 1 : 0;
    }
    return true;
}

static bool unlink_from(CompiledCode **list, const CompiledCode *c) {
    for (; *list; list = &(*list)->next)
        if (*list == c) {
            *list = c->next;
            return true;
        }
    return false;
}

/* No new entries; `heat`: how much the code object is to run before it is compiled again. */
static void unlink_code(Jit *jit, CompiledCode *c, uint32_t heat) {
    Code *code = c->code;
    JitCode *j = code->compiled;
    if (!j || !unlink_from(&j->first, c))
        return;
    c->invalid = 1;
    c->next = j->retired;
    j->retired = c;
    if (c->resumes && c->resumes->entry == c->direct_entry) {
        c->resumes->entry = NULL;
    } else if (c->direct_entry && code->direct_entry == c->direct_entry) {
        code->direct_entry = jit->stubs.interpret;
        code->direct_args = code->direct_params = 0;
    }
    code->heat_left = heat;
    reclaim_add(jit->reclaim, c);
}

void jit_retire(Jit *jit, CompiledCode *c, uint32_t heat) {
    dependencies_unregister(jit->dependencies, c);
    unlink_code(jit, c, heat);
}

/* How much is to run before what was invalidated is compiled again: ever more, for programs
 * that go on doing what invalidates it. */
static uint32_t heat_after_invalidation(const Jit *jit, const CompiledCode *code) {
    JitCode *j = code->code->compiled;
    uint32_t times = j ? j->invalidated++ : 0;
    uint64_t heat = ((uint64_t)jit->vm->jit_threshold / 4 + 1) << (times < 12 ? times : 12);
    return heat < UINT32_MAX ? (uint32_t)heat : UINT32_MAX - 1;
}

void jit_frame_looked_at(Thread *t, Frame *f) {
    Jit *jit = t->vm->jit;
    while (f->flags & FRAME_INLINED)
        f--;
    CompiledCode *code = jit_code_of_safepoint(jit, f->safepoint);
    if (code && !code->invalid)
        jit_retire(jit, code, heat_after_invalidation(jit, code));
}

/* ---- what compiled code names stays alive ---- */

typedef struct Constants {
    Value *items;
    uint32_t count, capacity;
    bool failed;
} Constants;

static void add_constant(Constants *c, Value v) {
    if (!value_is_object(v))
        return;
    for (uint32_t i = c->count; i-- > 0 && c->count - i < 8;)
        if (value_same(c->items[i], v))
            return;
    if (c->count == c->capacity) {
        uint32_t capacity = c->capacity ? 2 * c->capacity : 32;
        Value *items = realloc(c->items, capacity * sizeof *items);
        if (!items) {
            c->failed = true;
            return;
        }
        c->items = items;
        c->capacity = capacity;
    }
    c->items[c->count++] = v;
}

static void add_state(Constants *c, const IrState *s) {
    for (; s; s = s->caller)
        add_constant(c, value_from_object(s->code));
}

static Array *collect_constants(Thread *t, Ir *ir) {
    Constants c = {0};
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->first; n; n = n->next) {
            if (n->op == IR_CONST || n->op == IR_GUARD_IS || n->op == IR_GUARD_NOT)
                add_constant(&c, (Value){(uint64_t)n->imm});
            else if (n->op == IR_GUARD_CODE || n->op == IR_CALL_PYTHON)
                add_constant(&c, value_from_object((void *)(uintptr_t)n->imm));
            else if (n->op == IR_GUARD_SHAPE)
                add_constant(&c, value_from_object(((Shape *)(uintptr_t)n->imm)->type));
            else if ((n->op == IR_ALLOC || n->op == IR_VIRTUAL) && (uint32_t)n->imm)
                add_constant(&c, value_from_object(((Shape *)(uintptr_t)(uint32_t)n->imm)->type));
            add_state(&c, n->state);
        }
    add_constant(&c, value_from_object(ir->objects));
    for (uint32_t i = 1; i < ir->origin_count; i++) {
        add_constant(&c, value_from_object((void *)(uintptr_t)ir->origins[i].code));
        add_constant(&c, ir->origins[i].callee);
    }
    Array *array = c.failed ? NULL : gc_alloc_array(t, c.count + 1);
    if (array) {
        memcpy(array->items, c.items, c.count * sizeof *c.items);
        gc_wrote(t, array);
    } else {
        error_clear(t);
    }
    free(c.items);
    return array;
}

/* ---- the builder's questions ---- */

typedef struct Host {
    Jit *jit;
    Thread *t;
    Code *code;
    DependencySet *set;
    Value objects; /* Ir.objects: the graph's memory is no root, the stack is */
} Host;

static Value host_constant_entry(void *data, Dict *d, int64_t entry) {
    Host *h = data;
    return dependency_constant_entry(h->jit->dependencies, h->set, d, entry);
}
static void host_variable_entry(void *data, Dict *d, int64_t entry) {
    Host *h = data;
    dependency_variable_entry(h->jit->dependencies, d, entry);
}
static void host_absent_key(void *data, Dict *d, Value name) {
    Host *h = data;
    dependency_absent_key(h->set, d, name);
}
static void host_fixed_entry(void *data, Dict *d, int64_t entry) {
    Host *h = data;
    dependency_fixed_entry(h->set, d, entry);
}
static void host_type(void *data, Type *type) {
    Host *h = data;
    dependency_type(h->set, type);
}
static void host_class_as_such(void *data, Type *type) {
    Host *h = data;
    dependency_class_as_such(h->set, type);
}
static bool host_attribute(void *data, Type *type, Value name) {
    Host *h = data;
    return dependency_attribute(h->set, type, name);
}
static void host_function(void *data, Function *f) {
    Host *h = data;
    dependency_function(h->set, f);
}
static bool host_callable(void *data, Code *code) {
    Host *h = data;
    if (!code->direct_entry)
        code->direct_entry = h->jit->stubs.interpret;
    return true;
}
static uint32_t host_compiled_size(void *data, const Code *code) {
    (void)data;
    const JitCode *j = code->compiled;
    for (const CompiledCode *c = j ? j->first : NULL; c; c = c->next)
        if (!c->entry_pc && !c->resumes)
            return c->ir_nodes;
    return 0;
}
static ResumePoint *host_resume_point(void *data, Code *code, uint32_t pc) {
    const Host *h = data;
    return code_make_resume_point(h->t, code, pc);
}
static void host_inlined(void *data, Code *caller, uint32_t pc, Code *callee) {
    Host *h = data;
    jit_event_inlined(h->jit->vm, h->code, caller, pc, callee);
}
static void host_not_inlined(void *data, Code *caller, uint32_t pc, Code *callee, const char *why) {
    Host *h = data;
    jit_event_not_inlined(h->jit->vm, h->code, caller, pc, callee, why);
}

/* ---- compiling ---- */

static bool compile_graph(Ir *ir, Jit *jit, const BuildHost *host, Frame *frame, CompiledCode *out,
                          Array **constants) {
    if (setjmp(ir->give_up))
        return false;
    if (jit->vm->jit_listener || jit->vm->profiler)
        ir_keep_origins(ir);
    jit_event_stage(jit->vm, NULL);
    ir_build(ir, host, frame);
    ir_analyze(ir);
    IrListener listener = {.without = jit->without};
    if (jit_is_watched(jit->vm)) {
        listener.after = jit_event_graph;
        jit_event_graph(NULL, ir, "build");
    }
    if (jit->verify)
        ir_verify(ir, "build");
    ir_optimize(ir, &listener);
    backend_prepare(ir);
    RaAllocation *ra = ra_allocate(ir, &backend_target, jit->random_seed);
    if (jit->verify)
        ra_verify(ir, &backend_target, ra);
    jit_event_stage(jit->vm, "registers");
    *constants = collect_constants(ir->thread, ir);
    bool done = *constants && backend_emit(ir, ra, &jit->stubs, jit->memory, out);
    jit_event_stage(jit->vm, "code");
    return done;
}

/* `resumes`: the entry, if a generator goes on there, else NULL. */
static CompiledCode *compile(Thread *t, Frame *frame, uint32_t entry_pc, ResumePoint *resumes) {
    Jit *jit = t->vm->jit;
    Code *code = frame->code;
    uint64_t began = now_ns();
    reclaim_make_room(jit->reclaim, t);
    CompiledCode *out = calloc(1, sizeof *out);
    DependencySet *set = dependency_set_new(jit->dependencies);
    Ir *ir = out && set ? ir_new(t, &jit->graph, code, entry_pc) : NULL;
    Array *constants = NULL;
    const char *why = "there was no memory for it";
    bool done = false;
    Host host = {jit, t, code, set, list_new(t, 0)};
    if (value_is_error(host.objects)) {
        error_clear(t);
    } else if (ir) {
        ir->scratch = &jit->scratch;
        ir->objects = value_as_list(host.objects);
        BuildHost functions = {
            &host, host_constant_entry, host_variable_entry, host_absent_key, host_fixed_entry, host_type,
            host_class_as_such, host_attribute, host_function, host_callable, host_compiled_size, host_resume_point, host_inlined, host_not_inlined,
        };
        out->code = code;
        out->entry_pc = entry_pc;
        out->resumes = resumes;
        ir->resumes = resumes != NULL;
        out->names_are_globals = frame_names_are_globals(frame);
        out->first_safepoint = jit->next_safepoint;
        out->max_inline_depth = 0;
        if (jit->stress_every) {
            ir->stress_counter = &jit->stress_counter;
            ir->stress_every = jit->stress_every;
        }
        jit->compiling = true;
        done = compile_graph(ir, jit, &functions, frame, out, &constants);
        jit->compiling = false;
        if (ir->why)
            why = ir->why;
    }
    if (done) {
        out->constants = constants;
        out->max_inline_depth = ir->max_inline_depth;
        out->max_registers = ir->max_registers;
        out->ir_nodes = ir->node_count;
        if (t->vm->profiler)
            jit_keep_origins(ir, out);
        out->compile_ns = now_ns() - began;
        reclaim_track(jit->reclaim, out);
        /* In this order: code that is added may be called from now on. */
        done = dependencies_register(jit->dependencies, set, out) && add_code(t, jit, out);
        if (done) {
            jit_event_compiled(ir, out);
            code_names_add(jit, out);
        } else {
            why = "what it relies on changed meanwhile";
            reclaim_free(jit->reclaim, out);
            out = NULL;
        }
    }
    jit->compile_ns += now_ns() - began;
    dependency_set_free(set);
    arena_reset(&jit->graph, COMPILE_MEMORY_KEPT);
    arena_reset(&jit->scratch, COMPILE_MEMORY_KEPT);
    if (!done) {
        jit_event_not_compiled(t->vm, code, entry_pc, why);
        free(out);
        return NULL;
    }
    return out;
}

/* ---- the interpreter's question ---- */

/* Whether compiled code's frames, the inlined ones included, have room. */
static bool has_room(const Thread *t, const Frame *f, const CompiledCode *c) {
    return f + c->max_inline_depth < t->frame_limit && f->registers + c->max_registers <= t->stack_end &&
           (uintptr_t)__builtin_frame_address(0) > t->native_stack_end;
}

static HotAction enter(Thread *t, Frame *f, CompiledCode *c) {
    Jit *jit = t->vm->jit;
    if (!has_room(t, f, c))
        return HOT_UNOBSERVE;
    f->safepoint = c->first_safepoint; /* for a signal handler that looks */
    f->flags |= FRAME_COMPILED;
    Value v = jit->stubs.enter(t, f, c->frame_entry);
    if (value_is_undef(v))
        return error_pending(t) ? HOT_RAISE : HOT_FRAME;
    f->flags &= ~(uint32_t)FRAME_COMPILED;
    t->frame = f;
    if (value_is_error(v))
        return HOT_UNWOUND;
    t->compiled_result = v;
    return HOT_RETURN;
}

/* Whether enough has been seen of what code compiled from pc on would do.  What has not
 * been seen to run becomes an exit: a function is to be seen from its beginning to its
 * end, which a loop that is running already does not show. */
static bool is_known(const Vm *vm, const Code *code, const Feedback *feedback, uint32_t pc, HotPlace place) {
    uint32_t calls = feedback->sites[0].executed, seen = feedback->sites[pc].executed;
    uint32_t wanted = vm->jit_threshold / 2 + 1;
    switch (place) {
    case HOT_AT_ENTRY: return calls >= (code->compiled && wanted > ENTRIES_OBSERVED ? ENTRIES_OBSERVED : wanted);
    case HOT_AT_LOOP: return seen >= wanted && seen / LOOP_ROUNDS_MIN >= calls + feedback->yields;
    case HOT_AT_RESUMPTION: return seen >= wanted;
    }
    return false;
}

/* Code that could not be compiled is tried again, ever later. */
static HotAction put_off(Thread *t, Code *code) {
    JitCode *j = code->compiled;
    if (!j && (j = calloc(1, sizeof *j)))
        code_set_compiled(t, code, j);
    if (j && j->failures < BACKOFF_MAX)
        j->failures++;
    code->heat_left = (1000u << (j ? j->failures : BACKOFF_MAX)) + t->vm->jit_threshold;
    return HOT_UNOBSERVE;
}

/* A generator goes on: compiled the next time, when the interpreter has suspended it again. */
static HotAction hot_resumption(Thread *t, Frame *f, uint32_t pc) {
    Code *code = f->code;
    const ResumePoint *known = code_resume_point(code, pc);
    if (known && known->entry)
        return HOT_UNOBSERVE;
    if (f->flags & FRAME_HANDLING) { /* it is interpreted in its handlers */
        code->heat_left = t->vm->jit_threshold + 1;
        return HOT_UNOBSERVE;
    }
    Feedback *feedback = feedback_ensure(t, code);
    ResumePoint *point = feedback ? code_make_resume_point(t, code, pc) : NULL;
    if (!point)
        return HOT_UNOBSERVE;
    if (!is_known(t->vm, code, feedback, pc, HOT_AT_RESUMPTION))
        return HOT_OBSERVE;
    return compile(t, f, pc, point) ? HOT_UNOBSERVE : put_off(t, code);
}

static HotAction hot(Thread *t, Frame *f, HotPlace place) {
    Code *code = f->code;
    uint32_t pc = place == HOT_AT_ENTRY ? 0 : (uint32_t)(f->pc - (const uint32_t *)code->instructions->bytes);
    if (code->file) /* its body has yet to be read */
        return HOT_GO_ON;
    if (place == HOT_AT_RESUMPTION)
        return hot_resumption(t, f, pc);
    if (place == HOT_AT_ENTRY && code_suspends(code)) /* only makes the generator */
        return HOT_GO_ON;
    CompiledCode *c = find_entry(f, pc);
    if (c)
        return enter(t, f, c);
    Feedback *feedback = feedback_ensure(t, code);
    if (!feedback)
        return HOT_UNOBSERVE;
    if (!is_known(t->vm, code, feedback, pc, place)) /* and it is asked again at once */
        return HOT_OBSERVE;
    c = compile(t, f, pc, NULL);
    return c ? enter(t, f, c) : put_off(t, code);
}

/* ---- hooks ---- */

static Value call_compiled(Thread *t, Value function, const Value *args, size_t count) {
    Frame *top = t->frame;
    Value v = t->vm->jit->stubs.call[count](t, top ? top : t->frames - 1, function, args, thread_stack_top(t));
    t->frame = top;
    return v;
}

static void trace_compiled(Tracer *tracer, Code *code) {
    const JitCode *j = code->compiled;
    for (const CompiledCode *c = j->first; c; c = c->next)
        trace_object(tracer, c->constants);
    for (const CompiledCode *c = j->retired; c; c = c->next)
        trace_object(tracer, c->constants);
}

static void code_died(Vm *vm, Code *code) {
    JitCode *j = code->compiled;
    while (j->first)
        reclaim_free(vm->jit->reclaim, j->first);
    while (j->retired)
        reclaim_free(vm->jit->reclaim, j->retired);
    free(j);
}

static void invalidated(void *data, CompiledCode *code, Value name, const char *why) {
    Jit *jit = data;
    jit_event_invalidated(jit->vm, code, name, why);
    unlink_code(jit, code, heat_after_invalidation(jit, code));
}

/* Its memory is about to be freed: no list has it any more. */
static void released(void *data, CompiledCode *c) {
    Jit *jit = data;
    JitCode *j = c->code->compiled;
    if (j) {
        unlink_from(&j->first, c);
        unlink_from(&j->retired, c);
    code_names_remove(c);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < jit->code_count; i++)
        if (jit->codes[i] != c)
            jit->codes[kept++] = jit->codes[i];
    jit->code_count = kept;
    memset(jit->recent, 0, sizeof jit->recent);
}

static void dict_changed(Thread *t, Dict *d, int64_t entry) {
    dependencies_dict_changed(t->vm->jit->dependencies, d, entry);
}
static void type_changed(Vm *vm, Type *type, Value name) {
    dependencies_type_changed(vm->jit->dependencies, type, name);
}
static void function_changed(Thread *t, Function *f) {
    dependencies_function_changed(t->vm->jit->dependencies, f);
}
static void major_began(Thread *t) { reclaim_run(t->vm->jit->reclaim, t); }

static bool before_fork(Vm *vm) { return code_memory_before_fork(vm->jit->memory); }
static void after_fork(Vm *vm, bool in_child) {
    (in_child ? code_memory_after_fork_in_child : code_memory_after_fork_in_parent)(vm->jit->memory);
}

static void copy_flag(char *to, size_t size, const char *text) {
    size_t length = text ? strcspn(text, ",") : 0;
    if (length >= size)
        length = 0;
    if (length)
        memcpy(to, text, length);
    to[length] = 0;
}

void jit_install(Vm *vm) {
    if (vm->jit_threshold == JIT_NEVER)
        return;
    Jit *jit = calloc(1, sizeof *jit);
    if (!jit)
        return;
    jit->vm = vm;
    jit->memory = code_memory_new(CODE_MEMORY_BYTES);
    if (!jit->memory || !backend_make_stubs(jit->memory, &jit->stubs)) {
        fputs("tauraro: executable memory is refused: programs run interpreted\n", stderr);
        code_memory_free(jit->memory);
        free(jit);
        vm->jit_threshold = JIT_NEVER;
        return;
    }
    jit->next_safepoint = 1;
    jit->random_seed = (uint64_t)debug_flag("randomra", 0);
    jit->stress_every = jit->stress_counter = (uint32_t)debug_flag("deoptstress", 0);
    jit->verify = debug_flag("jitverify", 0);
    jit->names_for_gdb = debug_flag("gdbjit", 0);
    copy_flag(jit->without, sizeof jit->without, debug_text("nopass"));
    jit->dependencies = dependencies_new(vm, invalidated, jit);
    jit->reclaim = jit->dependencies ? reclaim_new(jit->memory, jit->dependencies, released, jit) : NULL;
    if (!jit->reclaim) {
        dependencies_free(jit->dependencies);
        code_memory_free(jit->memory);
        free(jit);
        return;
    }
    vm->jit = jit;
    vm->hooks.hot = hot;
    vm->hooks.resume = jit->stubs.resume_from_c;
    vm->hooks.call_compiled = call_compiled;
    vm->hooks.observe = feedback_observe;
    vm->hooks.dict_changed = dict_changed;
    vm->hooks.type_changed = type_changed;
    vm->hooks.function_changed = function_changed;
    vm->hooks.major_began = major_began;
    vm->hooks.sync_frames = jit_sync_frames;
    vm->hooks.catch_exception = jit_catch_exception;
    vm->hooks.frame_looked_at = jit_frame_looked_at;
    vm->hooks.trace_compiled = trace_compiled;
    vm->hooks.code_died = code_died;
    vm->hooks.before_fork = before_fork;
    vm->hooks.after_fork = after_fork;
}

void jit_free(Jit *jit) {
    if (!jit)
        return;
    reclaim_end(jit->reclaim);
    dependencies_free(jit->dependencies);
    perf_map_free(jit->perf_map);
    code_memory_free(jit->memory);
    free(jit->codes);
    arena_free_all(&jit->graph);
    arena_free_all(&jit->scratch);
    free(jit);
}

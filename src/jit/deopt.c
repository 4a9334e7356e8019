/*
 * deopt.c - from compiled code back to the interpreter: rebuilding its frames from
 * exits, writing down the frames of code that goes on running, and what an exit
 * teaches.
 *
 * Deoptimisation as in Hoelzle, Chambers & Ungar, "Debugging Optimized Code with
 * Dynamic Deoptimization" (PLDI 1992).
 */
#include <string.h>

#include "ir/feedback.h"
#include "ir/flow.h"
#include "jit/events.h"
#include "jit/jit.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/str.h"
#include "vm/interpreter.h"

/* Where the values of an exit are to be found. */
typedef struct Source {
    Thread *t;
    const CompiledCode *code;
    const SavedRegisters *saved; /* NULL: the code is in a call, nothing is in registers */
    const char *slots;           /* the first spill slot */
    Value *virtuals;             /* objects made so far, by number in the exit; UNDEF: not yet */
    uint32_t first_virtual;      /* the exit's */
} Source;

static Value read_other(const Source *s, const ExitValue *v);
/* Mostly, what lives across a call. */
static inline Value read_value(const Source *s, const ExitValue *v) {
    return v->kind == EXIT_SLOT ? ((const Value *)s->slots)[v->number] : read_other(s, v);
}

/* Nothing can be raised where values are read: for want of memory the program sees None
 * and runs out next time. */
static Value or_none(const Source *s, Value v) {
    if (!value_is_error(v))
        return v;
    error_clear(s->t);
    return VALUE_NONE;
}

/* What a call results in that the compiled code has not made. */
static Value make_call(const Source *s, const ExitVirtual *v) {
    typedef Value Helper(Thread *, Value *, uint64_t);
    Value values[v->field_count + 1];
    for (uint32_t i = 0; i < v->field_count; i++)
        values[i] = read_value(s, &s->code->fields[v->first_field + i].value);
    return or_none(s, ((Helper *)(uintptr_t)v->function)(s->t, values, v->header));
}

/* An object that the compiled code has not allocated.  One that refers to another,
 * or to itself, finds it in s->virtuals. */
static Value make_virtual(const Source *s, uint32_t number) {
    Value *made = &s->virtuals[number - s->first_virtual];
    if (!value_is_undef(*made))
        return *made;
    const ExitVirtual *v = &s->code->virtuals[number];
    if (v->function)
        return *made = make_call(s, v);
    Object *o = jit_alloc(s->t, v->header);
    if (!o)
        return or_none(s, VALUE_ERROR);
    *made = value_from_object(o);
    for (uint32_t i = 0; i < v->field_count; i++) {
        const ExitField *field = &s->code->fields[v->first_field + i];
        Value value = read_value(s, &field->value);
        void *at = (char *)o + field->offset;
        switch ((ExitFieldForm)field->form) {
        case FIELD_VALUE: *(Value *)at = value; break;
        case FIELD_SIZE: *(size_t *)at = (size_t)value_as_int(value); break;
        case FIELD_DOUBLE: *(double *)at = float_as_double(value); break;
        }
        gc_wrote(s->t, o);
    }
    return *made;
}

static Value read_other(const Source *s, const ExitValue *v) {
    switch ((ExitValueKind)v->kind) {
    case EXIT_DEAD: return VALUE_UNDEF;
    case EXIT_CONSTANT: return v->constant;
    case EXIT_CONSTANT_FLOAT: {
        double d;
        memcpy(&d, &v->constant.bits, sizeof d);
        return or_none(s, float_from_double(s->t, d));
    }
    case EXIT_GPR: return (Value){s->saved->gpr[v->number]};
    case EXIT_SLOT: return ((const Value *)s->slots)[v->number];
    case EXIT_XMM_FLOAT: return or_none(s, float_from_double(s->t, s->saved->xmm[v->number]));
    case EXIT_SLOT_FLOAT: return or_none(s, float_from_double(s->t, ((const double *)s->slots)[v->number]));
    case EXIT_GPR_BOOL: return value_bool(s->saved->gpr[v->number] & 1);
    case EXIT_SLOT_BOOL: return value_bool(((const uint64_t *)s->slots)[v->number] & 1);
    case EXIT_VIRTUAL: return make_virtual(s, v->number);
    }
    return VALUE_UNDEF;
}

/* `virtuals`: room for those of the exit, or NULL if none are wanted. */
static void source_init(Source *s, Thread *t, const CompiledCode *code, const Exit *e, const SavedRegisters *saved,
                        const Frame *f, Value *virtuals) {
    *s = (Source){t, code, saved, (const char *)f->machine + code->slots_offset, virtuals, e->first_virtual};
    for (uint32_t i = 0; virtuals && i < e->virtual_count; i++)
        virtuals[i] = VALUE_UNDEF;
}

/* What a register holds, for everybody to see: str_extend must not change it any more. */
static Value read_shown(const Source *s, const ExitValue *from) {
    Value v = read_value(s, from);
    if (value_is_kind(v, KIND_STR))
        value_as_str(v)->flags |= STR_SEEN;
    return v;
}

/* Everything of a frame but its flags. */
static void write_frame(const Source *s, const ExitFrame *from, Frame *f, Value *registers) {
    Code *code = from->code;
    f->code = code;
    f->registers = registers;
    f->pc = (const uint32_t *)code->instructions->bytes + from->pc;
    f->consts = code->consts->items;
    f->caches = (CacheSlot *)code->cache_storage->bytes;
    for (uint32_t k = 0; k < code->register_count; k++)
        registers[k] = k < from->value_count ? read_shown(s, &s->code->values[from->first_value + k]) : VALUE_UNDEF;
}

/* What is missing of the frame of inlined call i, of those above `outermost`. */
static void complete_inlined(const Source *s, const ExitFrame *from, Frame *outermost, uint32_t i) {
    Frame *f = outermost + i;
    if (!(f->flags & FRAME_BARE))
        return;
    f->function = (Function *)value_as_object(read_value(s, &from[i].function));
    f->code = from[i].code;
    f->registers = f[-1].registers + f[-1].code->register_count;
    f->flags &= ~(uint32_t)FRAME_BARE;
}

/* Whether the frame of an inlined call, there for a call out of it, has got an object. */
static bool was_looked_at(const Frame *f) {
    uint32_t flags = FRAME_INLINED | FRAME_OBJECT;
    return (f->flags & flags) == flags && f->object->frame == f;
}

/* Of an inlined generator's frame: the generator, which did not exist, and what its consumer,
 * if it is no loop, has taken.  false with MemoryError. */
static bool write_generator(const Source *s, const ExitFrame *from, Frame *f) {
    Thread *t = s->t;
    bool consumed = from->flags & FRAME_CONSUMED;
    Generator *g;
    if (consumed) {
        const ExitValue *behind = &s->code->values[from->first_value + from->code->register_count];
        g = generator_new(t, f->function, from->code);
        if (!g)
            return false;
        f->consumer = from->flags >> STATE_CONSUMER;
        f->accumulator = read_value(s, &behind[0]);
        f->consumer_callee = read_value(s, &behind[1]);
    } else {
        Value v = read_value(s, &from->instance);
        if (!value_is_kind(v, KIND_GENERATOR)) {
            raise_memory_error(t);
            return false;
        }
        g = (Generator *)value_as_object(v);
    }
    g->state = GEN_RUNNING;
    f->generator = g;
    f->instance = t->handled;
    if (f->flags & FRAME_OBJECT) {
        f->object->generator = g;
        g->frame_object = f->object;
        gc_wrote(t, f->object);
        gc_wrote(t, g);
    }
    return true;
}

/* Rebuilds all frames of an exit on top of the outermost, which exists. */
static void write_frames(const Source *s, const Exit *e, Frame *outermost) {
    const ExitFrame *from = &s->code->frames[e->first_frame];
    write_frame(s, from, outermost, outermost->registers);
    Frame *f = outermost;
    for (uint32_t i = 1; i < e->frame_count; i++) {
        const ExitFrame *inner = &from[i];
        Value *registers = f->registers + f->code->register_count;
        f++;
        write_frame(s, inner, f, registers);
        f->function = (Function *)value_as_object(read_value(s, &inner->function));
        f->result_register = inner->result_register;
        f->flags = (inner->flags & ((1u << STATE_CONSUMER) - 1)) | (was_looked_at(f) ? FRAME_OBJECT : 0);
        if (inner->flags & (FRAME_CONSTRUCTOR | FRAME_NEW))
            f->instance = read_value(s, &inner->instance);
        if (inner->flags & FRAME_GENERATOR && !write_generator(s, inner, f)) {
            f--; /* MemoryError where it would have been made */
            break;
        }
    }
    s->t->frame = f;
}

/* ---- exceptions ---- */

/* Notes in the pending exception's trail that it passes frame i of an exit, from where its
 * values are. */
static void pass_frame(const Source *s, const Exit *e, Frame *outermost, uint32_t i, bool left) {
    Thread *t = s->t;
    const ExitFrame *from = &s->code->frames[e->first_frame + i];
    const Code *code = from->code;
    Frame *f = outermost + i;
    uint32_t pc = from->pc - 1, depth = (uint32_t)(f - t->frames), visible = code->visible_count;
    Function *function = i ? (Function *)value_as_object(read_value(s, &from->function)) : f->function;
    bool has_object = i ? was_looked_at(f) : f->flags & FRAME_OBJECT, has_mapping = !i && f->flags & FRAME_LOCALS;
    Value pending = error_fetch(t), *variables;
    Exception *x = value_as_exception(pending);
    if (__builtin_expect(has_object || has_mapping || function->code != code, 0)) {
        variables = exception_passes(t, x, &(TracebackPlace){
            .function = function, .code = code, .pc = pc, .depth = depth, .left = left,
            .frame = has_object ? value_from_object(f->object) : VALUE_UNDEF,
            .mapping = has_mapping ? f->locals : VALUE_UNDEF,
        });
    } else {
        variables = trail_add(t, x, value_from_object(function), pc, visible, depth, left ? TRAIL_LEFT : 0);
        if (variables)
            variables += TRAIL_WORDS;
        else
            error_clear(t); /* it goes on without this entry */
    }
    if (variables) {
        const ExitValue *values = s->code->values + from->first_value, *end = values + from->value_count;
        for (uint32_t k = 0; k < visible; k++, values++)
            variables[k] = values < end ? read_shown(s, values) : VALUE_UNDEF;
        exception_passed(t, x, variables);
    }
    error_restore(t, pending);
}

/* A frame ends: the object that it may have got keeps what there was. */
static void end_object(const Source *s, const ExitFrame *from, Frame *f, bool inlined) {
    if (!(inlined ? was_looked_at(f) : f->flags & FRAME_OBJECT))
        return;
    write_frame(s, from, f, f->registers);
    f->flags &= ~(uint32_t)(FRAME_COMPILED | FRAME_DIRECT | FRAME_INLINED);
    s->t->frame = f;
    frame_detach_object(s->t, f);
}

/* The pending exception goes out of frame i of an exit, and of those above it. */
static void unwind(const Source *s, const Exit *e, Frame *outermost, uint32_t i, bool again) {
    const ExitFrame *from = &s->code->frames[e->first_frame];
    for (uint32_t k = e->frame_count; k-- > i;) {
        if (!again)
            pass_frame(s, e, outermost, k, true);
        again = false;
        end_object(s, &from[k], outermost + k, k);
        if (from[k].flags & FRAME_GENERATOR)
            generator_convert_stop(s->t, NULL);
    }
}

/* ---- learning ---- */

enum { TAKEN_MAX = 3 }; /* times that a guard may fail before the code is made anew */

static bool is_a_failure(DeoptReason reason) {
    return reason != DEOPT_EXCEPTION && reason != DEOPT_INTERRUPT && reason != DEOPT_STRESS &&
           reason != DEOPT_INVALIDATED && reason != DEOPT_LOOP_END && reason != DEOPT_UNSUPPORTED &&
           reason != DEOPT_GENERATOR &&
           reason != DEOPT_NONE;
}

/* The handler that an exception will come to has a reason to be compiled. */
static void note_handler(Thread *t, const Exit *e) {
    for (uint32_t i = 0; i < e->frame_count; i++) {
        const Frame *f = t->frame - i;
        uint32_t pc = (uint32_t)(f->pc - (const uint32_t *)f->code->instructions->bytes);
        const CodeHandler *h = flow_handler(f->code, i || e->raises ? pc - 1 : pc);
        Feedback *feedback = h ? feedback_ensure(t, f->code) : NULL;
        if (feedback)
            feedback->sites[h->handler].executed++;
        if (h)
            return;
    }
}

/* The instruction to be executed again says what the guard did not expect. */
static void observe_again(Thread *t, const Exit *e) {
    Frame *f = t->frame;
    uint32_t pc = (uint32_t)(f->pc - (const uint32_t *)f->code->instructions->bytes);
    Feedback *feedback = feedback_ensure(t, f->code);
    if (feedback) {
        feedback_observe(t, f, pc);
        if (e->reason != DEOPT_NOT_RUN)
            feedback->sites[pc].failed |= 1u << e->reason;
    }
}

static void learn(Thread *t, Jit *jit, CompiledCode *code, Exit *e) {
    if (e->reason == DEOPT_HANDLER)
        note_handler(t, e);
    else
        observe_again(t, e);
    if (++e->taken < TAKEN_MAX || code->invalid)
        return;
    Feedback *feedback = code_feedback(code->code);
    uint32_t recompiled = feedback ? ++feedback->recompiled : 0;
    /* Ever longer, so that a function that never settles costs little. */
    jit_retire(jit, code, recompiled < 16 ? 4u << recompiled : 1u << 20);
}

/* ---- called by compiled code ---- */

/* The pending exception, which none of an exit's frames handles, goes to the caller. */
static Value leave_by_exception(const Source *s, const Exit *e, Frame *frame) {
    Thread *t = s->t;
    unwind(s, e, frame, 0, e->again);
    t->frame = frame;
    if (!(frame->flags & FRAME_DIRECT)) /* the interpreter pops its own */
        return VALUE_ERROR;
    Generator *g = frame->flags & FRAME_GENERATOR ? frame->generator : NULL;
    if (g)
        generator_finish(t, frame);
    frame_pop_plain(t, frame);
    if (g)
        generator_convert_stop(t, g);
    return VALUE_ERROR;
}

Value jit_leave(Thread *t, uint64_t number, Frame *frame) {
    CompiledCode *code = jit_find_code(t->vm->jit, (uint32_t)number);
    const Exit *e = &code->exits[number - code->first_safepoint];
    Value virtuals[e->virtual_count + 1];
    Source s;
    t->frame = frame;
    source_init(&s, t, code, e, NULL, frame, virtuals);
    return leave_by_exception(&s, e, frame);
}

Value jit_exit(Thread *t, SavedRegisters *saved, uint64_t number, Frame *frame) {
    Jit *jit = t->vm->jit;
    CompiledCode *code = jit_find_code(jit, (uint32_t)number);
    Exit *e = &code->exits[number - code->first_safepoint];
    Value virtuals[e->virtual_count + 1];
    Source s;
    t->frame = frame;
    frame->safepoint = (uint32_t)number;
    source_init(&s, t, code, e, saved, frame, virtuals);
    bool direct = frame->flags & FRAME_DIRECT;
    if (e->raises && !e->handled)
        return leave_by_exception(&s, e, frame);
    write_frames(&s, e, frame);
    frame->flags &= ~(uint32_t)(FRAME_COMPILED | FRAME_DIRECT | FRAME_HANDLING);
    frame->flags |= code->frames[e->first_frame].flags & FRAME_HANDLING;
    if (direct)
        frame->flags |= FRAME_ENTRY;
    jit_event_left(t, code, e);
    if (is_a_failure((DeoptReason)e->reason))
        learn(t, jit, code, e);
    if (!direct)
        return VALUE_UNDEF;
    return t->interpret(t, error_pending(t));
}

/* The function's own frame, of one of its frames. */
static Frame *own_frame(Frame *f) {
    while (f->flags & FRAME_INLINED)
        f--;
    return f;
}

Value jit_catch_exception(Thread *t, uint32_t levels, bool again) {
    Frame *f = own_frame(t->frame);
    const CompiledCode *code = jit_find_code(t->vm->jit, f->safepoint);
    const Exit *e = &code->exits[f->safepoint - code->first_safepoint];
    uint32_t handling = e->frame_count - 1 - levels;
    Value virtuals[e->virtual_count + 1];
    Source s;
    source_init(&s, t, code, e, NULL, f, virtuals);
    unwind(&s, e, f, handling + 1, again);
    if (levels || !again)
        pass_frame(&s, e, f, handling, false);
    t->frame = f + handling;
    return error_fetch(t);
}

/* C code is going to run in the innermost inlined call of compiled code. */
static void complete_innermost(Thread *t) {
    Frame *f = own_frame(t->frame);
    CompiledCode *code = jit_find_code(t->vm->jit, f->safepoint);
    const Exit *e = &code->exits[f->safepoint - code->first_safepoint];
    Source s;
    source_init(&s, t, code, e, NULL, f, NULL);
    for (uint32_t i = 0; i < e->frame_count; i++)
        complete_inlined(&s, &code->frames[e->first_frame], f, i);
}

Value jit_interpret(Thread *t, Value function, Value *args) {
    Function *f = (Function *)value_as_object(function);
    Code *code = f->code;
    if (t->frame->flags & FRAME_BARE)
        complete_innermost(t);
    if (t->native_stack_limit != t->native_stack_end && !handle_interrupts(t))
        return VALUE_ERROR;
    if ((uintptr_t)__builtin_frame_address(0) < t->c_stack_limit)
        return raise_error(t, TYPE_RecursionError, "maximum recursion depth exceeded");
    Value *registers = thread_stack_top(t);
    if (registers + code->register_count + 64 > t->stack_end)
        return raise_error(t, TYPE_RecursionError, "maximum recursion depth exceeded");
    values_copy(registers, args, code->param_count);
    Frame *frame = frame_push(t, t->frame, f, code, registers, 0);
    if (!frame)
        return VALUE_ERROR;
    frame->flags = FRAME_ENTRY;
    return frame_run(t, frame, HOT_AT_ENTRY);
}

Value jit_resume(Thread *t, Value generator, Value sent) {
    if (t->frame < t->frames)
        t->frame = NULL; /* C code resumes it, and no Python code runs */
    else if (t->frame->flags & FRAME_BARE)
        complete_innermost(t);
    return generator_interpret(t, generator, sent);
}

int64_t jit_str_char(Thread *t, Value s, Value index) {
    Str *str = value_as_str(s);
    const void *data = str_data(t, str);
    if (data)
        return str_char_at(data, str->width, (size_t)value_as_int(index));
    error_clear(t); /* the interpreter will run out of memory, too */
    return -1;
}

Value jit_box_float(Thread *t, double d) { return float_from_double_slow(t, d); }

void *jit_alloc(Thread *t, uint64_t header) {
    size_t size = (size_t)(header >> 32 & 0xffff) * 16;
    Object *o = gc_alloc(t, size, (Kind)(header >> 48 & 0xff), (Shape *)(uintptr_t)(uint32_t)header);
    if (o)
        o->gc |= (uint8_t)(header >> 56);
    return o;
}

void jit_wrote(Thread *t, Object *owner) { gc_log_slow(t, owner); }
void jit_wrote_element(Thread *t, Array *array, uint64_t index) { gc_log_element_slow(t, array, index); }

/* ---- looking into code that runs ---- */

/* The frame of a compiled function that is in a call, and the inlined ones that lie
 * above it, get the pc and the registers that they would have in the interpreter. */
static void sync_frame(Thread *t, Jit *jit, Frame *f) {
    CompiledCode *code = jit_find_code(jit, f->safepoint);
    if (!code)
        return;
    const Exit *e = &code->exits[f->safepoint - code->first_safepoint];
    const ExitFrame *from = &code->frames[e->first_frame];
    Value virtuals[e->virtual_count + 1];
    Source s;
    source_init(&s, t, code, e, NULL, f, virtuals);
    for (uint32_t i = 0; i < e->frame_count && f + i <= t->frame && (i == 0 || f[i].flags & FRAME_INLINED); i++) {
        complete_inlined(&s, from, f, i);
        write_frame(&s, &from[i], &f[i], f[i].registers);
    }
}

void jit_sync_frames(Thread *t) {
    Jit *jit = t->vm->jit;
    for (Frame *f = t->frame; f; f = frame_caller(t, f))
        if ((f->flags & (FRAME_COMPILED | FRAME_INLINED)) == FRAME_COMPILED)
            sync_frame(t, jit, f);
}

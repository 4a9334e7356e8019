/*
 * frame_object.c - frames and tracebacks as Python objects.  A frame object is
 * made only when somebody asks for one; it follows its frame while that runs
 * and keeps a snapshot of the locals afterwards.
 */
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/frame.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/type.h"

static FrameObject *as_frame(Value v) { return (FrameObject *)value_as_object(v); }
static Traceback *as_traceback(Value v) { return (Traceback *)value_as_object(v); }

/* ---- frames ---- */

static FrameObject *frame_object_new(Thread *t, Function *f) {
    FrameObject *o = GC_NEW(t, FrameObject, KIND_FRAME, TYPE_FRAME);
    if (!o)
        return NULL;
    o->function = f;
    o->back = VALUE_UNDEF;
    o->locals = o->last = VALUE_UNDEF;
    o->lineno = -1;
    return o;
}

FrameObject *frame_object(Thread *t, Frame *f) {
    if (f->flags & FRAME_OBJECT)
        return f->object;
    Generator *g = f->flags & FRAME_GENERATOR ? f->generator : NULL;
    FrameObject *o = g && g->frame_object ? g->frame_object : frame_object_new(t, f->function);
    if (!o)
        return NULL;
    o->frame = f;
    o->generator = g;
    if (g) {
        g->frame_object = o;
        gc_wrote(t, g);
    }
    f->flags |= FRAME_OBJECT;
    f->object = o;
    if (f->flags & (FRAME_COMPILED | FRAME_INLINED))
        t->vm->hooks.frame_looked_at(t, f);
    return o;
}

FrameObject *frame_object_of_generator(Thread *t, Generator *g) {
    if (!g->frame_object) {
        FrameObject *o = frame_object_new(t, g->function);
        if (!o)
            return NULL;
        o->generator = g;
        g->frame_object = o;
        gc_wrote(t, g);
    }
    return g->frame_object;
}

/* Brings a dict up to date with the variables: what is unbound goes, what a
 * program has added stays. */
static Value locals_of_registers(Thread *t, Function *f, const Value *registers, Value held) {
    Dict *d = value_is_undef(held) ? dict_new(t) : value_as_dict(held);
    if (!d)
        return VALUE_ERROR;
    Code *code = f->code;
    for (uint32_t i = 0; i < code->visible_count; i++) {
        Value v = registers[i];
        if (value_is_kind(v, KIND_CELL))
            v = ((Cell *)value_as_object(v))->value;
        Str *name = value_as_str(code->local_names->items[i]);
        /* Names that no program can write belong to the compiler. */
        if (!name->length || ((const char *)str_data(t, name))[0] == '.')
            continue;
        if (value_is_undef(v)) {
            if (d->used && dict_delete(t, d, value_from_object(name)) < 0)
                return VALUE_ERROR;
            continue;
        }
        if (!dict_set_str(t, d, value_from_object(name), v))
            return VALUE_ERROR;
    }
    for (size_t i = 0; code->free_names && i < code->free_names->length; i++) {
        Value v = ((Cell *)value_as_object(f->closure->items[i]))->value;
        if (!value_is_undef(v) && !dict_set_str(t, d, code->free_names->items[i], v))
            return VALUE_ERROR;
    }
    return value_from_object(d);
}

/* A function's locals() is one dict for the life of its frame. */
Value frame_locals(Thread *t, Frame *f) {
    if (f->flags & FRAME_LOCALS)
        return f->locals;
    FrameObject *o = frame_object(t, f);
    if (!o)
        return VALUE_ERROR;
    Value v = locals_of_registers(t, f->function, f->registers, o->locals);
    if (!value_is_error(v)) {
        o->locals = v;
        gc_wrote(t, o);
    }
    return v;
}

void frame_object_end(Thread *t, FrameObject *o, Frame *f) {
    /* A program may have changed the dict that locals() gave it: it stays so. */
    bool given = !(f->flags & FRAME_LOCALS) && !value_is_undef(o->locals);
    Value v = given ? locals_of_registers(t, f->function, f->registers, VALUE_UNDEF) : frame_locals(t, f);
    if (value_is_error(v))
        v = VALUE_UNDEF;
    if (given)
        o->last = v;
    else
        o->locals = v;
    o->frame = NULL;
    gc_wrote(t, o);
}

/* Brings the dict of an ended frame up to date. */
static bool take_last(Thread *t, FrameObject *o) {
    Dict *d = value_as_dict(o->locals), *last = value_as_dict(o->last);
    Code *code = o->function->code;
    o->last = VALUE_UNDEF;
    for (uint32_t i = 0; i < code->visible_count; i++) {
        Value name = code->local_names->items[i];
        if (value_is_undef(dict_get_str(t, last, name)) && dict_delete(t, d, name) < 0)
            return false;
    }
    size_t position = 0;
    Value name, v;
    while (dict_next(last, &position, &name, &v))
        if (!dict_set_str(t, d, name, v))
            return false;
    return true;
}

static uint32_t current_pc(Thread *t, FrameObject *o) {
    if (o->frame) {
        frames_sync(t);
        return frame_pc(o->frame);
    }
    return o->generator && o->generator->state != GEN_FINISHED
               ? (o->generator->pc ? o->generator->pc - 1 : 0) : o->pc;
}

static void frame_trace(Tracer *tracer, Object *object) {
    FrameObject *o = (FrameObject *)object;
    trace_object(tracer, o->function);
    trace_value(tracer, o->back);
    trace_value(tracer, o->locals);
    trace_value(tracer, o->last);
    trace_object(tracer, o->generator);
}

static Value frame_repr(Thread *t, Value *args) {
    FrameObject *o = as_frame(args[0]);
    Code *code = o->function->code;
    return str_format(t, "<frame at 0x%lx, file %R, line %d, code %U>", (unsigned long)(uintptr_t)o,
                      code->filename, code_line_at(t, code, current_pc(t, o)), code->name);
}

static Value frame_clear(Thread *t, Value *args) {
    FrameObject *o = as_frame(args[0]);
    if (o->frame)
        return raise_error(t, TYPE_RuntimeError, "cannot clear an executing frame");
    o->locals = o->last = VALUE_UNDEF;
    return VALUE_NONE;
}

static Value traceback_frame(Thread *t, Value self);

static Value frame_back(Thread *t, Value self) {
    FrameObject *o = as_frame(self);
    if (!o->frame) {
        if (value_is_kind(o->back, KIND_TRACEBACK)) {
            Value caller = traceback_frame(t, o->back);
            if (value_is_error(caller))
                return caller;
            o->back = caller;
            gc_wrote(t, o);
        }
        return value_is_undef(o->back) ? VALUE_NONE : o->back;
    }
    frames_sync(t);
    Frame *caller = frame_caller(t, o->frame);
    if (!caller)
        return VALUE_NONE;
    FrameObject *back = frame_object(t, caller);
    return back ? value_from_object(back) : VALUE_ERROR;
}
static Value frame_code(Thread *t, Value self) {
    return value_from_object(as_frame(self)->function->code);
}
static Value frame_globals(Thread *t, Value self) {
    return value_from_object(as_frame(self)->function->globals);
}
static Value frame_builtins(Thread *t, Value self) {
    return value_from_object(as_frame(self)->function->builtins);
}
static Value frame_locals_get(Thread *t, Value self) {
    FrameObject *o = as_frame(self);
    if (o->frame) {
        frames_sync(t);
        return frame_locals(t, o->frame);
    }
    if (o->generator && o->generator->state != GEN_FINISHED)
        return locals_of_registers(t, o->function, o->generator->registers, o->locals);
    if (!value_is_undef(o->last) && !take_last(t, o))
        return VALUE_ERROR;
    if (!value_is_undef(o->locals))
        return o->locals;
    Dict *d = dict_new(t);
    return d ? value_from_object(d) : VALUE_ERROR;
}
static Value frame_lineno(Thread *t, Value self) {
    int line = code_line_at(t, as_frame(self)->function->code, current_pc(t, as_frame(self)));
    return line < 0 ? VALUE_NONE : value_from_int(line);
}
static Value frame_lasti(Thread *t, Value self) {
    return value_from_int(2 * (int64_t)current_pc(t, as_frame(self)));
}
static Value frame_trace_get(Thread *t, Value self) { return VALUE_NONE; }
static bool frame_trace_set(Thread *t, Value self, Value value) { return true; }
static Value frame_trace_lines(Thread *t, Value self) { return VALUE_TRUE; }

static const NativeDef frame_methods[] = {
    NATIVE("__repr__", "($self, /)", frame_repr, "Return repr(self)."),
    NATIVE("clear", "($self, /)", frame_clear, "F.clear(): clear most references held by the frame"),
    NATIVE_END,
};
static const GetSetDef frame_getset[] = {
    {"f_back", frame_back, NULL, NULL},
    {"f_code", frame_code, NULL, NULL},
    {"f_globals", frame_globals, NULL, NULL},
    {"f_builtins", frame_builtins, NULL, NULL},
    {"f_locals", frame_locals_get, NULL, NULL},
    {"f_lineno", frame_lineno, NULL, NULL},
    {"f_lasti", frame_lasti, NULL, NULL},
    {"f_trace", frame_trace_get, frame_trace_set, NULL},
    {"f_trace_lines", frame_trace_lines, frame_trace_set, NULL},
    {"f_trace_opcodes", frame_trace_get, frame_trace_set, NULL},
    {NULL, NULL, NULL, NULL},
};
const TypeDef typedef_frame = {
    .name = "frame",
    .id = TYPE_FRAME,
    .base = TYPE_OBJECT,
    .kind = KIND_FRAME,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(FrameObject),
    .trace = frame_trace,
    .methods = frame_methods,
    .getset = frame_getset,
};

/* ---- tracebacks ---- */

static void traceback_trace(Tracer *tracer, Object *object) {
    Traceback *tb = (Traceback *)object;
    trace_value(tracer, tb->next);
    trace_value(tracer, tb->function);
    trace_value(tracer, tb->frame);
    trace_value(tracer, tb->outer);
    for (uint32_t i = 0; i < tb->local_count; i++)
        trace_value(tracer, tb->locals[i]);
}

/* A Traceback with room for so many variables, which are for the caller to fill in. */
static Traceback *traceback_alloc(Thread *t, Value next, Value function, Value frame, uint32_t pc,
                                  int32_t lineno, uint32_t local_count) {
    Traceback *tb = gc_alloc(t, sizeof(Traceback) + local_count * sizeof(Value), KIND_TRACEBACK,
                             t->vm->types[TYPE_TRACEBACK]->root_shape);
    if (!tb)
        return NULL;
    tb->next = next;
    tb->function = function;
    tb->frame = frame;
    tb->outer = VALUE_UNDEF;
    tb->pc = pc;
    tb->lineno = lineno;
    tb->local_count = local_count;
    return tb;
}

Value traceback_new(Thread *t, Value next, Value function, Value frame, uint32_t pc, int32_t lineno) {
    Traceback *tb = traceback_alloc(t, next, function, frame, pc, lineno, 0);
    return tb ? value_from_object(tb) : VALUE_ERROR;
}

/* The inlined comprehension that is `level` ranges out from pc; NULL beyond. */
static const CodeInlined *inlined_at(const Code *code, uint32_t pc, uint32_t level) {
    const CodeInlined *ranges = code->inlined ? (const CodeInlined *)code->inlined->bytes : NULL;
    for (uint32_t i = 0; i < code->inlined_count; i++)
        if (pc >= ranges[i].start && pc < ranges[i].end && level-- == 0)
            return &ranges[i];
    return NULL;
}

void traceback_describe(Thread *t, const Traceback *tb, Value *name, CodePosition *position) {
    static const char *const names[] = {"<listcomp>", "<setcomp>", "<dictcomp>"};
    const Code *code = ((Function *)value_as_object(tb->function))->code;
    const CodeInlined *range = inlined_at(code, tb->pc, tb->level);
    const CodePosition *p = tb->level ? &inlined_at(code, tb->pc, tb->level - 1)->position
                                      : code_position_at(t, code, tb->pc);
    *name = range ? str_intern_cstring(t, names[range->kind]) : code->name;
    *position = p ? *p : (CodePosition){.line = -1, .end_line = -1, .column = -1, .end_column = -1};
}

/* ---- trails: see error.h ---- */

bool trail_grow(Thread *t, Exception *e, size_t words) {
    /* The first entry is often the last one. */
    size_t capacity = e->trail ? 2 * (e->trail->capacity + words) : words + words % 2;
    Array *trail = gc_alloc_array_to_fill(t, capacity, e->trail_length);
    if (!trail)
        return false;
    if (e->trail) {
        memcpy(trail->items, e->trail->items, e->trail_length * sizeof(Value));
        gc_wrote_elements(t, trail, 0, e->trail_length);
        gc_discard(t, e->trail);
    }
    e->trail = trail;
    gc_wrote(t, e);
    return true;
}

Value *exception_passes(Thread *t, Exception *e, const TracebackPlace *place) {
    const Code *code = place->code;
    bool mapping = !value_is_undef(place->mapping), replaced = place->function->code != code;
    bool more = mapping || replaced || !value_is_undef(place->frame);
    uint32_t variables = mapping ? 0 : code->visible_count;
    Value *at = trail_add(t, e, value_from_object(place->function), place->pc, variables, place->depth,
                          (place->left ? TRAIL_LEFT : 0) | (more ? TRAIL_MORE : 0));
    if (!at) {
        error_clear(t); /* the exception goes on without this entry */
        return NULL;
    }
    at += TRAIL_WORDS;
    if (more) {
        at[variables] = place->frame;
        at[variables + 1] = place->mapping;
        at[variables + 2] = value_from_int(replaced ? code_line_at(t, code, place->pc) : LINE_NOT_ASKED);
    }
    if (variables)
        return at;
    exception_passed(t, e, at);
    return NULL;
}

/* The Traceback of a frame, and one for each comprehension that its pc lies in, which come
 * first; the variables are the function's. */
static bool add_tracebacks(Thread *t, Exception *e, const Value *at) {
    Function *f = (Function *)value_as_object(at[0]);
    uint64_t place = (uint64_t)value_as_int(at[1]), how = (uint64_t)value_as_int(at[2]);
    uint32_t pc = (uint32_t)place, depth = (uint32_t)(how >> 2), variables = (uint32_t)(place >> 32);
    const Value *behind = how & TRAIL_MORE ? at + TRAIL_WORDS + variables : NULL;
    bool mapping = behind && !value_is_undef(behind[1]);
    int32_t line = behind ? (int32_t)value_as_int(behind[2]) : LINE_NOT_ASKED;
    for (uint32_t level = 0;; level++) {
        const CodeInlined *range = f->code->inlined_count ? inlined_at(f->code, pc, level) : NULL;
        Traceback *tb = traceback_alloc(t, e->traceback, at[0], behind ? behind[0] : VALUE_UNDEF, pc, line,
                                        range ? 0 : mapping ? 1 : variables);
        if (!tb)
            return false;
        tb->level = level;
        tb->depth = depth;
        tb->left = how & TRAIL_LEFT;
        if (!value_is_none(e->traceback) && (level || as_traceback(e->traceback)->depth == depth + 1)) {
            as_traceback(e->traceback)->outer = value_from_object(tb);
            gc_wrote(t, value_as_object(e->traceback));
        }
        e->traceback = value_from_object(tb);
        gc_wrote(t, e);
        if (range) {
            line = range->position.line;
            continue;
        }
        tb->mapping = mapping;
        if (mapping)
            tb->locals[0] = behind[1];
        else
            values_copy(tb->locals, at + TRAIL_WORDS, variables);
        return true;
    }
}

static size_t entry_words(const Value *at) {
    uint64_t how = (uint64_t)value_as_int(at[2]);
    return TRAIL_WORDS + (size_t)((uint64_t)value_as_int(at[1]) >> 32) + (how & TRAIL_MORE ? TRAIL_MORE_WORDS : 0);
}

Value exception_traceback_slow(Thread *t, Exception *e) {
    Value pending = error_fetch(t);
    const Array *trail = e->trail;
    uint32_t length = e->trail_length;
    e->trail_length = 0;
    e->trail = NULL;
    for (size_t k = 0; k < length; k += entry_words(trail->items + k))
        if (!add_tracebacks(t, e, trail->items + k))
            error_clear(t); /* it goes on without this entry */
    error_restore(t, pending);
    return e->traceback;
}

void exception_set_traceback(Thread *t, Exception *e, Value traceback) {
    e->trail_length = 0;
    e->traceback = traceback;
    gc_wrote(t, e);
}

void traceback_add(Thread *t, Frame *f, bool left) {
    TracebackPlace place = {
        .function = f->function, .code = f->code, .pc = frame_pc(f), .depth = (uint32_t)(f - t->frames), .left = left,
        .frame = f->flags & FRAME_OBJECT ? value_from_object(f->object) : VALUE_UNDEF, .mapping = frame_mapping(f),
    };
    Value pending = error_fetch(t);
    Exception *e = value_as_exception(pending);
    Value *variables = exception_passes(t, e, &place);
    if (variables) {
        memcpy(variables, f->registers, f->code->visible_count * sizeof(Value));
        exception_passed(t, e, variables);
    }
    error_restore(t, pending);
}

int32_t traceback_line(Thread *t, Traceback *tb) {
    if (tb->lineno == LINE_NOT_ASKED)
        tb->lineno = code_line_at(t, ((Function *)value_as_object(tb->function))->code, tb->pc);
    return tb->lineno;
}

static Value traceback_new_method(Thread *t, Value *args) {
    int64_t lasti, lineno;
    if (!value_is_none(args[1]) && !value_is_kind(args[1], KIND_TRACEBACK))
        return raise_type_error(t, "expected traceback object or None, got '%T'", args[1]);
    if (!value_is_kind(args[2], KIND_FRAME))
        return raise_type_error(t, "TracebackType() argument 'tb_frame' must be frame, not %T", args[2]);
    if (!op_index_int64(t, args[3], &lasti) || !op_index_int64(t, args[4], &lineno))
        return VALUE_ERROR;
    return traceback_new(t, args[1], value_from_object(as_frame(args[2])->function), args[2],
                         (uint32_t)(lasti / 2), (int32_t)lineno);
}

static Value tb_next_get(Thread *t, Value self) { return as_traceback(self)->next; }
static bool tb_next_set(Thread *t, Value self, Value value) {
    if (value_is_undef(value)) {
        raise_type_error(t, "can't delete tb_next attribute");
        return false;
    }
    if (!value_is_none(value) && !value_is_kind(value, KIND_TRACEBACK)) {
        raise_type_error(t, "expected traceback object, got '%T'", value);
        return false;
    }
    for (Value v = value; !value_is_none(v); v = as_traceback(v)->next)
        if (value_same(v, self)) {
            raise_value_error(t, "traceback loop detected");
            return false;
        }
    as_traceback(self)->next = value;
    gc_wrote(t, value_as_object(self));
    return true;
}
/* The part of a comprehension that was compiled into its function has no frame
 * of its own: one is made up whose code has the comprehension's name and, for
 * every instruction, the position in question. */
static FrameObject *frame_of_comprehension(Thread *t, Traceback *tb) {
    Function *f = (Function *)value_as_object(tb->function);
    Value name;
    CodePosition position;
    traceback_describe(t, tb, &name, &position);
    Code *code = GC_NEW(t, Code, KIND_CODE, TYPE_CODE);
    Raw *positions = code ? gc_alloc_raw(t, sizeof position) : NULL;
    if (value_is_error(name) || !positions)
        return NULL;
    Object header = code->header;
    *code = *f->code;
    code->header = header;
    code_never_ran(t, code);
    position.pc = 0;
    memcpy(positions->bytes, &position, sizeof position);
    code->positions = positions;
    code->packed_positions = NULL;
    code->position_count = 1;
    code->inlined = NULL;
    code->inlined_count = 0;
    code->name = code->qualname = name;
    gc_wrote(t, code);
    Value v = function_new(t, code, f->globals, f->closure, NULL, NULL);
    FrameObject *o = value_is_error(v) ? NULL : frame_object_new(t, (Function *)value_as_object(v));
    if (o)
        o->pc = tb->pc;
    return o;
}

/* The frame of an entry if it is still there.  One that handled the exception
 * may have ended since and another call of its function have taken its place. */
static Frame *running_frame(Thread *t, const Traceback *tb) {
    Function *function = (Function *)value_as_object(tb->function);
    if (tb->left || tb->level || inlined_at(function->code, tb->pc, 0) || !t->frame ||
        tb->depth > (size_t)(t->frame - t->frames))
        return NULL;
    Frame *f = t->frames + tb->depth;
    return f->function == function ? f : NULL;
}

/* A frame object for an entry whose frame has ended, or that never had one as
 * part of a comprehension. */
static FrameObject *frame_that_was(Thread *t, Traceback *tb) {
    Function *function = (Function *)value_as_object(tb->function);
    bool in_comprehension = tb->level || inlined_at(function->code, tb->pc, 0);
    FrameObject *o = in_comprehension ? frame_of_comprehension(t, tb) : frame_object_new(t, function);
    if (!o)
        return NULL;
    o->pc = tb->pc;
    if (!(function->code->flags & (CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GENERATOR)))
        o->back = tb->outer; /* a generator that has ended was called by nobody */
    if (tb->mapping)
        o->locals = tb->locals[0];
    else if (tb->local_count && tb->local_count == function->code->visible_count) {
        o->locals = locals_of_registers(t, function, tb->locals, VALUE_UNDEF);
        if (value_is_error(o->locals))
            return NULL;
    }
    return o;
}

static Value traceback_frame(Thread *t, Value self) {
    Traceback *tb = as_traceback(self);
    if (!value_is_undef(tb->frame))
        return tb->frame;
    frames_sync(t);
    Frame *f = running_frame(t, tb);
    FrameObject *o = f ? frame_object(t, f) : frame_that_was(t, tb);
    if (!o)
        return VALUE_ERROR;
    tb->frame = value_from_object(o);
    gc_wrote(t, tb);
    return tb->frame;
}
static Value tb_lineno_get(Thread *t, Value self) {
    int line = traceback_line(t, as_traceback(self));
    return line < 0 ? VALUE_NONE : value_from_int(line);
}
static Value tb_lasti_get(Thread *t, Value self) {
    return value_from_int(2 * (int64_t)as_traceback(self)->pc);
}

static const NativeDef traceback_methods[] = {
    NATIVE("__new__", "($type, tb_next, tb_frame, tb_lasti, tb_lineno)", traceback_new_method,
           "Create a new traceback object."),
    NATIVE_END,
};
static const GetSetDef traceback_getset[] = {
    {"tb_next", tb_next_get, tb_next_set, NULL},
    {"tb_frame", traceback_frame, member_readonly, NULL},
    {"tb_lineno", tb_lineno_get, member_readonly, NULL},
    {"tb_lasti", tb_lasti_get, member_readonly, NULL},
    {NULL, NULL, NULL, NULL},
};
const TypeDef typedef_traceback = {
    .name = "traceback",
    .doc = "Create a new traceback object.",
    .id = TYPE_TRACEBACK,
    .base = TYPE_OBJECT,
    .kind = KIND_TRACEBACK,
    .size = sizeof(Traceback),
    .trace = traceback_trace,
    .methods = traceback_methods,
    .getset = traceback_getset,
};

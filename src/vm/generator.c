/*
 * generator.c - generators and coroutines: creation, resumption, throw and
 * close, and delegation (`yield from`, `await`).
 *
 * A suspended generator keeps its registers in its own object; resuming copies
 * them to the register stack, where they form an ordinary frame, and yielding
 * copies them back.  Loops and `yield from` in the interpreter resume without
 * leaving the dispatch loop; send() and friends enter it anew.
 */
#include "runtime/call.h"
#include "runtime/error.h"
#include "runtime/generic_alias.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/type.h"
#include "vm/generator.h"
#include "vm/interpreter.h"

static Generator *as_generator(Value v) { return (Generator *)value_as_object(v); }
static TypeId id_of(const Generator *g) { return (TypeId)object_type(g)->id; }
static const char *noun(const Generator *g) {
    switch (id_of(g)) {
    case TYPE_COROUTINE: return "coroutine";
    case TYPE_ASYNC_GENERATOR: return "async generator";
    default: return "generator";
    }
}

/* ---- creation, switching ---- */

Generator *generator_new(Thread *t, Function *f, Code *code) {
    TypeId type = code->flags & CODE_ASYNC_GENERATOR ? TYPE_ASYNC_GENERATOR
                  : code->flags & CODE_COROUTINE     ? TYPE_COROUTINE
                                                     : TYPE_GENERATOR;
    Generator *g = gc_alloc(t, sizeof(Generator) + code->register_count * sizeof(Value),
                            KIND_GENERATOR, t->vm->types[type]->root_shape);
    if (!g)
        return NULL;
    g->function = f;
    g->code = code;
    g->name = f->name;
    g->qualname = f->qualname;
    g->handled = VALUE_UNDEF;
    g->awaiting = VALUE_UNDEF;
    g->origin = VALUE_UNDEF;
    g->frame_object = NULL;
    g->register_count = code->register_count;
    for (uint32_t i = 0; i < code->local_count; i++) /* the others are written before they are read */
        g->registers[i] = VALUE_UNDEF;
    if (code->handlers && type != TYPE_ASYNC_GENERATOR) /* perhaps a finally clause */
        heap_register_finalizer(t, &g->header);
    return g;
}

Value generator_call(Thread *t, Function *f, const Value *params) {
    Code *code = f->code;
    if (frame_next(t) >= t->frame_limit) {
        raise_recursion_error(t, "");
        return VALUE_ERROR;
    }
    Generator *g = generator_new(t, f, code);
    if (!g)
        return VALUE_ERROR;
    values_copy(g->registers, params, code->param_count);
    generator_created(g, GENERATOR_BODY);
    return value_from_object(g);
}

Value generator_start(Thread *t) {
    Frame *frame = t->frame;
    Code *code = frame->code;
    Generator *g = generator_new(t, frame->function, code);
    if (!g)
        return VALUE_ERROR;
    generator_created(g, (uint32_t)(frame->pc - (const uint32_t *)code->instructions->bytes));
    /* Above the locals there is what earlier calls have left, dead or alive. */
    memcpy(g->registers, frame->registers, code->local_count * sizeof(Value));
    frame_pop(t);
    return value_from_object(g);
}

void generator_trace(Tracer *tracer, Object *object) {
    Generator *g = (Generator *)object;
    trace_object(tracer, g->function);
    trace_object(tracer, g->code);
    trace_value(tracer, g->name);
    trace_value(tracer, g->qualname);
    trace_value(tracer, g->handled);
    trace_value(tracer, g->awaiting);
    trace_value(tracer, g->origin);
    trace_object(tracer, g->frame_object);
    /* Of the temporaries only some are in use. */
    uint32_t locals = g->register_count ? g->code->local_count : 0;
    trace_values(tracer, g->registers, locals);
    trace_values_maybe(tracer, g->registers + locals, g->register_count - locals);
}

Frame *generator_push(Thread *t, Generator *g, Value sent) {
    Code *code = g->code;
    Value *registers = thread_stack_top(t);
    Frame *frame = frame_push_over(t, t->frame, g->function, code, registers, 0, code->local_count);
    if (!frame)
        return NULL;
    values_copy(registers, g->registers, g->register_count);
    if (g->state == GEN_SUSPENDED)
        registers[g->sent_register] = sent;
    frame->pc = (const uint32_t *)code->instructions->bytes + g->pc;
    frame->generator = g;
    frame->flags = FRAME_GENERATOR;
    frame->instance = t->handled; /* the resumer's exception state */
    if (!value_is_undef(g->handled)) {
        t->handled = g->handled;
        frame->flags |= FRAME_HANDLING;
    }
    g->state = GEN_RUNNING;
    return frame;
}

void generator_save(Thread *t, Frame *frame) {
    Generator *g = frame->generator;
    values_copy(g->registers, frame->registers, g->register_count);
    g->pc = (uint32_t)(frame->pc - (const uint32_t *)frame->code->instructions->bytes);
    g->resume = code_resume_point(frame->code, g->pc);
    g->state = GEN_SUSPENDED;
    g->handled = frame->flags & FRAME_HANDLING ? t->handled : VALUE_UNDEF;
    t->handled = frame->instance;
    gc_wrote(t, g);
}

void generator_finish(Thread *t, Frame *frame) {
    Generator *g = frame->generator;
    g->state = GEN_FINISHED;
    g->awaiting = VALUE_UNDEF;
    g->handled = VALUE_UNDEF;
    g->register_count = 0; /* nobody reads, or traces, them any more */
    t->handled = frame->instance;
}

void generator_convert_stop(Thread *t, const Generator *g) {
    Value cause;
    const char *what;
    if (error_matches(t, TYPE_StopIteration))
        what = "StopIteration";
    else if (g && id_of(g) == TYPE_ASYNC_GENERATOR && error_matches(t, TYPE_StopAsyncIteration))
        what = "StopAsyncIteration";
    else
        return;
    cause = error_fetch(t);
    raise_error(t, TYPE_RuntimeError, "%s raised %s", g ? noun(g) : "generator", what);
    Value e = error_fetch(t);
    value_as_exception(e)->context = cause;
    raise_from(t, e, cause);
}

static bool check_resumable(Thread *t, Generator *g) {
    if (g->state != GEN_RUNNING)
        return true;
    raise_value_error(t, "%s already executing", noun(g));
    return false;
}

/* Whether a generator that is not suspended can begin to run: ERROR or STOP if
 * it cannot, else UNDEF. */
static Value begin(Thread *t, Generator *g, Value sent) {
    if (!check_resumable(t, g))
        return VALUE_ERROR;
    if (g->state == GEN_FINISHED) {
        if (id_of(g) == TYPE_COROUTINE)
            return raise_error(t, TYPE_RuntimeError, "cannot reuse already awaited coroutine");
        t->stop_value = VALUE_NONE;
        return VALUE_STOP;
    }
    if (!value_is_none(sent) && !value_is_undef(sent))
        return raise_type_error(t, "can't send non-None value to a just-started %s", noun(g));
    return VALUE_UNDEF;
}

static Value resume(Thread *t, Generator *g, Value sent, bool interpret) {
    if (g->state != GEN_SUSPENDED) {
        Value v = begin(t, g, sent);
        if (!value_is_undef(v))
            return v;
    }
    if (!c_stack_enter(t, ""))
        return VALUE_ERROR;
    if (value_is_undef(sent))
        sent = VALUE_NONE;
    if (!interpret && generator_is_compiled(g))
        return generator_resume_compiled(t, g, sent);
    Frame *frame = generator_push(t, g, sent);
    if (!frame)
        return VALUE_ERROR;
    frame->flags |= FRAME_ENTRY;
    return frame_run(t, frame, HOT_AT_RESUMPTION);
}

/* STOP when it returned; the value is in t->stop_value. */
Value generator_resume(Thread *t, Value generator, Value sent) {
    return resume(t, as_generator(generator), sent, false);
}
Value generator_interpret(Thread *t, Value generator, Value sent) {
    return resume(t, as_generator(generator), sent, true);
}

/* Raises the pending exception where the generator is suspended. */
static Value throw_here(Thread *t, Generator *g) {
    Value exception = error_fetch(t);
    if (!c_stack_enter(t, ""))
        return VALUE_ERROR;
    if (g->state == GEN_CREATED) {
        /* Raised at the definition line, as if the body had begun. */
        g->state = GEN_SUSPENDED;
        g->sent_register = 0;
    }
    Value held = g->registers[g->register_count ? g->sent_register : 0];
    Frame *frame = generator_push(t, g, held);
    if (!frame)
        return VALUE_ERROR;
    frame->flags |= FRAME_ENTRY;
    /* Its context is what the generator itself is handling, not what its resumer is. */
    if (frame->flags & FRAME_HANDLING)
        raise_object(t, exception);
    else
        error_restore(t, exception);
    return t->interpret(t, true);
}

/* ---- delegation ---- */

static Value close_delegate(Thread *t, Value delegate) {
    if (value_is_kind(delegate, KIND_GENERATOR))
        return generator_close(t, delegate);
    Value close = attr_find(t, delegate, STR_NAME(t, close));
    if (value_is_error(close)) {
        error_write_unraisable(t, "", delegate);
        return VALUE_NONE;
    }
    return value_is_undef(close) ? VALUE_NONE : call0(t, close);
}

/* Goes on after the `yield from` whose delegate has returned `result`. */
static Value resume_after_delegate(Thread *t, Generator *g, Value result) {
    Value delegate = g->awaiting;
    g->awaiting = VALUE_UNDEF;
    /* SEND takes VALUE_STOP in place of its delegate for "it has returned what
     * was sent". */
    for (uint32_t i = g->register_count; i-- > 0;)
        if (value_same(g->registers[i], delegate)) {
            g->registers[i] = VALUE_STOP;
            break;
        }
    return generator_resume(t, value_from_object(g), result);
}

static Value throw_into_delegate(Thread *t, Generator *g) {
    Value delegate = g->awaiting, self = value_from_object(g);
    if (error_matches(t, TYPE_GeneratorExit)) {
        Value exit = error_fetch(t);
        g->state = GEN_RUNNING;
        Value r = close_delegate(t, delegate);
        g->state = GEN_SUSPENDED;
        if (!value_is_error(r))
            error_restore(t, exit);
        return throw_here(t, g);
    }
    Value r;
    if (value_is_kind(delegate, KIND_GENERATOR)) {
        g->state = GEN_RUNNING;
        r = generator_throw(t, delegate);
        g->state = GEN_SUSPENDED;
    } else {
        Value exception = error_fetch(t);
        Value method = attr_find(t, delegate, str_intern_cstring(t, "throw"));
        if (value_is_error(method))
            return throw_here(t, g);
        if (value_is_undef(method)) {
            error_restore(t, exception);
            return throw_here(t, g);
        }
        g->state = GEN_RUNNING;
        r = call1(t, method, exception);
        g->state = GEN_SUSPENDED;
        if (value_is_error(r) && error_matches(t, TYPE_StopIteration)) {
            Value stop = error_fetch(t);
            t->stop_value = value_as_exception(stop)->fields[EXC_FIELD_VALUE];
            r = VALUE_STOP;
        }
    }
    if (value_is_stop(r))
        return resume_after_delegate(t, as_generator(self), t->stop_value);
    return value_is_error(r) ? throw_here(t, g) : r;
}

Value generator_throw(Thread *t, Value generator) {
    Generator *g = as_generator(generator);
    if (g->state == GEN_RUNNING) {
        error_clear(t);
        return raise_value_error(t, "%s already executing", noun(g));
    }
    if (g->state == GEN_FINISHED) {
        if (id_of(g) == TYPE_COROUTINE) {
            error_clear(t);
            return raise_error(t, TYPE_RuntimeError, "cannot reuse already awaited coroutine");
        }
        return VALUE_ERROR; /* the exception itself */
    }
    return value_is_undef(g->awaiting) ? throw_here(t, g) : throw_into_delegate(t, g);
}

Value generator_close(Thread *t, Value generator) {
    Generator *g = as_generator(generator);
    if (!check_resumable(t, g))
        return VALUE_ERROR;
    if (g->state == GEN_CREATED || g->state == GEN_FINISHED) {
        g->state = GEN_FINISHED;
        g->closed = true;
        return VALUE_NONE;
    }
    Value e = exception_alloc_bare(t, TYPE_GeneratorExit, t->vm->empty_tuple);
    if (value_is_error(e))
        return e;
    raise_object(t, e);
    Value r = generator_throw(t, generator);
    g->closed = true;
    if (value_is_stop(r))
        return VALUE_NONE;
    if (!value_is_error(r))
        return raise_error(t, TYPE_RuntimeError, "%s ignored GeneratorExit", noun(g));
    if (error_catch(t, TYPE_GeneratorExit) || error_catch(t, TYPE_StopIteration))
        return VALUE_NONE;
    return VALUE_ERROR;
}

/* One step of `yield from` through C. */
Value generator_send_to(Thread *t, Value delegate, Value sent) {
    if (value_is_stop(delegate)) { /* resume_after_delegate */
        t->stop_value = sent;
        return VALUE_STOP;
    }
    if (value_is_kind(delegate, KIND_GENERATOR) && id_of(as_generator(delegate)) != TYPE_ASYNC_GENERATOR)
        return generator_resume(t, delegate, sent);
    Value v;
    if (value_is_none(sent)) {
        Type *type = type_of(t, delegate);
        if (type->next) {
            t->stop_value = VALUE_NONE;
            v = type->next(t, value_as_object(delegate));
            if (value_is_stop(v))
                return v;
        } else if (value_is_undef(type->specials[SPECIAL_NEXT])) {
            return raise_type_error(t, "'%T' object is not an iterator", delegate);
        } else {
            v = call_special(t, type->specials[SPECIAL_NEXT], &delegate, 1);
        }
    } else {
        v = call_method1(t, delegate, STR_NAME(t, send), sent);
    }
    if (value_is_error(v) && error_matches(t, TYPE_StopIteration)) {
        Value stop = error_fetch(t);
        t->stop_value = value_as_exception(stop)->fields[EXC_FIELD_VALUE];
        if (value_is_undef(t->stop_value))
            t->stop_value = VALUE_NONE;
        return VALUE_STOP;
    }
    return v;
}

Value generator_yield_from_iter(Thread *t, Code *code, Value v) {
    if (value_is_kind(v, KIND_GENERATOR)) {
        TypeId id = id_of(as_generator(v));
        if (id == TYPE_COROUTINE && !(code->flags & (CODE_COROUTINE | CODE_ITERABLE_COROUTINE)))
            return raise_type_error(t, "cannot 'yield from' a coroutine object in a non-coroutine "
                                       "generator");
        if (id != TYPE_ASYNC_GENERATOR)
            return v;
    }
    return op_iter(t, v);
}

/* ---- methods ---- */

/* A result as send() returns it: StopIteration when the generator returned. */
static Value result_or_stop(Thread *t, Value r) {
    return value_is_stop(r) ? raise_stop_iteration(t, t->stop_value) : r;
}

static Value send_method(Thread *t, Value *args) {
    return result_or_stop(t, generator_resume(t, args[0], args[1]));
}

/* throw(exception) or throw(type, value, traceback): makes it pending. */
bool generator_prepare_throw(Thread *t, Value type, Value value, Value traceback) {
    Value e;
    if (!value_is_undef(traceback) && !value_is_none(traceback) &&
        !value_is_kind(traceback, KIND_TRACEBACK)) {
        raise_type_error(t, "throw() third argument must be a traceback object");
        return false;
    }
    if (value_is_kind(type, KIND_TYPE) &&
        type_is_subtype((Type *)value_as_object(type), t->vm->types[TYPE_BASE_EXCEPTION])) {
        if (!value_is_undef(value) && op_isinstance(t, value, type) == 1)
            e = value;
        else if (value_is_undef(value) || value_is_none(value))
            e = call0(t, type);
        else if (value_is_tuple(value))
            e = call_with(t, type, value_as_tuple(value), NULL);
        else
            e = call1(t, type, value);
        if (!value_is_error(e) && !value_is_kind(e, KIND_EXCEPTION))
            e = raise_type_error(
                t, "calling %R should have returned an instance of BaseException, not %T", type, e);
        if (value_is_error(e))
            return true; /* what the class raised goes in instead */
    } else if (value_is_kind(type, KIND_EXCEPTION)) {
        if (!value_is_undef(value) && !value_is_none(value)) {
            raise_type_error(t, "instance exception may not have a separate value");
            return false;
        }
        e = type;
    } else {
        raise_type_error(t, "exceptions must be classes or instances deriving from BaseException, not %T",
                         type);
        return false;
    }
    if (!value_is_undef(traceback) && !value_is_none(traceback))
        exception_set_traceback(t, value_as_exception(e), traceback);
    t->exception = e;
    return true;
}

static Value throw_method(Thread *t, Value *args) {
    if (!generator_prepare_throw(t, args[1], args[2], args[3]))
        return VALUE_ERROR;
    return result_or_stop(t, generator_throw(t, args[0]));
}

static Value close_method(Thread *t, Value *args) { return generator_close(t, args[0]); }

static Value generator_next(Thread *t, Object *object) {
    return generator_resume(t, value_from_object(object), VALUE_NONE);
}

Value generator_repr(Thread *t, Value *args) {
    Generator *g = as_generator(args[0]);
    const char *type = id_of(g) == TYPE_ASYNC_GENERATOR ? "async_generator" : noun(g);
    return str_format(t, "<%s object %U at 0x%lx>", type, g->qualname,
                      (unsigned long)(args[0].bits & ~(uint64_t)1));
}

#define TEXT(field, spelling)                                                                     \
    Value generator_##field##_get(Thread *t, Value self) { return as_generator(self)->field; }    \
    bool generator_##field##_set(Thread *t, Value self, Value v) {                                \
        if (value_is_undef(v) || !value_is_str(v)) {                                              \
            raise_type_error(t, spelling " must be set to a string object");                      \
            return false;                                                                         \
        }                                                                                         \
        as_generator(self)->field = v;                                                            \
        gc_wrote(t, value_as_object(self));                                                       \
        return true;                                                                              \
    }
TEXT(name, "__name__")
TEXT(qualname, "__qualname__")

Value generator_running_get(Thread *t, Value self) {
    return value_bool(as_generator(self)->state == GEN_RUNNING);
}
Value generator_suspended_get(Thread *t, Value self) {
    return value_bool(as_generator(self)->state == GEN_SUSPENDED);
}
Value generator_awaiting_get(Thread *t, Value self) {
    Generator *g = as_generator(self);
    return value_is_undef(g->awaiting) || g->state != GEN_SUSPENDED ? VALUE_NONE : g->awaiting;
}
Value generator_code_get(Thread *t, Value self) {
    return value_from_object(as_generator(self)->function->code);
}
Value generator_frame_get(Thread *t, Value self) {
    Generator *g = as_generator(self);
    if (g->state == GEN_FINISHED)
        return VALUE_NONE;
    FrameObject *o = frame_object_of_generator(t, g);
    return o ? value_from_object(o) : VALUE_ERROR;
}

static Value class_getitem(Thread *t, Value *args) { return generic_alias_new(t, args[0], args[1]); }

static const NativeDef generator_methods[] = {
    NATIVE("__repr__", "($self, /)", generator_repr, "Return repr(self)."),
    NATIVE("send", "($self, arg, /)", send_method,
           "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration."),
    NATIVE("throw", "($self, type, value=<none>, traceback=<none>, /)", throw_method,
           "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded "
           "value or raise\nStopIteration."),
    NATIVE("close", "($self, /)", close_method, "close() -> raise GeneratorExit inside generator."),
    NATIVE_CLASSMETHOD("__class_getitem__", "($type, object, /)", class_getitem, "See PEP 585"),
    NATIVE_END,
};
static const GetSetDef generator_getset[] = {
    {"__name__", generator_name_get, generator_name_set, "name of the generator"},
    {"__qualname__", generator_qualname_get, generator_qualname_set, "qualified name of the generator"},
    {"gi_running", generator_running_get, NULL, NULL},
    {"gi_suspended", generator_suspended_get, NULL, NULL},
    {"gi_yieldfrom", generator_awaiting_get, NULL,
     "object being iterated by yield from, or None"},
    {"gi_code", generator_code_get, member_readonly, NULL},
    {"gi_frame", generator_frame_get, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
/* A suspended one that nobody can resume any more: its finally clauses run. */
static void generator_finalize(Thread *t, Object *object) {
    Value g = value_from_object(object);
    if (as_generator(g)->state == GEN_SUSPENDED && value_is_error(generator_close(t, g)))
        error_write_unraisable(t, "", g);
}

const TypeDef typedef_generator = {
    .name = "generator",
    .id = TYPE_GENERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_GENERATOR,
    .flags = TYPEFLAG_NO_NEW | TYPEFLAG_WEAKREFS,
    .size = sizeof(Generator),
    .trace = generator_trace,
    .finalize = generator_finalize,
    .next = generator_next,
    .methods = generator_methods,
    .getset = generator_getset,
};

/* ---- coroutines ---- */

typedef struct CoroutineWrapper { /* what coroutine.__await__() returns */
    Object header;
    Value coroutine;
} CoroutineWrapper;

static Value coroutine_await(Thread *t, Value *args) {
    CoroutineWrapper *w = GC_NEW(t, CoroutineWrapper, KIND_OTHER, TYPE_COROUTINE_WRAPPER);
    if (!w)
        return VALUE_ERROR;
    w->coroutine = args[0];
    return value_from_object(w);
}

static const NativeDef coroutine_methods[] = {
    NATIVE("__repr__", "($self, /)", generator_repr, "Return repr(self)."),
    NATIVE("__await__", "($self, /)", coroutine_await, "Return an iterator to be used in await expression."),
    NATIVE("send", "($self, arg, /)", send_method,
           "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or raise StopIteration."),
    NATIVE("throw", "($self, type, value=<none>, traceback=<none>, /)", throw_method,
           "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next "
           "iterated value or raise\nStopIteration."),
    NATIVE("close", "($self, /)", close_method, "close() -> raise GeneratorExit inside coroutine."),
    NATIVE_CLASSMETHOD("__class_getitem__", "($type, object, /)", class_getitem, "See PEP 585"),
    NATIVE_END,
};
static const GetSetDef coroutine_getset[] = {
    {"__name__", generator_name_get, generator_name_set, "name of the coroutine"},
    {"__qualname__", generator_qualname_get, generator_qualname_set, "qualified name of the coroutine"},
    {"cr_running", generator_running_get, NULL, NULL},
    {"cr_suspended", generator_suspended_get, NULL, NULL},
    {"cr_await", generator_awaiting_get, NULL, "object being awaited on, or None"},
    {"cr_code", generator_code_get, member_readonly, NULL},
    {"cr_frame", generator_frame_get, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
const TypeDef typedef_coroutine = {
    .name = "coroutine",
    .id = TYPE_COROUTINE,
    .base = TYPE_OBJECT,
    .kind = KIND_GENERATOR,
    .flags = TYPEFLAG_NO_NEW | TYPEFLAG_WEAKREFS,
    .size = sizeof(Generator),
    .trace = generator_trace,
    .finalize = generator_finalize,
    .methods = coroutine_methods,
    .getset = coroutine_getset,
};

static void wrapper_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((CoroutineWrapper *)object)->coroutine);
}
static Value wrapped(Value self) { return ((CoroutineWrapper *)value_as_object(self))->coroutine; }
static Value wrapper_next(Thread *t, Object *object) {
    return generator_resume(t, ((CoroutineWrapper *)object)->coroutine, VALUE_NONE);
}
static Value wrapper_send(Thread *t, Value *args) {
    return result_or_stop(t, generator_resume(t, wrapped(args[0]), args[1]));
}
static Value wrapper_throw(Thread *t, Value *args) {
    args[0] = wrapped(args[0]);
    return throw_method(t, args);
}
static Value wrapper_close(Thread *t, Value *args) { return generator_close(t, wrapped(args[0])); }
static const NativeDef wrapper_methods[] = {
    NATIVE("send", "($self, arg, /)", wrapper_send, NULL),
    NATIVE("throw", "($self, type, value=<none>, traceback=<none>, /)", wrapper_throw, NULL),
    NATIVE("close", "($self, /)", wrapper_close, NULL),
    NATIVE_END,
};
const TypeDef typedef_coroutine_wrapper = {
    .name = "coroutine_wrapper",
    .doc = "A wrapper object implementing __await__ for coroutines.",
    .id = TYPE_COROUTINE_WRAPPER,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(CoroutineWrapper),
    .trace = wrapper_trace,
    .next = wrapper_next,
    .methods = wrapper_methods,
};

Value coroutine_awaitable(Thread *t, Value v, int where) {
    if (value_is_kind(v, KIND_GENERATOR)) {
        Generator *g = as_generator(v);
        bool awaitable = id_of(g) == TYPE_COROUTINE ||
                         (id_of(g) == TYPE_GENERATOR &&
                          g->code->flags & CODE_ITERABLE_COROUTINE);
        if (awaitable) {
            if (!value_is_undef(g->awaiting) && g->state == GEN_SUSPENDED)
                return raise_error(t, TYPE_RuntimeError, "coroutine is being awaited already");
            return v;
        }
    }
    Value method = special_of(t, v, SPECIAL_AWAIT);
    if (value_is_undef(method)) {
        if (where == 1)
            return raise_type_error(t, "'async with' received an object from __aenter__ that does not "
                                       "implement __await__: %T", v);
        if (where == 2)
            return raise_type_error(t, "'async with' received an object from __aexit__ that does not "
                                       "implement __await__: %T", v);
        return raise_type_error(t, "object %T can't be used in 'await' expression", v);
    }
    Value it = call_special(t, method, &v, 1);
    if (value_is_error(it))
        return it;
    if (value_is_kind(it, KIND_GENERATOR) && id_of(as_generator(it)) == TYPE_COROUTINE)
        return raise_type_error(t, "__await__() returned a coroutine");
    if (!op_is_iterator(t, it))
        return raise_type_error(t, "__await__() returned non-iterator of type '%T'", it);
    return it;
}

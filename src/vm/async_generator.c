/*
 * async_generator.c - asynchronous generators (PEP 525) and the awaitables that
 * their methods return.
 *
 * Inside the generator a `yield v` yields v wrapped, so that whoever drives it
 * can tell it from what an `await` inside passes through to the event loop.
 * The awaitables asend and athrow drive the generator one step: a wrapped value
 * becomes their result (StopIteration), anything else is passed on.
 */
#include "runtime/call.h"
#include "runtime/error.h"
#include "runtime/generic_alias.h"
#include "runtime/ops.h"
#include "runtime/type.h"
#include "vm/generator.h"
#include "vm/interpreter.h"

typedef struct Wrapped {
    Object header;
    Value value;
} Wrapped;

typedef enum StepKind { STEP_SEND, STEP_THROW, STEP_CLOSE } StepKind;
typedef enum StepState { STEP_INIT, STEP_ITERATING, STEP_DONE } StepState;

typedef struct Step { /* async_generator_asend, async_generator_athrow */
    Object header;
    Value generator;
    Value arguments[3]; /* sent value, or what was thrown */
    uint8_t kind, state;
} Step;

static Generator *as_generator(Value v) { return (Generator *)value_as_object(v); }
static Step *as_step(Value v) { return (Step *)value_as_object(v); }
static bool is_wrapped(Value v) {
    return value_is_kind(v, KIND_OTHER) && object_type(value_as_object(v))->id == TYPE_ASYNC_WRAPPED_VALUE;
}

Value async_wrap(Thread *t, Value v) {
    Wrapped *w = GC_NEW(t, Wrapped, KIND_OTHER, TYPE_ASYNC_WRAPPED_VALUE);
    if (!w)
        return VALUE_ERROR;
    w->value = v;
    return value_from_object(w);
}

static void wrapped_trace(Tracer *tracer, Object *object) { trace_value(tracer, ((Wrapped *)object)->value); }

const TypeDef typedef_async_wrapped_value = {
    .name = "async_generator_wrapped_value",
    .id = TYPE_ASYNC_WRAPPED_VALUE,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(Wrapped),
    .trace = wrapped_trace,
};

/* ---- stepping ---- */

static Value step_new(Thread *t, Value generator, StepKind kind, const Value *arguments) {
    Step *s = GC_NEW(t, Step, KIND_OTHER,
                     kind == STEP_SEND ? TYPE_ASYNC_GENERATOR_ASEND : TYPE_ASYNC_GENERATOR_ATHROW);
    if (!s)
        return VALUE_ERROR;
    s->generator = generator;
    s->kind = (uint8_t)kind;
    memcpy(s->arguments, arguments, sizeof s->arguments);
    return value_from_object(s);
}

static void step_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((Step *)object)->generator);
    trace_values(tracer, ((Step *)object)->arguments, 3);
}

/* What the generator answered, as the awaitable's own answer. */
static Value answer(Thread *t, Step *s, Value v) {
    Generator *g = as_generator(s->generator);
    if (value_is_error(v)) {
        g->origin = VALUE_UNDEF;
        s->state = STEP_DONE;
        if (s->kind == STEP_CLOSE &&
            (error_matches(t, TYPE_StopAsyncIteration) || error_matches(t, TYPE_GeneratorExit))) {
            error_clear(t);
            return raise_stop_iteration(t, VALUE_NONE);
        }
        return v;
    }
    if (value_is_stop(v)) {
        g->origin = VALUE_UNDEF;
        s->state = STEP_DONE;
        if (s->kind == STEP_CLOSE)
            return raise_stop_iteration(t, VALUE_NONE);
        return raise_with_args(t, TYPE_StopAsyncIteration, NULL, 0);
    }
    if (is_wrapped(v)) {
        g->origin = VALUE_UNDEF;
        s->state = STEP_DONE;
        if (s->kind == STEP_CLOSE)
            return raise_error(t, TYPE_RuntimeError, "async generator ignored GeneratorExit");
        return raise_stop_iteration(t, ((Wrapped *)value_as_object(v))->value);
    }
    return v;
}

static bool begin(Thread *t, Step *s) {
    Generator *g = as_generator(s->generator);
    if (!value_is_undef(g->origin)) {
        s->state = STEP_DONE;
        raise_error(t, TYPE_RuntimeError, s->kind == STEP_SEND    ? "anext(): asynchronous generator is already running"
                                          : s->kind == STEP_CLOSE ? "aclose(): asynchronous generator is already running"
                                                                  : "athrow(): asynchronous generator is already running");
        return false;
    }
    s->state = STEP_ITERATING;
    g->origin = value_from_object(s); /* whoever is driving it */
    gc_wrote(t, g);
    return true;
}

static Value start_throw(Thread *t, Step *s) {
    Generator *g = as_generator(s->generator);
    if (g->closed && g->state != GEN_FINISHED && value_is_undef(g->origin)) {
        /* It ignored an aclose() before. */
        s->state = STEP_DONE;
        return raise_with_args(t, TYPE_StopAsyncIteration, NULL, 0);
    }
    if (s->kind == STEP_CLOSE) {
        if (g->state == GEN_CREATED || g->state == GEN_FINISHED) {
            g->state = GEN_FINISHED;
            s->state = STEP_DONE;
            return raise_stop_iteration(t, VALUE_NONE);
        }
        if (!begin(t, s))
            return VALUE_ERROR;
        g->closed = true;
        Value e = exception_alloc_bare(t, TYPE_GeneratorExit, t->vm->empty_tuple);
        if (value_is_error(e))
            return e;
        t->exception = e;
    } else {
        if (g->state == GEN_FINISHED) {
            s->state = STEP_DONE;
            return raise_with_args(t, TYPE_StopAsyncIteration, NULL, 0);
        }
        if (!begin(t, s) ||
            !generator_prepare_throw(t, s->arguments[0], s->arguments[1], s->arguments[2]))
            return VALUE_ERROR;
    }
    return answer(t, s, generator_throw(t, s->generator));
}

static Value step_send(Thread *t, Step *s, Value sent) {
    Generator *g = as_generator(s->generator);
    if (s->state == STEP_DONE)
        return raise_error(t, TYPE_RuntimeError, s->kind == STEP_SEND
                               ? "cannot reuse already awaited __anext__()/asend()"
                               : "cannot reuse already awaited aclose()/athrow()");
    if (s->state == STEP_INIT) {
        if (s->kind != STEP_SEND) {
            if (!value_is_none(sent))
                return raise_error(t, TYPE_RuntimeError,
                                   "can't send non-None value to a just-started async generator");
            return start_throw(t, s);
        }
        if (g->state == GEN_FINISHED) {
            s->state = STEP_DONE;
            return raise_with_args(t, TYPE_StopAsyncIteration, NULL, 0);
        }
        if (!begin(t, s))
            return VALUE_ERROR;
        if (value_is_none(sent))
            sent = s->arguments[0];
    }
    return answer(t, s, generator_resume(t, s->generator, sent));
}

static Value step_send_method(Thread *t, Value *args) { return step_send(t, as_step(args[0]), args[1]); }

static Value step_throw_method(Thread *t, Value *args) {
    Step *s = as_step(args[0]);
    if (s->state == STEP_DONE)
        return raise_error(t, TYPE_RuntimeError, s->kind == STEP_SEND
                               ? "cannot reuse already awaited __anext__()/asend()"
                               : "cannot reuse already awaited aclose()/athrow()");
    if (!generator_prepare_throw(t, args[1], args[2], args[3]))
        return VALUE_ERROR;
    return answer(t, s, generator_throw(t, s->generator));
}

static Value step_close(Thread *t, Value *args) {
    as_step(args[0])->state = STEP_DONE;
    return VALUE_NONE;
}

static Value step_self(Thread *t, Value *args) { return args[0]; }

static Value step_next(Thread *t, Value *args) { return step_send(t, as_step(args[0]), VALUE_NONE); }

static const NativeDef step_methods[] = {
    NATIVE("__await__", "($self, /)", step_self, "Return an iterator to be used in await expression."),
    NATIVE("__iter__", "($self, /)", step_self, "Implement iter(self)."),
    NATIVE("__next__", "($self, /)", step_next, "Implement next(self)."),
    NATIVE("send", "($self, arg, /)", step_send_method, NULL),
    NATIVE("throw", "($self, type, value=<none>, traceback=<none>, /)", step_throw_method, NULL),
    NATIVE("close", "($self, /)", step_close, NULL),
    NATIVE_END,
};
const TypeDef typedef_async_generator_asend = {
    .name = "async_generator_asend",
    .id = TYPE_ASYNC_GENERATOR_ASEND,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(Step),
    .trace = step_trace,
    .methods = step_methods,
};
const TypeDef typedef_async_generator_athrow = {
    .name = "async_generator_athrow",
    .id = TYPE_ASYNC_GENERATOR_ATHROW,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(Step),
    .trace = step_trace,
    .methods = step_methods,
};

/* ---- the generator ---- */

static Value generator_aiter(Thread *t, Value *args) { return args[0]; }

static Value generator_anext(Thread *t, Value *args) {
    const Value arguments[3] = {VALUE_NONE, VALUE_UNDEF, VALUE_UNDEF};
    return step_new(t, args[0], STEP_SEND, arguments);
}
static Value generator_asend(Thread *t, Value *args) {
    const Value arguments[3] = {args[1], VALUE_UNDEF, VALUE_UNDEF};
    return step_new(t, args[0], STEP_SEND, arguments);
}
static Value generator_athrow(Thread *t, Value *args) {
    return step_new(t, args[0], STEP_THROW, args + 1);
}
static Value generator_aclose(Thread *t, Value *args) {
    const Value arguments[3] = {VALUE_UNDEF, VALUE_UNDEF, VALUE_UNDEF};
    return step_new(t, args[0], STEP_CLOSE, arguments);
}
static Value running_get(Thread *t, Value self) { return value_bool(!value_is_undef(as_generator(self)->origin)); }
static Value class_getitem(Thread *t, Value *args) { return generic_alias_new(t, args[0], args[1]); }

static const NativeDef methods[] = {
    NATIVE("__repr__", "($self, /)", generator_repr, "Return repr(self)."),
    NATIVE("__aiter__", "($self, /)", generator_aiter, "Return an awaitable, that resolves in asynchronous iterator."),
    NATIVE("__anext__", "($self, /)", generator_anext, "Return a value or raise StopAsyncIteration."),
    NATIVE("asend", "($self, value, /)", generator_asend, "asend(v) -> send 'v' in generator."),
    NATIVE("athrow", "($self, type, value=<none>, traceback=<none>, /)", generator_athrow,
           "athrow(typ[,val[,tb]]) -> raise exception in generator."),
    NATIVE("aclose", "($self, /)", generator_aclose, "aclose() -> raise GeneratorExit inside generator."),
    NATIVE_CLASSMETHOD("__class_getitem__", "($type, object, /)", class_getitem, "See PEP 585"),
    NATIVE_END,
};
static const GetSetDef getset[] = {
    {"__name__", generator_name_get, generator_name_set, "name of the async generator"},
    {"__qualname__", generator_qualname_get, generator_qualname_set, "qualified name of the async generator"},
    {"ag_running", running_get, member_readonly, NULL},
    {"ag_suspended", generator_suspended_get, NULL, NULL},
    {"ag_await", generator_awaiting_get, NULL, "object being awaited on, or None"},
    {"ag_code", generator_code_get, member_readonly, NULL},
    {"ag_frame", generator_frame_get, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
const TypeDef typedef_async_generator = {
    .name = "async_generator",
    .id = TYPE_ASYNC_GENERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_GENERATOR,
    .flags = TYPEFLAG_NO_NEW | TYPEFLAG_WEAKREFS,
    .size = sizeof(Generator),
    .trace = generator_trace,
    .methods = methods,
    .getset = getset,
};

/* ---- async for ---- */

Value async_get_aiter(Thread *t, Value v) {
    Value method = special_of(t, v, SPECIAL_AITER);
    if (value_is_undef(method))
        return raise_type_error(t, "'async for' requires an object with __aiter__ method, got %T", v);
    Value it = call_special(t, method, &v, 1);
    if (!value_is_error(it) && value_is_undef(special_of(t, it, SPECIAL_ANEXT)))
        return raise_type_error(t, "'async for' received an object from __aiter__ that does not implement "
                                   "__anext__: %T", it);
    return it;
}

Value async_get_anext(Thread *t, Value v) {
    Value method = special_of(t, v, SPECIAL_ANEXT);
    if (value_is_undef(method))
        return raise_type_error(t, "'async for' requires an iterator with __anext__ method, got %T", v);
    Value awaitable = call_special(t, method, &v, 1);
    if (value_is_error(awaitable))
        return awaitable;
    Value it = coroutine_awaitable(t, awaitable, 0);
    if (value_is_error(it) && error_matches(t, TYPE_TypeError)) {
        Value cause = error_fetch(t);
        raise_type_error(t, "'async for' received an invalid object from __anext__: %T", awaitable);
        Value e = error_fetch(t);
        return raise_from(t, e, cause);
    }
    return it;
}

/* ---- anext() with a default ---- */

typedef struct AnextAwaitable {
    Object header;
    Value wrapped;
    Value otherwise;
} AnextAwaitable;

static AnextAwaitable *as_anext(Value v) { return (AnextAwaitable *)value_as_object(v); }

Value async_anext_with_default(Thread *t, Value awaitable, Value otherwise) {
    AnextAwaitable *a = GC_NEW(t, AnextAwaitable, KIND_OTHER, TYPE_ANEXT_AWAITABLE);
    if (!a)
        return VALUE_ERROR;
    a->wrapped = awaitable;
    a->otherwise = otherwise;
    return value_from_object(a);
}

static void anext_trace(Tracer *tracer, Object *object) {
    trace_values(tracer, &((AnextAwaitable *)object)->wrapped, 2);
}

static Value next_value(Thread *t, Value it) {
    t->stop_value = VALUE_NONE;
    Value v = generator_send_to(t, it, VALUE_NONE);
    return value_is_stop(v) ? raise_stop_iteration(t, t->stop_value) : v;
}

/* Calls a method of the awaited iterator; the end of the asynchronous iteration
 * becomes the end of this await, with the default as its value. */
static Value anext_proxy(Thread *t, Value self, const char *method, Value *args, size_t nargs) {
    AnextAwaitable *a = as_anext(self);
    Value it = coroutine_awaitable(t, a->wrapped, 0);
    if (value_is_error(it))
        return it;
    if (value_is_kind(it, KIND_GENERATOR) && object_type(value_as_object(it))->id == TYPE_COROUTINE) {
        it = call_special(t, special_of(t, it, SPECIAL_AWAIT), &it, 1);
        if (value_is_error(it))
            return it;
    }
    /* An iterator without send() is only asked for its next value. */
    bool sends = method[0] == 's' && value_is_none(args[0]);
    Value v = sends ? next_value(t, it) : call_method(t, it, str_intern_cstring(t, method), args, nargs);
    if (value_is_error(v) && error_catch(t, TYPE_StopAsyncIteration))
        return raise_stop_iteration(t, a->otherwise);
    return v;
}

static Value anext_self(Thread *t, Value *args) { return args[0]; }
static Value anext_next_method(Thread *t, Value *args) {
    Value none = VALUE_NONE;
    return anext_proxy(t, args[0], "send", &none, 1);
}
static Value anext_send(Thread *t, Value *args) { return anext_proxy(t, args[0], "send", args + 1, 1); }
static Value anext_throw(Thread *t, Value *args) {
    size_t n = value_is_undef(args[2]) ? 1 : value_is_undef(args[3]) ? 2 : 3;
    return anext_proxy(t, args[0], "throw", args + 1, n);
}
static Value anext_close(Thread *t, Value *args) { return anext_proxy(t, args[0], "close", NULL, 0); }

static const NativeDef anext_methods[] = {
    NATIVE("__await__", "($self, /)", anext_self, "Return an iterator to be used in await expression."),
    NATIVE("__iter__", "($self, /)", anext_self, "Implement iter(self)."),
    NATIVE("__next__", "($self, /)", anext_next_method, "Implement next(self)."),
    NATIVE("send", "($self, arg, /)", anext_send, NULL),
    NATIVE("throw", "($self, type, value=<none>, traceback=<none>, /)", anext_throw, NULL),
    NATIVE("close", "($self, /)", anext_close, NULL),
    NATIVE_END,
};
const TypeDef typedef_anext_awaitable = {
    .name = "anext_awaitable",
    .id = TYPE_ANEXT_AWAITABLE,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(AnextAwaitable),
    .trace = anext_trace,
    .methods = anext_methods,
};

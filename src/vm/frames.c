/*
 * frames.c - pushing frames, binding arguments to parameters (with CPython's
 * messages), and entering the interpreter from C.
 */
#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/ops.h"
#include "runtime/type.h"
#include "vm/interpreter.h"

Frame *frame_push_slow(Thread *t, Frame *caller, Function *f, Code *code, Value *registers,
                       uint32_t result_register) {
    Frame *frame = caller ? caller + 1 : t->frames;
    bool full = registers + code->register_count > t->stack_end || frame >= t->frames_end;
    if (full || recursion_depth(t) >= t->depth_limit + t->recursion_headroom) {
        raise_recursion_error(t, "");
        return NULL;
    }
    Frame *limit = t->frame_limit;
    t->frame_limit = t->frames_end;
    frame = frame_push(t, caller, f, code, registers, result_register);
    t->frame_limit = limit;
    return frame;
}

bool frame_load_body(Thread *t, Frame *frame) {
    Code *code = frame->code;
    if (!code_complete(t, code))
        return false;
    frame->pc = (const uint32_t *)code->instructions->bytes;
    frame->consts = code->consts->items;
    frame->caches = (CacheSlot *)code->cache_storage->bytes;
    return true;
}

HotAction frame_is_hot(Thread *t, Frame *frame, HotPlace place) {
    Code *code = frame->code;
    if (!t->vm->hooks.hot) {
        code->heat_left = UINT32_MAX;
        return HOT_GO_ON;
    }
    code->heat_left = 1;
    return code->file ? HOT_GO_ON : t->vm->hooks.hot(t, frame, place); /* LOAD_BODY comes first */
}

static Value observe_in_turn(Thread *t) {
    for (;;) {
        Value v = interpreter_loop_observing(t, false);
        if (!value_same(v, ANOTHER_LOOP_NEXT))
            return v;
        v = interpreter_loop(t, false);
        if (!value_same(v, ANOTHER_LOOP_NEXT))
            return v;
    }
}

Value interpreter_run(Thread *t, bool raising) {
    Value v = interpreter_loop(t, raising);
    return __builtin_expect(value_same(v, ANOTHER_LOOP_NEXT), 0) ? observe_in_turn(t) : v;
}

Value frame_run(Thread *t, Frame *frame, HotPlace place) {
    if (__builtin_expect(--frame->code->heat_left != 0, 1))
        return t->interpret(t, false);
    switch (frame_is_hot(t, frame, place)) {
    case HOT_GO_ON:
    case HOT_UNOBSERVE:
    case HOT_FRAME: break;
    case HOT_OBSERVE:
        if (t->interpret == interpreter_run)
            return observe_in_turn(t);
        break;
    case HOT_RETURN: {
        Value result = t->compiled_result;
        frame_pop(t);
        return result;
    }
    case HOT_RAISE: return t->interpret(t, true);
    case HOT_UNWOUND: frame_pop(t); return VALUE_ERROR;
    }
    return t->interpret(t, false);
}

/* The frame object outlives its frame: it keeps a snapshot of the locals. */
void frame_detach_object(Thread *t, Frame *frame) {
    FrameObject *o = frame->object;
    Value pending = error_fetch(t);
    if (frame->flags & FRAME_COMPILED)
        frames_sync(t);
    o->pc = frame_pc(frame);
    o->lineno = code_line_at(t, frame->code, o->pc);
    frame_object_end(t, o, frame);
    error_restore(t, pending);
}

/* Whether a call of the class is what type.__call__ does. */
static bool is_called_plainly(Thread *t, const Type *type) {
    return value_same(object_type(type)->specials[SPECIAL_CALL], t->vm->types[TYPE_TYPE]->specials[SPECIAL_CALL]);
}

Function *type_plain_init(Thread *t, const Type *type) {
    if (!(type->flags & TYPEFLAG_HEAP) || type->flags & TYPEFLAG_ABSTRACT || type->kind != KIND_INSTANCE ||
        !value_same(type->specials[SPECIAL_NEW], t->vm->types[TYPE_OBJECT]->specials[SPECIAL_NEW]) ||
        !is_called_plainly(t, type) || !value_is_kind(type->specials[SPECIAL_INIT], KIND_FUNCTION))
        return NULL;
    return (Function *)value_as_object(type->specials[SPECIAL_INIT]);
}

Function *type_plain_new(Thread *t, const Type *type) {
    Value holder = type->specials[SPECIAL_NEW];
    if (!(type->flags & TYPEFLAG_HEAP) || !value_is_exact(holder, KIND_STATICMETHOD) || !is_called_plainly(t, type) ||
        !value_same(type->specials[SPECIAL_INIT], t->vm->types[TYPE_OBJECT]->specials[SPECIAL_INIT]))
        return NULL;
    Value f = ((MethodHolder *)value_as_object(holder))->function;
    return value_is_kind(f, KIND_FUNCTION) ? (Function *)value_as_object(f) : NULL;
}

bool type_plain_exception(Thread *t, const Type *type, Function **init) {
    Type *const *types = t->vm->types;
    const Type *base = types[TYPE_BASE_EXCEPTION];
    Value own = type->specials[SPECIAL_INIT];
    if (type->kind != KIND_EXCEPTION || type->flags & TYPEFLAG_ABSTRACT ||
        !value_same(type->specials[SPECIAL_NEW], base->specials[SPECIAL_NEW]) ||
        !is_called_plainly(t, type))
        return false;
    *init = value_is_kind(own, KIND_FUNCTION) ? (Function *)value_as_object(own) : NULL;
    return *init || value_same(own, base->specials[SPECIAL_INIT]);
}

/* ---- messages ---- */

/* "'a', 'b', and 'c'" of parameters [from, to) that are missing. */
static Value missing_names(Thread *t, Code *code, Value *args, uint32_t from, uint32_t to, size_t *count) {
    Value names = list_new(t, 4);
    if (value_is_error(names))
        return names;
    for (uint32_t i = from; i < to; i++) {
        if (!value_is_undef(args[i]))
            continue;
        Value quoted = op_repr(t, code->local_names->items[i]);
        if (value_is_error(quoted) || !list_append(t, value_as_list(names), quoted))
            return VALUE_ERROR;
    }
    List *l = value_as_list(names);
    size_t n = *count = l->length;
    if (n == 1)
        return l->items[0];
    if (n == 2)
        return str_format(t, "%U and %U", l->items[0], l->items[1]);
    Value last = list_pop(t, l, n - 1);
    Value joined = str_join(t, str_from_cstring(t, ", "), names);
    return value_is_error(joined) ? joined : str_format(t, "%U, and %U", joined, last);
}

static bool raise_missing(Thread *t, Function *f, Value *args, uint32_t from, uint32_t to, const char *kind) {
    size_t count;
    Value names = missing_names(t, f->code, args, from, to, &count);
    if (!value_is_error(names))
        raise_type_error(t, "%U() missing %zu required %s argument%s: %U", f->qualname, count, kind,
                         count == 1 ? "" : "s", names);
    return false;
}

static bool raise_too_many(Thread *t, Function *f, Value *args, size_t given) {
    Code *code = f->code;
    size_t defaults = f->defaults ? f->defaults->length : 0;
    size_t keyword_given = 0;
    for (uint32_t i = 0; i < code->kwonly_count; i++)
        keyword_given += !value_is_undef(args[code->arg_count + i]);
    Value takes = defaults ? str_format(t, "from %zu to %u", code->arg_count - defaults, code->arg_count)
                           : str_format(t, "%u", code->arg_count);
    bool plural = defaults ? true : code->arg_count != 1;
    if (value_is_error(takes))
        return false;
    Value extra = t->vm->empty_str;
    if (keyword_given)
        extra = str_format(t, " positional argument%s (and %zu keyword-only argument%s)",
                           given == 1 ? "" : "s", keyword_given, keyword_given == 1 ? "" : "s");
    if (!value_is_error(extra))
        raise_type_error(t, "%U() takes %U positional argument%s but %zu%U %s given", f->qualname, takes,
                         plural ? "s" : "", given, extra, given == 1 && !keyword_given ? "was" : "were");
    return false;
}

/* Keywords that name positional-only parameters, for the message. */
static bool raise_positional_only(Thread *t, Function *f, Tuple *kwnames) {
    Value names = list_new(t, 4);
    if (value_is_error(names))
        return false;
    for (uint32_t i = 0; i < f->code->posonly_count; i++)
        for (size_t k = 0; k < kwnames->length; k++)
            if (op_equal(t, kwnames->items[k], f->code->local_names->items[i]) == 1 &&
                !list_append(t, value_as_list(names), kwnames->items[k]))
                return false;
    if (!value_as_list(names)->length)
        return true;
    Value joined = str_join(t, str_from_cstring(t, ", "), names);
    if (!value_is_error(joined))
        raise_type_error(t, "%U() got some positional-only arguments passed as keyword arguments: '%U'",
                         f->qualname, joined);
    return false;
}

/* ---- binding ---- */

static int64_t parameter_index(Thread *t, Code *code, Value name, uint32_t from, uint32_t to) {
    Value *names = code->local_names->items;
    for (uint32_t i = from; i < to; i++)
        if (value_same(names[i], name))
            return i;
    for (uint32_t i = from; i < to; i++)
        if (str_equal(t, value_as_str(names[i]), value_as_str(name)))
            return i;
    return -1;
}

static bool bind_keywords(Thread *t, Function *f, Value *out, const Value *values, Tuple *kwnames,
                          Dict *rest) {
    Code *code = f->code;
    uint32_t named_end = code->arg_count + code->kwonly_count;
    for (size_t k = 0; k < kwnames->length; k++) {
        Value name = kwnames->items[k];
        if (!value_is_str(name)) {
            raise_type_error(t, "%U() keywords must be strings", f->qualname);
            return false;
        }
        int64_t i = parameter_index(t, code, name, code->posonly_count, named_end);
        if (i >= 0) {
            if (!value_is_undef(out[i])) {
                raise_type_error(t, "%U() got multiple values for argument '%S'", f->qualname, name);
                return false;
            }
            out[i] = values[k];
        } else if (rest) {
            if (!dict_set(t, rest, name, values[k]))
                return false;
        } else {
            if (code->posonly_count && !raise_positional_only(t, f, kwnames))
                return false;
            raise_type_error(t, "%U() got an unexpected keyword argument '%S'", f->qualname, name);
            return false;
        }
    }
    return true;
}

static bool fill_defaults(Thread *t, Function *f, Value *out) {
    Code *code = f->code;
    size_t defaults = f->defaults ? f->defaults->length : 0;
    uint32_t required = code->arg_count > defaults ? code->arg_count - (uint32_t)defaults : 0;
    for (uint32_t i = 0; i < required; i++)
        if (value_is_undef(out[i]))
            return raise_missing(t, f, out, 0, required, "positional");
    for (uint32_t i = required; i < code->arg_count; i++)
        if (value_is_undef(out[i]))
            out[i] = f->defaults->items[defaults - code->arg_count + i];
    uint32_t end = code->arg_count + code->kwonly_count;
    bool missing = false;
    for (uint32_t i = code->arg_count; i < end; i++) {
        if (!value_is_undef(out[i]))
            continue;
        if (f->kwdefaults)
            out[i] = dict_get(t, f->kwdefaults, code->local_names->items[i]);
        missing |= value_is_undef(out[i]);
    }
    return !missing || raise_missing(t, f, out, code->arg_count, end, "keyword-only");
}

bool frame_bind(Thread *t, Function *f, Value *args, size_t nargs, Tuple *kwnames) {
    Code *code = f->code;
    if (!kwnames && nargs <= code->arg_count && code->param_count == code->arg_count) {
        size_t defaults = f->defaults ? f->defaults->length : 0;
        size_t lacking = code->arg_count - nargs;
        if (lacking <= defaults) { /* the usual call: trailing defaults only */
            for (size_t i = 0; i < lacking; i++)
                args[nargs + i] = f->defaults->items[defaults - lacking + i];
            return true;
        }
    }
    size_t keywords = kwnames ? kwnames->length : 0, given = nargs - keywords;
    Value small[32], *out = small;
    if (code->param_count + keywords > 32) {
        Array *a = gc_alloc_array(t, code->param_count + keywords);
        if (!a)
            return false;
        out = a->items;
    }
    Value *keyword_values = out + code->param_count;
    values_copy(keyword_values, args + given, keywords);
    for (uint32_t i = 0; i < code->param_count; i++)
        out[i] = i < given && i < code->arg_count ? args[i] : VALUE_UNDEF;
    uint32_t next = code->arg_count + code->kwonly_count;
    if (code->flags & CODE_VARARGS) {
        size_t extra = given > code->arg_count ? given - code->arg_count : 0;
        out[next] = tuple_from_values(t, args + given - extra, extra);
        if (value_is_error(out[next++]))
            return false;
    }
    Dict *rest = NULL;
    if (code->flags & CODE_VARKEYWORDS) {
        rest = dict_new(t);
        if (!rest)
            return false;
        out[next] = value_from_object(rest);
    }
    if (keywords && !bind_keywords(t, f, out, keyword_values, kwnames, rest))
        return false;
    if (given > code->arg_count && !(code->flags & CODE_VARARGS))
        return raise_too_many(t, f, out, given);
    if (!fill_defaults(t, f, out))
        return false;
    values_copy(args, out, code->param_count);
    return true;
}

bool frame_bind_window(Thread *t, Function *f, Value *args, size_t nargs, Tuple *kwnames) {
    if (args + f->code->register_count >= t->stack_end) {
        raise_recursion_error(t, "");
        return false;
    }
    return frame_bind(t, f, args, nargs, kwnames);
}

/* ---- entering from C ---- */

static Value *window(Thread *t, size_t values) {
    Value *at = thread_stack_top(t);
    if (at + values + 64 > t->stack_end) {
        raise_recursion_error(t, "");
        return NULL;
    }
    return at;
}

/* Runs a function whose parameters are the first of its registers. */
static Value run_function(Thread *t, Function *f, Value *registers) {
    if (code_suspends(f->code) && !f->code->file) {
        Value *reserved = t->stack_reserved;
        t->stack_reserved = registers + f->code->param_count; /* no frame shows them to the collector */
        Value generator = generator_call(t, f, registers);
        t->stack_reserved = reserved;
        return generator;
    }
    Frame *frame = frame_push(t, t->frame, f, f->code, registers, 0);
    if (!frame)
        return VALUE_ERROR;
    frame->flags = FRAME_ENTRY;
    return frame_run(t, frame, HOT_AT_ENTRY);
}

Value function_call_from_c(Thread *t, Value function, Value *args, size_t nargs, Tuple *kwnames) {
    Function *f = (Function *)value_as_object(function);
    const Code *code = f->code;
    if (code->direct_args == nargs + 1 && !kwnames)
        return t->vm->hooks.call_compiled(t, function, args, nargs);
    if (!c_stack_enter(t, ""))
        return VALUE_ERROR;
    bool plain = !kwnames && nargs == code->arg_count && code->param_count == nargs;
    size_t room = plain || nargs < code->register_count ? code->register_count : nargs;
    Value *registers = window(t, room);
    if (!registers)
        return VALUE_ERROR;
    if (nargs == 1) /* key functions, mostly */
        registers[0] = args[0];
    else if (nargs)
        memmove(registers, args, nargs * sizeof(Value));
    if (!plain) {
        Value *reserved = t->stack_reserved;
        t->stack_reserved = registers + room; /* binding may allocate and run code */
        bool bound = frame_bind(t, f, registers, nargs, kwnames);
        t->stack_reserved = reserved;
        if (!bound)
            return VALUE_ERROR;
        if (code->direct_params == code->param_count + 1)
            return t->vm->hooks.call_compiled(t, function, registers, code->param_count);
    }
    return run_function(t, f, registers);
}

Value function_call_bound(Thread *t, Function *f, const Value *params) {
    if (!c_stack_enter(t, ""))
        return VALUE_ERROR;
    Value *registers = window(t, f->code->register_count);
    if (!registers)
        return VALUE_ERROR;
    values_copy(registers, params, f->code->param_count);
    return run_function(t, f, registers);
}

Value code_run(Thread *t, Code *code, Dict *globals, Dict *builtins, Value locals, Tuple *closure) {
    Value v = function_new(t, code, globals, closure, NULL, NULL);
    if (value_is_error(v) || !c_stack_enter(t, ""))
        return VALUE_ERROR;
    Function *f = (Function *)value_as_object(v);
    f->builtins = builtins;
    Value *registers = window(t, code->register_count);
    if (!registers)
        return VALUE_ERROR;
    if (code->param_count) { /* exec() of a function's code gives it no arguments */
        Value *reserved = t->stack_reserved;
        t->stack_reserved = registers + code->register_count;
        bool bound = frame_bind(t, f, registers, 0, NULL);
        t->stack_reserved = reserved;
        if (!bound)
            return VALUE_ERROR;
    }
    Frame *frame = frame_push(t, t->frame, f, code, registers, 0);
    if (!frame)
        return VALUE_ERROR;
    frame->flags = value_is_undef(locals) ? FRAME_ENTRY : FRAME_ENTRY | FRAME_LOCALS;
    frame->locals = locals;
    return frame_run(t, frame, HOT_AT_ENTRY);
}

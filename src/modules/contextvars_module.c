/*
 * contextvars_module.c - the module _contextvars: context variables.
 *
 * A context is a dict shared until somebody writes: copy_context() hands out
 * another Context over the same dict, and the first one to set a variable takes
 * a copy of its own.
 */
#include "runtime/native.h"
#include "runtime/sequence_support.h"

extern const TypeDef typedef_context, typedef_context_var, typedef_context_token, typedef_context_iterator;

typedef struct Context {
    Object header;
    Dict *variables;
    bool shared;
    bool entered;
    Value previous; /* the context to go back to, or NONE */
} Context;

typedef struct ContextVar {
    Object header;
    Value name, fallback; /* fallback: UNDEF if there is none */
} ContextVar;

typedef struct Token {
    Object header;
    Value context, var, old; /* old: UNDEF if the variable was not set */
    bool used;
} Token;

static inline Context *as_context(Value v) { return (Context *)value_as_object(v); }
static inline ContextVar *as_var(Value v) { return (ContextVar *)value_as_object(v); }
static inline Token *as_token(Value v) { return (Token *)value_as_object(v); }
static bool is_type(Value v, const TypeDef *def) {
    return value_is_object(v) && object_type(value_as_object(v))->def == def;
}

/* Module state: (current context, Token.MISSING). */
static Value *state_items(Thread *t) {
    return value_as_tuple(t->vm->module_state[MODULE_STATE_CONTEXT])->items;
}
static void set_current(Thread *t, Value context) {
    Tuple *state = value_as_tuple(t->vm->module_state[MODULE_STATE_CONTEXT]);
    state->items[0] = context;
    gc_wrote(t, state);
}

static Context *context_alloc(Thread *t, Dict *variables) {
    Type *type = native_type(t, &typedef_context, NULL);
    Context *c = type && variables ? NATIVE_NEW(t, Context, type) : NULL;
    if (!c)
        return NULL;
    c->variables = variables;
    c->previous = VALUE_NONE;
    return c;
}

static Context *current_context(Thread *t) {
    Value v = state_items(t)[0];
    if (!value_is_none(v))
        return as_context(v);
    Context *c = context_alloc(t, dict_new(t));
    if (c)
        set_current(t, value_from_object(c));
    return c;
}

static Dict *writable(Thread *t, Context *c) {
    if (c->shared) {
        Dict *copy = dict_copy(t, c->variables);
        if (!copy)
            return NULL;
        c->variables = copy;
        c->shared = false;
        gc_wrote(t, c);
    }
    return c->variables;
}

/* ---- Context ---- */

static void context_trace(Tracer *tracer, Object *object) {
    trace_object(tracer, ((Context *)object)->variables);
    trace_value(tracer, ((Context *)object)->previous);
}

static Value context_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (nargs > 1)
        return raise_type_error(t, "Context() does not accept any arguments");
    Context *c = context_alloc(t, dict_new(t));
    return c ? value_from_object(c) : VALUE_ERROR;
}

static Value context_copy_of(Thread *t, Context *c) {
    Context *copy = context_alloc(t, c->variables);
    if (!copy)
        return VALUE_ERROR;
    copy->shared = c->shared = true;
    return value_from_object(copy);
}

static Value context_copy(Thread *t, Value *args) { return context_copy_of(t, as_context(args[0])); }

static Value context_run(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Context *c = as_context(args[0]);
    if (nargs - (kwnames ? kwnames->length : 0) < 2)
        return raise_type_error(t, "run() missing 1 required positional argument");
    if (c->entered)
        return raise_error(t, TYPE_RuntimeError, "cannot enter context: %R is already entered", args[0]);
    c->previous = state_items(t)[0];
    c->entered = true;
    gc_wrote(t, c);
    set_current(t, args[0]);
    Value result = call(t, args[1], args + 2, nargs - 2, kwnames);
    set_current(t, c->previous);
    c->previous = VALUE_NONE;
    c->entered = false;
    return result;
}

static bool check_key(Thread *t, Value key) {
    if (is_type(key, &typedef_context_var))
        return true;
    raise_type_error(t, "a ContextVar key was expected, got %R", key);
    return false;
}

static Value context_getitem(Thread *t, Value *args) {
    if (!check_key(t, args[1]))
        return VALUE_ERROR;
    Value v = dict_get(t, as_context(args[0])->variables, args[1]);
    return value_is_undef(v) ? raise_key_error(t, args[1]) : v;
}
static Value context_contains(Thread *t, Value *args) {
    if (!check_key(t, args[1]))
        return VALUE_ERROR;
    Value v = dict_get(t, as_context(args[0])->variables, args[1]);
    return value_is_error(v) ? v : value_bool(!value_is_undef(v));
}
static Value context_get(Thread *t, Value *args) {
    if (!check_key(t, args[1]))
        return VALUE_ERROR;
    Value v = dict_get(t, as_context(args[0])->variables, args[1]);
    return value_is_undef(v) ? args[2] : v;
}
static Value context_len(Thread *t, Value *args) {
    return value_from_int((int64_t)as_context(args[0])->variables->used);
}
static Value context_eq(Thread *t, Value *args) {
    if (!is_type(args[1], &typedef_context))
        return VALUE_NOT_IMPLEMENTED;
    int r = dict_equal(t, as_context(args[0])->variables, as_context(args[1])->variables);
    return r < 0 ? VALUE_ERROR : value_bool(r);
}

typedef struct ContextIterator {
    Object header;
    Dict *variables; /* shared: nobody writes to it */
    size_t at;
    int kind; /* 0 keys, 1 values, 2 items */
} ContextIterator;

static void iterator_trace(Tracer *tracer, Object *object) { trace_object(tracer, ((ContextIterator *)object)->variables); }

static Value iterator_next_(Thread *t, Object *object) {
    ContextIterator *it = (ContextIterator *)object;
    Value key, value;
    if (!dict_next(it->variables, &it->at, &key, &value))
        return VALUE_STOP;
    return it->kind == 0 ? key : it->kind == 1 ? value : tuple_pair(t, key, value);
}

const TypeDef typedef_context_iterator = {
    .name = "_contextvars.context_iterator",
    .id = TYPE_CONTEXT_ITERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(ContextIterator),
    .trace = iterator_trace,
    .next = iterator_next_,
};

static Value context_iterate(Thread *t, Value self, int kind) {
    Type *type = native_type(t, &typedef_context_iterator, NULL);
    ContextIterator *it = type ? NATIVE_NEW(t, ContextIterator, type) : NULL;
    if (!it)
        return VALUE_ERROR;
    it->variables = as_context(self)->variables;
    it->kind = kind;
    as_context(self)->shared = true;
    return value_from_object(it);
}
static Value context_iter(Thread *t, Value *args) { return context_iterate(t, args[0], 0); }
static Value context_values(Thread *t, Value *args) { return context_iterate(t, args[0], 1); }
static Value context_items(Thread *t, Value *args) { return context_iterate(t, args[0], 2); }

static const NativeDef context_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", context_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE_RAW("run", "($self, /, *args, **kwargs)", context_run, NULL),
    NATIVE("copy", "($self, /)", context_copy, "Return a shallow copy of the context object."),
    NATIVE("get", "($self, key, default=None, /)", context_get,
           "Return the value for `key` if `key` has the value in the context object.\n\nIf `key` does not exist, return "
           "`default`. If `default` is not given,\nreturn None."),
    NATIVE("keys", "($self, /)", context_iter, "Return a list of all variables in the context object."),
    NATIVE("values", "($self, /)", context_values, "Return a list of all variables' values in the context object."),
    NATIVE("items", "($self, /)", context_items,
           "Return all variables and their values in the context object.\n\nThe result is returned as a list of "
           "2-tuples (variable, value)."),
    NATIVE("__iter__", "($self, /)", context_iter, "Implement iter(self)."),
    NATIVE("__len__", "($self, /)", context_len, "Return len(self)."),
    NATIVE("__getitem__", "($self, key, /)", context_getitem, "Return self[key]."),
    NATIVE("__contains__", "($self, key, /)", context_contains, "Return key in self."),
    NATIVE("__eq__", "($self, value, /)", context_eq, "Return self==value."),
    NATIVE_END,
};

const TypeDef typedef_context = {
    .name = "_contextvars.Context",
    .id = TYPE_CONTEXT,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_WEAKREFS | TYPEFLAG_IMMUTABLE,
    .size = sizeof(Context),
    .trace = context_trace,
    .methods = context_methods,
};

/* ---- ContextVar ---- */

static void var_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((ContextVar *)object)->name);
    trace_value(tracer, ((ContextVar *)object)->fallback);
}

static Value var_new(Thread *t, Value *args) {
    if (!value_is_str(args[1]))
        return raise_type_error(t, "context variable name must be a str");
    ContextVar *v = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!v)
        return VALUE_ERROR;
    v->name = args[1];
    v->fallback = args[2];
    return value_from_object(v);
}

static Value var_get(Thread *t, Value *args) {
    Value context = state_items(t)[0];
    if (!value_is_none(context)) {
        Value v = dict_get(t, as_context(context)->variables, args[0]);
        if (!value_is_undef(v))
            return v;
    }
    if (!value_is_undef(args[1]))
        return args[1];
    Value fallback = as_var(args[0])->fallback;
    return value_is_undef(fallback) ? raise_with_args(t, TYPE_LookupError, args, 1) : fallback;
}

static Value var_set(Thread *t, Value *args) {
    Context *c = current_context(t);
    Dict *d = c ? writable(t, c) : NULL;
    Type *type = d ? native_type(t, &typedef_context_token, NULL) : NULL;
    Token *token = type ? NATIVE_NEW(t, Token, type) : NULL;
    if (!token)
        return VALUE_ERROR;
    token->context = value_from_object(c);
    token->var = args[0];
    token->old = dict_get(t, d, args[0]);
    return dict_set(t, d, args[0], args[1]) ? value_from_object(token) : VALUE_ERROR;
}

static Value var_reset(Thread *t, Value *args) {
    if (!is_type(args[1], &typedef_context_token))
        return raise_type_error(t, "expected an instance of Token, got %R", args[1]);
    Token *token = as_token(args[1]);
    if (token->used)
        return raise_error(t, TYPE_RuntimeError, "%R has already been used once", args[1]);
    if (!value_same(token->var, args[0]))
        return raise_value_error(t, "%R was created by a different ContextVar", args[1]);
    Context *c = current_context(t);
    if (!c)
        return VALUE_ERROR;
    if (!value_same(token->context, value_from_object(c)))
        return raise_value_error(t, "%R was created in a different Context", args[1]);
    Dict *d = writable(t, c);
    if (!d)
        return VALUE_ERROR;
    token->used = true;
    if (!value_is_undef(token->old))
        return dict_set(t, d, args[0], token->old) ? VALUE_NONE : VALUE_ERROR;
    int removed = dict_delete(t, d, args[0]);
    return removed < 0 ? VALUE_ERROR : removed ? VALUE_NONE : raise_with_args(t, TYPE_LookupError, args, 1);
}

static unsigned long address(Value v) { return (unsigned long)(uintptr_t)value_as_object(v); }

static Value var_repr(Thread *t, Value *args) {
    ContextVar *v = as_var(args[0]);
    if (value_is_undef(v->fallback))
        return str_format(t, "<ContextVar name=%R at 0x%lx>", v->name, address(args[0]));
    return str_format(t, "<ContextVar name=%R default=%R at 0x%lx>", v->name, v->fallback, address(args[0]));
}

static Value var_name(Thread *t, Value self) { return as_var(self)->name; }

static const GetSetDef var_getset[] = {
    {"name", var_name, readonly_member, NULL},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef var_methods[] = {
    NATIVE("__new__", "($type, name, *, default=<none>)", var_new,
           "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("get", "($self, default=<none>, /)", var_get,
           "Return a value for the context variable for the current context.\n\nIf there is no value for the variable in "
           "the current context, the method will:\n * return the value of the default argument of the method, if "
           "provided; or\n * return the default value for the context variable, if it was created\n   with one; or\n * "
           "raise a LookupError."),
    NATIVE("set", "($self, value, /)", var_set,
           "Call to set a new value for the context variable in the current context.\n\nThe required *value* argument is "
           "the new value for the context variable.\n\nReturns a Token object that can be used to restore the variable to "
           "its previous\nvalue via the `ContextVar.reset()` method."),
    NATIVE("reset", "($self, token, /)", var_reset,
           "Reset the context variable.\n\nThe variable is reset to the value it had before the `ContextVar.set()` "
           "that\ncreated the token was used."),
    NATIVE("__repr__", "($self, /)", var_repr, "Return repr(self)."),
    CLASS_GETITEM_ROW,
    NATIVE_END,
};

const TypeDef typedef_context_var = {
    .name = "_contextvars.ContextVar",
    .id = TYPE_CONTEXT_VAR,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_IMMUTABLE,
    .size = sizeof(ContextVar),
    .trace = var_trace,
    .methods = var_methods,
    .getset = var_getset,
};

/* ---- Token ---- */

static void token_trace(Tracer *tracer, Object *object) {
    Token *token = (Token *)object;
    trace_value(tracer, token->context);
    trace_value(tracer, token->var);
    trace_value(tracer, token->old);
}

static Value token_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return raise_error(t, TYPE_RuntimeError, "Tokens can only be created by ContextVars");
}
static Value token_repr(Thread *t, Value *args) {
    Token *token = as_token(args[0]);
    return str_format(t, "<Token%s var=%R at 0x%lx>", token->used ? " used" : "", token->var, address(args[0]));
}
static Value token_var(Thread *t, Value self) { return as_token(self)->var; }
static Value token_old(Thread *t, Value self) {
    return value_is_undef(as_token(self)->old) ? state_items(t)[1] : as_token(self)->old;
}

static const GetSetDef token_getset[] = {
    {"var", token_var, NULL, NULL},
    {"old_value", token_old, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef token_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", token_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__repr__", "($self, /)", token_repr, "Return repr(self)."),
    CLASS_GETITEM_ROW,
    NATIVE_END,
};

const TypeDef typedef_context_token = {
    .name = "_contextvars.Token",
    .id = TYPE_CONTEXT_TOKEN,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .size = sizeof(Token),
    .trace = token_trace,
    .methods = token_methods,
    .getset = token_getset,
};

/* ---- the module ---- */

static Value copy_context(Thread *t, Value *args) {
    Context *c = current_context(t);
    return c ? context_copy_of(t, c) : VALUE_ERROR;
}

static const NativeDef functions[] = {
    NATIVE("copy_context", "($module, /)", copy_context, NULL),
    NATIVE_END,
};

static Value missing_repr(Thread *t, Value *args) { return str_from_cstring(t, "<Token.MISSING>"); }
static const NativeDef missing_repr_def = NATIVE("__repr__", "($self, /)", missing_repr, "Return repr(self).");

/* Token.MISSING: the one instance of a class of its own. */
static Value make_missing(Thread *t) {
    Dict *ns = dict_new(t);
    Value repr = ns ? native_function_new(t, &missing_repr_def, VALUE_UNDEF, VALUE_NONE,
                                              t->vm->types[TYPE_OBJECT], TYPE_METHOD_DESCRIPTOR)
                    : VALUE_ERROR;
    if (value_is_error(repr) || !dict_set_str(t, ns, str_intern_cstring(t, "__repr__"), repr))
        return VALUE_ERROR;
    Value type = type_new(t, t->vm->types[TYPE_TYPE], str_intern_cstring(t, "Token.MISSING"),
                          value_as_tuple(t->vm->empty_tuple), ns, NULL);
    return value_is_error(type) ? type : call0(t, type);
}

static bool contextvars_init(Thread *t, Module *m) {
    Type *token = native_type(t, &typedef_context_token, m);
    Value missing = make_missing(t);
    Value state = value_is_error(missing) ? missing : tuple_pair(t, VALUE_NONE, missing);
    if (!token || value_is_error(state))
        return false;
    t->vm->module_state[MODULE_STATE_CONTEXT] = state;
    return native_type(t, &typedef_context, m) && native_type(t, &typedef_context_var, m) &&
           type_set(t, token, str_intern_cstring(t, "MISSING"), missing);
}

const ModuleDef module_contextvars = {
    .name = "_contextvars",
    .doc = "Context Variables",
    .functions = functions,
    .init = contextvars_init,
};

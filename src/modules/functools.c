/* functools.c - the module _functools: reduce, partial, cmp_to_key.  The cache
 * of functools.lru_cache is in functools_cache.c. */
#include "modules/functools.h"

#include "runtime/iterators.h"

/* ---- reduce ---- */

static Value functools_reduce(Thread *t, Value *args) {
    Value it = op_iter(t, args[1]);
    if (value_is_error(it)) {
        if (error_catch(t, TYPE_TypeError))
            raise_type_error(t, "reduce() arg 2 must support iteration");
        return VALUE_ERROR;
    }
    Value result = args[2];
    for (;;) {
        Value item = iterator_next(t, it);
        if (value_is_error(item)) return item;
        if (value_is_stop(item)) break;
        if (value_is_undef(result)) {
            result = item;
            continue;
        }
        result = call2(t, args[0], result, item);
        if (value_is_error(result)) return result;
    }
    if (value_is_undef(result))
        return raise_type_error(t, "reduce() of empty iterable with no initial value");
    return result;
}

/* ---- partial ---- */

typedef struct Partial {
    Object header; /* attribute area follows */
    Value function;
    Value args;   /* tuple */
    Value kwargs; /* dict */
    Value names;  /* tuple of its keys while `layout` is that of the dict; UNDEF: not needed yet */
    uint32_t layout;
} Partial;

static inline Partial *as_partial(Value v) { return (Partial *)value_as_object(v); }

static void partial_trace(Tracer *tracer, Object *object) {
    trace_values(tracer, &((Partial *)object)->function, 4);
}

static Value join_tuples(Thread *t, Tuple *a, const Value *items, size_t count) {
    Tuple *out = tuple_alloc(t, a->length + count);
    if (!out) return VALUE_ERROR;
    memcpy(out->items, a->items, a->length * sizeof(Value));
    if (count) memcpy(out->items + a->length, items, count * sizeof(Value));
    gc_wrote(t, out);
    return value_from_object(out);
}

/* A copy of `base` (or nothing) with the named arguments added. */
static Dict *join_keywords(Thread *t, Dict *base, Tuple *kwnames, const Value *values) {
    Dict *d = base ? dict_copy(t, base) : dict_new(t);
    for (size_t i = 0; d && kwnames && i < kwnames->length; i++)
        if (!dict_set(t, d, kwnames->items[i], values[i])) return NULL;
    return d;
}

/* partial(partial(f, ...), ...) is one partial, unless the inner one has
 * attributes of its own. */
static bool is_plain_partial(Thread *t, Value v) {
    if (!value_is_object(v)) return false;
    Object *o = value_as_object(v);
    Shape *shape = object_shape(o);
    return shape->type == t->vm->types[TYPE_FUNCTOOLS_PARTIAL] && shape->count == 0 &&
           !(shape->flags & SHAPE_DICT_MODE);
}

static Value partial_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    size_t named = kwnames ? kwnames->length : 0, positional = nargs - named;
    if (positional < 2) return raise_type_error(t, "type 'partial' takes at least one argument");
    Value function = args[1];
    if (!op_is_callable(t, function)) return raise_type_error(t, "the first argument must be callable");
    Type *cls = (Type *)value_as_object(args[0]);
    Value given = tuple_from_values(t, args + 2, positional - 2);
    if (value_is_error(given)) return given;
    Dict *base = NULL;
    if (is_plain_partial(t, function)) {
        Partial *inner = as_partial(function);
        given = join_tuples(t, value_as_tuple(inner->args), value_as_tuple(given)->items,
                            value_as_tuple(given)->length);
        if (value_is_error(given)) return given;
        base = value_as_dict(inner->kwargs);
        function = inner->function;
    }
    Dict *kwargs = join_keywords(t, base, kwnames, args + positional);
    Partial *p = kwargs ? type_alloc(t, cls, 0) : NULL;
    if (!p) return VALUE_ERROR;
    p->function = function;
    p->args = given;
    p->kwargs = value_from_object(kwargs);
    p->names = VALUE_UNDEF;
    gc_wrote(t, p);
    return value_from_object(p);
}

/* The keywords as a call names them; NULL: one is no str, or no memory, with an exception. */
static Tuple *keyword_names(Thread *t, Partial *p) {
    Dict *kwargs = value_as_dict(p->kwargs);
    uint32_t layout = dict_layout(t, kwargs);
    if (p->layout == layout && !value_is_undef(p->names)) return value_as_tuple(p->names);
    Tuple *names = tuple_alloc(t, kwargs->used);
    size_t position = 0, i = 0;
    Value key, value;
    while (names && dict_next(kwargs, &position, &key, &value)) {
        if (!value_is_str(key)) {
            raise_type_error(t, "keywords must be strings");
            return NULL;
        }
        names->items[i++] = key;
    }
    if (names && layout != VERSION_EXHAUSTED) {
        p->names = value_from_object(names);
        p->layout = layout;
        gc_wrote(t, p);
    }
    return names;
}

enum { FEW_ARGUMENTS = 12 };

/* With keywords of its own and none of the call's. */
static Value call_with_keywords(Thread *t, Partial *p, Value *args, size_t nargs) {
    Tuple *bound = value_as_tuple(p->args), *names = keyword_names(t, p);
    if (!names) return VALUE_ERROR;
    Value few[FEW_ARGUMENTS], key;
    size_t position = 0, n = bound->length + nargs;
    values_copy(few, bound->items, bound->length);
    values_copy(few + bound->length, args, nargs);
    while (dict_next(value_as_dict(p->kwargs), &position, &key, &few[n])) n++;
    return call(t, p->function, few, n, names);
}

static Value partial_call(Thread *t, Object *self, Value *args, size_t nargs, Tuple *kwnames) {
    Partial *p = (Partial *)self;
    Tuple *bound = value_as_tuple(p->args);
    Dict *kwargs = value_as_dict(p->kwargs);
    if (kwargs->used == 0) {
        Value few[FEW_ARGUMENTS];
        if (bound->length == 0) return call(t, p->function, args, nargs, kwnames);
        if (bound->length + nargs <= FEW_ARGUMENTS) {
            values_copy(few, bound->items, bound->length);
            values_copy(few + bound->length, args, nargs);
            return call(t, p->function, few, bound->length + nargs, kwnames);
        }
        Value all = join_tuples(t, bound, args, nargs);
        if (value_is_error(all)) return all;
        return call(t, p->function, value_as_tuple(all)->items, bound->length + nargs, kwnames);
    }
    size_t named = kwnames ? kwnames->length : 0;
    if (!named && bound->length + nargs + kwargs->used < FEW_ARGUMENTS)
        return call_with_keywords(t, p, args, nargs);
    Value all = join_tuples(t, bound, args, nargs - named);
    Dict *joined = named ? join_keywords(t, kwargs, kwnames, args + nargs - named) : kwargs;
    if (value_is_error(all) || !joined) return VALUE_ERROR;
    return call_with(t, p->function, value_as_tuple(all), joined);
}

static Value partial_repr(Thread *t, Value *args) {
    Partial *p = as_partial(args[0]);
    int entered = repr_enter(t, args[0]);
    if (entered) return entered > 0 ? str_from_cstring(t, "...") : VALUE_ERROR;
    Type *type = type_of(t, args[0]);
    StrBuilder b;
    builder_init(&b, t);
    builder_cstring(&b, type->native_name ? type->native_name : type_name(type));
    builder_char(&b, '(');
    Value text = op_repr(t, p->function);
    if (!value_is_error(text)) builder_str(&b, text);
    Tuple *bound = value_as_tuple(p->args);
    for (size_t i = 0; !value_is_error(text) && i < bound->length; i++) {
        text = op_repr(t, bound->items[i]);
        builder_ascii(&b, ", ", 2);
        if (!value_is_error(text)) builder_str(&b, text);
    }
    size_t position = 0;
    Value key, value;
    while (!value_is_error(text) && dict_next(value_as_dict(p->kwargs), &position, &key, &value)) {
        Value name = op_str(t, key);
        text = value_is_error(name) ? name : op_repr(t, value);
        if (value_is_error(text)) break;
        builder_ascii(&b, ", ", 2);
        builder_str(&b, name);
        builder_char(&b, '=');
        builder_str(&b, text);
    }
    repr_leave(t, args[0]);
    if (value_is_error(text)) return text;
    builder_char(&b, ')');
    return builder_finish(&b);
}

static Value partial_reduce(Thread *t, Value *args) {
    Partial *p = as_partial(args[0]);
    Object *o = value_as_object(args[0]);
    Value attributes = VALUE_NONE;
    if (!is_plain_partial(t, args[0])) {
        Dict *d = instance_dict(t, o);
        if (!d) return VALUE_ERROR;
        if (d->used) attributes = value_from_object(d);
    }
    return tuple_of(t, 3, value_from_object(type_of(t, args[0])), tuple_of(t, 1, p->function),
                    tuple_of(t, 4, p->function, p->args, p->kwargs, attributes));
}

static Value partial_setstate(Thread *t, Value *args) {
    Partial *p = as_partial(args[0]);
    Value state = args[1];
    if (!value_is_tuple(state) || value_as_tuple(state)->length != 4)
        return raise_type_error(t, "invalid partial state");
    Value *in = value_as_tuple(state)->items;
    if (!op_is_callable(t, in[0]) || !value_is_tuple(in[1]) ||
        (!value_is_none(in[2]) && !value_is_dict(in[2])))
        return raise_type_error(t, "invalid partial state");
    Value bound = in[1];
    if (!value_is_exact(bound, KIND_TUPLE)) bound = tuple_from_iterable(t, bound);
    Dict *kwargs = value_is_none(in[2]) ? dict_new(t) : value_as_dict(in[2]);
    if (kwargs && !value_is_none(in[2]) && !value_is_exact(in[2], KIND_DICT)) kwargs = dict_copy(t, kwargs);
    if (value_is_error(bound) || !kwargs) return VALUE_ERROR;
    if (!value_is_none(in[3]) && value_is_dict(in[3])) {
        size_t position = 0;
        Value key, value;
        while (dict_next(value_as_dict(in[3]), &position, &key, &value))
            if (!instance_set(t, value_as_object(args[0]), key, value)) return VALUE_ERROR;
    }
    p->function = in[0];
    p->args = bound;
    p->kwargs = value_from_object(kwargs);
    gc_wrote(t, p);
    return VALUE_NONE;
}

static Value partial_get_function(Thread *t, Value self) { return as_partial(self)->function; }
static Value partial_get_args(Thread *t, Value self) { return as_partial(self)->args; }
static Value partial_get_kwargs(Thread *t, Value self) { return as_partial(self)->kwargs; }
static Value attributes_get(Thread *t, Value self) {
    Dict *d = instance_dict(t, value_as_object(self));
    return d ? value_from_object(d) : VALUE_ERROR;
}
static bool attributes_set(Thread *t, Value self, Value value) {
    if (value_is_undef(value) || !value_is_dict(value)) {
        raise_type_error(t, "__dict__ must be set to a dictionary, not a '%.200T'",
                         value_is_undef(value) ? VALUE_NONE : value);
        return false;
    }
    return instance_replace_dict(t, value_as_object(self), value);
}

static const GetSetDef partial_getset[] = {
    {"func", partial_get_function, readonly_member, "function object to use in future partial calls"},
    {"args", partial_get_args, readonly_member, "tuple of arguments to future partial calls"},
    {"keywords", partial_get_kwargs, readonly_member, "dictionary of keyword arguments to future partial calls"},
    {"__dict__", attributes_get, attributes_set, NULL},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef partial_methods[] = {
    NATIVE_RAW("__new__", "($type, func, /, *args, **keywords)", partial_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE_RAW("__call__", "($self, /, *args, **kwargs)", call_by_typedef, "Call self as a function."),
    NATIVE("__repr__", "($self, /)", partial_repr, "Return repr(self)."),
    NATIVE("__reduce__", "($self, /)", partial_reduce, NULL),
    NATIVE("__setstate__", "($self, state, /)", partial_setstate, NULL),
    CLASS_GETITEM_ROW,
    NATIVE_END,
};

const TypeDef typedef_functools_partial = {
    .name = "functools.partial",
    .doc = "partial(func, *args, **keywords) - new function with partial application\n    of the given "
           "arguments and keywords.\n",
    .id = TYPE_FUNCTOOLS_PARTIAL,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_DICT | TYPEFLAG_WEAKREFS | TYPEFLAG_IMMUTABLE,
    .size = sizeof(Partial),
    .trace = partial_trace,
    .call = partial_call,
    .methods = partial_methods,
    .getset = partial_getset,
};

/* ---- cmp_to_key ---- */

typedef struct Key {
    Object header;
    Value compare;
    Value object; /* UNDEF: the key function itself */
} Key;

static inline Key *as_key(Value v) { return (Key *)value_as_object(v); }

static void key_trace(Tracer *tracer, Object *object) {
    trace_values(tracer, &((Key *)object)->compare, 2);
}

static Value key_new(Thread *t, Value compare, Value object) {
    Key *k = type_alloc(t, t->vm->types[TYPE_FUNCTOOLS_KEY], 0);
    if (!k) return VALUE_ERROR;
    k->compare = compare;
    k->object = object;
    return value_from_object(k);
}

static Value functools_cmp_to_key(Thread *t, Value *args) { return key_new(t, args[0], VALUE_UNDEF); }

static Value key_call(Thread *t, Value *args) { return key_new(t, as_key(args[0])->compare, args[1]); }

static Value key_compare(Thread *t, int op, Value a, Value b) {
    if (type_of(t, b) != t->vm->types[TYPE_FUNCTOOLS_KEY])
        return raise_type_error(t, "other argument must be K instance");
    Key *x = as_key(a), *y = as_key(b);
    if (value_is_undef(x->object) || value_is_undef(y->object))
        return raise_error(t, TYPE_AttributeError, "object");
    Value r = call2(t, x->compare, x->object, y->object);
    return value_is_error(r) ? r : op_compare(t, (CompareOp)op, r, value_from_int(0));
}
COMPARE_FUNCTIONS(key, key_compare)

static Value key_get_object(Thread *t, Value self) {
    Value v = as_key(self)->object;
    return value_is_undef(v) ? VALUE_NONE : v;
}
static bool key_set_object(Thread *t, Value self, Value value) {
    as_key(self)->object = value;
    gc_wrote(t, value_as_object(self));
    return true;
}

static const GetSetDef key_getset[] = {
    {"obj", key_get_object, key_set_object, "Value wrapped by a key function."},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef key_methods[] = {
    NATIVE("__call__", "($self, /, obj)", key_call, "Call self as a function."),
    COMPARE_ROWS(key),
    NATIVE_END,
};

const TypeDef typedef_functools_key = {
    .name = "functools.KeyWrapper",
    .id = TYPE_FUNCTOOLS_KEY,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW | TYPEFLAG_IMMUTABLE,
    .size = sizeof(Key),
    .trace = key_trace,
    .methods = key_methods,
    .getset = key_getset,
};

/* ---- the module ---- */

static bool functools_init(Thread *t, Module *module) {
    if (!native_type(t, &typedef_functools_partial, module) ||
        !native_type(t, &typedef_functools_key, NULL))
        return false;
    Type *cache = native_type(t, &typedef_functools_lru_cache, NULL);
    return cache && module_set(t, module, "_lru_cache_wrapper", value_from_object(cache));
}

static const NativeDef functools_functions[] = {
    NATIVE("reduce", "($module, function, iterable, initial=<none>, /)", functools_reduce,
           "reduce(function, iterable[, initial]) -> value\n\nApply a function of two arguments "
           "cumulatively to the items of a sequence\nor iterable, from left to right, so as to reduce "
           "the iterable to a single\nvalue.  For example, reduce(lambda x, y: x+y, [1, 2, 3, 4, 5]) "
           "calculates\n((((1+2)+3)+4)+5).  If initial is present, it is placed before the items\nof the "
           "iterable in the calculation, and serves as a default when the\niterable is empty."),
    NATIVE("cmp_to_key", "($module, mycmp)", functools_cmp_to_key,
           "Convert a cmp= function into a key= function.\n\n  mycmp\n    Function that compares two "
           "objects."),
    NATIVE_END,
};

const ModuleDef module_functools = {
    .name = "_functools",
    .doc = "Tools that operate on functions.",
    .functions = functools_functions,
    .init = functools_init,
};

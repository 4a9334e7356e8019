/* collections.c - the module _collections: defaultdict, the fields of
 * namedtuple, and the counting loop of Counter.  deque: collections_deque.c. */
#include "modules/collections.h"

/* ---- defaultdict ---- */

typedef struct DefaultDict {
    Dict dict; /* KIND_DICT with GC_SUBCLASS: not exactly a dict */
    Value factory;
} DefaultDict;

extern const TypeDef typedef_dict;

static inline DefaultDict *as_defaultdict(Value v) { return (DefaultDict *)value_as_object(v); }

static void defaultdict_trace(Tracer *tracer, Object *object) {
    typedef_dict.trace(tracer, object);
    trace_value(tracer, ((DefaultDict *)object)->factory);
}

static Value defaultdict_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    DefaultDict *d = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!d) return VALUE_ERROR;
    d->dict.header.gc |= GC_SUBCLASS;
    dict_clear(t, &d->dict);
    d->factory = VALUE_NONE;
    return value_from_object(d);
}

static Value defaultdict_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    DefaultDict *d = as_defaultdict(args[0]);
    size_t named = kwnames ? kwnames->length : 0, positional = nargs - named;
    Value factory = VALUE_NONE;
    if (positional > 1) {
        factory = args[1];
        if (!value_is_none(factory) && !op_is_callable(t, factory))
            return raise_type_error(t, "first argument must be callable or None");
    }
    d->factory = factory;
    gc_wrote(t, d);
    /* The rest is dict's: shift self over the factory. */
    Value init = t->vm->types[TYPE_DICT]->specials[SPECIAL_INIT];
    if (positional > 1) {
        Value all = tuple_from_values(t, args + 1, nargs - 1);
        if (value_is_error(all)) return all;
        value_as_tuple(all)->items[0] = args[0];
        gc_wrote(t, value_as_object(all));
        return call(t, init, value_as_tuple(all)->items, nargs - 1, kwnames);
    }
    return call(t, init, args, nargs, kwnames);
}

static Value defaultdict_missing(Thread *t, Value *args) {
    DefaultDict *d = as_defaultdict(args[0]);
    if (value_is_none(d->factory)) return raise_key_error(t, args[1]);
    Value v = call0(t, d->factory);
    if (value_is_error(v)) return v;
    return op_setitem(t, args[0], args[1], v) ? v : VALUE_ERROR;
}

static Value defaultdict_getitem(Thread *t, Value *args) {
    Value v = dict_get(t, value_as_dict(args[0]), args[1]);
    if (!value_is_undef(v)) return v;
    Value missing = special_of(t, args[0], SPECIAL_MISSING);
    return call_special(t, missing, args, 2);
}

static Value defaultdict_copy(Thread *t, Value *args) {
    return call2(t, value_from_object(type_of(t, args[0])), as_defaultdict(args[0])->factory, args[0]);
}

static Value defaultdict_reduce(Thread *t, Value *args) {
    DefaultDict *d = as_defaultdict(args[0]);
    Value how = value_is_none(d->factory) ? tuple_from_values(t, NULL, 0) : tuple_of(t, 1, d->factory);
    Value items = call_method0(t, args[0], STR_NAME(t, items));
    Value it = value_is_error(items) ? items : op_iter(t, items);
    return tuple_of(t, 5, value_from_object(type_of(t, args[0])), how, VALUE_NONE, VALUE_NONE, it);
}

static Value defaultdict_repr(Thread *t, Value *args) {
    DefaultDict *d = as_defaultdict(args[0]);
    Value items = dict_repr(t, &d->dict);
    if (value_is_error(items)) return items;
    /* A factory that is a bound method of this dict would recurse. */
    Value factory = d->factory;
    int entered = repr_enter(t, factory);
    if (entered < 0) return VALUE_ERROR;
    Value shown = entered ? str_from_cstring(t, "...") : op_repr(t, factory);
    if (!entered) repr_leave(t, factory);
    factory = shown;
    if (value_is_error(factory)) return factory;
    return str_format(t, "%U(%U, %U)", type_of(t, args[0])->name, factory, items);
}

static Value merged(Thread *t, Value self, Value left, Value right) {
    if (!value_is_dict(left) || !value_is_dict(right)) return VALUE_NOT_IMPLEMENTED;
    Value result = call2(t, value_from_object(type_of(t, self)), as_defaultdict(self)->factory, left);
    if (value_is_error(result)) return result;
    return dict_update(t, value_as_dict(result), right, true) ? result : VALUE_ERROR;
}
static Value defaultdict_or(Thread *t, Value *args) { return merged(t, args[0], args[0], args[1]); }
static Value defaultdict_ror(Thread *t, Value *args) { return merged(t, args[0], args[1], args[0]); }

static Value get_factory(Thread *t, Value self) { return as_defaultdict(self)->factory; }
static bool set_factory(Thread *t, Value self, Value value) {
    as_defaultdict(self)->factory = value_is_undef(value) ? VALUE_NONE : value;
    gc_wrote(t, value_as_object(self));
    return true;
}

static const GetSetDef defaultdict_getset[] = {
    {"default_factory", get_factory, set_factory, "Factory for default value called by __missing__()."},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef defaultdict_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", defaultdict_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE_RAW("__init__", "($self, /, *args, **kwargs)", defaultdict_init,
               "Initialize self.  See help(type(self)) for accurate signature."),
    NATIVE("__repr__", "($self, /)", defaultdict_repr, "Return repr(self)."),
    NATIVE("__getitem__", "($self, key, /)", defaultdict_getitem, "x.__getitem__(y) <==> x[y]"),
    NATIVE("__or__", "($self, value, /)", defaultdict_or, "Return self|value."),
    NATIVE("__ror__", "($self, value, /)", defaultdict_ror, "Return value|self."),
    NATIVE("__missing__", "($self, key, /)", defaultdict_missing,
           "__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n  if "
           "self.default_factory is None: raise KeyError((key,))\n  self[key] = value = "
           "self.default_factory()\n  return value\n"),
    NATIVE("copy", "($self, /)", defaultdict_copy, "D.copy() -> a shallow copy of D."),
    NATIVE("__copy__", "($self, /)", defaultdict_copy, "D.copy() -> a shallow copy of D."),
    NATIVE("__reduce__", "($self, /)", defaultdict_reduce, "Return state information for pickling."),
    CLASS_GETITEM_ROW,
    NATIVE_END,
};

const TypeDef typedef_collections_defaultdict = {
    .name = "collections.defaultdict",
    .doc = "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\nThe default "
           "factory is called without arguments to produce\na new value when a key is not present, in "
           "__getitem__ only.\nA defaultdict compares equal to a dict with the same items.\nAll "
           "remaining arguments are treated the same as if they were\npassed to the dict constructor, "
           "including keyword arguments.",
    .id = TYPE_COLLECTIONS_DEFAULTDICT,
    .base = TYPE_DICT,
    .kind = KIND_DICT,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_WEAKREFS | TYPEFLAG_MAPPING | TYPEFLAG_IMMUTABLE,
    .size = sizeof(DefaultDict),
    .trace = defaultdict_trace,
    .methods = defaultdict_methods,
    .getset = defaultdict_getset,
};

/* ---- _tuplegetter: a field of a namedtuple ---- */

static inline TupleGetter *as_getter(Value v) { return (TupleGetter *)value_as_object(v); }

static void tuplegetter_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((TupleGetter *)object)->doc);
}

static Value tuplegetter_new(Thread *t, Value *args) {
    int64_t index;
    if (!arg_size(t, args[1], &index)) return VALUE_ERROR;
    TupleGetter *g = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!g) return VALUE_ERROR;
    g->index = index;
    g->doc = args[2];
    return value_from_object(g);
}

static Value tuplegetter_get(Thread *t, Value *args) {
    TupleGetter *g = as_getter(args[0]);
    Value object = args[1];
    if (value_is_none(object)) {
        if (value_is_none(args[2])) return raise_type_error(t, "__get__(None, None) is invalid");
        return args[0];
    }
    if (!value_is_tuple(object))
        return raise_type_error(
            t, "descriptor for index '%ld' for tuple subclasses doesn't apply to '%T' object",
            (long)g->index, object);
    Tuple *tuple = value_as_tuple(object);
    if ((uint64_t)g->index >= tuple->length) return raise_index_error(t, "tuple index out of range");
    return tuple->items[g->index];
}

static Value tuplegetter_set(Thread *t, Value *args) {
    return raise_error(t, TYPE_AttributeError, "can't set attribute");
}
static Value tuplegetter_delete(Thread *t, Value *args) {
    return raise_error(t, TYPE_AttributeError, "can't delete attribute");
}

static Value tuplegetter_reduce(Thread *t, Value *args) {
    TupleGetter *g = as_getter(args[0]);
    return tuple_of(t, 2, value_from_object(type_of(t, args[0])),
                    tuple_of(t, 2, int_from_int64(t, g->index), g->doc));
}

static Value tuplegetter_repr(Thread *t, Value *args) {
    TupleGetter *g = as_getter(args[0]);
    return str_format(t, "_tuplegetter(%ld, %R)", (long)g->index, g->doc);
}

static Value get_doc(Thread *t, Value self) { return as_getter(self)->doc; }
static bool set_doc(Thread *t, Value self, Value value) {
    as_getter(self)->doc = value_is_undef(value) ? VALUE_NONE : value;
    gc_wrote(t, value_as_object(self));
    return true;
}

static const GetSetDef tuplegetter_getset[] = {
    {"__doc__", get_doc, set_doc, NULL},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef tuplegetter_methods[] = {
    NATIVE("__new__", "($type, index, doc, /)", tuplegetter_new,
           "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__get__", "($self, instance, owner=None, /)", tuplegetter_get,
           "Return an attribute of instance, which is of type owner."),
    NATIVE("__set__", "($self, instance, value, /)", tuplegetter_set, "Set an attribute of instance to value."),
    NATIVE("__delete__", "($self, instance, /)", tuplegetter_delete, "Delete an attribute of instance."),
    NATIVE("__repr__", "($self, /)", tuplegetter_repr, "Return repr(self)."),
    NATIVE("__reduce__", "($self, /)", tuplegetter_reduce, NULL),
    NATIVE_END,
};

const TypeDef typedef_collections_tuplegetter = {
    .name = "_collections._tuplegetter",
    .id = TYPE_COLLECTIONS_TUPLEGETTER,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_IMMUTABLE,
    .size = sizeof(TupleGetter),
    .trace = tuplegetter_trace,
    .methods = tuplegetter_methods,
    .getset = tuplegetter_getset,
};

/* ---- counting ---- */

/* Whether item access of the mapping is dict's own. */
static bool counts_as_dict(Thread *t, Value mapping) {
    if (!value_is_dict(mapping)) return false;
    Type *type = type_of(t, mapping), *dict = t->vm->types[TYPE_DICT];
    return value_same(type_lookup(t, type, STR_NAME(t, get)), type_lookup(t, dict, STR_NAME(t, get))) &&
           value_same(type->specials[SPECIAL_SETITEM], dict->specials[SPECIAL_SETITEM]);
}

static Value count_elements(Thread *t, Value *args) {
    Value mapping = args[0], it = op_iter(t, args[1]);
    if (value_is_error(it)) return it;
    bool fast = counts_as_dict(t, mapping);
    Value get = VALUE_UNDEF;
    if (!fast) {
        get = attr_get(t, mapping, STR_NAME(t, get));
        if (value_is_error(get)) return get;
    }
    for (;;) {
        Value key = iterator_next(t, it);
        if (value_is_stop(key)) return VALUE_NONE;
        if (value_is_error(key)) return key;
        if (!fast) {
            Value old = call2(t, get, key, value_from_int(0));
            Value sum = value_is_error(old) ? old : op_binary(t, OP_ADD, old, value_from_int(1));
            if (value_is_error(sum) || !op_setitem(t, mapping, key, sum)) return VALUE_ERROR;
            continue;
        }
        Dict *d = value_as_dict(mapping);
        bool added;
        int64_t entry = dict_find_or_add(t, d, key, value_from_int(1), &added);
        if (entry < 0) return VALUE_ERROR;
        if (added) continue;
        Value old = d->entries[entry].value;
        if (value_is_int(old) && value_as_int(old) < SMALL_INT_MAX) {
            dict_set_entry(t, d, (size_t)entry, value_from_int(value_as_int(old) + 1));
            continue;
        }
        Value sum = op_binary(t, OP_ADD, old, value_from_int(1));
        if (value_is_error(sum) || !dict_set(t, d, key, sum)) return VALUE_ERROR;
    }
}

/* ---- the module ---- */

static bool collections_init(Thread *t, Module *module) {
    return native_type(t, &typedef_collections_deque, module) &&
           native_type(t, &typedef_collections_defaultdict, module) &&
           native_type(t, &typedef_collections_deque_iterator, module) &&
           native_type(t, &typedef_collections_deque_reverse_iterator, module) &&
           native_type(t, &typedef_collections_tuplegetter, module) &&
           native_type(t, &typedef_collections_ordered_dict, module) &&
           native_type(t, &typedef_collections_odict_iterator, NULL) &&
           native_type(t, &typedef_collections_odict_keys, NULL) &&
           native_type(t, &typedef_collections_odict_values, NULL) &&
           native_type(t, &typedef_collections_odict_items, NULL);
}

static const NativeDef collections_functions[] = {
    NATIVE("_count_elements", "($module, mapping, iterable, /)", count_elements,
           "Count elements in the iterable, updating the mapping"),
    NATIVE_END,
};

const ModuleDef module_collections = {
    .name = "_collections",
    .doc = "High performance data structures.\n- deque:        ordered collection accessible from "
           "endpoints only\n- defaultdict:  dict subclass with a default value factory\n",
    .functions = collections_functions,
    .init = collections_init,
};

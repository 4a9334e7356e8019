/*
 * abc_module.c - the module _abc: what abc.ABCMeta does at every isinstance().
 *
 * As in CPython each abstract class keeps sets of weak references: classes
 * registered with it, classes known to be subclasses, classes known not to be
 * (the last is void once the global counter of registrations moved on).
 *
 * In front of the sets sits a small table indexed by the version of the class
 * asked about (runtime/abc_data.h).
 */
#include "runtime/abc_data.h"
#include "runtime/native.h"
#include "runtime/weakref.h"

static void abc_trace(Tracer *tracer, Object *object) {
    AbcData *d = (AbcData *)object;
    trace_value(tracer, d->registry);
    trace_value(tracer, d->cache);
    trace_value(tracer, d->negative_cache);
}

static Value abc_data_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    AbcData *d = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!d)
        return VALUE_ERROR;
    d->registry = d->cache = d->negative_cache = VALUE_UNDEF;
    return value_from_object(d);
}

static const NativeDef abc_data_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", abc_data_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE_END,
};

const TypeDef typedef_abc_data = {
    .name = "_abc._abc_data",
    .doc = "Internal state held by ABC machinery.",
    .id = TYPE_ABC_DATA,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .size = sizeof(AbcData),
    .trace = abc_trace,
    .methods = abc_data_methods,
};

static uint64_t counter(Thread *t) { return abc_counter(t->vm); }

static AbcData *data_of(Thread *t, Value cls) {
    Value name = STR_NAME(t, _abc_impl);
    Value v = value_is_kind(cls, KIND_TYPE) ? type_lookup(t, (Type *)value_as_object(cls), name) : VALUE_UNDEF;
    if (value_is_undef(v))
        v = attr_get(t, cls, name);
    if (value_is_error(v))
        return NULL;
    if (!value_is_object(v) || object_type(value_as_object(v))->def != &typedef_abc_data) {
        raise_type_error(t, "_abc_impl is set to a wrong type");
        return NULL;
    }
    return (AbcData *)value_as_object(v);
}

/* ---- sets of weak references ---- */

static int weak_contains(Thread *t, Value set, Value object) {
    if (value_is_undef(set) || !value_as_set(set)->used)
        return 0;
    WeakRef *first = weakref_first(t, object);
    if (!first) /* nothing refers to it weakly: no set does */
        return 0;
    Value ref = weakref_new(t, object, VALUE_NONE);
    return value_is_error(ref) ? -1 : set_contains(t, value_as_set(set), ref);
}

static bool weak_add(Thread *t, AbcData *d, Value *set, Value object) {
    if (value_is_undef(*set)) {
        Value fresh = set_new(t, TYPE_SET);
        if (value_is_error(fresh))
            return false;
        *set = fresh;
        gc_wrote(t, d);
    }
    Value ref = weakref_new(t, object, VALUE_NONE);
    return !value_is_error(ref) && set_add(t, value_as_set(*set), ref) >= 0;
}

/* ---- the table of answers ---- */

static void remember(Thread *t, AbcData *d, Value cls, bool yes) {
    Type *type = (Type *)value_as_object(cls);
    uint64_t n = counter(t) + 1;
    if (n <= UINT32_MAX)
        *abc_answer_at(d, type) = (AbcAnswer){type->version, yes ? 0 : (uint32_t)n};
}

static bool add_positive(Thread *t, AbcData *d, Value cls) {
    if (!weak_add(t, d, &d->cache, cls))
        return false;
    remember(t, d, cls, true);
    return true;
}

/* ---- making a class ---- */

static int is_abstract(Thread *t, Value v) {
    if (!value_is_object(v))
        return 0;
    Value flag = attr_find(t, v, STR_NAME(t, __isabstractmethod__));
    return value_is_error(flag) ? -1 : value_is_undef(flag) ? 0 : op_truth(t, flag);
}

static bool add_inherited(Thread *t, Value cls, Value base, Set *abstracts) {
    Value names = attr_find(t, base, STR_NAME(t, __abstractmethods__));
    if (value_is_undef(names))
        return true;
    Value it = value_is_error(names) ? names : op_iter(t, names);
    if (value_is_error(it))
        return false;
    for (;;) {
        Value name = op_next(t, it);
        if (value_is_error(name))
            return false;
        if (value_is_stop(name))
            return true;
        Value v = attr_find(t, cls, name);
        int abstract = value_is_error(v) ? -1 : value_is_undef(v) ? 0 : is_abstract(t, v);
        if (abstract < 0 || (abstract && set_add(t, abstracts, name) < 0))
            return false;
    }
}

static bool compute_abstract_methods(Thread *t, Value cls) {
    Value set = set_new(t, TYPE_FROZENSET);
    if (value_is_error(set))
        return false;
    Set *abstracts = value_as_set(set);
    Value items;
    if (value_is_kind(cls, KIND_TYPE)) {
        Dict *own = dict_copy(t, ((Type *)value_as_object(cls))->dict);
        if (!own)
            return false;
        size_t at = 0;
        Value key, value;
        while (dict_next(own, &at, &key, &value)) {
            int abstract = is_abstract(t, value);
            if (abstract < 0 || (abstract && set_add(t, abstracts, key) < 0))
                return false;
        }
    } else {
        items = attr_get(t, cls, STR_NAME(t, __dict__));
        if (value_is_error(items))
            return false;
    }
    Value bases = attr_get(t, cls, STR_NAME(t, __bases__));
    if (value_is_error(bases))
        return false;
    if (!value_is_tuple(bases)) {
        raise_type_error(t, "__bases__ is not tuple");
        return false;
    }
    Tuple *b = value_as_tuple(bases);
    for (size_t i = 0; i < b->length; i++)
        if (!add_inherited(t, cls, b->items[i], abstracts))
            return false;
    return attr_set(t, cls, STR_NAME(t, __abstractmethods__), set);
}

/* CPython's Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING. */
enum { PY_SEQUENCE = 1 << 5, PY_MAPPING = 1 << 6 };

static bool take_pattern_flags(Thread *t, Value cls) {
    if (!value_is_kind(cls, KIND_TYPE))
        return true;
    Type *type = (Type *)value_as_object(cls);
    Value name = str_intern_cstring(t, "__abc_tpflags__");
    Value flags = dict_get_str(t, type->dict, name);
    if (value_is_undef(flags))
        return true;
    if (value_is_int(flags)) {
        int64_t n = value_as_int(flags);
        if ((n & PY_SEQUENCE) && (n & PY_MAPPING)) {
            raise_type_error(t, "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING");
            return false;
        }
        type->flags |= (n & PY_SEQUENCE ? TYPEFLAG_SEQUENCE : 0) | (n & PY_MAPPING ? TYPEFLAG_MAPPING : 0);
    }
    return type_set(t, type, name, VALUE_UNDEF);
}

static Value abc_init(Thread *t, Value *args) {
    if (!compute_abstract_methods(t, args[0]))
        return VALUE_ERROR;
    Value data = call0(t, value_from_object(native_type(t, &typedef_abc_data, NULL)));
    if (value_is_error(data) || !attr_set(t, args[0], STR_NAME(t, _abc_impl), data) ||
        !take_pattern_flags(t, args[0]))
        return VALUE_ERROR;
    return VALUE_NONE;
}

/* ---- registering ---- */

static void inherit_pattern_flags(Thread *t, Type *type, uint32_t flags) {
    if (type->flags & TYPEFLAG_IMMUTABLE || (type->flags & (TYPEFLAG_SEQUENCE | TYPEFLAG_MAPPING)) == flags)
        return;
    type->flags = (type->flags & ~(uint32_t)(TYPEFLAG_SEQUENCE | TYPEFLAG_MAPPING)) | flags;
    Value list = call_method0(t, value_from_object(type), STR_NAME(t, __subclasses__));
    if (!value_is_list(list)) {
        error_clear(t);
        return;
    }
    for (size_t i = 0; i < value_as_list(list)->length; i++)
        inherit_pattern_flags(t, (Type *)value_as_object(value_as_list(list)->items[i]), flags);
}

static Value abc_register(Thread *t, Value *args) {
    Value self = args[0], subclass = args[1];
    if (!value_is_kind(subclass, KIND_TYPE))
        return raise_type_error(t, "Can only register classes");
    int r = op_issubclass(t, subclass, self);
    if (r != 0)
        return r > 0 ? subclass : VALUE_ERROR;
    /* Testing the other way round catches cycles. */
    r = op_issubclass(t, self, subclass);
    if (r < 0)
        return VALUE_ERROR;
    if (r)
        return raise_error(t, TYPE_RuntimeError, "Refusing to create an inheritance cycle");
    AbcData *d = data_of(t, self);
    if (!d || !weak_add(t, d, &d->registry, subclass))
        return VALUE_ERROR;
    t->vm->module_state[MODULE_STATE_ABC] = value_from_int((int64_t)counter(t) + 1);
    if (value_is_kind(self, KIND_TYPE)) {
        uint32_t flags = ((Type *)value_as_object(self))->flags & (TYPEFLAG_SEQUENCE | TYPEFLAG_MAPPING);
        if (flags)
            inherit_pattern_flags(t, (Type *)value_as_object(subclass), flags);
    }
    return subclass;
}

/* ---- asking ---- */

/* The live classes of a set of weak references, as a list. */
static Value live_classes(Thread *t, Value set) {
    Value list = list_new(t, 4);
    if (value_is_error(list) || value_is_undef(set))
        return list;
    size_t at = 0;
    Value ref;
    while (set_next(value_as_set(set), &at, &ref)) {
        Value target = weakref_target(ref);
        if (!value_is_undef(target) && !list_append(t, value_as_list(list), target))
            return VALUE_ERROR;
    }
    return list;
}

static int any_has_subclass(Thread *t, Value subclass, Value list) {
    for (size_t i = 0; i < value_as_list(list)->length; i++) {
        int r = op_issubclass(t, subclass, value_as_list(list)->items[i]);
        if (r)
            return r;
    }
    return 0;
}

static int found(Thread *t, AbcData *d, Value subclass) { return add_positive(t, d, subclass) ? 1 : -1; }

static int subclass_check(Thread *t, Value self, Value subclass) {
    if (!value_is_kind(subclass, KIND_TYPE)) {
        raise_type_error(t, "issubclass() arg 1 must be a class");
        return -1;
    }
    AbcData *d = data_of(t, self);
    if (!d)
        return -1;
    Type *type = (Type *)value_as_object(subclass);
    int r = abc_recall(t->vm, d, type);
    if (r >= 0)
        return r;
    if ((r = weak_contains(t, d->cache, subclass)) != 0) {
        if (r > 0)
            remember(t, d, subclass, true);
        return r;
    }
    if (d->negative_version < counter(t)) {
        d->negative_cache = VALUE_UNDEF;
        d->negative_version = counter(t);
    } else if ((r = weak_contains(t, d->negative_cache, subclass)) != 0) {
        if (r > 0)
            remember(t, d, subclass, false);
        return r > 0 ? 0 : -1;
    }
    Value ok = call_method1(t, self, STR_NAME(t, __subclasshook__), subclass);
    if (value_is_error(ok))
        return -1;
    if (value_is_true(ok))
        return found(t, d, subclass);
    if (value_is_false(ok))
        goto none;
    if (!value_is_not_implemented(ok)) {
        raise_error(t, TYPE_AssertionError, "__subclasshook__ must return either False, True, or NotImplemented");
        return -1;
    }
    /* A direct subclass. */
    for (size_t i = 0; type->mro && i < type->mro->length; i++)
        if (value_same(type->mro->items[i], self))
            return found(t, d, subclass);
    /* A subclass of a registered class. */
    if ((r = weak_contains(t, d->registry, subclass)) != 0)
        return r;
    Value registered = live_classes(t, d->registry);
    if (value_is_error(registered))
        return -1;
    if ((r = any_has_subclass(t, subclass, registered)) != 0)
        return r < 0 ? -1 : found(t, d, subclass);
    /* A subclass of one of this class's subclasses. */
    Value below = call_method0(t, self, STR_NAME(t, __subclasses__));
    if (value_is_error(below))
        return -1;
    if (!value_is_list(below)) {
        raise_type_error(t, "__subclasses__() must return a list");
        return -1;
    }
    if ((r = any_has_subclass(t, subclass, below)) != 0)
        return r < 0 ? -1 : found(t, d, subclass);
none:
    if (!weak_add(t, d, &d->negative_cache, subclass))
        return -1;
    remember(t, d, subclass, false);
    return 0;
}

static Value truth(int r) { return r < 0 ? VALUE_ERROR : value_bool(r); }

static Value abc_subclasscheck(Thread *t, Value *args) { return truth(subclass_check(t, args[0], args[1])); }

static Value abc_instancecheck(Thread *t, Value *args) {
    Value self = args[0], instance = args[1];
    AbcData *d = data_of(t, self);
    if (!d)
        return VALUE_ERROR;
    Type *type = type_of(t, instance);
    Value subtype = value_from_object(type), subclass = subtype;
    /* Only a class that says otherwise has another __class__. */
    Value usual = dict_get_str(t, t->vm->types[TYPE_OBJECT]->dict, STR_NAME(t, __class__));
    if (type->flags & (TYPEFLAG_CUSTOM_GETATTR | TYPEFLAG_HAS_GETATTR) ||
        !value_same(type_lookup(t, type, STR_NAME(t, __class__)), usual)) {
        subclass = attr_get(t, instance, STR_NAME(t, __class__));
        if (value_is_error(subclass))
            return subclass;
    }
    if (value_is_kind(subclass, KIND_TYPE)) {
        int r = abc_recall(t->vm, d, (Type *)value_as_object(subclass));
        if (r < 0)
            r = weak_contains(t, d->cache, subclass) > 0 ? 1 : -1;
        if (r > 0 || (!r && value_same(subclass, subtype)))
            return value_bool(r);
    }
    Value r = call_method1(t, self, STR_NAME(t, __subclasscheck__), subclass);
    if (value_same(subclass, subtype) || value_is_error(r))
        return r;
    int yes = op_truth(t, r);
    if (yes)
        return yes < 0 ? VALUE_ERROR : r;
    return call_method1(t, self, STR_NAME(t, __subclasscheck__), subtype);
}

/* ---- for debugging and tests ---- */

static Value set_or_empty(Thread *t, Value set) {
    return value_is_undef(set) ? set_new(t, TYPE_SET) : set_copy(t, value_as_set(set));
}

static Value abc_get_dump(Thread *t, Value *args) {
    AbcData *d = data_of(t, args[0]);
    if (!d)
        return VALUE_ERROR;
    Value items[4] = {set_or_empty(t, d->registry), set_or_empty(t, d->cache), set_or_empty(t, d->negative_cache),
                      int_from_uint64(t, d->negative_version)};
    for (int i = 0; i < 4; i++)
        if (value_is_error(items[i]))
            return VALUE_ERROR;
    return tuple_from_values(t, items, 4);
}

static void forget(AbcData *d) { memset(d->answers, 0, sizeof d->answers); }

static Value abc_reset_registry(Thread *t, Value *args) {
    AbcData *d = data_of(t, args[0]);
    if (!d)
        return VALUE_ERROR;
    d->registry = VALUE_UNDEF;
    return VALUE_NONE;
}

static Value abc_reset_caches(Thread *t, Value *args) {
    AbcData *d = data_of(t, args[0]);
    if (!d)
        return VALUE_ERROR;
    d->cache = d->negative_cache = VALUE_UNDEF;
    forget(d);
    return VALUE_NONE;
}

static Value abc_get_cache_token(Thread *t, Value *args) { return t->vm->module_state[MODULE_STATE_ABC]; }

static const NativeDef functions[] = {
    NATIVE("get_cache_token", "($module, /)", abc_get_cache_token,
           "Returns the current ABC cache token.\n\nThe token is an opaque object (supporting equality testing) "
           "identifying the\ncurrent version of the ABC cache for virtual subclasses. The token changes\nwith every "
           "call to register() on any ABC."),
    NATIVE("_abc_init", "($module, self, /)", abc_init,
           "Internal ABC helper for class set-up. Should be never used outside abc module."),
    NATIVE("_abc_register", "($module, self, subclass, /)", abc_register,
           "Internal ABC helper for subclasss registration. Should be never used outside abc module."),
    NATIVE("_abc_instancecheck", "($module, self, instance, /)", abc_instancecheck,
           "Internal ABC helper for instance checks. Should be never used outside abc module."),
    NATIVE("_abc_subclasscheck", "($module, self, subclass, /)", abc_subclasscheck,
           "Internal ABC helper for subclasss checks. Should be never used outside abc module."),
    NATIVE("_get_dump", "($module, self, /)", abc_get_dump,
           "Internal ABC helper for cache and registry debugging.\n\nReturn shallow copies of registry, of both "
           "caches, and\nnegative cache version. Don't call this function directly,\ninstead use ABC._dump_registry() "
           "for a nice repr."),
    NATIVE("_reset_registry", "($module, self, /)", abc_reset_registry,
           "Internal ABC helper to reset registry of a given class.\n\nShould be only used by refleak.py"),
    NATIVE("_reset_caches", "($module, self, /)", abc_reset_caches,
           "Internal ABC helper to reset both caches of a given class.\n\nShould be only used by refleak.py"),
    NATIVE_END,
};

static bool abc_module_init(Thread *t, Module *m) {
    Value *state = &t->vm->module_state[MODULE_STATE_ABC];
    if (!value_is_int(*state))
        *state = value_from_int(0);
    return native_type(t, &typedef_abc_data, NULL) != NULL;
}

const ModuleDef module_abc = {
    .name = "_abc",
    .doc = "Module contains faster C implementation of abc.ABCMeta",
    .functions = functions,
    .init = abc_module_init,
};

/*
 * weakref_module.c - the native module _weakref, beneath the library's weakref.
 */
#include "runtime/native.h"
#include "runtime/weakref.h"

static Value module_getweakrefcount(Thread *t, Value *args) {
    int64_t count = 0;
    for (WeakRef *ref = weakref_first(t, args[0]); ref; ref = ref->next) count++;
    return value_from_int(count);
}

static Value module_getweakrefs(Thread *t, Value *args) {
    Value list = list_new(t, 0);
    if (value_is_error(list)) return list;
    for (WeakRef *ref = weakref_first(t, args[0]); ref; ref = ref->next)
        if (!list_append(t, value_as_list(list), value_from_object(ref))) return VALUE_ERROR;
    /* The newest reference heads the list; show them as they were made. */
    List *l = value_as_list(list);
    for (size_t i = 0, j = l->length; i + 1 < j; i++) {
        j--;
        Value swap = l->items[i];
        l->items[i] = l->items[j];
        l->items[j] = swap;
    }
    return list;
}

static Value module_proxy(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (kwnames && kwnames->length)
        return raise_type_error(t, "_weakref.proxy() takes no keyword arguments");
    if (nargs < 1) return raise_type_error(t, "proxy expected at least 1 argument, got 0");
    if (nargs > 2) return raise_type_error(t, "proxy expected at most 2 arguments, got %zu", nargs);
    return weak_proxy_new(t, args[0], nargs == 2 ? args[1] : VALUE_NONE);
}

static Value module_remove_dead_weakref(Thread *t, Value *args) {
    if (!value_is_dict(args[0]))
        return raise_type_error(t, "_remove_dead_weakref() argument 1 must be dict, not %T",
                                args[0]);
    Dict *d = value_as_dict(args[0]);
    uint64_t hash;
    if (!dict_hash_key(t, args[1], &hash)) return VALUE_ERROR;
    int64_t at = dict_find_hashed(t, d, args[1], hash);
    if (at < 0) return at == -1 ? VALUE_NONE : VALUE_ERROR;
    Value ref = d->entries[at].value;
    if (!value_is_weak(t, ref)) return raise_type_error(t, "not a weakref");
    if (value_is_undef(weakref_target(ref))) dict_delete_entry(t, d, (size_t)at);
    return VALUE_NONE;
}

static bool weakref_module_init(Thread *t, Module *module) {
    Value ref = value_from_object(t->vm->types[TYPE_WEAKREF]);
    return module_set(t, module, "ref", ref) && module_set(t, module, "ReferenceType", ref) &&
           module_set(t, module, "ProxyType", value_from_object(t->vm->types[TYPE_WEAK_PROXY])) &&
           module_set(t, module, "CallableProxyType",
                      value_from_object(t->vm->types[TYPE_WEAK_CALLABLE_PROXY]));
}

static const NativeDef weakref_functions[] = {
    NATIVE("getweakrefcount", "($module, object, /)", module_getweakrefcount,
           "Return the number of weak references to 'object'."),
    NATIVE("_remove_dead_weakref", "($module, dct, key, /)", module_remove_dead_weakref,
           "Atomically remove key from dict if it points to a dead weakref."),
    NATIVE("getweakrefs", "($module, object, /)", module_getweakrefs,
           "Return a list of all weak reference objects pointing to 'object'."),
    NATIVE_RAW("proxy", "($module, object, callback=None, /)", module_proxy,
               "Create a proxy object that weakly references 'object'.\n\n"
               "'callback', if given, is called with a reference to the\n"
               "proxy when 'object' is about to be finalized."),
    NATIVE_END,
};

const ModuleDef module_weakref = {
    .name = "_weakref",
    .doc = "Weak-reference support module.",
    .functions = weakref_functions,
    .init = weakref_module_init,
};

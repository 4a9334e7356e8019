/* simple_namespace.c - types.SimpleNamespace: attributes and a readable repr. */
#include "runtime/error.h"
#include "runtime/native.h"
#include "runtime/sequence_support.h"

static Value namespace_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    void *o = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    return o ? value_from_object(o) : VALUE_ERROR;
}

static Value namespace_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    size_t named = kwnames ? kwnames->length : 0;
    if (nargs - 1 - named > 0) return raise_type_error(t, "no positional arguments expected");
    for (size_t i = 0; i < named; i++)
        if (!instance_set(t, value_as_object(args[0]), kwnames->items[i], args[1 + i])) return VALUE_ERROR;
    return VALUE_NONE;
}

static Value namespace_repr(Thread *t, Value *args) {
    Type *type = type_of(t, args[0]);
    Value name = type == t->vm->types[TYPE_SIMPLE_NAMESPACE] ? str_from_cstring(t, "namespace") : type->name;
    if (value_is_error(name)) return name;
    int entered = repr_enter(t, args[0]);
    if (entered) return entered > 0 ? str_format(t, "%U(...)", name) : VALUE_ERROR;
    StrBuilder b;
    builder_init(&b, t);
    builder_str(&b, name);
    builder_char(&b, '(');
    Dict *dict = instance_dict(t, value_as_object(args[0]));
    /* A copy: the reprs may change the namespace. */
    dict = dict ? dict_copy(t, dict) : NULL;
    bool ok = dict != NULL, first = true;
    size_t position = 0;
    Value key, value;
    while (ok && dict_next(dict, &position, &key, &value)) {
        if (!value_is_str(key) || value_as_str(key)->length == 0) continue;
        if (!first) builder_ascii(&b, ", ", 2);
        first = false;
        builder_str(&b, key);
        builder_char(&b, '=');
        Value text = op_repr(t, value);
        ok = !value_is_error(text);
        if (ok) builder_str(&b, text);
    }
    repr_leave(t, args[0]);
    if (!ok) return VALUE_ERROR;
    builder_char(&b, ')');
    return builder_finish(&b);
}

static bool is_namespace(Thread *t, Value v) {
    return value_is_object(v) &&
           type_is_subtype(object_type(value_as_object(v)), t->vm->types[TYPE_SIMPLE_NAMESPACE]);
}

static Value namespace_compare(Thread *t, int op, Value a, Value b) {
    if (!is_namespace(t, a) || !is_namespace(t, b)) return VALUE_NOT_IMPLEMENTED;
    Dict *x = instance_dict(t, value_as_object(a)), *y = instance_dict(t, value_as_object(b));
    if (!x || !y) return VALUE_ERROR;
    return op_compare(t, (CompareOp)op, value_from_object(x), value_from_object(y));
}
COMPARE_FUNCTIONS(namespace, namespace_compare)

static Value namespace_reduce(Thread *t, Value *args) {
    Dict *dict = instance_dict(t, value_as_object(args[0]));
    if (!dict) return VALUE_ERROR;
    return tuple_of(t, 3, value_from_object(type_of(t, args[0])), tuple_from_values(t, NULL, 0),
                    value_from_object(dict));
}

static Value namespace_dict(Thread *t, Value self) {
    Dict *dict = instance_dict(t, value_as_object(self));
    return dict ? value_from_object(dict) : VALUE_ERROR;
}

static const GetSetDef namespace_getset[] = {
    {"__dict__", namespace_dict, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef namespace_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", namespace_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE_RAW("__init__", "($self, /, *args, **kwargs)", namespace_init,
               "Initialize self.  See help(type(self)) for accurate signature."),
    NATIVE("__repr__", "($self, /)", namespace_repr, "Return repr(self)."),
    COMPARE_ROWS(namespace),
    NATIVE("__reduce__", "($self, /)", namespace_reduce, "Return state information for pickling"),
    NATIVE_END,
};

const TypeDef typedef_simple_namespace = {
    .name = "types.SimpleNamespace",
    .doc = "A simple attribute-based namespace.\n\nSimpleNamespace(**kwargs)",
    .id = TYPE_SIMPLE_NAMESPACE,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_DICT | TYPEFLAG_IMMUTABLE,
    .size = sizeof(Object),
    .methods = namespace_methods,
    .getset = namespace_getset,
};

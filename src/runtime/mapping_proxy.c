/*
 * mapping_proxy.c - types.MappingProxyType: a read-only view of any mapping
 * (what cls.__dict__ is).
 */
#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/ops.h"
#include "runtime/sequence_support.h"
#include "runtime/str.h"

static inline Value mapping_of(Value proxy) {
    return ((MappingProxy *)value_as_object(proxy))->mapping;
}

/* The mapping behind a proxy; any other value as it is. */
static Value unwrap(Value v) {
    return value_is_kind(v, KIND_MAPPING_PROXY) ? mapping_of(v) : v;
}

Value mapping_proxy_new(Thread *t, Value mapping) {
    MappingProxy *proxy = GC_NEW(t, MappingProxy, KIND_MAPPING_PROXY, TYPE_MAPPING_PROXY);
    if (!proxy) return VALUE_ERROR;
    proxy->mapping = mapping;
    return value_from_object(proxy);
}

static void proxy_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((MappingProxy *)object)->mapping);
}

static Value proxy_type_new(Thread *t, Value *args) {
    Value mapping = args[1];
    if (value_is_undef(special_of(t, mapping, SPECIAL_GETITEM)) ||
        value_is_kind(mapping, KIND_LIST) || value_is_kind(mapping, KIND_TUPLE))
        return raise_type_error(t, "mappingproxy() argument must be a mapping, not %T", mapping);
    MappingProxy *proxy = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!proxy) return VALUE_ERROR;
    proxy->mapping = mapping;
    return value_from_object(proxy);
}

static Value proxy_repr(Thread *t, Value *args) {
    return str_format(t, "mappingproxy(%R)", mapping_of(args[0]));
}

static Value proxy_str(Thread *t, Value *args) {
    return op_str(t, mapping_of(args[0]));
}

static Value proxy_len(Thread *t, Value *args) {
    int64_t length = op_len(t, mapping_of(args[0]));
    return length < 0 ? VALUE_ERROR : value_from_int(length);
}

static Value proxy_getitem(Thread *t, Value *args) {
    return op_getitem(t, mapping_of(args[0]), args[1]);
}

static Value proxy_contains(Thread *t, Value *args) {
    int found = op_contains(t, mapping_of(args[0]), args[1]);
    return found < 0 ? VALUE_ERROR : value_bool(found);
}

static Value proxy_iter(Thread *t, Value *args) {
    return op_iter(t, mapping_of(args[0]));
}

static Value proxy_reversed(Thread *t, Value *args) {
    return call_method0(t, mapping_of(args[0]), SPECIAL_NAME(t, REVERSED));
}

static Value proxy_compare(Thread *t, int op, Value a, Value b) {
    return op_compare(t, (CompareOp)op, mapping_of(a), b);
}
COMPARE_FUNCTIONS(proxy, proxy_compare)

static Value proxy_or(Thread *t, Value *args) {
    return op_binary(t, OP_OR, unwrap(args[0]), unwrap(args[1]));
}

static Value proxy_ror(Thread *t, Value *args) {
    return op_binary(t, OP_OR, unwrap(args[1]), unwrap(args[0]));
}

static Value proxy_ior(Thread *t, Value *args) {
    return raise_type_error(t, "'|=' is not supported by %T; use '|' instead", args[0]);
}

static Value proxy_get(Thread *t, Value *args) {
    return call_method(t, mapping_of(args[0]), STR_NAME(t, get), args + 1, 2);
}

static Value proxy_keys(Thread *t, Value *args) {
    return call_method0(t, mapping_of(args[0]), STR_NAME(t, keys));
}

static Value proxy_values(Thread *t, Value *args) {
    return call_method0(t, mapping_of(args[0]), STR_NAME(t, values));
}

static Value proxy_items(Thread *t, Value *args) {
    return call_method0(t, mapping_of(args[0]), STR_NAME(t, items));
}

static Value proxy_copy(Thread *t, Value *args) {
    Value name = str_intern_cstring(t, "copy");
    return value_is_error(name) ? name : call_method0(t, mapping_of(args[0]), name);
}

static const NativeDef proxy_methods[] = {
    NATIVE("__new__", "($type, mapping)", proxy_type_new,
           "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__repr__", "($self, /)", proxy_repr, "Return repr(self)."),
    NATIVE("__str__", "($self, /)", proxy_str, "Return str(self)."),
    COMPARE_ROWS(proxy),
    NATIVE("__iter__", "($self, /)", proxy_iter, "Implement iter(self)."),
    NATIVE("__or__", "($self, value, /)", proxy_or, "Return self|value."),
    NATIVE("__ror__", "($self, value, /)", proxy_ror, "Return value|self."),
    NATIVE("__ior__", "($self, value, /)", proxy_ior, "Return self|=value."),
    NATIVE("__len__", "($self, /)", proxy_len, "Return len(self)."),
    NATIVE("__getitem__", "($self, key, /)", proxy_getitem, "Return self[key]."),
    NATIVE("__contains__", "($self, key, /)", proxy_contains, "Return key in self."),
    NATIVE("get", "($self, key, default=None, /)", proxy_get,
           "D.get(k[,d]) -> D[k] if k in D, else d.  d defaults to None."),
    NATIVE("keys", "($self, /)", proxy_keys,
           "D.keys() -> a set-like object providing a view on D's keys"),
    NATIVE("values", "($self, /)", proxy_values,
           "D.values() -> an object providing a view on D's values"),
    NATIVE("items", "($self, /)", proxy_items,
           "D.items() -> a set-like object providing a view on D's items"),
    NATIVE("copy", "($self, /)", proxy_copy, "D.copy() -> a shallow copy of D"),
    CLASS_GETITEM_ROW,
    NATIVE("__reversed__", "($self, /)", proxy_reversed, "D.__reversed__() -> reverse iterator"),
    NATIVE_END,
};

const TypeDef typedef_mapping_proxy = {
    .name = "mappingproxy",
    .id = TYPE_MAPPING_PROXY,
    .base = TYPE_OBJECT,
    .kind = KIND_MAPPING_PROXY,
    .flags = TYPEFLAG_MAPPING | TYPEFLAG_IMMUTABLE,
    .size = sizeof(MappingProxy),
    .trace = proxy_trace,
    .methods = proxy_methods,
};

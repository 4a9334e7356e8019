/*
 * native_function.c - functions and methods written in C, as Python sees them:
 * builtin_function_or_method, method_descriptor, classmethod_descriptor,
 * wrapper_descriptor and method-wrapper share one structure and differ in type.
 */
#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/function.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/type.h"

static NativeFunction *as_native(Value v) { return (NativeFunction *)value_as_object(v); }

Value native_function_new(Thread *t, const NativeDef *def, Value self, Value module_name, Type *owner,
                          TypeId type) {
    NativeFunction *f = GC_NEW(t, NativeFunction, KIND_NATIVE, type);
    if (!f)
        return VALUE_ERROR;
    f->def = def;
    f->self = self;
    f->module = module_name;
    f->owner = owner;
    return value_from_object(f);
}

static void native_trace(Tracer *tracer, Object *object) {
    NativeFunction *f = (NativeFunction *)object;
    trace_value(tracer, f->self);
    trace_value(tracer, f->module);
    trace_object(tracer, f->owner);
}

/* The type that a bound native shows in its repr and qualified name. */
static Value native_repr(Thread *t, Value *args) {
    NativeFunction *f = as_native(args[0]);
    switch (object_type(f)->id) {
    case TYPE_METHOD_DESCRIPTOR:
    case TYPE_CLASSMETHOD_DESCRIPTOR:
        return str_format(t, "<method '%s' of '%s' objects>", f->def->name, f->owner->def->name);
    case TYPE_WRAPPER_DESCRIPTOR:
        return str_format(t, "<slot wrapper '%s' of '%s' objects>", f->def->name, f->owner->def->name);
    case TYPE_METHOD_WRAPPER:
        return str_format(t, "<method-wrapper '%s' of %T object at 0x%lx>", f->def->name, f->self,
                          (unsigned long)(f->self.bits & ~(uint64_t)1));
    default: break;
    }
    if (value_is_undef(f->self) && !f->owner)
        return str_format(t, "<built-in function %s>", f->def->name);
    Value self = value_is_undef(f->self) ? value_from_object(f->owner) : f->self;
    return str_format(t, "<built-in method %s of %T object at 0x%lx>", f->def->name, self,
                      (unsigned long)(self.bits & ~(uint64_t)1));
}

static Value native_call_method(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return native_call(t, as_native(args[0]), args + 1, nargs - 1, kwnames);
}

static Value native_get(Thread *t, Value *args) {
    bool through_type = value_is_none(args[1]);
    Type *type = value_is_kind(args[2], KIND_TYPE) ? (Type *)value_as_object(args[2])
                                                  : type_of(t, args[1]);
    return descriptor_get(t, args[0], through_type ? VALUE_UNDEF : args[1], type);
}

static Value native_hash(Thread *t, Value *args) {
    NativeFunction *f = as_native(args[0]);
    return int_from_int64(t, (int64_t)(((uintptr_t)f->def >> 4) ^ (f->self.bits >> 4)) >> 2);
}

static Value native_eq(Thread *t, Value *args) {
    if (!value_is_kind(args[1], KIND_NATIVE))
        return VALUE_NOT_IMPLEMENTED;
    NativeFunction *a = as_native(args[0]), *b = as_native(args[1]);
    return value_bool(a->def == b->def && value_same(a->self, b->self) && a->owner == b->owner &&
                      object_type(a) == object_type(b));
}

static Value native_reduce(Thread *t, Value *args) {
    NativeFunction *f = as_native(args[0]);
    Value name = str_intern_cstring(t, f->def->name);
    Value holder = !value_is_undef(f->self) ? f->self : f->owner ? value_from_object(f->owner) : VALUE_UNDEF;
    if (value_is_undef(holder) || value_is_kind(holder, KIND_MODULE))
        return name;
    Value getter = dict_get_str(t, t->vm->builtins, str_intern_cstring(t, "getattr"));
    return tuple_pair(t, getter, tuple_pair(t, holder, name));
}

static Value native_name_get(Thread *t, Value self) {
    return str_intern_cstring(t, as_native(self)->def->name);
}

static Value native_qualname_get(Thread *t, Value self) {
    NativeFunction *f = as_native(self);
    if (!f->owner)
        return native_name_get(t, self);
    Type *owner = f->owner;
    if (value_is_kind(f->self, KIND_TYPE))
        owner = (Type *)value_as_object(f->self);
    else if (!value_is_undef(f->self))
        owner = type_of(t, f->self);
    return str_format(t, "%U.%s", owner->qualname, f->def->name);
}

static Value native_module_get(Thread *t, Value self) {
    NativeFunction *f = as_native(self);
    return value_is_undef(f->module) ? VALUE_NONE : f->module;
}

static Value native_self_get(Thread *t, Value self) {
    NativeFunction *f = as_native(self);
    if (!value_is_undef(f->self))
        return f->self;
    if (f->owner)
        return value_from_object(f->owner);
    if (value_is_str(f->module)) {
        Value m = dict_get_str(t, t->vm->modules, f->module);
        if (!value_is_undef(m))
            return m;
    }
    return VALUE_NONE;
}

static Value native_objclass_get(Thread *t, Value self) {
    Type *owner = as_native(self)->owner;
    return owner ? value_from_object(owner) : raise_attribute_error(t, self, STR_NAME(t, __objclass__));
}

static Value native_doc_get(Thread *t, Value self) {
    const char *doc = as_native(self)->def->doc;
    return doc ? str_from_cstring(t, doc) : VALUE_NONE;
}

static Value native_text_signature_get(Thread *t, Value self) {
    const char *s = as_native(self)->def->signature;
    return s ? str_from_cstring(t, s) : VALUE_NONE;
}

static const NativeDef native_methods[] = {
    NATIVE("__repr__", "($self, /)", native_repr, "Return repr(self)."),
    NATIVE_RAW("__call__", "($self, /, *args, **kwargs)", native_call_method, "Call self as a function."),
    NATIVE("__hash__", "($self, /)", native_hash, "Return hash(self)."),
    NATIVE("__eq__", "($self, value, /)", native_eq, "Return self==value."),
    NATIVE("__reduce__", "($self, /)", native_reduce, NULL),
    NATIVE_END,
};
static const NativeDef descriptor_methods[] = {
    NATIVE("__repr__", "($self, /)", native_repr, "Return repr(self)."),
    NATIVE_RAW("__call__", "($self, /, *args, **kwargs)", native_call_method, "Call self as a function."),
    NATIVE("__get__", "($self, instance, owner=None, /)", native_get,
           "Return an attribute of instance, which is of type owner."),
    NATIVE("__reduce__", "($self, /)", native_reduce, NULL),
    NATIVE_END,
};
static const GetSetDef bound_getset[] = {
    {"__name__", native_name_get, NULL, NULL},
    {"__qualname__", native_qualname_get, NULL, NULL},
    {"__module__", native_module_get, NULL, NULL},
    {"__self__", native_self_get, NULL, NULL},
    {"__doc__", native_doc_get, NULL, NULL},
    {"__text_signature__", native_text_signature_get, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
static const GetSetDef descriptor_getset[] = {
    {"__name__", native_name_get, member_readonly, NULL},
    {"__qualname__", native_qualname_get, NULL, NULL},
    {"__objclass__", native_objclass_get, member_readonly, NULL},
    {"__doc__", native_doc_get, NULL, NULL},
    {"__text_signature__", native_text_signature_get, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
static const GetSetDef wrapper_getset[] = {
    {"__name__", native_name_get, NULL, NULL},
    {"__qualname__", native_qualname_get, NULL, NULL},
    {"__objclass__", native_objclass_get, NULL, NULL},
    {"__self__", native_self_get, member_readonly, NULL},
    {"__doc__", native_doc_get, NULL, NULL},
    {"__text_signature__", native_text_signature_get, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

#define NATIVE_TYPE(variable, spelling, ID, rows, getset_rows)                                     \
    const TypeDef variable = {.name = spelling,                                                    \
                              .id = ID,                                                            \
                              .base = TYPE_OBJECT,                                                 \
                              .kind = KIND_NATIVE,                                                 \
                              .flags = TYPEFLAG_NO_NEW | TYPEFLAG_WEAKREFS,                        \
                              .size = sizeof(NativeFunction),                                      \
                              .trace = native_trace,                                               \
                              .methods = rows,                                                     \
                              .getset = getset_rows}
NATIVE_TYPE(typedef_native_function, "builtin_function_or_method", TYPE_NATIVE_FUNCTION,
            native_methods, bound_getset);
NATIVE_TYPE(typedef_method_descriptor, "method_descriptor", TYPE_METHOD_DESCRIPTOR,
            descriptor_methods, descriptor_getset);
NATIVE_TYPE(typedef_classmethod_descriptor, "classmethod_descriptor", TYPE_CLASSMETHOD_DESCRIPTOR,
            descriptor_methods, descriptor_getset);
NATIVE_TYPE(typedef_wrapper_descriptor, "wrapper_descriptor", TYPE_WRAPPER_DESCRIPTOR,
            descriptor_methods, descriptor_getset);
NATIVE_TYPE(typedef_method_wrapper, "method-wrapper", TYPE_METHOD_WRAPPER, native_methods,
            wrapper_getset);

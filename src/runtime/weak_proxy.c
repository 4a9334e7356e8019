/*
 * weak_proxy.c - weakref.proxy: objects that do everything their target does,
 * as long as it lives, and raise ReferenceError afterwards.
 */
#include "runtime/call.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/sequence_support.h"
#include "runtime/str.h"
#include "runtime/weakref.h"

static bool is_proxy(Thread *t, Value v) {
    Type *type = type_of(t, v);
    return type == t->vm->types[TYPE_WEAK_PROXY] || type == t->vm->types[TYPE_WEAK_CALLABLE_PROXY];
}

/* The target of a proxy (ERROR, with ReferenceError, if it is dead); any other
 * value as it is. */
static Value unwrap(Thread *t, Value v) {
    if (!is_proxy(t, v)) return v;
    Value target = weakref_target(v);
    if (value_is_undef(target))
        return raise_error(t, TYPE_ReferenceError, "weakly-referenced object no longer exists");
    return target;
}

static void proxy_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((WeakRef *)object)->callback);
}

/* Declares `Value x` as the unwrapped v, and leaves on a dead proxy. */
#define UNWRAPPED(x, v)     \
    Value x = unwrap(t, v); \
    if (value_is_error(x)) return VALUE_ERROR

#define BINARY(name, op)                                 \
    static Value proxy_##name(Thread *t, Value *args) {  \
        UNWRAPPED(a, args[0]);                           \
        UNWRAPPED(b, args[1]);                           \
        return op_binary(t, op, a, b);                   \
    }                                                    \
    static Value proxy_r##name(Thread *t, Value *args) { \
        UNWRAPPED(a, args[1]);                           \
        UNWRAPPED(b, args[0]);                           \
        return op_binary(t, op, a, b);                   \
    }                                                    \
    static Value proxy_i##name(Thread *t, Value *args) { \
        UNWRAPPED(a, args[0]);                           \
        UNWRAPPED(b, args[1]);                           \
        return op_inplace(t, op, a, b);                  \
    }

BINARY(add, OP_ADD)
BINARY(sub, OP_SUB)
BINARY(mul, OP_MUL)
BINARY(matmul, OP_MATMUL)
BINARY(truediv, OP_TRUEDIV)
BINARY(floordiv, OP_FLOORDIV)
BINARY(mod, OP_MOD)
BINARY(lshift, OP_LSHIFT)
BINARY(rshift, OP_RSHIFT)
BINARY(and, OP_AND)
BINARY(xor, OP_XOR)
BINARY(or, OP_OR)

static Value proxy_pow(Thread *t, Value *args) {
    UNWRAPPED(a, args[0]);
    UNWRAPPED(b, args[1]);
    UNWRAPPED(m, args[2]);
    return op_power(t, a, b, m);
}

static Value proxy_rpow(Thread *t, Value *args) {
    UNWRAPPED(a, args[1]);
    UNWRAPPED(b, args[0]);
    UNWRAPPED(m, args[2]);
    return op_power(t, a, b, m);
}

static Value proxy_ipow(Thread *t, Value *args) {
    UNWRAPPED(a, args[0]);
    UNWRAPPED(b, args[1]);
    return op_inplace(t, OP_POW, a, b);
}

static Value proxy_divmod(Thread *t, Value *args) {
    UNWRAPPED(a, args[0]);
    UNWRAPPED(b, args[1]);
    return op_divmod(t, a, b);
}

static Value proxy_rdivmod(Thread *t, Value *args) {
    UNWRAPPED(a, args[1]);
    UNWRAPPED(b, args[0]);
    return op_divmod(t, a, b);
}

#define UNARY(name, call)                               \
    static Value proxy_##name(Thread *t, Value *args) { \
        UNWRAPPED(a, args[0]);                          \
        return call;                                    \
    }

UNARY(neg, op_unary(t, OP_NEG, a))
UNARY(pos, op_unary(t, OP_POS, a))
UNARY(invert, op_unary(t, OP_INVERT, a))
UNARY(abs, op_abs(t, a))
UNARY(int, op_int(t, a))
UNARY(float, op_float(t, a))
UNARY(index, op_index(t, a))
UNARY(str, op_str(t, a))
UNARY(iter, op_iter(t, a))
UNARY(bytes, call_method0(t, a, SPECIAL_NAME(t, BYTES)))
UNARY(reversed, call_method0(t, a, SPECIAL_NAME(t, REVERSED)))

static Value proxy_bool(Thread *t, Value *args) {
    UNWRAPPED(a, args[0]);
    int truth = op_truth(t, a);
    return truth < 0 ? VALUE_ERROR : value_bool(truth);
}

static Value proxy_len(Thread *t, Value *args) {
    UNWRAPPED(a, args[0]);
    int64_t length = op_len(t, a);
    return length < 0 ? VALUE_ERROR : value_from_int(length);
}

static Value proxy_next(Thread *t, Value *args) {
    UNWRAPPED(a, args[0]);
    if (!op_is_iterator(t, a))
        return raise_type_error(t, "Weakref proxy referenced a non-iterator '%.200T' object", a);
    Value item = op_next(t, a);
    return value_is_stop(item) ? raise_stop_iteration(t, VALUE_UNDEF) : item;
}

static Value proxy_getitem(Thread *t, Value *args) {
    UNWRAPPED(a, args[0]);
    UNWRAPPED(key, args[1]);
    return op_getitem(t, a, key);
}

static Value proxy_setitem(Thread *t, Value *args) {
    UNWRAPPED(a, args[0]);
    return op_setitem(t, a, args[1], args[2]) ? VALUE_NONE : VALUE_ERROR;
}

static Value proxy_delitem(Thread *t, Value *args) {
    UNWRAPPED(a, args[0]);
    return op_delitem(t, a, args[1]) ? VALUE_NONE : VALUE_ERROR;
}

static Value proxy_contains(Thread *t, Value *args) {
    UNWRAPPED(a, args[0]);
    int found = op_contains(t, a, args[1]);
    return found < 0 ? VALUE_ERROR : value_bool(found);
}

static Value proxy_getattribute(Thread *t, Value *args) {
    UNWRAPPED(a, args[0]);
    return attr_get(t, a, args[1]);
}

static Value proxy_setattr(Thread *t, Value *args) {
    UNWRAPPED(a, args[0]);
    return attr_set(t, a, args[1], args[2]) ? VALUE_NONE : VALUE_ERROR;
}

static Value proxy_delattr(Thread *t, Value *args) {
    UNWRAPPED(a, args[0]);
    return attr_delete(t, a, args[1]) ? VALUE_NONE : VALUE_ERROR;
}

static Value proxy_compare(Thread *t, int op, Value left, Value right) {
    UNWRAPPED(a, left);
    UNWRAPPED(b, right);
    return op_compare(t, (CompareOp)op, a, b);
}
COMPARE_FUNCTIONS(proxy, proxy_compare)

static Value proxy_repr(Thread *t, Value *args) {
    Value target = weakref_target(args[0]);
    if (value_is_undef(target)) target = VALUE_NONE;
    unsigned long at = value_is_object(target) ? (unsigned long)(uintptr_t)value_as_object(target)
                                               : (unsigned long)target.bits;
    return str_format(t, "<weakproxy at 0x%lx to %T at 0x%lx>",
                      (unsigned long)(uintptr_t)value_as_object(args[0]), target, at);
}

static Value proxy_call(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    UNWRAPPED(a, args[0]);
    return call(t, a, args + 1, nargs - 1, kwnames);
}

#define BINARY_ROWS(name, sign)                                                                    \
    NATIVE("__" #name "__", "($self, value, /)", proxy_##name, "Return self" sign "value."),       \
        NATIVE("__r" #name "__", "($self, value, /)", proxy_r##name, "Return value" sign "self."), \
        NATIVE("__i" #name "__", "($self, value, /)", proxy_i##name, "Return self" sign "=value.")

#define PROXY_ROWS                                                                                 \
    NATIVE("__repr__", "($self, /)", proxy_repr, "Return repr(self)."),                            \
        NATIVE("__str__", "($self, /)", proxy_str, "Return str(self)."),                           \
        NATIVE("__getattribute__", "($self, name, /)", proxy_getattribute,                         \
               "Return getattr(self, name)."),                                                     \
        NATIVE("__setattr__", "($self, name, value, /)", proxy_setattr,                            \
               "Implement setattr(self, name, value)."),                                           \
        NATIVE("__delattr__", "($self, name, /)", proxy_delattr,                                   \
               "Implement delattr(self, name)."),                                                  \
        COMPARE_ROWS(proxy),                                                                       \
        NATIVE("__iter__", "($self, /)", proxy_iter, "Implement iter(self)."),                     \
        NATIVE("__next__", "($self, /)", proxy_next, "Implement next(self)."),                     \
        BINARY_ROWS(add, "+"), BINARY_ROWS(sub, "-"), BINARY_ROWS(mul, "*"),                       \
        BINARY_ROWS(mod, "%"), BINARY_ROWS(lshift, "<<"), BINARY_ROWS(rshift, ">>"),               \
        BINARY_ROWS(and, "&"), BINARY_ROWS(xor, "^"), BINARY_ROWS(or, "|"),                        \
        BINARY_ROWS(floordiv, "//"), BINARY_ROWS(truediv, "/"), BINARY_ROWS(matmul, "@"),          \
        NATIVE("__divmod__", "($self, value, /)", proxy_divmod, "Return divmod(self, value)."),    \
        NATIVE("__rdivmod__", "($self, value, /)", proxy_rdivmod, "Return divmod(value, self)."),  \
        NATIVE("__pow__", "($self, value, mod=None, /)", proxy_pow,                                \
               "Return pow(self, value, mod)."),                                                   \
        NATIVE("__rpow__", "($self, value, mod=None, /)", proxy_rpow,                              \
               "Return pow(value, self, mod)."),                                                   \
        NATIVE("__ipow__", "($self, value, /)", proxy_ipow, "Return self**=value."),               \
        NATIVE("__neg__", "($self, /)", proxy_neg, "-self"),                                       \
        NATIVE("__pos__", "($self, /)", proxy_pos, "+self"),                                       \
        NATIVE("__abs__", "($self, /)", proxy_abs, "abs(self)"),                                   \
        NATIVE("__bool__", "($self, /)", proxy_bool, "True if self else False"),                   \
        NATIVE("__invert__", "($self, /)", proxy_invert, "~self"),                                 \
        NATIVE("__int__", "($self, /)", proxy_int, "int(self)"),                                   \
        NATIVE("__float__", "($self, /)", proxy_float, "float(self)"),                             \
        NATIVE("__index__", "($self, /)", proxy_index,                                             \
               "Return self converted to an integer, if self is suitable for use as an index "     \
               "into a list."),                                                                    \
        NATIVE("__len__", "($self, /)", proxy_len, "Return len(self)."),                           \
        NATIVE("__getitem__", "($self, key, /)", proxy_getitem, "Return self[key]."),              \
        NATIVE("__setitem__", "($self, key, value, /)", proxy_setitem, "Set self[key] to value."), \
        NATIVE("__delitem__", "($self, key, /)", proxy_delitem, "Delete self[key]."),              \
        NATIVE("__contains__", "($self, key, /)", proxy_contains, "Return key in self."),          \
        NATIVE("__reversed__", "($self, /)", proxy_reversed, NULL)

static const NativeDef proxy_methods[] = {
    PROXY_ROWS,
    NATIVE("__bytes__", "($self, /)", proxy_bytes, NULL),
    NATIVE_END,
};

static const NativeDef callable_proxy_methods[] = {
    PROXY_ROWS,
    NATIVE_RAW("__call__", "($self, /, *args, **kwargs)", proxy_call, "Call self as a function."),
    NATIVE_END,
};

const TypeDef typedef_weak_proxy = {
    .name = "weakref.ProxyType",
    .id = TYPE_WEAK_PROXY,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW | TYPEFLAG_IMMUTABLE,
    .size = sizeof(WeakRef),
    .trace = proxy_trace,
    .methods = proxy_methods,
};

const TypeDef typedef_weak_callable_proxy = {
    .name = "weakref.CallableProxyType",
    .id = TYPE_WEAK_CALLABLE_PROXY,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW | TYPEFLAG_IMMUTABLE,
    .size = sizeof(WeakRef),
    .trace = proxy_trace,
    .methods = callable_proxy_methods,
};

/* bool.c - the type bool: an int in all but its text and its bit operators. */
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/number_types.h"
#include "runtime/ops.h"
#include "runtime/str.h"

static Value bool_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    bool plain =
        nargs == 2 && !kwnames && value_same(args[0], value_from_object(t->vm->types[TYPE_BOOL]));
    Type *type = plain ? t->vm->types[TYPE_BOOL] : number_new_class(t, args, nargs, TYPE_BOOL);
    if (!type) return VALUE_ERROR;
    Value v =
        plain ? args[1] : number_new_argument(t, "bool", type, TYPE_BOOL, args, nargs, kwnames);
    if (value_is_error(v) || value_is_undef(v)) return value_is_undef(v) ? VALUE_FALSE : v;
    int truth = op_truth(t, v);
    return truth < 0 ? VALUE_ERROR : value_bool(truth);
}

static Value bool_repr(Thread *t, Value *args) {
    return value_is_true(args[0]) ? STR_NAME(t, True) : STR_NAME(t, False);
}

/* Of two bools a bool, else of two ints an int. */
#define OPERATOR(name, symbol)                                                          \
    static Value bool_##name(Thread *t, Value *args) {                                  \
        Value a = args[0], b = args[1];                                                 \
        if (value_is_bool(a) && value_is_bool(b))                                       \
            return value_bool((int)value_is_true(a) symbol (int)value_is_true(b));      \
        if (!value_is_any_int(a) || !value_is_any_int(b)) return VALUE_NOT_IMPLEMENTED; \
        return int_##name(t, int_unbox(a), int_unbox(b));                               \
    }

OPERATOR(and, &)
OPERATOR(or, |)
OPERATOR(xor, ^)

static Value bool_construct(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (kwnames || nargs != 1) return VALUE_UNDEF;
    int truth = op_truth(t, args[0]);
    return truth < 0 ? VALUE_ERROR : value_bool(truth);
}

static const NativeDef bool_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", bool_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__repr__", "($self, /)", bool_repr, "Return repr(self)."),
    NATIVE("__and__", "($self, value, /)", bool_and, "Return self&value."),
    NATIVE("__rand__", "($self, value, /)", bool_and, "Return value&self."),
    NATIVE("__xor__", "($self, value, /)", bool_xor, "Return self^value."),
    NATIVE("__rxor__", "($self, value, /)", bool_xor, "Return value^self."),
    NATIVE("__or__", "($self, value, /)", bool_or, "Return self|value."),
    NATIVE("__ror__", "($self, value, /)", bool_or, "Return value|self."),
    NATIVE_END,
};

const TypeDef typedef_bool = {
    .name = "bool",
    .doc = "bool(x) -> bool\n\n"
           "Returns True when the argument x is true, False otherwise.\n"
           "The builtins True and False are the only two instances of the class bool.\n"
           "The class bool is a subclass of the class int, and cannot be subclassed.",
    .id = TYPE_BOOL,
    .base = TYPE_INT,
    .kind = KIND_INT,
    .flags = TYPEFLAG_MATCH_SELF | TYPEFLAG_IMMUTABLE,
    .construct = bool_construct,
    .construct_plain = "iIfbnsltdSr >b",
    .methods = bool_methods,
};

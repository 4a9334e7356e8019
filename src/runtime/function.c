/*
 * function.c - Python functions, bound methods, cells, and code objects as
 * Python sees them.
 */
#include "runtime/function.h"

#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/type.h"

static Function *as_function(Value v) { return (Function *)value_as_object(v); }
static Value or_none(const void *object) { return object ? value_from_object(object) : VALUE_NONE; }

/* ---- functions ---- */

Value function_new(Thread *t, Code *code, Dict *globals, Tuple *closure, Tuple *defaults,
                   Dict *kwdefaults) {
    Function *f = GC_NEW(t, Function, KIND_FUNCTION, TYPE_FUNCTION);
    if (!f)
        return VALUE_ERROR;
    f->code = code;
    f->globals = globals;
    f->builtins = t->vm->builtins;
    f->closure = closure;
    f->defaults = defaults;
    f->kwdefaults = kwdefaults;
    f->name = code->name;
    f->qualname = code->qualname;
    f->doc = code->doc;
    f->annotations = VALUE_UNDEF;
    f->module = VALUE_UNDEF; /* __name__ of the globals at first question */
    f->attributes = value_from_int(0);
    return value_from_object(f);
}

static void function_trace(Tracer *tracer, Object *object) {
    Function *f = (Function *)object;
    trace_object(tracer, f->code);
    trace_object(tracer, f->globals);
    trace_object(tracer, f->builtins);
    trace_object(tracer, f->closure);
    trace_object(tracer, f->defaults);
    trace_object(tracer, f->kwdefaults);
    trace_value(tracer, f->name);
    trace_value(tracer, f->qualname);
    trace_value(tracer, f->module);
    trace_value(tracer, f->doc);
    trace_value(tracer, f->annotations);
}

static Value function_new_method(Thread *t, Value *args) {
    if (!value_is_kind(args[1], KIND_CODE))
        return raise_type_error(t, "function() argument 'code' must be code, not %T", args[1]);
    if (!value_is_dict(args[2]))
        return raise_type_error(t, "function() argument 'globals' must be dict, not %T", args[2]);
    Code *code = (Code *)value_as_object(args[1]);
    Tuple *closure = value_is_tuple(args[5]) ? value_as_tuple(args[5]) : NULL;
    if (!value_is_none(args[5]) && !closure)
        return raise_type_error(t, "arg 5 (closure) must be tuple");
    size_t free_count = code->free_names ? code->free_names->length : 0;
    if (free_count && !closure)
        return raise_type_error(t, "arg 5 (closure) must be tuple");
    if (closure && closure->length != free_count)
        return raise_value_error(t, "%U requires closure of length %zu, not %zu", code->name,
                                 free_count, closure->length);
    if (!value_is_none(args[4]) && !value_is_tuple(args[4]))
        return raise_type_error(t, "arg 4 (defaults) must be None or tuple");
    Value f = function_new(t, code, value_as_dict(args[2]), closure,
                           value_is_tuple(args[4]) ? value_as_tuple(args[4]) : NULL, NULL);
    if (value_is_error(f))
        return f;
    if (value_is_str(args[3]))
        as_function(f)->name = args[3];
    Value builtins = dict_get_str(t, value_as_dict(args[2]), STR_NAME(t, __builtins__));
    if (value_is_dict(builtins))
        as_function(f)->builtins = value_as_dict(builtins);
    return f;
}

static Value function_repr(Thread *t, Value *args) {
    return str_format(t, "<function %U at 0x%lx>", as_function(args[0])->qualname,
                      (unsigned long)(args[0].bits & ~(uint64_t)1));
}

static Value function_call(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return call(t, args[0], args + 1, nargs - 1, kwnames);
}

static Value bind_get(Thread *t, Value *args) {
    if (value_is_none(args[1]) && value_is_none(args[2]))
        return raise_type_error(t, "__get__(None, None) is invalid");
    bool through_type = value_is_none(args[1]);
    return through_type ? args[0] : method_new(t, args[0], args[1]);
}

#define TEXT_FIELD(field, spelling)                                                           \
    static Value function_##field##_get(Thread *t, Value self) { return as_function(self)->field; } \
    static bool function_##field##_set(Thread *t, Value self, Value value) {                   \
        if (value_is_undef(value) || !value_is_str(value)) {                                   \
            raise_type_error(t, spelling " must be set to a string object");                   \
            return false;                                                                      \
        }                                                                                      \
        as_function(self)->field = value;                                                      \
        gc_wrote(t, value_as_object(self));                                                    \
        return true;                                                                           \
    }
TEXT_FIELD(name, "__name__")
TEXT_FIELD(qualname, "__qualname__")

static Value function_doc_get(Thread *t, Value self) { return as_function(self)->doc; }
static bool function_doc_set(Thread *t, Value self, Value value) {
    as_function(self)->doc = value_is_undef(value) ? VALUE_NONE : value;
    gc_wrote(t, value_as_object(self));
    return true;
}

static Value function_module_get(Thread *t, Value self) {
    Function *f = as_function(self);
    if (value_is_undef(f->module)) {
        Value name = dict_get_str(t, f->globals, STR_NAME(t, __name__));
        f->module = value_is_undef(name) ? VALUE_NONE : name;
        gc_wrote(t, f);
    }
    return f->module;
}
static bool function_module_set(Thread *t, Value self, Value value) {
    as_function(self)->module = value_is_undef(value) ? VALUE_NONE : value;
    gc_wrote(t, value_as_object(self));
    return true;
}

/* What a call of the function does has changed. */
static void changed(Thread *t, Function *f) {
    gc_wrote(t, f);
    if (f->watched)
        t->vm->hooks.function_changed(t, f);
}

static Value function_code_get(Thread *t, Value self) {
    return value_from_object(as_function(self)->code);
}
static bool function_code_set(Thread *t, Value self, Value value) {
    if (value_is_undef(value) || !value_is_kind(value, KIND_CODE)) {
        raise_type_error(t, "__code__ must be set to a code object");
        return false;
    }
    Code *code = (Code *)value_as_object(value);
    Function *f = as_function(self);
    size_t wanted = code->free_names ? code->free_names->length : 0;
    size_t have = f->closure ? f->closure->length : 0;
    if (wanted != have) {
        raise_value_error(t, "%U() requires a code object with %zu free vars, not %zu", f->name, have,
                          wanted);
        return false;
    }
    f->code = code;
    changed(t, f);
    return true;
}

static Value function_globals_get(Thread *t, Value self) {
    return value_from_object(as_function(self)->globals);
}
static Value function_builtins_get(Thread *t, Value self) {
    return value_from_object(as_function(self)->builtins);
}
static Value function_closure_get(Thread *t, Value self) { return or_none(as_function(self)->closure); }
static Value function_defaults_get(Thread *t, Value self) { return or_none(as_function(self)->defaults); }
static bool function_defaults_set(Thread *t, Value self, Value value) {
    bool none = value_is_undef(value) || value_is_none(value);
    if (!none && !value_is_tuple(value)) {
        raise_type_error(t, "__defaults__ must be set to a tuple object");
        return false;
    }
    as_function(self)->defaults = none ? NULL : value_as_tuple(value);
    changed(t, as_function(self));
    return true;
}
static Value function_kwdefaults_get(Thread *t, Value self) {
    return or_none(as_function(self)->kwdefaults);
}
static bool function_kwdefaults_set(Thread *t, Value self, Value value) {
    bool none = value_is_undef(value) || value_is_none(value);
    if (!none && !value_is_dict(value)) {
        raise_type_error(t, "__kwdefaults__ must be set to a dict object");
        return false;
    }
    as_function(self)->kwdefaults = none ? NULL : value_as_dict(value);
    changed(t, as_function(self));
    return true;
}

/* Annotations arrive as a tuple (name, value, ...) and become a dict when
 * somebody looks. */
static Value function_annotations_get(Thread *t, Value self) {
    Function *f = as_function(self);
    if (!value_is_undef(f->annotations) && value_is_dict(f->annotations))
        return f->annotations;
    Dict *d = dict_new(t);
    if (!d)
        return VALUE_ERROR;
    if (!value_is_undef(f->annotations)) {
        Tuple *pairs = value_as_tuple(f->annotations);
        for (size_t i = 0; i + 1 < pairs->length; i += 2)
            if (!dict_set(t, d, pairs->items[i], pairs->items[i + 1]))
                return VALUE_ERROR;
    }
    f->annotations = value_from_object(d);
    gc_wrote(t, f);
    return f->annotations;
}
static bool function_annotations_set(Thread *t, Value self, Value value) {
    bool none = value_is_undef(value) || value_is_none(value);
    if (!none && !value_is_dict(value)) {
        raise_type_error(t, "__annotations__ must be set to a dict object");
        return false;
    }
    as_function(self)->annotations = none ? VALUE_UNDEF : value;
    gc_wrote(t, value_as_object(self));
    return true;
}

static Value attributes_dict_get(Thread *t, Value self) {
    Dict *d = instance_dict(t, value_as_object(self));
    return d ? value_from_object(d) : VALUE_ERROR;
}
static bool attributes_dict_set(Thread *t, Value self, Value value) {
    if (value_is_undef(value) || !value_is_dict(value)) {
        raise_type_error(t, "__dict__ must be set to a dictionary, not a '%T'",
                         value_is_undef(value) ? VALUE_NONE : value);
        return false;
    }
    return instance_replace_dict(t, value_as_object(self), value);
}

static const NativeDef function_methods[] = {
    NATIVE("__new__", "($type, code, globals, name=None, argdefs=None, closure=None)",
           function_new_method, "Create a function object."),
    NATIVE("__repr__", "($self, /)", function_repr, "Return repr(self)."),
    NATIVE_RAW("__call__", "($self, /, *args, **kwargs)", function_call, "Call self as a function."),
    NATIVE("__get__", "($self, instance, owner=None, /)", bind_get,
           "Return an attribute of instance, which is of type owner."),
    NATIVE_END,
};

static const GetSetDef function_getset[] = {
    {"__code__", function_code_get, function_code_set, NULL},
    {"__defaults__", function_defaults_get, function_defaults_set, NULL},
    {"__kwdefaults__", function_kwdefaults_get, function_kwdefaults_set, NULL},
    {"__annotations__", function_annotations_get, function_annotations_set, NULL},
    {"__closure__", function_closure_get, member_readonly, NULL},
    {"__globals__", function_globals_get, member_readonly, NULL},
    {"__builtins__", function_builtins_get, member_readonly, NULL},
    {"__name__", function_name_get, function_name_set, NULL},
    {"__qualname__", function_qualname_get, function_qualname_set, NULL},
    {"__doc__", function_doc_get, function_doc_set, NULL},
    {"__module__", function_module_get, function_module_set, NULL},
    {"__dict__", attributes_dict_get, attributes_dict_set, NULL},
    {NULL, NULL, NULL, NULL},
};

const TypeDef typedef_function = {
    .name = "function",
    .doc = "Create a function object.\n\n  code\n    a code object\n  globals\n    the globals "
           "dictionary\n  name\n    a string that overrides the name from the code object\n  argdefs\n"
           "    a tuple that specifies the default argument values\n  closure\n    a tuple that supplies "
           "the bindings for free variables",
    .id = TYPE_FUNCTION,
    .base = TYPE_OBJECT,
    .kind = KIND_FUNCTION,
    .flags = TYPEFLAG_DICT | TYPEFLAG_WEAKREFS,
    .size = offsetof(Function, attributes),
    .trace = function_trace,
    .methods = function_methods,
    .getset = function_getset,
};

/* ---- bound methods ---- */

static Method *as_method(Value v) { return (Method *)value_as_object(v); }

Value method_new(Thread *t, Value function, Value self) {
    Method *m = GC_NEW(t, Method, KIND_METHOD, TYPE_METHOD);
    if (!m)
        return VALUE_ERROR;
    m->function = function;
    m->self = self;
    return value_from_object(m);
}

static void method_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((Method *)object)->function);
    trace_value(tracer, ((Method *)object)->self);
}

static Value method_new_method(Thread *t, Value *args) {
    if (!op_is_callable(t, args[1]))
        return raise_type_error(t, "first argument must be callable");
    if (value_is_none(args[2]))
        return raise_type_error(t, "instance must not be None");
    return method_new(t, args[1], args[2]);
}

static Value method_repr(Thread *t, Value *args) {
    Method *m = as_method(args[0]);
    Value name = attr_find(t, m->function, STR_NAME(t, __qualname__));
    if (value_is_undef(name))
        name = attr_find(t, m->function, STR_NAME(t, __name__));
    if (value_is_error(name))
        return name;
    Value self = op_repr(t, m->self);
    if (value_is_error(self))
        return self;
    if (value_is_undef(name) || !value_is_str(name))
        return str_format(t, "<bound method ? of %U>", self);
    return str_format(t, "<bound method %U of %U>", name, self);
}

static Value method_hash(Thread *t, Value *args) {
    Method *m = as_method(args[0]);
    int64_t h;
    if (op_hash(t, m->function, &h) < 0)
        return VALUE_ERROR;
    return int_from_int64(t, (h ^ (int64_t)(m->self.bits >> 4)) >> 2);
}

static Value method_compare(Thread *t, Value a, Value b, bool negate) {
    if (!value_is_kind(b, KIND_METHOD))
        return VALUE_NOT_IMPLEMENTED;
    int equal = value_same(as_method(a)->self, as_method(b)->self);
    if (equal)
        equal = op_equal(t, as_method(a)->function, as_method(b)->function);
    return equal < 0 ? VALUE_ERROR : value_bool(equal != negate);
}
static Value method_eq(Thread *t, Value *args) { return method_compare(t, args[0], args[1], false); }
static Value method_ne(Thread *t, Value *args) { return method_compare(t, args[0], args[1], true); }
static Value method_call(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return call(t, args[0], args + 1, nargs - 1, kwnames);
}
static Value method_get(Thread *t, Value *args) { return args[0]; }

static Value method_reduce(Thread *t, Value *args) {
    Method *m = as_method(args[0]);
    Value name = attr_get(t, m->function, STR_NAME(t, __name__));
    Value getter = dict_get_str(t, t->vm->builtins, str_intern_cstring(t, "getattr"));
    if (value_is_error(name))
        return name;
    return tuple_pair(t, getter, tuple_pair(t, m->self, name));
}

/* A bound method shows its function's attributes. */
static Value method_getattribute(Thread *t, Value *args) {
    Type *type = type_of(t, args[0]);
    if (!value_is_undef(type_lookup(t, type, args[1])))
        return attr_get_generic(t, args[0], args[1]);
    return attr_get(t, as_method(args[0])->function, args[1]);
}

static Value method_func_get(Thread *t, Value self) { return as_method(self)->function; }
static Value method_self_get(Thread *t, Value self) { return as_method(self)->self; }
static Value method_doc_get(Thread *t, Value self) {
    Value v = attr_find(t, as_method(self)->function, STR_NAME(t, __doc__));
    return value_is_undef(v) ? VALUE_NONE : v;
}

static const NativeDef method_methods[] = {
    NATIVE("__new__", "($type, function, instance, /)", method_new_method,
           "Create a bound instance method object."),
    NATIVE("__repr__", "($self, /)", method_repr, "Return repr(self)."),
    NATIVE("__hash__", "($self, /)", method_hash, "Return hash(self)."),
    NATIVE("__eq__", "($self, value, /)", method_eq, "Return self==value."),
    NATIVE("__ne__", "($self, value, /)", method_ne, "Return self!=value."),
    NATIVE_RAW("__call__", "($self, /, *args, **kwargs)", method_call, "Call self as a function."),
    NATIVE("__get__", "($self, instance, owner=None, /)", method_get,
           "Return an attribute of instance, which is of type owner."),
    NATIVE("__getattribute__", "($self, name, /)", method_getattribute, "Return getattr(self, name)."),
    NATIVE("__reduce__", "($self, /)", method_reduce, "Helper for pickle."),
    NATIVE_END,
};
static const GetSetDef method_getset[] = {
    {"__func__", method_func_get, member_readonly, "the function (or other callable) implementing a method"},
    {"__self__", method_self_get, member_readonly, "the instance to which a method is bound"},
    {"__doc__", method_doc_get, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

const TypeDef typedef_method = {
    .name = "method",
    .doc = "Create a bound instance method object.",
    .id = TYPE_METHOD,
    .base = TYPE_OBJECT,
    .kind = KIND_METHOD,
    .flags = TYPEFLAG_WEAKREFS,
    .size = sizeof(Method),
    .trace = method_trace,
    .methods = method_methods,
    .getset = method_getset,
};

/* ---- cells ---- */

static Cell *as_cell(Value v) { return (Cell *)value_as_object(v); }

Value cell_new(Thread *t, Value value) {
    Cell *c = GC_NEW(t, Cell, KIND_CELL, TYPE_CELL);
    if (!c)
        return VALUE_ERROR;
    c->value = value;
    return value_from_object(c);
}

static void cell_trace(Tracer *tracer, Object *object) { trace_value(tracer, ((Cell *)object)->value); }

static Value cell_new_method(Thread *t, Value *args) { return cell_new(t, args[1]); }

static Value cell_repr(Thread *t, Value *args) {
    Value v = as_cell(args[0])->value;
    unsigned long at = (unsigned long)(args[0].bits & ~(uint64_t)1);
    if (value_is_undef(v))
        return str_format(t, "<cell at 0x%lx: empty>", at);
    return str_format(t, "<cell at 0x%lx: %T object at 0x%lx>", at, v,
                      (unsigned long)(v.bits & ~(uint64_t)1));
}

static Value cell_compare(Thread *t, Value *args, CompareOp op) {
    if (!value_is_kind(args[1], KIND_CELL))
        return VALUE_NOT_IMPLEMENTED;
    Value a = as_cell(args[0])->value, b = as_cell(args[1])->value;
    if (value_is_undef(a) || value_is_undef(b)) /* an empty cell is less than any other */
        return op_compare(t, op, value_from_int(!value_is_undef(a)), value_from_int(!value_is_undef(b)));
    return op_compare(t, op, a, b);
}
static Value cell_eq(Thread *t, Value *args) { return cell_compare(t, args, CMP_EQ); }
static Value cell_ne(Thread *t, Value *args) { return cell_compare(t, args, CMP_NE); }
static Value cell_lt(Thread *t, Value *args) { return cell_compare(t, args, CMP_LT); }
static Value cell_le(Thread *t, Value *args) { return cell_compare(t, args, CMP_LE); }
static Value cell_gt(Thread *t, Value *args) { return cell_compare(t, args, CMP_GT); }
static Value cell_ge(Thread *t, Value *args) { return cell_compare(t, args, CMP_GE); }

static Value cell_contents_get(Thread *t, Value self) {
    Value v = as_cell(self)->value;
    return value_is_undef(v) ? raise_value_error(t, "Cell is empty") : v;
}
static bool cell_contents_set(Thread *t, Value self, Value value) {
    as_cell(self)->value = value;
    gc_wrote(t, value_as_object(self));
    return true;
}

static const NativeDef cell_methods[] = {
    NATIVE("__new__", "($type, contents=<none>, /)", cell_new_method, "Create a new cell object."),
    NATIVE("__repr__", "($self, /)", cell_repr, "Return repr(self)."),
    NATIVE("__eq__", "($self, value, /)", cell_eq, "Return self==value."),
    NATIVE("__ne__", "($self, value, /)", cell_ne, "Return self!=value."),
    NATIVE("__lt__", "($self, value, /)", cell_lt, "Return self<value."),
    NATIVE("__le__", "($self, value, /)", cell_le, "Return self<=value."),
    NATIVE("__gt__", "($self, value, /)", cell_gt, "Return self>value."),
    NATIVE("__ge__", "($self, value, /)", cell_ge, "Return self>=value."),
    NATIVE_END,
};
static const GetSetDef cell_getset[] = {
    {"cell_contents", cell_contents_get, cell_contents_set, NULL},
    {NULL, NULL, NULL, NULL},
};
const TypeDef typedef_cell = {
    .name = "cell",
    .id = TYPE_CELL,
    .base = TYPE_OBJECT,
    .kind = KIND_CELL,
    .size = sizeof(Cell),
    .trace = cell_trace,
    .methods = cell_methods,
    .getset = cell_getset,
};

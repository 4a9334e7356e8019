/* module.c - module objects. */
#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/function.h"
#include "runtime/ops.h"
#include "runtime/native.h"
#include "runtime/type.h"

static Module *as_module(Value v) { return (Module *)value_as_object(v); }

static bool fill(Thread *t, Module *m, Value name, Value doc) {
    m->name = name;
    m->dict = dict_new(t);
    if (!m->dict)
        return false;
    gc_wrote(t, m);
    return dict_set_str(t, m->dict, STR_NAME(t, __name__), name) &&
           dict_set_str(t, m->dict, STR_NAME(t, __doc__), doc) &&
           dict_set_str(t, m->dict, STR_NAME(t, __package__), VALUE_NONE) &&
           dict_set_str(t, m->dict, STR_NAME(t, __loader__), VALUE_NONE) &&
           dict_set_str(t, m->dict, STR_NAME(t, __spec__), VALUE_NONE);
}

Module *module_new(Thread *t, Value name) {
    Module *m = GC_NEW(t, Module, KIND_MODULE, TYPE_MODULE);
    return m && fill(t, m, name, VALUE_NONE) ? m : NULL;
}

bool module_set(Thread *t, Module *m, const char *name, Value value) {
    Value key = value_is_error(value) ? VALUE_ERROR : str_intern_cstring(t, name);
    return !value_is_error(key) && dict_set_str(t, m->dict, key, value);
}

Module *module_from_def(Thread *t, const ModuleDef *def) {
    Value name = str_intern_cstring(t, def->name);
    Module *m = value_is_error(name) ? NULL : module_new(t, name);
    if (!m)
        return NULL;
    m->def = def;
    Value doc = def->doc ? str_from_cstring(t, def->doc) : VALUE_NONE;
    if (value_is_error(doc) || !dict_set_str(t, m->dict, STR_NAME(t, __doc__), doc) ||
        !natives_declare(t, m->dict, def->functions, NULL, name) || (def->init && !def->init(t, m)))
        return NULL;
    return m;
}

Type *native_type(Thread *t, const TypeDef *def, Module *module) {
    Type *type = type_from_def(t, def);
    if (!type || !module)
        return type;
    const char *dot = strrchr(def->name, '.');
    return module_set(t, module, dot ? dot + 1 : def->name, value_from_object(type)) ? type : NULL;
}

Value native_exception(Thread *t, Module *module, const char *name, Value base) {
    const char *dot = strrchr(name, '.');
    Value namespace_args[3] = {str_intern_cstring(t, dot ? dot + 1 : name), VALUE_NONE, VALUE_NONE};
    Dict *ns = dict_new(t);
    if (!ns)
        return VALUE_ERROR;
    Value module_name = dot ? str_from_utf8(t, name, (size_t)(dot - name)) : STR_NAME(t, builtins);
    namespace_args[1] = tuple_from_values(t, &base, 1);
    namespace_args[2] = value_from_object(ns);
    if (value_is_error(module_name) || value_is_error(namespace_args[1]) ||
        !dict_set_str(t, ns, STR_NAME(t, __module__), module_name))
        return VALUE_ERROR;
    Value type = call(t, value_from_object(t->vm->types[TYPE_TYPE]), namespace_args, 3, NULL);
    if (value_is_error(type) || (module && !module_set(t, module, dot ? dot + 1 : name, type)))
        return VALUE_ERROR;
    return type;
}

static void module_trace(Tracer *tracer, Object *object) {
    trace_object(tracer, ((Module *)object)->dict);
    trace_value(tracer, ((Module *)object)->name);
}

static Value module_new_method(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Module *m = (Module *)type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!m)
        return VALUE_ERROR;
    m->name = VALUE_NONE;
    m->dict = dict_new(t);
    return m->dict ? value_from_object(m) : VALUE_ERROR;
}

static Value module_init(Thread *t, Value *args) {
    if (!value_is_str(args[1]))
        return raise_type_error(t, "module.__init__() argument 'name' must be str, not %T", args[1]);
    Module *m = as_module(args[0]);
    if (m->dict && m->dict->used) { /* subclasses may have set attributes already */
        m->name = args[1];
        return dict_set_str(t, m->dict, STR_NAME(t, __name__), args[1]) &&
                       dict_set_str(t, m->dict, STR_NAME(t, __doc__), args[2]) ? VALUE_NONE : VALUE_ERROR;
    }
    return fill(t, m, args[1], args[2]) ? VALUE_NONE : VALUE_ERROR;
}

static Value module_repr(Thread *t, Value *args) {
    Module *m = as_module(args[0]);
    Value name = dict_get_str(t, m->dict, STR_NAME(t, __name__));
    Value file = dict_get_str(t, m->dict, STR_NAME(t, __file__));
    if (value_is_undef(name))
        name = str_from_cstring(t, "?");
    if (m->def && value_is_undef(file))
        return str_format(t, "<module %R (built-in)>", name);
    if (!value_is_undef(file))
        return str_format(t, "<module %R from %R>", name, file);
    Value loader = dict_get_str(t, m->dict, STR_NAME(t, __loader__));
    if (!value_is_undef(loader) && !value_is_none(loader))
        return str_format(t, "<module %R (%R)>", name, loader);
    return str_format(t, "<module %R>", name);
}

static Value module_dir(Thread *t, Value *args) {
    Dict *d = as_module(args[0])->dict;
    Value hook = dict_get_str(t, d, SPECIAL_NAME(t, DIR));
    return value_is_undef(hook) ? list_from_iterable(t, value_from_object(d)) : call0(t, hook);
}

static Value module_dict_get(Thread *t, Value self) { return value_from_object(as_module(self)->dict); }

static Value module_annotations_get(Thread *t, Value self) {
    Dict *d = as_module(self)->dict;
    Value v = dict_get_str(t, d, STR_NAME(t, __annotations__));
    if (!value_is_undef(v))
        return v;
    Dict *fresh = dict_new(t);
    if (!fresh || !dict_set_str(t, d, STR_NAME(t, __annotations__), value_from_object(fresh)))
        return VALUE_ERROR;
    return value_from_object(fresh);
}
static bool module_annotations_set(Thread *t, Value self, Value value) {
    Dict *d = as_module(self)->dict;
    if (value_is_undef(value))
        return dict_delete(t, d, STR_NAME(t, __annotations__)) >= 0;
    return dict_set_str(t, d, STR_NAME(t, __annotations__), value);
}

static const NativeDef module_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", module_new_method, "Create and return a new object."),
    NATIVE("__init__", "($self, name, doc=None)", module_init, "Initialize self."),
    NATIVE("__repr__", "($self, /)", module_repr, "Return repr(self)."),
    NATIVE("__getattribute__", "($self, name, /)", module_getattribute, "Return getattr(self, name)."),
    NATIVE("__dir__", "($self, /)", module_dir, "__dir__() -> list\nspecialized dir() implementation"),
    NATIVE_END,
};
static const GetSetDef module_getset[] = {
    {"__dict__", module_dict_get, NULL, NULL},
    {"__annotations__", module_annotations_get, module_annotations_set, NULL},
    {NULL, NULL, NULL, NULL},
};
const TypeDef typedef_module = {
    .name = "module",
    .doc = "Create a module object.\n\nThe name must be a string; the optional docstring can have any type.",
    .id = TYPE_MODULE,
    .base = TYPE_OBJECT,
    .kind = KIND_MODULE,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_WEAKREFS,
    .size = sizeof(Module),
    .trace = module_trace,
    .methods = module_methods,
    .getset = module_getset,
};

/* ---- arguments of natives ---- */

bool arg_int64(Thread *t, Value v, int64_t *out) {
    Value i = op_index(t, v);
    if (value_is_error(i))
        return false;
    if (int_to_int64(i, out))
        return true;
    raise_overflow_error(t, "Python int too large to convert to C long");
    return false;
}

bool arg_int(Thread *t, Value v, int *out) {
    Value i = op_index(t, v);
    int64_t wide;
    if (value_is_error(i))
        return false;
    if (!int_to_int64(i, &wide) || wide < INT32_MIN || wide > INT32_MAX) {
        raise_overflow_error(t, "Python int too large to convert to C int");
        return false;
    }
    *out = (int)wide;
    return true;
}

bool arg_c_int(Thread *t, Value v, int *out) {
    Value index = op_index(t, v);
    int64_t i;
    if (value_is_error(index))
        return false;
    if (!int_to_int64(index, &i)) {
        raise_overflow_error(t, "Python int too large to convert to C long");
        return false;
    }
    if (i < INT32_MIN || i > INT32_MAX) {
        raise_overflow_error(t, i < 0 ? "signed integer is less than minimum"
                                      : "signed integer is greater than maximum");
        return false;
    }
    *out = (int)i;
    return true;
}

bool arg_size(Thread *t, Value v, int64_t *out) {
    if (value_is_int(v)) {
        *out = value_as_int(v);
        return true;
    }
    Value i = op_index(t, v);
    if (value_is_error(i))
        return false;
    if (int_to_int64(i, out))
        return true;
    raise_overflow_error(t, "Python int too large to convert to C ssize_t");
    return false;
}

bool arg_double(Thread *t, Value v, double *out) { return value_to_double(t, v, out); }

bool arg_bool(Thread *t, Value v, bool *out) {
    int truth = op_truth(t, v);
    *out = truth > 0;
    return truth >= 0;
}

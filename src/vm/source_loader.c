/*
 * source_loader.c - SourceFileLoader: the __loader__ of modules read from source
 * files.  Imports do not go through it; it answers what inspect, pkgutil, runpy
 * and programs ask a loader for.
 */
#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/function.h"
#include "runtime/native.h"
#include "runtime/ops.h"
#include "vm/bytecode_cache.h"
#include "vm/import.h"
#include "vm/interpreter.h"

typedef struct SourceLoader {
    Object header;
    Value name, path; /* both str as a rule */
} SourceLoader;

static SourceLoader *as_loader(Value v) { return (SourceLoader *)value_as_object(v); }

Value source_loader_new(Thread *t, Value name, Value path) {
    SourceLoader *l = type_alloc(t, t->vm->types[TYPE_SOURCE_FILE_LOADER], 0);
    if (!l)
        return VALUE_ERROR;
    l->name = name;
    l->path = path;
    return value_from_object(l);
}

static void loader_trace(Tracer *tracer, Object *object) {
    trace_values(tracer, &((SourceLoader *)object)->name, 2);
}

static Value loader_new(Thread *t, Value *args) {
    SourceLoader *l = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!l)
        return VALUE_ERROR;
    l->name = args[1];
    l->path = args[2];
    return value_from_object(l);
}

static bool check_name(Thread *t, SourceLoader *l, Value name) {
    if (value_is_none(name) || op_equal(t, name, l->name) == 1)
        return true;
    if (error_pending(t))
        return false;
    Value message = str_format(t, "loader for %S cannot handle %S", l->name, name);
    Value e = value_is_error(message) ? message : exception_new(t, TYPE_ImportError, &message, 1);
    if (!value_is_error(e)) {
        value_as_exception(e)->fields[EXC_FIELD_IMPORT_NAME] = name;
        raise_object(t, e);
    }
    return false;
}

static Value loader_filename(Thread *t, Value *args) {
    return check_name(t, as_loader(args[0]), args[1]) ? as_loader(args[0])->path : VALUE_ERROR;
}

static Value loader_data(Thread *t, Value *args) { return import_read_file(t, args[1]); }

static Value loader_source(Thread *t, Value *args) {
    if (!check_name(t, as_loader(args[0]), args[1]))
        return VALUE_ERROR;
    Value name = str_intern_cstring(t, "tokenize");
    Value tokenize = value_is_error(name) ? name : import_module(t, name, VALUE_NONE, VALUE_NONE, 0);
    Value file = value_is_error(tokenize) ? tokenize
                                          : call_method1(t, tokenize, str_intern_cstring(t, "open"),
                                                         as_loader(args[0])->path);
    if (value_is_error(file))
        return file;
    Value text = call_method0(t, file, str_intern_cstring(t, "read"));
    if (value_is_error(text))
        return text;
    Value closed = call_method0(t, file, STR_NAME(t, close));
    return value_is_error(closed) ? closed : text;
}

static Value loader_code(Thread *t, Value *args) {
    SourceLoader *l = as_loader(args[0]);
    if (!check_name(t, l, args[1]))
        return VALUE_ERROR;
    return source_file_code(t, l->path, l->path);
}

static Value loader_is_package(Thread *t, Value *args) {
    SourceLoader *l = as_loader(args[0]);
    if (!check_name(t, l, args[1]))
        return VALUE_ERROR;
    Value end = str_from_cstring(t, "/__init__.py");
    Value yes = value_is_error(end) ? end : call_method1(t, l->path, str_intern_cstring(t, "endswith"), end);
    return yes;
}

static Value loader_create(Thread *t, Value *args) { return VALUE_NONE; }

static Value loader_exec(Thread *t, Value *args) {
    if (!value_is_kind(args[1], KIND_MODULE))
        return raise_type_error(t, "exec_module() argument must be a module, not %T", args[1]);
    Value code_args[2] = {args[0], VALUE_NONE};
    Value code = loader_code(t, code_args);
    Dict *d = ((Module *)value_as_object(args[1]))->dict;
    Value r = value_is_error(code) ? code
                                   : code_run(t, (Code *)value_as_object(code), d, t->vm->builtins,
                                              value_from_object(d), NULL);
    return value_is_error(r) ? r : VALUE_NONE;
}

static Value loader_eq(Thread *t, Value *args) {
    if (type_of(t, args[0]) != type_of(t, args[1]))
        return VALUE_NOT_IMPLEMENTED;
    SourceLoader *a = as_loader(args[0]), *b = as_loader(args[1]);
    int equal = op_equal(t, a->name, b->name);
    if (equal == 1)
        equal = op_equal(t, a->path, b->path);
    return equal < 0 ? VALUE_ERROR : value_bool(equal);
}

static Value loader_hash(Thread *t, Value *args) {
    int64_t a, b;
    if (op_hash(t, as_loader(args[0])->name, &a) < 0 || op_hash(t, as_loader(args[0])->path, &b) < 0)
        return VALUE_ERROR;
    return int_from_int64(t, a ^ b);
}

static Value loader_name_get(Thread *t, Value self) { return as_loader(self)->name; }
static Value loader_path_get(Thread *t, Value self) { return as_loader(self)->path; }
static bool store(Thread *t, Value self, Value *field, Value value) {
    *field = value_is_undef(value) ? VALUE_NONE : value;
    gc_wrote(t, value_as_object(self));
    return true;
}
static bool loader_name_set(Thread *t, Value self, Value value) {
    return store(t, self, &as_loader(self)->name, value);
}
static bool loader_path_set(Thread *t, Value self, Value value) {
    return store(t, self, &as_loader(self)->path, value);
}

static const NativeDef loader_methods[] = {
    NATIVE("__new__", "($type, fullname, path)", loader_new, "Create and return a new object."),
    NATIVE("get_filename", "($self, name=None)", loader_filename, "Return the path to the source file as found by the finder."),
    NATIVE("get_data", "($self, path)", loader_data, "Return the data from path as raw bytes."),
    NATIVE("get_source", "($self, fullname=None)", loader_source, "Concrete implementation of InspectLoader.get_source."),
    NATIVE("get_code", "($self, fullname=None)", loader_code, "Concrete implementation of InspectLoader.get_code."),
    NATIVE("is_package", "($self, fullname=None)", loader_is_package, "Tell whether the module is a package."),
    NATIVE("create_module", "($self, spec)", loader_create, "Use default semantics for module creation."),
    NATIVE("exec_module", "($self, module)", loader_exec, "Execute the module."),
    NATIVE("__eq__", "($self, value, /)", loader_eq, "Return self==value."),
    NATIVE("__hash__", "($self, /)", loader_hash, "Return hash(self)."),
    NATIVE_END,
};
static const GetSetDef loader_getset[] = {
    {"name", loader_name_get, loader_name_set, NULL},
    {"path", loader_path_get, loader_path_set, NULL},
    {NULL, NULL, NULL, NULL},
};
const TypeDef typedef_source_file_loader = {
    .name = "_frozen_importlib_external.SourceFileLoader",
    .doc = "Concrete implementation of SourceLoader using the file system.",
    .id = TYPE_SOURCE_FILE_LOADER,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_DICT | TYPEFLAG_WEAKREFS,
    .size = sizeof(SourceLoader),
    .trace = loader_trace,
    .methods = loader_methods,
    .getset = loader_getset,
};

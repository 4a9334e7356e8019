/*
 * imp_module.c - the module _imp, and the two modules in which the library's
 * importlib keeps its machinery.
 *
 * Imports run natively (vm/import.c).  _frozen_importlib and its _external half
 * are importlib/_bootstrap.py and _bootstrap_external.py of the library, loaded
 * when a program imports importlib; they put their finders on sys.meta_path,
 * where the native import passes over them.
 */
#include <unistd.h>

#include "base/hash.h"
#include "runtime/native.h"

static Value import_named(Thread *t, const char *name) {
    return t->vm->hooks.import_module(t, str_intern_cstring(t, name), VALUE_NONE, VALUE_NONE, 0);
}

static Value sys_value(Thread *t, const char *name) {
    return dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, name));
}

/* ---- the machinery of importlib ---- */

/* The code of importlib/<file> in the first folder of sys.path that has it; UNDEF
 * if none has. */
static Value library_code(Thread *t, const char *file, const char *shown) {
    Value folders = sys_value(t, "path");
    if (!value_is_list(folders))
        return VALUE_UNDEF;
    for (size_t i = 0; i < value_as_list(folders)->length; i++) {
        Value folder = value_as_list(folders)->items[i];
        if (!value_is_str(folder))
            continue;
        Value path = str_format(t, "%U/importlib/%s", folder, file);
        const char *name = value_is_error(path) ? NULL : path_to_bytes(t, path, NULL);
        if (!name)
            return VALUE_ERROR;
        if (access(name, R_OK) == 0)
            return t->vm->hooks.source_file_code(t, path, str_from_cstring(t, shown));
    }
    return VALUE_UNDEF;
}

static bool run_library(Thread *t, Module *m, const char *file, const char *shown) {
    if (!dict_set(t, t->vm->modules, m->name, value_from_object(m))) /* it looks itself up there */
        return false;
    Value code = library_code(t, file, shown);
    if (value_is_undef(code))
        code = raise_error(t, TYPE_ImportError, "no module named 'importlib' in sys.path: the standard library is needed");
    return !value_is_error(code) &&
           module_set(t, m, "__builtins__", value_from_object(t->vm->builtins)) &&
           !value_is_error(t->vm->hooks.run_code(t, code, m->dict, t->vm->builtins, value_from_object(m->dict), NULL));
}

static Value attribute(Thread *t, Module *m, const char *name) {
    return dict_get_str(t, m->dict, str_intern_cstring(t, name));
}

static bool append_finder(Thread *t, Value finder) {
    Value list = sys_value(t, "meta_path");
    return !value_is_list(list) || list_append(t, value_as_list(list), finder);
}

static bool bootstrap_init(Thread *t, Module *m) {
    if (!run_library(t, m, "_bootstrap.py", "<frozen importlib._bootstrap>"))
        return false;
    Value imp = import_named(t, "_imp");
    return !value_is_error(imp) && module_set(t, m, "_imp", imp) &&
           !value_is_error(call2(t, attribute(t, m, "_setup"), value_from_object(t->vm->sys), imp)) &&
           append_finder(t, attribute(t, m, "BuiltinImporter")) && append_finder(t, attribute(t, m, "FrozenImporter"));
}

static bool bootstrap_external_init(Thread *t, Module *m) {
    Value core = import_named(t, "_frozen_importlib");
    if (value_is_error(core) || !run_library(t, m, "_bootstrap_external.py", "<frozen importlib._bootstrap_external>"))
        return false;
    /* The library knows CPython's number; with our own it passes over the files of
     * other builds, as imports do. */
    uint32_t magic = t->vm->hooks.bytecode_magic;
    Value self = value_from_object(m);
    return module_set(t, m, "MAGIC_NUMBER", bytes_from_data(t, &magic, sizeof magic)) &&
           module_set(t, m, "_RAW_MAGIC_NUMBER", value_from_int(magic)) && !value_is_error(call1(t, attribute(t, m, "_install"), core)) &&
           attr_set(t, core, str_intern_cstring(t, "_bootstrap_external"), self);
}

const ModuleDef module_frozen_importlib = {
    .name = "_frozen_importlib",
    .init = bootstrap_init,
};

const ModuleDef module_frozen_importlib_external = {
    .name = "_frozen_importlib_external",
    .init = bootstrap_external_init,
};

/* ---- _imp ---- */

/* The depth of the import lock, which one thread never waits for. */
static int64_t lock_depth(Thread *t) {
    Value v = t->vm->module_state[MODULE_STATE_IMPORT];
    return value_is_int(v) ? value_as_int(v) : 0;
}
static Value imp_lock_held(Thread *t, Value *args) { return value_bool(lock_depth(t) > 0); }
static Value imp_acquire_lock(Thread *t, Value *args) {
    t->vm->module_state[MODULE_STATE_IMPORT] = value_from_int(lock_depth(t) + 1);
    return VALUE_NONE;
}
static Value imp_release_lock(Thread *t, Value *args) {
    int64_t depth = lock_depth(t);
    if (depth <= 0)
        return raise_error(t, TYPE_RuntimeError, "not holding the import lock");
    t->vm->module_state[MODULE_STATE_IMPORT] = value_from_int(depth - 1);
    return VALUE_NONE;
}

static Value imp_is_builtin(Thread *t, Value *args) {
    if (!value_is_str(args[0]))
        return raise_type_error(t, "is_builtin() argument must be str, not %T", args[0]);
    int r = op_contains(t, sys_value(t, "builtin_module_names"), args[0]);
    return r < 0 ? VALUE_ERROR : value_from_int(r);
}

static Value imp_false(Thread *t, Value *args) { return VALUE_FALSE; }
static Value imp_none(Thread *t, Value *args) { return VALUE_NONE; }
static Value imp_zero(Thread *t, Value *args) { return value_from_int(0); }
static Value imp_empty_list(Thread *t, Value *args) { return list_new(t, 0); }

static Value imp_no_frozen(Thread *t, Value *args) {
    Value message = str_format(t, "No such frozen object named %S", args[0]);
    Value e = value_is_error(message) ? message : exception_new(t, TYPE_ImportError, &message, 1);
    if (value_is_error(e))
        return e;
    value_as_exception(e)->fields[EXC_FIELD_IMPORT_NAME] = args[0];
    return raise_object(t, e);
}

static Value imp_create_builtin(Thread *t, Value *args) {
    Value name = attr_get(t, args[0], STR_NAME(t, name));
    if (value_is_error(name))
        return name;
    Value there = dict_get(t, t->vm->modules, name);
    if (!value_is_undef(there))
        return there;
    int known = op_contains(t, sys_value(t, "builtin_module_names"), name);
    if (known <= 0)
        return known < 0 ? VALUE_ERROR : VALUE_NONE;
    return t->vm->hooks.import_module(t, name, VALUE_NONE, VALUE_NONE, 0);
}

static Value imp_create_dynamic(Thread *t, Value *args) {
    Value name = attr_get(t, args[0], STR_NAME(t, name));
    return value_is_error(name) ? name
                                : raise_error(t, TYPE_ImportError,
                                              "extension modules of CPython cannot be loaded: %S", name);
}

/* SipHash-1-3 with k1 = 0, as hash-based .pyc files have it. */
static Value imp_source_hash(Thread *t, Value *args) {
    int64_t key;
    Buffer source;
    if (!arg_int64(t, args[0], &key) || !buffer_get(t, args[1], false, &source))
        return VALUE_ERROR;
    uint64_t hash = hash_siphash13((const uint64_t[2]){(uint64_t)key, 0}, source.data, source.length);
    buffer_release(t, &source);
    return bytes_from_data(t, &hash, 8);
}

/* The code object and those inside that have the same old name. */
static bool rename_code(Thread *t, Code *code, Value old, Value new) {
    int same = op_equal(t, code->filename, old);
    if (same <= 0)
        return same == 0;
    code->filename = new;
    gc_wrote(t, code);
    if (code->file) { /* those inside are still to come */
        code->file->items[CODE_FILE_FILENAME] = new;
        gc_wrote_element(t, code->file, CODE_FILE_FILENAME);
    }
    for (size_t i = 0; i < code->consts->length; i++)
        if (value_is_kind(code->consts->items[i], KIND_CODE) &&
            !rename_code(t, (Code *)value_as_object(code->consts->items[i]), old, new))
            return false;
    return true;
}
static Value imp_fix_co_filename(Thread *t, Value *args) {
    if (!value_is_kind(args[0], KIND_CODE) || !value_is_str(args[1]))
        return raise_type_error(t, "_fix_co_filename() argument %d must be %s, not %T", value_is_kind(args[0], KIND_CODE) ? 2 : 1,
                                value_is_kind(args[0], KIND_CODE) ? "str" : "code", args[value_is_kind(args[0], KIND_CODE)]);
    Code *code = (Code *)value_as_object(args[0]);
    return rename_code(t, code, code->filename, args[1]) ? VALUE_NONE : VALUE_ERROR;
}

static const NativeDef imp_functions[] = {
    NATIVE("lock_held", "($module, /)", imp_lock_held,
           "Return True if the import lock is currently held, else False.\n\nOn platforms without threads, return "
           "False."),
    NATIVE("acquire_lock", "($module, /)", imp_acquire_lock,
           "Acquires the interpreter's import lock for the current thread.\n\nThis lock should be used by import hooks "
           "to ensure thread-safety when importing\nmodules. On platforms without threads, this function does nothing."),
    NATIVE("release_lock", "($module, /)", imp_release_lock,
           "Release the interpreter's import lock.\n\nOn platforms without threads, this function does nothing."),
    NATIVE("is_builtin", "($module, name, /)", imp_is_builtin,
           "Returns True if the module name corresponds to a built-in module."),
    NATIVE("is_frozen", "($module, name, /)", imp_false,
           "Returns True if the module name corresponds to a frozen module."),
    NATIVE("is_frozen_package", "($module, name, /)", imp_no_frozen,
           "Returns True if the module name is of a frozen package."),
    NATIVE("find_frozen", "($module, name, /, *, withdata=False)", imp_none,
           "Return info about the corresponding frozen module (if there is one) or None."),
    NATIVE("get_frozen_object", "($module, name, data=None, /)", imp_no_frozen,
           "Create a code object for a frozen module."),
    NATIVE("init_frozen", "($module, name, /)", imp_none, "Initializes a frozen module."),
    NATIVE("create_builtin", "($module, spec, /)", imp_create_builtin, "Create an extension module."),
    NATIVE("exec_builtin", "($module, mod, /)", imp_zero, "Initialize a built-in module."),
    NATIVE("create_dynamic", "($module, spec, file=None, /)", imp_create_dynamic, "Create an extension module."),
    NATIVE("exec_dynamic", "($module, mod, /)", imp_zero, "Initialize an extension module."),
    NATIVE("extension_suffixes", "($module, /)", imp_empty_list,
           "Returns the list of file suffixes used to identify extension modules."),
    NATIVE("source_hash", "($module, /, key, source)", imp_source_hash, NULL),
    NATIVE("_fix_co_filename", "($module, code, path, /)", imp_fix_co_filename,
           "Changes code.co_filename to specify the passed-in path."),
    NATIVE("_override_frozen_modules_for_tests", "($module, override, /)", imp_none,
           "(internal-only) Override PyConfig.use_frozen_modules."),
    NATIVE("_frozen_module_names", "($module, /)", imp_empty_list,
           "(internal-only) Return the list of available frozen modules."),
    NATIVE_END,
};

static bool imp_init(Thread *t, Module *m) {
    return module_set(t, m, "check_hash_based_pycs", str_from_cstring(t, "default"));
}

const ModuleDef module_imp = {
    .name = "_imp",
    .doc = "(Extremely) low-level import machinery bits as used by importlib.",
    .functions = imp_functions,
    .init = imp_init,
};

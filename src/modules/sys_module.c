/*
 * sys_module.c - the module sys.  Paths, arguments and standard streams are set
 * by the command line (cli) once the Vm stands.
 */
#include <float.h>
#include <signal.h>
#include <stdlib.h>

#include "runtime/native.h"

/* ---- exceptions and exit ---- */

static Value sys_exit(Thread *t, Value *args) {
    Value status = args[0];
    Value tuple = value_is_none(status) ? t->vm->empty_tuple
                  : value_is_tuple(status) ? status : tuple_from_values(t, &status, 1);
    if (value_is_error(tuple))
        return tuple;
    Tuple *a = value_as_tuple(tuple);
    return raise_with_args(t, TYPE_SystemExit, a->items, a->length);
}

static Value sys_exc_info(Thread *t, Value *args) {
    Value e = t->handled;
    Value parts[3] = {VALUE_NONE, VALUE_NONE, VALUE_NONE};
    if (!value_is_none(e)) {
        parts[0] = value_from_object(type_of(t, e));
        parts[1] = e;
        parts[2] = exception_traceback(t, value_as_exception(e));
    }
    return tuple_from_values(t, parts, 3);
}

static Value sys_exception(Thread *t, Value *args) { return t->handled; }

static Value sys_excepthook(Thread *t, Value *args) {
    if (!value_is_kind(args[1], KIND_EXCEPTION))
        return VALUE_NONE;
    Exception *e = value_as_exception(args[1]);
    if (value_is_kind(args[2], KIND_TRACEBACK) && value_is_none(exception_traceback(t, e)))
        exception_set_traceback(t, e, args[2]);
    error_print(t, args[1]);
    return VALUE_NONE;
}

static Value sys_unraisablehook(Thread *t, Value *args) {
    Value e = attr_get_cstring(t, args[0], "exc_value");
    if (value_is_error(e))
        return e;
    Value message = attr_get_cstring(t, args[0], "err_msg"), object = attr_get_cstring(t, args[0], "object");
    Value err = dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, "stderr"));
    if (value_is_error(message) || value_is_error(object) || value_is_undef(err) || value_is_none(err))
        return VALUE_NONE;
    Value head = value_is_none(object) ? str_format(t, "%S:\n", message)
                                       : str_format(t, "%S: %R\n", value_is_none(message)
                                                        ? str_from_cstring(t, "Exception ignored in") : message,
                                                    object);
    if (!value_is_error(head))
        call_method1(t, err, STR_NAME(t, write), head);
    if (error_pending(t))
        error_clear(t);
    if (value_is_kind(e, KIND_EXCEPTION))
        error_print(t, e);
    return VALUE_NONE;
}

/* Where exceptions go that nobody can catch: sys.unraisablehook. */
static void report_unraisable(Thread *t, Value e, const char *where, Value object) {
    static const char *const fields[] = {"exc_type", "exc_value", "exc_traceback", "err_msg", "object", NULL};
    Value *state = &t->vm->module_state[MODULE_STATE_SYS];
    if (!value_is_kind(*state, KIND_TYPE)) {
        Type *type = struct_sequence_type(t, NULL, "UnraisableHookArgs", NULL, fields);
        if (!type)
            return;
        *state = value_from_object(type);
    }
    Value traceback = value_is_kind(e, KIND_EXCEPTION) ? exception_traceback(t, value_as_exception(e)) : VALUE_NONE;
    Value items[5] = {value_from_object(type_of(t, e)), e, value_is_undef(traceback) ? VALUE_NONE : traceback,
                      where && *where ? str_format(t, "Exception ignored %s", where) : VALUE_NONE,
                      value_is_undef(object) ? VALUE_NONE : object};
    Value record = value_is_error(items[3]) ? VALUE_ERROR
                                            : struct_sequence_new(t, (Type *)value_as_object(*state), items, 5);
    if (value_is_error(record))
        return;
    Value hook = dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, "unraisablehook"));
    if (value_is_undef(hook) || value_is_none(hook))
        sys_unraisablehook(t, &record);
    else if (value_is_error(call1(t, hook, record)) && t->vm->sys) {
        Value inner = error_fetch(t);
        Value err = dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, "stderr"));
        Value head = str_format(t, "Exception ignored in sys.unraisablehook: %R\n", hook);
        if (!value_is_undef(err) && !value_is_none(err) && !value_is_error(head))
            call_method1(t, err, STR_NAME(t, write), head);
        if (error_pending(t))
            error_clear(t);
        error_print(t, inner);
    }
}

static Value sys_displayhook(Thread *t, Value *args) {
    Value v = args[0];
    if (value_is_none(v))
        return VALUE_NONE;
    Dict *builtins = t->vm->builtins;
    Value underscore = str_intern_cstring(t, "_");
    if (!dict_set_str(t, builtins, underscore, VALUE_NONE))
        return VALUE_ERROR;
    Value out = dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, "stdout"));
    if (value_is_undef(out))
        return raise_error(t, TYPE_RuntimeError, "lost sys.stdout");
    Value text = op_repr(t, v);
    if (value_is_error(text) || value_is_error(call_method1(t, out, STR_NAME(t, write), text)) ||
        value_is_error(call_method1(t, out, STR_NAME(t, write), str_from_char(t, '\n'))) ||
        !dict_set_str(t, builtins, underscore, v))
        return VALUE_ERROR;
    return VALUE_NONE;
}

/* What $PYTHONBREAKPOINT, "module.function" or "builtin", names; an
 * ImportError or AttributeError if there is no such thing. */
static Value breakpoint_function(Thread *t, const char *path) {
    const char *dot = strrchr(path, '.');
    if (dot == path)
        return raise_error(t, TYPE_ImportError, "no module named");
    Value name = dot ? str_from_utf8(t, path, (size_t)(dot - path)) : str_intern_cstring(t, "builtins");
    Value wanted = str_intern_cstring(t, "__doc__"); /* makes the import return the innermost module */
    Value from = value_is_error(name) ? name : tuple_from_values(t, &wanted, 1);
    Value module = value_is_error(from) ? from : t->vm->hooks.import_module(t, name, VALUE_NONE, from, 0);
    return value_is_error(module) ? module : attr_get_cstring(t, module, dot ? dot + 1 : path);
}

static Value sys_breakpointhook(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Value flags = dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, "flags"));
    Value ignore = value_is_undef(flags) ? VALUE_TRUE : attr_get_cstring(t, flags, "ignore_environment");
    if (value_is_error(ignore))
        return ignore;
    const char *path = op_truth(t, ignore) == 1 ? NULL : getenv("PYTHONBREAKPOINT");
    if (!path || !*path)
        path = "pdb.set_trace";
    if (!strcmp(path, "0"))
        return VALUE_NONE;
    Value f = breakpoint_function(t, path);
    if (!value_is_error(f))
        return call(t, f, args, nargs, kwnames);
    if (!error_catch(t, TYPE_ImportError) && !error_catch(t, TYPE_AttributeError))
        return VALUE_ERROR;
    return warn(t, TYPE_RuntimeWarning, 0, "Ignoring unimportable $PYTHONBREAKPOINT: \"%s\"", path) ? VALUE_NONE
                                                                                               : VALUE_ERROR;
}

/* ---- limits and sizes ---- */

static Value sys_getrecursionlimit(Thread *t, Value *args) { return value_from_int(t->depth_limit); }

static Value sys_setrecursionlimit(Thread *t, Value *args) {
    int limit;
    if (!arg_int(t, args[0], &limit))
        return VALUE_ERROR;
    if (limit < 1)
        return raise_value_error(t, "recursion limit must be greater or equal than 1");
    uint32_t depth = recursion_depth(t);
    if ((uint32_t)limit <= depth)
        return raise_error(t, TYPE_RecursionError,
                           "cannot set the recursion limit to %d at the recursion depth %u: the limit is "
                           "too low",
                           limit, depth);
    recursion_set_limit(t, (uint32_t)limit);
    return VALUE_NONE;
}

/* Whether CPython would put a collector's header (16 bytes) before the object. */
static bool has_collector_header(Thread *t, Value v) {
    if (!value_is_object(v))
        return false;
    if (value_as_object(v)->gc & GC_SUBCLASS)
        return true;
    switch (object_kind(value_as_object(v))) {
    case KIND_INT:
    case KIND_FLOAT:
    case KIND_COMPLEX:
    case KIND_STR:
    case KIND_BYTES:
    case KIND_BYTEARRAY:
    case KIND_RANGE:
    case KIND_CODE: return false;
    default: return type_of(t, v) != t->vm->types[TYPE_OBJECT];
    }
}

static Value sys_getsizeof(Thread *t, Value *args) {
    Value method = special_of(t, args[0], SPECIAL_SIZEOF);
    Value result = call_special(t, method, args, 1);
    int64_t size;
    if (value_is_error(result) || !arg_size(t, result, &size)) {
        if (!value_is_undef(args[1]) && error_catch(t, TYPE_TypeError))
            return args[1];
        return VALUE_ERROR;
    }
    if (size < 0)
        return raise_value_error(t, "__sizeof__() should return >= 0");
    return int_from_int64(t, size + (has_collector_header(t, args[0]) ? 16 : 0));
}

static Value sys_getrefcount(Thread *t, Value *args) { return value_from_int(2); }

static Value sys_intern(Thread *t, Value *args) {
    if (!value_is_exact(args[0], KIND_STR))
        return raise_type_error(t, value_is_str(args[0]) ? "can't intern %T"
                                                         : "intern() argument must be str, not %T",
                                args[0]);
    return str_intern(t, args[0]);
}

static Value sys_getframe(Thread *t, Value *args) {
    int depth;
    if (!arg_int(t, args[0], &depth))
        return VALUE_ERROR;
    frames_sync(t);
    Frame *f = t->frame;
    for (int i = 0; i < depth && f; i++)
        f = frame_caller(t, f);
    if (!f)
        return raise_value_error(t, "call stack is not deep enough");
    FrameObject *o = frame_object(t, f);
    return o ? value_from_object(o) : VALUE_ERROR;
}

static Value sys_get_int_max_str_digits(Thread *t, Value *args) {
    return value_from_int(t->vm->int_max_str_digits);
}

static Value sys_set_int_max_str_digits(Thread *t, Value *args) {
    int digits;
    if (!arg_int(t, args[0], &digits))
        return VALUE_ERROR;
    if (digits != 0 && digits < 640)
        return raise_value_error(t, "maxdigits must be 0 or larger than 640");
    t->vm->int_max_str_digits = digits;
    return VALUE_NONE;
}

/* ---- constants ---- */

static Value text_utf8(Thread *t, Value *args) { return str_intern_cstring(t, "utf-8"); }
static Value text_surrogateescape(Thread *t, Value *args) {
    return str_intern_cstring(t, "surrogateescape");
}
static Value constant_false(Thread *t, Value *args) { return VALUE_FALSE; }
static Value finalizing(Thread *t, Value *args) { return value_bool(t->vm->shutting_down); }
static Value nothing(Thread *t, Value *args) { return VALUE_NONE; }
static Value get_trace(Thread *t, Value *args) { return t->trace_function; }
static Value set_trace(Thread *t, Value *args) {
    t->trace_function = args[0];
    return VALUE_NONE;
}
static Value get_profile(Thread *t, Value *args) { return t->profile_function; }
static Value set_profile(Thread *t, Value *args) {
    t->profile_function = args[0];
    return VALUE_NONE;
}
static Value switch_interval(Thread *t, Value *args) { return float_from_double(t, 0.005); }
static Value allocated_blocks(Thread *t, Value *args) {
    return int_from_uint64(t, heap_stats(t->heap).bytes_live / 64);
}
static Value audit(Thread *t, Value *args, size_t nargs, Tuple *kwnames) { return VALUE_NONE; }

static const NativeDef functions[] = {
    NATIVE("exit", "($module, status=None, /)", sys_exit,
           "Exit the interpreter by raising SystemExit(status)."),
    NATIVE("exc_info", "($module, /)", sys_exc_info,
           "Return current exception information: (type, value, traceback)."),
    NATIVE("exception", "($module, /)", sys_exception, "Return the current exception."),
    NATIVE("excepthook", "($module, exctype, value, traceback, /)", sys_excepthook,
           "Handle an exception by displaying it with a traceback on sys.stderr."),
    NATIVE("unraisablehook", "($module, unraisable, /)", sys_unraisablehook, "Handle an unraisable exception."),
    NATIVE("displayhook", "($module, object, /)", sys_displayhook,
           "Print an object to sys.stdout and also save it in builtins._"),
    NATIVE_RAW("breakpointhook", "($module, /, *args, **kws)", sys_breakpointhook,
               "This hook function is called by built-in breakpoint()."),
    NATIVE("getrecursionlimit", "($module, /)", sys_getrecursionlimit, "Return the current value of the recursion limit."),
    NATIVE("setrecursionlimit", "($module, limit, /)", sys_setrecursionlimit,
           "Set the maximum depth of the Python interpreter stack to n."),
    NATIVE("getsizeof", "($module, object, default=<none>)", sys_getsizeof, "Return the size of object in bytes."),
    NATIVE("getrefcount", "($module, object, /)", sys_getrefcount, "Return the reference count of object."),
    NATIVE("intern", "($module, string, /)", sys_intern, "``Intern'' the given string."),
    NATIVE("_getframe", "($module, depth=0, /)", sys_getframe, "Return a frame object from the call stack."),
    NATIVE("get_int_max_str_digits", "($module, /)", sys_get_int_max_str_digits,
           "Return the maximum string digits limit for non-binary int<->str conversions."),
    NATIVE("set_int_max_str_digits", "($module, /, maxdigits)", sys_set_int_max_str_digits,
           "Set the maximum string digits limit for non-binary int<->str conversions."),
    NATIVE("getdefaultencoding", "($module, /)", text_utf8, "Return the current default encoding."),
    NATIVE("getfilesystemencoding", "($module, /)", text_utf8, "Return the encoding used to convert Unicode filenames to OS filenames."),
    NATIVE("getfilesystemencodeerrors", "($module, /)", text_surrogateescape, "Return the error mode used for Unicode to OS filename conversion."),
    NATIVE("is_finalizing", "($module, /)", finalizing, "Return True if Python is exiting."),
    NATIVE("gettrace", "($module, /)", get_trace, "Return the global debug tracing function set with sys.settrace."),
    NATIVE("settrace", "($module, function, /)", set_trace, "Set the global debug tracing function."),
    NATIVE("getprofile", "($module, /)", get_profile, "Return the profiling function set with sys.setprofile."),
    NATIVE("setprofile", "($module, function, /)", set_profile, "Set the profiling function."),
    NATIVE("getswitchinterval", "($module, /)", switch_interval, "Return the current thread switch interval."),
    NATIVE("setswitchinterval", "($module, interval, /)", nothing, "Set the ideal thread switching delay."),
    NATIVE("getallocatedblocks", "($module, /)", allocated_blocks, "Return the number of memory blocks currently allocated."),
    NATIVE("_clear_type_cache", "($module, /)", nothing, "Clear the internal type lookup cache."),
    NATIVE("getdlopenflags", "($module, /)", nothing, NULL),
    NATIVE("get_coroutine_origin_tracking_depth", "($module, /)", constant_false, NULL),
    NATIVE_RAW("audit", "($module, event, /, *args)", audit, "Passes the event to any hooks that are attached."),
    NATIVE("addaudithook", "($module, hook)", nothing, "Adds a new audit hook callback."),
    NATIVE_END,
};

static bool set_string(Thread *t, Module *m, const char *name, const char *text) {
    return module_set(t, m, name, str_from_cstring(t, text));
}

/* A struct sequence of the given values, under sys.name. */
static bool set_sequence(Thread *t, Module *m, const char *name, const char *type_name_,
                         const char *const *fields, const Value *values, size_t count) {
    Type *type = struct_sequence_type(t, NULL, type_name_, NULL, fields);
    return type && module_set(t, m, name, struct_sequence_new(t, type, values, count));
}

static Value text(Thread *t, const char *s) { return str_from_cstring(t, s); }

static bool set_sequences(Thread *t, Module *m) {
    static const char *const version_fields[] = {"major", "minor", "micro", "releaselevel", "serial", NULL};
    const Value version[] = {value_from_int(3), value_from_int(11), value_from_int(2), text(t, "final"),
                             value_from_int(0)};
    static const char *const float_fields[] = {"max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp",
                                               "dig", "mant_dig", "epsilon", "radix", "rounds", NULL};
    const Value floats[] = {float_from_double(t, DBL_MAX), value_from_int(DBL_MAX_EXP),
                            value_from_int(DBL_MAX_10_EXP), float_from_double(t, DBL_MIN),
                            value_from_int(DBL_MIN_EXP), value_from_int(DBL_MIN_10_EXP),
                            value_from_int(DBL_DIG), value_from_int(DBL_MANT_DIG),
                            float_from_double(t, DBL_EPSILON), value_from_int(2), value_from_int(1)};
    static const char *const int_fields[] = {"bits_per_digit", "sizeof_digit", "default_max_str_digits",
                                             "str_digits_check_threshold", NULL};
    const Value ints[] = {value_from_int(30), value_from_int(4), value_from_int(4300), value_from_int(640)};
    static const char *const hash_fields[] = {"width", "modulus", "inf", "nan", "imag", "algorithm",
                                              "hash_bits", "seed_bits", "cutoff", NULL};
    const Value hashes[] = {value_from_int(64), value_from_int(((int64_t)1 << 61) - 1), value_from_int(314159),
                            value_from_int(0), value_from_int(1000003), text(t, "siphash13"),
                            value_from_int(64), value_from_int(128), value_from_int(0)};
    static const char *const thread_fields[] = {"name", "lock", "version", NULL};
    const Value threads[] = {text(t, "pthread"), text(t, "semaphore"), VALUE_NONE};
    static const char *const flag_fields[] = {
        "debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site", "no_site",
        "ignore_environment", "verbose", "bytes_warning", "quiet", "hash_randomization", "isolated",
        "dev_mode", "utf8_mode", "warn_default_encoding", "safe_path", "int_max_str_digits", NULL};
    Value flags[18];
    for (int i = 0; i < 18; i++)
        flags[i] = value_from_int(0);
    flags[11] = value_from_int(!hash_key_is_zero(&t->vm->hash_key));
    flags[13] = flags[16] = VALUE_FALSE;
    flags[17] = value_from_int(4300);
    return set_sequence(t, m, "version_info", "sys.version_info", version_fields, version, 5) &&
           set_sequence(t, m, "float_info", "sys.float_info", float_fields, floats, 11) &&
           set_sequence(t, m, "int_info", "sys.int_info", int_fields, ints, 4) &&
           set_sequence(t, m, "hash_info", "sys.hash_info", hash_fields, hashes, 9) &&
           set_sequence(t, m, "thread_info", "sys.thread_info", thread_fields, threads, 3) &&
           set_sequence(t, m, "flags", "sys.flags", flag_fields, flags, 18);
}

static bool set_implementation(Thread *t, Module *m) {
    Value ns = call0(t, value_from_object(t->vm->types[TYPE_SIMPLE_NAMESPACE]));
    Value version = dict_get_str(t, m->dict, str_intern_cstring(t, "version_info"));
    return !value_is_error(ns) && attr_set(t, ns, STR_NAME(t, name), text(t, "tauraro")) &&
           attr_set(t, ns, str_intern_cstring(t, "cache_tag"), text(t, "tauraro-311")) &&
           attr_set(t, ns, str_intern_cstring(t, "version"), version) &&
           attr_set(t, ns, str_intern_cstring(t, "hexversion"), value_from_int(0x030b02f0)) &&
           module_set(t, m, "implementation", ns);
}

/* The names of the whole standard library; those of the native modules come from
 * the command line, which knows the table of modules. */
static Value stdlib_names(Thread *t) {
    static const char *const names[] = {
#include "modules/stdlib_names.inc"
    };
    Value set = set_new(t, TYPE_FROZENSET);
    for (size_t i = 0; i < sizeof names / sizeof *names && !value_is_error(set); i++)
        if (set_add(t, value_as_set(set), str_intern_cstring(t, names[i])) < 0)
            return VALUE_ERROR;
    return set;
}

static bool set_list(Thread *t, Module *m, const char *name) {
    return module_set(t, m, name, list_new(t, 0));
}
static bool set_dict(Thread *t, Module *m, const char *name) {
    Dict *d = dict_new(t);
    return d && module_set(t, m, name, value_from_object(d));
}

static bool sys_init(Thread *t, Module *m) {
    Value path = list_new(t, 8);
    if (value_is_error(path))
        return false;
    t->vm->path = path;
    Value hook = dict_get_str(t, m->dict, str_intern_cstring(t, "excepthook"));
    Value display = dict_get_str(t, m->dict, str_intern_cstring(t, "displayhook"));
    t->vm->hooks.unraisable = report_unraisable;
    Value unraisable = dict_get_str(t, m->dict, str_intern_cstring(t, "unraisablehook"));
    return module_set(t, m, "modules", value_from_object(t->vm->modules)) && module_set(t, m, "path", path) &&
           set_list(t, m, "argv") && set_list(t, m, "orig_argv") && set_list(t, m, "meta_path") &&
           set_list(t, m, "path_hooks") && set_dict(t, m, "path_importer_cache") &&
           module_set(t, m, "stdlib_module_names", stdlib_names(t)) &&
           module_set(t, m, "builtin_module_names", t->vm->empty_tuple) &&
           set_list(t, m, "warnoptions") && set_dict(t, m, "_xoptions") &&
           module_set(t, m, "maxsize", int_from_int64(t, INT64_MAX)) &&
           module_set(t, m, "maxunicode", value_from_int(0x10ffff)) &&
           set_string(t, m, "byteorder", "little") && set_string(t, m, "platform", "linux") &&
           set_string(t, m, "version", "3.11.2 (Tauraro)") && set_string(t, m, "copyright", "Copyright (c) the authors of Tauraro.") &&
           module_set(t, m, "hexversion", value_from_int(0x030b02f0)) &&
           module_set(t, m, "api_version", value_from_int(1013)) &&
           set_string(t, m, "float_repr_style", "short") && set_string(t, m, "platlibdir", "lib") &&
           set_string(t, m, "abiflags", "") && set_string(t, m, "prefix", "/usr") &&
           set_string(t, m, "exec_prefix", "/usr") && set_string(t, m, "base_prefix", "/usr") &&
           set_string(t, m, "base_exec_prefix", "/usr") && set_string(t, m, "executable", "") &&
           module_set(t, m, "_base_executable", VALUE_NONE) && module_set(t, m, "pycache_prefix", VALUE_NONE) &&
           module_set(t, m, "dont_write_bytecode", VALUE_FALSE) && module_set(t, m, "_git", t->vm->empty_tuple) &&
           module_set(t, m, "__excepthook__", hook) && module_set(t, m, "__displayhook__", display) &&
           module_set(t, m, "__unraisablehook__", unraisable) &&
           module_set(t, m, "__breakpointhook__",
                      dict_get_str(t, m->dict, str_intern_cstring(t, "breakpointhook"))) &&
           module_set(t, m, "stdin", VALUE_NONE) && module_set(t, m, "stdout", VALUE_NONE) &&
           module_set(t, m, "stderr", VALUE_NONE) && set_sequences(t, m) && set_implementation(t, m);
}

const ModuleDef module_sys = {
    .name = "sys",
    .doc = "This module provides access to some objects used or maintained by the\ninterpreter and to "
           "functions that interact strongly with the interpreter.",
    .functions = functions,
    .init = sys_init,
};

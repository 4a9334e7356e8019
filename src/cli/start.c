/*
 * start.c - bringing up a Vm for a program and taking it down: module search
 * path, sys, standard streams, exit status.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "front/compile.h"
#include "modules/startup.h"
#include "jit/code_names.h"
#include "vm/import.h"
#include "vm/interpreter.h"
#include "vm/perf.h"
#include "vm/profiler.h"

static bool append_text(Thread *t, Value list, const char *text) {
    Value s = str_decode_fs(t, text, strlen(text));
    return !value_is_error(s) && list_append(t, value_as_list(list), s);
}

static bool is_folder(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* PYTHONPATH, then the standard library and what is installed beside it. */
static bool fill_path(Thread *t, const CliOptions *options) {
    Value path = t->vm->path;
    const char *extra = options->ignore_environment ? NULL : getenv("PYTHONPATH");
    for (const char *p = extra; p && *p;) {
        size_t n = strcspn(p, ":");
        char *one = strndup(p, n);
        bool ok = one && (!n || append_text(t, path, one));
        free(one);
        if (!ok)
            return false;
        p += n + (p[n] == ':');
    }
    const char *stdlib = options->stdlib ? options->stdlib : getenv("TAURARO_STDLIB");
    if (!stdlib || !*stdlib)
        stdlib = "/usr/lib/python3.11";
    static const char *const installed[] = {"/usr/local/lib/python3.11/dist-packages",
                                            "/usr/lib/python3/dist-packages"};
    if (!append_text(t, path, stdlib))
        return false;
    for (size_t i = 0; i < sizeof installed / sizeof *installed; i++)
        if (is_folder(installed[i]) && !append_text(t, path, installed[i]))
            return false;
    return true;
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool fill_module_names(Thread *t) {
    const char *names[256];
    size_t count = t->vm->native_module_count;
    if (count > sizeof names / sizeof *names)
        count = sizeof names / sizeof *names;
    for (size_t i = 0; i < count; i++)
        names[i] = t->vm->native_modules[i]->name;
    qsort(names, count, sizeof *names, compare_names);
    Tuple *tuple = tuple_alloc(t, count);
    if (!tuple)
        return false;
    for (size_t i = 0; i < count; i++) {
        tuple->items[i] = str_intern_cstring(t, names[i]);
        gc_wrote(t, tuple);
    }
    return module_set(t, t->vm->sys, "builtin_module_names", value_from_object(tuple));
}

/* The value of an environment variable that is set, not empty and to be heeded. */
static const char *environment(const CliOptions *o, const char *name) {
    const char *text = o->ignore_environment ? NULL : getenv(name);
    return text && *text ? text : NULL;
}

/* sys._xoptions from -X name[=value], and what follows from them. */
static bool fill_extensions(Thread *t, const CliOptions *o) {
    Value options = dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, "_xoptions"));
    const char *prefix = environment(o, "PYTHONPYCACHEPREFIX");
    for (int i = 0; i < o->extension_count && value_is_dict(options); i++) {
        const char *text = o->extensions[i];
        size_t n = strcspn(text, "=");
        Value name = str_decode_fs(t, text, n);
        Value value = text[n] ? str_decode_fs(t, text + n + 1, strlen(text + n + 1)) : VALUE_TRUE;
        if (value_is_error(name) || value_is_error(value) ||
            !dict_set(t, value_as_dict(options), name, value))
            return false;
        if (!strncmp(text, "pycache_prefix", 14) && n == 14)
            prefix = text[n] && text[n + 1] ? text + n + 1 : NULL;
    }
    return !prefix || module_set(t, t->vm->sys, "pycache_prefix", str_decode_fs(t, prefix, strlen(prefix)));
}

/* sys.flags, sys.warnoptions; the module warnings reads the latter itself. */
static bool fill_flags(Thread *t, const CliOptions *o) {
    Dict *sys = t->vm->sys->dict;
    Value v = dict_get_str(t, sys, str_intern_cstring(t, "flags"));
    if (value_is_undef(v) || !value_is_tuple(v))
        return true;
    bool no_bytecode = o->no_bytecode_files || environment(o, "PYTHONDONTWRITEBYTECODE");
    const struct { int at; int value; } rows[] = {
        {0, o->debug}, {1, o->inspect}, {2, o->inspect}, {3, o->optimize},
        {4, no_bytecode},
        {5, o->no_user_site}, {6, o->no_site}, {7, o->ignore_environment}, {8, o->verbose},
        {9, o->bytes_warning}, {10, o->quiet}, {12, o->isolated},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        value_as_tuple(v)->items[rows[i].at] = value_from_int(rows[i].value);
    value_as_tuple(v)->items[16] = value_bool(o->safe_path);
    if (!module_set(t, t->vm->sys, "dont_write_bytecode", value_bool(no_bytecode)))
        return false;
    Value list = dict_get_str(t, sys, str_intern_cstring(t, "warnoptions"));
    if (value_is_undef(list) || !value_is_list(list))
        return true;
    const char *given = o->ignore_environment ? NULL : getenv("PYTHONWARNINGS");
    while (given && *given) {
        size_t n = strcspn(given, ",");
        Value one = str_decode_fs(t, given, n);
        if (n && (value_is_error(one) || !list_append(t, value_as_list(list), one)))
            return false;
        given += n + (given[n] == ',');
    }
    for (int i = 0; i < o->warning_count; i++)
        if (!append_text(t, list, o->warnings[i]))
            return false;
    return true;
}

static bool read_warning_options(Thread *t) {
    Value list = dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, "warnoptions"));
    if (value_is_undef(list) || !value_is_list(list) || !value_as_list(list)->length)
        return true;
    Value warnings = import_module(t, str_intern_cstring(t, "warnings"), VALUE_NONE, VALUE_NONE, 0);
    if (value_is_error(warnings) && error_matches(t, TYPE_ImportError))
        error_clear(t); /* no standard library: warnings go by the built-in filters */
    return !error_pending(t);
}

static bool fill_sys(Thread *t, const CliOptions *options, int argc, char **argv) {
    if (!fill_module_names(t))
        return false;
    Value list = dict_get_str(t, t->vm->sys->dict, STR_NAME(t, argv));
    for (int i = 0; i < argc; i++)
        if (!append_text(t, list, argv[i]))
            return false;
    list = dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, "orig_argv"));
    for (int i = 0; i < options->whole_argc && !value_is_undef(list); i++)
        if (!append_text(t, list, options->whole_argv[i]))
            return false;
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n > 0) {
        self[n] = 0;
        if (!module_set(t, t->vm->sys, "executable", str_decode_fs(t, self, (size_t)n)) ||
            !module_set(t, t->vm->sys, "_base_executable", str_decode_fs(t, self, (size_t)n)))
            return false;
    }
    return fill_flags(t, options) && fill_extensions(t, options) && fill_path(t, options) && read_warning_options(t);
}

static bool import_core(Thread *t) {
    Vm *vm = t->vm;
    Value builtins = import_module(t, STR_NAME(t, builtins), VALUE_NONE, VALUE_NONE, 0);
    if (value_is_error(builtins))
        return false;
    vm->builtins_module = (Module *)value_as_object(builtins);
    vm->builtins = vm->builtins_module->dict;
    Value sys = import_module(t, STR_NAME(t, sys), VALUE_NONE, VALUE_NONE, 0);
    if (value_is_error(sys))
        return false;
    vm->sys = (Module *)value_as_object(sys);
    return true;
}

/* With less nothing could even be said about it by way of exceptions. */
static bool stack_suffices(void) {
    enum { STACK_LEAST = 512 << 10 };
    struct rlimit limit;
    if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur >= STACK_LEAST)
        return true;
    fprintf(stderr, "tauraro: cannot start: the stack may take %llu KB only (ulimit -s), and %d are needed\n",
            (unsigned long long)limit.rlim_cur >> 10, STACK_LEAST >> 10);
    return false;
}

Vm *cli_start(const CliOptions *options, int argc, char **argv) {
    if (!stack_suffices())
        return NULL;
    signal(SIGPIPE, SIG_IGN);
    VmOptions vm_options = {
        .max_heap = options->max_heap,
        .argc = argc,
        .argv = argv,
        .jit_threshold = options->jit_threshold,
        .hash_seed = options->ignore_environment ? NULL : getenv("PYTHONHASHSEED"),
        .flags = options->optimize ? COMPILE_OPTIMIZE_ASSERTS |
                                         (options->optimize > 1 ? COMPILE_OPTIMIZE_DOCS : 0)
                                   : 0,
    };
    if (options->unbuffered)
        setenv("PYTHONUNBUFFERED", "1", 1);
    Vm *vm = vm_new(&vm_options);
    if (!vm) {
        fprintf(stderr, "tauraro: cannot start: %s\n",
                vm_options.hash_seed && *vm_options.hash_seed
                    ? "out of memory, or PYTHONHASHSEED is neither \"random\" nor an integer in [0; 4294967295]"
                    : "out of memory");
        return NULL;
    }
    vm_install(vm);
    jit_install(vm);
    if (options->perf_map)
        code_names_for_perf(vm);
    modules_register(vm);
    front_install(vm);
    Thread *t = vm->main_thread;
    if (import_core(t) && modules_start(t) && (options->no_site || site_builtins_install(t)) && fill_sys(t, options, argc, argv)) {
        if (!options->perf || perf_start(vm))
            return vm;
        raise_memory_error(t);
    }
    fprintf(stderr, "tauraro: cannot start\n");
    cli_report_exception(t);
    return NULL;
}

/* ---- the end ---- */

static int exit_status(Thread *t, Value e) {
    Value code = value_as_exception(e)->fields[EXC_FIELD_VALUE];
    if (value_is_undef(code) || value_is_none(code))
        return 0;
    if (value_is_any_int(code)) {
        int64_t status;
        return int_to_int64(int_unbox(code), &status) ? (int)(status & 0xff) : 255;
    }
    Value text = op_str(t, code);
    if (value_is_error(text)) {
        error_clear(t);
        return 1;
    }
    Value err = dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, "stderr"));
    if (!value_is_undef(err) && !value_is_none(err) &&
        (value_is_error(call_method1(t, err, STR_NAME(t, write), text)) ||
         value_is_error(call_method1(t, err, STR_NAME(t, write), str_from_char(t, '\n')))))
        error_clear(t);
    return 1;
}

int cli_report_exception(Thread *t) {
    Value e = error_fetch(t);
    if (!t->vm->sys) {
        error_print(t, e);
        return 1;
    }
    Type *type = type_of(t, e);
    if (type_is_subtype(type, t->vm->types[TYPE_SystemExit]))
        return exit_status(t, e);
    Dict *sys = t->vm->sys->dict;
    Value traceback = exception_traceback(t, value_as_exception(e));
    if (!dict_set_str(t, sys, str_intern_cstring(t, "last_type"), value_from_object(type)) ||
        !dict_set_str(t, sys, str_intern_cstring(t, "last_value"), e) ||
        !dict_set_str(t, sys, str_intern_cstring(t, "last_traceback"), traceback))
        error_clear(t);
    /* What the program printed comes first. */
    streams_flush(t);
    Value hook = dict_get_str(t, sys, str_intern_cstring(t, "excepthook"));
    if (value_is_undef(hook)) {
        error_print(t, e);
    } else if (value_is_error(call3(t, hook, value_from_object(type), e, traceback))) {
        Value inner = error_fetch(t);
        if (type_is_subtype(type_of(t, inner), t->vm->types[TYPE_SystemExit]))
            return exit_status(t, inner);
        fprintf(stderr, "Error in sys.excepthook:\n");
        error_print(t, inner);
        fprintf(stderr, "\nOriginal exception was:\n");
        error_print(t, e);
    }
    return type_is_subtype(type, t->vm->types[TYPE_KeyboardInterrupt]) ? 130 : 1;
}

/* The report of --debug-perf. */
static void report_perf(Vm *vm, const CliOptions *options) {
    perf_stop(vm);
    FILE *out = options->perf_file ? fopen(options->perf_file, "w") : stderr;
    if (out)
        perf_report(vm, out, options->perf_flags, options->command);
    if (!out || (options->perf_file && fclose(out) != 0))
        fprintf(stderr, "tauraro: cannot write %s: %s\n", options->perf_file, strerror(errno));
    perf_free(vm);
}

int cli_finish(Vm *vm, const CliOptions *options, int status) {
    Thread *t = vm->main_thread;
    modules_finish(t);
    vm->shutting_down = true;
    heap_finalize_all(t);
    heap_run_finalizers(t);
    if (!streams_flush(t))
        status = 120;
    if (vm->perf)
        report_perf(vm, options);
    if (vm->profiler)
        cli_profile_finish(vm, options);
    if (status == 130) { /* die of the signal, so that the shell sees it */
        signal(SIGINT, SIG_DFL);
        kill(getpid(), SIGINT);
    }
#ifdef TAU_DEBUG
    struct Profiler *profiler = vm->profiler;
    Jit *jit = vm->jit;
    vm_free(vm); /* otherwise the system is faster */
    jit_free(jit);
    if (profiler)
        profiler_free(profiler);
#endif
    return status;
}

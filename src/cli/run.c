/* run.c - running a program as __main__: a file, code, a module, standard input. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "front/compile.h"
#include "vm/bytecode_cache.h"
#include "vm/import.h"

Module *cli_main_module(Thread *t) {
    Value m = dict_get_str(t, t->vm->modules, STR_NAME(t, __main__));
    if (!value_is_undef(m))
        return (Module *)value_as_object(m);
    Module *made = module_new(t, STR_NAME(t, __main__));
    Dict *annotations = made ? dict_new(t) : NULL;
    if (!annotations || !module_set(t, made, "__builtins__", value_from_object(t->vm->builtins_module)) ||
        !module_set(t, made, "__annotations__", value_from_object(annotations)) ||
        !dict_set_str(t, t->vm->modules, STR_NAME(t, __main__), value_from_object(made)))
        return NULL;
    return made;
}

static bool prepend_path(Thread *t, const char *folder, size_t length) {
    Value s = str_decode_fs(t, folder, length);
    return !value_is_error(s) && list_insert(t, value_as_list(t->vm->path), 0, s);
}

/* Runs code, or reports the error that there is none, in __main__; the exit status. */
static int run_main(Thread *t, Value code) {
    Module *m = cli_main_module(t);
    if (!m)
        code = VALUE_ERROR;
    Value r = value_is_error(code) ? code
                                   : t->vm->hooks.run_code(t, code, m->dict, t->vm->builtins,
                                                           value_from_object(m->dict), NULL);
    return value_is_error(r) ? cli_report_exception(t) : 0;
}

static int run_source(Thread *t, const CliOptions *options, Value source, Value filename) {
    if (options->profile && !cli_profile_start(t->vm))
        return 1;
    return run_main(t, value_is_error(source) ? source
                                              : t->vm->hooks.compile(t, source, filename, "exec",
                                                                     t->vm->flags | COMPILE_SCRIPT));
}

/* As CPython shows the main program's file: absolute, otherwise as given. */
static Value absolute_path(Thread *t, const char *path) {
    Value given = str_decode_fs(t, path, strlen(path));
    char *cwd = path[0] == '/' ? NULL : getcwd(NULL, 0);
    if (!cwd || value_is_error(given))
        return given;
    Value folder = str_decode_fs(t, cwd, strlen(cwd));
    free(cwd);
    return value_is_error(folder) ? folder : str_format(t, "%U/%U", folder, given);
}

int cli_run_file(Vm *vm, const CliOptions *options, const char *path) {
    Thread *t = vm->main_thread;
    struct stat st;
    if (stat(path, &st) != 0) {
        char *cwd = path[0] == '/' ? NULL : getcwd(NULL, 0);
        fprintf(stderr, "tauraro: can't open file '%s%s%s': [Errno %d] %s\n", cwd ? cwd : "", cwd ? "/" : "",
                path, errno, strerror(errno));
        free(cwd);
        return 2;
    }
    char buffer[4096];
    if (S_ISDIR(st.st_mode)) { /* a folder with a __main__.py */
        snprintf(buffer, sizeof buffer, "%s/__main__.py", path);
        if (stat(buffer, &st) != 0) {
            char *cwd = path[0] == '/' ? NULL : getcwd(NULL, 0);
            fprintf(stderr, "tauraro: can't find '__main__' module in '%s%s%s'\n", cwd ? cwd : "",
                    cwd ? "/" : "", path);
            free(cwd);
            return 1;
        }
        path = buffer;
    }
    char *real = realpath(path, NULL);
    const char *slash = real ? strrchr(real, '/') : NULL;
    bool ok = options->safe_path || !slash || prepend_path(t, real, slash == real ? 1 : (size_t)(slash - real));
    free(real);
    Value filename = absolute_path(t, path);
    Module *m = cli_main_module(t);
    Value loader = !m || value_is_error(filename) ? VALUE_ERROR
                                                  : source_loader_new(t, STR_NAME(t, __main__), filename);
    if (value_is_error(loader) || !dict_set_str(t, m->dict, STR_NAME(t, __loader__), loader))
        return cli_report_exception(t);
    if (path == buffer) { /* a folder runs as its module __main__ */
        Value spec = import_main_spec(t, STR_NAME(t, __main__), filename, loader);
        if (value_is_error(spec) || !dict_set_str(t, m->dict, STR_NAME(t, __spec__), spec) ||
            !dict_set_str(t, m->dict, STR_NAME(t, __package__), t->vm->empty_str))
            return cli_report_exception(t);
    }
    if (!ok || !m || value_is_error(filename) || !module_set(t, m, "__file__", filename) ||
        !module_set(t, m, "__cached__", VALUE_NONE))
        return cli_report_exception(t);
    return run_source(t, options, import_read_file(t, filename), filename);
}

int cli_run_code(Vm *vm, const CliOptions *options, const char *code) {
    Thread *t = vm->main_thread;
    if (!options->safe_path && !prepend_path(t, "", 0))
        return cli_report_exception(t);
    return run_source(t, options, bytes_from_data(t, code, strlen(code)), str_from_cstring(t, "<string>"));
}

int cli_run_module(Vm *vm, const CliOptions *options, const char *name) {
    Thread *t = vm->main_thread;
    char *cwd = getcwd(NULL, 0);
    bool ok = options->safe_path || !cwd || prepend_path(t, cwd, strlen(cwd));
    free(cwd);
    Module *m = cli_main_module(t);
    Value text = str_decode_fs(t, name, strlen(name));
    Value found = VALUE_ERROR, package;
    if (ok && m && !value_is_error(text))
        found = import_locate_main(t, text, &package);
    if (value_is_error(found)) {
        if (error_matches(t, TYPE_ImportError)) {
            Value message = op_str(t, error_fetch(t));
            size_t n;
            const char *s = value_is_error(message) ? "cannot import" : str_to_wtf8(t, message, &n);
            fprintf(stderr, "tauraro: %s\n", s);
            return 1;
        }
        return cli_report_exception(t);
    }
    List *argv = value_as_list(dict_get_str(t, vm->sys->dict, STR_NAME(t, argv)));
    list_store(t, argv, 0, found);
    Value whole = str_decode_fs(t, name, strlen(name));
    if (!value_is_error(whole) && op_equal(t, package, whole) == 1)
        whole = str_format(t, "%U.__main__", whole); /* a package runs as its __main__ */
    Value loader = value_is_error(whole) ? whole : source_loader_new(t, whole, found);
    Value spec = value_is_error(loader) ? loader : import_main_spec(t, whole, found, loader);
    if (value_is_error(spec) || !dict_set_str(t, m->dict, STR_NAME(t, __loader__), loader) ||
        !dict_set_str(t, m->dict, STR_NAME(t, __spec__), spec))
        return cli_report_exception(t);
    if (!module_set(t, m, "__file__", found) || !module_set(t, m, "__cached__", source_file_cached(t, found)) ||
        !dict_set_str(t, m->dict, STR_NAME(t, __package__), package))
        return cli_report_exception(t);
    if (options->profile && !cli_profile_start(vm))
        return 1;
    return run_main(t, source_file_code(t, found, found));
}

int cli_run_stdin(Vm *vm, const CliOptions *options) {
    Thread *t = vm->main_thread;
    if (!options->safe_path && !prepend_path(t, "", 0))
        return cli_report_exception(t);
    Value source = import_read_file(t, str_from_cstring(t, "/dev/stdin"));
    return run_source(t, options, source, str_from_cstring(t, "<stdin>"));
}

/*
 * bench.c - `tauraro bench`: runs bench/run.py, the program that measures.
 *
 * It lies in the bench folder of the tree that this binary was built in
 * (build/<mode>/tauraro) or beside the installed one (PREFIX/bin/tauraro,
 * PREFIX/share/tauraro/bench).
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"

/* Where the driver may be, from the folder that the binary lies in. */
static const char *const places[] = {"/../../bench/run.py", "/../share/tauraro/bench/run.py"};

/* Fills path, PATH_MAX bytes. */
static bool find_driver(char *path) {
    char folder[PATH_MAX], tried[PATH_MAX + 64];
    ssize_t length = readlink("/proc/self/exe", folder, sizeof folder - 1);
    if (length <= 0)
        return false;
    folder[length] = '\0';
    *strrchr(folder, '/') = '\0';
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        snprintf(tried, sizeof tried, "%s%s", folder, places[i]);
        if (realpath(tried, path))
            return true;
    }
    return false;
}

int cli_bench(const CliOptions *options, int argc, char **argv) {
    char path[PATH_MAX];
    char **program_argv = malloc(((size_t)argc + 1) * sizeof *program_argv);
    if (!program_argv || !find_driver(path)) {
        fprintf(stderr, "tauraro: bench: no bench/run.py beside the build tree or in ../share/tauraro\n");
        free(program_argv);
        return 2;
    }
    program_argv[0] = path;
    for (int i = 0; i < argc; i++)
        program_argv[i + 1] = argv[i];
    Vm *vm = cli_start(options, argc + 1, program_argv);
    int status = vm ? cli_finish(vm, options, cli_run_file(vm, options, path)) : 1;
    free(program_argv);
    return status;
}

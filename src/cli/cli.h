/* cli.h - the parts of the command line. */
#ifndef TAU_CLI_CLI_H
#define TAU_CLI_CLI_H

#include "runtime/native.h"

typedef struct CliOptions {
    const char *stdlib;      /* --stdlib, or NULL */
    size_t max_heap;         /* --max-heap in bytes, 0: none */
    bool inspect;            /* -i */
    bool unbuffered;         /* -u */
    bool ignore_environment; /* -E, -I */
    bool safe_path;          /* -P, -I: no folder of the script in sys.path */
    int optimize;            /* -O, -OO */
    bool quiet;              /* -q */
    bool isolated;           /* -I */
    bool no_bytecode_files;  /* -B */
    bool no_user_site;       /* -s, -I */
    bool no_site;            /* -S */
    int debug, verbose, bytes_warning; /* -d, -v, -b: how often */
    const char *warnings[64];          /* -W arguments */
    int warning_count;
    const char *perf_file;             /* --debug-perf=FILE: the report, or NULL for stderr */
    bool perf;                         /* --debug-perf */
    unsigned perf_flags;               /* PERF_* */
    const char *extensions[64];        /* -X arguments */
    int extension_count;
    const char *command;               /* -c, or NULL */
    uint32_t jit_threshold;            /* --jit-threshold, JIT_NEVER: --no-jit; 0: neither */
    bool perf_map;                     /* --perf-map */
    int whole_argc;                    /* the process's own arguments */
    char **whole_argv;
    bool profile;                      /* --profile */
    const char *profile_file;          /* what it names; then where the profile goes */
    const char *profile_folder;        /* the current one at the start; or NULL */
    const char *profile_title;         /* of the program */
    const char *profile_code;          /* the argument of -c, or NULL */
    bool dis_graph;                    /* dis --ir */
    const char *dis_pass;              /* dis --ir=PASS, or NULL */
    bool dis_machine;                  /* dis --asm */
    bool dis_output;                   /* dis --output */
    const char *dis_function;          /* dis FILE:FUNCTION, or NULL */
} CliOptions;

/* A Vm with everything installed, sys filled, streams open; argv is what
 * sys.argv shall hold.  NULL after saying why on stderr. */
Vm *cli_start(const CliOptions *options, int argc, char **argv);
/* Runs atexit functions, flushes, reports the profile, frees; the process's
 * exit status. */
int cli_finish(Vm *vm, const CliOptions *options, int status);

/* Each runs a program in __main__ and returns the exit status. */
int cli_run_file(Vm *vm, const CliOptions *options, const char *path);
int cli_run_code(Vm *vm, const CliOptions *options, const char *code);
int cli_run_module(Vm *vm, const CliOptions *options, const char *name);
int cli_run_stdin(Vm *vm, const CliOptions *options);
int cli_repl(Vm *vm, const CliOptions *options);

/* ---- dis.c: `tauraro dis` ---- */

/* Whether the program is to run for it. */
static inline bool cli_dis_runs(const CliOptions *options) { return options->dis_graph || options->dis_machine; }
/* Takes FUNCTION off FILE:FUNCTION (which is cut in two). */
void cli_dis_prepare(CliOptions *options, char *argument);
int cli_dis(Vm *vm, const CliOptions *options, const char *path);

/* `tauraro bench` with its arguments; makes and ends a Vm of its own. */
int cli_bench(const CliOptions *options, int argc, char **argv);
/* ---- profile.c: --profile ---- */

/* Settles and tries the file, which is named after the program (`subject`: a
 * path or a module's name) unless the option says.  false after saying why. */
bool cli_profile_prepare(CliOptions *options, const char *subject, const char *title);
bool cli_profile_start(Vm *vm); /* false after saying why */
/* Writes the file, and a table to stderr. */
void cli_profile_finish(Vm *vm, const CliOptions *options);

/* Reports the pending exception as an uncaught one; the exit status. */
int cli_report_exception(Thread *t);
Module *cli_main_module(Thread *t);

#endif

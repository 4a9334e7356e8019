/*
 * main.c - the command line: options and which command to run.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"
#include "vm/perf.h"

#define TAURARO_VERSION "0.1.0"

static const char usage_text[] =
    "usage: tauraro [run] [OPTIONS] FILE [ARGS...]     run a Python program\n"
    "       tauraro [OPTIONS] -c CODE [ARGS...]        run CODE\n"
    "       tauraro [OPTIONS] -m MODULE [ARGS...]      run a module as a program\n"
    "       tauraro [OPTIONS] - [ARGS...]              run standard input\n"
    "       tauraro [OPTIONS] repl                     interactive (also without arguments)\n"
    "       tauraro dis FILE                           show a program's bytecode\n"
    "       tauraro dis --ir --asm FILE[:FUNCTION]     run it, show what is compiled (docs/dis.md)\n"
    "       tauraro bench [NAMES...]                   compare with other Pythons (bench --help)\n"
    "\n"
    "options:\n"
    "  -i                go on interactively after the program\n"
    "  -u                unbuffered standard output and error\n"
    "  -O, -OO           without assertions; without docstrings too\n"
    "  -q                no banner in the interactive mode\n"
    "  -E                ignore PYTHON* environment variables\n"
    "  -P                do not put the program's folder into sys.path\n"
    "  -I                isolated: -E and -P\n"
    "  -B                do not write compiled modules (__pycache__ and the like)\n"
    "  -X pycache_prefix=FOLDER   keep compiled modules there\n"
    "  -s, -S, -b, -d, -v, -x, -W ARG, -X OPT   accepted, as CPython knows them\n"
    "  --no-jit          interpret only\n"
    "  --jit-threshold=N compile what has been called, or looped, about N times\n"
    "  --perf-map        write /tmp/perf-PID.map: names of compiled code for perf(1)\n"
    "  --max-heap=SIZE   limit the heap (bytes, or with suffix K, M, G)\n"
    "  --debug-perf[=json|all|FILE|FILE.json]\n"
    "                    say at the end what ran how often, and what slowed it down\n"
    "  --stdlib=FOLDER   the Python 3.11 standard library to use\n"
    "  --profile[=FILE]  show where the time goes: a table when the program ends and\n"
    "                    a flame graph in FILE (.svg; or .folded, .json), by default\n"
    "                    PROGRAM.profile.svg\n"
    "  -V, --version     show the version\n"
    "  -h, --help        show this\n"
    "\n"
    "environment: TAURARO_STDLIB, PYTHONPATH, PYTHONHASHSEED, PYTHONIOENCODING,\n"
    "PYTHONUNBUFFERED, PYTHONINSPECT, PYTHONDONTWRITEBYTECODE, PYTHONPYCACHEPREFIX,\n"
    "XDG_CACHE_HOME (compiled modules of read-only folders)\n";

static int usage_error(const char *format, const char *what) {
    fprintf(stderr, "tauraro: ");
    fprintf(stderr, format, what);
    fprintf(stderr, " (see tauraro --help)\n");
    return 2;
}

/* "512M" in bytes; false if it is no size. */
static bool parse_size(const char *text, size_t *out) {
    char *end;
    errno = 0;
    unsigned long long n = strtoull(text, &end, 10);
    if (errno || end == text || *text == '-')
        return false;
    unsigned shift = 0;
    switch (*end) {
    case 'k': case 'K': shift = 10; break;
    case 'm': case 'M': shift = 20; break;
    case 'g': case 'G': shift = 30; break;
    default: break;
    }
    if (shift)
        end++;
    if (*end || n > SIZE_MAX >> shift)
        return false;
    *out = (size_t)n << shift;
    return true;
}

/* A number of calls and loops, 1 at least; false if it is none. */
static bool parse_threshold(const char *text, uint32_t *out) {
    char *end;
    errno = 0;
    unsigned long long n = strtoull(text, &end, 10);
    if (errno || end == text || *end || *text == '-' || n == 0 || n >= JIT_NEVER)
        return false;
    *out = (uint32_t)n;
    return true;
}

/* What follows --debug-perf: nothing, "=json", "=all", or where to write. */
static void parse_debug_perf(CliOptions *options, const char *text) {
    options->perf = true;
    if (!strcmp(text, "=json")) {
        options->perf_flags |= PERF_JSON;
    } else if (!strcmp(text, "=all")) {
        options->perf_flags |= PERF_ALL;
    } else if (text[0] && text[1]) {
        size_t length = strlen(text);
        options->perf_file = text + 1;
        options->perf_flags |= length > 6 && !strcmp(text + length - 5, ".json") ? PERF_JSON : PERF_ALL;
    }
}

typedef enum Command { COMMAND_FILE, COMMAND_CODE, COMMAND_MODULE, COMMAND_STDIN, COMMAND_REPL, COMMAND_DIS } Command;

/* The options of dis; the index of the file, or -1 after saying what is wrong. */
static int parse_dis(CliOptions *options, int argc, char **argv, int i) {
    for (; i < argc && !strncmp(argv[i], "--", 2); i++) {
        if (!strcmp(argv[i], "--ir"))
            options->dis_graph = true;
        else if (!strncmp(argv[i], "--ir=", 5))
            options->dis_graph = true, options->dis_pass = argv[i] + 5;
        else if (!strcmp(argv[i], "--asm"))
            options->dis_machine = true;
        else if (!strcmp(argv[i], "--output"))
            options->dis_output = true;
        else
            return usage_error("dis has no option %s", argv[i]), -1;
    }
    if (i == argc || (!cli_dis_runs(options) && argc - i != 1))
        return usage_error("%s takes one file", "dis"), -1;
    cli_dis_prepare(options, argv[i]);
    return i;
}

static int finish_inspecting(Vm *vm, const CliOptions *options, int status) {
    if (options->inspect || (!options->ignore_environment && getenv("PYTHONINSPECT")))
        status = cli_repl(vm, options);
    return cli_finish(vm, options, status);
}

static bool prepare_profile(CliOptions *options, Command command, const char *subject) {
    switch (command) {
    case COMMAND_FILE: return cli_profile_prepare(options, subject, subject);
    case COMMAND_MODULE: return cli_profile_prepare(options, subject, subject);
    case COMMAND_CODE: options->profile_code = subject; return cli_profile_prepare(options, "command", "-c");
    case COMMAND_STDIN: return cli_profile_prepare(options, "stdin", "standard input");
    case COMMAND_REPL:
    case COMMAND_DIS: break;
    }
    usage_error("%s needs a program", "--profile");
    return false;
}

int main(int argc, char **argv) {
    CliOptions options = {0};
    Command command = COMMAND_REPL;
    const char *subject = NULL;
    bool repl = false;
    bool named = false; /* a command was named: what follows it is a file */
    int i = 1;
    for (; i < argc && command == COMMAND_REPL && !subject; i++) {
        const char *a = argv[i];
        if (!strcmp(a, "-")) {
            command = COMMAND_STDIN;
            break;
        }
        if (a[0] != '-') {
            if (!strcmp(a, "repl") && !named) {
                repl = named = true;
                continue;
            }
            if (!strcmp(a, "dis") && !named) {
                command = COMMAND_DIS;
                i = parse_dis(&options, argc, argv, i + 1);
                if (i < 0)
                    return 2;
                break;
            }
            if (!strcmp(a, "bench") && !named) {
                options.whole_argc = argc;
                options.whole_argv = argv;
                return cli_bench(&options, argc - i - 1, argv + i + 1);
            }
            if (!strcmp(a, "run") && !named) {
                named = true;
                if (argc - i == 1)
                    return usage_error("%s needs a file", "run");
                continue;
            }
            command = COMMAND_FILE;
            break;
        }
        if (!strncmp(a, "--", 2)) {
            if (!strcmp(a, "--help")) {
                fputs(usage_text, stdout);
                return 0;
            }
            if (!strcmp(a, "--version")) {
                puts("Tauraro " TAURARO_VERSION " (Python 3.11.2)");
                return 0;
            }
            if (!strncmp(a, "--max-heap=", 11)) {
                if (!parse_size(a + 11, &options.max_heap))
                    return usage_error("%s is no size", a + 11);
            } else if (!strcmp(a, "--no-jit")) {
                options.jit_threshold = JIT_NEVER;
            } else if (!strncmp(a, "--jit-threshold=", 16)) {
                if (!parse_threshold(a + 16, &options.jit_threshold))
                    return usage_error("%s is no number of calls", a + 16);
            } else if (!strcmp(a, "--perf-map")) {
                options.perf_map = true;
            } else if (!strncmp(a, "--stdlib=", 9)) {
                options.stdlib = a + 9;
            } else if (!strcmp(a, "--debug-perf") || !strncmp(a, "--debug-perf=", 13)) {
                parse_debug_perf(&options, a + 12);
            } else if (!strcmp(a, "--profile")) {
                options.profile = true;
            } else if (!strncmp(a, "--profile=", 10)) {
                if (!a[10])
                    return usage_error("%s names no file", a);
                options.profile = true;
                options.profile_file = a + 10;
            } else {
                return usage_error("unknown option %s", a);
            }
            continue;
        }
        for (const char *p = a + 1; *p && !subject; p++) {
            switch (*p) {
            case 'h': fputs(usage_text, stdout); return 0;
            case 'V': puts("Tauraro " TAURARO_VERSION " (Python 3.11.2)"); return 0;
            case 'i': options.inspect = true; break;
            case 'u': options.unbuffered = true; break;
            case 'O': options.optimize++; break;
            case 'q': options.quiet = true; break;
            case 'E': options.ignore_environment = true; break;
            case 'P': options.safe_path = true; break;
            case 'I':
                options.isolated = options.ignore_environment = options.safe_path = true;
                options.no_user_site = true;
                break;
            case 'B': options.no_bytecode_files = true; break;
            case 's': options.no_user_site = true; break;
            case 'S': options.no_site = true; break;
            case 'b': options.bytes_warning++; break;
            case 'd': options.debug++; break;
            case 'v': options.verbose++; break;
            case 'x': break;
            case 'W': case 'X':
                if (!p[1] && ++i == argc)
                    return usage_error("%s needs an argument", a);
                if (*p == 'W' &&
                    options.warning_count < (int)(sizeof options.warnings / sizeof *options.warnings))
                    options.warnings[options.warning_count++] = p[1] ? p + 1 : argv[i];
                if (*p == 'X' &&
                    options.extension_count < (int)(sizeof options.extensions / sizeof *options.extensions))
                    options.extensions[options.extension_count++] = p[1] ? p + 1 : argv[i];
                p += strlen(p) - 1;
                break;
            case 'c': case 'm':
                command = *p == 'c' ? COMMAND_CODE : COMMAND_MODULE;
                if (p[1])
                    subject = p + 1;
                else if (++i < argc)
                    subject = argv[i];
                else
                    return usage_error("%s needs an argument", a);
                break;
            default: return usage_error("unknown option %s", a);
            }
        }
        if (subject) {
            i++;
            break;
        }
    }
    if (command == COMMAND_REPL && !isatty(STDIN_FILENO) && !options.inspect && !repl)
        command = COMMAND_STDIN;
    int sys_argc = 0;
    char **sys_argv = calloc((size_t)argc + 2, sizeof *sys_argv);
    if (!sys_argv)
        return usage_error("%s", "out of memory");
    if (command == COMMAND_CODE || command == COMMAND_MODULE)
        sys_argv[sys_argc++] = command == COMMAND_CODE ? "-c" : "-m";
    if (command == COMMAND_REPL)
        sys_argv[sys_argc++] = "";
    for (int k = i; k < argc; k++)
        sys_argv[sys_argc++] = argv[k];
    if (!sys_argc)
        sys_argv[sys_argc++] = "";
    if (options.profile && !prepare_profile(&options, command, command == COMMAND_FILE ? argv[i] : subject))
        return 2;
    options.whole_argc = argc;
    options.whole_argv = argv;
    options.command = command == COMMAND_CODE ? subject : NULL;
    Vm *vm = cli_start(&options, sys_argc, sys_argv);
    if (!vm)
        return 1;
    switch (command) {
    case COMMAND_FILE: return finish_inspecting(vm, &options, cli_run_file(vm, &options, argv[i]));
    case COMMAND_CODE: return finish_inspecting(vm, &options, cli_run_code(vm, &options, subject));
    case COMMAND_MODULE: return finish_inspecting(vm, &options, cli_run_module(vm, &options, subject));
    case COMMAND_STDIN: return finish_inspecting(vm, &options, cli_run_stdin(vm, &options));
    case COMMAND_REPL: return cli_finish(vm, &options, cli_repl(vm, &options));
    case COMMAND_DIS: return cli_finish(vm, &options, cli_dis(vm, &options, argv[i]));
    }
    return 2;
}

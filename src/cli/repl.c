/*
 * repl.c - the interactive mode: reads statements, runs them in __main__,
 * prints what expressions give.  Lines are edited by libedit, which is loaded
 * only here and only when there is a terminal; without it plain reading does.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"
#include "front/compile.h"
#include "modules/startup.h"

typedef struct LineReader {
    char *(*readline)(const char *prompt);
    int (*add_history)(const char *line);
    int (*read_history)(const char *path);
    int (*write_history)(const char *path);
    char history[4096];
} LineReader;

static void open_reader(LineReader *r) {
    *r = (LineReader){0};
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return;
    void *library = dlopen("libedit.so.2", RTLD_LAZY);
    if (!library)
        return;
    *(void **)&r->readline = dlsym(library, "readline");
    *(void **)&r->add_history = dlsym(library, "add_history");
    *(void **)&r->read_history = dlsym(library, "read_history");
    *(void **)&r->write_history = dlsym(library, "write_history");
    const char *home = getenv("HOME");
    if (home && r->read_history && r->write_history) {
        snprintf(r->history, sizeof r->history, "%s/.tauraro_history", home);
        r->read_history(r->history);
    }
}

/* A line without its end, malloc'ed; NULL at the end of input. */
static char *read_line(LineReader *r, const char *prompt) {
    if (r->readline) {
        char *line = r->readline(prompt);
        if (line && *line && r->add_history)
            r->add_history(line);
        return line;
    }
    fputs(prompt, stderr);
    fflush(stderr);
    char *line = NULL;
    size_t capacity = 0;
    ssize_t n = getline(&line, &capacity, stdin);
    if (n < 0) {
        free(line);
        return NULL;
    }
    if (n && line[n - 1] == '\n')
        line[n - 1] = 0;
    return line;
}

static Value prompt_of(Thread *t, const char *name) {
    Value v = dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, name));
    Value text = value_is_undef(v) ? t->vm->empty_str : op_str(t, v);
    if (value_is_error(text)) {
        error_clear(t);
        return t->vm->empty_str;
    }
    return text;
}

static bool syntax_message_has(Thread *t, const char *what) {
    if (!error_matches(t, TYPE_SyntaxError))
        return false;
    Value msg = value_as_exception(t->exception)->fields[EXC_FIELD_SYNTAX_MSG];
    size_t n;
    const char *text = !value_is_undef(msg) && value_is_str(msg) ? str_to_wtf8(t, msg, &n) : NULL;
    return text && strstr(text, what);
}

static Value compile_text(Thread *t, const char *text, size_t length, uint32_t flags) {
    Value source = str_decode(t, (const uint8_t *)text, length, "utf-8", "strict");
    return value_is_error(source) ? source
                                  : t->vm->hooks.compile(t, source, str_from_cstring(t, "<stdin>"),
                                                         "single", flags);
}

/* Code, an error, or UNDEF: the text wants another line.  An empty line ends a
 * block, but neither a bracket nor a string. */
static Value compile_or_continue(Thread *t, const char *text, size_t length, bool blank, bool last) {
    if (last)
        return compile_text(t, text, length, 0);
    /* Without the end of its last line a block is open until an empty line
     * comes; with it the rest of the line is known to be wrong. */
    enum { FLAGS = COMPILE_ALLOW_INCOMPLETE_INPUT | COMPILE_DONT_IMPLY_DEDENT };
    Value code = compile_text(t, text, length - 1, FLAGS);
    if (!value_is_error(code) || !error_catch(t, TYPE_SyntaxError))
        return code;
    code = compile_text(t, text, length, FLAGS);
    if (!value_is_error(code))
        return VALUE_UNDEF;
    if (!syntax_message_has(t, "incomplete input")) {
        if (error_matches(t, TYPE_SyntaxError)) {
            error_clear(t);
            code = compile_text(t, text, length, 0);
        }
        return code;
    }
    error_clear(t);
    if (!blank)
        return VALUE_UNDEF;
    code = compile_text(t, text, length, 0);
    if (value_is_error(code) && (syntax_message_has(t, "was never closed") ||
                                 syntax_message_has(t, "unterminated triple-quoted"))) {
        error_clear(t);
        return VALUE_UNDEF;
    }
    return code;
}

/* Nothing but blanks and a comment. */
static bool is_void(const char *line) {
    line += strspn(line, " \t\f\r");
    return !*line || *line == '#';
}

/* Reads lines until they make a statement; UNDEF at the end of input, None for
 * an empty line. */
static Value read_statement(Thread *t, LineReader *reader) {
    char *text = NULL;
    size_t length = 0;
    Value code = VALUE_UNDEF;
    for (bool last = false; !last;) {
        size_t n;
        const char *prompt = str_to_wtf8(t, prompt_of(t, text ? "ps2" : "ps1"), &n);
        streams_flush(t);
        char *line = read_line(reader, prompt ? prompt : "");
        last = !line;
        if (last && !text)
            break;
        if (!text && is_void(line)) {
            free(line);
            return VALUE_NONE;
        }
        size_t add = line ? strlen(line) : 0;
        char *grown = realloc(text, length + add + 2);
        if (!grown) {
            free(line);
            code = raise_memory_error(t);
            break;
        }
        text = grown;
        if (line)
            memcpy(text + length, line, add);
        length += add;
        text[length++] = '\n';
        bool blank = line && !*line;
        free(line);
        code = compile_or_continue(t, text, length, blank, last);
        if (!value_is_undef(code))
            break;
    }
    free(text);
    return code;
}

int cli_repl(Vm *vm, const CliOptions *options) {
    Thread *t = vm->main_thread;
    Module *m = cli_main_module(t);
    if (!m)
        return cli_report_exception(t);
    bool terminal = isatty(STDIN_FILENO);
    if (terminal && !options->quiet && !options->inspect)
        printf("Tauraro (Python 3.11.2)\nType \"help\", \"copyright\", \"credits\" or \"license\" for more "
               "information.\n");
    Dict *sys = vm->sys->dict;
    if ((value_is_undef(dict_get_str(t, sys, str_intern_cstring(t, "ps1"))) &&
         !module_set(t, vm->sys, "ps1", str_from_cstring(t, ">>> "))) ||
        (value_is_undef(dict_get_str(t, sys, str_intern_cstring(t, "ps2"))) &&
         !module_set(t, vm->sys, "ps2", str_from_cstring(t, "... "))))
        return cli_report_exception(t);
    LineReader reader;
    open_reader(&reader);
    int status = 0;
    for (;;) {
        Value code = read_statement(t, &reader);
        if (value_is_undef(code))
            break;
        if (value_is_none(code))
            continue;
        Value r = value_is_error(code) ? code
                                       : vm->hooks.run_code(t, code, m->dict, vm->builtins,
                                                            value_from_object(m->dict), NULL);
        if (value_is_error(r)) {
            bool leaving = error_matches(t, TYPE_SystemExit);
            status = cli_report_exception(t);
            if (leaving)
                break;
            status = 0;
        }
        streams_flush(t);
    }
    if (terminal)
        fputc('\n', stderr);
    if (reader.write_history)
        reader.write_history(reader.history);
    return status;
}

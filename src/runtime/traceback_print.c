/*
 * traceback_print.c - an exception as the interpreter prints it: traceback with
 * source lines and carets, cause and context, notes, groups, suggestions.
 *
 * The text is built whole and written to sys.stderr in one piece.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/frame.h"
#include "runtime/function.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str.h"
#include "runtime/suggestion.h"
#include "runtime/type.h"

enum {
    TRACEBACK_LIMIT = 1000,
    REPEATED_SHOWN = 3,
    GROUP_MAX_WIDTH = 15,
    GROUP_MAX_DEPTH = 10,
};

typedef struct SourceFile { /* the last file a line was wanted of */
    char *name;
    char *text;
    size_t size;
} SourceFile;

typedef struct Printer {
    Thread *t;
    StrBuilder out;
    SourceFile file;
    unsigned group_depth;
    bool need_close;
    Value seen; /* set of exceptions printed, against cycles */
} Printer;

static void put(Printer *p, const char *ascii) { builder_cstring(&p->out, ascii); }
static void put_number(Printer *p, long n) {
    char text[24];
    snprintf(text, sizeof text, "%ld", n);
    put(p, text);
}
static void put_utf8(Printer *p, const char *bytes, size_t length) {
    Value v = str_decode(p->t, (const uint8_t *)bytes, length, "utf-8", "replace");
    if (value_is_error(v))
        error_clear(p->t);
    else
        builder_str(&p->out, v);
}

static void indent(Printer *p, const char *margin) {
    builder_fill(&p->out, ' ', 2 * p->group_depth);
    put(p, margin);
}
static void margin(Printer *p) { indent(p, p->group_depth ? "| " : ""); }

/* ---- source lines ---- */

static bool open_source(Printer *p, const char *name) {
    SourceFile *f = &p->file;
    if (f->name && !strcmp(f->name, name))
        return f->text != NULL;
    free(f->name);
    free(f->text);
    *f = (SourceFile){.name = strdup(name)};
    FILE *stream = fopen(name, "rb");
    if (!stream)
        return false;
    size_t capacity = 0;
    for (;;) {
        if (f->size + 65536 > capacity) {
            capacity = capacity * 2 + 131072;
            char *grown = realloc(f->text, capacity);
            if (!grown)
                break;
            f->text = grown;
        }
        size_t got = fread(f->text + f->size, 1, capacity - f->size - 1, stream);
        if (!got)
            break;
        f->size += got;
    }
    fclose(stream);
    return f->text != NULL;
}

/* Line number `line` of a file, without its end; false if there is none. */
static bool source_line(Printer *p, Value filename, int line, const char **text, size_t *length) {
    size_t n;
    const char *name = value_is_str(filename) ? str_to_wtf8(p->t, filename, &n) : NULL;
    if (!name || line < 1 || (n && name[0] == '<' && name[n - 1] == '>') || !open_source(p, name))
        return false;
    const char *at = p->file.text, *end = at + p->file.size;
    if (p->file.size >= 3 && !memcmp(at, "\xef\xbb\xbf", 3))
        at += 3;
    for (; line > 1 && at < end; line--) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        at = newline ? newline + 1 : end;
    }
    if (line > 1 || at >= end)
        return false;
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    *text = at;
    *length = (size_t)((newline ? newline : end) - at);
    if (*length && at[*length - 1] == '\r')
        --*length;
    return true;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

/* Characters in the first `bytes` bytes of UTF-8. */
static size_t characters(const char *text, size_t bytes) {
    size_t n = 0;
    for (size_t i = 0; i < bytes; i++)
        n += ((unsigned char)text[i] & 0xc0) != 0x80;
    return n;
}

/* The line of ~~~^^^~~~ under a source line. */
static void put_carets(Printer *p, const char *text, size_t length, size_t stripped, const CodePosition *at) {
    if (at->column < 0 || at->end_column < 0 || at->line < 0 || at->end_line < 0)
        return;
    size_t start_byte = (size_t)at->column, end_byte = (size_t)at->end_column;
    size_t left = 0, right = 0;
    bool anchored = false;
    if (at->line == at->end_line) {
        if (end_byte > length)
            end_byte = length;
        if (start_byte > end_byte)
            return;
        if (p->t->vm->hooks.caret_anchors)
            anchored = p->t->vm->hooks.caret_anchors(text + start_byte, end_byte - start_byte, &left, &right);
        if (anchored) {
            left = characters(text, start_byte + left);
            right = characters(text, start_byte + right);
        }
    } else {
        end_byte = length;
        while (end_byte && is_blank(text[end_byte - 1]))
            end_byte--;
        if (start_byte > end_byte)
            return;
    }
    size_t start = characters(text, start_byte), end = characters(text, end_byte);
    size_t skip = characters(text, stripped);
    size_t last = length; /* trailing blanks do not count as part of the line */
    while (last && is_blank(text[last - 1]))
        last--;
    if (!anchored && end - start == characters(text, last) - skip)
        return; /* the whole line: nothing to point at */
    margin(p);
    put(p, "    ");
    for (size_t i = skip; i < end; i++)
        put(p, i < start ? " " : !anchored || (i >= left && i < right) ? "^" : "~");
    put(p, "\n");
}

static void put_source(Printer *p, Value filename, const CodePosition *at) {
    const char *text;
    size_t length, stripped = 0;
    if (!source_line(p, filename, at->line, &text, &length))
        return;
    while (stripped < length && is_blank(text[stripped]))
        stripped++;
    margin(p);
    put(p, "    ");
    put_utf8(p, text + stripped, length - stripped);
    put(p, "\n");
    put_carets(p, text, length, stripped, at);
}

/* ---- traceback ---- */

static void put_entry(Printer *p, Traceback *tb) {
    Value name;
    CodePosition at;
    traceback_describe(p->t, tb, &name, &at);
    Value filename = ((Function *)value_as_object(tb->function))->code->filename;
    margin(p);
    put(p, "  File \"");
    builder_str(&p->out, filename);
    put(p, "\", line ");
    put_number(p, traceback_line(p->t, tb));
    put(p, ", in ");
    builder_str(&p->out, name);
    put(p, "\n");
    at.line = traceback_line(p->t, tb);
    put_source(p, filename, &at);
}

static bool same_place(Printer *p, Traceback *a, Traceback *b) {
    Value name_a, name_b;
    CodePosition at;
    traceback_describe(p->t, a, &name_a, &at);
    traceback_describe(p->t, b, &name_b, &at);
    return traceback_line(p->t, a) == traceback_line(p->t, b) && op_equal(p->t, name_a, name_b) == 1 &&
           op_equal(p->t, ((Function *)value_as_object(a->function))->code->filename,
                    ((Function *)value_as_object(b->function))->code->filename) == 1;
}

static void put_repeated(Printer *p, long count) {
    if (count <= REPEATED_SHOWN)
        return;
    count -= REPEATED_SHOWN;
    margin(p);
    put(p, "  [Previous line repeated ");
    put_number(p, count);
    put(p, count > 1 ? " more times]\n" : " more time]\n");
}

static Traceback *as_traceback(Value v) {
    return value_is_kind(v, KIND_TRACEBACK) ? (Traceback *)value_as_object(v) : NULL;
}

static void put_traceback(Printer *p, Value first, bool group) {
    if (!as_traceback(first))
        return;
    long limit = TRACEBACK_LIMIT;
    Value v = dict_get_str(p->t, p->t->vm->sys->dict, str_intern_cstring(p->t, "tracebacklimit"));
    if (value_is_int(v)) {
        limit = (long)value_as_int(v);
        if (limit <= 0)
            return;
    }
    indent(p, group && p->group_depth == 1 ? "+ " : p->group_depth ? "| " : "");
    put(p, group ? "Exception Group Traceback (most recent call last):\n"
                 : "Traceback (most recent call last):\n");
    long depth = 0;
    for (Traceback *tb = as_traceback(first); tb; tb = as_traceback(tb->next))
        depth++;
    Traceback *tb = as_traceback(first);
    for (; depth > limit; depth--)
        tb = as_traceback(tb->next);
    Traceback *previous = NULL;
    long repeated = 0;
    for (; tb; tb = as_traceback(tb->next)) {
        if (!previous || !same_place(p, previous, tb)) {
            put_repeated(p, repeated);
            repeated = 0;
        }
        previous = tb;
        if (++repeated <= REPEATED_SHOWN)
            put_entry(p, tb);
    }
    put_repeated(p, repeated);
}

/* ---- the exception itself ---- */

static Value safe(Printer *p, Value v) { /* UNDEF in place of an exception */
    if (!value_is_error(v))
        return v;
    error_clear(p->t);
    return VALUE_UNDEF;
}

static void put_type_name(Printer *p, Value e) {
    Type *type = type_of(p->t, e);
    Value module = safe(p, type_module_name(p->t, type));
    if (value_is_undef(module) || !value_is_str(module)) {
        put(p, "<unknown>");
    } else if (!str_equals_cstring(p->t, module, "builtins") && !str_equals_cstring(p->t, module, "__main__")) {
        builder_str(&p->out, module);
        put(p, ".");
    }
    builder_str(&p->out, type->qualname);
}

/* Text of several lines, each behind the margin. */
static void put_lines(Printer *p, Value text) {
    Value lines = safe(p, call_method0(p->t, text, str_intern_cstring(p->t, "splitlines")));
    if (value_is_undef(lines) || !value_is_list(lines))
        return;
    for (size_t i = 0; i < value_as_list(lines)->length; i++) {
        margin(p);
        builder_str(&p->out, value_as_list(lines)->items[i]);
        put(p, "\n");
    }
}

/* Text whose continuation lines get the margin. */
static void put_message(Printer *p, Value text) {
    if (!p->group_depth) {
        builder_str(&p->out, text);
        return;
    }
    Value pieces = safe(p, call_method1(p->t, text, str_intern_cstring(p->t, "split"), str_from_char(p->t, '\n')));
    if (value_is_undef(pieces))
        return;
    for (size_t i = 0; i < value_as_list(pieces)->length; i++) {
        if (i) {
            put(p, "\n");
            margin(p);
        }
        builder_str(&p->out, value_as_list(pieces)->items[i]);
    }
}

static void put_syntax_position(Printer *p, Exception *e) {
    Value *f = e->fields;
    Thread *t = p->t;
    Value filename = f[EXC_FIELD_SYNTAX_FILENAME], lineno = f[EXC_FIELD_SYNTAX_LINENO];
    if (value_is_undef(lineno) || !value_is_int(lineno))
        return;
    margin(p);
    put(p, "  File \"");
    if (!value_is_undef(filename) && value_is_str(filename))
        builder_str(&p->out, filename);
    else
        put(p, "<string>");
    put(p, "\", line ");
    put_number(p, (long)value_as_int(lineno));
    put(p, "\n");
    Value text = f[EXC_FIELD_SYNTAX_TEXT];
    const char *line = NULL;
    size_t n = 0;
    if (!value_is_undef(text) && value_is_str(text))
        line = str_to_wtf8(t, text, &n);
    if (!line)
        return;
    while (n && (line[n - 1] == '\n' || line[n - 1] == '\r'))
        n--;
    size_t skip = 0;
    while (skip < n && is_blank(line[skip]))
        skip++;
    margin(p);
    put(p, "    ");
    put_utf8(p, line + skip, n - skip);
    put(p, "\n");
    Value offset = f[EXC_FIELD_SYNTAX_OFFSET], end = f[EXC_FIELD_SYNTAX_END_OFFSET];
    Value end_line = f[EXC_FIELD_SYNTAX_END_LINENO];
    if (value_is_undef(offset) || !value_is_int(offset) || value_as_int(offset) < 1)
        return;
    int64_t start = value_as_int(offset);
    int64_t stop = !value_is_undef(end) && value_is_int(end) ? value_as_int(end) : -1;
    int64_t length = (int64_t)characters(line, n);
    if (!value_is_undef(end_line) && value_is_int(end_line) && value_as_int(end_line) > value_as_int(lineno))
        stop = length + 1; /* goes on below: mark to the end of the line */
    if (stop <= 0 || stop < start + 1)
        stop = start + 1;
    int64_t column = start - 1 - (int64_t)skip;
    if (column < 0)
        return;
    margin(p);
    put(p, "    ");
    size_t byte = skip;
    for (int64_t i = 0; i < column; i++) { /* tabs keep their width */
        put(p, byte < n && is_blank(line[byte]) && line[byte] != ' ' ? (char[]){line[byte], 0} : " ");
        byte++;
    }
    for (int64_t i = start; i < stop; i++)
        put(p, "^");
    put(p, "\n");
}

static void put_notes(Printer *p, Value e) {
    Thread *t = p->t;
    Value notes = safe(p, attr_find(t, e, STR_NAME(t, __notes__)));
    if (value_is_undef(notes) || value_is_none(notes))
        return;
    bool sequence = (value_is_list(notes) || value_is_tuple(notes));
    if (!sequence) {
        Value text = safe(p, op_repr(t, notes));
        if (!value_is_undef(text))
            put_lines(p, text);
        return;
    }
    Value items = safe(p, list_from_iterable(t, notes));
    if (value_is_undef(items))
        return;
    for (size_t i = 0; i < value_as_list(items)->length; i++) {
        Value text = safe(p, op_str(t, value_as_list(items)->items[i]));
        if (value_is_undef(text)) {
            margin(p);
            put(p, "<note str() failed>\n");
        } else {
            put_lines(p, text);
        }
    }
}

static void put_exception(Printer *p, Value e) {
    Thread *t = p->t;
    bool group = type_is_subtype(type_of(t, e), t->vm->types[TYPE_BaseExceptionGroup]);
    put_traceback(p, exception_traceback(t, value_as_exception(e)), group);
    bool syntax = type_is_subtype(type_of(t, e), t->vm->types[TYPE_SyntaxError]);
    Value text;
    if (syntax) {
        put_syntax_position(p, value_as_exception(e));
        text = value_as_exception(e)->fields[EXC_FIELD_SYNTAX_MSG];
        bool positioned = !value_is_undef(value_as_exception(e)->fields[EXC_FIELD_SYNTAX_LINENO]) &&
                          value_is_int(value_as_exception(e)->fields[EXC_FIELD_SYNTAX_LINENO]);
        text = positioned ? safe(p, op_str(t, value_is_undef(text) ? VALUE_NONE : text)) : safe(p, op_str(t, e));
    } else {
        text = safe(p, op_str(t, e));
    }
    margin(p);
    put_type_name(p, e);
    if (value_is_undef(text)) {
        put(p, ": <exception str() failed>");
    } else if (value_as_str(text)->length) {
        put(p, ": ");
        put_message(p, text);
    }
    Value suggestion = safe(p, suggest_name(t, e));
    if (!value_is_undef(suggestion)) {
        put(p, ". Did you mean: '");
        builder_str(&p->out, suggestion);
        put(p, "'?");
    }
    put(p, "\n");
    put_notes(p, e);
}

static void put_chain(Printer *p, Value e);

static void put_group(Printer *p, Value e) {
    if (p->group_depth > GROUP_MAX_DEPTH) {
        margin(p);
        put(p, "... (max_group_depth is 10)\n");
        return;
    }
    if (p->group_depth == 0)
        p->group_depth = 1;
    bool outermost = p->group_depth == 1;
    put_exception(p, e);
    Tuple *members = value_as_tuple(value_as_exception(e)->fields[EXC_FIELD_EXCEPTIONS]);
    size_t n = members->length <= GROUP_MAX_WIDTH ? members->length : GROUP_MAX_WIDTH + 1;
    p->need_close = false;
    for (size_t i = 0; i < n; i++) {
        bool last = i == n - 1, truncated = i >= GROUP_MAX_WIDTH;
        if (last)
            p->need_close = true;
        builder_fill(&p->out, ' ', 2 * p->group_depth);
        put(p, i == 0 ? "+-" : "  ");
        put(p, "+---------------- ");
        if (truncated)
            put(p, "...");
        else
            put_number(p, (long)i + 1);
        put(p, " ----------------\n");
        p->group_depth++;
        if (truncated) {
            margin(p);
            put(p, "and ");
            put_number(p, (long)(members->length - GROUP_MAX_WIDTH));
            put(p, members->length - GROUP_MAX_WIDTH > 1 ? " more exceptions\n" : " more exception\n");
        } else {
            put_chain(p, members->items[i]);
        }
        if (last && p->need_close) {
            builder_fill(&p->out, ' ', 2 * p->group_depth);
            put(p, "+------------------------------------\n");
            p->need_close = false;
        }
        p->group_depth--;
    }
    if (outermost)
        p->group_depth = 0;
}

static void put_linked(Printer *p, Value linked, const char *message) {
    bool need_close = p->need_close;
    put_chain(p, linked);
    p->need_close = need_close;
    margin(p);
    put(p, "\n");
    margin(p);
    put(p, message);
    margin(p);
    put(p, "\n");
}

static bool unseen(Printer *p, Value e) {
    List *l = value_as_list(p->seen);
    for (size_t i = 0; i < l->length; i++)
        if (value_same(l->items[i], e))
            return false;
    return true;
}

static void put_chain(Printer *p, Value e) {
    Thread *t = p->t;
    if (!recursion_enter(t, " in print_exception")) {
        error_clear(t);
        return;
    }
    Exception *x = value_as_exception(e);
    if (!list_append(t, value_as_list(p->seen), e))
        error_clear(t);
    if (!value_is_none(x->cause)) {
        if (unseen(p, x->cause))
            put_linked(p, x->cause,
                       "The above exception was the direct cause of the following exception:\n");
    } else if (!value_is_none(x->context) && !x->suppress_context && unseen(p, x->context)) {
        put_linked(p, x->context,
                   "During handling of the above exception, another exception occurred:\n");
    }
    if (type_is_subtype(type_of(t, e), t->vm->types[TYPE_BaseExceptionGroup]))
        put_group(p, e);
    else
        put_exception(p, e);
    recursion_leave(t);
}

Value error_text(Thread *t, Value exception) {
    Value pending = error_fetch(t);
    uint32_t limit = t->depth_limit;
    recursion_set_limit(t, limit + 200); /* the exception may be the recursion limit's own */
    Printer p = {.t = t, .seen = list_new(t, 4)};
    builder_init(&p.out, t);
    Value text = VALUE_ERROR;
    if (!value_is_error(p.seen)) {
        put_chain(&p, exception);
        text = builder_finish(&p.out);
    }
    recursion_set_limit(t, limit);
    free(p.file.name);
    free(p.file.text);
    if (!value_is_error(text))
        error_restore(t, pending);
    return text;
}

void error_print(Thread *t, Value exception) {
    Value text = error_text(t, exception);
    if (value_is_error(text)) {
        error_clear(t);
        fprintf(stderr, "%s\n", type_name(type_of(t, exception)));
        return;
    }
    Value err = VALUE_UNDEF;
    if (t->vm->sys) /* else the start itself fails */
        err = dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, "stderr"));
    if (!value_is_undef(err) && !value_is_none(err)) {
        Value r = call_method1(t, err, STR_NAME(t, write), text);
        if (!value_is_error(r))
            r = call_method0(t, err, STR_NAME(t, flush));
        if (value_is_error(r))
            error_clear(t);
        return;
    }
    size_t n;
    const char *bytes = str_to_wtf8(t, text, &n);
    if (bytes)
        fwrite(bytes, 1, n, stderr);
    else
        error_clear(t);
}

/* context.c - memory, names, errors and warnings of one compilation. */
#include "front/context.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/call.h"
#include "runtime/error.h"
#include "runtime/frame.h"

/* CPython counts three levels of nesting for each permitted Python call. */
enum { NESTING_PER_CALL = 3 };

bool context_start(Context *c, Thread *t, Value filename) {
    memset(c, 0, sizeof *c);
    c->t = t;
    c->filename = filename;
    arena_init(&c->arena);
    c->depth = recursion_depth(t) * NESTING_PER_CALL;
    c->depth_limit = t->depth_limit < UINT32_MAX / NESTING_PER_CALL
                         ? t->depth_limit * NESTING_PER_CALL
                         : UINT32_MAX;
    Value keep = list_new(t, 64);
    if (value_is_error(keep)) return false;
    c->keep = value_as_list(keep);
    return true;
}

void context_end(Context *c) {
    arena_free_all(&c->arena);
}

void context_escape(Context *c) {
    assert(error_pending(c->t));
    longjmp(c->escape, 1);
}

void context_no_memory(Context *c) {
    raise_memory_error(c->t);
    context_escape(c);
}

void *context_alloc(Context *c, size_t size) {
    void *p = arena_alloc_zeroed(&c->arena, size);
    if (!p) context_no_memory(c);
    return p;
}

Value context_keep(Context *c, Value v) {
    if (value_is_error(v) || (value_is_object(v) && !list_append(c->t, c->keep, v)))
        context_escape(c);
    return v;
}

void context_enter_slow(Context *c) {
    raise_error(c->t, TYPE_RecursionError, "maximum recursion depth exceeded during compilation");
    context_escape(c);
}

/* ---- names ---- */

Value context_intern(Context *c, const char *utf8, size_t length) {
    Value s = str_from_utf8(c->t, utf8, length);
    if (value_is_error(s)) context_escape(c);
    return context_keep(c, str_intern(c->t, s));
}

Value context_name_slow(Context *c, const Name *name) {
    return c->names[name->index] = context_intern(c, name->bytes, name->length);
}

Value context_mangled_slow(Context *c, const Name *class_name, const Name *name) {
    const char *class_bytes = class_name->bytes;
    size_t class_length = class_name->length;
    if (name->length >= 2 && memcmp(name->bytes + name->length - 2, "__", 2) == 0)
        return context_name(c, name);
    if (memchr(name->bytes, '.', name->length)) return context_name(c, name);
    while (class_length && *class_bytes == '_') {
        class_bytes++;
        class_length--;
    }
    if (!class_length) return context_name(c, name);
    char *mangled = context_alloc(c, 1 + class_length + name->length);
    mangled[0] = '_';
    memcpy(mangled + 1, class_bytes, class_length);
    memcpy(mangled + 1 + class_length, name->bytes, name->length);
    return context_intern(c, mangled, 1 + class_length + name->length);
}

/* ---- errors ---- */

/* The text of a line, read from the file that the program came from: None when
 * there is no such file, as for "<string>". */
static Value line_from_file(Context *c, int wanted) {
    Thread *t = c->t;
    size_t path_length;
    const char *path = path_to_bytes(t, c->filename, &path_length);
    if (!path) {
        error_clear(t);
        return VALUE_NONE;
    }
    FILE *file = fopen(path, "re");
    if (!file) return VALUE_NONE;
    Value text = VALUE_NONE;
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length = -1;
    int number = 0;
    while (number < wanted && (length = getline(&line, &capacity, file)) >= 0) number++;
    if (number == wanted && length >= 0) {
        text = str_decode(t, (const uint8_t *)line, (size_t)length, "utf-8", "replace");
        if (value_is_error(text)) {
            error_clear(t);
            text = VALUE_NONE;
        }
    }
    free(line);
    fclose(file);
    return text;
}

static void raise_syntax_error(Context *c, TypeId type, Value message, const Value location[6]) {
    Value details = tuple_from_values(c->t, location, 6);
    if (value_is_error(details)) return;
    Value args[2] = {message, details};
    raise_with_args(c->t, type, args, 2);
}

/* NULL: another exception is pending instead. */
static Exception *syntax_error_at(Context *c, AstPos pos, const char *format, va_list ap) {
    Value message = str_vformat(c->t, format, ap);
    if (value_is_error(message)) return NULL;
    Value location[6] = {
        c->filename,
        value_from_int(pos.lineno),
        value_from_int(pos.col_offset + 1),
        line_from_file(c, pos.lineno),
        value_from_int(pos.end_lineno),
        pos.end_col_offset == -2 ? VALUE_NONE : value_from_int(pos.end_col_offset + 1),
    };
    raise_syntax_error(c, TYPE_SyntaxError, message, location);
    return error_matches(c->t, TYPE_SyntaxError) ? (Exception *)value_as_object(c->t->exception)
                                                 : NULL;
}

void context_error(Context *c, AstPos pos, const char *format, ...) {
    va_list ap;
    va_start(ap, format);
    syntax_error_at(c, pos, format, ap);
    va_end(ap);
    context_escape(c);
}

void context_scope_error(Context *c, AstPos pos, const char *format, ...) {
    va_list ap;
    va_start(ap, format);
    Exception *e = syntax_error_at(c, pos, format, ap);
    va_end(ap);
    if (e) {
        Value args = tuple_slice(c->t, value_as_tuple(e->args), 0, 1);
        if (!value_is_error(args)) {
            e->args = args;
            gc_wrote(c->t, e);
        }
    }
    context_escape(c);
}

void context_raise_parse_error(Context *c, const SyntaxErrorInfo *error) {
    Thread *t = c->t;
    TypeId type = TYPE_SyntaxError;
    switch (error->kind) {
    case SYNTAX_OK:
    case SYNTAX_ERROR: break;
    case SYNTAX_INDENTATION_ERROR: type = TYPE_IndentationError; break;
    case SYNTAX_TAB_ERROR: type = TYPE_TabError; break;
    case SYNTAX_MEMORY_ERROR:
        if (error->message)
            raise_error(t, TYPE_MemoryError, "%s", error->message);
        else
            raise_memory_error(t);
        return;
    case SYNTAX_RECURSION_ERROR: raise_error(t, TYPE_RecursionError, "%s", error->message); return;
    case SYNTAX_VALUE_ERROR: raise_error(t, TYPE_ValueError, "%s", error->message); return;
    case SYNTAX_UNICODE_ERROR: raise_error(t, TYPE_UnicodeError, "%s", error->message); return;
    }
    Value message = str_from_cstring(t, error->message ? error->message : "invalid syntax");
    if (value_is_error(message)) return;
    if (!error->has_location) {
        raise_with_args(t, type, &message, 1);
        return;
    }
    Value text = VALUE_NONE;
    if (error->text) {
        text = str_decode(t, (const uint8_t *)error->text, error->text_length, "utf-8", "replace");
        if (value_is_error(text)) return;
    }
    Value location[6] = {
        c->filename,
        value_from_int(error->lineno),
        error->offset == -1 ? VALUE_NONE : value_from_int(error->offset),
        text,
        value_from_int(error->end_lineno),
        value_from_int(error->end_offset),
    };
    raise_syntax_error(c, type, message, location);
}

/* warnings.warn_explicit(message, category, filename, lineno): a position in
 * the program being compiled, not in the one that runs. */
static bool warn_explicit(Context *c, TypeId category, int32_t lineno, Value message) {
    Thread *t = c->t;
    if (!t->vm->hooks.import_module) return true;
    Value module =
        t->vm->hooks.import_module(t, str_intern_cstring(t, "warnings"), VALUE_NONE, VALUE_NONE, 0);
    if (value_is_error(module)) {
        error_clear(t);
        return true;
    }
    Value args[4] = {message, value_from_object(t->vm->types[category]), c->filename,
                     value_from_int(lineno)};
    Value name = str_intern_cstring(t, "warn_explicit");
    return !value_is_error(call_method(t, module, name, args, 4));
}

void context_warn(Context *c, TypeId category, AstPos pos, const char *format, ...) {
    va_list ap;
    va_start(ap, format);
    Value message = str_vformat(c->t, format, ap);
    va_end(ap);
    context_keep(c, message);
    c->warning_count++;
    if (warn_explicit(c, category, pos.lineno, message)) return;
    /* -W error: the warning becomes a syntax error at its place. */
    if (error_matches(c->t, category)) {
        error_clear(c->t);
        context_error(c, pos, "%U", message);
    }
    context_escape(c);
}

bool context_try_warn(Context *c, TypeId category, int32_t lineno, const char *message) {
    Value text = str_from_cstring(c->t, message);
    if (!value_is_error(text) && warn_explicit(c, category, lineno, text)) return true;
    if (error_matches(c->t, category)) error_clear(c->t);
    return false;
}

/*
 * startup.c - what native modules do at the start and the end of a program:
 * standard streams with CPython's settings, exit functions.
 */
#include "modules/startup.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "modules/io/io.h"

/* PYTHONIOENCODING=encoding:errors into two strs; NONE where not given. */
static void io_encoding(Thread *t, Value *encoding, Value *errors) {
    const char *text = getenv("PYTHONIOENCODING");
    *encoding = *errors = VALUE_NONE;
    if (!text)
        return;
    const char *colon = strchr(text, ':');
    size_t n = colon ? (size_t)(colon - text) : strlen(text);
    if (n)
        *encoding = str_from_utf8(t, text, n);
    if (colon && colon[1])
        *errors = str_from_cstring(t, colon + 1);
}

static bool open_stream(Thread *t, int fd, const char *name, const char *dunder, bool unbuffered) {
    if (lseek(fd, 0, SEEK_CUR) < 0 && errno == EBADF) /* closed by whoever started us */
        return module_set(t, t->vm->sys, name, VALUE_NONE) && module_set(t, t->vm->sys, dunder, VALUE_NONE);
    Value encoding, errors;
    io_encoding(t, &encoding, &errors);
    if (value_is_none(encoding))
        encoding = str_from_cstring(t, "utf-8");
    if (fd == 2)
        errors = str_from_cstring(t, "backslashreplace");
    else if (value_is_none(errors))
        errors = str_from_cstring(t, "strict");
    Value raw = fileio_open(t, value_from_int(fd), fd == 0 ? "rb" : "wb", false, VALUE_NONE);
    if (value_is_error(raw))
        return false;
    char spelled[16];
    snprintf(spelled, sizeof spelled, "<%s>", name);
    if (!attr_set(t, raw, STR_NAME(t, name), str_from_cstring(t, spelled)))
        return false;
    Value buffer = raw;
    if (fd == 0 || !unbuffered)
        buffer = buffered_new(t, fd == 0 ? TYPE_BUFFERED_READER : TYPE_BUFFERED_WRITER, raw, IO_BUFFER_SIZE);
    if (value_is_error(buffer))
        return false;
    bool line = !unbuffered && (fd == 2 || isatty(fd));
    Value text = textio_new(t, buffer, encoding, errors, fd == 0 ? VALUE_NONE : str_from_cstring(t, "\n"), line,
                            unbuffered);
    return !value_is_error(text) && attr_set(t, text, str_intern_cstring(t, "mode"), str_from_char(t, fd == 0 ? 'r' : 'w')) &&
           module_set(t, t->vm->sys, name, text) && module_set(t, t->vm->sys, dunder, text);
}

bool modules_start(Thread *t) {
    Value io = t->vm->hooks.import_module(t, str_intern_cstring(t, "_io"), VALUE_NONE, VALUE_NONE, 0);
    const char *u = getenv("PYTHONUNBUFFERED");
    bool unbuffered = u && *u;
    /* The built-in open is this module's. */
    if (value_is_error(io) ||
        !module_set(t, t->vm->builtins_module, "open", attr_get_cstring(t, io, "open")))
        return false;
    return warnings_install(t) && signals_install(t) && open_stream(t, 0, "stdin", "__stdin__", unbuffered) &&
           open_stream(t, 1, "stdout", "__stdout__", unbuffered) &&
           open_stream(t, 2, "stderr", "__stderr__", unbuffered);
}

void modules_finish(Thread *t) {
    Value threading = dict_get_str(t, t->vm->modules, str_intern_cstring(t, "threading"));
    if (!value_is_undef(threading)) {
        Value end = attr_find(t, threading, str_intern_cstring(t, "_shutdown"));
        if (value_is_error(end) || (!value_is_undef(end) && value_is_error(call0(t, end))))
            error_write_unraisable(t, "on threading shutdown", threading);
    }
    atexit_run(t);
}

static bool flush(Thread *t, const char *name) {
    Value stream = dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, name));
    if (value_is_undef(stream) || value_is_none(stream))
        return true;
    int closed = io_is_closed(t, stream);
    if (closed == 0)
        return !value_is_error(call_method0(t, stream, STR_NAME(t, flush)));
    return closed > 0;
}

bool streams_flush(Thread *t) {
    Value pending = error_fetch(t);
    bool ok = flush(t, "stdout");
    if (!ok)
        error_write_unraisable(t, "", dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, "stdout")));
    if (!flush(t, "stderr") && error_pending(t))
        error_clear(t);
    error_restore(t, pending);
    return ok;
}

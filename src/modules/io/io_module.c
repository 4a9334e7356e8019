/* io_module.c - the module _io: open() and the table of types. */
#include <errno.h>
#include <unistd.h>

#include "modules/io/io.h"
#include "modules/startup.h"

typedef struct OpenMode {
    bool creating, reading, writing, appending, updating, text, binary;
    char raw[8];
} OpenMode;

static bool parse_mode(Thread *t, Value value, OpenMode *m) {
    size_t n;
    if (!value_is_str(value)) {
        raise_type_error(t, "open() argument 'mode' must be str, not %T", value);
        return false;
    }
    const char *s = str_to_utf8(t, value, &n);
    if (!s)
        return false;
    *m = (OpenMode){0};
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        bool *flag = s[i] == 'x'   ? &m->creating
                     : s[i] == 'r' ? &m->reading
                     : s[i] == 'w' ? &m->writing
                     : s[i] == 'a' ? &m->appending
                     : s[i] == '+' ? &m->updating
                     : s[i] == 't' ? &m->text
                     : s[i] == 'b' ? &m->binary : NULL;
        if (!flag || *flag) {
            raise_value_error(t, "invalid mode: '%s'", s);
            return false;
        }
        *flag = true;
        if (s[i] != 't' && s[i] != 'b' && s[i] != '+' && k < 2)
            m->raw[k++] = s[i];
    }
    if (m->updating)
        m->raw[k++] = '+';
    if (m->text && m->binary)
        raise_value_error(t, "can't have text and binary mode at once");
    else if (m->creating + m->reading + m->writing + m->appending > 1)
        raise_value_error(t, "must have exactly one of create/read/write/append mode");
    else
        return true;
    return false;
}

static Value io_open(Thread *t, Value *args) {
    Value file = args[0], encoding = args[3], errors = args[4], newline = args[5];
    OpenMode m;
    int64_t buffering;
    int closefd = op_truth(t, args[6]);
    if (!value_is_any_int(file)) {
        if (!value_is_str(file) && !value_is_bytes_like(t, file)) {
            Value fspath = special_of(t, file, SPECIAL_FSPATH);
            if (value_is_undef(fspath))
                return raise_type_error(t, "expected str, bytes or os.PathLike object, not %T", file);
            file = call_special(t, fspath, &file, 1);
            if (value_is_error(file))
                return file;
        }
    }
    if (closefd < 0 || !arg_int64(t, args[2], &buffering) || !parse_mode(t, args[1], &m))
        return VALUE_ERROR;
    if (m.binary && !value_is_none(encoding))
        return raise_value_error(t, "binary mode doesn't take an encoding argument");
    if (m.binary && !value_is_none(errors))
        return raise_value_error(t, "binary mode doesn't take an errors argument");
    if (m.binary && !value_is_none(newline))
        return raise_value_error(t, "binary mode doesn't take a newline argument");
    Value raw = fileio_open(t, file, m.raw, closefd, args[7]);
    if (value_is_error(raw))
        return raw;
    FileIo *f = (FileIo *)value_as_object(raw);
    bool line_buffering = buffering == 1 && !m.binary;
    if (buffering < 0 && isatty(f->fd)) {
        buffering = -1;
        line_buffering = true;
    }
    Value result = raw;
    if (buffering < 0 || (buffering == 1 && !m.binary))
        buffering = f->block_size > 1 ? f->block_size : IO_BUFFER_SIZE;
    if (buffering == 0) {
        if (m.binary)
            return raw;
        result = raise_value_error(t, "can't have unbuffered text I/O");
    } else {
        TypeId type = m.updating ? TYPE_BUFFERED_RANDOM : m.reading ? TYPE_BUFFERED_READER : TYPE_BUFFERED_WRITER;
        result = buffered_new(t, type, raw, (size_t)buffering);
    }
    if (!value_is_error(result) && !m.binary) {
        result = textio_new(t, result, encoding, errors, newline, line_buffering, false);
        if (!value_is_error(result) && !attr_set(t, result, str_intern_cstring(t, "mode"), args[1]))
            result = VALUE_ERROR;
    }
    if (value_is_error(result)) { /* do not leave the file open */
        Value pending = error_fetch(t);
        if (value_is_error(io_call(t, raw, "close", NULL, 0)))
            error_clear(t);
        error_restore(t, pending);
    }
    return result;
}

static Value io_open_code(Thread *t, Value *args) {
    if (!value_is_str(args[0]))
        return raise_type_error(t, "open_code() argument 'path' must be str, not %T", args[0]);
    Value all[8] = {args[0], str_from_cstring(t, "rb"), value_from_int(-1), VALUE_NONE,
                    VALUE_NONE, VALUE_NONE, VALUE_TRUE, VALUE_NONE};
    return io_open(t, all);
}

static Value io_text_encoding(Thread *t, Value *args) {
    return value_is_none(args[0]) ? str_from_cstring(t, "locale") : args[0];
}

static const NativeDef functions[] = {
    NATIVE("open", "($module, /, file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, "
                   "closefd=True, opener=None)",
           io_open, "Open file and return a stream.  Raise OSError upon failure."),
    NATIVE("open_code", "($module, /, path)", io_open_code, "Opens the provided file with the intent to import the contents."),
    NATIVE("text_encoding", "($module, encoding, stacklevel=2, /)", io_text_encoding,
           "A helper function to choose the text encoding."),
    NATIVE_END,
};

static const TypeDef *const types[] = {
    &typedef_io_base, &typedef_raw_io_base, &typedef_buffered_io_base, &typedef_text_io_base, &typedef_file_io,
    &typedef_bytes_io, &typedef_string_io, &typedef_buffered_reader, &typedef_buffered_writer,
    &typedef_buffered_random, &typedef_buffered_rw_pair, &typedef_text_io, &typedef_newline_decoder,
};

static bool io_init(Thread *t, Module *m) {
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (!native_type(t, types[i], m))
            return false;
    /* class UnsupportedOperation(OSError, ValueError), in io as CPython shows it */
    Value bases = tuple_pair(t, value_from_object(t->vm->types[TYPE_OSError]),
                             value_from_object(t->vm->types[TYPE_ValueError]));
    Dict *ns = dict_new(t);
    if (!ns || value_is_error(bases) || !dict_set_str(t, ns, STR_NAME(t, __module__), str_intern_cstring(t, "io")))
        return false;
    Value args[3] = {str_intern_cstring(t, "UnsupportedOperation"), bases, value_from_object(ns)};
    Value cls = call(t, value_from_object(t->vm->types[TYPE_TYPE]), args, 3, NULL);
    if (value_is_error(cls))
        return false;
    t->vm->module_state[MODULE_STATE_IO] = cls;
    return module_set(t, m, "UnsupportedOperation", cls) &&
           module_set(t, m, "BlockingIOError", value_from_object(t->vm->types[TYPE_BlockingIOError])) &&
           module_set(t, m, "DEFAULT_BUFFER_SIZE", value_from_int(IO_BUFFER_SIZE));
}

const ModuleDef module_io = {
    .name = "_io",
    .doc = "The io module provides the Python interfaces to stream handling.",
    .functions = functions,
    .init = io_init,
};

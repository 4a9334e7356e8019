/* iobase.c - the abstract bases _IOBase, _RawIOBase, _BufferedIOBase, _TextIOBase. */
#include "modules/io/io.h"

Value io_call(Thread *t, Value stream, const char *method, Value *args, size_t nargs) {
    Value name = str_intern_cstring(t, method);
    return value_is_error(name) ? name : call_method(t, stream, name, args, nargs);
}

Value io_unsupported(Thread *t, const char *operation) {
    Value cls = t->vm->module_state[MODULE_STATE_IO];
    Value text = str_from_cstring(t, operation);
    Value e = value_is_error(text) ? text : call1(t, cls, text);
    return value_is_error(e) ? e : raise_object(t, e);
}

bool io_check_open(Thread *t, const IoBase *base) {
    if (!base->closed)
        return true;
    raise_value_error(t, "I/O operation on closed file.");
    return false;
}

int io_is_closed(Thread *t, Value stream) {
    Value v = attr_find(t, stream, str_intern_cstring(t, "closed"));
    return value_is_error(v) ? -1 : value_is_undef(v) ? 0 : op_truth(t, v);
}

static bool check_closed(Thread *t, Value stream) {
    int closed = io_is_closed(t, stream);
    if (closed > 0)
        raise_value_error(t, "I/O operation on closed file.");
    return closed == 0;
}

bool io_whence(Thread *t, Value v, int *out) {
    if (!arg_int(t, v, out))
        return false;
    if (*out >= 0 && *out <= 4)
        return true;
    raise_value_error(t, "invalid whence (%d, should be 0, 1 or 2)", *out);
    return false;
}

bool io_size(Thread *t, Value v, int64_t *out) {
    if (value_is_none(v)) {
        *out = -1;
        return true;
    }
    if (!value_is_any_int(v) && value_is_undef(special_of(t, v, SPECIAL_INDEX))) {
        raise_type_error(t, "argument should be integer or None, not '%T'", v);
        return false;
    }
    return arg_size(t, v, out);
}

/* ---- _IOBase ---- */

static Value base_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    IoBase *b = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    return b ? value_from_object(b) : VALUE_ERROR;
}
static Value base_seek(Thread *t, Value *args) { return io_unsupported(t, "seek"); }
static Value base_tell(Thread *t, Value *args) {
    Value all[2] = {value_from_int(0), value_from_int(1)};
    return io_call(t, args[0], "seek", all, 2);
}
static Value base_truncate(Thread *t, Value *args) { return io_unsupported(t, "truncate"); }
static Value base_flush(Thread *t, Value *args) {
    return check_closed(t, args[0]) ? VALUE_NONE : VALUE_ERROR;
}

Value io_base_close(Thread *t, Value stream) {
    if (as_io(stream)->closed)
        return VALUE_NONE;
    Value r = io_call(t, stream, "flush", NULL, 0);
    as_io(stream)->closed = true;
    return value_is_error(r) ? r : VALUE_NONE;
}
static Value base_close(Thread *t, Value *args) { return io_base_close(t, args[0]); }

static Value answer_false(Thread *t, Value *args) { return VALUE_FALSE; }
static Value open_false(Thread *t, Value *args) {
    return check_closed(t, args[0]) ? VALUE_FALSE : VALUE_ERROR;
}
static Value base_fileno(Thread *t, Value *args) { return io_unsupported(t, "fileno"); }
static Value base_check_closed(Thread *t, Value *args) {
    return check_closed(t, args[0]) ? VALUE_NONE : VALUE_ERROR;
}
static Value check_ability(Thread *t, Value stream, const char *method, const char *message) {
    Value v = io_call(t, stream, method, NULL, 0);
    return value_is_error(v) || value_is_true(v) ? v : io_unsupported(t, message);
}
static Value base_check_seekable(Thread *t, Value *args) {
    return check_ability(t, args[0], "seekable", "File or stream is not seekable.");
}
static Value base_check_readable(Thread *t, Value *args) {
    return check_ability(t, args[0], "readable", "File or stream is not readable.");
}
static Value base_check_writable(Thread *t, Value *args) {
    return check_ability(t, args[0], "writable", "File or stream is not writable.");
}
static Value base_enter(Thread *t, Value *args) {
    return check_closed(t, args[0]) ? args[0] : VALUE_ERROR;
}
static Value base_exit(Thread *t, Value *args) { return io_call(t, args[0], "close", NULL, 0); }
static Value base_iter(Thread *t, Value *args) {
    return check_closed(t, args[0]) ? args[0] : VALUE_ERROR;
}
static Value base_next(Thread *t, Value *args) {
    Value line = call_method0(t, args[0], STR_NAME(t, readline));
    if (value_is_error(line))
        return line;
    int64_t n = op_len(t, line);
    return n < 0 ? VALUE_ERROR : n ? line : raise_stop_iteration(t, VALUE_UNDEF);
}

static Value base_readline(Thread *t, Value *args) {
    int64_t limit;
    if (!io_size(t, args[1], &limit))
        return VALUE_ERROR;
    Value peek = attr_find(t, args[0], str_intern_cstring(t, "peek"));
    if (value_is_error(peek))
        return peek;
    Value line = bytearray_from_data(t, "", 0);
    if (value_is_error(line))
        return line;
    Bytearray *b = (Bytearray *)value_as_object(line);
    while (limit < 0 || (int64_t)b->length < limit) {
        int64_t want = 1;
        if (!value_is_undef(peek)) {
            Value ahead = call1(t, peek, value_from_int(1));
            if (value_is_error(ahead))
                return ahead;
            if (!value_is_kind(ahead, KIND_BYTES))
                return raise_error(t, TYPE_OSError, "peek() should have returned a bytes object, not '%T'", ahead);
            Bytes *a = value_as_bytes(ahead);
            if (a->length) {
                const uint8_t *end = memchr(a->data, '\n', a->length);
                want = end ? end - a->data + 1 : (int64_t)a->length;
                if (limit >= 0 && want > limit - (int64_t)b->length)
                    want = limit - (int64_t)b->length;
            }
        }
        Value got = call_method1(t, args[0], STR_NAME(t, read), value_from_int(want));
        if (value_is_error(got))
            return got;
        if (!value_is_kind(got, KIND_BYTES))
            return raise_error(t, TYPE_OSError, "read() should have returned a bytes object, not '%T'", got);
        Bytes *g = value_as_bytes(got);
        if (!g->length)
            break;
        size_t at = b->length;
        if (!bytearray_resize(t, b, at + g->length))
            return VALUE_ERROR;
        memcpy(b->data + at, g->data, g->length);
        if (g->data[g->length - 1] == '\n')
            break;
    }
    return bytes_from_data(t, b->data, b->length);
}

static Value base_readlines(Thread *t, Value *args) {
    int64_t hint, total = 0;
    Value list = list_new(t, 0);
    if (!io_size(t, args[1], &hint) || value_is_error(list))
        return VALUE_ERROR;
    Value it = op_iter(t, args[0]);
    if (value_is_error(it))
        return it;
    for (;;) {
        Value line = op_next(t, it);
        if (value_is_error(line))
            return line;
        if (value_is_stop(line))
            return list;
        if (!list_append(t, value_as_list(list), line))
            return VALUE_ERROR;
        if (hint > 0) {
            int64_t n = op_len(t, line);
            if (n < 0)
                return VALUE_ERROR;
            if ((total += n) >= hint)
                return list;
        }
    }
}

static Value base_writelines(Thread *t, Value *args) {
    if (!check_closed(t, args[0]))
        return VALUE_ERROR;
    Value it = op_iter(t, args[1]);
    if (value_is_error(it))
        return it;
    for (;;) {
        Value line = op_next(t, it);
        if (value_is_stop(line))
            return VALUE_NONE;
        if (value_is_error(line) || value_is_error(call_method1(t, args[0], STR_NAME(t, write), line)))
            return VALUE_ERROR;
    }
}

static Value base_del(Thread *t, Value *args) {
    io_finalize(t, value_as_object(args[0]));
    return VALUE_NONE;
}

void io_finalize(Thread *t, Object *object) {
    IoBase *b = (IoBase *)object;
    if (b->owned)
        return;
    Value stream = value_from_object(b);
    b->finalizing = true;
    int closed = io_is_closed(t, stream);
    if (closed == 0 && value_is_error(io_call(t, stream, "close", NULL, 0)))
        closed = -1;
    if (closed < 0)
        error_clear(t);
}

static Value closed_get(Thread *t, Value self) { return value_bool(as_io(self)->closed); }
static Value io_dict_get(Thread *t, Value self) {
    Dict *d = instance_dict(t, value_as_object(self));
    return d ? value_from_object(d) : VALUE_ERROR;
}

static const NativeDef base_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", base_new, "Create and return a new object."),
    NATIVE("seek", "($self, offset, whence=0, /)", base_seek, "Change the stream position to the given byte offset."),
    NATIVE("tell", "($self, /)", base_tell, "Return current stream position."),
    NATIVE("truncate", "($self, pos=None, /)", base_truncate, "Truncate file to size bytes."),
    NATIVE("flush", "($self, /)", base_flush, "Flush write buffers, if applicable."),
    NATIVE("close", "($self, /)", base_close, "Flush and close the IO object."),
    NATIVE("seekable", "($self, /)", answer_false, "Return whether object supports random access."),
    NATIVE("readable", "($self, /)", answer_false, "Return whether object was opened for reading."),
    NATIVE("writable", "($self, /)", answer_false, "Return whether object was opened for writing."),
    NATIVE("_checkClosed", "($self, msg=None, /)", base_check_closed, NULL),
    NATIVE("_checkSeekable", "($self, msg=None, /)", base_check_seekable, NULL),
    NATIVE("_checkReadable", "($self, msg=None, /)", base_check_readable, NULL),
    NATIVE("_checkWritable", "($self, msg=None, /)", base_check_writable, NULL),
    NATIVE("fileno", "($self, /)", base_fileno, "Returns underlying file descriptor if one exists."),
    NATIVE("isatty", "($self, /)", open_false, "Return whether this is an 'interactive' stream."),
    NATIVE("__enter__", "($self, /)", base_enter, NULL),
    NATIVE("__exit__", "($self, type=None, value=None, traceback=None, /)", base_exit, NULL),
    NATIVE("__iter__", "($self, /)", base_iter, "Implement iter(self)."),
    NATIVE("__next__", "($self, /)", base_next, "Implement next(self)."),
    NATIVE("__del__", "($self, /)", base_del, NULL),
    NATIVE("readline", "($self, size=-1, /)", base_readline, "Read and return a line from the stream."),
    NATIVE("readlines", "($self, hint=-1, /)", base_readlines, "Return a list of lines from the stream."),
    NATIVE("writelines", "($self, lines, /)", base_writelines, "Write a list of lines to stream."),
    NATIVE_END,
};
static const GetSetDef base_getset[] = {
    {"closed", closed_get, NULL, NULL},
    {"__dict__", io_dict_get, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
const TypeDef typedef_io_base = {
    .name = "_io._IOBase",
    .doc = "The abstract base class for all I/O classes.",
    .id = TYPE_IO_BASE,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_DICT | TYPEFLAG_WEAKREFS,
    .size = sizeof(IoBase),
    .finalize = io_finalize,
    .methods = base_methods,
    .getset = base_getset,
};

/* ---- _RawIOBase ---- */

static Value raw_readall(Thread *t, Value *args) {
    Value all = bytearray_from_data(t, "", 0);
    if (value_is_error(all))
        return all;
    Bytearray *b = (Bytearray *)value_as_object(all);
    for (;;) {
        Value got = call_method1(t, args[0], STR_NAME(t, read), value_from_int(IO_BUFFER_SIZE));
        if (value_is_error(got))
            return got;
        if (value_is_none(got)) {
            if (!b->length)
                return got;
            break;
        }
        if (!value_is_kind(got, KIND_BYTES))
            return raise_type_error(t, "read() should return bytes");
        Bytes *g = value_as_bytes(got);
        if (!g->length)
            break;
        size_t at = b->length;
        if (!bytearray_resize(t, b, at + g->length))
            return VALUE_ERROR;
        memcpy(b->data + at, g->data, g->length);
    }
    return bytes_from_data(t, b->data, b->length);
}

static Value raw_read(Thread *t, Value *args) {
    int64_t n, got;
    if (!io_size(t, args[1], &n))
        return VALUE_ERROR;
    if (n < 0)
        return io_call(t, args[0], "readall", NULL, 0);
    Value buffer = bytearray_from_data(t, "", 0);
    if (value_is_error(buffer) || !bytearray_resize(t, (Bytearray *)value_as_object(buffer), (size_t)n))
        return VALUE_ERROR;
    Value r = io_call(t, args[0], "readinto", &buffer, 1);
    if (value_is_error(r) || value_is_none(r))
        return r;
    if (!arg_size(t, r, &got))
        return VALUE_ERROR;
    Bytearray *b = (Bytearray *)value_as_object(buffer);
    if (got < 0 || (size_t)got > b->length)
        return raise_value_error(t, "readinto returned %ld outside buffer size %ld", (long)got, (long)b->length);
    return bytes_from_data(t, b->data, (size_t)got);
}
static Value raw_unsupported(Thread *t, Value *args) {
    return raise_error(t, TYPE_NotImplementedError, "");
}
static const NativeDef raw_methods[] = {
    NATIVE("read", "($self, size=-1, /)", raw_read, NULL),
    NATIVE("readall", "($self, /)", raw_readall, "Read until EOF, using multiple read() call."),
    NATIVE("readinto", "($self, buffer, /)", raw_unsupported, NULL),
    NATIVE("write", "($self, b, /)", raw_unsupported, NULL),
    NATIVE_END,
};
const TypeDef typedef_raw_io_base = {
    .name = "_io._RawIOBase",
    .doc = "Base class for raw binary I/O.",
    .id = TYPE_RAW_IO_BASE,
    .base = TYPE_IO_BASE,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE,
    .methods = raw_methods,
};

/* ---- _BufferedIOBase ---- */

static Value no_detach(Thread *t, Value *args) { return io_unsupported(t, "detach"); }
static Value no_read(Thread *t, Value *args) { return io_unsupported(t, "read"); }
static Value no_read1(Thread *t, Value *args) { return io_unsupported(t, "read1"); }
static Value no_write(Thread *t, Value *args) { return io_unsupported(t, "write"); }
static Value no_readline(Thread *t, Value *args) { return io_unsupported(t, "readline"); }

static Value readinto_by(Thread *t, Value *args, const char *method) {
    Buffer out;
    if (!buffer_get(t, args[1], true, &out))
        return VALUE_ERROR;
    Value n = value_from_int((int64_t)out.length);
    Value got = io_call(t, args[0], method, &n, 1);
    Value r = VALUE_ERROR;
    if (!value_is_error(got)) {
        if (!value_is_kind(got, KIND_BYTES))
            r = raise_type_error(t, "read() should return bytes");
        else if (value_as_bytes(got)->length > out.length)
            r = raise_value_error(t, "read() returned too much data: %zu bytes requested, %zu returned",
                                  out.length, value_as_bytes(got)->length);
        else {
            memcpy(out.data, value_as_bytes(got)->data, value_as_bytes(got)->length);
            r = value_from_int((int64_t)value_as_bytes(got)->length);
        }
    }
    buffer_release(t, &out);
    return r;
}
static Value base_readinto(Thread *t, Value *args) { return readinto_by(t, args, "read"); }
static Value base_readinto1(Thread *t, Value *args) { return readinto_by(t, args, "read1"); }
static const NativeDef buffered_methods[] = {
    NATIVE("detach", "($self, /)", no_detach, "Disconnect this buffer from its underlying raw stream and return it."),
    NATIVE("read", "($self, size=-1, /)", no_read, "Read and return up to n bytes."),
    NATIVE("read1", "($self, size=-1, /)", no_read1, "Read and return up to n bytes, with at most one read() call."),
    NATIVE("readinto", "($self, buffer, /)", base_readinto, NULL),
    NATIVE("readinto1", "($self, buffer, /)", base_readinto1, NULL),
    NATIVE("write", "($self, b, /)", no_write, "Write the given buffer to the IO stream."),
    NATIVE_END,
};
const TypeDef typedef_buffered_io_base = {
    .name = "_io._BufferedIOBase",
    .doc = "Base class for buffered IO objects.",
    .id = TYPE_BUFFERED_IO_BASE,
    .base = TYPE_IO_BASE,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE,
    .methods = buffered_methods,
};

/* ---- _TextIOBase ---- */

static Value none_get(Thread *t, Value self) { return VALUE_NONE; }
static const NativeDef text_methods[] = {
    NATIVE("detach", "($self, /)", no_detach, "Separate the underlying buffer from the TextIOBase and return it."),
    NATIVE("read", "($self, size=-1, /)", no_read, "Return a string of size size."),
    NATIVE("readline", "($self, size=-1, /)", no_readline, "Read until newline or EOF."),
    NATIVE("write", "($self, s, /)", no_write, "Write string to stream."),
    NATIVE_END,
};
static const GetSetDef text_getset[] = {
    {"encoding", none_get, NULL, "Encoding of the text stream."},
    {"newlines", none_get, NULL, "Line endings translated so far."},
    {"errors", none_get, NULL, "The error setting of the decoder or encoder."},
    {NULL, NULL, NULL, NULL},
};
const TypeDef typedef_text_io_base = {
    .name = "_io._TextIOBase",
    .doc = "Base class for text I/O.",
    .id = TYPE_TEXT_IO_BASE,
    .base = TYPE_IO_BASE,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE,
    .methods = text_methods,
    .getset = text_getset,
};

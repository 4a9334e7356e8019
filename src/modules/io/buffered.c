/*
 * buffered.c - BufferedReader, BufferedWriter, BufferedRandom, BufferedRWPair.
 * One structure serves all: a read buffer, a write buffer, and the rule that at
 * most one of them holds anything.
 */
#include <errno.h>

#include "modules/io/io.h"

static Buffered *as_buffered(Value v) { return (Buffered *)value_as_object(v); }

static bool check_ready(Thread *t, Buffered *b) {
    if (b->detached) {
        raise_value_error(t, "raw stream has been detached");
        return false;
    }
    if (!b->base.initialized) {
        raise_value_error(t, "I/O operation on uninitialized object");
        return false;
    }
    return true;
}

static int closed(Thread *t, Buffered *b) {
    if (value_has_type(b->raw, TYPE_FILE_IO))
        return ((FileIo *)value_as_object(b->raw))->fd < 0;
    return io_is_closed(t, b->raw);
}

static bool check_open(Thread *t, Buffered *b, const char *message) {
    if (!check_ready(t, b))
        return false;
    int c = closed(t, b);
    if (c > 0)
        raise_value_error(t, "%s", message);
    return c == 0;
}

/* ---- the raw stream ---- */

static Value view_of(Thread *t, Value object) {
    return value_is_error(object) ? object : call1(t, value_from_object(t->vm->types[TYPE_MEMORYVIEW]), object);
}


/* -1 error, -2 would block. */
static int64_t raw_read_into(Thread *t, Buffered *b, uint8_t *out, size_t n) {
    if (value_has_type(b->raw, TYPE_FILE_IO))
        return fileio_read(t, (FileIo *)value_as_object(b->raw), out, n);
    Value array = bytearray_from_data(t, "", 0);
    if (value_is_error(array) || !bytearray_resize(t, (Bytearray *)value_as_object(array), n))
        return -1;
    Value view = view_of(t, array);
    Value r = value_is_error(view) ? view : io_call(t, b->raw, "readinto", &view, 1);
    int64_t got;
    if (value_is_error(r))
        return -1;
    if (value_is_none(r))
        return -2;
    if (!arg_size(t, r, &got))
        return -1;
    if (got < 0 || (size_t)got > n) {
        raise_error(t, TYPE_OSError, "raw readinto() returned invalid length %ld (should have been between 0 and %ld)",
                    (long)got, (long)n);
        return -1;
    }
    memcpy(out, ((Bytearray *)value_as_object(array))->data, (size_t)got);
    return got;
}

static int64_t raw_write_from(Thread *t, Buffered *b, const uint8_t *data, size_t n) {
    if (value_has_type(b->raw, TYPE_FILE_IO))
        return fileio_write(t, (FileIo *)value_as_object(b->raw), data, n);
    Value bytes = bytes_from_data(t, data, n);
    Value view = view_of(t, bytes);
    Value r = value_is_error(view) ? view : call_method1(t, b->raw, STR_NAME(t, write), view);
    int64_t put;
    if (value_is_error(r))
        return -1;
    if (value_is_none(r))
        return -2;
    if (!arg_size(t, r, &put))
        return -1;
    if (put < 0 || (size_t)put > n) {
        raise_error(t, TYPE_OSError, "raw write() returned invalid length %ld (should have been between 0 and %ld)",
                    (long)put, (long)n);
        return -1;
    }
    return put;
}

static Value raise_would_block(Thread *t, size_t written) {
    Value args[3] = {value_from_int(EAGAIN), str_from_cstring(t, "write could not complete without blocking"),
                     value_from_int((int64_t)written)};
    return raise_with_args(t, TYPE_BlockingIOError, args, 3);
}

static bool flush_writes(Thread *t, Buffered *b) {
    size_t done = 0;
    while (done < b->write_fill) {
        int64_t n = raw_write_from(t, b, b->write_buffer->bytes + done, b->write_fill - done);
        if (n < 0) {
            memmove(b->write_buffer->bytes, b->write_buffer->bytes + done, b->write_fill - done);
            b->write_fill -= done;
            if (n == -2)
                raise_would_block(t, 0);
            return false;
        }
        done += (size_t)n;
    }
    b->write_fill = 0;
    return true;
}

static bool raw_seek(Thread *t, Buffered *b, int64_t offset, int whence, int64_t *at) {
    Value args[2] = {int_from_int64(t, offset), value_from_int(whence)};
    Value r = io_call(t, b->raw, "seek", args, 2);
    if (value_is_error(r) || !arg_int64(t, r, at))
        return false;
    if (*at >= 0)
        return true;
    raise_error(t, TYPE_OSError, "Raw stream returned invalid position %ld", (long)*at);
    return false;
}

/* Unread bytes go back, so that the raw position is the logical one. */
static bool rewind_reads(Thread *t, Buffered *b) {
    size_t ahead = b->read_end - b->read_position;
    b->read_position = b->read_end = 0;
    int64_t at;
    return !ahead || raw_seek(t, b, -(int64_t)ahead, 1, &at);
}

bool buffered_flush(Thread *t, Buffered *b) {
    if (!flush_writes(t, b))
        return false;
    return !(b->readable && b->writable) || rewind_reads(t, b);
}

bool buffered_write(Thread *t, Buffered *b, const uint8_t *data, size_t n) {
    if (b->readable && b->read_end && !rewind_reads(t, b))
        return false;
    if (!b->write_buffer && !(b->write_buffer = gc_alloc_raw_to_fill(t, b->size)))
        return false;
    gc_wrote(t, b);
    if (n <= b->size - b->write_fill) {
        memcpy(b->write_buffer->bytes + b->write_fill, data, n);
        b->write_fill += n;
        return true;
    }
    if (!flush_writes(t, b))
        return false;
    while (n > b->size) { /* large writes go past the buffer */
        int64_t put = raw_write_from(t, b, data, n);
        if (put < 0) {
            if (put == -2)
                raise_would_block(t, 0);
            return false;
        }
        data += put;
        n -= (size_t)put;
    }
    memcpy(b->write_buffer->bytes, data, n);
    b->write_fill = n;
    return true;
}

/* Bytes now in the read buffer: -1 error, -2 would block, 0 end of file. */
static int64_t fill(Thread *t, Buffered *b) {
    if (b->write_fill && !flush_writes(t, b))
        return -1;
    if (!b->read_buffer && !(b->read_buffer = gc_alloc_raw_to_fill(t, b->size)))
        return -1;
    gc_wrote(t, b);
    b->read_position = b->read_end = 0;
    int64_t n = raw_read_into(t, b, b->read_buffer->bytes, b->size);
    if (n > 0)
        b->read_end = (size_t)n;
    return n;
}

/* ---- construction ---- */

static bool ability(Thread *t, Value raw, const char *method, const char *complaint) {
    Value v = io_call(t, raw, method, NULL, 0);
    int yes = value_is_error(v) ? -1 : op_truth(t, v);
    if (yes == 0)
        io_unsupported(t, complaint);
    return yes > 0;
}

static bool init(Thread *t, Buffered *b, TypeId type, Value raw, int64_t size) {
    b->readable = type != TYPE_BUFFERED_WRITER;
    b->writable = type != TYPE_BUFFERED_READER;
    if (type == TYPE_BUFFERED_RANDOM && !ability(t, raw, "seekable", "File or stream is not seekable."))
        return false;
    if (b->readable && !ability(t, raw, "readable", "File or stream is not readable."))
        return false;
    if (b->writable && !ability(t, raw, "writable", "File or stream is not writable."))
        return false;
    if (size <= 0) {
        raise_value_error(t, "buffer size must be strictly positive");
        return false;
    }
    b->raw = raw;
    b->size = (size_t)size;
    b->detached = false;
    b->base.initialized = true;
    b->read_buffer = b->write_buffer = NULL;
    b->read_position = b->read_end = b->write_fill = 0;
    if (value_has_type(raw, TYPE_FILE_IO))
        as_io(raw)->owned = true;
    gc_wrote(t, b);
    return true;
}

Value buffered_new(Thread *t, TypeId type, Value raw, size_t size) {
    Buffered *b = type_alloc(t, t->vm->types[type], 0);
    if (!b)
        return VALUE_ERROR;
    b->raw = VALUE_NONE;
    return init(t, b, type, raw, (int64_t)size) ? value_from_object(b) : VALUE_ERROR;
}

static Value new_method(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Buffered *b = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!b)
        return VALUE_ERROR;
    b->raw = VALUE_NONE;
    return value_from_object(b);
}

static TypeId native_id(Value v) {
    Type *type = object_type(value_as_object(v));
    while (type->id == TYPE_ID_COUNT)
        type = type->base;
    return (TypeId)type->id;
}

static Value init_method(Thread *t, Value *args) {
    int64_t size;
    if (!arg_size(t, args[2], &size) || !init(t, as_buffered(args[0]), native_id(args[0]), args[1], size))
        return VALUE_ERROR;
    return VALUE_NONE;
}

static void trace(Tracer *tracer, Object *object) {
    Buffered *b = (Buffered *)object;
    trace_value(tracer, b->raw);
    trace_object(tracer, b->read_buffer);
    trace_object(tracer, b->write_buffer);
}

/* ---- reading ---- */

static Value read_all(Thread *t, Buffered *b) {
    size_t ahead = b->read_end - b->read_position;
    const uint8_t *at = b->read_buffer ? b->read_buffer->bytes + b->read_position : NULL;
    Value head = bytes_from_data(t, at ? (const void *)at : "", ahead);
    if (value_is_error(head))
        return head;
    b->read_position = b->read_end = 0;
    if (b->write_fill && !flush_writes(t, b))
        return VALUE_ERROR;
    Value readall = attr_find(t, b->raw, str_intern_cstring(t, "readall"));
    if (value_is_error(readall))
        return readall;
    if (!value_is_undef(readall)) {
        Value rest = call0(t, readall);
        if (value_is_error(rest))
            return rest;
        if (value_is_none(rest))
            return ahead ? head : rest;
        if (!value_is_kind(rest, KIND_BYTES))
            return raise_type_error(t, "readall() should return bytes");
        return ahead ? op_binary(t, OP_ADD, head, rest) : rest;
    }
    Value all = bytearray_from_data(t, value_as_bytes(head)->data, ahead);
    for (;;) {
        Value got = value_is_error(all) ? all : io_call(t, b->raw, "read", NULL, 0);
        if (value_is_error(got))
            return got;
        if (value_is_none(got) || (value_is_kind(got, KIND_BYTES) && !value_as_bytes(got)->length)) {
            Bytearray *a = (Bytearray *)value_as_object(all);
            return value_is_none(got) && !a->length ? got : bytes_from_data(t, a->data, a->length);
        }
        if (!value_is_kind(got, KIND_BYTES))
            return raise_type_error(t, "read() should return bytes");
        all = op_inplace(t, OP_ADD, all, got);
    }
}

static Value read_exactly(Thread *t, Buffered *b, size_t n) {
    size_t ahead = b->read_end - b->read_position;
    if (n <= ahead) {
        Value v = bytes_from_data(t, n ? (const void *)(b->read_buffer->bytes + b->read_position) : "", n);
        b->read_position += n;
        return v;
    }
    Bytes *out = bytes_alloc_to_fill(t, n);
    if (!out)
        return VALUE_ERROR;
    size_t done = 0;
    while (done < n) {
        ahead = b->read_end - b->read_position;
        if (ahead) {
            size_t take = ahead < n - done ? ahead : n - done;
            memcpy(out->data + done, b->read_buffer->bytes + b->read_position, take);
            b->read_position += take;
            done += take;
            continue;
        }
        int64_t got;
        if (n - done >= b->size) { /* whole blocks bypass the buffer */
            if (b->write_fill && !flush_writes(t, b))
                return VALUE_ERROR;
            b->read_position = b->read_end = 0;
            got = raw_read_into(t, b, out->data + done, (n - done) / b->size * b->size);
            if (got > 0)
                done += (size_t)got;
        } else {
            got = fill(t, b);
        }
        if (got == -1)
            return VALUE_ERROR;
        if (got <= 0) {
            if (got == -2 && !done)
                return VALUE_NONE;
            break;
        }
    }
    return done == n ? value_from_object(out) : bytes_from_data(t, out->data, done);
}

static bool start_reading(Thread *t, Buffered *b, const char *message) {
    if (!check_open(t, b, message))
        return false;
    if (b->readable)
        return true;
    io_unsupported(t, "read");
    return false;
}

static Value read_method(Thread *t, Value *args) {
    Buffered *b = as_buffered(args[0]);
    int64_t n;
    if (!io_size(t, args[1], &n))
        return VALUE_ERROR;
    if (n < -1)
        return raise_value_error(t, "read length must be non-negative or -1");
    if (!start_reading(t, b, "read of closed file"))
        return VALUE_ERROR;
    return n < 0 ? read_all(t, b) : read_exactly(t, b, (size_t)n);
}

static Value read1_method(Thread *t, Value *args) {
    Buffered *b = as_buffered(args[0]);
    int64_t n;
    if (!arg_size(t, args[1], &n) || !start_reading(t, b, "read of closed file"))
        return VALUE_ERROR;
    if (n < 0)
        n = (int64_t)b->size;
    if (!n)
        return t->vm->empty_bytes;
    size_t ahead = b->read_end - b->read_position;
    if (!ahead && (size_t)n >= b->size) { /* straight into the result */
        Raw *room = gc_alloc_raw_to_fill(t, (size_t)n);
        if (!room || (b->write_fill && !flush_writes(t, b)))
            return VALUE_ERROR;
        int64_t got = raw_read_into(t, b, room->bytes, (size_t)n);
        Value v = got == -1 ? VALUE_ERROR : bytes_from_data(t, room->bytes, got < 0 ? 0 : (size_t)got);
        gc_discard(t, room);
        return v;
    }
    if (!ahead) {
        if (fill(t, b) == -1)
            return VALUE_ERROR;
        ahead = b->read_end - b->read_position;
    }
    size_t take = ahead < (size_t)n ? ahead : (size_t)n;
    Value v = bytes_from_data(t, take ? (const void *)(b->read_buffer->bytes + b->read_position) : "", take);
    b->read_position += take;
    return v;
}

static Value readinto(Thread *t, Value *args, bool once) {
    Buffered *b = as_buffered(args[0]);
    Buffer out;
    if (!start_reading(t, b, "readinto of closed file") || !buffer_get(t, args[1], true, &out))
        return VALUE_ERROR;
    size_t done = 0;
    int64_t got = 0;
    while (done < out.length) {
        size_t ahead = b->read_end - b->read_position;
        if (ahead) {
            size_t take = ahead < out.length - done ? ahead : out.length - done;
            memcpy(out.data + done, b->read_buffer->bytes + b->read_position, take);
            b->read_position += take;
            done += take;
            if (once)
                break;
            continue;
        }
        if (out.length - done >= b->size) {
            got = raw_read_into(t, b, out.data + done, out.length - done);
            if (got > 0)
                done += (size_t)got;
            if (got <= 0 || once)
                break;
        } else if ((got = fill(t, b)) <= 0) {
            break;
        }
    }
    buffer_release(t, &out);
    if (got == -1)
        return VALUE_ERROR;
    return got == -2 && !done ? VALUE_NONE : value_from_int((int64_t)done);
}
static Value readinto_method(Thread *t, Value *args) { return readinto(t, args, false); }
static Value readinto1_method(Thread *t, Value *args) { return readinto(t, args, true); }

static Value peek_method(Thread *t, Value *args) {
    Buffered *b = as_buffered(args[0]);
    if (!start_reading(t, b, "peek of closed file"))
        return VALUE_ERROR;
    if (b->read_position == b->read_end && fill(t, b) == -1)
        return VALUE_ERROR;
    size_t ahead = b->read_end - b->read_position;
    return bytes_from_data(t, ahead ? (const void *)(b->read_buffer->bytes + b->read_position) : "", ahead);
}

static Value read_line(Thread *t, Buffered *b, int64_t limit) {
    Value line = VALUE_UNDEF; /* bytearray, once one buffer is not enough */
    for (;;) {
        size_t ahead = b->read_end - b->read_position;
        if (!ahead) {
            int64_t got = fill(t, b);
            if (got == -1)
                return VALUE_ERROR;
            ahead = b->read_end - b->read_position;
        }
        const uint8_t *at = ahead ? b->read_buffer->bytes + b->read_position : (const uint8_t *)"";
        size_t have = value_is_undef(line) ? 0 : ((Bytearray *)value_as_object(line))->length;
        size_t take = limit >= 0 && (size_t)limit - have < ahead ? (size_t)limit - have : ahead;
        const uint8_t *end = memchr(at, '\n', take);
        bool complete = end || take < ahead || !ahead || (limit >= 0 && have + take == (size_t)limit);
        if (end)
            take = (size_t)(end - at) + 1;
        b->read_position += take;
        if (complete && value_is_undef(line))
            return bytes_from_data(t, at, take);
        if (value_is_undef(line)) {
            line = bytearray_from_data(t, at, take);
            if (value_is_error(line))
                return line;
        } else {
            Bytearray *a = (Bytearray *)value_as_object(line);
            if (!bytearray_resize(t, a, have + take))
                return VALUE_ERROR;
            memcpy(a->data + have, at, take);
            if (complete)
                return bytes_from_data(t, a->data, a->length);
        }
    }
}

static Value readline_method(Thread *t, Value *args) {
    int64_t limit;
    if (!io_size(t, args[1], &limit))
        return VALUE_ERROR;
    if (!start_reading(t, as_buffered(args[0]), "readline of closed file"))
        return VALUE_ERROR;
    return read_line(t, as_buffered(args[0]), limit < 0 ? -1 : limit);
}

static Value next(Thread *t, Object *object) {
    if (!start_reading(t, (Buffered *)object, "readline of closed file"))
        return VALUE_ERROR;
    Value line = read_line(t, (Buffered *)object, -1);
    return !value_is_error(line) && !value_as_bytes(line)->length ? VALUE_STOP : line;
}

/* ---- writing, seeking, closing ---- */

static Value write_method(Thread *t, Value *args) {
    Buffered *b = as_buffered(args[0]);
    Buffer in;
    if (!check_ready(t, b))
        return VALUE_ERROR;
    if (value_is_str(args[1]))
        return raise_type_error(t, "a bytes-like object is required, not 'str'");
    if (!buffer_get(t, args[1], false, &in))
        return VALUE_ERROR;
    bool ok = check_open(t, b, "write to closed file");
    if (ok && !b->writable) {
        io_unsupported(t, "write");
        ok = false;
    }
    ok = ok && buffered_write(t, b, in.data, in.length);
    int64_t n = (int64_t)in.length;
    buffer_release(t, &in);
    return ok ? value_from_int(n) : VALUE_ERROR;
}

static Value flush_method(Thread *t, Value *args) {
    Buffered *b = as_buffered(args[0]);
    if (!check_open(t, b, "flush of closed file"))
        return VALUE_ERROR;
    if (!b->writable)
        return io_call(t, b->raw, "flush", NULL, 0);
    return buffered_flush(t, b) ? VALUE_NONE : VALUE_ERROR;
}

static Value close_method(Thread *t, Value *args) {
    Buffered *b = as_buffered(args[0]);
    if (!check_ready(t, b))
        return VALUE_ERROR;
    int is = closed(t, b);
    if (is)
        return is < 0 ? VALUE_ERROR : VALUE_NONE;
    Value flushed = io_call(t, args[0], "flush", NULL, 0);
    Value pending = value_is_error(flushed) ? error_fetch(t) : VALUE_UNDEF;
    Value r = io_call(t, b->raw, "close", NULL, 0);
    b->read_buffer = b->write_buffer = NULL;
    b->read_position = b->read_end = b->write_fill = 0;
    if (!value_is_undef(pending)) {
        if (value_is_error(r)) {
            Value later = error_fetch(t);
            value_as_exception(later)->context = pending;
            pending = later;
        }
        error_restore(t, pending);
        return VALUE_ERROR;
    }
    return r;
}

static Value seek_method(Thread *t, Value *args) {
    Buffered *b = as_buffered(args[0]);
    int64_t offset, at;
    int whence;
    if (!io_whence(t, args[2], &whence) || !check_open(t, b, "seek of closed file") ||
        !ability(t, b->raw, "seekable", "File or stream is not seekable.") || !arg_int64(t, args[1], &offset))
        return VALUE_ERROR;
    if (b->writable && !flush_writes(t, b))
        return VALUE_ERROR;
    if (whence == 1)
        offset -= (int64_t)(b->read_end - b->read_position);
    b->read_position = b->read_end = 0;
    return raw_seek(t, b, offset, whence, &at) ? int_from_int64(t, at) : VALUE_ERROR;
}

static Value tell_method(Thread *t, Value *args) {
    Buffered *b = as_buffered(args[0]);
    int64_t at;
    if (!check_ready(t, b))
        return VALUE_ERROR;
    Value r = io_call(t, b->raw, "tell", NULL, 0);
    if (value_is_error(r) || !arg_int64(t, r, &at))
        return VALUE_ERROR;
    return int_from_int64(t, at - (int64_t)(b->read_end - b->read_position) + (int64_t)b->write_fill);
}

static Value truncate_method(Thread *t, Value *args) {
    Buffered *b = as_buffered(args[0]);
    if (!check_open(t, b, "truncate of closed file"))
        return VALUE_ERROR;
    if (!b->writable)
        return io_unsupported(t, "truncate");
    if (!buffered_flush(t, b))
        return VALUE_ERROR;
    Value size = value_is_none(args[1]) ? tell_method(t, args) : args[1];
    return value_is_error(size) ? size : io_call(t, b->raw, "truncate", &size, 1);
}

static Value detach_method(Thread *t, Value *args) {
    Buffered *b = as_buffered(args[0]);
    if (!check_ready(t, b) || value_is_error(io_call(t, args[0], "flush", NULL, 0)))
        return VALUE_ERROR;
    Value raw = b->raw;
    if (value_has_type(raw, TYPE_FILE_IO))
        as_io(raw)->owned = false;
    b->raw = VALUE_NONE;
    b->detached = true;
    return raw;
}

#define FORWARD(name)                                                                             \
    static Value name##_method(Thread *t, Value *args) {                                          \
        return check_ready(t, as_buffered(args[0])) ? io_call(t, as_buffered(args[0])->raw, #name, NULL, 0) \
                                                    : VALUE_ERROR;                                \
    }
FORWARD(seekable)
FORWARD(fileno)
FORWARD(isatty)
FORWARD(readable)
FORWARD(writable)

static Value repr_method(Thread *t, Value *args) {
    Value name = attr_find(t, args[0], STR_NAME(t, name));
    if (value_is_error(name))
        error_clear(t);
    Value module = type_module_name(t, type_of(t, args[0]));
    Value qualname = type_of(t, args[0])->qualname;
    if (value_is_undef(name) || value_is_error(name))
        return str_format(t, "<%S.%U>", module, qualname);
    return str_format(t, "<%S.%U name=%R>", module, qualname, name);
}

static Value closed_get(Thread *t, Value self) {
    if (!check_ready(t, as_buffered(self)))
        return VALUE_ERROR;
    int c = closed(t, as_buffered(self));
    return c < 0 ? VALUE_ERROR : value_bool(c);
}
static Value raw_get(Thread *t, Value self) { return as_buffered(self)->raw; }
static Value raw_attribute(Thread *t, Value self, const char *name) {
    return check_ready(t, as_buffered(self)) ? attr_get_cstring(t, as_buffered(self)->raw, name) : VALUE_ERROR;
}
static Value name_get(Thread *t, Value self) { return raw_attribute(t, self, "name"); }
static Value mode_get(Thread *t, Value self) { return raw_attribute(t, self, "mode"); }

#define COMMON_ROWS                                                                                          \
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", new_method, "Create and return a new object."),        \
    NATIVE("__init__", "($self, raw, buffer_size=8192)", init_method, "Initialize self."),                   \
    NATIVE("flush", "($self, /)", flush_method, NULL), NATIVE("close", "($self, /)", close_method, NULL),    \
    NATIVE("seek", "($self, target, whence=0, /)", seek_method, NULL),                                       \
    NATIVE("tell", "($self, /)", tell_method, NULL),                                                         \
    NATIVE("truncate", "($self, pos=None, /)", truncate_method, NULL),                                       \
    NATIVE("detach", "($self, /)", detach_method, NULL),                                                     \
    NATIVE("seekable", "($self, /)", seekable_method, NULL), NATIVE("fileno", "($self, /)", fileno_method, NULL), \
    NATIVE("isatty", "($self, /)", isatty_method, NULL), NATIVE("__repr__", "($self, /)", repr_method, "Return repr(self).")
#define READ_ROWS                                                                                            \
    NATIVE("read", "($self, size=-1, /)", read_method, NULL), NATIVE("read1", "($self, size=-1, /)", read1_method, NULL), \
    NATIVE("readinto", "($self, buffer, /)", readinto_method, NULL),                                         \
    NATIVE("readinto1", "($self, buffer, /)", readinto1_method, NULL),                                       \
    NATIVE("peek", "($self, size=0, /)", peek_method, NULL),                                                 \
    NATIVE("readline", "($self, size=-1, /)", readline_method, NULL)

static const NativeDef reader_methods[] = {COMMON_ROWS, READ_ROWS,
                                           NATIVE("readable", "($self, /)", readable_method, NULL), NATIVE_END};
static const NativeDef writer_methods[] = {COMMON_ROWS, NATIVE("write", "($self, buffer, /)", write_method, NULL),
                                           NATIVE("writable", "($self, /)", writable_method, NULL), NATIVE_END};
static const NativeDef random_methods[] = {
    COMMON_ROWS, READ_ROWS, NATIVE("write", "($self, buffer, /)", write_method, NULL),
    NATIVE("readable", "($self, /)", readable_method, NULL), NATIVE("writable", "($self, /)", writable_method, NULL),
    NATIVE_END};
static const GetSetDef getset[] = {
    {"closed", closed_get, NULL, NULL},
    {"raw", raw_get, NULL, NULL},
    {"name", name_get, NULL, NULL},
    {"mode", mode_get, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
#define BUFFERED_TYPE(variable, spelling, ID, rows, text, next_function)                                     \
    const TypeDef variable = {.name = spelling, .doc = text, .id = ID, .base = TYPE_BUFFERED_IO_BASE,        \
                              .kind = KIND_OTHER, .flags = TYPEFLAG_SUBCLASSABLE, .size = sizeof(Buffered),  \
                              .trace = trace, .next = next_function, .methods = rows, .getset = getset}
BUFFERED_TYPE(typedef_buffered_reader, "_io.BufferedReader", TYPE_BUFFERED_READER, reader_methods,
              "Create a new buffered reader using the given readable raw IO object.", next);
BUFFERED_TYPE(typedef_buffered_writer, "_io.BufferedWriter", TYPE_BUFFERED_WRITER, writer_methods,
              "A buffer for a writeable sequential RawIO object.", NULL);
BUFFERED_TYPE(typedef_buffered_random, "_io.BufferedRandom", TYPE_BUFFERED_RANDOM, random_methods,
              "A buffered interface to random access streams.", next);

/* ---- BufferedRWPair ---- */

typedef struct RwPair {
    IoBase base;
    Value reader, writer;
} RwPair;

static RwPair *as_pair(Value v) { return (RwPair *)value_as_object(v); }
static void pair_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((RwPair *)object)->reader);
    trace_value(tracer, ((RwPair *)object)->writer);
}
static Value pair_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    RwPair *p = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!p)
        return VALUE_ERROR;
    p->reader = p->writer = VALUE_NONE;
    return value_from_object(p);
}
static Value pair_init(Thread *t, Value *args) {
    int64_t size;
    if (!arg_size(t, args[3], &size) || !ability(t, args[1], "readable", "File or stream is not readable.") ||
        !ability(t, args[2], "writable", "File or stream is not writable."))
        return VALUE_ERROR;
    RwPair *p = as_pair(args[0]);
    p->reader = buffered_new(t, TYPE_BUFFERED_READER, args[1], (size_t)size);
    p->writer = value_is_error(p->reader) ? p->reader : buffered_new(t, TYPE_BUFFERED_WRITER, args[2], (size_t)size);
    gc_wrote(t, p);
    return value_is_error(p->writer) ? VALUE_ERROR : VALUE_NONE;
}
#define PAIR_READ(name)                                                                            \
    static Value pair_##name(Thread *t, Value *args) {                                             \
        return io_call(t, as_pair(args[0])->reader, #name, args + 1, 1);                           \
    }
PAIR_READ(read)
PAIR_READ(read1)
PAIR_READ(peek)
PAIR_READ(readinto)
PAIR_READ(readinto1)
static Value pair_write(Thread *t, Value *args) { return io_call(t, as_pair(args[0])->writer, "write", args + 1, 1); }
static Value pair_flush(Thread *t, Value *args) { return io_call(t, as_pair(args[0])->writer, "flush", NULL, 0); }
static Value pair_readable(Thread *t, Value *args) { return io_call(t, as_pair(args[0])->reader, "readable", NULL, 0); }
static Value pair_writable(Thread *t, Value *args) { return io_call(t, as_pair(args[0])->writer, "writable", NULL, 0); }
static Value pair_close(Thread *t, Value *args) {
    Value a = io_call(t, as_pair(args[0])->writer, "close", NULL, 0);
    Value pending = value_is_error(a) ? error_fetch(t) : VALUE_UNDEF;
    Value b = io_call(t, as_pair(args[0])->reader, "close", NULL, 0);
    if (value_is_undef(pending))
        return b;
    error_restore(t, pending);
    return VALUE_ERROR;
}
static Value pair_closed(Thread *t, Value self) {
    return value_is_none(as_pair(self)->writer) ? VALUE_FALSE
                                                : attr_get_cstring(t, as_pair(self)->writer, "closed");
}
static const NativeDef pair_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", pair_new, "Create and return a new object."),
    NATIVE("__init__", "($self, reader, writer, buffer_size=8192, /)", pair_init, "Initialize self."),
    NATIVE("read", "($self, size=-1, /)", pair_read, NULL), NATIVE("read1", "($self, size=-1, /)", pair_read1, NULL),
    NATIVE("peek", "($self, size=0, /)", pair_peek, NULL), NATIVE("readinto", "($self, buffer, /)", pair_readinto, NULL),
    NATIVE("readinto1", "($self, buffer, /)", pair_readinto1, NULL), NATIVE("write", "($self, b, /)", pair_write, NULL),
    NATIVE("flush", "($self, /)", pair_flush, NULL), NATIVE("readable", "($self, /)", pair_readable, NULL),
    NATIVE("writable", "($self, /)", pair_writable, NULL), NATIVE("close", "($self, /)", pair_close, NULL), NATIVE_END};
static const GetSetDef pair_getset[] = {{"closed", pair_closed, NULL, NULL}, {NULL, NULL, NULL, NULL}};
const TypeDef typedef_buffered_rw_pair = {
    .name = "_io.BufferedRWPair",
    .doc = "A buffered reader and writer object together.",
    .id = TYPE_BUFFERED_RW_PAIR,
    .base = TYPE_BUFFERED_IO_BASE,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE,
    .size = sizeof(RwPair),
    .trace = pair_trace,
    .methods = pair_methods,
    .getset = pair_getset,
};

/* bytesio.c - BytesIO: a binary stream in memory. */
#include "modules/io/io.h"

static BytesIo *as_bytes_io(Value v) { return (BytesIo *)value_as_object(v); }

static bool check(Thread *t, BytesIo *b) { return io_check_open(t, &b->base); }

static bool check_resizable(Thread *t, BytesIo *b) {
    if (!b->exports)
        return true;
    /* Views that are garbage count no more, once the collector has seen it. */
    heap_collect(t, true, GC_EXPLICIT);
    heap_run_finalizers(t);
    if (!b->exports)
        return true;
    raise_error(t, TYPE_BufferError, "Existing exports of data: object cannot be re-sized");
    return false;
}

static bool reserve(Thread *t, BytesIo *b, size_t length) {
    if (b->storage && length <= b->storage->size)
        return true;
    size_t capacity = length + length / 8 + 64;
    Raw *grown = gc_alloc_raw_to_fill(t, capacity);
    if (!grown)
        return false;
    if (b->storage)
        memcpy(grown->bytes, b->storage->bytes, b->length);
    b->storage = grown;
    gc_wrote(t, b);
    return true;
}

static bool put(Thread *t, BytesIo *b, const uint8_t *data, size_t n) {
    if (!check_resizable(t, b) || !reserve(t, b, b->position + n))
        return false;
    if (b->position > b->length)
        memset(b->storage->bytes + b->length, 0, b->position - b->length);
    memmove(b->storage->bytes + b->position, data, n);
    b->position += n;
    if (b->position > b->length)
        b->length = b->position;
    return true;
}

static Value new_method(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    BytesIo *b = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    return b ? value_from_object(b) : VALUE_ERROR;
}

static Value init_method(Thread *t, Value *args) {
    BytesIo *b = as_bytes_io(args[0]);
    b->length = b->position = 0;
    b->base.initialized = true;
    if (value_is_none(args[1]))
        return VALUE_NONE;
    Buffer in;
    if (!buffer_get(t, args[1], false, &in))
        return VALUE_ERROR;
    bool ok = put(t, b, in.data, in.length);
    buffer_release(t, &in);
    b->position = 0;
    return ok ? VALUE_NONE : VALUE_ERROR;
}

static void trace(Tracer *tracer, Object *object) { trace_object(tracer, ((BytesIo *)object)->storage); }

static Value take(Thread *t, BytesIo *b, size_t n) {
    size_t left = b->position < b->length ? b->length - b->position : 0;
    if (n > left)
        n = left;
    Value v = n ? bytes_from_data(t, b->storage->bytes + b->position, n) : t->vm->empty_bytes;
    b->position += n;
    return v;
}

static Value read_method(Thread *t, Value *args) {
    int64_t n;
    if (!check(t, as_bytes_io(args[0])) || !io_size(t, args[1], &n))
        return VALUE_ERROR;
    return take(t, as_bytes_io(args[0]), n < 0 ? SIZE_MAX : (size_t)n);
}

static Value line(Thread *t, BytesIo *b, int64_t limit) {
    size_t left = b->position < b->length ? b->length - b->position : 0;
    if (limit >= 0 && (size_t)limit < left)
        left = (size_t)limit;
    const uint8_t *at = left ? b->storage->bytes + b->position : NULL;
    const uint8_t *end = left ? memchr(at, '\n', left) : NULL;
    return take(t, b, end ? (size_t)(end - at) + 1 : left);
}
static Value readline_method(Thread *t, Value *args) {
    int64_t n;
    if (!check(t, as_bytes_io(args[0])) || !io_size(t, args[1], &n))
        return VALUE_ERROR;
    return line(t, as_bytes_io(args[0]), n);
}
static Value next(Thread *t, Object *object) {
    if (!check(t, (BytesIo *)object))
        return VALUE_ERROR;
    Value v = line(t, (BytesIo *)object, -1);
    return !value_is_error(v) && !value_as_bytes(v)->length ? VALUE_STOP : v;
}

static Value readinto_method(Thread *t, Value *args) {
    BytesIo *b = as_bytes_io(args[0]);
    Buffer out;
    if (!check(t, b))
        return VALUE_ERROR;
    if (value_is_kind(args[1], KIND_BYTES) || value_is_str(args[1]) || !value_is_bytes_like(t, args[1]))
        return raise_type_error(t, "readinto() argument must be read-write bytes-like object, not %T", args[1]);
    if (!buffer_get(t, args[1], true, &out))
        return VALUE_ERROR;
    size_t left = b->position < b->length ? b->length - b->position : 0;
    size_t n = out.length < left ? out.length : left;
    if (n)
        memcpy(out.data, b->storage->bytes + b->position, n);
    b->position += n;
    buffer_release(t, &out);
    return value_from_int((int64_t)n);
}

static Value write_method(Thread *t, Value *args) {
    BytesIo *b = as_bytes_io(args[0]);
    Buffer in;
    if (!check(t, b) || !check_resizable(t, b) || !buffer_get(t, args[1], false, &in))
        return VALUE_ERROR;
    int64_t n = (int64_t)in.length;
    bool ok = put(t, b, in.data, in.length);
    buffer_release(t, &in);
    return ok ? value_from_int(n) : VALUE_ERROR;
}

static Value seek_method(Thread *t, Value *args) {
    BytesIo *b = as_bytes_io(args[0]);
    int64_t offset;
    int whence;
    if (!check(t, b) || !arg_size(t, args[1], &offset) || !arg_int(t, args[2], &whence))
        return VALUE_ERROR;
    if (whence < 0 || whence > 2)
        return raise_value_error(t, "invalid whence (%d, should be 0, 1 or 2)", whence);
    if (whence == 0 && offset < 0)
        return raise_value_error(t, "negative seek value %ld", (long)offset);
    int64_t from = whence == 0 ? 0 : whence == 1 ? (int64_t)b->position : (int64_t)b->length;
    if (offset > INT64_MAX - from)
        return raise_overflow_error(t, "new position too large");
    int64_t at = from + offset;
    b->position = at < 0 ? 0 : (size_t)at;
    return value_from_int((int64_t)b->position);
}
static Value tell_method(Thread *t, Value *args) {
    return check(t, as_bytes_io(args[0])) ? value_from_int((int64_t)as_bytes_io(args[0])->position) : VALUE_ERROR;
}
static Value truncate_method(Thread *t, Value *args) {
    BytesIo *b = as_bytes_io(args[0]);
    int64_t n = (int64_t)b->position;
    if (!check(t, b) || !check_resizable(t, b) || (!value_is_none(args[1]) && !arg_size(t, args[1], &n)))
        return VALUE_ERROR;
    if (n < 0)
        return raise_value_error(t, "negative size value %ld", (long)n);
    if ((size_t)n < b->length)
        b->length = (size_t)n;
    return value_from_int(n);
}
static Value getvalue_method(Thread *t, Value *args) {
    BytesIo *b = as_bytes_io(args[0]);
    if (!check(t, b))
        return VALUE_ERROR;
    return b->length ? bytes_from_data(t, b->storage->bytes, b->length) : t->vm->empty_bytes;
}
/* What getbuffer() makes a memoryview of: the bytes of a BytesIO, writable. */
typedef struct BytesIoBuffer {
    Object header;
    BytesIo *source;
} BytesIoBuffer;

static void bytes_io_buffer_trace(Tracer *tracer, Object *object) {
    trace_object(tracer, ((BytesIoBuffer *)object)->source);
}
static bool bytes_io_buffer_get(Thread *t, Object *object, bool writable, Buffer *out) {
    BytesIo *b = ((BytesIoBuffer *)object)->source;
    out->data = b->storage ? b->storage->bytes : (uint8_t *)(uintptr_t)"";
    out->length = b->length;
    out->exports = &b->exports;
    return true;
}
const TypeDef typedef_bytes_io_buffer = {
    .name = "_io._BytesIOBuffer",
    .id = TYPE_BYTES_IO_BUFFER,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(BytesIoBuffer),
    .trace = bytes_io_buffer_trace,
    .buffer = bytes_io_buffer_get,
};

static Value getbuffer_method(Thread *t, Value *args) {
    BytesIo *b = as_bytes_io(args[0]);
    Type *type = check(t, b) ? type_from_def(t, &typedef_bytes_io_buffer) : NULL;
    BytesIoBuffer *buffer = type ? NATIVE_NEW(t, BytesIoBuffer, type) : NULL;
    if (!buffer)
        return VALUE_ERROR;
    buffer->source = b;
    return call1(t, value_from_object(t->vm->types[TYPE_MEMORYVIEW]), value_from_object(buffer));
}
static Value close_method(Thread *t, Value *args) {
    BytesIo *b = as_bytes_io(args[0]);
    if (!check_resizable(t, b))
        return VALUE_ERROR;
    b->base.closed = true;
    b->storage = NULL;
    b->length = 0;
    return VALUE_NONE;
}
static Value answer_true(Thread *t, Value *args) {
    return check(t, as_bytes_io(args[0])) ? VALUE_TRUE : VALUE_ERROR;
}
static Value isatty_method(Thread *t, Value *args) {
    return check(t, as_bytes_io(args[0])) ? VALUE_FALSE : VALUE_ERROR;
}
static Value flush_method(Thread *t, Value *args) {
    return check(t, as_bytes_io(args[0])) ? VALUE_NONE : VALUE_ERROR;
}
static Value closed_get(Thread *t, Value self) { return value_bool(as_bytes_io(self)->base.closed); }

static const NativeDef methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", new_method, "Create and return a new object."),
    NATIVE("__init__", "($self, initial_bytes=b'')", init_method, "Initialize self."),
    NATIVE("read", "($self, size=-1, /)", read_method, "Read at most size bytes, returned as a bytes object."),
    NATIVE("read1", "($self, size=-1, /)", read_method, "Read at most size bytes, returned as a bytes object."),
    NATIVE("readline", "($self, size=-1, /)", readline_method, "Next line from the file, as a bytes object."),
    NATIVE("readinto", "($self, buffer, /)", readinto_method, "Read bytes into buffer."),
    NATIVE("readinto1", "($self, buffer, /)", readinto_method, "Read bytes into buffer."),
    NATIVE("write", "($self, b, /)", write_method, "Write bytes to file."),
    NATIVE("seek", "($self, pos, whence=0, /)", seek_method, "Change stream position."),
    NATIVE("tell", "($self, /)", tell_method, "Current file position, an integer."),
    NATIVE("truncate", "($self, size=None, /)", truncate_method, "Truncate the file to at most size bytes."),
    NATIVE("getvalue", "($self, /)", getvalue_method, "Retrieve the entire contents of the BytesIO object."),
    NATIVE("getbuffer", "($self, /)", getbuffer_method, "Get a view over the contents of the BytesIO object."),
    NATIVE("close", "($self, /)", close_method, "Disable all I/O operations."),
    NATIVE("readable", "($self, /)", answer_true, "Returns True if the IO object can be read."),
    NATIVE("writable", "($self, /)", answer_true, "Returns True if the IO object can be written."),
    NATIVE("seekable", "($self, /)", answer_true, "Returns True if the IO object can be seeked."),
    NATIVE("isatty", "($self, /)", isatty_method, "Always returns False."),
    NATIVE("flush", "($self, /)", flush_method, "Does nothing."),
    NATIVE_END,
};
static const GetSetDef getset[] = {{"closed", closed_get, NULL, "True if the file is closed."}, {NULL, NULL, NULL, NULL}};
const TypeDef typedef_bytes_io = {
    .name = "_io.BytesIO",
    .doc = "Buffered I/O implementation using an in-memory bytes buffer.",
    .id = TYPE_BYTES_IO,
    .base = TYPE_BUFFERED_IO_BASE,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE,
    .size = sizeof(BytesIo),
    .trace = trace,
    .next = next,
    .methods = methods,
    .getset = getset,
};

/* bytes.c - the bytes type: storage, constructor, subscripts, iterator. */
#include "base/hash.h"
#include "runtime/bytes_internal.h"
#include "runtime/codecs.h"
#include "runtime/error.h"
#include "runtime/native.h"
#include "runtime/ops.h"
#include "runtime/signature.h"
#include "runtime/sequence_support.h"
#include "runtime/str.h"

static inline Bytes *self_bytes(Value *args) { return (Bytes *)value_as_object(args[0]); }

Bytes *bytes_alloc(Thread *t, size_t length) {
    if (length > PTRDIFF_MAX - 64) {
        raise_memory_error(t);
        return NULL;
    }
    /* Fresh memory is zero: the NUL behind the data is there. */
    Bytes *b = (Bytes *)gc_alloc(t, sizeof(Bytes) + length + 1, KIND_BYTES,
                                 t->vm->types[TYPE_BYTES]->root_shape);
    if (b) b->length = length;
    return b;
}

Bytes *bytes_alloc_to_fill(Thread *t, size_t length) {
    if (length <= FILL_BYTES || length > PTRDIFF_MAX - 64) return bytes_alloc(t, length);
    Bytes *b = gc_alloc_to_fill(t, sizeof(Bytes) + length + 1, sizeof(Bytes),
                                sizeof(Bytes) + length, KIND_BYTES,
                                t->vm->types[TYPE_BYTES]->root_shape);
    if (b) b->length = length;
    return b;
}

Value bytes_from_data(Thread *t, const void *data, size_t length) {
    if (length == 0 && value_is_object(t->vm->empty_bytes)) return t->vm->empty_bytes;
    Bytes *b = bytes_alloc_to_fill(t, length);
    if (!b) return VALUE_ERROR;
    if (length) memcpy(b->data, data, length);
    return value_from_object(b);
}

static bool bytes_buffer(Thread *t, Object *object, bool writable, Buffer *out) {
    Bytes *b = (Bytes *)object;
    out->data = b->data;
    out->length = b->length;
    out->readonly = true;
    return true;
}

/* ---- construction ---- */

bool bytes_constructor_args(Thread *t, const char *name, Value *args, size_t nargs, Tuple *kwnames,
                            Value out[3]) {
    static const char *const names[] = {"source", "encoding", "errors"};
    if (!constructor_arguments(t, name, names, args, nargs, kwnames, out)) return false;
    for (int k = 1; k < 3; k++)
        if (!value_is_undef(out[k]) && !value_is_str(out[k])) {
            raise_type_error(t, "%s() argument '%s' must be str, not %.50T", name, names[k], out[k]);
            return false;
        }
    return true;
}

/* Appends a list or tuple of small ints that are bytes: 1, 0 if it is none, -1. */
static int extend_plain_ints(Thread *t, Bytearray *out, Value iterable) {
    const Value *items;
    size_t n;
    if (value_is_exact(iterable, KIND_LIST)) {
        items = value_as_list(iterable)->items;
        n = value_as_list(iterable)->length;
    } else if (value_is_exact(iterable, KIND_TUPLE)) {
        items = value_as_tuple(iterable)->items;
        n = value_as_tuple(iterable)->length;
    } else {
        return 0;
    }
    for (size_t i = 0; i < n; i++)
        if (items[i].bits & ~value_from_int(255).bits) return 0;
    size_t start = out->length;
    if (!bytearray_grow(t, out, n)) return -1;
    for (size_t i = 0; i < n; i++) out->data[start + i] = (uint8_t)value_as_int(items[i]);
    return 1;
}

bool bytearray_extend_ints(Thread *t, Bytearray *out, Value iterable, const char *range_message) {
    int plain = extend_plain_ints(t, out, iterable);
    if (plain) return plain > 0;
    Value iterator = op_iter(t, iterable);
    if (value_is_error(iterator) || op_length_hint(t, iterable, 0) < 0) return false;
    for (;;) {
        Value v = op_next(t, iterator);
        if (value_is_stop(v)) return true;
        if (value_is_error(v)) return false;
        int64_t i;
        if (value_is_int(v)) {
            i = value_as_int(v);
        } else {
            Value index = op_index(t, v);
            if (value_is_error(index)) return false;
            if (!int_to_int64(index, &i)) i = -1;
        }
        if (i < 0 || i > 255) {
            raise_value_error(t, "%s", range_message);
            return false;
        }
        uint8_t byte = (uint8_t)i;
        if (!bytearray_append_data(t, out, &byte, 1)) return false;
    }
}

/* The value as a count of zero bytes: 1; no int at all: 0; exception: -1. */
static int construct_zeros(Thread *t, Bytearray *out, Value source) {
    if (value_is_undef(special_of(t, source, SPECIAL_INDEX))) return 0;
    Value index = op_index(t, source);
    if (value_is_error(index)) return error_catch(t, TYPE_TypeError) ? 0 : -1;
    int64_t n;
    if (!int_to_int64(index, &n)) {
        raise_overflow_error(t, "cannot fit '%.200T' into an index-sized integer", source);
        return -1;
    }
    if (n < 0) {
        raise_value_error(t, "negative count");
        return -1;
    }
    return bytearray_resize(t, out, (size_t)n) ? 1 : -1;
}

bool bytes_construct(Thread *t, const char *name, Bytearray *out, Value source, Value encoding,
                     Value errors) {
    bool is_str = !value_is_undef(source) && value_is_str(source);
    if (is_str && !value_is_undef(encoding)) {
        Value encoded = codec_encode_text(t, source, encoding, errors);
        if (value_is_error(encoded)) return false;
        ByteSpan s = bytes_span(encoded);
        return bytearray_append_data(t, out, s.data, s.length);
    }
    if (!is_str && !value_is_undef(encoding)) {
        raise_type_error(t, "encoding without a string argument");
        return false;
    }
    if (!value_is_undef(errors)) {
        raise_type_error(t, is_str ? "string argument without an encoding"
                                   : "errors without a string argument");
        return false;
    }
    if (value_is_undef(source)) return true;
    if (is_str) {
        raise_type_error(t, "string argument without an encoding");
        return false;
    }
    int zeros = construct_zeros(t, out, source);
    if (zeros) return zeros > 0;
    if (value_is_bytes_like(t, source)) {
        Buffer b;
        if (buffer_get(t, source, false, &b)) return bytearray_append_data(t, out, b.data, b.length);
        /* A strided memoryview: its bytes in logical order. */
        if (!value_is_kind(source, KIND_MEMORYVIEW) || !error_catch(t, TYPE_BufferError)) return false;
        Value flat = call_method0(t, source, str_intern_cstring(t, "tobytes"));
        if (value_is_error(flat)) return false;
        ByteSpan s = bytes_span(flat);
        return bytearray_append_data(t, out, s.data, s.length);
    }
    if (value_is_undef(special_of(t, source, SPECIAL_ITER)) &&
        value_is_undef(special_of(t, source, SPECIAL_GETITEM))) {
        raise_type_error(t, "cannot convert '%.200T' object to %s", source, name);
        return false;
    }
    return bytearray_extend_ints(t, out, source,
                                 name[4] == 's' ? "bytes must be in range(0, 256)"
                                                : "byte must be in range(0, 256)");
}

/* bytes(x) for the sources that yield a bytes object by themselves; UNDEF: none. */
static Value bytes_directly(Thread *t, Value source) {
    Value method = special_of(t, source, SPECIAL_BYTES);
    if (value_is_undef(method)) return method;
    if (value_is_exact(source, KIND_BYTES)) return source;
    Value v = call_special(t, method, &source, 1);
    if (value_is_error(v) || value_is_bytes(v)) return v;
    return raise_type_error(t, "__bytes__ returned non-bytes (type %.200T)", v);
}

/* Of a list or tuple of small ints that are bytes; UNDEF: it is none. */
static Value bytes_of_plain_ints(Thread *t, const Value *items, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (items[i].bits & ~value_from_int(255).bits) return VALUE_UNDEF;
    Bytes *b = bytes_alloc_to_fill(t, n);
    if (!b) return VALUE_ERROR;
    for (size_t i = 0; i < n; i++) b->data[i] = (uint8_t)value_as_int(items[i]);
    return value_from_object(b);
}

/* bytes(...), the exact type. */
static Value bytes_make(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Value in[3], data = VALUE_UNDEF;
    if (nargs == 1 && !kwnames) {
        if (value_is_exact(args[0], KIND_LIST))
            data = bytes_of_plain_ints(t, value_as_list(args[0])->items, value_as_list(args[0])->length);
        else if (value_is_exact(args[0], KIND_TUPLE))
            data = bytes_of_plain_ints(t, value_as_tuple(args[0])->items, value_as_tuple(args[0])->length);
        if (!value_is_undef(data)) return data;
    }
    if (!bytes_constructor_args(t, "bytes", args, nargs, kwnames, in)) return VALUE_ERROR;
    if (!value_is_undef(in[0]) && value_is_undef(in[1]) && value_is_undef(in[2])) {
        if (value_is_int(in[0]) && value_as_int(in[0]) > 0) {
            Bytes *zeros = bytes_alloc(t, (size_t)value_as_int(in[0]));
            if (!zeros) return VALUE_ERROR;
            data = value_from_object(zeros);
        } else {
            data = bytes_directly(t, in[0]);
            if (value_is_error(data)) return data;
        }
    }
    if (value_is_undef(data)) {
        Value collected = bytearray_from_data(t, NULL, 0);
        if (value_is_error(collected)) return collected;
        Bytearray *b = (Bytearray *)value_as_object(collected);
        if (!bytes_construct(t, "bytes", b, in[0], in[1], in[2])) return VALUE_ERROR;
        data = bytes_from_data(t, b->data, b->length);
    }
    return data;
}

static Value bytes_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Type *cls = (Type *)value_as_object(args[0]);
    Value data = bytes_make(t, args + 1, nargs - 1, kwnames);
    if (value_is_error(data) || cls == t->vm->types[TYPE_BYTES]) return data;
    Bytes *source = value_as_bytes(data);
    Bytes *out = (Bytes *)type_alloc(t, cls, source->length + 1);
    if (!out) return VALUE_ERROR;
    out->length = source->length;
    memcpy(out->data, source->data, source->length);
    return value_from_object(out);
}

/* ---- subscripts and the rest ---- */

static Value bytes_getitem(Thread *t, Value *args) {
    Bytes *b = self_bytes(args);
    int64_t i, start, stop, step;
    size_t count;
    switch (sequence_key(t, args[1], "byte", &i)) {
    case KEY_INDEX:
        if (i < 0) i += (int64_t)b->length;
        if ((uint64_t)i >= b->length) return raise_index_error(t, "index out of range");
        return value_from_int(b->data[i]);
    case KEY_SLICE:
        if (!slice_unpack(t, (Slice *)value_as_object(args[1]), b->length, &start, &stop, &step, &count))
            return VALUE_ERROR;
        if (step == 1) {
            if (count == b->length) return bytes_like_same(t, args[0]);
            return bytes_from_data(t, b->data + start, count);
        }
        Bytes *out = bytes_alloc_to_fill(t, count);
        if (!out) return VALUE_ERROR;
        if (count) chars_copy_step(out->data, b->data + start, 1, count, (ptrdiff_t)step);
        return value_from_object(out);
    case KEY_ERROR:
        break;
    }
    return VALUE_ERROR;
}

static Value bytes_len(Thread *t, Value *args) { return value_from_int((int64_t)self_bytes(args)->length); }

static Value bytes_repr(Thread *t, Value *args) {
    StrBuilder b;
    builder_init(&b, t);
    bytes_repr_into(&b, self_bytes(args)->data, self_bytes(args)->length, 0);
    return builder_finish(&b);
}

static Value bytes_hash(Thread *t, Value *args) {
    Bytes *b = self_bytes(args);
    if (b->hash == 0) b->hash = hash_bytes(&t->vm->hash_key, b->data, b->length);
    return int_from_int64(t, b->hash);
}

static Value bytes_getnewargs(Thread *t, Value *args) {
    Bytes *b = self_bytes(args);
    Value copy = bytes_from_data(t, b->data, b->length);
    return value_is_error(copy) ? copy : tuple_of(t, 1, copy);
}

static Value bytes_dunder_bytes(Thread *t, Value *args) { return bytes_like_same(t, args[0]); }

/* ---- iterator ---- */

static Value bytes_iter(Thread *t, Value *args) {
    ListIterator *it = GC_NEW(t, ListIterator, KIND_OTHER, TYPE_BYTES_ITERATOR);
    if (!it) return VALUE_ERROR;
    it->sequence = args[0];
    return value_from_object(it);
}

static void iterator_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((ListIterator *)object)->sequence);
}

static Value bytes_iterator_next(Thread *t, Object *object) {
    ListIterator *it = (ListIterator *)object;
    if (value_is_undef(it->sequence)) return VALUE_STOP;
    Bytes *b = value_as_bytes(it->sequence);
    if (it->index < b->length) return value_from_int(b->data[it->index++]);
    it->sequence = VALUE_UNDEF;
    return VALUE_STOP;
}

static Value bytes_iterator_length_hint(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    if (value_is_undef(it->sequence)) return value_from_int(0);
    return value_from_int((int64_t)(value_as_bytes(it->sequence)->length - it->index));
}

static Value bytes_iterator_reduce(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    if (value_is_undef(it->sequence))
        return iterator_reduce(t, "iter", tuple_from_values(t, NULL, 0), -1);
    return iterator_reduce(t, "iter", it->sequence, (int64_t)it->index);
}

static Value bytes_iterator_setstate(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    int64_t i;
    if (!arg_size(t, args[1], &i)) return VALUE_ERROR;
    if (value_is_undef(it->sequence)) return VALUE_NONE;
    int64_t n = (int64_t)value_as_bytes(it->sequence)->length;
    it->index = (size_t)(i < 0 ? 0 : i > n ? n : i);
    return VALUE_NONE;
}

static const NativeDef bytes_iterator_methods[] = {
    NATIVE("__length_hint__", "($self, /)", bytes_iterator_length_hint,
           "Private method returning an estimate of len(list(it))."),
    NATIVE("__reduce__", "($self, /)", bytes_iterator_reduce, "Return state information for pickling."),
    NATIVE("__setstate__", "($self, state, /)", bytes_iterator_setstate,
           "Set state information for unpickling."),
    NATIVE_END,
};

const TypeDef typedef_bytes_iterator = {
    .name = "bytes_iterator",
    .id = TYPE_BYTES_ITERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(ListIterator),
    .trace = iterator_trace,
    .next = bytes_iterator_next,
    .methods = bytes_iterator_methods,
};

static const NativeDef bytes_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", bytes_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__repr__", "($self, /)", bytes_repr, "Return repr(self)."),
    NATIVE("__str__", "($self, /)", bytes_repr, "Return str(self)."),
    NATIVE("__hash__", "($self, /)", bytes_hash, "Return hash(self)."),
    NATIVE("__iter__", "($self, /)", bytes_iter, "Implement iter(self)."),
    NATIVE_PLAIN("__len__", "($self, /)", "o >i", bytes_len, "Return len(self)."),
    NATIVE_PLAIN("__getitem__", "($self, key, /)", "o i >i", bytes_getitem, "Return self[key]."),
    NATIVE("__getnewargs__", "($self, /)", bytes_getnewargs, NULL),
    NATIVE("__bytes__", "($self, /)", bytes_dunder_bytes, "Convert this value to exact type bytes."),
    BYTES_METHOD_ROWS,
    NATIVE_END,
};

const TypeDef typedef_bytes = {
    .name = "bytes",
    .doc = "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> "
           "bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes "
           "object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes "
           "object\n\nConstruct an immutable array of bytes from:\n  - an iterable yielding integers "
           "in range(256)\n  - a text string encoded using the specified encoding\n  - any object "
           "implementing the buffer API.\n  - an integer",
    .id = TYPE_BYTES,
    .base = TYPE_OBJECT,
    .kind = KIND_BYTES,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_VARSIZED | TYPEFLAG_MATCH_SELF | TYPEFLAG_IMMUTABLE,
    .size = sizeof(Bytes),
    .methods = bytes_methods,
    .buffer = bytes_buffer,
    .construct = bytes_make,
    .construct_plain = "BA >B",
};

/* bytearray.c - the bytearray type: storage, constructor, mutation, iterator. */
#include "runtime/bytes_internal.h"
#include "runtime/error.h"
#include "runtime/native.h"
#include "runtime/ops.h"
#include "runtime/sequence_support.h"
#include "runtime/str.h"

static inline Bytearray *self_array(Value *args) { return (Bytearray *)value_as_object(args[0]); }

static void bytearray_trace(Tracer *tracer, Object *object) {
    trace_object(tracer, ((Bytearray *)object)->storage);
}

/* Room for `length` bytes and the NUL; contents are kept. */
static bool bytearray_reserve(Thread *t, Bytearray *b, size_t length) {
    if (length < b->capacity) return true;
    size_t capacity = length > PTRDIFF_MAX / 2 ? length + 1 : length + (length >> 1) + 16;
    if (b->capacity == 0) capacity = length + 1;
    if (length >= PTRDIFF_MAX - 64) {
        raise_memory_error(t);
        return false;
    }
    Raw *storage = gc_alloc_raw_to_fill(t, capacity);
    if (!storage) return false;
    if (b->length) memcpy(storage->bytes, b->data, b->length);
    b->storage = storage;
    b->data = storage->bytes;
    b->capacity = capacity;
    gc_wrote(t, b);
    return true;
}

bool bytearray_resize(Thread *t, Bytearray *b, size_t length) {
    if (length > b->length || b->capacity == 0) {
        if (!bytearray_reserve(t, b, length)) return false;
        /* Bytes from an earlier, longer life of the storage must not reappear. */
        memset(b->data + b->length, 0, length - b->length);
    } else if (length < b->capacity / 4 && b->capacity > 256) {
        Raw *storage = gc_alloc_raw_to_fill(t, length + (length >> 2) + 16);
        if (!storage) return false;
        memcpy(storage->bytes, b->data, length);
        b->storage = storage;
        b->data = storage->bytes;
        b->capacity = length + (length >> 2) + 16;
        gc_wrote(t, b);
    }
    b->length = length;
    b->data[length] = 0;
    return true;
}

bool bytearray_grow(Thread *t, Bytearray *b, size_t n) {
    if (!bytearray_reserve(t, b, b->length + n)) return false;
    b->length += n;
    b->data[b->length] = 0;
    return true;
}

bool bytearray_append_data(Thread *t, Bytearray *b, const void *data, size_t length) {
    size_t old = b->length;
    if (!bytearray_reserve(t, b, old + length)) return false;
    if (length) memmove(b->data + old, data, length);
    b->length = old + length;
    b->data[b->length] = 0;
    return true;
}

Value bytearray_from_data(Thread *t, const void *data, size_t length) {
    Bytearray *b = GC_NEW(t, Bytearray, KIND_BYTEARRAY, TYPE_BYTEARRAY);
    if (!b) return VALUE_ERROR;
    if (length && !bytearray_append_data(t, b, data, length)) return VALUE_ERROR;
    return value_from_object(b);
}

static bool bytearray_buffer(Thread *t, Object *object, bool writable, Buffer *out) {
    Bytearray *b = (Bytearray *)object;
    if (!b->data && !bytearray_resize(t, b, 0)) return false;
    out->data = b->data;
    out->length = b->length;
    out->exports = &b->exports;
    return true;
}

/* A view that nobody can reach any more would have released the array at once
 * under reference counting: before refusing, let the collector find it. */
bool bytearray_check_resizable(Thread *t, Bytearray *b) {
    if (b->exports == 0) return true;
    heap_collect(t, true, GC_EXPLICIT);
    heap_run_finalizers(t);
    if (b->exports == 0) return true;
    raise_error(t, TYPE_BufferError, "Existing exports of data: object cannot be re-sized");
    return false;
}

/* Replaces [start, end) by data; resizing is allowed. */
static bool splice(Thread *t, Bytearray *b, size_t start, size_t end, const uint8_t *data, size_t n) {
    size_t tail = b->length - end, length = start + n + tail;
    if (length != b->length && !bytearray_check_resizable(t, b)) return false;
    if (length > b->length) {
        if (!bytearray_reserve(t, b, length)) return false;
        memmove(b->data + start + n, b->data + end, tail);
    } else if (length < b->length) {
        memmove(b->data + start + n, b->data + end, tail);
    }
    if (n) memmove(b->data + start, data, n);
    if (length < b->length) return bytearray_resize(t, b, length);
    b->length = length;
    if (b->data) b->data[length] = 0;
    return true;
}

/* ---- construction ---- */

static Value bytearray_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    void *b = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    return b ? value_from_object(b) : VALUE_ERROR;
}

static Value bytearray_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Bytearray *b = self_array(args);
    Value in[3];
    if (!bytes_constructor_args(t, "bytearray", args + 1, nargs - 1, kwnames, in)) return VALUE_ERROR;
    if (b->length) {
        if (!bytearray_check_resizable(t, b) || !bytearray_resize(t, b, 0)) return VALUE_ERROR;
    }
    return bytes_construct(t, "bytearray", b, in[0], in[1], in[2]) ? VALUE_NONE : VALUE_ERROR;
}

/* ---- subscripts ---- */

static Value bytearray_getitem(Thread *t, Value *args) {
    Bytearray *b = self_array(args);
    int64_t i, start, stop, step;
    size_t count;
    switch (sequence_key(t, args[1], "bytearray", &i)) {
    case KEY_INDEX:
        if (i < 0) i += (int64_t)b->length;
        if ((uint64_t)i >= b->length) return raise_index_error(t, "bytearray index out of range");
        return value_from_int(b->data[i]);
    case KEY_SLICE: {
        if (!slice_unpack(t, (Slice *)value_as_object(args[1]), b->length, &start, &stop, &step, &count))
            return VALUE_ERROR;
        if (step == 1) return bytearray_from_data(t, b->data ? b->data + start : NULL, count);
        uint8_t *out;
        Value v = bytes_like_alloc(t, args[0], count, &out);
        if (!value_is_error(v))
            for (size_t k = 0; k < count; k++) out[k] = b->data[start + (int64_t)k * step];
        return v;
    }
    case KEY_ERROR:
        break;
    }
    return VALUE_ERROR;
}

/* The bytes to assign to a slice, owned by nobody else. */
static bool assigned_bytes(Thread *t, Bytearray *self, Value value, ByteSpan *out) {
    static const char message[] =
        "can assign only bytes, buffers, or iterables of ints in range(0, 256)";
    if (value_is_bytes(value)) {
        *out = bytes_span(value);
        return true;
    }
    if (value_is_str(value) ||
        (value_is_any_int(value) || (!value_is_bytes_like(t, value) &&
                                     value_is_undef(special_of(t, value, SPECIAL_ITER)) &&
                                     value_is_undef(special_of(t, value, SPECIAL_GETITEM))))) {
        raise_type_error(t, message);
        return false;
    }
    Value copy = bytearray_from_data(t, NULL, 0);
    if (value_is_error(copy) ||
        !bytes_construct(t, "bytearray", (Bytearray *)value_as_object(copy), value, VALUE_UNDEF,
                         VALUE_UNDEF))
        return false;
    *out = bytes_span(copy);
    return true;
}

static Value bytearray_assign_slice(Thread *t, Bytearray *b, Slice *slice, Value value) {
    int64_t start, stop, step;
    size_t count;
    ByteSpan in = {NULL, 0};
    if (!value_is_undef(value) && !assigned_bytes(t, b, value, &in)) return VALUE_ERROR;
    if (!slice_unpack(t, slice, b->length, &start, &stop, &step, &count)) return VALUE_ERROR;
    if (step == 1) {
        size_t from = (size_t)start, to = (size_t)(stop < start ? start : stop);
        return splice(t, b, from, to, in.data, in.length) ? VALUE_NONE : VALUE_ERROR;
    }
    if (in.length == 0) {
        /* Deleting every step-th byte; an empty value means the same. */
        if (count == 0) return VALUE_NONE;
        if (!bytearray_check_resizable(t, b)) return VALUE_ERROR;
        if (step < 0) {
            start += (int64_t)(count - 1) * step;
            step = -step;
        }
        size_t out = (size_t)start, next = (size_t)start, dropped = 0;
        for (size_t i = out; i < b->length; i++) {
            if (dropped < count && i == next) {
                dropped++;
                next += (size_t)step;
            } else {
                b->data[out++] = b->data[i];
            }
        }
        return bytearray_resize(t, b, out) ? VALUE_NONE : VALUE_ERROR;
    }
    if (in.length != count)
        return raise_value_error(
            t, "attempt to assign bytes of size %zu to extended slice of size %zu", in.length, count);
    uint8_t *to = b->data + start;
    const uint8_t *from = in.data; /* for all that the compiler knows these stores could change b and in */
    for (size_t k = 0; k < count; k++) to[(int64_t)k * step] = from[k];
    return VALUE_NONE;
}

static Value bytearray_setitem(Thread *t, Value *args) {
    Bytearray *b = self_array(args);
    int64_t i;
    uint8_t byte;
    switch (sequence_key(t, args[1], "bytearray", &i)) {
    case KEY_INDEX:
        if (!byte_from_value(t, args[2], &byte)) return VALUE_ERROR;
        if (i < 0) i += (int64_t)b->length;
        if ((uint64_t)i >= b->length) return raise_index_error(t, "bytearray index out of range");
        b->data[i] = byte;
        return VALUE_NONE;
    case KEY_SLICE:
        return bytearray_assign_slice(t, b, (Slice *)value_as_object(args[1]), args[2]);
    case KEY_ERROR:
        break;
    }
    return VALUE_ERROR;
}

static Value bytearray_delitem(Thread *t, Value *args) {
    Bytearray *b = self_array(args);
    int64_t i;
    switch (sequence_key(t, args[1], "bytearray", &i)) {
    case KEY_INDEX:
        if (i < 0) i += (int64_t)b->length;
        if ((uint64_t)i >= b->length) return raise_index_error(t, "bytearray index out of range");
        return splice(t, b, (size_t)i, (size_t)i + 1, NULL, 0) ? VALUE_NONE : VALUE_ERROR;
    case KEY_SLICE:
        return bytearray_assign_slice(t, b, (Slice *)value_as_object(args[1]), VALUE_UNDEF);
    case KEY_ERROR:
        break;
    }
    return VALUE_ERROR;
}

/* ---- operators and methods ---- */

bool bytearray_extend_by(Thread *t, Bytearray *b, const Object *other, const void *data, size_t length) {
    if (other == &b->header && length) { /* CPython holds a view of it meanwhile */
        raise_error(t, TYPE_BufferError, "Existing exports of data: object cannot be re-sized");
        return false;
    }
    return bytearray_append_data(t, b, data, length);
}

static Value bytearray_iadd(Thread *t, Value *args) {
    Bytearray *b = self_array(args);
    if (!value_is_bytes_like(t, args[1]))
        return raise_type_error(t, "can't concat %.100T to bytearray", args[1]);
    Buffer other;
    if (!buffer_get(t, args[1], false, &other)) return VALUE_ERROR;
    if (other.length == 0) return args[0];
    if (!bytearray_check_resizable(t, b) || !bytearray_extend_by(t, b, value_as_object(args[1]), other.data, other.length))
        return VALUE_ERROR;
    return args[0];
}

static Value bytearray_imul(Thread *t, Value *args) {
    int64_t n;
    Value result;
    if (!sequence_repeat_count(t, args[0], args[1], &n, &result)) return result;
    Bytearray *b = self_array(args);
    size_t length = b->length, total;
    if (__builtin_mul_overflow(length, (size_t)n, &total) || total > PTRDIFF_MAX - 64)
        return raise_memory_error(t);
    if (total == length) return args[0];
    if (!bytearray_check_resizable(t, b) || !bytearray_resize(t, b, total)) return VALUE_ERROR;
    for (size_t i = length; i < total; i += length) memcpy(b->data + i, b->data, length);
    return args[0];
}

static Value bytearray_len(Thread *t, Value *args) {
    return value_from_int((int64_t)self_array(args)->length);
}

static Value bytearray_repr(Thread *t, Value *args) {
    ByteSpan s = bytes_span(args[0]);
    StrBuilder b;
    builder_init(&b, t);
    builder_cstring(&b, type_name(type_of(t, args[0])));
    builder_char(&b, '(');
    bytes_repr_into(&b, s.data, s.length, '\''); /* as CPython, whatever the quotes */
    builder_char(&b, ')');
    return builder_finish(&b);
}

static Value bytearray_sizeof(Thread *t, Value *args) {
    return value_from_int(56 + (int64_t)self_array(args)->capacity);
}

static Value bytearray_alloc(Thread *t, Value *args) {
    return value_from_int((int64_t)self_array(args)->capacity);
}

static Value bytearray_append(Thread *t, Value *args) {
    uint8_t byte;
    Bytearray *b = self_array(args);
    if (!byte_from_value(t, args[1], &byte) || !bytearray_check_resizable(t, b) ||
        !bytearray_append_data(t, b, &byte, 1))
        return VALUE_ERROR;
    return VALUE_NONE;
}

static Value bytearray_extend(Thread *t, Value *args) {
    Bytearray *b = self_array(args);
    Value source = args[1];
    Buffer data;
    if (value_is_bytes_like(t, source)) {
        if (!buffer_get(t, source, false, &data)) return VALUE_ERROR;
    } else {
        if (value_is_undef(special_of(t, source, SPECIAL_ITER)) &&
            value_is_undef(special_of(t, source, SPECIAL_GETITEM)))
            return raise_type_error(t, "can't extend bytearray with %.100T", source);
        Value collected = bytearray_from_data(t, NULL, 0);
        if (value_is_error(collected) ||
            !bytearray_extend_ints(t, (Bytearray *)value_as_object(collected), source,
                                   "byte must be in range(0, 256)") ||
            !buffer_get(t, collected, false, &data))
            return VALUE_ERROR;
    }
    if (data.length == 0) return VALUE_NONE;
    if (!bytearray_check_resizable(t, b) || !bytearray_append_data(t, b, data.data, data.length))
        return VALUE_ERROR;
    return VALUE_NONE;
}

static Value bytearray_insert(Thread *t, Value *args) {
    int64_t i;
    uint8_t byte;
    Bytearray *b = self_array(args);
    if (!arg_size(t, args[1], &i) || !byte_from_value(t, args[2], &byte)) return VALUE_ERROR;
    if (i < 0 && (i += (int64_t)b->length) < 0) i = 0;
    if ((uint64_t)i > b->length) i = (int64_t)b->length;
    return splice(t, b, (size_t)i, (size_t)i, &byte, 1) ? VALUE_NONE : VALUE_ERROR;
}

static Value bytearray_pop(Thread *t, Value *args) {
    int64_t i;
    Bytearray *b = self_array(args);
    if (!arg_size(t, args[1], &i)) return VALUE_ERROR;
    if (b->length == 0) return raise_index_error(t, "pop from empty bytearray");
    if (i < 0) i += (int64_t)b->length;
    if ((uint64_t)i >= b->length) return raise_index_error(t, "pop index out of range");
    uint8_t byte = b->data[i];
    return splice(t, b, (size_t)i, (size_t)i + 1, NULL, 0) ? value_from_int(byte) : VALUE_ERROR;
}

static Value bytearray_remove(Thread *t, Value *args) {
    uint8_t byte;
    Bytearray *b = self_array(args);
    if (!byte_from_value(t, args[1], &byte)) return VALUE_ERROR;
    uint8_t *p = b->length ? memchr(b->data, byte, b->length) : NULL;
    if (!p) return raise_value_error(t, "value not found in bytearray");
    size_t i = (size_t)(p - b->data);
    return splice(t, b, i, i + 1, NULL, 0) ? VALUE_NONE : VALUE_ERROR;
}

static Value bytearray_clear(Thread *t, Value *args) {
    Bytearray *b = self_array(args);
    if (b->length && (!bytearray_check_resizable(t, b) || !bytearray_resize(t, b, 0)))
        return VALUE_ERROR;
    return VALUE_NONE;
}

static Value bytearray_copy(Thread *t, Value *args) {
    Bytearray *b = self_array(args);
    return bytearray_from_data(t, b->data, b->length);
}

static Value bytearray_reverse(Thread *t, Value *args) {
    Bytearray *b = self_array(args);
    for (size_t i = 0, j = b->length; i + 1 < j; i++) {
        uint8_t byte = b->data[i];
        b->data[i] = b->data[--j];
        b->data[j] = byte;
    }
    return VALUE_NONE;
}

/* ---- pickling ---- */

static Value reduce_with(Thread *t, Value self, Value arguments) {
    Value state = call_method0(t, self, STR_NAME(t, __getstate__));
    if (value_is_error(state) || value_is_error(arguments)) return VALUE_ERROR;
    return tuple_of(t, 3, value_from_object(type_of(t, self)), arguments, state);
}

static Value reduce_as_text(Thread *t, Value self) {
    ByteSpan s = bytes_span(self);
    if (s.length == 0) return reduce_with(t, self, tuple_from_values(t, NULL, 0));
    return reduce_with(t, self,
                       tuple_of(t, 2, str_from_latin1(t, s.data, s.length),
                                str_from_cstring(t, "latin-1")));
}

static Value bytearray_reduce(Thread *t, Value *args) { return reduce_as_text(t, args[0]); }

static Value bytearray_reduce_ex(Thread *t, Value *args) {
    int protocol;
    if (!arg_int(t, args[1], &protocol)) return VALUE_ERROR;
    if (protocol < 3) return reduce_as_text(t, args[0]);
    ByteSpan s = bytes_span(args[0]);
    if (s.length == 0) return reduce_with(t, args[0], tuple_from_values(t, NULL, 0));
    return reduce_with(t, args[0], tuple_of(t, 1, bytes_from_data(t, s.data, s.length)));
}

/* ---- iterator ---- */

static Value bytearray_iter(Thread *t, Value *args) {
    ListIterator *it = GC_NEW(t, ListIterator, KIND_OTHER, TYPE_BYTEARRAY_ITERATOR);
    if (!it) return VALUE_ERROR;
    it->sequence = args[0];
    return value_from_object(it);
}

static void iterator_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((ListIterator *)object)->sequence);
}

static Value bytearray_iterator_next(Thread *t, Object *object) {
    ListIterator *it = (ListIterator *)object;
    if (value_is_undef(it->sequence)) return VALUE_STOP;
    Bytearray *b = (Bytearray *)value_as_object(it->sequence);
    if (it->index < b->length) return value_from_int(b->data[it->index++]);
    it->sequence = VALUE_UNDEF;
    return VALUE_STOP;
}

static Value bytearray_iterator_length_hint(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    if (value_is_undef(it->sequence)) return value_from_int(0);
    size_t n = ((Bytearray *)value_as_object(it->sequence))->length;
    return value_from_int(it->index < n ? (int64_t)(n - it->index) : 0);
}

static Value bytearray_iterator_reduce(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    if (value_is_undef(it->sequence))
        return iterator_reduce(t, "iter", tuple_from_values(t, NULL, 0), -1);
    return iterator_reduce(t, "iter", it->sequence, (int64_t)it->index);
}

static Value bytearray_iterator_setstate(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    int64_t i;
    if (!arg_size(t, args[1], &i)) return VALUE_ERROR;
    if (value_is_undef(it->sequence)) return VALUE_NONE;
    int64_t n = (int64_t)((Bytearray *)value_as_object(it->sequence))->length;
    it->index = (size_t)(i < 0 ? 0 : i > n ? n : i);
    return VALUE_NONE;
}

static const NativeDef bytearray_iterator_methods[] = {
    NATIVE("__length_hint__", "($self, /)", bytearray_iterator_length_hint,
           "Private method returning an estimate of len(list(it))."),
    NATIVE("__reduce__", "($self, /)", bytearray_iterator_reduce,
           "Return state information for pickling."),
    NATIVE("__setstate__", "($self, state, /)", bytearray_iterator_setstate,
           "Set state information for unpickling."),
    NATIVE_END,
};

const TypeDef typedef_bytearray_iterator = {
    .name = "bytearray_iterator",
    .id = TYPE_BYTEARRAY_ITERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(ListIterator),
    .trace = iterator_trace,
    .next = bytearray_iterator_next,
    .methods = bytearray_iterator_methods,
};

static const NativeDef bytearray_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", bytearray_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE_RAW("__init__", "($self, /, *args, **kwargs)", bytearray_init,
               "Initialize self.  See help(type(self)) for accurate signature."),
    NATIVE("__repr__", "($self, /)", bytearray_repr, "Return repr(self)."),
    NATIVE("__str__", "($self, /)", bytearray_repr, "Return str(self)."),
    NATIVE("__iter__", "($self, /)", bytearray_iter, "Implement iter(self)."),
    NATIVE_PLAIN("__len__", "($self, /)", "o >i", bytearray_len, "Return len(self)."),
    NATIVE_PLAIN("__getitem__", "($self, key, /)", "o i >i", bytearray_getitem, "Return self[key]."),
    NATIVE_PLAIN("__setitem__", "($self, key, value, /)", "o i i >n!", bytearray_setitem, "Set self[key] to value."),
    NATIVE("__delitem__", "($self, key, /)", bytearray_delitem, "Delete self[key]."),
    NATIVE("__iadd__", "($self, value, /)", bytearray_iadd, "Implement self+=value."),
    NATIVE("__imul__", "($self, value, /)", bytearray_imul, "Implement self*=value."),
    NATIVE("__alloc__", "($self, /)", bytearray_alloc,
           "B.__alloc__() -> int\n\nReturn the number of bytes actually allocated."),
    NATIVE("__reduce__", "($self, /)", bytearray_reduce, "Return state information for pickling."),
    NATIVE("__reduce_ex__", "($self, proto=0, /)", bytearray_reduce_ex,
           "Return state information for pickling."),
    NATIVE("__sizeof__", "($self, /)", bytearray_sizeof,
           "Returns the size of the bytearray object in memory, in bytes."),
    NATIVE_PLAIN("append", "($self, item, /)", "o i >n!", bytearray_append,
           "Append a single item to the end of the bytearray.\n\n  item\n    The item to be appended."),
    NATIVE("clear", "($self, /)", bytearray_clear, "Remove all items from the bytearray."),
    NATIVE("copy", "($self, /)", bytearray_copy, "Return a copy of B."),
    NATIVE("extend", "($self, iterable_of_ints, /)", bytearray_extend,
           "Append all the items from the iterator or sequence to the bytearray.\n\n  "
           "iterable_of_ints\n    The iterable of items to append."),
    NATIVE("insert", "($self, index, item, /)", bytearray_insert,
           "Insert a single item into the bytearray before the given index."),
    NATIVE_PLAIN("pop", "($self, index=-1, /)", "o i >i!", bytearray_pop,
           "Remove and return a single item from B.\n\n  index\n    The index from where to remove the "
           "item.\n    -1 (the default value) means remove the last item.\n\nIf no index argument is "
           "given, will pop the last item."),
    NATIVE("remove", "($self, value, /)", bytearray_remove,
           "Remove the first occurrence of a value in the bytearray.\n\n  value\n    The value to "
           "remove."),
    NATIVE("reverse", "($self, /)", bytearray_reverse,
           "Reverse the order of the values in B in place."),
    BYTES_METHOD_ROWS,
    NATIVE_END,
};

const TypeDef typedef_bytearray = {
    .name = "bytearray",
    .doc = "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> "
           "bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) "
           "-> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> "
           "empty bytes array\n\nConstruct a mutable bytearray object from:\n  - an iterable yielding "
           "integers in range(256)\n  - a text string encoded using the specified encoding\n  - a "
           "bytes or a buffer object\n  - any object implementing the buffer API.\n  - an integer",
    .id = TYPE_BYTEARRAY,
    .base = TYPE_OBJECT,
    .kind = KIND_BYTEARRAY,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_MATCH_SELF | TYPEFLAG_IMMUTABLE,
    .size = sizeof(Bytearray),
    .trace = bytearray_trace,
    .methods = bytearray_methods,
    .buffer = bytearray_buffer,
};

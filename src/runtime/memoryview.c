/* memoryview.c - the memoryview type: a typed, possibly strided window on the
 * memory of a bytes-like object. */
#include "base/hash.h"
#include "runtime/buffer_item.h"
#include "runtime/bytes_internal.h"
#include "runtime/error.h"
#include "runtime/native.h"
#include "runtime/sequence_support.h"

enum { MAX_DIMENSIONS = 64 };

typedef struct MemoryView {
    Object header;   /* KIND_MEMORYVIEW */
    Value object;    /* the exporter; NONE once released */
    uint8_t *data;   /* of the first item */
    size_t *exports; /* counted up while this view is not released; or NULL */
    Raw *dimensions; /* int64_t shape[ndim], strides[ndim] (bytes) */
    size_t item_size;
    int64_t hash;
    uint32_t ndim;
    char format[8]; /* as shown: "B", "@H", ... */
    bool readonly, released, hashed;
} MemoryView;

static inline MemoryView *as_view(Value v) { return (MemoryView *)value_as_object(v); }
static inline int64_t *shape_of(const MemoryView *m) { return (int64_t *)(void *)m->dimensions->bytes; }
static inline int64_t *strides_of(const MemoryView *m) { return shape_of(m) + m->ndim; }
static inline char item_format(const MemoryView *m) { return m->format[m->format[0] == '@']; }

static void view_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((MemoryView *)object)->object);
    trace_object(tracer, ((MemoryView *)object)->dimensions);
}

static void view_release(MemoryView *m) {
    if (m->released) return;
    m->released = true;
    if (m->exports) --*m->exports;
    m->exports = NULL;
    m->object = VALUE_NONE;
}

static void view_finalize(Thread *t, Object *object) { view_release((MemoryView *)object); }

static MemoryView *view_alloc(Thread *t, uint32_t ndim) {
    Raw *dimensions = gc_alloc_raw(t, (ndim ? ndim : 1) * 2 * sizeof(int64_t));
    MemoryView *m = dimensions ? GC_NEW(t, MemoryView, KIND_MEMORYVIEW, TYPE_MEMORYVIEW) : NULL;
    if (!m) return NULL;
    m->dimensions = dimensions;
    m->ndim = ndim;
    m->object = VALUE_NONE;
    return m;
}

static void view_export(Thread *t, MemoryView *m, size_t *exports) {
    m->exports = exports;
    if (!exports) return;
    ++*exports;
    /* The exporter must be freed when the view is merely dropped. */
    heap_register_finalizer(t, &m->header);
}

/* Another view of the same memory, with `ndim` dimensions to be filled in. */
static MemoryView *view_of_view(Thread *t, MemoryView *m, uint32_t ndim) {
    MemoryView *v = view_alloc(t, ndim);
    if (!v) return NULL;
    v->object = m->object;
    v->data = m->data;
    v->item_size = m->item_size;
    memcpy(v->format, m->format, sizeof v->format);
    v->readonly = m->readonly;
    if (ndim == m->ndim) memcpy(shape_of(v), shape_of(m), 2 * ndim * sizeof(int64_t));
    view_export(t, v, m->exports);
    return v;
}

static bool check_released(Thread *t, MemoryView *m) {
    if (!m->released) return true;
    raise_value_error(t, "operation forbidden on released memoryview object");
    return false;
}

static size_t item_count(const MemoryView *m) {
    size_t n = 1;
    for (uint32_t i = 0; i < m->ndim; i++) n *= (size_t)shape_of(m)[i];
    return n;
}

static bool is_contiguous(const MemoryView *m, bool fortran) {
    if (item_count(m) == 0) return true;
    int64_t expected = (int64_t)m->item_size;
    for (uint32_t k = 0; k < m->ndim; k++) {
        uint32_t i = fortran ? k : m->ndim - 1 - k;
        if (shape_of(m)[i] > 1 && strides_of(m)[i] != expected) return false;
        expected *= shape_of(m)[i];
    }
    return true;
}

static bool view_buffer(Thread *t, Object *object, bool writable, Buffer *out) {
    MemoryView *m = (MemoryView *)object;
    if (!check_released(t, m)) return false;
    if (writable && m->readonly) {
        raise_error(t, TYPE_BufferError, "memoryview: underlying buffer is not writable");
        return false;
    }
    if (!is_contiguous(m, false)) {
        raise_error(t, TYPE_BufferError, "memoryview: underlying buffer is not C-contiguous");
        return false;
    }
    out->data = m->data;
    out->length = item_count(m) * m->item_size;
    out->item_size = m->item_size;
    memcpy(out->format, m->format, sizeof out->format);
    out->readonly = m->readonly;
    out->exports = m->exports;
    return true;
}

static Value view_from(Thread *t, Value object) {
    if (value_is_kind(object, KIND_MEMORYVIEW)) {
        if (!check_released(t, as_view(object))) return VALUE_ERROR;
        MemoryView *copy = view_of_view(t, as_view(object), as_view(object)->ndim);
        return copy ? value_from_object(copy) : VALUE_ERROR;
    }
    if (!value_is_bytes_like(t, object))
        return raise_type_error(t, "memoryview: a bytes-like object is required, not '%.200T'", object);
    Buffer b;
    if (!buffer_get(t, object, false, &b)) return VALUE_ERROR;
    MemoryView *m = view_alloc(t, 1);
    if (!m) return VALUE_ERROR;
    m->object = object;
    m->data = b.data;
    m->item_size = b.item_size;
    memcpy(m->format, b.format, sizeof m->format);
    m->readonly = b.readonly;
    shape_of(m)[0] = (int64_t)(b.length / b.item_size);
    strides_of(m)[0] = (int64_t)b.item_size;
    view_export(t, m, b.exports);
    return value_from_object(m);
}

static Value view_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (nargs > 2)
        return raise_type_error(t, "memoryview() takes at most 1 argument (%zu given)", nargs - 1);
    if (nargs < 2) return raise_type_error(t, "memoryview() missing required argument 'object' (pos 1)");
    if (kwnames && kwnames->length && !str_equals_cstring(t, kwnames->items[0], "object"))
        return raise_type_error(t, "'%U' is an invalid keyword argument for memoryview()",
                                kwnames->items[0]);
    return view_from(t, args[1]);
}

/* ---- walking all items in C order ---- */

static void copy_out(const MemoryView *m, uint32_t dimension, const uint8_t *from, uint8_t **to) {
    if (dimension == m->ndim) {
        memcpy(*to, from, m->item_size);
        *to += m->item_size;
        return;
    }
    for (int64_t i = 0; i < shape_of(m)[dimension]; i++)
        copy_out(m, dimension + 1, from + i * strides_of(m)[dimension], to);
}

/* All bytes, in C order; into memory of its own if they are not so already. */
static const uint8_t *flat_bytes(Thread *t, MemoryView *m, size_t *length) {
    *length = item_count(m) * m->item_size;
    if (is_contiguous(m, false)) return m->data;
    Raw *copy = gc_alloc_raw(t, *length);
    if (!copy) return NULL;
    uint8_t *to = copy->bytes;
    copy_out(m, 0, m->data, &to);
    return copy->bytes;
}

static void copy_fortran(const MemoryView *m, uint8_t *to) {
    int64_t index[MAX_DIMENSIONS] = {0};
    for (size_t n = item_count(m); n > 0; n--) {
        const uint8_t *from = m->data;
        for (uint32_t i = 0; i < m->ndim; i++) from += index[i] * strides_of(m)[i];
        memcpy(to, from, m->item_size);
        to += m->item_size;
        for (uint32_t i = 0; i < m->ndim; i++) {
            if (++index[i] < shape_of(m)[i]) break;
            index[i] = 0;
        }
    }
}

static Value view_tobytes(Thread *t, Value *args) {
    MemoryView *m = as_view(args[0]);
    if (!check_released(t, m)) return VALUE_ERROR;
    char order = 'C';
    if (!value_is_none(args[1])) {
        if (!value_is_str(args[1]))
            return raise_type_error(t, "tobytes() argument 'order' must be str or None, not %.50T", args[1]);
        order = str_equals_cstring(t, args[1], "C")   ? 'C'
                : str_equals_cstring(t, args[1], "F") ? 'F'
                : str_equals_cstring(t, args[1], "A") ? 'A'
                                                      : 0;
        if (!order) return raise_value_error(t, "order must be 'C', 'F' or 'A'");
    }
    if (order == 'A') order = is_contiguous(m, true) && !is_contiguous(m, false) ? 'F' : 'C';
    size_t length;
    const uint8_t *data = flat_bytes(t, m, &length);
    if (!data) return VALUE_ERROR;
    Value v = bytes_from_data(t, data, length);
    if (order == 'F' && m->ndim > 1 && !value_is_error(v) && length)
        copy_fortran(m, value_as_bytes(v)->data);
    return v;
}

static Value view_hex(Thread *t, Value *args) {
    MemoryView *m = as_view(args[0]);
    size_t length;
    if (!check_released(t, m)) return VALUE_ERROR;
    const uint8_t *data = flat_bytes(t, m, &length);
    return data ? bytes_hex(t, data, length, args[1], args[2]) : VALUE_ERROR;
}

static Value list_of_dimension(Thread *t, MemoryView *m, uint32_t dimension, const uint8_t *from) {
    if (dimension == m->ndim) return buffer_item_get(t, item_format(m), from);
    Value list = list_new(t, (size_t)shape_of(m)[dimension]);
    if (value_is_error(list)) return list;
    for (int64_t i = 0; i < shape_of(m)[dimension]; i++) {
        Value v = list_of_dimension(t, m, dimension + 1, from + i * strides_of(m)[dimension]);
        if (value_is_error(v) || !list_append(t, value_as_list(list), v)) return VALUE_ERROR;
    }
    return list;
}

static Value view_tolist(Thread *t, Value *args) {
    MemoryView *m = as_view(args[0]);
    return check_released(t, m) ? list_of_dimension(t, m, 0, m->data) : VALUE_ERROR;
}

/* ---- subscripts ---- */

/* data + index * stride of one dimension; NULL with IndexError. */
static uint8_t *step_into(Thread *t, MemoryView *m, uint8_t *data, uint32_t dimension, int64_t i) {
    int64_t n = shape_of(m)[dimension];
    if (i < 0) i += n;
    if (i < 0 || i >= n) {
        raise_index_error(t, "index out of bounds on dimension %u", dimension + 1);
        return NULL;
    }
    return data + i * strides_of(m)[dimension];
}

static inline bool is_index(Thread *t, Value v) {
    return value_is_int(v) || !value_is_undef(special_of(t, v, SPECIAL_INDEX));
}

static bool read_index(Thread *t, Value v, int64_t *out) {
    if (value_is_int(v)) {
        *out = value_as_int(v);
        return true;
    }
    Value i = op_index(t, v);
    if (value_is_error(i)) return false;
    if (int_to_int64(i, out)) return true;
    raise_index_error(t, "cannot fit '%.200T' into an index-sized integer", v);
    return false;
}

/* The address of the item that a complete index names; NULL: raised.  Sets
 * *is_item to false (and returns NULL, nothing raised) if the key is another. */
static uint8_t *item_address(Thread *t, MemoryView *m, Value key, bool *is_item) {
    *is_item = true;
    if (value_is_tuple(key)) {
        Tuple *tuple = value_as_tuple(key);
        for (size_t i = 0; i < tuple->length; i++)
            if (!is_index(t, tuple->items[i])) {
                *is_item = false;
                return NULL;
            }
        if (tuple->length < m->ndim) {
            raise_error(t, TYPE_NotImplementedError, "sub-views are not implemented");
            return NULL;
        }
        if (tuple->length > m->ndim) {
            raise_type_error(t, "cannot index %u-dimension view with %zu-element tuple", m->ndim,
                             tuple->length);
            return NULL;
        }
        uint8_t *data = m->data;
        for (uint32_t i = 0; i < m->ndim && data; i++) {
            int64_t index;
            if (!read_index(t, tuple->items[i], &index)) return NULL;
            data = step_into(t, m, data, i, index);
        }
        return data;
    }
    if (!is_index(t, key)) {
        *is_item = false;
        return NULL;
    }
    int64_t index;
    if (!read_index(t, key, &index)) return NULL;
    return step_into(t, m, m->data, 0, index);
}

static MemoryView *view_slice(Thread *t, MemoryView *m, Slice *slice) {
    int64_t start, stop, step;
    size_t count;
    if (!slice_unpack(t, slice, (size_t)shape_of(m)[0], &start, &stop, &step, &count)) return NULL;
    MemoryView *v = view_of_view(t, m, m->ndim);
    if (!v) return NULL;
    v->data = m->data + start * strides_of(m)[0];
    shape_of(v)[0] = (int64_t)count;
    strides_of(v)[0] = strides_of(m)[0] * step;
    return v;
}

static bool is_multi_slice(Value key) {
    if (!value_is_tuple(key) || value_as_tuple(key)->length == 0) return false;
    for (size_t i = 0; i < value_as_tuple(key)->length; i++)
        if (!value_is_kind(value_as_tuple(key)->items[i], KIND_SLICE)) return false;
    return true;
}

static Value view_getitem(Thread *t, Value *args) {
    MemoryView *m = as_view(args[0]);
    Value key = args[1];
    if (!check_released(t, m)) return VALUE_ERROR;
    if (m->ndim == 0) {
        if (value_same(key, VALUE_ELLIPSIS)) return args[0];
        if (value_is_tuple(key) && value_as_tuple(key)->length == 0)
            return buffer_item_get(t, item_format(m), m->data);
        return raise_type_error(t, "invalid indexing of 0-dim memory");
    }
    if (value_is_kind(key, KIND_SLICE)) {
        MemoryView *v = view_slice(t, m, (Slice *)value_as_object(key));
        return v ? value_from_object(v) : VALUE_ERROR;
    }
    if (m->ndim > 1 && !value_is_tuple(key) && is_index(t, key))
        return raise_error(t, TYPE_NotImplementedError, "multi-dimensional sub-views are not implemented");
    bool is_item;
    uint8_t *item = item_address(t, m, key, &is_item);
    if (item) {
        /* __index__ may have released the view. */
        return check_released(t, m) ? buffer_item_get(t, item_format(m), item) : VALUE_ERROR;
    }
    if (is_item) return VALUE_ERROR;
    if (is_multi_slice(key))
        return raise_error(t, TYPE_NotImplementedError, "multi-dimensional slicing is not implemented");
    return raise_type_error(t, "memoryview: invalid slice key");
}

static Value assign_slice(Thread *t, MemoryView *m, Slice *slice, Value value) {
    if (!value_is_bytes_like(t, value))
        return raise_type_error(t, "a bytes-like object is required, not '%.200T'", value);
    Value source_value = view_from(t, value);
    if (value_is_error(source_value)) return source_value;
    MemoryView *source = as_view(source_value), *target = view_slice(t, m, slice);
    Value result = VALUE_ERROR;
    if (target) {
        if (source->ndim != 1 || shape_of(source)[0] != shape_of(target)[0] ||
            item_format(source) != item_format(target) || source->item_size != target->item_size) {
            raise_value_error(t, "memoryview assignment: lvalue and rvalue have different structures");
        } else {
            size_t length, size = target->item_size;
            const uint8_t *data = flat_bytes(t, source, &length);
            /* The two may overlap. */
            Raw *copy = data ? gc_alloc_raw(t, length + 1) : NULL;
            if (copy) {
                memcpy(copy->bytes, data, length);
                for (int64_t i = 0; i < shape_of(target)[0]; i++)
                    memcpy(target->data + i * strides_of(target)[0], copy->bytes + (size_t)i * size, size);
                result = VALUE_NONE;
            }
        }
        view_release(target);
    }
    view_release(source);
    return result;
}

static Value view_setitem(Thread *t, Value *args) {
    MemoryView *m = as_view(args[0]);
    Value key = args[1], value = args[2];
    if (!check_released(t, m)) return VALUE_ERROR;
    if (m->readonly) return raise_type_error(t, "cannot modify read-only memory");
    if (m->ndim == 0) {
        if (value_same(key, VALUE_ELLIPSIS) ||
            (value_is_tuple(key) && value_as_tuple(key)->length == 0))
            return buffer_item_set(t, item_format(m), m->data, value) ? VALUE_NONE : VALUE_ERROR;
        return raise_type_error(t, "invalid indexing of 0-dim memory");
    }
    if (value_is_kind(key, KIND_SLICE) && m->ndim == 1)
        return assign_slice(t, m, (Slice *)value_as_object(key), value);
    if (m->ndim > 1 && !value_is_tuple(key) && is_index(t, key))
        return raise_error(t, TYPE_NotImplementedError, "sub-views are not implemented");
    bool is_item;
    uint8_t *item = item_address(t, m, key, &is_item);
    if (item) {
        /* Converting the value can run code: write to a copy first. */
        uint8_t staged[16];
        if (!check_released(t, m) || !buffer_item_set(t, item_format(m), staged, value) ||
            !check_released(t, m))
            return VALUE_ERROR;
        memcpy(item, staged, m->item_size);
        return VALUE_NONE;
    }
    if (is_item) return VALUE_ERROR;
    if (value_is_kind(key, KIND_SLICE) || is_multi_slice(key))
        return raise_error(t, TYPE_NotImplementedError,
                           "memoryview slice assignments are currently restricted to ndim = 1");
    return raise_type_error(t, "memoryview: invalid slice key");
}

static Value view_delitem(Thread *t, Value *args) {
    if (!check_released(t, as_view(args[0]))) return VALUE_ERROR;
    if (as_view(args[0])->readonly) return raise_type_error(t, "cannot modify read-only memory");
    return raise_type_error(t, "cannot delete memory");
}

static Value view_len(Thread *t, Value *args) {
    MemoryView *m = as_view(args[0]);
    if (!check_released(t, m)) return VALUE_ERROR;
    return value_from_int(m->ndim ? shape_of(m)[0] : 1);
}

static Value view_iter(Thread *t, Value *args) {
    MemoryView *m = as_view(args[0]);
    if (!check_released(t, m)) return VALUE_ERROR;
    if (m->ndim == 0) return raise_type_error(t, "invalid indexing of 0-dim memory");
    if (m->ndim != 1)
        return raise_error(t, TYPE_NotImplementedError, "multi-dimensional sub-views are not implemented");
    ListIterator *it = GC_NEW(t, ListIterator, KIND_OTHER, TYPE_SEQUENCE_ITERATOR);
    if (!it) return VALUE_ERROR;
    it->sequence = args[0];
    return value_from_object(it);
}

/* ---- cast ---- */

static bool cast_shape(Thread *t, MemoryView *m, Value shape) {
    Value *items;
    size_t total = m->item_size;
    if (value_is_list(shape))
        items = value_as_list(shape)->items;
    else
        items = value_as_tuple(shape)->items;
    for (uint32_t i = 0; i < m->ndim; i++) {
        int64_t n;
        if (!value_is_any_int(items[i])) {
            raise_type_error(t, "memoryview.cast(): elements of shape must be integers");
            return false;
        }
        if (!int_to_int64(int_unbox(items[i]), &n) || n <= 0) {
            raise_value_error(t, "memoryview.cast(): elements of shape must be integers > 0");
            return false;
        }
        if (__builtin_mul_overflow(total, (size_t)n, &total)) {
            raise_value_error(t, "memoryview.cast(): product(shape) > SSIZE_MAX");
            return false;
        }
        shape_of(m)[i] = n;
    }
    int64_t stride = (int64_t)m->item_size;
    for (uint32_t i = m->ndim; i-- > 0;) {
        strides_of(m)[i] = stride;
        stride *= shape_of(m)[i];
    }
    return true;
}

static Value view_cast(Thread *t, Value *args) {
    MemoryView *m = as_view(args[0]);
    if (!value_is_str(args[1]))
        return raise_type_error(t, "cast() argument 'format' must be str, not %.50T", args[1]);
    if (!check_released(t, m)) return VALUE_ERROR;
    if (!is_contiguous(m, false))
        return raise_type_error(t, "memoryview: casts are restricted to C-contiguous views");
    bool has_shape = !value_is_undef(args[2]);
    if (has_shape && !value_is_list(args[2]) && !value_is_tuple(args[2]))
        return raise_type_error(t, "shape must be a list or a tuple");
    size_t wanted = has_shape ? (size_t)op_len(t, args[2]) : 1;
    if (wanted > MAX_DIMENSIONS)
        return raise_value_error(t, "memoryview: number of dimensions must not exceed 64");
    if (has_shape && m->ndim != 1 && wanted != 1)
        return raise_type_error(t, "memoryview: cast must be 1D -> ND or ND -> 1D");
    size_t format_length;
    const char *format = str_to_utf8(t, args[1], &format_length);
    if (!format) return VALUE_ERROR;
    char c = format[0] == '@' ? format[1] : format[0];
    size_t size = format_length == (format[0] == '@' ? 2u : 1u) && c != 'e' ? buffer_item_size(c) : 0;
    if (c == 'e' && format_length <= 2) size = 2;
    if (size == 0)
        return raise_value_error(t, "memoryview: destination format must be a native single character "
                                    "format prefixed with an optional '@'");
    char from = item_format(m);
    bool byte_from = from == 'b' || from == 'B' || from == 'c', byte_to = c == 'b' || c == 'B' || c == 'c';
    if (!byte_from && !byte_to)
        return raise_type_error(t, "memoryview: cannot cast between two non-byte formats");
    size_t bytes = item_count(m) * m->item_size;
    if (bytes % size) return raise_type_error(t, "memoryview: length is not a multiple of itemsize");
    MemoryView *v = view_alloc(t, (uint32_t)wanted);
    if (!v) return VALUE_ERROR;
    v->data = m->data;
    v->item_size = size;
    memset(v->format, 0, sizeof v->format);
    memcpy(v->format, format, format_length);
    v->readonly = m->readonly;
    if (has_shape) {
        if (!cast_shape(t, v, args[2])) return VALUE_ERROR;
        if (item_count(v) * size != bytes)
            return raise_type_error(t, "memoryview: product(shape) * itemsize != buffer size");
    } else {
        shape_of(v)[0] = (int64_t)(bytes / size);
        strides_of(v)[0] = (int64_t)size;
    }
    v->object = m->object;
    view_export(t, v, m->exports);
    return value_from_object(v);
}

static Value view_toreadonly(Thread *t, Value *args) {
    MemoryView *m = as_view(args[0]);
    if (!check_released(t, m)) return VALUE_ERROR;
    MemoryView *v = view_of_view(t, m, m->ndim);
    if (!v) return VALUE_ERROR;
    v->readonly = true;
    return value_from_object(v);
}

/* ---- comparison, hash, repr ---- */

/* Equal items of two views of one shape, compared as the values they mean. */
static int equal_items(Thread *t, MemoryView *a, MemoryView *b) {
    size_t na, nb, count = item_count(a);
    const uint8_t *x = flat_bytes(t, a, &na), *y = flat_bytes(t, b, &nb);
    if (!x || !y) return -1;
    char f = item_format(a), g = item_format(b);
    if (f == g && f != 'f' && f != 'd' && f != 'e' && f != '?') return memcmp(x, y, na) == 0;
    if (!buffer_item_size(f) || !buffer_item_size(g)) return 0;
    for (size_t i = 0; i < count; i++) {
        Value p = buffer_item_get(t, f, x + i * a->item_size), q = buffer_item_get(t, g, y + i * b->item_size);
        if (value_is_error(p) || value_is_error(q)) return -1;
        Value r = op_compare(t, CMP_EQ, p, q);
        int equal = value_is_error(r) ? -1 : op_truth(t, r);
        if (equal <= 0) return equal;
    }
    return 1;
}

static Value view_compare(Thread *t, int op, Value left, Value right) {
    if (op != CMP_EQ && op != CMP_NE) return VALUE_NOT_IMPLEMENTED;
    MemoryView *a = as_view(left);
    if (a->released) return value_bool(value_same(left, right) == (op == CMP_EQ));
    if (!value_is_bytes_like(t, right)) return VALUE_NOT_IMPLEMENTED;
    bool other_is_view = value_is_kind(right, KIND_MEMORYVIEW);
    if (other_is_view && as_view(right)->released) return value_bool(op == CMP_NE);
    Value v = other_is_view ? right : view_from(t, right);
    if (value_is_error(v)) {
        error_clear(t);
        return VALUE_NOT_IMPLEMENTED;
    }
    MemoryView *b = as_view(v);
    int equal = a->ndim == b->ndim && memcmp(shape_of(a), shape_of(b), a->ndim * sizeof(int64_t)) == 0;
    if (equal) equal = equal_items(t, a, b);
    if (!other_is_view) view_release(b);
    return equal < 0 ? VALUE_ERROR : value_bool(equal == (op == CMP_EQ));
}
COMPARE_FUNCTIONS(view, view_compare)

static Value view_hash(Thread *t, Value *args) {
    MemoryView *m = as_view(args[0]);
    if (m->hashed) return int_from_int64(t, m->hash);
    if (!check_released(t, m)) return VALUE_ERROR;
    if (!m->readonly) return raise_value_error(t, "cannot hash writable memoryview object");
    char f = item_format(m);
    if (f != 'B' && f != 'b' && f != 'c')
        return raise_value_error(t, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
    int64_t ignored;
    if (op_hash(t, m->object, &ignored) < 0) return VALUE_ERROR;
    size_t length;
    const uint8_t *data = flat_bytes(t, m, &length);
    if (!data) return VALUE_ERROR;
    m->hash = hash_bytes(&t->vm->hash_key, data, length);
    m->hashed = true;
    return int_from_int64(t, m->hash);
}

static Value view_repr(Thread *t, Value *args) {
    return str_format(t, as_view(args[0])->released ? "<released memory at 0x%lx>" : "<memory at 0x%lx>",
                      (unsigned long)(uintptr_t)value_as_object(args[0]));
}

static Value view_release_method(Thread *t, Value *args) {
    view_release(as_view(args[0]));
    return VALUE_NONE;
}

static Value view_enter(Thread *t, Value *args) {
    return check_released(t, as_view(args[0])) ? args[0] : VALUE_ERROR;
}

/* ---- attributes ---- */

static Value int64_tuple(Thread *t, const int64_t *items, size_t count) {
    Tuple *tuple = tuple_alloc(t, count);
    if (!tuple) return VALUE_ERROR;
    for (size_t i = 0; i < count; i++) tuple->items[i] = value_from_int(items[i]);
    return value_from_object(tuple);
}

#define GETTER(name, expression)                                                                   \
    static Value get_##name(Thread *t, Value self) {                                               \
        MemoryView *m = as_view(self);                                                             \
        return check_released(t, m) ? (expression) : VALUE_ERROR;                                  \
    }
GETTER(obj, m->object)
GETTER(nbytes, value_from_int((int64_t)(item_count(m) * m->item_size)))
GETTER(readonly, value_bool(m->readonly))
GETTER(itemsize, value_from_int((int64_t)m->item_size))
GETTER(format, str_from_cstring(t, m->format))
GETTER(ndim, value_from_int(m->ndim))
GETTER(shape, int64_tuple(t, shape_of(m), m->ndim))
GETTER(strides, int64_tuple(t, strides_of(m), m->ndim))
GETTER(suboffsets, tuple_from_values(t, NULL, 0))
GETTER(c_contiguous, value_bool(is_contiguous(m, false)))
GETTER(f_contiguous, value_bool(is_contiguous(m, true)))
GETTER(contiguous, value_bool(is_contiguous(m, false) || is_contiguous(m, true)))

static const GetSetDef view_getset[] = {
    {"obj", get_obj, NULL, "The underlying object of the memoryview."},
    {"nbytes", get_nbytes, NULL,
     "The amount of space in bytes that the array would use in\n a contiguous representation."},
    {"readonly", get_readonly, NULL, "A bool indicating whether the memory is read only."},
    {"itemsize", get_itemsize, NULL, "The size in bytes of each element of the memoryview."},
    {"format", get_format, NULL,
     "A string containing the format (in struct module style)\n for each element in the view."},
    {"ndim", get_ndim, NULL,
     "An integer indicating how many dimensions of a multi-dimensional\n array the memory represents."},
    {"shape", get_shape, NULL,
     "A tuple of ndim integers giving the shape of the memory\n as an N-dimensional array."},
    {"strides", get_strides, NULL,
     "A tuple of ndim integers giving the size in bytes to access\n each element for each dimension of "
     "the array."},
    {"suboffsets", get_suboffsets, NULL, "A tuple of integers used internally for PIL-style arrays."},
    {"c_contiguous", get_c_contiguous, NULL, "A bool indicating whether the memory is C contiguous."},
    {"f_contiguous", get_f_contiguous, NULL,
     "A bool indicating whether the memory is Fortran contiguous."},
    {"contiguous", get_contiguous, NULL, "A bool indicating whether the memory is contiguous."},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef view_methods[] = {
    NATIVE_RAW("__new__", "(object)", view_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__repr__", "($self, /)", view_repr, "Return repr(self)."),
    NATIVE("__hash__", "($self, /)", view_hash, "Return hash(self)."),
    COMPARE_ROWS(view),
    NATIVE("__iter__", "($self, /)", view_iter, "Implement iter(self)."),
    NATIVE_PLAIN("__len__", "($self, /)", "o >i", view_len, "Return len(self)."),
    NATIVE_PLAIN("__getitem__", "($self, key, /)", "o i >o", view_getitem, "Return self[key]."),
    NATIVE_PLAIN("__setitem__", "($self, key, value, /)", "o i if >n!", view_setitem, "Set self[key] to value."),
    NATIVE("__delitem__", "($self, key, /)", view_delitem, "Delete self[key]."),
    NATIVE("release", "($self, /)", view_release_method,
           "Release the underlying buffer exposed by the memoryview object."),
    NATIVE("tobytes", "($self, /, order='C')", view_tobytes,
           "Return the data in the buffer as a byte string."),
    NATIVE("hex", "($self, /, sep=<none>, bytes_per_sep=1)", view_hex,
           "Return the data in the buffer as a str of hexadecimal numbers."),
    NATIVE("tolist", "($self, /)", view_tolist,
           "Return the data in the buffer as a list of elements."),
    NATIVE("cast", "($self, /, format, shape=<none>)", view_cast,
           "Cast a memoryview to a new format or shape."),
    NATIVE("toreadonly", "($self, /)", view_toreadonly,
           "Return a readonly version of the memoryview."),
    NATIVE("__enter__", "($self, /)", view_enter, NULL),
    NATIVE("__exit__", "($self, /, *exc_info)", view_release_method, NULL),
    NATIVE_END,
};

const TypeDef typedef_memoryview = {
    .name = "memoryview",
    .doc = "Create a new memoryview object which references the given object.",
    .id = TYPE_MEMORYVIEW,
    .base = TYPE_OBJECT,
    .kind = KIND_MEMORYVIEW,
    .flags = TYPEFLAG_SEQUENCE | TYPEFLAG_IMMUTABLE | TYPEFLAG_WEAKREFS,
    .size = sizeof(MemoryView),
    .trace = view_trace,
    .finalize = view_finalize,
    .methods = view_methods,
    .getset = view_getset,
    .buffer = view_buffer,
};

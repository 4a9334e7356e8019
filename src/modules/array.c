/* array.c - the module array: arrays of machine numbers, and of characters. */
#include "runtime/buffer_item.h"
#include "runtime/bytes_internal.h"
#include "runtime/iterators.h"
#include "runtime/native.h"
#include "runtime/sequence_support.h"

typedef struct TypedArray {
    Object header;
    Raw *storage;
    uint8_t *data;
    size_t length, capacity; /* items */
    size_t exports;          /* memoryviews: no resizing */
    char code;
    uint8_t item_size;
} TypedArray;

static const char typecodes[] = "bBuhHiIlLqQfd";

static inline TypedArray *as_array(Value v) { return (TypedArray *)value_as_object(v); }
static inline bool is_array(Value v) {
    return value_is_object(v) && object_type(value_as_object(v))->def &&
           object_type(value_as_object(v))->def->id == TYPE_ARRAY_ARRAY;
}
static inline size_t code_size(char c) { return c == 'u' ? 4 : buffer_item_size(c); }
static inline uint8_t *item_address(TypedArray *a, size_t i) { return a->data + i * a->item_size; }

static void array_trace(Tracer *tracer, Object *object) { trace_object(tracer, ((TypedArray *)object)->storage); }

static bool array_buffer(Thread *t, Object *object, bool writable, Buffer *out) {
    TypedArray *a = (TypedArray *)object;
    out->data = a->data ? a->data : (uint8_t *)(uintptr_t)"";
    out->length = a->length * a->item_size;
    out->item_size = a->item_size;
    out->format[0] = a->code == 'u' ? 'w' : a->code;
    out->exports = &a->exports;
    return true;
}

static bool check_resizable(Thread *t, TypedArray *a) {
    if (a->exports == 0) return true;
    /* Views that are garbage count no more, once the collector has seen it. */
    heap_collect(t, true, GC_EXPLICIT);
    heap_run_finalizers(t);
    if (a->exports == 0) return true;
    raise_error(t, TYPE_BufferError, "cannot resize an array that is exporting buffers");
    return false;
}

static bool reserve(Thread *t, TypedArray *a, size_t length) {
    if (length <= a->capacity) return true;
    size_t capacity = a->length + (a->length >> 1) + 8;
    if (capacity < length) capacity = length;
    if (capacity > PTRDIFF_MAX / 16) {
        raise_memory_error(t);
        return false;
    }
    Raw *storage = gc_alloc_raw(t, capacity * a->item_size);
    if (!storage) return false;
    if (a->length) memcpy(storage->bytes, a->data, a->length * a->item_size);
    a->storage = storage;
    a->data = storage->bytes;
    a->capacity = capacity;
    gc_wrote(t, a);
    return true;
}

/* Replaces [start, end) by `count` items, which may be the array's own. */
static bool splice(Thread *t, TypedArray *a, size_t start, size_t end, const uint8_t *items, size_t count) {
    size_t length = a->length - (end - start) + count, size = a->item_size;
    if (length != a->length && !check_resizable(t, a)) return false;
    if (count && a->data && items >= a->data && items < a->data + a->capacity * size) {
        Raw *copy = gc_alloc_raw(t, count * size);
        if (!copy) return false;
        memcpy(copy->bytes, items, count * size);
        items = copy->bytes;
    }
    if (!reserve(t, a, length)) return false;
    if (a->length > end && start + count != end)
        memmove(a->data + (start + count) * size, a->data + end * size, (a->length - end) * size);
    if (count) memcpy(a->data + start * size, items, count * size);
    a->length = length;
    return true;
}

/* ---- items ---- */

static Value get_item(Thread *t, TypedArray *a, size_t i) {
    if (a->code == 'u') {
        uint32_t c;
        memcpy(&c, item_address(a, i), 4);
        if (c > 0x10ffff)
            return raise_value_error(t, "character U+%x is not in range [U+0000; U+10ffff]", c);
        return str_from_char(t, c);
    }
    return buffer_item_get(t, a->code, item_address(a, i));
}

static const char *type_words(char code) {
    switch (code) {
    case 'b': return "signed char";
    case 'B': return "unsigned byte integer";
    case 'h': return "signed short integer";
    case 'H': return "unsigned short";
    case 'i': return "signed integer";
    default: return "unsigned int";
    }
}

static bool convert_int(Thread *t, char code, size_t size, Value v, uint8_t *to) {
    Value i = v;
    if (!value_is_int(v)) {
        i = op_index(t, v);
        if (value_is_error(i)) return false;
    }
    int64_t n;
    uint64_t bits;
    const char *message = NULL;
    switch (code) {
    case 'l':
        if (!int_to_int64(i, &n)) message = "Python int too large to convert to C long";
        bits = (uint64_t)n;
        break;
    case 'q':
        if (!int_to_int64(i, &n)) message = "int too big to convert";
        bits = (uint64_t)n;
        break;
    case 'I': case 'L':
        if (int_sign(i) < 0)
            message = "can't convert negative value to unsigned int";
        else if (!int_to_uint64(i, &bits))
            message = "Python int too large to convert to C unsigned long";
        else if (code == 'I' && bits > UINT32_MAX)
            message = "unsigned int is greater than maximum";
        break;
    case 'Q':
        if (int_sign(i) < 0)
            message = "can't convert negative int to unsigned";
        else if (!int_to_uint64(i, &bits))
            message = "int too big to convert";
        break;
    default: {
        bool is_signed = code == 'b' || code == 'h' || code == 'i';
        int64_t high = is_signed ? ((int64_t)1 << (8 * size - 1)) - 1 : ((int64_t)1 << (8 * size)) - 1;
        int64_t low = is_signed ? -high - 1 : 0;
        if (!int_to_int64(i, &n)) {
            raise_overflow_error(t, "Python int too large to convert to C long");
            return false;
        }
        if (n < low || n > high) {
            raise_overflow_error(t, "%s is %s", type_words(code),
                                 n < low ? "less than minimum" : "greater than maximum");
            return false;
        }
        bits = (uint64_t)n;
    }
    }
    if (message) {
        raise_overflow_error(t, "%s", message);
        return false;
    }
    memcpy(to, &bits, size);
    return true;
}

/* The machine form of a value; user code may run, so not into the array itself. */
static bool convert(Thread *t, char code, Value v, uint8_t to[8]) {
    double d;
    float f;
    switch (code) {
    case 'u': {
        if (!value_is_str(v) || value_as_str(v)->length != 1) {
            raise_type_error(t, "array item must be unicode character");
            return false;
        }
        Str *s = value_as_str(v);
        void *data = str_data(t, s);
        if (!data) return false;
        uint32_t c = str_char_at(data, s->width, 0);
        memcpy(to, &c, 4);
        return true;
    }
    case 'f':
        if (!value_to_double(t, v, &d)) return false;
        f = (float)d;
        memcpy(to, &f, 4);
        return true;
    case 'd':
        if (!value_to_double(t, v, &d)) return false;
        memcpy(to, &d, 8);
        return true;
    default:
        return convert_int(t, code, code_size(code), v, to);
    }
}

static bool append(Thread *t, TypedArray *a, Value v) {
    uint8_t item[8];
    if (!convert(t, a->code, v, item) || !check_resizable(t, a) || !reserve(t, a, a->length + 1))
        return false;
    memcpy(item_address(a, a->length++), item, a->item_size);
    return true;
}

static bool extend(Thread *t, TypedArray *a, Value iterable) {
    if (is_array(iterable)) {
        TypedArray *other = as_array(iterable);
        if (other->code != a->code) {
            raise_type_error(t, "can only extend with array of same kind");
            return false;
        }
        return splice(t, a, a->length, a->length, other->data, other->length);
    }
    Value it = op_iter(t, iterable);
    if (value_is_error(it)) return false;
    for (;;) {
        Value v = iterator_next(t, it);
        if (value_is_stop(v)) return true;
        if (value_is_error(v) || !append(t, a, v)) return false;
    }
}

/* ---- construction ---- */

static TypedArray *array_alloc(Thread *t, Type *type, char code) {
    TypedArray *a = type_alloc(t, type, 0);
    if (!a) return NULL;
    a->code = code;
    a->item_size = (uint8_t)code_size(code);
    return a;
}

static Value array_from(Thread *t, char code, const uint8_t *items, size_t count) {
    TypedArray *a = array_alloc(t, t->vm->types[TYPE_ARRAY_ARRAY], code);
    if (!a || (count && !splice(t, a, 0, 0, items, count))) return VALUE_ERROR;
    return value_from_object(a);
}

static bool add_bytes(Thread *t, TypedArray *a, Value v) {
    Buffer b;
    if (!buffer_get(t, v, false, &b)) return false;
    if (b.length % a->item_size) {
        raise_value_error(t, "bytes length not a multiple of item size");
        return false;
    }
    return splice(t, a, a->length, a->length, b.data, b.length / a->item_size);
}

static bool add_text(Thread *t, TypedArray *a, Value v) {
    Str *s = value_as_str(v);
    void *data = str_data(t, s);
    if (!data || !check_resizable(t, a) || !reserve(t, a, a->length + s->length)) return false;
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = str_char_at(data, s->width, i);
        memcpy(item_address(a, a->length++), &c, 4);
    }
    return true;
}

static char typecode_of(Thread *t, Value v) {
    if (!value_is_str(v) || value_as_str(v)->length != 1) {
        raise_type_error(t, "array() argument 1 must be a unicode character, not %.50T", v);
        return 0;
    }
    void *data = str_data(t, value_as_str(v));
    uint32_t c = data ? str_char_at(data, value_as_str(v)->width, 0) : 0;
    if (c && c < 128 && strchr(typecodes, (int)c)) return (char)c;
    if (data) raise_value_error(t, "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
    return 0;
}

static Value array_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Type *cls = (Type *)value_as_object(args[0]);
    Type *base = t->vm->types[TYPE_ARRAY_ARRAY];
    size_t named = kwnames ? kwnames->length : 0;
    if (named && (cls == base || value_same(cls->specials[SPECIAL_INIT], base->specials[SPECIAL_INIT])))
        return raise_type_error(t, "array.array() takes no keyword arguments");
    nargs -= named;
    if (nargs < 2) return raise_type_error(t, "array() takes at least 1 argument (0 given)");
    if (nargs > 3) return raise_type_error(t, "array() takes at most 2 arguments (%zu given)", nargs - 1);
    char code = typecode_of(t, args[1]);
    if (!code) return VALUE_ERROR;
    Value initial = nargs > 2 ? args[2] : VALUE_UNDEF;
    if (!value_is_undef(initial) && code != 'u') {
        if (value_is_str(initial))
            return raise_type_error(t, "cannot use a str to initialize an array with typecode '%c'", code);
        if (is_array(initial) && as_array(initial)->code == 'u')
            return raise_type_error(
                t, "cannot use a unicode array to initialize an array with typecode '%c'", code);
    }
    TypedArray *a = array_alloc(t, cls, code);
    if (!a) return VALUE_ERROR;
    if (value_is_undef(initial)) return value_from_object(a);
    bool ok;
    if (value_is_str(initial)) {
        ok = add_text(t, a, initial);
    } else if (value_is_bytes(initial) || value_is_bytearray(initial)) {
        ok = add_bytes(t, a, initial);
    } else if (is_array(initial) && as_array(initial)->code != code) {
        Value list = list_from_iterable(t, initial);
        ok = !value_is_error(list) && extend(t, a, list);
    } else {
        ok = extend(t, a, initial);
    }
    return ok ? value_from_object(a) : VALUE_ERROR;
}

/* ---- subscripts ---- */

/* 1: an index; 0: a slice; -1: raised. */
static int array_key(Thread *t, Value key, int64_t *i) {
    if (value_is_kind(key, KIND_SLICE)) return 0;
    if (value_is_int(key)) {
        *i = value_as_int(key);
        return 1;
    }
    if (value_is_undef(special_of(t, key, SPECIAL_INDEX))) {
        raise_type_error(t, "array indices must be integers");
        return -1;
    }
    Value index = op_index(t, key);
    if (value_is_error(index)) return -1;
    if (!int_to_int64(index, i)) {
        raise_index_error(t, "cannot fit '%.200T' into an index-sized integer", key);
        return -1;
    }
    return 1;
}

static Value array_getitem(Thread *t, Value *args) {
    TypedArray *a = as_array(args[0]);
    int64_t i, start, stop, step;
    size_t count;
    int kind = array_key(t, args[1], &i);
    if (kind < 0) return VALUE_ERROR;
    if (kind) {
        if (i < 0) i += (int64_t)a->length;
        if ((uint64_t)i >= a->length) return raise_index_error(t, "array index out of range");
        return get_item(t, a, (size_t)i);
    }
    if (!slice_unpack(t, (Slice *)value_as_object(args[1]), a->length, &start, &stop, &step, &count))
        return VALUE_ERROR;
    if (step == 1) return array_from(t, a->code, count ? item_address(a, (size_t)start) : NULL, count);
    Value v = array_from(t, a->code, NULL, 0);
    if (value_is_error(v) || !reserve(t, as_array(v), count)) return VALUE_ERROR;
    for (size_t k = 0; k < count; k++)
        memcpy(item_address(as_array(v), k), item_address(a, (size_t)(start + (int64_t)k * step)), a->item_size);
    as_array(v)->length = count;
    return v;
}

static Value assign_slice(Thread *t, TypedArray *a, Slice *slice, Value value) {
    int64_t start, stop, step;
    size_t count, given = 0;
    const uint8_t *items = NULL;
    if (!value_is_undef(value)) {
        if (!is_array(value))
            return raise_type_error(t, "can only assign array (not \"%.200T\") to array slice", value);
        TypedArray *other = as_array(value);
        if (other->code != a->code) return raise_type_error(t, "bad argument type for built-in operation");
        items = other->data;
        given = other->length;
        if (other == a) {
            Value copy = array_from(t, a->code, a->data, a->length);
            if (value_is_error(copy)) return copy;
            items = as_array(copy)->data;
        }
    }
    if (!slice_unpack(t, slice, a->length, &start, &stop, &step, &count)) return VALUE_ERROR;
    if ((step > 0 && stop < start) || (step < 0 && stop > start)) stop = start;
    if (step == 1)
        return splice(t, a, (size_t)start, (size_t)stop, items, given) ? VALUE_NONE : VALUE_ERROR;
    if (given == 0) {
        if (count == 0) return VALUE_NONE;
        if (!check_resizable(t, a)) return VALUE_ERROR;
        if (step < 0) {
            start += (int64_t)(count - 1) * step;
            step = -step;
        }
        size_t out = (size_t)start, next = (size_t)start, dropped = 0;
        for (size_t i = out; i < a->length; i++) {
            if (dropped < count && i == next) {
                dropped++;
                next += (size_t)step;
            } else {
                memcpy(item_address(a, out++), item_address(a, i), a->item_size);
            }
        }
        a->length = out;
        return VALUE_NONE;
    }
    if (given != count)
        return raise_value_error(t, "attempt to assign array of size %zu to extended slice of size %zu",
                                 given, count);
    for (size_t k = 0; k < count; k++)
        memcpy(item_address(a, (size_t)(start + (int64_t)k * step)), items + k * a->item_size, a->item_size);
    return VALUE_NONE;
}

static Value array_setitem(Thread *t, Value *args) {
    TypedArray *a = as_array(args[0]);
    int64_t i;
    int kind = array_key(t, args[1], &i);
    if (kind < 0) return VALUE_ERROR;
    if (!kind) return assign_slice(t, a, (Slice *)value_as_object(args[1]), args[2]);
    if (i < 0) i += (int64_t)a->length;
    if ((uint64_t)i >= a->length) return raise_index_error(t, "array assignment index out of range");
    uint8_t item[8];
    if (!convert(t, a->code, args[2], item)) return VALUE_ERROR;
    if ((uint64_t)i >= a->length) return raise_index_error(t, "array assignment index out of range");
    memcpy(item_address(a, (size_t)i), item, a->item_size);
    return VALUE_NONE;
}

static Value array_delitem(Thread *t, Value *args) {
    TypedArray *a = as_array(args[0]);
    int64_t i;
    int kind = array_key(t, args[1], &i);
    if (kind < 0) return VALUE_ERROR;
    if (!kind) return assign_slice(t, a, (Slice *)value_as_object(args[1]), VALUE_UNDEF);
    if (i < 0) i += (int64_t)a->length;
    if ((uint64_t)i >= a->length) return raise_index_error(t, "array assignment index out of range");
    return splice(t, a, (size_t)i, (size_t)i + 1, NULL, 0) ? VALUE_NONE : VALUE_ERROR;
}

/* ---- operators ---- */

static Value array_len(Thread *t, Value *args) { return value_from_int((int64_t)as_array(args[0])->length); }

static Value array_add(Thread *t, Value *args) {
    if (!is_array(args[1]))
        return sequence_concat_foreign(t, args[0], args[1],
                                       "can only append array (not \"%.200T\") to array");
    TypedArray *a = as_array(args[0]), *b = as_array(args[1]);
    if (a->code != b->code) return raise_type_error(t, "bad argument type for built-in operation");
    Value v = array_from(t, a->code, a->data, a->length);
    if (value_is_error(v) || !splice(t, as_array(v), a->length, a->length, b->data, b->length))
        return VALUE_ERROR;
    return v;
}

static Value array_iadd(Thread *t, Value *args) {
    if (!is_array(args[1]))
        return raise_type_error(t, "can only extend array with array (not \"%.200T\")", args[1]);
    return extend(t, as_array(args[0]), args[1]) ? args[0] : VALUE_ERROR;
}

static bool repeat(Thread *t, TypedArray *a, int64_t n) {
    size_t length = a->length, total;
    if (__builtin_mul_overflow(length, (size_t)n, &total)) {
        raise_memory_error(t);
        return false;
    }
    if (total == length) return true;
    if (!check_resizable(t, a) || !reserve(t, a, total)) return false;
    for (size_t i = length; i < total; i += length)
        memcpy(item_address(a, i), a->data, length * a->item_size);
    a->length = total;
    return true;
}

static Value array_mul(Thread *t, Value *args) {
    int64_t n;
    Value result;
    if (!sequence_repeat_count(t, args[0], args[1], &n, &result)) return result;
    TypedArray *a = as_array(args[0]);
    Value v = array_from(t, a->code, a->data, a->length);
    return !value_is_error(v) && repeat(t, as_array(v), n) ? v : VALUE_ERROR;
}

static Value array_imul(Thread *t, Value *args) {
    int64_t n;
    Value result;
    if (!sequence_repeat_count(t, args[0], args[1], &n, &result)) return result;
    return repeat(t, as_array(args[0]), n) ? args[0] : VALUE_ERROR;
}

static Value array_compare(Thread *t, int op, Value x, Value y) {
    if (!is_array(y)) return VALUE_NOT_IMPLEMENTED;
    TypedArray *a = as_array(x), *b = as_array(y);
    if ((op == CMP_EQ || op == CMP_NE) && a->length != b->length) return value_bool(op == CMP_NE);
    for (size_t i = 0; i < a->length && i < b->length; i++) {
        Value p = get_item(t, a, i), q = get_item(t, b, i);
        if (value_is_error(p) || value_is_error(q)) return VALUE_ERROR;
        int equal = op_compare_bool(t, CMP_EQ, p, q);
        if (equal < 0) return VALUE_ERROR;
        if (!equal) return op_compare(t, (CompareOp)op, p, q);
    }
    return compare_result(op, (int64_t)a->length, (int64_t)b->length);
}
COMPARE_FUNCTIONS(array, array_compare)

/* -1 absent, -2 exception. */
static int64_t find(Thread *t, TypedArray *a, Value v, size_t from, size_t to) {
    for (size_t i = from; i < a->length && i < to; i++) {
        Value item = get_item(t, a, i);
        int equal = value_is_error(item) ? -1 : op_equal(t, item, v);
        if (equal < 0) return -2;
        if (equal) return (int64_t)i;
    }
    return -1;
}

static Value array_contains(Thread *t, Value *args) {
    int64_t i = find(t, as_array(args[0]), args[1], 0, SIZE_MAX);
    return i == -2 ? VALUE_ERROR : value_bool(i >= 0);
}

static Value array_tounicode(Thread *t, Value *args) {
    TypedArray *a = as_array(args[0]);
    if (a->code != 'u')
        return raise_value_error(t, "tounicode() may only be called on unicode type arrays");
    for (size_t i = 0; i < a->length; i++) {
        Value c = get_item(t, a, i);
        if (value_is_error(c)) return c;
    }
    return str_from_ucs4(t, (const uint32_t *)(const void *)a->data, a->length);
}

static Value array_tolist(Thread *t, Value *args) {
    TypedArray *a = as_array(args[0]);
    Value list = list_new(t, a->length);
    if (value_is_error(list)) return list;
    for (size_t i = 0; i < a->length; i++) {
        Value v = get_item(t, a, i);
        if (value_is_error(v) || !list_append(t, value_as_list(list), v)) return VALUE_ERROR;
    }
    return list;
}

static Value array_repr(Thread *t, Value *args) {
    TypedArray *a = as_array(args[0]);
    Value name = type_of(t, args[0])->name;
    if (a->length == 0) return str_format(t, "%U('%c')", name, a->code);
    Value items = a->code == 'u' ? array_tounicode(t, args) : array_tolist(t, args);
    return value_is_error(items) ? items : str_format(t, "%U('%c', %R)", name, a->code, items);
}

/* ---- methods ---- */

static Value array_append(Thread *t, Value *args) {
    return append(t, as_array(args[0]), args[1]) ? VALUE_NONE : VALUE_ERROR;
}
static Value array_extend(Thread *t, Value *args) {
    return extend(t, as_array(args[0]), args[1]) ? VALUE_NONE : VALUE_ERROR;
}
static Value array_insert(Thread *t, Value *args) {
    TypedArray *a = as_array(args[0]);
    int64_t i;
    uint8_t item[8];
    if (!arg_size(t, args[1], &i) || !convert(t, a->code, args[2], item)) return VALUE_ERROR;
    if (i < 0 && (i += (int64_t)a->length) < 0) i = 0;
    if ((size_t)i > a->length) i = (int64_t)a->length;
    return splice(t, a, (size_t)i, (size_t)i, item, 1) ? VALUE_NONE : VALUE_ERROR;
}
static Value array_pop(Thread *t, Value *args) {
    TypedArray *a = as_array(args[0]);
    int64_t i;
    if (!arg_size(t, args[1], &i)) return VALUE_ERROR;
    if (a->length == 0) return raise_index_error(t, "pop from empty array");
    if (i < 0) i += (int64_t)a->length;
    if ((uint64_t)i >= a->length) return raise_index_error(t, "pop index out of range");
    Value v = get_item(t, a, (size_t)i);
    if (value_is_error(v) || !splice(t, a, (size_t)i, (size_t)i + 1, NULL, 0)) return VALUE_ERROR;
    return v;
}
static Value array_remove(Thread *t, Value *args) {
    TypedArray *a = as_array(args[0]);
    int64_t i = find(t, a, args[1], 0, SIZE_MAX);
    if (i == -2) return VALUE_ERROR;
    if (i < 0) return raise_value_error(t, "array.remove(x): x not in array");
    if ((size_t)i >= a->length) return VALUE_NONE;
    return splice(t, a, (size_t)i, (size_t)i + 1, NULL, 0) ? VALUE_NONE : VALUE_ERROR;
}
static Value array_index(Thread *t, Value *args) {
    TypedArray *a = as_array(args[0]);
    int64_t start, stop, n = (int64_t)a->length;
    if (!sequence_bound(t, args[2], false, &start) || !sequence_bound(t, args[3], false, &stop))
        return VALUE_ERROR;
    if (start < 0 && (start += n) < 0) start = 0;
    if (stop < 0 && (stop += n) < 0) stop = 0;
    int64_t i = find(t, a, args[1], (size_t)start, (size_t)stop);
    if (i == -2) return VALUE_ERROR;
    return i < 0 ? raise_value_error(t, "array.index(x): x not in array") : value_from_int(i);
}
static Value array_count(Thread *t, Value *args) {
    TypedArray *a = as_array(args[0]);
    int64_t count = 0;
    for (size_t i = 0; i < a->length; i++) {
        Value item = get_item(t, a, i);
        int equal = value_is_error(item) ? -1 : op_equal(t, item, args[1]);
        if (equal < 0) return VALUE_ERROR;
        count += equal;
    }
    return value_from_int(count);
}
static Value array_reverse(Thread *t, Value *args) {
    TypedArray *a = as_array(args[0]);
    uint8_t item[8];
    for (size_t i = 0, j = a->length; i + 1 < j; i++) {
        j--;
        memcpy(item, item_address(a, i), a->item_size);
        memcpy(item_address(a, i), item_address(a, j), a->item_size);
        memcpy(item_address(a, j), item, a->item_size);
    }
    return VALUE_NONE;
}
static void swap_bytes(uint8_t *data, size_t count, size_t size) {
    for (size_t i = 0; i < count; i++, data += size)
        for (size_t k = 0; k < size / 2; k++) {
            uint8_t byte = data[k];
            data[k] = data[size - 1 - k];
            data[size - 1 - k] = byte;
        }
}
static Value array_byteswap(Thread *t, Value *args) {
    TypedArray *a = as_array(args[0]);
    swap_bytes(a->data, a->length, a->item_size);
    return VALUE_NONE;
}
static Value array_buffer_info(Thread *t, Value *args) {
    TypedArray *a = as_array(args[0]);
    return tuple_of(t, 2, int_from_uint64(t, (uintptr_t)a->data), value_from_int((int64_t)a->length));
}
static Value array_copy(Thread *t, Value *args) {
    TypedArray *a = as_array(args[0]);
    return array_from(t, a->code, a->data, a->length);
}
static Value array_tobytes(Thread *t, Value *args) {
    TypedArray *a = as_array(args[0]);
    return bytes_from_data(t, a->data, a->length * a->item_size);
}
static Value array_frombytes(Thread *t, Value *args) {
    return add_bytes(t, as_array(args[0]), args[1]) ? VALUE_NONE : VALUE_ERROR;
}
static Value array_fromlist(Thread *t, Value *args) {
    TypedArray *a = as_array(args[0]);
    if (!value_is_list(args[1])) return raise_type_error(t, "arg must be list");
    List *l = value_as_list(args[1]);
    size_t old = a->length, n = l->length;
    for (size_t i = 0; i < n; i++) {
        if (l->length != n) {
            a->length = old;
            return raise_error(t, TYPE_RuntimeError, "list changed size during iteration");
        }
        if (!append(t, a, l->items[i])) {
            a->length = old;
            return VALUE_ERROR;
        }
    }
    return VALUE_NONE;
}
static Value array_fromunicode(Thread *t, Value *args) {
    TypedArray *a = as_array(args[0]);
    if (!value_is_str(args[1]))
        return raise_type_error(t, "fromunicode() argument must be str, not %.50T", args[1]);
    if (a->code != 'u')
        return raise_value_error(t, "fromunicode() may only be called on unicode type arrays");
    return add_text(t, a, args[1]) ? VALUE_NONE : VALUE_ERROR;
}
static Value array_fromfile(Thread *t, Value *args) {
    TypedArray *a = as_array(args[0]);
    int64_t n, bytes;
    if (!arg_size(t, args[2], &n)) return VALUE_ERROR;
    if (n < 0) return raise_value_error(t, "negative count");
    if (__builtin_mul_overflow(n, (int64_t)a->item_size, &bytes)) return raise_memory_error(t);
    Value data = call_method1(t, args[1], STR_NAME(t, read), int_from_int64(t, bytes));
    if (value_is_error(data)) return data;
    if (!value_is_bytes(data)) return raise_type_error(t, "read() didn't return bytes");
    bool enough = bytes_span(data).length == (size_t)bytes;
    if (!add_bytes(t, a, data)) return VALUE_ERROR;
    return enough ? VALUE_NONE : raise_error(t, TYPE_EOFError, "read() didn't return enough bytes");
}
static Value array_tofile(Thread *t, Value *args) {
    TypedArray *a = as_array(args[0]);
    const size_t block = 64 * 1024;
    size_t total = a->length * a->item_size;
    Value write = attr_get(t, args[1], STR_NAME(t, write));
    if (value_is_error(write)) return write;
    for (size_t at = 0; at < total; at += block) {
        Value data = bytes_from_data(t, a->data + at, total - at < block ? total - at : block);
        if (value_is_error(data) || value_is_error(call1(t, write, data))) return VALUE_ERROR;
    }
    return VALUE_NONE;
}
static Value array_sizeof(Thread *t, Value *args) {
    TypedArray *a = as_array(args[0]);
    return value_from_int((int64_t)(80 + a->capacity * a->item_size));
}
static Value get_typecode(Thread *t, Value self) { return str_from_char(t, (uint32_t)as_array(self)->code); }
static Value get_itemsize(Thread *t, Value self) { return value_from_int(as_array(self)->item_size); }

/* ---- pickling ---- */

/* How machine formats are numbered in pickles. */
static const struct MachineFormat {
    char code;
    bool big_endian;
} machine_formats[] = {
    {'B', false}, {'b', false}, {'H', false}, {'H', true}, {'h', false}, {'h', true}, {'I', false}, {'I', true},
    {'i', false}, {'i', true},  {'Q', false}, {'Q', true}, {'q', false}, {'q', true}, {'f', false}, {'f', true},
    {'d', false}, {'d', true},  {0, false},   {0, true},   {'u', false}, {'u', true},
};

static int machine_format_of(char code) {
    char plain = code == 'l' ? 'q' : code == 'L' ? 'Q' : code;
    for (int i = 0; i < (int)(sizeof machine_formats / sizeof machine_formats[0]); i++)
        if (machine_formats[i].code == plain && !machine_formats[i].big_endian) return i;
    return -1;
}

static Value array_reduce_ex(Thread *t, Value *args) {
    TypedArray *a = as_array(args[0]);
    int64_t protocol;
    if (!arg_size(t, args[1], &protocol)) return VALUE_ERROR;
    Value cls = value_from_object(type_of(t, args[0])), code = get_typecode(t, args[0]);
    Value state = attr_find(t, args[0], STR_NAME(t, __dict__));
    if (value_is_error(state)) return state;
    if (value_is_undef(state)) state = VALUE_NONE;
    if (protocol < 3)
        return tuple_of(t, 3, cls, tuple_of(t, 2, code, array_tolist(t, args)), state);
    Value module = dict_get_str(t, t->vm->modules, str_intern_cstring(t, "array"));
    if (value_is_undef(module)) return raise_error(t, TYPE_AttributeError, "_array_reconstructor");
    Value f = attr_get_cstring(t, module, "_array_reconstructor");
    return tuple_of(t, 3, f,
                    tuple_of(t, 4, cls, code, value_from_int(machine_format_of(a->code)),
                             array_tobytes(t, args)),
                    state);
}

static Value array_reconstructor(Thread *t, Value *args) {
    Type *base = t->vm->types[TYPE_ARRAY_ARRAY];
    int64_t number;
    if (!value_is_kind(args[0], KIND_TYPE))
        return raise_type_error(t, "first argument must be a type object, not %.200T", args[0]);
    Type *cls = (Type *)value_as_object(args[0]);
    if (!type_is_subtype(cls, base))
        return raise_type_error(t, "%.200N is not a subtype of %.200N", cls, base);
    if (!value_is_str(args[1]) || value_as_str(args[1])->length != 1)
        return raise_type_error(t, "_array_reconstructor() argument 2 must be a unicode character, not %.50T",
                                args[1]);
    uint32_t c = str_char_at(str_data(t, value_as_str(args[1])), value_as_str(args[1])->width, 0);
    if (!c || c > 127 || !strchr(typecodes, (int)c)) return raise_value_error(t, "second argument must be a valid type code");
    if (!arg_size(t, args[2], &number)) return VALUE_ERROR;
    if (number < 0 || number >= (int64_t)(sizeof machine_formats / sizeof machine_formats[0]))
        return raise_value_error(t, "third argument must be a valid machine format code.");
    if (!value_is_bytes(args[3]))
        return raise_type_error(t, "fourth argument should be bytes, not %.200T", args[3]);
    ByteSpan s = bytes_span(args[3]);
    struct MachineFormat format = machine_formats[number];
    char from = format.code ? format.code : 'H'; /* UTF-16: read as its code units */
    size_t size = code_size(from);
    if (s.length % size) return raise_value_error(t, "bytes length not a multiple of item size");
    /* Integers of another format than the typecode's go where they fit exactly. */
    bool is_integer = number < 14 && machine_format_of((char)c) != number;
    if (is_integer)
        for (const char *p = typecodes; *p; p++)
            if (strchr("bBhHiIlLqQ", *p) && code_size(*p) == size && (*p >= 'a') == (from >= 'a'))
                c = (uint32_t)*p;
    Raw *copy = gc_alloc_raw(t, s.length + 1);
    TypedArray *a = copy ? array_alloc(t, cls, (char)c) : NULL;
    if (!a) return VALUE_ERROR;
    memcpy(copy->bytes, s.data, s.length);
    size_t count = s.length / size;
    if (format.big_endian) swap_bytes(copy->bytes, count, size);
    if (machine_format_of((char)c) == machine_format_of(from) && format.code)
        return splice(t, a, 0, 0, copy->bytes, count) ? value_from_object(a) : VALUE_ERROR;
    for (size_t i = 0; i < count; i++) {
        Value v = buffer_item_get(t, from == 'u' ? 'I' : from, copy->bytes + i * size);
        if (!value_is_error(v) && c == 'u') v = str_from_char(t, (uint32_t)value_as_int(v));
        if (value_is_error(v) || !append(t, a, v)) return VALUE_ERROR;
    }
    return value_from_object(a);
}

/* ---- iterator ---- */

static Value array_iter(Thread *t, Value *args) {
    ListIterator *it = type_alloc(t, t->vm->types[TYPE_ARRAY_ITERATOR], 0);
    if (!it) return VALUE_ERROR;
    it->sequence = args[0];
    return value_from_object(it);
}
static void iterator_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((ListIterator *)object)->sequence);
}
static Value iterator_step(Thread *t, Object *object) {
    ListIterator *it = (ListIterator *)object;
    if (value_is_undef(it->sequence)) return VALUE_STOP;
    TypedArray *a = as_array(it->sequence);
    if (it->index < a->length) return get_item(t, a, it->index++);
    it->sequence = VALUE_UNDEF;
    return VALUE_STOP;
}
static Value array_iterator_reduce(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    if (value_is_undef(it->sequence))
        return iterator_reduce(t, "iter", tuple_from_values(t, NULL, 0), -1);
    return iterator_reduce(t, "iter", it->sequence, (int64_t)it->index);
}
static Value array_iterator_setstate(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    int64_t i;
    if (!arg_size(t, args[1], &i)) return VALUE_ERROR;
    if (value_is_undef(it->sequence)) return VALUE_NONE;
    int64_t n = (int64_t)as_array(it->sequence)->length;
    it->index = (size_t)(i < 0 ? 0 : i > n ? n : i);
    return VALUE_NONE;
}

static const NativeDef iterator_methods[] = {
    NATIVE("__reduce__", "($self, /)", array_iterator_reduce, "Return state information for pickling."),
    NATIVE("__setstate__", "($self, state, /)", array_iterator_setstate,
           "Set state information for unpickling."),
    NATIVE_END,
};

const TypeDef typedef_array_iterator = {
    .name = "array.arrayiterator",
    .id = TYPE_ARRAY_ITERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW | TYPEFLAG_IMMUTABLE | TYPEFLAG_PLAIN_NEXT,
    .size = sizeof(ListIterator),
    .trace = iterator_trace,
    .next = iterator_step,
    .methods = iterator_methods,
};

/* ---- the type and the module ---- */

static const GetSetDef array_getset[] = {
    {"typecode", get_typecode, NULL, "the typecode character used to create the array"},
    {"itemsize", get_itemsize, NULL, "the size, in bytes, of one array item"},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef array_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", array_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__repr__", "($self, /)", array_repr, "Return repr(self)."),
    COMPARE_ROWS(array),
    NATIVE("__iter__", "($self, /)", array_iter, "Implement iter(self)."),
    NATIVE_PLAIN("__len__", "($self, /)", "o >i", array_len, "Return len(self)."),
    NATIVE_PLAIN("__getitem__", "($self, key, /)", "o i >o", array_getitem, "Return self[key]."),
    NATIVE_PLAIN("__setitem__", "($self, key, value, /)", "o i if >n!", array_setitem, "Set self[key] to value."),
    NATIVE("__delitem__", "($self, key, /)", array_delitem, "Delete self[key]."),
    NATIVE("__add__", "($self, value, /)", array_add, "Return self+value."),
    NATIVE("__mul__", "($self, value, /)", array_mul, "Return self*value."),
    NATIVE("__rmul__", "($self, value, /)", array_mul, "Return value*self."),
    NATIVE("__contains__", "($self, key, /)", array_contains, "Return key in self."),
    NATIVE("__iadd__", "($self, value, /)", array_iadd, "Implement self+=value."),
    NATIVE("__imul__", "($self, value, /)", array_imul, "Implement self*=value."),
    NATIVE_PLAIN("append", "($self, v, /)", "o if >n!", array_append, "Append new value v to the end of the array."),
    NATIVE("buffer_info", "($self, /)", array_buffer_info,
           "Return a tuple (address, length) giving the current memory address and the length in items of "
           "the buffer used to hold array's contents."),
    NATIVE("byteswap", "($self, /)", array_byteswap, "Byteswap all items of the array."),
    NATIVE("__copy__", "($self, /)", array_copy, "Return a copy of the array."),
    NATIVE("count", "($self, v, /)", array_count, "Return number of occurrences of v in the array."),
    NATIVE("__deepcopy__", "($self, unused, /)", array_copy, "Return a copy of the array."),
    NATIVE("extend", "($self, bb, /)", array_extend, "Append items to the end of the array."),
    NATIVE("fromfile", "($self, f, n, /)", array_fromfile,
           "Read n objects from the file object f and append them to the end of the array."),
    NATIVE("fromlist", "($self, list, /)", array_fromlist, "Append items to array from list."),
    NATIVE("frombytes", "($self, buffer, /)", array_frombytes,
           "Appends items from the string, interpreting it as an array of machine values, as if it had "
           "been read from a file using the fromfile() method."),
    NATIVE("fromunicode", "($self, ustr, /)", array_fromunicode,
           "Extends this array with data from the unicode string ustr."),
    NATIVE("index", "($self, v, start=0, stop=9223372036854775807, /)", array_index,
           "Return index of first occurrence of v in the array.\n\nRaise ValueError if the value is not "
           "present."),
    NATIVE("insert", "($self, i, v, /)", array_insert, "Insert a new item v into the array before position i."),
    NATIVE_PLAIN("pop", "($self, i=-1, /)", "o i >o!", array_pop,
           "Return the i-th element and delete it from the array.\n\ni defaults to -1."),
    NATIVE("__reduce_ex__", "($self, value, /)", array_reduce_ex, "Return state information for pickling."),
    NATIVE("remove", "($self, v, /)", array_remove, "Remove the first occurrence of v in the array."),
    NATIVE("reverse", "($self, /)", array_reverse, "Reverse the order of the items in the array."),
    NATIVE("tofile", "($self, f, /)", array_tofile,
           "Write all items (as machine values) to the file object f."),
    NATIVE_PLAIN("tolist", "($self, /)", "o >l", array_tolist, "Convert array to an ordinary list with the same items."),
    NATIVE("tobytes", "($self, /)", array_tobytes,
           "Convert the array to an array of machine values and return the bytes representation."),
    NATIVE("tounicode", "($self, /)", array_tounicode,
           "Extends this array with data from the unicode string ustr."),
    NATIVE("__sizeof__", "($self, /)", array_sizeof, "Size of the array in memory, in bytes."),
    NATIVE_END,
};

const TypeDef typedef_array = {
    .name = "array.array",
    .doc = "array(typecode [, initializer]) -> array\n\nReturn a new array whose items are restricted by "
           "typecode, and\ninitialized from the optional initializer value, which must be a list,\nstring or "
           "iterable over elements of the appropriate type.",
    .id = TYPE_ARRAY_ARRAY,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_WEAKREFS | TYPEFLAG_SEQUENCE | TYPEFLAG_IMMUTABLE,
    .size = sizeof(TypedArray),
    .trace = array_trace,
    .methods = array_methods,
    .getset = array_getset,
    .buffer = array_buffer,
};

static bool array_init(Thread *t, Module *module) {
    Type *type = native_type(t, &typedef_array, module);
    return type && native_type(t, &typedef_array_iterator, NULL) &&
           module_set(t, module, "ArrayType", value_from_object(type)) &&
           module_set(t, module, "typecodes", str_from_cstring(t, typecodes));
}

static const NativeDef array_functions[] = {
    NATIVE("_array_reconstructor", "($module, arraytype, typecode, mformat_code, items, /)",
           array_reconstructor, "Internal. Used for pickling support."),
    NATIVE_END,
};

const ModuleDef module_array = {
    .name = "array",
    .doc = "This module defines an object type which can efficiently represent\nan array of basic values: "
           "characters, integers, floating point\nnumbers.  Arrays are sequence types and behave very much "
           "like lists,\nexcept that the type of objects stored in them is constrained.\n",
    .functions = array_functions,
    .init = array_init,
};

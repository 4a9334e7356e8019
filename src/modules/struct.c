/* struct.c - the module _struct: C structures packed into bytes.
 *
 * A format is compiled to a list of fields; compiled formats of the module's
 * functions are kept in a small cache, as CPython does. */
#include "runtime/buffer_item.h"
#include "runtime/bytes_internal.h"
#include "runtime/native.h"
#include "runtime/sequence_support.h"

/* How a field is written: ranges are worded differently for native layouts. */
typedef struct Field {
    char code;
    bool big_endian;
    bool native_words; /* '@', and '<' where the sizes agree */
    uint8_t size;      /* of one item; s, p: of one byte */
    size_t offset;
    size_t repeat; /* s, p: the length of the one item */
} Field;

typedef struct Struct {
    Object header;
    Value format; /* bytes; UNDEF before __init__ */
    Raw *fields;
    size_t field_count;
    size_t size, items;
} Struct;

static inline Struct *as_struct(Value v) { return (Struct *)value_as_object(v); }
static inline Field *fields_of(Struct *s) { return (Field *)(void *)s->fields->bytes; }

static void struct_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((Struct *)object)->format);
    trace_object(tracer, ((Struct *)object)->fields);
}

/* The module's state: (struct.error, cache of compiled formats). */
static Tuple *state_of(Thread *t) { return value_as_tuple(t->vm->module_state[MODULE_STATE_STRUCT]); }

static Value raise_struct(Thread *t, const char *format, ...) {
    __builtin_va_list ap;
    __builtin_va_start(ap, format);
    Value message = str_vformat(t, format, ap);
    __builtin_va_end(ap);
    Value e = value_is_error(message) ? message : call1(t, state_of(t)->items[0], message);
    return value_is_error(e) ? e : raise_object(t, e);
}

/* ---- formats ---- */

/* Size in the standard layouts, 0: not allowed there. */
static size_t standard_size(char c) {
    switch (c) {
    case 'x': case 'c': case 's': case 'p': return 1;
    case 'l': case 'L': return 4;
    case 'n': case 'N': case 'P': return 0;
    default: return buffer_item_size(c);
    }
}
static size_t native_size(char c) {
    return c == 'x' || c == 's' || c == 'p' ? 1 : buffer_item_size(c);
}

static bool parse(Thread *t, Struct *s, const uint8_t *text, size_t length) {
    char order = '@';
    const uint8_t *p = text, *end = text + length;
    if (memchr(text, 0, length)) {
        raise_struct(t, "embedded null character");
        return false;
    }
    if (p < end && strchr("@=<>!", *p)) order = (char)*p++;
    Raw *raw = gc_alloc_raw(t, (length + 1) * sizeof(Field));
    if (!raw) return false;
    Field *fields = (Field *)(void *)raw->bytes;
    size_t count = 0, offset = 0, items = 0;
    while (p < end) {
        if (byte_is_space(*p)) {
            p++;
            continue;
        }
        size_t repeat = 1;
        if (*p >= '0' && *p <= '9') {
            repeat = 0;
            for (; p < end && *p >= '0' && *p <= '9'; p++)
                if (__builtin_mul_overflow(repeat, (size_t)10, &repeat) ||
                    __builtin_add_overflow(repeat, (size_t)(*p - '0'), &repeat) || repeat > INT64_MAX)
                    goto too_long;
            if (p == end) {
                raise_struct(t, "repeat count given without format specifier");
                return false;
            }
        }
        char c = (char)*p++;
        size_t size = order == '@' ? native_size(c) : standard_size(c), bytes;
        if (size == 0) {
            raise_struct(t, "bad char in struct format");
            return false;
        }
        if (order == '@' && size > 1) offset = (offset + size - 1) & ~(size - 1);
        if (__builtin_mul_overflow(repeat, size, &bytes) || offset > INT64_MAX - 16 ||
            __builtin_add_overflow(offset, bytes, &offset) || offset > INT64_MAX)
            goto too_long;
        if (c == 'x' || (repeat == 0 && c != 's' && c != 'p')) continue;
        fields[count++] = (Field){
            .code = c,
            .big_endian = order == '>' || order == '!',
            .native_words = order == '@' || (order != '>' && order != '!' && native_size(c) == size &&
                                             c != 'f' && c != 'd' && c != 'e'),
            .size = (uint8_t)size,
            .offset = offset - bytes,
            .repeat = repeat,
        };
        items += c == 's' || c == 'p' ? 1 : repeat;
    }
    s->fields = raw;
    s->field_count = count;
    s->size = offset;
    s->items = items;
    gc_wrote(t, s);
    return true;
too_long:
    raise_struct(t, "total struct size too long");
    return false;
}

/* The format as bytes: a str of ASCII, or bytes. */
static Value format_bytes(Thread *t, Value format) {
    if (value_is_str(format)) return str_encode(t, format, "ascii", NULL);
    if (value_is_bytes(format)) return format;
    return raise_type_error(t, "Struct() argument 1 must be a str or bytes object, not %.200T", format);
}

static bool struct_compile(Thread *t, Struct *s, Value format) {
    format = format_bytes(t, format);
    if (value_is_error(format)) return false;
    ByteSpan text = bytes_span(format);
    if (!parse(t, s, text.data, text.length)) return false;
    s->format = format;
    return true;
}

/* The compiled format of a module function: its first argument. */
static Struct *struct_cached(Thread *t, Value format) {
    Dict *cache = value_as_dict(state_of(t)->items[1]);
    if (!value_is_str(format) && !value_is_bytes(format)) {
        if (value_is_exact(format, KIND_OTHER) && type_of(t, format) == t->vm->types[TYPE_STRUCT_STRUCT])
            return as_struct(format);
        format_bytes(t, format);
        return NULL;
    }
    Value known = dict_get(t, cache, format);
    if (value_is_error(known)) return NULL;
    if (!value_is_undef(known)) return as_struct(known);
    Struct *s = type_alloc(t, t->vm->types[TYPE_STRUCT_STRUCT], 0);
    if (!s || !struct_compile(t, s, format)) return NULL;
    if (cache->used >= 100) dict_clear(t, cache);
    return dict_set(t, cache, format, value_from_object(s)) ? s : NULL;
}

static bool check_ready(Thread *t, Struct *s) {
    if (s->fields) return true;
    raise_error(t, TYPE_RuntimeError, "Struct object is not initialized");
    return false;
}

/* ---- packing ---- */

static void store_int(const Field *f, uint8_t *to, uint64_t bits) {
    for (unsigned i = 0; i < f->size; i++)
        to[f->big_endian ? f->size - 1u - i : i] = (uint8_t)(bits >> (8 * i));
}

static bool range_error(Thread *t, const Field *f, int64_t low, uint64_t high) {
    const char *word = f->code == 'b'   ? "byte"
                       : f->code == 'B' ? "ubyte"
                       : f->code == 'h' ? "short"
                       : f->code == 'H' ? "ushort"
                                        : NULL;
    if (word && (f->native_words || f->size == 1))
        raise_struct(t, "%s format requires %ld <= number <= %lu", word, (long)low, (unsigned long)high);
    else
        raise_struct(t, "'%c' format requires %ld <= number <= %lu", f->code, (long)low,
                     (unsigned long)high);
    return false;
}

static bool pack_int(Thread *t, const Field *f, uint8_t *to, Value v) {
    Value i = v;
    if (!value_is_int(v)) {
        if (value_is_undef(special_of(t, v, SPECIAL_INDEX))) {
            raise_struct(t, "required argument is not an integer");
            return false;
        }
        i = op_index(t, v);
        if (value_is_error(i)) return false;
    }
    bool is_signed = f->code == 'b' || f->code == 'h' || f->code == 'i' || f->code == 'l' ||
                     f->code == 'q' || f->code == 'n';
    int64_t n;
    uint64_t u;
    bool fits;
    if (f->code == 'P') {
        fits = int_to_uint64(i, &u) || (int_to_int64(i, &n) && (u = (uint64_t)n, true));
        if (!fits) {
            raise_struct(t, "int too large to convert");
            return false;
        }
        store_int(f, to, u);
        return true;
    }
    if (is_signed || f->size < 4) {
        fits = int_to_int64(i, &n);
        u = (uint64_t)n;
    } else {
        fits = int_to_uint64(i, &u);
    }
    if (!fits) {
        raise_struct(t, f->size == 8 && !f->native_words ? "int too large to convert"
                                                         : "argument out of range");
        return false;
    }
    if (f->size < 8) {
        uint64_t high = is_signed ? ((uint64_t)1 << (8 * f->size - 1)) - 1
                                  : ((uint64_t)1 << (8 * f->size)) - 1;
        int64_t low = is_signed ? -(int64_t)high - 1 : 0;
        bool inside = is_signed || f->size < 4 ? n >= low && n <= (int64_t)high : u <= high;
        if (!inside) return range_error(t, f, low, high);
    }
    store_int(f, to, u);
    return true;
}

static bool pack_float(Thread *t, const Field *f, uint8_t *to, Value v) {
    double d;
    uint64_t bits = 0;
    if (!value_to_double(t, v, &d)) {
        error_clear(t);
        raise_struct(t, "required argument is not a float");
        return false;
    }
    if (f->code == 'd') {
        memcpy(&bits, &d, 8);
    } else if (f->code == 'f') {
        float single = (float)d;
        if (__builtin_isinf(single) && !__builtin_isinf(d) && !f->native_words) {
            raise_overflow_error(t, "float too large to pack with f format");
            return false;
        }
        memcpy(&bits, &single, 4);
    } else {
        uint16_t half;
        if (!half_from_double(d, &half)) {
            raise_overflow_error(t, "float too large to pack with e format");
            return false;
        }
        bits = half;
    }
    store_int(f, to, bits);
    return true;
}

static bool pack_bytes(Thread *t, const Field *f, uint8_t *to, Value v) {
    if (!value_is_bytes(v) && !value_is_bytearray(v)) {
        raise_struct(t, "argument for '%c' must be a bytes object", f->code);
        return false;
    }
    ByteSpan s = bytes_span(v);
    if (f->code == 's') {
        size_t n = s.length < f->repeat ? s.length : f->repeat;
        memcpy(to, s.data, n);
        memset(to + n, 0, f->repeat - n);
    } else if (f->repeat > 0) {
        size_t n = s.length < f->repeat - 1 ? s.length : f->repeat - 1;
        memcpy(to + 1, s.data, n);
        memset(to + 1 + n, 0, f->repeat - 1 - n);
        to[0] = (uint8_t)(n > 255 ? 255 : n);
    }
    return true;
}

static bool pack_one(Thread *t, const Field *f, uint8_t *to, Value v) {
    switch (f->code) {
    case 'c':
        if (!value_is_bytes(v) || bytes_span(v).length != 1) {
            raise_struct(t, "char format requires a bytes object of length 1");
            return false;
        }
        *to = bytes_span(v).data[0];
        return true;
    case '?': {
        int truth = op_truth(t, v);
        if (truth >= 0) *to = (uint8_t)truth;
        return truth >= 0;
    }
    case 'e': case 'f': case 'd':
        return pack_float(t, f, to, v);
    default:
        return pack_int(t, f, to, v);
    }
}

/* The memory is zero already where padding goes (or is cleared by the caller). */
static bool pack_all(Thread *t, Struct *s, uint8_t *to, const Value *values) {
    const Field *fields = fields_of(s);
    for (size_t i = 0; i < s->field_count; i++) {
        const Field *f = &fields[i];
        if (f->code == 's' || f->code == 'p') {
            if (!pack_bytes(t, f, to + f->offset, *values++)) return false;
            continue;
        }
        for (size_t k = 0; k < f->repeat; k++)
            if (!pack_one(t, f, to + f->offset + k * f->size, *values++)) return false;
    }
    return true;
}

static Value pack_values(Thread *t, Struct *s, const Value *values, size_t count) {
    if (!check_ready(t, s)) return VALUE_ERROR;
    if (count != s->items)
        return raise_struct(t, "pack expected %zu items for packing (got %zu)", s->items, count);
    Bytes *out = bytes_alloc(t, s->size);
    if (!out) return VALUE_ERROR;
    return pack_all(t, s, out->data, values) ? value_from_object(out) : VALUE_ERROR;
}

/* The position in a buffer that `needed` bytes at `offset` mean; false: raised. */
static bool place(Thread *t, int64_t offset, size_t length, size_t needed, bool packing, size_t *out) {
    const char *name = packing ? "pack_into" : "unpack_from", *verb = packing ? "packing" : "unpacking";
    if (offset < 0) {
        if (offset + (int64_t)needed > 0) {
            raise_struct(t, packing ? "no space to pack %zu bytes at offset %ld"
                                    : "not enough data to unpack %zu bytes at offset %ld",
                         needed, (long)offset);
            return false;
        }
        if (offset + (int64_t)length < 0) {
            raise_struct(t, "offset %ld out of range for %zu-byte buffer", (long)offset, length);
            return false;
        }
        offset += (int64_t)length;
    }
    if ((size_t)offset > length || length - (size_t)offset < needed) {
        raise_struct(t,
                     "%s requires a buffer of at least %zu bytes for %s %zu bytes at offset %ld (actual "
                     "buffer size is %zu)",
                     name, needed + (size_t)offset, verb, needed, (long)offset, length);
        return false;
    }
    *out = (size_t)offset;
    return true;
}

static Value pack_into(Thread *t, Struct *s, const Value *args, size_t count) {
    if (!check_ready(t, s)) return VALUE_ERROR;
    if (count < 1) return raise_struct(t, "pack_into expected buffer argument");
    if (count < 2) return raise_struct(t, "pack_into expected offset argument");
    if (count - 2 != s->items)
        return raise_struct(t, "pack_into expected %zu items for packing (got %zu)", s->items, count - 2);
    Buffer b;
    if (!value_is_bytes_like(t, args[0]) || !buffer_get(t, args[0], true, &b)) {
        if (error_pending(t)) error_clear(t);
        return raise_type_error(t, "argument must be read-write bytes-like object, not %.100T", args[0]);
    }
    int64_t offset;
    size_t at;
    if (!arg_size(t, args[1], &offset) || !place(t, offset, b.length, s->size, true, &at))
        return VALUE_ERROR;
    /* Conversions may run code that shrinks the buffer: pack aside, then copy. */
    Raw *packed = gc_alloc_raw(t, s->size + 1);
    if (!packed || !pack_all(t, s, packed->bytes, args + 2)) return VALUE_ERROR;
    Buffer now;
    if (!buffer_get(t, args[0], true, &now) || !place(t, (int64_t)at, now.length, s->size, true, &at))
        return VALUE_ERROR;
    memcpy(now.data + at, packed->bytes, s->size);
    return VALUE_NONE;
}

/* ---- unpacking ---- */

static uint64_t load_int(const Field *f, const uint8_t *from) {
    uint64_t bits = 0;
    for (unsigned i = 0; i < f->size; i++)
        bits |= (uint64_t)from[f->big_endian ? f->size - 1u - i : i] << (8 * i);
    return bits;
}

static Value unpack_one(Thread *t, const Field *f, const uint8_t *from) {
    uint64_t bits = load_int(f, from);
    switch (f->code) {
    case 'c': return bytes_from_data(t, from, 1);
    case '?': return value_bool(bits != 0);
    case 'b': case 'h': case 'i': case 'l': case 'q': case 'n': {
        unsigned shift = 64 - 8u * f->size;
        return int_from_int64(t, (int64_t)(bits << shift) >> shift);
    }
    case 'e': return float_from_double(t, half_to_double((uint16_t)bits));
    case 'f': {
        uint32_t low = (uint32_t)bits;
        float single;
        memcpy(&single, &low, 4);
        return float_from_double(t, single);
    }
    case 'd': {
        double d;
        memcpy(&d, &bits, 8);
        return float_from_double(t, d);
    }
    default: return int_from_uint64(t, bits);
    }
}

static Value unpack_all(Thread *t, Struct *s, const uint8_t *from) {
    Tuple *result = tuple_alloc(t, s->items);
    if (!result) return VALUE_ERROR;
    const Field *fields = fields_of(s);
    Value *out = result->items;
    for (size_t i = 0; i < s->field_count; i++) {
        const Field *f = &fields[i];
        const uint8_t *p = from + f->offset;
        if (f->code == 's' || f->code == 'p') {
            size_t n = f->repeat;
            if (f->code == 'p' && n > 0) {
                n = p[0] < n ? p[0] : n - 1;
                p++;
            }
            *out = bytes_from_data(t, p, n);
            if (value_is_error(*out)) return VALUE_ERROR;
            out++;
            gc_wrote(t, result);
            continue;
        }
        for (size_t k = 0; k < f->repeat; k++) {
            Value v = unpack_one(t, f, p + k * f->size);
            if (value_is_error(v)) return v;
            *out++ = v;
            if (value_is_object(v)) gc_wrote(t, result);
        }
    }
    return value_from_object(result);
}

static Value unpack(Thread *t, Struct *s, Value data) {
    Buffer b;
    if (!check_ready(t, s) || !buffer_get(t, data, false, &b)) return VALUE_ERROR;
    if (b.length != s->size) return raise_struct(t, "unpack requires a buffer of %zu bytes", s->size);
    return unpack_all(t, s, b.data);
}

static Value unpack_from(Thread *t, Struct *s, Value data, Value offset_value) {
    Buffer b;
    int64_t offset;
    size_t at;
    if (!check_ready(t, s) || !buffer_get(t, data, false, &b) || !arg_size(t, offset_value, &offset) ||
        !place(t, offset, b.length, s->size, false, &at))
        return VALUE_ERROR;
    return unpack_all(t, s, b.data + at);
}

typedef struct UnpackIterator {
    Object header;
    Value source; /* Struct; UNDEF at the end */
    Value data;
    size_t index;
} UnpackIterator;

static void unpack_iterator_trace(Tracer *tracer, Object *object) {
    trace_values(tracer, &((UnpackIterator *)object)->source, 2);
}

static Value iter_unpack(Thread *t, Struct *s, Value data) {
    Buffer b;
    if (!check_ready(t, s)) return VALUE_ERROR;
    if (s->size == 0) return raise_struct(t, "cannot iteratively unpack with a struct of length 0");
    if (!buffer_get(t, data, false, &b)) return VALUE_ERROR;
    if (b.length % s->size)
        return raise_struct(t, "iterative unpacking requires a buffer of a multiple of %zu bytes", s->size);
    UnpackIterator *it = type_alloc(t, t->vm->types[TYPE_STRUCT_ITERATOR], 0);
    if (!it) return VALUE_ERROR;
    it->source = value_from_object(s);
    it->data = data;
    return value_from_object(it);
}

static Value unpack_iterator_next(Thread *t, Object *object) {
    UnpackIterator *it = (UnpackIterator *)object;
    if (value_is_undef(it->source)) return VALUE_STOP;
    Struct *s = as_struct(it->source);
    Buffer b;
    if (!buffer_get(t, it->data, false, &b)) return VALUE_ERROR;
    if (it->index + s->size > b.length) {
        it->source = it->data = VALUE_UNDEF;
        return VALUE_STOP;
    }
    Value v = unpack_all(t, s, b.data + it->index);
    it->index += s->size;
    return v;
}

static Value unpack_iterator_length_hint(Thread *t, Value *args) {
    UnpackIterator *it = (UnpackIterator *)value_as_object(args[0]);
    Buffer b;
    if (value_is_undef(it->source)) return value_from_int(0);
    if (!buffer_get(t, it->data, false, &b)) return VALUE_ERROR;
    return value_from_int((int64_t)((b.length - it->index) / as_struct(it->source)->size));
}

static const NativeDef unpack_iterator_methods[] = {
    NATIVE("__length_hint__", "($self, /)", unpack_iterator_length_hint, NULL),
    NATIVE_END,
};

const TypeDef typedef_struct_iterator = {
    .name = "_struct.unpack_iterator",
    .id = TYPE_STRUCT_ITERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW | TYPEFLAG_IMMUTABLE,
    .size = sizeof(UnpackIterator),
    .trace = unpack_iterator_trace,
    .next = unpack_iterator_next,
    .methods = unpack_iterator_methods,
};

/* ---- Struct ---- */

static Value struct_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Struct *s = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!s) return VALUE_ERROR;
    s->format = VALUE_UNDEF;
    return value_from_object(s);
}
static Value struct_init(Thread *t, Value *args) {
    return struct_compile(t, as_struct(args[0]), args[1]) ? VALUE_NONE : VALUE_ERROR;
}
static Value struct_pack(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (!check_no_keywords(t, "Struct.pack", kwnames)) return VALUE_ERROR;
    return pack_values(t, as_struct(args[0]), args + 1, nargs - 1);
}
static Value struct_pack_into(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (!check_no_keywords(t, "Struct.pack_into", kwnames)) return VALUE_ERROR;
    return pack_into(t, as_struct(args[0]), args + 1, nargs - 1);
}
static Value struct_unpack(Thread *t, Value *args) { return unpack(t, as_struct(args[0]), args[1]); }
static Value struct_unpack_from(Thread *t, Value *args) {
    return unpack_from(t, as_struct(args[0]), args[1], args[2]);
}
static Value struct_iter_unpack(Thread *t, Value *args) { return iter_unpack(t, as_struct(args[0]), args[1]); }
static Value struct_sizeof(Thread *t, Value *args) {
    Struct *s = as_struct(args[0]);
    return value_from_int((int64_t)(56 + 32 * (s->field_count + 1)));
}
static Value get_format(Thread *t, Value self) {
    if (!check_ready(t, as_struct(self))) return VALUE_ERROR;
    ByteSpan s = bytes_span(as_struct(self)->format);
    return str_from_latin1(t, s.data, s.length);
}
static Value get_size(Thread *t, Value self) { return value_from_int((int64_t)as_struct(self)->size); }

static const GetSetDef struct_getset[] = {
    {"format", get_format, NULL, "struct format string"},
    {"size", get_size, NULL, "struct size in bytes"},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef struct_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", struct_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__init__", "($self, /, format)", struct_init,
           "Initialize self.  See help(type(self)) for accurate signature."),
    NATIVE("iter_unpack", "($self, buffer, /)", struct_iter_unpack,
           "Return an iterator yielding tuples.\n\nTuples are unpacked from the given bytes source, like a "
           "repeated\ninvocation of unpack_from().\n\nRequires that the bytes length be a multiple of the "
           "struct size."),
    NATIVE_RAW("pack", "($self, /, *values)", struct_pack,
               "S.pack(v1, v2, ...) -> bytes\n\nReturn a bytes object containing values v1, v2, ... packed "
               "according\nto the format string S.format.  See help(struct) for more on format\nstrings."),
    NATIVE_RAW("pack_into", "($self, buffer, offset, /, *values)", struct_pack_into,
               "S.pack_into(buffer, offset, v1, v2, ...)\n\nPack the values v1, v2, ... according to the "
               "format string S.format\nand write the packed bytes into the writable buffer buf starting "
               "at\noffset.  Note that the offset is a required argument.  See\nhelp(struct) for more on "
               "format strings."),
    NATIVE("unpack", "($self, buffer, /)", struct_unpack,
           "Return a tuple containing unpacked values.\n\nUnpack according to the format string "
           "Struct.format. The buffer's size\nin bytes must be Struct.size.\n\nSee help(struct) for more on "
           "format strings."),
    NATIVE("unpack_from", "($self, /, buffer, offset=0)", struct_unpack_from,
           "Return a tuple containing unpacked values.\n\nValues are unpacked according to the format "
           "string Struct.format.\n\nThe buffer's size in bytes, starting at position offset, must be\nat "
           "least Struct.size.\n\nSee help(struct) for more on format strings."),
    NATIVE("__sizeof__", "($self, /)", struct_sizeof, "S.__sizeof__() -> size of S in memory, in bytes"),
    NATIVE_END,
};

const TypeDef typedef_struct = {
    .name = "_struct.Struct",
    .doc = "Struct(fmt) --> compiled struct object",
    .id = TYPE_STRUCT_STRUCT,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_WEAKREFS | TYPEFLAG_IMMUTABLE,
    .size = sizeof(Struct),
    .trace = struct_trace,
    .methods = struct_methods,
    .getset = struct_getset,
};

/* ---- the module ---- */

static Value f_calcsize(Thread *t, Value *args) {
    Struct *s = struct_cached(t, args[0]);
    return s ? value_from_int((int64_t)s->size) : VALUE_ERROR;
}
static Value f_pack(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (!check_no_keywords(t, "_struct.pack", kwnames)) return VALUE_ERROR;
    if (nargs == 0) return raise_type_error(t, "missing format argument");
    Struct *s = struct_cached(t, args[0]);
    return s ? pack_values(t, s, args + 1, nargs - 1) : VALUE_ERROR;
}
static Value f_pack_into(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (!check_no_keywords(t, "_struct.pack_into", kwnames)) return VALUE_ERROR;
    if (nargs == 0) return raise_type_error(t, "missing format argument");
    Struct *s = struct_cached(t, args[0]);
    return s ? pack_into(t, s, args + 1, nargs - 1) : VALUE_ERROR;
}
static Value f_unpack(Thread *t, Value *args) {
    Struct *s = struct_cached(t, args[0]);
    return s ? unpack(t, s, args[1]) : VALUE_ERROR;
}
static Value f_unpack_from(Thread *t, Value *args) {
    Struct *s = struct_cached(t, args[0]);
    return s ? unpack_from(t, s, args[1], args[2]) : VALUE_ERROR;
}
static Value f_iter_unpack(Thread *t, Value *args) {
    Struct *s = struct_cached(t, args[0]);
    return s ? iter_unpack(t, s, args[1]) : VALUE_ERROR;
}
static Value f_clearcache(Thread *t, Value *args) {
    dict_clear(t, value_as_dict(state_of(t)->items[1]));
    return VALUE_NONE;
}

static bool struct_module_init(Thread *t, Module *module) {
    Value error = native_exception(t, module, "struct.error", value_from_object(t->vm->types[TYPE_Exception]));
    Dict *cache = dict_new(t);
    if (value_is_error(error) || !cache) return false;
    Value state = tuple_of(t, 2, error, value_from_object(cache));
    if (value_is_error(state)) return false;
    t->vm->module_state[MODULE_STATE_STRUCT] = state;
    return native_type(t, &typedef_struct, module) && native_type(t, &typedef_struct_iterator, NULL);
}

static const NativeDef struct_functions[] = {
    NATIVE("_clearcache", "($module, /)", f_clearcache, "Clear the internal cache."),
    NATIVE("calcsize", "($module, format, /)", f_calcsize,
           "Return size in bytes of the struct described by the format string."),
    NATIVE("iter_unpack", "($module, format, buffer, /)", f_iter_unpack,
           "Return an iterator yielding tuples unpacked from the given bytes.\n\nThe bytes are unpacked "
           "according to the format string, like\na repeated invocation of unpack_from().\n\nRequires that "
           "the bytes length be a multiple of the format struct size."),
    NATIVE_RAW("pack", "($module, format, /, *values)", f_pack,
               "pack(format, v1, v2, ...) -> bytes\n\nReturn a bytes object containing the values v1, v2, "
               "... packed according\nto the format string.  See help(struct) for more on format strings."),
    NATIVE_RAW("pack_into", "($module, format, buffer, offset, /, *values)", f_pack_into,
               "pack_into(format, buffer, offset, v1, v2, ...)\n\nPack the values v1, v2, ... according to "
               "the format string and write\nthe packed bytes into the writable buffer buf starting at "
               "offset.  Note\nthat the offset is a required argument.  See help(struct) for more\non "
               "format strings."),
    NATIVE("unpack", "($module, format, buffer, /)", f_unpack,
           "Return a tuple containing values unpacked according to the format string.\n\nThe buffer's size "
           "in bytes must be calcsize(format).\n\nSee help(struct) for more on format strings."),
    NATIVE("unpack_from", "($module, format, /, buffer, offset=0)", f_unpack_from,
           "Return a tuple containing values unpacked according to the format string.\n\nThe buffer's "
           "size, minus offset, must be at least calcsize(format).\n\nSee help(struct) for more on format "
           "strings."),
    NATIVE_END,
};

const ModuleDef module_struct = {
    .name = "_struct",
    .doc = "Functions to convert between Python values and C structs.\nPython bytes objects are used to "
           "hold the data representing the C struct\nand also as format strings (explained below) to "
           "describe the layout of data\nin the C struct.",
    .functions = struct_functions,
    .init = struct_module_init,
};

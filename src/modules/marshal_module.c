/*
 * marshal_module.c - the module marshal: Python's own serialisation of plain
 * data.  Code objects are written in a form of our own, which CPython cannot read.
 */
#include "runtime/native.h"

enum { MARSHAL_VERSION = 4, FLAG_REF = 0x80, DEPTH_MAX = 2000 };

/* ---- writing ---- */

typedef struct Writer {
    Thread *t;
    Raw *buffer;
    size_t length;
    int version, depth;
} Writer;

static bool put(Writer *w, const void *data, size_t n) {
    if (!w->buffer || w->length + n > w->buffer->size) {
        Raw *grown = gc_alloc_raw(w->t, (w->length + n) * 2 + 64);
        if (!grown)
            return false;
        if (w->buffer)
            memcpy(grown->bytes, w->buffer->bytes, w->length);
        w->buffer = grown;
    }
    memcpy(w->buffer->bytes + w->length, data, n);
    w->length += n;
    return true;
}
static bool put_byte(Writer *w, int c) { return put(w, &(uint8_t){(uint8_t)c}, 1); }
static bool put_int(Writer *w, int64_t n) { return put(w, &(int32_t){(int32_t)n}, 4); }

static bool put_size(Writer *w, size_t n) {
    if (n > INT32_MAX) {
        raise_value_error(w->t, "unmarshallable object");
        return false;
    }
    return put_int(w, (int64_t)n);
}

static bool put_float(Writer *w, double d) { return put(w, &d, 8); }

static bool put_long(Writer *w, Value v) {
    Value magnitude = int_abs(w->t, v);
    size_t bits = int_bit_length(v), digits = (bits + 14) / 15;
    if (value_is_error(magnitude) || !put_byte(w, 'l') || !put_int(w, int_sign(v) < 0 ? -(int64_t)digits : (int64_t)digits))
        return false;
    for (size_t i = 0; i < digits; i++) {
        Value shifted = int_rshift(w->t, magnitude, value_from_int((int64_t)(i * 15)));
        Value digit = value_is_error(shifted) ? shifted : int_and(w->t, shifted, value_from_int(0x7fff));
        if (value_is_error(digit) || !put(w, &(uint16_t){(uint16_t)value_as_int(digit)}, 2))
            return false;
    }
    return true;
}

static bool put_str(Writer *w, Value v) {
    Str *s = value_as_str(v);
    if (!str_data(w->t, s))
        return false;
    bool interned = s->flags & STR_INTERNED && w->version >= 1;
    if (w->version >= 4 && s->flags & STR_ASCII) {
        bool brief = s->length < 256;
        if (!put_byte(w, brief ? (interned ? 'Z' : 'z') : interned ? 'A' : 'a') ||
            !(brief ? put_byte(w, (int)s->length) : put_size(w, s->length)))
            return false;
        return put(w, s->data, s->length);
    }
    size_t n;
    const char *text = str_to_wtf8(w->t, v, &n);
    return text && put_byte(w, interned ? 't' : 'u') && put_size(w, n) && put(w, text, n);
}

static bool put_value(Writer *w, Value v);

static bool put_values(Writer *w, int code, Value iterable, size_t count) {
    if (!put_byte(w, code) || !(code == ')' ? put_byte(w, (int)count) : put_size(w, count)))
        return false;
    Value all = tuple_from_iterable(w->t, iterable);
    if (value_is_error(all))
        return false;
    for (size_t i = 0; i < value_as_tuple(all)->length; i++)
        if (!put_value(w, value_as_tuple(all)->items[i]))
            return false;
    return true;
}

static bool put_object(Writer *w, Value v) {
    Thread *t = w->t;
    if (value_is_float(v) || value_is_exact(v, KIND_FLOAT)) {
        double d;
        return arg_double(t, v, &d) && put_byte(w, 'g') && put_float(w, d);
    }
    if (value_is_exact(v, KIND_INT))
        return put_long(w, v);
    if (value_is_exact(v, KIND_STR))
        return put_str(w, v);
    if (value_is_exact(v, KIND_COMPLEX)) {
        double real, imag;
        Value r = attr_get_cstring(t, v, "real"), i = attr_get_cstring(t, v, "imag");
        return arg_double(t, r, &real) && arg_double(t, i, &imag) && put_byte(w, 'y') && put_float(w, real) &&
               put_float(w, imag);
    }
    if (value_is_exact(v, KIND_TUPLE)) {
        size_t n = value_as_tuple(v)->length;
        return put_values(w, w->version >= 4 && n < 256 ? ')' : '(', v, n);
    }
    if (value_is_exact(v, KIND_LIST))
        return put_values(w, '[', v, value_as_list(v)->length);
    if (value_is_exact(v, KIND_SET) && !(value_as_object(v)->gc & GC_SUBCLASS))
        return put_values(w, type_of(t, v)->id == TYPE_FROZENSET ? '>' : '<', v, value_as_set(v)->used);
    if (value_is_exact(v, KIND_DICT)) {
        Dict *d = value_as_dict(v);
        size_t at = 0;
        Value key, value;
        if (!put_byte(w, '{'))
            return false;
        while (dict_next(d, &at, &key, &value))
            if (!put_value(w, key) || !put_value(w, value))
                return false;
        return put_byte(w, '0');
    }
    if (value_is_kind(v, KIND_CODE)) {
        Value data = t->vm->hooks.serialize_code(t, v);
        return !value_is_error(data) && put_byte(w, 'c') && put_size(w, value_as_bytes(data)->length) &&
               put(w, value_as_bytes(data)->data, value_as_bytes(data)->length);
    }
    if (value_is_bytes_like(t, v)) {
        Buffer b;
        if (!buffer_get(t, v, false, &b))
            return false;
        bool ok = put_byte(w, 's') && put_size(w, b.length) && put(w, b.data, b.length);
        buffer_release(t, &b);
        return ok;
    }
    raise_value_error(t, "unmarshallable object");
    return false;
}

static bool put_value(Writer *w, Value v) {
    if (value_is_none(v))
        return put_byte(w, 'N');
    if (value_is_bool(v))
        return put_byte(w, value_is_true(v) ? 'T' : 'F');
    if (value_same(v, VALUE_ELLIPSIS))
        return put_byte(w, '.');
    if (value_same(v, value_from_object(w->t->vm->types[TYPE_StopIteration])))
        return put_byte(w, 'S');
    if (value_is_int(v)) {
        int64_t n = value_as_int(v);
        return n == (int32_t)n ? put_byte(w, 'i') && put_int(w, n) : put_long(w, v);
    }
    if (++w->depth > DEPTH_MAX) {
        raise_value_error(w->t, "object too deeply nested to marshal");
        return false;
    }
    bool ok = put_object(w, v);
    w->depth--;
    return ok;
}

static Value dumps(Thread *t, Value v, Value version) {
    Writer w = {.t = t};
    if (!arg_int(t, version, &w.version) || !put_value(&w, v))
        return VALUE_ERROR;
    return bytes_from_data(t, w.buffer->bytes, w.length);
}

static Value marshal_dumps(Thread *t, Value *args) { return dumps(t, args[0], args[1]); }

static Value marshal_dump(Thread *t, Value *args) {
    Value data = dumps(t, args[0], args[2]);
    return value_is_error(data) ? data : call_method1(t, args[1], STR_NAME(t, write), data);
}

/* ---- reading ---- */

typedef struct Reader {
    Thread *t;
    const uint8_t *data;
    size_t length, at;
    Value file; /* UNDEF: from memory */
    Value refs; /* list */
    int depth;
} Reader;

/* `n` bytes at the place of reading, or NULL with EOFError. */
static const uint8_t *take(Reader *r, size_t n) {
    if (!value_is_undef(r->file)) {
        Value got = call_method1(r->t, r->file, STR_NAME(r->t, read), int_from_uint64(r->t, n));
        if (value_is_error(got))
            return NULL;
        if (!value_is_kind(got, KIND_BYTES)) {
            raise_type_error(r->t, "file.read() returned not bytes but %T", got);
            return NULL;
        }
        if (value_as_bytes(got)->length < n) {
            raise_error(r->t, TYPE_EOFError, "EOF read where not expected");
            return NULL;
        }
        return value_as_bytes(got)->data;
    }
    if (n > r->length - r->at) {
        raise_error(r->t, TYPE_EOFError, "marshal data too short");
        return NULL;
    }
    r->at += n;
    return r->data + r->at - n;
}

static bool get_int(Reader *r, int32_t *out) {
    const uint8_t *p = take(r, 4);
    if (p)
        memcpy(out, p, 4);
    return p != NULL;
}
static bool get_size(Reader *r, size_t *out) {
    int32_t n;
    if (!get_int(r, &n))
        return false;
    if (n < 0) {
        raise_value_error(r->t, "bad marshal data (size out of range)");
        return false;
    }
    *out = (size_t)n;
    return true;
}
static bool get_float(Reader *r, double *out) {
    const uint8_t *p = take(r, 8);
    if (p)
        memcpy(out, p, 8);
    return p != NULL;
}
static bool get_float_text(Reader *r, double *out) {
    const uint8_t *n = take(r, 1);
    size_t length = n ? *n : 0;
    const uint8_t *text = n ? take(r, length) : NULL;
    Value s = text ? str_from_latin1(r->t, text, length) : VALUE_ERROR;
    Value f = value_is_error(s) ? s : op_float(r->t, s);
    return !value_is_error(f) && arg_double(r->t, f, out);
}

static Value get_long(Reader *r) {
    int32_t n;
    if (!get_int(r, &n))
        return VALUE_ERROR;
    int64_t count = n < 0 ? -(int64_t)n : n;
    const uint8_t *p = take(r, (size_t)count * 2);
    Value v = value_from_int(0);
    for (int64_t i = count - 1; p && i >= 0; i--) {
        uint16_t digit;
        memcpy(&digit, p + 2 * i, 2);
        if (digit > 0x7fff)
            return raise_value_error(r->t, "bad marshal data (digit out of range in long)");
        v = int_lshift(r->t, v, value_from_int(15));
        v = value_is_error(v) ? v : int_or(r->t, v, value_from_int(digit));
        if (value_is_error(v))
            return v;
    }
    return !p ? VALUE_ERROR : n < 0 ? int_neg(r->t, v) : v;
}

static Value get_value(Reader *r);

/* A container's place among the references is taken before its items are read. */
static bool reserve(Reader *r, bool flagged, size_t *index) {
    *index = value_as_list(r->refs)->length;
    return !flagged || list_append(r->t, value_as_list(r->refs), VALUE_NONE);
}
static Value keep(Reader *r, bool flagged, size_t index, Value v) {
    if (flagged && !value_is_error(v))
        list_store(r->t, value_as_list(r->refs), index, v);
    return v;
}

static Value null_error(Reader *r, const char *what) {
    return raise_type_error(r->t, "NULL object in marshal data for %s", what);
}

static Value get_sequence(Reader *r, int code, size_t count, bool flagged) {
    size_t index;
    Value list = list_new(r->t, 0);
    if (value_is_error(list) || !reserve(r, flagged, &index))
        return VALUE_ERROR;
    if (code == '[')
        keep(r, flagged, index, list);
    for (size_t i = 0; i < count; i++) {
        Value v = get_value(r);
        if (value_is_error(v))
            return v;
        if (value_is_undef(v))
            return null_error(r, code == '[' ? "list" : code == '<' || code == '>' ? "set" : "tuple");
        if (!list_append(r->t, value_as_list(list), v))
            return VALUE_ERROR;
    }
    Value result = code == '[' ? list
                   : code == '<' ? set_from_iterable(r->t, TYPE_SET, list)
                   : code == '>' ? set_from_iterable(r->t, TYPE_FROZENSET, list)
                                 : tuple_from_iterable(r->t, list);
    return keep(r, flagged, index, result);
}

static Value get_dict(Reader *r, bool flagged) {
    size_t index;
    Dict *d = dict_new(r->t);
    if (!d || !reserve(r, flagged, &index))
        return VALUE_ERROR;
    keep(r, flagged, index, value_from_object(d));
    for (;;) {
        Value key = get_value(r);
        if (value_is_error(key))
            return key;
        if (value_is_undef(key))
            return value_from_object(d);
        Value value = get_value(r);
        if (value_is_error(value))
            return value;
        if (value_is_undef(value))
            return null_error(r, "dict");
        if (!dict_set(r->t, d, key, value))
            return VALUE_ERROR;
    }
}

static Value get_text(Reader *r, int code) {
    size_t n;
    bool brief = code == 'z' || code == 'Z';
    if (brief) {
        const uint8_t *p = take(r, 1);
        if (!p)
            return VALUE_ERROR;
        n = *p;
    } else if (!get_size(r, &n)) {
        return VALUE_ERROR;
    }
    const uint8_t *p = take(r, n);
    if (!p)
        return VALUE_ERROR;
    if (code == 's')
        return bytes_from_data(r->t, p, n);
    Value s = code == 'u' || code == 't' ? str_from_utf8(r->t, (const char *)p, n) : str_from_latin1(r->t, p, n);
    return value_is_error(s) || code == 'u' || code == 'a' || code == 'z' ? s : str_intern(r->t, s);
}

static Value get_number(Reader *r, int code) {
    double a = 0, b = 0;
    int32_t n;
    switch (code) {
    case 'i': return get_int(r, &n) ? value_from_int(n) : VALUE_ERROR;
    case 'l': return get_long(r);
    case 'g': return get_float(r, &a) ? float_from_double(r->t, a) : VALUE_ERROR;
    case 'f': return get_float_text(r, &a) ? float_from_double(r->t, a) : VALUE_ERROR;
    default: {
        bool ok = code == 'y' ? get_float(r, &a) && get_float(r, &b) : get_float_text(r, &a) && get_float_text(r, &b);
        return ok ? call2(r->t, value_from_object(r->t->vm->types[TYPE_COMPLEX]), float_from_double(r->t, a),
                          float_from_double(r->t, b))
                  : VALUE_ERROR;
    }
    }
}

static Value get_code(Reader *r) {
    size_t n;
    const uint8_t *p = get_size(r, &n) ? take(r, n) : NULL;
    Value code = p ? r->t->vm->hooks.deserialize_code(r->t, p, n) : VALUE_ERROR;
    return value_is_undef(code) ? raise_value_error(r->t, "bad marshal data (code objects of another implementation)")
                                : code;
}

static Value get_object(Reader *r, int code, bool flagged) {
    size_t n, index;
    const uint8_t *p;
    switch (code) {
    case '0': return VALUE_UNDEF; /* the end of a dict */
    case 'N': return VALUE_NONE;
    case 'T': return VALUE_TRUE;
    case 'F': return VALUE_FALSE;
    case '.': return VALUE_ELLIPSIS;
    case 'S': return value_from_object(r->t->vm->types[TYPE_StopIteration]);
    case 'i': case 'l': case 'g': case 'f': case 'x': case 'y':
        return reserve(r, flagged, &index) ? keep(r, flagged, index, get_number(r, code)) : VALUE_ERROR;
    case 's': case 'u': case 't': case 'a': case 'A': case 'z': case 'Z':
        return reserve(r, flagged, &index) ? keep(r, flagged, index, get_text(r, code)) : VALUE_ERROR;
    case ')':
        p = take(r, 1);
        return p ? get_sequence(r, code, *p, flagged) : VALUE_ERROR;
    case '(': case '[': case '<': case '>':
        return get_size(r, &n) ? get_sequence(r, code, n, flagged) : VALUE_ERROR;
    case '{': return get_dict(r, flagged);
    case 'r': {
        int32_t at;
        if (!get_int(r, &at))
            return VALUE_ERROR;
        List *refs = value_as_list(r->refs);
        if (at < 0 || (size_t)at >= refs->length)
            return raise_value_error(r->t, "bad marshal data (invalid reference)");
        return refs->items[at];
    }
    case 'c': return reserve(r, flagged, &index) ? keep(r, flagged, index, get_code(r)) : VALUE_ERROR;
    default: return raise_value_error(r->t, "bad marshal data (unknown type code)");
    }
}

static Value get_value(Reader *r) {
    if (++r->depth > DEPTH_MAX)
        return raise_value_error(r->t, "recursion limit exceeded");
    const uint8_t *p = take(r, 1);
    Value v = p ? get_object(r, *p & ~FLAG_REF, *p & FLAG_REF) : VALUE_ERROR;
    r->depth--;
    return v;
}

static Value read_one(Reader *r) {
    r->refs = list_new(r->t, 0);
    Value v = value_is_error(r->refs) ? r->refs : get_value(r);
    return value_is_undef(v) ? null_error(r, "object") : v;
}

static Value marshal_loads(Thread *t, Value *args) {
    Buffer b;
    if (!buffer_get(t, args[0], false, &b))
        return VALUE_ERROR;
    Reader r = {.t = t, .data = b.data, .length = b.length, .file = VALUE_UNDEF};
    Value v = read_one(&r);
    buffer_release(t, &b);
    return v;
}

static Value marshal_load(Thread *t, Value *args) {
    Reader r = {.t = t, .file = args[0]};
    return read_one(&r);
}

static const NativeDef functions[] = {
    NATIVE("dump", "($module, value, file, version=4, /)", marshal_dump,
           "Write the value on the open file.\n\n  value\n    Must be a supported type.\n  file\n    Must be a writeable "
           "binary file.\n  version\n    Indicates the data format that dump should use."),
    NATIVE("load", "($module, file, /)", marshal_load,
           "Read one value from the open file and return it.\n\n  file\n    Must be readable binary file."),
    NATIVE("dumps", "($module, value, version=4, /)", marshal_dumps,
           "Return the bytes object that would be written to a file by dump(value, file)."),
    NATIVE("loads", "($module, bytes, /)", marshal_loads, "Convert the bytes-like object to a value."),
    NATIVE_END,
};

static bool marshal_init(Thread *t, Module *m) { return module_set(t, m, "version", value_from_int(MARSHAL_VERSION)); }

const ModuleDef module_marshal = {
    .name = "marshal",
    .doc = "This module contains functions that can read and write Python values in\na binary format.",
    .functions = functions,
    .init = marshal_init,
};

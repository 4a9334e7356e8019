/*
 * json_encoder.c - _json.Encoder, strings written on their own, and the same for indented texts.
 *
 * A document is written in one pass into one StrBuilder.  As long as that is narrow, which it
 * always is when everything else is escaped, pieces are written straight into its memory.
 *
 * json.encoder has no native encoder for texts with indentation: its _make_iterencode makes a
 * generator.  The function here that stands in its place writes such a text at once as long
 * as nothing in the document could run code or raise; otherwise the original does it, from the
 * beginning.
 */
#include <math.h>

#include "modules/json/json_internal.h"

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* Where n bytes may be written to the builder, which is narrow or has failed; NULL then. */
ALWAYS_INLINE uint8_t *room_for(StrBuilder *b, size_t n) {
    if (__builtin_expect(b->capacity - b->length < n, 0) && !builder_reserve(b, n, 0))
        return NULL;
    return (uint8_t *)b->data + b->length;
}
ALWAYS_INLINE void written_to(StrBuilder *b, const uint8_t *end) {
    b->length = (size_t)(end - (uint8_t *)b->data);
}

/* ---- strings ---- */

static inline uint8_t *write_escape(uint8_t *to, uint32_t c) {
    static const char hex[] = "0123456789abcdef";
    const uint8_t text[6] = {'\\', 'u', (uint8_t)hex[c >> 12], (uint8_t)hex[c >> 8 & 15],
                             (uint8_t)hex[c >> 4 & 15], (uint8_t)hex[c & 15]};
    memcpy(to, text, sizeof text);
    return to + sizeof text;
}

/* What stands behind the backslash for the ASCII characters; 0: they stay. */
static const char escapes[0x80] = {
    [0 ... 7] = 'u',   ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n',      [0x0b] = 'u',
    ['\f'] = 'f',      ['\r'] = 'r', ['"'] = '"',  ['\\'] = '\\', [0x0e ... 0x1f] = 'u',
};
/* The length of a character in the output. */
static inline size_t written_size(uint32_t c, bool ascii) {
    if (c < 0x7f)
        return escapes[c] == 0 ? 1 : escapes[c] == 'u' ? 6 : 2;
    return !ascii ? 1 : c < 0x10000 ? 6 : 12;
}
/* Writes a character that does not stay as it is. */
static inline uint8_t *write_escaped(uint8_t *to, uint32_t c) {
    if (c < 0x7f && escapes[c] != 'u') {
        to[0] = '\\';
        to[1] = (uint8_t)escapes[c];
        return to + 2;
    }
    if (c < 0x10000)
        return write_escape(to, c);
    to = write_escape(to, 0xd800 + ((c - 0x10000) >> 10));
    return write_escape(to, 0xdc00 + ((c - 0x10000) & 0x3ff));
}

/* Measures the text of a string without its quotes. */
static inline __attribute__((always_inline)) size_t measure(const void *d, unsigned width, size_t n,
                                                            bool ascii) {
    size_t size = 0;
    for (size_t i = 0; i < n; i++)
        size += written_size(str_char_at(d, width, i), ascii);
    return size;
}

/* Writes n bytes of latin-1, escaped; there is room for six times as many, and a block. */
static uint8_t *write_narrow(uint8_t *to, const uint8_t *from, size_t n, bool ascii) {
    const uint8_t *end = from + n;
    while (end - from >= BLOCK) {
        Block block = block_load(from);
        Block special = (Block)(block == '"') | (Block)(block == '\\') | (Block)(block < 0x20);
        if (ascii)
            special |= (Block)(block > 0x7e);
        block_store(to, block);
        uint32_t found = block_bits(special);
        unsigned plain = found ? (unsigned)__builtin_ctz(found) : BLOCK;
        to += plain;
        from += plain;
        if (found)
            to = write_escaped(to, *from++);
    }
    for (; from < end; from++) {
        if (__builtin_expect(written_size(*from, ascii) == 1, 1))
            *to++ = *from;
        else
            to = write_escaped(to, *from);
    }
    return to;
}

enum { MEASURED_LENGTH = 4096 }; /* of longer texts the size is found out first */

static bool put_string_slow(StrBuilder *b, Value v, bool ascii);

static inline bool put_string(StrBuilder *b, Value v, bool ascii) {
    Str *s = value_as_str(v);
    if (s->width > 1 || s->length > MEASURED_LENGTH || b->width > 1 || !s->data)
        return put_string_slow(b, v, ascii);
    uint8_t *to = room_for(b, s->length * (size_t)6 + 2 + BLOCK);
    if (!to)
        return false;
    *to++ = '"';
    to = write_narrow(to, s->data, s->length, ascii);
    *to++ = '"';
    written_to(b, to);
    if (!ascii && !(s->flags & STR_ASCII))
        b->seen |= 0x80;
    return true;
}

static bool put_string_slow(StrBuilder *b, Value v, bool ascii) {
    Str *s = value_as_str(v);
    size_t n = s->length;
    const void *d = str_data(b->t, s);
    if (!d)
        return false;
    size_t size = s->width == 1   ? measure(d, 1, n, ascii)
                  : s->width == 2 ? measure(d, 2, n, ascii)
                                  : measure(d, 4, n, ascii);
    if (!builder_reserve(b, size + 2, ascii || s->width == 1 ? 0 : s->width == 2 ? 0xffff : 0x10ffff))
        return false;
    builder_char(b, '"');
    if (size == n) {
        builder_str(b, v);
        builder_char(b, '"');
        return !b->failed;
    }
    if (b->width == 1) {
        /* The room is there, and nothing wider comes: what is wide is escaped. */
        uint8_t *to = (uint8_t *)b->data + b->length;
        for (size_t i = 0; i < n; i++) {
            uint32_t c = str_char_at(d, s->width, i);
            if (written_size(c, ascii) == 1)
                *to++ = (uint8_t)c;
            else
                to = write_escaped(to, c);
        }
        b->length += size;
        if (!ascii)
            b->seen |= 0x80;
    } else {
        for (size_t i = 0; i < n; i++) {
            uint32_t c = str_char_at(d, s->width, i);
            uint8_t text[12];
            if (written_size(c, ascii) == 1)
                builder_char(b, c);
            else
                builder_ascii(b, (const char *)text, (size_t)(write_escaped(text, c) - text));
        }
    }
    builder_char(b, '"');
    return !b->failed;
}

static Value encode_string(Thread *t, Value v, bool ascii) {
    if (!value_is_str(v))
        return raise_type_error(t, "first argument must be a string, not %T", v);
    StrBuilder b;
    builder_init(&b, t);
    return put_string(&b, v, ascii) ? builder_finish(&b) : VALUE_ERROR;
}
Value json_encode_basestring(Thread *t, Value *args) { return encode_string(t, args[0], false); }
Value json_encode_basestring_ascii(Thread *t, Value *args) { return encode_string(t, args[0], true); }

/* ---- the encoder ---- */

typedef struct Encoder {
    Object header;
    Value markers, fallback, encoder, indent, key_separator, item_separator;
    /* Of one for indented texts: the original function's arguments and itself; else NONE. */
    Value arguments, original;
    bool sort_keys, skip_keys, allow_nan;
    uint8_t native; /* 0: call encoder; 1: strings as they are; 2: in ASCII */
} Encoder;

static inline Encoder *as_encoder(Value v) { return (Encoder *)value_as_object(v); }

static void encoder_trace(Tracer *tracer, Object *object) {
    Encoder *e = (Encoder *)object;
    trace_value(tracer, e->markers);
    trace_value(tracer, e->fallback);
    trace_value(tracer, e->encoder);
    trace_value(tracer, e->indent);
    trace_value(tracer, e->key_separator);
    trace_value(tracer, e->item_separator);
    trace_value(tracer, e->arguments);
    trace_value(tracer, e->original);
}

static uint8_t native_encoder(Value encoder) {
    NativeFn fn = value_is_kind(encoder, KIND_NATIVE) ? ((NativeFunction *)value_as_object(encoder))->def->fn : NULL;
    return fn == json_encode_basestring ? 1 : fn == json_encode_basestring_ascii ? 2 : 0;
}

/* cls, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan */
static Value encoder_new(Thread *t, Value *args) {
    if (!value_is_dict(args[1]) && !value_is_none(args[1]))
        return raise_type_error(t, "make_encoder() argument 1 must be dict or None, not %T", args[1]);
    for (int i = 5; i <= 6; i++)
        if (!value_is_str(args[i]))
            return raise_type_error(t, "make_encoder() argument %d must be str, not %T", i, args[i]);
    Encoder *e = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!e)
        return VALUE_ERROR;
    e->markers = args[1];
    e->fallback = args[2];
    e->encoder = args[3];
    e->indent = args[4];
    e->key_separator = args[5];
    e->item_separator = args[6];
    if (!arg_bool(t, args[7], &e->sort_keys) || !arg_bool(t, args[8], &e->skip_keys) ||
        !arg_bool(t, args[9], &e->allow_nan))
        return VALUE_ERROR;
    e->native = native_encoder(e->encoder);
    e->arguments = e->original = VALUE_NONE;
    return value_from_object(e);
}

/* ---- a text being written ---- */

enum {
    OPEN_NOTED = 64,  /* containers of which circles are found without the dict `markers` */
    PLAIN_DEPTH = 64, /* a text with indentation nested deeper is left to the original */
    SORTED_HERE = 64, /* more keys are sorted as a list */
};

/* A separator: short and ASCII as nearly all are, or to be looked up (size > sizeof text). */
typedef struct Separator {
    uint8_t text[8];
    uint8_t size;
    Value string;
} Separator;

typedef struct Writer {
    StrBuilder b;
    Encoder *e;
    Separator key_separator, item_separator;
    /* Writes with indentation, and gives up, without an exception, where code could run or an
     * exception be raised. */
    bool plain;
    Value open[OPEN_NOTED]; /* the containers that are being written */
} Writer;

static void separator_init(Separator *separator, Value string) {
    Str *s = value_as_str(string);
    separator->string = string;
    separator->size = UINT8_MAX;
    if (s->data && s->flags & STR_ASCII && s->length <= sizeof separator->text) {
        memcpy(separator->text, s->data, s->length);
        separator->size = (uint8_t)s->length;
    }
}

static inline void put_separator(StrBuilder *b, const Separator *separator) {
    uint8_t *to = NULL;
    if (separator->size > sizeof separator->text || b->width > 1) {
        builder_str(b, separator->string);
    } else if ((to = room_for(b, sizeof separator->text))) {
        memcpy(to, separator->text, sizeof separator->text);
        b->length += separator->size;
    }
}

/* Text of a size known when compiling. */
ALWAYS_INLINE bool put_word(StrBuilder *b, const char *word, size_t n) {
    uint8_t *to = b->width == 1 ? room_for(b, n) : NULL;
    if (!to) {
        builder_ascii(b, word, n);
        return !b->failed;
    }
    memcpy(to, word, n);
    b->length += n;
    return true;
}
#define PUT(b, word) put_word(b, word, sizeof word - 1)

/* A new line within so many containers. */
static void put_line(Writer *w, unsigned level) {
    PUT(&w->b, "\n");
    Str *indent = value_as_str(w->e->indent);
    if (indent->length == 1 || str_equals_cstring(w->b.t, w->e->indent, "  ") ||
        str_equals_cstring(w->b.t, w->e->indent, "    "))
        builder_fill(&w->b, str_char_at(indent->data, indent->width, 0), (size_t)level * indent->length);
    else
        for (unsigned i = 0; i < level; i++)
            builder_str(&w->b, w->e->indent);
}

static bool put_any(Writer *w, Value v, unsigned level);

static bool put_text(Writer *w, Value v) {
    Thread *t = w->b.t;
    if (w->e->native)
        return put_string(&w->b, v, w->e->native == 2);
    Value s = call1(t, w->e->encoder, v);
    if (value_is_error(s))
        return false;
    if (!value_is_str(s)) {
        raise_type_error(t, "encoder() must return a string, not %T", s);
        return false;
    }
    builder_str(&w->b, s);
    return !w->b.failed;
}

static bool put_infinite(Writer *w, double d) {
    if (w->plain)
        return false;
    if (!w->e->allow_nan) {
        raise_value_error(w->b.t, "Out of range float values are not JSON compliant");
        return false;
    }
    builder_cstring(&w->b, isnan(d) ? "NaN" : d > 0 ? "Infinity" : "-Infinity");
    return !w->b.failed;
}

static bool put_float(Writer *w, double d) {
    if (!isfinite(d))
        return put_infinite(w, d);
    char text[FLOAT_REPR_MAX];
    builder_ascii(&w->b, text, float_repr(d, text));
    return !w->b.failed;
}

static bool put_int(Writer *w, Value v) {
    v = int_unbox(v);
    if (value_is_int(v)) {
        char digits[INT64_TEXT_MAX], *end = digits + sizeof digits;
        char *start = int64_write(end, value_as_int(v), 10);
        builder_ascii(&w->b, start, (size_t)(end - start));
    } else {
        Value text = w->plain ? VALUE_ERROR : int_to_str(w->b.t, v, 10); /* may have too many digits */
        if (value_is_error(text))
            return false;
        builder_str(&w->b, text);
    }
    return !w->b.failed;
}

/* ---- containers ---- */

static bool raise_circular(Thread *t) {
    raise_value_error(t, "Circular reference detected");
    return false;
}

/* Begins a container at this level; *id is for container_end. */
static bool container_begin(Writer *w, Value v, unsigned level, Value *id) {
    Thread *t = w->b.t;
    *id = VALUE_NONE;
    if (w->plain)
        return level < PLAIN_DEPTH;
    if (value_is_none(w->e->markers))
        return true;
    for (unsigned i = 0; i < level && i < OPEN_NOTED; i++)
        if (value_same(w->open[i], v))
            return raise_circular(t);
    if (level < OPEN_NOTED) {
        w->open[level] = v;
        return true;
    }
    *id = int_from_uint64(t, v.bits);
    Dict *markers = value_as_dict(w->e->markers);
    Value there = value_is_error(*id) ? *id : dict_get(t, markers, *id);
    if (value_is_error(there))
        return false;
    return value_is_undef(there) ? dict_set(t, markers, *id, v) : raise_circular(t);
}
static bool container_end(Writer *w, Value id) {
    return value_is_none(id) || dict_delete(w->b.t, value_as_dict(w->e->markers), id) >= 0;
}

static bool put_list(Writer *w, Value v, unsigned level) {
    StrBuilder *b = &w->b;
    Value id, container = v;
    if (value_as_object(v)->gc & GC_SUBCLASS && value_is_error(v = list_from_iterable(b->t, v)))
        return false;
    if (value_is_tuple(v) ? !value_as_tuple(v)->length : !value_as_list(v)->length)
        return PUT(b, "[]");
    if (!container_begin(w, container, level, &id))
        return false;
    PUT(b, "[");
    for (size_t i = 0;; i++) {
        size_t length = value_is_tuple(v) ? value_as_tuple(v)->length : value_as_list(v)->length;
        if (i >= length)
            break;
        if (i)
            put_separator(b, &w->item_separator);
        if (w->plain)
            put_line(w, level + 1);
        if (!put_any(w, value_is_tuple(v) ? value_as_tuple(v)->items[i] : value_as_list(v)->items[i], level + 1))
            return false;
    }
    if (w->plain)
        put_line(w, level);
    return PUT(b, "]") && container_end(w, id);
}

/* The text of a key that is no str: a str, UNDEF if it is to be skipped, or ERROR. */
static Value key_text(Writer *w, Value key) {
    Thread *t = w->b.t;
    if (value_is_float(key) || value_is_kind(key, KIND_FLOAT)) {
        double d;
        if (!arg_double(t, key, &d))
            return VALUE_ERROR;
        if (isfinite(d))
            return op_repr(t, float_from_double(t, d));
        if (!w->e->allow_nan)
            return raise_value_error(t, "Out of range float values are not JSON compliant");
        return str_intern_cstring(t, isnan(d) ? "NaN" : d > 0 ? "Infinity" : "-Infinity");
    }
    if (value_is_bool(key) || value_is_none(key))
        return str_intern_cstring(t, value_is_true(key) ? "true" : value_is_none(key) ? "null" : "false");
    if (value_is_any_int(key))
        return int_to_str(t, int_unbox(key), 10);
    if (w->e->skip_keys)
        return VALUE_UNDEF;
    return raise_type_error(t, "keys must be str, int, float, bool or None, not %T", key);
}

/* One item; *first: none has been written yet. */
static bool put_item(Writer *w, Value key, Value value, bool *first, unsigned level) {
    if (!value_is_str(key)) {
        key = w->plain && !value_is_int(key) ? VALUE_ERROR : key_text(w, key);
        if (value_is_error(key) || value_is_undef(key))
            return value_is_undef(key);
    }
    if (!*first)
        put_separator(&w->b, &w->item_separator);
    *first = false;
    if (w->plain)
        put_line(w, level + 1);
    if (!put_text(w, key))
        return false;
    put_separator(&w->b, &w->key_separator);
    return put_any(w, value, level + 1);
}

static bool all_exact_str(Dict *d) {
    size_t position = 0;
    Value key, value;
    while (dict_next(d, &position, &key, &value))
        if (!value_is_exact(key, KIND_STR))
            return false;
    return true;
}

/* Items in the order of their keys, of which there are few, all of them exact strs: nothing
 * of the values is compared then. */
static bool put_sorted(Writer *w, Dict *d, unsigned level) {
    Value keys[SORTED_HERE], values[SORTED_HERE], key, value;
    size_t count = 0, position = 0;
    while (dict_next(d, &position, &key, &value)) {
        size_t at = count++;
        for (; at > 0 && str_compare(w->b.t, value_as_str(keys[at - 1]), value_as_str(key)) > 0; at--) {
            keys[at] = keys[at - 1];
            values[at] = values[at - 1];
        }
        keys[at] = key;
        values[at] = value;
    }
    bool first = true;
    for (size_t i = 0; i < count; i++)
        if (!put_item(w, keys[i], values[i], &first, level))
            return false;
    return true;
}

/* Items as the method items() gives them. */
static bool put_listed(Writer *w, Value v, unsigned level) {
    Thread *t = w->b.t;
    Value items = call_method0(t, v, STR_NAME(t, items));
    items = value_is_error(items) ? items : list_from_iterable(t, items);
    if (value_is_error(items) || (w->e->sort_keys && !list_sort(t, value_as_list(items), VALUE_NONE, false)))
        return false;
    bool first = true;
    for (size_t i = 0; i < value_as_list(items)->length; i++) {
        Value pair = value_as_list(items)->items[i];
        if (!value_is_tuple(pair) || value_as_tuple(pair)->length != 2) {
            raise_value_error(t, "items must return 2-tuples");
            return false;
        }
        if (!put_item(w, value_as_tuple(pair)->items[0], value_as_tuple(pair)->items[1], &first, level))
            return false;
    }
    return true;
}

static bool put_dict(Writer *w, Value v, unsigned level) {
    StrBuilder *b = &w->b;
    Dict *d = value_as_dict(v);
    Value id;
    if (!d->used)
        return PUT(b, "{}");
    if (!container_begin(w, v, level, &id))
        return false;
    PUT(b, "{");
    bool exact = value_is_exact(v, KIND_DICT), sorted = w->e->sort_keys && exact && all_exact_str(d);
    if (w->plain && w->e->sort_keys && !sorted)
        return false;
    if (sorted && d->used <= SORTED_HERE) {
        if (!put_sorted(w, d, level))
            return false;
    } else if (!w->e->sort_keys && exact) {
        Value key, value;
        size_t position = 0;
        bool first = true;
        while (dict_next(d, &position, &key, &value))
            if (!put_item(w, key, value, &first, level))
                return false;
    } else if (!put_listed(w, v, level)) {
        return false;
    }
    if (w->plain)
        put_line(w, level);
    return PUT(b, "}") && container_end(w, id);
}

static bool put_other(Writer *w, Value v, unsigned level) {
    Value id;
    if (w->plain || !container_begin(w, v, level, &id))
        return false;
    Value replaced = call1(w->b.t, w->e->fallback, v);
    return !value_is_error(replaced) && put_any(w, replaced, level + 1) && container_end(w, id);
}

static bool put_container(Writer *w, Value v, unsigned level) {
    if (!recursion_enter(w->b.t, " while encoding a JSON object"))
        return false;
    bool sequence = value_is_list(v) || value_is_tuple(v), exact = !(value_as_object(v)->gc & GC_SUBCLASS);
    bool ok = w->plain && !exact ? false
              : sequence         ? put_list(w, v, level)
              : value_is_dict(v) ? put_dict(w, v, level)
                                 : put_other(w, v, level);
    recursion_leave(w->b.t);
    return ok;
}

static bool put_any(Writer *w, Value v, unsigned level) {
    if (value_is_str(v))
        return put_text(w, v);
    if (value_is_float(v))
        return put_float(w, value_as_float(v));
    if (value_is_bool(v))
        return value_is_true(v) ? PUT(&w->b, "true") : PUT(&w->b, "false");
    if (value_is_any_int(v))
        return put_int(w, v);
    if (value_is_none(v))
        return PUT(&w->b, "null");
    if (value_is_kind(v, KIND_FLOAT))
        return w->plain && !value_is_exact(v, KIND_FLOAT) ? false : put_float(w, float_as_double(v));
    return put_container(w, v, level);
}

enum { FIRST_ROOM = 2048 };

/* Writes v: a tuple of one str.  ERROR without an exception: plain, and given up. */
static Value write_text(Thread *t, Encoder *e, Value v, bool plain) {
    _Alignas(8) uint8_t room[FIRST_ROOM];
    Writer w;
    builder_init_in(&w.b, t, room, sizeof room);
    w.e = e;
    w.plain = plain;
    separator_init(&w.key_separator, e->key_separator);
    separator_init(&w.item_separator, e->item_separator);
    if (!put_any(&w, v, 0)) {
        if (plain && !error_pending(t))
            return VALUE_ERROR;
        return error_pending(t) ? VALUE_ERROR : raise_memory_error(t);
    }
    Value text = builder_finish(&w.b);
    return value_is_error(text) ? text : tuple_from_values(t, &text, 1);
}

/* What the original _make_iterencode makes of the document. */
static Value iterate(Thread *t, Encoder *e, Value v, Value level) {
    Tuple *arguments = value_as_tuple(e->arguments);
    Value generate = call(t, e->original, arguments->items, arguments->length, NULL);
    return value_is_error(generate) ? generate : call2(t, generate, v, level);
}

static Value encoder_call(Thread *t, Value *args) {
    Encoder *e = as_encoder(args[0]);
    if (value_is_none(e->original))
        return write_text(t, e, args[1], false);
    Value text = value_same(args[2], value_from_int(0)) ? write_text(t, e, args[1], true) : VALUE_ERROR;
    return value_is_error(text) && !error_pending(t) ? iterate(t, e, args[1], args[2]) : text;
}

/* ---- in place of _make_iterencode ---- */

/* original, markers, default, encoder, indent, floatstr, key_separator, item_separator, sort_keys, skipkeys, one_shot */
Value json_make_iterencode(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Value original = args[0], indent = nargs > 4 ? args[4] : VALUE_NONE;
    bool sort_keys, skip_keys;
    if (kwnames || nargs != 11 || !value_is_true(args[10]) || !native_encoder(args[3]) ||
        !(value_is_int(indent) || value_is_exact(indent, KIND_STR)) || !value_is_exact(args[6], KIND_STR) ||
        !value_is_exact(args[7], KIND_STR))
        return call(t, original, args + 1, nargs - 1, kwnames);
    if (value_is_int(indent))
        indent = str_repeat(t, t->vm->characters[' '], value_as_int(indent));
    Value arguments = value_is_error(indent) ? indent : tuple_from_values(t, args + 1, nargs - 1);
    if (value_is_error(arguments) || !str_data(t, value_as_str(indent)) || !arg_bool(t, args[8], &sort_keys) ||
        !arg_bool(t, args[9], &skip_keys))
        return VALUE_ERROR;
    Encoder *e = type_alloc(t, native_type(t, &typedef_json_encoder, NULL), 0);
    if (!e)
        return VALUE_ERROR;
    e->markers = e->fallback = VALUE_NONE;
    e->encoder = args[3];
    e->indent = indent;
    e->key_separator = args[6];
    e->item_separator = args[7];
    e->sort_keys = sort_keys;
    e->skip_keys = skip_keys;
    e->allow_nan = false;
    e->native = native_encoder(args[3]);
    e->arguments = arguments;
    e->original = original;
    return value_from_object(e);
}

/* ---- the type ---- */

#define ENCODER_FIELD(name, field)                                                                 \
    static Value encoder_get_##name(Thread *t, Value self) { return as_encoder(self)->field; }
ENCODER_FIELD(markers, markers)
ENCODER_FIELD(default, fallback)
ENCODER_FIELD(encoder, encoder)
ENCODER_FIELD(indent, indent)
ENCODER_FIELD(key_separator, key_separator)
ENCODER_FIELD(item_separator, item_separator)
static Value encoder_get_sort_keys(Thread *t, Value self) { return value_bool(as_encoder(self)->sort_keys); }
static Value encoder_get_skipkeys(Thread *t, Value self) { return value_bool(as_encoder(self)->skip_keys); }

static const GetSetDef encoder_getset[] = {
    {"markers", encoder_get_markers, readonly_member, "markers"},
    {"default", encoder_get_default, readonly_member, "default"},
    {"encoder", encoder_get_encoder, readonly_member, "encoder"},
    {"indent", encoder_get_indent, readonly_member, "indent"},
    {"key_separator", encoder_get_key_separator, readonly_member, "key_separator"},
    {"item_separator", encoder_get_item_separator, readonly_member, "item_separator"},
    {"sort_keys", encoder_get_sort_keys, readonly_member, "sort_keys"},
    {"skipkeys", encoder_get_skipkeys, readonly_member, "skipkeys"},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef encoder_methods[] = {
    NATIVE("__new__",
           "($type, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
           encoder_new, "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__call__", "($self, obj, _current_indent_level)", encoder_call, "Call self as a function."),
    NATIVE_END,
};

const TypeDef typedef_json_encoder = {
    .name = "_json.Encoder",
    .doc = "Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
    .id = TYPE_JSON_ENCODER,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE,
    .size = sizeof(Encoder),
    .trace = encoder_trace,
    .methods = encoder_methods,
    .getset = encoder_getset,
};

/*
 * json_module.c - the module _json: the accelerated halves of json.decoder,
 * json.scanner and json.encoder.
 */
#include <math.h>

#include "base/hex.h"
#include "runtime/native.h"
#include "runtime/sequence_support.h"

extern const TypeDef typedef_json_scanner, typedef_json_encoder;

/* ---- texts to read ---- */

typedef struct Text {
    Value string;
    const void *data;
    unsigned width;
    size_t length;
} Text;

static bool text_of(Thread *t, Value v, Text *out) {
    Str *s = value_as_str(v);
    *out = (Text){v, str_data(t, s), s->width, s->length};
    return out->data != NULL;
}
static inline uint32_t at(const Text *x, size_t i) { return str_char_at(x->data, x->width, i); }
static inline bool is_blank(uint32_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
static inline size_t skip_blanks(const Text *x, size_t i) {
    while (i < x->length && is_blank(at(x, i)))
        i++;
    return i;
}
static inline bool is_digit_at(const Text *x, size_t i) { return i < x->length && at(x, i) >= '0' && at(x, i) <= '9'; }

static Value decode_error(Thread *t, const char *message, Value string, size_t position) {
    Value module = t->vm->hooks.import_module(t, str_intern_cstring(t, "json.decoder"), VALUE_NONE,
                                              t->vm->empty_tuple, 0);
    module = value_is_error(module) ? module : dict_get_str(t, t->vm->modules, str_intern_cstring(t, "json.decoder"));
    if (value_is_error(module) || value_is_undef(module))
        return VALUE_ERROR;
    Value type = attr_get_cstring(t, module, "JSONDecodeError");
    Value text = value_is_error(type) ? type : str_from_cstring(t, message);
    Value e = value_is_error(text) ? text : call3(t, type, text, string, int_from_uint64(t, position));
    return value_is_error(e) ? e : raise_object(t, e);
}

static Value stop_at(Thread *t, size_t position) { return raise_stop_iteration(t, int_from_uint64(t, position)); }

/* ---- strings ---- */

/* Four hex digits from i; -1 if there are none. */
static inline int32_t hex4(const Text *x, size_t i) {
    int32_t c = 0, bad = 0;
    for (size_t k = i; k < i + 4; k++) {
        uint32_t digit = at(x, k);
        int value = digit < 0x100 ? hex_values[digit] : -1;
        bad |= value;
        c = c << 4 | (value & 15);
    }
    return bad < 0 ? -1 : c;
}
static inline int32_t hex4_narrow(const uint8_t *p) {
    int a = hex_values[p[0]], b = hex_values[p[1]], c = hex_values[p[2]], d = hex_values[p[3]];
    return (a | b | c | d) < 0 ? -1 : a << 12 | b << 8 | c << 4 | d;
}

static inline Value piece(Thread *t, const Text *x, size_t start, size_t end) {
    if (x->width == 1)
        return str_from_latin1(t, (const uint8_t *)x->data + start, end - start);
    return str_from_chars(t, (const uint8_t *)x->data + start * x->width, x->width, end - start);
}

/* The first quote, backslash or (if strict) control character from i on. */
static inline size_t plain_end(const Text *x, size_t i, bool strict) {
    if (x->width == 1) {
        const uint8_t *p = x->data;
        while (i < x->length && p[i] != '"' && p[i] != '\\' && (p[i] > 0x1f || !strict))
            i++;
        return i;
    }
    for (; i < x->length; i++) {
        uint32_t c = at(x, i);
        if (c == '"' || c == '\\' || (c <= 0x1f && strict))
            break;
    }
    return i;
}

/* The string that starts at `i`, behind its quote; *end is behind the other. */
static Value scan_string(Thread *t, const Text *x, size_t i, bool strict, size_t *end) {
    size_t begin = i - 1, next = plain_end(x, i, strict);
    if (next < x->length && at(x, next) == '"') {
        *end = next + 1;
        return piece(t, x, i, next);
    }
    StrBuilder b;
    builder_init(&b, t);
    for (;;) {
        next = i < x->length && at(x, i) == '\\' ? i : plain_end(x, i, strict);
        if (next >= x->length)
            return decode_error(t, "Unterminated string starting at", x->string, begin);
        uint32_t c = at(x, next);
        if (c != '"' && c != '\\')
            return decode_error(t, "Invalid control character at", x->string, next);
        if (next > i)
            builder_substring(&b, x->string, i, next);
        next++;
        if (c == '"') {
            *end = next;
            return builder_finish(&b);
        }
        if (next == x->length)
            return decode_error(t, "Unterminated string starting at", x->string, begin);
        c = at(x, next);
        if (c != 'u') {
            static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
            const char *found = c && c < 128 ? strchr(from, (int)c) : NULL;
            if (!found)
                return decode_error(t, "Invalid \\escape", x->string, next - 1);
            builder_char(&b, (uint32_t)(unsigned char)to[found - from]);
            i = next + 1;
            continue;
        }
        next++;
        i = next + 4;
        if (i >= x->length)
            return decode_error(t, "Invalid \\uXXXX escape", x->string, next - 1);
        int32_t code = x->width == 1 ? hex4_narrow((const uint8_t *)x->data + next) : hex4(x, next);
        if (code < 0)
            return decode_error(t, "Invalid \\uXXXX escape", x->string, next - 1);
        if (code >= 0xd800 && code < 0xdc00 && i + 6 < x->length && at(x, i) == '\\' && at(x, i + 1) == 'u') {
            int32_t low = hex4(x, i + 2);
            if (low < 0)
                return decode_error(t, "Invalid \\uXXXX escape", x->string, i + 1);
            if (low >= 0xdc00 && low < 0xe000) {
                code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                i += 6;
            }
        }
        builder_char(&b, (uint32_t)code);
    }
}

static Value json_scanstring(Thread *t, Value *args) {
    int64_t end;
    int strict = op_truth(t, args[2]);
    if (strict < 0 || !arg_size(t, args[1], &end))
        return VALUE_ERROR;
    if (!value_is_str(args[0]))
        return raise_type_error(t, "first argument must be a string, not %T", args[0]);
    Text x;
    if (!text_of(t, args[0], &x))
        return VALUE_ERROR;
    if (end < 0 || (uint64_t)end > x.length)
        return raise_value_error(t, "end is out of bounds");
    size_t behind;
    Value s = scan_string(t, &x, (size_t)end, strict, &behind);
    return value_is_error(s) ? s : tuple_pair(t, s, int_from_uint64(t, behind));
}

/* ---- the scanner ---- */

enum { KEY_CACHE_SIZE = 64, KEY_CACHE_LENGTH = 32 };

typedef struct Scanner {
    Object header;
    Value object_hook, object_pairs_hook, parse_float, parse_int, parse_constant;
    Dict *memo; /* keys seen in this call, so that equal ones are one str */
    /* Short keys of the memo by length and outer characters: most keys of a text
     * come again and again, and this finds them without making a str. */
    Value keys[KEY_CACHE_SIZE]; /* or UNDEF */
    bool strict;
} Scanner;

static inline Scanner *as_scanner(Value v) { return (Scanner *)value_as_object(v); }

static void scanner_trace(Tracer *tracer, Object *object) {
    Scanner *s = (Scanner *)object;
    trace_value(tracer, s->object_hook);
    trace_value(tracer, s->object_pairs_hook);
    trace_value(tracer, s->parse_float);
    trace_value(tracer, s->parse_int);
    trace_value(tracer, s->parse_constant);
    trace_object(tracer, s->memo);
    trace_values(tracer, s->keys, KEY_CACHE_SIZE);
}

static void forget_keys(Scanner *s) {
    for (int i = 0; i < KEY_CACHE_SIZE; i++)
        s->keys[i] = VALUE_UNDEF;
}

static Value scanner_new(Thread *t, Value *args) {
    Scanner *s = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!s)
        return VALUE_ERROR;
    s->object_hook = s->object_pairs_hook = s->parse_float = s->parse_int = s->parse_constant = VALUE_NONE;
    Value strict = attr_get_cstring(t, args[1], "strict");
    int is_strict = value_is_error(strict) ? -1 : op_truth(t, strict);
    if (is_strict < 0)
        return VALUE_ERROR;
    s->strict = is_strict;
    forget_keys(s);
    s->memo = dict_new(t);
    if (!s->memo || value_is_error(s->object_hook = attr_get_cstring(t, args[1], "object_hook")) ||
        value_is_error(s->object_pairs_hook = attr_get_cstring(t, args[1], "object_pairs_hook")) ||
        value_is_error(s->parse_float = attr_get_cstring(t, args[1], "parse_float")) ||
        value_is_error(s->parse_int = attr_get_cstring(t, args[1], "parse_int")) ||
        value_is_error(s->parse_constant = attr_get_cstring(t, args[1], "parse_constant")))
        return VALUE_ERROR;
    gc_wrote(t, s);
    return value_from_object(s);
}

static Value scan_once(Thread *t, Scanner *s, const Text *x, size_t i, size_t *end);

static Value scan_constant(Thread *t, Scanner *s, const char *name, size_t i, size_t *end) {
    *end = i + strlen(name);
    Value text = str_intern_cstring(t, name);
    return value_is_error(text) ? text : call1(t, s->parse_constant, text);
}

static Value scan_number(Thread *t, Scanner *s, const Text *x, size_t start, size_t *end) {
    size_t i = start;
    bool is_float = false;
    if (at(x, i) == '-')
        i++;
    if (!is_digit_at(x, i))
        return stop_at(t, start);
    if (at(x, i) == '0')
        i++;
    else
        while (is_digit_at(x, i))
            i++;
    if (i + 1 < x->length && at(x, i) == '.' && is_digit_at(x, i + 1)) {
        is_float = true;
        i += 2;
        while (is_digit_at(x, i))
            i++;
    }
    if (i + 1 < x->length && (at(x, i) == 'e' || at(x, i) == 'E')) {
        size_t e = i++;
        if (i + 1 < x->length && (at(x, i) == '-' || at(x, i) == '+'))
            i++;
        while (is_digit_at(x, i))
            i++;
        if (is_digit_at(x, i - 1))
            is_float = true;
        else
            i = e;
    }
    *end = i;
    Value parse = is_float ? s->parse_float : s->parse_int;
    Value usual = value_from_object(t->vm->types[is_float ? TYPE_FLOAT : TYPE_INT]);
    if (!is_float && value_same(parse, usual) && i - start <= 18) {
        int64_t n = 0;
        for (size_t k = start + (at(x, start) == '-'); k < i; k++)
            n = n * 10 + (at(x, k) - '0');
        return int_from_int64(t, at(x, start) == '-' ? -n : n);
    }
    double d;
    if (is_float && value_same(parse, usual) && x->width == 1 &&
        float_parse_prefix((const char *)x->data + start, i - start, &d) == i - start)
        return float_from_double(t, d);
    return call1(t, parse, piece(t, x, start, i));
}

static Value scan_array(Thread *t, Scanner *s, const Text *x, size_t i, size_t *end) {
    Value list = list_new(t, 0);
    if (value_is_error(list))
        return list;
    i = skip_blanks(x, i);
    if (i >= x->length || at(x, i) != ']') {
        for (;;) {
            Value v = scan_once(t, s, x, i, &i);
            if (value_is_error(v) || !list_append(t, value_as_list(list), v))
                return VALUE_ERROR;
            i = skip_blanks(x, i);
            if (i < x->length && at(x, i) == ']')
                break;
            if (i >= x->length || at(x, i) != ',')
                return decode_error(t, "Expecting ',' delimiter", x->string, i);
            i = skip_blanks(x, i + 1);
        }
    }
    *end = i + 1;
    return list;
}

static Value scan_key(Thread *t, Scanner *s, const Text *x, size_t i, size_t *end) {
    if (i >= x->length || at(x, i) != '"')
        return decode_error(t, "Expecting property name enclosed in double quotes", x->string, i);
    Value *cached = NULL;
    size_t quote = x->width == 1 ? plain_end(x, i + 1, s->strict) : 0, n = quote - (i + 1);
    if (quote && quote < x->length && n && n <= KEY_CACHE_LENGTH && at(x, quote) == '"') {
        const uint8_t *text = (const uint8_t *)x->data + i + 1;
        cached = &s->keys[(n * 7 + text[0] * 3u + text[n - 1] + text[n / 2] * 5u) % KEY_CACHE_SIZE];
        if (!value_is_undef(*cached)) {
            Str *k = value_as_str(*cached);
            if (k->length == n && k->width == 1 && !memcmp(k->data, text, n)) {
                i = skip_blanks(x, quote + 1);
                if (i >= x->length || at(x, i) != ':')
                    return decode_error(t, "Expecting ':' delimiter", x->string, i);
                *end = skip_blanks(x, i + 1);
                return *cached;
            }
        }
    }
    Value key = scan_string(t, x, i + 1, s->strict, &i);
    if (value_is_error(key))
        return key;
    key = dict_setdefault(t, s->memo, key, key);
    if (value_is_error(key))
        return key;
    if (cached && value_as_str(key)->data) {
        *cached = key;
        gc_wrote(t, s);
    }
    i = skip_blanks(x, i);
    if (i >= x->length || at(x, i) != ':')
        return decode_error(t, "Expecting ':' delimiter", x->string, i);
    *end = skip_blanks(x, i + 1);
    return key;
}

static Value scan_object(Thread *t, Scanner *s, const Text *x, size_t i, size_t *end) {
    bool pairs = !value_is_none(s->object_pairs_hook);
    Dict *d = pairs ? NULL : dict_new(t);
    Value list = pairs ? list_new(t, 0) : VALUE_NONE;
    if (value_is_error(list) || (!pairs && !d))
        return VALUE_ERROR;
    i = skip_blanks(x, i);
    if (i >= x->length || at(x, i) != '}') {
        for (;;) {
            Value key = scan_key(t, s, x, i, &i);
            Value v = value_is_error(key) ? key : scan_once(t, s, x, i, &i);
            if (value_is_error(v))
                return v;
            if (pairs) {
                Value pair = tuple_pair(t, key, v);
                if (value_is_error(pair) || !list_append(t, value_as_list(list), pair))
                    return VALUE_ERROR;
            } else if (!dict_set_str(t, d, key, v)) {
                return VALUE_ERROR;
            }
            i = skip_blanks(x, i);
            if (i < x->length && at(x, i) == '}')
                break;
            if (i >= x->length || at(x, i) != ',')
                return decode_error(t, "Expecting ',' delimiter", x->string, i);
            i = skip_blanks(x, i + 1);
        }
    }
    *end = i + 1;
    if (pairs)
        return call1(t, s->object_pairs_hook, list);
    return value_is_none(s->object_hook) ? value_from_object(d) : call1(t, s->object_hook, value_from_object(d));
}

static bool starts_with(const Text *x, size_t i, const char *word) {
    for (; *word; word++, i++)
        if (i >= x->length || at(x, i) != (uint32_t)(unsigned char)*word)
            return false;
    return true;
}

static Value scan_once(Thread *t, Scanner *s, const Text *x, size_t i, size_t *end) {
    if (i >= x->length)
        return stop_at(t, i);
    Value v;
    switch (at(x, i)) {
    case '"': return scan_string(t, x, i + 1, s->strict, end);
    case '{':
    case '[': {
        bool object = at(x, i) == '{';
        if (!recursion_enter(t, object ? " while decoding a JSON object from a unicode string"
                                       : " while decoding a JSON array from a unicode string"))
            return VALUE_ERROR;
        v = (object ? scan_object : scan_array)(t, s, x, i + 1, end);
        recursion_leave(t);
        return v;
    }
    case 'n':
        if (starts_with(x, i, "null"))
            return *end = i + 4, VALUE_NONE;
        break;
    case 't':
        if (starts_with(x, i, "true"))
            return *end = i + 4, VALUE_TRUE;
        break;
    case 'f':
        if (starts_with(x, i, "false"))
            return *end = i + 5, VALUE_FALSE;
        break;
    case 'N':
        if (starts_with(x, i, "NaN"))
            return scan_constant(t, s, "NaN", i, end);
        break;
    case 'I':
        if (starts_with(x, i, "Infinity"))
            return scan_constant(t, s, "Infinity", i, end);
        break;
    case '-':
        if (starts_with(x, i, "-Infinity"))
            return scan_constant(t, s, "-Infinity", i, end);
        break;
    }
    return scan_number(t, s, x, i, end);
}

static Value scanner_call(Thread *t, Value *args) {
    Scanner *s = as_scanner(args[0]);
    int64_t index;
    if (!arg_size(t, args[2], &index))
        return VALUE_ERROR;
    if (!value_is_str(args[1]))
        return raise_type_error(t, "first argument must be a string, not %T", args[1]);
    if (index < 0)
        return raise_value_error(t, "idx cannot be negative");
    Text x;
    if (!text_of(t, args[1], &x))
        return VALUE_ERROR;
    size_t end = 0;
    Value v = scan_once(t, s, &x, (size_t)index, &end);
    dict_clear(t, s->memo);
    forget_keys(s);
    return value_is_error(v) ? v : tuple_pair(t, v, int_from_uint64(t, end));
}

#define FIELD(name)                                                                                \
    static Value scanner_get_##name(Thread *t, Value self) { return as_scanner(self)->name; }
FIELD(object_hook)
FIELD(object_pairs_hook)
FIELD(parse_float)
FIELD(parse_int)
FIELD(parse_constant)
static Value scanner_get_strict(Thread *t, Value self) { return value_bool(as_scanner(self)->strict); }

static const GetSetDef scanner_getset[] = {
    {"strict", scanner_get_strict, readonly_member, "strict"},
    {"object_hook", scanner_get_object_hook, readonly_member, "object_hook"},
    {"object_pairs_hook", scanner_get_object_pairs_hook, readonly_member, NULL},
    {"parse_float", scanner_get_parse_float, readonly_member, "parse_float"},
    {"parse_int", scanner_get_parse_int, readonly_member, "parse_int"},
    {"parse_constant", scanner_get_parse_constant, readonly_member, "parse_constant"},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef scanner_methods[] = {
    NATIVE("__new__", "($type, context)", scanner_new,
           "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__call__", "($self, string, idx)", scanner_call, "Call self as a function."),
    NATIVE_END,
};

const TypeDef typedef_json_scanner = {
    .name = "_json.Scanner",
    .doc = "JSON scanner object",
    .id = TYPE_JSON_SCANNER,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE,
    .size = sizeof(Scanner),
    .trace = scanner_trace,
    .methods = scanner_methods,
    .getset = scanner_getset,
};

/* ---- writing strings ---- */

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

static bool put_string(StrBuilder *b, Value v, bool ascii) {
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
static Value json_encode_basestring(Thread *t, Value *args) { return encode_string(t, args[0], false); }
static Value json_encode_basestring_ascii(Thread *t, Value *args) { return encode_string(t, args[0], true); }

/* ---- the encoder ---- */

typedef struct Encoder {
    Object header;
    Value markers, fallback, encoder, indent, key_separator, item_separator;
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
    if (value_is_kind(e->encoder, KIND_NATIVE)) {
        NativeFn fn = ((NativeFunction *)value_as_object(e->encoder))->def->fn;
        e->native = fn == json_encode_basestring ? 1 : fn == json_encode_basestring_ascii ? 2 : 0;
    }
    return value_from_object(e);
}

static bool put_any(Encoder *e, StrBuilder *b, Value v);

static bool put_text(Encoder *e, StrBuilder *b, Value v) {
    if (e->native)
        return put_string(b, v, e->native == 2);
    Value s = call1(b->t, e->encoder, v);
    if (value_is_error(s))
        return false;
    if (!value_is_str(s)) {
        raise_type_error(b->t, "encoder() must return a string, not %T", s);
        return false;
    }
    builder_str(b, s);
    return !b->failed;
}

/* The text of a number as JSON has it. */
static Value float_text(Thread *t, Encoder *e, Value v) {
    double d;
    if (!arg_double(t, v, &d))
        return VALUE_ERROR;
    if (isfinite(d))
        return op_repr(t, float_from_double(t, d));
    if (!e->allow_nan)
        return raise_value_error(t, "Out of range float values are not JSON compliant");
    return str_intern_cstring(t, isnan(d) ? "NaN" : d > 0 ? "Infinity" : "-Infinity");
}

static void put_int(StrBuilder *b, Value v) {
    v = int_unbox(v);
    if (value_is_int(v)) {
        char digits[INT64_TEXT_MAX], *end = digits + sizeof digits;
        char *start = int64_write(end, value_as_int(v), 10);
        builder_ascii(b, start, (size_t)(end - start));
        return;
    }
    Value text = int_to_str(b->t, v, 10);
    if (value_is_error(text))
        b->failed = true;
    else
        builder_str(b, text);
}

static bool mark(Thread *t, Encoder *e, Value v, Value *id) {
    if (value_is_none(e->markers))
        return true;
    *id = int_from_uint64(t, v.bits);
    Dict *markers = value_as_dict(e->markers);
    Value there = value_is_error(*id) ? *id : dict_get(t, markers, *id);
    if (!value_is_undef(there)) {
        if (!value_is_error(there))
            raise_value_error(t, "Circular reference detected");
        return false;
    }
    return dict_set(t, markers, *id, v);
}
static bool unmark(Thread *t, Encoder *e, Value id) {
    return value_is_none(e->markers) || dict_delete(t, value_as_dict(e->markers), id) >= 0;
}

static bool put_list(Encoder *e, StrBuilder *b, Value v) {
    Thread *t = b->t;
    Value id = VALUE_NONE, all = v;
    if (value_is_tuple(v) ? !value_as_tuple(v)->length : !value_as_list(v)->length) {
        builder_ascii(b, "[]", 2);
        return !b->failed;
    }
    if (!mark(t, e, v, &id))
        return false;
    builder_char(b, '[');
    for (size_t i = 0;; i++) {
        size_t length = value_is_tuple(all) ? value_as_tuple(all)->length : value_as_list(all)->length;
        if (i >= length)
            break;
        if (i)
            builder_str(b, e->item_separator);
        if (!put_any(e, b, value_is_tuple(all) ? value_as_tuple(all)->items[i] : value_as_list(all)->items[i]))
            return false;
    }
    builder_char(b, ']');
    return !b->failed && unmark(t, e, id);
}

/* 1 written, 0 skipped, -1 exception. */
static int put_key(Encoder *e, StrBuilder *b, Value key, bool first) {
    Thread *t = b->t;
    Value text = key;
    if (value_is_str(key)) {
    } else if (value_is_float(key) || value_is_kind(key, KIND_FLOAT)) {
        text = float_text(t, e, key);
    } else if (value_is_bool(key) || value_is_none(key)) {
        text = str_intern_cstring(t, value_is_true(key) ? "true" : value_is_none(key) ? "null" : "false");
    } else if (value_is_any_int(key)) {
        text = int_to_str(t, int_unbox(key), 10);
    } else if (e->skip_keys) {
        return 0;
    } else {
        raise_type_error(t, "keys must be str, int, float, bool or None, not %T", key);
        return -1;
    }
    if (value_is_error(text))
        return -1;
    if (!first)
        builder_str(b, e->item_separator);
    if (!put_text(e, b, text))
        return -1;
    builder_str(b, e->key_separator);
    return 1;
}

static bool put_dict(Encoder *e, StrBuilder *b, Value v) {
    Thread *t = b->t;
    Value id = VALUE_NONE;
    if (!value_as_dict(v)->used) {
        builder_ascii(b, "{}", 2);
        return !b->failed;
    }
    if (!mark(t, e, v, &id))
        return false;
    builder_char(b, '{');
    bool first = true;
    Dict *d = value_as_dict(v);
    if (!e->sort_keys && value_is_exact(v, KIND_DICT)) {
        /* A snapshot only if the values could run code that changes the dict:
         * its entries are read one by one either way. */
        Value key, value;
        size_t position = 0;
        while (dict_next(d, &position, &key, &value)) {
            int r = put_key(e, b, key, first);
            if (r < 0 || (r && !put_any(e, b, value)))
                return false;
            first &= !r;
        }
    } else {
        Value items = call_method0(t, v, STR_NAME(t, items));
        items = value_is_error(items) ? items : list_from_iterable(t, items);
        if (value_is_error(items) || (e->sort_keys && !list_sort(t, value_as_list(items), VALUE_NONE, false)))
            return false;
        for (size_t i = 0; i < value_as_list(items)->length; i++) {
            Value pair = value_as_list(items)->items[i];
            if (!value_is_tuple(pair) || value_as_tuple(pair)->length != 2) {
                raise_value_error(t, "items must return 2-tuples");
                return false;
            }
            int r = put_key(e, b, value_as_tuple(pair)->items[0], first);
            if (r < 0 || (r && !put_any(e, b, value_as_tuple(pair)->items[1])))
                return false;
            first &= !r;
        }
    }
    builder_char(b, '}');
    return !b->failed && unmark(t, e, id);
}

static bool put_other(Encoder *e, StrBuilder *b, Value v) {
    Value id = VALUE_NONE;
    if (!mark(b->t, e, v, &id))
        return false;
    Value replaced = call1(b->t, e->fallback, v);
    return !value_is_error(replaced) && put_any(e, b, replaced) && unmark(b->t, e, id);
}

static bool put_any(Encoder *e, StrBuilder *b, Value v) {
    Thread *t = b->t;
    if (value_is_none(v) || value_is_bool(v)) {
        builder_cstring(b, value_is_none(v) ? "null" : value_is_true(v) ? "true" : "false");
        return !b->failed;
    }
    if (value_is_str(v))
        return put_text(e, b, v);
    if (value_is_any_int(v)) {
        put_int(b, v);
        return !b->failed;
    }
    if (value_is_float(v) || value_is_kind(v, KIND_FLOAT)) {
        Value text = float_text(t, e, v);
        if (value_is_error(text))
            return false;
        builder_str(b, text);
        return !b->failed;
    }
    if (!recursion_enter(t, " while encoding a JSON object"))
        return false;
    bool ok = value_is_list(v) || value_is_tuple(v) ? put_list(e, b, v)
              : value_is_dict(v)                    ? put_dict(e, b, v)
                                                    : put_other(e, b, v);
    recursion_leave(t);
    return ok;
}

static Value encoder_call(Thread *t, Value *args) {
    StrBuilder b;
    builder_init(&b, t);
    if (!put_any(as_encoder(args[0]), &b, args[1]))
        return error_pending(t) ? VALUE_ERROR : raise_memory_error(t);
    Value text = builder_finish(&b);
    return value_is_error(text) ? text : tuple_from_values(t, &text, 1);
}

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

/* ---- the module ---- */

static const NativeDef functions[] = {
    NATIVE("encode_basestring_ascii", "(string, /)", json_encode_basestring_ascii,
           "encode_basestring_ascii(string) -> string\n\nReturn an ASCII-only JSON representation of a Python string"),
    NATIVE("encode_basestring", "(string, /)", json_encode_basestring,
           "encode_basestring(string) -> string\n\nReturn a JSON representation of a Python string"),
    NATIVE("scanstring", "(string, end, strict=True, /)", json_scanstring,
           "scanstring(string, end, strict=True) -> (string, end)\n\nScan the string s for a JSON string. End is the "
           "index of the\ncharacter in s after the quote that started the JSON string.\nUnescapes all valid JSON string "
           "escape sequences and raises ValueError\non attempt to decode an invalid string. If strict is False then "
           "literal\ncontrol characters are allowed in the string.\n\nReturns a tuple of the decoded string and the "
           "index of the character in s\nafter the end quote."),
    NATIVE_END,
};

static bool json_init(Thread *t, Module *m) {
    Type *scanner = native_type(t, &typedef_json_scanner, NULL), *encoder = native_type(t, &typedef_json_encoder, NULL);
    return scanner && encoder && module_set(t, m, "make_scanner", value_from_object(scanner)) &&
           module_set(t, m, "make_encoder", value_from_object(encoder));
}

const ModuleDef module_json = {
    .name = "_json",
    .doc = "json speedups\n",
    .functions = functions,
    .init = json_init,
};

/*
 * codecs_errors.c - error handlers of codecs: the built-in ones (strict,
 * ignore, replace, ...), registered ones, and raising UnicodeErrors.
 *
 * The codecs call the built-in handlers directly by name; the same handlers
 * exist as functions on exception objects for codecs.lookup_error().
 */
#include <stdio.h>

#include "runtime/call.h"
#include "runtime/codecs_internal.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/function.h"
#include "runtime/int.h"
#include "runtime/native.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/unicode.h"

/* ---- bytes ------------------------------------------------------------------------- */

uint8_t *bytes_reserve(ByteBuilder *b, size_t extra) {
    if (b->failed) return NULL;
    if (!b->buffer || extra > b->capacity - b->length) {
        size_t capacity = (b->length + extra) + (b->length + extra) / 2 + 32;
        Raw *buffer = gc_alloc_raw(b->t, capacity);
        if (!buffer) {
            b->failed = true;
            return NULL;
        }
        if (b->length) memcpy(buffer->bytes, b->buffer->bytes, b->length);
        b->buffer = buffer;
        b->capacity = capacity;
    }
    return b->buffer->bytes + b->length;
}

void bytes_put_data(ByteBuilder *b, const void *data, size_t n) {
    uint8_t *to = n ? bytes_reserve(b, n) : NULL;
    if (to) {
        memcpy(to, data, n);
        b->length += n;
    }
}

void bytes_put_ascii(ByteBuilder *b, const char *text) {
    bytes_put_data(b, text, strlen(text));
}

Value bytes_finish(ByteBuilder *b) {
    if (b->failed) return VALUE_ERROR;
    return bytes_from_data(b->t, b->length ? b->buffer->bytes : (const uint8_t *)"", b->length);
}

/* ---- the exceptions ------------------------------------------------------------------ */

enum { FIELD_ENCODING, FIELD_OBJECT, FIELD_START, FIELD_END, FIELD_REASON };

static Exception *as_exception(Value v) {
    return (Exception *)value_as_object(v);
}

static Value unicode_error_new(Thread *t, TypeId type, const char *encoding, Value object,
                               size_t start, size_t end, const char *reason) {
    Value args[5] = {encoding ? str_from_cstring(t, encoding) : VALUE_UNDEF, object,
                     value_from_int((int64_t)start), value_from_int((int64_t)end),
                     str_from_cstring(t, reason)};
    if (value_is_error(args[0]) || value_is_error(args[1]) || value_is_error(args[4]))
        return VALUE_ERROR;
    /* A UnicodeTranslateError has no encoding. */
    Value e = exception_new(t, type, encoding ? args : args + 1, encoding ? 5 : 4);
    if (!value_is_error(e)) {
        for (int i = 0; i < 5; i++) as_exception(e)->fields[i] = args[i];
        gc_wrote(t, value_as_object(e));
    }
    return e;
}

static Value raise_new(Thread *t, Value e) {
    return value_is_error(e) ? e : raise_object(t, e);
}

Value raise_decode_error(Thread *t, const char *encoding, const uint8_t *bytes, size_t n,
                         size_t start, size_t end, const char *reason) {
    Value object = bytes_from_data(t, bytes, n);
    return raise_new(
        t, unicode_error_new(t, TYPE_UnicodeDecodeError, encoding, object, start, end, reason));
}

Value raise_encode_error(Thread *t, const char *encoding, Value s, size_t start, size_t end,
                         const char *reason) {
    return raise_new(
        t, unicode_error_new(t, TYPE_UnicodeEncodeError, encoding, s, start, end, reason));
}

/* ---- the built-in handlers -------------------------------------------------------------- */

typedef enum Handler {
    HANDLER_STRICT,
    HANDLER_IGNORE,
    HANDLER_REPLACE,
    HANDLER_XMLCHARREFREPLACE,
    HANDLER_BACKSLASHREPLACE,
    HANDLER_NAMEREPLACE,
    HANDLER_SURROGATEPASS,
    HANDLER_SURROGATEESCAPE,
    HANDLER_COUNT,
    HANDLER_REGISTERED = HANDLER_COUNT
} Handler;

static const char *const handler_names[HANDLER_COUNT] = {
    "strict",           "ignore",      "replace",       "xmlcharrefreplace",
    "backslashreplace", "namereplace", "surrogatepass", "surrogateescape",
};

static Handler handler_of(const char *errors) {
    if (!errors) return HANDLER_STRICT;
    for (int i = 0; i < HANDLER_COUNT; i++)
        if (strcmp(errors, handler_names[i]) == 0) return (Handler)i;
    return HANDLER_REGISTERED;
}

/* The encodings that can carry surrogates, for surrogatepass. */
typedef enum Wide {
    WIDE_NONE,
    WIDE_UTF8,
    WIDE_UTF16_LE,
    WIDE_UTF16_BE,
    WIDE_UTF32_LE,
    WIDE_UTF32_BE
} Wide;

static Wide wide_encoding(const char *name) {
    char text[24];
    size_t n = 0;
    for (; *name && n < sizeof text - 1; name++)
        if (*name != '-' && *name != '_' && *name != ' ')
            text[n++] = *name >= 'A' && *name <= 'Z' ? (char)(*name + 32) : *name;
    text[n] = 0;
    static const struct {
        const char *name;
        Wide wide;
    } names[] = {
        {"utf8", WIDE_UTF8},        {"cp65001", WIDE_UTF8},     {"utf16", WIDE_UTF16_LE},
        {"utf16le", WIDE_UTF16_LE}, {"utf16be", WIDE_UTF16_BE}, {"utf32", WIDE_UTF32_LE},
        {"utf32le", WIDE_UTF32_LE}, {"utf32be", WIDE_UTF32_BE},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(text, names[i].name) == 0) return names[i].wide;
    return WIDE_NONE;
}

static bool is_surrogate(uint32_t c) {
    return (c & 0xfffff800) == 0xd800;
}

static void put_surrogate(ByteBuilder *b, Wide wide, uint32_t c) {
    uint8_t high = (uint8_t)(c >> 8), low = (uint8_t)c;
    switch (wide) {
    case WIDE_UTF8:
        bytes_put(b, (uint8_t)(0xe0 | c >> 12));
        bytes_put(b, (uint8_t)(0x80 | (c >> 6 & 0x3f)));
        bytes_put(b, (uint8_t)(0x80 | (c & 0x3f)));
        break;
    case WIDE_UTF16_LE: bytes_put_data(b, (uint8_t[]){low, high}, 2); break;
    case WIDE_UTF16_BE: bytes_put_data(b, (uint8_t[]){high, low}, 2); break;
    case WIDE_UTF32_LE: bytes_put_data(b, (uint8_t[]){low, high, 0, 0}, 4); break;
    case WIDE_UTF32_BE: bytes_put_data(b, (uint8_t[]){0, 0, high, low}, 4); break;
    case WIDE_NONE: break;
    }
}

/* A surrogate encoded at p, its size in *size; 0 if there is none. */
static uint32_t get_surrogate(Wide wide, const uint8_t *p, size_t n, size_t *size) {
    uint32_t c = 0;
    *size = wide == WIDE_UTF8 ? 3 : wide <= WIDE_UTF16_BE ? 2 : 4;
    if (wide == WIDE_NONE || n < *size) return 0;
    switch (wide) {
    case WIDE_UTF8:
        if ((p[0] & 0xf0) == 0xe0 && (p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80)
            c = (uint32_t)(p[0] & 0xf) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3fu);
        break;
    case WIDE_UTF16_LE: c = (uint32_t)p[1] << 8 | p[0]; break;
    case WIDE_UTF16_BE: c = (uint32_t)p[0] << 8 | p[1]; break;
    case WIDE_UTF32_LE:
        c = (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
        break;
    case WIDE_UTF32_BE:
        c = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
        break;
    case WIDE_NONE: break;
    }
    return is_surrogate(c) ? c : 0;
}

static void put_backslash(StrBuilder *b, uint32_t c) {
    char text[16];
    int n = snprintf(text, sizeof text,
                     c < 0x100     ? "\\x%02x"
                     : c < 0x10000 ? "\\u%04x"
                                   : "\\U%08x",
                     c);
    builder_ascii(b, text, (size_t)n);
}

/* What stands for characters [start, end) of s: str or bytes, or UNDEF if the
 * handler does not handle them. */
static Value encode_replacement(Thread *t, Handler handler, const char *encoding, Value s,
                                size_t start, size_t end) {
    StrView text;
    StrBuilder b;
    if (!str_view(t, s, &text)) return VALUE_ERROR;
    if (handler == HANDLER_SURROGATEPASS || handler == HANDLER_SURROGATEESCAPE) {
        ByteBuilder bytes = {.t = t};
        Wide wide = wide_encoding(encoding);
        for (size_t i = start; i < end; i++) {
            uint32_t c = view_at(&text, i);
            if (handler == HANDLER_SURROGATEESCAPE) {
                if (c < 0xdc80 || c > 0xdcff) return VALUE_UNDEF;
                bytes_put(&bytes, (uint8_t)c);
            } else {
                if (wide == WIDE_NONE || !is_surrogate(c)) return VALUE_UNDEF;
                put_surrogate(&bytes, wide, c);
            }
        }
        return bytes_finish(&bytes);
    }
    builder_init(&b, t);
    for (size_t i = start; i < end && !b.failed; i++) {
        uint32_t c = view_at(&text, i);
        char name[UNICODE_NAME_MAX];
        switch (handler) {
        case HANDLER_STRICT: return VALUE_UNDEF;
        case HANDLER_REPLACE: builder_char(&b, '?'); break;
        case HANDLER_XMLCHARREFREPLACE: builder_format(&b, "&#%u;", c); break;
        case HANDLER_BACKSLASHREPLACE: put_backslash(&b, c); break;
        case HANDLER_NAMEREPLACE:
            if (unicode_name(c, name))
                builder_format(&b, "\\N{%s}", name);
            else
                put_backslash(&b, c);
            break;
        default: break;
        }
    }
    return handler == HANDLER_STRICT ? VALUE_UNDEF : builder_finish(&b);
}

/* Appends what stands for data[start:end] and sets *resume; 1, 0 if the
 * handler does not handle it, -1 with MemoryError. */
static int decode_replacement(Handler handler, const char *encoding, const uint8_t *data,
                              size_t length, size_t start, size_t end, StrBuilder *out,
                              size_t *resume) {
    *resume = end;
    switch (handler) {
    case HANDLER_IGNORE: break;
    case HANDLER_REPLACE: builder_char(out, 0xfffd); break;
    case HANDLER_BACKSLASHREPLACE:
        for (size_t i = start; i < end; i++) put_backslash(out, data[i]);
        break;
    case HANDLER_SURROGATEESCAPE: {
        size_t i = start;
        for (; i < end && i < start + 4 && data[i] >= 0x80; i++)
            builder_char(out, 0xdc00u + data[i]);
        if (i == start) return 0;
        *resume = i;
        break;
    }
    case HANDLER_SURROGATEPASS: {
        size_t size;
        uint32_t c = get_surrogate(wide_encoding(encoding), data + start, length - start, &size);
        if (!c) return 0;
        builder_char(out, c);
        *resume = start + size;
        break;
    }
    default: return 0;
    }
    return out->failed ? -1 : 1;
}

/* ---- asking a registered handler ----------------------------------------------------------- */

/* Calls the handler with the exception, created or brought up to date. */
static Value call_handler(Thread *t, const char *errors, Value *exception, TypeId type,
                          const char *encoding, Value object, size_t start, size_t end,
                          const char *reason) {
    Value name = str_from_cstring(t, errors);
    if (value_is_error(name)) return name;
    Value handler = codec_lookup_error(t, name);
    if (value_is_error(handler)) return handler;
    if (value_is_undef(*exception)) {
        *exception = unicode_error_new(t, type, encoding, object, start, end, reason);
        if (value_is_error(*exception)) return VALUE_ERROR;
    } else {
        Exception *e = as_exception(*exception);
        e->fields[FIELD_START] = value_from_int((int64_t)start);
        e->fields[FIELD_END] = value_from_int((int64_t)end);
        e->fields[FIELD_REASON] = str_from_cstring(t, reason);
        gc_wrote(t, e);
    }
    return call1(t, handler, *exception);
}

/* Takes the handler's answer (replacement, position) apart. */
static bool parse_answer(Thread *t, Value answer, bool decoding, int64_t length, Value *replacement,
                         size_t *at) {
    bool valid = value_is_tuple(answer) && value_as_tuple(answer)->length == 2;
    if (valid) {
        Value *items = value_as_tuple(answer)->items;
        valid = (value_is_str(items[0]) || (!decoding && value_is_kind(items[0], KIND_BYTES))) &&
                value_is_any_int(items[1]);
    }
    if (!valid) {
        raise_type_error(t, decoding ? "decoding error handler must return (str, int) tuple"
                                     : "encoding error handler must return (str/bytes, int) tuple");
        return false;
    }
    *replacement = value_as_tuple(answer)->items[0];
    int64_t position;
    if (!arg_size(t, value_as_tuple(answer)->items[1], &position)) return false;
    int64_t real = position < 0 ? position + length : position;
    if (real < 0 || real > length) {
        raise_index_error(t, "position %ld from error handler out of bounds", (long)real);
        return false;
    }
    *at = (size_t)real;
    return true;
}

void decoder_init(Decoder *d, Thread *t, const char *encoding, const char *errors,
                  const uint8_t *data, size_t length) {
    *d = (Decoder){.t = t,
                   .encoding = encoding,
                   .errors = errors,
                   .data = data,
                   .length = length,
                   .exception = VALUE_UNDEF};
    builder_init(&d->out, t);
}

bool decoder_error(Decoder *d, size_t start, size_t end, const char *reason, size_t *at) {
    Thread *t = d->t;
    Handler handler = handler_of(d->errors);
    if (d->out.failed) return false;
    if (handler != HANDLER_REGISTERED) {
        int handled =
            decode_replacement(handler, d->encoding, d->data, d->length, start, end, &d->out, at);
        if (handled == 0)
            raise_decode_error(t, d->encoding, d->data, d->length, start, end, reason);
        return handled == 1;
    }
    Value object = VALUE_UNDEF;
    if (value_is_undef(d->exception)) {
        object = bytes_from_data(t, d->data, d->length);
        if (value_is_error(object)) return false;
    }
    Value answer = call_handler(t, d->errors, &d->exception, TYPE_UnicodeDecodeError, d->encoding,
                                object, start, end, reason);
    if (value_is_error(answer)) return false;
    /* The handler may have replaced the input. */
    Value input = as_exception(d->exception)->fields[FIELD_OBJECT];
    if (!value_is_kind(input, KIND_BYTES)) {
        raise_type_error(t, "exception attribute object must be bytes");
        return false;
    }
    d->data = value_as_bytes(input)->data;
    d->length = value_as_bytes(input)->length;
    Value replacement;
    if (!parse_answer(t, answer, true, (int64_t)d->length, &replacement, at)) return false;
    builder_str(&d->out, replacement);
    return !d->out.failed;
}

bool encoder_init(Encoder *e, Thread *t, const char *encoding, const char *errors, Value s) {
    *e = (Encoder){.t = t,
                   .encoding = encoding,
                   .errors = errors,
                   .s = s,
                   .out = {.t = t},
                   .exception = VALUE_UNDEF};
    return str_view(t, s, &e->text);
}

bool encoder_refuse(Encoder *e, size_t start, size_t end, const char *reason) {
    if (!value_is_undef(e->exception)) {
        Exception *x = as_exception(e->exception);
        x->fields[FIELD_START] = value_from_int((int64_t)start);
        x->fields[FIELD_END] = value_from_int((int64_t)end);
        raise_object(e->t, e->exception);
    } else {
        raise_encode_error(e->t, e->encoding, e->s, start, end, reason);
    }
    return false;
}

bool encoder_error(Encoder *e, size_t start, size_t end, const char *reason, Value *replacement,
                   size_t *at) {
    Thread *t = e->t;
    Handler handler = handler_of(e->errors);
    *at = end;
    if (handler == HANDLER_REGISTERED) {
        Value answer = call_handler(t, e->errors, &e->exception, TYPE_UnicodeEncodeError,
                                    e->encoding, e->s, start, end, reason);
        return !value_is_error(answer) &&
               parse_answer(t, answer, false, (int64_t)e->text.length, replacement, at);
    }
    /* These stop in front of the first character that is not theirs. */
    if (handler == HANDLER_SURROGATEESCAPE && strncmp(e->encoding, "utf-16", 6) != 0 &&
        strncmp(e->encoding, "utf-32", 6) != 0 && strcmp(e->encoding, "charmap") != 0) {
        size_t known = start;
        while (known < end && (view_at(&e->text, known) - 0xdc80u) < 0x80) known++;
        if (known > start && known < end) *at = end = known;
    }
    *replacement = encode_replacement(t, handler, e->encoding, e->s, start, end);
    if (value_is_undef(*replacement)) return encoder_refuse(e, start, end, reason);
    return !value_is_error(*replacement);
}

/* ---- the handlers as functions --------------------------------------------------------------- */

/* The range of a UnicodeError, clipped to its object as its properties are. */
static bool error_range(Thread *t, Value exception, int64_t length, size_t *start, size_t *end) {
    int64_t a, b;
    Exception *e = as_exception(exception);
    if (!arg_size(t, e->fields[FIELD_START], &a) || !arg_size(t, e->fields[FIELD_END], &b))
        return false;
    if (a < 0) a = 0;
    if (a >= length) a = length ? length - 1 : 0;
    if (b < 1) b = 1;
    if (b > length) b = length;
    *start = (size_t)a;
    *end = (size_t)b;
    return true;
}

static Value unhandled_type(Thread *t, Value exception) {
    return raise_type_error(t, "don't know how to handle %.200T in error callback", exception);
}

static Value answer(Thread *t, Value replacement, size_t at) {
    if (value_is_error(replacement)) return replacement;
    return tuple_pair(t, replacement, value_from_int((int64_t)at));
}

static Value handle_exception(Thread *t, Handler handler, Value exception) {
    if (handler == HANDLER_STRICT) {
        if (!value_is_kind(exception, KIND_EXCEPTION))
            return raise_type_error(t, "codec must pass exception instance");
        return raise_object(t, exception);
    }
    Type *type = type_of(t, exception);
    Type *const *types = t->vm->types;
    bool encode = type_is_subtype(type, types[TYPE_UnicodeEncodeError]);
    bool decode = type_is_subtype(type, types[TYPE_UnicodeDecodeError]);
    bool translate = type_is_subtype(type, types[TYPE_UnicodeTranslateError]);
    if (!encode && !decode && !translate) return unhandled_type(t, exception);
    Exception *e = as_exception(exception);
    Value object = e->fields[FIELD_OBJECT];
    size_t start, end;
    if (decode) {
        if (handler == HANDLER_XMLCHARREFREPLACE || handler == HANDLER_NAMEREPLACE)
            return unhandled_type(t, exception);
        if (!value_is_kind(object, KIND_BYTES))
            return raise_type_error(t, "object attribute must be bytes");
        Bytes *bytes = value_as_bytes(object);
        if (!error_range(t, exception, (int64_t)bytes->length, &start, &end)) return VALUE_ERROR;
        const char *encoding = str_to_wtf8(t, e->fields[FIELD_ENCODING], NULL);
        if (!encoding) return VALUE_ERROR;
        StrBuilder out;
        builder_init(&out, t);
        int handled = decode_replacement(handler, encoding, bytes->data, bytes->length, start, end,
                                         &out, &end);
        if (handled <= 0) return handled ? VALUE_ERROR : raise_object(t, exception);
        return answer(t, builder_finish(&out), end);
    }
    if (!value_is_str(object)) return raise_type_error(t, "object attribute must be unicode");
    if (!error_range(t, exception, value_as_str(object)->length, &start, &end)) return VALUE_ERROR;
    if (translate) {
        StrBuilder out;
        builder_init(&out, t);
        if (handler == HANDLER_REPLACE)
            builder_fill(&out, 0xfffd, end > start ? end - start : 0);
        else if (handler != HANDLER_IGNORE && handler != HANDLER_BACKSLASHREPLACE)
            return unhandled_type(t, exception);
        if (handler == HANDLER_BACKSLASHREPLACE)
            return answer(t, encode_replacement(t, handler, "", object, start, end), end);
        return answer(t, builder_finish(&out), end);
    }
    const char *encoding = str_to_wtf8(t, e->fields[FIELD_ENCODING], NULL);
    if (!encoding) return VALUE_ERROR;
    Value replacement = encode_replacement(t, handler, encoding, object, start, end);
    if (value_is_undef(replacement)) return raise_object(t, exception);
    return answer(t, replacement, end);
}

#define HANDLER_FUNCTION(name, id)                       \
    static Value name##_errors(Thread *t, Value *args) { \
        return handle_exception(t, id, args[0]);         \
    }
HANDLER_FUNCTION(strict, HANDLER_STRICT)
HANDLER_FUNCTION(ignore, HANDLER_IGNORE)
HANDLER_FUNCTION(replace, HANDLER_REPLACE)
HANDLER_FUNCTION(xmlcharrefreplace, HANDLER_XMLCHARREFREPLACE)
HANDLER_FUNCTION(backslashreplace, HANDLER_BACKSLASHREPLACE)
HANDLER_FUNCTION(namereplace, HANDLER_NAMEREPLACE)
HANDLER_FUNCTION(surrogatepass, HANDLER_SURROGATEPASS)
HANDLER_FUNCTION(surrogateescape, HANDLER_SURROGATEESCAPE)

static const NativeDef handler_functions[] = {
    NATIVE("strict_errors", "($module, exception, /)", strict_errors,
           "Implements the 'strict' error handling, which raises a UnicodeError on coding errors."),
    NATIVE("ignore_errors", "($module, exception, /)", ignore_errors,
           "Implements the 'ignore' error handling, which ignores malformed data and continues."),
    NATIVE("replace_errors", "($module, exception, /)", replace_errors,
           "Implements the 'replace' error handling, which replaces malformed data with a "
           "replacement marker."),
    NATIVE("xmlcharrefreplace_errors", "($module, exception, /)", xmlcharrefreplace_errors,
           "Implements the 'xmlcharrefreplace' error handling, which replaces an unencodable "
           "character with the appropriate XML character reference."),
    NATIVE("backslashreplace_errors", "($module, exception, /)", backslashreplace_errors,
           "Implements the 'backslashreplace' error handling, which replaces malformed data with "
           "a backslashed escape sequence."),
    NATIVE("namereplace_errors", "($module, exception, /)", namereplace_errors,
           "Implements the 'namereplace' error handling, which replaces an unencodable character "
           "with a \\N{...} escape sequence."),
    NATIVE("surrogatepass", "($module, exception, /)", surrogatepass_errors, NULL),
    NATIVE("surrogateescape", "($module, exception, /)", surrogateescape_errors, NULL),
    NATIVE_END,
};

/* ---- the registry of handlers --------------------------------------------------------*/

static Dict *registered_errors(Thread *t) {
    Value state = codec_state(t);
    if (value_is_error(state)) return NULL;
    Dict *errors = value_as_dict(value_as_tuple(state)->items[CODEC_STATE_ERRORS]);
    if (errors->used == 0) {
        for (int i = 0; i < HANDLER_COUNT; i++) {
            Value name = str_intern_cstring(t, handler_names[i]);
            Value function = native_function_new(t, &handler_functions[i], VALUE_UNDEF, VALUE_NONE,
                                                 NULL, TYPE_NATIVE_FUNCTION);
            if (value_is_error(name) || value_is_error(function) ||
                !dict_set_str(t, errors, name, function))
                return NULL;
        }
    }
    return errors;
}

bool codec_register_error(Thread *t, Value name, Value handler) {
    if (!op_is_callable(t, handler)) {
        raise_type_error(t, "handler must be callable");
        return false;
    }
    Dict *errors = registered_errors(t);
    return errors && dict_set(t, errors, name, handler);
}

Value codec_lookup_error(Thread *t, Value name) {
    Dict *errors = registered_errors(t);
    if (!errors) return VALUE_ERROR;
    Value handler = dict_get(t, errors, name);
    if (value_is_undef(handler))
        return raise_error(t, TYPE_LookupError, "unknown error handler name '%.400S'", name);
    return handler;
}

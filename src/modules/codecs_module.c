/*
 * codecs_module.c - the module _codecs, on which the standard library's
 * `codecs` and the package `encodings` build.
 *
 * Decoders take (data, errors[, final]) and return (text, bytes consumed);
 * encoders take (text, errors) and return (bytes, characters consumed).
 */
#include "runtime/native.h"

/* ---- arguments and results ----------------------------------------------------------- */

/* The errors argument: a str or None; false with TypeError. */
static bool errors_argument(Thread *t, const char *function, Value v, const char **out) {
    *out = NULL;
    if (value_is_none(v)) return true;
    if (!value_is_str(v)) {
        raise_type_error(t, "%s() argument 2 must be str or None, not %.50T", function, v);
        return false;
    }
    *out = str_to_utf8(t, v, NULL);
    return *out != NULL;
}

static bool text_argument(Thread *t, const char *function, Value v) {
    if (value_is_str(v)) return true;
    raise_type_error(t, "%s() argument 1 must be str, not %.50s", function,
                     value_is_none(v) ? "None" : type_name(type_of(t, v)));
    return false;
}

static Value pair(Thread *t, Value result, size_t consumed) {
    if (value_is_error(result)) return result;
    return tuple_pair(t, result, value_from_int((int64_t)consumed));
}

typedef Value (*DecodeFn)(Thread *t, const uint8_t *p, size_t n, const char *errors,
                          size_t *consumed);
typedef Value (*EncodeFn)(Thread *t, Value s, const char *errors);

/* data, errors, final: with final false, the decoder may leave a rest over. */
static Value decode_stateful(Thread *t, const char *function, Value data, Value errors, Value final,
                             DecodeFn decode) {
    const char *handler;
    bool is_final;
    Buffer buffer;
    if (!errors_argument(t, function, errors, &handler) || !arg_bool(t, final, &is_final) ||
        !buffer_get(t, data, false, &buffer))
        return VALUE_ERROR;
    size_t consumed = buffer.length;
    Value s = decode(t, buffer.data, buffer.length, handler, is_final ? NULL : &consumed);
    buffer_release(t, &buffer);
    return pair(t, s, consumed);
}

static Value encode_text(Thread *t, const char *function, Value s, Value errors, EncodeFn encode) {
    const char *handler;
    if (!text_argument(t, function, s) || !errors_argument(t, function, errors, &handler))
        return VALUE_ERROR;
    return pair(t, encode(t, s, handler), value_as_str(s)->length);
}

/* Decoders without state, in the shape of the others. */
static Value decode_ascii(Thread *t, const uint8_t *p, size_t n, const char *errors,
                          size_t *consumed) {
    return codec_decode_ascii(t, p, n, errors);
}
static Value decode_latin1(Thread *t, const uint8_t *p, size_t n, const char *errors,
                           size_t *consumed) {
    return codec_decode_latin1(t, p, n, errors);
}
static Value decode_escape(Thread *t, const uint8_t *p, size_t n, const char *errors,
                           size_t *consumed) {
    return codec_decode_escape(t, p, n, errors);
}
static Value encode_unicode_escape(Thread *t, Value s, const char *errors) {
    return codec_encode_unicode_escape(t, s);
}
static Value encode_raw_unicode_escape(Thread *t, Value s, const char *errors) {
    return codec_encode_raw_unicode_escape(t, s);
}

#define DECODER(name, function)                                                \
    static Value codecs_##name(Thread *t, Value *args) {                       \
        return decode_stateful(t, #name, args[0], args[1], args[2], function); \
    }
#define DECODER_STATELESS(name, function)                                         \
    static Value codecs_##name(Thread *t, Value *args) {                          \
        return decode_stateful(t, #name, args[0], args[1], VALUE_TRUE, function); \
    }
#define ENCODER(name, function)                                   \
    static Value codecs_##name(Thread *t, Value *args) {          \
        return encode_text(t, #name, args[0], args[1], function); \
    }
DECODER(utf_8_decode, codec_decode_utf8)
ENCODER(utf_8_encode, codec_encode_utf8)
DECODER(utf_7_decode, codec_decode_utf7)
ENCODER(utf_7_encode, codec_encode_utf7)
DECODER_STATELESS(ascii_decode, decode_ascii)
ENCODER(ascii_encode, codec_encode_ascii)
DECODER_STATELESS(latin_1_decode, decode_latin1)
ENCODER(latin_1_encode, codec_encode_latin1)
ENCODER(unicode_escape_encode, encode_unicode_escape)
ENCODER(raw_unicode_escape_encode, encode_raw_unicode_escape)

/* These decoders accept text as well: its UTF-8 form. */
static Value decode_text_too(Thread *t, const char *function, Value *args, Value final,
                             DecodeFn decode) {
    Value data = args[0];
    if (value_is_str(data)) {
        data = codec_encode_utf8(t, data, NULL);
        if (value_is_error(data)) return data;
    }
    return decode_stateful(t, function, data, args[1], final, decode);
}
static Value codecs_unicode_escape_decode(Thread *t, Value *args) {
    return decode_text_too(t, "unicode_escape_decode", args, args[2], codec_decode_unicode_escape);
}
static Value codecs_raw_unicode_escape_decode(Thread *t, Value *args) {
    return decode_text_too(t, "raw_unicode_escape_decode", args, args[2],
                           codec_decode_raw_unicode_escape);
}
static Value codecs_escape_decode(Thread *t, Value *args) {
    return decode_text_too(t, "escape_decode", args, VALUE_TRUE, decode_escape);
}

static Value codecs_escape_encode(Thread *t, Value *args) {
    const char *handler;
    if (!value_is_kind(args[0], KIND_BYTES))
        return raise_type_error(t, "escape_encode() argument 1 must be bytes, not %.50T", args[0]);
    if (!errors_argument(t, "escape_encode", args[1], &handler)) return VALUE_ERROR;
    Bytes *b = value_as_bytes(args[0]);
    return pair(t, codec_encode_escape(t, b->data, b->length), b->length);
}

/* ---- UTF-16 and UTF-32 ------------------------------------------------------------------ */

typedef Value (*WideDecodeFn)(Thread *t, const uint8_t *p, size_t n, const char *errors, int *order,
                              size_t *consumed);
typedef Value (*WideEncodeFn)(Thread *t, Value s, const char *errors, int order);

static Value decode_wide(Thread *t, const char *function, Value data, Value errors, int *order,
                         Value final, WideDecodeFn decode, size_t *consumed) {
    const char *handler;
    bool is_final;
    Buffer buffer;
    if (!errors_argument(t, function, errors, &handler) || !arg_bool(t, final, &is_final) ||
        !buffer_get(t, data, false, &buffer))
        return VALUE_ERROR;
    *consumed = buffer.length;
    Value s = decode(t, buffer.data, buffer.length, handler, order, is_final ? NULL : consumed);
    buffer_release(t, &buffer);
    return s;
}

#define WIDE_CODEC(name, initial, decode, encode)                                                  \
    static Value codecs_##name##_decode(Thread *t, Value *args) {                                  \
        int order = initial;                                                                       \
        size_t consumed = 0;                                                                       \
        Value s =                                                                                  \
            decode_wide(t, #name "_decode", args[0], args[1], &order, args[2], decode, &consumed); \
        return pair(t, s, consumed);                                                               \
    }                                                                                              \
    static Value codecs_##name##_encode(Thread *t, Value *args) {                                  \
        return encode_wide(t, #name "_encode", args, initial, encode);                             \
    }

static Value encode_wide(Thread *t, const char *function, Value *args, int order,
                         WideEncodeFn encode) {
    const char *handler;
    if (!text_argument(t, function, args[0]) || !errors_argument(t, function, args[1], &handler))
        return VALUE_ERROR;
    return pair(t, encode(t, args[0], handler, order), value_as_str(args[0])->length);
}

WIDE_CODEC(utf_16_le, -1, codec_decode_utf16, codec_encode_utf16)
WIDE_CODEC(utf_16_be, 1, codec_decode_utf16, codec_encode_utf16)
WIDE_CODEC(utf_32_le, -1, codec_decode_utf32, codec_encode_utf32)
WIDE_CODEC(utf_32_be, 1, codec_decode_utf32, codec_encode_utf32)

/* Byte order by mark, or given; ex_decode also says what it was. */
#define MARKED_CODEC(name, decode, encode)                                                         \
    static Value codecs_##name##_decode(Thread *t, Value *args) {                                  \
        int order = 0;                                                                             \
        size_t consumed = 0;                                                                       \
        Value s =                                                                                  \
            decode_wide(t, #name "_decode", args[0], args[1], &order, args[2], decode, &consumed); \
        return pair(t, s, consumed);                                                               \
    }                                                                                              \
    static Value codecs_##name##_ex_decode(Thread *t, Value *args) {                               \
        int order;                                                                                 \
        size_t consumed = 0;                                                                       \
        if (!arg_int(t, args[2], &order)) return VALUE_ERROR;                                      \
        Value s = decode_wide(t, #name "_ex_decode", args[0], args[1], &order, args[3], decode,    \
                              &consumed);                                                          \
        if (value_is_error(s)) return s;                                                           \
        Value items[3] = {s, value_from_int((int64_t)consumed), value_from_int(order)};            \
        return tuple_from_values(t, items, 3);                                                     \
    }                                                                                              \
    static Value codecs_##name##_encode(Thread *t, Value *args) {                                  \
        int order;                                                                                 \
        if (!arg_int(t, args[2], &order)) return VALUE_ERROR;                                      \
        return encode_wide(t, #name "_encode", args, order, encode);                               \
    }
MARKED_CODEC(utf_16, codec_decode_utf16, codec_encode_utf16)
MARKED_CODEC(utf_32, codec_decode_utf32, codec_encode_utf32)

/* ---- charmaps ------------------------------------------------------------------------------ */

static Value codecs_charmap_decode(Thread *t, Value *args) {
    const char *handler;
    Buffer buffer;
    if (!errors_argument(t, "charmap_decode", args[1], &handler) ||
        !buffer_get(t, args[0], false, &buffer))
        return VALUE_ERROR;
    Value s = codec_decode_charmap(t, buffer.data, buffer.length, handler, args[2]);
    size_t consumed = buffer.length;
    buffer_release(t, &buffer);
    return pair(t, s, consumed);
}

static Value codecs_charmap_encode(Thread *t, Value *args) {
    const char *handler;
    if (!text_argument(t, "charmap_encode", args[0]) ||
        !errors_argument(t, "charmap_encode", args[1], &handler))
        return VALUE_ERROR;
    return pair(t, codec_encode_charmap(t, args[0], handler, args[2]),
                value_as_str(args[0])->length);
}

static Value codecs_charmap_build(Thread *t, Value *args) {
    if (!value_is_str(args[0]))
        return raise_type_error(t, "charmap_build() argument must be str, not %.50T", args[0]);
    return codec_charmap_build(t, args[0]);
}

static Value codecs_readbuffer_encode(Thread *t, Value *args) {
    const char *handler;
    Value data = args[0];
    if (!errors_argument(t, "readbuffer_encode", args[1], &handler)) return VALUE_ERROR;
    if (value_is_str(data)) {
        data = codec_encode_utf8(t, data, NULL);
        return value_is_error(data) ? data : pair(t, data, value_as_bytes(data)->length);
    }
    Buffer buffer;
    if (!buffer_get(t, data, false, &buffer)) return VALUE_ERROR;
    Value bytes = bytes_from_data(t, buffer.data, buffer.length);
    size_t length = buffer.length;
    buffer_release(t, &buffer);
    return pair(t, bytes, length);
}

/* ---- the registry ---------------------------------------------------------------------------- */

static bool name_argument(Thread *t, const char *function, const char *argument, Value v) {
    if (value_is_str(v)) return true;
    raise_type_error(t, "%s() argument %s must be str, not %.50s", function, argument,
                     value_is_none(v) ? "None" : type_name(type_of(t, v)));
    return false;
}

static Value codecs_register(Thread *t, Value *args) {
    return codec_register(t, args[0]) ? VALUE_NONE : VALUE_ERROR;
}
static Value codecs_unregister(Thread *t, Value *args) {
    return codec_unregister(t, args[0]) ? VALUE_NONE : VALUE_ERROR;
}
static Value codecs_lookup(Thread *t, Value *args) {
    if (!value_is_str(args[0]))
        return raise_type_error(t, "lookup() argument must be str, not %.50s",
                                value_is_none(args[0]) ? "None" : type_name(type_of(t, args[0])));
    return codec_lookup(t, args[0]);
}
static Value codecs_encode(Thread *t, Value *args) {
    if (!name_argument(t, "encode", "'encoding'", args[1]) ||
        !name_argument(t, "encode", "'errors'", args[2]))
        return VALUE_ERROR;
    return codec_encode_object(t, args[0], args[1], args[2]);
}
static Value codecs_decode(Thread *t, Value *args) {
    if (!name_argument(t, "decode", "'encoding'", args[1]) ||
        !name_argument(t, "decode", "'errors'", args[2]))
        return VALUE_ERROR;
    return codec_decode_object(t, args[0], args[1], args[2]);
}
static Value codecs_register_error(Thread *t, Value *args) {
    if (!name_argument(t, "register_error", "1", args[0]) ||
        !codec_register_error(t, args[0], args[1]))
        return VALUE_ERROR;
    return VALUE_NONE;
}
static Value codecs_lookup_error(Thread *t, Value *args) {
    if (!value_is_str(args[0]))
        return raise_type_error(t, "lookup_error() argument must be str, not %.50s",
                                value_is_none(args[0]) ? "None" : type_name(type_of(t, args[0])));
    return codec_lookup_error(t, args[0]);
}

static const NativeDef codecs_functions[] = {
    NATIVE("ascii_decode", "($module, data, errors=None, /)", codecs_ascii_decode, NULL),
    NATIVE("ascii_encode", "($module, str, errors=None, /)", codecs_ascii_encode, NULL),
    NATIVE("charmap_build", "($module, map, /)", codecs_charmap_build, NULL),
    NATIVE("charmap_decode", "($module, data, errors=None, mapping=None, /)", codecs_charmap_decode,
           NULL),
    NATIVE("charmap_encode", "($module, str, errors=None, mapping=None, /)", codecs_charmap_encode,
           NULL),
    NATIVE("decode", "($module, /, obj, encoding='utf-8', errors='strict')", codecs_decode,
           "Decodes obj using the codec registered for encoding.\n"
           "\n"
           "Default encoding is 'utf-8'.  errors may be given to set a\n"
           "different error handling scheme.  Default is 'strict' meaning that encoding\n"
           "errors raise a ValueError.  Other possible values are 'ignore', 'replace'\n"
           "and 'backslashreplace' as well as any other name registered with\n"
           "codecs.register_error that can handle ValueErrors."),
    NATIVE("encode", "($module, /, obj, encoding='utf-8', errors='strict')", codecs_encode,
           "Encodes obj using the codec registered for encoding.\n"
           "\n"
           "The default encoding is 'utf-8'.  errors may be given to set a\n"
           "different error handling scheme.  Default is 'strict' meaning that encoding\n"
           "errors raise a ValueError.  Other possible values are 'ignore', 'replace'\n"
           "and 'backslashreplace' as well as any other name registered with\n"
           "codecs.register_error that can handle ValueErrors."),
    NATIVE("escape_decode", "($module, data, errors=None, /)", codecs_escape_decode, NULL),
    NATIVE("escape_encode", "($module, data, errors=None, /)", codecs_escape_encode, NULL),
    NATIVE("latin_1_decode", "($module, data, errors=None, /)", codecs_latin_1_decode, NULL),
    NATIVE("latin_1_encode", "($module, str, errors=None, /)", codecs_latin_1_encode, NULL),
    NATIVE("lookup", "($module, encoding, /)", codecs_lookup,
           "Looks up a codec tuple in the Python codec registry and returns a CodecInfo object."),
    NATIVE("lookup_error", "($module, name, /)", codecs_lookup_error,
           "lookup_error(errors) -> handler\n"
           "\n"
           "Return the error handler for the specified error handling name or raise a\n"
           "LookupError, if no handler exists under this name."),
    NATIVE("raw_unicode_escape_decode", "($module, data, errors=None, final=True, /)",
           codecs_raw_unicode_escape_decode, NULL),
    NATIVE("raw_unicode_escape_encode", "($module, str, errors=None, /)",
           codecs_raw_unicode_escape_encode, NULL),
    NATIVE("readbuffer_encode", "($module, data, errors=None, /)", codecs_readbuffer_encode, NULL),
    NATIVE("register", "($module, search_function, /)", codecs_register,
           "Register a codec search function.\n"
           "\n"
           "Search functions are expected to take one argument, the encoding name in\n"
           "all lower case letters, and either return None, or a tuple of functions\n"
           "(encoder, decoder, stream_reader, stream_writer) (or a CodecInfo object)."),
    NATIVE("register_error", "($module, errors, handler, /)", codecs_register_error,
           "Register the specified error handler under the name errors.\n"
           "\n"
           "handler must be a callable object, that will be called with an exception\n"
           "instance containing information about the location of the encoding/decoding\n"
           "error and must return a (replacement, new position) tuple."),
    NATIVE("unicode_escape_decode", "($module, data, errors=None, final=True, /)",
           codecs_unicode_escape_decode, NULL),
    NATIVE("unicode_escape_encode", "($module, str, errors=None, /)", codecs_unicode_escape_encode,
           NULL),
    NATIVE("unregister", "($module, search_function, /)", codecs_unregister,
           "Unregister a codec search function and clear the registry's cache.\n"
           "\n"
           "If the search function is not registered, do nothing."),
    NATIVE("utf_16_be_decode", "($module, data, errors=None, final=False, /)",
           codecs_utf_16_be_decode, NULL),
    NATIVE("utf_16_be_encode", "($module, str, errors=None, /)", codecs_utf_16_be_encode, NULL),
    NATIVE("utf_16_decode", "($module, data, errors=None, final=False, /)", codecs_utf_16_decode,
           NULL),
    NATIVE("utf_16_encode", "($module, str, errors=None, byteorder=0, /)", codecs_utf_16_encode,
           NULL),
    NATIVE("utf_16_ex_decode", "($module, data, errors=None, byteorder=0, final=False, /)",
           codecs_utf_16_ex_decode, NULL),
    NATIVE("utf_16_le_decode", "($module, data, errors=None, final=False, /)",
           codecs_utf_16_le_decode, NULL),
    NATIVE("utf_16_le_encode", "($module, str, errors=None, /)", codecs_utf_16_le_encode, NULL),
    NATIVE("utf_32_be_decode", "($module, data, errors=None, final=False, /)",
           codecs_utf_32_be_decode, NULL),
    NATIVE("utf_32_be_encode", "($module, str, errors=None, /)", codecs_utf_32_be_encode, NULL),
    NATIVE("utf_32_decode", "($module, data, errors=None, final=False, /)", codecs_utf_32_decode,
           NULL),
    NATIVE("utf_32_encode", "($module, str, errors=None, byteorder=0, /)", codecs_utf_32_encode,
           NULL),
    NATIVE("utf_32_ex_decode", "($module, data, errors=None, byteorder=0, final=False, /)",
           codecs_utf_32_ex_decode, NULL),
    NATIVE("utf_32_le_decode", "($module, data, errors=None, final=False, /)",
           codecs_utf_32_le_decode, NULL),
    NATIVE("utf_32_le_encode", "($module, str, errors=None, /)", codecs_utf_32_le_encode, NULL),
    NATIVE("utf_7_decode", "($module, data, errors=None, final=False, /)", codecs_utf_7_decode,
           NULL),
    NATIVE("utf_7_encode", "($module, str, errors=None, /)", codecs_utf_7_encode, NULL),
    NATIVE("utf_8_decode", "($module, data, errors=None, final=False, /)", codecs_utf_8_decode,
           NULL),
    NATIVE("utf_8_encode", "($module, str, errors=None, /)", codecs_utf_8_encode, NULL),
    NATIVE_END,
};

const ModuleDef module_codecs = {
    .name = "_codecs",
    .functions = codecs_functions,
};

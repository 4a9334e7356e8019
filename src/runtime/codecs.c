/*
 * codecs.c - the registry of encodings, and str.encode / bytes.decode.
 *
 * The encodings implemented here are found by name without the registry; all
 * others come from search functions, the first of which is the standard
 * library's package `encodings`, imported on first need.
 */
#include "runtime/codecs_internal.h"

#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/native.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"

/* ---- names ---------------------------------------------------------------------------- */

enum { ENCODING_NAME_MAX = 64 };

/* "Latin-1" -> "latin_1"; false if it is too long to be known here. */
static bool normalize_name(const char *name, char out[ENCODING_NAME_MAX]) {
    size_t n = 0;
    bool separator = false;
    for (; *name; name++) {
        char c = *name;
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.') {
            if (separator && n) out[n++] = '_';
            separator = false;
            out[n++] = c;
        } else {
            separator = true;
        }
        if (n >= ENCODING_NAME_MAX - 2) return false;
    }
    out[n] = 0;
    return true;
}

typedef enum Codec {
    CODEC_OTHER,
    CODEC_UTF8,
    CODEC_UTF8_SIG,
    CODEC_LATIN1,
    CODEC_ASCII,
    CODEC_UTF16,
    CODEC_UTF16_LE,
    CODEC_UTF16_BE,
    CODEC_UTF32,
    CODEC_UTF32_LE,
    CODEC_UTF32_BE,
    CODEC_UTF7,
    CODEC_UNICODE_ESCAPE,
    CODEC_RAW_UNICODE_ESCAPE
} Codec;

static const struct {
    const char *name;
    Codec codec;
} native_codecs[] = {
    {"utf_8", CODEC_UTF8},
    {"utf8", CODEC_UTF8},
    {"u8", CODEC_UTF8},
    {"utf", CODEC_UTF8},
    {"cp65001", CODEC_UTF8},
    {"utf_8_sig", CODEC_UTF8_SIG},
    {"utf8_sig", CODEC_UTF8_SIG},
    {"latin_1", CODEC_LATIN1},
    {"latin1", CODEC_LATIN1},
    {"latin", CODEC_LATIN1},
    {"l1", CODEC_LATIN1},
    {"iso_8859_1", CODEC_LATIN1},
    {"iso8859_1", CODEC_LATIN1},
    {"iso8859", CODEC_LATIN1},
    {"8859", CODEC_LATIN1},
    {"cp819", CODEC_LATIN1},
    {"ascii", CODEC_ASCII},
    {"us_ascii", CODEC_ASCII},
    {"us", CODEC_ASCII},
    {"646", CODEC_ASCII},
    {"utf_16", CODEC_UTF16},
    {"utf16", CODEC_UTF16},
    {"u16", CODEC_UTF16},
    {"utf_16_le", CODEC_UTF16_LE},
    {"utf_16le", CODEC_UTF16_LE},
    {"utf_16_be", CODEC_UTF16_BE},
    {"utf_16be", CODEC_UTF16_BE},
    {"utf_32", CODEC_UTF32},
    {"utf32", CODEC_UTF32},
    {"u32", CODEC_UTF32},
    {"utf_32_le", CODEC_UTF32_LE},
    {"utf_32le", CODEC_UTF32_LE},
    {"utf_32_be", CODEC_UTF32_BE},
    {"utf_32be", CODEC_UTF32_BE},
    {"utf_7", CODEC_UTF7},
    {"utf7", CODEC_UTF7},
    {"u7", CODEC_UTF7},
    {"unicode_escape", CODEC_UNICODE_ESCAPE},
    {"unicodeescape", CODEC_UNICODE_ESCAPE},
    {"raw_unicode_escape", CODEC_RAW_UNICODE_ESCAPE},
    {"rawunicodeescape", CODEC_RAW_UNICODE_ESCAPE},
};

/* The spellings that programs use, known without normalising them. */
static const struct {
    const char *name;
    Codec codec;
} common_codecs[] = {
    {"utf-8", CODEC_UTF8},   {"ascii", CODEC_ASCII},        {"latin-1", CODEC_LATIN1},
    {"utf8", CODEC_UTF8},    {"UTF-8", CODEC_UTF8},         {"latin1", CODEC_LATIN1},
    {"utf-16", CODEC_UTF16}, {"utf-16-le", CODEC_UTF16_LE}, {"utf-16-be", CODEC_UTF16_BE},
};

static Codec native_codec(const char *encoding) {
    char name[ENCODING_NAME_MAX];
    for (size_t i = 0; i < sizeof common_codecs / sizeof *common_codecs; i++)
        if (strcmp(encoding, common_codecs[i].name) == 0) return common_codecs[i].codec;
    if (!normalize_name(encoding, name)) return CODEC_OTHER;
    for (size_t i = 0; i < sizeof native_codecs / sizeof *native_codecs; i++)
        if (strcmp(name, native_codecs[i].name) == 0) return native_codecs[i].codec;
    return CODEC_OTHER;
}

static Value native_encode(Thread *t, Codec codec, Value s, const char *errors) {
    switch (codec) {
    case CODEC_UTF8: return codec_encode_utf8(t, s, errors);
    case CODEC_UTF8_SIG: {
        Value body = codec_encode_utf8(t, s, errors);
        if (value_is_error(body)) return body;
        ByteBuilder out = {.t = t};
        bytes_put_data(&out, "\xef\xbb\xbf", 3);
        bytes_put_data(&out, value_as_bytes(body)->data, value_as_bytes(body)->length);
        return bytes_finish(&out);
    }
    case CODEC_LATIN1: return codec_encode_latin1(t, s, errors);
    case CODEC_ASCII: return codec_encode_ascii(t, s, errors);
    case CODEC_UTF16: return codec_encode_utf16(t, s, errors, 0);
    case CODEC_UTF16_LE: return codec_encode_utf16(t, s, errors, -1);
    case CODEC_UTF16_BE: return codec_encode_utf16(t, s, errors, 1);
    case CODEC_UTF32: return codec_encode_utf32(t, s, errors, 0);
    case CODEC_UTF32_LE: return codec_encode_utf32(t, s, errors, -1);
    case CODEC_UTF32_BE: return codec_encode_utf32(t, s, errors, 1);
    case CODEC_UTF7: return codec_encode_utf7(t, s, errors);
    case CODEC_UNICODE_ESCAPE: return codec_encode_unicode_escape(t, s);
    case CODEC_RAW_UNICODE_ESCAPE: return codec_encode_raw_unicode_escape(t, s);
    case CODEC_OTHER: break;
    }
    return VALUE_UNDEF;
}

static Value native_decode(Thread *t, Codec codec, const uint8_t *p, size_t n, const char *errors) {
    int order = 0;
    switch (codec) {
    case CODEC_UTF8: return codec_decode_utf8(t, p, n, errors, NULL);
    case CODEC_UTF8_SIG: {
        size_t mark = n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
        return codec_decode_utf8(t, p + mark, n - mark, errors, NULL);
    }
    case CODEC_LATIN1: return codec_decode_latin1(t, p, n, errors);
    case CODEC_ASCII: return codec_decode_ascii(t, p, n, errors);
    case CODEC_UTF16: return codec_decode_utf16(t, p, n, errors, &order, NULL);
    case CODEC_UTF16_LE: order = -1; return codec_decode_utf16(t, p, n, errors, &order, NULL);
    case CODEC_UTF16_BE: order = 1; return codec_decode_utf16(t, p, n, errors, &order, NULL);
    case CODEC_UTF32: return codec_decode_utf32(t, p, n, errors, &order, NULL);
    case CODEC_UTF32_LE: order = -1; return codec_decode_utf32(t, p, n, errors, &order, NULL);
    case CODEC_UTF32_BE: order = 1; return codec_decode_utf32(t, p, n, errors, &order, NULL);
    case CODEC_UTF7: return codec_decode_utf7(t, p, n, errors, NULL);
    case CODEC_UNICODE_ESCAPE: return codec_decode_unicode_escape(t, p, n, errors, NULL);
    case CODEC_RAW_UNICODE_ESCAPE: return codec_decode_raw_unicode_escape(t, p, n, errors, NULL);
    case CODEC_OTHER: break;
    }
    return VALUE_UNDEF;
}

/* ---- the registry ------------------------------------------------------------------------ */

Value codec_state(Thread *t) {
    Value *state = &t->vm->module_state[MODULE_STATE_CODECS];
    if (value_is_tuple(*state)) return *state;
    Tuple *tuple = tuple_alloc(t, CODEC_STATE_COUNT);
    if (!tuple) return VALUE_ERROR;
    Value search = list_new(t, 0);
    Dict *cache = dict_new(t), *errors = dict_new(t);
    if (value_is_error(search) || !cache || !errors) return VALUE_ERROR;
    tuple->items[CODEC_STATE_SEARCH] = search;
    tuple->items[CODEC_STATE_CACHE] = value_from_object(cache);
    tuple->items[CODEC_STATE_ERRORS] = value_from_object(errors);
    gc_wrote(t, tuple);
    *state = value_from_object(tuple);
    return *state;
}

static List *search_functions(Thread *t) {
    Value state = codec_state(t);
    return value_is_error(state) ? NULL
                                 : value_as_list(value_as_tuple(state)->items[CODEC_STATE_SEARCH]);
}
static Dict *codec_cache(Thread *t) {
    return value_as_dict(value_as_tuple(codec_state(t))->items[CODEC_STATE_CACHE]);
}

bool codec_register(Thread *t, Value search_function) {
    if (!op_is_callable(t, search_function)) {
        raise_type_error(t, "argument must be callable");
        return false;
    }
    List *search = search_functions(t);
    return search && list_append(t, search, search_function);
}

bool codec_unregister(Thread *t, Value search_function) {
    List *search = search_functions(t);
    if (!search) return false;
    for (size_t i = 0; i < search->length; i++) {
        if (value_same(search->items[i], search_function)) {
            dict_clear(t, codec_cache(t));
            return !value_is_error(list_pop(t, search, i));
        }
    }
    return true;
}

/* A str without embedded NULs, as C text; NULL with exception. */
static const char *encoding_text(Thread *t, Value encoding) {
    size_t length;
    const char *text = str_to_utf8(t, encoding, &length);
    if (text && strlen(text) != length) {
        raise_value_error(t, "embedded null character");
        return NULL;
    }
    return text;
}

static Value unknown_encoding(Thread *t, const char *name) {
    return raise_error(t, TYPE_LookupError, "unknown encoding: %s", name);
}

/* The CodecInfo that the search functions give for an encoding; UNDEF if none
 * of them knows it. */
static Value search_codec(Thread *t, Value name) {
    List *search = search_functions(t);
    if (!search) return VALUE_ERROR;
    if (search->length == 0) {
        Value module = str_intern_cstring(t, "encodings");
        if (value_is_error(module)) return module;
        if (t->vm->hooks.import_module) {
            Value encodings = t->vm->hooks.import_module(t, module, VALUE_NONE, VALUE_NONE, 0);
            if (value_is_error(encodings) && !error_catch(t, TYPE_ImportError)) return VALUE_ERROR;
        }
    }
    for (size_t i = 0; i < search->length; i++) {
        Value info = call1(t, search->items[i], name);
        if (value_is_error(info)) return info;
        if (value_is_none(info)) continue;
        if (!value_is_tuple(info) || value_as_tuple(info)->length != 4)
            return raise_type_error(t, "codec search functions must return 4-tuples");
        return info;
    }
    return VALUE_UNDEF;
}

Value codec_lookup(Thread *t, Value encoding) {
    const char *text = encoding_text(t, encoding);
    if (!text) return VALUE_ERROR;
    char name[ENCODING_NAME_MAX];
    if (!normalize_name(text, name)) return unknown_encoding(t, text);
    Value key = str_intern_cstring(t, name);
    if (value_is_error(key) || value_is_error(codec_state(t))) return VALUE_ERROR;
    Value info = dict_get_str(t, codec_cache(t), key);
    if (!value_is_undef(info)) return info;
    info = search_codec(t, key);
    if (value_is_undef(info)) return unknown_encoding(t, text);
    if (!value_is_error(info) && !dict_set_str(t, codec_cache(t), key, info)) return VALUE_ERROR;
    return info;
}

/* ---- calling codecs ---------------------------------------------------------------------- */

/* A failing codec's exception gets the codec's name, as "decoding with 'hex'
 * codec failed (Error: ...)", if it is of a type that takes one message. */
static void name_codec_in_error(Thread *t, const char *what, const char *encoding) {
    Value e = error_fetch(t);
    Type *type = type_of(t, e);
    Exception *x = (Exception *)value_as_object(e);
    Tuple *args = value_as_tuple(x->args);
    Type *base = t->vm->types[TYPE_BASE_EXCEPTION];
    bool plain = type->specials[SPECIAL_INIT].bits == base->specials[SPECIAL_INIT].bits &&
                 type->specials[SPECIAL_NEW].bits == base->specials[SPECIAL_NEW].bits &&
                 args->length <= 1 && (args->length == 0 || value_is_str(args->items[0])) &&
                 value_is_undef(x->fields[0]);
    error_restore(t, e);
    if (!plain) return;
    e = error_fetch(t);
    Value text = op_str(t, e);
    Value message = value_is_error(text) ? text
                                         : str_format(t, "%s with '%s' codec failed (%T: %U)", what,
                                                      encoding, e, text);
    Value wrapped = value_is_error(message) ? message : call1(t, value_from_object(type), message);
    if (value_is_error(wrapped)) {
        error_clear(t);
        error_restore(t, e);
        return;
    }
    raise_from(t, wrapped, e);
}

/* codec[index](object, errors)[0] */
static Value call_codec(Thread *t, Value info, const char *encoding, bool encoding_side,
                        Value object, Value errors) {
    Value args[2] = {object, errors};
    Value result = call(t, value_as_tuple(info)->items[encoding_side ? 0 : 1], args,
                        value_is_undef(errors) ? 1 : 2, NULL);
    if (value_is_error(result)) {
        name_codec_in_error(t, encoding_side ? "encoding" : "decoding", encoding);
        return result;
    }
    if (!value_is_tuple(result) || value_as_tuple(result)->length != 2)
        return raise_type_error(t, encoding_side ? "encoder must return a tuple (object, integer)"
                                                 : "decoder must return a tuple (object,integer)");
    return value_as_tuple(result)->items[0];
}

static Value run_codec(Thread *t, bool encoding_side, Value object, Value encoding, Value errors) {
    if (value_is_undef(encoding)) encoding = str_intern_cstring(t, "utf-8");
    if (value_is_error(encoding)) return encoding;
    Value info = codec_lookup(t, encoding);
    if (value_is_error(info)) return info;
    const char *name = encoding_text(t, encoding);
    return name ? call_codec(t, info, name, encoding_side, object, errors) : VALUE_ERROR;
}

Value codec_encode_object(Thread *t, Value object, Value encoding, Value errors) {
    return run_codec(t, true, object, encoding, errors);
}
Value codec_decode_object(Thread *t, Value object, Value encoding, Value errors) {
    return run_codec(t, false, object, encoding, errors);
}

/* The CodecInfo of a text encoding. */
static Value text_codec(Thread *t, const char *encoding, Value encoding_value,
                        const char *instead) {
    Value info = codec_lookup(t, encoding_value);
    if (value_is_error(info) || value_is_exact(info, KIND_TUPLE)) return info;
    Value name = str_intern_cstring(t, "_is_text_encoding");
    Value is_text = value_is_error(name) ? name : attr_find(t, info, name);
    if (value_is_error(is_text)) return is_text;
    int truth = value_is_undef(is_text) ? 1 : op_truth(t, is_text);
    if (truth < 0) return VALUE_ERROR;
    if (!truth)
        return raise_error(t, TYPE_LookupError,
                           "'%.400s' is not a text encoding; use %s to handle arbitrary codecs",
                           encoding, instead);
    return info;
}

static Value encode_with(Thread *t, Value s, const char *encoding, const char *errors) {
    Codec codec = encoding ? native_codec(encoding) : CODEC_UTF8;
    if (codec != CODEC_OTHER) return native_encode(t, codec, s, errors);
    Value name = str_from_cstring(t, encoding);
    Value handler = errors ? str_from_cstring(t, errors) : VALUE_UNDEF;
    if (value_is_error(name) || value_is_error(handler)) return VALUE_ERROR;
    Value info = text_codec(t, encoding, name, "codecs.encode()");
    if (value_is_error(info)) return info;
    Value result = call_codec(t, info, encoding, true, s, handler);
    if (value_is_error(result) || value_is_kind(result, KIND_BYTES)) return result;
    if (value_is_kind(result, KIND_BYTEARRAY)) {
        if (!warn(t, TYPE_RuntimeWarning, 1,
                  "encoder %s returned bytearray instead of bytes; use codecs.encode() to encode "
                  "to arbitrary types",
                  encoding))
            return VALUE_ERROR;
        Bytearray *b = (Bytearray *)value_as_object(result);
        return bytes_from_data(t, b->data, b->length);
    }
    return raise_type_error(t,
                            "'%.400s' encoder returned '%.400T' instead of 'bytes'; use "
                            "codecs.encode() to encode to arbitrary types",
                            encoding, result);
}

static Value decode_with(Thread *t, Value object /* or UNDEF: data */, const uint8_t *data,
                         size_t n, const char *encoding, const char *errors) {
    Codec codec = encoding ? native_codec(encoding) : CODEC_UTF8;
    if (codec != CODEC_OTHER) return native_decode(t, codec, data, n, errors);
    Value name = str_from_cstring(t, encoding);
    Value handler = errors ? str_from_cstring(t, errors) : VALUE_UNDEF;
    if (value_is_undef(object)) object = bytes_from_data(t, data, n);
    if (value_is_error(name) || value_is_error(handler) || value_is_error(object))
        return VALUE_ERROR;
    Value info = text_codec(t, encoding, name, "codecs.decode()");
    if (value_is_error(info)) return info;
    Value result = call_codec(t, info, encoding, false, object, handler);
    if (value_is_error(result) || value_is_str(result)) return result;
    return raise_type_error(t,
                            "'%.400s' decoder returned '%.400T' instead of 'str'; use "
                            "codecs.decode() to decode to arbitrary types",
                            encoding, result);
}

/* Whether v, a str, is this ASCII text; not of ropes, which nobody passes here. */
static inline bool str_is(Value v, const char *text, size_t length) {
    const Str *s = value_as_str(v);
    return s->length == length && s->data && s->width == 1 && memcmp(s->data, text, length) == 0;
}

/* Names given as str (or UNDEF) as C text, NULL for the defaults; false with
 * exception. */
static bool codec_names(Thread *t, Value encoding, Value errors, const char **out_encoding,
                        const char **out_errors) {
    *out_encoding = *out_errors = NULL;
    if (!value_is_undef(encoding) && !str_is(encoding, "utf-8", 5) &&
        !(*out_encoding = encoding_text(t, encoding)))
        return false;
    return value_is_undef(errors) || str_is(errors, "strict", 6) ||
           (*out_errors = encoding_text(t, errors));
}

Value codec_encode_text(Thread *t, Value s, Value encoding, Value errors) {
    const char *encoding_name, *error_name;
    if (!codec_names(t, encoding, errors, &encoding_name, &error_name)) return VALUE_ERROR;
    return encode_with(t, s, encoding_name, error_name);
}

Value codec_decode_text(Thread *t, Value bytes_like, Value encoding, Value errors) {
    const char *encoding_name, *error_name;
    if (!codec_names(t, encoding, errors, &encoding_name, &error_name)) return VALUE_ERROR;
    if (!encoding_name && value_is_kind(bytes_like, KIND_BYTES)) {
        const Bytes *b = value_as_bytes(bytes_like);
        return codec_decode_utf8(t, b->data, b->length, error_name, NULL);
    }
    Buffer buffer;
    if (!buffer_get(t, bytes_like, false, &buffer)) return VALUE_ERROR;
    Value result =
        decode_with(t, bytes_like, buffer.data, buffer.length, encoding_name, error_name);
    buffer_release(t, &buffer);
    return result;
}

Value str_encode(Thread *t, Value s, const char *encoding, const char *errors) {
    return encode_with(t, s, encoding, errors);
}

Value str_decode(Thread *t, const uint8_t *bytes, size_t n, const char *encoding,
                 const char *errors) {
    return decode_with(t, VALUE_UNDEF, bytes, n, encoding, errors);
}

/* ---- file names ------------------------------------------------------------------------------ */

Value str_decode_fs(Thread *t, const char *bytes, size_t length) {
    return codec_decode_utf8(t, (const uint8_t *)bytes, length, "surrogateescape", NULL);
}

const char *path_to_bytes(Thread *t, Value path, size_t *length) {
    if (!value_is_str(path) && !value_is_kind(path, KIND_BYTES)) {
        Value method = special_of(t, path, SPECIAL_FSPATH);
        if (value_is_undef(method)) {
            raise_type_error(t, "expected str, bytes or os.PathLike object, not %.200T", path);
            return NULL;
        }
        Value result = call_special(t, method, &path, 1);
        if (value_is_error(result)) return NULL;
        if (!value_is_str(result) && !value_is_kind(result, KIND_BYTES)) {
            raise_type_error(t, "expected %.200T.__fspath__() to return str or bytes, not %.200T",
                             path, result);
            return NULL;
        }
        path = result;
    }
    const char *text;
    size_t n;
    if (value_is_str(path)) {
        if (value_as_str(path)->flags & STR_ASCII) {
            text = str_to_utf8(t, path, &n);
            if (!text) return NULL;
        } else {
            path = codec_encode_utf8(t, path, "surrogateescape");
            if (value_is_error(path)) return NULL;
            text = (const char *)value_as_bytes(path)->data;
            n = value_as_bytes(path)->length;
        }
    } else {
        text = (const char *)value_as_bytes(path)->data;
        n = value_as_bytes(path)->length;
    }
    if (memchr(text, 0, n)) {
        raise_value_error(t, "embedded null byte");
        return NULL;
    }
    if (length) *length = n;
    return text;
}

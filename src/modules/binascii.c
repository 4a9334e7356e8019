/* binascii.c - the module binascii: hexadecimal, base64, uuencode, quoted-printable,
 * and checksums. */
#include "base/crc32.h"
#include "base/hex.h"
#include "runtime/bytes_internal.h"
#include "runtime/native.h"

static Value binascii_error(Thread *t) {
    Value module = dict_get_str(t, t->vm->modules, str_intern_cstring(t, "binascii"));
    return value_is_undef(module) ? VALUE_UNDEF : attr_get_cstring(t, module, "Error");
}

/* Raises binascii.Error(message). */
static Value raise_binascii(Thread *t, const char *format, size_t n) {
    Value type = binascii_error(t);
    if (value_is_error(type)) return type;
    if (value_is_undef(type)) return raise_value_error(t, format, n);
    Value message = str_format(t, format, n);
    Value e = value_is_error(message) ? message : call1(t, type, message);
    return value_is_error(e) ? e : raise_object(t, e);
}

/* The argument of a2b functions: bytes-like, or a str of ASCII only. */
static bool ascii_get(Thread *t, Value v, const uint8_t **data, size_t *length) {
    if (value_is_str(v)) {
        Str *s = value_as_str(v);
        *data = str_data(t, s);
        if (!*data) return false;
        *length = s->length;
        if (s->flags & STR_ASCII) return true;
        raise_value_error(t, "string argument should contain only ASCII characters");
        return false;
    }
    Buffer b;
    if (!value_is_bytes_like(t, v)) {
        raise_type_error(t, "argument should be bytes, buffer or ASCII string, not '%.100T'", v);
        return false;
    }
    if (!buffer_get(t, v, false, &b)) return false;
    *data = b.data;
    *length = b.length;
    return true;
}

/* ---- hexadecimal ---- */

static Value b2a_hex(Thread *t, Value *args) {
    Buffer b;
    if (!buffer_get(t, args[0], false, &b)) return VALUE_ERROR;
    if (value_is_undef(args[1]) && b.length <= PTRDIFF_MAX / 2 - 64) {
        Bytes *out = bytes_alloc_to_fill(t, 2 * b.length);
        if (!out) return VALUE_ERROR;
        hex_encode(out->data, b.data, b.length);
        return value_from_object(out);
    }
    Value text = bytes_hex(t, b.data, b.length, args[1], args[2]);
    if (value_is_error(text)) return text;
    Str *s = value_as_str(text);
    return bytes_from_data(t, str_data(t, s), s->length);
}

static Value a2b_hex(Thread *t, Value *args) {
    const uint8_t *data;
    size_t n;
    if (!ascii_get(t, args[0], &data, &n)) return VALUE_ERROR;
    if (n % 2) return raise_binascii(t, "Odd-length string", 0);
    Bytes *out = bytes_alloc_to_fill(t, n / 2);
    if (!out) return VALUE_ERROR;
    if (hex_decode(out->data, data, n / 2) < n / 2)
        return raise_binascii(t, "Non-hexadecimal digit found", 0);
    return value_from_object(out);
}

/* ---- base64 ---- */

static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* The value of each character as a base64 digit, or -1. */
static const int8_t base64_values[0x100] = {
    -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
    -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
    -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 62, -1, -1, -1, 63,
    52, 53, 54, 55, 56, 57, 58, 59, 60, 61, -1, -1, -1, -1, -1, -1,
    -1,  0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14,
    15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, -1, -1, -1, -1, -1,
    -1, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
    41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, -1, -1, -1, -1, -1,
    [0x80 ... 0xff] = -1,
};

/* Decodes groups of four digits while there is nothing else; returns how many
 * characters it took. */
static size_t decode_groups(const uint8_t *data, size_t n, uint8_t *out) {
    const int8_t *value = base64_values;
    size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        int a = value[data[i]], b = value[data[i + 1]], c = value[data[i + 2]], d = value[data[i + 3]];
        if ((a | b | c | d) < 0) break;
        *out++ = (uint8_t)(a << 2 | b >> 4);
        *out++ = (uint8_t)(b << 4 | c >> 2);
        *out++ = (uint8_t)(c << 6 | d);
    }
    return i;
}

static Value a2b_base64(Thread *t, Value *args) {
    const uint8_t *data;
    size_t n;
    bool strict;
    if (!ascii_get(t, args[0], &data, &n) || !arg_bool(t, args[1], &strict)) return VALUE_ERROR;
    if (strict && n > 0 && data[0] == '=') return raise_binascii(t, "Leading padding not allowed", 0);
    Raw *out = gc_alloc_raw(t, n / 4 * 3 + 4);
    if (!out) return VALUE_ERROR;
    size_t size = 0, quad = 0, pads = 0;
    unsigned rest = 0;
    bool padding = false;
    size_t plain = decode_groups(data, n, out->bytes);
    size = plain / 4 * 3;
    for (size_t i = plain; i < n; i++) {
        if (data[i] == '=') {
            padding = true;
            if (quad >= 2 && quad + ++pads >= 4) {
                /* A complete pad sequence ends the data. */
                if (strict && i + 1 < n) return raise_binascii(t, "Excess data after padding", 0);
                return bytes_from_data(t, out->bytes, size);
            }
            continue;
        }
        int v = base64_values[data[i]];
        if (v < 0) {
            if (strict) return raise_binascii(t, "Only base64 data is allowed", 0);
            continue;
        }
        if (strict && padding) return raise_binascii(t, "Discontinuous padding not allowed", 0);
        pads = 0;
        rest = (rest << 6 | (unsigned)v) & 0xfff;
        if (quad) out->bytes[size++] = (uint8_t)(rest >> (6 - 2 * quad));
        quad = (quad + 1) & 3;
    }
    if (quad == 1)
        return raise_binascii(t, "Invalid base64-encoded string: number of data characters (%zu) cannot be "
                                 "1 more than a multiple of 4", size / 3 * 4 + 1);
    if (quad) return raise_binascii(t, "Incorrect padding", 0);
    return bytes_from_data(t, out->bytes, size);
}

static Value b2a_base64(Thread *t, Value *args) {
    Buffer b;
    bool newline;
    if (!buffer_get(t, args[0], false, &b) || !arg_bool(t, args[1], &newline)) return VALUE_ERROR;
    if (b.length > PTRDIFF_MAX / 2) return raise_memory_error(t);
    Bytes *result = bytes_alloc(t, (b.length + 2) / 3 * 4 + newline);
    if (!result) return VALUE_ERROR;
    uint8_t *out = result->data;
    size_t i = 0;
    for (; i + 2 < b.length; i += 3) {
        uint32_t v = (uint32_t)b.data[i] << 16 | (uint32_t)b.data[i + 1] << 8 | b.data[i + 2];
        *out++ = (uint8_t)base64_digits[v >> 18];
        *out++ = (uint8_t)base64_digits[v >> 12 & 63];
        *out++ = (uint8_t)base64_digits[v >> 6 & 63];
        *out++ = (uint8_t)base64_digits[v & 63];
    }
    if (i < b.length) {
        bool two = i + 1 < b.length;
        uint32_t v = (uint32_t)b.data[i] << 16 | (two ? (uint32_t)b.data[i + 1] << 8 : 0);
        *out++ = (uint8_t)base64_digits[v >> 18];
        *out++ = (uint8_t)base64_digits[v >> 12 & 63];
        *out++ = two ? (uint8_t)base64_digits[v >> 6 & 63] : '=';
        *out++ = '=';
    }
    if (newline) *out = '\n';
    return value_from_object(result);
}

/* ---- uuencode: one line ---- */

static Value a2b_uu(Thread *t, Value *args) {
    const uint8_t *data;
    size_t n;
    if (!ascii_get(t, args[0], &data, &n)) return VALUE_ERROR;
    size_t size = (size_t)((n ? data[0] : 0) - ' ') & 63, i = 1;
    Bytes *result = bytes_alloc(t, size);
    if (!result) return VALUE_ERROR;
    unsigned rest = 0, bits = 0;
    for (size_t k = 0; k < size; i++) {
        uint8_t c = i < n ? data[i] : 0;
        if (c == '\n' || c == '\r' || i >= n) {
            c = 0; /* spaces at the end of the line got lost */
        } else {
            if (c < ' ' || c > ' ' + 64) return raise_binascii(t, "Illegal char", 0);
            c = (uint8_t)(c - ' ') & 63;
        }
        rest = rest << 6 | c;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            result->data[k++] = (uint8_t)(rest >> bits);
            rest &= (1u << bits) - 1;
        }
    }
    for (; i < n; i++)
        if (data[i] != ' ' && data[i] != ' ' + 64 && data[i] != '\n' && data[i] != '\r')
            return raise_binascii(t, "Trailing garbage", 0);
    return value_from_object(result);
}

static Value b2a_uu(Thread *t, Value *args) {
    Buffer b;
    bool backtick;
    if (!buffer_get(t, args[0], false, &b) || !arg_bool(t, args[1], &backtick)) return VALUE_ERROR;
    if (b.length > 45) return raise_binascii(t, "At most 45 bytes at once", 0);
    uint8_t line[64 + 4], *out = line;
    *out++ = backtick && b.length == 0 ? '`' : (uint8_t)(' ' + b.length);
    unsigned rest = 0, bits = 0;
    for (size_t i = 0; i < b.length || bits != 0; i++) {
        rest = rest << 8 | (i < b.length ? b.data[i] : 0);
        bits += 8;
        while (bits >= 6) {
            unsigned c = rest >> (bits - 6) & 63;
            bits -= 6;
            *out++ = backtick && c == 0 ? '`' : (uint8_t)(c + ' ');
        }
    }
    *out++ = '\n';
    return bytes_from_data(t, line, (size_t)(out - line));
}

/* ---- quoted-printable ---- */

static Value a2b_qp(Thread *t, Value *args) {
    const uint8_t *data;
    size_t n;
    bool header;
    if (!ascii_get(t, args[0], &data, &n) || !arg_bool(t, args[1], &header)) return VALUE_ERROR;
    Raw *buffer = gc_alloc_raw(t, n + 1);
    if (!buffer) return VALUE_ERROR;
    uint8_t *out = buffer->bytes;
    for (size_t i = 0; i < n;) {
        if (data[i] != '=') {
            *out++ = header && data[i] == '_' ? ' ' : data[i];
            i++;
            continue;
        }
        if (++i >= n) break;
        if (data[i] == '\n' || data[i] == '\r') { /* soft line break */
            while (i < n && data[i] != '\n') i++;
            if (i < n) i++;
        } else if (data[i] == '=') {
            *out++ = '=';
            i++;
        } else if (i + 1 < n && hex_values[data[i]] >= 0 && hex_values[data[i + 1]] >= 0) {
            *out++ = (uint8_t)(hex_values[data[i]] << 4 | hex_values[data[i + 1]]);
            i += 2;
        } else {
            *out++ = '=';
        }
    }
    return bytes_from_data(t, buffer->bytes, (size_t)(out - buffer->bytes));
}

enum { QP_LINE = 76 };

static uint8_t *put_quoted(uint8_t *out, uint8_t c) {
    static const char digits[] = "0123456789ABCDEF";
    *out++ = '=';
    *out++ = (uint8_t)digits[c >> 4];
    *out++ = (uint8_t)digits[c & 15];
    return out;
}

static Value b2a_qp(Thread *t, Value *args) {
    Buffer b;
    bool quote_tabs, is_text, header;
    if (!buffer_get(t, args[0], false, &b) || !arg_bool(t, args[1], &quote_tabs) ||
        !arg_bool(t, args[2], &is_text) || !arg_bool(t, args[3], &header))
        return VALUE_ERROR;
    const uint8_t *data = b.data;
    size_t n = b.length, line = 0;
    const uint8_t *first = memchr(data, '\n', n);
    bool crlf = first && first > data && first[-1] == '\r';
    Raw *buffer = gc_alloc_raw(t, n * 6 + 8);
    if (!buffer) return VALUE_ERROR;
    uint8_t *out = buffer->bytes;
    for (size_t i = 0; i < n;) {
        uint8_t c = data[i];
        bool last = i + 1 == n;
        uint8_t next = last ? 0 : data[i + 1];
        bool quote = c > 126 || c == '=' || (header && c == '_') ||
                     (c == '.' && line == 0 && (last || next == '\n' || next == '\r' || next == 0)) ||
                     (!is_text && (c == '\r' || c == '\n')) || ((c == '\t' || c == ' ') && last) ||
                     (c < 33 && c != '\r' && c != '\n' && (quote_tabs || (c != '\t' && c != ' ')));
        if (!quote && is_text && (c == '\n' || (c == '\r' && !last && next == '\n'))) {
            line = 0;
            /* White space must not end a line. */
            if (out > buffer->bytes && (out[-1] == ' ' || out[-1] == '\t'))
                out = put_quoted(out - 1, out[-1]);
            if (crlf) *out++ = '\r';
            *out++ = '\n';
            i += c == '\r' ? 2 : 1;
            continue;
        }
        bool break_line = quote ? line + 3 >= QP_LINE : !last && next != '\n' && line + 1 >= QP_LINE;
        if (break_line) {
            *out++ = '=';
            if (crlf) *out++ = '\r';
            *out++ = '\n';
            line = 0;
        }
        i++;
        if (quote) {
            out = put_quoted(out, c);
            line += 3;
        } else {
            *out++ = header && c == ' ' ? '_' : c;
            line++;
        }
    }
    return bytes_from_data(t, buffer->bytes, (size_t)(out - buffer->bytes));
}

/* ---- checksums ---- */

static bool arg_uint32(Thread *t, Value v, uint32_t *out) {
    Value i = op_index(t, v);
    if (value_is_error(i)) return false;
    /* The low bits of any int, as C's "mask" conversion. */
    Value low = int_and(t, i, value_from_int(0xffffffff));
    if (value_is_error(low)) return false;
    *out = (uint32_t)value_as_int(low);
    return true;
}

static Value crc32(Thread *t, Value *args) {
    Buffer b;
    uint32_t crc;
    if (!buffer_get(t, args[0], false, &b) || !arg_uint32(t, args[1], &crc)) return VALUE_ERROR;
    return value_from_int(crc32_update(crc, b.data, b.length));
}

static Value crc_hqx(Thread *t, Value *args) {
    Buffer b;
    uint32_t start;
    if (!buffer_get(t, args[0], false, &b) || !arg_uint32(t, args[1], &start)) return VALUE_ERROR;
    uint32_t crc = start & 0xffff;
    for (size_t i = 0; i < b.length; i++) {
        crc ^= (uint32_t)b.data[i] << 8;
        for (int k = 0; k < 8; k++) crc = (crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1) & 0xffff;
    }
    return value_from_int(crc);
}

static bool binascii_init(Thread *t, Module *module) {
    Type **types = t->vm->types;
    return !value_is_error(native_exception(t, module, "binascii.Error", value_from_object(types[TYPE_ValueError]))) &&
           !value_is_error(native_exception(t, module, "binascii.Incomplete", value_from_object(types[TYPE_Exception])));
}

static const NativeDef binascii_functions[] = {
    NATIVE("a2b_uu", "($module, data, /)", a2b_uu, "Decode a line of uuencoded data."),
    NATIVE("b2a_uu", "($module, data, /, *, backtick=False)", b2a_uu, "Uuencode line of data."),
    NATIVE("a2b_base64", "($module, data, /, *, strict_mode=False)", a2b_base64,
           "Decode a line of base64 data.\n\n  strict_mode\n    When set to True, bytes that are not in "
           "the base64 standard are not allowed.\n    The same applies to excess data after padding (= / "
           "==)."),
    NATIVE("b2a_base64", "($module, data, /, *, newline=True)", b2a_base64, "Base64-code line of data."),
    NATIVE("b2a_hex", "($module, /, data, sep=<none>, bytes_per_sep=1)", b2a_hex,
           "Hexadecimal representation of binary data."),
    NATIVE("hexlify", "($module, /, data, sep=<none>, bytes_per_sep=1)", b2a_hex,
           "Hexadecimal representation of binary data."),
    NATIVE("a2b_hex", "($module, hexstr, /)", a2b_hex, "Binary data of hexadecimal representation."),
    NATIVE("unhexlify", "($module, hexstr, /)", a2b_hex, "Binary data of hexadecimal representation."),
    NATIVE("a2b_qp", "($module, /, data, header=False)", a2b_qp,
           "Decode a string of qp-encoded data."),
    NATIVE("b2a_qp", "($module, /, data, quotetabs=False, istext=True, header=False)", b2a_qp,
           "Encode a string using quoted-printable encoding."),
    NATIVE("crc_hqx", "($module, data, crc, /)", crc_hqx, "Compute CRC-CCITT incrementally."),
    NATIVE("crc32", "($module, data, crc=0, /)", crc32, "Compute CRC-32 incrementally."),
    NATIVE_END,
};

const ModuleDef module_binascii = {
    .name = "binascii",
    .doc = "Conversion between binary data and ASCII",
    .functions = binascii_functions,
    .init = binascii_init,
};

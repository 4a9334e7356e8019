/* bytes_methods.c - methods and operators of bytes and bytearray: searching,
 * comparing, predicates, case, padding, conversion.  Splitting, joining and
 * replacing are in bytes_split.c. */
#include "base/hex.h"
#include "runtime/bytes_internal.h"
#include "runtime/codecs.h"
#include "runtime/error.h"
#include "runtime/native.h"
#include "runtime/ops.h"
#include "runtime/sequence_support.h"
#include "runtime/str.h"

Value bytes_like_alloc(Thread *t, Value like, size_t length, uint8_t **data) {
    if (value_is_bytes(like)) {
        Bytes *b = bytes_alloc_to_fill(t, length);
        if (!b) return VALUE_ERROR;
        *data = b->data;
        return value_from_object(b);
    }
    Value v = bytearray_from_data(t, NULL, 0);
    if (value_is_error(v)) return v;
    Bytearray *b = (Bytearray *)value_as_object(v);
    if (!bytearray_grow(t, b, length)) return VALUE_ERROR;
    *data = b->data;
    return v;
}

Value bytes_like(Thread *t, Value like, const void *data, size_t length) {
    return value_is_bytes(like) ? bytes_from_data(t, data, length) : bytearray_from_data(t, data, length);
}

Value bytes_like_same(Thread *t, Value like) {
    if (value_is_exact(like, KIND_BYTES)) return like;
    ByteSpan s = bytes_span(like);
    return bytes_like(t, like, s.data, s.length);
}

bool byte_from_value(Thread *t, Value v, uint8_t *out) {
    int64_t i;
    if (value_is_int(v)) {
        i = value_as_int(v);
    } else {
        Value index = op_index(t, v);
        if (value_is_error(index)) return false;
        if (!int_to_int64(index, &i)) i = -1;
    }
    if (i < 0 || i > 255) {
        raise_value_error(t, "byte must be in range(0, 256)");
        return false;
    }
    *out = (uint8_t)i;
    return true;
}

/* ---- searching ---- */

/* What find() and its kin search: an int or a bytes-like object. */
typedef struct Needle {
    Buffer buffer;
    uint8_t byte;
    const uint8_t *data;
    size_t length;
} Needle;

static bool needle_get(Thread *t, Value v, Needle *needle) {
    if (value_is_bytes_like(t, v)) {
        if (!buffer_get(t, v, false, &needle->buffer)) return false;
        needle->data = needle->buffer.data;
        needle->length = needle->buffer.length;
        return true;
    }
    if (value_is_undef(special_of(t, v, SPECIAL_INDEX))) {
        raise_type_error(t, "argument should be integer or bytes-like object, not '%.200T'", v);
        return false;
    }
    if (!byte_from_value(t, v, &needle->byte)) return false;
    needle->data = &needle->byte;
    needle->length = 1;
    return true;
}

/* Where in self: -1 absent, -2 exception. */
static int64_t find_in(Thread *t, Value *args, bool last) {
    Needle needle;
    size_t from, to;
    if (!needle_get(t, args[1], &needle)) return -2;
    if (!sequence_bounds(t, args[2], args[3], bytes_span(args[0]).length, &from, &to)) return -2;
    ByteSpan s = bytes_span(args[0]);
    if (to > s.length) to = s.length;
    if (from > to) return -1;
    int64_t i = last ? bytes_find_last(s.data + from, to - from, needle.data, needle.length)
                     : bytes_find(s.data + from, to - from, needle.data, needle.length);
    return i < 0 ? -1 : i + (int64_t)from;
}

BYTES_METHOD(find) {
    int64_t i = find_in(t, args, false);
    return i == -2 ? VALUE_ERROR : value_from_int(i);
}
BYTES_METHOD(rfind) {
    int64_t i = find_in(t, args, true);
    return i == -2 ? VALUE_ERROR : value_from_int(i);
}
BYTES_METHOD(index) {
    int64_t i = find_in(t, args, false);
    if (i == -1) return raise_value_error(t, "subsection not found");
    return i < 0 ? VALUE_ERROR : value_from_int(i);
}
BYTES_METHOD(rindex) {
    int64_t i = find_in(t, args, true);
    if (i == -1) return raise_value_error(t, "subsection not found");
    return i < 0 ? VALUE_ERROR : value_from_int(i);
}

BYTES_METHOD(count) {
    Needle needle;
    size_t from, to;
    if (!needle_get(t, args[1], &needle) ||
        !sequence_bounds(t, args[2], args[3], bytes_span(args[0]).length, &from, &to))
        return VALUE_ERROR;
    ByteSpan s = bytes_span(args[0]);
    if (to > s.length) to = s.length;
    if (from > to) return value_from_int(0);
    return value_from_int(
        (int64_t)bytes_count(s.data + from, to - from, needle.data, needle.length, SIZE_MAX));
}

BYTES_METHOD(contains) {
    ByteSpan s;
    if (value_is_bytes_like(t, args[1])) {
        Buffer b;
        if (!buffer_get(t, args[1], false, &b)) return VALUE_ERROR;
        s = bytes_span(args[0]);
        return value_bool(bytes_find(s.data, s.length, b.data, b.length) >= 0);
    }
    if (value_is_undef(special_of(t, args[1], SPECIAL_INDEX)))
        return raise_type_error(t, "a bytes-like object is required, not '%.100T'", args[1]);
    uint8_t byte;
    if (!byte_from_value(t, args[1], &byte)) return VALUE_ERROR;
    s = bytes_span(args[0]);
    return value_bool(memchr(s.data, byte, s.length) != NULL);
}

static int matches_at(Thread *t, Value self, Value what, size_t from, size_t to, bool end) {
    Buffer b;
    if (!buffer_get(t, what, false, &b)) return -1;
    ByteSpan s = bytes_span(self);
    if (to > s.length) to = s.length;
    if (from > to || b.length > to - from) return 0;
    return memcmp(s.data + (end ? to - b.length : from), b.data, b.length) == 0;
}

static Value starts_or_ends(Thread *t, Value *args, bool end) {
    size_t from, to;
    if (!sequence_bounds(t, args[2], args[3], bytes_span(args[0]).length, &from, &to))
        return VALUE_ERROR;
    if (value_is_tuple(args[1])) {
        Tuple *tuple = value_as_tuple(args[1]);
        for (size_t i = 0; i < tuple->length; i++) {
            int match = matches_at(t, args[0], tuple->items[i], from, to, end);
            if (match) return match < 0 ? VALUE_ERROR : VALUE_TRUE;
        }
        return VALUE_FALSE;
    }
    if (!value_is_bytes_like(t, args[1]))
        return raise_type_error(t, "%s first arg must be bytes or a tuple of bytes, not %.200T",
                                end ? "endswith" : "startswith", args[1]);
    int match = matches_at(t, args[0], args[1], from, to, end);
    return match < 0 ? VALUE_ERROR : value_bool(match);
}

BYTES_METHOD(startswith) { return starts_or_ends(t, args, false); }
BYTES_METHOD(endswith) { return starts_or_ends(t, args, true); }

/* ---- operators ---- */

BYTES_METHOD(add) {
    if (!value_is_bytes_like(t, args[1]))
        return sequence_concat_foreign(t, args[0], args[1],
                                       value_is_bytes(args[0]) ? "can't concat %.100T to bytes"
                                                               : "can't concat %.100T to bytearray");
    Buffer b;
    if (!buffer_get(t, args[1], false, &b)) return VALUE_ERROR;
    ByteSpan a = bytes_span(args[0]);
    if (a.length == 0 && value_is_exact(args[0], KIND_BYTES) && value_is_exact(args[1], KIND_BYTES))
        return args[1];
    if (b.length == 0 && value_is_exact(args[0], KIND_BYTES)) return args[0];
    uint8_t *out;
    Value v = bytes_like_alloc(t, args[0], a.length + b.length, &out);
    if (value_is_error(v)) return v;
    memcpy(out, a.data, a.length);
    memcpy(out + a.length, b.data, b.length);
    return v;
}

BYTES_METHOD(mul) {
    int64_t n;
    Value result;
    if (!sequence_repeat_count(t, args[0], args[1], &n, &result)) return result;
    ByteSpan s = bytes_span(args[0]);
    size_t total;
    if (__builtin_mul_overflow(s.length, (size_t)n, &total) || total > PTRDIFF_MAX - 64)
        return raise_memory_error(t);
    if (n == 1 && value_is_exact(args[0], KIND_BYTES)) return args[0];
    uint8_t *out;
    Value v = bytes_like_alloc(t, args[0], total, &out);
    if (value_is_error(v)) return v;
    if (s.length == 1) {
        memset(out, s.data[0], total);
    } else if (total) {
        memcpy(out, s.data, s.length);
        for (size_t have = s.length; have < total;) {
            size_t k = have < total - have ? have : total - have;
            memcpy(out + have, out, k);
            have += k;
        }
    }
    return v;
}

BYTES_METHOD(mod) {
    if (!value_is_bytes(args[0]) && !value_is_bytearray(args[0])) return VALUE_NOT_IMPLEMENTED;
    ByteSpan s = bytes_span(args[0]);
    Value v = bytes_percent(t, s.data, s.length, args[1]);
    if (value_is_error(v) || value_is_bytes(args[0])) return v;
    s = bytes_span(v);
    return bytearray_from_data(t, s.data, s.length);
}

BYTES_METHOD(rmod) { return VALUE_NOT_IMPLEMENTED; }

static Value compare_bytes(Thread *t, int op, Value a, Value b) {
    ByteSpan x = bytes_span(a), y;
    if (value_is_bytes(b) || value_is_bytearray(b)) {
        y = bytes_span(b);
    } else {
        Buffer buffer;
        /* bytes compares with bytes only; a memoryview compares itself. */
        if (value_is_bytes(a) || !value_is_bytes_like(t, b)) return VALUE_NOT_IMPLEMENTED;
        if (!buffer_get(t, b, false, &buffer)) {
            error_clear(t);
            return VALUE_NOT_IMPLEMENTED;
        }
        y = (ByteSpan){buffer.data, buffer.length};
    }
    if ((op == CMP_EQ || op == CMP_NE) && x.length != y.length) return value_bool(op == CMP_NE);
    int c = memcmp(x.data, y.data, x.length < y.length ? x.length : y.length);
    if (c == 0) c = x.length < y.length ? -1 : x.length > y.length;
    return compare_result(op, c, 0);
}
BYTES_METHOD(lt) { return compare_bytes(t, 0, args[0], args[1]); }
BYTES_METHOD(le) { return compare_bytes(t, 1, args[0], args[1]); }
BYTES_METHOD(eq) { return compare_bytes(t, 2, args[0], args[1]); }
BYTES_METHOD(ne) { return compare_bytes(t, 3, args[0], args[1]); }
BYTES_METHOD(gt) { return compare_bytes(t, 4, args[0], args[1]); }
BYTES_METHOD(ge) { return compare_bytes(t, 5, args[0], args[1]); }

/* ---- predicates and case: ASCII only ---- */

static inline bool is_lower(uint8_t c) { return c >= 'a' && c <= 'z'; }
static inline bool is_upper(uint8_t c) { return c >= 'A' && c <= 'Z'; }
static inline bool is_alpha(uint8_t c) { return is_lower(c | 32); }
static inline bool is_digit(uint8_t c) { return c >= '0' && c <= '9'; }
static inline bool is_alnum(uint8_t c) { return is_alpha(c) || is_digit(c); }
static inline uint8_t to_lower(uint8_t c) { return is_upper(c) ? c | 32 : c; }
static inline uint8_t to_upper(uint8_t c) { return is_lower(c) ? (uint8_t)(c & ~32) : c; }

static Value all_are(Value self, bool (*test)(uint8_t)) {
    ByteSpan s = bytes_span(self);
    for (size_t i = 0; i < s.length; i++)
        if (!test(s.data[i])) return VALUE_FALSE;
    return value_bool(s.length > 0);
}
BYTES_METHOD(isalnum) { return all_are(args[0], is_alnum); }
BYTES_METHOD(isalpha) { return all_are(args[0], is_alpha); }
BYTES_METHOD(isdigit) { return all_are(args[0], is_digit); }
BYTES_METHOD(isspace) { return all_are(args[0], byte_is_space); }

BYTES_METHOD(isascii) {
    ByteSpan s = bytes_span(args[0]);
    uint8_t seen = 0;
    for (size_t i = 0; i < s.length; i++) seen |= s.data[i];
    return value_bool(seen < 128);
}

static Value cased(Value self, bool (*wanted)(uint8_t), bool (*unwanted)(uint8_t)) {
    ByteSpan s = bytes_span(self);
    bool any = false;
    for (size_t i = 0; i < s.length; i++) {
        if (unwanted(s.data[i])) return VALUE_FALSE;
        any |= wanted(s.data[i]);
    }
    return value_bool(any);
}
BYTES_METHOD(islower) { return cased(args[0], is_lower, is_upper); }
BYTES_METHOD(isupper) { return cased(args[0], is_upper, is_lower); }

BYTES_METHOD(istitle) {
    ByteSpan s = bytes_span(args[0]);
    bool any = false, after_cased = false;
    for (size_t i = 0; i < s.length; i++) {
        if (is_upper(s.data[i])) {
            if (after_cased) return VALUE_FALSE;
            any = after_cased = true;
        } else if (is_lower(s.data[i])) {
            if (!after_cased) return VALUE_FALSE;
            any = true;
        } else {
            after_cased = false;
        }
    }
    return value_bool(any);
}

static Value map_bytes(Thread *t, Value self, void (*map)(uint8_t *, const uint8_t *, size_t)) {
    ByteSpan s = bytes_span(self);
    uint8_t *out;
    Value v = bytes_like_alloc(t, self, s.length, &out);
    if (!value_is_error(v)) map(out, s.data, s.length);
    return v;
}
BYTES_METHOD(lower) { return map_bytes(t, args[0], ascii_lower); }
BYTES_METHOD(upper) { return map_bytes(t, args[0], ascii_upper); }
BYTES_METHOD(swapcase) { return map_bytes(t, args[0], ascii_swap_case); }

BYTES_METHOD(capitalize) {
    ByteSpan s = bytes_span(args[0]);
    uint8_t *out;
    Value v = bytes_like_alloc(t, args[0], s.length, &out);
    if (value_is_error(v) || s.length == 0) return v;
    ascii_lower(out, s.data, s.length);
    out[0] = to_upper(s.data[0]);
    return v;
}

BYTES_METHOD(title) {
    ByteSpan s = bytes_span(args[0]);
    uint8_t *out;
    Value v = bytes_like_alloc(t, args[0], s.length, &out);
    bool after_cased = false;
    if (!value_is_error(v))
        for (size_t i = 0; i < s.length; i++) {
            out[i] = after_cased ? to_lower(s.data[i]) : to_upper(s.data[i]);
            after_cased = is_alpha(s.data[i]);
        }
    return v;
}

/* ---- padding ---- */

static bool fill_byte(Thread *t, const char *name, Value v, uint8_t *out) {
    *out = ' ';
    if (value_is_undef(v)) return true;
    if ((value_is_bytes(v) || value_is_bytearray(v)) && bytes_span(v).length == 1) {
        *out = bytes_span(v).data[0];
        return true;
    }
    raise_type_error(t, "%s() argument 2 must be a byte string of length 1, not %.50T", name, v);
    return false;
}

static Value pad(Thread *t, Value self, size_t left, size_t right, uint8_t fill) {
    ByteSpan s = bytes_span(self);
    uint8_t *out;
    Value v = bytes_like_alloc(t, self, left + s.length + right, &out);
    if (value_is_error(v)) return v;
    memset(out, fill, left);
    memcpy(out + left, s.data, s.length);
    memset(out + left + s.length, fill, right);
    return v;
}

/* How much padding a width asks for: 0 if none; -1 with an exception. */
static int64_t padding(Thread *t, Value self, Value width) {
    int64_t n;
    if (!arg_size(t, width, &n)) return -1;
    int64_t length = (int64_t)bytes_span(self).length;
    return n > length ? n - length : 0;
}

BYTES_METHOD(ljust) {
    uint8_t fill;
    int64_t n = padding(t, args[0], args[1]);
    if (n < 0 || !fill_byte(t, "ljust", args[2], &fill)) return VALUE_ERROR;
    return n ? pad(t, args[0], 0, (size_t)n, fill) : bytes_like_same(t, args[0]);
}
BYTES_METHOD(rjust) {
    uint8_t fill;
    int64_t n = padding(t, args[0], args[1]);
    if (n < 0 || !fill_byte(t, "rjust", args[2], &fill)) return VALUE_ERROR;
    return n ? pad(t, args[0], (size_t)n, 0, fill) : bytes_like_same(t, args[0]);
}
BYTES_METHOD(center) {
    uint8_t fill;
    int64_t n = padding(t, args[0], args[1]);
    if (n < 0 || !fill_byte(t, "center", args[2], &fill)) return VALUE_ERROR;
    if (n == 0) return bytes_like_same(t, args[0]);
    int64_t width = n + (int64_t)bytes_span(args[0]).length;
    int64_t left = n / 2 + (n & width & 1);
    return pad(t, args[0], (size_t)left, (size_t)(n - left), fill);
}
BYTES_METHOD(zfill) {
    int64_t n = padding(t, args[0], args[1]);
    if (n < 0) return VALUE_ERROR;
    if (n == 0) return bytes_like_same(t, args[0]);
    Value v = pad(t, args[0], (size_t)n, 0, '0');
    if (value_is_error(v)) return v;
    uint8_t *data = (uint8_t *)(uintptr_t)bytes_span(v).data;
    if (bytes_span(v).length > (size_t)n && (data[n] == '+' || data[n] == '-')) {
        data[0] = data[n];
        data[n] = '0';
    }
    return v;
}

BYTES_METHOD(expandtabs) {
    int tabsize;
    if (!arg_int(t, args[1], &tabsize)) return VALUE_ERROR;
    ByteSpan s = bytes_span(args[0]);
    size_t size = tabsize > 0 ? (size_t)tabsize : 0, total = 0, column = 0;
    /* First count, then write. */
    for (int pass = 0;; pass++) {
        uint8_t *out = NULL;
        Value v = VALUE_NONE;
        if (pass) {
            v = bytes_like_alloc(t, args[0], total, &out);
            if (value_is_error(v)) return v;
        }
        column = 0;
        for (size_t i = 0; i < s.length; i++) {
            uint8_t c = s.data[i];
            if (c == '\t') {
                size_t n = size ? size - column % size : 0;
                column += n;
                if (out) {
                    memset(out, ' ', n);
                    out += n;
                } else if (__builtin_add_overflow(total, n, &total) || total > PTRDIFF_MAX) {
                    return raise_overflow_error(t, "result too long");
                }
                continue;
            }
            if (out)
                *out++ = c;
            else
                total++;
            column = c == '\n' || c == '\r' ? 0 : column + 1;
        }
        if (pass) return v;
    }
}

/* ---- conversion ---- */

BYTES_METHOD(decode) {
    for (int i = 1; i <= 2; i++)
        if (!value_is_str(args[i]))
            return raise_type_error(t, "decode() argument '%s' must be str, not %.50T",
                                    i == 1 ? "encoding" : "errors", args[i]);
    return codec_decode_text(t, args[0], args[1], args[2]);
}

void bytes_repr_into(StrBuilder *b, const uint8_t *data, size_t n, uint8_t escaped) {
    char quote = memchr(data, '\'', n) && !memchr(data, '"', n) ? '"' : '\'';
    builder_char(b, 'b');
    builder_char(b, (uint8_t)quote);
    for (size_t i = 0; i < n; i++) {
        uint8_t c = data[i];
        char text[8];
        if (c == '\\' || c == (escaped ? escaped : (uint8_t)quote)) {
            builder_char(b, '\\');
            builder_char(b, c);
        } else if (c == '\n' || c == '\r' || c == '\t') {
            builder_char(b, '\\');
            builder_char(b, c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
        } else if (c < ' ' || c >= 127) {
            static const char digits[] = "0123456789abcdef";
            text[0] = '\\';
            text[1] = 'x';
            text[2] = digits[c >> 4];
            text[3] = digits[c & 15];
            builder_ascii(b, text, 4);
        } else {
            builder_char(b, c);
        }
    }
    builder_char(b, (uint8_t)quote);
}

Value bytes_hex(Thread *t, const uint8_t *data, size_t n, Value separator, Value group_value) {
    static const char digits[] = "0123456789abcdef";
    int group = 0;
    uint32_t sep = 0;
    if (!value_is_undef(separator)) {
        int64_t length = op_len(t, separator);
        if (length < 0) return VALUE_ERROR;
        if (length != 1) return raise_value_error(t, "sep must be length 1.");
        if (value_is_str(separator)) {
            Str *s = value_as_str(separator);
            void *chars = str_data(t, s);
            if (!chars) return VALUE_ERROR;
            sep = str_char_at(chars, s->width, 0);
        } else if (value_is_bytes(separator)) {
            sep = bytes_span(separator).data[0];
        } else {
            return raise_type_error(t, "sep must be str or bytes.");
        }
        if (sep > 127) return raise_value_error(t, "sep must be ASCII.");
        if (!arg_int(t, group_value, &group)) return VALUE_ERROR;
    }
    size_t width = (size_t)(group < 0 ? -(int64_t)group : group);
    size_t separators = width && n ? (n - 1) / width : 0;
    if (n > (STR_MAX_LENGTH - separators) / 2) return raise_memory_error(t);
    Str *result = str_alloc(t, 2 * n + separators, 127);
    if (!result) return VALUE_ERROR;
    uint8_t *out = result->data;
    if (width == 0) {
        hex_encode(out, data, n);
        return value_from_object(result);
    }
    /* Positive groups count from the right. */
    size_t until = group < 0 ? width : n - separators * width;
    if (until == 0) until = width;
    for (size_t i = 0; i < n; i++) {
        if (until == 0) {
            *out++ = (uint8_t)sep;
            until = width;
        }
        *out++ = (uint8_t)digits[data[i] >> 4];
        *out++ = (uint8_t)digits[data[i] & 15];
        until--;
    }
    return value_from_object(result);
}

BYTES_METHOD(hex) {
    ByteSpan s = bytes_span(args[0]);
    return bytes_hex(t, s.data, s.length, args[1], args[2]);
}

static int hex_digit(uint32_t c) { return c < 0x100 ? hex_values[c] : -1; }

BYTES_METHOD(fromhex) {
    if (!value_is_str(args[1]))
        return raise_type_error(t, "fromhex() argument must be str, not %.50T", args[1]);
    Str *s = value_as_str(args[1]);
    void *chars = str_data(t, s);
    if (!chars) return VALUE_ERROR;
    Raw *buffer = gc_alloc_raw(t, s->length / 2 + 1);
    if (!buffer) return VALUE_ERROR;
    size_t n = 0, i = 0;
    if (s->width == 1) {
        n = hex_decode(buffer->bytes, chars, s->length / 2);
        i = 2 * n;
    }
    for (;;) {
        while (i < s->length && str_char_at(chars, s->width, i) < 128 &&
               byte_is_space((uint8_t)str_char_at(chars, s->width, i)))
            i++;
        if (i >= s->length) break;
        int high = hex_digit(str_char_at(chars, s->width, i)), low = -1;
        if (high >= 0) {
            i++;
            if (i < s->length) low = hex_digit(str_char_at(chars, s->width, i));
        }
        if (high < 0 || low < 0)
            return raise_value_error(
                t, "non-hexadecimal number found in fromhex() arg at position %zu", i);
        buffer->bytes[n++] = (uint8_t)(high << 4 | low);
        i++;
    }
    Type *cls = (Type *)value_as_object(args[0]);
    Value data = cls->kind == KIND_BYTEARRAY ? bytearray_from_data(t, buffer->bytes, n)
                                             : bytes_from_data(t, buffer->bytes, n);
    if (value_is_error(data) || cls == t->vm->types[TYPE_BYTES] || cls == t->vm->types[TYPE_BYTEARRAY])
        return data;
    return call1(t, args[0], data);
}

BYTES_METHOD(maketrans) {
    Buffer from, to;
    if (!buffer_get(t, args[0], false, &from) || !buffer_get(t, args[1], false, &to)) return VALUE_ERROR;
    if (from.length != to.length)
        return raise_value_error(t, "maketrans arguments must have same length");
    Bytes *table = bytes_alloc(t, 256);
    if (!table) return VALUE_ERROR;
    for (int i = 0; i < 256; i++) table->data[i] = (uint8_t)i;
    for (size_t i = 0; i < from.length; i++) table->data[from.data[i]] = to.data[i];
    return value_from_object(table);
}

BYTES_METHOD(translate) {
    Buffer table, deleted;
    bool map = !value_is_none(args[1]);
    if (map) {
        if (!buffer_get(t, args[1], false, &table)) return VALUE_ERROR;
        if (table.length != 256)
            return raise_value_error(t, "translation table must be 256 characters long");
    }
    ByteSpan s = bytes_span(args[0]);
    if (map && value_is_undef(args[2])) {
        uint8_t *out, changed = 0;
        Value v = bytes_like_alloc(t, args[0], s.length, &out);
        if (value_is_error(v)) return v;
        for (size_t i = 0; i < s.length; i++) {
            out[i] = table.data[s.data[i]];
            changed |= out[i] ^ s.data[i];
        }
        return value_is_exact(args[0], KIND_BYTES) && !changed ? args[0] : v;
    }
    bool drop[256] = {false};
    if (!value_is_undef(args[2])) {
        if (!buffer_get(t, args[2], false, &deleted)) return VALUE_ERROR;
        for (size_t i = 0; i < deleted.length; i++) drop[deleted.data[i]] = true;
        s = bytes_span(args[0]);
    }
    Raw *buffer = gc_alloc_raw(t, s.length + 1);
    if (!buffer) return VALUE_ERROR;
    size_t n = 0;
    for (size_t i = 0; i < s.length; i++)
        if (!drop[s.data[i]]) buffer->bytes[n++] = map ? table.data[s.data[i]] : s.data[i];
    if (n == s.length && value_is_exact(args[0], KIND_BYTES) && memcmp(buffer->bytes, s.data, n) == 0)
        return args[0];
    return bytes_like(t, args[0], buffer->bytes, n);
}

/*
 * codecs_utf16.c - UTF-16, UTF-32 and UTF-7.
 */
#include "runtime/codecs_internal.h"
#include "runtime/error.h"
#include "runtime/sequence.h"

static bool is_surrogate(uint32_t c) {
    return (c & 0xfffff800) == 0xd800;
}

static inline uint32_t get16(const uint8_t *p, bool big) {
    return big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}
static inline uint32_t get32(const uint8_t *p, bool big) {
    return big ? get16(p, true) << 16 | get16(p + 2, true)
               : get16(p + 2, false) << 16 | get16(p, false);
}
static inline void put16(ByteBuilder *out, uint32_t c, bool big) {
    uint8_t *to = bytes_reserve(out, 2);
    if (!to) return;
    to[big ? 0 : 1] = (uint8_t)(c >> 8);
    to[big ? 1 : 0] = (uint8_t)c;
    out->length += 2;
}
static inline void put32(ByteBuilder *out, uint32_t c, bool big) {
    put16(out, big ? c >> 16 : c & 0xffff, big);
    put16(out, big ? c & 0xffff : c >> 16, big);
}

/* ---- UTF-16 ------------------------------------------------------------------------ */

Value codec_decode_utf16(Thread *t, const uint8_t *bytes, size_t n, const char *errors,
                         int *byte_order, size_t *consumed) {
    size_t at = 0;
    int order = byte_order ? *byte_order : 0;
    if (order == 0 && n >= 2) {
        uint32_t mark = get16(bytes, false);
        if (mark == 0xfeff || mark == 0xfffe) {
            order = mark == 0xfeff ? -1 : 1;
            at = 2;
        }
    }
    bool big = order > 0;
    Decoder d;
    decoder_init(&d, t, big ? "utf-16-be" : "utf-16-le", errors, bytes, n);
    builder_reserve(&d.out, n / 2, 0);
    while (at < d.length && !d.out.failed) {
        size_t left = d.length - at;
        if (left < 2) {
            if (consumed) break;
            if (!decoder_error(&d, at, d.length, "truncated data", &at)) return VALUE_ERROR;
            continue;
        }
        uint32_t c = get16(d.data + at, big);
        if (!is_surrogate(c)) {
            builder_char(&d.out, c);
            at += 2;
            continue;
        }
        const char *reason;
        size_t end = at + 2;
        if (c >= 0xdc00) {
            reason = "illegal encoding";
        } else if (left < 4) {
            if (consumed) break;
            reason = "unexpected end of data";
            end = d.length;
        } else {
            uint32_t low = get16(d.data + at + 2, big);
            if (low >= 0xdc00 && low < 0xe000) {
                builder_char(&d.out, 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00));
                at += 4;
                continue;
            }
            reason = "illegal UTF-16 surrogate";
        }
        if (!decoder_error(&d, at, end, reason, &at)) return VALUE_ERROR;
    }
    if (byte_order) *byte_order = order;
    if (consumed) *consumed = at;
    return builder_finish(&d.out);
}

/* The replacement for [start, end): bytes of whole units, or ASCII text. */
static bool put_replacement(Encoder *e, Value replacement, size_t unit, bool big, size_t start,
                            size_t end) {
    static const char reason[] = "surrogates not allowed";
    if (value_is_kind(replacement, KIND_BYTES)) {
        Bytes *b = value_as_bytes(replacement);
        if (b->length % unit) return encoder_refuse(e, start, end, reason);
        bytes_put_data(&e->out, b->data, b->length);
        return true;
    }
    StrView r;
    if (!str_view(e->t, replacement, &r)) return false;
    if (!r.ascii && r.length) return encoder_refuse(e, start, end, reason);
    for (size_t i = 0; i < r.length; i++) {
        if (unit == 2)
            put16(&e->out, view_at(&r, i), big);
        else
            put32(&e->out, view_at(&r, i), big);
    }
    return true;
}

/* Encodes characters from `at` on that take one unit each; returns how many. */
static size_t put_plain(ByteBuilder *out, const StrView *s, size_t at, size_t unit, bool big) {
    uint8_t *to = bytes_reserve(out, (s->length - at) * unit);
    if (!to) return 0;
    size_t n = 0, left = s->length - at;
    const void *p = view_from(s, at);
    if (s->width == 1) {
        n = left;
    } else {
        uint32_t limit = unit == 2 ? 0x10000 : 0x110000;
        for (; n < left; n++) {
            uint32_t c = chars_get(p, s->width, n);
            if (is_surrogate(c) || c >= limit) break;
        }
    }
    if (!big) {
        chars_copy(to, (unsigned)unit, p, s->width, n);
    } else {
        for (size_t i = 0; i < n; i++) {
            uint32_t c = chars_get(p, s->width, i);
            if (unit == 2)
                chars_put(to, 2, i, __builtin_bswap16((uint16_t)c));
            else
                chars_put(to, 4, i, __builtin_bswap32(c));
        }
    }
    out->length += n * unit;
    return n;
}

static Value encode_units(Thread *t, Value s, const char *errors, int byte_order, size_t unit,
                          const char *encoding) {
    Encoder e;
    if (!encoder_init(&e, t, encoding, errors, s)) return VALUE_ERROR;
    bool big = byte_order > 0;
    if (!bytes_reserve(&e.out, (e.text.length + 1) * unit)) return VALUE_ERROR;
    if (byte_order == 0) {
        if (unit == 2)
            put16(&e.out, 0xfeff, big);
        else
            put32(&e.out, 0xfeff, big);
    }
    for (size_t at = 0; at < e.text.length && !e.out.failed;) {
        at += put_plain(&e.out, &e.text, at, unit, big);
        if (at == e.text.length || e.out.failed) break;
        uint32_t c = view_at(&e.text, at);
        if (is_surrogate(c)) {
            Value replacement;
            size_t start = at;
            if (!encoder_error(&e, start, start + 1, "surrogates not allowed", &replacement, &at) ||
                !put_replacement(&e, replacement, unit, big, start, start + 1))
                return VALUE_ERROR;
            continue;
        }
        put16(&e.out, 0xd800 + ((c - 0x10000) >> 10), big);
        put16(&e.out, 0xdc00 + ((c - 0x10000) & 0x3ff), big);
        at++;
    }
    return bytes_finish(&e.out);
}

Value codec_encode_utf16(Thread *t, Value s, const char *errors, int byte_order) {
    return encode_units(t, s, errors, byte_order, 2,
                        byte_order < 0   ? "utf-16-le"
                        : byte_order > 0 ? "utf-16-be"
                                         : "utf-16");
}

/* ---- UTF-32 ------------------------------------------------------------------------- */

Value codec_decode_utf32(Thread *t, const uint8_t *bytes, size_t n, const char *errors,
                         int *byte_order, size_t *consumed) {
    size_t at = 0;
    int order = byte_order ? *byte_order : 0;
    if (order == 0 && n >= 4) {
        uint32_t mark = get32(bytes, false);
        if (mark == 0xfeff || mark == 0xfffe0000) {
            order = mark == 0xfeff ? -1 : 1;
            at = 4;
        }
    }
    bool big = order > 0;
    Decoder d;
    decoder_init(&d, t, big ? "utf-32-be" : "utf-32-le", errors, bytes, n);
    builder_reserve(&d.out, n / 4, 0);
    while (at < d.length && !d.out.failed) {
        size_t left = d.length - at, end = at + 4;
        const char *reason;
        if (left < 4) {
            if (consumed) break;
            reason = "truncated data";
            end = d.length;
        } else {
            uint32_t c = get32(d.data + at, big);
            if (c <= 0x10ffff && !is_surrogate(c)) {
                builder_char(&d.out, c);
                at += 4;
                continue;
            }
            reason = c > 0x10ffff ? "code point not in range(0x110000)"
                                  : "code point in surrogate code point range(0xd800, 0xe000)";
        }
        if (!decoder_error(&d, at, end, reason, &at)) return VALUE_ERROR;
    }
    if (byte_order) *byte_order = order;
    if (consumed) *consumed = at;
    return builder_finish(&d.out);
}

Value codec_encode_utf32(Thread *t, Value s, const char *errors, int byte_order) {
    return encode_units(t, s, errors, byte_order, 4,
                        byte_order < 0   ? "utf-32-le"
                        : byte_order > 0 ? "utf-32-be"
                                         : "utf-32");
}

/* ---- UTF-7 (RFC 2152) ------------------------------------------------------------------ */

static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int base64_value(uint32_t c) {
    const char *p = c && c < 0x80 ? strchr(base64_digits, (int)c) : NULL;
    return p ? (int)(p - base64_digits) : -1;
}

/* May stand for itself: sets D and O of the RFC, and blanks; not '+', '\\', '~'. */
static bool utf7_encodes_directly(uint32_t c) {
    return c == '\t' || c == '\n' || c == '\r' ||
           (c >= ' ' && c < 0x7f && c != '+' && c != '\\' && c != '~');
}
static bool utf7_decodes_directly(uint32_t c) {
    return c < 0x80 && c != '+';
}

Value codec_decode_utf7(Thread *t, const uint8_t *bytes, size_t n, const char *errors,
                        size_t *consumed) {
    Decoder d;
    decoder_init(&d, t, "utf7", errors, bytes, n);
    size_t at = 0, shift_start = 0;
    bool shifted = false;
    uint32_t bits = 0, high = 0; /* base64 in progress; a high surrogate read */
    unsigned bit_count = 0;
    size_t out_at_shift = 0;
    while (at < d.length && !d.out.failed) {
        uint8_t c = d.data[at];
        if (shifted) {
            int digit = base64_value(c);
            if (digit >= 0) {
                bits = bits << 6 | (uint32_t)digit;
                bit_count += 6;
                at++;
                if (bit_count >= 16) {
                    uint32_t unit = bits >> (bit_count - 16) & 0xffff;
                    bit_count -= 16;
                    bits &= (1u << bit_count) - 1;
                    if (high) {
                        if (unit >= 0xdc00 && unit < 0xe000) {
                            builder_char(&d.out,
                                         0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
                            high = 0;
                            continue;
                        }
                        builder_char(&d.out, high);
                        high = 0;
                    }
                    if (unit >= 0xd800 && unit < 0xdc00)
                        high = unit;
                    else
                        builder_char(&d.out, unit);
                }
                continue;
            }
            /* The end of the sequence; '-' is absorbed. */
            shifted = false;
            if (bit_count > 0) {
                const char *reason = bit_count >= 6 ? "partial character in shift sequence"
                                     : bits != 0    ? "non-zero padding bits in shift sequence"
                                                    : NULL;
                if (reason) {
                    bit_count = 0;
                    bits = 0;
                    at++;
                    if (!decoder_error(&d, shift_start, at, reason, &at)) return VALUE_ERROR;
                    continue;
                }
            }
            if (high && utf7_decodes_directly(c)) builder_char(&d.out, high);
            high = 0;
            if (c == '-') at++;
        } else if (c == '+') {
            shift_start = at++;
            out_at_shift = d.out.length;
            if (at < d.length && d.data[at] == '-') {
                at++;
                builder_char(&d.out, '+');
            } else if (at < d.length && base64_value(d.data[at]) < 0) {
                at++;
                if (!decoder_error(&d, shift_start, at, "ill-formed sequence", &at))
                    return VALUE_ERROR;
            } else {
                shifted = true;
                bits = high = 0;
                bit_count = 0;
            }
        } else if (utf7_decodes_directly(c)) {
            builder_char(&d.out, c);
            at++;
        } else {
            size_t start = at;
            at++;
            if (!decoder_error(&d, start, at, "unexpected special character", &at))
                return VALUE_ERROR;
        }
        if (at >= d.length && shifted && !consumed && (high || bit_count >= 6 || bits)) {
            if (!decoder_error(&d, shift_start, d.length, "unterminated shift sequence", &at))
                return VALUE_ERROR;
            shifted = false;
        }
    }
    if (shifted && !consumed && !d.out.failed && (high || bit_count >= 6 || bits) &&
        !decoder_error(&d, shift_start, d.length, "unterminated shift sequence", &at))
        return VALUE_ERROR;
    if (consumed) {
        *consumed = at;
        if (shifted) {
            /* The sequence will be read again, whole. */
            *consumed = shift_start;
            d.out.length = out_at_shift;
            if (d.out.width > 1) return str_from_chars(t, d.out.data, d.out.width, d.out.length);
        }
    }
    return builder_finish(&d.out);
}

Value codec_encode_utf7(Thread *t, Value s, const char *errors) {
    Encoder e;
    if (!encoder_init(&e, t, "utf7", errors, s)) return VALUE_ERROR;
    bool shifted = false;
    uint32_t bits = 0;
    unsigned bit_count = 0;
    for (size_t i = 0; i < e.text.length && !e.out.failed; i++) {
        uint32_t c = view_at(&e.text, i);
        if (utf7_encodes_directly(c)) {
            if (shifted) {
                if (bit_count)
                    bytes_put(&e.out, (uint8_t)base64_digits[bits << (6 - bit_count) & 0x3f]);
                bits = bit_count = 0;
                shifted = false;
                if (base64_value(c) >= 0 || c == '-') bytes_put(&e.out, '-');
            }
            bytes_put(&e.out, (uint8_t)c);
            continue;
        }
        if (!shifted) {
            bytes_put(&e.out, '+');
            if (c == '+') {
                bytes_put(&e.out, '-');
                continue;
            }
            shifted = true;
        }
        uint32_t units[2] = {c, 0};
        unsigned count = 1;
        if (c >= 0x10000) {
            units[0] = 0xd800 + ((c - 0x10000) >> 10);
            units[1] = 0xdc00 + ((c - 0x10000) & 0x3ff);
            count = 2;
        }
        for (unsigned k = 0; k < count; k++) {
            bits = bits << 16 | units[k];
            bit_count += 16;
            while (bit_count >= 6) {
                bytes_put(&e.out, (uint8_t)base64_digits[bits >> (bit_count - 6) & 0x3f]);
                bit_count -= 6;
            }
            bits &= (1u << bit_count) - 1;
        }
    }
    if (bit_count) bytes_put(&e.out, (uint8_t)base64_digits[bits << (6 - bit_count) & 0x3f]);
    if (shifted) bytes_put(&e.out, '-');
    return bytes_finish(&e.out);
}

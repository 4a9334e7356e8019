/*
 * codecs_utf8.c - UTF-8, latin-1 and ASCII; the UTF-8 form of strings for C.
 */
#include "base/utf8.h"
#include "runtime/codecs_internal.h"
#include "runtime/error.h"
#include "runtime/sequence.h"

/* ---- decoding --------------------------------------------------------------------- */

static void put_ascii(StrBuilder *out, const uint8_t *bytes, size_t n) {
    if (n && builder_reserve(out, n, 0x7f)) {
        chars_copy((uint8_t *)out->data + out->length * out->width, out->width, bytes, 1, n);
        out->length += n;
    }
}

/* One well-formed sequence of more than one byte: its size, or 0. */
static inline unsigned decode_char(const uint8_t *p, size_t left, uint32_t *c) {
    uint32_t lead = p[0];
    if (lead < 0xe0) {
        if (lead < 0xc2 || left < 2 || (p[1] & 0xc0) != 0x80) return 0;
        *c = (lead & 0x1f) << 6 | (p[1] & 0x3fu);
        return 2;
    }
    if (lead < 0xf0) {
        if (left < 3 || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80) return 0;
        *c = (lead & 0xf) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
        return *c >= 0x800 && (*c & 0xf800) != 0xd800 ? 3 : 0;
    }
    if (lead > 0xf4 || left < 4 || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80 ||
        (p[3] & 0xc0) != 0x80)
        return 0;
    *c = (lead & 7) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);
    return *c >= 0x10000 && *c <= 0x10ffff ? 4 : 0;
}

/* Decodes from *at until the end, a malformed sequence, or a character that is
 * too wide.  The output has room for a character for each byte. */
#define DECODE_RUN(name, Char, limit)                                                       \
    VECTORIZED static size_t name(const uint8_t *bytes, size_t n, size_t *at, Char *out) {  \
        Char *to = out;                                                                     \
        size_t i = *at;                                                                     \
        while (i < n) {                                                                     \
            uint64_t word;                                                                  \
            if (bytes[i] < 0x80) {                                                          \
                while (i + 8 <= n && (memcpy(&word, bytes + i, 8), !(word & ASCII_MASK))) { \
                    for (int k = 0; k < 8; k++) to[k] = bytes[i + (size_t)k];               \
                    to += 8;                                                                \
                    i += 8;                                                                 \
                }                                                                           \
                if (i + 8 <= n) {                                                           \
                    /* Fewer than eight: all are written, the ASCII ones kept. */           \
                    size_t ascii = (size_t)__builtin_ctzll(word & ASCII_MASK) / 8;          \
                    for (int k = 0; k < 8; k++) to[k] = bytes[i + (size_t)k];               \
                    to += ascii;                                                            \
                    i += ascii;                                                             \
                } else {                                                                    \
                    while (i < n && bytes[i] < 0x80) *to++ = bytes[i++];                    \
                    if (i == n) break;                                                      \
                }                                                                           \
            }                                                                               \
            uint32_t c;                                                                     \
            unsigned size = decode_char(bytes + i, n - i, &c);                              \
            if (size == 0 || c > (limit)) break;                                            \
            *to++ = (Char)c;                                                                \
            i += size;                                                                      \
        }                                                                                   \
        *at = i;                                                                            \
        return (size_t)(to - out);                                                          \
    }
#define ASCII_MASK 0x8080808080808080u
DECODE_RUN(decode_run_1, uint8_t, 0xff)
DECODE_RUN(decode_run_2, uint16_t, 0xffff)
DECODE_RUN(decode_run_4, uint32_t, 0x10ffff)

Value codec_decode_utf8(Thread *t, const uint8_t *bytes, size_t n, const char *errors,
                        size_t *consumed) {
    if (consumed) *consumed = n;
    size_t at = 0, ascii = chars_ascii_prefix(bytes, n);
    if (ascii == n) return str_from_ascii(t, bytes, n);
    Decoder d;
    decoder_init(&d, t, "utf-8", errors, bytes, n);
    StrBuilder *out = &d.out;
    uint32_t guess;
    /* The first character beyond ASCII is a good guess of the width. */
    if (!decode_char(bytes + ascii, n - ascii, &guess)) guess = 0;
    if (!builder_reserve(out, n, guess)) return VALUE_ERROR;
    while (at < d.length) {
        if (!builder_reserve(out, d.length - at, 0)) return VALUE_ERROR;
        void *to = (uint8_t *)out->data + out->length * out->width;
        out->seen = 0x80;
        out->length += out->width == 1   ? decode_run_1(d.data, d.length, &at, to)
                       : out->width == 2 ? decode_run_2(d.data, d.length, &at, to)
                                         : decode_run_4(d.data, d.length, &at, to);
        if (at >= d.length) break;
        uint32_t c;
        unsigned size = decode_char(d.data + at, d.length - at, &c);
        if (size) {
            builder_char(out, c); /* widens */
            at += size;
            continue;
        }
        Utf8Fault fault;
        size_t bad;
        utf8_validate((const char *)d.data + at, d.length - at, false, &fault, &bad);
        if (fault == UTF8_UNEXPECTED_END && consumed) break;
        const char *reason = fault == UTF8_UNEXPECTED_END       ? "unexpected end of data"
                             : fault == UTF8_INVALID_START_BYTE ? "invalid start byte"
                                                                : "invalid continuation byte";
        if (!decoder_error(&d, at, at + bad, reason, &at)) return VALUE_ERROR;
    }
    if (consumed) *consumed = at;
    return builder_finish(out);
}

Value codec_decode_latin1(Thread *t, const uint8_t *bytes, size_t n, const char *errors) {
    return str_from_latin1(t, bytes, n);
}

Value codec_decode_ascii(Thread *t, const uint8_t *bytes, size_t n, const char *errors) {
    if (chars_are_ascii(bytes, n)) return str_from_ascii(t, bytes, n);
    Decoder d;
    decoder_init(&d, t, "ascii", errors, bytes, n);
    size_t at = 0;
    while (at < d.length) {
        size_t plain = chars_ascii_prefix(d.data + at, d.length - at);
        put_ascii(&d.out, d.data + at, plain);
        at += plain;
        if (at < d.length && !decoder_error(&d, at, at + 1, "ordinal not in range(128)", &at))
            return VALUE_ERROR;
    }
    return builder_finish(&d.out);
}

/* ---- encoding ----------------------------------------------------------------------- */

/* Bytes of the WTF-8 form; *surrogates: whether it is not UTF-8. */
VECTORIZED static size_t utf8_size(const StrView *s, bool *surrogates) {
    /* Locals, in the width of the characters, let the loops vectorise. */
    size_t n = s->length;
    *surrogates = false;
    if (s->width == 1) {
        const uint8_t *p = s->data;
        uint32_t more = 0;
        for (size_t i = 0; i < n; i++) more += p[i] >> 7;
        return n + more;
    }
    if (s->width == 2) {
        const uint16_t *p = s->data;
        uint16_t found = 0;
        uint32_t more = 0;
        for (size_t i = 0; i < n; i++) {
            more += (uint32_t)(p[i] >= 0x80) + (p[i] >= 0x800);
            found |= (p[i] & 0xf800) == 0xd800;
        }
        *surrogates = found;
        return n + more;
    }
    const uint32_t *p = s->data;
    uint32_t found = 0;
    uint64_t more = 0;
    for (size_t i = 0; i < n; i++) {
        more += (uint32_t)(p[i] >= 0x80) + (p[i] >= 0x800) + (p[i] >= 0x10000);
        found |= (p[i] & 0xfffff800) == 0xd800;
    }
    *surrogates = found;
    return n + more;
}

static inline uint8_t *put_char(uint8_t *to, uint32_t c) {
    if (c < 0x80) {
        *to++ = (uint8_t)c;
    } else if (c < 0x800) {
        *to++ = (uint8_t)(0xc0 | c >> 6);
        *to++ = (uint8_t)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        *to++ = (uint8_t)(0xe0 | c >> 12);
        *to++ = (uint8_t)(0x80 | (c >> 6 & 0x3f));
        *to++ = (uint8_t)(0x80 | (c & 0x3f));
    } else {
        *to++ = (uint8_t)(0xf0 | c >> 18);
        *to++ = (uint8_t)(0x80 | (c >> 12 & 0x3f));
        *to++ = (uint8_t)(0x80 | (c >> 6 & 0x3f));
        *to++ = (uint8_t)(0x80 | (c & 0x3f));
    }
    return to;
}

/* The writers take eight or four characters at a time: the ASCII ones at the
 * front are kept, the one behind them is encoded.  What is written too much is
 * no more than the characters that are still to come will take. */
static void write_utf8_1(const uint8_t *p, size_t n, uint8_t *to) {
    size_t i = 0;
    while (i + 8 <= n) {
        uint64_t word;
        memcpy(&word, p + i, 8);
        memcpy(to, &word, 8);
        uint64_t high = word & ASCII_MASK;
        size_t ascii = high ? (size_t)__builtin_ctzll(high) / 8 : 8;
        i += ascii;
        to += ascii;
        if (high) to = put_char(to, p[i++]);
    }
    while (i < n) to = put_char(to, p[i++]);
}

static void write_utf8_2(const uint16_t *p, size_t n, uint8_t *to) {
    size_t i = 0;
    while (i + 4 <= n) {
        uint64_t word;
        memcpy(&word, p + i, 8);
        uint64_t high = word & 0xff80ff80ff80ff80u;
        /* The low bytes of the four, side by side. */
        word &= 0x00ff00ff00ff00ffu;
        word = (word | word >> 8) & 0x0000ffff0000ffffu;
        uint32_t bytes = (uint32_t)(word | word >> 16);
        memcpy(to, &bytes, 4);
        size_t ascii = high ? (size_t)__builtin_ctzll(high) / 16 : 4;
        i += ascii;
        to += ascii;
        if (high) to = put_char(to, p[i++]);
    }
    while (i < n) to = put_char(to, p[i++]);
}

static void write_utf8_4(const uint32_t *p, size_t n, uint8_t *to) {
    size_t i = 0;
    while (i + 4 <= n) {
        if ((p[i] | p[i + 1] | p[i + 2] | p[i + 3]) < 0x80) {
            for (int k = 0; k < 4; k++) *to++ = (uint8_t)p[i++];
            continue;
        }
        while (p[i] < 0x80) *to++ = (uint8_t)p[i++];
        to = put_char(to, p[i++]);
    }
    while (i < n) to = put_char(to, p[i++]);
}

/* Writes `size` bytes and a NUL. */
static void write_utf8(const StrView *s, uint8_t *to, size_t size) {
    if (s->ascii)
        memcpy(to, s->data, s->length);
    else if (s->width == 1)
        write_utf8_1(s->data, s->length, to);
    else if (s->width == 2)
        write_utf8_2(s->data, s->length, to);
    else
        write_utf8_4(s->data, s->length, to);
    to[size] = 0;
}

static void put_range(ByteBuilder *out, const StrView *s, size_t start, size_t end) {
    uint8_t *to = bytes_reserve(out, (end - start) * 4);
    if (!to) return;
    for (size_t i = start; i < end; i++) to = put_char(to, view_at(s, i));
    out->length = (size_t)(to - out->buffer->bytes);
}

static Value encode_with_surrogates(Thread *t, Value s, const char *errors) {
    static const char reason[] = "surrogates not allowed";
    Encoder e;
    if (!encoder_init(&e, t, "utf-8", errors, s)) return VALUE_ERROR;
    for (size_t at = 0; at < e.text.length;) {
        size_t end = at;
        while (end < e.text.length && (view_at(&e.text, end) & 0xfffff800) != 0xd800) end++;
        put_range(&e.out, &e.text, at, end);
        at = end;
        while (end < e.text.length && (view_at(&e.text, end) & 0xfffff800) == 0xd800) end++;
        if (end == at) continue;
        Value replacement;
        size_t start = at;
        if (!encoder_error(&e, at, end, reason, &replacement, &at)) return VALUE_ERROR;
        if (value_is_kind(replacement, KIND_BYTES)) {
            bytes_put_data(&e.out, value_as_bytes(replacement)->data,
                           value_as_bytes(replacement)->length);
        } else {
            StrView r;
            if (!str_view(t, replacement, &r)) return VALUE_ERROR;
            if (!r.ascii && r.length) {
                encoder_refuse(&e, start, end, reason);
                return VALUE_ERROR;
            }
            bytes_put_data(&e.out, r.data, r.length);
        }
    }
    return bytes_finish(&e.out);
}

Value codec_encode_utf8(Thread *t, Value s, const char *errors) {
    StrView view;
    if (!str_view(t, s, &view)) return VALUE_ERROR;
    if (view.ascii) return bytes_from_data(t, view.data, view.length);
    bool surrogates;
    size_t size = utf8_size(&view, &surrogates);
    if (surrogates) return encode_with_surrogates(t, s, errors);
    Bytes *out = bytes_alloc_to_fill(t, size);
    if (!out) return VALUE_ERROR;
    write_utf8(&view, out->data, size);
    return value_from_object(out);
}

/* latin-1 and ASCII: characters below the limit are bytes. */
static Value encode_below(Thread *t, Value s, const char *errors, const char *encoding,
                          uint32_t limit, const char *reason) {
    Encoder e;
    if (!encoder_init(&e, t, encoding, errors, s)) return VALUE_ERROR;
    if (e.text.ascii || (e.text.width == 1 && limit == 256))
        return bytes_from_data(t, e.text.data, e.text.length);
    for (size_t at = 0; at < e.text.length && !e.out.failed;) {
        size_t start = at;
        while (at < e.text.length && view_at(&e.text, at) < limit) at++;
        uint8_t *to = bytes_reserve(&e.out, at - start);
        if (!to) return VALUE_ERROR;
        chars_copy(to, 1, view_from(&e.text, start), e.text.width, at - start);
        e.out.length += at - start;
        if (at == e.text.length) break;
        start = at;
        size_t end = at + 1;
        while (end < e.text.length && view_at(&e.text, end) >= limit) end++;
        Value replacement;
        if (!encoder_error(&e, start, end, reason, &replacement, &at)) return VALUE_ERROR;
        if (value_is_kind(replacement, KIND_BYTES)) {
            bytes_put_data(&e.out, value_as_bytes(replacement)->data,
                           value_as_bytes(replacement)->length);
            continue;
        }
        StrView r;
        if (!str_view(t, replacement, &r)) return VALUE_ERROR;
        if (r.length && chars_max(r.data, r.width, r.length) >= limit) {
            encoder_refuse(&e, start, end, reason);
            return VALUE_ERROR;
        }
        bytes_put_data(&e.out, r.data, r.length);
    }
    return bytes_finish(&e.out);
}

Value codec_encode_latin1(Thread *t, Value s, const char *errors) {
    return encode_below(t, s, errors, "latin-1", 256, "ordinal not in range(256)");
}
Value codec_encode_ascii(Thread *t, Value s, const char *errors) {
    return encode_below(t, s, errors, "ascii", 128, "ordinal not in range(128)");
}

/* ---- for C ---------------------------------------------------------------------------- */

static const char *to_utf8(Thread *t, Value s, size_t *length, bool allow_surrogates) {
    StrView view;
    if (!str_view(t, s, &view)) return NULL;
    if (view.ascii && value_as_str(s)->body.characters == view.data) {
        /* A flat string ends with a NUL. */
        if (length) *length = view.length;
        return view.data;
    }
    bool surrogates;
    size_t size = utf8_size(&view, &surrogates);
    if (surrogates && !allow_surrogates) {
        size_t at = 0;
        while ((view_at(&view, at) & 0xfffff800) != 0xd800) at++;
        size_t end = at;
        while (end < view.length && (view_at(&view, end) & 0xfffff800) == 0xd800) end++;
        raise_encode_error(t, "utf-8", s, at, end, "surrogates not allowed");
        return NULL;
    }
    Raw *copy = gc_alloc_raw(t, size + 1);
    if (!copy) return NULL;
    write_utf8(&view, copy->bytes, size);
    if (length) *length = size;
    return (const char *)copy->bytes;
}

const char *str_to_utf8(Thread *t, Value s, size_t *length) {
    return to_utf8(t, s, length, false);
}
const char *str_to_wtf8(Thread *t, Value s, size_t *length) {
    return to_utf8(t, s, length, true);
}

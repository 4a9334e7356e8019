/*
 * codecs_utf8.c - UTF-8, latin-1 and ASCII; the UTF-8 form of strings for C.
 */
#include "base/utf8.h"
#include "runtime/codecs_internal.h"
#include "runtime/error.h"
#include "runtime/sequence.h"

/* ---- decoding --------------------------------------------------------------------- */

static void put_latin1(StrBuilder *out, const uint8_t *bytes, size_t n, bool ascii) {
    if (n && builder_reserve(out, n, ascii ? 0x7f : 0xff)) {
        CharBuffer *buffer = (CharBuffer *)out->buffer;
        chars_copy(buffer->characters + out->length * out->width, out->width, bytes, 1, n);
        out->length += n;
    }
}

/* Appends valid UTF-8. */
static void put_utf8(StrBuilder *out, const uint8_t *bytes, size_t n) {
    size_t ascii = chars_ascii_prefix(bytes, n);
    put_latin1(out, bytes, ascii, true);
    size_t count = 0;
    uint8_t lead = 0;
    for (size_t i = ascii; i < n; i++) {
        if ((bytes[i] & 0xc0) != 0x80) {
            count++;
            lead = bytes[i] > lead ? bytes[i] : lead;
        }
    }
    if (count == 0 || !builder_reserve(out, count,
                                       lead < 0x80   ? 0x7f
                                       : lead < 0xc4 ? 0xff
                                       : lead < 0xf0 ? 0xffff
                                                     : 0x10ffff))
        return;
    void *to = ((CharBuffer *)out->buffer)->characters;
    size_t at = out->length;
    for (size_t i = ascii; i < n;) {
        uint32_t c = bytes[i];
        if (c < 0x80) {
            i += 1;
        } else if (c < 0xe0) {
            c = (c & 0x1f) << 6 | (bytes[i + 1] & 0x3fu);
            i += 2;
        } else if (c < 0xf0) {
            c = (c & 0xf) << 12 | (bytes[i + 1] & 0x3fu) << 6 | (bytes[i + 2] & 0x3fu);
            i += 3;
        } else {
            c = (c & 7) << 18 | (bytes[i + 1] & 0x3fu) << 12 | (bytes[i + 2] & 0x3fu) << 6 |
                (bytes[i + 3] & 0x3fu);
            i += 4;
        }
        chars_put(to, out->width, at++, c);
    }
    out->length = at;
}

Value codec_decode_utf8(Thread *t, const uint8_t *bytes, size_t n, const char *errors,
                        size_t *consumed) {
    if (consumed) *consumed = n;
    if (chars_are_ascii(bytes, n)) return str_from_latin1(t, bytes, n);
    Decoder d;
    decoder_init(&d, t, "utf-8", errors, bytes, n);
    size_t at = 0;
    while (at < d.length) {
        Utf8Fault fault;
        size_t bad;
        size_t valid = utf8_validate((const char *)d.data + at, d.length - at, false, &fault, &bad);
        put_utf8(&d.out, d.data + at, valid);
        at += valid;
        if (at >= d.length) break;
        if (fault == UTF8_UNEXPECTED_END && consumed) break;
        const char *reason = fault == UTF8_UNEXPECTED_END       ? "unexpected end of data"
                             : fault == UTF8_INVALID_START_BYTE ? "invalid start byte"
                                                                : "invalid continuation byte";
        if (!decoder_error(&d, at, at + bad, reason, &at)) return VALUE_ERROR;
    }
    if (consumed) *consumed = at;
    return builder_finish(&d.out);
}

Value codec_decode_latin1(Thread *t, const uint8_t *bytes, size_t n, const char *errors) {
    return str_from_latin1(t, bytes, n);
}

Value codec_decode_ascii(Thread *t, const uint8_t *bytes, size_t n, const char *errors) {
    if (chars_are_ascii(bytes, n)) return str_from_latin1(t, bytes, n);
    Decoder d;
    decoder_init(&d, t, "ascii", errors, bytes, n);
    size_t at = 0;
    while (at < d.length) {
        size_t plain = chars_ascii_prefix(d.data + at, d.length - at);
        put_latin1(&d.out, d.data + at, plain, true);
        at += plain;
        if (at < d.length && !decoder_error(&d, at, at + 1, "ordinal not in range(128)", &at))
            return VALUE_ERROR;
    }
    return builder_finish(&d.out);
}

/* ---- encoding ----------------------------------------------------------------------- */

/* Bytes of the WTF-8 form; *surrogates: whether it is not UTF-8. */
static size_t utf8_size(const StrView *s, bool *surrogates) {
    size_t size = s->length;
    *surrogates = false;
    if (s->width == 1) {
        const uint8_t *p = s->data;
        for (size_t i = 0; i < s->length; i++) size += p[i] >> 7;
    } else if (s->width == 2) {
        const uint16_t *p = s->data;
        for (size_t i = 0; i < s->length; i++) {
            size += (size_t)(p[i] >= 0x80) + (p[i] >= 0x800);
            *surrogates |= (p[i] & 0xf800) == 0xd800;
        }
    } else {
        const uint32_t *p = s->data;
        for (size_t i = 0; i < s->length; i++) {
            size += (size_t)(p[i] >= 0x80) + (p[i] >= 0x800) + (p[i] >= 0x10000);
            *surrogates |= (p[i] & 0xfffff800) == 0xd800;
        }
    }
    return size;
}

static uint8_t *put_char(uint8_t *to, uint32_t c) {
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

static void write_utf8(const StrView *s, uint8_t *to) {
    if (s->ascii) {
        memcpy(to, s->data, s->length);
        return;
    }
    for (size_t i = 0; i < s->length; i++) to = put_char(to, view_at(s, i));
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
    Bytes *out = bytes_alloc(t, size);
    if (!out) return VALUE_ERROR;
    write_utf8(&view, out->data);
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
        uint32_t c = view_at(&e.text, at);
        if (c < limit) {
            bytes_put(&e.out, (uint8_t)c);
            at++;
            continue;
        }
        size_t start = at, end = at + 1;
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
    write_utf8(&view, copy->bytes);
    copy->bytes[size] = 0;
    if (length) *length = size;
    return (const char *)copy->bytes;
}

const char *str_to_utf8(Thread *t, Value s, size_t *length) {
    return to_utf8(t, s, length, false);
}
const char *str_to_wtf8(Thread *t, Value s, size_t *length) {
    return to_utf8(t, s, length, true);
}

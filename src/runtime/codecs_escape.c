/*
 * codecs_escape.c - unicode_escape, raw_unicode_escape and the escapes of
 * bytes literals.
 */
#include <stdio.h>

#include "runtime/codecs_internal.h"
#include "runtime/error.h"
#include "runtime/sequence.h"
#include "runtime/unicode.h"

static int hex_value(uint8_t c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What one-letter escapes stand for; -1 if c is none of them. */
static int simple_escape(uint8_t c) {
    switch (c) {
    case '\\':
    case '\'':
    case '"': return c;
    case 'a': return 7;
    case 'b': return 8;
    case 'f': return 12;
    case 'n': return 10;
    case 'r': return 13;
    case 't': return 9;
    case 'v': return 11;
    default: return -1;
    }
}

/* Hexadecimal digits at *at: reads up to `count`, true if all were there. */
static bool read_hex(const Decoder *d, size_t *at, int count, uint32_t *out) {
    *out = 0;
    for (; count > 0; count--, ++*at) {
        int digit = *at < d->length ? hex_value(d->data[*at]) : -1;
        if (digit < 0) return false;
        *out = *out << 4 | (uint32_t)digit;
    }
    return true;
}

/* Behind "\N": "{name}".  Returns NULL when the character was appended, or
 * what is wrong; *incomplete: more input could complete it. */
static const char *read_name(Decoder *d, size_t *at, bool *incomplete) {
    static const char malformed[] = "malformed \\N character escape";
    *incomplete = *at >= d->length;
    if (*at >= d->length || d->data[*at] != '{') return malformed;
    size_t start = ++*at;
    while (*at < d->length && d->data[*at] != '}') ++*at;
    *incomplete = *at >= d->length;
    if (*incomplete || *at == start) {
        /* "\N{}" is bad altogether. */
        if (!*incomplete) ++*at;
        return malformed;
    }
    size_t length = (*at)++ - start;
    uint32_t c;
    if (!unicode_find_name((const char *)d->data + start, length, &c))
        return "unknown Unicode character name";
    builder_char(&d->out, c);
    return NULL;
}

Value codec_decode_unicode_escape(Thread *t, const uint8_t *bytes, size_t n, const char *errors,
                                  size_t *consumed) {
    Decoder d;
    decoder_init(&d, t, "unicodeescape", errors, bytes, n);
    builder_reserve(&d.out, n, 0);
    int invalid = -1; /* the first unknown escape: warned about */
    size_t at = 0;
    while (at < d.length && !d.out.failed) {
        size_t start = at;
        uint8_t c = d.data[at++];
        if (c != '\\') {
            builder_char(&d.out, c);
            continue;
        }
        const char *reason = NULL;
        bool incomplete = at >= d.length;
        uint32_t value;
        if (incomplete) {
            reason = "\\ at end of string";
        } else {
            c = d.data[at++];
            if (c == '\n') continue;
            if (simple_escape(c) >= 0) {
                builder_char(&d.out, (uint32_t)simple_escape(c));
                continue;
            }
            switch (c) {
            case '0':
            case '1':
            case '2':
            case '3':
            case '4':
            case '5':
            case '6':
            case '7':
                value = c - (uint32_t)'0';
                for (int i = 0; i < 2 && at < d.length && (d.data[at] & 0xf8) == '0'; i++)
                    value = value << 3 | (d.data[at++] & 7u);
                builder_char(&d.out, value);
                continue;
            case 'x':
            case 'u':
            case 'U':
                if (read_hex(&d, &at, c == 'x' ? 2 : c == 'u' ? 4 : 8, &value)) {
                    if (value <= 0x10ffff) {
                        builder_char(&d.out, value);
                        continue;
                    }
                    reason = "illegal Unicode character";
                } else {
                    incomplete = at >= d.length;
                    reason = c == 'x'   ? "truncated \\xXX escape"
                             : c == 'u' ? "truncated \\uXXXX escape"
                                        : "truncated \\UXXXXXXXX escape";
                }
                break;
            case 'N':
                reason = read_name(&d, &at, &incomplete);
                if (!reason) continue;
                break;
            default:
                if (invalid < 0) invalid = c;
                builder_char(&d.out, '\\');
                builder_char(&d.out, c);
                continue;
            }
        }
        if (incomplete && consumed) {
            at = start;
            break;
        }
        if (!decoder_error(&d, start, at, reason, &at)) return VALUE_ERROR;
    }
    if (consumed) *consumed = at;
    if (invalid >= 0 &&
        !warn(t, TYPE_DeprecationWarning, 1, "invalid escape sequence '\\%c'", invalid))
        return VALUE_ERROR;
    return builder_finish(&d.out);
}

Value codec_decode_raw_unicode_escape(Thread *t, const uint8_t *bytes, size_t n, const char *errors,
                                      size_t *consumed) {
    Decoder d;
    decoder_init(&d, t, "rawunicodeescape", errors, bytes, n);
    builder_reserve(&d.out, n, 0);
    size_t at = 0;
    while (at < d.length && !d.out.failed) {
        size_t start = at;
        uint8_t c = d.data[at++];
        if (c != '\\' || (at >= d.length && !consumed)) {
            builder_char(&d.out, c);
            continue;
        }
        if (at >= d.length) {
            at = start;
            break;
        }
        c = d.data[at++];
        if (c != 'u' && c != 'U') {
            builder_char(&d.out, '\\');
            builder_char(&d.out, c);
            continue;
        }
        uint32_t value;
        const char *reason;
        if (read_hex(&d, &at, c == 'u' ? 4 : 8, &value)) {
            if (value <= 0x10ffff) {
                builder_char(&d.out, value);
                continue;
            }
            reason = "\\Uxxxxxxxx out of range";
        } else {
            if (at >= d.length && consumed) {
                at = start;
                break;
            }
            reason = c == 'u' ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape";
        }
        if (!decoder_error(&d, start, at, reason, &at)) return VALUE_ERROR;
    }
    if (consumed) *consumed = at;
    return builder_finish(&d.out);
}

static void put_escaped(ByteBuilder *out, uint32_t c) {
    char text[16];
    snprintf(text, sizeof text, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
    bytes_put_ascii(out, text);
}

Value codec_encode_unicode_escape(Thread *t, Value s) {
    StrView view;
    ByteBuilder out = {.t = t};
    if (!str_view(t, s, &view)) return VALUE_ERROR;
    bytes_reserve(&out, view.length);
    for (size_t i = 0; i < view.length && !out.failed; i++) {
        uint32_t c = view_at(&view, i);
        switch (c) {
        case '\t': bytes_put_ascii(&out, "\\t"); break;
        case '\n': bytes_put_ascii(&out, "\\n"); break;
        case '\r': bytes_put_ascii(&out, "\\r"); break;
        case '\\': bytes_put_ascii(&out, "\\\\"); break;
        default:
            if (c >= ' ' && c < 0x7f)
                bytes_put(&out, (uint8_t)c);
            else
                put_escaped(&out, c);
        }
    }
    return bytes_finish(&out);
}

Value codec_encode_raw_unicode_escape(Thread *t, Value s) {
    StrView view;
    ByteBuilder out = {.t = t};
    if (!str_view(t, s, &view)) return VALUE_ERROR;
    bytes_reserve(&out, view.length);
    for (size_t i = 0; i < view.length && !out.failed; i++) {
        uint32_t c = view_at(&view, i);
        if (c < 0x100)
            bytes_put(&out, (uint8_t)c);
        else
            put_escaped(&out, c);
    }
    return bytes_finish(&out);
}

/* ---- bytes literals -------------------------------------------------------------------- */

Value codec_decode_escape(Thread *t, const uint8_t *bytes, size_t n, const char *errors) {
    ByteBuilder out = {.t = t};
    bytes_reserve(&out, n);
    int invalid = -1;
    for (size_t at = 0; at < n && !out.failed;) {
        size_t start = at;
        uint8_t c = bytes[at++];
        if (c != '\\') {
            bytes_put(&out, c);
            continue;
        }
        if (at >= n) return raise_value_error(t, "Trailing \\ in string");
        c = bytes[at++];
        if (c == '\n') continue;
        if (simple_escape(c) >= 0) {
            bytes_put(&out, (uint8_t)simple_escape(c));
            continue;
        }
        if (c >= '0' && c <= '7') {
            uint32_t value = c - (uint32_t)'0';
            for (int i = 0; i < 2 && at < n && (bytes[at] & 0xf8) == '0'; i++)
                value = value << 3 | (bytes[at++] & 7u);
            bytes_put(&out, (uint8_t)value);
            continue;
        }
        if (c != 'x') {
            if (invalid < 0) invalid = c;
            bytes_put(&out, '\\');
            bytes_put(&out, c);
            continue;
        }
        int high = at < n ? hex_value(bytes[at]) : -1;
        int low = at + 1 < n ? hex_value(bytes[at + 1]) : -1;
        if (high >= 0 && low >= 0) {
            bytes_put(&out, (uint8_t)(high << 4 | low));
            at += 2;
            continue;
        }
        if (at < n && high >= 0) at++; /* a lone digit belongs to the bad escape */
        if (!errors || strcmp(errors, "strict") == 0)
            return raise_value_error(t, "invalid \\x escape at position %zu", start);
        if (strcmp(errors, "replace") == 0)
            bytes_put(&out, '?');
        else if (strcmp(errors, "ignore") != 0)
            return raise_value_error(t, "decoding error; unknown error handling code: %.400s",
                                     errors);
    }
    if (invalid >= 0 &&
        !warn(t, TYPE_DeprecationWarning, 1, "invalid escape sequence '\\%c'", invalid))
        return VALUE_ERROR;
    return bytes_finish(&out);
}

Value codec_encode_escape(Thread *t, const uint8_t *bytes, size_t n) {
    ByteBuilder out = {.t = t};
    bytes_reserve(&out, n);
    for (size_t i = 0; i < n && !out.failed; i++) {
        uint8_t c = bytes[i];
        if (c == '\'' || c == '\\') {
            bytes_put(&out, '\\');
            bytes_put(&out, c);
        } else if (c == '\t' || c == '\n' || c == '\r') {
            bytes_put(&out, '\\');
            bytes_put(&out, c == '\t' ? 't' : c == '\n' ? 'n' : 'r');
        } else if (c < ' ' || c >= 0x7f) {
            put_escaped(&out, c);
        } else {
            bytes_put(&out, c);
        }
    }
    return bytes_finish(&out);
}

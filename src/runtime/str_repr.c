/*
 * str_repr.c - repr() and ascii() of strings.
 */
#include "runtime/error.h"
#include "runtime/str_internal.h"
#include "runtime/unicode.h"

static const char hex_digits[] = "0123456789abcdef";

enum { ESCAPE_MAX = 10 };

/* Writes c as \\, \t, \xe9, \u20ac or \U0001f600; `mark` is the quote in use. */
static inline uint8_t *write_escape(uint8_t *to, uint32_t c, uint32_t mark) {
    *to++ = '\\';
    if (c == '\\' || c == mark) {
        *to++ = (uint8_t)c;
    } else if (c == '\t' || c == '\n' || c == '\r') {
        *to++ = c == '\t' ? 't' : c == '\n' ? 'n' : 'r';
    } else {
        int digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
        *to++ = digits == 2 ? 'x' : digits == 4 ? 'u' : 'U';
        while (digits-- > 0) *to++ = (uint8_t)hex_digits[c >> (4 * digits) & 15];
    }
    return to;
}

static void put_escape(StrBuilder *b, uint32_t c, uint32_t mark) {
    uint8_t text[ESCAPE_MAX], *end = write_escape(text, c, mark);
    builder_ascii(b, (const char *)text, (size_t)(end - text));
}

/* What repr makes of the ASCII characters: the size of it; quotes are counted. */
enum { SINGLE = 5, DOUBLE = 6 };
static const uint8_t ascii_sizes[0x80] = {
    [0 ... 8] = 4,
    ['\t'] = 2,
    ['\n'] = 2,
    [0x0b ... 0x0c] = 4,
    ['\r'] = 2,
    [0x0e ... 0x1f] = 4,
    [' ' ... '!'] = 1,
    ['"'] = DOUBLE,
    ['#' ... '&'] = 1,
    ['\''] = SINGLE,
    ['(' ... '['] = 1,
    ['\\'] = 2,
    [']' ... '~'] = 1,
    [0x7f] = 4,
};

static inline bool is_plain(uint32_t c, uint32_t mark, bool ascii_only) {
    return c < 0x80 ? ascii_sizes[c] == 1 || (ascii_sizes[c] >= SINGLE && c != mark)
                    : !ascii_only && unicode_is(c, UNICODE_PRINTABLE);
}

/* Measures the repr without the quotes around it; adds up the bits of the
 * characters that stay as they are. */
static inline __attribute__((always_inline)) size_t
measure(const void *chars, unsigned width, size_t n, bool ascii_only, uint32_t *mark,
        uint32_t *kept) {
    size_t size = 0, singles = 0, doubles = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t c = chars_get(chars, width, i);
        if (c < 0x80) {
            size_t k = ascii_sizes[c];
            singles += k == SINGLE;
            doubles += k == DOUBLE;
            size += k >= SINGLE ? 1 : k;
        } else if (!ascii_only && unicode_is(c, UNICODE_PRINTABLE)) {
            *kept |= c;
            size++;
        } else {
            size += c < 0x100 ? 4 : c < 0x10000 ? 6 : 10;
        }
    }
    *mark = singles && !doubles ? '"' : '\'';
    return *mark == '"' ? size : size + singles;
}

static Value quote(Thread *t, Value v, bool ascii_only) {
    StrView s;
    if (!str_view(t, v, &s)) return VALUE_ERROR;
    uint32_t mark, kept = 0;
    size_t size = s.width == 1   ? measure(s.data, 1, s.length, ascii_only, &mark, &kept)
                  : s.width == 2 ? measure(s.data, 2, s.length, ascii_only, &mark, &kept)
                                 : measure(s.data, 4, s.length, ascii_only, &mark, &kept);
    if (size == s.length) {
        /* Nothing to escape. */
        Str *out = str_alloc(t, size + 2, kept);
        if (!out) return VALUE_ERROR;
        uint8_t *data = out->data;
        chars_put(data, out->width, 0, mark);
        chars_copy(data + out->width, out->width, s.data, s.width, s.length);
        chars_put(data, out->width, size + 1, mark);
        return value_from_object(out);
    }
    if (kept < 0x100) {
        Str *out = str_alloc(t, size + 2, kept);
        if (!out) return VALUE_ERROR;
        uint8_t *to = out->data;
        *to++ = (uint8_t)mark;
        for (size_t i = 0; i < s.length; i++) {
            uint32_t c = view_at(&s, i);
            if (is_plain(c, mark, ascii_only))
                *to++ = (uint8_t)c;
            else
                to = write_escape(to, c, mark);
        }
        *to = (uint8_t)mark;
        return value_from_object(out);
    }
    StrBuilder b;
    builder_init(&b, t);
    builder_reserve(&b, size + 2, kept);
    builder_char(&b, mark);
    /* Plain characters go in runs. */
    size_t run = 0;
    for (size_t i = 0; i < s.length && !b.failed; i++) {
        uint32_t c = view_at(&s, i);
        if (is_plain(c, mark, ascii_only)) continue;
        builder_substring(&b, v, run, i);
        run = i + 1;
        put_escape(&b, c, mark);
    }
    builder_substring(&b, v, run, s.length);
    builder_char(&b, mark);
    return builder_finish(&b);
}

Value str_escape_ascii(Thread *t, Value v) {
    StrView s;
    if (!str_view(t, v, &s)) return VALUE_ERROR;
    if (s.ascii) return v;
    StrBuilder b;
    builder_init(&b, t);
    builder_reserve(&b, s.length, 0);
    for (size_t i = 0; i < s.length && !b.failed; i++) {
        uint32_t c = view_at(&s, i);
        if (c < 0x80)
            builder_char(&b, c);
        else
            put_escape(&b, c, 0);
    }
    return builder_finish(&b);
}

Value str_repr(Thread *t, Value s) {
    return quote(t, s, false);
}
Value str_ascii(Thread *t, Value s) {
    return quote(t, s, true);
}

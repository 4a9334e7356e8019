/*
 * str_repr.c - repr() and ascii() of strings.
 */
#include "runtime/error.h"
#include "runtime/str_internal.h"
#include "runtime/unicode.h"

static const char hex_digits[] = "0123456789abcdef";

/* Appends c as \t, \xe9, \u20ac or \U0001f600. */
static void put_escape(StrBuilder *b, uint32_t c) {
    switch (c) {
    case '\t': builder_ascii(b, "\\t", 2); return;
    case '\n': builder_ascii(b, "\\n", 2); return;
    case '\r': builder_ascii(b, "\\r", 2); return;
    default: break;
    }
    char text[10];
    int digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
    text[0] = '\\';
    text[1] = digits == 2 ? 'x' : digits == 4 ? 'u' : 'U';
    for (int i = 0; i < digits; i++) text[2 + i] = hex_digits[c >> (4 * (digits - 1 - i)) & 15];
    builder_ascii(b, text, (size_t)digits + 2);
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
        if (c == mark || c == '\\') {
            builder_char(&b, '\\');
            builder_char(&b, c);
        } else {
            put_escape(&b, c);
        }
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
            put_escape(&b, c);
    }
    return builder_finish(&b);
}

Value str_repr(Thread *t, Value s) {
    return quote(t, s, false);
}
Value str_ascii(Thread *t, Value s) {
    return quote(t, s, true);
}

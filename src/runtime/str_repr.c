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

static Value quote(Thread *t, Value v, bool ascii_only) {
    StrView s;
    if (!str_view(t, v, &s)) return VALUE_ERROR;
    bool has_single = chars_find_char(s.data, s.width, s.length, '\'') != SIZE_MAX;
    uint32_t mark =
        has_single && chars_find_char(s.data, s.width, s.length, '"') == SIZE_MAX ? '"' : '\'';
    StrBuilder b;
    builder_init(&b, t);
    builder_reserve(&b, s.length + 2, 0);
    builder_char(&b, mark);
    /* Plain characters go in runs. */
    size_t run = 0;
    for (size_t i = 0; i < s.length && !b.failed; i++) {
        uint32_t c = view_at(&s, i);
        bool plain = c < 0x80 ? c >= ' ' && c < 0x7f && c != mark && c != '\\'
                              : !ascii_only && unicode_is(c, UNICODE_PRINTABLE);
        if (plain) continue;
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

/*
 * str_builder.c - StrBuilder, and printf-like formatting of messages.
 */
#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"
#include "runtime/error.h"
#include "runtime/ops.h"
#include "runtime/str_internal.h"

enum { BUILDER_FIRST_BYTES = 256, BUILDER_COPY_BYTES = 1024 };

void builder_init_in(StrBuilder *b, Thread *t, void *room, size_t size) {
    b->t = t;
    b->data = room;
    b->buffer = NULL;
    b->whole = NULL;
    b->length = 0;
    b->capacity = size;
    b->width = 1;
    b->seen = 0;
    b->failed = false;
}

void builder_init(StrBuilder *b, Thread *t) { builder_init_in(b, t, b->local, sizeof b->local); }

bool builder_reserve(StrBuilder *b, size_t extra, uint32_t max_char) {
    if (b->failed) return false;
    unsigned width = width_of_char(max_char);
    if (width < b->width) width = b->width;
    if (width == b->width && extra <= b->capacity - b->length) return true;
    size_t needed = b->length + extra;
    if (needed > STR_MAX_LENGTH || needed < extra) {
        raise_memory_error(b->t);
        b->failed = true;
        return false;
    }
    if (b->whole) {
        b->whole = NULL;
        if (needed * width <= sizeof b->local) {
            chars_copy(b->local, width, b->data, b->width, b->length);
            b->data = b->local;
            b->width = width;
            b->capacity = sizeof b->local / width;
            return true;
        }
    }
    /* Who reserves before anything else knows the size. */
    size_t capacity = needed <= b->capacity ? b->capacity : b->length ? needed + needed / 2 : needed;
    if (capacity * width < BUILDER_FIRST_BYTES) capacity = BUILDER_FIRST_BYTES / width;
    CharBuffer *buffer = char_buffer_new(b->t, capacity * width);
    if (!buffer) {
        b->failed = true;
        return false;
    }
    if (b->length) chars_copy(buffer->characters, width, b->data, b->width, b->length);
    b->buffer = (Raw *)buffer;
    b->data = buffer->characters;
    b->width = width;
    b->capacity = capacity;
    return true;
}

static inline void *builder_end(StrBuilder *b) {
    return (uint8_t *)b->data + b->length * b->width;
}

void builder_char_slow(StrBuilder *b, uint32_t c) {
    b->seen |= (uint8_t)c;
    if (builder_reserve(b, 1, c)) chars_put(b->data, b->width, b->length++, c);
}

void builder_ascii(StrBuilder *b, const char *text, size_t length) {
    if (!builder_reserve(b, length, 0x7f)) return;
    if (b->width == 1)
        copy_short(builder_end(b), text, length);
    else
        chars_copy(builder_end(b), b->width, text, 1, length);
    b->length += length;
}

void builder_cstring(StrBuilder *b, const char *ascii) {
    builder_ascii(b, ascii, strlen(ascii));
}

static void builder_chars(StrBuilder *b, const void *chars, unsigned width, size_t length, bool ascii) {
    if (!ascii) b->seen |= 0x80;
    uint32_t max_char = width <= b->width ? 0 : chars_max(chars, width, length);
    if (!builder_reserve(b, length, max_char)) return;
    chars_copy(builder_end(b), b->width, chars, width, length);
    b->length += length;
}

void builder_str(StrBuilder *b, Value v) {
    Str *s = value_as_str(v);
    if (!(s->flags & STR_ASCII)) b->seen |= 0x80;
    if (b->length == 0 && b->data == b->local && s->data && !b->failed) {
        b->whole = s;
        b->data = s->data;
        b->width = s->width;
        b->length = b->capacity = s->length;
        return;
    }
    if (!builder_reserve(b, s->length, str_max_char(s))) return;
    if (s->data && s->width == b->width)
        copy_short(builder_end(b), s->data, (size_t)s->length * s->width);
    else
        str_write(s, builder_end(b), b->width);
    b->length += s->length;
}

void builder_substring(StrBuilder *b, Value v, size_t start, size_t end) {
    StrView s;
    if (b->failed) return;
    if (!str_view(b->t, v, &s)) {
        b->failed = true;
        return;
    }
    if (end > s.length) end = s.length;
    if (start < end) builder_chars(b, view_from(&s, start), s.width, end - start, s.ascii);
}

void builder_fill(StrBuilder *b, uint32_t c, size_t count) {
    if (count == 0 || !builder_reserve(b, count, c)) return;
    b->seen |= c < 0x80 ? 0 : 0x80;
    chars_fill(builder_end(b), b->width, count, c);
    b->length += count;
}

Value builder_finish(StrBuilder *b) {
    if (b->failed) return VALUE_ERROR;
    if (b->length == 0) return b->t->vm->empty_str;
    if (b->whole) return str_exact(b->t, value_from_object(b->whole));
    size_t bytes = b->length * b->width;
    CharBuffer *buffer = (CharBuffer *)b->buffer;
    bool ascii = b->width == 1 && b->seen < 0x80;
    if (!buffer || bytes <= BUILDER_COPY_BYTES || bytes < char_buffer_capacity(buffer) / 2)
        return ascii ? str_from_ascii(b->t, b->data, b->length) : str_from_chars(b->t, b->data, b->width, b->length);
    /* Large results keep the buffer.  The width is right already: a builder
     * widens only for a character that needs it. */
    buffer->used = bytes;
    ascii = ascii || (b->width == 1 && chars_are_ascii(buffer->characters, b->length));
    return str_new_indirect(b->t, value_from_object(buffer), buffer->characters, b->length,
                            b->width, ascii ? STR_ASCII : 0);
}

/* ---- messages -------------------------------------------------------------------- */

/* UTF-8 of a C string, at most `limit` bytes; malformed parts as U+FFFD. */
static void builder_utf8(StrBuilder *b, const char *text, size_t limit) {
    size_t length = strnlen(text, limit);
    size_t ascii = chars_ascii_prefix((const uint8_t *)text, length);
    builder_ascii(b, text, ascii);
    for (size_t at = ascii; at < length;) {
        size_t size;
        builder_char(b, utf8_decode(text + at, length - at, &size));
        at += size;
    }
}

static void builder_value(StrBuilder *b, Value s, size_t limit) {
    if (value_is_error(s))
        b->failed = true;
    else
        builder_substring(b, s, 0, limit);
}

typedef struct Directive {
    char flags[8]; /* as written, for printf */
    int width;
    size_t precision; /* SIZE_MAX: none */
    enum { SIZE_INT, SIZE_LONG, SIZE_SIZE } size;
} Directive;

static void builder_decimal(StrBuilder *b, unsigned long u, bool is_signed) {
    char text[24], *at = text + sizeof text;
    bool negative = is_signed && (long)u < 0;
    if (negative) u = -u;
    do
        *--at = (char)('0' + u % 10);
    while (u /= 10);
    if (negative) *--at = '-';
    builder_ascii(b, at, (size_t)(text + sizeof text - at));
}

/* Numbers with anything special go through printf, with the directive rebuilt for long. */
static void builder_number(StrBuilder *b, const Directive *d, char conversion, unsigned long u) {
    char format[32], text[256];
    if (!d->flags[0] && !d->width && d->precision == SIZE_MAX && (conversion == 'd' || conversion == 'u')) {
        builder_decimal(b, u, conversion == 'd');
        return;
    }
    int width = d->width > 200 ? 200 : d->width;
    if (d->precision == SIZE_MAX)
        snprintf(format, sizeof format, "%%%s%dl%c", d->flags, width, conversion);
    else
        snprintf(format, sizeof format, "%%%s%d.%dl%c", d->flags, width,
                 d->precision > 200 ? 200 : (int)d->precision, conversion);
    if (width == 0 && d->precision == SIZE_MAX)
        snprintf(format, sizeof format, "%%%sl%c", d->flags, conversion);
    int n = snprintf(text, sizeof text, format, u);
    builder_ascii(b, text, (size_t)n);
}

/* Messages call a native type by its full name: collections.deque. */
static const char *name_in_messages(const Type *type) {
    return type->native_name ? type->native_name : type_name(type);
}

static void builder_vformat(StrBuilder *b, const char *format, va_list ap) {
    Thread *t = b->t;
    while (*format && !b->failed) {
        const char *percent = strchr(format, '%');
        if (!percent) {
            builder_utf8(b, format, SIZE_MAX);
            return;
        }
        builder_utf8(b, format, (size_t)(percent - format));
        format = percent + 1;
        Directive d = {.precision = SIZE_MAX, .size = SIZE_INT};
        size_t flag_count = 0;
        while (*format && strchr("-+ #0", *format)) {
            if (flag_count < sizeof d.flags - 1) d.flags[flag_count++] = *format;
            format++;
        }
        if (*format == '*') {
            d.width = va_arg(ap, int);
            format++;
        }
        while (*format >= '0' && *format <= '9') d.width = d.width * 10 + (*format++ - '0');
        if (*format == '.') {
            format++;
            d.precision = 0;
            if (*format == '*') {
                int precision = va_arg(ap, int);
                d.precision = precision < 0 ? SIZE_MAX : (size_t)precision;
                format++;
            }
            while (*format >= '0' && *format <= '9')
                d.precision = d.precision * 10 + (size_t)(*format++ - '0');
        }
        for (;; format++) {
            if (*format == 'l')
                d.size = SIZE_LONG;
            else if (*format == 'z')
                d.size = SIZE_SIZE;
            else
                break;
        }
        char conversion = *format++;
        switch (conversion) {
        case 'd':
        case 'i':
            builder_number(
                b, &d, 'd',
                (unsigned long)(d.size == SIZE_INT ? va_arg(ap, int) : va_arg(ap, long)));
            break;
        case 'u':
        case 'x':
        case 'X':
        case 'o':
            builder_number(b, &d, conversion,
                           d.size == SIZE_INT ? va_arg(ap, unsigned) : va_arg(ap, unsigned long));
            break;
        case 'p': {
            char text[32];
            int n = snprintf(text, sizeof text, "%p", va_arg(ap, void *));
            builder_ascii(b, text, (size_t)n);
            break;
        }
        case 'g': {
            char text[64];
            int n = snprintf(text, sizeof text, "%g", va_arg(ap, double));
            builder_ascii(b, text, (size_t)n);
            break;
        }
        case 'c': builder_char(b, (uint32_t)va_arg(ap, int)); break;
        case 's': {
            const char *text = va_arg(ap, const char *);
            size_t length = strnlen(text, d.precision);
            if (d.width > 0 && (size_t)d.width > length && !strchr(d.flags, '-'))
                builder_fill(b, ' ', (size_t)d.width - length);
            builder_utf8(b, text, d.precision);
            if (d.width > 0 && (size_t)d.width > length && strchr(d.flags, '-'))
                builder_fill(b, ' ', (size_t)d.width - length);
            break;
        }
        case 'S': builder_value(b, op_str(t, va_arg(ap, Value)), d.precision); break;
        case 'R': builder_value(b, op_repr(t, va_arg(ap, Value)), d.precision); break;
        case 'A': builder_value(b, op_ascii(t, va_arg(ap, Value)), d.precision); break;
        case 'U': builder_value(b, va_arg(ap, Value), d.precision); break;
        case 'T':
            builder_utf8(b, name_in_messages(type_of(t, va_arg(ap, Value))), d.precision);
            break;
        case 'N': builder_utf8(b, name_in_messages(va_arg(ap, const Type *)), d.precision); break;
        case '%': builder_char(b, '%'); break;
        default: assert(!"unknown directive"); return;
        }
    }
}

void builder_format(StrBuilder *b, const char *format, ...) {
    va_list ap;
    va_start(ap, format);
    builder_vformat(b, format, ap);
    va_end(ap);
}

Value str_vformat(Thread *t, const char *format, va_list ap) {
    StrBuilder b;
    builder_init(&b, t);
    builder_vformat(&b, format, ap);
    return builder_finish(&b);
}

Value str_format(Thread *t, const char *format, ...) {
    va_list ap;
    va_start(ap, format);
    Value result = str_vformat(t, format, ap);
    va_end(ap);
    return result;
}

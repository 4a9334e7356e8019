/*
 * format_number.c - format() of int, float and complex: signs, prefixes,
 * grouping and padding around the digits.
 */
#include <limits.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/format.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/str_internal.h"

/* ---- layout --------------------------------------------------------------------- */

/* A number taken apart: sign, prefix, integer digits, and what follows them
 * after an optional point (decimals, exponent, '%'; or "nan", "inf" alone). */
typedef struct NumberParts {
    char sign; /* '-' or 0 */
    const char *prefix;
    const char *digits;
    size_t digit_count;
    bool has_point;
    const char *rest;
    size_t rest_count;
    uint32_t character; /* instead of all this: the 'c' presentation */
} NumberParts;

typedef struct Grouping {
    const char *separator, *point; /* UTF-8 */
    const char *sizes;             /* as lconv.grouping; "" for none */
} Grouping;

static Grouping grouping_of(const FormatSpec *spec) {
    Grouping g = {"", ".", ""};
    if (spec->thousands == 'n') {
        const struct lconv *lc = localeconv();
        g = (Grouping){lc->thousands_sep, lc->decimal_point, lc->grouping};
    } else if (spec->thousands) {
        g.separator = spec->thousands == ',' ? "," : "_";
        g.sizes = spec->type < 128 && spec->type && strchr("boxX", (int)spec->type) ? "\4" : "\3";
    }
    return g;
}

/* The next group size from the right: 0 when the rest is one group. */
static size_t next_group(const char **sizes, size_t last) {
    if (**sizes == 0) return last;
    if (**sizes == CHAR_MAX) return 0;
    return (size_t) * (*sizes)++;
}

/* Appends digits in groups, with leading zeros to at least min_width
 * characters; or only counts, without `out`.  A separator never comes first,
 * so that the result may be one longer.  Works backwards, as groups count. */
static int64_t put_grouped(StrBuilder *out, const char *digits, size_t count, int64_t min_width,
                           const Grouping *g) {
    bool separators = *g->separator && *g->sizes;
    int64_t remaining = (int64_t)count, total = 0;
    int64_t longest = remaining > min_width ? remaining : min_width;
    uint8_t local[128], *reversed = out ? local : NULL;
    if (out && 2 * longest + 2 > (int64_t)sizeof local) {
        Raw *raw = gc_alloc_raw(out->t, 2 * (size_t)longest + 2);
        if (!raw) {
            out->failed = true;
            return 0;
        }
        reversed = raw->bytes;
    }
    const char *sizes = g->sizes;
    size_t size = 0;
    for (bool first = true;; first = false) {
        size = separators ? next_group(&sizes, size) : 0;
        int64_t need = remaining > min_width ? remaining : min_width;
        if (need < 1) need = 1;
        int64_t length = size && (int64_t)size < need ? (int64_t)size : need;
        if (!first) {
            if (reversed) reversed[total] = 0; /* the separator */
            total++;
        }
        for (int64_t i = 0; i < length; i++, total++) {
            if (reversed)
                reversed[total] =
                    i < remaining ? (uint8_t)digits[remaining - 1 - i] : (uint8_t)'0';
        }
        remaining -= length < remaining ? length : remaining;
        min_width -= length;
        if (remaining <= 0 && min_width <= 0) break;
        min_width--;
    }
    if (reversed) {
        Value separator = separators && g->separator[1] ? str_from_cstring(out->t, g->separator) : VALUE_UNDEF;
        if (value_is_error(separator)) {
            out->failed = true;
            return 0;
        }
        builder_reserve(out, (size_t)total, 0);
        for (int64_t i = total; i-- > 0 && !out->failed;) {
            if (reversed[i])
                builder_char(out, reversed[i]);
            else if (value_is_undef(separator))
                builder_char(out, (uint8_t)*g->separator);
            else
                builder_str(out, separator);
        }
    }
    return total;
}

/* The layout without separators. */
static void put_ungrouped(StrBuilder *out, const FormatSpec *spec, const NumberParts *n) {
    char sign = n->sign == '-' ? '-' : spec->sign == '+' ? '+' : spec->sign == ' ' ? ' ' : 0;
    size_t prefix_length = *n->prefix ? strlen(n->prefix) : 0;
    int64_t total = (sign != 0) + (int64_t)prefix_length + (int64_t)n->digit_count + n->has_point +
                    (int64_t)n->rest_count + (n->character ? 1 : 0);
    size_t padding = spec->width > total ? (size_t)(spec->width - total) : 0;
    size_t left = spec->align == '>' ? padding : spec->align == '^' ? padding / 2 : 0;
    size_t inner = spec->align == '=' ? padding : 0;
    if (out->width == 1 && spec->fill < 0x80 && n->character < 0x80 &&
        (size_t)total + padding <= out->capacity - out->length) { /* there is room: no checks */
        uint8_t *at = (uint8_t *)out->data + out->length;
        out->length += (size_t)total + padding;
        fill_short(at, (uint8_t)spec->fill, left);
        at += left;
        if (sign) *at++ = (uint8_t)sign;
        copy_short(at, n->prefix, prefix_length);
        at += prefix_length;
        fill_short(at, (uint8_t)spec->fill, inner);
        at += inner;
        copy_short(at, n->digits, n->digit_count);
        at += n->digit_count;
        if (n->character) *at++ = (uint8_t)n->character;
        if (n->has_point) *at++ = '.';
        copy_short(at, n->rest, n->rest_count);
        at += n->rest_count;
        fill_short(at, (uint8_t)spec->fill, padding - left - inner);
        return;
    }
    if (left) builder_fill(out, spec->fill, left);
    if (sign) builder_char(out, (uint32_t)sign);
    if (prefix_length) builder_ascii(out, n->prefix, prefix_length);
    if (inner) builder_fill(out, spec->fill, inner);
    builder_ascii(out, n->digits, n->digit_count);
    if (n->character) builder_char(out, n->character);
    if (n->has_point) builder_char(out, '.');
    if (n->rest_count) builder_ascii(out, n->rest, n->rest_count);
    if (padding) builder_fill(out, spec->fill, padding - left - inner);
}

enum { GROUPED_MAX = 40 };

/* Digits with separators between groups of the same size; returns how many characters. */
static size_t group_digits(const NumberParts *n, char separator, size_t size, char *to) {
    size_t first = (n->digit_count - 1) % size + 1, length = first;
    memcpy(to, n->digits, first);
    for (size_t at = first; at < n->digit_count; at += size, length += size + 1) {
        to[length] = separator;
        memcpy(to + length + 1, n->digits + at, size);
    }
    return length;
}

static void put_number(StrBuilder *out, const FormatSpec *spec, const NumberParts *n) {
    if (spec->width > (int64_t)STR_MAX_LENGTH) {
        raise_memory_error(out->t); /* before counting so many digits */
        out->failed = true;
        return;
    }
    if (!spec->thousands) {
        put_ungrouped(out, spec, n);
        return;
    }
    if (spec->thousands != 'n' && n->digit_count && n->digit_count <= GROUPED_MAX &&
        !(spec->fill == '0' && spec->align == '=')) {
        char grouped[2 * GROUPED_MAX];
        bool power = spec->type == 'b' || spec->type == 'o' || spec->type == 'x' || spec->type == 'X';
        NumberParts with = *n;
        with.digit_count = group_digits(n, (char)spec->thousands, power ? 4 : 3, grouped);
        with.digits = grouped;
        put_ungrouped(out, spec, &with);
        return;
    }
    Grouping g = grouping_of(spec);
    char sign = n->sign == '-' ? '-' : spec->sign == '+' ? '+' : spec->sign == ' ' ? ' ' : 0;
    size_t prefix_length = strlen(n->prefix);
    size_t point_length = 0;
    Value point = VALUE_UNDEF;
    if (n->has_point) {
        point = str_from_cstring(out->t, g.point);
        if (value_is_error(point)) {
            out->failed = true;
            return;
        }
        point_length = value_as_str(point)->length;
    }
    int64_t other = (sign != 0) + (int64_t)prefix_length + (int64_t)point_length +
                    (int64_t)n->rest_count + (n->character ? 1 : 0);
    /* Leading zeros are part of the digits, so that they are grouped too. */
    int64_t min_digits = spec->fill == '0' && spec->align == '=' ? spec->width - other : 0;
    int64_t digits = 0;
    if (n->digit_count) digits = put_grouped(NULL, n->digits, n->digit_count, min_digits, &g);
    int64_t total = other + digits, padding = spec->width > total ? spec->width - total : 0;
    int64_t left = 0, inner = 0;
    if (spec->align == '>')
        left = padding;
    else if (spec->align == '^')
        left = padding / 2;
    else if (spec->align == '=')
        inner = padding;
    builder_fill(out, spec->fill, (size_t)left);
    if (sign) builder_char(out, (uint32_t)sign);
    builder_ascii(out, n->prefix, prefix_length);
    builder_fill(out, spec->fill, (size_t)inner);
    if (n->digit_count) put_grouped(out, n->digits, n->digit_count, min_digits, &g);
    if (n->character) builder_char(out, n->character);
    if (n->has_point) builder_str(out, point);
    builder_ascii(out, n->rest, n->rest_count);
    builder_fill(out, spec->fill, (size_t)(padding - left - inner));
}

/* ---- float ---------------------------------------------------------------------------- */

/* Sets the digits of a formatted double ("-12.5e+03%") in parts. */
static void split_number(NumberParts *n, const char *text, size_t length) {
    const char *end = text + length;
    *n = (NumberParts){.prefix = "", .digits = text};
    if (text < end && *text == '-') {
        n->sign = '-';
        n->digits = ++text;
    }
    while (text < end && *text >= '0' && *text <= '9') text++;
    n->digit_count = (size_t)(text - n->digits);
    if (text < end && *text == '.') {
        n->has_point = true;
        text++;
    }
    n->rest = text;
    n->rest_count = (size_t)(end - text);
}

/* What the parts of a double point into. */
typedef struct FloatText {
    char room[FLOAT_SHORT_MAX + 1];
    StrBuilder builder; /* for texts that are longer */
} FloatText;

/* The digits of d as spec.type wants them. */
static bool double_parts(Thread *t, const FormatSpec *spec, double d, bool add_dot_0,
                         FloatText *text, NumberParts *n) {
    if (spec->precision > INT_MAX) {
        raise_value_error(t, "precision too big");
        return false;
    }
    int precision = (int)spec->precision;
    char code = (char)spec->type;
    unsigned flags = (spec->alternate ? FLOAT_ALTERNATE : 0u) |
                     (spec->no_negative_zero ? FLOAT_NO_NEGATIVE_ZERO : 0u);
    if (code == 0) {
        if (add_dot_0) flags |= FLOAT_ADD_DOT_0;
        code = precision < 0 ? 'r' : 'g';
    } else if (code == 'n') {
        code = 'g';
    } else if (code == '%') {
        code = 'f';
        d *= 100;
    }
    if (precision < 0) precision = 6;
    size_t length = float_format_short(d, code, precision, flags, text->room);
    if (length) {
        if (spec->type == '%') text->room[length++] = '%';
        split_number(n, text->room, length);
        return true;
    }
    StrBuilder *b = &text->builder;
    builder_init(b, t);
    float_format_double(d, code, precision, flags, b);
    if (spec->type == '%') builder_char(b, '%');
    split_number(n, (const char *)b->data, b->length);
    return !b->failed;
}

static bool is_float_code(uint32_t c) {
    return c == 0 || (c < 128 && strchr("eEfFgGn%", (int)c));
}

void float_format_put(StrBuilder *out, double d, const FormatSpec *spec) {
    FloatText text;
    NumberParts parts;
    if (!double_parts(out->t, spec, d, true, &text, &parts)) {
        out->failed = true;
        return;
    }
    if (spec->type != 'n') {
        put_number(out, spec, &parts);
        return;
    }
    FormatSpec local = *spec;
    local.thousands = 'n';
    put_number(out, &local, &parts);
}

static Value format_double(Thread *t, double d, const FormatSpec *spec) {
    StrBuilder out;
    builder_init(&out, t);
    float_format_put(&out, d, spec);
    return builder_finish(&out);
}

Value float_format_value(Thread *t, Value f, Value spec_text) {
    if (value_as_str(spec_text)->length == 0) return op_str(t, f);
    FormatSpec spec;
    if (!format_spec_parse(t, spec_text, f, 0, '>', &spec)) return VALUE_ERROR;
    if (!is_float_code(spec.type)) return raise_unknown_format_code(t, spec.type, f);
    return format_double(t, float_as_double(f), &spec);
}

/* ---- complex ----------------------------------------------------------------------------- */

Value complex_format_value(Thread *t, Value c, Value spec_text) {
    if (value_as_str(spec_text)->length == 0) return op_str(t, c);
    FormatSpec spec;
    if (!format_spec_parse(t, spec_text, c, 0, '>', &spec)) return VALUE_ERROR;
    if (spec.type == '%' || !is_float_code(spec.type))
        return raise_unknown_format_code(t, spec.type, c);
    if (spec.fill == '0')
        return raise_value_error(t, "Zero padding is not allowed in complex format specifier");
    if (spec.align == '=')
        return raise_value_error(t,
                                 "'=' alignment flag is not allowed in complex format specifier");
    const Complex *z = (Complex *)value_as_object(c);
    bool skip_real = spec.type == 0 && z->real == 0 && !signbit(z->real);
    bool parentheses = spec.type == 0 && !skip_real;
    FloatText text;
    StrBuilder body;
    NumberParts parts;
    builder_init(&body, t);
    FormatSpec part = spec;
    part.width = -1;
    part.align = '<';
    if (spec.type == 'n') part.thousands = 'n';
    if (parentheses) builder_char(&body, '(');
    if (!skip_real) {
        if (!double_parts(t, &spec, z->real, false, &text, &parts)) return VALUE_ERROR;
        put_number(&body, &part, &parts);
        part.sign = '+';
    }
    if (!double_parts(t, &spec, z->imag, false, &text, &parts)) return VALUE_ERROR;
    put_number(&body, &part, &parts);
    builder_char(&body, 'j');
    if (parentheses) builder_char(&body, ')');
    Value number = builder_finish(&body);
    if (value_is_error(number) || spec.width <= (int64_t)value_as_str(number)->length)
        return number;
    size_t left, right;
    format_padding(&spec, value_as_str(number)->length, &left, &right);
    StrBuilder out;
    builder_init(&out, t);
    builder_fill(&out, spec.fill, left);
    builder_str(&out, number);
    builder_fill(&out, spec.fill, right);
    return builder_finish(&out);
}

/* ---- int ----------------------------------------------------------------------------------- */

void int_format_put(StrBuilder *out, Value i, const FormatSpec *spec) {
    NumberParts parts = {.prefix = "", .rest = ""};
    int base = spec->type == 'b' ? 2 : spec->type == 'o' ? 8 : spec->type == 'x' || spec->type == 'X' ? 16 : 10;
    char local[INT64_TEXT_MAX];
    const char *text;
    size_t length;
    if (value_is_int(i)) {
        text = int64_write(local + sizeof local, value_as_int(i), base);
        length = (size_t)(local + sizeof local - text);
    } else {
        Value digits = int_to_str(out->t, i, base);
        StrView s;
        if (value_is_error(digits) || !str_view(out->t, digits, &s)) {
            out->failed = true;
            return;
        }
        text = s.data;
        length = s.length;
    }
    if (spec->type == 'X') {
        Raw *copy = gc_alloc_raw(out->t, length);
        if (!copy) {
            out->failed = true;
            return;
        }
        ascii_upper(copy->bytes, (const uint8_t *)text, length);
        text = (const char *)copy->bytes;
    }
    if (*text == '-') {
        parts.sign = '-';
        text++;
        length--;
    }
    if (spec->alternate)
        parts.prefix = base == 2 ? "0b" : base == 8 ? "0o" : base == 10 ? "" : spec->type == 'X' ? "0X" : "0x";
    parts.digits = text;
    parts.digit_count = length;
    if (spec->type != 'n') {
        put_number(out, spec, &parts);
        return;
    }
    FormatSpec grouped = *spec;
    grouped.thousands = 'n';
    put_number(out, &grouped, &parts);
}

Value int_format_value(Thread *t, Value i, Value spec_text) {
    if (value_as_str(spec_text)->length == 0) return op_str(t, i);
    FormatSpec spec;
    if (!format_spec_parse(t, spec_text, i, 'd', '>', &spec)) return VALUE_ERROR;
    if (spec.type && spec.type < 128 && strchr("eEfFgG%", (int)spec.type)) {
        double d;
        if (!int_to_double(t, int_unbox(i), &d)) return VALUE_ERROR;
        return format_double(t, d, &spec);
    }
    if (!spec.type || spec.type >= 128 || !strchr("bcdoxXn", (int)spec.type))
        return raise_unknown_format_code(t, spec.type, i);
    if (spec.precision >= 0)
        return raise_value_error(t, "Precision not allowed in integer format specifier");
    if (spec.no_negative_zero)
        return raise_value_error(
            t, "Negative zero coercion (z) not allowed in integer format specifier");
    Value number = int_unbox(i);
    NumberParts parts = {.prefix = "", .digits = "", .rest = ""};
    StrBuilder out;
    builder_init(&out, t);
    if (spec.type == 'c') {
        if (spec.sign)
            return raise_value_error(t, "Sign not allowed with integer format specifier 'c'");
        if (spec.alternate)
            return raise_value_error(
                t, "Alternate form (#) not allowed with integer format specifier 'c'");
        int64_t c;
        if (!int_to_int64(number, &c))
            return raise_overflow_error(t, "Python int too large to convert to C long");
        if (c < 0 || c > 0x10ffff) return raise_overflow_error(t, "%%c arg not in range(0x110000)");
        if (c == 0) {
            /* The layout takes 0 for "no character". */
            size_t left, right;
            format_padding(&spec, 1, &left, &right);
            if (spec.align == '=') left = right, right = 0;
            builder_fill(&out, spec.fill, left);
            builder_char(&out, 0);
            builder_fill(&out, spec.fill, right);
            return builder_finish(&out);
        }
        parts.character = (uint32_t)c;
        put_number(&out, &spec, &parts);
        return builder_finish(&out);
    }
    int_format_put(&out, number, &spec);
    return builder_finish(&out);
}

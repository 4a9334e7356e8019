/*
 * format.c - parsing format specifications; formatting strings.
 */
#include "runtime/format.h"

#include "runtime/error.h"
#include "runtime/ops.h"
#include "runtime/str_internal.h"
#include "runtime/unicode.h"

static bool is_alignment(uint32_t c) {
    return c == '<' || c == '>' || c == '=' || c == '^';
}

Value raise_unknown_format_code(Thread *t, uint32_t code, Value subject) {
    if (code > 32 && code < 128)
        return raise_value_error(t, "Unknown format code '%c' for object of type '%.200T'",
                                 (int)code, subject);
    return raise_value_error(t, "Unknown format code '\\x%x' for object of type '%.200T'", code,
                             subject);
}

/* Digits at *at: how many there were, or -1 with ValueError. */
static int parse_digits(Thread *t, const StrView *s, size_t *at, int64_t *out) {
    int64_t value = 0;
    int count = 0;
    for (; *at < s->length; ++*at, count++) {
        int digit = unicode_decimal(view_at(s, *at));
        if (digit < 0) break;
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, digit, &value)) {
            raise_value_error(t, "Too many decimal digits in format string");
            return -1;
        }
    }
    if (count) *out = value;
    return count;
}

static bool refuse_both_separators(Thread *t) {
    raise_value_error(t, "Cannot specify both ',' and '_'.");
    return false;
}

static bool refuse_separator(Thread *t, uint32_t separator, uint32_t type) {
    if (type > 32 && type < 128)
        raise_value_error(t, "Cannot specify '%c' with '%c'.", (int)separator, (int)type);
    else
        raise_value_error(t, "Cannot specify '%c' with '\\x%x'.", (int)separator, type);
    return false;
}

bool format_spec_parse(Thread *t, Value spec, Value subject, uint32_t default_type,
                       uint32_t default_align, FormatSpec *out) {
    StrView s;
    if (!str_view(t, spec, &s)) return false;
    *out = (FormatSpec){
        .fill = ' ', .align = default_align, .type = default_type, .width = -1, .precision = -1};
    size_t at = 0;
    bool fill_given = false, align_given = false;
    if (s.length >= 2 && is_alignment(view_at(&s, 1))) {
        out->fill = view_at(&s, 0);
        out->align = view_at(&s, 1);
        fill_given = align_given = true;
        at = 2;
    } else if (s.length >= 1 && is_alignment(view_at(&s, 0))) {
        out->align = view_at(&s, 0);
        align_given = true;
        at = 1;
    }
#define NEXT (at < s.length ? view_at(&s, at) : UINT32_MAX)
    if (NEXT == '+' || NEXT == '-' || NEXT == ' ') out->sign = view_at(&s, at++);
    if (NEXT == 'z') {
        out->no_negative_zero = true;
        at++;
    }
    if (NEXT == '#') {
        out->alternate = true;
        at++;
    }
    if (!fill_given && NEXT == '0') {
        out->fill = '0';
        if (!align_given && default_align == '>') out->align = '=';
        at++;
    }
    if (parse_digits(t, &s, &at, &out->width) < 0) return false;
    if (NEXT == ',') {
        out->thousands = ',';
        at++;
    }
    if (NEXT == '_') {
        if (out->thousands) return refuse_both_separators(t);
        out->thousands = '_';
        at++;
    }
    if (NEXT == ',' && out->thousands == '_') return refuse_both_separators(t);
    if (NEXT == '.') {
        at++;
        int digits = parse_digits(t, &s, &at, &out->precision);
        if (digits < 0) return false;
        if (digits == 0) {
            raise_value_error(t, "Format specifier missing precision");
            return false;
        }
    }
    if (s.length - at > 1) {
        raise_value_error(t, "Invalid format specifier '%U' for object of type '%.200T'", spec,
                          subject);
        return false;
    }
    if (NEXT != UINT32_MAX) out->type = view_at(&s, at);
#undef NEXT
    if (out->thousands) {
        uint32_t type = out->type;
        bool decimal = type == 0 || (type < 128 && strchr("defgEG%F", (int)type));
        bool power = type && type < 128 && strchr("boxX", (int)type) && out->thousands == '_';
        if (!decimal && !power) return refuse_separator(t, out->thousands, type);
    }
    return true;
}

void format_padding(const FormatSpec *spec, size_t length, size_t *left, size_t *right) {
    size_t total = spec->width > (int64_t)length ? (size_t)spec->width : length;
    size_t padding = total - length;
    *left = spec->align == '>' ? padding : spec->align == '^' ? padding / 2 : 0;
    *right = padding - *left;
}

Value str_format_value(Thread *t, Value s, Value spec_text) {
    if (value_as_str(spec_text)->length == 0) return value_is_exact(s, KIND_STR) ? s : op_str(t, s);
    FormatSpec spec;
    if (!format_spec_parse(t, spec_text, s, 's', '<', &spec)) return VALUE_ERROR;
    if (spec.type != 's') return raise_unknown_format_code(t, spec.type, s);
    if (spec.sign)
        return raise_value_error(t, "%s not allowed in string format specifier",
                                 spec.sign == ' ' ? "Space" : "Sign");
    if (spec.no_negative_zero)
        return raise_value_error(
            t, "Negative zero coercion (z) not allowed in string format specifier");
    if (spec.alternate)
        return raise_value_error(t, "Alternate form (#) not allowed in string format specifier");
    if (spec.align == '=')
        return raise_value_error(t, "'=' alignment not allowed in string format specifier");
    size_t length = value_as_str(s)->length;
    if (spec.precision >= 0 && (size_t)spec.precision < length) length = (size_t)spec.precision;
    if (spec.width <= (int64_t)length) return str_substring(t, s, 0, length);
    size_t left, right;
    format_padding(&spec, length, &left, &right);
    if (length == value_as_str(s)->length) return str_pad(t, s, left, right, spec.fill);
    StrBuilder b;
    builder_init(&b, t);
    builder_fill(&b, spec.fill, left);
    builder_substring(&b, s, 0, length);
    builder_fill(&b, spec.fill, right);
    return builder_finish(&b);
}

/*
 * format_string.c - str.format and format_map: replacement fields.
 */
#include "runtime/call.h"
#include "runtime/error.h"
#include "runtime/format.h"
#include "runtime/function.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str_internal.h"
#include "runtime/unicode.h"

/* ---- parsing ---------------------------------------------------------------------- */

static int fail(Thread *t, const char *message) {
    raise_value_error(t, "%s", message);
    return -1;
}

/* The rest of a field after its '{'. */
static int parse_field(Thread *t, const StrView *s, size_t *at, size_t end, Markup *out) {
    uint32_t c = 0;
    out->name.start = *at;
    while (*at < end) {
        c = view_at(s, (*at)++);
        if (c == '{') return fail(t, "unexpected '{' in field name");
        if (c == '[') {
            /* Anything may stand in brackets, also ':' and '}'. */
            while (*at < end && view_at(s, *at) != ']') ++*at;
        } else if (c == '}' || c == ':' || c == '!') {
            break;
        }
    }
    out->name.end = *at - 1;
    if (c != '!' && c != ':') return c == '}' ? 1 : fail(t, "expected '}' before end of string");
    if (c == '!') {
        if (*at >= end) return fail(t, "end of string while looking for conversion specifier");
        out->conversion = view_at(s, (*at)++);
        if (*at < end) {
            c = view_at(s, (*at)++);
            if (c == '}') return 1;
            if (c != ':') return fail(t, "expected ':' after conversion specifier");
        }
    }
    out->spec.start = *at;
    for (int open = 1; *at < end;) {
        c = view_at(s, (*at)++);
        if (c == '{') {
            out->spec_has_fields = true;
            open++;
        } else if (c == '}' && --open == 0) {
            out->spec.end = *at - 1;
            return 1;
        }
    }
    return fail(t, "unmatched '{' in format spec");
}

int format_markup_next(Thread *t, Value format, size_t *at, size_t end, Markup *out) {
    StrView s;
    if (!str_view(t, format, &s)) return -1;
    *out = (Markup){0};
    if (*at >= end) return 0;
    size_t start = *at;
    uint32_t c = 0;
    bool brace = false;
    while (*at < end && !brace) {
        c = view_at(&s, (*at)++);
        brace = c == '{' || c == '}';
    }
    out->literal = (TextRange){start, *at};
    if (!brace) return 1;
    bool at_end = *at >= end;
    if (!at_end && view_at(&s, *at) == c) {
        ++*at; /* doubled: stands for itself */
        return 1;
    }
    if (c == '}') return fail(t, "Single '}' encountered in format string");
    if (at_end) return fail(t, "Single '{' encountered in format string");
    out->literal.end--;
    out->has_field = true;
    return parse_field(t, &s, at, end, out);
}

/* The number that the range spells, or -1; false if it is too big. */
static bool parse_index(Thread *t, const StrView *s, TextRange range, int64_t *out) {
    int64_t value = 0;
    *out = -1;
    if (range.start == range.end) return true;
    for (size_t i = range.start; i < range.end; i++) {
        int digit = unicode_decimal(view_at(s, i));
        if (digit < 0) return true;
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, digit, &value)) {
            raise_value_error(t, "Too many decimal digits in format string");
            return false;
        }
    }
    *out = value;
    return true;
}

bool format_field_first(Thread *t, Value format, TextRange field, TextRange *first,
                        int64_t *index) {
    StrView s;
    if (!str_view(t, format, &s)) return false;
    size_t i = field.start;
    while (i < field.end && view_at(&s, i) != '.' && view_at(&s, i) != '[') i++;
    *first = (TextRange){field.start, i};
    return parse_index(t, &s, *first, index);
}

int format_field_next(Thread *t, Value format, size_t *at, size_t end, bool *is_attribute,
                      TextRange *name, int64_t *index) {
    StrView s;
    if (*at >= end) return 0;
    if (!str_view(t, format, &s)) return -1;
    uint32_t c = view_at(&s, (*at)++);
    *index = -1;
    name->start = *at;
    if (c == '.') {
        *is_attribute = true;
        while (*at < end && view_at(&s, *at) != '.' && view_at(&s, *at) != '[') ++*at;
        name->end = *at;
    } else if (c == '[') {
        *is_attribute = false;
        while (*at < end && view_at(&s, *at) != ']') ++*at;
        if (*at == end) return fail(t, "Missing ']' in format string");
        name->end = (*at)++;
        if (!parse_index(t, &s, *name, index)) return -1;
    } else {
        return fail(t, "Only '.' or '[' may follow ']' in format field specifier");
    }
    return name->start == name->end ? fail(t, "Empty attribute in format string") : 1;
}

/* ---- rendering ---------------------------------------------------------------------- */

typedef struct FormatArguments {
    Value *positional;
    size_t count;
    bool has_positional; /* str.format, not format_map */
    Tuple *names;        /* of the keyword values that follow the positional ones */
    Value mapping;       /* format_map, or UNDEF */
    enum { NUMBERING_UNKNOWN, NUMBERING_AUTO, NUMBERING_MANUAL } numbering;
    int64_t next_number;
} FormatArguments;

static Value keyword_argument(Thread *t, FormatArguments *a, Value key) {
    if (!value_is_undef(a->mapping)) return op_getitem(t, a->mapping, key);
    for (size_t i = 0; a->names && i < a->names->length; i++)
        if (str_equal(t, value_as_str(a->names->items[i]), value_as_str(key)))
            return a->positional[a->count + i];
    return raise_key_error(t, key);
}

static Value field_value(Thread *t, Value format, TextRange field, FormatArguments *a) {
    TextRange first;
    int64_t index;
    if (!format_field_first(t, format, field, &first, &index)) return VALUE_ERROR;
    bool empty = first.start == first.end;
    if (empty || index >= 0) {
        if (a->numbering == NUMBERING_UNKNOWN)
            a->numbering = empty ? NUMBERING_AUTO : NUMBERING_MANUAL;
        if (a->numbering == NUMBERING_MANUAL && empty)
            return raise_value_error(t, "cannot switch from manual field specification to "
                                        "automatic field numbering");
        if (a->numbering == NUMBERING_AUTO && !empty)
            return raise_value_error(t, "cannot switch from automatic field numbering to "
                                        "manual field specification");
        if (empty) index = a->next_number++;
    }
    Value v;
    if (index < 0) {
        Value key = str_substring(t, format, first.start, first.end);
        if (value_is_error(key)) return key;
        v = keyword_argument(t, a, key);
    } else if (!a->has_positional) {
        return raise_value_error(t, "Format string contains positional fields");
    } else if (index >= (int64_t)a->count) {
        return raise_index_error(t, "Replacement index %zd out of range for positional args tuple",
                                 (size_t)index);
    } else {
        v = a->positional[index];
    }
    size_t at = first.end;
    while (!value_is_error(v)) {
        bool is_attribute;
        TextRange name;
        int more = format_field_next(t, format, &at, field.end, &is_attribute, &name, &index);
        if (more <= 0) return more ? VALUE_ERROR : v;
        Value key =
            index >= 0 ? int_from_int64(t, index) : str_substring(t, format, name.start, name.end);
        if (value_is_error(key)) return key;
        v = is_attribute ? attr_get(t, v, key) : op_getitem(t, v, key);
    }
    return v;
}

static bool render(Thread *t, StrBuilder *out, Value format, TextRange range, FormatArguments *a,
                   int depth);

static bool render_field(Thread *t, StrBuilder *out, Value format, const Markup *m,
                         FormatArguments *a, int depth) {
    Value v = field_value(t, format, m->name, a);
    switch (value_is_error(v) ? 0 : m->conversion) {
    case 0: break;
    case 'r': v = op_repr(t, v); break;
    case 's': v = op_str(t, v); break;
    case 'a': v = op_ascii(t, v); break;
    default:
        if (m->conversion > 32 && m->conversion < 127)
            raise_value_error(t, "Unknown conversion specifier %c", (int)m->conversion);
        else
            raise_value_error(t, "Unknown conversion specifier \\x%x", m->conversion);
        return false;
    }
    if (value_is_error(v)) return false;
    Value spec;
    if (m->spec_has_fields) {
        StrBuilder b;
        builder_init(&b, t);
        if (!render(t, &b, format, m->spec, a, depth - 1)) return false;
        spec = builder_finish(&b);
    } else {
        if (m->spec.start == m->spec.end && value_is_exact(v, KIND_STR)) {
            builder_str(out, v);
            return true;
        }
        spec = str_substring(t, format, m->spec.start, m->spec.end);
    }
    if (value_is_error(spec)) return false;
    Value text = op_format(t, v, spec);
    if (value_is_error(text)) return false;
    builder_str(out, text);
    return true;
}

static bool render(Thread *t, StrBuilder *out, Value format, TextRange range, FormatArguments *a,
                   int depth) {
    if (depth <= 0) {
        raise_value_error(t, "Max string recursion exceeded");
        return false;
    }
    size_t at = range.start;
    Markup m;
    for (;;) {
        int more = format_markup_next(t, format, &at, range.end, &m);
        if (more <= 0) return more == 0;
        if (m.literal.start < m.literal.end)
            builder_substring(out, format, m.literal.start, m.literal.end);
        if (m.has_field && !render_field(t, out, format, &m, a, depth)) return false;
    }
}

static Value format_with(Thread *t, Value format, FormatArguments *a) {
    StrBuilder b;
    builder_init(&b, t);
    size_t length = value_as_str(format)->length;
    if (!render(t, &b, format, (TextRange){0, length}, a, 2)) return VALUE_ERROR;
    return builder_finish(&b);
}

Value str_method_format(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    size_t keywords = kwnames ? kwnames->length : 0;
    FormatArguments a = {.positional = args + 1,
                         .count = nargs - 1 - keywords,
                         .has_positional = true,
                         .names = kwnames,
                         .mapping = VALUE_UNDEF};
    return format_with(t, args[0], &a);
}

Value str_method_format_map(Thread *t, Value *args) {
    FormatArguments a = {.mapping = args[1]};
    return format_with(t, args[0], &a);
}

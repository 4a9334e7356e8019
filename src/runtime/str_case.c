/*
 * str_case.c - case mapping, and the predicates (isalpha, isupper, ...).
 */
#include "runtime/str_internal.h"
#include "runtime/unicode.h"

/* ---- ASCII -------------------------------------------------------------------- */

VECTORIZED static void ascii_lower(uint8_t *to, const uint8_t *from, size_t n) {
    for (size_t i = 0; i < n; i++) {
        uint8_t c = from[i];
        to[i] = (uint8_t)(c + (((uint8_t)(c - 'A') < 26) << 5));
    }
}
VECTORIZED static void ascii_upper(uint8_t *to, const uint8_t *from, size_t n) {
    for (size_t i = 0; i < n; i++) {
        uint8_t c = from[i];
        to[i] = (uint8_t)(c - (((uint8_t)(c - 'a') < 26) << 5));
    }
}
VECTORIZED static void ascii_swap(uint8_t *to, const uint8_t *from, size_t n) {
    for (size_t i = 0; i < n; i++) {
        uint8_t c = from[i];
        to[i] = (uint8_t)(c ^ (((uint8_t)((c | 0x20) - 'a') < 26) << 5));
    }
}
static void ascii_capitalize(uint8_t *to, const uint8_t *from, size_t n) {
    ascii_lower(to, from, n);
    if (n) ascii_upper(to, from, 1);
}
static void ascii_title(uint8_t *to, const uint8_t *from, size_t n) {
    bool inside = false;
    for (size_t i = 0; i < n; i++) {
        uint8_t c = from[i];
        bool letter = (uint8_t)((c | 0x20) - 'a') < 26;
        to[i] = !letter ? c : inside ? c | 0x20 : c & (uint8_t)~0x20;
        inside = letter;
    }
}

/* ---- full mappings --------------------------------------------------------------- */

enum { CAPITAL_SIGMA = 0x3a3, SMALL_SIGMA = 0x3c3, FINAL_SIGMA = 0x3c2 };

/* A capital sigma ends a word: a cased letter before it and none after it,
 * looking through case-ignorable characters. */
static bool sigma_is_final(const StrView *s, size_t i) {
    size_t j = i;
    unsigned flags = 0;
    while (j > 0 && (flags = unicode_flags(view_at(s, j - 1))) & UNICODE_CASE_IGNORABLE) j--;
    if (j == 0 || !(flags & UNICODE_CASED)) return false;
    flags = 0;
    for (j = i + 1; j < s->length; j++) {
        flags = unicode_flags(view_at(s, j));
        if (!(flags & UNICODE_CASE_IGNORABLE)) break;
    }
    return j == s->length || !(flags & UNICODE_CASED);
}

static void put_mapped(StrBuilder *b, const StrView *s, size_t i, UnicodeMapping mapping) {
    uint32_t c = view_at(s, i);
    if (c == CAPITAL_SIGMA && mapping == MAP_LOWER) {
        builder_char(b, sigma_is_final(s, i) ? FINAL_SIGMA : SMALL_SIGMA);
        return;
    }
    uint32_t out[UNICODE_MAPPING_MAX];
    unsigned n = unicode_map(c, mapping, out);
    for (unsigned k = 0; k < n; k++) builder_char(b, out[k]);
}

typedef enum CaseStyle {
    STYLE_LOWER,
    STYLE_UPPER,
    STYLE_FOLD,
    STYLE_TITLE,
    STYLE_CAPITALIZE,
    STYLE_SWAP
} CaseStyle;

/* lower, upper, casefold where each character becomes one of the same width:
 * UNDEF at the first that does not. */
static Value map_each(Thread *t, const StrView *s, CaseStyle style) {
    CharBuffer *buffer = char_buffer_new(t, s->length * s->width);
    if (!buffer) return VALUE_ERROR;
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = view_at(s, i);
        if (c < 0x80) {
            bool change = style == STYLE_UPPER ? c - 'a' < 26 : c - 'A' < 26;
            chars_put(buffer->characters, s->width, i, c ^ (change ? 0x20u : 0));
            continue;
        }
        const UnicodeRecord *r = unicode_record(c);
        uint32_t mapped = (uint32_t)((int32_t)c + (style == STYLE_UPPER ? r->upper : r->lower));
        if ((r->flags & UNICODE_SPECIAL) || c == CAPITAL_SIGMA || width_of_char(mapped) > s->width)
            return VALUE_UNDEF;
        chars_put(buffer->characters, s->width, i, mapped);
    }
    return str_from_chars(t, buffer->characters, s->width, s->length);
}

static Value map_case(Thread *t, const StrView *s, CaseStyle style) {
    if (style <= STYLE_FOLD) {
        Value result = map_each(t, s, style);
        if (!value_is_undef(result)) return result;
    }
    StrBuilder b;
    builder_init(&b, t);
    builder_reserve(&b, s->length, 0);
    bool inside = false;
    for (size_t i = 0; i < s->length && !b.failed; i++) {
        uint32_t c = view_at(s, i);
        switch (style) {
        case STYLE_LOWER: put_mapped(&b, s, i, MAP_LOWER); break;
        case STYLE_UPPER: put_mapped(&b, s, i, MAP_UPPER); break;
        case STYLE_FOLD: put_mapped(&b, s, i, MAP_FOLD); break;
        case STYLE_TITLE:
            put_mapped(&b, s, i, inside ? MAP_LOWER : MAP_TITLE);
            inside = unicode_is(c, UNICODE_CASED);
            break;
        case STYLE_CAPITALIZE: put_mapped(&b, s, i, i == 0 ? MAP_TITLE : MAP_LOWER); break;
        case STYLE_SWAP:
            if (unicode_is(c, UNICODE_UPPER))
                put_mapped(&b, s, i, MAP_LOWER);
            else if (unicode_is(c, UNICODE_LOWER))
                put_mapped(&b, s, i, MAP_UPPER);
            else
                builder_char(&b, c);
            break;
        }
    }
    return builder_finish(&b);
}

static Value change_case(Thread *t, Value self, CaseStyle style,
                         void (*ascii)(uint8_t *, const uint8_t *, size_t)) {
    StrView s;
    if (!str_view(t, self, &s)) return VALUE_ERROR;
    if (!s.ascii) {
        if (s.width == 1 && style == STYLE_LOWER) {
            Str *out = str_alloc(t, s.length, 0xff);
            if (!out) return VALUE_ERROR;
            for (size_t i = 0; i < s.length; i++)
                ((uint8_t *)out->data)[i] = (uint8_t)unicode_lower(view_at(&s, i));
            return s.length == 1 ? str_from_char(t, *(uint8_t *)out->data) : value_from_object(out);
        }
        return map_case(t, &s, style);
    }
    if (s.length <= 1) {
        uint8_t c;
        if (s.length == 0) return t->vm->empty_str;
        ascii(&c, s.data, 1);
        return t->vm->characters[c];
    }
    Str *out = str_alloc(t, s.length, 0x7f);
    if (!out) return VALUE_ERROR;
    ascii(out->data, s.data, s.length);
    return value_from_object(out);
}

Value str_method_lower(Thread *t, Value *args) {
    return change_case(t, args[0], STYLE_LOWER, ascii_lower);
}
Value str_method_upper(Thread *t, Value *args) {
    return change_case(t, args[0], STYLE_UPPER, ascii_upper);
}
Value str_method_casefold(Thread *t, Value *args) {
    return change_case(t, args[0], STYLE_FOLD, ascii_lower);
}
Value str_method_title(Thread *t, Value *args) {
    return change_case(t, args[0], STYLE_TITLE, ascii_title);
}
Value str_method_capitalize(Thread *t, Value *args) {
    return change_case(t, args[0], STYLE_CAPITALIZE, ascii_capitalize);
}
Value str_method_swapcase(Thread *t, Value *args) {
    return change_case(t, args[0], STYLE_SWAP, ascii_swap);
}

/* ---- predicates --------------------------------------------------------------------- */

/* All characters have one of the flags. */
static Value all_are(Thread *t, Value self, unsigned flags, bool of_empty) {
    StrView s;
    if (!str_view(t, self, &s)) return VALUE_ERROR;
    if (s.length == 0) return value_bool(of_empty);
    for (size_t i = 0; i < s.length; i++)
        if (!unicode_is(view_at(&s, i), flags)) return VALUE_FALSE;
    return VALUE_TRUE;
}

Value str_method_isalnum(Thread *t, Value *args) {
    return all_are(t, args[0], UNICODE_ALNUM, false);
}
Value str_method_isalpha(Thread *t, Value *args) {
    return all_are(t, args[0], UNICODE_ALPHA, false);
}
Value str_method_isdecimal(Thread *t, Value *args) {
    return all_are(t, args[0], UNICODE_DECIMAL, false);
}
Value str_method_isdigit(Thread *t, Value *args) {
    return all_are(t, args[0], UNICODE_DIGIT, false);
}
Value str_method_isnumeric(Thread *t, Value *args) {
    return all_are(t, args[0], UNICODE_NUMERIC, false);
}
Value str_method_isspace(Thread *t, Value *args) {
    return all_are(t, args[0], UNICODE_SPACE, false);
}
Value str_method_isprintable(Thread *t, Value *args) {
    return all_are(t, args[0], UNICODE_PRINTABLE, true);
}
Value str_method_isascii(Thread *t, Value *args) {
    return value_bool(value_as_str(args[0])->flags & STR_ASCII);
}

bool str_is_identifier(Thread *t, Value v) {
    StrView s;
    if (!str_view(t, v, &s) || s.length == 0 || !unicode_is(view_at(&s, 0), UNICODE_XID_START))
        return false;
    for (size_t i = 1; i < s.length; i++)
        if (!unicode_is(view_at(&s, i), UNICODE_XID_CONTINUE)) return false;
    return true;
}

Value str_method_isidentifier(Thread *t, Value *args) {
    bool is = str_is_identifier(t, args[0]);
    return value_as_str(args[0])->data ? value_bool(is) : VALUE_ERROR;
}

/* There is a character with `wanted`, and none with `unwanted`. */
static Value has_case(Thread *t, Value self, unsigned wanted, unsigned unwanted) {
    StrView s;
    if (!str_view(t, self, &s)) return VALUE_ERROR;
    bool found = false;
    for (size_t i = 0; i < s.length; i++) {
        unsigned flags = unicode_flags(view_at(&s, i));
        if (flags & unwanted) return VALUE_FALSE;
        if (flags & wanted) found = true;
    }
    return value_bool(found);
}

Value str_method_islower(Thread *t, Value *args) {
    return has_case(t, args[0], UNICODE_LOWER, UNICODE_UPPER | UNICODE_TITLE);
}
Value str_method_isupper(Thread *t, Value *args) {
    return has_case(t, args[0], UNICODE_UPPER, UNICODE_LOWER | UNICODE_TITLE);
}

Value str_method_istitle(Thread *t, Value *args) {
    StrView s;
    if (!str_view(t, args[0], &s)) return VALUE_ERROR;
    bool inside = false, found = false;
    for (size_t i = 0; i < s.length; i++) {
        unsigned flags = unicode_flags(view_at(&s, i));
        if (flags & (UNICODE_UPPER | UNICODE_TITLE)) {
            if (inside) return VALUE_FALSE;
            inside = found = true;
        } else if (flags & UNICODE_LOWER) {
            if (!inside) return VALUE_FALSE;
            inside = found = true;
        } else {
            inside = false;
        }
    }
    return value_bool(found);
}

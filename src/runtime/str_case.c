/*
 * str_case.c - case mapping, and the predicates (isalpha, isupper, ...).
 */
#include "runtime/str_internal.h"
#include "runtime/unicode.h"

/* ---- ASCII -------------------------------------------------------------------- */

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

/* What a style does to a character: what it does to all, but for the title
 * styles (first letters differ) and swapcase. */
static inline CaseStyle style_at(CaseStyle style, bool first, unsigned flags) {
    if (style == STYLE_TITLE || style == STYLE_CAPITALIZE) return first ? STYLE_TITLE : STYLE_LOWER;
    if (style == STYLE_SWAP)
        return flags & UNICODE_UPPER ? STYLE_LOWER : flags & UNICODE_LOWER ? STYLE_UPPER : STYLE_SWAP;
    return style;
}

/* The mapping where each character becomes one of the same width; false at the
 * first that does not. */
static inline __attribute__((always_inline)) bool map_each(void *to, const StrView *s,
                                                           unsigned width, CaseStyle style) {
    bool inside = false; /* a word, or the string */
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = chars_get(s->data, width, i), mapped = c;
        if (c < 0x80) {
            bool letter = (c | 0x20) - 'a' < 26;
            bool lower = c & 0x20;
            unsigned flags = !letter ? 0 : lower ? UNICODE_LOWER : UNICODE_UPPER;
            CaseStyle action = style_at(style, !inside, flags);
            bool raise = action == STYLE_UPPER || action == STYLE_TITLE;
            if (letter && action != STYLE_SWAP && raise == lower) mapped = c ^ 0x20;
            inside = letter || style == STYLE_CAPITALIZE;
        } else {
            const UnicodeRecord *r = unicode_record(c);
            if ((r->flags & UNICODE_SPECIAL) || c == CAPITAL_SIGMA) return false;
            switch (style_at(style, !inside, r->flags)) {
            case STYLE_LOWER:
            case STYLE_FOLD: mapped = (uint32_t)((int32_t)c + r->lower); break;
            case STYLE_UPPER: mapped = (uint32_t)((int32_t)c + r->upper); break;
            case STYLE_TITLE: mapped = (uint32_t)((int32_t)c + r->title); break;
            case STYLE_CAPITALIZE:
            case STYLE_SWAP: break;
            }
            if (width < 4 && mapped >> (8 * width)) return false;
            inside = (r->flags & UNICODE_CASED) || style == STYLE_CAPITALIZE;
        }
        chars_put(to, width, i, mapped);
    }
    return true;
}

/* The mapping of map_each as a string; UNDEF if it does not apply. */
static Value map_simply(Thread *t, const StrView *s, CaseStyle style) {
    uint8_t local[256], *to = local;
    if (s->length * s->width > sizeof local) {
        CharBuffer *buffer = char_buffer_new(t, s->length * s->width);
        if (!buffer) return VALUE_ERROR;
        to = buffer->characters;
    }
    bool done = s->width == 1   ? map_each(to, s, 1, style)
                : s->width == 2 ? map_each(to, s, 2, style)
                                : map_each(to, s, 4, style);
    return done ? str_from_chars(t, to, s->width, s->length) : VALUE_UNDEF;
}

static Value map_case(Thread *t, const StrView *s, CaseStyle style) {
    Value result = map_simply(t, s, style);
    if (!value_is_undef(result)) return result;
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
    if (!s.ascii) return map_case(t, &s, style);
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
    return change_case(t, args[0], STYLE_SWAP, ascii_swap_case);
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

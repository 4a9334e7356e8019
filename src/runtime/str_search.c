/*
 * str_search.c - finding strings in strings: find, index, count, startswith
 * and their kin.
 */
#include "runtime/error.h"
#include "runtime/native.h"
#include "runtime/sequence.h"
#include "runtime/str_internal.h"

bool needle_prepare(Thread *t, Needle *needle, Value what, const StrView *in) {
    StrView w;
    if (!str_view(t, what, &w)) return false;
    needle->length = w.length;
    needle->possible = w.width <= in->width && (w.ascii || !in->ascii || w.length == 0);
    needle->data = w.data;
    needle->first = w.length ? view_at(&w, 0) : 0;
    if (needle->possible && w.width < in->width) {
        void *copy = needle->local;
        if (w.length * in->width > sizeof needle->local) {
            CharBuffer *buffer = char_buffer_new(t, w.length * in->width);
            if (!buffer) return false;
            copy = buffer->characters;
        }
        chars_copy(copy, in->width, w.data, w.width, w.length);
        needle->data = copy;
    }
    return true;
}

int str_contains(Thread *t, Str *s, Str *what) {
    const void *data = str_data(t, s), *wanted = str_data(t, what);
    if (!data || !wanted) return -1;
    if (what->length == 1 && s->length <= 8 && (s->width | what->width) == 1) {
        /* One of a few characters: no call pays. */
        const uint8_t *p = data, *end = p + s->length, c = *(const uint8_t *)wanted;
        while (p < end)
            if (*p++ == c) return 1;
        return 0;
    }
    if (s->width == what->width)
        return chars_find(data, s->width, s->length, wanted, what->length) != SIZE_MAX;
    if (what->length == 1) /* a narrower character, or one that is too wide */
        return chars_find_char(data, s->width, s->length, chars_get(wanted, what->width, 0)) != SIZE_MAX;
    StrView view = {data, s->length, s->width, s->flags & STR_ASCII};
    Needle needle;
    if (!needle_prepare(t, &needle, value_from_object(what), &view)) return -1;
    return needle.possible &&
           chars_find(data, s->width, s->length, needle.data, needle.length) != SIZE_MAX;
}

/* self, sub, start, end -> the two sides; *possible: sub may occur at all. */
static bool search_arguments(Thread *t, Value *args, StrView *s, Needle *sub, size_t *start,
                             size_t *end, bool *possible) {
    if (!value_is_str(args[1])) {
        raise_type_error(t, "must be str, not %.100T", args[1]);
        return false;
    }
    if (!str_view(t, args[0], s) || !needle_prepare(t, sub, args[1], s) ||
        !arg_slice_bounds(t, args[2], args[3], s->length, start, end))
        return false;
    *possible = sub->possible && *start <= *end && sub->length <= *end - *start;
    return true;
}

static bool find(Thread *t, Value *args, bool from_right, int64_t *found) {
    StrView s;
    Needle sub;
    size_t start, end;
    bool possible;
    if (!search_arguments(t, args, &s, &sub, &start, &end, &possible)) return false;
    *found = -1;
    if (possible) {
        const void *from = view_from(&s, start);
        size_t at = from_right ? chars_rfind(from, s.width, end - start, sub.data, sub.length)
                               : chars_find(from, s.width, end - start, sub.data, sub.length);
        if (at != SIZE_MAX) *found = (int64_t)(start + at);
    }
    return true;
}

Value str_method_find(Thread *t, Value *args) {
    int64_t i;
    return find(t, args, false, &i) ? value_from_int(i) : VALUE_ERROR;
}
Value str_method_rfind(Thread *t, Value *args) {
    int64_t i;
    return find(t, args, true, &i) ? value_from_int(i) : VALUE_ERROR;
}
Value str_method_index(Thread *t, Value *args) {
    int64_t i;
    if (!find(t, args, false, &i)) return VALUE_ERROR;
    return i < 0 ? raise_value_error(t, "substring not found") : value_from_int(i);
}
Value str_method_rindex(Thread *t, Value *args) {
    int64_t i;
    if (!find(t, args, true, &i)) return VALUE_ERROR;
    return i < 0 ? raise_value_error(t, "substring not found") : value_from_int(i);
}

Value str_method_count(Thread *t, Value *args) {
    StrView s;
    Needle sub;
    size_t start, end;
    bool possible;
    if (!search_arguments(t, args, &s, &sub, &start, &end, &possible)) return VALUE_ERROR;
    if (!possible) return value_from_int(0);
    size_t n =
        chars_count(view_from(&s, start), s.width, end - start, sub.data, sub.length, SIZE_MAX);
    return value_from_int((int64_t)n);
}

/* Whether s[start:end] begins or ends with an affix: 1, 0, -1. */
static int has_affix(Thread *t, const StrView *s, Value affix, size_t start, size_t end,
                     bool at_end) {
    StrView a;
    if (!str_view(t, affix, &a)) return -1;
    if (start > end || a.length > end - start || a.width > s->width) return 0;
    size_t at = at_end ? end - a.length : start;
    if (a.width == s->width) return memcmp(view_from(s, at), a.data, a.length * a.width) == 0;
    for (size_t i = 0; i < a.length; i++)
        if (view_at(s, at + i) != view_at(&a, i)) return 0;
    return 1;
}

static Value starts_or_ends(Thread *t, Value *args, bool at_end) {
    const char *name = at_end ? "endswith" : "startswith";
    StrView s;
    size_t start, end;
    if (!str_view(t, args[0], &s) || !arg_slice_bounds(t, args[2], args[3], s.length, &start, &end))
        return VALUE_ERROR;
    if (value_is_str(args[1])) {
        int has = has_affix(t, &s, args[1], start, end, at_end);
        return has < 0 ? VALUE_ERROR : value_bool(has);
    }
    if (!value_is_tuple(args[1]))
        return raise_type_error(t, "%s first arg must be str or a tuple of str, not %.100T", name,
                                args[1]);
    Tuple *tuple = value_as_tuple(args[1]);
    for (size_t i = 0; i < tuple->length; i++) {
        if (!value_is_str(tuple->items[i]))
            return raise_type_error(t, "tuple for %s must only contain str, not %.100T", name,
                                    tuple->items[i]);
        int has = has_affix(t, &s, tuple->items[i], start, end, at_end);
        if (has) return has < 0 ? VALUE_ERROR : VALUE_TRUE;
    }
    return VALUE_FALSE;
}

Value str_method_startswith(Thread *t, Value *args) {
    return starts_or_ends(t, args, false);
}
Value str_method_endswith(Thread *t, Value *args) {
    return starts_or_ends(t, args, true);
}

static Value remove_affix(Thread *t, Value *args, bool at_end) {
    StrView s;
    if (!value_is_str(args[1]))
        return raise_type_error(t, "%s() argument must be str, not %.50s",
                                at_end ? "removesuffix" : "removeprefix",
                                value_is_none(args[1]) ? "None" : type_name(type_of(t, args[1])));
    if (!str_view(t, args[0], &s)) return VALUE_ERROR;
    int has = has_affix(t, &s, args[1], 0, s.length, at_end);
    if (has < 0) return VALUE_ERROR;
    size_t n = has ? value_as_str(args[1])->length : 0;
    return at_end ? str_substring(t, args[0], 0, s.length - n)
                  : str_substring(t, args[0], n, s.length);
}

Value str_method_removeprefix(Thread *t, Value *args) {
    return remove_affix(t, args, false);
}
Value str_method_removesuffix(Thread *t, Value *args) {
    return remove_affix(t, args, true);
}

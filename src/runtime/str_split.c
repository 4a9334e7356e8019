/*
 * str_split.c - taking strings apart and replacing parts: split, splitlines,
 * partition, strip, replace, and translate.
 */
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/list.h"
#include "runtime/native.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str_internal.h"
#include "runtime/unicode.h"

#define INLINE static inline __attribute__((always_inline))

static const bool latin1_spaces[0x100] = {
    [9 ... 13] = true, [0x1c ... 0x20] = true, [0x85] = true, [0xa0] = true,
};
static inline bool is_space(uint32_t c) {
    return c < 0x100 ? latin1_spaces[c] : unicode_is(c, UNICODE_SPACE);
}

static inline bool is_line_break(uint32_t c) {
    if (c > 0x1e) return c == 0x85 || c == 0x2028 || c == 0x2029;
    return c >= 0x1c || (c >= 10 && c <= 13);
}

/* ---- pieces ---------------------------------------------------------------------- */

/* The list of a string's parts in the making: most are short, and are made at their size. */
typedef struct Pieces {
    Thread *t;
    Value string;
    const uint8_t *ascii; /* the characters, if they are; the string must not be a rope */
    List *list;           /* NULL: all pieces are in `waiting` */
    bool failed;          /* the exception is pending */
    size_t count;
    Value waiting[32];
} Pieces;

static void pieces_begin(Pieces *p, Thread *t, Value string) {
    const Str *s = value_as_str(string);
    p->t = t;
    p->string = string;
    p->ascii = s->flags & STR_ASCII ? s->data : NULL;
    p->list = NULL;
    p->failed = false;
    p->count = 0;
}

static bool pieces_flush(Pieces *p) {
    if (!p->list) {
        Value list = list_new(p->t, 4 * p->count);
        if (value_is_error(list)) return false;
        p->list = value_as_list(list);
    }
    for (size_t i = 0; i < p->count; i++)
        if (!list_append(p->t, p->list, p->waiting[i])) return false;
    p->count = 0;
    return true;
}

/* Adds string[start:end]; false with the exception. */
static inline bool pieces_add(Pieces *p, size_t start, size_t end) {
    enum { SHORT = 256 };
    if (p->count == sizeof p->waiting / sizeof *p->waiting && !pieces_flush(p)) return !(p->failed = true);
    size_t length = end - start;
    Value piece = p->ascii && length <= SHORT && length < value_as_str(p->string)->length
                      ? str_from_ascii_in(p->t, p->ascii + start, length, str_readable(value_as_str(p->string), start))
                      : str_substring(p->t, p->string, start, end);
    p->waiting[p->count++] = piece;
    return !value_is_error(piece) || !(p->failed = true);
}

static Value pieces_finish(Pieces *p) {
    if (p->failed) return VALUE_ERROR;
    if (!p->list) return list_from_values(p->t, p->waiting, p->count);
    return pieces_flush(p) ? value_from_object(p->list) : VALUE_ERROR;
}

/* The pieces were found from the right: the list that says so turned round. */
static Value pieces_finish_reversed(Pieces *p) {
    Value result = pieces_finish(p);
    if (value_is_error(result)) return result;
    List *list = value_as_list(result);
    for (size_t a = 0, b = list->length; a + 1 < b; a++) {
        Value first = list->items[a];
        list->items[a] = list->items[--b];
        list->items[b] = first;
    }
    return result;
}

/* ---- blocks ------------------------------------------------------------------------ */

/* The characters from i on, and something behind the last one. */
INLINE Block block_at(const uint8_t *chars, size_t i, size_t n) {
    return n - i >= BLOCK ? block_load(chars + i) : block_load_part(chars + i, n - i);
}
/* Those of the bits that belong to characters, if the block is that from i on. */
INLINE uint32_t bits_before_end(uint32_t bits, size_t i, size_t n) {
    return n - i >= BLOCK ? bits : bits & ((1u << (n - i)) - 1);
}
INLINE uint32_t space_bits(Block block, bool ascii) {
    Block found = (Block)((Block)(block - 9) < 5) | (Block)((Block)(block - 0x1c) < 5);
    if (!ascii) found |= (Block)(block == 0x85) | (Block)(block == 0xa0);
    return block_bits(found);
}
INLINE uint32_t line_break_bits(Block block, bool ascii) {
    Block found = (Block)((Block)(block - 10) < 4) | (Block)((Block)(block - 0x1c) < 3);
    if (!ascii) found |= (Block)(block == 0x85);
    return block_bits(found);
}

/* ---- split ---------------------------------------------------------------------- */

/* The end of the run of (not) blanks that starts at i, for one width. */
#define RUNS(suffix, Char)                                                  \
    static size_t skip_blanks_##suffix(const Char *p, size_t i, size_t n) { \
        while (i < n && is_space(p[i])) i++;                                \
        return i;                                                           \
    }                                                                       \
    static size_t skip_word_##suffix(const Char *p, size_t i, size_t n) {   \
        while (i < n && !is_space(p[i])) i++;                               \
        return i;                                                           \
    }                                                                       \
    static size_t skip_line_##suffix(const Char *p, size_t i, size_t n) {   \
        while (i < n && !is_line_break(p[i])) i++;                          \
        return i;                                                           \
    }
RUNS(1, uint8_t)
RUNS(2, uint16_t)
RUNS(4, uint32_t)
#define SKIP(what, s, i)                                       \
    ((s)->width == 1   ? skip_##what##_1((s)->data, i, (s)->length) \
     : (s)->width == 2 ? skip_##what##_2((s)->data, i, (s)->length) \
                       : skip_##what##_4((s)->data, i, (s)->length))

/* All words of narrow text: where the blanks and the others change. */
static void split_words(Pieces *pieces, const StrView *s) {
    const uint8_t *chars = s->data;
    size_t start = 0, n = s->length;
    uint32_t blank_before = 1;
    for (size_t i = 0; i < n; i += BLOCK) {
        uint32_t blanks = space_bits(block_at(chars, i, n), s->ascii);
        uint32_t edges = bits_before_end((blanks ^ (blanks << 1 | blank_before)) & 0xffff, i, n);
        for (; edges; edges &= edges - 1) {
            size_t at = i + (size_t)__builtin_ctz(edges);
            if (blank_before)
                start = at;
            else if (!pieces_add(pieces, start, at))
                return;
            blank_before ^= 1;
        }
    }
    if (!blank_before) pieces_add(pieces, start, n);
}

static void split_blanks(Pieces *pieces, const StrView *s, size_t limit) {
    if (s->width == 1 && limit == SIZE_MAX) {
        split_words(pieces, s);
        return;
    }
    for (size_t i = 0;;) {
        i = SKIP(blanks, s, i);
        if (i == s->length) return;
        size_t start = i;
        i = limit ? SKIP(word, s, i) : s->length;
        if (!pieces_add(pieces, start, i) || limit-- == 0) return;
    }
}

static void rsplit_blanks(Pieces *pieces, const StrView *s, size_t limit) {
    for (size_t i = s->length;;) {
        while (i > 0 && is_space(view_at(s, i - 1))) i--;
        if (i == 0) return;
        size_t end = i;
        if (limit == 0) i = 0;
        while (i > 0 && !is_space(view_at(s, i - 1))) i--;
        if (!pieces_add(pieces, i, end) || limit-- == 0) return;
    }
}

/* The arguments of split and rsplit: sep or NONE, maxsplit. */
static bool split_arguments(Thread *t, Value *args, StrView *s, Needle *sep, size_t *limit) {
    int64_t count;
    if (!arg_size(t, args[2], &count)) return false;
    *limit = count < 0 ? SIZE_MAX : (size_t)count;
    if (!str_view(t, args[0], s)) return false;
    if (value_is_none(args[1])) return true;
    if (!value_is_str(args[1])) {
        raise_type_error(t, "must be str or None, not %.100T", args[1]);
        return false;
    }
    if (!needle_prepare(t, sep, args[1], s)) return false;
    if (sep->length == 0) {
        raise_value_error(t, "empty separator");
        return false;
    }
    return true;
}

/* What lies before each of the places of a byte in narrow text; where the rest starts. */
static size_t split_at_byte(Pieces *pieces, const StrView *s, uint8_t c, size_t limit) {
    const uint8_t *chars = s->data;
    size_t start = 0, n = s->length;
    for (size_t i = 0; i < n; i += BLOCK) {
        uint32_t found = bits_before_end(block_bits((Block)(block_at(chars, i, n) == c)), i, n);
        for (; found; found &= found - 1) {
            size_t at = i + (size_t)__builtin_ctz(found);
            if (limit-- == 0 || !pieces_add(pieces, start, at)) return start;
            start = at + 1;
        }
    }
    return start;
}

Value str_method_split(Thread *t, Value *args) {
    StrView s;
    Needle sep;
    size_t limit, at = 0;
    if (!split_arguments(t, args, &s, &sep, &limit)) return VALUE_ERROR;
    Pieces pieces;
    pieces_begin(&pieces, t, args[0]);
    if (value_is_none(args[1])) {
        split_blanks(&pieces, &s, limit);
        return pieces_finish(&pieces);
    }
    if (sep.possible && s.width == 1 && sep.length == 1) {
        at = split_at_byte(&pieces, &s, (uint8_t)sep.first, limit);
    } else {
        while (sep.possible && limit-- > 0) {
            size_t found = chars_find(view_from(&s, at), s.width, s.length - at, sep.data, sep.length);
            if (found == SIZE_MAX || !pieces_add(&pieces, at, at + found)) break;
            at += found + sep.length;
        }
    }
    if (!pieces.failed) pieces_add(&pieces, at, s.length);
    return pieces_finish(&pieces);
}

Value str_method_rsplit(Thread *t, Value *args) {
    StrView s;
    Needle sep;
    size_t limit;
    if (!split_arguments(t, args, &s, &sep, &limit)) return VALUE_ERROR;
    Pieces pieces;
    pieces_begin(&pieces, t, args[0]);
    if (value_is_none(args[1])) {
        rsplit_blanks(&pieces, &s, limit);
        return pieces_finish_reversed(&pieces);
    }
    size_t end = s.length;
    while (sep.possible && limit-- > 0) {
        size_t found = chars_rfind(s.data, s.width, end, sep.data, sep.length);
        if (found == SIZE_MAX || !pieces_add(&pieces, found + sep.length, end)) break;
        end = found;
    }
    if (!pieces.failed) pieces_add(&pieces, 0, end);
    return pieces_finish_reversed(&pieces);
}

/* The lines of narrow text. */
static void split_narrow_lines(Pieces *pieces, const StrView *s, bool keep_ends) {
    const uint8_t *chars = s->data;
    size_t start = 0, n = s->length;
    for (size_t i = 0; i < n; i += BLOCK) {
        uint32_t found = bits_before_end(line_break_bits(block_at(chars, i, n), s->ascii), i, n);
        for (; found; found &= found - 1) {
            size_t at = i + (size_t)__builtin_ctz(found);
            if (at < start) continue; /* the second half of CR LF */
            size_t next = at + 1 + (chars[at] == '\r' && at + 1 < n && chars[at + 1] == '\n');
            if (!pieces_add(pieces, start, keep_ends ? next : at)) return;
            start = next;
        }
    }
    if (start < n) pieces_add(pieces, start, n);
}

Value str_method_splitlines(Thread *t, Value *args) {
    StrView s;
    int keep_ends;
    if (!arg_int(t, args[1], &keep_ends) || !str_view(t, args[0], &s)) return VALUE_ERROR;
    Pieces pieces;
    pieces_begin(&pieces, t, args[0]);
    if (s.width == 1) {
        split_narrow_lines(&pieces, &s, keep_ends);
        return pieces_finish(&pieces);
    }
    for (size_t i = 0; i < s.length;) {
        size_t start = i;
        i = SKIP(line, &s, i);
        size_t end = i;
        if (i < s.length) {
            i += view_at(&s, i) == '\r' && i + 1 < s.length && view_at(&s, i + 1) == '\n' ? 2 : 1;
            if (keep_ends) end = i;
        }
        if (!pieces_add(&pieces, start, end)) break;
    }
    return pieces_finish(&pieces);
}

/* ---- partition ----------------------------------------------------------------------- */

static Value partition(Thread *t, Value *args, bool from_right) {
    StrView s;
    Needle sep;
    if (!value_is_str(args[1])) return raise_type_error(t, "must be str, not %.100T", args[1]);
    if (!str_view(t, args[0], &s) || !needle_prepare(t, &sep, args[1], &s)) return VALUE_ERROR;
    if (sep.length == 0) return raise_value_error(t, "empty separator");
    size_t found = SIZE_MAX;
    if (sep.possible)
        found = from_right ? chars_rfind(s.data, s.width, s.length, sep.data, sep.length)
                           : chars_find(s.data, s.width, s.length, sep.data, sep.length);
    Value parts[3];
    if (found == SIZE_MAX) {
        parts[from_right ? 2 : 0] = str_exact(t, args[0]);
        parts[1] = parts[from_right ? 0 : 2] = t->vm->empty_str;
    } else {
        parts[0] = str_substring(t, args[0], 0, found);
        parts[1] = args[1];
        parts[2] = str_substring(t, args[0], found + sep.length, s.length);
    }
    if (value_is_error(parts[0]) || value_is_error(parts[2])) return VALUE_ERROR;
    return tuple_from_values(t, parts, 3);
}

Value str_method_partition(Thread *t, Value *args) {
    return partition(t, args, false);
}
Value str_method_rpartition(Thread *t, Value *args) {
    return partition(t, args, true);
}

/* ---- strip ------------------------------------------------------------------------------ */

enum { STRIP_LEFT = 1, STRIP_RIGHT = 2 };

/* One to eight bytes as eight, one of them repeated. */
static inline uint64_t few_bytes(const uint8_t *p, size_t n) {
    uint64_t bytes = 0;
    for (size_t i = 0; i < 8; i++) bytes = bytes << 8 | p[i < n ? i : 0];
    return bytes;
}

static Value strip(Thread *t, Value *args, int sides, const char *name) {
    StrView s, set;
    if (!str_view(t, args[0], &s)) return VALUE_ERROR;
    size_t start = 0, end = s.length;
    if (value_is_none(args[1])) {
        if (sides & STRIP_LEFT)
            while (start < end && is_space(view_at(&s, start))) start++;
        if (sides & STRIP_RIGHT)
            while (end > start && is_space(view_at(&s, end - 1))) end--;
        return str_substring(t, args[0], start, end);
    }
    if (!value_is_str(args[1])) return raise_type_error(t, "%s arg must be None or str", name);
    if (!str_view(t, args[1], &set)) return VALUE_ERROR;
    if (s.width == 1 && set.width == 1 && set.length && set.length <= 8) {
        uint64_t few = few_bytes(set.data, set.length);
        const uint8_t *p = s.data;
        if (sides & STRIP_LEFT)
            while (start < end && bytes_equal(few, p[start])) start++;
        if (sides & STRIP_RIGHT)
            while (end > start && bytes_equal(few, p[end - 1])) end--;
        return str_substring(t, args[0], start, end);
    }
    /* One bit for each character modulo 64 turns most others away. */
    uint64_t bloom = 0;
    for (size_t i = 0; i < set.length; i++) bloom |= (uint64_t)1 << (view_at(&set, i) & 63);
    if (sides & STRIP_LEFT) {
        for (; start < end; start++) {
            uint32_t c = view_at(&s, start);
            if (!(bloom >> (c & 63) & 1) ||
                chars_find_char(set.data, set.width, set.length, c) == SIZE_MAX)
                break;
        }
    }
    if (sides & STRIP_RIGHT) {
        for (; end > start; end--) {
            uint32_t c = view_at(&s, end - 1);
            if (!(bloom >> (c & 63) & 1) ||
                chars_find_char(set.data, set.width, set.length, c) == SIZE_MAX)
                break;
        }
    }
    return str_substring(t, args[0], start, end);
}

Value str_method_strip(Thread *t, Value *args) {
    return strip(t, args, STRIP_LEFT | STRIP_RIGHT, "strip");
}
Value str_method_lstrip(Thread *t, Value *args) {
    return strip(t, args, STRIP_LEFT, "lstrip");
}
Value str_method_rstrip(Thread *t, Value *args) {
    return strip(t, args, STRIP_RIGHT, "rstrip");
}

/* ---- replace ------------------------------------------------------------------------------ */

/* One character by another: a copy with changes. */
static Value replace_char(Thread *t, Value self, const StrView *s, uint32_t from, uint32_t to,
                          size_t limit) {
    size_t at = chars_find_char(s->data, s->width, s->length, from);
    if (at == SIZE_MAX || limit == 0) return str_exact(t, self);
    uint32_t max_char = str_max_char(value_as_str(self));
    if (to > max_char) max_char = to;
    Str *out = str_alloc(t, s->length, max_char);
    if (!out) return VALUE_ERROR;
    chars_copy(out->data, out->width, s->data, s->width, s->length);
    if (limit >= s->length) {
        chars_substitute((uint8_t *)out->data + at * out->width, out->width, s->length - at, from, to);
    } else {
        while (limit-- > 0) {
            chars_put(out->data, out->width, at, to);
            size_t next = chars_find_char(view_from(s, at + 1), s->width, s->length - at - 1, from);
            if (next == SIZE_MAX) break;
            at += next + 1;
        }
    }
    return str_narrow(t, out);
}

/* "abc".replace("", "-"): between all characters, and at both ends. */
static Value interleave(Thread *t, const StrView *s, Value with, size_t limit) {
    StrBuilder b;
    builder_init(&b, t);
    for (size_t i = 0; i <= s->length && !b.failed; i++) {
        if (limit > 0) {
            limit--;
            builder_str(&b, with);
        }
        if (i < s->length) builder_char(&b, view_at(s, i));
    }
    return builder_finish(&b);
}

enum { REPLACE_BATCH = 512 }; /* places found at a time */

static inline void put_piece(uint8_t **to, unsigned width, const void *from, unsigned from_width,
                             size_t n) {
    if (width == from_width)
        copy_short(*to, from, n * width);
    else
        chars_copy(*to, width, from, from_width, n);
    *to += n * width;
}

Value str_method_replace(Thread *t, Value *args) {
    for (int i = 1; i <= 2; i++)
        if (!value_is_str(args[i]))
            return raise_type_error(t, "replace() argument %d must be str, not %.50s", i,
                                    value_is_none(args[i]) ? "None"
                                                           : type_name(type_of(t, args[i])));
    int64_t count;
    StrView s, new_text;
    Needle old;
    if (!arg_size(t, args[3], &count) || !str_view(t, args[0], &s) ||
        !str_view(t, args[2], &new_text) || !needle_prepare(t, &old, args[1], &s))
        return VALUE_ERROR;
    size_t limit = count < 0 ? SIZE_MAX : (size_t)count;
    if (limit == 0 || !old.possible || old.length > s.length) return str_exact(t, args[0]);
    bool by_byte = s.width == 1 && old.length == 1;
    if (by_byte && chars_find_char(s.data, 1, s.length, old.first) == SIZE_MAX) return str_exact(t, args[0]);
    if (old.length == 0) return interleave(t, &s, args[2], limit);
    if (old.length == 1 && new_text.length == 1)
        return replace_char(t, args[0], &s, old.first, view_at(&new_text, 0), limit);
    size_t positions[REPLACE_BATCH];
    size_t matches = chars_find_all(s.data, s.width, s.length, old.data, old.length, limit, positions,
                                    REPLACE_BATCH);
    if (matches == 0) return str_exact(t, args[0]);
    size_t length = s.length + matches * new_text.length - matches * old.length;
    if (new_text.length > old.length &&
        (matches > STR_MAX_LENGTH / (new_text.length - old.length) || length > STR_MAX_LENGTH))
        return raise_memory_error(t);
    if (length == 0) return t->vm->empty_str;
    /* Perhaps too wide, if what goes was the widest. */
    unsigned width = new_text.width > s.width ? new_text.width : s.width;
    bool ascii = s.ascii && (new_text.ascii || new_text.length == 0);
    Str *out = str_alloc(t, length, ascii ? 0x7f : width == 1 ? 0xff : width == 2 ? 0xffff : 0x10ffff);
    if (!out) return VALUE_ERROR;
    uint8_t *to = out->data;
    size_t at = 0, batch = 0;
    for (size_t i = 0, base = 0; i < matches; i++) {
        if (batch == REPLACE_BATCH) {
            /* The positions at hand are used up: find the next ones. */
            base = at;
            chars_find_all(view_from(&s, at), s.width, s.length - at, old.data, old.length,
                           matches - i, positions, REPLACE_BATCH);
            batch = 0;
        }
        size_t plain = base + positions[batch++] - at;
        put_piece(&to, width, view_from(&s, at), s.width, plain);
        put_piece(&to, width, new_text.data, new_text.width, new_text.length);
        at += plain + old.length;
    }
    put_piece(&to, width, view_from(&s, at), s.width, s.length - at);
    return str_narrow(t, out);
}

/* ---- translate -----------------------------------------------------------------------*/

/* What the table says of a character: a code point in *out (result NONE), a
 * str to insert, UNDEF to delete. */
static Value translate_one(Thread *t, Value table, uint32_t c, uint32_t *out) {
    *out = c;
    Value mapped;
    if (value_is_exact(table, KIND_DICT)) {
        mapped = dict_get(t, value_as_dict(table), value_from_int(c));
        if (value_is_undef(mapped)) return VALUE_NONE;
    } else {
        mapped = op_getitem(t, table, value_from_int(c));
        if (value_is_error(mapped) && error_catch(t, TYPE_LookupError)) return VALUE_NONE;
    }
    if (value_is_error(mapped)) return mapped;
    if (value_is_none(mapped)) return VALUE_UNDEF;
    if (value_is_str(mapped)) return mapped;
    if (value_is_any_int(mapped)) {
        int64_t code;
        if (!int_to_int64(int_unbox(mapped), &code) || code < 0 || code > 0x10ffff)
            return raise_value_error(t, "character mapping must be in range(0x%x)", 0x110000);
        *out = (uint32_t)code;
        return VALUE_NONE;
    }
    return raise_type_error(t, "character mapping must return integer, None or str");
}

Value str_method_translate(Thread *t, Value *args) {
    Value table = args[1];
    StrView s;
    if (!str_view(t, args[0], &s)) return VALUE_ERROR;
    StrBuilder b;
    builder_init(&b, t);
    if (!builder_reserve(&b, s.length, 0)) return VALUE_ERROR;
    /* A dict's answers for ASCII that are ASCII again are kept. */
    enum { UNKNOWN = 0x80 };
    uint8_t known[256];
    memset(known, UNKNOWN, sizeof known);
    bool remember = value_is_exact(table, KIND_DICT);
    for (size_t i = 0; i < s.length && !b.failed; i++) {
        if (s.width == 1 && b.width == 1) {
            /* The fast run: nothing to ask. */
            const uint8_t *from = s.data;
            uint8_t *to = b.data;
            size_t room = b.capacity, length = b.length;
            while (i + 4 <= s.length && length + 4 <= room) {
                uint8_t c0 = known[from[i]], c1 = known[from[i + 1]], c2 = known[from[i + 2]],
                        c3 = known[from[i + 3]];
                if ((c0 | c1 | c2 | c3) & UNKNOWN) break;
                to[length] = c0, to[length + 1] = c1, to[length + 2] = c2, to[length + 3] = c3;
                length += 4;
                i += 4;
            }
            for (; i < s.length && length < room && known[from[i]] != UNKNOWN; i++)
                to[length++] = known[from[i]];
            b.length = length;
            if (i == s.length) break;
        }
        uint32_t c = view_at(&s, i), out;
        Value mapped = translate_one(t, table, c, &out);
        if (value_is_error(mapped)) return mapped;
        if (value_is_none(mapped)) {
            builder_char(&b, out);
            if (c < 128 && out < 128 && remember) known[c] = (uint8_t)out;
        } else if (!value_is_undef(mapped)) {
            builder_str(&b, mapped);
            StrView text;
            if (!str_view(t, mapped, &text)) return VALUE_ERROR;
            if (text.length == 1 && text.ascii && c < 128 && remember)
                known[c] = (uint8_t)view_at(&text, 0);
        }
    }
    return builder_finish(&b);
}

Value str_method_maketrans(Thread *t, Value *args) {
    Value x = args[0], y = args[1], z = args[2];
    Dict *table = dict_new(t);
    if (!table) return VALUE_ERROR;
    if (value_is_undef(y)) {
        if (!value_is_exact(x, KIND_DICT))
            return raise_type_error(t,
                                    "if you give only one argument to maketrans it must be a dict");
        size_t position = 0;
        Value key, value;
        while (dict_next(value_as_dict(x), &position, &key, &value)) {
            if (value_is_str(key)) {
                StrView k;
                if (!str_view(t, key, &k)) return VALUE_ERROR;
                if (k.length != 1)
                    return raise_value_error(t,
                                             "string keys in translate table must be of length 1");
                key = value_from_int(view_at(&k, 0));
            } else if (!value_is_any_int(key)) {
                return raise_type_error(t, "keys in translate table must be strings or integers");
            }
            if (!dict_set(t, table, key, value)) return VALUE_ERROR;
        }
        return value_from_object(table);
    }
    if (!value_is_str(x))
        return raise_type_error(
            t, "first maketrans argument must be a string if there is a second argument");
    if (!value_is_str(y))
        return raise_type_error(t, "maketrans() argument 2 must be str, not %.50s",
                                value_is_none(y) ? "None" : type_name(type_of(t, y)));
    if (!value_is_undef(z) && !value_is_str(z))
        return raise_type_error(t, "maketrans() argument 3 must be str, not %.50s",
                                value_is_none(z) ? "None" : type_name(type_of(t, z)));
    StrView from, to, gone;
    if (!str_view(t, x, &from) || !str_view(t, y, &to)) return VALUE_ERROR;
    if (from.length != to.length)
        return raise_value_error(t, "the first two maketrans arguments must have equal length");
    for (size_t i = 0; i < from.length; i++)
        if (!dict_set(t, table, value_from_int(view_at(&from, i)), value_from_int(view_at(&to, i))))
            return VALUE_ERROR;
    if (!value_is_undef(z)) {
        if (!str_view(t, z, &gone)) return VALUE_ERROR;
        for (size_t i = 0; i < gone.length; i++)
            if (!dict_set(t, table, value_from_int(view_at(&gone, i)), VALUE_NONE))
                return VALUE_ERROR;
    }
    return value_from_object(table);
}

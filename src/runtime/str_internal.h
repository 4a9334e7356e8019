/*
 * str_internal.h - what the str*.c, format*.c and codecs*.c files share: views
 * of characters, loops over the three widths, shared character buffers.
 */
#ifndef TAU_RUNTIME_STR_INTERNAL_H
#define TAU_RUNTIME_STR_INTERNAL_H

#include "runtime/str.h"

/* gcc vectorises loops only at -O3; clang does at -O2 and lacks the attribute. */
#if defined(__GNUC__) && !defined(__clang__)
#define VECTORIZED __attribute__((optimize("O3")))
#else
#define VECTORIZED
#endif

enum {
    STR_HEADER_SIZE = offsetof(Str, body), /* of a flat string, in front of its characters */
};

/* The storage that indirect strings share (kind RAW, so its head is Raw's).
 * A string that ends where `used` ends may be continued in place: a chain of
 * appends then costs one copy of each character, amortised. */
typedef struct CharBuffer {
    Object header;
    size_t size; /* bytes after this word, as in Raw */
    size_t used; /* bytes of `characters` in use */
    _Alignas(16) uint8_t characters[];
} CharBuffer;

static inline size_t char_buffer_capacity(const CharBuffer *buffer) {
    return buffer->size - (offsetof(CharBuffer, characters) - offsetof(CharBuffer, used));
}
CharBuffer *char_buffer_new(Thread *t, size_t capacity_bytes);
/* An exact str over characters of `owner` (a CharBuffer or a flat Str). */
Value str_new_indirect(Thread *t, Value owner, void *data, size_t length, unsigned width,
                       unsigned flags);

/* The characters of a string, flattened. */
typedef struct StrView {
    const void *data;
    size_t length;
    unsigned width;
    bool ascii;
} StrView;

/* false with MemoryError. */
__attribute__((warn_unused_result)) static inline bool str_view(Thread *t, Value v, StrView *out) {
    Str *s = value_as_str(v);
    out->data = str_data(t, s);
    out->length = s->length;
    out->width = s->width;
    out->ascii = s->flags & STR_ASCII;
    return out->data != NULL;
}
static inline uint32_t view_at(const StrView *view, size_t i) {
    return str_char_at(view->data, view->width, i);
}
static inline const void *view_from(const StrView *view, size_t i) {
    return (const uint8_t *)view->data + i * view->width;
}

/* memcpy for what is mostly a few bytes: no call up to 16. */
static inline void copy_short(void *to, const void *from, size_t n) {
    uint8_t *t = (uint8_t *)to;
    const uint8_t *f = (const uint8_t *)from;
    if (n > 16) {
        memcpy(t, f, n);
    } else if (n >= 8) {
        uint64_t head, tail;
        memcpy(&head, f, 8);
        memcpy(&tail, f + n - 8, 8);
        memcpy(t, &head, 8);
        memcpy(t + n - 8, &tail, 8);
    } else if (n >= 4) {
        uint32_t head, tail;
        memcpy(&head, f, 4);
        memcpy(&tail, f + n - 4, 4);
        memcpy(t, &head, 4);
        memcpy(t + n - 4, &tail, 4);
    } else if (n) {
        t[0] = f[0];
        t[n - 1] = f[n - 1];
        t[n / 2] = f[n / 2];
    }
}

static inline unsigned width_of_char(uint32_t c) {
    return c < 0x100 ? 1 : c < 0x10000 ? 2 : 4;
}
static inline void chars_put(void *data, unsigned width, size_t i, uint32_t c) {
    if (width == 1)
        ((uint8_t *)data)[i] = (uint8_t)c;
    else if (width == 2)
        ((uint16_t *)data)[i] = (uint16_t)c;
    else
        ((uint32_t *)data)[i] = c;
}
/* Copies n characters from one width to another; narrowing ones must fit. */
void chars_copy(void *to, unsigned to_width, const void *from, unsigned from_width, size_t n);
void chars_fill(void *to, unsigned width, size_t n, uint32_t c);
bool chars_are_ascii(const uint8_t *bytes, size_t n);
/* The length of the ASCII prefix. */
size_t chars_ascii_prefix(const uint8_t *bytes, size_t n);
/* An upper bound of the characters that is exact in width and ASCII-ness:
 * 0x7f, 0xff, 0xffff or 0x10ffff. */
uint32_t chars_max(const void *chars, unsigned width, size_t n);
/* The same of a whole string, from its header. */
static inline uint32_t str_max_char(const Str *s) {
    return s->width == 1 ? (s->flags & STR_ASCII ? 0x7f : 0xff) : s->width == 2 ? 0xffff : 0x10ffff;
}
/* Writes the characters of a string, rope or not, without flattening it. */
void str_write(const Str *s, void *to, unsigned to_width);

/* s as an exact str (itself, unless an instance of a subclass). */
Value str_exact(Thread *t, Value s);
/* Searching, both sides of the same width; SIZE_MAX when absent. */
size_t chars_find_char(const void *chars, unsigned width, size_t n, uint32_t c);
size_t chars_rfind_char(const void *chars, unsigned width, size_t n, uint32_t c);
size_t chars_find(const void *chars, unsigned width, size_t n, const void *what, size_t m);
size_t chars_rfind(const void *chars, unsigned width, size_t n, const void *what, size_t m);
size_t chars_count(const void *chars, unsigned width, size_t n, const void *what, size_t m,
                   size_t limit);
/* As chars_count (m > 0); stores where the first `capacity` matches start. */
size_t chars_find_all(const void *chars, unsigned width, size_t n, const void *what, size_t m,
                      size_t limit, uint32_t *positions, size_t capacity);
/* The characters of `what` in the width of a string that may contain it.
 * possible: false if it is too wide.  Short ones are converted into the needle
 * itself, others into a collected object.  false with MemoryError. */
typedef struct Needle {
    const void *data;
    size_t length;
    bool possible;
    uint32_t first;
    uint32_t local[32];
} Needle;
bool needle_prepare(Thread *t, Needle *needle, Value what, const StrView *in)
    __attribute__((warn_unused_result));

/* Arguments of many methods. */
bool arg_str(Thread *t, Value v, const char *function, const char *argument)
    __attribute__((warn_unused_result));
/* start and end as in s[start:end] (None, ints, __index__), clipped. */
bool arg_slice_bounds(Thread *t, Value start, Value end, size_t length, size_t *out_start,
                      size_t *out_end) __attribute__((warn_unused_result));

/* str_methods.c collects the rows of these files in the table of the type. */
Value str_method_capitalize(Thread *t, Value *args);
Value str_method_casefold(Thread *t, Value *args);
Value str_method_lower(Thread *t, Value *args);
Value str_method_upper(Thread *t, Value *args);
Value str_method_title(Thread *t, Value *args);
Value str_method_swapcase(Thread *t, Value *args);
Value str_method_isalnum(Thread *t, Value *args);
Value str_method_isalpha(Thread *t, Value *args);
Value str_method_isascii(Thread *t, Value *args);
Value str_method_isdecimal(Thread *t, Value *args);
Value str_method_isdigit(Thread *t, Value *args);
Value str_method_isidentifier(Thread *t, Value *args);
Value str_method_islower(Thread *t, Value *args);
Value str_method_isnumeric(Thread *t, Value *args);
Value str_method_isprintable(Thread *t, Value *args);
Value str_method_isspace(Thread *t, Value *args);
Value str_method_istitle(Thread *t, Value *args);
Value str_method_isupper(Thread *t, Value *args);
Value str_method_split(Thread *t, Value *args);
Value str_method_rsplit(Thread *t, Value *args);
Value str_method_splitlines(Thread *t, Value *args);
Value str_method_partition(Thread *t, Value *args);
Value str_method_rpartition(Thread *t, Value *args);
Value str_method_strip(Thread *t, Value *args);
Value str_method_lstrip(Thread *t, Value *args);
Value str_method_rstrip(Thread *t, Value *args);
Value str_method_replace(Thread *t, Value *args);
Value str_method_translate(Thread *t, Value *args);
Value str_method_maketrans(Thread *t, Value *args);
Value str_method_find(Thread *t, Value *args);
Value str_method_rfind(Thread *t, Value *args);
Value str_method_index(Thread *t, Value *args);
Value str_method_rindex(Thread *t, Value *args);
Value str_method_count(Thread *t, Value *args);
Value str_method_startswith(Thread *t, Value *args);
Value str_method_endswith(Thread *t, Value *args);
Value str_method_removeprefix(Thread *t, Value *args);
Value str_method_removesuffix(Thread *t, Value *args);
Value str_method_center(Thread *t, Value *args);
Value str_method_ljust(Thread *t, Value *args);
Value str_method_rjust(Thread *t, Value *args);
Value str_method_zfill(Thread *t, Value *args);
Value str_method_expandtabs(Thread *t, Value *args);
Value str_method_join(Thread *t, Value *args);
Value str_method_encode(Thread *t, Value *args);
Value str_method_format(Thread *t, Value *args, size_t nargs, Tuple *kwnames);
Value str_method_format_map(Thread *t, Value *args);

#endif

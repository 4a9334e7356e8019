/*
 * str_internal.h - what the str*.c, format*.c and codecs*.c files share: views
 * of characters, shared character buffers, arguments of many methods.
 */
#ifndef TAU_RUNTIME_STR_INTERNAL_H
#define TAU_RUNTIME_STR_INTERNAL_H

#include "base/byte_block.h"
#include "runtime/chars.h"
#include "runtime/str.h"

enum {
    STR_HEADER_SIZE = offsetof(Str, body), /* of a flat string, in front of its characters */
};
static_assert(sizeof(Str) == STR_HEADER_SIZE + 16, "room for 15 characters and a NUL");

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
    return chars_get(view->data, view->width, i);
}
static inline const void *view_from(const StrView *view, size_t i) {
    return (const uint8_t *)view->data + i * view->width;
}

/* As str_from_ascii, of characters behind the first of which `readable` bytes may be read. */
static inline Value str_from_ascii_in(Thread *t, const uint8_t *chars, size_t length, size_t readable) {
    static const uint8_t keep[2 * BLOCK] = {[0 ... BLOCK - 1] = 0xff};
    if (length >= BLOCK || length <= 1 || readable < BLOCK) return str_from_ascii(t, chars, length);
    Str *s = gc_alloc(t, sizeof(Str), KIND_STR, t->vm->types[TYPE_STR]->root_shape);
    if (!s) return VALUE_ERROR;
    s->length = (uint32_t)length;
    s->width = 1;
    s->flags = STR_ASCII;
    s->data = s->body.characters;
    /* Without branches on the length, which nobody can predict. */
    block_store(s->body.characters, block_load(chars) & block_load(keep + BLOCK - length));
    return value_from_object(s);
}

/* How many bytes from a character on may be read, of a str one byte wide: behind a flat
 * one is the rest of its last granule. */
static inline size_t str_readable(const Str *s, size_t start) {
    size_t end = s->data == s->body.characters && s->header.granules
                     ? (size_t)s->header.granules * 16 - STR_HEADER_SIZE
                     : s->length;
    return end - start;
}

/* What chars_max finds, from the header of a string. */
static inline uint32_t str_max_char(const Str *s) {
    return s->width == 1 ? (s->flags & STR_ASCII ? 0x7f : 0xff) : s->width == 2 ? 0xffff : 0x10ffff;
}
/* Writes the characters of a string, rope or not, without flattening it. */
void str_write(const Str *s, void *to, unsigned to_width);

/* The string that `fresh`, just allocated and filled, stands for: itself, or a
 * copy if it has no character of its width, or the one of that character. */
Value str_narrow(Thread *t, Str *fresh);
/* s with so many fill characters on either side. */
Value str_pad(Thread *t, Value s, size_t left, size_t right, uint32_t fill);
/* s as an exact str (itself, unless an instance of a subclass). */
Value str_exact(Thread *t, Value s);
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

/*
 * str_grow.c - appending to a str in place, for code that knows that nobody else has it.
 *
 * A text that is expected to grow has room behind its characters: short ones in the object
 * itself (its size in granules says how much), longer ones in the CharBuffer that they end,
 * as str.c has it.  Room doubles, so that appending is linear.
 */
#include "runtime/str_internal.h"

enum {
    FLAT_BYTES = 256,  /* longer texts go to a CharBuffer */
    FIRST_ROOM = 31,   /* bytes: with header and NUL four granules */
};

/* Where `bytes` more may be written, NULL: there is no room, or it is seen by others. */
static inline uint8_t *room_behind(const Str *s, size_t bytes) {
    if (s->width != 1 || !s->data || s->flags & STR_SEEN || s->length <= 1 || bytes > STR_MAX_LENGTH - s->length)
        return NULL;
    uint8_t *end = (uint8_t *)s->data + s->length;
    if (s->data == s->body.characters) {
        size_t size = (size_t)s->header.granules * 16;
        return STR_HEADER_SIZE + s->length + bytes < size ? end : NULL;
    }
    const CharBuffer *buffer = (const CharBuffer *)value_as_object(s->body.owner);
    return value_is_kind(s->body.owner, KIND_RAW) && end == buffer->characters + buffer->used &&
                   bytes <= char_buffer_capacity(buffer) - buffer->used
               ? end
               : NULL;
}

/* The text has got longer, by characters that all have these flags. */
static inline Value has_grown(Str *s, size_t bytes, unsigned flags) {
    s->length += (uint32_t)bytes;
    s->flags = (uint8_t)(s->flags & flags & STR_ASCII);
    if (s->data != s->body.characters)
        ((CharBuffer *)value_as_object(s->body.owner))->used += bytes;
    return value_from_object(s);
}

/* The same characters, in a str of its own. */
static Value another(Thread *t, Str *s) {
    void *data = str_data(t, s);
    if (!data)
        return VALUE_ERROR;
    Value owner = data == s->body.characters ? value_from_object(s) : s->body.owner;
    return str_new_indirect(t, owner, data, s->length, s->width, s->flags & STR_ASCII);
}

static __attribute__((noinline)) Value extend_slow(Thread *t, Str *left, Str *right) {
    size_t length = (size_t)left->length + right->length;
    if ((left->width | right->width) != 1 || length > FLAT_BYTES || !left->data || !right->data) {
        if (left->length && right->length)
            return str_concat(t, value_from_object(left), value_from_object(right));
        Str *only = left->length ? left : right;
        return only->length <= 1 ? value_from_object(only) : another(t, only);
    }
    if (length <= 1)
        return value_from_object(left->length ? left : right);
    size_t room = 2 * length < FIRST_ROOM ? FIRST_ROOM : 2 * length;
    Str *s = gc_alloc(t, STR_HEADER_SIZE + room + 1, KIND_STR, t->vm->types[TYPE_STR]->root_shape);
    if (!s)
        return VALUE_ERROR;
    s->length = (uint32_t)length;
    s->width = 1;
    s->flags = left->flags & right->flags & STR_ASCII;
    s->data = s->body.characters;
    copy_short(s->body.characters, left->data, left->length);
    copy_short(s->body.characters + left->length, right->data, right->length);
    return value_from_object(s);
}

Value str_extend(Thread *t, Value text, Value piece, Value owner) {
    Str *left = value_as_str(text), *right = value_as_str(piece);
    uint8_t *end;
    if (value_same(text, owner) && right->width == 1 && right->data && (end = room_behind(left, right->length))) {
        copy_short(end, right->data, right->length);
        return has_grown(left, right->length, right->flags);
    }
    return extend_slow(t, left, right);
}

Value str_extend_two(Thread *t, Value text, Value piece, Value second, Value owner) {
    Str *left = value_as_str(text), *x = value_as_str(piece), *y = value_as_str(second);
    size_t bytes = (size_t)x->length + y->length;
    uint8_t *end;
    if (value_same(text, owner) && (x->width | y->width) == 1 && x->data && y->data &&
        (end = room_behind(left, bytes))) {
        copy_short(end, x->data, x->length);
        copy_short(end + x->length, y->data, y->length);
        return has_grown(left, bytes, x->flags & y->flags);
    }
    Value both = str_concat(t, piece, second);
    return value_is_error(both) ? both : str_extend(t, text, both, owner);
}

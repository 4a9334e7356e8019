/*
 * str.c - the representations of text: allocation, construction from
 * characters, concatenation, substrings, comparison and hashing.
 *
 * Appending.  `s += x` must be linear whatever the sizes.  Short results are
 * copied.  A longer concatenation first becomes a rope; when a rope with a
 * short right side is appended to again, that is a chain: it is copied once
 * into a CharBuffer with room to spare, and every further short append writes
 * behind the last character, giving a new 48-byte string over the same buffer.
 * Long pieces always make ropes, which are copied once, when their characters
 * are needed; if the leftmost piece ends its buffer, in place behind it.
 */
#include "runtime/str.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "runtime/codecs.h"
#include "runtime/error.h"
#include "runtime/str_internal.h"

enum {
    CONCAT_COPY_BYTES = 256, /* results up to here are copied at once */
    ROPE_PIECE_LENGTH = 256, /* shorter right sides are appended to a buffer */
    SHORT_BYTES = 256,
    SHARE_BYTES = 512,       /* substrings from here on may share characters */
    SHARE_FRACTION = 8,      /* ... when they are at least this part of the owner */
    ROPE_MAX_DEPTH = UINT16_MAX,
};

/* ---- allocation -------------------------------------------------------------- */

static void raise_too_large(Thread *t) {
    raise_memory_error(t);
}

Str *str_alloc(Thread *t, size_t length, uint32_t max_char) {
    unsigned width = width_of_char(max_char);
    if (length == 0 && value_is_object(t->vm->empty_str)) return value_as_str(t->vm->empty_str);
    if (length > STR_MAX_LENGTH) {
        raise_too_large(t);
        return NULL;
    }
    size_t size = STR_HEADER_SIZE + (length + 1) * width;
    if (size < sizeof(Str)) size = sizeof(Str);
    Str *s = gc_alloc_to_fill(t, size, STR_HEADER_SIZE, STR_HEADER_SIZE + length * width, KIND_STR,
                              t->vm->types[TYPE_STR]->root_shape);
    if (!s) return NULL;
    s->length = (uint32_t)length;
    s->width = (uint8_t)width;
    s->flags = max_char < 0x80 ? STR_ASCII : 0;
    s->data = s->body.characters;
    return s;
}

/* Of two to SHORT_BYTES characters one byte wide: as str_alloc, with all known that can be. */
static inline Str *alloc_short(Thread *t, size_t length, unsigned flags) {
    size_t size = STR_HEADER_SIZE + length + 1;
    Str *s = gc_alloc(t, size < sizeof(Str) ? sizeof(Str) : size, KIND_STR,
                      t->vm->types[TYPE_STR]->root_shape);
    if (!s) return NULL;
    s->length = (uint32_t)length;
    s->width = 1;
    s->flags = (uint8_t)flags;
    s->data = s->body.characters;
    return s;
}

CharBuffer *char_buffer_new(Thread *t, size_t capacity) {
    size_t extra = offsetof(CharBuffer, characters) - offsetof(CharBuffer, used);
    CharBuffer *buffer = (CharBuffer *)gc_alloc_raw_to_fill(t, extra + capacity);
    if (buffer) buffer->used = 0;
    return buffer;
}

Value str_new_indirect(Thread *t, Value owner, void *data, size_t length, unsigned width,
                       unsigned flags) {
    Str *s = gc_alloc(t, sizeof(Str), KIND_STR, t->vm->types[TYPE_STR]->root_shape);
    if (!s) return VALUE_ERROR;
    s->length = (uint32_t)length;
    s->width = (uint8_t)width;
    s->flags = (uint8_t)flags;
    s->data = data;
    s->body.rope.right = VALUE_NONE;
    s->body.owner = owner;
    return value_from_object(s);
}

static inline bool str_is_flat(const Str *s) {
    return s->data == s->body.characters;
}

/* The object that holds the characters of a string that is no rope. */
static Value str_owner(Str *s) {
    return str_is_flat(s) ? value_from_object(s) : s->body.owner;
}

Value str_exact(Thread *t, Value v) {
    Str *s = value_as_str(v);
    if (!(s->header.gc & GC_SUBCLASS)) return v;
    void *data = str_data(t, s);
    if (!data) return VALUE_ERROR;
    if (s->length == 0) return t->vm->empty_str;
    if (str_is_flat(s) || (size_t)s->length * s->width <= sizeof s->body)
        return str_from_chars(t, data, s->width, s->length);
    Value exact = str_new_indirect(t, s->body.owner, data, s->length, s->width,
                                   s->flags & (STR_ASCII | STR_HASHED));
    if (!value_is_error(exact)) value_as_str(exact)->hash = s->hash;
    return exact;
}

Value str_from_char(Thread *t, uint32_t c) {
    if (c < 256) return t->vm->characters[c];
    Str *s = str_alloc(t, 1, c);
    if (!s) return VALUE_ERROR;
    chars_put(s->data, s->width, 0, c);
    return value_from_object(s);
}

Value str_from_ascii(Thread *t, const void *bytes, size_t length) {
    if (length <= 1) return length ? t->vm->characters[*(const uint8_t *)bytes] : t->vm->empty_str;
    Str *s = length <= SHORT_BYTES ? alloc_short(t, length, STR_ASCII) : str_alloc(t, length, 0x7f);
    if (!s) return VALUE_ERROR;
    copy_short(s->data, bytes, length);
    return value_from_object(s);
}

Value str_from_latin1(Thread *t, const uint8_t *bytes, size_t length) {
    if (length <= 1) return length ? t->vm->characters[bytes[0]] : t->vm->empty_str;
    Str *s = str_alloc(t, length, chars_are_ascii(bytes, length) ? 0x7f : 0xff);
    if (!s) return VALUE_ERROR;
    memcpy(s->data, bytes, length);
    return value_from_object(s);
}

Value str_from_chars(Thread *t, const void *chars, unsigned width, size_t length) {
    if (width == 1) return str_from_latin1(t, chars, length);
    if (length <= 1)
        return length ? str_from_char(t, str_char_at(chars, width, 0)) : t->vm->empty_str;
    Str *s = str_alloc(t, length, chars_max(chars, width, length));
    if (!s) return VALUE_ERROR;
    chars_copy(s->data, s->width, chars, width, length);
    return value_from_object(s);
}

Value str_narrow(Thread *t, Str *fresh) {
    if (fresh->length <= 1 || !(fresh->flags & STR_ASCII)) {
        uint32_t max_char = chars_max(fresh->data, fresh->width, fresh->length);
        if (fresh->length <= 1 || width_of_char(max_char) < fresh->width)
            return str_from_chars(t, fresh->data, fresh->width, fresh->length);
        if (max_char < 0x80) fresh->flags |= STR_ASCII;
    }
    return value_from_object(fresh);
}

Value str_from_ucs4(Thread *t, const uint32_t *chars, size_t length) {
    return str_from_chars(t, chars, 4, length);
}

Value str_from_utf8(Thread *t, const char *utf8, size_t length) {
    size_t ascii = chars_ascii_prefix((const uint8_t *)utf8, length);
    if (ascii == length) return str_from_ascii(t, utf8, length);
    if (utf8_validate(utf8 + ascii, length - ascii, true, NULL, NULL) != length - ascii)
        return codec_decode_utf8(t, (const uint8_t *)utf8, length, "strict", NULL);
    /* Valid: the lead bytes tell how many characters there are and how wide. */
    size_t count = ascii;
    uint8_t lead = 0;
    for (size_t i = ascii; i < length; i++) {
        if (!utf8_is_continuation(utf8[i])) {
            count++;
            if ((uint8_t)utf8[i] > lead) lead = (uint8_t)utf8[i];
        }
    }
    Str *s = str_alloc(t, count, lead < 0xc4 ? 0xff : lead < 0xf0 ? 0xffff : 0x10ffff);
    if (!s) return VALUE_ERROR;
    chars_copy(s->data, s->width, utf8, 1, ascii);
    size_t at = ascii;
    for (size_t i = ascii; i < count; i++) {
        size_t size;
        chars_put(s->data, s->width, i, utf8_decode(utf8 + at, length - at, &size));
        at += size;
    }
    if (count == 1 && s->width == 1) return t->vm->characters[*(uint8_t *)s->data];
    return value_from_object(s);
}

Value str_from_cstring(Thread *t, const char *utf8) {
    return str_from_utf8(t, utf8, strlen(utf8));
}

/* ---- ropes ------------------------------------------------------------------- */

static inline bool str_is_rope(const Str *s) {
    return s->data == NULL;
}

void str_write(const Str *s, void *to, unsigned width) {
    /* The longer half waits on the stack while the shorter is written: what is
     * in hand halves with each entry, so that 33 entries serve any string. */
    struct {
        const Str *s;
        uint8_t *to;
    } waiting[34];
    size_t depth = 0;
    uint8_t *at = to;
    for (;;) {
        if (!str_is_rope(s)) {
            if (at != s->data) chars_copy(at, width, s->data, s->width, s->length);
            if (depth == 0) return;
            depth--;
            s = waiting[depth].s;
            at = waiting[depth].to;
            continue;
        }
        const Str *left = value_as_str(s->body.rope.left),
                  *right = value_as_str(s->body.rope.right);
        uint8_t *right_at = at + (size_t)left->length * width;
        if (left->length >= right->length) {
            waiting[depth].s = left;
            waiting[depth++].to = at;
            s = right;
            at = right_at;
        } else {
            waiting[depth].s = right;
            waiting[depth++].to = right_at;
            s = left;
        }
    }
}

/* The buffer that a string ends, or NULL. */
static CharBuffer *buffer_ending_with(const Str *s) {
    if (str_is_rope(s) || str_is_flat(s) || !value_is_kind(s->body.owner, KIND_RAW)) return NULL;
    CharBuffer *buffer = (CharBuffer *)value_as_object(s->body.owner);
    const uint8_t *end = (const uint8_t *)s->data + (size_t)s->length * s->width;
    return end == buffer->characters + buffer->used ? buffer : NULL;
}

/* Gives a rope its characters, in a buffer with `room` bytes to spare. */
static void *rope_flatten(Thread *t, Str *s, size_t room) {
    size_t bytes = (size_t)s->length * s->width;
    const Str *first = s;
    while (str_is_rope(first)) first = value_as_str(first->body.rope.left);
    CharBuffer *buffer = first->width == s->width ? buffer_ending_with(first) : NULL;
    if (buffer) {
        size_t new_bytes = bytes - (size_t)first->length * first->width;
        if (buffer->used + new_bytes + room <= char_buffer_capacity(buffer)) {
            buffer->used += new_bytes;
            str_write(s, first->data, s->width);
            s->data = first->data;
            s->body.owner = value_from_object(buffer);
            s->body.rope.right = VALUE_NONE;
            gc_wrote(t, s);
            return s->data;
        }
        /* It grew once already: grow in proportion, to stay linear. */
        if (room < bytes / 2) room = bytes / 2;
    }
    buffer = char_buffer_new(t, bytes + room);
    if (!buffer) return NULL;
    str_write(s, buffer->characters, s->width);
    buffer->used = bytes;
    s->data = buffer->characters;
    s->body.owner = value_from_object(buffer);
    s->body.rope.right = VALUE_NONE;
    gc_wrote(t, s);
    return s->data;
}

void *str_flatten_slow(Thread *t, Str *s) {
    assert(str_is_rope(s));
    return rope_flatten(t, s, 0);
}

static Value rope_new(Thread *t, Str *left, Str *right) {
    unsigned depth = (left->rope_depth > right->rope_depth ? left : right)->rope_depth + 1u;
    if (depth >= ROPE_MAX_DEPTH) {
        /* Bounds what a walk along one side can cost; a copy this rare is free. */
        if (!str_data(t, left) || !str_data(t, right)) return VALUE_ERROR;
        left->rope_depth = right->rope_depth = 0;
        depth = 1;
    }
    Str *s = gc_alloc(t, sizeof(Str), KIND_STR, t->vm->types[TYPE_STR]->root_shape);
    if (!s) return VALUE_ERROR;
    s->length = left->length + right->length;
    s->width = left->width > right->width ? left->width : right->width;
    s->flags = left->flags & right->flags & STR_ASCII;
    s->rope_depth = (uint16_t)depth;
    s->body.rope.left = value_from_object(left);
    s->body.rope.right = value_from_object(right);
    return value_from_object(s);
}

/* Continues the buffer that `left` ends; UNDEF if there is no room. */
static Value buffer_append(Thread *t, Str *left, Str *right) {
    CharBuffer *buffer = buffer_ending_with(left);
    size_t bytes = (size_t)right->length * left->width;
    if (!buffer || right->width > left->width ||
        bytes > char_buffer_capacity(buffer) - buffer->used)
        return VALUE_UNDEF;
    Value result =
        str_new_indirect(t, left->body.owner, left->data, (size_t)left->length + right->length,
                         left->width, left->flags & right->flags & STR_ASCII);
    if (value_is_error(result)) return result;
    /* After the allocation: a finalizer must not find the room taken twice. */
    if ((uint8_t *)left->data + (size_t)left->length * left->width !=
        buffer->characters + buffer->used)
        return VALUE_UNDEF;
    str_write(right, buffer->characters + buffer->used, left->width);
    buffer->used += bytes;
    return result;
}

/* Short results, of two that are not empty. */
static inline Value concat_copy(Thread *t, Str *left, Str *right) {
    size_t length = (size_t)left->length + right->length;
    if (left->data && right->data && (left->width | right->width) == 1) {
        Str *s = alloc_short(t, length, left->flags & right->flags & STR_ASCII);
        if (!s) return VALUE_ERROR;
        copy_short(s->body.characters, left->data, left->length);
        copy_short(s->body.characters + left->length, right->data, right->length);
        return value_from_object(s);
    }
    uint32_t a = str_max_char(left), b = str_max_char(right);
    Str *s = str_alloc(t, length, a > b ? a : b);
    if (!s) return VALUE_ERROR;
    str_write(left, s->data, s->width);
    str_write(right, (uint8_t *)s->data + (size_t)left->length * s->width, s->width);
    return value_from_object(s);
}

/* s += short, over and over: one byte a character, room at the end of the
 * buffer that `left` ends.  180 instructions without this path, 50 with it. */
static inline Value append_short(Thread *t, Str *left, Str *right) {
    enum { SHORT = 64 };
    if ((left->width | right->width) != 1 || right->length > SHORT || !left->data || !right->data)
        return VALUE_UNDEF;
    CharBuffer *buffer = buffer_ending_with(left);
    if (!buffer || char_buffer_capacity(buffer) - buffer->used < right->length ||
        left->length > STR_MAX_LENGTH - SHORT)
        return VALUE_UNDEF;
    Str *s = gc_alloc(t, sizeof(Str), KIND_STR, t->vm->types[TYPE_STR]->root_shape);
    if (!s) return VALUE_ERROR;
    uint8_t *end = buffer->characters + buffer->used;
    if ((uint8_t *)left->data + left->length != end) return VALUE_UNDEF; /* taken by a finalizer */
    copy_short(end, right->data, right->length);
    buffer->used += right->length;
    s->length = left->length + right->length;
    s->width = 1;
    s->flags = left->flags & right->flags & STR_ASCII;
    s->data = left->data;
    s->body.owner = left->body.owner;
    s->body.rope.right = VALUE_NONE;
    return value_from_object(s);
}

static Value concat_long(Thread *t, Str *left, Str *right);

Value str_concat(Thread *t, Value a, Value b) {
    Str *left = value_as_str(a), *right = value_as_str(b);
    if (right->length == 0) return str_exact(t, a);
    if (left->length == 0) return str_exact(t, b);
    if (((size_t)left->length + right->length) * (left->width | right->width) <= CONCAT_COPY_BYTES)
        return concat_copy(t, left, right);
    Value appended = append_short(t, left, right);
    return value_is_undef(appended) ? concat_long(t, left, right) : appended;
}

/* Appending to a buffer that has room, or a rope. */
static Value concat_long(Thread *t, Str *left, Str *right) {
    size_t length = (size_t)left->length + right->length;
    if (length > STR_MAX_LENGTH) {
        raise_too_large(t);
        return VALUE_ERROR;
    }
    unsigned width = left->width > right->width ? left->width : right->width;
    if (right->length < ROPE_PIECE_LENGTH) {
        if (!str_is_rope(left)) {
            Value appended = buffer_append(t, left, right);
            if (!value_is_undef(appended)) return appended;
            if (buffer_ending_with(left)) {
                /* A full buffer: move to one of twice the size. */
                CharBuffer *buffer = char_buffer_new(t, 2 * length * width);
                if (!buffer) return VALUE_ERROR;
                str_write(left, buffer->characters, width);
                str_write(right, buffer->characters + (size_t)left->length * width, width);
                buffer->used = length * width;
                return str_new_indirect(t, value_from_object(buffer), buffer->characters, length,
                                        width, left->flags & right->flags & STR_ASCII);
            }
        } else if (left->width >= right->width &&
                   value_as_str(left->body.rope.right)->length < ROPE_PIECE_LENGTH) {
            if (!rope_flatten(t, left, (size_t)left->length * left->width)) return VALUE_ERROR;
            Value appended = buffer_append(t, left, right);
            if (!value_is_undef(appended)) return appended;
        }
    }
    return rope_new(t, left, right);
}

/* ---- substrings, repetition, joining --------------------------------------------- */

Value str_substring(Thread *t, Value v, size_t start, size_t end) {
    Str *s = value_as_str(v);
    if (end > s->length) end = s->length;
    if (start >= end) return t->vm->empty_str;
    if (start == 0 && end == s->length) return str_exact(t, v);
    const uint8_t *data = str_data(t, s);
    if (!data) return VALUE_ERROR;
    size_t length = end - start, bytes = length * s->width;
    data += start * s->width;
    if (bytes < SHARE_BYTES) {
        return s->flags & STR_ASCII ? str_from_ascii_in(t, data, length, str_readable(s, start))
                                    : str_from_chars(t, data, s->width, length);
    }
    Value owner = str_owner(s);
    size_t owner_bytes = value_is_kind(owner, KIND_RAW)
                             ? ((CharBuffer *)value_as_object(owner))->size
                             : (size_t)value_as_str(owner)->length * value_as_str(owner)->width;
    uint32_t max_char = s->flags & STR_ASCII ? 0x7f : chars_max(data, s->width, length);
    if (width_of_char(max_char) != s->width || bytes < owner_bytes / SHARE_FRACTION)
        return str_from_chars(t, data, s->width, length);
    return str_new_indirect(t, owner, (void *)(uintptr_t)data, length, s->width,
                            max_char < 0x80 ? STR_ASCII : 0);
}

Value str_repeat(Thread *t, Value v, int64_t count) {
    Str *s = value_as_str(v);
    if (count <= 0 || s->length == 0) return t->vm->empty_str;
    if (count == 1) return str_exact(t, v);
    if (count > (int64_t)(INT64_MAX / s->length))
        return raise_overflow_error(t, "repeated string is too long");
    size_t length = (size_t)s->length * (size_t)count;
    if (length > STR_MAX_LENGTH) {
        raise_too_large(t);
        return VALUE_ERROR;
    }
    const void *data = str_data(t, s);
    if (!data) return VALUE_ERROR;
    Str *out = str_alloc(t, length, str_max_char(s));
    if (!out) return VALUE_ERROR;
    if (s->length == 1) {
        chars_fill(out->data, out->width, length, str_char_at(data, s->width, 0));
        return value_from_object(out);
    }
    size_t total = length * s->width, done = (size_t)s->length * s->width;
    memcpy(out->data, data, done);
    while (done < total) {
        size_t piece = done < total - done ? done : total - done;
        memcpy((uint8_t *)out->data + done, out->data, piece);
        done += piece;
    }
    return value_from_object(out);
}

Value str_join_values(Thread *t, Value separator, const Value *items, size_t count) {
    if (count == 0) return t->vm->empty_str;
    Str *sep = value_as_str(separator);
    if (count == 1 && value_is_exact(items[0], KIND_STR)) return items[0];
    size_t length = 0;
    bool separated = count > 1 && sep->length;
    /* What all have in common, and the widths of all. */
    unsigned flags = separated ? sep->flags : STR_ASCII, widths = separated ? sep->width : 1;
    for (size_t i = 0; i < count; i++) {
        if (!value_is_str(items[i]))
            return raise_type_error(t, "sequence item %zu: expected str instance, %.80T found", i,
                                    items[i]);
        const Str *s = value_as_str(items[i]);
        length += s->length;
        flags &= s->flags;
        widths |= s->width;
    }
    uint32_t max_char = widths & 4 ? 0x10ffff : widths & 2 ? 0xffff : flags & STR_ASCII ? 0x7f : 0xff;
    length += sep->length * (count - 1);
    if (length > STR_MAX_LENGTH) {
        raise_too_large(t);
        return VALUE_ERROR;
    }
    if (length == 0) return t->vm->empty_str;
    const void *sep_data = str_data(t, sep);
    Str *out = str_alloc(t, length, max_char);
    if (!out || !sep_data) return VALUE_ERROR;
    unsigned width = out->width;
    uint8_t *at = out->data;
    if (width == 1 && sep->length <= 1) {
        /* Characters and short words: what programs join most. */
        const uint8_t between = separated ? *(const uint8_t *)sep_data : 0;
        for (size_t i = 0; i < count; i++) {
            const Str *s = value_as_str(items[i]);
            if (separated && i) *at++ = between;
            if (s->length == 1 && s->data)
                *at = *(const uint8_t *)s->data;
            else if (s->data)
                copy_short(at, s->data, s->length);
            else
                str_write(s, at, 1);
            at += s->length;
        }
        return value_from_object(out);
    }
    for (size_t i = 0; i < count; i++) {
        if (i && sep->length) {
            if (sep->length == 1)
                chars_put(at, width, 0, str_char_at(sep_data, sep->width, 0));
            else
                chars_copy(at, width, sep_data, sep->width, sep->length);
            at += (size_t)sep->length * width;
        }
        const Str *s = value_as_str(items[i]);
        if (s->data && s->width == width)
            copy_short(at, s->data, (size_t)s->length * width);
        else
            str_write(s, at, width);
        at += (size_t)s->length * width;
    }
    return value_from_object(out);
}

Value str_concat_all(Thread *t, const Value *parts, size_t count) {
    if (count == 2) return str_concat(t, parts[0], parts[1]);
    size_t length = 0, longest = 0;
    uint32_t max_char = 0;
    for (size_t i = 0; i < count; i++) {
        const Str *s = value_as_str(parts[i]);
        uint32_t c = str_max_char(s);
        max_char = c > max_char ? c : max_char;
        length += s->length;
        longest = s->length > longest ? s->length : longest;
    }
    if (longest > CONCAT_COPY_BYTES) { /* it may be a text that grows: in front, or anywhere */
        bool first = value_as_str(parts[0])->length == longest;
        Value left = first ? parts[0] : str_concat_all(t, parts, count - 1);
        Value right = first ? str_concat_all(t, parts + 1, count - 1) : parts[count - 1];
        return value_is_error(left) || value_is_error(right) ? VALUE_ERROR : str_concat(t, left, right);
    }
    if (length == longest) { /* the others are empty: that one itself */
        size_t i = 0;
        while (value_as_str(parts[i])->length != length) i++;
        return parts[i];
    }
    Str *out = str_alloc(t, length, max_char);
    if (!out) return VALUE_ERROR;
    uint8_t *to = out->data;
    for (size_t i = 0; i < count; i++) {
        const Str *s = value_as_str(parts[i]);
        size_t bytes = (size_t)s->length * out->width;
        if (s->data && s->width == out->width)
            copy_short(to, s->data, bytes);
        else
            str_write(s, to, out->width);
        to += bytes;
    }
    return value_from_object(out);
}

Value str_build(Thread *t, const Value *parts, size_t count) {
    if (count == 2) return str_concat(t, parts[0], parts[1]);
    return str_join_values(t, t->vm->empty_str, parts, count);
}

Value str_index_slow(Thread *t, Str *s, int64_t i) {
    const void *data = str_data(t, s);
    if (!data) return VALUE_ERROR;
    return str_from_char(t, str_char_at(data, s->width, (size_t)i));
}

/* ---- comparing and hashing --------------------------------------------------------- */

bool str_equal(Thread *t, Str *a, Str *b) {
    if (a == b) return true;
    if (a->length != b->length || a->width != b->width || (a->flags & b->flags & STR_INTERNED) ||
        (a->flags ^ b->flags) & STR_ASCII)
        return false;
    if ((a->flags & b->flags & STR_HASHED) && a->hash != b->hash) return false;
    const void *x = str_data(t, a), *y = str_data(t, b);
    return x && y && bytes_equal_short(x, y, (size_t)a->length * a->width);
}

bool str_equals_cstring(Thread *t, Value v, const char *ascii) {
    if (!value_is_str(v)) return false;
    Str *s = value_as_str(v);
    size_t length = strlen(ascii);
    if (s->length != length || s->width != 1) return false;
    const void *data = str_data(t, s);
    return data && memcmp(data, ascii, length) == 0;
}

int str_compare(Thread *t, Str *a, Str *b) {
    if (a == b) return 0;
    const void *x = str_data(t, a), *y = str_data(t, b);
    if (x && y && (a->width | b->width) == 1 && a->length && b->length) {
        /* Most strings differ in their first characters. */
        int order = *(const uint8_t *)x - *(const uint8_t *)y;
        if (order) return order < 0 ? -1 : 1;
    }
    return x && y ? chars_compare(x, a->width, a->length, y, b->width, b->length) : 0;
}

uint64_t str_hash_slow(Thread *t, Str *s) {
    const void *data = str_data(t, s);
    if (!data) {
        /* Out of memory, and hashing cannot fail: hash the pieces' copy made
         * outside the heap, or as a last resort the length alone. */
        error_clear(t);
        void *copy = malloc((size_t)s->length * s->width);
        s->hash = s->length;
        if (copy) {
            str_write(s, copy, s->width);
            s->hash = (uint64_t)hash_bytes(&t->vm->hash_key, copy, (size_t)s->length * s->width);
        }
        free(copy);
    } else {
        s->hash = hash_bytes(&t->vm->hash_key, data, (size_t)s->length * s->width);
    }
    s->flags |= STR_HASHED;
    return s->hash;
}

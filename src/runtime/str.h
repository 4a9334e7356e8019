/*
 * str.h - text: latin-1, UCS-2 or UCS-4 characters, ropes and substrings.
 *
 *   header | hash | length, width, flags | data ---> body
 *
 * flat      data points at the characters that follow in the same object;
 * indirect  data points into another object's characters, `owner` keeps it;
 * rope      data is NULL: the concatenation of `left` and `right`, flattened
 *           (into an indirect string) by str_data on first need.
 * Instances of str subclasses are indirect, attribute area behind the body.
 * The width is always the narrowest possible (as in CPython's PEP 393).
 */
#ifndef TAU_RUNTIME_STR_H
#define TAU_RUNTIME_STR_H

#include "runtime/chars.h"
#include "runtime/vm.h"

enum {
    STR_ASCII = 1, /* all characters < 128 (width 1) */
    STR_INTERNED = 2,
    STR_HASHED = 4, /* hash is valid */
    STR_IDENTIFIER = 8,
    STR_SEEN = 16, /* not for str_extend: others may have it */
};

struct Str {
    Object header; /* KIND_STR */
    uint64_t hash;
    uint32_t length; /* characters */
    uint8_t width;   /* bytes per character: 1, 2, 4 */
    uint8_t flags;
    uint16_t rope_depth;
    void *data;
    union {
        struct {
            Value left, right;
        } rope;
        Value owner;
        uint8_t characters[16]; /* as many as needed */
    } body;
};

#define STR_MAX_LENGTH UINT32_MAX

static inline bool value_is_str(Value v) {
    return value_is_kind(v, KIND_STR);
}
static inline Str *value_as_str(Value v) {
    assert(value_is_str(v));
    return (Str *)value_as_object(v);
}

void *str_flatten_slow(Thread *t, Str *s); /* NULL with MemoryError */
/* The characters.  NULL with MemoryError: only for ropes. */
static inline void *str_data(Thread *t, Str *s) {
    return __builtin_expect(s->data != NULL, 1) ? s->data : str_flatten_slow(t, s);
}
static inline uint32_t str_char_at(const void *data, unsigned width, size_t i) {
    return chars_get(data, width, i);
}

/* An uninitialised flat string; the caller fills data and keeps the width
 * canonical (max_char tells it). MemoryError/OverflowError: NULL. */
Str *str_alloc(Thread *t, size_t length, uint32_t max_char);
Value str_from_utf8(Thread *t, const char *utf8,
                    size_t length); /* WTF-8; invalid: UnicodeDecodeError */
Value str_from_cstring(Thread *t, const char *utf8);
Value str_from_latin1(Thread *t, const uint8_t *bytes, size_t length);
Value str_from_ascii(Thread *t, const void *bytes, size_t length); /* known to be ASCII */
Value str_from_ucs4(Thread *t, const uint32_t *chars, size_t length);
Value str_from_chars(Thread *t, const void *chars, unsigned width, size_t length); /* narrows */
Value str_from_char(Thread *t, uint32_t c);
Value str_format(Thread *t, const char *format, ...); /* directives of raise_error */
Value str_vformat(Thread *t, const char *format, __builtin_va_list ap);
Value str_concat(Thread *t, Value a, Value b); /* rope when long */
/* ((a + b) + c) + ... of exact strs, without the texts in between where those would be copied. */
Value str_concat_all(Thread *t, const Value *parts, size_t count);
/* text + piece, in place if `owner` is the text: the caller's promise that it is what this
 * function has returned, and nobody else's.  What it returns is neither of the two, but for
 * texts of less than two characters.  The other: text + piece + second. */
Value str_extend(Thread *t, Value text, Value piece, Value owner);
Value str_extend_two(Thread *t, Value text, Value piece, Value second, Value owner);
Value str_substring(Thread *t, Value s, size_t start, size_t end);
Value str_repeat(Thread *t, Value s, int64_t count);
Value str_join(Thread *t, Value separator, Value iterable);
Value str_join_values(Thread *t, Value separator, const Value *items, size_t count);
/* f-strings: concatenates strs. */
Value str_build(Thread *t, const Value *parts, size_t count);
bool str_equal(Thread *t, Str *a, Str *b); /* ropes are flattened; by content */
bool str_equals_cstring(Thread *t, Value s, const char *ascii);
int str_compare(Thread *t, Str *a, Str *b);
uint64_t str_hash_slow(Thread *t, Str *s);
static inline uint64_t str_hash(Thread *t, Str *s) {
    return s->flags & STR_HASHED ? s->hash : str_hash_slow(t, s);
}
/* Start-up, once the type str exists: the intern table, the empty string and
 * the one-character strings of the Vm (which traces them itself). */
bool str_init(Thread *t) __attribute__((warn_unused_result));
void str_free(Vm *vm); /* the intern table's memory */
/* The collector, after marking and before reusing memory: forgets interned
 * strings that died.  _young looks only at those interned since the last call
 * of either: enough after a minor collection. */
void str_intern_sweep(Vm *vm, bool (*alive)(const Object *, void *), void *data);
void str_intern_sweep_young(Vm *vm, bool (*alive)(const Object *, void *), void *data);
/* The unique str of this content (weakly held). */
Value str_intern(Thread *t, Value s);
Value str_intern_cstring(Thread *t, const char *utf8);
Value str_intern_latin1(Thread *t, const uint8_t *chars, size_t length);
/* UTF-8 bytes, NUL-terminated, valid as long as the string lives (the buffer
 * is a GC object; keep it on the stack).  Surrogates: WTF-8 if allowed, else
 * NULL with UnicodeEncodeError. */
const char *str_to_utf8(Thread *t, Value s, size_t *length);
const char *str_to_wtf8(Thread *t, Value s, size_t *length);
/* For file names: str, bytes or os.PathLike -> bytes in the file-system
 * encoding (utf-8, surrogateescape), NUL-terminated; NULL with exception. */
const char *path_to_bytes(Thread *t, Value path, size_t *length);
Value str_decode_fs(Thread *t, const char *bytes, size_t length); /* surrogateescape */
Value str_decode(Thread *t, const uint8_t *bytes, size_t n, const char *encoding,
                 const char *errors);
Value str_encode(Thread *t, Value s, const char *encoding, const char *errors); /* bytes */
Value str_index_slow(Thread *t, Str *s, int64_t i);
/* s[i] for 0 <= i < length. */
static inline Value str_index(Thread *t, Str *s, int64_t i) {
    assert(i >= 0 && i < s->length);
    return __builtin_expect(s->width == 1 && s->data, 1)
               ? t->vm->characters[((const uint8_t *)s->data)[i]]
               : str_index_slow(t, s, i);
}
int str_contains(Thread *t, Str *s, Str *what); /* 1, 0, -1 */
bool str_is_identifier(Thread *t, Value s);
Value str_repr(Thread *t, Value s);
Value str_ascii(Thread *t, Value s); /* repr, escaped to ASCII */
/* Escapes the non-ASCII characters of a repr: what ascii() does last. */
Value str_escape_ascii(Thread *t, Value text);

/* Appending piece by piece; grows a buffer, narrow as long as it can.  Short
 * texts stay in the builder itself, which therefore must not be copied.  A str
 * that is all there is so far is not copied before something follows. */
typedef struct StrBuilder {
    Thread *t;
    void *data;              /* the characters: in `local`, `buffer` or `whole` */
    Raw *buffer;             /* NULL while they fit `local` */
    Str *whole;              /* NULL, or the only piece: data must not be written */
    size_t length, capacity; /* characters */
    unsigned width;
    /* The bits of all characters while they are one byte wide; who writes to data
     * without the functions below may set 0x80 for "perhaps not ASCII". */
    uint8_t seen;
    bool failed; /* MemoryError is pending; further appends do nothing */
    _Alignas(8) uint8_t local[64];
} StrBuilder;
void builder_init(StrBuilder *b, Thread *t);
/* With room of `size` bytes, 8-aligned, that outlives it, to begin in. */
void builder_init_in(StrBuilder *b, Thread *t, void *room, size_t size);
bool builder_reserve(StrBuilder *b, size_t extra, uint32_t max_char);
void builder_format(StrBuilder *b, const char *format, ...); /* directives of raise_error */
void builder_char_slow(StrBuilder *b, uint32_t c);
static inline void builder_char(StrBuilder *b, uint32_t c) {
    if (__builtin_expect(b->length < b->capacity, 1)) {
        if (b->width == 1 && c < 0x100) {
            b->seen |= (uint8_t)c;
            ((uint8_t *)b->data)[b->length++] = (uint8_t)c;
            return;
        }
        if (b->width == 2 && c < 0x10000) {
            ((uint16_t *)b->data)[b->length++] = (uint16_t)c;
            return;
        }
    }
    builder_char_slow(b, c);
}
void builder_ascii(StrBuilder *b, const char *text, size_t length);
void builder_cstring(StrBuilder *b, const char *ascii);
void builder_str(StrBuilder *b, Value s);
void builder_substring(StrBuilder *b, Value s, size_t start, size_t end);
void builder_fill(StrBuilder *b, uint32_t c, size_t count);
Value builder_finish(StrBuilder *b);

/* format(value, spec) for the built-in types ("" spec handled by callers too). */
Value str_format_value(Thread *t, Value s, Value spec);
Value int_format_value(Thread *t, Value i, Value spec);
Value float_format_value(Thread *t, Value f, Value spec);
Value complex_format_value(Thread *t, Value c, Value spec);
Value str_percent(Thread *t, Value format, Value args); /* format % args */
/* What a format that is known says: a tuple; UNDEF, and no exception: it is wrong.  With
 * it: format % args, values: format (an exact str), args, the tuple.  A NativeFn. */
Value str_percent_read(Thread *t, Value format);
Value str_percent_of(Thread *t, Value *values);
/* The same for bytes and bytearray: the formatted bytes, as a bytes object. */
Value bytes_percent(Thread *t, const uint8_t *format, size_t length, Value args);

#endif

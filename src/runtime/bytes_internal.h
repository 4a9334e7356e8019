/* bytes_internal.h - what bytes and bytearray share.  The methods in
 * bytes_methods.c and bytes_split.c serve both types: each looks at its self to
 * know where the data is and which type to return. */
#ifndef TAU_RUNTIME_BYTES_INTERNAL_H
#define TAU_RUNTIME_BYTES_INTERNAL_H

#include "runtime/chars.h"
#include "runtime/sequence.h"
#include "runtime/vm.h"

typedef struct ByteSpan {
    const uint8_t *data;
    size_t length;
} ByteSpan;

static inline bool value_is_bytearray(Value v) { return value_is_kind(v, KIND_BYTEARRAY); }
static inline bool value_is_bytes(Value v) { return value_is_kind(v, KIND_BYTES); }

/* Of a bytes or bytearray.  Valid for as long as the span is on the stack, even
 * if a bytearray moves on; never NULL. */
static inline ByteSpan bytes_span(Value v) {
    if (value_is_bytes(v)) {
        const Bytes *b = (const Bytes *)value_as_object(v);
        return (ByteSpan){b->data, b->length};
    }
    const Bytearray *b = (const Bytearray *)value_as_object(v);
    return (ByteSpan){b->data ? b->data : (const uint8_t *)"", b->length};
}

/* A new object of the exact type that `like` is a kind of. */
Value bytes_like(Thread *t, Value like, const void *data, size_t length);
/* The same, to be filled in: *data gets the address. */
Value bytes_like_alloc(Thread *t, Value like, size_t length, uint8_t **data);
/* `like` itself when it is exactly bytes, else a copy. */
Value bytes_like_same(Thread *t, Value like);

/* A bytearray that may be resized, or BufferError. */
bool bytearray_check_resizable(Thread *t, Bytearray *b) __attribute__((warn_unused_result));
/* An int in 0..255; "byte must be in range(0, 256)". */
bool byte_from_value(Thread *t, Value v, uint8_t *out) __attribute__((warn_unused_result));

/* What bytes(...) and bytearray(...) make of their arguments: appends to a
 * fresh bytearray.  name: of the constructor, for messages. */
bool bytes_construct(Thread *t, const char *name, Bytearray *out, Value source, Value encoding,
                     Value errors) __attribute__((warn_unused_result));
/* Reads (source=, encoding=, errors=) from raw arguments; UNDEF if absent. */
bool bytes_constructor_args(Thread *t, const char *name, Value *args, size_t nargs, Tuple *kwnames,
                            Value out[3]) __attribute__((warn_unused_result));
/* Appends each item of an iterable of ints. */
bool bytearray_extend_ints(Thread *t, Bytearray *out, Value iterable, const char *range_message)
    __attribute__((warn_unused_result));
/* Makes it longer by n bytes, which the caller fills. */
bool bytearray_grow(Thread *t, Bytearray *b, size_t n) __attribute__((warn_unused_result));
bool bytearray_append_data(Thread *t, Bytearray *b, const void *data, size_t length)
    __attribute__((warn_unused_result));
/* b += other, whose bytes these are, of one that may be resized. */
bool bytearray_extend_by(Thread *t, Bytearray *b, const Object *other, const void *data, size_t length)
    __attribute__((warn_unused_result));
/* -1 if absent. */
static inline int64_t bytes_find(const uint8_t *data, size_t n, const uint8_t *what, size_t m) {
    return (int64_t)chars_find(data, 1, n, what, m);
}
static inline int64_t bytes_find_last(const uint8_t *data, size_t n, const uint8_t *what, size_t m) {
    return (int64_t)chars_rfind(data, 1, n, what, m);
}
static inline size_t bytes_count(const uint8_t *data, size_t n, const uint8_t *what, size_t m,
                                 size_t limit) {
    return m > n ? 0 : chars_count(data, 1, n, what, m, limit);
}
/* The body of repr: b'...' with CPython's choice of quotes.  escaped: the quote
 * that gets a backslash; 0 for the one in use. */
struct StrBuilder;
void bytes_repr_into(struct StrBuilder *b, const uint8_t *data, size_t n, uint8_t escaped);
/* hex digits with optional separator, as .hex() */
Value bytes_hex(Thread *t, const uint8_t *data, size_t n, Value separator, Value group);
static inline bool byte_is_space(uint8_t c) { return c == ' ' || (c >= 9 && c <= 13); }

/* Tables of the shared methods, in CPython's order; see BYTES_METHOD_ROWS. */
#define BYTES_METHOD(name) Value bytes_method_##name(Thread *t, Value *args)
BYTES_METHOD(capitalize);
BYTES_METHOD(center);
BYTES_METHOD(count);
BYTES_METHOD(decode);
BYTES_METHOD(endswith);
BYTES_METHOD(expandtabs);
BYTES_METHOD(find);
BYTES_METHOD(fromhex);
BYTES_METHOD(hex);
BYTES_METHOD(index);
BYTES_METHOD(isalnum);
BYTES_METHOD(isalpha);
BYTES_METHOD(isascii);
BYTES_METHOD(isdigit);
BYTES_METHOD(islower);
BYTES_METHOD(isspace);
BYTES_METHOD(istitle);
BYTES_METHOD(isupper);
BYTES_METHOD(join);
BYTES_METHOD(ljust);
BYTES_METHOD(lower);
BYTES_METHOD(lstrip);
BYTES_METHOD(maketrans);
BYTES_METHOD(partition);
BYTES_METHOD(replace);
BYTES_METHOD(removeprefix);
BYTES_METHOD(removesuffix);
BYTES_METHOD(rfind);
BYTES_METHOD(rindex);
BYTES_METHOD(rjust);
BYTES_METHOD(rpartition);
BYTES_METHOD(rsplit);
BYTES_METHOD(rstrip);
BYTES_METHOD(split);
BYTES_METHOD(splitlines);
BYTES_METHOD(startswith);
BYTES_METHOD(strip);
BYTES_METHOD(swapcase);
BYTES_METHOD(title);
BYTES_METHOD(translate);
BYTES_METHOD(upper);
BYTES_METHOD(zfill);
BYTES_METHOD(add);
BYTES_METHOD(mul);
BYTES_METHOD(contains);
BYTES_METHOD(mod);
BYTES_METHOD(rmod);
BYTES_METHOD(lt);
BYTES_METHOD(le);
BYTES_METHOD(eq);
BYTES_METHOD(ne);
BYTES_METHOD(gt);
BYTES_METHOD(ge);

#define BYTES_METHOD_ROWS                                                                          \
    NATIVE("__lt__", "($self, value, /)", bytes_method_lt, "Return self<value."),                  \
        NATIVE("__le__", "($self, value, /)", bytes_method_le, "Return self<=value."),             \
        NATIVE("__eq__", "($self, value, /)", bytes_method_eq, "Return self==value."),             \
        NATIVE("__ne__", "($self, value, /)", bytes_method_ne, "Return self!=value."),             \
        NATIVE("__gt__", "($self, value, /)", bytes_method_gt, "Return self>value."),              \
        NATIVE("__ge__", "($self, value, /)", bytes_method_ge, "Return self>=value."),             \
        NATIVE("__mod__", "($self, value, /)", bytes_method_mod, "Return self%value."),            \
        NATIVE("__rmod__", "($self, value, /)", bytes_method_rmod, "Return value%self."),          \
        NATIVE_PLAIN("__add__", "($self, value, /)", "BA BA >o", bytes_method_add, "Return self+value."), \
        NATIVE("__mul__", "($self, value, /)", bytes_method_mul, "Return self*value."),            \
        NATIVE("__rmul__", "($self, value, /)", bytes_method_mul, "Return value*self."),           \
        NATIVE("__contains__", "($self, key, /)", bytes_method_contains, "Return key in self."),   \
        NATIVE("capitalize", "($self, /)", bytes_method_capitalize,                                \
               "B.capitalize() -> copy of B\n\nReturn a copy of B with only its first character "  \
               "capitalized (ASCII)\nand the rest lower-cased."),                                  \
        NATIVE("center", "($self, width, fillchar=<none>, /)", bytes_method_center,                \
               "Return a centered string of length width.\n\nPadding is done using the specified " \
               "fill character."),                                                                 \
        NATIVE("count", "($self, sub, start=None, end=None, /)", bytes_method_count,               \
               "Return the number of non-overlapping occurrences of subsection sub in\nbytes "     \
               "B[start:end]."),                                                                   \
        NATIVE("decode", "($self, /, encoding='utf-8', errors='strict')", bytes_method_decode,     \
               "Decode the bytes using the codec registered for encoding."),                       \
        NATIVE("endswith", "($self, suffix, start=None, end=None, /)", bytes_method_endswith,      \
               "Return True if B ends with the specified suffix, False otherwise."),               \
        NATIVE("expandtabs", "($self, /, tabsize=8)", bytes_method_expandtabs,                     \
               "Return a copy where all tab characters are expanded using spaces."),               \
        NATIVE("find", "($self, sub, start=None, end=None, /)", bytes_method_find,                 \
               "Return the lowest index in B where subsection sub is found, or -1."),              \
        NATIVE_CLASSMETHOD("fromhex", "($type, string, /)", bytes_method_fromhex,                  \
                           "Create a bytes object from a string of hexadecimal numbers."),         \
        NATIVE("hex", "($self, /, sep=<none>, bytes_per_sep=1)", bytes_method_hex,                 \
               "Create a string of hexadecimal numbers from a bytes object."),                     \
        NATIVE("index", "($self, sub, start=None, end=None, /)", bytes_method_index,               \
               "Like find, but raises ValueError when the subsection is not found."),              \
        NATIVE("isalnum", "($self, /)", bytes_method_isalnum,                                      \
               "Return True if all characters in B are alphanumeric\nand there is at least one."), \
        NATIVE("isalpha", "($self, /)", bytes_method_isalpha,                                      \
               "Return True if all characters in B are alphabetic\nand there is at least one."),   \
        NATIVE("isascii", "($self, /)", bytes_method_isascii,                                      \
               "Return True if B is empty or all characters in B are ASCII,\nFalse otherwise."),   \
        NATIVE("isdigit", "($self, /)", bytes_method_isdigit,                                      \
               "Return True if all characters in B are digits\nand there is at least one."),       \
        NATIVE("islower", "($self, /)", bytes_method_islower,                                      \
               "Return True if all cased characters in B are lowercase and there is\nat least "    \
               "one."),                                                                            \
        NATIVE("isspace", "($self, /)", bytes_method_isspace,                                      \
               "Return True if all characters in B are whitespace\nand there is at least one."),   \
        NATIVE("istitle", "($self, /)", bytes_method_istitle,                                      \
               "Return True if B is a titlecased string and there is at least one\ncharacter."),   \
        NATIVE("isupper", "($self, /)", bytes_method_isupper,                                      \
               "Return True if all cased characters in B are uppercase and there is\nat least "    \
               "one."),                                                                            \
        NATIVE("join", "($self, iterable_of_bytes, /)", bytes_method_join,                         \
               "Concatenate any number of bytes objects, with self between each pair."),           \
        NATIVE("ljust", "($self, width, fillchar=<none>, /)", bytes_method_ljust,                  \
               "Return a left-justified string of length width."),                                 \
        NATIVE("lower", "($self, /)", bytes_method_lower,                                          \
               "Return a copy of B with all ASCII characters converted to lowercase."),            \
        NATIVE("lstrip", "($self, bytes=None, /)", bytes_method_lstrip,                            \
               "Strip leading bytes contained in the argument."),                                  \
        NATIVE_STATICMETHOD("maketrans", "(frm, to, /)", bytes_method_maketrans,                   \
                            "Return a translation table usable for the translate method."),        \
        NATIVE("partition", "($self, sep, /)", bytes_method_partition,                             \
               "Partition the bytes into three parts using the given separator."),                 \
        NATIVE("replace", "($self, old, new, count=-1, /)", bytes_method_replace,                  \
               "Return a copy with all occurrences of substring old replaced by new."),            \
        NATIVE("removeprefix", "($self, prefix, /)", bytes_method_removeprefix,                    \
               "Return a bytes object with the given prefix string removed if present."),          \
        NATIVE("removesuffix", "($self, suffix, /)", bytes_method_removesuffix,                    \
               "Return a bytes object with the given suffix string removed if present."),          \
        NATIVE("rfind", "($self, sub, start=None, end=None, /)", bytes_method_rfind,               \
               "Return the highest index in B where subsection sub is found, or -1."),             \
        NATIVE("rindex", "($self, sub, start=None, end=None, /)", bytes_method_rindex,             \
               "Like rfind, but raises ValueError when the subsection is not found."),             \
        NATIVE("rjust", "($self, width, fillchar=<none>, /)", bytes_method_rjust,                  \
               "Return a right-justified string of length width."),                                \
        NATIVE("rpartition", "($self, sep, /)", bytes_method_rpartition,                           \
               "Partition the bytes into three parts using the given separator."),                 \
        NATIVE("rsplit", "($self, /, sep=None, maxsplit=-1)", bytes_method_rsplit,                 \
               "Return a list of the sections in the bytes, using sep as the delimiter."),         \
        NATIVE("rstrip", "($self, bytes=None, /)", bytes_method_rstrip,                            \
               "Strip trailing bytes contained in the argument."),                                 \
        NATIVE("split", "($self, /, sep=None, maxsplit=-1)", bytes_method_split,                   \
               "Return a list of the sections in the bytes, using sep as the delimiter."),         \
        NATIVE("splitlines", "($self, /, keepends=False)", bytes_method_splitlines,                \
               "Return a list of the lines in the bytes, breaking at line boundaries."),           \
        NATIVE("startswith", "($self, prefix, start=None, end=None, /)", bytes_method_startswith,  \
               "Return True if B starts with the specified prefix, False otherwise."),             \
        NATIVE("strip", "($self, bytes=None, /)", bytes_method_strip,                              \
               "Strip leading and trailing bytes contained in the argument."),                     \
        NATIVE("swapcase", "($self, /)", bytes_method_swapcase,                                    \
               "Return a copy of B with uppercase ASCII characters converted\nto lowercase ASCII " \
               "and vice versa."),                                                                 \
        NATIVE("title", "($self, /)", bytes_method_title,                                          \
               "Return a titlecased version of B, i.e. ASCII words start with "                    \
               "uppercase\ncharacters, all remaining cased characters have lowercase."),           \
        NATIVE("translate", "($self, table, /, delete=<none>)", bytes_method_translate,               \
               "Return a copy with each character mapped by the given translation table."),        \
        NATIVE("upper", "($self, /)", bytes_method_upper,                                          \
               "Return a copy of B with all ASCII characters converted to uppercase."),            \
        NATIVE("zfill", "($self, width, /)", bytes_method_zfill,                                   \
               "Pad a numeric string with zeros on the left, to fill a field of the given width.")

#endif

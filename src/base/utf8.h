/*
 * UTF-8 and its superset WTF-8 (which also encodes lone surrogates, as Python
 * strings need): validating, decoding and encoding single code points.
 */
#ifndef TAURARO_BASE_UTF8_H
#define TAURARO_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is wrong with a byte sequence, in the terms of CPython's messages. */
typedef enum Utf8Fault {
    UTF8_VALID,
    UTF8_INVALID_START_BYTE,
    UTF8_INVALID_CONTINUATION_BYTE,
    UTF8_UNEXPECTED_END,
} Utf8Fault;

/*
 * The length of the longest valid prefix; *fault says what follows it, and
 * *bad_length how many bytes the fault spans. Either may be NULL. With
 * `allow_surrogates` the encoding is WTF-8.
 */
size_t utf8_validate(const char *bytes, size_t length, bool allow_surrogates,
                     Utf8Fault *fault, size_t *bad_length);

/*
 * Decodes one code point at `bytes` (length > 0), WTF-8. *size is its length
 * in bytes. A malformed sequence gives U+FFFD of size 1.
 */
uint32_t utf8_decode(const char *bytes, size_t length, size_t *size);

/* Writes at most 4 bytes (surrogates as WTF-8); returns how many. */
size_t utf8_encode(uint32_t code_point, char *out);

/* The number of code points in valid UTF-8. */
size_t utf8_count(const char *bytes, size_t length);

static inline bool utf8_is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

#endif

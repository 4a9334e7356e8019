/*
 * chars.h - arrays of characters, 1, 2 or 4 bytes wide: copying, searching,
 * comparing.  No objects: str and bytes are built on these.
 */
#ifndef TAU_RUNTIME_CHARS_H
#define TAU_RUNTIME_CHARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* gcc vectorises loops only at -O3; clang does at -O2 and lacks the attribute. */
#if defined(__GNUC__) && !defined(__clang__)
#define VECTORIZED __attribute__((optimize("O3")))
#else
#define VECTORIZED
#endif

/* ---- one character ------------------------------------------------------- */

static inline unsigned width_of_char(uint32_t c) {
    return c < 0x100 ? 1 : c < 0x10000 ? 2 : 4;
}
static inline uint32_t chars_get(const void *data, unsigned width, size_t i) {
    return width == 1   ? ((const uint8_t *)data)[i]
           : width == 2 ? ((const uint16_t *)data)[i]
                        : ((const uint32_t *)data)[i];
}
static inline void chars_put(void *data, unsigned width, size_t i, uint32_t c) {
    if (width == 1)
        ((uint8_t *)data)[i] = (uint8_t)c;
    else if (width == 2)
        ((uint16_t *)data)[i] = (uint16_t)c;
    else
        ((uint32_t *)data)[i] = c;
}

/* ---- eight narrow characters at a time ------------------------------------- */

/* Of eight bytes, a mask of high bits of those that are c: the lowest one is right, and
 * whether there is any. */
static inline uint64_t bytes_equal(uint64_t bytes, unsigned c) {
    const uint64_t ones = 0x0101010101010101;
    bytes ^= ones * c;
    return (bytes - ones) & ~bytes & ones << 7;
}

/* ---- copying --------------------------------------------------------------- */

/* memcpy for what is mostly a few bytes: no call up to 32. */
static inline void copy_short(void *to, const void *from, size_t n) {
    uint8_t *t = (uint8_t *)to;
    const uint8_t *f = (const uint8_t *)from;
    if (n > 32) {
        memcpy(t, f, n);
    } else if (n >= 16) {
        uint64_t words[4];
        memcpy(words, f, 16);
        memcpy(words + 2, f + n - 16, 16);
        memcpy(t, words, 16);
        memcpy(t + n - 16, words + 2, 16);
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
/* Whether n bytes are the same, of what mostly are a few: no call up to 16. */
static inline bool bytes_equal_short(const void *a, const void *b, size_t n) {
    const uint8_t *x = (const uint8_t *)a, *y = (const uint8_t *)b;
    if (n > 16) return memcmp(x, y, n) == 0;
    if (n >= 8) {
        uint64_t heads[2], tails[2];
        memcpy(heads, x, 8);
        memcpy(heads + 1, y, 8);
        memcpy(tails, x + n - 8, 8);
        memcpy(tails + 1, y + n - 8, 8);
        return !((heads[0] ^ heads[1]) | (tails[0] ^ tails[1]));
    }
    if (n >= 4) {
        uint32_t heads[2], tails[2];
        memcpy(heads, x, 4);
        memcpy(heads + 1, y, 4);
        memcpy(tails, x + n - 4, 4);
        memcpy(tails + 1, y + n - 4, 4);
        return !((heads[0] ^ heads[1]) | (tails[0] ^ tails[1]));
    }
    return n == 0 || (x[0] == y[0] && x[n - 1] == y[n - 1] && x[n / 2] == y[n / 2]);
}
/* As copy_short, for memset. */
static inline void fill_short(void *to, uint8_t c, size_t n) {
    uint8_t *t = (uint8_t *)to;
    const uint64_t eight = 0x0101010101010101 * c;
    if (n > 16) {
        memset(t, c, n);
    } else if (n >= 8) {
        memcpy(t, &eight, 8);
        memcpy(t + n - 8, &eight, 8);
    } else {
        while (n--) *t++ = c;
    }
}
/* Copies n characters from one width to another; narrowing ones must fit. */
void chars_copy(void *to, unsigned to_width, const void *from, unsigned from_width, size_t n);
void chars_fill(void *to, unsigned width, size_t n, uint32_t c);
/* to[i] = from[i * step], for a negative step backwards; the same width. */
void chars_copy_step(void *to, const void *from, unsigned width, size_t n, ptrdiff_t step);
/* Replaces each `from` by `to`, in place. */
void chars_substitute(void *chars, unsigned width, size_t n, uint32_t from, uint32_t to);

/* ---- measuring ------------------------------------------------------------- */

/* The length of the ASCII prefix. */
size_t chars_ascii_prefix(const uint8_t *bytes, size_t n);
bool chars_are_ascii_long(const uint8_t *bytes, size_t n);
static inline bool chars_are_ascii(const uint8_t *bytes, size_t n) {
    const uint64_t high_bits = 0x8080808080808080u;
    uint64_t head, tail;
    if (n > 16) return chars_are_ascii_long(bytes, n);
    if (n >= 8) {
        memcpy(&head, bytes, 8);
        memcpy(&tail, bytes + n - 8, 8);
        return !((head | tail) & high_bits);
    }
    if (n >= 4) {
        uint32_t first, last;
        memcpy(&first, bytes, 4);
        memcpy(&last, bytes + n - 4, 4);
        return !((first | last) & (uint32_t)high_bits);
    }
    uint8_t all = 0;
    for (size_t i = 0; i < n; i++) all |= bytes[i];
    return all < 0x80;
}
/* An upper bound of the characters that is exact in width and ASCII-ness:
 * 0x7f, 0xff, 0xffff or 0x10ffff. */
uint32_t chars_max(const void *chars, unsigned width, size_t n);

/* ---- case, of ASCII letters only ---------------------------------------------- */

void ascii_lower(uint8_t *to, const uint8_t *from, size_t n);
void ascii_upper(uint8_t *to, const uint8_t *from, size_t n);
void ascii_swap_case(uint8_t *to, const uint8_t *from, size_t n);

/* ---- comparing and searching ---------------------------------------------------- */

/* Order of two arrays that may differ in width and length: -1, 0, 1. */
int chars_compare(const void *a, unsigned a_width, size_t a_length, const void *b, unsigned b_width,
                  size_t b_length);

/* Both sides of the same width; SIZE_MAX when absent. */
size_t chars_find_char(const void *chars, unsigned width, size_t n, uint32_t c);
size_t chars_rfind_char(const void *chars, unsigned width, size_t n, uint32_t c);
size_t chars_find(const void *chars, unsigned width, size_t n, const void *what, size_t m);
size_t chars_rfind(const void *chars, unsigned width, size_t n, const void *what, size_t m);
/* How often `what` occurs, not overlapping itself; at most `limit`. */
size_t chars_count(const void *chars, unsigned width, size_t n, const void *what, size_t m,
                   size_t limit);
/* As chars_count (m > 0); stores where the first `capacity` matches start. */
size_t chars_find_all(const void *chars, unsigned width, size_t n, const void *what, size_t m,
                      size_t limit, size_t *positions, size_t capacity);

#endif

/*
 * chars.c - copying, measuring and comparing arrays of characters.
 *
 * The loops are written for the vectoriser: one type, no exits.  Where a scan
 * may end early it goes by blocks, each without an exit.
 */
#include "runtime/chars.h"

/* ---- copying --------------------------------------------------------------- */

VECTORIZED static void copy_1_to_2(uint16_t *to, const uint8_t *from, size_t n) {
    for (size_t i = 0; i < n; i++) to[i] = from[i];
}
VECTORIZED static void copy_1_to_4(uint32_t *to, const uint8_t *from, size_t n) {
    for (size_t i = 0; i < n; i++) to[i] = from[i];
}
VECTORIZED static void copy_2_to_4(uint32_t *to, const uint16_t *from, size_t n) {
    for (size_t i = 0; i < n; i++) to[i] = from[i];
}
VECTORIZED static void copy_2_to_1(uint8_t *to, const uint16_t *from, size_t n) {
    for (size_t i = 0; i < n; i++) to[i] = (uint8_t)from[i];
}
VECTORIZED static void copy_4_to_1(uint8_t *to, const uint32_t *from, size_t n) {
    for (size_t i = 0; i < n; i++) to[i] = (uint8_t)from[i];
}
VECTORIZED static void copy_4_to_2(uint16_t *to, const uint32_t *from, size_t n) {
    for (size_t i = 0; i < n; i++) to[i] = (uint16_t)from[i];
}

void chars_copy(void *to, unsigned to_width, const void *from, unsigned from_width, size_t n) {
    if (to_width == from_width)
        memcpy(to, from, n * to_width);
    else if (from_width == 1)
        to_width == 2 ? copy_1_to_2(to, from, n) : copy_1_to_4(to, from, n);
    else if (from_width == 2)
        to_width == 1 ? copy_2_to_1(to, from, n) : copy_2_to_4(to, from, n);
    else
        to_width == 1 ? copy_4_to_1(to, from, n) : copy_4_to_2(to, from, n);
}

VECTORIZED void chars_fill(void *to, unsigned width, size_t n, uint32_t c) {
    if (width == 1) {
        memset(to, (int)c, n);
    } else if (width == 2) {
        for (size_t i = 0; i < n; i++) ((uint16_t *)to)[i] = (uint16_t)c;
    } else {
        for (size_t i = 0; i < n; i++) ((uint32_t *)to)[i] = c;
    }
}

/* Steps of 2 and -1 are what programs write; they vectorise as constants. */
#define COPY_STEP(name, Char)                                                                \
    VECTORIZED static void name(Char *to, const Char *from, size_t n, ptrdiff_t step) {      \
        if (step == -1)                                                                      \
            for (size_t i = 0; i < n; i++) to[i] = from[-(ptrdiff_t)i];                      \
        else if (step == 2)                                                                  \
            for (size_t i = 0; i < n; i++) to[i] = from[2 * i];                              \
        else                                                                                 \
            for (size_t i = 0; i < n; i++) to[i] = from[(ptrdiff_t)i * step];                \
    }
COPY_STEP(copy_step_1, uint8_t)
COPY_STEP(copy_step_2, uint16_t)
COPY_STEP(copy_step_4, uint32_t)

void chars_copy_step(void *to, const void *from, unsigned width, size_t n, ptrdiff_t step) {
    width == 1   ? copy_step_1(to, from, n, step)
    : width == 2 ? copy_step_2(to, from, n, step)
                 : copy_step_4(to, from, n, step);
}

#define SUBSTITUTE(name, Char)                                           \
    VECTORIZED static void name(Char *p, size_t n, Char from, Char to) { \
        for (size_t i = 0; i < n; i++) p[i] = p[i] == from ? to : p[i];  \
    }
SUBSTITUTE(substitute_1, uint8_t)
SUBSTITUTE(substitute_2, uint16_t)
SUBSTITUTE(substitute_4, uint32_t)

void chars_substitute(void *chars, unsigned width, size_t n, uint32_t from, uint32_t to) {
    width == 1   ? substitute_1(chars, n, (uint8_t)from, (uint8_t)to)
    : width == 2 ? substitute_2(chars, n, (uint16_t)from, (uint16_t)to)
                 : substitute_4(chars, n, from, to);
}

/* ---- measuring ------------------------------------------------------------- */

enum { BLOCK = 64 }; /* bytes looked at between two exits */

VECTORIZED static inline uint8_t or_of_block(const uint8_t *bytes) {
    uint8_t all = 0;
    for (int i = 0; i < BLOCK; i++) all |= bytes[i];
    return all;
}

VECTORIZED size_t chars_ascii_prefix(const uint8_t *bytes, size_t n) {
    size_t i = 0;
    while (i + BLOCK <= n && or_of_block(bytes + i) < 0x80) i += BLOCK;
    for (; i + 8 <= n; i += 8) {
        uint64_t word;
        memcpy(&word, bytes + i, 8);
        word &= 0x8080808080808080u;
        if (word) return i + (size_t)__builtin_ctzll(word) / 8;
    }
    while (i < n && bytes[i] < 0x80) i++;
    return i;
}

bool chars_are_ascii_long(const uint8_t *bytes, size_t n) {
    return chars_ascii_prefix(bytes, n) == n;
}

/* The bits of all characters; stops once one of the `enough` bits is found. */
#define OR_OF(name, Char, enough)                                     \
    VECTORIZED static uint32_t name(const Char *chars, size_t n) {    \
        Char all = 0;                                                 \
        while (n >= 64 && !(all & (Char)(enough))) {                  \
            for (int i = 0; i < 64; i++) all |= chars[i];             \
            chars += 64;                                              \
            n -= 64;                                                  \
        }                                                             \
        if (all & (Char)(enough)) return all;                         \
        for (size_t i = 0; i < n; i++) all |= chars[i];               \
        return all;                                                   \
    }
OR_OF(or_of_2, uint16_t, 0xff00)
OR_OF(or_of_4, uint32_t, 0xffff0000)

uint32_t chars_max(const void *chars, unsigned width, size_t n) {
    if (width == 1) return chars_are_ascii(chars, n) ? 0x7f : 0xff;
    uint32_t all = width == 2 ? or_of_2(chars, n) : or_of_4(chars, n);
    return all < 0x80 ? 0x7f : all < 0x100 ? 0xff : all < 0x10000 ? 0xffff : 0x10ffff;
}

/* ---- case ------------------------------------------------------------------ */

VECTORIZED void ascii_lower(uint8_t *to, const uint8_t *from, size_t n) {
    for (size_t i = 0; i < n; i++) {
        uint8_t c = from[i];
        to[i] = (uint8_t)(c | ((uint8_t)(c - 'A') < 26 ? 0x20 : 0));
    }
}
VECTORIZED void ascii_upper(uint8_t *to, const uint8_t *from, size_t n) {
    for (size_t i = 0; i < n; i++) {
        uint8_t c = from[i];
        to[i] = (uint8_t)(c ^ ((uint8_t)(c - 'a') < 26 ? 0x20 : 0));
    }
}
VECTORIZED void ascii_swap_case(uint8_t *to, const uint8_t *from, size_t n) {
    for (size_t i = 0; i < n; i++) {
        uint8_t c = from[i];
        to[i] = (uint8_t)(c ^ ((uint8_t)((c | 0x20) - 'a') < 26 ? 0x20 : 0));
    }
}

/* ---- comparing --------------------------------------------------------------- */

/* The first place where two arrays of bytes differ, or n. */
static size_t first_difference(const uint8_t *a, const uint8_t *b, size_t n) {
    size_t i = 0;
    uint64_t x, y;
    /* memcmp is fastest at saying that nothing differs. */
    while (i + 256 <= n && memcmp(a + i, b + i, 256) == 0) i += 256;
    for (; i + 8 <= n; i += 8) {
        memcpy(&x, a + i, 8);
        memcpy(&y, b + i, 8);
        if (x != y) return i + (size_t)__builtin_ctzll(x ^ y) / 8;
    }
    while (i < n && a[i] == b[i]) i++;
    return i;
}

int chars_compare(const void *a, unsigned a_width, size_t a_length, const void *b, unsigned b_width,
                  size_t b_length) {
    size_t n = a_length < b_length ? a_length : b_length, i = 0;
    if (a_width == 1 && b_width == 1) {
        int order = memcmp(a, b, n);
        if (order) return order < 0 ? -1 : 1;
        i = n;
    } else if (a_width == b_width) {
        i = first_difference(a, b, n * a_width) / a_width;
    } else {
        while (i < n && chars_get(a, a_width, i) == chars_get(b, b_width, i)) i++;
    }
    if (i < n) return chars_get(a, a_width, i) < chars_get(b, b_width, i) ? -1 : 1;
    return a_length == b_length ? 0 : a_length < b_length ? -1 : 1;
}

/*
 * chars_search.c - finding characters and strings in arrays of characters.
 *
 * A needle of two or more characters is searched by its first and its last
 * character at once, a block of places at a time; where both fit, the rest is
 * compared.  Long needles that keep failing that comparison are left to a
 * search whose time does not depend on the texts: memmem for bytes, the two-way
 * algorithm (Crochemore & Perrin 1991) for wider characters.
 *
 * The functions marked INLINE are expanded for each width as a constant.
 */
#include "base/byte_block.h"
#include "runtime/chars.h"

#define NOT_FOUND SIZE_MAX
#define INLINE static inline __attribute__((always_inline))

/* ---- blocks -------------------------------------------------------------------- */

typedef uint16_t Block16 __attribute__((vector_size(BLOCK)));
typedef uint32_t Block32 __attribute__((vector_size(BLOCK)));

/* c in every place. */
INLINE Block block_of(unsigned width, uint32_t c) {
    if (width == 1) return (Block){0} + (uint8_t)c;
    if (width == 2) return (Block)((Block16){0} + (uint16_t)c);
    return (Block)((Block32){0} + c);
}
/* All ones in the places that are equal. */
INLINE Block block_equal(unsigned width, Block a, Block b) {
    if (width == 1) return (Block)(a == b);
    if (width == 2) return (Block)((Block16)a == (Block16)b);
    return (Block)((Block32)a == (Block32)b);
}
/* The bit of each character's first byte. */
INLINE uint32_t lead_bits(unsigned width) {
    return width == 1 ? 0xffff : width == 2 ? 0x5555 : 0x1111;
}
INLINE const uint8_t *advance(const void *chars, unsigned width, size_t n) {
    return (const uint8_t *)chars + n * width;
}
/* Width as a constant in each of three expansions. */
#define FOR_WIDTH(width, call)                  \
    switch (width) {                            \
    case 1: { enum { W = 1 }; return call; }    \
    case 2: { enum { W = 2 }; return call; }    \
    default: { enum { W = 4 }; return call; }   \
    }

/* ---- one character -------------------------------------------------------------- */

INLINE size_t find_char(const void *chars, unsigned width, size_t n, uint32_t c) {
    enum { PIECES = 4 }; /* blocks looked at between two exits */
    Block wanted = block_of(width, c);
    size_t per = BLOCK / width, i = 0;
    for (; i + PIECES * per <= n; i += PIECES * per) {
        const uint8_t *p = advance(chars, width, i);
        Block any = {0};
        for (int k = 0; k < PIECES; k++)
            any |= block_equal(width, block_load(p + k * BLOCK), wanted);
        if (block_bits(any)) break;
    }
    for (; i + per <= n; i += per) {
        uint32_t bits = block_bits(block_equal(width, block_load(advance(chars, width, i)), wanted));
        if (bits) return i + (size_t)__builtin_ctz(bits) / width;
    }
    for (; i < n; i++)
        if (chars_get(chars, width, i) == c) return i;
    return NOT_FOUND;
}

enum { FALSE_BYTES = 8, LONG_TEXT = 256 };

/* Wide characters in a long text: the low byte alone is searched for, with the
 * C library's widest instructions, until it has been found in vain too often. */
INLINE size_t find_wide_char(const void *chars, unsigned width, size_t n, uint32_t c) {
    size_t i = 0;
    for (int k = 0; n - i >= LONG_TEXT && (c & 0xff) && k < FALSE_BYTES; k++) {
        const uint8_t *p = memchr(advance(chars, width, i), (int)(c & 0xff), (n - i) * width);
        if (!p) return NOT_FOUND;
        i = (size_t)(p - (const uint8_t *)chars) / width;
        if (chars_get(chars, width, i) == c) return i;
        i++;
    }
    size_t found = find_char(advance(chars, width, i), width, n - i, c);
    return found == NOT_FOUND ? found : i + found;
}

size_t chars_find_char(const void *chars, unsigned width, size_t n, uint32_t c) {
    if (width == 1) {
        const uint8_t *p = c < 0x100 ? memchr(chars, (int)c, n) : NULL;
        return p ? (size_t)(p - (const uint8_t *)chars) : NOT_FOUND;
    }
    if (width == 4) return find_wide_char(chars, 4, n, c);
    return c > 0xffff ? NOT_FOUND : find_wide_char(chars, 2, n, c);
}

INLINE size_t rfind_char(const void *chars, unsigned width, size_t n, uint32_t c) {
    Block wanted = block_of(width, c);
    size_t per = BLOCK / width, i = n;
    for (; i >= per; i -= per) {
        uint32_t bits =
            block_bits(block_equal(width, block_load(advance(chars, width, i - per)), wanted));
        if (bits) return i - per + (size_t)(31 - __builtin_clz(bits)) / width;
    }
    while (i-- > 0)
        if (chars_get(chars, width, i) == c) return i;
    return NOT_FOUND;
}

INLINE size_t rfind_wide_char(const void *chars, unsigned width, size_t n, uint32_t c) {
    for (int k = 0; n >= LONG_TEXT && (c & 0xff) && k < FALSE_BYTES; k++) {
        const uint8_t *p = memrchr(chars, (int)(c & 0xff), n * width);
        if (!p) return NOT_FOUND;
        n = (size_t)(p - (const uint8_t *)chars) / width;
        if (chars_get(chars, width, n) == c) return n;
    }
    return rfind_char(chars, width, n, c);
}

size_t chars_rfind_char(const void *chars, unsigned width, size_t n, uint32_t c) {
    if (width == 1) {
        const uint8_t *p = c < 0x100 ? memrchr(chars, (int)c, n) : NULL;
        return p ? (size_t)(p - (const uint8_t *)chars) : NOT_FOUND;
    }
    if (width == 4) return rfind_wide_char(chars, 4, n, c);
    return c > 0xffff ? NOT_FOUND : rfind_wide_char(chars, 2, n, c);
}

/* ---- the two-way algorithm -------------------------------------------------------- */

/* The start of the maximal suffix under < (or, reversed, under >), less one
 * as in the paper; its period in *period. */
static size_t maximal_suffix(const void *x, unsigned width, size_t m, bool reversed,
                             size_t *period) {
    size_t suffix = SIZE_MAX, j = 0, k = 1, p = 1;
    while (j + k < m) {
        uint32_t a = chars_get(x, width, j + k), b = chars_get(x, width, suffix + k);
        if (a == b) {
            if (k == p) {
                j += p;
                k = 1;
            } else {
                k++;
            }
        } else if (reversed ? a > b : a < b) {
            j += k;
            k = 1;
            p = j - suffix;
        } else {
            suffix = j++;
            k = p = 1;
        }
    }
    *period = p;
    return suffix;
}

static size_t find_two_way(const void *text, unsigned width, size_t n, const void *x, size_t m) {
    size_t period, other_period;
    size_t cut = maximal_suffix(x, width, m, false, &period);
    size_t other = maximal_suffix(x, width, m, true, &other_period);
    if (other + 1 > cut + 1) {
        cut = other;
        period = other_period;
    }
    cut++; /* x = left part of `cut` characters, right part */
    size_t i = 0;
    if (memcmp(x, advance(x, width, period), cut * width) == 0) {
        /* The needle is periodic: remember what is known to match. */
        size_t memory = 0;
        while (i + m <= n) {
            size_t j = cut > memory ? cut : memory;
            while (j < m && chars_get(x, width, j) == chars_get(text, width, i + j)) j++;
            if (j < m) {
                i += j - cut + 1;
                memory = 0;
                continue;
            }
            j = cut;
            while (j > memory && chars_get(x, width, j - 1) == chars_get(text, width, i + j - 1))
                j--;
            if (j <= memory) return i;
            i += period;
            memory = m - period;
        }
        return NOT_FOUND;
    }
    period = (cut > m - cut ? cut : m - cut) + 1;
    while (i + m <= n) {
        size_t j = cut;
        while (j < m && chars_get(x, width, j) == chars_get(text, width, i + j)) j++;
        if (j < m) {
            i += j - cut + 1;
            continue;
        }
        j = cut;
        while (j > 0 && chars_get(x, width, j - 1) == chars_get(text, width, i + j - 1)) j--;
        if (j == 0) return i;
        i += period;
    }
    return NOT_FOUND;
}

/* For needles that kept failing: the time is linear in the lengths. */
static size_t find_linear(const void *text, unsigned width, size_t n, const void *what, size_t m) {
    if (width > 1) return find_two_way(text, width, n, what, m);
    const uint8_t *p = memmem(text, n, what, m);
    return p ? (size_t)(p - (const uint8_t *)text) : NOT_FOUND;
}

/* ---- two characters at once --------------------------------------------------------- */

typedef struct Pair {
    Block first, last;
    size_t middle; /* bytes between them */
} Pair;

INLINE Pair pair_of(unsigned width, const void *what, size_t m) {
    return (Pair){block_of(width, chars_get(what, width, 0)),
                  block_of(width, chars_get(what, width, m - 1)), (m - 2) * width};
}
/* The places of a block where first and last character fit. */
INLINE uint32_t pair_bits(unsigned width, const Pair *pair, const uint8_t *p) {
    Block fits = block_equal(width, block_load(p), pair->first) &
                 block_equal(width, block_load(p + width + pair->middle), pair->last);
    return block_bits(fits) & lead_bits(width);
}
/* Whether a needle whose first and last character fit is there. */
INLINE bool middle_fits(unsigned width, const Pair *pair, const uint8_t *p, const void *what) {
    return pair->middle == 0 || memcmp(p + width, (const uint8_t *)what + width, pair->middle) == 0;
}
INLINE bool fits_at(unsigned width, const void *chars, size_t i, const void *what, size_t m) {
    return chars_get(chars, width, i) == chars_get(what, width, 0) &&
           memcmp(advance(chars, width, i), what, m * width) == 0;
}

enum {
    PATIENCE = 64,      /* characters that a search may seem slow for */
    CHEAP_NEEDLE = 16,  /* failing to match these costs a constant */
};

INLINE size_t find_pair(const void *chars, unsigned width, size_t n, const void *what, size_t m) {
    Pair pair = pair_of(width, what, m);
    size_t starts = n - m + 1, per = BLOCK / width, i = 0, work = 0;
    for (; i + per <= starts; i += per) {
        const uint8_t *p = advance(chars, width, i);
        uint32_t bits = pair_bits(width, &pair, p);
        for (; bits; bits &= bits - 1) {
            size_t k = (size_t)__builtin_ctz(bits) / width;
            if (middle_fits(width, &pair, p + k * width, what)) return i + k;
            work += m; /* what the comparison may have cost, in characters */
            if (m > CHEAP_NEEDLE && work > 4 * i + PATIENCE) {
                size_t found = find_linear(p, width, n - i, what, m);
                return found == NOT_FOUND ? found : i + found;
            }
        }
    }
    for (; i < starts; i++)
        if (fits_at(width, chars, i, what, m)) return i;
    return NOT_FOUND;
}

size_t chars_find(const void *chars, unsigned width, size_t n, const void *what, size_t m) {
    if (m > n) return NOT_FOUND;
    if (m == 0) return 0;
    if (m == 1) return chars_find_char(chars, width, n, chars_get(what, width, 0));
    FOR_WIDTH(width, find_pair(chars, W, n, what, m))
}

INLINE size_t rfind_pair(const void *chars, unsigned width, size_t n, const void *what, size_t m) {
    Pair pair = pair_of(width, what, m);
    size_t per = BLOCK / width, i = n - m + 1;
    for (; i >= per; i -= per) {
        const uint8_t *p = advance(chars, width, i - per);
        uint32_t bits = pair_bits(width, &pair, p);
        while (bits) {
            unsigned bit = 31 - (unsigned)__builtin_clz(bits);
            if (middle_fits(width, &pair, p + bit, what)) return i - per + bit / width;
            bits &= ~(1u << bit);
        }
    }
    while (i-- > 0)
        if (fits_at(width, chars, i, what, m)) return i;
    return NOT_FOUND;
}

size_t chars_rfind(const void *chars, unsigned width, size_t n, const void *what, size_t m) {
    if (m > n) return NOT_FOUND;
    if (m == 0) return n;
    if (m == 1) return chars_rfind_char(chars, width, n, chars_get(what, width, 0));
    FOR_WIDTH(width, rfind_pair(chars, W, n, what, m))
}

/* ---- all of them ------------------------------------------------------------------- */

INLINE size_t find_all_char(const void *chars, unsigned width, size_t n, uint32_t c, size_t limit,
                            size_t *positions, size_t capacity) {
    Block wanted = block_of(width, c);
    size_t per = BLOCK / width, i = 0, count = 0;
    for (; i + per <= n; i += per) {
        uint32_t bits = block_bits(block_equal(width, block_load(advance(chars, width, i)), wanted)) &
                        lead_bits(width);
        for (; bits; bits &= bits - 1) {
            if (count < capacity) positions[count] = i + (size_t)__builtin_ctz(bits) / width;
            if (++count == limit) return count;
        }
    }
    for (; i < n; i++) {
        if (chars_get(chars, width, i) != c) continue;
        if (count < capacity) positions[count] = i;
        if (++count == limit) return count;
    }
    return count;
}

INLINE size_t find_all_pair(const void *chars, unsigned width, size_t n, const void *what, size_t m,
                            size_t limit, size_t *positions, size_t capacity) {
    Pair pair = pair_of(width, what, m);
    size_t starts = n - m + 1, per = BLOCK / width, i = 0, free_from = 0, count = 0;
    for (; i + per <= starts; i += per) {
        const uint8_t *p = advance(chars, width, i);
        uint32_t bits = pair_bits(width, &pair, p);
        for (; bits; bits &= bits - 1) {
            size_t k = (size_t)__builtin_ctz(bits) / width;
            if (i + k < free_from || !middle_fits(width, &pair, p + k * width, what)) continue;
            if (count < capacity) positions[count] = i + k;
            if (++count == limit) return count;
            free_from = i + k + m;
        }
    }
    if (i < free_from) i = free_from;
    while (i < starts) {
        if (!fits_at(width, chars, i, what, m)) {
            i++;
            continue;
        }
        if (count < capacity) positions[count] = i;
        if (++count == limit) return count;
        i += m;
    }
    return count;
}

size_t chars_find_all(const void *chars, unsigned width, size_t n, const void *what, size_t m,
                      size_t limit, size_t *positions, size_t capacity) {
    if (m > n || limit == 0) return 0;
    if (m == 1) {
        uint32_t c = chars_get(what, width, 0);
        FOR_WIDTH(width, find_all_char(chars, W, n, c, limit, positions, capacity))
    }
    if (m <= CHEAP_NEEDLE)
        FOR_WIDTH(width, find_all_pair(chars, W, n, what, m, limit, positions, capacity))
    size_t count = 0, at = 0;
    while (count < limit) {
        size_t found = chars_find(advance(chars, width, at), width, n - at, what, m);
        if (found == NOT_FOUND) break;
        if (count < capacity) positions[count] = at + found;
        count++;
        at += found + m;
    }
    return count;
}

/* Counters as narrow as the characters vectorise best; they last for `rounds`. */
#define COUNT(name, Char, rounds)                                      \
    VECTORIZED static size_t name(const Char *p, size_t n, Char c) {   \
        size_t count = 0;                                              \
        while (n) {                                                    \
            size_t piece = n < (rounds) ? n : (rounds);                \
            Char some = 0;                                             \
            for (size_t i = 0; i < piece; i++) some += p[i] == c;      \
            count += some;                                             \
            p += piece;                                                \
            n -= piece;                                                \
        }                                                              \
        return count;                                                  \
    }
COUNT(count_1, uint8_t, 255)
COUNT(count_2, uint16_t, 65535)
COUNT(count_4, uint32_t, 65535)

size_t chars_count(const void *chars, unsigned width, size_t n, const void *what, size_t m,
                   size_t limit) {
    if (m == 0) return n + 1 < limit ? n + 1 : limit;
    if (m == 1) {
        uint32_t c = chars_get(what, width, 0);
        size_t count = width == 1   ? count_1(chars, n, (uint8_t)c)
                       : width == 2 ? count_2(chars, n, (uint16_t)c)
                                    : count_4(chars, n, c);
        return count < limit ? count : limit;
    }
    return chars_find_all(chars, width, n, what, m, limit, NULL, 0);
}

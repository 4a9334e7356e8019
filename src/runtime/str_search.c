/*
 * str_search.c - finding characters and strings in strings.
 *
 * Both sides have the same width.  Bytes go to the C library (memchr, memmem:
 * vectorised or two-way).  Wider strings are searched by their first character;
 * when that keeps finding false starts, the search goes on with the two-way
 * algorithm (Crochemore & Perrin 1991), which bounds the time by the length.
 */
#include "runtime/str_internal.h"

#include <wchar.h>

#define NOT_FOUND SIZE_MAX

size_t chars_find_char(const void *chars, unsigned width, size_t n, uint32_t c) {
    if (width == 1) {
        const uint8_t *p = c < 0x100 ? memchr(chars, (int)c, n) : NULL;
        return p ? (size_t)(p - (const uint8_t *)chars) : NOT_FOUND;
    }
    if (width == 4) {
        const wchar_t *p = wmemchr(chars, (wchar_t)c, n);
        return p ? (size_t)(p - (const wchar_t *)chars) : NOT_FOUND;
    }
    const uint16_t *p = chars;
    if (c > 0xffff) return NOT_FOUND;
    for (size_t i = 0; i < n; i++)
        if (p[i] == c) return i;
    return NOT_FOUND;
}

size_t chars_rfind_char(const void *chars, unsigned width, size_t n, uint32_t c) {
    if (width == 1) {
        const uint8_t *p = c < 0x100 ? memrchr(chars, (int)c, n) : NULL;
        return p ? (size_t)(p - (const uint8_t *)chars) : NOT_FOUND;
    }
    for (size_t i = n; i-- > 0;)
        if (str_char_at(chars, width, i) == c) return i;
    return NOT_FOUND;
}

static const void *advance(const void *chars, unsigned width, size_t n) {
    return (const uint8_t *)chars + n * width;
}

/* The start of the maximal suffix under < (or, reversed, under >), less one
 * as in the paper; its period in *period. */
static size_t maximal_suffix(const void *x, unsigned width, size_t m, bool reversed,
                             size_t *period) {
    size_t suffix = SIZE_MAX, j = 0, k = 1, p = 1;
    while (j + k < m) {
        uint32_t a = str_char_at(x, width, j + k), b = str_char_at(x, width, suffix + k);
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
            while (j < m && str_char_at(x, width, j) == str_char_at(text, width, i + j)) j++;
            if (j < m) {
                i += j - cut + 1;
                memory = 0;
                continue;
            }
            j = cut;
            while (j > memory &&
                   str_char_at(x, width, j - 1) == str_char_at(text, width, i + j - 1))
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
        while (j < m && str_char_at(x, width, j) == str_char_at(text, width, i + j)) j++;
        if (j < m) {
            i += j - cut + 1;
            continue;
        }
        j = cut;
        while (j > 0 && str_char_at(x, width, j - 1) == str_char_at(text, width, i + j - 1)) j--;
        if (j == 0) return i;
        i += period;
    }
    return NOT_FOUND;
}

/* ---- short needles in bytes ------------------------------------------------------ */

#define EACH_BYTE(b) ((uint64_t)(b)*0x0101010101010101u)

static inline uint64_t load_word(const uint8_t *p) {
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

/* Looks at the first `starts` places, eight at a time: those where the first
 * and the last byte fit are compared.  m >= 2. */
static inline size_t find_dense(const uint8_t *p, size_t starts, const uint8_t *what, size_t m) {
    uint64_t first = EACH_BYTE(what[0]), last = EACH_BYTE(what[m - 1]);
    size_t i = 0;
    for (; i + 8 <= starts; i += 8) {
        uint64_t different = (load_word(p + i) ^ first) | (load_word(p + i + m - 1) ^ last);
        /* Zero bytes, and perhaps some above a zero byte, get their top bit. */
        uint64_t fits = (different - EACH_BYTE(1)) & ~different & EACH_BYTE(0x80);
        for (; fits; fits &= fits - 1) {
            size_t at = i + (size_t)__builtin_ctzll(fits) / 8;
            if (p[at] == what[0] && p[at + m - 1] == what[m - 1] &&
                memcmp(p + at + 1, what + 1, m - 2) == 0)
                return at;
        }
    }
    for (; i < starts; i++)
        if (p[i] == what[0] && memcmp(p + i + 1, what + 1, m - 1) == 0) return i;
    return NOT_FOUND;
}

/* This much is searched by find_dense before the search for a rare byte starts;
 * false starts are forgiven for as long. */
enum { DENSE_TEXT = 64 };

size_t chars_find(const void *chars, unsigned width, size_t n, const void *what, size_t m) {
    if (m > n) return NOT_FOUND;
    if (m == 0) return 0;
    uint32_t first = str_char_at(what, width, 0);
    if (m == 1) return chars_find_char(chars, width, n, first);
    size_t starts = n - m + 1, i = 0, work = 0;
    if (width == 1) {
        i = find_dense(chars, starts < DENSE_TEXT ? starts : DENSE_TEXT, what, m);
        if (i != NOT_FOUND || starts <= DENSE_TEXT) return i;
        i = DENSE_TEXT;
    }
    for (;;) {
        size_t found = chars_find_char(advance(chars, width, i), width, starts - i, first);
        if (found == NOT_FOUND) return NOT_FOUND;
        i += found;
        if (memcmp(advance(chars, width, i), what, m * width) == 0) return i;
        i++;
        if (i >= starts) return NOT_FOUND;
        /* Too many false starts for the distance covered: a method whose time
         * does not depend on them takes over. */
        work += 8 + m / 2; /* what a comparison may cost, in characters scanned */
        if (work > i + DENSE_TEXT) {
            if (width == 1) {
                const uint8_t *rest = (const uint8_t *)chars + i, *p;
                if (m <= 16) {
                    found = find_dense(rest, starts - i, what, m);
                    return found == NOT_FOUND ? found : found + i;
                }
                p = memmem(rest, n - i, what, m);
                return p ? (size_t)(p - (const uint8_t *)chars) : NOT_FOUND;
            }
            found = find_two_way(advance(chars, width, i), width, n - i, what, m);
            return found == NOT_FOUND ? found : found + i;
        }
    }
}

size_t chars_rfind(const void *chars, unsigned width, size_t n, const void *what, size_t m) {
    if (m > n) return NOT_FOUND;
    if (m == 0) return n;
    uint32_t first = str_char_at(what, width, 0);
    size_t starts = n - m + 1;
    for (;;) {
        size_t i = chars_rfind_char(chars, width, starts, first);
        if (i == NOT_FOUND || memcmp(advance(chars, width, i), what, m * width) == 0) return i;
        starts = i;
    }
}

/* chars_find_all for bytes and 2 <= m: as find_dense, without starting over. */
static size_t find_all_dense(const uint8_t *p, size_t n, const uint8_t *what, size_t m,
                             size_t limit, uint32_t *positions, size_t capacity) {
    uint64_t first = EACH_BYTE(what[0]), last = EACH_BYTE(what[m - 1]);
    size_t starts = n - m + 1, i = 0, free_from = 0, count = 0;
    /* Up to eight bytes are compared as one word. */
    uint64_t word = 0, mask = m >= 8 ? UINT64_MAX : ((uint64_t)1 << 8 * m) - 1;
    memcpy(&word, what, m < 8 ? m : 8);
    for (; i + 8 <= starts && i + 16 <= n; i += 8) {
        uint64_t different = (load_word(p + i) ^ first) | (load_word(p + i + m - 1) ^ last);
        uint64_t fits = (different - EACH_BYTE(1)) & ~different & EACH_BYTE(0x80);
        for (; fits; fits &= fits - 1) {
            size_t at = i + (size_t)__builtin_ctzll(fits) / 8;
            if (at < free_from || ((load_word(p + at) ^ word) & mask) ||
                (m > 8 && memcmp(p + at + 8, what + 8, m - 8) != 0))
                continue;
            if (count < capacity) positions[count] = (uint32_t)at;
            if (++count == limit) return count;
            free_from = at + m;
        }
    }
    if (i < free_from) i = free_from;
    while (i < starts) {
        if (p[i] != what[0] || memcmp(p + i + 1, what + 1, m - 1) != 0) {
            i++;
            continue;
        }
        if (count < capacity) positions[count] = (uint32_t)i;
        if (++count == limit) return count;
        i += m;
    }
    return count;
}

static size_t find_all_byte(const uint8_t *p, size_t n, uint8_t c, size_t limit,
                            uint32_t *positions, size_t capacity) {
    size_t i = 0, count = 0;
    while (i < n) {
        uint64_t different = i + 8 <= n ? load_word(p + i) ^ EACH_BYTE(c) : 0;
        if (i + 8 <= n && !((different - EACH_BYTE(1)) & ~different & EACH_BYTE(0x80))) {
            i += 8;
            continue;
        }
        for (size_t end = i + 8 <= n ? i + 8 : n; i < end; i++) {
            if (p[i] != c) continue;
            if (count < capacity) positions[count] = (uint32_t)i;
            if (++count == limit) return count;
        }
    }
    return count;
}

/* Needles longer than this are found one by one, by methods that are linear. */
enum { DENSE_NEEDLE = 16 };

size_t chars_find_all(const void *chars, unsigned width, size_t n, const void *what, size_t m,
                      size_t limit, uint32_t *positions, size_t capacity) {
    if (m > n || limit == 0) return 0;
    if (width == 1 && m == 1)
        return find_all_byte(chars, n, *(const uint8_t *)what, limit, positions, capacity);
    if (width == 1 && m >= 2 && m <= DENSE_NEEDLE)
        return find_all_dense(chars, n, what, m, limit, positions, capacity);
    size_t count = 0, at = 0;
    while (count < limit) {
        size_t found = chars_find(advance(chars, width, at), width, n - at, what, m);
        if (found == NOT_FOUND) break;
        if (count < capacity) positions[count] = (uint32_t)(at + found);
        count++;
        at += found + m;
    }
    return count;
}

VECTORIZED static size_t count_byte(const uint8_t *p, size_t n, uint8_t c) {
    size_t count = 0;
    while (n) {
        /* Byte counters vectorise; they last for 255 rounds. */
        size_t piece = n < 255 ? n : 255;
        uint8_t small = 0;
        for (size_t i = 0; i < piece; i++) small += p[i] == c;
        count += small;
        p += piece;
        n -= piece;
    }
    return count;
}
VECTORIZED static size_t count_16(const uint16_t *p, size_t n, uint32_t c) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++) count += p[i] == c;
    return count;
}
VECTORIZED static size_t count_32(const uint32_t *p, size_t n, uint32_t c) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++) count += p[i] == c;
    return count;
}

size_t chars_count(const void *chars, unsigned width, size_t n, const void *what, size_t m,
                   size_t limit) {
    if (m == 0) return n + 1 < limit ? n + 1 : limit;
    if (m == 1) {
        uint32_t c = str_char_at(what, width, 0);
        size_t count = width == 1   ? count_byte(chars, n, (uint8_t)c)
                       : width == 2 ? count_16(chars, n, c)
                                    : count_32(chars, n, c);
        return count < limit ? count : limit;
    }
    return chars_find_all(chars, width, n, what, m, limit, NULL, 0);
}

bool needle_prepare(Thread *t, Needle *needle, Value what, const StrView *in) {
    StrView w;
    if (!str_view(t, what, &w)) return false;
    needle->length = w.length;
    needle->possible = w.width <= in->width && (w.ascii || !in->ascii || w.length == 0);
    needle->data = w.data;
    needle->first = w.length ? view_at(&w, 0) : 0;
    if (needle->possible && w.width < in->width) {
        void *copy = needle->local;
        if (w.length * in->width > sizeof needle->local) {
            CharBuffer *buffer = char_buffer_new(t, w.length * in->width);
            if (!buffer) return false;
            copy = buffer->characters;
        }
        chars_copy(copy, in->width, w.data, w.width, w.length);
        needle->data = copy;
    }
    return true;
}

int64_t str_find(Thread *t, Str *s, Str *what, size_t start, size_t end) {
    StrView view;
    Needle needle;
    if (!str_view(t, value_from_object(s), &view) ||
        !needle_prepare(t, &needle, value_from_object(what), &view))
        return -1;
    if (end > view.length) end = view.length;
    if (start > end || !needle.possible) return -1;
    size_t found =
        chars_find(view_from(&view, start), view.width, end - start, needle.data, needle.length);
    return found == NOT_FOUND ? -1 : (int64_t)(found + start);
}

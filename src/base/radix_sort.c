/* radix_sort.c - least significant digit first (Knuth, The Art of Computer Programming,
 * vol. 3, 5.2.5), a byte at a time, leaving out the bytes that all words have in common:
 * small numbers take two or three passes, each a few cycles a word, where comparing in
 * random order takes a mispredicted branch for about every second bit of n. */
#include "base/radix_sort.h"

#include <string.h>

enum {
    PAYS_MIN = 48,   /* for fewer words counting 256 digits costs as much */
    RUN_LENGTH = 8,  /* of runs on average, above which merging is faster */
    DIGITS = 256,
};

bool radix_sort_pays(const int64_t *keys, size_t n) {
    if (n < PAYS_MIN || n > UINT32_MAX) return false;
    size_t falls = 0;
    for (size_t i = 1; i < n; i++) falls += keys[i] < keys[i - 1];
    return falls > n / RUN_LENGTH && n - falls > n / RUN_LENGTH;
}

/* The bytes in which the words differ. */
static uint64_t varying_bits(const int64_t *keys, size_t n) {
    uint64_t first = (uint64_t)keys[0], varying = 0;
    for (size_t i = 1; i < n; i++) varying |= (uint64_t)keys[i] ^ first;
    return varying;
}

/* One pass, from one pair of arrays to another; flip: of the digit, so that it sorts as unsigned. */
static void scatter(const uint64_t *keys, const uint64_t *values, uint64_t *to_keys, uint64_t *to_values, size_t n,
                    unsigned shift, unsigned flip) {
    uint32_t place[DIGITS] = {0};
    for (size_t i = 0; i < n; i++) place[(keys[i] >> shift & 0xff) ^ flip]++;
    uint32_t sum = 0;
    for (unsigned d = 0; d < DIGITS; d++) {
        uint32_t count = place[d];
        place[d] = sum;
        sum += count;
    }
    if (!values) {
        for (size_t i = 0; i < n; i++) to_keys[place[(keys[i] >> shift & 0xff) ^ flip]++] = keys[i];
        return;
    }
    for (size_t i = 0; i < n; i++) {
        uint32_t at = place[(keys[i] >> shift & 0xff) ^ flip]++;
        to_keys[at] = keys[i];
        to_values[at] = values[i];
    }
}

void radix_sort(int64_t *signed_keys, uint64_t *values, uint64_t *scratch, size_t n) {
    if (n < 2) return;
    uint64_t *keys = (uint64_t *)signed_keys, varying = varying_bits(signed_keys, n);
    uint64_t *from = keys, *to = scratch, *from_values = values, *to_values = values ? scratch + n : NULL;
    for (unsigned shift = 0; shift < 64; shift += 8) {
        if (!(varying >> shift & 0xff)) continue;
        scatter(from, from_values, to, to_values, n, shift, shift == 56 ? 0x80 : 0);
        uint64_t *swap = from;
        from = to;
        to = swap;
        swap = from_values;
        from_values = to_values;
        to_values = swap;
    }
    if (from == keys) return;
    memcpy(keys, from, n * sizeof *keys);
    if (values) memcpy(values, from_values, n * sizeof *values);
}

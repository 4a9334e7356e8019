/* radix_sort.h - sorting words by their digits. */
#ifndef TAU_BASE_RADIX_SORT_H
#define TAU_BASE_RADIX_SORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether words in this order are sorted faster by digits than by comparing: there are
 * enough of them, and they do not rise or fall in long runs, which merging makes use of. */
bool radix_sort_pays(const int64_t *keys, size_t n);

/* Sorts n signed words, stably; values[i] travels with keys[i], or values is NULL.
 * scratch: n words, 2 n with values; what is in it afterwards says nothing. */
void radix_sort(int64_t *keys, uint64_t *values, uint64_t *scratch, size_t n);

#endif

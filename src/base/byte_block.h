/*
 * byte_block.h - sixteen bytes at a time: the block that searches of texts look at at once.
 */
#ifndef TAU_BASE_BYTE_BLOCK_H
#define TAU_BASE_BYTE_BLOCK_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#if defined(__SANITIZE_ADDRESS__)
#define BLOCK_STAYS_INSIDE
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BLOCK_STAYS_INSIDE
#endif
#endif

enum { BLOCK = 16 };
typedef uint8_t Block __attribute__((vector_size(BLOCK)));

static inline __attribute__((always_inline)) Block block_load(const void *p) {
    Block block;
    memcpy(&block, p, sizeof block);
    return block;
}
static inline __attribute__((always_inline)) void block_store(void *p, Block block) {
    memcpy(p, &block, sizeof block);
}
/* The n bytes at p, less than a block; behind them anything.  Reads beyond them, where that
 * cannot be another page: a copy of so few bytes that is then loaded as a block is slow. */
static inline __attribute__((always_inline)) Block block_load_part(const void *p, size_t n) {
#ifndef BLOCK_STAYS_INSIDE
    enum { SMALLEST_PAGE = 4096 };
    if (__builtin_expect(((uintptr_t)p & (SMALLEST_PAGE - 1)) <= SMALLEST_PAGE - BLOCK, 1))
        return block_load(p);
#endif
    Block block = {0};
    memcpy(&block, p, n);
    return block;
}
/* The highest bit of each byte: of a comparison's result, a bit for each place. */
static inline __attribute__((always_inline)) uint32_t block_bits(Block block) {
#ifdef __SSE2__
    return (uint32_t)_mm_movemask_epi8((__m128i)block);
#else
    uint64_t half[2];
    memcpy(half, &block, sizeof half);
    for (int i = 0; i < 2; i++)
        half[i] = (half[i] >> 7 & 0x0101010101010101u) * 0x0102040810204080u >> 56;
    return (uint32_t)(half[0] | half[1] << 8);
#endif
}

#endif

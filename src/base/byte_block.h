/*
 * byte_block.h - sixteen bytes at a time: the block that searches of texts look at at once.
 */
#ifndef TAU_BASE_BYTE_BLOCK_H
#define TAU_BASE_BYTE_BLOCK_H

#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
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

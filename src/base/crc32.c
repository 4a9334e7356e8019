/*
 * crc32.c - CRC-32, with carry-less multiplication where the processor has it:
 * 64 bytes at a time are folded into 128-bit remainders (Gopal et al., "Fast CRC
 * Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel 2009).
 */
#include "base/crc32.h"

/* One entry for each four bits, of the reflected polynomial 0xedb88320. */
static uint32_t crc_bytes(uint32_t crc, const uint8_t *data, size_t length) {
    static const uint32_t table[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
        0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    for (size_t i = 0; i < length; i++) {
        crc ^= data[i];
        crc = crc >> 4 ^ table[crc & 15];
        crc = crc >> 4 ^ table[crc & 15];
    }
    return crc;
}

#ifdef __x86_64__
#include <immintrin.h>

__attribute__((target("pclmul,sse4.1"))) static inline __m128i fold(__m128i x, __m128i k, __m128i next) {
    return _mm_xor_si128(_mm_xor_si128(_mm_clmulepi64_si128(x, k, 0x00), _mm_clmulepi64_si128(x, k, 0x11)),
                         next);
}

/* length: at least 64, and a multiple of 16. */
__attribute__((target("pclmul,sse4.1"))) static uint32_t crc_folded(uint32_t crc, const uint8_t *data,
                                                                   size_t length) {
    const __m128i by_512 = _mm_set_epi64x(0x01c6e41596, 0x0154442bd4);
    const __m128i by_128 = _mm_set_epi64x(0x00ccaa009e, 0x01751997d0);
    const __m128i by_64 = _mm_set_epi64x(0, 0x0163cd6124);
    const __m128i barrett = _mm_set_epi64x(0x01f7011641, 0x01db710641);
    const __m128i low_words = _mm_setr_epi32(~0, 0, ~0, 0);
    const __m128i *in = (const __m128i *)(const void *)data;
    __m128i a = _mm_xor_si128(_mm_loadu_si128(in), _mm_cvtsi32_si128((int)crc));
    __m128i b = _mm_loadu_si128(in + 1), c = _mm_loadu_si128(in + 2), d = _mm_loadu_si128(in + 3);
    in += 4;
    for (length -= 64; length >= 64; length -= 64, in += 4) {
        a = fold(a, by_512, _mm_loadu_si128(in));
        b = fold(b, by_512, _mm_loadu_si128(in + 1));
        c = fold(c, by_512, _mm_loadu_si128(in + 2));
        d = fold(d, by_512, _mm_loadu_si128(in + 3));
    }
    a = fold(a, by_128, b);
    a = fold(a, by_128, c);
    a = fold(a, by_128, d);
    for (; length >= 16; length -= 16) a = fold(a, by_128, _mm_loadu_si128(in++));
    /* 128 bits to 64, then Barrett reduction to 32. */
    a = _mm_xor_si128(_mm_srli_si128(a, 8), _mm_clmulepi64_si128(a, by_128, 0x10));
    a = _mm_xor_si128(_mm_srli_si128(a, 4),
                      _mm_clmulepi64_si128(_mm_and_si128(a, low_words), by_64, 0x00));
    __m128i q = _mm_and_si128(_mm_clmulepi64_si128(_mm_and_si128(a, low_words), barrett, 0x10), low_words);
    return (uint32_t)_mm_extract_epi32(_mm_xor_si128(a, _mm_clmulepi64_si128(q, barrett, 0x00)), 1);
}

static int has_clmul(void) { return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1"); }
#else
static uint32_t crc_folded(uint32_t crc, const uint8_t *data, size_t length) {
    return crc_bytes(crc, data, length);
}
static int has_clmul(void) { return 0; }
#endif

uint32_t crc32_update(uint32_t crc, const uint8_t *data, size_t length) {
    crc = ~crc;
    if (length >= 64 && has_clmul()) {
        size_t folded = length & ~(size_t)15;
        crc = crc_folded(crc, data, folded);
        data += folded;
        length -= folded;
    }
    return ~crc_bytes(crc, data, length);
}

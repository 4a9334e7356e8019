/*
 * digest.c - MD5 (RFC 1321), SHA-1 and SHA-2 (FIPS 180-4).
 */
#include "modules/digest.h"

#include <string.h>

static inline uint32_t rotate_left(uint32_t x, unsigned n) {
    return x << n | x >> (32 - n);
}
static inline uint32_t rotate_right(uint32_t x, unsigned n) {
    return x >> n | x << (32 - n);
}
static inline uint64_t rotate_right64(uint64_t x, unsigned n) {
    return x >> n | x << (64 - n);
}

static inline uint32_t load32_big(const uint8_t *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}
static inline uint32_t load32_little(const uint8_t *p) {
    return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}
static inline uint64_t load64_big(const uint8_t *p) {
    return (uint64_t)load32_big(p) << 32 | load32_big(p + 4);
}

/* ---- MD5 ------------------------------------------------------------------------ */

/* floor(2^32 |sin(i + 1)|) */
static const uint32_t md5_sines[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};
static const uint8_t md5_shifts[4][4] = {
    {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

static void md5_compress(DigestState *state, const uint8_t *data, size_t blocks) {
    uint32_t *h = state->chain.words32, w[16];
    for (; blocks; blocks--, data += 64) {
        for (int i = 0; i < 16; i++) w[i] = load32_little(data + 4 * i);
        uint32_t a = h[0], b = h[1], c = h[2], d = h[3];
#define MD5_ROUND(round, function, word)                                        \
    for (int i = 0; i < 16; i++) {                                              \
        uint32_t f = a + (function) + md5_sines[round * 16 + i] + w[(word)&15]; \
        a = d;                                                                  \
        d = c;                                                                  \
        c = b;                                                                  \
        b += rotate_left(f, md5_shifts[round][i & 3]);                          \
    }
        MD5_ROUND(0, (b & c) | (~b & d), i)
        MD5_ROUND(1, (d & b) | (~d & c), 5 * i + 1)
        MD5_ROUND(2, b ^ c ^ d, 3 * i + 5)
        MD5_ROUND(3, c ^ (b | ~d), 7 * i)
#undef MD5_ROUND
        h[0] += a;
        h[1] += b;
        h[2] += c;
        h[3] += d;
    }
}

/* ---- SHA-1 ------------------------------------------------------------------------ */

static void sha1_compress(DigestState *state, const uint8_t *data, size_t blocks) {
    uint32_t *h = state->chain.words32, w[80];
    for (; blocks; blocks--, data += 64) {
        for (int i = 0; i < 16; i++) w[i] = load32_big(data + 4 * i);
        for (int i = 16; i < 80; i++)
            w[i] = rotate_left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
        uint32_t a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
#define SHA1_ROUND(from, function, constant)                               \
    for (int i = from; i < from + 20; i++) {                               \
        uint32_t f = rotate_left(a, 5) + (function) + e + constant + w[i]; \
        e = d;                                                             \
        d = c;                                                             \
        c = rotate_left(b, 30);                                            \
        b = a;                                                             \
        a = f;                                                             \
    }
        SHA1_ROUND(0, (b & c) | (~b & d), 0x5a827999u)
        SHA1_ROUND(20, b ^ c ^ d, 0x6ed9eba1u)
        SHA1_ROUND(40, (b & c) | (b & d) | (c & d), 0x8f1bbcdcu)
        SHA1_ROUND(60, b ^ c ^ d, 0xca62c1d6u)
#undef SHA1_ROUND
        h[0] += a;
        h[1] += b;
        h[2] += c;
        h[3] += d;
        h[4] += e;
    }
}

/* ---- SHA-2 ------------------------------------------------------------------------- */

/* The first 64 bits of the fractional parts of the cube roots of the first 80
 * primes; SHA-256 uses the upper halves of the first 64. */
static const uint64_t sha2_constants[80] = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
    0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
    0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
    0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
    0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
    0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
    0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
    0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
    0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
    0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
    0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
    0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
    0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
    0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
    0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
    0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
    0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
};

#define SHA2_COMPRESS(name, Word, chain_words, load, rotate, rounds, block, constant, a1, a2, a3, \
                      e1, e2, e3, s1, s2, s3, t1, t2, t3)                                         \
    static void name(DigestState *state, const uint8_t *data, size_t blocks) {                    \
        Word *h = state->chain.chain_words, w[rounds];                                            \
        for (; blocks; blocks--, data += block) {                                                 \
            for (int i = 0; i < 16; i++) w[i] = load(data + sizeof(Word) * (size_t)i);            \
            for (int i = 16; i < rounds; i++) {                                                   \
                Word x = w[i - 15], y = w[i - 2];                                                 \
                w[i] = w[i - 16] + (rotate(x, s1) ^ rotate(x, s2) ^ x >> s3) + w[i - 7] +         \
                       (rotate(y, t1) ^ rotate(y, t2) ^ y >> t3);                                 \
            }                                                                                     \
            Word v[8];                                                                            \
            memcpy(v, h, sizeof v);                                                               \
            for (int i = 0; i < rounds; i++) {                                                    \
                Word a = v[0], e = v[4];                                                          \
                Word f = v[7] + (rotate(e, e1) ^ rotate(e, e2) ^ rotate(e, e3)) +                 \
                         ((e & v[5]) ^ (~e & v[6])) + constant + w[i];                            \
                Word g = (rotate(a, a1) ^ rotate(a, a2) ^ rotate(a, a3)) +                        \
                         ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));                               \
                v[7] = v[6];                                                                      \
                v[6] = v[5];                                                                      \
                v[5] = e;                                                                         \
                v[4] = v[3] + f;                                                                  \
                v[3] = v[2];                                                                      \
                v[2] = v[1];                                                                      \
                v[1] = a;                                                                         \
                v[0] = f + g;                                                                     \
            }                                                                                     \
            for (int i = 0; i < 8; i++) h[i] += v[i];                                             \
        }                                                                                         \
    }

SHA2_COMPRESS(sha256_compress, uint32_t, words32, load32_big, rotate_right, 64, 64,
              (uint32_t)(sha2_constants[i] >> 32), 2, 13, 22, 6, 11, 25, 7, 18, 3, 17, 19, 10)
SHA2_COMPRESS(sha512_compress, uint64_t, words64, load64_big, rotate_right64, 80, 128,
              sha2_constants[i], 28, 34, 39, 14, 18, 41, 1, 8, 7, 19, 61, 6)

/* ---- the family ---------------------------------------------------------------------- */

const DigestAlgorithm digest_md5 = {
    "md5", 16, 64, true, {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476}, md5_compress};
const DigestAlgorithm digest_sha1 = {
    "sha1",       20, 64, false, {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0},
    sha1_compress};
const DigestAlgorithm digest_sha224 = {"sha224",
                                       28,
                                       64,
                                       false,
                                       {0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31,
                                        0x68581511, 0x64f98fa7, 0xbefa4fa4},
                                       sha256_compress};
const DigestAlgorithm digest_sha256 = {"sha256",
                                       32,
                                       64,
                                       false,
                                       {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f,
                                        0x9b05688c, 0x1f83d9ab, 0x5be0cd19},
                                       sha256_compress};
const DigestAlgorithm digest_sha384 = {"sha384",
                                       48,
                                       128,
                                       false,
                                       {0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17,
                                        0x152fecd8f70e5939, 0x67332667ffc00b31, 0x8eb44a8768581511,
                                        0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4},
                                       sha512_compress};
const DigestAlgorithm digest_sha512 = {"sha512",
                                       64,
                                       128,
                                       false,
                                       {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
                                        0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
                                        0x1f83d9abfb41bd6b, 0x5be0cd19137e2179},
                                       sha512_compress};

void digest_start(const DigestAlgorithm *algorithm, DigestState *state) {
    state->length = 0;
    for (int i = 0; i < 8; i++) {
        if (algorithm->block_size == 128)
            state->chain.words64[i] = algorithm->start[i];
        else
            state->chain.words32[i] = (uint32_t)algorithm->start[i];
    }
}

void digest_update(const DigestAlgorithm *algorithm, DigestState *state, const uint8_t *data,
                   size_t length) {
    size_t block = algorithm->block_size, used = state->length % block;
    state->length += length;
    if (used) {
        size_t room = block - used, n = length < room ? length : room;
        memcpy(state->block + used, data, n);
        if (n < room) return;
        algorithm->compress(state, state->block, 1);
        data += n;
        length -= n;
    }
    algorithm->compress(state, data, length / block);
    if (length % block) memcpy(state->block, data + (length - length % block), length % block);
}

/* A one bit, zeros, and the number of bits in the last 8 (16) bytes. */
void digest_finish(const DigestAlgorithm *algorithm, const DigestState *state,
                   uint8_t out[DIGEST_MAX_SIZE]) {
    static const uint8_t padding[128] = {0x80};
    DigestState last = *state;
    size_t block = algorithm->block_size, used = state->length % block, tail = block / 8;
    size_t zeros = (used + 1 + tail <= block ? block : 2 * block) - used - tail;
    uint8_t bits[16] = {0};
    for (size_t i = 0; i < 8; i++) {
        uint8_t byte = (uint8_t)(state->length << 3 >> (8 * i));
        bits[algorithm->little_endian ? i : tail - 1 - i] = byte;
    }
    digest_update(algorithm, &last, padding, zeros);
    digest_update(algorithm, &last, bits, tail);
    for (size_t i = 0; i < algorithm->digest_size; i++) {
        if (block == 128)
            out[i] = (uint8_t)(last.chain.words64[i / 8] >> (56 - i % 8 * 8));
        else
            out[i] = (uint8_t)(last.chain.words32[i / 4] >>
                               (algorithm->little_endian ? i % 4 * 8 : 24 - i % 4 * 8));
    }
}

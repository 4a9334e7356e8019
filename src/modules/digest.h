/*
 * digest.h - message digests of the Merkle-Damgard family: MD5, SHA-1, SHA-2.
 * Pure computation; digest_module.c makes Python objects of it.
 */
#ifndef TAU_MODULES_DIGEST_H
#define TAU_MODULES_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct DigestState {
    uint64_t length; /* bytes so far */
    union {
        uint32_t words32[8];
        uint64_t words64[8];
    } chain;
    uint8_t block[128]; /* the incomplete block */
} DigestState;

typedef struct DigestAlgorithm {
    const char *name;
    uint8_t digest_size, block_size;
    bool little_endian;
    uint64_t start[8]; /* the initial chaining value, a word each */
    void (*compress)(DigestState *state, const uint8_t *data, size_t blocks);
} DigestAlgorithm;

enum { DIGEST_MAX_SIZE = 64 };

extern const DigestAlgorithm digest_md5, digest_sha1, digest_sha224, digest_sha256, digest_sha384,
    digest_sha512;

void digest_start(const DigestAlgorithm *algorithm, DigestState *state);
void digest_update(const DigestAlgorithm *algorithm, DigestState *state, const uint8_t *data,
                   size_t length);
/* Of everything so far; the state can be updated further. */
void digest_finish(const DigestAlgorithm *algorithm, const DigestState *state,
                   uint8_t out[DIGEST_MAX_SIZE]);

#endif

/*
 * hash.c - hashes of text: SipHash-1-3, the derivation of its key from PYTHONHASHSEED,
 * and what takes its place under a random key.
 */
#include "base/hash.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

static inline uint64_t rotate_left(uint64_t x, int bits) {
    return x << bits | x >> (64 - bits);
}

typedef struct SipState {
    uint64_t a, b, c, d;
} SipState;

static inline void sip_round(SipState *s) {
    s->a += s->b;
    s->c += s->d;
    s->b = rotate_left(s->b, 13) ^ s->a;
    s->d = rotate_left(s->d, 16) ^ s->c;
    s->a = rotate_left(s->a, 32);
    s->a += s->d;
    s->c += s->b;
    s->d = rotate_left(s->d, 21) ^ s->a;
    s->b = rotate_left(s->b, 17) ^ s->c;
    s->c = rotate_left(s->c, 32);
}

/* The last 0 to 7 bytes of the data, little-endian, without a loop. */
static inline uint64_t load_tail(const uint8_t *bytes, size_t n) {
    if (n >= 4) {
        uint32_t head, tail;
        memcpy(&head, bytes, 4);
        memcpy(&tail, bytes + n - 4, 4);
        return head | (uint64_t)tail << (8 * (n - 4));
    }
    if (n == 0) return 0;
    return bytes[0] | (uint64_t)bytes[n / 2] << (8 * (n / 2)) | (uint64_t)bytes[n - 1] << (8 * (n - 1));
}

uint64_t hash_siphash13(const uint64_t key[2], const void *data, size_t length) {
    const uint8_t *bytes = data;
    SipState s = {key[0] ^ UINT64_C(0x736f6d6570736575), key[1] ^ UINT64_C(0x646f72616e646f6d),
                  key[0] ^ UINT64_C(0x6c7967656e657261), key[1] ^ UINT64_C(0x7465646279746573)};
    uint64_t word;
    size_t left = length;
    for (; left >= 8; left -= 8, bytes += 8) {
        memcpy(&word, bytes, 8);
        s.d ^= word;
        sip_round(&s);
        s.a ^= word;
    }
    /* The last word: the remaining bytes below the length's low byte. */
    word = (uint64_t)length << 56;
    word |= load_tail(bytes, left);
    s.d ^= word;
    sip_round(&s);
    s.a ^= word;
    s.c ^= 0xff;
    sip_round(&s);
    sip_round(&s);
    sip_round(&s);
    return (s.a ^ s.b) ^ (s.c ^ s.d);
}

static inline uint64_t load_word(const uint8_t *bytes) {
    uint64_t word;
    memcpy(&word, bytes, 8);
    return word;
}

/* Both halves of a product, in one word. */
static inline uint64_t folded_product(uint64_t a, uint64_t b) {
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Wang Yi's wyhash as far as it is about mixing (2019), with the key where that has
 * constants: the words of the data are hidden before they are multiplied. */
static inline uint64_t hash_multiplying(const uint64_t key[2], const uint8_t *bytes, size_t length) {
    uint64_t a, b, mixed = key[1];
    if (length < 8) {
        a = load_tail(bytes, length);
        b = length;
    } else {
        for (size_t left = length; left > 16; left -= 16, bytes += 16)
            mixed = folded_product(load_word(bytes) ^ key[0], load_word(bytes + 8) ^ mixed);
        size_t left = length < 16 ? length : (length - 1) % 16 + 1;
        a = left < 8 ? load_word(bytes + left - 8) : load_word(bytes);
        b = load_word(bytes + left - 8) ^ length;
    }
    return folded_product(folded_product(a ^ key[0], b ^ mixed) ^ key[1], key[0] ^ UINT64_C(0x9e3779b97f4a7c15));
}

int64_t hash_bytes(const HashKey *key, const void *data, size_t length) {
    if (length == 0) return 0;
    uint64_t hash = key->random ? hash_multiplying(key->words, data, length) : hash_siphash13(key->words, data, length);
    return hash == UINT64_MAX ? -2 : (int64_t)hash;
}

void hash_key_from_seed(uint32_t seed, HashKey *key) {
    *key = (HashKey){{0, 0}, false};
    if (seed == 0) return;
    /* A linear congruential generator; bits 16 to 23 of each state. */
    uint8_t bytes[16];
    uint32_t x = seed;
    for (size_t i = 0; i < sizeof bytes; i++) {
        x = x * 214013 + 2531011;
        bytes[i] = (uint8_t)(x >> 16);
    }
    memcpy(key->words, bytes, sizeof bytes);
}

static void random_key(uint64_t key[2]) {
    if (getrandom(key, 16, GRND_NONBLOCK) == 16) return;
    /* Early at boot the pool may be empty: anything that differs will do. */
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    key[0] = (uint64_t)now.tv_nsec * UINT64_C(0x9e3779b97f4a7c15) ^ (uint64_t)now.tv_sec;
    key[1] = (uint64_t)getpid() * UINT64_C(0xbf58476d1ce4e5b9) ^ (uint64_t)(uintptr_t)&now;
}

bool hash_key_init(const char *seed_text, HashKey *key) {
    if (!seed_text || !*seed_text || strcmp(seed_text, "random") == 0) {
        key->random = true;
        random_key(key->words);
        return true;
    }
    char *end;
    errno = 0;
    unsigned long seed = strtoul(seed_text, &end, 10);
    if (*end || errno == ERANGE || seed > UINT32_MAX) return false;
    hash_key_from_seed((uint32_t)seed, key);
    return true;
}

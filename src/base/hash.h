/*
 * hash.h - the hash functions behind Python's hash(): the numbers themselves
 * are visible to programs (set order, PYTHONHASHSEED), so each one is exactly
 * the function that CPython 3.11 uses on a 64-bit machine.  Only under a random
 * key, where no two runs agree anyway, text has a function of our own.
 */
#ifndef TAU_BASE_HASH_H
#define TAU_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* SipHash-1-3 (Aumasson and Bernstein 2012) under a 128-bit key. */
uint64_t hash_siphash13(const uint64_t key[2], const void *data, size_t length);

typedef struct HashKey {
    uint64_t words[2];
    bool random; /* not from a seed that CPython would make the same key of */
} HashKey;

/* hash() of str and bytes bodies: 0 for no bytes, never -1.  With a random key two
 * rounds of folded 64-bit multiplications, which take a third of SipHash's time for
 * words; who does not know the key cannot make texts collide. */
int64_t hash_bytes(const HashKey *key, const void *data, size_t length);

/* The key that PYTHONHASHSEED=seed stands for; seed 0 is the all-zero key. */
void hash_key_from_seed(uint32_t seed, HashKey *key);

/* Sets the key from the text of PYTHONHASHSEED: NULL, "" or "random" give a
 * random key.  False if the text is malformed. */
bool hash_key_init(const char *seed_text, HashKey *key);
static inline bool hash_key_is_zero(const HashKey *key) { return !(key->words[0] | key->words[1]); }

/* hash() by identity: heap addresses are multiples of 16, so the low bits are
 * rotated away. */
static inline int64_t hash_pointer(const void *pointer) {
    uint64_t bits = (uint64_t)(uintptr_t)pointer;
    bits = bits >> 4 | bits << 60;
    return bits == UINT64_MAX ? -2 : (int64_t)bits;
}

/* hash() of an integer that fits 64 bits: its value modulo 2^61 - 1. */
static inline int64_t hash_int64(int64_t value) {
    const uint64_t modulus = ((uint64_t)1 << 61) - 1;
    uint64_t magnitude = value < 0 ? -(uint64_t)value : (uint64_t)value;
    if (magnitude >= modulus) {
        magnitude = (magnitude & modulus) + (magnitude >> 61);
        if (magnitude >= modulus) magnitude -= modulus;
    }
    int64_t hash = value < 0 ? -(int64_t)magnitude : (int64_t)magnitude;
    return hash == -1 ? -2 : hash;
}

/* The same for an integer of at most 62 bits: nearly always itself. */
static inline int64_t hash_small_int(int64_t value) {
    if (__builtin_expect((uint64_t)value < ((uint64_t)1 << 61) - 1, 1)) return value;
    return hash_int64(value);
}

/* hash() of a tuple: the rounds of xxHash64 over the items' hashes.
 *     uint64_t h = HASH_TUPLE_START;
 *     for each item: h = hash_tuple_add(h, hash of the item);
 *     result = hash_tuple_finish(h, number of items); */
#define HASH_TUPLE_START UINT64_C(2870177450012600261)

static inline uint64_t hash_tuple_add(uint64_t h, int64_t item) {
    h += (uint64_t)item * UINT64_C(14029467366897019727);
    h = h << 31 | h >> 33;
    return h * UINT64_C(11400714785074694791);
}

static inline int64_t hash_tuple_finish(uint64_t h, size_t count) {
    h += count ^ (HASH_TUPLE_START ^ UINT64_C(3527539));
    return h == UINT64_MAX ? 1546275796 : (int64_t)h;
}

/* hash() of a frozenset: the xor of its items' scrambled hashes, in any order.
 *     uint64_t h = 0;
 *     for each item: h = hash_set_add(h, hash of the item);
 *     result = hash_set_finish(h, number of items); */
static inline uint64_t hash_set_add(uint64_t h, int64_t item) {
    uint64_t x = (uint64_t)item;
    return h ^ ((x ^ UINT64_C(89869747)) ^ (x << 16)) * UINT64_C(3644798167);
}

static inline int64_t hash_set_finish(uint64_t h, size_t count) {
    h ^= (count + 1) * UINT64_C(1927868237);
    h ^= (h >> 11) ^ (h >> 25);
    h = h * UINT64_C(69069) + UINT64_C(907133923);
    return h == UINT64_MAX ? 590923713 : (int64_t)h;
}

#endif

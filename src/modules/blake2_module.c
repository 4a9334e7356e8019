/*
 * blake2_module.c - the module _blake2: BLAKE2b and BLAKE2s (RFC 7693), with
 * key, salt, personalisation and the parameters of tree hashing.
 */
#include <stdio.h>

#include "modules/hash_object.h"

enum { WORDS = 8 };

static const uint64_t start_b[WORDS] = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
                                        0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
                                        0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};

/* Which word of the message each step of a round takes. */
static const uint8_t schedule[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
    {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
    {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
    {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
    {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
    {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
};

/* BLAKE2s keeps its 32-bit words in the same fields. */
typedef struct Blake {
    uint64_t chain[WORDS];
    uint64_t counter[2];
    uint32_t used; /* bytes in block; a full block waits, it may be the last */
    bool last_node;
    uint8_t block[128];
} Blake;

static_assert(sizeof(Blake) <= HASH_STATE_SIZE, "the state fits a hash object");

#define BLAKE_COMPRESS(name, Word, rounds, r1, r2, r3, r4)                                    \
    static inline Word name##_rotate(Word x, unsigned n) {                                    \
        return (Word)(x >> n | x << (sizeof(Word) * 8 - n));                                  \
    }                                                                                         \
    static void name(Blake *s, const uint8_t *block, bool last) {                             \
        Word m[16], v[16];                                                                    \
        for (size_t i = 0; i < 16; i++) {                                                     \
            m[i] = 0;                                                                         \
            for (size_t k = sizeof(Word); k-- > 0;)                                           \
                m[i] = (Word)(m[i] << 8 | block[i * sizeof(Word) + k]);                       \
        }                                                                                     \
        for (int i = 0; i < WORDS; i++) {                                                     \
            v[i] = (Word)s->chain[i];                                                         \
            v[i + 8] = (Word)(start_b[i] >> (64 - sizeof(Word) * 8));                         \
        }                                                                                     \
        v[12] ^= (Word)s->counter[0];                                                         \
        v[13] ^= (Word)s->counter[1];                                                         \
        if (last) v[14] = (Word)~v[14];                                                       \
        if (last && s->last_node) v[15] = (Word)~v[15];                                       \
        for (int round = 0; round < rounds; round++) {                                        \
            const uint8_t *order = schedule[round % 10];                                      \
            for (int i = 0; i < 8; i++) {                                                     \
                /* four columns, then four diagonals */                                       \
                int shift = i >= 4, c = i & 3;                                                \
                Word *a = &v[c], *b = &v[4 + ((c + shift) & 3)];                              \
                Word *d = &v[12 + ((c + 3 * shift) & 3)], *e = &v[8 + ((c + 2 * shift) & 3)]; \
                *a += *b + m[order[2 * i]];                                                   \
                *d = name##_rotate(*d ^ *a, r1);                                              \
                *e += *d;                                                                     \
                *b = name##_rotate(*b ^ *e, r2);                                              \
                *a += *b + m[order[2 * i + 1]];                                               \
                *d = name##_rotate(*d ^ *a, r3);                                              \
                *e += *d;                                                                     \
                *b = name##_rotate(*b ^ *e, r4);                                              \
            }                                                                                 \
        }                                                                                     \
        for (int i = 0; i < WORDS; i++) s->chain[i] = (Word)(s->chain[i] ^ v[i] ^ v[i + 8]);  \
    }

BLAKE_COMPRESS(compress_b, uint64_t, 12, 32, 24, 16, 63)
BLAKE_COMPRESS(compress_s, uint32_t, 10, 16, 12, 8, 7)

/* What differs between the two. */
typedef struct BlakeAlgorithm {
    const char *name;
    size_t block_size, word_size;
    int max_digest, max_key, salt_size, person_size;
    uint64_t max_node_offset;
    void (*compress)(Blake *s, const uint8_t *block, bool last);
} BlakeAlgorithm;

static const BlakeAlgorithm algorithm_b = {"blake2b", 128, 8,          64,        64,
                                           16,        16,  UINT64_MAX, compress_b};
static const BlakeAlgorithm algorithm_s = {"blake2s", 64, 4, 32, 32, 8, 8, ((uint64_t)1 << 48) - 1,
                                           compress_s};

static void count_bytes(const BlakeAlgorithm *algorithm, Blake *s, size_t n) {
    s->counter[0] += n;
    if (algorithm->word_size == 8)
        s->counter[1] += s->counter[0] < n;
    else
        s->counter[1] = s->counter[0] >> 32;
}

static void blake_update(HashObject *hash, const uint8_t *data, size_t length) {
    const BlakeAlgorithm *algorithm = hash->algorithm;
    Blake *s = (Blake *)hash->state;
    while (length > 0) {
        if (s->used == algorithm->block_size) {
            count_bytes(algorithm, s, s->used);
            algorithm->compress(s, s->block, false);
            s->used = 0;
        }
        size_t room = algorithm->block_size - s->used, n = length < room ? length : room;
        memcpy(s->block + s->used, data, n);
        s->used += (uint32_t)n;
        data += n;
        length -= n;
    }
}

static void blake_finish(const HashObject *hash, uint8_t out[HASH_MAX_DIGEST]) {
    const BlakeAlgorithm *algorithm = hash->algorithm;
    Blake s = *(const Blake *)hash->state;
    count_bytes(algorithm, &s, s.used);
    memset(s.block + s.used, 0, algorithm->block_size - s.used);
    algorithm->compress(&s, s.block, true);
    for (size_t i = 0; i < hash->digest_size; i++)
        out[i] = (uint8_t)(s.chain[i / algorithm->word_size] >> (i % algorithm->word_size * 8));
}

/* ---- construction ------------------------------------------------------------------------ */

/* In the order of the signature. */
enum {
    ARG_TYPE,
    ARG_DATA,
    ARG_DIGEST_SIZE,
    ARG_KEY,
    ARG_SALT,
    ARG_PERSON,
    ARG_FANOUT,
    ARG_DEPTH,
    ARG_LEAF_SIZE,
    ARG_NODE_OFFSET,
    ARG_NODE_DEPTH,
    ARG_INNER_SIZE,
    ARG_LAST_NODE
};

/* A bytes argument of at most `max` bytes, zero-padded; its length or -1. */
static int byte_argument(Thread *t, Value v, const char *what, int max, uint8_t *out) {
    if (value_is_undef(v)) return 0;
    Buffer buffer;
    if (!buffer_get(t, v, false, &buffer)) return -1;
    size_t length = buffer.length;
    if (length <= (size_t)max && length) memcpy(out, buffer.data, length);
    buffer_release(t, &buffer);
    if (length > (size_t)max) {
        raise_value_error(t, "maximum %s length is %d bytes", what, max);
        return -1;
    }
    return (int)length;
}

static bool range_argument(Thread *t, Value v, const char *name, int min, int max, int *out) {
    if (!arg_int(t, v, out)) return false;
    if (*out < min || *out > max) {
        raise_value_error(t, "%s must be between %d and %d", name, min, max);
        return false;
    }
    return true;
}

static bool unsigned_argument(Thread *t, Value v, const char *name, uint64_t max, uint64_t *out) {
    Value index = op_index(t, v);
    if (value_is_error(index)) return false;
    if (int_sign(index) < 0)
        raise_value_error(t, "value must be positive");
    else if (!int_to_uint64(index, out))
        raise_overflow_error(t, "int too big to convert");
    else if (*out > max)
        raise_overflow_error(t, "%s is too large", name);
    else
        return true;
    return false;
}

static void put_little(uint8_t *out, uint64_t n, size_t bytes) {
    for (size_t i = 0; i < bytes; i++) out[i] = (uint8_t)(n >> (8 * i));
}

/* The parameter block (RFC 7693, 2.5 and the BLAKE2 paper, 2.8), a word of
 * which goes into each word of the initial chaining value. */
static bool parameter_block(Thread *t, const BlakeAlgorithm *algorithm, Value *args, uint8_t *block,
                            int *digest_size, uint8_t *key, int *key_length) {
    bool wide = algorithm->word_size == 8;
    int fanout, depth, node_depth, inner_size;
    uint64_t leaf_size, node_offset;
    uint8_t *salt = block + (wide ? 32 : 16);
    if (value_is_undef(args[ARG_DIGEST_SIZE]))
        *digest_size = algorithm->max_digest;
    else if (!arg_int(t, args[ARG_DIGEST_SIZE], digest_size))
        return false;
    if (*digest_size <= 0 || *digest_size > algorithm->max_digest) {
        raise_value_error(t, "digest_size must be between 1 and %d bytes", algorithm->max_digest);
        return false;
    }
    if (byte_argument(t, args[ARG_SALT], "salt", algorithm->salt_size, salt) < 0 ||
        byte_argument(t, args[ARG_PERSON], "person", algorithm->person_size,
                      salt + algorithm->salt_size) < 0 ||
        !range_argument(t, args[ARG_FANOUT], "fanout", 0, 255, &fanout) ||
        !range_argument(t, args[ARG_DEPTH], "depth", 1, 255, &depth) ||
        !unsigned_argument(t, args[ARG_LEAF_SIZE], "leaf_size", UINT32_MAX, &leaf_size) ||
        !unsigned_argument(t, args[ARG_NODE_OFFSET], "node_offset", algorithm->max_node_offset,
                           &node_offset) ||
        !range_argument(t, args[ARG_NODE_DEPTH], "node_depth", 0, 255, &node_depth) ||
        !arg_int(t, args[ARG_INNER_SIZE], &inner_size))
        return false;
    if (inner_size < 0 || inner_size > algorithm->max_digest) {
        raise_value_error(t, "inner_size must be between 0 and is %d", algorithm->max_digest);
        return false;
    }
    *key_length = byte_argument(t, args[ARG_KEY], "key", algorithm->max_key, key);
    if (*key_length < 0) return false;
    block[0] = (uint8_t)*digest_size;
    block[1] = (uint8_t)*key_length;
    block[2] = (uint8_t)fanout;
    block[3] = (uint8_t)depth;
    put_little(block + 4, leaf_size, 4);
    put_little(block + 8, node_offset, wide ? 8 : 6);
    block[wide ? 16 : 14] = (uint8_t)node_depth;
    block[wide ? 17 : 15] = (uint8_t)inner_size;
    return true;
}

static Value new_blake(Thread *t, const BlakeAlgorithm *algorithm, const HashClass *hash_class,
                       Value *args) {
    uint8_t block[64] = {0}, key[128] = {0};
    int digest_size, key_length, last_node;
    HashObject *hash = type_alloc(t, (Type *)value_as_object(args[ARG_TYPE]), 0);
    if (!hash || !parameter_block(t, algorithm, args, block, &digest_size, key, &key_length) ||
        (last_node = op_truth(t, args[ARG_LAST_NODE])) < 0)
        return VALUE_ERROR;
    hash->hash_class = hash_class;
    hash->algorithm = algorithm;
    hash->digest_size = (size_t)digest_size;
    Blake *s = (Blake *)hash->state;
    s->last_node = last_node;
    for (size_t i = 0; i < WORDS; i++) {
        uint64_t word = 0;
        for (size_t k = algorithm->word_size; k-- > 0;)
            word = word << 8 | block[i * algorithm->word_size + k];
        s->chain[i] = word ^ start_b[i] >> (64 - algorithm->word_size * 8);
    }
    if (key_length) blake_update(hash, key, algorithm->block_size);
    if (!value_is_undef(args[ARG_DATA]) && !hash_update_value(t, hash, args[ARG_DATA]))
        return VALUE_ERROR;
    return value_from_object(hash);
}

/* ---- the types ----------------------------------------------------------------------------- */

static const GetSetDef getset[] = {
    HASH_GETSET_ROWS,
    {NULL, NULL, NULL, NULL},
};

static const HashClass class_b = {"blake2b", 128, blake_update, blake_finish};
static const HashClass class_s = {"blake2s", 64, blake_update, blake_finish};

static Value blake2b_new(Thread *t, Value *args) {
    return new_blake(t, &algorithm_b, &class_b, args);
}
static Value blake2s_new(Thread *t, Value *args) {
    return new_blake(t, &algorithm_s, &class_s, args);
}

#define NEW_SIGNATURE                                                                              \
    "($type, data=<none>, /, *, digest_size=<none>, key=<none>, salt=<none>, person=<none>, "      \
    "fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, " \
    "usedforsecurity=True)"
#define METHODS(new)                                                                        \
    {                                                                                       \
        NATIVE("__new__", NEW_SIGNATURE, new,                                               \
               "Create and return a new object.  See help(type) for accurate signature."),  \
            HASH_COPY_ROW, HASH_DIGEST_ROWS,                                                \
            NATIVE("update", "($self, data, /)", hash_update_method,                        \
                   "Update this hash object's state with the provided bytes-like object."), \
            NATIVE_END                                                                      \
    }

static const NativeDef blake2b_methods[] = METHODS(blake2b_new);
static const NativeDef blake2s_methods[] = METHODS(blake2s_new);

const TypeDef typedef_blake2b = {
    .name = "_blake2.blake2b",
    .doc = "Return a new BLAKE2b hash object.",
    .id = TYPE_BLAKE2B,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .size = sizeof(HashObject),
    .methods = blake2b_methods,
    .getset = getset,
};

const TypeDef typedef_blake2s = {
    .name = "_blake2.blake2s",
    .doc = "Return a new BLAKE2s hash object.",
    .id = TYPE_BLAKE2S,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .size = sizeof(HashObject),
    .methods = blake2s_methods,
    .getset = getset,
};

/* Limits, on the type and, prefixed, on the module. */
static bool add_limits(Thread *t, Module *m, Type *type, const char *prefix,
                       const BlakeAlgorithm *algorithm) {
    const struct {
        const char *name;
        int value;
    } limits[] = {
        {"SALT_SIZE", algorithm->salt_size},
        {"PERSON_SIZE", algorithm->person_size},
        {"MAX_KEY_SIZE", algorithm->max_key},
        {"MAX_DIGEST_SIZE", algorithm->max_digest},
    };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        Value value = value_from_int(limits[i].value);
        Value name = str_intern_cstring(t, limits[i].name);
        char full[40];
        snprintf(full, sizeof full, "%s_%s", prefix, limits[i].name);
        if (value_is_error(name) || !type_set(t, type, name, value) ||
            !module_set(t, m, full, value))
            return false;
    }
    return true;
}

static bool blake2_init(Thread *t, Module *m) {
    Type *b = native_type(t, &typedef_blake2b, m), *s = native_type(t, &typedef_blake2s, m);
    return b && s && add_limits(t, m, b, "BLAKE2B", &algorithm_b) &&
           add_limits(t, m, s, "BLAKE2S", &algorithm_s);
}

const ModuleDef module_blake2 = {
    .name = "_blake2",
    .doc = "_blake2b provides BLAKE2b for hashlib\n",
    .init = blake2_init,
};

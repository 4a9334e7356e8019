/*
 * sha3_module.c - the module _sha3: SHA-3 and SHAKE (FIPS 202).
 */
#include "modules/hash_object.h"

/* ---- the permutation Keccak-f[1600] ------------------------------------------------ */

static inline uint64_t rotate_left(uint64_t x, unsigned n) {
    return n ? x << n | x >> (64 - n) : x;
}

/* From the shift register x^8 + x^6 + x^5 + x^4 + 1 of FIPS 202, 3.2.5. */
static const uint64_t round_constants[24] = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
    0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
    0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
    0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
    0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
};
/* Of lane (x, y), at index x + 5 y. */
static const uint8_t rotations[25] = {0,  1,  62, 28, 27, 36, 44, 6,  55, 20, 3,  10, 43,
                                      25, 39, 41, 45, 15, 21, 8,  18, 2,  61, 56, 14};

static void permute(uint64_t a[25]) {
    for (int round = 0; round < 24; round++) {
        uint64_t column[5], b[25];
        for (int x = 0; x < 5; x++) column[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
        for (int x = 0; x < 5; x++) {
            uint64_t d = column[(x + 4) % 5] ^ rotate_left(column[(x + 1) % 5], 1);
            for (int y = 0; y < 25; y += 5) a[x + y] ^= d;
        }
        for (int x = 0; x < 5; x++) {
            for (int y = 0; y < 5; y++)
                b[y + (2 * x + 3 * y) % 5 * 5] = rotate_left(a[x + 5 * y], rotations[x + 5 * y]);
        }
        for (int y = 0; y < 25; y += 5) {
            for (int x = 0; x < 5; x++)
                a[x + y] = b[x + y] ^ (~b[(x + 1) % 5 + y] & b[(x + 2) % 5 + y]);
        }
        a[0] ^= round_constants[round];
    }
}

/* ---- sponge ---------------------------------------------------------------------------- */

typedef struct Sponge {
    uint64_t lanes[25];
    size_t position; /* in the current block */
} Sponge;

static_assert(sizeof(Sponge) <= HASH_STATE_SIZE, "the state fits a hash object");

static inline void xor_byte(Sponge *s, size_t i, uint8_t byte) {
    s->lanes[i / 8] ^= (uint64_t)byte << (i % 8 * 8);
}

static void sponge_update(HashObject *hash, const uint8_t *data, size_t length) {
    Sponge *s = (Sponge *)hash->state;
    size_t rate = hash->hash_class->block_size;
    for (size_t i = 0; i < length; i++) {
        xor_byte(s, s->position++, data[i]);
        if (s->position == rate) {
            permute(s->lanes);
            s->position = 0;
        }
    }
}

typedef struct Sha3Algorithm {
    size_t digest_size; /* 0: any (SHAKE) */
    uint8_t suffix;     /* domain separation and the first padding bit */
} Sha3Algorithm;

static void squeeze(const HashObject *hash, uint8_t *out, size_t length) {
    Sponge s = *(const Sponge *)hash->state;
    size_t rate = hash->hash_class->block_size;
    const Sha3Algorithm *algorithm = hash->algorithm;
    xor_byte(&s, s.position, algorithm->suffix);
    xor_byte(&s, rate - 1, 0x80);
    for (size_t i = 0; i < length; i++) {
        if (i % rate == 0) permute(s.lanes);
        out[i] = (uint8_t)(s.lanes[i % rate / 8] >> (i % 8 * 8));
    }
}

static void sponge_finish(const HashObject *hash, uint8_t out[HASH_MAX_DIGEST]) {
    squeeze(hash, out, hash->digest_size);
}

/* ---- the types --------------------------------------------------------------------------- */

static Value new_sponge(Thread *t, const HashClass *hash_class, const Sha3Algorithm *algorithm,
                        Value *args) {
    HashObject *hash = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!hash) return VALUE_ERROR;
    hash->hash_class = hash_class;
    hash->algorithm = algorithm;
    hash->digest_size = algorithm->digest_size;
    if (!value_is_undef(args[1]) && !hash_update_value(t, hash, args[1])) return VALUE_ERROR;
    return value_from_object(hash);
}

/* The `length` argument of SHAKE's digest and hexdigest; NULL with exception. */
static Bytes *shake(Thread *t, Value *args) {
    Value length = op_index(t, args[1]);
    uint64_t n;
    if (value_is_error(length)) return NULL;
    if (int_sign(length) < 0)
        raise_value_error(t, "value must be positive");
    else if (!int_to_uint64(length, &n))
        raise_overflow_error(t, "Python int too large to convert to C unsigned long");
    else if (n >= (uint64_t)1 << 29)
        raise_value_error(t, "length is too large");
    else {
        Bytes *out = bytes_alloc(t, n);
        if (out && n) squeeze(as_hash(args[0]), out->data, n);
        return out;
    }
    return NULL;
}

static Value shake_digest(Thread *t, Value *args) {
    Bytes *out = shake(t, args);
    return out ? value_from_object(out) : VALUE_ERROR;
}

static Value shake_hexdigest(Thread *t, Value *args) {
    Bytes *out = shake(t, args);
    return out ? hash_hexadecimal(t, out->data, out->length) : VALUE_ERROR;
}

static Value get_capacity(Thread *t, Value self) {
    return value_from_int(1600 - 8 * (int64_t)as_hash(self)->hash_class->block_size);
}

static Value get_rate(Thread *t, Value self) {
    return value_from_int(8 * (int64_t)as_hash(self)->hash_class->block_size);
}

static Value get_suffix(Thread *t, Value self) {
    const Sha3Algorithm *algorithm = as_hash(self)->algorithm;
    return bytes_from_data(t, &algorithm->suffix, 1);
}

static const GetSetDef getset[] = {
    HASH_GETSET_ROWS,
    {"_capacity_bits", get_capacity, NULL, NULL},
    {"_rate_bits", get_rate, NULL, NULL},
    {"_suffix", get_suffix, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

#define UPDATE_ROW                                           \
    NATIVE("update", "($self, data, /)", hash_update_method, \
           "Update this hash object's state with the provided bytes-like object.")

#define SPONGE(stem, ID, digest_bytes, rate, suffix, digest_rows, doc_text)                \
    static const HashClass stem##_class = {#stem, rate, sponge_update, sponge_finish};     \
    static const Sha3Algorithm stem##_algorithm = {digest_bytes, suffix};                  \
    static Value stem##_new(Thread *t, Value *args) {                                      \
        return new_sponge(t, &stem##_class, &stem##_algorithm, args);                      \
    }                                                                                      \
    static const NativeDef stem##_methods[] = {                                            \
        NATIVE("__new__", "($type, data=<none>, /, *, usedforsecurity=True)", stem##_new,  \
               "Create and return a new object.  See help(type) for accurate signature."), \
        HASH_COPY_ROW,                                                                     \
        digest_rows,                                                                       \
        UPDATE_ROW,                                                                        \
        NATIVE_END,                                                                        \
    };                                                                                     \
    const TypeDef typedef_##stem = {                                                       \
        .name = "_sha3." #stem,                                                            \
        .doc = doc_text,                                                                   \
        .id = TYPE_##ID,                                                                   \
        .base = TYPE_OBJECT,                                                               \
        .kind = KIND_OTHER,                                                                \
        .flags = TYPEFLAG_IMMUTABLE,                                                       \
        .size = sizeof(HashObject),                                                        \
        .methods = stem##_methods,                                                         \
        .getset = getset,                                                                  \
    };

#define SHA3_DOC(bits, bytes)                                           \
    "sha3_" bits "([data], *, usedforsecurity=True) -> SHA3 object\n\n" \
    "Return a new SHA3 hash object with a hashbit length of " bytes " bytes."
#define SHAKE_DOC(bits)                                                   \
    "shake_" bits "([data], *, usedforsecurity=True) -> SHAKE object\n\n" \
    "Return a new SHAKE hash object."
#define SHAKE_DIGEST_ROWS                                          \
    NATIVE("digest", "($self, length, /)", shake_digest,           \
           "Return the digest value as a bytes object."),          \
        NATIVE("hexdigest", "($self, length, /)", shake_hexdigest, \
               "Return the digest value as a string of hexadecimal digits.")

SPONGE(sha3_224, SHA3_224, 28, 144, 0x06, HASH_DIGEST_ROWS, SHA3_DOC("224", "28"))
SPONGE(sha3_256, SHA3_256, 32, 136, 0x06, HASH_DIGEST_ROWS, SHA3_DOC("256", "32"))
SPONGE(sha3_384, SHA3_384, 48, 104, 0x06, HASH_DIGEST_ROWS, SHA3_DOC("384", "48"))
SPONGE(sha3_512, SHA3_512, 64, 72, 0x06, HASH_DIGEST_ROWS, SHA3_DOC("512", "64"))
SPONGE(shake_128, SHAKE_128, 0, 168, 0x1f, SHAKE_DIGEST_ROWS, SHAKE_DOC("128"))
SPONGE(shake_256, SHAKE_256, 0, 136, 0x1f, SHAKE_DIGEST_ROWS, SHAKE_DOC("256"))

static bool sha3_init(Thread *t, Module *m) {
    static const TypeDef *const types[] = {&typedef_sha3_224,  &typedef_sha3_256,
                                           &typedef_sha3_384,  &typedef_sha3_512,
                                           &typedef_shake_128, &typedef_shake_256};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (!native_type(t, types[i], m)) return false;
    }
    return module_set(t, m, "keccakopt", value_from_int(0)) &&
           module_set(t, m, "implementation", str_from_cstring(t, "tauraro"));
}

const ModuleDef module_sha3 = {.name = "_sha3", .init = sha3_init};

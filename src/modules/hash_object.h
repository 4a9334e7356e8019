/*
 * hash_object.h - hash objects: what the modules _md5, _sha1, _sha256, _sha512,
 * _sha3 and _blake2 have in common.
 */
#ifndef TAU_MODULES_HASH_OBJECT_H
#define TAU_MODULES_HASH_OBJECT_H

#include "runtime/native.h"

enum { HASH_STATE_SIZE = 256, HASH_MAX_DIGEST = 64 };

typedef struct HashObject HashObject;

typedef struct HashClass {
    const char *name;
    size_t block_size;
    void (*update)(HashObject *hash, const uint8_t *data, size_t length);
    /* Writes hash->digest_size bytes; must leave the object as it is. */
    void (*finish)(const HashObject *hash, uint8_t out[HASH_MAX_DIGEST]);
} HashClass;

struct HashObject {
    Object header; /* KIND_OTHER, no references */
    const HashClass *hash_class;
    const void *algorithm; /* of the module's own */
    size_t digest_size;
    _Alignas(16) uint8_t state[HASH_STATE_SIZE];
};

static inline HashObject *as_hash(Value v) {
    return (HashObject *)value_as_object(v);
}

/* Feeds a bytes-like object; false with TypeError (str is refused as CPython
 * words it). */
bool hash_update_value(Thread *t, HashObject *hash, Value data) __attribute__((warn_unused_result));
/* bytes as hexadecimal str */
Value hash_hexadecimal(Thread *t, const uint8_t *data, size_t length);

Value hash_update_method(Thread *t, Value *args);
Value hash_digest_method(Thread *t, Value *args);
Value hash_hexdigest_method(Thread *t, Value *args);
Value hash_copy_method(Thread *t, Value *args);
Value hash_get_name(Thread *t, Value self);
Value hash_get_block_size(Thread *t, Value self);
Value hash_get_digest_size(Thread *t, Value self);

#define HASH_COPY_ROW \
    NATIVE("copy", "($self, /)", hash_copy_method, "Return a copy of the hash object.")
#define HASH_DIGEST_ROWS                                         \
    NATIVE("digest", "($self, /)", hash_digest_method,           \
           "Return the digest value as a bytes object."),        \
        NATIVE("hexdigest", "($self, /)", hash_hexdigest_method, \
               "Return the digest value as a string of hexadecimal digits.")
#define HASH_GETSET_ROWS                                                                    \
    {"name", hash_get_name, NULL, NULL}, {"block_size", hash_get_block_size, NULL, NULL}, { \
        "digest_size", hash_get_digest_size, NULL, NULL                                     \
    }

#endif

/*
 * digest_module.c - the modules _md5, _sha1, _sha256 and _sha512, on which
 * hashlib and random rest.
 */
#include "modules/digest.h"
#include "modules/hash_object.h"

static_assert(sizeof(DigestState) <= HASH_STATE_SIZE, "the state fits a hash object");

static void update(HashObject *hash, const uint8_t *data, size_t length) {
    digest_update(hash->algorithm, (DigestState *)hash->state, data, length);
}

static void finish(const HashObject *hash, uint8_t out[HASH_MAX_DIGEST]) {
    digest_finish(hash->algorithm, (const DigestState *)hash->state, out);
}

/* md5(string=b'', *, usedforsecurity=True) */
static Value new_hash(Thread *t, const TypeDef *def, const HashClass *hash_class,
                      const DigestAlgorithm *algorithm, Value string) {
    Type *type = native_type(t, def, NULL);
    HashObject *hash = type ? NATIVE_NEW(t, HashObject, type) : NULL;
    if (!hash) return VALUE_ERROR;
    hash->hash_class = hash_class;
    hash->algorithm = algorithm;
    hash->digest_size = algorithm->digest_size;
    digest_start(algorithm, (DigestState *)hash->state);
    if (!value_is_undef(string) && !hash_update_value(t, hash, string)) return VALUE_ERROR;
    return value_from_object(hash);
}

static const NativeDef methods[] = {
    HASH_COPY_ROW,
    HASH_DIGEST_ROWS,
    NATIVE("update", "($self, obj, /)", hash_update_method,
           "Update this hash object's state with the provided string."),
    NATIVE_END,
};

static const GetSetDef getset[] = {
    HASH_GETSET_ROWS,
    {NULL, NULL, NULL, NULL},
};

#define DIGEST(stem, ID, module, block)                                              \
    static const HashClass stem##_class = {#stem, block, update, finish};            \
    const TypeDef typedef_##stem = {                                                 \
        .name = module "." #stem,                                                    \
        .id = TYPE_##ID,                                                             \
        .base = TYPE_OBJECT,                                                         \
        .kind = KIND_OTHER,                                                          \
        .flags = TYPEFLAG_NO_NEW | TYPEFLAG_IMMUTABLE,                               \
        .size = sizeof(HashObject),                                                  \
        .methods = methods,                                                          \
        .getset = getset,                                                            \
    };                                                                               \
    static Value stem##_function(Thread *t, Value *args) {                           \
        return new_hash(t, &typedef_##stem, &stem##_class, &digest_##stem, args[0]); \
    }

DIGEST(md5, MD5, "_md5", 64)
DIGEST(sha1, SHA1, "_sha1", 64)
DIGEST(sha224, SHA224, "_sha256", 64)
DIGEST(sha256, SHA256, "_sha256", 64)
DIGEST(sha384, SHA384, "_sha512", 128)
DIGEST(sha512, SHA512, "_sha512", 128)

#define FUNCTION(name, title)                                                              \
    NATIVE(#name, "($module, /, string=<none>, *, usedforsecurity=True)", name##_function, \
           "Return a new " title " hash object; optionally initialized with a string.")

/* Adds the type under the name that CPython gives it: SHA256Type. */
static bool add_type(Thread *t, Module *m, const char *name, const TypeDef *def) {
    Type *type = native_type(t, def, NULL);
    return type && module_set(t, m, name, value_from_object(type));
}

static const NativeDef md5_functions[] = {FUNCTION(md5, "MD5"), NATIVE_END};
static bool md5_init(Thread *t, Module *m) {
    return add_type(t, m, "MD5Type", &typedef_md5);
}
const ModuleDef module_md5 = {.name = "_md5", .functions = md5_functions, .init = md5_init};

static const NativeDef sha1_functions[] = {FUNCTION(sha1, "SHA1"), NATIVE_END};
static bool sha1_init(Thread *t, Module *m) {
    return add_type(t, m, "SHA1Type", &typedef_sha1);
}
const ModuleDef module_sha1 = {.name = "_sha1", .functions = sha1_functions, .init = sha1_init};

static const NativeDef sha256_functions[] = {
    FUNCTION(sha256, "SHA-256"),
    FUNCTION(sha224, "SHA-224"),
    NATIVE_END,
};
static bool sha256_init(Thread *t, Module *m) {
    return add_type(t, m, "SHA224Type", &typedef_sha224) &&
           add_type(t, m, "SHA256Type", &typedef_sha256);
}
const ModuleDef module_sha256 = {
    .name = "_sha256", .functions = sha256_functions, .init = sha256_init};

static const NativeDef sha512_functions[] = {
    FUNCTION(sha512, "SHA-512"),
    FUNCTION(sha384, "SHA-384"),
    NATIVE_END,
};
static bool sha512_init(Thread *t, Module *m) {
    return add_type(t, m, "SHA384Type", &typedef_sha384) &&
           add_type(t, m, "SHA512Type", &typedef_sha512);
}
const ModuleDef module_sha512 = {
    .name = "_sha512", .functions = sha512_functions, .init = sha512_init};

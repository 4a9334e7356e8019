/* hash_object.c - the methods and attributes common to all hash objects. */
#include "modules/hash_object.h"

bool hash_update_value(Thread *t, HashObject *hash, Value data) {
    if (value_is_str(data)) {
        raise_type_error(t, "Strings must be encoded before hashing");
        return false;
    }
    if (!value_is_bytes_like(t, data)) {
        raise_type_error(t, "object supporting the buffer API required");
        return false;
    }
    Buffer buffer;
    if (!buffer_get(t, data, false, &buffer)) return false;
    if (!buffer.contiguous) {
        buffer_release(t, &buffer);
        raise_error(t, TYPE_BufferError, "memoryview: underlying buffer is not C-contiguous");
        return false;
    }
    hash->hash_class->update(hash, buffer.data, buffer.length);
    buffer_release(t, &buffer);
    return true;
}

Value hash_hexadecimal(Thread *t, const uint8_t *data, size_t length) {
    Str *s = str_alloc(t, length * 2, 127);
    if (!s || length == 0) return s ? value_from_object(s) : VALUE_ERROR;
    char *out = s->data;
    for (size_t i = 0; i < length; i++) {
        out[2 * i] = "0123456789abcdef"[data[i] >> 4];
        out[2 * i + 1] = "0123456789abcdef"[data[i] & 15];
    }
    return value_from_object(s);
}

Value hash_update_method(Thread *t, Value *args) {
    return hash_update_value(t, as_hash(args[0]), args[1]) ? VALUE_NONE : VALUE_ERROR;
}

Value hash_digest_method(Thread *t, Value *args) {
    const HashObject *hash = as_hash(args[0]);
    uint8_t digest[HASH_MAX_DIGEST];
    hash->hash_class->finish(hash, digest);
    return bytes_from_data(t, digest, hash->digest_size);
}

Value hash_hexdigest_method(Thread *t, Value *args) {
    const HashObject *hash = as_hash(args[0]);
    uint8_t digest[HASH_MAX_DIGEST];
    hash->hash_class->finish(hash, digest);
    return hash_hexadecimal(t, digest, hash->digest_size);
}

Value hash_copy_method(Thread *t, Value *args) {
    const HashObject *hash = as_hash(args[0]);
    HashObject *copy = NATIVE_NEW(t, HashObject, type_of(t, args[0]));
    if (!copy) return VALUE_ERROR;
    memcpy((char *)copy + sizeof(Object), (const char *)hash + sizeof(Object),
           sizeof(HashObject) - sizeof(Object));
    return value_from_object(copy);
}

Value hash_get_name(Thread *t, Value self) {
    return str_from_cstring(t, as_hash(self)->hash_class->name);
}

Value hash_get_block_size(Thread *t, Value self) {
    return value_from_int((int64_t)as_hash(self)->hash_class->block_size);
}

Value hash_get_digest_size(Thread *t, Value self) {
    return value_from_int((int64_t)as_hash(self)->digest_size);
}

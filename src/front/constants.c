/*
 * constants.c - literals as values.
 *
 * A Value that is not a pointer is its own content.  Objects are looked up by
 * type and content, items of tuples by identity of their own representatives.
 */
#include "front/constants.h"

#include <string.h>

#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/int.h"

static uint64_t mix(uint64_t hash, uint64_t word) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 29;
}

static uint64_t bytes_hash(const uint8_t *bytes, size_t length) {
    uint64_t hash = length;
    for (size_t i = 0; i < length; i++) hash = mix(hash, bytes[i]);
    return hash;
}

static uint64_t double_bits(double d) {
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    return bits;
}

/* False: a kind that is not shared (frozensets, code). */
static bool content_hash(Context *c, Value v, uint64_t *out) {
    Object *object = value_as_object(v);
    uint64_t hash = object->kind;
    switch (object_kind(object)) {
    case KIND_STR:
        if (!str_data(c->t, (Str *)object)) context_escape(c);
        hash = mix(hash, str_hash(c->t, (Str *)object));
        break;
    case KIND_BYTES:
        hash = mix(hash, bytes_hash(((Bytes *)object)->data, ((Bytes *)object)->length));
        break;
    case KIND_INT: {
        BigInt *i = (BigInt *)object;
        size_t limbs = (size_t)(i->size < 0 ? -i->size : i->size);
        hash = mix(hash, (uint64_t)i->size);
        for (size_t k = 0; k < limbs; k++) hash = mix(hash, i->limbs[k]);
        break;
    }
    case KIND_FLOAT: hash = mix(hash, double_bits(((Float *)object)->value)); break;
    case KIND_COMPLEX:
        hash = mix(hash, double_bits(((Complex *)object)->real));
        hash = mix(hash, double_bits(((Complex *)object)->imag));
        break;
    case KIND_TUPLE: {
        Tuple *tuple = (Tuple *)object;
        for (size_t i = 0; i < tuple->length; i++) hash = mix(hash, tuple->items[i].bits);
        break;
    }
    default: return false;
    }
    *out = hash;
    return true;
}

static bool same_content(Context *c, Value a, Value b) {
    Object *x = value_as_object(a), *y = value_as_object(b);
    if (x->kind != y->kind) return false;
    switch (object_kind(x)) {
    case KIND_STR: return str_equal(c->t, (Str *)x, (Str *)y);
    case KIND_BYTES:
        return ((Bytes *)x)->length == ((Bytes *)y)->length &&
               !memcmp(((Bytes *)x)->data, ((Bytes *)y)->data, ((Bytes *)x)->length);
    case KIND_INT: {
        BigInt *i = (BigInt *)x, *j = (BigInt *)y;
        size_t limbs = (size_t)(i->size < 0 ? -i->size : i->size);
        return i->size == j->size && !memcmp(i->limbs, j->limbs, limbs * sizeof *i->limbs);
    }
    case KIND_FLOAT: return double_bits(((Float *)x)->value) == double_bits(((Float *)y)->value);
    case KIND_COMPLEX:
        return double_bits(((Complex *)x)->real) == double_bits(((Complex *)y)->real) &&
               double_bits(((Complex *)x)->imag) == double_bits(((Complex *)y)->imag);
    case KIND_TUPLE: {
        Tuple *p = (Tuple *)x, *q = (Tuple *)y;
        if (p->length != q->length) return false;
        for (size_t i = 0; i < p->length; i++)
            if (!value_same(p->items[i], q->items[i])) return false;
        return true;
    }
    default: return false;
    }
}

static void grow(Context *c) {
    ConstantTable *table = &c->constants;
    uint32_t capacity = table->capacity ? table->capacity * 2 : 32;
    Value *items = context_alloc(c, capacity * sizeof *items);
    uint64_t *hashes = context_alloc(c, capacity * sizeof *hashes);
    uint32_t *slots = context_alloc(c, capacity * 2 * sizeof *slots);
    for (uint32_t i = 0; i < table->count; i++) {
        items[i] = table->items[i];
        hashes[i] = table->hashes[i];
        uint32_t at = (uint32_t)hashes[i] & (capacity * 2 - 1);
        while (slots[at]) at = (at + 1) & (capacity * 2 - 1);
        slots[at] = i + 1;
    }
    *table = (ConstantTable){items, hashes, slots, table->count, capacity, capacity * 2 - 1};
}

Value constant_canonical(Context *c, Value v) {
    uint64_t hash;
    if (!value_is_object(v)) return v;
    if (value_is_exact(v, KIND_TUPLE)) {
        Tuple *tuple = value_as_tuple(v);
        for (size_t i = 0; i < tuple->length; i++)
            tuple->items[i] = constant_canonical(c, tuple->items[i]);
        gc_wrote(c->t, tuple);
    }
    if (!content_hash(c, v, &hash)) return context_keep(c, v);
    ConstantTable *table = &c->constants;
    if (table->count == table->capacity) grow(c);
    uint32_t at = (uint32_t)hash & table->slot_mask;
    for (; table->slots[at]; at = (at + 1) & table->slot_mask) {
        uint32_t number = table->slots[at] - 1;
        if (table->hashes[number] == hash && same_content(c, table->items[number], v))
            return table->items[number];
    }
    table->items[table->count] = context_keep(c, v);
    table->hashes[table->count] = hash;
    table->slots[at] = ++table->count;
    return v;
}

/* Strings that look like identifiers are interned: attribute names given as
 * strings are then found by identity. */
static bool all_name_characters(const char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        char ch = bytes[i];
        if (!((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
              ch == '_'))
            return false;
    }
    return true;
}

Value constant_of(Context *c, const Constant *literal) {
    Thread *t = c->t;
    Value v = VALUE_NONE;
    switch ((ConstantKind)literal->kind) {
    case CONSTANT_NONE: return VALUE_NONE;
    case CONSTANT_TRUE: return VALUE_TRUE;
    case CONSTANT_FALSE: return VALUE_FALSE;
    case CONSTANT_ELLIPSIS: return VALUE_ELLIPSIS;
    case CONSTANT_INT:
        v = literal->fits_int64 ? int_from_int64(t, literal->int64)
                                : int_from_text(t, literal->digits, literal->length, literal->base);
        break;
    case CONSTANT_FLOAT: v = float_from_double(t, literal->real); break;
    case CONSTANT_IMAGINARY: v = complex_from_doubles(t, 0.0, literal->real); break;
    case CONSTANT_STR:
        v = str_from_utf8(t, literal->bytes, literal->length);
        if (!value_is_error(v) && all_name_characters(literal->bytes, literal->length))
            v = str_intern(t, v);
        break;
    case CONSTANT_BYTES: v = bytes_from_data(t, literal->bytes, literal->length); break;
    }
    if (value_is_error(v)) context_escape(c);
    return constant_canonical(c, v);
}

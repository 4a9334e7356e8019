/* equality.c - hashes and equality of keys as far as they go without Python code; see
 * equality.h. */
#include "runtime/equality.h"

#include "base/hash.h"

enum { NESTING_MAX = 16 }; /* of tuples: deeper ones are left to those who watch the C stack */

static bool is_atom(Value v) {
    if (!value_is_object(v)) return true;
    Object *o = value_as_object(v);
    if (o->gc & GC_SUBCLASS) return false;
    switch (object_kind(o)) {
    case KIND_STR:
    case KIND_INT:
    case KIND_FLOAT:
    case KIND_BYTES: return true;
    default: return false;
    }
}

static bool has_special_of_object(Thread *t, Value v, SpecialId special) {
    return value_same(special_of(t, v, special), t->vm->types[TYPE_OBJECT]->specials[special]);
}

static bool hash_nested(Thread *t, Value key, int depth, uint64_t *hash) {
    int64_t h;
    if (is_atom(key)) {
        if (op_hash(t, key, &h) < 0) { /* a rope, and no memory */
            error_clear(t);
            return false;
        }
        *hash = (uint64_t)h;
        return true;
    }
    if (value_is_plain_tuple(key)) { /* hash_items_plain, but for the depth */
        const Tuple *tuple = value_as_tuple(key);
        uint64_t sum = HASH_TUPLE_START, lane;
        for (size_t i = 0; i < tuple->length; i++) {
            if (value_is_int(tuple->items[i]))
                lane = (uint64_t)hash_small_int(value_as_int(tuple->items[i]));
            else if (depth == NESTING_MAX || !hash_nested(t, tuple->items[i], depth + 1, &lane))
                return false;
            sum = hash_tuple_add(sum, (int64_t)lane);
        }
        *hash = (uint64_t)hash_tuple_finish(sum, tuple->length);
        return true;
    }
    if (!has_special_of_object(t, key, SPECIAL_HASH)) return false;
    *hash = (uint64_t)value_identity_hash(key);
    return true;
}

bool hash_plain(Thread *t, Value key, uint64_t *hash) { return hash_nested(t, key, 0, hash); }

static bool has_identity(Thread *t, Value v) { return value_is_object(v) && has_special_of_object(t, v, SPECIAL_EQ); }

static int equal_nested(Thread *t, Value a, Value b, int depth);

static int equal_items_nested(Thread *t, const Tuple *x, const Value *items, size_t count, int depth) {
    if (x->length != count || depth == NESTING_MAX) return -1;
    for (size_t i = 0; i < count; i++) {
        int equal = equal_nested(t, x->items[i], items[i], depth + 1);
        if (equal != 1) return equal;
    }
    return 1;
}

static int equal_nested(Thread *t, Value a, Value b, int depth) {
    int equal = op_equal_plain(t, a, b);
    if (equal >= 0) return equal;
    bool atom = is_atom(a);
    if (atom && is_atom(b)) {
        equal = op_equal(t, a, b);
        if (equal < 0) error_clear(t);
        return equal;
    }
    if (value_is_plain_tuple(a) && value_is_plain_tuple(b)) {
        const Tuple *y = value_as_tuple(b);
        return equal_items_nested(t, value_as_tuple(a), y->items, y->length, depth);
    }
    return (atom || has_identity(t, a)) && (is_atom(b) || has_identity(t, b)) ? 0 : -1;
}

int equal_plain(Thread *t, Value a, Value b) { return equal_nested(t, a, b, 0); }

int equal_items_plain(Thread *t, Value v, const Value *items, size_t count) {
    if (value_is_exact(v, KIND_TUPLE)) return equal_items_nested(t, value_as_tuple(v), items, count, 0);
    return is_atom(v) || has_identity(t, v) ? 0 : -1;
}

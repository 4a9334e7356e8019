/*
 * Dict and set against simple models: random operations on a dict and on an
 * ordered array must agree, under collector stress too; the layout number
 * changes exactly when it should; sets walk in CPython's order.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "runtime/native.h"

static int failures;

#define CHECK(condition)                                        \
    do {                                                        \
        if (!(condition)) {                                     \
            printf("FAIL line %d: %s\n", __LINE__, #condition); \
            failures++;                                         \
        }                                                       \
    } while (0)

static uint64_t random_state = 42;
static uint32_t next_random(uint32_t below) {
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(random_state >> 33) % below;
}

/* ---- the model: pairs in the order of insertion ------------------------------------- */

enum { MODEL_MAX = 5000 };
typedef struct Model {
    int64_t keys[MODEL_MAX], values[MODEL_MAX];
    int count;
} Model;

static int model_find(const Model *m, int64_t key) {
    for (int i = 0; i < m->count; i++)
        if (m->keys[i] == key) return i;
    return -1;
}

static void model_remove(Model *m, int at) {
    for (int i = at; i + 1 < m->count; i++) {
        m->keys[i] = m->keys[i + 1];
        m->values[i] = m->values[i + 1];
    }
    m->count--;
}

static bool same(Dict *d, const Model *m, Value (*key_of)(Thread *, int64_t), Thread *t) {
    if (d->used != (size_t)m->count) return false;
    size_t position = 0;
    Value key, value;
    for (int i = 0; i < m->count; i++)
        if (!dict_next(d, &position, &key, &value) ||
            op_equal(t, key, key_of(t, m->keys[i])) != 1 || value_as_int(value) != m->values[i])
            return false;
    return !dict_next(d, &position, &key, &value);
}

static Value int_key(Thread *t, int64_t i) {
    return value_from_int(i * 64);
}

static Value str_key(Thread *t, int64_t i) {
    char text[32];
    snprintf(text, sizeof text, "key%ld", (long)i);
    return str_from_cstring(t, text);
}

static Value mixed_key(Thread *t, int64_t i) {
    switch (i % 4) {
    case 0: return int_key(t, i);
    case 1: return str_key(t, i);
    case 2: return tuple_pair(t, value_from_int(i), VALUE_NONE);
    default: return float_from_double(t, (double)i + 0.5);
    }
}

/* Mostly strs: storage has no hashes for a while. */
static Value late_key(Thread *t, int64_t i) {
    return i % 64 ? str_key(t, i) : tuple_pair(t, value_from_int(i), VALUE_NONE);
}

static void test_model(Thread *t, Value (*key_of)(Thread *, int64_t), uint32_t range, int steps) {
    static Model m;
    m.count = 0;
    Dict *d = dict_new(t);
    for (int step = 0; step < steps; step++) {
        int64_t k = next_random(range);
        Value key = key_of(t, k);
        int at = model_find(&m, k);
        uint32_t layout = dict_layout(t, d);
        bool changes = true;
        switch (next_random(8)) {
        case 0:
        case 1:
        case 2:
            changes = at < 0;
            if (!dict_set(t, d, key, value_from_int(step))) abort();
            if (at < 0) {
                at = m.count++;
                m.keys[at] = k;
            }
            m.values[at] = step;
            break;
        case 3:
            changes = at >= 0;
            CHECK(dict_delete(t, d, key) == (at >= 0));
            if (at >= 0) model_remove(&m, at);
            break;
        case 4: {
            Value last_key, last_value;
            changes = m.count > 0;
            CHECK(dict_popitem(t, d, &last_key, &last_value) == (m.count > 0));
            if (m.count) {
                m.count--;
                CHECK(value_as_int(last_value) == m.values[m.count]);
            }
            break;
        }
        case 5: {
            Value found = dict_get(t, d, key);
            changes = false;
            CHECK(at < 0 ? value_is_undef(found) : value_as_int(found) == m.values[at]);
            break;
        }
        case 6: {
            changes = at < 0;
            Value v = dict_setdefault(t, d, key, value_from_int(step));
            CHECK(value_as_int(v) == (at < 0 ? step : m.values[at]));
            if (at < 0) {
                m.keys[m.count] = k;
                m.values[m.count++] = step;
            }
            break;
        }
        case 7:
            changes = false;
            if (next_random(50) == 0) {
                Dict *copy = dict_copy(t, d);
                CHECK(dict_equal(t, copy, d) == 1);
                d = copy;
                layout = dict_layout(t, d);
            }
            break;
        }
        CHECK((dict_layout(t, d) != layout) == changes);
        if (step % 64 == 0) CHECK(same(d, &m, key_of, t));
    }
    CHECK(same(d, &m, key_of, t));
    heap_verify(t);
}

static void test_str(Thread *t) {
    Dict *d = dict_new(t);
    for (int64_t i = 0; i < 1000; i++) {
        Value name = str_intern(t, str_key(t, i));
        if (!dict_set_str(t, d, name, value_from_int(i))) abort();
        CHECK(dict_find_str(t, d, name) == i);
    }
    CHECK(d->flags & DICT_ALL_STR_KEYS);
    for (int64_t i = 0; i < 1000; i++) /* by content, not by address */
        CHECK(value_as_int(dict_get_str(t, d, str_key(t, i))) == i);
    CHECK(value_is_undef(dict_get_str(t, d, str_key(t, 1000))));
    CHECK(dict_find_str(t, d, str_key(t, 1001)) == -1);
    if (!dict_set(t, d, value_from_int(1), VALUE_NONE)) abort();
    CHECK(!(d->flags & DICT_ALL_STR_KEYS));
    /* 1, 1.0 and True are one key; the first spelling stays. */
    if (!dict_set(t, d, VALUE_TRUE, value_from_int(2))) abort();
    CHECK(d->used == 1001 &&
          value_same(dict_get(t, d, float_from_double(t, 1.0)), value_from_int(2)));
    Value list = list_new(t, 0);
    CHECK(value_is_error(dict_get(t, d, list)) && error_matches(t, TYPE_TypeError));
    error_clear(t);
}

/* Popping and adding in turns must neither grow the table nor slow down. */
static void test_stack_use(Thread *t) {
    Dict *d = dict_new(t);
    for (int64_t i = 0; i < 100; i++)
        if (!dict_set(t, d, value_from_int(i), VALUE_NONE)) abort();
    size_t capacity = d->entry_capacity;
    for (int64_t i = 100; i < 1000000; i++) {
        Value key, value;
        CHECK(dict_popitem(t, d, &key, &value) == 1);
        if (!dict_set(t, d, value_from_int(i), VALUE_NONE)) abort();
    }
    CHECK(d->used == 100 && d->entry_capacity <= capacity * 2);
}

static void expect_order(Thread *t, Set *s, const int64_t *order, size_t count) {
    size_t position = 0;
    Value key;
    bool right = s->used == count;
    for (size_t i = 0; i < count; i++)
        right &= set_next(s, &position, &key) && value_as_int(key) == order[i];
    if (!right) {
        failures++;
        printf("FAIL set order, first %ld\n", (long)order[0]);
    }
}

static void test_set_order(Thread *t) {
    /* As CPython 3.11 prints them. */
    Set *s = value_as_set(set_new(t, TYPE_SET));
    static const int64_t items[] = {3, 1, 200};
    for (size_t i = 0; i < 3; i++) set_add(t, s, value_from_int(items[i]));
    expect_order(t, s, (int64_t[]){200, 1, 3}, 3);
    Set *u = value_as_set(set_new(t, TYPE_SET));
    static const int64_t more[] = {17408, 11264};
    for (size_t i = 0; i < 2; i++) set_add(t, u, value_from_int(more[i]));
    set_discard(t, u, value_from_int(17408));
    set_add(t, u, value_from_int(39936));
    expect_order(t, u, (int64_t[]){39936, 11264}, 2);
}

static void test_hashes(void) {
    HashKey key;
    hash_key_from_seed(0, &key);
    CHECK(hash_bytes(&key, "abc", 3) == -4594863902769663758);
    hash_key_from_seed(42, &key);
    CHECK(hash_bytes(&key, "abc", 3) == 3869580338025362921);
    /* Under a random key every byte counts, wherever it is, and where the text ends. */
    CHECK(hash_key_init("random", &key) && key.random);
    uint8_t text[100] = {0};
    for (size_t length = 1; length <= sizeof text; length++) {
        int64_t whole = hash_bytes(&key, text, length);
        CHECK(whole == hash_bytes(&key, text, length) && whole != hash_bytes(&key, text, length - 1));
        for (size_t i = 0; i < length; i++) {
            text[i] ^= 1;
            CHECK(hash_bytes(&key, text, length) != whole);
            text[i] ^= 1;
        }
    }
    CHECK(hash_int64(-1) == -2 && hash_int64(INT64_MIN) == -4);
    uint64_t h = hash_tuple_add(hash_tuple_add(HASH_TUPLE_START, 1), 2);
    CHECK(hash_tuple_finish(h, 2) == -3550055125485641917);
    CHECK(hash_set_finish(hash_set_add(hash_set_add(0, 1), 2), 2) == -1826646154956904602);
}

int main(void) {
    test_hashes();
    VmOptions options = {.hash_seed = "0"};
    Vm *vm = vm_new(&options);
    if (!vm) {
        printf("no Vm\n");
        return 1;
    }
    Thread *t = vm->main_thread;
    for (int round = 0; round < 2; round++) {
        int scale = round ? 1 : 10;
        test_model(t, int_key, 6, 1000 * scale);
        test_model(t, int_key, 40, 1000 * scale);
        test_model(t, int_key, 2000, 2000 * scale);
        test_model(t, str_key, 30, 1000 * scale);
        test_model(t, mixed_key, 300, 1000 * scale);
        test_model(t, late_key, 300, 1000 * scale);
        heap_set_stress(t->heap, 11, 99);
    }
    test_str(t);
    heap_set_stress(t->heap, 0, 0);
    test_stack_use(t);
    test_set_order(t);
    vm_free(vm);
    if (failures) printf("%d failures\n", failures);
    return failures != 0;
}

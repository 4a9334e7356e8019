/*
 * The collector: what is reachable stays as it was, what is not goes; large
 * objects, write barriers and cards, weak slots, finalizers, limits, stress.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/gc/heap.h"
#include "runtime/native.h"
#include "runtime/weakref.h"

static int failures;

#define CHECK(condition)                                        \
    do {                                                        \
        if (!(condition)) {                                     \
            printf("FAIL line %d: %s\n", __LINE__, #condition); \
            failures++;                                         \
        }                                                       \
    } while (0)

/* Roots of the tests, so that nothing depends on what the C stack holds. */
typedef struct Roots {
    Value a, b;
} Roots;

static void trace_roots(Tracer *tracer, void *data) {
    Roots *roots = data;
    trace_value(tracer, roots->a);
    trace_value(tracer, roots->b);
}

/* ---- trees of tuples ------------------------------------------------------------- */

static Value tree(Thread *t, int depth) {
    Tuple *node = tuple_alloc(t, 3);
    node->items[0] = value_from_int(depth);
    node->items[1] = node->items[2] = VALUE_NONE;
    if (depth > 0)
        for (int i = 1; i < 3; i++) {
            node->items[i] = tree(t, depth - 1);
            gc_wrote(t, node);
        }
    return value_from_object(node);
}

static long count_nodes(Value v, int depth) {
    if (value_is_none(v)) return depth == -1 ? 0 : -1000000;
    Tuple *node = value_as_tuple(v);
    if (node->length != 3 || value_as_int(node->items[0]) != depth) return -1000000;
    return 1 + count_nodes(node->items[1], depth - 1) + count_nodes(node->items[2], depth - 1);
}

/* Replaces subtrees of an old tree: old objects refer to young ones. */
static void mutate(Thread *t, Value v, int depth, unsigned *random) {
    while (depth > 4) {
        *random = *random * 1664525u + 1013904223u;
        int side = 1 + (*random >> 31);
        Tuple *node = value_as_tuple(v);
        if ((*random >> 16) % 8 == 0) {
            node->items[side] = tree(t, depth - 1);
            gc_wrote(t, node);
            return;
        }
        v = node->items[side];
        depth--;
    }
}

static void test_trees(Thread *t, Roots *roots) {
    roots->a = tree(t, 14);
    CHECK(count_nodes(roots->a, 14) == (1 << 15) - 1);
    unsigned random = 1;
    for (int i = 0; i < 2000; i++) {
        mutate(t, roots->a, 14, &random);
        if (i % 100 == 0) heap_verify(t);
    }
    CHECK(count_nodes(roots->a, 14) == (1 << 15) - 1);
    heap_collect(t, true, GC_EXPLICIT);
    heap_verify(t);
    CHECK(count_nodes(roots->a, 14) == (1 << 15) - 1);
    size_t live = heap_stats(t->heap).bytes_live;
    roots->a = VALUE_NONE;
    heap_collect(t, true, GC_EXPLICIT);
    heap_verify(t);
#ifndef __SANITIZE_ADDRESS__ /* its stack frames are full of old pointers */
    CHECK(heap_stats(t->heap).bytes_live + (1 << 20) < live);
#else
    (void)live;
#endif
}

/* ---- large objects and cards ------------------------------------------------------- */

static void test_large(Thread *t, Roots *roots) {
    enum { COUNT = 600000 };
    Array *array = gc_alloc_array(t, COUNT);
    roots->a = value_from_object(array);
    heap_collect(t, true, GC_EXPLICIT);
    for (size_t i = 0; i < COUNT; i++) {
        array->items[i] = tuple_pair(t, value_from_int((int64_t)i), VALUE_NONE);
        gc_wrote_element(t, array, i);
        if (i % 20000 == 0) heap_collect(t, false, GC_EXPLICIT);
    }
    heap_verify(t);
    bool intact = true;
    for (size_t i = 0; i < COUNT; i++)
        intact &= value_same(value_as_tuple(array->items[i])->items[0], value_from_int((int64_t)i));
    CHECK(intact);

    List *list = value_as_list(list_new(t, 0));
    roots->b = value_from_object(list);
    for (int64_t i = 0; i < COUNT; i++)
        if (!list_append(t, list,
                         i % 3 ? tuple_pair(t, value_from_int(i), VALUE_NONE) : value_from_int(i)))
            abort();
    heap_collect(t, false, GC_EXPLICIT);
    heap_verify(t);
    CHECK(list->length == COUNT && value_is_tuple(list->items[COUNT - 1]));

    /* Storage that says it is empty is not looked at, its memory is given back. */
    size_t before = heap_stats(t->heap).bytes_reserved;
    gc_discard(t, array);
    CHECK(heap_stats(t->heap).bytes_reserved < before);
    roots->a = roots->b = VALUE_NONE;
    heap_collect(t, true, GC_EXPLICIT);
    heap_verify(t);
    CHECK(gc_alloc_array(t, (size_t)1 << 60) == NULL && error_matches(t, TYPE_MemoryError));
    error_clear(t);
    CHECK(gc_alloc_raw(t, SIZE_MAX) == NULL && error_pending(t));
    error_clear(t);
}

/* Discarded storage goes at the next minor collection, unless somebody still
 * has a pointer to it. */
static __attribute__((noinline)) void discard_one(Thread *t, Roots *roots) {
    roots->a = value_from_object(gc_alloc_raw(t, 1 << 20));
    heap_collect(t, false, GC_EXPLICIT);
    void *raw = value_as_object(roots->a);
    roots->a = VALUE_NONE;
    gc_discard(t, raw);
    gc_discard(t, raw);
}

static void test_discard(Thread *t, Roots *roots) {
    enum { CAPACITY = 100000 };
    Array *array = gc_alloc_array(t, CAPACITY);
    roots->a = value_from_object(array);
    heap_collect(t, true, GC_EXPLICIT);
    array->items[CAPACITY - 1] = tuple_pair(t, value_from_int(3), VALUE_NONE);
    gc_wrote_element(t, array, CAPACITY - 1);
    Value *volatile inside = &array->items[CAPACITY - 1];
    roots->a = VALUE_NONE;
    gc_discard(t, array);
    array = NULL;
    for (int i = 0; i < 3; i++) {
        heap_collect(t, i == 1, GC_EXPLICIT);
        heap_verify(t);
        tree(t, 10);
    }
    CHECK(value_is_tuple(*inside) && value_as_int(value_as_tuple(*inside)->items[0]) == 3);
    size_t before = heap_stats(t->heap).bytes_reserved;
    for (int i = 0; i < 20; i++) discard_one(t, roots);
    heap_collect(t, false, GC_EXPLICIT);
    heap_verify(t);
    CHECK(heap_stats(t->heap).bytes_reserved < before + ((size_t)4 << 20));
}

/* Arrays that grow in place, between garbage of all sizes: items stay, new ones are 0. */
static void test_extend(Thread *t, Roots *roots) {
    unsigned extended = 0;
    bool right = true;
    for (size_t round = 0; round < 60; round++) {
        size_t capacity = 2000 + round * 977 % 9000;
        for (size_t i = 0; i < round % 7; i++) {
            Raw *garbage = gc_alloc_raw_to_fill(t, 9000 + i * 7919 % 60000);
            memset(garbage->bytes, 0xee, garbage->size);
        }
        Array *array = gc_alloc_array(t, capacity);
        roots->a = value_from_object(array);
        if (round % 3 == 0) heap_collect(t, round % 2, GC_EXPLICIT);
        for (size_t i = 0; i < capacity; i++) {
            array->items[i] = tuple_pair(t, value_from_int((int64_t)i), VALUE_NONE);
            gc_wrote_element(t, array, i);
        }
        for (size_t step = 1; step < 12; step++) {
            size_t more = capacity + (step % 2 ? 1 + step : capacity / 3);
            if (!gc_extend_array(t, array, more)) break;
            extended++;
            right &= array->capacity == more;
            for (size_t i = capacity; i < more; i++) right &= value_same(array->items[i], value_from_int(0));
            for (size_t i = capacity; i < more; i++) {
                array->items[i] = tuple_pair(t, value_from_int((int64_t)i), VALUE_NONE);
                gc_wrote_element(t, array, i);
            }
            capacity = more;
            if (step == 7) {
                capacity -= capacity / 3;
                CHECK(gc_shorten_array(t, array, capacity));
            }
        }
        heap_verify(t);
        for (size_t i = 0; i < capacity; i++)
            right &= value_same(value_as_tuple(array->items[i])->items[0], value_from_int((int64_t)i));
    }
    CHECK(right && extended > 60);
    roots->a = VALUE_NONE;
}

/* Storage to fill: what the caller does not overwrite is zero. */
static void test_to_fill(Thread *t, Roots *roots) {
    bool zeroed = true;
    for (size_t i = 0; i < 300; i++) {
        size_t capacity = 10 + i * 977 % 20000, filled = capacity / 3;
        Raw *garbage = gc_alloc_raw_to_fill(t, capacity * 8);
        memset(garbage->bytes, 0xee, garbage->size);
        Array *array = gc_alloc_array_to_fill(t, capacity, filled);
        CHECK(array->capacity == capacity);
        for (size_t k = 0; k < filled; k++) array->items[k] = VALUE_NONE;
        for (size_t k = filled; k < capacity; k++) zeroed &= array->items[k].bits == 0;
        roots->a = value_from_object(array);
    }
    CHECK(zeroed);
    roots->a = VALUE_NONE;
}

/* Objects of every size class come back zeroed and keep what is written. */
static void test_sizes(Thread *t, Roots *roots) {
    enum { KEPT = 500 };
    Array *kept = gc_alloc_array(t, KEPT);
    roots->a = value_from_object(kept);
    unsigned random = 7;
    bool zeroed = true, intact = true;
    for (int i = 0; i < 40000; i++) {
        random = random * 1664525u + 1013904223u;
        size_t size = (random >> 8) % ((random >> 28) == 0  ? 200000
                                       : (random >> 28) < 4 ? 9000
                                                            : 300);
        Raw *raw = gc_alloc_raw(t, size);
        for (size_t k = 0; k < size; k += 8) zeroed &= raw->bytes[k] == 0;
        memset(raw->bytes, (int)(size % 251), size);
        kept->items[random % KEPT] = value_from_object(raw);
        gc_wrote_element(t, kept, random % KEPT);
    }
    for (int i = 0; i < KEPT; i++) {
        if (!value_is_object(kept->items[i])) continue;
        Raw *raw = (Raw *)value_as_object(kept->items[i]);
        for (size_t k = 0; k < raw->size; k++) intact &= raw->bytes[k] == raw->size % 251;
    }
    CHECK(zeroed);
    CHECK(intact);
    heap_verify(t);
    roots->a = VALUE_NONE;
}

/* ---- finding objects ------------------------------------------------------------------ */

static void test_find(Thread *t, Roots *roots) {
    Value young = tuple_pair(t, value_from_int(1), value_from_int(2));
    uintptr_t at = (uintptr_t)value_as_object(young);
    Heap *heap = t->heap;
    for (int round = 0; round < 2; round++) {
        CHECK(heap_find_object(heap, at) == value_as_object(young));
        CHECK(heap_find_object(heap, young.bits) == value_as_object(young));
        CHECK(heap_find_object(heap, (uintptr_t)&value_as_tuple(young)->items[1]) ==
              value_as_object(young));
        CHECK(heap_find_object(heap, at + 64) != value_as_object(young));
        CHECK(heap_find_object(heap, at - 1) != value_as_object(young));
        roots->a = young;
        heap_collect(t, round == 1, GC_EXPLICIT);
    }
    Raw *large = gc_alloc_raw(t, 100000);
    roots->b = value_from_object(large);
    for (int round = 0; round < 2; round++) {
        CHECK(heap_find_object(heap, (uintptr_t)&large->bytes[99999]) == &large->header);
        CHECK(heap_find_object(heap, (uintptr_t)&large->bytes[100100]) != &large->header);
        heap_collect(t, false, GC_EXPLICIT);
    }
    CHECK(heap_find_object(heap, 0) == NULL);
    CHECK(heap_find_object(heap, (uintptr_t)&roots) == NULL);
    roots->a = roots->b = VALUE_NONE;
}

/* A pointer into the middle of an object, nowhere but in a local, keeps it. */
static void test_conservative(Thread *t) {
    Array *array = gc_alloc_array(t, 100);
    array->items[50] = tuple_pair(t, value_from_int(5), value_from_int(6));
    Value *volatile middle = &array->items[50];
    array = NULL;
    for (int i = 0; i < 3; i++) {
        heap_collect(t, i == 2, GC_EXPLICIT);
        tree(t, 12);
    }
    CHECK(value_is_tuple(*middle) && value_as_int(value_as_tuple(*middle)->items[1]) == 6);
}

/* ---- weak references and the limit ------------------------------------------------------- */

/* C code stores a young object in an old one, allocates, and only then says what it wrote. */
static __attribute__((noinline)) void store_young(Thread *t, List *old) {
    Value pair[2] = {value_from_int(5), value_from_int(6)};
    old->items[0] = tuple_from_values(t, pair, 2);
    *(volatile Value *)&pair[0] = *(volatile Value *)&pair[1] = value_from_int(0);
}
static void test_pending(Thread *t, Roots *roots) {
    roots->a = list_new(t, 0);
    CHECK(list_append(t, value_as_list(roots->a), VALUE_NONE));
    heap_collect(t, false, GC_EXPLICIT);
    heap_collect(t, false, GC_EXPLICIT); /* no longer remembered */
    List *volatile old = value_as_list(roots->a);
    store_young(t, old);
    heap_collect(t, false, GC_EXPLICIT);
    for (int i = 0; i < 100000; i++) CHECK(!value_is_error(tuple_from_values(t, old->items, 1)));
    Value stored = old->items[0];
    CHECK(value_is_tuple(stored) && value_as_tuple(stored)->length == 2 &&
          value_as_int(value_as_tuple(stored)->items[1]) == 6);
    gc_wrote(t, old);
    roots->a = VALUE_UNDEF;
}

static __attribute__((noinline)) Value make_weak_set(Thread *t, Roots *roots, int count) {
    Value refs = list_new(t, (size_t)count);
    roots->b = refs;
    for (int i = 0; i < count; i++) {
        Value target = set_new(t, TYPE_SET);
        Value ref = weakref_new(t, target, VALUE_NONE);
        CHECK(value_same(ref, weakref_new(t, target, VALUE_NONE)));
        if (!list_append(t, value_as_list(refs), ref)) abort();
        if (i % 2) {
            Value pair = tuple_pair(t, target, roots->a);
            roots->a = pair;
        }
    }
    return refs;
}

static void test_weak(Thread *t, Roots *roots) {
    enum { COUNT = 2000 };
    roots->a = VALUE_NONE;
    List *refs = value_as_list(make_weak_set(t, roots, COUNT));
    for (int round = 0; round < 2; round++) {
        heap_collect(t, round == 1, GC_EXPLICIT);
        heap_verify(t);
        int dead = 0, wrong = 0;
        for (int i = 0; i < COUNT; i++) {
            bool cleared = value_is_undef(weakref_target(refs->items[i]));
            dead += cleared;
            wrong += cleared && i % 2;
        }
        CHECK(wrong == 0);
        CHECK(dead >= COUNT / 2 - 20); /* the stack may hold some */
    }
    roots->a = VALUE_NONE;
    heap_collect(t, true, GC_EXPLICIT);
    int dead = 0;
    for (int i = 0; i < COUNT; i++) dead += value_is_undef(weakref_target(refs->items[i]));
    CHECK(dead >= COUNT - 40);
    CHECK(weakref_first(t, roots->b) == NULL);
    roots->b = VALUE_NONE;
}

static void test_limit(Thread *t, Roots *roots) {
    heap_collect(t, true, GC_EXPLICIT);
    heap_set_limit(t->heap, (size_t)32 << 20);
    roots->a = VALUE_NONE;
    size_t pairs = 0;
    for (;;) {
        Value pair = tuple_pair(t, value_from_int((int64_t)pairs), roots->a);
        if (value_is_error(pair)) break;
        roots->a = pair;
        pairs++;
    }
    CHECK(error_matches(t, TYPE_MemoryError));
    error_clear(t);
    CHECK(pairs > 400000 && pairs < 1100000);
    heap_verify(t);
    /* There is a reserve to go on with, and after letting go everything works. */
    CHECK(!value_is_error(list_new(t, 100)));
    roots->a = VALUE_NONE;
    heap_collect(t, true, GC_EXPLICIT);
    CHECK(count_nodes(tree(t, 12), 12) == (1 << 13) - 1);
    CHECK(gc_alloc_raw(t, (size_t)64 << 20) == NULL);
    error_clear(t);
    heap_set_limit(t->heap, 0);
}

static void test_stress(Thread *t, Roots *roots) {
    heap_set_stress(t->heap, 3, 12345);
    for (int i = 0; i < 3; i++) {
        roots->a = tree(t, 8);
        CHECK(count_nodes(roots->a, 8) == (1 << 9) - 1);
        heap_verify(t);
    }
    heap_set_stress(t->heap, 0, 0);
    roots->a = VALUE_NONE;
}

int main(void) {
    VmOptions options = {.hash_seed = "0"};
    for (int round = 0; round < 2; round++) {
        Vm *vm = vm_new(&options);
        if (!vm) {
            printf("no Vm\n");
            return 1;
        }
        Thread *t = vm->main_thread;
        Roots roots = {VALUE_NONE, VALUE_NONE};
        heap_add_root(vm->heap, trace_roots, &roots);
        heap_verify(t);
        test_trees(t, &roots);
        test_large(t, &roots);
        test_discard(t, &roots);
        test_extend(t, &roots);
        test_to_fill(t, &roots);
        test_sizes(t, &roots);
        test_find(t, &roots);
        test_conservative(t);
        test_pending(t, &roots);
        test_weak(t, &roots);
        test_limit(t, &roots);
        test_stress(t, &roots);
        vm_free(vm);
    }
    if (failures) printf("%d failures\n", failures);
    return failures != 0;
}

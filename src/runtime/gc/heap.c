/*
 * heap.c - the heap as the rest of the program sees it: allocation, limits,
 * statistics.
 */
#include "runtime/gc/heap.h"

#include <stdlib.h>
#include <sys/mman.h>

#include "runtime/error.h"
#include "runtime/vm.h"

enum { CHUNK_BYTES = 1 << 20, LARGE_BYTES = 8192 };

struct Heap {
    Vm *vm;
    size_t max_bytes;
    size_t reserved;
    bool enabled;
};

static void *map_memory(Heap *heap, size_t size) {
    if (heap->max_bytes && heap->reserved + size > heap->max_bytes)
        return NULL;
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                   -1, 0);
    if (p == MAP_FAILED)
        return NULL;
    heap->reserved += size;
    return p;
}

void *gc_alloc_slow(Thread *t, size_t size, Kind kind, Shape *shape) {
    size = (size + 15) & ~(size_t)15;
    if (size > LARGE_BYTES) {
        Object *o = size < SIZE_MAX / 2 ? map_memory(t->heap, (size + 4095) & ~(size_t)4095) : NULL;
        if (!o) {
            raise_memory_error(t);
            return NULL;
        }
        o->shape = (uint32_t)(uintptr_t)shape;
        o->kind = (uint8_t)kind;
        o->gc = GC_LARGE;
        return o;
    }
    uint8_t *chunk = map_memory(t->heap, CHUNK_BYTES);
    if (!chunk) {
        raise_memory_error(t);
        return NULL;
    }
    t->alloc_cursor = chunk;
    t->alloc_limit = chunk + CHUNK_BYTES;
    return gc_alloc(t, size, kind, shape);
}

Array *gc_alloc_array(Thread *t, size_t capacity) {
    if (capacity > (SIZE_MAX / 4 - sizeof(Array)) / sizeof(Value)) {
        raise_memory_error(t);
        return NULL;
    }
    Array *a = gc_alloc(t, sizeof(Array) + capacity * sizeof(Value), KIND_ARRAY, NULL);
    if (a)
        a->capacity = capacity;
    return a;
}

Raw *gc_alloc_raw(Thread *t, size_t bytes) {
    if (bytes > SIZE_MAX / 4) {
        raise_memory_error(t);
        return NULL;
    }
    Raw *r = gc_alloc(t, sizeof(Raw) + bytes, KIND_RAW, NULL);
    if (r)
        r->size = bytes;
    return r;
}

void gc_log_slow(Thread *t, Object *owner) {}
void gc_log_element_slow(Thread *t, Array *array, size_t index) {}
void trace_object(Tracer *tracer, const void *object) {}
void trace_leaf(Tracer *tracer, const void *object) {}
void gc_discard(Thread *t, void *storage) {}
void trace_values(Tracer *tracer, const Value *values, size_t count) {}

Heap *heap_new(Vm *vm, size_t max_bytes) {
    Heap *heap = calloc(1, sizeof(Heap));
    if (heap) {
        heap->vm = vm;
        heap->max_bytes = max_bytes;
        heap->enabled = true;
    }
    return heap;
}

void heap_free(Heap *heap) { free(heap); }
void heap_set_limit(Heap *heap, size_t max_bytes) { heap->max_bytes = max_bytes; }
void heap_collect(Thread *t, bool major, GcReason reason) {}
HeapStats heap_stats(const Heap *heap) {
    return (HeapStats){.bytes_live = heap->reserved,
                       .bytes_allocated = heap->reserved,
                       .bytes_reserved = heap->reserved};
}
void heap_add_root(Heap *heap, void (*trace)(Tracer *, void *data), void *data) {}
void heap_register_finalizer(Thread *t, Object *object) {}
void heap_run_finalizers(Thread *t) {}
void heap_finalize_all(Thread *t) {}
void heap_register_weak(Thread *t, Object *holder, Value *slot) {}
void heap_enable(Heap *heap, bool enabled) { heap->enabled = enabled; }
bool heap_is_enabled(const Heap *heap) { return heap->enabled; }
void heap_verify(Thread *t) {}
void heap_set_stress(Heap *heap, uint32_t every_n_allocations, uint64_t seed) {}
void heap_each(Thread *t, bool (*visit)(Object *, void *), void *data) {}
Object *heap_find_object(Heap *heap, uintptr_t address) { return NULL; }

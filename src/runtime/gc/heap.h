/*
 * heap.h - allocation and collection.
 *
 * Generational, non-moving, mark-region heap: 32 KiB blocks with exact gaps
 * (Immix, Blackburn & McKinley 2008), sticky mark bits for the young
 * generation (Demers et al. 1990), a large-object space, conservative stacks
 * and registers (Shahriyar et al. 2014), exact tracing of everything else.
 *
 * Rules for the rest of the program:
 * - plain pointers on the C stack keep objects alive (interior ones too);
 * - objects never move;
 * - fresh memory is zeroed, and a collection may happen in any gc_alloc*;
 * - after storing a Value or object pointer into an object that may be older
 *   than the last allocation, call gc_wrote(t, owner);
 * - every pointer held outside the heap and the stacks is a root that somebody
 *   traces (Vm, Thread, hooks registered with heap_add_root).
 */
#ifndef TAU_RUNTIME_GC_HEAP_H
#define TAU_RUNTIME_GC_HEAP_H

#include "runtime/object.h"

typedef struct Heap Heap;

/* Allocates `size` bytes (header included), zeroed but for the header.
 * Returns NULL with MemoryError pending when --max-heap or the machine is
 * exhausted.  The inline path, gc_alloc (vm.h), bumps t->alloc_cursor. */
void *gc_alloc_slow(Thread *t, size_t size, Kind kind, Shape *shape);

enum {
    /* Objects of more bytes are large: apart from the others, each for itself. */
    LARGE_BYTES = 8 * 1024,
    /* In those of more bytes what the caller will overwrite is not zeroed: for
     * smaller ones zeroing costs less than the detour. */
    FILL_BYTES = 512,
};

/* gc_alloc (vm.h) for who overwrites bytes [from, to) of the object before
 * allocating anything else: they may hold anything. */
void *gc_alloc_to_fill_slow(Thread *t, size_t size, size_t from, size_t to, Kind kind,
                            Shape *shape);

/* Storage objects; NULL with MemoryError (also for absurd sizes).  Of those "to
 * fill", the caller overwrites the first `filled` items, or all bytes, before
 * allocating anything else. */
Array *gc_alloc_array(Thread *t, size_t capacity);
Array *gc_alloc_array_to_fill(Thread *t, size_t capacity, size_t filled);
Raw *gc_alloc_raw(Thread *t, size_t bytes);
Raw *gc_alloc_raw_to_fill(Thread *t, size_t bytes);

/* Makes a large array longer in place, where free memory follows it; the items added
 * are 0.  False, with nothing raised or changed: it has to be replaced. */
bool gc_extend_array(Thread *t, Array *array, size_t capacity);

/* Makes a large array shorter in place; false: nothing was changed. */
bool gc_shorten_array(Thread *t, Array *array, size_t capacity);

/* The caller's promise that nothing refers to this storage object any more (it
 * was just replaced by a larger one): a large one is freed by the next
 * collection, even a minor one; a very large one may lose its memory at once. */
void gc_discard(Thread *t, void *storage);

/* Remembers an old object that was written to. */
void gc_log_slow(Thread *t, Object *owner);
static inline void gc_wrote(Thread *t, const void *owner) {
    if (__builtin_expect(((const Object *)owner)->gc & GC_UNLOGGED, 0))
        gc_log_slow(t, (Object *)(uintptr_t)owner);
}
/* The same for one element of an Array: large arrays remember cards only. */
void gc_log_element_slow(Thread *t, Array *array, size_t index);
static inline void gc_wrote_element(Thread *t, Array *array, size_t index) {
    if (__builtin_expect(array->header.gc & GC_UNLOGGED, 0)) gc_log_element_slow(t, array, index);
}

/* The same for several elements that were written. */
void gc_log_elements_slow(Thread *t, Array *array, size_t first, size_t count);
static inline void gc_wrote_elements(Thread *t, Array *array, size_t first, size_t count) {
    if (__builtin_expect(array->header.gc & GC_UNLOGGED, 0) && count) gc_log_elements_slow(t, array, first, count);
}

/* For trace functions (Type.trace): report each reference once. */
void trace_object(Tracer *tracer, const void *object); /* NULL allowed */
Vm *tracer_vm(const Tracer *tracer);
static inline void trace_value(Tracer *tracer, Value v) {
    if (value_is_object(v)) trace_object(tracer, value_as_object(v));
}
/* For copies of registers: those that nobody will read again may hold anything,
 * values that were collected long ago included. */
void trace_values_maybe(Tracer *tracer, const Value *values, size_t count);
/* Keeps an object alive without looking into it: storage known to hold no
 * references, such as the items of an all-int list. */
void trace_leaf(Tracer *tracer, const void *object);
void trace_values(Tracer *tracer, const Value *values, size_t count);
/* A list (or UNDEF) that loses the items that nothing else keeps alive, at the
 * next major collection. */
void trace_weak_list(Tracer *tracer, Value list);

typedef enum GcReason { GC_NURSERY_FULL, GC_HEAP_GROWN, GC_EXPLICIT, GC_LIMIT, GC_STRESS } GcReason;

/* What the collections of one kind have done. */
typedef struct CollectionStats {
    uint64_t count;
    uint64_t total_ns, max_ns;  /* their pauses, by the wall clock */
    uint32_t pauses[24];        /* how many took from 2^i to 2^(i+1) us; 0: less than 2 */
    uint64_t bytes_examined;    /* minor: allocated before them; major: old, in use before them */
    uint64_t bytes_surviving;   /* minor: of those, now old; major: alive after them */
} CollectionStats;

typedef struct HeapStats {
    size_t bytes_live;      /* after the last collection */
    size_t bytes_allocated; /* ever */
    size_t bytes_reserved;  /* mapped from the system */
    CollectionStats minor, major;
    /* Sums over both. */
    uint64_t minor_collections, major_collections;
    uint64_t pause_total_ns, pause_max_ns;
} HeapStats;

Heap *heap_new(Vm *vm, size_t max_bytes /* 0: no limit */);
void heap_free(Heap *heap); /* runs no finalizers */
/* The core types are complete and all roots registered: from now on the heap
 * collects. */
void heap_ready(Heap *heap);
void heap_set_limit(Heap *heap, size_t max_bytes);
void heap_collect(Thread *t, bool major, GcReason reason);
/* Calls `allocated` for every allocation from now on, before it is made; NULL:
 * no longer. */
void heap_observe(Thread *t, void (*allocated)(Thread *t, size_t size, Kind kind, Shape *shape));
/* Always kept: a collection reads the clock twice, an allocation counts nothing. */
HeapStats heap_stats(const Heap *heap);
/* The pause in us that the given part (0.5: half) of the collections stayed below,
 * within a factor of two; 0 if there were none. */
uint64_t collection_pause_quantile(const CollectionStats *stats, double part);
/* Further threads beside the main one.  A thread that lets another run sets its
 * c_stack_top, has its registers on the stack, and hands over what is left of
 * its bump region. */
bool heap_add_thread(Heap *heap, Thread *t);
void heap_remove_thread(Heap *heap, Thread *t);
void heap_switch_thread(Heap *heap, Thread *from, Thread *to);
void heap_add_root(Heap *heap, void (*trace)(Tracer *, void *data), void *data);
/* Objects with __del__ or a native finalizer: after dying they are kept alive
 * once more and queued; heap_run_finalizers runs Type.finalize for each. */
void heap_register_finalizer(Thread *t, Object *object);
void heap_run_finalizers(Thread *t);
/* Of objects that own memory outside the heap: types (their shapes are freed when
 * they die), code objects that are compiled (VmHooks.code_died), have feedback or resume points. */
void heap_register_owner(Thread *t, Object *owner);
/* Before the end: frees what living code objects own. */
void heap_free_owned_by_code(Heap *heap);
/* At exit: queue every registered object, dead or alive. */
void heap_finalize_all(Thread *t);
void heap_enable(Heap *heap, bool enabled); /* gc.enable/disable: major only */
bool heap_is_enabled(const Heap *heap);
/* Debug: checks every invariant of blocks, lines, headers and references;
 * aborts with a message at the first violation. */
void heap_verify(Thread *t);
void heap_set_stress(Heap *heap, uint32_t every_n_allocations, uint64_t seed);
/* Calls visit for each live object (gc.get_objects); after a full collection. */
void heap_each(Thread *t, bool (*visit)(Object *, void *), void *data);
/* Calls visit for each object that o refers to (storage objects are seen through). */
void heap_each_referent(Thread *t, Object *o, void (*visit)(Object *, void *), void *data);
/* Reports the machine stack of every thread, that of the running one from its caller's
 * frame on and with the contents of registers: what a conservative scan has to read,
 * and what the address sanitizer must not check. */
typedef void StackRangeFn(void *data, const uintptr_t *low, const uintptr_t *high);
void heap_each_stack(Thread *t, StackRangeFn *range, void *data);
/* NULL, or the live object whose memory contains this address. */
Object *heap_find_object(Heap *heap, uintptr_t address);

#endif

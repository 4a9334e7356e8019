/*
 * mark.c - marking: roots, the conservative scan of the stacks, the mark stack.
 *
 * An object is marked when it is first reached, by its bit beside the blocks:
 * in a minor collection most references lead to old objects, and their bit
 * says so without touching them.  Its header is first read when it comes off
 * the mark stack, through a short queue of prefetched objects (Cher, Hosking &
 * Vitek 2004); then it becomes old, what it covers is noted, its fields traced.
 *
 * Objects are found from addresses by what the last collection left of marks
 * and covered granules (Heap.old_marks, old_covered).
 */
#include "runtime/gc/heap_internal.h"

#include "runtime/dict.h"
#include "runtime/frame.h"
#include "runtime/sequence.h"
#include "runtime/str.h"

enum { PREFETCH_QUEUE = 8 };

/* ---- marking one object ------------------------------------------------------------ */

static inline void push(Heap *heap, uintptr_t entry) {
    assert(heap->mark_top < heap->mark_limit);
    heap->mark_stack[heap->mark_top++] = entry;
}

/* True if it was not marked before. */
static inline bool set_mark(Heap *heap, const void *object) {
    uintptr_t offset = heap_offset(heap, object);
    if (__builtin_expect(offset < heap->used_bytes, 1)) {
        uint64_t *word = &heap->marks[offset >> 10], bit = (uint64_t)1 << (offset >> 4 & 63);
        if (*word & bit) return false;
        *word |= bit;
        return true;
    }
    LargeHeader *large = large_header(object);
    if (large->epoch == heap->mark_epoch) return false;
    large->epoch = heap->mark_epoch;
    return true;
}

void heap_mark(Heap *heap, const void *object) {
    if (set_mark(heap, object)) push(heap, (uintptr_t)object);
}

void trace_object(Tracer *tracer, const void *object) {
    if (!object) return;
    if (__builtin_expect(tracer->visit != NULL, 0))
        tracer->visit(tracer, object);
    else if (set_mark(tracer->heap, object))
        push(tracer->heap, (uintptr_t)object);
}

Vm *tracer_vm(const Tracer *tracer) { return tracer->heap->vm; }

void trace_values(Tracer *tracer, const Value *values, size_t count) {
    if (__builtin_expect(tracer->visit != NULL, 0)) {
        for (size_t i = 0; i < count; i++) trace_value(tracer, values[i]);
        return;
    }
    Heap *heap = tracer->heap;
    for (size_t i = 0; i < count; i++)
        if (value_is_object(values[i]) && set_mark(heap, value_as_object(values[i])))
            push(heap, (uintptr_t)value_as_object(values[i]));
}

void trace_values_maybe(Tracer *tracer, const Value *values, size_t count) {
    Heap *heap = tracer->heap;
    for (size_t i = 0; i < count; i++) {
        if (!value_is_object(values[i])) continue;
        Object *o = value_as_object(values[i]);
        uintptr_t offset = heap_offset(heap, o);
        if (!tracer->visit && offset < heap->used_bytes && offset_marked(heap, offset)) continue;
        Object *found =
            heap->collecting ? heap_find(heap, (uintptr_t)o) : heap_find_object(heap, (uintptr_t)o);
        if (found == o) trace_object(tracer, o);
    }
}

/* Notes that an old object covers so many granules. */
static inline void cover(uint64_t *covered, uintptr_t offset, size_t granules) {
    uint64_t *word = &covered[offset >> 10];
    unsigned bit = offset >> 4 & 63;
    if (__builtin_expect(bit + granules <= 64, 1)) {
        *word |= UINT64_MAX >> (64 - granules) << bit;
        return;
    }
    *word |= UINT64_MAX << bit;
    granules -= 64 - bit;
    for (word++; granules >= 64; granules -= 64) *word++ = UINT64_MAX;
    if (granules) *word |= UINT64_MAX >> (64 - granules);
}

/* From now on old: header bits and what it covers. */
static inline void become_old(Heap *heap, Object *o) {
    if ((o->gc & (GC_OLD | GC_UNLOGGED)) != (GC_OLD | GC_UNLOGGED)) o->gc |= GC_OLD | GC_UNLOGGED;
    if (o->gc & GC_LARGE) return;
    cover(heap->covered, heap_offset(heap, o), o->granules);
}

void trace_leaf(Tracer *tracer, const void *object) {
    if (!object) return;
    if (tracer->visit)
        tracer->visit(tracer, object);
    else if (set_mark(tracer->heap, object))
        become_old(tracer->heap, (Object *)(uintptr_t)object);
}

void trace_weak_list(Tracer *tracer, Value v) {
    if (!value_is_object(v)) return;
    Heap *heap = tracer->heap;
    if (tracer->visit || !heap->major || !vector_push(&heap->weak_lists, value_as_object(v))) {
        trace_object(tracer, value_as_object(v));
        return;
    }
    trace_leaf(tracer, value_as_object(v));
    trace_leaf(tracer, ((List *)value_as_object(v))->storage);
}

/* ---- the fields of an object --------------------------------------------------------- */

static void trace_dict_entries(Tracer *tracer, DictEntries *storage, size_t from, size_t to) {
    if (to > storage->count) to = storage->count;
    if (from < to) trace_values(tracer, &storage->items[from].key, (to - from) * DICT_ENTRY_WORDS);
}

void heap_trace_set_entries(Tracer *tracer, SetEntries *storage, size_t from, size_t to) {
    if (!storage->has_objects) return;
    size_t capacity = set_entries_capacity(storage);
    if (to > capacity) to = capacity;
    for (size_t i = from; i < to; i++) trace_value(tracer, storage->items[i].key);
}

void trace_object_fields(Tracer *tracer, Object *o) {
    switch (object_kind(o)) {
    case KIND_RAW: return;
    case KIND_ARRAY: trace_values(tracer, ((Array *)o)->items, ((Array *)o)->capacity); return;
    case KIND_DICT_ENTRIES: trace_dict_entries(tracer, (DictEntries *)o, 0, SIZE_MAX); return;
    case KIND_SET_ENTRIES: heap_trace_set_entries(tracer, (SetEntries *)o, 0, SIZE_MAX); return;
    default: break;
    }
    Type *type = object_type(o);
    trace_object(tracer, type);
    if (type->trace) type->trace(tracer, o);
}

/* Objects without references but to their native type, which is a root. */
static inline bool is_leaf(Object *o) {
    if (o->gc & GC_SUBCLASS) return false;
    switch (object_kind(o)) {
    case KIND_RAW:
    case KIND_INT:
    case KIND_FLOAT:
    case KIND_COMPLEX:
    case KIND_BYTES: return true;
    case KIND_STR: return ((Str *)o)->data == ((Str *)o)->body.characters;
    default: return false;
    }
}

/* One slice of a storage object, and a note to come back for the next: the mark
 * stack must not hold the items of a huge list all at once. */
static void trace_slice(Heap *heap, Object *o, size_t from) {
    size_t count = 0;
    switch (object_kind(o)) {
    case KIND_ARRAY: count = ((Array *)o)->capacity; break;
    case KIND_DICT_ENTRIES: count = ((DictEntries *)o)->count; break;
    case KIND_SET_ENTRIES: count = ((SetEntries *)o)->has_objects ? set_entries_capacity((SetEntries *)o) : 0; break;
    default: return;
    }
    size_t to = from + SLICE_WORDS < count ? from + SLICE_WORDS : count;
    if (to < count) {
        push(heap, to);
        push(heap, (uintptr_t)o | 1);
    }
    switch (object_kind(o)) {
    case KIND_ARRAY: trace_values(&heap->tracer, ((Array *)o)->items + from, to - from); break;
    case KIND_DICT_ENTRIES: trace_dict_entries(&heap->tracer, (DictEntries *)o, from, to); break;
    case KIND_SET_ENTRIES: heap_trace_set_entries(&heap->tracer, (SetEntries *)o, from, to); break;
    default: break;
    }
}

static inline void mark_inline(Heap *heap, void *object) {
    if (object && set_mark(heap, object)) push(heap, (uintptr_t)object);
}

static inline void process(Heap *heap, Object *o) {
    become_old(heap, o);
    if (is_leaf(o)) return;
    /* The commonest are known by their shape: nothing of the type is loaded,
     * which is a root in any case. */
    if (o->shape == heap->tuple_shape) {
        Tuple *tuple = (Tuple *)o;
        trace_values(&heap->tracer, tuple->items, tuple->length);
        return;
    }
    if (o->shape == heap->dict_shape) {
        mark_inline(heap, ((Dict *)o)->entry_storage);
        return;
    }
    if (o->shape == heap->list_shape && ((List *)o)->strategy == LIST_OBJECTS) {
        mark_inline(heap, ((List *)o)->storage);
        return;
    }
    if (__builtin_expect(o->gc & GC_LARGE, 0) && o->kind <= KIND_SET_ENTRIES) {
        if (!large_header(o)->discarded) trace_slice(heap, o, 0);
        return;
    }
    trace_object_fields(&heap->tracer, o);
}

static_assert(KIND_RAW == 0 && KIND_ARRAY == 1 && KIND_DICT_ENTRIES == 2 && KIND_SET_ENTRIES == 3,
              "storage kinds, which have no type, come first");

void heap_mark_drain(Heap *heap) {
    Object *queue[PREFETCH_QUEUE] = {NULL};
    unsigned at = 0, waiting = 0;
    while (heap->mark_top || waiting) {
        Object *next = NULL;
        if (heap->mark_top) {
            uintptr_t entry = heap->mark_stack[--heap->mark_top];
            if (__builtin_expect(entry & 1, 0)) {
                size_t from = heap->mark_stack[--heap->mark_top];
                trace_slice(heap, (Object *)(entry - 1), from);
                continue;
            }
            next = (Object *)entry;
            __builtin_prefetch(next, 1);
            waiting++;
        }
        Object *ready = queue[at];
        queue[at] = next;
        at = (at + 1) % PREFETCH_QUEUE;
        if (ready) {
            waiting--;
            process(heap, ready);
        }
    }
}

/* ---- conservative roots ----------------------------------------------------------------- */

/* Every word that lies in an object, whether it points to its header, is a
 * tagged Value (address + 1) or points into its body.  Reads stack memory that
 * belongs to other functions, which the address sanitizer must not check. */
__attribute__((no_sanitize("address"), noinline)) static void scan(void *data, const uintptr_t *low,
                                                                   const uintptr_t *high) {
    Heap *heap = data;
    for (const uintptr_t *word = low; word < high; word++) {
        uintptr_t address = *word;
        if (address - (uintptr_t)heap->base >= heap->used_bytes &&
            (address < heap->large_low || address >= heap->large_high))
            continue;
        Object *o = heap_find(heap, address);
        if (o && !vector_push(&heap->candidates, o))
            heap_mark(heap, o); /* out of memory: the best that can be done */
    }
}

/* A function of its own: what its caller saved lies above its frame. */
__attribute__((noinline)) static void own_stack(Thread *t, StackRangeFn *range, void *data) {
    range(data, __builtin_frame_address(0), (const uintptr_t *)t->c_stack_base);
}

__attribute__((noinline)) void heap_each_stack(Thread *t, StackRangeFn *range, void *data) {
    Heap *heap = t->heap;
    __builtin_unwind_init(); /* callee-saved registers are on the stack now */
    own_stack(t, range, data);
    for (size_t i = 0; i < heap->thread_count; i++) {
        Thread *other = heap->threads[i];
        if (other != t)
            range(data, (const uintptr_t *)other->c_stack_top, (const uintptr_t *)other->c_stack_base);
    }
}

static void scan_live(void *heap, const Value *low, const Value *high) {
    scan(heap, (const uintptr_t *)low, (const uintptr_t *)high);
}

/* Major collections know better which registers count; it takes them longer. */
static void scan_registers(Heap *heap, Thread *t) {
    if (heap->major && heap->vm->hooks.each_live_registers)
        heap->vm->hooks.each_live_registers(t, scan_live, heap);
    else
        scan(heap, (const uintptr_t *)t->stack, (const uintptr_t *)thread_stack_top(t));
}

void heap_find_stack_roots(Heap *heap, Thread *t) {
    heap->candidates.count = 0;
    heap_each_stack(t, scan, heap);
    heap->c_candidates = heap->candidates.count;
    scan_registers(heap, t);
    for (size_t i = 0; i < heap->thread_count; i++)
        if (heap->threads[i] != t) scan_registers(heap, heap->threads[i]);
}

/* ---- exact roots ------------------------------------------------------------------------- */

static void trace_thread(Tracer *tracer, Thread *t) {
    trace_value(tracer, t->exception);
    trace_value(tracer, t->handled);
    trace_value(tracer, t->stop_value);
    trace_value(tracer, t->repr_active);
    trace_value(tracer, t->trace_function);
    trace_value(tracer, t->profile_function);
    if (t->vm->hooks.trace_frames) t->vm->hooks.trace_frames(tracer, t);
}

/* What the Vm and its main thread hold is a root registered by the Vm. */
void heap_mark_roots(Heap *heap, Thread *t) {
    Tracer *tracer = &heap->tracer;
    for (size_t i = 0; i < heap->candidates.count; i++)
        if (!heap_hold_large(heap, heap->candidates.items[i])) heap_mark(heap, heap->candidates.items[i]);
    weak_table_trace(tracer, heap->vm);
    if (t != heap->vm->main_thread) trace_thread(tracer, t);
    for (size_t i = 0; i < heap->thread_count; i++)
        if (heap->threads[i] != t && heap->threads[i] != heap->vm->main_thread)
            trace_thread(tracer, heap->threads[i]);
    for (size_t i = heap->finalize_next; i < heap->finalize_queue.count; i++)
        trace_object(tracer, (void *)((uintptr_t)heap->finalize_queue.items[i] & ~(uintptr_t)1));
    for (size_t i = 0; i < heap->root_count; i++) heap->roots[i].trace(tracer, heap->roots[i].data);
}

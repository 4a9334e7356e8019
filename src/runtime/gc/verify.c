/*
 * verify.c - checks every invariant of the heap, and walks over all objects.
 *
 * heap_verify is for debug builds and tests: it costs as much as a major
 * collection, and stops the program at the first violation with a message that
 * names the object.
 */
#include "runtime/gc/heap_internal.h"

#include <stdio.h>
#include <stdlib.h>

#include "runtime/dict.h"
#include "runtime/sequence.h"

__attribute__((format(printf, 2, 3), noreturn)) static void fail(const Object *o,
                                                                 const char *format, ...) {
    __builtin_va_list ap;
    fprintf(stderr, "heap verifier: ");
    __builtin_va_start(ap, format);
    vfprintf(stderr, format, ap);
    __builtin_va_end(ap);
    if (o)
        fprintf(stderr, " (object %p: kind %u, granules %u, gc 0x%x, shape 0x%x)", (const void *)o,
                o->kind, o->granules, o->gc, o->shape);
    fputc('\n', stderr);
    abort();
}

/* Each old object in the blocks and each old large one. */
static bool each_old(Heap *heap, bool (*visit)(Heap *, Object *, void *), void *data) {
    size_t words = heap->block_count * MARK_WORDS;
    for (size_t w = 0; w < words; w++)
        for (uint64_t bits = heap->marks[w]; bits; bits &= bits - 1) {
            uintptr_t offset = (w * 64 + (size_t)__builtin_ctzll(bits)) * 16;
            if (!visit(heap, (Object *)(heap->base + offset), data)) return false;
        }
    for (size_t i = 0; i < heap->large_count; i++)
        if (!visit(heap, large_object(heap->large[i]), data)) return false;
    return true;
}

/* What is wrong with an object's header; NULL: nothing. */
static const char *header_problem(Heap *heap, const Object *o) {
    if (o->kind >= KIND_COUNT) return "unknown kind";
    bool storage = o->kind <= KIND_SET_ENTRIES;
    if (storage != (o->shape == 0)) return storage ? "storage with a shape" : "no shape";
    uintptr_t offset = heap_offset(heap, o);
    if (o->gc & GC_LARGE)
        return offset < heap->used_bytes ? "large flag on an object in a block" : NULL;
    if (offset >= heap->used_bytes) return "neither in a block nor large";
    if (o->granules == 0) return "no size";
    if ((offset & (BLOCK_BYTES - 1)) + (size_t)o->granules * 16 > BLOCK_BYTES)
        return "reaches beyond its block";
    return NULL;
}

static void check_reference(Tracer *tracer, const void *target) {
    const Object *from = tracer->data, *to = target;
    Heap *heap = tracer->heap;
    if ((uintptr_t)to & 15) fail(from, "reference to %p, which is not aligned", target);
    uintptr_t offset = heap_offset(heap, to);
    if (offset < heap->used_bytes) {
        if (!offset_marked(heap, offset) && heap_find_object(heap, (uintptr_t)to) != to)
            fail(from, "reference to %p, where no object starts", target);
    } else if (heap_find_object(heap, (uintptr_t)to) != to) {
        fail(from, "reference to %p, outside of the heap", target);
    }
    const char *problem = header_problem(heap, to);
    if (problem) fail(from, "reference to %p: %s", target, problem);
    /* An old object refers to old ones only, unless it is remembered. */
    bool remembered = !(from->gc & GC_UNLOGGED) || from->gc & GC_LARGE;
    if (from->gc & GC_OLD && !(to->gc & GC_OLD) && !remembered) {
        /* Storage may be remembered through its owner. */
        if (from->kind > KIND_SET_ENTRIES)
            fail(from, "reference to the young object %p without a log entry", target);
    }
}

static bool check_fields(Heap *heap, Object *o, void *data) {
    if (header_problem(heap, o) || (o->gc & GC_LARGE && large_header(o)->discarded)) return true;
    Tracer tracer = {heap, check_reference, o};
    trace_object_fields(&tracer, o);
    return true;
}

static bool check_old(Heap *heap, Object *o, void *data) {
    const char *problem = header_problem(heap, o);
    if (problem) fail(o, "%s", problem);
    if (!(o->gc & GC_OLD)) fail(o, "marked, but not old");
    if (!(o->gc & GC_LARGE)) {
        size_t first = heap_offset(heap, o) / GRANULE_BYTES, *covered = data;
        for (size_t i = first; i < first + o->granules; i++)
            if (!(heap->covered[i / 64] >> i % 64 & 1)) fail(o, "a granule of it is not covered");
        *covered += o->granules;
    }
    return true;
}

static void check_runs(Heap *heap) {
    size_t dirty = 0;
    if (!heap_check_runs(heap, &dirty)) fail(NULL, "the runs of the large space are broken");
    if (dirty != heap->space.dirty_bytes)
        fail(NULL, "%zu bytes of free runs are dirty, %zu counted", dirty, heap->space.dirty_bytes);
}

void heap_verify(Thread *t) {
    Heap *heap = t->heap;
    size_t granules = 0, in_use = 0, clean = 0;
    check_runs(heap);
    for (size_t i = 0; i < heap->free_count; i++) clean += heap->blocks[heap->free_list[i]].zeroed;
    if (clean != heap->clean_count)
        fail(NULL, "%zu free blocks are zeroed, %zu counted", clean, heap->clean_count);
    for (size_t b = 0; b < heap->block_count; b++) {
        BlockInfo *info = &heap->blocks[b];
        for (unsigned i = 0; i < MARK_WORDS; i++)
            granules += (size_t)__builtin_popcountll(block_covered(heap, b)[i]);
        if (info->state != BLOCK_FREE && info->state != BLOCK_UNUSED)
            in_use++;
        else if (info->free != GRANULES_PER_BLOCK)
            fail(NULL, "block %zu is free, but partly covered", b);
    }
    if (granules != heap->granules_in_use)
        fail(NULL, "%zu granules are covered, %zu counted", granules, heap->granules_in_use);
    if (in_use != heap->blocks_in_use)
        fail(NULL, "%zu blocks are in use, %zu counted", in_use, heap->blocks_in_use);
    for (size_t i = 1; i < heap->large_count; i++)
        if (heap->large[i - 1] >= heap->large[i]) fail(NULL, "large objects are out of order");
    /* References first: they tell who refers to an object that is none. */
    each_old(heap, check_fields, NULL);
    size_t covered = 0;
    each_old(heap, check_old, &covered);
    if (covered != granules)
        fail(NULL, "%zu granules are covered, by objects %zu", granules, covered);
}

/* ---- barriers ------------------------------------------------------------------------- */

static void cover_storage(Tracer *tracer, const void *target) {
    Object *o = (Object *)(uintptr_t)target;
    if (o->kind <= KIND_SET_ENTRIES) o->gc |= GC_VISITED;
}

static void check_young(Tracer *tracer, const void *target) {
    const Object *from = tracer->data, *to = target;
    if (!(to->gc & GC_OLD))
        fail(from, "reference to the young object %p (kind %u), but no gc_wrote", target, to->kind);
}

static bool check_barrier(Heap *heap, Object *o, void *data) {
    /* Large arrays know by card what was written to. */
    bool remembered = !(o->gc & GC_UNLOGGED) || o->gc & (GC_VISITED | GC_LARGE);
    o->gc &= (uint8_t)~GC_VISITED;
    if (!remembered) {
        Tracer tracer = {heap, check_young, o};
        trace_object_fields(&tracer, o);
    }
    return true;
}

void heap_verify_barriers(Heap *heap) {
    /* The storage of a container may be remembered through the container. */
    for (size_t i = 0; i < heap->log.count; i++) {
        Object *o = (Object *)((uintptr_t)heap->log.items[i] & ~(uintptr_t)1);
        Tracer tracer = {heap, cover_storage, o};
        trace_object_fields(&tracer, o);
    }
    each_old(heap, check_barrier, NULL);
}

/* ---- heap_each ---------------------------------------------------------------------- */

typedef struct EachState {
    bool (*visit)(Object *, void *);
    void *data;
} EachState;

static bool visit_object(Heap *heap, Object *o, void *data) {
    EachState *state = data;
    return o->kind <= KIND_SET_ENTRIES || state->visit(o, state->data);
}

void heap_each(Thread *t, bool (*visit)(Object *, void *), void *data) {
    heap_collect(t, true, GC_EXPLICIT);
    EachState state = {visit, data};
    /* What visit allocates is young and not walked over; a collection in the
     * middle would change the marks. */
    t->heap->collecting = true;
    each_old(t->heap, visit_object, &state);
    t->heap->collecting = false;
}

/* ---- what one object refers to ---------------------------------------------------------- */

typedef struct ReferentState {
    void (*visit)(Object *, void *);
    void *data;
} ReferentState;

static void visit_referent(Tracer *tracer, const void *target) {
    ReferentState *state = tracer->data;
    Object *o = (Object *)(uintptr_t)target;
    if (o->kind > KIND_SET_ENTRIES)
        state->visit(o, state->data);
    else if (o->kind != KIND_RAW)
        trace_object_fields(tracer, o); /* storage is part of its owner */
}

void heap_each_referent(Thread *t, Object *o, void (*visit)(Object *, void *), void *data) {
    ReferentState state = {visit, data};
    Tracer tracer = {t->heap, visit_referent, &state};
    trace_object_fields(&tracer, o);
}

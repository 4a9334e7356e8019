/*
 * barrier.c - the remembered set: which old objects were written to since the
 * last collection, and so may refer to young ones.
 *
 * An ordinary old object is logged once and scanned whole.  A large array,
 * whose scan would cost more than everything else in a minor collection, keeps
 * a card table instead: one byte for each CARD_BYTES of it, scanned card by
 * card.  It stays UNLOGGED, so that every store comes here and marks its card.
 */
#include "runtime/gc/heap_internal.h"

#include <stdlib.h>

#include "runtime/dict.h"
#include "runtime/sequence.h"

void gc_log_slow(Thread *t, Object *owner) {
    Heap *heap = t->heap;
    if (vector_push(&heap->log, owner))
        owner->gc &= (uint8_t)~GC_UNLOGGED;
    else
        heap->log_overflow = true; /* the next collection has to be a major one */
}

void gc_log_element_slow(Thread *t, Array *array, size_t index) {
    Heap *heap = t->heap;
    if (!(array->header.gc & GC_LARGE)) {
        gc_log_slow(t, &array->header);
        return;
    }
    LargeHeader *large = large_header(array);
    size_t card = (sizeof(Array) + index * sizeof(Value)) >> CARD_SHIFT;
    if (!large->cards) {
        large->cards = calloc((large->bytes >> CARD_SHIFT) + 1, 1);
        if (!large->cards) {
            gc_log_slow(t, &array->header);
            return;
        }
    }
    large->cards[card] = 1;
    if (!large->on_dirty_list) {
        if (!vector_push(&heap->dirty_large, large)) {
            gc_log_slow(t, &array->header);
            return;
        }
        large->on_dirty_list = true;
        large->dirty_low = large->dirty_high = (uint32_t)card;
    } else {
        if (card < large->dirty_low) large->dirty_low = (uint32_t)card;
        if (card > large->dirty_high) large->dirty_high = (uint32_t)card;
    }
}

void gc_log_elements_slow(Thread *t, Array *array, size_t first, size_t count) {
    enum { STEP = CARD_BYTES / sizeof(Value) };
    if (!(array->header.gc & GC_LARGE)) {
        gc_log_slow(t, &array->header);
        return;
    }
    for (size_t i = first; i < first + count; i += STEP) gc_log_element_slow(t, array, i);
    gc_log_element_slow(t, array, first + count - 1);
}

/* ---- scanning what was remembered ------------------------------------------------ */

static void trace_storage(Tracer *tracer, Object *storage) {
    /* Young storage is found and scanned through its owner's reference. */
    if (storage && storage->gc & GC_OLD) trace_object_fields(tracer, storage);
}

/* A store into a container's storage may have been announced with the container
 * as the owner: scan the storage too. */
static void trace_logged(Tracer *tracer, Object *o) {
    trace_object_fields(tracer, o);
    switch (object_kind(o)) {
    case KIND_RAW:
    case KIND_ARRAY:
    case KIND_DICT_ENTRIES:
    case KIND_SET_ENTRIES: return;
    case KIND_LIST: trace_storage(tracer, (Object *)((List *)o)->storage); break;
    case KIND_DICT: trace_storage(tracer, ((Dict *)o)->entry_storage); break;
    case KIND_SET: trace_storage(tracer, ((Set *)o)->storage); break;
    default: break;
    }
    Type *type = object_type(o);
    if (type->slots_offset && !(type->flags & TYPEFLAG_VARSIZED)) {
        Value area = *(Value *)((char *)o + type->slots_offset);
        if (value_is_kind(area, KIND_ARRAY))
            trace_storage(tracer, value_as_object(area));
        else if (value_is_kind(area, KIND_DICT))
            trace_storage(tracer, value_as_dict(area)->entry_storage);
    }
}

static bool has_large_storage(const Object *o) {
    const void *storage = NULL;
    switch (object_kind(o)) {
    case KIND_LIST: storage = ((const List *)o)->storage; break;
    case KIND_DICT: storage = ((const Dict *)o)->entry_storage; break;
    case KIND_SET: storage = ((const Set *)o)->storage; break;
    default: break;
    }
    return storage && ((const Object *)storage)->gc & GC_LARGE;
}

/* The same of an object that has, perhaps, not been written to.  Large storage, which is
 * much, says for itself where it was. */
static void trace_candidate(Tracer *tracer, Object *o) {
    if (has_large_storage(o))
        trace_object_fields(tracer, o);
    else
        trace_logged(tracer, o);
}

/* Log entries with the low bit set: candidates. */
static Object *log_object(void *entry) {
    return (Object *)((uintptr_t)entry & ~(uintptr_t)1);
}

void heap_mark_logged(Heap *heap) {
    for (size_t i = 0; i < heap->log.count; i++) {
        void *entry = heap->log.items[i];
        Object *o = log_object(entry);
        o->gc |= GC_UNLOGGED;
        if ((uintptr_t)entry & 1)
            trace_candidate(&heap->tracer, o);
        else
            trace_logged(&heap->tracer, o);
    }
    heap->log.count = 0;
}

/* Old objects that the C stacks refer to count as written to: C code may have stored a young
 * object in one and allocates before it says so, `o->a = v; o->b = allocate(); gc_wrote(t, o)`. */
void heap_mark_pending(Heap *heap) {
    for (size_t i = 0; i < heap->c_candidates; i++) {
        Object *o = heap->candidates.items[i];
        if ((o->gc & (GC_OLD | GC_UNLOGGED | GC_LARGE)) == (GC_OLD | GC_UNLOGGED))
            trace_candidate(&heap->tracer, o);
    }
}

/* An object that C code is filling in becomes old when a collection strikes in
 * the middle, and the remaining fields are then stored without a barrier:
 * `o->a = allocate(); o->b = allocate();`.  So what the C stacks refer to is
 * remembered from one collection to the next. */
void heap_log_candidates(Heap *heap) {
    for (size_t i = 0; i < heap->c_candidates; i++) {
        Object *o = heap->candidates.items[i];
        if (!(o->gc & GC_UNLOGGED) || (o->gc & GC_LARGE && o->kind <= KIND_SET_ENTRIES)) continue;
        if (vector_push(&heap->log, (void *)((uintptr_t)o | 1))) o->gc &= (uint8_t)~GC_UNLOGGED;
    }
}

/* Traces what begins in bytes [from, to) of an array. */
static void trace_card(Tracer *tracer, Object *o, size_t from, size_t to) {
    size_t first = from < sizeof(Array) ? 0 : from - sizeof(Array), last = to - sizeof(Array);
    switch (object_kind(o)) {
    case KIND_ARRAY:
        trace_values(tracer, ((Array *)o)->items + first / sizeof(Value),
                     (last - first) / sizeof(Value));
        break;
    case KIND_DICT_ENTRIES: {
        DictEntries *entries = (DictEntries *)o;
        size_t size = sizeof(DictEntry), end = (last + size - 1) / size;
        if (end > entries->count) end = entries->count;
        size_t begin = (first + size - 1) / size;
        if (begin < end) trace_values(tracer, &entries->items[begin].key, (end - begin) * DICT_ENTRY_WORDS);
        break;
    }
    case KIND_SET_ENTRIES:
        heap_trace_set_entries(tracer, (SetEntries *)o, first / sizeof(SetEntry), last / sizeof(SetEntry));
        break;
    default: trace_object_fields(tracer, o);
    }
}

static_assert(sizeof(Array) == sizeof(DictEntries) && sizeof(Array) == sizeof(SetEntries),
              "items start at the same offset in all storage kinds");

/* Large arrays with dirty cards; cleans the cards. */
void heap_trace_dirty(Heap *heap) {
    for (size_t i = 0; i < heap->dirty_large.count; i++) {
        LargeHeader *large = heap->dirty_large.items[i];
        large->on_dirty_list = false;
        if (large->discarded) continue;
        for (size_t card = large->dirty_low; card <= large->dirty_high; card++) {
            if (!large->cards[card]) continue;
            large->cards[card] = 0;
            size_t from = card << CARD_SHIFT, to = from + CARD_BYTES;
            trace_card(&heap->tracer, large_object(large), from,
                       to < large->bytes ? to : large->bytes);
        }
    }
    heap->dirty_large.count = 0;
}

/* Before a major collection, which needs no remembered set. */
void heap_forget_log(Heap *heap) {
    for (size_t i = 0; i < heap->log.count; i++) log_object(heap->log.items[i])->gc |= GC_UNLOGGED;
    heap->log.count = 0;
    heap->log_overflow = false;
    for (size_t i = 0; i < heap->dirty_large.count; i++) {
        LargeHeader *large = heap->dirty_large.items[i];
        large->on_dirty_list = false;
        memset(large->cards + large->dirty_low, 0, large->dirty_high - large->dirty_low + 1);
    }
    heap->dirty_large.count = 0;
}

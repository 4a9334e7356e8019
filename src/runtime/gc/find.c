/*
 * find.c - from an address to the object it lies in: what the conservative
 * scan of stacks and registers asks for every word that could be a pointer.
 */
#include "runtime/gc/heap_internal.h"

#include <stdlib.h>

/* The last set bit of a bitmap at or below `offset`'s granule within its block,
 * as an address offset; UINTPTR_MAX: none. */
static uintptr_t start_before(const uint64_t *bits, uintptr_t offset) {
    size_t word = offset >> 10, first = (offset >> BLOCK_SHIFT) * MARK_WORDS;
    uint64_t found = bits[word] & (UINT64_MAX >> (63 - (offset >> 4 & 63)));
    while (!found) {
        if (word == first) return UINTPTR_MAX;
        found = bits[--word];
    }
    return (word * 64 + (size_t)(63 - __builtin_clzll(found))) * 16;
}

/* What says what is where: in a collection, the old state. */
static const uint64_t *covered_of(const Heap *heap, size_t block) {
    bool old = heap->snapshot && (heap->major || heap->blocks[block].state == BLOCK_CURRENT);
    return (old ? heap->old_covered : heap->covered) + block * MARK_WORDS;
}

static const uint64_t *marks_of(const Heap *heap) {
    return heap->snapshot && heap->major ? heap->old_marks : heap->marks;
}

/* Notes where the young objects of a block start. */
static void walk_young(Heap *heap, size_t block) {
    BlockInfo *info = &heap->blocks[block];
    info->walked_at = heap->cycle;
    memset(heap->young_starts + block * MARK_WORDS, 0, MARK_WORDS * sizeof(uint64_t));
    const uint64_t *covered = covered_of(heap, block);
    unsigned end = 0, first;
    while ((first = next_gap(covered, end, &end)) < info->acquired) {
        uintptr_t at = block * BLOCK_BYTES + first * (uintptr_t)GRANULE_BYTES;
        uintptr_t stop = block * BLOCK_BYTES + end * (uintptr_t)GRANULE_BYTES;
        while (at < stop) {
            Object *o = (Object *)(heap->base + at);
            if (o->granules == 0) break;
            heap->young_starts[at >> 10] |= (uint64_t)1 << (at >> 4 & 63);
            at += (uintptr_t)o->granules * 16;
        }
    }
}

static Object *find_in_blocks(Heap *heap, uintptr_t offset) {
    size_t block = offset >> BLOCK_SHIFT;
    const uint64_t *bits = marks_of(heap);
    unsigned granule = (unsigned)((offset & (BLOCK_BYTES - 1)) / GRANULE_BYTES);
    if (!(covered_of(heap, block)[granule / 64] >> granule % 64 & 1)) {
        BlockInfo *info = &heap->blocks[block];
        if (granule >= info->acquired) return NULL;
        if (info->walked_at != heap->cycle) walk_young(heap, block);
        bits = heap->young_starts;
    }
    uintptr_t start = start_before(bits, offset);
    if (start == UINTPTR_MAX) return NULL;
    Object *o = (Object *)(heap->base + start);
    return offset < start + (uintptr_t)o->granules * 16 ? o : NULL;
}

/* By address, for the merge after the collection as well. */
static int compare_large(const void *a, const void *b) {
    uintptr_t x = (uintptr_t) * (LargeHeader *const *)a, y = (uintptr_t) * (LargeHeader *const *)b;
    return x < y ? -1 : x > y;
}

void heap_sort_young_large(Heap *heap) {
    if (heap->young_large.count > 1)
        qsort(heap->young_large.items, heap->young_large.count, sizeof(void *), compare_large);
}

static Object *find_in_sorted(LargeHeader *const *items, size_t count, uintptr_t address) {
    size_t low = 0, high = count; /* items below low start at or before address */
    while (low < high) {
        size_t middle = (low + high) / 2;
        if ((uintptr_t)items[middle] <= address)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0) return NULL;
    LargeHeader *large = items[low - 1];
    uintptr_t start = (uintptr_t)large_object(large);
    return address >= start && address < start + large->bytes ? large_object(large) : NULL;
}

static Object *find_large(Heap *heap, uintptr_t address) {
    Object *o = find_in_sorted(heap->large, heap->large_count, address);
    if (o || heap->young_large.count == 0) return o;
    return find_in_sorted((LargeHeader *const *)heap->young_large.items, heap->young_large.count,
                          address);
}

/* For the collector, at any time of a collection: gaps are closed, young large
 * objects sorted. */
Object *heap_find(Heap *heap, uintptr_t address) {
    uintptr_t offset = address - (uintptr_t)heap->base;
    if (offset < heap->used_bytes) return find_in_blocks(heap, offset);
    if (address >= heap->large_low && address < heap->large_high) return find_large(heap, address);
    return NULL;
}

Object *heap_find_object(Heap *heap, uintptr_t address) {
    /* Between collections the walk over young objects is never up to date. */
    heap->cycle++;
    heap_sort_young_large(heap);
    /* What the allocating thread has not zeroed yet must not be walked. */
    if (heap->gap_end && heap->zeroed_end < heap->gap_end) memset(heap->zeroed_end, 0, 8);
    for (int room = 0; room < ROOM_COUNT; room++)
        if (heap->overflow[room].cursor < heap->overflow[room].end)
            memset(heap->overflow[room].cursor, 0, 8);
    return heap_find(heap, address);
}

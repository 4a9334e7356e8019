/*
 * pages.c - when free memory goes back to the system.
 *
 * A page that is given back and taken again costs a fault and its clearing by
 * the system, several times what clearing it here does.  A program that builds
 * something, drops it and builds the next would pay that over and over.  So what
 * is free is kept, in blocks and in runs of the large space, and goes back in two
 * cases only:
 *
 * - The heap is about to have more memory than ever before, because free memory
 *   is of the wrong kind or in pieces: what is free, but for a small part of
 *   what is in use, goes back first, so that keeping it hardly makes the peak
 *   higher.
 * - It was not needed for long: the least that was free in a window of DECAY_NS
 *   (decay as in jemalloc, Evans 2006, by low-water marks).
 */
#include "runtime/gc/heap_internal.h"

static const uint64_t decay_ns = UINT64_C(1000000000);
/* Less at a time is not worth the system call. */
static const size_t trim_bytes = (size_t)1 << 20;
/* What may be free beside what is in use even so: a part of that, and a little. */
enum { KEPT_PART = 8 };
static const size_t kept_bytes = (size_t)1 << 20;

static size_t free_block_bytes(const Heap *heap) {
    return (heap->free_count - heap->clean_count) * (size_t)BLOCK_BYTES;
}

/* Bytes that the heap has from the system; of what is in use, as if all of it had
 * been touched. */
static size_t resident(const Heap *heap) {
    return (heap->block_count - heap->clean_count) * (size_t)BLOCK_BYTES + heap->large_bytes +
           heap->discard_bytes + heap->space.dirty_bytes;
}

void heap_take_pages(Heap *heap, size_t bytes) {
    PagePolicy *pages = &heap->pages;
    size_t wanted = resident(heap) + bytes;
    if (wanted <= pages->peak) return;
    size_t excess = wanted - pages->peak;
    if (heap->discard_bytes) {
        excess -= heap->discard_bytes < excess ? heap->discard_bytes : excess;
        heap_drop_discards(heap);
    }
    /* Either kind, at worst in pieces that are too small for what is needed. */
    size_t runs = heap->space.dirty_bytes, blocks = free_block_bytes(heap);
    size_t kept = heap_bytes_in_use(heap) / KEPT_PART + kept_bytes;
    if (excess && runs + blocks > kept) {
        if (excess < trim_bytes) excess = trim_bytes;
        if (excess > runs + blocks - kept) excess = runs + blocks - kept;
        size_t part = runs < excess ? runs : excess;
        heap_trim_large(heap, runs - part);
        if (excess > part) heap_trim_blocks(heap, blocks - (excess - part));
    }
    wanted = resident(heap) + bytes;
    if (wanted > pages->peak) pages->peak = wanted;
}

void heap_note_idle(Heap *heap) {
    PagePolicy *pages = &heap->pages;
    size_t blocks = free_block_bytes(heap), runs = heap->space.dirty_bytes;
    if (blocks < pages->idle_blocks) pages->idle_blocks = blocks;
    if (runs < pages->idle_large) pages->idle_large = runs;
}

void heap_decay(Heap *heap, uint64_t now) {
    PagePolicy *pages = &heap->pages;
    if (now - pages->window_at < decay_ns) return;
    size_t blocks = free_block_bytes(heap), runs = heap->space.dirty_bytes;
    if (pages->window_at) {
        if (blocks > pages->idle_blocks && pages->idle_blocks >= trim_bytes)
            heap_trim_blocks(heap, blocks - pages->idle_blocks);
        if (runs > pages->idle_large && pages->idle_large >= trim_bytes)
            heap_trim_large(heap, runs - pages->idle_large);
    }
    pages->window_at = now;
    pages->idle_blocks = pages->idle_large = SIZE_MAX;
}

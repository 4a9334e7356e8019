/*
 * sweep.c - after marking: which blocks can be allocated into again, which large
 * objects are freed, what memory goes back to the system.
 *
 * Nothing is done for single dead objects: their lines are unmarked, and that
 * makes them part of a gap.  After a minor collection only the blocks allocated
 * into since the last one are looked at, since the marks of all others are as
 * they were.
 */
#include "runtime/gc/heap_internal.h"

#include <stdlib.h>
#include <sys/mman.h>

static unsigned count_free(const uint8_t *lines) {
    unsigned used = 0;
    for (unsigned i = 0; i < LINES_PER_BLOCK; i++) used += lines[i];
    return LINES_PER_BLOCK - used;
}

static bool has_gap(const uint8_t *lines) {
    for (unsigned i = 1; i < LINES_PER_BLOCK; i++)
        if (!lines[i] && !lines[i - 1]) return true;
    return false;
}

static void poison_gaps(Heap *heap, size_t block) {
    for (unsigned line = 0; line < LINES_PER_BLOCK; line++)
        if (!heap->lines[block * LINES_PER_BLOCK + line])
            memset(heap->base + block * BLOCK_BYTES + line * LINE_BYTES, 0xd5, LINE_BYTES);
}

/* Decides the block's state from its lines and puts it on its list. */
static void sweep_block(Heap *heap, size_t block) {
    BlockInfo *info = &heap->blocks[block];
    const uint8_t *lines = heap->lines + block * LINES_PER_BLOCK;
    unsigned free_lines = count_free(lines);
    heap->lines_in_use -= LINES_PER_BLOCK - info->free_lines;
    heap->lines_in_use += LINES_PER_BLOCK - free_lines;
    info->free_lines = (uint16_t)free_lines;
    info->acquired = 0;
    if (info->state == BLOCK_CURRENT) info->zeroed = false;
    if (heap->poison && !info->zeroed) poison_gaps(heap, block);
    if (free_lines == LINES_PER_BLOCK) {
        info->state = BLOCK_FREE;
        heap->free_list[heap->free_count++] = (uint32_t)block;
        heap->blocks_in_use--;
    } else if (free_lines >= MIN_FREE_LINES && has_gap(lines)) {
        info->state = BLOCK_PARTIAL;
        heap->partial_list[heap->partial_count++] = (uint32_t)block;
    } else {
        info->state = BLOCK_FULL;
    }
}

/* Gives the memory of superfluous free blocks back: those taken last, which
 * have the highest addresses, at the bottom of the stack. */
void heap_trim_blocks(Heap *heap, size_t keep) {
    size_t spare = keep / BLOCK_BYTES;
    if (heap->free_count <= spare) return;
    size_t excess = heap->free_count - spare;
    for (size_t i = 0; i < excess;) {
        /* One call for neighbours; the list descends from the bottom. */
        size_t first = heap->free_list[i], count = 1;
        bool zeroed = heap->blocks[first].zeroed;
        while (i + count < excess && heap->free_list[i + count] == first - count &&
               heap->blocks[first - count].zeroed == zeroed)
            count++;
        if (!zeroed) {
            size_t lowest = first - (count - 1);
            if (madvise(heap->base + lowest * BLOCK_BYTES, count * BLOCK_BYTES, MADV_DONTNEED) == 0)
                for (size_t k = 0; k < count; k++) heap->blocks[lowest + k].zeroed = true;
        }
        i += count;
    }
}

void heap_sweep(Heap *heap) {
    if (heap->major) {
        heap->free_count = heap->partial_count = 0;
        heap->lines_in_use = 0;
        heap->blocks_in_use = heap->block_count;
        for (size_t block = heap->block_count; block-- > 0;) {
            heap->blocks[block].free_lines = LINES_PER_BLOCK;
            sweep_block(heap, block);
        }
    } else {
        for (size_t i = heap->current_count; i-- > 0;) sweep_block(heap, heap->current_list[i]);
    }
    heap->current_count = 0;
    heap_sweep_large(heap);
}

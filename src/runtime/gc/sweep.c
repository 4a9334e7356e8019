/*
 * sweep.c - after marking: which blocks can be allocated into again, which large
 * objects are freed, what memory goes back to the system.
 *
 * Nothing is done for single dead objects: what they took is not covered, and
 * that makes it part of a gap.  After a minor collection only the blocks allocated
 * into since the last one are looked at, since the marks of all others are as
 * they were.
 */
#include "runtime/gc/heap_internal.h"

#include <stdlib.h>
#include <sys/mman.h>

static unsigned count_bits(uint64_t x) {
    x -= x >> 1 & 0x5555555555555555;
    x = (x & 0x3333333333333333) + (x >> 2 & 0x3333333333333333);
    return (unsigned)(((x + (x >> 4)) & 0x0f0f0f0f0f0f0f0f) * 0x0101010101010101 >> 56);
}

static_assert(MIN_GAP == 3, "find_room looks for three in a row");

/* The free granules of a block by the room they make for objects, as of Room;
 * pieces across two words may be missed, which does no harm. */
static void count_room(const uint64_t *covered, unsigned free[ROOM_COUNT]) {
    memset(free, 0, ROOM_COUNT * sizeof *free);
    for (unsigned i = 0; i < MARK_WORDS; i++) {
        uint64_t bits = ~covered[i];
        if (!bits) continue;
        if (!~bits) {
            for (int room = 0; room < ROOM_COUNT; room++) free[room] += 64;
            continue;
        }
        uint64_t starts = bits & bits >> 1 & bits >> 2;
        free[ROOM_SMALL] += count_bits(starts | starts << 1 | starts << 2);
        for (unsigned piece = 0; piece < 64; piece += 16)
            if ((bits >> piece & 0xffff) == 0xffff) free[ROOM_MEDIUM] += 16;
    }
}

/* ROOM_COUNT: not worth allocating into. */
static Room find_room(const uint64_t *covered) {
    static const unsigned needed[ROOM_COUNT] = {
        GRANULES_PER_BLOCK / 16, GRANULES_PER_BLOCK / 4, GRANULES_PER_BLOCK / 2};
    unsigned free[ROOM_COUNT];
    count_room(covered, free);
    for (int room = ROOM_COUNT; room-- > 0;)
        if (free[room] >= needed[room]) return (Room)room;
    return ROOM_COUNT;
}

static unsigned count_free(const uint64_t *covered) {
    unsigned used = 0;
    for (unsigned i = 0; i < MARK_WORDS; i++) used += count_bits(covered[i]);
    return GRANULES_PER_BLOCK - used;
}

static void poison_gaps(Heap *heap, size_t block) {
    const uint64_t *covered = block_covered(heap, block);
    for (unsigned i = 0; i < GRANULES_PER_BLOCK; i++)
        if (!(covered[i / 64] >> i % 64 & 1))
            memset(heap->base + block * BLOCK_BYTES + i * GRANULE_BYTES, 0xd5, GRANULE_BYTES);
}

/* Decides the block's state from what is covered and puts it on its list. */
static void sweep_block(Heap *heap, size_t block) {
    BlockInfo *info = &heap->blocks[block];
    const uint64_t *covered = block_covered(heap, block);
    unsigned free = count_free(covered);
    heap->granules_in_use += info->free;
    heap->granules_in_use -= free;
    info->free = (uint16_t)free;
    info->acquired = 0;
    if (info->state == BLOCK_CURRENT) info->zeroed = false;
    if (heap->poison && !info->zeroed) poison_gaps(heap, block);
    if (free == GRANULES_PER_BLOCK) {
        info->state = BLOCK_FREE;
        heap->free_list[heap->free_count++] = (uint32_t)block;
        heap->blocks_in_use--;
        return;
    }
    Room room = find_room(covered);
    if (room == ROOM_COUNT) {
        info->state = BLOCK_FULL;
    } else {
        info->state = BLOCK_PARTIAL;
        heap->partial_list[room][heap->partial_count[room]++] = (uint32_t)block;
    }
}

/* Those taken last, which have the highest addresses, are at the bottom of the stack. */
void heap_trim_blocks(Heap *heap, size_t keep) {
    size_t spare = keep / BLOCK_BYTES;
    for (size_t i = 0; i < heap->free_count && heap->free_count - heap->clean_count > spare;) {
        size_t first = heap->free_list[i], count = 0, most = heap->free_count - heap->clean_count - spare;
        /* One call for neighbours; the list descends from the bottom. */
        while (i + count < heap->free_count && count < most && heap->free_list[i + count] == first - count &&
               !heap->blocks[first - count].zeroed)
            count++;
        if (count) {
            size_t lowest = first - (count - 1);
            if (madvise(heap->base + lowest * BLOCK_BYTES, count * BLOCK_BYTES, MADV_DONTNEED) != 0) return;
            for (size_t k = 0; k < count; k++) heap->blocks[lowest + k].zeroed = true;
            heap->clean_count += count;
        }
        i += count ? count : 1;
    }
}

void heap_sweep(Heap *heap) {
    if (heap->major) {
        heap->free_count = 0;
        memset(heap->partial_count, 0, sizeof heap->partial_count);
        heap->granules_in_use = 0;
        heap->blocks_in_use = heap->block_count;
        for (size_t block = heap->block_count; block-- > 0;) {
            heap->blocks[block].free = GRANULES_PER_BLOCK;
            sweep_block(heap, block);
        }
    } else {
        for (size_t i = heap->current_count; i-- > 0;) sweep_block(heap, heap->current_list[i]);
    }
    heap->current_count = 0;
    heap_sweep_large(heap);
}

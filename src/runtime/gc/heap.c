/*
 * heap.c - the heap as the rest of the program sees it: creation, allocation,
 * limits, statistics.
 *
 * The common allocation is gc_alloc's bump (vm.h) of a pointer in zeroed
 * memory; about 1.5 ns with the zeroing.  Here is what happens when that runs
 * out: more of the gap is zeroed, the next gap or block is taken, a collection
 * is run.
 */
#include "runtime/gc/heap_internal.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "base/debug_flags.h"
#include "runtime/error.h"

/* Address space for blocks; less if the machine will not have it. */
enum { PAGE_BYTES = 4096, HUGE_FROM = 6 << 20 };
static const size_t reservation_max = (size_t)64 << 30;
static const size_t reservation_min = (size_t)64 << 20;
/* What stays usable after a MemoryError, to handle it with. */
static const size_t emergency_bytes = (size_t)1 << 20;

bool vector_push(PointerVector *v, void *item) {
    if (v->count == v->capacity) {
        size_t capacity = v->capacity ? v->capacity * 2 : 64;
        void **items = realloc(v->items, capacity * sizeof *items);
        if (!items) return false;
        v->items = items;
        v->capacity = capacity;
    }
    v->items[v->count++] = item;
    return true;
}

/* ---- creation ------------------------------------------------------------------- */

static void *reserve(size_t bytes) {
    void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                   -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

/* Everything about `blocks` blocks in one reservation. */
static bool reserve_blocks(Heap *heap, size_t blocks) {
    size_t heap_bytes = blocks * BLOCK_BYTES;
    size_t sizes[] = {
        heap_bytes + BLOCK_BYTES, /* blocks, and slack to align them */
        heap_bytes / 128,         /* marks */
        heap_bytes / 128,         /* old_marks */
        heap_bytes / 128,         /* young_starts */
        heap_bytes / 128,         /* covered */
        heap_bytes / 128,         /* old_covered */
        blocks * sizeof(BlockInfo),
        blocks * sizeof(uint32_t), /* free list */
        blocks * sizeof(uint32_t), /* partial lists */
        blocks * sizeof(uint32_t),
        blocks * sizeof(uint32_t),
        blocks * sizeof(uint32_t), /* current list */
        heap_bytes / 8,            /* mark stack */
        heap_bytes,                                 /* large objects */
        heap_bytes / UNIT_BYTES * sizeof(uint32_t), /* tags of their runs */
        heap_bytes / UNIT_BYTES * sizeof(uint32_t), /* next */
        heap_bytes / UNIT_BYTES * sizeof(uint32_t), /* previous */
    };
    enum { PARTS = sizeof sizes / sizeof *sizes };
    uint8_t *parts[PARTS];
    size_t total = 0;
    for (size_t i = 0; i < PARTS; i++)
        total += sizes[i] = (sizes[i] + PAGE_BYTES - 1) & ~(size_t)(PAGE_BYTES - 1);
    uint8_t *p = reserve(total);
    if (!p) return false;
    for (size_t i = 0; i < PARTS; i++) {
        parts[i] = p;
        p += sizes[i];
    }
    heap->reservation = parts[0];
    heap->reservation_bytes = total;
    heap->base =
        (uint8_t *)(((uintptr_t)parts[0] + BLOCK_BYTES - 1) & ~(uintptr_t)(BLOCK_BYTES - 1));
    /* Small programs get small pages; when it grows, faults would be felt. */
    madvise(heap->base + HUGE_FROM, heap_bytes - HUGE_FROM, MADV_HUGEPAGE);
    heap->marks = (uint64_t *)parts[1];
    heap->old_marks = (uint64_t *)parts[2];
    heap->young_starts = (uint64_t *)parts[3];
    heap->covered = (uint64_t *)parts[4];
    heap->old_covered = (uint64_t *)parts[5];
    heap->blocks = (BlockInfo *)parts[6];
    heap->free_list = (uint32_t *)parts[7];
    for (int room = 0; room < ROOM_COUNT; room++)
        heap->partial_list[room] = (uint32_t *)parts[8 + room];
    heap->current_list = (uint32_t *)parts[11];
    heap->mark_stack = (uintptr_t *)parts[12];
    heap->mark_limit = heap_bytes / 8 / sizeof(uintptr_t);
    heap->block_limit = blocks;
    heap->space.base = parts[13];
    heap->space.tags = (uint32_t *)parts[14];
    heap->space.next = (uint32_t *)parts[15];
    heap->space.previous = (uint32_t *)parts[16];
    heap->space.unit_limit = heap_bytes / UNIT_BYTES;
    madvise(heap->space.base + HUGE_FROM, heap_bytes - HUGE_FROM, MADV_HUGEPAGE);
    return true;
}

Heap *heap_new(Vm *vm, size_t max_bytes) {
    Heap *heap = calloc(1, sizeof(Heap));
    if (!heap) return NULL;
    size_t bytes = reservation_max;
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        while (bytes > reservation_min && bytes > limit.rlim_cur / 4) bytes /= 2;
    while (!reserve_blocks(heap, bytes / BLOCK_BYTES)) {
        if (bytes <= reservation_min) {
            free(heap);
            return NULL;
        }
        bytes /= 2;
    }
    heap->tracer.heap = heap;
    heap->vm = vm;
    heap->max_bytes = max_bytes;
    heap->enabled = true;
    heap->gap_block = NO_BLOCK;
    for (int room = 0; room < ROOM_COUNT; room++) heap->overflow[room].block = NO_BLOCK;
    heap->mark_epoch = 1;
    heap->nursery_bytes = NURSERY_MIN;
    heap->live_limit = heap->in_use_limit = MAJOR_FIRST;
    heap->growth_part = GROWTH_PART_FIRST;
    heap->large_low = UINTPTR_MAX;
    int64_t every = debug_flag("gcstress", 0);
    if (every > 0) heap_set_stress(heap, (uint32_t)every, (uint64_t)debug_flag("gcseed", 1));
    heap->fail_left = (uint64_t)debug_flag("oom", 0);
    heap->verify_every = (uint32_t)debug_flag("gcverify", every > 0 ? 100 : 0);
    return heap;
}

void heap_free(Heap *heap) {
    heap_unmap_large(heap);
    free(heap->large);
    PointerVector *vectors[] = {
        &heap->young_large,    &heap->condemned,      &heap->candidates,     &heap->log,
        &heap->dirty_large,    &heap->finalize_young, &heap->finalize_old,
        &heap->finalize_queue, &heap->owners_young,   &heap->owners_old,
        &heap->weak_lists,     &heap->discards,
    };
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) free(vectors[i]->items);
    munmap(heap->reservation, heap->reservation_bytes);
    free(heap);
}

/* ---- limits ---------------------------------------------------------------------- */

size_t heap_bytes_in_use(const Heap *heap) {
    return heap->blocks_in_use * (size_t)BLOCK_BYTES + heap->large_bytes;
}

bool heap_within_limit(const Heap *heap, size_t more) {
    size_t limit = heap->max_bytes;
    if (!limit) return true;
    if (heap->emergency && more <= LARGE_BYTES * 8) limit += emergency_bytes;
    return more <= limit && heap_bytes_in_use(heap) <= limit - more;
}

void *heap_out_of_memory(Thread *t) {
    t->heap->emergency = true;
    raise_memory_error(t);
    return NULL;
}

/* ---- gaps and blocks --------------------------------------------------------------- */

/* The list of partial blocks to take one from; ROOM_COUNT: none.  Those of little
 * room come last: objects allocated one after the other then lie side by side,
 * and few gaps have to be looked for. */
static Room choose_room(const Heap *heap, Room least) {
    for (int room = least < ROOM_MEDIUM ? ROOM_MEDIUM : least; room < ROOM_COUNT; room++)
        if (heap->partial_count[room]) return (Room)room;
    return least == ROOM_SMALL && heap->partial_count[ROOM_SMALL] ? ROOM_SMALL : ROOM_COUNT;
}

/* A block to allocate into that has such room, marked current; NO_BLOCK: none to
 * be had. */
static size_t take_block(Heap *heap, Room room) {
    size_t block;
    room = choose_room(heap, room);
    if (room < ROOM_COUNT) {
        block = heap->partial_list[room][--heap->partial_count[room]];
    } else if (!heap_within_limit(heap, BLOCK_BYTES)) {
        return NO_BLOCK;
    } else if (heap->free_count) {
        block = heap->free_list[--heap->free_count];
        if (heap->blocks[block].zeroed) {
            heap->clean_count--;
            heap_take_pages(heap, 0);
        }
        heap->blocks_in_use++;
    } else if (heap->block_count < heap->block_limit) {
        heap_take_pages(heap, BLOCK_BYTES);
        block = heap->block_count++;
        heap->used_bytes += BLOCK_BYTES;
        heap->blocks[block].zeroed = true;
        heap->blocks[block].free = GRANULES_PER_BLOCK;
        heap->blocks_in_use++;
    } else {
        return NO_BLOCK;
    }
    heap->blocks[block].state = BLOCK_CURRENT;
    heap->blocks[block].acquired = 0;
    heap->blocks[block].least_gap = room == ROOM_SMALL ? MIN_GAP : FAIR_GAP;
    heap->current_list[heap->current_count++] = (uint32_t)block;
    return block;
}

/* A zero word ends the objects of the gap, as the walk over it expects. */
static void close_gap(Heap *heap, Thread *t) {
    if (heap->gap_end && heap->zeroed_end < heap->gap_end) memset(heap->zeroed_end, 0, 8);
    heap->gap_end = heap->zeroed_end = NULL;
    t->alloc_cursor = t->alloc_limit = NULL;
}

static void close_overflow(Overflow *overflow) {
    if (overflow->cursor < overflow->end) memset(overflow->cursor, 0, 8);
    overflow->cursor = overflow->end = NULL;
}

void heap_close_gaps(Heap *heap, Thread *t) {
    heap->allocated -= (size_t)(heap->gap_end - t->alloc_cursor);
    close_gap(heap, t);
    heap->gap_block = NO_BLOCK;
    for (int room = 0; room < ROOM_COUNT; room++) {
        close_overflow(&heap->overflow[room]);
        heap->overflow[room].block = NO_BLOCK;
    }
}

/* The next gap of a block, which is acquired; NULL: there is none. */
static uint8_t *acquire_gap(Heap *heap, size_t block, uint8_t **gap_end) {
    BlockInfo *info = &heap->blocks[block];
    const uint64_t *covered = block_covered(heap, block);
    uint8_t *start = heap->base + block * BLOCK_BYTES;
    unsigned end = info->acquired, first;
    for (;;) {
        first = next_gap(covered, end, &end);
        if (first == GRANULES_PER_BLOCK) {
            info->acquired = GRANULES_PER_BLOCK;
            return NULL;
        }
        if (end - first >= info->least_gap) break;
        memset(start + first * GRANULE_BYTES, 0, 8); /* passed over: no objects */
    }
    info->acquired = (uint16_t)end;
    *gap_end = start + end * GRANULE_BYTES;
    return start + first * GRANULE_BYTES;
}

static bool open_gap(Heap *heap, Thread *t) {
    close_gap(heap, t);
    for (;;) {
        if (heap->gap_block != NO_BLOCK) {
            uint8_t *end, *start = acquire_gap(heap, heap->gap_block, &end);
            if (start) {
                t->alloc_cursor = t->alloc_limit = heap->zeroed_end = start;
                heap->gap_end = end;
                heap->allocated += (size_t)(end - start);
                return true;
            }
        }
        heap->gap_block = take_block(heap, ROOM_SMALL);
        if (heap->gap_block == NO_BLOCK) return false;
    }
}

/* A gap of at least `size` bytes for overflow. */
static bool open_overflow(Heap *heap, Room room, size_t size) {
    Overflow *overflow = &heap->overflow[room];
    for (;;) {
        close_overflow(overflow);
        uint8_t *end, *start =
            overflow->block != NO_BLOCK ? acquire_gap(heap, overflow->block, &end) : NULL;
        if (start) {
            overflow->cursor = start;
            overflow->end = end;
            if (size <= (size_t)(end - start)) return true;
        } else if ((overflow->block = take_block(heap, room)) == NO_BLOCK) {
            return false;
        }
    }
}

/* Zeroes more of the current gap, at least up to `end`. */
static void extend_zeroed(Heap *heap, Thread *t, uint8_t *end) {
    uint8_t *to = heap->zeroed_end + ZERO_AHEAD;
    if (to < end) to = end;
    if (to > heap->gap_end) to = heap->gap_end;
    BlockInfo *info = &heap->blocks[heap->gap_block];
    if (!info->zeroed) memset(heap->zeroed_end, 0, (size_t)(to - heap->zeroed_end));
    heap->zeroed_end = to;
}

static Object *new_object(void *memory, size_t size, Kind kind, Shape *shape) {
    Object *o = memory;
    o->shape = (uint32_t)(uintptr_t)shape;
    o->granules = (uint16_t)(size >> 4);
    o->kind = (uint8_t)kind;
    o->gc = 0;
    return o;
}

/* Bumps in the current gap, zeroing more of it if need be; NULL: does not fit. */
static Object *bump(Heap *heap, Thread *t, size_t size, Kind kind, Shape *shape) {
    if (size > (size_t)(heap->gap_end - t->alloc_cursor)) return NULL;
    uint8_t *p = t->alloc_cursor;
    if (p + size > heap->zeroed_end) extend_zeroed(heap, t, p + size);
    t->alloc_cursor = p + size;
    t->alloc_limit = heap->zeroed_end;
    return new_object(p, size, kind, shape);
}

/* Bytes [from, to) of the object need not be zero. */
static Object *bump_overflow(Heap *heap, size_t size, size_t from, size_t to, Kind kind,
                             Shape *shape) {
    Room room = size <= MEDIUM_BYTES ? ROOM_MEDIUM : ROOM_BIG;
    Overflow *overflow = &heap->overflow[room];
    if (size > (size_t)(overflow->end - overflow->cursor) && !open_overflow(heap, room, size))
        return NULL;
    uint8_t *p = overflow->cursor;
    if (!heap->blocks[overflow->block].zeroed) {
        memset(p, 0, from);
        memset(p + to, 0, size - to);
    }
    overflow->cursor += size;
    heap->allocated += size;
    return new_object(p, size, kind, shape);
}

static Object *alloc_in_blocks(Heap *heap, Thread *t, size_t size, size_t from, size_t to,
                               Kind kind, Shape *shape) {
    /* What the current gap has ready is zeroed. */
    if (to - from > FILL_BYTES / 2) return bump_overflow(heap, size, from, to, kind, shape);
    Object *o = bump(heap, t, size, kind, shape);
    if (o) return o;
    /* What is left of a gap may be given up when it is too small for most. */
    bool nearly_full = (size_t)(heap->gap_end - t->alloc_cursor) < MIN_GAP_BYTES;
    if ((size <= MIN_GAP_BYTES || nearly_full) && open_gap(heap, t) &&
        (o = bump(heap, t, size, kind, shape)))
        return o;
    return bump_overflow(heap, size, from, to, kind, shape);
}

/* ---- allocation ------------------------------------------------------------------------ */

static uint64_t next_random(uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

/* Collects now and then, at places that the seed decides. */
static void stress(Heap *heap, Thread *t) {
    if (--heap->stress_left) return;
    heap->stress_left =
        1 + (uint32_t)(next_random(&heap->stress_seed) % (heap->stress_every * 2 - 1));
    heap_collect(t, next_random(&heap->stress_seed) % 8 == 0, GC_STRESS);
}

void *gc_alloc_slow(Thread *t, size_t size, Kind kind, Shape *shape) {
    return gc_alloc_to_fill_slow(t, size, 0, 0, kind, shape);
}

void *gc_alloc_to_fill_slow(Thread *t, size_t size, size_t from, size_t to, Kind kind,
                            Shape *shape) {
    Heap *heap = t->heap;
    size = (size + 15) & ~(size_t)15;
    if (heap->stress_every) stress(heap, t);
    if (__builtin_expect(heap->observer != NULL, 0)) heap->observer(t, size, kind, shape);
    if (__builtin_expect(heap->fail_left != 0, 0) && heap->ready && --heap->fail_left == 0)
        return heap_out_of_memory(t);
    if (size > LARGE_BYTES) return heap_alloc_large(t, size, from, to, kind, shape);
    if (__builtin_expect(heap->allocated >= heap->nursery_bytes, 0) &&
        (size > FILL_BYTES || size > (size_t)(heap->gap_end - t->alloc_cursor)))
        heap_collect(t, heap->major_due, GC_NURSERY_FULL);
    Object *o = alloc_in_blocks(heap, t, size, from, to, kind, shape);
    if (__builtin_expect(!o, 0)) {
        heap_collect(t, true, GC_LIMIT);
        o = alloc_in_blocks(heap, t, size, from, to, kind, shape);
        if (!o) return heap_out_of_memory(t);
    }
    if (heap->stress_every || heap->fail_left || heap->observer)
        t->alloc_limit = t->alloc_cursor; /* the next one comes here as well */
    return o;
}

Array *gc_alloc_array(Thread *t, size_t capacity) {
    if (capacity > (PTRDIFF_MAX / 2 - sizeof(Array)) / sizeof(Value)) return heap_out_of_memory(t);
    Array *a = gc_alloc(t, sizeof(Array) + capacity * sizeof(Value), KIND_ARRAY, NULL);
    if (a) a->capacity = capacity;
    return a;
}

Array *gc_alloc_array_to_fill(Thread *t, size_t capacity, size_t filled) {
    if (capacity > (PTRDIFF_MAX / 2 - sizeof(Array)) / sizeof(Value)) return heap_out_of_memory(t);
    Array *a = gc_alloc_to_fill(t, sizeof(Array) + capacity * sizeof(Value), sizeof(Array),
                                sizeof(Array) + filled * sizeof(Value), KIND_ARRAY, NULL);
    if (a) a->capacity = capacity;
    return a;
}

Raw *gc_alloc_raw(Thread *t, size_t bytes) {
    if (bytes > PTRDIFF_MAX / 2) return heap_out_of_memory(t);
    Raw *r = gc_alloc(t, sizeof(Raw) + bytes, KIND_RAW, NULL);
    if (r) r->size = bytes;
    return r;
}

Raw *gc_alloc_raw_to_fill(Thread *t, size_t bytes) {
    if (bytes > PTRDIFF_MAX / 2) return heap_out_of_memory(t);
    Raw *r = gc_alloc_to_fill(t, sizeof(Raw) + bytes, sizeof(Raw), sizeof(Raw) + bytes, KIND_RAW,
                              NULL);
    if (r) r->size = bytes;
    return r;
}

/* ---- settings and statistics -------------------------------------------------------------- */

static uint32_t shape_of_type(const Heap *heap, TypeId type) {
    return (uint32_t)(uintptr_t)heap->vm->types[type]->root_shape;
}

void heap_ready(Heap *heap) {
    heap->tuple_shape = shape_of_type(heap, TYPE_TUPLE);
    heap->list_shape = shape_of_type(heap, TYPE_LIST);
    heap->dict_shape = shape_of_type(heap, TYPE_DICT);
    heap->ready = true;
}
void heap_set_limit(Heap *heap, size_t max_bytes) {
    heap->max_bytes = max_bytes;
}
void heap_enable(Heap *heap, bool enabled) {
    heap->enabled = enabled;
}
bool heap_is_enabled(const Heap *heap) {
    return heap->enabled;
}

HeapStats heap_stats(const Heap *heap) {
    HeapStats stats = heap->stats;
    stats.bytes_allocated = heap->allocated_ever + heap->allocated;
    stats.pause_total_ns = stats.minor.total_ns + stats.major.total_ns;
    stats.pause_max_ns =
        stats.minor.max_ns > stats.major.max_ns ? stats.minor.max_ns : stats.major.max_ns;
    stats.minor_collections = stats.minor.count;
    stats.major_collections = stats.major.count;
    stats.bytes_reserved = heap->block_count * (size_t)BLOCK_BYTES + heap->large_bytes;
    return stats;
}

void heap_observe(Thread *t, void (*allocated)(Thread *t, size_t size, Kind kind, Shape *shape)) {
    t->heap->observer = allocated;
    t->alloc_limit = t->alloc_cursor; /* all allocations go through gc_alloc_slow */
}

uint64_t collection_pause_quantile(const CollectionStats *stats, double part) {
    uint64_t below = 0;
    for (size_t i = 0; i < sizeof stats->pauses / sizeof *stats->pauses; i++) {
        below += stats->pauses[i];
        if (below && (double)below >= part * (double)stats->count) return (uint64_t)2 << i;
    }
    return 0;
}

void heap_add_root(Heap *heap, void (*trace)(Tracer *, void *data), void *data) {
    assert(heap->root_count < sizeof heap->roots / sizeof *heap->roots);
    heap->roots[heap->root_count++] = (RootTracer){trace, data};
}

void heap_set_stress(Heap *heap, uint32_t every_n_allocations, uint64_t seed) {
    heap->stress_every = every_n_allocations;
    heap->stress_left = 1;
    heap->stress_seed = seed;
    heap->poison = every_n_allocations != 0;
    /* Threads notice when their present bit of zeroed memory is used up. */
}

/* ---- threads ---------------------------------------------------------------------------------- */

bool heap_add_thread(Heap *heap, Thread *t) {
    if (heap->thread_count == sizeof heap->threads / sizeof *heap->threads) return false;
    heap->threads[heap->thread_count++] = t;
    return true;
}

void heap_remove_thread(Heap *heap, Thread *t) {
    for (size_t i = 0; i < heap->thread_count; i++)
        if (heap->threads[i] == t) {
            heap->threads[i] = heap->threads[--heap->thread_count];
            return;
        }
}

void heap_switch_thread(Heap *heap, Thread *from, Thread *to) {
    to->alloc_cursor = from->alloc_cursor;
    to->alloc_limit = from->alloc_limit;
    from->alloc_cursor = from->alloc_limit = NULL;
}

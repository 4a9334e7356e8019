/*
 * large.c - large objects (above LARGE_BYTES): their memory and their lives.
 *
 * Memory.  One stretch of address space in units of UNIT_BYTES is cut into
 * runs, free or in use.  The first and last unit of each run say how long it is
 * (boundary tags, Knuth 1973), so that a freed run melts together with free
 * neighbours; free runs hang in lists by size, eight to each power of two, and
 * a bitmap finds the next list that has one (Masmano et al., TLSF, 2004).
 * What dies is used again while it is in the cache: making and dropping 16 KB
 * objects costs 0.5 us each, 3 us through the system's malloc, which gave
 * the memory back and took it again at each collection.
 *
 * A free run is clean when its memory reads as zero (never used, or given back
 * to the system), otherwise dirty.  Only so many dirty bytes are kept.
 *
 * Objects of MAPPED_BYTES and more are mapped from the system singly: zeroed by
 * it as far as they are touched, in huge pages, and returned at once.
 */
#include <stdlib.h>
#include <sys/mman.h>

#include "runtime/error.h"
#include "runtime/gc/heap_internal.h"
#include "runtime/str.h"

enum {
    PAGE_BYTES = 4096,
    HUGE_PAGE_BYTES = 2 << 20,
    /* Shorter free runs are not worth two system calls and the page faults. */
    TRIM_UNITS = (32 << 10) >> UNIT_SHIFT,
};

/* Flags in a run's boundary tags, above its length. */
#define RUN_FREE ((uint32_t)1 << 31)
#define RUN_CLEAN ((uint32_t)1 << 30)
#define RUN_UNITS (RUN_CLEAN - 1)

/* ---- runs ---------------------------------------------------------------------------- */

static unsigned list_of(size_t units) {
    if (units < 8) return (unsigned)units;
    unsigned log = 63 - (unsigned)__builtin_clzll(units);
    return (log - 2) * 8 + (unsigned)(units >> (log - 3) & 7);
}

static_assert(RUN_LISTS > (29 - 2) * 8 + 7, "there is a list for every length of a run");

static void tag_run(LargeSpace *space, size_t first, size_t units, uint32_t flags) {
    space->tags[first] = space->tags[first + units - 1] = (uint32_t)units | flags;
}

static void link_run(LargeSpace *space, size_t first, size_t units, bool clean) {
    tag_run(space, first, units, clean ? RUN_FREE | RUN_CLEAN : RUN_FREE);
    unsigned list = list_of(units);
    uint32_t head = space->lists[list];
    space->next[first] = head;
    space->previous[first] = 0;
    if (head) space->previous[head - 1] = (uint32_t)first + 1;
    space->lists[list] = (uint32_t)first + 1;
    space->nonempty[list / 64] |= (uint64_t)1 << list % 64;
    if (!clean) space->dirty_bytes += units * UNIT_BYTES;
}

static void unlink_run(LargeSpace *space, size_t first) {
    uint32_t tag = space->tags[first];
    unsigned list = list_of(tag & RUN_UNITS);
    uint32_t next = space->next[first], previous = space->previous[first];
    if (next) space->previous[next - 1] = previous;
    if (previous)
        space->next[previous - 1] = next;
    else if (!(space->lists[list] = next))
        space->nonempty[list / 64] &= ~((uint64_t)1 << list % 64);
    if (!(tag & RUN_CLEAN)) space->dirty_bytes -= (size_t)(tag & RUN_UNITS) * UNIT_BYTES;
}

/* First unit of a free run that is long enough; SIZE_MAX: there is none. */
static size_t find_run(const LargeSpace *space, size_t units) {
    unsigned list = list_of(units);
    uint32_t head = space->lists[list];
    if (head && (space->tags[head - 1] & RUN_UNITS) >= units) return head - 1;
    list++;
    uint64_t bits = space->nonempty[list / 64] & UINT64_MAX << list % 64;
    size_t word = list / 64;
    while (!bits) {
        if (++word == RUN_LISTS / 64) return SIZE_MAX;
        bits = space->nonempty[word];
    }
    return space->lists[word * 64 + (unsigned)__builtin_ctzll(bits)] - 1;
}

/* Memory for `bytes`; *clean: it reads as zero.  NULL: the space is used up. */
static void *take_run(LargeSpace *space, size_t bytes, bool *clean) {
    size_t units = (bytes + UNIT_BYTES - 1) >> UNIT_SHIFT;
    size_t first = find_run(space, units);
    if (first == SIZE_MAX) {
        if (units > space->unit_limit - space->unit_count) return NULL;
        first = space->unit_count;
        space->unit_count += units;
        *clean = true;
    } else {
        uint32_t tag = space->tags[first];
        *clean = tag & RUN_CLEAN;
        unlink_run(space, first);
        size_t rest = (tag & RUN_UNITS) - units;
        if (rest) link_run(space, first + units, rest, *clean);
    }
    tag_run(space, first, units, 0);
    return space->base + (first << UNIT_SHIFT);
}

static void give_run(LargeSpace *space, void *memory) {
    size_t first = (size_t)((uint8_t *)memory - space->base) >> UNIT_SHIFT;
    size_t units = space->tags[first];
    if (first > 0 && space->tags[first - 1] & RUN_FREE) {
        size_t before = space->tags[first - 1] & RUN_UNITS;
        unlink_run(space, first - before);
        first -= before;
        units += before;
    }
    size_t behind = first + units;
    if (behind < space->unit_count && space->tags[behind] & RUN_FREE) {
        unlink_run(space, behind);
        units += space->tags[behind] & RUN_UNITS;
    }
    link_run(space, first, units, false);
}

/* Gives a free run's memory back to the system; it is clean afterwards. */
static bool clean_run(LargeSpace *space, size_t first) {
    size_t units = space->tags[first] & RUN_UNITS;
    uint8_t *start = space->base + (first << UNIT_SHIFT), *end = start + units * UNIT_BYTES;
    uintptr_t low = ((uintptr_t)start + PAGE_BYTES - 1) & ~(uintptr_t)(PAGE_BYTES - 1);
    uintptr_t high = (uintptr_t)end & ~(uintptr_t)(PAGE_BYTES - 1);
    if (madvise((void *)low, high - low, MADV_DONTNEED) != 0) return false;
    /* Its ends share pages with the neighbours. */
    memset(start, 0, low - (uintptr_t)start);
    memset((void *)high, 0, (uintptr_t)end - high);
    unlink_run(space, first);
    link_run(space, first, units, true);
    return true;
}

/* Gives memory back, that of the longest runs first, until `keep` dirty bytes are left. */
static void trim_runs(LargeSpace *space, size_t keep) {
    for (unsigned list = RUN_LISTS; list-- > list_of(TRIM_UNITS);)
        for (uint32_t at = space->lists[list], next; at; at = next) {
            if (space->dirty_bytes <= keep) return;
            next = space->next[at - 1];
            if (!(space->tags[at - 1] & RUN_CLEAN) && !clean_run(space, at - 1)) return;
        }
}

/* ---- memory of one object -------------------------------------------------------------- */

static void *map_pages(size_t bytes) {
    /* Reserved properly, not overcommitted: an absurd size must fail here. */
    void *pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return pages == MAP_FAILED ? NULL : pages;
}

/* Mapped so that huge pages fit in from the beginning on. */
static void *map_aligned(size_t bytes) {
    uint8_t *pages = map_pages(bytes + HUGE_PAGE_BYTES);
    if (!pages) return NULL;
    size_t before = -(uintptr_t)pages & (HUGE_PAGE_BYTES - 1), behind = HUGE_PAGE_BYTES - before;
    if (before) munmap(pages, before);
    munmap(pages + before + bytes, behind);
    madvise(pages + before, bytes, MADV_HUGEPAGE);
    return pages + before;
}

static LargeHeader *map_large(size_t total) {
    size_t mapped = (total + PAGE_BYTES - 1) & ~(size_t)(PAGE_BYTES - 1);
    LargeHeader *large = mapped >= MAPPED_BYTES ? map_aligned(mapped) : map_pages(mapped);
    if (large) large->mapped = mapped;
    return large;
}

/* Memory of the object and its header: zero, but for bytes [from, to) of the
 * object, which may hold anything. */
static LargeHeader *take_memory(Heap *heap, size_t size, size_t from, size_t to) {
    size_t total = sizeof(LargeHeader) + size;
    if (total >= MAPPED_BYTES) return map_large(total);
    bool clean;
    LargeHeader *large = take_run(&heap->space, total, &clean);
    if (!large) return map_large(total);
    if (!clean) {
        uint8_t *object = (uint8_t *)large_object(large);
        memset(large, 0, sizeof *large + from);
        memset(object + to, 0, size - to);
    }
    return large;
}

void heap_free_large(Heap *heap, LargeHeader *large) {
    if (!large->discarded) heap->large_bytes -= large->bytes;
    free(large->cards);
    if (large->mapped) {
        munmap(large, large->mapped);
        return;
    }
    if (heap->poison) memset(large_object(large), 0xd5, large->bytes);
    give_run(&heap->space, large);
}

/* ---- allocation ------------------------------------------------------------------------- */

Object *heap_alloc_large(Thread *t, size_t size, size_t from, size_t to, Kind kind, Shape *shape) {
    Heap *heap = t->heap;
    if (size > PTRDIFF_MAX - PAGE_BYTES * 2) return heap_out_of_memory(t);
    if (heap->allocated + size >= heap->nursery_bytes && heap->allocated)
        heap_collect(t, heap->major_due, GC_NURSERY_FULL);
    if (!heap_within_limit(heap, size)) {
        heap_collect(t, true, GC_LIMIT);
        if (!heap_within_limit(heap, size)) return heap_out_of_memory(t);
    }
    LargeHeader *large = take_memory(heap, size, from, to);
    if (!large) return heap_out_of_memory(t);
    large->bytes = size;
    heap->large_bytes += size;
    if (!vector_push(&heap->young_large, large)) {
        heap_free_large(heap, large);
        return heap_out_of_memory(t);
    }
    heap->allocated += size;
    uintptr_t low = (uintptr_t)large_object(large);
    if (low < heap->large_low) heap->large_low = low;
    if (low + size > heap->large_high) heap->large_high = low + size;
    Object *o = large_object(large);
    o->shape = (uint32_t)(uintptr_t)shape;
    o->kind = (uint8_t)kind;
    o->gc = GC_LARGE;
    return o;
}

void gc_discard(Thread *t, void *storage) {
    Object *o = storage;
    if (!(o->gc & GC_LARGE)) return;
    LargeHeader *large = large_header(o);
    Heap *heap = t->heap;
    if (large->mapped >= MAPPED_BYTES && !large->discarded) {
        /* The first page stays for the headers; the rest reads as zero, should
         * somebody have kept a pointer after all. */
        madvise((uint8_t *)large + PAGE_BYTES, large->mapped - PAGE_BYTES, MADV_DONTNEED);
        large->discarded = true;
        heap->large_bytes -= large->bytes;
    }
    /* An old one becomes unmarked: unless it is reached again, the next
     * collection frees it like a young one. */
    if (o->gc & GC_OLD && large->epoch == heap->mark_epoch &&
        vector_push(&heap->condemned, large))
        large->epoch = 0;
}

/* ---- sweeping ------------------------------------------------------------------------------ */

static bool is_leaf(const Object *o) {
    return o->kind == KIND_RAW || o->kind == KIND_STR || o->kind == KIND_BYTES ||
           o->kind == KIND_INT;
}

/* A young large object without references that a stack refers to: if nothing else does, it
 * stays young, and the next minor collection can free it.  So the numbers and texts that a
 * computation has in hand when a collection strikes do not pile up until the next major one:
 * of those bench/bigint/fibonacci_big has half as many.  False: it is to be marked. */
bool heap_hold_large(Heap *heap, Object *o) {
    if (heap->major || (o->gc & (GC_LARGE | GC_OLD | GC_SUBCLASS)) != GC_LARGE || !is_leaf(o)) return false;
    if (o->kind == KIND_STR && ((Str *)o)->flags & STR_INTERNED) return false; /* its table asks for marks */
    large_header(o)->on_stack = true;
    return true;
}

/* Frees what is unmarked of the old large objects. */
static void sweep_old(Heap *heap) {
    size_t kept = 0;
    heap->large_leaf_bytes = 0;
    for (size_t i = 0; i < heap->large_count; i++) {
        LargeHeader *large = heap->large[i];
        if (large->epoch == heap->mark_epoch) {
            heap->large[kept++] = large;
            if (is_leaf(large_object(large))) heap->large_leaf_bytes += large->bytes;
        } else {
            heap_free_large(heap, large);
        }
    }
    heap->large_count = kept;
}

/* Sorts the young ones into those that become old, how many of which is returned, and those
 * that stay young behind them; frees the dead. */
static size_t divide_young(Heap *heap) {
    LargeHeader **young = (LargeHeader **)heap->young_large.items;
    size_t kept = 0, old = 0;
    for (size_t i = 0; i < heap->young_large.count; i++) {
        LargeHeader *large = young[i];
        bool marked = large->epoch == heap->mark_epoch;
        if (!marked && !large->on_stack) {
            heap_free_large(heap, large);
            continue;
        }
        large->on_stack = false;
        young[kept] = large;
        if (marked) { /* in their order */
            memmove(young + old + 1, young + old, (kept - old) * sizeof *young);
            young[old++] = large;
        }
        kept++;
    }
    heap->young_large.count = kept;
    return old;
}

/* Merges those that have become old into the sorted array; those that there is no memory
 * for stay young for another while. */
static void sweep_young(Heap *heap) {
    size_t count = divide_young(heap);
    LargeHeader **young = (LargeHeader **)heap->young_large.items;
    if (!count) return;
    size_t total = heap->large_count + count;
    if (total > heap->large_capacity) {
        size_t capacity = total + total / 2 + 16;
        LargeHeader **grown = realloc(heap->large, capacity * sizeof *grown);
        if (!grown) return;
        heap->large = grown;
        heap->large_capacity = capacity;
    }
    size_t i = heap->large_count, j = count, to = total, staying = heap->young_large.count - count;
    while (j > 0) {
        if (i > 0 && heap->large[i - 1] > young[j - 1]) {
            i--;
            to--;
            heap->large[to] = heap->large[i];
        } else {
            heap->large[--to] = young[--j];
        }
    }
    heap->large_count = total;
    memmove(young, young + count, staying * sizeof *young);
    heap->young_large.count = staying;
}

void heap_sweep_large(Heap *heap) {
    if (heap->major || heap->condemned.count) sweep_old(heap);
    heap->condemned.count = 0;
    sweep_young(heap);
    heap->large_low = UINTPTR_MAX;
    heap->large_high = 0;
    if (heap->large_count) {
        heap->large_low = (uintptr_t)large_object(heap->large[0]);
        LargeHeader *last = heap->large[heap->large_count - 1];
        heap->large_high = (uintptr_t)large_object(last) + last->bytes;
    }
    for (size_t i = 0; i < heap->young_large.count; i++) {
        LargeHeader *large = heap->young_large.items[i];
        uintptr_t low = (uintptr_t)large_object(large), high = low + large->bytes;
        if (low < heap->large_low) heap->large_low = low;
        if (high > heap->large_high) heap->large_high = high;
    }
}

void heap_trim_large(Heap *heap, size_t keep) {
    if (heap->space.dirty_bytes > keep) trim_runs(&heap->space, keep);
}

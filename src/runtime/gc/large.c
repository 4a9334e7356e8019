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
 * to the system), otherwise dirty.  The two never melt together: dirty runs are
 * pages that the program has, and are used first; clean ones are mere addresses.
 * Dirty runs are given back when memory would otherwise exceed what the process
 * had at its highest, or when they have not been needed for long (pages.c).
 *
 * Storage can grow in place, into the free runs behind it (gc_extend_array).
 *
 * Objects of MAPPED_BYTES and more are mapped from the system singly, so that
 * what the machine does not have fails here, not when it is touched; they are
 * zeroed by the system as far as they are touched, and returned at once.
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
    /* Of longer ones, the system is asked how much of them was touched. */
    PROBE_UNITS = (256 << 10) >> UNIT_SHIFT,
    /* Of discarded storage of this size, the memory need not wait for the next collection. */
    DISCARD_BYTES = 1 << 20,
};

/* Flags in a run's boundary tags, above its length. */
#define RUN_FREE ((uint32_t)1 << 31)
#define RUN_CLEAN ((uint32_t)1 << 30)
#define RUN_STATE (RUN_FREE | RUN_CLEAN)
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
    RunLists *lists = &space->free[clean];
    uint32_t head = lists->heads[list];
    space->next[first] = head;
    space->previous[first] = 0;
    if (head) space->previous[head - 1] = (uint32_t)first + 1;
    lists->heads[list] = (uint32_t)first + 1;
    lists->nonempty[list / 64] |= (uint64_t)1 << list % 64;
    if (!clean) space->dirty_bytes += units * UNIT_BYTES;
}

static void unlink_run(LargeSpace *space, size_t first) {
    uint32_t tag = space->tags[first];
    unsigned list = list_of(tag & RUN_UNITS);
    RunLists *lists = &space->free[(tag & RUN_CLEAN) != 0];
    uint32_t next = space->next[first], previous = space->previous[first];
    if (next) space->previous[next - 1] = previous;
    if (previous)
        space->next[previous - 1] = next;
    else if (!(lists->heads[list] = next))
        lists->nonempty[list / 64] &= ~((uint64_t)1 << list % 64);
    if (!(tag & RUN_CLEAN)) space->dirty_bytes -= (size_t)(tag & RUN_UNITS) * UNIT_BYTES;
}

/* Frees these units, which belong to no run of a list, together with free neighbours
 * of the same state. */
static void free_units(LargeSpace *space, size_t first, size_t units, bool clean) {
    uint32_t state = clean ? RUN_FREE | RUN_CLEAN : RUN_FREE;
    if (first > 0 && (space->tags[first - 1] & RUN_STATE) == state) {
        size_t before = space->tags[first - 1] & RUN_UNITS;
        unlink_run(space, first - before);
        first -= before;
        units += before;
    }
    size_t behind = first + units;
    if (behind < space->unit_count && (space->tags[behind] & RUN_STATE) == state) {
        unlink_run(space, behind);
        units += space->tags[behind] & RUN_UNITS;
    }
    link_run(space, first, units, clean);
}

/* First unit of a free run that is long enough; SIZE_MAX: there is none. */
static size_t find_run(const LargeSpace *space, size_t units, bool clean) {
    const RunLists *lists = &space->free[clean];
    unsigned list = list_of(units);
    uint32_t head = lists->heads[list];
    if (head && (space->tags[head - 1] & RUN_UNITS) >= units) return head - 1;
    list++;
    uint64_t bits = lists->nonempty[list / 64] & UINT64_MAX << list % 64;
    size_t word = list / 64;
    while (!bits) {
        if (++word == RUN_LISTS / 64) return SIZE_MAX;
        bits = lists->nonempty[word];
    }
    return lists->heads[word * 64 + (unsigned)__builtin_ctzll(bits)] - 1;
}

static size_t units_of(size_t bytes) { return (bytes + UNIT_BYTES - 1) >> UNIT_SHIFT; }

/* Memory for `bytes`; *clean: it reads as zero.  NULL: the space is used up. */
static void *take_run(Heap *heap, size_t bytes, bool *clean) {
    LargeSpace *space = &heap->space;
    size_t units = units_of(bytes), first = find_run(space, units, false);
    *clean = first == SIZE_MAX;
    if (*clean) {
        heap_take_pages(heap, bytes);
        first = find_run(space, units, true);
    }
    if (first == SIZE_MAX) {
        if (units > space->unit_limit - space->unit_count) return NULL;
        first = space->unit_count;
        space->unit_count += units;
    } else {
        size_t rest = (space->tags[first] & RUN_UNITS) - units;
        unlink_run(space, first);
        if (rest) link_run(space, first + units, rest, *clean);
    }
    tag_run(space, first, units, 0);
    return space->base + (first << UNIT_SHIFT);
}

/* Bytes of this memory up to the last page that was ever touched; the rest is clean. */
static size_t touched_bytes(uint8_t *memory, size_t bytes) {
    enum { PAGES = 512 };
    unsigned char resident[PAGES];
    uint8_t *low = (uint8_t *)(((uintptr_t)memory + PAGE_BYTES - 1) & ~(uintptr_t)(PAGE_BYTES - 1));
    uint8_t *end = (uint8_t *)((uintptr_t)(memory + bytes) & ~(uintptr_t)(PAGE_BYTES - 1)), *to = end;
    while (to > low) {
        size_t pages = (size_t)(to - low) / PAGE_BYTES;
        if (pages > PAGES) pages = PAGES;
        uint8_t *from = to - pages * PAGE_BYTES;
        if (mincore(from, pages * PAGE_BYTES, resident) != 0) return bytes;
        while (pages && !(resident[pages - 1] & 1)) pages--;
        to = from + pages * PAGE_BYTES;
        if (pages) break;
    }
    /* What is not resident may be swapped out; and the last page is shared. */
    if ((size_t)(end - to) < TRIM_UNITS * UNIT_BYTES || madvise(to, (size_t)(end - to), MADV_DONTNEED) != 0)
        return bytes;
    memset(end, 0, (size_t)(memory + bytes - end));
    return (size_t)(to - memory);
}

/* Gives back the end of a run, of which only `bytes` are still used. */
static void shorten_run(LargeSpace *space, void *memory, size_t bytes) {
    size_t first = (size_t)((uint8_t *)memory - space->base) >> UNIT_SHIFT;
    size_t has = space->tags[first], units = units_of(bytes);
    if (units == has) return;
    tag_run(space, first, units, 0);
    free_units(space, first + units, has - units, false);
}

static void give_run(LargeSpace *space, void *memory) {
    size_t first = (size_t)((uint8_t *)memory - space->base) >> UNIT_SHIFT;
    size_t units = space->tags[first], touched = units;
    if (units >= PROBE_UNITS) touched = units_of(touched_bytes(memory, units * UNIT_BYTES));
    if (touched < units) {
        tag_run(space, first, touched, 0);
        free_units(space, first + touched, units - touched, true);
    }
    free_units(space, first, touched, false);
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
    free_units(space, first, units, true);
    return true;
}

void heap_trim_large(Heap *heap, size_t keep) {
    LargeSpace *space = &heap->space;
    for (unsigned list = RUN_LISTS; list-- > list_of(TRIM_UNITS);)
        for (uint32_t at = space->free[false].heads[list], next; at; at = next) {
            if (space->dirty_bytes <= keep) return;
            next = space->next[at - 1];
            if (!clean_run(space, at - 1)) return;
        }
}

/* Makes a run of which `had` bytes are used longer, into the free ones behind it: all or
 * nothing.  What is added reads as zero. */
static bool extend_run(Heap *heap, void *memory, size_t had, size_t bytes) {
    LargeSpace *space = &heap->space;
    size_t first = (size_t)((uint8_t *)memory - space->base) >> UNIT_SHIFT;
    size_t has = space->tags[first], units = units_of(bytes), end = first + has, fresh = 0;
    while (end < first + units) {
        if (end == space->unit_count) {
            size_t more = first + units - end;
            if (more > space->unit_limit - end) return false;
            fresh += more;
            break;
        }
        uint32_t tag = space->tags[end];
        if (!(tag & RUN_FREE)) return false;
        size_t there = tag & RUN_UNITS, wanted = first + units - end;
        if (tag & RUN_CLEAN) fresh += there < wanted ? there : wanted;
        end += there;
    }
    if (fresh) heap_take_pages(heap, fresh * UNIT_BYTES);
    /* That may have given back, and joined, some of the runs. */
    for (end = first + has; end < first + units;) {
        size_t wanted = first + units - end;
        if (end == space->unit_count) {
            space->unit_count += wanted;
            break;
        }
        uint32_t tag = space->tags[end];
        size_t there = tag & RUN_UNITS, taken = there < wanted ? there : wanted;
        unlink_run(space, end);
        if (taken < there) link_run(space, end + taken, there - taken, tag & RUN_CLEAN);
        if (!(tag & RUN_CLEAN)) memset(space->base + (end << UNIT_SHIFT), 0, taken * UNIT_BYTES);
        end += taken;
    }
    memset((uint8_t *)memory + had, 0, has * UNIT_BYTES - had); /* the unused end of its last unit */
    if (units > has) tag_run(space, first, units, 0);
    return true;
}

bool heap_check_runs(const Heap *heap, size_t *dirty) {
    const LargeSpace *space = &heap->space;
    uint32_t before = 0;
    for (size_t first = 0; first < space->unit_count;) {
        uint32_t tag = space->tags[first];
        size_t units = tag & RUN_UNITS;
        if (!units || units > space->unit_count - first || space->tags[first + units - 1] != tag) return false;
        if (tag & RUN_FREE && (before & RUN_STATE) == (tag & RUN_STATE)) return false; /* not joined */
        if ((tag & RUN_STATE) == RUN_FREE) *dirty += units * UNIT_BYTES;
        before = tag;
        first += units;
    }
    return true;
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
    LargeHeader *large = map_aligned(mapped);
    if (large) large->mapped = mapped;
    return large;
}

/* Memory of the object and its header: zero, but for bytes [from, to) of the
 * object, which may hold anything. */
static LargeHeader *take_memory(Heap *heap, size_t size, size_t from, size_t to) {
    size_t total = sizeof(LargeHeader) + size;
    if (total >= MAPPED_BYTES) return map_large(total);
    bool clean;
    LargeHeader *large = take_run(heap, total, &clean);
    if (!large) return map_large(total);
    if (!clean) {
        uint8_t *object = (uint8_t *)large_object(large);
        memset(large, 0, sizeof *large + from);
        memset(object + to, 0, size - to);
    }
    return large;
}

static void unmap(LargeHeader *large) {
    free(large->cards);
    if (large->mapped) munmap(large, large->mapped);
}

static void free_large(Heap *heap, LargeHeader *large) {
    if (!large->discarded) heap->large_bytes -= large->bytes;
    if (large->mapped) {
        unmap(large);
        return;
    }
    free(large->cards);
    if (heap->poison) memset(large_object(large), 0xd5, large->bytes);
    give_run(&heap->space, large);
}

void heap_unmap_large(Heap *heap) {
    for (size_t i = 0; i < heap->large_count; i++) unmap(heap->large[i]);
    for (size_t i = 0; i < heap->young_large.count; i++) unmap(heap->young_large.items[i]);
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
        free_large(heap, large);
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

/* The array of cards for an object of so many bytes. */
static bool extend_cards(LargeHeader *large, size_t bytes) {
    size_t had = (large->bytes >> CARD_SHIFT) + 1, needed = (bytes >> CARD_SHIFT) + 1;
    uint8_t *cards = realloc(large->cards, needed);
    if (!cards) return false;
    memset(cards + had, 0, needed - had);
    large->cards = cards;
    return true;
}

bool gc_extend_array(Thread *t, Array *array, size_t capacity) {
    if (!(array->header.gc & GC_LARGE) || capacity > PTRDIFF_MAX / 2 / sizeof(Value)) return false;
    Heap *heap = t->heap;
    LargeHeader *large = large_header(array);
    size_t size = (sizeof(Array) + capacity * sizeof(Value) + 15) & ~(size_t)15;
    if (large->mapped || large->discarded || size <= large->bytes || size > MAPPED_BYTES) return false;
    size_t more = size - large->bytes;
    if (!heap_within_limit(heap, more) || (large->cards && !extend_cards(large, size)) ||
        !extend_run(heap, large, sizeof(LargeHeader) + large->bytes, sizeof(LargeHeader) + size))
        return false;
    large->bytes = size;
    array->capacity = capacity;
    heap->large_bytes += more;
    heap->allocated += more;
    uintptr_t end = (uintptr_t)array + size;
    if (end > heap->large_high) heap->large_high = end;
    return true;
}

bool gc_shorten_array(Thread *t, Array *array, size_t capacity) {
    if (!(array->header.gc & GC_LARGE)) return false;
    LargeHeader *large = large_header(array);
    size_t size = (sizeof(Array) + capacity * sizeof(Value) + 15) & ~(size_t)15;
    if (large->mapped || large->discarded || size > large->bytes) return false;
    if (large->cards) {
        size_t cards = (large->bytes >> CARD_SHIFT) + 1, kept = (size >> CARD_SHIFT) + 1;
        memset(large->cards + kept, 0, cards - kept);
    }
    shorten_run(&t->heap->space, large, sizeof(LargeHeader) + size);
    t->heap->large_bytes -= large->bytes - size;
    large->bytes = size;
    array->capacity = capacity;
    memset(array->items + capacity, 0, size - sizeof(Array) - capacity * sizeof(Value));
    return true;
}

void heap_drop_discards(Heap *heap) {
    for (size_t i = 0; i < heap->discards.count; i++) {
        LargeHeader *large = heap->discards.items[i];
        /* The first page stays for the headers; the rest reads as zero, should
         * somebody have kept a pointer after all. */
        uintptr_t low = ((uintptr_t)(large + 1) + PAGE_BYTES) & ~(uintptr_t)(PAGE_BYTES - 1);
        uintptr_t high = ((uintptr_t)(large + 1) + large->bytes) & ~(uintptr_t)(PAGE_BYTES - 1);
        madvise((void *)low, high - low, MADV_DONTNEED);
    }
    heap->discards.count = heap->discard_bytes = 0;
}

void gc_discard(Thread *t, void *storage) {
    Object *o = storage;
    if (!(o->gc & GC_LARGE)) return;
    LargeHeader *large = large_header(o);
    Heap *heap = t->heap;
    if (large->bytes >= DISCARD_BYTES && !large->discarded && vector_push(&heap->discards, large)) {
        large->discarded = true;
        heap->large_bytes -= large->bytes;
        heap->discard_bytes += large->bytes;
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
            free_large(heap, large);
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
            free_large(heap, large);
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
    heap->condemned.count = heap->discards.count = heap->discard_bytes = 0;
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

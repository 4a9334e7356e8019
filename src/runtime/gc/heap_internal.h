/*
 * heap_internal.h - the heap's own structures, shared by the files of gc/.
 *
 * Blocks.  One stretch of address space is reserved for blocks of 32 KiB (what
 * is not touched costs nothing), and beside it, indexed by offset from its base:
 *
 *     marks     one bit per 16-byte granule: an old object starts here
 *     covered   one bit per granule: it belongs to an old object
 *
 * An object is old from its first survived collection on.  Between
 * collections the marks are exactly the set of old objects; a minor collection
 * adds to them, a major one builds them anew.
 *
 * Gaps.  A maximal run of at least MIN_GAP uncovered granules is a gap; young
 * objects are bump-allocated into gaps.  Gaps of a block are taken in order;
 * those below `acquired` granules have been, and contain, from their beginning,
 * objects back to back and then a zero word or the gap's end; small gaps of a
 * block that has better ones are passed over and contain none.  So young objects
 * need no marks: when a conservative root points into a gap, the block's gaps
 * are walked once and their object starts noted in `young_starts`.
 *
 * Immix knows free memory by lines of 128 bytes, which suits it because it can
 * move objects when survivors are thinly spread.  Where they stay, exact gaps
 * are worth their price: replacing 200,000 records of 144 bytes at random takes
 * 97 MB with them and 145 MB with lines; keeping every 50th of 20 million pairs
 * 38 instead of 98 MB.
 *
 * Overflow.  An object of more than MIN_GAP that does not fit into what is left
 * of the current gap is bump-allocated elsewhere, so that the current gap is not
 * wasted: in blocks whose gaps are large enough for its like (Room).
 *
 * Large objects (over LARGE_BYTES) lie elsewhere (large.c) behind a
 * LargeHeader, and are kept in an array sorted by address.
 */
#ifndef TAU_RUNTIME_GC_HEAP_INTERNAL_H
#define TAU_RUNTIME_GC_HEAP_INTERNAL_H

#include "runtime/gc/heap.h"
#include "runtime/vm.h"

enum {
    BLOCK_BYTES = 32 * 1024,
    BLOCK_SHIFT = 15,
    GRANULE_BYTES = 16,
    GRANULES_PER_BLOCK = BLOCK_BYTES / GRANULE_BYTES,
    MARK_WORDS = GRANULES_PER_BLOCK / 64, /* words of marks, or of covered, for a block */
    /* Large objects of at least this size are mapped from the system singly. */
    MAPPED_BYTES = 256 * 1024 * 1024,
    /* Memory for the others comes in units of this size, see large.c. */
    UNIT_SHIFT = 9,
    UNIT_BYTES = 1 << UNIT_SHIFT,
    RUN_LISTS = 256, /* lists of free memory, by size */
    /* Memory is zeroed this far ahead of the allocation cursor: what is about
     * to be written then is in the first-level cache. */
    ZERO_AHEAD = 4 * 1024,
    /* Granules of the smallest gap: the common objects fit, short strs too.  With 4, a list
     * of 300,000 strs that were made of others takes 41 MB instead of 29 and half as much time
     * again; with 2, dicts and lists of small objects take longer, and nothing less room. */
    MIN_GAP = 3,
    MIN_GAP_BYTES = MIN_GAP * GRANULE_BYTES,
    /* Of a block with more than ROOM_SMALL, only gaps of this size are used. */
    FAIR_GAP = 8,
    /* Of overflow, what goes to blocks with ROOM_MEDIUM. */
    MEDIUM_BYTES = 512,
    /* Bytes allocated between two minor collections: a quarter of what is alive,
     * within these limits.  The least decides what programs of little data that
     * allocate much pay for what happens to be alive at a collection; 2 MB takes 7 MB more while 300,000 tuples are
     * built, 13 MB more for a dict of 500,000 ints, 4 MB 2 to 5 MB in every program.
     * Beside 200 MB of old data half the minor collections take less than 0.9 ms
     * with 8 MB, 1.2 ms with 16 and 6 ms with 32 (1% of the young survives); 8 MB
     * costs programs that build much 15%. */
    NURSERY_MIN = 3 << 19,
    NURSERY_MAX = 16 << 20,
    /* Before the first major collection. */
    MAJOR_FIRST = 2 << 20,
    GROWTH_PART_FIRST = 22,
    CARD_SHIFT = 10,
    CARD_BYTES = 1 << CARD_SHIFT,
    /* Arrays longer than this are traced in slices of it. */
    SLICE_WORDS = 2048,
};

/* How much room a block has, by the gaps that make up a fair part of it; each has
 * a list of blocks. */
typedef enum Room {
    ROOM_SMALL,  /* a sixteenth of it is gaps: for small objects */
    ROOM_MEDIUM, /* a quarter is free in pieces of 256 bytes: for medium ones too */
    ROOM_BIG,    /* half of it in pieces of a kilobyte: for all */
    ROOM_COUNT
} Room;

typedef enum BlockState {
    BLOCK_UNUSED,  /* never handed out, or given back to the system: zero */
    BLOCK_FREE,    /* on the free list */
    BLOCK_PARTIAL, /* on a list of blocks with gaps */
    BLOCK_CURRENT, /* allocated into since the last collection */
    BLOCK_FULL,    /* holds old objects, not worth allocating into */
} BlockState;

typedef struct BlockInfo {
    uint32_t walked_at; /* Heap.cycle when its young_starts were filled */
    uint16_t acquired;  /* gaps below this granule have been allocated into */
    uint16_t free;      /* uncovered granules, as of the last sweep of this block */
    uint8_t state;      /* BlockState */
    uint8_t least_gap;  /* granules of a gap worth allocating into */
    bool zeroed;        /* nothing was written since the system gave it */
} BlockInfo;

typedef struct LargeHeader {
    size_t bytes;   /* of the object */
    size_t mapped;  /* bytes mapped for it, this header included; 0: a run of the space */
    uint32_t epoch; /* Heap.mark_epoch when last marked; 0: condemned by gc_discard */
    uint32_t dirty_low, dirty_high; /* range of cards that may be dirty */
    bool discarded;                 /* gc_discard: its pages may be gone */
    bool on_stack;                  /* see heap_hold_large() */
    bool on_dirty_list;
    uint8_t *cards; /* one byte each; NULL until an old one is written to */
    void *padding;
} LargeHeader;

static_assert(sizeof(LargeHeader) % 16 == 0, "the object behind it stays aligned");

static inline LargeHeader *large_header(const void *object) {
    return (LargeHeader *)(uintptr_t)object - 1;
}
static inline Object *large_object(LargeHeader *header) {
    return (Object *)(header + 1);
}

/* Free runs by size. */
typedef struct RunLists {
    uint32_t heads[RUN_LISTS];         /* as LargeSpace.next */
    uint64_t nonempty[RUN_LISTS / 64]; /* which lists have a run */
} RunLists;

/* Memory for large objects, see large.c. */
typedef struct LargeSpace {
    uint8_t *base;
    size_t unit_limit, unit_count; /* units there are, and were ever used */
    uint32_t *tags;                /* at the first and last unit of a run: its length, flags */
    uint32_t *next, *previous;     /* links of the free runs' lists: a first unit + 1, or 0 */
    RunLists free[2];              /* dirty ones, clean ones */
    size_t dirty_bytes;            /* in dirty ones */
} LargeSpace;

/* What pages.c knows of the memory that the heap has from the system. */
typedef struct PagePolicy {
    size_t peak;          /* bytes it had at its highest */
    uint64_t window_at;   /* when this window began, in ns */
    size_t idle_blocks, idle_large; /* the least that was free in it, of either kind */
} PagePolicy;

typedef struct PointerVector {
    void **items;
    size_t count, capacity;
} PointerVector;

typedef struct RootTracer {
    void (*trace)(Tracer *, void *data);
    void *data;
} RootTracer;

/* A gap being filled with objects that did not fit the thread's. */
typedef struct Overflow {
    uint8_t *cursor, *end;
    size_t block; /* NO_BLOCK: none */
} Overflow;

/* What trace functions report to.  While marking, `visit` is NULL. */
struct Tracer {
    Heap *heap;
    void (*visit)(Tracer *tracer, const void *object);
    void *data;
};

struct Heap {
    Tracer tracer; /* the one that marks */
    Vm *vm;

    /* Blocks: block i is base + i * BLOCK_BYTES. */
    uint8_t *reservation; /* everything below that is indexed by block */
    size_t reservation_bytes;
    uint8_t *base;
    size_t block_limit;   /* how many fit the reservation */
    size_t block_count;   /* ever handed out */
    uintptr_t used_bytes; /* block_count * BLOCK_BYTES */
    BlockInfo *blocks;
    uint64_t *marks;        /* bit (address - base) / 16 */
    uint64_t *covered;      /* the same, for each granule of an old object */
    uint64_t *young_starts; /* like marks, for blocks walked in this cycle */
    /* As they were before this collection, to find objects by address while it
     * changes them: all of them in a major collection, in a minor one what is
     * covered in current blocks. */
    uint64_t *old_marks;
    uint64_t *old_covered;
    uint32_t *free_list; /* stacks of block numbers */
    size_t free_count;
    uint32_t *partial_list[ROOM_COUNT];
    size_t partial_count[ROOM_COUNT];
    uint32_t *current_list; /* allocated into since the last collection */
    size_t current_count;
    size_t clean_count;   /* blocks of the free list that are zeroed */
    size_t blocks_in_use; /* neither unused nor free */
    size_t granules_in_use; /* covered granules in all blocks */

    /* The gap being filled, beside what the thread sees: up to gap_end. */
    uint8_t *zeroed_end; /* ... of which zeroed up to here */
    uint8_t *gap_end;
    size_t gap_block; /* NO_BLOCK: none */
    Overflow overflow[ROOM_COUNT]; /* by the room needed; the first is not used */

    /* Large objects: old ones sorted by address; young ones in order of birth. */
    LargeHeader **large;
    size_t large_count, large_capacity;
    PointerVector young_large;
    size_t large_bytes;
    size_t large_leaf_bytes; /* of old ones that hold no references, at the last major one */
    PointerVector condemned; /* old ones that gc_discard unmarked */
    PointerVector discards;  /* big ones discarded since the last collection, */
    size_t discard_bytes;    /* how many bytes of them still have their memory */
    LargeSpace space;
    PagePolicy pages;
    uintptr_t large_low, large_high; /* hull of all */

    /* Marking. */
    uint32_t tuple_shape, list_shape, dict_shape; /* of the exact types; 0: not yet known */
    uintptr_t *mark_stack; /* a reservation; grows upwards */
    size_t mark_top, mark_limit;
    uint32_t mark_epoch;
    uint32_t cycle; /* number of this collection */
    bool ready, collecting, major;
    bool snapshot;            /* old_marks and old_covered are valid */
    PointerVector candidates; /* objects that the stacks seem to refer to */
    size_t c_candidates;      /* the first of them: those of the C stacks */

    /* Remembered set: old objects written to, and large arrays with cards. */
    PointerVector log;
    PointerVector dirty_large;
    bool log_overflow; /* an entry was lost: collect everything */

    /* Weak references, finalizers, owners of other memory: registered since the last collection
     * and before it. */
    PointerVector finalize_young, finalize_old;
    PointerVector finalize_queue;
    size_t finalize_next; /* first of the queue not yet run */
    PointerVector owners_young, owners_old;
    PointerVector weak_lists; /* met by this major collection */
    bool finalizing;
    RootTracer roots[16];
    size_t root_count;
    Thread *threads[64];
    size_t thread_count;

    /* Policy. */
    size_t max_bytes; /* 0: no limit */
    bool emergency;   /* MemoryError was raised: the reserve is open */
    bool enabled;
    size_t nursery_bytes;
    size_t allocated;        /* since the last collection */
    size_t live_limit;       /* a major collection is due above so many bytes of objects, */
    size_t in_use_limit;     /* or so many of their blocks and runs */
    uint32_t growth_part;    /* see collect.c */
    uint64_t allocated_at_major;
    size_t live_at_major;    /* bytes of objects after the last major collection */
    bool major_due;
    uint64_t allocated_ever; /* up to the last collection */
    uint32_t stress_every, stress_left;
    uint64_t stress_seed;
    uint64_t fail_left;    /* this many allocations from now one fails; 0: none */
    uint32_t verify_every; /* collections between two runs of the verifier; 0: none */
    bool poison;
    void (*observer)(Thread *t, size_t size, Kind kind, Shape *shape); /* heap_observe */
    HeapStats stats;
};

/* ---- addresses ---------------------------------------------------------------- */

/* Below used_bytes for every address inside a block, above for all others. */
static inline uintptr_t heap_offset(const Heap *heap, const void *address) {
    return (uintptr_t)address - (uintptr_t)heap->base;
}
static inline bool offset_marked(const Heap *heap, uintptr_t offset) {
    return heap->marks[offset >> 10] >> (offset >> 4 & 63) & 1;
}

/* Old, or marked in the collection that is under way. */
static inline bool heap_is_marked(const Heap *heap, const void *object) {
    uintptr_t offset = heap_offset(heap, object);
    if (__builtin_expect(offset < heap->used_bytes, 1)) return offset_marked(heap, offset);
    return large_header(object)->epoch == heap->mark_epoch;
}

/* ---- gaps --------------------------------------------------------------------- */

/* What is covered in a block, as words. */
static inline uint64_t *block_covered(const Heap *heap, size_t block) {
    return heap->covered + block * MARK_WORDS;
}

/* The first bit at or after `from` that differs from `flip`'s; the end if none. */
static inline unsigned next_bit(const uint64_t *bits, unsigned from, uint64_t flip) {
    if (from >= GRANULES_PER_BLOCK) return GRANULES_PER_BLOCK;
    unsigned word = from / 64;
    uint64_t found = (bits[word] ^ flip) & UINT64_MAX << from % 64;
    while (!found) {
        if (++word == MARK_WORDS) return GRANULES_PER_BLOCK;
        found = bits[word] ^ flip;
    }
    return word * 64 + (unsigned)__builtin_ctzll(found);
}

/* The next gap at or after granule `from`: its first granule, *end behind its
 * last; GRANULES_PER_BLOCK: none. */
static inline unsigned next_gap(const uint64_t *covered, unsigned from, unsigned *end) {
    for (;;) {
        unsigned first = next_bit(covered, from, UINT64_MAX);
        if (first == GRANULES_PER_BLOCK) return first;
        *end = next_bit(covered, first, 0);
        if (*end - first >= MIN_GAP) return first;
        from = *end;
    }
}

/* ---- the parts ------------------------------------------------------------------ */

#define NO_BLOCK SIZE_MAX

/* heap.c */
bool vector_push(PointerVector *v, void *item);
size_t heap_bytes_in_use(const Heap *heap);
/* Ends all gaps: from here on the threads hold no free memory. */
void heap_close_gaps(Heap *heap, Thread *t);
/* Room for so many bytes more under --max-heap. */
bool heap_within_limit(const Heap *heap, size_t more);
void *heap_out_of_memory(Thread *t); /* raises MemoryError; NULL */
/* large.c */
/* Bytes [from, to) of the object hold anything, the others are zero. */
Object *heap_alloc_large(Thread *t, size_t size, size_t from, size_t to, Kind kind, Shape *shape);
/* At the end of the heap: what does not go away with its reservation. */
void heap_unmap_large(Heap *heap);
void heap_sweep_large(Heap *heap);
bool heap_hold_large(Heap *heap, Object *o);
/* Gives free memory back to the system until `keep` bytes of it are left. */
void heap_trim_large(Heap *heap, size_t keep);
/* For the verifier: false if the runs' tags are not right; *dirty: bytes of dirty free ones. */
bool heap_check_runs(const Heap *heap, size_t *dirty);
/* Gives the memory of discarded objects back. */
void heap_drop_discards(Heap *heap);
/* sweep.c */
void heap_sweep(Heap *heap);
void heap_trim_blocks(Heap *heap, size_t keep); /* the same for blocks */
/* pages.c */
/* So many bytes are about to be taken from the system. */
void heap_take_pages(Heap *heap, size_t bytes);
/* Before a collection: free memory is as little as it gets. */
void heap_note_idle(Heap *heap);
/* After a major collection: gives back what was not needed for long. */
void heap_decay(Heap *heap, uint64_t now);
/* find.c */
Object *heap_find(Heap *heap, uintptr_t address);
void heap_sort_young_large(Heap *heap);
/* mark.c */
void heap_find_stack_roots(Heap *heap, Thread *t); /* into heap->candidates */
void heap_mark_roots(Heap *heap, Thread *t);
void heap_mark_pending(Heap *heap);
void heap_mark_logged(Heap *heap);
/* Of a set's table, slots [from, to). */
struct SetEntries;
void heap_trace_set_entries(Tracer *tracer, struct SetEntries *storage, size_t from, size_t to);
void heap_mark_drain(Heap *heap);
void heap_mark(Heap *heap, const void *object);
void trace_object_fields(Tracer *tracer, Object *object);
/* verify.c */
/* Before a collection: each old object that refers to a young one is remembered. */
void heap_verify_barriers(Heap *heap);
/* barrier.c */
void heap_trace_dirty(Heap *heap);
void heap_forget_log(Heap *heap);
void heap_log_candidates(Heap *heap);
/* weakref.c, in the runtime, keeps the table of weak references.  Clears those
 * to unmarked objects, queueing callbacks; then, after finalizable objects were
 * resurrected, drops those that are themselves unmarked. */
void weak_table_clear(Thread *t, bool major);
void weak_table_drop(Thread *t, bool major);
void weak_table_trace(Tracer *tracer, Vm *vm); /* queued callbacks */
void weak_table_run_callbacks(Thread *t);

#endif

/*
 * code_memory.c - where compiled code lies.
 *
 * Blocks follow each other without gaps from the beginning of the reserved range
 * to `top`; their table is apart from them (the memory cannot be written cheaply),
 * sorted by address.  Allocation is first-fit among the free blocks, then from
 * `top`; a block given back merges with free neighbours.  There are as many
 * blocks as compiled functions, a few thousand at most, so that a binary search
 * and moving part of a table are nothing beside compiling one.
 */
#include "jit/code_memory.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef struct Block {
    uint32_t offset;
    uint32_t size; /* a multiple of CODE_ALIGNMENT */
    bool is_free;
} Block;

struct CodeMemory {
    uint8_t *code;     /* executable */
    uint8_t *writable; /* the same pages; NULL: switched */
    size_t limit;
    Block *blocks; /* the last one is in use and ends at `top` */
    uint32_t count, capacity;
    size_t top;
    size_t free_bytes; /* of the free blocks */
    size_t peak, committed;
    uint8_t *snapshot; /* between before_fork and after_fork: a copy up to `committed` */
    size_t page;
};

/* ---- the pages --------------------------------------------------------------------- */

static void *map(size_t size, int protection, int flags, int fd, void *address) {
    void *pages = mmap(address, size, protection, flags | MAP_NORESERVE, fd, 0);
    return pages == MAP_FAILED ? NULL : pages;
}

/* Where a call reaches the program's own functions, and the C heap, which begins behind
 * the program, has a gigabyte to grow; elsewhere if that is not free. */
static void *map_near_program(size_t size, int protection, int flags) {
    enum { FIRST = 1 << 30, LAST = 2047 << 20, STEP = 128 << 20, PROGRAM = 64 << 20 };
    uintptr_t here = (uintptr_t)&code_memory_new_in_mode & ~(uintptr_t)0xFFFFF;
    for (uintptr_t distance = FIRST; distance + size + PROGRAM <= LAST; distance += STEP) {
        void *wanted = (void *)(here + distance), *pages = map(size, protection, flags, -1, wanted);
        if (pages == wanted || !pages) return pages;
        munmap(pages, size);
    }
    return map(size, protection, flags, -1, NULL);
}

static bool switch_to(CodeMemory *cm, uint8_t *from, uint8_t *to, int protection) {
    uint8_t *first = cm->code + ((size_t)(from - cm->code) & ~(cm->page - 1));
    return mprotect(first, (size_t)(to - first), protection) == 0;
}

/* Anonymous pages twice, rather than a file of memfd_create: perf looks for the names
 * of functions (perf_map.h) in the first only. */
static bool map_twice(CodeMemory *cm) {
    uint8_t *pages = map_near_program(cm->limit, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS);
    if (!pages) return false;
    void *second = mremap(pages, 0, cm->limit, MREMAP_MAYMOVE); /* 0: the first stays */
    if (second != MAP_FAILED) {
        if (mprotect(pages, cm->limit, PROT_READ | PROT_EXEC) == 0) {
            cm->code = pages;
            cm->writable = second;
            return true;
        }
        munmap(second, cm->limit);
    }
    munmap(pages, cm->limit);
    return false;
}

static bool map_once(CodeMemory *cm) {
    cm->code = map_near_program(cm->limit, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS);
    if (!cm->code) return false;
    /* A system that forbids making executable what was written says so here. */
    if (switch_to(cm, cm->code, cm->code + 1, PROT_READ | PROT_WRITE)) {
        cm->code[0] = 0;
        if (switch_to(cm, cm->code, cm->code + 1, PROT_READ | PROT_EXEC)) return true;
    }
    munmap(cm->code, cm->limit);
    return false;
}

CodeMemory *code_memory_new_in_mode(size_t limit, CodeMemoryMode mode) {
    assert(limit > 0 && limit <= (size_t)1 << 30);
    CodeMemory *cm = calloc(1, sizeof *cm);
    if (!cm) return NULL;
    cm->page = (size_t)sysconf(_SC_PAGESIZE);
    cm->limit = (limit + cm->page - 1) & ~(cm->page - 1);
    if (mode == CODE_MEMORY_TWO_MAPPINGS ? map_twice(cm) : map_once(cm)) return cm;
    free(cm);
    return NULL;
}

CodeMemory *code_memory_new(size_t limit) {
    CodeMemory *cm = code_memory_new_in_mode(limit, CODE_MEMORY_TWO_MAPPINGS);
    return cm ? cm : code_memory_new_in_mode(limit, CODE_MEMORY_SWITCHED);
}

void code_memory_free(CodeMemory *cm) {
    if (!cm) return;
    munmap(cm->code, cm->limit);
    if (cm->writable) munmap(cm->writable, cm->limit);
    free(cm->blocks);
    free(cm);
}

CodeMemoryMode code_memory_mode(const CodeMemory *cm) {
    return cm->writable ? CODE_MEMORY_TWO_MAPPINGS : CODE_MEMORY_SWITCHED;
}

const void *code_memory_low(const CodeMemory *cm) { return cm->code; }
const void *code_memory_high(const CodeMemory *cm) { return cm->code + cm->limit; }

bool code_memory_write(CodeMemory *cm, void *at, const void *bytes, size_t size) {
    uint8_t *to = at;
    size_t offset = (size_t)(to - cm->code);
    assert(offset <= cm->top && size <= cm->top - offset);
    if (size == 0) return true;
    if (cm->writable) {
        memcpy(cm->writable + offset, bytes, size);
    } else {
        if (!switch_to(cm, to, to + size, PROT_READ | PROT_WRITE)) return false;
        memcpy(to, bytes, size);
        /* It was executable before, so this can fail only for lack of kernel memory;
         * neighbours on these pages may be what the caller returns to. */
        if (!switch_to(cm, to, to + size, PROT_READ | PROT_EXEC)) {
            fputs("tauraro: executable memory was lost\n", stderr);
            abort();
        }
    }
    size_t end = (offset + size + cm->page - 1) & ~(cm->page - 1);
    if (end > cm->committed) cm->committed = end;
    return true;
}

/* ---- the blocks ---------------------------------------------------------------------- */

/* Makes room for one more before number `i`. */
static bool insert_block(CodeMemory *cm, uint32_t i, Block block) {
    if (cm->count == cm->capacity) {
        uint32_t capacity = cm->capacity ? 2 * cm->capacity : 64;
        Block *blocks = realloc(cm->blocks, capacity * sizeof *blocks);
        if (!blocks) return false;
        cm->blocks = blocks;
        cm->capacity = capacity;
    }
    memmove(cm->blocks + i + 1, cm->blocks + i, (cm->count - i) * sizeof *cm->blocks);
    cm->blocks[i] = block;
    cm->count++;
    return true;
}

static void remove_block(CodeMemory *cm, uint32_t i) {
    cm->count--;
    memmove(cm->blocks + i, cm->blocks + i + 1, (cm->count - i) * sizeof *cm->blocks);
}

static void *taken(CodeMemory *cm, const Block *block) {
    size_t in_use = cm->top - cm->free_bytes;
    if (in_use > cm->peak) cm->peak = in_use;
    return cm->code + block->offset;
}

/* The first free block that is large enough; what is too much of it stays free. */
static void *alloc_from_free(CodeMemory *cm, uint32_t size) {
    for (uint32_t i = 0; i < cm->count; i++) {
        Block *block = &cm->blocks[i];
        if (!block->is_free || block->size < size) continue;
        if (block->size > size) {
            Block rest = {block->offset + size, block->size - size, true};
            if (!insert_block(cm, i + 1, rest)) return NULL;
            block = &cm->blocks[i];
            block->size = size;
        }
        block->is_free = false;
        cm->free_bytes -= size;
        return taken(cm, block);
    }
    return NULL;
}

void *code_memory_alloc(CodeMemory *cm, size_t wanted) {
    assert(wanted > 0);
    if (wanted > cm->limit) return NULL;
    uint32_t size = (uint32_t)((wanted + CODE_ALIGNMENT - 1) & ~(size_t)(CODE_ALIGNMENT - 1));
    if (size <= cm->free_bytes) {
        void *at = alloc_from_free(cm, size);
        if (at) return at;
    }
    if (size > cm->limit - cm->top) return NULL;
    if (!insert_block(cm, cm->count, (Block){(uint32_t)cm->top, size, false})) return NULL;
    cm->top += size;
    return taken(cm, &cm->blocks[cm->count - 1]);
}

static uint32_t find_block(const CodeMemory *cm, size_t offset) {
    uint32_t low = 0, high = cm->count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (cm->blocks[middle].offset < offset)
            low = middle + 1;
        else
            high = middle;
    }
    assert(low < cm->count && cm->blocks[low].offset == offset && !cm->blocks[low].is_free);
    return low;
}

#ifdef TAU_DEBUG
/* Who still runs it stops at once (int3). */
static void fill_with_traps(CodeMemory *cm, const Block *block) {
    uint8_t *traps = malloc(block->size);
    if (!traps) return;
    memset(traps, 0xCC, block->size);
    (void)!code_memory_write(cm, cm->code + block->offset, traps, block->size);
    free(traps);
}
#endif

void code_memory_release(CodeMemory *cm, void *at) {
    uint32_t i = find_block(cm, (size_t)((uint8_t *)at - cm->code));
    Block *block = &cm->blocks[i];
#ifdef TAU_DEBUG
    fill_with_traps(cm, block);
#endif
    block->is_free = true;
    cm->free_bytes += block->size;
    if (i + 1 < cm->count && block[1].is_free) {
        block->size += block[1].size;
        remove_block(cm, i + 1);
    }
    if (i > 0 && block[-1].is_free) {
        block[-1].size += block->size;
        remove_block(cm, i--);
    }
    if (i + 1 == cm->count) {
        cm->top = cm->blocks[i].offset;
        cm->free_bytes -= cm->blocks[i].size;
        cm->count--;
    }
}

CodeMemoryStats code_memory_stats(const CodeMemory *cm) {
    size_t blocks = 0;
    for (uint32_t i = 0; i < cm->count; i++) blocks += !cm->blocks[i].is_free;
    return (CodeMemoryStats){cm->limit, cm->top - cm->free_bytes, cm->peak, cm->committed, blocks};
}

/* ---- fork ------------------------------------------------------------------------------ */

/* Switched pages are private: the system copies them.  Shared ones must have been
 * copied when the child begins, because the parent goes on at once. */
bool code_memory_before_fork(CodeMemory *cm) {
    if (!cm->writable || cm->committed == 0) return true;
    cm->snapshot = map(cm->committed, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, NULL);
    if (!cm->snapshot) return false;
    memcpy(cm->snapshot, cm->code, cm->committed);
    return true;
}

static void drop_snapshot(CodeMemory *cm) {
    if (cm->snapshot) munmap(cm->snapshot, cm->committed);
    cm->snapshot = NULL;
}

void code_memory_after_fork_in_parent(CodeMemory *cm) { drop_snapshot(cm); }

void code_memory_after_fork_in_child(CodeMemory *cm) {
    if (!cm->writable) return;
    /* Over the shared pages, at the addresses that return addresses on the stack name. */
    bool mapped = map(cm->limit, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, cm->code) != NULL;
    if (mapped && cm->snapshot) {
        mapped = switch_to(cm, cm->code, cm->code + cm->committed, PROT_READ | PROT_WRITE);
        if (mapped) {
            memcpy(cm->code, cm->snapshot, cm->committed);
            mapped = switch_to(cm, cm->code, cm->code + cm->committed, PROT_READ | PROT_EXEC);
        }
    }
    if (!mapped) {
        fputs("tauraro: no executable memory in the forked process\n", stderr);
        abort();
    }
    munmap(cm->writable, cm->limit);
    cm->writable = NULL;
    drop_snapshot(cm);
}

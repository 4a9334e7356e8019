/*
 * code_memory.h - bounded memory for compiled code, executable and never writable
 * at the same address.
 *
 * One stretch of address space is reserved; pages cost memory from when they are
 * first written.  It lies, where possible, within 2 GiB of the program's own code,
 * so that a call of a C function is one instruction, and well above it, so that it
 * is not in the way of the C heap.
 *
 * There are two ways to write what cannot be written to.  Two mappings of the same
 * pages, one writable, one executable, cost no system call for each write (2.5 us
 * for 3 kB of new code); where the system refuses that, the pages are switched to
 * writable and back (8 us).  The first has one difficulty: such pages are shared
 * with a forked child, who would write into its parent's code and the other way
 * round.  So whoever forks and goes on running Python code calls the code_memory_*_fork
 * functions.
 *
 * Used under the lock of the Vm, like all of the runtime.
 */
#ifndef TAU_JIT_CODE_MEMORY_H
#define TAU_JIT_CODE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct CodeMemory CodeMemory;

/* The alignment of blocks, and of loops in them: a short loop that begins in the middle of 32 bytes
 * takes up to a quarter longer, since it is fetched in more pieces. */
enum { CODE_ALIGNMENT = 32, CODE_MEMORY_DEFAULT_LIMIT = 64 << 20 };

typedef enum CodeMemoryMode {
    CODE_MEMORY_TWO_MAPPINGS, /* writable at another address */
    CODE_MEMORY_SWITCHED,     /* mprotect around each write */
} CodeMemoryMode;

/* limit: in bytes, at most 1 GiB, rounded up to whole pages.  NULL: the system does
 * not let this process have executable memory. */
CodeMemory *code_memory_new(size_t limit);
CodeMemory *code_memory_new_in_mode(size_t limit, CodeMemoryMode mode);
void code_memory_free(CodeMemory *cm); /* NULL allowed; nothing of it may be running */
CodeMemoryMode code_memory_mode(const CodeMemory *cm);

/* A block to be executed at the address returned, CODE_ALIGNMENT-aligned; what it
 * contains is undefined.  NULL when the limit is reached.  size: at least 1. */
void *code_memory_alloc(CodeMemory *cm, size_t size);
/* Copies bytes to [at, at + size) of a block.  False when the system refuses: the
 * bytes are then as before. */
__attribute__((warn_unused_result)) bool code_memory_write(CodeMemory *cm, void *at, const void *bytes,
                                                          size_t size);
/* Gives a block back, by its beginning; nothing of it may be running. */
void code_memory_release(CodeMemory *cm, void *at);

/* [low, high): where all blocks are; see asm_init. */
const void *code_memory_low(const CodeMemory *cm);
const void *code_memory_high(const CodeMemory *cm);
static inline bool code_memory_contains(const CodeMemory *cm, const void *address) {
    return address >= code_memory_low(cm) && address < code_memory_high(cm);
}

typedef struct CodeMemoryStats {
    size_t limit;
    size_t in_use, peak; /* bytes of blocks, rounding to CODE_ALIGNMENT included */
    size_t committed;    /* bytes of pages that have ever been written */
    size_t blocks;       /* in use */
} CodeMemoryStats;
CodeMemoryStats code_memory_stats(const CodeMemory *cm);

/* Before fork(), in the parent afterwards (also when it failed), in the child at
 * once: it then has a copy of its own at the same addresses.  False: not enough
 * memory for the copy, do not fork. */
__attribute__((warn_unused_result)) bool code_memory_before_fork(CodeMemory *cm);
void code_memory_after_fork_in_parent(CodeMemory *cm);
void code_memory_after_fork_in_child(CodeMemory *cm);

#endif

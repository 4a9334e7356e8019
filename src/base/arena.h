/*
 * A bump allocator whose blocks are all freed at once: for data that lives and
 * dies together, such as the syntax tree of one module. Not for objects of the
 * running program (they belong to the collected heap).
 */
#ifndef TAURARO_BASE_ARENA_H
#define TAURARO_BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

typedef struct ArenaBlock ArenaBlock;

/*
 * [cursor, limit) is the free rest of the newest block. A zeroed Arena is an
 * empty one. Memory is 8-byte aligned and not cleared.
 */
typedef struct Arena {
    char *cursor;
    char *limit;
    ArenaBlock *blocks;
    size_t total_bytes;     /* obtained from the system so far */
} Arena;

void arena_init(Arena *arena);
void arena_free_all(Arena *arena);
/* Empties the arena but keeps one block of at most so many bytes, which makes filling it
 * again cheaper. */
void arena_reset(Arena *arena, size_t kept);

__attribute__((warn_unused_result, cold)) void *arena_alloc_slow(Arena *arena, size_t size);

/* NULL when the system has no more memory. */
__attribute__((warn_unused_result)) static inline void *arena_alloc(Arena *arena, size_t size)
{
    if (size <= (size_t)(arena->limit - arena->cursor) && size <= SIZE_MAX - 7) {
        size_t rounded = (size + 7) & ~(size_t)7;
        if (rounded <= (size_t)(arena->limit - arena->cursor)) {
            void *result = arena->cursor;
            arena->cursor += rounded;
            return result;
        }
    }
    return arena_alloc_slow(arena, size);
}

__attribute__((warn_unused_result)) void *arena_alloc_zeroed(Arena *arena, size_t size);

/* A copy of the bytes followed by a NUL. */
__attribute__((warn_unused_result)) char *arena_copy_bytes(Arena *arena, const char *bytes, size_t length);

#endif

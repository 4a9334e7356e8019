/* The arena's cold half: obtaining and freeing blocks. See arena.h. */
#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

struct ArenaBlock {
    ArenaBlock *next;
    size_t size;
};

enum {
    ARENA_FIRST_BLOCK = 16 * 1024,
    ARENA_LARGEST_BLOCK = 1024 * 1024,
};

void arena_init(Arena *arena)
{
    *arena = (Arena){0};
}

void arena_free_all(Arena *arena)
{
    ArenaBlock *block = arena->blocks;
    while (block != NULL) {
        ArenaBlock *next = block->next;
        free(block);
        block = next;
    }
    arena_init(arena);
}

void arena_reset(Arena *arena, size_t kept)
{
    ArenaBlock *largest = NULL;
    for (ArenaBlock *block = arena->blocks, *next; block != NULL; block = next) {
        next = block->next;
        if (block->size > kept || (largest != NULL && block->size <= largest->size)) {
            free(block);
        } else {
            free(largest);
            largest = block;
        }
    }
    arena_init(arena);
    if (largest == NULL)
        return;
    largest->next = NULL;
    arena->blocks = largest;
    arena->cursor = (char *)(largest + 1);
    arena->limit = (char *)largest + largest->size;
    arena->total_bytes = largest->size;
#ifdef TAU_DEBUG
    memset(arena->cursor, 0xd5, (size_t)(arena->limit - arena->cursor));
#endif
}

/*
 * Blocks double up to a limit, so that a small module costs little and a large
 * one few system calls. A request too large for a block of its own time gets
 * one to itself, put behind the current block so that its free rest stays in use.
 */
void *arena_alloc_slow(Arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size_t rounded = (size + 7) & ~(size_t)7;
    size_t block_size = arena->total_bytes;
    if (block_size < ARENA_FIRST_BLOCK)
        block_size = ARENA_FIRST_BLOCK;
    if (block_size > ARENA_LARGEST_BLOCK)
        block_size = ARENA_LARGEST_BLOCK;

    size_t needed = rounded + sizeof(ArenaBlock);
    int is_large = needed > block_size / 4 && arena->blocks != NULL;
    size_t bytes = is_large || needed > block_size ? needed : block_size;
    ArenaBlock *block = malloc(bytes);
    if (block == NULL)
        return NULL;
    block->size = bytes;
    arena->total_bytes += bytes;
    char *start = (char *)(block + 1);
    if (is_large) {
        block->next = arena->blocks->next;
        arena->blocks->next = block;
        return start;
    }
    block->next = arena->blocks;
    arena->blocks = block;
    arena->cursor = start + rounded;
    arena->limit = (char *)block + bytes;
    return start;
}

void *arena_alloc_zeroed(Arena *arena, size_t size)
{
    void *memory = arena_alloc(arena, size);
    if (memory != NULL)
        memset(memory, 0, size);
    return memory;
}

char *arena_copy_bytes(Arena *arena, const char *bytes, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);
    if (copy == NULL)
        return NULL;
    if (length > 0)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

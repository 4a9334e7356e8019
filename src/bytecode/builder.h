/*
 * builder.h - the Emitter: writing the instructions of one code object.
 *
 * It takes care of encoding: WIDE prefixes, extension words, jumps to
 * places not yet reached, the tables of constants, names, positions, handlers
 * and inlined ranges, and the numbering of cache slots.  What the instructions
 * mean is its caller's business.
 *
 * While `unreachable` is set nothing is written: code after a return, raise or
 * jump is dropped up to the next label that something jumps to.
 */
#ifndef TAU_BYTECODE_BUILDER_H
#define TAU_BYTECODE_BUILDER_H

#include "base/arena.h"
#include "bytecode/opcode.h"
#include "runtime/function.h"
#include "runtime/vm.h"

/* A place in the code.  Until it is placed, the extension words of the jumps to
 * it form a chain through `pending`, each holding the index of the one before. */
typedef struct Label {
    uint32_t pc;
    uint32_t pending;
} Label;

enum { LABEL_NONE = UINT32_MAX };
#define LABEL_INIT ((Label){LABEL_NONE, LABEL_NONE})

/* Largest register number and other operand that WIDE can express. */
enum { EMITTER_MAX_OPERAND = 0xffff };

typedef struct ValueTable { /* distinct values in order of arrival */
    Value *items;
    uint32_t count, capacity;
    uint32_t *slots; /* open addressing: number + 1, by hash of the word */
    uint32_t slot_mask;
} ValueTable;

typedef struct Emitter {
    Thread *t;
    Arena *arena; /* everything below lives here until emitter_finish */
    void (*fail)(void *context, const char *message); /* does not return; NULL message:
                                   an exception is already pending */
    void *context;
    uint32_t *words;
    uint32_t count, capacity;
    CodePosition *positions;
    uint32_t position_count, position_capacity;
    CodeHandler *handlers;
    uint32_t handler_count, handler_capacity;
    CodeInlined *inlined;
    uint32_t inlined_count, inlined_capacity;
    ValueTable consts, names;
    uint32_t cache_count;  /* slots given out, the invalid slot 0 included */
    CodePosition position; /* of what is emitted next; pc unused */
    bool unreachable;
} Emitter;

void emitter_start(Emitter *b, Thread *t, Arena *arena,
                   void (*fail)(void *context, const char *message), void *context);

/* The values must be canonical: equal constants of one type are one Value (the
 * caller's table of constants sees to it), names are interned. */
uint32_t emitter_const(Emitter *b, Value value);
uint32_t emitter_name(Emitter *b, Value name);

/* Instructions without an extension. */
void emitter_emit(Emitter *b, Opcode op, uint32_t a, uint32_t operand_b, uint32_t c);
/* B and C together are a number: CONST, FREE (unsigned) or INT (signed). */
void emitter_emit_bx(Emitter *b, Opcode op, uint32_t a, int32_t bx);
/* NAMEC: the name, and a cache slot if the instruction profits from one. */
void emitter_emit_name(Emitter *b, Opcode op, uint32_t a, uint32_t operand_b, Value name);
/* CACHE. */
void emitter_emit_cached(Emitter *b, Opcode op, uint32_t a, uint32_t operand_b, uint32_t c);
/* KEYS and IMM. */
void emitter_emit_extended(Emitter *b, Opcode op, uint32_t a, uint32_t operand_b, uint32_t c,
                           uint32_t extension);
/* JUMP, forwards or backwards. */
void emitter_emit_jump(Emitter *b, Opcode op, uint32_t a, uint32_t operand_b, uint32_t c,
                       Label *target);
/* Places a label here; code is reachable again if a jump waited for it. */
void emitter_place(Emitter *b, Label *label);
/* A place that only exceptions reach. */
static inline uint32_t emitter_handler_entry(Emitter *b) {
    b->unreachable = false;
    return b->count;
}
void emitter_add_handler(Emitter *b, uint32_t start, uint32_t end, uint32_t handler, uint32_t reg);
void emitter_add_inlined(Emitter *b, CodeInlined entry);

/* A code object with everything the builder knows in it; the caller sets the
 * rest (names, counts, flags).  NULL with MemoryError. */
Code *emitter_finish(Emitter *b);

/* Grows an array in an arena: for the builder's users too. */
void *arena_grow(Arena *arena, void *items, uint32_t count, uint32_t *capacity, size_t item_size);

#endif

/*
 * ra_internal.h - what the files of the register allocator share.
 *
 * A position is a number in the order in which the allocator walks the graph, four
 * to a node and four to the beginning of a block:
 *
 *      p + 0   the moves in front of the node are done, then it reads its inputs
 *      p + 1   registers are clobbered
 *      p + 2   the result is written
 *      p + 3   the frame state has been looked at for the last time
 *
 * Registers of both classes are numbered together, XMM from XMM_BASE, so that one
 * set holds both.
 */
#ifndef TAU_JIT_RA_INTERNAL_H
#define TAU_JIT_RA_INTERNAL_H

#include "jit/ra/ra.h"

enum { XMM_BASE = 32, REGISTER_COUNT = 64, NO_REGISTER = 0xff, NO_SLOT = 0xffff };
enum { AFTER_CLOBBER = 1, RESULT_WRITTEN = 2, STATE_READ = 3, POSITIONS_PER_NODE = 4 };
#define NEVER UINT32_MAX

typedef uint64_t RegisterSet;
static inline RegisterSet register_set(uint32_t gpr, uint32_t xmm) {
    return gpr | (RegisterSet)xmm << XMM_BASE;
}
static inline RegisterSet register_bit(uint32_t r) { return (RegisterSet)1 << r; }
static inline uint32_t first_register(RegisterSet set) { return (uint32_t)__builtin_ctzll(set); }

/* A use that wants a register. */
typedef struct RaUse {
    uint32_t position;
    uint32_t next; /* index of the use behind it, 0: none */
    uint32_t fixed; /* the register wanted, or NO_REGISTER */
} RaUse;

typedef struct RaUseBlock { /* a block with uses of a value of another block */
    uint32_t block;
    struct RaUseBlock *next;
} RaUseBlock;

/* What a node is to the allocator. */
typedef enum RaValueKind {
    RA_NO_VALUE,     /* no result, or folded into its user */
    RA_LOCATED,
    RA_CONSTANT, /* has no slot: made anew where a register is wanted */
    RA_VIRTUAL,
} RaValueKind;

typedef struct RaValue { /* by node->id */
    IrNode *node;
    RaUseBlock *use_blocks;
    IrBlock *spill_block; /* dominates all places from which on it is in its slot only */
    uint32_t start, end;  /* all places where it lives, as RaBlock.place, are in [start, end) */
    uint32_t uses;        /* the next use, as far as the scan has looked */
    uint32_t live_in;     /* number of a block, + 1, that it is known to live in */
    uint32_t phi;         /* id of a phi that it is, or is about to become, an input of; or 0 */
    uint32_t visited;     /* of a VIRTUAL: as IrState.visited */
    uint32_t dies;        /* position of its last use, when the scan is there */
    uint32_t last;        /* the same beforehand, of what lives in its own block only; or NEVER */
    uint32_t origin_at;   /* position of the gap for which `origin` is valid */
    uint32_t next_in_slot; /* id of another value that has the same slot, or 0 */
    uint16_t slot;
    uint8_t kind;         /* RaValueKind */
    uint8_t bank;         /* 0 or XMM_BASE */
    uint8_t reg;          /* where it is now; NO_REGISTER: in the slot */
    uint8_t origin;       /* where it was in front of the gap */
    uint8_t hint;         /* of a phi: register that one of its inputs was in */
    uint8_t scratch;
    bool overwrites_second; /* a commuting node whose result takes the second input's place */
    bool arrives;         /* a PARAM, in its register from the beginning */
    bool born_in_slot;    /* a phi whose slot is written by the edges */
} RaValue;

typedef struct RaHeld { /* a register and what is in it */
    uint32_t value;
    uint32_t reg;
} RaHeld;
typedef struct RaHeldList {
    RaHeld *items;
    uint32_t count;
} RaHeldList;

typedef struct RaBlock { /* by block->id */
    uint32_t from, to;    /* positions [from, to) */
    uint32_t place;       /* as `from`, in an order in which cold blocks stand where they are */
    uint32_t *live_in;
    uint32_t live_in_count, live_in_capacity;
    uint32_t mark;
    bool scanned;
    bool inherits;        /* begins with the registers of its only predecessor */
    bool cold;            /* it or what dominates it */
    RaHeldList start, end; /* what lives and is not there is in its slot */
    /* Of a loop header, about the loop without its cold blocks: */
    uint32_t loop_end;
    uint32_t loop_pressure[2]; /* GPR, XMM values living at once */
    RegisterSet loop_lost;     /* registers that calls destroy */
} RaBlock;

typedef struct RaDeath {
    uint32_t position; /* of a node; + STATE_READ: needed while the node executes */
    uint32_t value;
} RaDeath;

/* A list that grows. */
typedef struct RaPositions {
    uint32_t *items;
    uint32_t count, capacity;
} RaPositions;

typedef struct Ra {
    Ir *ir;
    const RaTarget *target;
    RegisterSet allocatable;
    RaAllocation *out;
    RaValue *values;
    RaBlock *blocks;
    RaConstraints *constraints; /* by node->id, of those that have any */
    IrBlock **order;      /* in which positions are given */
    RaUse *uses;
    uint32_t input_count; /* of all nodes */
    /* What dies where, last first; popped by the scan. */
    RaDeath *deaths;
    uint32_t death_count, death_capacity;
    /* Of each register the positions at which a node demands it, or a call destroys it but
     * not all of its class; and of calls in blocks that are not cold; last first. */
    RaPositions demanded[REGISTER_COUNT];
    RaPositions calls;
    /* Of each spill slot the place from which on it is free, and one of its values. */
    RaPositions slot_free, slot_values;
    uint64_t random;      /* 0: none wanted */
    RaStateValues state;  /* the last one listed */
} Ra;

static inline RaValue *ra_value(const Ra *ra, const IrNode *n) { return &ra->values[n->id]; }
static inline RaBlock *ra_block(const Ra *ra, const IrBlock *b) { return &ra->blocks[b->id]; }
static inline RaLocation ra_register_location(uint32_t r) {
    if (r < XMM_BASE)
        return (RaLocation){.kind = RA_GPR, .reg = (uint8_t)r};
    return (RaLocation){.kind = RA_XMM, .reg = (uint8_t)(r - XMM_BASE)};
}
static inline uint32_t ra_register_of(RaLocation l) { return l.reg + (l.kind == RA_XMM ? XMM_BASE : 0u); }
static inline RegisterSet ra_clobbered(const Ra *ra, const RaConstraints *c) {
    return register_set(c->clobber_gpr, c->clobber_xmm) & ra->allocatable;
}
/* The registers of those classes of which nothing survives a node: of calls, at least one. */
static inline RegisterSet ra_classes_lost(const Ra *ra, const RaConstraints *c) {
    RegisterSet kept = ra->allocatable & ~register_set(c->clobber_gpr, c->clobber_xmm);
    return ra->allocatable & register_set((uint32_t)kept ? 0 : UINT32_MAX, kept >> XMM_BASE ? 0 : UINT32_MAX);
}
static inline RaPolicy ra_policy(const RaConstraints *c, uint32_t input) {
    return input < RA_INPUTS_MAX ? (RaPolicy)c->in[input] : RA_USE_ANY;
}
/* Whether the node asks for nothing and has no position of its own. */
static inline bool ra_is_silent(const RaValue *v) {
    return v->kind == RA_CONSTANT || v->kind == RA_VIRTUAL;
}
static inline IrState *ra_state(const IrNode *n) { return n->state && ir_can_fail(n) ? n->state : NULL; }
/* Whether input i of a node with these constraints is read from a location that the
 * value has to have by then. */
static inline bool ra_is_use(const RaConstraints *c, const RaValue *v, uint32_t i) {
    RaPolicy policy = ra_policy(c, i);
    if (policy == RA_USE_NONE || v->kind == RA_NO_VALUE || v->kind == RA_VIRTUAL)
        return false;
    if (v->kind != RA_CONSTANT)
        return true;
    /* A constant is made where it is wanted; only copying a double is cheaper. */
    return policy == RA_USE_REGISTER && !(c->out_same_as_first && i == 0 && !v->bank);
}

static inline uint32_t ra_find_held(const RaHeldList *list, uint32_t value) {
    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i].value == value)
            return list->items[i].reg;
    return NO_REGISTER;
}
/* Not zeroed. */
static inline void *ra_alloc(Ra *ra, size_t bytes) {
    void *p = arena_alloc(ra->ir->arena, bytes);
    if (!p)
        ir_give_up(ra->ir, "there was no memory for it");
    return p;
}

/* ra_liveness.c: order, positions, liveness, uses, deaths. */
void ra_analyze(Ra *ra);
/* ra_scan.c */
void ra_scan(Ra *ra);
/* From here on the value is in its slot only. */
void ra_spill(Ra *ra, RaValue *v, IrBlock *where);
uint32_t ra_slot(Ra *ra, RaValue *v);
/* ra_moves.c: moves on edges and stores into slots. */
void ra_resolve(Ra *ra);
void ra_add_move(Ra *ra, RaMoves *moves, RaLocation from, RaLocation to, const RaValue *v);
void ra_append_position(Ra *ra, RaPositions *list, uint32_t position);

#endif

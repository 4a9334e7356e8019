/*
 * ra.h - register allocation: a linear scan over SSA form that splits live ranges.
 *
 * The scan keeps no intervals: it walks the nodes once, knowing at each point what is
 * in which register, and evicts by next use (Braun & Hack, "Register Spilling and
 * Live-Range Splitting for SSA-Form Programs", CC 2009; Traub, Holloway & Smith,
 * "Quality and Speed in Linear-scan Register Allocation", PLDI 1998).  As in Wimmer &
 * Franz, "Linear Scan Register Allocation on SSA Form" (CGO 2010), phis are resolved
 * with the edges and a value is stored into its slot once.  See ra_scan.c.
 *
 * The allocator knows no machine: a RaTarget tells it which registers there are
 * and what each node demands.  It changes nothing in the graph; it says where each
 * node reads its inputs and leaves its result, and which moves go in between.
 * Every node that lives across a node with clobbers is in a spill slot there, or in
 * a register that survives.  Critical edges have been split and ir_analyze() was
 * called; blocks dominated by cold ones should be cold.  n->mark is overwritten.
 *
 * In front of a node that uses a folded condition there are no moves.
 */
#ifndef TAU_JIT_RA_RA_H
#define TAU_JIT_RA_RA_H

#include "ir/ir.h"

/* Where a value is. */
typedef struct RaLocation {
    uint8_t kind;   /* RaLocationKind */
    uint8_t reg;    /* of GPR and XMM */
    uint16_t slot;  /* of SLOT: number of an 8-byte spill slot */
} RaLocation;
typedef enum RaLocationKind {
    RA_NOWHERE, /* no result; or a constant that the user makes itself (node->imm) */
    RA_GPR, RA_XMM, RA_SLOT
} RaLocationKind;

typedef enum RaPolicy {
    RA_USE_NONE,     /* folded into the instruction: needs no location */
    RA_USE_REGISTER, /* some register of the value's class */
    RA_USE_ANY,      /* register, slot, or (constants) nowhere */
    RA_USE_FIXED     /* the register given */
} RaPolicy;

enum { RA_INPUTS_MAX = 8, RA_TEMPS_MAX = 4 };

/* What a node demands.  Inputs beyond RA_INPUTS_MAX are RA_USE_ANY; so are the
 * values of its frame state, always. */
typedef struct RaConstraints {
    uint8_t in[RA_INPUTS_MAX]; /* RaPolicy */
    uint8_t in_fixed[RA_INPUTS_MAX];
    bool out_same_as_first; /* two-address: the result overwrites the first input's register */
    bool commutes;          /* with out_same_as_first: may overwrite the second input instead, with
                               the policies exchanged; then in[1] is the result's register and
                               in[0] is not */
    bool restores_first;    /* with out_same_as_first: if the node leaves by its state, it has put
                               the input overwritten back into that register before (the other
                               inputs' registers are kept until then) */
    int8_t out_fixed;       /* register of the result, or -1 */
    bool inputs_live_on;    /* the result's and the temporaries' registers are none of the
                               inputs' (written before all inputs have been read) */
    uint8_t gpr_temps, xmm_temps; /* scratch registers wanted, distinct from inputs and result */
    int8_t temp_fixed[RA_TEMPS_MAX]; /* of the first gpr_temps: a certain register, or -1 */
    uint32_t clobber_gpr, clobber_xmm; /* registers destroyed (inputs are read before) */
} RaConstraints;

typedef struct RaTarget {
    uint32_t gpr, xmm; /* allocatable registers */
    void (*constraints)(const IrNode *n, RaConstraints *out);
    /* Whether the node's value is in an XMM register (F) or in a GPR (V, W, B). */
    /* Nodes that have no location at all because every user folds them (constants,
     * conditions that only branches and guards use): */
    bool (*is_folded)(const IrNode *n);
} RaTarget;

/* A parallel assignment: all sources are read before any destination is written. */
typedef struct RaMove {
    RaLocation from, to;
    const IrNode *value; /* what is moved; a constant if from is RA_NOWHERE */
} RaMove;
typedef struct RaMoves {
    RaMove *moves;
    uint32_t count;
} RaMoves;

typedef struct RaNode {     /* by node->id */
    RaLocation out;
    RaLocation *in;         /* one an input */
    RaLocation *state;      /* one a value of n->state, as ra_list_state() lists them; NULL: it
                               cannot leave (ir_can_fail) */
    RaLocation temps[RA_TEMPS_MAX]; /* GPR temporaries first */
    RaMoves before;         /* to be done in front of the node */
    uint32_t live_gpr, live_xmm; /* registers whose values are needed behind the node (its
                                    result not included) */
} RaNode;

typedef struct RaAllocation {
    RaNode *nodes;          /* [ir->node_count + 1] */
    RaMoves *at_end;        /* by block->id: in front of the control operation, after its
                               own `before` (edges of JUMPs: phis) */
    RaMoves *at_start;      /* by block->id: at the start of a block with one predecessor */
    uint32_t slot_count;
} RaAllocation;

/* The values of a state in the order of ir_state_each(), then, for each VIRTUAL in this
 * list that stands in it for the first time, its inputs (which may be VIRTUALs too).
 * Listing the same state again costs nothing. */
typedef struct RaStateValues {
    IrNode **items;
    uint32_t count, capacity;
    const IrState *state;
} RaStateValues;
void ra_list_state(Ir *ir, IrState *s, RaStateValues *list);

/* `random_seed` not 0: chooses registers and spills at random (a test mode).  In the
 * graph's arena; gives up through the graph when memory is exhausted. */
RaAllocation *ra_allocate(Ir *ir, const RaTarget *target, uint64_t random_seed);
/* Checks by data flow that every use reads the value it should; aborts with a
 * message otherwise.  Rideau & Leroy, "Validating Register Allocation and Spilling"
 * (CC 2010). */
void ra_verify(Ir *ir, const RaTarget *target, const RaAllocation *a);
/* Orders a parallel assignment into single moves, with cycles broken by `scratch_gpr`
 * and `scratch_xmm`; emit is called for each.  What goes into a slot is a constant or comes
 * from a register (of either class, if need be: 8 bytes are copied).  Constants (from
 * RA_NOWHERE) come last, when the scratch registers are free; into a slot, too, goes the
 * word imm. */
void ra_sequentialize(const RaMoves *moves, uint8_t scratch_gpr, uint8_t scratch_xmm,
                      void (*emit)(void *data, RaLocation from, RaLocation to, const IrNode *value),
                      void *data);

#endif

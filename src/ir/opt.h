/*
 * opt.h - what the optimisation passes share.
 *
 * Every pass finds the graph, and leaves it, analysed (ir_analyze) and with forwards
 * applied.  From the pass "loops" on each loop has a preheader: its header has one
 * predecessor outside of the loop, and that one jumps to it unconditionally.
 *
 * Pins.  A guard with `nowrap` cannot fail and costs nothing: it says where its input
 * is known to be what it asserts, because of a branch before it.  What relies on that
 * reads the pin, so that nothing moves it in front of the branch.  Pins themselves
 * never move; the pass "lower" removes them.
 */
#ifndef TAU_IR_OPT_H
#define TAU_IR_OPT_H

#include "ir/ir.h"

void opt_loops(Ir *ir);
void opt_types(Ir *ir);
void opt_fold(Ir *ir);
void opt_mixed(Ir *ir);
void opt_words(Ir *ir);
void opt_representation(Ir *ir);
void opt_memory(Ir *ir);
void opt_merge(Ir *ir);
void opt_escape(Ir *ir);
void opt_licm(Ir *ir);
void opt_recurrence(Ir *ir);
void opt_range(Ir *ir);
void opt_wrap(Ir *ir);
void opt_polls(Ir *ir);
void opt_sink(Ir *ir);
void opt_layout(Ir *ir);
void opt_dce(Ir *ir);
void opt_lower(Ir *ir);
void opt_concat(Ir *ir);
void opt_sums(Ir *ir);
void opt_defer(Ir *ir);
void opt_grow(Ir *ir);
void opt_direct(Ir *ir);

/* ---- loops ---- */

/* The block in front of a loop, or NULL: the header is the entry. */
IrBlock *opt_preheader(const IrBlock *header);
/* Whether b is in the loop of this header. */
static inline bool opt_in_loop(const IrBlock *b, const IrBlock *header) {
    const IrBlock *h = b->loop;
    while (h && h != header)
        h = h->loop_parent;
    return h == header;
}
/* What a conversion in a block costs: 8 times as much in each deeper loop. */
static inline int64_t opt_weight(const IrBlock *b) {
    return b->cold ? 0 : (int64_t)1 << (3 * (b->loop_depth < 10 ? b->loop_depth : 10));
}
/* The interpreter's state at the end of the preheader: the header's entry state with
 * what comes from there instead of the phis.  NULL: there is none. */
IrState *opt_preheader_state(Ir *ir, const IrBlock *header);

/* Whether a guard may be put into the preheader that would fail for this reason: not if
 * one has. */
bool opt_may_speculate(Ir *ir, const IrBlock *header, DeoptReason reason);
/* Whether a guard with this state has failed for this reason. */
bool opt_has_failed(const IrState *state, DeoptReason reason);

/* ---- values ---- */

/* Whether the result is the first input, of which something is asserted. */
static inline bool opt_is_assertion(const IrNode *n) {
    switch (n->op) {
    case IR_GUARD_TYPE:
    case IR_GUARD_IS:
    case IR_GUARD_NOT:
    case IR_GUARD_SHAPE:
    case IR_GUARD_CODE:
    case IR_GUARD_LIST:
    case IR_GUARD_BOUNDS: return true;
    default: return false;
    }
}
/* The value without what is asserted of it. */
static inline IrNode *opt_strip(IrNode *n) {
    while (opt_is_assertion(n))
        n = n->in[0];
    return n;
}
static inline bool opt_is_pin(const IrNode *n) { return opt_is_assertion(n) && n->nowrap; }
/* How often each node is an input of nodes that are computed, by id; scratch memory of the pass. */
uint32_t *opt_count_uses(Ir *ir);
/* What is known of the result, by what is known of the inputs. */
IrTypes opt_infer(Ir *ir, const IrNode *n);
/* The double of a CONST that is a float; false: it is none. */
bool opt_float_constant(const IrNode *n, double *out);
/* Whether the node may be left out when nobody uses its result. */
bool opt_is_removable(const IrNode *n);

/* ---- memory ---- */

/* Sets of cells: memory as compiled code tells it apart, by alias class and, where
 * alias.def says so, by offset (which may coincide). */
typedef uint64_t Cells;
/* The cells that a load, or a guard that looks into memory, reads; 0: memory that
 * does not change. */
Cells opt_reads(const IrNode *n);
/* The cells that a store or call may write. */
Cells opt_writes(const IrNode *n);
/* The new object that is stored into, or NULL. */
static inline IrNode *opt_stored_object(const IrNode *store) {
    IrNode *object = opt_strip(store->in[0]);
    return object->op == IR_ALLOC ? object : NULL;
}
/* Whose memory is at an address: of a list's items the list, else the base itself. */
const IrNode *opt_owner(const IrNode *base);
/* The new object, a list's items included, that is all that a store or call writes into;
 * NULL: it may be anything. */
const IrNode *opt_written_object(const IrNode *n);
/* Whether memory of a new object is certainly not that of `other`. */
bool opt_are_apart(const IrNode *object, const IrNode *other);

/* What a loop writes of objects that exist before an iteration: those that the loop itself
 * makes are left out. */
typedef struct ObjectWrites { /* of one object that was new in front of the loop */
    struct ObjectWrites *next;
    const IrNode *object;
    Cells cells;
} ObjectWrites;
typedef struct LoopWrites {
    Cells any;            /* of whatever object */
    ObjectWrites *objects;
} LoopWrites;
/* By block->order, of loop headers. */
LoopWrites *opt_loop_writes(Ir *ir);
Cells opt_loop_cells(const LoopWrites *w);
/* Whether the loop may write what a load or guard reads. */
bool opt_loop_changes(const LoopWrites *w, const IrNode *reader);

/* A table by node->id that grows with the graph. */
typedef struct NodeTable {
    Ir *ir;
    void **entries;
    uint32_t capacity;
} NodeTable;
void node_table_init(NodeTable *table, Ir *ir);
void **node_table_at_slow(NodeTable *table, const IrNode *n);
static inline void **node_table_at(NodeTable *table, const IrNode *n) {
    return n->id < table->capacity ? &table->entries[n->id] : node_table_at_slow(table, n);
}

#endif

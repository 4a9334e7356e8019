/*
 * opt_sink.c - computes what only some paths need on those paths: what is used behind a
 * loop not in it, what only an exit reads where it leaves.
 *
 * A node that does nothing but compute goes down into the block that dominates all its
 * uses, or, between that and its own, into the last one of the lowest loop depth
 * (Click, "Global Code Motion, Global Value Numbering", PLDI 1995, late placement); if
 * that is out of a loop or into a cold block, or if the node only changes a
 * representation, so that as many values live on as before.  Loads stay, since memory
 * may change below.
 *
 * Blocks are walked backwards, so that a node comes after its users and they take what
 * they read along.  What has moved is put at the start of its block.
 *
 * Requires: the analysis; nobody unused (dce).  Breaks: nothing.  Ends: one walk.  Cost:
 * linear in nodes; the frames of states once a block.
 */
#include "ir/opt.h"

typedef struct Sink {
    Ir *ir;
    IrBlock **uses;  /* by id: the block that dominates all uses seen so far; NULL: none */
    uint32_t ids;
    IrBlock *place;  /* of the uses being noted */
} Sink;

static IrBlock *common_dominator(IrBlock *a, IrBlock *b) {
    while (a != b) {
        if (a->order > b->order)
            a = a->idom;
        else
            b = b->idom;
    }
    return a;
}

static void note_use(IrNode **use, void *data) {
    Sink *s = data;
    IrNode *n = *use;
    if (n->id < s->ids)
        s->uses[n->id] = s->uses[n->id] ? common_dominator(s->uses[n->id], s->place) : s->place;
}

static void note_uses(Sink *s, IrNode *n) {
    s->place = n->block;
    for (uint32_t k = 0; k < n->input_count; k++)
        note_use(&n->in[k], s);
    ir_state_each_once(s->ir, n->state, note_use, s);
}

/* At the ends of predecessors, which for loops come before the phi in the walk. */
static void note_uses_of_phis(Sink *s) {
    for (uint32_t i = 0; i < s->ir->block_count; i++)
        for (IrNode *n = s->ir->blocks[i]->first; n->op == IR_PHI; n = n->next)
            for (uint32_t k = 0; k < n->input_count; k++) {
                s->place = n->block->preds[k];
                note_use(&n->in[k], s);
            }
}

/* Whether it is one value for one, in another form. */
static bool is_conversion(const IrNode *n) {
    switch (n->op) {
    case IR_BOX_FLOAT:
    case IR_BOX_WORD:
    case IR_CHAR_STR:
    case IR_INT_TO_FLOAT:
    case IR_WORD_TO_INT:
    case IR_INT_TO_WORD:
    case IR_VIRTUAL:
    case IR_VIRTUAL_CALL: return true;
    default: return false;
    }
}

static bool can_sink(const IrNode *n) {
    if (n->op == IR_BOX_FLOAT || n->op == IR_BOX_WORD || n->op == IR_CHAR_STR)
        return true;
    /* Conditions stay with their branches, which they are part of. */
    return ir_effect(n) == EFFECT_PURE && n->input_count && n->rep != REP_BOOL;
}

static IrBlock *place_for(const IrNode *n, IrBlock *uses) {
    IrBlock *best = uses;
    for (IrBlock *b = uses; b != n->block; b = b->idom)
        if (b->idom->loop_depth < best->loop_depth)
            best = b->idom;
    if (best == n->block || best->loop_depth < n->block->loop_depth || (best->cold && !n->block->cold))
        return best;
    return is_conversion(n) && best->loop_depth == n->block->loop_depth ? best : n->block;
}

static void sink(Sink *s, IrNode *n) {
    IrBlock *to = place_for(n, s->uses[n->id]);
    if (to == n->block)
        return;
    IrNode *at = to->first;
    while (at->op == IR_PHI)
        at = at->next;
    ir_remove(n);
    ir_insert_before(at, n);
    n->state = NULL;
}

void opt_sink(Ir *ir) {
    Sink s = {.ir = ir, .ids = ir->node_count + 1};
    s.uses = ir_scratch(ir, s.ids * sizeof *s.uses);
    note_uses_of_phis(&s);
    for (uint32_t i = ir->block_count; i-- > 0;) {
        IrNode *prev;
        ir->state_visit++;
        for (IrNode *n = ir->blocks[i]->last; n; n = prev) {
            prev = n->prev;
            if (can_sink(n) && s.uses[n->id])
                sink(&s, n);
            if (n->op != IR_PHI)
                note_uses(&s, n);
        }
    }
}

/*
 * opt_wrap.c - sums and products of which only the low bits count.
 *
 * In (x * 1103515245 + 12345) & 0x7fffffff the product may be larger than a small int,
 * but the mask keeps bits that the machine's wrapping multiplication computes just the
 * same: the low 62 bits of a sum, difference, product or left shift depend on the low 62
 * bits of its inputs only.  So where every use of such an operation wants no more than
 * those, it cannot fail.
 *
 * Blocks are walked backwards, so that a node comes after its users (phis want all of
 * their inputs): what the users want is known when it is asked for.  A frame state
 * wants all; that of an operation which turns out not to fail goes with it.
 *
 * Requires: nothing.  Breaks: what the range of an operation is by its inputs' ranges; so
 * this comes behind "range".  Ends: one walk.  Cost: linear.
 */
#include "ir/opt.h"

typedef struct Wrap {
    bool *whole; /* by id: somebody wants more than the low bits */
    bool *used;  /* by id */
} Wrap;

static void want_whole(IrNode **use, void *data) {
    Wrap *w = data;
    w->whole[(*use)->id] = true;
}

static bool int_constant(const IrNode *n, int64_t *out) {
    Value v;
    if (!ir_is_const(n, &v) || !value_is_int(v))
        return false;
    *out = value_as_int(v);
    return true;
}

/* Whether the low bits of the result need only those of the first `*inputs` inputs. */
static bool is_modular(const IrNode *n, uint32_t *inputs) {
    int64_t count;
    *inputs = n->input_count;
    switch (n->op) {
    case IR_INT_ADD:
    case IR_INT_SUB:
    case IR_INT_MUL:
    case IR_INT_NEG:
    case IR_INT_AND:
    case IR_INT_OR:
    case IR_INT_XOR:
    case IR_INT_INVERT: return true;
    case IR_INT_SHL:
        *inputs = 1;
        return int_constant(n->in[1], &count) && count >= 0 && count <= 60;
    default: return false;
    }
}

static bool is_mask(const IrNode *n) {
    int64_t mask;
    return n->op == IR_INT_AND && int_constant(n->in[1], &mask) && mask >= 0;
}

static void visit(Ir *ir, Wrap *w, IrNode *n) {
    uint32_t modular = 0;
    if (is_modular(n, &modular) && w->used[n->id] && !w->whole[n->id]) {
        if (ir_effect(n) == EFFECT_GUARD) {
            n->nowrap = true;
            n->state = NULL;
        }
    } else if (!is_mask(n)) {
        modular = 0;
    }
    for (uint32_t k = 0; k < n->input_count; k++) {
        w->used[n->in[k]->id] = true;
        w->whole[n->in[k]->id] |= k >= modular;
    }
    ir_state_each_once(ir, n->state, want_whole, w);
}

void opt_wrap(Ir *ir) {
    Wrap w = {ir_scratch(ir, ir->node_count + 1), ir_scratch(ir, ir->node_count + 1)};
    ir->state_visit++;
    for (uint32_t i = 0; i < ir->block_count; i++) {
        ir_state_each_once(ir, ir->blocks[i]->entry_state, want_whole, &w);
        for (IrNode *n = ir->blocks[i]->first; n->op == IR_PHI; n = n->next)
            for (uint32_t k = 0; k < n->input_count; k++)
                want_whole(&n->in[k], &w);
    }
    for (uint32_t i = ir->block_count; i-- > 0;)
        for (IrNode *n = ir->blocks[i]->last; n && n->op != IR_PHI; n = n->prev)
            visit(ir, &w, n);
}

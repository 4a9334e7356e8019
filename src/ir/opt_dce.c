/*
 * opt_dce.c - removes what nobody needs.
 *
 * Needed are: what has an effect or may leave for the interpreter, and what that
 * reads, its frame states included; transitively (mark and sweep).  What the entry
 * states of loops name is needed until "lower" drops them.  A new object that
 * only stores into it refer to is not needed, and neither are the stores: a store into
 * an ALLOC counts when the ALLOC does.
 *
 * Requires, breaks: nothing.  Cost: linear.
 */
#include "ir/opt.h"

typedef struct Liveness {
    bool *live;          /* by id */
    IrNode **work;
    uint32_t work_count;
    IrNode **last_store; /* by id, of an ALLOC: the last store into it */
    IrNode **earlier;    /* by id, of such a store: the one before */
} Liveness;

static void need(IrNode **use, void *data) {
    Liveness *l = data;
    IrNode *n = *use;
    if (l->live[n->id])
        return;
    l->live[n->id] = true;
    l->work[l->work_count++] = n;
}

/* The new object that n writes into, if that is all it does. */
static IrNode *initialized_object(const IrNode *n) {
    if (ir_effect(n) != EFFECT_STORE || n->op == IR_WROTE_ELEMENT)
        return NULL;
    IrNode *object = opt_strip(n->in[0]);
    return object->op == IR_ALLOC ? object : NULL;
}

static void find_roots(Ir *ir, Liveness *l) {
    for (uint32_t i = 0; i < ir->block_count; i++) {
        ir_state_each_once(ir, ir->blocks[i]->entry_state, need, l);
        for (IrNode *n = ir->blocks[i]->first; n; n = n->next) {
            IrNode *object = initialized_object(n);
            if (object) {
                l->earlier[n->id] = l->last_store[object->id];
                l->last_store[object->id] = n;
            } else if (!opt_is_removable(n)) {
                need(&n, l);
            }
        }
    }
}

void opt_dce(Ir *ir) {
    size_t ids = ir->node_count + 1;
    Liveness l = {.live = ir_scratch(ir, ids)};
    l.work = ir_scratch(ir, ids * sizeof *l.work);
    l.last_store = ir_scratch(ir, ids * sizeof *l.last_store);
    l.earlier = ir_scratch(ir, ids * sizeof *l.earlier);
    ir->state_visit++;
    find_roots(ir, &l);
    while (l.work_count) {
        IrNode *n = l.work[--l.work_count];
        for (uint32_t k = 0; k < n->input_count; k++)
            need(&n->in[k], &l);
        if (ir_effect(n) == EFFECT_GUARD && n->nowrap)
            n->state = NULL;
        ir_state_each_once(ir, n->state, need, &l);
        for (IrNode *store = l.last_store[n->id]; store; store = l.earlier[store->id])
            need(&store, &l);
    }
    for (uint32_t i = 0; i < ir->block_count; i++) {
        IrNode *next;
        for (IrNode *n = ir->blocks[i]->first; n; n = next) {
            next = n->next;
            if (!l.live[n->id])
                ir_remove(n);
        }
    }
}

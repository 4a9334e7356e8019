/*
 * opt_layout.c - the order in which blocks are laid out.
 *
 * A block that is entered from one place only, by a jump, is joined to it.  Critical
 * edges are split.  Then ir->blocks, in reverse postorder so far, is put in an order in
 * which each loop is contiguous, which register allocation likes, and cold blocks come
 * last: those that leave for the interpreter, and those that only lead there or are
 * only reached from there.  A block still comes behind its dominator: what lies between
 * the blocks of a loop without being in it is dominated by none of those behind it,
 * and what a cold block dominates is cold.
 *
 * Breaks: ir_analyze() would undo it.  Cost: linear.
 */
#include "ir/opt.h"

#include <string.h>

/* ---- joining ---- */

static void join(IrBlock *b, IrBlock *next) {
    ir_remove(b->last);
    for (IrNode *n; (n = next->first);) {
        ir_remove(n);
        if (n->op == IR_PHI)
            n->forward = n->in[0];
        else
            ir_append(b, n);
    }
    for (uint32_t i = 0; i < 2; i++) {
        b->succ[i] = next->succ[i];
        next->succ[i] = NULL;
        for (uint32_t k = 0; b->succ[i] && k < b->succ[i]->pred_count; k++)
            if (b->succ[i]->preds[k] == next)
                b->succ[i]->preds[k] = b;
    }
    next->pred_count = 0;
    b->cold |= next->cold;
}

static void join_blocks(Ir *ir) {
    for (uint32_t i = 0; i < ir->block_count; i++) {
        IrBlock *b = ir->blocks[i];
        while (b->last && b->last->op == IR_JUMP && b->succ[0]->pred_count == 1 && b->succ[0] != b &&
               b->cold == b->succ[0]->cold)
            join(b, b->succ[0]);
    }
    ir_apply_forwards(ir);
}

/* ---- cold blocks ---- */

static bool all_successors_cold(const IrBlock *b) {
    return b->succ[0] && b->succ[0]->cold && (!b->succ[1] || b->succ[1]->cold);
}

static bool all_entries_cold(const IrBlock *b) {
    for (uint32_t i = 0; i < b->pred_count; i++)
        if (b->preds[i]->order < b->order && !b->preds[i]->cold)
            return false;
    return b->pred_count;
}

static void find_cold(Ir *ir) {
    for (uint32_t i = ir->block_count; i-- > 0;) {
        IrBlock *b = ir->blocks[i];
        b->cold |= b->last->op == IR_EXIT || all_successors_cold(b);
    }
    for (uint32_t i = 0; i < ir->block_count; i++)
        ir->blocks[i]->cold |= all_entries_cold(ir->blocks[i]);
}

/* ---- order ---- */

typedef struct Layout {
    IrBlock **next;  /* by order: the next block in the same list */
    IrBlock **first, **last; /* by order of a header: the other blocks of its loop, headers
                                for the loops in it; at [block_count]: what is in no loop */
    IrBlock **out;
    uint32_t count;
} Layout;

static void add_to_list(Layout *l, uint32_t list, IrBlock *b) {
    if (l->last[list])
        l->next[l->last[list]->order] = b;
    else
        l->first[list] = b;
    l->last[list] = b;
}

/* A header stands for its loop in the list of the loop around it. */
static void emit_list(Layout *l, uint32_t list) {
    for (IrBlock *b = l->first[list]; b; b = l->next[b->order]) {
        l->out[l->count++] = b;
        if (b->loop_header)
            emit_list(l, b->order);
    }
}

static void order_blocks(Ir *ir) {
    uint32_t count = ir->block_count;
    Layout l = {.next = ir_scratch(ir, count * sizeof *l.next)};
    l.first = ir_scratch(ir, (count + 1) * sizeof *l.first);
    l.last = ir_scratch(ir, (count + 1) * sizeof *l.last);
    l.out = ir_scratch(ir, count * sizeof *l.out);
    for (uint32_t i = 0; i < count; i++) {
        IrBlock *b = ir->blocks[i];
        const IrBlock *around = b->loop_header ? b->loop_parent : b->loop;
        add_to_list(&l, around ? around->order : count, b);
    }
    emit_list(&l, count);
    uint32_t k = 0;
    for (int cold = 0; cold < 2; cold++)
        for (uint32_t i = 0; i < count; i++)
            if (l.out[i]->cold == cold)
                ir->blocks[k++] = l.out[i];
    for (uint32_t i = 0; i < count; i++)
        ir->blocks[i]->id = ir->blocks[i]->order = i;
}

void opt_layout(Ir *ir) {
    join_blocks(ir);
    ir_analyze(ir);
    ir_split_critical_edges(ir);
    find_cold(ir);
    order_blocks(ir);
}

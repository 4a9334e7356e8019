/*
 * opt_loops.c - gives every loop a preheader, and loops that share a header one each.
 *
 * A preheader is where what does not change in the loop is computed and checked
 * once: the only predecessor of the header from outside, which does nothing but go
 * there.  If the header has several such predecessors they meet in the preheader, and
 * the header's phis are split.
 *
 * Two nested loops share a header when the code is entered in the inner one (on-stack
 * replacement): what leads from its end through the outer loop back to it is one
 * more back-edge.  Then the header is split too: a new header, of the outer loop, in
 * front of the inner one's.  A back-edge belongs to the inner loop if along it some
 * phi keeps its value: the variables of the outer loop do that in the inner one
 * (as LLVM's LoopSimplify has it).
 *
 * Requires, and keeps: nothing but the analysis.  Ends: each split leaves fewer
 * predecessors at the header.
 */
#include "ir/opt.h"

#include <string.h>

/* Puts a block in front of `header` that takes those predecessors that are marked. */
static IrBlock *split_header(Ir *ir, IrBlock *header, const bool *taken) {
    IrBlock *front = ir_block_new(ir);
    front->cold = header->cold;
    uint32_t count = header->pred_count, taken_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!taken[i])
            continue;
        IrBlock *pred = header->preds[i];
        ir_edge(ir, pred, pred->succ[0] == header ? 0 : 1, front);
        taken_count++;
    }
    for (IrNode *phi = header->first; phi->op == IR_PHI; phi = phi->next) {
        IrNode *outer = ir_node_new(ir, IR_PHI, taken_count);
        outer->rep = phi->rep;
        outer->types = phi->types;
        uint32_t k = 0, rest = 0;
        for (uint32_t i = 0; i < count; i++) {
            if (taken[i])
                outer->in[k++] = phi->in[i];
            else
                phi->in[rest++] = phi->in[i];
        }
        IrNode *first = outer->in[0];
        bool same = true;
        for (uint32_t i = 1; i < taken_count; i++)
            same &= outer->in[i] == first;
        phi->in[rest] = same ? first : outer; /* one was taken: there is room */
        phi->input_count = (uint16_t)(rest + 1);
        if (!same)
            ir_append(front, outer);
    }
    uint32_t rest = 0;
    for (uint32_t i = 0; i < count; i++)
        if (!taken[i])
            header->preds[rest++] = header->preds[i];
    header->pred_count = rest;
    ir_append(front, ir_node_new(ir, IR_JUMP, 0));
    ir_edge(ir, front, 0, header);
    return front;
}

/* Marks the back-edges that are not the inner loop's, and the ways in; false: there is
 * one loop. */
static bool find_outer_edges(const IrBlock *header, bool *outer) {
    uint32_t outer_count = 0, inner_count = 0;
    for (uint32_t i = 0; i < header->pred_count; i++) {
        outer[i] = true;
        if (!ir_dominates(header, header->preds[i]))
            continue;
        for (const IrNode *phi = header->first; phi->op == IR_PHI; phi = phi->next)
            if (phi->in[i] == phi)
                outer[i] = false;
        inner_count += !outer[i];
        outer_count += outer[i];
    }
    return inner_count && outer_count;
}

/* The outer header's phis begin as copies of the inner one's, of which the entry state
 * speaks too. */
static IrBlock *separate_outer_loop(Ir *ir, IrBlock *header, const bool *outer) {
    IrBlock *front = split_header(ir, header, outer);
    front->entry_state = header->entry_state;
    front->entry_state = opt_preheader_state(ir, header);
    return front;
}

static bool give_preheader(Ir *ir, IrBlock *header, bool *outside) {
    uint32_t count = 0;
    bool jumps = true;
    for (uint32_t i = 0; i < header->pred_count; i++) {
        outside[i] = !ir_dominates(header, header->preds[i]);
        count += outside[i];
        jumps &= !outside[i] || !header->preds[i]->succ[1];
    }
    if (!count || (count == 1 && jumps))
        return false;
    split_header(ir, header, outside);
    return true;
}

void opt_loops(Ir *ir) {
    ir_analyze(ir);
    uint32_t count = ir->block_count, edges = 0;
    for (uint32_t i = 0; i < count; i++)
        edges += ir->blocks[i]->pred_count;
    bool *marked = ir_scratch(ir, edges + 1), changed = false;
    for (uint32_t i = 0; i < count; i++) {
        IrBlock *header = ir->blocks[i];
        if (header->loop_header && header->first->op == IR_PHI && find_outer_edges(header, marked)) {
            separate_outer_loop(ir, header, marked);
            changed = true;
        }
    }
    if (changed)
        ir_analyze(ir);
    changed = false;
    count = ir->block_count;
    for (uint32_t i = 0; i < count; i++)
        if (ir->blocks[i]->loop_header)
            changed |= give_preheader(ir, ir->blocks[i], marked);
    if (changed)
        ir_analyze(ir);
}

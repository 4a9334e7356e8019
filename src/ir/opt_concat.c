/*
 * opt_concat.c - a + b + c of strs in one step.
 *
 * A concatenation whose result only another concatenation uses hands its pieces on to that
 * one, which makes the text at once.  Frame states in between may still name the shorter
 * text: then opt_defer.c has it made when the code is left there.  Where anything else uses
 * it, it stays as it is, so that nothing is copied twice and appending to it, which
 * continues a buffer (runtime/str.c), happens in the same order as in the program.
 *
 * Requires: loops.  Breaks: nothing.  Ends: one walk, in which pieces move to later nodes.
 * Cost: linear in nodes; a node has at most PIECES_MAX pieces.
 */
#include "ir/opt.h"

#include "runtime/str.h"

enum { PIECES_MAX = 16 };

static bool is_concat(const IrNode *n) {
    return n->op == IR_CALL_VALUES && n->removable && n->imm == (int64_t)(uintptr_t)str_concat_all;
}

/* Whether the pieces of input k are better taken than the input. */
static bool hands_on(const IrNode *n, uint32_t k, const uint32_t *uses) {
    const IrNode *in = n->in[k];
    return is_concat(in) && uses[in->id] == 1 && in->block->loop == n->block->loop;
}

static void take_pieces(Ir *ir, IrNode *n, const uint32_t *uses) {
    uint32_t count = 0;
    for (uint32_t k = 0; k < n->input_count; k++)
        count += hands_on(n, k, uses) ? n->in[k]->input_count : 1;
    if (count == n->input_count || count > PIECES_MAX)
        return;
    IrNode **pieces = ir_alloc(ir, count * sizeof *pieces), **to = pieces;
    for (uint32_t k = 0; k < n->input_count; k++) {
        if (!hands_on(n, k, uses)) {
            *to++ = n->in[k];
            continue;
        }
        for (uint32_t p = 0; p < n->in[k]->input_count; p++)
            *to++ = n->in[k]->in[p];
    }
    n->in = pieces;
    n->input_count = (uint16_t)count;
    n->aux = count;
}

void opt_concat(Ir *ir) {
    bool any = false;
    for (uint32_t i = 0; i < ir->block_count && !any; i++)
        for (const IrNode *n = ir->blocks[i]->first; n && !any; n = n->next)
            any = is_concat(n);
    if (!any)
        return;
    uint32_t *uses = opt_count_uses(ir);
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->first; n; n = n->next)
            if (is_concat(n))
                take_pieces(ir, n, uses);
}

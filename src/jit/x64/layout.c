/*
 * layout.c - the order in which blocks are laid out: that of ir->blocks, cold ones
 * last, with two changes.
 *
 * A loop that is left from its header only after a test, as `while` and `for` are,
 * gets the header at its end: each round then takes one jump, not two.  (The header is
 * jumped to from in front of the loop.)
 *
 * Blocks in which nothing is done are left out: jumps to them go where they lead.
 */
#include "jit/x64/emit.h"

static bool is_in_loop(const IrBlock *b, const IrBlock *header) {
    for (const IrBlock *h = b->loop; h; h = h->loop_parent)
        if (h == header)
            return true;
    return false;
}

/* Whether the header, behind its loop's last block, would be reached from there without
 * a jump, and end in one jump back. */
static bool can_end_loop(const IrBlock *header, const IrBlock *last) {
    return header->last->op == IR_BRANCH && last->last->op == IR_JUMP && last->succ[0] == header &&
           is_in_loop(header->succ[0], header) != is_in_loop(header->succ[1], header);
}

/* The loop whose header is at `at`: true if it now ends there where it did, in its header. */
static bool rotate(Emitter *e, uint32_t at) {
    const IrBlock *header = e->blocks[at];
    uint32_t end = at + 1;
    if (!header->loop_header || header == e->ir->entry)
        return false;
    while (end < e->block_count && is_in_loop(e->blocks[end], header))
        end++;
    if (end == at + 1 || !can_end_loop(header, e->blocks[end - 1]))
        return false;
    memmove(&e->blocks[at], &e->blocks[at + 1], (end - at - 1) * sizeof *e->blocks);
    e->blocks[end - 1] = header;
    return true;
}

void x64_lay_out(Emitter *e) {
    Ir *ir = e->ir;
    e->aligned = ir_scratch(ir, ir->block_count * sizeof *e->aligned);
    e->blocks = ir_scratch(ir, ir->block_count * sizeof *e->blocks);
    uint32_t warm = 0;
    for (int cold = 0; cold < 2; cold++) {
        for (uint32_t i = 0; i < ir->block_count; i++) {
            const IrBlock *b = ir->blocks[i];
            if ((b->cold && b != ir->entry) == cold && !x64_is_empty(e, b))
                e->blocks[e->block_count++] = b;
        }
        warm = cold ? warm : e->block_count;
    }
    for (uint32_t i = 0; i < warm; i++) {
        while (rotate(e, i))
            e->aligned[e->blocks[i]->id] = true;
        /* A header that nothing of its loop is in front of. */
        const IrBlock *b = e->blocks[i];
        if (b->loop_header && (!i || !is_in_loop(e->blocks[i - 1], b)))
            e->aligned[b->id] = true;
    }
}

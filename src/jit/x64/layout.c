/*
 * layout.c - the order in which blocks are laid out.
 *
 * Loops in one piece, blocks that run rarely behind everything, otherwise reverse
 * postorder.  A loop that is left from its header only after a test, as `while` and
 * `for` are, gets the header at its end: each round then takes one jump, not two.
 * (The header is jumped to from in front of the loop.)
 *
 * Blocks in which nothing is done are left out: jumps to them go where they lead.
 */
#include "jit/x64/emit.h"

typedef struct Layout {
    Emitter *e;
    IrBlock **first, **next; /* chains: of each loop the blocks directly in it, by the header's id */
    const IrBlock **blocks;
    uint32_t count;
} Layout;

static void prepend(Layout *l, IrBlock **chain, IrBlock *b) {
    l->next[b->id] = *chain;
    *chain = b;
}

static bool is_in_loop(const IrBlock *b, const IrBlock *header) {
    for (const IrBlock *h = b->loop; h; h = h->loop_parent)
        if (h == header)
            return true;
    return false;
}

static bool is_cold(const Layout *l, const IrBlock *b) { return b->cold && b != l->e->ir->entry; }

/* Whether the header, behind its loop's last block, would be reached from there without
 * a jump, and end in one jump back. */
static bool can_end_loop(const IrBlock *header, const IrBlock *last) {
    return header->last->op == IR_BRANCH && last->last->op == IR_JUMP && last->succ[0] == header &&
           is_in_loop(header->succ[0], header) != is_in_loop(header->succ[1], header);
}

static void add(Layout *l, IrBlock *b) {
    if (!x64_is_empty(l->e, b))
        l->blocks[l->count++] = b;
}

static void add_chain(Layout *l, IrBlock *b);

static void add_loop(Layout *l, IrBlock *header) {
    uint32_t start = l->count;
    add_chain(l, l->first[header->id]);
    if (l->count > start && header != l->e->ir->entry && can_end_loop(header, l->blocks[l->count - 1])) {
        l->e->aligned[l->blocks[start]->id] = true;
        add(l, header);
        return;
    }
    /* First, after all. */
    memmove(&l->blocks[start + 1], &l->blocks[start], (l->count - start) * sizeof *l->blocks);
    l->blocks[start] = header;
    l->count++;
    l->e->aligned[header->id] = true;
}

static void add_chain(Layout *l, IrBlock *b) {
    for (; b; b = l->next[b->id])
        if (b->loop_header && !is_cold(l, b))
            add_loop(l, b);
        else
            add(l, b);
}

void x64_lay_out(Emitter *e) {
    Ir *ir = e->ir;
    Layout l = {.e = e};
    e->aligned = ir_alloc(ir, ir->block_count * sizeof *e->aligned);
    e->blocks = l.blocks = ir_alloc(ir, ir->block_count * sizeof *l.blocks);
    l.first = ir_alloc(ir, ir->block_count * sizeof *l.first);
    l.next = ir_alloc(ir, ir->block_count * sizeof *l.next);
    IrBlock *outside = NULL, *cold = NULL;
    for (uint32_t i = ir->block_count; i-- > 0;) {
        IrBlock *b = ir->blocks[i];
        IrBlock *loop = b->loop == b ? b->loop_parent : b->loop;
        while (loop && is_cold(&l, loop))
            loop = loop->loop_parent;
        if (is_cold(&l, b))
            prepend(&l, &cold, b);
        else
            prepend(&l, loop ? &l.first[loop->id] : &outside, b);
    }
    add_chain(&l, outside);
    add_chain(&l, cold);
    e->block_count = l.count;
}

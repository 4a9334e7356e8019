/*
 * opt_lower.c - takes from the graph what only passes needed, before registers are
 * allocated.
 *
 * An assertion's result is its input; as long as nodes moved, reading the result kept
 * them behind the assertion.  Now they stay where they are, and everybody reads the
 * value itself, so that it is in one register and not in one for each assertion.
 * What the assertions said of their inputs is kept for the code generator: the types
 * known of the first input of a node are in n->aux of GUARD_TYPE, GUARD_SHAPE,
 * GUARD_CODE, TO_FLOAT, NUMBER_TO_FLOAT and IS_TYPE.
 * A box of which it is asserted that it is no heap float becomes a TAG_FLOAT.
 * Pins vanish, and so do the entry states of loops.
 *
 * Breaks: the order that data flow gives to guards and what relies on them: nothing may
 * be moved up from here on.
 */
#include "ir/opt.h"

static void note_types(IrNode *n) {
    switch (n->op) {
    case IR_GUARD_TYPE:
    case IR_GUARD_SHAPE:
    case IR_GUARD_CODE:
    case IR_TO_FLOAT:
    case IR_NUMBER_TO_FLOAT:
    case IR_IS_TYPE: n->aux = n->in[0]->types; break;
    default: break;
    }
}

/* A box that must not be a heap float need not be made where it would be one. */
static void tag_instead_of_box(IrNode *n) {
    if (n->op != IR_GUARD_TYPE || n->nowrap || (n->imm & IRT_NUMBER_FLOAT) != IRT_FLOAT)
        return;
    const IrNode *box = opt_strip(n->in[0]);
    if (box->op != IR_BOX_FLOAT)
        return;
    n->op = IR_TAG_FLOAT;
    n->in[0] = box->in[0];
    n->imm = 0;
    n->types = IRT_FLOAT;
}

static void strip_use(IrNode **use, void *data) {
    (void)data;
    *use = opt_strip(*use);
}

void opt_lower(Ir *ir) {
    ir->lowered = true;
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->first; n; n = n->next) {
            tag_instead_of_box(n);
            note_types(n);
        }
    ir->state_visit++;
    for (uint32_t i = 0; i < ir->block_count; i++) {
        IrBlock *b = ir->blocks[i];
        IrNode *next;
        b->entry_state = NULL;
        for (IrNode *n = b->first; n; n = next) {
            next = n->next;
            for (uint32_t k = 0; k < n->input_count; k++)
                n->in[k] = opt_strip(n->in[k]);
            ir_state_each_once(ir, n->state, strip_use, NULL);
            if (opt_is_pin(n))
                ir_remove(n);
        }
    }
}

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

static void strip_use(IrNode **use, void *data) {
    (void)data;
    *use = opt_strip(*use);
}

void opt_lower(Ir *ir) {
    ir->lowered = true;
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->first; n; n = n->next)
            note_types(n);
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

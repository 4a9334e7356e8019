/*
 * opt_defer.c - calls whose results only frame states name are not made: leaving makes
 * them.
 *
 * Some calls compute what never changes from what never changes, and fail for want of
 * memory only (IrNode.removable): pieces of texts, characters, ranges.  What is needed of such a
 * call's result is often taken from its inputs instead (an f-string is made of the
 * values and not of their texts), and then only the interpreter's registers still name
 * it.  There it becomes a VIRTUAL_CALL, which costs nothing until the code is left.
 *
 * Needed are the inputs of everything but virtual nodes and those calls, and of those
 * calls that are needed themselves.
 *
 * Requires: forwards applied.  Breaks: nothing.  Ends: each call is found needed once.
 * Cost: linear.
 */
#include "ir/opt.h"
#include "ir/rt.h"
#include "runtime/str.h"

typedef struct Defer {
    bool *needed;   /* by id */
    IrNode **work;  /* calls found needed */
    uint32_t count;
} Defer;

static bool is_candidate(const IrNode *n) {
    return (n->op == IR_CALL_VALUES && n->removable) || n->op == IR_CHAR_STR || n->op == IR_BOX_WORD;
}

/* CHAR_STR as such a call, whose input is a raw word. */
static Value char_str(Thread *t, Value *values, uint64_t aux) {
    (void)aux;
    return str_from_char(t, (uint32_t)values[0].bits);
}

static void need_inputs(Defer *d, const IrNode *n) {
    for (uint32_t k = 0; k < n->input_count; k++) {
        IrNode *in = n->in[k];
        if (!is_candidate(in) || d->needed[in->id])
            continue;
        d->needed[in->id] = true;
        d->work[d->count++] = in;
    }
}

void opt_defer(Ir *ir) {
    size_t ids = ir->node_count + 1;
    Defer d = {ir_scratch(ir, ids), ir_scratch(ir, ids * sizeof *d.work), 0};
    bool any = false;
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->first; n; n = n->next) {
            any |= is_candidate(n);
            if (!is_candidate(n) && !ir_is_virtual(n))
                need_inputs(&d, n);
        }
    while (d.count)
        need_inputs(&d, d.work[--d.count]);
    for (uint32_t i = 0; any && i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->first; n; n = n->next)
            if (is_candidate(n) && !d.needed[n->id]) {
                if (n->op == IR_CHAR_STR)
                    n->imm = (int64_t)(uintptr_t)char_str;
                else if (n->op == IR_BOX_WORD)
                    n->imm = (int64_t)(uintptr_t)rt_box_word;
                n->op = IR_VIRTUAL_CALL;
                n->state = NULL;
                n->removable = false;
                n->effects = 0;
                n->reason = DEOPT_NONE;
            }
}

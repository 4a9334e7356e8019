/*
 * opt_sums.c - a * b + c * d - e of large ints in one step.
 *
 * A product, sum or difference whose result only a sum or difference uses hands its terms on
 * to that one, which adds them up in the place of its result (runtime/int_products.c): one
 * number is made instead of one for each operator, and large ones stay in the cache.  Frame
 * states in between may still name the shorter sum: then opt_defer.c has it made when the
 * code is left there.
 *
 * Requires: loops.  Breaks: nothing.  Ends: one walk, in which terms move to later nodes.
 * Cost: linear in nodes; a node has at most INT_SUM_TERMS terms.
 */
#include "ir/opt.h"

#include <string.h>

#include "ir/fold.h"
#include "ir/rt.h"
#include "runtime/int.h"

typedef struct Terms {
    IrNode *factors[2 * INT_SUM_TERMS];
    uint32_t inputs, count, shape;
} Terms;

static bool is_sum(const IrNode *n) { return n->op == IR_CALL_VALUES && n->imm == (int64_t)(uintptr_t)rt_int_sum; }

static bool adds_up(const IrNode *n, Opcode *op) {
    return fold_is_int_operation(n, op) && (*op == OPC_ADD || *op == OPC_SUB);
}

/* One term: inputs[0], or inputs[0] * inputs[1]; false: there is no room. */
static bool take(Terms *terms, IrNode *const *inputs, uint32_t how) {
    if (terms->count == INT_SUM_TERMS)
        return false;
    for (uint32_t k = 0; k < (how & INT_SUM_PRODUCT ? 2 : 1); k++)
        terms->factors[terms->inputs++] = inputs[k];
    terms->shape |= how << 2 * terms->count++;
    return true;
}

/* The terms that a value is the sum of; `opened`: it need not be made itself. */
static bool take_terms(Terms *terms, IrNode *n, bool opened, bool negative) {
    uint32_t sign = negative ? INT_SUM_NEGATIVE : 0;
    Opcode op;
    if (!opened)
        return take(terms, &n, sign);
    if (fold_is_int_operation(n, &op) && op == OPC_MUL)
        return take(terms, n->in, sign | INT_SUM_PRODUCT);
    if (!is_sum(n))
        return take(terms, n->in, sign) && take(terms, n->in + 1, sign ^ (op == OPC_SUB ? INT_SUM_NEGATIVE : 0));
    IrNode **in = n->in;
    for (uint32_t k = 0; k < (n->aux & INT_SUM_TERMS_MASK); k++) {
        uint32_t how = n->aux >> (INT_SUM_SHAPE_SHIFT + 2 * k) & 3;
        if (!take(terms, in, how ^ sign))
            return false;
        in += how & INT_SUM_PRODUCT ? 2 : 1;
    }
    return true;
}

static void take_up(Ir *ir, IrNode *n, Opcode op, const uint32_t *uses) {
    bool opened[2];
    for (uint32_t k = 0; k < 2; k++) {
        const IrNode *in = n->in[k];
        Opcode inner;
        opened[k] = in->removable && uses[in->id] == 1 && in->block->loop == n->block->loop &&
                    (is_sum(in) || adds_up(in, &inner) || (fold_is_int_operation(in, &inner) && inner == OPC_MUL));
    }
    if (!opened[0] && !opened[1])
        return;
    Terms terms = {0};
    if (!take_terms(&terms, n->in[0], opened[0], false) || !take_terms(&terms, n->in[1], opened[1], op == OPC_SUB))
        return;
    n->in = ir_alloc(ir, terms.inputs * sizeof *n->in);
    memcpy(n->in, terms.factors, terms.inputs * sizeof *n->in);
    n->input_count = (uint16_t)terms.inputs;
    n->imm = (int64_t)(uintptr_t)rt_int_sum;
    n->aux = terms.count | terms.shape << INT_SUM_SHAPE_SHIFT;
}

void opt_sums(Ir *ir) {
    Opcode op;
    bool any = false;
    for (uint32_t i = 0; i < ir->block_count && !any; i++)
        for (const IrNode *n = ir->blocks[i]->first; n && !any; n = n->next)
            any = adds_up(n, &op);
    if (!any)
        return;
    uint32_t *uses = opt_count_uses(ir);
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->first; n; n = n->next)
            if (adds_up(n, &op))
                take_up(ir, n, op, uses);
}

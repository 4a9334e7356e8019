/*
 * opt_licm.c - computes and checks in front of a loop what is the same in all its
 * iterations.
 *
 * A node moves into the preheader if its inputs come from outside of the loop and
 *   - it is pure; or
 *   - it loads memory that the loop does not write, and may be executed there: its
 *     address is good wherever its inputs are (below); or
 *   - it is a guard, not in a cold block, that reads no memory which the loop writes:
 *     in the preheader it leaves with the loop's entry state.  It may fail although
 *     the program would never have come to it; then the interpreter just runs the
 *     loop, and the site's feedback says not to do this again.
 * Pins stay (opt.h): what reads one stays behind the branch that it came from.
 *
 * Loads read only the fields of objects that guards, or types, say are there; but items
 * of lists and tuples are there only behind a check of the index: such a load moves
 * if its index is a GUARD_BOUNDS, or if the loop always comes to it: it is in the
 * header, with nothing in front that may leave.
 *
 * Conditions move only with who needs them there: a branch in the loop computes its
 * own.
 *
 * Inner loops first, so that what is invariant in several moves out of all.
 * Requires: preheaders, the analysis.  Breaks: nothing.  Ends: one sweep a level of
 * nesting.  Cost: nodes times depth.
 */
#include "ir/opt.h"

typedef struct Licm {
    Ir *ir;
    LoopWrites *writes; /* by order of headers */
    IrState **states; /* by order of headers: at the end of the preheader, made on demand */
    IrBlock *header, *preheader; /* of the loop being emptied */
    bool always;      /* the loop's first iteration comes to the node being looked at */
} Licm;

static bool is_outside(const Licm *l, const IrNode *n) { return ir_dominates(n->block, l->preheader); }

/* A condition of values from outside, which can be computed there too. */
static bool is_invariant_condition(const Licm *l, const IrNode *n) {
    if (n->rep != REP_BOOL || ir_effect(n) != EFFECT_PURE)
        return false;
    for (uint32_t i = 0; i < n->input_count; i++)
        if (!is_outside(l, n->in[i]) && !is_invariant_condition(l, n->in[i]))
            return false;
    return true;
}

static bool inputs_are_invariant(const Licm *l, const IrNode *n) {
    for (uint32_t i = 0; i < n->input_count; i++)
        if (!is_outside(l, n->in[i]) && !is_invariant_condition(l, n->in[i]))
            return false;
    return true;
}

/* Of nodes that cannot fail: whether they may be executed where they are not needed. */
static bool is_harmless(const IrNode *n) {
    if (n->op != IR_INT_FLOORDIV && n->op != IR_INT_MOD)
        return true;
    Value divisor;
    return ir_is_const(n->in[1], &divisor) && value_as_int(divisor) > 0;
}

static bool address_is_good(const Licm *l, const IrNode *n) {
    if (l->always)
        return true;
    const IrNode *base = n->in[0];
    if (n->op == IR_LOAD_ELEMENT || n->op == IR_LOAD_BYTE)
        return n->in[1]->op == IR_GUARD_BOUNDS && !opt_is_pin(n->in[1]);
    if (base->rep == REP_WORD)
        return n->alias == ALIAS_GLOBAL; /* the code depends on the dict's having the entry */
    enum { TUPLE_ITEMS = 16 };
    return !(base->types & IRT_TUPLE) || n->imm < TUPLE_ITEMS;
}

static bool can_guard(Licm *l, const IrNode *n) {
    uint32_t at = l->header->order;
    if (opt_is_pin(n))
        return false;
    if (!l->always && !opt_may_speculate(l->ir, l->header, n->reason))
        return false;
    if (!l->states[at])
        l->states[at] = opt_preheader_state(l->ir, l->header);
    return l->states[at] != NULL;
}

static bool can_move(Licm *l, const IrNode *n) {
    if (n->block->cold)
        return false;
    switch (ir_effect(n)) {
    case EFFECT_PURE:
        if (n->rep == REP_BOOL || ir_is_virtual(n) || n->input_count == 0)
            return false;
        break;
    case EFFECT_GUARD:
        if (opt_loop_changes(&l->writes[l->header->order], n))
            return false;
        if (n->nowrap ? opt_is_pin(n) || !is_harmless(n) : !can_guard(l, n))
            return false;
        break;
    case EFFECT_LOAD:
        if (opt_loop_changes(&l->writes[l->header->order], n) || !address_is_good(l, n))
            return false;
        break;
    case EFFECT_CALL:
        if (n->effects != RT_PURE)
            return false;
        break;
    default: return false;
    }
    return inputs_are_invariant(l, n);
}

/* The condition, computed in the preheader as well. */
static IrNode *copy_condition(Licm *l, const IrNode *n) {
    IrNode *copy = ir_node_new(l->ir, (IrOp)n->op, n->input_count);
    copy->imm = n->imm;
    copy->aux = n->aux;
    for (uint32_t i = 0; i < n->input_count; i++)
        copy->in[i] = is_outside(l, n->in[i]) ? n->in[i] : copy_condition(l, n->in[i]);
    ir_insert_before(l->preheader->last, copy);
    return copy;
}

static void move(Licm *l, IrNode *n) {
    for (uint32_t i = 0; i < n->input_count; i++)
        if (!is_outside(l, n->in[i]))
            n->in[i] = copy_condition(l, n->in[i]);
    if (ir_effect(n) == EFFECT_GUARD && !n->nowrap) {
        n->state = l->states[l->header->order];
        n->speculative |= !l->always;
    }
    ir_remove(n);
    ir_insert_before(l->preheader->last, n);
}

static IrBlock *header_at_depth(const IrBlock *b, uint32_t depth) {
    IrBlock *header = b->loop;
    for (uint32_t d = b->loop_depth; d > depth; d--)
        header = header->loop_parent;
    return header;
}

static void empty_block(Licm *l, IrBlock *b, uint32_t depth) {
    l->header = header_at_depth(b, depth);
    l->preheader = opt_preheader(l->header);
    if (!l->preheader)
        return;
    l->always = b == l->header;
    IrNode *next;
    for (IrNode *n = b->first; n; n = next) {
        next = n->next;
        if (n->op == IR_PHI)
            continue;
        if (can_move(l, n))
            move(l, n);
        else if (ir_can_fail(n) || ir_effect(n) == EFFECT_CALL)
            l->always = false;
    }
}

void opt_licm(Ir *ir) {
    uint32_t deepest = 0;
    for (uint32_t i = 0; i < ir->block_count; i++)
        if (ir->blocks[i]->loop_depth > deepest)
            deepest = ir->blocks[i]->loop_depth;
    if (!deepest)
        return;
    Licm l = {.ir = ir, .writes = opt_loop_writes(ir)};
    l.states = ir_scratch(ir, ir->block_count * sizeof *l.states);
    for (uint32_t depth = deepest; depth > 0; depth--)
        for (uint32_t i = 0; i < ir->block_count; i++)
            if (ir->blocks[i]->loop_depth >= depth)
                empty_block(&l, ir->blocks[i], depth);
}

/*
 * opt_types.c - what kinds of values each node may be, and guards in front of loops
 * that make it less.
 *
 * Inference is optimistic: phis begin as "nothing" and grow by what their inputs may
 * be, until nothing changes; so a sum that begins as an int and has ints added to it
 * is found to be an int all around the loop.
 *
 * Speculation: a loop's phi is often unknown only because the value it has at entry is
 * (a parameter, an interpreter register), while the loop guards it in every iteration.
 * For each such phi whose guard says T, assume that its value at entry is T; infer;
 * give up those assumed phis that some way around the loop makes more than T; repeat
 * until all that are left hold.  Their entry values get the guard, in the preheader,
 * and the guards in the loop then hold by type.
 *
 * Requires: preheaders.  Breaks: nothing.  Ends: sets of types only grow in a round,
 * each round gives up at least one phi.  Cost: linear in the graph for each sweep;
 * sweeps over phis and guards only, about the depth of the loops.
 */
#include "ir/opt.h"

#include <string.h>

typedef struct Types {
    Ir *ir;
    IrNode **nodes;   /* whose types depend on their inputs', in order */
    uint32_t count;
    IrTypes *base;    /* by id: what was known before the pass */
    IrTypes *wanted;  /* by id, of phis: what the guards of its loop assert, 0: nothing */
    IrTypes *assumed; /* by id, of phis: what the value at entry is taken to be, 0: not */
} Types;

/* ---- inference ---- */

static bool depends_on_inputs(const IrNode *n) {
    return n->rep == REP_VALUE && (n->op == IR_PHI || n->op == IR_SELECT || opt_is_assertion(n));
}

static uint32_t entry_index(const IrBlock *header) {
    return ir_pred_index(header, opt_preheader(header));
}

static IrTypes infer(const Types *t, const IrNode *n) {
    IrTypes types = 0, assumed = t->assumed[n->id];
    if (assumed) {
        uint32_t entry = entry_index(n->block);
        for (uint32_t i = 0; i < n->input_count; i++)
            types |= i == entry ? n->in[i]->types & assumed : n->in[i]->types;
    } else {
        types = opt_infer(t->ir, n);
    }
    return types & t->base[n->id];
}

static void solve(Types *t) {
    for (uint32_t i = 0; i < t->count; i++)
        t->nodes[i]->types = 0;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < t->count; i++) {
            IrNode *n = t->nodes[i];
            IrTypes types = infer(t, n);
            changed |= types != n->types;
            n->types = types;
        }
    }
}

/* ---- speculation ---- */

static IrTypes asserted_types(const IrNode *n) {
    switch (n->op) {
    case IR_GUARD_TYPE: return n->nowrap ? IRT_ANY : (IrTypes)n->imm;
    case IR_TO_FLOAT: return IRT_NUMBER_FLOAT;
    case IR_NUMBER_TO_FLOAT: return IRT_NUMBER_FLOAT | IRT_INT;
    default: return IRT_ANY;
    }
}

enum { WANTED_CONFLICT = 1u << 31 }; /* guards disagree */

/* The value is used in block b as one of these. */
static void want(Types *t, IrNode *value, const IrBlock *b, IrTypes types) {
    IrNode *phi = opt_strip(value);
    if (phi->op != IR_PHI || types == IRT_ANY || b->cold)
        return;
    if (phi->block->loop_header && !opt_in_loop(b, phi->block))
        return;
    IrTypes *wanted = &t->wanted[phi->id];
    if (*wanted)
        types &= *wanted;
    *wanted = types & IRT_ANY ? types : WANTED_CONFLICT;
}

/* Demands, from the guards backwards through phis: nodes in reverse order see the
 * demands on inner loops' phis before those on outer ones'. */
static void find_wanted(Types *t) {
    Ir *ir = t->ir;
    for (uint32_t i = ir->block_count; i-- > 0;) {
        const IrBlock *b = ir->blocks[i];
        for (IrNode *n = b->last; n; n = n->prev) {
            if (n->op == IR_PHI) {
                if (t->wanted[n->id] & IRT_ANY)
                    for (uint32_t k = 0; k < n->input_count; k++)
                        want(t, n->in[k], b->preds[k], t->wanted[n->id]);
            } else if (n->input_count == 1) {
                want(t, n->in[0], b, asserted_types(n));
            }
        }
    }
}

/* Of the guard in the loop that wants this. */
static DeoptReason reason_for(IrTypes types) {
    return types == IRT_INT ? DEOPT_NOT_INT : types == IRT_NUMBER_FLOAT ? DEOPT_NOT_FLOAT
           : types == IRT_BOOL ? DEOPT_NOT_BOOL : DEOPT_TYPE;
}

/* Assumes what is wanted of the phis for which that would help; false: of none. */
static bool assume(Types *t) {
    bool any = false;
    for (uint32_t i = 0; i < t->count; i++) {
        IrNode *phi = t->nodes[i];
        IrTypes wanted = t->wanted[phi->id] & IRT_ANY;
        if (phi->op != IR_PHI || !wanted || !phi->block->loop_header)
            continue;
        if (!opt_preheader(phi->block) || !(phi->types & ~wanted))
            continue;
        IrTypes entry = phi->in[entry_index(phi->block)]->types;
        if (!(entry & ~wanted) || !(entry & wanted) ||
            !opt_may_speculate(t->ir, phi->block, reason_for(wanted)))
            continue;
        t->assumed[phi->id] = wanted;
        any = true;
    }
    return any;
}

/* Takes back what did not come true; whether there was any. */
static bool retract(Types *t) {
    bool any = false;
    for (uint32_t i = 0; i < t->count; i++) {
        IrNode *phi = t->nodes[i];
        if (t->assumed[phi->id] && (phi->types & ~t->assumed[phi->id])) {
            t->assumed[phi->id] = 0;
            any = true;
        }
    }
    return any;
}

static void guard_entries(Types *t) {
    IrBlock *header = NULL;
    IrState *state = NULL;
    for (uint32_t i = 0; i < t->count; i++) {
        IrNode *phi = t->nodes[i];
        IrTypes types = t->assumed[phi->id];
        if (!types)
            continue;
        if (phi->block != header) {
            header = phi->block;
            state = opt_preheader_state(t->ir, header);
        }
        IrBlock *preheader = opt_preheader(header);
        IrNode **entry = &phi->in[ir_pred_index(header, preheader)];
        if (!((*entry)->types & ~types))
            continue; /* by a guard of another loop's entry */
        IrNode *guard = ir_node(t->ir, IR_GUARD_TYPE, *entry, NULL, NULL);
        guard->imm = types;
        guard->types = (*entry)->types & types;
        guard->reason = (uint8_t)reason_for(types);
        guard->state = state;
        guard->speculative = true;
        ir_insert_before(preheader->last, guard);
        *entry = guard;
    }
}

void opt_types(Ir *ir) {
    Types t = {.ir = ir};
    size_t ids = ir->node_count + 1;
    t.nodes = ir_scratch(ir, ids * sizeof *t.nodes);
    t.base = ir_scratch(ir, ids * sizeof *t.base);
    t.wanted = ir_scratch(ir, ids * sizeof *t.wanted);
    t.assumed = ir_scratch(ir, ids * sizeof *t.assumed);
    for (uint32_t i = 0; i < ir->block_count; i++) {
        for (IrNode *n = ir->blocks[i]->first; n; n = n->next) {
            t.base[n->id] = n->types;
            if (depends_on_inputs(n))
                t.nodes[t.count++] = n;
            else if (n->rep == REP_VALUE)
                n->types &= opt_infer(ir, n);
        }
    }
    solve(&t);
    if (!ir->may_speculate)
        return;
    find_wanted(&t);
    if (!assume(&t))
        return;
    do
        solve(&t);
    while (retract(&t));
    guard_entries(&t);
}

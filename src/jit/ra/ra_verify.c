/*
 * ra_verify.c - checks an allocation without trusting what made it.
 *
 * The graph is executed symbolically: the contents of each register and slot are a
 * node, or unknown.  At the beginning of a block a location holds what it holds at
 * the ends of all predecessors, found by iteration; a phi holds where every edge has
 * brought its input.  Then each use must find its node where the allocation says.
 * What is neither the result nor among the registers said to be needed behind a node
 * is forgotten there, so that those sets are checked too.
 *
 * For debug builds and tests: costs blocks times locations.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jit/ra/ra_internal.h"

enum { UNKNOWN = 0, UNREACHED = UINT32_MAX };

typedef struct Verify {
    Ir *ir;
    const RaTarget *target;
    const RaAllocation *a;
    uint32_t size;     /* locations: registers, then slots */
    uint32_t *now;     /* what each holds: a node's id or UNKNOWN */
    uint32_t *scratch; /* of moves; contents behind the phis */
    uint32_t *edge;
    uint32_t *entries; /* by block->id, `size` each: at the beginning */
    bool check;        /* the contents are final */
    const IrNode *at;  /* for messages */
    RaStateValues state;
} Verify;

static const char *const kind_names[] = {"nowhere", "gpr", "xmm", "slot"};

static _Noreturn void fail(const Verify *v, const char *what, const IrNode *value, RaLocation l) {
    fprintf(stderr, "register allocation: block %u, node %u (%s): %s", v->at->block->id, v->at->id,
            ir_op_info[v->at->op].name, what);
    if (value)
        fprintf(stderr, " %u (%s)", value->id, ir_op_info[value->op].name);
    fprintf(stderr, " at %s %u\n", kind_names[l.kind], l.kind == RA_SLOT ? l.slot : l.reg);
    abort();
}

static bool is_constant(const IrNode *n) {
    return n->op == IR_CONST || n->op == IR_CONST_FLOAT || n->op == IR_CONST_WORD;
}

static bool has_location(const Verify *v, const IrNode *n) {
    return n->rep != REP_NONE && !ir_is_virtual(n) && !is_constant(n) && !v->target->is_folded(n);
}

static bool is_register(RaLocation l) { return l.kind == RA_GPR || l.kind == RA_XMM; }

static uint32_t index_of(const Verify *v, RaLocation l) {
    switch ((RaLocationKind)l.kind) {
    case RA_GPR: return l.reg;
    case RA_XMM: return l.reg + (uint32_t)XMM_BASE;
    case RA_SLOT:
        if (l.slot >= v->a->slot_count)
            fail(v, "no such slot", NULL, l);
        return REGISTER_COUNT + (uint32_t)l.slot;
    case RA_NOWHERE: break;
    }
    fail(v, "nothing can be", NULL, l);
}

static void check_class(const Verify *v, const IrNode *value, RaLocation l) {
    if (!is_register(l))
        return;
    uint32_t set = l.kind == RA_XMM ? v->target->xmm : v->target->gpr;
    if ((l.kind == RA_XMM) != (value->rep == REP_FLOAT) || !(set >> l.reg & 1))
        fail(v, "a register of the wrong class holds", value, l);
}

static void expect(const Verify *v, const char *what, const IrNode *value, RaLocation l) {
    if (!v->check)
        return;
    check_class(v, value, l);
    if (v->now[index_of(v, l)] != value->id)
        fail(v, what, value, l);
}

/* All sources are read, then all destinations written. */
static void do_moves(Verify *v, const RaMoves *m) {
    for (uint32_t i = 0; i < m->count; i++) {
        const RaMove *move = &m->moves[i];
        if (move->from.kind != RA_NOWHERE)
            expect(v, "a move does not find", move->value, move->from);
        else if (!is_constant(move->value))
            fail(v, "a move from nowhere of", move->value, move->from);
        check_class(v, move->value, move->to);
        for (uint32_t j = 0; v->check && j < i; j++)
            if (index_of(v, m->moves[j].to) == index_of(v, move->to))
                fail(v, "two moves at once of", move->value, move->to);
    }
    for (uint32_t i = 0; i < m->count; i++)
        v->scratch[i] = m->moves[i].from.kind == RA_NOWHERE ? m->moves[i].value->id
                                                            : v->now[index_of(v, m->moves[i].from)];
    for (uint32_t i = 0; i < m->count; i++)
        v->now[index_of(v, m->moves[i].to)] = v->scratch[i];
}

/* Which input a two-address node overwrites; policies go with it. */
static uint32_t overwritten_input(const Verify *v, const IrNode *n, const RaNode *a, const RaConstraints *c) {
    return c->commutes && c->out_same_as_first && n->in[0] != n->in[1] && is_register(a->in[1]) &&
           index_of(v, a->in[1]) == index_of(v, a->out);
}

static void check_inputs(const Verify *v, const IrNode *n, const RaNode *a, const RaConstraints *c) {
    uint32_t first = overwritten_input(v, n, a, c);
    for (uint32_t i = 0; i < n->input_count; i++) {
        const IrNode *in = n->in[i];
        RaPolicy policy = ra_policy(c, first && i < 2 ? 1 - i : i);
        if (policy == RA_USE_NONE || ir_is_virtual(in) || (!is_constant(in) && !has_location(v, in)))
            continue;
        RaLocation l = a->in[i];
        if (policy == RA_USE_ANY && is_constant(in) && l.kind == RA_NOWHERE)
            continue;
        expect(v, "an input is not", in, l);
        if (policy == RA_USE_REGISTER && !is_register(l))
            fail(v, "an input is in no register:", in, l);
        if (policy == RA_USE_FIXED && !(i == 0 && c->out_same_as_first) &&
            (!is_register(l) || l.reg != c->in_fixed[i]))
            fail(v, "an input is not in the register demanded:", in, l);
        if (c->out_same_as_first && i == first && index_of(v, l) != index_of(v, a->out))
            fail(v, "the result does not overwrite", in, l);
        if (c->out_same_as_first && in != n->in[first] && index_of(v, l) == index_of(v, a->out))
            fail(v, "the result overwrites", in, l);
        if (c->inputs_live_on && !(c->out_same_as_first && in == n->in[first]) && has_location(v, n) &&
            index_of(v, l) == index_of(v, a->out))
            fail(v, "the result overwrites too early", in, l);
        for (uint32_t k = 0; k < (uint32_t)c->gpr_temps + c->xmm_temps; k++)
            if (index_of(v, l) == index_of(v, a->temps[k]))
                fail(v, "a temporary overwrites", in, l);
    }
}

static void check_temporaries(const Verify *v, const IrNode *n, const RaNode *a, const RaConstraints *c) {
    uint32_t count = (uint32_t)c->gpr_temps + c->xmm_temps;
    for (uint32_t i = 0; i < count; i++) {
        RaLocation l = a->temps[i];
        if (l.kind != (i < c->gpr_temps ? RA_GPR : RA_XMM) ||
            !((l.kind == RA_GPR ? v->target->gpr : v->target->xmm) >> l.reg & 1))
            fail(v, "a temporary is of the wrong class", NULL, l);
        if (i < c->gpr_temps && c->temp_fixed[i] >= 0 && l.reg != (uint8_t)c->temp_fixed[i])
            fail(v, "a temporary is not the register demanded", NULL, l);
        for (uint32_t j = 0; j < i; j++)
            if (index_of(v, l) == index_of(v, a->temps[j]))
                fail(v, "a temporary is given twice", NULL, l);
        if (has_location(v, n) && index_of(v, l) == index_of(v, a->out))
            fail(v, "a temporary is the result", NULL, l);
    }
}

/* `behind`: the node has written its result. */
static void check_state(Verify *v, const IrNode *n, const RaNode *a, const RaConstraints *c, bool behind) {
    if (!v->check || !n->state || !ir_can_fail(n))
        return;
    ra_list_state(v->ir, n->state, &v->state);
    for (uint32_t i = 0; i < v->state.count; i++) {
        const IrNode *in = v->state.items[i];
        if (!has_location(v, in))
            continue;
        if (behind && c->restores_first && in == n->in[overwritten_input(v, n, a, c)] &&
            index_of(v, a->state[i]) == index_of(v, a->out))
            continue;
        expect(v, behind ? "the node destroys what its state needs:" : "the state is not", in, a->state[i]);
    }
}

static void forget_registers(Verify *v, RegisterSet set) {
    for (; set; set &= set - 1)
        v->now[first_register(set)] = UNKNOWN;
}

static void do_node(Verify *v, IrNode *n) {
    const RaNode *a = &v->a->nodes[n->id];
    RaConstraints c;
    v->at = n;
    do_moves(v, &a->before);
    if (is_constant(n) || ir_is_virtual(n))
        return;
    v->target->constraints(n, &c);
    if (n->op == IR_PARAM && c.out_fixed >= 0) {
        expect(v, "an argument was overwritten early:", n, a->out);
        return;
    }
    if (v->check) {
        check_inputs(v, n, a, &c);
        check_temporaries(v, n, a, &c);
        check_state(v, n, a, &c, false);
    }
    forget_registers(v, register_set(c.clobber_gpr, c.clobber_xmm));
    for (uint32_t i = 0; i < (uint32_t)c.gpr_temps + c.xmm_temps; i++)
        v->now[index_of(v, a->temps[i])] = UNKNOWN;
    if (has_location(v, n)) {
        if (!is_register(a->out))
            fail(v, "the result is in no register", NULL, a->out);
        check_class(v, n, a->out);
        if (c.out_fixed >= 0 && a->out.reg != c.out_fixed)
            fail(v, "the result is not in the register demanded", NULL, a->out);
        v->now[index_of(v, a->out)] = n->id;
    }
    check_state(v, n, a, &c, true);
    RegisterSet keep = register_set(a->live_gpr, a->live_xmm);
    if (has_location(v, n))
        keep |= register_bit(index_of(v, a->out));
    forget_registers(v, ~keep);
}

/* Brings v->now into a block; whether that is news there. */
static bool enter(Verify *v, const IrBlock *from, uint32_t k) {
    IrBlock *to = from->succ[k];
    uint32_t pred = ir_pred_index(to, from);
    uint32_t *entry = &v->entries[(size_t)to->id * v->size];
    uint32_t *edge = v->edge;
    memcpy(edge, v->now, v->size * sizeof *edge);
    if (to->pred_count == 1) {
        v->at = to->first;
        do_moves(v, &v->a->at_start[to->id]);
    }
    uint32_t *behind = v->scratch;
    memcpy(behind, v->now, v->size * sizeof *behind);
    for (const IrNode *phi = to->first; phi && phi->op == IR_PHI; phi = phi->next) {
        RaLocation l = v->a->nodes[phi->id].out;
        if (l.kind == RA_NOWHERE)
            continue;
        v->at = phi;
        check_class(v, phi, l);
        expect(v, "an edge does not bring", phi->in[pred], l);
        behind[index_of(v, l)] = phi->id;
    }
    bool news = false;
    for (uint32_t i = 0; i < v->size; i++) {
        uint32_t value = entry[i] == UNREACHED || entry[i] == behind[i] ? behind[i] : UNKNOWN;
        news |= value != entry[i];
        entry[i] = value;
    }
    memcpy(v->now, edge, v->size * sizeof *edge);
    return news;
}

static bool do_block(Verify *v, IrBlock *b) {
    memcpy(v->now, &v->entries[(size_t)b->id * v->size], v->size * sizeof *v->now);
    if (v->now[0] == UNREACHED)
        return false;
    for (IrNode *n = b->first; n; n = n->next)
        if (n->op != IR_PHI)
            do_node(v, n);
    v->at = b->last;
    do_moves(v, &v->a->at_end[b->id]);
    bool news = false;
    for (uint32_t k = 0; k < 2; k++)
        if (b->succ[k])
            news |= enter(v, b, k);
    return news;
}

static void enter_function(Verify *v) {
    uint32_t *entry = &v->entries[(size_t)v->ir->entry->id * v->size];
    memset(entry, 0, v->size * sizeof *entry);
    for (IrNode *n = v->ir->entry->first; n; n = n->next) {
        RaConstraints c;
        if (n->op != IR_PARAM)
            continue;
        v->target->constraints(n, &c);
        if (c.out_fixed >= 0)
            entry[(uint32_t)c.out_fixed + (n->rep == REP_FLOAT ? XMM_BASE : 0u)] = n->id;
    }
}

static uint32_t most_moves(const Ir *ir, const RaAllocation *a) {
    uint32_t most = 0;
    for (uint32_t i = 1; i <= ir->node_count; i++)
        most = a->nodes[i].before.count > most ? a->nodes[i].before.count : most;
    for (uint32_t i = 0; i < ir->block_count; i++) {
        most = a->at_end[i].count > most ? a->at_end[i].count : most;
        most = a->at_start[i].count > most ? a->at_start[i].count : most;
    }
    return most;
}

void ra_verify(Ir *ir, const RaTarget *target, const RaAllocation *a) {
    Verify v = {.ir = ir, .target = target, .a = a, .size = REGISTER_COUNT + a->slot_count};
    size_t entries = (size_t)ir->block_count * v.size, moves = most_moves(ir, a);
    uint32_t *memory = malloc((entries + 3 * (size_t)v.size + moves) * sizeof *memory);
    if (!memory)
        return;
    v.entries = memory;
    v.now = memory + entries;
    v.edge = v.now + v.size;
    v.scratch = v.edge + v.size;
    memset(v.entries, 0xff, entries * sizeof *v.entries);
    enter_function(&v);
    for (bool news = true; news;) {
        news = false;
        for (uint32_t i = 0; i < ir->block_count; i++)
            news |= do_block(&v, ir->blocks[i]);
    }
    v.check = true;
    for (uint32_t i = 0; i < ir->block_count; i++)
        do_block(&v, ir->blocks[i]);
    free(memory);
}

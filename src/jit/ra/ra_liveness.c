/*
 * ra_liveness.c - what the scan has to know beforehand: an order of the blocks,
 * where values live, where they are wanted in registers next, and where they die.
 *
 * Requires: critical edges split, ir_analyze().  Uses n->mark for positions.
 *
 * Liveness is found value by value: from each block that uses it, backwards over
 * predecessors until its definition or a block already reached (Brandner et al.,
 * "Computing Liveness Sets for SSA-Form Programs", 2011).  That needs no iteration,
 * is right for every graph, and costs as much as the result is large.  A second,
 * backward walk over the nodes then finds uses, deaths and register pressure.
 */
#include <string.h>

#include "jit/ra/ra_internal.h"

/* ---- states ---- */

static void reserve(Ir *ir, RaStateValues *list, uint32_t more) {
    uint32_t capacity = list->capacity ? list->capacity : 64;
    while (capacity < list->count + more)
        capacity *= 2;
    if (capacity == list->capacity)
        return;
    IrNode **items = ir_scratch(ir, capacity * sizeof *items);
    if (list->count)
        memcpy(items, list->items, list->count * sizeof *items);
    list->items = items;
    list->capacity = capacity;
}

/* Whether the frame names a VIRTUAL. */
static bool list_frame(RaStateValues *list, const IrState *s) {
    IrNode **to = list->items + list->count;
    bool virtuals = false;
    for (uint32_t i = 0; i < s->count; i++) {
        if (!s->registers[i])
            continue;
        virtuals |= ir_is_virtual(s->registers[i]);
        *to++ = s->registers[i];
    }
    if (s->function)
        *to++ = s->function;
    if (s->instance)
        *to++ = s->instance;
    list->count = (uint32_t)(to - list->items);
    return virtuals || (s->function && ir_is_virtual(s->function)) ||
           (s->instance && ir_is_virtual(s->instance));
}

static bool is_listed_before(const RaStateValues *list, uint32_t at) {
    for (uint32_t i = 0; i < at; i++)
        if (list->items[i] == list->items[at])
            return true;
    return false;
}

void ra_list_state(Ir *ir, IrState *s, RaStateValues *list) {
    if (list->state == s)
        return;
    list->state = s;
    list->count = 0;
    bool virtuals = false;
    for (; s; s = s->caller) {
        reserve(ir, list, (uint32_t)s->count + 2);
        virtuals |= list_frame(list, s);
    }
    for (uint32_t i = 0; virtuals && i < list->count; i++) {
        const IrNode *n = list->items[i];
        if (!ir_is_virtual(n) || is_listed_before(list, i))
            continue;
        reserve(ir, list, n->input_count);
        memcpy(list->items + list->count, n->in, n->input_count * sizeof *n->in);
        list->count += n->input_count;
    }
}

struct StateUse;

static inline void each_value(Ra *ra, IrNode *in, void (*visit)(IrNode *in, const struct StateUse *use),
                              const struct StateUse *use) {
    RaValue *v = ra_value(ra, in);
    if (v->kind == RA_LOCATED) {
        visit(in, use);
    } else if (ir_is_virtual(in) && v->visited != ra->ir->state_visit) {
        v->visited = ra->ir->state_visit;
        for (uint32_t i = 0; i < in->input_count; i++)
            each_value(ra, in->in[i], visit, use);
    }
}

/* Visits the values of a state that have locations, in no certain order, each frame and
 * virtual object once in a sweep (++ir->state_visit begins one). */
static inline void each_state_value(Ra *ra, IrState *s, void (*visit)(IrNode *in, const struct StateUse *use),
                                    const struct StateUse *use) {
    for (; s && s->visited != ra->ir->state_visit; s = s->caller) {
        s->visited = ra->ir->state_visit;
        for (uint32_t i = 0; i < s->count; i++)
            if (s->registers[i])
                each_value(ra, s->registers[i], visit, use);
        if (s->function)
            each_value(ra, s->function, visit, use);
        if (s->instance)
            each_value(ra, s->instance, visit, use);
    }
}

/* ---- order and positions ---- */

void ra_append_position(Ra *ra, RaPositions *list, uint32_t position) {
    if (list->count == list->capacity) {
        uint32_t capacity = list->capacity ? 2 * list->capacity : 16;
        uint32_t *items = ra_alloc(ra, capacity * sizeof *items);
        if (list->count)
            memcpy(items, list->items, list->count * sizeof *items);
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = position;
}

/* Chains of blocks: of each loop those directly in it, by the header's id. */
typedef struct Chains {
    IrBlock **first, **next;
} Chains;

static void prepend(Chains *c, IrBlock **chain, IrBlock *b) {
    c->next[b->id] = *chain;
    *chain = b;
}

static uint32_t order_chain(IrBlock **order, const Chains *c, IrBlock *b, uint32_t count) {
    for (; b; b = c->next[b->id]) {
        order[count++] = b;
        if (b->loop_header)
            count = order_chain(order, c, c->first[b->id], count);
    }
    return count;
}

/* Loops in one piece, otherwise in the order given; then cold blocks behind the others,
 * so that distances between positions say something about distances in time. */
static void order_blocks(Ra *ra, IrBlock **in_place) {
    Ir *ir = ra->ir;
    Chains c = {ir_scratch(ir, ir->block_count * sizeof *c.first),
                ir_scratch(ir, ir->block_count * sizeof *c.next)};
    IrBlock *outside = NULL;
    uint32_t hot = 0;
    for (uint32_t i = 0; i < ir->block_count; i++) {
        IrBlock *b = ir->blocks[i];
        ra_block(ra, b)->cold = b->idom && (b->cold || ra_block(ra, b->idom)->cold);
        hot += !ra_block(ra, b)->cold;
    }
    for (uint32_t i = ir->block_count; i-- > 0;) {
        IrBlock *b = ir->blocks[i];
        IrBlock *loop = b->loop == b ? b->loop_parent : b->loop;
        prepend(&c, loop ? &c.first[loop->id] : &outside, b);
    }
    order_chain(in_place, &c, outside, 0);
    ra->order = ra_alloc(ra, ir->block_count * sizeof *ra->order);
    for (uint32_t i = 0, next[2] = {0, hot}; i < ir->block_count; i++)
        ra->order[next[ra_block(ra, in_place[i])->cold]++] = in_place[i];
}

static void classify(Ra *ra, IrNode *n, uint32_t position) {
    RaValue *v = ra_value(ra, n);
    n->mark = position;
    v->node = n;
    v->reg = NO_REGISTER;
    v->hint = NO_REGISTER;
    v->slot = NO_SLOT;
    v->last = NEVER;
    v->bank = n->rep == REP_FLOAT ? XMM_BASE : 0;
    if (ir_is_virtual(n))
        v->kind = RA_VIRTUAL;
    else if (n->op == IR_CONST || n->op == IR_CONST_FLOAT || n->op == IR_CONST_WORD)
        v->kind = RA_CONSTANT;
    else if (n->rep != REP_NONE && !ra->target->is_folded(n))
        v->kind = RA_LOCATED;
    ra->input_count += n->input_count;
}

static void give_positions(Ra *ra, IrBlock **in_place) {
    uint32_t position = 0;
    for (uint32_t i = 0; i < ra->ir->block_count; i++) {
        IrBlock *block = ra->order[i];
        RaBlock *b = ra_block(ra, block);
        b->from = position;
        position += POSITIONS_PER_NODE;
        for (IrNode *n = block->first; n; n = n->next) {
            classify(ra, n, n->op == IR_PHI ? b->from : position);
            if (n->op != IR_PHI && !ra_is_silent(ra_value(ra, n)))
                position += POSITIONS_PER_NODE;
        }
        b->to = position;
    }
    position = 0;
    for (uint32_t i = 0; i < ra->ir->block_count; i++) {
        RaBlock *b = ra_block(ra, in_place[i]);
        b->place = position;
        position += b->to - b->from;
        for (IrNode *n = in_place[i]->first; n; n = n->next) {
            RaValue *v = ra_value(ra, n);
            v->start = b->place + (n->op == IR_PARAM ? 0 : n->mark - b->from);
            v->end = v->start + POSITIONS_PER_NODE;
        }
    }
}

/* ---- liveness ---- */

static void used_in(Ra *ra, RaValue *v, const IrBlock *block) {
    if (v->node->block == block || (v->use_blocks && v->use_blocks->block == block->id))
        return;
    RaUseBlock *u = ra_alloc(ra, sizeof *u);
    u->block = block->id;
    u->next = v->use_blocks;
    v->use_blocks = u;
}

static void extend(RaValue *v, uint32_t end) {
    if (v->end < end)
        v->end = end;
}

static void used_at(Ra *ra, const IrNode *in, const IrBlock *block, uint32_t position) {
    RaValue *v = ra_value(ra, in);
    const RaBlock *b = ra_block(ra, block);
    used_in(ra, v, block);
    extend(v, b->place + (position - b->from));
}

/* A node whose state is looked at. */
typedef struct StateUse {
    Ra *ra;
    const IrBlock *block;
    struct Walk *walk;
    const IrNode *node;
    const IrNode *restored; /* an input that need not be kept for the state, or NULL */
    uint32_t position;
} StateUse;

static void used_by_state(IrNode *in, const StateUse *use) { used_at(use->ra, in, use->block, use->position); }

static void use_phi_inputs(Ra *ra, const IrNode *phi, const IrBlock *block) {
    for (uint32_t i = 0; i < phi->input_count; i++) {
        RaValue *v = ra_value(ra, phi->in[i]);
        v->phi = phi->id;
        if (v->kind == RA_LOCATED)
            used_at(ra, phi->in[i], block->preds[i], ra_block(ra, block->preds[i])->to);
    }
}

/* Backwards, so that the first visit of a frame that nodes of the block share is the
 * one that counts. */
static void find_use_blocks(Ra *ra, const IrBlock *block) {
    ra->ir->state_visit++;
    for (IrNode *n = block->last; n; n = n->prev) {
        if (n->op == IR_PHI) {
            use_phi_inputs(ra, n, block);
            continue;
        }
        if (ra_is_silent(ra_value(ra, n)))
            continue;
        StateUse use = {ra, block, NULL, n, NULL, n->mark + POSITIONS_PER_NODE};
        RaConstraints *c = &ra->constraints[n->id];
        ra->target->constraints(n, c);
        for (uint32_t i = 0; i < n->input_count; i++)
            if (ra_is_use(c, ra_value(ra, n->in[i]), i))
                used_at(ra, n->in[i], block, use.position);
        each_state_value(ra, ra_state(n), used_by_state, &use);
    }
}

static void add_live_in(Ra *ra, RaBlock *b, uint32_t value) {
    if (b->live_in_count == b->live_in_capacity) {
        uint32_t capacity = b->live_in_capacity ? 2 * b->live_in_capacity : 8;
        uint32_t *items = ra_alloc(ra, capacity * sizeof *items);
        if (b->live_in_count)
            memcpy(items, b->live_in, b->live_in_count * sizeof *items);
        b->live_in = items;
        b->live_in_capacity = capacity;
    }
    b->live_in[b->live_in_count++] = value;
}

static void find_live_in(Ra *ra, uint32_t id, IrBlock **blocks_by_id, uint32_t *work) {
    RaValue *v = &ra->values[id];
    for (RaUseBlock *u = v->use_blocks; u; u = u->next) {
        uint32_t count = 0;
        work[count++] = u->block;
        while (count) {
            IrBlock *block = blocks_by_id[work[--count]];
            RaBlock *b = ra_block(ra, block);
            if (b->mark == id)
                continue;
            b->mark = id;
            add_live_in(ra, b, id);
            if (v->start > b->place)
                v->start = b->place; /* in an order in which the definition comes later */
            for (uint32_t i = 0; i < block->pred_count; i++) {
                IrBlock *pred = block->preds[i];
                const RaBlock *p = ra_block(ra, pred);
                extend(v, p->place + (p->to - p->from));
                if (pred != v->node->block)
                    work[count++] = pred->id;
            }
        }
    }
}

static void find_liveness(Ra *ra) {
    Ir *ir = ra->ir;
    IrBlock **by_id = ir_scratch(ir, ir->block_count * sizeof *by_id);
    uint32_t edges = 1;
    for (uint32_t i = 0; i < ir->block_count; i++) {
        by_id[ir->blocks[i]->id] = ir->blocks[i];
        edges += ir->blocks[i]->pred_count;
        find_use_blocks(ra, ra->order[i]);
    }
    uint32_t *work = ra_alloc(ra, edges * sizeof *work);
    for (uint32_t id = 1; id <= ir->node_count; id++)
        if (ra->values[id].use_blocks)
            find_live_in(ra, id, by_id, work);
}

/* ---- uses, deaths, pressure ---- */

/* A backward walk over a block. */
typedef struct Walk {
    Ra *ra;
    RaBlock *block;
    uint32_t stamp;    /* a value is live if its live_in is this */
    uint32_t use_count;
    uint32_t live[2], pressure[2]; /* GPR, XMM */
    RegisterSet lost; /* by calls */
    bool cold;
} Walk;

static void make_live(Walk *w, RaValue *v) {
    v->live_in = w->stamp;
    w->live[v->bank / XMM_BASE]++;
}

static void add_death(Ra *ra, uint32_t value, uint32_t position) {
    if (ra->death_count == ra->death_capacity) {
        uint32_t capacity = ra->death_capacity ? 2 * ra->death_capacity : 64;
        RaDeath *deaths = ra_alloc(ra, capacity * sizeof *deaths);
        if (ra->death_count)
            memcpy(deaths, ra->deaths, ra->death_count * sizeof *deaths);
        ra->deaths = deaths;
        ra->death_capacity = capacity;
    }
    ra->deaths[ra->death_count++] = (RaDeath){position, value};
}

static void needed_at(Walk *w, const IrNode *in, uint32_t position) {
    RaValue *v = ra_value(w->ra, in);
    if (v->live_in == w->stamp)
        return;
    make_live(w, v);
    add_death(w->ra, in->id, position);
    if (ra_block(w->ra, v->node->block) == w->block)
        v->last = position;
}

static void needed_by_state(IrNode *in, const StateUse *use) {
    if (in != use->restored)
        needed_at(use->walk, in, use->position);
}

static void add_use(Walk *w, RaValue *v, uint32_t position, uint32_t fixed) {
    w->ra->uses[++w->use_count] = (RaUse){position, v->uses, fixed};
    v->uses = w->use_count;
}

static void note_pressure(Walk *w, uint32_t more_gpr, uint32_t more_xmm) {
    if (w->pressure[0] < w->live[0] + more_gpr)
        w->pressure[0] = w->live[0] + more_gpr;
    if (w->pressure[1] < w->live[1] + more_xmm)
        w->pressure[1] = w->live[1] + more_xmm;
}

/* The registers that a node wants for itself are remembered, so that other values
 * keep away from them. */
static void note_demands(Walk *w, const IrNode *n, const RaConstraints *c) {
    Ra *ra = w->ra;
    RegisterSet demanded = ra_clobbered(ra, c), lost = ra_classes_lost(ra, c);
    if (lost) {
        if (!w->cold)
            ra_append_position(ra, &ra->calls, n->mark);
        w->lost |= demanded;
        demanded &= ~lost;
        if (!demanded)
            return;
    }
    for (uint32_t i = 0; i < n->input_count && i < RA_INPUTS_MAX; i++)
        if (c->in[i] == RA_USE_FIXED)
            demanded |= register_bit(c->in_fixed[i] + ra_value(ra, n->in[i])->bank);
    if (c->out_fixed >= 0)
        demanded |= register_bit((uint32_t)c->out_fixed + ra_value(ra, n)->bank);
    for (uint32_t i = 0; i < c->gpr_temps; i++)
        if (c->temp_fixed[i] >= 0)
            demanded |= register_bit((uint32_t)c->temp_fixed[i]);
    for (; demanded; demanded &= demanded - 1)
        ra_append_position(ra, &ra->demanded[first_register(demanded)], n->mark);
}

/* Whether the second input of a two-address node ends here and the first does not, or
 * the second is the phi whose next value is being computed. */
static bool should_overwrite_second(const Walk *w, const IrNode *n, const RaConstraints *c) {
    if (!c->commutes || !c->out_same_as_first)
        return false;
    const RaValue *first = ra_value(w->ra, n->in[0]), *second = ra_value(w->ra, n->in[1]);
    return first->kind == RA_LOCATED && second->kind == RA_LOCATED && second->live_in != w->stamp &&
           (first->live_in == w->stamp || ra_value(w->ra, n)->phi == n->in[1]->id);
}

/* The input that a two-address node overwrites, or NULL. */
static const IrNode *find_overwritten(Walk *w, const IrNode *n, RaConstraints *c) {
    RaValue *result = ra_value(w->ra, n);
    if (!c->out_same_as_first)
        return NULL;
    if (should_overwrite_second(w, n, c)) {
        uint8_t policy = c->in[0];
        c->in[0] = c->in[1];
        c->in[1] = policy;
        result->overwrites_second = true;
    }
    const IrNode *overwritten = n->in[result->overwrites_second];
    RaValue *v = ra_value(w->ra, overwritten);
    if (!v->phi && v->live_in != w->stamp && result->phi != overwritten->id)
        v->phi = result->phi;
    return overwritten;
}

static void walk_node(Walk *w, IrNode *n) {
    Ra *ra = w->ra;
    RaConstraints *c = &ra->constraints[n->id];
    RaValue *result = ra_value(ra, n);
    if (result->kind == RA_LOCATED) {
        if (result->live_in != w->stamp) {
            make_live(w, result);
            add_death(ra, n->id, n->mark + STATE_READ);
        }
        w->live[result->bank / XMM_BASE]--;
        result->live_in = 0;
    }
    const IrNode *overwritten = find_overwritten(w, n, c);
    StateUse use = {ra, NULL, w, n, c->restores_first ? overwritten : NULL, n->mark + STATE_READ};
    each_state_value(ra, ra_state(n), needed_by_state, &use);
    /* Those needed longer first: a value may be both. */
    bool keep_others = c->inputs_live_on || c->restores_first;
    for (uint32_t i = 0; keep_others && i < n->input_count; i++)
        if (ra_is_use(c, ra_value(ra, n->in[i]), i) && n->in[i] != overwritten)
            needed_at(w, n->in[i], n->mark + STATE_READ);
    /* The result is beside what is needed while the node executes. */
    bool located = result->kind == RA_LOCATED;
    note_pressure(w, located && !result->bank, located && result->bank);
    for (uint32_t i = 0; i < n->input_count; i++) {
        RaValue *v = ra_value(ra, n->in[i]);
        if (!ra_is_use(c, v, i))
            continue;
        needed_at(w, n->in[i], n->mark);
        RaPolicy policy = ra_policy(c, i);
        if (policy == RA_USE_FIXED)
            add_use(w, v, n->mark, c->in_fixed[i] + v->bank);
        else if (policy == RA_USE_REGISTER)
            add_use(w, v, n->mark, NO_REGISTER);
    }
    note_demands(w, n, c);
    note_pressure(w, c->gpr_temps, c->xmm_temps);
}

/* What lives at the end: what lives at the beginning of a successor, and what its
 * phis take from here. */
static void walk_end(Walk *w, const IrBlock *block) {
    Ra *ra = w->ra;
    for (int k = 0; k < 2; k++) {
        const IrBlock *succ = block->succ[k];
        if (!succ)
            continue;
        const RaBlock *s = ra_block(ra, succ);
        for (uint32_t i = 0; i < s->live_in_count; i++)
            if (ra->values[s->live_in[i]].live_in != w->stamp)
                make_live(w, &ra->values[s->live_in[i]]);
        if (!succ->first || succ->first->op != IR_PHI)
            continue;
        uint32_t pred = ir_pred_index(succ, block);
        for (const IrNode *phi = succ->first; phi && phi->op == IR_PHI; phi = phi->next) {
            RaValue *v = ra_value(ra, phi->in[pred]);
            if (v->kind != RA_LOCATED)
                continue;
            if (v->live_in != w->stamp)
                make_live(w, v);
            add_use(w, v, w->block->to - 1, NO_REGISTER);
        }
    }
}

static void note_loops(Walk *w, const IrBlock *block) {
    Ra *ra = w->ra;
    for (IrBlock *h = block->loop; h; h = h->loop_parent) {
        if (w->cold && !ra_block(ra, h)->cold)
            continue;
        RaBlock *loop = ra_block(ra, h);
        if (loop->loop_end < w->block->to)
            loop->loop_end = w->block->to;
        for (int k = 0; k < 2; k++)
            if (loop->loop_pressure[k] < w->pressure[k])
                loop->loop_pressure[k] = w->pressure[k];
        loop->loop_lost |= w->lost;
    }
}

static void walk_blocks(Ra *ra) {
    Ir *ir = ra->ir;
    uint32_t use_count = 0;
    ra->uses = ra_alloc(ra, (ra->input_count + 1) * sizeof *ra->uses);
    for (uint32_t i = ir->block_count; i-- > 0;) {
        IrBlock *block = ra->order[i];
        Walk w = {.ra = ra, .block = ra_block(ra, block), .stamp = block->id + 1,
                  .use_count = use_count, .cold = ra_block(ra, block)->cold};
        ir->state_visit++;
        walk_end(&w, block);
        note_pressure(&w, 0, 0);
        for (IrNode *n = block->last; n && n->op != IR_PHI; n = n->prev)
            if (!ra_is_silent(ra_value(ra, n)))
                walk_node(&w, n);
        for (IrNode *n = block->first; n && n->op == IR_PHI; n = n->next)
            if (ra_value(ra, n)->live_in != w.stamp)
                ra_value(ra, n)->kind = RA_NO_VALUE; /* nobody reads it: it is never made */
        note_loops(&w, block);
        use_count = w.use_count;
    }
}

void ra_analyze(Ra *ra) {
    IrBlock **in_place = ir_scratch(ra->ir, ra->ir->block_count * sizeof *in_place);
    order_blocks(ra, in_place);
    give_positions(ra, in_place);
    find_liveness(ra);
    walk_blocks(ra);
}

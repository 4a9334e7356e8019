/*
 * ra_scan.c - the scan: one forward walk that gives registers to values.
 *
 * At each point the walk knows what is in which register; a value that lives and is
 * in none is in its spill slot.  A node's inputs are fetched into registers when it
 * wants them there, its result gets a free register; when there is none, the value
 * whose next use is furthest away leaves its register (Belady's rule; Braun & Hack,
 * "Register Spilling and Live-Range Splitting for SSA-Form Programs", CC 2009).
 * Leaving a register costs nothing at that point: the slot is written once, at a
 * place that dominates all those where the value is in its slot (ra_moves.c).
 *
 * A block begins with the registers of a predecessor that has been walked already,
 * the one that runs most, so that branches do not disturb one another; edges from
 * the others get moves.  The beginning of a loop keeps in registers, and fetches in
 * front of the loop, what the loop will use; what lives through it unused keeps its
 * register only if the loop never needs that many.
 *
 * Moves are avoided by hints: a value goes where a call will want it, or into the
 * register of the phi that it will become.
 *
 * Cost: linear in nodes, inputs, values of states and sizes of live sets.
 */
#include <assert.h>

#include "jit/ra/ra_internal.h"

enum { LOOK_AHEAD = 3 }; /* uses, for one that wants a certain register */

typedef struct Scan {
    Ra *ra;
    IrBlock *block;
    uint32_t position;
    uint32_t held[REGISTER_COUNT]; /* id of the value in each occupied register */
    RegisterSet occupied;
    RegisterSet pinned;   /* may be neither taken nor freed for the node at hand */
    RegisterSet read_any; /* inputs of the node that might as well be in a slot */
    RaMoves *open;        /* moves in front of the node, while its inputs are being placed */
    uint32_t wanted[REGISTER_COUNT]; /* by a node with fixed inputs: their ids */
    RegisterSet loop_registers; /* in use where the innermost loop begins */
    RegisterSet arriving; /* of PARAMs whose nodes are still ahead */
    RaLocation *input_locations; /* the rest of a pool */
} Scan;

static RegisterSet bank_set(const Scan *s, uint32_t bank) {
    return s->ra->allocatable & ((RegisterSet)UINT32_MAX << bank);
}

static RaValue *held_value(const Scan *s, uint32_t r) { return &s->ra->values[s->held[r]]; }

static uint32_t random_below(Scan *s, uint32_t n) {
    uint64_t x = s->ra->random;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    s->ra->random = x;
    return (uint32_t)(x >> 33) % n;
}
/* In random mode: true once in n times. */
static bool perhaps(Scan *s, uint32_t n) { return s->ra->random && random_below(s, n) == 0; }

/* ---- distances ---- */

/* The next item of a list whose last item comes first, from this position on. */
static uint32_t next_position(RaPositions *list, uint32_t position) {
    while (list->count && list->items[list->count - 1] < position)
        list->count--;
    return list->count ? list->items[list->count - 1] : NEVER;
}

static const RaUse *next_linear_use(Scan *s, RaValue *v) {
    const RaUse *uses = s->ra->uses;
    while (v->uses && uses[v->uses].position < s->position)
        v->uses = uses[v->uses].next;
    return v->uses ? &uses[v->uses] : NULL;
}

/* Position of the next use that wants a register: further on, or, if a loop around
 * begins with the value in a register, at the loop's end, where it must be again. */
static uint32_t next_use(Scan *s, RaValue *v) {
    const RaUse *use = next_linear_use(s, v);
    uint32_t next = use ? use->position : NEVER;
    for (const IrBlock *h = s->block->loop; h; h = h->loop_parent) {
        const RaBlock *loop = ra_block(s->ra, h);
        if (next <= loop->loop_end)
            break;
        if (loop->loop_end > s->position && ra_find_held(&loop->start, v->node->id) != NO_REGISTER)
            return loop->loop_end;
    }
    return next;
}

/* ---- registers ---- */

static void hold(Scan *s, uint32_t r, RaValue *v) {
    s->held[r] = v->node->id;
    s->occupied |= register_bit(r);
    v->reg = (uint8_t)r;
    if (v->phi && s->ra->values[v->phi].hint == NO_REGISTER)
        s->ra->values[v->phi].hint = (uint8_t)r;
}

/* Before a value's register changes in the gap in front of a node: moves there read
 * it where it was. */
static void note_origin(Scan *s, RaValue *v) {
    if (v->origin_at != s->position) {
        v->origin_at = s->position;
        v->origin = v->reg;
    }
}

static void release(Scan *s, RaValue *v) {
    if (v->reg == NO_REGISTER)
        return;
    note_origin(s, v);
    s->occupied &= ~register_bit(v->reg);
    v->reg = NO_REGISTER;
}

static RaLocation memory_location(Scan *s, RaValue *v) {
    if (v->kind == RA_CONSTANT)
        return (RaLocation){.kind = RA_NOWHERE};
    return (RaLocation){.kind = RA_SLOT, .slot = (uint16_t)ra_slot(s->ra, v)};
}

static RaLocation location(Scan *s, RaValue *v) {
    return v->reg == NO_REGISTER ? memory_location(s, v) : ra_register_location(v->reg);
}

static RaLocation origin(Scan *s, RaValue *v) {
    uint32_t r = v->origin_at == s->position ? v->origin : v->reg;
    return r == NO_REGISTER ? memory_location(s, v) : ra_register_location(r);
}

/* The same while the gap's moves are still open: one that brought it there is dropped. */
static void leave(Scan *s, RaValue *v) {
    uint32_t r = v->reg;
    if (s->open && v->origin_at == s->position && v->origin != r)
        for (uint32_t i = 0; i < s->open->count; i++)
            if (ra_register_of(s->open->moves[i].to) == r)
                s->open->moves[i] = s->open->moves[--s->open->count];
    release(s, v);
}

static void spill(Scan *s, RaValue *v) {
    leave(s, v);
    ra_spill(s->ra, v, s->block);
}

/* A free register of the set, one that suits what becomes of the value (NULL: of a
 * temporary). */
static uint32_t choose(Scan *s, RegisterSet set, RaValue *v) {
    Ra *ra = s->ra;
    if (ra->random && random_below(s, 2)) {
        for (uint32_t skip = random_below(s, (uint32_t)__builtin_popcountll(set)); skip--;)
            set &= set - 1;
        return first_register(set);
    }
    if (v) {
        const RaUse *use = next_linear_use(s, v);
        for (int i = 0; use && use->fixed == NO_REGISTER && i < LOOK_AHEAD; i++)
            use = use->next ? &ra->uses[use->next] : NULL;
        if (use && use->fixed != NO_REGISTER && (set & register_bit(use->fixed)) &&
            next_position(&ra->demanded[use->fixed], s->position) >= use->position)
            return use->fixed;
        const RaValue *phi = &ra->values[v->phi];
        if (v->phi && phi->hint != NO_REGISTER && (set & register_bit(phi->hint)))
            return phi->hint;
        if (v->hint != NO_REGISTER && (set & register_bit(v->hint)))
            return v->hint;
        /* Where the loop begins again, these will be wanted for others. */
        set = set & ~s->loop_registers ? set & ~s->loop_registers : set;
    }
    /* One that is wanted by others soon, but not before the value dies; else as late as possible. */
    uint32_t last = v ? v->last : s->position, best = NO_REGISTER, best_demand = 0;
    for (RegisterSet rest = set; rest; rest &= rest - 1) {
        uint32_t r = first_register(rest);
        uint32_t demand = next_position(&ra->demanded[r], s->position);
        if (demand == last)
            return r;
        bool better = best_demand >= last ? demand >= last && demand < best_demand : demand > best_demand;
        if (best == NO_REGISTER || better) {
            best = r;
            best_demand = demand;
        }
    }
    return best;
}

/* How gladly a value leaves its register. */
static uint64_t distance(Scan *s, RaValue *v) {
    uint32_t next = next_use(s, v);
    if (next == NEVER)
        return NEVER;
    uint64_t d = next - s->position;
    /* Made anew rather than loaded; or the slot has been written anyway. */
    return v->kind == RA_CONSTANT ? 2 * d : v->spill_block || v->born_in_slot ? d + d / 2 : d;
}

static uint32_t evict(Scan *s, RegisterSet set) {
    set &= s->occupied;
    if (set & ~s->read_any)
        set &= ~s->read_any;
    assert(set); /* or a node wants more registers than there are */
    if (!set)
        ir_give_up(s->ra->ir, "it needs more registers than there are");
    uint32_t best = NO_REGISTER;
    uint64_t furthest = 0;
    for (RegisterSet rest = set; rest; rest &= rest - 1) {
        uint32_t r = first_register(rest);
        RaValue *v = held_value(s, r);
        bool over = v->dies == s->position && !(s->read_any & register_bit(r));
        uint64_t d = over ? UINT64_MAX : distance(s, v);
        if (best == NO_REGISTER || d > furthest || perhaps(s, 3)) {
            best = r;
            furthest = d;
        }
    }
    RaValue *v = held_value(s, best);
    if (v->dies == s->position && !(s->read_any & register_bit(best)))
        leave(s, v); /* only moves in the gap read it */
    else
        spill(s, v);
    s->read_any &= ~register_bit(best);
    return best;
}

static uint32_t take(Scan *s, uint32_t bank, RegisterSet avoid, RaValue *v) {
    RegisterSet set = bank_set(s, bank) & ~avoid;
    RegisterSet available = set & ~s->occupied;
    return available ? choose(s, available, v) : evict(s, set);
}

/* ---- a node ---- */

/* What is known of the node at hand. */
typedef struct At {
    IrNode *n;
    RaNode *a;
    RaConstraints c;
    RaValue *result;      /* NULL: none */
    RegisterSet clobbered;
    RegisterSet fixed_in; /* inputs are wanted in these */
    RegisterSet overwritten; /* in the gap, or while inputs are still read */
    RegisterSet temps;
    RegisterSet fixed_out;
    uint32_t out;         /* register of the result */
    uint32_t first;       /* the input that a two-address node overwrites */
} At;

static bool stays(const Scan *s, const RaValue *v) { return v->dies != s->position; }

static bool reads_result_register(const At *at, uint32_t i) {
    return at->c.out_same_as_first && at->n->in[i] == at->n->in[at->first] &&
           (i == at->first || ra_policy(&at->c, i) != RA_USE_FIXED);
}

static void collect_demands(Scan *s, At *at) {
    RaConstraints *c = &at->c;
    at->fixed_in = at->overwritten = at->temps = 0;
    s->read_any = 0;
    s->pinned = s->arriving;
    for (uint32_t i = 0; i < at->n->input_count; i++) {
        RaValue *v = ra_value(s->ra, at->n->in[i]);
        RaPolicy policy = ra_policy(c, i);
        if (reads_result_register(at, i) || policy == RA_USE_NONE)
            continue;
        if (policy == RA_USE_FIXED) {
            uint32_t r = c->in_fixed[i] + v->bank;
            at->fixed_in |= register_bit(r);
            s->wanted[r] = at->n->in[i]->id;
        } else if (v->reg != NO_REGISTER) {
            if (policy == RA_USE_REGISTER)
                s->pinned |= register_bit(v->reg);
            else if (v->kind != RA_CONSTANT)
                s->read_any |= register_bit(v->reg);
        }
    }
    for (uint32_t i = 0; i < c->gpr_temps; i++)
        if (c->temp_fixed[i] >= 0)
            at->temps |= register_bit((uint32_t)c->temp_fixed[i]);
    at->overwritten = at->temps;
    at->fixed_out = 0;
    if (c->out_fixed >= 0 && at->result)
        at->fixed_out = register_bit((uint32_t)c->out_fixed + at->result->bank);
    if (c->out_same_as_first || c->inputs_live_on) {
        at->overwritten |= at->fixed_out;
        at->clobbered &= ~at->fixed_out;
    }
}

/* Moves a value in the gap to another register, or leaves it in its slot alone. */
static void relocate(Scan *s, At *at, RaValue *v, RegisterSet to, bool must) {
    RegisterSet avoid = s->pinned | at->overwritten | at->fixed_in;
    RegisterSet set = bank_set(s, v->bank) & to & ~s->occupied & ~avoid;
    if (!set && !must) {
        spill(s, v);
        return;
    }
    RegisterSet old = register_bit(v->reg);
    bool any = s->read_any & old;
    s->pinned |= must ? old : 0;
    s->read_any &= ~old;
    uint32_t r = set ? choose(s, set, v) : take(s, v->bank, avoid | old, v);
    leave(s, v);
    hold(s, r, v);
    s->pinned |= must ? register_bit(r) : 0;
    s->read_any |= any ? register_bit(r) : 0;
    ra_add_move(s->ra, &at->a->before, origin(s, v), ra_register_location(r), v);
}

/* Registers that the gap or the node writes before inputs have been read. */
static void make_room(Scan *s, At *at) {
    RegisterSet set = (at->fixed_in | at->overwritten) & s->occupied;
    for (; set; set &= set - 1) {
        uint32_t r = first_register(set);
        RegisterSet bit = register_bit(r);
        RaValue *v = held_value(s, r);
        if (!(at->overwritten & bit) && s->wanted[r] == s->held[r])
            continue;
        bool must = s->pinned & ~s->arriving & bit, read = must || (s->read_any & bit);
        if (!read && !stays(s, v))
            continue;
        if (!read && (at->clobbered & bit))
            spill(s, v);
        else
            relocate(s, at, v, stays(s, v) ? ~(at->clobbered | at->fixed_out) : ~(RegisterSet)0, must);
    }
    s->pinned |= at->fixed_in | at->overwritten;
}

static void fetch_inputs(Scan *s, At *at) {
    for (uint32_t i = 0; i < at->n->input_count; i++) {
        RaValue *v = ra_value(s->ra, at->n->in[i]);
        if (ra_policy(&at->c, i) != RA_USE_REGISTER || v->reg != NO_REGISTER ||
            reads_result_register(at, i) ||
            (v->kind != RA_LOCATED && v->kind != RA_CONSTANT))
            continue;
        uint32_t r = take(s, v->bank, s->pinned, v);
        RaLocation from = origin(s, v);
        note_origin(s, v);
        hold(s, r, v);
        s->pinned |= register_bit(r);
        ra_add_move(s->ra, &at->a->before, from, ra_register_location(r), v);
    }
}

static void give_temporaries(Scan *s, At *at) {
    uint32_t count = (uint32_t)at->c.gpr_temps + at->c.xmm_temps;
    for (uint32_t i = 0; i < count; i++) {
        bool gpr = i < at->c.gpr_temps;
        uint32_t r;
        if (gpr && at->c.temp_fixed[i] >= 0)
            r = (uint32_t)at->c.temp_fixed[i];
        else
            r = take(s, gpr ? 0 : XMM_BASE, s->pinned | at->fixed_out, NULL);
        at->a->temps[i] = ra_register_location(r);
        at->temps |= register_bit(r);
        s->pinned |= register_bit(r);
    }
}

/* At the end of a loop the result is to become phi p, in whose register is value w, and
 * w is to become another phi: as in `before = i; i += 1`.  If that phi's register is
 * free, w goes there now, and the edge needs no moves.  The register of p, or
 * NO_REGISTER. */
static uint32_t rotate(Scan *s, At *at, RegisterSet busy) {
    Ra *ra = s->ra;
    const IrBlock *header = s->block->succ[0];
    const RaValue *p = &ra->values[at->result->phi];
    if (!at->result->phi || p->node->block != header || header->loop != header || p->born_in_slot ||
        p->hint == NO_REGISTER || !(s->occupied & register_bit(p->hint)) || at->clobbered)
        return NO_REGISTER;
    RaValue *w = held_value(s, p->hint);
    const RaValue *q = &ra->values[w->phi];
    if (!w->phi || q->node->block != header || q->born_in_slot || q->hint == NO_REGISTER || !stays(s, w) ||
        (w->origin_at == s->position && w->origin != w->reg) ||
        ((s->occupied | s->pinned | busy) & register_bit(q->hint)))
        return NO_REGISTER;
    ra_add_move(ra, &at->a->before, ra_register_location(w->reg), ra_register_location(q->hint), w);
    release(s, w);
    hold(s, q->hint, w);
    s->pinned |= register_bit(q->hint);
    return p->hint;
}

/* The result of a two-address node takes its place in the gap. */
static void place_result_first(Scan *s, At *at) {
    RaValue *v = ra_value(s->ra, at->n->in[at->first]);
    uint32_t r;
    if (at->c.out_fixed >= 0)
        r = (uint32_t)at->c.out_fixed + at->result->bank;
    else if (v->reg != NO_REGISTER && !stays(s, v) && !((s->pinned | s->read_any) & register_bit(v->reg)))
        r = v->reg;
    else if ((r = rotate(s, at, s->read_any)) == NO_REGISTER)
        r = take(s, at->result->bank, s->pinned, at->result);
    if (v->reg != r)
        ra_add_move(s->ra, &at->a->before, origin(s, v), ra_register_location(r), v);
    s->pinned |= register_bit(r);
    at->out = r;
}

static void record_inputs(Scan *s, At *at) {
    at->a->in = s->input_locations;
    s->input_locations += at->n->input_count;
    for (uint32_t i = 0; i < at->n->input_count; i++) {
        RaValue *v = ra_value(s->ra, at->n->in[i]);
        RaPolicy policy = ra_policy(&at->c, i);
        RaLocation *in = &at->a->in[i];
        *in = (RaLocation){.kind = RA_NOWHERE};
        if (v->kind == RA_NO_VALUE || v->kind == RA_VIRTUAL || policy == RA_USE_NONE)
            continue;
        if (reads_result_register(at, i)) {
            *in = ra_register_location(at->out);
        } else if (policy == RA_USE_FIXED) {
            *in = ra_register_location(at->c.in_fixed[i] + v->bank);
            ra_add_move(s->ra, &at->a->before, origin(s, v), *in, v);
        } else if (policy == RA_USE_REGISTER || v->kind != RA_CONSTANT || v->bank) {
            *in = location(s, v);
        }
    }
}

/* What lives across leaves the registers that the node destroys. */
static void leave_clobbered(Scan *s, At *at) {
    RegisterSet lost = at->clobbered | (at->c.out_same_as_first ? 0 : at->fixed_out);
    for (RegisterSet set = lost & s->occupied; set; set &= set - 1) {
        RaValue *v = held_value(s, first_register(set));
        if (!stays(s, v))
            continue;
        if (next_use(s, v) == NEVER)
            spill(s, v);
        else
            relocate(s, at, v, ~lost, false);
    }
}

static void bury(Scan *s, uint32_t position) {
    Ra *ra = s->ra;
    while (ra->death_count && ra->deaths[ra->death_count - 1].position == position)
        release(s, &ra->values[ra->deaths[--ra->death_count].value]);
}

static void place_result(Scan *s, At *at) {
    RaValue *v = at->result;
    uint32_t r = at->out;
    if (at->c.out_fixed >= 0) {
        r = (uint32_t)at->c.out_fixed + v->bank;
    } else if (!at->c.out_same_as_first) {
        RegisterSet avoid = at->temps | s->arriving, read = at->fixed_in;
        for (uint32_t i = 0; i < at->n->input_count; i++)
            if (at->a->in[i].kind == RA_GPR || at->a->in[i].kind == RA_XMM)
                read |= register_bit(ra_register_of(at->a->in[i]));
        s->read_any = 0;
        if (at->c.inputs_live_on)
            r = take(s, v->bank, avoid | read, v);
        else if ((r = rotate(s, at, avoid | read)) == NO_REGISTER)
            r = take(s, v->bank, avoid, v);
    }
    hold(s, r, v);
    at->out = r;
    at->a->out = ra_register_location(r);
}

static void record_state(Scan *s, At *at) {
    Ra *ra = s->ra;
    IrState *state = ra_state(at->n);
    if (!state)
        return;
    ra_list_state(ra->ir, state, &ra->state);
    RaLocation *to = ra_alloc(ra, (ra->state.count + 1) * sizeof *to);
    at->a->state = to;
    for (uint32_t i = 0; i < ra->state.count; i++, to++) {
        const IrNode *in = ra->state.items[i];
        RaValue *v = ra_value(ra, in);
        if (v->kind != RA_LOCATED)
            *to = (RaLocation){.kind = RA_NOWHERE};
        else if (at->c.restores_first && in == at->n->in[at->first] && !stays(s, v))
            *to = at->a->out;
        else
            *to = location(s, v);
    }
}

static void record_live(Scan *s, RaNode *a, RegisterSet live) {
    a->live_gpr = (uint32_t)live;
    a->live_xmm = (uint32_t)(live >> XMM_BASE);
}

/* Random mode: values change their places for no reason. */
static void disturb(Scan *s, At *at) {
    if (!perhaps(s, 4) || (at->n->input_count && ra_value(s->ra, at->n->in[0])->kind == RA_NO_VALUE))
        return;
    RegisterSet set = s->occupied & ~s->pinned & ~s->read_any;
    for (; set; set &= set - 1)
        if (perhaps(s, 6))
            relocate(s, at, held_value(s, first_register(set)), perhaps(s, 2) ? ~(RegisterSet)0 : 0, false);
}

static void scan_node(Scan *s, IrNode *n) {
    Ra *ra = s->ra;
    At at = {.n = n, .a = &ra->out->nodes[n->id], .out = NO_REGISTER};
    s->position = n->mark;
    at.c = ra->constraints[n->id];
    at.clobbered = ra_clobbered(ra, &at.c);
    at.result = ra_value(ra, n)->kind == RA_LOCATED ? ra_value(ra, n) : NULL;
    at.first = at.result && at.result->overwrites_second;
    for (uint32_t i = ra->death_count; i-- > 0 && ra->deaths[i].position == n->mark;)
        ra->values[ra->deaths[i].value].dies = n->mark;
    s->open = &at.a->before;
    collect_demands(s, &at);
    if (ra->random)
        disturb(s, &at);
    make_room(s, &at);
    fetch_inputs(s, &at);
    give_temporaries(s, &at);
    if (at.c.out_same_as_first)
        place_result_first(s, &at);
    s->open = NULL;
    record_inputs(s, &at);
    leave_clobbered(s, &at);
    bury(s, n->mark);
    if (at.result)
        place_result(s, &at);
    record_state(s, &at);
    bury(s, n->mark + STATE_READ);
    record_live(s, at.a, s->occupied & ~(at.out == NO_REGISTER ? 0 : register_bit(at.out)));
}

/* ---- beginnings of blocks ---- */

static void place_parameters(Scan *s) {
    Ra *ra = s->ra;
    for (IrNode *n = ra->ir->entry->first; n; n = n->next) {
        RaValue *v = ra_value(ra, n);
        if (n->op != IR_PARAM || v->kind != RA_LOCATED || ra->constraints[n->id].out_fixed < 0)
            continue;
        uint32_t r = (uint32_t)ra->constraints[n->id].out_fixed + v->bank;
        hold(s, r, v);
        s->arriving |= register_bit(r);
        v->arrives = true;
        ra->out->nodes[n->id].out = ra_register_location(r);
    }
}

static void pass_parameter(Scan *s, IrNode *n) {
    RaNode *a = &s->ra->out->nodes[n->id];
    RegisterSet bit = register_bit(a->out.reg + ra_value(s->ra, n)->bank);
    s->position = n->mark;
    s->arriving &= ~bit;
    bury(s, n->mark + STATE_READ);
    record_live(s, a, s->occupied & ~bit);
}

/* The predecessor whose registers a block begins with: one that runs often, rather
 * one with more in its registers. */
static IrBlock *base_of(const Scan *s, const IrBlock *block) {
    IrBlock *best = NULL;
    for (uint32_t i = 0; i < block->pred_count; i++) {
        IrBlock *p = block->preds[i];
        if (!ra_block(s->ra, p)->scanned)
            continue;
        const RaBlock *old = best ? ra_block(s->ra, best) : NULL, *new = ra_block(s->ra, p);
        if (!best || old->cold > new->cold || (old->cold == new->cold && old->end.count < new->end.count))
            best = p;
    }
    return best;
}

/* A value that might begin the block in a register. */
typedef struct Candidate {
    uint32_t value;
    uint32_t reg;  /* where the base predecessor has it; of a phi: its input; or NO_REGISTER */
    uint32_t next; /* use */
    bool across;   /* it is to live across calls: in a register that they keep */
} Candidate;
typedef struct Candidates { /* the best ones, nearest use first */
    Candidate items[REGISTER_COUNT / 2];
    uint32_t count, limit;
} Candidates;

static void consider(Candidates *c, Candidate candidate) {
    uint32_t i = c->count;
    if (c->count == c->limit) {
        if (!c->limit || c->items[c->limit - 1].next <= candidate.next)
            return;
        i--;
    } else {
        c->count++;
    }
    for (; i && c->items[i - 1].next > candidate.next; i--)
        c->items[i] = c->items[i - 1];
    c->items[i] = candidate;
}

/* The beginning of a block under construction. */
typedef struct Beginning {
    IrBlock *block;
    IrBlock *base;
    uint32_t base_index;   /* of the base among the predecessors */
    uint32_t next_call;
    RegisterSet kept;      /* of a loop: registers that its calls keep */
    Candidates wanted[2];  /* GPR, XMM */
} Beginning;

/* Registers of the base predecessor, in RaValue.reg for a while. */
static void show_base(Scan *s, const Beginning *b, bool show) {
    if (!b->base)
        return;
    const RaHeldList *end = &ra_block(s->ra, b->base)->end;
    for (uint32_t i = 0; i < end->count; i++)
        s->ra->values[end->items[i].value].reg = show ? (uint8_t)end->items[i].reg : NO_REGISTER;
}

static uint32_t usable_registers(const Scan *s, uint32_t bank) {
    return (uint32_t)__builtin_popcountll(bank_set(s, bank));
}

static uint32_t phi_input_register(const Scan *s, const Beginning *b, const IrNode *phi) {
    return b->base ? ra_value(s->ra, phi->in[b->base_index])->reg : NO_REGISTER;
}

/* Adds candidates, as far as they are not too many, and all together not more than `most`. */
static void add_candidates(Candidates *to, const Candidates *from, uint32_t most) {
    for (uint32_t i = 0; i < from->count && to->count < to->limit && to->count < most; i++) {
        to->items[to->count] = from->items[i];
        to->items[to->count++].across = true;
    }
}

/* Into a loop go the values that it uses before a call destroys the registers; those used
 * later, if there are registers that no call destroys; then those that merely live
 * through it, as many as surely fit. */
static void choose_for_loop(Scan *s, Beginning *b) {
    Ra *ra = s->ra;
    RaBlock *loop = ra_block(ra, b->block);
    Candidates idle[2], later[2];
    uint32_t idle_count[2] = {0, 0};
    b->kept = ra->allocatable & ~loop->loop_lost;
    for (uint32_t k = 0; k < 2; k++) {
        uint32_t kept = (uint32_t)__builtin_popcountll(b->kept & bank_set(s, k * XMM_BASE));
        idle[k].limit = later[k].limit = kept;
        idle[k].count = later[k].count = 0;
    }
    IrNode *phi = b->block->first;
    for (uint32_t i = 0;; i++) {
        Candidate c;
        RaValue *v;
        if (i < loop->live_in_count) {
            v = &ra->values[loop->live_in[i]];
            c = (Candidate){loop->live_in[i], v->reg, 0, false};
        } else if (phi && phi->op == IR_PHI) {
            v = ra_value(ra, phi);
            c = (Candidate){phi->id, phi_input_register(s, b, phi), 0, false};
            phi = phi->next;
            if (v->kind != RA_LOCATED)
                continue;
        } else {
            break;
        }
        uint32_t k = v->bank / XMM_BASE;
        const RaUse *use = next_linear_use(s, v);
        c.next = use ? use->position : NEVER;
        /* A phi may go into a call from its register; others would have to be fetched
         * again for the next iteration. */
        bool phi_of_loop = i >= loop->live_in_count;
        if (c.next <= loop->loop_end && (c.next < b->next_call || (phi_of_loop && c.next == b->next_call))) {
            if (v->kind == RA_CONSTANT)
                c.next += c.next - s->position;
            consider(&b->wanted[k], c);
        } else if (c.next <= loop->loop_end) {
            consider(&later[k], c);
        } else {
            idle_count[k]++;
            if (c.reg != NO_REGISTER || phi_of_loop)
                consider(&idle[k], c);
        }
    }
    for (int k = 0; k < 2; k++) {
        Candidates *wanted = &b->wanted[k];
        uint32_t pressure = loop->loop_pressure[k];
        uint32_t busy = pressure > idle_count[k] ? pressure - idle_count[k] : 0;
        add_candidates(wanted, &later[k], wanted->limit);
        if (busy < wanted->limit)
            add_candidates(wanted, &idle[k], wanted->count + wanted->limit - busy);
    }
}

/* Where paths meet, a value keeps its register if it has one on all of them or is
 * used before a call destroys it. */
static void choose_for_join(Scan *s, Beginning *b) {
    Ra *ra = s->ra;
    uint32_t others = 0;
    if (!b->base)
        return;
    const RaHeldList *end = &ra_block(ra, b->base)->end;
    for (uint32_t i = 0; i < end->count; i++)
        ra->values[end->items[i].value].scratch = 0;
    for (uint32_t i = 0; i < b->block->pred_count; i++) {
        const IrBlock *p = b->block->preds[i];
        const RaBlock *pred = ra_block(ra, p);
        if (p == b->base || !pred->scanned || (pred->cold && !ra_block(ra, b->base)->cold))
            continue;
        if (others == UINT8_MAX)
            break;
        others++;
        for (uint32_t j = 0; j < pred->end.count; j++)
            ra->values[pred->end.items[j].value].scratch++;
    }
    for (uint32_t i = 0; i < end->count; i++) {
        RaValue *v = &ra->values[end->items[i].value];
        if (v->live_in != b->block->id + 1)
            continue;
        uint32_t next = next_use(s, v);
        if (v->scratch < others && (next == NEVER || next > b->next_call))
            continue;
        consider(&b->wanted[v->bank / XMM_BASE], (Candidate){v->node->id, v->reg, next, false});
    }
    for (IrNode *phi = b->block->first; phi && phi->op == IR_PHI; phi = phi->next) {
        RaValue *v = ra_value(ra, phi);
        if (v->kind != RA_LOCATED)
            continue;
        uint32_t r = phi_input_register(s, b, phi), next = next_use(s, v);
        if (r == NO_REGISTER && (next == NEVER || next > b->next_call))
            continue;
        consider(&b->wanted[v->bank / XMM_BASE], (Candidate){phi->id, r, next, false});
    }
}

static bool is_phi_of(const RaValue *v, const IrBlock *block) {
    return v->node->op == IR_PHI && v->node->block == block;
}

static uint32_t preferred_for_phi(Scan *s, const Beginning *b, const Candidate *c, RegisterSet available) {
    if (c->reg != NO_REGISTER && (available & register_bit(c->reg)))
        return c->reg;
    const IrNode *phi = s->ra->values[c->value].node;
    for (uint32_t i = 0; i < phi->input_count; i++) {
        const RaBlock *pred = ra_block(s->ra, b->block->preds[i]);
        uint32_t r = pred->scanned ? ra_find_held(&pred->end, phi->in[i]->id) : NO_REGISTER;
        if (r != NO_REGISTER && (available & register_bit(r)))
            return r;
    }
    return NO_REGISTER;
}

static void occupy(Scan *s, const Beginning *b) {
    Ra *ra = s->ra;
    /* Those that have a register already, then phis that can have their input's, then
     * the rest. */
    for (int round = 0; round < 3; round++) {
        for (int k = 0; k < 2; k++) {
            for (uint32_t i = 0; i < b->wanted[k].count; i++) {
                const Candidate *c = &b->wanted[k].items[i];
                RaValue *v = &ra->values[c->value];
                bool phi = is_phi_of(v, b->block);
                RegisterSet available = bank_set(s, v->bank) & ~s->occupied & (c->across ? b->kept : ~(RegisterSet)0);
                uint32_t r = NO_REGISTER;
                if (v->reg != NO_REGISTER || !available)
                    continue;
                if (round == 0 && !phi && c->reg != NO_REGISTER && (available & register_bit(c->reg)))
                    r = c->reg;
                else if (round == 1 && phi)
                    r = preferred_for_phi(s, b, c, available);
                else if (round == 2 && !perhaps(s, 3))
                    r = choose(s, available, v);
                if (r != NO_REGISTER)
                    hold(s, r, v);
            }
        }
    }
    for (IrNode *phi = b->block->first; phi && phi->op == IR_PHI; phi = phi->next) {
        RaValue *v = ra_value(ra, phi);
        if (v->kind != RA_LOCATED)
            continue;
        v->born_in_slot = v->reg == NO_REGISTER;
        ra->out->nodes[phi->id].out = location(s, v);
        if (!v->born_in_slot)
            v->hint = v->reg;
    }
}

static RaHeldList list_held(Scan *s) {
    RaHeldList list = {NULL, (uint32_t)__builtin_popcountll(s->occupied)};
    if (!list.count)
        return list;
    list.items = ra_alloc(s->ra, list.count * sizeof *list.items);
    uint32_t i = 0;
    for (RegisterSet set = s->occupied; set; set &= set - 1, i++)
        list.items[i] = (RaHeld){s->held[first_register(set)], first_register(set)};
    return list;
}

static RegisterSet start_registers(const RaBlock *block) {
    RegisterSet set = 0;
    for (uint32_t i = 0; i < block->start.count; i++)
        set |= register_bit(block->start.items[i].reg);
    return set;
}

/* Of a block with one way to it: nothing changes on that. */
static void inherit(Scan *s, const IrBlock *block) {
    RaBlock *info = ra_block(s->ra, block);
    const RaHeldList *end = &ra_block(s->ra, block->preds[0])->end;
    for (uint32_t i = 0; i < end->count; i++) {
        RaValue *v = &s->ra->values[end->items[i].value];
        if (v->live_in == block->id + 1)
            hold(s, end->items[i].reg, v);
    }
    info->start = list_held(s);
    info->inherits = true;
}

static void begin_block(Scan *s, IrBlock *block) {
    Ra *ra = s->ra;
    RaBlock *info = ra_block(ra, block);
    s->block = block;
    s->position = info->from;
    s->loop_registers = block->loop ? start_registers(ra_block(ra, block->loop)) : 0;
    s->pinned = s->read_any = s->arriving = 0;
    for (RegisterSet set = s->occupied; set; set &= set - 1)
        held_value(s, first_register(set))->reg = NO_REGISTER;
    s->occupied = 0;
    for (uint32_t i = 0; i < info->live_in_count; i++)
        ra->values[info->live_in[i]].live_in = block->id + 1;
    if (block == ra->ir->entry) {
        place_parameters(s);
        info->start = list_held(s);
        return;
    }
    if (block->pred_count == 1 && ra_block(ra, block->preds[0])->scanned && block->first->op != IR_PHI &&
        !ra->random) {
        inherit(s, block);
        return;
    }
    Beginning b = {.block = block, .base = base_of(s, block),
                   .next_call = next_position(&ra->calls, info->from),
                   .wanted = {{.limit = usable_registers(s, 0)}, {.limit = usable_registers(s, XMM_BASE)}}};
    if (b.base)
        b.base_index = ir_pred_index(block, b.base);
    show_base(s, &b, true);
    if (block->loop_header)
        choose_for_loop(s, &b);
    else
        choose_for_join(s, &b);
    show_base(s, &b, false);
    occupy(s, &b);
    info->start = list_held(s);
    if (block->loop_header)
        s->loop_registers = s->occupied;
}

void ra_scan(Ra *ra) {
    Scan s = {.ra = ra};
    s.input_locations = ra_alloc(ra, (ra->input_count + 1) * sizeof *s.input_locations);
    for (uint32_t i = 0; i < ra->ir->block_count; i++) {
        IrBlock *block = ra->order[i];
        begin_block(&s, block);
        for (IrNode *n = block->first; n; n = n->next) {
            if (n->op == IR_PHI || ra_is_silent(ra_value(ra, n)))
                continue;
            if (ra_value(ra, n)->arrives)
                pass_parameter(&s, n);
            else
                scan_node(&s, n);
        }
        ra_block(ra, block)->end = list_held(&s);
        ra_block(ra, block)->scanned = true;
    }
}

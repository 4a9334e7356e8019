/*
 * ra_moves.c - what is left after the scan: moves on edges between blocks that do
 * not agree, one store for each value that has a slot, and the order of moves that
 * happen at once.
 *
 * The store.  A value is in its slot only from certain places on: where it left its
 * register in a block, or an edge on which it did.  The block that dominates all of
 * them (the definition dominates it) is a right place for the one store; blocks
 * further up the dominator tree, out of loops, are as right and cheaper.  There the
 * value is in a register still: else it would have left it on the way, in a block
 * that this one would have to dominate.
 */
#include <stdlib.h>
#include <string.h>

#include "jit/ra/ra_internal.h"

static bool same_location(RaLocation a, RaLocation b) {
    return a.kind == b.kind && (a.kind == RA_SLOT ? a.slot == b.slot : a.reg == b.reg);
}

/* The capacity is the count rounded up to a power of two. */
void ra_add_move(Ra *ra, RaMoves *moves, RaLocation from, RaLocation to, const RaValue *v) {
    if (same_location(from, to))
        return;
    if ((moves->count & (moves->count - 1)) == 0) {
        RaMove *items = ra_alloc(ra, (moves->count ? 2 * moves->count : 1) * sizeof *items);
        if (moves->count)
            memcpy(items, moves->moves, moves->count * sizeof *items);
        moves->moves = items;
    }
    moves->moves[moves->count++] = (RaMove){from, to, v->node};
}

/* ---- slots ---- */

static void share_slot(Ra *ra, RaValue *v, uint32_t slot) {
    v->slot = (uint16_t)slot;
    v->next_in_slot = ra->slot_values.items[slot];
    ra->slot_values.items[slot] = v->node->id;
    if (ra->slot_free.items[slot] < v->end)
        ra->slot_free.items[slot] = v->end;
}

/* In strict SSA form two values live at the same time only if one does where the other
 * is defined, in a block that its own definition dominates. */
static bool lives_where_defined(const Ra *ra, const RaValue *v, const RaValue *other) {
    const RaBlock *b = ra_block(ra, other->node->block);
    uint32_t low = 0, high = b->live_in_count; /* in order of ids */
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (b->live_in[middle] < v->node->id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < b->live_in_count && b->live_in[low] == v->node->id;
}

static bool may_share(const Ra *ra, const RaValue *v, const RaValue *other) {
    if (v->end <= other->start || other->end <= v->start)
        return true;
    return v->node->block != other->node->block && !lives_where_defined(ra, v, other) &&
           !lives_where_defined(ra, other, v);
}

static bool take_slot_of(Ra *ra, RaValue *v, const RaValue *related) {
    enum { MOST = 16 }; /* values looked at */
    int count = 0;
    if (related->slot == NO_SLOT)
        return false;
    for (uint32_t id = ra->slot_values.items[related->slot]; id; id = ra->values[id].next_in_slot)
        if (++count > MOST || !may_share(ra, v, &ra->values[id]))
            return false;
    share_slot(ra, v, related->slot);
    return true;
}

/* The slot of what it becomes, or of what becomes it, so that edges need not copy. */
static bool take_related_slot(Ra *ra, RaValue *v) {
    if (v->phi && take_slot_of(ra, v, &ra->values[v->phi]))
        return true;
    if (v->node->op == IR_PHI)
        for (uint32_t i = 0; i < v->node->input_count; i++)
            if (take_slot_of(ra, v, ra_value(ra, v->node->in[i])))
                return true;
    return false;
}

uint32_t ra_slot(Ra *ra, RaValue *v) {
    if (v->slot != NO_SLOT || take_related_slot(ra, v))
        return v->slot;
    uint32_t slot = 0;
    while (slot < ra->slot_free.count && ra->slot_free.items[slot] > v->start)
        slot++;
    if (slot == NO_SLOT)
        ir_give_up(ra->ir, "it has too many values at a time");
    if (slot == ra->slot_free.count) {
        ra_append_position(ra, &ra->slot_free, 0);
        ra_append_position(ra, &ra->slot_values, 0);
    }
    share_slot(ra, v, slot);
    return slot;
}

/* Nearest common dominator; the definition, which always serves, when it is far. */
static IrBlock *common_dominator(IrBlock *a, IrBlock *b, IrBlock *definition) {
    for (int steps = 0; !ir_dominates(a, b); steps++) {
        if (steps == 100)
            return definition;
        a = a->idom;
    }
    return a;
}

void ra_spill(Ra *ra, RaValue *v, IrBlock *where) {
    if (v->kind == RA_CONSTANT || v->born_in_slot)
        return;
    ra_slot(ra, v);
    v->spill_block = v->spill_block ? common_dominator(v->spill_block, where, v->node->block) : where;
}

/* ---- edges ---- */

static RaLocation held_location(Ra *ra, RaValue *v) {
    if (v->reg != NO_REGISTER)
        return ra_register_location(v->reg);
    if (v->kind == RA_CONSTANT)
        return (RaLocation){.kind = RA_NOWHERE};
    return (RaLocation){.kind = RA_SLOT, .slot = (uint16_t)ra_slot(ra, v)};
}

static void resolve_edge(Ra *ra, IrBlock *block, uint32_t pred_index) {
    IrBlock *pred = block->preds[pred_index];
    const RaBlock *to = ra_block(ra, block), *from = ra_block(ra, pred);
    IrBlock *where = block->pred_count > 1 ? pred : block;
    RaMoves *moves = block->pred_count > 1 ? &ra->out->at_end[pred->id] : &ra->out->at_start[block->id];
    for (uint32_t i = 0; i < from->end.count; i++)
        ra->values[from->end.items[i].value].reg = (uint8_t)from->end.items[i].reg;
    for (uint32_t i = 0; i < to->start.count; i++) {
        RaHeld held = to->start.items[i];
        RaValue *v = &ra->values[held.value], *source = v;
        v->scratch = 1;
        if (v->node->op == IR_PHI && v->node->block == block)
            source = ra_value(ra, v->node->in[pred_index]);
        ra_add_move(ra, moves, held_location(ra, source), ra_register_location(held.reg), source);
    }
    for (IrNode *phi = block->first; phi && phi->op == IR_PHI; phi = phi->next) {
        if (!ra_value(ra, phi)->born_in_slot)
            continue;
        RaValue *source = ra_value(ra, phi->in[pred_index]);
        ra_add_move(ra, moves, held_location(ra, source), ra->out->nodes[phi->id].out, source);
    }
    for (uint32_t i = 0; i < from->end.count; i++) {
        RaValue *v = &ra->values[from->end.items[i].value];
        v->reg = NO_REGISTER;
        if (!v->scratch && v->live_in == block->id + 1)
            ra_spill(ra, v, where);
    }
    for (uint32_t i = 0; i < to->start.count; i++)
        ra->values[to->start.items[i].value].scratch = 0;
}

/* ---- stores ---- */

/* The gap behind the phis, and behind the parameters' arrival. */
static IrNode *first_gap(Ra *ra, IrNode *n) {
    while (n->op == IR_PHI || ra_value(ra, n)->arrives || ra_is_silent(ra_value(ra, n)))
        n = n->next;
    return n;
}

static void place_store(Ra *ra, RaValue *v) {
    IrBlock *block = v->spill_block, *definition = v->node->block;
    uint32_t id = v->node->id;
    while (block->loop_depth > definition->loop_depth && !ra_block(ra, block)->cold)
        block = block->loop->idom;
    RaLocation slot = {.kind = RA_SLOT, .slot = v->slot};
    if (block == definition) {
        IrNode *gap = first_gap(ra, v->node->op == IR_PHI ? v->node : v->node->next);
        ra_add_move(ra, &ra->out->nodes[gap->id].before, ra->out->nodes[id].out, slot, v);
        return;
    }
    uint32_t r = ra_find_held(&ra_block(ra, block)->start, id);
    if (r != NO_REGISTER) {
        IrNode *gap = first_gap(ra, block->first);
        ra_add_move(ra, &ra->out->nodes[gap->id].before, ra_register_location(r), slot, v);
        return;
    }
    r = ra_find_held(&ra_block(ra, block->preds[0])->end, id);
    ra_add_move(ra, &ra->out->at_start[block->id], ra_register_location(r), slot, v);
}

void ra_resolve(Ra *ra) {
    Ir *ir = ra->ir;
    for (uint32_t id = 1; id <= ir->node_count; id++) {
        ra->values[id].reg = NO_REGISTER;
        ra->values[id].scratch = 0;
    }
    for (uint32_t i = 0; i < ir->block_count; i++) {
        IrBlock *block = ra->order[i];
        const RaBlock *b = ra_block(ra, block);
        if (b->inherits)
            continue;
        for (uint32_t j = 0; j < b->live_in_count; j++)
            ra->values[b->live_in[j]].live_in = block->id + 1;
        for (uint32_t j = 0; j < block->pred_count; j++)
            resolve_edge(ra, block, j);
    }
    for (uint32_t id = 1; id <= ir->node_count; id++)
        if (ra->values[id].spill_block)
            place_store(ra, &ra->values[id]);
    ra->out->slot_count = ra->slot_free.count;
}

RaAllocation *ra_allocate(Ir *ir, const RaTarget *target, uint64_t random_seed) {
    Ra *ra = ir_scratch(ir, sizeof *ra);
    ra->ir = ir;
    ra->target = target;
    ra->random = random_seed;
    ra->allocatable = register_set(target->gpr, target->xmm);
    ra->values = ir_scratch(ir, (ir->node_count + 1) * sizeof *ra->values);
    ra->constraints = ra_alloc(ra, (ir->node_count + 1) * sizeof *ra->constraints);
    ra->blocks = ir_scratch(ir, ir->block_count * sizeof *ra->blocks);
    ra->out = ir_scratch(ir, sizeof *ra->out);
    ra->out->nodes = ir_scratch(ir, (ir->node_count + 1) * sizeof *ra->out->nodes);
    ra->out->at_end = ir_scratch(ir, ir->block_count * sizeof *ra->out->at_end);
    ra->out->at_start = ir_scratch(ir, ir->block_count * sizeof *ra->out->at_start);
    ra_analyze(ra);
    ra_scan(ra);
    ra_resolve(ra);
#ifdef TAU_DEBUG
    ra_verify(ir, target, ra->out);
#endif
    return ra->out;
}

/* ---- moves that happen at once ---- */

/* Of a parallel assignment being put into an order. */
typedef struct Sequence {
    RaMove *pending;
    uint32_t count;
    uint32_t readers[REGISTER_COUNT]; /* pending moves that read each register */
    uint32_t slot_readers;
    RaLocation scratch[2]; /* GPR, XMM */
    bool scratch_busy[2];
    void (*emit)(void *data, RaLocation from, RaLocation to, const IrNode *value);
    void *data;
} Sequence;

static void count_reader(Sequence *s, RaLocation from, uint32_t change) {
    if (from.kind == RA_SLOT)
        s->slot_readers += change;
    else
        s->readers[ra_register_of(from)] += change;
}

static bool is_read(const Sequence *s, RaLocation l) {
    if (l.kind != RA_SLOT)
        return s->readers[ra_register_of(l)] != 0;
    for (uint32_t i = 0; s->slot_readers && i < s->count; i++)
        if (same_location(s->pending[i].from, l))
            return true;
    return false;
}

static void emit_move(Sequence *s, const RaMove *m) {
    if (m->to.kind == RA_SLOT && m->from.kind == RA_SLOT) {
        RaLocation scratch = s->scratch[s->scratch_busy[0]];
        s->emit(s->data, m->from, scratch, m->value);
        s->emit(s->data, scratch, m->to, m->value);
    } else {
        s->emit(s->data, m->from, m->to, m->value);
    }
}

/* All that are left form cycles: what the first of them overwrites is saved. */
static void break_cycle(Sequence *s) {
    RaLocation lost = s->pending[0].to;
    const IrNode *value = NULL;
    for (uint32_t i = 0; i < s->count; i++)
        if (same_location(s->pending[i].from, lost))
            value = s->pending[i].value;
    bool xmm = lost.kind == RA_XMM || (lost.kind == RA_SLOT && value->rep == REP_FLOAT);
    s->scratch_busy[0] = !xmm;
    s->emit(s->data, lost, s->scratch[xmm], value);
    for (uint32_t i = 0; i < s->count; i++) {
        if (!same_location(s->pending[i].from, lost))
            continue;
        count_reader(s, lost, (uint32_t)-1);
        s->pending[i].from = s->scratch[xmm];
        count_reader(s, s->scratch[xmm], 1);
    }
}

void ra_sequentialize(const RaMoves *moves, uint8_t scratch_gpr, uint8_t scratch_xmm,
                      void (*emit)(void *data, RaLocation from, RaLocation to, const IrNode *value),
                      void *data) {
    enum { FEW = 64 };
    RaMove few[FEW], *many = NULL;
    if (moves->count > FEW && !(many = malloc(moves->count * sizeof *many)))
        abort();
    Sequence s = {.pending = many ? many : few, .emit = emit, .data = data,
                  .scratch = {{.kind = RA_GPR, .reg = scratch_gpr}, {.kind = RA_XMM, .reg = scratch_xmm}}};
    for (uint32_t i = 0; i < moves->count; i++) {
        if (moves->moves[i].from.kind == RA_NOWHERE)
            continue;
        s.pending[s.count++] = moves->moves[i];
        count_reader(&s, moves->moves[i].from, 1);
    }
    while (s.count) {
        uint32_t left = 0, before = s.count;
        for (uint32_t i = 0; i < before; i++) {
            RaMove m = s.pending[i];
            /* Those behind i and those left in front of it are still to be done. */
            if (is_read(&s, m.to)) {
                s.pending[left++] = m;
                continue;
            }
            emit_move(&s, &m);
            count_reader(&s, m.from, (uint32_t)-1);
            s.pending[i].from.kind = RA_NOWHERE;
        }
        s.count = left;
        if (left == before)
            break_cycle(&s);
    }
    /* Constants last: they are read by nobody and may need the scratch registers. */
    for (uint32_t i = 0; i < moves->count; i++)
        if (moves->moves[i].from.kind == RA_NOWHERE)
            emit_move(&s, &moves->moves[i]);
    free(many);
}

/*
 * opt_recurrence.c - items that one iteration of a loop stores and the next one loads, as
 * in l[i] = f(l[i - 1]): the value goes around the loop in a phi, instead of through
 * memory, whose latency would be that of the loop.
 *
 * Scalar replacement of subscripted variables (Callahan, Carr & Kennedy, "Improving
 * Register Allocation for Subscripted Variables", PLDI 1990), for a distance of one
 * iteration.  Of an innermost loop with one back-edge, a load of l[i + c] whose place is
 * stored to in each iteration as l[i + c + step], where i grows by `step`, if nothing
 * else in the loop may write there.  The first iteration's item is loaded in front of the
 * loop, behind a check of its index.
 *
 * The loop of a `for` over a range has two counters, the item and the next one: each is
 * known by the other.  Where the loop is entered in the middle (on-stack replacement), that
 * they begin so is checked in front of it.
 *
 * Requires: preheaders, the analysis, items' addresses in front of loops (licm).  Breaks:
 * nothing.  Ends: one sweep over each innermost loop for each of its loads.
 */
#include "ir/opt.h"

enum { LOADS_MAX = 8, DEPTH = 8 };

typedef struct Loop {
    Ir *ir;
    IrBlock *header, *preheader, *latch;
    uint32_t entry, back; /* indices of the two predecessors */
    const IrNode *checked; /* a counter that has been checked, or NULL */
} Loop;

typedef struct Place { /* an index: counter + offset */
    const IrNode *counter; /* a phi of the header that grows by `step` */
    int64_t offset, step;
    const IrNode *item;    /* the phi that is counter + lag, if it begins so; NULL: it does */
    int64_t lag;
} Place;

/* x as base + offset; base NULL: a constant. */
static const IrNode *split(const IrNode *x, int64_t *offset) {
    Value c;
    *offset = 0;
    for (int limit = DEPTH; limit--;) {
        x = opt_strip((IrNode *)x);
        if (ir_is_const(x, &c) && value_is_int(c)) {
            *offset += value_as_int(c);
            return NULL;
        }
        bool add = x->op == IR_INT_ADD;
        if ((!add && x->op != IR_INT_SUB) || !ir_is_const(x->in[1], &c) || value_as_int(c) != (int32_t)value_as_int(c))
            break;
        *offset += add ? value_as_int(c) : -value_as_int(c);
        x = x->in[0];
    }
    return x;
}

static bool is_phi_of(const Loop *l, const IrNode *n) { return n && n->op == IR_PHI && n->block == l->header; }

static bool find_place(const Loop *l, const IrNode *index, Place *out) {
    int64_t step, ahead, first, second;
    const IrNode *counter = split(index, &out->offset);
    out->item = NULL;
    if (!is_phi_of(l, counter))
        return false;
    const IrNode *next = split(counter->in[l->back], &ahead);
    if (next != counter) { /* next + ahead: by the other counter, if they begin so */
        if (!is_phi_of(l, next) || split(next->in[l->back], &step) != next)
            return false;
        ahead -= step;
        const IrNode *x = split(counter->in[l->entry], &first), *y = split(next->in[l->entry], &second);
        if (x != y || first != second + ahead) {
            if (!x || !y || counter->types != IRT_INT || next->types != IRT_INT)
                return false;
            out->item = counter;
            out->lag = ahead;
        }
        out->offset += ahead;
        counter = next;
        ahead = step;
    }
    out->counter = counter;
    out->step = ahead;
    return ahead != 0;
}

static bool is_in_front(const Loop *l, const IrNode *n) { return ir_dominates(n->block, l->preheader); }

/* Whether the load is one that can be replaced; its index. */
static bool is_candidate(const Loop *l, const IrNode *n, Place *place) {
    if (n->op != IR_LOAD_ELEMENT || n->alias != ALIAS_ELEMENT || !is_in_front(l, n->in[0]) ||
        !ir_dominates(n->block, l->latch))
        return false;
    const IrNode *index = n->in[1];
    return index->op == IR_GUARD_BOUNDS && !index->nowrap && is_in_front(l, index->in[1]) &&
           find_place(l, index, place) && opt_may_speculate(l->ir, l->header, index->reason);
}

/* The one store, in each iteration, of what the load will find in the next; NULL: there is
 * none, or something else may write there. */
static const IrNode *find_store(const Loop *l, const IrNode *load, const Place *place) {
    const IrNode *found = NULL, *owner = opt_owner(load->in[0]);
    for (uint32_t i = 0; i < l->ir->block_count; i++) {
        const IrBlock *b = l->ir->blocks[i];
        for (const IrNode *n = b->loop == l->header ? b->first : NULL; n; n = n->next) {
            const IrNode *object = opt_written_object(n);
            Place written;
            if (!(opt_writes(n) & opt_reads(load)) || (object && opt_are_apart(object, owner)))
                continue;
            if (n->op != IR_STORE_ELEMENT || opt_strip(n->in[0]) != opt_strip(load->in[0]) ||
                !find_place(l, n->in[1], &written) || written.counter != place->counter ||
                (written.item && written.item != place->item) || written.offset == place->offset)
                return NULL;
            if (written.offset != place->offset + place->step)
                continue;
            if (found || !ir_dominates(b, l->latch))
                return NULL;
            found = n;
        }
    }
    return found;
}

static IrNode *in_front(const Loop *l, IrNode *n, DeoptReason reason, IrState *state) {
    n->types = IRT_INT;
    n->state = state;
    n->reason = (uint8_t)reason;
    n->speculative = true;
    ir_insert_before(l->preheader->last, n);
    return n;
}

/* That place->item begins as it should; its value there is then known to be this. */
static void check_item(Loop *l, const Place *place, DeoptReason reason, IrState *state) {
    if (!place->item || place->item == l->checked)
        return;
    l->checked = place->item;
    IrNode *counter = place->counter->in[l->entry];
    IrNode *expected = ir_node(l->ir, IR_INT_ADD, counter, ir_const(l->ir, value_from_int(place->lag)), NULL);
    expected->types = IRT_INT;
    expected->nowrap = true;
    ir_insert_before(l->preheader->last, expected);
    IrNode *condition = ir_node(l->ir, IR_INT_CMP, place->item->in[l->entry], expected, NULL);
    condition->aux = IR_EQ;
    ir_insert_before(l->preheader->last, condition);
    in_front(l, ir_node(l->ir, IR_GUARD_TRUE, condition, NULL, NULL), reason, state)->types = 0;
}

/* The item that the first iteration finds. */
static IrNode *load_first(const Loop *l, const IrNode *load, const Place *place, IrState *state) {
    const IrNode *check = load->in[1];
    IrNode *index = place->counter->in[l->entry];
    Value entry;
    if (ir_is_const(index, &entry))
        index = ir_const(l->ir, value_from_int(value_as_int(entry) + place->offset));
    else if (place->offset)
        index = in_front(l, ir_node(l->ir, IR_INT_ADD, index, ir_const(l->ir, value_from_int(place->offset)), NULL),
                         DEOPT_OVERFLOW, state);
    index = in_front(l, ir_node(l->ir, IR_GUARD_BOUNDS, index, check->in[1], NULL), (DeoptReason)check->reason, state);
    IrNode *first = ir_node(l->ir, IR_LOAD_ELEMENT, load->in[0], index, NULL);
    first->alias = load->alias;
    first->imm = load->imm;
    first->types = load->types;
    ir_insert_before(l->preheader->last, first);
    return first;
}

/* Whether the value is now a phi of floats. */
static bool replace(Loop *l, IrNode *load, const Place *place, const IrNode *store) {
    IrState *state = opt_preheader_state(l->ir, l->header);
    if (!state)
        return false;
    check_item(l, place, (DeoptReason)load->in[1]->reason, state);
    IrNode *phi = ir_node_new(l->ir, IR_PHI, 2), *value = phi;
    phi->in[l->entry] = load_first(l, load, place, state);
    phi->in[l->back] = store->in[2];
    phi->types = load->types | store->in[2]->types;
    ir_insert_before(l->header->first, phi);
    if (phi->types & ~load->types) { /* what is known of the list's items is known of it */
        value = ir_node(l->ir, IR_GUARD_TYPE, phi, NULL, NULL);
        value->imm = load->types;
        value->types = phi->types & load->types;
        value->nowrap = true;
        ir_insert_before(load, value);
    }
    load->forward = value;
    ir_remove(load);
    return !(phi->types & ~IRT_NUMBER_FLOAT);
}

static bool find_loop(Ir *ir, IrBlock *header, Loop *l) {
    IrBlock *preheader = opt_preheader(header);
    if (!preheader || header->pred_count != 2 || header->cold)
        return false;
    for (uint32_t i = 0; i < ir->block_count; i++)
        if (ir->blocks[i]->loop_parent == header)
            return false;
    uint32_t entry = ir_pred_index(header, preheader);
    *l = (Loop){ir, header, preheader, header->preds[!entry], entry, !entry, NULL};
    return true;
}

void opt_recurrence(Ir *ir) {
    bool any = false, floats = false;
    for (uint32_t i = 0; i < ir->block_count; i++) {
        Loop l;
        if (!ir->blocks[i]->loop_header || !find_loop(ir, ir->blocks[i], &l))
            continue;
        IrNode *loads[LOADS_MAX];
        Place places[LOADS_MAX];
        uint32_t count = 0;
        for (uint32_t k = i; k < ir->block_count; k++)
            for (IrNode *n = ir->blocks[k]->loop == l.header ? ir->blocks[k]->first : NULL; n; n = n->next)
                if (count < LOADS_MAX && is_candidate(&l, n, &places[count]))
                    loads[count++] = n;
        for (uint32_t k = 0; k < count; k++) {
            const IrNode *store = find_store(&l, loads[k], &places[k]);
            if (!store)
                continue;
            floats |= replace(&l, loads[k], &places[k], store);
            any = true;
        }
    }
    if (any)
        ir_apply_forwards(ir);
    if (floats)
        opt_representation(ir);
}

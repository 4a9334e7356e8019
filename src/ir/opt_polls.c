/*
 * opt_polls.c - counted loops ask once in many iterations whether there is an interrupt.
 *
 * A poll is a compare and a branch, which in a loop of three or four instructions is half
 * of the time.  As in "loop strip mining" (Westrelin, OpenJDK 10), the innermost loop
 *
 *      header:  x = phi(first, x + step) ...       becomes   outer:  x' = phi(first, x + step) ...
 *               ...                                                  poll
 *               if not x < limit leave                               end = min(limit, x' + CHUNK * step)
 *               poll                                         header: x = phi(x', x + step) ...
 *               to header                                            ...
 *                                                                    if x < end to header
 *                                                                    if x < limit to outer
 *                                                                    leave
 *
 * where `limit` does not change and `step` is a constant; downwards, with max, and > instead
 * of <, likewise.  A loop that does not run longer than CHUNK iterations anyway only loses
 * its poll.
 *
 * The block that takes the branch is either the header, with nothing done before it, so
 * that `outer` may go on with the header's own phis, or the last one before the back-edge,
 * whose block, which only computes what the phis become, is there once more on the way to
 * `outer`.  Loops that call anything keep their polls, which cost little beside that.
 *
 * Requires: preheaders, the analysis, entry states.  Breaks: nothing: the analysis is
 * made anew.  Ends: each loop is looked at once.  Cost: linear, but for small loops' copies.
 */
#include "ir/opt.h"

enum {
    CHUNK = 1024,         /* iterations: some microseconds */
    STEP_MAX = 1 << 18,   /* CHUNK steps, tagged, are an immediate */
    COPIED_MAX = 16,      /* nodes of the block before the back-edge */
};

typedef struct Loop {
    Ir *ir;
    IrBlock *header, *preheader, *latch;
    uint32_t entry, back;   /* indices of the two predecessors */
    IrNode *poll;
    IrBlock *test;          /* ends in the branch that leaves */
    uint32_t out;           /* by this successor */
    IrNode *counter, *limit; /* goes on while counter `goes_on` limit */
    IrCompare goes_on;       /* LT if the step is positive, else GT */
    int64_t step;
} Loop;

static bool int_constant(const IrNode *n, int64_t *out) {
    Value v;
    if (!ir_is_const(n, &v) || !value_is_int(v))
        return false;
    *out = value_as_int(v);
    return true;
}

/* ---- looking ---- */

/* What the loop does between two polls should be short. */
static bool is_quick(const IrNode *n) { return ir_effect(n) != EFFECT_CALL || n->effects == RT_PURE || n->op == IR_CALL_DOUBLES; }

static bool find_loop(Ir *ir, IrBlock *header, Loop *l) {
    IrBlock *preheader = opt_preheader(header);
    if (!preheader || header->pred_count != 2 || header->cold || !header->entry_state)
        return false;
    uint32_t entry = ir_pred_index(header, preheader);
    *l = (Loop){.ir = ir, .header = header, .preheader = preheader, .latch = header->preds[!entry],
                .entry = entry, .back = !entry};
    for (uint32_t i = header->order; i < ir->block_count; i++) {
        const IrBlock *b = ir->blocks[i];
        if (b->loop_parent == header)
            return false;
        for (IrNode *n = b->loop == header ? b->first : NULL; n; n = n->next) {
            if (!is_quick(n))
                return false;
            if (n->op == IR_POLL) {
                if (l->poll)
                    return false;
                l->poll = n;
            }
        }
    }
    return l->poll && l->poll->block == l->latch && l->latch->last->op == IR_JUMP;
}

static bool is_in_front(const Loop *l, const IrNode *n) { return ir_dominates(n->block, l->preheader); }

/* Whether the condition says, by the counter in input i, that the loop goes on if its result
 * is `stays`. */
static bool is_counter(Loop *l, const IrNode *condition, uint32_t i, bool stays) {
    static const uint8_t negated[] = {[IR_LT] = IR_GE, [IR_LE] = IR_GT, [IR_EQ] = IR_NE,
                                      [IR_NE] = IR_EQ, [IR_GT] = IR_LE, [IR_GE] = IR_LT};
    static const uint8_t mirrored[] = {[IR_LT] = IR_GT, [IR_LE] = IR_GE, [IR_EQ] = IR_EQ,
                                       [IR_NE] = IR_NE, [IR_GT] = IR_LT, [IR_GE] = IR_LE};
    IrNode *counter = opt_strip(condition->in[i]);
    uint32_t how = stays ? condition->aux : negated[condition->aux];
    if (counter->op != IR_PHI || counter->block != l->header || counter->types != IRT_INT ||
        !is_in_front(l, condition->in[!i]))
        return false;
    const IrNode *next = opt_strip(counter->in[l->back]);
    if ((next->op != IR_INT_ADD && next->op != IR_INT_SUB) || opt_strip(next->in[0]) != counter ||
        !int_constant(next->in[1], &l->step) || l->step <= -STEP_MAX || l->step >= STEP_MAX)
        return false;
    l->step = next->op == IR_INT_SUB ? -l->step : l->step;
    l->counter = counter;
    l->limit = condition->in[!i];
    l->goes_on = i ? mirrored[how] : how;
    return l->step && l->goes_on == (l->step > 0 ? IR_LT : IR_GT);
}

/* Whether the branch leaves the loop unless a counter has not yet come to its limit. */
static bool is_counted_test(Loop *l, IrBlock *b) {
    const IrNode *condition = b->last->op == IR_BRANCH ? b->last->in[0] : NULL;
    if (!condition || condition->op != IR_INT_CMP || !ir_dominates(b, l->latch))
        return false;
    bool stays = opt_in_loop(b->succ[0], l->header);
    if (stays == opt_in_loop(b->succ[1], l->header))
        return false;
    l->test = b;
    l->out = stays;
    return is_counter(l, condition, 0, stays) || is_counter(l, condition, 1, stays);
}

/* Whether the nodes may be executed once more, for nothing. */
static bool is_repeatable(const IrNode *n) {
    return (ir_effect(n) <= EFFECT_GUARD || ir_effect(n) == EFFECT_LOAD) && !ir_can_fail(n);
}

static bool begins_with_test(const Loop *l) {
    if (l->test != l->header)
        return false;
    for (const IrNode *n = l->header->first; n != l->header->last; n = n->next)
        if (n->op != IR_PHI && !is_repeatable(n))
            return false;
    return true;
}

static bool ends_with_test(const Loop *l) {
    uint32_t count = 0;
    if (l->test->succ[!l->out] != l->latch || l->latch->pred_count != 1)
        return false;
    for (const IrNode *n = l->latch->first; n != l->latch->last; n = n->next)
        if (n != l->poll && (!is_repeatable(n) || ++count > COPIED_MAX))
            return false;
    return true;
}

/* Of the loop whose test has been found. */
static bool is_short(const Loop *l) {
    int64_t first, limit;
    return int_constant(opt_strip(l->counter->in[l->entry]), &first) && int_constant(l->limit, &limit) &&
           (l->step > 0 ? limit <= first || limit - first <= CHUNK * l->step
                        : limit >= first || limit - first >= CHUNK * l->step);
}

/* ---- changing ---- */

static IrNode *append(IrBlock *b, IrNode *n, IrTypes types) {
    n->types = types;
    ir_append(b, n);
    return n;
}

static IrNode *compare(Loop *l, IrBlock *b, IrCompare how, IrNode *first, IrNode *second) {
    IrNode *n = ir_node(l->ir, IR_INT_CMP, first, second, NULL);
    n->aux = how;
    return append(b, n, 0);
}

static IrNode *integer(Loop *l, int64_t i) { return ir_const(l->ir, value_from_int(i)); }

static IrNode *sum(Loop *l, IrBlock *b, IrNode *n, int64_t amount) {
    IrNode *result = ir_node(l->ir, IR_INT_ADD, n, integer(l, amount), NULL);
    result->nowrap = true;
    return append(b, result, IRT_INT);
}

static IrNode *select(Loop *l, IrBlock *b, IrNode *condition, IrNode *yes, IrNode *no) {
    return append(b, ir_node(l->ir, IR_SELECT, condition, yes, no), IRT_INT);
}

/* Sizes, and what max(n, 0) is made of: CHUNK steps away from them, there are small ints. */
static bool is_moderate(const Loop *l, const IrNode *n) {
    int64_t c;
    n = opt_strip((IrNode *)n);
    if (n->op == IR_LOAD_SIZE)
        return true;
    if (n->op == IR_SELECT && l->step > 0) {
        const IrNode *condition = n->in[0];
        return condition->op == IR_INT_CMP && (condition->aux == IR_GT || condition->aux == IR_GE) &&
               condition->in[0] == n->in[1] && condition->in[1] == n->in[2] && is_moderate(l, n->in[2]);
    }
    return int_constant(n, &c) && c >= SMALL_INT_MIN / 2 && c <= SMALL_INT_MAX / 2;
}

/* min(limit, counter + CHUNK * step), or max if it counts downwards, without overflow. */
static IrNode *end_of_chunk(Loop *l, IrBlock *b, IrNode *counter) {
    int64_t ahead = CHUNK * l->step, most = l->step > 0 ? SMALL_INT_MIN : SMALL_INT_MAX;
    IrNode *last = sum(l, b, l->limit, -ahead);
    if (!is_moderate(l, l->limit)) {
        IrNode *is_at_end = compare(l, b, l->goes_on, l->limit, integer(l, most + ahead));
        last = select(l, b, is_at_end, integer(l, most), last);
    }
    IrNode *is_far = compare(l, b, l->goes_on, counter, last);
    return select(l, b, is_far, sum(l, b, counter, ahead), l->limit);
}

/* The header of the loop around, entered from the preheader; its phis' second inputs are
 * to follow. */
static IrBlock *make_outer(Loop *l) {
    IrBlock *outer = ir_block_new(l->ir), *header = l->header;
    for (IrNode *phi = header->first; phi->op == IR_PHI; phi = phi->next) {
        IrNode *copy = ir_node_new(l->ir, IR_PHI, 2);
        copy->rep = phi->rep;
        copy->weak = phi->weak;
        copy->in[0] = phi->in[l->entry];
        append(outer, copy, phi->types);
        phi->in[l->entry] = copy;
    }
    ir_edge(l->ir, l->preheader, 0, outer);
    header->preds[l->entry] = outer;
    outer->succ[0] = header;
    ir_append(outer, ir_node_new(l->ir, IR_JUMP, 0));
    outer->entry_state = opt_preheader_state(l->ir, header);
    return outer;
}

/* The block through which a chunk's end leads to the next one. */
static IrBlock *make_way_back(Loop *l, IrBlock *outer) {
    IrBlock *back = ir_block_new(l->ir);
    IrNode *from[COPIED_MAX], *to[COPIED_MAX];
    uint32_t count = 0;
    back->cold = true;
    bool copies = l->test->succ[!l->out] == l->latch && !begins_with_test(l);
    for (IrNode *n = copies ? l->latch->first : l->latch->last; n != l->latch->last; n = n->next) {
        IrNode *copy = ir_node_new(l->ir, (IrOp)n->op, n->input_count);
        IrNode **in = copy->in, *prev = copy->prev;
        uint32_t id = copy->id;
        *copy = *n;
        copy->id = id;
        copy->in = in;
        copy->prev = prev;
        copy->next = NULL;
        for (uint32_t k = 0; k < n->input_count; k++) {
            in[k] = n->in[k];
            for (uint32_t i = 0; i < count; i++)
                in[k] = in[k] == from[i] ? to[i] : in[k];
        }
        from[count] = n;
        to[count++] = copy;
        ir_append(back, copy);
    }
    for (IrNode *phi = l->header->first, *copy = outer->first; phi->op == IR_PHI; phi = phi->next, copy = copy->next) {
        copy->in[1] = copies ? phi->in[l->back] : phi;
        for (uint32_t i = 0; i < count; i++)
            copy->in[1] = copy->in[1] == from[i] ? to[i] : copy->in[1];
    }
    ir_append(back, ir_node_new(l->ir, IR_JUMP, 0));
    ir_edge(l->ir, back, 0, outer);
    return back;
}

static void strip_mine(Loop *l) {
    IrBlock *outer = make_outer(l), *end = ir_block_new(l->ir), *leave = l->test->succ[l->out];
    ir_remove(l->poll);
    ir_insert_before(outer->last, l->poll);
    l->poll->state = outer->entry_state;
    IrNode *jump = outer->last;
    ir_remove(jump);
    IrNode *chunk_end = end_of_chunk(l, outer, l->counter->in[l->entry]);
    ir_append(outer, jump);
    leave->preds[ir_pred_index(leave, l->test)] = end;
    ir_edge(l->ir, l->test, l->out, end);
    IrBlock *back = make_way_back(l, outer);
    IrNode *branch = ir_node(l->ir, IR_BRANCH, compare(l, end, l->goes_on, l->counter, l->limit), NULL, NULL);
    ir_append(end, branch);
    ir_edge(l->ir, end, 0, back);
    end->succ[1] = leave;
    IrNode *again = ir_node(l->ir, IR_INT_CMP, l->counter, chunk_end, NULL);
    again->aux = l->out ? l->goes_on : l->step > 0 ? IR_GE : IR_LE;
    ir_insert_before(l->test->last, again);
    l->test->last->in[0] = again;
}

void opt_polls(Ir *ir) {
    uint32_t count = ir->block_count;
    bool changed = false;
    for (uint32_t i = 0; i < count; i++) {
        Loop l;
        if (!ir->blocks[i]->loop_header || !find_loop(ir, ir->blocks[i], &l))
            continue;
        bool found = false;
        for (IrBlock *b = l.latch; !found && b != l.preheader; b = b->idom)
            found = is_counted_test(&l, b) && (is_short(&l) || begins_with_test(&l) || ends_with_test(&l));
        if (!found)
            continue;
        if (is_short(&l)) {
            ir_remove(l.poll);
        } else {
            strip_mine(&l);
            changed = true;
        }
    }
    if (changed)
        ir_analyze(ir);
}

/*
 * opt_range.c - ints that cannot overflow, and indices that cannot be out of bounds.
 *
 * Two questions are answered on demand, by walking from a value to what it is computed
 * from: between which constants it lies, and whether x + c < n for nodes x and n (as
 * Bodik, Gupta & Sarkar, "ABCD: Eliminating Array Bounds Checks on Demand", PLDI
 * 2000).  What branches and guards have established, x < y and the like, is kept in
 * lists by value and holds behind them.
 *
 * At a phi, x + c < n if it is so for each input at the end of its predecessor, where n
 * does not change in between.  Coming back to the same phi around a loop, the claim may
 * be assumed: it holds in the first iteration by the ways in, in each later one by the
 * one before.  A loop's phi that only grows is at least what it was at entry.
 *
 * A loop that counts up to a limit by 1 often tests i != limit: where i <= limit, that
 * is i < limit, and becomes it.
 *
 * Loop predication: an index that is, for all of a loop, below some limit, checked
 * against a length that the loop does not change, needs one check in front of the
 * loop: limit <= length.  (The interpreter runs a loop for which that fails.)
 *
 * Then: arithmetic whose result fits a small int gets `nowrap`; a GUARD_BOUNDS that
 * holds becomes a pin; a non-negative index needs no INT_INDEX; the larger of two ints
 * is the one that is known to be; what is at most once beyond the divisor, as in
 * (i + 1) % n, has its remainder without a division.
 *
 * Requires: the analysis.  Breaks: nothing.  Ends: walks take a fixed number of steps.
 * Cost: linear.
 */
#include "ir/opt.h"

enum { STEPS = 48, DEPTH = 8, FACT_LIMIT = 12 };

/* Behind `mark` in the block, and in all blocks it dominates: x `how` y. */
typedef struct Fact {
    struct Fact *next;
    const IrNode *other;
    IrNode *operand; /* the same as the comparison had it, with what is asserted of it */
    const IrBlock *block;
    uint32_t mark;
    IrCompare how;
} Fact;

typedef struct At { /* a point in the graph: in front of the node of this mark */
    const IrBlock *block;
    uint32_t mark;
} At;

typedef struct Claim { /* phi + offset < limit, being proved */
    const struct Claim *outer;
    const IrNode *phi, *limit;
    int64_t offset;
} Claim;

typedef struct Ranges {
    Ir *ir;
    NodeTable facts; /* Fact *, of values without assertions */
    NodeTable checks; /* of a length: a GUARD_BOUNDS of a constant index */
    int steps;       /* left of the question being answered */
} Ranges;

static const IrNode *strip(const IrNode *n) { return opt_strip((IrNode *)n); }
static At end_of(const IrBlock *b) { return (At){b, UINT32_MAX}; }

static const Fact *next_fact(const Fact *f, At at) {
    while (f && !(f->block == at.block ? f->mark < at.mark : ir_dominates(f->block, at.block)))
        f = f->next;
    return f;
}
static const Fact *first_fact(Ranges *r, const IrNode *of, At at) {
    return next_fact(*node_table_at(&r->facts, of), at);
}

static bool int_constant(const IrNode *n, int64_t *out) {
    Value v;
    if (!ir_is_const(n, &v) || !value_is_int(v))
        return false;
    *out = value_as_int(v);
    return true;
}

/* x as base + offset. */
static const IrNode *split_offset(const IrNode *x, int64_t *offset) {
    int64_t c;
    *offset = 0;
    for (int limit = DEPTH; limit--;) {
        x = strip(x);
        if (x->op == IR_INT_ADD && int_constant(x->in[1], &c) && c < INT32_MAX && c > INT32_MIN)
            *offset += c;
        else if (x->op == IR_INT_SUB && int_constant(x->in[1], &c) && c < INT32_MAX && c > INT32_MIN)
            *offset -= c;
        else
            break;
        x = x->in[0];
    }
    return x;
}

/* ---- between constants ---- */

typedef struct Interval {
    int64_t low, high;
} Interval;
static const Interval all_ints = {SMALL_INT_MIN, SMALL_INT_MAX};
enum { SIZE_BITS = 48 }; /* lengths are less: there is no more memory */

static int64_t clamp(__int128 i) {
    return i < SMALL_INT_MIN ? SMALL_INT_MIN : i > SMALL_INT_MAX ? SMALL_INT_MAX : (int64_t)i;
}

/* How a value is computed from a loop's phi: -1: by decreasing it, 1: by increasing it,
 * 2: it is the phi, 0: otherwise. */
static int direction(const IrNode *v, const IrNode *phi, int depth) {
    v = strip(v);
    if (v == phi)
        return 2;
    int64_t c;
    if (depth <= 0)
        return 0;
    if ((v->op == IR_INT_ADD || v->op == IR_INT_SUB) && int_constant(v->in[1], &c)) {
        int inner = direction(v->in[0], phi, depth - 1), step = (c >= 0) == (v->op == IR_INT_ADD) ? 1 : -1;
        return inner == 2 || inner == step ? step : 0;
    }
    if (v->op == IR_PHI && v->block != phi->block && !v->block->loop_header) {
        int all = 2;
        for (uint32_t i = 0; i < v->input_count && all; i++) {
            int one = direction(v->in[i], phi, depth - 1);
            all = all == 2 ? one : one == 2 || one == all ? all : 0;
        }
        return all;
    }
    return 0;
}

static Interval range_of(Ranges *r, const IrNode *n, At at, int depth);

static Interval range_of_phi(Ranges *r, const IrNode *phi, int depth) {
    Interval range = {SMALL_INT_MAX, SMALL_INT_MIN};
    bool grows = false, shrinks = false;
    for (uint32_t i = 0; i < phi->input_count; i++) {
        const IrBlock *pred = phi->block->preds[i];
        int way = ir_dominates(phi->block, pred) ? direction(phi->in[i], phi, DEPTH) : 0;
        if (way) { /* a back-edge */
            grows |= way == 1;
            shrinks |= way == -1;
            continue;
        }
        Interval in = range_of(r, phi->in[i], end_of(pred), depth - 1);
        range.low = in.low < range.low ? in.low : range.low;
        range.high = in.high > range.high ? in.high : range.high;
    }
    return (Interval){shrinks ? SMALL_INT_MIN : range.low, grows ? SMALL_INT_MAX : range.high};
}

static Interval range_of_product(Interval a, Interval b) {
    __int128 low = 0, high = 0;
    for (int i = 0; i < 4; i++) {
        __int128 p = (__int128)(i & 1 ? a.high : a.low) * (i & 2 ? b.high : b.low);
        low = i == 0 || p < low ? p : low;
        high = i == 0 || p > high ? p : high;
    }
    return (Interval){clamp(low), clamp(high)};
}

/* By the operation and the ranges of its inputs. */
static Interval range_by_operation(Ranges *r, const IrNode *n, At at, int depth) {
    int64_t c;
    if (int_constant(n, &c))
        return (Interval){c, c};
    if (depth <= 0 || r->steps-- <= 0)
        return all_ints;
    switch (n->op) {
    case IR_LOAD_SIZE: return (Interval){0, (int64_t)1 << SIZE_BITS};
    case IR_LOAD_BYTE: return (Interval){0, UINT8_MAX};
    case IR_WORD_TO_INT:
        return n->in[0]->op == IR_LOAD_U32 ? (Interval){0, UINT32_MAX} : n->in[0]->op == IR_LOAD_U8 ? (Interval){0, 255} : all_ints;
    case IR_GUARD_BOUNDS: {
        Interval i = range_of(r, n->in[0], at, depth - 1), size = range_of(r, n->in[1], at, depth - 1);
        return (Interval){i.low > 0 ? i.low : 0, i.high < size.high - 1 ? i.high : size.high - 1};
    }
    case IR_PHI: return range_of_phi(r, n, depth);
    case IR_SELECT: {
        Interval a = range_of(r, n->in[1], at, depth - 1), b = range_of(r, n->in[2], at, depth - 1);
        return (Interval){a.low < b.low ? a.low : b.low, a.high > b.high ? a.high : b.high};
    }
    case IR_INT_ADD:
    case IR_INT_SUB:
    case IR_INT_MUL: {
        Interval a = range_of(r, n->in[0], at, depth - 1), b = range_of(r, n->in[1], at, depth - 1);
        if (n->op == IR_INT_MUL) {
            Interval product = range_of_product(a, b);
            if (strip(n->in[0]) == strip(n->in[1]) && product.low < 0)
                product.low = 0; /* a square */
            return product;
        }
        if (n->op == IR_INT_ADD)
            return (Interval){clamp((__int128)a.low + b.low), clamp((__int128)a.high + b.high)};
        return (Interval){clamp((__int128)a.low - b.high), clamp((__int128)a.high - b.low)};
    }
    case IR_INT_AND:
        if (int_constant(n->in[1], &c) && c >= 0)
            return (Interval){0, c};
        return all_ints;
    case IR_INT_MOD:
        if (int_constant(n->in[1], &c)) {
            if (c > 0)
                return (Interval){0, c - 1};
        } else {
            Interval divisor = range_of(r, n->in[1], at, depth - 2);
            if (divisor.low >= 0)
                return (Interval){0, divisor.high > 0 ? divisor.high - 1 : 0};
        }
        return all_ints;
    case IR_INT_SHR:
    case IR_INT_FLOORDIV:
        if (int_constant(n->in[1], &c) && c >= 0) {
            Interval a = range_of(r, n->in[0], at, depth - 1);
            if (n->op == IR_INT_SHR && c < 62)
                return (Interval){a.low >> c, a.high >> c};
            if (n->op == IR_INT_FLOORDIV && c > 0 && a.low >= 0)
                return (Interval){a.low / c, a.high / c};
        }
        return all_ints;
    default: return all_ints;
    }
}

static Interval range_of(Ranges *r, const IrNode *n, At at, int depth) {
    Interval range = range_by_operation(r, n, at, depth);
    if (opt_is_assertion(n) && n->op != IR_GUARD_BOUNDS) {
        n = strip(n);
        range = range_by_operation(r, n, at, depth);
    }
    int limit = FACT_LIMIT;
    if (depth <= 0 || r->steps <= 0)
        return range;
    for (const Fact *f = first_fact(r, strip(n), at); f && limit--; f = next_fact(f->next, at)) {
        Interval y = range_of(r, f->other, at, depth - 2);
        int64_t low = f->how == IR_GT ? y.low + 1 : f->how == IR_GE || f->how == IR_EQ ? y.low : SMALL_INT_MIN;
        int64_t high = f->how == IR_LT ? y.high - 1 : f->how == IR_LE || f->how == IR_EQ ? y.high : SMALL_INT_MAX;
        range.low = low > range.low ? low : range.low;
        range.high = high < range.high ? high : range.high;
    }
    return range;
}

static Interval range_at(Ranges *r, const IrNode *n, At at) {
    r->steps = STEPS;
    return range_of(r, n, at, DEPTH);
}

/* ---- x + offset < limit ---- */

/* SELECT of the larger of its two: the one that is not `other`. */
static bool is_maximum(const IrNode *n, const IrNode **either, const IrNode **other) {
    if (n->op != IR_SELECT || n->in[0]->op != IR_INT_CMP)
        return false;
    const IrNode *a = strip(n->in[0]->in[0]), *b = strip(n->in[0]->in[1]);
    const IrNode *yes = strip(n->in[1]), *no = strip(n->in[2]);
    bool less = n->in[0]->aux == IR_LT || n->in[0]->aux == IR_LE;
    bool greater = n->in[0]->aux == IR_GT || n->in[0]->aux == IR_GE;
    *either = n->in[1];
    *other = n->in[2];
    return (less && a == no && b == yes) || (greater && a == yes && b == no);
}

static bool is_below(Ranges *r, const IrNode *x, int64_t offset, const IrNode *limit, At at, const Claim *claims,
                     int depth);

/* By what is known of x + c itself, such as the test at the end of a loop. */
static bool sum_is_below(Ranges *r, const IrNode *sum, int64_t offset, const IrNode *limit, At at, const Claim *claims,
                         int depth) {
    int tries = FACT_LIMIT;
    for (const Fact *f = first_fact(r, sum, at); f && tries--; f = next_fact(f->next, at))
        if ((f->how == IR_LT || f->how == IR_LE) &&
            is_below(r, f->other, offset - (f->how == IR_LT), limit, at, claims, depth - 1))
            return true;
    return false;
}

static bool phi_is_below(Ranges *r, const IrNode *phi, int64_t offset, const IrNode *limit, const Claim *claims,
                         int depth) {
    for (const Claim *c = claims; c; c = c->outer)
        if (c->phi == phi)
            return c->limit == limit && offset <= c->offset;
    if (limit->op != IR_CONST && (limit->block == phi->block || !ir_dominates(limit->block, phi->block)))
        return false;
    Claim claim = {claims, phi, limit, offset};
    for (uint32_t i = 0; i < phi->input_count; i++)
        if (!is_below(r, phi->in[i], offset, limit, end_of(phi->block->preds[i]), &claim, depth - 1))
            return false;
    return true;
}

static bool is_below(Ranges *r, const IrNode *x, int64_t offset, const IrNode *limit, At at, const Claim *claims,
                     int depth) {
    if (depth <= 0 || r->steps-- <= 0)
        return false;
    int64_t more, less;
    const IrNode *sum = strip(x);
    x = split_offset(x, &more);
    limit = split_offset(limit, &less);
    if (x != sum && sum_is_below(r, sum, offset - less, limit, at, claims, depth))
        return true;
    offset += more - less;
    if (x == limit)
        return offset < 0;
    Interval low = range_of(r, limit, at, 5), high = range_of(r, x, at, 5);
    if ((__int128)high.high + offset < low.low)
        return true;
    int tries = FACT_LIMIT;
    for (const Fact *f = first_fact(r, x, at); f && tries--; f = next_fact(f->next, at)) {
        if (f->how == IR_NE && f->other == limit && offset <= 0 && is_below(r, x, -1, limit, at, claims, depth - 1))
            return true;
        if (f->how != IR_LT && f->how != IR_LE && f->how != IR_EQ)
            continue;
        const IrNode *y = strip(f->other), *either, *other;
        /* x < max(a, b) and x >= b: it is a that x is less than. */
        if (f->how == IR_LT && is_maximum(y, &either, &other) && range_of(r, other, at, 3).high <= high.low)
            y = strip(either);
        if (is_below(r, y, offset - (f->how == IR_LT), limit, at, claims, depth - 1))
            return true;
    }
    switch (x->op) {
    case IR_PHI: return phi_is_below(r, x, offset, limit, claims, depth);
    case IR_INT_SUB:
        return range_of(r, x->in[1], at, 3).low >= 0 && is_below(r, x->in[0], offset, limit, at, claims, depth - 1);
    case IR_INT_MOD: /* of a divisor that is not negative; if it is 0, this was not reached */
        return range_of(r, x->in[1], at, 3).low >= 0 && is_below(r, x->in[1], offset - 1, limit, at, claims, depth - 1);
    case IR_SELECT:
        return is_below(r, x->in[1], offset, limit, at, claims, depth - 1) &&
               is_below(r, x->in[2], offset, limit, at, claims, depth - 1);
    default: return false;
    }
}

/* ---- facts ---- */

static const IrCompare swapped[] = {
    [IR_LT] = IR_GT, [IR_LE] = IR_GE, [IR_EQ] = IR_EQ, [IR_NE] = IR_NE, [IR_GT] = IR_LT, [IR_GE] = IR_LE};
static const IrCompare inverted[] = {
    [IR_LT] = IR_GE, [IR_LE] = IR_GT, [IR_EQ] = IR_NE, [IR_NE] = IR_EQ, [IR_GT] = IR_LE, [IR_GE] = IR_LT};

static void add_fact(Ranges *r, const IrNode *of, IrCompare how, IrNode *to, const IrBlock *block, uint32_t mark) {
    const IrNode *x = strip(of);
    if (x->op == IR_CONST)
        return;
    void **list = node_table_at(&r->facts, x);
    Fact *f = ir_scratch(r->ir, sizeof *f);
    *f = (Fact){*list, strip(to), to, block, mark, how};
    *list = f;
}

/* x + c < y, and c > 0: so x < y.  Likewise of what is greater. */
static void add_fact_of_sum(Ranges *r, const IrNode *sum, IrCompare how, IrNode *to, const IrBlock *block, uint32_t mark) {
    int64_t c;
    const IrNode *x = split_offset(sum, &c);
    if (c > 0 && (how == IR_LT || how == IR_LE))
        add_fact(r, x, IR_LT, to, block, mark);
    else if (c < 0 && (how == IR_GT || how == IR_GE))
        add_fact(r, x, IR_GT, to, block, mark);
}

/* max(a, b) > y, and b <= y: it is a that is greater.  (The end of a range, against its
 * start.) */
static void add_fact_of_maximum(Ranges *r, const IrNode *x, IrNode *y, const IrBlock *block, uint32_t mark) {
    const IrNode *either, *other;
    At at = {block, mark};
    if (is_maximum(strip(x), &either, &other) && range_at(r, other, at).high <= range_at(r, y, at).low)
        add_fact(r, either, IR_GT, y, block, mark);
}

static void add_condition(Ranges *r, const IrNode *condition, bool holds, const IrBlock *block, uint32_t mark) {
    if (condition->op != IR_INT_CMP)
        return;
    IrCompare how = holds ? (IrCompare)condition->aux : inverted[condition->aux];
    add_fact(r, condition->in[0], how, condition->in[1], block, mark);
    add_fact(r, condition->in[1], swapped[how], condition->in[0], block, mark);
    add_fact_of_sum(r, condition->in[0], how, condition->in[1], block, mark);
    add_fact_of_sum(r, condition->in[1], swapped[how], condition->in[0], block, mark);
    if (how == IR_GT)
        add_fact_of_maximum(r, condition->in[0], condition->in[1], block, mark);
    else if (how == IR_LT)
        add_fact_of_maximum(r, condition->in[1], condition->in[0], block, mark);
}

static void find_facts(Ranges *r) {
    IrNode *zero = ir_const(r->ir, value_from_int(0));
    uint32_t mark = 0;
    for (uint32_t i = 0; i < r->ir->block_count; i++) {
        const IrBlock *b = r->ir->blocks[i];
        const IrBlock *pred = b->pred_count == 1 ? b->preds[0] : NULL;
        if (pred && pred->last->op == IR_BRANCH)
            add_condition(r, pred->last->in[0], pred->succ[0] == b, b, mark);
        for (IrNode *n = b->first; n; n = n->next) {
            n->mark = ++mark;
            if (n->op == IR_GUARD_TRUE || n->op == IR_GUARD_FALSE) {
                add_condition(r, n->in[0], n->op == IR_GUARD_TRUE, b, mark);
            } else if (n->op == IR_GUARD_BOUNDS) {
                add_fact(r, n->in[0], IR_GE, zero, b, mark);
                add_fact(r, n->in[0], IR_LT, n->in[1], b, mark);
                add_fact(r, n->in[1], IR_GT, n->in[0]->op == IR_CONST ? n->in[0] : zero, b, mark);
            }
        }
    }
}

/* ---- loops ---- */

/* i != limit is i < limit, where i counts up to it. */
static bool order_test(Ranges *r, IrBlock *b) {
    IrNode *test = b->last->op == IR_BRANCH ? b->last->in[0] : NULL;
    if (!b->loop || !test || test->op != IR_INT_CMP || (test->aux != IR_NE && test->aux != IR_EQ) || test->block != b)
        return false;
    const IrNode *i = strip(test->in[0]);
    if (i->op != IR_PHI || !i->block->loop_header)
        return false;
    r->steps = STEPS;
    if (!is_below(r, i, -1, test->in[1], (At){b, test->mark}, NULL, DEPTH))
        return false;
    test->aux = test->aux == IR_NE ? IR_LT : IR_GE;
    return true;
}

/* The phi of a loop around `at` that x is a constant more than, or NULL. */
static const IrNode *counter_of(const IrNode *x, const IrBlock *at, int64_t *offset) {
    x = split_offset(x, offset);
    return x->op == IR_PHI && x->block->loop_header && opt_in_loop(at, x->block) ? x : NULL;
}

static bool is_in_front(const IrNode *n, const IrBlock *preheader) { return ir_dominates(n->block, preheader); }

/* Of what is compared with the counter, or with what it becomes, something in front of the
 * loop that it is always below; NULL: there is none. */
static IrNode *limit_of(Ranges *r, const IrNode *phi, At at, const IrBlock *preheader) {
    for (uint32_t i = 0; i <= phi->input_count; i++) {
        const IrNode *v = i ? strip(phi->in[i - 1]) : phi;
        At where = i ? end_of(phi->block->preds[i - 1]) : at;
        int limit = FACT_LIMIT;
        for (const Fact *f = first_fact(r, v, where); f && limit--; f = next_fact(f->next, where)) {
            if (f->how != IR_LT || f->other->op == IR_CONST || !is_in_front(f->operand, preheader))
                continue;
            r->steps = STEPS;
            if (is_below(r, phi, 0, f->other, at, NULL, DEPTH))
                return f->operand;
        }
    }
    return NULL;
}

static bool is_always_reached(const IrBlock *b, const IrBlock *header) {
    for (uint32_t i = 0; i < header->pred_count; i++)
        if (ir_dominates(header, header->preds[i]) && !ir_dominates(b, header->preds[i]))
            return false;
    return true;
}

/* The loop that an index changes in, and what is more than the index less *offset; that is
 * in front of the loop.  NULL: not known. */
static IrNode *limit_of_index(Ranges *r, const IrNode *index, At at, const IrBlock **header, int64_t *offset) {
    const IrNode *phi = counter_of(index, at.block, offset), *x = split_offset(index, offset);
    *header = phi ? phi->block : at.block->loop;
    IrBlock *preheader = *header ? opt_preheader(*header) : NULL;
    if (!preheader)
        return NULL;
    if (phi)
        return limit_of(r, phi, at, preheader);
    bool remainder = x->op == IR_INT_MOD && is_in_front(x->in[1], preheader) &&
                     range_at(r, x->in[1], end_of(preheader)).low >= 0;
    return remainder ? x->in[1] : NULL;
}

/* Puts a check in front of the loop after which the index is always less than the length, if
 * there is one.  `wraps`: if it is negative the length is added, which is not to be 0. */
static void predicate(Ranges *r, const IrNode *n, const IrNode *index, bool wraps) {
    int64_t offset;
    const IrBlock *header;
    IrNode *length = n->in[1];
    At at = {n->block, n->mark};
    IrNode *limit = n->block->cold ? NULL : limit_of_index(r, index, at, &header, &offset);
    if (!limit || offset < -1000 || offset > 1000)
        return;
    if (wraps && offset < 0)
        offset = 0;
    IrBlock *preheader = opt_preheader(header);
    if (!is_in_front(length, preheader) || range_at(r, length, end_of(preheader)).low < 0 ||
        !is_always_reached(n->block, header) || !opt_may_speculate(r->ir, header, n->reason))
        return;
    int64_t unused;
    if (split_offset(limit, &unused) == split_offset(length, &unused))
        return; /* it would hold, or fail, always */
    if (offset > 0 && strip(limit)->op == IR_LOAD_SIZE && strip(length)->op == IR_LOAD_SIZE)
        return; /* sequences are often equally long */
    IrState *state = opt_preheader_state(r->ir, header);
    if (!state)
        return;
    IrNode *last = length;
    if (offset) { /* limit + offset <= length: lengths are far from overflow */
        last = ir_node(r->ir, offset > 0 ? IR_INT_SUB : IR_INT_ADD, length,
                       ir_const(r->ir, value_from_int(offset > 0 ? offset : -offset)), NULL);
        last->types = IRT_INT;
        last->nowrap = true;
        if (range_at(r, length, end_of(preheader)).high >= SMALL_INT_MAX - 1000)
            return;
        ir_insert_before(preheader->last, last);
    }
    IrNode *test = ir_node(r->ir, IR_INT_CMP, limit, last, NULL);
    test->aux = IR_LE;
    IrNode *guard = ir_node(r->ir, IR_GUARD_TRUE, test, NULL, NULL);
    guard->reason = n->reason;
    guard->state = state;
    guard->speculative = true;
    ir_insert_before(preheader->last, test);
    ir_insert_before(preheader->last, guard);
    last->mark = test->mark = guard->mark = UINT32_MAX - 1;
    add_fact(r, limit, IR_LE, last, preheader, UINT32_MAX - 1);
    add_fact(r, last, IR_GE, limit, preheader, UINT32_MAX - 1);
}

/* ---- what follows ---- */

static void cannot_fail(IrNode *n) {
    n->nowrap = true;
    n->state = NULL;
}

/* Whether the result, not clamped, is a small int. */
static bool fits(Ranges *r, const IrNode *n, At at) {
    Interval a = range_at(r, n->in[0], at);
    if (n->op == IR_INT_NEG)
        return a.low > SMALL_INT_MIN;
    Interval b = range_at(r, n->in[1], at);
    __int128 low, high;
    switch (n->op) {
    case IR_INT_ADD: low = (__int128)a.low + b.low, high = (__int128)a.high + b.high; break;
    case IR_INT_SUB: low = (__int128)a.low - b.high, high = (__int128)a.high - b.low; break;
    case IR_INT_MUL: {
        Interval p = range_of_product(a, b);
        return p.low > SMALL_INT_MIN && p.high < SMALL_INT_MAX;
    }
    case IR_INT_SHL:
        if (b.low < 0 || b.high > 60)
            return false;
        low = (__int128)a.low * ((int64_t)1 << b.high), high = (__int128)a.high * ((int64_t)1 << b.high);
        low = low < a.low ? low : a.low;
        high = high > a.high ? high : a.high;
        break;
    case IR_INT_SHR: return b.low >= 0;
    case IR_INT_FLOORDIV:
    case IR_INT_MOD: return b.low > 0;
    default: return false;
    }
    return low >= SMALL_INT_MIN && high <= SMALL_INT_MAX;
}

static bool is_less(Ranges *r, const IrNode *x, int64_t offset, const IrNode *limit, At at) {
    r->steps = STEPS;
    return is_below(r, x, offset, limit, at, NULL, DEPTH);
}

/* The remainder of what is nearly in the range already: (i + 1) % n, (i - 1) % n. */
static void visit_remainder(Ranges *r, IrNode *n) {
    At at = {n->block, n->mark};
    IrNode *x = n->in[0], *divisor = n->in[1];
    int64_t least = range_at(r, divisor, at).low, low = range_at(r, x, at).low;
    if (least <= 0 || low < -least)
        return;
    if (is_less(r, x, 0, divisor, at)) {
        n->forward = x;
        if (low < 0) {
            n->forward = ir_node(r->ir, IR_INT_INDEX, x, divisor, NULL);
            n->forward->types = IRT_INT;
            ir_insert_before(n, n->forward);
        }
    } else if (low >= 0 && is_less(r, x, -1, divisor, at)) {
        IrNode *same = ir_node(r->ir, IR_INT_CMP, x, divisor, NULL);
        same->aux = IR_EQ;
        n->forward = ir_node(r->ir, IR_SELECT, same, ir_const(r->ir, value_from_int(0)), x);
        n->forward->types = IRT_INT;
        ir_insert_before(n, same);
        ir_insert_before(n, n->forward);
    } else {
        return;
    }
    ir_remove(n);
}

/* Several constant indices into one sequence, in one block: the first check takes over the
 * largest.  `checks`: by length, the first of the block. */
static void join_check(Ranges *r, IrNode *n) {
    int64_t index, first_index;
    if (!int_constant(n->in[0], &index))
        return;
    void **checks = node_table_at(&r->checks, strip(n->in[1]));
    IrNode *first = *checks;
    if (!first || first->block != n->block) {
        /* Nobody reads the result of what is changed. */
        first = ir_node(r->ir, IR_GUARD_BOUNDS, n->in[0], n->in[1], NULL);
        first->types = IRT_INT;
        first->state = n->state;
        first->reason = n->reason;
        first->speculative = n->speculative;
        first->mark = n->mark;
        ir_insert_before(n, first);
        *checks = first;
    } else if (int_constant(first->in[0], &first_index) && first_index < index) {
        first->in[0] = n->in[0];
    }
    n->forward = n->in[0];
    ir_remove(n);
}

/* A check of an index, which may be one that counts from the end if it is negative. */
static void visit_bounds(Ranges *r, IrNode *n, At at) {
    const IrNode *index = strip(n->in[0]), *length = n->in[1];
    bool wraps = index->op == IR_INT_INDEX && strip(index->in[1]) == strip(length);
    index = wraps ? index->in[0] : n->in[0];
    int64_t low = range_at(r, index, at).low;
    if (low < (wraps ? -1 : 0))
        return;
    if (!is_less(r, index, 0, length, at))
        predicate(r, n, index, wraps);
    if (is_less(r, index, 0, length, at) && (low >= 0 || range_at(r, length, at).low >= -low))
        cannot_fail(n);
    else if (!wraps)
        join_check(r, n);
}

/* A division's check for zero, where the divisor is an int that is none. */
static bool is_nonzero_test(Ranges *r, const IrNode *n, At at) {
    const IrNode *test = n->in[0];
    if (test->op != IR_FLOAT_CMP || test->aux != IR_EQ || test->in[0]->op != IR_INT_TO_FLOAT ||
        test->in[1]->op != IR_CONST_FLOAT || test->in[1]->imm != 0)
        return false;
    Interval i = range_at(r, test->in[0]->in[0], at);
    return i.low > 0 || i.high < 0;
}

static void visit(Ranges *r, IrNode *n) {
    At at = {n->block, n->mark};
    switch (n->op) {
    case IR_INT_FLOORDIV:
    case IR_INT_MOD:
        n->aux = range_at(r, n->in[0], at).low >= 0;
        __attribute__((fallthrough));
    case IR_INT_ADD:
    case IR_INT_SUB:
    case IR_INT_MUL:
    case IR_INT_NEG:
    case IR_INT_SHL:
    case IR_INT_SHR:
        if (!n->nowrap && fits(r, n, at))
            cannot_fail(n);
        break;
    case IR_GUARD_BOUNDS:
        if (!n->nowrap)
            visit_bounds(r, n, at);
        break;
    case IR_GUARD_FALSE:
        if (is_nonzero_test(r, n, at))
            ir_remove(n);
        break;
    case IR_INT_INDEX:
        if (range_at(r, n->in[0], at).low >= 0) {
            n->forward = n->in[0];
            ir_remove(n);
        }
        break;
    default: break;
    }
}

/* The larger of a length and 0 is the length: before facts are collected, since they
 * then speak of the length. */
static void simplify_maxima(Ranges *r) {
    bool any = false;
    for (uint32_t i = 0; i < r->ir->block_count; i++) {
        IrNode *next;
        const IrNode *either, *other;
        for (IrNode *n = r->ir->blocks[i]->first; n; n = next) {
            next = n->next;
            At at = {n->block, 0};
            if (is_maximum(n, &either, &other) && range_at(r, either, at).low >= range_at(r, other, at).high) {
                n->forward = n->in[1];
                ir_remove(n);
                any = true;
            }
        }
    }
    if (any)
        ir_apply_forwards(r->ir);
}

void opt_range(Ir *ir) {
    Ranges r = {.ir = ir};
    node_table_init(&r.facts, ir);
    node_table_init(&r.checks, ir);
    simplify_maxima(&r);
    find_facts(&r);
    bool any = false;
    for (uint32_t i = 0; i < ir->block_count; i++)
        any |= order_test(&r, ir->blocks[i]);
    if (any) { /* which is news */
        node_table_init(&r.facts, ir);
        find_facts(&r);
    }
    for (uint32_t i = 0; i < ir->block_count; i++) {
        IrNode *next;
        for (IrNode *n = ir->blocks[i]->first; n; n = next) {
            next = n->next;
            visit(&r, n);
        }
    }
    ir_apply_forwards(ir);
    for (uint32_t i = 0; i < ir->block_count; i++) { /* when nobody asks about them any more */
        IrNode *next;
        for (IrNode *n = ir->blocks[i]->first; n; n = next) {
            next = n->next;
            if (n->op == IR_INT_MOD)
                visit_remainder(&r, n);
        }
    }
    ir_apply_forwards(ir);
}

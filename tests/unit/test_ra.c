/*
 * The register allocator with machines made up for the purpose, from 4 registers a
 * class up: graphs written out whose moves are counted, and random ones.  All are
 * verified by ra_verify, which is itself tried on allocations that were spoilt.
 *
 *   test_ra [first seed [number of seeds]]
 *   test_ra --time [seed]      ns a node, and what the allocations are like
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "jit/ra/ra.h"

static int failures;

#define CHECK(condition)                                        \
    do {                                                        \
        if (!(condition)) {                                     \
            printf("FAIL line %d: %s\n", __LINE__, #condition); \
            failures++;                                         \
        }                                                       \
    } while (0)

static uint64_t random_state = 1;
static uint32_t below(uint32_t n) {
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(random_state >> 33) % n;
}

/* ---- machines ------------------------------------------------------------------------ */

/* What INT_CMPs carry in `reason` when the next node folds them, and other nodes
 * for a variant of their constraints. */
enum { FOLDED = 1, VARIANT = 2 };

static bool is_folded(const IrNode *n) { return n->rep == REP_BOOL && n->reason == FOLDED; }

static uint32_t small_registers = 0xf;

static void constraints(const IrNode *n, RaConstraints *c) {
    memset(c, 0, sizeof *c);
    c->out_fixed = -1;
    memset(c->temp_fixed, -1, sizeof c->temp_fixed);
    for (uint32_t i = 0; i < n->input_count && i < RA_INPUTS_MAX; i++)
        c->in[i] = is_folded(n->in[i]) ? RA_USE_NONE : RA_USE_REGISTER;
    switch ((IrOp)n->op) {
    case IR_PARAM: c->out_fixed = n->imm < 4 ? (int8_t)n->imm : -1; break;
    case IR_INT_ADD: case IR_INT_SUB: case IR_FLOAT_ADD: case IR_FLOAT_MUL:
        c->out_same_as_first = true;
        c->in[1] = n->in[0] == n->in[1] || n->in[1]->op == IR_CONST_FLOAT ? RA_USE_REGISTER : RA_USE_ANY;
        c->commutes = n->op != IR_INT_SUB;
        c->restores_first = n->reason == VARIANT && n->in[0] != n->in[1] && n->op == IR_INT_ADD;
        break;
    case IR_INT_FLOORDIV:
        c->in[0] = RA_USE_FIXED;
        c->in_fixed[0] = 0;
        c->out_fixed = 0;
        c->clobber_gpr = 1 << 1;
        c->out_same_as_first = n->reason == VARIANT;
        c->inputs_live_on = n->reason == VARIANT;
        break;
    case IR_INT_SHL:
        c->in[1] = RA_USE_FIXED;
        c->in_fixed[1] = 1;
        c->out_same_as_first = true;
        c->gpr_temps = n->reason == VARIANT;
        break;
    case IR_INT_MOD:
        c->gpr_temps = 1;
        c->temp_fixed[0] = 2;
        c->out_fixed = 1;
        c->inputs_live_on = n->reason == VARIANT;
        break;
    case IR_GUARD_TYPE:
        c->gpr_temps = 1;
        c->out_same_as_first = true;
        break;
    case IR_GUARD_BOUNDS: c->inputs_live_on = true; break;
    case IR_INT_CMP: case IR_FLOAT_CMP: c->in[1] = RA_USE_ANY; break;
    case IR_TO_FLOAT: c->gpr_temps = 1; break;
    case IR_FLOAT_TO_INT: c->xmm_temps = 1; break;
    case IR_CALL_VALUES:
        for (uint32_t i = 0; i < n->input_count && i < RA_INPUTS_MAX; i++) {
            c->in[i] = i < 3 ? RA_USE_FIXED : RA_USE_ANY;
            c->in_fixed[i] = (uint8_t)(2 - i);
        }
        c->clobber_gpr = c->clobber_xmm = ~0u;
        c->out_fixed = 0;
        c->gpr_temps = 1;
        c->temp_fixed[0] = n->reason == VARIANT ? 3 : -1;
        break;
    case IR_RETURN:
        c->in[0] = RA_USE_FIXED;
        c->in_fixed[0] = 0;
        break;
    default: break;
    }
}

static RaTarget target = {0xf, 0xf, constraints, is_folded};

/* ---- graphs ------------------------------------------------------------------------- */

static Arena arena;
static Ir *ir;
static IrBlock *block; /* being filled */

static void graph_begin(void) {
    arena_free_all(&arena);
    arena_init(&arena);
    ir = ir_new(NULL, &arena, NULL, 0);
    if (!ir || setjmp(ir->give_up))
        abort();
    block = ir_block_new(ir);
}

static IrNode *add(IrOp op, IrNode *a, IrNode *b, IrNode *c) {
    IrNode *n = ir_node(ir, op, a, b, c);
    ir_append(block, n);
    return n;
}
static IrNode *param(int64_t i) {
    IrNode *n = add(IR_PARAM, NULL, NULL, NULL);
    n->imm = i;
    return n;
}
static IrNode *phi(IrRep rep, uint32_t inputs) {
    IrNode *n = ir_node_new(ir, IR_PHI, inputs);
    n->rep = (uint8_t)rep;
    ir_append(block, n);
    return n;
}
static void jump(IrBlock *to) {
    add(IR_JUMP, NULL, NULL, NULL);
    ir_edge(ir, block, 0, to);
}
/* A comparison that the branch folds. */
static void branch_less(IrNode *a, IrNode *b, IrBlock *yes, IrBlock *no) {
    IrNode *condition = add(IR_INT_CMP, a, b, NULL);
    condition->reason = FOLDED;
    add(IR_BRANCH, condition, NULL, NULL);
    ir_edge(ir, block, 0, yes);
    ir_edge(ir, block, 1, no);
}
static IrState *state_of(uint32_t count, IrNode **values) {
    IrState *s = ir_state_new(ir, count);
    for (uint32_t i = 0; i < count; i++)
        s->registers[i] = values[i];
    return s;
}
#define STATE(...) \
    state_of(sizeof((IrNode *[]){__VA_ARGS__}) / sizeof(IrNode *), (IrNode *[]){__VA_ARGS__})

static RaAllocation *allocate(uint64_t seed) {
    ir_analyze(ir);
    ir_split_critical_edges(ir);
    RaAllocation *a = ra_allocate(ir, &target, seed);
    ra_verify(ir, &target, a);
    return a;
}

static uint32_t moves_in(const RaAllocation *a, const IrBlock *b) {
    uint32_t count = a->at_end[b->id].count + a->at_start[b->id].count;
    for (const IrNode *n = b->first; n; n = n->next)
        count += a->nodes[n->id].before.count;
    return count;
}
static uint32_t moves_in_loops(const RaAllocation *a) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < ir->block_count; i++)
        if (ir->blocks[i]->loop)
            count += moves_in(a, ir->blocks[i]);
    return count;
}
static uint32_t stores_of(const RaAllocation *a, const IrNode *value) {
    uint32_t count = 0;
    for (uint32_t i = 1; i <= ir->node_count; i++)
        for (uint32_t j = 0; j < a->nodes[i].before.count; j++)
            count += a->nodes[i].before.moves[j].value == value &&
                     a->nodes[i].before.moves[j].to.kind == RA_SLOT;
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (uint32_t j = 0; j < a->at_start[i].count; j++)
            count += a->at_start[i].moves[j].value == value && a->at_start[i].moves[j].to.kind == RA_SLOT;
    return count;
}

/* ---- graphs written out ---------------------------------------------------------------- */

/* i = 0; s = 0; while i < n: i += 1; s += i (or s = i + s) */
static void test_counting_loop(void) {
    for (int variant = 0; variant < 4; variant++) {
        graph_begin();
        IrNode *n = param(0), *zero = ir_const(ir, value_from_int(0)), *one = ir_const(ir, value_from_int(1));
        IrBlock *header = ir_block_new(ir), *body = ir_block_new(ir), *out = ir_block_new(ir);
        jump(header);
        block = header;
        IrNode *i = phi(REP_VALUE, 2), *s = phi(REP_VALUE, 2);
        branch_less(i, n, body, out);
        block = body;
        IrNode *i2 = add(IR_INT_ADD, i, one, NULL);
        IrNode *s2 = variant & 2 ? add(IR_INT_ADD, i2, s, NULL) : add(IR_INT_ADD, s, i2, NULL);
        if (variant & 1) { /* with overflow checks that undo the addition */
            i2->reason = s2->reason = VARIANT;
            i2->state = STATE(n, i, s);
            s2->state = STATE(n, i2, s);
        } else {
            i2->nowrap = s2->nowrap = true;
        }
        jump(header);
        i->in[0] = s->in[0] = zero;
        i->in[1] = i2;
        s->in[1] = s2;
        block = out;
        add(IR_RETURN, s, NULL, NULL);
        RaAllocation *a = allocate(0);
        CHECK(moves_in_loops(a) == 0);
        CHECK(a->slot_count == 0);
    }
}

/* for i in range(n): the counter before and after, in two phis. */
static void test_rotating_phis(void) {
    for (int variant = 0; variant < 2; variant++) {
        graph_begin();
        IrNode *n = param(0), *zero = ir_const(ir, value_from_int(0)), *one = ir_const(ir, value_from_int(1));
        IrBlock *header = ir_block_new(ir), *latch = ir_block_new(ir), *out = ir_block_new(ir);
        jump(header);
        block = header;
        IrNode *i = phi(REP_VALUE, 2), *next = phi(REP_VALUE, 2), *s = phi(REP_VALUE, 2);
        IrNode *s2 = add(IR_INT_ADD, s, i, NULL);
        s2->nowrap = true;
        branch_less(next, n, latch, out);
        block = latch;
        IrNode *next2 = variant ? add(IR_INT_MUL, next, next, NULL) : add(IR_INT_ADD, next, one, NULL);
        next2->nowrap = true;
        add(IR_GUARD_VALID, NULL, NULL, NULL)->state = STATE(n, s2, next, next2);
        jump(header);
        i->in[0] = zero, next->in[0] = one, s->in[0] = zero;
        i->in[1] = next, next->in[1] = next2, s->in[1] = s2;
        block = out;
        add(IR_RETURN, s2, NULL, NULL);
        CHECK(moves_in_loops(allocate(0)) == 1);
    }
}

/* Floats: a constant stays in a register, one that lives through and is not used
 * does not push it out. */
static void test_float_loop(void) {
    graph_begin();
    IrNode *n = param(0), *x = add(IR_TO_FLOAT, n, NULL, NULL), *idle[6];
    x->state = STATE(n);
    for (int k = 0; k < 6; k++) {
        idle[k] = add(IR_FLOAT_ADD, x, x, NULL);
    }
    IrNode *half = ir_const_float(ir, 0.5);
    IrBlock *header = ir_block_new(ir), *body = ir_block_new(ir), *out = ir_block_new(ir);
    jump(header);
    block = header;
    IrNode *i = phi(REP_VALUE, 2), *s = phi(REP_FLOAT, 2);
    branch_less(i, n, body, out);
    block = body;
    IrNode *i2 = add(IR_INT_ADD, i, ir_const(ir, value_from_int(1)), NULL);
    i2->nowrap = true;
    IrNode *t = add(IR_FLOAT_MUL, s, x, NULL), *s2 = add(IR_FLOAT_ADD, t, half, NULL);
    jump(header);
    i->in[0] = ir_const(ir, value_from_int(0));
    s->in[0] = x;
    i->in[1] = i2;
    s->in[1] = s2;
    block = out;
    IrNode *sum = s;
    for (int k = 0; k < 6; k++)
        sum = add(IR_FLOAT_ADD, sum, idle[k], NULL);
    add(IR_RETURN, add(IR_BOX_FLOAT, sum, NULL, NULL), NULL, NULL);
    RaAllocation *a = allocate(0);
    CHECK(moves_in_loops(a) == 0);
    for (uint32_t k = 0; k < ir->block_count; k++)
        for (const IrNode *at = ir->blocks[k]->first; at; at = at->next)
            for (uint32_t j = 0; ir->blocks[k]->loop && j < a->nodes[at->id].before.count; j++)
                CHECK(a->nodes[at->id].before.moves[j].from.kind == RA_XMM);
}

/* Values that live across calls in a loop are stored once, in front of it. */
static void test_calls_in_loop(void) {
    graph_begin();
    IrNode *n = param(0), *x = param(1), *y = param(2), *zero = ir_const(ir, value_from_int(0));
    IrBlock *header = ir_block_new(ir), *body = ir_block_new(ir), *out = ir_block_new(ir);
    jump(header);
    block = header;
    IrNode *i = phi(REP_VALUE, 2);
    branch_less(i, n, body, out);
    block = body;
    IrNode *call = add(IR_CALL_VALUES, x, y, NULL);
    call->state = STATE(n, x, y, i);
    IrNode *call2 = add(IR_CALL_VALUES, y, call, NULL);
    call2->state = STATE(n, x, y, i, call);
    IrNode *i2 = add(IR_INT_ADD, i, ir_const(ir, value_from_int(1)), NULL);
    i2->state = STATE(n, x, y, i);
    jump(header);
    i->in[0] = zero;
    i->in[1] = i2;
    block = out;
    add(IR_RETURN, x, NULL, NULL);
    RaAllocation *a = allocate(0);
    CHECK(stores_of(a, n) == 1);
    CHECK(stores_of(a, x) == 1);
    CHECK(stores_of(a, y) == 1);
    for (uint32_t k = 0; k < ir->block_count; k++)
        for (const IrNode *at = ir->blocks[k]->first; at; at = at->next)
            for (uint32_t j = 0; ir->blocks[k]->loop && j < a->nodes[at->id].before.count; j++) {
                const RaMove *m = &a->nodes[at->id].before.moves[j];
                CHECK(m->to.kind != RA_SLOT || (m->value != n && m->value != x && m->value != y));
            }
}

/* Phis that exchange their values on the back-edge. */
static void test_swapping_phis(void) {
    graph_begin();
    IrNode *n = param(0), *x = param(1), *y = param(2);
    IrBlock *header = ir_block_new(ir), *body = ir_block_new(ir), *out = ir_block_new(ir);
    jump(header);
    block = header;
    IrNode *a = phi(REP_VALUE, 2), *b = phi(REP_VALUE, 2), *i = phi(REP_VALUE, 2);
    branch_less(i, n, body, out);
    block = body;
    IrNode *i2 = add(IR_INT_ADD, i, ir_const(ir, value_from_int(1)), NULL);
    i2->nowrap = true;
    jump(header);
    a->in[0] = x, b->in[0] = y, i->in[0] = ir_const(ir, value_from_int(0));
    a->in[1] = b, b->in[1] = a, i->in[1] = i2;
    block = out;
    add(IR_RETURN, add(IR_INT_MUL, a, b, NULL), NULL, NULL);
    block->last->prev->nowrap = true;
    RaAllocation *allocation = allocate(0);
    CHECK(moves_in_loops(allocation) == 2);
    CHECK(allocation->slot_count == 0);
}

/* Three nested loops with more values than registers: the innermost one has all it
 * uses, and only it, in registers. */
static void test_nested_loops(void) {
    graph_begin();
    IrNode *n = param(0), *outer[8];
    IrNode *zero = ir_const(ir, value_from_int(0)), *one = ir_const(ir, value_from_int(1));
    for (int k = 0; k < 8; k++) {
        outer[k] = add(IR_INT_MUL, n, k ? outer[k - 1] : n, NULL);
        outer[k]->nowrap = true;
    }
    IrBlock *headers[3], *latches[3], *exits[3];
    IrNode *counters[3], *sums[3];
    for (int d = 0; d < 3; d++) {
        headers[d] = ir_block_new(ir), latches[d] = ir_block_new(ir), exits[d] = ir_block_new(ir);
        IrNode *sum = d ? sums[d - 1] : zero;
        jump(headers[d]);
        block = headers[d];
        counters[d] = phi(REP_VALUE, 2);
        sums[d] = phi(REP_VALUE, 2);
        counters[d]->in[0] = zero;
        sums[d]->in[0] = sum;
        IrBlock *body = ir_block_new(ir);
        branch_less(counters[d], n, body, exits[d]);
        block = body;
    }
    IrNode *sum = add(IR_INT_ADD, sums[2], counters[2], NULL);
    sum->nowrap = true;
    for (int d = 2; d >= 0; d--) {
        jump(latches[d]);
        block = latches[d];
        counters[d]->in[1] = add(IR_INT_ADD, counters[d], one, NULL);
        counters[d]->in[1]->nowrap = true;
        sums[d]->in[1] = sum;
        jump(headers[d]);
        block = exits[d];
        sum = sums[d];
    }
    for (int k = 0; k < 8; k++) {
        sum = add(IR_INT_ADD, sum, outer[k], NULL);
        sum->nowrap = true;
    }
    add(IR_RETURN, sum, NULL, NULL);
    RaAllocation *a = allocate(0);
    for (uint32_t i = 0; i < ir->block_count; i++)
        if (ir->blocks[i]->loop_depth == 3)
            CHECK(moves_in(a, ir->blocks[i]) == 0);
}

/* Behind a branch with a call on one side the other side's registers are untouched. */
static void test_call_in_cold_branch(void) {
    graph_begin();
    IrNode *n = param(0), *x = param(1);
    IrBlock *header = ir_block_new(ir), *body = ir_block_new(ir), *slow = ir_block_new(ir);
    IrBlock *join = ir_block_new(ir), *out = ir_block_new(ir);
    jump(header);
    block = header;
    IrNode *i = phi(REP_VALUE, 2), *s = phi(REP_VALUE, 2);
    branch_less(i, n, body, out);
    block = body;
    IrBlock *fast = ir_block_new(ir);
    branch_less(i, x, fast, slow);
    block = fast;
    jump(join);
    block = slow;
    slow->cold = true;
    IrNode *call = add(IR_CALL_VALUES, i, NULL, NULL);
    call->state = STATE(n, x, i, s);
    jump(join);
    block = join;
    IrNode *m = phi(REP_VALUE, 2);
    m->in[0] = i;
    m->in[1] = call;
    IrNode *i2 = add(IR_INT_ADD, i, ir_const(ir, value_from_int(1)), NULL);
    IrNode *s2 = add(IR_INT_ADD, s, m, NULL);
    i2->nowrap = s2->nowrap = true;
    jump(header);
    i->in[0] = s->in[0] = ir_const(ir, value_from_int(0));
    i->in[1] = i2, s->in[1] = s2;
    block = out;
    add(IR_RETURN, s, NULL, NULL);
    target.gpr = 0xff;
    RaAllocation *a = allocate(0);
    target.gpr = 0xf;
    uint32_t hot = 0;
    for (uint32_t k = 0; k < ir->block_count; k++)
        if (ir->blocks[k]->loop && !ir->blocks[k]->cold)
            hot += moves_in(a, ir->blocks[k]);
    CHECK(hot <= 1); /* i, which lives on, is copied into m */
}

/* An object that was not allocated is in a state by its fields. */
static void test_virtual(void) {
    graph_begin();
    IrNode *n = param(0), *x = param(1);
    IrNode *inner = ir_node(ir, IR_VIRTUAL, n, x, NULL);
    IrNode *outer = ir_node_new(ir, IR_VIRTUAL, 3);
    outer->in[0] = x, outer->in[1] = inner, outer->in[2] = outer;
    IrNode *call = add(IR_CALL_VALUES, NULL, NULL, NULL);
    call->state = STATE(outer, n, inner);
    IrNode *guard = add(IR_GUARD_TYPE, call, NULL, NULL);
    guard->state = STATE(inner);
    add(IR_RETURN, guard, NULL, NULL);
    RaAllocation *a = allocate(0);
    RaStateValues list = {0};
    ra_list_state(ir, call->state, &list);
    CHECK(list.count == 8);
    CHECK(list.items[3] == x && list.items[5] == outer && list.items[6] == n);
    CHECK(a->nodes[call->id].state[0].kind == RA_NOWHERE);
    CHECK(a->nodes[call->id].state[1].kind == RA_SLOT);
    CHECK(a->nodes[call->id].state[3].kind == RA_SLOT);
}

/* ---- random graphs ----------------------------------------------------------------------- */

enum { VARIABLES = 12, FLOATS = 5 }; /* the first VARIABLES - FLOATS are values */

typedef struct Variables {
    IrNode *v[VARIABLES];
} Variables;
static Variables now;
static bool straight; /* longer blocks, fewer constants */

/* A block that several ends of blocks lead to. */
typedef struct Join {
    IrBlock *block;
    Variables *at; /* one a predecessor */
    uint32_t count;
} Join;

static Join join_new(void) { return (Join){ir_block_new(ir), ir_alloc(ir, 64 * sizeof(Variables)), 0}; }
/* The edge is made by the caller at once. */
static void join_note(Join *j) { j->at[j->count++] = now; }
/* Goes on in it; false: nobody gets there. */
static bool join_enter(Join *j) {
    if (!j->count)
        return false;
    block = j->block;
    for (int i = 0; i < VARIABLES; i++) {
        bool same = below(8) != 0;
        for (uint32_t k = 1; k < j->count; k++)
            same &= j->at[k].v[i] == j->at[0].v[i];
        now.v[i] = j->at[0].v[i];
        if (same)
            continue;
        IrNode *n = phi(i < VARIABLES - FLOATS ? REP_VALUE : REP_FLOAT, j->count);
        for (uint32_t k = 0; k < j->count; k++)
            n->in[k] = j->at[k].v[i];
        now.v[i] = n;
    }
    return true;
}

static IrNode *any_value(void) {
    if (below(6) == 0)
        return ir_const(ir, value_from_int(below(straight ? 4 : 20)));
    return now.v[below(VARIABLES - FLOATS)];
}
static IrNode *any_float(void) {
    if (below(6) == 0)
        return ir_const_float(ir, below(straight ? 3 : 8));
    return now.v[VARIABLES - FLOATS + below(FLOATS)];
}
/* Nodes of one bytecode instruction share their state, as in graphs of programs. */
static struct {
    IrState *state;
    const IrBlock *block;
} last_state;
static IrState *any_state(void) {
    IrState *s = NULL;
    if (last_state.block == block && below(3))
        return last_state.state;
    for (uint32_t depth = below(3) + 1; depth--;) {
        IrState *inner = ir_state_new(ir, VARIABLES);
        inner->caller = s;
        for (int i = 0; i < VARIABLES; i++)
            inner->registers[i] = below(3) ? now.v[i] : below(4) ? NULL : any_value();
        if (below(8) == 0) {
            IrNode *object = ir_node(ir, IR_VIRTUAL, any_value(), any_float(), NULL);
            inner->registers[0] = object;
        }
        s = inner;
    }
    last_state.state = s;
    last_state.block = block;
    return s;
}

static void random_node(bool calls) {
    IrNode *n = NULL;
    bool is_float = false;
    switch (below(calls ? 16 : 14)) {
    case 0: case 1: case 2: n = add(IR_INT_ADD, any_value(), any_value(), NULL); break;
    case 3: n = add(IR_INT_MUL, any_value(), any_value(), NULL); break;
    case 4: n = add(IR_INT_FLOORDIV, any_value(), any_value(), NULL); break;
    case 5: n = add(IR_INT_SHL, any_value(), any_value(), NULL); break;
    case 6: n = add(IR_INT_MOD, any_value(), any_value(), NULL); break;
    case 7: n = add(IR_GUARD_TYPE, any_value(), NULL, NULL); break;
    case 8: n = add(IR_GUARD_BOUNDS, any_value(), any_value(), NULL); break;
    case 9: case 10: n = add(IR_FLOAT_ADD, any_float(), any_float(), NULL), is_float = true; break;
    case 11: n = add(IR_TO_FLOAT, any_value(), NULL, NULL), is_float = true; break;
    case 12: n = add(IR_FLOAT_TO_INT, any_float(), NULL, NULL); break;
    case 13: {
        IrNode *condition = add(IR_INT_CMP, any_value(), any_value(), NULL);
        if (below(2)) {
            condition->reason = FOLDED;
            add(IR_GUARD_TRUE, condition, NULL, NULL)->state = any_state();
            return;
        }
        n = add(IR_SELECT, condition, any_value(), any_value());
        break;
    }
    default: {
        uint32_t count = below(12);
        n = ir_node_new(ir, IR_CALL_VALUES, count);
        for (uint32_t i = 0; i < count; i++)
            n->in[i] = any_value();
        ir_append(block, n);
        break;
    }
    }
    if (ir_effect(n) == EFFECT_GUARD)
        n->nowrap = below(3) == 0;
    if (below(4))
        n->state = any_state();
    n->reason = below(2) ? VARIANT : 0;
    if (n->op == IR_INT_MOD && n->reason == VARIANT && target.gpr == 0xf)
        n->reason = 0; /* wants five registers */
    if (is_float)
        now.v[VARIABLES - FLOATS + below(FLOATS)] = n;
    else if (below(6))
        now.v[below(VARIABLES - FLOATS)] = n;
}

typedef struct Loop {
    Join *leave, *again;
} Loop;

static bool random_code(uint32_t size, int depth, Loop *loop);

static IrNode *random_condition(void) {
    IrNode *condition = below(3) ? add(IR_INT_CMP, any_value(), any_value(), NULL)
                                 : add(IR_FLOAT_CMP, any_float(), any_float(), NULL);
    if (below(3)) {
        condition->reason = FOLDED;
    } else {
        random_node(false);
    }
    return condition;
}

static bool random_if(uint32_t size, int depth, Loop *loop) {
    IrBlock *at = (random_condition(), block);
    IrNode *condition = NULL;
    for (IrNode *n = at->last; n && !condition; n = n->prev)
        if (n->rep == REP_BOOL)
            condition = n;
    if (condition != at->last)
        condition->reason = 0;
    /* A comparison folded by a guard in between has another user then. */
    add(IR_BRANCH, condition, NULL, NULL);
    IrBlock *sides[2] = {ir_block_new(ir), ir_block_new(ir)};
    Join after = join_new();
    Variables before = now;
    bool direct = below(3) == 0; /* no else */
    for (int k = 0; k < 2; k++) {
        now = before;
        if (k == 1 && direct) {
            ir_edge(ir, at, 1, after.block);
            join_note(&after);
            break;
        }
        ir_edge(ir, at, (uint32_t)k, sides[k]);
        block = sides[k];
        block->cold = below(4) == 0;
        if (random_code(size / 2, depth - 1, loop)) {
            add(IR_JUMP, NULL, NULL, NULL);
            ir_edge(ir, block, 0, after.block);
            join_note(&after);
        }
    }
    return join_enter(&after);
}

static bool random_loop(uint32_t size, int depth) {
    IrBlock *header = ir_block_new(ir);
    IrNode *phis[VARIABLES];
    jump(header);
    block = header;
    for (int i = 0; i < VARIABLES; i++) {
        phis[i] = NULL;
        if (below(4) == 0)
            continue; /* not assigned in the loop */
        phis[i] = phi(i < VARIABLES - FLOATS ? REP_VALUE : REP_FLOAT, 2);
        phis[i]->in[0] = now.v[i];
    }
    for (int i = 0; i < VARIABLES; i++)
        if (phis[i])
            now.v[i] = phis[i];
    Join leave = join_new(), again = join_new();
    IrBlock *body = ir_block_new(ir);
    branch_less(any_value(), any_value(), body, leave.block);
    join_note(&leave);
    block = body;
    Loop loop = {&leave, &again};
    if (random_code(size, depth - 1, &loop)) {
        jump(again.block);
        join_note(&again);
    }
    if (join_enter(&again)) {
        random_node(true);
        jump(header);
        for (int i = 0; i < VARIABLES; i++)
            if (phis[i])
                phis[i]->in[1] = now.v[i];
    } else {
        for (int i = 0; i < VARIABLES; i++)
            if (phis[i])
                phis[i]->input_count = 1;
    }
    join_enter(&leave);
    return true;
}

/* false: its end is not reached. */
static bool random_code(uint32_t size, int depth, Loop *loop) {
    for (uint32_t i = 0; i < size; i++) {
        uint32_t what = below(straight ? 100 : 40);
        if (what < 32 || what >= 40 || depth <= 0) {
            random_node(below(3) == 0);
        } else if (what < 35) {
            if (!random_if(size, depth, loop))
                return false;
        } else if (what < 37) {
            random_loop(size / 2 + 1, depth);
        } else if (what == 37 && loop) {
            Join *to = below(2) ? loop->leave : loop->again;
            if (to->count == 60)
                continue;
            jump(to->block);
            join_note(to);
            return false;
        } else if (what == 38 && depth < 4) {
            if (below(2))
                add(IR_RETURN, any_value(), NULL, NULL);
            else
                add(IR_EXIT, NULL, NULL, NULL)->state = any_state();
            return false;
        }
    }
    return true;
}

static void random_graph(uint32_t size, int depth) {
    graph_begin();
    last_state.block = NULL;
    for (int i = 0; i < VARIABLES - FLOATS; i++)
        now.v[i] = param(i);
    for (int i = VARIABLES - FLOATS; i < VARIABLES; i++)
        now.v[i] = add(IR_INT_TO_FLOAT, now.v[below(VARIABLES - FLOATS)], NULL, NULL);
    if (random_code(size, depth, NULL))
        add(IR_RETURN, any_value(), NULL, NULL);
}

static void test_random_graphs(uint32_t first, uint32_t count) {
    static const uint32_t registers[] = {0xf, 0x1f, 0xff, 0xffef, 0xf};
    for (uint32_t seed = first; seed < first + count; seed++) {
        random_state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
        for (int k = 0; k < 8; k++)
            below(2);
        target.gpr = registers[below(5)];
        target.xmm = registers[below(5)];
        uint32_t size = 3 + below(40);
        random_graph(size, 5);
        if (getenv("RA_TRACE"))
            fprintf(stderr, "seed %u: %u nodes, %u blocks\n", seed, ir->node_count, ir->block_count);
        allocate(seed % 3 == 0 ? seed + 1 : 0);
    }
    target.gpr = target.xmm = small_registers;
}

/* ---- the verifier, and the order of moves --------------------------------------------------- */

static bool verifier_objects(const RaAllocation *a) {
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        if (!freopen("/dev/null", "w", stderr))
            _exit(1);
        ra_verify(ir, &target, a);
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status);
}

/* Without any one of its moves an allocation is wrong, nearly always. */
static void test_verifier(void) {
    random_state = 4711;
    do
        random_graph(30, 3);
    while (ir->node_count < 300);
    RaAllocation *a = allocate(0);
    uint32_t tried = 0, found = 0;
    for (uint32_t i = 1; i <= ir->node_count && tried < 60; i++) {
        RaMoves *m = &a->nodes[i].before;
        if (!m->count)
            continue;
        m->count--;
        tried++;
        found += verifier_objects(a);
        m->count++;
    }
    CHECK(tried >= 20);
    CHECK(found * 10 >= tried * 9);
}

typedef struct Machine {
    uint64_t gpr[32], xmm[32], slot[64];
} Machine;
static uint64_t *place(Machine *m, RaLocation l) {
    return l.kind == RA_GPR ? &m->gpr[l.reg] : l.kind == RA_XMM ? &m->xmm[l.reg] : &m->slot[l.slot];
}
static void execute_move(void *data, RaLocation from, RaLocation to, const IrNode *value) {
    Machine *m = data;
    CHECK(to.kind != RA_SLOT || from.kind != RA_SLOT);
    *place(m, to) = from.kind == RA_NOWHERE ? (uint64_t)value->imm : *place(m, from);
}
static RaLocation random_location(void) {
    RaLocation l = {.kind = (uint8_t)(RA_GPR + below(3))};
    if (l.kind == RA_SLOT)
        l.slot = (uint16_t)below(6);
    else
        l.reg = (uint8_t)below(6);
    return l;
}
static void test_sequentialize(void) {
    graph_begin();
    IrNode *constant = ir_const_word(ir, 1000), *integer = param(0), *real = ir_const_float(ir, 1);
    for (int round = 0; round < 20000; round++) {
        Machine m;
        for (int i = 0; i < 32; i++)
            m.gpr[i] = (uint64_t)i, m.xmm[i] = (uint64_t)(100 + i), m.slot[i] = (uint64_t)(200 + i);
        Machine expected = m, before = m;
        RaMove moves[18];
        RaMoves list = {moves, 0};
        uint32_t wanted = below(19);
        for (uint32_t i = 0; i < wanted; i++) {
            RaLocation to = random_location(), from = random_location();
            bool used = false;
            for (uint32_t j = 0; j < list.count; j++)
                used |= place(&m, moves[j].to) == place(&m, to);
            if (used || place(&m, from) == place(&m, to))
                continue;
            const IrNode *value = below(2) ? integer : real;
            if (below(5) == 0) {
                from.kind = RA_NOWHERE;
                value = constant;
            }
            moves[list.count++] = (RaMove){from, to, value};
            *place(&expected, to) = from.kind == RA_NOWHERE ? 1000 : *place(&before, from);
        }
        ra_sequentialize(&list, 20, 21, execute_move, &m);
        m.gpr[20] = expected.gpr[20];
        m.xmm[21] = expected.xmm[21];
        CHECK(memcmp(&m, &expected, offsetof(Machine, slot)) == 0);
        CHECK(memcmp(m.slot, expected.slot, 32 * sizeof *m.slot) == 0);
    }
}

/* What the moves cost that are executed, if a loop runs eight times and cold blocks
 * never, for a node executed. */
static double cost_of_moves(const RaMoves *m) {
    double cost = 0;
    for (uint32_t i = 0; i < m->count; i++)
        cost += m->moves[i].from.kind == RA_SLOT ? 3 : m->moves[i].to.kind == RA_SLOT ? 2 : 1;
    return cost;
}
static double cost_of(const RaAllocation *a) {
    double cost = 0, nodes = 0;
    for (uint32_t i = 0; i < ir->block_count; i++) {
        const IrBlock *b = ir->blocks[i];
        double weight = b->cold ? 0 : (double)(UINT64_C(1) << (3 * b->loop_depth));
        cost += weight * (cost_of_moves(&a->at_end[b->id]) + cost_of_moves(&a->at_start[b->id]));
        for (const IrNode *n = b->first; n; n = n->next) {
            cost += weight * cost_of_moves(&a->nodes[n->id].before);
            nodes += weight;
        }
    }
    return cost / nodes;
}

/* Large graphs under something like x86-64. */
static void measure(uint32_t first, uint32_t last) {
    target.gpr = 0x37cf, target.xmm = 0x7fff;
    straight = true;
    for (uint32_t seed = first; seed <= last; seed++) {
        random_state = seed;
        random_graph(40 + seed % 100, 5);
        ir_analyze(ir);
        ir_split_critical_edges(ir);
        if (ir->node_count < 5000)
            continue;
        RaAllocation *allocation = NULL;
        int64_t best = INT64_MAX;
        for (int round = 0; round < 5; round++) {
            struct timespec a, b;
            clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
            allocation = ra_allocate(ir, &target, 0);
            clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
            int64_t ns = (b.tv_sec - a.tv_sec) * 1000000000 + b.tv_nsec - a.tv_nsec;
            best = ns < best ? ns : best;
        }
        uint32_t moves = 0;
        for (uint32_t i = 0; i < ir->block_count; i++)
            moves += moves_in(allocation, ir->blocks[i]);
        printf("seed %3u: %6u nodes %5u blocks %6.0f ns a node, %5u moves, cost %.3f, %u slots\n", seed,
               ir->node_count, ir->block_count, (double)best / ir->node_count, moves, cost_of(allocation),
               allocation->slot_count);
    }
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "--time") == 0) {
        measure(argc > 2 ? (uint32_t)atoi(argv[2]) : 1, argc > 2 ? (uint32_t)atoi(argv[2]) : 400);
        return 0;
    }
    uint32_t first = argc > 1 ? (uint32_t)atoi(argv[1]) : 1, count = argc > 2 ? (uint32_t)atoi(argv[2]) : 600;
    arena_init(&arena);
    test_sequentialize();
    test_counting_loop();
    test_rotating_phis();
    test_float_loop();
    test_calls_in_loop();
    test_swapping_phis();
    test_nested_loops();
    test_call_in_cold_branch();
    test_virtual();
    test_random_graphs(first, count);
    test_verifier();
    arena_free_all(&arena);
    puts(failures ? "FAILED" : "ok");
    return failures != 0;
}

/*
 * build_branches.c - the graph builder: conditional jumps.
 *
 * What decides is often a phi: of True and False, where a predicate was inlined or `and`
 * and `or` met; of what was found to be known in each of several ways.  Then the ways that
 * meet are taken apart again, and each jumps by what it knows (jump threading).  While the
 * graph is being built that needs no repair of SSA form: whoever could refer to the phis of
 * the block that is being filled is in the registers.
 */
#include "ir/build_internal.h"

#include <string.h>

enum { SPLIT_WAYS_MAX = 12, SPLIT_NODES_MAX = 6 };

/* What may stand between the phis of a join and its jump: done again in each way. */
static bool is_repeatable(const IrNode *n) {
    switch (n->op) {
    case IR_NOT:
    case IR_IS_TRUE:
    case IR_BOOL_VALUE:
    case IR_SAME:
    case IR_IS_TYPE:
    case IR_INT_CMP:
    case IR_WORD_CMP: return true;
    default: return false;
    }
}

/* ---- one of the ways ---- */

/* Way `number` into a join; join NULL: values are what they are. */
typedef struct Way {
    const IrBlock *join;
    uint32_t number;
} Way;

static IrNode *in_way(Way w, IrNode *n) { return n->op == IR_PHI && n->block == w.join ? n->in[w.number] : n; }

static int holds(IrCompare how, int64_t x, int64_t y) {
    switch (how) {
    case IR_LT: return x < y;
    case IR_LE: return x <= y;
    case IR_EQ: return x == y;
    case IR_NE: return x != y;
    case IR_GT: return x > y;
    case IR_GE: return x >= y;
    }
    return -1;
}

/* 1 or 0 if a condition is known to hold or not, else -1. */
static int truth_in(Way w, IrNode *n) {
    Value x, y;
    IrNode *a = in_way(w, n->in[0]), *b = n->input_count > 1 ? in_way(w, n->in[1]) : NULL;
    switch (n->op) {
    case IR_NOT: {
        int truth = truth_in(w, a);
        return truth < 0 ? truth : !truth;
    }
    case IR_IS_TRUE:
        if (a->op == IR_BOOL_VALUE)
            return truth_in(a->block == w.join ? w : (Way){NULL, 0}, a->in[0]);
        return ir_is_const(a, &x) && value_is_bool(x) ? value_is_true(x) : -1;
    case IR_SAME: return ir_is_const(a, &x) && ir_is_const(b, &y) ? value_same(x, y) : -1;
    case IR_IS_TYPE: return !(a->types & ~(IrTypes)n->imm) ? 1 : !(a->types & (IrTypes)n->imm) ? 0 : -1;
    case IR_INT_CMP:
        return ir_is_const(a, &x) && ir_is_const(b, &y) ? holds((IrCompare)n->aux, (int64_t)x.bits, (int64_t)y.bits) : -1;
    case IR_WORD_CMP:
        return a->op == IR_CONST_WORD && b->op == IR_CONST_WORD ? holds((IrCompare)n->aux, a->imm, b->imm) : -1;
    default: return -1;
    }
}

/* The value in the way whose block is being filled. */
static IrNode *repeat(Builder *b, Way w, IrNode *n) {
    if (!n || n->block != w.join)
        return n;
    if (n->op == IR_PHI)
        return n->in[w.number];
    IrNode *in[2] = {NULL, NULL};
    for (uint32_t k = 0; k < n->input_count; k++)
        in[k] = repeat(b, w, n->in[k]);
    if (n->op == IR_IS_TRUE && in[0]->op == IR_BOOL_VALUE)
        return in[0]->in[0];
    IrNode *again = ir_node(b->ir, (IrOp)n->op, in[0], in[1], NULL);
    again->imm = n->imm;
    again->aux = n->aux;
    again->types = n->types;
    return build_emit(b, again);
}

/* ---- taking a join apart ---- */

/* What is at the end of `from`, which jumps, is filled on. */
static void reopen(Builder *b, IrBlock *from) {
    ir_remove(from->last);
    from->succ[0] = NULL;
    b->block = from;
}

void build_continue(Builder *b, IrBlock *join) {
    b->block = join;
    if (join->pred_count != 1 || join->first || join->preds[0]->last->op != IR_JUMP)
        return;
    join->pred_count = 0;
    reopen(b, join->preds[0]);
}

/* Whether the block that is being filled does nothing but join ways, of which some know
 * the condition. */
static bool is_worth_splitting(Builder *b, IrNode *condition) {
    const IrBlock *join = b->block;
    uint32_t nodes = 0;
    if (condition->block != join || join->loop_header || join->pred_count < 2 || join->pred_count > SPLIT_WAYS_MAX ||
        b->scope->choices)
        return false;
    for (const IrNode *n = join->first; n; n = n->next)
        if (n->op != IR_PHI && (!is_repeatable(n) || ++nodes > SPLIT_NODES_MAX))
            return false;
    bool known = false;
    for (uint32_t i = 0; i < join->pred_count; i++) {
        Way w = {join, i};
        for (uint32_t k = 0; k < i; k++)
            if (join->preds[k] == join->preds[i])
                return false;
        known |= truth_in(w, condition) >= 0 ||
                 (condition->op == IR_IS_TRUE && in_way(w, condition->in[0])->op == IR_BOOL_VALUE);
    }
    return known;
}

/* Begins a way: its block follows the predecessor instead of the join. */
static void enter_way(Builder *b, IrBlock *pred, const IrBlock *join) {
    if (pred->last->op == IR_JUMP) {
        reopen(b, pred);
        return;
    }
    IrBlock *block = build_block(b);
    ir_edge(b->ir, pred, pred->succ[0] == join ? 0 : 1, block);
    b->block = block;
}

static void branch(Builder *b, IrNode *condition, bool jump_if) {
    IrBlock *jump = build_block(b), *on = build_block(b);
    build_branch(b, condition, jump_if ? jump : on, jump_if ? on : jump);
    b->block = jump;
    build_goto_or_exit(b, b->i.target);
    b->block = on;
    build_goto_or_exit(b, b->i.next);
}

static void split(Builder *b, IrNode *condition, bool jump_if) {
    Scope *s = b->scope;
    IrBlock *join = b->block;
    uint32_t count = join->pred_count;
    IrNode **registers = ir_alloc(b->ir, (s->count + 1) * sizeof *registers);
    memcpy(registers, s->r, s->count * sizeof *registers);
    join->pred_count = 0; /* nothing comes here any more */
    for (uint32_t i = 0; i < count; i++) {
        Way w = {join, i};
        int truth = truth_in(w, condition);
        enter_way(b, join->preds[i], join);
        b->guard_state = b->call_state = NULL;
        for (uint32_t k = 0; k < s->count; k++)
            s->r[k] = repeat(b, w, registers[k]);
        build_refresh(b, s);
        if (truth < 0)
            build_branch_to(b, repeat(b, w, condition), jump_if);
        else
            build_goto_or_exit(b, truth == jump_if ? b->i.target : b->i.next);
    }
    join->first = join->last = NULL;
}

void build_branch_to(Builder *b, IrNode *condition, bool jump_if) {
    if (is_worth_splitting(b, condition))
        split(b, condition, jump_if);
    else
        branch(b, condition, jump_if);
}

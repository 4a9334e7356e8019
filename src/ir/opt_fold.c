/*
 * opt_fold.c - constant folding, global value numbering, and the use of what guards
 * and branches have established, in one walk.
 *
 * Blocks are visited in reverse postorder, so that a node comes after its inputs (but
 * for phis of loops).  Of each node, in turn: its inputs are replaced by what is known
 * of them here; the rules of fold_rules.c are applied; an equal node in a block that
 * dominates this one takes its place.
 *
 * What is known here: behind a guard of x, x is the guard's result in all blocks which
 * the guard's dominates; in the block behind a branch that asked for the type of x, x
 * is a pin (opt.h); where x has been found the same as a constant, it is the
 * constant; and a condition that was branched on or guarded is known.  A block which
 * cannot be reached any more takes its edges with it.
 *
 * Two nodes are equal if they have the same operation, immediates, and inputs but for
 * assertions.  Guards too: the same guard in front has seen the same value; its state is
 * as good.  Those that read memory (shapes, keys) are opt_memory.c's business.
 *
 * Requires: the analysis.  Breaks: nothing; runs it again if edges were removed.
 * Ends: one walk.  Cost: linear; the lists of what is known of one value are searched
 * to a fixed length.
 */
#include "ir/fold.h"

enum { SEARCH_LIMIT = 24 };

/* From here on, in the blocks that `block` dominates, a value is better known as `by`;
 * or, of conditions (`by` is NULL), has the truth `holds`. */
typedef struct Known {
    struct Known *next;
    const IrBlock *block;
    IrNode *by;
    bool holds;
} Known;

typedef struct Fold {
    Ir *ir;
    NodeTable known;   /* Known *, newest first */
    NodeTable chain;   /* next node of the same hash bucket */
    IrNode **buckets;
    uint32_t bucket_mask;
    bool *reached;     /* by block->id */
    bool edges_removed;
} Fold;

/* ---- what is known ---- */

static void learn(Fold *f, const IrNode *of, const IrBlock *block, IrNode *by, bool holds) {
    Known *k = ir_scratch(f->ir, sizeof *k);
    void **list = node_table_at(&f->known, of);
    *k = (Known){.next = *list, .block = block, .by = by, .holds = holds};
    *list = k;
}

static const Known *recall(Fold *f, const IrNode *of, const IrBlock *at) {
    int limit = SEARCH_LIMIT;
    for (const Known *k = *node_table_at(&f->known, of); k && limit--; k = k->next)
        if (ir_dominates(k->block, at))
            return k;
    return NULL;
}

static IrNode *best_known(Fold *f, IrNode *n, const IrBlock *at) {
    for (;;) {
        n = ir_forwarded(n);
        if (n->rep != REP_VALUE)
            return n;
        const Known *k = recall(f, n, at);
        if (!k)
            return n;
        n = k->by;
    }
}

static int truth_of(void *walk, const IrNode *condition, const IrBlock *at) {
    const Known *k = recall(walk, condition, at);
    return k ? k->holds : -1;
}

/* opt_strip(), past nodes that have been replaced. */
static const IrNode *strip(IrNode *n) {
    while (opt_is_assertion(n = ir_forwarded(n)))
        n = n->in[0];
    return n;
}

/* A guard that cannot fail, at the start of the block, in front of what is yet to be walked. */
static void pin(Fold *f, IrBlock *b, IrOp op, IrNode *of, int64_t imm) {
    IrNode *at = b->first;
    while (at->op == IR_PHI)
        at = at->next;
    for (IrNode *other = at; opt_is_pin(other); other = other->next)
        if (other->op == op && other->imm == imm && strip(other) == strip(of))
            return; /* of an earlier walk, or the builder's */
    IrNode *p = ir_node(f->ir, op, of, NULL, NULL);
    p->imm = imm;
    p->nowrap = true;
    p->types = opt_infer(f->ir, p);
    if (p->types == of->types && op != IR_GUARD_SHAPE)
        return;
    ir_insert_before(at, p);
    learn(f, of, b, p, false);
}

/* `same` compares x with a constant; behind it x is, or is not, the constant. */
static void learn_identity(Fold *f, IrBlock *b, const IrNode *same, bool holds) {
    IrNode *x = same->in[0], *constant = same->in[1];
    if (constant->op != IR_CONST)
        return;
    Value v = {(uint64_t)constant->imm};
    if (holds)
        learn(f, x, b, constant, false);
    else if (value_is_bool(v) && x->types == IRT_BOOL)
        learn(f, x, b, ir_const(f->ir, value_bool(!value_is_true(v))), false);
    else
        pin(f, b, IR_GUARD_NOT, x, constant->imm);
}

/* In block b, and behind it, the condition has this truth. */
static void learn_condition(Fold *f, IrBlock *b, const IrNode *condition, bool holds) {
    learn(f, condition, b, NULL, holds);
    switch (condition->op) {
    case IR_IS_TYPE: {
        IrTypes asked = (IrTypes)condition->imm;
        pin(f, b, IR_GUARD_TYPE, condition->in[0], holds ? asked : IRT_ANY & ~asked);
        break;
    }
    case IR_SAME: learn_identity(f, b, condition, holds); break;
    case IR_INT_CMP:
        if (condition->in[1]->op == IR_CONST &&
            ((condition->aux == IR_EQ && holds) || (condition->aux == IR_NE && !holds)))
            learn(f, condition->in[0], b, condition->in[1], false);
        break;
    case IR_WORD_CMP: {
        const IrNode *word = condition->in[0], *constant = condition->in[1];
        if (word->op == IR_LOAD_U32 && word->alias == ALIAS_SHAPE && constant->op == IR_CONST_WORD &&
            condition->aux == (holds ? IR_EQ : IR_NE))
            pin(f, b, IR_GUARD_SHAPE, word->in[0], constant->imm);
        break;
    }
    case IR_IS_TRUE: learn(f, condition->in[0], b, ir_const(f->ir, value_bool(holds)), false); break;
    default: break;
    }
}

static void learn_from_guard(Fold *f, IrNode *n) {
    switch (n->op) {
    case IR_GUARD_IS: {
        IrNode *constant = ir_const(f->ir, (Value){(uint64_t)n->imm});
        learn(f, n->in[0], n->block, constant, false);
        learn(f, n, n->block, constant, false);
        break;
    }
    case IR_GUARD_TYPE:
    case IR_GUARD_NOT:
    case IR_GUARD_SHAPE:
    case IR_GUARD_CODE: learn(f, n->in[0], n->block, n, false); break;
    case IR_GUARD_TRUE:
    case IR_GUARD_FALSE: learn(f, n->in[0], n->block, NULL, n->op == IR_GUARD_TRUE); break;
    default: break;
    }
}

/* ---- value numbering ---- */

static bool can_be_shared(const IrNode *n) {
    Opcode op;
    switch (ir_effect(n)) {
    case EFFECT_PURE: return n->input_count && !ir_is_virtual(n);
    case EFFECT_GUARD:
        return n->op != IR_GUARD_VALID && !opt_reads(n) && !opt_is_pin(n);
    case EFFECT_LOAD: return n->alias == ALIAS_CONSTANT;
    case EFFECT_ALLOC: return n->op == IR_BOX_FLOAT || n->op == IR_BOX_WORD || n->op == IR_CHAR_STR;
    case EFFECT_CALL: return n->effects == RT_PURE || fold_is_int_operation(n, &op);
    default: return false;
    }
}

static uint32_t hash_node(const IrNode *n) {
    uint64_t h = n->op + ((uint64_t)n->aux << 8) + (uint64_t)n->imm * 0x9e3779b97f4a7c15u;
    for (uint32_t i = 0; i < n->input_count; i++)
        h = (h ^ opt_strip(n->in[i])->id) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(h >> 32);
}

static bool are_equal(const IrNode *a, const IrNode *b) {
    if (a->op != b->op || a->imm != b->imm || a->aux != b->aux || a->rep != b->rep ||
        a->input_count != b->input_count)
        return false;
    for (uint32_t i = 0; i < a->input_count; i++)
        if (opt_strip(a->in[i]) != opt_strip(b->in[i]))
            return false;
    return true;
}

/* An equal node that has been computed wherever n is; if there is none, n is
 * remembered and the result NULL. */
static IrNode *find_equal(Fold *f, IrNode *n) {
    IrNode **bucket = &f->buckets[hash_node(n) & f->bucket_mask];
    int limit = SEARCH_LIMIT;
    for (IrNode *other = *bucket; other && limit--; other = *node_table_at(&f->chain, other))
        if (are_equal(other, n) && ir_dominates(other->block, n->block) && !(other->types & ~n->types))
            return other;
    *node_table_at(&f->chain, n) = *bucket;
    *bucket = n;
    return NULL;
}

/* ---- the walk ---- */

static void replace(IrNode *n, IrNode *by) {
    n->forward = by;
    ir_remove(n);
}

static void remove_edge(Fold *f, IrBlock *from, uint32_t i) {
    IrBlock *to = from->succ[i];
    from->succ[i] = NULL;
    ir_remove_pred(to, ir_pred_index(to, from));
    f->edges_removed = true;
}

/* n never succeeds: the block ends there. */
static void cut_block(Fold *f, IrNode *n) {
    IrBlock *b = n->block;
    IrNode *leave = ir_node_new(f->ir, IR_EXIT, 0);
    leave->state = n->state;
    leave->reason = n->reason;
    leave->hot_exit = n->hot_exit;
    ir_insert_before(n, leave);
    while (b->last != leave)
        ir_remove(b->last);
    for (uint32_t i = 0; i < 2; i++)
        if (b->succ[i])
            remove_edge(f, b, i);
}

/* The phi's only value, but for itself: or NULL. */
static IrNode *only_input(const IrNode *phi) {
    IrNode *only = NULL;
    for (uint32_t i = 0; i < phi->input_count; i++) {
        IrNode *in = phi->in[i];
        if (in == only || opt_strip(in) == phi)
            continue;
        if (only)
            return NULL;
        only = in;
    }
    return only;
}

/* The same phi with the same inputs, earlier in this block. */
static IrNode *equal_phi(const IrNode *phi) {
    int limit = SEARCH_LIMIT;
    for (IrNode *other = phi->prev; other && limit--; other = other->prev) {
        bool equal = other->rep == phi->rep;
        for (uint32_t i = 0; equal && i < phi->input_count; i++)
            equal = other->in[i] == phi->in[i] || (other->in[i] == other && phi->in[i] == phi);
        if (equal)
            return other;
    }
    return NULL;
}

static void fold_phis(IrBlock *b) {
    IrNode *next;
    for (IrNode *phi = b->first; phi->op == IR_PHI; phi = next) {
        next = phi->next;
        for (uint32_t i = 0; i < phi->input_count; i++)
            phi->in[i] = ir_forwarded(phi->in[i]);
        IrNode *only = only_input(phi);
        if (!only && (only = equal_phi(phi)))
            only->types &= phi->types;
        if (only)
            replace(phi, only);
    }
}

static void fold_branch(Fold *f, IrBlock *b) {
    IrNode *branch = b->last;
    while (branch->in[0]->op == IR_NOT) {
        branch->in[0] = branch->in[0]->in[0];
        IrBlock *other = b->succ[0];
        b->succ[0] = b->succ[1];
        b->succ[1] = other;
    }
    int holds = truth_of(f, branch->in[0], b);
    if (holds < 0 || b->succ[0] == b->succ[1])
        return;
    remove_edge(f, b, holds ? 1 : 0);
    if (!holds) {
        b->succ[0] = b->succ[1];
        b->succ[1] = NULL;
    }
    ir_append(b, ir_node_new(f->ir, IR_JUMP, 0));
    ir_remove(branch);
}

/* A variable is asked whether it is bound, and then for its type: the first guard, with the
 * state it has, can ask for the type. */
static void join_guards(IrNode *n) {
    IrNode *first = n->input_count ? n->in[0] : NULL;
    if (!first || first->op != IR_GUARD_NOT || first->nowrap || (uint64_t)first->imm != VALUE_UNDEF.bits ||
        first->block != n->block || (n->op != IR_GUARD_TYPE && n->op != IR_TO_FLOAT) || n->nowrap)
        return;
    IrTypes types = first->types & (n->op == IR_TO_FLOAT ? IRT_NUMBER_FLOAT : (IrTypes)n->imm);
    if (!types || types == first->types || opt_has_failed(first->state, n->reason))
        return;
    first->op = IR_GUARD_TYPE;
    first->imm = types;
    first->types = types;
    first->reason = n->reason;
}

/* Whether the block goes on behind n. */
static bool fold_one(Fold *f, IrNode *n) {
    FoldContext context = {f->ir, truth_of, f, n->block};
    for (uint32_t i = 0; i < n->input_count; i++)
        n->in[i] = best_known(f, n->in[i], n->block);
    if (n->op == IR_BRANCH) {
        fold_branch(f, n->block);
        return true;
    }
    if (opt_is_pin(n) && n->op != IR_GUARD_SHAPE && n->types == n->in[0]->types) {
        replace(n, n->in[0]);
        return true;
    }
    join_guards(n);
    IrNode *value = NULL;
    switch (fold_node(&context, n, &value)) {
    case FOLD_VALUE: replace(n, value); return true;
    case FOLD_GONE: ir_remove(n); return true;
    case FOLD_FAILS:
        if (n->state) {
            cut_block(f, n);
            return false;
        }
        break;
    case FOLD_TRUE: learn(f, n, n->block, NULL, true); return true;
    case FOLD_FALSE: learn(f, n, n->block, NULL, false); return true;
    case FOLD_NOTHING: break;
    }
    if (n->rep == REP_VALUE && opt_is_assertion(n))
        n->types &= opt_infer(f->ir, n);
    if (can_be_shared(n)) {
        IrNode *equal = find_equal(f, n);
        if (equal) {
            replace(n, equal);
            return true;
        }
    }
    learn_from_guard(f, n);
    return true;
}

static void fold_block(Fold *f, IrBlock *b) {
    for (uint32_t i = b->pred_count; i-- > 0;)
        if (b->preds[i]->order < b->order && !f->reached[b->preds[i]->order]) {
            ir_remove_pred(b, i);
            f->edges_removed = true;
        }
    fold_phis(b);
    IrNode *n = b->first;
    while (n->op == IR_PHI)
        n = n->next;
    const IrBlock *pred = b->pred_count == 1 ? b->preds[0] : NULL;
    if (pred && pred->last->op == IR_BRANCH) /* may put pins in front of n */
        learn_condition(f, b, pred->last->in[0], pred->succ[0] == b);
    while (n) {
        IrNode *next = n->next;
        if (!fold_one(f, n))
            break;
        n = next;
    }
    for (uint32_t i = 0; i < 2; i++) {
        IrBlock *to = b->succ[i];
        if (!to)
            continue;
        f->reached[to->order] = true;
        uint32_t k = ir_pred_index(to, b);
        for (IrNode *phi = to->first; phi->op == IR_PHI; phi = phi->next)
            phi->in[k] = best_known(f, phi->in[k], b);
    }
}

void opt_fold(Ir *ir) {
    Fold f = {.ir = ir};
    node_table_init(&f.known, ir);
    node_table_init(&f.chain, ir);
    f.bucket_mask = 255;
    while (f.bucket_mask < ir->node_count)
        f.bucket_mask = 2 * f.bucket_mask + 1;
    f.buckets = ir_scratch(ir, (f.bucket_mask + 1) * sizeof *f.buckets);
    f.reached = ir_scratch(ir, ir->block_count * sizeof *f.reached);
    f.reached[0] = true;
    for (uint32_t i = 0; i < ir->block_count; i++)
        if (f.reached[i])
            fold_block(&f, ir->blocks[i]);
    ir_apply_forwards(ir);
    if (f.edges_removed)
        ir_analyze(ir);
}

/*
 * opt_grow.c - a text that a loop appends to grows in place.
 *
 * `s += x` makes a new str each time, because somebody may still have the old one.  Where
 * all that a loop does with its text is appending to it, nobody has: the texts that its
 * concatenations make, and the phis through which they go around, are then a family of
 * values of which one is alive at a time.  A concatenation that finds the text in hand to be
 * what one of the family has made continues it (runtime/str_grow.c): str_extend.
 *
 * That is known by a phi beside each phi of the family, its owner: the same value where it
 * comes from the family, None where it comes from anywhere else.  Texts from outside are
 * thereby never changed, and what leaves the loop is not either: when the loop is entered
 * again, it comes from outside.
 *
 * In the family, for a loop, are concatenations and phis in it.  It uses a value as the first
 * piece of one of them or as an input of such a phi; behind that a value must be dead.  Behind
 * any use by others in the loop, which may keep it, the family must not use it; frame states
 * may name it.  Who looks at frames while the code goes on marks
 * the strs that are seen there (jit/deopt.c): they are no longer changed.
 *
 * Loops are tried from the outermost on.  Requires: loops, lowered.  Breaks: nothing.  Ends:
 * members are only taken out, and each concatenation becomes str_extend once.  Cost: a sweep
 * over all uses, and for each loop with concatenations one over its blocks for each of them.
 */
#include "ir/opt.h"
#include "ir/rt.h"
#include "runtime/str.h"

enum { CONCATS_MAX = 32, PIECES_MAX = 3 };

/* Where a value is used: at a node, or, of a phi, at the end of a predecessor. */
typedef struct Use {
    struct Use *next;
    IrBlock *block;
    uint32_t position; /* in the block */
    const IrNode *node;
    bool in_state;
} Use;

typedef struct Grow {
    Ir *ir;
    IrNode *concats[CONCATS_MAX];
    uint32_t concat_count;
    Use **uses;         /* by id, of members-to-be */
    uint32_t *position; /* by id */
    bool *candidate;    /* by id: phi or concatenation */
    bool *member;       /* by id: in the family for the loop at hand */
    IrNode **owner;     /* by id, of phis in it */
    bool *reached;      /* by order of block */
    const IrNode *user; /* whose state is swept */
} Grow;

static bool is_concat(const IrNode *n) {
    return n->op == IR_CALL_VALUES && n->removable && n->imm == (int64_t)(uintptr_t)str_concat_all &&
           n->input_count <= PIECES_MAX;
}

/* ---- uses ---- */

static void add_use(Grow *g, const IrNode *v, IrBlock *block, uint32_t position, const IrNode *node, bool in_state) {
    if (!g->candidate[v->id])
        return;
    Use *use = ir_scratch(g->ir, sizeof *use);
    *use = (Use){g->uses[v->id], block, position, node, in_state};
    g->uses[v->id] = use;
}

static void use_in_state(IrNode **use, void *data) {
    Grow *g = data;
    add_use(g, *use, g->user->block, g->position[g->user->id], g->user, true);
}

static void collect_uses(Grow *g) {
    for (uint32_t i = 0; i < g->ir->block_count; i++) {
        uint32_t position = 0;
        for (const IrNode *n = g->ir->blocks[i]->first; n; n = n->next) {
            g->position[n->id] = ++position;
            g->candidate[n->id] = (n->op == IR_PHI && n->rep == REP_VALUE) || is_concat(n);
        }
    }
    for (uint32_t i = 0; i < g->ir->block_count; i++)
        for (const IrNode *n = g->ir->blocks[i]->first; n; n = n->next) {
            for (uint32_t k = 0; k < n->input_count; k++)
                if (n->op == IR_PHI)
                    add_use(g, n->in[k], n->block->preds[k], UINT32_MAX, n, false);
                else
                    add_use(g, n->in[k], n->block, g->position[n->id], n, false);
            g->user = n;
            if (n->state)
                ir_state_each(n->state, use_in_state, g);
        }
}

/* ---- families ---- */

/* Whether it is by a member, as such. */
static bool is_of_family(const Grow *g, const Use *use, const IrNode *v) {
    const IrNode *n = use->node;
    if (use->in_state || !g->member[n->id])
        return false;
    for (uint32_t k = 1; k < n->input_count && n->op != IR_PHI; k++)
        if (n->in[k] == v)
            return false;
    return true;
}

/* Marks the blocks that are reached from the end of one before v is computed again. */
static void reach(Grow *g, const IrBlock *from, const IrNode *v) {
    for (uint32_t i = 0; i < 2; i++) {
        const IrBlock *b = from->succ[i];
        if (b && b != v->block && !g->reached[b->order]) {
            g->reached[b->order] = true;
            reach(g, b, v);
        }
    }
}

/* Whether v is not used behind a position: by the family, or at all. */
static bool is_dead_behind(Grow *g, const IrNode *v, const IrBlock *b, uint32_t position, bool by_family) {
    for (uint32_t i = 0; i < g->ir->block_count; i++)
        g->reached[i] = false;
    reach(g, b, v);
    for (const Use *use = g->uses[v->id]; use; use = use->next)
        if ((g->reached[use->block->order] || (use->block == b && use->position > position)) &&
            (!by_family || is_of_family(g, use, v)))
            return false;
    return true;
}

/* Whether the loop leaves the value to the family until that has no use for it. */
static bool is_kept(Grow *g, const IrNode *v, const IrBlock *loop) {
    for (const Use *use = g->uses[v->id]; use; use = use->next) {
        if (ir_is_virtual(use->node))
            return false;
        if (!use->in_state && opt_in_loop(use->node->block, loop) && !is_of_family(g, use, v) &&
            !is_dead_behind(g, v, use->block, use->position - 1, true))
            return false;
    }
    return true;
}

/* Whether v is not used behind the edge on which a phi takes it, or by another phi there. */
static bool is_dead_behind_edge(Grow *g, const IrNode *v, const Use *edge) {
    const IrBlock *to = edge->node->block;
    for (uint32_t i = 0; i < g->ir->block_count; i++)
        g->reached[i] = false;
    if (to != v->block) {
        g->reached[to->order] = true;
        reach(g, to, v);
    }
    for (const Use *use = g->uses[v->id]; use; use = use->next)
        if (g->reached[use->block->order] || (use != edge && use->node->op == IR_PHI && use->node->block == to &&
                                              use->block == edge->block))
            return false;
    return true;
}

/* Whether who takes the value in the family is the last to have it. */
static bool is_handed_on(Grow *g, const IrNode *v) {
    for (const Use *use = g->uses[v->id]; use; use = use->next) {
        if (!is_of_family(g, use, v))
            continue;
        if (use->node->op == IR_PHI ? !is_dead_behind_edge(g, v, use)
                                    : !is_dead_behind(g, v, use->block, use->position, false))
            return false;
    }
    return true;
}

/* The members for a loop; whether there is anything to gain. */
static bool find_family(Grow *g, const IrBlock *loop) {
    bool any = false;
    for (uint32_t i = 0; i < g->ir->block_count; i++)
        for (const IrNode *n = g->ir->blocks[i]->first; n; n = n->next)
            g->member[n->id] = g->candidate[n->id] && opt_in_loop(n->block, loop) && !n->catches;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < g->ir->block_count; i++)
            for (const IrNode *n = g->ir->blocks[i]->first; n; n = n->next)
                if (g->member[n->id] && !(is_kept(g, n, loop) && is_handed_on(g, n))) {
                    g->member[n->id] = false;
                    changed = true;
                }
    }
    for (uint32_t k = 0; k < g->concat_count; k++)
        any |= g->member[g->concats[k]->id] && g->member[g->concats[k]->in[0]->id];
    return any;
}

/* ---- owners ---- */

static IrNode *owner_of(Grow *g, IrNode *v) {
    Ir *ir = g->ir;
    if (!g->member[v->id])
        return ir_const(ir, VALUE_NONE);
    if (v->op != IR_PHI)
        return v;
    if (g->owner[v->id])
        return g->owner[v->id];
    IrNode *phi = ir_node_new(ir, IR_PHI, v->input_count);
    g->owner[v->id] = phi;
    phi->types = IRT_STR | IRT_NONE;
    ir_insert_before(v->block->first, phi);
    for (uint32_t k = 0; k < v->input_count; k++)
        phi->in[k] = owner_of(g, v->in[k]);
    return phi;
}

static void extend(Grow *g, IrNode *n) {
    uint32_t pieces = n->input_count;
    IrNode *call = ir_node_new(g->ir, IR_CALL_RT, pieces + 1); /* for its inputs only */
    for (uint32_t k = 0; k < pieces; k++)
        call->in[k] = n->in[k];
    call->in[pieces] = owner_of(g, n->in[0]);
    n->in = call->in;
    n->input_count++;
    n->op = IR_CALL_RT;
    n->imm = pieces == 2 ? RT_str_extend : RT_str_extend_two;
    n->aux = 0;
    n->removable = false;
}

/* Whether it takes from the family, or gives to it. */
static bool is_part(const Grow *g, const IrNode *n) {
    if (!g->member[n->id] || g->member[n->in[0]->id])
        return g->member[n->id];
    for (const Use *use = g->uses[n->id]; use; use = use->next)
        if (!use->in_state && g->member[use->node->id])
            return true;
    return false;
}

static void grow_in_loop(Grow *g, const IrBlock *loop) {
    if (!find_family(g, loop))
        return;
    for (uint32_t k = 0; k < g->concat_count; k++) {
        if (is_part(g, g->concats[k]))
            extend(g, g->concats[k]);
    }
    for (uint32_t k = g->concat_count; k-- > 0;)
        if (g->concats[k]->op == IR_CALL_RT) {
            g->candidate[g->concats[k]->id] = false;
            g->concats[k] = g->concats[--g->concat_count];
        }
}

void opt_grow(Ir *ir) {
    Grow g = {.ir = ir};
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->first; n; n = n->next)
            if (is_concat(n) && n->block->loop && g.concat_count < CONCATS_MAX)
                g.concats[g.concat_count++] = n;
    if (!g.concat_count)
        return;
    /* Each becomes one node, and each phi gets at most one more, for each loop around it. */
    size_t ids = ir->node_count + 1, room = 2 * ids + CONCATS_MAX;
    g.uses = ir_scratch(ir, room * sizeof *g.uses);
    g.position = ir_scratch(ir, room * sizeof *g.position);
    g.candidate = ir_scratch(ir, room);
    g.member = ir_scratch(ir, room);
    g.owner = ir_scratch(ir, room * sizeof *g.owner);
    g.reached = ir_scratch(ir, ir->block_count);
    collect_uses(&g);
    for (uint32_t i = 0; i < ir->block_count && g.concat_count; i++) /* outer loops come first */
        if (ir->blocks[i]->loop == ir->blocks[i])
            grow_in_loop(&g, ir->blocks[i]);
}

/*
 * opt_representation.c - floats that stay raw doubles around loops and through joins.
 *
 * The builder boxes the result of every float operation (BOX_FLOAT) and unboxes what
 * goes into one (TO_FLOAT).  Folding has joined the two where one is the other's input;
 * where a phi is between them, the phi itself has to become one of doubles.
 *
 * Phis that are known to be floats and that feed each other form a web (union-find).
 * Of each web the conversions are counted that it needs as values and as doubles, each
 * weighed by the depth of its loop; if fewer as doubles, all phis of the web become
 * doubles: their other inputs are unboxed where they come from, and whoever needs one
 * as a value boxes it there.
 *
 * Frame states, and the objects in them that have not been made, take doubles as they
 * are: who leaves boxes them.  So no state keeps a box alive.
 *
 * Requires: types of phis.  Breaks: nothing.  Ends: sweeps.  Cost: linear.
 */
#include "ir/opt.h"

typedef struct Web { /* of a phi, by id */
    IrNode *parent;  /* NULL: no candidate; itself: the web's representative */
    int64_t gain;    /* of the representative: conversions saved less those needed */
    IrNode *box;     /* the last box made of the phi */
    IrTypes types;   /* of the phi as a value */
} Web;

typedef struct Representation {
    Ir *ir;
    Web *webs;
    uint32_t web_count; /* ids below */
} Representation;

/* ---- webs ---- */

static bool is_float_phi(const IrNode *n) {
    return n->op == IR_PHI && n->rep == REP_VALUE && n->types && !(n->types & ~IRT_NUMBER_FLOAT);
}

static Web *web_of(Representation *r, const IrNode *n) {
    return n->op == IR_PHI && n->id < r->web_count && r->webs[n->id].parent ? &r->webs[n->id] : NULL;
}

static IrNode *find(Representation *r, IrNode *phi) {
    for (;;) {
        Web *w = &r->webs[phi->id];
        if (w->parent == phi)
            return phi;
        w->parent = r->webs[w->parent->id].parent; /* halve the path */
        phi = w->parent;
    }
}

static void unite(Representation *r, IrNode *a, IrNode *b) {
    a = find(r, a);
    b = find(r, b);
    if (a != b)
        r->webs[a->id].parent = b;
}

static void form_webs(Representation *r) {
    Ir *ir = r->ir;
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->first; n->op == IR_PHI; n = n->next)
            if (is_float_phi(n))
                r->webs[n->id].parent = n;
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->first; n->op == IR_PHI; n = n->next)
            for (uint32_t k = 0; web_of(r, n) && k < n->input_count; k++)
                if (web_of(r, n->in[k]))
                    unite(r, n, n->in[k]);
}

static void gain(Representation *r, IrNode *phi, int64_t by) { r->webs[find(r, phi)->id].gain += by; }

static bool unboxes(const IrNode *n) { return n->op == IR_TO_FLOAT || n->op == IR_NUMBER_TO_FLOAT; }

static void weigh(Representation *r) {
    for (uint32_t i = 0; i < r->ir->block_count; i++) {
        const IrBlock *b = r->ir->blocks[i];
        for (IrNode *n = b->first; n; n = n->next) {
            bool in_web = web_of(r, n);
            if (ir_is_virtual(n))
                continue; /* takes both */
            for (uint32_t k = 0; k < n->input_count; k++) {
                IrNode *in = n->in[k];
                const IrBlock *place = n->op == IR_PHI ? b->preds[k] : b;
                if (in_web && !web_of(r, in) && in->op != IR_CONST)
                    gain(r, n, opt_strip(in)->op == IR_BOX_FLOAT ? opt_weight(place) : -opt_weight(place));
                if (!in_web && web_of(r, in))
                    gain(r, in, unboxes(n) ? opt_weight(place) : -opt_weight(place));
            }
        }
    }
}

/* ---- conversion ---- */

static bool is_converted(Representation *r, const IrNode *n) {
    return n->op == IR_PHI && n->rep == REP_FLOAT && web_of(r, n);
}

static void choose(Representation *r) {
    for (uint32_t i = 0; i < r->ir->block_count; i++)
        for (IrNode *n = r->ir->blocks[i]->first; n->op == IR_PHI; n = n->next)
            if (web_of(r, n) && r->webs[find(r, n)->id].gain > 0) {
                n->rep = REP_FLOAT;
                r->webs[n->id].types = n->types;
                n->types = 0;
            }
}

/* The value as a double, computed at the end of block `at` if need be. */
static IrNode *as_double(Representation *r, IrNode *value, IrBlock *at) {
    double d;
    if (value->rep == REP_FLOAT)
        return value;
    if (opt_strip(value)->op == IR_BOX_FLOAT)
        return opt_strip(value)->in[0];
    if (opt_float_constant(value, &d))
        return ir_const_float(r->ir, d);
    IrNode *n = ir_node(r->ir, IR_TO_FLOAT, value, NULL, NULL);
    n->nowrap = true;
    ir_insert_before(at->last, n);
    return n;
}

/* The phi's double as a value, in front of `user`; if that fills a new object, in front of
 * the object: boxing may collect, and a store into an object that has survived would
 * have to be told. */
static IrNode *as_value(Representation *r, IrNode *phi, IrNode *user) {
    Web *w = web_of(r, phi);
    IrNode *object = ir_effect(user) == EFFECT_STORE ? opt_stored_object(user) : NULL;
    if (object && object->block == user->block)
        user = object;
    if (w->box && w->box->block == user->block && !object)
        return w->box;
    IrNode *box = w->box = ir_node(r->ir, IR_BOX_FLOAT, phi, NULL, NULL);
    box->types = w->types; /* users may rely on them */
    ir_insert_before(user, box);
    return box;
}

static void convert(Representation *r) {
    for (uint32_t i = 0; i < r->ir->block_count; i++) {
        IrBlock *b = r->ir->blocks[i];
        IrNode *next;
        for (IrNode *n = b->first; n; n = next) {
            next = n->next;
            if (is_converted(r, n)) {
                for (uint32_t k = 0; k < n->input_count; k++)
                    n->in[k] = as_double(r, n->in[k], b->preds[k]);
                continue;
            }
            if (unboxes(n) && is_converted(r, n->in[0])) {
                n->forward = n->in[0];
                ir_remove(n);
                continue;
            }
            if (n->op == IR_BOX_FLOAT || ir_is_virtual(n))
                continue;
            for (uint32_t k = 0; k < n->input_count; k++)
                if (is_converted(r, n->in[k]))
                    n->in[k] = as_value(r, n->in[k], n->op == IR_PHI ? b->preds[k]->last : n);
        }
    }
}

static void unbox(IrNode **use, void *data) {
    (void)data;
    *use = ir_forwarded(*use);
    if ((*use)->op == IR_BOX_FLOAT)
        *use = (*use)->in[0];
}

static void unbox_states(Ir *ir) {
    ir->state_visit++;
    for (uint32_t i = 0; i < ir->block_count; i++) {
        IrBlock *b = ir->blocks[i];
        ir_state_each_once(ir, b->entry_state, unbox, NULL);
        for (IrNode *n = b->first; n; n = n->next) {
            ir_state_each_once(ir, n->state, unbox, NULL);
            for (uint32_t k = 0; ir_is_virtual(n) && k < n->input_count; k++)
                unbox(&n->in[k], NULL);
        }
    }
}

void opt_representation(Ir *ir) {
    Representation r = {.ir = ir, .web_count = ir->node_count + 1};
    r.webs = ir_scratch(ir, r.web_count * sizeof *r.webs);
    form_webs(&r);
    weigh(&r);
    choose(&r);
    convert(&r);
    ir_apply_forwards(ir);
    unbox_states(ir);
}

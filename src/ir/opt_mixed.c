/*
 * opt_mixed.c - variables that begin as an int and then are floats: `s = 0` in front of
 * a loop that adds floats to it.
 *
 * The phi of such a variable is neither an int nor a float, so that each iteration would
 * have to box its sum and ask what it has got.  It is split in two: a phi of doubles,
 * where the int stands converted, and a phi that says which of the two it is - the int
 * itself, or UNDEF for a float.  Arithmetic of floats, which is all that such loops do
 * with it, converts ints anyway and reads the first; the second one costs no more than
 * a constant on each edge.  Where the variable's value is wanted as it is, both are put
 * together again: in frame states by who leaves (VIRTUAL_CALL), elsewhere by a SELECT.
 *
 * Phis of this kind that feed each other (a sum in two nested loops, or behind an if)
 * are split together, if that saves more conversions than it needs, weighed by the
 * depths of loops as in opt_representation.c.
 *
 * Requires: types of phis; that NUMBER_TO_FLOATs are there.  Breaks: nothing.  Ends:
 * sweeps.  Cost: linear, but for the phis that are given up one by one.
 */
#include "ir/opt.h"

typedef struct Part { /* of a phi, by id */
    IrNode *parent;  /* NULL: no candidate; itself: the representative of those that go together */
    int64_t gain;    /* of the representative */
    IrNode *number, *tag; /* the two phis */
    IrNode *shown;   /* the value for frame states */
} Part;

typedef struct Mixed {
    Ir *ir;
    Part *parts;
    uint32_t ids; /* below */
} Mixed;

enum { MIXED = IRT_INT | IRT_NUMBER_FLOAT };

static Part *part_of(Mixed *m, const IrNode *n) {
    return n->op == IR_PHI && n->id < m->ids && m->parts[n->id].parent ? &m->parts[n->id] : NULL;
}

static IrNode *find(Mixed *m, IrNode *phi) {
    while (m->parts[phi->id].parent != phi)
        phi = m->parts[phi->id].parent;
    return phi;
}

static Part *chosen(Mixed *m, const IrNode *n) {
    Part *p = part_of(m, n);
    return p && p->number ? p : NULL;
}

/* ---- which ones ---- */

static bool is_mixed(const IrNode *n) {
    return n->op == IR_PHI && n->rep == REP_VALUE && !(n->types & ~(IrTypes)MIXED) && n->types & IRT_INT &&
           n->types & IRT_NUMBER_FLOAT;
}

static bool can_be_taken(Mixed *m, const IrNode *in) {
    return part_of(m, in) || (in->types && (!(in->types & ~IRT_INT) || !(in->types & ~IRT_NUMBER_FLOAT)));
}

/* False: there are none. */
static bool find_candidates(Mixed *m) {
    Ir *ir = m->ir;
    bool any = false;
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->first; n->op == IR_PHI; n = n->next)
            if (is_mixed(n)) {
                m->parts[n->id].parent = n;
                any = true;
            }
    for (bool changed = any; changed;) {
        changed = false;
        for (uint32_t i = 0; i < ir->block_count; i++)
            for (IrNode *n = ir->blocks[i]->first; n->op == IR_PHI; n = n->next)
                for (uint32_t k = 0; part_of(m, n) && k < n->input_count; k++)
                    if (!can_be_taken(m, n->in[k])) {
                        m->parts[n->id].parent = NULL;
                        changed = true;
                    }
    }
    return any;
}

static void unite(Mixed *m) {
    for (uint32_t i = 0; i < m->ir->block_count; i++)
        for (IrNode *n = m->ir->blocks[i]->first; n->op == IR_PHI; n = n->next)
            for (uint32_t k = 0; part_of(m, n) && k < n->input_count; k++)
                if (part_of(m, n->in[k]))
                    m->parts[find(m, n)->id].parent = find(m, n->in[k]);
}

static int64_t weight(const IrBlock *b) {
    return b->cold ? 0 : (int64_t)1 << (3 * (b->loop_depth < 10 ? b->loop_depth : 10));
}

static void weigh(Mixed *m) {
    for (uint32_t i = 0; i < m->ir->block_count; i++) {
        const IrBlock *b = m->ir->blocks[i];
        for (IrNode *n = b->first; n; n = n->next) {
            if (ir_is_virtual(n))
                continue;
            bool taken = part_of(m, n);
            for (uint32_t k = 0; k < n->input_count; k++) {
                IrNode *in = n->in[k];
                int64_t w = weight(n->op == IR_PHI ? b->preds[k] : b);
                if (taken && in->op == IR_BOX_FLOAT)
                    m->parts[find(m, n)->id].gain += w;
                else if (!taken && part_of(m, in))
                    m->parts[find(m, in)->id].gain += n->op == IR_NUMBER_TO_FLOAT ? w : -2 * w;
            }
        }
    }
}

/* ---- splitting ---- */

/* What a VIRTUAL_CALL calls: the value, of its two parts. */
static Value number_or_int(Thread *t, Value *values, uint64_t aux) {
    (void)t, (void)aux;
    return value_is_undef(values[1]) ? values[0] : values[1];
}

static void begin_parts(Mixed *m, IrBlock *b) {
    Ir *ir = m->ir;
    IrNode *behind = b->first;
    while (behind->op == IR_PHI)
        behind = behind->next;
    for (IrNode *n = b->first; n->op == IR_PHI; n = n->next) {
        Part *p = part_of(m, n);
        if (!p || m->parts[find(m, n)->id].gain <= 0)
            continue;
        p->number = ir_node_new(ir, IR_PHI, n->input_count);
        p->number->rep = REP_FLOAT;
        p->number->types = 0;
        p->tag = ir_node_new(ir, IR_PHI, n->input_count);
        p->tag->types = IRT_INT | IRT_UNDEF;
        ir_insert_before(n, p->number);
        ir_insert_before(n, p->tag);
        p->shown = ir_node(ir, IR_VIRTUAL_CALL, p->number, p->tag, NULL);
        p->shown->imm = (int64_t)(uintptr_t)number_or_int;
        p->shown->types = n->types;
        ir_insert_before(behind, p->shown);
    }
}

static IrNode *as_double(Mixed *m, IrNode *in, IrBlock *at) {
    Ir *ir = m->ir;
    double d;
    Value v;
    if (in->op == IR_BOX_FLOAT)
        return in->in[0];
    if (opt_float_constant(in, &d))
        return ir_const_float(ir, d);
    if (ir_is_const(in, &v))
        return ir_const_float(ir, (double)value_as_int(v));
    IrNode *n = ir_node(ir, in->types & IRT_INT ? IR_INT_TO_FLOAT : IR_TO_FLOAT, in, NULL, NULL);
    n->nowrap = n->op == IR_TO_FLOAT;
    ir_insert_before(at->last, n);
    return n;
}

static void fill_parts(Mixed *m, IrNode *phi, const Part *p) {
    for (uint32_t k = 0; k < phi->input_count; k++) {
        IrNode *in = phi->in[k];
        const Part *other = chosen(m, in);
        p->number->in[k] = other ? other->number : as_double(m, in, phi->block->preds[k]);
        p->tag->in[k] = other ? other->tag : in->types & IRT_INT ? in : ir_const(m->ir, VALUE_UNDEF);
    }
}

/* The value as it is, in front of `user`; if that fills a new object, in front of the
 * object, since boxing may collect. */
static IrNode *as_value(Mixed *m, IrNode *phi, const Part *p, IrNode *user) {
    Ir *ir = m->ir;
    IrNode *object = ir_effect(user) == EFFECT_STORE ? opt_stored_object(user) : NULL;
    if (object && object->block == user->block)
        user = object;
    IrNode *box = ir_node(ir, IR_BOX_FLOAT, p->number, NULL, NULL);
    box->types = IRT_NUMBER_FLOAT;
    IrNode *is_float = ir_node(ir, IR_SAME, p->tag, ir_const(ir, VALUE_UNDEF), NULL);
    IrNode *value = ir_node(ir, IR_SELECT, is_float, box, p->tag);
    value->types = phi->types;
    ir_insert_before(user, box);
    ir_insert_before(user, is_float);
    ir_insert_before(user, value);
    return value;
}

static void show(IrNode **use, void *data) {
    const Part *p = chosen(data, *use);
    if (p)
        *use = p->shown;
}

static void replace_uses(Mixed *m, IrBlock *b) {
    Ir *ir = m->ir;
    IrNode *next;
    ir_state_each_once(ir, b->entry_state, show, m);
    for (IrNode *n = b->first; n; n = next) {
        next = n->next;
        ir_state_each_once(ir, n->state, show, m);
        if (chosen(m, n))
            continue;
        const Part *p = n->op == IR_NUMBER_TO_FLOAT ? chosen(m, n->in[0]) : NULL;
        if (p) {
            n->forward = p->number;
            ir_remove(n);
            continue;
        }
        for (uint32_t k = 0; k < n->input_count; k++) {
            p = chosen(m, n->in[k]);
            if (p && ir_is_virtual(n))
                n->in[k] = p->shown;
            else if (p)
                n->in[k] = as_value(m, n->in[k], p, n->op == IR_PHI ? b->preds[k]->last : n);
        }
    }
}

void opt_mixed(Ir *ir) {
    Mixed m = {.ir = ir, .ids = ir->node_count + 1};
    m.parts = ir_scratch(ir, m.ids * sizeof *m.parts);
    if (!find_candidates(&m))
        return;
    unite(&m);
    weigh(&m);
    for (uint32_t i = 0; i < ir->block_count; i++)
        begin_parts(&m, ir->blocks[i]);
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->first; n->op == IR_PHI; n = n->next)
            if (chosen(&m, n))
                fill_parts(&m, n, chosen(&m, n));
    ir->state_visit++;
    for (uint32_t i = 0; i < ir->block_count; i++)
        replace_uses(&m, ir->blocks[i]);
    for (uint32_t i = 0; i < ir->block_count; i++) {
        IrNode *next;
        for (IrNode *n = ir->blocks[i]->first; n->op == IR_PHI; n = next) {
            next = n->next;
            if (chosen(&m, n))
                ir_remove(n);
        }
    }
    ir_apply_forwards(ir);
}

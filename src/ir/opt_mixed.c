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
 * are split together (phi_split.h).
 *
 * Requires: types of phis; that NUMBER_TO_FLOATs are there.  Breaks: nothing.  Ends:
 * sweeps.  Cost: linear, but for the phis that are given up one by one.
 */
#include "ir/opt.h"
#include "ir/phi_split.h"

enum { MIXED = IRT_INT | IRT_NUMBER_FLOAT };

/* ---- which ones ---- */

static bool is_mixed(const IrNode *n) {
    return n->op == IR_PHI && n->rep == REP_VALUE && !(n->types & ~(IrTypes)MIXED) && n->types & IRT_INT &&
           n->types & IRT_NUMBER_FLOAT;
}

static bool can_be_taken(PhiSplit *s, const IrNode *phi, uint32_t k) {
    const IrNode *in = phi->in[k];
    return phi_part(s, in) || (in->types && (!(in->types & ~IRT_INT) || !(in->types & ~IRT_NUMBER_FLOAT)));
}

static void unite(PhiSplit *s, IrNode *phi, uint32_t k) {
    if (phi_part(s, phi->in[k]))
        phi_split_unite(s, phi, phi->in[k]);
}

static bool reads_raw(const IrNode *n) { return n->op == IR_NUMBER_TO_FLOAT; }

static void weigh(PhiSplit *s, const IrBlock *b) {
    for (IrNode *n = b->first; n; n = n->next) {
        if (ir_is_virtual(n))
            continue;
        bool taken = phi_part(s, n);
        for (uint32_t k = 0; k < n->input_count; k++) {
            IrNode *in = n->in[k];
            int64_t weight = opt_weight(n->op == IR_PHI ? b->preds[k] : b);
            if (taken && in->op == IR_BOX_FLOAT)
                phi_split_group(s, n)->gain += weight;
            else if (!taken && phi_part(s, in))
                phi_split_group(s, in)->gain += reads_raw(n) ? weight : -2 * weight;
        }
    }
}

/* ---- splitting ---- */

/* What a VIRTUAL_CALL calls: the value, of its two parts. */
static Value number_or_int(Thread *t, Value *values, uint64_t aux) {
    (void)t, (void)aux;
    return value_is_undef(values[1]) ? values[0] : values[1];
}

static void begin_part(PhiSplit *s, IrNode *phi, PhiPart *p) {
    p->raw = phi_split_beside(s, phi, REP_FLOAT, 0);
    p->tag = phi_split_beside(s, phi, REP_VALUE, IRT_INT | IRT_UNDEF);
    phi_split_show(s, phi, number_or_int);
}

static IrNode *as_double(Ir *ir, IrNode *in, IrBlock *at) {
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

static void fill_part(PhiSplit *s, IrNode *phi, const PhiPart *p, uint32_t k) {
    IrNode *in = phi->in[k];
    const PhiPart *other = phi_chosen(s, in);
    p->raw->in[k] = other ? other->raw : as_double(s->ir, in, phi->block->preds[k]);
    p->tag->in[k] = other ? other->tag : in->types & IRT_INT ? in : ir_const(s->ir, VALUE_UNDEF);
}

static IrNode *as_value(PhiSplit *s, IrNode *phi, const PhiPart *p, IrNode *user) {
    Ir *ir = s->ir;
    user = phi_split_place(user);
    IrNode *box = ir_node(ir, IR_BOX_FLOAT, p->raw, NULL, NULL);
    box->types = IRT_NUMBER_FLOAT;
    IrNode *is_float = ir_node(ir, IR_SAME, p->tag, ir_const(ir, VALUE_UNDEF), NULL);
    IrNode *value = ir_node(ir, IR_SELECT, is_float, box, p->tag);
    value->types = phi->types;
    ir_insert_before(user, box);
    ir_insert_before(user, is_float);
    ir_insert_before(user, value);
    return value;
}

void opt_mixed(Ir *ir) {
    PhiSplit s = {.is_candidate = is_mixed, .can_be_taken = can_be_taken, .reads_raw = reads_raw, .unite = unite,
                  .weigh = weigh, .begin_part = begin_part, .fill_part = fill_part, .as_value = as_value};
    if (phi_split_begin(&s, ir))
        phi_split_run(&s);
}

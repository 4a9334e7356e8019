/* phi_split.c - see phi_split.h. */
#include "ir/phi_split.h"

#include "ir/opt.h"

bool phi_split_begin(PhiSplit *s, Ir *ir) {
    bool any = false;
    s->ir = ir;
    s->ids = ir->node_count + 1;
    s->parts = ir_scratch(ir, s->ids * sizeof *s->parts);
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->first; n->op == IR_PHI; n = n->next)
            if (s->is_candidate(n)) {
                s->parts[n->id].parent = n;
                any = true;
            }
    return any;
}

/* Those that have an input that cannot be taken are none any more. */
static void give_up(PhiSplit *s) {
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < s->ir->block_count; i++)
            for (IrNode *n = s->ir->blocks[i]->first; n->op == IR_PHI; n = n->next)
                for (uint32_t k = 0; phi_part(s, n) && k < n->input_count; k++)
                    if (!s->can_be_taken(s, n, k)) {
                        s->parts[n->id].parent = NULL;
                        changed = true;
                    }
    }
}

static IrNode *representative(const PhiSplit *s, IrNode *phi) {
    while (s->parts[phi->id].parent != phi)
        phi = s->parts[phi->id].parent;
    return phi;
}

void phi_split_unite(PhiSplit *s, IrNode *phi, IrNode *other) {
    s->parts[representative(s, phi)->id].parent = representative(s, other);
}

PhiPart *phi_split_group(PhiSplit *s, IrNode *phi) { return &s->parts[representative(s, phi)->id]; }

IrNode *phi_split_beside(PhiSplit *s, IrNode *phi, IrRep rep, IrTypes types) {
    IrNode *n = ir_node_new(s->ir, IR_PHI, phi->input_count);
    n->rep = rep;
    n->types = types;
    ir_insert_before(phi, n);
    return n;
}

void phi_split_show(PhiSplit *s, IrNode *phi, Value (*call)(Thread *t, Value *values, uint64_t aux)) {
    PhiPart *p = phi_part(s, phi);
    IrNode *behind = phi;
    while (behind->op == IR_PHI)
        behind = behind->next;
    p->shown = ir_node(s->ir, IR_VIRTUAL_CALL, p->raw, p->tag, NULL);
    p->shown->imm = (int64_t)(uintptr_t)call;
    p->shown->types = phi->types;
    ir_insert_before(behind, p->shown);
}

IrNode *phi_split_place(IrNode *user) {
    IrNode *object = ir_effect(user) == EFFECT_STORE ? opt_stored_object(user) : NULL;
    return object && object->block == user->block ? object : user;
}

/* ---- uses ---- */

static void show(IrNode **use, void *data) {
    const PhiPart *p = phi_chosen(data, *use);
    if (p)
        *use = p->shown;
}

static void replace_uses(PhiSplit *s, IrBlock *b) {
    IrNode *next;
    ir_state_each_once(s->ir, b->entry_state, show, s);
    for (IrNode *n = b->first; n; n = next) {
        next = n->next;
        ir_state_each_once(s->ir, n->state, show, s);
        if (phi_chosen(s, n))
            continue;
        const PhiPart *p = s->reads_raw(n) ? phi_chosen(s, n->in[0]) : NULL;
        if (p) {
            n->forward = p->raw;
            ir_remove(n);
            continue;
        }
        for (uint32_t k = 0; k < n->input_count; k++) {
            p = phi_chosen(s, n->in[k]);
            if (p && ir_is_virtual(n))
                n->in[k] = p->shown;
            else if (p)
                n->in[k] = s->as_value(s, n->in[k], p, n->op == IR_PHI ? b->preds[k]->last : n);
        }
    }
}

static void remove_chosen(PhiSplit *s, IrBlock *b) {
    IrNode *next;
    for (IrNode *n = b->first; n->op == IR_PHI; n = next) {
        next = n->next;
        if (phi_chosen(s, n))
            ir_remove(n);
    }
}

/* ---- all of it ---- */

static void unite(PhiSplit *s, IrBlock *b) {
    for (IrNode *n = b->first; n->op == IR_PHI; n = n->next)
        for (uint32_t k = 0; phi_part(s, n) && k < n->input_count; k++)
            s->unite(s, n, k);
}

static void begin_parts(PhiSplit *s, IrBlock *b) {
    for (IrNode *n = b->first; n->op == IR_PHI; n = n->next)
        if (phi_part(s, n) && phi_split_group(s, n)->gain > 0)
            s->begin_part(s, n, phi_part(s, n));
}

static void fill_parts(PhiSplit *s, IrBlock *b) {
    for (IrNode *n = b->first; n->op == IR_PHI; n = n->next)
        for (uint32_t k = 0; phi_chosen(s, n) && k < n->input_count; k++)
            s->fill_part(s, n, phi_chosen(s, n), k);
}

void phi_split_run(PhiSplit *s) {
    const Ir *ir = s->ir;
    give_up(s);
    for (uint32_t i = 0; i < ir->block_count; i++)
        unite(s, ir->blocks[i]);
    for (uint32_t i = 0; i < ir->block_count; i++)
        s->weigh(s, ir->blocks[i]);
    for (uint32_t i = 0; i < ir->block_count; i++)
        begin_parts(s, ir->blocks[i]);
    for (uint32_t i = 0; i < ir->block_count; i++)
        fill_parts(s, ir->blocks[i]);
    s->ir->state_visit++;
    for (uint32_t i = 0; i < ir->block_count; i++)
        replace_uses(s, ir->blocks[i]);
    for (uint32_t i = 0; i < ir->block_count; i++)
        remove_chosen(s, ir->blocks[i]);
    ir_apply_forwards(s->ir);
}

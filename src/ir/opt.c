/* opt.c - what the optimisation passes share; see opt.h. */
#include "ir/opt.h"

#include <string.h>

#include "ir/feedback.h"
#include "runtime/float.h"

/* ---- loops ---- */

IrBlock *opt_preheader(const IrBlock *header) {
    for (uint32_t i = 0; i < header->pred_count; i++)
        if (!ir_dominates(header, header->preds[i]))
            return header->preds[i]->succ[1] ? NULL : header->preds[i];
    return NULL;
}

typedef struct Copied { /* a VIRTUAL of the header, and what stands for it in the preheader */
    struct Copied *next;
    const IrNode *from;
    IrNode *to;
} Copied;

typedef struct Substitution {
    Ir *ir;
    const IrBlock *header;
    IrBlock *preheader;
    uint32_t entry; /* index of the preheader among its predecessors */
    Copied *copied;
} Substitution;

static void substitute_phi(IrNode **use, void *data) {
    Substitution *s = data;
    IrNode *n = *use;
    if (n->block != s->header)
        return;
    if (n->op == IR_PHI) {
        *use = n->in[s->entry];
    } else if (ir_is_virtual(n)) {
        Copied *c = s->copied;
        while (c && c->from != n)
            c = c->next;
        if (!c) {
            c = ir_scratch(s->ir, sizeof *c);
            *c = (Copied){s->copied, n, ir_node_new(s->ir, (IrOp)n->op, n->input_count)};
            s->copied = c;
            c->to->imm = n->imm;
            c->to->aux = n->aux;
            c->to->types = n->types;
            for (uint32_t k = 0; k < n->input_count; k++) {
                c->to->in[k] = n->in[k];
                substitute_phi(&c->to->in[k], s);
            }
            ir_insert_before(s->preheader->last, c->to);
        }
        *use = c->to;
    }
}

IrState *opt_preheader_state(Ir *ir, const IrBlock *header) {
    IrBlock *preheader = opt_preheader(header);
    if (!preheader || !header->entry_state)
        return NULL;
    IrState *copy = NULL, **link = &copy;
    for (const IrState *s = header->entry_state; s; s = s->caller) {
        IrState *frame = ir_state_new(ir, s->count);
        memcpy(frame, s, sizeof *s + s->count * sizeof *s->registers);
        frame->visited = 0;
        *link = frame;
        link = &frame->caller;
    }
    Substitution s = {ir, header, preheader, ir_pred_index(header, preheader), NULL};
    ir_state_each(copy, substitute_phi, &s);
    return copy;
}

bool opt_has_failed(const IrState *state, DeoptReason reason) {
    const Feedback *seen = code_feedback(state->code);
    return seen && state->pc < seen->word_count && (seen->sites[state->pc].failed & 1u << reason);
}

bool opt_may_speculate(Ir *ir, const IrBlock *header, DeoptReason reason) {
    return ir->may_speculate && header->entry_state && !opt_has_failed(header->entry_state, reason);
}

/* ---- values ---- */

uint32_t *opt_count_uses(Ir *ir) {
    uint32_t *uses = ir_scratch(ir, (ir->node_count + 1) * sizeof *uses);
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (const IrNode *n = ir->blocks[i]->first; n; n = n->next)
            for (uint32_t k = 0; k < n->input_count && !ir_is_virtual(n); k++)
                uses[n->in[k]->id]++;
    return uses;
}

IrTypes opt_infer(Ir *ir, const IrNode *n) {
    switch (n->op) {
    case IR_PHI: {
        IrTypes types = 0;
        for (uint32_t i = 0; i < n->input_count; i++)
            types |= n->in[i]->types;
        return types;
    }
    case IR_SELECT: return n->in[1]->types | n->in[2]->types;
    case IR_GUARD_TYPE: return n->in[0]->types & (IrTypes)n->imm;
    case IR_GUARD_IS:
        return n->in[0]->types & ir_types_of_value(ir->thread, (Value){(uint64_t)n->imm});
    case IR_GUARD_NOT: {
        uint64_t bits = (uint64_t)n->imm;
        IrTypes excluded = bits == VALUE_NONE.bits ? IRT_NONE : bits == VALUE_UNDEF.bits ? IRT_UNDEF : 0;
        return n->in[0]->types & ~excluded;
    }
    case IR_GUARD_SHAPE: return n->in[0]->types & IRT_OBJECT;
    case IR_GUARD_LIST: return n->in[0]->types & IRT_LIST;
    case IR_GUARD_CODE:
    case IR_FUNCTION: return n->op == IR_FUNCTION ? IRT_FUNCTION : n->in[0]->types & IRT_FUNCTION;
    default: return ir_types_of_op((IrOp)n->op) ? ir_types_of_op((IrOp)n->op) : n->types;
    }
}

bool opt_float_constant(const IrNode *n, double *out) {
    if (n->op != IR_CONST || !(n->types & IRT_NUMBER_FLOAT))
        return false;
    *out = float_as_double((Value){(uint64_t)n->imm});
    return true;
}

bool opt_is_removable(const IrNode *n) {
    switch (ir_effect(n)) {
    case EFFECT_PURE:
    case EFFECT_LOAD:
    case EFFECT_ALLOC:
    case EFFECT_PHI: return true;
    case EFFECT_GUARD:
        /* Overflow is no error: where nobody wants the sum, there is no need to
         * leave for one that is too large; nor to look for keys of these kinds. */
        return n->nowrap || n->op == IR_STR_CHAR || n->op == IR_INT_ADD || n->op == IR_INT_SUB || n->op == IR_INT_MUL ||
               n->op == IR_INT_NEG || n->op == IR_DICT_FIND || n->op == IR_SET_FIND;
    case EFFECT_CALL: return n->removable || n->effects == RT_PURE;
    case EFFECT_CHECK:
    case EFFECT_STORE:
    case EFFECT_CONTROL: return false;
    }
    return false;
}

void node_table_init(NodeTable *table, Ir *ir) {
    table->ir = ir;
    table->capacity = ir->node_count + ir->node_count / 4 + 64;
    table->entries = ir_scratch(ir, table->capacity * sizeof *table->entries);
}

void **node_table_at_slow(NodeTable *table, const IrNode *n) {
    uint32_t capacity = 2 * table->capacity > n->id ? 2 * table->capacity : n->id + 64;
    void **entries = ir_scratch(table->ir, capacity * sizeof *entries);
    memcpy(entries, table->entries, table->capacity * sizeof *entries);
    table->entries = entries;
    table->capacity = capacity;
    return &entries[n->id];
}

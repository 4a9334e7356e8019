/*
 * opt_words.c - ints that are between 0 and 2^64 all around a loop, as raw words: the state
 * of a generator of random numbers, a hash.
 *
 * fold_words.c has made raw words of what is masked; where the result goes around a loop it
 * is an int, which may be too big for a small one and would be allocated in every
 * iteration.  So the loop's phi becomes one of words.  What comes from the loop has just
 * been boxed (BOX_WORD); a value from in front of it is checked there to be in the range.
 *
 * Phis of this kind that feed each other go together, as in opt_mixed.c, if that saves more
 * conversions than it needs.  In frame states stands who boxes the word on leaving.
 *
 * Requires: types of phis, preheaders.  Breaks: nothing.  Ends: sweeps; the phis that are
 * given up are so one by one.  Cost: linear, but for those.
 */
#include "bytecode/opcode.h"
#include "ir/fold.h"
#include "ir/rt.h"

typedef struct Part { /* of a phi, by id */
    IrNode *parent;   /* NULL: no candidate; itself: the representative of those that go together */
    int64_t gain;     /* of the representative */
    IrNode *word;     /* the phi of words */
    IrNode *shown;    /* the value for frame states */
} Part;

typedef struct Words {
    Ir *ir;
    Part *parts;
    uint32_t ids; /* below */
} Words;

enum { INTS = IRT_INT | IRT_BIGINT, DEPTH = 6 };

static Part *part_of(Words *w, const IrNode *n) {
    return n->op == IR_PHI && n->id < w->ids && w->parts[n->id].parent ? &w->parts[n->id] : NULL;
}

static IrNode *find(Words *w, IrNode *phi) {
    while (w->parts[phi->id].parent != phi)
        phi = w->parts[phi->id].parent;
    return phi;
}

static Part *chosen(Words *w, const IrNode *n) {
    Part *p = part_of(w, n);
    return p && p->word ? p : NULL;
}

/* ---- which ones ---- */

static bool is_big(const IrNode *n) {
    return n->op == IR_PHI && n->rep == REP_VALUE && n->types & IRT_BIGINT && !(n->types & ~(IrTypes)INTS);
}

/* Whether an int is a word, if the candidates are.  `phi`: the candidates that it depends on
 * go together with this one; or NULL. */
static bool is_word(Words *w, IrNode *n, int depth, IrNode *phi) {
    Opcode op;
    int bits;
    n = opt_strip(n);
    if (part_of(w, n) && phi)
        w->parts[find(w, phi)->id].parent = find(w, n);
    if (part_of(w, n) || fold_unsigned_bits(n, &bits))
        return true;
    if (depth <= 0 || !fold_is_int_operation(n, &op))
        return false;
    switch (op) {
    case OPC_RSHIFT: return is_word(w, n->in[0], depth - 1, phi);
    case OPC_AND: return is_word(w, n->in[0], depth - 1, phi) || is_word(w, n->in[1], depth - 1, phi);
    case OPC_OR:
    case OPC_XOR: return is_word(w, n->in[0], depth - 1, phi) && is_word(w, n->in[1], depth - 1, phi);
    default: return false;
    }
}

/* Whether input k of a phi is, or can be checked to be, a word. */
static bool can_be_taken(Words *w, const IrNode *phi, uint32_t k) {
    const IrNode *in = opt_strip(phi->in[k]);
    if (is_word(w, phi->in[k], DEPTH, NULL))
        return true;
    return phi->block->loop_header && opt_preheader(phi->block) == phi->block->preds[k] &&
           opt_may_speculate(w->ir, phi->block, DEOPT_OVERFLOW) && in->op != IR_CONST;
}

/* What is asserted of a phi is that it is small, or the like, which its word would not show. */
static void give_up_asserted(Words *w) {
    for (uint32_t i = 0; i < w->ir->block_count; i++)
        for (const IrNode *n = w->ir->blocks[i]->first; n; n = n->next)
            if (opt_is_assertion(n) && part_of(w, n->in[0]))
                w->parts[n->in[0]->id].parent = NULL;
}

/* False: there are none. */
static bool find_candidates(Words *w) {
    Ir *ir = w->ir;
    bool any = false;
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->first; n->op == IR_PHI; n = n->next)
            if (is_big(n)) {
                w->parts[n->id].parent = n;
                any = true;
            }
    give_up_asserted(w);
    for (bool changed = any; changed;) {
        changed = false;
        for (uint32_t i = 0; i < ir->block_count; i++)
            for (IrNode *n = ir->blocks[i]->first; n->op == IR_PHI; n = n->next)
                for (uint32_t k = 0; part_of(w, n) && k < n->input_count; k++)
                    if (!can_be_taken(w, n, k)) {
                        w->parts[n->id].parent = NULL;
                        changed = true;
                    }
    }
    return any;
}

static void unite(Words *w) {
    for (uint32_t i = 0; i < w->ir->block_count; i++)
        for (IrNode *n = w->ir->blocks[i]->first; n->op == IR_PHI; n = n->next)
            for (uint32_t k = 0; part_of(w, n) && k < n->input_count; k++)
                is_word(w, n->in[k], DEPTH, n);
}

static int64_t weight(const IrBlock *b) {
    return b->cold ? 0 : (int64_t)1 << (3 * (b->loop_depth < 10 ? b->loop_depth : 10));
}

/* Of a use of a phi: operations on ints go on with words, as a rule. */
static int64_t gain_of_use(const IrNode *user, const IrBlock *place) {
    Opcode op;
    bool takes_words = user->op == IR_LOW_WORD || user->op == IR_TO_WORD || fold_is_int_operation(user, &op);
    return takes_words ? weight(place) : ir_is_virtual(user) ? 0 : -weight(place);
}

static void weigh(Words *w) {
    for (uint32_t i = 0; i < w->ir->block_count; i++) {
        const IrBlock *b = w->ir->blocks[i];
        for (IrNode *n = b->first; n; n = n->next)
            for (uint32_t k = 0; k < n->input_count; k++) {
                IrNode *in = n->op == IR_PHI ? opt_strip(n->in[k]) : n->in[k];
                const IrBlock *place = n->op == IR_PHI ? b->preds[k] : b;
                if (part_of(w, n) && !part_of(w, in))
                    w->parts[find(w, n)->id].gain += is_word(w, in, DEPTH, NULL) ? weight(place) : -weight(place);
                else if (!part_of(w, n) && part_of(w, in))
                    w->parts[find(w, in)->id].gain += gain_of_use(n, place);
            }
    }
}

/* ---- conversion ---- */

static void begin_parts(Words *w, IrBlock *b) {
    Ir *ir = w->ir;
    IrNode *behind = b->first;
    while (behind->op == IR_PHI)
        behind = behind->next;
    for (IrNode *n = b->first; n->op == IR_PHI; n = n->next) {
        Part *p = part_of(w, n);
        if (!p || w->parts[find(w, n)->id].gain <= 0)
            continue;
        p->word = ir_node_new(ir, IR_PHI, n->input_count);
        p->word->rep = REP_WORD;
        p->word->types = 0;
        ir_insert_before(n, p->word);
        p->shown = ir_node(ir, IR_VIRTUAL_CALL, p->word, NULL, NULL);
        p->shown->imm = (int64_t)(uintptr_t)rt_box_word;
        p->shown->types = n->types;
        ir_insert_before(behind, p->shown);
    }
}

static IrNode *as_word(Words *w, const IrNode *phi, uint32_t k) {
    IrNode *in = opt_strip(phi->in[k]);
    if (chosen(w, in))
        return chosen(w, in)->word;
    bool known = is_word(w, in, DEPTH, NULL);
    IrNode *check = ir_node(w->ir, known ? IR_LOW_WORD : IR_TO_WORD, phi->in[k], NULL, NULL);
    ir_insert_before(phi->block->preds[k]->last, check);
    if (known)
        return check; /* folding finds what it is */
    check->state = opt_preheader_state(w->ir, phi->block);
    check->reason = DEOPT_OVERFLOW;
    check->speculative = true;
    return check;
}

/* The value as an int, in front of `user`; if that fills a new object, in front of the
 * object, since boxing may collect. */
static IrNode *as_value(Words *w, IrNode *phi, const Part *p, IrNode *user) {
    IrNode *object = ir_effect(user) == EFFECT_STORE ? opt_stored_object(user) : NULL;
    if (object && object->block == user->block)
        user = object;
    IrNode *box = ir_node(w->ir, IR_BOX_WORD, p->word, NULL, NULL);
    box->types = phi->types;
    ir_insert_before(user, box);
    return box;
}

static void show(IrNode **use, void *data) {
    const Part *p = chosen(data, *use);
    if (p)
        *use = p->shown;
}

static void replace_uses(Words *w, IrBlock *b) {
    IrNode *next;
    ir_state_each_once(w->ir, b->entry_state, show, w);
    for (IrNode *n = b->first; n; n = next) {
        next = n->next;
        ir_state_each_once(w->ir, n->state, show, w);
        if (chosen(w, n))
            continue;
        const Part *p = n->op == IR_LOW_WORD || n->op == IR_TO_WORD ? chosen(w, n->in[0]) : NULL;
        if (p) {
            n->forward = p->word;
            ir_remove(n);
            continue;
        }
        for (uint32_t k = 0; k < n->input_count; k++) {
            p = chosen(w, n->in[k]);
            if (p && ir_is_virtual(n))
                n->in[k] = p->shown;
            else if (p)
                n->in[k] = as_value(w, n->in[k], p, n->op == IR_PHI ? b->preds[k]->last : n);
        }
    }
}

void opt_words(Ir *ir) {
    Words w = {.ir = ir, .ids = ir->node_count + 1};
    w.parts = ir_scratch(ir, w.ids * sizeof *w.parts);
    if (!find_candidates(&w))
        return;
    unite(&w);
    weigh(&w);
    for (uint32_t i = 0; i < ir->block_count; i++)
        begin_parts(&w, ir->blocks[i]);
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->first; n->op == IR_PHI; n = n->next)
            for (uint32_t k = 0; chosen(&w, n) && k < n->input_count; k++)
                chosen(&w, n)->word->in[k] = as_word(&w, n, k);
    ir->state_visit++;
    for (uint32_t i = 0; i < ir->block_count; i++)
        replace_uses(&w, ir->blocks[i]);
    for (uint32_t i = 0; i < ir->block_count; i++) {
        IrNode *next;
        for (IrNode *n = ir->blocks[i]->first; n->op == IR_PHI; n = next) {
            next = n->next;
            if (chosen(&w, n))
                ir_remove(n);
        }
    }
    ir_apply_forwards(ir);
}

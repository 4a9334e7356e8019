/*
 * opt_words.c - ints that are between 0 and 2^64 all around a loop, as raw words: the state
 * of a generator of random numbers, a hash.
 *
 * fold_words.c has made raw words of what is masked; where the result goes around a loop it
 * is an int, which may be too big for a small one and would be allocated in every
 * iteration.  So the loop's phi becomes one of words.  What comes from the loop has just
 * been boxed (BOX_WORD); a value from in front of it is checked there to be in the range.
 *
 * Phis of this kind that feed each other go together (phi_split.h).  In frame states stands
 * who boxes the word on leaving.
 *
 * Requires: types of phis, preheaders.  Breaks: nothing.  Ends: sweeps; the phis that are
 * given up are so one by one.  Cost: linear, but for those.
 */
#include "bytecode/opcode.h"
#include "ir/fold.h"
#include "ir/phi_split.h"
#include "ir/rt.h"

enum { INTS = IRT_INT | IRT_BIGINT, DEPTH = 6 };

/* ---- which ones ---- */

static bool is_big(const IrNode *n) {
    return n->op == IR_PHI && n->rep == REP_VALUE && n->types & IRT_BIGINT && !(n->types & ~(IrTypes)INTS);
}

/* Whether an int is a word, if the candidates are.  `phi`: the candidates that it depends on
 * go together with this one; or NULL. */
static bool is_word(PhiSplit *s, IrNode *n, int depth, IrNode *phi) {
    Opcode op;
    int bits;
    n = opt_strip(n);
    if (phi_part(s, n) && phi)
        phi_split_unite(s, phi, n);
    if (phi_part(s, n) || fold_unsigned_bits(n, &bits))
        return true;
    if (depth <= 0 || !fold_is_int_operation(n, &op))
        return false;
    switch (op) {
    case OPC_RSHIFT: return is_word(s, n->in[0], depth - 1, phi);
    case OPC_AND: return is_word(s, n->in[0], depth - 1, phi) || is_word(s, n->in[1], depth - 1, phi);
    case OPC_OR:
    case OPC_XOR: return is_word(s, n->in[0], depth - 1, phi) && is_word(s, n->in[1], depth - 1, phi);
    default: return false;
    }
}

/* Whether input k of a phi is, or can be checked to be, a word. */
static bool can_be_taken(PhiSplit *s, const IrNode *phi, uint32_t k) {
    const IrNode *in = opt_strip(phi->in[k]);
    if (is_word(s, phi->in[k], DEPTH, NULL))
        return true;
    return phi->block->loop_header && opt_preheader(phi->block) == phi->block->preds[k] &&
           opt_may_speculate(s->ir, phi->block, DEOPT_OVERFLOW) && in->op != IR_CONST;
}

/* What is asserted of a phi is that it is small, or the like, which its word would not show. */
static void give_up_asserted(PhiSplit *s) {
    for (uint32_t i = 0; i < s->ir->block_count; i++)
        for (const IrNode *n = s->ir->blocks[i]->first; n; n = n->next)
            if (opt_is_assertion(n) && phi_part(s, n->in[0]))
                s->parts[n->in[0]->id].parent = NULL;
}

static void unite(PhiSplit *s, IrNode *phi, uint32_t k) { is_word(s, phi->in[k], DEPTH, phi); }

static bool reads_raw(const IrNode *n) { return n->op == IR_LOW_WORD || n->op == IR_TO_WORD; }

/* Of a use of a phi: operations on ints go on with words, as a rule. */
static int64_t gain_of_use(const IrNode *user, const IrBlock *place) {
    Opcode op;
    int64_t weight = opt_weight(place);
    return reads_raw(user) || fold_is_int_operation(user, &op) ? weight : ir_is_virtual(user) ? 0 : -weight;
}

static void weigh(PhiSplit *s, const IrBlock *b) {
    for (IrNode *n = b->first; n; n = n->next)
        for (uint32_t k = 0; k < n->input_count; k++) {
            IrNode *in = n->op == IR_PHI ? opt_strip(n->in[k]) : n->in[k];
            const IrBlock *place = n->op == IR_PHI ? b->preds[k] : b;
            int64_t weight = opt_weight(place);
            if (phi_part(s, n) && !phi_part(s, in))
                phi_split_group(s, n)->gain += is_word(s, in, DEPTH, NULL) ? weight : -weight;
            else if (!phi_part(s, n) && phi_part(s, in))
                phi_split_group(s, in)->gain += gain_of_use(n, place);
        }
}

/* ---- conversion ---- */

static void begin_part(PhiSplit *s, IrNode *phi, PhiPart *p) {
    p->raw = phi_split_beside(s, phi, REP_WORD, 0);
    phi_split_show(s, phi, rt_box_word);
}

static IrNode *as_word(PhiSplit *s, const IrNode *phi, uint32_t k) {
    IrNode *in = opt_strip(phi->in[k]);
    if (phi_chosen(s, in))
        return phi_chosen(s, in)->raw;
    bool known = is_word(s, in, DEPTH, NULL);
    IrNode *check = ir_node(s->ir, known ? IR_LOW_WORD : IR_TO_WORD, phi->in[k], NULL, NULL);
    if (!known) /* before the check is placed: virtual values of the state may have to come first */
        check->state = opt_preheader_state(s->ir, phi->block);
    ir_insert_before(phi->block->preds[k]->last, check);
    if (known)
        return check; /* folding finds what it is */
    check->reason = DEOPT_OVERFLOW;
    check->speculative = true;
    return check;
}

static void fill_part(PhiSplit *s, IrNode *phi, const PhiPart *p, uint32_t k) { p->raw->in[k] = as_word(s, phi, k); }

static IrNode *as_value(PhiSplit *s, IrNode *phi, const PhiPart *p, IrNode *user) {
    IrNode *box = ir_node(s->ir, IR_BOX_WORD, p->raw, NULL, NULL);
    box->types = phi->types;
    ir_insert_before(phi_split_place(user), box);
    return box;
}

void opt_words(Ir *ir) {
    PhiSplit s = {.is_candidate = is_big, .can_be_taken = can_be_taken, .reads_raw = reads_raw, .unite = unite,
                  .weigh = weigh, .begin_part = begin_part, .fill_part = fill_part, .as_value = as_value};
    if (!phi_split_begin(&s, ir))
        return;
    give_up_asserted(&s);
    phi_split_run(&s);
}

/*
 * opt_merge.c - a loop's phi of new tuples becomes a new tuple of phis.
 *
 * `for a, b in zip(x, y)` makes a tuple in front of the loop and one at its end, which
 * meet at the loop's header, where they are unpacked.  As a phi needs objects, escape
 * analysis could not do without them.  So the phi is replaced by phis of the items and
 * one tuple made of those at the header; that one nobody needs once it is unpacked.
 *
 * That may be done if nobody but the phi gets hold of the tuples, so that nobody can tell
 * them from the new one; frame states may name them.  An item that is itself a tuple,
 * which only the first one refers to, is treated in the same way, by the phi made for it.
 *
 * Only at headers of loops, since the new tuple needs a frame state for what is behind
 * the instruction that made the old ones: that is the header's entry state.  In it a
 * VIRTUAL stands for the tuple.
 *
 * Requires: preheaders, the analysis.  Breaks: nothing.  Ends: nested tuples are finite.
 * Cost: linear.
 */
#include "ir/opt.h"

#include <string.h>

#include "runtime/sequence.h"

enum { WORDS_MAX = 16 };

/* What is known of an ALLOC of a tuple. */
typedef struct New {
    IrNode *words[WORDS_MAX]; /* stored, behind the header; NULL: zero */
    uint32_t sizes;           /* bit k: words[k] by STORE_SIZE */
    uint32_t uses;            /* but for stores into it and frame states */
    bool odd;                 /* stored into in other ways */
} New;

typedef struct Merge {
    Ir *ir;
    New **tuples; /* by id, of ALLOCs of tuples */
    uint32_t ids;
} Merge;

static uint32_t word_count(const IrNode *alloc) { return 2 * (uint32_t)((uint64_t)alloc->imm >> 32 & 0xffff) - 1; }

static New *new_of(const Merge *m, const IrNode *n) { return n->id < m->ids ? m->tuples[n->id] : NULL; }

static void note_store(New *tuple, const IrNode *n) {
    uint32_t k = (uint32_t)n->imm / 8 - 1;
    if ((n->op != IR_STORE && n->op != IR_STORE_SIZE) || n->imm < 8 || k >= WORDS_MAX || tuple->words[k] ||
        n->in[1]->rep != REP_VALUE) {
        tuple->odd = true;
        return;
    }
    tuple->words[k] = n->in[1];
    if (n->op == IR_STORE_SIZE)
        tuple->sizes |= 1u << k;
}

static bool find_tuples(Merge *m) {
    bool any = false;
    for (uint32_t i = 0; i < m->ir->block_count; i++)
        for (IrNode *n = m->ir->blocks[i]->first; n; n = n->next)
            if (n->op == IR_ALLOC && (Kind)((uint64_t)n->imm >> 48 & 0xff) == KIND_TUPLE && word_count(n) <= WORDS_MAX) {
                m->tuples[n->id] = ir_scratch(m->ir, sizeof(New));
                any = true;
            }
    for (uint32_t i = 0; any && i < m->ir->block_count; i++)
        for (IrNode *n = m->ir->blocks[i]->first; n; n = n->next)
            for (uint32_t k = 0; k < n->input_count; k++) {
                New *tuple = new_of(m, n->in[k]);
                if (tuple && k == 0 && ir_effect(n) == EFFECT_STORE)
                    note_store(tuple, n);
                else if (tuple)
                    tuple->uses++;
            }
    return any;
}

/* Whether all inputs are new tuples of one length that only the phi, or the tuple that
 * it was made an item of, refers to. */
static bool can_merge(const Merge *m, const IrNode *phi) {
    const New *first = new_of(m, phi->in[0]);
    for (uint32_t i = 0; i < phi->input_count; i++) {
        const New *tuple = new_of(m, phi->in[i]);
        if (!tuple || tuple->odd || tuple->uses != 1 || phi->in[i]->imm != phi->in[0]->imm ||
            tuple->sizes != first->sizes)
            return false;
        for (uint32_t k = 0; k < word_count(phi->in[i]); k++)
            if (!tuple->words[k] != !first->words[k])
                return false;
    }
    return true;
}

/* What stands for the phi: the tuple, and in the entry state. */
typedef struct Merged {
    IrNode *tuple, *named;
} Merged;

static Merged merge(Merge *m, IrNode *phi, IrNode *behind_phis);

static Merged merge_word(Merge *m, const IrNode *phi, uint32_t k, IrNode *behind_phis) {
    IrNode *word = ir_node_new(m->ir, IR_PHI, phi->input_count);
    bool same = true;
    for (uint32_t i = 0; i < phi->input_count; i++) {
        word->in[i] = new_of(m, phi->in[i])->words[k];
        same &= word->in[i] == word->in[0];
    }
    if (same)
        return (Merged){word->in[0], word->in[0]};
    word->types = opt_infer(m->ir, word);
    ir_insert_before(phi->block->first, word);
    if (!can_merge(m, word))
        return (Merged){word, word};
    Merged merged = merge(m, word, behind_phis);
    ir_remove(word);
    return merged;
}

static Merged merge(Merge *m, IrNode *phi, IrNode *behind_phis) {
    const New *first = new_of(m, phi->in[0]);
    uint32_t words = word_count(phi->in[0]);
    IrNode *tuple = ir_node_new(m->ir, IR_ALLOC, 0), *named = ir_node_new(m->ir, IR_VIRTUAL, words);
    tuple->imm = named->imm = phi->in[0]->imm;
    tuple->types = named->types = phi->in[0]->types;
    tuple->state = phi->block->entry_state;
    tuple->reason = phi->in[0]->reason;
    named->aux = first->sizes;
    Merged parts[WORDS_MAX];
    for (uint32_t k = 0; k < words; k++) {
        IrNode *zero = ir_const(m->ir, value_from_int(0));
        parts[k] = first->words[k] ? merge_word(m, phi, k, behind_phis) : (Merged){zero, zero};
        named->in[k] = parts[k].named;
    }
    ir_insert_before(behind_phis, tuple);
    for (uint32_t k = 0; k < words; k++) {
        if (!first->words[k])
            continue;
        IrNode *store = ir_node(m->ir, first->sizes >> k & 1 ? IR_STORE_SIZE : IR_STORE, tuple, parts[k].tuple, NULL);
        store->imm = 8 * (k + 1);
        store->alias = ALIAS_CONSTANT;
        ir_insert_before(behind_phis, store);
    }
    /* In front of the tuples, which have it in their state. */
    IrNode *at = phi->block->first;
    while (at->op == IR_PHI || at->op == IR_VIRTUAL)
        at = at->next;
    ir_insert_before(at, named);
    return (Merged){tuple, named};
}

typedef struct Renaming {
    const IrNode *phi;
    IrNode *named;
} Renaming;

static void rename_use(IrNode **use, void *data) {
    const Renaming *r = data;
    if (*use == r->phi)
        *use = r->named;
}

static void visit_header(Merge *m, IrBlock *header) {
    IrNode *behind_phis = header->first, *next;
    while (behind_phis->op == IR_PHI || behind_phis->op == IR_VIRTUAL)
        behind_phis = behind_phis->next;
    for (IrNode *phi = header->first; phi->op == IR_PHI; phi = next) {
        next = phi->next;
        if (!can_merge(m, phi))
            continue;
        Merged merged = merge(m, phi, behind_phis);
        Renaming renaming = {phi, merged.named};
        ir_state_each(header->entry_state, rename_use, &renaming);
        phi->forward = merged.tuple;
        ir_remove(phi);
    }
}

void opt_merge(Ir *ir) {
    Merge m = {.ir = ir, .ids = ir->node_count + 1};
    m.tuples = ir_scratch(ir, m.ids * sizeof *m.tuples);
    if (!find_tuples(&m))
        return;
    for (uint32_t i = 0; i < ir->block_count; i++)
        if (ir->blocks[i]->loop_header && ir->blocks[i]->entry_state)
            visit_header(&m, ir->blocks[i]);
    ir_apply_forwards(ir);
}

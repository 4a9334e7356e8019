/*
 * phi_split.h - phis that are replaced by others of raw values: what opt_mixed.c and
 * opt_words.c have in common.
 *
 * Phis that feed each other go together, if that saves more conversions than it needs,
 * weighed by the depths of loops.  Frame states name the value as one that is put together
 * by who leaves.
 */
#ifndef TAURARO_IR_PHI_SPLIT_H
#define TAURARO_IR_PHI_SPLIT_H

#include "ir/ir.h"

typedef struct PhiPart { /* of a phi, by id */
    IrNode *parent;   /* NULL: no candidate; itself: the representative of those that go together */
    int64_t gain;     /* of the representative */
    IrNode *raw;      /* the phi of raw values that stands for this one; NULL: it stays */
    IrNode *tag;      /* another that goes with it, or NULL */
    IrNode *shown;    /* the value for frame states */
} PhiPart;

typedef struct PhiSplit PhiSplit;
struct PhiSplit {
    Ir *ir;
    PhiPart *parts;
    uint32_t ids; /* below */
    bool (*is_candidate)(const IrNode *phi);
    bool (*can_be_taken)(PhiSplit *s, const IrNode *phi, uint32_t k); /* its input k, if all candidates are */
    bool (*reads_raw)(const IrNode *n); /* whose input 0 may be the raw value, which is its result */
    void (*unite)(PhiSplit *s, IrNode *phi, uint32_t k); /* with the candidates that input k depends on */
    void (*weigh)(PhiSplit *s, const IrBlock *b); /* adds what the nodes of a block gain to the groups */
    void (*begin_part)(PhiSplit *s, IrNode *phi, PhiPart *p); /* makes what stands for a phi */
    void (*fill_part)(PhiSplit *s, IrNode *phi, const PhiPart *p, uint32_t k); /* input k of that */
    /* The value as it was, made in front of `user`. */
    IrNode *(*as_value)(PhiSplit *s, IrNode *phi, const PhiPart *p, IrNode *user);
};

/* The part of a candidate, or NULL. */
static inline PhiPart *phi_part(const PhiSplit *s, const IrNode *n) {
    return n->op == IR_PHI && n->id < s->ids && s->parts[n->id].parent ? &s->parts[n->id] : NULL;
}

/* The part of a phi that is replaced, or NULL. */
static inline PhiPart *phi_chosen(const PhiSplit *s, const IrNode *n) {
    PhiPart *p = phi_part(s, n);
    return p && p->raw ? p : NULL;
}

/* Finds the candidates.  False: there are none. */
bool phi_split_begin(PhiSplit *s, Ir *ir);
/* Replaces those that can be and whose group gains by it. */
void phi_split_run(PhiSplit *s);
/* Two candidates go together. */
void phi_split_unite(PhiSplit *s, IrNode *phi, IrNode *other);
/* The part that has the gain of all that go together with a candidate. */
PhiPart *phi_split_group(PhiSplit *s, IrNode *phi);
/* A phi of a representation and types beside this one, without inputs yet. */
IrNode *phi_split_beside(PhiSplit *s, IrNode *phi, IrRep rep, IrTypes types);
/* Where the value goes that frame states show: `call` of the parts, behind the block's phis. */
void phi_split_show(PhiSplit *s, IrNode *phi, Value (*call)(Thread *t, Value *values, uint64_t aux));
/* Where a value that `user` takes may be boxed: in front of it or, if it fills a new object,
 * in front of the object, since boxing may collect. */
IrNode *phi_split_place(IrNode *user);
#endif

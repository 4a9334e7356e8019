/*
 * fold.h - what the rules of folding (fold_rules.c) tell the walk (opt_fold.c).
 */
#ifndef TAU_IR_FOLD_H
#define TAU_IR_FOLD_H

#include "bytecode/opcode.h"
#include "ir/opt.h"

typedef enum FoldResult {
    FOLD_NOTHING, /* (the node itself may have been made simpler in place) */
    FOLD_VALUE,   /* the result is `value`; the node goes */
    FOLD_GONE,    /* an assertion without a result that holds; the node goes */
    FOLD_FAILS,   /* the node's assertion never holds */
    FOLD_TRUE,    /* a condition that always holds */
    FOLD_FALSE
} FoldResult;

/* The truth of conditions as far as the walk knows it: -1 unknown. */
typedef int (*FoldTruth)(void *walk, const IrNode *condition, const IrBlock *at);

typedef struct FoldContext {
    Ir *ir;
    FoldTruth truth;
    void *walk;
    const IrBlock *at;  /* the block that the node is in */
} FoldContext;

/* What becomes of a node whose inputs have been folded.  May make new constants; puts
 * other new nodes in front of n (conditions). */
FoldResult fold_node(const FoldContext *c, IrNode *n, IrNode **value);

/* fold_words.c: the same of operations on 64-bit words and on ints that may be big. */
FoldResult fold_big(const FoldContext *c, IrNode *n, IrNode **value);
/* Whether an int is certainly in [0, 2^bits), where bits is at most 64. */
bool fold_unsigned_bits(const IrNode *n, int *bits);
/* Whether it is a call of rt_int_operation; its opcode. */
bool fold_is_int_operation(const IrNode *n, Opcode *op);

#endif

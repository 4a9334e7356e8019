/*
 * feedback.h - what has been seen of a code object's instructions, beyond what the
 * interpreter's own caches say.
 *
 * Before a code object is compiled it runs for a while in a copy of the dispatch
 * loop that notes the kinds of operands and the directions of branches
 * (vm/interpreter_observing.c).  Compiled code that has to leave adds why.
 */
#ifndef TAU_IR_FEEDBACK_H
#define TAU_IR_FEEDBACK_H

#include "ir/ir.h"

typedef struct IrSite {  /* of one instruction */
    IrTypes left, right; /* of the operands: registers B and C; of JUMP_IF_ A; of SET_ITEM A and
                            B; of calls the first two arguments, the receiver included */
    IrTypes third;       /* of SET_ITEM: the value */
    uint32_t shape;      /* address of the shape of `left`'s instances; SHAPE_SEVERAL; 0: none */
    uint32_t failed;     /* set of DeoptReason: guards made for it have failed so */
    uint32_t executed;   /* saturating */
} IrSite;
enum { SHAPE_SEVERAL = 1 };

typedef struct Feedback {
    IrSite *sites;       /* by word of the instruction's start */
    uint32_t word_count;
    uint32_t recompiled; /* how often code made from it had to be thrown away */
} Feedback;

/* NULL: nothing was observed. */
static inline Feedback *code_feedback(const Code *code) { return code->feedback; }
/* Makes room for it; NULL: no memory. */
Feedback *feedback_ensure(Code *code);
/* Notes the instruction that begins at `pc` of the frame's code, about to run. */
void feedback_observe(Thread *t, Frame *f, uint32_t pc);

#endif

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

enum { SHAPE_SEVERAL = 1, SITE_SHAPES_MAX = 4 };
typedef struct IrSite {  /* of one instruction */
    IrTypes left, right; /* of the operands: registers B and C; of JUMP_IF_ A; of what stores
                            into A (SET_ITEM, SET_ATTR, LIST_APPEND ...) A and B; of calls the
                            first two arguments, the receiver included; of GET_SLICE the
                            container and the start; of BUILD_LIST and BUILD_SLICE left all
                            items; of FOR_ITER and
                            FOR_LOOP the loop's state[0] (vm/loops.h) */
    IrTypes third;       /* of SET_ITEM and MAP_ADD: register C, the value; of calls the
                            arguments from the third on; of GET_SLICE the end; of % with
                            a tuple, and of comparisons of tuples, their items */
    uint32_t strategies; /* set of the ListStrategies of the lists among the left ones */
    uint32_t iteration;  /* of FOR_PREPARE, FOR_ITER, FOR_LOOP and SEND: what has been run over (ir/iteration.h) */
    uint32_t left_shape, right_shape; /* addresses of the shapes of their instances and other objects;
                            SHAPE_SEVERAL; 0: none; see site_shape() */
    uint32_t left_shapes[SITE_SHAPES_MAX]; /* the same: all of the left ones, as they came; SHAPE_SEVERAL
                            first: there are more */
    uint32_t failed;     /* set of DeoptReason: guards made for it have failed so */
    uint32_t keys;       /* set of KEY_: of searches of dicts and sets */
    uint32_t executed;   /* saturating */
} IrSite;
enum {
    KEY_ABSENT = 1,
    KEY_PRESENT = 2,    /* the very object; or an int */
    KEY_EQUAL = 4,      /* another object that equals it */
    KEY_OWN_METHOD = 8, /* only a __hash__ or __eq__ of the program could tell */
};

/* The one shape of the instances seen; NULL: none, several, or its class is gone. */
static inline Shape *site_shape(uint32_t address) {
    Shape *shape = address > SHAPE_SEVERAL ? (Shape *)(uintptr_t)address : NULL;
    /* What was a shape's memory is cleared, or is that of another shape. */
    return shape && shape->type ? shape : NULL;
}

/* The shapes of the left ones, up to SITE_SHAPES_MAX, and how many; 0: none, more, or one of
 * their classes is gone. */
static inline uint32_t site_left_shapes(const IrSite *site, Shape **out) {
    uint32_t count = 0;
    for (; count < SITE_SHAPES_MAX && site->left_shapes[count]; count++)
        if (!(out[count] = site_shape(site->left_shapes[count])))
            return 0;
    return count;
}

typedef struct Feedback {
    uint32_t word_count;
    uint32_t yields;     /* seen in the code of a generator */
    IrSite entry;        /* of calls: left, left_shapes are those of the first argument */
    uint32_t recompiled; /* how often code made from it had to be thrown away */
    IrSite sites[];      /* by word of the instruction's start */
} Feedback;

/* NULL: nothing was observed. */
static inline Feedback *code_feedback(const Code *code) { return code->feedback; }
/* Makes room for it; NULL: no memory, without an exception. */
Feedback *feedback_ensure(Thread *t, Code *code);
/* Notes the instruction that begins at `pc` of the frame's code, about to run.  The
 * hook VmHooks.observe. */
void feedback_observe(Thread *t, Frame *f, uint32_t pc);

#endif

/*
 * ir.h - the compiler's intermediate representation: a control-flow graph of basic
 * blocks in static single assignment form.
 *
 * A graph belongs to one compilation and lives in its arena; nodes are never
 * freed.  A node is an operation of ir.def and its result.  Each block holds a
 * list of nodes: phis first, one control operation last.
 *
 * Speculation: a node that may leave for the interpreter has a frame state, which
 * says what each interpreter register is at that point; chained by `caller` when
 * the point is inside inlined calls.  The state of a guard is the beginning of a
 * bytecode instruction, which the interpreter executes again.  The state of a call
 * names the instruction that calls: if an exception is raised, it is raised there.
 *
 * Replacing a node: set its `forward`; ir_apply_forwards() then updates all inputs
 * and states in one sweep.
 */
#ifndef TAU_IR_IR_H
#define TAU_IR_IR_H

#include <setjmp.h>

#include "base/arena.h"
#include "runtime/function.h"

typedef struct IrNode IrNode;
typedef struct IrBlock IrBlock;
typedef struct IrState IrState;
typedef struct Ir Ir;

typedef enum IrOp {
#define IR(name, result, inputs, effect) IR_##name,
#include "ir/ir.def"
    IR_OP_COUNT
} IrOp;

typedef enum IrRep { REP_NONE, REP_VALUE, REP_FLOAT, REP_WORD, REP_BOOL } IrRep;

typedef enum IrEffect {
    EFFECT_PURE, EFFECT_GUARD, EFFECT_CHECK, EFFECT_LOAD, EFFECT_STORE, EFFECT_ALLOC, EFFECT_CALL, EFFECT_PHI,
    EFFECT_CONTROL
} IrEffect;

typedef struct IrOpInfo {
    const char *name;
    const char *inputs;
    IrRep result;
    IrEffect effect;
} IrOpInfo;
extern const IrOpInfo ir_op_info[IR_OP_COUNT];

typedef enum IrAlias {
#define ALIAS(name) ALIAS_##name,
#include "ir/alias.def"
    ALIAS_COUNT
} IrAlias;

typedef enum DeoptReason {
#define DEOPT(name, words) DEOPT_##name,
#include "ir/deopt_reason.def"
    DEOPT_COUNT
} DeoptReason;

typedef enum IrCompare { IR_LT, IR_LE, IR_EQ, IR_NE, IR_GT, IR_GE } IrCompare; /* as CompareOp */

/* What is known of a V: a set of the kinds of values that it may be.  Of the
 * built-in types only exact instances; everything else is OTHER. */
typedef uint32_t IrTypes;
enum {
    IRT_INT = 1 << 0,       /* small int */
    IRT_BIGINT = 1 << 1,
    IRT_FLOAT = 1 << 2,     /* tagged float */
    IRT_HEAPFLOAT = 1 << 3,
    IRT_BOOL = 1 << 4,
    IRT_NONE = 1 << 5,
    IRT_UNDEF = 1 << 6,
    IRT_SPECIAL = 1 << 7,   /* the other constants */
    IRT_STR = 1 << 8,
    IRT_LIST = 1 << 9,
    IRT_TUPLE = 1 << 10,
    IRT_DICT = 1 << 11,
    IRT_SET = 1 << 12,
    IRT_RANGE = 1 << 13,
    IRT_CELL = 1 << 14,
    IRT_FUNCTION = 1 << 15, /* KIND_FUNCTION */
    IRT_INSTANCE = 1 << 16, /* KIND_INSTANCE: of a Python class over object */
    IRT_TYPE = 1 << 17,     /* KIND_TYPE */
    IRT_COMPLEX = 1 << 18,
    IRT_GENERATOR = 1 << 19,
    IRT_COROUTINE = 1 << 20,
    IRT_BYTES = 1 << 21,
    IRT_BYTEARRAY = 1 << 22,
    IRT_OTHER = 1 << 23,    /* any other object */
    IRT_ANY = (1 << 24) - 1,
    IRT_NUMBER_FLOAT = IRT_FLOAT | IRT_HEAPFLOAT,
    IRT_CONSTANTS = IRT_BOOL | IRT_NONE | IRT_UNDEF | IRT_SPECIAL,
    IRT_OBJECT = IRT_ANY & ~(IRT_INT | IRT_FLOAT | IRT_CONSTANTS),
};

struct IrNode {
    uint8_t op;      /* IrOp */
    uint8_t rep;     /* IrRep of the result */
    uint8_t alias;   /* IrAlias of loads and stores */
    uint8_t reason;  /* DeoptReason of guards and exits */
    uint8_t effects; /* RT_* of calls */
    bool nowrap : 1; /* cannot overflow or fail */
    bool catches : 1; /* a call whose error the nodes behind it examine: it does not leave */
    bool speculative : 1; /* a guard that was moved in front of the loop that needs it: the
                             program might never have come to it */
    bool weak : 1;     /* a phi of a variable that only frames show: see build.c */
    bool removable : 1; /* a call that may be removed when its result is not used, and made later when
                           frames show it: what it reads never changes; it fails for want of memory only */
    bool hot_exit : 1; /* taken so often that it should not be recompiled for */
    uint16_t input_count;
    uint32_t id;     /* dense, from 1 */
    IrTypes types;   /* of a V */
    uint32_t aux;
    int64_t imm;
    IrNode **in;
    IrState *state;  /* or NULL */
    IrBlock *block;
    IrNode *prev, *next; /* in the block */
    IrNode *forward; /* replaced by; see above */
    uint32_t mark;   /* scratch of passes */
    uint32_t origin; /* index in Ir.origins; 0: unknown */
};

/* The instruction that a node was made for. */
typedef struct IrOrigin {
    const Code *code;
    uint32_t pc;
    uint32_t caller; /* in an inlined call: the origin that calls, else 0 */
    Value callee;    /* the built-in function or class that it calls, if that is known; else UNDEF */
} IrOrigin;

enum { STATE_CONSUMER = 24 }; /* bits in IrState.flags from here on */

/* One interpreter frame at one point. */
struct IrState {
    IrState *caller;  /* of an inlined call: the caller's frame at the call; NULL: outermost */
    Code *code;
    IrNode *function; /* V: the function object of the frame */
    IrNode *instance; /* of an inlined __init__: what the call results in, or NULL */
    uint32_t pc;      /* index of the word at which the interpreter goes on; for calls: of the
                         word behind the instruction that calls */
    uint32_t flags;   /* FRAME_* of the frame, such as FRAME_CONSTRUCTOR, FRAME_OPERATOR; of one with
                         FRAME_CONSUMED the Consumer at STATE_CONSUMER, and behind its registers are the
                         accumulator and the consumer's function */
    uint16_t result_register; /* of the caller: where the result of this frame goes */
    uint16_t count;   /* registers */
    uint32_t visited; /* = ir->state_visit: seen by the sweep that goes on */
    uint32_t replaced_at;  /* scratch of opt_escape.c */
    IrState *replacement;
    IrNode *registers[]; /* NULL: dead, may hold anything */
};

struct IrBlock {
    uint32_t id;          /* dense, from 0: the entry */
    IrNode *first, *last;
    IrBlock **preds;
    IrBlock *succ[2];     /* as the control operation says; NULL: none */
    uint32_t pred_count, pred_capacity;
    bool loop_header;     /* has a predecessor that it dominates */
    bool cold;            /* believed to run rarely: placed at the end */
    IrState *entry_state; /* of a loop header: the state at its start, in terms of its phis */
    /* Computed by ir_analyze(): */
    uint32_t order;       /* = id: in reverse postorder */
    uint32_t loop_depth;  /* 0: in no loop */
    IrBlock *loop;        /* header of the innermost loop it is in (itself if it is one), or NULL */
    IrBlock *loop_parent; /* of a header: that of the loop around its loop, or NULL */
    IrBlock *idom;        /* immediate dominator; NULL of the entry */
    IrBlock *dom_child, *dom_sibling; /* the dominator tree */
    uint32_t dom_first, dom_last; /* numbers, in a preorder of that tree, of the block and of
                                     the last one that it dominates */
};

struct Ir {
    Arena *arena;
    Arena *scratch; /* of ir_scratch(); may be the same */
    Thread *thread;
    Code *code;          /* the function compiled */
    uint32_t entry_pc;   /* 0: from its beginning; else the loop entered, or: */
    bool resumes;        /* where a generator goes on: PARAM 0 is that, PARAM 1 what is sent */
    uint32_t node_count, block_count; /* ids given so far */
    IrBlock **blocks;    /* in order of creation; after ir_analyze() in reverse postorder */
    uint32_t block_capacity;
    IrBlock *entry;
    bool lowered;        /* by opt_lower.c: values are used past their guards */
    bool may_speculate;  /* guards may be moved in front of loops; off where that has failed */
    uint32_t state_visit; /* number of the last sweep over all states */
    uint32_t max_inline_depth; /* frames in the longest chain of states, less one */
    struct IrSymbol *symbols; /* names given to addresses, see text.h */
    IrOrigin *origins;   /* NULL: nobody wants to know */
    uint32_t origin_count, origin_capacity;
    uint32_t origin;     /* of the nodes being made */
    uint32_t max_registers; /* of the outermost frame and the inlined ones above it */
    uint32_t *stress_counter; /* debugging, or NULL: each guard counts it down; at 0 it fails */
    uint32_t stress_every;    /* and the counter starts here again */
    List *objects;       /* what has been made for the code, before its constants are collected */
    jmp_buf give_up;     /* where ir_give_up() returns to, set by who began the compilation */
    const char *why;     /* it was given up */
};

/* ---- building (ir.c) ---- */

/* NULL: no memory.  From here on lack of memory jumps to ir->give_up. */
Ir *ir_new(Thread *t, Arena *arena, Code *code, uint32_t entry_pc);
void *ir_alloc(Ir *ir, size_t bytes); /* zeroed */
/* The same for what is not part of the graph: gone when the pass ends, and what allocates
 * behind the last pass when the compilation does. */
void *ir_scratch(Ir *ir, size_t bytes);
/* `why`: a sentence that goes on from "it is not compiled: ". */
_Noreturn void ir_give_up(Ir *ir, const char *why);
IrBlock *ir_block_new(Ir *ir);
/* A node that is in no block yet; of `count` inputs, all NULL. */
IrNode *ir_node_new(Ir *ir, IrOp op, uint32_t count);
/* The same with up to three inputs (NULL: ends them). */
IrNode *ir_node(Ir *ir, IrOp op, IrNode *a, IrNode *b, IrNode *c);
void ir_append(IrBlock *block, IrNode *n);           /* at the end */
void ir_insert_before(IrNode *at, IrNode *n);
void ir_insert_after(IrNode *at, IrNode *n);
void ir_remove(IrNode *n);                           /* out of its block */
/* An edge; the control operation at the end of `from` says where succ[i] is taken. */
void ir_edge(Ir *ir, IrBlock *from, uint32_t i, IrBlock *to);
/* Takes out predecessor i of a block and the inputs of its phis. */
void ir_remove_pred(IrBlock *b, uint32_t i);
uint32_t ir_pred_index(const IrBlock *b, const IrBlock *pred);
IrState *ir_state_new(Ir *ir, uint32_t registers);

/* From here on nodes are made for the instruction at pc, in a call by origin `caller` or
 * none; code NULL: for none in particular. */
void ir_set_origin_slow(Ir *ir, const Code *code, uint32_t pc, uint32_t caller);
static inline void ir_set_origin(Ir *ir, const Code *code, uint32_t pc, uint32_t caller) {
    if (ir->origins)
        ir_set_origin_slow(ir, code, pc, caller);
}
/* The instruction calls `callee`. */
static inline void ir_set_origin_callee(Ir *ir, Value callee) {
    if (ir->origin)
        ir->origins[ir->origin].callee = callee;
}
/* Begins to keep origins, for those who look at the graph. */
void ir_keep_origins(Ir *ir);

/* Constants: in the entry block, each made once. */
IrNode *ir_const(Ir *ir, Value v);
IrNode *ir_const_float(Ir *ir, double d);
IrNode *ir_const_word(Ir *ir, int64_t word);

/* ---- looking ---- */

static inline IrEffect ir_effect(const IrNode *n) { return ir_op_info[n->op].effect; }
/* Whether it stands in frame states only, for what leaving makes. */
static inline bool ir_is_virtual(const IrNode *n) { return n->op == IR_VIRTUAL || n->op == IR_VIRTUAL_CALL; }
static inline bool ir_is_control(const IrNode *n) { return ir_effect(n) == EFFECT_CONTROL; }
/* Whether leaving by its state is possible at all. */
bool ir_can_fail(const IrNode *n);
/* What every result of the operation is; 0: that depends on the inputs. */
IrTypes ir_types_of_op(IrOp op);
/* What is known of a Value. */
IrTypes ir_types_of_value(Thread *t, Value v);
/* The address of the shape that all objects of a single object type have, or 0. */
uint32_t ir_shape_of_type(Thread *t, IrTypes type);
/* What objects of a shape are. */
IrTypes ir_types_of_shape(Thread *t, const Shape *shape);
/* Calls visit for each node that a state refers to, outermost frame last; pointers
 * so that they can be replaced. */
void ir_state_each(IrState *s, void (*visit)(IrNode **use, void *data), void *data);
/* The same in a sweep over all nodes (++ir->state_visit begins one): frames that
 * several nodes share are visited once. */
void ir_state_each_once(Ir *ir, IrState *s, void (*visit)(IrNode **use, void *data), void *data);
static inline IrNode *ir_forwarded(IrNode *n) {
    while (n && n->forward)
        n = n->forward;
    return n;
}
static inline bool ir_is_const(const IrNode *n, Value *v) {
    if (n->op != IR_CONST)
        return false;
    v->bits = (uint64_t)n->imm;
    return true;
}

/* ---- whole graph ---- */

void ir_apply_forwards(Ir *ir);
/* Removes unreachable blocks, orders the rest, finds loops and dominators.
 * Cooper, Harvey & Kennedy, "A Simple, Fast Dominance Algorithm" (2001). */
void ir_analyze(Ir *ir);
static inline bool ir_dominates(const IrBlock *a, const IrBlock *b) {
    return a->dom_first <= b->dom_first && b->dom_first <= a->dom_last;
}
/* Puts a block into every edge from a block with two successors to one with
 * several predecessors. */
void ir_split_critical_edges(Ir *ir);

/* ---- runtime calls ---- */

typedef enum RtCall {
    RT_NONE,
#define RTCALL(name, result, inputs, error, effects) RT_##name,
#include "ir/rtcall.def"
    RT_COUNT
} RtCall;
enum { RT_PURE = 1, RT_READS = 2, RT_ALLOCATES = 4, RT_WRITES = 8, RT_OBSERVES = 16 };
typedef enum RtError { RT_NEVER, RT_IS_ERROR, RT_IS_NEGATIVE, RT_IS_ZERO } RtError;
typedef struct RtCallInfo {
    const char *name;
    const char *inputs;
    IrRep result;
    RtError error;
    uint32_t effects;
} RtCallInfo;
extern const RtCallInfo rt_call_info[RT_COUNT];
IrNode *ir_call_rt(Ir *ir, RtCall id, IrNode *a, IrNode *b, IrNode *c);

#endif

/*
 * flow.h - control flow of bytecode: what the graph builder has to know of a code
 * object before it walks it: basic blocks, loops, which registers live where and
 * which are assigned in which loop.
 */
#ifndef TAU_IR_FLOW_H
#define TAU_IR_FLOW_H

#include "bytecode/opcode.h"
#include "ir/ir.h"

/* One instruction, prefix and extension taken in. */
typedef struct Instruction {
    Opcode form;        /* as it stands: perhaps quickened */
    Opcode op;          /* its family */
    uint32_t a, b, c;
    int32_t bx;         /* of operands that take B and C together */
    uint32_t extension;
    uint32_t pc;        /* of its first word, a prefix included */
    uint32_t next;
    uint32_t target;    /* of jumps */
} Instruction;

/* Whether an instruction leaves a generator's frame, for that to go on behind it. */
static inline bool flow_suspends(Opcode op) { return op == OPC_YIELD || op == OPC_YIELD_DELEGATED; }


void flow_decode(const Code *code, uint32_t pc, Instruction *out);

typedef struct FlowRange { /* registers [first, first + count) */
    uint32_t first, count;
} FlowRange;
enum { FLOW_READS_MAX = 4, FLOW_WRITES_MAX = 3 };
typedef struct FlowEffect {
    FlowRange reads[FLOW_READS_MAX], writes[FLOW_WRITES_MAX];
    uint32_t read_count, write_count;
} FlowEffect;
void flow_effect(const Code *code, const Instruction *i, FlowEffect *out);

typedef struct FlowBlock {
    uint32_t start, end;   /* words */
    uint32_t first, count; /* in Flow.instructions */
    uint32_t succ[2], succ_count; /* [0]: the jump; of a conditional one [1] goes on */
    uint32_t item, item_succ; /* a loop's next item: the register that is written on the way to
                              succ[item_succ] only; or NONE */
    uint32_t handled;      /* of a generator: exceptions that it is handling at the block's start */
    uint32_t handler;      /* block of the innermost handler covering its instructions, or NONE */
    bool loop_header;
    uint32_t loop;         /* header of the innermost loop around it (itself), or NONE */
    uint32_t loop_parent;  /* of a header: header of the next loop around, or NONE */
    uint64_t *live_in;     /* bit a register */
    uint64_t *assigned;    /* of a loop header: registers written in the loop */
} FlowBlock;

enum { FLOW_NONE = UINT32_MAX };

/* The ways out of a block, the one into its handler included. */
static inline uint32_t flow_edge_count(const FlowBlock *b) { return b->succ_count + (b->handler != FLOW_NONE); }
static inline uint32_t flow_edge(const FlowBlock *b, uint32_t i) { return i < b->succ_count ? b->succ[i] : b->handler; }

typedef struct Flow {
    const Code *code;
    Instruction *instructions; /* all, decoded */
    uint32_t instruction_count;
    FlowBlock *blocks;     /* by address; block 0 is the beginning */
    uint32_t block_count;
    uint32_t words;        /* of a register set */
    uint32_t *block_at;    /* by word: the block that starts there, or NONE */
    uint64_t **live_after; /* by word of an instruction's start: registers alive behind it,
                              or in its handler */
    uint8_t *loop_saw;     /* by word of a FOR_PREPARE, FOR_ITER, FOR_LOOP: the loop's LOOP_SAW_ bits */
    uint32_t *iterations;  /* the same: what the loop has run over (ir/iteration.h); of an UNPACK
                              of the items: that loop's */
    struct Flow *next;     /* the builder's list */
} Flow;

/* The registers that a graph has for a code object's frames: those of a generator have two
 * more, for one that is consumed: what has been taken so far, and the consumer. */
static inline uint32_t flow_register_count(const Code *code) { return code->register_count + (code_suspends(code) ? 2 : 0); }

static inline bool flow_has(const uint64_t *set, uint32_t reg) { return set[reg >> 6] >> (reg & 63) & 1; }

/* Whether a block is in the loop of this header. */
static inline bool flow_in_loop(const Flow *f, uint32_t block, uint32_t header) {
    uint32_t h = f->blocks[block].loop;
    while (h != FLOW_NONE && h != header)
        h = f->blocks[h].loop_parent;
    return h == header;
}

/* `keep_locals`: named variables count as alive everywhere (the function calls
 * locals() or the like). */
Flow *flow_new(Ir *ir, const Code *code, bool keep_locals);
/* What a FOR_PREPARE, FOR_ITER or FOR_LOOP has always run over, if that is something that
 * compiled code advances: its LOOP_SAW_ bit; 0: anything else.  Of views and others
 * f->iterations[pc] tells more. */
uint32_t flow_loop_kind(const Flow *f, uint32_t pc);
/* Whether the loop's state[0] may be the one of a range, which counts. */
bool flow_loop_counts(const Flow *f, uint32_t pc);
/* The innermost handler of an instruction, or NULL. */
const CodeHandler *flow_handler(const Code *code, uint32_t pc);

#endif

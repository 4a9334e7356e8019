/*
 * emit.h - what the parts of the x86-64 code generator share.
 *
 * Registers of compiled code:
 *   r15  the Thread
 *   r14  the Frame of the running compiled function
 *   rbp  its native frame
 *   r11, xmm15  scratch: of single operations, and of moves between them
 *   all others are the allocator's; calls destroy all of them, but those of C functions
 *   that look at no frames leave rbx, r12 and r13
 *
 * A native frame, downwards:
 *   return address | saved rbp  <- rbp | spill slots | outgoing values  <- rsp
 *
 * The allocator keeps what a node's frame state names apart from the node's result,
 * but for the first input of an INT_ADD, INT_SUB or INT_NEG, which is overwritten:
 * their way out restores it (exit_label_undoing).
 */
#ifndef TAU_JIT_X64_EMIT_H
#define TAU_JIT_X64_EMIT_H

#include "jit/backend.h"
#include "jit/exits.h"
#include "jit/x64/assembler.h"
#include "runtime/frame.h"

#define REG_THREAD R15
#define REG_FRAME R14
#define SCRATCH R11
#define XMM_SCRATCH XMM15
/* The registers of a call from compiled to compiled code, beside the arguments'. */
#define REG_CALLED_FUNCTION RAX
#define REG_CALLED_REGISTERS R11
extern const uint8_t x64_argument_registers[BACKEND_ARGUMENTS];

enum {
    OBJECT_TAG = 1, /* in pointers to objects: subtracted by displacements */
};

#define FIELD(Struct, field) ((int32_t)offsetof(Struct, field))
/* Offsets from a tagged pointer to an object. */
#define OBJECT_FIELD(Struct, field) (FIELD(Struct, field) - OBJECT_TAG)

/* ---- decisions that constraints and emission must agree on (target.c) ---- */

/* A condition that its only user, right behind it, takes from the flags. */
bool x64_is_fused(const IrNode *n);
static inline bool x64_is_constant(const IrNode *n) {
    return n->op == IR_CONST || n->op == IR_CONST_WORD || n->op == IR_CONST_FLOAT;
}
/* A constant V or W that instructions can hold. */
static inline bool x64_is_imm32(const IrNode *n) {
    return (n->op == IR_CONST || n->op == IR_CONST_WORD) && n->imm == (int32_t)n->imm;
}
/* The same, untagged. */
static inline bool x64_is_small_constant(const IrNode *n) {
    return n->op == IR_CONST && n->imm >> 2 == (int32_t)(n->imm >> 2);
}
typedef enum X64Division { DIVIDE_SHIFT, DIVIDE_MULTIPLY, DIVIDE_GENERAL } X64Division;
X64Division x64_division(const IrNode *n);
/* FLOAT_CMP compares its second input with its first. */
static inline bool x64_float_cmp_swaps(const IrNode *n) { return n->aux == IR_LT || n->aux == IR_LE; }

/* ---- the emitter ---- */

/* What the flags say.  After ucomisd, equality needs the parity flag (NaN) too. */
typedef struct Condition {
    Cond cc;
    enum { PARITY_ANY, PARITY_AND_CLEAR, PARITY_OR_SET } parity;
} Condition;

typedef struct Operand {
    enum { OPERAND_REG, OPERAND_MEM, OPERAND_IMM } kind;
    Reg reg;
    Mem mem;
    int32_t imm;
} Operand;

/* Code apart, at the end: what a node does rarely. */
typedef struct SlowPath {
    const IrNode *node;
    AsmLabel label, back;
    AsmLabel more[3]; /* of searches */
} SlowPath;

typedef struct ExitStub {
    AsmLabel label;
    uint32_t exit;
    const IrNode *node;
    bool undoes; /* the node, first */
} ExitStub;

typedef struct Emitter {
    Assembler a;
    Ir *ir;
    const RaAllocation *ra;
    const BackendStubs *stubs;
    CompiledCode *out;
    AsmLabel *block_labels;   /* by id */
    bool *aligned;            /* by id: the beginning of a loop */
    const IrBlock **blocks;   /* in the order of the code */
    uint32_t block_count;
    const IrBlock *next_block; /* laid out behind the current one, or NULL */
    ExitTables exits;
    RaStateValues state; /* the last one listed */
    ExitStub *exit_stubs;
    SlowPath *slow_paths;
    uint32_t exit_stub_count, slow_path_count;
    Condition condition; /* of the fused condition emitted last */
    int32_t frame_size;  /* of the native frame below rbp */
    CodeMark *marks;     /* room for all there can be; NULL: nobody watches */
    uint32_t mark_count;
    bool profiled;       /* Thread.frame and Frame.safepoint are kept right for signal handlers */
} Emitter;

static inline const RaNode *ra_of(const Emitter *e, const IrNode *n) { return &e->ra->nodes[n->id]; }
static inline Reg in_reg(const Emitter *e, const IrNode *n, uint32_t i) {
    assert(ra_of(e, n)->in[i].kind == RA_GPR);
    return (Reg)ra_of(e, n)->in[i].reg;
}
static inline Xmm in_xmm(const Emitter *e, const IrNode *n, uint32_t i) {
    assert(ra_of(e, n)->in[i].kind == RA_XMM);
    return (Xmm)ra_of(e, n)->in[i].reg;
}
/* The register of the result; scratch if nobody wants it. */
/* The input that the result of a two-address node overwrites: the second if only that
 * is where the result is. */
static inline uint32_t x64_overwritten(const Emitter *e, const IrNode *n) {
    const RaNode *a = ra_of(e, n);
    return a->in[1].kind == a->out.kind && a->in[1].reg == a->out.reg &&
           (a->in[0].kind != a->out.kind || a->in[0].reg != a->out.reg);
}
static inline Reg out_reg(const Emitter *e, const IrNode *n) {
    RaLocation out = ra_of(e, n)->out;
    assert(out.kind == RA_GPR || out.kind == RA_NOWHERE);
    return out.kind == RA_GPR ? (Reg)out.reg : (Reg)SCRATCH;
}
static inline Xmm out_xmm(const Emitter *e, const IrNode *n) {
    RaLocation out = ra_of(e, n)->out;
    assert(out.kind == RA_XMM || out.kind == RA_NOWHERE);
    return out.kind == RA_XMM ? (Xmm)out.reg : (Xmm)XMM_SCRATCH;
}
static inline Mem slot_mem(const Emitter *e, uint32_t slot) {
    return mem(RBP, e->out->slots_offset + 8 * (int32_t)slot);
}

/* ---- emit.c ---- */

/* Input i as an operand; a constant that is no immediate goes through scratch. */
Operand x64_operand(Emitter *e, const IrNode *n, uint32_t i);
void emit_alu(Emitter *e, AluOp op, Reg dst, Operand src);
/* dst = operand; leaves the flags. */
void x64_load_operand(Emitter *e, Reg dst, Operand src);
void x64_move_reg(Emitter *e, Reg dst, Reg src); /* nothing if they are the same */
void x64_move_xmm(Emitter *e, Xmm dst, Xmm src);
/* A double in a register, a slot or a constant, into dst. */
void x64_load_double(Emitter *e, Xmm dst, const IrNode *value, RaLocation at);
/* Of an input that is in no register. */
Mem x64_double_mem(Emitter *e, const IrNode *n, uint32_t i);
Mem x64_constant_double_mem(Emitter *e, const IrNode *value);

/* Where a guard of this node jumps to when it fails. */
AsmLabel x64_exit_label(Emitter *e, const IrNode *n);
/* The same for an INT_ADD, INT_SUB or INT_NEG that has overwritten its input. */
AsmLabel x64_exit_label_undoing(Emitter *e, const IrNode *n);
/* The exit of a call, which is also its safepoint. */
uint32_t x64_add_exit(Emitter *e, const IrNode *n, bool raises);
AsmLabel x64_exit_label_of(Emitter *e, uint32_t exit, const IrNode *n);
/* emit_slow_<...> of the node's operation is called for it at the end. */
SlowPath *x64_slow_path(Emitter *e, const IrNode *n);

/* What a condition's user does. */
Condition x64_condition_of_input(Emitter *e, const IrNode *user);
void x64_jump_if(Emitter *e, Condition c, AsmLabel to);
void x64_jump_unless(Emitter *e, Condition c, AsmLabel to);

/* Whether a block does nothing but jump on. */
bool x64_is_empty(const Emitter *e, const IrBlock *b);

/* layout.c: finds e->blocks and e->aligned. */
void x64_lay_out(Emitter *e);

/* ---- emit_int.c, emit_float.c, emit_test.c, emit_memory.c, emit_text.c, emit_call.c ---- */

void emit_int(Emitter *e, const IrNode *n);
void emit_undo(Emitter *e, const IrNode *n);
void emit_slow_division(Emitter *e, const SlowPath *path);
void emit_slow_word(Emitter *e, const SlowPath *path);

void emit_float(Emitter *e, const IrNode *n);
void emit_slow_float(Emitter *e, const SlowPath *path);
void emit_text(Emitter *e, const IrNode *n);
void emit_slow_text(Emitter *e, const SlowPath *path);

/* Sets the flags by a condition's operation. */
Condition emit_condition(Emitter *e, const IrNode *n);
void emit_condition_value(Emitter *e, const IrNode *n);
void emit_select(Emitter *e, const IrNode *n);
void emit_guard(Emitter *e, const IrNode *n);
/* Leaves for `otherwise` if a V, of whose kind `known` is known, is no object. */
void emit_object_test(Emitter *e, Reg value, IrTypes known, AsmLabel otherwise);

/* What is at an address; may take scratch. */
Mem x64_absolute(Emitter *e, int64_t address);
void emit_memory(Emitter *e, const IrNode *n);
void emit_slow_memory(Emitter *e, const SlowPath *path);

void emit_call(Emitter *e, const IrNode *n);
/* A call from a slow path, which keeps all registers: the two arguments have been
 * pushed, the second first.  The result is in scratch. */
void emit_call_keeping(Emitter *e, const void *function);

/* ---- emit_find.c ---- */

void emit_find(Emitter *e, const IrNode *n);
void emit_slow_find(Emitter *e, const SlowPath *path);

#endif

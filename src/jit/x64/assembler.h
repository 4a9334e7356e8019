/*
 * assembler.h - x86-64 instructions as bytes: one small function for each form
 * of each instruction that compiled code is made of.
 *
 * Names end in the operands, destination first: r a register, m memory, i an
 * immediate (asm_mov_rm loads, asm_mov_mr stores), and in the width where it is
 * not 64 bits: asm_add_rr32.  Functions that take a Width are the general forms.
 * As everywhere on x86-64, writing 32 bits of a register clears its upper half,
 * writing 8 or 16 leaves the rest.  Immediates are sign-extended to the width.
 *
 *     Assembler a;
 *     asm_init(&a, low, high);
 *     ... asm_add_rr(&a, RAX, RCX); asm_jcc(&a, CC_O, exit); ...
 *     if (asm_finish(&a)) {
 *         void *at = code_memory_alloc(cm, asm_size(&a));
 *         asm_relocate(&a, at);
 *         code_memory_write(cm, at, a.code, asm_size(&a));
 *     }
 *     asm_free(&a);
 *
 * Emitting never fails at once: without memory, `failed` is set and stays, what
 * is emitted is lost, and asm_finish says so.
 *
 * Source of the encodings: Intel 64 and IA-32 Architectures Software Developer's
 * Manual, volume 2.
 */
#ifndef TAU_JIT_X64_ASSEMBLER_H
#define TAU_JIT_X64_ASSEMBLER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In the order of their numbers in instructions. */
typedef enum Reg {
    RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15,
    NO_REG,
} Reg;

typedef enum Xmm {
    XMM0, XMM1, XMM2, XMM3, XMM4, XMM5, XMM6, XMM7,
    XMM8, XMM9, XMM10, XMM11, XMM12, XMM13, XMM14, XMM15,
} Xmm;

typedef enum Width { W8, W16, W32, W64 } Width;

/* In the order of their numbers in instructions; a condition and its opposite
 * differ in bit 0.  After ucomisd, unordered operands (NaN) give ZF = PF = CF = 1:
 * CC_A and CC_AE are then false, CC_B, CC_BE, CC_E and CC_P true. */
typedef enum Cond {
    CC_O, CC_NO,  /* overflow */
    CC_B, CC_AE,  /* unsigned below; carry */
    CC_E, CC_NE,  /* equal; zero */
    CC_BE, CC_A,
    CC_S, CC_NS,  /* sign */
    CC_P, CC_NP,  /* parity */
    CC_L, CC_GE,  /* signed less */
    CC_LE, CC_G,
    CC_C = CC_B, CC_NC = CC_AE, CC_Z = CC_E, CC_NZ = CC_NE,
} Cond;

static inline Cond cond_negate(Cond cond) { return (Cond)(cond ^ 1); }
/* The condition that says the same when the compared operands change places. */
static inline Cond cond_swap(Cond cond) {
    switch (cond) {
        case CC_B: return CC_A;
        case CC_A: return CC_B;
        case CC_AE: return CC_BE;
        case CC_BE: return CC_AE;
        case CC_L: return CC_G;
        case CC_G: return CC_L;
        case CC_LE: return CC_GE;
        case CC_GE: return CC_LE;
        default: return cond;
    }
}

/* ---- memory operands ----------------------------------------------------------- */

/* A place in the code, named before or after it is reached (asm_label_new). */
typedef struct AsmLabel {
    uint32_t id;
} AsmLabel;

/* base + index * 2^shift + disp; or, with base MEM_AT_LABEL, the bytes at label `disp`. */
typedef struct Mem {
    uint8_t base, index; /* Reg; NO_REG: none */
    uint8_t shift;
    int32_t disp;
} Mem;

enum { MEM_AT_LABEL = NO_REG + 1 };

static inline Mem mem(Reg base, int32_t disp) {
    return (Mem){(uint8_t)base, NO_REG, 0, disp};
}
/* scale: 1, 2, 4 or 8; index: not RSP; base: NO_REG for none. */
static inline Mem mem_index(Reg base, Reg index, unsigned scale, int32_t disp) {
    return (Mem){(uint8_t)base, (uint8_t)index, (uint8_t)__builtin_ctz(scale), disp};
}
/* An address in the lowest or highest 2 GiB. */
static inline Mem mem_absolute(int32_t address) {
    return (Mem){NO_REG, NO_REG, 0, address};
}
static inline Mem mem_label(AsmLabel label) {
    return (Mem){MEM_AT_LABEL, NO_REG, 0, (int32_t)label.id};
}

/* ---- the assembler --------------------------------------------------------------- */

/* Four bytes at `at` that hold the distance from their end (and `trailing` bytes
 * of immediate) to a label, or to an address when target is not 0. */
typedef struct AsmFixup {
    uint32_t at;
    uint8_t trailing;
    uint32_t label;
    uintptr_t target;
} AsmFixup;

typedef struct AsmConstant {
    uint64_t words[2];
    uint8_t size; /* 8 or 16 */
    AsmLabel label;
} AsmConstant;

enum {
    ASM_INSTRUCTION_ROOM = 32, /* no instruction is longer: the limit is 15 */
};

typedef struct Assembler {
    uint8_t *code; /* until asm_free */
    uint32_t size, capacity;
    bool failed;
    uint32_t *labels; /* offset of each, or LABEL_UNBOUND */
    uint32_t label_count, label_capacity;
    AsmFixup *fixups; /* to labels not reached when used, and to addresses */
    uint32_t fixup_count, fixup_capacity;
    AsmConstant *constants;
    uint32_t constant_count, constant_capacity;
    uintptr_t low, high; /* the finished code will lie in [low, high) */
    uint8_t scratch[ASM_INSTRUCTION_ROOM]; /* where instructions go after a failure */
} Assembler;

/* The code will lie somewhere in [low, high), which decides whether addresses are
 * in reach of a rel32; low == high == NULL: anywhere, so none is. */
void asm_init(Assembler *a, const void *low, const void *high);
/* Empty again for the next function; keeps its memory and range. */
void asm_reset(Assembler *a);
void asm_free(Assembler *a);
/* Places the constants, fills in the labels, all of which must be bound: the size
 * is final.  False when memory ran out. */
__attribute__((warn_unused_result)) bool asm_finish(Assembler *a);
/* After asm_finish: fills in the distances to addresses, for code to lie at `at`
 * (16-byte aligned).  May be called again for another place. */
void asm_relocate(Assembler *a, const void *at);
static inline uint32_t asm_size(const Assembler *a) { return a->size; }

AsmLabel asm_label_new(Assembler *a);
void asm_bind(Assembler *a, AsmLabel label); /* to the next instruction */
/* Offset of a bound label from the beginning of the code. */
uint32_t asm_label_offset(const Assembler *a, AsmLabel label);
bool asm_label_is_bound(const Assembler *a, AsmLabel label);
/* The offset of the next instruction. */
static inline uint32_t asm_offset(const Assembler *a) { return a->size; }
/* Constants behind the code; equal ones are one.  Of the 16-byte kind for the
 * memory operands of xorps and its like, which must be aligned. */
Mem asm_constant(Assembler *a, uint64_t bits);
Mem asm_constant_double(Assembler *a, double value);
Mem asm_constant16(Assembler *a, uint64_t low, uint64_t high);
/* Is a rel32 to this address possible, wherever in its range the code will lie? */
bool asm_reaches(const Assembler *a, const void *target);

/* ---- moves ----------------------------------------------------------------------- */

void asm_mov_rr(Assembler *a, Reg dst, Reg src); /* also when dst is src: nothing is elided */
void asm_mov_rr32(Assembler *a, Reg dst, Reg src);
void asm_mov_ri(Assembler *a, Reg dst, int64_t value); /* the shortest; leaves the flags */
void asm_zero(Assembler *a, Reg dst);                  /* xor: changes the flags */

/* Loads: a narrow one is extended to 64 bits. */
void asm_load(Assembler *a, Width width, Reg dst, Mem src);
void asm_load_signed(Assembler *a, Width width, Reg dst, Mem src);
void asm_store(Assembler *a, Width width, Mem dst, Reg src);
void asm_store_imm(Assembler *a, Width width, Mem dst, int32_t value);
/* The low bits of src, extended to 64. */
void asm_extend(Assembler *a, Width width, Reg dst, Reg src);
void asm_extend_signed(Assembler *a, Width width, Reg dst, Reg src);

static inline void asm_mov_rm(Assembler *a, Reg dst, Mem src) { asm_load(a, W64, dst, src); }
static inline void asm_mov_rm32(Assembler *a, Reg dst, Mem src) { asm_load(a, W32, dst, src); }
static inline void asm_movzx8_rm(Assembler *a, Reg dst, Mem src) { asm_load(a, W8, dst, src); }
static inline void asm_movzx16_rm(Assembler *a, Reg dst, Mem src) { asm_load(a, W16, dst, src); }
static inline void asm_movsx8_rm(Assembler *a, Reg dst, Mem src) { asm_load_signed(a, W8, dst, src); }
static inline void asm_movsx16_rm(Assembler *a, Reg dst, Mem src) { asm_load_signed(a, W16, dst, src); }
static inline void asm_movsx32_rm(Assembler *a, Reg dst, Mem src) { asm_load_signed(a, W32, dst, src); }
static inline void asm_movzx8_rr(Assembler *a, Reg dst, Reg src) { asm_extend(a, W8, dst, src); }
static inline void asm_movzx16_rr(Assembler *a, Reg dst, Reg src) { asm_extend(a, W16, dst, src); }
static inline void asm_movsx8_rr(Assembler *a, Reg dst, Reg src) { asm_extend_signed(a, W8, dst, src); }
static inline void asm_movsx16_rr(Assembler *a, Reg dst, Reg src) { asm_extend_signed(a, W16, dst, src); }
static inline void asm_movsx32_rr(Assembler *a, Reg dst, Reg src) { asm_extend_signed(a, W32, dst, src); }
static inline void asm_mov_mr(Assembler *a, Mem dst, Reg src) { asm_store(a, W64, dst, src); }
static inline void asm_mov_mr32(Assembler *a, Mem dst, Reg src) { asm_store(a, W32, dst, src); }
static inline void asm_mov_mr16(Assembler *a, Mem dst, Reg src) { asm_store(a, W16, dst, src); }
static inline void asm_mov_mr8(Assembler *a, Mem dst, Reg src) { asm_store(a, W8, dst, src); }
static inline void asm_mov_mi(Assembler *a, Mem dst, int32_t value) { asm_store_imm(a, W64, dst, value); }
static inline void asm_mov_mi32(Assembler *a, Mem dst, int32_t value) { asm_store_imm(a, W32, dst, value); }
static inline void asm_mov_mi16(Assembler *a, Mem dst, int32_t value) { asm_store_imm(a, W16, dst, value); }
static inline void asm_mov_mi8(Assembler *a, Mem dst, int32_t value) { asm_store_imm(a, W8, dst, value); }

void asm_lea(Assembler *a, Reg dst, Mem src);
void asm_lea32(Assembler *a, Reg dst, Mem src);
void asm_xchg_rr(Assembler *a, Reg first, Reg second);
void asm_xchg_rm(Assembler *a, Reg reg, Mem memory); /* implies a bus lock */
void asm_push_r(Assembler *a, Reg reg);
void asm_push_i(Assembler *a, int32_t value);
void asm_push_m(Assembler *a, Mem src);
void asm_pop_r(Assembler *a, Reg reg);
void asm_pop_m(Assembler *a, Mem dst);

/* ---- arithmetic ------------------------------------------------------------------- */

/* In the order of their numbers in instructions. */
typedef enum AluOp { ALU_ADD, ALU_OR, ALU_ADC, ALU_SBB, ALU_AND, ALU_SUB, ALU_XOR, ALU_CMP } AluOp;

void asm_alu_rr(Assembler *a, AluOp op, Width width, Reg dst, Reg src);
void asm_alu_ri(Assembler *a, AluOp op, Width width, Reg dst, int32_t value);
void asm_alu_rm(Assembler *a, AluOp op, Width width, Reg dst, Mem src);
void asm_alu_mr(Assembler *a, AluOp op, Width width, Mem dst, Reg src);
void asm_alu_mi(Assembler *a, AluOp op, Width width, Mem dst, int32_t value);

/* asm_add_rr, _rr32, _ri, _ri32, _rm, _rm32, _mr, _mr32, _mi, _mi32, and the same
 * of each operation. */
#define ASM_DEFINE_ALU(name, op)                                                                                \
    static inline void asm_##name##_rr(Assembler *a, Reg d, Reg s) { asm_alu_rr(a, op, W64, d, s); }            \
    static inline void asm_##name##_rr32(Assembler *a, Reg d, Reg s) { asm_alu_rr(a, op, W32, d, s); }          \
    static inline void asm_##name##_ri(Assembler *a, Reg d, int32_t value) { asm_alu_ri(a, op, W64, d, value); } \
    static inline void asm_##name##_ri32(Assembler *a, Reg d, int32_t value) { asm_alu_ri(a, op, W32, d, value); } \
    static inline void asm_##name##_rm(Assembler *a, Reg d, Mem s) { asm_alu_rm(a, op, W64, d, s); }            \
    static inline void asm_##name##_rm32(Assembler *a, Reg d, Mem s) { asm_alu_rm(a, op, W32, d, s); }          \
    static inline void asm_##name##_mr(Assembler *a, Mem d, Reg s) { asm_alu_mr(a, op, W64, d, s); }            \
    static inline void asm_##name##_mr32(Assembler *a, Mem d, Reg s) { asm_alu_mr(a, op, W32, d, s); }          \
    static inline void asm_##name##_mi(Assembler *a, Mem d, int32_t value) { asm_alu_mi(a, op, W64, d, value); } \
    static inline void asm_##name##_mi32(Assembler *a, Mem d, int32_t value) { asm_alu_mi(a, op, W32, d, value); }
ASM_DEFINE_ALU(add, ALU_ADD)
ASM_DEFINE_ALU(or, ALU_OR)
ASM_DEFINE_ALU(adc, ALU_ADC)
ASM_DEFINE_ALU(sbb, ALU_SBB)
ASM_DEFINE_ALU(and, ALU_AND)
ASM_DEFINE_ALU(sub, ALU_SUB)
ASM_DEFINE_ALU(xor, ALU_XOR)
ASM_DEFINE_ALU(cmp, ALU_CMP)
#undef ASM_DEFINE_ALU
static inline void asm_cmp_mi8(Assembler *a, Mem d, int32_t value) { asm_alu_mi(a, ALU_CMP, W8, d, value); }
static inline void asm_cmp_mi16(Assembler *a, Mem d, int32_t value) { asm_alu_mi(a, ALU_CMP, W16, d, value); }

void asm_test(Assembler *a, Width width, Reg first, Reg second);
/* May test fewer bits than the width says where the flags are the same. */
void asm_test_imm(Assembler *a, Width width, Reg reg, int32_t value);
void asm_test_mem(Assembler *a, Width width, Mem memory, Reg reg);
void asm_test_mem_imm(Assembler *a, Width width, Mem memory, int32_t value);
static inline void asm_test_rr(Assembler *a, Reg r, Reg s) { asm_test(a, W64, r, s); }
static inline void asm_test_rr32(Assembler *a, Reg r, Reg s) { asm_test(a, W32, r, s); }
static inline void asm_test_rr8(Assembler *a, Reg r, Reg s) { asm_test(a, W8, r, s); }
static inline void asm_test_ri(Assembler *a, Reg r, int32_t value) { asm_test_imm(a, W64, r, value); }
static inline void asm_test_ri32(Assembler *a, Reg r, int32_t value) { asm_test_imm(a, W32, r, value); }
static inline void asm_test_ri8(Assembler *a, Reg r, int32_t value) { asm_test_imm(a, W8, r, value); }
static inline void asm_test_mr(Assembler *a, Mem m, Reg r) { asm_test_mem(a, W64, m, r); }
static inline void asm_test_mi(Assembler *a, Mem m, int32_t value) { asm_test_mem_imm(a, W64, m, value); }
static inline void asm_test_mi32(Assembler *a, Mem m, int32_t value) { asm_test_mem_imm(a, W32, m, value); }
static inline void asm_test_mi16(Assembler *a, Mem m, int32_t value) { asm_test_mem_imm(a, W16, m, value); }
static inline void asm_test_mi8(Assembler *a, Mem m, int32_t value) { asm_test_mem_imm(a, W8, m, value); }

typedef enum UnaryOp { UNARY_INC, UNARY_DEC, UNARY_NOT, UNARY_NEG, UNARY_MUL, UNARY_IMUL, UNARY_DIV, UNARY_IDIV } UnaryOp;

/* MUL and IMUL: rdx:rax = rax * operand; DIV and IDIV: rax = rdx:rax / operand,
 * rdx the remainder, truncated towards zero.  Width W32 or W64. */
void asm_unary_r(Assembler *a, UnaryOp op, Width width, Reg reg);
void asm_unary_m(Assembler *a, UnaryOp op, Width width, Mem memory);
static inline void asm_neg_r(Assembler *a, Reg reg) { asm_unary_r(a, UNARY_NEG, W64, reg); }
static inline void asm_not_r(Assembler *a, Reg reg) { asm_unary_r(a, UNARY_NOT, W64, reg); }
static inline void asm_inc_r(Assembler *a, Reg reg) { asm_unary_r(a, UNARY_INC, W64, reg); }
static inline void asm_dec_r(Assembler *a, Reg reg) { asm_unary_r(a, UNARY_DEC, W64, reg); }
static inline void asm_idiv_r(Assembler *a, Reg reg) { asm_unary_r(a, UNARY_IDIV, W64, reg); }
static inline void asm_div_r(Assembler *a, Reg reg) { asm_unary_r(a, UNARY_DIV, W64, reg); }

void asm_cqo(Assembler *a); /* rdx:rax = sign-extended rax */
void asm_cdq(Assembler *a); /* edx:eax = sign-extended eax */

void asm_imul_rr(Assembler *a, Reg dst, Reg src);
void asm_imul_rr32(Assembler *a, Reg dst, Reg src);
void asm_imul_rm(Assembler *a, Reg dst, Mem src);
void asm_imul_rri(Assembler *a, Reg dst, Reg src, int32_t value);
void asm_imul_rri32(Assembler *a, Reg dst, Reg src, int32_t value);
void asm_imul_rmi(Assembler *a, Reg dst, Mem src, int32_t value);

/* The numbers that instructions have for them. */
typedef enum ShiftOp { SHIFT_ROL = 0, SHIFT_ROR = 1, SHIFT_SHL = 4, SHIFT_SHR = 5, SHIFT_SAR = 7 } ShiftOp;

void asm_shift_ri(Assembler *a, ShiftOp op, Width width, Reg reg, unsigned count); /* W32, W64 */
void asm_shift_rcl(Assembler *a, ShiftOp op, Width width, Reg reg);                /* by cl */
#define ASM_DEFINE_SHIFT(name, op)                                                                                  \
    static inline void asm_##name##_ri(Assembler *a, Reg reg, unsigned count) { asm_shift_ri(a, op, W64, reg, count); } \
    static inline void asm_##name##_ri32(Assembler *a, Reg reg, unsigned count) { asm_shift_ri(a, op, W32, reg, count); } \
    static inline void asm_##name##_rcl(Assembler *a, Reg reg) { asm_shift_rcl(a, op, W64, reg); }                  \
    static inline void asm_##name##_rcl32(Assembler *a, Reg reg) { asm_shift_rcl(a, op, W32, reg); }
ASM_DEFINE_SHIFT(rol, SHIFT_ROL)
ASM_DEFINE_SHIFT(ror, SHIFT_ROR)
ASM_DEFINE_SHIFT(shl, SHIFT_SHL)
ASM_DEFINE_SHIFT(shr, SHIFT_SHR)
ASM_DEFINE_SHIFT(sar, SHIFT_SAR)
#undef ASM_DEFINE_SHIFT

void asm_bt_rr(Assembler *a, Reg reg, Reg bit); /* carry = bit of reg */
void asm_bt_ri(Assembler *a, Reg reg, unsigned bit);
void asm_bt_mi(Assembler *a, Mem memory, unsigned bit);
void asm_bsr_rr(Assembler *a, Reg dst, Reg src); /* of 0: ZF set, dst undefined */
void asm_bsf_rr(Assembler *a, Reg dst, Reg src);
void asm_popcnt_rr(Assembler *a, Reg dst, Reg src); /* a later processor's: SSE4.2 */

/* ---- conditions and control -------------------------------------------------------- */

void asm_setcc(Assembler *a, Cond cond, Reg dst); /* the low byte only */
void asm_setcc_m(Assembler *a, Cond cond, Mem dst);
void asm_cmovcc_rr(Assembler *a, Cond cond, Reg dst, Reg src);
void asm_cmovcc_rm(Assembler *a, Cond cond, Reg dst, Mem src);

void asm_jmp(Assembler *a, AsmLabel label);
void asm_jcc(Assembler *a, Cond cond, AsmLabel label);
void asm_call(Assembler *a, AsmLabel label);
void asm_jmp_r(Assembler *a, Reg target);
void asm_jmp_m(Assembler *a, Mem target);
void asm_call_r(Assembler *a, Reg target);
void asm_call_m(Assembler *a, Mem target);
/* To code at a fixed address, known to be in reach: see asm_reaches. */
void asm_jmp_rel32(Assembler *a, const void *target);
void asm_jcc_rel32(Assembler *a, Cond cond, const void *target);
void asm_call_rel32(Assembler *a, const void *target);
/* To code at any address: by rel32 when in reach, otherwise through rax (call) or
 * r11 (jmp), which may be overwritten in either case. */
void asm_call_absolute(Assembler *a, const void *target);
void asm_jmp_absolute(Assembler *a, const void *target);
void asm_ret(Assembler *a);
void asm_leave(Assembler *a);
void asm_ud2(Assembler *a);
void asm_int3(Assembler *a);
void asm_nop(Assembler *a, unsigned bytes);
void asm_align(Assembler *a, unsigned alignment); /* a power of two, with nops; up to 16 */

/* ---- doubles ------------------------------------------------------------------------ */

void asm_movsd_rr(Assembler *a, Xmm dst, Xmm src); /* movaps: all 128 bits, no dependency on dst */
void asm_movsd_rm(Assembler *a, Xmm dst, Mem src); /* clears the upper half */
void asm_movsd_mr(Assembler *a, Mem dst, Xmm src);
void asm_movups_rm(Assembler *a, Xmm dst, Mem src); /* 16 bytes, aligned or not */
void asm_movups_mr(Assembler *a, Mem dst, Xmm src);
void asm_movq_xr(Assembler *a, Xmm dst, Reg src);
void asm_movq_rx(Assembler *a, Reg dst, Xmm src);
void asm_zero_xmm(Assembler *a, Xmm dst);
void asm_cvtsi2sd_rr(Assembler *a, Xmm dst, Reg src); /* int64; zeroes dst first: no false dependency */
void asm_cvtsi2sd_rm(Assembler *a, Xmm dst, Mem src);
void asm_cvttsd2si_rr(Assembler *a, Reg dst, Xmm src); /* out of range, NaN: INT64_MIN */
void asm_cvttsd2si_rm(Assembler *a, Reg dst, Mem src);
typedef enum RoundMode { ROUND_NEAREST_EVEN, ROUND_FLOOR, ROUND_CEIL, ROUND_TRUNC } RoundMode;
void asm_roundsd_rr(Assembler *a, Xmm dst, Xmm src, RoundMode mode); /* a later processor's: SSE4.1 */
void asm_roundsd_rm(Assembler *a, Xmm dst, Mem src, RoundMode mode);

/* name, mandatory prefix (index into none, 66, F3, F2), opcode after 0F.  Memory
 * operands of the four on 128 bits must be 16-byte aligned (asm_constant16). */
#define ASM_SSE_OPS(OP)                                                                      \
    OP(addsd, 3, 0x58) OP(mulsd, 3, 0x59) OP(subsd, 3, 0x5C) OP(divsd, 3, 0x5E)              \
    OP(minsd, 3, 0x5D) OP(maxsd, 3, 0x5F) OP(sqrtsd, 3, 0x51) OP(ucomisd, 1, 0x2E)           \
    OP(andps, 0, 0x54) OP(andnps, 0, 0x55) OP(orps, 0, 0x56) OP(xorps, 0, 0x57)
#define ASM_DECLARE_SSE(name, prefix, opcode)              \
    void asm_##name##_rr(Assembler *a, Xmm dst, Xmm src);  \
    void asm_##name##_rm(Assembler *a, Xmm dst, Mem src);
ASM_SSE_OPS(ASM_DECLARE_SSE)
#undef ASM_DECLARE_SSE

#endif

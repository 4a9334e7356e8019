/*
 * emit_int.c - arithmetic on small ints, in their tagged form (value << 2), and on raw
 * words.
 *
 * Division by a constant multiplies by its reciprocal: Granlund & Montgomery, "Division
 * by Invariant Integers using Multiplication" (PLDI 1994).
 */
#include "jit/x64/emit.h"
#include "runtime/int.h"

enum { INT_TAG_MASK = -4, INT_BITS = 62 };

/* In front of an operation that writes out before it has read input i. */
static bool is_in(const Emitter *e, const IrNode *n, uint32_t i, Reg out) {
    RaLocation at = ra_of(e, n)->in[i];
    return at.kind == RA_GPR && at.reg == out;
}

/* ---- addition, negation ------------------------------------------------------------------- */

static void emit_lea_sum(Emitter *e, const IrNode *n) {
    Reg out = out_reg(e, n), first = in_reg(e, n, 0);
    Operand second = x64_operand(e, n, 1);
    int32_t sign = n->op == IR_INT_SUB ? -1 : 1;
    if (second.kind == OPERAND_IMM && out == first)
        emit_alu(e, n->op == IR_INT_SUB ? ALU_SUB : ALU_ADD, out, second);
    else if (second.kind == OPERAND_IMM)
        asm_lea(&e->a, out, mem(first, sign * second.imm));
    else if (out == first)
        asm_add_rr(&e->a, out, second.reg);
    else if (out == second.reg)
        asm_add_rr(&e->a, out, first);
    else
        asm_lea(&e->a, out, mem_index(first, second.reg, 1, 0));
}

static void emit_sum(Emitter *e, const IrNode *n) {
    bool subtract = n->op == IR_INT_SUB, by_imm = x64_is_imm32(n->in[1]);
    if (n->nowrap && (by_imm ? n->in[1]->imm != INT32_MIN : !subtract)) {
        emit_lea_sum(e, n);
        return;
    }
    Reg out = out_reg(e, n);
    uint32_t first = x64_overwritten(e, n);
    x64_move_reg(e, out, in_reg(e, n, first));
    emit_alu(e, subtract ? ALU_SUB : ALU_ADD, out, x64_operand(e, n, !first));
    if (!n->nowrap)
        asm_jcc(&e->a, CC_O, x64_exit_label_undoing(e, n));
}

static void emit_neg(Emitter *e, const IrNode *n) {
    Reg out = out_reg(e, n);
    x64_move_reg(e, out, in_reg(e, n, 0));
    asm_neg_r(&e->a, out);
    if (!n->nowrap)
        asm_jcc(&e->a, CC_O, x64_exit_label_undoing(e, n));
}

/* The input is in the result's register again. */
void emit_undo(Emitter *e, const IrNode *n) {
    Reg out = out_reg(e, n);
    if (n->op == IR_INT_NEG) {
        asm_neg_r(&e->a, out);
    } else if (is_in(e, n, 0, out) && is_in(e, n, 1, out)) {
        /* Twice the input: the sign that was lost is the opposite of the one there is. */
        asm_shift_ri(&e->a, SHIFT_SAR, W64, out, 1);
        asm_mov_ri(&e->a, SCRATCH, INT64_MIN);
        asm_xor_rr(&e->a, out, SCRATCH);
    } else {
        emit_alu(e, n->op == IR_INT_SUB ? ALU_ADD : ALU_SUB, out, x64_operand(e, n, !x64_overwritten(e, n)));
    }
}

/* ---- multiplication -------------------------------------------------------------------------- */

static void check_overflow(Emitter *e, const IrNode *n) {
    if (!n->nowrap)
        asm_jcc(&e->a, CC_O, x64_exit_label(e, n));
}

static void multiply_by(Emitter *e, const IrNode *n, int32_t factor) {
    Operand in = x64_operand(e, n, 0);
    if (in.kind == OPERAND_MEM)
        asm_imul_rmi(&e->a, out_reg(e, n), in.mem, factor);
    else
        asm_imul_rri(&e->a, out_reg(e, n), in.reg, factor);
    check_overflow(e, n);
}

/* Without an overflow to look for there are faster ways. */
static bool multiply_quickly(Emitter *e, const IrNode *n, int32_t factor) {
    Reg out = out_reg(e, n);
    if (!n->nowrap || factor <= 1)
        return false;
    if ((factor & (factor - 1)) == 0) {
        x64_load_operand(e, out, x64_operand(e, n, 0));
        asm_shl_ri(&e->a, out, (unsigned)__builtin_ctz((unsigned)factor));
        return true;
    }
    if (factor == 3 || factor == 5 || factor == 9) {
        Operand in = x64_operand(e, n, 0);
        if (in.kind != OPERAND_REG)
            return false;
        asm_lea(&e->a, out, mem_index(in.reg, in.reg, (unsigned)factor - 1, 0));
        return true;
    }
    return false;
}

static void emit_mul(Emitter *e, const IrNode *n) {
    if (x64_is_small_constant(n->in[1])) {
        int32_t factor = (int32_t)(n->in[1]->imm >> 2);
        if (!multiply_quickly(e, n, factor))
            multiply_by(e, n, factor);
        return;
    }
    Reg out = out_reg(e, n), product = is_in(e, n, 1, out) ? (Reg)SCRATCH : out;
    x64_load_operand(e, product, x64_operand(e, n, 0));
    asm_sar_ri(&e->a, product, 2);
    Operand second = x64_operand(e, n, 1);
    if (second.kind == OPERAND_MEM)
        asm_imul_rm(&e->a, product, second.mem);
    else
        asm_imul_rr(&e->a, product, second.reg);
    check_overflow(e, n);
    x64_move_reg(e, out, product);
}

/* ---- division ---------------------------------------------------------------------------------- */

/* rdx = floor(n / divisor), untagged.  The dividend's complement is divided in its
 * place if it is negative: floor(n / d) = ~floor(~n / d).  With x tagged and D = 4d,
 * u = x or ~x is below 2^63, and with 2^s < D <= 2^(s+1) and m = floor(2^(64+s) / D) + 1,
 * floor(u / D) = floor(u * m / 2^(64+s)), since m * D - 2^(64+s) <= D <= 2^(64+s) / 2^63. */
static void divide_by_constant(Emitter *e, const IrNode *n, uint64_t divisor) {
    Assembler *a = &e->a;
    uint64_t by = 4 * divisor;
    unsigned s = 63 - (unsigned)__builtin_clzll(by);
    uint64_t m = (uint64_t)(((unsigned __int128)1 << (64 + s)) / by) + 1;
    bool negative = !n->aux; /* perhaps */
    x64_load_operand(e, RAX, x64_operand(e, n, 0));
    if (negative) {
        asm_mov_rr(a, SCRATCH, RAX);
        asm_sar_ri(a, SCRATCH, 63);
        asm_xor_rr(a, RAX, SCRATCH);
    }
    asm_mov_ri(a, RDX, (int64_t)m);
    asm_unary_r(a, UNARY_MUL, W64, RDX);
    asm_shr_ri(a, RDX, s);
    if (negative)
        asm_xor_rr(a, RDX, SCRATCH);
}

/* Both non-negative and below 2^30, as they nearly always are, 32 bits suffice, and
 * nothing is to be corrected.  In tagged form the quotient comes out untagged, the
 * remainder tagged. */
static void divide(Emitter *e, const IrNode *n) {
    Assembler *a = &e->a;
    Reg by = in_reg(e, n, 1);
    const SlowPath *path = x64_slow_path(e, n);
    if (!n->nowrap) {
        asm_test_rr(a, by, by);
        asm_jcc(a, CC_E, x64_exit_label(e, n));
    }
    x64_load_operand(e, RAX, x64_operand(e, n, 0));
    asm_mov_rr(a, SCRATCH, RAX);
    asm_or_rr(a, SCRATCH, by);
    asm_shr_ri(a, SCRATCH, 32);
    asm_jcc(a, CC_NE, path->label);
    asm_mov_ri(a, RDX, 0);
    asm_unary_r(a, UNARY_DIV, W32, by);
    asm_bind(a, path->back);
}

/* Truncation becomes floor: a remainder of the other sign than the divisor's. */
void emit_slow_division(Emitter *e, const SlowPath *path) {
    Assembler *a = &e->a;
    const IrNode *n = path->node;
    Reg by = in_reg(e, n, 1);
    if (n->op == IR_INT_FLOORDIV && !n->nowrap) {
        /* The least small int, negated, is none. */
        AsmLabel fits = asm_label_new(a);
        asm_cmp_ri(a, by, -4);
        asm_jcc(a, CC_NE, fits);
        asm_mov_ri(a, SCRATCH, INT64_MIN);
        asm_cmp_rr(a, RAX, SCRATCH);
        asm_jcc(a, CC_E, x64_exit_label(e, n));
        asm_bind(a, fits);
    }
    asm_cqo(a);
    asm_idiv_r(a, by);
    asm_test_rr(a, RDX, RDX);
    asm_jcc(a, CC_E, path->back);
    asm_mov_rr(a, SCRATCH, RDX);
    asm_xor_rr(a, SCRATCH, by);
    asm_jcc(a, CC_NS, path->back);
    if (n->op == IR_INT_FLOORDIV)
        asm_dec_r(a, RAX);
    else
        asm_add_rr(a, RDX, by);
    asm_jmp(a, path->back);
}

static void emit_floordiv(Emitter *e, const IrNode *n) {
    Assembler *a = &e->a;
    Reg out = out_reg(e, n);
    int64_t divisor = n->in[1]->imm >> 2;
    switch (x64_division(n)) {
    case DIVIDE_SHIFT:
        x64_move_reg(e, out, in_reg(e, n, 0));
        if (divisor > 1) {
            asm_sar_ri(a, out, (unsigned)__builtin_ctzll((uint64_t)divisor));
            asm_and_ri(a, out, INT_TAG_MASK);
        }
        break;
    case DIVIDE_MULTIPLY:
        divide_by_constant(e, n, (uint64_t)divisor);
        asm_lea(a, out, mem_index(NO_REG, RDX, 4, 0));
        break;
    case DIVIDE_GENERAL:
        divide(e, n);
        asm_lea(a, out, mem_index(NO_REG, RAX, 4, 0));
        break;
    }
}

static void emit_mod(Emitter *e, const IrNode *n) {
    Assembler *a = &e->a;
    Reg out = out_reg(e, n);
    int64_t divisor = n->in[1]->imm >> 2;
    switch (x64_division(n)) {
    case DIVIDE_SHIFT: {
        int64_t mask = (divisor - 1) << 2;
        x64_move_reg(e, out, in_reg(e, n, 0));
        if (mask == (int32_t)mask) {
            asm_and_ri(a, out, (int32_t)mask);
        } else {
            asm_mov_ri(a, SCRATCH, mask);
            asm_and_rr(a, out, SCRATCH);
        }
        break;
    }
    case DIVIDE_MULTIPLY:
        divide_by_constant(e, n, (uint64_t)divisor);
        asm_imul_rri(a, RDX, RDX, (int32_t)(4 * divisor));
        x64_load_operand(e, out, x64_operand(e, n, 0));
        asm_sub_rr(a, out, RDX);
        break;
    case DIVIDE_GENERAL:
        divide(e, n);
        x64_move_reg(e, out, RDX);
        break;
    }
}

/* ---- shifts ---------------------------------------------------------------------------------- */

/* Whether the high bits that a shift by `count` loses are all the sign: then they are 0
 * or -1 when shifted right. */
static void shift_left_far(Emitter *e, const IrNode *n, unsigned count) {
    Reg out = out_reg(e, n), in = in_reg(e, n, 0);
    if (!n->nowrap) {
        asm_mov_rr(&e->a, SCRATCH, in);
        asm_sar_ri(&e->a, SCRATCH, 63 - count);
        asm_add_ri(&e->a, SCRATCH, 1);
        asm_cmp_ri(&e->a, SCRATCH, 1);
        asm_jcc(&e->a, CC_A, x64_exit_label(e, n));
    }
    x64_move_reg(e, out, in);
    asm_shl_ri(&e->a, out, count);
}

/* rcx = the count, which is known to be in [0, most]. */
static void load_count(Emitter *e, const IrNode *n) {
    asm_mov_rr(&e->a, RCX, in_reg(e, n, 1));
    asm_shr_ri(&e->a, RCX, 2);
}

static void shift_left_by(Emitter *e, const IrNode *n) {
    Assembler *a = &e->a;
    Reg out = out_reg(e, n);
    if (n->nowrap) {
        load_count(e, n);
        x64_load_operand(e, out, x64_operand(e, n, 0));
        asm_shl_rcl(a, out);
        return;
    }
    asm_cmp_ri(a, in_reg(e, n, 1), 60 << 2);
    asm_jcc(a, CC_A, x64_exit_label(e, n));
    load_count(e, n);
    Operand in = x64_operand(e, n, 0); /* a constant may be in scratch */
    x64_load_operand(e, out, in);
    asm_shl_rcl(a, out);
    asm_mov_rr(a, SCRATCH, out);
    asm_sar_rcl(a, SCRATCH);
    if (x64_is_constant(n->in[0])) {
        asm_mov_ri(a, RCX, n->in[0]->imm);
        asm_cmp_rr(a, SCRATCH, RCX);
    } else {
        emit_alu(e, ALU_CMP, SCRATCH, in);
    }
    asm_jcc(a, CC_NE, x64_exit_label(e, n));
}

static void emit_shl(Emitter *e, const IrNode *n) {
    if (n->in[1]->op != IR_CONST) {
        shift_left_by(e, n);
        return;
    }
    int64_t count = n->in[1]->imm >> 2;
    if (count < 0 || count > 60)
        asm_jmp(&e->a, x64_exit_label(e, n));
    else if (count <= 30 && !n->nowrap)
        multiply_by(e, n, 1 << count);
    else
        shift_left_far(e, n, (unsigned)count);
}

static void emit_shr(Emitter *e, const IrNode *n) {
    Assembler *a = &e->a;
    Reg out = out_reg(e, n);
    if (n->in[1]->op == IR_CONST) {
        int64_t count = n->in[1]->imm >> 2;
        x64_move_reg(e, out, in_reg(e, n, 0));
        if (count < 0) {
            asm_jmp(a, x64_exit_label(e, n));
        } else if (count > 0) {
            asm_sar_ri(a, out, count > 63 ? 63 : (unsigned)count);
            asm_and_ri(a, out, INT_TAG_MASK);
        }
        return;
    }
    /* The processor takes the count modulo 64. */
    Reg count = in_reg(e, n, 1);
    if (!n->nowrap) {
        asm_test_rr(a, count, count);
        asm_jcc(a, CC_S, x64_exit_label(e, n));
    }
    asm_mov_ri(a, RCX, 63 << 2);
    asm_cmp_rr(a, count, RCX);
    asm_cmovcc_rr(a, CC_B, RCX, count);
    asm_shr_ri(a, RCX, 2);
    x64_load_operand(e, out, x64_operand(e, n, 0));
    asm_sar_rcl(a, out);
    asm_and_ri(a, out, INT_TAG_MASK);
}

/* ---- the rest ---------------------------------------------------------------------------------- */

/* Of two addresses; no flag matters. */
static void emit_bitwise(Emitter *e, const IrNode *n, AluOp op) {
    Reg out = out_reg(e, n);
    uint32_t first = x64_overwritten(e, n);
    x64_move_reg(e, out, in_reg(e, n, first));
    emit_alu(e, op, out, x64_operand(e, n, !first));
}

static void emit_index(Emitter *e, const IrNode *n) {
    Assembler *a = &e->a;
    Reg out = out_reg(e, n);
    if (x64_is_imm32(n->in[0])) {
        int32_t index = (int32_t)n->in[0]->imm;
        if (index < 0)
            asm_lea(a, out, mem(in_reg(e, n, 1), index));
        else
            asm_mov_ri(a, out, index);
        return;
    }
    Reg index = in_reg(e, n, 0);
    Operand length = x64_operand(e, n, 1);
    asm_lea(a, SCRATCH, length.kind == OPERAND_IMM ? mem(index, length.imm) : mem_index(index, length.reg, 1, 0));
    asm_test_rr(a, index, index);
    x64_move_reg(e, out, index);
    asm_cmovcc_rr(a, CC_S, out, SCRATCH);
}

/* ---- words ------------------------------------------------------------------------------------- */

static void multiply_words(Emitter *e, const IrNode *n) {
    Reg out = out_reg(e, n);
    uint32_t first = x64_overwritten(e, n);
    Operand second = x64_operand(e, n, !first);
    x64_move_reg(e, out, in_reg(e, n, first));
    if (second.kind == OPERAND_IMM)
        asm_imul_rri(&e->a, out, out, second.imm);
    else if (second.kind == OPERAND_MEM)
        asm_imul_rm(&e->a, out, second.mem);
    else
        asm_imul_rr(&e->a, out, second.reg);
}

/* The word of an int: of a small one at once. */
static void unbox_word(Emitter *e, const IrNode *n) {
    Assembler *a = &e->a;
    Reg in = in_reg(e, n, 0), out = out_reg(e, n);
    const SlowPath *path = x64_slow_path(e, n);
    asm_test_ri8(a, in, 3);
    asm_jcc(a, CC_NE, path->label);
    if (n->op == IR_TO_WORD && !n->nowrap) {
        asm_test_rr(a, in, in);
        asm_jcc(a, CC_S, x64_exit_label(e, n));
    }
    x64_move_reg(e, out, in);
    asm_sar_ri(a, out, 2);
    asm_bind(a, path->back);
}

static void box_word(Emitter *e, const IrNode *n) {
    Assembler *a = &e->a;
    Reg in = in_reg(e, n, 0);
    const SlowPath *path = x64_slow_path(e, n);
    asm_mov_rr(a, SCRATCH, in);
    asm_shr_ri(a, SCRATCH, INT_BITS - 1);
    asm_jcc(a, CC_NE, path->label);
    asm_lea(a, out_reg(e, n), mem_index(NO_REG, in, 4, 0));
    asm_bind(a, path->back);
}

/* Of big ints. */
void emit_slow_word(Emitter *e, const SlowPath *path) {
    Assembler *a = &e->a;
    const IrNode *n = path->node;
    Reg in = in_reg(e, n, 0), out = out_reg(e, n);
    if (n->op == IR_BOX_WORD) {
        asm_push_r(a, in);
        asm_push_r(a, in);
        emit_call_keeping(e, (const void *)int_from_uint64);
        if (ra_of(e, n)->state) {
            asm_cmp_ri(a, SCRATCH, (int32_t)VALUE_ERROR.bits);
            asm_jcc(a, CC_E, x64_exit_label(e, n));
        }
        x64_move_reg(e, out, SCRATCH);
    } else {
        bool checks = n->op == IR_TO_WORD && !n->nowrap;
        asm_alu_mi(a, ALU_CMP, W64, mem(in, OBJECT_FIELD(BigInt, size)), checks);
        if (checks)
            asm_jcc(a, CC_NE, x64_exit_label(e, n));
        asm_mov_rm(a, out, mem(in, OBJECT_FIELD(BigInt, limbs)));
        if (n->op == IR_LOW_WORD) {
            asm_jcc(a, CC_GE, path->back);
            asm_neg_r(a, out);
        }
    }
    asm_jmp(a, path->back);
}

void emit_int(Emitter *e, const IrNode *n) {
    Reg out = out_reg(e, n);
    switch ((IrOp)n->op) {
    case IR_INT_ADD: case IR_INT_SUB: emit_sum(e, n); break;
    case IR_INT_NEG: emit_neg(e, n); break;
    case IR_INT_MUL: emit_mul(e, n); break;
    case IR_INT_FLOORDIV: emit_floordiv(e, n); break;
    case IR_INT_MOD: emit_mod(e, n); break;
    case IR_INT_SHL: emit_shl(e, n); break;
    case IR_INT_SHR: emit_shr(e, n); break;
    case IR_INT_AND: emit_bitwise(e, n, ALU_AND); break;
    case IR_INT_OR: emit_bitwise(e, n, ALU_OR); break;
    case IR_INT_XOR: emit_bitwise(e, n, ALU_XOR); break;
    case IR_INT_INVERT:
        x64_move_reg(e, out, in_reg(e, n, 0));
        asm_xor_ri(&e->a, out, INT_TAG_MASK);
        break;
    case IR_INT_INDEX: emit_index(e, n); break;
    case IR_WORD_ADD: emit_bitwise(e, n, ALU_ADD); break;
    case IR_WORD_SUB: emit_bitwise(e, n, ALU_SUB); break;
    case IR_WORD_AND: emit_bitwise(e, n, ALU_AND); break;
    case IR_WORD_OR: emit_bitwise(e, n, ALU_OR); break;
    case IR_WORD_XOR: emit_bitwise(e, n, ALU_XOR); break;
    case IR_WORD_MUL: multiply_words(e, n); break;
    case IR_WORD_SHL:
    case IR_WORD_SHR:
        x64_move_reg(e, out, in_reg(e, n, 0));
        asm_shift_ri(&e->a, n->op == IR_WORD_SHL ? SHIFT_SHL : SHIFT_SHR, W64, out, (unsigned)n->imm);
        break;
    case IR_LOW_WORD:
    case IR_TO_WORD: unbox_word(e, n); break;
    case IR_BOX_WORD: box_word(e, n); break;
    case IR_WORD_TO_INT: {
        Operand in = x64_operand(e, n, 0);
        if (in.kind == OPERAND_REG && in.reg != out) {
            asm_lea(&e->a, out, mem_index(NO_REG, in.reg, 4, 0));
        } else {
            x64_load_operand(e, out, in);
            asm_shl_ri(&e->a, out, 2);
        }
        break;
    }
    case IR_INT_TO_WORD:
        x64_load_operand(e, out, x64_operand(e, n, 0));
        asm_sar_ri(&e->a, out, 2);
        break;
    default: assert(false);
    }
}

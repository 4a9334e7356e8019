/* emit_text.c - characters of strs, and strs of one character. */
#include "jit/x64/emit.h"
#include "runtime/str.h"

/* ---- the code of a character: of a flat str one byte wide at once ---- */

static void emit_str_char(Emitter *e, const IrNode *n) {
    Assembler *a = &e->a;
    Reg s = in_reg(e, n, 0), out = out_reg(e, n);
    const SlowPath *path = x64_slow_path(e, n);
    asm_cmp_mi8(a, mem(s, OBJECT_FIELD(Str, width)), 1);
    asm_jcc(a, CC_NE, path->label);
    asm_mov_rm(a, SCRATCH, mem(s, OBJECT_FIELD(Str, data)));
    asm_test_rr(a, SCRATCH, SCRATCH);
    asm_jcc(a, CC_E, path->label);
    if (x64_is_imm32(n->in[1])) {
        asm_movzx8_rm(a, out, mem(SCRATCH, (int32_t)(n->in[1]->imm >> 2)));
    } else {
        x64_move_reg(e, out, in_reg(e, n, 1));
        asm_shr_ri(a, out, 2);
        asm_movzx8_rm(a, out, mem_index(SCRATCH, out, 1, 0));
    }
    asm_bind(a, path->back);
}

static void slow_str_char(Emitter *e, const SlowPath *path) {
    Assembler *a = &e->a;
    const IrNode *n = path->node;
    if (x64_is_imm32(n->in[1])) {
        asm_mov_ri(a, SCRATCH, n->in[1]->imm);
        asm_push_r(a, SCRATCH);
    } else {
        asm_push_r(a, in_reg(e, n, 1));
    }
    asm_push_r(a, in_reg(e, n, 0));
    emit_call_keeping(e, (const void *)jit_str_char);
    if (ra_of(e, n)->state) {
        asm_test_rr(a, SCRATCH, SCRATCH);
        asm_jcc(a, CC_S, x64_exit_label(e, n));
    }
    x64_move_reg(e, out_reg(e, n), SCRATCH);
    asm_jmp(a, path->back);
}

/* ---- the str of a character: those of latin-1 exist ---- */

static void emit_char_str(Emitter *e, const IrNode *n) {
    Assembler *a = &e->a;
    Reg code = in_reg(e, n, 0);
    const SlowPath *path = x64_slow_path(e, n);
    asm_cmp_ri(a, code, 0x100);
    asm_jcc(a, CC_AE, path->label);
    asm_mov_ri(a, SCRATCH, (int64_t)(uintptr_t)e->ir->thread->vm->characters);
    asm_mov_rm(a, out_reg(e, n), mem_index(SCRATCH, code, 8, 0));
    asm_bind(a, path->back);
}

static void slow_char_str(Emitter *e, const SlowPath *path) {
    Assembler *a = &e->a;
    const IrNode *n = path->node;
    asm_push_r(a, in_reg(e, n, 0));
    asm_push_r(a, in_reg(e, n, 0));
    emit_call_keeping(e, (const void *)str_from_char);
    if (ra_of(e, n)->state) {
        asm_cmp_ri(a, SCRATCH, (int32_t)VALUE_ERROR.bits);
        asm_jcc(a, CC_E, x64_exit_label(e, n));
    }
    x64_move_reg(e, out_reg(e, n), SCRATCH);
    asm_jmp(a, path->back);
}

void emit_text(Emitter *e, const IrNode *n) {
    if (n->op == IR_STR_CHAR)
        emit_str_char(e, n);
    else
        emit_char_str(e, n);
}

void emit_slow_text(Emitter *e, const SlowPath *path) {
    if (path->node->op == IR_STR_CHAR)
        slow_str_char(e, path);
    else
        slow_char_str(e, path);
}

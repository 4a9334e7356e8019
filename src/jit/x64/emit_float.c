/*
 * emit_float.c - arithmetic on doubles, and their two forms as Values: tagged, or an
 * object on the heap (see value.h).
 */
#include "jit/x64/emit.h"
#include "runtime/float.h"

enum { FLOAT_BIT = 2, FLOAT_BIAS = 3, FLOAT_ROTATION = 4 };

#define SIGN_BIT ((uint64_t)1 << 63)

/* A tagged float, known to be one. */
static void untag(Emitter *e, Xmm out, Reg in) {
    asm_lea(&e->a, SCRATCH, mem(in, -FLOAT_BIAS));
    asm_ror_ri(&e->a, SCRATCH, FLOAT_ROTATION);
    asm_movq_xr(&e->a, out, SCRATCH);
}

static void convert_int(Emitter *e, Xmm out, Operand in) {
    x64_load_operand(e, SCRATCH, in);
    asm_sar_ri(&e->a, SCRATCH, 2);
    asm_cvtsi2sd_rr(&e->a, out, SCRATCH);
}

static Mem heap_float(Reg in) { return mem(in, OBJECT_FIELD(Float, value)); }

/* What is neither a tagged float nor what the fast path took is tested behind the code;
 * n->aux is what is known of the input. */
static void emit_to_float(Emitter *e, const IrNode *n) {
    Reg in = in_reg(e, n, 0);
    Xmm out = out_xmm(e, n);
    IrTypes known = n->aux, wanted = IRT_NUMBER_FLOAT | (n->op == IR_NUMBER_TO_FLOAT ? IRT_INT : 0);
    if ((known & wanted) == IRT_INT && !(known & ~wanted)) {
        convert_int(e, out, x64_operand(e, n, 0));
    } else if (known == IRT_HEAPFLOAT) {
        asm_movsd_rm(&e->a, out, heap_float(in));
    } else if (known == IRT_FLOAT) {
        untag(e, out, in);
    } else {
        bool only_exit = !(known & wanted & ~IRT_FLOAT);
        const SlowPath *path = only_exit ? NULL : x64_slow_path(e, n);
        asm_test_ri8(&e->a, in, FLOAT_BIT);
        asm_jcc(&e->a, CC_E, only_exit ? x64_exit_label(e, n) : path->label);
        untag(e, out, in);
        if (path)
            asm_bind(&e->a, path->back);
    }
}

static void slow_to_float(Emitter *e, const SlowPath *path) {
    Assembler *a = &e->a;
    const IrNode *n = path->node;
    Reg in = in_reg(e, n, 0);
    Xmm out = out_xmm(e, n);
    IrTypes known = n->aux & ~IRT_FLOAT;
    if (n->op == IR_NUMBER_TO_FLOAT && (known & IRT_INT)) {
        AsmLabel other = asm_label_new(a);
        if (known & ~IRT_INT) {
            asm_test_ri8(a, in, 3);
            asm_jcc(a, CC_NE, (known & IRT_HEAPFLOAT) ? other : x64_exit_label(e, n));
        }
        convert_int(e, out, x64_operand(e, n, 0));
        asm_jmp(a, path->back);
        asm_bind(a, other);
        known &= ~IRT_INT;
    }
    if (!(known & IRT_HEAPFLOAT))
        return;
    if (known != IRT_HEAPFLOAT) {
        emit_object_test(e, in, known, x64_exit_label(e, n));
        asm_cmp_mi32(a, mem(in, OBJECT_FIELD(Object, shape)), (int32_t)ir_shape_of_type(e->ir->thread, IRT_HEAPFLOAT));
        asm_jcc(a, CC_NE, x64_exit_label(e, n));
    }
    asm_movsd_rm(a, out, heap_float(in));
    asm_jmp(a, path->back);
}

/* ---- boxing ------------------------------------------------------------------------------------ */

/* Goes to `otherwise` if the result is no tagged float. */
static void tag(Emitter *e, const IrNode *n, AsmLabel otherwise) {
    Assembler *a = &e->a;
    Reg out = out_reg(e, n);
    asm_movq_rx(a, out, in_xmm(e, n, 0));
    asm_rol_ri(a, out, FLOAT_ROTATION);
    asm_add_ri(a, out, FLOAT_BIAS);
    asm_test_ri8(a, out, FLOAT_BIT);
    asm_jcc(a, CC_E, otherwise);
}

static void emit_box(Emitter *e, const IrNode *n) {
    const SlowPath *path = x64_slow_path(e, n);
    tag(e, n, path->label);
    asm_bind(&e->a, path->back);
}

static void slow_box(Emitter *e, const SlowPath *path) {
    Assembler *a = &e->a;
    const IrNode *n = path->node;
    asm_movq_rx(a, SCRATCH, in_xmm(e, n, 0));
    asm_push_r(a, SCRATCH);
    asm_push_r(a, SCRATCH);
    emit_call_keeping(e, (const void *)jit_box_float);
    if (ra_of(e, n)->state) {
        asm_cmp_ri(a, SCRATCH, (int32_t)VALUE_ERROR.bits);
        asm_jcc(a, CC_E, x64_exit_label(e, n));
    }
    x64_move_reg(e, out_reg(e, n), SCRATCH);
    asm_jmp(a, path->back);
}

void emit_slow_float(Emitter *e, const SlowPath *path) {
    if (path->node->op == IR_BOX_FLOAT)
        slow_box(e, path);
    else
        slow_to_float(e, path);
}

/* ---- arithmetic --------------------------------------------------------------------------------- */

typedef void EmitXX(Assembler *a, Xmm dst, Xmm src);
typedef void EmitXM(Assembler *a, Xmm dst, Mem src);

static void emit_binary(Emitter *e, const IrNode *n, EmitXX *by_register, EmitXM *by_memory) {
    Xmm out = out_xmm(e, n);
    uint32_t first = x64_overwritten(e, n);
    x64_move_xmm(e, out, in_xmm(e, n, first));
    RaLocation second = ra_of(e, n)->in[!first];
    if (second.kind == RA_XMM)
        by_register(&e->a, out, (Xmm)second.reg);
    else
        by_memory(&e->a, out, x64_double_mem(e, n, !first));
}

static void emit_sqrt(Emitter *e, const IrNode *n) {
    Xmm out = out_xmm(e, n);
    RaLocation in = ra_of(e, n)->in[0];
    /* sqrtsd keeps the upper half of its destination: it would wait for it. */
    if (in.kind != RA_XMM || in.reg != out)
        asm_zero_xmm(&e->a, out);
    if (in.kind == RA_XMM)
        asm_sqrtsd_rr(&e->a, out, (Xmm)in.reg);
    else
        asm_sqrtsd_rm(&e->a, out, x64_double_mem(e, n, 0));
}

/* Out of range, and of NaN, the conversion gives INT64_MIN, whose tagging overflows. */
static void emit_truncate(Emitter *e, const IrNode *n) {
    Reg out = out_reg(e, n);
    RaLocation in = ra_of(e, n)->in[0];
    if (in.kind == RA_XMM)
        asm_cvttsd2si_rr(&e->a, out, (Xmm)in.reg);
    else
        asm_cvttsd2si_rm(&e->a, out, x64_double_mem(e, n, 0));
    asm_imul_rri(&e->a, out, out, 4);
    if (!n->nowrap)
        asm_jcc(&e->a, CC_O, x64_exit_label(e, n));
}

void emit_float(Emitter *e, const IrNode *n) {
    switch ((IrOp)n->op) {
    case IR_TO_FLOAT: case IR_NUMBER_TO_FLOAT: emit_to_float(e, n); break;
    case IR_INT_TO_FLOAT: convert_int(e, out_xmm(e, n), x64_operand(e, n, 0)); break;
    case IR_TAG_FLOAT: tag(e, n, x64_exit_label(e, n)); break;
    case IR_BOX_FLOAT: emit_box(e, n); break;
    case IR_FLOAT_ADD: emit_binary(e, n, asm_addsd_rr, asm_addsd_rm); break;
    case IR_FLOAT_SUB: emit_binary(e, n, asm_subsd_rr, asm_subsd_rm); break;
    case IR_FLOAT_MUL: emit_binary(e, n, asm_mulsd_rr, asm_mulsd_rm); break;
    case IR_FLOAT_DIV: emit_binary(e, n, asm_divsd_rr, asm_divsd_rm); break;
    case IR_FLOAT_NEG:
        x64_move_xmm(e, out_xmm(e, n), in_xmm(e, n, 0));
        asm_xorps_rm(&e->a, out_xmm(e, n), asm_constant16(&e->a, SIGN_BIT, 0));
        break;
    case IR_FLOAT_ABS:
        x64_move_xmm(e, out_xmm(e, n), in_xmm(e, n, 0));
        asm_andps_rm(&e->a, out_xmm(e, n), asm_constant16(&e->a, ~SIGN_BIT, 0));
        break;
    case IR_FLOAT_SQRT: emit_sqrt(e, n); break;
    case IR_FLOAT_TO_INT: emit_truncate(e, n); break;
    default: assert(false);
    }
}

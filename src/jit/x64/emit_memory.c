/* emit_memory.c - loads, stores, the write barrier, allocation. */
#include "jit/x64/emit.h"

/* ---- addresses -------------------------------------------------------------------------------- */

static bool fits_int32(int64_t i) { return i == (int32_t)i; }

Mem x64_absolute(Emitter *e, int64_t address) {
    int64_t in_thread = address - (int64_t)(uintptr_t)e->ir->thread;
    if (fits_int32(address))
        return mem_absolute((int32_t)address);
    if (in_thread >= 0 && in_thread < (int64_t)sizeof(Thread))
        return mem(REG_THREAD, (int32_t)in_thread);
    asm_mov_ri(&e->a, SCRATCH, address);
    return mem(SCRATCH, 0);
}

/* The bytes `disp` behind input 0, an object or an address. */
static Mem address(Emitter *e, const IrNode *n, int64_t disp) {
    const IrNode *base = n->in[0];
    if (base->rep == REP_VALUE)
        disp -= OBJECT_TAG;
    if (x64_is_constant(base))
        return x64_absolute(e, base->imm + disp);
    assert(fits_int32(disp));
    return mem(in_reg(e, n, 0), (int32_t)disp);
}

/* Of an element: the index is an int, so 4 times itself. */
static Mem element(Emitter *e, const IrNode *n) {
    if (x64_is_imm32(n->in[1]))
        return address(e, n, n->imm + 2 * n->in[1]->imm);
    Mem m = address(e, n, n->imm);
    if (m.base == NO_REG) {
        asm_mov_ri(&e->a, SCRATCH, m.disp);
        m = mem(SCRATCH, 0);
    }
    return mem_index((Reg)m.base, in_reg(e, n, 1), 2, m.disp);
}

/* Of a byte: the base is in a register, even if it is a constant. */
static Mem byte_element(Emitter *e, const IrNode *n) {
    int32_t disp = (int32_t)n->imm - (n->in[0]->rep == REP_VALUE ? OBJECT_TAG : 0);
    if (x64_is_small_constant(n->in[1]))
        return mem(in_reg(e, n, 0), disp + (int32_t)(n->in[1]->imm >> 2));
    asm_mov_rr(&e->a, SCRATCH, in_reg(e, n, 1));
    asm_shr_ri(&e->a, SCRATCH, 2);
    return mem_index(in_reg(e, n, 0), SCRATCH, 1, disp);
}

/* ---- loads and stores -------------------------------------------------------------------------- */

static Width width_of(const IrNode *n) {
    switch ((IrOp)n->op) {
    case IR_LOAD_U8: case IR_STORE_U8: case IR_STORE_BYTE: return W8;
    case IR_LOAD_U32: case IR_STORE_U32: return W32;
    default: return W64;
    }
}

static void store(Emitter *e, const IrNode *n, Mem to, uint32_t i) {
    const IrNode *value = n->in[i];
    Width width = width_of(n);
    if (ra_of(e, n)->in[i].kind == RA_GPR) {
        asm_store(&e->a, width, to, in_reg(e, n, i));
    } else if (x64_is_imm32(value) || width != W64) {
        asm_store_imm(&e->a, width, to, width == W8 ? (int8_t)value->imm : (int32_t)value->imm);
    } else {
        assert(to.base != SCRATCH);
        asm_mov_ri(&e->a, SCRATCH, value->imm);
        asm_mov_mr(&e->a, to, SCRATCH);
    }
}

static void store_size(Emitter *e, const IrNode *n) {
    /* In a register even if it is a constant: the value goes through scratch. */
    Mem to = mem(in_reg(e, n, 0), (int32_t)n->imm - (n->in[0]->rep == REP_VALUE ? OBJECT_TAG : 0));
    if (x64_is_small_constant(n->in[1])) {
        asm_mov_mi(&e->a, to, (int32_t)(n->in[1]->imm >> 2));
        return;
    }
    x64_load_operand(e, SCRATCH, x64_operand(e, n, 1));
    asm_shr_ri(&e->a, SCRATCH, 2);
    asm_mov_mr(&e->a, to, SCRATCH);
}

/* ---- the write barrier -------------------------------------------------------------------------- */

/* Where an owner's collector bits are: of an object or an address. */
static void emit_wrote(Emitter *e, const IrNode *n) {
    int32_t gc = FIELD(Object, gc) - (n->in[0]->rep == REP_VALUE ? OBJECT_TAG : 0);
    const SlowPath *path = x64_slow_path(e, n);
    asm_test_mi8(&e->a, mem(in_reg(e, n, 0), gc), GC_UNLOGGED);
    asm_jcc(&e->a, CC_NE, path->label);
    asm_bind(&e->a, path->back);
}

static void slow_wrote(Emitter *e, const SlowPath *path) {
    Assembler *a = &e->a;
    const IrNode *n = path->node;
    bool element_of = n->op != IR_WROTE;
    if (n->op == IR_WROTE_AT) {
        asm_mov_rr(a, SCRATCH, in_reg(e, n, 1));
        asm_sub_rr(a, SCRATCH, in_reg(e, n, 0));
        asm_sub_ri(a, SCRATCH, (int32_t)sizeof(Array));
        asm_shr_ri(a, SCRATCH, 3);
    } else if (element_of) {
        x64_load_operand(e, SCRATCH, x64_operand(e, n, 1));
        asm_shr_ri(a, SCRATCH, 2);
    }
    asm_push_r(a, SCRATCH); /* of a WROTE: only to keep the stack aligned */
    if (n->in[0]->rep == REP_VALUE) {
        asm_lea(a, SCRATCH, mem(in_reg(e, n, 0), -OBJECT_TAG));
        asm_push_r(a, SCRATCH);
    } else {
        asm_push_r(a, in_reg(e, n, 0));
    }
    emit_call_keeping(e, element_of ? (const void *)jit_wrote_element : (const void *)jit_wrote);
    asm_jmp(a, path->back);
}

/* ---- allocation ------------------------------------------------------------------------------------ */

/* Bumps the cursor; the memory is zeroed. */
static void emit_alloc(Emitter *e, const IrNode *n) {
    Assembler *a = &e->a;
    Reg out = out_reg(e, n);
    uint64_t header = (uint64_t)n->imm;
    int32_t size = 16 * (int32_t)(header >> 32 & 0xffff);
    Mem cursor = mem(REG_THREAD, FIELD(Thread, alloc_cursor));
    const SlowPath *path = x64_slow_path(e, n);
    asm_mov_rm(a, SCRATCH, cursor);
    asm_add_ri(a, SCRATCH, size);
    asm_cmp_rm(a, SCRATCH, mem(REG_THREAD, FIELD(Thread, alloc_limit)));
    asm_jcc(a, CC_A, path->label);
    asm_mov_mr(a, cursor, SCRATCH);
    asm_mov_mi32(a, mem(SCRATCH, -size), (int32_t)header);
    asm_mov_mi32(a, mem(SCRATCH, 4 - size), (int32_t)(header >> 32));
    asm_lea(a, out, mem(SCRATCH, OBJECT_TAG - size));
    asm_bind(a, path->back);
}

static void slow_alloc(Emitter *e, const SlowPath *path) {
    Assembler *a = &e->a;
    const IrNode *n = path->node;
    asm_mov_ri(a, SCRATCH, n->imm);
    asm_push_r(a, SCRATCH);
    asm_push_r(a, SCRATCH);
    emit_call_keeping(e, (const void *)jit_alloc);
    asm_test_rr(a, SCRATCH, SCRATCH);
    asm_jcc(a, CC_E, x64_exit_label(e, n));
    asm_lea(a, out_reg(e, n), mem(SCRATCH, OBJECT_TAG));
    asm_jmp(a, path->back);
}

void emit_slow_memory(Emitter *e, const SlowPath *path) {
    if (path->node->op == IR_ALLOC)
        slow_alloc(e, path);
    else
        slow_wrote(e, path);
}

void emit_memory(Emitter *e, const IrNode *n) {
    switch ((IrOp)n->op) {
    case IR_LOAD: case IR_LOAD_WORD: case IR_LOAD_U32: case IR_LOAD_U8:
        asm_load(&e->a, width_of(n), out_reg(e, n), address(e, n, n->imm));
        break;
    case IR_LOAD_SIZE:
        asm_mov_rm(&e->a, out_reg(e, n), address(e, n, n->imm));
        asm_shl_ri(&e->a, out_reg(e, n), 2);
        break;
    case IR_LOAD_FLOAT: asm_movsd_rm(&e->a, out_xmm(e, n), address(e, n, n->imm)); break;
    case IR_LOAD_ELEMENT: asm_mov_rm(&e->a, out_reg(e, n), element(e, n)); break;
    case IR_STORE: case IR_STORE_WORD: case IR_STORE_U32: case IR_STORE_U8:
        store(e, n, address(e, n, n->imm), 1);
        break;
    case IR_STORE_FLOAT: asm_movsd_mr(&e->a, address(e, n, n->imm), in_xmm(e, n, 1)); break;
    case IR_STORE_SIZE: store_size(e, n); break;
    case IR_ADD_SIZE: asm_alu_mi(&e->a, ALU_ADD, W64, address(e, n, n->imm), (int32_t)n->aux); break;
    case IR_STORE_ELEMENT: store(e, n, element(e, n), 2); break;
    case IR_LOAD_BYTE:
        asm_movzx8_rm(&e->a, out_reg(e, n), byte_element(e, n));
        asm_shl_ri(&e->a, out_reg(e, n), 2);
        break;
    case IR_STORE_BYTE: store(e, n, byte_element(e, n), 2); break;
    case IR_WROTE: case IR_WROTE_ELEMENT: case IR_WROTE_AT: emit_wrote(e, n); break;
    case IR_ALLOC: emit_alloc(e, n); break;
    case IR_ADDRESS: asm_lea(&e->a, out_reg(e, n), mem(in_reg(e, n, 0), (int32_t)n->imm - OBJECT_TAG)); break;
    default: assert(false);
    }
}

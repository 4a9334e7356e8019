/*
 * emit_find.c - searches of dicts and sets for a str or a small int.
 *
 * What most searches come to is decided in place: the key's own hash names a slot, and
 * that leads to an entry with this very key, or it is free.  Everything else is left to
 * the C function that does the whole search; around the call only registers with live
 * values are saved.
 *
 * An int hashes to itself, but for negative ones and the largest (hash.h).  Where it is
 * found that does not matter; that it is absent is believed of the others only.
 */
#include "base/hash.h"
#include "ir/rt.h"
#include "jit/x64/emit.h"
#include "runtime/dict.h"
#include "runtime/str.h"

enum { ENTRY_VALUE = offsetof(DictEntry, value) };
static_assert(sizeof(DictEntry) == 16 && sizeof(SetEntry) == 16, "they are found by shifts");

static bool is_str_key(const IrNode *n) { return n->imm == IRT_STR; }

/* A constant key; UNDEF: it is in a register. */
static Value constant_key(const IrNode *n) {
    return n->in[1]->op == IR_CONST ? (Value){(uint64_t)n->in[1]->imm} : VALUE_UNDEF;
}

/* Whether the hash of a constant key is known. */
static bool is_hashed(Value key) { return !value_is_object(key) || value_as_str(key)->flags & STR_HASHED; }

static uint64_t hash_of(Value key) {
    return value_is_int(key) ? (uint64_t)hash_small_int(value_as_int(key)) : value_as_str(key)->hash;
}

/* to, which holds a mask of 32 bits or 64, &= the key's hash. */
static void and_hash(Emitter *e, const IrNode *n, Reg to, Width width, const SlowPath *path) {
    Assembler *a = &e->a;
    Value key = constant_key(n);
    if (!value_is_undef(key)) {
        if (width == W32) {
            asm_alu_ri(a, ALU_AND, W32, to, (int32_t)hash_of(key));
        } else {
            asm_mov_ri(a, SCRATCH, (int64_t)hash_of(key));
            asm_alu_rr(a, ALU_AND, W64, to, SCRATCH);
        }
    } else if (is_str_key(n)) {
        Reg str = in_reg(e, n, 1);
        asm_test_mi8(a, mem(str, OBJECT_FIELD(Str, flags)), STR_HASHED);
        asm_jcc(a, CC_E, path->label);
        asm_alu_rm(a, ALU_AND, width, to, mem(str, OBJECT_FIELD(Str, hash)));
    } else {
        asm_mov_rr(a, SCRATCH, in_reg(e, n, 1));
        asm_sar_ri(a, SCRATCH, 2);
        asm_alu_rr(a, ALU_AND, width, to, SCRATCH);
    }
}

/* Compares what is in memory with the key; temp may be overwritten. */
static void compare_key(Emitter *e, const IrNode *n, Mem with, Reg temp) {
    Value key = constant_key(n);
    if (value_is_undef(key)) {
        asm_cmp_mr(&e->a, with, in_reg(e, n, 1));
    } else if ((int64_t)key.bits == (int32_t)key.bits) {
        asm_alu_mi(&e->a, ALU_CMP, W64, with, (int32_t)key.bits);
    } else {
        asm_mov_ri(&e->a, temp, (int64_t)key.bits);
        asm_cmp_mr(&e->a, with, temp);
    }
}

/* Further entries of the slow path. */
enum { AT_WIDE, AT_END };
enum { AT_REJOIN = 2 }; /* and where AT_WIDE comes back to */

static bool is_in_place(const Emitter *e, const IrNode *n) {
    Value key = constant_key(n);
    return ra_of(e, n)->out.kind == RA_GPR && (value_is_undef(key) || is_hashed(key));
}

static void find_in_dict(Emitter *e, const IrNode *n, const SlowPath *path) {
    Assembler *a = &e->a;
    Reg dict = in_reg(e, n, 0), out = out_reg(e, n), temp = (Reg)ra_of(e, n)->temps[0].reg;
    asm_mov_rm32(a, temp, mem(dict, OBJECT_FIELD(Dict, index_mask)));
    asm_mov_rm(a, out, mem(dict, OBJECT_FIELD(Dict, index)));
    asm_cmp_ri32(a, temp, DICT_NARROW_SLOTS);
    asm_jcc(a, CC_AE, path->more[AT_WIDE]);
    and_hash(e, n, temp, W32, path);
    asm_movzx16_rm(a, temp, mem_index(out, temp, 2, 0));
    asm_bind(a, path->more[AT_REJOIN]);
    asm_cmp_ri32(a, temp, DICT_SLOT_ERASED);
    asm_jcc(a, CC_BE, path->more[AT_END]);
    asm_alu_rm(a, ALU_AND, W32, temp, mem(dict, OBJECT_FIELD(Dict, index_mask)));
    asm_shl_ri(a, temp, 4); /* two words an entry */
    asm_mov_rm(a, out, mem(dict, OBJECT_FIELD(Dict, entries)));
    asm_lea(a, out, mem_index(out, temp, 1, ENTRY_VALUE - DICT_SLOT_FIRST * (int32_t)sizeof(DictEntry)));
    compare_key(e, n, mem(out, -ENTRY_VALUE), temp);
    asm_jcc(a, CC_NE, path->label);
}

static void find_in_set(Emitter *e, const IrNode *n, const SlowPath *path) {
    Assembler *a = &e->a;
    Reg set = in_reg(e, n, 0), out = out_reg(e, n), temp = (Reg)ra_of(e, n)->temps[0].reg;
    asm_mov_rm(a, out, mem(set, OBJECT_FIELD(Set, table)));
    asm_test_rr(a, out, out);
    asm_jcc(a, CC_E, path->label);
    asm_mov_rm(a, temp, mem(set, OBJECT_FIELD(Set, mask)));
    and_hash(e, n, temp, W64, path);
    asm_shl_ri(a, temp, 4); /* two words an item */
    asm_add_rr(a, out, temp);
    asm_cmp_mi(a, mem(out, FIELD(SetEntry, tag)), 0);
    asm_jcc(a, CC_E, path->more[AT_END]);
    compare_key(e, n, mem(out, FIELD(SetEntry, key)), temp);
    asm_jcc(a, CC_NE, path->label);
}

void emit_find(Emitter *e, const IrNode *n) {
    SlowPath *path = x64_slow_path(e, n);
    for (uint32_t i = 0; i < sizeof path->more / sizeof *path->more; i++)
        path->more[i] = asm_label_new(&e->a);
    if (!is_in_place(e, n))
        asm_jmp(&e->a, path->label);
    else if (n->op == IR_DICT_FIND)
        find_in_dict(e, n, path);
    else
        find_in_set(e, n, path);
    asm_bind(&e->a, path->back);
}

/* ---- the slow path ---- */

/* The slot is free: the key is absent, if this is where its hash says. */
static void believe_absent(Emitter *e, const IrNode *n, const SlowPath *path) {
    Assembler *a = &e->a;
    if (!is_str_key(n) && value_is_undef(constant_key(n))) {
        Reg key = in_reg(e, n, 1);
        asm_test_rr(a, key, key);
        asm_jcc(a, CC_S, path->label);
        asm_mov_ri(a, SCRATCH, (int64_t)value_from_int(INT64_MAX >> 2).bits); /* 2^61 - 1 */
        asm_cmp_rr(a, key, SCRATCH);
        asm_jcc(a, CC_E, path->label);
    }
    asm_zero(a, out_reg(e, n));
    asm_jmp(a, path->back);
}

/* The registers that a C function may overwrite and somebody reads later, on the way out
 * as well. */
typedef struct Saved {
    uint32_t gpr, xmm;
} Saved;

static Saved registers_to_save(Emitter *e, const IrNode *n) {
    const RaNode *a = ra_of(e, n);
    Saved s = {a->live_gpr, a->live_xmm};
    for (uint32_t i = 0; i < e->state.count; i++) {
        s.gpr |= a->state[i].kind == RA_GPR ? 1u << a->state[i].reg : 0;
        s.xmm |= a->state[i].kind == RA_XMM ? 1u << a->state[i].reg : 0;
    }
    s.gpr &= 1 << RAX | 1 << RCX | 1 << RDX | 1 << RSI | 1 << RDI | 1 << R8 | 1 << R9 | 1 << R10;
    if (a->out.kind == RA_GPR)
        s.gpr &= ~(1u << a->out.reg);
    return s;
}

static void each_saved(Emitter *e, Saved s, bool store) {
    int32_t at = 0;
    for (uint32_t r = 0; r < 16; r++)
        if (s.gpr >> r & 1) {
            if (store)
                asm_mov_mr(&e->a, mem(RSP, at), (Reg)r);
            else
                asm_mov_rm(&e->a, (Reg)r, mem(RSP, at));
            at += 8;
        }
    for (uint32_t r = 0; r < 16; r++)
        if (s.xmm >> r & 1) {
            if (store)
                asm_movsd_mr(&e->a, mem(RSP, at), (Xmm)r);
            else
                asm_movsd_rm(&e->a, (Xmm)r, mem(RSP, at));
            at += 8;
        }
}

void emit_slow_find(Emitter *e, const SlowPath *path) {
    Assembler *a = &e->a;
    const IrNode *n = path->node;
    bool in_dict = n->op == IR_DICT_FIND;
    AsmLabel exit = x64_exit_label(e, n);
    Saved saved = registers_to_save(e, n);
    int32_t room = 8 * (__builtin_popcount(saved.gpr) + __builtin_popcount(saved.xmm)) + 8;
    room &= ~15;
    if (room)
        asm_sub_ri(a, RSP, room);
    each_saved(e, saved, true);
    asm_mov_mr(a, mem(REG_THREAD, FIELD(Thread, frame)), REG_FRAME);
    if (n->in[1]->op == IR_CONST)
        asm_mov_ri(a, SCRATCH, n->in[1]->imm);
    else
        asm_mov_rr(a, SCRATCH, in_reg(e, n, 1));
    x64_move_reg(e, RSI, in_reg(e, n, 0));
    asm_mov_rr(a, RDX, SCRATCH);
    asm_mov_rr(a, RDI, REG_THREAD);
    asm_call_absolute(a, rt_functions[!in_dict ? RT_set_find : is_str_key(n) ? RT_dict_find_str : RT_dict_find_int]);
    asm_mov_rr(a, SCRATCH, RAX);
    each_saved(e, saved, false);
    if (room)
        asm_add_ri(a, RSP, room);
    x64_move_reg(e, out_reg(e, n), SCRATCH);
    asm_cmp_ri(a, SCRATCH, RT_OWN_METHOD);
    asm_jcc(a, CC_E, exit);
    asm_jmp(a, path->back);
    if (!is_in_place(e, n))
        return;
    asm_bind(a, path->more[AT_END]);
    if (in_dict)
        asm_jcc(a, CC_E, path->label); /* compared with SLOT_ERASED */
    believe_absent(e, n, path);
    if (in_dict) {
        Reg temp = (Reg)ra_of(e, n)->temps[0].reg;
        asm_bind(a, path->more[AT_WIDE]);
        and_hash(e, n, temp, W32, path);
        asm_mov_rm32(a, temp, mem_index(out_reg(e, n), temp, 4, 0));
        asm_jmp(a, path->more[AT_REJOIN]);
    }
}

/*
 * assembler.c - the encoder.  An instruction is
 *
 *     [66/F2/F3] [REX] [0F [38/3A]] opcode [ModRM [SIB] [disp8/32]] [immediate]
 *
 * and nearly every one goes through emit_rr (register operands) or emit_rm (one
 * in memory), which compute REX, ModRM, SIB and the displacement.  The functions
 * for the single instructions say no more than their opcodes.
 */
#include "jit/x64/assembler.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    LABEL_UNBOUND = UINT32_MAX,
    NO_LABEL = UINT32_MAX,
    MAX_CODE = 1 << 24, /* bytes: more than anyone wants to run, and no offset overflows */
};

/* An opcode: its bytes in the order of the manual (0x0FAF, 0x0F3A0B) and, on top,
 * the mandatory prefix: an index into `prefixes`. */
typedef uint32_t Opcode;
enum { P66 = 1 << 24, PF3 = 2 << 24, PF2 = 3 << 24 };
static const uint8_t prefixes[] = {0, 0x66, 0xF3, 0xF2};

/* What the REX byte extends: the operand to 64 bits, and by one bit ModRM.reg,
 * SIB.index, ModRM.rm or SIB.base.  REX_PLAIN: the byte must be there, since
 * without it numbers 4-7 of byte registers mean ah, ch, dh, bh. */
enum { REX_W = 8, REX_R = 4, REX_X = 2, REX_B = 1, REX_PLAIN = 0x40 };

/* ---- the buffer ----------------------------------------------------------------- */

void asm_init(Assembler *a, const void *low, const void *high) {
    memset(a, 0, sizeof *a);
    a->low = (uintptr_t)low;
    a->high = (uintptr_t)high;
}

void asm_reset(Assembler *a) {
    a->size = 0;
    a->failed = false;
    a->label_count = a->fixup_count = a->constant_count = 0;
}

void asm_free(Assembler *a) {
    free(a->code);
    free(a->labels);
    free(a->fixups);
    free(a->constants);
    memset(a, 0, sizeof *a);
}

/* From now on everything is lost; no capacity sends each instruction to grow_code. */
static bool fail(Assembler *a) {
    a->failed = true;
    free(a->code);
    a->code = NULL;
    a->size = a->capacity = 0;
    return false;
}

__attribute__((cold, noinline)) static bool grow_code(Assembler *a) {
    if (a->failed || a->capacity >= MAX_CODE) return fail(a);
    uint32_t capacity = a->capacity ? 2 * a->capacity : 1024;
    uint8_t *code = realloc(a->code, capacity);
    if (!code) return fail(a);
    a->code = code;
    a->capacity = capacity;
    return true;
}

/* `items` with room for one more, or NULL after a failure. */
static void *with_room(Assembler *a, void *items, uint32_t count, uint32_t *capacity, size_t size) {
    if (a->failed) return NULL;
    if (count < *capacity) return items;
    uint32_t wanted = *capacity ? 2 * *capacity : 16;
    void *grown = realloc(items, wanted * size);
    if (!grown) {
        fail(a);
        return NULL;
    }
    *capacity = wanted;
    return grown;
}

/* Every instruction, and every immediate, is written from begin() to end(). */
static inline uint8_t *begin(Assembler *a) {
    if (__builtin_expect(a->capacity - a->size < ASM_INSTRUCTION_ROOM, 0) && !grow_code(a))
        return a->scratch;
    return a->code + a->size;
}

static inline void end(Assembler *a, const uint8_t *p) {
    if (!a->failed) a->size = (uint32_t)(p - a->code);
}

static inline uint8_t *put32(uint8_t *p, uint32_t value) {
    memcpy(p, &value, 4);
    return p + 4;
}

static inline bool fits_int8(int64_t value) { return value == (int8_t)value; }
static inline bool fits_int32(int64_t value) { return value == (int32_t)value; }

static void emit_bytes(Assembler *a, const void *bytes, unsigned count) {
    uint8_t *p = begin(a);
    memcpy(p, bytes, count);
    end(a, p + count);
}

static void emit_byte(Assembler *a, uint8_t byte) { emit_bytes(a, &byte, 1); }

/* The immediate of an instruction of this width, and how many bytes it takes. */
static inline unsigned imm_bytes(Width width) { return width == W8 ? 1 : width == W16 ? 2 : 4; }
static void emit_imm(Assembler *a, Width width, int32_t value) {
    emit_bytes(a, &value, imm_bytes(width));
}

/* ---- the core -------------------------------------------------------------------- */

static inline uint8_t *put_opcode(uint8_t *p, Opcode op, unsigned rex) {
    if (op >> 24) *p++ = prefixes[op >> 24];
    if (rex) *p++ = (uint8_t)(REX_PLAIN | rex);
    if (op & 0xFF0000) *p++ = (uint8_t)(op >> 16);
    if (op & 0xFFFF00) *p++ = (uint8_t)(op >> 8);
    *p++ = (uint8_t)op;
    return p;
}

/* The last four bytes emitted are a distance to fill in later. */
static void add_fixup(Assembler *a, unsigned trailing, uint32_t label, uintptr_t target) {
    AsmFixup *fixups = with_room(a, a->fixups, a->fixup_count, &a->fixup_capacity, sizeof *fixups);
    if (!fixups) return;
    a->fixups = fixups;
    a->fixups[a->fixup_count++] = (AsmFixup){a->size - 4, (uint8_t)trailing, label, target};
}

/* The register is a part of the opcode's last byte. */
static void emit_r(Assembler *a, Opcode op, unsigned rex, unsigned reg) {
    uint8_t *p = begin(a);
    end(a, put_opcode(p, op + (reg & 7), rex | reg >> 3));
}

/* reg: a register, or the /digit of the opcode. */
static void emit_rr(Assembler *a, Opcode op, unsigned rex, unsigned reg, unsigned rm) {
    uint8_t *p = begin(a);
    p = put_opcode(p, op, rex | (reg >> 3) * REX_R | (rm >> 3) * REX_B);
    *p++ = (uint8_t)(0xC0 | (reg & 7) << 3 | (rm & 7));
    end(a, p);
}

/*
 * trailing: bytes of immediate that the caller emits next.
 *
 * Of the numbers of base registers two are taken: rm = 4 (rsp, r12) says that a
 * SIB byte follows, so these bases need one, with index 4: none; and rm or base
 * = 5 (rbp, r13) without displacement says disp32 and no base (in ModRM: from
 * the next instruction, rip), so these bases get a displacement of 0.
 */
static void emit_rm(Assembler *a, Opcode op, unsigned rex, unsigned reg, Mem m, unsigned trailing) {
    enum { RM_SIB = 4, NO_INDEX = 4, NO_BASE = 5, DISP8 = 0x40, DISP32 = 0x80 };
    assert(m.index != RSP);
    bool has_base = m.base < NO_REG, has_index = m.index < NO_REG;
    uint8_t *p = begin(a);
    rex |= (reg >> 3) * REX_R;
    if (has_base) rex |= (m.base >> 3) * REX_B;
    if (has_index) rex |= (m.index >> 3) * REX_X;
    p = put_opcode(p, op, rex);
    reg = (reg & 7) << 3;
    if (m.base == MEM_AT_LABEL) {
        *p++ = (uint8_t)(reg | NO_BASE);
        end(a, put32(p, 0));
        add_fixup(a, trailing, (uint32_t)m.disp, 0);
        return;
    }
    unsigned base = has_base ? m.base & 7 : NO_BASE;
    unsigned mod = !has_base || (m.disp == 0 && base != NO_BASE) ? 0 : fits_int8(m.disp) ? DISP8 : DISP32;
    if (has_index || !has_base || base == RM_SIB) {
        *p++ = (uint8_t)(mod | reg | RM_SIB);
        *p++ = (uint8_t)(m.shift << 6 | (has_index ? m.index & 7 : NO_INDEX) << 3 | base);
    } else {
        *p++ = (uint8_t)(mod | reg | base);
    }
    if (mod == DISP8)
        *p++ = (uint8_t)m.disp;
    else if (mod == DISP32 || !has_base)
        p = put32(p, (uint32_t)m.disp);
    end(a, p);
}

/* The integer instructions have one opcode for 16, 32 and 64 bits, told apart by
 * 66 and REX.W, and the even one before it for 8. */
static inline Opcode sized(Opcode op, Width width) {
    return width == W8 ? op & ~(Opcode)1 : width == W16 ? op | P66 : op;
}
static inline unsigned rex_w(Width width) { return width == W64 ? REX_W : 0; }
static inline unsigned rex_for(Width width, unsigned reg) {
    return width == W64 ? REX_W : width == W8 && reg >= 4 ? REX_PLAIN : 0;
}

/* ---- labels, constants, addresses ---------------------------------------------------- */

AsmLabel asm_label_new(Assembler *a) {
    uint32_t *labels = with_room(a, a->labels, a->label_count, &a->label_capacity, sizeof *labels);
    if (!labels) return (AsmLabel){0};
    a->labels = labels;
    labels[a->label_count] = LABEL_UNBOUND;
    return (AsmLabel){a->label_count++};
}

void asm_bind(Assembler *a, AsmLabel label) {
    if (a->failed) return;
    assert(a->labels[label.id] == LABEL_UNBOUND);
    a->labels[label.id] = a->size;
}

bool asm_label_is_bound(const Assembler *a, AsmLabel label) {
    return !a->failed && a->labels[label.id] != LABEL_UNBOUND;
}

uint32_t asm_label_offset(const Assembler *a, AsmLabel label) {
    assert(asm_label_is_bound(a, label));
    return a->labels[label.id];
}

static Mem constant(Assembler *a, unsigned size, uint64_t low, uint64_t high) {
    for (uint32_t i = 0; i < a->constant_count; i++) {
        const AsmConstant *c = &a->constants[i];
        if (c->size == size && c->words[0] == low && c->words[1] == high) return mem_label(c->label);
    }
    AsmLabel label = asm_label_new(a);
    AsmConstant *constants = with_room(a, a->constants, a->constant_count, &a->constant_capacity, sizeof *constants);
    if (constants) {
        a->constants = constants;
        constants[a->constant_count++] = (AsmConstant){{low, high}, (uint8_t)size, label};
    }
    return mem_label(label);
}

Mem asm_constant(Assembler *a, uint64_t bits) { return constant(a, 8, bits, 0); }
Mem asm_constant16(Assembler *a, uint64_t low, uint64_t high) { return constant(a, 16, low, high); }
Mem asm_constant_double(Assembler *a, double value) {
    uint64_t bits;
    memcpy(&bits, &value, 8);
    return asm_constant(a, bits);
}

/* Those of one size; the larger ones first keep all aligned. */
static void place_constants(Assembler *a, unsigned size) {
    for (uint32_t i = 0; i < a->constant_count; i++) {
        AsmConstant *c = &a->constants[i];
        if (c->size != size) continue;
        while (!a->failed && a->size % size) asm_int3(a);
        asm_bind(a, c->label);
        emit_bytes(a, c->words, size);
    }
}

bool asm_finish(Assembler *a) {
    place_constants(a, 16);
    place_constants(a, 8);
    if (a->failed) return false;
    uint32_t left = 0;
    for (uint32_t i = 0; i < a->fixup_count; i++) {
        AsmFixup fixup = a->fixups[i];
        if (fixup.target) {
            a->fixups[left++] = fixup;
            continue;
        }
        assert(a->labels[fixup.label] != LABEL_UNBOUND);
        put32(a->code + fixup.at, a->labels[fixup.label] - (fixup.at + 4 + fixup.trailing));
    }
    a->fixup_count = left;
    return true;
}

void asm_relocate(Assembler *a, const void *at) {
    for (uint32_t i = 0; i < a->fixup_count; i++) {
        AsmFixup fixup = a->fixups[i];
        int64_t distance = (int64_t)(fixup.target - ((uintptr_t)at + fixup.at + 4 + fixup.trailing));
        assert(fits_int32(distance));
        put32(a->code + fixup.at, (uint32_t)distance);
    }
}

bool asm_reaches(const Assembler *a, const void *target) {
    int64_t forward = (int64_t)((uintptr_t)target - a->low), back = (int64_t)((uintptr_t)target - a->high);
    return a->low < a->high && fits_int32(forward) && fits_int32(back);
}

/* ---- moves ---------------------------------------------------------------------------- */

void asm_mov_rr(Assembler *a, Reg dst, Reg src) { emit_rr(a, 0x89, REX_W, src, dst); }
void asm_mov_rr32(Assembler *a, Reg dst, Reg src) { emit_rr(a, 0x89, 0, src, dst); }
void asm_zero(Assembler *a, Reg dst) { emit_rr(a, 0x31, 0, dst, dst); }

void asm_mov_ri(Assembler *a, Reg dst, int64_t value) {
    if (value == (int64_t)(uint32_t)value) {
        emit_r(a, 0xB8, 0, dst);
        emit_imm(a, W32, (int32_t)value);
    } else if (fits_int32(value)) {
        emit_rr(a, 0xC7, REX_W, 0, dst);
        emit_imm(a, W32, (int32_t)value);
    } else {
        emit_r(a, 0xB8, REX_W, dst);
        emit_bytes(a, &value, 8);
    }
}

void asm_load(Assembler *a, Width width, Reg dst, Mem src) {
    static const Opcode ops[] = {[W8] = 0x0FB6, [W16] = 0x0FB7, [W32] = 0x8B, [W64] = 0x8B};
    emit_rm(a, ops[width], rex_w(width), dst, src, 0);
}

static const Opcode signed_loads[] = {[W8] = 0x0FBE, [W16] = 0x0FBF, [W32] = 0x63, [W64] = 0x8B};

void asm_load_signed(Assembler *a, Width width, Reg dst, Mem src) {
    emit_rm(a, signed_loads[width], REX_W, dst, src, 0);
}

void asm_extend(Assembler *a, Width width, Reg dst, Reg src) {
    if (width >= W32)
        emit_rr(a, 0x89, rex_w(width), src, dst);
    else
        emit_rr(a, width == W8 ? 0x0FB6 : 0x0FB7, rex_for(width, src), dst, src);
}

void asm_extend_signed(Assembler *a, Width width, Reg dst, Reg src) {
    emit_rr(a, signed_loads[width], REX_W, dst, src);
}

void asm_store(Assembler *a, Width width, Mem dst, Reg src) {
    emit_rm(a, sized(0x89, width), rex_for(width, src), src, dst, 0);
}

void asm_store_imm(Assembler *a, Width width, Mem dst, int32_t value) {
    emit_rm(a, sized(0xC7, width), rex_w(width), 0, dst, imm_bytes(width));
    emit_imm(a, width, value);
}

void asm_lea(Assembler *a, Reg dst, Mem src) { emit_rm(a, 0x8D, REX_W, dst, src, 0); }
void asm_lea32(Assembler *a, Reg dst, Mem src) { emit_rm(a, 0x8D, 0, dst, src, 0); }
void asm_xchg_rr(Assembler *a, Reg first, Reg second) { emit_rr(a, 0x87, REX_W, second, first); }
void asm_xchg_rm(Assembler *a, Reg reg, Mem memory) { emit_rm(a, 0x87, REX_W, reg, memory, 0); }
void asm_push_r(Assembler *a, Reg reg) { emit_r(a, 0x50, 0, reg); }
void asm_push_m(Assembler *a, Mem src) { emit_rm(a, 0xFF, 0, 6, src, 0); }
void asm_pop_r(Assembler *a, Reg reg) { emit_r(a, 0x58, 0, reg); }
void asm_pop_m(Assembler *a, Mem dst) { emit_rm(a, 0x8F, 0, 0, dst, 0); }
void asm_push_i(Assembler *a, int32_t value) {
    bool is_short = fits_int8(value);
    emit_byte(a, is_short ? 0x6A : 0x68);
    emit_imm(a, is_short ? W8 : W32, value);
}

/* ---- arithmetic ---------------------------------------------------------------------- */

/* op * 8 + 0-5: memory or register <- register, register <- memory, rax <-
 * immediate, each for 8 bits and for more. */
void asm_alu_rr(Assembler *a, AluOp op, Width width, Reg dst, Reg src) {
    emit_rr(a, sized(8 * op + 1, width), rex_for(width, src) | rex_for(width, dst), src, dst);
}

void asm_alu_rm(Assembler *a, AluOp op, Width width, Reg dst, Mem src) {
    emit_rm(a, sized(8 * op + 3, width), rex_for(width, dst), dst, src, 0);
}

void asm_alu_mr(Assembler *a, AluOp op, Width width, Mem dst, Reg src) {
    emit_rm(a, sized(8 * op + 1, width), rex_for(width, src), src, dst, 0);
}

void asm_alu_ri(Assembler *a, AluOp op, Width width, Reg dst, int32_t value) {
    if (width != W8 && fits_int8(value)) {
        emit_rr(a, sized(0x83, width), rex_w(width), op, dst);
        emit_imm(a, W8, value);
        return;
    }
    if (dst == RAX)
        end(a, put_opcode(begin(a), sized(8 * op + 5, width), rex_w(width)));
    else
        emit_rr(a, sized(0x81, width), rex_for(width, dst), op, dst);
    emit_imm(a, width, value);
}

void asm_alu_mi(Assembler *a, AluOp op, Width width, Mem dst, int32_t value) {
    bool is_short = width != W8 && fits_int8(value);
    Width imm = is_short ? W8 : width;
    emit_rm(a, sized(is_short ? 0x83 : 0x81, width), rex_w(width), op, dst, imm_bytes(imm));
    emit_imm(a, imm, value);
}

void asm_test(Assembler *a, Width width, Reg first, Reg second) {
    emit_rr(a, sized(0x85, width), rex_for(width, first) | rex_for(width, second), second, first);
}

void asm_test_imm(Assembler *a, Width width, Reg reg, int32_t value) {
    /* With the sign bit of the narrower width clear, the result has the same low
     * byte, sign and zeroness in both. */
    if (width >= W32 && value >= 0) width = value <= INT8_MAX ? W8 : W32;
    if (reg == RAX)
        end(a, put_opcode(begin(a), sized(0xA9, width), rex_w(width)));
    else
        emit_rr(a, sized(0xF7, width), rex_for(width, reg), 0, reg);
    emit_imm(a, width, value);
}

void asm_test_mem(Assembler *a, Width width, Mem memory, Reg reg) {
    emit_rm(a, sized(0x85, width), rex_for(width, reg), reg, memory, 0);
}

void asm_test_mem_imm(Assembler *a, Width width, Mem memory, int32_t value) {
    emit_rm(a, sized(0xF7, width), rex_w(width), 0, memory, imm_bytes(width));
    emit_imm(a, width, value);
}

/* INC and DEC: FF /0 and /1; the others: F7 with their number as the digit. */
static inline Opcode unary_opcode(UnaryOp op) { return op <= UNARY_DEC ? 0xFF : 0xF7; }

void asm_unary_r(Assembler *a, UnaryOp op, Width width, Reg reg) {
    emit_rr(a, sized(unary_opcode(op), width), rex_for(width, reg), op, reg);
}

void asm_unary_m(Assembler *a, UnaryOp op, Width width, Mem memory) {
    emit_rm(a, sized(unary_opcode(op), width), rex_w(width), op, memory, 0);
}

void asm_cqo(Assembler *a) { emit_bytes(a, "\x48\x99", 2); }
void asm_cdq(Assembler *a) { emit_byte(a, 0x99); }

void asm_imul_rr(Assembler *a, Reg dst, Reg src) { emit_rr(a, 0x0FAF, REX_W, dst, src); }
void asm_imul_rr32(Assembler *a, Reg dst, Reg src) { emit_rr(a, 0x0FAF, 0, dst, src); }
void asm_imul_rm(Assembler *a, Reg dst, Mem src) { emit_rm(a, 0x0FAF, REX_W, dst, src, 0); }

static void imul_rri(Assembler *a, unsigned rex, Reg dst, Reg src, int32_t value) {
    bool is_short = fits_int8(value);
    emit_rr(a, is_short ? 0x6B : 0x69, rex, dst, src);
    emit_imm(a, is_short ? W8 : W32, value);
}
void asm_imul_rri(Assembler *a, Reg dst, Reg src, int32_t value) { imul_rri(a, REX_W, dst, src, value); }
void asm_imul_rri32(Assembler *a, Reg dst, Reg src, int32_t value) { imul_rri(a, 0, dst, src, value); }

void asm_imul_rmi(Assembler *a, Reg dst, Mem src, int32_t value) {
    bool is_short = fits_int8(value);
    emit_rm(a, is_short ? 0x6B : 0x69, REX_W, dst, src, is_short ? 1 : 4);
    emit_imm(a, is_short ? W8 : W32, value);
}

void asm_shift_ri(Assembler *a, ShiftOp op, Width width, Reg reg, unsigned count) {
    emit_rr(a, sized(count == 1 ? 0xD1 : 0xC1, width), rex_for(width, reg), op, reg);
    if (count != 1) emit_byte(a, (uint8_t)count);
}

void asm_shift_rcl(Assembler *a, ShiftOp op, Width width, Reg reg) {
    emit_rr(a, sized(0xD3, width), rex_for(width, reg), op, reg);
}

void asm_bt_rr(Assembler *a, Reg reg, Reg bit) { emit_rr(a, 0x0FA3, REX_W, bit, reg); }
void asm_bt_ri(Assembler *a, Reg reg, unsigned bit) {
    emit_rr(a, 0x0FBA, REX_W, 4, reg);
    emit_byte(a, (uint8_t)bit);
}
void asm_bt_mi(Assembler *a, Mem memory, unsigned bit) {
    emit_rm(a, 0x0FBA, REX_W, 4, memory, 1);
    emit_byte(a, (uint8_t)bit);
}
void asm_bsr_rr(Assembler *a, Reg dst, Reg src) { emit_rr(a, 0x0FBD, REX_W, dst, src); }
void asm_bsf_rr(Assembler *a, Reg dst, Reg src) { emit_rr(a, 0x0FBC, REX_W, dst, src); }
void asm_popcnt_rr(Assembler *a, Reg dst, Reg src) { emit_rr(a, PF3 | 0x0FB8, REX_W, dst, src); }

/* ---- conditions and control ------------------------------------------------------------ */

void asm_setcc(Assembler *a, Cond cond, Reg dst) { emit_rr(a, 0x0F90 + cond, rex_for(W8, dst), 0, dst); }
void asm_setcc_m(Assembler *a, Cond cond, Mem dst) { emit_rm(a, 0x0F90 + cond, 0, 0, dst, 0); }
void asm_cmovcc_rr(Assembler *a, Cond cond, Reg dst, Reg src) { emit_rr(a, 0x0F40 + cond, REX_W, dst, src); }
void asm_cmovcc_rm(Assembler *a, Cond cond, Reg dst, Mem src) { emit_rm(a, 0x0F40 + cond, REX_W, dst, src, 0); }

static void emit_rel32(Assembler *a, Opcode op, uint32_t label, const void *target) {
    end(a, put32(put_opcode(begin(a), op, 0), 0));
    add_fixup(a, 0, label, (uintptr_t)target);
}

/* By the short form where the label lies close behind. */
static void emit_jump(Assembler *a, Opcode near, uint8_t is_short, AsmLabel label) {
    if (asm_label_is_bound(a, label)) {
        int64_t distance = (int64_t)a->labels[label.id] - (a->size + 2);
        if (fits_int8(distance)) {
            emit_bytes(a, (uint8_t[]){is_short, (uint8_t)distance}, 2);
            return;
        }
    }
    emit_rel32(a, near, label.id, NULL);
}

void asm_jmp(Assembler *a, AsmLabel label) { emit_jump(a, 0xE9, 0xEB, label); }
void asm_jcc(Assembler *a, Cond cond, AsmLabel label) {
    emit_jump(a, 0x0F80 + cond, (uint8_t)(0x70 + cond), label);
}
void asm_call(Assembler *a, AsmLabel label) { emit_rel32(a, 0xE8, label.id, NULL); }
void asm_jmp_r(Assembler *a, Reg target) { emit_rr(a, 0xFF, 0, 4, target); }
void asm_jmp_m(Assembler *a, Mem target) { emit_rm(a, 0xFF, 0, 4, target, 0); }
void asm_call_r(Assembler *a, Reg target) { emit_rr(a, 0xFF, 0, 2, target); }
void asm_call_m(Assembler *a, Mem target) { emit_rm(a, 0xFF, 0, 2, target, 0); }
void asm_jmp_rel32(Assembler *a, const void *target) { emit_rel32(a, 0xE9, NO_LABEL, target); }
void asm_call_rel32(Assembler *a, const void *target) { emit_rel32(a, 0xE8, NO_LABEL, target); }
void asm_jcc_rel32(Assembler *a, Cond cond, const void *target) {
    emit_rel32(a, 0x0F80 + cond, NO_LABEL, target);
}

void asm_call_absolute(Assembler *a, const void *target) {
    if (asm_reaches(a, target)) {
        asm_call_rel32(a, target);
    } else {
        asm_mov_ri(a, RAX, (int64_t)(uintptr_t)target);
        asm_call_r(a, RAX);
    }
}

void asm_jmp_absolute(Assembler *a, const void *target) {
    if (asm_reaches(a, target)) {
        asm_jmp_rel32(a, target);
    } else {
        asm_mov_ri(a, R11, (int64_t)(uintptr_t)target);
        asm_jmp_r(a, R11);
    }
}

void asm_ret(Assembler *a) { emit_byte(a, 0xC3); }
void asm_leave(Assembler *a) { emit_byte(a, 0xC9); }
void asm_ud2(Assembler *a) { emit_bytes(a, "\x0F\x0B", 2); }
void asm_int3(Assembler *a) { emit_byte(a, 0xCC); }

void asm_nop(Assembler *a, unsigned bytes) {
    /* The sequences that the manual recommends: one instruction each. */
    static const char *const nops[] = {
        "", "\x90", "\x66\x90", "\x0F\x1F\x00", "\x0F\x1F\x40\x00", "\x0F\x1F\x44\x00\x00",
        "\x66\x0F\x1F\x44\x00\x00", "\x0F\x1F\x80\x00\x00\x00\x00",
        "\x0F\x1F\x84\x00\x00\x00\x00\x00", "\x66\x0F\x1F\x84\x00\x00\x00\x00\x00",
    };
    while (bytes) {
        unsigned now = bytes < 9 ? bytes : 9;
        emit_bytes(a, nops[now], now);
        bytes -= now;
    }
}

void asm_align(Assembler *a, unsigned alignment) { asm_nop(a, -a->size & (alignment - 1)); }

/* ---- doubles ---------------------------------------------------------------------------- */

void asm_movsd_rr(Assembler *a, Xmm dst, Xmm src) { emit_rr(a, 0x0F28, 0, dst, src); }
void asm_movsd_rm(Assembler *a, Xmm dst, Mem src) { emit_rm(a, PF2 | 0x0F10, 0, dst, src, 0); }
void asm_movsd_mr(Assembler *a, Mem dst, Xmm src) { emit_rm(a, PF2 | 0x0F11, 0, src, dst, 0); }
void asm_movups_rm(Assembler *a, Xmm dst, Mem src) { emit_rm(a, 0x0F10, 0, dst, src, 0); }
void asm_movups_mr(Assembler *a, Mem dst, Xmm src) { emit_rm(a, 0x0F11, 0, src, dst, 0); }
void asm_movq_xr(Assembler *a, Xmm dst, Reg src) { emit_rr(a, P66 | 0x0F6E, REX_W, dst, src); }
void asm_movq_rx(Assembler *a, Reg dst, Xmm src) { emit_rr(a, P66 | 0x0F7E, REX_W, src, dst); }
void asm_zero_xmm(Assembler *a, Xmm dst) { asm_xorps_rr(a, dst, dst); }

void asm_cvtsi2sd_rr(Assembler *a, Xmm dst, Reg src) {
    asm_zero_xmm(a, dst);
    emit_rr(a, PF2 | 0x0F2A, REX_W, dst, src);
}
void asm_cvtsi2sd_rm(Assembler *a, Xmm dst, Mem src) {
    asm_zero_xmm(a, dst);
    emit_rm(a, PF2 | 0x0F2A, REX_W, dst, src, 0);
}
void asm_cvttsd2si_rr(Assembler *a, Reg dst, Xmm src) { emit_rr(a, PF2 | 0x0F2C, REX_W, dst, src); }
void asm_cvttsd2si_rm(Assembler *a, Reg dst, Mem src) { emit_rm(a, PF2 | 0x0F2C, REX_W, dst, src, 0); }

/* Bit 3 of the immediate: no inexact exception. */
void asm_roundsd_rr(Assembler *a, Xmm dst, Xmm src, RoundMode mode) {
    emit_rr(a, P66 | 0x0F3A0B, 0, dst, src);
    emit_byte(a, (uint8_t)(mode | 8));
}
void asm_roundsd_rm(Assembler *a, Xmm dst, Mem src, RoundMode mode) {
    emit_rm(a, P66 | 0x0F3A0B, 0, dst, src, 1);
    emit_byte(a, (uint8_t)(mode | 8));
}

#define DEFINE_SSE(name, prefix, opcode)                                     \
    void asm_##name##_rr(Assembler *a, Xmm dst, Xmm src) {                   \
        emit_rr(a, (Opcode)prefix << 24 | 0x0F00 | opcode, 0, dst, src);     \
    }                                                                        \
    void asm_##name##_rm(Assembler *a, Xmm dst, Mem src) {                   \
        emit_rm(a, (Opcode)prefix << 24 | 0x0F00 | opcode, 0, dst, src, 0);  \
    }
ASM_SSE_OPS(DEFINE_SSE)

/*
 * The x86-64 assembler: every form of every instruction over all registers and the
 * kinds of memory operands, read back by a disassembler and compared with the text
 * that it should be; lengths where a shorter encoding exists; some functions that
 * run.
 */
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jit/code_memory.h"
#include "jit/x64/assembler.h"
#include "jit/x64/disassembler.h"

static int failures;

#define CHECK(condition, ...)                           \
    do {                                                \
        if (!(condition) && ++failures <= 20) {         \
            printf("FAIL %s:%d: ", __FILE__, __LINE__); \
            printf(__VA_ARGS__);                        \
            putchar('\n');                              \
        }                                               \
    } while (0)

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- what the text should be --------------------------------------------------------- */

static const char *const reg_names[4][16] = {
    [W8] = {"al", "cl", "dl", "bl", "spl", "bpl", "sil", "dil",
            "r8b", "r9b", "r10b", "r11b", "r12b", "r13b", "r14b", "r15b"},
    [W16] = {"ax", "cx", "dx", "bx", "sp", "bp", "si", "di",
             "r8w", "r9w", "r10w", "r11w", "r12w", "r13w", "r14w", "r15w"},
    [W32] = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi",
             "r8d", "r9d", "r10d", "r11d", "r12d", "r13d", "r14d", "r15d"},
    [W64] = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
             "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"},
};
#define R64(reg) reg_names[W64][reg]
#define R32(reg) reg_names[W32][reg]
static const char *const size_names[] = {[W8] = "byte", [W16] = "word", [W32] = "dword", [W64] = "qword"};
static const char *const cond_names[] = {"o", "no", "b", "ae", "e", "ne", "be", "a",
                                         "s", "ns", "p", "np", "l", "ge", "le", "g"};
static const uint64_t masks[] = {0xFF, 0xFFFF, 0xFFFFFFFF, UINT64_MAX};

/* Texts live until the next few calls.  (Inlined, gcc fears that two overlap.) */
__attribute__((noinline)) static char *text_buffer(void) {
    static char buffers[16][64];
    static unsigned next;
    return buffers[next++ % 16];
}

static const char *number(uint64_t value) {
    char *text = text_buffer();
    snprintf(text, 64, value < 10 ? "%" PRIu64 : "0x%" PRIx64, value);
    return text;
}

static const char *signed_number(int64_t value) {
    if (value >= 0) return number((uint64_t)value);
    char *text = text_buffer();
    snprintf(text, 64, "-%s", number(-(uint64_t)value));
    return text;
}

/* Capstone writes an immediate with its sign where it is extended: from 32 bits to
 * 64 and, in instructions that have a short form, from 8 to more. */
static const char *immediate(int32_t value, Width width, bool has_short_form) {
    bool is_extended = width == W64 || (has_short_form && width != W8 && value == (int8_t)value);
    return is_extended ? signed_number(value) : number((uint64_t)(int64_t)value & masks[width]);
}

static const char *address_text(Mem m) {
    char *text = text_buffer(), *end = text;
    if (m.base == NO_REG && m.index == NO_REG) {
        snprintf(text, 64, "[%s]", number((uint64_t)(int64_t)m.disp));
        return text;
    }
    *end++ = '[';
    if (m.base != NO_REG) end += sprintf(end, "%s", R64(m.base));
    if (m.index != NO_REG) {
        end += sprintf(end, "%s%s", m.base != NO_REG ? " + " : "", R64(m.index));
        if (m.shift) end += sprintf(end, "*%d", 1 << m.shift);
    }
    if (m.disp) end += sprintf(end, " %c %s", m.disp < 0 ? '-' : '+', number((uint64_t)llabs(m.disp)));
    strcpy(end, "]");
    return text;
}

static const char *mem_text(Width width, Mem m) {
    char *text = text_buffer();
    snprintf(text, 64, "%s ptr %s", size_names[width], address_text(m));
    return text;
}

/* ---- comparing ------------------------------------------------------------------------- */

static Assembler a;
static char *expected;            /* one line for each instruction emitted */
static size_t expected_size, expected_capacity;
static size_t instructions_checked;

__attribute__((format(printf, 1, 2))) static void expect(const char *format, ...) {
    if (expected_capacity - expected_size < 256) {
        expected_capacity = 2 * expected_capacity + 4096;
        expected = realloc(expected, expected_capacity);
        if (!expected) abort();
    }
    va_list args;
    va_start(args, format);
    expected_size += (size_t)vsnprintf(expected + expected_size, 256, format, args) + 1;
    va_end(args);
}

static void compare_instruction(void *data, const DisassembledInstruction *instruction) {
    const char **next = data;
    if (*next == expected + expected_size) {
        CHECK(false, "\"%s\" after the end", instruction->text);
        return;
    }
    if (strcmp(*next, instruction->text) != 0) {
        char bytes[64] = "";
        for (size_t i = 0; i < instruction->size; i++) sprintf(bytes + 3 * i, " %02x", instruction->bytes[i]);
        CHECK(false, "\"%s\", not \"%s\":%s", instruction->text, *next, bytes);
    }
    *next += strlen(*next) + 1;
    instructions_checked++;
}

/* Everything emitted since the last time. */
static void compare(const char *what) {
    const char *next = expected;
    CHECK(asm_finish(&a), "%s: out of memory", what);
    asm_relocate(&a, (void *)0x40000000);
    size_t decoded = x64_disassemble(a.code, asm_size(&a), 0x40000000, compare_instruction, &next);
    CHECK(decoded == asm_size(&a), "%s: %zu of %u bytes are instructions", what, decoded, asm_size(&a));
    CHECK(next == expected + expected_size, "%s: \"%s\" is missing", what, next);
    asm_reset(&a);
    expected_size = 0;
}

/* ---- operands ---------------------------------------------------------------------------- */

static Mem all_mems[4096], some_mems[24];
static size_t all_mem_count, some_mem_count;

static void make_mems(void) {
    static const int32_t disps[] = {0, 8, 127, 128, -128, -129, 0x12345678, INT32_MIN};
    for (Reg base = RAX; base <= R15; base++) {
        for (size_t i = 0; i < COUNT(disps); i++) all_mems[all_mem_count++] = mem(base, disps[i]);
        for (Reg index = RAX; index <= R15; index++)
            for (unsigned scale = 1; scale <= 8 && index != RSP; scale *= 2)
                all_mems[all_mem_count++] = mem_index(base, index, scale, disps[(scale + index) % 3]);
    }
    for (Reg index = RAX; index <= R15; index++)
        for (unsigned scale = 1; scale <= 8 && index != RSP; scale *= 2)
            all_mems[all_mem_count++] = mem_index(NO_REG, index, scale, 0x40);
    static const int32_t addresses[] = {0x1000, INT32_MAX, -16};
    for (size_t i = 0; i < COUNT(addresses); i++) all_mems[all_mem_count++] = mem_absolute(addresses[i]);

    static const Reg bases[] = {RAX, RSP, RBP, R8, R12, R13};
    for (size_t i = 0; i < COUNT(bases); i++) {
        some_mems[some_mem_count++] = mem(bases[i], 0);
        some_mems[some_mem_count++] = mem(bases[i], i % 2 ? 0x10 : 0x1000);
        some_mems[some_mem_count++] = mem_index(bases[i], i % 2 ? R12 : RDI, 8, -8);
    }
    some_mems[some_mem_count++] = mem_index(NO_REG, R15, 4, 0x40);
    some_mems[some_mem_count++] = mem_absolute(0x123456);
}

static const int32_t immediates[] = {0, 1, 9, 10, 127, 128, 255, 256, 0x7FFF, 0x12345678, INT32_MAX,
                                     -1, -10, -128, -129, -32768, INT32_MIN};

#define EACH_REG(r) for (Reg r = RAX; r <= R15; r++)
#define EACH_XMM(x) for (Xmm x = XMM0; x <= XMM15; x++)
#define EACH_MEM(m) for (const Mem *m = some_mems; m < some_mems + some_mem_count; m++)
#define EACH_WIDTH(w, from) for (Width w = from; w <= W64; w++)
#define EACH_IMM(v) for (const int32_t *v = immediates; v < immediates + COUNT(immediates); v++)

/* An immediate of the width: of 0x12345678, the low bits as a signed number. */
static int32_t narrow(int32_t value, Width width) {
    return width == W8 ? (int8_t)value : width == W16 ? (int16_t)value : value;
}

/* ---- moves --------------------------------------------------------------------------------- */

static void test_memory_operands(void) {
    for (size_t i = 0; i < all_mem_count; i++) {
        Reg reg = (Reg)(i % 16);
        asm_lea(&a, reg, all_mems[i]);
        expect("lea %s, %s", R64(reg), address_text(all_mems[i]));
        asm_mov_rm(&a, reg, all_mems[i]);
        expect("mov %s, %s", R64(reg), mem_text(W64, all_mems[i]));
        asm_mov_mi8(&a, all_mems[i], 5);
        expect("mov %s, 5", mem_text(W8, all_mems[i]));
    }
    compare("memory operands");
}

static void test_moves(void) {
    EACH_REG(d) EACH_REG(s) {
        asm_mov_rr(&a, d, s);
        expect("mov %s, %s", R64(d), R64(s));
        asm_mov_rr32(&a, d, s);
        expect("mov %s, %s", R32(d), R32(s));
        asm_movzx8_rr(&a, d, s);
        expect("movzx %s, %s", R32(d), reg_names[W8][s]);
        asm_movzx16_rr(&a, d, s);
        expect("movzx %s, %s", R32(d), reg_names[W16][s]);
        asm_extend(&a, W32, d, s);
        expect("mov %s, %s", R32(d), R32(s));
        asm_extend(&a, W64, d, s);
        expect("mov %s, %s", R64(d), R64(s));
        asm_movsx8_rr(&a, d, s);
        expect("movsx %s, %s", R64(d), reg_names[W8][s]);
        asm_movsx16_rr(&a, d, s);
        expect("movsx %s, %s", R64(d), reg_names[W16][s]);
        asm_movsx32_rr(&a, d, s);
        expect("movsxd %s, %s", R64(d), R32(s));
        if (d != RAX && s != RAX) { /* which disassemblers write either way round */
            asm_xchg_rr(&a, d, s);
            expect("xchg %s, %s", R64(d), R64(s));
        }
    }
    EACH_REG(r) {
        asm_zero(&a, r);
        expect("xor %s, %s", R32(r), R32(r));
        asm_push_r(&a, r);
        expect("push %s", R64(r));
        asm_pop_r(&a, r);
        expect("pop %s", R64(r));
    }
    EACH_REG(r) EACH_MEM(m) {
        asm_load(&a, W8, r, *m);
        expect("movzx %s, %s", R32(r), mem_text(W8, *m));
        asm_load(&a, W16, r, *m);
        expect("movzx %s, %s", R32(r), mem_text(W16, *m));
        asm_load(&a, W32, r, *m);
        expect("mov %s, %s", R32(r), mem_text(W32, *m));
        asm_load(&a, W64, r, *m);
        expect("mov %s, %s", R64(r), mem_text(W64, *m));
        asm_movsx8_rm(&a, r, *m);
        expect("movsx %s, %s", R64(r), mem_text(W8, *m));
        asm_movsx16_rm(&a, r, *m);
        expect("movsx %s, %s", R64(r), mem_text(W16, *m));
        asm_movsx32_rm(&a, r, *m);
        expect("movsxd %s, %s", R64(r), mem_text(W32, *m));
        asm_load_signed(&a, W64, r, *m);
        expect("mov %s, %s", R64(r), mem_text(W64, *m));
        EACH_WIDTH(w, W8) {
            asm_store(&a, w, *m, r);
            expect("mov %s, %s", mem_text(w, *m), reg_names[w][r]);
        }
        asm_lea32(&a, r, *m);
        expect("lea %s, %s", R32(r), address_text(*m));
        asm_xchg_rm(&a, r, *m);
        expect("xchg %s, %s", mem_text(W64, *m), R64(r));
    }
    EACH_MEM(m) {
        EACH_WIDTH(w, W8) EACH_IMM(v) {
            asm_store_imm(&a, w, *m, *v);
            expect("mov %s, %s", mem_text(w, *m), immediate(narrow(*v, w), w, false));
        }
        asm_push_m(&a, *m);
        expect("push %s", mem_text(W64, *m));
        asm_pop_m(&a, *m);
        expect("pop %s", mem_text(W64, *m));
    }
    EACH_IMM(v) {
        asm_push_i(&a, *v);
        expect("push %s", signed_number(*v));
    }
    compare("moves");
}

static unsigned length_of_mov_ri(Reg reg, int64_t value) {
    uint32_t before = asm_offset(&a);
    asm_mov_ri(&a, reg, value);
    return asm_offset(&a) - before;
}

static void test_mov_ri(void) {
    static const struct {
        int64_t value;
        unsigned low, high; /* bytes for rax, r15 */
    } cases[] = {
        {0, 5, 6}, {1, 5, 6}, {INT32_MAX, 5, 6}, {0x80000000, 5, 6}, {UINT32_MAX, 5, 6},
        {-1, 7, 7}, {INT32_MIN, 7, 7}, {(int64_t)INT32_MIN - 1, 10, 10}, {0x100000000, 10, 10},
        {INT64_MIN, 10, 10}, {INT64_MAX, 10, 10},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        EACH_REG(r) {
            unsigned length = length_of_mov_ri(r, cases[i].value);
            CHECK(length == (r < R8 ? cases[i].low : cases[i].high), "mov %s, %" PRId64 ": %u bytes", R64(r),
                  cases[i].value, length);
            const char *value = number((uint64_t)cases[i].value);
            if (length == 10)
                expect("movabs %s, %s", R64(r), value);
            else if (length == 7)
                expect("mov %s, %s", R64(r), signed_number(cases[i].value));
            else
                expect("mov %s, %s", R32(r), value);
        }
    }
    compare("mov_ri");
}

/* ---- arithmetic -------------------------------------------------------------------------------- */

static const char *const alu_names[] = {"add", "or", "adc", "sbb", "and", "sub", "xor", "cmp"};

/* Those of and, or, xor are written without sign. */
static const char *alu_immediate(AluOp op, Width width, int32_t value) {
    value = narrow(value, width);
    bool is_logic = op == ALU_AND || op == ALU_OR || op == ALU_XOR;
    return is_logic ? number((uint64_t)(int64_t)value & masks[width]) : immediate(value, width, true);
}

static void test_alu(void) {
    for (AluOp op = ALU_ADD; op <= ALU_CMP; op++) {
        const char *name = alu_names[op];
        EACH_WIDTH(w, W8) {
            EACH_REG(d) EACH_REG(s) {
                asm_alu_rr(&a, op, w, d, s);
                expect("%s %s, %s", name, reg_names[w][d], reg_names[w][s]);
            }
            EACH_REG(r) EACH_MEM(m) {
                asm_alu_rm(&a, op, w, r, *m);
                expect("%s %s, %s", name, reg_names[w][r], mem_text(w, *m));
                asm_alu_mr(&a, op, w, *m, r);
                expect("%s %s, %s", name, mem_text(w, *m), reg_names[w][r]);
            }
            EACH_IMM(v) {
                EACH_REG(r) {
                    asm_alu_ri(&a, op, w, r, narrow(*v, w));
                    expect("%s %s, %s", name, reg_names[w][r], alu_immediate(op, w, *v));
                }
                EACH_MEM(m) {
                    asm_alu_mi(&a, op, w, *m, narrow(*v, w));
                    expect("%s %s, %s", name, mem_text(w, *m), alu_immediate(op, w, *v));
                }
            }
        }
        compare(name);
    }
    /* The named forms. */
    Mem m = mem(RBX, 8);
    asm_add_rr(&a, RAX, R9), expect("add rax, r9");
    asm_sub_rr32(&a, RAX, R9), expect("sub eax, r9d");
    asm_and_ri(&a, RCX, 7), expect("and rcx, 7");
    asm_or_ri32(&a, RCX, 7), expect("or ecx, 7");
    asm_xor_rm(&a, RCX, m), expect("xor rcx, qword ptr [rbx + 8]");
    asm_cmp_rm32(&a, RCX, m), expect("cmp ecx, dword ptr [rbx + 8]");
    asm_adc_mr(&a, m, RDX), expect("adc qword ptr [rbx + 8], rdx");
    asm_sbb_mr32(&a, m, RDX), expect("sbb dword ptr [rbx + 8], edx");
    asm_add_mi(&a, m, 1), expect("add qword ptr [rbx + 8], 1");
    asm_cmp_mi32(&a, m, 1), expect("cmp dword ptr [rbx + 8], 1");
    asm_cmp_mi16(&a, m, 1), expect("cmp word ptr [rbx + 8], 1");
    asm_cmp_mi8(&a, m, 1), expect("cmp byte ptr [rbx + 8], 1");
    compare("named arithmetic");
}

static void test_test(void) {
    EACH_WIDTH(w, W8) {
        EACH_REG(r) EACH_REG(s) {
            asm_test(&a, w, r, s);
            expect("test %s, %s", reg_names[w][r], reg_names[w][s]);
        }
        EACH_REG(r) EACH_MEM(m) {
            asm_test_mem(&a, w, *m, r);
            expect("test %s, %s", mem_text(w, *m), reg_names[w][r]);
        }
        EACH_IMM(v) {
            EACH_REG(r) {
                /* Only as much as is needed. */
                Width tested = w < W32 || *v < 0 ? w : *v <= INT8_MAX ? W8 : W32;
                asm_test_imm(&a, w, r, narrow(*v, w));
                expect("test %s, %s", reg_names[tested][r], immediate(narrow(*v, w), tested, false));
            }
            EACH_MEM(m) {
                asm_test_mem_imm(&a, w, *m, narrow(*v, w));
                expect("test %s, %s", mem_text(w, *m), immediate(narrow(*v, w), w, false));
            }
        }
    }
    compare("test");
}

static void test_other_arithmetic(void) {
    static const char *const unary_names[] = {"inc", "dec", "not", "neg", "mul", "imul", "div", "idiv"};
    for (UnaryOp op = UNARY_INC; op <= UNARY_IDIV; op++) {
        EACH_WIDTH(w, W8) {
            EACH_REG(r) {
                asm_unary_r(&a, op, w, r);
                expect("%s %s", unary_names[op], reg_names[w][r]);
            }
            EACH_MEM(m) {
                asm_unary_m(&a, op, w, *m);
                expect("%s %s", unary_names[op], mem_text(w, *m));
            }
        }
    }
    EACH_REG(d) {
        EACH_REG(s) {
            asm_imul_rr(&a, d, s);
            expect("imul %s, %s", R64(d), R64(s));
            asm_imul_rr32(&a, d, s);
            expect("imul %s, %s", R32(d), R32(s));
            EACH_IMM(v) {
                asm_imul_rri(&a, d, s, *v);
                expect("imul %s, %s, %s", R64(d), R64(s), immediate(*v, W64, true));
                asm_imul_rri32(&a, d, s, *v);
                expect("imul %s, %s, %s", R32(d), R32(s), immediate(*v, W32, true));
            }
            asm_bt_rr(&a, d, s);
            expect("bt %s, %s", R64(d), R64(s));
            asm_bsr_rr(&a, d, s);
            expect("bsr %s, %s", R64(d), R64(s));
            asm_bsf_rr(&a, d, s);
            expect("bsf %s, %s", R64(d), R64(s));
            asm_popcnt_rr(&a, d, s);
            expect("popcnt %s, %s", R64(d), R64(s));
        }
        EACH_MEM(m) {
            asm_imul_rm(&a, d, *m);
            expect("imul %s, %s", R64(d), mem_text(W64, *m));
            EACH_IMM(v) {
                asm_imul_rmi(&a, d, *m, *v);
                expect("imul %s, %s, %s", R64(d), mem_text(W64, *m), immediate(*v, W64, true));
            }
        }
        asm_bt_ri(&a, d, 63);
        expect("bt %s, 0x3f", R64(d));
    }
    EACH_MEM(m) {
        asm_bt_mi(&a, *m, 5);
        expect("bt %s, 5", mem_text(W64, *m));
    }
    asm_cqo(&a), expect("cqo");
    asm_cdq(&a), expect("cdq");
    compare("other arithmetic");

    static const struct {
        ShiftOp op;
        const char *name;
    } shifts[] = {{SHIFT_ROL, "rol"}, {SHIFT_ROR, "ror"}, {SHIFT_SHL, "shl"}, {SHIFT_SHR, "shr"}, {SHIFT_SAR, "sar"}};
    for (size_t i = 0; i < COUNT(shifts); i++) {
        EACH_WIDTH(w, W8) EACH_REG(r) {
            asm_shift_ri(&a, shifts[i].op, w, r, 1);
            expect("%s %s, 1", shifts[i].name, reg_names[w][r]);
            asm_shift_ri(&a, shifts[i].op, w, r, 31);
            expect("%s %s, 0x1f", shifts[i].name, reg_names[w][r]);
            asm_shift_rcl(&a, shifts[i].op, w, r);
            expect("%s %s, cl", shifts[i].name, reg_names[w][r]);
        }
    }
    asm_sar_ri(&a, RDX, 3), expect("sar rdx, 3");
    asm_shl_ri32(&a, RDX, 3), expect("shl edx, 3");
    asm_shr_rcl(&a, RDX), expect("shr rdx, cl");
    asm_ror_rcl32(&a, RDX), expect("ror edx, cl");
    compare("shifts");
}

/* ---- control ---------------------------------------------------------------------------------------- */

static void test_conditions(void) {
    for (Cond c = CC_O; c <= CC_G; c++) {
        EACH_REG(d) {
            asm_setcc(&a, c, d);
            expect("set%s %s", cond_names[c], reg_names[W8][d]);
            EACH_REG(s) {
                asm_cmovcc_rr(&a, c, d, s);
                expect("cmov%s %s, %s", cond_names[c], R64(d), R64(s));
            }
            EACH_MEM(m) {
                asm_cmovcc_rm(&a, c, d, *m);
                expect("cmov%s %s, %s", cond_names[c], R64(d), mem_text(W64, *m));
            }
        }
        EACH_MEM(m) {
            asm_setcc_m(&a, c, *m);
            expect("set%s %s", cond_names[c], mem_text(W8, *m));
        }
        CHECK(cond_negate(cond_negate(c)) == c && cond_swap(cond_swap(c)) == c, "condition %s", cond_names[c]);
    }
    CHECK(cond_negate(CC_L) == CC_GE && cond_negate(CC_O) == CC_NO && cond_negate(CC_A) == CC_BE, "cond_negate");
    CHECK(cond_swap(CC_L) == CC_G && cond_swap(CC_AE) == CC_BE && cond_swap(CC_NE) == CC_NE, "cond_swap");
    compare("conditions");
}

static void test_calls(void) {
    EACH_REG(r) {
        asm_jmp_r(&a, r);
        expect("jmp %s", R64(r));
        asm_call_r(&a, r);
        expect("call %s", R64(r));
    }
    EACH_MEM(m) {
        asm_jmp_m(&a, *m);
        expect("jmp %s", mem_text(W64, *m));
        asm_call_m(&a, *m);
        expect("call %s", mem_text(W64, *m));
    }
    asm_ret(&a), expect("ret");
    asm_leave(&a), expect("leave");
    asm_ud2(&a), expect("ud2");
    asm_int3(&a), expect("int3");
    /* The code is compared as if at 0x40000000. */
    void *target = (void *)0x40100000, *far = (void *)0x7fff12345678;
    asm_call_rel32(&a, target), expect("call 0x40100000");
    asm_jmp_rel32(&a, target), expect("jmp 0x40100000");
    asm_jcc_rel32(&a, CC_NE, target), expect("jne 0x40100000");
    asm_call_absolute(&a, target), expect("mov eax, 0x40100000"), expect("call rax");
    a.low = 0x40000000, a.high = 0x44000000;
    asm_call_absolute(&a, target), expect("call 0x40100000");
    asm_jmp_absolute(&a, target), expect("jmp 0x40100000");
    asm_call_absolute(&a, far), expect("movabs rax, 0x7fff12345678"), expect("call rax");
    asm_jmp_absolute(&a, far), expect("movabs r11, 0x7fff12345678"), expect("jmp r11");
    compare("calls");
    /* Reach is decided for both ends of the range. */
    CHECK(asm_reaches(&a, (void *)(0x40000000 + (uintptr_t)INT32_MAX)), "just in reach");
    CHECK(!asm_reaches(&a, (void *)(0x40000000 + (uintptr_t)INT32_MAX + 1)), "just out of reach");
    a.low = 0x100000000, a.high = 0x104000000;
    CHECK(asm_reaches(&a, (void *)0x84000000) && !asm_reaches(&a, (void *)0x83FFFFFF), "reach backwards");
    a.low = a.high = 0;
    CHECK(!asm_reaches(&a, target), "nothing is in reach from anywhere");
}

static void test_nops(void) {
    for (unsigned n = 0; n <= 40; n++) {
        uint32_t before = asm_offset(&a);
        asm_nop(&a, n);
        CHECK(asm_offset(&a) == before + n, "nop of %u bytes", n);
    }
    for (unsigned n = 1; n < 16; n++) {
        asm_nop(&a, n);
        asm_align(&a, 16);
        CHECK(asm_offset(&a) % 16 == 0, "align");
    }
    CHECK(asm_finish(&a), "nops");
    asm_reset(&a);
    static const char *const nops[] = {"nop", "nop", "nop dword ptr [rax]", "nop dword ptr [rax]",
                                       "nop dword ptr [rax + rax]", "nop word ptr [rax + rax]",
                                       "nop dword ptr [rax]", "nop dword ptr [rax + rax]",
                                       "nop word ptr [rax + rax]"};
    for (unsigned n = 1; n <= 9; n++) asm_nop(&a, n), expect("%s", nops[n - 1]);
    compare("nops");
}

/* ---- doubles ------------------------------------------------------------------------------------------- */

static void test_doubles(void) {
    EACH_XMM(d) EACH_XMM(s) {
        asm_movsd_rr(&a, d, s);
        expect("movaps xmm%d, xmm%d", d, s);
        asm_roundsd_rr(&a, d, s, ROUND_FLOOR);
        expect("roundsd xmm%d, xmm%d, 9", d, s);
#define RR(name, prefix, opcode) asm_##name##_rr(&a, d, s), expect(#name " xmm%d, xmm%d", d, s);
        ASM_SSE_OPS(RR)
    }
    EACH_XMM(x) EACH_REG(r) {
        asm_movq_xr(&a, x, r);
        expect("movq xmm%d, %s", x, R64(r));
        asm_movq_rx(&a, r, x);
        expect("movq %s, xmm%d", R64(r), x);
        asm_cvtsi2sd_rr(&a, x, r);
        expect("xorps xmm%d, xmm%d", x, x);
        expect("cvtsi2sd xmm%d, %s", x, R64(r));
        asm_cvttsd2si_rr(&a, r, x);
        expect("cvttsd2si %s, xmm%d", R64(r), x);
    }
    EACH_XMM(x) EACH_MEM(m) {
        asm_movsd_rm(&a, x, *m);
        expect("movsd xmm%d, %s", x, mem_text(W64, *m));
        asm_movsd_mr(&a, *m, x);
        expect("movsd %s, xmm%d", mem_text(W64, *m), x);
        asm_movups_rm(&a, x, *m);
        expect("movups xmm%d, xmmword ptr %s", x, address_text(*m));
        asm_movups_mr(&a, *m, x);
        expect("movups xmmword ptr %s, xmm%d", address_text(*m), x);
        asm_cvtsi2sd_rm(&a, x, *m);
        expect("xorps xmm%d, xmm%d", x, x);
        expect("cvtsi2sd xmm%d, %s", x, mem_text(W64, *m));
        asm_cvttsd2si_rm(&a, (Reg)x, *m);
        expect("cvttsd2si %s, %s", R64(x), mem_text(W64, *m));
        asm_roundsd_rm(&a, x, *m, ROUND_TRUNC);
        expect("roundsd xmm%d, %s, 0xb", x, mem_text(W64, *m));
#define RM(name, prefix, opcode) \
    asm_##name##_rm(&a, x, *m), expect(#name " xmm%d, %s ptr %s", x, prefix == 0 ? "xmmword" : "qword", address_text(*m));
        ASM_SSE_OPS(RM)
    }
    EACH_XMM(x) {
        asm_zero_xmm(&a, x);
        expect("xorps xmm%d, xmm%d", x, x);
    }
    compare("doubles");
}

/* ---- labels --------------------------------------------------------------------------------------------- */

static void test_labels(void) {
    /* Backwards: short as far as it reaches. */
    for (unsigned gap = 124; gap <= 128; gap++) {
        AsmLabel start = asm_label_new(&a);
        asm_bind(&a, start);
        CHECK(asm_label_is_bound(&a, start) && asm_label_offset(&a, start) == 0, "bound");
        asm_nop(&a, gap);
        asm_jmp(&a, start);
        CHECK(asm_offset(&a) == gap + (gap <= 126 ? 2 : 5), "jmp back over %u bytes", gap);
        asm_jcc(&a, CC_L, start);
        asm_call(&a, start);
        CHECK(asm_finish(&a), "finish");
        int32_t distance;
        memcpy(&distance, a.code + asm_size(&a) - 4, 4);
        CHECK(distance == -(int32_t)asm_size(&a), "call back by %d", distance);
        asm_reset(&a);
    }
    /* Both directions, many to one, and across an immediate. */
    AsmLabel end = asm_label_new(&a), table = asm_label_new(&a), start = asm_label_new(&a);
    asm_bind(&a, start);
    asm_jmp(&a, end), expect("jmp 0x4000002b");
    asm_jcc(&a, CC_O, end), expect("jo 0x4000002b");
    asm_call(&a, end), expect("call 0x4000002b");
    asm_lea(&a, R9, mem_label(table)), expect("lea r9, [rip + 0x16]");
    asm_mov_mi(&a, mem_label(table), 7), expect("mov qword ptr [rip + 0xb], 7");
    asm_cmp_mi8(&a, mem_label(table), 7), expect("cmp byte ptr [rip + 4], 7");
    asm_jmp(&a, start), expect("jmp 0x40000000");
    asm_bind(&a, end);
    asm_jcc(&a, CC_NO, start), expect("jno 0x40000000");
    asm_bind(&a, table);
    asm_ret(&a), expect("ret");
    compare("labels");
}

static void test_constants(void) {
    Mem one = asm_constant_double(&a, 1.0), same = asm_constant(&a, 0x3FF0000000000000);
    CHECK(one.disp == same.disp, "equal constants are one");
    Mem sign = asm_constant16(&a, (uint64_t)1 << 63, 0);
    asm_movsd_rm(&a, XMM0, one);
    asm_xorps_rm(&a, XMM0, sign);
    asm_ret(&a);
    CHECK(asm_finish(&a), "finish");
    CHECK(asm_size(&a) == 40, "%u bytes with constants", asm_size(&a));
    CHECK(asm_label_offset(&a, (AsmLabel){(uint32_t)sign.disp}) == 16, "16-byte constants are aligned");
    asm_reset(&a);
}

static void test_running_out(void) {
    while (!a.failed) asm_nop(&a, 4096);
    CHECK(!asm_finish(&a), "too much code");
    AsmLabel label = asm_label_new(&a);
    asm_jmp(&a, label);
    asm_bind(&a, label);
    asm_call_rel32(&a, (void *)1);
    asm_movsd_rm(&a, XMM0, asm_constant_double(&a, 2.0));
    CHECK(!asm_finish(&a) && asm_size(&a) == 0, "failure stays");
    asm_reset(&a);
    asm_ret(&a);
    CHECK(asm_finish(&a) && asm_size(&a) == 1, "usable after reset");
    asm_reset(&a);
}

/* ---- running ----------------------------------------------------------------------------------------------- */

static CodeMemory *code_memory;

static void *install(void) {
    if (!asm_finish(&a)) abort();
    void *at = code_memory_alloc(code_memory, asm_size(&a));
    asm_relocate(&a, at);
    if (!at || !code_memory_write(code_memory, at, a.code, asm_size(&a))) abort();
    asm_reset(&a);
    return at;
}

static int64_t twice_plus(int64_t x, int64_t y) { return 2 * x + y; }

static void test_running(void) {
    code_memory = code_memory_new(1 << 20);
    CHECK(code_memory != NULL, "no executable memory");
    if (!code_memory) return;
    a.low = (uintptr_t)code_memory_low(code_memory), a.high = (uintptr_t)code_memory_high(code_memory);

    /* Factorial by a loop, with an overflow exit. */
    AsmLabel loop = asm_label_new(&a), done = asm_label_new(&a), overflow = asm_label_new(&a);
    asm_mov_ri(&a, RAX, 1);
    asm_bind(&a, loop);
    asm_cmp_ri(&a, RDI, 1);
    asm_jcc(&a, CC_LE, done);
    asm_imul_rr(&a, RAX, RDI);
    asm_jcc(&a, CC_O, overflow);
    asm_dec_r(&a, RDI);
    asm_jmp(&a, loop);
    asm_bind(&a, overflow);
    asm_mov_ri(&a, RAX, -1);
    asm_bind(&a, done);
    asm_ret(&a);
    int64_t (*factorial)(int64_t) = (int64_t(*)(int64_t))install();
    CHECK(factorial(0) == 1 && factorial(10) == 3628800 && factorial(20) == 2432902008176640000, "factorial");
    CHECK(factorial(21) == -1, "overflow");

    /* Sum of doubles from memory, negated; NaN gives 0. */
    AsmLabel next = asm_label_new(&a), end = asm_label_new(&a), not_a_number = asm_label_new(&a);
    asm_zero_xmm(&a, XMM0);
    asm_zero(&a, RAX);
    asm_bind(&a, next);
    asm_cmp_rr(&a, RAX, RSI);
    asm_jcc(&a, CC_AE, end);
    asm_addsd_rm(&a, XMM0, mem_index(RDI, RAX, 8, 0));
    asm_inc_r(&a, RAX);
    asm_jmp(&a, next);
    asm_bind(&a, end);
    asm_xorps_rm(&a, XMM0, asm_constant16(&a, (uint64_t)1 << 63, 0));
    asm_ucomisd_rr(&a, XMM0, XMM0);
    asm_jcc(&a, CC_P, not_a_number);
    asm_mulsd_rm(&a, XMM0, asm_constant_double(&a, 2.0));
    asm_ret(&a);
    asm_bind(&a, not_a_number);
    asm_zero_xmm(&a, XMM0);
    asm_ret(&a);
    double (*sum)(const double *, size_t) = (double (*)(const double *, size_t))install();
    CHECK(sum((double[]){1.5, 2.5, -8}, 3) == 8.0 && sum((double[]){NAN, 1}, 2) == 0, "sum");

    /* Calls of C functions, near and far, and of compiled ones. */
    asm_push_r(&a, RBX);
    asm_mov_rr(&a, RBX, RDI);
    asm_call_absolute(&a, (void *)(uintptr_t)twice_plus);
    asm_mov_rr(&a, RDI, RAX);
    asm_mov_rr(&a, RSI, RBX);
    a.low = a.high; /* as if nothing were in reach */
    asm_call_absolute(&a, (void *)(uintptr_t)twice_plus);
    asm_mov_rr(&a, RDI, RAX);
    asm_pop_r(&a, RBX);
    asm_jmp_rel32(&a, (void *)(uintptr_t)factorial);
    int64_t (*calls)(int64_t, int64_t) = (int64_t(*)(int64_t, int64_t))install();
    CHECK(calls(2, 1) == 479001600, "calls"); /* 2 * (2 * 2 + 1) + 2 = 12 */

    /* Narrow loads and stores, division, shifts, conversions. */
    asm_mov_mi(&a, mem(RDI, 0), -2);
    asm_mov_mi8(&a, mem(RDI, 1), 0x12);
    asm_movsx16_rm(&a, RAX, mem(RDI, 0)); /* 0x12FE */
    asm_movzx8_rm(&a, RCX, mem(RDI, 0));  /* 0xFE */
    asm_cqo(&a);
    asm_idiv_r(&a, RCX);                  /* 19 rest 36 */
    asm_shl_ri(&a, RDX, 8);
    asm_or_rr(&a, RAX, RDX);
    asm_cvtsi2sd_rr(&a, XMM1, RAX);
    asm_sqrtsd_rr(&a, XMM1, XMM1);        /* sqrt(9235) = 96.09... */
    asm_roundsd_rr(&a, XMM1, XMM1, ROUND_CEIL);
    asm_cvttsd2si_rr(&a, RAX, XMM1);
    asm_ret(&a);
    int64_t (*mixed)(void *) = (int64_t(*)(void *))install();
    uint64_t word;
    CHECK(mixed(&word) == 97 && word == 0xFFFFFFFFFFFF12FE, "mixed: %" PRIx64, word);

    /* The byte registers that need a REX byte. */
    asm_mov_rr(&a, RSI, RDI);
    asm_zero(&a, RDI);
    asm_cmp_ri(&a, RSI, 5);
    asm_setcc(&a, CC_G, RDI);
    asm_movzx8_rr(&a, RAX, RDI);
    asm_ret(&a);
    int64_t (*above_five)(int64_t) = (int64_t(*)(int64_t))install();
    CHECK(above_five(6) == 1 && above_five(5) == 0, "setcc");
    code_memory_free(code_memory);
}

int main(void) {
    asm_init(&a, NULL, NULL);
    if (!x64_disassembler_exists()) {
        puts("FAIL no disassembler: libcapstone4 is not installed");
        return 1;
    }
    make_mems();
    test_memory_operands();
    test_moves();
    test_mov_ri();
    test_alu();
    test_test();
    test_other_arithmetic();
    test_conditions();
    test_calls();
    test_nops();
    test_doubles();
    test_labels();
    test_constants();
    test_running_out();
    test_running();
    asm_free(&a);
    free(expected);
    printf("%s: %zu instructions, %d failures\n", failures ? "FAIL" : "ok", instructions_checked, failures);
    return failures != 0;
}

/*
 * emit_test.c - conditions, what is chosen by them, and guards.
 *
 * A condition whose user follows is left in the flags; any other becomes 0 or 1 in a
 * register.
 */
#include "jit/x64/emit.h"

/* ---- kinds of values ------------------------------------------------------------------------ */

/* What decides whether a value is of a set of types: tests one after the other. */
typedef enum TestKind {
    TEST_CONSTANT, /* the word `imm` */
    TEST_BOOL,
    TEST_INT,
    TEST_FLOAT,
    TEST_NO_POINTER, /* int or float */
    TEST_TAG,      /* low bits of pointers and constants: `imm` under `mask` */
    TEST_SHAPE,    /* objects only: shape at address imm */
    TEST_KIND,     /* objects only: kind imm */
} TestKind;

typedef struct Test {
    TestKind kind;
    uint32_t mask;
    int64_t imm;
} Test;

enum { TESTS_MAX = 24, TESTS_IMPOSSIBLE = 1000 };

typedef struct TestPlan {
    Test tests[TESTS_MAX];
    uint32_t count;
    bool needs_object; /* those from `objects` on are for objects only */
    uint32_t objects;
} TestPlan;

static void add_test(TestPlan *p, TestKind kind, int64_t imm, uint32_t mask) {
    assert(p->count < TESTS_MAX);
    p->tests[p->count++] = (Test){kind, mask, imm};
}

static void plan_constants(TestPlan *p, IrTypes types) {
    static const uint64_t special[] = {3, 4, 6, 7}; /* NotImplemented, Ellipsis, ERROR, STOP */
    if (types & IRT_NONE)
        add_test(p, TEST_CONSTANT, (int64_t)VALUE_NONE.bits, 0);
    if (types & IRT_BOOL)
        add_test(p, TEST_BOOL, 0, 0);
    if (types & IRT_UNDEF)
        add_test(p, TEST_CONSTANT, (int64_t)VALUE_UNDEF.bits, 0);
    for (uint32_t i = 0; types & IRT_SPECIAL && i < sizeof special / sizeof *special; i++)
        add_test(p, TEST_CONSTANT, (int64_t)VALUE_CONSTANT(special[i]).bits, 0);
}

static void plan_objects(Thread *t, TestPlan *p, IrTypes types) {
    for (IrTypes rest = types; rest; rest &= rest - 1) {
        IrTypes type = rest & -rest;
        uint32_t shape = ir_shape_of_type(t, type);
        if (shape)
            add_test(p, TEST_SHAPE, shape, 0);
        else
            add_test(p, TEST_KIND, type == IRT_FUNCTION ? KIND_FUNCTION : type == IRT_TYPE ? KIND_TYPE : KIND_INSTANCE, 0);
    }
}

/* Tests for `wanted`, of a value that is in `known`; returns their cost. */
static uint32_t plan_tests(Thread *t, TestPlan *p, IrTypes known, IrTypes wanted) {
    IrTypes objects = wanted & IRT_OBJECT, constants = wanted & IRT_CONSTANTS;
    IrTypes numbers = wanted & (IRT_INT | IRT_FLOAT);
    bool all_objects = objects == (known & IRT_OBJECT), all_constants = constants == (known & IRT_CONSTANTS);
    *p = (TestPlan){.count = 0};
    if (numbers == (IRT_INT | IRT_FLOAT))
        add_test(p, TEST_NO_POINTER, 0, 0);
    else if (numbers == IRT_INT)
        add_test(p, TEST_INT, 0, 0);
    else if (numbers == IRT_FLOAT)
        add_test(p, TEST_FLOAT, 0, 0);
    if (objects && constants && all_objects && all_constants) {
        add_test(p, TEST_TAG, 1, 3);
        return p->count;
    }
    if (constants && all_constants && __builtin_popcount(constants) > 1)
        add_test(p, TEST_TAG, 5, 7);
    else
        plan_constants(p, constants);
    if (objects && all_objects) {
        add_test(p, TEST_TAG, 1, 7);
    } else if (objects) {
        if (objects & IRT_OTHER)
            return TESTS_IMPOSSIBLE;
        p->objects = p->count;
        p->needs_object = (known & ~IRT_OBJECT) != 0;
        plan_objects(t, p, objects);
    }
    return p->count + p->needs_object;
}

static void test_tag(Emitter *e, Reg value, int64_t tag, uint32_t mask) {
    asm_lea32(&e->a, SCRATCH, mem(value, (int32_t)-tag));
    asm_test_ri8(&e->a, SCRATCH, (int32_t)mask);
}

/* The condition that then holds if the value is of the test's types. */
static Cond emit_test(Emitter *e, Reg value, const Test *test) {
    Assembler *a = &e->a;
    switch (test->kind) {
    case TEST_CONSTANT: asm_cmp_ri(a, value, (int32_t)test->imm); break;
    case TEST_BOOL:
        asm_mov_rr(a, SCRATCH, value);
        asm_or_ri(a, SCRATCH, (int32_t)(VALUE_TRUE.bits ^ VALUE_FALSE.bits));
        asm_cmp_ri(a, SCRATCH, (int32_t)VALUE_TRUE.bits);
        break;
    case TEST_INT: asm_test_ri8(a, value, 3); break;
    case TEST_FLOAT: asm_test_ri8(a, value, 2); return CC_NE;
    case TEST_NO_POINTER: test_tag(e, value, 1, 3); return CC_NE;
    case TEST_TAG: test_tag(e, value, test->imm, test->mask); break;
    case TEST_SHAPE: asm_cmp_mi32(a, mem(value, OBJECT_FIELD(Object, shape)), (int32_t)test->imm); break;
    case TEST_KIND: asm_cmp_mi8(a, mem(value, OBJECT_FIELD(Object, kind)), (int32_t)test->imm); break;
    }
    return CC_E;
}

/* The cheaper plan of the two: for `wanted` types, or (true) for the rest of the known. */
static bool choose_plan(Emitter *e, TestPlan *plan, IrTypes known, IrTypes wanted) {
    TestPlan negative;
    uint32_t cost = plan_tests(e->ir->thread, plan, known, wanted);
    if (plan_tests(e->ir->thread, &negative, known, known & ~wanted) >= cost)
        return false;
    *plan = negative;
    return true;
}

/* Goes on behind if the plan's tests say that the value is (`negative`: is not) of its
 * types, else jumps to `no`. */
static void emit_plan(Emitter *e, Reg value, const TestPlan *plan, bool negative, AsmLabel no) {
    Assembler *a = &e->a;
    AsmLabel yes = asm_label_new(a);
    for (uint32_t i = 0; i < plan->count; i++) {
        if (plan->needs_object && i == plan->objects) {
            test_tag(e, value, OBJECT_TAG, 7);
            asm_jcc(a, CC_NE, negative ? yes : no);
        }
        Cond match = emit_test(e, value, &plan->tests[i]);
        if (negative)
            asm_jcc(a, match, no);
        else if (i + 1 < plan->count)
            asm_jcc(a, match, yes);
        else
            asm_jcc(a, cond_negate(match), no);
    }
    asm_bind(a, yes);
}

static void emit_type_guard(Emitter *e, const IrNode *n) {
    TestPlan plan;
    IrTypes known = n->aux, wanted = n->aux & (IrTypes)n->imm;
    if (known == wanted)
        return;
    if (!wanted) {
        asm_jmp(&e->a, x64_exit_label(e, n));
        return;
    }
    bool negative = choose_plan(e, &plan, known, wanted);
    emit_plan(e, in_reg(e, n, 0), &plan, negative, x64_exit_label(e, n));
}

/* Sets the flags by whether a value of `known` types is one of `types`. */
static Condition emit_type_test(Emitter *e, Reg value, IrTypes known, IrTypes types) {
    Assembler *a = &e->a;
    IrTypes wanted = known & types;
    if (!wanted || wanted == known) {
        asm_cmp_rr(a, RSP, RSP);
        return (Condition){wanted ? CC_E : CC_NE, PARITY_ANY};
    }
    TestPlan plan;
    bool negative = choose_plan(e, &plan, known, wanted);
    if (plan.count == 1 && !plan.needs_object) {
        Cond match = emit_test(e, value, &plan.tests[0]);
        return (Condition){negative ? cond_negate(match) : match, PARITY_ANY};
    }
    AsmLabel no = asm_label_new(a), done = asm_label_new(a);
    emit_plan(e, value, &plan, negative, no);
    asm_cmp_rr(a, RSP, RSP);
    asm_jmp(a, done);
    asm_bind(a, no);
    asm_test_rr(a, RSP, RSP);
    asm_bind(a, done);
    return (Condition){CC_E, PARITY_ANY};
}

void emit_object_test(Emitter *e, Reg value, IrTypes known, AsmLabel otherwise) {
    if (!(known & ~IRT_OBJECT))
        return;
    test_tag(e, value, OBJECT_TAG, 7);
    asm_jcc(&e->a, CC_NE, otherwise);
}

/* ---- conditions ---------------------------------------------------------------------------------- */

static Condition compare(Emitter *e, const IrNode *n) {
    static const uint8_t conditions[] = {[IR_LT] = CC_L, [IR_LE] = CC_LE, [IR_EQ] = CC_E,
                                         [IR_NE] = CC_NE, [IR_GT] = CC_G, [IR_GE] = CC_GE};
    Operand first = x64_operand(e, n, 0), second = x64_operand(e, n, 1);
    if (first.kind == OPERAND_MEM)
        asm_alu_mi(&e->a, ALU_CMP, W64, first.mem, second.imm);
    else if (second.kind == OPERAND_IMM && second.imm == 0)
        asm_test_rr(&e->a, first.reg, first.reg);
    else
        emit_alu(e, ALU_CMP, first.reg, second);
    return (Condition){n->op == IR_SAME ? CC_E : (Cond)conditions[n->aux], PARITY_ANY};
}

/* Of NaN only "not equal" holds. */
static Condition compare_doubles(Emitter *e, const IrNode *n) {
    uint32_t first = x64_float_cmp_swaps(n);
    RaLocation second = ra_of(e, n)->in[!first];
    if (second.kind == RA_XMM)
        asm_ucomisd_rr(&e->a, in_xmm(e, n, first), (Xmm)second.reg);
    else
        asm_ucomisd_rm(&e->a, in_xmm(e, n, first), x64_double_mem(e, n, !first));
    switch ((IrCompare)n->aux) {
    case IR_LT: case IR_GT: return (Condition){CC_A, PARITY_ANY};
    case IR_LE: case IR_GE: return (Condition){CC_AE, PARITY_ANY};
    case IR_EQ: return (Condition){CC_E, PARITY_AND_CLEAR};
    case IR_NE: break;
    }
    return (Condition){CC_NE, PARITY_OR_SET};
}

static Condition test_bits(Emitter *e, const IrNode *n, int64_t bits, bool for_zero) {
    RaLocation at = ra_of(e, n)->in[0];
    if (bits != (int32_t)bits) {
        asm_mov_ri(&e->a, SCRATCH, bits);
        if (at.kind == RA_GPR)
            asm_test_rr(&e->a, (Reg)at.reg, SCRATCH);
        else
            asm_test_mr(&e->a, slot_mem(e, at.slot), SCRATCH);
    } else if (at.kind == RA_GPR) {
        asm_test_ri(&e->a, (Reg)at.reg, (int32_t)bits);
    } else if (bits > 0) {
        asm_test_mi32(&e->a, slot_mem(e, at.slot), (int32_t)bits);
    } else {
        asm_test_mi(&e->a, slot_mem(e, at.slot), (int32_t)bits);
    }
    return (Condition){for_zero ? CC_E : CC_NE, PARITY_ANY};
}

Condition emit_condition(Emitter *e, const IrNode *n) {
    switch ((IrOp)n->op) {
    case IR_INT_CMP: case IR_WORD_CMP: case IR_SAME: return compare(e, n);
    case IR_FLOAT_CMP: return compare_doubles(e, n);
    case IR_TEST_BITS: return test_bits(e, n, n->imm, n->aux);
    case IR_IS_TRUE: return test_bits(e, n, (int64_t)(VALUE_TRUE.bits ^ VALUE_FALSE.bits), false);
    case IR_IS_TYPE: return emit_type_test(e, in_reg(e, n, 0), n->aux, (IrTypes)n->imm);
    default: assert(false);
    }
    return (Condition){CC_E, PARITY_ANY};
}

/* dst = 0 or 1. */
static void set_from_flags(Emitter *e, Condition c, Reg dst) {
    Assembler *a = &e->a;
    if (c.parity != PARITY_ANY) {
        /* dst may be scratch itself: by jumps. */
        AsmLabel done = asm_label_new(a);
        asm_mov_ri(a, dst, c.parity == PARITY_OR_SET);
        asm_jcc(a, CC_P, done);
        asm_setcc(a, c.cc, dst);
        asm_bind(a, done);
    } else {
        asm_setcc(a, c.cc, dst);
    }
    asm_movzx8_rr(a, dst, dst);
}

void emit_condition_value(Emitter *e, const IrNode *n) {
    Reg out = out_reg(e, n);
    if (n->op == IR_NOT) {
        x64_move_reg(e, out, in_reg(e, n, 0));
        asm_xor_ri32(&e->a, out, 1);
        return;
    }
    if (n->op != IR_BOOL_VALUE) {
        set_from_flags(e, emit_condition(e, n), out);
        return;
    }
    RaLocation in = ra_of(e, n)->in[0];
    Reg from = in.kind == RA_GPR ? (Reg)in.reg : out;
    if (in.kind == RA_NOWHERE)
        set_from_flags(e, e->condition, out);
    else if (in.kind == RA_SLOT)
        asm_mov_rm32(&e->a, out, slot_mem(e, in.slot));
    asm_lea(&e->a, out, mem_index(NO_REG, from, 8, (int32_t)VALUE_FALSE.bits));
}

/* ---- selection -------------------------------------------------------------------------------------- */

/* Leaves the flags. */
static void load_chosen(Emitter *e, const IrNode *n, uint32_t i) {
    RaLocation at = ra_of(e, n)->in[i];
    if (n->rep == REP_FLOAT) {
        x64_load_double(e, out_xmm(e, n), n->in[i], at);
    } else {
        Reg out = out_reg(e, n);
        if (at.kind == RA_NOWHERE)
            asm_mov_ri(&e->a, out, n->in[i]->imm);
        else
            x64_load_operand(e, out, x64_operand(e, n, i));
    }
}

static bool is_out(const Emitter *e, const IrNode *n, uint32_t i) {
    RaLocation in = ra_of(e, n)->in[i], out = ra_of(e, n)->out;
    return in.kind == out.kind && in.reg == out.reg;
}

void emit_select(Emitter *e, const IrNode *n) {
    Assembler *a = &e->a;
    Condition c = x64_condition_of_input(e, n);
    uint32_t kept = is_out(e, n, 1) ? 1 : 2, other = 3 - kept;
    if (n->rep == REP_FLOAT || c.parity != PARITY_ANY) {
        AsmLabel done = asm_label_new(a);
        load_chosen(e, n, kept);
        if (kept == 1)
            x64_jump_if(e, c, done);
        else
            x64_jump_unless(e, c, done);
        load_chosen(e, n, other);
        asm_bind(a, done);
        return;
    }
    Cond replaces = kept == 2 ? c.cc : cond_negate(c.cc);
    load_chosen(e, n, kept);
    RaLocation at = ra_of(e, n)->in[other];
    if (at.kind == RA_SLOT) {
        asm_cmovcc_rm(a, replaces, out_reg(e, n), slot_mem(e, at.slot));
    } else {
        Reg from = at.kind == RA_GPR ? (Reg)at.reg : (Reg)SCRATCH;
        if (at.kind == RA_NOWHERE)
            asm_mov_ri(a, SCRATCH, n->in[other]->imm);
        asm_cmovcc_rr(a, replaces, out_reg(e, n), from);
    }
}

/* ---- guards --------------------------------------------------------------------------------------------- */

/* Compares input 0 with any 64-bit word. */
static void compare_word(Emitter *e, const IrNode *n, int64_t word) {
    Operand in = x64_operand(e, n, 0);
    bool small = word == (int32_t)word;
    if (!small)
        asm_mov_ri(&e->a, SCRATCH, word);
    if (in.kind == OPERAND_MEM && small)
        asm_alu_mi(&e->a, ALU_CMP, W64, in.mem, (int32_t)word);
    else if (in.kind == OPERAND_MEM)
        asm_alu_mr(&e->a, ALU_CMP, W64, in.mem, SCRATCH);
    else if (small)
        asm_cmp_ri(&e->a, in.reg, (int32_t)word);
    else
        asm_cmp_rr(&e->a, in.reg, SCRATCH);
}

static void emit_bounds(Emitter *e, const IrNode *n) {
    Operand index = x64_operand(e, n, 0), length = x64_operand(e, n, 1);
    Cond fails = CC_AE;
    if (index.kind == OPERAND_IMM && length.kind != OPERAND_IMM) {
        fails = CC_BE;
        if (length.kind == OPERAND_MEM)
            asm_alu_mi(&e->a, ALU_CMP, W64, length.mem, index.imm);
        else
            asm_cmp_ri(&e->a, length.reg, index.imm);
    } else if (index.kind == OPERAND_MEM) {
        fails = CC_BE;
        emit_alu(e, ALU_CMP, length.reg, index);
    } else {
        emit_alu(e, ALU_CMP, index.reg, length);
    }
    asm_jcc(&e->a, fails, x64_exit_label(e, n));
}

static void emit_code_guard(Emitter *e, const IrNode *n) {
    Assembler *a = &e->a;
    Reg in = in_reg(e, n, 0);
    if (n->aux != IRT_FUNCTION) {
        emit_object_test(e, in, n->aux, x64_exit_label(e, n));
        asm_cmp_mi8(a, mem(in, OBJECT_FIELD(Object, kind)), KIND_FUNCTION);
        asm_jcc(a, CC_NE, x64_exit_label(e, n));
    }
    asm_mov_ri(a, SCRATCH, n->imm);
    asm_cmp_mr(a, mem(in, OBJECT_FIELD(Function, code)), SCRATCH);
    asm_jcc(a, CC_NE, x64_exit_label(e, n));
}

/* One strategy, or one of ints or floats and that of anything, whose numbers have a bit in
 * common. */
static void emit_list_guard(Emitter *e, const IrNode *n) {
    Mem strategy = mem(in_reg(e, n, 0), OBJECT_FIELD(List, strategy));
    uint32_t set = (uint32_t)n->imm, first = (uint32_t)__builtin_ctz(set);
    static_assert((LIST_INTS & LIST_OBJECTS) == LIST_INTS && (LIST_FLOATS & LIST_OBJECTS) == LIST_FLOATS &&
                  !(LIST_INTS & LIST_FLOATS), "bits of the numbers");
    if (set == 1u << first) {
        asm_cmp_mi8(&e->a, strategy, (int8_t)first);
        asm_jcc(&e->a, CC_NE, x64_exit_label(e, n));
    } else {
        assert(set == (1u << first | 1u << LIST_OBJECTS) && (first == LIST_INTS || first == LIST_FLOATS));
        asm_test_mi8(&e->a, strategy, (int8_t)first);
        asm_jcc(&e->a, CC_E, x64_exit_label(e, n));
    }
}

void emit_guard(Emitter *e, const IrNode *n) {
    Assembler *a = &e->a;
    if (n->nowrap)
        return;
    switch ((IrOp)n->op) {
    case IR_GUARD_TYPE: emit_type_guard(e, n); break;
    case IR_GUARD_IS:
        compare_word(e, n, n->imm);
        asm_jcc(a, CC_NE, x64_exit_label(e, n));
        break;
    case IR_GUARD_NOT:
        compare_word(e, n, n->imm);
        asm_jcc(a, CC_E, x64_exit_label(e, n));
        break;
    case IR_GUARD_SHAPE: {
        Reg in = in_reg(e, n, 0);
        emit_object_test(e, in, n->aux, x64_exit_label(e, n));
        asm_cmp_mi32(a, mem(in, OBJECT_FIELD(Object, shape)), (int32_t)n->imm);
        asm_jcc(a, CC_NE, x64_exit_label(e, n));
        break;
    }
    case IR_GUARD_CODE: emit_code_guard(e, n); break;
    case IR_GUARD_LIST: emit_list_guard(e, n); break;
    case IR_GUARD_TRUE: x64_jump_unless(e, x64_condition_of_input(e, n), x64_exit_label(e, n)); break;
    case IR_GUARD_FALSE: x64_jump_if(e, x64_condition_of_input(e, n), x64_exit_label(e, n)); break;
    case IR_GUARD_BOUNDS: emit_bounds(e, n); break;
    case IR_GUARD_VALID:
        asm_cmp_mi8(a, x64_absolute(e, (int64_t)(uintptr_t)&e->out->invalid), 0);
        asm_jcc(a, CC_NE, x64_exit_label(e, n));
        break;
    case IR_POLL:
        asm_cmp_mi32(a, mem(REG_THREAD, FIELD(Thread, interrupts)), 0);
        asm_jcc(a, CC_NE, x64_exit_label(e, n));
        break;
    default: assert(false);
    }
}

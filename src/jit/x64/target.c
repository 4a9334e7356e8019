/*
 * target.c - what each operation demands of the register allocator on x86-64, and
 * the preparation of a graph for it (backend_prepare).
 *
 * A value that an instruction can hold as an immediate or a memory operand needs no
 * register.  Constants never have a location of their own: an instruction holds
 * them, or they are loaded in front of it.
 */
#include "ir/opt.h"
#include "jit/x64/emit.h"

const uint8_t x64_argument_registers[BACKEND_ARGUMENTS] = {RDI, RSI, RDX, RCX, R8, R9};

enum {
    ALL_GPR = 1 << RAX | 1 << RCX | 1 << RDX | 1 << RBX | 1 << RSI | 1 << RDI | 1 << R8 | 1 << R9 |
              1 << R10 | 1 << R12 | 1 << R13,
    ALL_XMM = (1 << XMM15) - 1,
    KEPT_BY_C = 1 << RBX | 1 << R12 | 1 << R13,
};

/* ---- preparing --------------------------------------------------------------------- */

static bool is_condition_test(const IrNode *n) {
    return n->rep == REP_BOOL && n->op != IR_NOT;
}

static bool takes_condition(const IrNode *n) {
    return n->op == IR_BRANCH || n->op == IR_GUARD_TRUE || n->op == IR_GUARD_FALSE || n->op == IR_SELECT ||
           n->op == IR_BOOL_VALUE;
}

bool x64_is_fused(const IrNode *n) {
    const IrNode *user = n->next;
    return is_condition_test(n) && user && takes_condition(user) && user->in[0] == n;
}

/* The same with the condition negated, if the user can say so. */
static bool negate_user(IrNode *user) {
    switch (user->op) {
    case IR_BRANCH: {
        IrBlock *b = user->block, *taken = b->succ[0];
        b->succ[0] = b->succ[1];
        b->succ[1] = taken;
        return true;
    }
    case IR_GUARD_TRUE: user->op = IR_GUARD_FALSE; return true;
    case IR_GUARD_FALSE: user->op = IR_GUARD_TRUE; return true;
    case IR_SELECT: {
        IrNode *chosen = user->in[1];
        user->in[1] = user->in[2];
        user->in[2] = chosen;
        return true;
    }
    default: return false;
    }
}

/* A condition is computed in front of each of its users, which take it from the flags:
 * comparing again is cheaper than keeping the result. */
static void fuse_condition(Ir *ir, IrNode *user, uint32_t *uses) {
    while (user->in[0]->op == IR_NOT && negate_user(user)) {
        uses[user->in[0]->id]--;
        user->in[0] = user->in[0]->in[0];
        uses[user->in[0]->id]++;
    }
    IrNode *test = user->in[0];
    if (!is_condition_test(test))
        return;
    if (uses[test->id] == 1) {
        if (test != user->prev) {
            ir_remove(test);
            ir_insert_before(user, test);
        }
        return;
    }
    IrNode *copy = ir_node_new(ir, (IrOp)test->op, test->input_count);
    for (uint32_t i = 0; i < test->input_count; i++) {
        copy->in[i] = test->in[i];
        uses[test->in[i]->id]++;
    }
    copy->aux = test->aux;
    copy->imm = test->imm;
    ir_insert_before(user, copy);
    uses[test->id]--;
    user->in[0] = copy;
}

/* Only the second input can be an immediate. */
static void constant_second(IrNode *n) {
    static const uint8_t mirrored[] = {[IR_LT] = IR_GT, [IR_LE] = IR_GE, [IR_EQ] = IR_EQ,
                                       [IR_NE] = IR_NE, [IR_GT] = IR_LT, [IR_GE] = IR_LE};
    switch (n->op) {
    case IR_INT_CMP: case IR_WORD_CMP:
    case IR_INT_ADD: case IR_INT_MUL: case IR_INT_AND: case IR_INT_OR: case IR_INT_XOR:
    case IR_WORD_ADD: case IR_WORD_MUL: case IR_WORD_AND: case IR_WORD_OR: case IR_WORD_XOR:
    case IR_FLOAT_ADD: case IR_FLOAT_MUL: case IR_SAME:
        if (x64_is_constant(n->in[0]) && !x64_is_constant(n->in[1])) {
            IrNode *first = n->in[0];
            n->in[0] = n->in[1];
            n->in[1] = first;
            if (n->op == IR_INT_CMP || n->op == IR_WORD_CMP)
                n->aux = mirrored[n->aux];
        }
        break;
    default: break;
    }
}

/* The bits that an INT_AND, or INT_MOD by a power of two, leaves of its first input, in
 * tagged form; 0: it is neither, or they are too many for an immediate. */
static int32_t bits_left(const IrNode *n) {
    int64_t c;
    if ((n->op != IR_INT_AND && n->op != IR_INT_MOD) || n->in[1]->op != IR_CONST)
        return 0;
    c = n->in[1]->imm;
    if (n->op == IR_INT_MOD) {
        if (x64_division(n) != DIVIDE_SHIFT)
            return 0;
        c -= 1 << 2;
    }
    return c == (int32_t)c ? (int32_t)c : 0;
}

/* Bits compared with 0, or one bit with itself, are tested: aux says whether for 0. */
static void test_instead_of_compare(IrNode *n) {
    if (n->op != IR_INT_CMP || (n->aux != IR_EQ && n->aux != IR_NE) || n->in[1]->op != IR_CONST)
        return;
    int32_t bits = bits_left(n->in[0]);
    bool with_zero = n->in[1]->imm == 0, with_bit = n->in[1]->imm == bits && (bits & (bits - 1)) == 0;
    if (!bits || (!with_zero && !with_bit))
        return;
    n->op = IR_TEST_BITS;
    n->aux = (n->aux == IR_EQ) == with_zero;
    n->in[0] = n->in[0]->in[0];
    n->input_count = 1;
    n->imm = bits;
}

/* A size is compared with a constant as it is in memory, untagged. */
static void compare_raw_size(Ir *ir, IrNode *n, const uint32_t *uses) {
    uint32_t size = n->op == IR_GUARD_BOUNDS;
    if ((n->op != IR_INT_CMP && !size) || n->in[size]->op != IR_LOAD_SIZE || n->in[!size]->op != IR_CONST ||
        uses[n->in[size]->id] != 1)
        return;
    n->in[size]->op = IR_LOAD_WORD;
    n->in[size]->rep = REP_WORD;
    n->in[!size] = ir_const_word(ir, n->in[!size]->imm >> 2);
    if (!size)
        n->op = IR_WORD_CMP;
}

/* Whether what `load` has read from the place that `store` writes is still there then. */
static bool is_unchanged(const IrNode *load, const IrNode *store) {
    enum { DISTANCE = 32 };
    const IrNode *n = store->prev;
    const IrBlock *b = store->block;
    for (int steps = 0; n != load; steps++, n = n->prev) {
        if (!n && b->pred_count == 1) {
            b = b->preds[0];
            n = b->last;
        }
        if (!n || steps == DISTANCE || ir_effect(n) == EFFECT_CALL ||
            (ir_effect(n) == EFFECT_STORE && n->alias == store->alias && n->imm == store->imm))
            return false;
    }
    return true;
}

/* A size that grows or shrinks by a constant does so in memory. */
static void add_in_place(IrNode *store, uint32_t *uses) {
    if (store->op != IR_STORE_SIZE)
        return;
    const IrNode *sum = store->in[1];
    if ((sum->op != IR_INT_ADD && sum->op != IR_INT_SUB) || !sum->nowrap || !x64_is_imm32(sum->in[1]))
        return;
    const IrNode *load = sum->in[0];
    if (load->op != IR_LOAD_SIZE || load->in[0] != store->in[0] || load->imm != store->imm || !is_unchanged(load, store))
        return;
    int32_t by = (int32_t)(sum->in[1]->imm >> 2);
    store->op = IR_ADD_SIZE;
    store->aux = (uint32_t)(sum->op == IR_INT_ADD ? by : -by);
    store->input_count = 1;
    uses[sum->id]--;
}

/* Operations that only some operands make fail. */
static bool constant_cannot_fail(const IrNode *n) {
    int64_t c;
    if (n->input_count < 2 || n->in[1]->op != IR_CONST)
        return false;
    c = n->in[1]->imm >> 2;
    switch (n->op) {
    case IR_INT_SHR: return c >= 0;
    case IR_INT_MOD: return c != 0;
    case IR_INT_FLOORDIV: return c != 0 && c != -1;
    default: return false;
    }
}

/* The function that runs is in its Frame: states need not keep it. */
static void forget_own_function(IrState *s) {
    if (!s)
        return;
    while (s->caller)
        s = s->caller;
    if (s->function && s->function->op == IR_FUNCTION)
        s->function = NULL;
}

/* Conditions that all users have copied, bits that were only compared, the function that
 * no state names, sums that memory has instead. */
static bool may_be_removed(const IrNode *n) {
    switch (n->op) {
    case IR_FUNCTION:
    case IR_INT_AND: return true;
    case IR_INT_MOD:
    case IR_INT_ADD:
    case IR_INT_SUB: return n->nowrap;
    default: return n->rep == REP_BOOL;
    }
}

static void count_use(IrNode **use, void *uses) { ((uint32_t *)uses)[(*use)->id]++; }

static void count_uses(Ir *ir, uint32_t *uses) {
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->first; n; n = n->next) {
            for (uint32_t j = 0; j < n->input_count; j++)
                uses[n->in[j]->id]++;
            ir_state_each(n->state, count_use, uses);
        }
}

static bool has_critical_edges(const Ir *ir) {
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (int k = 0; k < 2 && ir->blocks[i]->succ[1]; k++)
            if (ir->blocks[i]->succ[k]->pred_count > 1)
                return true;
    return false;
}

void backend_prepare(Ir *ir) {
    if (!ir->lowered)
        opt_lower(ir);
    if (has_critical_edges(ir))
        ir_split_critical_edges(ir);
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->first; n; n = n->next) {
            if (opt_is_assertion(n))
                n->rep = REP_NONE; /* everybody reads its input */
            constant_second(n);
            test_instead_of_compare(n);
            n->nowrap |= constant_cannot_fail(n);
            forget_own_function(n->state);
        }
    uint32_t *uses = ir_scratch(ir, (2 * ir->node_count + 1) * sizeof *uses); /* a new node for each, at most */
    count_uses(ir, uses);
    uint32_t node_count = ir->node_count; /* of the nodes counted */
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->first; n; n = n->next)
            if (takes_condition(n))
                fuse_condition(ir, n, uses);
            else if (n->id <= node_count)
                compare_raw_size(ir, n, uses);
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->first; n; n = n->next)
            add_in_place(n, uses);
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->last, *prev; n; n = prev) {
            prev = n->prev;
            if (may_be_removed(n) && n->id <= node_count && uses[n->id] == 0) {
                for (uint32_t j = 0; j < n->input_count; j++)
                    uses[n->in[j]->id]--;
                ir_remove(n);
            }
        }
    /* The arguments are in registers until all have been taken. */
    IrNode *at = ir->entry->first;
    for (IrNode *n = at, *next; n; n = next) {
        next = n->next;
        if (n->op != IR_PARAM)
            continue;
        if (n->imm >= BACKEND_ARGUMENTS) { /* more than registers: the frame has them all */
            n->op = IR_ENTRY_REGISTER;
            continue;
        }
        if (n == at) {
            at = next;
        } else {
            ir_remove(n);
            ir_insert_before(at, n);
        }
    }
}

/* ---- constraints ------------------------------------------------------------------- */

static bool is_folded(const IrNode *n) {
    return x64_is_constant(n) || ir_is_virtual(n) || x64_is_fused(n);
}

X64Division x64_division(const IrNode *n) {
    int64_t divisor;
    if (n->in[1]->op != IR_CONST)
        return DIVIDE_GENERAL;
    divisor = n->in[1]->imm >> 2;
    if (divisor <= 0)
        return DIVIDE_GENERAL;
    if ((divisor & (divisor - 1)) == 0)
        return DIVIDE_SHIFT;
    return 4 * divisor <= INT32_MAX ? DIVIDE_MULTIPLY : DIVIDE_GENERAL;
}

/* Of an input that may be an immediate or in memory. */
static RaPolicy any_or_imm(const IrNode *n, uint32_t i) {
    return x64_is_imm32(n->in[i]) ? RA_USE_NONE : x64_is_constant(n->in[i]) ? RA_USE_REGISTER : RA_USE_ANY;
}
/* Of one that constants reach through scratch, or as a double in memory. */
static RaPolicy any_or_constant(const IrNode *n, uint32_t i) {
    return x64_is_constant(n->in[i]) ? RA_USE_NONE : RA_USE_ANY;
}
static RaPolicy register_or_constant(const IrNode *n, uint32_t i) {
    return x64_is_constant(n->in[i]) ? RA_USE_NONE : RA_USE_REGISTER;
}
static RaPolicy condition_use(const IrNode *n) {
    return x64_is_fused(n->in[0]) && n->prev == n->in[0] ? RA_USE_NONE : RA_USE_ANY;
}
/* What is stored, where scratch may be taken by the address. */
static RaPolicy stored_use(const IrNode *n, uint32_t i) {
    return x64_is_imm32(n->in[i]) || (x64_is_constant(n->in[i]) && !x64_is_constant(n->in[0]))
               ? RA_USE_NONE : RA_USE_REGISTER;
}

static void fixed(RaConstraints *c, uint32_t i, int reg) {
    c->in[i] = RA_USE_FIXED;
    c->in_fixed[i] = (uint8_t)reg;
}

static void two_address(const IrNode *n, RaConstraints *c) {
    c->in[0] = RA_USE_REGISTER;
    c->in[1] = any_or_imm(n, 1);
    c->out_same_as_first = true;
}

static void compared(const IrNode *n, RaConstraints *c) {
    c->in[1] = any_or_imm(n, 1);
    c->in[0] = c->in[1] == RA_USE_NONE && !x64_is_constant(n->in[0]) ? RA_USE_ANY : RA_USE_REGISTER;
}

static void shift(const IrNode *n, RaConstraints *c) {
    if (n->in[1]->op == IR_CONST) {
        c->in[0] = RA_USE_REGISTER;
        c->in[1] = RA_USE_NONE;
        c->out_same_as_first = n->op == IR_INT_SHR;
    } else {
        c->in[0] = any_or_constant(n, 0);
        c->in[1] = RA_USE_REGISTER;
        c->gpr_temps = 1;
        c->temp_fixed[0] = RCX;
        c->inputs_live_on = n->op == IR_INT_SHL && !n->nowrap;
    }
}

static void division(const IrNode *n, RaConstraints *c) {
    c->in[0] = any_or_constant(n, 0);
    switch (x64_division(n)) {
    case DIVIDE_SHIFT:
        c->in[0] = RA_USE_REGISTER;
        c->in[1] = RA_USE_NONE;
        c->out_same_as_first = true;
        return;
    case DIVIDE_MULTIPLY:
        c->in[1] = RA_USE_NONE;
        break;
    case DIVIDE_GENERAL:
        c->in[1] = RA_USE_REGISTER;
        break;
    }
    c->gpr_temps = 2;
    c->temp_fixed[0] = RAX;
    c->temp_fixed[1] = RDX;
}

/* Where somebody may look into the frame, what lives on is in its slots; other C functions
 * keep the registers that they have to. */
static void call_result(const IrNode *n, RaConstraints *c) {
    bool is_c = n->op == IR_CALL_RT || n->op == IR_CALL_VALUES || n->op == IR_CALL_DOUBLES;
    c->clobber_gpr = is_c && !(n->effects & RT_OBSERVES) ? ALL_GPR & ~KEPT_BY_C : ALL_GPR;
    c->clobber_xmm = ALL_XMM;
    if (n->rep != REP_NONE)
        c->out_fixed = n->rep == REP_FLOAT ? (int8_t)XMM0 : (int8_t)RAX;
}

static void call_rt(const IrNode *n, RaConstraints *c) {
    uint32_t words = 0, doubles = 0;
    for (uint32_t i = 0; i < n->input_count; i++)
        if (n->in[i]->rep == REP_FLOAT)
            fixed(c, i, (int)doubles++);
        else
            fixed(c, i, x64_argument_registers[1 + words++]);
    assert(words < BACKEND_ARGUMENTS);
    call_result(n, c);
}

static void call_compiled(const IrNode *n, RaConstraints *c) {
    assert(n->input_count <= 1 + BACKEND_ARGUMENTS);
    fixed(c, 0, REG_CALLED_FUNCTION);
    for (uint32_t i = 1; i < n->input_count; i++)
        fixed(c, i, x64_argument_registers[i - 1]);
    call_result(n, c);
}

static void resume(const IrNode *n, RaConstraints *c) {
    fixed(c, 0, x64_argument_registers[0]);
    fixed(c, 1, x64_argument_registers[1]);
    call_result(n, c);
}

static void constraints(const IrNode *n, RaConstraints *c) {
    memset(c, 0, sizeof *c);
    c->out_fixed = -1;
    for (uint32_t i = 0; i < RA_TEMPS_MAX; i++)
        c->temp_fixed[i] = -1;
    switch ((IrOp)n->op) {
    case IR_PARAM:
        c->out_fixed = (int8_t)x64_argument_registers[n->imm];
        break;
    case IR_ENTRY_REGISTER: case IR_FUNCTION:
    case IR_CONST: case IR_CONST_FLOAT: case IR_CONST_WORD:
    case IR_GUARD_VALID: case IR_ALLOC: case IR_VIRTUAL: case IR_VIRTUAL_CALL: case IR_POLL: case IR_JUMP: case IR_EXIT:
    case IR_THROW:
        break;

    case IR_PHI:
        for (uint32_t i = 0; i < RA_INPUTS_MAX; i++)
            c->in[i] = RA_USE_ANY;
        break;

    case IR_GUARD_TYPE: case IR_GUARD_SHAPE: case IR_GUARD_CODE: case IR_GUARD_LIST: case IR_TO_FLOAT: case IR_NUMBER_TO_FLOAT:
    case IR_IS_TYPE: case IR_WROTE: case IR_ADDRESS:
        c->in[0] = RA_USE_REGISTER;
        break;
    case IR_GUARD_IS: case IR_GUARD_NOT:
        c->in[0] = x64_is_constant(n->in[0]) ? RA_USE_REGISTER : RA_USE_ANY;
        break;
    case IR_GUARD_TRUE: case IR_GUARD_FALSE: case IR_BRANCH: case IR_BOOL_VALUE:
        c->in[0] = condition_use(n);
        break;
    case IR_GUARD_BOUNDS:
        c->in[1] = any_or_imm(n, 1);
        c->in[0] = c->in[1] == RA_USE_NONE ? RA_USE_REGISTER : any_or_imm(n, 0);
        if (c->in[0] == RA_USE_ANY && c->in[1] == RA_USE_ANY)
            c->in[0] = RA_USE_REGISTER;
        break;

    case IR_INT_ADD: case IR_INT_SUB:
        two_address(n, c);
        c->commutes = n->op == IR_INT_ADD;
        c->restores_first = true;
        if (n->nowrap) { /* by lea */
            c->out_same_as_first = c->restores_first = c->commutes = false;
            c->in[1] = x64_is_imm32(n->in[1]) ? RA_USE_NONE : RA_USE_REGISTER;
            if (n->op == IR_INT_SUB && c->in[1] == RA_USE_REGISTER)
                c->out_same_as_first = true;
        }
        break;
    case IR_INT_AND: case IR_INT_OR: case IR_INT_XOR:
    case IR_WORD_ADD: case IR_WORD_MUL: case IR_WORD_AND: case IR_WORD_OR: case IR_WORD_XOR:
        two_address(n, c);
        c->commutes = true;
        break;
    case IR_WORD_SUB:
        two_address(n, c);
        break;
    case IR_WORD_SHL: case IR_WORD_SHR:
        c->in[0] = RA_USE_REGISTER;
        c->out_same_as_first = true;
        break;
    case IR_LOW_WORD: case IR_TO_WORD: case IR_BOX_WORD:
        c->in[0] = RA_USE_REGISTER;
        break;
    case IR_INT_NEG: case IR_INT_INVERT: case IR_NOT:
        c->in[0] = RA_USE_REGISTER;
        c->out_same_as_first = true;
        c->restores_first = n->op == IR_INT_NEG && !n->nowrap;
        break;
    case IR_INT_MUL:
        c->in[0] = x64_is_constant(n->in[0]) ? RA_USE_REGISTER : RA_USE_ANY;
        c->in[1] = x64_is_small_constant(n->in[1]) ? RA_USE_NONE : x64_is_constant(n->in[1]) ? RA_USE_REGISTER : RA_USE_ANY;
        break;
    case IR_INT_FLOORDIV: case IR_INT_MOD:
        division(n, c);
        break;
    case IR_INT_SHL: case IR_INT_SHR:
        shift(n, c);
        break;
    case IR_INT_CMP: case IR_WORD_CMP: case IR_SAME:
        compared(n, c);
        break;
    case IR_INT_INDEX:
        c->in[0] = any_or_imm(n, 0) == RA_USE_NONE ? RA_USE_NONE : RA_USE_REGISTER;
        c->in[1] = any_or_imm(n, 1) == RA_USE_NONE && c->in[0] != RA_USE_NONE ? RA_USE_NONE : RA_USE_REGISTER;
        break;
    case IR_INT_TO_FLOAT: case IR_WORD_TO_INT: case IR_INT_TO_WORD:
        c->in[0] = any_or_constant(n, 0);
        break;
    case IR_TEST_BITS: case IR_IS_TRUE:
        c->in[0] = x64_is_constant(n->in[0]) ? RA_USE_REGISTER : RA_USE_ANY;
        break;

    case IR_FLOAT_ADD: case IR_FLOAT_SUB: case IR_FLOAT_MUL: case IR_FLOAT_DIV:
        c->in[0] = RA_USE_REGISTER;
        c->in[1] = any_or_constant(n, 1);
        c->out_same_as_first = true;
        c->commutes = n->op == IR_FLOAT_ADD || n->op == IR_FLOAT_MUL;
        break;
    case IR_FLOAT_NEG: case IR_FLOAT_ABS:
        c->in[0] = RA_USE_REGISTER;
        c->out_same_as_first = true;
        break;
    case IR_FLOAT_SQRT: case IR_FLOAT_TO_INT:
        c->in[0] = any_or_constant(n, 0);
        break;
    case IR_TAG_FLOAT: case IR_BOX_FLOAT: case IR_CHAR_STR:
        c->in[0] = RA_USE_REGISTER;
        break;
    case IR_STR_CHAR:
        c->in[0] = RA_USE_REGISTER;
        c->in[1] = any_or_imm(n, 1) == RA_USE_NONE ? RA_USE_NONE : RA_USE_REGISTER;
        break;
    case IR_FLOAT_CMP: {
        uint32_t first = x64_float_cmp_swaps(n);
        c->in[first] = RA_USE_REGISTER;
        c->in[!first] = any_or_constant(n, !first);
        break;
    }

    case IR_SELECT:
        c->in[0] = condition_use(n);
        c->in[1] = any_or_constant(n, 1);
        c->in[2] = any_or_constant(n, 2);
        break;

    case IR_LOAD: case IR_LOAD_WORD: case IR_LOAD_U32: case IR_LOAD_U8: case IR_LOAD_SIZE:
    case IR_LOAD_FLOAT:
        c->in[0] = register_or_constant(n, 0);
        break;
    case IR_LOAD_ELEMENT:
        c->in[0] = register_or_constant(n, 0);
        c->in[1] = any_or_imm(n, 1) == RA_USE_NONE ? RA_USE_NONE : RA_USE_REGISTER;
        break;
    case IR_STORE: case IR_STORE_WORD: case IR_STORE_U32: case IR_STORE_U8:
        c->in[0] = register_or_constant(n, 0);
        c->in[1] = stored_use(n, 1);
        break;
    case IR_STORE_FLOAT:
        c->in[0] = register_or_constant(n, 0);
        c->in[1] = RA_USE_REGISTER;
        break;
    case IR_ADD_SIZE:
        c->in[0] = RA_USE_REGISTER;
        break;
    case IR_STORE_SIZE:
        c->in[0] = RA_USE_REGISTER; /* the value goes through scratch */
        c->in[1] = any_or_constant(n, 1);
        break;
    case IR_LOAD_BYTE: case IR_STORE_BYTE:
        c->in[0] = RA_USE_REGISTER; /* the index goes through scratch */
        c->in[1] = any_or_imm(n, 1) == RA_USE_NONE ? RA_USE_NONE : RA_USE_REGISTER;
        c->in[2] = n->op == IR_STORE_BYTE ? stored_use(n, 2) : RA_USE_NONE;
        break;
    case IR_STORE_ELEMENT:
        c->in[0] = register_or_constant(n, 0);
        c->in[1] = any_or_imm(n, 1) == RA_USE_NONE ? RA_USE_NONE : RA_USE_REGISTER;
        c->in[2] = stored_use(n, 2);
        break;
    case IR_WROTE_AT:
        c->in[0] = c->in[1] = RA_USE_REGISTER;
        break;
    case IR_DICT_FIND: case IR_SET_FIND:
        c->in[0] = RA_USE_REGISTER;
        c->in[1] = register_or_constant(n, 1);
        c->gpr_temps = 1;
        c->inputs_live_on = true;
        break;
    case IR_WROTE_ELEMENT:
        c->in[0] = RA_USE_REGISTER;
        c->in[1] = any_or_constant(n, 1);
        break;

    case IR_CALL_RT: case IR_CALL_DOUBLES:
        call_rt(n, c);
        break;
    case IR_CALL_VALUES:
        for (uint32_t i = 0; i < RA_INPUTS_MAX; i++)
            c->in[i] = RA_USE_ANY;
        call_result(n, c);
        break;
    case IR_CALL_PYTHON: case IR_CALL_FUNCTION:
        call_compiled(n, c);
        break;
    case IR_RESUME:
        resume(n, c);
        break;
    case IR_RETURN:
        fixed(c, 0, RAX);
        break;
    case IR_OP_COUNT:
        break;
    }
}

const RaTarget backend_target = {
    .gpr = ALL_GPR,
    .xmm = ALL_XMM,
    .constraints = constraints,
    .is_folded = is_folded,
};

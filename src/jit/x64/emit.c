/*
 * emit.c - the driver of the x86-64 code generator: entries, layout of blocks, moves,
 * exits.  The operations themselves are in emit_*.c.
 *
 * The code of a function:
 *
 *      direct entry: checks limits, pushes a Frame (a generator's code: its entry when resumed)
 *      body:         native frame; blocks
 *      slow paths, exit stubs
 *      frame entry:  loads parameters from the frame's registers, jumps to the body
 *      constants
 */
#include <stdlib.h>

#include "jit/events.h"
#include "jit/x64/emit.h"

/* ---- operands ------------------------------------------------------------------------ */

void x64_move_reg(Emitter *e, Reg dst, Reg src) {
    if (dst != src)
        asm_mov_rr(&e->a, dst, src);
}

void x64_move_xmm(Emitter *e, Xmm dst, Xmm src) {
    if (dst != src)
        asm_movsd_rr(&e->a, dst, src);
}

Operand x64_operand(Emitter *e, const IrNode *n, uint32_t i) {
    RaLocation at = ra_of(e, n)->in[i];
    switch ((RaLocationKind)at.kind) {
    case RA_GPR: return (Operand){.kind = OPERAND_REG, .reg = (Reg)at.reg};
    case RA_SLOT: return (Operand){.kind = OPERAND_MEM, .mem = slot_mem(e, at.slot)};
    case RA_NOWHERE: break;
    case RA_XMM: assert(false);
    }
    const IrNode *value = n->in[i];
    assert(value->op == IR_CONST || value->op == IR_CONST_WORD);
    if (x64_is_imm32(value))
        return (Operand){.kind = OPERAND_IMM, .imm = (int32_t)value->imm};
    asm_mov_ri(&e->a, SCRATCH, value->imm);
    return (Operand){.kind = OPERAND_REG, .reg = SCRATCH};
}

void emit_alu(Emitter *e, AluOp op, Reg dst, Operand src) {
    switch (src.kind) {
    case OPERAND_REG: asm_alu_rr(&e->a, op, W64, dst, src.reg); break;
    case OPERAND_MEM: asm_alu_rm(&e->a, op, W64, dst, src.mem); break;
    case OPERAND_IMM: asm_alu_ri(&e->a, op, W64, dst, src.imm); break;
    }
}

void x64_load_operand(Emitter *e, Reg dst, Operand src) {
    switch (src.kind) {
    case OPERAND_REG: x64_move_reg(e, dst, src.reg); break;
    case OPERAND_MEM: asm_mov_rm(&e->a, dst, src.mem); break;
    case OPERAND_IMM: asm_mov_ri(&e->a, dst, src.imm); break;
    }
}

Mem x64_constant_double_mem(Emitter *e, const IrNode *value) {
    assert(value->op == IR_CONST_FLOAT);
    return asm_constant(&e->a, (uint64_t)value->imm);
}

Mem x64_double_mem(Emitter *e, const IrNode *n, uint32_t i) {
    RaLocation at = ra_of(e, n)->in[i];
    return at.kind == RA_SLOT ? slot_mem(e, at.slot) : x64_constant_double_mem(e, n->in[i]);
}

void x64_load_double(Emitter *e, Xmm dst, const IrNode *value, RaLocation at) {
    switch ((RaLocationKind)at.kind) {
    case RA_XMM: x64_move_xmm(e, dst, (Xmm)at.reg); break;
    case RA_SLOT: asm_movsd_rm(&e->a, dst, slot_mem(e, at.slot)); break;
    case RA_NOWHERE:
        if (value->imm == 0)
            asm_zero_xmm(&e->a, dst);
        else
            asm_movsd_rm(&e->a, dst, x64_constant_double_mem(e, value));
        break;
    case RA_GPR: assert(false);
    }
}

/* ---- moves ----------------------------------------------------------------------------- */

/* Leaves the flags, which a condition in front of its user is in.  Scratch may hold
 * what breaks a cycle, but for constants: from slot to slot goes over the stack. */
static void emit_move(void *data, RaLocation from, RaLocation to, const IrNode *value) {
    Emitter *e = data;
    if (to.kind == RA_XMM) {
        x64_load_double(e, (Xmm)to.reg, value, from);
    } else if (to.kind == RA_GPR) {
        if (from.kind == RA_GPR)
            x64_move_reg(e, (Reg)to.reg, (Reg)from.reg);
        else if (from.kind == RA_SLOT)
            asm_mov_rm(&e->a, (Reg)to.reg, slot_mem(e, from.slot));
        else
            asm_mov_ri(&e->a, (Reg)to.reg, value->imm);
    } else {
        Mem slot = slot_mem(e, to.slot);
        switch ((RaLocationKind)from.kind) {
        case RA_GPR: asm_mov_mr(&e->a, slot, (Reg)from.reg); break;
        case RA_XMM: asm_movsd_mr(&e->a, slot, (Xmm)from.reg); break;
        case RA_SLOT:
            if (from.slot == to.slot)
                break;
            asm_push_m(&e->a, slot_mem(e, from.slot));
            asm_pop_m(&e->a, slot);
            break;
        case RA_NOWHERE:
            if (value->imm == (int32_t)value->imm) {
                asm_mov_mi(&e->a, slot, (int32_t)value->imm);
            } else {
                asm_mov_ri(&e->a, SCRATCH, value->imm);
                asm_mov_mr(&e->a, slot, SCRATCH);
            }
        }
    }
}

static void emit_moves(Emitter *e, const RaMoves *moves) {
    if (moves->count)
        ra_sequentialize(moves, SCRATCH, XMM_SCRATCH, emit_move, e);
}

/* ---- exits and slow paths ---------------------------------------------------------------- */

static AsmLabel exit_stub(Emitter *e, uint32_t exit, const IrNode *n, bool undoes) {
    if (e->exit_stub_count && !undoes) {
        const ExitStub *last = &e->exit_stubs[e->exit_stub_count - 1];
        if (last->exit == exit && !last->undoes)
            return last->label;
    }
    AsmLabel label = asm_label_new(&e->a);
    e->exit_stubs[e->exit_stub_count++] = (ExitStub){label, exit, n, undoes};
    return label;
}

AsmLabel x64_exit_label_of(Emitter *e, uint32_t exit, const IrNode *n) { return exit_stub(e, exit, n, false); }

uint32_t x64_add_exit(Emitter *e, const IrNode *n, bool raises) {
    assert(n->state && ra_of(e, n)->state);
    ra_list_state(e->ir, n->state, &e->state);
    return exits_add(&e->exits, n, &e->state, ra_of(e, n)->state, raises);
}

AsmLabel x64_exit_label(Emitter *e, const IrNode *n) {
    bool raises = ir_effect(n) == EFFECT_CALL || ir_effect(n) == EFFECT_ALLOC || n->op == IR_THROW;
    return exit_stub(e, x64_add_exit(e, n, raises), n, false);
}

AsmLabel x64_exit_label_undoing(Emitter *e, const IrNode *n) {
    uint32_t exit = x64_add_exit(e, n, false);
    bool undoes = false;
    for (uint32_t i = 0; i < e->state.count; i++)
        undoes |= e->state.items[i] == n->in[0];
    return exit_stub(e, exit, n, undoes);
}

SlowPath *x64_slow_path(Emitter *e, const IrNode *n) {
    SlowPath *path = &e->slow_paths[e->slow_path_count++];
    *path = (SlowPath){n, asm_label_new(&e->a), asm_label_new(&e->a), {{0}}};
    return path;
}

/* The code from here on is of this node; NULL: of none. */
static void mark(Emitter *e, const IrNode *n) {
    uint32_t at = asm_offset(&e->a);
    if (!e->marks)
        return;
    if (e->mark_count && e->marks[e->mark_count - 1].offset == at)
        e->mark_count--;
    e->marks[e->mark_count++] = n ? (CodeMark){at, n->id, n->origin} : (CodeMark){at, 0, 0};
}

static void emit_slow_path(Emitter *e, const SlowPath *path) {
    asm_bind(&e->a, path->label);
    mark(e, path->node);
    switch ((IrOp)path->node->op) {
    case IR_INT_FLOORDIV: case IR_INT_MOD: emit_slow_division(e, path); break;
    case IR_LOW_WORD: case IR_TO_WORD: case IR_BOX_WORD: emit_slow_word(e, path); break;
    case IR_TO_FLOAT: case IR_NUMBER_TO_FLOAT: case IR_BOX_FLOAT: emit_slow_float(e, path); break;
    case IR_ALLOC: case IR_WROTE: case IR_WROTE_ELEMENT: case IR_WROTE_AT: emit_slow_memory(e, path); break;
    case IR_DICT_FIND: case IR_SET_FIND: emit_slow_find(e, path); break;
    case IR_STR_CHAR: case IR_CHAR_STR: emit_slow_text(e, path); break;
    default: assert(false);
    }
}

/* Whether it is of a call that may look at frames, so that nothing is in registers, and whose
 * exceptions go to the caller. */
static bool leaves_by_exception(const Emitter *e, const ExitStub *stub) {
    const IrNode *n = stub->node;
    if (e->exits.failed || !n || ir_effect(n) != EFFECT_CALL || !(n->effects & RT_OBSERVES))
        return false;
    const Exit *exit = &e->exits.exits[stub->exit];
    return exit->raises && !exit->handled;
}

static void emit_exit_stub(Emitter *e, const ExitStub *stub) {
    asm_bind(&e->a, stub->label);
    mark(e, stub->node);
    if (stub->undoes)
        emit_undo(e, stub->node);
    asm_mov_ri(&e->a, SCRATCH, e->out->first_safepoint + stub->exit);
    asm_jmp_rel32(&e->a, leaves_by_exception(e, stub) ? e->stubs->leave : e->stubs->exit);
}

/* A guard that is made to fail now and then. */
static void emit_stress(Emitter *e, const IrNode *n) {
    if (!e->ir->stress_counter || !n->state || n->nowrap ||
        (ir_effect(n) != EFFECT_GUARD && ir_effect(n) != EFFECT_CHECK))
        return;
    AsmLabel go_on = asm_label_new(&e->a);
    asm_mov_ri(&e->a, SCRATCH, (int64_t)(uintptr_t)e->ir->stress_counter);
    asm_alu_mi(&e->a, ALU_SUB, W32, mem(SCRATCH, 0), 1);
    asm_jcc(&e->a, CC_NE, go_on);
    asm_mov_mi32(&e->a, mem(SCRATCH, 0), (int32_t)e->ir->stress_every);
    asm_jmp(&e->a, x64_exit_label(e, n));
    asm_bind(&e->a, go_on);
}

/* ---- conditions and control ---------------------------------------------------------------- */

Condition x64_condition_of_input(Emitter *e, const IrNode *user) {
    RaLocation at = ra_of(e, user)->in[0];
    switch ((RaLocationKind)at.kind) {
    case RA_GPR: asm_test_rr32(&e->a, (Reg)at.reg, (Reg)at.reg); break;
    case RA_SLOT: asm_alu_mi(&e->a, ALU_CMP, W32, slot_mem(e, at.slot), 0); break;
    default: return e->condition;
    }
    return (Condition){CC_NE, PARITY_ANY};
}

void x64_jump_if(Emitter *e, Condition c, AsmLabel to) {
    if (c.parity == PARITY_AND_CLEAR) {
        AsmLabel not = asm_label_new(&e->a);
        asm_jcc(&e->a, CC_P, not);
        asm_jcc(&e->a, c.cc, to);
        asm_bind(&e->a, not);
        return;
    }
    if (c.parity == PARITY_OR_SET)
        asm_jcc(&e->a, CC_P, to);
    asm_jcc(&e->a, c.cc, to);
}

static Condition negated(Condition c) {
    c.cc = cond_negate(c.cc);
    if (c.parity != PARITY_ANY)
        c.parity = c.parity == PARITY_OR_SET ? PARITY_AND_CLEAR : PARITY_OR_SET;
    return c;
}

void x64_jump_unless(Emitter *e, Condition c, AsmLabel to) { x64_jump_if(e, negated(c), to); }

bool x64_is_empty(const Emitter *e, const IrBlock *b) {
    const RaAllocation *ra = e->ra;
    return b->first->op == IR_JUMP && b->succ[0] != b && !ra->at_start[b->id].count && !ra->at_end[b->id].count &&
           !ra_of(e, b->first)->before.count;
}

/* Where a jump to a block leads. */
static const IrBlock *destination(const Emitter *e, const IrBlock *b) {
    while (x64_is_empty(e, b))
        b = b->succ[0];
    return b;
}

static void emit_jump(Emitter *e, const IrBlock *to) {
    to = destination(e, to);
    if (to != e->next_block)
        asm_jmp(&e->a, e->block_labels[to->id]);
}

static void emit_branch(Emitter *e, const IrNode *n) {
    const IrBlock *yes = destination(e, n->block->succ[0]), *no = destination(e, n->block->succ[1]);
    Condition c = x64_condition_of_input(e, n);
    /* Where neither follows, the way further around a loop takes one jump. */
    bool no_first = no != e->next_block && (no->loop_depth > yes->loop_depth || (yes->cold && !no->cold));
    if (yes == e->next_block || no_first) {
        x64_jump_unless(e, c, e->block_labels[no->id]);
        emit_jump(e, yes);
    } else {
        x64_jump_if(e, c, e->block_labels[yes->id]);
        emit_jump(e, no);
    }
}

static void emit_return(Emitter *e) {
    asm_leave(&e->a);
    asm_sub_ri(&e->a, REG_FRAME, (int32_t)sizeof(Frame));
    asm_ret(&e->a);
}

/* ---- the operations ---------------------------------------------------------------------- */

static void load_from_registers(Emitter *e, RaLocation to, uint32_t i) {
    if (to.kind == RA_NOWHERE)
        return;
    asm_mov_rm(&e->a, SCRATCH, mem(REG_FRAME, FIELD(Frame, registers)));
    Mem value = mem(SCRATCH, 8 * (int32_t)i);
    if (to.kind == RA_GPR) {
        asm_mov_rm(&e->a, (Reg)to.reg, value);
    } else {
        asm_mov_rm(&e->a, SCRATCH, value);
        asm_mov_mr(&e->a, slot_mem(e, to.slot), SCRATCH);
    }
}

static void emit_function(Emitter *e, const IrNode *n) {
    Reg out = out_reg(e, n);
    asm_mov_rm(&e->a, out, mem(REG_FRAME, FIELD(Frame, function)));
    asm_add_ri(&e->a, out, OBJECT_TAG);
}

static void emit_node(Emitter *e, const IrNode *n) {
    switch ((IrOp)n->op) {
    case IR_PARAM: case IR_PHI: case IR_CONST: case IR_CONST_FLOAT: case IR_CONST_WORD: case IR_VIRTUAL:
    case IR_VIRTUAL_CALL:
    case IR_OP_COUNT:
        break; /* parameters and constants have been moved where they are wanted */
    case IR_ENTRY_REGISTER: load_from_registers(e, ra_of(e, n)->out, (uint32_t)n->imm); break;
    case IR_FUNCTION: emit_function(e, n); break;

    case IR_GUARD_TYPE: case IR_GUARD_IS: case IR_GUARD_NOT: case IR_GUARD_SHAPE: case IR_GUARD_CODE: case IR_GUARD_LIST:
    case IR_GUARD_TRUE: case IR_GUARD_FALSE: case IR_GUARD_BOUNDS: case IR_GUARD_VALID: case IR_POLL:
        emit_guard(e, n);
        break;

    case IR_INT_ADD: case IR_INT_SUB: case IR_INT_MUL: case IR_INT_NEG: case IR_INT_FLOORDIV: case IR_INT_MOD:
    case IR_INT_SHL: case IR_INT_SHR: case IR_INT_AND: case IR_INT_OR: case IR_INT_XOR: case IR_INT_INVERT:
    case IR_INT_INDEX: case IR_WORD_TO_INT: case IR_INT_TO_WORD:
    case IR_WORD_ADD: case IR_WORD_SUB: case IR_WORD_MUL: case IR_WORD_AND: case IR_WORD_OR: case IR_WORD_XOR:
    case IR_WORD_SHL: case IR_WORD_SHR: case IR_LOW_WORD: case IR_TO_WORD: case IR_BOX_WORD:
        emit_int(e, n);
        break;

    case IR_TO_FLOAT: case IR_NUMBER_TO_FLOAT: case IR_INT_TO_FLOAT: case IR_FLOAT_ADD: case IR_FLOAT_SUB:
    case IR_FLOAT_MUL: case IR_FLOAT_DIV: case IR_FLOAT_NEG: case IR_FLOAT_ABS: case IR_FLOAT_SQRT:
    case IR_FLOAT_TO_INT: case IR_TAG_FLOAT: case IR_BOX_FLOAT:
        emit_float(e, n);
        break;

    case IR_INT_CMP: case IR_WORD_CMP: case IR_TEST_BITS: case IR_FLOAT_CMP: case IR_SAME: case IR_IS_TYPE:
    case IR_IS_TRUE:
        if (x64_is_fused(n))
            e->condition = emit_condition(e, n);
        else
            emit_condition_value(e, n);
        break;
    case IR_NOT: case IR_BOOL_VALUE:
        emit_condition_value(e, n);
        break;
    case IR_SELECT: emit_select(e, n); break;

    case IR_LOAD: case IR_LOAD_WORD: case IR_LOAD_U32: case IR_LOAD_U8: case IR_LOAD_SIZE: case IR_LOAD_FLOAT:
    case IR_LOAD_ELEMENT: case IR_STORE: case IR_STORE_WORD: case IR_STORE_U32: case IR_STORE_U8:
    case IR_STORE_FLOAT: case IR_STORE_SIZE: case IR_ADD_SIZE: case IR_STORE_ELEMENT: case IR_LOAD_BYTE: case IR_STORE_BYTE:
    case IR_WROTE: case IR_WROTE_ELEMENT: case IR_WROTE_AT: case IR_ALLOC: case IR_ADDRESS:
        emit_memory(e, n);
        break;

    case IR_STR_CHAR: case IR_CHAR_STR: emit_text(e, n); break;
    case IR_DICT_FIND: case IR_SET_FIND: emit_find(e, n); break;

    case IR_CALL_RT: case IR_CALL_DOUBLES: case IR_CALL_VALUES: case IR_CALL_PYTHON: case IR_CALL_FUNCTION: case IR_RESUME:
        emit_call(e, n);
        break;

    case IR_JUMP: emit_jump(e, n->block->succ[0]); break;
    case IR_BRANCH: emit_branch(e, n); break;
    case IR_RETURN: emit_return(e); break;
    case IR_EXIT: case IR_THROW: asm_jmp(&e->a, x64_exit_label(e, n)); break;
    }
}

static void emit_block(Emitter *e, const IrBlock *b) {
    if (e->aligned[b->id])
        asm_align(&e->a, CODE_ALIGNMENT);
    asm_bind(&e->a, e->block_labels[b->id]);
    mark(e, NULL);
    emit_moves(e, &e->ra->at_start[b->id]);
    for (const IrNode *n = b->first; n; n = n->next) {
        mark(e, n);
        emit_moves(e, &ra_of(e, n)->before);
        if (ir_is_control(n))
            emit_moves(e, &e->ra->at_end[b->id]);
        /* These two take the flags. */
        bool takes_flags = n->op == IR_GUARD_TRUE || n->op == IR_GUARD_FALSE;
        if (!takes_flags)
            emit_stress(e, n);
        emit_node(e, n);
        if (takes_flags)
            emit_stress(e, n);
    }
}

/* ---- entries ------------------------------------------------------------------------------ */


static bool has_direct_entry(const Ir *ir) {
    const Code *code = ir->code;
    return ir->resumes || (ir->entry_pc == 0 && code->param_count <= BACKEND_ARGUMENTS &&
                           !(code->flags & CODE_GENERATOR));
}

/* Entered from the interpreter: the frame exists, the parameters are in its registers. */
static void emit_frame_entry(Emitter *e) {
    bool loaded = false;
    for (const IrNode *n = e->ir->entry->first; n; n = n->next) {
        if (n->op != IR_PARAM)
            continue;
        if (!loaded)
            asm_mov_rm(&e->a, SCRATCH, mem(REG_FRAME, FIELD(Frame, registers)));
        loaded = true;
        asm_mov_rm(&e->a, x64_argument_registers[n->imm], mem(SCRATCH, 8 * (int32_t)n->imm));
    }
}

static Mem pushed_field(int32_t offset) { return mem(REG_FRAME, (int32_t)sizeof(Frame) + offset); }

/* Whether there is room for the frames; else to `otherwise`, nothing but r10 changed. */
static void emit_room_test(Emitter *e, const void *otherwise) {
    Assembler *a = &e->a;
    const Code *code = e->ir->code;
    int32_t deepest = (int32_t)sizeof(Frame) * (1 + (int32_t)e->ir->max_inline_depth);
    uint32_t count = code->register_count > e->ir->max_registers ? code->register_count : e->ir->max_registers;
    asm_cmp_rm(a, RSP, mem(REG_THREAD, FIELD(Thread, native_stack_limit)));
    asm_jcc_rel32(a, CC_B, otherwise);
    asm_lea(a, R10, mem(REG_FRAME, deepest));
    asm_cmp_rm(a, R10, mem(REG_THREAD, FIELD(Thread, frame_limit)));
    asm_jcc_rel32(a, CC_AE, otherwise);
    asm_lea(a, R10, mem(REG_CALLED_REGISTERS, 8 * (int32_t)count));
    asm_cmp_rm(a, R10, mem(REG_THREAD, FIELD(Thread, stack_end)));
    asm_jcc_rel32(a, CC_A, otherwise);
}

/* Pushes the frame, of the function (untagged) in rax. */
static void emit_push_frame(Emitter *e, uint32_t flags) {
    Assembler *a = &e->a;
    asm_mov_ri(a, R10, (int64_t)(uintptr_t)e->ir->code);
    asm_mov_mr(a, pushed_field(FIELD(Frame, function)), REG_CALLED_FUNCTION);
    asm_mov_mr(a, pushed_field(FIELD(Frame, code)), R10);
    asm_mov_mr(a, pushed_field(FIELD(Frame, registers)), REG_CALLED_REGISTERS);
    asm_mov_mi32(a, pushed_field(FIELD(Frame, flags)), (int32_t)flags);
    if (e->profiled)
        asm_mov_mi32(a, pushed_field(FIELD(Frame, safepoint)), (int32_t)e->out->first_safepoint);
    /* Last: the profiler may look at any time. */
    asm_add_ri(a, REG_FRAME, (int32_t)sizeof(Frame));
}

/* Entered from compiled code (see jit_interpret's stub, too): arguments in registers,
 * the function in rax, the address for the frame's registers in r11, the caller's
 * topmost frame in r14. */
static void emit_direct_entry(Emitter *e) {
    emit_room_test(e, e->stubs->interpret);
    asm_sub_ri(&e->a, REG_CALLED_FUNCTION, OBJECT_TAG);
    emit_push_frame(e, FRAME_COMPILED | FRAME_DIRECT);
}

/* Entered by the stub `resume`: a generator that is to run, and what is sent, in the first
 * two argument registers, r11 and r14 as above. */
static void emit_resume_entry(Emitter *e) {
    Assembler *a = &e->a;
    Reg generator = (Reg)x64_argument_registers[0];
    emit_room_test(e, e->stubs->resume_interpreted);
    asm_lea(a, RAX, mem(generator, -OBJECT_TAG));
    asm_mov_rm(a, R10, mem(REG_THREAD, FIELD(Thread, handled)));
    asm_mov_mr(a, pushed_field(FIELD(Frame, generator)), RAX);
    asm_mov_mr(a, pushed_field(FIELD(Frame, instance)), R10);
    asm_mov_rm(a, REG_CALLED_FUNCTION, mem(RAX, FIELD(Generator, function)));
    asm_mov_mi8(a, mem(generator, OBJECT_FIELD(Generator, state)), GEN_RUNNING);
    emit_push_frame(e, FRAME_COMPILED | FRAME_DIRECT | FRAME_GENERATOR);
}

static void emit_prologue(Emitter *e) {
    asm_push_r(&e->a, RBP);
    asm_mov_rr(&e->a, RBP, RSP);
    asm_mov_mr(&e->a, mem(REG_FRAME, FIELD(Frame, machine)), RBP);
    if (e->frame_size)
        asm_sub_ri(&e->a, RSP, e->frame_size);
}

/* ---- all of it ----------------------------------------------------------------------------- */

/* Values stored for CALL_VALUES, and how many stubs and slow paths there can be; the
 * list of a state's values gets all the room that it will need. */
static uint32_t survey(Emitter *e, uint32_t *stubs) {
    const Ir *ir = e->ir;
    uint32_t outgoing = 0;
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (const IrNode *n = ir->blocks[i]->first; n; n = n->next) {
            if (n->state)
                ra_list_state(e->ir, n->state, &e->state);
            *stubs += 3 * (n->state != NULL) + (n->op == IR_BOX_FLOAT || n->op == IR_TO_FLOAT);
            *stubs += n->op == IR_STR_CHAR || n->op == IR_CHAR_STR;
            *stubs += n->op == IR_WROTE || n->op == IR_WROTE_ELEMENT || n->op == IR_WROTE_AT;
            *stubs += n->op == IR_INT_FLOORDIV || n->op == IR_INT_MOD;
            *stubs += n->op == IR_LOW_WORD || n->op == IR_TO_WORD || n->op == IR_BOX_WORD;
            if (n->op == IR_CALL_VALUES && n->input_count > outgoing)
                outgoing = n->input_count;
        }
    return outgoing;
}

/* Gives the offsets of the entries. */
static void emit_code(Emitter *e, AsmLabel frame_entry, AsmLabel direct_entry) {
    Ir *ir = e->ir;
    AsmLabel body = asm_label_new(&e->a);
    asm_bind(&e->a, direct_entry);
    if (ir->resumes) {
        asm_bind(&e->a, frame_entry); /* nobody uses it */
        emit_resume_entry(e);
    } else if (has_direct_entry(ir)) {
        emit_direct_entry(e);
    } else {
        asm_bind(&e->a, frame_entry);
        emit_frame_entry(e);
    }
    asm_bind(&e->a, body);
    emit_prologue(e);
    for (uint32_t i = 0; i < e->block_count; i++) {
        e->next_block = i + 1 < e->block_count ? e->blocks[i + 1] : NULL;
        emit_block(e, e->blocks[i]);
    }
    for (uint32_t i = 0; i < e->slow_path_count; i++)
        emit_slow_path(e, &e->slow_paths[i]);
    for (uint32_t i = 0; i < e->exit_stub_count; i++)
        emit_exit_stub(e, &e->exit_stubs[i]);
    mark(e, NULL);
    if (!ir->resumes && has_direct_entry(ir)) {
        asm_bind(&e->a, frame_entry);
        emit_frame_entry(e);
        asm_jmp(&e->a, body);
    }
}

static bool place(Emitter *e, CodeMemory *memory, AsmLabel frame_entry, AsmLabel direct_entry) {
    CompiledCode *out = e->out;
    if (!asm_finish(&e->a))
        return false;
    uint8_t *at = code_memory_alloc(memory, asm_size(&e->a));
    if (!at)
        return false;
    asm_relocate(&e->a, at);
    if (!code_memory_write(memory, at, e->a.code, asm_size(&e->a)) || !exits_finish(&e->exits, out)) {
        code_memory_release(memory, at);
        return false;
    }
    out->memory = at;
    out->size = asm_size(&e->a);
    out->frame_entry = at + asm_label_offset(&e->a, frame_entry);
    out->direct_entry = has_direct_entry(e->ir) ? at + asm_label_offset(&e->a, direct_entry) : NULL;
    return true;
}

bool backend_emit(Ir *ir, const RaAllocation *ra, const BackendStubs *stubs, CodeMemory *memory,
                  CompiledCode *out) {
    /* What may give up comes first: nothing has to be freed then. */
    Emitter e = {.ir = ir, .ra = ra, .stubs = stubs, .out = out};
    uint32_t stub_count = 0, outgoing = survey(&e, &stub_count);
    x64_lay_out(&e);
    e.block_labels = ir_scratch(ir, ir->block_count * sizeof *e.block_labels);
    e.exit_stubs = ir_scratch(ir, (stub_count + 1) * sizeof *e.exit_stubs);
    e.slow_paths = ir_scratch(ir, (stub_count + 1) * sizeof *e.slow_paths);
    out->slot_count = ra->slot_count;
    out->slots_offset = -8 * (int32_t)ra->slot_count;
    e.frame_size = (int32_t)((8 * (ra->slot_count + outgoing) + 15) & ~15u);
    out->native_frame_size = (uint32_t)e.frame_size;
    e.profiled = ir->thread->vm->profiler != NULL;
    asm_init(&e.a, code_memory_low(memory), code_memory_high(memory));
    AsmLabel frame_entry = asm_label_new(&e.a), direct_entry = asm_label_new(&e.a);
    for (uint32_t i = 0; i < ir->block_count; i++)
        e.block_labels[i] = asm_label_new(&e.a);
    /* Each node, slow path and stub, each block, and what comes last. */
    if (jit_is_watched(ir->thread->vm) || e.profiled)
        e.marks = malloc((ir->node_count + 2 * (stub_count + 1) + ir->block_count + 1) * sizeof *e.marks);
    emit_code(&e, frame_entry, direct_entry);
    bool done = place(&e, memory, frame_entry, direct_entry);
    if (done) {
        out->marks = e.marks;
        out->mark_count = e.mark_count;
    } else {
        free(e.marks);
        exits_free(&e.exits);
    }
    asm_free(&e.a);
    return done;
}

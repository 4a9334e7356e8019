/*
 * emit_call.c - calls of C functions and of compiled code.
 *
 * Before a call that may look at frames, the number of its exit is written into the
 * function's Frame (safepoint), and the frames of inlined calls around it are pushed:
 * little more than their flags.  The rest, and pc and registers of all frames, are
 * written only when somebody looks (jit_sync_frames).
 */
#include "ir/rt.h"
#include "jit/x64/emit.h"

static uint32_t inline_depth(const IrNode *n) {
    uint32_t depth = 0;
    for (const IrState *s = n->state; s && s->caller; s = s->caller)
        depth++;
    return depth;
}

/* Where the registers of the frame `level` inlined calls deep begin, from those of the
 * function; of level depth + 1: where they end. */
static int32_t registers_offset(const IrNode *n, uint32_t level) {
    uint32_t count = 0, at = inline_depth(n);
    for (const IrState *s = n->state; s; s = s->caller, at--)
        if (at < level)
            count += s->code->register_count;
    return 8 * (int32_t)count;
}

static void load_registers(Emitter *e, const IrNode *n, uint32_t level) {
    asm_mov_rm(&e->a, SCRATCH, mem(REG_FRAME, FIELD(Frame, registers)));
    int32_t offset = registers_offset(n, level);
    if (offset)
        asm_add_ri(&e->a, SCRATCH, offset);
}

/* ---- frames --------------------------------------------------------------------------------------- */

static void store_word(Emitter *e, Mem to, int64_t word) {
    if (word == (int32_t)word) {
        asm_mov_mi(&e->a, to, (int32_t)word);
    } else {
        asm_mov_ri(&e->a, SCRATCH, word);
        asm_mov_mr(&e->a, to, SCRATCH);
    }
}

static Mem frame_field(uint32_t level, int32_t offset) {
    return mem(REG_FRAME, (int32_t)(level * sizeof(Frame)) + offset);
}

static void store_function(Emitter *e, Mem to, ExitValue function) {
    switch ((ExitValueKind)function.kind) {
    case EXIT_CONSTANT: store_word(e, to, (int64_t)function.constant.bits - OBJECT_TAG); return;
    case EXIT_GPR: asm_lea(&e->a, SCRATCH, mem((Reg)function.number, -OBJECT_TAG)); break;
    case EXIT_SLOT:
        asm_mov_rm(&e->a, SCRATCH, slot_mem(e, function.number));
        asm_sub_ri(&e->a, SCRATCH, OBJECT_TAG);
        break;
    default: assert(false);
    }
    asm_mov_mr(&e->a, to, SCRATCH);
}

/* Makes the frames visible: the exit is the call's safepoint.  Of the inlined calls'
 * frames only the flags are written, but for a C function, which finds the innermost
 * in t->frame, that one as far as it may look without saying so.  Uses scratch only. */
static void publish_frames(Emitter *e, const IrNode *n, uint32_t exit, bool calls_c) {
    Assembler *a = &e->a;
    uint32_t depth = inline_depth(n);
    if (e->exits.failed)
        return;
    asm_mov_mi32(a, mem(REG_FRAME, FIELD(Frame, safepoint)), (int32_t)(e->out->first_safepoint + exit));
    for (uint32_t level = 1; level <= depth; level++) {
        bool bare = level < depth || !calls_c;
        if (!bare) {
            const ExitFrame *frame = exits_frame(&e->exits, exit, level);
            store_function(e, frame_field(level, FIELD(Frame, function)), frame->function);
            store_word(e, frame_field(level, FIELD(Frame, code)), (int64_t)(uintptr_t)frame->code);
            load_registers(e, n, level);
            asm_mov_mr(a, frame_field(level, FIELD(Frame, registers)), SCRATCH);
        }
        asm_mov_mi32(a, frame_field(level, FIELD(Frame, flags)),
                     FRAME_COMPILED | FRAME_INLINED | (bare ? FRAME_BARE : 0));
    }
}

/* t->frame = the frame `depth` levels above the function's. */
static void set_thread_frame(Emitter *e, uint32_t depth) {
    Reg top = REG_FRAME;
    if (depth) {
        top = SCRATCH;
        asm_lea(&e->a, SCRATCH, frame_field(depth, 0));
    }
    asm_mov_mr(&e->a, mem(REG_THREAD, FIELD(Thread, frame)), top);
}

/* ---- calls of C ------------------------------------------------------------------------------------- */

static void check_result(Emitter *e, RtError error, AsmLabel exit) {
    Assembler *a = &e->a;
    switch (error) {
    case RT_NEVER: break;
    case RT_IS_ERROR:
        asm_cmp_ri(a, RAX, (int32_t)VALUE_ERROR.bits);
        asm_jcc(a, CC_E, exit);
        break;
    case RT_IS_NEGATIVE:
        asm_test_rr(a, RAX, RAX);
        asm_jcc(a, CC_S, exit);
        break;
    case RT_IS_ZERO:
        asm_test_rr(a, RAX, RAX);
        asm_jcc(a, CC_E, exit);
        break;
    }
}

/* The arguments but for the Thread are in place. */
static void call_c(Emitter *e, const IrNode *n, const void *function, RtError error) {
    bool observes = n->effects & RT_OBSERVES;
    bool raises = error != RT_NEVER && !n->catches;
    uint32_t exit = 0;
    if (n->state)
        exit = x64_add_exit(e, n, true);
    if (observes && n->state)
        publish_frames(e, n, exit, true);
    if (observes || error != RT_NEVER || n->effects & RT_ALLOCATES || e->profiled)
        set_thread_frame(e, observes ? inline_depth(n) : 0);
    asm_mov_rr(&e->a, RDI, REG_THREAD);
    asm_call_absolute(&e->a, function);
    if (raises)
        check_result(e, error, x64_exit_label_of(e, exit, n));
}

static void call_values(Emitter *e, const IrNode *n) {
    Assembler *a = &e->a;
    for (uint32_t i = 0; i < n->input_count; i++) {
        Mem to = mem(RSP, 8 * (int32_t)i);
        Operand in = x64_operand(e, n, i);
        if (in.kind == OPERAND_MEM)
            asm_mov_rm(a, SCRATCH, in.mem);
        if (in.kind == OPERAND_IMM)
            asm_mov_mi(a, to, in.imm);
        else
            asm_mov_mr(a, to, in.kind == OPERAND_REG ? in.reg : (Reg)SCRATCH);
    }
    asm_mov_rr(a, RSI, RSP);
    asm_mov_ri(a, RDX, n->aux);
    call_c(e, n, (const void *)(uintptr_t)n->imm, RT_IS_ERROR);
}

/* ---- calls of compiled code ------------------------------------------------------------------------- */

/* r10 is no argument: it may hold the Code's address.  What is called is read from the
 * Code: it changes when the callee is compiled or its code becomes invalid. */
static void call_compiled(Emitter *e, const IrNode *n) {
    Assembler *a = &e->a;
    int32_t above = (int32_t)(inline_depth(n) * sizeof(Frame));
    uint32_t exit = x64_add_exit(e, n, true);
    publish_frames(e, n, exit, false);
    load_registers(e, n, inline_depth(n) + 1);
    if (n->op == IR_CALL_PYTHON)
        asm_mov_ri(a, R10, n->imm);
    else
        asm_mov_rm(a, R10, mem(REG_CALLED_FUNCTION, OBJECT_FIELD(Function, code)));
    if (above)
        asm_add_ri(a, REG_FRAME, above);
    asm_call_m(a, mem(R10, FIELD(Code, direct_entry)));
    if (above)
        asm_sub_ri(a, REG_FRAME, above);
    if (!n->catches)
        check_result(e, RT_IS_ERROR, x64_exit_label_of(e, exit, n));
}

/* What happens next depends on the generator: see the stub. */
static void resume(Emitter *e, const IrNode *n) {
    Assembler *a = &e->a;
    int32_t above = (int32_t)(inline_depth(n) * sizeof(Frame));
    uint32_t exit = x64_add_exit(e, n, true);
    publish_frames(e, n, exit, false);
    load_registers(e, n, inline_depth(n) + 1);
    if (above)
        asm_add_ri(a, REG_FRAME, above);
    asm_call_rel32(a, e->stubs->resume);
    if (above)
        asm_sub_ri(a, REG_FRAME, above);
    if (!n->catches)
        check_result(e, RT_IS_ERROR, x64_exit_label_of(e, exit, n));
}

/* ---- slow paths --------------------------------------------------------------------------------------- */

void emit_call_keeping(Emitter *e, const void *function) {
    asm_mov_mr(&e->a, mem(REG_THREAD, FIELD(Thread, frame)), REG_FRAME);
    asm_mov_ri(&e->a, SCRATCH, (int64_t)(uintptr_t)function);
    asm_call_rel32(&e->a, e->stubs->save_all);
    asm_lea(&e->a, RSP, mem(RSP, 16));
}

void emit_call(Emitter *e, const IrNode *n) {
    switch ((IrOp)n->op) {
    case IR_CALL_RT: call_c(e, n, rt_functions[n->imm], rt_call_info[n->imm].error); break;
    case IR_CALL_DOUBLES: call_c(e, n, (const void *)(uintptr_t)n->imm, RT_NEVER); break;
    case IR_CALL_VALUES: call_values(e, n); break;
    case IR_CALL_PYTHON:
    case IR_CALL_FUNCTION: call_compiled(e, n); break;
    case IR_RESUME: resume(e, n); break;
    default: assert(false);
    }
}

/*
 * stubs.c - machine code that all compiled functions share; see BackendStubs.
 *
 * Entered with rsp 8 below a multiple of 16 unless they say otherwise.
 */
#include "jit/x64/emit.h"

enum {
    GPR_COUNT = 16, XMM_COUNT = 16,
    ALL_SAVED = 0xffff & ~(1 << RSP),
    /* What a C function may overwrite. */
    CALLER_SAVED = 1 << RAX | 1 << RCX | 1 << RDX | 1 << RSI | 1 << RDI | 1 << R8 | 1 << R9 | 1 << R10,
};

static Mem saved_gpr(unsigned i) { return mem(RSP, FIELD(SavedRegisters, gpr) + 8 * (int32_t)i); }
static Mem saved_xmm(unsigned i) { return mem(RSP, FIELD(SavedRegisters, xmm) + 8 * (int32_t)i); }

static void save_registers(Assembler *a) {
    for (unsigned i = 0; i < GPR_COUNT; i++)
        if (ALL_SAVED >> i & 1)
            asm_mov_mr(a, saved_gpr(i), (Reg)i);
    for (unsigned i = 0; i < XMM_COUNT; i++)
        asm_movsd_mr(a, saved_xmm(i), (Xmm)i);
}

static const uint8_t kept_by_c[] = {RBX, RBP, R12, R13, R14, R15};

/* From a C function of (Thread *, Frame *, ...) to compiled code, and back. */
static void emit_from_c(Assembler *a) {
    for (unsigned i = 0; i < sizeof kept_by_c; i++)
        asm_push_r(a, (Reg)kept_by_c[i]);
    asm_sub_ri(a, RSP, 8);
    asm_mov_rr(a, REG_THREAD, RDI);
    asm_mov_rr(a, REG_FRAME, RSI);
}
static void emit_to_c(Assembler *a) {
    asm_add_ri(a, RSP, 8);
    for (unsigned i = sizeof kept_by_c; i-- > 0;)
        asm_pop_r(a, (Reg)kept_by_c[i]);
    asm_ret(a);
}

/* Value enter(Thread *, Frame *, void *entry). */
static void emit_enter(Assembler *a) {
    emit_from_c(a);
    asm_call_r(a, RDX);
    emit_to_c(a);
}

/* Value resume_from_c(Thread *, Frame *top, Value generator, Value sent, Value *registers). */
static void emit_resume_from_c(Assembler *a, AsmLabel resume) {
    emit_from_c(a);
    asm_mov_rr(a, x64_argument_registers[0], RDX);
    asm_mov_rr(a, x64_argument_registers[1], RCX);
    asm_mov_rr(a, REG_CALLED_REGISTERS, R8);
    asm_call(a, resume);
    emit_to_c(a);
}

/* A generator in the first argument register goes on with what is sent in the second;
 * r11: where its frame's registers go, r14: the innermost frame.  Into its compiled code if
 * it can go on and is compiled from there. */
static void emit_resume(Assembler *a, AsmLabel interpreted) {
    Reg generator = (Reg)x64_argument_registers[0], sent = (Reg)x64_argument_registers[1];
    AsmLabel ready = asm_label_new(a);
    asm_cmp_mi8(a, mem(generator, OBJECT_FIELD(Generator, state)), GEN_SUSPENDED);
    asm_jcc(a, CC_E, ready);
    asm_jcc(a, CC_A, interpreted);
    asm_cmp_ri(a, sent, (int32_t)VALUE_NONE.bits);
    asm_jcc(a, CC_NE, interpreted);
    asm_bind(a, ready);
    asm_mov_rm(a, RAX, mem(generator, OBJECT_FIELD(Generator, resume)));
    asm_test_rr(a, RAX, RAX);
    asm_jcc(a, CC_E, interpreted);
    asm_mov_rm(a, RAX, mem(RAX, FIELD(ResumePoint, entry)));
    asm_test_rr(a, RAX, RAX);
    asm_jcc(a, CC_E, interpreted);
    asm_jmp_r(a, RAX);
}
static void emit_resume_interpreted(Assembler *a) {
    asm_sub_ri(a, RSP, 8);
    asm_mov_mr(a, mem(REG_THREAD, FIELD(Thread, frame)), REG_FRAME);
    asm_mov_rr(a, RDX, x64_argument_registers[1]);
    asm_mov_rr(a, RSI, x64_argument_registers[0]);
    asm_mov_rr(a, RDI, REG_THREAD);
    asm_call_absolute(a, (const void *)jit_resume);
    asm_add_ri(a, RSP, 8);
    asm_ret(a);
}

/* Value call(Thread *, Frame *, Value function, const Value *args, Value *registers), of so
 * many arguments: from C into a direct entry (see emit_direct_entry). */
static void emit_call_direct(Assembler *a, unsigned count) {
    emit_from_c(a);
    asm_mov_rr(a, REG_CALLED_FUNCTION, RDX);
    asm_mov_rr(a, R10, RCX);
    asm_mov_rr(a, REG_CALLED_REGISTERS, R8);
    for (unsigned i = 0; i < count; i++)
        asm_mov_rm(a, (Reg)x64_argument_registers[i], mem(R10, 8 * (int32_t)i));
    asm_mov_rm(a, R10, mem(REG_CALLED_FUNCTION, OBJECT_FIELD(Function, code)));
    asm_call_m(a, mem(R10, FIELD(Code, direct_entry)));
    emit_to_c(a);
}

/* Jumped to from the body of a function, whose rsp is a multiple of 16, with the number
 * of the exit in scratch. */
static void emit_exit(Assembler *a) {
    asm_sub_ri(a, RSP, (int32_t)sizeof(SavedRegisters));
    save_registers(a);
    asm_mov_rr(a, RDI, REG_THREAD);
    asm_mov_rr(a, RSI, RSP);
    asm_mov_rr32(a, RDX, SCRATCH);
    asm_mov_rr(a, RCX, REG_FRAME);
    asm_call_absolute(a, (const void *)jit_exit);
    asm_leave(a);
    asm_sub_ri(a, REG_FRAME, (int32_t)sizeof(Frame));
    asm_ret(a);
}

/* The same of calls that have raised. */
static void emit_leave(Assembler *a) {
    asm_mov_rr(a, RDI, REG_THREAD);
    asm_mov_rr32(a, RSI, SCRATCH);
    asm_mov_rr(a, RDX, REG_FRAME);
    asm_call_absolute(a, (const void *)jit_leave);
    asm_leave(a);
    asm_sub_ri(a, REG_FRAME, (int32_t)sizeof(Frame));
    asm_ret(a);
}

/* Called from a slow path with the C function in scratch and its two arguments behind
 * the Thread pushed, the second first; a double is in the first.  Its result is left in
 * scratch, all other registers are as they were. */
static void emit_save_all(Assembler *a) {
    enum { ROOM = sizeof(SavedRegisters) + 8, ARGUMENTS = ROOM + 8 };
    asm_sub_ri(a, RSP, ROOM);
    save_registers(a);
    asm_mov_rr(a, RDI, REG_THREAD);
    asm_mov_rm(a, RSI, mem(RSP, ARGUMENTS));
    asm_mov_rm(a, RDX, mem(RSP, ARGUMENTS + 8));
    asm_movsd_rm(a, XMM0, mem(RSP, ARGUMENTS));
    asm_call_r(a, SCRATCH);
    asm_mov_rr(a, SCRATCH, RAX);
    for (unsigned i = 0; i < GPR_COUNT; i++)
        if (CALLER_SAVED >> i & 1)
            asm_mov_rm(a, (Reg)i, saved_gpr(i));
    for (unsigned i = 0; i < XMM_COUNT; i++)
        asm_movsd_rm(a, (Xmm)i, saved_xmm(i));
    asm_add_ri(a, RSP, ROOM);
    asm_ret(a);
}

/* A direct entry (see emit_direct_entry): its arguments are handed over in memory. */
static void emit_interpret(Assembler *a) {
    enum { ROOM = 8 * BACKEND_ARGUMENTS + 8 };
    asm_sub_ri(a, RSP, ROOM);
    for (int i = 0; i < BACKEND_ARGUMENTS; i++)
        asm_mov_mr(a, mem(RSP, 8 * i), (Reg)x64_argument_registers[i]);
    asm_mov_mr(a, mem(REG_THREAD, FIELD(Thread, frame)), REG_FRAME);
    asm_mov_rr(a, RDI, REG_THREAD);
    asm_mov_rr(a, RSI, REG_CALLED_FUNCTION);
    asm_mov_rr(a, RDX, RSP);
    asm_call_absolute(a, (const void *)jit_interpret);
    asm_add_ri(a, RSP, ROOM);
    asm_ret(a);
}

static uint32_t begin_stub(Assembler *a) {
    asm_align(a, 16);
    return asm_offset(a);
}

bool backend_make_stubs(CodeMemory *memory, BackendStubs *stubs) {
    Assembler a;
    asm_init(&a, code_memory_low(memory), code_memory_high(memory));
    uint32_t enter = begin_stub(&a);
    emit_enter(&a);
    uint32_t call[BACKEND_ARGUMENTS + 1];
    for (unsigned i = 0; i <= BACKEND_ARGUMENTS; i++) {
        call[i] = begin_stub(&a);
        emit_call_direct(&a, i);
    }
    uint32_t exit = begin_stub(&a);
    emit_exit(&a);
    uint32_t leave = begin_stub(&a);
    emit_leave(&a);
    uint32_t save_all = begin_stub(&a);
    emit_save_all(&a);
    uint32_t interpret = begin_stub(&a);
    emit_interpret(&a);
    AsmLabel resumption = asm_label_new(&a), interpreted = asm_label_new(&a);
    uint32_t resume = begin_stub(&a);
    asm_bind(&a, resumption);
    emit_resume(&a, interpreted);
    uint32_t resume_interpreted = begin_stub(&a);
    asm_bind(&a, interpreted);
    emit_resume_interpreted(&a);
    uint32_t resume_from_c = begin_stub(&a);
    emit_resume_from_c(&a, resumption);
    uint8_t *at = asm_finish(&a) ? code_memory_alloc(memory, asm_size(&a)) : NULL;
    if (at) {
        asm_relocate(&a, at);
        if (code_memory_write(memory, at, a.code, asm_size(&a))) {
            stubs->enter = (Value(*)(Thread *, Frame *, void *))(void *)(at + enter);
            for (unsigned i = 0; i <= BACKEND_ARGUMENTS; i++)
                stubs->call[i] = (DirectCall)(void *)(at + call[i]);
            stubs->exit = at + exit;
            stubs->leave = at + leave;
            stubs->save_all = at + save_all;
            stubs->interpret = at + interpret;
            stubs->resume = at + resume;
            stubs->resume_interpreted = at + resume_interpreted;
            stubs->resume_from_c =
                (Value(*)(Thread *, Frame *, Value, Value, Value *))(void *)(at + resume_from_c);
        } else {
            code_memory_release(memory, at);
            at = NULL;
        }
    }
    asm_free(&a);
    return at != NULL;
}

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

/* Value enter(Thread *, Frame *, void *entry). */
static void emit_enter(Assembler *a) {
    static const uint8_t kept[] = {RBX, RBP, R12, R13, R14, R15};
    for (unsigned i = 0; i < sizeof kept; i++)
        asm_push_r(a, (Reg)kept[i]);
    asm_sub_ri(a, RSP, 8);
    asm_mov_rr(a, REG_THREAD, RDI);
    asm_mov_rr(a, REG_FRAME, RSI);
    asm_call_r(a, RDX);
    asm_add_ri(a, RSP, 8);
    for (unsigned i = sizeof kept; i-- > 0;)
        asm_pop_r(a, (Reg)kept[i]);
    asm_ret(a);
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
    uint32_t leave = begin_stub(&a);
    emit_exit(&a);
    uint32_t save_all = begin_stub(&a);
    emit_save_all(&a);
    uint32_t interpret = begin_stub(&a);
    emit_interpret(&a);
    uint8_t *at = asm_finish(&a) ? code_memory_alloc(memory, asm_size(&a)) : NULL;
    if (at) {
        asm_relocate(&a, at);
        if (code_memory_write(memory, at, a.code, asm_size(&a))) {
            stubs->enter = (Value(*)(Thread *, Frame *, void *))(void *)(at + enter);
            stubs->exit = at + leave;
            stubs->save_all = at + save_all;
            stubs->interpret = at + interpret;
        } else {
            code_memory_release(memory, at);
            at = NULL;
        }
    }
    asm_free(&a);
    return at != NULL;
}

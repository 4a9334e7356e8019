/*
 * disassembler.c - by the Capstone library.  It is loaded when first asked for:
 * linked in it would double the program, and starting it would take a tenth
 * longer, for something that nearly no run needs.
 */
#include "jit/x64/disassembler.h"

#include <capstone/capstone.h>
#include <dlfcn.h>
#include <stdio.h>

/* What is used of the library. */
#define CAPSTONE_FUNCTIONS(F) \
    F(cs_open) F(cs_close) F(cs_option) F(cs_malloc) F(cs_free) F(cs_disasm_iter) F(cs_insn_group)

typedef struct Capstone {
#define DECLARE(name) __typeof__(name) *name;
    CAPSTONE_FUNCTIONS(DECLARE)
#undef DECLARE
} Capstone;

/* The library stays loaded. */
static bool load_capstone(Capstone *capstone) {
    void *library = dlopen("libcapstone.so.4", RTLD_LAZY);
    if (!library) return false;
#define LOAD(name) \
    if (!(*(void **)&capstone->name = dlsym(library, #name))) return false;
    CAPSTONE_FUNCTIONS(LOAD)
#undef LOAD
    return true;
}

/* The group says that it is a jump or call, an immediate operand that its target is fixed. */
static bool fixed_target(const Capstone *c, csh handle, const cs_insn *insn, uintptr_t *target) {
    if (!c->cs_insn_group(handle, insn, CS_GRP_JUMP) && !c->cs_insn_group(handle, insn, CS_GRP_CALL)) return false;
    const cs_x86 *x86 = &insn->detail->x86;
    if (x86->op_count != 1 || x86->operands[0].type != X86_OP_IMM) return false;
    *target = (uintptr_t)x86->operands[0].imm;
    return true;
}

bool x64_disassembler_exists(void) {
    Capstone capstone;
    return load_capstone(&capstone);
}

size_t x64_disassemble(const void *code, size_t size, uintptr_t address,
                       void (*visit)(void *data, const DisassembledInstruction *instruction), void *data) {
    Capstone c;
    csh handle;
    if (!load_capstone(&c) || c.cs_open(CS_ARCH_X86, CS_MODE_64, &handle) != CS_ERR_OK) return 0;
    c.cs_option(handle, CS_OPT_DETAIL, CS_OPT_ON);
    cs_insn *insn = c.cs_malloc(handle);
    const uint8_t *at = code;
    size_t left = size;
    uint64_t next = address;
    while (insn && left && c.cs_disasm_iter(handle, &at, &left, &next, insn)) {
        char text[sizeof insn->mnemonic + sizeof insn->op_str];
        snprintf(text, sizeof text, "%s%s%s", insn->mnemonic, insn->op_str[0] ? " " : "", insn->op_str);
        DisassembledInstruction instruction = {
            .address = (uintptr_t)insn->address, .bytes = at - insn->size, .size = insn->size, .text = text};
        instruction.has_target = fixed_target(&c, handle, insn, &instruction.target);
        visit(data, &instruction);
    }
    if (insn) c.cs_free(insn, 1);
    c.cs_close(&handle);
    return size - left;
}

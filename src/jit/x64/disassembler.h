/*
 * disassembler.h - x86-64 machine code as text, for those who look at compiled
 * code (tauraro dis --asm, tests); the compiler itself never needs it.
 */
#ifndef TAU_JIT_X64_DISASSEMBLER_H
#define TAU_JIT_X64_DISASSEMBLER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct DisassembledInstruction {
    uintptr_t address;
    const uint8_t *bytes;
    size_t size;
    const char *text; /* Intel syntax; valid during the call of visit */
    bool has_target;  /* a jump or call to a fixed address: */
    uintptr_t target;
} DisassembledInstruction;

/* Is the library there that disassembles (Debian: libcapstone4)? */
bool x64_disassembler_exists(void);

/*
 * Calls visit for each instruction of code[0, size), which is to be read as if it
 * lay at `address`.  Returns how many bytes were decoded: fewer than size when
 * something is no instruction, 0 without the library.
 */
size_t x64_disassemble(const void *code, size_t size, uintptr_t address,
                       void (*visit)(void *data, const DisassembledInstruction *instruction), void *data);

#endif

/* opcode.c - the descriptions of all instructions, derived from the .def files. */
#include "bytecode/opcode.h"

/* A quickened form has the operands of its family. */
enum {
#define OPCODE(name, a, b, c, ext)                                                   \
    A_OF_##name = OPERAND_##a, B_OF_##name = OPERAND_##b, C_OF_##name = OPERAND_##c, \
    EXTENSION_OF_##name = EXTENSION_##ext,
#include "bytecode/opcode.def"
};

const OpcodeInfo opcode_info[OPCODE_COUNT] = {
#define OPCODE(name, a, b, c, ext) \
    {#name, OPERAND_##a, OPERAND_##b, OPERAND_##c, EXTENSION_##ext, OPC_##name},
#include "bytecode/opcode.def"
#define QUICK(name, family) \
    {#name, A_OF_##family, B_OF_##family, C_OF_##family, EXTENSION_OF_##family, OPC_##family},
#include "bytecode/quick.def"
};

_Static_assert(OPCODE_COUNT <= 256, "an opcode is one byte");

/* opcode.h - the instruction set as C: enum, fields, operand descriptions. */
#ifndef TAU_BYTECODE_OPCODE_H
#define TAU_BYTECODE_OPCODE_H

#include <stdbool.h>
#include <stdint.h>

typedef enum Opcode {
#define OPCODE(name, a, b, c, ext) OPC_##name,
#include "bytecode/opcode.def"
#define QUICK(name, family) OPC_##name,
#include "bytecode/quick.def"
    OPCODE_COUNT
} Opcode;

typedef enum OperandKind {
    OPERAND__,
    OPERAND_DST,
    OPERAND_SRC,
    OPERAND_MOD,
    OPERAND_BASE,
    OPERAND_IMM,
    OPERAND_SIMM,
    OPERAND_CONST,
    OPERAND_INT,
    OPERAND_FREE
} OperandKind;

typedef enum ExtensionKind {
    EXTENSION__,
    EXTENSION_JUMP,
    EXTENSION_NAMEC,
    EXTENSION_CACHE,
    EXTENSION_KEYS,
    EXTENSION_IMM
} ExtensionKind;

typedef struct OpcodeInfo {
    const char *name;
    uint8_t a, b, c;   /* OperandKind */
    uint8_t extension; /* ExtensionKind */
    uint8_t family;    /* the opcode a quickened form came from; else itself */
} OpcodeInfo;

extern const OpcodeInfo opcode_info[OPCODE_COUNT];

/* Length of what LOAD_SUPER_METHOD and LOAD_SUPER_ATTR go past. */
enum { SUPER_GENERAL_WORDS = 4 };

static inline Opcode instruction_opcode(uint32_t word) {
    return (Opcode)(word & 0xff);
}
static inline unsigned instruction_a(uint32_t word) {
    return (word >> 8) & 0xff;
}
static inline unsigned instruction_b(uint32_t word) {
    return (word >> 16) & 0xff;
}
static inline unsigned instruction_c(uint32_t word) {
    return word >> 24;
}
static inline unsigned instruction_bx(uint32_t word) {
    return word >> 16;
}
static inline uint32_t instruction_make(Opcode op, unsigned a, unsigned b, unsigned c) {
    return (uint32_t)op | a << 8 | b << 16 | c << 24;
}
static inline bool opcode_has_extension(Opcode op) {
    return opcode_info[op].extension != EXTENSION__;
}

#endif

/* disassembler.h - code objects as text, for `tauraro dis` and for debugging. */
#ifndef TAU_BYTECODE_DISASSEMBLER_H
#define TAU_BYTECODE_DISASSEMBLER_H

#include <stdio.h>

#include "runtime/function.h"

/* Writes the listing of a code object, then those of the code objects inside.
 * `source` (UTF-8, may be NULL) supplies the text of lines. */
bool disassemble(Thread *t, const Code *code, const char *source, FILE *out);
/* One instruction, by its first word, with line end but without its address. */
void disassemble_instruction(Thread *t, const Code *code, uint32_t pc, FILE *out);

#endif

/* verifier.h - checks that a code object is safe to run. */
#ifndef TAU_BYTECODE_VERIFIER_H
#define TAU_BYTECODE_VERIFIER_H

#include "runtime/function.h"

/* Checks one code object: instructions, operands, jumps, handlers, tables.
 * False with what is wrong in `message`. */
bool verify_code(const Code *code, char *message, size_t message_size);
/* Only what a call needs: names and counts. */
bool verify_code_head(const Code *code, char *message, size_t message_size);
/* All of it, for it and all code objects among its constants that
 * are complete. */
bool verify_code_tree(const Code *code, char *message, size_t message_size);

#endif

/*
 * serialize.h - code objects as bytes and back, for the bytecode cache and
 * marshal.
 *
 * The form is private to one build of the program: it opens with a number made
 * from the sources that decide what bytecode means, and another build ignores it.
 */
#ifndef TAU_BYTECODE_SERIALIZE_H
#define TAU_BYTECODE_SERIALIZE_H

#include "runtime/function.h"

/* Changes with everything that changes bytecode: compiler, instruction set, the
 * form itself. */
uint64_t serialize_build_id(void);

/* The code object and all it refers to, as a bytes object: instructions in their
 * unquickened form, no feedback.  ERROR with MemoryError. */
Value code_serialize(Thread *t, const Code *code);

/* The code object in these bytes, verified.  UNDEF if they are not what
 * code_serialize of this build wrote (nothing is raised), ERROR with MemoryError.
 * A str as `filename` replaces the co_filename that was written, in inner code
 * objects too; UNDEF leaves it. */
Value code_deserialize(Thread *t, const uint8_t *bytes, size_t size, Value filename);

/* Writes the first 16 bytes: build and checksum of the rest.  (Tests make damaged
 * data with it that is not found out at once.) */
void serialize_seal(uint8_t *bytes, size_t size);

#endif

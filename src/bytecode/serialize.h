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
Value code_serialize(Thread *t, Code *code);

/* The code object in `size` bytes from `offset` on, which must not change any more.
 * UNDEF if they are not what code_serialize of this build wrote (nothing is raised),
 * ERROR with MemoryError.  The inner code objects are read when they are first
 * called.  A str as `filename` replaces the co_filename that was written, in inner
 * code objects too; UNDEF leaves it. */
Value code_deserialize(Thread *t, Raw *bytes, size_t offset, size_t size, Value filename);

/* Reads the body of a code object that has code->file, and verifies it.  False with
 * MemoryError, or SystemError if it is damaged. */
bool code_load(Thread *t, Code *code) __attribute__((warn_unused_result));

/* Writes the first 16 bytes: build and checksum of the rest.  (Tests make damaged
 * data with it that is not found out at once.) */
void serialize_seal(uint8_t *bytes, size_t size);

#endif

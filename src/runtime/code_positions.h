/*
 * code_positions.h - the compact form of a code object's table of positions.
 *
 * A table of CodePosition is large and read only when something goes wrong, so a
 * code object that comes from a cache keeps the packed bytes and unpacks them on
 * first need.  One entry is a few variable-length numbers (7 bits a byte, low
 * ones first, bit 7: more follow):
 *
 *    head         distance in pc from the entry before << 2
 *                 | 2 if the line is another one | 1 if it ends on another line
 *    line         zigzag difference from the line before, if so
 *    end_line     zigzag difference from line, if so
 *    column + 1, end_column + 1
 */
#ifndef TAU_RUNTIME_CODE_POSITIONS_H
#define TAU_RUNTIME_CODE_POSITIONS_H

#include "runtime/function.h"

enum { POSITION_PACKED_MAX = 5 * 5 }; /* bytes of one entry at most */

/* Writes the packed form of `count` sorted entries, at most POSITION_PACKED_MAX
 * bytes each; the number of bytes. */
size_t positions_pack(const CodePosition *positions, size_t count, uint8_t *out);
/* The reverse.  False if the bytes are not `count` entries in ascending order. */
bool positions_unpack(const uint8_t *bytes, size_t size, CodePosition *out, size_t count);
/* The table of a code object, unpacked by now, with code->position_count entries.
 * NULL: it has none, or there is no memory to unpack it (nothing is raised). */
const CodePosition *code_position_table(Thread *t, const Code *code);

#endif

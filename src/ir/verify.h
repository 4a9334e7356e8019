/* verify.h - whether a graph obeys ir.h and ir.def. */
#ifndef TAU_IR_VERIFY_H
#define TAU_IR_VERIFY_H

#include "ir/ir.h"

/* Checks a whole graph: lists and edges, inputs and what they are, that every use is
 * dominated by its definition, frame states, types.  Relies on nothing that
 * ir_analyze() computes.  False with what is wrong in `message`. */
bool ir_check(Ir *ir, char *message, size_t message_size);
/* The same between passes: if something is wrong, says that it was found after that
 * pass, prints the graph to stderr and aborts. */
void ir_verify(Ir *ir, const char *after);

#endif

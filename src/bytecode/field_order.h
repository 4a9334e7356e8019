/* field_order.h - whether a method `__lt__` or `__gt__` compares attributes, one after the other. */
#ifndef TAU_BYTECODE_FIELD_ORDER_H
#define TAU_BYTECODE_FIELD_ORDER_H

#include "runtime/field_order.h"

/* Fills in count (0: it is another kind of method), names and what the order is.  The code
 * is complete and takes two arguments.  Raises nothing. */
void code_find_field_order(Thread *t, const Code *code, FieldOrder *order);

#endif

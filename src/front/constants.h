/* constants.h - literals as values; equal constants of one type become one. */
#ifndef TAU_FRONT_CONSTANTS_H
#define TAU_FRONT_CONSTANTS_H

#include "front/context.h"

/* The value of a literal, canonical. */
Value constant_of(Context *c, const Constant *literal);
/* The representative of all constants with this type and content: 1, 1.0 and
 * True are three, and so are 0.0 and -0.0. */
Value constant_canonical(Context *c, Value v);

#endif

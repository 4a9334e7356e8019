/* self_stores.h - how many attributes a function gives its first parameter. */
#ifndef TAU_BYTECODE_SELF_STORES_H
#define TAU_BYTECODE_SELF_STORES_H

#include "runtime/function.h"

/* Distinct attributes that the code stores on its first parameter: how many inline
 * slots the instances of a class with this __init__ will want. */
uint32_t code_self_stores(const Code *code);

#endif

/* compile.h - source text to code objects. */
#ifndef TAU_FRONT_COMPILE_H
#define TAU_FRONT_COMPILE_H

#include "runtime/vm.h"

/* `source` is a str or a bytes-like; mode is "exec", "eval" or "single".  A code
 * object, or VALUE_ERROR with SyntaxError and the like. */
Value compile_source(Thread *t, Value source, Value filename, const char *mode, uint32_t flags);

/* Registers compile_source as the Vm's compiler. */
void front_install(Vm *vm);

#endif

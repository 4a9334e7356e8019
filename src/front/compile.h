/* compile.h - source text to code objects. */
#ifndef TAU_FRONT_COMPILE_H
#define TAU_FRONT_COMPILE_H

#include "runtime/vm.h"

enum { /* beside CODE_FUTURE_*, as in CPython's compile() */
       COMPILE_DONT_IMPLY_DEDENT = 0x200,
       COMPILE_ALLOW_INCOMPLETE_INPUT = 0x4000, /* "incomplete input" where more may help */
       COMPILE_TOP_LEVEL_AWAIT = 0x2000,
       COMPILE_SCRIPT = 0x8000000,            /* the file being run */
       COMPILE_OPTIMIZE_ASSERTS = 0x10000000, /* -O: no asserts, __debug__ is False */
       COMPILE_OPTIMIZE_DOCS = 0x20000000     /* -OO: no docstrings either */
};

/* `source` is a str or a bytes-like; mode is "exec", "eval" or "single".  A code
 * object, or VALUE_ERROR with SyntaxError and the like. */
Value compile_source(Thread *t, Value source, Value filename, const char *mode, uint32_t flags);

/* Registers compile_source as the Vm's compiler. */
void front_install(Vm *vm);

#endif

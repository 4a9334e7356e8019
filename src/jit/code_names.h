/*
 * code_names.h - compiled code as perf and gdb see it: under names such as
 * "py::fib:numbers.py:12" and "py::fib:numbers.py:12 [loop at 14]".
 */
#ifndef TAU_JIT_CODE_NAMES_H
#define TAU_JIT_CODE_NAMES_H

#include "jit/jit.h"

/* Begins to write a map for perf (--perf-map), as of the code that is added from now on.
 * Does nothing where there is no compiler. */
void code_names_for_perf(Vm *vm);
/* Tells those who want to know of code that has been added, and that it is about to be
 * released. */
void code_names_add(Jit *jit, CompiledCode *code);
void code_names_remove(CompiledCode *code);

#endif

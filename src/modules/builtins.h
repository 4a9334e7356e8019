/* builtins.h - the parts of the module builtins. */
#ifndef TAU_MODULES_BUILTINS_H
#define TAU_MODULES_BUILTINS_H

#include "runtime/native.h"

/* Attributes, classes, namespaces, source code. */
extern const NativeDef builtins_code_functions[];
/* What comes of all items of an iterable. */
extern const NativeDef builtins_reduce_functions[];

#endif

/* functools.h - shared by the files of the module _functools. */
#ifndef TAU_MODULES_FUNCTOOLS_H
#define TAU_MODULES_FUNCTOOLS_H

#include "runtime/native.h"
#include "runtime/sequence_support.h"

extern const TypeDef typedef_functools_partial, typedef_functools_key, typedef_functools_lru_cache;

#endif

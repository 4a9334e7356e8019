/* bytecode_cache.h - compiled modules kept on disk. */
#ifndef TAU_VM_BYTECODE_CACHE_H
#define TAU_VM_BYTECODE_CACHE_H

#include "runtime/vm.h"

/* What sys.implementation.cache_tag says: part of the names of cached files. */
#define BYTECODE_CACHE_TAG "tauraro-311"

/* The number that cached files begin with. */
uint32_t bytecode_cache_magic(void);
/* The code object of the source file `path` (str): from the cache if there is one
 * of this very source, else compiled and, unless sys.dont_write_bytecode, cached.
 * `filename` (str) becomes its co_filename.  ERROR with OSError, SyntaxError, ... */
Value source_file_code(Thread *t, Value path, Value filename);
/* Where importlib looks for the cached code of a source file, __cached__: a str,
 * whether or not the file exists; None if paths get too long. */
Value source_file_cached(Thread *t, Value path);

#endif

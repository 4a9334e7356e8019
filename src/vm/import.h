/* import.h - import of modules. */
#ifndef TAU_VM_IMPORT_H
#define TAU_VM_IMPORT_H

#include "runtime/function.h"
#include "runtime/vm.h"

/* __import__: the module, or the top package of a dotted name. */
Value import_module(Thread *t, Value name, Value globals, Value fromlist, int64_t level);
/* For `-m name`: the file to run as __main__ and its package (str); ERROR with
 * ImportError. */
Value import_locate_main(Thread *t, Value name, Value *package);
/* The __loader__ of a module that is read from a file, and __spec__ of the module
 * that runs as __main__ by `-m` or from a folder. */
Value source_loader_new(Thread *t, Value name, Value path);
Value import_main_spec(Thread *t, Value name, Value path, Value loader);
/* The bytes of a file. */
Value import_read_file(Thread *t, Value path);

#endif

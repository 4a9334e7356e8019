/*
 * native.h - everything a native module (src/modules) may see.
 *
 * Companions, for modules with sequence or iterator types: sequence_support.h,
 * iterators.h, equality.h, bytes_internal.h, buffer_item.h, struct_sequence.h.
 *
 * A module is a ModuleDef named in modules/modules.def; its types are
 * TypeDefs named in runtime/module_types.def.
 */
#ifndef TAU_RUNTIME_NATIVE_H
#define TAU_RUNTIME_NATIVE_H

#include "runtime/call.h"
#include "runtime/codecs.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/float_text.h"
#include "runtime/format.h"
#include "runtime/frame.h"
#include "runtime/function.h"
#include "runtime/generic_alias.h"
#include "runtime/int.h"
#include "runtime/iterators.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str.h"
#include "runtime/type.h"
#include "runtime/unicode.h"
#include "runtime/vm.h"

/* Private state of a native module: Vm.module_state[MODULE_STATE_x]. */
typedef enum ModuleState {
    MODULE_STATE_NONE,
    MODULE_STATE_SYS, MODULE_STATE_OS, MODULE_STATE_IO, MODULE_STATE_RANDOM, MODULE_STATE_RE,
    MODULE_STATE_JSON, MODULE_STATE_COLLECTIONS, MODULE_STATE_FUNCTOOLS, MODULE_STATE_STRUCT,
    MODULE_STATE_DATETIME, MODULE_STATE_WARNINGS, MODULE_STATE_CODECS, MODULE_STATE_SIGNAL,
    MODULE_STATE_ABC, MODULE_STATE_IMPORT, MODULE_STATE_GC, MODULE_STATE_TIME, MODULE_STATE_THREAD,
    MODULE_STATE_ATEXIT, MODULE_STATE_CONTEXT, MODULE_STATE_AST, MODULE_STATE_POSIX, MODULE_STATE_CSV,
    MODULE_STATE_SPARE
} ModuleState;

/* Creates a type of this Vm on first use and, when module is not NULL, adds
 * it to the module under its name's last component. */
Type *native_type(Thread *t, const TypeDef *def, Module *module);
/* A new class derived from an exception, e.g. "json.JSONDecodeError". */
Value native_exception(Thread *t, Module *module, const char *name, Value base);

/* Argument conversion with CPython's messages; false with the exception. */
bool arg_int64(Thread *t, Value v, int64_t *out) __attribute__((warn_unused_result));
bool arg_int(Thread *t, Value v, int *out) __attribute__((warn_unused_result)); /* C int range */
/* A C int with the messages of CPython's older argument parser ("i"). */
bool arg_c_int(Thread *t, Value v, int *out) __attribute__((warn_unused_result));
bool arg_size(Thread *t, Value v, int64_t *out) __attribute__((warn_unused_result)); /* Py_ssize_t */
bool arg_double(Thread *t, Value v, double *out) __attribute__((warn_unused_result));
bool arg_bool(Thread *t, Value v, bool *out) __attribute__((warn_unused_result)); /* truth */

/* An instance of a native type with no items: header, shape, attribute area. */
#define NATIVE_NEW(t, Struct, type) ((Struct *)type_alloc((t), (type), 0))

/* A named tuple in the manner of os.stat_result: fields is NULL-terminated. */
Type *struct_sequence_type(Thread *t, Module *module, const char *name, const char *doc,
                           const char *const *fields);
Value struct_sequence_new(Thread *t, Type *type, const Value *items, size_t count);

#endif

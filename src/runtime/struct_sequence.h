/* struct_sequence.h - struct sequences with hidden fields; see native.h for the
 * plain ones. */
#ifndef TAU_RUNTIME_STRUCT_SEQUENCE_H
#define TAU_RUNTIME_STRUCT_SEQUENCE_H

#include "runtime/type.h"

/* The first `visible` fields are the tuple's items; the others can be reached
 * by name only.  A visible field named "" has no name of its own.  `fields`
 * must outlive the Vm. */
Type *struct_sequence_type_hidden(Thread *t, Module *module, const char *name, const char *doc,
                                  const char *const *fields, size_t visible);

#endif

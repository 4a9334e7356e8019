/*
 * number_types.h - what the constructors of int, bool, float and complex share;
 * for the files of these types only.
 */
#ifndef TAU_RUNTIME_NUMBER_TYPES_H
#define TAU_RUNTIME_NUMBER_TYPES_H

#include "runtime/sequence.h"
#include "runtime/vm.h"

/* The class that __new__ got as args[0], checked to derive from the type `id`
 * and to have its layout; NULL with TypeError. */
Type *number_new_class(Thread *t, const Value *args, size_t nargs, TypeId id);
/* Sorts the arguments of a constructor of two parameters into out[0..1] (UNDEF
 * where absent); names[i] == NULL: positional only.  args[0], the class, is
 * skipped.  False with TypeError. */
bool number_new_arguments(Thread *t, const char *function, Value *args, size_t nargs,
                          Tuple *kwnames, const char *const names[2], Value out[2]);
/* The same for float(x=0, /) and bool(x=False, /): UNDEF if absent, ERROR. */
Value number_new_argument(Thread *t, const char *function, Type *type, TypeId base, Value *args,
                          size_t nargs, Tuple *kwnames);

/* The characters of a str with decimals and white space made ASCII, '?' for
 * what is neither; NUL-terminated, a GC object.  NULL with MemoryError. */
const char *number_text(Thread *t, Value s, size_t *length);

/* float(text), complex(text) allow one underscore between two digits: copies
 * the text without them, NULL if any is misplaced.  The text itself if there
 * are none.  Sets *error when there is an exception (MemoryError). */
const char *number_without_underscores(Thread *t, const char *text, size_t *length, bool *error);

#endif

/* itertools.h - shared by the files of the module itertools. */
#ifndef TAU_MODULES_ITERTOOLS_H
#define TAU_MODULES_ITERTOOLS_H

#include "runtime/iterators.h"
#include "runtime/native.h"
#include "runtime/sequence_support.h"

static inline bool is_end(Value v) { return value_is_stop(v) || value_is_error(v); }
static inline Type *self_type(Value *args) { return (Type *)value_as_object(args[0]); }
static inline Value type_value(Thread *t, Value v) { return value_from_object(type_of(t, v)); }

/* A fresh iterator object `name` of class args[0]; returns from the caller on
 * failure. */
#define ITERATOR_ALLOC(Struct, name)                                                               \
    Struct *name = type_alloc(t, self_type(args), 0);                                              \
    if (!name) return VALUE_ERROR

#define ITERATOR_TYPE(c_name, ID, Struct, first_line)                                              \
    const TypeDef typedef_itertools_##c_name = {                                                   \
        .name = "itertools." #c_name,                                                              \
        .doc = first_line,                                                                         \
        .id = TYPE_ITERTOOLS_##ID,                                                                 \
        .base = TYPE_OBJECT,                                                                       \
        .kind = KIND_OTHER,                                                                        \
        .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_IMMUTABLE,                                       \
        .size = sizeof(Struct),                                                                    \
        .trace = c_name##_trace,                                                                   \
        .next = c_name##_next,                                                                     \
        .methods = c_name##_methods,                                                               \
    }

/* The trace function of an iterator whose Values are `count` contiguous ones. */
#define TRACE_VALUES(c_name, Struct, first, count)                                                 \
    static void c_name##_trace(Tracer *tracer, Object *object) {                                   \
        trace_values(tracer, &((Struct *)object)->first, count);                                   \
    }
#define NEW_DOC    "Create and return a new object.  See help(type) for accurate signature."
#define REDUCE_DOC "Return state information for pickling."
#define SET_DOC    "Set state information for unpickling."

/* iter() of each argument, as a tuple; NULL with the exception. */
Tuple *itertools_iterators(Thread *t, const Value *args, size_t count);

Value itertools_tee(Thread *t, Value *args);

extern const TypeDef typedef_itertools_accumulate, typedef_itertools_chain,
    typedef_itertools_combinations, typedef_itertools_combinations_with_replacement,
    typedef_itertools_compress, typedef_itertools_count, typedef_itertools_cycle,
    typedef_itertools_dropwhile, typedef_itertools_filterfalse, typedef_itertools_groupby,
    typedef_itertools__grouper, typedef_itertools_islice, typedef_itertools_pairwise,
    typedef_itertools_permutations, typedef_itertools_product, typedef_itertools_repeat,
    typedef_itertools_starmap, typedef_itertools_takewhile, typedef_itertools__tee,
    typedef_itertools__tee_dataobject, typedef_itertools_zip_longest;

#endif

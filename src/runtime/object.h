/*
 * object.h - the header of every heap object, and object kinds.
 *
 * One 64-bit word in front of each object:
 *
 *   63      56 55      48 47          32 31                    0
 *  +----------+----------+--------------+-----------------------+
 *  |    gc    |   kind   |   granules   |         shape         |
 *  +----------+----------+--------------+-----------------------+
 *
 * shape     address of the object's Shape.  Shapes live below 4 GiB (see
 *           shape.h), so that compiled code compares one 32-bit immediate.
 * granules  size in 16-byte units; 0 for objects of the large-object space.
 * kind      the C layout, for fast checks without touching shape or type.
 *           A Python subclass of a built-in type keeps its kind.
 * gc        collector bits, GC_*.
 */
#ifndef TAU_RUNTIME_OBJECT_H
#define TAU_RUNTIME_OBJECT_H

#include "runtime/value.h"

typedef struct Vm Vm;
typedef struct Thread Thread;
typedef struct Type Type;
typedef struct Shape Shape;
typedef struct Tracer Tracer;

typedef enum Kind {
    KIND_RAW,       /* untyped bytes, not traced: buffers, index tables */
    KIND_ARRAY,     /* array of Values, traced: storage of lists, slots, ... */
    KIND_DICT_ENTRIES, /* storage of a dict (dict.h): keys and values traced */
    KIND_SET_ENTRIES,  /* storage of a set: keys traced */
    KIND_INSTANCE,  /* instance of a Python class over object */
    KIND_INT,       /* BigInt, or an instance of an int subclass (IntBox) */
    KIND_FLOAT,
    KIND_COMPLEX,
    KIND_STR,
    KIND_BYTES,
    KIND_BYTEARRAY,
    KIND_LIST,
    KIND_TUPLE,
    KIND_DICT,
    KIND_SET, /* set and frozenset */
    KIND_RANGE,
    KIND_SLICE,
    KIND_FUNCTION,
    KIND_NATIVE, /* function, method or slot wrapper written in C */
    KIND_METHOD, /* bound method */
    KIND_CELL,
    KIND_MODULE,
    KIND_TYPE,
    KIND_EXCEPTION,
    KIND_CODE,
    KIND_GENERATOR, /* generator, coroutine, async generator */
    KIND_PROPERTY,
    KIND_STATICMETHOD,
    KIND_CLASSMETHOD,
    KIND_GETSET,
    KIND_MEMBER, /* descriptor of a __slots__ entry */
    KIND_SUPER,
    KIND_TRACEBACK,
    KIND_FRAME,
    KIND_RANGE_ITERATOR,
    KIND_LIST_ITERATOR,
    KIND_TUPLE_ITERATOR,
    KIND_STR_ITERATOR,
    KIND_DICT_ITERATOR,
    KIND_SET_ITERATOR,
    KIND_DICT_VIEW,
    KIND_MAPPING_PROXY,
    KIND_WEAKREF,
    KIND_MEMORYVIEW,
    KIND_OTHER, /* any other native type: ask its Type */
    KIND_COUNT
} Kind;

enum {
    GC_OLD = 1,        /* survived a collection (sticky mark) */
    GC_UNLOGGED = 2,   /* old and not yet remembered: a store must log it */
    GC_LARGE = 4,      /* in the large-object space */
    GC_SUBCLASS = 8,   /* instance of a Python subclass of a native type */
    GC_FINALIZE = 16,  /* registered for finalization */
    GC_WEAKREFS = 32,  /* has entries in the weak-reference table */
    GC_VISITED = 64,   /* scratch for verifier and debugging */
};

typedef struct Object {
    uint32_t shape;
    uint16_t granules;
    uint8_t kind;
    uint8_t gc;
} Object;

static_assert(sizeof(Object) == 8, "one header word");

/* Storage of Values (kind ARRAY).  capacity is fixed at allocation; every
 * element is a valid Value at all times (fresh memory reads as int 0). */
typedef struct Array {
    Object header;
    size_t capacity;
    Value items[];
} Array;

/* Untraced storage (kind RAW). */
typedef struct Raw {
    Object header;
    size_t size; /* bytes */
    _Alignas(16) uint8_t bytes[];
} Raw;

static inline Kind object_kind(const void *object) { return (Kind)((const Object *)object)->kind; }
static inline bool value_is_kind(Value v, Kind kind) {
    return value_is_object(v) && value_as_object(v)->kind == kind;
}
/* Exactly the native type, not a Python subclass of it. */
static inline bool value_is_exact(Value v, Kind kind) {
    return value_is_kind(v, kind) && !(value_as_object(v)->gc & GC_SUBCLASS);
}

/* hash() of what compares by identity. */
static inline int64_t value_identity_hash(Value v) {
    return (int64_t)(v.bits >> 4);
}

static inline Shape *object_shape(const void *object) {
    return (Shape *)(uintptr_t)((const Object *)object)->shape;
}

#endif

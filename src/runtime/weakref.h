/*
 * weakref.h - weak references: weakref.ref and weakref.proxy.
 */
#ifndef TAU_RUNTIME_WEAKREF_H
#define TAU_RUNTIME_WEAKREF_H

#include "runtime/vm.h"

typedef struct WeakRef {
    Object header;        /* KIND_WEAKREF, or KIND_OTHER for proxies */
    Value target;         /* not traced; UNDEF once it is dead */
    Value callback;       /* or NONE */
    int64_t hash;         /* of the target; -1: not computed */
    struct WeakRef *next; /* the next reference to the same target; not traced */
} WeakRef;

/* A new or shared reference of an exact type (TYPE_WEAKREF, ...); TypeError
 * when the target's type does not allow it. */
Value weakref_new(Thread *t, Value target, Value callback /* NONE */);
Value weak_proxy_new(Thread *t, Value target, Value callback);
/* The target, or UNDEF. */
static inline Value weakref_target(Value ref) {
    return ((WeakRef *)value_as_object(ref))->target;
}
/* weakref.ref, a proxy, or an instance of a subclass. */
bool value_is_weak(Thread *t, Value v);
/* The first of all references to an object (follow `next`), or NULL. */
WeakRef *weakref_first(Thread *t, Value target);
void weak_table_free(Vm *vm);

#endif

/*
 * abc_data.h - what is remembered of an abstract class's answers to isinstance().
 *
 * The table is indexed by the version of the class asked about.  A version belongs to one
 * state of one class and is never used again, so an entry needs neither a reference nor an
 * end: it holds the answer (for "no" with the counter at which it was found).  modules/
 * abc_module.c fills it; the compiler takes its answers for constants.
 */
#ifndef TAU_RUNTIME_ABC_DATA_H
#define TAU_RUNTIME_ABC_DATA_H

#include "runtime/native.h"
#include "runtime/vm.h"

enum { ABC_ANSWER_COUNT = 64 };
typedef struct AbcAnswer {
    uint32_t version; /* of the class; 0: free */
    uint32_t no_at;   /* 0: a subclass; else counter at which it was none, + 1 */
} AbcAnswer;

typedef struct AbcData {
    Object header;
    Value registry, cache, negative_cache; /* sets of weakref.ref, or UNDEF */
    uint64_t negative_version;
    AbcAnswer answers[ABC_ANSWER_COUNT];
} AbcData;

extern const TypeDef typedef_abc_data;

/* The counter of registrations: a small int in the module's state. */
static inline uint64_t abc_counter(const Vm *vm) { return (uint64_t)value_as_int(vm->module_state[MODULE_STATE_ABC]); }

static inline AbcAnswer *abc_answer_at(AbcData *d, const Type *type) {
    return &d->answers[type->version % ABC_ANSWER_COUNT];
}

/* Whether the class is a subclass: 1, 0 (as long as the counter stays), or -1: not known. */
static inline int abc_recall(const Vm *vm, AbcData *d, const Type *type) {
    const AbcAnswer *a = abc_answer_at(d, type);
    if (a->version != type->version)
        return -1;
    return !a->no_at ? 1 : a->no_at == abc_counter(vm) + 1 ? 0 : -1;
}

#endif

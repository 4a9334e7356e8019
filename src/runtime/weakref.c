/*
 * weakref.c - weakref.ref, and the table that leads from an object to the weak
 * references to it.  Proxies are in weak_proxy.c.
 *
 * The table is a hash map by address (objects never move) outside the heap.
 * Each entry heads a list of all references to its target, linked by `next`;
 * the collector takes dead references out of the lists and, when a target dies,
 * clears its references and queues those that have a callback.  Targets that
 * got a reference since the last collection are listed, so that a minor
 * collection looks only at them: older targets and references do not die in it.
 */
#include "runtime/weakref.h"

#include <stdlib.h>

#include "base/hash.h"
#include "runtime/call.h"
#include "runtime/error.h"
#include "runtime/function.h"
#include "runtime/gc/heap_internal.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/sequence_support.h"
#include "runtime/str.h"

typedef struct WeakEntry {
    Object *target; /* NULL: free; ERASED */
    WeakRef *refs;
} WeakEntry;

typedef struct WeakTable {
    WeakEntry *entries;
    size_t mask, used, filled; /* filled counts erased ones too */
    PointerVector young;       /* targets that got a reference recently */
    PointerVector callbacks;   /* references whose callback is to be called */
    size_t next_callback;
} WeakTable;

#define ERASED ((Object *)16)

/* ---- the table ----------------------------------------------------------------------- */

static size_t first_slot(const WeakTable *table, const Object *target) {
    return (size_t)(((uintptr_t)target >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 20) & table->mask;
}

static WeakEntry *table_find(WeakTable *table, const Object *target) {
    if (!table || !table->entries) return NULL;
    for (size_t i = first_slot(table, target); table->entries[i].target; i = (i + 1) & table->mask)
        if (table->entries[i].target == target) return &table->entries[i];
    return NULL;
}

static bool table_grow(WeakTable *table) {
    size_t size = 64;
    while (size < table->used * 4) size *= 2;
    WeakEntry *old = table->entries, *entries = calloc(size, sizeof *entries);
    if (!entries) return false;
    size_t old_size = old ? table->mask + 1 : 0;
    table->entries = entries;
    table->mask = size - 1;
    table->filled = table->used;
    for (size_t k = 0; k < old_size; k++) {
        if (!old[k].target || old[k].target == ERASED) continue;
        size_t i = first_slot(table, old[k].target);
        while (entries[i].target) i = (i + 1) & table->mask;
        entries[i] = old[k];
    }
    free(old);
    return true;
}

static bool table_add(Thread *t, Object *target, WeakRef *ref) {
    Vm *vm = t->vm;
    if (!vm->weak_table && !(vm->weak_table = calloc(1, sizeof(WeakTable)))) return false;
    WeakTable *table = vm->weak_table;
    WeakEntry *entry = table_find(table, target);
    if (!entry) {
        if ((!table->entries || table->filled * 4 >= table->mask * 3) && !table_grow(table))
            return false;
        size_t i = first_slot(table, target);
        while (table->entries[i].target && table->entries[i].target != ERASED)
            i = (i + 1) & table->mask;
        if (!table->entries[i].target) table->filled++;
        table->used++;
        entry = &table->entries[i];
        *entry = (WeakEntry){target, NULL};
        target->gc |= GC_WEAKREFS;
    }
    if (!vector_push(&table->young, target)) return false;
    ref->next = entry->refs;
    entry->refs = ref;
    return true;
}

static void table_remove(WeakTable *table, WeakEntry *entry) {
    entry->target->gc &= (uint8_t)~GC_WEAKREFS;
    *entry = (WeakEntry){ERASED, NULL};
    table->used--;
}

WeakRef *weakref_first(Thread *t, Value target) {
    if (!value_is_object(target) || !(value_as_object(target)->gc & GC_WEAKREFS)) return NULL;
    WeakEntry *entry = table_find(t->vm->weak_table, value_as_object(target));
    return entry ? entry->refs : NULL;
}

/* ---- the collector's part --------------------------------------------------------------- */

static void clear_entry(Thread *t, WeakTable *table, WeakEntry *entry) {
    Heap *heap = t->heap;
    if (heap_is_marked(heap, entry->target)) return;
    for (WeakRef *ref = entry->refs; ref; ref = ref->next) {
        ref->target = VALUE_UNDEF;
        if (!heap_is_marked(heap, ref) || value_is_none(ref->callback)) continue;
        if (vector_push(&table->callbacks, ref))
            thread_interrupt(t, INTERRUPT_FINALIZERS);
    }
    table_remove(table, entry);
}

static void drop_refs(Heap *heap, WeakTable *table, WeakEntry *entry) {
    WeakRef **link = &entry->refs;
    while (*link) {
        if (heap_is_marked(heap, *link))
            link = &(*link)->next;
        else
            *link = (*link)->next;
    }
    if (!entry->refs) table_remove(table, entry);
}

void weak_table_clear(Thread *t, bool major) {
    WeakTable *table = t->vm->weak_table;
    if (!table || !table->entries) return;
    if (major) {
        for (size_t i = 0; i <= table->mask; i++)
            if (table->entries[i].target && table->entries[i].target != ERASED)
                clear_entry(t, table, &table->entries[i]);
        return;
    }
    for (size_t i = 0; i < table->young.count; i++) {
        WeakEntry *entry = table_find(table, table->young.items[i]);
        if (entry) clear_entry(t, table, entry);
    }
}

void weak_table_drop(Thread *t, bool major) {
    WeakTable *table = t->vm->weak_table;
    if (!table || !table->entries) return;
    if (major) {
        for (size_t i = 0; i <= table->mask; i++)
            if (table->entries[i].target && table->entries[i].target != ERASED)
                drop_refs(t->heap, table, &table->entries[i]);
    } else {
        for (size_t i = 0; i < table->young.count; i++) {
            WeakEntry *entry = table_find(table, table->young.items[i]);
            if (entry) drop_refs(t->heap, table, entry);
        }
    }
    table->young.count = 0;
}

void weak_table_trace(Tracer *tracer, Vm *vm) {
    WeakTable *table = vm->weak_table;
    for (size_t i = table ? table->next_callback : 0; table && i < table->callbacks.count; i++)
        trace_object(tracer, table->callbacks.items[i]);
}

void weak_table_run_callbacks(Thread *t) {
    WeakTable *table = t->vm->weak_table;
    if (!table) return;
    while (table->next_callback < table->callbacks.count) {
        WeakRef *ref = table->callbacks.items[table->next_callback++];
        Value callback = ref->callback;
        ref->callback = VALUE_NONE;
        if (value_is_none(callback)) continue;
        if (value_is_error(call1(t, callback, value_from_object(ref))))
            error_write_unraisable(t, NULL, callback);
    }
    table->callbacks.count = table->next_callback = 0;
}

void weak_table_free(Vm *vm) {
    WeakTable *table = vm->weak_table;
    if (!table) return;
    free(table->entries);
    free(table->young.items);
    free(table->callbacks.items);
    free(table);
    vm->weak_table = NULL;
}

/* ---- making references -------------------------------------------------------------------- */

static bool referenceable(Thread *t, Value target) {
    if (value_is_object(target) && type_of(t, target)->flags & TYPEFLAG_WEAKREFS) return true;
    raise_type_error(t, "cannot create weak reference to '%T' object", target);
    return false;
}

static void weakref_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((WeakRef *)object)->callback);
}

static Value reference_of_type(Thread *t, Type *type, Value target, Value callback) {
    if (!referenceable(t, target)) return VALUE_ERROR;
    bool shareable = value_is_none(callback) && !(type->flags & TYPEFLAG_HEAP);
    if (shareable)
        for (WeakRef *ref = weakref_first(t, target); ref; ref = ref->next)
            if (object_type(ref) == type && value_is_none(ref->callback))
                return value_from_object(ref);
    WeakRef *ref = type_alloc(t, type, 0);
    if (!ref) return VALUE_ERROR;
    ref->target = target;
    ref->callback = callback;
    ref->hash = -1;
    if (!table_add(t, value_as_object(target), ref)) return raise_memory_error(t);
    return value_from_object(ref);
}

Value weakref_new(Thread *t, Value target, Value callback) {
    return reference_of_type(t, t->vm->types[TYPE_WEAKREF], target, callback);
}

Value weak_proxy_new(Thread *t, Value target, Value callback) {
    TypeId id = op_is_callable(t, target) ? TYPE_WEAK_CALLABLE_PROXY : TYPE_WEAK_PROXY;
    return reference_of_type(t, t->vm->types[id], target, callback);
}

bool value_is_weak(Thread *t, Value v) {
    if (value_is_kind(v, KIND_WEAKREF)) return true;
    Type *type = type_of(t, v);
    return type == t->vm->types[TYPE_WEAK_PROXY] || type == t->vm->types[TYPE_WEAK_CALLABLE_PROXY];
}

/* ---- the type weakref.ref ------------------------------------------------------------------- */

static inline WeakRef *self_ref(Value *args) {
    return (WeakRef *)value_as_object(args[0]);
}

static Value ref_type_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    size_t given = nargs - 1 - (kwnames ? kwnames->length : 0);
    if (!check_argument_range(t, "__new__", given, 1, 2)) return VALUE_ERROR;
    return reference_of_type(t, (Type *)value_as_object(args[0]), args[1],
                             given == 2 ? args[2] : VALUE_NONE);
}

static Value ref_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (!check_no_keywords(t, "ref", kwnames) ||
        !check_argument_range(t, "__init__", nargs - 1, 1, 2))
        return VALUE_ERROR;
    return VALUE_NONE;
}

static Value ref_call(Thread *t, Value *args) {
    Value target = self_ref(args)->target;
    return value_is_undef(target) ? VALUE_NONE : target;
}

static Value ref_hash(Thread *t, Value *args) {
    WeakRef *ref = self_ref(args);
    if (ref->hash == -1) {
        if (value_is_undef(ref->target)) return raise_type_error(t, "weak object has gone away");
        if (op_hash(t, ref->target, &ref->hash) < 0) {
            ref->hash = -1;
            return VALUE_ERROR;
        }
    }
    return int_from_int64(t, ref->hash);
}

static Value ref_compare(Thread *t, int op, Value a, Value b) {
    if ((op != CMP_EQ && op != CMP_NE) || !value_is_weak(t, b)) return VALUE_NOT_IMPLEMENTED;
    Value left = weakref_target(a), right = weakref_target(b);
    if (value_is_undef(left) || value_is_undef(right))
        return value_bool(value_same(a, b) == (op == CMP_EQ));
    return op_compare(t, (CompareOp)op, left, right);
}
COMPARE_FUNCTIONS(ref, ref_compare)

static Value ref_repr(Thread *t, Value *args) {
    WeakRef *ref = self_ref(args);
    unsigned long address = (unsigned long)(uintptr_t)ref;
    Value target = ref->target;
    if (value_is_undef(target)) return str_format(t, "<weakref at 0x%lx; dead>", address);
    unsigned long target_address = (unsigned long)(uintptr_t)value_as_object(target);
    Value name = attr_find(t, target, STR_NAME(t, __name__));
    if (value_is_error(name)) return name;
    if (value_is_str(name))
        return str_format(t, "<weakref at 0x%lx; to '%T' at 0x%lx (%U)>", address, target,
                          target_address, name);
    return str_format(t, "<weakref at 0x%lx; to '%T' at 0x%lx>", address, target, target_address);
}

static Value ref_callback(Thread *t, Value self) {
    return ((WeakRef *)value_as_object(self))->callback;
}

static const NativeDef ref_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", ref_type_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE_RAW("__init__", "($self, /, *args, **kwargs)", ref_init,
               "Initialize self.  See help(type(self)) for accurate signature."),
    NATIVE("__repr__", "($self, /)", ref_repr, "Return repr(self)."),
    NATIVE("__hash__", "($self, /)", ref_hash, "Return hash(self)."),
    NATIVE("__call__", "($self, /)", ref_call, "Call self as a function."),
    COMPARE_ROWS(ref),
    CLASS_GETITEM_ROW,
    NATIVE_END,
};

static const GetSetDef ref_getset[] = {
    {"__callback__", ref_callback, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

const TypeDef typedef_weakref = {
    .name = "weakref.ReferenceType",
    .id = TYPE_WEAKREF,
    .base = TYPE_OBJECT,
    .kind = KIND_WEAKREF,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_IMMUTABLE,
    .size = sizeof(WeakRef),
    .trace = weakref_trace,
    .methods = ref_methods,
    .getset = ref_getset,
};

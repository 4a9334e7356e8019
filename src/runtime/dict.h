/*
 * dict.h - dict and set.
 *
 * A dict is compact and insertion-ordered: an index table of entry numbers and
 * an array of entries.  A set follows CPython's open-addressing table and probe
 * sequence exactly, because its iteration order is visible to programs; so do
 * all hash values (int, float, tuple, str with PYTHONHASHSEED).
 */
#ifndef TAU_RUNTIME_DICT_H
#define TAU_RUNTIME_DICT_H

#include "runtime/vm.h"

typedef struct DictEntry {
    Value key; /* UNDEF: deleted */
    Value value;
    uint64_t hash;
} DictEntry;

struct Dict {
    Object header;   /* KIND_DICT */
    size_t used;     /* live entries */
    uint32_t layout; /* renewed (Vm.next_version) on every insertion of a new key,
                        deletion or resize, not when a value is replaced:
                        equal layout => same key at the same entry */
    uint32_t flags;
    size_t entry_count;    /* entries in use, deleted ones included */
    size_t entry_capacity;
    DictEntry *entries;    /* into entry storage */
    Object *entry_storage; /* Array whose items hold the entries; NULL if none */
    Raw *index;            /* int8/16/32 table of entry numbers; NULL: few entries, scanned */
    uint32_t index_mask;
    uint8_t index_width;
};

enum { DICT_ALL_STR_KEYS = 1 }; /* every key is an exact str: no __eq__ can run */

typedef struct SetEntry {
    Value key; /* UNDEF: empty; ERROR: dummy (deleted) */
    int64_t hash;
} SetEntry;

typedef struct Set {
    Object header; /* KIND_SET: set or frozenset */
    size_t used;   /* live */
    size_t fill;   /* live and dummy */
    size_t mask;
    SetEntry *table;
    Object *storage;
    int64_t hash;      /* frozenset; 0: not computed */
    uint32_t version;  /* changes with every mutation of the table */
} Set;

static inline bool value_is_dict(Value v) { return value_is_kind(v, KIND_DICT); }
static inline Dict *value_as_dict(Value v) { assert(value_is_dict(v)); return (Dict *)value_as_object(v); }
static inline Set *value_as_set(Value v) { return (Set *)value_as_object(v); }

Dict *dict_new(Thread *t);
Dict *dict_new_sized(Thread *t, size_t expected);
/* UNDEF if absent; ERROR with exception (unhashable key, __eq__ raised). */
Value dict_get(Thread *t, Dict *d, Value key);
/* The key is an exact str: cannot raise. UNDEF if absent. */
Value dict_get_str(Thread *t, Dict *d, Value name);
/* Entry number of an exact-str key, or -1: for inline caches with `layout`. */
int64_t dict_find_str(Thread *t, Dict *d, Value name);
bool dict_set(Thread *t, Dict *d, Value key, Value value) __attribute__((warn_unused_result));
bool dict_set_str(Thread *t, Dict *d, Value name, Value value) __attribute__((warn_unused_result));
bool dict_set_hashed(Thread *t, Dict *d, Value key, uint64_t hash, Value value) __attribute__((warn_unused_result));
/* 1 deleted, 0 absent, -1 exception. */
int dict_delete(Thread *t, Dict *d, Value key) __attribute__((warn_unused_result));
Value dict_pop(Thread *t, Dict *d, Value key); /* UNDEF if absent */
Value dict_setdefault(Thread *t, Dict *d, Value key, Value fallback);
void dict_clear(Thread *t, Dict *d);
Dict *dict_copy(Thread *t, Dict *d);
/* Merges a dict, a mapping with keys(), or (if pairs) an iterable of pairs. */
bool dict_update(Thread *t, Dict *d, Value other, bool override) __attribute__((warn_unused_result));
/* Iteration that tolerates value changes: *position starts at 0. */
static inline bool dict_next(Dict *d, size_t *position, Value *key, Value *value) {
    while (*position < d->entry_count) {
        DictEntry *e = &d->entries[(*position)++];
        if (!value_is_undef(e->key)) {
            *key = e->key;
            *value = e->value;
            return true;
        }
    }
    return false;
}
Value set_new(Thread *t, TypeId type /* TYPE_SET or TYPE_FROZENSET */);
Value set_from_iterable(Thread *t, TypeId type, Value iterable);
int set_add(Thread *t, Set *s, Value key);      /* 1 added, 0 was there, -1 */
int set_contains(Thread *t, Set *s, Value key); /* 1, 0, -1 */
int set_discard(Thread *t, Set *s, Value key);  /* 1 removed, 0 absent, -1 */
bool set_update(Thread *t, Set *s, Value iterable) __attribute__((warn_unused_result));
/* In table order: *position starts at 0. */
bool set_next(Set *s, size_t *position, Value *key);

#endif

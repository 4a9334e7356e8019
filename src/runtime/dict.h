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
} DictEntry;

/* Storage of entries, behind them of the index, and behind that of the entries' hashes if
 * some key does not say its own (DICT_HASHES).  Only the first `count` entries are in use
 * and traced. */
typedef struct DictEntries {
    Object header; /* KIND_DICT_ENTRIES */
    uint32_t capacity;
    uint32_t count; /* = Dict.entry_count */
    DictEntry items[];
} DictEntries;

struct Dict {
    Object header;   /* KIND_DICT */
    uint32_t used;   /* live entries */
    uint32_t layout; /* DICT_LAYOUT_UNOBSERVED after every insertion of a new key,
                        deletion or resize; dict_layout gives it a number of its
                        own.  Equal layout => same key at the same entry */
    uint32_t flags;
    uint32_t entry_count; /* entries in use, deleted ones included */
    uint32_t entry_capacity;
    uint32_t index_mask;
    uint32_t erased;     /* slots of the index that popitem has erased */
    uint32_t first;      /* every entry before it is deleted, see dict_first */
    DictEntry *entries;    /* into entry storage */
    Object *entry_storage; /* DictEntries; NULL if none */
    uint8_t *index;        /* table of index_mask + 1 uint16 or uint32, see dict.c: in
                              entry storage; without that, one free slot */
};

/* What is in the slots of an index: one of these, or SLOT_FIRST + the number of an
 * entry in the bits of index_mask, and above it bits of that entry's hash. */
enum { DICT_SLOT_FREE = 0, DICT_SLOT_ERASED = 1, DICT_SLOT_FIRST = 2 };
/* Smaller indices have slots of 16 bits, others of 32. */
enum { DICT_NARROW_SLOTS = 4096 };

enum { DICT_ENTRY_WORDS = sizeof(DictEntry) / sizeof(Value) };

#define DICT_LAYOUT_UNOBSERVED UINT32_MAX

/* The number of the dict's present layout, for caches. */
static inline uint32_t dict_layout(Thread *t, Dict *d) {
    if (d->layout == DICT_LAYOUT_UNOBSERVED) d->layout = vm_next_version(t->vm);
    return d->layout;
}

enum {
    DICT_ALL_STR_KEYS = 1, /* every key is an exact str: no __eq__ can run */
    DICT_HASHES = 8,       /* storage has hashes: some key is neither exact str nor small int */
    /* These stay until they are taken away: */
    DICT_WATCHED = 2,    /* VmHooks.dict_changed is to be called */
    DICT_REMEMBERED = 4, /* the compiler knows something of it (jit/dependency.c) */
    DICT_LASTING_FLAGS = DICT_WATCHED | DICT_REMEMBERED,
};

typedef struct SetEntry {
    Value key;    /* ERROR: dummy (deleted) */
    uint64_t tag; /* ~hash, which is never 0; 0: the slot is free */
} SetEntry;

static inline uint64_t set_tag(int64_t hash) { return ~(uint64_t)hash; }
static inline int64_t set_tag_hash(uint64_t tag) { return (int64_t)~tag; }
#define SET_ENTRY_DELETED ((SetEntry){VALUE_ERROR, 1})

/* Storage of a set's table. */
typedef struct SetEntries {
    Object header;         /* KIND_SET_ENTRIES */
    uint32_t log_capacity; /* its length is a power of two */
    uint32_t has_objects;  /* 0: no key is a heap object, there is nothing to trace */
    SetEntry items[];
} SetEntries;

static inline size_t set_entries_capacity(const SetEntries *storage) { return (size_t)1 << storage->log_capacity; }

typedef struct Set {
    Object header; /* KIND_SET: set or frozenset */
    size_t used;   /* live */
    size_t fill;   /* live and dummy */
    size_t mask;
    SetEntry *table;  /* into storage; NULL: no item was ever added */
    Object *storage;  /* SetEntries */
    int64_t hash;     /* frozenset; -1: not computed */
    uint32_t version; /* changes with every mutation of the table */
    uint32_t finger;  /* where pop() looks next */
} Set;

/* keys(), values(), items(): which one is its type (TYPE_DICT_KEYS, ...). */
typedef struct DictView {
    Object header; /* KIND_DICT_VIEW */
    Value dict;
} DictView;

typedef struct DictIterator {
    Object header;    /* KIND_DICT_ITERATOR: keys, values, items; forward or reverse */
    Dict *dict;       /* NULL: exhausted */
    size_t used;      /* dict->used at the start; SIZE_MAX once it was seen to differ */
    size_t position;  /* forward: next entry; reverse: one above the next entry */
    size_t remaining; /* items not yet given */
} DictIterator;

typedef struct SetIterator {
    Object header; /* KIND_SET_ITERATOR */
    Set *set;      /* NULL: exhausted */
    size_t used;
    size_t position;
    size_t remaining;
} SetIterator;

typedef struct MappingProxy {
    Object header; /* KIND_MAPPING_PROXY */
    Value mapping;
} MappingProxy;

static inline bool value_is_set(Value v) {
    return value_is_kind(v, KIND_SET);
} /* or frozenset */
static inline bool value_is_dict(Value v) {
    return value_is_kind(v, KIND_DICT);
}
static inline Dict *value_as_dict(Value v) {
    assert(value_is_dict(v));
    return (Dict *)value_as_object(v);
}
/* The dict of a view. */
static inline Dict *dict_of_view(Value view) {
    return value_as_dict(((DictView *)value_as_object(view))->dict);
}
static inline Set *value_as_set(Value v) {
    return (Set *)value_as_object(v);
}

Dict *dict_new(Thread *t);
Dict *dict_new_sized(Thread *t, size_t expected);
/* Of keys and values in turn; the keys are exact strs, all different. */
Dict *dict_from_names(Thread *t, const Value *pairs, size_t count);
/* The keys of a dict that has only exact strs as keys and no deleted entries, with these values
 * in their order.  NULL with MemoryError. */
Dict *dict_with_keys_of(Thread *t, const Dict *keys, const Value *values);
/* UNDEF if absent; ERROR with exception (unhashable key, __eq__ raised). */
Value dict_get(Thread *t, Dict *d, Value key);
/* The key is an exact str: cannot raise. UNDEF if absent. */
Value dict_get_str(Thread *t, Dict *d, Value name);
/* Entry number of an exact-str key, or -1: for inline caches with `layout`. */
int64_t dict_find_str(Thread *t, Dict *d, Value name);
/* The entry number, DICT_ABSENT, or DICT_UNDECIDED: only Python code, a __hash__ or __eq__,
 * can tell.  Raises nothing. */
int64_t dict_find_plain(Thread *t, Dict *d, Value key);
/* The same of an exact str, of a small int. */
int64_t dict_find_plain_str(Thread *t, Dict *d, Value key);
int64_t dict_find_plain_int(Thread *t, Dict *d, Value key);
/* The same of a tuple of these items, made or not. */
int64_t dict_find_plain_items(Thread *t, Dict *d, const Value *items, size_t count);
enum { DICT_ABSENT = -1, DICT_UNDECIDED = -3 };
bool dict_set(Thread *t, Dict *d, Value key, Value value) __attribute__((warn_unused_result));
/* The same without running anything: 1, 0 with MemoryError; -1, nothing was done: Python
 * code would have to be asked, or told because the dict is watched. */
int dict_set_plain(Thread *t, Dict *d, Value key, Value value) __attribute__((warn_unused_result));
/* False as well, with the exception pending, when the name or the value is ERROR. */
bool dict_set_str(Thread *t, Dict *d, Value name, Value value) __attribute__((warn_unused_result));
bool dict_set_hashed(Thread *t, Dict *d, Value key, uint64_t hash, Value value)
    __attribute__((warn_unused_result));
/* 1 deleted, 0 absent, -1 exception. */
int dict_delete(Thread *t, Dict *d, Value key) __attribute__((warn_unused_result));
Value dict_pop(Thread *t, Dict *d, Value key); /* UNDEF if absent */
/* The key's entry, which is made if there is none: its number, or -2 with an exception. */
int64_t dict_find_or_add(Thread *t, Dict *d, Value key, Value value, bool *added);
Value dict_setdefault(Thread *t, Dict *d, Value key, Value fallback);
void dict_clear(Thread *t, Dict *d);
Dict *dict_copy(Thread *t, Dict *d);
/* Merges a dict, a mapping with keys(), or (if pairs) an iterable of pairs. */
bool dict_update(Thread *t, Dict *d, Value other, bool override)
    __attribute__((warn_unused_result));
/* The number of the first live entry, or entry_count.  It is remembered: a queue
 * or cache that deletes its oldest key again and again asks for the next one. */
static inline size_t dict_first(Dict *d) {
    while (d->first < d->entry_count && value_is_undef(d->entries[d->first].key)) d->first++;
    return d->first;
}
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
/* The key's hash as dicts and sets store it; false with TypeError. */
bool dict_hash_key(Thread *t, Value key, uint64_t *hash) __attribute__((warn_unused_result));
/* The hash of a live entry's key. */
uint64_t dict_entry_hash(const Dict *d, size_t entry);
/* Entry number, -1 absent, -2 exception. */
int64_t dict_find_hashed(Thread *t, Dict *d, Value key, uint64_t hash);
/* Replaces the value of a live entry. */
void dict_set_entry_slow(Thread *t, Dict *d, size_t entry, Value value);
static inline void dict_set_entry(Thread *t, Dict *d, size_t entry, Value value) {
    if (__builtin_expect(d->flags & DICT_WATCHED, 0)) {
        dict_set_entry_slow(t, d, entry, value);
        return;
    }
    d->entries[entry].value = value;
    gc_wrote_element(t, (Array *)d->entry_storage, entry * DICT_ENTRY_WORDS);
}
/* Removes a live entry. */
void dict_delete_entry(Thread *t, Dict *d, size_t entry);
/* Makes a live entry the last one. */
bool dict_move_to_end(Thread *t, Dict *d, size_t entry) __attribute__((warn_unused_result));
/* Takes out the last item: 1, or 0 when the dict is empty. */
int dict_popitem(Thread *t, Dict *d, Value *key, Value *value);
/* Bytes of its entries and index. */
size_t dict_storage_bytes(const Dict *d);
/* Room for `count` items altogether. */
bool dict_reserve(Thread *t, Dict *d, size_t count) __attribute__((warn_unused_result));
/* Pairs of an iterable: the second half of dict(iterable). */
bool dict_update_pairs(Thread *t, Dict *d, Value pairs, bool override)
    __attribute__((warn_unused_result));
/* The same items with equal values: 1, 0, -1. */
int dict_equal(Thread *t, Dict *a, Dict *b);
/* The work of update(other) and dict(other): a mapping or pairs. */
bool dict_update_from(Thread *t, Dict *d, Value other) __attribute__((warn_unused_result));
Value dict_repr(Thread *t, Dict *d);
Value dict_view_new(Thread *t, TypeId type, Dict *d);
Value dict_iterator_new(Thread *t, TypeId type, Dict *d);
Value mapping_proxy_new(Thread *t, Value mapping);

Value set_new(Thread *t, TypeId type /* TYPE_SET or TYPE_FROZENSET */);
Value set_from_iterable(Thread *t, TypeId type, Value iterable);
int set_add(Thread *t, Set *s, Value key);      /* 1 added, 0 was there, -1 */
int set_contains(Thread *t, Set *s, Value key); /* 1, 0, -1 */
int set_discard(Thread *t, Set *s, Value key);  /* 1 removed, 0 absent, -1 */
/* Without Python code.  Whether the key is there (*slot): 1, 0; -1: only its __hash__ or an
 * __eq__ can tell; raises nothing. */
int set_find_plain(Thread *t, Set *s, Value key, SetEntry **slot);
/* The same of a tuple of these items, made or not; absent: *slot says nothing. */
int set_find_plain_items(Thread *t, Set *s, const Value *items, size_t count, SetEntry **slot);
int set_add_plain(Thread *t, Set *s, Value key);     /* 1, it is there now; 0 MemoryError; -1 as above */
int set_discard_plain(Thread *t, Set *s, Value key); /* 1 removed, 0 absent, -1 as above */
bool set_update(Thread *t, Set *s, Value iterable) __attribute__((warn_unused_result));
int set_add_hashed(Thread *t, Set *s, Value key, int64_t hash);
int set_contains_hashed(Thread *t, Set *s, Value key, int64_t hash);
int set_discard_hashed(Thread *t, Set *s, Value key, int64_t hash);
void set_clear(Thread *t, Set *s);
Value set_copy(Thread *t, Set *s); /* set or frozenset, never a subclass */
/* Binary operations of sets: `other` is any iterable. */
Value set_union(Thread *t, Set *s, Value other);
Value set_intersection(Thread *t, Set *s, Value other);
Value set_difference(Thread *t, Set *s, Value other);
Value set_symmetric_difference(Thread *t, Set *s, Value other);
bool set_difference_update(Thread *t, Set *s, Value other) __attribute__((warn_unused_result));
bool set_symmetric_difference_update(Thread *t, Set *s, Value other)
    __attribute__((warn_unused_result));
int set_is_subset(Thread *t, Set *s, Value other);   /* 1, 0, -1 */
int set_is_superset(Thread *t, Set *s, Value other); /* 1, 0, -1 */
int set_is_disjoint(Thread *t, Set *s, Value other); /* 1, 0, -1 */
int64_t frozenset_hash(Set *s);
/* In table order: *position starts at 0. */
bool set_next(Set *s, size_t *position, Value *key);

#endif

/*
 * dict.c - the hash table behind dict: storage, lookup, insertion, deletion,
 * merging.  The Python type is in dict_type.c, views and iterators in
 * dict_view.c.
 *
 *   entries   key and value in the order of insertion
 *   index     slot of hash -> entry number + 2; 0 free, 1 erased
 *   hashes    of all entries' keys, once some key is neither a str nor a small int
 *
 * All are in one storage object, in this order.  A str keeps its hash, and a small int
 * is as good as its own, so that most dicts have no hashes beside their entries: the
 * first key of another kind has them made (DICT_HASHES).
 *
 * An index slot has 16 bits, from NARROW_SLOTS on 32.  An entry number needs as
 * few of them as a slot number; the bits above are those of the entry's hash, so
 * that a search hardly ever looks at another key's entry.
 *
 * A deleted entry keeps its place with key UNDEF until the next resize, and
 * its index slot keeps naming it, so deletion needs no tombstones.  Only
 * popitem, which gives the last entry's place back, erases the slot (or else
 * stale slots would pile up without entries being consumed), and makes the index
 * anew before too many slots are erased: there are always free ones.
 *
 * Slots are probed as hash, then 5*slot + 1 + the next hash bits (perturbation as
 * in CPython): consecutive ints sit in consecutive slots, and all 64 bits take
 * part before the sequence repeats.  Entries fill at most two thirds of the slots.
 * Compiled code looks at the first slot itself (IR_DICT_FIND).
 */
#include "runtime/dict.h"

#include "base/hash.h"
#include "runtime/call.h"
#include "runtime/equality.h"
#include "runtime/error.h"
#include "runtime/iterators.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str.h"

/* The smallest index serves SMALL_CAPACITY entries, but there may be room for fewer. */
enum { SMALLEST_INDEX = 8, SMALL_CAPACITY = SMALLEST_INDEX * 2 / 3, FIRST_CAPACITY = 3 };
enum { SLOT_FREE = DICT_SLOT_FREE, SLOT_ERASED = DICT_SLOT_ERASED, SLOT_FIRST = DICT_SLOT_FIRST,
       NARROW_SLOTS = DICT_NARROW_SLOTS };
enum { PERTURB_SHIFT = 5 };
enum { ABSENT = DICT_ABSENT, FAILED = -2, UNDECIDED = DICT_UNDECIDED };
#define SLOT_UNKNOWN SIZE_MAX /* instead of the slot a search has ended at */

#define ALWAYS_INLINE __attribute__((always_inline)) static inline

typedef enum KeyClass { KEY_STR, KEY_INT, KEY_ANY, KEY_ITEMS } KeyClass;

/* What is looked for: a key, or of class KEY_ITEMS a tuple of these items, which need not exist. */
typedef struct Sought {
    Value key;
    const Value *items;
    size_t count;
} Sought;

static inline KeyClass key_class(Value key) {
    return value_is_exact(key, KIND_STR) ? KEY_STR : value_is_int(key) ? KEY_INT : KEY_ANY;
}

bool dict_hash_key(Thread *t, Value key, uint64_t *hash) {
    if (value_is_exact(key, KIND_STR)) {
        *hash = str_hash(t, value_as_str(key));
        return true;
    }
    if (value_is_int(key)) {
        *hash = (uint64_t)hash_small_int(value_as_int(key));
        return true;
    }
    int64_t h;
    if (op_hash(t, key, &h) < 0) return false;
    *hash = (uint64_t)h;
    return true;
}

static inline void renew_layout(Thread *t, Dict *d) {
    d->layout = DICT_LAYOUT_UNOBSERVED;
}

/* In place of an entry's number. */
enum { ALL_ENTRIES = -1 };

/* Tells who watches a dict what has happened to it: see VmHooks.dict_changed. */
static inline void changed(Thread *t, Dict *d, int64_t entry) {
    if (__builtin_expect(d->flags & DICT_WATCHED, 0)) t->vm->hooks.dict_changed(t, d, entry);
}

void dict_set_entry_slow(Thread *t, Dict *d, size_t entry, Value value) {
    d->entries[entry].value = value;
    gc_wrote_element(t, (Array *)d->entry_storage, entry * DICT_ENTRY_WORDS);
    changed(t, d, (int64_t)entry);
}

/* ---- hashes ---------------------------------------------------------------- */

static inline uint64_t *hashes_of(const Dict *d);

/* The hash that a key, a small int or a str in a dict, tells itself. */
ALWAYS_INLINE uint64_t own_hash(Value key) {
    return value_is_int(key) ? (uint64_t)hash_small_int(value_as_int(key)) : value_as_str(key)->hash;
}

/* The hash of entry n, which is live. */
ALWAYS_INLINE uint64_t entry_hash(const Dict *d, size_t n) {
    return d->flags & DICT_HASHES ? hashes_of(d)[n] : own_hash(d->entries[n].key);
}

uint64_t dict_entry_hash(const Dict *d, size_t n) { return entry_hash(d, n); }

/* ---- the index ------------------------------------------------------------- */

static inline bool is_narrow(size_t mask) { return mask < NARROW_SLOTS; }

static inline uint32_t slot_read(const uint8_t *table, bool narrow, size_t slot) {
    return narrow ? ((const uint16_t *)table)[slot] : ((const uint32_t *)table)[slot];
}

static inline void slot_write(uint8_t *table, bool narrow, size_t slot, uint32_t content) {
    if (narrow)
        ((uint16_t *)table)[slot] = (uint16_t)content;
    else
        ((uint32_t *)table)[slot] = content;
}

/* What names an entry in the index. */
static inline uint32_t slot_naming(size_t entry, uint64_t hash, size_t mask) {
    return ((uint32_t)hash & ~(uint32_t)mask) | (uint32_t)(entry + SLOT_FIRST);
}

/* Whether a slot may name an entry of this hash. */
static inline bool slot_fits(uint32_t content, uint64_t hash, size_t mask, bool narrow) {
    uint32_t differing = (content ^ (uint32_t)hash) & ~(uint32_t)mask;
    return (narrow ? (uint16_t)differing : differing) == 0;
}

static inline size_t next_slot(size_t slot, uint64_t *perturb, size_t mask) {
    *perturb >>= PERTURB_SHIFT;
    return (slot * 5 + *perturb + 1) & mask;
}

/* The first slot for a new entry of this hash. */
static inline size_t usable_slot(const uint8_t *table, bool narrow, size_t mask, uint64_t hash) {
    uint64_t perturb = hash;
    size_t slot = hash & mask;
    while (slot_read(table, narrow, slot) > SLOT_ERASED) slot = next_slot(slot, &perturb, mask);
    return slot;
}

static inline void index_insert(uint8_t *table, bool narrow, size_t mask, uint64_t hash, size_t entry) {
    slot_write(table, narrow, usable_slot(table, narrow, mask, hash), slot_naming(entry, hash, mask));
}

/* The slot that names an entry of this hash. */
static size_t slot_of_entry(const Dict *d, uint64_t hash, size_t entry) {
    uint64_t perturb = hash;
    size_t mask = d->index_mask, slot = hash & mask;
    bool narrow = is_narrow(mask);
    uint32_t named = slot_naming(entry, hash, mask);
    if (narrow) named = (uint16_t)named;
    while (slot_read(d->index, narrow, slot) != named) slot = next_slot(slot, &perturb, mask);
    return slot;
}

static size_t index_bytes(size_t slots) { return slots * (is_narrow(slots - 1) ? 2 : 4); }

static inline uint64_t *hashes_of(const Dict *d) {
    return (uint64_t *)(d->index + index_bytes((size_t)d->index_mask + 1));
}

/* What a dict without storage has: one slot, which is free. */
static const uint16_t no_slots[1] = {SLOT_FREE};

/* ---- lookup ---------------------------------------------------------------- */

/* Whether an entry has the wanted hash and key: 1, 0, -1 error, -2 the dict changed under a __eq__: start again. */
static int match_slow(Thread *t, Dict *d, size_t n, Value key, uint64_t hash) {
    DictEntry *entries = d->entries;
    Value candidate = entries[n].key;
    if (value_is_undef(candidate) || entry_hash(d, n) != hash) return 0;
    int equal = op_equal(t, candidate, key);
    if (equal < 0) return -1;
    if (d->entries != entries || !value_same(entries[n].key, candidate)) return -2;
    return equal;
}

static inline uint64_t load(const uint8_t *p, size_t bytes) {
    uint64_t word = 0;
    memcpy(&word, p, bytes);
    return word;
}

/* The hashes are equal, so the texts are too in all likelihood; keys are short,
 * and two overlapping words beat a call of memcmp. */
ALWAYS_INLINE bool same_text(Thread *t, Str *a, Str *b) {
    if (a->length != b->length || a->width != b->width) return false;
    const uint8_t *x = a->data, *y = b->data;
    if (!x || !y) return str_equal(t, a, b);
    size_t n = (size_t)a->length * a->width;
    if (n > 16) return memcmp(x, y, n) == 0;
    if (n >= 8) return load(x, 8) == load(y, 8) && load(x + n - 8, 8) == load(y + n - 8, 8);
    if (n >= 4) return load(x, 4) == load(y, 4) && load(x + n - 4, 4) == load(y + n - 4, 4);
    if (n >= 2) return load(x, 2) == load(y, 2) && load(x + n - 2, 2) == load(y + n - 2, 2);
    return n == 0 || *x == *y;
}

/* The same as far as it goes without Python code, whether or not the hashes are equal: 1,
 * 0, -1 that takes more. */
ALWAYS_INLINE int match_plain(Thread *t, const Dict *d, size_t n, Sought sought, uint64_t hash, KeyClass class) {
    Value candidate = d->entries[n].key, key = sought.key;
    if (class == KEY_ITEMS) {
        if (is_tuple_of(candidate, sought.items, sought.count)) return 1;
        if (value_is_undef(candidate) || entry_hash(d, n) != hash) return 0;
        return equal_items_plain(t, candidate, sought.items, sought.count);
    }
    if (class == KEY_STR && value_is_exact(candidate, KIND_STR)) {
        Str *other = value_as_str(candidate);
        return value_same(candidate, key) || (other->hash == hash && same_text(t, other, value_as_str(key)));
    }
    if (value_is_int(candidate) && class == KEY_INT) return value_same(candidate, key);
    if (value_is_undef(candidate) || entry_hash(d, n) != hash) return 0;
    return value_same(candidate, key) ? 1 : equal_plain(t, candidate, key);
}

/* What the first slot tells, which is most often all: the entry of this very key, ABSENT
 * (then *slot is where to name it), or UNDECIDED. */
ALWAYS_INLINE int64_t find_at_once(const Dict *d, Value key, uint64_t hash, size_t *slot) {
    size_t mask = d->index_mask, first = hash & mask;
    uint32_t content = slot_read(d->index, is_narrow(mask), first);
    *slot = first;
    if (content == SLOT_FREE) return ABSENT;
    if (content == SLOT_ERASED) return UNDECIDED;
    if (!slot_fits(content, hash, mask, is_narrow(mask))) return UNDECIDED; /* the entry is far away */
    size_t n = (content & mask) - SLOT_FIRST;
    return value_same(d->entries[n].key, key) ? (int64_t)n : UNDECIDED;
}

/* The entry of the key, or ABSENT: then *free_slot is where to name its entry.  UNDECIDED:
 * Python code would have to be asked. */
ALWAYS_INLINE int64_t search(Thread *t, const Dict *d, Sought sought, uint64_t hash, KeyClass class, bool narrow,
                             size_t *free_slot) {
    const uint8_t *table = d->index;
    size_t mask = d->index_mask, slot = hash & mask, erased = SLOT_UNKNOWN;
    for (uint64_t perturb = hash;; slot = next_slot(slot, &perturb, mask)) {
        uint32_t content = slot_read(table, narrow, slot);
        if (__builtin_expect(content > SLOT_ERASED, 1)) {
            if (!slot_fits(content, hash, mask, narrow)) continue;
            size_t n = (content & mask) - SLOT_FIRST;
            int matched = match_plain(t, d, n, sought, hash, class);
            if (matched) return matched > 0 ? (int64_t)n : UNDECIDED;
        } else if (content == SLOT_FREE) {
            *free_slot = erased == SLOT_UNKNOWN ? slot : erased;
            return ABSENT;
        } else if (erased == SLOT_UNKNOWN) {
            erased = slot;
        }
    }
}

ALWAYS_INLINE int64_t search_of_class(Thread *t, const Dict *d, Sought sought, uint64_t hash, KeyClass class,
                                      size_t *slot) {
    return is_narrow(d->index_mask) ? search(t, d, sought, hash, class, true, slot)
                                    : search(t, d, sought, hash, class, false, slot);
}

static __attribute__((noinline)) int64_t find_str(Thread *t, Dict *d, Value key, uint64_t hash, size_t *slot) {
    return search_of_class(t, d, (Sought){.key = key}, hash, KEY_STR, slot);
}
static __attribute__((noinline)) int64_t find_int(Thread *t, Dict *d, Value key, uint64_t hash, size_t *slot) {
    return search_of_class(t, d, (Sought){.key = key}, hash, KEY_INT, slot);
}
static __attribute__((noinline)) int64_t find_any(Thread *t, Dict *d, Value key, uint64_t hash, size_t *slot) {
    if (value_is_exact(key, KIND_TUPLE)) {
        const Tuple *tuple = value_as_tuple(key);
        return search_of_class(t, d, (Sought){.items = tuple->items, .count = tuple->length}, hash, KEY_ITEMS, slot);
    }
    return search(t, d, (Sought){.key = key}, hash, KEY_ANY, is_narrow(d->index_mask), slot);
}

/* The same, with Python code being asked: FAILED when it raises. */
static __attribute__((noinline)) int64_t find_slow(Thread *t, Dict *d, Value key, uint64_t hash, size_t *free_slot) {
restart:;
    const uint8_t *table = d->index;
    size_t mask = d->index_mask, slot = hash & mask, erased = SLOT_UNKNOWN;
    bool narrow = is_narrow(mask);
    for (uint64_t perturb = hash;; slot = next_slot(slot, &perturb, mask)) {
        uint32_t content = slot_read(table, narrow, slot);
        if (content == SLOT_FREE) {
            *free_slot = erased == SLOT_UNKNOWN ? slot : erased;
            return ABSENT;
        }
        if (content == SLOT_ERASED) {
            if (erased == SLOT_UNKNOWN) erased = slot;
            continue;
        }
        if (!slot_fits(content, hash, mask, narrow)) continue;
        size_t n = (content & mask) - SLOT_FIRST;
        int matched = match_slow(t, d, n, key, hash);
        if (matched > 0) return (int64_t)n;
        if (matched == -1) return FAILED;
        if (matched < 0) goto restart;
        erased = SLOT_UNKNOWN; /* an __eq__ may have put something there */
    }
}

/* Runs no Python code: may be UNDECIDED. */
ALWAYS_INLINE int64_t find_plain(Thread *t, Dict *d, Value key, uint64_t hash, KeyClass class, size_t *slot) {
    int64_t n = find_at_once(d, key, hash, slot);
    if (n != UNDECIDED) return n;
    switch (class) {
    case KEY_STR: return find_str(t, d, key, hash, slot);
    case KEY_INT: return find_int(t, d, key, hash, slot);
    default: return find_any(t, d, key, hash, slot);
    }
}

/* The entry of the key, ABSENT or FAILED. */
ALWAYS_INLINE int64_t find_of_class(Thread *t, Dict *d, Value key, uint64_t hash, KeyClass class, size_t *slot) {
    int64_t n = find_plain(t, d, key, hash, class, slot);
    return __builtin_expect(n != UNDECIDED, 1) ? n : find_slow(t, d, key, hash, slot);
}

static inline int64_t find_hashed(Thread *t, Dict *d, Value key, uint64_t hash, size_t *slot) {
    return find_of_class(t, d, key, hash, key_class(key), slot);
}

int64_t dict_find_hashed(Thread *t, Dict *d, Value key, uint64_t hash) {
    size_t slot;
    return find_hashed(t, d, key, hash, &slot);
}

/* Hashes a key of this class. */
ALWAYS_INLINE bool hash_of_class(Thread *t, Value key, KeyClass class, uint64_t *hash) {
    switch (class) {
    case KEY_STR: *hash = str_hash(t, value_as_str(key)); return true;
    case KEY_INT: *hash = (uint64_t)hash_small_int(value_as_int(key)); return true;
    default: break;
    }
    return dict_hash_key(t, key, hash);
}

/* Hashes and looks up; the class of the key is decided once. */
ALWAYS_INLINE int64_t find_key_of_class(Thread *t, Dict *d, Value key, KeyClass class, uint64_t *hash, size_t *slot) {
    return hash_of_class(t, key, class, hash) ? find_of_class(t, d, key, *hash, class, slot) : FAILED;
}

static inline int64_t find_key(Thread *t, Dict *d, Value key, uint64_t *hash, size_t *slot) {
    switch (key_class(key)) {
    case KEY_STR: return find_key_of_class(t, d, key, KEY_STR, hash, slot);
    case KEY_INT: return find_key_of_class(t, d, key, KEY_INT, hash, slot);
    default: break;
    }
    return find_key_of_class(t, d, key, KEY_ANY, hash, slot);
}

/* The entry of an exact str, or ABSENT. */
static inline int64_t find_name(Thread *t, Dict *d, Value name, uint64_t hash, size_t *slot) {
    int64_t n = find_of_class(t, d, name, hash, KEY_STR, slot);
    if (__builtin_expect(n == FAILED, 0)) {
        /* A foreign key with this very hash has a failing __eq__: not ours. */
        error_clear(t);
        *slot = SLOT_UNKNOWN;
        return ABSENT;
    }
    return n;
}

int64_t dict_find_str(Thread *t, Dict *d, Value name) {
    size_t slot;
    return find_name(t, d, name, str_hash(t, value_as_str(name)), &slot);
}

Value dict_get_str(Thread *t, Dict *d, Value name) {
    if (__builtin_expect(value_is_error(name), 0)) return VALUE_UNDEF;
    int64_t n = dict_find_str(t, d, name);
    return n >= 0 ? d->entries[n].value : VALUE_UNDEF;
}

ALWAYS_INLINE Value get_of_class(Thread *t, Dict *d, Value key, KeyClass class) {
    uint64_t hash;
    size_t slot;
    int64_t n = find_key_of_class(t, d, key, class, &hash, &slot);
    return n >= 0 ? d->entries[n].value : n == ABSENT ? VALUE_UNDEF : VALUE_ERROR;
}

Value dict_get(Thread *t, Dict *d, Value key) {
    switch (key_class(key)) {
    case KEY_STR: return get_of_class(t, d, key, KEY_STR);
    case KEY_INT: return get_of_class(t, d, key, KEY_INT);
    default: break;
    }
    return get_of_class(t, d, key, KEY_ANY);
}

/* ---- without Python code ---------------------------------------------------- */

ALWAYS_INLINE bool hash_of_class_plain(Thread *t, Value key, KeyClass class, uint64_t *hash) {
    if (class != KEY_ANY) return hash_of_class(t, key, class, hash);
    if (!value_is_exact(key, KIND_TUPLE)) return hash_plain(t, key, hash);
    return hash_items_plain(t, value_as_tuple(key)->items, value_as_tuple(key)->length, hash);
}

ALWAYS_INLINE int64_t find_key_plain(Thread *t, Dict *d, Value key, KeyClass class, uint64_t *hash, size_t *slot) {
    return hash_of_class_plain(t, key, class, hash) ? find_plain(t, d, key, *hash, class, slot) : UNDECIDED;
}

ALWAYS_INLINE int64_t find_items(Thread *t, Dict *d, const Value *items, size_t count) {
    uint64_t hash;
    size_t slot;
    if (!hash_items_plain(t, items, count, &hash)) return UNDECIDED;
    return search_of_class(t, d, (Sought){.items = items, .count = count}, hash, KEY_ITEMS, &slot);
}

int64_t dict_find_plain_items(Thread *t, Dict *d, const Value *items, size_t count) {
    return count == 2 ? find_items(t, d, items, 2) : find_items(t, d, items, count);
}

int64_t dict_find_plain_str(Thread *t, Dict *d, Value key) {
    size_t slot;
    return find_str(t, d, key, str_hash(t, value_as_str(key)), &slot);
}

int64_t dict_find_plain_int(Thread *t, Dict *d, Value key) {
    size_t slot;
    return find_int(t, d, key, (uint64_t)hash_small_int(value_as_int(key)), &slot);
}

int64_t dict_find_plain(Thread *t, Dict *d, Value key) {
    uint64_t hash;
    size_t slot;
    switch (key_class(key)) {
    case KEY_STR: return find_key_plain(t, d, key, KEY_STR, &hash, &slot);
    case KEY_INT: return find_key_plain(t, d, key, KEY_INT, &hash, &slot);
    default: break;
    }
    if (value_is_exact(key, KIND_TUPLE))
        return dict_find_plain_items(t, d, value_as_tuple(key)->items, value_as_tuple(key)->length);
    return find_key_plain(t, d, key, KEY_ANY, &hash, &slot);
}

/* ---- storage --------------------------------------------------------------- */

/* The slots that an index for `wanted` entries has. */
static size_t slots_for(size_t wanted) {
    size_t slots = SMALLEST_INDEX;
    while (slots * 2 / 3 < wanted) slots *= 2;
    return slots;
}

/* How many entries to make room for when a dict is full: when it has SMALL_CAPACITY or
 * more, as many as CPython does then, twice the live ones or more; an iteration under
 * way may notice when entries move. */
static size_t grown(const Dict *d) {
    if (d->entry_capacity < SMALL_CAPACITY)
        return d->entry_capacity < FIRST_CAPACITY ? FIRST_CAPACITY : SMALL_CAPACITY;
    size_t slots = SMALLEST_INDEX;
    while (slots < (size_t)d->used * 3) slots *= 2;
    return slots * 2 / 3;
}

/* Names all live entries in the dict's index, whose slots are free. */
ALWAYS_INLINE void fill_index_of(const Dict *d, bool narrow) {
    const DictEntry *entries = d->entries;
    const uint64_t *hashes = d->flags & DICT_HASHES ? hashes_of(d) : NULL;
    uint8_t *table = d->index;
    size_t count = d->entry_count, mask = d->index_mask;
    for (size_t n = 0; n < count; n++) {
        Value key = entries[n].key;
        if (!value_is_undef(key)) index_insert(table, narrow, mask, hashes ? hashes[n] : own_hash(key), n);
    }
}

static void fill_index(const Dict *d) {
    if (is_narrow(d->index_mask))
        fill_index_of(d, true);
    else
        fill_index_of(d, false);
}

static size_t storage_bytes(size_t capacity, size_t slots, uint32_t flags) {
    size_t entry = sizeof(DictEntry) + (flags & DICT_HASHES ? sizeof(uint64_t) : 0);
    return sizeof(DictEntries) + capacity * entry + index_bytes(slots);
}

size_t dict_storage_bytes(const Dict *d) {
    return d->entry_storage ? storage_bytes(d->entry_capacity, (size_t)d->index_mask + 1, d->flags) : 0;
}

/* Storage for `capacity` entries, of which there is none yet (nobody looks behind the last one, so
 * that they are not cleared), with an index of so many slots, all free; with hashes if the flags
 * say so. */
static DictEntries *storage_new(Thread *t, size_t capacity, size_t slots, uint32_t flags) {
    DictEntries *storage = gc_alloc_to_fill(t, storage_bytes(capacity, slots, flags), sizeof(DictEntries),
                                            sizeof(DictEntries) + capacity * sizeof(DictEntry),
                                            KIND_DICT_ENTRIES, NULL);
    if (storage) storage->capacity = (uint32_t)capacity;
    return storage;
}

/* Makes new storage the dict's, with hashes as the flags say; its first `count` entries
 * have been written. */
static void use_storage(Thread *t, Dict *d, DictEntries *storage, size_t slots, uint32_t flags, size_t count) {
    if (d->entry_storage) gc_discard(t, d->entry_storage);
    storage->count = (uint32_t)count;
    d->entry_storage = &storage->header;
    d->entries = storage->items;
    d->entry_count = (uint32_t)count;
    d->entry_capacity = storage->capacity;
    d->index = (uint8_t *)(storage->items + storage->capacity);
    d->index_mask = (uint32_t)(slots - 1);
    d->erased = 0;
    d->flags = (d->flags & ~(uint32_t)DICT_HASHES) | (flags & DICT_HASHES);
    renew_layout(t, d);
    gc_wrote(t, d);
}

/* Whether a resize keeps the deleted entries: where CPython has no reason for one yet,
 * since its smallest dicts have more room. */
static inline bool keeps_deleted(const Dict *d) { return d->entry_count < SMALL_CAPACITY; }

/* Moves the entries of `from`, but for deleted ones if they are not kept, to the storage
 * that d has now, which has room for `count`; hashes, if d has them, to `hashes`. */
static void move_entries(Dict *d, const Dict *from, size_t count) {
    uint64_t *hashes = d->flags & DICT_HASHES ? hashes_of(d) : NULL;
    DictEntry *to = d->entries;
    if (count == from->entry_count && count) memcpy(to, from->entries, count * sizeof *to);
    if (count == from->entry_count && !hashes) return;
    for (size_t n = 0; n < from->entry_count; n++) {
        bool live = !value_is_undef(from->entries[n].key);
        if (!live && count != from->entry_count) continue;
        *to++ = from->entries[n];
        if (hashes) *hashes++ = live ? entry_hash(from, n) : 0;
    }
}

/* Moves the entries, but for deleted ones if they are not kept, to fresh storage with
 * room for `wanted` or more; with hashes, if the flags or the dict's say so.  Runs no user
 * code; on failure the dict is as it was. */
static __attribute__((noinline)) bool resize(Thread *t, Dict *d, size_t wanted, uint32_t flags) {
    if (wanted > UINT32_MAX / 2) {
        raise_memory_error(t);
        return false;
    }
    flags |= d->flags;
    size_t count = keeps_deleted(d) ? d->entry_count : d->used;
    size_t slots = slots_for(wanted), capacity = slots == SMALLEST_INDEX ? wanted : slots * 2 / 3;
    DictEntries *storage = storage_new(t, capacity, slots, flags);
    if (!storage) return false;
    Dict old = *d;
    d->entry_storage = NULL; /* not to be discarded yet */
    use_storage(t, d, storage, slots, flags, count);
    move_entries(d, &old, count);
    if (count != old.entry_count) d->first = 0;
    /* An index of the same size names the same entries: a small dict has got room for more of them. */
    if (count == old.entry_count && d->index_mask == old.index_mask && !old.erased)
        memcpy(d->index, old.index, index_bytes(slots));
    else
        fill_index(d);
    if (old.entry_storage) gc_discard(t, old.entry_storage);
    changed(t, d, ALL_ENTRIES);
    return true;
}

/* Gives storage that has none hashes; nothing else of it changes. */
static bool add_hashes(Thread *t, Dict *d) {
    size_t slots = (size_t)d->index_mask + 1, count = d->entry_count;
    DictEntries *storage = storage_new(t, d->entry_capacity, slots, DICT_HASHES);
    if (!storage) return false;
    uint32_t erased = d->erased;
    uint64_t *hashes = (uint64_t *)((uint8_t *)(storage->items + d->entry_capacity) + index_bytes(slots));
    for (size_t n = 0; n < count; n++)
        if (!value_is_undef(d->entries[n].key)) hashes[n] = entry_hash(d, n);
    memcpy(storage->items, d->entries, count * sizeof(DictEntry));
    memcpy(storage->items + d->entry_capacity, d->index, index_bytes(slots));
    use_storage(t, d, storage, slots, DICT_HASHES, count);
    d->erased = erased;
    return true;
}

bool dict_reserve(Thread *t, Dict *d, size_t count) {
    size_t deleted = d->entry_count - d->used;
    if (count + deleted <= d->entry_capacity) return true;
    if (keeps_deleted(d)) count += deleted;
    return resize(t, d, d->used && count < grown(d) ? grown(d) : count, 0);
}

/* Puts a key known to be absent behind the last entry, where there is room; slot: where
 * to name it in the index. */
ALWAYS_INLINE void append(Thread *t, Dict *d, Value key, uint64_t hash, Value value, KeyClass class, size_t slot) {
    size_t n = d->entry_count++, mask = d->index_mask;
    d->entries[n] = (DictEntry){key, value};
    if (class == KEY_ANY || d->flags & DICT_HASHES) hashes_of(d)[n] = hash;
    DictEntries *storage = (DictEntries *)d->entry_storage;
    storage->count = (uint32_t)n + 1;
    slot_write(d->index, is_narrow(mask), slot, slot_naming(n, hash, mask));
    d->used++;
    if (class != KEY_STR) d->flags &= ~(uint32_t)DICT_ALL_STR_KEYS;
    renew_layout(t, d);
    gc_wrote_element(t, (Array *)storage, n * DICT_ENTRY_WORDS);
}

/* The same where it is not that simple. */
static __attribute__((noinline)) bool insert_slow(Thread *t, Dict *d, Value key, uint64_t hash, Value value,
                                                  size_t slot) {
    uint32_t flags = key_class(key) == KEY_ANY ? DICT_HASHES : 0;
    if (d->entry_count == d->entry_capacity) {
        /* Doubles a full dict; one with many deleted entries is compacted. */
        if (!resize(t, d, grown(d), flags)) return false;
        slot = SLOT_UNKNOWN;
    } else if (flags & ~d->flags) {
        if (!add_hashes(t, d)) return false;
    }
    if (slot == SLOT_UNKNOWN) slot = usable_slot(d->index, is_narrow(d->index_mask), d->index_mask, hash);
    d->erased -= slot_read(d->index, is_narrow(d->index_mask), slot) == SLOT_ERASED;
    append(t, d, key, hash, value, key_class(key), slot);
    changed(t, d, (int64_t)d->entry_count - 1);
    return true;
}

ALWAYS_INLINE bool insert_of_class(Thread *t, Dict *d, Value key, uint64_t hash, Value value, KeyClass class,
                                   size_t slot) {
    bool simple = class == KEY_ANY ? (d->flags & (DICT_WATCHED | DICT_HASHES)) == DICT_HASHES : !(d->flags & DICT_WATCHED);
    if (__builtin_expect(d->entry_count == d->entry_capacity || d->erased || !simple || slot == SLOT_UNKNOWN, 0))
        return insert_slow(t, d, key, hash, value, slot);
    append(t, d, key, hash, value, class, slot);
    return true;
}

static inline bool insert_new(Thread *t, Dict *d, Value key, uint64_t hash, Value value, size_t slot) {
    return insert_of_class(t, d, key, hash, value, key_class(key), slot);
}

/* What a search for the key has found: replaces the value or inserts. */
ALWAYS_INLINE bool store(Thread *t, Dict *d, int64_t n, Value key, uint64_t hash, Value value, KeyClass class,
                         size_t slot) {
    if (n >= 0) {
        dict_set_entry(t, d, (size_t)n, value);
        return true;
    }
    return n == ABSENT && insert_of_class(t, d, key, hash, value, class, slot);
}

ALWAYS_INLINE bool set_of_class(Thread *t, Dict *d, Value key, Value value, KeyClass class) {
    uint64_t hash;
    size_t slot;
    int64_t n = find_key_of_class(t, d, key, class, &hash, &slot);
    return store(t, d, n, key, hash, value, class, slot);
}

/* Functions of their own, which save no more registers than they need. */
static __attribute__((noinline)) bool set_str(Thread *t, Dict *d, Value key, Value value) {
    return set_of_class(t, d, key, value, KEY_STR);
}
static __attribute__((noinline)) bool set_int(Thread *t, Dict *d, Value key, Value value) {
    return set_of_class(t, d, key, value, KEY_INT);
}
static __attribute__((noinline)) bool set_any(Thread *t, Dict *d, Value key, Value value) {
    return set_of_class(t, d, key, value, KEY_ANY);
}

bool dict_set(Thread *t, Dict *d, Value key, Value value) {
    switch (key_class(key)) {
    case KEY_STR: return set_str(t, d, key, value);
    case KEY_INT: return set_int(t, d, key, value);
    default: break;
    }
    return set_any(t, d, key, value);
}

ALWAYS_INLINE int set_plain_of_class(Thread *t, Dict *d, Value key, Value value, KeyClass class) {
    uint64_t hash;
    size_t slot;
    int64_t n = find_key_plain(t, d, key, class, &hash, &slot);
    if (n == UNDECIDED || d->flags & DICT_WATCHED) return -1;
    return store(t, d, n, key, hash, value, class, slot);
}

static __attribute__((noinline)) int set_plain_str(Thread *t, Dict *d, Value key, Value value) {
    return set_plain_of_class(t, d, key, value, KEY_STR);
}
static __attribute__((noinline)) int set_plain_int(Thread *t, Dict *d, Value key, Value value) {
    return set_plain_of_class(t, d, key, value, KEY_INT);
}
static __attribute__((noinline)) int set_plain_any(Thread *t, Dict *d, Value key, Value value) {
    return set_plain_of_class(t, d, key, value, KEY_ANY);
}

int dict_set_plain(Thread *t, Dict *d, Value key, Value value) {
    switch (key_class(key)) {
    case KEY_STR: return set_plain_str(t, d, key, value);
    case KEY_INT: return set_plain_int(t, d, key, value);
    default: break;
    }
    return set_plain_any(t, d, key, value);
}

bool dict_set_hashed(Thread *t, Dict *d, Value key, uint64_t hash, Value value) {
    size_t slot;
    int64_t n = find_hashed(t, d, key, hash, &slot);
    return store(t, d, n, key, hash, value, key_class(key), slot);
}

Dict *dict_from_names(Thread *t, const Value *pairs, size_t count) {
    Dict *d = dict_new(t);
    if (!d || !count) return d;
    size_t slots = slots_for(count), mask = slots - 1;
    DictEntries *storage = storage_new(t, slots == SMALLEST_INDEX ? count : slots * 2 / 3, slots, 0);
    if (!storage) return NULL;
    use_storage(t, d, storage, slots, 0, 0);
    bool narrow = is_narrow(mask);
    for (size_t n = 0; n < count; n++) {
        uint64_t hash = str_hash(t, value_as_str(pairs[2 * n]));
        d->entries[n] = (DictEntry){pairs[2 * n], pairs[2 * n + 1]};
        index_insert(d->index, narrow, mask, hash, n);
    }
    storage->count = d->entry_count = d->used = (uint32_t)count;
    gc_wrote(t, storage);
    return d;
}

bool dict_set_str(Thread *t, Dict *d, Value name, Value value) {
    /* Callers pass on what str_intern_cstring and the value's maker returned. */
    if (__builtin_expect(value_is_error(name) || value_is_error(value), 0)) return false;
    size_t slot = SLOT_UNKNOWN;
    uint64_t hash = str_hash(t, value_as_str(name));
    int64_t n = find_name(t, d, name, hash, &slot);
    return store(t, d, n, name, hash, value, KEY_STR, slot);
}

ALWAYS_INLINE int64_t find_or_add_of_class(Thread *t, Dict *d, Value key, Value value, bool *added, KeyClass class) {
    uint64_t hash;
    size_t slot;
    int64_t n = find_key_of_class(t, d, key, class, &hash, &slot);
    *added = n == ABSENT;
    if (n != ABSENT) return n;
    return insert_of_class(t, d, key, hash, value, class, slot) ? (int64_t)d->entry_count - 1 : FAILED;
}

static __attribute__((noinline)) int64_t find_or_add_str(Thread *t, Dict *d, Value key, Value value, bool *added) {
    return find_or_add_of_class(t, d, key, value, added, KEY_STR);
}
static __attribute__((noinline)) int64_t find_or_add_int(Thread *t, Dict *d, Value key, Value value, bool *added) {
    return find_or_add_of_class(t, d, key, value, added, KEY_INT);
}
static __attribute__((noinline)) int64_t find_or_add_any(Thread *t, Dict *d, Value key, Value value, bool *added) {
    return find_or_add_of_class(t, d, key, value, added, KEY_ANY);
}

int64_t dict_find_or_add(Thread *t, Dict *d, Value key, Value value, bool *added) {
    switch (key_class(key)) {
    case KEY_STR: return find_or_add_str(t, d, key, value, added);
    case KEY_INT: return find_or_add_int(t, d, key, value, added);
    default: break;
    }
    return find_or_add_any(t, d, key, value, added);
}

Value dict_setdefault(Thread *t, Dict *d, Value key, Value fallback) {
    bool added;
    int64_t n = dict_find_or_add(t, d, key, fallback, &added);
    return n >= 0 ? d->entries[n].value : VALUE_ERROR;
}

static inline void delete_entry(Thread *t, Dict *d, size_t n) {
    d->entries[n] = (DictEntry){VALUE_UNDEF, VALUE_UNDEF};
    d->used--;
    renew_layout(t, d);
}

void dict_delete_entry(Thread *t, Dict *d, size_t n) {
    delete_entry(t, d, n);
    changed(t, d, (int64_t)n);
}

int dict_delete(Thread *t, Dict *d, Value key) {
    uint64_t hash;
    size_t slot;
    int64_t n = find_key(t, d, key, &hash, &slot);
    if (n < 0) return n == ABSENT ? 0 : -1;
    dict_delete_entry(t, d, (size_t)n);
    return 1;
}

Value dict_pop(Thread *t, Dict *d, Value key) {
    uint64_t hash;
    size_t slot;
    int64_t n = find_key(t, d, key, &hash, &slot);
    if (n < 0) return n == ABSENT ? VALUE_UNDEF : VALUE_ERROR;
    Value value = d->entries[n].value;
    dict_delete_entry(t, d, (size_t)n);
    return value;
}

int dict_popitem(Thread *t, Dict *d, Value *key, Value *value) {
    if (d->used == 0) return 0;
    size_t n = d->entry_count;
    while (value_is_undef(d->entries[n - 1].key)) n--;
    DictEntry *e = &d->entries[--n];
    *key = e->key;
    *value = e->value;
    slot_write(d->index, is_narrow(d->index_mask), slot_of_entry(d, entry_hash(d, n), n), SLOT_ERASED);
    d->erased++;
    delete_entry(t, d, n);
    d->entry_count = (uint32_t)n;
    ((DictEntries *)d->entry_storage)->count = (uint32_t)n;
    if (d->erased > d->index_mask / 8) {
        memset(d->index, 0, index_bytes((size_t)d->index_mask + 1));
        fill_index(d);
        d->erased = 0;
    }
    changed(t, d, (int64_t)n);
    return 1;
}

bool dict_move_to_end(Thread *t, Dict *d, size_t n) {
    DictEntry e = d->entries[n];
    uint64_t hash = entry_hash(d, n);
    if (d->entry_count == d->entry_capacity || d->flags & DICT_WATCHED) {
        dict_delete_entry(t, d, n);
        return insert_new(t, d, e.key, hash, e.value, SLOT_UNKNOWN);
    }
    /* The slot that has named the entry names its new place. */
    size_t slot = slot_of_entry(d, hash, n);
    delete_entry(t, d, n);
    append(t, d, e.key, hash, e.value, key_class(e.key), slot);
    return true;
}

static void make_empty(Thread *t, Dict *d) {
    d->used = d->entry_count = d->entry_capacity = d->first = 0;
    d->entries = NULL;
    d->entry_storage = NULL;
    d->index = (uint8_t *)(uintptr_t)no_slots; /* nobody writes there: there is no room for entries */
    d->index_mask = d->erased = 0;
    d->flags = DICT_ALL_STR_KEYS;
    renew_layout(t, d);
}

void dict_clear(Thread *t, Dict *d) {
    if (d->entry_storage) gc_discard(t, d->entry_storage);
    uint32_t lasting = d->flags & DICT_LASTING_FLAGS;
    make_empty(t, d);
    d->flags |= lasting;
    changed(t, d, ALL_ENTRIES);
}

Dict *dict_new(Thread *t) {
    Dict *d = GC_NEW(t, Dict, KIND_DICT, TYPE_DICT);
    if (d) make_empty(t, d);
    return d;
}

Dict *dict_new_sized(Thread *t, size_t expected) {
    Dict *d = dict_new(t);
    return d && (expected == 0 || resize(t, d, expected, 0)) ? d : NULL;
}

/* Makes the empty dict d hold what `other` holds. */
static bool copy_into(Thread *t, Dict *d, Dict *other) {
    if (other->used == 0) return true;
    size_t count = other->entry_count, capacity = other->entry_capacity;
    uint32_t flags = other->flags & ~(uint32_t)DICT_LASTING_FLAGS;
    /* Worth a plain copy of the tables unless much of them is unused. */
    if (other->used == count && count * 2 >= capacity) {
        size_t slots = (size_t)other->index_mask + 1;
        DictEntries *storage = storage_new(t, capacity, slots, flags);
        if (!storage) return false;
        memcpy(storage->items, other->entries, count * sizeof(DictEntry));
        memcpy(storage->items + capacity, other->index,
               dict_storage_bytes(other) - sizeof(DictEntries) - capacity * sizeof(DictEntry));
        use_storage(t, d, storage, slots, flags, count);
        d->erased = other->erased;
    } else {
        if (!resize(t, d, other->used, flags)) return false;
        d->entry_count = other->used;
        ((DictEntries *)d->entry_storage)->count = other->used;
        move_entries(d, other, other->used);
        fill_index(d);
        gc_wrote(t, d);
    }
    d->used = other->used;
    d->flags = flags | (d->flags & DICT_LASTING_FLAGS);
    changed(t, d, ALL_ENTRIES);
    return true;
}

Dict *dict_copy(Thread *t, Dict *other) {
    Dict *d = dict_new(t);
    return d && copy_into(t, d, other) ? d : NULL;
}

Dict *dict_with_keys_of(Thread *t, const Dict *keys, const Value *values) {
    Dict *d = dict_new(t);
    size_t count = keys->entry_count, capacity = keys->entry_capacity, slots = (size_t)keys->index_mask + 1;
    assert(keys->used == count && !(keys->flags & DICT_HASHES));
    if (!d || !count) return d;
    DictEntries *storage = storage_new(t, capacity, slots, 0);
    if (!storage) return NULL;
    for (size_t n = 0; n < count; n++) storage->items[n] = (DictEntry){keys->entries[n].key, values[n]};
    memcpy(storage->items + capacity, keys->index, index_bytes(slots));
    use_storage(t, d, storage, slots, 0, count);
    d->used = (uint32_t)count;
    return d;
}

/* ---- merging and comparing ------------------------------------------------- */

static bool merge_dict(Thread *t, Dict *d, Dict *other, bool override) {
    if (d == other || other->used == 0) return true;
    if (d->used == 0 && d->entry_capacity == 0) return copy_into(t, d, other);
    if (!dict_reserve(t, d, (size_t)d->used + other->used)) return false;
    size_t count = other->entry_count;
    DictEntry *entries = other->entries;
    for (size_t n = 0; n < count; n++) {
        DictEntry e = entries[n];
        if (value_is_undef(e.key)) continue;
        size_t slot;
        uint64_t hash = entry_hash(other, n);
        int64_t at = find_hashed(t, d, e.key, hash, &slot);
        if (at == FAILED || (at == ABSENT && !insert_new(t, d, e.key, hash, e.value, slot)))
            return false;
        if (at >= 0 && override) dict_set_entry(t, d, (size_t)at, e.value);
        if (other->entry_count != count || other->entries != entries) {
            raise_error(t, TYPE_RuntimeError, "dict mutated during update");
            return false;
        }
    }
    return true;
}

static bool set_or_default(Thread *t, Dict *d, Value key, Value value, bool override) {
    return override ? dict_set(t, d, key, value)
                    : !value_is_error(dict_setdefault(t, d, key, value));
}

/* Any object with keys() and __getitem__. */
static bool merge_mapping(Thread *t, Dict *d, Value other, bool override) {
    Value keys = call_method0(t, other, STR_NAME(t, keys));
    if (value_is_error(keys)) return false;
    if (!value_is_exact(keys, KIND_LIST)) {
        Value iterator = op_iter(t, keys);
        if (value_is_error(iterator)) {
            if (error_matches(t, TYPE_TypeError)) {
                error_clear(t);
                raise_type_error(t, "%.200T.keys() returned a non-iterable (type %.200T)", other,
                                 keys);
            }
            return false;
        }
        keys = list_from_iterable(t, iterator);
        if (value_is_error(keys)) return false;
    }
    List *list = value_as_list(keys);
    for (size_t i = 0; i < list->length; i++) {
        Value key = list->items[i];
        if (!override) {
            Value present = dict_get(t, d, key);
            if (value_is_error(present)) return false;
            if (!value_is_undef(present)) continue;
        }
        Value value = op_getitem(t, other, key);
        if (value_is_error(value) || !dict_set(t, d, key, value)) return false;
    }
    return true;
}

/* The pairs that zip() would make. */
static bool update_zipped(Thread *t, Dict *d, Zip *z, bool override) {
    Value pair[2];
    for (;;) {
        int step = zip_next_parts(t, z, pair);
        if (step <= 0) return step == 0;
        if (!set_or_default(t, d, pair[0], pair[1], override)) return false;
    }
}

bool dict_update_pairs(Thread *t, Dict *d, Value pairs, bool override) {
    Value iterator = op_iter(t, pairs);
    if (value_is_error(iterator)) return false;
    if (value_is_object(iterator) &&
        object_type(value_as_object(iterator)) == t->vm->types[TYPE_ZIP]) {
        Zip *z = (Zip *)value_as_object(iterator);
        if (value_as_tuple(z->iterators)->length == 2) return update_zipped(t, d, z, override);
    }
    for (size_t i = 0;; i++) {
        Value item = iterator_next(t, iterator);
        if (value_is_stop(item)) return true;
        if (value_is_error(item)) return false;
        size_t length;
        Value *fields;
        if (!value_is_kind(item, KIND_TUPLE) && !value_is_kind(item, KIND_LIST)) {
            item = list_from_iterable(t, item);
            if (value_is_error(item)) {
                if (error_matches(t, TYPE_TypeError)) {
                    error_clear(t);
                    raise_type_error(
                        t, "cannot convert dictionary update sequence element #%zu to a sequence",
                        i);
                }
                return false;
            }
        }
        if (value_is_kind(item, KIND_TUPLE)) {
            length = value_as_tuple(item)->length;
            fields = value_as_tuple(item)->items;
        } else {
            length = value_as_list(item)->length;
            fields = value_as_list(item)->items;
        }
        if (length != 2) {
            raise_value_error(
                t, "dictionary update sequence element #%zu has length %zu; 2 is required", i,
                length);
            return false;
        }
        if (!set_or_default(t, d, fields[0], fields[1], override)) return false;
    }
}

/* A dict whose subclass iterates in its own way must be asked for keys(). */
static bool iterates_as_dict(Thread *t, Value v) {
    return value_is_exact(v, KIND_DICT) ||
           (value_is_dict(v) && value_same(special_of(t, v, SPECIAL_ITER),
                                           t->vm->types[TYPE_DICT]->specials[SPECIAL_ITER]));
}

bool dict_update(Thread *t, Dict *d, Value other, bool override) {
    if (iterates_as_dict(t, other)) return merge_dict(t, d, value_as_dict(other), override);
    return merge_mapping(t, d, other, override);
}

bool dict_update_from(Thread *t, Dict *d, Value other) {
    if (value_is_exact(other, KIND_DICT)) return merge_dict(t, d, value_as_dict(other), true);
    Value keys = attr_find(t, other, STR_NAME(t, keys));
    if (value_is_error(keys)) return false;
    return value_is_undef(keys) ? dict_update_pairs(t, d, other, true)
                                : dict_update(t, d, other, true);
}

int dict_equal(Thread *t, Dict *a, Dict *b) {
    if (a->used != b->used) return 0;
    for (size_t n = 0; n < a->entry_count; n++) {
        DictEntry e = a->entries[n];
        if (value_is_undef(e.key)) continue;
        int64_t at = dict_find_hashed(t, b, e.key, entry_hash(a, n));
        if (at < 0) return at == ABSENT ? 0 : -1;
        int equal = op_equal(t, b->entries[at].value, e.value);
        if (equal <= 0) return equal;
    }
    return 1;
}

/*
 * set.c - the hash table behind set and frozenset, and the set operations.
 * The Python types are in set_type.c.
 *
 * The order in which a set is walked is that of its table, and programs print
 * it.  So the table is CPython 3.11's, move for move: open addressing in a
 * power-of-two table of at least eight slots, LINEAR_PROBES neighbours looked
 * at before jumping on with perturbation, the last deleted slot passed used
 * again, growth by four (two above 50,000 items) when three fifths are in use;
 * and each operation adds items to its result in the order in which CPython's
 * does.
 *
 *   table[i].tag   0 free (as fresh memory is), else the hash's complement
 *   table[i].key   ERROR deleted, else an item
 */
#include "base/hash.h"
#include "runtime/dict.h"
#include "runtime/equality.h"
#include "runtime/error.h"
#include "runtime/iterators.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str.h"

enum { MIN_SLOTS = 8, LINEAR_PROBES = 9, PERTURB_SHIFT = 5, LARGE_SET = 50000 };

static inline bool is_free(const SetEntry *e) {
    return e->tag == 0;
}
static inline bool is_live(const SetEntry *e) {
    return e->tag != 0 && !value_is_error(e->key);
}

static inline void touched(Set *s) {
    s->version++;
}

static inline bool hash_item(Thread *t, Value key, int64_t *hash) {
    if (value_is_int(key)) {
        *hash = hash_small_int(value_as_int(key));
        return true;
    }
    if (value_is_exact(key, KIND_STR)) {
        *hash = (int64_t)str_hash(t, value_as_str(key));
        return true;
    }
    uint64_t h;
    if (!dict_hash_key(t, key, &h)) return false;
    *hash = (int64_t)h;
    return true;
}

/* ---- the table --------------------------------------------------------------- */

static SetEntries *table_new(Thread *t, size_t slots) {
    if (slots > SIZE_MAX / 64) {
        raise_memory_error(t);
        return NULL;
    }
    SetEntries *storage =
        gc_alloc(t, sizeof(SetEntries) + slots * sizeof(SetEntry), KIND_SET_ENTRIES, NULL);
    if (!storage) return NULL;
    storage->log_capacity = (uint32_t)__builtin_ctzll(slots);
    return storage;
}

static void use_table(Thread *t, Set *s, SetEntries *storage) {
    s->storage = &storage->header;
    s->table = storage->items;
    s->mask = set_entries_capacity(storage) - 1;
    gc_wrote(t, s);
}

/* Puts an item known to be absent into a table without deleted slots. */
static inline void insert_clean(SetEntry *table, size_t mask, SetEntry entry) {
    uint64_t perturb = ~entry.tag;
    size_t i = perturb & mask;
    for (;;) {
        SetEntry *e = &table[i];
        SetEntry *last = i + LINEAR_PROBES <= mask ? e + LINEAR_PROBES : e;
        for (; e <= last; e++)
            if (is_free(e)) {
                *e = entry;
                return;
            }
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

/* Puts a set's items, in the order of its table, into a table without any of them. */
static void insert_all(SetEntries *storage, const Set *s) {
    if (!s->table) return;
    size_t mask = set_entries_capacity(storage) - 1;
    for (size_t i = 0; i <= s->mask; i++)
        if (is_live(&s->table[i])) insert_clean(storage->items, mask, s->table[i]);
    storage->has_objects |= ((SetEntries *)s->storage)->has_objects;
}

/* Rebuilds the table with more than `minimum` slots, without deleted ones. */
static bool resize(Thread *t, Set *s, size_t minimum) {
    size_t slots = MIN_SLOTS;
    while (slots <= minimum) slots *= 2;
    if (slots == MIN_SLOTS && s->table && s->mask + 1 == MIN_SLOTS && s->fill == s->used)
        return true;
    SetEntries *storage = table_new(t, slots);
    if (!storage) return false;
    insert_all(storage, s);
    if (s->storage) gc_discard(t, s->storage);
    s->fill = s->used;
    touched(s);
    use_table(t, s, storage);
    return true;
}

static size_t grown(const Set *s) {
    return s->used > LARGE_SET ? s->used * 2 : s->used * 4;
}

/* How keys are compared that are neither the same nor plainly equal or different. */
typedef enum Search {
    SEARCH_FIND,
    SEARCH_ADD,   /* what is equal need not be in the table any more */
    SEARCH_PLAIN, /* without code of the program: -1 says that it would have to be asked */
} Search;

/* Whether slot e, which has the wanted hash, has the wanted key: 1, 0, -1
 * error, -2 the table changed under a __eq__: start again. */
static int match(Thread *t, Set *s, SetEntry *e, Value key, Search search) {
    Value candidate = e->key;
    if (value_same(candidate, key)) return 1;
    if (!is_live(e)) return 0;
    if (search == SEARCH_PLAIN) return equal_plain(t, candidate, key);
    int plain = op_equal_plain(t, candidate, key);
    if (plain >= 0) return plain;
    SetEntry *table = s->table;
    int equal = op_equal(t, candidate, key);
    if (equal < 0) return -1;
    if (equal && search == SEARCH_ADD) return 1; /* as CPython: whatever has become of the table */
    if (s->table != table || !value_same(e->key, candidate)) return -2;
    return equal;
}

/* Walks the probe sequence: 1 found (*slot), 0 absent (*slot is where to add:
 * the last deleted slot passed, else the free slot that ended it), -1
 * exception.  Without a table, which a __eq__ can clear away, *slot is NULL. */
static int find_slow(Thread *t, Set *s, Value key, int64_t hash, SetEntry **slot, Search search) {
restart:
    if (!s->table) {
        *slot = NULL;
        return 0;
    }
    SetEntry *deleted = NULL;
    uint64_t tag = set_tag(hash);
    size_t mask = s->mask, i = (size_t)hash & mask;
    uint64_t perturb = (uint64_t)hash;
    for (;;) {
        SetEntry *e = &s->table[i];
        SetEntry *last = i + LINEAR_PROBES <= mask ? e + LINEAR_PROBES : e;
        for (; e <= last; e++) {
            if (e->tag == tag) {
                int matched = match(t, s, e, key, search);
                if (matched == -1) return -1;
                if (matched == -2) goto restart;
                if (matched) {
                    *slot = e;
                    return 1;
                }
            }
            if (is_free(e)) {
                *slot = deleted ? deleted : e;
                return 0;
            }
            if (value_is_error(e->key)) deleted = e;
        }
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

/* The search as far as it goes without comparing: the slot of this very key, or
 * the slot where to add it; NULL: another item has the same hash. */
static SetEntry *find_same(const Set *s, Value key, uint64_t tag) {
    SetEntry *deleted = NULL;
    uint64_t perturb = ~tag;
    size_t mask = s->mask, i = perturb & mask;
    for (;;) {
        SetEntry *e = &s->table[i];
        SetEntry *last = i + LINEAR_PROBES <= mask ? e + LINEAR_PROBES : e;
        for (; e <= last; e++) {
            if (is_free(e)) return deleted ? deleted : e;
            if (value_same(e->key, key)) return e;
            if (e->tag == tag) return NULL;
            if (value_is_error(e->key)) deleted = e;
        }
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

/* What find_slow tells; most searches end at the first slot, and nearly all
 * others without a comparison. */
static inline int find(Thread *t, Set *s, Value key, int64_t hash, SetEntry **slot, Search search) {
    if (s->table) {
        SetEntry *e = &s->table[(size_t)hash & s->mask];
        if (!is_free(e) && !value_same(e->key, key)) e = find_same(s, key, set_tag(hash));
        if (e) {
            *slot = e;
            return !is_free(e) && value_same(e->key, key);
        }
    }
    return find_slow(t, s, key, hash, slot, search);
}

/* Puts a new item into the slot that a search has ended at. */
static inline int insert(Thread *t, Set *s, SetEntry *slot, Value key, int64_t hash) {
    bool reused = !is_free(slot);
    *slot = (SetEntry){key, set_tag(hash)};
    if (value_is_object(key)) {
        ((SetEntries *)s->storage)->has_objects = true;
        gc_wrote_element(t, (Array *)s->storage, (size_t)(slot - s->table) * 2);
    }
    s->used++;
    touched(s);
    if (reused) return 1;
    s->fill++;
    if (s->fill * 5 < s->mask * 3) return 1;
    return resize(t, s, grown(s)) ? 1 : -1;
}

static inline int add_hashed(Thread *t, Set *s, Value key, int64_t hash) {
    SetEntry *slot;
    do {
        if (__builtin_expect(!s->table, 0)) {
            SetEntries *storage = table_new(t, MIN_SLOTS);
            if (!storage) return -1;
            use_table(t, s, storage);
        }
        int found = find(t, s, key, hash, &slot, SEARCH_ADD);
        if (found) return found < 0 ? -1 : 0;
    } while (!slot);
    return insert(t, s, slot, key, hash);
}

int set_add_hashed(Thread *t, Set *s, Value key, int64_t hash) { return add_hashed(t, s, key, hash); }

static inline bool hash_item_plain(Thread *t, Value key, int64_t *hash) {
    if (value_is_int(key)) {
        *hash = hash_small_int(value_as_int(key));
        return true;
    }
    if (value_is_exact(key, KIND_STR)) {
        *hash = (int64_t)str_hash(t, value_as_str(key));
        return true;
    }
    uint64_t h;
    if (value_is_exact(key, KIND_TUPLE)
            ? !hash_items_plain(t, value_as_tuple(key)->items, value_as_tuple(key)->length, &h)
            : !hash_plain(t, key, &h))
        return false;
    *hash = (int64_t)h;
    return true;
}

static inline int find_items(Thread *t, Set *s, const Value *items, size_t count, SetEntry **slot) {
    uint64_t hash;
    if (!hash_items_plain(t, items, count, &hash)) return -1;
    if (!s->table) return 0;
    uint64_t tag = set_tag((int64_t)hash), perturb = hash;
    size_t mask = s->mask, i = hash & mask;
    for (;;) {
        SetEntry *e = &s->table[i];
        SetEntry *last = i + LINEAR_PROBES <= mask ? e + LINEAR_PROBES : e;
        for (; e <= last; e++) {
            if (is_free(e)) return 0;
            if (e->tag != tag || value_is_error(e->key)) continue;
            *slot = e;
            int equal = is_tuple_of(e->key, items, count) ? 1 : equal_items_plain(t, e->key, items, count);
            if (equal) return equal;
        }
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

int set_find_plain_items(Thread *t, Set *s, const Value *items, size_t count, SetEntry **slot) {
    return count == 2 ? find_items(t, s, items, 2, slot) : find_items(t, s, items, count, slot);
}

int set_find_plain(Thread *t, Set *s, Value key, SetEntry **slot) {
    int64_t hash;
    if (value_is_exact(key, KIND_TUPLE))
        return set_find_plain_items(t, s, value_as_tuple(key)->items, value_as_tuple(key)->length, slot);
    if (!hash_item_plain(t, key, &hash)) return -1;
    return find(t, s, key, hash, slot, SEARCH_PLAIN);
}

int set_add_plain(Thread *t, Set *s, Value key) {
    int64_t hash;
    SetEntry *slot;
    if (!hash_item_plain(t, key, &hash)) return -1;
    int found = find(t, s, key, hash, &slot, SEARCH_PLAIN);
    if (found) return found;
    return (s->table ? insert(t, s, slot, key, hash) : add_hashed(t, s, key, hash)) == 1;
}

int set_discard_plain(Thread *t, Set *s, Value key) {
    SetEntry *slot;
    int found = set_find_plain(t, s, key, &slot);
    if (found > 0) {
        *slot = SET_ENTRY_DELETED;
        s->used--;
        touched(s);
    }
    return found;
}

int set_add(Thread *t, Set *s, Value key) {
    int64_t hash;
    return hash_item(t, key, &hash) ? add_hashed(t, s, key, hash) : -1;
}

static inline int contains_hashed(Thread *t, Set *s, Value key, int64_t hash) {
    SetEntry *slot;
    return find(t, s, key, hash, &slot, SEARCH_FIND);
}

int set_contains_hashed(Thread *t, Set *s, Value key, int64_t hash) {
    return contains_hashed(t, s, key, hash);
}

int set_contains(Thread *t, Set *s, Value key) {
    int64_t hash;
    return hash_item(t, key, &hash) ? set_contains_hashed(t, s, key, hash) : -1;
}

static inline int discard_hashed(Thread *t, Set *s, Value key, int64_t hash) {
    SetEntry *slot;
    int found = find(t, s, key, hash, &slot, SEARCH_FIND);
    if (found > 0) {
        *slot = SET_ENTRY_DELETED;
        s->used--;
        touched(s);
    }
    return found;
}

int set_discard_hashed(Thread *t, Set *s, Value key, int64_t hash) { return discard_hashed(t, s, key, hash); }

int set_discard(Thread *t, Set *s, Value key) {
    int64_t hash;
    return hash_item(t, key, &hash) ? set_discard_hashed(t, s, key, hash) : -1;
}

/* A table of the smallest size stays: a search that an __eq__ interrupts by
 * clearing the set goes on in it, as in the table within CPython's set object. */
void set_clear(Thread *t, Set *s) {
    s->used = s->fill = 0;
    s->hash = -1;
    if (s->table && s->mask == MIN_SLOTS - 1) {
        memset(s->table, 0, MIN_SLOTS * sizeof(SetEntry));
    } else {
        if (s->storage) gc_discard(t, s->storage);
        s->mask = MIN_SLOTS - 1;
        s->table = NULL;
        s->storage = NULL;
    }
    touched(s);
}

static inline bool next_entry(const Set *s, size_t *position, SetEntry *out) {
    const SetEntry *table = s->table;
    if (!table) return false;
    size_t mask = s->mask;
    for (size_t i = *position; i <= mask; i++)
        if (is_live(&table[i])) {
            *out = table[i];
            *position = i + 1;
            return true;
        }
    *position = mask + 1;
    return false;
}

/* A walk that ends with the last item instead of the last slot. */
typedef struct Walk {
    size_t position;
    size_t left;      /* items to come, if nothing changes the set */
    uint32_t version; /* the set's at the start */
} Walk;

static inline Walk walk_start(const Set *s) {
    return (Walk){.left = s->used, .version = s->version};
}

static inline bool walk_next(const Set *s, Walk *walk, SetEntry *out) {
    if (walk->left-- == 0 && walk->version == s->version) return false;
    return next_entry(s, &walk->position, out);
}

bool set_next(Set *s, size_t *position, Value *key) {
    SetEntry e;
    if (!next_entry(s, position, &e)) return false;
    *key = e.key;
    return true;
}

Value set_new(Thread *t, TypeId type) {
    Set *s = GC_NEW(t, Set, KIND_SET, type);
    if (!s) return VALUE_ERROR;
    set_clear(t, s);
    return value_from_object(s);
}

Value set_from_iterable(Thread *t, TypeId type, Value iterable) {
    Value v = set_new(t, type);
    if (value_is_error(v) || !set_update(t, value_as_set(v), iterable)) return VALUE_ERROR;
    return v;
}

static TypeId base_type(Thread *t, Set *s) {
    return type_is_subtype(object_type(s), t->vm->types[TYPE_FROZENSET]) ? TYPE_FROZENSET
                                                                         : TYPE_SET;
}

Value set_copy(Thread *t, Set *s) {
    return set_from_iterable(t, base_type(t, s), value_from_object(s));
}

int64_t frozenset_hash(Set *s) {
    if (s->hash == -1) {
        uint64_t h = 0;
        SetEntry e;
        for (Walk walk = walk_start(s); walk_next(s, &walk, &e);) h = hash_set_add(h, set_tag_hash(e.tag));
        s->hash = hash_set_finish(h, s->used);
    }
    return s->hash;
}

/* ---- union --------------------------------------------------------------------- */

/* One resize for all that is to come, as if nothing of it were present. */
static bool make_room(Thread *t, Set *s, size_t count) {
    if ((s->fill + count) * 5 < s->mask * 3) return true;
    return resize(t, s, (s->used + count) * 2);
}

static bool merge(Thread *t, Set *s, Set *other) {
    if (s == other || other->used == 0) return true;
    if (!make_room(t, s, other->used)) return false;
    if (s->fill == 0) {
        if (!s->table) {
            SetEntries *storage = table_new(t, MIN_SLOTS);
            if (!storage) return false;
            use_table(t, s, storage);
        }
        if (s->mask == other->mask && other->fill == other->used) {
            memcpy(s->table, other->table, (s->mask + 1) * sizeof(SetEntry));
            ((SetEntries *)s->storage)->has_objects = ((SetEntries *)other->storage)->has_objects;
        } else {
            insert_all((SetEntries *)s->storage, other);
        }
        s->fill = s->used = other->used;
        touched(s);
        gc_wrote(t, s->storage);
        return true;
    }
    SetEntry e;
    for (Walk walk = walk_start(other); walk_next(other, &walk, &e);)
        if (add_hashed(t, s, e.key, set_tag_hash(e.tag)) < 0) return false;
    return true;
}

static inline bool add(Thread *t, Set *s, Value item) {
    int64_t hash;
    return hash_item(t, item, &hash) && add_hashed(t, s, item, hash) >= 0;
}

bool set_update(Thread *t, Set *s, Value iterable) {
    if (value_is_set(iterable)) return merge(t, s, value_as_set(iterable));
    if (value_is_exact(iterable, KIND_DICT)) {
        Dict *d = value_as_dict(iterable);
        if (!make_room(t, s, d->used)) return false;
        for (size_t n = 0; n < d->entry_count; n++) {
            DictEntry e = d->entries[n];
            if (!value_is_undef(e.key) && set_add_hashed(t, s, e.key, (int64_t)dict_entry_hash(d, n)) < 0)
                return false;
        }
        return true;
    }
    if (value_is_exact(iterable, KIND_LIST)) {
        List *l = value_as_list(iterable);
        for (size_t i = 0; i < l->length; i++)
            if (!add(t, s, l->items[i])) return false;
        return true;
    }
    Value iterator = op_iter(t, iterable), item;
    if (value_is_error(iterator)) return false;
    if (value_is_object(iterator) && object_type(value_as_object(iterator)) == t->vm->types[TYPE_RANGE_ITERATOR]) {
        while (range_iterator_step((RangeIterator *)value_as_object(iterator), &item))
            if (!add(t, s, item)) return false;
        return true;
    }
    for (;;) {
        item = iterator_next(t, iterator);
        if (value_is_stop(item)) return true;
        if (value_is_error(item) || !add(t, s, item)) return false;
    }
}

Value set_union(Thread *t, Set *s, Value other) {
    Value result = set_copy(t, s);
    if (value_is_error(result) || value_same(value_from_object(s), other)) return result;
    return set_update(t, value_as_set(result), other) ? result : VALUE_ERROR;
}

/* ---- results ------------------------------------------------------------------- */

/* The result of an operation that picks items of a set.  The first few are
 * gathered outside the heap, where the stack scan sees them: many results have
 * no more, and those that have need no small table before their large one. */
typedef struct Picked {
    Set *set; /* once there are more; NULL: they are in `few` */
    size_t count;
    uint32_t taken; /* a bit for each slot of `few` that is not free */
    SetEntry few[MIN_SLOTS];
} Picked;

static inline void pick_start(Picked *p) {
    p->set = NULL;
    p->count = 0;
    p->taken = 0;
}

/* Makes the set, of a type, with a table of `slots` slots. */
static bool picked_move(Thread *t, Picked *p, TypeId type, size_t slots) {
    Value v = set_new(t, type);
    if (value_is_error(v)) return false;
    Set *s = value_as_set(v);
    if (p->count > 0) {
        SetEntries *storage = table_new(t, slots);
        if (!storage) return false;
        for (size_t i = 0; i < MIN_SLOTS; i++) {
            if (!(p->taken >> i & 1)) continue;
            storage->has_objects |= value_is_object(p->few[i].key);
            if (slots == MIN_SLOTS)
                storage->items[i] = p->few[i];
            else
                insert_clean(storage->items, slots - 1, p->few[i]);
        }
        use_table(t, s, storage);
        s->used = s->fill = p->count;
    }
    p->set = s;
    return true;
}

/* Adds an item that differs from all others picked, though its __eq__ may have
 * to be asked; `type` is the result's. */
static inline bool pick(Thread *t, Picked *p, TypeId type, SetEntry entry) {
    if (!p->set) {
        /* So small a table has no linear probes. */
        const size_t mask = MIN_SLOTS - 1;
        uint64_t perturb = ~entry.tag;
        size_t i = perturb & mask;
        while ((p->taken >> i & 1) && p->few[i].tag != entry.tag) {
            perturb >>= PERTURB_SHIFT;
            i = (i * 5 + 1 + perturb) & mask;
        }
        if (!(p->taken >> i & 1)) {
            p->few[i] = entry;
            p->taken |= 1u << i;
            p->count++;
            return p->count * 5 < mask * 3 || picked_move(t, p, type, MIN_SLOTS * 4);
        }
        if (!picked_move(t, p, type, MIN_SLOTS)) return false;
    }
    return add_hashed(t, p->set, entry.key, set_tag_hash(entry.tag)) >= 0;
}

static Value picked_result(Thread *t, Picked *p, TypeId type) {
    if (!p->set && !picked_move(t, p, type, MIN_SLOTS)) return VALUE_ERROR;
    return value_from_object(p->set);
}

/* ---- intersection ----------------------------------------------------------------- */

Value set_intersection(Thread *t, Set *s, Value other) {
    if (value_same(value_from_object(s), other)) return set_copy(t, s);
    TypeId type = base_type(t, s);
    Picked picked;
    pick_start(&picked);
    if (value_is_set(other)) {
        Set *walked = value_as_set(other);
        if (walked->used > s->used) {
            walked = s;
            s = value_as_set(other);
        }
        SetEntry e;
        for (Walk walk = walk_start(walked); walk_next(walked, &walk, &e);) {
            int contained = contains_hashed(t, s, e.key, set_tag_hash(e.tag));
            if (contained < 0 || (contained && !pick(t, &picked, type, e))) return VALUE_ERROR;
        }
        return picked_result(t, &picked, type);
    }
    Value result = set_new(t, type);
    if (value_is_error(result)) return result;
    Set *out = value_as_set(result);
    Value iterator = op_iter(t, other);
    if (value_is_error(iterator)) return VALUE_ERROR;
    for (;;) {
        Value item = iterator_next(t, iterator);
        if (value_is_stop(item)) return result;
        int64_t hash;
        if (value_is_error(item) || !hash_item(t, item, &hash)) return VALUE_ERROR;
        int contained = set_contains_hashed(t, s, item, hash);
        if (contained < 0 || (contained && set_add_hashed(t, out, item, hash) < 0))
            return VALUE_ERROR;
        if (contained && out->used >= s->used) return result;
    }
}

/* ---- difference --------------------------------------------------------------------- */

bool set_difference_update(Thread *t, Set *s, Value other) {
    if (value_same(value_from_object(s), other)) {
        set_clear(t, s);
        return true;
    }
    if (value_is_set(other)) {
        Set *removed = value_as_set(other);
        /* Much larger: only what both have needs looking up. */
        if (removed->used >> 3 > s->used) {
            Value common = set_intersection(t, s, other);
            if (value_is_error(common)) return false;
            removed = value_as_set(common);
        }
        SetEntry e;
        for (Walk walk = walk_start(removed); walk_next(removed, &walk, &e);)
            if (discard_hashed(t, s, e.key, set_tag_hash(e.tag)) < 0) return false;
    } else {
        Value iterator = op_iter(t, other);
        if (value_is_error(iterator)) return false;
        for (;;) {
            Value item = iterator_next(t, iterator);
            if (value_is_stop(item)) break;
            if (value_is_error(item) || set_discard(t, s, item) < 0) return false;
        }
    }
    /* More than a quarter of the slots deleted: rebuild. */
    if (s->fill - s->used <= s->mask / 4) return true;
    return resize(t, s, grown(s));
}

static Value copy_and_remove(Thread *t, Set *s, Value other) {
    Value result = set_copy(t, s);
    if (value_is_error(result) || !set_difference_update(t, value_as_set(result), other))
        return VALUE_ERROR;
    return result;
}

Value set_difference(Thread *t, Set *s, Value other) {
    Dict *dict = value_is_exact(other, KIND_DICT) ? value_as_dict(other) : NULL;
    Set *set = value_is_set(other) ? value_as_set(other) : NULL;
    if (!dict && !set) return copy_and_remove(t, s, other);
    if (s->used >> 2 > (dict ? dict->used : set->used)) return copy_and_remove(t, s, other);
    TypeId type = base_type(t, s);
    Picked picked;
    pick_start(&picked);
    SetEntry e;
    for (Walk walk = walk_start(s); walk_next(s, &walk, &e);) {
        int contained;
        if (dict) {
            int64_t at = dict_find_hashed(t, dict, e.key, ~e.tag);
            contained = at >= 0 ? 1 : at == -1 ? 0 : -1;
        } else {
            contained = contains_hashed(t, set, e.key, set_tag_hash(e.tag));
        }
        if (contained < 0 || (!contained && !pick(t, &picked, type, e))) return VALUE_ERROR;
    }
    return picked_result(t, &picked, type);
}

/* ---- symmetric difference ------------------------------------------------------------- */

static inline bool toggle(Thread *t, Set *s, Value key, int64_t hash) {
    int found = discard_hashed(t, s, key, hash);
    return found > 0 || (found == 0 && add_hashed(t, s, key, hash) >= 0);
}

bool set_symmetric_difference_update(Thread *t, Set *s, Value other) {
    if (value_same(value_from_object(s), other)) {
        set_clear(t, s);
        return true;
    }
    if (value_is_exact(other, KIND_DICT)) {
        Dict *d = value_as_dict(other);
        for (size_t n = 0; n < d->entry_count; n++) {
            DictEntry e = d->entries[n];
            if (!value_is_undef(e.key) && !toggle(t, s, e.key, (int64_t)dict_entry_hash(d, n))) return false;
        }
        return true;
    }
    if (!value_is_set(other)) {
        other = set_from_iterable(t, base_type(t, s), other);
        if (value_is_error(other)) return false;
    }
    SetEntry e;
    Set *toggled = value_as_set(other);
    for (Walk walk = walk_start(toggled); walk_next(toggled, &walk, &e);)
        if (!toggle(t, s, e.key, set_tag_hash(e.tag))) return false;
    return true;
}

Value set_symmetric_difference(Thread *t, Set *s, Value other) {
    Value result = set_from_iterable(t, base_type(t, s), other);
    if (value_is_error(result) ||
        !set_symmetric_difference_update(t, value_as_set(result), value_from_object(s)))
        return VALUE_ERROR;
    return result;
}

/* ---- relations ---------------------------------------------------------------------- */

int set_is_subset(Thread *t, Set *s, Value other) {
    if (!value_is_set(other)) {
        other = set_from_iterable(t, TYPE_SET, other);
        if (value_is_error(other)) return -1;
    }
    if (s->used > value_as_set(other)->used) return 0;
    SetEntry e;
    for (Walk walk = walk_start(s); walk_next(s, &walk, &e);) {
        int contained = contains_hashed(t, value_as_set(other), e.key, set_tag_hash(e.tag));
        if (contained <= 0) return contained;
    }
    return 1;
}

int set_is_superset(Thread *t, Set *s, Value other) {
    if (value_is_set(other)) return set_is_subset(t, value_as_set(other), value_from_object(s));
    Value iterator = op_iter(t, other);
    if (value_is_error(iterator)) return -1;
    for (;;) {
        Value item = iterator_next(t, iterator);
        if (value_is_stop(item)) return 1;
        if (value_is_error(item)) return -1;
        int contained = set_contains(t, s, item);
        if (contained <= 0) return contained;
    }
}

int set_is_disjoint(Thread *t, Set *s, Value other) {
    if (value_same(value_from_object(s), other)) return s->used == 0;
    if (value_is_set(other)) {
        Set *walked = value_as_set(other);
        if (walked->used > s->used) {
            walked = s;
            s = value_as_set(other);
        }
        SetEntry e;
        for (Walk walk = walk_start(walked); walk_next(walked, &walk, &e);) {
            int contained = contains_hashed(t, s, e.key, set_tag_hash(e.tag));
            if (contained) return contained < 0 ? -1 : 0;
        }
        return 1;
    }
    Value iterator = op_iter(t, other);
    if (value_is_error(iterator)) return -1;
    for (;;) {
        Value item = iterator_next(t, iterator);
        if (value_is_stop(item)) return 1;
        if (value_is_error(item)) return -1;
        int contained = set_contains(t, s, item);
        if (contained) return contained < 0 ? -1 : 0;
    }
}

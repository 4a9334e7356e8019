/* functools_cache.c - _functools._lru_cache_wrapper, the callable that
 * functools.lru_cache makes.
 *
 * A bounded cache keeps its results in numbered slots, linked by number from
 * the most to the least recently used; a dict leads from the key to the slot:
 *
 *   dict: key -> slot       slots: key 0, result 0, key 1, result 1, ...
 *   links: {newer, older} per slot, a ring through link 0 (the sentinel), so
 *          that slot i is link i + 1
 *
 * Without bound the dict leads to the results themselves. */
#include "modules/functools.h"

typedef struct Link {
    uint32_t newer, older;
} Link;

typedef struct LruCache {
    Object header; /* attribute area follows */
    Value function;
    Value info_type;
    Dict *dict;
    Array *slots; /* bounded caches only; grows up to max_size pairs */
    Raw *links;   /* Link[capacity + 1] */
    size_t used;  /* slots in use */
    size_t changes; /* how often keys have come into the dict, or all have gone */
    int64_t max_size; /* -1: no bound; 0: no caching */
    int64_t hits, misses;
    bool typed;
    Value keyword_mark; /* separates positional from named arguments in keys */
} LruCache;

static inline LruCache *as_cache(Value v) { return (LruCache *)value_as_object(v); }
static inline Link *links_of(LruCache *c) { return (Link *)(void *)c->links->bytes; }

static void cache_trace(Tracer *tracer, Object *object) {
    LruCache *c = (LruCache *)object;
    trace_values(tracer, &c->function, 2);
    trace_object(tracer, c->dict);
    trace_object(tracer, c->slots);
    trace_object(tracer, c->links);
    trace_value(tracer, c->keyword_mark);
}

static Value cache_new(Thread *t, Value *args) {
    Value max = args[2];
    int64_t max_size = -1;
    if (!op_is_callable(t, args[1])) return raise_type_error(t, "the first argument must be callable");
    if (!value_is_none(max)) {
        if (value_is_undef(special_of(t, max, SPECIAL_INDEX)))
            return raise_type_error(t, "maxsize should be integer or None");
        if (!arg_size(t, max, &max_size)) return VALUE_ERROR;
        if (max_size < 0) max_size = 0;
    }
    int typed = op_truth(t, args[3]);
    Dict *dict = typed < 0 ? NULL : dict_new(t);
    Value mark = dict ? call0(t, value_from_object(t->vm->types[TYPE_OBJECT])) : VALUE_ERROR;
    LruCache *c = value_is_error(mark) ? NULL : type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!c) return VALUE_ERROR;
    c->function = args[1];
    c->info_type = args[4];
    c->dict = dict;
    c->max_size = max_size;
    c->typed = typed;
    c->keyword_mark = mark;
    return value_from_object(c);
}

/* The key of a call: a lone int or str stands for itself. */
static Value cache_key(Thread *t, LruCache *c, Value *args, size_t nargs, Tuple *kwnames) {
    size_t named = kwnames ? kwnames->length : 0, positional = nargs - named;
    if (!c->typed && named == 0) {
        if (nargs == 1 && (value_is_int(args[0]) || value_is_exact(args[0], KIND_STR) ||
                           value_is_exact(args[0], KIND_INT)))
            return args[0];
        return tuple_from_values(t, args, nargs);
    }
    size_t size = positional + (named ? 1 + 2 * named : 0) + (c->typed ? nargs : 0), at = positional;
    Tuple *key = tuple_alloc(t, size);
    if (!key) return VALUE_ERROR;
    memcpy(key->items, args, positional * sizeof(Value));
    if (named) key->items[at++] = c->keyword_mark;
    for (size_t i = 0; i < named; i++) {
        key->items[at++] = kwnames->items[i];
        key->items[at++] = args[positional + i];
    }
    for (size_t i = 0; c->typed && i < nargs; i++)
        key->items[at++] = value_from_object(type_of(t, args[i]));
    gc_wrote(t, key);
    return value_from_object(key);
}

static void unlink_slot(LruCache *c, uint32_t i) {
    Link *l = links_of(c);
    l[l[i].newer].older = l[i].older;
    l[l[i].older].newer = l[i].newer;
    l[i].newer = l[i].older = i; /* unlinking twice does no harm */
}

/* Makes link i the most recently used. */
static void link_front(LruCache *c, uint32_t i) {
    Link *l = links_of(c);
    l[i].newer = 0;
    l[i].older = l[0].older;
    l[l[0].older].newer = i;
    l[0].older = i;
}

/* Room for one more slot. */
static bool grow_slots(Thread *t, LruCache *c) {
    size_t capacity = c->slots ? c->slots->capacity / 2 : 0;
    if (c->used < capacity) return true;
    size_t wanted = capacity * 2 + 8;
    if (wanted > (size_t)c->max_size) wanted = (size_t)c->max_size;
    Array *slots = gc_alloc_array(t, wanted * 2);
    Raw *links = slots ? gc_alloc_raw(t, (wanted + 1) * sizeof(Link)) : NULL;
    if (!links) return false;
    if (c->slots) {
        memcpy(slots->items, c->slots->items, c->used * 2 * sizeof(Value));
        memcpy(links->bytes, c->links->bytes, (c->used + 1) * sizeof(Link));
    }
    c->slots = slots;
    c->links = links;
    gc_wrote(t, slots);
    gc_wrote(t, c);
    return true;
}

static void set_slot(Thread *t, LruCache *c, uint32_t slot, Value key, Value result) {
    c->slots->items[slot * 2] = key;
    c->slots->items[slot * 2 + 1] = result;
    gc_wrote_element(t, c->slots, slot * 2);
    gc_wrote_element(t, c->slots, slot * 2 + 1);
}

/* `changes`: as it was when the key was looked for. */
static bool bounded_store(Thread *t, LruCache *c, Value key, uint64_t hash, Value result, size_t changes) {
    /* A recursive call may have stored the key already: that one stands. */
    int64_t there = c->changes == changes ? -1 : dict_find_hashed(t, c->dict, key, hash);
    if (there != -1) return there >= 0;
    c->changes++;
    uint32_t slot;
    if (c->used < (size_t)c->max_size) {
        if (!grow_slots(t, c)) return false;
        slot = (uint32_t)c->used;
        if (!dict_set_hashed(t, c->dict, key, hash, value_from_int(slot))) return false;
        c->used++;
    } else {
        uint32_t oldest = links_of(c)[0].newer;
        slot = oldest - 1;
        Value old_key = c->slots->items[slot * 2];
        /* Out of the ring before __eq__ can run, which may use or clear the cache. */
        unlink_slot(c, oldest);
        int deleted = dict_delete(t, c->dict, old_key);
        bool stored = deleted >= 0 && dict_set_hashed(t, c->dict, key, hash, value_from_int(slot));
        if (!c->slots || slot >= c->used) {
            dict_clear(t, c->dict);
            c->slots = NULL;
            c->links = NULL;
            c->used = 0;
            return !error_pending(t);
        }
        unlink_slot(c, oldest);
        if (!stored) {
            link_front(c, oldest);
            return false;
        }
    }
    set_slot(t, c, slot, key, result);
    link_front(c, slot + 1);
    return true;
}

static Value cache_call(Thread *t, Object *self, Value *args, size_t nargs, Tuple *kwnames) {
    LruCache *c = (LruCache *)self;
    if (c->max_size == 0) {
        c->misses++;
        return call(t, c->function, args, nargs, kwnames);
    }
    Value key = cache_key(t, c, args, nargs, kwnames);
    uint64_t hash;
    if (value_is_error(key) || !dict_hash_key(t, key, &hash)) return VALUE_ERROR;
    int64_t entry = dict_find_hashed(t, c->dict, key, hash);
    if (entry == -2) return VALUE_ERROR;
    if (entry >= 0) {
        Value found = c->dict->entries[entry].value;
        c->hits++;
        if (c->max_size < 0) return found;
        uint32_t i = (uint32_t)value_as_int(found) + 1;
        if (links_of(c)[0].older != i) {
            unlink_slot(c, i);
            link_front(c, i);
        }
        return c->slots->items[(i - 1) * 2 + 1];
    }
    c->misses++;
    size_t changes = c->changes;
    Value result = call(t, c->function, args, nargs, kwnames);
    if (value_is_error(result)) return result;
    bool stored = c->max_size < 0 ? dict_set_hashed(t, c->dict, key, hash, result)
                                  : bounded_store(t, c, key, hash, result, changes);
    return stored ? result : VALUE_ERROR;
}

static Value cache_info(Thread *t, Value *args) {
    LruCache *c = as_cache(args[0]);
    Value fields[4] = {int_from_int64(t, c->hits), int_from_int64(t, c->misses),
                       c->max_size < 0 ? VALUE_NONE : int_from_int64(t, c->max_size),
                       value_from_int((int64_t)c->dict->used)};
    return call(t, c->info_type, fields, 4, NULL);
}

static Value cache_clear(Thread *t, Value *args) {
    LruCache *c = as_cache(args[0]);
    c->hits = c->misses = 0;
    c->slots = NULL;
    c->links = NULL;
    c->used = 0;
    c->changes++;
    dict_clear(t, c->dict);
    return VALUE_NONE;
}

static Value cache_get(Thread *t, Value *args) {
    return value_is_none(args[1]) ? args[0] : method_new(t, args[0], args[1]);
}

static Value cache_self(Thread *t, Value *args) { return args[0]; }
static Value cache_reduce(Thread *t, Value *args) {
    return attr_get(t, args[0], STR_NAME(t, __qualname__));
}
static Value attributes_get(Thread *t, Value self) {
    Dict *d = instance_dict(t, value_as_object(self));
    return d ? value_from_object(d) : VALUE_ERROR;
}

static const GetSetDef cache_getset[] = {
    {"__dict__", attributes_get, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef cache_methods[] = {
    NATIVE("__new__", "($type, user_function, maxsize, typed, cache_info_type)", cache_new,
           "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE_RAW("__call__", "($self, /, *args, **kwargs)", call_by_typedef, "Call self as a function."),
    NATIVE("__get__", "($self, instance, owner=None, /)", cache_get,
           "Return an attribute of instance, which is of type owner."),
    NATIVE("cache_info", "($self, /)", cache_info, "Report cache statistics"),
    NATIVE("cache_clear", "($self, /)", cache_clear, "Clear the cache and cache statistics"),
    NATIVE("__reduce__", "($self, /)", cache_reduce, NULL),
    NATIVE("__copy__", "($self, /)", cache_self, NULL),
    NATIVE("__deepcopy__", "($self, memo, /)", cache_self, NULL),
    NATIVE_END,
};

const TypeDef typedef_functools_lru_cache = {
    .name = "functools._lru_cache_wrapper",
    .doc = "Create a cached callable that wraps another function.\n\nuser_function:      the function "
           "being cached\n\nmaxsize:  0         for no caching\n          None      for unlimited cache "
           "size\n          n         for a bounded cache\n\ntyped:    False     cache f(3) and f(3.0) as "
           "identical calls\n          True      cache f(3) and f(3.0) as distinct "
           "calls\n\ncache_info_type:    namedtuple class with the fields:\n                            "
           "hits misses currsize maxsize\n",
    .id = TYPE_FUNCTOOLS_LRU_CACHE,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_DICT | TYPEFLAG_WEAKREFS | TYPEFLAG_IMMUTABLE,
    .size = sizeof(LruCache),
    .trace = cache_trace,
    .call = cache_call,
    .methods = cache_methods,
    .getset = cache_getset,
};

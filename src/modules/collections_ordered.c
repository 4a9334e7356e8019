/* collections_ordered.c - collections.OrderedDict.
 *
 * A dict is ordered by insertion already; what this type adds is moving keys to
 * either end, taking items from either end, equality that minds the order, and
 * iterators that notice any change.  All order is the dict's own: a key is moved
 * to the end by deleting and inserting it again, and to the front by building
 * the table anew. */
#include "modules/collections.h"

typedef struct OrderedDict {
    Dict dict; /* KIND_DICT with GC_SUBCLASS */
    /* Every entry of `storage` before number `finger` is deleted: popping from
     * the front again and again does not search from the start. */
    Object *storage;
    size_t finger;
    /* attribute area follows */
} OrderedDict;

extern const TypeDef typedef_dict;

static inline OrderedDict *as_ordered(Value v) { return (OrderedDict *)value_as_object(v); }
static inline bool is_ordered(Value v) {
    return value_is_object(v) && object_type(value_as_object(v))->def == &typedef_collections_ordered_dict;
}
static inline bool is_exact(Thread *t, Value v) {
    return value_is_object(v) && type_of(t, v) == t->vm->types[TYPE_COLLECTIONS_ORDERED_DICT];
}

static void ordered_dict_trace(Tracer *tracer, Object *object) {
    typedef_dict.trace(tracer, object);
    trace_object(tracer, ((OrderedDict *)object)->storage);
}

static Value ordered_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    OrderedDict *o = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!o) return VALUE_ERROR;
    o->dict.header.gc |= GC_SUBCLASS;
    dict_clear(t, &o->dict);
    return value_from_object(o);
}

/* ---- update, the way of mutable mappings: through __setitem__ ---- */

static bool store(Thread *t, Value self, Value key, Value value) {
    return is_exact(t, self) ? dict_set(t, value_as_dict(self), key, value)
                             : op_setitem(t, self, key, value);
}

static bool update_pairs(Thread *t, Value self, Value pairs) {
    Value it = op_iter(t, pairs);
    if (value_is_error(it)) return false;
    for (;;) {
        Value pair = iterator_next(t, it);
        if (value_is_stop(pair)) return true;
        Value parts = value_is_error(pair) ? pair : op_iter(t, pair), two[2];
        if (value_is_error(parts)) return false;
        for (int i = 0; i < 3; i++) {
            Value part = iterator_next(t, parts);
            if (value_is_error(part)) return false;
            if (value_is_stop(part) != (i == 2)) {
                raise_value_error(t, i == 2   ? "too many values to unpack (expected 2)"
                                     : i == 1 ? "need more than 1 value to unpack"
                                              : "need more than 0 values to unpack");
                return false;
            }
            if (i < 2) two[i] = part;
        }
        if (!store(t, self, two[0], two[1])) return false;
    }
}

static bool update_from(Thread *t, Value self, Value other) {
    if (value_is_exact(other, KIND_DICT)) {
        Value items = call_method0(t, other, STR_NAME(t, items));
        return !value_is_error(items) && update_pairs(t, self, items);
    }
    Value keys = attr_find(t, other, STR_NAME(t, keys));
    if (value_is_error(keys)) return false;
    if (!value_is_undef(keys)) {
        keys = call0(t, keys);
        Value it = value_is_error(keys) ? keys : op_iter(t, keys);
        if (value_is_error(it)) return false;
        for (;;) {
            Value key = iterator_next(t, it);
            if (value_is_stop(key)) return true;
            Value value = value_is_error(key) ? key : op_getitem(t, other, key);
            if (value_is_error(value) || !store(t, self, key, value)) return false;
        }
    }
    Value items = attr_find(t, other, STR_NAME(t, items));
    if (value_is_error(items)) return false;
    if (!value_is_undef(items)) {
        items = call0(t, items);
        return !value_is_error(items) && update_pairs(t, self, items);
    }
    return update_pairs(t, self, other);
}

static Value update_call(Thread *t, Value *args, size_t nargs, Tuple *kwnames, const char *format) {
    size_t named = kwnames ? kwnames->length : 0, positional = nargs - 1 - named;
    if (positional > 1) return raise_type_error(t, format, positional);
    if (positional == 1 && !update_from(t, args[0], args[1])) return VALUE_ERROR;
    for (size_t i = 0; i < named; i++)
        if (!store(t, args[0], kwnames->items[i], args[1 + positional + i])) return VALUE_ERROR;
    return VALUE_NONE;
}

static Value ordered_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return update_call(t, args, nargs, kwnames, "expected at most 1 arguments, got %zu");
}
static Value ordered_update(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return update_call(t, args, nargs, kwnames,
                       "update() takes at most 1 positional argument (%zu given)");
}

/* ---- the ends ---- */

/* The entry number of the first or last item, or -1. */
static int64_t end_entry(Thread *t, OrderedDict *o, bool last) {
    Dict *d = &o->dict;
    if (d->used == 0) return -1;
    if (last) {
        size_t n = d->entry_count;
        while (value_is_undef(d->entries[n - 1].key)) n--;
        return (int64_t)n - 1;
    }
    if (o->storage != d->entry_storage) {
        /* A new table; keeping the old one alive keeps its address its own. */
        o->storage = d->entry_storage;
        o->finger = 0;
        gc_wrote(t, o);
    }
    while (value_is_undef(d->entries[o->finger].key)) o->finger++;
    return (int64_t)o->finger;
}

static Value ordered_popitem(Thread *t, Value *args) {
    OrderedDict *o = as_ordered(args[0]);
    int last = op_truth(t, args[1]);
    if (last < 0) return VALUE_ERROR;
    if (o->dict.used == 0) return raise_key_error(t, str_from_cstring(t, "dictionary is empty"));
    Value key, value;
    if (last) {
        dict_popitem(t, &o->dict, &key, &value);
    } else {
        size_t n = (size_t)end_entry(t, o, false);
        key = o->dict.entries[n].key;
        value = o->dict.entries[n].value;
        dict_delete_entry(t, &o->dict, n);
    }
    return tuple_pair(t, key, value);
}

/* Builds the table anew with one key in front. */
static bool move_to_front(Thread *t, Dict *d, size_t entry) {
    Dict *copy = dict_copy(t, d);
    if (!copy) return false;
    Value key = d->entries[entry].key, value = d->entries[entry].value, k, v;
    uint64_t hash = dict_entry_hash(d, entry);
    dict_clear(t, d);
    if (!dict_reserve(t, d, copy->used) || !dict_set_hashed(t, d, key, hash, value)) return false;
    for (size_t position = 0; dict_next(copy, &position, &k, &v);)
        if (!value_same(k, key) && !dict_set_hashed(t, d, k, dict_entry_hash(copy, position - 1), v)) return false;
    return true;
}

static Value ordered_move_to_end(Thread *t, Value *args) {
    Dict *d = value_as_dict(args[0]);
    uint64_t hash;
    int last = op_truth(t, args[2]);
    if (last < 0 || !dict_hash_key(t, args[1], &hash)) return VALUE_ERROR;
    int64_t n = dict_find_hashed(t, d, args[1], hash);
    if (n == -2) return VALUE_ERROR;
    if (n == -1) return raise_key_error(t, args[1]);
    if (n == end_entry(t, as_ordered(args[0]), last)) return VALUE_NONE;
    if (!last) return move_to_front(t, d, (size_t)n) ? VALUE_NONE : VALUE_ERROR;
    return dict_move_to_end(t, d, (size_t)n) ? VALUE_NONE : VALUE_ERROR;
}

/* ---- the rest of a mapping ---- */

static Value ordered_setdefault(Thread *t, Value *args) {
    if (is_exact(t, args[0])) return dict_setdefault(t, value_as_dict(args[0]), args[1], args[2]);
    int known = op_contains(t, args[0], args[1]);
    if (known < 0) return VALUE_ERROR;
    if (known) return op_getitem(t, args[0], args[1]);
    return op_setitem(t, args[0], args[1], args[2]) ? args[2] : VALUE_ERROR;
}

static Value ordered_pop(Thread *t, Value *args) {
    Value v;
    if (is_exact(t, args[0])) {
        v = dict_pop(t, value_as_dict(args[0]), args[1]);
        if (!value_is_undef(v)) return v;
    } else {
        int known = op_contains(t, args[0], args[1]);
        if (known < 0) return VALUE_ERROR;
        if (known) {
            v = op_getitem(t, args[0], args[1]);
            return !value_is_error(v) && op_delitem(t, args[0], args[1]) ? v : VALUE_ERROR;
        }
    }
    return value_is_undef(args[2]) ? raise_key_error(t, args[1]) : args[2];
}

static Value ordered_clear(Thread *t, Value *args) {
    dict_clear(t, value_as_dict(args[0]));
    return VALUE_NONE;
}

static Value ordered_fromkeys(Thread *t, Value *args) {
    Value result = call0(t, args[0]);
    if (value_is_error(result)) return result;
    Value it = op_iter(t, args[1]);
    if (value_is_error(it)) return it;
    for (;;) {
        Value key = iterator_next(t, it);
        if (value_is_stop(key)) return result;
        if (value_is_error(key) || !op_setitem(t, result, key, args[2])) return VALUE_ERROR;
    }
}

static Value ordered_copy(Thread *t, Value *args) {
    Value result = call0(t, value_from_object(type_of(t, args[0])));
    Dict *from = value_is_error(result) ? NULL : dict_copy(t, value_as_dict(args[0]));
    if (!from) return VALUE_ERROR;
    Value key, value;
    for (size_t position = 0; dict_next(from, &position, &key, &value);)
        if (!store(t, result, key, value)) return VALUE_ERROR;
    return result;
}

static Value ordered_repr(Thread *t, Value *args) {
    Value name = type_of(t, args[0])->name;
    if (value_as_dict(args[0])->used == 0) return str_format(t, "%U()", name);
    int entered = repr_enter(t, args[0]);
    if (entered) return entered > 0 ? str_from_cstring(t, "...") : VALUE_ERROR;
    Value items = call_method0(t, args[0], STR_NAME(t, items));
    Value list = value_is_error(items) ? items : list_from_iterable(t, items);
    Value text = value_is_error(list) ? list : op_repr(t, list);
    repr_leave(t, args[0]);
    return value_is_error(text) ? text : str_format(t, "%U(%U)", name, text);
}

static Value ordered_reduce(Thread *t, Value *args) {
    Value state = call_method0(t, args[0], STR_NAME(t, __getstate__));
    if (value_is_error(state)) return state;
    Value items = call_method0(t, args[0], STR_NAME(t, items));
    Value it = value_is_error(items) ? items : op_iter(t, items);
    return tuple_of(t, 5, value_from_object(type_of(t, args[0])), tuple_from_values(t, NULL, 0), state,
                    VALUE_NONE, it);
}

/* The same keys in the same order. */
static int same_order(Thread *t, Dict *a, Dict *b) {
    Value p, q, ignored;
    size_t i = 0, k = 0;
    while (dict_next(a, &i, &p, &ignored)) {
        if (!dict_next(b, &k, &q, &ignored)) return 0;
        int equal = op_equal(t, p, q);
        if (equal <= 0) return equal;
    }
    return 1;
}

static Value ordered_compare(Thread *t, int op, Value a, Value b) {
    if ((op != CMP_EQ && op != CMP_NE) || !value_is_dict(b)) return VALUE_NOT_IMPLEMENTED;
    int equal = dict_equal(t, value_as_dict(a), value_as_dict(b));
    if (equal > 0 && is_ordered(b)) equal = same_order(t, value_as_dict(a), value_as_dict(b));
    return equal < 0 ? VALUE_ERROR : value_bool(equal == (op == CMP_EQ));
}
COMPARE_FUNCTIONS(ordered, ordered_compare)

static Value merged(Thread *t, Value self, Value left, Value right) {
    if (!value_is_dict(left) || !value_is_dict(right)) return VALUE_NOT_IMPLEMENTED;
    Value result = call1(t, value_from_object(type_of(t, self)), left);
    if (value_is_error(result) || !update_from(t, result, right)) return VALUE_ERROR;
    return result;
}
static Value ordered_or(Thread *t, Value *args) { return merged(t, args[0], args[0], args[1]); }
static Value ordered_ror(Thread *t, Value *args) { return merged(t, args[0], args[1], args[0]); }
static Value ordered_ior(Thread *t, Value *args) {
    return update_from(t, args[0], args[1]) ? args[0] : VALUE_ERROR;
}

static Value ordered_sizeof(Thread *t, Value *args) {
    Dict *d = value_as_dict(args[0]);
    return value_from_int((int64_t)(sizeof(OrderedDict) + dict_storage_bytes(d)));
}

/* ---- iterators ---- */

enum { YIELD_KEYS, YIELD_VALUES, YIELD_ITEMS };

typedef struct OrderedIterator {
    Object header;
    Dict *dict; /* NULL: exhausted */
    size_t position, left;
    uint32_t layout;
    uint8_t what;
    bool reverse;
} OrderedIterator;

static void odict_iterator_trace(Tracer *tracer, Object *object) {
    trace_object(tracer, ((OrderedIterator *)object)->dict);
}

static Value iterate(Thread *t, Dict *d, int what, bool reverse) {
    OrderedIterator *it = type_alloc(t, t->vm->types[TYPE_COLLECTIONS_ODICT_ITERATOR], 0);
    if (!it) return VALUE_ERROR;
    it->dict = d;
    it->left = d->used;
    it->position = reverse ? d->entry_count : 0;
    it->layout = dict_layout(t, d);
    it->what = (uint8_t)what;
    it->reverse = reverse;
    return value_from_object(it);
}

static Value odict_iterator_next(Thread *t, Object *object) {
    OrderedIterator *it = (OrderedIterator *)object;
    Dict *d = it->dict;
    if (!d) return VALUE_STOP;
    if (it->left == 0) {
        it->dict = NULL;
        return VALUE_STOP;
    }
    if (it->layout != d->layout)
        return raise_error(t, TYPE_RuntimeError, "OrderedDict mutated during iteration");
    const DictEntry *e;
    do {
        e = &d->entries[it->reverse ? --it->position : it->position++];
    } while (value_is_undef(e->key));
    it->left--;
    return it->what == YIELD_KEYS     ? e->key
           : it->what == YIELD_VALUES ? e->value
                                      : tuple_pair(t, e->key, e->value);
}

/* What is still to come, as a list to iterate over. */
static Value odict_iterator_reduce(Thread *t, Value *args) {
    OrderedIterator *it = (OrderedIterator *)value_as_object(args[0]);
    Value rest = list_new(t, 0);
    if (value_is_error(rest)) return rest;
    if (it->dict) {
        Value copy = iterate(t, it->dict, it->what, it->reverse);
        if (value_is_error(copy)) return copy;
        OrderedIterator *c = (OrderedIterator *)value_as_object(copy);
        c->position = it->position;
        c->left = it->left;
        c->layout = it->layout;
        if (!list_extend(t, value_as_list(rest), copy)) return VALUE_ERROR;
    }
    return iterator_reduce(t, "iter", rest, -1);
}

static const NativeDef odict_iterator_methods[] = {
    NATIVE("__reduce__", "($self, /)", odict_iterator_reduce, "Return state information for pickling"),
    NATIVE_END,
};

const TypeDef typedef_collections_odict_iterator = {
    .name = "odict_iterator",
    .id = TYPE_COLLECTIONS_ODICT_ITERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW | TYPEFLAG_IMMUTABLE,
    .size = sizeof(OrderedIterator),
    .trace = odict_iterator_trace,
    .next = odict_iterator_next,
    .methods = odict_iterator_methods,
};

static Value ordered_iter(Thread *t, Value *args) { return iterate(t, value_as_dict(args[0]), YIELD_KEYS, false); }
static Value ordered_reversed(Thread *t, Value *args) {
    return iterate(t, value_as_dict(args[0]), YIELD_KEYS, true);
}

/* ---- views: those of dict with other iterators ---- */

#define VIEW(view_name, ID, BASE, WHAT)                                                                 \
    static Value view_name##_iter(Thread *t, Value *args) {                                             \
        return iterate(t, dict_of_view(args[0]), WHAT, false);                                     \
    }                                                                                              \
    static Value view_name##_reversed(Thread *t, Value *args) {                                         \
        return iterate(t, dict_of_view(args[0]), WHAT, true);                                      \
    }                                                                                              \
    static const NativeDef view_name##_methods[] = {                                                    \
        NATIVE("__iter__", "($self, /)", view_name##_iter, "Implement iter(self)."),                    \
        NATIVE("__reversed__", "($self, /)", view_name##_reversed, NULL),                               \
        NATIVE_END,                                                                                \
    };                                                                                             \
    const TypeDef typedef_collections_##view_name = {                                                   \
        .name = #view_name,                                                                             \
        .id = ID,                                                                                  \
        .base = BASE,                                                                              \
        .kind = KIND_DICT_VIEW,                                                                    \
        .flags = TYPEFLAG_NO_NEW | TYPEFLAG_IMMUTABLE,                                             \
        .size = sizeof(DictView),                                                                  \
        .methods = view_name##_methods,                                                                 \
    };                                                                                             \
    static Value ordered_##view_name(Thread *t, Value *args) {                                          \
        DictView *view = type_alloc(t, t->vm->types[ID], 0);                                       \
        if (!view) return VALUE_ERROR;                                                             \
        view->dict = args[0];                                                                      \
        return value_from_object(view);                                                            \
    }
VIEW(odict_keys, TYPE_COLLECTIONS_ODICT_KEYS, TYPE_DICT_KEYS, YIELD_KEYS)
VIEW(odict_values, TYPE_COLLECTIONS_ODICT_VALUES, TYPE_DICT_VALUES, YIELD_VALUES)
VIEW(odict_items, TYPE_COLLECTIONS_ODICT_ITEMS, TYPE_DICT_ITEMS, YIELD_ITEMS)

/* ---- the type ---- */

static Value attributes_get(Thread *t, Value self) {
    Dict *d = instance_dict(t, value_as_object(self));
    return d ? value_from_object(d) : VALUE_ERROR;
}

static const GetSetDef ordered_getset[] = {
    {"__dict__", attributes_get, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef ordered_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", ordered_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE_RAW("__init__", "($self, /, *args, **kwargs)", ordered_init,
               "Initialize self.  See help(type(self)) for accurate signature."),
    NATIVE("__repr__", "($self, /)", ordered_repr, "Return repr(self)."),
    COMPARE_ROWS(ordered),
    NATIVE("__iter__", "($self, /)", ordered_iter, "Implement iter(self)."),
    NATIVE("__or__", "($self, value, /)", ordered_or, "Return self|value."),
    NATIVE("__ror__", "($self, value, /)", ordered_ror, "Return value|self."),
    NATIVE("__ior__", "($self, value, /)", ordered_ior, "Return self|=value."),
    NATIVE_CLASSMETHOD("fromkeys", "($type, /, iterable, value=None)", ordered_fromkeys,
                       "Create a new ordered dictionary with keys from iterable and values set to value."),
    NATIVE("__sizeof__", "($self, /)", ordered_sizeof, NULL),
    NATIVE("__reduce__", "($self, /)", ordered_reduce, "Return state information for pickling"),
    NATIVE("setdefault", "($self, /, key, default=None)", ordered_setdefault,
           "Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for "
           "key if key is in the dictionary, else default."),
    NATIVE("pop", "($self, /, key, default=<none>)", ordered_pop,
           "od.pop(key[,default]) -> v, remove specified key and return the corresponding value.\n\nIf the "
           "key is not found, return the default if given; otherwise,\nraise a KeyError."),
    NATIVE("popitem", "($self, /, last=True)", ordered_popitem,
           "Remove and return a (key, value) pair from the dictionary.\n\nPairs are returned in LIFO order "
           "if last is true or FIFO order if false."),
    NATIVE("keys", "($self, /)", ordered_odict_keys, NULL),
    NATIVE("values", "($self, /)", ordered_odict_values, NULL),
    NATIVE("items", "($self, /)", ordered_odict_items, NULL),
    NATIVE_RAW("update", "($self, /, *args, **kwargs)", ordered_update,
               "D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F."),
    NATIVE("clear", "($self, /)", ordered_clear, "od.clear() -> None.  Remove all items from od."),
    NATIVE("copy", "($self, /)", ordered_copy, "od.copy() -> a shallow copy of od"),
    NATIVE("__reversed__", "($self, /)", ordered_reversed, "od.__reversed__() <==> reversed(od)"),
    NATIVE("move_to_end", "($self, /, key, last=True)", ordered_move_to_end,
           "Move an existing element to the end (or beginning if last is false).\n\nRaise KeyError if the "
           "element does not exist."),
    NATIVE_END,
};

const TypeDef typedef_collections_ordered_dict = {
    .name = "collections.OrderedDict",
    .doc = "Dictionary that remembers insertion order",
    .id = TYPE_COLLECTIONS_ORDERED_DICT,
    .base = TYPE_DICT,
    .kind = KIND_DICT,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_DICT | TYPEFLAG_WEAKREFS | TYPEFLAG_MAPPING |
             TYPEFLAG_IMMUTABLE,
    .size = sizeof(OrderedDict),
    .trace = ordered_dict_trace,
    .methods = ordered_methods,
    .getset = ordered_getset,
};

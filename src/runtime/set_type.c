/*
 * set_type.c - the types `set` and `frozenset` and their iterator.  The table
 * and the set algebra are in set.c.
 */
#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/sequence_support.h"
#include "runtime/str.h"

static inline Set *self_set(Value *args) {
    return (Set *)value_as_object(args[0]);
}

static void set_trace(Tracer *tracer, Object *object) {
    trace_object(tracer, ((Set *)object)->storage);
}

static inline bool is_mutable_set(Thread *t, Value v) {
    return value_is_set(v) && type_is_subtype(type_of(t, v), t->vm->types[TYPE_SET]);
}

static Value none_or_error(bool ok) {
    return ok ? VALUE_NONE : VALUE_ERROR;
}
static Value bool_or_error(int result) {
    return result < 0 ? VALUE_ERROR : value_bool(result);
}

/* ---- construction ---------------------------------------------------------------- */

static Value alloc_of_type(Thread *t, Value cls) {
    Set *s = type_alloc(t, (Type *)value_as_object(cls), 0);
    if (!s) return VALUE_ERROR;
    set_clear(t, s);
    return value_from_object(s);
}

static Value set_type_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return alloc_of_type(t, args[0]);
}

static Value set_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (!check_no_keywords(t, "set", kwnames) || !check_argument_range(t, "set", nargs - 1, 0, 1))
        return VALUE_ERROR;
    Set *s = self_set(args);
    if (s->fill) set_clear(t, s);
    return none_or_error(nargs < 2 || set_update(t, s, args[1]));
}

static Value set_construct(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (kwnames || nargs > 1) return VALUE_UNDEF;
    return nargs ? set_from_iterable(t, TYPE_SET, args[0]) : set_new(t, TYPE_SET);
}

static Value frozenset_type_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Type *cls = (Type *)value_as_object(args[0]), *base = t->vm->types[TYPE_FROZENSET];
    /* A subclass with its own __init__ may take whatever keywords it likes. */
    if ((cls == base || value_same(cls->specials[SPECIAL_INIT], base->specials[SPECIAL_INIT])) &&
        !check_no_keywords(t, "frozenset", kwnames))
        return VALUE_ERROR;
    size_t given = nargs - 1 - (kwnames ? kwnames->length : 0);
    if (!check_argument_range(t, "frozenset", given, 0, 1)) return VALUE_ERROR;
    if (given && cls == base && value_is_set(args[1]) && type_of(t, args[1]) == base)
        return args[1];
    Value v = alloc_of_type(t, args[0]);
    if (value_is_error(v) || (given && !set_update(t, value_as_set(v), args[1])))
        return VALUE_ERROR;
    return v;
}

static Value frozenset_construct(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (kwnames || nargs != 1 || value_is_set(args[0])) return VALUE_UNDEF;
    return set_from_iterable(t, TYPE_FROZENSET, args[0]);
}

/* ---- items ----------------------------------------------------------------------------- */

/* A set (unhashable) stands for the frozenset of its items in `in`, remove and
 * discard: the key to look for instead, or ERROR. */
static Value frozen_key(Thread *t, Value key) {
    if (!is_mutable_set(t, key) || !error_catch(t, TYPE_TypeError)) return VALUE_ERROR;
    return set_from_iterable(t, TYPE_FROZENSET, key);
}

static int contains_key(Thread *t, Set *s, Value key) {
    int found = set_contains(t, s, key);
    if (found >= 0) return found;
    Value frozen = frozen_key(t, key);
    return value_is_error(frozen) ? -1 : set_contains(t, s, frozen);
}

static int discard_key(Thread *t, Set *s, Value key) {
    int found = set_discard(t, s, key);
    if (found >= 0) return found;
    Value frozen = frozen_key(t, key);
    return value_is_error(frozen) ? -1 : set_discard(t, s, frozen);
}

static Value set_contains_method(Thread *t, Value *args) {
    return bool_or_error(contains_key(t, self_set(args), args[1]));
}

static Value set_add_method(Thread *t, Value *args) {
    return none_or_error(set_add(t, self_set(args), args[1]) >= 0);
}

static Value set_discard_method(Thread *t, Value *args) {
    return none_or_error(discard_key(t, self_set(args), args[1]) >= 0);
}

static Value set_remove(Thread *t, Value *args) {
    int found = discard_key(t, self_set(args), args[1]);
    return found == 0 ? raise_key_error(t, args[1]) : none_or_error(found > 0);
}

static Value set_pop(Thread *t, Value *args) {
    Set *s = self_set(args);
    if (s->used == 0) return raise_error(t, TYPE_KeyError, "pop from an empty set");
    size_t i = s->finger & s->mask;
    while (!s->table[i].tag || value_is_error(s->table[i].key))
        i = i == s->mask ? 0 : i + 1;
    Value key = s->table[i].key;
    s->table[i] = SET_ENTRY_DELETED;
    s->used--;
    s->version++;
    s->finger = (uint32_t)(i + 1);
    return key;
}

static Value set_clear_method(Thread *t, Value *args) {
    set_clear(t, self_set(args));
    return VALUE_NONE;
}

static Value set_len(Thread *t, Value *args) {
    return value_from_int((int64_t)self_set(args)->used);
}

/* What CPython 3.11 would need. */
static Value set_sizeof(Thread *t, Value *args) {
    Set *s = self_set(args);
    int64_t size = 200;
    if (s->mask > 7) size += (int64_t)(s->mask + 1) * 16;
    return value_from_int(size);
}

/* ---- operations with any number of iterables ----------------------------------------------- */

static Value set_copy_method(Thread *t, Value *args) {
    return set_copy(t, self_set(args));
}

static Value frozenset_copy_method(Thread *t, Value *args) {
    if (type_of(t, args[0]) == t->vm->types[TYPE_FROZENSET]) return args[0];
    return set_copy(t, self_set(args));
}

static inline Tuple *others(Value *args) {
    return value_as_tuple(args[1]);
}

static Value set_update_method(Thread *t, Value *args) {
    Tuple *iterables = others(args);
    for (size_t i = 0; i < iterables->length; i++)
        if (!set_update(t, self_set(args), iterables->items[i])) return VALUE_ERROR;
    return VALUE_NONE;
}

static Value set_union_method(Thread *t, Value *args) {
    Value result = set_copy(t, self_set(args));
    if (value_is_error(result)) return result;
    Tuple *iterables = others(args);
    for (size_t i = 0; i < iterables->length; i++)
        if (!value_same(iterables->items[i], args[0]) &&
            !set_update(t, value_as_set(result), iterables->items[i]))
            return VALUE_ERROR;
    return result;
}

static Value set_intersection_method(Thread *t, Value *args) {
    Tuple *iterables = others(args);
    if (iterables->length == 0) return set_copy(t, self_set(args));
    Value result = args[0];
    for (size_t i = 0; i < iterables->length && !value_is_error(result); i++)
        result = set_intersection(t, value_as_set(result), iterables->items[i]);
    return result;
}

/* s takes over the content of a set that nobody else has seen. */
static Value become(Thread *t, Set *s, Value content) {
    if (value_is_error(content)) return content;
    Set *from = value_as_set(content);
    s->used = from->used;
    s->fill = from->fill;
    s->mask = from->mask;
    s->table = from->table;
    s->storage = from->storage;
    s->hash = -1;
    s->version++;
    gc_wrote(t, s);
    return VALUE_NONE;
}

static Value set_intersection_update_method(Thread *t, Value *args) {
    Value content = set_intersection_method(t, args);
    return value_same(content, args[0]) ? VALUE_NONE : become(t, self_set(args), content);
}

static Value set_difference_method(Thread *t, Value *args) {
    Tuple *iterables = others(args);
    if (iterables->length == 0) return set_copy(t, self_set(args));
    Value result = set_difference(t, self_set(args), iterables->items[0]);
    for (size_t i = 1; i < iterables->length && !value_is_error(result); i++)
        if (!set_difference_update(t, value_as_set(result), iterables->items[i]))
            return VALUE_ERROR;
    return result;
}

static Value set_difference_update_method(Thread *t, Value *args) {
    Tuple *iterables = others(args);
    for (size_t i = 0; i < iterables->length; i++)
        if (!set_difference_update(t, self_set(args), iterables->items[i])) return VALUE_ERROR;
    return VALUE_NONE;
}

static Value set_symmetric_difference_method(Thread *t, Value *args) {
    return set_symmetric_difference(t, self_set(args), args[1]);
}

static Value set_symmetric_difference_update_method(Thread *t, Value *args) {
    return none_or_error(set_symmetric_difference_update(t, self_set(args), args[1]));
}

static Value set_issubset(Thread *t, Value *args) {
    return bool_or_error(set_is_subset(t, self_set(args), args[1]));
}

static Value set_issuperset(Thread *t, Value *args) {
    return bool_or_error(set_is_superset(t, self_set(args), args[1]));
}

static Value set_isdisjoint(Thread *t, Value *args) {
    return bool_or_error(set_is_disjoint(t, self_set(args), args[1]));
}

/* ---- operators: sets only ------------------------------------------------------------------ */

static Value set_or(Thread *t, Value *args) {
    return value_is_set(args[1]) ? set_union(t, self_set(args), args[1]) : VALUE_NOT_IMPLEMENTED;
}

static Value set_and(Thread *t, Value *args) {
    return value_is_set(args[1]) ? set_intersection(t, self_set(args), args[1])
                                 : VALUE_NOT_IMPLEMENTED;
}

static Value set_sub(Thread *t, Value *args) {
    return value_is_set(args[1]) ? set_difference(t, self_set(args), args[1])
                                 : VALUE_NOT_IMPLEMENTED;
}

static Value set_xor(Thread *t, Value *args) {
    return value_is_set(args[1]) ? set_symmetric_difference(t, self_set(args), args[1])
                                 : VALUE_NOT_IMPLEMENTED;
}

static Value set_ror(Thread *t, Value *args) {
    return value_is_set(args[1]) ? set_or(t, (Value[]){args[1], args[0]}) : VALUE_NOT_IMPLEMENTED;
}

static Value set_rand(Thread *t, Value *args) {
    return value_is_set(args[1]) ? set_and(t, (Value[]){args[1], args[0]}) : VALUE_NOT_IMPLEMENTED;
}

static Value set_rsub(Thread *t, Value *args) {
    return value_is_set(args[1]) ? set_sub(t, (Value[]){args[1], args[0]}) : VALUE_NOT_IMPLEMENTED;
}

static Value set_rxor(Thread *t, Value *args) {
    return value_is_set(args[1]) ? set_xor(t, (Value[]){args[1], args[0]}) : VALUE_NOT_IMPLEMENTED;
}

static Value set_ior(Thread *t, Value *args) {
    if (!value_is_set(args[1])) return VALUE_NOT_IMPLEMENTED;
    return set_update(t, self_set(args), args[1]) ? args[0] : VALUE_ERROR;
}

static Value set_iand(Thread *t, Value *args) {
    if (!value_is_set(args[1])) return VALUE_NOT_IMPLEMENTED;
    Value done = become(t, self_set(args), set_intersection(t, self_set(args), args[1]));
    return value_is_error(done) ? done : args[0];
}

static Value set_isub(Thread *t, Value *args) {
    if (!value_is_set(args[1])) return VALUE_NOT_IMPLEMENTED;
    return set_difference_update(t, self_set(args), args[1]) ? args[0] : VALUE_ERROR;
}

static Value set_ixor(Thread *t, Value *args) {
    if (!value_is_set(args[1])) return VALUE_NOT_IMPLEMENTED;
    return set_symmetric_difference_update(t, self_set(args), args[1]) ? args[0] : VALUE_ERROR;
}

static Value set_compare(Thread *t, int op, Value a, Value b) {
    if (!value_is_set(b)) return VALUE_NOT_IMPLEMENTED;
    Set *s = value_as_set(a), *o = value_as_set(b);
    switch ((CompareOp)op) {
    case CMP_EQ:
    case CMP_NE: {
        int equal = s->used == o->used && (s->hash == -1 || o->hash == -1 || s->hash == o->hash)
                        ? set_is_subset(t, s, b)
                        : 0;
        return equal < 0 ? VALUE_ERROR : value_bool((equal != 0) == (op == CMP_EQ));
    }
    case CMP_LE: return bool_or_error(set_is_subset(t, s, b));
    case CMP_GE: return bool_or_error(set_is_subset(t, o, a));
    case CMP_LT: return s->used >= o->used ? VALUE_FALSE : bool_or_error(set_is_subset(t, s, b));
    case CMP_GT: return s->used <= o->used ? VALUE_FALSE : bool_or_error(set_is_subset(t, o, a));
    }
    return VALUE_NOT_IMPLEMENTED;
}
COMPARE_FUNCTIONS(set, set_compare)

static Value frozenset_hash_method(Thread *t, Value *args) {
    return int_from_int64(t, frozenset_hash(self_set(args)));
}

/* ---- repr, pickling -------------------------------------------------------------------------- */

static Value set_repr(Thread *t, Value *args) {
    Set *s = self_set(args);
    if (s->used == 0) return str_format(t, "%T()", args[0]);
    int active = repr_enter(t, args[0]);
    if (active) return active < 0 ? VALUE_ERROR : str_format(t, "%T(...)", args[0]);
    /* A list first: the repr of an item may change the set. */
    Value result = VALUE_ERROR, list = list_from_iterable(t, args[0]);
    if (!value_is_error(list)) list = op_repr(t, list);
    if (!value_is_error(list)) {
        Value items = str_substring(t, list, 1, value_as_str(list)->length - 1);
        if (!value_is_error(items))
            result = type_of(t, args[0]) == t->vm->types[TYPE_SET]
                         ? str_format(t, "{%U}", items)
                         : str_format(t, "%T({%U})", args[0], items);
    }
    repr_leave(t, args[0]);
    return result;
}

static Value set_reduce(Thread *t, Value *args) {
    Value list = list_from_iterable(t, args[0]);
    if (value_is_error(list)) return list;
    Value state = call_method0(t, args[0], STR_NAME(t, __getstate__));
    if (value_is_error(state)) return state;
    Value arguments = tuple_of(t, 1, list);
    if (value_is_error(arguments)) return arguments;
    return tuple_of(t, 3, value_from_object(type_of(t, args[0])), arguments, state);
}

/* ---- the iterator ------------------------------------------------------------------------------ */

static Value set_iter(Thread *t, Value *args) {
    SetIterator *it = GC_NEW(t, SetIterator, KIND_SET_ITERATOR, TYPE_SET_ITERATOR);
    if (!it) return VALUE_ERROR;
    it->set = self_set(args);
    it->used = it->remaining = it->set->used;
    return value_from_object(it);
}

static void set_iterator_trace(Tracer *tracer, Object *object) {
    trace_object(tracer, ((SetIterator *)object)->set);
}

static Value set_iterator_next(Thread *t, Object *object) {
    SetIterator *it = (SetIterator *)object;
    if (!it->set) return VALUE_STOP;
    if (it->used != it->set->used) {
        it->used = SIZE_MAX; /* stays in this state */
        return raise_error(t, TYPE_RuntimeError, "Set changed size during iteration");
    }
    Value item;
    if (set_next(it->set, &it->position, &item)) {
        if (it->remaining) it->remaining--;
        return item;
    }
    it->set = NULL;
    return VALUE_STOP;
}

static Value set_iterator_length_hint(Thread *t, Value *args) {
    SetIterator *it = (SetIterator *)value_as_object(args[0]);
    bool valid = it->set && it->used == it->set->used;
    return value_from_int(valid ? (int64_t)it->remaining : 0);
}

static Value set_iterator_reduce(Thread *t, Value *args) {
    SetIterator *it = (SetIterator *)value_as_object(args[0]);
    SetIterator *copy = GC_NEW(t, SetIterator, KIND_SET_ITERATOR, TYPE_SET_ITERATOR);
    if (!copy) return VALUE_ERROR;
    copy->set = it->set;
    copy->used = it->used;
    copy->position = it->position;
    copy->remaining = it->remaining;
    Value list = list_from_iterable(t, value_from_object(copy));
    if (value_is_error(list)) return list;
    Value iter = builtin_get(t, "iter");
    if (value_is_error(iter)) return iter;
    Value state = tuple_of(t, 1, list);
    return value_is_error(state) ? state : tuple_of(t, 2, iter, state);
}

static const NativeDef set_iterator_methods[] = {
    NATIVE("__length_hint__", "($self, /)", set_iterator_length_hint,
           "Private method returning an estimate of len(list(it))."),
    NATIVE("__reduce__", "($self, /)", set_iterator_reduce,
           "Return state information for pickling."),
    NATIVE_END,
};

const TypeDef typedef_set_iterator = {
    .name = "set_iterator",
    .id = TYPE_SET_ITERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_SET_ITERATOR,
    .flags = TYPEFLAG_NO_NEW | TYPEFLAG_IMMUTABLE | TYPEFLAG_PLAIN_NEXT,
    .size = sizeof(SetIterator),
    .trace = set_iterator_trace,
    .next = set_iterator_next,
    .methods = set_iterator_methods,
};

/* ---- the types ------------------------------------------------------------------------------------ */

#define NEW_DOC "Create and return a new object.  See help(type) for accurate signature."

/* What set and frozenset have in common. */
#define COMMON_ROWS                                                                               \
    NATIVE("__repr__", "($self, /)", set_repr, "Return repr(self)."), COMPARE_ROWS(set),          \
        NATIVE("__iter__", "($self, /)", set_iter, "Implement iter(self)."),                      \
        NATIVE("__sub__", "($self, value, /)", set_sub, "Return self-value."),                    \
        NATIVE("__rsub__", "($self, value, /)", set_rsub, "Return value-self."),                  \
        NATIVE("__and__", "($self, value, /)", set_and, "Return self&value."),                    \
        NATIVE("__rand__", "($self, value, /)", set_rand, "Return value&self."),                  \
        NATIVE("__xor__", "($self, value, /)", set_xor, "Return self^value."),                    \
        NATIVE("__rxor__", "($self, value, /)", set_rxor, "Return value^self."),                  \
        NATIVE("__or__", "($self, value, /)", set_or, "Return self|value."),                      \
        NATIVE("__ror__", "($self, value, /)", set_ror, "Return value|self."),                    \
        NATIVE("__len__", "($self, /)", set_len, "Return len(self)."),                            \
        NATIVE("__contains__", "($self, object, /)", set_contains_method,                         \
               "x.__contains__(y) <==> y in x."),                                                 \
        NATIVE("difference", "($self, /, *others)", set_difference_method,                        \
               "Return the difference of two or more sets as a new set.\n\n"                      \
               "(i.e. all elements that are in this set but not the others.)"),                   \
        NATIVE("intersection", "($self, /, *others)", set_intersection_method,                    \
               "Return the intersection of two sets as a new set.\n\n"                            \
               "(i.e. all elements that are in both sets.)"),                                     \
        NATIVE("isdisjoint", "($self, other, /)", set_isdisjoint,                                 \
               "Return True if two sets have a null intersection."),                              \
        NATIVE("issubset", "($self, other, /)", set_issubset,                                     \
               "Report whether another set contains this set."),                                  \
        NATIVE("issuperset", "($self, other, /)", set_issuperset,                                 \
               "Report whether this set contains another set."),                                  \
        NATIVE("__reduce__", "($self, /)", set_reduce, "Return state information for pickling."), \
        NATIVE("__sizeof__", "($self, /)", set_sizeof,                                            \
               "S.__sizeof__() -> size of S in memory, in bytes"),                                \
        NATIVE("symmetric_difference", "($self, other, /)", set_symmetric_difference_method,      \
               "Return the symmetric difference of two sets as a new set.\n\n"                    \
               "(i.e. all elements that are in exactly one of the sets.)"),                       \
        NATIVE("union", "($self, /, *others)", set_union_method,                                  \
               "Return the union of sets as a new set.\n\n"                                       \
               "(i.e. all elements that are in either set.)"),                                    \
        CLASS_GETITEM_ROW

static const NativeDef set_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", set_type_new, NEW_DOC),
    NATIVE_RAW("__init__", "($self, /, *args, **kwargs)", set_init,
               "Initialize self.  See help(type(self)) for accurate signature."),
    COMMON_ROWS,
    NATIVE("__isub__", "($self, value, /)", set_isub, "Return self-=value."),
    NATIVE("__iand__", "($self, value, /)", set_iand, "Return self&=value."),
    NATIVE("__ixor__", "($self, value, /)", set_ixor, "Return self^=value."),
    NATIVE("__ior__", "($self, value, /)", set_ior, "Return self|=value."),
    NATIVE_PLAIN("add", "($self, object, /)", "S sin >n!", set_add_method,
           "Add an element to a set.\n\nThis has no effect if the element is already present."),
    NATIVE("clear", "($self, /)", set_clear_method, "Remove all elements from this set."),
    NATIVE("copy", "($self, /)", set_copy_method, "Return a shallow copy of a set."),
    NATIVE_PLAIN("discard", "($self, object, /)", "S sin >n!", set_discard_method,
           "Remove an element from a set if it is a member.\n\n"
           "Unlike set.remove(), the discard() method does not raise\n"
           "an exception when an element is missing from the set."),
    NATIVE("difference_update", "($self, /, *others)", set_difference_update_method,
           "Remove all elements of another set from this set."),
    NATIVE("intersection_update", "($self, /, *others)", set_intersection_update_method,
           "Update a set with the intersection of itself and another."),
    NATIVE("pop", "($self, /)", set_pop,
           "Remove and return an arbitrary set element.\nRaises KeyError if the set is empty."),
    NATIVE("remove", "($self, object, /)", set_remove,
           "Remove an element from a set; it must be a member.\n\n"
           "If the element is not a member, raise a KeyError."),
    NATIVE("symmetric_difference_update", "($self, other, /)",
           set_symmetric_difference_update_method,
           "Update a set with the symmetric difference of itself and another."),
    NATIVE("update", "($self, /, *others)", set_update_method,
           "Update a set with the union of itself and others."),
    NATIVE_END,
};

static const NativeDef frozenset_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", frozenset_type_new, NEW_DOC),
    COMMON_ROWS,
    NATIVE("__hash__", "($self, /)", frozenset_hash_method, "Return hash(self)."),
    NATIVE("copy", "($self, /)", frozenset_copy_method, "Return a shallow copy of a set."),
    NATIVE_END,
};

const TypeDef typedef_set = {
    .name = "set",
    .doc = "set() -> new empty set object\nset(iterable) -> new set object\n\n"
           "Build an unordered collection of unique elements.",
    .id = TYPE_SET,
    .base = TYPE_OBJECT,
    .kind = KIND_SET,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_MATCH_SELF | TYPEFLAG_IMMUTABLE | TYPEFLAG_WEAKREFS,
    .size = sizeof(Set),
    .trace = set_trace,
    .construct = set_construct,
    .methods = set_methods,
};

const TypeDef typedef_frozenset = {
    .name = "frozenset",
    .doc = "frozenset() -> empty frozenset object\nfrozenset(iterable) -> frozenset object\n\n"
           "Build an immutable unordered collection of unique elements.",
    .id = TYPE_FROZENSET,
    .base = TYPE_OBJECT,
    .kind = KIND_SET,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_MATCH_SELF | TYPEFLAG_IMMUTABLE | TYPEFLAG_WEAKREFS,
    .size = sizeof(Set),
    .trace = set_trace,
    .construct = frozenset_construct,
    .methods = frozenset_methods,
};

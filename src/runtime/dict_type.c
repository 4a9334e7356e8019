/*
 * dict_type.c - the type `dict`: constructor, methods, operators.  The table
 * itself is dict.c.
 */
#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/iterators.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/sequence_support.h"
#include "runtime/str.h"

static inline Dict *self_dict(Value *args) {
    return (Dict *)value_as_object(args[0]);
}

static void dict_trace(Tracer *tracer, Object *object) {
    Dict *d = (Dict *)object;
    trace_object(tracer, d->entry_storage);
}

/* ---- construction ---------------------------------------------------------- */

static Value dict_type_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Dict *d = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!d) return VALUE_ERROR;
    dict_clear(t, d);
    return value_from_object(d);
}

/* The arguments of dict(...), d.update(...): at most one positional, and
 * keywords. */
static bool update_from_call(Thread *t, const char *name, Value *args, size_t nargs,
                             Tuple *kwnames) {
    Dict *d = self_dict(args);
    size_t keyword_count = kwnames ? kwnames->length : 0;
    size_t given = nargs - 1 - keyword_count;
    if (!check_argument_range(t, name, given, 0, 1)) return false;
    if (given && !dict_update_from(t, d, args[1])) return false;
    for (size_t i = 0; i < keyword_count; i++)
        if (!dict_set(t, d, kwnames->items[i], args[1 + given + i])) return false;
    return true;
}

static Value dict_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return update_from_call(t, "dict", args, nargs, kwnames) ? VALUE_NONE : VALUE_ERROR;
}

static Value dict_construct(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    size_t named = kwnames ? kwnames->length : 0, given = nargs - named;
    if (given > 1) return VALUE_UNDEF;
    Dict *d = dict_new_sized(t, given ? 0 : named);
    if (!d || (given && !dict_update_from(t, d, args[0]))) return VALUE_ERROR;
    for (size_t i = 0; i < named; i++)
        if (!dict_set(t, d, kwnames->items[i], args[given + i])) return VALUE_ERROR;
    return value_from_object(d);
}

static Value dict_update_method(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return update_from_call(t, "update", args, nargs, kwnames) ? VALUE_NONE : VALUE_ERROR;
}

/* The keys of a dict or a set, whose hashes are known. */
static bool add_known_keys(Thread *t, Dict *d, Value keys, Value value) {
    if (value_is_dict(keys)) {
        Dict *from = value_as_dict(keys);
        if (!dict_reserve(t, d, from->used)) return false;
        for (size_t n = 0; n < from->entry_count; n++) {
            DictEntry e = from->entries[n];
            if (!value_is_undef(e.key) && !dict_set_hashed(t, d, e.key, dict_entry_hash(from, n), value)) return false;
        }
        return true;
    }
    Set *from = value_as_set(keys);
    if (!dict_reserve(t, d, from->used)) return false;
    for (size_t i = 0; from->table && i <= from->mask; i++) {
        SetEntry e = from->table[i];
        if (e.tag && !value_is_error(e.key) &&
            !dict_set_hashed(t, d, e.key, (uint64_t)set_tag_hash(e.tag), value))
            return false;
    }
    return true;
}

static Value dict_fromkeys(Thread *t, Value *args) {
    Value result = call0(t, args[0]), keys = args[1];
    if (value_is_error(result)) return result;
    bool exact = value_is_exact(result, KIND_DICT);
    Dict *d = exact ? value_as_dict(result) : NULL;
    if (exact && d->used == 0 && (value_is_exact(keys, KIND_DICT) || value_is_exact(keys, KIND_SET)))
        return add_known_keys(t, d, keys, args[2]) ? result : VALUE_ERROR;
    if (exact && value_is_exact(keys, KIND_LIST) && !dict_reserve(t, d, value_as_list(keys)->length / 2))
        return VALUE_ERROR;
    Value iterator = op_iter(t, keys);
    if (value_is_error(iterator)) return VALUE_ERROR;
    for (;;) {
        Value key = iterator_next(t, iterator);
        if (value_is_stop(key)) return result;
        if (value_is_error(key)) return VALUE_ERROR;
        if (!(exact ? dict_set(t, d, key, args[2]) : op_setitem(t, result, key, args[2])))
            return VALUE_ERROR;
    }
}

/* ---- items ----------------------------------------------------------------- */

static Value dict_getitem(Thread *t, Value *args) {
    Value value = dict_get(t, self_dict(args), args[1]);
    if (!value_is_undef(value)) return value;
    if (value_as_object(args[0])->gc & GC_SUBCLASS) {
        Value missing = special_of(t, args[0], SPECIAL_MISSING);
        if (!value_is_undef(missing)) {
            Value call_args[2] = {args[0], args[1]};
            return call_special(t, missing, call_args, 2);
        }
    }
    return raise_key_error(t, args[1]);
}

static Value dict_setitem(Thread *t, Value *args) {
    return dict_set(t, self_dict(args), args[1], args[2]) ? VALUE_NONE : VALUE_ERROR;
}

static Value dict_delitem(Thread *t, Value *args) {
    int deleted = dict_delete(t, self_dict(args), args[1]);
    return deleted > 0 ? VALUE_NONE : deleted < 0 ? VALUE_ERROR : raise_key_error(t, args[1]);
}

static Value dict_contains(Thread *t, Value *args) {
    Value value = dict_get(t, self_dict(args), args[1]);
    return value_is_error(value) ? value : value_bool(!value_is_undef(value));
}

static Value dict_get_method(Thread *t, Value *args) {
    Value value = dict_get(t, self_dict(args), args[1]);
    return value_is_undef(value) ? args[2] : value;
}

static Value dict_setdefault_method(Thread *t, Value *args) {
    return dict_setdefault(t, self_dict(args), args[1], args[2]);
}

static Value dict_pop_method(Thread *t, Value *args) {
    Dict *d = self_dict(args);
    /* An empty dict does not hash the key. */
    Value value = d->used ? dict_pop(t, d, args[1]) : VALUE_UNDEF;
    if (!value_is_undef(value)) return value;
    return value_is_undef(args[2]) ? raise_key_error(t, args[1]) : args[2];
}

static Value dict_popitem_method(Thread *t, Value *args) {
    /* The pair first: running out of memory must not lose the item. */
    Tuple *pair = tuple_alloc(t, 2);
    if (!pair) return VALUE_ERROR;
    if (!dict_popitem(t, self_dict(args), &pair->items[0], &pair->items[1]))
        return raise_error(t, TYPE_KeyError, "popitem(): dictionary is empty");
    return value_from_object(pair);
}

static Value dict_clear_method(Thread *t, Value *args) {
    dict_clear(t, self_dict(args));
    return VALUE_NONE;
}

static Value dict_copy_method(Thread *t, Value *args) {
    Dict *d = dict_copy(t, self_dict(args));
    return d ? value_from_object(d) : VALUE_ERROR;
}

static Value dict_len(Thread *t, Value *args) {
    return value_from_int((int64_t)self_dict(args)->used);
}

/* What CPython 3.11 would need: programs compare and print these numbers. */
static Value dict_sizeof(Thread *t, Value *args) {
    Dict *d = self_dict(args);
    int64_t size = 48;
    if (d->entry_count || d->entry_capacity) {
        size_t slots = 8;
        while (slots * 2 / 3 < d->entry_count) slots *= 2;
        size_t slot_bytes = slots <= 256 ? 1 : slots <= 65536 ? 2 : 4;
        size_t entry_bytes = d->flags & DICT_ALL_STR_KEYS ? 16 : 24;
        size += (int64_t)(32 + slots * slot_bytes + slots * 2 / 3 * entry_bytes);
    }
    return value_from_int(size);
}

/* ---- views and iteration ---------------------------------------------------- */

static Value dict_keys_method(Thread *t, Value *args) {
    return dict_view_new(t, TYPE_DICT_KEYS, self_dict(args));
}

static Value dict_values_method(Thread *t, Value *args) {
    return dict_view_new(t, TYPE_DICT_VALUES, self_dict(args));
}

static Value dict_items_method(Thread *t, Value *args) {
    return dict_view_new(t, TYPE_DICT_ITEMS, self_dict(args));
}

static Value dict_iter(Thread *t, Value *args) {
    return dict_iterator_new(t, TYPE_DICT_KEY_ITERATOR, self_dict(args));
}

static Value dict_reversed(Thread *t, Value *args) {
    return dict_iterator_new(t, TYPE_DICT_REVERSE_KEY_ITERATOR, self_dict(args));
}

/* ---- operators --------------------------------------------------------------- */

static Value dict_compare(Thread *t, int op, Value a, Value b) {
    if (!value_is_dict(b) || (op != CMP_EQ && op != CMP_NE)) return VALUE_NOT_IMPLEMENTED;
    int equal = dict_equal(t, value_as_dict(a), value_as_dict(b));
    return equal < 0 ? VALUE_ERROR : value_bool((equal != 0) == (op == CMP_EQ));
}
COMPARE_FUNCTIONS(dict, dict_compare)

static Value merged(Thread *t, Value left, Value right) {
    if (!value_is_dict(left) || !value_is_dict(right)) return VALUE_NOT_IMPLEMENTED;
    Dict *d = dict_copy(t, value_as_dict(left));
    return d && dict_update_from(t, d, right) ? value_from_object(d) : VALUE_ERROR;
}

static Value dict_or(Thread *t, Value *args) {
    return merged(t, args[0], args[1]);
}
static Value dict_ror(Thread *t, Value *args) {
    return merged(t, args[1], args[0]);
}

static Value dict_ior(Thread *t, Value *args) {
    return dict_update_from(t, self_dict(args), args[1]) ? args[0] : VALUE_ERROR;
}

/* ---- repr --------------------------------------------------------------------- */

static bool append_repr(Thread *t, StrBuilder *out, Value v) {
    Value text = op_repr(t, v);
    if (value_is_error(text)) return false;
    builder_str(out, text);
    return !out->failed;
}

Value dict_repr(Thread *t, Dict *d) {
    if (d->used == 0) return str_from_cstring(t, "{}");
    int active = repr_enter(t, value_from_object(d));
    if (active) return active < 0 ? VALUE_ERROR : str_from_cstring(t, "{...}");
    StrBuilder out;
    builder_init(&out, t);
    builder_char(&out, '{');
    size_t position = 0;
    Value key, value, result = VALUE_ERROR;
    bool first = true;
    while (dict_next(d, &position, &key, &value)) {
        if (!first) builder_cstring(&out, ", ");
        first = false;
        if (!append_repr(t, &out, key)) goto done;
        builder_cstring(&out, ": ");
        if (!append_repr(t, &out, value)) goto done;
    }
    builder_char(&out, '}');
    result = builder_finish(&out);
done:
    repr_leave(t, value_from_object(d));
    return result;
}

static Value dict_repr_method(Thread *t, Value *args) {
    return dict_repr(t, self_dict(args));
}

/* ---- the type -------------------------------------------------------------------- */

static const NativeDef dict_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", dict_type_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE_RAW("__init__", "($self, /, *args, **kwargs)", dict_init,
               "Initialize self.  See help(type(self)) for accurate signature."),
    NATIVE("__repr__", "($self, /)", dict_repr_method, "Return repr(self)."),
    COMPARE_ROWS(dict),
    NATIVE("__iter__", "($self, /)", dict_iter, "Implement iter(self)."),
    NATIVE("__or__", "($self, value, /)", dict_or, "Return self|value."),
    NATIVE("__ror__", "($self, value, /)", dict_ror, "Return value|self."),
    NATIVE("__ior__", "($self, value, /)", dict_ior, "Return self|=value."),
    NATIVE("__len__", "($self, /)", dict_len, "Return len(self)."),
    NATIVE("__getitem__", "($self, key, /)", dict_getitem, "x.__getitem__(y) <==> x[y]"),
    NATIVE("__setitem__", "($self, key, value, /)", dict_setitem, "Set self[key] to value."),
    NATIVE("__delitem__", "($self, key, /)", dict_delitem, "Delete self[key]."),
    NATIVE("__contains__", "($self, key, /)", dict_contains,
           "True if the dictionary has the specified key, else False."),
    NATIVE("__sizeof__", "($self, /)", dict_sizeof,
           "D.__sizeof__() -> size of D in memory, in bytes"),
    NATIVE_PLAIN("get", "($self, key, default=None, /)", "d sib o >o", dict_get_method,
           "Return the value for key if key is in the dictionary, else default."),
    NATIVE("setdefault", "($self, key, default=None, /)", dict_setdefault_method,
           "Insert key with a value of default if key is not in the dictionary.\n\n"
           "Return the value for key if key is in the dictionary, else default."),
    NATIVE("pop", "($self, key, default=<none>, /)", dict_pop_method,
           "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\n"
           "If the key is not found, return the default if given; otherwise,\nraise a KeyError."),
    NATIVE("popitem", "($self, /)", dict_popitem_method,
           "Remove and return a (key, value) pair as a 2-tuple.\n\n"
           "Pairs are returned in LIFO (last-in, first-out) order.\n"
           "Raises KeyError if the dict is empty."),
    NATIVE_PLAIN("keys", "($self, /)", "d >o", dict_keys_method,
           "D.keys() -> a set-like object providing a view on D's keys"),
    NATIVE_PLAIN("items", "($self, /)", "d >o", dict_items_method,
           "D.items() -> a set-like object providing a view on D's items"),
    NATIVE_PLAIN("values", "($self, /)", "d >o", dict_values_method,
           "D.values() -> an object providing a view on D's values"),
    NATIVE_RAW("update", "($self, /, *args, **kwargs)", dict_update_method,
               "D.update([E, ]**F) -> None.  Update D from dict/iterable E and F.\n"
               "If E is present and has a .keys() method, then does:  for k in E: D[k] = E[k]\n"
               "If E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\n"
               "In either case, this is followed by: for k in F:  D[k] = F[k]"),
    NATIVE_CLASSMETHOD("fromkeys", "($type, iterable, value=None, /)", dict_fromkeys,
                       "Create a new dictionary with keys from iterable and values set to value."),
    NATIVE("clear", "($self, /)", dict_clear_method,
           "D.clear() -> None.  Remove all items from D."),
    NATIVE_PLAIN("copy", "($self, /)", "d >d", dict_copy_method, "D.copy() -> a shallow copy of D"),
    NATIVE("__reversed__", "($self, /)", dict_reversed,
           "Return a reverse iterator over the dict keys."),
    CLASS_GETITEM_ROW,
    NATIVE_END,
};

const TypeDef typedef_dict = {
    .name = "dict",
    .doc = "dict() -> new empty dictionary\n"
           "dict(mapping) -> new dictionary initialized from a mapping object's\n"
           "    (key, value) pairs\n"
           "dict(iterable) -> new dictionary initialized as if via:\n"
           "    d = {}\n"
           "    for k, v in iterable:\n"
           "        d[k] = v\n"
           "dict(**kwargs) -> new dictionary initialized with the name=value pairs\n"
           "    in the keyword argument list.  For example:  dict(one=1, two=2)",
    .id = TYPE_DICT,
    .base = TYPE_OBJECT,
    .kind = KIND_DICT,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_MAPPING | TYPEFLAG_MATCH_SELF | TYPEFLAG_IMMUTABLE,
    .size = sizeof(Dict),
    .trace = dict_trace,
    .construct = dict_construct,
    .construct_plain = "d >d",
    .methods = dict_methods,
};

/*
 * dict_view.c - keys(), values(), items(): the three view types with their set
 * operations, and the six iterator types.
 */
#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/iterators.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/sequence_support.h"
#include "runtime/str.h"

/* ---- iterators --------------------------------------------------------------- */

static bool is_reverse(TypeId type) {
    return type == TYPE_DICT_REVERSE_KEY_ITERATOR || type == TYPE_DICT_REVERSE_VALUE_ITERATOR ||
           type == TYPE_DICT_REVERSE_ITEM_ITERATOR;
}

Value dict_iterator_new(Thread *t, TypeId type, Dict *d) {
    DictIterator *it = GC_NEW(t, DictIterator, KIND_DICT_ITERATOR, type);
    if (!it) return VALUE_ERROR;
    it->dict = d;
    it->used = it->remaining = d->used;
    it->position = is_reverse(type) ? d->entry_count : 0;
    return value_from_object(it);
}

static void dict_iterator_trace(Tracer *tracer, Object *object) {
    trace_object(tracer, ((DictIterator *)object)->dict);
}

static Value changed_size(Thread *t, DictIterator *it) {
    it->used = SIZE_MAX; /* stays in this state */
    return raise_error(t, TYPE_RuntimeError, "dictionary changed size during iteration");
}

/* The next live entry; NULL: exhausted, *result says STOP or ERROR. */
static inline DictEntry *advance(Thread *t, DictIterator *it, Value *result) {
    *result = VALUE_STOP;
    Dict *d = it->dict;
    if (!d) return NULL;
    if (__builtin_expect(it->used != d->used, 0)) {
        *result = changed_size(t, it);
        return NULL;
    }
    if (it->position == 0) it->position = dict_first(d);
    while (it->position < d->entry_count) {
        DictEntry *e = &d->entries[it->position++];
        if (value_is_undef(e->key)) continue;
        if (__builtin_expect(it->remaining == 0, 0)) {
            it->dict = NULL;
            *result = raise_error(t, TYPE_RuntimeError, "dictionary keys changed during iteration");
            return NULL;
        }
        it->remaining--;
        return e;
    }
    it->dict = NULL;
    return NULL;
}

static inline DictEntry *retreat(Thread *t, DictIterator *it, Value *result) {
    *result = VALUE_STOP;
    Dict *d = it->dict;
    if (!d) return NULL;
    if (__builtin_expect(it->used != d->used, 0)) {
        *result = changed_size(t, it);
        return NULL;
    }
    if (it->position > d->entry_count) it->position = d->entry_count;
    while (it->position > 0) {
        DictEntry *e = &d->entries[--it->position];
        if (value_is_undef(e->key)) continue;
        if (it->remaining) it->remaining--;
        return e;
    }
    it->dict = NULL;
    return NULL;
}

static Value key_next(Thread *t, Object *it) {
    Value end;
    DictEntry *e = advance(t, (DictIterator *)it, &end);
    return e ? e->key : end;
}

static Value value_next(Thread *t, Object *it) {
    Value end;
    DictEntry *e = advance(t, (DictIterator *)it, &end);
    return e ? e->value : end;
}

static Value item_next(Thread *t, Object *it) {
    Value end;
    DictEntry *e = advance(t, (DictIterator *)it, &end);
    return e ? tuple_pair(t, e->key, e->value) : end;
}

static Value reverse_key_next(Thread *t, Object *it) {
    Value end;
    DictEntry *e = retreat(t, (DictIterator *)it, &end);
    return e ? e->key : end;
}

static Value reverse_value_next(Thread *t, Object *it) {
    Value end;
    DictEntry *e = retreat(t, (DictIterator *)it, &end);
    return e ? e->value : end;
}

static Value reverse_item_next(Thread *t, Object *it) {
    Value end;
    DictEntry *e = retreat(t, (DictIterator *)it, &end);
    return e ? tuple_pair(t, e->key, e->value) : end;
}

static Value iterator_length_hint(Thread *t, Value *args) {
    DictIterator *it = (DictIterator *)value_as_object(args[0]);
    bool valid = it->dict && it->used == it->dict->used;
    return value_from_int(valid ? (int64_t)it->remaining : 0);
}

/* (iter, ([the remaining items],)), leaving the iterator where it is. */
static Value iterator_reduce_method(Thread *t, Value *args) {
    DictIterator *it = (DictIterator *)value_as_object(args[0]);
    DictIterator *copy = gc_alloc(t, sizeof *copy, KIND_DICT_ITERATOR, object_shape(it));
    if (!copy) return VALUE_ERROR;
    copy->dict = it->dict;
    copy->used = it->used;
    copy->position = it->position;
    copy->remaining = it->remaining;
    Value list = list_from_iterable(t, value_from_object(copy));
    if (value_is_error(list)) return VALUE_ERROR;
    Value iter = builtin_get(t, "iter");
    if (value_is_error(iter)) return VALUE_ERROR;
    Value state = tuple_of(t, 1, list);
    return value_is_error(state) ? VALUE_ERROR : tuple_of(t, 2, iter, state);
}

static const NativeDef dict_iterator_methods[] = {
    NATIVE("__length_hint__", "($self, /)", iterator_length_hint,
           "Private method returning an estimate of len(list(it))."),
    NATIVE("__reduce__", "($self, /)", iterator_reduce_method,
           "Return state information for pickling."),
    NATIVE_END,
};

#define ITERATOR_TYPE(variable, python_name, type_id, next_function) \
    const TypeDef variable = {                                       \
        .name = python_name,                                         \
        .id = type_id,                                               \
        .base = TYPE_OBJECT,                                         \
        .kind = KIND_DICT_ITERATOR,                                  \
        .flags = TYPEFLAG_NO_NEW | TYPEFLAG_IMMUTABLE,               \
        .size = sizeof(DictIterator),                                \
        .trace = dict_iterator_trace,                                \
        .next = next_function,                                       \
        .methods = dict_iterator_methods,                            \
    }

ITERATOR_TYPE(typedef_dict_key_iterator, "dict_keyiterator", TYPE_DICT_KEY_ITERATOR, key_next);
ITERATOR_TYPE(typedef_dict_value_iterator, "dict_valueiterator", TYPE_DICT_VALUE_ITERATOR,
              value_next);
ITERATOR_TYPE(typedef_dict_item_iterator, "dict_itemiterator", TYPE_DICT_ITEM_ITERATOR, item_next);
ITERATOR_TYPE(typedef_dict_reverse_key_iterator, "dict_reversekeyiterator",
              TYPE_DICT_REVERSE_KEY_ITERATOR, reverse_key_next);
ITERATOR_TYPE(typedef_dict_reverse_value_iterator, "dict_reversevalueiterator",
              TYPE_DICT_REVERSE_VALUE_ITERATOR, reverse_value_next);
ITERATOR_TYPE(typedef_dict_reverse_item_iterator, "dict_reverseitemiterator",
              TYPE_DICT_REVERSE_ITEM_ITERATOR, reverse_item_next);

/* ---- views --------------------------------------------------------------------- */

static inline bool view_is(Thread *t, Value v, TypeId type) {
    return value_is_kind(v, KIND_DICT_VIEW) && type_is_subtype(type_of(t, v), t->vm->types[type]);
}

/* keys() and items() behave as sets. */
static inline bool is_set_view(Thread *t, Value v) {
    return view_is(t, v, TYPE_DICT_KEYS) || view_is(t, v, TYPE_DICT_ITEMS);
}

Value dict_view_new(Thread *t, TypeId type, Dict *d) {
    DictView *view = GC_NEW(t, DictView, KIND_DICT_VIEW, type);
    if (!view) return VALUE_ERROR;
    view->dict = value_from_object(d);
    return value_from_object(view);
}

static void view_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((DictView *)object)->dict);
}

static Value view_len(Thread *t, Value *args) {
    return value_from_int((int64_t)dict_of_view(args[0])->used);
}

static Value view_mapping(Thread *t, Value self) {
    return mapping_proxy_new(t, value_from_object(dict_of_view(self)));
}

static Value view_repr(Thread *t, Value *args) {
    int active = repr_enter(t, args[0]);
    if (active) return active < 0 ? VALUE_ERROR : str_from_cstring(t, "...");
    Value result = VALUE_ERROR;
    Value list = list_from_iterable(t, args[0]);
    if (!value_is_error(list)) result = str_format(t, "%T(%R)", args[0], list);
    repr_leave(t, args[0]);
    return result;
}

static Value keys_iter(Thread *t, Value *args) {
    return dict_iterator_new(t, TYPE_DICT_KEY_ITERATOR, dict_of_view(args[0]));
}
static Value values_iter(Thread *t, Value *args) {
    return dict_iterator_new(t, TYPE_DICT_VALUE_ITERATOR, dict_of_view(args[0]));
}
static Value items_iter(Thread *t, Value *args) {
    return dict_iterator_new(t, TYPE_DICT_ITEM_ITERATOR, dict_of_view(args[0]));
}
static Value keys_reversed(Thread *t, Value *args) {
    return dict_iterator_new(t, TYPE_DICT_REVERSE_KEY_ITERATOR, dict_of_view(args[0]));
}
static Value values_reversed(Thread *t, Value *args) {
    return dict_iterator_new(t, TYPE_DICT_REVERSE_VALUE_ITERATOR, dict_of_view(args[0]));
}
static Value items_reversed(Thread *t, Value *args) {
    return dict_iterator_new(t, TYPE_DICT_REVERSE_ITEM_ITERATOR, dict_of_view(args[0]));
}

/* 1, 0, -1 */
static int view_contains(Thread *t, Value view, Value item) {
    Dict *d = dict_of_view(view);
    if (view_is(t, view, TYPE_DICT_KEYS)) {
        Value found = dict_get(t, d, item);
        return value_is_error(found) ? -1 : !value_is_undef(found);
    }
    if (!value_is_kind(item, KIND_TUPLE) || value_as_tuple(item)->length != 2) return 0;
    Value found = dict_get(t, d, value_as_tuple(item)->items[0]);
    if (value_is_error(found)) return -1;
    return value_is_undef(found) ? 0 : op_equal(t, found, value_as_tuple(item)->items[1]);
}

static Value view_contains_method(Thread *t, Value *args) {
    int found = view_contains(t, args[0], args[1]);
    return found < 0 ? VALUE_ERROR : value_bool(found);
}

/* ---- set operations -------------------------------------------------------------- */

/* Whether every item of `inner` is in `outer`: 1, 0, -1. */
static int all_contained(Thread *t, Value inner, Value outer) {
    Value iterator = op_iter(t, inner);
    if (value_is_error(iterator)) return -1;
    for (;;) {
        Value item = iterator_next(t, iterator);
        if (value_is_stop(item)) return 1;
        if (value_is_error(item)) return -1;
        int contained = op_contains(t, outer, item);
        if (contained <= 0) return contained;
    }
}

static Value view_compare(Thread *t, int op, Value a, Value b) {
    if (!value_is_set(b) && !is_set_view(t, b)) return VALUE_NOT_IMPLEMENTED;
    int64_t length_a = op_len(t, a), length_b = op_len(t, b);
    if (length_a < 0 || length_b < 0) return VALUE_ERROR;
    int result = 0;
    switch ((CompareOp)op) {
    case CMP_EQ:
    case CMP_NE:
        result = length_a == length_b ? all_contained(t, a, b) : 0;
        if (op == CMP_NE && result >= 0) result = !result;
        break;
    case CMP_LT: result = length_a < length_b ? all_contained(t, a, b) : 0; break;
    case CMP_LE: result = length_a <= length_b ? all_contained(t, a, b) : 0; break;
    case CMP_GT: result = length_a > length_b ? all_contained(t, b, a) : 0; break;
    case CMP_GE: result = length_a >= length_b ? all_contained(t, b, a) : 0; break;
    }
    return result < 0 ? VALUE_ERROR : value_bool(result);
}
COMPARE_FUNCTIONS(view, view_compare)

/* set(v); the keys of a plain dict come without a second hashing. */
static Value to_set(Thread *t, Value v) {
    if (view_is(t, v, TYPE_DICT_KEYS)) {
        Value dict = value_from_object(dict_of_view(v));
        if (value_is_exact(dict, KIND_DICT)) v = dict;
    }
    return set_from_iterable(t, TYPE_SET, v);
}

static Value difference(Thread *t, Value left, Value right) {
    Value result = to_set(t, left);
    if (value_is_error(result) || !set_difference_update(t, value_as_set(result), right))
        return VALUE_ERROR;
    return result;
}

static Value union_of(Thread *t, Value left, Value right) {
    Value result = to_set(t, left);
    if (value_is_error(result) || !set_update(t, value_as_set(result), right)) return VALUE_ERROR;
    return result;
}

static Value intersection(Thread *t, Value left, Value right) {
    if (!is_set_view(t, left)) { /* the view was on the right of the operator */
        Value swap = left;
        left = right;
        right = swap;
    }
    size_t left_length = dict_of_view(left)->used;
    if (value_is_set(right) && type_of(t, right) == t->vm->types[TYPE_SET] &&
        left_length <= value_as_set(right)->used)
        return set_intersection(t, value_as_set(right), left);
    if (is_set_view(t, right) && dict_of_view(right)->used > left_length) {
        Value swap = left;
        left = right;
        right = swap;
    }
    Value result = set_new(t, TYPE_SET);
    Value iterator = value_is_error(result) ? VALUE_ERROR : op_iter(t, right);
    if (value_is_error(iterator)) return VALUE_ERROR;
    for (;;) {
        Value item = iterator_next(t, iterator);
        if (value_is_stop(item)) return result;
        if (value_is_error(item)) return VALUE_ERROR;
        int contained = view_contains(t, left, item);
        if (contained < 0 || (contained && set_add(t, value_as_set(result), item) < 0))
            return VALUE_ERROR;
    }
}

/* Two items() views: pairs are compared through the dicts, so that values need
 * not be hashable unless they end up in the result. */
static Value items_symmetric_difference(Thread *t, Dict *left, Dict *right) {
    Dict *rest = dict_copy(t, left);
    Value result = rest ? set_new(t, TYPE_SET) : VALUE_ERROR;
    if (value_is_error(result)) return VALUE_ERROR;
    for (size_t n = 0; n < right->entry_count; n++) {
        DictEntry e = right->entries[n];
        if (value_is_undef(e.key)) continue;
        int64_t at = dict_find_hashed(t, rest, e.key, dict_entry_hash(right, n));
        if (at < -1) return VALUE_ERROR;
        int equal = at >= 0 ? op_equal(t, rest->entries[at].value, e.value) : 0;
        if (equal < 0) return VALUE_ERROR;
        if (equal) {
            dict_delete_entry(t, rest, (size_t)at);
            continue;
        }
        Value pair = tuple_pair(t, e.key, e.value);
        if (value_is_error(pair) || set_add(t, value_as_set(result), pair) < 0) return VALUE_ERROR;
    }
    Value remaining = dict_view_new(t, TYPE_DICT_ITEMS, rest);
    if (value_is_error(remaining) || !set_update(t, value_as_set(result), remaining))
        return VALUE_ERROR;
    return result;
}

static Value symmetric_difference(Thread *t, Value left, Value right) {
    if (view_is(t, left, TYPE_DICT_ITEMS) && view_is(t, right, TYPE_DICT_ITEMS))
        return items_symmetric_difference(t, dict_of_view(left), dict_of_view(right));
    Value result = to_set(t, left);
    if (value_is_error(result) || !set_symmetric_difference_update(t, value_as_set(result), right))
        return VALUE_ERROR;
    return result;
}

static Value view_sub(Thread *t, Value *args) {
    return difference(t, args[0], args[1]);
}
static Value view_rsub(Thread *t, Value *args) {
    return difference(t, args[1], args[0]);
}
static Value view_and(Thread *t, Value *args) {
    return intersection(t, args[0], args[1]);
}
static Value view_rand(Thread *t, Value *args) {
    return intersection(t, args[1], args[0]);
}
static Value view_or(Thread *t, Value *args) {
    return union_of(t, args[0], args[1]);
}
static Value view_ror(Thread *t, Value *args) {
    return union_of(t, args[1], args[0]);
}
static Value view_xor(Thread *t, Value *args) {
    return symmetric_difference(t, args[0], args[1]);
}
static Value view_rxor(Thread *t, Value *args) {
    return symmetric_difference(t, args[1], args[0]);
}

static Value view_isdisjoint(Thread *t, Value *args) {
    Value left = args[0], right = args[1];
    if (value_same(left, right)) return value_bool(dict_of_view(left)->used == 0);
    if (value_is_exact(right, KIND_SET) || is_set_view(t, right)) {
        int64_t left_length = op_len(t, left), right_length = op_len(t, right);
        if (left_length < 0 || right_length < 0) return VALUE_ERROR;
        if (right_length > left_length) { /* the shorter one is walked */
            left = args[1];
            right = args[0];
        }
    }
    Value iterator = op_iter(t, right);
    if (value_is_error(iterator)) return VALUE_ERROR;
    for (;;) {
        Value item = iterator_next(t, iterator);
        if (value_is_stop(item)) return VALUE_TRUE;
        if (value_is_error(item)) return VALUE_ERROR;
        int contained = op_contains(t, left, item);
        if (contained < 0) return VALUE_ERROR;
        if (contained) return VALUE_FALSE;
    }
}

/* ---- the types --------------------------------------------------------------------- */

#define VIEW_ROWS(prefix, what)                                                   \
    NATIVE("__repr__", "($self, /)", view_repr, "Return repr(self)."),            \
        NATIVE("__iter__", "($self, /)", prefix##_iter, "Implement iter(self)."), \
        NATIVE("__len__", "($self, /)", view_len, "Return len(self)."),           \
        NATIVE("__reversed__", "($self, /)", prefix##_reversed,                   \
               "Return a reverse iterator over the dict " what ".")

#define SET_VIEW_ROWS                                                                           \
    COMPARE_ROWS(view), NATIVE("__sub__", "($self, value, /)", view_sub, "Return self-value."), \
        NATIVE("__rsub__", "($self, value, /)", view_rsub, "Return value-self."),               \
        NATIVE("__and__", "($self, value, /)", view_and, "Return self&value."),                 \
        NATIVE("__rand__", "($self, value, /)", view_rand, "Return value&self."),               \
        NATIVE("__xor__", "($self, value, /)", view_xor, "Return self^value."),                 \
        NATIVE("__rxor__", "($self, value, /)", view_rxor, "Return value^self."),               \
        NATIVE("__or__", "($self, value, /)", view_or, "Return self|value."),                   \
        NATIVE("__ror__", "($self, value, /)", view_ror, "Return value|self."),                 \
        NATIVE("__contains__", "($self, key, /)", view_contains_method, "Return key in self."), \
        NATIVE("isdisjoint", "($self, object, /)", view_isdisjoint,                             \
               "Return True if the view and the given iterable have a null intersection.")

static const NativeDef dict_keys_methods[] = {VIEW_ROWS(keys, "keys"), SET_VIEW_ROWS, NATIVE_END};
static const NativeDef dict_values_methods[] = {VIEW_ROWS(values, "values"), NATIVE_END};
static const NativeDef dict_items_methods[] = {VIEW_ROWS(items, "items"), SET_VIEW_ROWS,
                                               NATIVE_END};

static const GetSetDef view_getset[] = {
    {"mapping", view_mapping, NULL, "dictionary that this view refers to"},
    {NULL, NULL, NULL, NULL},
};

#define VIEW_TYPE(variable, python_name, type_id, method_table) \
    const TypeDef variable = {                                  \
        .name = python_name,                                    \
        .id = type_id,                                          \
        .base = TYPE_OBJECT,                                    \
        .kind = KIND_DICT_VIEW,                                 \
        .flags = TYPEFLAG_NO_NEW | TYPEFLAG_IMMUTABLE,          \
        .size = sizeof(DictView),                               \
        .trace = view_trace,                                    \
        .methods = method_table,                                \
        .getset = view_getset,                                  \
    }

VIEW_TYPE(typedef_dict_keys, "dict_keys", TYPE_DICT_KEYS, dict_keys_methods);
VIEW_TYPE(typedef_dict_values, "dict_values", TYPE_DICT_VALUES, dict_values_methods);
VIEW_TYPE(typedef_dict_items, "dict_items", TYPE_DICT_ITEMS, dict_items_methods);

/*
 * ops_container.c - len(), subscription, membership and iteration over any value.
 */
#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/function.h"
#include "runtime/generic_alias.h"
#include "runtime/int.h"
#include "runtime/iterators.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str.h"
#include "runtime/type.h"

/* ---- len ---- */

/* A __len__ result as a size; -1 with the exception. */
static int64_t size_result(Thread *t, Value r) {
    if (value_is_error(r))
        return -1;
    int64_t n;
    r = op_index(t, r);
    if (value_is_error(r))
        return -1;
    if (int_sign(r) < 0) {
        raise_value_error(t, "__len__() should return >= 0");
        return -1;
    }
    if (!int_to_int64(r, &n)) {
        raise_overflow_error(t, "cannot fit 'int' into an index-sized integer");
        return -1;
    }
    return n;
}

int64_t op_len(Thread *t, Value v) {
    if (value_is_object(v)) {
        Object *o = value_as_object(v);
        if (!(o->gc & GC_SUBCLASS)) {
            switch (object_kind(o)) {
            case KIND_STR: return ((Str *)o)->length;
            case KIND_LIST: return (int64_t)((List *)o)->length;
            case KIND_TUPLE: return (int64_t)((Tuple *)o)->length;
            case KIND_DICT: return (int64_t)((Dict *)o)->used;
            case KIND_SET: return (int64_t)((Set *)o)->used;
            case KIND_BYTES: return (int64_t)((Bytes *)o)->length;
            default: break;
            }
        }
    }
    Value method = special_of(t, v, SPECIAL_LEN);
    if (value_is_undef(method)) {
        raise_type_error(t, "object of type '%T' has no len()", v);
        return -1;
    }
    return size_result(t, call_special(t, method, &v, 1));
}

int64_t op_len_by_method(Thread *t, Value result) { return size_result(t, result); }

int64_t op_length_hint(Thread *t, Value v, int64_t fallback) {
    if (!value_is_undef(special_of(t, v, SPECIAL_LEN))) {
        int64_t n = op_len(t, v);
        if (n >= 0)
            return n;
        if (!error_catch(t, TYPE_TypeError))
            return -1;
    }
    Value method = special_of(t, v, SPECIAL_LENGTH_HINT);
    if (value_is_undef(method))
        return fallback;
    Value r = call_special(t, method, &v, 1);
    if (value_is_error(r))
        return error_catch(t, TYPE_TypeError) ? fallback : -1;
    if (value_is_not_implemented(r))
        return fallback;
    if (!value_is_any_int(r)) {
        raise_type_error(t, "__length_hint__ must be an integer, not %T", r);
        return -1;
    }
    int64_t n;
    if (!int_to_int64(int_unbox(r), &n)) {
        raise_overflow_error(t, "Python int too large to convert to C ssize_t");
        return -1;
    }
    if (n < 0) {
        raise_value_error(t, "__length_hint__() should return >= 0");
        return -1;
    }
    return n;
}

/* ---- subscription ---- */

static Value getitem_of_type(Thread *t, Type *type, Value key) {
    if (type->id == TYPE_TYPE) { /* type[int] */
        return generic_alias_new(t, value_from_object(type), key);
    }
    Value hook = attr_find(t, value_from_object(type), STR_NAME(t, __class_getitem__));
    if (value_is_error(hook))
        return hook;
    if (!value_is_undef(hook))
        return call1(t, hook, key);
    return raise_type_error(t, "type '%s' is not subscriptable",
                            type->native_name ? type->native_name : type_name(type));
}

/* s[start:stop] of the exact built-in sequences; UNDEF: something else. */
static inline Value getitem_slice(Thread *t, Object *o, const Slice *slice) {
    size_t start, end;
    switch (object_kind(o)) {
    case KIND_STR:
        if (slice_is_plain(slice, ((Str *)o)->length, &start, &end))
            return str_substring(t, value_from_object(o), start, end);
        break;
    case KIND_BYTES: {
        const Bytes *b = (Bytes *)o;
        if (slice_is_plain(slice, b->length, &start, &end))
            return end - start == b->length ? value_from_object(o)
                                            : bytes_from_data(t, b->data + start, end - start);
        break;
    }
    case KIND_LIST:
        if (slice_is_plain(slice, ((List *)o)->length, &start, &end))
            return list_slice(t, (List *)o, (int64_t)start, (int64_t)end);
        break;
    default: break;
    }
    return VALUE_UNDEF;
}

Value op_getitem(Thread *t, Value container, Value key) {
    if (value_is_object(container)) {
        Object *o = value_as_object(container);
        if (!(o->gc & GC_SUBCLASS)) {
            if (value_is_int(key)) {
                int64_t i = value_as_int(key);
                if (object_kind(o) == KIND_LIST) {
                    List *l = (List *)o;
                    i += i < 0 ? (int64_t)l->length : 0;
                    if ((uint64_t)i < l->length)
                        return l->items[i];
                    return raise_index_error(t, "list index out of range");
                }
                if (object_kind(o) == KIND_TUPLE) {
                    Tuple *tuple = (Tuple *)o;
                    i += i < 0 ? (int64_t)tuple->length : 0;
                    if ((uint64_t)i < tuple->length)
                        return tuple->items[i];
                    return raise_index_error(t, "tuple index out of range");
                }
                if (object_kind(o) == KIND_STR) {
                    Str *s = (Str *)o;
                    i += i < 0 ? (int64_t)s->length : 0;
                    if ((uint64_t)i < s->length)
                        return str_index(t, s, i);
                    return raise_index_error(t, "string index out of range");
                }
            }
            if (object_kind(o) == KIND_DICT) {
                Value v = dict_get(t, (Dict *)o, key);
                return value_is_undef(v) ? raise_key_error(t, key) : v;
            }
            if (value_is_kind(key, KIND_SLICE)) {
                Value v = getitem_slice(t, o, (Slice *)value_as_object(key));
                if (!value_is_undef(v))
                    return v;
            }
        }
    }
    Value method = special_of(t, container, SPECIAL_GETITEM);
    if (!value_is_undef(method)) {
        Value args[2] = {container, key};
        return call_special(t, method, args, 2);
    }
    if (value_is_kind(container, KIND_TYPE))
        return getitem_of_type(t, (Type *)value_as_object(container), key);
    return raise_type_error(t, "'%T' object is not subscriptable", container);
}

bool op_setitem(Thread *t, Value container, Value key, Value value) {
    if (value_is_exact(container, KIND_LIST) && value_is_int(key)) {
        List *l = value_as_list(container);
        int64_t i = value_as_int(key);
        i += i < 0 ? (int64_t)l->length : 0;
        if ((uint64_t)i < l->length) {
            list_store(t, l, (size_t)i, value);
            return true;
        }
        raise_index_error(t, "list assignment index out of range");
        return false;
    }
    if (value_is_exact(container, KIND_DICT))
        return dict_set(t, value_as_dict(container), key, value);
    Value method = special_of(t, container, SPECIAL_SETITEM);
    if (value_is_undef(method)) {
        raise_type_error(t, "'%T' object does not support item assignment", container);
        return false;
    }
    Value args[3] = {container, key, value};
    return !value_is_error(call_special(t, method, args, 3));
}

bool op_delitem(Thread *t, Value container, Value key) {
    if (value_is_exact(container, KIND_DICT)) {
        int deleted = dict_delete(t, value_as_dict(container), key);
        if (deleted == 0)
            raise_key_error(t, key);
        return deleted > 0;
    }
    Value method = special_of(t, container, SPECIAL_DELITEM);
    if (value_is_undef(method)) {
        /* By number it is a matter of sequences, which have words of their own. */
        bool by_index = !value_is_undef(special_of(t, key, SPECIAL_INDEX)) &&
                        (type_of(t, container)->flags & TYPEFLAG_HEAP ||
                         !value_is_undef(special_of(t, container, SPECIAL_LEN)));
        raise_type_error(t, by_index ? "'%T' object doesn't support item deletion"
                                     : "'%T' object does not support item deletion", container);
        return false;
    }
    Value args[2] = {container, key};
    return !value_is_error(call_special(t, method, args, 2));
}

/* ---- iteration ---- */

Value op_iter(Thread *t, Value v) {
    if (value_is_object(v) && !(value_as_object(v)->gc & GC_SUBCLASS)) {
        switch (object_kind(value_as_object(v))) {
        case KIND_LIST: return list_iter(t, v);
        case KIND_TUPLE: return tuple_iter(t, v);
        case KIND_DICT: return dict_iterator_new(t, TYPE_DICT_KEY_ITERATOR, value_as_dict(v));
        case KIND_RANGE: return range_iter(t, v);
        default: break;
        }
    }
    Type *type = type_of(t, v);
    Value method = type->specials[SPECIAL_ITER];
    if (value_is_undef(method) || value_is_none(method)) {
        if (value_is_undef(method) && !value_is_undef(type->specials[SPECIAL_GETITEM]) &&
            !value_is_kind(v, KIND_DICT)) {
            ListIterator *it = GC_NEW(t, ListIterator, KIND_OTHER, TYPE_SEQUENCE_ITERATOR);
            if (!it)
                return VALUE_ERROR;
            it->sequence = v;
            return value_from_object(it);
        }
        return raise_type_error(t, "'%T' object is not iterable", v);
    }
    if (type->next && !(type->flags & TYPEFLAG_HEAP))
        return v;
    Value it = call_special(t, method, &v, 1);
    if (!value_is_error(it) && !op_is_iterator(t, it))
        return raise_type_error(t, "iter() returned non-iterator of type '%T'", it);
    return it;
}

static __attribute__((noinline)) Value next_by_method(Thread *t, Type *type, Value it) {
    Value method = type->specials[SPECIAL_NEXT];
    if (value_is_undef(method))
        return raise_type_error(t, "'%T' object is not an iterator", it);
    Value v = call_special(t, method, &it, 1);
    if (value_is_error(v) && error_catch(t, TYPE_StopIteration))
        return VALUE_STOP;
    return v;
}

bool poll_signals_slow(Thread *t) {
    thread_take_interrupts(t, INTERRUPT_SIGNAL);
    return !t->vm->hooks.handle_signals || t->vm->hooks.handle_signals(t);
}

bool poll_signals_between_items_slow(Thread *t, const Type *iterator) {
    for (int id = TYPE_RANGE_ITERATOR; id <= TYPE_DICT_REVERSE_ITEM_ITERATOR; id++)
        if (t->vm->types[id] == iterator)
            return true;
    return poll_signals_slow(t);
}

/* C code that takes everything an iterator gives, such as any() of an endless one, comes by
 * here between two items. */
Value op_next(Thread *t, Value it) {
    Type *type = type_of(t, it);
    if (!poll_signals_between_items(t, type))
        return VALUE_ERROR;
    if (!type->next)
        return next_by_method(t, type, it);
    /* Iterators over iterators can nest as deep as a program likes. */
    if (!c_stack_enter(t, ""))
        return VALUE_ERROR;
    Value v = type->next(t, value_as_object(it));
    /* The StopIteration of a callback ends map(), filter(), ... */
    if (__builtin_expect(value_is_error(v), 0) && error_catch(t, TYPE_StopIteration))
        return VALUE_STOP;
    return v;
}

/* ---- membership ---- */

static int contains_by_iteration(Thread *t, Value container, Value item) {
    Value it = op_iter(t, container);
    if (value_is_error(it)) {
        if (error_catch(t, TYPE_TypeError))
            raise_type_error(t, "argument of type '%T' is not iterable", container);
        return -1;
    }
    for (;;) {
        Value v = iterator_next(t, it);
        if (value_is_error(v))
            return -1;
        if (value_is_stop(v))
            return 0;
        int equal = op_equal(t, v, item);
        if (equal)
            return equal;
    }
}

int op_contains(Thread *t, Value container, Value item) {
    if (value_is_object(container) && !(value_as_object(container)->gc & GC_SUBCLASS)) {
        switch (object_kind(value_as_object(container))) {
        case KIND_DICT: {
            Value v = dict_get(t, value_as_dict(container), item);
            return value_is_error(v) ? -1 : !value_is_undef(v);
        }
        case KIND_LIST: return list_contains_item(t, value_as_list(container), item);
        case KIND_TUPLE: return tuple_contains_item(t, value_as_tuple(container), item);
        case KIND_SET:
            /* A set is looked for as the frozenset it could be: the method does it. */
            if (!value_is_set(item))
                return set_contains(t, value_as_set(container), item);
            break;
        case KIND_STR:
            if (value_is_str(item))
                return str_contains(t, value_as_str(container), value_as_str(item));
            break;
        default: break;
        }
    }
    Value method = special_of(t, container, SPECIAL_CONTAINS);
    if (value_is_undef(method))
        return contains_by_iteration(t, container, item);
    if (value_is_none(method)) {
        raise_type_error(t, "'%T' object is not a container", container);
        return -1;
    }
    Value args[2] = {container, item};
    Value r = call_special(t, method, args, 2);
    return value_is_error(r) ? -1 : op_truth(t, r);
}

/* list_methods.c - the list type: operators, methods, constructor. */
#include "runtime/dict.h"
#include "runtime/equality.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/native.h"
#include "runtime/ops.h"
#include "runtime/sequence_support.h"
#include "runtime/str.h"

static inline List *self_list(Value *args) { return (List *)value_as_object(args[0]); }

static void list_trace(Tracer *tracer, Object *object) {
    List *l = (List *)object;
    if (l->strategy == LIST_OBJECTS)
        trace_object(tracer, l->storage);
    else
        trace_leaf(tracer, l->storage);
}

/* ---- construction ---- */

static Value list_type_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    void *l = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    return l ? value_from_object(l) : VALUE_ERROR;
}

static Value list_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    /* Keywords are an error unless they were for a __new__ in Python. */
    Type *list = t->vm->types[TYPE_LIST];
    if (kwnames && value_same(type_of(t, args[0])->specials[SPECIAL_NEW], list->specials[SPECIAL_NEW]) &&
        !check_no_keywords(t, "list", kwnames))
        return VALUE_ERROR;
    if (kwnames) nargs -= kwnames->length;
    if (!check_argument_range(t, "list", nargs - 1, 0, 1)) return VALUE_ERROR;
    List *l = self_list(args);
    if (l->capacity) list_clear(l);
    if (nargs == 2 && !list_extend(t, l, args[1])) return VALUE_ERROR;
    return VALUE_NONE;
}

static Value list_construct(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (kwnames || nargs > 1) return VALUE_UNDEF;
    return nargs ? list_from_iterable(t, args[0]) : list_new(t, 0);
}

/* ---- subscripts ---- */

Value list_get_slice(Thread *t, List *l, Slice *slice) {
    int64_t start, stop, step;
    size_t count, from, to;
    if (slice_is_plain(slice, l->length, &from, &to)) return list_slice(t, l, from, to);
    if (slice_is_reversal(slice, l->length, &start, &count))
        step = -1;
    else if (!slice_unpack(t, slice, l->length, &start, &stop, &step, &count))
        return VALUE_ERROR;
    if (step == 1) return list_slice(t, l, (size_t)start, (size_t)start + count);
    List *out = list_new_to_fill(t, count, l->strategy);
    if (!out) return VALUE_ERROR;
    if (step == -1)
        for (size_t i = 0; i < count; i++) out->items[i] = l->items[start - (int64_t)i];
    else
        for (size_t i = 0; i < count; i++) out->items[i] = l->items[start + (int64_t)i * step];
    return value_from_object(out);
}

static Value list_getitem(Thread *t, Value *args) {
    List *l = self_list(args);
    int64_t i;
    switch (sequence_key(t, args[1], "list", &i)) {
    case KEY_INDEX:
        if (i < 0) i += (int64_t)l->length;
        if ((uint64_t)i >= l->length) return raise_index_error(t, "list index out of range");
        return l->items[i];
    case KEY_SLICE:
        return list_get_slice(t, l, (Slice *)value_as_object(args[1]));
    case KEY_ERROR:
        break;
    }
    return VALUE_ERROR;
}

/* l[start:start+count:step] = items, count == number of items. */
static void store_stepped(Thread *t, List *l, int64_t start, int64_t step, const Value *items,
                          size_t count) {
    if (count == 0) return;
    l->strategy = (uint8_t)list_strategy_join(l->strategy, list_classify(items, count));
    for (size_t i = 0; i < count; i++) l->items[start + (int64_t)i * step] = items[i];
    if (l->strategy == LIST_OBJECTS) gc_wrote(t, l->storage);
}

static void delete_stepped(Thread *t, List *l, int64_t start, int64_t step, size_t count) {
    if (step < 0) {
        start += (int64_t)(count - 1) * step;
        step = -step;
    }
    size_t out = (size_t)start, in = (size_t)start, next = (size_t)start;
    for (size_t dropped = 0; in < l->length; in++) {
        if (dropped < count && in == next) {
            dropped++;
            next += (size_t)step;
            continue;
        }
        l->items[out++] = l->items[in];
    }
    if (l->strategy == LIST_OBJECTS) gc_wrote(t, l->storage);
    /* Splicing nothing over the tail clears and shrinks. */
    list_splice(t, l, out, l->length, NULL, 0, LIST_EMPTY);
}

bool list_set_slice(Thread *t, List *l, Slice *slice, Value value) {
    int64_t start, stop, step;
    size_t count, from, to;
    if (slice_is_plain(slice, l->length, &from, &to) && value_is_exact(value, KIND_LIST) && value_as_list(value) != l) {
        const List *other = value_as_list(value);
        return list_splice(t, l, from, to, other->items, other->length, other->strategy);
    }
    if (!slice_unpack(t, slice, l->length, &start, &stop, &step, &count)) return false;
    Value *items;
    size_t given;
    Value source = value;
    if (step == 1) {
        source = sequence_fast(t, value, "can only assign an iterable", &items, &given);
        if (value_is_error(source)) return false;
        /* Iterating may have changed the list: CPython clips the old bounds. */
        from = (size_t)start, to = (size_t)(stop < start ? start : stop);
        if (from > l->length) from = l->length;
        if (to > l->length) to = l->length;
        if (to < from) to = from;
        if (value_is_list(source) && value_as_list(source) == l) {
            source = list_slice(t, l, 0, l->length);
            if (value_is_error(source)) return false;
            items = value_as_list(source)->items;
        }
        unsigned strategy = value_is_list(source) ? value_as_list(source)->strategy
                                                  : list_classify(items, given);
        return list_splice(t, l, from, to, items, given, strategy);
    }
    if (value_is_list(value) && value_as_list(value) == l) {
        source = list_slice(t, l, 0, l->length);
        if (value_is_error(source)) return false;
        value = source;
    }
    source = sequence_fast(t, value, "must assign iterable to extended slice", &items, &given);
    if (value_is_error(source)) return false;
    if (given != count) {
        raise_value_error(t, "attempt to assign sequence of size %zu to extended slice of size %zu",
                          given, count);
        return false;
    }
    if (count && (size_t)(step > 0 ? start + (int64_t)(count - 1) * step : start) >= l->length) {
        raise_index_error(t, "list assignment index out of range");
        return false;
    }
    store_stepped(t, l, start, step, items, count);
    return true;
}

/* Of at least one item. */
static void reverse_values(Value *items, size_t count) {
    Value *a = items, *b = items + count - 1;
    for (; b - a >= 3; a += 2, b -= 2) {
        Value p = a[0], q = a[1];
        a[0] = b[0], a[1] = b[-1];
        b[0] = p, b[-1] = q;
    }
    for (; a < b; a++, b--) {
        Value v = *a;
        *a = *b;
        *b = v;
    }
}

bool list_move_slice(Thread *t, List *l, Slice *to, List *source, Slice *from) {
    size_t start, end, first, last, count = 0;
    int64_t reversed_from;
    bool plain = slice_is_plain(from, source->length, &first, &last);
    if (plain) {
        count = last - first;
    } else if (slice_is_reversal(from, source->length, &reversed_from, &count)) {
        first = (size_t)reversed_from + 1 - count;
    }
    if (count && slice_is_plain(to, l->length, &start, &end) && end - start == count) {
        const Value *in = source->items + first;
        Value *out = l->items + start;
        bool apart = in + count <= out || out + count <= in;
        if (plain || apart || in == out) {
            if (l != source)
                l->strategy = (uint8_t)list_strategy_join(count == l->length ? LIST_EMPTY : l->strategy, source->strategy);
            if (plain)
                memmove(out, in, count * sizeof(Value));
            else if (apart)
                for (size_t i = 0; i < count; i++) out[i] = in[count - 1 - i];
            else
                reverse_values(out, count);
            if (l->strategy == LIST_OBJECTS) gc_wrote_elements(t, l->storage, start, count);
            return true;
        }
    }
    Value items = list_get_slice(t, source, from);
    return !value_is_error(items) && list_set_slice(t, l, to, items);
}

static Value list_setitem(Thread *t, Value *args) {
    List *l = self_list(args);
    int64_t i;
    switch (sequence_key(t, args[1], "list", &i)) {
    case KEY_INDEX:
        if (i < 0) i += (int64_t)l->length;
        if ((uint64_t)i >= l->length)
            return raise_index_error(t, "list assignment index out of range");
        list_store(t, l, (size_t)i, args[2]);
        return VALUE_NONE;
    case KEY_SLICE:
        return list_set_slice(t, l, (Slice *)value_as_object(args[1]), args[2]) ? VALUE_NONE : VALUE_ERROR;
    case KEY_ERROR:
        break;
    }
    return VALUE_ERROR;
}

static Value list_delitem(Thread *t, Value *args) {
    List *l = self_list(args);
    int64_t i, start, stop, step;
    size_t count;
    switch (sequence_key(t, args[1], "list", &i)) {
    case KEY_INDEX:
        if (i < 0) i += (int64_t)l->length;
        if ((uint64_t)i >= l->length)
            return raise_index_error(t, "list assignment index out of range");
        list_pop(t, l, (size_t)i);
        return VALUE_NONE;
    case KEY_SLICE:
        if (!slice_unpack(t, (Slice *)value_as_object(args[1]), l->length, &start, &stop, &step,
                          &count))
            return VALUE_ERROR;
        if (count == 0) return VALUE_NONE;
        if (step == 1)
            list_splice(t, l, (size_t)start, (size_t)start + count, NULL, 0, LIST_EMPTY);
        else
            delete_stepped(t, l, start, step, count);
        return VALUE_NONE;
    case KEY_ERROR:
        break;
    }
    return VALUE_ERROR;
}

/* ---- operators ---- */

static Value list_add(Thread *t, Value *args) {
    if (!value_is_list(args[1]))
        return sequence_concat_foreign(t, args[0], args[1],
                                       "can only concatenate list (not \"%.200T\") to list");
    List *a = self_list(args), *b = value_as_list(args[1]);
    List *out = list_new_to_fill(t, a->length + b->length,
                                 list_strategy_join(a->length ? a->strategy : LIST_EMPTY,
                                                    b->length ? b->strategy : LIST_EMPTY));
    if (!out) return VALUE_ERROR;
    if (a->length) memcpy(out->items, a->items, a->length * sizeof(Value));
    if (b->length) memcpy(out->items + a->length, b->items, b->length * sizeof(Value));
    return value_from_object(out);
}

/* Fills items[0, total) by doubling what is there. */
static void repeat_items(Value *items, size_t length, size_t total) {
    if (length == 1) {
        Value v = items[0];
        for (size_t i = 1; i < total; i++) items[i] = v;
        return;
    }
    for (size_t have = length; have < total;) {
        size_t n = have < total - have ? have : total - have;
        memcpy(items + have, items, n * sizeof(Value));
        have += n;
    }
}

static Value list_mul(Thread *t, Value *args) {
    int64_t n;
    Value result;
    if (!sequence_repeat_count(t, args[0], args[1], &n, &result)) return result;
    List *l = self_list(args);
    size_t total;
    if (__builtin_mul_overflow(l->length, (size_t)n, &total) || total > SIZE_MAX / 16)
        return raise_memory_error(t);
    List *out = list_new_to_fill(t, total, l->strategy);
    if (!out) return VALUE_ERROR;
    if (total) {
        memcpy(out->items, l->items, l->length * sizeof(Value));
        repeat_items(out->items, l->length, total);
    }
    return value_from_object(out);
}

static Value list_imul(Thread *t, Value *args) {
    int64_t n;
    Value result;
    if (!sequence_repeat_count(t, args[0], args[1], &n, &result)) return result;
    List *l = self_list(args);
    size_t length = l->length, total;
    if (n == 1 || length == 0) return args[0];
    if (n == 0) {
        list_clear(l);
        return args[0];
    }
    if (__builtin_mul_overflow(length, (size_t)n, &total) || total > SIZE_MAX / 16)
        return raise_memory_error(t);
    if (!list_reserve(t, l, total)) return VALUE_ERROR;
    repeat_items(l->items, length, total);
    l->length = total;
    if (l->strategy == LIST_OBJECTS) gc_wrote(t, l->storage);
    return args[0];
}

static Value list_iadd(Thread *t, Value *args) {
    /* As CPython, whose list has no numeric slots: a class with __radd__ goes first. */
    Value other = args[1];
    if (value_is_object(other) && !value_is_list(other)) {
        Value radd = special_of(t, other, SPECIAL_RADD);
        if (!value_is_undef(radd) && !value_is_none(radd) && !value_is_kind(radd, KIND_NATIVE)) {
            Value swapped[2] = {other, args[0]};
            Value r = call_special(t, radd, swapped, 2);
            if (!value_is_not_implemented(r)) return r;
        }
    }
    return list_extend(t, self_list(args), other) ? args[0] : VALUE_ERROR;
}

Value list_compare(Thread *t, int op, Value a, Value b) {
    if (!value_is_list(b)) return VALUE_NOT_IMPLEMENTED;
    List *x = value_as_list(a), *y = value_as_list(b);
    if (op == CMP_EQ || op == CMP_NE) {
        if (x->length != y->length) return value_bool(op == CMP_NE);
        if (x->strategy == LIST_INTS && y->strategy == LIST_INTS)
            return value_bool((memcmp(x->items, y->items, x->length * sizeof(Value)) == 0) ==
                              (op == CMP_EQ));
    }
    return sequence_compare(t, op, a, b);
}
COMPARE_FUNCTIONS(list, list_compare)

/* Whether the items that equal `what` are exactly the words equal to it.  Zero
 * comes with two signs. */
static inline bool same_word_only(List *l, Value what) {
    return (l->strategy == LIST_INTS && value_is_int(what)) ||
           (l->strategy == LIST_FLOATS && value_is_float(what) && value_as_float(what) != 0);
}

static int64_t find_word(const Value *items, size_t from, size_t to, Value what) {
    size_t i = from;
    for (; i + 4 <= to; i += 4)
        /* One branch for four: bits, not conditions. */
        if ((unsigned)value_same(items[i], what) | (unsigned)value_same(items[i + 1], what) |
            (unsigned)value_same(items[i + 2], what) | (unsigned)value_same(items[i + 3], what))
            break;
    for (; i < to; i++)
        if (value_same(items[i], what)) return (int64_t)i;
    return -1;
}

/* The position of an equal item at or after `from` and before `to`: -1 none,
 * -2 exception.  Comparing may change the list. */
static int64_t list_find(Thread *t, List *l, Value what, size_t from, size_t to) {
    if (same_word_only(l, what)) return find_word(l->items, from, to < l->length ? to : l->length, what);
    for (size_t i = from; i < l->length && i < to; i++) {
        int equal = op_equal_inline(t, l->items[i], what);
        if (equal) return equal < 0 ? -2 : (int64_t)i;
    }
    return -1;
}

int list_contains_item(Thread *t, List *l, Value what) {
    int64_t i = list_find(t, l, what, 0, SIZE_MAX);
    return i == -2 ? -1 : i >= 0;
}

static Value list_contains(Thread *t, Value *args) {
    int found = list_contains_item(t, self_list(args), args[1]);
    return found < 0 ? VALUE_ERROR : value_bool(found);
}

static Value list_len(Thread *t, Value *args) { return value_from_int((int64_t)self_list(args)->length); }

static Value list_repr(Thread *t, Value *args) {
    List *l = self_list(args);
    if (l->length == 0) return str_from_cstring(t, "[]");
    int entered = repr_enter(t, args[0]);
    if (entered) return entered > 0 ? str_from_cstring(t, "[...]") : VALUE_ERROR;
    StrBuilder b;
    builder_init(&b, t);
    builder_char(&b, '[');
    for (size_t i = 0; i < l->length; i++) {
        if (i > 0) builder_ascii(&b, ", ", 2);
        Value s = op_repr(t, l->items[i]);
        if (value_is_error(s)) {
            repr_leave(t, args[0]);
            return s;
        }
        builder_str(&b, s);
    }
    builder_char(&b, ']');
    repr_leave(t, args[0]);
    return builder_finish(&b);
}

/* ---- methods ---- */

static Value list_append_method(Thread *t, Value *args) {
    return list_append(t, self_list(args), args[1]) ? VALUE_NONE : VALUE_ERROR;
}

static Value list_extend_method(Thread *t, Value *args) {
    return list_extend(t, self_list(args), args[1]) ? VALUE_NONE : VALUE_ERROR;
}

static Value list_insert_method(Thread *t, Value *args) {
    int64_t i;
    if (value_is_int(args[1]))
        i = value_as_int(args[1]);
    else if (!op_index_int64(t, args[1], &i))
        return VALUE_ERROR;
    List *l = self_list(args);
    if (i < 0 && (i += (int64_t)l->length) < 0) i = 0;
    return list_insert(t, l, (size_t)i, args[2]) ? VALUE_NONE : VALUE_ERROR;
}

static Value list_pop_method(Thread *t, Value *args) {
    int64_t i;
    if (value_is_int(args[1]))
        i = value_as_int(args[1]);
    else if (!op_index_int64(t, args[1], &i))
        return VALUE_ERROR;
    List *l = self_list(args);
    if (l->length == 0) return raise_index_error(t, "pop from empty list");
    if (i < 0) i += (int64_t)l->length;
    if ((uint64_t)i >= l->length) return raise_index_error(t, "pop index out of range");
    return list_pop(t, l, (size_t)i);
}

static Value list_remove(Thread *t, Value *args) {
    List *l = self_list(args);
    int64_t i = list_find(t, l, args[1], 0, SIZE_MAX);
    if (i == -2) return VALUE_ERROR;
    if (i < 0) return raise_value_error(t, "list.remove(x): x not in list");
    if ((size_t)i < l->length) list_pop(t, l, (size_t)i);
    return VALUE_NONE;
}

static Value list_index(Thread *t, Value *args) {
    List *l = self_list(args);
    int64_t start, stop, n = (int64_t)l->length;
    if (!sequence_bound(t, args[2], false, &start) || !sequence_bound(t, args[3], false, &stop))
        return VALUE_ERROR;
    if (start < 0 && (start += n) < 0) start = 0;
    if (stop < 0 && (stop += n) < 0) stop = 0;
    int64_t i = list_find(t, l, args[1], (size_t)start, (size_t)stop);
    if (i == -2) return VALUE_ERROR;
    if (i < 0) return raise_value_error(t, "%R is not in list", args[1]);
    return value_from_int(i);
}

static Value list_count(Thread *t, Value *args) {
    List *l = self_list(args);
    Value what = args[1];
    int64_t count = 0;
    if (same_word_only(l, what)) {
        for (size_t i = 0; i < l->length; i++) count += value_same(l->items[i], what);
        return value_from_int(count);
    }
    for (size_t i = 0; i < l->length; i++) {
        int equal = op_equal_inline(t, l->items[i], what);
        if (equal < 0) return VALUE_ERROR;
        count += equal;
    }
    return value_from_int(count);
}

static Value list_clear_method(Thread *t, Value *args) {
    list_clear(self_list(args));
    return VALUE_NONE;
}

static Value list_copy(Thread *t, Value *args) {
    List *l = self_list(args);
    return list_slice(t, l, 0, l->length);
}

static Value list_reverse(Thread *t, Value *args) {
    List *l = self_list(args);
    if (l->length < 2) return VALUE_NONE;
    reverse_values(l->items, l->length);
    if (l->strategy == LIST_OBJECTS) gc_wrote(t, l->storage);
    return VALUE_NONE;
}

static Value list_sizeof(Thread *t, Value *args) {
    return value_from_int(40 + 8 * (int64_t)self_list(args)->capacity);
}

/* ---- iterators ---- */

static Value list_iterator_new(Thread *t, Value list, TypeId type, size_t index) {
    Kind kind = type == TYPE_LIST_ITERATOR ? KIND_LIST_ITERATOR : KIND_OTHER;
    ListIterator *it = GC_NEW(t, ListIterator, kind, type);
    if (!it) return VALUE_ERROR;
    it->sequence = list;
    it->index = index;
    return value_from_object(it);
}

Value list_iter(Thread *t, Value list) { return list_iterator_new(t, list, TYPE_LIST_ITERATOR, 0); }

static Value list_iter_method(Thread *t, Value *args) { return list_iter(t, args[0]); }

static Value list_reversed(Thread *t, Value *args) {
    return list_iterator_new(t, args[0], TYPE_LIST_REVERSE_ITERATOR, self_list(args)->length);
}

static void iterator_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((ListIterator *)object)->sequence);
}

static Value list_iterator_next(Thread *t, Object *object) {
    ListIterator *it = (ListIterator *)object;
    if (value_is_undef(it->sequence)) return VALUE_STOP;
    List *l = (List *)value_as_object(it->sequence);
    if (it->index < l->length) return l->items[it->index++];
    it->sequence = VALUE_UNDEF;
    return VALUE_STOP;
}

/* `index` counts the items still to come. */
static Value list_reverse_iterator_next(Thread *t, Object *object) {
    ListIterator *it = (ListIterator *)object;
    if (value_is_undef(it->sequence)) return VALUE_STOP;
    List *l = (List *)value_as_object(it->sequence);
    if (it->index > 0 && it->index <= l->length) return l->items[--it->index];
    it->sequence = VALUE_UNDEF;
    return VALUE_STOP;
}

static Value list_iterator_length_hint(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    if (value_is_undef(it->sequence)) return value_from_int(0);
    size_t n = ((List *)value_as_object(it->sequence))->length;
    return value_from_int(it->index < n ? (int64_t)(n - it->index) : 0);
}

static Value list_reverse_iterator_length_hint(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    if (value_is_undef(it->sequence)) return value_from_int(0);
    size_t n = ((List *)value_as_object(it->sequence))->length;
    return value_from_int(it->index <= n ? (int64_t)it->index : 0);
}

static Value exhausted_reduce(Thread *t) {
    Value empty = list_new(t, 0);
    return value_is_error(empty) ? empty : iterator_reduce(t, "iter", empty, -1);
}

static Value list_iterator_reduce(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    if (value_is_undef(it->sequence)) return exhausted_reduce(t);
    return iterator_reduce(t, "iter", it->sequence, (int64_t)it->index);
}

static Value list_reverse_iterator_reduce(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    if (value_is_undef(it->sequence)) return exhausted_reduce(t);
    Value f = builtin_get(t, "reversed");
    if (value_is_error(f)) return f;
    Value list = tuple_of(t, 1, it->sequence);
    if (value_is_error(list)) return list;
    return tuple_of(t, 3, f, list, value_from_int((int64_t)it->index - 1));
}

static Value list_iterator_setstate(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    int64_t i;
    if (!arg_size(t, args[1], &i)) return VALUE_ERROR;
    if (value_is_undef(it->sequence)) return VALUE_NONE;
    int64_t n = (int64_t)((List *)value_as_object(it->sequence))->length;
    it->index = (size_t)(i < 0 ? 0 : i > n ? n : i);
    return VALUE_NONE;
}

static Value list_reverse_iterator_setstate(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    int64_t i;
    if (!arg_size(t, args[1], &i)) return VALUE_ERROR;
    if (value_is_undef(it->sequence)) return VALUE_NONE;
    int64_t n = (int64_t)((List *)value_as_object(it->sequence))->length;
    it->index = (size_t)(i < -1 ? 0 : i > n - 1 ? n : i + 1);
    return VALUE_NONE;
}

static const NativeDef list_iterator_methods[] = {
    NATIVE("__length_hint__", "($self, /)", list_iterator_length_hint,
           "Private method returning an estimate of len(list(it))."),
    NATIVE("__reduce__", "($self, /)", list_iterator_reduce, "Return state information for pickling."),
    NATIVE("__setstate__", "($self, state, /)", list_iterator_setstate,
           "Set state information for unpickling."),
    NATIVE_END,
};

static const NativeDef list_reverse_iterator_methods[] = {
    NATIVE("__length_hint__", "($self, /)", list_reverse_iterator_length_hint,
           "Private method returning an estimate of len(list(it))."),
    NATIVE("__reduce__", "($self, /)", list_reverse_iterator_reduce,
           "Return state information for pickling."),
    NATIVE("__setstate__", "($self, state, /)", list_reverse_iterator_setstate,
           "Set state information for unpickling."),
    NATIVE_END,
};

const TypeDef typedef_list_iterator = {
    .name = "list_iterator",
    .id = TYPE_LIST_ITERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_LIST_ITERATOR,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(ListIterator),
    .trace = iterator_trace,
    .next = list_iterator_next,
    .methods = list_iterator_methods,
};

const TypeDef typedef_list_reverse_iterator = {
    .name = "list_reverseiterator",
    .id = TYPE_LIST_REVERSE_ITERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(ListIterator),
    .trace = iterator_trace,
    .next = list_reverse_iterator_next,
    .methods = list_reverse_iterator_methods,
};

static const NativeDef list_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", list_type_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE_RAW("__init__", "($self, /, *args, **kwargs)", list_init,
               "Initialize self.  See help(type(self)) for accurate signature."),
    NATIVE("__repr__", "($self, /)", list_repr, "Return repr(self)."),
    COMPARE_ROWS(list),
    NATIVE("__iter__", "($self, /)", list_iter_method, "Implement iter(self)."),
    NATIVE("__len__", "($self, /)", list_len, "Return len(self)."),
    NATIVE("__getitem__", "($self, index, /)", list_getitem, "x.__getitem__(y) <==> x[y]"),
    NATIVE("__setitem__", "($self, key, value, /)", list_setitem, "Set self[key] to value."),
    NATIVE("__delitem__", "($self, key, /)", list_delitem, "Delete self[key]."),
    NATIVE_PLAIN("__add__", "($self, value, /)", "l l >l", list_add, "Return self+value."),
    NATIVE_PLAIN("__mul__", "($self, value, /)", "l i >l", list_mul, "Return self*value."),
    NATIVE("__rmul__", "($self, value, /)", list_mul, "Return value*self."),
    NATIVE("__contains__", "($self, key, /)", list_contains, "Return key in self."),
    NATIVE_PLAIN("__iadd__", "($self, value, /)", "l lt >l!", list_iadd, "Implement self+=value."),
    NATIVE_PLAIN("__imul__", "($self, value, /)", "l i >l!", list_imul, "Implement self*=value."),
    NATIVE("__reversed__", "($self, /)", list_reversed, "Return a reverse iterator over the list."),
    NATIVE("__sizeof__", "($self, /)", list_sizeof, "Return the size of the list in memory, in bytes."),
    NATIVE_PLAIN("clear", "($self, /)", "l >n!", list_clear_method, "Remove all items from list."),
    NATIVE_PLAIN("copy", "($self, /)", "l >l", list_copy, "Return a shallow copy of the list."),
    NATIVE("append", "($self, object, /)", list_append_method, "Append object to the end of the list."),
    NATIVE_PLAIN("insert", "($self, index, object, /)", "l i o >n!", list_insert_method, "Insert object before index."),
    NATIVE_PLAIN("extend", "($self, iterable, /)", "l lt >n!", list_extend_method,
           "Extend list by appending elements from the iterable."),
    NATIVE_PLAIN("pop", "($self, index=-1, /)", "l i >o!", list_pop_method,
           "Remove and return item at index (default last).\n\nRaises IndexError if list is empty or "
           "index is out of range."),
    NATIVE("remove", "($self, value, /)", list_remove,
           "Remove first occurrence of value.\n\nRaises ValueError if the value is not present."),
    NATIVE("index", "($self, value, start=0, stop=9223372036854775807, /)", list_index,
           "Return first index of value.\n\nRaises ValueError if the value is not present."),
    NATIVE("count", "($self, value, /)", list_count, "Return number of occurrences of value."),
    NATIVE_PLAIN("reverse", "($self, /)", "l >n!", list_reverse, "Reverse *IN PLACE*."),
    NATIVE("sort", "($self, /, *, key=None, reverse=False)", list_sort_method,
           "Sort the list in ascending order and return None.\n\nThe sort is in-place (i.e. the list "
           "itself is modified) and stable (i.e. the\norder of two equal elements is "
           "maintained).\n\nIf a key function is given, apply it once to each list item and sort "
           "them,\nascending or descending, according to their function values.\n\nThe reverse flag "
           "can be set to sort in descending order."),
    CLASS_GETITEM_ROW,
    NATIVE_END,
};

const TypeDef typedef_list = {
    .name = "list",
    .doc = "Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty "
           "list.\nThe argument must be an iterable if specified.",
    .id = TYPE_LIST,
    .base = TYPE_OBJECT,
    .kind = KIND_LIST,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_SEQUENCE | TYPEFLAG_MATCH_SELF | TYPEFLAG_IMMUTABLE,
    .size = sizeof(List),
    .trace = list_trace,
    .construct = list_construct,
    .construct_plain = "sltdSr >l",
    .methods = list_methods,
};

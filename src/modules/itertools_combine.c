/* itertools_combine.c - product, permutations, combinations: all selections
 * from a pool, in lexicographic order of positions. */
#include "modules/itertools.h"

/* One structure for all four: `indices` are the positions of the current
 * selection (permutations: of the whole pool), `cycles` those of permutations. */
typedef struct Selection {
    Object header;
    Value pool;    /* tuple of items; product: tuple of tuples */
    Value current; /* the last tuple given, or UNDEF before the first */
    Raw *indices, *cycles;
    int64_t r;
    bool stopped;
} Selection;

static void selection_trace(Tracer *tracer, Object *object) {
    Selection *s = (Selection *)object;
    trace_values(tracer, &s->pool, 2);
    trace_object(tracer, s->indices);
    trace_object(tracer, s->cycles);
}
#define product_trace                       selection_trace
#define permutations_trace                  selection_trace
#define combinations_trace                  selection_trace
#define combinations_with_replacement_trace selection_trace

static inline int64_t *numbers(Raw *raw) { return (int64_t *)(void *)raw->bytes; }
static inline Selection *as_selection(Value v) { return (Selection *)value_as_object(v); }

static Selection *selection_alloc(Thread *t, Type *cls, Value pool, int64_t r, size_t indices) {
    Raw *raw = gc_alloc_raw(t, (indices ? indices : 1) * sizeof(int64_t));
    Selection *s = raw ? type_alloc(t, cls, 0) : NULL;
    if (!s) return NULL;
    s->pool = pool;
    s->current = VALUE_UNDEF;
    s->indices = raw;
    s->r = r;
    return s;
}

/* The selection that the first r indices name. */
static Value select_items(Thread *t, Selection *s) {
    Tuple *pool = value_as_tuple(s->pool), *out = tuple_alloc(t, (size_t)s->r);
    if (!out) return VALUE_ERROR;
    for (int64_t i = 0; i < s->r; i++) out->items[i] = pool->items[numbers(s->indices)[i]];
    gc_wrote(t, out);
    s->current = value_from_object(out);
    gc_wrote(t, s);
    return s->current;
}

static Value selection_end(Selection *s) {
    s->stopped = true;
    return VALUE_STOP;
}

/* The count r of the constructor: false with the exception. */
static bool selection_size(Thread *t, Value v, int64_t *r) {
    if (!arg_size(t, v, r)) return false;
    if (*r >= 0) return true;
    raise_value_error(t, "r must be non-negative");
    return false;
}

static Value number_tuple(Thread *t, const int64_t *from, int64_t count) {
    Tuple *tuple = tuple_alloc(t, (size_t)count);
    if (!tuple) return VALUE_ERROR;
    for (int64_t i = 0; i < count; i++) tuple->items[i] = value_from_int(from[i]);
    return value_from_object(tuple);
}

/* Reads a pickled tuple of indices, each clipped to 0..limit. */
static bool read_numbers(Thread *t, Value v, int64_t *to, int64_t count, int64_t limit) {
    if (!value_is_tuple(v) || value_as_tuple(v)->length != (size_t)count) {
        raise_value_error(t, "invalid arguments");
        return false;
    }
    for (int64_t i = 0; i < count; i++) {
        int64_t n;
        if (!arg_size(t, value_as_tuple(v)->items[i], &n)) return false;
        to[i] = n < 0 ? 0 : n > limit ? limit : n;
    }
    return true;
}

static Value selection_sizeof(Thread *t, Value *args) {
    return value_from_int((int64_t)(sizeof(Selection) + as_selection(args[0])->indices->size));
}

/* ---- combinations ---- */

static Value combinations_any_new(Thread *t, Value *args, bool replacement) {
    Value pool = tuple_from_iterable(t, args[1]);
    if (value_is_error(pool)) return pool;
    int64_t r, n = (int64_t)value_as_tuple(pool)->length;
    if (!selection_size(t, args[2], &r)) return VALUE_ERROR;
    if ((uint64_t)r > SIZE_MAX / 16) return raise_memory_error(t);
    Selection *s = selection_alloc(t, self_type(args), pool, r, (size_t)r);
    if (!s) return VALUE_ERROR;
    for (int64_t i = 0; i < r; i++) numbers(s->indices)[i] = replacement ? 0 : i;
    s->stopped = replacement ? n == 0 && r > 0 : r > n;
    return value_from_object(s);
}

static Value combinations_new(Thread *t, Value *args) { return combinations_any_new(t, args, false); }
static Value combinations_with_replacement_new(Thread *t, Value *args) {
    return combinations_any_new(t, args, true);
}

static Value combinations_next(Thread *t, Object *object) {
    Selection *s = (Selection *)object;
    if (s->stopped) return VALUE_STOP;
    if (!value_is_undef(s->current)) {
        int64_t n = (int64_t)value_as_tuple(s->pool)->length, *index = numbers(s->indices), i = s->r - 1;
        while (i >= 0 && index[i] == i + n - s->r) i--;
        if (i < 0) return selection_end(s);
        index[i]++;
        for (int64_t j = i + 1; j < s->r; j++) index[j] = index[j - 1] + 1;
    }
    return select_items(t, s);
}

static Value combinations_with_replacement_next(Thread *t, Object *object) {
    Selection *s = (Selection *)object;
    if (s->stopped) return VALUE_STOP;
    if (!value_is_undef(s->current)) {
        int64_t n = (int64_t)value_as_tuple(s->pool)->length, *index = numbers(s->indices), i = s->r - 1;
        while (i >= 0 && index[i] == n - 1) i--;
        if (i < 0) return selection_end(s);
        int64_t v = index[i] + 1;
        for (; i < s->r; i++) index[i] = v;
    }
    return select_items(t, s);
}

static Value combinations_reduce(Thread *t, Value *args) {
    Selection *s = as_selection(args[0]);
    Value cls = type_value(t, args[0]), r = value_from_int(s->r);
    if (value_is_undef(s->current) && !s->stopped)
        return tuple_of(t, 2, cls, tuple_of(t, 2, s->pool, r));
    if (s->stopped) return tuple_of(t, 2, cls, tuple_of(t, 2, tuple_from_values(t, NULL, 0), r));
    return tuple_of(t, 3, cls, tuple_of(t, 2, s->pool, r), number_tuple(t, numbers(s->indices), s->r));
}

static Value combinations_any_setstate(Thread *t, Value *args, bool replacement) {
    Selection *s = as_selection(args[0]);
    int64_t n = (int64_t)value_as_tuple(s->pool)->length;
    Raw *read = gc_alloc_raw(t, (size_t)(s->r ? s->r : 1) * sizeof(int64_t));
    if (!read || !read_numbers(t, args[1], numbers(read), s->r, n - 1)) return VALUE_ERROR;
    for (int64_t i = 0; i < s->r; i++) {
        int64_t limit = replacement ? n - 1 : i + n - s->r;
        if (numbers(read)[i] > limit) numbers(read)[i] = limit;
        if (numbers(read)[i] < 0) return raise_value_error(t, "invalid arguments");
    }
    s->indices = read;
    gc_wrote(t, s);
    return value_is_error(select_items(t, s)) ? VALUE_ERROR : VALUE_NONE;
}

static Value combinations_setstate(Thread *t, Value *args) {
    return combinations_any_setstate(t, args, false);
}
static Value combinations_with_replacement_setstate(Thread *t, Value *args) {
    return combinations_any_setstate(t, args, true);
}

static const NativeDef combinations_methods[] = {
    NATIVE("__new__", "($type, iterable, r)", combinations_new, NEW_DOC),
    NATIVE("__reduce__", "($self, /)", combinations_reduce, REDUCE_DOC),
    NATIVE("__setstate__", "($self, state, /)", combinations_setstate, SET_DOC),
    NATIVE("__sizeof__", "($self, /)", selection_sizeof, "Returns size in memory, in bytes."),
    NATIVE_END,
};
ITERATOR_TYPE(combinations, COMBINATIONS, Selection,
              "Return successive r-length combinations of elements in the "
              "iterable.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)");

static const NativeDef combinations_with_replacement_methods[] = {
    NATIVE("__new__", "($type, iterable, r)", combinations_with_replacement_new, NEW_DOC),
    NATIVE("__reduce__", "($self, /)", combinations_reduce, REDUCE_DOC),
    NATIVE("__setstate__", "($self, state, /)", combinations_with_replacement_setstate, SET_DOC),
    NATIVE("__sizeof__", "($self, /)", selection_sizeof, "Returns size in memory, in bytes."),
    NATIVE_END,
};
ITERATOR_TYPE(combinations_with_replacement, COMBINATIONS_WITH_REPLACEMENT, Selection,
              "Return successive r-length combinations of elements in the iterable allowing individual "
              "elements to have successive repeats.\n\ncombinations_with_replacement('ABC', 2) --> "
              "('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')");

/* ---- permutations ---- */

static Value permutations_new(Thread *t, Value *args) {
    Value pool = tuple_from_iterable(t, args[1]);
    if (value_is_error(pool)) return pool;
    int64_t n = (int64_t)value_as_tuple(pool)->length, r = n;
    if (!value_is_none(args[2])) {
        if (!value_is_any_int(args[2])) return raise_type_error(t, "Expected int as r");
        if (!selection_size(t, args[2], &r)) return VALUE_ERROR;
    }
    if ((uint64_t)r > SIZE_MAX / 16) return raise_memory_error(t);
    Raw *cycles = gc_alloc_raw(t, (size_t)(r && r <= n ? r : 1) * sizeof(int64_t));
    Selection *s = cycles ? selection_alloc(t, self_type(args), pool, r, (size_t)n) : NULL;
    if (!s) return VALUE_ERROR;
    s->cycles = cycles;
    s->stopped = r > n;
    for (int64_t i = 0; i < n; i++) numbers(s->indices)[i] = i;
    for (int64_t i = 0; i < r && r <= n; i++) numbers(cycles)[i] = n - i;
    return value_from_object(s);
}

static Value permutations_next(Thread *t, Object *object) {
    Selection *s = (Selection *)object;
    if (s->stopped) return VALUE_STOP;
    if (value_is_undef(s->current)) return select_items(t, s);
    int64_t n = (int64_t)value_as_tuple(s->pool)->length, *index = numbers(s->indices),
            *cycles = numbers(s->cycles);
    if (n == 0) return selection_end(s);
    for (int64_t i = s->r - 1; i >= 0; i--) {
        if (--cycles[i] == 0) {
            /* indices[i:] = indices[i+1:] + indices[i:i+1] */
            int64_t first = index[i];
            memmove(index + i, index + i + 1, (size_t)(n - 1 - i) * sizeof *index);
            index[n - 1] = first;
            cycles[i] = n - i;
        } else {
            int64_t j = n - cycles[i], v = index[i];
            index[i] = index[j];
            index[j] = v;
            return select_items(t, s);
        }
    }
    return selection_end(s);
}

static Value permutations_reduce(Thread *t, Value *args) {
    Selection *s = as_selection(args[0]);
    Value cls = type_value(t, args[0]), r = value_from_int(s->r);
    if (s->stopped) return tuple_of(t, 2, cls, tuple_of(t, 2, tuple_from_values(t, NULL, 0), r));
    Value how = tuple_of(t, 2, s->pool, r);
    if (value_is_undef(s->current)) return tuple_of(t, 2, cls, how);
    int64_t n = (int64_t)value_as_tuple(s->pool)->length;
    return tuple_of(t, 3, cls, how,
                    tuple_of(t, 2, number_tuple(t, numbers(s->indices), n),
                             number_tuple(t, numbers(s->cycles), s->r)));
}

static Value permutations_setstate(Thread *t, Value *args) {
    Selection *s = as_selection(args[0]);
    int64_t n = (int64_t)value_as_tuple(s->pool)->length;
    if (!value_is_tuple(args[1]) || value_as_tuple(args[1])->length != 2)
        return raise_value_error(t, "invalid arguments");
    if (s->r > n) return VALUE_NONE;
    Value *state = value_as_tuple(args[1])->items;
    if (!read_numbers(t, state[0], numbers(s->indices), n, n - 1) ||
        !read_numbers(t, state[1], numbers(s->cycles), s->r, n))
        return VALUE_ERROR;
    for (int64_t i = 0; i < s->r; i++) {
        int64_t *c = &numbers(s->cycles)[i];
        if (*c < 1) *c = 1;
        if (*c > n - i) *c = n - i;
    }
    return value_is_error(select_items(t, s)) ? VALUE_ERROR : VALUE_NONE;
}

static const NativeDef permutations_methods[] = {
    NATIVE("__new__", "($type, iterable, r=None)", permutations_new, NEW_DOC),
    NATIVE("__reduce__", "($self, /)", permutations_reduce, REDUCE_DOC),
    NATIVE("__setstate__", "($self, state, /)", permutations_setstate, SET_DOC),
    NATIVE("__sizeof__", "($self, /)", selection_sizeof, "Returns size in memory, in bytes."),
    NATIVE_END,
};
ITERATOR_TYPE(permutations, PERMUTATIONS, Selection,
              "Return successive r-length permutations of elements in the "
              "iterable.\n\npermutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)");

/* ---- product ---- */

static Value product_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    int64_t repeat = 1;
    if (kwnames && kwnames->length) {
        if (kwnames->length > 1)
            return raise_type_error(t, "product() takes at most 1 keyword argument (%zu given)",
                                    kwnames->length);
        if (!str_equals_cstring(t, kwnames->items[0], "repeat"))
            return raise_type_error(t, "'%U' is an invalid keyword argument for product()",
                                    kwnames->items[0]);
        if (!arg_size(t, args[--nargs], &repeat)) return VALUE_ERROR;
        if (repeat < 0) return raise_value_error(t, "repeat argument cannot be negative");
    }
    size_t given = nargs - 1, total;
    if (repeat == 0) given = 0;
    if (__builtin_mul_overflow(given, (size_t)repeat, &total) || total > SIZE_MAX / 32)
        return raise_overflow_error(t, "repeat argument too large");
    Tuple *pools = tuple_alloc(t, total);
    if (!pools) return VALUE_ERROR;
    bool empty = false;
    for (size_t i = 0; i < given; i++) {
        Value pool = tuple_from_iterable(t, args[1 + i]);
        if (value_is_error(pool)) return pool;
        pools->items[i] = pool;
        gc_wrote(t, pools);
        empty |= value_as_tuple(pool)->length == 0;
    }
    for (size_t i = given; i < total; i++) pools->items[i] = pools->items[i - given];
    gc_wrote(t, pools);
    Selection *s = selection_alloc(t, self_type(args), value_from_object(pools), (int64_t)total, total);
    if (!s) return VALUE_ERROR;
    s->stopped = empty;
    return value_from_object(s);
}

static Value product_items(Thread *t, Selection *s) {
    Tuple *pools = value_as_tuple(s->pool), *out = tuple_alloc(t, pools->length);
    if (!out) return VALUE_ERROR;
    for (size_t i = 0; i < pools->length; i++)
        out->items[i] = value_as_tuple(pools->items[i])->items[numbers(s->indices)[i]];
    gc_wrote(t, out);
    s->current = value_from_object(out);
    gc_wrote(t, s);
    return s->current;
}

static Value product_next(Thread *t, Object *object) {
    Selection *s = (Selection *)object;
    if (s->stopped) return VALUE_STOP;
    if (value_is_undef(s->current)) return product_items(t, s);
    Tuple *pools = value_as_tuple(s->pool), *last = value_as_tuple(s->current);
    size_t n = pools->length, i = n;
    int64_t *index = numbers(s->indices);
    for (;;) {
        if (i == 0) return selection_end(s);
        i--;
        if (++index[i] < (int64_t)value_as_tuple(pools->items[i])->length) break;
        index[i] = 0;
    }
    Tuple *out = tuple_alloc(t, n);
    if (!out) return VALUE_ERROR;
    for (size_t k = 0; k < i; k++) out->items[k] = last->items[k];
    for (; i < n; i++) out->items[i] = value_as_tuple(pools->items[i])->items[index[i]];
    gc_wrote(t, out);
    s->current = value_from_object(out);
    gc_wrote(t, s);
    return s->current;
}

static Value product_reduce(Thread *t, Value *args) {
    Selection *s = as_selection(args[0]);
    Value cls = type_value(t, args[0]);
    if (s->stopped) return tuple_of(t, 2, cls, tuple_of(t, 1, tuple_from_values(t, NULL, 0)));
    if (value_is_undef(s->current)) return tuple_of(t, 2, cls, s->pool);
    return tuple_of(t, 3, cls, s->pool, number_tuple(t, numbers(s->indices), s->r));
}

static Value product_setstate(Thread *t, Value *args) {
    Selection *s = as_selection(args[0]);
    Tuple *pools = value_as_tuple(s->pool);
    if (!read_numbers(t, args[1], numbers(s->indices), s->r, INT64_MAX >> 8)) return VALUE_ERROR;
    for (size_t i = 0; i < pools->length; i++) {
        int64_t n = (int64_t)value_as_tuple(pools->items[i])->length;
        if (n == 0) {
            s->stopped = true;
            return VALUE_NONE;
        }
        if (numbers(s->indices)[i] >= n) numbers(s->indices)[i] = n - 1;
    }
    return value_is_error(product_items(t, s)) ? VALUE_ERROR : VALUE_NONE;
}

static const NativeDef product_methods[] = {
    NATIVE_RAW("__new__", "($type, *iterables, repeat=1)", product_new, NEW_DOC),
    NATIVE("__reduce__", "($self, /)", product_reduce, REDUCE_DOC),
    NATIVE("__setstate__", "($self, state, /)", product_setstate, SET_DOC),
    NATIVE("__sizeof__", "($self, /)", selection_sizeof, "Returns size in memory, in bytes."),
    NATIVE_END,
};
ITERATOR_TYPE(product, PRODUCT, Selection,
              "product(*iterables, repeat=1) --> product object\n\nCartesian product of input iterables. "
              " Equivalent to nested for-loops.\n\nFor example, product(A, B) returns the same as:  "
              "((x,y) for x in A for y in B).\nThe leftmost iterators are in the outermost for-loop, so "
              "the output tuples\ncycle in a manner similar to an odometer (with the rightmost element "
              "changing\non every iteration).");

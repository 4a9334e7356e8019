/* itertools.c - the module itertools: iterators that transform or filter one
 * stream.  Those over several streams are in itertools_streams.c, combinations
 * and products in itertools_combine.c. */
#include "modules/itertools.h"

Tuple *itertools_iterators(Thread *t, const Value *args, size_t count) {
    Tuple *iterators = tuple_alloc(t, count);
    if (!iterators) return NULL;
    for (size_t i = 0; i < count; i++) {
        Value it = op_iter(t, args[i]);
        if (value_is_error(it)) return NULL;
        iterators->items[i] = it;
        gc_wrote(t, iterators);
    }
    return iterators;
}

/* ---- accumulate ---- */

typedef struct Accumulate {
    Object header;
    Value iterator, function /* NONE: + */, total /* UNDEF at the start */, initial /* NONE if none */;
} Accumulate;
TRACE_VALUES(accumulate, Accumulate, iterator, 4)

static Value accumulate_new(Thread *t, Value *args) {
    Value iterator = op_iter(t, args[1]);
    if (value_is_error(iterator)) return iterator;
    ITERATOR_ALLOC(Accumulate, a);
    a->iterator = iterator;
    a->function = args[2];
    a->total = VALUE_UNDEF;
    a->initial = args[3];
    return value_from_object(a);
}

static Value accumulate_next(Thread *t, Object *object) {
    Accumulate *a = (Accumulate *)object;
    if (!value_is_none(a->initial)) {
        a->total = a->initial;
        a->initial = VALUE_NONE;
        gc_wrote(t, a);
        return a->total;
    }
    Value item = iterator_next(t, a->iterator);
    if (is_end(item)) return item;
    if (!value_is_undef(a->total)) {
        item = value_is_none(a->function) ? op_binary(t, OP_ADD, a->total, item)
                                          : call2(t, a->function, a->total, item);
        if (value_is_error(item)) return item;
    }
    a->total = item;
    gc_wrote(t, a);
    return item;
}

static Value accumulate_reduce(Thread *t, Value *args) {
    Accumulate *a = (Accumulate *)value_as_object(args[0]);
    if (!value_is_none(a->initial)) {
        Value first = tuple_of(t, 1, a->initial);
        Value both = value_is_error(first) ? first : tuple_of(t, 2, first, a->iterator);
        Value chain = value_from_object(t->vm->types[TYPE_ITERTOOLS_CHAIN]);
        Value joined = value_is_error(both) ? both : call_with(t, chain, value_as_tuple(both), NULL);
        return tuple_of(t, 3, type_value(t, args[0]),
                        value_is_error(joined) ? joined : tuple_of(t, 2, joined, a->function),
                        VALUE_NONE);
    }
    if (value_is_none(a->total)) { /* no state can say this: the None goes in front, to be skipped */
        Value front = tuple_of(t, 1, a->total);
        Value parts[2] = {front, a->iterator};
        Value joined = value_is_error(front) ? front
                       : call(t, value_from_object(t->vm->types[TYPE_ITERTOOLS_CHAIN]), parts, 2, NULL);
        Value again[2] = {joined, a->function};
        Value fresh = value_is_error(joined) ? joined : call(t, type_value(t, args[0]), again, 2, NULL);
        Value rest = value_is_error(fresh) ? fresh : tuple_of(t, 3, fresh, value_from_int(1), VALUE_NONE);
        return tuple_of(t, 2, value_from_object(t->vm->types[TYPE_ITERTOOLS_ISLICE]), rest);
    }
    return tuple_of(t, 3, type_value(t, args[0]), tuple_of(t, 2, a->iterator, a->function),
                    value_is_undef(a->total) ? VALUE_NONE : a->total);
}

static Value accumulate_setstate(Thread *t, Value *args) {
    Accumulate *a = (Accumulate *)value_as_object(args[0]);
    a->total = value_is_none(args[1]) ? VALUE_UNDEF : args[1];
    gc_wrote(t, a);
    return VALUE_NONE;
}

static const NativeDef accumulate_methods[] = {
    NATIVE("__new__", "($type, iterable, func=None, *, initial=None)", accumulate_new, NEW_DOC),
    NATIVE("__reduce__", "($self, /)", accumulate_reduce, REDUCE_DOC),
    NATIVE("__setstate__", "($self, state, /)", accumulate_setstate, SET_DOC),
    NATIVE_END,
};
ITERATOR_TYPE(accumulate, ACCUMULATE, Accumulate, "Return series of accumulated sums (or other binary function results).");

/* ---- count ---- */

typedef struct Count {
    Object header;
    Value next, step;
} Count;
TRACE_VALUES(count, Count, next, 2)

static bool is_number(Thread *t, Value v) {
    return !value_is_undef(special_of(t, v, SPECIAL_INDEX)) ||
           !value_is_undef(special_of(t, v, SPECIAL_INT)) ||
           !value_is_undef(special_of(t, v, SPECIAL_FLOAT)) || value_is_kind(v, KIND_COMPLEX);
}

static Value count_new(Thread *t, Value *args) {
    if (!is_number(t, args[1]) || !is_number(t, args[2]))
        return raise_type_error(t, "a number is required");
    ITERATOR_ALLOC(Count, c);
    c->next = args[1];
    c->step = args[2];
    return value_from_object(c);
}

static Value count_next(Thread *t, Object *object) {
    Count *c = (Count *)object;
    Value v = c->next, next;
    if (value_is_int(v) && value_is_int(c->step)) {
        next = int_from_int64(t, value_as_int(v) + value_as_int(c->step));
    } else {
        next = op_binary(t, OP_ADD, v, c->step);
    }
    if (value_is_error(next)) return next;
    c->next = next;
    if (value_is_object(next)) gc_wrote(t, c);
    return v;
}

static bool is_one(Value v) {
    return value_is_any_int(v) && value_same(int_unbox(v), value_from_int(1));
}

static Value count_repr(Thread *t, Value *args) {
    Count *c = (Count *)value_as_object(args[0]);
    Value name = type_of(t, args[0])->name;
    if (is_one(c->step)) return str_format(t, "%U(%R)", name, c->next);
    return str_format(t, "%U(%R, %R)", name, c->next, c->step);
}

static Value count_reduce(Thread *t, Value *args) {
    Count *c = (Count *)value_as_object(args[0]);
    return tuple_of(t, 2, type_value(t, args[0]),
                    is_one(c->step) ? tuple_of(t, 1, c->next) : tuple_of(t, 2, c->next, c->step));
}

static const NativeDef count_methods[] = {
    NATIVE("__new__", "($type, start=0, step=1)", count_new, NEW_DOC),
    NATIVE("__repr__", "($self, /)", count_repr, "Return repr(self)."),
    NATIVE("__reduce__", "($self, /)", count_reduce, REDUCE_DOC),
    NATIVE_END,
};
ITERATOR_TYPE(count, COUNT, Count, "Return a count object whose .__next__() method returns consecutive values.");

/* ---- cycle ---- */

typedef struct Cycle {
    Object header;
    Value iterator; /* UNDEF once it ended */
    Value saved;    /* list */
    size_t index;
    bool first_pass; /* what comes is still being saved */
} Cycle;
TRACE_VALUES(cycle, Cycle, iterator, 2)

static Value cycle_new(Thread *t, Value *args) {
    Value iterator = op_iter(t, args[1]), saved = list_new(t, 0);
    if (value_is_error(iterator) || value_is_error(saved)) return VALUE_ERROR;
    ITERATOR_ALLOC(Cycle, c);
    c->iterator = iterator;
    c->saved = saved;
    c->first_pass = true;
    return value_from_object(c);
}

static Value cycle_next(Thread *t, Object *object) {
    Cycle *c = (Cycle *)object;
    List *saved = value_as_list(c->saved);
    if (!value_is_undef(c->iterator)) {
        Value item = iterator_next(t, c->iterator);
        if (value_is_error(item)) return item;
        if (!value_is_stop(item)) {
            if (c->first_pass && !list_append(t, saved, item)) return VALUE_ERROR;
            return item;
        }
        c->iterator = VALUE_UNDEF;
    }
    if (saved->length == 0) return VALUE_STOP;
    if (c->index >= saved->length) c->index = 0;
    return saved->items[c->index++];
}

static Value cycle_reduce(Thread *t, Value *args) {
    Cycle *c = (Cycle *)value_as_object(args[0]);
    if (!value_is_undef(c->iterator))
        return tuple_of(t, 3, type_value(t, args[0]), tuple_of(t, 1, c->iterator),
                        tuple_of(t, 2, c->saved, value_bool(!c->first_pass)));
    Value it = op_iter(t, c->saved);
    if (value_is_error(it)) return it;
    size_t skip = c->index < value_as_list(c->saved)->length ? c->index : 0;
    for (size_t i = 0; i < skip; i++)
        if (value_is_error(iterator_next(t, it))) return VALUE_ERROR;
    return tuple_of(t, 3, type_value(t, args[0]), tuple_of(t, 1, it), tuple_of(t, 2, c->saved, VALUE_TRUE));
}

static Value cycle_setstate(Thread *t, Value *args) {
    Cycle *c = (Cycle *)value_as_object(args[0]);
    if (!value_is_tuple(args[1])) return raise_type_error(t, "state is not a tuple");
    Tuple *state = value_as_tuple(args[1]);
    if (state->length != 2)
        return raise_type_error(t, "function takes exactly 2 arguments (%zu given)", state->length);
    if (!value_is_list(state->items[0]))
        return raise_type_error(t, "argument 1 must be list, not %T", state->items[0]);
    int64_t saved_all;
    if (!op_index_int64(t, state->items[1], &saved_all)) return VALUE_ERROR;
    c->saved = state->items[0];
    c->first_pass = !saved_all;
    c->index = 0;
    gc_wrote(t, c);
    return VALUE_NONE;
}

static const NativeDef cycle_methods[] = {
    NATIVE("__new__", "($type, iterable, /)", cycle_new, NEW_DOC),
    NATIVE("__reduce__", "($self, /)", cycle_reduce, REDUCE_DOC),
    NATIVE("__setstate__", "($self, state, /)", cycle_setstate, SET_DOC),
    NATIVE_END,
};
ITERATOR_TYPE(cycle, CYCLE, Cycle,
              "Return elements from the iterable until it is exhausted. Then repeat the sequence "
              "indefinitely.");

/* ---- takewhile, dropwhile, filterfalse, starmap: a function and a stream ---- */

typedef struct Mapped {
    Object header;
    Value function, iterator;
    bool started; /* dropwhile: dropping is over; takewhile: stopped */
} Mapped;

static Value mapped_new(Thread *t, Value *args) {
    Value iterator = op_iter(t, args[2]);
    if (value_is_error(iterator)) return iterator;
    ITERATOR_ALLOC(Mapped, m);
    m->function = args[1];
    m->iterator = iterator;
    return value_from_object(m);
}

static int mapped_test(Thread *t, Mapped *m, Value item) {
    Value r = call1(t, m->function, item);
    return value_is_error(r) ? -1 : op_truth(t, r);
}

TRACE_VALUES(takewhile, Mapped, function, 2)
TRACE_VALUES(dropwhile, Mapped, function, 2)
TRACE_VALUES(filterfalse, Mapped, function, 2)
TRACE_VALUES(starmap, Mapped, function, 2)

static Value takewhile_next(Thread *t, Object *object) {
    Mapped *m = (Mapped *)object;
    if (m->started) return VALUE_STOP;
    Value item = iterator_next(t, m->iterator);
    if (is_end(item)) return item;
    int good = mapped_test(t, m, item);
    if (good < 0) return VALUE_ERROR;
    if (good) return item;
    m->started = true;
    return VALUE_STOP;
}

static Value dropwhile_next(Thread *t, Object *object) {
    Mapped *m = (Mapped *)object;
    for (;;) {
        Value item = iterator_next(t, m->iterator);
        if (is_end(item) || m->started) return item;
        int drop = mapped_test(t, m, item);
        if (drop < 0) return VALUE_ERROR;
        if (!drop) {
            m->started = true;
            return item;
        }
    }
}

static Value filterfalse_next(Thread *t, Object *object) {
    Mapped *m = (Mapped *)object;
    bool plain = value_is_none(m->function) ||
                 (value_is_object(m->function) &&
                  value_as_object(m->function) == (Object *)t->vm->types[TYPE_BOOL]);
    for (;;) {
        Value item = iterator_next(t, m->iterator);
        if (is_end(item)) return item;
        int truth = plain ? op_truth(t, item) : mapped_test(t, m, item);
        if (truth < 0) return VALUE_ERROR;
        if (!truth) return item;
    }
}

static Value starmap_next(Thread *t, Object *object) {
    Mapped *m = (Mapped *)object;
    Value item = iterator_next(t, m->iterator);
    if (is_end(item)) return item;
    Value args = tuple_from_iterable(t, item);
    if (value_is_error(args)) return args;
    return call(t, m->function, value_as_tuple(args)->items, value_as_tuple(args)->length, NULL);
}

static Value mapped_reduce(Thread *t, Value *args) {
    Mapped *m = (Mapped *)value_as_object(args[0]);
    return tuple_of(t, 2, type_value(t, args[0]), tuple_of(t, 2, m->function, m->iterator));
}

static Value mapped_reduce_flag(Thread *t, Value *args) {
    Mapped *m = (Mapped *)value_as_object(args[0]);
    return tuple_of(t, 3, type_value(t, args[0]), tuple_of(t, 2, m->function, m->iterator),
                    value_from_int(m->started));
}

static Value mapped_setstate(Thread *t, Value *args) {
    int started = op_truth(t, args[1]);
    if (started < 0) return VALUE_ERROR;
    ((Mapped *)value_as_object(args[0]))->started = started;
    return VALUE_NONE;
}

static const NativeDef takewhile_methods[] = {
    NATIVE("__new__", "($type, predicate, iterable, /)", mapped_new, NEW_DOC),
    NATIVE("__reduce__", "($self, /)", mapped_reduce_flag, REDUCE_DOC),
    NATIVE("__setstate__", "($self, state, /)", mapped_setstate, SET_DOC),
    NATIVE_END,
};
ITERATOR_TYPE(takewhile, TAKEWHILE, Mapped,
              "Return successive entries from an iterable as long as the predicate evaluates to true "
              "for each entry.");

static const NativeDef dropwhile_methods[] = {
    NATIVE("__new__", "($type, predicate, iterable, /)", mapped_new, NEW_DOC),
    NATIVE("__reduce__", "($self, /)", mapped_reduce_flag, REDUCE_DOC),
    NATIVE("__setstate__", "($self, state, /)", mapped_setstate, SET_DOC),
    NATIVE_END,
};
ITERATOR_TYPE(dropwhile, DROPWHILE, Mapped,
              "Drop items from the iterable while predicate(item) is true.\n\nAfterwards, return every "
              "element until the iterable is exhausted.");

static const NativeDef filterfalse_methods[] = {
    NATIVE("__new__", "($type, function, iterable, /)", mapped_new, NEW_DOC),
    NATIVE("__reduce__", "($self, /)", mapped_reduce, REDUCE_DOC),
    NATIVE_END,
};
ITERATOR_TYPE(filterfalse, FILTERFALSE, Mapped,
              "Return those items of iterable for which function(item) is false.\n\nIf function is "
              "None, return the items that are false.");

static const NativeDef starmap_methods[] = {
    NATIVE("__new__", "($type, function, iterable, /)", mapped_new, NEW_DOC),
    NATIVE("__reduce__", "($self, /)", mapped_reduce, REDUCE_DOC),
    NATIVE_END,
};
ITERATOR_TYPE(starmap, STARMAP, Mapped,
              "Return an iterator whose values are returned from the function evaluated with an "
              "argument tuple taken from the given sequence.");

/* ---- islice ---- */

typedef struct Islice {
    Object header;
    Value iterator; /* UNDEF at the end */
    int64_t next, stop /* -1: none */, step, count;
} Islice;
TRACE_VALUES(islice, Islice, iterator, 1)

/* None or 0 <= x <= sys.maxsize; -2 with nothing raised: bad. */
static int64_t islice_bound(Thread *t, Value v, int64_t fallback) {
    if (value_is_none(v)) return fallback;
    if (value_is_undef(special_of(t, v, SPECIAL_INDEX))) return -2;
    Value i = op_index(t, v);
    int64_t n;
    if (value_is_error(i)) {
        error_clear(t);
        return -2;
    }
    return int_to_int64(i, &n) && n >= 0 ? n : -2;
}

static Value islice_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (!refuse_keywords(t, self_type(args), TYPE_ITERTOOLS_ISLICE, "islice", kwnames)) return VALUE_ERROR;
    if (kwnames) nargs -= kwnames->length;
    if (!check_argument_range(t, "islice", nargs - 1, 2, 4)) return VALUE_ERROR;
    int64_t start = 0, stop, step = 1;
    if (nargs == 3) {
        stop = islice_bound(t, args[2], -1);
    } else {
        start = islice_bound(t, args[2], 0);
        stop = islice_bound(t, args[3], -1);
    }
    if (stop == -2)
        return raise_value_error(t, "Stop argument for islice() must be None or an integer: 0 <= x <= "
                                    "sys.maxsize.");
    if (start == -2)
        return raise_value_error(
            t, "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
    if (nargs == 5) step = islice_bound(t, args[4], 1);
    if (step < 1) return raise_value_error(t, "Step for islice() must be a positive integer or None.");
    Value iterator = op_iter(t, args[1]);
    if (value_is_error(iterator)) return iterator;
    ITERATOR_ALLOC(Islice, s);
    s->iterator = iterator;
    s->next = start;
    s->stop = stop;
    s->step = step;
    return value_from_object(s);
}

static Value islice_end(Islice *s) {
    s->iterator = VALUE_UNDEF;
    return VALUE_STOP;
}

static Value islice_next(Thread *t, Object *object) {
    Islice *s = (Islice *)object;
    if (value_is_undef(s->iterator)) return VALUE_STOP;
    while (s->count < s->next) {
        Value skipped = iterator_next(t, s->iterator);
        if (value_is_error(skipped)) return skipped;
        if (value_is_stop(skipped)) return islice_end(s);
        s->count++;
    }
    if (s->stop != -1 && s->count >= s->stop) return islice_end(s);
    Value item = iterator_next(t, s->iterator);
    if (value_is_error(item)) return item;
    if (value_is_stop(item)) return islice_end(s);
    s->count++;
    if (__builtin_add_overflow(s->next, s->step, &s->next) || (s->stop != -1 && s->next > s->stop))
        s->next = s->stop == -1 ? INT64_MAX : s->stop;
    return item;
}

static Value islice_reduce(Thread *t, Value *args) {
    Islice *s = (Islice *)value_as_object(args[0]);
    Value cls = type_value(t, args[0]);
    if (value_is_undef(s->iterator)) {
        Value empty = op_iter(t, list_new(t, 0));
        return tuple_of(t, 3, cls,
                        value_is_error(empty) ? empty : tuple_of(t, 2, empty, value_from_int(0)),
                        value_from_int(0));
    }
    Value stop = s->stop == -1 ? VALUE_NONE : int_from_int64(t, s->stop);
    return tuple_of(t, 3, cls,
                    tuple_of(t, 4, s->iterator, int_from_int64(t, s->next), stop,
                             int_from_int64(t, s->step)),
                    int_from_int64(t, s->count));
}

static Value islice_setstate(Thread *t, Value *args) {
    int64_t n;
    if (!arg_size(t, args[1], &n)) return VALUE_ERROR;
    ((Islice *)value_as_object(args[0]))->count = n;
    return VALUE_NONE;
}

static const NativeDef islice_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", islice_new, NEW_DOC),
    NATIVE("__reduce__", "($self, /)", islice_reduce, REDUCE_DOC),
    NATIVE("__setstate__", "($self, state, /)", islice_setstate, SET_DOC),
    NATIVE_END,
};
ITERATOR_TYPE(islice, ISLICE, Islice,
              "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> "
              "islice object\n\nReturn an iterator whose next() method returns selected values from "
              "an\niterable.  If start is specified, will skip all preceding elements;\notherwise, start "
              "defaults to zero.  Step defaults to one.  If\nspecified as another value, step "
              "determines how many values are\nskipped between successive calls.  Works like a slice() "
              "on a list\nbut returns an iterator.");

/* ---- repeat ---- */

typedef struct Repeat {
    Object header;
    Value object;
    int64_t left; /* -1: for ever */
} Repeat;
TRACE_VALUES(repeat, Repeat, object, 1)

static Value repeat_new(Thread *t, Value *args) {
    int64_t times = -1;
    if (!value_is_undef(args[2])) {
        if (!arg_size(t, args[2], &times)) return VALUE_ERROR;
        if (times < 0) times = 0;
    }
    ITERATOR_ALLOC(Repeat, r);
    r->object = args[1];
    r->left = times;
    return value_from_object(r);
}

static Value repeat_next(Thread *t, Object *object) {
    Repeat *r = (Repeat *)object;
    if (r->left == 0) return VALUE_STOP;
    if (r->left > 0) r->left--;
    return r->object;
}

static Value repeat_repr(Thread *t, Value *args) {
    Repeat *r = (Repeat *)value_as_object(args[0]);
    Value name = type_of(t, args[0])->name;
    if (r->left == -1) return str_format(t, "%U(%R)", name, r->object);
    return str_format(t, "%U(%R, %ld)", name, r->object, (long)r->left);
}

static Value repeat_length_hint(Thread *t, Value *args) {
    Repeat *r = (Repeat *)value_as_object(args[0]);
    if (r->left == -1) return raise_type_error(t, "len() of unsized object");
    return int_from_int64(t, r->left);
}

static Value repeat_reduce(Thread *t, Value *args) {
    Repeat *r = (Repeat *)value_as_object(args[0]);
    return tuple_of(t, 2, type_value(t, args[0]),
                    r->left == -1 ? tuple_of(t, 1, r->object)
                                  : tuple_of(t, 2, r->object, int_from_int64(t, r->left)));
}

static const NativeDef repeat_methods[] = {
    NATIVE("__new__", "($type, object, times=<none>)", repeat_new, NEW_DOC),
    NATIVE("__repr__", "($self, /)", repeat_repr, "Return repr(self)."),
    NATIVE("__length_hint__", "($self, /)", repeat_length_hint,
           "Private method returning an estimate of len(list(it))."),
    NATIVE("__reduce__", "($self, /)", repeat_reduce, REDUCE_DOC),
    NATIVE_END,
};
ITERATOR_TYPE(repeat, REPEAT, Repeat,
              "repeat(object [,times]) -> create an iterator which returns the object\nfor the "
              "specified number of times.  If not specified, returns the object\nendlessly.");

/* ---- pairwise ---- */

typedef struct Pairwise {
    Object header;
    Value iterator /* UNDEF at the end */, previous /* UNDEF at the start */;
} Pairwise;
TRACE_VALUES(pairwise, Pairwise, iterator, 2)

static Value pairwise_new(Thread *t, Value *args) {
    Value iterator = op_iter(t, args[1]);
    if (value_is_error(iterator)) return iterator;
    ITERATOR_ALLOC(Pairwise, p);
    p->iterator = iterator;
    p->previous = VALUE_UNDEF;
    return value_from_object(p);
}

static Value pairwise_next(Thread *t, Object *object) {
    Pairwise *p = (Pairwise *)object;
    Value old = p->previous, it = p->iterator;
    if (value_is_undef(it)) return VALUE_STOP;
    if (value_is_undef(old)) {
        old = iterator_next(t, it);
        if (is_end(old)) {
            p->iterator = VALUE_UNDEF;
            return old;
        }
        p->previous = old;
        gc_wrote(t, p);
        /* The stream may have used up this very iterator. */
        it = p->iterator;
        if (value_is_undef(it)) {
            p->previous = VALUE_UNDEF;
            return VALUE_STOP;
        }
    }
    Value item = iterator_next(t, it);
    if (is_end(item)) {
        p->iterator = p->previous = VALUE_UNDEF;
        return item;
    }
    p->previous = item;
    gc_wrote(t, p);
    return tuple_pair(t, old, item);
}

static const NativeDef pairwise_methods[] = {
    NATIVE("__new__", "($type, iterable, /)", pairwise_new, NEW_DOC),
    NATIVE_END,
};
ITERATOR_TYPE(pairwise, PAIRWISE, Pairwise,
              "Return an iterator of overlapping pairs taken from the input iterator.\n\n    s -> "
              "(s0,s1), (s1,s2), (s2, s3), ...");

/* ---- groupby ---- */

typedef struct GroupBy {
    Object header;
    Value iterator, key_function;
    Value target_key, current_key, current_value; /* UNDEF: none yet */
    Value group;                                  /* the _grouper in use, or UNDEF */
} GroupBy;
TRACE_VALUES(groupby, GroupBy, iterator, 6)

typedef struct Grouper {
    Object header;
    Value parent, target_key;
} Grouper;
TRACE_VALUES(_grouper, Grouper, parent, 2)

static Value groupby_new(Thread *t, Value *args) {
    Value iterator = op_iter(t, args[1]);
    if (value_is_error(iterator)) return iterator;
    ITERATOR_ALLOC(GroupBy, g);
    g->iterator = iterator;
    g->key_function = args[2];
    g->target_key = g->current_key = g->current_value = g->group = VALUE_UNDEF;
    return value_from_object(g);
}

/* Reads the next item and its key: 1, 0 at the end, -1. */
static int groupby_step(Thread *t, GroupBy *g) {
    Value item = iterator_next(t, g->iterator);
    if (is_end(item)) return value_is_stop(item) ? 0 : -1;
    Value key = value_is_none(g->key_function) ? item : call1(t, g->key_function, item);
    if (value_is_error(key)) return -1;
    g->current_value = item;
    g->current_key = key;
    gc_wrote(t, g);
    return 1;
}

static Value grouper_make(Thread *t, Value parent, Value target_key) {
    Type *type = t->vm->types[TYPE_ITERTOOLS_GROUPER];
    Grouper *group = type_alloc(t, type, 0);
    if (!group) return VALUE_ERROR;
    group->parent = parent;
    group->target_key = target_key;
    ((GroupBy *)value_as_object(parent))->group = value_from_object(group);
    gc_wrote(t, value_as_object(parent));
    return value_from_object(group);
}

static Value groupby_next(Thread *t, Object *object) {
    GroupBy *g = (GroupBy *)object;
    g->group = VALUE_UNDEF;
    for (;;) {
        if (!value_is_undef(g->current_key)) {
            if (value_is_undef(g->target_key)) break;
            int equal = op_equal(t, g->target_key, g->current_key);
            if (equal < 0) return VALUE_ERROR;
            if (!equal) break;
        }
        int step = groupby_step(t, g);
        if (step <= 0) return step < 0 ? VALUE_ERROR : VALUE_STOP;
    }
    g->target_key = g->current_key;
    gc_wrote(t, g);
    Value group = grouper_make(t, value_from_object(g), g->target_key);
    return value_is_error(group) ? group : tuple_pair(t, g->current_key, group);
}

static Value _grouper_next(Thread *t, Object *object) {
    Grouper *group = (Grouper *)object;
    GroupBy *g = (GroupBy *)value_as_object(group->parent);
    if (!value_is_object(g->group) || value_as_object(g->group) != object) return VALUE_STOP;
    if (value_is_undef(g->current_value)) {
        int step = groupby_step(t, g);
        if (step <= 0) return step < 0 ? VALUE_ERROR : VALUE_STOP;
    }
    int equal = op_equal(t, group->target_key, g->current_key);
    if (equal <= 0) return equal < 0 ? VALUE_ERROR : VALUE_STOP;
    Value item = g->current_value;
    g->current_value = VALUE_UNDEF;
    return item;
}

static Value groupby_reduce(Thread *t, Value *args) {
    GroupBy *g = (GroupBy *)value_as_object(args[0]);
    Value how = tuple_of(t, 2, g->iterator, g->key_function);
    if (value_is_undef(g->target_key) || value_is_undef(g->current_key) ||
        value_is_undef(g->current_value))
        return tuple_of(t, 2, type_value(t, args[0]), how);
    return tuple_of(t, 3, type_value(t, args[0]), how,
                    tuple_of(t, 3, g->current_value, g->target_key, g->current_key));
}

static Value groupby_setstate(Thread *t, Value *args) {
    GroupBy *g = (GroupBy *)value_as_object(args[0]);
    if (!value_is_tuple(args[1])) return raise_type_error(t, "state is not a tuple");
    Tuple *state = value_as_tuple(args[1]);
    if (state->length != 3)
        return raise_type_error(t, "function takes exactly 3 arguments (%zu given)", state->length);
    g->current_value = state->items[0];
    g->target_key = state->items[1];
    g->current_key = state->items[2];
    gc_wrote(t, g);
    return VALUE_NONE;
}

static Value grouper_new(Thread *t, Value *args) {
    if (!value_is_object(args[1]) ||
        !type_is_subtype(object_type(value_as_object(args[1])), t->vm->types[TYPE_ITERTOOLS_GROUPBY]))
        return raise_type_error(t, "_grouper() argument 1 must be itertools.groupby, not %.50T", args[1]);
    return grouper_make(t, args[1], args[2]);
}

static Value grouper_reduce(Thread *t, Value *args) {
    Grouper *group = (Grouper *)value_as_object(args[0]);
    GroupBy *g = (GroupBy *)value_as_object(group->parent);
    if (!value_is_object(g->group) || value_as_object(g->group) != (Object *)group)
        return tuple_of(t, 2, builtin_get(t, "iter"), tuple_of(t, 1, tuple_from_values(t, NULL, 0)));
    return tuple_of(t, 2, type_value(t, args[0]), tuple_of(t, 2, group->parent, group->target_key));
}

static const NativeDef groupby_methods[] = {
    NATIVE("__new__", "($type, iterable, key=None)", groupby_new, NEW_DOC),
    NATIVE("__reduce__", "($self, /)", groupby_reduce, REDUCE_DOC),
    NATIVE("__setstate__", "($self, state, /)", groupby_setstate, SET_DOC),
    NATIVE_END,
};
ITERATOR_TYPE(groupby, GROUPBY, GroupBy,
              "make an iterator that returns consecutive keys and groups from the iterable\n\n  "
              "iterable\n    Elements to divide into groups according to the key function.\n  key\n    A "
              "function for computing the group category for each element.\n    If the key function is "
              "not specified or is None, the element itself\n    is used for grouping.");

static const NativeDef _grouper_methods[] = {
    NATIVE("__new__", "($type, parent, tgtkey, /)", grouper_new, NEW_DOC),
    NATIVE("__reduce__", "($self, /)", grouper_reduce, REDUCE_DOC),
    NATIVE_END,
};
ITERATOR_TYPE(_grouper, GROUPER, Grouper, NULL);

/* ---- the module ---- */



static bool itertools_init(Thread *t, Module *module) {
    static const TypeDef *const types[] = {
        &typedef_itertools_accumulate,    &typedef_itertools_combinations,
        &typedef_itertools_combinations_with_replacement,
        &typedef_itertools_cycle,         &typedef_itertools_dropwhile,
        &typedef_itertools_takewhile,     &typedef_itertools_islice,
        &typedef_itertools_starmap,       &typedef_itertools_chain,
        &typedef_itertools_compress,      &typedef_itertools_filterfalse,
        &typedef_itertools_count,         &typedef_itertools_zip_longest,
        &typedef_itertools_pairwise,      &typedef_itertools_permutations,
        &typedef_itertools_product,       &typedef_itertools_repeat,
        &typedef_itertools_groupby,       &typedef_itertools__grouper,
        &typedef_itertools__tee,          &typedef_itertools__tee_dataobject,
    };
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (!native_type(t, types[i], module)) return false;
    return true;
}

static const NativeDef itertools_functions[] = {
    NATIVE("tee", "($module, iterable, n=2, /)", itertools_tee,
           "Returns a tuple of n independent iterators."),
    NATIVE_END,
};

const ModuleDef module_itertools = {
    .name = "itertools",
    .doc = "Functional tools for creating and using iterators.\n\nInfinite iterators:\ncount(start=0, "
           "step=1) --> start, start+step, start+2*step, ...\ncycle(p) --> p0, p1, ... plast, p0, p1, "
           "...\nrepeat(elem [,n]) --> elem, elem, elem, ... endlessly or up to n times",
    .functions = itertools_functions,
    .init = itertools_init,
};

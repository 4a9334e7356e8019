/* iterators.c - enumerate, zip, map, filter, reversed, and the iterators that
 * iter() makes of __getitem__ and of a callable with a sentinel. */
#include "runtime/iterators.h"

#include "runtime/equality.h"
#include "runtime/error.h"
#include "runtime/native.h"
#include "runtime/sequence_support.h"

bool refuse_keywords(Thread *t, Type *cls, TypeId base, const char *name, Tuple *kwnames) {
    if (!kwnames || kwnames->length == 0) return true;
    Type *type = t->vm->types[base];
    if (cls != type && !value_same(cls->specials[SPECIAL_INIT], type->specials[SPECIAL_INIT]))
        return true;
    return check_no_keywords(t, name, kwnames);
}

/* iter() of each argument, as a tuple. */
static Tuple *iterators_of(Thread *t, const Value *args, size_t count) {
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

/* ---- enumerate ---- */

static Value enumerate_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Value in[2] = {VALUE_UNDEF, VALUE_UNDEF}, invalid = VALUE_UNDEF;
    static const char *const names[] = {"iterable", "start"};
    size_t named = kwnames ? kwnames->length : 0, positional = nargs - 1 - named;
    if (nargs - 1 > 2)
        return raise_type_error(t, "enumerate() takes at most 2 arguments (%zu given)", nargs - 1);
    for (size_t i = 0; i < positional; i++) in[i] = args[1 + i];
    for (size_t i = 0; i < named; i++) {
        size_t k = 0;
        while (k < 2 && !str_equals_cstring(t, kwnames->items[i], names[k])) k++;
        if (k == 2 || k < positional)
            invalid = kwnames->items[i];
        else
            in[k] = args[1 + positional + i];
    }
    /* A subclass's arguments are looked at in another order, with other words. */
    bool exact = args[0].bits == value_from_object(t->vm->types[TYPE_ENUMERATE]).bits;
    if (value_is_undef(in[0]) && !exact)
        return raise_type_error(t, "enumerate() missing required argument 'iterable' (pos 1)");
    if (!value_is_undef(invalid))
        return raise_type_error(t, "'%U' is an invalid keyword argument for enumerate()", invalid);
    if (value_is_undef(in[0]))
        return raise_type_error(t, "enumerate() missing required argument 'iterable'");
    Value start = value_from_int(0);
    if (!value_is_undef(in[1])) {
        start = op_index(t, in[1]);
        if (value_is_error(start)) return start;
    }
    Value iterator = op_iter(t, in[0]);
    if (value_is_error(iterator)) return iterator;
    Enumerate *e = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!e) return VALUE_ERROR;
    e->iterator = iterator;
    e->index = start;
    return value_from_object(e);
}

static void enumerate_trace(Tracer *tracer, Object *object) {
    trace_values(tracer, &((Enumerate *)object)->iterator, 2);
}

int enumerate_next_pair(Thread *t, Enumerate *e, Value *out) {
    Value item = iterator_next(t, e->iterator);
    if (value_is_stop(item)) return 0;
    if (value_is_error(item)) return -1;
    Value index = e->index, next;
    if (__builtin_expect(value_is_int(index) && value_as_int(index) < SMALL_INT_MAX, 1)) {
        next = value_from_int(value_as_int(index) + 1);
        e->index = next;
    } else {
        next = int_add(t, index, value_from_int(1));
        if (value_is_error(next)) return -1;
        e->index = next;
        gc_wrote(t, e);
    }
    out[0] = index;
    out[1] = item;
    return 1;
}

static Value enumerate_next(Thread *t, Object *object) {
    Value pair[2];
    int step = enumerate_next_pair(t, (Enumerate *)object, pair);
    return step > 0 ? tuple_pair(t, pair[0], pair[1]) : step == 0 ? VALUE_STOP : VALUE_ERROR;
}

static Value enumerate_reduce(Thread *t, Value *args) {
    Enumerate *e = (Enumerate *)value_as_object(args[0]);
    return tuple_of(t, 2, value_from_object(type_of(t, args[0])), tuple_pair(t, e->iterator, e->index));
}

static const NativeDef enumerate_methods[] = {
    NATIVE_RAW("__new__", "(iterable, start=0)", enumerate_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__reduce__", "($self, /)", enumerate_reduce, "Return state information for pickling."),
    CLASS_GETITEM_ROW,
    NATIVE_END,
};

const TypeDef typedef_enumerate = {
    .name = "enumerate",
    .doc = "Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe "
           "enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and "
           "a value yielded by the iterable argument.\n\nenumerate is useful for obtaining an indexed "
           "list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...",
    .id = TYPE_ENUMERATE,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_IMMUTABLE,
    .size = sizeof(Enumerate),
    .trace = enumerate_trace,
    .next = enumerate_next,
    .methods = enumerate_methods,
};

/* ---- zip ---- */

static Value zip_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Type *cls = (Type *)value_as_object(args[0]);
    size_t named = kwnames ? kwnames->length : 0, count = nargs - 1 - named;
    bool strict = false;
    if (named > 1)
        return raise_type_error(t, "zip() takes at most 1 keyword argument (%zu given)", named);
    if (named == 1) {
        if (!str_equals_cstring(t, kwnames->items[0], "strict"))
            return raise_type_error(t, "'%U' is an invalid keyword argument for zip()",
                                    kwnames->items[0]);
        int truth = op_truth(t, args[1 + count]);
        if (truth < 0) return VALUE_ERROR;
        strict = truth;
    }
    Tuple *iterators = iterators_of(t, args + 1, count);
    if (!iterators) return VALUE_ERROR;
    Zip *z = type_alloc(t, cls, 0);
    if (!z) return VALUE_ERROR;
    z->iterators = value_from_object(iterators);
    z->strict = strict;
    return value_from_object(z);
}

static void zip_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((Zip *)object)->iterators);
}

static Value zip_next(Thread *t, Object *object);

/* strict: iterator i ended while those before it did not. */
static Value zip_ended_early(Thread *t, Zip *z, size_t i) {
    if (i > 0)
        return raise_value_error(t, "zip() argument %zu is shorter than argument%s%zu", i + 1,
                                 i == 1 ? " " : "s 1-", i);
    for (i = 1; i < value_as_tuple(z->iterators)->length; i++) {
        Value item = iterator_next(t, value_as_tuple(z->iterators)->items[i]);
        if (value_is_error(item)) return item;
        if (!value_is_stop(item))
            return raise_value_error(t, "zip() argument %zu is longer than argument%s%zu", i + 1,
                                     i == 1 ? " " : "s 1-", i);
    }
    return VALUE_STOP;
}

/* Iterator i has given STOP or ERROR. */
static int zip_end(Thread *t, Zip *z, size_t i, Value item) {
    if (value_is_stop(item) && z->strict) item = zip_ended_early(t, z, i);
    return value_is_error(item) ? -1 : 0;
}

int zip_next_parts(Thread *t, Zip *z, Value *out) {
    enum { MOST = 8 };
    size_t count = value_as_tuple(z->iterators)->length;
    Value parts[MOST];
    if (count > MOST) {
        Value tuple = zip_next(t, &z->header);
        if (value_is_error(tuple) || value_is_stop(tuple)) return value_is_error(tuple) ? -1 : 0;
        values_copy(out, value_as_tuple(tuple)->items, count);
        return 1;
    }
    for (size_t i = 0; i < count; i++) {
        parts[i] = iterator_next(t, value_as_tuple(z->iterators)->items[i]);
        if (value_is_stop(parts[i]) || value_is_error(parts[i])) return zip_end(t, z, i, parts[i]);
    }
    values_copy(out, parts, count);
    return 1;
}

static Value zip_next(Thread *t, Object *object) {
    Zip *z = (Zip *)object;
    size_t count = value_as_tuple(z->iterators)->length;
    if (count == 0) return VALUE_STOP;
    if (count == 2) {
        Value pair[2];
        int step = zip_next_parts(t, z, pair);
        return step > 0 ? tuple_pair(t, pair[0], pair[1]) : step == 0 ? VALUE_STOP : VALUE_ERROR;
    }
    Tuple *result = tuple_alloc(t, count);
    if (!result) return VALUE_ERROR;
    for (size_t i = 0; i < count; i++) {
        Value item = iterator_next(t, value_as_tuple(z->iterators)->items[i]);
        if (value_is_error(item)) return item;
        if (value_is_stop(item)) return z->strict ? zip_ended_early(t, z, i) : item;
        result->items[i] = item;
        gc_wrote(t, result);
    }
    return value_from_object(result);
}

static Value zip_reduce(Thread *t, Value *args) {
    Zip *z = (Zip *)value_as_object(args[0]);
    Value cls = value_from_object(type_of(t, args[0])), iterators = z->iterators;
    return z->strict ? tuple_of(t, 3, cls, iterators, VALUE_TRUE) : tuple_of(t, 2, cls, iterators);
}

static Value zip_setstate(Thread *t, Value *args) {
    int strict = op_truth(t, args[1]);
    if (strict < 0) return VALUE_ERROR;
    ((Zip *)value_as_object(args[0]))->strict = strict != 0;
    return VALUE_NONE;
}

static const NativeDef zip_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", zip_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__reduce__", "($self, /)", zip_reduce, "Return state information for pickling."),
    NATIVE("__setstate__", "($self, state, /)", zip_setstate, "Set state information for unpickling."),
    NATIVE_END,
};

const TypeDef typedef_zip = {
    .name = "zip",
    .doc = "zip(*iterables, strict=False) --> Yield tuples until an input is exhausted.\n\n   >>> "
           "list(zip('abcdefg', range(3), range(4)))\n   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]\n\nThe "
           "zip object yields n-length tuples, where n is the number of iterables\npassed as positional "
           "arguments to zip().  The i-th element in every tuple\ncomes from the i-th iterable argument "
           "to zip().  This continues until the\nshortest argument is exhausted.\n\nIf strict is true "
           "and one of the arguments is exhausted before the others,\nraise a ValueError.",
    .id = TYPE_ZIP,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_IMMUTABLE,
    .size = sizeof(Zip),
    .trace = zip_trace,
    .next = zip_next,
    .methods = zip_methods,
};

/* ---- map ---- */

static Value map_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Type *cls = (Type *)value_as_object(args[0]);
    if (!refuse_keywords(t, cls, TYPE_MAP, "map", kwnames)) return VALUE_ERROR;
    if (kwnames) nargs -= kwnames->length;
    if (nargs < 3) return raise_type_error(t, "map() must have at least two arguments.");
    Tuple *iterators = iterators_of(t, args + 2, nargs - 2);
    if (!iterators) return VALUE_ERROR;
    Map *m = type_alloc(t, cls, 0);
    if (!m) return VALUE_ERROR;
    m->function = args[1];
    m->iterators = value_from_object(iterators);
    return value_from_object(m);
}

static void map_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((Map *)object)->function);
    trace_value(tracer, ((Map *)object)->iterators);
}

static Value map_next(Thread *t, Object *object) {
    Map *m = (Map *)object;
    size_t count = value_as_tuple(m->iterators)->length;
    if (count == 1) {
        Value item = iterator_next(t, value_as_tuple(m->iterators)->items[0]);
        if (value_is_stop(item) || value_is_error(item)) return item;
        return call1(t, m->function, item);
    }
    Value few[6], *items = few;
    if (count > 6) {
        Array *array = gc_alloc_array(t, count);
        if (!array) return VALUE_ERROR;
        items = array->items;
    }
    for (size_t i = 0; i < count; i++) {
        Value item = iterator_next(t, value_as_tuple(m->iterators)->items[i]);
        if (value_is_stop(item) || value_is_error(item)) return item;
        items[i] = item;
        if (items != few)
            gc_wrote(t, (Array *)(uintptr_t)((uint8_t *)items - offsetof(Array, items)));
    }
    return call(t, m->function, items, count, NULL);
}

static Value map_reduce(Thread *t, Value *args) {
    Map *m = (Map *)value_as_object(args[0]);
    Tuple *rest = tuple_alloc(t, value_as_tuple(m->iterators)->length + 1);
    if (!rest) return VALUE_ERROR;
    rest->items[0] = m->function;
    memcpy(rest->items + 1, value_as_tuple(m->iterators)->items, value_as_tuple(m->iterators)->length * sizeof(Value));
    return tuple_of(t, 2, value_from_object(type_of(t, args[0])), value_from_object(rest));
}

static const NativeDef map_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", map_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__reduce__", "($self, /)", map_reduce, "Return state information for pickling."),
    NATIVE_END,
};

const TypeDef typedef_map = {
    .name = "map",
    .doc = "map(func, *iterables) --> map object\n\nMake an iterator that computes the function using "
           "arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.",
    .id = TYPE_MAP,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_IMMUTABLE,
    .size = sizeof(Map),
    .trace = map_trace,
    .next = map_next,
    .methods = map_methods,
};

/* ---- filter ---- */

static Value filter_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Type *cls = (Type *)value_as_object(args[0]);
    if (!refuse_keywords(t, cls, TYPE_FILTER, "filter", kwnames)) return VALUE_ERROR;
    if (kwnames) nargs -= kwnames->length;
    if (!check_argument_range(t, "filter", nargs - 1, 2, 2)) return VALUE_ERROR;
    Value iterator = op_iter(t, args[2]);
    if (value_is_error(iterator)) return iterator;
    Filter *f = type_alloc(t, cls, 0);
    if (!f) return VALUE_ERROR;
    f->function = args[1];
    f->iterator = iterator;
    return value_from_object(f);
}

static void filter_trace(Tracer *tracer, Object *object) {
    trace_values(tracer, &((Filter *)object)->function, 2);
}

static Value filter_next(Thread *t, Object *object) {
    Filter *f = (Filter *)object;
    bool plain = value_is_none(f->function) ||
                 (value_is_object(f->function) &&
                  value_as_object(f->function) == (Object *)t->vm->types[TYPE_BOOL]);
    for (;;) {
        Value item = iterator_next(t, f->iterator);
        if (value_is_stop(item) || value_is_error(item)) return item;
        Value good = item;
        if (!plain) {
            good = call1(t, f->function, item);
            if (value_is_error(good)) return good;
        }
        int truth = op_truth_inline(t, good);
        if (truth < 0) return VALUE_ERROR;
        if (truth) return item;
    }
}

static Value filter_reduce(Thread *t, Value *args) {
    Filter *f = (Filter *)value_as_object(args[0]);
    return tuple_of(t, 2, value_from_object(type_of(t, args[0])), tuple_pair(t, f->function, f->iterator));
}

static const NativeDef filter_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", filter_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__reduce__", "($self, /)", filter_reduce, "Return state information for pickling."),
    NATIVE_END,
};

const TypeDef typedef_filter = {
    .name = "filter",
    .doc = "filter(function or None, iterable) --> filter object\n\nReturn an iterator yielding those "
           "items of iterable for which function(item)\nis true. If function is None, return the items "
           "that are true.",
    .id = TYPE_FILTER,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_IMMUTABLE,
    .size = sizeof(Filter),
    .trace = filter_trace,
    .next = filter_next,
    .methods = filter_methods,
};

/* ---- reversed ---- */

static Value reversed_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Type *cls = (Type *)value_as_object(args[0]);
    if (!refuse_keywords(t, cls, TYPE_REVERSED, "reversed", kwnames)) return VALUE_ERROR;
    if (kwnames) nargs -= kwnames->length;
    if (!check_argument_range(t, "reversed", nargs - 1, 1, 1)) return VALUE_ERROR;
    Value sequence = args[1];
    Value method = special_of(t, sequence, SPECIAL_REVERSED);
    if (value_is_none(method))
        return raise_type_error(t, "'%.200T' object is not reversible", sequence);
    if (!value_is_undef(method)) return call_special(t, method, &sequence, 1);
    /* The sequence protocol: what has __getitem__ and is no mapping. */
    if (value_is_dict(sequence) || value_is_undef(special_of(t, sequence, SPECIAL_GETITEM)))
        return raise_type_error(t, "'%.200T' object is not reversible", sequence);
    int64_t n = op_len(t, sequence);
    if (n < 0) return VALUE_ERROR;
    Reversed *r = type_alloc(t, cls, 0);
    if (!r) return VALUE_ERROR;
    r->sequence = sequence;
    r->index = (size_t)n;
    return value_from_object(r);
}

static void reversed_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((Reversed *)object)->sequence);
}

static Value reversed_next(Thread *t, Object *object) {
    Reversed *r = (Reversed *)object;
    if (value_is_undef(r->sequence)) return VALUE_STOP;
    if (r->index > 0) {
        int64_t index = (int64_t)r->index - 1;
        if (value_is_exact(r->sequence, KIND_STR)) {
            Str *s = value_as_str(r->sequence);
            if (index < s->length) {
                r->index--;
                return str_index(t, s, index);
            }
        }
        Value v = op_getitem(t, r->sequence, value_from_int(index));
        if (!value_is_error(v)) {
            r->index--;
            return v;
        }
        if (!error_matches(t, TYPE_IndexError) && !error_matches(t, TYPE_StopIteration)) return v;
        error_clear(t);
    }
    r->index = 0;
    r->sequence = VALUE_UNDEF;
    return VALUE_STOP;
}

static Value reversed_length_hint(Thread *t, Value *args) {
    Reversed *r = (Reversed *)value_as_object(args[0]);
    if (value_is_undef(r->sequence)) return value_from_int(0);
    int64_t n = op_len(t, r->sequence);
    if (n < 0) return VALUE_ERROR;
    return value_from_int(n < (int64_t)r->index ? 0 : (int64_t)r->index);
}

static Value reversed_reduce(Thread *t, Value *args) {
    Reversed *r = (Reversed *)value_as_object(args[0]);
    Value cls = value_from_object(type_of(t, args[0]));
    if (value_is_undef(r->sequence))
        return tuple_of(t, 2, cls, tuple_of(t, 1, tuple_from_values(t, NULL, 0)));
    return tuple_of(t, 3, cls, tuple_of(t, 1, r->sequence), int_from_int64(t, (int64_t)r->index - 1));
}

static Value reversed_setstate(Thread *t, Value *args) {
    Reversed *r = (Reversed *)value_as_object(args[0]);
    int64_t i;
    if (!arg_size(t, args[1], &i)) return VALUE_ERROR;
    if (value_is_undef(r->sequence)) return VALUE_NONE;
    int64_t n = op_len(t, r->sequence);
    if (n < 0) return VALUE_ERROR;
    r->index = i < -1 ? 0 : i > n - 1 ? (size_t)n : (size_t)(i + 1);
    return VALUE_NONE;
}

static const NativeDef reversed_methods[] = {
    NATIVE_RAW("__new__", "(sequence, /)", reversed_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__length_hint__", "($self, /)", reversed_length_hint,
           "Private method returning an estimate of len(list(it))."),
    NATIVE("__reduce__", "($self, /)", reversed_reduce, "Return state information for pickling."),
    NATIVE("__setstate__", "($self, state, /)", reversed_setstate,
           "Set state information for unpickling."),
    NATIVE_END,
};

const TypeDef typedef_reversed = {
    .name = "reversed",
    .doc = "Return a reverse iterator over the values of the given sequence.",
    .id = TYPE_REVERSED,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_IMMUTABLE,
    .size = sizeof(Reversed),
    .trace = reversed_trace,
    .next = reversed_next,
    .methods = reversed_methods,
};

/* ---- iter(object with __getitem__) ---- */

static void sequence_iterator_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((ListIterator *)object)->sequence);
}

static Value sequence_iterator_next(Thread *t, Object *object) {
    ListIterator *it = (ListIterator *)object;
    if (value_is_undef(it->sequence)) return VALUE_STOP;
    Value v = op_getitem(t, it->sequence, value_from_int((int64_t)it->index));
    if (!value_is_error(v)) {
        it->index++;
        return v;
    }
    if (!error_matches(t, TYPE_IndexError) && !error_matches(t, TYPE_StopIteration)) return v;
    error_clear(t);
    it->sequence = VALUE_UNDEF;
    return VALUE_STOP;
}

static Value sequence_iterator_length_hint(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    if (value_is_undef(it->sequence)) return value_from_int(0);
    if (value_is_undef(special_of(t, it->sequence, SPECIAL_LEN))) return VALUE_NOT_IMPLEMENTED;
    int64_t n = op_len(t, it->sequence);
    if (n < 0) return VALUE_ERROR;
    return value_from_int(n > (int64_t)it->index ? n - (int64_t)it->index : 0);
}

static Value sequence_iterator_reduce(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    if (value_is_undef(it->sequence))
        return iterator_reduce(t, "iter", tuple_from_values(t, NULL, 0), -1);
    return iterator_reduce(t, "iter", it->sequence, (int64_t)it->index);
}

static Value sequence_iterator_setstate(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    int64_t i;
    if (!arg_size(t, args[1], &i)) return VALUE_ERROR;
    if (!value_is_undef(it->sequence)) it->index = i < 0 ? 0 : (size_t)i;
    return VALUE_NONE;
}

static const NativeDef sequence_iterator_methods[] = {
    NATIVE("__length_hint__", "($self, /)", sequence_iterator_length_hint,
           "Private method returning an estimate of len(list(it))."),
    NATIVE("__reduce__", "($self, /)", sequence_iterator_reduce,
           "Return state information for pickling."),
    NATIVE("__setstate__", "($self, state, /)", sequence_iterator_setstate,
           "Set state information for unpickling."),
    NATIVE_END,
};

const TypeDef typedef_sequence_iterator = {
    .name = "iterator",
    .id = TYPE_SEQUENCE_ITERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(ListIterator),
    .trace = sequence_iterator_trace,
    .next = sequence_iterator_next,
    .methods = sequence_iterator_methods,
};

/* ---- iter(callable, sentinel) ---- */

Value callable_iterator_new(Thread *t, Value callable, Value sentinel) {
    CallableIterator *it = GC_NEW(t, CallableIterator, KIND_OTHER, TYPE_CALLABLE_ITERATOR);
    if (!it) return VALUE_ERROR;
    it->callable = callable;
    it->sentinel = sentinel;
    return value_from_object(it);
}

static void callable_iterator_trace(Tracer *tracer, Object *object) {
    trace_values(tracer, &((CallableIterator *)object)->callable, 2);
}

static Value callable_iterator_next(Thread *t, Object *object) {
    CallableIterator *it = (CallableIterator *)object;
    if (value_is_undef(it->callable)) return VALUE_STOP;
    Value v = call0(t, it->callable);
    if (value_is_error(v)) {
        if (!error_catch(t, TYPE_StopIteration)) return v;
        it->callable = it->sentinel = VALUE_UNDEF;
        return VALUE_STOP;
    }
    /* The call may have exhausted this very iterator. */
    if (value_is_undef(it->callable)) return VALUE_STOP;
    int equal = op_equal(t, it->sentinel, v);
    if (equal == 0) return v;
    if (equal > 0) it->callable = it->sentinel = VALUE_UNDEF;
    return equal < 0 ? VALUE_ERROR : VALUE_STOP;
}

static Value callable_iterator_reduce(Thread *t, Value *args) {
    CallableIterator *it = (CallableIterator *)value_as_object(args[0]);
    if (value_is_undef(it->callable))
        return iterator_reduce(t, "iter", tuple_from_values(t, NULL, 0), -1);
    return tuple_of(t, 2, builtin_get(t, "iter"), tuple_pair(t, it->callable, it->sentinel));
}

static const NativeDef callable_iterator_methods[] = {
    NATIVE("__reduce__", "($self, /)", callable_iterator_reduce,
           "Return state information for pickling."),
    NATIVE_END,
};

const TypeDef typedef_callable_iterator = {
    .name = "callable_iterator",
    .id = TYPE_CALLABLE_ITERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(CallableIterator),
    .trace = callable_iterator_trace,
    .next = callable_iterator_next,
    .methods = callable_iterator_methods,
};

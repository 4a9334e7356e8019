/* itertools_streams.c - iterators over several streams: chain, compress,
 * zip_longest, tee. */
#include "modules/itertools.h"

/* ---- chain ---- */

typedef struct Chain {
    Object header;
    Value sources /* iterator of iterables; UNDEF at the end */, active /* UNDEF between two */;
} Chain;
TRACE_VALUES(chain, Chain, sources, 2)

static Value chain_make(Thread *t, Type *cls, Value iterable) {
    Value sources = op_iter(t, iterable);
    if (value_is_error(sources)) return sources;
    Chain *c = type_alloc(t, cls, 0);
    if (!c) return VALUE_ERROR;
    c->sources = sources;
    c->active = VALUE_UNDEF;
    return value_from_object(c);
}

static Value chain_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (!refuse_keywords(t, self_type(args), TYPE_ITERTOOLS_CHAIN, "chain", kwnames)) return VALUE_ERROR;
    if (kwnames) nargs -= kwnames->length;
    Value sources = tuple_from_values(t, args + 1, nargs - 1);
    return value_is_error(sources) ? sources : chain_make(t, self_type(args), sources);
}

static Value chain_from_iterable(Thread *t, Value *args) { return chain_make(t, self_type(args), args[1]); }

static Value chain_next(Thread *t, Object *object) {
    Chain *c = (Chain *)object;
    while (!value_is_undef(c->sources)) {
        if (value_is_undef(c->active)) {
            Value source = iterator_next(t, c->sources);
            if (is_end(source)) {
                c->sources = VALUE_UNDEF;
                return source;
            }
            Value it = op_iter(t, source);
            if (value_is_error(it)) {
                c->sources = VALUE_UNDEF;
                return it;
            }
            c->active = it;
            gc_wrote(t, c);
        }
        Value item = iterator_next(t, c->active);
        if (!value_is_stop(item)) return item;
        c->active = VALUE_UNDEF;
    }
    return VALUE_STOP;
}

static Value chain_reduce(Thread *t, Value *args) {
    Chain *c = (Chain *)value_as_object(args[0]);
    Value cls = type_value(t, args[0]), none = tuple_from_values(t, NULL, 0);
    if (value_is_undef(c->sources)) return tuple_of(t, 2, cls, none);
    return tuple_of(t, 3, cls, none,
                    value_is_undef(c->active) ? tuple_of(t, 1, c->sources)
                                              : tuple_of(t, 2, c->sources, c->active));
}

static Value chain_setstate(Thread *t, Value *args) {
    Chain *c = (Chain *)value_as_object(args[0]);
    if (!value_is_tuple(args[1])) return raise_type_error(t, "state is not a tuple");
    Tuple *state = value_as_tuple(args[1]);
    if (state->length < 1 || state->length > 2)
        return raise_type_error(t, "function takes at %s %d argument%s (%zu given)",
                                state->length < 1 ? "least" : "most", state->length < 1 ? 1 : 2,
                                state->length < 1 ? "" : "s", state->length);
    for (size_t i = 0; i < state->length; i++)
        if (!op_is_iterator(t, state->items[i])) return raise_type_error(t, "Arguments must be iterators.");
    c->sources = state->items[0];
    c->active = state->length > 1 ? state->items[1] : VALUE_UNDEF;
    gc_wrote(t, c);
    return VALUE_NONE;
}

static const NativeDef chain_methods[] = {
    NATIVE_RAW("__new__", "($type, *iterables)", chain_new, NEW_DOC),
    NATIVE_CLASSMETHOD("from_iterable", "($type, iterable, /)", chain_from_iterable,
                       "Alternative chain() constructor taking a single iterable argument that evaluates "
                       "lazily."),
    NATIVE("__reduce__", "($self, /)", chain_reduce, REDUCE_DOC),
    NATIVE("__setstate__", "($self, state, /)", chain_setstate, SET_DOC),
    CLASS_GETITEM_ROW,
    NATIVE_END,
};
ITERATOR_TYPE(chain, CHAIN, Chain,
              "chain(*iterables) --> chain object\n\nReturn a chain object whose .__next__() method "
              "returns elements from the\nfirst iterable until it is exhausted, then elements from the "
              "next\niterable, until all of the iterables are exhausted.");

/* ---- compress ---- */

typedef struct Compress {
    Object header;
    Value data, selectors;
} Compress;
TRACE_VALUES(compress, Compress, data, 2)

static Value compress_new(Thread *t, Value *args) {
    Value data = op_iter(t, args[1]);
    if (value_is_error(data)) return data;
    Value selectors = op_iter(t, args[2]);
    if (value_is_error(selectors)) return selectors;
    ITERATOR_ALLOC(Compress, c);
    c->data = data;
    c->selectors = selectors;
    return value_from_object(c);
}

static Value compress_next(Thread *t, Object *object) {
    Compress *c = (Compress *)object;
    for (;;) {
        Value item = iterator_next(t, c->data);
        if (is_end(item)) return item;
        Value selector = iterator_next(t, c->selectors);
        if (is_end(selector)) return selector;
        int truth = op_truth(t, selector);
        if (truth) return truth < 0 ? VALUE_ERROR : item;
    }
}

static Value compress_reduce(Thread *t, Value *args) {
    Compress *c = (Compress *)value_as_object(args[0]);
    return tuple_of(t, 2, type_value(t, args[0]), tuple_of(t, 2, c->data, c->selectors));
}

static const NativeDef compress_methods[] = {
    NATIVE("__new__", "($type, data, selectors)", compress_new, NEW_DOC),
    NATIVE("__reduce__", "($self, /)", compress_reduce, REDUCE_DOC),
    NATIVE_END,
};
ITERATOR_TYPE(compress, COMPRESS, Compress,
              "Return data elements corresponding to true selector elements.\n\nForms a shorter iterator "
              "from selected data elements using the selectors to\nchoose the data elements.");

/* ---- zip_longest ---- */

typedef struct ZipLongest {
    Object header;
    Value iterators; /* tuple; UNDEF where one has ended */
    Value fill;
    size_t active;
} ZipLongest;
TRACE_VALUES(zip_longest, ZipLongest, iterators, 2)

static Value zip_longest_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Value fill = VALUE_NONE;
    if (kwnames && kwnames->length) {
        if (kwnames->length > 1 || !str_equals_cstring(t, kwnames->items[0], "fillvalue"))
            return raise_type_error(t, "zip_longest() got an unexpected keyword argument");
        fill = args[--nargs];
    }
    Tuple *iterators = itertools_iterators(t, args + 1, nargs - 1);
    if (!iterators) return VALUE_ERROR;
    ITERATOR_ALLOC(ZipLongest, z);
    z->iterators = value_from_object(iterators);
    z->fill = fill;
    z->active = nargs - 1;
    return value_from_object(z);
}

static Value zip_longest_next(Thread *t, Object *object) {
    ZipLongest *z = (ZipLongest *)object;
    Tuple *iterators = value_as_tuple(z->iterators);
    if (iterators->length == 0 || z->active == 0) return VALUE_STOP;
    Tuple *result = tuple_alloc(t, iterators->length);
    if (!result) return VALUE_ERROR;
    for (size_t i = 0; i < iterators->length; i++) {
        Value item = z->fill;
        if (!value_is_undef(iterators->items[i])) {
            item = iterator_next(t, iterators->items[i]);
            if (value_is_error(item)) {
                z->active = 0;
                return item;
            }
            if (value_is_stop(item)) {
                if (--z->active == 0) return item;
                item = z->fill;
                iterators->items[i] = VALUE_UNDEF;
            }
        }
        result->items[i] = item;
        gc_wrote(t, result);
    }
    return value_from_object(result);
}

static Value zip_longest_reduce(Thread *t, Value *args) {
    ZipLongest *z = (ZipLongest *)value_as_object(args[0]);
    Tuple *iterators = value_as_tuple(z->iterators);
    Value copy = tuple_from_values(t, iterators->items, iterators->length);
    if (value_is_error(copy)) return copy;
    for (size_t i = 0; i < iterators->length; i++)
        if (value_is_undef(iterators->items[i]))
            value_as_tuple(copy)->items[i] = tuple_from_values(t, NULL, 0);
    return tuple_of(t, 3, type_value(t, args[0]), copy, z->fill);
}

static Value zip_longest_setstate(Thread *t, Value *args) {
    ((ZipLongest *)value_as_object(args[0]))->fill = args[1];
    gc_wrote(t, value_as_object(args[0]));
    return VALUE_NONE;
}

static const NativeDef zip_longest_methods[] = {
    NATIVE_RAW("__new__", "($type, *iterables, fillvalue=None)", zip_longest_new, NEW_DOC),
    NATIVE("__reduce__", "($self, /)", zip_longest_reduce, REDUCE_DOC),
    NATIVE("__setstate__", "($self, state, /)", zip_longest_setstate, SET_DOC),
    NATIVE_END,
};
ITERATOR_TYPE(zip_longest, ZIP_LONGEST, ZipLongest,
              "zip_longest(iter1 [,iter2 [...]], [fillvalue=None]) --> zip_longest object\n\nReturn a "
              "zip_longest object whose .__next__() method returns a tuple where\nthe i-th element comes "
              "from the i-th iterable argument.  The .__next__()\nmethod continues until the longest "
              "iterable in the argument sequence\nis exhausted and then it raises StopIteration.  When "
              "the shorter iterables\nare exhausted, the fillvalue is substituted in their place.  The "
              "fillvalue\ndefaults to None or can be specified by a keyword argument.");

/* ---- tee: readers of a shared, growing chain of blocks ---- */

enum { TEE_BLOCK = 57 };

typedef struct TeeBlock {
    Object header;
    Value iterator;
    Value next; /* TeeBlock or UNDEF */
    Value items[TEE_BLOCK];
    size_t count;
    bool running; /* reading the iterator */
} TeeBlock;

static void tee_block_trace(Tracer *tracer, Object *object) {
    TeeBlock *b = (TeeBlock *)object;
    trace_values(tracer, &b->iterator, 2);
    trace_values(tracer, b->items, b->count);
}

typedef struct Tee {
    Object header;
    Value block;
    size_t index;
} Tee;
TRACE_VALUES(_tee, Tee, block, 1)

static TeeBlock *tee_block_new(Thread *t, Value iterator) {
    TeeBlock *b = type_alloc(t, t->vm->types[TYPE_ITERTOOLS_TEE_DATAOBJECT], 0);
    if (!b) return NULL;
    b->iterator = iterator;
    b->next = VALUE_UNDEF;
    return b;
}

static Value _tee_next(Thread *t, Object *object) {
    Tee *tee = (Tee *)object;
    TeeBlock *b = (TeeBlock *)value_as_object(tee->block);
    if (tee->index == TEE_BLOCK) {
        if (value_is_undef(b->next)) {
            TeeBlock *next = tee_block_new(t, b->iterator);
            if (!next) return VALUE_ERROR;
            b->next = value_from_object(next);
            gc_wrote(t, b);
        }
        tee->block = b->next;
        tee->index = 0;
        gc_wrote(t, tee);
        b = (TeeBlock *)value_as_object(tee->block);
    }
    if (tee->index < b->count) return b->items[tee->index++];
    if (b->running) return raise_error(t, TYPE_RuntimeError, "cannot re-enter the tee iterator");
    b->running = true;
    Value item = iterator_next(t, b->iterator);
    b->running = false;
    if (is_end(item)) return item;
    b->items[b->count++] = item;
    gc_wrote(t, b);
    tee->index++;
    return item;
}

static Value tee_make(Thread *t, Type *cls, Value block, size_t index) {
    Tee *tee = type_alloc(t, cls, 0);
    if (!tee) return VALUE_ERROR;
    tee->block = block;
    tee->index = index;
    return value_from_object(tee);
}

static Value tee_copy(Thread *t, Value *args) {
    Tee *tee = (Tee *)value_as_object(args[0]);
    return tee_make(t, t->vm->types[TYPE_ITERTOOLS_TEE], tee->block, tee->index);
}

static Value tee_from(Thread *t, Value iterable) {
    Value it = op_iter(t, iterable);
    if (value_is_error(it)) return it;
    if (type_of(t, it) == t->vm->types[TYPE_ITERTOOLS_TEE]) return tee_copy(t, &it);
    TeeBlock *b = tee_block_new(t, it);
    return b ? tee_make(t, t->vm->types[TYPE_ITERTOOLS_TEE], value_from_object(b), 0) : VALUE_ERROR;
}

static Value tee_new(Thread *t, Value *args) { return tee_from(t, args[1]); }

Value itertools_tee(Thread *t, Value *args) {
    int64_t n;
    if (!arg_size(t, args[1], &n)) return VALUE_ERROR;
    if (n < 0) return raise_value_error(t, "n must be >= 0");
    Tuple *result = tuple_alloc(t, (size_t)n);
    if (!result) return VALUE_ERROR;
    if (n == 0) return value_from_object(result);
    /* Anything that can be copied needs no block. */
    Value it = op_iter(t, args[0]);
    if (value_is_error(it)) return it;
    Value copy = attr_find(t, it, STR_NAME(t, __copy__));
    if (value_is_error(copy)) return copy;
    if (value_is_undef(copy)) {
        it = tee_from(t, it);
        if (value_is_error(it)) return it;
        copy = attr_get(t, it, STR_NAME(t, __copy__));
        if (value_is_error(copy)) return copy;
    }
    result->items[0] = it;
    for (int64_t i = 1; i < n; i++) {
        result->items[i] = call0(t, copy);
        if (value_is_error(result->items[i])) return VALUE_ERROR;
        gc_wrote(t, result);
    }
    return value_from_object(result);
}

static Value tee_reduce(Thread *t, Value *args) {
    Tee *tee = (Tee *)value_as_object(args[0]);
    return tuple_of(t, 3, type_value(t, args[0]), tuple_of(t, 1, tuple_from_values(t, NULL, 0)),
                    tuple_of(t, 2, tee->block, value_from_int((int64_t)tee->index)));
}

static Value tee_setstate(Thread *t, Value *args) {
    Tee *tee = (Tee *)value_as_object(args[0]);
    if (!value_is_tuple(args[1])) return raise_type_error(t, "state is not a tuple");
    Tuple *state = value_as_tuple(args[1]);
    int64_t index;
    if (state->length != 2 ||
        type_of(t, state->items[0]) != t->vm->types[TYPE_ITERTOOLS_TEE_DATAOBJECT])
        return raise_type_error(t, "_tee state must be a data object and an index");
    if (!arg_size(t, state->items[1], &index)) return VALUE_ERROR;
    if (index < 0 || index > TEE_BLOCK) return raise_value_error(t, "Index out of range");
    tee->block = state->items[0];
    tee->index = (size_t)index;
    gc_wrote(t, tee);
    return VALUE_NONE;
}

static const NativeDef _tee_methods[] = {
    NATIVE("__new__", "($type, iterable, /)", tee_new, NEW_DOC),
    NATIVE("__copy__", "($self, /)", tee_copy, "Returns an independent iterator."),
    NATIVE("__reduce__", "($self, /)", tee_reduce, REDUCE_DOC),
    NATIVE("__setstate__", "($self, state, /)", tee_setstate, SET_DOC),
    NATIVE_END,
};
ITERATOR_TYPE(_tee, TEE, Tee, "Iterator wrapped to make it copyable.");

static Value tee_block_type_new(Thread *t, Value *args) {
    if (!value_is_list(args[2]))
        return raise_type_error(t, "_tee_dataobject() argument 2 must be list, not %.50T", args[2]);
    TeeBlock *b = tee_block_new(t, args[1]);
    if (!b) return VALUE_ERROR;
    List *items = value_as_list(args[2]);
    if (items->length > TEE_BLOCK) return raise_value_error(t, "Invalid arguments");
    for (size_t i = 0; i < items->length; i++) b->items[i] = items->items[i];
    b->count = items->length;
    if (!value_is_none(args[3])) {
        if (b->count != TEE_BLOCK ||
            type_of(t, args[3]) != t->vm->types[TYPE_ITERTOOLS_TEE_DATAOBJECT])
            return raise_value_error(t, "Invalid arguments");
        b->next = args[3];
    }
    gc_wrote(t, b);
    return value_from_object(b);
}

static Value tee_block_reduce(Thread *t, Value *args) {
    TeeBlock *b = (TeeBlock *)value_as_object(args[0]);
    Value items = list_from_values(t, b->items, b->count);
    return tuple_of(t, 2, type_value(t, args[0]),
                    tuple_of(t, 3, b->iterator, items, value_is_undef(b->next) ? VALUE_NONE : b->next));
}

static const NativeDef tee_block_methods[] = {
    NATIVE("__new__", "($type, iterable, values, next, /)", tee_block_type_new, NEW_DOC),
    NATIVE("__reduce__", "($self, /)", tee_block_reduce, REDUCE_DOC),
    NATIVE_END,
};

const TypeDef typedef_itertools__tee_dataobject = {
    .name = "itertools._tee_dataobject",
    .doc = "Data container common to multiple tee objects.",
    .id = TYPE_ITERTOOLS_TEE_DATAOBJECT,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_IMMUTABLE,
    .size = sizeof(TeeBlock),
    .trace = tee_block_trace,
    .methods = tee_block_methods,
};

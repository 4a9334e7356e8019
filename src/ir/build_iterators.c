/*
 * build_iterators.c - the graph builder: iterators opened up.
 *
 * enumerate(), zip(), map(), reversed() and iter() of what is known make their iterators in
 * the graph, as allocations and stores; a loop advances them by loads and stores, after
 * what it has been seen to run over (ir/iteration.h).  Where both are in one graph, escape
 * analysis leaves nothing of the objects but their counters; where a loop is entered in the
 * middle, or the iterator comes from elsewhere, the objects are there.
 *
 * Advancing is one instruction, which the interpreter would execute again: all guards
 * come first (source_open), then, where nothing can fail any more, the iterators move,
 * in the order in which Python asks them (source_advance).  The function that map() calls
 * comes last of all; ir/iteration.c describes nothing where it would not.
 */
#include "ir/build_internal.h"

#include "ir/iteration.h"
#include "runtime/iterators.h"

/* ---- objects ---- */

IrNode *build_new(Builder *b, const Type *type, Kind kind, size_t size, IrTypes types) {
    IrNode *n = ir_node_new(b->ir, IR_ALLOC, 0);
    n->imm = (int64_t)((uint64_t)(uint32_t)(uintptr_t)type->root_shape | (uint64_t)((size + 15) >> 4) << 32 |
                       (uint64_t)kind << 48 | (uint64_t)(type->flags & TYPEFLAG_HEAP ? GC_SUBCLASS : 0) << 56);
    n->types = types;
    return build_call(b, n);
}

static void note_field(Builder *b, IrNode *object, size_t offset, IrNode *value) {
    KnownField *known = ir_alloc(b->ir, sizeof *known);
    *known = (KnownField){object, offset, value, b->known_fields};
    b->known_fields = known;
}

/* What a new object holds at `offset`, for good. */
static void set_constant(Builder *b, IrNode *object, size_t offset, IrNode *value) {
    build_store(b, IR_STORE, object, (int64_t)offset, value, ALIAS_CONSTANT);
    note_field(b, object, offset, value);
}

IrNode *build_tuple_of(Builder *b, const Type *cls, IrNode *const *items, uint32_t count) {
    bool exact = cls == b->t->vm->types[TYPE_TUPLE];
    IrNode *tuple = build_new(b, cls, KIND_TUPLE, sizeof(Tuple) + 8 * count, exact ? IRT_TUPLE : IRT_OTHER);
    IrNode *length = build_int(b, count);
    build_store(b, IR_STORE_SIZE, tuple, offsetof(Tuple, length), length, ALIAS_CONSTANT);
    note_field(b, tuple, offsetof(Tuple, length), length);
    for (uint32_t k = 0; k < count; k++)
        set_constant(b, tuple, offsetof(Tuple, items) + 8 * k, items[k]);
    return tuple;
}

IrNode *build_new_tuple(Builder *b, IrNode *const *items, uint32_t count) {
    return build_tuple_of(b, b->t->vm->types[TYPE_TUPLE], items, count);
}

IrNode *build_known_field(Builder *b, const IrNode *object, size_t offset) {
    for (const KnownField *known = b->known_fields; known; known = known->next)
        if (known->object == object && known->offset == offset)
            return known->value;
    return NULL;
}

static IrNode *constant_of(Builder *b, IrNode *object, size_t offset, IrTypes types) {
    IrNode *known = build_known_field(b, object, offset);
    if (known)
        return known;
    IrNode *v = build_load(b, IR_LOAD, object, (int64_t)offset, ALIAS_CONSTANT);
    v->types = types;
    return v;
}

IrNode *build_bound_to(Builder *b, IrNode *function, IrNode *receiver) {
    IrNode *method = build_new(b, b->t->vm->types[TYPE_METHOD], KIND_METHOD, sizeof(Method), IRT_OTHER);
    set_constant(b, method, offsetof(Method, function), function);
    set_constant(b, method, offsetof(Method, self), receiver);
    return method;
}

IrNode *build_bound_method(Builder *b, Value function, IrNode *receiver) {
    if (value_is_kind(function, KIND_FUNCTION))
        return build_bound_to(b, build_value(b, function), receiver);
    const NativeFunction *f = (NativeFunction *)value_as_object(function);
    IrNode *method = build_new(b, b->t->vm->types[TYPE_NATIVE_FUNCTION], KIND_NATIVE, sizeof(NativeFunction), IRT_OTHER);
    build_store(b, IR_STORE_SIZE, method, offsetof(NativeFunction, def), build_int(b, (int64_t)(uintptr_t)f->def),
                ALIAS_CONSTANT);
    build_store(b, IR_STORE_SIZE, method, offsetof(NativeFunction, owner), build_int(b, (int64_t)(uintptr_t)f->owner),
                ALIAS_CONSTANT);
    build_store(b, IR_STORE, method, offsetof(NativeFunction, module), build_value(b, VALUE_NONE), ALIAS_CONSTANT);
    set_constant(b, method, offsetof(NativeFunction, self), receiver);
    note_field(b, method, offsetof(NativeFunction, def), build_value(b, function)); /* whose definition it is */
    return method;
}

IrNode *build_bound_function(Builder *b, IrNode *method, IrNode **receiver) {
    while (method->op == IR_GUARD_TYPE || method->op == IR_GUARD_SHAPE)
        method = method->in[0];
    Kind kind = method->op == IR_ALLOC ? (Kind)((uint64_t)method->imm >> 48 & 0xff) : KIND_RAW;
    if (kind != KIND_METHOD && kind != KIND_NATIVE)
        return NULL;
    bool native = kind == KIND_NATIVE;
    *receiver = build_known_field(b, method, native ? offsetof(NativeFunction, self) : offsetof(Method, self));
    return build_known_field(b, method, native ? offsetof(NativeFunction, def) : offsetof(Method, function));
}

/* The exact type of a value, if it is an object known by its shape; else NULL. */
static const Type *type_of_object(const IrNode *n) {
    if (n->op != IR_ALLOC && n->op != IR_GUARD_SHAPE)
        return NULL;
    return ((const Shape *)(uintptr_t)(uint32_t)n->imm)->type;
}

/* A value known to be of exactly this built-in type. */
static IrNode *of_type(Builder *b, IrNode *v, TypeId id) {
    static const struct {
        TypeId id;
        IrTypes types;
    } known[] = {{TYPE_DICT, IRT_DICT}, {TYPE_SET, IRT_SET}, {TYPE_GENERATOR, IRT_GENERATOR}};
    for (size_t k = 0; k < sizeof known / sizeof *known; k++)
        if (id == known[k].id)
            return build_of_types(b, v, known[k].types, DEOPT_ITERABLE);
    const Type *type = b->t->vm->types[id];
    if (type_of_object(v) == type)
        return v;
    IrNode *g = ir_node(b->ir, IR_GUARD_SHAPE, v, NULL, NULL);
    g->imm = (int64_t)(uintptr_t)type->root_shape;
    g->types = IRT_OTHER;
    g->alias = ALIAS_SHAPE;
    build_guard(b, g, DEOPT_ITERABLE);
    build_refine(b, v, g);
    return g;
}

static IrNode *compare(Builder *b, IrCompare how, IrNode *x, IrNode *y) {
    IrNode *n = ir_node(b->ir, IR_INT_CMP, x, y, NULL);
    n->aux = how;
    return build_emit(b, n);
}

/* Integers that are known not to overflow. */
static IrNode *calculate(Builder *b, IrOp op, IrNode *x, IrNode *y) {
    IrNode *n = ir_node(b->ir, op, x, y, NULL);
    n->types = IRT_INT;
    n->nowrap = true;
    return build_emit(b, n);
}
static IrNode *add(Builder *b, IrNode *x, int64_t y) { return calculate(b, IR_INT_ADD, x, build_int(b, y)); }

static IrNode *load_u32(Builder *b, IrNode *object, size_t offset, IrAlias alias) {
    IrNode *n = ir_node(b->ir, IR_WORD_TO_INT, build_load(b, IR_LOAD_U32, object, (int64_t)offset, alias), NULL, NULL);
    n->types = IRT_INT;
    return build_emit(b, n);
}

static void expect(Builder *b, IrNode *condition) {
    build_guard(b, ir_node(b->ir, IR_GUARD_TRUE, condition, NULL, NULL), DEOPT_ITERABLE);
}

/* ---- making iterators ---- */

static_assert(offsetof(Reversed, sequence) == offsetof(ListIterator, sequence) &&
                  offsetof(Reversed, index) == offsetof(ListIterator, index),
              "one function makes both");

static IrNode *new_sequence_iterator(Builder *b, TypeId type, Kind kind, IrNode *sequence, IrNode *index) {
    IrNode *it = build_new(b, b->t->vm->types[type], kind, sizeof(ListIterator), IRT_OTHER);
    build_store(b, IR_STORE, it, offsetof(ListIterator, sequence), sequence, ALIAS_ITERATOR);
    build_store(b, IR_STORE_SIZE, it, offsetof(ListIterator, index), index, ALIAS_ITERATOR);
    return it;
}

/* Over a range made by a call in the graph, whose parts are known. */
static IrNode *new_range_iterator(Builder *b, const RangeCall *range, bool reversed) {
    Value v;
    if (!ir_is_const(range->step, &v) || (value_as_int(v) != 1 && value_as_int(v) != -1) ||
        build_failed(b, DEOPT_OVERFLOW))
        return NULL;
    int64_t step = value_as_int(v);
    IrNode *length = ir_node(b->ir, IR_INT_SUB, step > 0 ? range->stop : range->start,
                             step > 0 ? range->start : range->stop, NULL);
    length->types = IRT_INT;
    build_guard(b, length, DEOPT_OVERFLOW);
    IrNode *zero = build_int(b, 0), *remaining = ir_node(b->ir, IR_SELECT, compare(b, IR_GT, length, zero), length, zero);
    remaining->types = IRT_INT;
    build_emit(b, remaining);
    IrNode *next = range->start;
    if (reversed) { /* the one before the first, and the first, are small ints too */
        IrNode *last = ir_node(b->ir, IR_INT_SUB, range->stop, range->step, NULL);
        IrNode *end = ir_node(b->ir, IR_INT_SUB, range->start, range->step, NULL);
        last->types = end->types = IRT_INT;
        build_guard(b, last, DEOPT_OVERFLOW);
        build_guard(b, end, DEOPT_OVERFLOW);
        next = ir_node(b->ir, IR_SELECT, compare(b, IR_GT, length, zero), last, end);
        next->types = IRT_INT;
        build_emit(b, next);
        step = -step;
    }
    IrNode *it = build_new(b, b->t->vm->types[TYPE_RANGE_ITERATOR], KIND_RANGE_ITERATOR, sizeof(RangeIterator), IRT_OTHER);
    build_store(b, IR_STORE, it, offsetof(RangeIterator, next), next, ALIAS_ITERATOR);
    set_constant(b, it, offsetof(RangeIterator, step), build_int(b, step));
    build_store(b, IR_STORE_SIZE, it, offsetof(RangeIterator, remaining), remaining, ALIAS_ITERATOR);
    return it;
}

static const RangeCall *range_call(const Builder *b, const IrNode *object) {
    for (const RangeCall *r = b->ranges; r; r = r->next)
        if (r->object == object)
            return r;
    return NULL;
}

/* Whether iter() of argument k can be made in the graph. */
static bool is_opened(Builder *b, IrNode **args, uint32_t k) {
    const IrNode *v = args[k];
    if (v->op == IR_ALLOC) {
        const Type *type = type_of_object(v);
        for (IterationKind kind = ITERATION_LIST; iteration_is_iterator(kind); kind++)
            if (b->t->vm->types[iteration_type(kind)] == type)
                return true;
    }
    IrTypes types = build_argument_types(b, args, k);
    return range_call(b, v) || types == IRT_LIST || types == IRT_TUPLE || types == IRT_STR || types == IRT_BYTES ||
           types == IRT_BYTEARRAY;
}

/* Guards of the type that iter() is made for. */
static IrNode *open_iterable(Builder *b, IrNode **args, uint32_t k) {
    IrNode *v = args[k];
    if (v->op == IR_ALLOC || range_call(b, v))
        return v;
    IrNode *o = build_of_types(b, v, build_argument_types(b, args, k), DEOPT_TYPE);
    if (o->types == IRT_STR) {
        IrNode *ascii = ir_node(b->ir, IR_TEST_BITS, build_load(b, IR_LOAD_U8, o, offsetof(Str, flags), ALIAS_OTHER),
                                NULL, NULL);
        ascii->imm = STR_ASCII;
        build_guard(b, ir_node(b->ir, IR_GUARD_TRUE, build_emit(b, ascii), NULL, NULL), DEOPT_TYPE);
    }
    return o;
}

/* iter() of what open_iterable has left; NULL: not possible after all. */
static IrNode *new_iterator(Builder *b, IrNode *v) {
    const RangeCall *range = range_call(b, v);
    if (range)
        return new_range_iterator(b, range, false);
    IrNode *zero = build_int(b, 0);
    switch (v->types) {
    case IRT_LIST: return new_sequence_iterator(b, TYPE_LIST_ITERATOR, KIND_LIST_ITERATOR, v, zero);
    case IRT_TUPLE: return new_sequence_iterator(b, TYPE_TUPLE_ITERATOR, KIND_TUPLE_ITERATOR, v, zero);
    case IRT_STR: return new_sequence_iterator(b, TYPE_STR_ASCII_ITERATOR, KIND_STR_ITERATOR, v, zero);
    case IRT_BYTES: return new_sequence_iterator(b, TYPE_BYTES_ITERATOR, KIND_OTHER, v, zero);
    case IRT_BYTEARRAY: return new_sequence_iterator(b, TYPE_BYTEARRAY_ITERATOR, KIND_OTHER, v, zero);
    default: return v;
    }
}

/* iter() of `count` arguments of the call, of which the first is number `first`; false:
 * not all are known. */
static bool new_iterators(Builder *b, IrNode **args, uint32_t first, uint32_t count, IrNode **iterators) {
    if (build_failed(b, DEOPT_TYPE))
        return false;
    for (uint32_t k = 0; k < count; k++)
        if (!is_opened(b, args, first + k))
            return false;
    for (uint32_t k = 0; k < count; k++)
        iterators[k] = open_iterable(b, args, first + k);
    for (uint32_t k = 0; k < count; k++)
        if (!(iterators[k] = new_iterator(b, iterators[k])))
            return false;
    return true;
}

static IrNode *new_enumerate(Builder *b, IrNode **args, uint32_t count) {
    IrNode *start = count > 1 ? args[1] : build_int(b, 0), *iterator;
    if (!(start->types & IRT_INT) || !is_opened(b, args, 0) || build_failed(b, DEOPT_TYPE))
        return NULL;
    start = build_of_types(b, start, IRT_INT, DEOPT_TYPE);
    if (!new_iterators(b, args, 0, 1, &iterator))
        return NULL;
    IrNode *e = build_new(b, b->t->vm->types[TYPE_ENUMERATE], KIND_OTHER, sizeof(Enumerate), IRT_OTHER);
    set_constant(b, e, offsetof(Enumerate, iterator), iterator);
    build_store(b, IR_STORE, e, offsetof(Enumerate, index), start, ALIAS_ITERATOR);
    return e;
}

/* The tuple of iterators, as zip() and map() have it. */
static void set_iterators(Builder *b, IrNode *object, size_t offset, IrNode *const *iterators, uint32_t count) {
    IrNode *tuple = build_new_tuple(b, iterators, count);
    for (uint32_t k = 0; k < count; k++) {
        KnownField *known = ir_alloc(b->ir, sizeof *known);
        *known = (KnownField){tuple, offsetof(Tuple, items) + 8 * k, iterators[k], b->known_fields};
        b->known_fields = known;
    }
    set_constant(b, object, offset, tuple);
}

static IrNode *new_zip(Builder *b, IrNode **args, uint32_t count) {
    IrNode *iterators[4];
    if (count < 2 || count > 4 || !new_iterators(b, args, 0, count, iterators))
        return NULL;
    IrNode *zip = build_new(b, b->t->vm->types[TYPE_ZIP], KIND_OTHER, sizeof(Zip), IRT_OTHER);
    set_iterators(b, zip, offsetof(Zip, iterators), iterators, count);
    build_store(b, IR_STORE_SIZE, zip, offsetof(Zip, strict), build_int(b, 0), ALIAS_ITERATOR);
    return zip;
}

static IrNode *new_map(Builder *b, IrNode **args, uint32_t count) {
    IrNode *iterator;
    if (count != 2 || !new_iterators(b, args, 1, 1, &iterator))
        return NULL;
    IrNode *map = build_new(b, b->t->vm->types[TYPE_MAP], KIND_OTHER, sizeof(Map), IRT_OTHER);
    set_constant(b, map, offsetof(Map, function), args[0]);
    set_iterators(b, map, offsetof(Map, iterators), &iterator, 1);
    return map;
}

static IrNode *new_reversed(Builder *b, IrNode *v) {
    const RangeCall *range = range_call(b, v);
    if (range)
        return new_range_iterator(b, range, true);
    IrTypes types = build_argument_types(b, &v, 0);
    if ((types != IRT_LIST && types != IRT_TUPLE) || build_failed(b, DEOPT_TYPE))
        return NULL;
    if (types == IRT_TUPLE) {
        IrNode *tuple = build_of_types(b, v, IRT_TUPLE, DEOPT_TYPE);
        IrNode *length = build_load(b, IR_LOAD_SIZE, tuple, offsetof(Tuple, length), ALIAS_CONSTANT);
        return new_sequence_iterator(b, TYPE_REVERSED, KIND_OTHER, tuple, length);
    }
    IrNode *l = build_of_types(b, v, IRT_LIST, DEOPT_TYPE);
    return new_sequence_iterator(b, TYPE_LIST_REVERSE_ITERATOR, KIND_OTHER, l,
                                 build_load(b, IR_LOAD_SIZE, l, offsetof(List, length), ALIAS_LIST));
}

IrNode *build_iterator(Builder *b, IrNode *v) {
    IrNode *iterator;
    return new_iterators(b, &v, 0, 1, &iterator) ? iterator : NULL;
}

IrNode *build_iterator_class(Builder *b, const Type *type, IrNode **args, uint32_t count) {
    switch (type->id) {
    case TYPE_ENUMERATE: return count == 1 || count == 2 ? new_enumerate(b, args, count) : NULL;
    case TYPE_ZIP: return new_zip(b, args, count);
    case TYPE_MAP: return new_map(b, args, count);
    case TYPE_REVERSED: return count == 1 ? new_reversed(b, args[0]) : NULL;
    default: return NULL;
    }
}

IrNode *build_dict_view(Builder *b, TypeId type, IrNode *dict) {
    IrNode *view = build_new(b, b->t->vm->types[type], KIND_DICT_VIEW, sizeof(DictView), IRT_OTHER);
    set_constant(b, view, offsetof(DictView, dict), dict);
    return view;
}

/* ---- advancing ---- */

/* An iterator about to be advanced. */
typedef struct Source {
    IterationKind kind;
    IrNode *object;
    IrNode *sequence; /* of what runs over one */
    IrNode *function; /* of map() */
    struct Source *parts[4];
    uint32_t part_count;
} Source;

static IrNode *load_size(Builder *b, IrNode *it, size_t offset) {
    return build_load(b, IR_LOAD_SIZE, it, (int64_t)offset, ALIAS_ITERATOR);
}

static IrNode *load_int(Builder *b, IrNode *it, size_t offset) {
    IrNode *n = build_load(b, IR_LOAD, it, (int64_t)offset, ALIAS_ITERATOR);
    n->types = IRT_INT;
    return n;
}

static Source *source_open(Builder *b, uint32_t *description, IrNode *object);

static void open_parts(Builder *b, Source *s, uint32_t *description, IrNode *tuple, uint32_t count) {
    s->part_count = count;
    IrNode *length = build_load(b, IR_LOAD_SIZE, tuple, offsetof(Tuple, length), ALIAS_CONSTANT);
    expect(b, compare(b, IR_EQ, length, build_int(b, count)));
    for (uint32_t k = 0; k < count; k++) {
        IrNode *part = constant_of(b, tuple, offsetof(Tuple, items) + 8 * k, IRT_ANY & ~IRT_UNDEF);
        s->parts[k] = source_open(b, description, part);
    }
}

static IrNode *open_sequence(Builder *b, IrNode *it, IrTypes types) {
    IrNode *sequence = build_load(b, IR_LOAD, it, offsetof(ListIterator, sequence), ALIAS_ITERATOR);
    return build_of_types(b, sequence, types, DEOPT_ITERABLE);
}

/* Checks that the object is, with all that it draws on, what the description says. */
static Source *source_open(Builder *b, uint32_t *description, IrNode *object) {
    Source *s = ir_alloc(b->ir, sizeof *s);
    s->kind = iteration_kind(*description);
    *description >>= ITERATION_BITS;
    IrNode *o = s->object = of_type(b, object, iteration_type(s->kind));
    switch (s->kind) {
    case ITERATION_LIST:
    case ITERATION_REVERSED_LIST: s->sequence = open_sequence(b, o, IRT_LIST); break;
    case ITERATION_TUPLE:
    case ITERATION_REVERSED_TUPLE: s->sequence = open_sequence(b, o, IRT_TUPLE); break;
    case ITERATION_STR: s->sequence = open_sequence(b, o, IRT_STR); break;
    case ITERATION_BYTES: s->sequence = open_sequence(b, o, IRT_BYTES); break;
    case ITERATION_BYTEARRAY: s->sequence = open_sequence(b, o, IRT_BYTEARRAY); break;
    case ITERATION_ENUMERATE: {
        IrNode *index = build_load(b, IR_LOAD, o, offsetof(Enumerate, index), ALIAS_ITERATOR);
        index = build_of_types(b, index, IRT_INT, DEOPT_ITERABLE);
        expect(b, compare(b, IR_LT, index, build_int(b, SMALL_INT_MAX)));
        s->part_count = 1;
        s->parts[0] = source_open(b, description, constant_of(b, o, offsetof(Enumerate, iterator), IRT_ANY & ~IRT_UNDEF));
        break;
    }
    case ITERATION_ZIP2:
    case ITERATION_ZIP3:
    case ITERATION_ZIP4:
        expect(b, compare(b, IR_EQ, load_size(b, o, offsetof(Zip, strict)), build_int(b, 0)));
        open_parts(b, s, description, constant_of(b, o, offsetof(Zip, iterators), IRT_TUPLE),
                   2 + (uint32_t)(s->kind - ITERATION_ZIP2));
        break;
    case ITERATION_MAP:
        s->function = constant_of(b, o, offsetof(Map, function), IRT_ANY & ~IRT_UNDEF);
        s->function = build_of_its_code(b, s->function, DEOPT_ITERABLE);
        open_parts(b, s, description, constant_of(b, o, offsetof(Map, iterators), IRT_TUPLE), 1);
        break;
    default: break;
    }
    return s;
}

/* Goes on if there is an item; else to `end`, the iterator, if given, left exhausted. */
static void end_unless(Builder *b, IrNode *more, IrNode *exhausted, IrBlock *end) {
    IrBlock *item = build_block(b), *done = build_block(b);
    build_branch(b, more, item, done);
    b->block = done;
    if (exhausted)
        build_store(b, IR_STORE, exhausted, offsetof(ListIterator, sequence), build_value(b, VALUE_UNDEF), ALIAS_ITERATOR);
    build_jump(b, end);
    b->block = item;
}

static IrNode *list_element(Builder *b, IrNode *list, IrNode *index) {
    IrNode *item = ir_node(b->ir, IR_LOAD_ELEMENT, build_load(b, IR_LOAD_WORD, list, offsetof(List, items), ALIAS_LIST),
                           index, NULL);
    item->alias = ALIAS_ELEMENT;
    item->types = IRT_ANY & ~IRT_UNDEF;
    return build_emit(b, item);
}

static IrNode *tuple_element(Builder *b, IrNode *tuple, IrNode *index) {
    IrNode *item = ir_node(b->ir, IR_LOAD_ELEMENT, tuple, index, NULL);
    item->imm = offsetof(Tuple, items);
    item->alias = ALIAS_CONSTANT;
    item->types = IRT_ANY & ~IRT_UNDEF;
    return build_emit(b, item);
}

static IrNode *advance_sequence(Builder *b, const Source *s, IrBlock *end) {
    IrNode *o = s->object, *index = load_size(b, o, offsetof(ListIterator, index)), *length;
    if (s->kind == ITERATION_LIST)
        length = build_load(b, IR_LOAD_SIZE, s->sequence, offsetof(List, length), ALIAS_LIST);
    else if (s->kind == ITERATION_TUPLE)
        length = build_load(b, IR_LOAD_SIZE, s->sequence, offsetof(Tuple, length), ALIAS_CONSTANT);
    else if (s->kind == ITERATION_STR)
        length = load_u32(b, s->sequence, offsetof(Str, length), ALIAS_CONSTANT);
    else
        length = build_bytes_length(b, s->sequence);
    end_unless(b, compare(b, IR_LT, index, length), o, end);
    /* A character may fail to be got at: first of all, ir/iteration.c sees to that. */
    IrNode *item = s->kind == ITERATION_LIST    ? list_element(b, s->sequence, index)
                   : s->kind == ITERATION_TUPLE ? tuple_element(b, s->sequence, index)
                   : s->kind == ITERATION_STR   ? build_str_item(b, s->sequence, index)
                                                : build_byte(b, s->sequence, index);
    build_store(b, IR_STORE_SIZE, o, offsetof(ListIterator, index), add(b, index, 1), ALIAS_ITERATOR);
    return item;
}

/* The index counts the items still to come. */
static IrNode *advance_reversed(Builder *b, const Source *s, IrBlock *end) {
    IrNode *o = s->object, *index = load_size(b, o, offsetof(ListIterator, index));
    end_unless(b, compare(b, IR_GT, index, build_int(b, 0)), o, end);
    bool list = s->kind == ITERATION_REVERSED_LIST;
    if (list) { /* which may have become shorter */
        IrNode *length = build_load(b, IR_LOAD_SIZE, s->sequence, offsetof(List, length), ALIAS_LIST);
        end_unless(b, compare(b, IR_LE, index, length), o, end);
    }
    index = add(b, index, -1);
    build_store(b, IR_STORE_SIZE, o, offsetof(ListIterator, index), index, ALIAS_ITERATOR);
    return (list ? list_element : tuple_element)(b, s->sequence, index);
}

static IrNode *advance_range(Builder *b, const Source *s, IrBlock *end) {
    IrNode *o = s->object, *remaining = load_size(b, o, offsetof(RangeIterator, remaining));
    end_unless(b, compare(b, IR_GT, remaining, build_int(b, 0)), NULL, end);
    IrNode *item = load_int(b, o, offsetof(RangeIterator, next));
    IrNode *step = constant_of(b, o, offsetof(RangeIterator, step), IRT_INT);
    build_store(b, IR_STORE, o, offsetof(RangeIterator, next), calculate(b, IR_INT_ADD, item, step), ALIAS_ITERATOR);
    build_store(b, IR_STORE_SIZE, o, offsetof(RangeIterator, remaining), add(b, remaining, -1), ALIAS_ITERATOR);
    return item;
}

static IrNode *advance_generator(Builder *b, const Source *s, IrBlock *end) {
    IrNode *v = build_resumption(b, s->object, build_value(b, VALUE_NONE));
    IrBlock *item = build_block(b);
    build_branch(b, build_is_stop(b, v), end, item);
    b->block = item;
    return v;
}

/* The next item, of which there is one behind; NULL: control does not come back. */
static IrNode *source_advance(Builder *b, const Source *s, IrBlock *end) {
    IrNode *items[4];
    for (uint32_t k = 0; k < s->part_count; k++)
        if (!(items[k] = source_advance(b, s->parts[k], end)))
            return NULL;
    switch (s->kind) {
    case ITERATION_LIST:
    case ITERATION_TUPLE:
    case ITERATION_STR:
    case ITERATION_BYTES:
    case ITERATION_BYTEARRAY: return advance_sequence(b, s, end);
    case ITERATION_RANGE: return advance_range(b, s, end);
    case ITERATION_GENERATOR: return advance_generator(b, s, end);
    case ITERATION_REVERSED_LIST:
    case ITERATION_REVERSED_TUPLE: return advance_reversed(b, s, end);
    case ITERATION_ENUMERATE: {
        IrNode *index = load_int(b, s->object, offsetof(Enumerate, index)), *pair[2] = {index, items[0]};
        build_store(b, IR_STORE, s->object, offsetof(Enumerate, index), add(b, index, 1), ALIAS_ITERATOR);
        return build_new_tuple(b, pair, 2);
    }
    case ITERATION_ZIP2:
    case ITERATION_ZIP3:
    case ITERATION_ZIP4: return build_new_tuple(b, items, s->part_count);
    case ITERATION_MAP: {
        IrNode *result = build_call_values(b, s->function, items, 1, 0, NULL);
        return b->block ? result : NULL;
    }
    default: return NULL;
    }
}

IrNode *build_advance(Builder *b, uint32_t description, IrNode *iterator, IrBlock *end) {
    return source_advance(b, source_open(b, &description, iterator), end);
}

/* ---- dicts and sets: the loop's own state ---- */

IrNode *build_iterated(Builder *b, IterationKind kind, IrNode *v) { return of_type(b, v, iteration_type(kind)); }

IrNode *build_begun(Builder *b, IterationKind kind, IrNode *v, IrTypes seen) {
    IrTypes sequence = kind == ITERATION_BYTES ? IRT_BYTES : kind == ITERATION_BYTEARRAY ? IRT_BYTEARRAY : 0;
    if (!sequence || build_expected(v, seen) != sequence)
        return build_iterated(b, kind, v);
    return new_iterator(b, build_of_types(b, v, sequence, DEOPT_ITERABLE));
}

/* The dict of a state[0] that is a dict or view. */
static IrNode *dict_of_state(Builder *b, IterationKind kind, IrNode *state) {
    return kind == ITERATION_DICT ? state : constant_of(b, state, offsetof(DictView, dict), IRT_DICT | IRT_OTHER);
}

void build_begin_dict(Builder *b, IterationKind kind, IrNode *object, IrNode **state) {
    IrNode *d = dict_of_state(b, kind, object);
    IrNode *first = ir_node(b->ir, IR_WORD_TO_INT, build_rt(b, RT_dict_first, d, NULL, NULL), NULL, NULL);
    first->types = IRT_INT;
    state[0] = object;
    state[1] = build_emit(b, first);
    state[2] = load_u32(b, d, offsetof(Dict, used), ALIAS_DICT);
}

static_assert(DICT_ENTRY_WORDS == 2, "two elements an entry");

static IrNode *entry_word(Builder *b, IrNode *d, IrNode *entry, size_t offset) {
    IrNode *word = ir_node(b->ir, IR_LOAD_ELEMENT, build_load(b, IR_LOAD_WORD, d, offsetof(Dict, entries), ALIAS_DICT),
                           calculate(b, IR_INT_ADD, entry, entry), NULL);
    word->imm = (int64_t)offset;
    word->alias = (uint8_t)(offset == offsetof(DictEntry, value) ? ALIAS_DICT_VALUE : ALIAS_DICT);
    return build_emit(b, word);
}

/* state[1] has the number of the next entry in its low 32 bits, above them how many items
 * have been given: as next_entry() in vm/loops.c has it. */
IrNode *build_advance_dict(Builder *b, IterationKind kind, IrNode **state, IrBlock *end) {
    IrNode *d = dict_of_state(b, kind, state[0]);
    IrNode *used = load_u32(b, d, offsetof(Dict, used), ALIAS_DICT);
    IrNode *count = load_u32(b, d, offsetof(Dict, entry_count), ALIAS_DICT);
    expect(b, compare(b, IR_EQ, used, state[2])); /* changed: the interpreter raises */
    IrNode *given = calculate(b, IR_INT_SHR, state[1], build_int(b, 32));
    IrNode *at = build_emit(b, ir_node(b->ir, IR_INT_AND, state[1], build_int(b, UINT32_MAX), NULL));
    at->types = IRT_INT;
    end_unless(b, compare(b, IR_LT, at, count), NULL, end);
    IrNode *key = entry_word(b, d, at, offsetof(DictEntry, key));
    /* A deleted entry is gone past by a call. */
    IrBlock *deleted = build_block(b), *live = build_block(b);
    deleted->cold = true;
    build_branch(b, build_emit(b, ir_node(b->ir, IR_SAME, key, build_value(b, VALUE_UNDEF), NULL)), deleted, live);
    b->block = deleted;
    IrNode *further = ir_node(b->ir, IR_WORD_TO_INT, build_rt(b, RT_dict_next_entry, d, at, NULL), NULL, NULL);
    further->types = IRT_INT;
    build_emit(b, further);
    end_unless(b, compare(b, IR_LT, further, count), NULL, end);
    IrNode *other = entry_word(b, d, further, offsetof(DictEntry, key));
    build_jump(b, live);
    b->block = live;
    IrNode *entry = build_phi2(b, live, at, further);
    key = build_phi2(b, live, key, other);
    expect(b, compare(b, IR_LT, given, used)); /* keys came while others went: the same */
    IrNode *base = calculate(b, IR_INT_SUB, state[1], at);
    state[1] = calculate(b, IR_INT_ADD, add(b, base, ((int64_t)1 << 32) + 1), entry);
    IrNode *pin = ir_node(b->ir, IR_GUARD_TYPE, key, NULL, NULL);
    pin->imm = pin->types = IRT_ANY & ~IRT_UNDEF;
    pin->nowrap = true;
    key = build_emit(b, pin);
    if (kind == ITERATION_DICT || kind == ITERATION_KEYS)
        return key;
    IrNode *value = entry_word(b, d, entry, offsetof(DictEntry, value)), *pair[2] = {key, value};
    value->types = IRT_ANY & ~IRT_UNDEF;
    return kind == ITERATION_VALUES ? value : build_new_tuple(b, pair, 2);
}

void build_begin_set(Builder *b, IrNode *object, IrNode **state) {
    state[0] = object;
    state[1] = build_int(b, 0);
    state[2] = build_load(b, IR_LOAD_SIZE, object, offsetof(Set, used), ALIAS_SET);
}

IrNode *build_advance_set(Builder *b, IrNode **state, IrBlock *end) {
    IrNode *used = build_load(b, IR_LOAD_SIZE, state[0], offsetof(Set, used), ALIAS_SET);
    expect(b, compare(b, IR_EQ, used, state[2]));
    IrNode *slot = ir_node(b->ir, IR_WORD_TO_INT, build_rt(b, RT_set_next_slot, state[0], state[1], NULL), NULL, NULL);
    slot->types = IRT_INT;
    build_emit(b, slot);
    end_unless(b, compare(b, IR_GE, slot, build_int(b, 0)), NULL, end);
    state[1] = add(b, slot, 1);
    IrNode *item = ir_node(b->ir, IR_LOAD_ELEMENT, build_load(b, IR_LOAD_WORD, state[0], offsetof(Set, table), ALIAS_SET),
                           calculate(b, IR_INT_ADD, slot, slot), NULL);
    item->imm = offsetof(SetEntry, key);
    item->alias = ALIAS_SET;
    item->types = IRT_ANY & ~IRT_UNDEF;
    return build_emit(b, item);
}

/*
 * build_access.c - the graph builder: variables, attributes, items, building of
 * containers.  Attributes go by the interpreter's inline caches, items by what the
 * containers have been.
 */
#include "ir/build_internal.h"

#include "ir/rt.h"
#include "runtime/sequence.h"
#include "runtime/str.h"

static IrNode *code_word(Builder *b) { return ir_const_word(b->ir, (int64_t)(uintptr_t)b->scope->code); }
static Value name_of(Builder *b) { return b->scope->code->names->items[b->i.extension & 0xffff]; }
static CacheSlot *cache_of(Builder *b) {
    return &((CacheSlot *)b->scope->code->cache_storage->bytes)[b->i.extension >> 16];
}
static IrNode *cache_number(Builder *b) { return ir_const_word(b->ir, b->i.extension >> 16); }

/* Tells the collector of a store into an object, unless the value is none it cares for. */
static void wrote(Builder *b, IrNode *object, IrNode *value) {
    if (value->types & IRT_OBJECT)
        build_emit(b, ir_node(b->ir, IR_WROTE, object, NULL, NULL));
}

/* ---- variables ---- */

/* Functions of one code object may live in several modules. */
static void check_globals(Builder *b) {
    Scope *s = b->scope;
    if (s->callee)
        return;
    IrNode *globals = build_load(b, IR_LOAD_WORD, s->function, offsetof(Function, globals), ALIAS_CONSTANT);
    IrNode *same = ir_node(b->ir, IR_WORD_CMP, globals, ir_const_word(b->ir, (int64_t)(uintptr_t)s->globals), NULL);
    same->aux = IR_EQ;
    build_emit(b, same);
    build_guard(b, ir_node(b->ir, IR_GUARD_TRUE, same, NULL, NULL), DEOPT_CALLEE);
}

/* The entry of a dict whose keys are watched. */
static IrNode *load_entry(Builder *b, Dict *d, int64_t entry) {
    Value v = b->host->constant_entry(b->host->data, d, entry);
    if (!value_is_undef(v))
        return build_value(b, v);
    b->host->fixed_entry(b->host->data, d, entry);
    IrNode *entries = build_load(b, IR_LOAD_WORD, build_object(b, d), offsetof(Dict, entries), ALIAS_DICT);
    IrNode *n = build_load(b, IR_LOAD, entries, entry * (int64_t)sizeof(DictEntry) + (int64_t)offsetof(DictEntry, value),
                           ALIAS_GLOBAL);
    n->types = IRT_ANY & ~IRT_UNDEF;
    return n;
}

static void load_global_slowly(Builder *b) {
    IrNode *call = ir_call_rt(b->ir, RT_load_global, b->scope->function, cache_number(b), build_value(b, name_of(b)));
    build_set(b, b->i.a, build_call(b, call));
}

static void load_global(Builder *b) {
    Scope *s = b->scope;
    Value name = name_of(b);
    if (build_failed(b, DEOPT_CALLEE)) { /* the code is used in several modules */
        load_global_slowly(b);
        return;
    }
    check_globals(b);
    int64_t entry = dict_find_str(b->t, s->globals, name);
    if (entry >= 0) {
        build_set(b, b->i.a, load_entry(b, s->globals, entry));
        return;
    }
    entry = dict_find_str(b->t, s->builtins, name);
    if (entry >= 0) {
        b->host->absent_key(b->host->data, s->globals, name);
        build_set(b, b->i.a, load_entry(b, s->builtins, entry));
        return;
    }
    load_global_slowly(b);
}

static void store_global(Builder *b) {
    Scope *s = b->scope;
    Value name = name_of(b);
    bool failed = build_failed(b, DEOPT_CALLEE);
    if (!failed)
        check_globals(b);
    int64_t entry = failed ? -1 : dict_find_str(b->t, s->globals, name);
    IrNode *v = build_reg(b, b->i.a);
    if (entry < 0) {
        IrNode *call = ir_node_new(b->ir, IR_CALL_RT, 4);
        call->imm = RT_store_global;
        call->rep = REP_WORD;
        call->in[0] = s->function;
        call->in[1] = cache_number(b);
        call->in[2] = build_value(b, name);
        call->in[3] = v;
        build_call(b, call);
        return;
    }
    b->host->variable_entry(b->host->data, s->globals, entry);
    b->host->fixed_entry(b->host->data, s->globals, entry);
    IrNode *d = build_object(b, s->globals);
    IrNode *entries = build_load(b, IR_LOAD_WORD, d, offsetof(Dict, entries), ALIAS_DICT);
    build_store(b, IR_STORE, entries, entry * (int64_t)sizeof(DictEntry) + (int64_t)offsetof(DictEntry, value), v,
                ALIAS_GLOBAL);
    if (v->types & IRT_OBJECT) {
        IrNode *storage = build_load(b, IR_LOAD_WORD, d, offsetof(Dict, entry_storage), ALIAS_DICT);
        build_emit(b, ir_node(b->ir, IR_WROTE_ELEMENT, storage, build_int(b, entry * DICT_ENTRY_WORDS), NULL));
    }
}

IrNode *build_closure_cell(Builder *b, int32_t number) {
    Scope *s = b->scope;
    if (s->callee) {
        IrNode *cell = build_value(b, s->callee->closure->items[number]);
        cell->types = IRT_CELL;
        return cell;
    }
    IrNode *closure = build_load(b, IR_LOAD_WORD, s->function, offsetof(Function, closure), ALIAS_CONSTANT);
    IrNode *cell = build_load(b, IR_LOAD, closure, (int64_t)offsetof(Tuple, items) + 8 * number, ALIAS_CONSTANT);
    cell->types = IRT_CELL;
    return cell;
}

IrNode *build_load_cell(Builder *b, IrNode *cell) {
    IrNode *v = build_load(b, IR_LOAD, cell, offsetof(Cell, value), ALIAS_CELL);
    IrNode *bound = ir_node(b->ir, IR_GUARD_NOT, v, NULL, NULL);
    bound->imm = (int64_t)VALUE_UNDEF.bits;
    bound->types = IRT_ANY & ~IRT_UNDEF;
    return build_guard(b, bound, DEOPT_UNBOUND);
}

/* The class, or the function of a known closure, that a variable of an outer function holds
 * now, as a constant: asserted to be there still.  UNDEF: something else. */
static Value constant_in_closure(Builder *b, int32_t number) {
    const Scope *s = b->scope;
    const Function *f = s->callee ? s->callee : s->caller ? NULL : b->frame->function;
    if (!f || f->code != s->code || build_failed(b, DEOPT_IDENTITY))
        return VALUE_UNDEF;
    Value v = ((Cell *)value_as_object(f->closure->items[number]))->value;
    bool is_callee = s->callee && (value_is_kind(v, KIND_FUNCTION) || value_is_kind(v, KIND_NATIVE));
    return is_callee || value_is_kind(v, KIND_TYPE) ? v : VALUE_UNDEF;
}

static IrNode *load_free(Builder *b, int32_t number) {
    IrNode *cell = build_closure_cell(b, number);
    Value v = constant_in_closure(b, number);
    if (value_is_undef(v))
        return build_load_cell(b, cell);
    IrNode *same = ir_node(b->ir, IR_GUARD_IS, build_load(b, IR_LOAD, cell, offsetof(Cell, value), ALIAS_CELL), NULL, NULL);
    same->imm = (int64_t)v.bits;
    same->types = ir_types_of_value(b->t, v);
    build_guard(b, same, DEOPT_IDENTITY);
    return build_value(b, v);
}

static void store_cell(Builder *b, IrNode *cell, IrNode *v) {
    build_store(b, IR_STORE, cell, offsetof(Cell, value), v, ALIAS_CELL);
    wrote(b, cell, v);
}

static void make_cell(Builder *b) {
    IrNode *cell = build_new(b, b->t->vm->types[TYPE_CELL], KIND_CELL, sizeof(Cell), IRT_CELL);
    build_store(b, IR_STORE, cell, offsetof(Cell, value), build_reg(b, b->i.a), ALIAS_CELL);
    build_set(b, b->i.a, cell);
}

/* ---- attributes ---- */

/* The code depends on a class, as far as the instruction looks into it. */
static void depend_on_class(Builder *b, Type *type) {
    if (b->i.op == OPC_GET_ATTR || b->i.op == OPC_SET_ATTR || b->i.op == OPC_LOAD_METHOD)
        b->host->attribute(b->host->data, type, name_of(b));
    else if (b->i.op == OPC_LOAD_SUPER_METHOD || b->i.op == OPC_LOAD_SUPER_ATTR)
        b->host->type(b->host->data, type);
    else /* special methods, and what the class is */
        b->host->class_as_such(b->host->data, type);
}

/* An object of just this shape; the code depends on its class. */
IrNode *build_of_shape(Builder *b, IrNode *v, Shape *shape) {
    depend_on_class(b, shape->type);
    IrTypes types = ir_types_of_shape(b->t, shape);
    if (ir_shape_of_type(b->t, types))
        return build_of_types(b, v, types, DEOPT_SHAPE);
    IrNode *g = ir_node(b->ir, IR_GUARD_SHAPE, v, NULL, NULL);
    g->imm = (int64_t)(uintptr_t)shape;
    g->types = types;
    g->alias = ALIAS_SHAPE;
    build_guard(b, g, DEOPT_SHAPE);
    build_refine(b, v, g);
    return g;
}

typedef BuildWay Way;

static uint32_t cached_ways(Builder *b, const CacheSlot *c, Way *out) {
    if (!(b->i.extension >> 16) || cache_kind(c) == CACHE_MEGAMORPHIC)
        return 0;
    uint32_t count = 0;
    if (cache_kind(c) == CACHE_POLYMORPHIC) {
        const Value *items = ((Array *)value_as_object(c->payload))->items;
        for (uint32_t k = 0; k < 2 * CACHE_SHAPES_MAX; k += 2) {
            uint32_t key = (uint32_t)(items[k].bits >> 32);
            Shape *shape = key ? shape_of_version(b->t->vm, key) : NULL;
            if (shape)
                out[count++] = (Way){shape, {.shape = key, .version = (uint32_t)(items[k].bits >> 2) & 0x3fffffff,
                                             .payload = items[k + 1]}};
        }
        return count;
    }
    Shape *shape = c->shape ? shape_of_version(b->t->vm, c->shape) : NULL;
    if (!shape)
        return 0;
    *out = (Way){shape, *c};
    return 1;
}

/* How the instruction is done with an object of this shape; false: not simply. */
static bool find_way(Builder *b, Shape *shape, Way *out) {
    CacheSlot *c = &out->cache;
    out->shape = shape;
    if (b->i.op == OPC_SET_ATTR)
        return cache_find_store(b->t, c, shape, name_of(b), false);
    if (!cache_find_attribute(b->t, c, shape, name_of(b)) || !cache_kind(c))
        return false;
    if (b->i.op == OPC_LOAD_METHOD && cache_kind(c) == CACHE_BOUND)
        c->version = CACHE_METHOD;
    return true;
}

/* The ways of shapes that the site's cache does not tell of; how many there are then. */
static uint32_t found_ways(Builder *b, IrNode *v, Way *out, uint32_t count) {
    Shape *shapes[CACHE_SHAPES_MAX];
    uint32_t shape_count = build_known_shapes(b, v, shapes);
    if (!shape_count && !build_failed(b, DEOPT_SHAPE))
        shape_count = site_left_shapes(build_site(b), shapes);
    for (uint32_t k = 0; k < shape_count; k++) {
        uint32_t at = 0;
        while (at < count && out[at].shape != shapes[k])
            at++;
        if (at < count)
            continue;
        if (at == CACHE_SHAPES_MAX || !find_way(b, shapes[k], &out[at]))
            return count;
        count++;
    }
    return count;
}

/* The ways of a site; 0: nothing known, or too much, or they change too often. */
static uint32_t ways_of(Builder *b, IrNode *v, const CacheSlot *c, Way *out) {
    uint32_t count = found_ways(b, v, out, cached_ways(b, c, out));
    for (uint32_t k = 0; k < count; k++)
        if (!b->host->attribute(b->host->data, out[k].shape->type, name_of(b)))
            return 0;
    return count;
}

static IrNode *generic_get(Builder *b, RtCall id, IrNode *object) {
    IrNode *call = ir_node_new(b->ir, IR_CALL_RT, 4);
    call->imm = id;
    call->rep = REP_VALUE;
    call->in[0] = object;
    call->in[1] = code_word(b);
    call->in[2] = cache_number(b);
    call->in[3] = build_value(b, name_of(b));
    return build_call(b, call);
}

static bool is_within(IrTypes types, IrTypes seen, IrTypes set) {
    IrTypes t = types & seen ? types & seen : types;
    return seen ? !(t & ~set) : !(types & ~set);
}

/* Does what the present instruction does with an object, which is of the way's shape (NULL:
 * of any).  NULL: control does not come back.  *second: of LOAD_METHOD, the receiver. */
typedef IrNode *Access(Builder *b, IrNode *object, const Way *way, IrNode **second);

static IrNode *shape_is(Builder *b, IrNode *object, Shape *shape) {
    IrNode *word = build_load(b, IR_LOAD_U32, object, 0, ALIAS_SHAPE);
    IrNode *same = ir_node(b->ir, IR_WORD_CMP, word, ir_const_word(b->ir, (int64_t)(uintptr_t)shape), NULL);
    same->aux = IR_EQ;
    return build_emit(b, same);
}

/* The condition that a value is an object of this shape begins a way of the choice; in it
 * the value is known to be that. */
static IrNode *begin_way_of_shape(Builder *b, Choice *c, IrNode *v, Shape *shape) {
    if (v->types & ~IRT_OBJECT) {
        IrNode *is_object = ir_node(b->ir, IR_IS_TYPE, v, NULL, NULL);
        is_object->imm = IRT_OBJECT;
        build_begin_way(b, c, build_emit(b, is_object));
        build_only_if(b, c, shape_is(b, v, shape));
    } else {
        build_begin_way(b, c, shape_is(b, v, shape));
    }
    depend_on_class(b, shape->type);
    IrNode *pin = ir_node(b->ir, IR_GUARD_SHAPE, v, NULL, NULL);
    pin->imm = (int64_t)(uintptr_t)shape;
    pin->types = ir_types_of_shape(b->t, shape);
    pin->alias = ALIAS_SHAPE;
    pin->nowrap = true;
    build_emit(b, pin);
    build_refine(b, v, pin);
    return pin;
}

/* Adds the shapes that a value is known to have; false: it may have others, or too many. */
static bool add_known_shapes(Builder *b, const IrNode *v, Shape **out, uint32_t *count, int depth) {
    if (v->op == IR_PHI && depth > 0 && !v->block->loop_header) {
        for (uint32_t k = 0; k < v->input_count; k++)
            if (!add_known_shapes(b, v->in[k], out, count, depth - 1))
                return false;
        return v->input_count > 0;
    }
    if (v->op != IR_GUARD_SHAPE || !build_is_current(b, v))
        return false;
    Shape *shape = (Shape *)(uintptr_t)v->imm;
    for (uint32_t k = 0; k < *count; k++)
        if (out[k] == shape)
            return true;
    if (*count == CACHE_SHAPES_MAX)
        return false;
    out[(*count)++] = shape;
    return true;
}

uint32_t build_known_shapes(Builder *b, const IrNode *v, Shape **out) {
    uint32_t count = 0;
    return add_known_shapes(b, v, out, &count, 2) ? count : 0;
}

uint32_t build_seen_shapes(Builder *b, const IrNode *v, const IrSite *site, Shape **out) {
    uint32_t count = build_known_shapes(b, v, out);
    if (count)
        return count;
    if (!build_failed(b, DEOPT_SHAPE))
        count = site_left_shapes(site, out);
    while (v->op == IR_GUARD_TYPE)
        v = v->in[0];
    const Feedback *feedback = code_feedback(b->ir->code);
    if (v->op != IR_PARAM || v->imm != 0 || !feedback)
        return count;
    Shape *entered[SITE_SHAPES_MAX]; /* an inlined callee's site has seen what other callers give, too */
    uint32_t entered_count = site_left_shapes(&feedback->entry, entered);
    if (!entered_count || (count && count <= entered_count))
        return count;
    for (uint32_t k = 0; k < entered_count; k++)
        out[k] = entered[k];
    return entered_count;
}

static bool is_one_of(const Shape *shape, Shape *const *shapes, uint32_t count) {
    for (uint32_t k = 0; k < count; k++)
        if (shapes[k] == shape)
            return true;
    return false;
}

IrNode *build_of_shapes(Builder *b, IrNode *v, Shape *const *shapes, uint32_t count) {
    Shape *known[CACHE_SHAPES_MAX];
    uint32_t known_count = build_known_shapes(b, v, known), within = 0;
    while (within < known_count && is_one_of(known[within], shapes, count))
        within++;
    if (known_count && within == known_count) {
        for (uint32_t k = 0; k < known_count; k++)
            depend_on_class(b, known[k]->type);
        return v;
    }
    if (count == 1)
        return build_of_shape(b, v, shapes[0]);
    Choice c;
    IrNode *result, *object = build_of_types(b, v, IRT_OBJECT, DEOPT_SHAPE);
    build_begin_choice(b, &c);
    for (uint32_t k = 0; k < count; k++) {
        result = k + 1 == count ? build_of_shape(b, object, shapes[k]) : begin_way_of_shape(b, &c, object, shapes[k]);
        build_end_way(b, &c, result, NULL);
    }
    build_end_choice(b, &c, &result, NULL);
    build_refine(b, object, result);
    return result;
}

bool build_ways_agree(const BuildWay *a, const BuildWay *b) {
    uint32_t kind = cache_kind(&a->cache);
    bool by_class = kind == CACHE_CLASSMETHOD || kind == CACHE_DESCRIPTOR || kind == CACHE_DICT;
    return a->cache.version == b->cache.version && value_same(a->cache.payload, b->cache.payload) &&
           (!by_class || a->shape->type == b->shape->type);
}

/* Whether all ways lead to the same; that one of which least is certain comes first. */
static bool agree(Way *ways, uint32_t count) {
    for (uint32_t k = 1; k < count; k++) {
        if (!build_ways_agree(&ways[k], &ways[0]))
            return false;
        if (ways[k].shape->type->member_count) {
            Way first = ways[0];
            ways[0] = ways[k];
            ways[k] = first;
        }
    }
    return true;
}

/* An access by what the site knows: a guard that the shape is one of those that it has
 * seen; when that has failed once, any others are dealt with by the general rules. */
static IrNode *by_shape(Builder *b, IrNode *v, Access *access, IrNode **second) {
    Way ways[CACHE_SHAPES_MAX];
    Shape *shapes[CACHE_SHAPES_MAX];
    uint32_t count = ways_of(b, v, cache_of(b), ways);
    bool complete = !build_failed(b, DEOPT_SHAPE);
    if (!count)
        return access(b, v, NULL, second);
    if (complete && agree(ways, count)) {
        for (uint32_t k = 0; k < count; k++)
            shapes[k] = ways[k].shape;
        return access(b, build_of_shapes(b, v, shapes, count), &ways[0], second);
    }
    if (complete)
        v = build_of_types(b, v, IRT_OBJECT, DEOPT_SHAPE);
    Choice c;
    IrNode *result;
    build_begin_choice(b, &c);
    for (uint32_t k = 0; k < count; k++) {
        IrNode *o = complete && k + 1 == count ? build_of_shape(b, v, ways[k].shape)
                                               : begin_way_of_shape(b, &c, v, ways[k].shape);
        result = access(b, o, &ways[k], second);
        build_end_way(b, &c, result, second ? *second : NULL);
    }
    if (!complete) {
        result = access(b, v, NULL, second);
        build_end_way(b, &c, result, second ? *second : NULL);
    }
    return build_end_choice(b, &c, &result, second) ? result : NULL;
}

/* An attribute of a known class or module; UNDEF: not known. */
static Value known_attribute(Builder *b, IrNode *object, const CacheSlot *c) {
    Value v;
    if (!ir_is_const(object, &v) || !value_is_object(v))
        return VALUE_UNDEF;
    Object *o = value_as_object(v);
    if (object_kind(o) == KIND_TYPE && cache_kind(c) == CACHE_TYPE_VALUE && ((Type *)o)->version == c->shape) {
        return b->host->attribute(b->host->data, (Type *)o, name_of(b)) ? c->payload : VALUE_UNDEF;
    }
    if (object_kind(o) == KIND_MODULE && !(o->gc & GC_SUBCLASS)) {
        Dict *d = ((Module *)o)->dict;
        int64_t entry = dict_find_str(b->t, d, name_of(b));
        if (entry >= 0 && cache_kind(c) == CACHE_MODULE) {
            b->host->type(b->host->data, object_type(o)); /* and that it is of this class */
            return b->host->constant_entry(b->host->data, d, entry);
        }
    }
    return VALUE_UNDEF;
}

/* The Python function of a class method of a known class; UNDEF: not that. */
static Value known_class_method(Builder *b, IrNode *object) {
    Value v, name = name_of(b);
    if (!ir_is_const(object, &v) || !value_is_kind(v, KIND_TYPE))
        return VALUE_UNDEF;
    Type *type = (Type *)value_as_object(v), *meta = object_type(&type->header), *standard = b->t->vm->types[TYPE_TYPE];
    Value holder = type_lookup(b->t, type, name);
    if (!value_is_exact(holder, KIND_CLASSMETHOD) || !value_is_undef(type_lookup(b->t, meta, name)) ||
        !value_same(meta->specials[SPECIAL_GETATTRIBUTE], standard->specials[SPECIAL_GETATTRIBUTE]))
        return VALUE_UNDEF;
    Value f = ((MethodHolder *)value_as_object(holder))->function;
    bool known = value_is_kind(f, KIND_FUNCTION) && b->host->attribute(b->host->data, meta, name) &&
                 b->host->attribute(b->host->data, type, name);
    return known ? f : VALUE_UNDEF;
}

/* NULL: not simple. */
static IrNode *load_slot(Builder *b, IrNode *o, const Way *way) {
    const CacheSlot *c = &way->cache;
    switch (cache_kind(c)) {
    case CACHE_INLINE_SLOT: {
        IrNode *v = build_load(b, IR_LOAD, o, cache_offset(c), ALIAS_SLOT);
        if (!way->shape->type->member_count) {
            v->types = IRT_ANY & ~IRT_UNDEF;
            return v;
        }
        /* Of __slots__: may be unset. */
        IrNode *set = ir_node(b->ir, IR_GUARD_NOT, v, NULL, NULL);
        set->imm = (int64_t)VALUE_UNDEF.bits;
        set->types = IRT_ANY & ~IRT_UNDEF;
        return build_guard(b, set, DEOPT_UNBOUND);
    }
    case CACHE_OVERFLOW_SLOT: {
        IrNode *array = build_load(b, IR_LOAD, o, cache_offset(c), ALIAS_SLOT);
        array->types = IRT_OTHER;
        IrNode *v = build_load(b, IR_LOAD, array,
                               (int64_t)offsetof(Array, items) + 8 * value_as_int(c->payload), ALIAS_OVERFLOW);
        v->types = IRT_ANY & ~IRT_UNDEF;
        return v;
    }
    case CACHE_VALUE: return build_value(b, c->payload);
    case CACHE_TUPLE_ITEM: {
        IrNode *bounds = ir_node(b->ir, IR_GUARD_BOUNDS, build_int(b, cache_offset(c)),
                                 build_load(b, IR_LOAD_SIZE, o, offsetof(Tuple, length), ALIAS_CONSTANT), NULL);
        bounds->types = IRT_INT;
        build_guard(b, bounds, DEOPT_BOUNDS);
        IrNode *v = build_load(b, IR_LOAD, o, (int64_t)offsetof(Tuple, items) + 8 * cache_offset(c), ALIAS_CONSTANT);
        v->types = IRT_ANY & ~IRT_UNDEF;
        return v;
    }
    default: return NULL;
    }
}

/* ---- by code of the program ---- */

/* What a native attribute's function gives. */
static IrNode *call_getter(Builder *b, IrNode *o, const Way *way) {
    IrNode *call = ir_node(b->ir, IR_CALL_RT, o, build_value(b, way->cache.payload), NULL);
    call->imm = RT_call_getter;
    call->rep = REP_VALUE;
    return build_call(b, call);
}

/* The general rules, where the present instruction is an access. */
static IrNode *generic_set(Builder *b, IrNode *o, IrNode *v) {
    IrNode *call = ir_node_new(b->ir, IR_CALL_RT, 5);
    call->imm = RT_set_attr;
    call->rep = REP_WORD;
    call->in[0] = o;
    call->in[1] = code_word(b);
    call->in[2] = cache_number(b);
    call->in[3] = build_value(b, name_of(b));
    call->in[4] = v;
    build_call(b, call);
    return build_value(b, VALUE_NONE);
}

/* A call of __get__ or __set__ of the way's descriptor, as long as that stays what it is;
 * `stored`: what is assigned, or NULL. */
static IrNode *call_descriptor(Builder *b, IrNode *o, const Way *way, IrNode *stored) {
    IrNode *descriptor = build_value(b, way->cache.payload), *result;
    Shape *shape = object_shape(value_as_object(way->cache.payload));
    Value method = shape->type->specials[stored ? SPECIAL_SET : SPECIAL_GET];
    Choice c;
    build_begin_choice(b, &c);
    IrNode *args[3] = {begin_way_of_shape(b, &c, descriptor, shape), o, stored ? stored : build_object(b, way->shape->type)};
    build_end_way(b, &c, build_call_values(b, build_value(b, method), args, 3, 0, NULL), NULL);
    build_end_way(b, &c, stored ? generic_set(b, o, stored) : generic_get(b, RT_get_attr, o), NULL);
    return build_end_choice(b, &c, &result, NULL) ? result : NULL;
}

/* Of an object in dictionary mode: what is in its dict; a method of its class is left to be
 * bound to *second, unless that is NULL. */
static IrNode *get_in_dict(Builder *b, IrNode *o, const Way *way, Value name, IrNode **second) {
    const Type *type = way->shape->type;
    Value own = way->cache.payload, hook = type->specials[SPECIAL_GETATTR];
    IrNode *d = build_load(b, IR_LOAD, o, cache_offset(&way->cache), ALIAS_SLOT), *result, *unbound = build_value(b, VALUE_UNDEF);
    d->types = IRT_DICT | IRT_OTHER;
    IrNode *place = ir_node(b->ir, IR_DICT_FIND, d, build_value(b, name), NULL);
    place->imm = IRT_STR;
    build_guard(b, place, DEOPT_OWN_METHOD);
    IrNode *found = ir_node(b->ir, IR_WORD_CMP, place, ir_const_word(b->ir, 0), NULL);
    found->aux = IR_NE;
    Choice c;
    build_begin_choice(b, &c);
    build_begin_way(b, &c, build_emit(b, found));
    IrNode *v = build_load(b, IR_LOAD, place, 0, ALIAS_DICT_VALUE);
    v->types = IRT_ANY & ~IRT_UNDEF;
    build_end_way(b, &c, v, unbound);
    if (second && value_is_kind(own, KIND_FUNCTION)) {
        build_end_way(b, &c, build_value(b, own), o);
    } else if (value_is_undef(own) && type->flags & TYPEFLAG_HAS_GETATTR && value_is_kind(hook, KIND_FUNCTION)) {
        IrNode *args[2] = {o, build_value(b, name)};
        build_end_way(b, &c, build_call_values(b, build_value(b, hook), args, 2, 0, NULL), unbound);
    } else {
        build_end_way(b, &c, generic_get(b, RT_get_attr, o), unbound);
    }
    return build_end_choice(b, &c, &result, second) ? result : NULL;
}

/* Whether to get it may run code of the program, whose result is the attribute. */
static bool is_called_for(const CacheSlot *c) {
    return cache_kind(c) == CACHE_PROPERTY || cache_kind(c) == CACHE_GETATTR;
}

static IrNode *call_for(Builder *b, IrNode *o, const Way *way, Value name) {
    IrNode *args[2] = {o, build_value(b, name)};
    return build_call_values(b, build_value(b, way->cache.payload), args, cache_kind(&way->cache) == CACHE_GETATTR ? 2 : 1, 0,
                             NULL);
}

IrNode *build_attribute(Builder *b, IrNode *o, const BuildWay *way, Value name) {
    if (cache_kind(&way->cache) == CACHE_CLASSMETHOD)
        return build_bound_method(b, way->cache.payload, build_object(b, way->shape->type));
    return is_called_for(&way->cache) ? call_for(b, o, way, name)
           : cache_kind(&way->cache) == CACHE_BOUND ? build_bound_method(b, way->cache.payload, o) : load_slot(b, o, way);
}

static IrNode *get_of(Builder *b, IrNode *o, const Way *way, IrNode **second) {
    (void)second;
    switch (way ? cache_kind(&way->cache) : 0) {
    case CACHE_DESCRIPTOR: return call_descriptor(b, o, way, NULL);
    case CACHE_GETTER: return call_getter(b, o, way);
    case CACHE_DICT:
        if (!build_failed(b, DEOPT_OWN_METHOD))
            return get_in_dict(b, o, way, name_of(b), NULL);
        break;
    case CACHE_BOUND:
    case CACHE_CLASSMETHOD:
    case CACHE_PROPERTY:
    case CACHE_GETATTR: return build_attribute(b, o, way, name_of(b));
    default: break;
    }
    IrNode *v = way ? load_slot(b, o, way) : NULL;
    return v ? v : generic_get(b, RT_get_attr, o);
}

static void get_attr(Builder *b) {
    IrNode *object = build_reg(b, b->i.b);
    Value known = known_attribute(b, object, cache_of(b));
    IrNode *v;
    bool imaginary = value_same(name_of(b), str_intern_cstring(b->t, "imag"));
    Value function = value_is_undef(known) ? known_class_method(b, object) : VALUE_UNDEF;
    if (!value_is_undef(known))
        v = build_value(b, known);
    else if (!value_is_undef(function))
        v = build_bound_method(b, function, object);
    else if (value_same(name_of(b), STR_NAME(b->t, __name__)) && (v = build_class_name(b, object)))
        ;
    else if (value_same(name_of(b), STR_NAME(b->t, __class__)) && (v = build_class_attribute(b, object)))
        ;
    else if (is_within(object->types, build_site(b)->left, IRT_COMPLEX) &&
             (imaginary || value_same(name_of(b), str_intern_cstring(b->t, "real"))))
        v = build_complex_attribute(b, object, imaginary);
    else
        v = by_shape(b, object, get_of, NULL);
    if (v)
        build_set(b, b->i.a, v);
}

static IrNode *method_of(Builder *b, IrNode *o, const Way *way, IrNode **second) {
    if (way && cache_kind(&way->cache) == CACHE_METHOD) {
        *second = o;
        return build_value(b, way->cache.payload);
    }
    if (way && cache_kind(&way->cache) == CACHE_CLASSMETHOD) {
        *second = build_object(b, way->shape->type);
        return build_value(b, way->cache.payload);
    }
    if (way && cache_kind(&way->cache) == CACHE_DICT && !build_failed(b, DEOPT_OWN_METHOD))
        return get_in_dict(b, o, way, name_of(b), second);
    bool called = way && (is_called_for(&way->cache) || cache_kind(&way->cache) == CACHE_DESCRIPTOR) &&
                  b->i.b != b->i.a + 1;
    if (called) { /* what is called leaves its result only: the other register is ready before */
        build_set(b, b->i.a + 1, build_value(b, VALUE_UNDEF));
        b->call_state = NULL;
    }
    IrNode *v = called ? get_of(b, o, way, NULL) : way ? load_slot(b, o, way) : NULL;
    if (v || called) {
        *second = build_value(b, VALUE_UNDEF);
        return v;
    }
    v = generic_get(b, RT_load_method, o);
    *second = build_load(b, IR_LOAD, ir_const_word(b->ir, (int64_t)(uintptr_t)&b->t->results[0]), 0, ALIAS_OTHER);
    return v;
}

/* A method of a number, whose class nobody can change: the receiver is what *object becomes.
 * NULL: it is not that. */
static IrNode *method_of_number(Builder *b, IrNode **object) {
    static const struct {
        IrTypes types;
        TypeId id;
    } numbers[] = {{IRT_INT | IRT_BIGINT, TYPE_INT}, {IRT_NUMBER_FLOAT, TYPE_FLOAT}};
    IrTypes types = build_expected(*object, build_site(b)->left);
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
        if (!build_is_within(types, numbers[k].types) || build_failed(b, DEOPT_TYPE))
            continue;
        Value method = type_lookup(b->t, b->t->vm->types[numbers[k].id], name_of(b));
        if (!value_is_kind(method, KIND_NATIVE) ||
            object_type(value_as_object(method))->id != TYPE_METHOD_DESCRIPTOR)
            return NULL;
        *object = build_of_types(b, *object, types & IRT_NUMBER_FLOAT ? IRT_NUMBER_FLOAT : types, DEOPT_TYPE);
        return build_value(b, method);
    }
    return NULL;
}

static void load_method(Builder *b) {
    IrNode *object = build_reg(b, b->i.b), *second = object;
    Value known = known_attribute(b, object, cache_of(b));
    IrNode *v = method_of_number(b, &second);
    Value function = value_is_undef(known) ? known_class_method(b, object) : VALUE_UNDEF;
    if (!value_is_undef(function))
        v = build_value(b, function);
    if (v) {
    } else if (value_is_undef(known)) {
        v = by_shape(b, object, method_of, &second);
    } else {
        v = build_value(b, known);
        second = build_value(b, VALUE_UNDEF);
    }
    build_set(b, b->i.a, v);
    build_set(b, b->i.a + 1, second);
}

uint32_t build_drop_result(Builder *b) {
    uint32_t to = b->i.a;
    b->i.a = b->scope->code->register_count;
    b->call_state = NULL;
    return to;
}

void build_keep_result(Builder *b, uint32_t to) {
    b->i.a = to;
    b->call_state = NULL;
}

bool build_set_attribute(Builder *b, IrNode *o, const BuildWay *way, Value name, IrNode *v) {
    const CacheSlot *c = &way->cache;
    uint32_t kind = cache_kind(c);
    if (kind == CACHE_INLINE_SLOT || kind == CACHE_ADD_SLOT) {
        build_store(b, IR_STORE, o, cache_offset(c), v, ALIAS_SLOT);
        if (kind == CACHE_ADD_SLOT)
            build_store(b, IR_STORE_U32, o, 0, ir_const_word(b->ir, value_as_int(c->payload)), ALIAS_SHAPE);
        wrote(b, o, v);
        return true;
    }
    if (kind != CACHE_PROPERTY && kind != CACHE_GETATTR)
        return false;
    IrNode *args[3] = {o, kind == CACHE_GETATTR ? build_value(b, name) : v, v};
    uint32_t result = build_drop_result(b);
    if (!build_call_values(b, build_value(b, c->payload), args, kind == CACHE_GETATTR ? 3 : 2, 0, NULL))
        b->block = NULL;
    build_keep_result(b, result);
    return true;
}

static IrNode *set_of(Builder *b, IrNode *o, const Way *way, IrNode **second) {
    (void)second;
    IrNode *v = build_reg(b, b->i.b);
    if (way && cache_kind(&way->cache) == CACHE_DESCRIPTOR) {
        uint32_t result = build_drop_result(b);
        IrNode *done = call_descriptor(b, o, way, v);
        build_keep_result(b, result);
        return done;
    }
    if (!way || !build_set_attribute(b, o, way, name_of(b), v))
        return generic_set(b, o, v);
    return b->block ? build_value(b, VALUE_NONE) : NULL;
}

static void set_attr(Builder *b) {
    if (!by_shape(b, build_reg(b, b->i.a), set_of, NULL))
        b->block = NULL;
}

/* ---- items ---- */

/* container[key] = v by a __setitem__ in Python; false: nothing was done. */
static bool set_item_of_instance(Builder *b, IrNode *container, IrNode *key, IrNode *v) {
    Shape *shape = build_site(b)->left == IRT_INSTANCE ? site_shape(build_site(b)->left_shape) : NULL;
    if (!shape || build_failed(b, DEOPT_SHAPE) || !value_is_kind(shape->type->specials[SPECIAL_SETITEM], KIND_FUNCTION))
        return false;
    IrNode *args[3] = {build_of_shape(b, container, shape), key, v};
    uint32_t result = build_drop_result(b);
    if (!build_call_values(b, build_value(b, shape->type->specials[SPECIAL_SETITEM]), args, 3, 0, NULL))
        b->block = NULL;
    build_keep_result(b, result);
    return true;
}

static IrNode *get_item_of_instance(Builder *b, IrNode *container, IrNode *key) {
    Shape *shape = site_shape(build_site(b)->left_shape);
    if (!shape)
        return NULL;
    Value method = shape->type->specials[SPECIAL_GETITEM];
    if (!value_is_kind(method, KIND_FUNCTION))
        return NULL;
    IrNode *args[2] = {build_of_shape(b, container, shape), key};
    return build_call_values(b, build_value(b, method), args, 2, 0, NULL);
}

/* NULL: control does not come back. */
static IrNode *get_item(Builder *b, IrNode *container, IrNode *key) {
    const IrSite *site = build_site(b);
    IrTypes seen = site->left, key_seen = opcode_info[b->i.op].c == OPERAND_SIMM ? IRT_INT : site->right;
    bool index = is_within(key->types, key_seen, IRT_INT) && !build_failed(b, DEOPT_KEY);
    IrNode *item = build_sequence_item(b, container, key);
    if (item)
        return item;
    if (index && is_within(container->types, seen, IRT_STR)) {
        IrNode *s = build_of_types(b, container, IRT_STR, DEOPT_TYPE);
        IrNode *i = build_of_types(b, key, IRT_INT, DEOPT_NOT_INT);
        IrNode *length = ir_node(b->ir, IR_WORD_TO_INT, build_load(b, IR_LOAD_U32, s, offsetof(Str, length), ALIAS_CONSTANT), NULL, NULL);
        length->types = IRT_INT;
        i = build_checked_index(b, i, build_emit(b, length));
        return build_str_item(b, s, i);
    }
    if ((item = build_bytes_item(b, container, key)))
        return item;
    IrNode *found;
    if (build_dict_get(b, container, key, &found))
        return found;
    if (site->left == IRT_INSTANCE) {
        IrNode *v = get_item_of_instance(b, container, key);
        if (v || !b->block)
            return v;
    }
    IrNode *args[2] = {container, key};
    IrTypes types[2] = {build_expected(container, seen), build_expected(key, key_seen)};
    if (index && types[0] == IRT_OTHER && (item = build_plain_special(b, SPECIAL_GETITEM, args, types, site->left_shape, 2)))
        return item;
    return build_rt(b, RT_get_item, container, key, NULL);
}

/* container[start:stop]; of strs, lists, tuples and bytes by plain bounds nothing else runs. */
static IrNode *get_slice(Builder *b) {
    const IrSite *site = build_site(b);
    IrNode *container = build_reg(b, b->i.b), *bounds[2] = {build_reg(b, b->i.c), build_reg(b, b->i.c + 1)};
    IrTypes types = container->types & site->left, wanted[2] = {site->right, site->third};
    bool plain = types && !(types & ~(IRT_STR | IRT_LIST | IRT_TUPLE | IRT_BYTES | IRT_BYTEARRAY)) && !build_failed(b, DEOPT_TYPE);
    for (uint32_t k = 0; k < 2; k++) {
        IrTypes both = wanted[k] & bounds[k]->types;
        wanted[k] = both ? both : bounds[k]->types;
        plain &= !(wanted[k] & ~(IRT_INT | IRT_NONE));
    }
    if (plain) {
        container = build_of_types(b, container, types, DEOPT_TYPE);
        for (uint32_t k = 0; k < 2; k++)
            bounds[k] = build_of_types(b, bounds[k], wanted[k], DEOPT_TYPE);
    }
    if (plain && types == IRT_STR)
        return build_result(build_rt(b, RT_str_slice, container, bounds[0], bounds[1]), IRT_STR);
    IrNode *call = ir_node(b->ir, IR_CALL_VALUES, container, bounds[0], bounds[1]);
    call->imm = (int64_t)(uintptr_t)rt_get_slice;
    if (plain)
        call->effects = RT_READS | RT_ALLOCATES;
    return build_result(build_call(b, call), plain ? types : IRT_ANY & ~IRT_UNDEF);
}

static void set_item(Builder *b) {
    IrNode *container = build_reg(b, b->i.a), *key = build_reg(b, b->i.b), *v = build_reg(b, b->i.c);
    if (build_set_list_item(b, container, key, v))
        return;
    if (build_set_bytes_item(b, container, key, v) || build_dict_set(b, container, key, v))
        return;
    const IrSite *site = build_site(b);
    IrNode *args[3] = {container, key, v};
    IrTypes types[3] = {build_expected(container, site->left), build_expected(key, site->right), build_expected(v, site->third)};
    if (types[0] == IRT_OTHER && build_plain_special(b, SPECIAL_SETITEM, args, types, site->left_shape, 3))
        return;
    if (set_item_of_instance(b, container, key, v))
        return;
    build_rt(b, RT_set_item, container, key, v);
}

/* ---- building ---- */

static IrNode *call_with(Builder *b, const void *fn, uint32_t first, uint32_t count, uint32_t aux, uint32_t effects) {
    IrNode *call = ir_node_new(b->ir, IR_CALL_VALUES, count);
    call->imm = (int64_t)(uintptr_t)fn;
    call->aux = aux;
    call->effects = (uint8_t)effects;
    for (uint32_t k = 0; k < count; k++)
        call->in[k] = build_reg(b, first + k) ? build_reg(b, first + k) : build_value(b, VALUE_NONE);
    return build_call(b, call);
}

static void build_tuple(Builder *b) {
    Instruction *i = &b->i;
    if (i->c == 0 || i->c > 8) {
        IrNode *n = call_with(b, tuple_from_values, i->b, i->c, i->c, RT_ALLOCATES);
        build_set(b, i->a, build_result(n, IRT_TUPLE));
        return;
    }
    build_set(b, i->a, build_new_tuple(b, &b->scope->r[i->b], i->c));
}

static void unpack(Builder *b) {
    Instruction *i = &b->i;
    IrNode *v = build_reg(b, i->b);
    IrTypes seen = build_site(b)->left;
    if (!seen && iteration_makes_tuples(b->scope->flow->iterations[i->pc])) /* the interpreter made none */
        seen = IRT_TUPLE;
    bool tuple = true, fits = build_failed(b, DEOPT_BOUNDS), list = is_within(v->types, seen, IRT_LIST);
    IrNode *o = fits || list ? NULL : build_as_tuple(b, v, seen, build_site(b)->left_shape);
    if (!o && !fits && list) {
        o = build_of_types(b, v, IRT_LIST, DEOPT_TYPE);
        tuple = false;
    } else if (!o) { /* by way of a tuple */
        fits = true;
        o = build_result(build_rt(b, RT_unpack, v, ir_const_word(b->ir, i->c), NULL), IRT_TUPLE);
    }
    IrNode *length = build_load(b, IR_LOAD_SIZE, o, tuple ? offsetof(Tuple, length) : offsetof(List, length),
                                tuple ? ALIAS_CONSTANT : ALIAS_LIST);
    if (!fits) {
        IrNode *same = ir_node(b->ir, IR_INT_CMP, length, build_int(b, i->c), NULL);
        same->aux = IR_EQ;
        build_emit(b, same);
        build_guard(b, ir_node(b->ir, IR_GUARD_TRUE, same, NULL, NULL), DEOPT_BOUNDS);
    }
    IrNode *base = tuple ? o : build_load(b, IR_LOAD_WORD, o, offsetof(List, items), ALIAS_LIST);
    for (uint32_t k = 0; k < i->c; k++) {
        IrNode *part;
        if (tuple) {
            part = build_load(b, IR_LOAD, base, (int64_t)offsetof(Tuple, items) + 8 * k, ALIAS_CONSTANT);
        } else {
            part = ir_node(b->ir, IR_LOAD_ELEMENT, base, build_int(b, k), NULL);
            part->alias = ALIAS_ELEMENT;
            build_emit(b, part);
        }
        part->types = IRT_ANY & ~IRT_UNDEF;
        build_set(b, i->a + k, part);
    }
}

static void make_function_call(Builder *b) {
    Instruction *i = &b->i;
    uint32_t parts = (uint32_t)__builtin_popcount(i->c);
    IrNode *call = ir_node_new(b->ir, IR_CALL_VALUES, 2 + parts);
    call->imm = (int64_t)(uintptr_t)rt_make_function;
    call->aux = i->c;
    call->effects = RT_ALLOCATES;
    call->in[0] = b->scope->function;
    call->in[1] = build_value(b, b->scope->code->consts->items[i->extension]);
    for (uint32_t k = 0; k < parts; k++)
        call->in[2 + k] = build_reg(b, i->b + k);
    call->types = IRT_FUNCTION;
    build_set(b, i->a, build_call(b, call));
}

bool build_access(Builder *b) {
    Instruction *i = &b->i;
    switch (i->op) {
    case OPC_LOAD_NAME:
        if (!b->scope->module_level)
            return false;
        load_global(b);
        return true;
    case OPC_STORE_NAME:
        if (!b->scope->module_level)
            return false;
        store_global(b);
        return true;
    case OPC_LOAD_GLOBAL: load_global(b); return true;
    case OPC_STORE_GLOBAL: store_global(b); return true;
    case OPC_MAKE_CELL: make_cell(b); return true;
    case OPC_LOAD_CELL: build_set(b, i->a, build_load_cell(b, build_reg(b, i->b))); return true;
    case OPC_STORE_CELL: store_cell(b, build_reg(b, i->b), build_reg(b, i->a)); return true;
    case OPC_LOAD_FREE: build_set(b, i->a, load_free(b, i->bx)); return true;
    case OPC_STORE_FREE: store_cell(b, build_closure_cell(b, i->bx), build_reg(b, i->a)); return true;
    case OPC_LOAD_CLOSURE: build_set(b, i->a, build_closure_cell(b, i->bx)); return true;
    case OPC_GET_ATTR: get_attr(b); return true;
    case OPC_SET_ATTR: set_attr(b); return true;
    case OPC_LOAD_METHOD: load_method(b); return true;
    case OPC_GET_ITEM:
    case OPC_GET_ITEM_IMM: {
        IrNode *key = i->op == OPC_GET_ITEM ? build_reg(b, i->c) : build_int(b, (int8_t)i->c);
        IrNode *v = get_item(b, build_reg(b, i->b), key);
        if (v)
            build_set(b, i->a, v);
        return true;
    }
    case OPC_SET_ITEM: set_item(b); return true;
    case OPC_DELETE_ITEM: build_rt(b, RT_delete_item, build_reg(b, i->a), build_reg(b, i->b), NULL); return true;
    case OPC_GET_SLICE: build_set(b, i->a, get_slice(b)); return true;
    case OPC_BUILD_TUPLE: build_tuple(b); return true;
    case OPC_BUILD_MAP: build_set(b, i->a, build_map(b, i->b, i->c)); return true;
    case OPC_BUILD_SET: {
        IrNode *s = call_with(b, rt_build_set, i->b, i->c, i->c, RT_OBSERVES);
        build_set(b, i->a, build_result(s, IRT_SET));
        return true;
    }
    case OPC_MAKE_FUNCTION: make_function_call(b); return true;
    case OPC_LIST_EXTEND: build_rt(b, RT_list_extend, build_reg(b, i->a), build_reg(b, i->b), NULL); return true;
    case OPC_LIST_TO_TUPLE: build_set(b, i->a, build_rt(b, RT_list_to_tuple, build_reg(b, i->b), NULL, NULL)); return true;
    case OPC_SET_ADD: build_set_add(b, build_reg(b, i->a), build_reg(b, i->b)); return true;
    case OPC_MAP_ADD: build_map_add(b, build_reg(b, i->a), build_reg(b, i->b), build_reg(b, i->c)); return true;
    case OPC_UNPACK: unpack(b); return true;
    default: return false;
    }
}

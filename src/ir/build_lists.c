/*
 * build_lists.c - the graph builder: lists, and items of tuples.  Items, literals,
 * appending and taking from the end are loads, stores and allocations; slices and the
 * like are calls that are known to run nothing else.
 *
 * What is known of all items of a list (its strategy, runtime/sequence.h) is asserted of
 * the list, by GUARD_LIST, where it has been the same so far: then its items need no
 * guards of their own, and a store that keeps it is a plain store.
 */
#include "ir/build_internal.h"

#include <string.h>

#include "ir/rt.h"
#include "runtime/sequence.h"
#include "vm/interpreter.h"

enum { LITERAL_MAX = 16 }; /* items of a list that is allocated in place */

static bool is_within(const IrNode *v, IrTypes seen, IrTypes set) { return !(build_expected(v, seen) & ~set); }

static IrNode *compare_ints(Builder *b, IrCompare how, IrNode *x, IrNode *y) {
    IrNode *n = ir_node(b->ir, IR_INT_CMP, x, y, NULL);
    n->aux = how;
    return build_emit(b, n);
}

static IrNode *add_ints(Builder *b, IrNode *x, int64_t y) { /* of lengths: they are far from overflow */
    IrNode *n = ir_node(b->ir, IR_INT_ADD, x, build_int(b, y), NULL);
    n->types = IRT_INT;
    n->nowrap = true;
    return build_emit(b, n);
}

/* ---- fields ---- */

static IrNode *length_of(Builder *b, IrNode *l) {
    return build_load(b, IR_LOAD_SIZE, l, offsetof(List, length), ALIAS_LIST);
}
static IrNode *items_of(Builder *b, IrNode *l) {
    return build_load(b, IR_LOAD_WORD, l, offsetof(List, items), ALIAS_LIST);
}

static IrNode *load_item(Builder *b, IrNode *l, IrNode *index, IrTypes types) {
    IrNode *n = ir_node(b->ir, IR_LOAD_ELEMENT, items_of(b, l), index, NULL);
    n->alias = ALIAS_ELEMENT;
    n->types = types;
    return build_emit(b, n);
}

static void store_item(Builder *b, IrNode *l, IrNode *index, IrNode *v) {
    IrNode *n = ir_node(b->ir, IR_STORE_ELEMENT, items_of(b, l), index, v);
    n->alias = ALIAS_ELEMENT;
    build_emit(b, n);
    if (v->types & IRT_OBJECT) {
        IrNode *storage = build_load(b, IR_LOAD_WORD, l, offsetof(List, storage), ALIAS_LIST);
        build_emit(b, ir_node(b->ir, IR_WROTE_ELEMENT, storage, index, NULL));
    }
}

/* ---- strategies ---- */

/* The strategies of lists that may hold a value of these types as they are. */
static uint32_t admitting(IrTypes types) {
    uint32_t objects = 1 << LIST_OBJECTS;
    return !(types & ~IRT_INT) ? 1 << LIST_INTS | objects : !(types & ~IRT_FLOAT) ? 1 << LIST_FLOATS | objects : objects;
}

/* A list asserted to be of one of the strategies. */
static IrNode *guard_strategy(Builder *b, IrNode *l, uint32_t strategies) {
    IrNode *n = ir_node(b->ir, IR_GUARD_LIST, l, NULL, NULL);
    n->imm = strategies;
    n->types = l->types;
    return build_guard(b, n, DEOPT_LIST_KIND);
}

/* What the items of the lists seen here have been; *l: asserted to be such a list. */
IrTypes build_item_types(Builder *b, IrNode **l) {
    uint32_t seen = build_site(b)->strategies;
    if ((seen != 1 << LIST_INTS && seen != 1 << LIST_FLOATS) || build_failed(b, DEOPT_LIST_KIND))
        return IRT_ANY & ~IRT_UNDEF;
    *l = guard_strategy(b, *l, seen);
    return seen == 1 << LIST_INTS ? IRT_INT : IRT_FLOAT;
}

/* A value to be stored, known as an int, a float, or neither if that is what has been
 * stored here; of which it may be anything otherwise. */
static IrNode *stored_value(Builder *b, IrNode *v, IrTypes seen) {
    IrTypes types = build_expected(v, seen), numbers = IRT_INT | IRT_FLOAT;
    if (types == IRT_INT && !build_failed(b, DEOPT_NOT_INT))
        return build_of_types(b, v, IRT_INT, DEOPT_NOT_INT);
    if (types == IRT_FLOAT && !build_failed(b, DEOPT_NOT_FLOAT))
        return build_of_types(b, v, IRT_FLOAT, DEOPT_NOT_FLOAT);
    if (!(types & numbers) && !build_failed(b, DEOPT_TYPE))
        return build_of_types(b, v, IRT_ANY & ~numbers, DEOPT_TYPE);
    return v;
}

/* ---- items ---- */

IrNode *build_checked_index(Builder *b, IrNode *index, IrNode *length) {
    Value v;
    DeoptReason reason = DEOPT_BOUNDS;
    if (ir_is_const(index, &v) && value_as_int(v) < 0) {
        index = add_ints(b, length, value_as_int(v));
        reason = DEOPT_KEY;
    } else if (build_failed(b, DEOPT_BOUNDS)) {
        index = build_emit(b, ir_node(b->ir, IR_INT_INDEX, index, length, NULL));
        index->types = IRT_INT;
        reason = DEOPT_KEY;
    }
    IrNode *g = ir_node(b->ir, IR_GUARD_BOUNDS, index, length, NULL);
    g->types = IRT_INT;
    return build_guard(b, g, reason);
}

/* A plain slice as OPC_BUILD_SLICE makes it: it runs nothing to be looked into. */
static bool is_plain_slice(Builder *b, const IrNode *key) {
    return key->op == IR_ALLOC && (uint32_t)key->imm == (uint32_t)(uintptr_t)b->t->vm->types[TYPE_SLICE]->root_shape;
}

/* The value that is to be stored in a list's slice, if it is a slice of a list that nothing else
 * is done with: neither has anything been written since it was taken, nor will anybody see it. */
static IrNode *slice_only_stored(Builder *b, IrNode *v) {
    const Scope *s = b->scope;
    uint32_t reg = b->i.c;
    Value step;
    if (v->op != IR_CALL_VALUES || v->imm != (int64_t)(uintptr_t)rt_list_get_slice || v->block != b->block ||
        !ir_is_const(v->in[3], &step) || value_same(step, value_from_int(0)) || reg < s->code->local_count ||
        flow_has(s->flow->live_after[b->i.pc], reg))
        return NULL;
    for (uint32_t k = 0; k < s->count; k++)
        if (k != reg && s->r[k] == v)
            return NULL;
    for (const IrNode *n = v->next; n; n = n->next)
        if (ir_effect(n) == EFFECT_CALL || (ir_effect(n) == EFFECT_STORE && n->alias != ALIAS_CONSTANT))
            return NULL;
    return v;
}

/* container[slice], of an exact tuple by its method, of a list without the slice object;
 * or, with a value, list[slice] = value. */
static IrNode *call_with_slice(Builder *b, IrNode *container, IrTypes type, IrNode *slice, IrNode *value) {
    IrNode *call, *taken = value ? slice_only_stored(b, value) : NULL;
    if (type == IRT_TUPLE) {
        Value method = b->t->vm->types[TYPE_TUPLE]->specials[SPECIAL_GETITEM];
        call = ir_node(b->ir, IR_CALL_VALUES, container, slice, NULL);
        call->imm = (int64_t)(uintptr_t)((NativeFunction *)value_as_object(method))->def->fn;
    } else {
        call = ir_node_new(b->ir, IR_CALL_VALUES, taken ? 8 : value ? 5 : 4);
        call->imm = (int64_t)(uintptr_t)(taken ? rt_list_move_slice : value ? rt_list_set_slice : rt_list_get_slice);
        call->in[0] = container;
        const IrNode *store = slice; /* of each bound, behind the allocation */
        for (uint32_t k = 1; k <= 3; k++)
            call->in[k] = (store = store->next)->in[1];
        if (taken) {
            memcpy(call->in + 4, taken->in, 4 * sizeof *call->in);
            taken->removable = true;
        } else if (value) {
            call->in[4] = value;
        }
    }
    call->effects = RT_READS | RT_ALLOCATES | (value ? RT_WRITES : 0);
    return build_result(build_call(b, call), value ? IRT_NONE : type);
}

IrNode *build_sequence_item(Builder *b, IrNode *container, IrNode *key) {
    const IrSite *site = build_site(b);
    IrTypes types = build_expected(container, site->left), key_seen = opcode_info[b->i.op].c == OPERAND_SIMM ? IRT_INT : site->right;
    const Type *other = types == IRT_OTHER ? build_one_type(b, container, types, site->left_shape) : NULL;
    bool slice = is_plain_slice(b, key), like_tuple = other && other->flags & TYPEFLAG_PLAIN_TUPLE && !slice;
    if (types != IRT_LIST && types != IRT_TUPLE && !like_tuple)
        return NULL;
    if (!slice && (!is_within(key, key_seen, IRT_INT) || build_failed(b, DEOPT_KEY)))
        return NULL;
    IrNode *o = like_tuple ? build_of_one_type(b, container, types, site->left_shape)
                           : build_of_types(b, container, types, DEOPT_TYPE);
    if (slice)
        return call_with_slice(b, o, types, key, NULL);
    IrNode *i = build_of_types(b, key, IRT_INT, DEOPT_NOT_INT);
    if (types == IRT_LIST) {
        IrTypes item = build_item_types(b, &o);
        return load_item(b, o, build_checked_index(b, i, length_of(b, o)), item);
    }
    i = build_checked_index(b, i, build_load(b, IR_LOAD_SIZE, o, offsetof(Tuple, length), ALIAS_CONSTANT));
    IrNode *n = ir_node(b->ir, IR_LOAD_ELEMENT, o, i, NULL);
    n->imm = offsetof(Tuple, items);
    n->alias = ALIAS_CONSTANT;
    n->types = IRT_ANY & ~IRT_UNDEF;
    return build_emit(b, n);
}

bool build_set_list_item(Builder *b, IrNode *container, IrNode *key, IrNode *v) {
    const IrSite *site = build_site(b);
    if (!is_within(container, site->left, IRT_LIST) || build_failed(b, DEOPT_KEY))
        return false;
    if (is_plain_slice(b, key) && is_within(v, site->third, IRT_LIST | IRT_TUPLE)) {
        IrNode *l = build_of_types(b, container, IRT_LIST, DEOPT_TYPE);
        v = build_of_types(b, v, IRT_LIST | IRT_TUPLE, DEOPT_TYPE);
        call_with_slice(b, l, IRT_LIST, key, v);
        return true;
    }
    if (!is_within(key, site->right, IRT_INT) || build_failed(b, DEOPT_LIST_KIND))
        return false;
    IrNode *l = build_of_types(b, container, IRT_LIST, DEOPT_TYPE);
    IrNode *i = build_of_types(b, key, IRT_INT, DEOPT_NOT_INT);
    v = stored_value(b, v, site->third);
    uint32_t strategies = admitting(v->types);
    /* The one seen, if only one was, which is what loads assert. */
    l = guard_strategy(b, l, site->strategies && !(site->strategies & ~strategies) ? site->strategies : strategies);
    store_item(b, l, build_checked_index(b, i, length_of(b, l)), v);
    return true;
}

/* ---- growing and shrinking ---- */

/* In place where there is room and the list takes such a value as it is. */
void build_append(Builder *b, IrNode *l, IrNode *v, IrTypes seen) {
    v = stored_value(b, v, seen);
    IrBlock *room = build_block(b), *fits = build_block(b), *slow = build_block(b), *join = build_block(b);
    slow->cold = true;
    IrNode *length = length_of(b, l);
    IrNode *capacity = build_load(b, IR_LOAD_SIZE, l, offsetof(List, capacity), ALIAS_LIST);
    build_branch(b, compare_ints(b, IR_LT, length, capacity), room, slow);
    b->block = room;
    IrNode *strategy = build_load(b, IR_LOAD_U8, l, offsetof(List, strategy), ALIAS_LIST), *test;
    if (v->types == IRT_INT || v->types == IRT_FLOAT) { /* INTS 1, FLOATS 2, OBJECTS 3 */
        test = ir_node(b->ir, IR_TEST_BITS, strategy, NULL, NULL);
        test->imm = v->types == IRT_INT ? LIST_INTS : LIST_FLOATS;
    } else {
        test = ir_node(b->ir, IR_WORD_CMP, strategy, ir_const_word(b->ir, LIST_OBJECTS), NULL);
        test->aux = IR_EQ;
    }
    build_branch(b, build_emit(b, test), fits, slow);
    b->block = fits;
    store_item(b, l, length, v);
    build_store(b, IR_STORE_SIZE, l, offsetof(List, length), add_ints(b, length, 1), ALIAS_LIST);
    build_jump(b, join);
    b->block = slow;
    build_rt(b, RT_list_append, l, v, NULL);
    build_jump(b, join);
    b->block = join;
}

/* l.pop(): in place where there is something to take, and no storage to give back. */
static IrNode *pop(Builder *b, IrNode *l, NativeFunction *f) {
    enum { SMALL = 64 }; /* as list_pop() */
    IrBlock *some = build_block(b), *large = build_block(b), *fits = build_block(b), *slow = build_block(b);
    IrBlock *join = build_block(b);
    slow->cold = large->cold = true;
    IrTypes types = build_item_types(b, &l);
    IrNode *length = length_of(b, l), *last = add_ints(b, length, -1);
    IrNode *capacity = build_load(b, IR_LOAD_SIZE, l, offsetof(List, capacity), ALIAS_LIST);
    build_branch(b, compare_ints(b, IR_GT, length, build_int(b, 0)), some, slow);
    b->block = some;
    build_branch(b, compare_ints(b, IR_LE, capacity, build_int(b, SMALL)), fits, large);
    b->block = large;
    IrNode *four = ir_node(b->ir, IR_INT_MUL, last, build_int(b, 4), NULL);
    four->types = IRT_INT;
    four->nowrap = true;
    build_branch(b, compare_ints(b, IR_GE, build_emit(b, four), capacity), fits, slow);
    b->block = fits;
    IrNode *v = load_item(b, l, last, types);
    store_item(b, l, last, build_int(b, 0));
    build_store(b, IR_STORE_SIZE, l, offsetof(List, length), last, ALIAS_LIST);
    build_jump(b, join);
    b->block = slow;
    IrNode *call = ir_node(b->ir, IR_CALL_VALUES, l, build_int(b, -1), NULL);
    call->imm = (int64_t)(uintptr_t)f->def->fn;
    call->effects = RT_ALLOCATES | RT_WRITES;
    call = build_result(build_call(b, call), types);
    build_jump(b, join);
    b->block = join;
    return build_phi2(b, join, v, call);
}

IrNode *build_list_method(Builder *b, NativeFunction *f, IrNode **args, uint32_t count) {
    const char *name = f->def->name;
    Value index;
    if (!count || !build_is_within(args[0]->types, IRT_LIST))
        return NULL;
    if (count == 2 && strcmp(name, "append") == 0) {
        build_append(b, args[0], args[1], build_site(b)->right);
        return build_value(b, VALUE_NONE);
    }
    bool last = count == 1 || (count == 2 && ir_is_const(args[1], &index) && value_same(index, value_from_int(-1)));
    return last && strcmp(name, "pop") == 0 ? pop(b, args[0], f) : NULL;
}

/* ---- building ---- */

/* The strategy of a list of the registers' values, which may be asserted to be what they
 * have been; EMPTY: that is not known. */
static ListStrategy strategy_of_literal(Builder *b) {
    const Instruction *i = &b->i;
    IrTypes seen = build_site(b)->left, all = 0;
    bool objects = false;
    for (uint32_t k = 0; k < i->c; k++) {
        IrTypes types = build_reg(b, i->b + k)->types;
        all |= build_expected(build_reg(b, i->b + k), seen);
        objects |= !(types & (IRT_INT | IRT_FLOAT));
    }
    if (objects)
        return LIST_OBJECTS;
    ListStrategy strategy = all == IRT_INT ? LIST_INTS : all == IRT_FLOAT ? LIST_FLOATS : LIST_OBJECTS;
    if (!seen || (strategy == LIST_OBJECTS && all & (IRT_INT | IRT_FLOAT)))
        return LIST_EMPTY;
    DeoptReason reason = strategy == LIST_INTS ? DEOPT_NOT_INT : strategy == LIST_FLOATS ? DEOPT_NOT_FLOAT : DEOPT_TYPE;
    if (build_failed(b, reason))
        return LIST_EMPTY;
    if (strategy == LIST_OBJECTS) {
        build_of_types(b, build_reg(b, i->b), IRT_ANY & ~(IRT_INT | IRT_FLOAT), reason);
        return LIST_OBJECTS;
    }
    for (uint32_t k = 0; k < i->c; k++)
        build_of_types(b, build_reg(b, i->b + k), all, reason);
    return strategy;
}

/* A new object of `bytes` bytes, all fields 0.  Storage has no shape. */
static IrNode *allocate(Builder *b, uint32_t shape, Kind kind, size_t bytes, IrTypes types) {
    IrNode *n = ir_node_new(b->ir, IR_ALLOC, 0);
    n->imm = (int64_t)(shape | (uint64_t)((bytes + 15) / 16) << 32 | (uint64_t)kind << 48);
    n->types = types;
    return build_call(b, n);
}

IrNode *build_empty_list(Builder *b) {
    return allocate(b, ir_shape_of_type(b->t, IRT_LIST), KIND_LIST, sizeof(List), IRT_LIST);
}

static IrNode *address_of(Builder *b, IrNode *object, size_t offset) {
    IrNode *n = ir_node(b->ir, IR_ADDRESS, object, NULL, NULL);
    n->imm = (int64_t)offset;
    return build_emit(b, n);
}

/* `path + [node]`, `[first] + rest`: the literal is an operand of the next instruction and
 * nothing else, so it is not made; that instruction is then done, too.  false: it is not so. */
static bool joined_literal(Builder *b) {
    const Flow *f = b->scope->flow;
    Instruction literal = b->i, sum;
    if (!literal.c || literal.c > LITERAL_MAX || literal.a < f->code->local_count || b->scope->choices ||
        !b->scope->feedback || literal.next >= f->code->instruction_count || f->block_at[literal.next] != FLOW_NONE)
        return false;
    flow_decode(f->code, literal.next, &sum);
    const IrSite *site = &b->scope->feedback->sites[sum.pc];
    bool first = sum.b == literal.a;
    uint32_t other = first ? sum.c : sum.b;
    if (sum.op != OPC_ADD || (!first && sum.c != literal.a) || other == literal.a ||
        (sum.a != literal.a && flow_has(f->live_after[sum.pc], literal.a)) || site->left != IRT_LIST ||
        site->right != IRT_LIST || build_failed(b, DEOPT_TYPE) || site->failed & 1u << DEOPT_TYPE)
        return false;
    IrNode *call = ir_node_new(b->ir, IR_CALL_VALUES, 1 + literal.c);
    call->in[0] = build_of_types(b, build_reg(b, other), IRT_LIST, DEOPT_TYPE);
    for (uint32_t k = 0; k < literal.c; k++)
        call->in[1 + k] = build_reg(b, literal.b + k);
    b->i = sum;
    b->call_state = NULL;
    ir_set_origin(b->ir, f->code, sum.pc, b->scope->caller_origin);
    call->imm = (int64_t)(uintptr_t)rt_join_lists;
    call->aux = 2 * literal.c + first;
    call->effects = RT_READS | RT_ALLOCATES;
    build_set(b, sum.a, build_result(build_call(b, call), IRT_LIST));
    return true;
}

/* The list of a comprehension without conditions: how many items are to come, or NULL. */
static IrNode *expected_items(Builder *b) {
    const Flow *f = b->scope->flow;
    uint32_t appended = FLOW_NONE; /* pc behind the last instruction, if that has appended */
    Instruction iter, i;
    if (b->i.next >= f->code->instruction_count)
        return NULL;
    flow_decode(f->code, b->i.next, &iter);
    if (iter.op != OPC_FOR_ITER || iter.b != b->i.b)
        return NULL;
    for (uint32_t pc = iter.next; pc < iter.target; pc = i.next) {
        flow_decode(f->code, pc, &i);
        if (i.op == OPC_FOR_LOOP && i.next == iter.target)
            return appended == pc && f->block_at[pc] == FLOW_NONE ? build_item_count(b, &iter) : NULL;
        appended = i.op == OPC_LIST_APPEND && i.a == b->i.a ? i.next : FLOW_NONE;
    }
    return NULL;
}

static void build_literal(Builder *b) {
    const Instruction *i = &b->i;
    if (joined_literal(b))
        return;
    if (i->c == 0) {
        IrNode *count = expected_items(b), *l = build_empty_list(b);
        if (count)
            build_rt(b, RT_list_expect, l, count, NULL);
        build_set(b, i->a, l);
        return;
    }
    ListStrategy strategy = i->c > LITERAL_MAX ? LIST_EMPTY : strategy_of_literal(b);
    if (strategy == LIST_EMPTY) {
        IrNode *call = ir_node_new(b->ir, IR_CALL_VALUES, i->c);
        call->imm = (int64_t)(uintptr_t)list_from_values;
        call->aux = i->c;
        call->effects = RT_ALLOCATES;
        for (uint32_t k = 0; k < i->c; k++)
            call->in[k] = build_reg(b, i->b + k);
        build_set(b, i->a, build_result(build_call(b, call), IRT_LIST));
        return;
    }
    IrNode *storage = allocate(b, 0, KIND_ARRAY, sizeof(Array) + 8 * i->c, IRT_OTHER);
    IrNode *count = build_int(b, i->c);
    build_store(b, IR_STORE_SIZE, storage, offsetof(Array, capacity), count, ALIAS_CONSTANT);
    for (uint32_t k = 0; k < i->c; k++)
        build_store(b, IR_STORE, storage, (int64_t)(offsetof(Array, items) + 8 * k), build_reg(b, i->b + k), ALIAS_ELEMENT);
    IrNode *l = build_empty_list(b);
    build_store(b, IR_STORE_WORD, l, offsetof(List, storage), address_of(b, storage, 0), ALIAS_LIST);
    build_store(b, IR_STORE_WORD, l, offsetof(List, items), address_of(b, storage, offsetof(Array, items)), ALIAS_LIST);
    build_store(b, IR_STORE_SIZE, l, offsetof(List, length), count, ALIAS_LIST);
    build_store(b, IR_STORE_SIZE, l, offsetof(List, capacity), count, ALIAS_LIST);
    build_store(b, IR_STORE_U8, l, offsetof(List, strategy), ir_const_word(b->ir, strategy), ALIAS_LIST);
    build_set(b, i->a, l);
}

/* ---- slices ---- */

/* Whether the bounds are, or are asserted to be, ints and None: such a slice runs nothing
 * to be looked into. */
static bool assert_plain_bounds(Builder *b) {
    IrTypes plain = IRT_INT | IRT_NONE, seen = build_site(b)->left;
    for (uint32_t k = 0; k < 3; k++) {
        IrTypes types = build_reg(b, b->i.b + k)->types;
        if (types & ~plain && (!seen || seen & ~plain || build_failed(b, DEOPT_NOT_INT)))
            return false;
    }
    for (uint32_t k = 0; k < 3; k++)
        build_of_types(b, build_reg(b, b->i.b + k), plain, DEOPT_NOT_INT);
    return true;
}

/* slice(start, stop, step), mostly for one subscript. */
static void build_slice(Builder *b) {
    const Instruction *i = &b->i;
    if (!assert_plain_bounds(b)) {
        IrNode *call = ir_node(b->ir, IR_CALL_VALUES, build_reg(b, i->b), build_reg(b, i->b + 1), build_reg(b, i->b + 2));
        call->imm = (int64_t)(uintptr_t)rt_build_slice;
        call->effects = RT_ALLOCATES;
        build_set(b, i->a, build_result(build_call(b, call), IRT_OTHER));
        return;
    }
    const Shape *shape = b->t->vm->types[TYPE_SLICE]->root_shape;
    IrNode *slice = allocate(b, (uint32_t)(uintptr_t)shape, KIND_SLICE, sizeof(Slice), IRT_OTHER);
    for (uint32_t k = 0; k < 3; k++)
        build_store(b, IR_STORE, slice, (int64_t)(offsetof(Slice, start) + 8 * k), build_reg(b, i->b + k), ALIAS_CONSTANT);
    build_set(b, i->a, slice);
}

bool build_lists(Builder *b) {
    const Instruction *i = &b->i;
    switch (i->op) {
    case OPC_BUILD_LIST: build_literal(b); return true;
    case OPC_LIST_APPEND:
        build_append(b, build_reg(b, i->a), build_reg(b, i->b), build_site(b)->right);
        return true;
    case OPC_BUILD_SLICE: build_slice(b); return true;
    default: return false;
    }
}

/*
 * build_dicts.c - the graph builder: dicts and sets.
 *
 * A key is looked for by a node of its own, DICT_FIND or SET_FIND, or by a call that
 * does the same for keys of any kind (dict_find): its result is the address of what has
 * been found, or 0.  Both only look; so `k in d`, d[k] and d[k] = v of one key, one after
 * the other, become one search (opt_memory.c), and what they do with the value is a load
 * or a store at that address.
 *
 * Neither runs code of the program.  Where a key has a __hash__ or __eq__ of its own they
 * say so, and the interpreter takes the instruction over before anything has happened.
 * Dicts that are watched (module variables) are changed by the interpreter too.
 */
#include "ir/build_internal.h"

#include <string.h>

#include "ir/rt.h"
#include "runtime/str.h"

/* ---- which ---- */

static Type *type_of_id(Builder *b, TypeId id) { return b->t->vm->types[id]; }

/* Whether a dict's class leaves d[k], k in d, ... as they are for dicts. */
static bool has_own(Builder *b, const Type *type, SpecialId special) {
    if (value_same(type->specials[special], type_of_id(b, TYPE_DICT)->specials[special]))
        return true;
    /* defaultdict's finds what is there in the same way. */
    const Type *defaultdict = type_of_id(b, TYPE_COLLECTIONS_DEFAULTDICT);
    return special == SPECIAL_GETITEM && defaultdict &&
           value_same(type->specials[special], defaultdict->specials[special]);
}

/* The shape of objects of a class derived from dict, if that is what has been seen, by
 * whose `special` nothing is changed; else NULL. */
static Shape *subclass_shape(Builder *b, IrTypes types, uint32_t seen_shape, SpecialId special) {
    Shape *shape = types == IRT_OTHER && !build_failed(b, DEOPT_SHAPE) ? site_shape(seen_shape) : NULL;
    return shape && shape->type->kind == KIND_DICT && has_own(b, shape->type, special) ? shape : NULL;
}

static bool is_dict(Builder *b, const IrNode *v, IrTypes seen, uint32_t seen_shape, SpecialId special) {
    IrTypes types = build_expected(v, seen);
    return build_is_within(types, IRT_DICT) || subclass_shape(b, types, seen_shape, special);
}

/* The value, known to be such a dict. */
static IrNode *as_dict(Builder *b, IrNode *v, IrTypes seen, uint32_t seen_shape, SpecialId special) {
    Shape *shape = subclass_shape(b, build_expected(v, seen), seen_shape, special);
    return shape ? build_of_shape(b, v, shape) : build_of_types(b, v, IRT_DICT, DEOPT_TYPE);
}

/* ---- searches ---- */

/* Whether the keys seen could be looked for without code of the program. */
static bool can_search(Builder *b) {
    return !(build_site(b)->keys & KEY_OWN_METHOD) && !build_failed(b, DEOPT_OWN_METHOD);
}

static IrNode *compare_word(Builder *b, IrNode *word, IrCompare how, int64_t with) {
    IrNode *n = ir_node(b->ir, IR_WORD_CMP, word, ir_const_word(b->ir, with), NULL);
    n->aux = how;
    return build_emit(b, n);
}

/* The address of what belongs to the key, or 0. */
static IrNode *find(Builder *b, IrNode *container, bool in_set, IrNode *key, IrTypes seen_key) {
    IrTypes types = build_expected(key, seen_key);
    IrTypes class = build_is_within(types, IRT_STR) ? IRT_STR : build_is_within(types, IRT_INT) ? IRT_INT : 0;
    bool guarded = !(key->types & ~class) || !build_failed(b, DEOPT_TYPE);
    if (class && guarded && (build_site(b)->keys & (KEY_EQUAL | KEY_PRESENT)) != KEY_EQUAL) {
        key = build_of_types(b, key, class, DEOPT_TYPE);
        IrNode *n = ir_node(b->ir, in_set ? IR_SET_FIND : IR_DICT_FIND, container, key, NULL);
        n->imm = class;
        return build_guard(b, n, DEOPT_OWN_METHOD);
    }
    IrNode *n = build_rt(b, in_set ? RT_set_find : RT_dict_find, container, key, NULL);
    IrNode *plain = compare_word(b, n, IR_NE, RT_OWN_METHOD);
    build_guard(b, ir_node(b->ir, IR_GUARD_TRUE, plain, NULL, NULL), DEOPT_OWN_METHOD);
    return n;
}

static IrNode *is_found(Builder *b, IrNode *place) { return compare_word(b, place, IR_NE, 0); }

static IrNode *load_value(Builder *b, IrNode *place) {
    IrNode *v = build_load(b, IR_LOAD, place, 0, ALIAS_DICT_VALUE);
    v->types = IRT_ANY & ~IRT_UNDEF;
    return v;
}

/* Goes on behind a plain call that did what it should; else nothing has been done. */
static void unless_own_method(Builder *b, IrNode *result) {
    IrBlock *other = build_block(b), *on = build_block(b);
    build_branch(b, compare_word(b, result, IR_EQ, RT_OWN_METHOD), other, on);
    b->block = other;
    build_exit(b, DEOPT_OWN_METHOD);
    b->block = on;
}

/* ---- dicts ---- */

bool build_dict_get(Builder *b, IrNode *container, IrNode *key, IrNode **result) {
    const IrSite *site = build_site(b);
    if (b->i.op != OPC_GET_ITEM || !can_search(b) ||
        !is_dict(b, container, site->left, site->left_shape, SPECIAL_GETITEM))
        return false;
    IrNode *d = as_dict(b, container, site->left, site->left_shape, SPECIAL_GETITEM);
    IrNode *place = find(b, d, false, key, site->right), *found = is_found(b, place);
    if (!(site->keys & KEY_ABSENT) && !build_failed(b, DEOPT_KEY)) {
        build_guard(b, ir_node(b->ir, IR_GUARD_TRUE, found, NULL, NULL), DEOPT_KEY);
        *result = load_value(b, place);
        return true;
    }
    IrBlock *yes = build_block(b), *no = build_block(b), *join = build_block(b);
    build_branch(b, found, yes, no);
    b->block = yes;
    IrNode *value = load_value(b, place);
    build_jump(b, join);
    b->block = no;
    no->cold = d->types == IRT_DICT;
    IrNode *missing = build_rt(b, RT_get_item, d, key, NULL); /* KeyError, or __missing__ */
    build_jump(b, join);
    b->block = join;
    *result = build_phi2(b, join, value, missing);
    return true;
}

/* Stores the value at its place in the dict. */
static void store_value(Builder *b, IrNode *d, IrNode *place, IrNode *v) {
    build_store(b, IR_STORE, place, 0, v, ALIAS_DICT_VALUE);
    if (!(v->types & IRT_OBJECT))
        return;
    IrNode *storage = build_load(b, IR_LOAD_WORD, d, offsetof(Dict, entry_storage), ALIAS_DICT);
    build_emit(b, ir_node(b->ir, IR_WROTE_AT, storage, place, NULL));
}

static void set_by_call(Builder *b, IrNode *d, IrNode *key, IrNode *v) {
    unless_own_method(b, build_rt(b, RT_dict_set_plain, d, key, v));
}

/* Nobody has to be told when the dict changes. */
static void guard_unwatched(Builder *b, IrNode *d) {
    IrNode *flags = build_load(b, IR_LOAD_U32, d, offsetof(Dict, flags), ALIAS_DICT);
    IrNode *watched = ir_node(b->ir, IR_TEST_BITS, flags, NULL, NULL);
    watched->imm = DICT_WATCHED;
    build_emit(b, watched);
    build_guard(b, ir_node(b->ir, IR_GUARD_FALSE, watched, NULL, NULL), DEOPT_OWN_METHOD);
}

bool build_dict_set(Builder *b, IrNode *container, IrNode *key, IrNode *v) {
    const IrSite *site = build_site(b);
    if (!can_search(b) || !is_dict(b, container, site->left, site->left_shape, SPECIAL_SETITEM))
        return false;
    IrNode *d = as_dict(b, container, site->left, site->left_shape, SPECIAL_SETITEM);
    if (!(site->keys & (KEY_PRESENT | KEY_EQUAL))) { /* new keys: found and put there in one */
        set_by_call(b, d, key, v);
        return true;
    }
    guard_unwatched(b, d);
    IrNode *place = find(b, d, false, key, site->right), *found = is_found(b, place);
    if (!(site->keys & KEY_ABSENT) && !build_failed(b, DEOPT_KEY)) {
        build_guard(b, ir_node(b->ir, IR_GUARD_TRUE, found, NULL, NULL), DEOPT_KEY);
        store_value(b, d, place, v);
        return true;
    }
    IrBlock *yes = build_block(b), *no = build_block(b), *join = build_block(b);
    build_branch(b, found, yes, no);
    b->block = yes;
    store_value(b, d, place, v);
    build_jump(b, join);
    b->block = no;
    set_by_call(b, d, key, v);
    build_jump(b, join);
    b->block = join;
    return true;
}

void build_map_add(Builder *b, IrNode *dict, IrNode *key, IrNode *v) {
    if (can_search(b))
        set_by_call(b, dict, key, v);
    else
        build_rt(b, RT_map_add, dict, key, v);
}

/* Whether all keys of the pairs are constants, strs that differ. */
static bool has_constant_names(Builder *b, uint32_t first, uint32_t pairs) {
    enum { PAIRS_MAX = 32 };
    Value names[PAIRS_MAX];
    for (uint32_t k = 0; k < pairs; k++) {
        const IrNode *key = build_reg(b, first + 2 * k);
        if (pairs > PAIRS_MAX || !ir_is_const(key, &names[k]) || !value_is_exact(names[k], KIND_STR))
            return false;
        for (uint32_t i = 0; i < k; i++)
            if (value_same(names[i], names[k]) || str_equal(b->t, value_as_str(names[i]), value_as_str(names[k])))
                return false;
    }
    return true;
}

/* Whether an empty dict is that of a comprehension whose loop, over what is in the registers from
 * `state` on, has always put a new key into it each time. */
static bool grows_by_loop(Builder *b, uint32_t state) {
    const Flow *f = b->scope->flow;
    const Code *code = f->code;
    Instruction i;
    if (!b->scope->feedback || b->i.next >= code->instruction_count)
        return false;
    flow_decode(code, b->i.next, &i);
    if (i.op != OPC_FOR_ITER || i.b != state || !(build_is_within(build_reg(b, state)->types, IRT_INT) ||
                                                  build_is_within(build_reg(b, state)->types, IRT_LIST)))
        return false;
    bool grows = false;
    do {
        flow_decode(code, i.next, &i);
        if (i.op == OPC_MAP_ADD && i.a == b->i.a)
            grows = b->scope->feedback->sites[i.pc].keys == KEY_ABSENT;
    } while (i.op != OPC_FOR_LOOP && i.next < code->instruction_count && f->block_at[i.next] == FLOW_NONE);
    return grows && i.op == OPC_FOR_LOOP;
}

IrNode *build_map(Builder *b, uint32_t first, uint32_t pairs) {
    if (!pairs && grows_by_loop(b, first)) {
        IrNode *d = build_rt(b, RT_dict_new_for, build_reg(b, first), build_reg(b, first + 1), build_reg(b, first + 2));
        return build_result(d, IRT_DICT);
    }
    if (!pairs)
        return build_result(build_rt(b, RT_dict_new, NULL, NULL, NULL), IRT_DICT);
    bool names = has_constant_names(b, first, pairs);
    IrNode *call = ir_node_new(b->ir, IR_CALL_VALUES, 2 * pairs);
    call->imm = (int64_t)(uintptr_t)(names ? rt_build_map_of_names : rt_build_map);
    call->aux = pairs;
    call->effects = names ? RT_ALLOCATES : RT_OBSERVES;
    for (uint32_t k = 0; k < 2 * pairs; k++)
        call->in[k] = build_reg(b, first + k);
    return build_result(build_call(b, call), IRT_DICT);
}

/* ---- membership ---- */

IrNode *build_key_in(Builder *b, IrNode *container, IrNode *key) {
    const IrSite *site = build_site(b);
    if (!can_search(b))
        return NULL;
    if (site->right && build_is_within(build_expected(container, site->right), IRT_SET)) {
        IrNode *s = build_of_types(b, container, IRT_SET, DEOPT_TYPE);
        return is_found(b, find(b, s, true, key, site->left));
    }
    if (!is_dict(b, container, site->right, site->right_shape, SPECIAL_CONTAINS))
        return NULL;
    IrNode *d = as_dict(b, container, site->right, site->right_shape, SPECIAL_CONTAINS);
    return is_found(b, find(b, d, false, key, site->left));
}

/* ---- sets ---- */

static void add_by_call(Builder *b, IrNode *set, IrNode *key) {
    unless_own_method(b, build_rt(b, RT_set_add_plain, set, key, NULL));
}

void build_set_add(Builder *b, IrNode *set, IrNode *key) {
    if (can_search(b))
        add_by_call(b, set, key);
    else
        build_rt(b, RT_set_add, set, key, NULL);
}

/* ---- methods ---- */

static IrNode *get_method(Builder *b, IrNode **args, uint32_t count) {
    IrNode *otherwise = count > 2 ? args[2] : build_value(b, VALUE_NONE);
    IrNode *place = find(b, args[0], false, args[1], build_site(b)->right);
    IrBlock *yes = build_block(b), *join = build_block(b);
    build_branch(b, is_found(b, place), yes, join);
    b->block = yes;
    IrNode *value = load_value(b, place);
    build_jump(b, join);
    b->block = join;
    return build_phi2(b, join, otherwise, value);
}

static IrNode *setdefault_method(Builder *b, IrNode **args, uint32_t count) {
    IrNode *otherwise = count > 2 ? args[2] : build_value(b, VALUE_NONE);
    IrNode *place = find(b, args[0], false, args[1], build_site(b)->right);
    IrBlock *yes = build_block(b), *no = build_block(b), *join = build_block(b);
    build_branch(b, is_found(b, place), yes, no);
    b->block = yes;
    IrNode *value = load_value(b, place);
    build_jump(b, join);
    b->block = no;
    set_by_call(b, args[0], args[1], otherwise);
    build_jump(b, join);
    b->block = join;
    return build_phi2(b, join, value, otherwise);
}

static bool is_dict_for_certain(const IrNode *v) {
    return v->types == IRT_DICT ||
           (v->op == IR_GUARD_SHAPE && ((Shape *)(uintptr_t)v->imm)->type->kind == KIND_DICT);
}

IrNode *build_dict_method(Builder *b, NativeFunction *f, IrNode **args, uint32_t count) {
    const char *name = f->def->name;
    if (count < 2 || !can_search(b))
        return NULL;
    if (f->owner == type_of_id(b, TYPE_DICT) && count <= 3 && is_dict_for_certain(args[0])) {
        if (strcmp(name, "get") == 0)
            return get_method(b, args, count);
        if (strcmp(name, "setdefault") == 0)
            return setdefault_method(b, args, count);
    }
    if (f->owner == type_of_id(b, TYPE_SET) && count == 2 && args[0]->types == IRT_SET) {
        if (strcmp(name, "add") == 0) {
            add_by_call(b, args[0], args[1]);
            return build_value(b, VALUE_NONE);
        }
        if (strcmp(name, "discard") == 0) {
            unless_own_method(b, build_rt(b, RT_set_discard_plain, args[0], args[1], NULL));
            return build_value(b, VALUE_NONE);
        }
    }
    return NULL;
}

/*
 * build_tuples.c - the graph builder: tuples of subclasses, such as named ones; comparison of
 * tuples made for it, such as (self.time, self.serial) < (other.time, other.serial), item by
 * item: the tuples are then not needed, and escape analysis leaves them out.
 */
#include "ir/build_internal.h"

#include "ir/rt.h"
#include "runtime/sequence.h"

/* ---- subclasses ---- */

IrNode *build_tuple_new(Builder *b, IrNode **args) {
    Value v;
    const Type *tuple = b->t->vm->types[TYPE_TUPLE];
    if (!ir_is_const(args[0], &v) || !value_is_kind(v, KIND_TYPE))
        return NULL;
    const Type *cls = (const Type *)value_as_object(v);
    IrTypes types = build_argument_types(b, args, 1);
    if (!type_is_subtype(cls, tuple) || !build_is_within(types, IRT_TUPLE) || build_failed(b, DEOPT_TYPE))
        return NULL;
    IrNode *source = build_of_types(b, args[1], IRT_TUPLE, DEOPT_TYPE), *items[BUILD_ITEMS_MAX], *made;
    if (cls == tuple)
        return source;
    uint32_t count;
    b->host->class_as_such(b->host->data, (Type *)cls);
    bool plain = !cls->slots_offset && !cls->member_count && !(cls->flags & TYPEFLAG_HAS_FINALIZER);
    if (plain && build_items_of_new_tuple(b, source, items, &count)) {
        made = build_tuple_of(b, cls, items, count);
    } else {
        made = ir_node(b->ir, IR_CALL_VALUES, args[0], source, NULL);
        made->imm = (int64_t)(uintptr_t)rt_new_tuple_of;
        made->effects = RT_READS | RT_ALLOCATES;
        made = build_result(build_call(b, made), IRT_OTHER);
    }
    IrNode *pin = ir_node(b->ir, IR_GUARD_SHAPE, made, NULL, NULL); /* says what it is */
    pin->imm = (int64_t)(uintptr_t)cls->root_shape;
    pin->types = IRT_OTHER;
    pin->alias = ALIAS_SHAPE;
    pin->nowrap = true;
    return build_emit(b, pin);
}

IrNode *build_as_tuple(Builder *b, IrNode *v, IrTypes seen, uint32_t seen_shape) {
    IrTypes types = build_expected(v, seen);
    if (build_is_within(types, IRT_TUPLE))
        return build_of_types(b, v, IRT_TUPLE, DEOPT_TYPE);
    const Type *type = types == IRT_OTHER ? build_one_type(b, v, types, seen_shape) : NULL;
    return type && type->flags & TYPEFLAG_PLAIN_TUPLE ? build_of_one_type(b, v, types, seen_shape) : NULL;
}

/* ---- comparison ---- */

enum { COMPARED_MAX = 6 };

/* The items of a tuple made in the graph; 0: it is none, or too long. */
static uint32_t items_of(Builder *b, const IrNode *tuple, IrNode **out) {
    while (tuple->op == IR_GUARD_TYPE)
        tuple = tuple->in[0];
    if (tuple->op != IR_ALLOC || tuple->types != IRT_TUPLE)
        return 0;
    uint32_t count = 0;
    while (count < COMPARED_MAX && (out[count] = build_known_field(b, tuple, offsetof(Tuple, items) + 8 * count)))
        count++;
    return count < COMPARED_MAX ? count : 0;
}

/* The ways in which a comparison ends: each has a result, a V. */
typedef struct Results {
    IrBlock *join;
    IrNode *values[4 * COMPARED_MAX];
    uint32_t count;
} Results;

static void finish(Builder *b, Results *r, IrNode *v) {
    r->values[r->count++] = v;
    build_jump(b, r->join);
}

static void finish_with(Builder *b, Results *r, IrNode *condition) {
    IrNode *v = build_emit(b, ir_node(b->ir, IR_BOOL_VALUE, condition, NULL, NULL));
    v->types = IRT_BOOL;
    finish(b, r, v);
}

static IrNode *int_compare(Builder *b, IrCompare how, IrNode *x, IrNode *y) {
    IrNode *n = ir_node(b->ir, IR_INT_CMP, x, y, NULL);
    n->aux = how;
    return build_emit(b, n);
}

static IrNode *word_compare(Builder *b, IrCompare how, IrNode *word, int64_t with) {
    IrNode *n = ir_node(b->ir, IR_WORD_CMP, word, ir_const_word(b->ir, with), NULL);
    n->aux = how;
    return build_emit(b, n);
}

/* Begins a block where the condition holds; the other one is *otherwise. */
static void begin_if(Builder *b, IrNode *condition, IrBlock **otherwise) {
    IrBlock *yes = build_block(b);
    *otherwise = build_block(b);
    build_branch(b, condition, yes, *otherwise);
    b->block = yes;
}

static IrNode *is_of(Builder *b, IrNode *v, IrTypes types) {
    IrNode *test = ir_node(b->ir, IR_IS_TYPE, v, NULL, NULL);
    test->imm = types;
    return build_emit(b, test);
}

static IrNode *pinned(Builder *b, IrNode *v, IrTypes types) {
    if (!(v->types & ~types))
        return v;
    IrNode *pin = ir_node(b->ir, IR_GUARD_TYPE, v, NULL, NULL);
    pin->imm = pin->types = types;
    pin->nowrap = true;
    return build_emit(b, pin);
}

static bool is_equality(IrCompare how) { return how == IR_EQ || how == IR_NE; }

/* Both are ints, and not the same: that decides. */
static void decide_ints(Builder *b, Results *r, IrCompare how, IrNode *x, IrNode *y) {
    if (is_equality(how))
        finish(b, r, build_value(b, value_bool(how == IR_NE)));
    else
        finish_with(b, r, int_compare(b, how, pinned(b, x, IRT_INT), pinned(b, y, IRT_INT)));
}

/* A pair of items of which nothing is known; what follows is where they are equal. */
static void compare_items(Builder *b, Results *r, IrCompare how, IrNode *x, IrNode *y) {
    IrBlock *equal = build_block(b), *other = build_block(b), *not_first, *not_second;
    build_branch(b, build_emit(b, ir_node(b->ir, IR_SAME, x, y, NULL)), equal, other);
    b->block = other;
    begin_if(b, is_of(b, x, IRT_INT), &not_first);
    begin_if(b, is_of(b, y, IRT_INT), &not_second);
    decide_ints(b, r, how, x, y);
    IrBlock *general = build_block(b);
    b->block = not_first;
    build_jump(b, general);
    b->block = not_second;
    build_jump(b, general);
    b->block = general;
    IrBlock *differ = build_block(b);
    IrNode *same = build_rt(b, RT_items_equal, x, y, NULL);
    build_branch(b, word_compare(b, IR_NE, same, 0), equal, differ);
    b->block = differ;
    if (is_equality(how))
        finish(b, r, build_value(b, value_bool(how == IR_NE)));
    else
        finish(b, r, build_rt(b, RT_compare, x, y, ir_const_word(b->ir, how)));
    b->block = equal;
}

IrNode *build_compare_tuples(Builder *b, IrCompare how, IrNode *x, IrNode *y) {
    IrNode *left[COMPARED_MAX], *right[COMPARED_MAX];
    uint32_t count = items_of(b, x, left);
    if (!count || items_of(b, y, right) != count)
        return NULL;
    /* Guards come before anything that may run code. */
    bool ints = build_site(b)->third == IRT_INT && !build_failed(b, DEOPT_NOT_INT);
    for (uint32_t k = 0; ints && k < count; k++)
        ints = left[k]->types & IRT_INT && right[k]->types & IRT_INT;
    for (uint32_t k = 0; ints && k < count; k++) {
        left[k] = build_of_types(b, left[k], IRT_INT, DEOPT_NOT_INT);
        right[k] = build_of_types(b, right[k], IRT_INT, DEOPT_NOT_INT);
    }
    Results r = {.join = build_block(b)};
    for (uint32_t k = 0; k < count; k++) {
        if (!ints) {
            compare_items(b, &r, how, left[k], right[k]);
            continue;
        }
        if (k + 1 == count) { /* what is compared last may be equal, too */
            finish_with(b, &r, int_compare(b, how, left[k], right[k]));
            break;
        }
        IrBlock *differ;
        begin_if(b, int_compare(b, IR_EQ, left[k], right[k]), &differ);
        IrBlock *equal = b->block;
        b->block = differ;
        decide_ints(b, &r, how, left[k], right[k]);
        b->block = equal;
    }
    if (!ints)
        finish(b, &r, build_value(b, value_bool(how == IR_EQ || how == IR_LE || how == IR_GE)));
    build_continue(b, r.join);
    if (r.count == 1)
        return r.values[0];
    IrNode *phi = ir_node_new(b->ir, IR_PHI, r.count);
    phi->types = 0;
    for (uint32_t k = 0; k < r.count; k++) {
        phi->in[k] = r.values[k];
        phi->types |= r.values[k]->types;
    }
    return build_emit(b, phi);
}

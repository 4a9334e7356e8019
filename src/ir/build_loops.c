/*
 * build_loops.c - the graph builder: `for`.  Loops over ranges, lists, tuples, strs, dicts
 * and sets keep their state (vm/loops.h) in nodes; iterators are opened up where they are
 * known (build_iterators.c); the others advance by calls.
 */
#include "ir/build_internal.h"

#include "ir/rt.h"
#include "runtime/str.h"
#include "vm/loops.h"

/* ---- beginning ---- */

static IrNode *int_operation(Builder *b, IrOp op, IrNode *x, IrNode *y) {
    IrNode *n = ir_node(b->ir, op, x, y, NULL);
    n->types = IRT_INT;
    return build_guard(b, n, DEOPT_OVERFLOW);
}

static IrNode *compare_ints(Builder *b, IrCompare how, IrNode *x, IrNode *y) {
    IrNode *n = ir_node(b->ir, IR_INT_CMP, x, y, NULL);
    n->aux = how;
    return build_emit(b, n);
}

/* Where counting from start ends, by a constant step: start + step * (number of items). */
static IrNode *range_end(Builder *b, const RangeCall *range, int64_t step) {
    IrNode *some = compare_ints(b, step > 0 ? IR_LT : IR_GT, range->start, range->stop);
    IrNode *end = range->stop;
    if (step != 1 && step != -1) {
        int64_t size = step > 0 ? step : -step;
        IrNode *span = step > 0 ? int_operation(b, IR_INT_SUB, range->stop, range->start)
                                : int_operation(b, IR_INT_SUB, range->start, range->stop);
        IrNode *count = int_operation(b, IR_INT_FLOORDIV,
                                      int_operation(b, IR_INT_ADD, span, build_int(b, size - 1)), build_int(b, size));
        end = int_operation(b, IR_INT_ADD, range->start, int_operation(b, IR_INT_MUL, count, range->step));
    }
    IrNode *select = ir_node(b->ir, IR_SELECT, some, end, range->start);
    select->types = IRT_INT;
    return build_emit(b, select);
}

static void set_state(Builder *b, IrNode *first, IrNode *second, IrNode *third) {
    build_set(b, b->i.a, first);
    build_set(b, b->i.a + 1, second);
    build_set(b, b->i.a + 2, third);
}

static IrNode *result_of_call(Builder *b, uint32_t number) {
    return build_load(b, IR_LOAD, ir_const_word(b->ir, (int64_t)(uintptr_t)&b->t->results[number]), 0, ALIAS_OTHER);
}

/* What the loop is known to run over, of dicts, sets and iterators. */
static IterationKind opened_kind(Builder *b) {
    const Flow *f = b->scope->flow;
    switch (flow_loop_kind(f, b->i.pc)) {
    case LOOP_SAW_DICT: return ITERATION_DICT;
    case LOOP_SAW_VIEW:
    case LOOP_SAW_OTHER: return iteration_kind(f->iterations[b->i.pc]);
    default: return ITERATION_NONE;
    }
}

static bool prepare_opened(Builder *b, IrNode *iterable) {
    IterationKind kind = opened_kind(b);
    IrNode *state[3], *zero = build_int(b, 0);
    if (kind == ITERATION_NONE)
        return false;
    if (iteration_is_iterator(kind)) {
        set_state(b, build_begun(b, kind, iterable, build_site(b)->left), zero, zero);
        return true;
    }
    IrNode *object = build_iterated(b, kind, iterable);
    if (kind == ITERATION_SET || kind == ITERATION_FROZENSET)
        build_begin_set(b, object, state);
    else
        build_begin_dict(b, kind, object, state);
    set_state(b, state[0], state[1], state[2]);
    return true;
}

static void prepare(Builder *b) {
    IrNode *iterable = build_reg(b, b->i.b);
    for (RangeCall *r = b->ranges; r; r = r->next) {
        Value step;
        if (r->object == iterable && ir_is_const(r->step, &step) && value_as_int(step) != 0 &&
            !build_failed(b, DEOPT_OVERFLOW)) {
            set_state(b, r->start, range_end(b, r, value_as_int(step)), r->step);
            return;
        }
    }
    static const struct {
        uint32_t saw;
        IrTypes type;
    } indexed[] = {{LOOP_SAW_LIST, IRT_LIST}, {LOOP_SAW_TUPLE, IRT_TUPLE}, {LOOP_SAW_STR, IRT_STR}};
    for (size_t k = 0; k < sizeof indexed / sizeof *indexed; k++)
        if (b->i.c == indexed[k].saw && !build_failed(b, DEOPT_ITERABLE)) {
            IrNode *zero = build_int(b, 0);
            set_state(b, build_of_types(b, iterable, indexed[k].type, DEOPT_ITERABLE), zero, zero);
            return;
        }
    if (prepare_opened(b, iterable))
        return;
    IrNode *own = b->i.c == LOOP_SAW_GENERATOR ? build_own_iterator(b, iterable) : NULL;
    if (own)
        iterable = own;
    if (!(iterable->types & ~IRT_GENERATOR) || (b->i.c == LOOP_SAW_GENERATOR && !build_failed(b, DEOPT_ITERABLE))) {
        IrNode *zero = build_int(b, 0);
        set_state(b, build_of_types(b, iterable, IRT_GENERATOR, DEOPT_ITERABLE), zero, zero);
        return;
    }
    build_rt(b, RT_loop_prepare, iterable, NULL, NULL);
    IrNode *first = result_of_call(b, 0), *second = result_of_call(b, 1), *third = result_of_call(b, 2);
    set_state(b, first, second, third);
}

/* ---- each time ---- */

/* Ends the block: there is an item, and control goes into the body, or there is none.
 * `item_state`: the registers that change if there is one. */
typedef struct Step {
    IrNode *item, *state[3];
} Step;

static void set_step(Builder *b, const Step *step) {
    for (uint32_t k = 0; k < 3; k++)
        if (step->state[k])
            build_set(b, b->i.b + k, step->state[k]);
    build_set(b, b->i.a, step->item);
}

/* Goes into the body; at the loop's end that is the back-edge, which polls. */
static void enter_body(Builder *b) {
    bool back = b->i.op == OPC_FOR_LOOP;
    uint32_t body = back ? b->i.target : b->i.next;
    if (back)
        build_poll(b, body);
    build_goto(b, body);
}

static void leave_loop(Builder *b) { build_goto_or_exit(b, b->i.op == OPC_FOR_LOOP ? b->i.next : b->i.target); }

/* Both ways on by a condition that can be told before anything has changed. */
static void go_on(Builder *b, IrNode *more, Step (*advance)(Builder *, IrNode *const *), IrNode *const *state) {
    IrBlock *item = build_block(b), *end = build_block(b);
    build_branch(b, more, item, end);
    IrNode *kept[3] = {build_reg(b, b->i.b), build_reg(b, b->i.b + 1), build_reg(b, b->i.b + 2)};
    IrNode *kept_item = build_reg(b, b->i.a);
    b->block = item;
    Step step = advance(b, state);
    set_step(b, &step);
    enter_body(b);
    for (uint32_t k = 0; k < 3; k++)
        build_set(b, b->i.b + k, kept[k]);
    build_set(b, b->i.a, kept_item);
    b->block = end;
    leave_loop(b);
}

static IrNode *next_index(Builder *b, IrNode *index, IrNode *step) {
    IrNode *n = ir_node(b->ir, IR_INT_ADD, index, step, NULL);
    n->types = IRT_INT;
    n->nowrap = true;
    return build_emit(b, n);
}

static Step advance_range(Builder *b, IrNode *const *state) {
    return (Step){state[0], {next_index(b, state[0], state[2]), NULL, NULL}};
}

static Step advance_list(Builder *b, IrNode *const *state) {
    IrNode *l = state[0];
    IrTypes types = build_item_types(b, &l);
    IrNode *item = ir_node(b->ir, IR_LOAD_ELEMENT, build_load(b, IR_LOAD_WORD, l, offsetof(List, items), ALIAS_LIST),
                           state[1], NULL);
    item->alias = ALIAS_ELEMENT;
    item->types = types;
    build_emit(b, item);
    return (Step){item, {NULL, next_index(b, state[1], build_int(b, 1)), NULL}};
}

static Step advance_tuple(Builder *b, IrNode *const *state) {
    IrNode *item = ir_node(b->ir, IR_LOAD_ELEMENT, state[0], state[1], NULL);
    item->imm = offsetof(Tuple, items);
    item->alias = ALIAS_CONSTANT;
    item->types = IRT_ANY & ~IRT_UNDEF;
    build_emit(b, item);
    return (Step){item, {NULL, next_index(b, state[1], build_int(b, 1)), NULL}};
}

static Step advance_str(Builder *b, IrNode *const *state) {
    IrNode *item = build_str_item(b, state[0], state[1]);
    return (Step){item, {NULL, next_index(b, state[1], build_int(b, 1)), NULL}};
}

/* The body with an item, unless what an iterator has given is its end. */
static void enter_or_leave(Builder *b, IrNode *given) {
    Instruction *i = &b->i;
    IrBlock *item = build_block(b), *end = build_block(b);
    build_branch(b, build_is_stop(b, given), end, item);
    IrNode *kept = build_reg(b, i->a);
    b->block = item;
    build_set(b, i->a, given);
    enter_body(b);
    build_set(b, i->a, kept);
    b->block = end;
    leave_loop(b);
}

/* A generator is resumed. */
static void advance_generator(Builder *b, IrNode *generator) {
    IrNode *g = build_of_types(b, generator, IRT_GENERATOR, DEOPT_ITERABLE);
    enter_or_leave(b, build_resumption(b, g, build_value(b, VALUE_NONE)));
}

/* An iterator of a native type that runs nothing of the program to advance; false: it is not
 * known to be one. */
static bool advance_plainly(Builder *b, IrNode *iterator) {
    const IrSite *site = build_site(b);
    bool known = site->left == IRT_OTHER && !build_failed(b, DEOPT_ITERABLE) && !build_failed(b, DEOPT_SHAPE);
    const Type *type = known ? build_one_type(b, iterator, site->left, site->left_shape) : NULL;
    if (!type || !(type->flags & TYPEFLAG_PLAIN_NEXT))
        return false;
    IrNode *call = ir_node(b->ir, IR_CALL_VALUES, build_of_one_type(b, iterator, site->left, site->left_shape), NULL, NULL);
    call->imm = (int64_t)(uintptr_t)rt_next_plain;
    call->effects = RT_READS | RT_ALLOCATES | RT_WRITES;
    enter_or_leave(b, build_result(build_call(b, call), IRT_ANY & ~IRT_UNDEF));
    return true;
}

/* Any other iterable: the call says whether there is an item, its results which and what
 * the loop's state is then.  A generator that has been seen here too is resumed. */
static void advance_by_call(Builder *b) {
    Instruction *i = &b->i;
    uint32_t reg = i->b;
    IrNode *kept[3] = {build_reg(b, reg), build_reg(b, reg + 1), build_reg(b, reg + 2)}, *kept_item = build_reg(b, i->a);
    IrBlock *item = build_block(b), *end = build_block(b), *generator_item = NULL;
    IrNode *yielded = NULL;
    if (b->scope->flow->loop_saw[i->pc] & LOOP_SAW_GENERATOR && kept[0]->types & IRT_GENERATOR) {
        IrBlock *resume = build_block(b), *other = build_block(b);
        IrNode *test = ir_node(b->ir, IR_IS_TYPE, kept[0], NULL, NULL);
        test->imm = IRT_GENERATOR;
        build_branch(b, build_emit(b, test), resume, other);
        b->block = resume;
        yielded = build_resumption(b, kept[0], build_value(b, VALUE_NONE));
        generator_item = build_block(b);
        build_branch(b, build_is_stop(b, yielded), end, generator_item);
        b->block = other;
    }
    IrNode *status = build_rt(b, RT_loop_advance, kept[0], kept[1], kept[2]);
    IrNode *more = ir_node(b->ir, IR_WORD_CMP, status, ir_const_word(b->ir, LOOP_AT_END), NULL);
    more->aux = IR_NE;
    build_branch(b, build_emit(b, more), item, end);
    b->block = item;
    Step step = {result_of_call(b, 3), {result_of_call(b, 0), result_of_call(b, 1), NULL}};
    step.item->types = IRT_ANY & ~IRT_UNDEF;
    if (yielded) {
        IrBlock *join = build_block(b);
        build_jump(b, join);
        b->block = generator_item;
        build_jump(b, join);
        b->block = join;
        step.item = build_phi2(b, join, step.item, yielded);
        for (uint32_t k = 0; k < 2; k++)
            step.state[k] = build_phi2(b, join, step.state[k], kept[k]);
    }
    set_step(b, &step);
    enter_body(b);
    build_set(b, reg, kept[0]);
    build_set(b, reg + 1, kept[1]);
    build_set(b, i->a, kept_item);
    b->block = end;
    leave_loop(b);
}

/* A dict, set or iterator that is opened up.  What the advancing calls returns into the
 * loop's body. */
static void advance_opened(Builder *b, IterationKind kind, IrNode **state) {
    Instruction *i = &b->i;
    IrBlock *end = build_block(b);
    IrNode *kept[2] = {build_reg(b, i->a), build_reg(b, i->b + 1)};
    Step step = {NULL, {NULL, NULL, NULL}};
    if (i->op == OPC_FOR_LOOP) {
        const Flow *f = b->scope->flow;
        b->call_state = build_state(b, i->target, f->blocks[f->block_at[i->target]].live_in);
    }
    if (iteration_is_iterator(kind)) {
        step.item = build_advance(b, b->scope->flow->iterations[i->pc], state[0], end);
    } else {
        state[0] = build_iterated(b, kind, state[0]);
        state[1] = build_of_types(b, state[1], IRT_INT, DEOPT_ITERABLE);
        state[2] = build_of_types(b, state[2], IRT_INT, DEOPT_ITERABLE);
        bool set = kind == ITERATION_SET || kind == ITERATION_FROZENSET;
        step.item = set ? build_advance_set(b, state, end) : build_advance_dict(b, kind, state, end);
        step.state[1] = state[1];
    }
    if (step.item) {
        set_step(b, &step);
        enter_body(b);
    }
    build_set(b, i->a, kept[0]);
    build_set(b, i->b + 1, kept[1]);
    b->block = end;
    leave_loop(b);
}

static void iterate(Builder *b) {
    Instruction *i = &b->i;
    if ((i->op == OPC_FOR_ITER ? build_drive : build_drive_on)(b))
        return;
    IrNode *state[3] = {build_reg(b, i->b), build_reg(b, i->b + 1), build_reg(b, i->b + 2)};
    IterationKind kind = opened_kind(b);
    if (kind != ITERATION_NONE) {
        advance_opened(b, kind, state);
        return;
    }
    switch (flow_loop_kind(b->scope->flow, i->pc)) {
    case LOOP_SAW_RANGE: {
        state[0] = build_of_types(b, state[0], IRT_INT, DEOPT_ITERABLE);
        state[1] = build_of_types(b, state[1], IRT_INT, DEOPT_ITERABLE);
        state[2] = build_of_types(b, state[2], IRT_INT, DEOPT_ITERABLE);
        Value step;
        IrNode *more;
        if (ir_is_const(state[2], &step)) {
            more = compare_ints(b, value_as_int(step) > 0 ? IR_LT : IR_GT, state[0], state[1]);
        } else {
            more = compare_ints(b, IR_NE, state[0], state[1]);
        }
        go_on(b, more, advance_range, state);
        return;
    }
    case LOOP_SAW_LIST: {
        state[0] = build_of_types(b, state[0], IRT_LIST, DEOPT_ITERABLE);
        state[1] = build_of_types(b, state[1], IRT_INT, DEOPT_ITERABLE);
        IrNode *length = build_load(b, IR_LOAD_SIZE, state[0], offsetof(List, length), ALIAS_LIST);
        go_on(b, compare_ints(b, IR_LT, state[1], length), advance_list, state);
        return;
    }
    case LOOP_SAW_TUPLE: {
        state[0] = build_of_types(b, state[0], IRT_TUPLE, DEOPT_ITERABLE);
        state[1] = build_of_types(b, state[1], IRT_INT, DEOPT_ITERABLE);
        IrNode *length = build_load(b, IR_LOAD_SIZE, state[0], offsetof(Tuple, length), ALIAS_CONSTANT);
        go_on(b, compare_ints(b, IR_LT, state[1], length), advance_tuple, state);
        return;
    }
    case LOOP_SAW_STR: {
        state[0] = build_of_types(b, state[0], IRT_STR, DEOPT_ITERABLE);
        state[1] = build_of_types(b, state[1], IRT_INT, DEOPT_ITERABLE);
        IrNode *length = ir_node(b->ir, IR_WORD_TO_INT,
                                 build_load(b, IR_LOAD_U32, state[0], offsetof(Str, length), ALIAS_CONSTANT), NULL, NULL);
        length->types = IRT_INT;
        build_emit(b, length);
        go_on(b, compare_ints(b, IR_LT, state[1], length), advance_str, state);
        return;
    }
    case LOOP_SAW_GENERATOR: advance_generator(b, state[0]); return;
    default:
        if (!flow_loop_counts(b->scope->flow, i->pc))
            state[0] = build_of_types(b, state[0], IRT_ANY & ~IRT_INT, DEOPT_ITERABLE);
        if (!advance_plainly(b, state[0]))
            advance_by_call(b);
    }
}

IrNode *build_item_count(Builder *b, const Instruction *iter) {
    static const struct {
        uint32_t saw;
        IrTypes type;
        size_t length;
        IrAlias alias;
    } sized[] = {{LOOP_SAW_LIST, IRT_LIST, offsetof(List, length), ALIAS_LIST},
                 {LOOP_SAW_TUPLE, IRT_TUPLE, offsetof(Tuple, length), ALIAS_CONSTANT}};
    IrNode *const *state = b->scope->r + iter->b;
    uint32_t kind = flow_loop_kind(b->scope->flow, iter->pc);
    Value step;
    for (size_t k = 0; k < sizeof sized / sizeof *sized; k++)
        if (kind == sized[k].saw && state[0]->types == sized[k].type)
            return build_load(b, IR_LOAD_SIZE, state[0], (int64_t)sized[k].length, sized[k].alias);
    if (kind != LOOP_SAW_RANGE || state[0]->types != IRT_INT || state[1]->types != IRT_INT ||
        !ir_is_const(state[2], &step) || !value_same(step, value_from_int(1)) || build_failed(b, DEOPT_OVERFLOW))
        return NULL;
    return int_operation(b, IR_INT_SUB, state[1], state[0]);
}

bool build_loop(Builder *b) {
    switch (b->i.op) {
    case OPC_FOR_PREPARE: prepare(b); return true;
    case OPC_FOR_ITER:
    case OPC_FOR_LOOP: iterate(b); return true;
    default: return false;
    }
}

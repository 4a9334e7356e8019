/*
 * build_generators.c - the graph builder: generators and coroutines, from both sides.
 *
 * A generator's code is compiled from each point on at which it is resumed, its beginning
 * included, to the yields that come next: a graph of its own (Ir.resumes).  The graph is
 * called with the generator and what is sent; it loads the registers that are alive from
 * the generator, and where it yields stores those that have changed, says where it goes
 * on, and returns the value.  What a point's graph knows of the generator - that it was
 * suspended just there - need not be stored when it is suspended there again.
 *
 * A generator that is made for a consumer such as sum() in the next instruction is not
 * made: its code is inlined, with FRAME_CONSUMED, and a yield is what the consumer does.
 *
 * Who resumes a generator (for, next(), send(), yield from, await) calls its compiled code
 * directly (IR_RESUME): see ResumePoint.
 */
#include "ir/build_internal.h"

#include "ir/iteration.h"
#include "ir/opt.h"

/* A graph that a generator is resumed in. */
typedef struct Resumed {
    IrNode *generator;
    IrNode **registers;  /* as the generator holds them; NULL: not known to */
    uint32_t pc;         /* where it was suspended */
    uint32_t sent;       /* register of what is sent; FLOW_NONE: at the beginning nothing is */
    IrNode *delegate;    /* what it was waiting for, or NULL */
    uint32_t handled;    /* exceptions that it was handling */
} Resumed;

/* ---- resuming others ---- */

IrNode *build_resumption(Builder *b, IrNode *generator, IrNode *sent) {
    IrNode *call = ir_node(b->ir, IR_RESUME, generator, sent, NULL);
    call->types = IRT_ANY & ~IRT_UNDEF;
    return build_call(b, call);
}

IrNode *build_is_stop(Builder *b, IrNode *v) {
    return build_emit(b, ir_node(b->ir, IR_SAME, v, build_value(b, VALUE_STOP), NULL));
}

IrNode *build_stop_value(Builder *b) {
    IrNode *at = ir_const_word(b->ir, (int64_t)(uintptr_t)&b->t->stop_value);
    IrNode *v = build_load(b, IR_LOAD, at, 0, ALIAS_OTHER);
    v->types = IRT_ANY & ~IRT_UNDEF;
    return v;
}

IrNode *build_next(Builder *b, IrNode *generator, IrNode *sent, IrNode *otherwise) {
    IrNode *v = build_resumption(b, generator, sent);
    IrBlock *stopped = build_block(b), *on = build_block(b);
    build_branch(b, build_is_stop(b, v), stopped, on);
    b->block = stopped;
    if (otherwise) {
        build_jump(b, on);
    } else {
        stopped->cold = true;
        build_raise(b, ir_call_rt(b->ir, RT_raise_stop, build_stop_value(b), NULL, NULL));
    }
    b->block = on;
    return otherwise ? build_phi2(b, on, v, otherwise) : v;
}

/* One step of `yield from` an iterator that is advanced in place; false: it is none. */
static bool send_to_iterator(Builder *b) {
    Instruction *i = &b->i;
    uint32_t description = build_site(b)->iteration;
    IterationKind kind = iteration_kind(description);
    if (description == ITERATION_SEVERAL || !iteration_is_iterator(kind) || kind == ITERATION_GENERATOR ||
        build_failed(b, DEOPT_ITERABLE) || build_failed(b, DEOPT_IDENTITY))
        return false;
    Value known;
    if (!ir_is_const(build_reg(b, i->c), &known) || !value_is_none(known)) {
        IrNode *none = ir_node(b->ir, IR_GUARD_IS, build_reg(b, i->c), NULL, NULL);
        none->imm = (int64_t)VALUE_NONE.bits;
        none->types = IRT_NONE;
        build_guard(b, none, DEOPT_IDENTITY);
    }
    IrBlock *end = build_block(b);
    IrNode *kept = build_reg(b, i->a), *item = build_advance(b, description, build_reg(b, i->b), end);
    if (item) {
        build_set(b, i->a, item);
        build_goto_or_exit(b, i->next);
    }
    b->block = end;
    build_set(b, i->a, build_value(b, VALUE_NONE));
    build_goto_or_exit(b, i->target);
    build_set(b, i->a, kept);
    return true;
}

/* One step of `yield from` or await. */
static void send(Builder *b) {
    Instruction *i = &b->i;
    if (send_to_iterator(b))
        return;
    IrNode *delegate = build_reg(b, i->b), *sent = build_reg(b, i->c), *v;
    IrTypes seen = build_site(b)->left;
    if (build_is_within(seen, IRT_GENERATOR | IRT_COROUTINE) && !build_failed(b, DEOPT_TYPE))
        v = build_resumption(b, build_of_types(b, delegate, seen, DEOPT_TYPE), sent);
    else
        v = build_rt(b, RT_send, delegate, sent, NULL);
    IrBlock *on = build_block(b), *end = build_block(b);
    build_branch(b, build_is_stop(b, v), end, on);
    IrNode *kept = build_reg(b, i->a);
    b->block = on;
    build_set(b, i->a, v);
    build_goto_or_exit(b, i->next);
    build_set(b, i->a, kept);
    b->block = end;
    build_set(b, i->a, build_stop_value(b));
    build_goto_or_exit(b, i->target);
}

/* ---- being resumed ---- */

/* The instruction that suspends in front of a pc; NULL: the beginning. */
static const Instruction *suspension_before(const Flow *f, uint32_t pc) {
    for (uint32_t k = 0; k < f->instruction_count; k++)
        if (f->instructions[k].next == pc && flow_suspends(f->instructions[k].op))
            return &f->instructions[k];
    return NULL;
}

static int64_t offset_of_register(uint32_t k) { return (int64_t)offsetof(Generator, registers) + 8 * (int64_t)k; }

void build_begin_generator(Builder *b, const FlowBlock *entry) {
    if (entry->handled && !b->ir->resumes)
        return;
    b->outer_handled = build_load_handled(b);
    b->outer_handled->types = IRT_OBJECT | IRT_NONE;
}

void build_resume(Builder *b, const FlowBlock *entry) {
    Scope *s = b->scope;
    const Instruction *before = suspension_before(s->flow, entry->start);
    Resumed *resumed = b->resumed = ir_alloc(b->ir, sizeof *resumed);
    resumed->registers = ir_alloc(b->ir, (s->code->register_count + 1) * sizeof *resumed->registers);
    resumed->pc = entry->start;
    resumed->sent = before ? before->a : FLOW_NONE;
    resumed->generator = build_emit(b, ir_node_new(b->ir, IR_PARAM, 0));
    resumed->generator->types = IRT_OBJECT;
    IrNode *sent = build_emit(b, ir_node_new(b->ir, IR_PARAM, 0));
    sent->imm = 1;
    sent->types = IRT_ANY & ~IRT_UNDEF;
    for (uint32_t k = 0; k < s->code->register_count; k++) {
        bool alive = flow_has(entry->live_in, k);
        if (k == resumed->sent) {
            if (alive || k < s->code->visible_count)
                s->r[k] = sent;
        } else if (alive || k < s->code->visible_count) {
            s->r[k] = build_load(b, IR_LOAD, resumed->generator, offset_of_register(k), ALIAS_GENERATOR);
        }
    }
    if (before && before->op == OPC_YIELD_DELEGATED)
        resumed->delegate = s->r[before->c];
    if (entry->handled)
        build_store_handled(b, build_load(b, IR_LOAD, resumed->generator, offsetof(Generator, handled), ALIAS_GENERATOR));
    resumed->handled = entry->handled;
}

void build_resumed(Builder *b) {
    for (uint32_t k = 0; k < b->scope->code->register_count; k++)
        if (b->scope->r[k] && k != b->resumed->sent)
            b->resumed->registers[k] = opt_strip(b->scope->r[k]);
}

static void store_state(Builder *b, IrOp op, size_t offset, int64_t word) {
    build_store(b, op, b->resumed->generator, (int64_t)offset, ir_const_word(b->ir, word), ALIAS_GENERATOR);
}

/* The registers that the generator has to hold while it is suspended; true: there may be
 * objects among those that are new to it. */
static bool store_registers(Builder *b, const uint64_t *alive) {
    const Scope *s = b->scope;
    const Resumed *resumed = b->resumed;
    bool objects = false;
    for (uint32_t k = 0; k < s->code->register_count; k++) {
        IrNode *v = s->r[k] = build_made(b, s->r[k]);
        if (!v || k == b->i.a || !(flow_has(alive, k) || k < s->code->visible_count) ||
            opt_strip(v) == resumed->registers[k])
            continue;
        build_store(b, IR_STORE, resumed->generator, offset_of_register(k), v, ALIAS_GENERATOR);
        objects |= (v->types & IRT_OBJECT) != 0;
    }
    return objects;
}

/* Yields: the generator gets what it will need, whoever resumed it the value. */
static void yield(Builder *b) {
    Instruction *i = &b->i;
    Resumed *resumed = b->resumed;
    IrNode *delegate = i->op == OPC_YIELD_DELEGATED ? build_reg(b, i->c) : NULL;
    IrNode *held = resumed ? resumed->delegate : NULL;
    ResumePoint *next = resumed ? b->host->resume_point(b->host->data, b->scope->code, i->next) : NULL;
    if (!next) {
        build_exit(b, DEOPT_GENERATOR);
        return;
    }
    bool objects = store_registers(b, b->scope->flow->blocks[b->scope->flow->block_at[i->next]].live_in);
    if (delegate ? !held || opt_strip(delegate) != opt_strip(held) : held != NULL) {
        build_store(b, IR_STORE, resumed->generator, offsetof(Generator, awaiting),
                    delegate ? delegate : build_value(b, VALUE_UNDEF), ALIAS_GENERATOR);
        objects |= delegate != NULL;
    }
    if (b->scope->handled || resumed->handled) {
        IrNode *handled = b->scope->handled ? build_load_handled(b) : build_value(b, VALUE_UNDEF);
        build_store(b, IR_STORE, resumed->generator, offsetof(Generator, handled), handled, ALIAS_GENERATOR);
        if (b->scope->handled)
            build_store_handled(b, b->outer_handled);
        objects |= b->scope->handled != 0;
    }
    if (i->next != resumed->pc) {
        store_state(b, IR_STORE_WORD, offsetof(Generator, resume), (int64_t)(uintptr_t)next);
        store_state(b, IR_STORE_U32, offsetof(Generator, pc), i->next);
        store_state(b, IR_STORE_U32, offsetof(Generator, sent_register), i->a);
    }
    store_state(b, IR_STORE_U8, offsetof(Generator, state), GEN_SUSPENDED);
    if (objects)
        build_emit(b, ir_node(b->ir, IR_WROTE, resumed->generator, NULL, NULL));
    build_emit(b, ir_node(b->ir, IR_RETURN, build_reg(b, i->b), NULL, NULL));
    b->block = NULL;
}

/* ---- being consumed: an inlined generator whose consumer takes all it yields ---- */

enum {
    NUMBERS = IRT_INT | IRT_BIGINT | IRT_NUMBER_FLOAT | IRT_BOOL,
    PLAINLY_TRUE = IRT_BOOL | IRT_NONE | IRT_INT | IRT_STR, /* or not */
};

static IrTypes taken_by(Consumer consumer) {
    switch (consumer) {
    case CONSUMER_SUM: return NUMBERS;
    case CONSUMER_ANY:
    case CONSUMER_ALL: return PLAINLY_TRUE;
    default: return IRT_ANY;
    }
}

bool build_can_consume(Builder *b, Code *code, Consumer consumer) {
    const Flow *f = build_flow(b, code);
    const Feedback *feedback = code_feedback(code);
    if (code->handler_count) /* what it handles must survive its suspension */
        return false;
    for (uint32_t k = 0; k < f->instruction_count; k++) {
        const Instruction *i = &f->instructions[k];
        if (flow_suspends(i->op) && feedback->sites[i->pc].left & ~taken_by(consumer))
            return false;
    }
    return true;
}

IrNode *build_nothing_taken(Builder *b, Consumer consumer, IrNode *separator) {
    if (consumer > CONSUMER_JOIN)
        return consumer == CONSUMER_SUM ? build_int(b, 0) : build_value(b, VALUE_NONE);
    IrNode *list = build_empty_list(b);
    if (consumer == CONSUMER_JOIN)
        build_append(b, list, separator, IRT_STR);
    return list;
}

IrNode *build_consumed(Builder *b, Consumer consumer, IrNode *taken) {
    switch (consumer) {
    case CONSUMER_LIST:
    case CONSUMER_SUM:
    case CONSUMER_ANY:
    case CONSUMER_ALL: return taken;
    case CONSUMER_TUPLE: return build_result(build_rt(b, RT_list_to_tuple, taken, NULL, NULL), IRT_TUPLE);
    default: {
        IrNode *v = build_rt(b, RT_consumed, ir_const_word(b->ir, consumer), taken, NULL);
        return build_result(v, consumer == CONSUMER_JOIN ? IRT_STR : IRT_LIST);
    }
    }
}

static IrNode *sum(Builder *b, IrNode *taken, IrNode *v, IrTypes seen) {
    if (build_is_within(seen, IRT_BOOL) && !build_failed(b, DEOPT_NOT_BOOL)) {
        IrNode *truth = build_emit(b, ir_node(b->ir, IR_IS_TRUE, build_of_types(b, v, IRT_BOOL, DEOPT_NOT_BOOL), NULL, NULL));
        v = ir_node(b->ir, IR_SELECT, truth, build_int(b, 1), build_int(b, 0));
        v->types = seen = IRT_INT;
        build_emit(b, v);
    }
    v = build_of_types(b, v, NUMBERS, DEOPT_TYPE);
    IrTypes seen_taken = build_is_within(seen, IRT_INT)                      ? IRT_INT
                         : build_is_within(seen, IRT_INT | IRT_NUMBER_FLOAT) ? IRT_INT | IRT_NUMBER_FLOAT
                                                                             : NUMBERS & ~IRT_BOOL;
    return build_add(b, taken, v, seen_taken, seen);
}

/* The consumer takes a value, and the generator goes on. */
static void take(Builder *b) {
    Scope *s = b->scope;
    IrNode *v = build_reg(b, b->i.b), **taken = &s->r[s->code->register_count];
    IrTypes seen = build_site(b)->left;
    switch (s->consumer) {
    case CONSUMER_SUM: *taken = sum(b, *taken, v, seen); break;
    case CONSUMER_ANY:
    case CONSUMER_ALL: {
        IrNode *truth = build_truth(b, build_of_types(b, v, PLAINLY_TRUE, DEOPT_TYPE), seen);
        IrBlock *decided = build_block(b), *on = build_block(b);
        bool any = s->consumer == CONSUMER_ANY;
        build_branch(b, truth, any ? decided : on, any ? on : decided);
        b->block = decided;
        build_leave(b, build_value(b, value_bool(any)));
        b->block = on;
        break;
    }
    default: build_append(b, *taken, v, seen);
    }
    build_set(b, b->i.a, build_value(b, VALUE_NONE));
}

void build_generator_return(Builder *b, IrNode *v) {
    const Scope *s = b->scope;
    if (s->consumer) {
        bool decides = s->consumer == CONSUMER_ANY || s->consumer == CONSUMER_ALL;
        build_leave(b, decides ? build_value(b, value_bool(s->consumer == CONSUMER_ALL)) : s->r[s->code->register_count]);
        return;
    }
    if (s->drive) {
        build_driven_return(b);
        return;
    }
    if (!b->resumed) {
        build_exit(b, DEOPT_GENERATOR);
        return;
    }
    build_rt(b, RT_generator_return, v, NULL, NULL);
    build_emit(b, ir_node(b->ir, IR_RETURN, build_value(b, VALUE_STOP), NULL, NULL));
    b->block = NULL;
}

/* ---- instructions ---- */

static void set_call(Builder *b, RtCall id, IrNode *x, IrNode *y) {
    build_set(b, b->i.a, build_result(build_rt(b, id, x, y, NULL), IRT_ANY & ~IRT_UNDEF));
}

/* iter() of what has always been a list or tuple, or is known to be something that is opened
 * up; NULL: not. */
static IrNode *iterator_of(Builder *b, IrTypes seen) {
    IrNode *v = build_reg(b, b->i.b);
    if (build_failed(b, DEOPT_TYPE) || !(v->types & ~(IRT_GENERATOR | IRT_COROUTINE)))
        return NULL;
    if (seen == IRT_LIST || seen == IRT_TUPLE)
        v = build_of_types(b, v, seen, DEOPT_TYPE);
    return build_iterator(b, v);
}

/* A generator may leave its handler under another resumer: what that is handling is not
 * saved, but UNDEF; false: it is as in other functions. */
static bool push_handled(Builder *b) {
    Instruction *i = &b->i;
    if (!b->outer_handled) {
        build_exit(b, DEOPT_GENERATOR);
        return true;
    }
    if (b->scope->handled++)
        return false;
    build_store_handled(b, build_reg(b, i->b));
    build_set(b, i->a, build_value(b, VALUE_UNDEF));
    return true;
}

static bool pop_handled(Builder *b) {
    if (!b->outer_handled) {
        build_exit(b, DEOPT_GENERATOR);
        return true;
    }
    if (--b->scope->handled)
        return false;
    build_store_handled(b, b->outer_handled);
    return true;
}

bool build_generator(Builder *b) {
    Instruction *i = &b->i;
    switch (i->op) {
    case OPC_YIELD:
    case OPC_YIELD_DELEGATED: (b->scope->consumer ? take : b->scope->drive ? build_driven_yield : yield)(b); return true;
    case OPC_SEND: send(b); return true;
    case OPC_GET_YIELD_FROM_ITER: {
        IrTypes types = build_site(b)->left;
        IrNode *iterator = iterator_of(b, types);
        if (!iterator)
            iterator = build_own_iterator(b, build_reg(b, i->b));
        if (iterator) {
            build_set(b, i->a, iterator);
            return true;
        }
        if (types == IRT_GENERATOR && !build_failed(b, DEOPT_TYPE)) /* which it gives as it is */
            build_set(b, i->a, build_of_types(b, build_reg(b, i->b), IRT_GENERATOR, DEOPT_TYPE));
        else
            set_call(b, RT_yield_from_iter, build_reg(b, i->b), ir_const_word(b->ir, (int64_t)(uintptr_t)b->scope->code));
        return true;
    }
    case OPC_GET_AWAITABLE: set_call(b, RT_awaitable, build_reg(b, i->b), ir_const_word(b->ir, i->c)); return true;
    case OPC_GET_AITER: set_call(b, RT_async_iter, build_reg(b, i->b), NULL); return true;
    case OPC_GET_ANEXT: set_call(b, RT_async_next, build_reg(b, i->b), NULL); return true;
    case OPC_ASYNC_YIELD_WRAP: set_call(b, RT_async_wrap, build_reg(b, i->b), NULL); return true;
    case OPC_PUSH_HANDLED: return code_suspends(b->scope->code) && push_handled(b);
    case OPC_POP_HANDLED: return code_suspends(b->scope->code) && pop_handled(b);
    default: return false;
    }
}

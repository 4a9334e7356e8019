/*
 * build_exceptions.c - the graph builder: exceptions and `with`.  What raises inside a
 * `try` whose handler has run goes there within the graph (build_call in build.c); what
 * nobody in the graph handles leaves it for the caller without the interpreter; where a
 * handler has never run, the interpreter goes on.
 */
#include "ir/build_internal.h"

#include "ir/rt.h"
#include "runtime/error.h"

IrNode *build_load_handled(Builder *b) {
    return build_load(b, IR_LOAD, build_thread_field(b, &b->t->handled), 0, ALIAS_OTHER);
}
void build_store_handled(Builder *b, IrNode *exception) {
    build_store(b, IR_STORE, build_thread_field(b, &b->t->handled), 0, exception, ALIAS_OTHER);
}

/* The pending exception leaves the graph. */
static void leave_by_exception(Builder *b, bool again) {
    IrNode *leave = ir_node_new(b->ir, IR_THROW, 0);
    leave->state = build_call_state(b);
    leave->reason = DEOPT_EXCEPTION;
    leave->aux = again;
    build_emit(b, leave);
    b->block = NULL;
}

void build_raise(Builder *b, IrNode *call) {
    BuildHandler to = build_handler(b);
    call->state = build_call_state(b);
    call->reason = DEOPT_EXCEPTION;
    build_emit(b, call);
    b->check_valid = true;
    b->shape_epoch++;
    if (to.scope && !to.has_run) {
        call->reason = DEOPT_HANDLER;
        build_exit(b, DEOPT_NONE); /* is not reached */
        return;
    }
    call->catches = true;
    if (to.scope)
        build_throw(b, &to, NULL);
    else
        leave_by_exception(b, false);
    b->block = NULL;
}

static void raise_exception(Builder *b) {
    BuildHandler to = build_handler(b);
    if (to.scope && !to.has_run) {
        build_exit(b, DEOPT_HANDLER);
        return;
    }
    IrNode *cause = b->i.op == OPC_RAISE_FROM ? build_reg(b, b->i.b) : build_value(b, VALUE_UNDEF);
    build_raise(b, ir_call_rt(b->ir, RT_raise, build_reg(b, b->i.a), cause, NULL));
}

/* Of an exception that is on its way: the frame is in its traceback already. */
static void raise_again(Builder *b, IrNode *exception) {
    BuildHandler to = build_handler(b);
    if (to.scope && !to.has_run) {
        build_exit(b, DEOPT_HANDLER);
    } else if (to.scope) {
        build_throw(b, &to, exception);
    } else {
        build_store(b, IR_STORE, build_thread_field(b, &b->t->exception), 0, exception, ALIAS_OTHER);
        leave_by_exception(b, true);
    }
    b->block = NULL;
}

/* A bare raise, outside of handlers too. */
static void raise_handled(Builder *b) {
    IrNode *current = ir_node(b->ir, IR_GUARD_NOT, build_load_handled(b), NULL, NULL);
    current->imm = (int64_t)VALUE_NONE.bits;
    current->types = IRT_OBJECT;
    raise_again(b, build_guard(b, current, DEOPT_EXCEPTION));
}

/* The methods of a Python class, if the manager has always been of one: then they are
 * known where they are called. */
static bool with_known_class(Builder *b) {
    const IrSite *site = build_site(b);
    Shape *shape = site->left == IRT_INSTANCE && !build_failed(b, DEOPT_SHAPE) ? site_shape(site->left_shape) : NULL;
    if (!shape)
        return false;
    const Instruction *i = &b->i;
    Value leave = shape->type->specials[i->c ? SPECIAL_AEXIT : SPECIAL_EXIT];
    Value enter = shape->type->specials[i->c ? SPECIAL_AENTER : SPECIAL_ENTER];
    if (!value_is_kind(leave, KIND_FUNCTION) || !value_is_kind(enter, KIND_FUNCTION))
        return false;
    IrNode *manager = build_of_shape(b, build_reg(b, i->b), shape);
    build_set(b, i->a, build_value(b, leave));
    build_set(b, i->a + 1, manager);
    build_set(b, i->a + 2, build_value(b, enter));
    build_set(b, i->a + 3, manager);
    return true;
}

/* __exit__ with an exception. */
static void call_exit_method(Builder *b) {
    const Instruction *i = &b->i;
    IrNode *method = build_reg(b, i->b), *self = build_reg(b, i->b + 1), *exception = build_reg(b, i->c), *v;
    Value known;
    if (ir_is_const(method, &known) && value_is_kind(known, KIND_FUNCTION) && !(self->types & IRT_UNDEF)) {
        IrNode *traceback = ir_node(b->ir, IR_CALL_VALUES, exception, NULL, NULL);
        traceback->imm = (int64_t)(uintptr_t)rt_traceback;
        traceback->effects = RT_READS | RT_ALLOCATES;
        traceback->removable = true;
        traceback = build_call(b, traceback);
        IrNode *args[4] = {self, build_rt(b, RT_type_of, exception, NULL, NULL), exception, traceback};
        v = build_call_values(b, method, args, 4, 0, NULL);
    } else {
        v = build_rt(b, RT_call_exit, method, self, exception);
    }
    if (v && b->block)
        build_set(b, b->i.a, v);
    else
        b->block = NULL;
}

/* Whether a class is caught, asked of the exception's class: mostly it is that one. */
static IrNode *matches(Builder *b, IrNode *exception, IrNode *class) {
    Choice c;
    Value known;
    bool one = ir_is_const(class, &known) && value_is_kind(known, KIND_TYPE) &&
               ((Type *)value_as_object(known))->kind == KIND_EXCEPTION;
    if (one) {
        IrNode *shape = build_load(b, IR_LOAD_U32, exception, 0, ALIAS_SHAPE);
        IrNode *own = build_load(b, IR_LOAD_WORD, shape, offsetof(Shape, type), ALIAS_CONSTANT);
        IrNode *same = ir_node(b->ir, IR_WORD_CMP, own, ir_const_word(b->ir, (int64_t)(uintptr_t)value_as_object(known)), NULL);
        same->aux = IR_EQ;
        build_begin_choice(b, &c);
        build_begin_way(b, &c, build_emit(b, same));
        build_end_way(b, &c, build_value(b, VALUE_TRUE), NULL);
    }
    IrNode *match = build_rt(b, RT_match_exception, exception, class, NULL);
    IrNode *test = ir_node(b->ir, IR_WORD_CMP, match, ir_const_word(b->ir, 0), NULL);
    test->aux = IR_NE;
    IrNode *v = ir_node(b->ir, IR_BOOL_VALUE, build_emit(b, test), NULL, NULL);
    v->types = IRT_BOOL;
    build_emit(b, v);
    if (one) {
        build_end_way(b, &c, v, NULL);
        build_end_choice(b, &c, &v, NULL);
    }
    return v;
}

bool build_exceptions(Builder *b) {
    Instruction *i = &b->i;
    switch (i->op) {
    case OPC_PUSH_HANDLED: {
        IrNode *v = build_reg(b, i->b);
        build_set(b, i->a, build_load_handled(b));
        build_store_handled(b, v);
        return true;
    }
    case OPC_POP_HANDLED: build_store_handled(b, build_reg(b, i->a)); return true;
    case OPC_MATCH_EXCEPTION: build_set(b, i->a, matches(b, build_reg(b, i->b), build_reg(b, i->c))); return true;
    case OPC_RAISE:
    case OPC_RAISE_FROM: raise_exception(b); return true;
    case OPC_RAISE_CURRENT: raise_handled(b); return true;
    case OPC_RERAISE: raise_again(b, build_reg(b, i->a)); return true;
    case OPC_WITH_SETUP: {
        if (with_known_class(b))
            return true;
        build_rt(b, RT_with_setup, build_reg(b, i->b), ir_const_word(b->ir, i->c), NULL);
        for (uint32_t k = 0; k < 4; k++)
            build_set(b, i->a + k, build_load(b, IR_LOAD, build_thread_field(b, &b->t->results[k]), 0, ALIAS_OTHER));
        return true;
    }
    case OPC_MATCH_GROUP:
        build_rt(b, RT_match_group, build_reg(b, i->b), build_reg(b, i->c), NULL);
        for (uint32_t k = 0; k < 2; k++)
            build_set(b, i->a + k, build_load(b, IR_LOAD, build_thread_field(b, &b->t->results[k]), 0, ALIAS_OTHER));
        return true;
    case OPC_RERAISE_GROUP:
        build_set(b, i->a, build_rt(b, RT_reraise_group, build_reg(b, i->b), build_reg(b, i->c), NULL));
        return true;
    case OPC_CALL_EXIT: call_exit_method(b); return true;
    case OPC_LOAD_ASSERTION_ERROR:
        build_set(b, i->a, build_object(b, b->t->vm->types[TYPE_AssertionError]));
        return true;
    default: return false;
    }
}

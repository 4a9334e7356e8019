/* consumers.c - see consumers.h. */
#include "vm/consumers.h"

#include <string.h>

#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str.h"
#include "runtime/type.h"
#include "vm/interpreter.h"
#include "vm/quicken.h"

Consumer consumer_of(Thread *t, Value callee, bool with_receiver) {
    Vm *vm = t->vm;
    if (value_is_kind(callee, KIND_TYPE) && !with_receiver)
        return value_as_object(callee) == &vm->types[TYPE_LIST]->header    ? CONSUMER_LIST
               : value_as_object(callee) == &vm->types[TYPE_TUPLE]->header ? CONSUMER_TUPLE
                                                                           : CONSUMER_NONE;
    if (!value_is_kind(callee, KIND_NATIVE))
        return CONSUMER_NONE;
    const NativeFunction *f = (NativeFunction *)value_as_object(callee);
    const char *name = f->def->name;
    if (with_receiver)
        return f->owner == vm->types[TYPE_STR] && strcmp(name, "join") == 0 ? CONSUMER_JOIN : CONSUMER_NONE;
    if (!native_is_builtin(t, f))
        return CONSUMER_NONE;
    return strcmp(name, "sum") == 0      ? CONSUMER_SUM
           : strcmp(name, "any") == 0    ? CONSUMER_ANY
           : strcmp(name, "all") == 0    ? CONSUMER_ALL
           : strcmp(name, "sorted") == 0 ? CONSUMER_SORTED
                                         : CONSUMER_NONE;
}

/* What has been taken at first; ERROR with an exception. */
static Value nothing_taken(Thread *t, Consumer consumer, Value separator) {
    if (consumer > CONSUMER_JOIN)
        return consumer == CONSUMER_SUM ? value_from_int(0) : VALUE_NONE;
    Value list = list_new(t, 0);
    if (consumer == CONSUMER_JOIN && !value_is_error(list) && !list_append(t, value_as_list(list), separator))
        return VALUE_ERROR;
    return list;
}

Frame *consumer_push(Thread *t, Consumer consumer, Value callee, Value generator, Value separator,
                     uint32_t result_register) {
    Value accumulator = nothing_taken(t, consumer, separator);
    if (value_is_error(accumulator))
        return NULL;
    Frame *frame = generator_push(t, (Generator *)value_as_object(generator), VALUE_NONE);
    if (!frame)
        return NULL;
    frame->flags |= FRAME_CONSUMED;
    frame->result_register = result_register;
    frame->consumer = consumer;
    frame->accumulator = accumulator;
    frame->consumer_callee = callee;
    return frame;
}

static bool is_number(Value v) { return value_is_int(v) || value_is_float(v) || value_is_exact(v, KIND_INT); }

/* Truth of what has no __bool__ of its own: 1, 0; -1: not known without asking. */
static int plain_truth(Value v) {
    if (value_is_bool(v))
        return value_is_true(v);
    if (value_is_none(v))
        return 0;
    if (value_is_int(v))
        return v.bits != 0;
    return value_is_exact(v, KIND_STR) ? ((Str *)value_as_object(v))->length != 0 : -1;
}

/* Leaves the frame as a yield would. */
static Generator *suspend(Thread *t, Frame *frame, uint32_t sent_register) {
    Generator *g = frame->generator;
    g->sent_register = sent_register;
    g->awaiting = VALUE_UNDEF;
    generator_save(t, frame);
    frame_pop(t);
    return g;
}

static ConsumerStep leave_with(Value v, Value *result) {
    *result = v;
    return value_is_error(v) ? CONSUMER_FAILED : CONSUMER_DONE;
}

/* All that a compiled generator, or what else is suspended, yields goes to the end of a list. */
static Value take_all(Thread *t, Consumer consumer, Value list, Value generator) {
    return list_extend(t, value_as_list(list), generator) ? consumer_finish(t, consumer, list) : VALUE_ERROR;
}

/* v cannot be taken in place: the native function goes on with the generator. */
static ConsumerStep take_outside(Thread *t, Frame *frame, uint32_t sent_register, Value v, Value *result) {
    Consumer consumer = (Consumer)frame->consumer;
    Value accumulator = frame->accumulator, callee = frame->consumer_callee;
    Value generator = value_from_object(suspend(t, frame, sent_register));
    switch (consumer) {
    case CONSUMER_SUM: {
        Value args[2] = {generator, op_binary(t, OP_ADD, accumulator, v)};
        return leave_with(value_is_error(args[1]) ? VALUE_ERROR : call(t, callee, args, 2, NULL), result);
    }
    case CONSUMER_ANY:
    case CONSUMER_ALL: {
        int truth = op_truth(t, v);
        if (truth < 0)
            return CONSUMER_FAILED;
        if (truth == (consumer == CONSUMER_ANY))
            return leave_with(value_bool(truth), result);
        return leave_with(call(t, callee, &generator, 1, NULL), result);
    }
    default:
        if (!list_append(t, value_as_list(accumulator), v))
            return CONSUMER_FAILED;
        return leave_with(take_all(t, consumer, accumulator, generator), result);
    }
}

ConsumerStep consumer_take(Thread *t, Frame *frame, uint32_t sent_register, Value v, Value *result) {
    Consumer consumer = (Consumer)frame->consumer;
    const Code *code = frame->code;
    if (code->resume_points) {
        const ResumePoint *next =
            code_resume_point(code, (uint32_t)(frame->pc - (const uint32_t *)code->instructions->bytes));
        if (next && next->entry) /* the rest runs compiled */
            return take_outside(t, frame, sent_register, v, result);
    }
    switch (consumer) {
    case CONSUMER_SUM: {
        if (values_are_floats(v, frame->accumulator) &&
            value_try_float(value_as_float(frame->accumulator) + value_as_float(v), &frame->accumulator))
            return CONSUMER_MORE;
        if (!is_number(v) || !is_number(frame->accumulator))
            return take_outside(t, frame, sent_register, v, result);
        Value sum = op_binary(t, OP_ADD, frame->accumulator, v);
        if (value_is_error(sum)) {
            suspend(t, frame, sent_register);
            return CONSUMER_FAILED;
        }
        frame->accumulator = sum;
        return CONSUMER_MORE;
    }
    case CONSUMER_ANY:
    case CONSUMER_ALL: {
        int truth = plain_truth(v);
        if (truth < 0)
            return take_outside(t, frame, sent_register, v, result);
        if (truth != (consumer == CONSUMER_ANY))
            return CONSUMER_MORE;
        suspend(t, frame, sent_register);
        return leave_with(value_bool(truth), result);
    }
    default:
        if (list_append(t, value_as_list(frame->accumulator), v))
            return CONSUMER_MORE;
        suspend(t, frame, sent_register);
        return CONSUMER_FAILED;
    }
}

Value consumer_call(Thread *t, Consumer consumer, Value callee, Value generator, Value separator) {
    if (generator_is_compiled((Generator *)value_as_object(generator))) {
        if (consumer > CONSUMER_JOIN)
            return native_call(t, (NativeFunction *)value_as_object(callee), &generator, 1, NULL);
        Value list = nothing_taken(t, consumer, separator);
        return value_is_error(list) ? list : take_all(t, consumer, list, generator);
    }
    Frame *frame = consumer_push(t, consumer, callee, generator, separator, 0);
    if (!frame)
        return VALUE_ERROR;
    frame->flags |= FRAME_ENTRY;
    return t->interpret(t, false);
}

Value consumer_finish(Thread *t, Consumer consumer, Value accumulator) {
    switch (consumer) {
    case CONSUMER_ANY: return VALUE_FALSE;
    case CONSUMER_ALL: return VALUE_TRUE;
    case CONSUMER_TUPLE: {
        List *l = value_as_list(accumulator);
        return tuple_from_values(t, l->items, l->length);
    }
    case CONSUMER_SORTED:
        return list_sort(t, value_as_list(accumulator), VALUE_NONE, false) ? accumulator : VALUE_ERROR;
    case CONSUMER_JOIN: {
        List *l = value_as_list(accumulator);
        return str_join_values(t, l->items[0], l->items + 1, l->length - 1);
    }
    default: return accumulator;
    }
}

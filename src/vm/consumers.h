/*
 * consumers.h - list(g), sum(g), any(g) and the like of a generator, run inside
 * the dispatch loop.
 *
 * The call pushes the generator's frame with FRAME_CONSUMED; a yield then hands
 * the value to consumer_take and goes on in the same frame: nothing is copied,
 * no C function is entered.  That is right as long as taking a value runs no
 * code of the program, which could see that the generator has not been suspended.
 * A value that would (a sum of instances) suspends it first, and so does what will go on
 * in compiled code; the native function then does the rest.
 */
#ifndef TAU_VM_CONSUMERS_H
#define TAU_VM_CONSUMERS_H

#include "vm/interpreter.h"

typedef enum Consumer {
    CONSUMER_NONE,
    CONSUMER_LIST,
    CONSUMER_TUPLE,
    CONSUMER_SORTED,
    CONSUMER_JOIN, /* the separator is the first item of the accumulated list */
    CONSUMER_SUM,
    CONSUMER_ANY,
    CONSUMER_ALL
} Consumer;

/* A generator that can be resumed here and now. */
static inline bool generator_is_resumable(Value v) {
    if (!value_is_kind(v, KIND_GENERATOR))
        return false;
    const Generator *g = (Generator *)value_as_object(v);
    return object_type(g)->id == TYPE_GENERATOR && (g->state == GEN_SUSPENDED || g->state == GEN_CREATED);
}

/* The consumer that a callee is, when called with one argument (and, as a method,
 * a receiver). */
Consumer consumer_of(Thread *t, Value callee, bool with_receiver);
/* Pushes the frame of a resumable generator to be consumed; `separator` of join,
 * else UNDEF.  NULL with an exception. */
Frame *consumer_push(Thread *t, Consumer consumer, Value callee, Value generator, Value separator,
                     uint32_t result_register);

typedef enum ConsumerStep { CONSUMER_MORE, CONSUMER_DONE, CONSUMER_FAILED } ConsumerStep;
/* Takes what the innermost frame yields.  DONE: that frame has been left, *result
 * is what the call returns; FAILED: it has been left too, or an exception is to be
 * raised in it. */
ConsumerStep consumer_take(Thread *t, Frame *frame, uint32_t sent_register, Value v, Value *result);
/* Calls a consumer in C: of a compiled generator always. */
Value consumer_call(Thread *t, Consumer consumer, Value callee, Value generator, Value separator);
/* What the call returns when the generator has returned; ERROR with an exception. */
Value consumer_finish(Thread *t, Consumer consumer, Value accumulator);

#endif

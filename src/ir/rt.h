/*
 * rt.h - the C functions that compiled code calls: those of rtcall.def, and those
 * of (Thread *, Value *values, uint64_t aux) that IR_CALL_VALUES takes.
 */
#ifndef TAU_IR_RT_H
#define TAU_IR_RT_H

#include "ir/ir.h"

/* The result of a "plain" call that would have to run the program's code. */
enum { RT_OWN_METHOD = 2 };

/* The functions of rtcall.def, by RtCall. */
extern void *const rt_functions[RT_COUNT];

/* values[0]: the function whose frame makes it; [1]: the code; then as MAKE_FUNCTION,
 * whose flags are aux. */
Value rt_make_function(Thread *t, Value *values, uint64_t aux);
Value rt_get_slice(Thread *t, Value *values, uint64_t aux);    /* container, start, stop */
Value rt_list_get_slice(Thread *t, Value *values, uint64_t aux); /* list, start, stop, step */
Value rt_list_set_slice(Thread *t, Value *values, uint64_t aux); /* ..., value */
Value rt_list_move_slice(Thread *t, Value *values, uint64_t aux); /* ..., the list whose slice is the value, its bounds */
/* values[0]: a list; then aux / 2 items, to stand behind its own in a new list, or if aux is
 * odd in front of them. */
Value rt_join_lists(Thread *t, Value *values, uint64_t aux);
Value rt_build_map(Thread *t, Value *values, uint64_t pairs);
Value rt_build_map_of_names(Thread *t, Value *values, uint64_t pairs); /* the keys are strs, all different */
Value rt_build_set(Thread *t, Value *values, uint64_t count);
Value rt_build_slice(Thread *t, Value *values, uint64_t aux);
Value rt_format_value(Thread *t, Value *values, uint64_t conversion);
/* values[0]: the callee; then `count` arguments. */
Value rt_call(Thread *t, Value *values, uint64_t count);
/* The same with the names of the last arguments: values[1] is the tuple of them. */
Value rt_call_keywords(Thread *t, Value *values, uint64_t count);
/* values[0]: a Python function; then all its parameters, also those that only names give. */
Value rt_call_bound(Thread *t, Value *values, uint64_t count);
Value rt_call_made(Thread *t, Value *values, uint64_t aux); /* type_call_made(values[0], values[1]) */
Value rt_new_tuple_of(Thread *t, Value *values, uint64_t aux); /* of a class of tuples: with a tuple's items */
/* values[0]: the function; then its parameters, `count`: a generator or the like that begins
 * with them. */
Value rt_new_generator(Thread *t, Value *values, uint64_t count);
/* The same of one that runs, whose frame compiled code has inlined: values[0] the function,
 * [1] the code; ... */
Value rt_running_generator(Thread *t, Value *values, uint64_t aux);
/* ... or that is suspended: [2] pc, [3] register of what is sent, [4] what it is waiting for
 * or UNDEF, then `count` registers. */
Value rt_suspended_generator(Thread *t, Value *values, uint64_t count);
Value rt_new_exception(Thread *t, Value *values, uint64_t count); /* class, arguments */
Value rt_init_exception(Thread *t, Value *values, uint64_t count); /* BaseException.__init__ of one and arguments */
Value rt_traceback(Thread *t, Value *values, uint64_t aux); /* __traceback__ of an exception */
Value rt_new_instance(Thread *t, Value *values, uint64_t aux); /* of the class values[0] */
Value rt_construct(Thread *t, Value *values, uint64_t aux); /* values[0](values[1]), as TypeDef.construct does */
Value rt_next_plain(Thread *t, Value *values, uint64_t aux); /* of an iterator with TYPEFLAG_PLAIN_NEXT: or STOP */
Value rt_range(Thread *t, Value *values, uint64_t aux);
Value rt_call_extended(Thread *t, Value *values, uint64_t aux);
/* Of two ints, by opcode: an operator that cannot fail but for want of memory. */
Value rt_int_operation(Thread *t, Value *values, uint64_t opcode);
/* int_sum_of_products(): aux: the number of terms, and above that their shape. */
enum { INT_SUM_SHAPE_SHIFT = 3, INT_SUM_TERMS_MASK = 7 };
Value rt_int_sum(Thread *t, Value *values, uint64_t aux);
/* values[0], a raw word, as IR_BOX_WORD makes it. */
Value rt_box_word(Thread *t, Value *values, uint64_t aux);

#endif

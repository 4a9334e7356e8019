/*
 * interpreter_counting.c - the dispatch loop of --debug-perf: interpreter.c once
 * more, reporting to perf.c every instruction before it runs, and what falls
 * back to a general routine.
 *
 * A copy of the loop, so that the usual one pays nothing for it.
 * Thread.interpret says which of the two runs.
 */
#include "vm/interpreter.h"

#include "runtime/ops.h"
#include "vm/operators.h"
#include "vm/perf.h"

#define BEFORE_INSTRUCTION()                                                                      \
    do {                                                                                          \
        (void)first;                                                                              \
        perf_count(t, frame, pc, r);                                                              \
        if (t->vm->hooks.observe)                                                                 \
            t->vm->hooks.observe(t, frame, (uint32_t)(pc - (const uint32_t *)CODE->instructions->bytes)); \
    } while (0)
/* It observes as well. */
#define ANOTHER_LOOP(action) ((void)(action))
#define UNPACKS_ITEMS (!t->vm->hooks.observe)
#define interpreter_loop interpreter_run_counting

/* Inside its own expansion a macro is not expanded again: these are the
 * functions, with a report in front. */
#define cache_get_attr(t, ...) (perf_cache_missed(t), cache_get_attr(t, __VA_ARGS__))
#define cache_set_attr(t, ...) (perf_cache_missed(t), cache_set_attr(t, __VA_ARGS__))
#define cache_load_method(t, ...) (perf_cache_missed(t), cache_load_method(t, __VA_ARGS__))
#define cache_load_global(t, ...) (perf_cache_missed(t), cache_load_global(t, __VA_ARGS__))
#define cache_store_global(t, ...) (perf_cache_missed(t), cache_store_global(t, __VA_ARGS__))
#define operator_apply(t, ...) (perf_went_slow(t), operator_apply(t, __VA_ARGS__))
#define op_unary(t, ...) (perf_went_slow(t), op_unary(t, __VA_ARGS__))
#define op_compare(t, ...) (perf_went_slow(t), op_compare(t, __VA_ARGS__))
#define op_truth(t, ...) (perf_went_slow(t), op_truth(t, __VA_ARGS__))
#define op_getitem(t, ...) (perf_went_slow(t), op_getitem(t, __VA_ARGS__))
#define op_setitem(t, ...) (perf_went_slow(t), op_setitem(t, __VA_ARGS__))
#define frame_bind_window(t, ...) (perf_went_slow(t), frame_bind_window(t, __VA_ARGS__))
#define call_extended(t, ...) (perf_went_slow(t), call_extended(t, __VA_ARGS__))
#define traceback_add(t, ...) (perf_raised(t), traceback_add(t, __VA_ARGS__))

#include "vm/interpreter.c"

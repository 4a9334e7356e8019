/*
 * interpreter_counting.c - the dispatch loop of --debug-perf: interpreter.c once
 * more, reporting to perf.c every instruction before it runs, and what falls
 * back to a general routine.
 *
 * A second copy of the loop, so that the usual one pays nothing for it.
 * Thread.interpret says which of the two runs.
 */
#include "vm/interpreter.h"

#include "runtime/ops.h"
#include "vm/operators.h"
#include "vm/perf.h"

#define COUNT_EXECUTION() perf_count(t, frame, pc, r)
#define interpreter_run interpreter_run_counting

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

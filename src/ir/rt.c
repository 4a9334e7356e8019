/*
 * rt.c - what compiled code leaves to C: the functions of rtcall.def and rt.h.
 * They are thin: the work is the runtime's and the interpreter's.
 */
#include "ir/rt.h"

#include <math.h>

#include "bytecode/opcode.h"
#include "ir/flow.h"
#include "runtime/bytes_internal.h"
#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str.h"
#include "vm/consumers.h"
#include "vm/interpreter.h"
#include "vm/loops.h"
#include "vm/operators.h"

/* ---- operators ---- */

static Value rt_binary(Thread *t, Value a, Value b, int64_t opcode) {
    return operator_apply(t, (Opcode)opcode, a, b);
}
static Value rt_binary_declined(Thread *t, Value a, Value b, int64_t opcode) {
    return operator_declined(t, (Opcode)opcode, a, b);
}
static Value rt_compare(Thread *t, Value a, Value b, int64_t how) { return op_compare(t, (CompareOp)how, a, b); }
static int64_t rt_items_equal(Thread *t, Value a, Value b) { return op_equal(t, a, b); }
static Value rt_unary(Thread *t, Value v, int64_t op) { return op_unary(t, (UnaryOp)op, v); }
static int64_t rt_truth(Thread *t, Value v) { return op_truth(t, v); }
static int64_t rt_truth_by_method(Thread *t, Value v, Value result) { return op_truth_by_method(t, v, result); }
static int64_t rt_length_by_method(Thread *t, Value result) { return op_len_by_method(t, result); }

static int64_t rt_str_equal(Thread *t, Value a, Value b) {
    Str *x = value_as_str(a), *y = value_as_str(b);
    if (x == y)
        return 1;
    if (x->length != y->length)
        return 0;
    return str_equal(t, x, y);
}
static int64_t rt_char_in(Thread *t, int64_t code, Value s) {
    const Str *str = value_as_str(s);
    return chars_find_char(str_data(t, value_as_str(s)), str->width, str->length, (uint32_t)code) != SIZE_MAX;
}
static int64_t rt_str_compare(Thread *t, Value a, Value b) { return str_compare(t, value_as_str(a), value_as_str(b)); }

static int64_t rt_contains(Thread *t, Value container, Value item) { return op_contains(t, container, item); }
static int64_t rt_contains_plain(Thread *t, Value container, Value item) { return op_contains(t, container, item); }
static Value rt_get_item(Thread *t, Value container, Value key) { return op_getitem(t, container, key); }
static int64_t rt_set_item(Thread *t, Value container, Value key, Value v) {
    return op_setitem(t, container, key, v);
}
static int64_t rt_delete_item(Thread *t, Value container, Value key) { return op_delitem(t, container, key); }

/* ---- attributes and variables ---- */

static Value rt_get_attr(Thread *t, Value object, int64_t code, int64_t slot, Value name) {
    return cache_get_attr(t, (Code *)code, (uint32_t)slot, object, name);
}
static Value rt_call_getter(Thread *t, Value object, Value getter) {
    return ((GetSet *)value_as_object(getter))->def->get(t, object);
}
static int64_t rt_set_attr(Thread *t, Value object, int64_t code, int64_t slot, Value name, Value v) {
    return cache_set_attr(t, (Code *)code, (uint32_t)slot, object, name, v);
}
static Value rt_load_method(Thread *t, Value object, int64_t code, int64_t slot, Value name) {
    Value pair[2];
    if (!cache_load_method(t, (Code *)code, (uint32_t)slot, object, name, pair))
        return VALUE_ERROR;
    t->results[0] = pair[1];
    return pair[0];
}
static Value rt_get_named(Thread *t, Value object, Value name, Value otherwise) {
    return cache_get_named(t, object, name, otherwise);
}
static int64_t rt_has_named(Thread *t, Value object, Value name) {
    Value v = cache_get_named(t, object, name, VALUE_STOP);
    return value_is_error(v) ? -1 : !value_is_stop(v);
}
static int64_t rt_set_named(Thread *t, Value object, Value name, Value v) {
    return cache_set_named(t, object, name, v, false);
}
static int64_t rt_set_generic(Thread *t, Value object, Value name, Value v) {
    return cache_set_named(t, object, name, v, true);
}
static Value rt_load_global(Thread *t, Value function, int64_t slot, Value name) {
    return cache_load_global(t, (Function *)value_as_object(function), (uint32_t)slot, name);
}
static int64_t rt_store_global(Thread *t, Value function, int64_t slot, Value name, Value v) {
    return cache_store_global(t, (Function *)value_as_object(function), (uint32_t)slot, name, v);
}

static int64_t rt_delete_global(Thread *t, Value function, Value name) {
    return global_delete(t, (Function *)value_as_object(function), name);
}

/* ---- modules and class bodies ---- */

static Value rt_load_name(Thread *t, Value name) { return name_load(t, t->frame, name); }
static int64_t rt_store_name(Thread *t, Value name, Value v) { return name_store(t, t->frame, name, v); }
static int64_t rt_delete_name(Thread *t, Value name) { return name_delete(t, t->frame, name); }
static Value rt_load_class_free(Thread *t, Value cell, Value name) {
    return class_free_load(t, t->frame, (Cell *)value_as_object(cell), name);
}
static Value rt_load_locals(Thread *t) {
    frames_sync(t);
    return frame_locals(t, t->frame);
}
static Value rt_load_build_class(Thread *t, Value function) {
    return load_build_class(t, (Function *)value_as_object(function));
}
static int64_t rt_setup_annotations(Thread *t) { return setup_annotations(t, t->frame); }
static int64_t rt_print_expression(Thread *t, Value v) { return print_expression(t, v); }
static Value rt_import_name(Thread *t, Value name, Value level, Value fromlist) {
    return import_name(t, t->frame, name, level, fromlist);
}
static Value rt_import_from(Thread *t, Value module, Value name) { return import_from(t, module, name); }
static int64_t rt_import_star(Thread *t, Value module) { return import_star(t, t->frame, module); }

/* ---- generators ---- */

static Value rt_send(Thread *t, Value delegate, Value sent) { return generator_send_to(t, delegate, sent); }
static Value rt_consumed(Thread *t, int64_t consumer, Value taken) {
    return consumer_finish(t, (Consumer)consumer, taken);
}
static int64_t rt_raise_stop(Thread *t, Value v) {
    raise_stop_iteration(t, v);
    return 0;
}
static int64_t rt_generator_return(Thread *t, Value v) {
    generator_finish(t, t->frame);
    t->stop_value = v;
    return 1;
}
static Value rt_yield_from_iter(Thread *t, Value v, int64_t code) {
    return generator_yield_from_iter(t, (Code *)code, v);
}
static Value rt_awaitable(Thread *t, Value v, int64_t where) { return coroutine_awaitable(t, v, (int)where); }
static Value rt_async_iter(Thread *t, Value v) { return async_get_aiter(t, v); }
static Value rt_async_next(Thread *t, Value v) { return async_get_anext(t, v); }
static Value rt_async_wrap(Thread *t, Value v) { return async_wrap(t, v); }

/* ---- exceptions ---- */

static Value rt_catch(Thread *t, int64_t levels, int64_t again) {
    return t->vm->hooks.catch_exception(t, (uint32_t)levels, again);
}

static int64_t rt_raise(Thread *t, Value v, Value cause) {
    raise_statement(t, v, cause);
    return 0;
}
static int64_t rt_match_group(Thread *t, Value v, Value type) {
    Value match, rest; /* the collector looks here while they are made */
    if (!exception_group_match(t, v, type, &match, &rest))
        return 0;
    t->results[0] = match;
    t->results[1] = rest;
    return 1;
}
static Value rt_reraise_group(Thread *t, Value original, Value raised) {
    return exception_group_reraise(t, original, value_as_list(raised));
}
static int64_t rt_match_exception(Thread *t, Value v, Value type) { return exception_matches(t, v, type); }
static int64_t rt_with_setup(Thread *t, Value manager, int64_t async) {
    return with_setup(t, manager, async, t->results);
}
static Value rt_call_exit(Thread *t, Value f, Value self, Value exception) {
    Value pair[2] = {f, self};
    return call_exit(t, pair, exception);
}

static Value rt_type_of(Thread *t, Value v) { return value_from_object(type_of(t, v)); }

static int64_t rt_check_init(Thread *t, Value v) {
    if (value_is_none(v))
        return 1;
    raise_type_error(t, "__init__() should return None, not '%T'", v);
    return 0;
}

/* ---- loops ---- */

static int64_t rt_loop_prepare(Thread *t, Value iterable) { return loop_prepare(t, iterable, t->results); }

static int64_t rt_loop_advance(Thread *t, Value first, Value second, Value third) {
    Value state[3] = {first, second, third}, item = VALUE_UNDEF;
    int result;
    switch (loop_step(state, &item)) {
    case LOOP_ITEM: result = LOOP_AT_ITEM; break;
    case LOOP_END: result = LOOP_AT_END; break;
    default: result = loop_advance(t, state, NULL, 0, NULL, &item);
    }
    if (result == LOOP_AT_ITEM) {
        for (int i = 0; i < 3; i++)
            t->results[i] = state[i];
        t->results[3] = item;
    }
    return result;
}

static int64_t rt_dict_first(Thread *t, Value d) {
    (void)t;
    return (int64_t)dict_first(value_as_dict(d));
}
static int64_t rt_dict_next_entry(Thread *t, Value v, Value from) {
    (void)t;
    const Dict *d = value_as_dict(v);
    int64_t entry = value_as_int(from);
    while (entry < d->entry_count && value_is_undef(d->entries[entry].key))
        entry++;
    return entry;
}
static int64_t rt_set_next_slot(Thread *t, Value s, Value from) {
    (void)t;
    size_t position = (size_t)value_as_int(from);
    Value item;
    return set_next(value_as_set(s), &position, &item) ? (int64_t)position - 1 : -1;
}

/* ---- containers ---- */

static Value rt_unpack(Thread *t, Value v, int64_t count) {
    Tuple *tuple = tuple_alloc(t, (size_t)count);
    if (!tuple || !unpack_sequence(t, v, (uint32_t)count, -1, tuple->items))
        return VALUE_ERROR;
    gc_wrote(t, tuple);
    return value_from_object(tuple);
}

static Value rt_str_slice(Thread *t, Value s, Value start, Value stop) {
    const Value bounds[2] = {start, stop};
    return get_slice(t, s, bounds);
}
static Value rt_str_concat(Thread *t, Value a, Value b) { return str_concat(t, a, b); }
static Value rt_str_concat_three(Thread *t, Value a, Value b, Value c) {
    return str_concat_all(t, (Value[]){a, b, c}, 3);
}
static Value rt_str_extend(Thread *t, Value text, Value piece, Value owner) { return str_extend(t, text, piece, owner); }
static Value rt_str_extend_two(Thread *t, Value text, Value piece, Value second, Value owner) {
    return str_extend_two(t, text, piece, second, owner);
}
static Value rt_str_repeat(Thread *t, Value s, Value count) { return str_repeat(t, s, value_as_int(count)); }
static int64_t rt_list_expect(Thread *t, Value l, Value count) {
    enum { EXPECTED_MAX = 4096 }; /* of more the first ones: what makes them may raise */
    int64_t n = value_as_int(count);
    return n <= 0 || list_reserve(t, value_as_list(l), n < EXPECTED_MAX ? (size_t)n : EXPECTED_MAX);
}
static int64_t rt_list_append(Thread *t, Value l, Value v) { return list_append(t, value_as_list(l), v); }
static int64_t rt_list_extend(Thread *t, Value l, Value v) {
    if (list_extend(t, value_as_list(l), v))
        return 1;
    raise_not_unpackable(t, v);
    return 0;
}
static Value rt_list_to_tuple(Thread *t, Value l) {
    return tuple_from_values(t, value_as_list(l)->items, value_as_list(l)->length);
}
static int64_t rt_set_add(Thread *t, Value s, Value v) { return set_add(t, value_as_set(s), v); }
static int64_t rt_map_add(Thread *t, Value d, Value k, Value v) { return dict_set(t, value_as_dict(d), k, v); }

/* What a search of a dict is to give, from what dict_find_plain tells. */
static inline int64_t value_place(const Dict *d, int64_t n) {
    return n >= 0 ? (int64_t)(uintptr_t)&d->entries[n].value : n == DICT_ABSENT ? 0 : RT_OWN_METHOD;
}
static int64_t rt_dict_find(Thread *t, Value d, Value k) {
    return value_place(value_as_dict(d), dict_find_plain(t, value_as_dict(d), k));
}
static int64_t rt_dict_find_str(Thread *t, Value d, Value k) {
    return value_place(value_as_dict(d), dict_find_plain_str(t, value_as_dict(d), k));
}
static int64_t rt_dict_find_int(Thread *t, Value d, Value k) {
    return value_place(value_as_dict(d), dict_find_plain_int(t, value_as_dict(d), k));
}
static int64_t rt_dict_find_pair(Thread *t, Value d, Value x, Value y) {
    Value items[] = {x, y};
    return value_place(value_as_dict(d), dict_find_plain_items(t, value_as_dict(d), items, 2));
}
static int64_t rt_dict_find_triple(Thread *t, Value d, Value x, Value y, Value z) {
    Value items[] = {x, y, z};
    return value_place(value_as_dict(d), dict_find_plain_items(t, value_as_dict(d), items, 3));
}

static inline int64_t slot_place(int found, const SetEntry *slot) {
    return found > 0 ? (int64_t)(uintptr_t)slot : found == 0 ? 0 : RT_OWN_METHOD;
}
static int64_t rt_set_find(Thread *t, Value s, Value k) {
    SetEntry *slot = NULL;
    int found = set_find_plain(t, value_as_set(s), k, &slot);
    return slot_place(found, slot);
}
static int64_t rt_set_find_pair(Thread *t, Value s, Value x, Value y) {
    Value items[] = {x, y};
    SetEntry *slot = NULL;
    int found = set_find_plain_items(t, value_as_set(s), items, 2, &slot);
    return slot_place(found, slot);
}
static int64_t rt_set_find_triple(Thread *t, Value s, Value x, Value y, Value z) {
    Value items[] = {x, y, z};
    SetEntry *slot = NULL;
    int found = set_find_plain_items(t, value_as_set(s), items, 3, &slot);
    return slot_place(found, slot);
}
static int64_t rt_dict_set_plain(Thread *t, Value d, Value k, Value v) {
    int done = dict_set_plain(t, value_as_dict(d), k, v);
    return done >= 0 ? done : RT_OWN_METHOD;
}
static int64_t rt_set_add_plain(Thread *t, Value s, Value k) {
    int done = set_add_plain(t, value_as_set(s), k);
    return done >= 0 ? done : RT_OWN_METHOD;
}
static int64_t rt_set_discard_plain(Thread *t, Value s, Value k) {
    int done = set_discard_plain(t, value_as_set(s), k);
    return done >= 0 ? done : RT_OWN_METHOD;
}
static Value rt_dict_new_for(Thread *t, Value at, Value end, Value step) {
    enum { EXPECTED_MAX = 1 << 24, EXPECTED_MIN = 6 }; /* what may not come is not worth more memory; small dicts grow cheaply */
    size_t count = value_is_int(at) ? (size_t)((value_as_int(end) - value_as_int(at)) / value_as_int(step))
                                    : value_as_list(at)->length;
    Dict *d = count < EXPECTED_MIN ? dict_new(t) : dict_new_sized(t, count < EXPECTED_MAX ? count : EXPECTED_MAX);
    return d ? value_from_object(d) : VALUE_ERROR;
}
static Value rt_dict_new(Thread *t) {
    Dict *d = dict_new(t);
    return d ? value_from_object(d) : VALUE_ERROR;
}

static int64_t rt_bytearray_append(Thread *t, Value a, int64_t byte) {
    uint8_t b = (uint8_t)byte;
    return bytearray_append_data(t, (Bytearray *)value_as_object(a), &b, 1);
}
static int64_t rt_bytearray_extend(Thread *t, Value a, Value other) {
    ByteSpan s = bytes_span(other);
    return bytearray_extend_by(t, (Bytearray *)value_as_object(a), value_as_object(other), s.data, s.length);
}

static int64_t rt_set_update(Thread *t, Value s, Value v) { return set_update(t, value_as_set(s), v); }
static int64_t rt_dict_update(Thread *t, Value d, Value v) {
    if (dict_update(t, value_as_dict(d), v, true))
        return 1;
    if (error_catch(t, TYPE_AttributeError))
        raise_type_error(t, "'%T' object is not a mapping", v);
    return 0;
}
static int64_t rt_dict_merge(Thread *t, Value d, Value v, Value callee) { return dict_merge_keywords(t, d, v, callee); }
static Value rt_unpack_star(Thread *t, Value v, int64_t before, int64_t after) {
    Tuple *tuple = tuple_alloc(t, (size_t)(before + 1 + after));
    if (!tuple || !unpack_sequence(t, v, (uint32_t)before, after, tuple->items))
        return VALUE_ERROR;
    gc_wrote(t, tuple);
    return value_from_object(tuple);
}
static int64_t rt_delete_attr(Thread *t, Value object, Value name) { return attr_delete(t, object, name); }

/* ---- pattern matching ---- */

static Value rt_length(Thread *t, Value v) {
    int64_t length = op_len(t, v);
    return length < 0 ? VALUE_ERROR : int_from_int64(t, length);
}
static int64_t rt_type_flag(Thread *t, Value v, int64_t flag) { return (type_of(t, v)->flags & (uint32_t)flag) != 0; }
static Value rt_match_keys(Thread *t, Value subject, Value keys) { return match_keys(t, subject, keys); }
static Value rt_match_class(Thread *t, Value subject, Value cls, int64_t positional, Value names) {
    return match_class(t, subject, cls, (uint32_t)positional, value_as_tuple(names));
}
static Value rt_dict_without(Thread *t, Value mapping, Value keys) {
    return dict_without(t, mapping, value_as_tuple(keys));
}

/* ---- floats: as float.c does for boxed ones ---- */

static double rt_float_mod(Thread *t, double x, double y) {
    (void)t;
    return float_mod(x, y);
}
static double rt_float_floordiv(Thread *t, double x, double y) {
    (void)t;
    return float_floordiv(x, y);
}
static double rt_hypot(Thread *t, double x, double y) {
    (void)t;
    return hypot(x, y);
}
static Value rt_complex_function(Thread *t, double real, double imag, int64_t function) {
    return ((NativeOfComplex)(uintptr_t)function)(t, real, imag);
}
static Value rt_float_pow(Thread *t, double x, double y) { return float_pow(t, x, y); }

void *const rt_functions[RT_COUNT] = {
#define RTCALL(name, result, inputs, error, effects) [RT_##name] = (void *)rt_##name,
#include "ir/rtcall.def"
};

/* ---- functions of arrays of values ---- */

Value rt_make_function(Thread *t, Value *values, uint64_t aux) {
    return make_function(t, (Function *)value_as_object(values[0]), (Code *)value_as_object(values[1]), (uint32_t)aux,
                         values + 2);
}

Value rt_get_slice(Thread *t, Value *values, uint64_t aux) {
    (void)aux;
    return get_slice(t, values[0], values + 1);
}

Value rt_list_get_slice(Thread *t, Value *values, uint64_t aux) {
    (void)aux;
    Slice slice = {.start = values[1], .stop = values[2], .step = values[3]};
    return list_get_slice(t, value_as_list(values[0]), &slice);
}

Value rt_list_set_slice(Thread *t, Value *values, uint64_t aux) {
    (void)aux;
    Slice slice = {.start = values[1], .stop = values[2], .step = values[3]};
    return list_set_slice(t, value_as_list(values[0]), &slice, values[4]) ? VALUE_NONE : VALUE_ERROR;
}

Value rt_list_move_slice(Thread *t, Value *values, uint64_t aux) {
    (void)aux;
    Slice to = {.start = values[1], .stop = values[2], .step = values[3]};
    Slice from = {.start = values[5], .stop = values[6], .step = values[7]};
    return list_move_slice(t, value_as_list(values[0]), &to, value_as_list(values[4]), &from) ? VALUE_NONE : VALUE_ERROR;
}

Value rt_join_lists(Thread *t, Value *values, uint64_t aux) {
    const List *l = value_as_list(values[0]);
    const Value *items = values + 1;
    size_t count = aux / 2, length = l->length;
    ListStrategy strategy = list_strategy_join(length ? l->strategy : LIST_EMPTY, list_classify(items, count));
    List *out = list_new_to_fill(t, length + count, strategy);
    if (!out)
        return VALUE_ERROR;
    values_copy(out->items + (aux & 1 ? count : 0), l->items, length);
    values_copy(out->items + (aux & 1 ? 0 : length), items, count);
    return value_from_object(out);
}

Value rt_build_map(Thread *t, Value *values, uint64_t pairs) {
    Dict *d = dict_new_sized(t, pairs);
    if (!d)
        return VALUE_ERROR;
    for (uint64_t i = 0; i < pairs; i++)
        if (!dict_set(t, d, values[2 * i], values[2 * i + 1]))
            return VALUE_ERROR;
    return value_from_object(d);
}

Value rt_build_map_of_names(Thread *t, Value *values, uint64_t pairs) {
    Dict *d = dict_from_names(t, values, pairs);
    return d ? value_from_object(d) : VALUE_ERROR;
}

Value rt_build_set(Thread *t, Value *values, uint64_t count) {
    Value set = set_new(t, TYPE_SET);
    for (uint64_t i = 0; i < count && !value_is_error(set); i++)
        if (set_add(t, value_as_set(set), values[i]) < 0)
            return VALUE_ERROR;
    return set;
}

Value rt_build_slice(Thread *t, Value *values, uint64_t aux) {
    (void)aux;
    return slice_new(t, values[0], values[1], values[2]);
}

Value rt_format_value(Thread *t, Value *values, uint64_t conversion) {
    return format_value(t, values[0], conversion & 3, conversion & 4 ? values[1] : VALUE_UNDEF);
}

/* As the interpreter calls: what call() in C would count as a recursion does not. */
static Value call_positional(Thread *t, Value callee, Value *args, size_t count) {
    if (value_is_object(callee)) {
        Object *o = value_as_object(callee);
        switch (object_kind(o)) {
        case KIND_FUNCTION: return function_call_from_c(t, callee, args, count, NULL);
        case KIND_NATIVE: {
            Consumer consumer = count == 1 && generator_is_resumable(args[0]) ? consumer_of(t, callee, false)
                                                                              : CONSUMER_NONE;
            return consumer ? consumer_call(t, consumer, callee, args[0], VALUE_UNDEF)
                            : native_call(t, (NativeFunction *)o, args, count, NULL);
        }
        case KIND_TYPE: { /* list, tuple */
            Consumer consumer = count == 1 && generator_is_resumable(args[0]) ? consumer_of(t, callee, false)
                                                                              : CONSUMER_NONE;
            if (consumer)
                return consumer_call(t, consumer, callee, args[0], VALUE_UNDEF);
            break;
        }
        default: break;
        }
    }
    return call(t, callee, args, count, NULL);
}

Value rt_call(Thread *t, Value *values, uint64_t count) {
    Value callee = values[0];
    if (value_is_kind(callee, KIND_METHOD)) { /* its receiver stands where the callee stood */
        const Method *m = (Method *)value_as_object(callee);
        values[0] = m->self;
        return call_positional(t, m->function, values, count + 1);
    }
    if (value_is_kind(callee, KIND_INSTANCE)) {
        Value method = object_type(value_as_object(callee))->specials[SPECIAL_CALL];
        if (value_is_kind(method, KIND_FUNCTION))
            return function_call_from_c(t, method, values, count + 1, NULL);
    }
    return call_positional(t, callee, values + 1, count);
}

Value rt_call_keywords(Thread *t, Value *values, uint64_t count) {
    return call(t, values[0], values + 2, count, value_as_tuple(values[1]));
}

Value rt_call_bound(Thread *t, Value *values, uint64_t count) {
    (void)count;
    return function_call_bound(t, (Function *)value_as_object(values[0]), values + 1);
}

Value rt_call_made(Thread *t, Value *values, uint64_t aux) {
    (void)aux;
    return type_call_made(t, value_as_tuple(values[0]), values[1]);
}

Value rt_new_tuple_of(Thread *t, Value *values, uint64_t aux) {
    (void)aux;
    const Tuple *items = value_as_tuple(values[1]);
    Tuple *tuple = tuple_alloc_of(t, (Type *)value_as_object(values[0]), items->length);
    if (!tuple)
        return VALUE_ERROR;
    values_copy(tuple->items, items->items, items->length);
    return value_from_object(tuple);
}

Value rt_new_generator(Thread *t, Value *values, uint64_t count) {
    (void)count;
    return generator_call(t, (Function *)value_as_object(values[0]), values + 1);
}

static Generator *inlined_generator(Thread *t, const Value *values) {
    return generator_new(t, (Function *)value_as_object(values[0]), (Code *)value_as_object(values[1]));
}

Value rt_running_generator(Thread *t, Value *values, uint64_t aux) {
    (void)aux;
    Generator *g = inlined_generator(t, values);
    if (!g)
        return VALUE_ERROR;
    g->state = GEN_RUNNING;
    return value_from_object(g);
}

Value rt_suspended_generator(Thread *t, Value *values, uint64_t count) {
    Generator *g = inlined_generator(t, values);
    if (!g)
        return VALUE_ERROR;
    g->pc = (uint32_t)value_as_int(values[2]);
    g->sent_register = (uint32_t)value_as_int(values[3]);
    g->awaiting = values[4];
    g->resume = code_resume_point(g->code, g->pc);
    g->state = GEN_SUSPENDED;
    values_copy(g->registers, values + 5, count);
    return value_from_object(g);
}

Value rt_new_exception(Thread *t, Value *values, uint64_t count) {
    return exception_create(t, (Type *)value_as_object(values[0]), values + 1, count);
}

Value rt_init_exception(Thread *t, Value *values, uint64_t count) { return exception_init(t, values, count); }

Value rt_traceback(Thread *t, Value *values, uint64_t aux) {
    (void)aux;
    return exception_traceback(t, value_as_exception(values[0]));
}

Value rt_new_instance(Thread *t, Value *values, uint64_t aux) {
    (void)aux;
    Object *o = type_alloc(t, (Type *)value_as_object(values[0]), 0);
    return o ? value_from_object(o) : VALUE_ERROR;
}

Value rt_construct(Thread *t, Value *values, uint64_t aux) {
    (void)aux;
    return ((Type *)value_as_object(values[0]))->def->construct(t, values + 1, 1, NULL);
}

Value rt_next_plain(Thread *t, Value *values, uint64_t aux) {
    (void)aux;
    Object *iterator = value_as_object(values[0]);
    return object_type(iterator)->next(t, iterator);
}

Value rt_range(Thread *t, Value *values, uint64_t aux) {
    (void)aux;
    return range_new(t, values[0], values[1], values[2]);
}

Value rt_call_extended(Thread *t, Value *values, uint64_t aux) {
    (void)aux;
    return call_extended(t, values[0], values[1], values[2]);
}

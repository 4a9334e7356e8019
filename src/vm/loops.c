/*
 * loops.c - the parts of `for` that are too long for the dispatch loop: making
 * the loop state, and advancing the states it leaves to us.
 */
#include "vm/loops.h"

#include "bytecode/opcode.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/iterators.h"
#include "runtime/ops.h"
#include "runtime/str.h"

/* Whether counting range(start, start + length * step, step) stays within small
 * ints, the end included. */
static bool prepare_range(const Range *range, Value *state) {
    if (!value_is_int(range->start) || !value_is_int(range->step) || !value_is_int(range->length))
        return false;
    int64_t start = value_as_int(range->start), step = value_as_int(range->step), span, end;
    if (__builtin_mul_overflow(value_as_int(range->length), step, &span) ||
        __builtin_add_overflow(start, span, &end) || !int_fits_small(end))
        return false;
    state[0] = range->start;
    state[1] = value_from_int(end);
    state[2] = range->step;
    return true;
}

static uint32_t prepare_indexed(Value iterable, Value *state, uint32_t saw) {
    state[0] = iterable;
    state[1] = value_from_int(0);
    state[2] = value_from_int(0);
    return saw;
}

static uint32_t prepare_dict(Value iterable, const Dict *d, Value *state, uint32_t saw) {
    prepare_indexed(iterable, state, saw);
    state[2] = value_from_int((int64_t)d->used);
    return saw;
}

uint32_t loop_prepare(Thread *t, Value iterable, Value *state) {
    if (value_is_object(iterable)) {
        Object *o = value_as_object(iterable);
        switch (object_type(o)->id) {
        case TYPE_RANGE:
            if (prepare_range((Range *)o, state))
                return LOOP_SAW_RANGE;
            break;
        case TYPE_LIST: return prepare_indexed(iterable, state, LOOP_SAW_LIST);
        case TYPE_TUPLE: return prepare_indexed(iterable, state, LOOP_SAW_TUPLE);
        case TYPE_STR: return prepare_indexed(iterable, state, LOOP_SAW_STR);
        case TYPE_DICT: return prepare_dict(iterable, (Dict *)o, state, LOOP_SAW_DICT);
        case TYPE_SET:
        case TYPE_FROZENSET:
            prepare_indexed(iterable, state, LOOP_SAW_OTHER);
            state[2] = value_from_int((int64_t)((Set *)o)->used);
            return LOOP_SAW_OTHER;
        case TYPE_DICT_KEYS:
        case TYPE_DICT_VALUES:
        case TYPE_DICT_ITEMS:
            return prepare_dict(iterable, dict_of_view(value_from_object(o)), state, LOOP_SAW_VIEW);
        default: break;
        }
    }
    Value iterator = op_iter(t, iterable);
    if (value_is_error(iterator))
        return 0;
    prepare_indexed(iterator, state, 0);
    return value_is_kind(iterator, KIND_GENERATOR) ? LOOP_SAW_GENERATOR : LOOP_SAW_OTHER;
}

/* The next live entry of a dict or view; NULL: *result says STOP or ERROR.
 * state[1] has the number of the entry in its low 32 bits, above them how many
 * have been given. */
static inline __attribute__((always_inline)) const DictEntry *next_entry(Thread *t, Dict *d,
                                                                         Value *state, Value *result) {
    uint64_t at = (uint64_t)value_as_int(state[1]), given = at >> 32;
    *result = VALUE_STOP;
    if (__builtin_expect(value_as_int(state[2]) != (int64_t)d->used, 0)) {
        *result = raise_error(t, TYPE_RuntimeError, "dictionary changed size during iteration");
        return NULL;
    }
    for (uint64_t i = at ? (uint32_t)at : dict_first(d); i < d->entry_count; i++) {
        if (value_is_undef(d->entries[i].key))
            continue;
        if (__builtin_expect(given == d->used, 0)) {
            *result = raise_error(t, TYPE_RuntimeError, "dictionary keys changed during iteration");
            return NULL;
        }
        state[1] = value_from_int((int64_t)((given + 1) << 32 | (i + 1)));
        return &d->entries[i];
    }
    return NULL;
}

static Value next_of_set(Thread *t, Set *s, Value *state) {
    if (__builtin_expect(value_as_int(state[2]) != (int64_t)s->used, 0))
        return raise_error(t, TYPE_RuntimeError, "Set changed size during iteration");
    size_t position = (size_t)value_as_int(state[1]);
    Value item;
    bool more = set_next(s, &position, &item);
    state[1] = value_from_int((int64_t)position);
    return more ? item : VALUE_STOP;
}

/* The next item, STOP or ERROR; VALUE_UNDEF: state[0] is an iterator. */
static inline Value next_of_container(Thread *t, Object *o, Value *state) {
    Value result;
    Dict *d;
    TypeId id = object_type(o)->id;
    switch (id) {
    case TYPE_STR: {
        size_t i = (size_t)value_as_int(state[1]);
        if (i >= ((Str *)o)->length)
            return VALUE_STOP;
        state[1] = value_from_int((int64_t)i + 1);
        return str_index(t, (Str *)o, (int64_t)i);
    }
    case TYPE_SET:
    case TYPE_FROZENSET: return next_of_set(t, (Set *)o, state);
    case TYPE_DICT: d = (Dict *)o; break;
    case TYPE_DICT_KEYS:
    case TYPE_DICT_VALUES:
    case TYPE_DICT_ITEMS: d = dict_of_view(value_from_object(o)); break;
    default: return VALUE_UNDEF;
    }
    const DictEntry *e = next_entry(t, d, state, &result);
    if (!e)
        return result;
    if (__builtin_expect(id == TYPE_DICT_ITEMS, 0))
        return tuple_pair(t, e->key, e->value);
    return id == TYPE_DICT_VALUES ? e->value : e->key;
}

/* 1 item, 0 the end, -1 exception; 2: no loop whose tuples can be spared. */
static int next_parts(Thread *t, Value *state, uint32_t count, Value *out) {
    Value result;
    Object *o = value_as_object(state[0]);
    switch (object_type(o)->id) {
    case TYPE_DICT_ITEMS: {
        if (count != 2)
            return 2;
        const DictEntry *e = next_entry(t, dict_of_view(value_from_object(o)), state, &result);
        if (!e)
            return value_is_error(result) ? -1 : 0;
        out[0] = e->key;
        out[1] = e->value;
        return 1;
    }
    case TYPE_ENUMERATE: return count == 2 ? enumerate_next_pair(t, (Enumerate *)o, out) : 2;
    case TYPE_ZIP: return value_as_tuple(((Zip *)o)->iterators)->length == count ? zip_next_parts(t, (Zip *)o, out) : 2;
    default: return 2;
    }
}

int loop_advance(Thread *t, Value *state, const uint32_t *body, uint32_t only_unpacked, Value *registers,
                 Value *item) {
    Object *o = value_as_object(state[0]);
    if (only_unpacked && instruction_opcode(*body) == OPC_UNPACK) {
        int step = next_parts(t, state, instruction_c(*body), &registers[instruction_a(*body)]);
        if (step != 2)
            return step == 1 ? LOOP_UNPACKED : step == 0 ? LOOP_AT_END : -1;
    }
    Value (*next)(Thread *, Object *) = object_type(o)->next, v;
    if (next && (uintptr_t)__builtin_frame_address(0) >= t->c_stack_limit) {
        v = next(t, o);
        if (value_is_error(v))
            return error_catch(t, TYPE_StopIteration) ? LOOP_AT_END : -1;
    } else {
        v = next_of_container(t, o, state);
        if (value_is_undef(v))
            v = iterator_next(t, state[0]);
        if (value_is_error(v))
            return -1;
    }
    if (value_is_stop(v))
        return LOOP_AT_END;
    *item = v;
    return LOOP_AT_ITEM;
}

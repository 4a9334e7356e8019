/*
 * interpreter.c - the dispatch loop.
 *
 * Direct-threaded: every instruction jumps to the next one's code itself.  The
 * registers of the running frame are at `r`, the next instruction at `pc`; A, B
 * and C are the operands.  A Python-to-Python call changes `frame`, `r` and
 * `pc` and goes on in the same C frame; only calls through C recurse.
 *
 * SAVE() stores pc in the frame: before anything that can raise, allocate,
 * call or look at frames.  Whoever raises ends in `error`, which finds a
 * handler or pops frames.
 *
 * Long or rare cases live in other files (statements.c, inline_cache.c,
 * generator.c); what remains here is what runs hot.  Three groups of handlers
 * have files of their own, handlers_*.inc.
 */
#include "vm/interpreter.h"

#include <math.h>

#include "bytecode/opcode.h"
#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/equality.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str.h"
#include "runtime/type.h"
#include "vm/consumers.h"
#include "vm/loops.h"
#include "vm/operators.h"
#include "vm/quicken.h"

#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)

/* What the copies of this loop (interpreter_counting.c, interpreter_observing.c)
 * define otherwise.
 * BEFORE_INSTRUCTION() runs before each; `first` is the frame that the loop began with.
 * ANOTHER_LOOP(action): goes on in the loop that HOT_OBSERVE, HOT_UNOBSERVE ask for.
 * UNPACKS_ITEMS: whether a loop's items may be unpacked without the UNPACK being run.
 * Not just before VmHooks.hot is asked, which wants to see the beginning of the body. */
#ifndef BEFORE_INSTRUCTION
#define BEFORE_INSTRUCTION() ((void)first)
#define ANOTHER_LOOP(action)                         \
    do {                                             \
        if ((action) == HOT_OBSERVE)                 \
            return ANOTHER_LOOP_NEXT;                \
    } while (0)
#define UNPACKS_ITEMS (CODE->heat_left > 1)
#endif

/* After the WIDE prefix: the operands of the instruction that follows it. */
typedef struct WideOperands {
    uint32_t a, b, c;
} WideOperands;

static WideOperands widen(uint32_t prefix, uint32_t word) {
    const OpcodeInfo *info = &opcode_info[instruction_opcode(word)];
    uint32_t a = instruction_a(word) | instruction_a(prefix) << 8;
    if (info->b == OPERAND_CONST || info->b == OPERAND_INT || info->b == OPERAND_FREE)
        /* Handlers read Bx as B | C << 8. */
        return (WideOperands){a, instruction_bx(word) | instruction_bx(prefix) << 16, 0};
    return (WideOperands){a, instruction_b(word) | instruction_b(prefix) << 8,
                          instruction_c(word) | instruction_c(prefix) << 8};
}

/* Index of the innermost handler covering an instruction, or -1. */
static int find_handler(const Code *code, uint32_t pc) {
    const CodeHandler *h = code->handlers ? (const CodeHandler *)code->handlers->bytes : NULL;
    for (uint32_t i = 0; i < code->handler_count; i++)
        if (pc >= h[i].start && pc < h[i].end)
            return (int)i;
    return -1;
}

/* Makes an instance of a class with a plain __init__ and pushes the frame of that.
 * args[0] is free for the instance, `nargs` arguments stand behind it. */
static inline Frame *push_constructor(Thread *t, Frame *caller, Type *type, Value *args, uint32_t nargs,
                               uint32_t result_register) {
    Function *init = (Function *)value_as_object(type->specials[SPECIAL_INIT]);
    Object *instance = type_alloc(t, type, 0);
    if (!instance)
        return NULL;
    args[0] = value_from_object(instance);
    if (UNLIKELY(!function_takes_plainly(init, nargs + 1)) &&
        !frame_bind_window(t, init, args, nargs + 1, NULL))
        return NULL;
    Frame *pushed = frame_push(t, caller, init, init->code, args, result_register);
    if (LIKELY(pushed != NULL)) {
        pushed->flags = FRAME_CONSTRUCTOR;
        pushed->instance = value_from_object(instance);
    }
    return pushed;
}

Value interpreter_loop(Thread *t, bool raising) {
    static const void *const labels[256] = {
#define OPCODE(name, a, b, c, ext) [OPC_##name] = &&L_##name,
#include "bytecode/opcode.def"
#define QUICK(name, family) [OPC_##name] = &&L_##name,
#include "bytecode/quick.def"
    };
    Frame *const first = t->frame, *frame = first;
    Value *r = frame->registers;
    const uint32_t *pc = frame->pc;
    uint32_t word, A, B, C;
    bool reraise = false;
    /* A call being made: `args` and `nargs` describe the arguments in the caller's
     * registers; the word in front of args is the callee's, free to hold a receiver. */
    Value callee, object;
    Value *args;
    uint32_t nargs;
    Function *function;

#define DECODE()                     \
    do {                             \
        word = *pc++;                \
        A = (word >> 8) & 0xff;      \
        B = (word >> 16) & 0xff;     \
        C = word >> 24;              \
    } while (0)
#define NEXT()                       \
    do {                             \
        BEFORE_INSTRUCTION();        \
        DECODE();                    \
        goto *labels[word & 0xff];   \
    } while (0)
#define BX (B | C << 8)
#define SAVE() (frame->pc = pc)
#define CODE (frame->code)
#define CONST(i) (frame->consts[i])
#define NAME(ext) (CODE->names->items[(ext) & 0xffff])
#define CACHE(ext) (&frame->caches[(ext) >> 16])
/* Turns the instruction `words` words before pc into another of its family. */
#define REWRITE(words, op) (((uint32_t *)pc)[-(words)] = (word & ~0xffu) | (op))
/* Goes on in the innermost frame. */
#define ENTER_FRAME(f)               \
    do {                             \
        frame = (f);                 \
        r = frame->registers;        \
        pc = frame->pc;              \
    } while (0)
/* Takes a result into register A, or goes to the error path. */
#define SET_A(expression)            \
    do {                             \
        Value set_a_ = (expression); \
        if (UNLIKELY(value_is_error(set_a_))) \
            goto error;              \
        r[A] = set_a_;               \
    } while (0)
#define CHECK(condition)             \
    do {                             \
        if (UNLIKELY(!(condition)))  \
            goto error;              \
    } while (0)
/* Jumps by the extension word at pc if the condition holds. */
#define BRANCH(condition)            \
    do {                             \
        if (condition)               \
            pc += (int32_t)*pc;      \
        pc++;                        \
    } while (0)

/* The code is entered, resumed, or goes round a loop: `where` is hot_entry, hot_resumption
 * or hot_loop. */
#define WARM_UP(where)               \
    do {                             \
        if (UNLIKELY(--CODE->heat_left == 0)) \
            goto where;              \
    } while (0)

/* Goes on in a generator that can be resumed; its frame gets `how`, and what it yields
 * comes into register A. */
#define RESUME(g, sent, how)                         \
    do {                                             \
        Frame *pushed_ = generator_push(t, g, sent); \
        CHECK(pushed_);                              \
        pushed_->result_register = A;                \
        pushed_->flags |= (how);                     \
        ENTER_FRAME(pushed_);                        \
        WARM_UP(hot_resumption);                     \
        NEXT();                                      \
    } while (0)

    if (raising)
        goto error;
    NEXT();

L_NOP:
    NEXT();

L_WIDE: {
    uint32_t prefix = word;
    word = *pc++;
    WideOperands w = widen(prefix, word);
    A = w.a;
    B = w.b;
    C = w.c;
    if ((word & 0xff) == OPC_LOAD_INT) {
        r[A] = value_from_int((int32_t)B);
        NEXT();
    }
    goto *labels[word & 0xff];
}

    /* ---- moves and variables ---- */

L_MOVE:
    r[A] = r[B];
    NEXT();
L_LOAD_CONST:
    r[A] = CONST(BX);
    NEXT();
L_LOAD_INT:
    r[A] = value_from_int((int16_t)BX);
    NEXT();
L_LOAD_UNDEF:
    r[A] = VALUE_UNDEF;
    NEXT();
L_CHECK_LOCAL:
    if (UNLIKELY(value_is_undef(r[A]))) {
        SAVE();
        (B ? raise_unbound_free : raise_unbound_local)(t, CODE->local_names->items[A]);
        goto error;
    }
    NEXT();
L_DELETE_LOCAL:
    if (UNLIKELY(value_is_undef(r[A]))) {
        SAVE();
        raise_unbound_local(t, CODE->local_names->items[A]);
        goto error;
    }
    r[A] = VALUE_UNDEF;
    NEXT();

L_LOAD_GLOBAL: {
    uint32_t ext = *pc++;
    CacheSlot *c = CACHE(ext);
    Function *f = frame->function;
    if (LIKELY(c->shape == f->globals->layout)) {
        if (c->version == 0) {
            r[A] = f->globals->entries[value_as_int(c->payload)].value;
            NEXT();
        }
        if (LIKELY(c->version == f->builtins->layout)) {
            r[A] = f->builtins->entries[value_as_int(c->payload)].value;
            NEXT();
        }
    }
    SAVE();
    SET_A(cache_load_global(t, f, ext >> 16, NAME(ext)));
    NEXT();
}
L_STORE_GLOBAL: {
    uint32_t ext = *pc++;
    CacheSlot *c = CACHE(ext);
    Dict *globals = frame->function->globals;
    if (LIKELY(c->shape == globals->layout)) {
        dict_set_entry(t, globals, (size_t)value_as_int(c->payload), r[A]);
        NEXT();
    }
    SAVE();
    CHECK(cache_store_global(t, frame->function, ext >> 16, NAME(ext), r[A]));
    NEXT();
}
L_DELETE_GLOBAL: {
    uint32_t ext = *pc++;
    SAVE();
    CHECK(global_delete(t, frame->function, NAME(ext)));
    NEXT();
}
L_LOAD_NAME: {
    uint32_t ext = *pc++;
    Function *f = frame->function;
    if (LIKELY(value_same(frame_mapping(frame), value_from_object(f->globals)))) {
        CacheSlot *c = CACHE(ext);
        if (LIKELY(c->shape == f->globals->layout)) {
            if (c->version == 0) {
                r[A] = f->globals->entries[value_as_int(c->payload)].value;
                NEXT();
            }
            if (LIKELY(c->version == f->builtins->layout)) {
                r[A] = f->builtins->entries[value_as_int(c->payload)].value;
                NEXT();
            }
        }
        SAVE();
        SET_A(cache_load_global(t, f, ext >> 16, NAME(ext)));
        NEXT();
    }
    SAVE();
    SET_A(name_load(t, frame, NAME(ext)));
    NEXT();
}
L_STORE_NAME: {
    uint32_t ext = *pc++;
    if (LIKELY(value_same(frame_mapping(frame), value_from_object(frame->function->globals)))) {
        CacheSlot *c = CACHE(ext);
        Dict *globals = frame->function->globals;
        if (LIKELY(c->shape == globals->layout)) {
            dict_set_entry(t, globals, (size_t)value_as_int(c->payload), r[A]);
            NEXT();
        }
        SAVE();
        CHECK(cache_store_global(t, frame->function, ext >> 16, NAME(ext), r[A]));
        NEXT();
    }
    SAVE();
    CHECK(name_store(t, frame, NAME(ext), r[A]));
    NEXT();
}
L_DELETE_NAME: {
    uint32_t ext = *pc++;
    SAVE();
    CHECK(name_delete(t, frame, NAME(ext)));
    NEXT();
}
L_MAKE_CELL:
    SAVE();
    SET_A(cell_new(t, r[A]));
    NEXT();
L_LOAD_CELL: {
    Value v = ((Cell *)value_as_object(r[B]))->value;
    if (UNLIKELY(value_is_undef(v))) {
        SAVE();
        (C ? raise_unbound_free : raise_unbound_local)(t, CODE->local_names->items[B]);
        goto error;
    }
    r[A] = v;
    NEXT();
}
L_STORE_CELL: {
    Cell *cell = (Cell *)value_as_object(r[B]);
    cell->value = r[A];
    gc_wrote(t, cell);
    NEXT();
}
L_DELETE_CELL: {
    Cell *cell = (Cell *)value_as_object(r[B]);
    if (UNLIKELY(value_is_undef(cell->value))) {
        SAVE();
        raise_unbound_local(t, CODE->local_names->items[B]);
        goto error;
    }
    cell->value = VALUE_UNDEF;
    NEXT();
}
L_LOAD_FREE: {
    Value v = ((Cell *)value_as_object(frame->function->closure->items[BX]))->value;
    if (UNLIKELY(value_is_undef(v))) {
        SAVE();
        raise_unbound_free(t, CODE->free_names->items[BX]);
        goto error;
    }
    r[A] = v;
    NEXT();
}
L_STORE_FREE: {
    Cell *cell = (Cell *)value_as_object(frame->function->closure->items[BX]);
    cell->value = r[A];
    gc_wrote(t, cell);
    NEXT();
}
L_DELETE_FREE: {
    Cell *cell = (Cell *)value_as_object(frame->function->closure->items[BX]);
    if (UNLIKELY(value_is_undef(cell->value))) {
        SAVE();
        raise_unbound_free(t, CODE->free_names->items[BX]);
        goto error;
    }
    cell->value = VALUE_UNDEF;
    NEXT();
}
L_LOAD_CLASS_FREE:
    SAVE();
    SET_A(class_free_load(t, frame, (Cell *)value_as_object(frame->function->closure->items[BX]),
                          CODE->free_names->items[BX]));
    NEXT();
L_LOAD_CLOSURE:
    r[A] = frame->function->closure->items[BX];
    NEXT();
L_LOAD_LOCALS:
    SAVE();
    SET_A(frame_locals(t, frame));
    NEXT();

#include "vm/handlers_operators.inc"

    /* ---- control ---- */

L_JUMP:
    pc += (int32_t)*pc + 1;
    NEXT();
L_JUMP_BACK:
    if (UNLIKELY(t->interrupts)) { /* in the loop: in front of it another handler may hold */
        frame->pc = pc + 1;
        CHECK(handle_interrupts(t));
    }
    pc += (int32_t)*pc + 1;
    WARM_UP(hot_loop);
    NEXT();
L_JUMP_IF_TRUE: {
    Value v = r[A];
    if (LIKELY(value_is_bool(v))) {
        BRANCH(value_is_true(v));
        NEXT();
    }
    if (value_is_int(v)) {
        BRANCH(v.bits != 0);
        NEXT();
    }
    SAVE();
    int truth = op_truth(t, v);
    CHECK(truth >= 0);
    BRANCH(truth);
    NEXT();
}
L_JUMP_IF_FALSE: {
    Value v = r[A];
    if (LIKELY(value_is_bool(v))) {
        BRANCH(value_is_false(v));
        NEXT();
    }
    if (value_is_int(v)) {
        BRANCH(v.bits == 0);
        NEXT();
    }
    SAVE();
    int truth = op_truth(t, v);
    CHECK(truth >= 0);
    BRANCH(!truth);
    NEXT();
}
L_JUMP_IF_NONE:
    BRANCH(value_is_none(r[A]));
    NEXT();
L_JUMP_IF_NOT_NONE:
    BRANCH(!value_is_none(r[A]));
    NEXT();

L_FOR_PREPARE: {
    SAVE();
    uint32_t saw = loop_prepare(t, r[B], &r[A]);
    CHECK(saw);
    if (UNLIKELY(!(instruction_c(word) & saw)))
        ((uint32_t *)pc)[-1] |= saw << 24;
    NEXT();
}
L_FOR_ITER: {
    switch (loop_step(&r[B], &r[A])) {
    case LOOP_ITEM: pc++; NEXT();
    case LOOP_END: pc += (int32_t)*pc + 1; NEXT();
    case LOOP_OTHER: break;
    }
    pc++;
    SAVE();
    if (generator_is_resumable(r[B])) {
        Generator *g = (Generator *)value_as_object(r[B]);
        if (generator_is_compiled(g)) {
            Value v = generator_resume_compiled(t, g, VALUE_NONE);
            CHECK(!value_is_error(v));
            if (value_is_stop(v))
                pc += (int32_t)pc[-1];
            else
                r[A] = v;
            NEXT();
        }
        RESUME(g, VALUE_NONE, 0);
    }
    int step = loop_advance(t, &r[B], pc, C && UNPACKS_ITEMS, r, &r[A]);
    CHECK(step >= 0);
    pc += step == LOOP_AT_END ? (int32_t)pc[-1] : step == LOOP_UNPACKED;
    NEXT();
}
L_FOR_LOOP: {
    switch (loop_step(&r[B], &r[A])) {
    case LOOP_ITEM: pc += (int32_t)*pc + 1; goto looped;
    case LOOP_END: pc++; NEXT();
    case LOOP_OTHER: break;
    }
    pc++;
    SAVE();
    if (generator_is_resumable(r[B])) {
        Generator *g = (Generator *)value_as_object(r[B]);
        if (generator_is_compiled(g)) {
            Value v = generator_resume_compiled(t, g, VALUE_NONE);
            CHECK(!value_is_error(v));
            if (value_is_stop(v))
                NEXT();
            r[A] = v;
            pc += (int32_t)pc[-1];
            goto looped;
        }
        RESUME(g, VALUE_NONE, FRAME_FOR_LOOP);
    }
    int step = loop_advance(t, &r[B], pc + (int32_t)pc[-1], C && UNPACKS_ITEMS, r, &r[A]);
    CHECK(step >= 0);
    if (step == LOOP_AT_END)
        NEXT();
    pc += (int32_t)pc[-1] + (step == LOOP_UNPACKED);
looped:
    if (UNLIKELY(t->interrupts)) {
        SAVE();
        CHECK(handle_interrupts(t));
    }
    WARM_UP(hot_loop);
    NEXT();
}

    {
        Value returned;
        HotPlace place;
hot_entry:
        place = HOT_AT_ENTRY;
        goto hot;
hot_resumption:
        place = HOT_AT_RESUMPTION;
        goto hot;
hot_loop:
        place = HOT_AT_LOOP;
hot:
        SAVE();
        HotAction action = frame_is_hot(t, frame, place);
        switch (action) {
        case HOT_GO_ON: NEXT();
        case HOT_OBSERVE:
        case HOT_UNOBSERVE: ANOTHER_LOOP(action); NEXT();
        case HOT_RETURN: returned = t->compiled_result; goto return_value;
        case HOT_FRAME: ENTER_FRAME(t->frame); NEXT();
        case HOT_RAISE: goto error;
        case HOT_UNWOUND: goto unwound;
        }
        __builtin_unreachable();

L_RETURN_NONE:
        returned = VALUE_NONE;
        goto return_value;
L_RETURN:
        returned = r[A];
return_value:;
        uint32_t flags = frame->flags;
        if (UNLIKELY(flags)) {
            if (flags & FRAME_GENERATOR) {
                generator_finish(t, frame);
                t->stop_value = returned;
                uint32_t result = frame->result_register;
                Frame *popped = frame;
                frame_pop(t);
                if (flags & FRAME_ENTRY)
                    return flags & FRAME_CONSUMED
                               ? consumer_finish(t, (Consumer)popped->consumer, popped->accumulator) : VALUE_STOP;
                ENTER_FRAME(t->frame);
                if (flags & FRAME_CONSUMED) {
                    Value v = consumer_finish(t, (Consumer)popped->consumer, popped->accumulator);
                    CHECK(!value_is_error(v));
                    r[result] = v;
                    NEXT();
                }
                if (flags & FRAME_NEXT) {
                    raise_stop_iteration(t, returned);
                    goto error;
                }
                if (flags & FRAME_SEND)
                    r[result] = returned; /* the value of `yield from` */
                if (!(flags & FRAME_FOR_LOOP))
                    pc += (int32_t)pc[-1]; /* out of the loop */
                NEXT();
            }
            if (UNLIKELY(flags & FRAME_OPERATOR) && value_is_not_implemented(returned)) {
                frame_pop(t);
                ENTER_FRAME(t->frame);
                word = pc[-1];
                A = instruction_a(word);
                SET_A(operator_declined_in(t, word, r));
                NEXT();
            }
            if (flags & FRAME_CONDITION) {
                frame_pop(t);
                ENTER_FRAME(t->frame);
                int jumps = condition_jumps(t, pc[-2], r, returned);
                CHECK(jumps >= 0);
                if (jumps)
                    pc += (int32_t)pc[-1];
                NEXT();
            }
            if (flags & FRAME_LENGTH) {
                A = frame->result_register;
                frame_pop(t);
                ENTER_FRAME(t->frame);
                int64_t length = op_len_by_method(t, returned);
                CHECK(length >= 0);
                r[A] = value_from_int(length);
                NEXT();
            }
            if (flags & FRAME_NEW) {
                Value made_by = frame->instance;
                A = frame->result_register;
                frame_pop(t);
                ENTER_FRAME(t->frame);
                SET_A(type_call_made(t, value_as_tuple(made_by), returned));
                NEXT();
            }
            if (flags & FRAME_CONSTRUCTOR) {
                if (UNLIKELY(!value_is_none(returned))) {
                    frame_pop(t);
                    ENTER_FRAME(t->frame);
                    raise_type_error(t, "__init__() should return None, not '%T'", returned);
                    goto error;
                }
                returned = frame->instance;
            }
            if (UNLIKELY(flags & FRAME_OBJECT))
                frame_detach_object(t, frame);
            if (flags & FRAME_ENTRY) {
                frame_pop_plain(t, frame);
                return returned;
            }
        }
        uint32_t result = frame->result_register;
        t->frame = frame - 1; /* which there is: the frame was not entered from C */
        ENTER_FRAME(frame - 1);
        r[result] = returned;
        NEXT();
    }

#include "vm/handlers_access.inc"

#include "vm/handlers_calls.inc"

    /* ---- building ---- */

L_BUILD_TUPLE:
    SAVE();
    SET_A(tuple_from_values(t, &r[B], C));
    NEXT();
L_BUILD_LIST:
    SAVE();
    SET_A(list_from_values(t, &r[B], C));
    NEXT();
L_BUILD_SET: {
    SAVE();
    Value set = set_new(t, TYPE_SET);
    CHECK(!value_is_error(set));
    for (uint32_t i = 0; i < C; i++)
        CHECK(set_add(t, value_as_set(set), r[B + i]) >= 0);
    r[A] = set;
    NEXT();
}
L_BUILD_MAP: {
    SAVE();
    Dict *d = dict_new_sized(t, C);
    CHECK(d);
    for (uint32_t i = 0; i < C; i++)
        CHECK(dict_set(t, d, r[B + 2 * i], r[B + 2 * i + 1]));
    r[A] = value_from_object(d);
    NEXT();
}
L_BUILD_SLICE:
    SAVE();
    SET_A(slice_new(t, r[B], r[B + 1], r[B + 2]));
    NEXT();
L_BUILD_STRING:
    SAVE();
    SET_A(build_string(t, &r[B], C));
    NEXT();
L_FORMAT_VALUE:
    SAVE();
    SET_A(format_value(t, r[B], C & 3, C & 4 ? r[B + 1] : VALUE_UNDEF));
    NEXT();
L_LIST_APPEND:
    SAVE();
    CHECK(list_append(t, value_as_list(r[A]), r[B]));
    NEXT();
L_LIST_EXTEND:
    SAVE();
    if (UNLIKELY(!list_extend(t, value_as_list(r[A]), r[B]))) {
        raise_not_unpackable(t, r[B]);
        goto error;
    }
    NEXT();
L_LIST_TO_TUPLE: {
    SAVE();
    List *l = value_as_list(r[B]);
    SET_A(tuple_from_values(t, l->items, l->length));
    NEXT();
}
L_SET_ADD:
    SAVE();
    CHECK(set_add(t, value_as_set(r[A]), r[B]) >= 0);
    NEXT();
L_SET_UPDATE:
    SAVE();
    CHECK(set_update(t, value_as_set(r[A]), r[B]));
    NEXT();
L_MAP_ADD:
    SAVE();
    CHECK(dict_set(t, value_as_dict(r[A]), r[B], r[C]));
    NEXT();
L_DICT_UPDATE:
    SAVE();
    if (UNLIKELY(!dict_update(t, value_as_dict(r[A]), r[B], true))) {
        if (error_catch(t, TYPE_AttributeError))
            raise_type_error(t, "'%T' object is not a mapping", r[B]);
        goto error;
    }
    NEXT();
L_DICT_MERGE:
    SAVE();
    CHECK(dict_merge_keywords(t, r[A], r[B], r[C]));
    NEXT();
L_UNPACK: {
    Value v = r[B];
    SAVE();
    if (value_is_exact(v, KIND_TUPLE) && value_as_tuple(v)->length == C) {
        values_copy(&r[A], value_as_tuple(v)->items, C);
        NEXT();
    }
    if (C && value_is_exact(v, KIND_LIST) && value_as_list(v)->length == C) {
        values_copy(&r[A], value_as_list(v)->items, C);
        NEXT();
    }
    CHECK(unpack_sequence(t, v, C, -1, &r[A]));
    NEXT();
}
L_UNPACK_STAR: {
    uint32_t ext = *pc++;
    SAVE();
    CHECK(unpack_sequence(t, r[B], C, ext, &r[A]));
    NEXT();
}

    /* ---- pattern matching ---- */

L_GET_LEN: {
    SAVE();
    int64_t n = op_len(t, r[B]);
    CHECK(n >= 0);
    SET_A(int_from_int64(t, n));
    NEXT();
}
L_MATCH_MAPPING:
    r[A] = value_bool(type_of(t, r[B])->flags & TYPEFLAG_MAPPING);
    NEXT();
L_MATCH_SEQUENCE:
    r[A] = value_bool(type_of(t, r[B])->flags & TYPEFLAG_SEQUENCE);
    NEXT();
L_MATCH_KEYS:
    SAVE();
    SET_A(match_keys(t, r[B], r[C]));
    NEXT();
L_MATCH_CLASS: {
    uint32_t ext = *pc++;
    SAVE();
    SET_A(match_class(t, r[B], r[C], ext >> 16, value_as_tuple(CONST(ext & 0xffff))));
    NEXT();
}
L_DICT_WITHOUT:
    SAVE();
    SET_A(dict_without(t, r[B], value_as_tuple(r[C])));
    NEXT();

    /* ---- exceptions and with ---- */

L_RAISE:
    SAVE();
    raise_statement(t, r[A], VALUE_UNDEF);
    goto error;
L_RAISE_FROM:
    SAVE();
    raise_statement(t, r[A], r[B]);
    goto error;
L_RAISE_CURRENT:
    SAVE();
    raise_current(t);
    reraise = !value_is_none(t->handled);
    goto error;
L_RERAISE:
    SAVE();
    t->exception = r[A];
    reraise = true;
    goto error;
L_PUSH_HANDLED: {
    Value e = r[B];
    /* A generator may leave the handler under another resumer. */
    bool of_resumer = (frame->flags & (FRAME_GENERATOR | FRAME_HANDLING)) == FRAME_GENERATOR;
    r[A] = of_resumer ? VALUE_UNDEF : t->handled;
    if (of_resumer)
        frame->flags |= FRAME_HANDLING;
    t->handled = e;
    NEXT();
}
L_POP_HANDLED:
    t->handled = r[A];
    if (value_is_undef(r[A])) {
        t->handled = frame->instance;
        frame->flags &= ~(uint32_t)FRAME_HANDLING;
    }
    NEXT();
L_MATCH_EXCEPTION: {
    SAVE();
    int match = exception_matches(t, r[B], r[C]);
    CHECK(match >= 0);
    r[A] = value_bool(match);
    NEXT();
}
L_MATCH_GROUP:
    SAVE();
    CHECK(exception_group_match(t, r[B], r[C], &r[A], &r[A + 1]));
    NEXT();
L_RERAISE_GROUP:
    SAVE();
    SET_A(exception_group_reraise(t, r[B], value_as_list(r[C])));
    NEXT();
L_LOAD_BODY:
    SAVE();
    CHECK(frame_load_body(t, frame));
    pc = frame->pc;
    goto entered;
L_LOAD_ASSERTION_ERROR:
    r[A] = value_from_object(t->vm->types[TYPE_AssertionError]);
    NEXT();
L_WITH_SETUP:
    SAVE();
    CHECK(with_setup(t, r[B], C, &r[A]));
    NEXT();
L_CALL_EXIT:
    SAVE();
    SET_A(call_exit(t, &r[B], r[C]));
    NEXT();

    /* ---- generators and coroutines ---- */

L_GENERATOR_START: {
    SAVE();
    uint32_t result = frame->result_register, flags = frame->flags;
    Value g = generator_start(t);
    if (UNLIKELY(value_is_error(g)))
        goto error;
    if (flags & FRAME_ENTRY)
        return g;
    frame = t->frame;
    r = frame->registers;
    pc = frame->pc;
    r[result] = g;
    NEXT();
}
    {
        Value yielded, delegate;
L_YIELD:
        delegate = VALUE_UNDEF;
        goto yield;
L_YIELD_DELEGATED:
        delegate = r[C];
yield:
        SAVE();
        yielded = r[B];
        if (frame->flags & FRAME_CONSUMED) {
            uint32_t register_of_result = frame->result_register;
            bool entered = frame->flags & FRAME_ENTRY;
            switch (consumer_take(t, frame, A, yielded, &yielded)) {
            case CONSUMER_MORE:
                r[A] = VALUE_NONE;
                WARM_UP(hot_resumption);
                NEXT();
            case CONSUMER_FAILED:
                if (entered && t->frame != frame) /* it has been left */
                    return VALUE_ERROR;
                goto error;
            case CONSUMER_DONE: break;
            }
            if (entered)
                return yielded;
            ENTER_FRAME(t->frame);
            r[register_of_result] = yielded;
            NEXT();
        }
        Generator *g = frame->generator;
        g->sent_register = A;
        g->awaiting = delegate;
        uint32_t result = frame->result_register, flags = frame->flags;
        generator_save(t, frame);
        frame_pop(t);
        if (flags & FRAME_ENTRY)
            return yielded;
        frame = t->frame;
        r = frame->registers;
        pc = frame->pc;
        r[result] = yielded;
        if (flags & FRAME_FOR_LOOP) {
            pc += (int32_t)pc[-1]; /* to the loop's body */
            goto looped;
        }
        NEXT();
    }
L_GET_YIELD_FROM_ITER:
    SAVE();
    SET_A(generator_yield_from_iter(t, CODE, r[B]));
    NEXT();
L_SEND: {
    Value delegate = r[B];
    pc++;
    SAVE();
    if (value_is_kind(delegate, KIND_GENERATOR)) {
        Generator *g = (Generator *)value_as_object(delegate);
        TypeId id = (TypeId)object_type(g)->id;
        if ((id == TYPE_GENERATOR || id == TYPE_COROUTINE) &&
            (g->state == GEN_SUSPENDED || (g->state == GEN_CREATED && value_is_none(r[C])))) {
            if (!generator_is_compiled(g))
                RESUME(g, r[C], FRAME_SEND);
        }
    }
    Value v = generator_send_to(t, delegate, r[C]);
    CHECK(!value_is_error(v));
    if (value_is_stop(v)) {
        r[A] = t->stop_value;
        pc += (int32_t)pc[-1];
    } else {
        r[A] = v;
    }
    NEXT();
}
L_GET_AWAITABLE:
    SAVE();
    SET_A(coroutine_awaitable(t, r[B], (int)C));
    NEXT();
L_GET_AITER:
    SAVE();
    SET_A(async_get_aiter(t, r[B]));
    NEXT();
L_GET_ANEXT:
    SAVE();
    SET_A(async_get_anext(t, r[B]));
    NEXT();
L_ASYNC_FOR_END:
    if (type_is_subtype(type_of(t, r[A]), t->vm->types[TYPE_StopAsyncIteration])) {
        pc += (int32_t)*pc + 1;
        NEXT();
    }
    pc++;
    SAVE();
    t->exception = r[A];
    reraise = true;
    goto error;
L_ASYNC_YIELD_WRAP:
    SAVE();
    SET_A(async_wrap(t, r[B]));
    NEXT();

    /* ---- modules, rare ---- */

L_IMPORT_NAME: {
    uint32_t ext = *pc++;
    SAVE();
    SET_A(import_name(t, frame, NAME(ext), r[B], r[B + 1]));
    NEXT();
}
L_IMPORT_FROM: {
    uint32_t ext = *pc++;
    SAVE();
    SET_A(import_from(t, r[B], NAME(ext)));
    NEXT();
}
L_IMPORT_STAR:
    SAVE();
    CHECK(import_star(t, frame, r[A]));
    NEXT();
L_SETUP_ANNOTATIONS:
    SAVE();
    CHECK(setup_annotations(t, frame));
    NEXT();
L_PRINT_EXPR:
    SAVE();
    CHECK(print_expression(t, r[A]));
    NEXT();

    /* ---- unwinding ----
     * The pending exception was raised in the innermost frame, at its pc. */

error:
    frame = t->frame;
    assert(error_pending(t));
    for (;;) {
        uint32_t at = frame_pc(frame);
        int handler = find_handler(CODE, at);
        if (!reraise)
            traceback_add(t, frame, handler < 0);
        reraise = false;
        if (handler >= 0) {
            const CodeHandler *h = &((const CodeHandler *)CODE->handlers->bytes)[handler];
            r = frame->registers;
            r[h->reg] = error_fetch(t);
            pc = (const uint32_t *)CODE->instructions->bytes + h->handler;
            NEXT();
        }
unwound:;
        uint32_t flags = frame->flags;
        if (flags & FRAME_GENERATOR) {
            Generator *g = frame->generator;
            generator_finish(t, frame);
            frame_pop(t);
            generator_convert_stop(t, g);
        } else {
            frame_pop(t);
        }
        if (flags & FRAME_ENTRY)
            return VALUE_ERROR;
        frame = t->frame;
    }
}

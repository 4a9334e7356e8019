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
 * generator.c); what remains here is what runs hot.
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

/* Before each instruction; defined by the copy of this loop that counts
 * (interpreter_counting.c). */
#ifndef COUNT_EXECUTION
#define COUNT_EXECUTION() ((void)0)
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

/* A generator that can be resumed here and now. */
static bool is_resumable(Value v) {
    if (!value_is_kind(v, KIND_GENERATOR))
        return false;
    const Generator *g = (Generator *)value_as_object(v);
    return object_type(g)->id == TYPE_GENERATOR && (g->state == GEN_SUSPENDED || g->state == GEN_CREATED);
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

Value interpreter_run(Thread *t, bool raising) {
    static const void *const labels[256] = {
#define OPCODE(name, a, b, c, ext) [OPC_##name] = &&L_##name,
#include "bytecode/opcode.def"
#define QUICK(name, family) [OPC_##name] = &&L_##name,
#include "bytecode/quick.def"
    };
    Frame *frame = t->frame;
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
        COUNT_EXECUTION();           \
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
    int deleted = dict_delete(t, frame->function->globals, NAME(ext));
    if (deleted == 0)
        raise_name_error(t, TYPE_NameError, NAME(ext), "name '%U' is not defined", NAME(ext));
    CHECK(deleted > 0);
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
    SET_A(name_load(t, frame, NAME(ext), ext >> 16));
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
L_LOAD_CLASS_FREE: {
    SAVE();
    Value name = CODE->free_names->items[BX];
    Value mapping = frame_mapping(frame);
    Value v = value_is_undef(mapping) ? VALUE_UNDEF
              : value_is_exact(mapping, KIND_DICT) ? dict_get_str(t, value_as_dict(mapping), name)
                                                   : op_getitem(t, mapping, name);
    if (value_is_error(v) && error_catch(t, TYPE_KeyError))
        v = VALUE_UNDEF;
    if (value_is_undef(v))
        v = ((Cell *)value_as_object(frame->function->closure->items[BX]))->value;
    if (UNLIKELY(value_is_undef(v)))
        v = raise_unbound_free(t, name);
    SET_A(v);
    NEXT();
}
L_LOAD_CLOSURE:
    r[A] = frame->function->closure->items[BX];
    NEXT();
L_LOAD_LOCALS:
    SAVE();
    SET_A(frame_locals(t, frame));
    NEXT();

    /* ---- arithmetic ---- */

/* A site assumes ints until floats come, floats and ints until something else does. */
#define SMALL_INT_RESULT(overflow, a, b)                                                \
    do {                                                                                \
        int64_t result_;                                                                \
        if (LIKELY(!overflow((int64_t)(a).bits, (int64_t)(b).bits, &result_))) {        \
            r[A] = (Value){(uint64_t)result_};                                          \
            NEXT();                                                                     \
        }                                                                               \
    } while (0)
#define FLOAT_RESULT(x)                                                                 \
    do {                                                                                \
        Value result_;                                                                  \
        if (LIKELY(value_try_float((x), &result_))) {                                   \
            r[A] = result_;                                                             \
            NEXT();                                                                     \
        }                                                                               \
    } while (0)
#define ARITHMETIC(FAMILY, overflow, float_op)                                          \
L_##FAMILY: {                                                                           \
    Value a = r[B], b = r[C];                                                           \
    if (LIKELY(values_are_ints(a, b)))                                                  \
        SMALL_INT_RESULT(overflow, a, b);                                               \
    else if (values_are_floats(a, b))                                                   \
        REWRITE(1, OPC_##FAMILY##_FLOAT);                                               \
    else                                                                                \
        REWRITE(1, OPC_##FAMILY##_ANY);                                                 \
    goto L_##FAMILY##_ANY;                                                              \
}                                                                                       \
L_##FAMILY##_FLOAT: {                                                                   \
    Value a = r[B], b = r[C];                                                           \
    if (LIKELY(values_are_floats(a, b)))                                                \
        FLOAT_RESULT(value_as_float(a) float_op value_as_float(b));                     \
    else if (values_are_ints(a, b))                                                     \
        SMALL_INT_RESULT(overflow, a, b);                                               \
    else                                                                                \
        REWRITE(1, OPC_##FAMILY##_ANY);                                                 \
    goto L_##FAMILY##_ANY;                                                              \
}                                                                                       \
L_##FAMILY##_ANY: {                                                                     \
    Value a = r[B], b = r[C];                                                           \
    if (values_are_floats(a, b))                                                        \
        FLOAT_RESULT(value_as_float(a) float_op value_as_float(b));                     \
    else if (values_are_ints(a, b))                                                     \
        SMALL_INT_RESULT(overflow, a, b);                                               \
    else if (value_is_float(a) && value_is_int(b))                                      \
        FLOAT_RESULT(value_as_float(a) float_op (double)value_as_int(b));               \
    else if (value_is_int(a) && value_is_float(b))                                      \
        FLOAT_RESULT((double)value_as_int(a) float_op value_as_float(b));               \
    goto operator_slow;                                                                 \
}
/* The factor is untagged first: (a << 2) * b = (a * b) << 2. */
#define MULTIPLY_OVERFLOW(a, b, out) __builtin_mul_overflow(a, (b) >> 2, out)

    ARITHMETIC(ADD, __builtin_add_overflow, +)
    ARITHMETIC(SUB, __builtin_sub_overflow, -)
    ARITHMETIC(MUL, MULTIPLY_OVERFLOW, *)
    ARITHMETIC(INPLACE_ADD, __builtin_add_overflow, +)
    ARITHMETIC(INPLACE_SUB, __builtin_sub_overflow, -)
    ARITHMETIC(INPLACE_MUL, MULTIPLY_OVERFLOW, *)

#define ARITHMETIC_IMM(FAMILY, overflow, float_op)                                      \
L_##FAMILY##_IMM: {                                                                     \
    Value a = r[B], b = value_from_int((int8_t)C);                                      \
    if (LIKELY(value_is_int(a)))                                                        \
        SMALL_INT_RESULT(overflow, a, b);                                               \
    else if (value_is_float(a))                                                         \
        FLOAT_RESULT(value_as_float(a) float_op (double)(int8_t)C);                     \
    goto operator_slow_imm;                                                             \
}
    ARITHMETIC_IMM(ADD, __builtin_add_overflow, +)
    ARITHMETIC_IMM(SUB, __builtin_sub_overflow, -)
    ARITHMETIC_IMM(MUL, MULTIPLY_OVERFLOW, *)
    ARITHMETIC_IMM(INPLACE_ADD, __builtin_add_overflow, +)
    ARITHMETIC_IMM(INPLACE_SUB, __builtin_sub_overflow, -)
    ARITHMETIC_IMM(INPLACE_MUL, MULTIPLY_OVERFLOW, *)

    /* Ints that a double holds exactly divide as doubles do. */
#define TRUE_DIVIDE(FAMILY)                                                             \
L_##FAMILY: {                                                                           \
    Value a = r[B], b = r[C];                                                           \
    if (values_are_floats(a, b) && LIKELY(value_as_float(b) != 0.0))                    \
        FLOAT_RESULT(value_as_float(a) / value_as_float(b));                            \
    REWRITE(1, OPC_##FAMILY##_ANY);                                                     \
}                                                                                       \
L_##FAMILY##_ANY: {                                                                     \
    double x, y;                                                                        \
    if (as_exact_double(r[B], &x) && as_exact_double(r[C], &y) && LIKELY(y != 0.0))     \
        FLOAT_RESULT(x / y);                                                            \
    goto operator_slow;                                                                 \
}
    TRUE_DIVIDE(TRUEDIV)
    TRUE_DIVIDE(INPLACE_TRUEDIV)

/* Floor semantics: adjust when the remainder's sign differs from the divisor's. */
#define FLOOR_RESULT(x, y)                                                              \
    do {                                                                                \
        int64_t quotient_ = (x) / (y);                                                  \
        if ((x) % (y) != 0 && ((x) < 0) != ((y) < 0))                                   \
            quotient_--;                                                                \
        if (LIKELY(int_fits_small(quotient_))) {                                        \
            r[A] = value_from_int(quotient_);                                           \
            NEXT();                                                                     \
        }                                                                               \
    } while (0)
/* Tagged words scale both: (4x) % (4y) = 4 (x % y). */
#define MODULO_RESULT(x, y)                                                             \
    do {                                                                                \
        int64_t rest_ = (x) % (y);                                                      \
        if (rest_ != 0 && (rest_ < 0) != ((y) < 0))                                     \
            rest_ += (y);                                                               \
        r[A] = (Value){(uint64_t)rest_};                                                \
        NEXT();                                                                         \
    } while (0)
#define DIVISION(FAMILY, result)                                                        \
L_##FAMILY: {                                                                           \
    Value a = r[B], b = r[C];                                                           \
    if (LIKELY(values_are_ints(a, b)) && LIKELY(b.bits != 0))                           \
        result;                                                                         \
    REWRITE(1, OPC_##FAMILY##_ANY);                                                     \
}                                                                                       \
L_##FAMILY##_ANY: {                                                                     \
    Value a = r[B], b = r[C];                                                           \
    if (values_are_ints(a, b) && b.bits != 0)                                           \
        result;                                                                         \
    goto operator_slow;                                                                 \
}
    DIVISION(FLOORDIV, FLOOR_RESULT(value_as_int(a), value_as_int(b)))
    DIVISION(INPLACE_FLOORDIV, FLOOR_RESULT(value_as_int(a), value_as_int(b)))
    DIVISION(MOD, MODULO_RESULT((int64_t)a.bits, (int64_t)b.bits))
    DIVISION(INPLACE_MOD, MODULO_RESULT((int64_t)a.bits, (int64_t)b.bits))

    /* The constant divisors are positive. */
L_FLOORDIV_IMM:
L_INPLACE_FLOORDIV_IMM:
    if (LIKELY(value_is_int(r[B]))) {
        int64_t x = value_as_int(r[B]), y = C, quotient = x / y;
        r[A] = value_from_int(quotient - (quotient * y > x));
        NEXT();
    }
    goto operator_slow_imm;
L_MOD_IMM:
L_INPLACE_MOD_IMM:
    if (LIKELY(value_is_int(r[B]))) {
        int64_t y = (int64_t)C << 2, rest = (int64_t)r[B].bits % y;
        r[A] = (Value){(uint64_t)(rest < 0 ? rest + y : rest)};
        NEXT();
    }
    goto operator_slow_imm;

#define BITWISE(FAMILY, operator)                                                       \
L_##FAMILY: {                                                                           \
    Value a = r[B], b = r[C];                                                           \
    if (LIKELY(values_are_ints(a, b))) {                                                \
        r[A] = (Value){a.bits operator b.bits};                                         \
        NEXT();                                                                         \
    }                                                                                   \
    goto operator_slow;                                                                 \
}
    BITWISE(AND, &)
    BITWISE(OR, |)
    BITWISE(XOR, ^)
    BITWISE(INPLACE_AND, &)
    BITWISE(INPLACE_OR, |)
    BITWISE(INPLACE_XOR, ^)
L_AND_IMM:
L_INPLACE_AND_IMM:
    if (LIKELY(value_is_int(r[B]))) {
        r[A] = (Value){r[B].bits & value_from_int((int8_t)C).bits};
        NEXT();
    }
    goto operator_slow_imm;

#define SHIFT_LEFT_RESULT(x, n)                                                         \
    do {                                                                                \
        int64_t shifted_ = (int64_t)((uint64_t)(x) << (n));                             \
        if (LIKELY(shifted_ >> (n) == (x))) {                                           \
            r[A] = (Value){(uint64_t)shifted_};                                         \
            NEXT();                                                                     \
        }                                                                               \
    } while (0)
L_LSHIFT:
L_INPLACE_LSHIFT: {
    Value a = r[B], b = r[C];
    if (LIKELY(values_are_ints(a, b)) && b.bits < (uint64_t)62 << 2)
        SHIFT_LEFT_RESULT((int64_t)a.bits, value_as_int(b));
    goto operator_slow;
}
L_LSHIFT_IMM:
L_INPLACE_LSHIFT_IMM:
    if (LIKELY(value_is_int(r[B])))
        SHIFT_LEFT_RESULT((int64_t)r[B].bits, C);
    goto operator_slow_imm;
L_RSHIFT:
L_INPLACE_RSHIFT: {
    Value a = r[B], b = r[C];
    if (LIKELY(values_are_ints(a, b)) && (int64_t)b.bits >= 0) {
        int64_t n = value_as_int(b);
        r[A] = value_from_int(value_as_int(a) >> (n > 63 ? 63 : n));
        NEXT();
    }
    goto operator_slow;
}
L_RSHIFT_IMM:
L_INPLACE_RSHIFT_IMM:
    if (LIKELY(value_is_int(r[B]))) {
        r[A] = value_from_int(value_as_int(r[B]) >> C);
        NEXT();
    }
    goto operator_slow_imm;
L_POW:
L_INPLACE_POW: {
    Value a = r[B], b = r[C];
    if (value_is_int(a) && value_same(b, value_from_int(2)))
        SMALL_INT_RESULT(MULTIPLY_OVERFLOW, a, a);
    goto operator_slow;
}
L_MATMUL:
L_INPLACE_MATMUL:
    goto operator_slow;

    /* Any operator of any operands: of instances, with a method in Python, in a
     * frame of its own on top of this one. */
    {
        Value left, right;
operator_slow_imm:
        left = r[B];
        right = value_from_int((int8_t)C);
        goto operate;
operator_slow:
        left = r[B];
        right = r[C];
operate:
        SAVE();
        function = operator_method(t, instruction_opcode(word), left, right);
        if (function && (A | B | C) <= 0xff) {
            args = frame_end(frame);
            args[0] = left;
            args[1] = right;
            Frame *pushed = frame_push(t, frame, function, function->code, args, A);
            CHECK(pushed);
            pushed->flags = FRAME_OPERATOR;
            ENTER_FRAME(pushed);
            NEXT();
        }
        SET_A(operator_apply(t, instruction_opcode(word), left, right));
        NEXT();
    }

L_NEG:
    if (LIKELY(value_is_int(r[B])) && LIKELY(r[B].bits != (uint64_t)INT64_MIN)) {
        r[A] = (Value){-r[B].bits};
        NEXT();
    }
    if (value_is_float(r[B]))
        FLOAT_RESULT(-value_as_float(r[B]));
    SAVE();
    SET_A(op_unary(t, OP_NEG, r[B]));
    NEXT();
L_POS:
    SAVE();
    SET_A(op_unary(t, OP_POS, r[B]));
    NEXT();
L_INVERT:
    SAVE();
    SET_A(op_unary(t, OP_INVERT, r[B]));
    NEXT();
L_NOT: {
    Value v = r[B];
    if (LIKELY(value_is_bool(v))) {
        r[A] = (Value){v.bits ^ VALUE_TRUE.bits ^ VALUE_FALSE.bits};
        NEXT();
    }
    SAVE();
    int truth = op_truth(t, v);
    CHECK(truth >= 0);
    r[A] = value_bool(!truth);
    NEXT();
}

    /* ---- comparison ---- */

#define COMPARE(NAME_, operator)                                                        \
    {                                                                                   \
        Value a = r[B], b = r[C];                                                       \
        if (LIKELY(values_are_ints(a, b))) {                                            \
            r[A] = value_bool((int64_t)a.bits operator (int64_t)b.bits);                \
            NEXT();                                                                     \
        }                                                                               \
        if (values_are_floats(a, b)) {                                                  \
            r[A] = value_bool(value_as_float(a) operator value_as_float(b));            \
            NEXT();                                                                     \
        }                                                                               \
        int at_once = str_compare_at_once(CMP_##NAME_, a, b);                           \
        if (at_once >= 0) {                                                             \
            r[A] = value_bool(at_once);                                                 \
            NEXT();                                                                     \
        }                                                                               \
        SAVE();                                                                         \
        SET_A(op_compare(t, CMP_##NAME_, a, b));                                        \
        NEXT();                                                                         \
    }
L_LT:
    COMPARE(LT, <)
L_LE:
    COMPARE(LE, <=)
L_EQ:
    COMPARE(EQ, ==)
L_NE:
    COMPARE(NE, !=)
L_GT:
    COMPARE(GT, >)
L_GE:
    COMPARE(GE, >=)

#define COMPARE_JUMP(FAMILY, NAME_, operator, float_form)                               \
L_##FAMILY: {                                                                           \
    Value a = r[B], b = r[C];                                                           \
    if (LIKELY(values_are_ints(a, b))) {                                                \
        BRANCH(((int64_t)a.bits operator (int64_t)b.bits) == A);                        \
        NEXT();                                                                         \
    }                                                                                   \
    REWRITE(1, values_are_floats(a, b) ? float_form : OPC_##FAMILY##_ANY);              \
}                                                                                       \
L_##FAMILY##_ANY: {                                                                     \
    Value a = r[B], b = r[C];                                                           \
    if (values_are_ints(a, b)) {                                                        \
        BRANCH(((int64_t)a.bits operator (int64_t)b.bits) == A);                        \
        NEXT();                                                                         \
    }                                                                                   \
    if (values_are_floats(a, b)) {                                                      \
        BRANCH((value_as_float(a) operator value_as_float(b)) == A);                    \
        NEXT();                                                                         \
    }                                                                                   \
    int at_once = str_compare_at_once(CMP_##NAME_, a, b);                               \
    if (at_once >= 0) {                                                                 \
        BRANCH((uint32_t)at_once == A);                                                 \
        NEXT();                                                                         \
    }                                                                                   \
    SAVE();                                                                             \
    Value v = op_compare(t, CMP_##NAME_, a, b);                                         \
    CHECK(!value_is_error(v));                                                          \
    int truth = value_is_bool(v) ? value_is_true(v) : op_truth(t, v);                   \
    CHECK(truth >= 0);                                                                  \
    BRANCH((uint32_t)truth == A);                                                       \
    NEXT();                                                                             \
}
#define COMPARE_JUMP_FLOAT(FAMILY, operator)                                            \
L_##FAMILY##_FLOAT: {                                                                   \
    Value a = r[B], b = r[C];                                                           \
    if (LIKELY(values_are_floats(a, b))) {                                              \
        BRANCH((value_as_float(a) operator value_as_float(b)) == A);                    \
        NEXT();                                                                         \
    }                                                                                   \
    if (!values_are_ints(a, b))                                                         \
        REWRITE(1, OPC_##FAMILY##_ANY);                                                 \
    goto L_##FAMILY##_ANY;                                                              \
}
    COMPARE_JUMP(JUMP_LT, LT, <, OPC_JUMP_LT_FLOAT)
    COMPARE_JUMP(JUMP_LE, LE, <=, OPC_JUMP_LE_FLOAT)
    COMPARE_JUMP(JUMP_EQ, EQ, ==, OPC_JUMP_EQ_ANY)
    COMPARE_JUMP(JUMP_NE, NE, !=, OPC_JUMP_NE_ANY)
    COMPARE_JUMP(JUMP_GT, GT, >, OPC_JUMP_GT_FLOAT)
    COMPARE_JUMP(JUMP_GE, GE, >=, OPC_JUMP_GE_FLOAT)
    COMPARE_JUMP_FLOAT(JUMP_LT, <)
    COMPARE_JUMP_FLOAT(JUMP_LE, <=)
    COMPARE_JUMP_FLOAT(JUMP_GT, >)
    COMPARE_JUMP_FLOAT(JUMP_GE, >=)

#define COMPARE_JUMP_IMM(NAME_, operator)                                               \
L_JUMP_##NAME_##_IMM: {                                                                 \
    Value a = r[B], b = value_from_int((int8_t)C);                                      \
    if (LIKELY(value_is_int(a))) {                                                      \
        BRANCH(((int64_t)a.bits operator (int64_t)b.bits) == A);                        \
        NEXT();                                                                         \
    }                                                                                   \
    if (value_is_float(a)) {                                                            \
        BRANCH((value_as_float(a) operator (double)(int8_t)C) == A);                    \
        NEXT();                                                                         \
    }                                                                                   \
    SAVE();                                                                             \
    Value v = op_compare(t, CMP_##NAME_, a, b);                                         \
    CHECK(!value_is_error(v));                                                          \
    int truth = value_is_bool(v) ? value_is_true(v) : op_truth(t, v);                   \
    CHECK(truth >= 0);                                                                  \
    BRANCH((uint32_t)truth == A);                                                       \
    NEXT();                                                                             \
}
    COMPARE_JUMP_IMM(LT, <)
    COMPARE_JUMP_IMM(LE, <=)
    COMPARE_JUMP_IMM(EQ, ==)
    COMPARE_JUMP_IMM(NE, !=)
    COMPARE_JUMP_IMM(GT, >)
    COMPARE_JUMP_IMM(GE, >=)

L_IS:
    r[A] = value_bool(value_same(r[B], r[C]));
    NEXT();
L_IS_NOT:
    r[A] = value_bool(!value_same(r[B], r[C]));
    NEXT();
L_JUMP_IS:
    BRANCH((uint32_t)value_same(r[B], r[C]) == A);
    NEXT();
L_IN: {
    SAVE();
    int found = op_contains(t, r[C], r[B]);
    CHECK(found >= 0);
    r[A] = value_bool(found);
    NEXT();
}
L_NOT_IN: {
    SAVE();
    int found = op_contains(t, r[C], r[B]);
    CHECK(found >= 0);
    r[A] = value_bool(!found);
    NEXT();
}
L_JUMP_IN: {
    SAVE();
    int found = op_contains(t, r[C], r[B]);
    CHECK(found >= 0);
    BRANCH((uint32_t)found == A);
    NEXT();
}

    /* ---- control ---- */

L_JUMP:
    pc += (int32_t)*pc + 1;
    NEXT();
L_JUMP_BACK:
    pc += (int32_t)*pc + 1;
    CODE->loop_count++;
    if (UNLIKELY(t->interrupts)) {
        SAVE();
        CHECK(handle_interrupts(t));
    }
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

L_GET_ITER: {
    SAVE();
    SET_A(op_iter(t, r[B]));
    NEXT();
}
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
    if (is_resumable(r[B])) {
        Frame *pushed = generator_push(t, (Generator *)value_as_object(r[B]), VALUE_NONE);
        CHECK(pushed);
        pushed->result_register = A;
        ENTER_FRAME(pushed);
        NEXT();
    }
    int step = loop_advance(t, &r[B], pc, C, r, &r[A]);
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
    if (is_resumable(r[B])) {
        Frame *pushed = generator_push(t, (Generator *)value_as_object(r[B]), VALUE_NONE);
        CHECK(pushed);
        pushed->result_register = A;
        pushed->flags |= FRAME_FOR_LOOP;
        ENTER_FRAME(pushed);
        NEXT();
    }
    int step = loop_advance(t, &r[B], pc + (int32_t)pc[-1], C, r, &r[A]);
    CHECK(step >= 0);
    if (step == LOOP_AT_END)
        NEXT();
    pc += (int32_t)pc[-1] + (step == LOOP_UNPACKED);
looped:
    CODE->loop_count++;
    if (UNLIKELY(t->interrupts)) {
        SAVE();
        CHECK(handle_interrupts(t));
    }
    NEXT();
}

    {
        Value returned;
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
                    return VALUE_STOP;
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
                SET_A(operator_declined(t, word, r));
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
        frame_pop_plain(t, frame);
        ENTER_FRAME(frame - 1);
        r[result] = returned;
        NEXT();
    }

    /* ---- attributes and items ---- */

L_GET_ATTR_SLOT: {
    CacheSlot *c = CACHE(*pc);
    object = r[B];
    if (UNLIKELY(!value_is_object(object) || object_shape(value_as_object(object))->version != c->shape))
        goto L_GET_ATTR;
    Value v = *cache_word(c, value_as_object(object));
    if (UNLIKELY(value_is_undef(v)))
        goto L_GET_ATTR; /* an unset __slots__ member */
    pc++;
    r[A] = v;
    NEXT();
}
L_GET_ATTR: {
    uint32_t ext = *pc++;
    object = r[B];
    if (LIKELY(value_is_object(object))) {
        Object *o = value_as_object(object);
        const CacheSlot *c = CACHE(ext);
        CacheSlot entry;
        uint32_t key = object_shape(o)->version;
        if (c->shape != key && cache_kind(c) == CACHE_POLYMORPHIC && cache_find(c, key, &entry)) {
            entry.shape = key;
            c = &entry;
        }
        if (LIKELY(c->shape == key)) {
            switch (cache_kind(c)) {
            case CACHE_INLINE_SLOT: {
                Value v = *cache_word(c, o);
                if (UNLIKELY(value_is_undef(v)))
                    break; /* an unset __slots__ member */
                r[A] = v;
                NEXT();
            }
            case CACHE_OVERFLOW_SLOT:
                r[A] = ((Array *)value_as_object(*cache_word(c, o)))->items[value_as_int(c->payload)];
                NEXT();
            case CACHE_VALUE: r[A] = c->payload; NEXT();
            case CACHE_GETTER:
                SAVE();
                SET_A(((GetSet *)value_as_object(c->payload))->def->get(t, object));
                NEXT();
            case CACHE_TUPLE_ITEM: {
                Value v = cache_tuple_item(c, o);
                if (UNLIKELY(value_is_undef(v)))
                    break;
                r[A] = v;
                NEXT();
            }
            case CACHE_PROPERTY: {
                args = frame_end(frame);
                if (UNLIKELY(args >= t->stack_end))
                    break;
                args[0] = object;
                function = (Function *)value_as_object(c->payload);
                if (UNLIKELY(!function_takes_plainly(function, 1)))
                    break; /* its code has been replaced */
                goto enter_function;
            }
            default: break;
            }
        } else if (object_kind(o) == KIND_TYPE) {
            if (((Type *)o)->version == c->shape && cache_kind(c) == CACHE_TYPE_VALUE) {
                r[A] = c->payload;
                NEXT();
            }
        } else if (object_kind(o) == KIND_MODULE && cache_kind(c) == CACHE_MODULE &&
                   ((Module *)o)->dict->layout == c->shape) {
            r[A] = ((Module *)o)->dict->entries[cache_offset(c)].value;
            NEXT();
        }
    }
    SAVE();
    SET_A(cache_get_attr(t, CODE, ext >> 16, object, NAME(ext)));
    REWRITE(2, cache_form_get(CACHE(ext)));
    NEXT();
}
L_SET_ATTR_SLOT: {
    CacheSlot *c = CACHE(*pc);
    object = r[A];
    if (UNLIKELY(!value_is_object(object) || object_shape(value_as_object(object))->version != c->shape))
        goto L_SET_ATTR;
    pc++;
    *cache_word(c, value_as_object(object)) = r[B];
    gc_wrote(t, value_as_object(object));
    NEXT();
}
L_SET_ATTR: {
    uint32_t ext = *pc++;
    object = r[A];
    if (LIKELY(value_is_object(object))) {
        Object *o = value_as_object(object);
        const CacheSlot *c = CACHE(ext);
        CacheSlot entry;
        uint32_t key = object_shape(o)->version;
        if (c->shape != key && cache_kind(c) == CACHE_POLYMORPHIC && cache_find(c, key, &entry)) {
            entry.shape = key;
            c = &entry;
        }
        if (LIKELY(c->shape == key)) {
            *cache_word(c, o) = r[B];
            if (cache_kind(c) == CACHE_ADD_SLOT)
                o->shape = (uint32_t)value_as_int(c->payload);
            gc_wrote(t, o);
            NEXT();
        }
    }
    SAVE();
    CHECK(cache_set_attr(t, CODE, ext >> 16, object, NAME(ext), r[B]));
    REWRITE(2, cache_form_set(CACHE(ext)));
    NEXT();
}
L_DELETE_ATTR: {
    uint32_t ext = *pc++;
    SAVE();
    CHECK(attr_delete(t, r[A], NAME(ext)));
    NEXT();
}
L_LOAD_SUPER_METHOD:
L_LOAD_SUPER_ATTR: {
    uint32_t ext = *pc++;
    object = value_is_kind(r[0], KIND_CELL) ? ((Cell *)value_as_object(r[0]))->value : r[0];
    Value cls = ((Cell *)value_as_object(frame->function->closure->items[B]))->value;
    if (UNLIKELY(!value_same(r[A], value_from_object(t->vm->types[TYPE_SUPER])) || !value_is_object(object) ||
                 !value_is_kind(cls, KIND_TYPE)))
        NEXT();
    const CacheSlot *c = CACHE(ext);
    Value found[2] = {c->payload, c->version & 1 ? VALUE_UNDEF : object};
    if (UNLIKELY(!cache_super(c, value_as_object(object), (Type *)value_as_object(cls)))) {
        SAVE();
        if (!cache_load_super(t, CODE, ext >> 16, object, (Type *)value_as_object(cls), NAME(ext), found))
            NEXT();
    } else if (value_is_undef(c->payload)) {
        NEXT();
    }
    pc += SUPER_GENERAL_WORDS;
    bool pair = instruction_opcode(word) == OPC_LOAD_SUPER_METHOD;
    /* A method of a native type is bound all the same: called alone, it would give
     * itself another name in its TypeErrors. */
    if (!value_is_undef(found[1]) &&
        (!pair || (value_is_kind(found[0], KIND_NATIVE) &&
                   object_type(value_as_object(found[0]))->id == TYPE_METHOD_DESCRIPTOR))) {
        SAVE();
        found[0] = descriptor_get(t, found[0], object, type_of(t, object));
        CHECK(!value_is_error(found[0]));
        found[1] = VALUE_UNDEF;
    }
    r[A] = found[0];
    if (pair)
        r[A + 1] = found[1];
    NEXT();
}
L_LOAD_METHOD_FUNCTION: {
    CacheSlot *c = CACHE(*pc);
    object = r[B];
    if (UNLIKELY(!value_is_object(object) || object_shape(value_as_object(object))->version != c->shape))
        goto L_LOAD_METHOD;
    pc++;
    r[A] = c->payload;
    r[A + 1] = object;
    NEXT();
}
L_LOAD_METHOD: {
    uint32_t ext = *pc++;
    object = r[B];
    if (LIKELY(value_is_object(object))) {
        Object *o = value_as_object(object);
        const CacheSlot *c = CACHE(ext);
        CacheSlot entry;
        uint32_t key = object_shape(o)->version;
        if (c->shape != key && cache_kind(c) == CACHE_POLYMORPHIC && cache_find(c, key, &entry)) {
            entry.shape = key;
            c = &entry;
        }
        if (LIKELY(c->shape == key)) {
            switch (cache_kind(c)) {
            case CACHE_METHOD:
                r[A] = c->payload;
                r[A + 1] = object;
                NEXT();
            case CACHE_INLINE_SLOT: {
                Value v = *cache_word(c, o);
                if (UNLIKELY(value_is_undef(v)))
                    break;
                r[A] = v;
                r[A + 1] = VALUE_UNDEF;
                NEXT();
            }
            case CACHE_VALUE:
                r[A] = c->payload;
                r[A + 1] = VALUE_UNDEF;
                NEXT();
            default: break;
            }
        } else if (object_kind(o) == KIND_TYPE) {
            if (((Type *)o)->version == c->shape && cache_kind(c) == CACHE_TYPE_VALUE) {
                r[A] = c->payload;
                r[A + 1] = VALUE_UNDEF;
                NEXT();
            }
        } else if (object_kind(o) == KIND_MODULE && cache_kind(c) == CACHE_MODULE &&
                   ((Module *)o)->dict->layout == c->shape) {
            r[A] = ((Module *)o)->dict->entries[cache_offset(c)].value;
            r[A + 1] = VALUE_UNDEF;
            NEXT();
        }
    }
    SAVE();
    CHECK(cache_load_method(t, CODE, ext >> 16, object, NAME(ext), &r[A]));
    REWRITE(2, cache_form_method(CACHE(ext)));
    NEXT();
}
L_GET_ITEM:
    REWRITE(1, item_form_get(r[B], r[C]));
    goto L_GET_ITEM_ANY;
L_GET_ITEM_LIST: {
    Value container = r[B], key = r[C];
    if (LIKELY(value_is_exact(container, KIND_LIST)) && LIKELY(value_is_int(key))) {
        List *l = value_as_list(container);
        int64_t i = value_as_int(key);
        i += i < 0 ? (int64_t)l->length : 0;
        if (LIKELY((uint64_t)i < l->length)) {
            r[A] = l->items[i];
            NEXT();
        }
    }
    goto get_item_other;
}
L_GET_ITEM_TUPLE: {
    Value container = r[B], key = r[C];
    if (LIKELY(value_is_exact(container, KIND_TUPLE)) && LIKELY(value_is_int(key))) {
        Tuple *tuple = value_as_tuple(container);
        int64_t i = value_as_int(key);
        i += i < 0 ? (int64_t)tuple->length : 0;
        if (LIKELY((uint64_t)i < tuple->length)) {
            r[A] = tuple->items[i];
            NEXT();
        }
    }
    goto get_item_other;
}
L_GET_ITEM_STR: {
    Value container = r[B], key = r[C];
    if (LIKELY(value_is_exact(container, KIND_STR)) && LIKELY(value_is_int(key))) {
        Str *str = value_as_str(container);
        int64_t i = value_as_int(key);
        i += i < 0 ? (int64_t)str->length : 0;
        if (LIKELY((uint64_t)i < str->length)) {
            SAVE();
            SET_A(str_index(t, str, i));
            NEXT();
        }
    }
    goto get_item_other;
}
L_GET_ITEM_DICT:
    if (LIKELY(value_is_exact(r[B], KIND_DICT))) {
        SAVE();
        Value v = dict_get(t, value_as_dict(r[B]), r[C]);
        CHECK(!value_is_error(v));
        if (LIKELY(!value_is_undef(v))) {
            r[A] = v;
            NEXT();
        }
        goto L_GET_ITEM_ANY; /* a KeyError */
    }
get_item_other:
    if (item_form_get(r[B], r[C]) != instruction_opcode(word))
        REWRITE(1, OPC_GET_ITEM_ANY);
L_GET_ITEM_ANY: {
    Value container = r[B], key = r[C];
    goto get_item;
L_GET_ITEM_IMM:
    container = r[B];
    key = value_from_int((int8_t)C);
    if (value_is_exact(container, KIND_LIST)) {
        List *l = value_as_list(container);
        uint64_t i = (uint64_t)(int8_t)C + ((int8_t)C < 0 ? l->length : 0);
        if (LIKELY(i < l->length)) {
            r[A] = l->items[i];
            NEXT();
        }
    } else if (value_is_exact(container, KIND_TUPLE)) {
        Tuple *tuple = value_as_tuple(container);
        uint64_t i = (uint64_t)(int8_t)C + ((int8_t)C < 0 ? tuple->length : 0);
        if (LIKELY(i < tuple->length)) {
            r[A] = tuple->items[i];
            NEXT();
        }
    }
get_item:
    SAVE();
    function = instance_method(container, SPECIAL_GETITEM, 2);
    if (function) {
        args = frame_end(frame);
        args[0] = container;
        args[1] = key;
        goto enter_function;
    }
    SET_A(op_getitem(t, container, key));
    NEXT();
}
L_GET_SLICE:
    SAVE();
    SET_A(get_slice(t, r[B], &r[C]));
    NEXT();
L_SET_ITEM:
    REWRITE(1, item_form_set(r[A], r[B]));
    goto L_SET_ITEM_ANY;
L_SET_ITEM_LIST: {
    Value container = r[A], key = r[B];
    if (LIKELY(value_is_exact(container, KIND_LIST)) && LIKELY(value_is_int(key))) {
        List *l = value_as_list(container);
        int64_t i = value_as_int(key);
        i += i < 0 ? (int64_t)l->length : 0;
        if (LIKELY((uint64_t)i < l->length)) {
            list_store(t, l, (size_t)i, r[C]);
            NEXT();
        }
    }
    goto set_item_other;
}
L_SET_ITEM_DICT:
    if (LIKELY(value_is_exact(r[A], KIND_DICT))) {
        SAVE();
        CHECK(dict_set(t, value_as_dict(r[A]), r[B], r[C]));
        NEXT();
    }
set_item_other:
    if (item_form_set(r[A], r[B]) != instruction_opcode(word))
        REWRITE(1, OPC_SET_ITEM_ANY);
L_SET_ITEM_ANY:
    SAVE();
    CHECK(op_setitem(t, r[A], r[B], r[C]));
    NEXT();
L_DELETE_ITEM:
    SAVE();
    CHECK(op_delitem(t, r[A], r[B]));
    NEXT();

    /* ---- calls ---- */

L_CALL:
    quicken_call(t, CODE, (uint32_t *)pc - 1, CACHE(*pc), r[B], C, CALL_PLAIN);
L_CALL_ANY:
    pc++;
    callee = r[B];
    args = &r[B + 1];
    nargs = C;
    goto call_value;

L_CALL_METHOD:
    if (value_is_undef(r[B + 1]))
        quicken_call(t, CODE, (uint32_t *)pc - 1, CACHE(*pc), r[B], C, CALL_ATTRIBUTE);
    else
        quicken_call(t, CODE, (uint32_t *)pc - 1, CACHE(*pc), r[B], C + 1, CALL_RECEIVER);
L_CALL_METHOD_ANY:
    pc++;
    callee = r[B];
    if (LIKELY(!value_is_undef(r[B + 1]))) {
        args = &r[B + 1];
        nargs = C + 1;
    } else {
        args = &r[B + 2];
        nargs = C;
    }
    goto call_value;

L_CALL_FUNCTION:
    callee = r[B];
    args = &r[B + 1];
    if (UNLIKELY(!value_is_kind(callee, KIND_FUNCTION)))
        goto L_CALL;
    function = (Function *)value_as_object(callee);
    if (UNLIKELY(!value_same(value_from_object(function->code), CACHE(*pc)->payload)))
        goto L_CALL;
    pc++;
    goto enter_function;

L_CALL_METHOD_FUNCTION:
    callee = r[B];
    args = &r[B + 1];
    if (UNLIKELY(!value_is_kind(callee, KIND_FUNCTION) || value_is_undef(r[B + 1])))
        goto L_CALL_METHOD;
    function = (Function *)value_as_object(callee);
    if (UNLIKELY(!value_same(value_from_object(function->code), CACHE(*pc)->payload)))
        goto L_CALL_METHOD;
    pc++;

    goto enter_function;

L_CALL_ATTRIBUTE_FUNCTION:
    callee = r[B];
    args = &r[B + 2];
    if (UNLIKELY(!value_is_kind(callee, KIND_FUNCTION) || !value_is_undef(r[B + 1])))
        goto L_CALL_METHOD;
    function = (Function *)value_as_object(callee);
    if (UNLIKELY(!value_same(value_from_object(function->code), CACHE(*pc)->payload)))
        goto L_CALL_METHOD;
    pc++;

    /* Calls `function`, whose parameters stand at args. */
enter_function: {
    SAVE();
    Frame *pushed = frame_push(t, frame, function, function->code, args, A);
    CHECK(pushed);
    frame = pushed;
    r = args;
    pc = frame->pc;
    if (UNLIKELY(t->interrupts)) {
        CHECK(handle_interrupts(t));
    }
    NEXT();
}

L_CALL_NATIVE: {
    CacheSlot *c = CACHE(*pc);
    if (UNLIKELY(!value_same(r[B], c->payload)))
        goto L_CALL;
    pc++;
    SAVE();
    SET_A(c->native(t, &r[B + 1]));
    NEXT();
}
L_CALL_LEN: {
    CacheSlot *c = CACHE(*pc);
    if (UNLIKELY(!value_same(r[B], c->payload)))
        goto L_CALL;
    pc++;
    SAVE();
    int64_t length = op_len(t, r[B + 1]);
    CHECK(length >= 0);
    SET_A(int_from_int64(t, length));
    NEXT();
}
L_CALL_ISINSTANCE: {
    CacheSlot *c = CACHE(*pc);
    if (UNLIKELY(!value_same(r[B], c->payload)))
        goto L_CALL;
    pc++;
    Value v = r[B + 1], cls = r[B + 2];
    if (LIKELY(value_is_object(cls)) &&
        object_type(value_as_object(cls)) == t->vm->types[TYPE_TYPE]) {
        Type *type = type_of(t, v), *wanted = (Type *)value_as_object(cls);
        /* A lie about __class__ is for the general rules. */
        if (type == wanted || type_is_subtype(type, wanted)) {
            r[A] = VALUE_TRUE;
            NEXT();
        }
    }
    SAVE();
    SET_A(c->native(t, &r[B + 1]));
    NEXT();
}
L_CALL_CONSUMER:
    if (UNLIKELY(!value_same(r[B], CACHE(*pc)->payload)))
        goto L_CALL;
    if (!is_resumable(r[B + 1]))
        goto L_CALL_ANY;
    args = &r[B + 1];
    callee = VALUE_UNDEF;
    goto consume;
L_CALL_METHOD_CONSUMER:
    if (UNLIKELY(!value_same(r[B], CACHE(*pc)->payload) || !value_is_exact(r[B + 1], KIND_STR)))
        goto L_CALL_METHOD;
    if (!is_resumable(r[B + 2]))
        goto L_CALL_METHOD_ANY;
    args = &r[B + 2];
    callee = r[B + 1]; /* the separator */
consume: {
    Consumer consumer = (Consumer)CACHE(*pc)->version;
    pc++;
    SAVE();
    Frame *pushed = consumer_push(t, consumer, r[B], args[0], callee, A);
    CHECK(pushed);
    ENTER_FRAME(pushed);
    NEXT();
}
L_CALL_NEXT: {
    if (UNLIKELY(!value_same(r[B], CACHE(*pc)->payload)))
        goto L_CALL;
    pc++;
    SAVE();
    if (LIKELY(is_resumable(r[B + 1]))) {
        Frame *pushed = generator_push(t, (Generator *)value_as_object(r[B + 1]), VALUE_NONE);
        CHECK(pushed);
        pushed->result_register = A;
        pushed->flags |= FRAME_NEXT;
        ENTER_FRAME(pushed);
        NEXT();
    }
    SET_A(native_call(t, (NativeFunction *)value_as_object(r[B]), &r[B + 1], 1, NULL));
    NEXT();
}
L_CALL_METHOD_NATIVE: {
    CacheSlot *c = CACHE(*pc);
    Value self = r[B + 1];
    if (UNLIKELY(!value_same(r[B], c->payload) || !value_is_object(self) ||
                 object_type(value_as_object(self)) !=
                     ((NativeFunction *)value_as_object(c->payload))->owner))
        goto L_CALL_METHOD;
    pc++;
    SAVE();
    SET_A(c->native(t, &r[B + 1]));
    NEXT();
}
L_CALL_ATTRIBUTE_NATIVE: {
    CacheSlot *c = CACHE(*pc);
    if (UNLIKELY(!value_same(r[B], c->payload) || !value_is_undef(r[B + 1])))
        goto L_CALL_METHOD;
    pc++;
    SAVE();
    SET_A(c->native(t, &r[B + 2]));
    NEXT();
}
L_CALL_METHOD_APPEND: {
    Value self = r[B + 1];
    if (UNLIKELY(!value_same(r[B], CACHE(*pc)->payload) || !value_is_exact(self, KIND_LIST) ||
                 value_as_list(self)->sorting))
        goto L_CALL_METHOD;
    pc++;
    SAVE();
    CHECK(list_append(t, value_as_list(self), r[B + 2]));
    r[A] = VALUE_NONE;
    NEXT();
}
L_CALL_CLASS: {
    CacheSlot *c = CACHE(*pc);
    callee = r[B];
    if (UNLIKELY(!value_same(callee, c->payload) ||
                 ((Type *)value_as_object(callee))->version != c->shape))
        goto L_CALL;
    pc++;
    SAVE();
    Frame *pushed = push_constructor(t, frame, (Type *)value_as_object(callee), &r[B], C, A);
    CHECK(pushed);
    ENTER_FRAME(pushed);
    NEXT();
}

call_value:
    SAVE();
    if (LIKELY(value_is_object(callee))) {
        Object *o = value_as_object(callee);
        switch (object_kind(o)) {
        case KIND_FUNCTION:
            function = (Function *)o;
            if (UNLIKELY(!function_takes_plainly(function, nargs))) {
                CHECK(frame_bind_window(t, function, args, nargs, NULL));
            }
            goto enter_function;
        case KIND_NATIVE:
            SET_A(native_call(t, (NativeFunction *)o, args, nargs, NULL));
            NEXT();
        case KIND_METHOD: {
            Method *m = (Method *)o;
            args[-1] = m->self;
            args--;
            nargs++;
            callee = m->function;
            goto call_value;
        }
        case KIND_TYPE: {
            if (!type_plain_init(t, (Type *)o))
                break;
            Frame *pushed = push_constructor(t, frame, (Type *)o, args - 1, nargs, A);
            CHECK(pushed);
            ENTER_FRAME(pushed);
            NEXT();
        }
        case KIND_INSTANCE: {
            Value method = object_type(o)->specials[SPECIAL_CALL];
            if (!value_is_kind(method, KIND_FUNCTION))
                break;
            *--args = callee;
            nargs++;
            callee = method;
            goto call_value;
        }
        default: break;
        }
    }
    SET_A(call(t, callee, args, nargs, NULL));
    NEXT();

    {
        Tuple *kwnames;
L_CALL_KW:
        callee = r[B];
        args = &r[B + 1];
        nargs = C;
        goto call_keywords;
L_CALL_METHOD_KW:
        callee = r[B];
        if (!value_is_undef(r[B + 1])) {
            args = &r[B + 1];
            nargs = C + 1;
        } else {
            args = &r[B + 2];
            nargs = C;
        }
call_keywords:
        kwnames = value_as_tuple(CONST(*pc));
        pc++;
        SAVE();
        if (LIKELY(value_is_kind(callee, KIND_FUNCTION))) {
            Function *f = (Function *)value_as_object(callee);
            CHECK(frame_bind_window(t, f, args, nargs, kwnames));
            Frame *pushed = frame_push(t, frame, f, f->code, args, A);
            CHECK(pushed);
            frame = pushed;
            r = args;
            pc = frame->pc;
            NEXT();
        }
        SET_A(call(t, callee, args, nargs, kwnames));
        NEXT();
    }
L_CALL_EX:
    SAVE();
    SET_A(call_extended(t, r[B], r[B + 1], r[B + 2]));
    NEXT();
L_MAKE_FUNCTION: {
    uint32_t ext = *pc++;
    SAVE();
    SET_A(make_function(t, frame, (Code *)value_as_object(CONST(ext)), C, &r[B]));
    NEXT();
}
L_LOAD_BUILD_CLASS: {
    SAVE();
    Value v = dict_get_str(t, frame->function->builtins, STR_NAME(t, __build_class__));
    if (value_is_undef(v))
        v = raise_name_error(t, TYPE_NameError, STR_NAME(t, __build_class__),
                             "__build_class__ not found");
    SET_A(v);
    NEXT();
}

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
    NEXT();
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
            switch (consumer_take(t, frame, A, yielded, &yielded)) {
            case CONSUMER_MORE: r[A] = VALUE_NONE; NEXT();
            case CONSUMER_FAILED: goto error;
            case CONSUMER_DONE: break;
            }
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
        if (flags & FRAME_FOR_LOOP)
            pc += (int32_t)pc[-1]; /* to the loop's body */
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
            Frame *pushed = generator_push(t, g, r[C]);
            CHECK(pushed);
            pushed->result_register = A;
            pushed->flags |= FRAME_SEND;
            frame = pushed;
            r = frame->registers;
            pc = frame->pc;
            NEXT();
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
    Value importer = dict_get_str(t, frame->function->builtins, STR_NAME(t, __import__));
    Value globals = value_from_object(frame->function->globals);
    Value locals = frame->flags & FRAME_LOCALS ? frame->locals : VALUE_NONE;
    if (value_is_undef(importer)) {
        raise_error(t, TYPE_ImportError, "__import__ not found");
        goto error;
    }
    if (value_is_kind(importer, KIND_NATIVE)) {
        SET_A(t->vm->hooks.import_module(t, NAME(ext), globals, r[B + 1],
                                         value_is_int(r[B]) ? value_as_int(r[B]) : 0));
        NEXT();
    }
    Value all[5] = {NAME(ext), globals, locals, r[B + 1], r[B]};
    SET_A(call(t, importer, all, 5, NULL));
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

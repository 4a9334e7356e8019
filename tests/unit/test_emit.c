/*
 * The x86-64 code generator: graphs are compiled and run; results, and what exits and
 * safepoints say about the interpreter's frames, must be as expected, with registers
 * chosen sensibly and at random.  Operations on ints are compared with C for many
 * operands.
 *
 * `test_emit FILE` prints the machine code of a graph in a file instead.
 */
#include "emit_harness.h"

#include "jit/x64/disassembler.h"

/* ---- examples --------------------------------------------------------------------------------- */

enum { SEEDS = 6 };

/* Runs a graph with up to three arguments, allocated in several ways; the result, or
 * what the exit says, must be `wanted`. */
static void example(Thread *t, const char *text, const Value *args, uint32_t count, const char *wanted) {
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        Compiled c;
        if (compile(t, &c, text, seed, NULL, 0)) {
            Value result = run(t, &c, args, count);
            if (!value_is_stop(result)) {
                left[0] = 0;
                put_value(result);
            }
            if (strcmp(left, wanted))
                fail(&c, seed ? "at random" : "result", left, wanted);
        }
        discard(&c);
    }
}

#define I(n) value_from_int(n)
#define D(x) float_from_double(t, x)
#define ARGS(...) (const Value[]){__VA_ARGS__}, sizeof((const Value[]){__VA_ARGS__}) / sizeof(Value)

/* ---- operations on two ints --------------------------------------------------------------------- */

static const int64_t interesting[] = {
    0, 1, -1, 2, -2, 3, 5, -7, 9, 10, 16, -16, 60, 61, 62, 63, 64, 100, 127, 128, 1000, 1 << 20, -(1 << 20),
    1 << 29, (1 << 29) - 1, INT32_MAX, (int64_t)INT32_MAX + 1, INT32_MIN, (int64_t)1 << 40, 1000000007,
    ((int64_t)1 << 60) - 1, -((int64_t)1 << 60), SMALL_INT_MAX, SMALL_INT_MIN, SMALL_INT_MAX - 1, SMALL_INT_MIN + 1,
};
enum { INTERESTING = sizeof interesting / sizeof *interesting };

static void check_int(Thread *t, Compiled *c, IrOp op, int64_t a, int64_t b) {
    int64_t expected = 0;
    bool stays = int_operation(op, a, b, &expected);
    if (op == IR_INT_INDEX && (b < 0 || !stays))
        return;
    Value result = run(t, c, (const Value[]){I(a), I(b)}, 2);
    char wanted[100], what[100];
    if (stays)
        snprintf(wanted, sizeof wanted, "%ld", (long)expected);
    else
        snprintf(wanted, sizeof wanted, "overflow | pc 3: %ld %ld", (long)a, (long)b);
    if (!value_is_stop(result)) {
        left[0] = 0;
        put_value(result);
    }
    if (strcmp(left, wanted)) {
        snprintf(what, sizeof what, "%s %ld %ld", ir_op_info[op].name, (long)a, (long)b);
        fail(c, what, left, wanted);
    }
}

static const IrOp int_operations[] = {IR_INT_ADD, IR_INT_SUB, IR_INT_MUL, IR_INT_FLOORDIV, IR_INT_MOD, IR_INT_SHL,
                                      IR_INT_SHR, IR_INT_AND, IR_INT_OR, IR_INT_XOR, IR_INT_INDEX};

static void test_int_operations(Thread *t) {
    char text[500];
    Compiled c;
    for (uint32_t k = 0; k < sizeof int_operations / sizeof *int_operations; k++) {
        IrOp op = int_operations[k];
        const char *exit = ir_op_info[op].effect == EFFECT_GUARD ? "? overflow [pc 3 r0=v1 r1=v2]" : "";
        for (uint64_t seed = 0; seed < SEEDS; seed++) {
            snprintf(text, sizeof text,
                     "graph f entry 0\ncode f params 2 registers 2 words 10\nb0:\n  v1 = PARAM 0 : INT\n"
                     "  v2 = PARAM 1 : INT\n  v3 = %s v1 v2 %s\n  RETURN v3\n", ir_op_info[op].name, exit);
            if (compile(t, &c, text, seed, NULL, 0))
                for (uint32_t i = 0; i < INTERESTING; i++)
                    for (uint32_t j = 0; j < INTERESTING; j++)
                        check_int(t, &c, op, interesting[i], interesting[j]);
            discard(&c);
        }
        for (uint32_t j = 0; j < INTERESTING; j++) {
            snprintf(text, sizeof text,
                     "graph f entry 0\ncode f params 2 registers 2 words 10\nb0:\n  v1 = PARAM 0 : INT\n"
                     "  v2 = CONST %ld\n  v3 = %s v1 v2 %s\n  RETURN v3\n", (long)interesting[j], ir_op_info[op].name,
                     exit);
            if (compile(t, &c, text, j % 3, NULL, 0))
                for (uint32_t i = 0; i < INTERESTING; i++)
                    check_int(t, &c, op, interesting[i], interesting[j]);
            discard(&c);
            if (op == IR_INT_FLOORDIV || op == IR_INT_MOD) {
                snprintf(text, sizeof text,
                         "graph f entry 0\ncode f params 2 registers 2 words 10\nb0:\n  v1 = PARAM 0 : INT\n"
                         "  v2 = CONST %ld\n  v3 = %s v1 v2 aux 1 %s\n  RETURN v3\n", (long)interesting[j],
                         ir_op_info[op].name, exit);
                if (compile(t, &c, text, j % 3, NULL, 0))
                    for (uint32_t i = 0; i < INTERESTING; i++)
                        if (interesting[i] >= 0)
                            check_int(t, &c, op, interesting[i], interesting[j]);
                discard(&c);
            }
            snprintf(text, sizeof text,
                     "graph f entry 0\ncode f params 2 registers 2 words 10\nb0:\n  v1 = CONST %ld\n"
                     "  v2 = PARAM 1 : INT\n  v3 = %s v1 v2 %s\n  RETURN v3\n", (long)interesting[j], ir_op_info[op].name,
                     exit);
            if (compile(t, &c, text, j % 3, NULL, 0))
                for (uint32_t i = 0; i < INTERESTING; i++)
                    check_int(t, &c, op, interesting[j], interesting[i]);
            discard(&c);
        }
    }
    /* Of one value with itself. */
    for (uint32_t k = 0; k < 2; k++) {
        IrOp op = k ? IR_INT_MUL : IR_INT_ADD;
        snprintf(text, sizeof text,
                 "graph f entry 0\ncode f params 2 registers 2 words 10\nb0:\n  v1 = PARAM 0 : INT\n"
                 "  v3 = %s v1 v1 ? overflow [pc 3 r0=v1 r1=v1]\n  RETURN v3\n", ir_op_info[op].name);
        if (compile(t, &c, text, 0, NULL, 0))
            for (uint32_t i = 0; i < INTERESTING; i++)
                check_int(t, &c, op, interesting[i], interesting[i]);
        discard(&c);
    }
}

/* ---- comparisons ---------------------------------------------------------------------------------- */

static bool holds(IrCompare c, double a, double b) {
    switch (c) {
    case IR_LT: return a < b;
    case IR_LE: return a <= b;
    case IR_EQ: return a == b;
    case IR_NE: return a != b;
    case IR_GT: return a > b;
    case IR_GE: return a >= b;
    }
    return false;
}

/* Each comparison by a branch, a value, a choice and two guards. */
static const char *const users[] = {
    "  BRANCH c5 b1 b2\nb1:\n  RETURN v8\nb2:\n  RETURN v9\n",
    "  BRANCH c5 b1 b2\nb2:\n  RETURN v9\nb1:\n  RETURN v8\n",
    "  v6 = BOOL_VALUE c5\n  RETURN v6\n",
    "  v6 = SELECT c5 v8 v9\n  RETURN v6\n",
    "  GUARD_TRUE c5 ? type [pc 1 r0=v9]\n  RETURN v8\n",
    "  GUARD_FALSE c5 ? type [pc 1 r0=v8]\n  RETURN v9\n",
    "  c6 = NOT c5\n  BRANCH c6 b1 b2\nb1:\n  RETURN v9\nb2:\n  RETURN v8\n",
    "  v6 = BOOL_VALUE c5\n  BRANCH c5 b1 b2\nb1:\n  RETURN v6\nb2:\n  RETURN v6\n",
    "  c6 = NOT c5\n  v7 = BOOL_VALUE c6\n  v10 = SELECT c5 v8 v7\n  RETURN v10\n",
};

static void check_users(Thread *t, const char *test, const Value *args, bool expected) {
    char text[600];
    for (uint32_t u = 0; u < sizeof users / sizeof *users; u++)
        for (uint64_t seed = 0; seed < 2; seed++) {
            bool doubled = u == 8;
            snprintf(text, sizeof text,
                     "graph f entry 0\ncode f params 2 registers 1 words 10\nb0:\n  v1 = PARAM 0\n  v2 = PARAM 1\n"
                     "  v8 = CONST True\n  v9 = CONST False\n%s%s", test, users[u]);
            Compiled c;
            if (compile(t, &c, text, seed, NULL, 0)) {
                Value result = run(t, &c, args, 2);
                const char *wanted = (doubled ? true : expected) ? "True" : "False";
                if (value_is_stop(result))
                    memmove(left, left + strlen("type | pc 1: "), strlen(left));
                else
                    left[0] = 0, put_value(result);
                if (strcmp(left, wanted))
                    fail(&c, "condition", left, wanted);
            }
            discard(&c);
        }
}

static void test_comparisons(Thread *t) {
    static const double doubles[] = {1.5, -2.0, NAN};
    char test[300];
    for (int c = IR_LT; c <= (int)IR_GE; c++) {
        for (int i = -1; i <= 1; i++) {
            snprintf(test, sizeof test, "  v3 = GUARD_TYPE v1 INT ? type [pc 0 r0=v1]\n"
                     "  v4 = GUARD_TYPE v2 INT ? type [pc 0 r0=v1]\n  c5 = INT_CMP %s v3 v4\n", ir_compare_names[c]);
            check_users(t, test, (const Value[]){I(i), I(0)}, holds((IrCompare)c, i, 0));
            snprintf(test, sizeof test, "  v3 = GUARD_TYPE v1 INT ? type [pc 0 r0=v1]\n  v4 = CONST 0\n"
                     "  c5 = INT_CMP %s v4 v3\n", ir_compare_names[c]);
            check_users(t, test, (const Value[]){I(i), I(0)}, holds((IrCompare)c, 0, i));
        }
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++) {
                snprintf(test, sizeof test, "  f3 = TO_FLOAT v1 ? type [pc 0 r0=v1]\n  f4 = TO_FLOAT v2 ? type [pc 0 r0=v1]\n"
                         "  c5 = FLOAT_CMP %s f3 f4\n", ir_compare_names[c]);
                check_users(t, test, (const Value[]){D(doubles[i]), D(doubles[j])}, holds((IrCompare)c, doubles[i], doubles[j]));
            }
    }
    for (int i = -3; i < 9; i++)
        for (int c = 0; c < 4; c++) {
            int mask = c & 1 ? 6 : 4, other = c & 2 ? 4 : 0; /* bits compared */
            snprintf(test, sizeof test, "  v3 = GUARD_TYPE v1 INT ? type [pc 0 r0=v1]\n  v4 = CONST %d\n  v20 = CONST %d\n"
                     "  v21 = INT_AND v3 v4\n  c5 = INT_CMP %s v21 v20\n", mask, other, c & 1 ? "NE" : "EQ");
            check_users(t, test, (const Value[]){I(i), I(0)}, ((i & mask) == other) == !(c & 1));
            snprintf(test, sizeof test, "  v3 = GUARD_TYPE v1 INT ? type [pc 0 r0=v1]\n  v4 = CONST %d\n  v20 = CONST %d\n"
                     "  v21 = INT_MOD v3 v4 ? division [pc 0 r0=v1]\n  c5 = INT_CMP %s v21 v20\n", mask, other,
                     c & 1 ? "NE" : "EQ");
            check_users(t, test, (const Value[]){I(i), I(0)}, ((i % mask + mask) % mask == other) == !(c & 1));
        }
    check_users(t, "  c5 = SAME v1 v2\n", (const Value[]){VALUE_NONE, VALUE_NONE}, true);
    check_users(t, "  c5 = SAME v1 v2\n", (const Value[]){VALUE_NONE, VALUE_TRUE}, false);
    check_users(t, "  v3 = CONST None\n  c5 = SAME v3 v1\n", (const Value[]){VALUE_NONE, VALUE_TRUE}, true);
    check_users(t, "  v3 = GUARD_TYPE v2 BOOL ? type [pc 0 r0=v1]\n  c5 = IS_TRUE v3\n", (const Value[]){VALUE_NONE, VALUE_TRUE}, true);
    check_users(t, "  v3 = GUARD_TYPE v2 BOOL ? type [pc 0 r0=v1]\n  c5 = IS_TRUE v3\n", (const Value[]){VALUE_NONE, VALUE_FALSE}, false);
    check_users(t, "  v3 = GUARD_TYPE v1 INT ? type [pc 0 r0=v1]\n  w4 = INT_TO_WORD v3\n  c5 = TEST_BITS w4 6\n",
                (const Value[]){I(5), I(0)}, true);
    check_users(t, "  v3 = GUARD_TYPE v1 INT ? type [pc 0 r0=v1]\n  w4 = INT_TO_WORD v3\n  c5 = TEST_BITS w4 6\n",
                (const Value[]){I(9), I(0)}, false);
    check_users(t, "  v20 = GUARD_TYPE v1 INT ? type [pc 0 r0=v1]\n  v21 = GUARD_TYPE v2 INT ? type [pc 0 r0=v1]\n"
                "  w4 = INT_TO_WORD v20\n  w3 = INT_TO_WORD v21\n  c5 = WORD_CMP LT w4 w3\n",
                (const Value[]){I(-5), I(3)}, true);
}

/* ---- kinds of values -------------------------------------------------------------------------------- */

static void test_types(Thread *t) {
    Value big = int_from_int64(t, INT64_MAX);
    Value function = value_from_object(gc_alloc(t, sizeof(Function), KIND_FUNCTION, t->vm->types[TYPE_FUNCTION]->root_shape));
    Value values[] = {
        I(7), I(-1), I(0), D(1.0), D(0.0), D(-1e300), D(1e-300), big, VALUE_TRUE, VALUE_FALSE, VALUE_NONE, VALUE_UNDEF,
        VALUE_ELLIPSIS, VALUE_NOT_IMPLEMENTED, str_from_cstring(t, "abc"), list_new(t, 0),
        tuple_pair(t, I(1), I(2)), value_from_object(dict_new(t)), cell_new(t, I(1)), function,
        value_from_object(t->vm->types[TYPE_INT]), complex_from_doubles(t, 1, 2),
    };
    static const char *const sets[] = {
        "INT", "FLOAT", "INT|FLOAT", "HEAPFLOAT", "FLOAT|HEAPFLOAT", "INT|FLOAT|HEAPFLOAT", "INT|BIGINT", "BOOL", "NONE",
        "~UNDEF", "~NONE", "STR", "LIST", "LIST|TUPLE", "NONE|STR", "BOOL|INT", "FUNCTION", "TYPE", "FUNCTION|NONE|LIST",
        "BOOL|NONE|UNDEF|SPECIAL", "~INT", "~FLOAT", "~BOOL", "~INT|FLOAT|BOOL|NONE|UNDEF|SPECIAL", "CELL|DICT", "~STR",
        "~STR|INT", "FLOAT|STR", "INT|FLOAT|STR|NONE", "~INT|FLOAT", "SPECIAL", "~LIST|TUPLE",
    };
    char text[500];
    for (uint32_t k = 0; k < sizeof sets / sizeof *sets; k++)
        for (uint32_t known = 0; known < 2; known++) {
            /* What is known beforehand is asserted by a guard that holds. */
            Compiled c;
            snprintf(text, sizeof text,
                     "graph f entry 0\ncode f params 1 registers 1 words 10\nb0:\n  v1 = PARAM 0\n%s"
                     "  c5 = IS_TYPE v%d %s\n  v6 = BOOL_VALUE c5\n  v7 = GUARD_TYPE v%d %s ? type [pc 2 r0=v6]\n"
                     "  RETURN v6\n",
                     known ? "  v2 = GUARD_TYPE v1 ~UNDEF|SPECIAL|FLOAT ? type [pc 1 r0=v1]\n" : "", known ? 2 : 1, sets[k],
                     known ? 2 : 1, sets[k]);
            if (!compile(t, &c, text, 0, NULL, 0))
                continue;
            IrTypes types = 0;
            for (IrNode *n = c.ir->entry->first; n; n = n->next)
                if (n->op == IR_IS_TYPE)
                    types = (IrTypes)n->imm;
            for (uint32_t i = 0; i < sizeof values / sizeof *values; i++) {
                IrTypes type = ir_types_of_value(t, values[i]);
                if (known && type & (IRT_UNDEF | IRT_SPECIAL | IRT_FLOAT))
                    continue;
                Value result = run(t, &c, &values[i], 1);
                const char *wanted = type & types ? "True" : "type | pc 2: False";
                if (!value_is_stop(result))
                    left[0] = 0, put_value(result);
                if (strcmp(left, wanted)) {
                    char what[100];
                    snprintf(what, sizeof what, "value %u, type %x", i, type);
                    fail(&c, what, left, wanted);
                }
            }
            discard(&c);
        }
}

static void test_guards(Thread *t) {
#define HEAD "graph f entry 0\ncode f params 3 registers 3 words 10\nb0:\n  v1 = PARAM 0\n  v2 = PARAM 1\n  v3 = PARAM 2\n"
    Value list = list_new(t, 0);
    example(t, HEAD "  v4 = GUARD_IS v1 None ? identity [pc 1 r0=v1]\n  RETURN v4\n", ARGS(VALUE_NONE), "None");
    example(t, HEAD "  v4 = GUARD_IS v1 None ? identity [pc 1 r0=v1]\n  RETURN v4\n", ARGS(I(3)), "identity | pc 1: 3");
    example(t, HEAD "  v4 = GUARD_IS v1 1234567890123 ? identity [pc 1 r0=v1]\n  RETURN v4\n", ARGS(I(1234567890123)),
            "1234567890123");
    example(t, HEAD "  v4 = GUARD_NOT v1 UNDEF ? unbound [pc 1]\n  RETURN v4\n", ARGS(VALUE_UNDEF), "unbound | pc 1:");
    example(t, HEAD "  v4 = GUARD_NOT v1 UNDEF ? unbound [pc 1]\n  RETURN v4\n", ARGS(I(4)), "4");
    example(t, HEAD "  v4 = GUARD_SHAPE v1 list ? shape [pc 1 r0=v1]\n  RETURN v4\n", ARGS(list), "object");
    example(t, HEAD "  v4 = GUARD_SHAPE v1 list ? shape [pc 1 r0=v1]\n  RETURN v4\n", ARGS(D(2)), "shape | pc 1: 2.0");
    example(t, HEAD "  v4 = GUARD_SHAPE v1 str ? shape [pc 1 r0=v1]\n  RETURN v4\n", ARGS(list), "shape | pc 1: object");
    example(t, HEAD "  v4 = GUARD_CODE v1 g ? callee [pc 1 r0=v1]\n  RETURN v4\n", ARGS(list), "callee | pc 1: object");
#define A_LIST HEAD "  v4 = GUARD_TYPE v1 LIST ? type [pc 0]\n"
    Value ints = list_from_values(t, ARGS(I(1)));
    example(t, A_LIST "  v5 = GUARD_LIST v4 2 ? list_kind [pc 1 r0=v1]\n  RETURN v2\n", ARGS(ints, I(3)), "3");
    example(t, A_LIST "  v5 = GUARD_LIST v4 2 ? list_kind [pc 1 r0=v2]\n  RETURN v2\n", ARGS(list, I(3)), "list_kind | pc 1: 3");
    example(t, A_LIST "  v5 = GUARD_LIST v4 10 ? list_kind [pc 1 r0=v1]\n  RETURN v2\n", ARGS(ints, I(3)), "3");
    example(t, A_LIST "  v5 = GUARD_LIST v4 12 ? list_kind [pc 1 r0=v2]\n  RETURN v2\n", ARGS(ints, I(3)), "list_kind | pc 1: 3");
    example(t, A_LIST "  v5 = GUARD_LIST v4 8 ? list_kind [pc 1 r0=v2]\n  RETURN v2\n", ARGS(ints, I(3)), "list_kind | pc 1: 3");
    example(t, A_LIST "  w5 = ADDRESS v4 +16\n  v6 = LOAD_SIZE w5 +0 @LIST\n  RETURN v6\n", ARGS(ints), "1");
    example(t, HEAD "  GUARD_VALID ? invalidated [pc 1 r0=v1]\n  RETURN v1\n", ARGS(I(2)), "2");
#define BOUNDS "  v5 = GUARD_TYPE v1 INT ? type [pc 0]\n  v6 = GUARD_TYPE v2 INT ? type [pc 0]\n"
    example(t, HEAD BOUNDS "  v7 = GUARD_BOUNDS v5 v6 ? bounds [pc 1 r0=v1]\n  RETURN v7\n", ARGS(I(2), I(3)), "2");
    example(t, HEAD BOUNDS "  v7 = GUARD_BOUNDS v5 v6 ? bounds [pc 1 r0=v1]\n  RETURN v7\n", ARGS(I(3), I(3)), "bounds | pc 1: 3");
    example(t, HEAD BOUNDS "  v7 = GUARD_BOUNDS v5 v6 ? bounds [pc 1 r0=v1]\n  RETURN v7\n", ARGS(I(-1), I(3)), "bounds | pc 1: -1");
    example(t, HEAD BOUNDS "  v8 = CONST 5\n  v7 = GUARD_BOUNDS v8 v6 ? bounds [pc 1 r0=v8]\n  RETURN v7\n", ARGS(I(0), I(5)),
            "bounds | pc 1: 5");
    example(t, HEAD BOUNDS "  v8 = CONST 5\n  v7 = GUARD_BOUNDS v8 v6 ? bounds [pc 1 r0=v8]\n  RETURN v7\n", ARGS(I(0), I(6)), "5");
}

/* ---- doubles ---------------------------------------------------------------------------------------- */

static void test_floats(Thread *t) {
#define FLOATS HEAD "  f5 = TO_FLOAT v1 ? not_float [pc 0 r0=v1 r1=v2]\n  f6 = TO_FLOAT v2 ? not_float [pc 0 r0=v1 r1=v2]\n"
#define BOXED "  v9 = BOX_FLOAT f7\n  RETURN v9\n"
    example(t, FLOATS "  f7 = FLOAT_ADD f5 f6\n" BOXED, ARGS(D(1.5), D(2.25)), "3.75");
    example(t, FLOATS "  f7 = FLOAT_SUB f5 f6\n" BOXED, ARGS(D(1.5), D(2.25)), "-0.75");
    example(t, FLOATS "  f7 = FLOAT_MUL f5 f6\n" BOXED, ARGS(D(1e200), D(1e100)), "1e+300");
    example(t, FLOATS "  f7 = FLOAT_DIV f5 f6\n" BOXED, ARGS(D(1e-200), D(1e100)), "1e-300");
    example(t, FLOATS "  f7 = FLOAT_NEG f5\n" BOXED, ARGS(D(1.5), D(1e-300)), "-1.5");
    example(t, FLOATS "  f7 = FLOAT_ABS f5\n" BOXED, ARGS(D(-1.5), D(1)), "1.5");
    example(t, FLOATS "  f7 = FLOAT_SQRT f6\n" BOXED, ARGS(D(-1.5), D(2.25)), "1.5");
    example(t, FLOATS "  f8 = CONST_FLOAT 10.0\n  f7 = FLOAT_SUB f8 f6\n" BOXED, ARGS(D(1.5), D(2.25)), "7.75");
    example(t, FLOATS "  f8 = CONST_FLOAT 10.0\n  f7 = FLOAT_MUL f8 f6\n" BOXED, ARGS(D(1.5), D(2.25)), "22.5");
    example(t, FLOATS "  f7 = FLOAT_MUL f5 f5\n" BOXED, ARGS(D(1.5), D(2.25)), "2.25");
    example(t, FLOATS "  f7 = FLOAT_ADD f5 f6\n" BOXED, ARGS(D(1.5), I(2)), "not_float | pc 0: 1.5 2");
    example(t, FLOATS "  f7 = FLOAT_ADD f5 f6\n" BOXED, ARGS(D(1.5), VALUE_NONE), "not_float | pc 0: 1.5 None");
    example(t, FLOATS "  f7 = CALL_RT float_mod f5 f6\n" BOXED, ARGS(D(7.5), D(2)), "5.5");
    example(t, FLOATS "  v9 = FLOAT_TO_INT f5 ? overflow [pc 2 r0=f5]\n  RETURN v9\n", ARGS(D(-7.5), D(2)), "-7");
    example(t, FLOATS "  v9 = TAG_FLOAT f5 ? not_float [pc 2 r0=f6]\n  RETURN v9\n", ARGS(D(-7.5), D(2)), "-7.5");
    example(t, FLOATS "  v9 = TAG_FLOAT f5 ? not_float [pc 2 r0=f5]\n  RETURN v9\n", ARGS(D(1e200), D(2)), "not_float | pc 2: 1e+200");
    example(t, FLOATS "  v9 = FLOAT_TO_INT f5 ? overflow [pc 2 r0=f5]\n  RETURN v9\n", ARGS(D(1e30), D(2)),
            "overflow | pc 2: 1e+30");
    example(t, FLOATS "  v9 = FLOAT_TO_INT f5 ? overflow [pc 2 r0=f5 r1=f6]\n  RETURN v9\n", ARGS(D(NAN), D(2)),
            "overflow | pc 2: nan 2.0");
    example(t, FLOATS "  c7 = FLOAT_CMP LT f5 f6\n  f8 = SELECT c7 f5 f6\n  v9 = BOX_FLOAT f8\n  RETURN v9\n", ARGS(D(3), D(2)), "2.0");
#define NUMBERS HEAD "  f5 = NUMBER_TO_FLOAT v1 ? not_float [pc 0 r0=v1]\n  v9 = BOX_FLOAT f5\n  RETURN v9\n"
    example(t, NUMBERS, ARGS(I(-3)), "-3.0");
    example(t, NUMBERS, ARGS(D(1e300)), "1e+300");
    example(t, NUMBERS, ARGS(D(2.5)), "2.5");
    example(t, NUMBERS, ARGS(VALUE_TRUE), "not_float | pc 0: True");
    example(t, HEAD "  v4 = GUARD_TYPE v1 INT ? type [pc 0]\n  f5 = INT_TO_FLOAT v4\n  v9 = BOX_FLOAT f5\n  RETURN v9\n", ARGS(I(8)), "8.0");
    example(t, HEAD "  v4 = GUARD_TYPE v1 FLOAT ? type [pc 0]\n  f5 = TO_FLOAT v4 nowrap\n  v9 = BOX_FLOAT f5\n  RETURN v9\n", ARGS(D(8)), "8.0");
    example(t, HEAD "  v4 = GUARD_TYPE v1 FLOAT|HEAPFLOAT ? type [pc 0]\n  f5 = TO_FLOAT v4 nowrap\n  v9 = BOX_FLOAT f5\n  RETURN v9\n",
            ARGS(D(1e300)), "1e+300");
    /* A constant that no tagged float is, and a double, at an exit. */
    example(t, FLOATS "  f7 = CONST_FLOAT 1e300\n  f8 = CONST_FLOAT 2.5\n  EXIT ? not_run [pc 5 r0=f7 r1=f5 r2=f8]\n", ARGS(D(7), D(2)),
            "not_run | pc 5: 1e+300 7.0 2.5");
}

/* ---- loops, memory, calls ----------------------------------------------------------------------------- */

static void test_loops(Thread *t) {
    static const char sum[] = /* sum of i * i for i < n */
        "graph f entry 0\ncode f params 1 registers 3 words 10\nb0:\n  v1 = PARAM 0\n  v2 = CONST 0\n  v3 = CONST 1\n  JUMP b1\n"
        "b1: loop preds b0 b2 [pc 1 r0=v1 r1=v4 r2=v5]\n  v4 = PHI v2 v8 : INT\n  v5 = PHI v2 v9 : INT\n"
        "  v6 = GUARD_TYPE v1 INT ? not_int [pc 1 r0=v1 r1=v4 r2=v5]\n  c7 = INT_CMP LT v4 v6\n  BRANCH c7 b2 b3\n"
        "b2:\n  v10 = INT_MUL v4 v4 ? overflow [pc 2 r0=v1 r1=v4 r2=v5]\n"
        "  v9 = INT_ADD v5 v10 ? overflow [pc 2 r0=v1 r1=v4 r2=v5]\n"
        "  v8 = INT_ADD v4 v3 ? overflow [pc 3 r0=v1 r1=v4 r2=v9]\n  POLL [pc 4 r0=v1 r1=v8 r2=v9]\n  JUMP b1\n"
        "b3:\n  RETURN v5\n";
    calls = 0;
    example(t, sum, ARGS(I(1000)), "332833500");
    example(t, sum, ARGS(VALUE_NONE), "not_int | pc 1: None 0 0");
    t->interrupts = 1;
    example(t, sum, ARGS(I(1000)), "none | pc 4: 1000 1 0");
    t->interrupts = 0;
    /* Each guard is made to fail, in turn. */
    uint32_t counter;
    for (uint32_t every = 1; every < 40; every++) {
        Compiled c;
        counter = every;
        exits_taken = 0;
        if (compile(t, &c, sum, every % 3, &counter, every)) {
            Value result = run(t, &c, ARGS(I(8)));
            if (exits_taken != (value_is_stop(result) ? 1u : 0u) || (every <= 4 * 8 && !exits_taken))
                fail(&c, "stress", left, "an exit");
        }
        discard(&c);
    }
}

static void test_memory(Thread *t) {
    Tuple *tuple = tuple_alloc(t, 3);
    for (int i = 0; i < 3; i++)
        tuple->items[i] = I(10 * i);
    Value v = value_from_object(tuple);
    Array *array = gc_alloc_array(t, 4);
    for (int i = 0; i < 4; i++)
        array->items[i] = I(100 + i);
    Value a = value_from_object(array);
#define INDEXED HEAD "  v4 = GUARD_TYPE v2 INT ? type [pc 0]\n"
    example(t, HEAD "  v4 = LOAD v1 +24 @CONSTANT\n  RETURN v4\n", ARGS(v), "10");
    example(t, HEAD "  v4 = LOAD_SIZE v1 +8 @CONSTANT\n  RETURN v4\n", ARGS(v), "3");
    example(t, HEAD "  w4 = LOAD_WORD v1 +8 @CONSTANT\n  v5 = WORD_TO_INT w4\n  RETURN v5\n", ARGS(v), "3");
    example(t, HEAD "  w4 = LOAD_U8 v1 +6 @CONSTANT\n  v5 = WORD_TO_INT w4\n  RETURN v5\n", ARGS(v), "12");
    example(t, HEAD "  w4 = LOAD_U32 v1 +8 @CONSTANT\n  v5 = WORD_TO_INT w4\n  RETURN v5\n", ARGS(v), "3");
    example(t, INDEXED "  v5 = LOAD_ELEMENT v1 v4 +16 @CONSTANT\n  RETURN v5\n", ARGS(v, I(2)), "20");
    example(t, INDEXED "  v6 = CONST 1\n  v5 = LOAD_ELEMENT v1 v6 +16 @CONSTANT\n  RETURN v5\n", ARGS(v, I(2)), "10");
    example(t, INDEXED "  STORE_ELEMENT v1 v4 v3 +16 @ELEMENT\n  v5 = LOAD v1 +32 @ELEMENT\n  RETURN v5\n", ARGS(a, I(2), I(5)), "5");
    example(t, HEAD "  v4 = CONST None\n  STORE v1 v4 +16 @ELEMENT\n  v5 = LOAD v1 +16 @ELEMENT\n  RETURN v5\n", ARGS(a), "None");
    example(t, HEAD "  v4 = CONST 'text'\n  STORE v1 v4 +16 @ELEMENT\n  v5 = LOAD v1 +16 @ELEMENT\n  RETURN v5\n", ARGS(a), "object");
    example(t, INDEXED "  STORE_SIZE v1 v4 +16 @ELEMENT\n  w5 = LOAD_WORD v1 +16 @ELEMENT\n  v6 = WORD_TO_INT w5\n  RETURN v6\n",
            ARGS(a, I(77)), "77");
    example(t, INDEXED "  w7 = INT_TO_WORD v4\n  STORE_U8 v1 w7 +16 @ELEMENT\n  w5 = LOAD_U8 v1 +16 @ELEMENT\n"
            "  v6 = WORD_TO_INT w5\n  RETURN v6\n", ARGS(a, I(258)), "2");
    example(t, HEAD "  w7 = CONST_WORD 200\n  STORE_U8 v1 w7 +16 @ELEMENT\n  STORE_U32 v1 w7 +24 @ELEMENT\n"
            "  STORE_WORD v1 w7 +32 @ELEMENT\n  w5 = LOAD_U8 v1 +16 @ELEMENT\n  v6 = WORD_TO_INT w5\n  RETURN v6\n", ARGS(a), "200");
    char text[500];
    snprintf(text, sizeof text, HEAD "  w4 = CONST_WORD %ld\n  v5 = LOAD w4 +16 @GLOBAL\n  RETURN v5\n", (long)(uintptr_t)tuple);
    example(t, text, ARGS(v), "0");
    snprintf(text, sizeof text, HEAD "  w4 = CONST_WORD %ld\n  v5 = LOAD w4 +0 @OTHER\n  RETURN v5\n", (long)(uintptr_t)&t->exception);
    example(t, text, ARGS(v), "UNDEF");
    snprintf(text, sizeof text, INDEXED "  w5 = CONST_WORD %ld\n  v6 = LOAD_ELEMENT w5 v4 +16 @OTHER\n  RETURN v6\n", (long)(uintptr_t)tuple);
    example(t, text, ARGS(v, I(1)), "10");
    /* The barrier: only what is marked is reported. */
    array->header.gc |= GC_UNLOGGED;
    example(t, HEAD "  WROTE v1\n  RETURN v2\n", ARGS(a, I(3)), "3");
    if (array->header.gc & GC_UNLOGGED)
        failures++, printf("FAIL: WROTE\n");
    array->header.gc |= GC_UNLOGGED;
    snprintf(text, sizeof text, INDEXED "  w5 = CONST_WORD %ld\n  WROTE_ELEMENT w5 v4\n  RETURN v4\n", (long)(uintptr_t)array);
    example(t, text, ARGS(v, I(9)), "9");
    if (array->header.gc & GC_UNLOGGED || array->items[0].bits != I(9).bits)
        failures++, printf("FAIL: WROTE_ELEMENT\n");
    /* Allocation, until the bump region is exhausted. */
    static const char alloc[] = HEAD "  v4 = ALLOC cell size 32 kind 30 ? none [pc 5 r0=v1]\n  STORE v4 v1 +8 @CELL\n"
        "  v5 = LOAD v4 +8 @CELL\n  v6 = LOAD_SIZE v4 +16 @OTHER\n  v8 = GUARD_TYPE v5 INT ? type [pc 0]\n"
        "  v7 = INT_ADD v8 v6 nowrap\n  RETURN v7\n";
    Compiled c;
    calls = 0;
    if (compile(t, &c, alloc, 0, NULL, 0))
        for (int i = 0; i < 10000; i++)
            if (run(t, &c, ARGS(I(i))).bits != I(i).bits) {
                fail(&c, "alloc", "something else", "its argument");
                break;
            }
    if (!calls)
        failures++, printf("FAIL: no slow allocation\n");
    fail_calls = true;
    t->alloc_cursor = t->alloc_limit;
    run(t, &c, ARGS(I(3)));
    if (strcmp(left, "none raises | pc 5: 3"))
        fail(&c, "alloc", left, "none raises | pc 5: 3");
    fail_calls = false;
    discard(&c);
    /* Objects that an exit makes. */
    example(t, HEAD "  v5 = CONST 2\n  v6 = VIRTUAL tuple size 32 kind 12 v5 v1 v2 aux 1\n  v7 = VIRTUAL tuple size 32 kind 12 v5 v6 v6 aux 1\n"
            "  EXIT ? not_run [pc 2 r0=v7 r1=v6 r2=v3]\n", ARGS(I(1), D(2.5), I(3)),
            "not_run | pc 2: {8 size=2 16={8 size=2 16=1 24=2.5} 24={8 size=2 16=1 24=2.5}} {8 size=2 16=1 24=2.5} 3");
}

/* The code that a graph calls, or names last, is not compiled. */
static Code *call_interpreted(Compiled *c) {
    Code *code = NULL;
    for (IrSymbol *s = c->ir->symbols; s; s = s->next)
        if (s->kind == SYMBOL_CODE && (Code *)(uintptr_t)s->address != c->ir->code) {
            code = (Code *)(uintptr_t)s->address;
            code->direct_entry = stubs.interpret;
        }
    return code;
}

static void test_calls(Thread *t) {
    static const char binary[] = HEAD "  w4 = CONST_WORD 7\n  v5 = CALL_RT binary v1 v2 w4 ? exception [pc 4 r0=v1 r1=v2]\n  RETURN v5\n";
    static const char values[] = HEAD "  v4 = CONST 5\n  v5 = CALL_VALUES sum v1 v4 v2 v3 aux 4 ? exception [pc 4 r0=v1 r2=v4]\n  RETURN v5\n";
    static const char inlined[] = HEAD
        "  v4 = CONST 5\n  v6 = FUNCTION\n"
        "  v5 = CALL_VALUES sum v1 v2 aux 2 ? exception [g pc 6 f=v6 r0=v2 to 2 in pc 4 f=v6 r0=v1 r2=v4 count 3]\n  RETURN v5\n";
    static const char python[] = HEAD "  v4 = FUNCTION\n  v5 = CALL_PYTHON g v4 v1 v2 ? exception [pc 4 r0=v1 r1=v2]\n"
        "  v6 = GUARD_TYPE v5 INT ? type [pc 5 r0=v1]\n  v7 = GUARD_TYPE v3 INT ? type [pc 5 r0=v1]\n"
        "  v8 = INT_ADD v6 v7 ? overflow [pc 5 r0=v1]\n  RETURN v8\n";
    for (int failing = 0; failing < 2; failing++) {
        fail_calls = failing;
        example(t, binary, ARGS(I(2), I(3)), failing ? "exception raises | pc 4: 2 3" : "13");
        example(t, values, ARGS(I(2), I(3), I(4)), failing ? "exception raises | pc 4: 2 - 5" : "14");
        example(t, inlined, ARGS(I(2), I(3)), failing ? "exception raises | pc 4: 2 - 5 | pc 6: 3" : "5");
    }
    fail_calls = false;
    /* What the callee finds of the frames of inlined calls. */
    static const struct {
        const char *text, *wanted;
    } frames[] = {
        {inlined, "exception raises | pc 4: 2 - 5 | pc 6: 3 + flags 10240 registers 3 function yes code yes"},
        {HEAD "  v6 = FUNCTION\n  v5 = CALL_VALUES sum v1 v2 aux 2 ? exception [g pc 6 f=v6 to 2 in g pc 7 f=v6 count 2 to 1 in "
              "pc 4 f=v6 r0=v1 count 3]\n  RETURN v5\n",
         "exception raises | pc 4: 2 - - | pc 7: - - | pc 6: + bare + flags 10240 registers 65538 function yes code yes"},
        {HEAD "  v6 = FUNCTION\n  v5 = CALL_PYTHON h v6 v1 v2 ? exception [g pc 6 f=v6 to 2 in g pc 7 f=v6 count 2 to 1 in "
              "pc 4 f=v6 r0=v1 count 3]\n  RETURN v5\n",
         "exception raises | pc 4: 2 - - | pc 7: - - | pc 6: + bare + bare"},
    };
    Compiled c;
    for (uint32_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        if (compile(t, &c, frames[i].text, i, NULL, 0)) {
            call_interpreted(&c);
            run(t, &c, ARGS(I(2), I(3)));
            if (strcmp(left, frames[i].wanted))
                fail(&c, "frames", left, frames[i].wanted);
        }
        discard(&c);
    }
    /* Compiled code calls what is not compiled, then what is, then that with no room. */
    Compiled callee;
    if (!compile(t, &callee, "graph g entry 0\ncode g params 2 registers 2 words 10\nb0:\n  v1 = PARAM 0\n  v2 = PARAM 1\n"
                 "  v3 = GUARD_TYPE v1 INT ? type [pc 0]\n  v4 = GUARD_TYPE v2 INT ? type [pc 0]\n"
                 "  v5 = INT_SUB v3 v4 ? overflow [pc 1]\n  RETURN v5\n", 0, NULL, 0))
        return;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        if (!compile(t, &c, python, seed, NULL, 0))
            continue;
        Code *g = call_interpreted(&c);
        calls = 0;
        Value result = run(t, &c, ARGS(I(2), I(3), I(100)));
        if (result.bits != I(123).bits || calls != 1)
            fail(&c, "call of what is not compiled", "something else", "123");
        g->direct_entry = callee.code.direct_entry;
        result = run(t, &c, ARGS(I(2), I(3), I(100)));
        if (result.bits != I(99).bits || calls != 1)
            fail(&c, "call of compiled code", "something else", "99");
        const Frame *frame = t->frames + 1;
        if (frame->function != (Function *)0x1230 || frame->code != callee.ir->code ||
            frame->registers != t->stack + 3 || frame->flags != (FRAME_COMPILED | FRAME_DIRECT))
            fail(&c, "frame of compiled code", "something else", "filled in");
        Frame *limit = t->frame_limit;
        t->frame_limit = t->frames + 1;
        result = run(t, &c, ARGS(I(2), I(3), I(100)));
        t->frame_limit = limit;
        if (result.bits != I(123).bits || calls != 2)
            fail(&c, "call without room", "something else", "123");
        g->direct_entry = stubs.interpret;
        fail_calls = true;
        run(t, &c, ARGS(I(2), I(3), I(100)));
        fail_calls = false;
        if (strcmp(left, "exception raises | pc 4: 2 3"))
            fail(&c, "call that raises", left, "exception raises | pc 4: 2 3");
        discard(&c);
    }
    discard(&callee);
}

/* ---- many values ------------------------------------------------------------------------------------------ */

static void test_pressure(Thread *t) {
    enum { COUNT = 40 };
    char text[8000], wanted[50];
    int at = snprintf(text, sizeof text, HEAD "  v4 = GUARD_TYPE v1 INT ? type [pc 0]\n");
    for (int i = 0; i < COUNT; i++)
        at += snprintf(text + at, sizeof text - (size_t)at, "  v%d = CONST %d\n  v%d = INT_ADD v4 v%d ? overflow [pc 1 r0=v1]\n",
                       100 + i, i * i, 200 + i, 100 + i);
    for (int i = 0; i < COUNT; i++)
        at += snprintf(text + at, sizeof text - (size_t)at, "  v%d = INT_MUL v%d v%d ? overflow [pc 2 r0=v%d r1=v%d]\n", 300 + i,
                       200 + i, 200 + (i * 7 + 3) % COUNT, 200 + i, 200 + COUNT - 1 - i);
    long expected = 0;
    at += snprintf(text + at, sizeof text - (size_t)at, "  v400 = CONST 0\n");
    for (int i = 0; i < COUNT; i++) {
        long k = (i * 7 + 3) % COUNT;
        at += snprintf(text + at, sizeof text - (size_t)at, "  v%d = INT_ADD v%d v%d ? overflow [pc 3 r0=v%d]\n", 401 + i,
                       400 + i, 300 + i, 300 + i);
        expected += (11 + (long)i * i) * (11 + k * k);
    }
    snprintf(text + at, sizeof text - (size_t)at, "  RETURN v%d\n", 400 + COUNT);
    snprintf(wanted, sizeof wanted, "%ld", expected);
    example(t, text, ARGS(I(11)), wanted);
}

/* ---- looking ---------------------------------------------------------------------------------------------- */

static void print_instruction(void *data, const DisassembledInstruction *i) {
    printf("    %4lx: %s\n", (unsigned long)(i->address - (uintptr_t)now->code.memory), i->text);
}

static int show(Thread *t, const char *path) {
    static char text[1 << 16];
    FILE *file = fopen(path, "r");
    if (!file || !fread(text, 1, sizeof text - 1, file))
        return 1;
    fclose(file);
    Compiled c;
    if (compile(t, &c, text, 0, NULL, 0)) {
        now = &c;
        x64_disassemble(c.code.memory, c.code.size, (uintptr_t)c.code.memory, print_instruction, NULL);
    }
    discard(&c);
    return 0;
}

int main(int argc, char **argv) {
    VmOptions options = {.argc = argc, .argv = argv};
    Vm *vm = vm_new(&options);
    if (!vm) return 1;
    Thread *t = vm->main_thread;
    front_install(vm);
    memory = code_memory_new(1 << 20);
    if (!memory || !backend_make_stubs(memory, &stubs)) {
        printf("no executable memory\n");
        return 0;
    }
    instructions = gc_alloc_raw(t, 400);
    if (argc > 1)
        return show(t, argv[1]);
    test_int_operations(t);
    test_comparisons(t);
    test_types(t);
    test_guards(t);
    test_floats(t);
    test_loops(t);
    test_memory(t);
    test_calls(t);
    test_pressure(t);
    code_memory_free(memory);
    vm_free(vm);
    printf("%s\n", failures ? "failed" : "ok");
    return failures != 0;
}

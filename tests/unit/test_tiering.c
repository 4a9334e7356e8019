/*
 * How the dispatch loop asks about code that has become warm (VmHooks.hot), goes on
 * as the answer says, and what the loop that observes has noted (ir/feedback.h).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "ir/feedback.h"
#include "ir/flow.h"
#include "runtime/dict.h"
#include "runtime/frame.h"
#include "vm/interpreter.h"

static int failures;

#define CHECK(condition)                                        \
    do {                                                        \
        if (!(condition)) {                                     \
            printf("FAIL line %d: %s\n", __LINE__, #condition); \
            failures++;                                         \
        }                                                       \
    } while (0)

/* ---- programs ---- */

static Dict *globals;

static Value run_code(Thread *t, const char *source, const char *mode) {
    Value code = t->vm->hooks.compile(t, str_from_cstring(t, source), str_from_cstring(t, "<test>"), mode, 0);
    return value_is_error(code) ? code
                                : t->vm->hooks.run_code(t, code, globals, t->vm->builtins,
                                                        value_from_object(globals), NULL);
}

static void run(Thread *t, const char *source) {
    if (!value_is_error(run_code(t, source, "exec")))
        return;
    printf("FAIL: raised by: %s\n", source);
    error_print(t, error_fetch(t));
    failures++;
}

/* Whether an expression is true. */
static bool is_so(Thread *t, const char *source) {
    Value v = run_code(t, source, "eval");
    if (!value_is_error(v) && value_is_true(v))
        return true;
    printf("FAIL: not so: %s\n", source);
    if (value_is_error(v))
        error_print(t, error_fetch(t));
    return false;
}

static Code *code_of(Thread *t, const char *name) {
    Value f = dict_get_str(t, globals, str_from_cstring(t, name));
    return ((Function *)value_as_object(f))->code;
}

/* ---- the hook: answers about one code object ---- */

static struct {
    const Code *code;      /* others: HOT_GO_ON */
    HotAction entry, loop; /* the answers */
    uint32_t ask_again;    /* after so many entries and back-edges; 0: never */
    Value result;          /* for HOT_RETURN */
    uint32_t entries, loops; /* how often it was asked */
    uint32_t last_pc;
} plan;

static uint32_t pc_of(const Frame *f) {
    return (uint32_t)(f->pc - (const uint32_t *)f->code->instructions->bytes);
}

static HotAction hot(Thread *t, Frame *f, HotPlace place) {
    bool at_entry = place == HOT_AT_ENTRY;
    if (place == HOT_AT_RESUMPTION)
        return HOT_GO_ON;
    CHECK(f == t->frame && f->code->heat_left == 1);
    if (f->code != plan.code) {
        f->code->heat_left = UINT32_MAX;
        return HOT_GO_ON;
    }
    f->code->heat_left = plan.ask_again ? plan.ask_again : UINT32_MAX;
    (*(at_entry ? &plan.entries : &plan.loops))++;
    plan.last_pc = pc_of(f);
    CHECK(!at_entry || plan.last_pc == 0);
    HotAction action = at_entry ? plan.entry : plan.loop;
    t->compiled_result = action == HOT_RETURN ? plan.result : VALUE_UNDEF;
    if (action == HOT_RAISE)
        raise_error(t, TYPE_ValueError, "from the hook");
    if (action == HOT_FRAME) /* what compiled code has done: a variable has another value */
        f->registers[0] = plan.result;
    return action;
}

static void make_plan(Thread *t, const char *function, HotAction entry, HotAction loop, uint32_t first,
                      uint32_t ask_again) {
    plan.code = code_of(t, function);
    plan.entry = entry;
    plan.loop = loop;
    plan.ask_again = ask_again;
    plan.entries = plan.loops = 0;
    ((Code *)plan.code)->heat_left = first;
}

/* ---- counting ---- */

static void test_counting(Thread *t) {
    run(t, "def f(n):\n    while n: n -= 1\n    return 7\n");
    CHECK(code_of(t, "f")->heat_left == t->vm->jit_threshold / 2 + 1);
    make_plan(t, "f", HOT_GO_ON, HOT_GO_ON, 3, 10);
    run(t, "f(0); f(0)");
    CHECK(plan.entries == 0);
    run(t, "f(0)");
    CHECK(plan.entries == 1 && plan.loops == 0);
    run(t, "assert f(9) == 7");
    CHECK(plan.entries == 1 && plan.loops == 1); /* 1 entry, 9 back-edges */
    run(t, "list(map(f, [0] * 10))"); /* entered from C */
    CHECK(plan.entries == 2);
    make_plan(t, "f", HOT_GO_ON, HOT_GO_ON, 1, 1);
    run(t, "f(n=0); f(*[0])");
    CHECK(plan.entries == 2);
    run(t, "class C:\n"
           "    def __init__(self, x): self.x = x\n"
           "    def __add__(self, other): return NotImplemented if other else self.x\n"
           "    def __radd__(self, other): return 5\n"
           "    def __getitem__(self, i): return i\n"
           "    def __call__(self): return 8\n"
           "    @property\n"
           "    def p(self): return 9\n"
           "c = C(3)\n"
           "init, add, item, call, prop = C.__init__, C.__add__, C.__getitem__, C.__call__, C.p.fget\n");
    static const struct {
        const char *function, *expression;
    } entries[] = {
        {"init", "C(4).x == 4"}, {"init", "C(x=4).x == 4"}, {"add", "c + 0 == 3"}, {"item", "c[6] == 6"},
        {"call", "c() == 8"},    {"prop", "c.p == 9"},
    };
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
        for (int again = 0; again < 2; again++) {
            make_plan(t, entries[i].function, HOT_GO_ON, HOT_GO_ON, 1, 1);
            CHECK(is_so(t, entries[i].expression) && plan.entries == 1);
            make_plan(t, entries[i].function, HOT_OBSERVE, HOT_GO_ON, 1, 1);
            CHECK(is_so(t, entries[i].expression) && plan.entries == 1);
        }
}

/* The first back-edge of a loop is at its header, whatever it runs over. */
static void test_loops(Thread *t) {
    run(t, "def g(n):\n    for i in range(n): yield i, i\n"
           "pairs = [(i, -i) for i in range(20)]\n");
    static const char *const iterables[] = {
        "range(20)", "pairs", "tuple(pairs)", "'abcdefghijklmnopqrst'", "dict(pairs)", "dict(pairs).items()",
        "set(pairs)", "iter(pairs)", "enumerate(pairs)", "zip(pairs, pairs)", "g(20)", "map(abs, range(20))",
    };
    for (size_t i = 0; i < sizeof iterables / sizeof *iterables; i++)
        for (int unpacked = 0; unpacked < 2; unpacked++)
            for (int observed = 0; observed < 2; observed++) {
                if (unpacked && (i == 0 || i == 3 || i == 4 || i == 11)) /* no pairs */
                    continue;
                run(t, unpacked ? "def f(it):\n    n = 0\n    for a, b in it: n += 1\n    return n\n"
                                : "def f(it):\n    n = 0\n    for a in it: n += 1\n    return n\n");
                Code *code = code_of(t, "f");
                make_plan(t, "f", HOT_GO_ON, observed ? HOT_OBSERVE : HOT_GO_ON, 5, 3);
                char text[100];
                snprintf(text, sizeof text, "f(%s) == 20", iterables[i]);
                CHECK(is_so(t, text));
                CHECK(plan.loops == 1 + (20 - 4) / 3); /* 4 after the entry, then every third */
                Instruction in = {.op = OPC_NOP};
                uint32_t header = 0;
                for (uint32_t pc = 0; pc < code->instruction_count; pc = in.next) {
                    flow_decode(code, pc, &in);
                    header = in.op == OPC_FOR_LOOP ? in.target : header;
                }
                CHECK(plan.last_pc == header);
                if (plan.last_pc != header)
                    printf("  %s\n", text);
            }
}

/* ---- the answers ---- */

static void test_return(Thread *t) {
    run(t, "def f(n):\n    while n: n -= 1\n    return 7\n");
    plan.result = value_from_int(42);
    make_plan(t, "f", HOT_RETURN, HOT_GO_ON, 1, 1);
    CHECK(is_so(t, "f(0) == 42 and f(n=1) == 42 and f(*[1]) == 42 and list(map(f, [1, 2])) == [42, 42]"));
    CHECK(is_so(t, "sorted([3, 1, 2], key=f) == [3, 1, 2]"));
    CHECK(plan.entries == 8);
    make_plan(t, "f", HOT_GO_ON, HOT_RETURN, 3, 1);
    CHECK(is_so(t, "f(1) == 7 and f(5) == 42"));
    make_plan(t, "f", HOT_OBSERVE, HOT_RETURN, 1, 3);
    CHECK(is_so(t, "f(5) == 42"));
    run(t, "class C:\n"
           "    def __init__(self): self.x = 1\n"
           "    def __add__(self, other): return 1\n"
           "    def __radd__(self, other): return 2\n"
           "c, init, add = C(), C.__init__, C.__add__\n"
           "class D(C):\n    pass\n");
    plan.result = VALUE_NONE;
    make_plan(t, "init", HOT_RETURN, HOT_GO_ON, 1, 1);
    CHECK(is_so(t, "type(C()) is C and C().__dict__ == {}"));
    plan.result = VALUE_NOT_IMPLEMENTED;
    make_plan(t, "add", HOT_RETURN, HOT_GO_ON, 1, 1);
    run(t, "class E(C):\n    def __radd__(self, other): return 3\n");
    run(t, "class F:\n    def __radd__(self, other): return 4\n");
    CHECK(is_so(t, "c + F() == 4"));
    run(t, "def gen(n):\n    while n:\n        n -= 1\n        yield n\n    return 5\n"
           "def driver(n):\n    x = yield from gen(n)\n    yield ('returned', x)\n");
    plan.result = value_from_int(77);
    make_plan(t, "gen", HOT_GO_ON, HOT_RETURN, 4, 1); /* the second back-edge of the second one */
    CHECK(is_so(t, "list(gen(1)) == [0]"));
    CHECK(is_so(t, "list(driver(9)) == [8, ('returned', 77)]"));
}

static void test_raise(Thread *t) {
    run(t, "def f(n):\n    while n: n -= 1\n    return 7\n"
           "def caught(*args):\n"
           "    try: return f(*args)\n"
           "    except ValueError as e: return str(e), e.__traceback__.tb_next.tb_frame.f_code.co_name\n");
    make_plan(t, "f", HOT_RAISE, HOT_GO_ON, 1, 1);
    CHECK(is_so(t, "caught(0) == ('from the hook', 'f')"));
    run(t, "def mapped():\n    try: return list(map(f, [1]))\n    except ValueError as e: return str(e)\n");
    CHECK(is_so(t, "mapped() == 'from the hook'"));
    make_plan(t, "f", HOT_GO_ON, HOT_RAISE, 4, 1);
    CHECK(is_so(t, "caught(2) == 7 and caught(5) == ('from the hook', 'f')"));
    make_plan(t, "f", HOT_OBSERVE, HOT_RAISE, 1, 4);
    CHECK(is_so(t, "caught(5) == ('from the hook', 'f')"));
}

static void test_frame(Thread *t) {
    run(t, "def f(n):\n    k = 0\n    while n:\n        n -= 1\n        k += 1\n    return k\n");
    plan.result = value_from_int(100);
    make_plan(t, "f", HOT_FRAME, HOT_GO_ON, 1, 0);
    CHECK(is_so(t, "f(0) == 100"));
    make_plan(t, "f", HOT_FRAME, HOT_GO_ON, 1, 0);
    CHECK(is_so(t, "list(map(f, [3])) == [100]"));
    make_plan(t, "f", HOT_GO_ON, HOT_FRAME, 6, 0);
    CHECK(is_so(t, "f(50) == 105"));
}

/* ---- feedback ---- */

/* What was seen of the n-th instruction of this opcode. */
static const IrSite *site(const Code *code, Opcode op, int n) {
    static const IrSite none;
    Instruction i;
    for (uint32_t pc = 0; pc < code->instruction_count; pc = i.next) {
        flow_decode(code, pc, &i);
        if (i.op == op && n-- == 0)
            return code_feedback(code) ? &code_feedback(code)->sites[pc] : &none;
    }
    CHECK(!"no such instruction");
    return &none;
}

static void test_sites(Thread *t) {
    run(t, "class Q:\n"
           "    def m(self, x): return x\n"
           "def f(a, b, c, p):\n"
           "    x = a + b\n"
           "    c[a] = b\n"
           "    y = -b\n"
           "    q = p.m(b)\n"
           "    if c:\n"
           "        z = len(c)\n"
           "    else:\n"
           "        z = a is b\n"
           "    for k in c: z = k\n"
           "    for k in range(2): x = [i for i in (1, 2)]\n"
           "    return p[0] if p is None else a < 3\n"
           "def caller(*args):\n"
           "    f(*args)\n"
           "    x = args[0] + 1\n"
           "    return args\n"
           "q = Q()\n");
    make_plan(t, "f", HOT_OBSERVE, HOT_GO_ON, 1, 1);
    run(t, "for i in range(3): caller(0, 2.5, [1, 2, 3], q)\n");
    const Code *f = code_of(t, "f");
    CHECK(code_feedback(f) && !code_feedback(code_of(t, "caller")));
    CHECK(code_feedback(f)->word_count == f->instruction_count);
    const IrSite *add = site(f, OPC_ADD, 0);
    CHECK(add->executed == 3 && add->left == IRT_INT && add->right == IRT_FLOAT && !add->left_shape && !add->right_shape);
    const IrSite *set = site(f, OPC_SET_ITEM, 0);
    CHECK(set->left == IRT_LIST && set->right == IRT_INT && set->third == IRT_FLOAT);
    CHECK(site(f, OPC_NEG, 0)->left == IRT_FLOAT && !site(f, OPC_NEG, 0)->right);
    const IrSite *method = site(f, OPC_CALL_METHOD, 0);
    CHECK(method->left == IRT_INSTANCE && method->right == IRT_FLOAT);
    Value q = dict_get_str(t, globals, str_from_cstring(t, "q"));
    CHECK(site_shape(method->left_shape) == object_shape(value_as_object(q)));
    CHECK(site(f, OPC_JUMP_IF_FALSE, 0)->left == IRT_LIST);
    CHECK(site(f, OPC_CALL, 0)->left == IRT_LIST && site(f, OPC_CALL, 0)->executed == 3);
    CHECK(site(f, OPC_IS, 0)->executed == 0);
    CHECK(site(f, OPC_FOR_ITER, 0)->left == IRT_LIST && site(f, OPC_FOR_ITER, 1)->left == IRT_INT);
    CHECK(site(f, OPC_FOR_LOOP, 0)->left == IRT_LIST && site(f, OPC_FOR_LOOP, 0)->executed == 9);
    /* Its callee was observed with it. */
    run(t, "m = Q.m");
    CHECK(code_feedback(code_of(t, "m")));

    /* Other kinds join those seen. */
    run(t, "class R(Q):\n    pass\nr = R()\n");
    run(t, "caller(1 << 80, 3, {}, r); caller(2.5, 3, {}, r)\n"
           "try: caller(0, 3, 5, r)\n"
           "except TypeError: pass\n");
    CHECK(add->left == (IRT_INT | IRT_BIGINT | IRT_FLOAT) && add->right == (IRT_FLOAT | IRT_INT));
    CHECK(set->left == (IRT_LIST | IRT_DICT | IRT_INT));
    CHECK(method->left_shape == SHAPE_SEVERAL && !site_shape(method->left_shape));

    /* A copy has no feedback, and an object's feedback dies with it. */
    run(t, "f2 = type(f)(f.__code__.replace(co_name='f2'), globals())");
    CHECK(!code_feedback(code_of(t, "f2")) && code_of(t, "f2")->heat_left == t->vm->jit_threshold / 2 + 1);
    run(t, "import gc\ndel f, f2; gc.collect()");
}

/* The shape of a class that is gone is no shape. */
static void test_dead_shape(Thread *t) {
    run(t, "class P:\n    pass\n"
           "def f(p): return p is None\n");
    make_plan(t, "f", HOT_OBSERVE, HOT_GO_ON, 1, 1);
    run(t, "f(P())");
    CHECK(site_shape(site(code_of(t, "f"), OPC_IS, 0)->left_shape));
    run(t, "import gc\ndel P; gc.collect()");
    CHECK(!site_shape(site(code_of(t, "f"), OPC_IS, 0)->left_shape));
}

static void test_wide(Thread *t) {
    char source[12000];
    int at = snprintf(source, sizeof source, "def f(z):\n");
    for (int i = 0; i < 300; i++)
        at += snprintf(source + at, sizeof source - (size_t)at, "    v%d = %d\n", i, i);
    snprintf(source + at, sizeof source - (size_t)at, "    w = v299 + z\n    return v299 * v1 + w\n");
    run(t, source);
    make_plan(t, "f", HOT_OBSERVE, HOT_GO_ON, 1, 1);
    CHECK(is_so(t, "f(1.5) == 299 + 300.5"));
    const IrSite *add = site(code_of(t, "f"), OPC_ADD, 0);
    CHECK(add->executed == 1 && add->left == IRT_INT && add->right == IRT_FLOAT);
    const IrSite *mul = site(code_of(t, "f"), OPC_MUL, 0);
    CHECK(mul->executed == 1 && mul->left == IRT_INT && mul->right == IRT_INT);
}

/* The loop that observes ends with the frame, however that is left; it does not pile
 * up on the C stack. */
static void test_scope(Thread *t) {
    run(t, "def f(n):\n    if n == 3: raise KeyError\n    return n\n"
           "def g(n):\n    for i in range(n): yield f(i)\n"
           "def after(n): return n\n"
           "def caller(n):\n"
           "    for i in range(n):\n"
           "        try: f(i % 5)\n"
           "        except KeyError: pass\n"
           "        after(i)\n"
           "    return n\n");
    make_plan(t, "f", HOT_OBSERVE, HOT_GO_ON, 1, 1);
    CHECK(is_so(t, "caller(100000) == 100000"));
    CHECK(plan.entries == 100000);
    CHECK(!code_feedback(code_of(t, "caller")) && !code_feedback(code_of(t, "after")));
    make_plan(t, "g", HOT_GO_ON, HOT_OBSERVE, 1, 1);
    CHECK(is_so(t, "list(g(3)) == [0, 1, 2] and [after(x) for x in g(3)] == [0, 1, 2]"));
    CHECK(code_feedback(code_of(t, "g")) && !code_feedback(code_of(t, "after")));
    make_plan(t, "caller", HOT_OBSERVE, HOT_UNOBSERVE, 1, 10);
    CHECK(is_so(t, "caller(100) == 100"));
    const Code *caller = code_of(t, "caller");
    CHECK(site(caller, OPC_FOR_LOOP, 0)->executed == 10 && site(caller, OPC_RETURN, 0)->executed == 0);
}

int main(void) {
    CliOptions options = {.no_site = true, .ignore_environment = true, .no_bytecode_files = true,
                          .jit_threshold = 1000};
    char *argv[] = {"test_tiering"};
    Vm *vm = cli_start(&options, 1, argv);
    if (!vm)
        return 1;
    Thread *t = vm->main_thread;
    globals = dict_new(t);
    if (!globals || !dict_set_str(t, vm->sys->dict, str_from_cstring(t, "_test"), value_from_object(globals)) ||
        !dict_set_str(t, globals, str_from_cstring(t, "__name__"), str_from_cstring(t, "test")))
        return 1;
    vm->hooks.hot = hot;
    vm->hooks.observe = feedback_observe;
    test_counting(t);
    test_loops(t);
    test_return(t);
    test_raise(t);
    test_frame(t);
    test_sites(t);
    test_dead_shape(t);
    test_wide(t);
    test_scope(t);
    vm_free(vm);
    if (failures)
        printf("%d failures\n", failures);
    return failures != 0;
}

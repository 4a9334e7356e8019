/*
 * What compiled code is told (VmHooks): every change of a watched dict, type or
 * function, by every way a program has; and that whoever looks at frames has them
 * written first.
 *
 * Dicts are checked by a shadow that only the events keep up to date: after each
 * statement it must agree with the dict.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cli/cli.h"
#include "runtime/native.h"

static int failures;

#define CHECK(condition, what)                                           \
    do {                                                                 \
        if (!(condition)) {                                              \
            printf("FAIL line %d: %s: %s\n", __LINE__, #condition, what); \
            failures++;                                                  \
        }                                                                \
    } while (0)

/* ---- running statements ---- */

static Dict *globals;

static bool run_in(Thread *t, Dict *names, const char *source) {
    Value code = t->vm->hooks.compile(t, str_from_cstring(t, source), str_from_cstring(t, "<test>"), "exec", 0);
    Value v = value_is_error(code) ? code
                                   : t->vm->hooks.run_code(t, code, names, t->vm->builtins,
                                                           value_from_object(names), NULL);
    if (!value_is_error(v))
        return true;
    printf("FAIL: raised by: %s\n", source);
    error_print(t, error_fetch(t));
    failures++;
    return false;
}

static bool run(Thread *t, const char *source) { return run_in(t, globals, source); }
static Value named(Thread *t, const char *name) {
    return dict_get_str(t, globals, str_from_cstring(t, name));
}

/* ---- dicts ---- */

enum { SHADOW_MAX = 4096 };
static struct {
    Dict *dict;
    DictEntry entries[SHADOW_MAX];
    size_t count;  /* above, nothing is alive */
    size_t events; /* since the statement began */
    int64_t last;
} shadow;

static void dict_event(Thread *t, Dict *d, int64_t entry) {
    CHECK(d == shadow.dict, "an event of another dict");
    CHECK(d->flags & DICT_WATCHED, "an event of a dict that is not watched");
    CHECK(entry >= -1 && entry < SHADOW_MAX, "entry number");
    shadow.events++;
    shadow.last = entry;
    size_t from = entry < 0 ? 0 : (size_t)entry, to = entry < 0 ? SHADOW_MAX : (size_t)entry + 1;
    for (size_t n = from; n < to; n++) {
        bool there = n < d->entry_count;
        shadow.entries[n] = there ? d->entries[n] : (DictEntry){VALUE_UNDEF, VALUE_UNDEF};
        if (there && n >= shadow.count)
            shadow.count = n + 1;
    }
}

static void shadow_check(const char *what) {
    const Dict *d = shadow.dict;
    size_t count = shadow.count > d->entry_count ? shadow.count : d->entry_count;
    for (size_t n = 0; n < count && n < SHADOW_MAX; n++) {
        DictEntry e = n < d->entry_count ? d->entries[n] : (DictEntry){VALUE_UNDEF, VALUE_UNDEF};
        if (!value_same(e.key, shadow.entries[n].key) ||
            (!value_is_undef(e.key) && !value_same(e.value, shadow.entries[n].value))) {
            printf("FAIL: untold: entry %zu after: %s\n", n, what);
            failures++;
            return;
        }
    }
}

static void watch(Dict *d) {
    shadow.dict = d;
    shadow.count = 0;
    d->flags |= DICT_WATCHED;
    dict_event(NULL, d, -1);
}
static void unwatch(void) { shadow.dict->flags &= ~(uint32_t)DICT_WATCHED; }

/* Runs each statement with its watched dict told of. */
static void check_statements(Thread *t, Dict *names, const char *const *statements) {
    for (; *statements; statements++) {
        shadow.events = 0;
        if (run_in(t, names, *statements))
            shadow_check(*statements);
        CHECK(shadow.dict->flags & DICT_WATCHED, *statements);
    }
}

static const char *const dict_statements[] = {
    "d['a'] = 1", "d['a'] = 2", "d.update(b=3, c=4)", "d.update({'a': 5, 'z': 6})", "d |= {'b': 7, 'y': 8}",
    "d.update([('m', 1), ('a', 9)])", "d.update(zip('ab', (1, 2)))", "d.update(zip('ab', (1, 2)), z=5)",
    "d.setdefault('q', 1)", "d.setdefault('q', 2)", "del d['a']", "d.pop('b')", "d.pop('nope', None)",
    "d.popitem()", "d['a'] = 1; d['b'] = 2; del d['b']; d.popitem(); d['c'] = 3; d['e'] = 4",
    "d[1] = 2; d[1.0] = 3; d[(1, 2)] = 4; d[None] = 5", "for k in list(d): d[k] = k", "d.__init__(x=1, a=2)",
    "d.__setitem__('s', 1); d.__delitem__('s')", "d.clear()", "d.clear()", "d.update({'n': 1})", "d.clear()",
    "for i in range(300): d[i] = i", "for i in range(0, 300, 2): del d[i]",
    "for i in range(300, 600): d[i] = i", "for i in range(200): d.popitem()",
    "for i in range(600, 1000): d['k%d' % i] = i; del d['k%d' % i]", "d.clear(); d.update(a=1, b=2, c=3)",
    "for i in range(20):\n    d['a'] = i\n    d['t%d' % i] = i",
    "class M:\n    def keys(self): return ['a', 'u']\n    def __getitem__(self, k): return k\nd.update(M())",
    "d.update({i: i for i in range(50)})", "e = d.copy(); e['a'] = 100; e.clear()", "e = dict(d); e['a'] = 100",
    "e = {**d}; e['a'] = 100", "e = d | {'a': 5}", "e = {}; e.update(d); e['a'] = 100; del e['a']",
    "for k in list(d):\n    if isinstance(k, int): del d[k]", "import copy; e = copy.copy(d); e['a'] = 100",
    "from operator import setitem, delitem; setitem(d, 'a', 4); delitem(d, 'a')",
    "def f(**k): return k\ne = f(**{k: v for k, v in d.items() if isinstance(k, str)}); e['b'] = 1",
    "d['x'] = 1\nwhile d: d.popitem()", NULL};

static const char *const ordered_statements[] = {
    "d.update(a=1, b=2, c=3)", "d.move_to_end('a')", "d.move_to_end('c', last=False)", "d.popitem(last=False)",
    "d.popitem()", "for i in range(20): d[i] = i", "while len(d) > 3: d.popitem(last=False)",
    "d.setdefault('z', 3)", "d.pop('z')", "d |= {'y': 1}", "d.clear()", NULL};
static const char *const default_statements[] = {"d['a'].append(1)", "d['b']", "d['a'] = 3", "del d['a']", NULL};
static const char *const counter_statements[] = {
    "d.update('abracadabra')", "d['a'] += 1", "d.subtract('ab')", "d += {'x': 3}", "d['r'] = 0", "del d['r']",
    "d.update({'x': 4})", "d.clear()", NULL};

/* What programs do to globals. */
static const char *const global_statements[] = {
    "x = 1", "x = 2", "def f():\n    global x\n    for i in range(40): x = i\nf()", "f()", "f(); x = 7",
    "for y in range(40): z = y", "del z", "globals()['x'] = 3", "globals().update(x=4, w=5)", "import sys",
    "import sys as y, gc", "from sys import path as x", "from math import *", "class x: pass",
    "try: 1/0\nexcept ZeroDivisionError as err: pass", "with open('/dev/null') as x: pass", "[x for x in 'ab']",
    "x: int = 3", "exec('x = 5; new = 6')", "exec('del new')", "(walrus := 4)",
    "def g():\n    global w\n    del w\ng()", "def h():\n    global fresh\n    fresh = 1\nh()", "vars()['x'] = 8",
    "for i in range(200): globals()['g%d' % i] = i", "for i in range(200): del globals()['g%d' % i]",
    "x, (y, z) = 1, (2, 3)", "x += 1", "match [1, 2]:\n    case [x, *y]: pass", "import os.path", NULL};
static const char *const builtin_statements[] = {
    "import builtins", "builtins.answer = 42", "builtins.answer = 43", "del builtins.answer",
    "setattr(builtins, 'answer', 1); delattr(builtins, 'answer')", "builtins.__dict__['answer'] = 1",
    "for i in range(40): builtins.answer = i", "del builtins.__dict__['answer']", NULL};
static const char *const attribute_statements[] = {
    "o.a = 1", "o.a = 2", "o.b = 3", "del o.a", "o.__dict__['c'] = 4", "vars(o).update(a=1)",
    "for i in range(30): o.a = i", "for i in range(30): setattr(o, 'n%d' % i, i)", "o.__dict__.clear()", NULL};

static void test_dicts(Thread *t) {
    static const struct {
        const char *made;
        const char *const *statements;
    } rows[] = {
        {"d = {}", dict_statements},
        {"d = {i: i for i in range(10)}", dict_statements},
        {"class D(dict): pass\nd = D()", dict_statements},
        {"from collections import OrderedDict\nd = OrderedDict()", ordered_statements},
        {"from collections import defaultdict\nd = defaultdict(list)", default_statements},
        {"from collections import Counter\nd = Counter()", counter_statements},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!run(t, rows[i].made))
            continue;
        watch(value_as_dict(named(t, "d")));
        check_statements(t, globals, rows[i].statements);
        unwatch();
    }

    Dict *names = dict_new(t);
    CHECK(dict_set_str(t, names, str_from_cstring(t, "__name__"), str_from_cstring(t, "t")), "");
    watch(names);
    check_statements(t, names, global_statements);
    unwatch();

    watch(t->vm->builtins);
    check_statements(t, globals, builtin_statements);
    unwatch();

    run(t, "class O: pass\no = O()\nfor i in range(200): setattr(o, 'm%d' % i, 0)\nd = o.__dict__");
    watch(value_as_dict(named(t, "d")));
    check_statements(t, globals, attribute_statements);
    unwatch();
    run(t, "class O: pass");
    watch(((Type *)value_as_object(named(t, "O")))->dict);
    check_statements(t, globals, (const char *const[]){"O.a = 1", "O.a = 2", "del O.a", "O.__doc__ = ''", NULL});
    unwatch();
}

/* Which events come, and that others' dicts tell nothing. */
static void test_dict_events(Thread *t) {
    Dict *d = dict_new(t), *other = dict_new(t);
    Value a = str_from_cstring(t, "a"), b = str_from_cstring(t, "b"), one = value_from_int(1), key, value;
    bool done = dict_set(t, d, a, one) && dict_set(t, d, b, one) && dict_set(t, other, a, one) &&
                dict_set(t, other, one, one) && dict_reserve(t, d, 8);
    watch(d);
#define EVENT(action, number)                                 \
    do {                                                      \
        shadow.events = 0;                                    \
        done = (action) && done;                              \
        CHECK(shadow.events == 1 && shadow.last == (number), #action); \
        shadow_check(#action);                                \
    } while (0)
#define NO_EVENT(action)                       \
    do {                                       \
        shadow.events = 0;                     \
        done = (action) && done;               \
        CHECK(shadow.events == 0, #action);    \
    } while (0)
    EVENT(dict_set_str(t, d, b, VALUE_NONE), 1);
    EVENT((dict_set_entry(t, d, 0, VALUE_NONE), true), 0);
    EVENT(dict_set(t, d, one, one), 2);
    EVENT(dict_delete(t, d, a) == 1, 0);
    EVENT(dict_set(t, d, a, one), 3);
    EVENT(dict_popitem(t, d, &key, &value) == 1, 3);
    EVENT(!value_is_undef(dict_pop(t, d, b)), 1);
    EVENT(!value_is_error(dict_setdefault(t, d, b, one)), 3);
    EVENT(dict_reserve(t, d, 100), -1);
    EVENT(dict_update(t, d, value_from_object(other), false), 4);
    EVENT((dict_clear(t, d), true), -1);
    EVENT(dict_update(t, d, value_from_object(other), true), -1); /* its table copied */
    NO_EVENT(!value_is_error(dict_setdefault(t, d, a, one)));
    NO_EVENT(dict_delete(t, d, b) == 0);
    NO_EVENT(dict_set(t, other, a, VALUE_NONE) && dict_set(t, other, b, one));
    NO_EVENT(dict_set(t, dict_copy(t, d), b, one));
    CHECK(done, "an operation failed");
    unwatch();
    NO_EVENT(dict_set(t, d, a, VALUE_NONE) && dict_set(t, d, b, one) && dict_delete(t, d, a) == 1);
}

/* ---- types ---- */

enum { TYPES_MAX = 64 };
static struct {
    Type *type;
    uint32_t version, shape_version;
    Shape *root;
    bool told, dead;
} types[TYPES_MAX];
static int type_count;

static void type_event(Vm *vm, Type *type, Value name) {
    for (int i = 0; i < type_count; i++)
        if (types[i].type == type) {
            types[i].told = true;
            types[i].dead = !type->shapes;
            return;
        }
    CHECK(false, "an event of a type that is not watched");
}

static void watch_type(Type *type) {
    types[type_count].type = type;
    types[type_count].told = types[type_count].dead = false;
    type_count++;
    type->watched = true;
}

static void test_types(Thread *t) {
    run(t, "class A:\n    def m(self): pass\nclass B(A): pass\nclass C(B): pass\nclass Z: pass\n"
           "class X(Z): pass\na, b, c, x = A(), B(), C(), X()\nfor i in a, b, c, x: i.p = 1; i.q = 2\n"
           "import abc\nclass P(abc.ABC):\n    @abc.abstractmethod\n    def m(self): pass\n");
    static const char *const names[] = {"A", "B", "C", "X", "P"};
    type_count = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        watch_type((Type *)value_as_object(named(t, names[i])));
    static const struct {
        const char *statement, *told; /* of which types an event must come */
    } rows[] = {
        {"A.y = 1", "ABC"}, {"A.y = 2", "ABC"}, {"B.y = 3", "BC"}, {"del A.y", "ABC"}, {"del B.y", "BC"},
        {"setattr(A, 'm', lambda self: 1)", "ABC"}, {"A.__len__ = lambda self: 1", "ABC"},
        {"del A.__len__", "ABC"}, {"C.__bases__ = (A,)", "C"}, {"A.y = 1", "ABC"}, {"B.y = 1", "B"},
        {"Z.y = 1", "X"}, {"X.__bases__ = (A,)", "X"}, {"A.z = 1", "ABCX"}, {"Z.y = 2", ""},
        {"P.__abstractmethods__ = frozenset()", "P"}, {"P.m = 1", "P"}, {"type.__setattr__(C, 'u', 1)", "C"},
        {"C.__doc__ = 'x'", "C"}, {"C.__annotations__ = {}", "C"},
        {"a.__class__ = A", ""}, {"a.r = 1", ""}, {"class D(A): pass", ""},
        {"for i in range(100): setattr(a, 'many%d' % i, i)\n"
         "for k in range(20):\n    e = C()\n    for i in range(20): setattr(e, 'm%d' % i, i)", "*"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (int k = 0; k < type_count; k++) {
            types[k].version = types[k].type->version;
            types[k].root = types[k].type->root_shape;
            types[k].shape_version = types[k].root->version;
            types[k].told = false;
        }
        bool any = rows[i].told[0] == '*';
        run(t, rows[i].statement);
        for (int k = 0; k < type_count; k++) {
            Type *type = types[k].type;
            bool renewed = type->version != types[k].version || type->root_shape != types[k].root ||
                           types[k].root->version != types[k].shape_version;
            CHECK(!renewed || types[k].told, rows[i].statement);
            if (!any)
                CHECK(types[k].told == (strstr(rows[i].told, names[k]) != NULL), rows[i].statement);
        }
    }
}

/* A function of its own, so that nothing of it stays on the stack. */
__attribute__((noinline)) static void watch_types_of(Thread *t, const char *name) {
    List *l = value_as_list(named(t, name));
    for (size_t i = 0; i < l->length; i++)
        watch_type((Type *)value_as_object(l->items[i]));
}

/* Of classes that nothing refers to any more, hardly any is kept by a stale word. */
static void test_type_death(Thread *t) {
    type_count = 0;
    run(t, "l = [type('K%d' % i, (), {'x': i}) for i in range(20)]");
    watch_types_of(t, "l");
    run(t, "kept = l[7]; del l\nimport gc\nfor i in range(3): gc.collect()");
    int dead = 0;
    for (int i = 0; i < type_count; i++) {
        CHECK(types[i].told == types[i].dead, "a change instead of a death");
        dead += types[i].dead;
    }
    CHECK(dead >= 10 && !types[7].told, "classes that die");
    for (int i = 0; i < type_count; i++)
        if (!types[i].dead)
            types[i].type->watched = false;
}

/* ---- functions ---- */

static Function *function_told;
static int function_events;
static void function_event(Thread *t, Function *f) {
    function_told = f;
    function_events++;
}

static void test_functions(Thread *t) {
    run(t, "def f(a, b=1, *, c=2): return a + b + c\ndef g(a, b): return a - b\ndef h(): pass");
    Function *f = (Function *)value_as_object(named(t, "f"));
    f->watched = true;
    static const struct {
        const char *statement;
        int events;
    } rows[] = {
        {"f.__code__ = g.__code__", 1}, {"f.__defaults__ = (3,)", 1}, {"f.__defaults__ = None", 1},
        {"del f.__defaults__", 1}, {"f.__kwdefaults__ = {'c': 4}", 1}, {"del f.__kwdefaults__", 1},
        {"f.__name__ = 'n'; f.__doc__ = 'd'; f.x = 1; f(5, 3)", 0}, {"h.__code__ = h.__code__", 0},
        {"import types; types.FunctionType(f.__code__, globals()).__defaults__ = (1,)", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        function_events = 0;
        run(t, rows[i].statement);
        CHECK(function_events == rows[i].events, rows[i].statement);
        CHECK(!function_events || function_told == f, rows[i].statement);
    }
    f->watched = false;
    run(t, "f.__kwdefaults__ = {'c': 4}");
    watch(f->kwdefaults);
    check_statements(t, globals, (const char *const[]){"f.__kwdefaults__['c'] = 5", "f.__kwdefaults__.clear()", NULL});
    unwatch();
}

/* ---- compiled code ---- */

/* What stands for compiled code: a reference, and how often it was freed. */
typedef struct Compiled {
    Value constant;
    int traced, died;
} Compiled;
static Compiled compiled[40];

static void trace_compiled(Tracer *tracer, Code *code) {
    Compiled *c = code->compiled;
    c->traced++;
    trace_value(tracer, c->constant);
}
static void code_died(Vm *vm, Code *code) { ((Compiled *)code->compiled)->died++; }

__attribute__((noinline)) static void compile_all(Thread *t) {
    List *l = value_as_list(named(t, "l"));
    for (size_t i = 0; i < l->length; i++) {
        compiled[i].constant = str_format(t, "constant %zu", i);
        code_set_compiled(t, ((Function *)value_as_object(l->items[i]))->code, &compiled[i]);
        if (i % 2) /* as after a second compilation */
            code_set_compiled(t, ((Function *)value_as_object(l->items[i]))->code, &compiled[i]);
    }
}

static void test_compiled_code(Thread *t) {
    run(t, "l = []\nfor i in range(40):\n    n = {}; exec('def f(): return 1', n); l.append(n['f'])\n    del n");
    compile_all(t);
    run(t, "import gc\nfor i in range(50000): [i]\ngc.collect()\nfor i in range(50000): [i]");
    for (int i = 0; i < 40; i++) {
        CHECK(compiled[i].traced > 0 && compiled[i].died == 0, "compiled code that lives");
        char text[32];
        snprintf(text, sizeof text, "constant %d", i);
        CHECK(str_equals_cstring(t, compiled[i].constant, text), "its constant lives");
    }
    run(t, "kept, copy = l[3], l[5].__code__.replace(co_name='g')\ndel l\nfor i in range(3): gc.collect()");
    int dead = 0;
    for (int i = 0; i < 40; i++) {
        CHECK(compiled[i].died <= 1, "dies once");
        dead += compiled[i].died;
    }
    CHECK(dead >= 20 && !compiled[3].died, "compiled code that dies");
    CHECK(!((Code *)value_as_object(named(t, "copy")))->compiled, "a copy is not compiled");
}

/* ---- frames ---- */

static int syncs;
static void sync_event(Thread *t) { syncs++; }

static void test_frames(Thread *t) {
    run(t, "import sys, warnings, signal, os\nwarnings.simplefilter('ignore')\n"
           "def frame(): return sys._getframe()\nfr = None\n"
           "try: frame() + 1\nexcept TypeError as e: tb = e.__traceback__\n"
           "class S:\n    def m(self): super()\n    def n(self): super(S, self)\ns = S()\n"
           "def own():\n    f = sys._getframe()\n    return f\n"
           "def handler(*a): pass\nsignal.signal(signal.SIGUSR1, handler)");
    t->vm->hooks.sync_frames = sync_event;
    static const struct {
        const char *statement;
        bool synced;
    } rows[] = {
        {"sys._getframe()", true}, {"locals()", true}, {"vars()", true}, {"dir()", true}, {"eval('1')", true},
        {"exec('1')", true}, {"s.m()", true}, {"warnings.warn('x')", true}, {"tb.tb_frame", true},
        {"os.kill(os.getpid(), signal.SIGUSR1)\nfor i in range(1000): pass", true},
        {"fr = sys._getframe()", true},
        {"globals()", false}, {"s.n()", false}, {"vars(s)", false}, {"dir(s)", false}, {"len('abc')", false},
        {"eval('1', {})", false},
        {"try: frame.x\nexcept AttributeError: pass", false}, {"[].sort(key=None)", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        syncs = 0;
        run(t, rows[i].statement);
        CHECK((syncs > 0) == rows[i].synced, rows[i].statement);
    }
    static const char *const getters[] = {"f_lineno", "f_lasti", "f_locals", "f_back"};
    for (size_t i = 0; i < sizeof getters / sizeof *getters; i++) {
        /* One is of _getframe. */
        char statement[64];
        snprintf(statement, sizeof statement, "sys._getframe().%s", getters[i]);
        syncs = 0;
        run(t, statement);
        CHECK(syncs == 2, statement);
    }
    t->vm->hooks.sync_frames = NULL;
}

int main(void) {
    CliOptions options = {.no_site = true, .ignore_environment = true, .no_bytecode_files = true,
                          .jit_threshold = JIT_NEVER};
    char *argv[] = {"test_watch"};
    Vm *vm = cli_start(&options, 1, argv);
    if (!vm)
        return 1;
    Thread *t = vm->main_thread;
    globals = dict_new(t);
    if (!globals || !dict_set_str(t, t->vm->sys->dict, str_from_cstring(t, "_test"), value_from_object(globals)) ||
        !dict_set_str(t, globals, str_from_cstring(t, "__name__"), str_from_cstring(t, "test")))
        return 1;
    vm->hooks.dict_changed = dict_event;
    vm->hooks.type_changed = type_event;
    vm->hooks.function_changed = function_event;
    test_dict_events(t);
    test_dicts(t);
    heap_set_stress(t->heap, 23, 5);
    test_dicts(t);
    heap_set_stress(t->heap, 0, 0);
    test_types(t);
    for (int i = 0; i < type_count; i++)
        types[i].type->watched = false;
    test_type_death(t);
    test_functions(t);
    test_frames(t);
    vm->hooks.trace_compiled = trace_compiled;
    vm->hooks.code_died = code_died;
    test_compiled_code(t);
    vm_free(vm);
    for (int i = 0; i < 40; i++)
        CHECK(compiled[i].died == 1, "at the end");
    if (failures)
        printf("%d failures\n", failures);
    return failures != 0;
}

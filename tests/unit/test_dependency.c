/*
 * What invalidates compiled code (jit/dependency.c): each kind of fact against each
 * kind of change, made by programs; what is learnt of variables; objects that die;
 * the cost with many globals.  And when code is freed (jit/reclaim.c).
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "cli/cli.h"
#include "jit/dependency.h"
#include "jit/reclaim.h"
#include "runtime/native.h"

static int failures;

#define CHECK(condition, what)                                                    \
    do {                                                                          \
        if (!(condition) && ++failures <= 20)                                     \
            printf("FAIL line %d: %s: %s\n", __LINE__, #condition, what);         \
    } while (0)

static Dict *globals;
static Dependencies *deps;
static Thread *globals_thread;

static bool run(Thread *t, const char *source) {
    Value code = t->vm->hooks.compile(t, str_from_cstring(t, source), str_from_cstring(t, "<test>"), "exec", 0);
    Value v = value_is_error(code) ? code
                                   : t->vm->hooks.run_code(t, code, globals, t->vm->builtins,
                                                           value_from_object(globals), NULL);
    if (!value_is_error(v))
        return true;
    printf("FAIL: raised by: %s\n", source);
    error_print(t, error_fetch(t));
    failures++;
    return false;
}
static Value named(Thread *t, const char *name) { return dict_get_str(t, globals, str_from_cstring(t, name)); }
static int64_t entry_of(Thread *t, Dict *d, const char *name) {
    return dict_find_str(t, d, str_intern_cstring(t, name));
}

/* ---- code that is no code ---- */

static int invalidations;
static char last_what[128];

static void invalidated(void *data, CompiledCode *code, Value name, const char *why) {
    CHECK(data == &invalidations && !code->invalid && !code->dependencies, "the callback");
    invalidations++;
    size_t length;
    const char *text = value_is_undef(name) ? "-" : str_to_utf8(globals_thread, name, &length);
    snprintf(last_what, sizeof last_what, "%s %s", text, why);
}

static void dict_changed(Thread *t, Dict *d, int64_t entry) { dependencies_dict_changed(deps, d, entry); }
static void type_changed(Vm *vm, Type *type, Value name) { dependencies_type_changed(deps, type, name); }
static void function_changed(Thread *t, Function *f) { dependencies_function_changed(deps, f); }

/* ---- facts and changes ---- */

/* A fact that code is made to rely on, by a line such as "constant x". */
static void add_fact(Thread *t, DependencySet *set, const char *fact) {
    char kind[16], name[64];
    if (sscanf(fact, "%15s %63s", kind, name) != 2) {
        CHECK(false, fact);
        return;
    }
    Dict *d = globals;
    if (!strcmp(kind, "builtin"))
        d = t->vm->builtins;
    if (!strcmp(kind, "constant") || !strcmp(kind, "builtin"))
        CHECK(!value_is_undef(dependency_constant_entry(deps, set, d, entry_of(t, d, name))), fact);
    else if (!strcmp(kind, "fixed"))
        dependency_fixed_entry(set, d, entry_of(t, d, name));
    else if (!strcmp(kind, "absent"))
        dependency_absent_key(set, d, str_intern_cstring(t, name));
    else if (!strcmp(kind, "as-such"))
        dependency_class_as_such(set, (Type *)value_as_object(named(t, name)));
    else if (!strcmp(kind, "get")) /* such as A.f */
        CHECK(dependency_attribute(set, (Type *)value_as_object(named(t, (char[]){name[0], 0})),
                                   str_intern_cstring(t, name + 2)), fact);
    else if (!strcmp(kind, "class"))
        dependency_type(set, (Type *)value_as_object(named(t, name)));
    else
        dependency_function(set, (Function *)value_as_object(named(t, name)));
}

static void make_code(Thread *t, CompiledCode *code, const char *fact) {
    *code = (CompiledCode){.entry_pc = 0};
    DependencySet *set = dependency_set_new(deps);
    for (int i = 0; i < 3; i++) /* asked for again and again */
        add_fact(t, set, fact);
    CHECK(dependencies_register(deps, set, code), fact);
    dependency_set_free(set);
}

static void test_changes(Thread *t) {
    static const struct {
        const char *fact, *change;
        const char *what; /* NULL: the code stays valid */
    } rows[] = {
        {"constant x", "x = 2", "x (a global) was assigned to"},
        {"constant x", "globals()['x'] = 2", "x (a global) was assigned to"},
        {"constant x", "globals().update(x=2)", "x (a global) was assigned to"},
        {"constant x", "import sys as x", "x (a global) was assigned to"},
        {"constant x", "exec('x = 7')", "x (a global) was assigned to"},
        {"constant x", "for x in range(3): pass", "x (a global) was assigned to"},
        {"constant x", "del x", "x (a global) was deleted"},
        {"constant x", "x = x; y = 2; fresh = 1; del fresh; z = 3; del y", NULL},
        {"constant x", "for i in range(1000): globals()['g%d' % i] = i", NULL},
        {"constant x", "for i in range(1000): del globals()['g%d' % i]", NULL},
        {"constant x", "def empty(g, saved):\n    g.clear()\n    g.update(saved)\nempty(globals(), dict(globals()))",
         "x (a global) was deleted"},
        {"fixed x", "x = 2", NULL},
        {"fixed x", "del x", "x (a global) was deleted"},
        {"fixed x", "y = 5; del y; y = 6", NULL},
        {"fixed x", "for i in range(1000): globals()['h%d' % i] = i", "x (a global) has moved"}, /* down, into gaps */
        {"fixed real_len", "for i in range(3000): globals()['j%d' % i] = i", NULL},
        {"fixed x", "def empty(g, saved):\n    g.clear()\n    g.update(saved)\nempty(globals(), dict(globals()))",
         "x (a global) was deleted"},
        {"fixed last", "globals().popitem()", "last (a global) was deleted"},
        {"absent new", "new = 1", "new (a global) was added"},
        {"absent new", "globals()['ne' + 'w'] = 1", "new (a global) was added"},
        {"absent new", "globals().setdefault('new', 3)", "new (a global) was added"},
        {"absent new", "exec('def new(): pass')", "new (a global) was added"},
        {"absent new", "other = 1; x = 3; del x", NULL},
        {"absent new", "for i in range(500): globals()['k%d' % i] = i", NULL},
        {"builtin len", "import builtins; builtins.len = abs", "len (a builtin) was assigned to"},
        {"builtin len", "del builtins.len", "len (a builtin) was deleted"},
        {"builtin len", "len = abs; del len; builtins.more = 1; del builtins.more", NULL},
        {"class A", "A.y = 1", "A (a class) was changed"},
        {"class A", "A.f = lambda self: 2", "A (a class) was changed"},
        {"class A", "del A.f", "A (a class) was changed"},
        {"class B", "A.f = lambda self: 1", "B (a class) was changed"},
        {"class B", "B.__bases__ = (Z,)", "B (a class) was changed"},
        {"class A", "B.y = 1; a = A(); a.q = 1; a.__class__ = B; Z.y = 2; A = 1", NULL},
        {"as-such A", "A.f = 1; A.y = 2; del A.f", NULL},
        {"as-such A", "A.__len__ = lambda self: 1", "A (a class) was changed"},
        {"as-such B", "A.__getattr__ = lambda self, name: 1", "B (a class) was changed"},
        {"as-such B", "B.__bases__ = (Z,)", "B (a class) was changed"},
        {"get A.f", "A.g = 1; A.h = 2; del A.g; Z.f = 1; A().f = 2", NULL},
        {"get A.f", "A.f = 1", "f (an attribute of a class) was changed"},
        {"get A.f", "del A.f", "f (an attribute of a class) was changed"},
        {"get B.f", "A.f = 1", "f (an attribute of a class) was changed"},
        {"get B.f", "B.f = 1", "f (an attribute of a class) was changed"},
        {"get A.f", "B.f = 1", NULL},
        {"get A.new", "A.new = property(lambda self: 1)", "new (an attribute of a class) was changed"},
        {"get B.new", "A.__set__ = 1", "B (a class) was changed"},
        {"get B.new", "B.__bases__ = (Z,)", "B (a class) was changed"},
        {"function f", "f.__code__ = g.__code__", "f (a function) was changed"},
        {"function f", "f.__defaults__ = (1,)", "f (a function) was changed"},
        {"function f", "f.__kwdefaults__ = {'c': 4}", "f (a function) was changed"},
        {"function f", "f.attribute = 1; f.__name__ = 'u'; g.__defaults__ = (1,); f(1, 2); f = 1", NULL},
    };
    static const char prepare[] =
        "globals().pop('new', None)\nx = 1; y = 2; z = 3\n"
        "class A:\n    def f(self): return 1\nclass Z: pass\nclass B(A): pass\n"
        "def f(a, b=1, *, c=2): return a + b + c\ndef g(a, b): return a - b\n"
        "import builtins; builtins.len = real_len\n"
        "globals().pop('last', None); last = 1";
    run(t, "real_len = len");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dependencies_free(deps); /* nothing learnt from the last row */
        deps = dependencies_new(t->vm, invalidated, &invalidations);
        run(t, prepare);
        CompiledCode code;
        make_code(t, &code, rows[i].fact);
        invalidations = 0;
        run(t, rows[i].change);
        CHECK(invalidations == (rows[i].what != NULL) && code.invalid == (rows[i].what != NULL), rows[i].change);
        CHECK(!code.invalid || (rows[i].what && !strcmp(last_what, rows[i].what)), last_what);
        run(t, "x = 10; del x; new = 1; import builtins; builtins.len = abs; builtins.len = real_len");
        CHECK(invalidations <= 1, "invalidated once");
        dependencies_unregister(deps, &code);
        CHECK(!code.dependencies, "unregistered");
    }
    run(t, "import builtins; builtins.len = real_len");
}

/* Several codes that rely on several things, in all orders. */
static void test_many_codes(Thread *t) {
    run(t, "x = 1; y = 2\nclass A: pass\ndef f(): pass");
    CompiledCode codes[6];
    for (int i = 0; i < 6; i++) {
        codes[i] = (CompiledCode){.entry_pc = 0};
        DependencySet *set = dependency_set_new(deps);
        if (i != 0)
            add_fact(t, set, "constant x");
        add_fact(t, set, "constant y");
        if (i > 2)
            add_fact(t, set, "class A");
        if (i > 4)
            add_fact(t, set, "function f");
        CHECK(dependencies_register(deps, set, &codes[i]), "");
        dependency_set_free(set);
    }
    dependencies_unregister(deps, &codes[4]);
    invalidations = 0;
    run(t, "f.__defaults__ = (1,)");
    CHECK(invalidations == 1 && codes[5].invalid, "one of the function");
    run(t, "A.x = 1");
    CHECK(invalidations == 2 && codes[3].invalid && !codes[4].invalid, "one of the class");
    run(t, "x = 2");
    CHECK(invalidations == 4 && !codes[0].invalid && codes[1].invalid && codes[2].invalid, "two of x");
    run(t, "x = 3; A.x = 4; f.__defaults__ = None; y = 3");
    CHECK(invalidations == 5 && codes[0].invalid && !codes[4].invalid, "one of y");
    Type *type = (Type *)value_as_object(named(t, "A"));
    CHECK(!type->watched, "a class nobody depends on is not watched");
    CHECK(!(globals->flags & DICT_WATCHED), "nor a dict");
    CHECK(!((Function *)value_as_object(named(t, "f")))->watched, "nor a function");
}

static Value constant(Thread *t, const char *name, CompiledCode *code) {
    *code = (CompiledCode){.entry_pc = 0};
    DependencySet *set = dependency_set_new(deps);
    Value v = dependency_constant_entry(deps, set, globals, entry_of(t, globals, name));
    CHECK(dependencies_register(deps, set, code), name);
    dependency_set_free(set);
    return v;
}

/* What is learnt: a variable that has changed is one for good. */
static void test_variables(Thread *t) {
    CompiledCode code, other;
    run(t, "v = 1; w = 1; keep = 1\ndef fun(): return 1\nclass Cls: pass");
    CHECK(!value_is_undef(constant(t, "keep", &other)), "a constant");
    CHECK(value_same(constant(t, "v", &code), value_from_int(1)), "a constant");
    run(t, "v = 2");
    CHECK(code.invalid && value_is_undef(constant(t, "v", &code)), "no constant any more");
    invalidations = 0;
    run(t, "for i in range(1000): v = i");
    CHECK(!invalidations && !code.invalid, "nobody relies on it");
    dependencies_unregister(deps, &code);

    CHECK(!value_is_undef(constant(t, "w", &code)), "a constant");
    dependency_variable_entry(deps, globals, entry_of(t, globals, "w"));
    CHECK(code.invalid && value_is_undef(constant(t, "w", &code)), "said to be variable");
    run(t, "del w; w = 3");
    CHECK(value_is_undef(constant(t, "w", &code)), "deleted, added: still variable");

    static const char *const redefinitions[][2] = {
        {"fun", "def fun(): return 2"}, {"Cls", "class Cls: pass"}};
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < 3; k++) {
            Value v = constant(t, redefinitions[i][0], &code);
            CHECK(value_is_undef(v) == (k == 2), redefinitions[i][0]);
            run(t, redefinitions[i][1]);
            CHECK(code.invalid == (k < 2), redefinitions[i][0]);
            dependencies_unregister(deps, &code);
        }
    CHECK(!other.invalid, "another variable");

    /* An attribute of a class may change once as well. */
    run(t, "class Cls: count = 0; other = 1");
    for (int k = 0; k < 3; k++) {
        DependencySet *set = dependency_set_new(deps);
        Type *type = (Type *)value_as_object(named(t, "Cls"));
        CHECK(dependency_attribute(set, type, str_intern_cstring(t, "count")) == (k < 2), "an attribute");
        CHECK(dependency_attribute(set, type, str_intern_cstring(t, "other")), "another");
        code = (CompiledCode){.entry_pc = 0};
        CHECK(dependencies_register(deps, set, &code), "");
        dependency_set_free(set);
        run(t, "Cls.count += 1");
        CHECK(code.invalid == (k < 2), "Cls.count");
        dependencies_unregister(deps, &code);
    }

    /* Of one dict only. */
    Dict *d = dict_new(t);
    CHECK(dict_set_str(t, d, str_intern_cstring(t, "v"), value_from_int(5)), "");
    DependencySet *set = dependency_set_new(deps);
    CHECK(value_same(dependency_constant_entry(deps, set, d, 0), value_from_int(5)), "the same name elsewhere");
    dependency_set_free(set);
    dependencies_unregister(deps, &other);
}

/* What changes while the code is being made. */
static void test_open_sets(Thread *t) {
    run(t, "o = 1; y = 1; n = 0\nclass A: pass\ndef f(): pass");
    static const char *const rows[][2] = {{"constant o", "o = 2"}, {"fixed y", "del y"}, {"absent nope", "nope = 1"},
                                          {"class A", "A.b = 1"}, {"function f", "f.__defaults__ = (1,)"}};
    for (size_t i = 0; i < 5; i++) {
        DependencySet *set = dependency_set_new(deps);
        add_fact(t, set, rows[i][0]);
        add_fact(t, set, "fixed n");
        invalidations = 0;
        run(t, rows[i][1]);
        CompiledCode code = {.entry_pc = 0};
        CHECK(!dependencies_register(deps, set, &code) && !code.dependencies && !invalidations, rows[i][0]);
        dependency_set_free(set);
    }
    /* A compilation that is given up. */
    DependencySet *set = dependency_set_new(deps);
    add_fact(t, set, "class A");
    dependency_set_free(set);
    run(t, "A.c = 1");
    /* A variable that the same code has taken for constant. */
    run(t, "z = 1");
    set = dependency_set_new(deps);
    add_fact(t, set, "constant z");
    dependency_variable_entry(deps, globals, entry_of(t, globals, "z"));
    CompiledCode code = {.entry_pc = 0};
    CHECK(!dependencies_register(deps, set, &code), "assigned to after all");
    dependency_set_free(set);
}

/* ---- death ---- */

/* Overwrites what earlier calls have left below. */
__attribute__((noinline)) static void clear_stack(void) {
    volatile char nothing[16384];
    for (size_t i = 0; i < sizeof nothing; i++)
        nothing[i] = 0;
}

enum { DYING = 40 };
static CompiledCode dying[3 * DYING], living[3 * DYING];

/* In a function of its own, so that nothing of it stays on the stack. */
__attribute__((noinline)) static void rely_on_objects(Thread *t, CompiledCode *codes) {
    List *types = value_as_list(named(t, "types")), *functions = value_as_list(named(t, "functions")),
         *dicts = value_as_list(named(t, "dicts"));
    for (size_t i = 0; i < DYING; i++) {
        DependencySet *sets[3];
        for (int k = 0; k < 3; k++)
            sets[k] = dependency_set_new(deps);
        dependency_type(sets[0], (Type *)value_as_object(types->items[i]));
        dependency_function(sets[1], (Function *)value_as_object(functions->items[i]));
        Dict *d = value_as_dict(dicts->items[i]);
        CHECK(value_same(dependency_constant_entry(deps, sets[2], d, 0), value_from_int((int64_t)i)), "");
        dependency_fixed_entry(sets[2], d, 1);
        dependency_absent_key(sets[2], d, str_intern_cstring(t, "absent"));
        for (size_t k = 0; k < 3; k++) {
            codes[3 * i + k] = (CompiledCode){.entry_pc = 0};
            CHECK(dependencies_register(deps, sets[k], &codes[3 * i + k]), "");
            dependency_set_free(sets[k]);
        }
    }
}

static void unregister_all(CompiledCode *codes) {
    for (size_t i = 0; i < 3 * DYING; i++)
        dependencies_unregister(deps, &codes[i]);
}

static const char make_dying[] =
    "import gc\ntypes = [type('T%d' % i, (), {}) for i in range(40)]\nfunctions = []\n"
    "for i in range(40):\n    def function(a=i): return a\n    functions.append(function)\n"
    "dicts = [{'a': i, 'b': 2} for i in range(40)]\ndel function, i";

static void test_death(Thread *t) {
    int died = 0;
    for (int round = 0; round < 20; round++) {
        run(t, make_dying);
        rely_on_objects(t, dying);
        clear_stack();
        invalidations = 0;
        run(t, "del types, functions, dicts\nfor i in range(3): gc.collect()");
        died += invalidations;
        /* Others at the same addresses, of the same kind or not, which nobody relies on: */
        run(t, make_dying);
        invalidations = 0;
        run(t, "for c in types: c.x = 1\nfor f in functions: f.__defaults__ = (5,)\n"
               "for d in dicts: d['a'] = -7; d['absent'] = 1; d.clear(); d['b'] = 1; d.popitem()\n"
               "del types, functions, dicts, c, f, d\ngc.collect()");
        run(t, make_dying);
        if (round % 2)
            unregister_all(dying);
        rely_on_objects(t, living); /* and others that code does rely on */
        for (size_t i = 0; i < 3 * DYING; i++)
            CHECK(!living[i].invalid, "nothing has changed for it");
        run(t, "for c in types: c.x = 1\nfor f in functions: f.__defaults__ = (5,)\nfor d in dicts: d['a'] = -7");
        for (size_t i = 0; i < 3 * DYING; i++)
            CHECK(living[i].invalid, "this has");
        run(t, "del types, functions, dicts, c, f, d");
        unregister_all(dying);
    }
    CHECK(died >= 20 * DYING / 4, "classes that die");
}

/* ---- cost ---- */

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* A module defines globals while functions of it are compiled: each relies on some. */
static double define_many(Thread *t, int count) {
    double begin = seconds();
    CompiledCode *codes = calloc((size_t)count, sizeof *codes);
    Dict *d = dict_new(t);
    char name[32];
    for (int i = 0; i < count; i++) {
        snprintf(name, sizeof name, "global%d", i);
        CHECK(dict_set_str(t, d, str_intern_cstring(t, name), value_from_int(i)), "");
        DependencySet *set = dependency_set_new(deps);
        for (int k = 0; k < 4; k++)
            CHECK(!value_is_undef(dependency_constant_entry(deps, set, d, (i * 7 + k * 1001) % (i + 1))), "");
        dependency_fixed_entry(set, d, i / 2);
        snprintf(name, sizeof name, "global%d", count + i);
        dependency_absent_key(set, d, str_intern_cstring(t, name));
        CHECK(dependencies_register(deps, set, &codes[i]), "");
        dependency_set_free(set);
    }
    invalidations = 0;
    for (int i = 0; i < count; i += 2)
        CHECK(dict_delete(t, d, d->entries[i].key) == 1, "");
    CHECK(invalidations > count / 2, "");
    for (int i = 0; i < count; i++)
        dependencies_unregister(deps, &codes[i]);
    free(codes);
    return seconds() - begin;
}

static void test_cost(Thread *t) {
    double few = define_many(t, 5000), many = define_many(t, 40000);
    CHECK(many < 30 * few + 0.05, "not linear");
    printf("    5,000 globals: %.1f ms, 40,000: %.1f ms\n", few * 1e3, many * 1e3);
    for (int i = 0; i < 20000; i++) { /* modules come and go */
        Dict *d = dict_new(t);
        CHECK(dict_set_str(t, d, str_intern_cstring(t, "a"), value_from_int(i)), "");
        CompiledCode code = {.entry_pc = 0};
        DependencySet *set = dependency_set_new(deps);
        dependency_fixed_entry(set, d, 0);
        dependency_variable_entry(deps, d, 0);
        CHECK(dependencies_register(deps, set, &code), "");
        dependency_set_free(set);
        dependencies_unregister(deps, &code);
    }
    CHECK(dependencies_object_count(deps) <= 512, "the table is bounded");
}

/* ---- reclaim ---- */

static CodeMemory *memory;
static Reclaim *reclaim;
static int releases;
static void released(void *data, CompiledCode *code) {
    CHECK(data == &releases && !code->dependencies, "released");
    releases++;
}
static void retire(void *data, CompiledCode *code, Value name, const char *why) { reclaim_add(reclaim, code); }

static CompiledCode *tracked(size_t size) {
    CompiledCode *code = calloc(1, sizeof *code);
    code->memory = code_memory_alloc(memory, size);
    code->size = size;
    code->exits = calloc(3, sizeof *code->exits);
    code->marks = calloc(3, sizeof *code->marks);
    CHECK(code->memory, "code memory");
    reclaim_track(reclaim, code);
    return code;
}

enum { FAKES = 20 };
/* Disguised, so that nothing but what the test puts on the stack looks like code. */
static uintptr_t hidden[FAKES];

__attribute__((noinline)) static void retire_fakes(void) {
    for (int i = 0; i < FAKES; i++) {
        CompiledCode *code = tracked(i % 2 ? 1000 : 64);
        hidden[i] = ~(uintptr_t)code;
        dependencies_invalidate(deps, code, VALUE_UNDEF, "a test");
        CHECK(code->invalid, "");
    }
}

/* With something of fake number `which` on the stack: its structure, or an address
 * in its memory. */
__attribute__((noinline)) static void run_with(Thread *t, int which, size_t offset, bool structure) {
    CompiledCode *code = (CompiledCode *)~hidden[which];
    volatile uintptr_t word = structure ? (uintptr_t)code : (uintptr_t)code->memory + offset;
    clear_stack();
    reclaim_run(reclaim, t);
    (void)word;
}

static void test_reclaim(Thread *t) {
    memory = code_memory_new(64 << 10);
    Dependencies *others = deps;
    deps = dependencies_new(t->vm, retire, NULL);
    reclaim = reclaim_new(memory, deps, released, &releases);
    CHECK(memory && deps && reclaim, "no memory");
    CompiledCode *valid = tracked(100);

    static const struct {
        size_t offset;
        bool structure;
    } words[] = {{0, true}, {0, false}, {17, false}, {1000, false}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        retire_fakes();
        clear_stack();
        releases = 0;
        run_with(t, 7, words[i].offset, words[i].structure);
        /* A word left over may keep one or two more. */
        CHECK(releases <= FAKES - 1 && releases >= FAKES - 4, "all but that on the stack are freed");
        CompiledCode *kept = (CompiledCode *)~hidden[7];
        CHECK(kept->invalid && kept->size == 1000, "it is there");
        kept = NULL;
        clear_stack();
        reclaim_free(reclaim, (CompiledCode *)~hidden[7]); /* its code object dies */
        clear_stack();
        reclaim_run(reclaim, t);
    }
    CHECK(!valid->invalid, "valid code stays");

    /* More code than there is memory for: the oldest goes. */
    releases = 0;
    for (int i = 0; i < 500; i++) {
        clear_stack();
        reclaim_make_room(reclaim, t);
        tracked(1000);
    }
    CHECK(releases > 400 && code_memory_stats(memory).in_use <= 64 << 10, "bounded");
    reclaim_end(reclaim);
    CHECK(!code_memory_stats(memory).in_use, "all is freed at the end");
    code_memory_free(memory);
    dependencies_free(deps);
    deps = others;
}

int main(void) {
    CliOptions options = {.no_site = true, .ignore_environment = true, .no_bytecode_files = true,
                          .jit_threshold = JIT_NEVER};
    char *argv[] = {"test_dependency"};
    Vm *vm = cli_start(&options, 1, argv);
    if (!vm)
        return 1;
    setvbuf(stdout, NULL, _IOLBF, 0);
    Thread *t = globals_thread = vm->main_thread;
    globals = dict_new(t);
    if (!globals || !dict_set_str(t, t->vm->sys->dict, str_from_cstring(t, "_test"), value_from_object(globals)) ||
        !dict_set_str(t, globals, str_from_cstring(t, "__name__"), str_from_cstring(t, "test")))
        return 1;
    vm->hooks.dict_changed = dict_changed;
    vm->hooks.type_changed = type_changed;
    vm->hooks.function_changed = function_changed;
    test_changes(t);
    test_many_codes(t);
    test_variables(t);
    test_open_sets(t);
    test_death(t);
    test_cost(t);
    test_reclaim(t);
    vm_free(vm);
    dependencies_free(deps);
    if (failures)
        printf("%d failures\n", failures);
    return failures != 0;
}

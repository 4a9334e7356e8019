/*
 * What a compiler tells --debug-perf: the same thing again is one event, and the
 * report says it in the words of the program.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "front/compile.h"
#include "runtime/native.h"
#include "vm/interpreter.h"
#include "vm/perf_data.h"

static int failures;

#define CHECK(condition)                                        \
    do {                                                        \
        if (!(condition)) {                                     \
            printf("FAIL line %d: %s\n", __LINE__, #condition); \
            failures++;                                         \
        }                                                       \
    } while (0)

static Code *compile_function(Thread *t, const char *text) {
    Value code = compile_source(t, str_from_cstring(t, text), str_from_cstring(t, "dir/test.py"), "exec", 0);
    Tuple *consts = value_is_error(code) ? NULL : ((Code *)value_as_object(code))->consts;
    for (size_t i = 0; consts && i < consts->length; i++)
        if (value_is_exact(consts->items[i], KIND_CODE))
            return (Code *)value_as_object(consts->items[i]);
    puts("does not compile");
    exit(1);
}

static char *words(Thread *t, PerfEvent e) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    perf_event_write(t, out, &e);
    fclose(out);
    return text;
}

#define SAYS(expected, ...)                                                            \
    do {                                                                               \
        char *text = words(t, (PerfEvent){__VA_ARGS__});                               \
        if (strcmp(text, expected)) {                                                  \
            printf("FAIL line %d: said: %s\n      expected: %s\n", __LINE__, text, expected); \
            failures++;                                                                \
        }                                                                              \
        free(text);                                                                    \
    } while (0)

static void test_words(Thread *t) {
    Value x = str_from_cstring(t, "x"), str_name = str_from_cstring(t, "str"), undef = VALUE_UNDEF;
    static const char ints[] = "a value was always a small int, then something else";
    SAYS("`x` was always a small int, then a str", PERF_EVENT_LEFT, .reason = ints, .name = x, .type = str_name);
    SAYS("a value was always a small int, then a str", PERF_EVENT_LEFT, .reason = ints, .name = undef, .type = str_name);
    SAYS("`x` was always a small int, then something else", PERF_EVENT_LEFT, .reason = ints, .name = x, .type = undef);
    SAYS("`x` was of another type than before (now a str)", PERF_EVENT_LEFT,
         .reason = "a value was of another type than before", .name = x, .type = str_name);
    SAYS("`x`: an index was out of range", PERF_EVENT_LEFT, .reason = "an index was out of range", .name = x, .type = undef);
    SAYS("`x` inlined", PERF_EVENT_INLINED, .name = x, .type = undef);
    SAYS("`x` not inlined: it is too long", PERF_EVENT_NOT_INLINED, .reason = "it is too long", .name = x, .type = undef);
    SAYS("thrown away: `x` was changed", PERF_EVENT_INVALIDATED, .reason = "was changed", .name = x, .type = undef);
    SAYS("compiled in 12 us: 30 operations, 400 bytes", PERF_EVENT_COMPILED, .name = undef, .type = undef, .ns = 12345,
         .nodes = 30, .bytes = 400);
}

static void test_report(Vm *vm) {
    Thread *t = vm->main_thread;
    Code *f = compile_function(t, "def f(x):\n    while x:\n        x = g(x)\n");
    Code *g = compile_function(t, "def g(y):\n    return y + 1\n");
    perf_event(vm, &(PerfEvent){.kind = PERF_EVENT_COMPILED, .code = f, .place = f}); /* nobody watches */
    CHECK(perf_start(vm));
    for (int i = 0; i < 3; i++)
        perf_event(vm, &(PerfEvent){.kind = PERF_EVENT_COMPILED, .code = f, .place = f, .name = VALUE_UNDEF,
                                    .type = VALUE_UNDEF, .ns = 1000, .nodes = 10 + (unsigned)i, .bytes = 200});
    static char reasons[1000][24];
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 1000; i++) {
            snprintf(reasons[i], sizeof reasons[i], "reason %d", i);
            perf_event(vm, &(PerfEvent){.kind = PERF_EVENT_LEFT, .code = f, .place = g, .pc = 1, .reason = reasons[i],
                                        .name = VALUE_UNDEF, .type = VALUE_UNDEF});
        }
    CHECK(vm->perf->event_count == 1001);
    CHECK(vm->perf->events[0].count == 3 && vm->perf->events[0].ns == 3000 && vm->perf->events[0].nodes == 12);
    for (int i = 1; i <= 1000; i++)
        CHECK(vm->perf->events[i].count == 2);
    perf_stop(vm);
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    perf_report(vm, out, 0, NULL);
    fclose(out);
    CHECK(strstr(text, "\nCompiled code: 3 compilations in 0.0 ms, 200 bytes\n"
                       "  f (test.py:1)\n"
                       "    compiled in 3 us: 12 operations, 200 bytes (3 times)\n"
                       "      test.py:2: reason 0, 2 times\n"));
    CHECK(strstr(text, "  (988 more events: --debug-perf=all)\n"));
    free(text);
    perf_free(vm);
}

int main(int argc, char **argv) {
    VmOptions options = {.argc = argc, .argv = argv};
    Vm *vm = vm_new(&options);
    if (!vm)
        return 1;
    front_install(vm);
    test_words(vm->main_thread);
    test_report(vm);
    vm_free(vm);
    printf("%s\n", failures ? "failed" : "ok");
    return failures != 0;
}

/*
 * micro.c - the loops of bench/micro/ in C, as a measure of what compiled Python may
 * cost (bench/c_reference.py).
 *
 * Integer additions, subtractions and multiplications check for overflow, as Python's
 * meaning demands; divisions are C's, the numbers being positive; the compiler may
 * inline.  Sizes come from volatile variables and results are checked, so that no loop
 * is folded away.
 *
 *     micro NAME     runs one and reports like bench/_timing.py
 *     micro --list   names them
 *
 * BENCH_REPEAT and BENCH_CLOCK mean what they mean there.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static _Noreturn __attribute__((cold, noinline)) void overflow(void) {
    puts("check overflow WRONG");
    exit(1);
}

static inline int64_t add(int64_t a, int64_t b) {
    int64_t r;
    if (__builtin_expect(__builtin_add_overflow(a, b, &r), 0)) overflow();
    return r;
}

static inline int64_t sub(int64_t a, int64_t b) {
    int64_t r;
    if (__builtin_expect(__builtin_sub_overflow(a, b, &r), 0)) overflow();
    return r;
}

static inline int64_t mul(int64_t a, int64_t b) {
    int64_t r;
    if (__builtin_expect(__builtin_mul_overflow(a, b, &r), 0)) overflow();
    return r;
}

/* ---- the loops ------------------------------------------------------------------- */

static double simple_loop(int64_t n) {
    int64_t count = 0;
    for (int64_t i = 0; i < n; i++) count = add(count, 1);
    return (double)count;
}

static double while_loop(int64_t n) {
    int64_t i = 0, total = 0;
    while (i < n) {
        total = add(total, i);
        i = add(i, 1);
    }
    return (double)total;
}

static double nested_loops(int64_t n) {
    int64_t total = 0;
    for (int64_t i = 0; i < n; i++)
        for (int64_t j = 0; j < n; j++)
            for (int64_t k = 0; k < n; k++) total = add(total, sub(add(i, j), k));
    return (double)total;
}

static double int_arithmetic(int64_t n) {
    int64_t total = 0;
    for (int64_t i = 0; i < n; i++) total = add(sub(add(total, mul(i, 2)), i / 3), i & 7);
    return (double)total;
}

static double float_arithmetic(int64_t n) {
    double x = 0.5, total = 0.0;
    for (int64_t i = 0; i < n; i++) {
        x = x * 1.0000001 + 0.5;
        total += x / 3.0;
        x = x - total * 1e-9;
    }
    return total;
}

static double mixed_arithmetic(int64_t n) {
    double total = 0.0;
    int64_t count = 0;
    for (int64_t i = 0; i < n; i++) {
        total += (double)i * 0.5 + (double)count;
        count = add(count, i) % 1000;
        if (total > 1e9) total -= 1000000000;
    }
    return total + (double)count;
}

static double count_primes(int64_t n) {
    int64_t count = 0;
    for (int64_t candidate = 2; candidate < n; candidate++) {
        int64_t divisor = 2;
        bool is_prime = true;
        while (mul(divisor, divisor) <= candidate) {
            if (candidate % divisor == 0) {
                is_prime = false;
                break;
            }
            divisor = add(divisor, 1);
        }
        if (is_prime) count = add(count, 1);
    }
    return (double)count;
}

static int64_t fib(int64_t n) {
    int64_t a = 0, b = 1;
    for (int64_t i = 0; i < n; i++) {
        int64_t next = add(a, b);
        a = b;
        b = next;
    }
    return a;
}

static volatile int64_t sixty = 60;

static double fib_iterative(int64_t rounds) {
    int64_t total = 0;
    for (int64_t i = 0; i < rounds; i++) total = add(total, fib(sixty));
    return (double)total;
}

static int64_t fib_of(int64_t n) {
    if (n < 2) return n;
    return add(fib_of(sub(n, 1)), fib_of(sub(n, 2)));
}

static double fib_recursive(int64_t n) { return (double)fib_of(n); }

static int64_t add_function(int64_t a, int64_t b) { return add(a, b); }

static double function_calls(int64_t n) {
    int64_t total = 0;
    for (int64_t i = 0; i < n; i++) total = add_function(total, i);
    return (double)total;
}

typedef struct {
    int64_t value;
} Counter;

static void counter_add(Counter *c, int64_t n) { c->value = add(c->value, n); }
static int64_t counter_get(Counter *c) { return c->value; }

static double method_calls(int64_t n) {
    Counter counter = {0};
    int64_t total = 0;
    for (int64_t i = 0; i < n; i++) {
        counter_add(&counter, i);
        total = add(total, counter_get(&counter) & 1);
    }
    return (double)total;
}

static volatile int64_t hundred_thousand = 100000;

static void *allocate(size_t count) {
    void *p = calloc(count, sizeof(int64_t));
    if (!p) exit(1);
    return p;
}

static double list_indexing(int64_t rounds) {
    int64_t n = hundred_thousand, *items = allocate((size_t)n);
    for (int64_t round = 0; round < rounds; round++)
        for (int64_t i = 1; i < n; i++) items[i] = add(items[i - 1], 1);
    double result = (double)items[n - 1];
    free(items);
    return result;
}

static double list_iteration(int64_t rounds) {
    int64_t n = hundred_thousand, *items = allocate((size_t)n), total = 0;
    for (int64_t i = 0; i < n; i++) items[i] = i;
    for (int64_t round = 0; round < rounds; round++)
        for (int64_t i = 0; i < n; i++) total = add(total, items[i]);
    free(items);
    return (double)total;
}

typedef struct {
    int64_t *items;
    size_t length, capacity;
} List;

static __attribute__((noinline, cold)) void list_grow(List *l) {
    l->capacity = l->capacity + l->capacity / 8 + 16;
    l->items = realloc(l->items, l->capacity * sizeof(int64_t));
    if (!l->items) exit(1);
}

static inline void append(List *l, int64_t v) {
    if (l->length == l->capacity) list_grow(l);
    l->items[l->length++] = v;
}

static double list_append(int64_t n) {
    List l = {0};
    for (int64_t i = 0; i < n; i++) append(&l, i);
    double result = (double)(l.length + (size_t)l.items[l.length - 1]);
    free(l.items);
    return result;
}

static double list_comprehension(int64_t rounds) {
    int64_t total = 0;
    for (int64_t round = 0; round < rounds; round++) {
        List squares = {0};
        for (int64_t x = 0; x < hundred_thousand; x++)
            if (x % 3) append(&squares, mul(x, x));
        int64_t sum = 0;
        for (size_t i = 0; i < squares.length; i++) sum = add(sum, squares.items[i]);
        total = add(total, sum);
        free(squares.items);
    }
    return (double)total;
}

/* ---- running --------------------------------------------------------------------- */

typedef struct {
    const char *name;
    double (*run)(int64_t);
    int64_t size;  /* the argument in bench/micro/NAME.py */
    double expect; /* its result, as a double; of a pair the sum */
} Program;

static const Program programs[] = {
    {"count_primes", count_primes, 20000, 2262},
    {"fib_iterative", fib_iterative, 10000, 15480087559200000},
    {"fib_recursive", fib_recursive, 25, 75025},
    {"float_arithmetic", float_arithmetic, 1000000, 63062472.82850818},
    {"function_calls", function_calls, 1000000, 499999500000},
    {"int_arithmetic", int_arithmetic, 1000000, 833336333333},
    {"list_append", list_append, 1000000, 1999999},
    {"list_comprehension", list_comprehension, 10, 2222155555888890},
    {"list_indexing", list_indexing, 10, 99999},
    {"list_iteration", list_iteration, 10, 49999500000},
    {"method_calls", method_calls, 500000, 250000},
    {"mixed_arithmetic", mixed_arithmetic, 500000, 745625000.0},
    {"nested_loops", nested_loops, 100, 49500000},
    {"simple_loop", simple_loop, 1000000, 1000000},
    {"while_loop", while_loop, 1000000, 499999500000},
};
enum { PROGRAMS = sizeof programs / sizeof programs[0] };

static double seconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int measure(const Program *p) {
    const char *text = getenv("BENCH_REPEAT"), *which = getenv("BENCH_CLOCK");
    int repeat = text ? atoi(text) : 5;
    clockid_t clock = which && !strcmp(which, "cpu") ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC;
    double cold = 0, best = 0;
    for (int i = 0; i < repeat; i++) {
        volatile int64_t size = p->size;
        double start = seconds(clock);
        double result = p->run(size);
        double taken = seconds(clock) - start;
        if (result != p->expect) {
            printf("check %.17g WRONG, expected %.17g\n", result, p->expect);
            return 1;
        }
        if (i == 0) cold = taken;
        if (i == 0 || taken < best) best = taken;
    }
    printf("name %s\ncheck %.17g ok\ncold %.9f\nbest %.9f\n", p->name, p->expect, cold, best);
    return 0;
}

int main(int argc, char **argv) {
    bool list = argc == 2 && !strcmp(argv[1], "--list");
    for (int i = 0; i < PROGRAMS; i++) {
        if (list) puts(programs[i].name);
        else if (argc == 2 && !strcmp(argv[1], programs[i].name)) return measure(&programs[i]);
    }
    if (!list) fputs("usage: micro NAME | --list\n", stderr);
    return list ? 0 : 2;
}

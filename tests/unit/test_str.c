/*
 * Strings below the interpreter: searching against a naive search, ropes and
 * shared buffers against plain copies, interning, formatting, codecs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "runtime/native.h"
#include "runtime/str_internal.h"

static int failures;

#define CHECK(condition, ...)                           \
    do {                                                \
        if (!(condition) && ++failures <= 20) {         \
            printf("FAIL %s:%d: ", __FILE__, __LINE__); \
            printf(__VA_ARGS__);                        \
            putchar('\n');                              \
        }                                               \
    } while (0)

static uint64_t seed = 88172645463325252u;
static size_t pick(size_t below) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (size_t)(seed >> 11) % below;
}

/* ---- searching ------------------------------------------------------------------- */

static size_t naive_find(const uint32_t *text, size_t n, const uint32_t *what, size_t m) {
    for (size_t i = 0; i + m <= n; i++)
        if (memcmp(text + i, what, m * sizeof *what) == 0) return i;
    return SIZE_MAX;
}

static size_t naive_rfind(const uint32_t *text, size_t n, const uint32_t *what, size_t m) {
    for (size_t i = m <= n ? n - m + 1 : 0; i-- > 0;)
        if (memcmp(text + i, what, m * sizeof *what) == 0) return i;
    return SIZE_MAX;
}

static void compare_searches(const uint32_t *text, size_t n, const uint32_t *what, size_t m,
                             unsigned width) {
    static uint32_t t[4096], w[512];
    chars_copy(t, width, text, 4, n);
    chars_copy(w, width, what, 4, m);
    size_t expected = naive_find(text, n, what, m), found = chars_find(t, width, n, w, m);
    CHECK(found == expected, "find width %u: %zd, not %zd", width, found, expected);
    expected = naive_rfind(text, n, what, m);
    found = chars_rfind(t, width, n, w, m);
    CHECK(found == expected, "rfind width %u: %zd, not %zd", width, found, expected);
    if (m == 0) return;
    /* All of them, with room for a few. */
    size_t positions[3], at = 0, limit = pick(3) ? SIZE_MAX : 1 + pick(4);
    size_t count = chars_find_all(t, width, n, w, m, limit, positions, 3), seen = 0;
    while (seen < limit && (found = naive_find(text + at, n - at, what, m)) != SIZE_MAX) {
        if (seen < 3 && seen < count)
            CHECK(positions[seen] == at + found, "match %zu at %zu, not %zu", seen, positions[seen],
                  at + found);
        seen++;
        at += found + m;
    }
    CHECK(count == seen, "find_all width %u: %zu, not %zu", width, count, seen);
    count = chars_count(t, width, n, w, m, limit);
    CHECK(count == seen, "count width %u: %zu, not %zu", width, count, seen);
}

static int naive_compare(const uint32_t *a, size_t n, const uint32_t *b, size_t m) {
    for (size_t i = 0; i < n && i < m; i++)
        if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
    return n == m ? 0 : n < m ? -1 : 1;
}

static void test_kernels(void) {
    static uint32_t a[600], b[600], wide[600];
    static uint8_t x[2400], y[2400];
    static const uint32_t tops[] = {0x80, 0x100, 0x10000, 0x110000};
    for (int round = 0; round < 4000; round++) {
        size_t kind = pick(4), n = pick(round % 2 ? 40 : 600), m = pick(3) ? n : pick(600);
        unsigned width = kind < 2 ? 1 : kind == 2 ? 2 : 4, other = width < 4 && pick(2) ? width * 2 : width;
        for (size_t i = 0; i < n; i++) a[i] = (uint32_t)pick(tops[kind]);
        for (size_t i = 0; i < m; i++) b[i] = i < n && pick(300) ? a[i] : (uint32_t)pick(tops[kind]);
        chars_copy(x, width, a, 4, n);
        chars_copy(y, other, b, 4, m);
        int order = chars_compare(x, width, n, y, other, m), expected = naive_compare(a, n, b, m);
        CHECK(order == expected, "compare widths %u %u: %d, not %d", width, other, order, expected);
        uint32_t all = 0;
        for (size_t i = 0; i < n; i++) all |= a[i];
        uint32_t max_char = chars_max(x, width, n);
        CHECK(max_char == (all < 0x80 ? 0x7f : all < 0x100 ? 0xff : all < 0x10000 ? 0xffff : 0x10ffff),
              "max width %u: %x of %x", width, max_char, all);
        if (n == 0) continue;
        uint32_t from = a[pick(n)], to = (uint32_t)pick(tops[kind]);
        chars_substitute(x, width, n, from, to);
        for (size_t i = 0; i < n; i++)
            CHECK(chars_get(x, width, i) == (a[i] == from ? to : a[i]), "substitute width %u", width);
        chars_copy(x, width, a, 4, n);
        ptrdiff_t step = (ptrdiff_t)(1 + pick(4));
        size_t steps = (n - 1) / (size_t)step + 1;
        bool back = pick(2);
        chars_copy_step(y, back ? x + (n - 1) * width : x, width, steps, back ? -step : step);
        chars_copy(wide, 4, y, width, steps);
        for (size_t i = 0; i < steps; i++) {
            size_t at = back ? n - 1 - i * (size_t)step : i * (size_t)step;
            CHECK(wide[i] == a[at], "step %zd width %u", step, width);
        }
    }
}

static void test_search(void) {
    static const uint32_t bases[] = {'a', 0x4e00, 0x1f600};
    static uint32_t text[4096], what[512];
    for (int round = 0; round < 20000; round++) {
        unsigned kind = (unsigned)pick(3);
        size_t n = pick(80), m = pick(round % 2 ? 5 : 14), letters = 1 + pick(3);
        for (size_t i = 0; i < n; i++) text[i] = bases[kind] + (uint32_t)pick(letters);
        for (size_t i = 0; i < m; i++) what[i] = bases[kind] + (uint32_t)pick(letters);
        compare_searches(text, n, what, m, 1u << kind);
    }
    /* Long and periodic: where the two-way method takes over. */
    for (int round = 0; round < 600; round++) {
        unsigned kind = (unsigned)pick(3);
        size_t n = pick(4096), m = 1 + pick(511), period = 1 + pick(20);
        for (size_t i = 0; i < n; i++) text[i] = bases[kind] + (i % period == 0) + (pick(500) == 0);
        size_t from = n > m ? pick(n - m) : 0;
        for (size_t i = 0; i < m; i++) what[i] = from + i < n ? text[from + i] : bases[kind];
        if (round % 2) what[m - 1] ^= 1;
        compare_searches(text, n, what, m, 1u << kind);
    }
}

/* ---- ropes ------------------------------------------------------------------------ */

enum { POOL = 8, TEXT_MAX = 100000 };

static void test_ropes(Thread *t) {
    static char *texts[POOL];
    for (int round = 0; round < 300; round++) {
        Value values[POOL];
        for (int i = 0; i < POOL; i++) {
            size_t n = pick(round % 2 ? 40 : 2000);
            texts[i] = malloc(TEXT_MAX * 2 + 1);
            for (size_t k = 0; k < n; k++) texts[i][k] = (char)('a' + pick(26));
            texts[i][n] = 0;
            values[i] = str_from_cstring(t, texts[i]);
        }
        for (int step = 0; step < 40; step++) {
            size_t a = pick(POOL), b = pick(POOL), to = pick(POOL);
            size_t n = strlen(texts[a]), m = strlen(texts[b]);
            char *result = malloc(TEXT_MAX * 2 + 1);
            if (pick(4) == 0 || n + m > TEXT_MAX) {
                size_t start = pick(n + 1), end = start + pick(n - start + 1);
                values[to] = str_substring(t, values[a], start, end);
                memcpy(result, texts[a] + start, end - start);
                result[end - start] = 0;
            } else {
                values[to] = str_concat(t, values[a], values[b]);
                memcpy(result, texts[a], n);
                memcpy(result + n, texts[b], m + 1);
            }
            free(texts[to]);
            texts[to] = result;
        }
        for (int i = 0; i < POOL; i++) {
            CHECK(str_equals_cstring(t, values[i], texts[i]), "rope differs from copy");
            free(texts[i]);
        }
    }
}

/* Ten times the appends may cost twenty times the time, not a hundred. */
static void test_append_is_linear(Thread *t) {
    double seconds[2];
    Value piece = str_from_cstring(t, "some words");
    for (int big = 0; big < 2; big++) {
        clock_t start = clock();
        Value s = t->vm->empty_str;
        for (int i = 0; i < (big ? 1000000 : 100000); i++)
            s = str_concat(t, s, i % 2 ? piece : t->vm->characters['x']);
        CHECK(value_as_str(s)->length == (big ? 5500000 : 550000), "wrong length");
        seconds[big] = (double)(clock() - start) / CLOCKS_PER_SEC;
    }
    CHECK(seconds[1] < 0.2 + 30 * seconds[0], "appending took %g and %g s", seconds[0], seconds[1]);
}

static void test_interning(Thread *t) {
    Value a = str_intern_cstring(t, "some_name");
    StrBuilder b;
    builder_init(&b, t);
    builder_cstring(&b, "some");
    builder_cstring(&b, "_name");
    Value c = builder_finish(&b);
    CHECK(!value_same(a, c), "a built string is interned by itself");
    CHECK(value_same(a, str_intern(t, c)), "two interned strings of one content");
    CHECK(value_same(str_intern_cstring(t, "x"), t->vm->characters['x']), "single characters");
    CHECK(value_same(str_intern_cstring(t, ""), t->vm->empty_str), "the empty string");
}

/* ---- formatting and codecs --------------------------------------------------------- */

static void expect(Thread *t, Value got, const char *wanted) {
    if (value_is_error(got)) {
        Value e = error_fetch(t);
        got = op_str(t, e);
    }
    CHECK(str_equals_cstring(t, got, wanted), "got %s, not %s", str_to_wtf8(t, got, NULL), wanted);
}

static void test_formatting(Thread *t) {
    Value n = value_from_int(-1234567);
#define SPEC(text) str_from_cstring(t, text)
    expect(t, int_format_value(t, n, SPEC("015,")), "-00,001,234,567");
    expect(t, int_format_value(t, n, SPEC("#_x")), "-0x12_d687");
    expect(t, int_format_value(t, n, SPEC("*^12d")), "**-1234567**");
    expect(t, int_format_value(t, n, SPEC(".3d")),
           "Precision not allowed in integer format specifier");
    expect(t, float_format_value(t, float_from_double(t, 999999.5), SPEC("#g")), "1.00000e+06");
    expect(t, float_format_value(t, float_from_double(t, -0.001), SPEC("z.1f")), "0.0");
    expect(t, float_format_value(t, float_from_double(t, 0.1), SPEC("")), "0.1");
    expect(t,
           str_percent(t, SPEC("%+08.3f|%-5d|%s"),
                       tuple_from_values(t, (Value[]){float_from_double(t, 3.14159), n, n}, 3)),
           "+003.142|-1234567|-1234567");
    expect(t, str_percent(t, SPEC("%d"), SPEC("x")),
           "%d format: a real number is required, not str");
    expect(t, str_format(t, "%.3s|%5d|%zu|%R", "abcdef", 42, (size_t)7, SPEC("it's")),
           "abc|   42|7|\"it's\"");
}

static void test_codecs(Thread *t) {
    static const char *const encodings[] = {"utf-8",     "utf-16",         "utf-16-be", "utf-32",
                                            "utf-32-le", "unicode_escape", "utf-7"};
    for (int round = 0; round < 2000; round++) {
        uint32_t chars[32];
        size_t n = pick(32);
        for (size_t i = 0; i < n; i++) {
            static const uint32_t limits[] = {0x80, 0x100, 0x3000, 0x110000};
            chars[i] = (uint32_t)pick(limits[pick(4)]);
            if ((chars[i] & 0xfffff800) == 0xd800) chars[i] = '?';
        }
        Value s = str_from_ucs4(t, chars, n);
        for (size_t k = 0; k < sizeof encodings / sizeof *encodings; k++) {
            Value bytes = str_encode(t, s, encodings[k], NULL);
            CHECK(!value_is_error(bytes), "cannot encode as %s", encodings[k]);
            Bytes *b = value_as_bytes(bytes);
            Value back = str_decode(t, b->data, b->length, encodings[k], NULL);
            CHECK(!value_is_error(back) && str_equal(t, value_as_str(s), value_as_str(back)),
                  "%s does not read back", encodings[k]);
        }
    }
    /* Any bytes survive surrogateescape. */
    for (int round = 0; round < 2000; round++) {
        uint8_t bytes[24];
        size_t n = pick(24);
        for (size_t i = 0; i < n; i++) bytes[i] = (uint8_t)pick(256);
        Value s = str_decode_fs(t, (const char *)bytes, n);
        Value back = str_encode(t, s, "utf-8", "surrogateescape");
        CHECK(!value_is_error(back) && value_as_bytes(back)->length == n &&
                  memcmp(value_as_bytes(back)->data, bytes, n) == 0,
              "surrogateescape lost bytes");
    }
    CHECK(value_is_error(str_from_utf8(t, "a\xff", 2)), "invalid UTF-8 accepted");
    expect(t, VALUE_ERROR,
           "'utf-8' codec can't decode byte 0xff in position 1: invalid start byte");
}

int main(void) {
    Vm *vm = vm_new(&(VmOptions){.hash_seed = "0"});
    if (!vm) {
        printf("FAIL no Vm\n");
        return 1;
    }
    Thread *t = vm->main_thread;
    test_search();
    test_kernels();
    test_ropes(t);
    test_append_is_linear(t);
    test_interning(t);
    test_formatting(t);
    test_codecs(t);
    vm_free(vm);
    printf("%s\n", failures ? "failed" : "ok");
    return failures != 0;
}

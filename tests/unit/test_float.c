/*
 * Floats below the interpreter: text both ways against the C library, which is
 * exact, and rounding to decimals against exact arithmetic.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime/float_text.h"
#include "runtime/native.h"

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
static uint64_t random_bits(void) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed * 2685821657736338717u;
}

/* All exponents, short mantissas, everyday numbers, powers of two. */
static double random_double(int i) {
    uint64_t bits = random_bits();
    double d;
    switch (i % 5) {
    case 0: break;
    case 1: bits &= ~(((uint64_t)1 << (random_bits() % 53)) - 1); break;
    case 2: return (double)(random_bits() % 10000000) / 100;
    case 3:
        return ldexp((double)(random_bits() >> (random_bits() % 64)),
                     (int)(random_bits() % 120) - 60);
    case 4: return ldexp(1.0, (int)(random_bits() % 2098) - 1074);
    }
    memcpy(&d, &bits, sizeof d);
    return isfinite(d) ? d : 1.0;
}

/* The fewest digits, by trying: what repr must have. */
static int shortest_digits(double d) {
    char text[40];
    for (int n = 1; n < 17; n++) {
        snprintf(text, sizeof text, "%.*e", n - 1, d);
        if (strtod(text, NULL) == d) return n;
    }
    return 17;
}

static int count_digits(const char *text) {
    int count = 0, zeros = 0;
    for (; *text && *text != 'e'; text++) {
        if (*text < '0' || *text > '9') continue;
        zeros = *text == '0' ? zeros + 1 : 0;
        count += count || *text != '0';
    }
    return count - zeros;
}

static void test_repr(int rounds) {
    for (int i = 0; i < rounds; i++) {
        double d = random_double(i);
        char text[FLOAT_REPR_MAX];
        size_t n = float_repr(d, text);
        double back;
        CHECK(strlen(text) == n && n < FLOAT_REPR_MAX, "length of %s", text);
        CHECK(strtod(text, NULL) == d, "repr %s of %.17g", text, d);
        CHECK(float_parse(text, n, &back) && memcmp(&back, &d, sizeof d) == 0, "parse %s", text);
        if (d != 0) CHECK(count_digits(text) <= shortest_digits(d), "%s is not the shortest", text);
    }
}

static void check_parse(const char *text) {
    double got = 0, expected = strtod(text, NULL);
    CHECK(float_parse(text, strlen(text), &got) && memcmp(&got, &expected, sizeof got) == 0,
          "parse %.60s: %.17g, not %.17g", text, got, expected);
}

/* Random digits, and points half-way between neighbours, and just beside. */
static void test_parse(int rounds) {
    static char text[1300];
    for (int i = 0; i < rounds; i++) {
        size_t digits = 1 + random_bits() % (i % 20 ? 30 : 900), n = 0;
        size_t point = random_bits() % (digits + 1);
        for (size_t k = 0; k < digits; k++) {
            if (k == point) text[n++] = '.';
            text[n++] = (char)('0' + random_bits() % 10);
        }
        if (random_bits() % 2)
            n += (size_t)sprintf(text + n, "e%d", (int)(random_bits() % 700) - 350);
        text[n] = 0;
        check_parse(text);
        double d = fabs(random_double(0));
        long double middle = ((long double)d + nextafter(d, INFINITY)) / 2;
        n = (size_t)snprintf(text, sizeof text, "%.1100Lg", middle);
        check_parse(text);
        if (!strchr(text, 'e')) {
            if (!strchr(text, '.')) text[n++] = '.';
            strcpy(text + n, "000000000000000000000000000000001");
            check_parse(text);
        }
    }
}

static void test_syntax(void) {
    static const char *const bad[] = {"",    ".",  "e5",   "1e",   "1e+",  "1.2.3", "0x10",  "1__0",
                                      "_1",  "1_", "1_.5", "1._5", "1e_5", "1e5_",  "infi",  "nanx",
                                      "--1", "1 ", " 1",   "1,5",  "+",    "-.",    "1e5.0", "i"};
    double d;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(!float_parse(bad[i], strlen(bad[i]), &d), "%s is no float", bad[i]);
    CHECK(float_parse("1_0.2_5e0_1", 11, &d) && d == 102.5, "underscores");
    CHECK(float_parse("-Infinity", 9, &d) && d == -INFINITY, "infinity");
    CHECK(float_parse("+nAn", 4, &d) && isnan(d), "nan");
    CHECK(float_parse("1e99999999999999999999", 22, &d) && d == INFINITY, "huge exponent");
    CHECK(float_parse("0e99999999999999999999", 22, &d) && d == 0, "zero with a huge exponent");
}

static void test_hex(int rounds) {
    for (int i = 0; i < rounds; i++) {
        double d = random_double(i), back;
        char text[FLOAT_REPR_MAX];
        size_t n = float_to_hex(d, text);
        CHECK(strtod(text, NULL) == d, "hex %s", text);
        CHECK(float_from_hex(text, n, &back) == FLOAT_HEX_OK && back == d, "from hex %s", text);
        char longer[80];
        uint64_t a = random_bits(), b = random_bits();
        n = (size_t)snprintf(longer, sizeof longer, "0x%llx.%016llxp%d", (unsigned long long)a,
                             (unsigned long long)b, (int)(random_bits() % 2200) - 1130);
        double expected = strtod(longer, NULL);
        FloatHexResult result = float_from_hex(longer, n, &back);
        CHECK(isinf(expected) ? result == FLOAT_HEX_OVERFLOW
                              : result == FLOAT_HEX_OK && back == expected,
              "from hex %s", longer);
    }
}

/* printf rounds the exact value, ties to even. */
static void test_round(int rounds) {
    for (int i = 0; i < rounds; i++) {
        double d = random_double(i);
        if (i % 3 == 0) d = (double)(random_bits() % 10000000) / 1000 + 0.0005;
        int ndigits = (int)(random_bits() % 25);
        char text[400];
        snprintf(text, sizeof text, "%.*f", ndigits, d);
        double rounded = float_round(d, ndigits), expected = strtod(text, NULL);
        CHECK(rounded == expected, "round(%.17g, %d): %.17g, not %.17g", d, ndigits, rounded,
              expected);
    }
    CHECK(float_round(15.0, -1) == 20 && float_round(25.0, -1) == 20, "ties of tens");
    CHECK(float_round(25.5, -1) == 30 && float_round(5.0, -1) == 0, "ties of tens");
    CHECK(float_round(99.5, -2) == 100 && float_round(49.9, -2) == 0, "hundreds");
    CHECK(float_round(9999999.0, -1) == 1e7, "carry");
}

static void test_arithmetic(void) {
    CHECK(float_mod(-1e-100, 3.0) == 3.0 && float_mod(5.5, -2.0) == -0.5, "modulo");
    CHECK(signbit(float_mod(4.0, -2.0)) && !signbit(float_mod(-4.0, 2.0)), "sign of zero");
    CHECK(float_floordiv(-7.0, 2.0) == -4 && float_floordiv(1.0, 0.1) == 9, "floor division");
    CHECK(float_hash(1.5) == 1152921504606846977 && float_hash(-1.0) == -2, "hash");
    CHECK(float_hash(INFINITY) == 314159 && float_hash(ldexp(1, 61)) == 1, "hash");
}

int main(void) {
    test_repr(100000);
    test_parse(8000);
    test_syntax();
    test_hex(40000);
    test_round(60000);
    test_arithmetic();
    if (failures) printf("%d failures\n", failures);
    return failures != 0;
}

/*
 * Integers below the interpreter: every operation on random operands of many
 * sizes against GMP's mpz functions, and conversions against the C library.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

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
static uint64_t pick(uint64_t below) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (seed >> 11) % below;
}

/* ---- operands --------------------------------------------------------------------- */

/* Sizes from nothing to 60 limbs, with many near powers of two. */
static void random_mpz(mpz_t z) {
    mpz_set_ui(z, 0);
    switch (pick(6)) {
    case 0: mpz_set_ui(z, pick(100)); break;
    case 1: mpz_set_ui(z, seed); break;
    case 2:
        mpz_setbit(z, pick(400));
        mpz_add_ui(z, z, pick(3));
        mpz_sub_ui(z, z, 1);
        break;
    case 3:
        mpz_setbit(z, 58 + pick(8));
        mpz_add_ui(z, z, pick(5));
        mpz_sub_ui(z, z, 2);
        break;
    case 4:
        for (uint64_t n = pick(5); n > 0; n--) {
            mpz_mul_2exp(z, z, 1 + pick(64));
            mpz_add_ui(z, z, seed);
        }
        break;
    default:
        for (uint64_t n = pick(60); n > 0; n--) {
            mpz_mul_2exp(z, z, 64);
            mpz_add_ui(z, z, pick(4) ? seed : 0);
        }
    }
    if (pick(2)) mpz_neg(z, z);
}

static Value to_value(Thread *t, mpz_t z) {
    return int_from_limbs(t, mpz_limbs_read(z), mpz_size(z), mpz_sgn(z) < 0);
}

/* Equal and canonical: a small int if it fits, else no leading zero limb. */
static bool same(Value v, mpz_t z) {
    if (value_is_int(v)) return mpz_cmp_si(z, value_as_int(v)) == 0;
    if (!value_is_exact(v, KIND_INT)) return false;
    const BigInt *b = (const BigInt *)value_as_object(v);
    if (b->size == 1 && b->limbs[0] <= (uint64_t)SMALL_INT_MAX) return false;
    if (b->size == -1 && b->limbs[0] <= (uint64_t)SMALL_INT_MAX + 1) return false;
    mpz_t r;
    return mpz_cmp(z, mpz_roinit_n(r, b->limbs, (mp_size_t)b->size)) == 0 &&
           b->limbs[llabs(b->size) - 1] != 0;
}

static void check(const char *what, Value v, mpz_t expected, mpz_t a, mpz_t b) {
    if (!same(v, expected)) gmp_printf("%s of %Zd and %Zd should be %Zd\n", what, a, b, expected);
    CHECK(same(v, expected), "%s", what);
}

/* ---- operations --------------------------------------------------------------------- */

static void test_arithmetic(Thread *t, int rounds) {
    mpz_t a, b, r;
    mpz_inits(a, b, r, NULL);
    for (int i = 0; i < rounds; i++) {
        random_mpz(a);
        random_mpz(b);
        Value x = to_value(t, a), y = pick(20) ? to_value(t, b) : x;
        if (value_same(x, y)) mpz_set(b, a);
        mpz_add(r, a, b), check("sum", int_add(t, x, y), r, a, b);
        mpz_sub(r, a, b), check("difference", int_sub(t, x, y), r, a, b);
        mpz_mul(r, a, b), check("product", int_mul(t, x, y), r, a, b);
        mpz_and(r, a, b), check("and", int_and(t, x, y), r, a, b);
        mpz_ior(r, a, b), check("or", int_or(t, x, y), r, a, b);
        mpz_xor(r, a, b), check("xor", int_xor(t, x, y), r, a, b);
        mpz_com(r, a), check("complement", int_invert(t, x), r, a, b);
        mpz_neg(r, a), check("negative", int_neg(t, x), r, a, b);
        mpz_abs(r, a), check("magnitude", int_abs(t, x), r, a, b);
        mpz_gcd(r, a, b), check("gcd", int_gcd(t, x, y), r, a, b);
        mpz_lcm(r, a, b), check("lcm", int_lcm(t, x, y), r, a, b);
        int order = mpz_cmp(a, b);
        CHECK(int_compare(x, y) == (order > 0) - (order < 0), "comparison");
        CHECK(int_sign(x) == mpz_sgn(a), "sign");
        CHECK(int_bit_length(x) == (mpz_sgn(a) ? mpz_sizeinbase(a, 2) : 0), "bit length");
        if (mpz_sgn(b)) {
            mpz_fdiv_q(r, a, b), check("quotient", int_floordiv(t, x, y), r, a, b);
            mpz_fdiv_r(r, a, b), check("remainder", int_mod(t, x, y), r, a, b);
        }
        uint64_t shift = pick(pick(4) ? 130 : 2000);
        Value count = value_from_int((int64_t)shift);
        mpz_mul_2exp(r, a, shift), check("left shift", int_lshift(t, x, count), r, a, b);
        mpz_fdiv_q_2exp(r, a, shift), check("right shift", int_rshift(t, x, count), r, a, b);
    }
    mpz_clears(a, b, r, NULL);
}

static void test_powers(Thread *t, int rounds) {
    mpz_t a, b, m, r;
    mpz_inits(a, b, m, r, NULL);
    for (int i = 0; i < rounds; i++) {
        random_mpz(a);
        random_mpz(m);
        uint64_t exponent = pick(24);
        mpz_pow_ui(r, a, exponent);
        mpz_set_ui(b, exponent);
        check("power", int_pow(t, to_value(t, a), to_value(t, b)), r, a, b);
        random_mpz(b);
        if (mpz_sgn(m) == 0) continue;
        if (mpz_sgn(b) < 0) {
            mpz_abs(r, m);
            if (!mpz_invert(r, a, r) && mpz_cmpabs_ui(m, 1) != 0) mpz_abs(b, b);
        }
        mpz_abs(r, m);
        mpz_powm(r, a, b, r);
        if (mpz_sgn(m) < 0 && mpz_sgn(r)) mpz_add(r, r, m);
        check("modular power", int_pow_mod(t, to_value(t, a), to_value(t, b), to_value(t, m)), r, a,
              b);
    }
    mpz_clears(a, b, m, r, NULL);
}

static void test_theory(Thread *t) {
    mpz_t a, r;
    mpz_inits(a, r, NULL);
    for (uint64_t n = 0; n < 300; n++) {
        mpz_fac_ui(r, n), check("factorial", int_factorial(t, n), r, a, r);
        uint64_t k = n ? pick(n) : 0;
        mpz_bin_uiui(r, n, k);
        check("binomial", int_binomial(t, value_from_int((int64_t)n), k), r, a, r);
        random_mpz(a);
        mpz_abs(a, a);
        mpz_sqrt(r, a), check("root", int_isqrt(t, to_value(t, a)), r, a, r);
        mpz_mul(a, a, a);
        mpz_sqrt(r, a), check("root of a square", int_isqrt(t, to_value(t, a)), r, a, r);
        mpz_set_ui(r, 1);
        for (uint64_t i = 0; i < 40; i++) mpz_mul(r, r, a), mpz_sub_ui(a, a, 1);
        mpz_add_ui(a, a, 40);
        check("falling factorial", int_falling_factorial(t, to_value(t, a), 40), r, a, r);
    }
    mpz_clears(a, r, NULL);
}

static void test_text(Thread *t, int rounds) {
    static const int bases[] = {2, 8, 10, 16};
    mpz_t a;
    mpz_init(a);
    for (int i = 0; i < rounds; i++) {
        random_mpz(a);
        Value v = to_value(t, a);
        int base = bases[pick(4)];
        char *expected = mpz_get_str(NULL, base, a);
        Value text = int_to_str(t, v, base);
        CHECK(str_equals_cstring(t, text, expected), "text in base %d: %s", base, expected);
        free(expected);
        base = 2 + (int)pick(35);
        expected = mpz_get_str(NULL, base, a);
        check("parsed text", int_from_text(t, expected, strlen(expected), base), a, a, a);
        free(expected);
    }
    mpz_clear(a);
}

static void test_conversions(Thread *t, int rounds) {
    mpz_t a, r;
    mpz_inits(a, r, NULL);
    mpz_t prime;
    mpz_init_set_ui(prime, 1);
    mpz_mul_2exp(prime, prime, 61);
    mpz_sub_ui(prime, prime, 1);
    for (int i = 0; i < rounds; i++) {
        random_mpz(a);
        Value v = to_value(t, a);
        mpz_tdiv_r(r, a, prime);
        int64_t hash = mpz_get_si(r);
        CHECK(int_hash(v) == (hash == -1 ? -2 : hash), "hash");
        int64_t i64;
        uint64_t u64;
        CHECK(int_to_int64(v, &i64) == mpz_fits_slong_p(a), "fits int64");
        CHECK(!mpz_fits_slong_p(a) || i64 == mpz_get_si(a), "int64");
        CHECK(int_to_uint64(v, &u64) == mpz_fits_ulong_p(a), "fits uint64");
        CHECK(!mpz_fits_ulong_p(a) || u64 == mpz_get_ui(a), "uint64");
        if (mpz_sizeinbase(a, 2) < 1000) {
            double d;
            char *text = mpz_get_str(NULL, 10, a);
            CHECK(int_to_double(t, v, &d) && d == strtod(text, NULL), "double of %s", text);
            free(text);
            mpz_set_d(r, d);
            check("int of double", int_from_double(t, d), r, a, r);
            int order = mpz_cmp(a, r);
            CHECK(int_compare_double(v, d) == (order > 0) - (order < 0), "comparison with double");
            double other = ldexp((double)pick(1 << 30) - (1 << 29), (int)pick(120) - 60);
            order = mpz_cmp_d(a, other);
            CHECK(int_compare_double(v, other) == (order > 0) - (order < 0), "with another double");
            CHECK(int_compare_double(v, INFINITY) == -1 && int_compare_double(v, NAN) == 2,
                  "special");
            if (d == nearbyint(d))
                CHECK(mpz_cmp(a, r) != 0 || float_hash(d) == int_hash(v), "hash of equal numbers");
        }
    }
    mpz_clears(a, r, prime, NULL);
}

/* Correct rounding of a / b: the quotient differs from the true one by at most
 * half of what separates it from its neighbours. */
static void test_true_division(Thread *t, int rounds) {
    mpq_t q, low, high, two;
    mpq_inits(q, low, high, two, NULL);
    mpq_set_ui(two, 2, 1);
    for (int i = 0; i < rounds; i++) {
        mpz_t a, b;
        mpz_inits(a, b, NULL);
        random_mpz(a);
        random_mpz(b);
        if (mpz_sgn(b) && mpz_sizeinbase(a, 2) < 1000 && mpz_sizeinbase(b, 2) < 1000) {
            double d = float_as_double(int_truediv(t, to_value(t, a), to_value(t, b)));
            mpq_set_num(q, a);
            mpq_set_den(q, b);
            mpq_canonicalize(q);
            mpq_t middle;
            mpq_init(middle);
            for (int side = 0; side < 2; side++) {
                double next = nextafter(d, side ? INFINITY : -INFINITY);
                mpq_set_d(low, d);
                mpq_set_d(high, next);
                mpq_add(middle, low, high);
                mpq_div(middle, middle, two);
                int order = mpq_cmp(q, middle);
                uint64_t bits;
                memcpy(&bits, &d, sizeof bits);
                CHECK(order == 0 ? !(bits & 1) : side ? order < 0 : order > 0, "true division");
            }
            mpq_clear(middle);
        }
        mpz_clears(a, b, NULL);
    }
    mpq_clears(q, low, high, two, NULL);
}

int main(void) {
    VmOptions options = {.hash_seed = "0"};
    Vm *vm = vm_new(&options);
    if (!vm) return 2;
    Thread *t = vm->main_thread;
    vm->int_max_str_digits = 0;
    test_arithmetic(t, 20000);
    test_powers(t, 4000);
    test_theory(t);
    test_text(t, 8000);
    test_conversions(t, 20000);
    test_true_division(t, 8000);
    CHECK(!error_pending(t), "an exception is pending");
    vm_free(vm);
    if (failures) printf("%d failures\n", failures);
    return failures != 0;
}

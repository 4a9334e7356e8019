/*
 * int_theory.c - integers: divisors, roots, factorials, binomials; what the
 * module math offers beyond the operators.
 */
#include <math.h>

#include "runtime/error.h"
#include "runtime/int_limbs.h"

/* GMP aborts the program when a result is too large for it, so results that
 * could not fit any memory are refused before it is asked. */
#define MAX_RESULT_BITS 1e12

/* Stein's algorithm; the shift of a difference does not wait for its sign. */
static uint64_t gcd_words(uint64_t a, uint64_t b) {
    if (a == 0 || b == 0) return a | b;
    if (a < b) {
        uint64_t swap = a;
        a = b;
        b = swap;
    }
    a %= b;
    if (a == 0) return b;
    int twos = __builtin_ctzll(a | b);
    a >>= __builtin_ctzll(a);
    b >>= __builtin_ctzll(b);
    while (a != b) {
        uint64_t difference = a - b;
        int zeros = __builtin_ctzll(difference);
        bool less = a < b;
        b = less ? a : b;
        a = (less ? -difference : difference) >> zeros;
    }
    return a << twos;
}

Value int_gcd(Thread *t, Value a, Value b) {
    if (values_are_ints(a, b))
        return int_from_uint64(
            t, gcd_words(int64_magnitude(value_as_int(a)), int64_magnitude(value_as_int(b))));
    mp_limb_t room_a, room_b;
    Limbs x = int_limbs(a, &room_a), y = int_limbs(b, &room_b);
    if (x.count < y.count) {
        Limbs swap = x;
        x = y;
        y = swap;
    }
    if (y.count == 0) return int_from_limbs(t, x.at, x.count, false);
    if (y.count == 1) return int_from_uint64(t, mpn_gcd_1(x.at, (mp_size_t)x.count, y.at[0]));
    mpz_t mx, my, result;
    limbs_as_mpz(mx, x);
    limbs_as_mpz(my, y);
    mpz_init(result);
    mpz_gcd(result, mx, my);
    return int_take_mpz(t, result);
}

Value int_lcm(Thread *t, Value a, Value b) {
    if (int_sign(a) == 0 || int_sign(b) == 0) return value_from_int(0);
    Value gcd = int_gcd(t, a, b), quotient;
    if (value_is_error(gcd) || !int_divide(t, a, gcd, &quotient, NULL)) return VALUE_ERROR;
    Value product = int_mul(t, quotient, b);
    return value_is_error(product) ? product : int_abs(t, product);
}

Value int_isqrt(Thread *t, Value a) {
    if (value_is_int(a)) {
        uint64_t n = (uint64_t)value_as_int(a);
        uint64_t root = (uint64_t)sqrt((double)n);
        if (root * root > n)
            root--;
        else if ((root + 1) * (root + 1) <= n)
            root++;
        return value_from_int((int64_t)root);
    }
    mp_limb_t room;
    Limbs x = int_limbs(a, &room);
    size_t count = (x.count + 1) / 2;
    BigInt *root = bigint_alloc(t, count);
    if (!root) return VALUE_ERROR;
    mpn_sqrtrem(root->limbs, NULL, x.at, (mp_size_t)x.count);
    return bigint_finish(root, count, false);
}

Value int_factorial(Thread *t, uint64_t n) {
    if (n <= 19) {
        int64_t product = 1;
        for (uint64_t i = 2; i <= n; i++) product *= (int64_t)i;
        return int_from_int64(t, product);
    }
    if ((double)n * log2((double)n) > MAX_RESULT_BITS) return raise_memory_error(t);
    mpz_t result;
    mpz_init(result);
    mpz_fac_ui(result, n);
    return int_take_mpz(t, result);
}

Value int_binomial(Thread *t, Value n, uint64_t k) {
    double bits = (double)int_bit_length(n);
    if ((double)k * (bits - log2((double)k + 1) + 2) > MAX_RESULT_BITS)
        return raise_memory_error(t);
    mp_limb_t room;
    mpz_t of, result;
    limbs_as_mpz(of, int_limbs(n, &room));
    mpz_init(result);
    mpz_bin_ui(result, of, k);
    return int_take_mpz(t, result);
}

/* n * (n - 1) * ... of `count` factors, halved so that the factors of each
 * multiplication are of similar size. */
Value int_falling_factorial(Thread *t, Value n, uint64_t count) {
    if (count > 8) {
        uint64_t half = count / 2;
        Value second = int_sub(t, n, value_from_int((int64_t)half));
        Value left = int_falling_factorial(t, n, half);
        if (value_is_error(second) || value_is_error(left)) return VALUE_ERROR;
        Value right = int_falling_factorial(t, second, count - half);
        return value_is_error(right) ? right : int_mul(t, left, right);
    }
    Value product = value_from_int(1);
    for (uint64_t i = 0; i < count; i++) {
        product = int_mul(t, product, n);
        n = int_sub(t, n, value_from_int(1));
        if (value_is_error(product) || value_is_error(n)) return VALUE_ERROR;
    }
    return product;
}

double int_frexp(Value a, int64_t *exponent) {
    mp_limb_t room;
    Limbs x = int_limbs(a, &room);
    *exponent = 0;
    if (x.count == 0) return 0.0;
    unsigned shift = (unsigned)__builtin_clzll(x.at[x.count - 1]);
    uint64_t top = x.at[x.count - 1] << shift;
    bool sticky = false;
    if (x.count > 1) {
        if (shift) top |= x.at[x.count - 2] >> (64 - shift);
        sticky = (x.at[x.count - 2] << shift) != 0;
        for (size_t i = 0; !sticky && i + 2 < x.count; i++) sticky = x.at[i] != 0;
    }
    double fraction;
    if (!double_from_scaled(top, sticky, -64, &fraction))
        fraction = 1.0; /* not reached: top * 2^-64 <= 1 */
    *exponent = (int64_t)limbs_bit_length(x.at, x.count);
    if (fraction == 1.0) {
        fraction = 0.5;
        ++*exponent;
    }
    return x.negative ? -fraction : fraction;
}

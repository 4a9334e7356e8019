/*
 * int_divide.c - integers: division, powers, modular powers.
 *
 * Python's division floors: the remainder has the sign of the divisor.
 */
#include <math.h>

#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/int_limbs.h"

/* ---- division -------------------------------------------------------------- */

/* The floored quotient of magnitudes is one more than the truncated one when
 * the signs differ and something remained. */
static bool finish_division(Thread *t, BigInt *q, size_t q_count, mp_limb_t *r, size_t r_count,
                            Limbs y, bool q_negative, Value *quotient, Value *remainder) {
    r_count = limbs_normal_count(r, r_count);
    bool adjust = r_count > 0 && q_negative;
    if (quotient) {
        if (adjust) q->limbs[q_count] = mpn_add_1(q->limbs, q->limbs, (mp_size_t)q_count, 1);
        *quotient = bigint_finish(q, q_count + adjust, q_negative);
    }
    if (remainder) {
        if (adjust) { /* |b| - r */
            mpn_sub(r, y.at, (mp_size_t)y.count, r, (mp_size_t)r_count);
            r_count = y.count;
        }
        *remainder = int_from_limbs(t, r, r_count, y.negative);
        return !value_is_error(*remainder);
    }
    return true;
}

bool int_divide(Thread *t, Value a, Value b, Value *quotient, Value *remainder) {
    if (values_are_ints(a, b)) {
        int64_t x = value_as_int(a), y = value_as_int(b);
        int64_t q = x / y, r = x % y;
        if (r != 0 && (r ^ y) < 0) {
            q--;
            r += y;
        }
        if (remainder) *remainder = value_from_int(r);
        if (quotient) *quotient = int_from_int64(t, q);
        return !quotient || !value_is_error(*quotient);
    }
    mp_limb_t room_a, room_b;
    Limbs x = int_limbs(a, &room_a), y = int_limbs(b, &room_b);
    bool q_negative = x.negative != y.negative;
    if (x.count < y.count || (x.count == y.count && mpn_cmp(x.at, y.at, (mp_size_t)x.count) < 0)) {
        bool adjust = x.count > 0 && q_negative;
        if (quotient) *quotient = value_from_int(adjust ? -1 : 0);
        if (remainder) {
            *remainder = adjust ? int_add(t, a, b) : a;
            return !value_is_error(*remainder);
        }
        return true;
    }
    size_t q_count = x.count - y.count + 1;
    BigInt *q = bigint_alloc(t, q_count + 1);
    if (!q) return false;
    if (y.count == 1) {
        mp_limb_t r = mpn_divrem_1(q->limbs, 0, x.at, (mp_size_t)x.count, y.at[0]);
        return finish_division(t, q, q_count, &r, 1, y, q_negative, quotient, remainder);
    }
    SCRATCH(t, r, y.count);
    if (!r) return false;
    mpn_tdiv_qr(q->limbs, r, 0, x.at, (mp_size_t)x.count, y.at, (mp_size_t)y.count);
    return finish_division(t, q, q_count, r, y.count, y, q_negative, quotient, remainder);
}

Value int_floordiv(Thread *t, Value a, Value b) {
    if (value_same(b, value_from_int(0)))
        return raise_error(t, TYPE_ZeroDivisionError, "integer division or modulo by zero");
    Value q;
    return int_divide(t, a, b, &q, NULL) ? q : VALUE_ERROR;
}

Value int_mod(Thread *t, Value a, Value b) {
    if (value_same(b, value_from_int(0)))
        return raise_error(t, TYPE_ZeroDivisionError, "integer modulo by zero");
    Value r;
    return int_divide(t, a, b, NULL, &r) ? r : VALUE_ERROR;
}

/* Correctly rounded: a quotient of 63 or 64 bits, and whether anything
 * remains, decide every rounding. */
Value int_truediv(Thread *t, Value a, Value b) {
    if (value_same(b, value_from_int(0)))
        return raise_error(t, TYPE_ZeroDivisionError, "division by zero");
    const int64_t exact = (int64_t)1 << 53;
    if (values_are_ints(a, b)) {
        int64_t i = value_as_int(a), j = value_as_int(b);
        if (i >= -exact && i <= exact && j >= -exact && j <= exact)
            return float_from_double(t, (double)i / (double)j);
    }
    mp_limb_t room_a, room_b;
    Limbs x = int_limbs(a, &room_a), y = int_limbs(b, &room_b);
    bool negative = x.negative != y.negative;
    if (x.count == 0) return float_from_double(t, negative ? -0.0 : 0.0);
    int64_t difference =
        (int64_t)limbs_bit_length(x.at, x.count) - (int64_t)limbs_bit_length(y.at, y.count);
    if (difference > 1025)
        return raise_overflow_error(t, "integer division result too large for a float");
    if (difference < -1080) return float_from_double(t, negative ? -0.0 : 0.0);
    int64_t shift = 63 - difference; /* numerator = |a| * 2^shift */
    bool sticky = false;
    size_t count;
    size_t limb_shift = (size_t)(shift < 0 ? -shift : shift) / LIMB_BITS;
    unsigned bit_shift = (unsigned)((shift < 0 ? -shift : shift) % LIMB_BITS);
    SCRATCH(t, numerator, x.count + 2 + (shift > 0 ? limb_shift : 0));
    if (!numerator) return VALUE_ERROR;
    if (shift >= 0) {
        count = x.count + limb_shift;
        memset(numerator, 0, limb_shift * sizeof *numerator);
        if (bit_shift)
            numerator[count] =
                mpn_lshift(numerator + limb_shift, x.at, (mp_size_t)x.count, bit_shift);
        else
            memcpy(numerator + limb_shift, x.at, x.count * sizeof *numerator);
        count += bit_shift != 0;
    } else {
        count = x.count - limb_shift;
        for (size_t i = 0; !sticky && i < limb_shift; i++) sticky = x.at[i] != 0;
        if (bit_shift)
            sticky |= mpn_rshift(numerator, x.at + limb_shift, (mp_size_t)count, bit_shift) != 0;
        else
            memcpy(numerator, x.at + limb_shift, count * sizeof *numerator);
    }
    count = limbs_normal_count(numerator, count);
    mp_limb_t quotient[4];
    if (y.count == 1) {
        assert(count <= 2);
        sticky |= mpn_divrem_1(quotient, 0, numerator, (mp_size_t)count, y.at[0]) != 0;
        count = limbs_normal_count(quotient, count);
    } else {
        SCRATCH(t, rest, y.count);
        if (!rest) return VALUE_ERROR;
        assert(count >= y.count && count - y.count + 1 <= 3);
        mpn_tdiv_qr(quotient, rest, 0, numerator, (mp_size_t)count, y.at, (mp_size_t)y.count);
        sticky |= limbs_normal_count(rest, y.count) != 0;
        count = limbs_normal_count(quotient, count - y.count + 1);
    }
    assert(count == 1);
    double d;
    if (!double_from_scaled(quotient[0], sticky, -shift, &d))
        return raise_overflow_error(t, "integer division result too large for a float");
    return float_from_double(t, negative ? -d : d);
}

/* ---- powers ---------------------------------------------------------------- */

/* {base, count} ** exponent, exponent >= 2: binary, most significant bit
 * first, between two buffers. */
static Value power_limbs(Thread *t, const mp_limb_t *base, size_t count, uint64_t exponent,
                         bool negative) {
    size_t bits = limbs_bit_length(base, count);
    size_t result_bits;
    if (__builtin_mul_overflow(bits, exponent, &result_bits)) return raise_memory_error(t);
    size_t limit = result_bits / LIMB_BITS + 2 + count;
    BigInt *result = bigint_alloc(t, limit);
    if (!result) return VALUE_ERROR;
    SCRATCH(t, other, limit);
    if (!other) return VALUE_ERROR;
    mp_limb_t *r = result->limbs;
    memcpy(r, base, count * sizeof *r);
    size_t n = count;
    for (int bit = 62 - __builtin_clzll(exponent); bit >= 0; bit--) {
        mp_limb_t *swap = other;
        mpn_sqr(other, r, (mp_size_t)n);
        n = limbs_normal_count(other, 2 * n);
        other = r;
        r = swap;
        if (exponent >> bit & 1) {
            if (count == 1) {
                r[n] = mpn_mul_1(r, r, (mp_size_t)n, base[0]);
                n += r[n] != 0;
            } else {
                mpn_mul(other, r, (mp_size_t)n, base, (mp_size_t)count);
                n = limbs_normal_count(other, n + count);
                swap = r;
                r = other;
                other = swap;
            }
        }
    }
    if (r != result->limbs) memcpy(result->limbs, r, n * sizeof *r);
    return bigint_finish(result, n, negative);
}

static bool power_small(int64_t base, uint64_t exponent, int64_t *out) {
    int64_t result = 1;
    for (;;) {
        if (exponent & 1 && __builtin_mul_overflow(result, base, &result)) return false;
        exponent >>= 1;
        if (exponent == 0) break;
        if (__builtin_mul_overflow(base, base, &base)) return false;
    }
    *out = result;
    return true;
}

Value int_pow(Thread *t, Value a, Value b) {
    if (int_sign(b) < 0) {
        double x, y;
        if (!int_to_double(t, a, &x) || !int_to_double(t, b, &y)) return VALUE_ERROR;
        return float_pow(t, x, y);
    }
    uint64_t exponent;
    if (!int_to_uint64(b, &exponent)) {
        if (!value_is_int(a) || value_as_int(a) > 1 || value_as_int(a) < -1)
            return raise_memory_error(t);
        exponent = 2 + (int_as_big(b)->limbs[0] & 1);
    }
    if (value_is_int(a)) {
        int64_t small;
        if (power_small(value_as_int(a), exponent, &small)) return int_from_int64(t, small);
    }
    if (exponent < 2) return exponent == 0 ? value_from_int(1) : a;
    mp_limb_t room;
    Limbs x = int_limbs(a, &room);
    bool negative = x.negative && (exponent & 1);
    /* Powers of two in the base cost only a shift at the end. */
    size_t low = 0;
    while (x.at[low] == 0) low++;
    unsigned zeros = (unsigned)__builtin_ctzll(x.at[low]);
    size_t twos = low * LIMB_BITS + zeros;
    if (twos == 0) return power_limbs(t, x.at, x.count, exponent, negative);
    size_t count = x.count - low;
    SCRATCH(t, odd, count);
    if (!odd) return VALUE_ERROR;
    if (zeros)
        mpn_rshift(odd, x.at + low, (mp_size_t)count, zeros);
    else
        memcpy(odd, x.at + low, count * sizeof *odd);
    count = limbs_normal_count(odd, count);
    size_t shift;
    if (__builtin_mul_overflow(twos, exponent, &shift) || shift > INT64_MAX / 4)
        return raise_memory_error(t);
    Value power = count == 1 && odd[0] == 1 ? value_from_int(negative ? -1 : 1)
                                            : power_limbs(t, odd, count, exponent, negative);
    if (value_is_error(power)) return power;
    return int_lshift(t, power, value_from_int((int64_t)shift));
}

/* ---- modular powers ---------------------------------------------------------- */

static uint64_t multiply_mod(uint64_t a, uint64_t b, uint64_t m) {
    return (uint64_t)((unsigned __int128)a * b % m);
}

/* a * b / 2^64 modulo an odd m < 2^63, Montgomery's reduction. */
static uint64_t montgomery(uint64_t a, uint64_t b, uint64_t m, uint64_t inverse) {
    unsigned __int128 product = (unsigned __int128)a * b;
    uint64_t q = (uint64_t)product * inverse;
    int64_t r = (int64_t)((uint64_t)(product >> 64) - (uint64_t)((unsigned __int128)q * m >> 64));
    return r < 0 ? (uint64_t)r + m : (uint64_t)r;
}

/* base ** exponent modulo m, where base < m < 2^63. */
static uint64_t power_mod_small(uint64_t base, const mp_limb_t *exponent, size_t count,
                                uint64_t m) {
    size_t bits = limbs_bit_length(exponent, count);
    if (!(m & 1) || bits < 4) {
        uint64_t r = 1 % m;
        for (size_t bit = bits; bit-- > 0;) {
            r = multiply_mod(r, r, m);
            if (exponent[bit / LIMB_BITS] >> (bit % LIMB_BITS) & 1) r = multiply_mod(r, base, m);
        }
        return r;
    }
    uint64_t inverse = m; /* of m modulo 2^64, by Newton's iteration: 3 bits are right */
    for (int i = 0; i < 5; i++) inverse *= 2 - m * inverse;
    uint64_t one = (uint64_t)(((unsigned __int128)1 << 64) % m);
    base = multiply_mod(base, one, m);
    uint64_t r = base;
    for (size_t bit = bits - 1; bit-- > 0;) {
        r = montgomery(r, r, m, inverse);
        if (exponent[bit / LIMB_BITS] >> (bit % LIMB_BITS) & 1) r = montgomery(r, base, m, inverse);
    }
    return montgomery(r, 1, m, inverse);
}

/* a ** b modulo |c|, by GMP's mpz functions. */
static Value power_mod_big(Thread *t, Value a, Value b, Value c) {
    mp_limb_t room_a, room_b, room_c;
    Limbs exponent = int_limbs(b, &room_b), modulus = int_limbs(c, &room_c);
    modulus.negative = false;
    mpz_t base, power, mod, result;
    limbs_as_mpz(base, int_limbs(a, &room_a));
    limbs_as_mpz(mod, modulus);
    mpz_init(result);
    mpz_srcptr of = base;
    if (exponent.negative) {
        if (!mpz_invert(result, base, mod)) {
            mpz_clear(result);
            return raise_value_error(t, "base is not invertible for the given modulus");
        }
        exponent.negative = false;
        of = result;
    }
    limbs_as_mpz(power, exponent);
    mpz_powm(result, of, power, mod);
    return int_take_mpz(t, result);
}

Value int_pow_mod(Thread *t, Value a, Value b, Value c) {
    int sign = int_sign(c);
    if (sign == 0) return raise_value_error(t, "pow() 3rd argument cannot be 0");
    Value r;
    if (value_is_int(c) && (value_as_int(c) == 1 || value_as_int(c) == -1))
        return value_from_int(0);
    if (value_is_int(c) && value_as_int(c) > SMALL_INT_MIN && int_sign(b) >= 0) {
        uint64_t m = int64_magnitude(value_as_int(c));
        if (!int_divide(t, a, value_from_int((int64_t)m), NULL, &r)) return VALUE_ERROR;
        mp_limb_t room;
        Limbs exponent = int_limbs(b, &room);
        r = value_from_int(
            (int64_t)power_mod_small((uint64_t)value_as_int(r), exponent.at, exponent.count, m));
    } else {
        r = power_mod_big(t, a, b, c);
    }
    /* The result has the sign of the modulus. */
    if (sign < 0 && !value_is_error(r) && int_sign(r) != 0) return int_add(t, r, c);
    return r;
}

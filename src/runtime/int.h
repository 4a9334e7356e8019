/* int.h - integers of any size: small ints in the Value, the rest on GMP limbs. */
#ifndef TAU_RUNTIME_INT_H
#define TAU_RUNTIME_INT_H

#include <gmp.h>

#include "runtime/vm.h"

/* Canonical: |value| does not fit a small int, top limb non-zero.
 * size is negative for negative numbers, as in GMP's mpz. */
typedef struct BigInt {
    Object header; /* KIND_INT, without GC_SUBCLASS */
    int64_t size;
    mp_limb_t limbs[];
} BigInt;

/* An instance of a Python subclass of int: KIND_INT with GC_SUBCLASS. */
typedef struct IntBox {
    Object header;
    Value value; /* small int or BigInt */
} IntBox;

static inline bool value_is_any_int(Value v) { /* int, subclass or bool */
    return value_is_int(v) || value_is_kind(v, KIND_INT) || value_is_bool(v);
}
/* int, bool or subclass instance -> small int or BigInt. */
static inline Value int_unbox(Value v) {
    if (value_is_int(v)) return v;
    if (value_is_bool(v)) return value_from_int(value_is_true(v));
    Object *o = value_as_object(v);
    return o->gc & GC_SUBCLASS ? ((IntBox *)o)->value : v;
}

Value int_from_int64_slow(Thread *t, int64_t i);
static inline Value int_from_int64(Thread *t, int64_t i) {
    return int_fits_small(i) ? value_from_int(i) : int_from_int64_slow(t, i);
}
Value int_from_uint64(Thread *t, uint64_t i);
Value int_from_double(Thread *t, double d); /* truncates; OverflowError/ValueError for inf, nan */
Value int_from_limbs(Thread *t, const mp_limb_t *limbs, size_t count, bool negative);
/* Text without sign or white-space handling beyond Python's int(str, base):
 * underscores, prefixes; VALUE_ERROR with ValueError as CPython words it. */
Value int_from_text(Thread *t, const char *digits, size_t length, int base);
/* All take small ints or BigInts (unboxed). */
Value int_add(Thread *t, Value a, Value b);
Value int_sub(Thread *t, Value a, Value b);
Value int_mul(Thread *t, Value a, Value b);
/* x[0] * x[1] + x[2] - ...: the terms are one or two of the values each, as two bits of the
 * shape say, the lowest ones of the first term. */
enum { INT_SUM_TERMS = 4, INT_SUM_PRODUCT = 1, INT_SUM_NEGATIVE = 2 };
Value int_sum_of_products(Thread *t, const Value *values, unsigned terms, unsigned shape);
Value int_floordiv(Thread *t, Value a, Value b); /* ZeroDivisionError */
Value int_mod(Thread *t, Value a, Value b);
Value int_truediv(Thread *t, Value a, Value b); /* float, correctly rounded */
Value int_pow(Thread *t, Value a, Value b);     /* float when b < 0 */
Value int_pow_mod(Thread *t, Value a, Value b, Value modulus);
Value int_lshift(Thread *t, Value a, Value b);
Value int_rshift(Thread *t, Value a, Value b);
Value int_and(Thread *t, Value a, Value b);
Value int_or(Thread *t, Value a, Value b);
Value int_xor(Thread *t, Value a, Value b);
Value int_neg(Thread *t, Value a);
Value int_invert(Thread *t, Value a);
Value int_abs(Thread *t, Value a);
int int_compare(Value a, Value b);         /* -1, 0, 1 */
int int_compare_double(Value a, double d); /* exact; nan: 2 */
int int_sign(Value a);
int64_t int_hash(Value a);
size_t int_bit_length(Value a);
/* float(i); false with OverflowError. */
bool int_to_double(Thread *t, Value a, double *out) __attribute__((warn_unused_result));
/* false (no exception) when it does not fit. */
bool int_to_int64(Value a, int64_t *out) __attribute__((warn_unused_result));
bool int_to_uint64(Value a, uint64_t *out) __attribute__((warn_unused_result));
/* Number theory, for the module math. */
Value int_gcd(Thread *t, Value a, Value b); /* of the magnitudes, as is the lcm */
Value int_lcm(Thread *t, Value a, Value b);
Value int_isqrt(Thread *t, Value a); /* a >= 0 */
Value int_factorial(Thread *t, uint64_t n);
Value int_binomial(Thread *t, Value n, uint64_t k);              /* n >= k */
Value int_falling_factorial(Thread *t, Value n, uint64_t count); /* n (n-1) ... of count factors */
/* a = result * 2^exponent, 0.5 <= |result| < 1, rounded; 0 for 0. */
double int_frexp(Value a, int64_t *exponent);
/* Text in base 2, 8, 10, 16 (no prefix); ValueError over int_max_str_digits. */
Value int_to_str(Thread *t, Value a, int base);
/* Digits (base 2, 8, 10 or 16) and sign backwards from `end`, where there is
 * room for INT64_TEXT_MAX; returns where they begin. */
enum { INT64_TEXT_MAX = 72 };
char *int64_write(char *end, int64_t i, int base);

#endif

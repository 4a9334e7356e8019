/*
 * math_module.c - the module math.
 *
 * The C library computes; what it reports by NaN, infinity or errno becomes
 * "math domain error" or "math range error" as in CPython.
 */
#include <errno.h>
#include <limits.h>
#include <math.h>

#include "modules/math_gamma.h"
#include "runtime/iterators.h"
#include "runtime/native.h"

static Value raise_domain(Thread *t) {
    return raise_value_error(t, "math domain error");
}
static Value raise_range(Thread *t) {
    return raise_overflow_error(t, "math range error");
}

/* The result of a function that reports through errno.  Underflow is none. */
static Value result_by_errno(Thread *t, double r) {
    if (errno == EDOM) return raise_domain(t);
    if (errno == ERANGE && fabs(r) >= 1.5) return raise_range(t);
    return float_from_double(t, r);
}

/* ---- functions of one number ---------------------------------------------------- */

/* A NaN out of a number is outside the domain; so is an infinity, unless the
 * function can overflow. */
static inline Value function_1(Thread *t, Value arg, double (*f)(double), bool can_overflow) {
    double x;
    if (value_is_float(arg))
        x = value_as_float(arg);
    else if (!value_to_double(t, arg, &x))
        return VALUE_ERROR;
    double r = f(x);
    if (__builtin_expect(!isfinite(r), 0)) {
        if (isnan(r) && !isnan(x)) return raise_domain(t);
        if (isinf(r) && isfinite(x)) return can_overflow ? raise_range(t) : raise_domain(t);
    }
    return float_from_double(t, r);
}

#define FUNCTION_1(name, f, can_overflow)               \
    static Value math_##name(Thread *t, Value *args) {  \
        return function_1(t, args[0], f, can_overflow); \
    }

static double log_positive(double x) {
    return x > 0 ? log(x) : x == 0 ? -INFINITY : NAN;
}
static double log2_positive(double x) {
    return x > 0 ? log2(x) : x == 0 ? -INFINITY : NAN;
}
static double log10_positive(double x) {
    return x > 0 ? log10(x) : x == 0 ? -INFINITY : NAN;
}
/* Not log1p(-0.0) of every C library. */
static double log1p_signed(double x) {
    return x == 0 ? x : log1p(x);
}
static double to_degrees(double x) {
    return x * (180.0 / M_PI);
}
static double to_radians(double x) {
    return x * (M_PI / 180.0);
}

FUNCTION_1(acos, acos, false)
FUNCTION_1(acosh, acosh, false)
FUNCTION_1(asin, asin, false)
FUNCTION_1(asinh, asinh, false)
FUNCTION_1(atan, atan, false)
FUNCTION_1(atanh, atanh, false)
FUNCTION_1(cbrt, cbrt, false)
FUNCTION_1(cos, cos, false)
FUNCTION_1(cosh, cosh, true)
FUNCTION_1(exp, exp, true)
FUNCTION_1(exp2, exp2, true)
FUNCTION_1(expm1, expm1, true)
FUNCTION_1(fabs, fabs, false)
FUNCTION_1(log1p, log1p_signed, false)
FUNCTION_1(sin, sin, false)
FUNCTION_1(sinh, sinh, true)
FUNCTION_1(sqrt, sqrt, false)
FUNCTION_1(tan, tan, false)
FUNCTION_1(tanh, tanh, false)

/* Those that report through errno, and those that cannot fail. */
#define FUNCTION_1_ERRNO(name, f)                                 \
    static Value math_##name##_function(Thread *t, Value *args) { \
        double x;                                                 \
        if (!value_to_double(t, args[0], &x)) return VALUE_ERROR; \
        errno = 0;                                                \
        return result_by_errno(t, f(x));                          \
    }
#define FUNCTION_1_PLAIN(name, expression)                        \
    static Value math_##name(Thread *t, Value *args) {            \
        double x;                                                 \
        if (!value_to_double(t, args[0], &x)) return VALUE_ERROR; \
        return expression;                                        \
    }

static double error_function(double x) {
    double r = erf(x);
    errno = 0; /* underflow */
    return r;
}

static double error_function_complement(double x) {
    double r = erfc(x);
    errno = 0;
    return r;
}

FUNCTION_1_ERRNO(gamma, math_gamma)
FUNCTION_1_ERRNO(lgamma, math_lgamma)
FUNCTION_1_ERRNO(erf, error_function)
FUNCTION_1_ERRNO(erfc, error_function_complement)
FUNCTION_1_PLAIN(degrees, float_from_double(t, to_degrees(x)))
FUNCTION_1_PLAIN(radians, float_from_double(t, to_radians(x)))
FUNCTION_1_PLAIN(isfinite, value_bool(isfinite(x)))
FUNCTION_1_PLAIN(isinf, value_bool(isinf(x)))
FUNCTION_1_PLAIN(isnan, value_bool(isnan(x)))

static Value math_ulp(Thread *t, Value *args) {
    double x;
    if (!value_to_double(t, args[0], &x)) return VALUE_ERROR;
    x = fabs(x);
    if (!isfinite(x)) return float_from_double(t, x);
    double next = nextafter(x, INFINITY);
    return float_from_double(t, isinf(next) ? x - nextafter(x, -INFINITY) : next - x);
}

static Value math_frexp(Thread *t, Value *args) {
    double x;
    int exponent = 0;
    if (!value_to_double(t, args[0], &x)) return VALUE_ERROR;
    if (isfinite(x) && x != 0) x = frexp(x, &exponent);
    Value fraction = float_from_double(t, x);
    return value_is_error(fraction) ? fraction : tuple_pair(t, fraction, value_from_int(exponent));
}

static Value math_modf(Thread *t, Value *args) {
    double x, whole;
    if (!value_to_double(t, args[0], &x)) return VALUE_ERROR;
    double fraction = isinf(x) ? copysign(0.0, x) : modf(x, &whole);
    Value first = float_from_double(t, fraction);
    Value second = float_from_double(t, isinf(x) ? x : whole);
    if (value_is_error(first) || value_is_error(second)) return VALUE_ERROR;
    return tuple_pair(t, first, second);
}

/* ---- rounding to integers ----------------------------------------------------------- */

static Value round_by(Thread *t, Value v, double (*f)(double), SpecialId id) {
    if (value_is_int(v)) return v;
    if (!value_is_float(v) && !value_is_exact(v, KIND_FLOAT)) {
        Value method = special_of(t, v, id);
        if (!value_is_undef(method)) return call_special(t, method, &v, 1);
    }
    double x;
    return value_to_double(t, v, &x) ? int_from_double(t, f(x)) : VALUE_ERROR;
}

static Value math_floor(Thread *t, Value *args) {
    return round_by(t, args[0], floor, SPECIAL_FLOOR);
}
static Value math_ceil(Thread *t, Value *args) {
    return round_by(t, args[0], ceil, SPECIAL_CEIL);
}

static Value math_trunc(Thread *t, Value *args) {
    if (value_is_int(args[0])) return args[0];
    if (value_is_float(args[0])) return int_from_double(t, value_as_float(args[0]));
    Value method = special_of(t, args[0], SPECIAL_TRUNC);
    if (value_is_undef(method))
        return raise_type_error(t, "type %T doesn't define __trunc__ method", args[0]);
    return call_special(t, method, args, 1);
}

/* ---- functions of two numbers --------------------------------------------------------- */

static inline bool two_doubles(Thread *t, Value *args, double *x, double *y) {
    return value_to_double(t, args[0], x) && value_to_double(t, args[1], y);
}

#define FUNCTION_2(name, f)                                                \
    static Value math_##name(Thread *t, Value *args) {                     \
        double x, y;                                                       \
        if (!two_doubles(t, args, &x, &y)) return VALUE_ERROR;             \
        double r = f(x, y);                                                \
        if (isnan(r) && !isnan(x) && !isnan(y)) return raise_domain(t);    \
        if (isinf(r) && isfinite(x) && isfinite(y)) return raise_range(t); \
        return float_from_double(t, r);                                    \
    }

FUNCTION_2(atan2, atan2)
FUNCTION_2(copysign, copysign)
FUNCTION_2(remainder, remainder)

static Value math_nextafter(Thread *t, Value *args) {
    double x, y;
    return two_doubles(t, args, &x, &y) ? float_from_double(t, nextafter(x, y)) : VALUE_ERROR;
}

static Value math_fmod(Thread *t, Value *args) {
    double x, y;
    if (!two_doubles(t, args, &x, &y)) return VALUE_ERROR;
    double r = isinf(y) && isfinite(x) ? x : fmod(x, y);
    if (isnan(r) && !isnan(x) && !isnan(y)) return raise_domain(t);
    return float_from_double(t, r);
}

static double pow_not_finite(double x, double y) {
    if (isnan(x)) return y == 0 ? 1.0 : x;
    if (isnan(y)) return x == 1.0 ? 1.0 : y;
    if (isinf(x)) {
        bool odd = isfinite(y) && fmod(fabs(y), 2.0) == 1.0;
        if (y > 0) return odd ? x : fabs(x);
        if (y == 0) return 1.0;
        return odd ? copysign(0.0, x) : 0.0;
    }
    if (fabs(x) == 1.0) return 1.0;
    if (y > 0 && fabs(x) > 1.0) return y;
    return y < 0 && fabs(x) < 1.0 ? -y : 0.0;
}

static Value math_pow(Thread *t, Value *args) {
    double x, y;
    if (!two_doubles(t, args, &x, &y)) return VALUE_ERROR;
    if (!isfinite(x) || !isfinite(y)) return float_from_double(t, pow_not_finite(x, y));
    double r = pow(x, y);
    if (isnan(r) || (isinf(r) && x == 0)) return raise_domain(t);
    return isinf(r) ? raise_range(t) : float_from_double(t, r);
}

static Value math_ldexp(Thread *t, Value *args) {
    double x;
    int64_t exponent;
    if (!value_to_double(t, args[0], &x)) return VALUE_ERROR;
    if (!value_is_any_int(args[1]))
        return raise_type_error(t, "Expected an int as second argument to ldexp.");
    Value index = int_unbox(args[1]);
    if (!int_to_int64(index, &exponent)) exponent = int_sign(index) < 0 ? INT64_MIN : INT64_MAX;
    if (x == 0 || !isfinite(x)) return float_from_double(t, x);
    int clipped = exponent > INT_MAX ? INT_MAX : exponent < INT_MIN ? INT_MIN : (int)exponent;
    double r = ldexp(x, clipped);
    return isinf(r) ? raise_range(t) : float_from_double(t, r);
}

static Value math_isclose(Thread *t, Value *args) {
    double a, b, relative, absolute;
    if (!two_doubles(t, args, &a, &b) || !two_doubles(t, args + 2, &relative, &absolute))
        return VALUE_ERROR;
    if (relative < 0 || absolute < 0)
        return raise_value_error(t, "tolerances must be non-negative");
    if (a == b) return VALUE_TRUE;
    if (isinf(a) || isinf(b)) return VALUE_FALSE;
    double difference = fabs(b - a);
    return value_bool(difference <= fabs(relative * b) || difference <= fabs(relative * a) ||
                      difference <= absolute);
}

/* ---- logarithms ----------------------------------------------------------------------- */

/* Of ints too large for a double: by mantissa and exponent. */
static Value logarithm(Thread *t, Value v, double (*f)(double)) {
    if (!value_is_any_int(v)) return function_1(t, v, f, false);
    Value i = int_unbox(v);
    if (int_sign(i) <= 0) return raise_domain(t);
    if (int_bit_length(i) <= 1023) {
        double x;
        if (!int_to_double(t, i, &x)) return VALUE_ERROR;
        return float_from_double(t, f(x));
    }
    int64_t exponent;
    double fraction = int_frexp(i, &exponent);
    if (exponent <= 1024 && isfinite(ldexp(fraction, (int)exponent)))
        return float_from_double(t, f(ldexp(fraction, (int)exponent)));
    return float_from_double(t, f(fraction) + f(2.0) * (double)exponent);
}

static Value math_log(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (kwnames && kwnames->length)
        return raise_type_error(t, "math.log() takes no keyword arguments");
    if (nargs < 1 || nargs > 2) return raise_type_error(t, "math.log requires 1 to 2 arguments");
    Value r = logarithm(t, args[0], log_positive);
    if (nargs == 1 || value_is_error(r)) return r;
    Value base = logarithm(t, args[1], log_positive);
    return value_is_error(base) ? base : op_binary(t, OP_TRUEDIV, r, base);
}

static Value math_log2(Thread *t, Value *args) {
    return logarithm(t, args[0], log2_positive);
}
static Value math_log10(Thread *t, Value *args) {
    return logarithm(t, args[0], log10_positive);
}

/* ---- distances -------------------------------------------------------------------------- */

/* A sum that starts at 1 and keeps the rounding errors of its additions. */
typedef struct Accumulator {
    double sum;
    double errors[3];
} Accumulator;

static inline void accumulate(Accumulator *a, double x, int level) {
    double before = a->sum;
    a->sum += x;
    a->errors[level] += (before - a->sum) + x;
}

static inline double accumulated(const Accumulator *a) {
    return a->sum - 1.0 + (a->errors[0] + a->errors[1] + a->errors[2]);
}

/* x = high + low, of 26 bits each (Veltkamp). */
static inline void split(double x, double *high, double *low) {
    double t = x * 134217729.0; /* 2^27 + 1 */
    *high = t - (t - x);
    *low = x - *high;
}

/* The root of the sum of squares of non-negative numbers, nearly always
 * correctly rounded: scaled to [0.5, 1), squares split into parts that are
 * exact, and one Newton step from the root of the sum. */
static double vector_norm(const double *v, size_t n, double max, bool found_nan) {
    if (isinf(max)) return max;
    if (found_nan) return NAN;
    if (max == 0 || n <= 1) return max;
    Accumulator sum = {1.0, {0, 0, 0}};
    uint64_t bits;
    memcpy(&bits, &max, sizeof bits);
    int exponent = (int)(bits >> 52) - 1022; /* as frexp gives it */
    if (exponent <= -1022) {                 /* subnormal */
        frexp(max, &exponent);
        if (exponent < -1023) { /* the scale would overflow */
            for (size_t i = 0; i < n; i++) {
                double x = v[i] / max;
                accumulate(&sum, x * x, 0);
            }
            return max * sqrt(sum.sum - 1.0 + sum.errors[0]);
        }
    }
    double scale, high, low;
    if (exponent < 1023 && exponent > -1023) { /* 2^-exponent is normal */
        bits = (uint64_t)(1023 - exponent) << 52;
        memcpy(&scale, &bits, sizeof scale);
    } else {
        scale = ldexp(1.0, -exponent);
    }
    for (size_t i = 0; i < n; i++) {
        split(v[i] * scale, &high, &low);
        accumulate(&sum, high * high, 0);
        accumulate(&sum, 2.0 * high * low, 1);
        sum.errors[2] += low * low;
    }
    double root = sqrt(accumulated(&sum));
    split(root, &high, &low);
    accumulate(&sum, -high * high, 0);
    accumulate(&sum, -2.0 * high * low, 1);
    accumulate(&sum, -low * low, 2);
    return (root + accumulated(&sum) / (2.0 * root)) / scale;
}

enum { STACK_COORDINATES = 32 };

static double *coordinates(Thread *t, double *room, size_t n) {
    if (n <= STACK_COORDINATES) return room;
    Raw *raw = gc_alloc_raw(t, n * sizeof(double));
    return raw ? (double *)raw->bytes : NULL;
}

static Value math_hypot(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (kwnames && kwnames->length)
        return raise_type_error(t, "math.hypot() takes no keyword arguments");
    double room[STACK_COORDINATES], max = 0;
    double *v = coordinates(t, room, nargs);
    if (!v) return VALUE_ERROR;
    bool found_nan = false;
    for (size_t i = 0; i < nargs; i++) {
        double x;
        if (!value_to_double(t, args[i], &x)) return VALUE_ERROR;
        v[i] = fabs(x);
        found_nan |= isnan(x);
        if (v[i] > max) max = v[i];
    }
    return float_from_double(t, vector_norm(v, nargs, max, found_nan));
}

static Value math_dist(Thread *t, Value *args) {
    Value p = value_is_tuple(args[0]) ? args[0] : tuple_from_iterable(t, args[0]);
    if (value_is_error(p)) return p;
    Value q = value_is_tuple(args[1]) ? args[1] : tuple_from_iterable(t, args[1]);
    if (value_is_error(q)) return q;
    const Tuple *a = value_as_tuple(p), *b = value_as_tuple(q);
    size_t n = a->length;
    if (n != b->length)
        return raise_value_error(t, "both points must have the same number of dimensions");
    double room[STACK_COORDINATES], max = 0;
    double *v = coordinates(t, room, n);
    if (!v) return VALUE_ERROR;
    bool found_nan = false;
    for (size_t i = 0; i < n; i++) {
        double x, y;
        if (!value_to_double(t, a->items[i], &x) || !value_to_double(t, b->items[i], &y))
            return VALUE_ERROR;
        v[i] = fabs(x - y);
        found_nan |= isnan(v[i]);
        if (v[i] > max) max = v[i];
    }
    return float_from_double(t, vector_norm(v, n, max, found_nan));
}

/* ---- sums and products -------------------------------------------------------------------- */

/* Partial sums that do not overlap, in increasing magnitude (Shewchuk): each
 * has a bit of its own, so there are never more than a double has bits. */
enum { MAX_PARTIALS = 2112 };
typedef struct ExactSum {
    size_t count;
    double infinities; /* inf, -inf, or NaN if both occurred */
    double specials;   /* with NaNs */
    double partials[MAX_PARTIALS];
} ExactSum;

static bool exact_sum_add(Thread *t, ExactSum *sum, double item) {
    double x = item;
    size_t kept = 0;
    for (size_t i = 0; i < sum->count; i++) {
        double y = sum->partials[i];
        if (fabs(x) < fabs(y)) {
            double swap = x;
            x = y;
            y = swap;
        }
        double high = x + y;
        double low = y - (high - x);
        if (low != 0) sum->partials[kept++] = low;
        x = high;
    }
    sum->count = kept;
    if (x == 0) return true;
    if (isfinite(x)) {
        sum->partials[sum->count++] = x;
        return true;
    }
    if (isfinite(item)) {
        raise_overflow_error(t, "intermediate overflow in fsum");
        return false;
    }
    if (isinf(item)) sum->infinities += item;
    sum->specials += item;
    sum->count = 0;
    return true;
}

/* The partials from the largest down, until a rounding decides; a tie is
 * decided by the sign of the next one. */
static double exact_sum_round(ExactSum *sum) {
    size_t n = sum->count;
    if (n == 0) return 0.0;
    double high = sum->partials[--n], low = 0;
    while (n > 0) {
        double x = high, y = sum->partials[--n];
        high = x + y;
        low = y - (high - x);
        if (low != 0) break;
    }
    if (n > 0 && ((low < 0 && sum->partials[n - 1] < 0) || (low > 0 && sum->partials[n - 1] > 0))) {
        double y = low * 2.0, x = high + y;
        if (y == x - high) high = x;
    }
    return high;
}

static Value math_fsum(Thread *t, Value *args) {
    Value iterator = op_iter(t, args[0]);
    if (value_is_error(iterator)) return iterator;
    ExactSum sum;
    sum.count = 0;
    sum.infinities = sum.specials = 0;
    for (;;) {
        Value item = iterator_next(t, iterator);
        double x;
        if (value_is_stop(item)) break;
        if (value_is_error(item) || !value_to_double(t, item, &x) || !exact_sum_add(t, &sum, x))
            return VALUE_ERROR;
    }
    if (sum.specials != 0) {
        if (isnan(sum.infinities)) return raise_value_error(t, "-inf + inf in fsum");
        return float_from_double(t, sum.specials);
    }
    return float_from_double(t, exact_sum_round(&sum));
}

static Value math_prod(Thread *t, Value *args) {
    Value iterator = op_iter(t, args[0]), product = args[1];
    if (value_is_error(iterator)) return iterator;
    for (;;) {
        Value item = iterator_next(t, iterator);
        if (value_is_stop(item)) return product;
        if (value_is_error(item)) return item;
        int64_t small;
        if (values_are_ints(product, item) &&
            !__builtin_mul_overflow(value_as_int(product), value_as_int(item), &small))
            product = int_from_int64(t, small);
        else if (values_are_floats(product, item))
            product = float_from_double(t, value_as_float(product) * value_as_float(item));
        else
            product = op_binary(t, OP_MUL, product, item);
        if (value_is_error(product)) return product;
    }
}

/* ---- integers -------------------------------------------------------------------------------- */

/* gcd(*integers), lcm(*integers) */
static Value fold_integers(Thread *t, const char *name, Value *args, size_t nargs, Tuple *kwnames,
                           Value r, Value (*f)(Thread *, Value, Value)) {
    if (kwnames && kwnames->length)
        return raise_type_error(t, "math.%s() takes no keyword arguments", name);
    for (size_t i = 0; i < nargs; i++) {
        Value item = value_is_int(args[i]) ? args[i] : op_index(t, args[i]);
        if (value_is_error(item)) return item;
        r = f(t, r, item);
        if (value_is_error(r)) return r;
    }
    return r;
}

static Value math_gcd(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return fold_integers(t, "gcd", args, nargs, kwnames, value_from_int(0), int_gcd);
}

static Value math_lcm(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return fold_integers(t, "lcm", args, nargs, kwnames, value_from_int(1), int_lcm);
}

static Value math_isqrt(Thread *t, Value *args) {
    Value n = op_index(t, args[0]);
    if (value_is_error(n)) return n;
    if (int_sign(n) < 0) return raise_value_error(t, "isqrt() argument must be nonnegative");
    return int_isqrt(t, n);
}

static Value math_factorial(Thread *t, Value *args) {
    Value n = op_index(t, args[0]);
    int64_t i;
    if (value_is_error(n)) return n;
    if (int_sign(n) < 0) return raise_value_error(t, "factorial() not defined for negative values");
    if (!int_to_int64(n, &i))
        return raise_overflow_error(t, "factorial() argument should not exceed %ld", LONG_MAX);
    return int_factorial(t, (uint64_t)i);
}

static bool natural_numbers(Thread *t, Value n, Value k) {
    if (int_sign(n) < 0)
        raise_value_error(t, "n must be a non-negative integer");
    else if (int_sign(k) < 0)
        raise_value_error(t, "k must be a non-negative integer");
    else
        return true;
    return false;
}

static Value math_perm(Thread *t, Value *args) {
    if (value_is_none(args[1])) return math_factorial(t, args);
    Value n = op_index(t, args[0]);
    if (value_is_error(n)) return n;
    Value k = op_index(t, args[1]);
    int64_t count;
    if (value_is_error(k) || !natural_numbers(t, n, k)) return VALUE_ERROR;
    if (int_compare(n, k) < 0) return value_from_int(0);
    if (!int_to_int64(k, &count)) return raise_overflow_error(t, "k must not exceed %ld", LONG_MAX);
    return int_falling_factorial(t, n, (uint64_t)count);
}

/* A binomial coefficient whose intermediate products fit a word; false if not. */
static bool small_binomial(uint64_t n, uint64_t k, uint64_t *out) {
    uint64_t result = 1, product;
    if (k > n - k) k = n - k;
    for (uint64_t i = 1; i <= k; i++) {
        if (__builtin_mul_overflow(result, n - k + i, &product)) return false;
        result = product / i;
    }
    *out = result;
    return true;
}

static Value math_comb(Thread *t, Value *args) {
    uint64_t small;
    if (values_are_ints(args[0], args[1]) && value_as_int(args[1]) >= 0 &&
        value_as_int(args[0]) >= value_as_int(args[1]) &&
        small_binomial((uint64_t)value_as_int(args[0]), (uint64_t)value_as_int(args[1]), &small))
        return int_from_uint64(t, small);
    Value n = op_index(t, args[0]);
    if (value_is_error(n)) return n;
    Value k = op_index(t, args[1]);
    if (value_is_error(k) || !natural_numbers(t, n, k)) return VALUE_ERROR;
    Value rest = int_sub(t, n, k);
    if (value_is_error(rest) || int_sign(rest) < 0)
        return value_is_error(rest) ? rest : value_from_int(0);
    if (int_compare(rest, k) < 0) k = rest;
    int64_t count;
    if (!int_to_int64(k, &count))
        return raise_overflow_error(t, "min(n - k, k) must not exceed %ld", LONG_MAX);
    return int_binomial(t, n, (uint64_t)count);
}

/* ---- the module --------------------------------------------------------------------- */

#define OF_ONE(name, fn, doubles, doc) NATIVE_DOUBLES(name, "($module, x, /)", "iIfb >f", fn, doubles, doc)
#define OF_TWO(name, fn, doubles, doc) NATIVE_DOUBLES(name, "($module, x, y, /)", "iIfb iIfb >f", fn, doubles, doc)
#define ONE_TO(result, name, fn, doc) NATIVE_PLAIN(name, "($module, x, /)", "iIfb >" result, fn, doc)
#define ONE(name, fn, doc) ONE_TO("f", name, fn, doc)
#define TWO(name, fn, doc) NATIVE_PLAIN(name, "($module, x, y, /)", "iIfb iIfb >f", fn, doc)

static const NativeDef math_functions[] = {
    OF_ONE("acos", math_acos, acos,
        "Return the arc cosine (measured in radians) of x.\n\nThe result is between 0 and pi."),
    OF_ONE("acosh", math_acosh, acosh, "Return the inverse hyperbolic cosine of x."),
    OF_ONE("asin", math_asin, asin,
        "Return the arc sine (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2."),
    OF_ONE("asinh", math_asinh, asinh, "Return the inverse hyperbolic sine of x."),
    OF_ONE("atan", math_atan, atan,
        "Return the arc tangent (measured in radians) of x.\n\n"
        "The result is between -pi/2 and pi/2."),
    NATIVE_DOUBLES("atan2", "($module, y, x, /)", "iIfb iIfb >f", math_atan2, atan2,
           "Return the arc tangent (measured in radians) of y/x.\n\n"
           "Unlike atan(y/x), the signs of both x and y are considered."),
    OF_ONE("atanh", math_atanh, atanh, "Return the inverse hyperbolic tangent of x."),
    OF_ONE("cbrt", math_cbrt, cbrt, "Return the cube root of x."),
    ONE_TO("iI", "ceil", math_ceil,
        "Return the ceiling of x as an Integral.\n\nThis is the smallest integer >= x."),
    OF_TWO("copysign", math_copysign, copysign,
        "Return a float with the magnitude (absolute value) of x but the sign of y.\n\n"
        "On platforms that support signed zeros, copysign(1.0, -0.0)\nreturns -1.0.\n"),
    OF_ONE("cos", math_cos, cos, "Return the cosine of x (measured in radians)."),
    OF_ONE("cosh", math_cosh, cosh, "Return the hyperbolic cosine of x."),
    OF_ONE("degrees", math_degrees, to_degrees, "Convert angle x from radians to degrees."),
    NATIVE("dist", "($module, p, q, /)", math_dist,
           "Return the Euclidean distance between two points p and q.\n\n"
           "The points should be specified as sequences (or iterables) of\n"
           "coordinates.  Both inputs must have the same dimension.\n\n"
           "Roughly equivalent to:\n"
           "    sqrt(sum((px - qx) ** 2.0 for px, qx in zip(p, q)))"),
    ONE("erf", math_erf_function, "Error function at x."),
    ONE("erfc", math_erfc_function, "Complementary error function at x."),
    OF_ONE("exp", math_exp, exp, "Return e raised to the power of x."),
    OF_ONE("exp2", math_exp2, exp2, "Return 2 raised to the power of x."),
    OF_ONE("expm1", math_expm1, expm1,
        "Return exp(x)-1.\n\nThis function avoids the loss of precision involved in the direct "
        "evaluation of exp(x)-1 for small x."),
    OF_ONE("fabs", math_fabs, fabs, "Return the absolute value of the float x."),
    NATIVE_PLAIN("factorial", "($module, n, /)", "iIb >iI", math_factorial,
           "Find n!.\n\nRaise a ValueError if x is negative or non-integral."),
    ONE_TO("iI", "floor", math_floor,
        "Return the floor of x as an Integral.\n\nThis is the largest integer <= x."),
    OF_TWO("fmod", math_fmod, fmod, "Return fmod(x, y), according to platform C.\n\nx % y may differ."),
    ONE_TO("t", "frexp", math_frexp,
        "Return the mantissa and exponent of x, as pair (m, e).\n\n"
        "m is a float and e is an int, such that x = m * 2.**e.\n"
        "If x is 0, m and e are both 0.  Else 0.5 <= abs(m) < 1.0."),
    NATIVE("fsum", "($module, seq, /)", math_fsum,
           "Return an accurate floating point sum of values in the iterable seq.\n\n"
           "Assumes IEEE-754 floating point arithmetic."),
    ONE("gamma", math_gamma_function, "Gamma function at x."),
    NATIVE_RAW("gcd", "($module, *integers)", math_gcd, "Greatest Common Divisor."),
    NATIVE_RAW("hypot", "(*coordinates)", math_hypot,
               "hypot(*coordinates) -> value\n\n"
               "Multidimensional Euclidean distance from the origin to a point.\n\n"
               "Roughly equivalent to:\n"
               "    sqrt(sum(x**2 for x in coordinates))\n\n"
               "For a two dimensional point (x, y), gives the hypotenuse\n"
               "using the Pythagorean theorem:  sqrt(x*x + y*y).\n\n"
               "For example, the hypotenuse of a 3/4/5 right triangle is:\n\n"
               "    >>> hypot(3.0, 4.0)\n"
               "    5.0\n"),
    NATIVE("isclose", "($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)", math_isclose,
           "Determine whether two floating point numbers are close in value.\n\n"
           "  rel_tol\n"
           "    maximum difference for being considered \"close\", relative to the\n"
           "    magnitude of the input values\n"
           "  abs_tol\n"
           "    maximum difference for being considered \"close\", regardless of the\n"
           "    magnitude of the input values\n\n"
           "Return True if a is close in value to b, and False otherwise.\n\n"
           "For the values to be considered close, the difference between them\n"
           "must be smaller than at least one of the tolerances.\n\n"
           "-inf, inf and NaN behave similarly to the IEEE 754 Standard.  That\n"
           "is, NaN is not close to anything, even itself.  inf and -inf are\n"
           "only close to themselves."),
    ONE_TO("b", "isfinite", math_isfinite,
        "Return True if x is neither an infinity nor a NaN, and False otherwise."),
    ONE_TO("b", "isinf", math_isinf,
        "Return True if x is a positive or negative infinity, and False otherwise."),
    ONE_TO("b", "isnan", math_isnan, "Return True if x is a NaN (not a number), and False otherwise."),
    NATIVE_PLAIN("isqrt", "($module, n, /)", "iIb >iI", math_isqrt,
           "Return the integer part of the square root of the input."),
    NATIVE_RAW("lcm", "($module, *integers)", math_lcm, "Least Common Multiple."),
    NATIVE_PLAIN("ldexp", "($module, x, i, /)", "iIfb i >f", math_ldexp,
           "Return x * (2**i).\n\nThis is essentially the inverse of frexp()."),
    ONE("lgamma", math_lgamma_function,
        "Natural logarithm of absolute value of Gamma function at x."),
    NATIVE_RAW_DOUBLES("log", "(x, base=<none>)", "iIfb >f", math_log, log_positive,
               "log(x, [base=math.e])\n"
               "Return the logarithm of x to the given base.\n\n"
               "If the base not specified, returns the natural logarithm (base e) of x."),
    OF_ONE("log1p", math_log1p, log1p_signed,
        "Return the natural logarithm of 1+x (base e).\n\n"
        "The result is computed in a way which is accurate for x near zero."),
    OF_ONE("log10", math_log10, log10_positive, "Return the base 10 logarithm of x."),
    OF_ONE("log2", math_log2, log2_positive, "Return the base 2 logarithm of x."),
    ONE_TO("t", "modf", math_modf,
        "Return the fractional and integer parts of x.\n\n"
        "Both results carry the sign of x and are floats."),
    OF_TWO("pow", math_pow, pow, "Return x**y (x to the power of y)."),
    OF_ONE("radians", math_radians, to_radians, "Convert angle x from degrees to radians."),
    TWO("remainder", math_remainder,
        "Difference between x and the closest integer multiple of y.\n\n"
        "Return x - n*y where n*y is the closest integer multiple of y.\n"
        "In the case where x is exactly halfway between two multiples of\n"
        "y, the nearest even value of n is used. The result is always exact."),
    OF_ONE("sin", math_sin, sin, "Return the sine of x (measured in radians)."),
    OF_ONE("sinh", math_sinh, sinh, "Return the hyperbolic sine of x."),
    OF_ONE("sqrt", math_sqrt, sqrt, "Return the square root of x."),
    OF_ONE("tan", math_tan, tan, "Return the tangent of x (measured in radians)."),
    OF_ONE("tanh", math_tanh, tanh, "Return the hyperbolic tangent of x."),
    ONE_TO("iI", "trunc", math_trunc,
        "Truncates the Real x to the nearest Integral toward 0.\n\n"
        "Uses the __trunc__ magic method."),
    NATIVE("prod", "($module, iterable, /, *, start=1)", math_prod,
           "Calculate the product of all the elements in the input iterable.\n\n"
           "The default start value for the product is 1.\n\n"
           "When the iterable is empty, return the start value.  This function is\n"
           "intended specifically for use with numeric values and may reject\n"
           "non-numeric types."),
    NATIVE("perm", "($module, n, k=None, /)", math_perm,
           "Number of ways to choose k items from n items without repetition and with order.\n\n"
           "Evaluates to n! / (n - k)! when k <= n and evaluates\n"
           "to zero when k > n.\n\n"
           "If k is not specified or is None, then k defaults to n\n"
           "and the function returns n!.\n\n"
           "Raises TypeError if either of the arguments are not integers.\n"
           "Raises ValueError if either of the arguments are negative."),
    NATIVE_PLAIN("comb", "($module, n, k, /)", "iI iI >iI", math_comb,
           "Number of ways to choose k items from n items without repetition and without order.\n\n"
           "Evaluates to n! / (k! * (n - k)!) when k <= n and evaluates\n"
           "to zero when k > n.\n\n"
           "Also called the binomial coefficient because it is equivalent\n"
           "to the coefficient of k-th term in polynomial expansion of the\n"
           "expression (1 + x)**n.\n\n"
           "Raises TypeError if either of the arguments are not integers.\n"
           "Raises ValueError if either of the arguments are negative."),
    TWO("nextafter", math_nextafter, "Return the next floating-point value after x towards y."),
    ONE("ulp", math_ulp, "Return the value of the least significant bit of the float x."),
    NATIVE_END,
};

static bool math_init(Thread *t, Module *m) {
    return module_set(t, m, "pi", float_from_double(t, M_PI)) &&
           module_set(t, m, "e", float_from_double(t, M_E)) &&
           module_set(t, m, "tau", float_from_double(t, 2 * M_PI)) &&
           module_set(t, m, "inf", float_from_double(t, INFINITY)) &&
           module_set(t, m, "nan", float_from_double(t, NAN));
}

const ModuleDef module_math = {
    .name = "math",
    .doc = "This module provides access to the mathematical functions\n"
           "defined by the C standard.",
    .functions = math_functions,
    .init = math_init,
};

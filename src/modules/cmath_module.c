/*
 * cmath_module.c - the module cmath: functions of complex numbers.
 *
 * Formulas for finite arguments avoid overflow and cancellation in the manner
 * of W. Kahan, "Branch Cuts for Complex Elementary Functions" (1987), and keep
 * CPython's order of operations, so that results agree to the last bit.  For
 * infinities and NaNs the C library knows the values (C99, annex G).
 */
#include <complex.h>
#include <errno.h>
#include <float.h>
#include <math.h>

#ifndef CMPLX /* the C library defines it for gcc only */
#define CMPLX(real, imaginary) __builtin_complex((double)(real), (double)(imaginary))
#endif

#include "runtime/native.h"

typedef struct Z {
    double real, imag;
} Z;

#define LARGE      (DBL_MAX / 4.0)
#define SQRT_LARGE (sqrt(LARGE))
#define LOG_LARGE  (log(LARGE))
#define SQRT_MIN   (sqrt(DBL_MIN))

static inline double complex to_c(Z z) {
    return CMPLX(z.real, z.imag);
}
static inline Z from_c(double complex c) {
    return (Z){creal(c), cimag(c)};
}
static inline bool is_finite(Z z) {
    return isfinite(z.real) && isfinite(z.imag);
}
static inline Z negative(Z z) {
    return (Z){-z.real, -z.imag};
}
/* i z and -i z */
static inline Z times_i(Z z) {
    return (Z){-z.imag, z.real};
}
static inline Z times_minus_i(Z z) {
    return (Z){z.imag, -z.real};
}

static double log_signed_1p(double x) {
    return x == 0 ? x : log1p(x);
}

/* The C library's values for a z that is not finite, with the signs that the
 * standard leaves open, or that follow a NaN's, as CPython has them. */
static Z special_exp(Z z) {
    Z r = from_c(cexp(to_c(z)));
    return z.real < 0 && isinf(z.imag) ? (Z){0.0, 0.0} : r;
}

static Z special_cosh(Z z) {
    Z r = from_c(ccosh(to_c(z)));
    return isnan(z.real) && z.imag == 0 ? (Z){r.real, 0.0} : r;
}

static Z special_sinh(Z z) {
    Z r = from_c(csinh(to_c(z)));
    return z.real == 0 && isnan(z.imag) ? (Z){0.0, r.imag} : r;
}

static Z special_tanh(Z z) {
    Z r = from_c(ctanh(to_c(z)));
    if (z.real == 0 && isnan(z.imag)) return (Z){NAN, NAN};
    return isinf(z.real) && isinf(z.imag) ? (Z){r.real, 0.0} : r;
}

static Z special_acos(Z z) {
    Z r = from_c(cacos(to_c(z)));
    return isinf(z.real) && isnan(z.imag) ? (Z){r.real, INFINITY} : r;
}

static Z special_acosh(Z z) {
    Z r = from_c(cacosh(to_c(z)));
    return z.real == 0 && isnan(z.imag) ? (Z){NAN, NAN} : r;
}

static Z special_asinh(Z z) {
    Z r = from_c(casinh(to_c(z)));
    return isnan(z.real) && isinf(z.imag) ? (Z){INFINITY, r.imag} : r;
}

static Z special_atanh(Z z) {
    Z r = from_c(catanh(to_c(z)));
    return isnan(z.real) && isinf(z.imag) ? (Z){0.0, r.imag} : r;
}

static Z special_sqrt(Z z) {
    return from_c(csqrt(to_c(z)));
}
static Z special_log(Z z) {
    return from_c(clog(to_c(z)));
}

#define SPECIAL(function, z, is_error)     \
    if (!is_finite(z)) {                   \
        Z special = special_##function(z); \
        errno = (is_error) ? EDOM : 0;     \
        return special;                    \
    }

static Z report_overflow(Z r) {
    errno = isinf(r.real) || isinf(r.imag) ? ERANGE : 0;
    return r;
}

/* ---- root and logarithm ----------------------------------------------------------- */

static Z z_sqrt(Z z) {
    SPECIAL(sqrt, z, false)
    if (z.real == 0 && z.imag == 0) return (Z){0.0, z.imag};
    double x = fabs(z.real), y = fabs(z.imag), s;
    if (x < DBL_MIN && y < DBL_MIN) { /* subnormal: scaled up by 2^53, the root by 2^27 */
        x = ldexp(x, 53);
        s = ldexp(sqrt(x + hypot(x, ldexp(y, 53))), -27);
    } else {
        x /= 8.0;
        s = 2.0 * sqrt(x + hypot(x, y / 8.0));
    }
    double d = y / (2.0 * s);
    errno = 0;
    return z.real >= 0 ? (Z){s, copysign(d, z.imag)} : (Z){d, copysign(s, z.imag)};
}

static Z z_log(Z z) {
    SPECIAL(log, z, false)
    double x = fabs(z.real), y = fabs(z.imag), real;
    int error = 0;
    if (x > LARGE || y > LARGE) {
        real = log(hypot(x / 2.0, y / 2.0)) + M_LN2;
    } else if (x < DBL_MIN && y < DBL_MIN) {
        if (x > 0 || y > 0) {
            real =
                log(hypot(ldexp(x, DBL_MANT_DIG), ldexp(y, DBL_MANT_DIG))) - DBL_MANT_DIG * M_LN2;
        } else {
            real = -INFINITY;
            error = EDOM;
        }
    } else {
        double h = hypot(x, y);
        if (0.71 <= h && h <= 1.73) { /* near 1: log(h) would cancel */
            double most = x > y ? x : y, least = x > y ? y : x;
            real = log_signed_1p((most - 1) * (most + 1) + least * least) / 2.0;
        } else {
            real = log(h);
        }
    }
    double imag = atan2(z.imag, z.real);
    errno = error;
    return (Z){real, imag};
}

static Z z_log10(Z z) {
    Z r = z_log(z);
    int error = errno;
    r.real /= M_LN10;
    r.imag /= M_LN10;
    errno = error;
    return r;
}

/* ---- exponential and hyperbolic functions -------------------------------------------- */

static Z z_exp(Z z) {
    SPECIAL(exp, z, isinf(z.imag) && (isfinite(z.real) || (isinf(z.real) && z.real > 0)))
    if (z.real > LOG_LARGE) {
        double l = exp(z.real - 1.0);
        return report_overflow((Z){l * cos(z.imag) * M_E, l * sin(z.imag) * M_E});
    }
    double l = exp(z.real);
    return report_overflow((Z){l * cos(z.imag), l * sin(z.imag)});
}

static Z z_cosh(Z z) {
    SPECIAL(cosh, z, isinf(z.imag) && !isnan(z.real))
    if (fabs(z.real) > LOG_LARGE) {
        double x = z.real - copysign(1.0, z.real);
        return report_overflow((Z){cos(z.imag) * cosh(x) * M_E, sin(z.imag) * sinh(x) * M_E});
    }
    return report_overflow((Z){cos(z.imag) * cosh(z.real), sin(z.imag) * sinh(z.real)});
}

static Z z_sinh(Z z) {
    SPECIAL(sinh, z, isinf(z.imag) && !isnan(z.real))
    if (fabs(z.real) > LOG_LARGE) {
        double x = z.real - copysign(1.0, z.real);
        return report_overflow((Z){cos(z.imag) * sinh(x) * M_E, sin(z.imag) * cosh(x) * M_E});
    }
    return report_overflow((Z){cos(z.imag) * sinh(z.real), sin(z.imag) * cosh(z.real)});
}

static Z z_tanh(Z z) {
    SPECIAL(tanh, z, isinf(z.imag) && isfinite(z.real))
    Z r;
    if (fabs(z.real) > LOG_LARGE) {
        r.real = copysign(1.0, z.real);
        r.imag = 4.0 * sin(z.imag) * cos(z.imag) * exp(-2.0 * fabs(z.real));
    } else {
        double tx = tanh(z.real), ty = tan(z.imag);
        double cx = 1.0 / cosh(z.real);
        double txty = tx * ty;
        double denominator = 1.0 + txty * txty;
        r.real = tx * (1.0 + ty * ty) / denominator;
        r.imag = ((ty / denominator) * cx) * cx;
    }
    errno = 0;
    return r;
}

static Z z_sin(Z z) {
    return times_minus_i(z_sinh(times_i(z)));
}
static Z z_cos(Z z) {
    return z_cosh(times_i(z));
}
static Z z_tan(Z z) {
    return times_minus_i(z_tanh(times_i(z)));
}

/* ---- inverse functions ------------------------------------------------------------------ */

/* log |2 z| for a large z */
static double log_twice(Z z) {
    return log(hypot(z.real / 2.0, z.imag / 2.0)) + M_LN2 * 2.0;
}

static bool is_large(Z z) {
    return fabs(z.real) > LARGE || fabs(z.imag) > LARGE;
}

static Z z_acos(Z z) {
    SPECIAL(acos, z, false)
    Z r;
    if (is_large(z)) {
        r.real = atan2(fabs(z.imag), z.real);
        r.imag = z.real < 0 ? -copysign(log_twice(z), z.imag) : copysign(log_twice(z), -z.imag);
    } else {
        Z below = z_sqrt((Z){1.0 - z.real, -z.imag}), above = z_sqrt((Z){1.0 + z.real, z.imag});
        r.real = 2.0 * atan2(below.real, above.real);
        r.imag = asinh(above.real * below.imag - above.imag * below.real);
    }
    errno = 0;
    return r;
}

static Z z_acosh(Z z) {
    SPECIAL(acosh, z, false)
    Z r;
    if (is_large(z)) {
        r.real = log_twice(z);
        r.imag = atan2(z.imag, z.real);
    } else {
        Z below = z_sqrt((Z){z.real - 1.0, z.imag}), above = z_sqrt((Z){z.real + 1.0, z.imag});
        r.real = asinh(below.real * above.real + below.imag * above.imag);
        r.imag = 2.0 * atan2(below.imag, above.real);
    }
    errno = 0;
    return r;
}

static Z z_asinh(Z z) {
    SPECIAL(asinh, z, false)
    Z r;
    if (is_large(z)) {
        r.real = z.imag >= 0 ? copysign(log_twice(z), z.real) : -copysign(log_twice(z), -z.real);
        r.imag = atan2(z.imag, fabs(z.real));
    } else {
        Z above = z_sqrt((Z){1.0 + z.imag, -z.real}), below = z_sqrt((Z){1.0 - z.imag, z.real});
        r.real = asinh(above.real * below.imag - below.real * above.imag);
        r.imag = atan2(z.imag, above.real * below.real - above.imag * below.imag);
    }
    errno = 0;
    return r;
}

static Z z_atanh(Z z) {
    SPECIAL(atanh, z, false)
    if (z.real < 0 || (z.real == 0 && signbit(z.real))) return negative(z_atanh(negative(z)));
    double y = fabs(z.imag);
    Z r;
    int error = 0;
    if (z.real > SQRT_LARGE || y > SQRT_LARGE) {
        double h = hypot(z.real / 2.0, z.imag / 2.0);
        r.real = z.real / 4.0 / h / h;
        r.imag = -copysign(M_PI / 2.0, -z.imag);
    } else if (z.real == 1.0 && y < SQRT_MIN) { /* at the pole */
        if (y == 0) {
            r = (Z){INFINITY, z.imag};
            error = EDOM;
        } else {
            r.real = -log(sqrt(y) / sqrt(hypot(y, 2.0)));
            r.imag = copysign(atan2(2.0, -y) / 2.0, z.imag);
        }
    } else {
        double d = 1.0 - z.real;
        r.real = log_signed_1p(4.0 * z.real / (d * d + y * y)) / 4.0;
        r.imag = -atan2(-2.0 * z.imag, d * (1.0 + z.real) - y * y) / 2.0;
    }
    errno = error;
    return r;
}

static Z z_asin(Z z) {
    return times_minus_i(z_asinh(times_i(z)));
}
static Z z_atan(Z z) {
    return times_minus_i(z_atanh(times_i(z)));
}

/* ---- the functions of the module ---------------------------------------------------------- */

static Value raise_by_errno(Thread *t) {
    return errno == EDOM ? raise_value_error(t, "math domain error")
                         : raise_overflow_error(t, "math range error");
}

static Value function_of(Thread *t, Z z, Z (*f)(Z)) {
    errno = 0;
    Z r = f(z);
    if (errno == EDOM || errno == ERANGE) return raise_by_errno(t);
    return complex_from_doubles(t, r.real, r.imag);
}

static Value function_1(Thread *t, Value v, Z (*f)(Z)) {
    Z z;
    if (!value_to_complex(t, v, &z.real, &z.imag)) return VALUE_ERROR;
    return function_of(t, z, f);
}

#define FUNCTION(name)                                                       \
    static Value cmath_##name(Thread *t, Value *args) {                      \
        return function_1(t, args[0], z_##name);                             \
    }                                                                        \
    static Value cmath_##name##_of(Thread *t, double real, double imag) {    \
        return function_of(t, (Z){real, imag}, z_##name);                    \
    }

FUNCTION(acos)
FUNCTION(acosh)
FUNCTION(asin)
FUNCTION(asinh)
FUNCTION(atan)
FUNCTION(atanh)
FUNCTION(cos)
FUNCTION(cosh)
FUNCTION(exp)
FUNCTION(log10)
FUNCTION(sin)
FUNCTION(sinh)
FUNCTION(sqrt)
FUNCTION(tan)
FUNCTION(tanh)

static Value cmath_log(Thread *t, Value *args) {
    if (value_is_undef(args[1])) return function_1(t, args[0], z_log);
    Z x, y;
    if (!value_to_complex(t, args[0], &x.real, &x.imag) ||
        !value_to_complex(t, args[1], &y.real, &y.imag))
        return VALUE_ERROR;
    x = z_log(x);
    int error = errno;
    y = z_log(y);
    if (errno || error || (y.real == 0 && y.imag == 0)) {
        errno = EDOM; /* of the logarithms or of the division */
        return raise_by_errno(t);
    }
    Value a = complex_from_doubles(t, x.real, x.imag), b = complex_from_doubles(t, y.real, y.imag);
    return value_is_error(a) || value_is_error(b) ? VALUE_ERROR : op_binary(t, OP_TRUEDIV, a, b);
}

static Value cmath_phase(Thread *t, Value *args) {
    Z z;
    if (!value_to_complex(t, args[0], &z.real, &z.imag)) return VALUE_ERROR;
    errno = 0;
    double phase = atan2(z.imag, z.real);
    return errno ? raise_by_errno(t) : float_from_double(t, phase);
}

static Value cmath_polar(Thread *t, Value *args) {
    Z z;
    if (!value_to_complex(t, args[0], &z.real, &z.imag)) return VALUE_ERROR;
    double r = hypot(z.real, z.imag);
    if (isinf(r) && is_finite(z)) return raise_overflow_error(t, "math range error");
    Value first = float_from_double(t, r), second = float_from_double(t, atan2(z.imag, z.real));
    if (value_is_error(first) || value_is_error(second)) return VALUE_ERROR;
    return tuple_pair(t, first, second);
}

/* r e^(i phi) where one of them is not finite. */
static Z rect_special(double r, double phi) {
    if (isinf(r) && isfinite(phi)) {
        if (phi == 0) return (Z){r, r > 0 ? phi : -phi};
        return (Z){copysign(INFINITY, r > 0 ? cos(phi) : -cos(phi)),
                   copysign(INFINITY, r > 0 ? sin(phi) : -sin(phi))};
    }
    if (r == 0) return (Z){0.0, 0.0};
    if (isnan(r) && phi == 0) return (Z){NAN, 0.0};
    return isinf(r) ? (Z){INFINITY, NAN} : (Z){NAN, NAN};
}

static Value cmath_rect(Thread *t, Value *args) {
    double r, phi;
    if (!value_to_double(t, args[0], &r) || !value_to_double(t, args[1], &phi)) return VALUE_ERROR;
    if (isinf(phi) && r != 0 && !isnan(r)) return raise_value_error(t, "math domain error");
    Z z;
    if (!isfinite(r) || !isfinite(phi))
        z = rect_special(r, phi);
    else if (phi == 0)
        z = (Z){r, r * phi};
    else
        z = (Z){r * cos(phi), r * sin(phi)};
    return complex_from_doubles(t, z.real, z.imag);
}

#define PREDICATE(name, expression)                                              \
    static Value cmath_##name(Thread *t, Value *args) {                          \
        Z z;                                                                     \
        if (!value_to_complex(t, args[0], &z.real, &z.imag)) return VALUE_ERROR; \
        return value_bool(expression);                                           \
    }

PREDICATE(isfinite, is_finite(z))
PREDICATE(isinf, isinf(z.real) || isinf(z.imag))
PREDICATE(isnan, isnan(z.real) || isnan(z.imag))

static Value cmath_isclose(Thread *t, Value *args) {
    Z a, b;
    double relative, absolute;
    if (!value_to_complex(t, args[0], &a.real, &a.imag) ||
        !value_to_complex(t, args[1], &b.real, &b.imag) ||
        !value_to_double(t, args[2], &relative) || !value_to_double(t, args[3], &absolute))
        return VALUE_ERROR;
    if (relative < 0 || absolute < 0)
        return raise_value_error(t, "tolerances must be non-negative");
    if (a.real == b.real && a.imag == b.imag) return VALUE_TRUE;
    if (isinf(a.real) || isinf(a.imag) || isinf(b.real) || isinf(b.imag)) return VALUE_FALSE;
    double difference = hypot(a.real - b.real, a.imag - b.imag);
    return value_bool(difference <= relative * hypot(b.real, b.imag) ||
                      difference <= relative * hypot(a.real, a.imag) || difference <= absolute);
}

#define ONE(name, doc) NATIVE(#name, "($module, z, /)", cmath_##name, doc)
#define ANALYTIC(name, doc) \
    NATIVE_DOUBLES(#name, "($module, z, /)", "cfi >c", cmath_##name, cmath_##name##_of, doc)

static const NativeDef cmath_functions[] = {
    ANALYTIC(acos, "Return the arc cosine of z."),
    ANALYTIC(acosh, "Return the inverse hyperbolic cosine of z."),
    ANALYTIC(asin, "Return the arc sine of z."),
    ANALYTIC(asinh, "Return the inverse hyperbolic sine of z."),
    ANALYTIC(atan, "Return the arc tangent of z."),
    ANALYTIC(atanh, "Return the inverse hyperbolic tangent of z."),
    ANALYTIC(cos, "Return the cosine of z."),
    ANALYTIC(cosh, "Return the hyperbolic cosine of z."),
    ANALYTIC(exp, "Return the exponential value e**z."),
    NATIVE("isclose", "($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)", cmath_isclose,
           "Determine whether two complex numbers are close in value.\n\n"
           "  rel_tol\n"
           "    maximum difference for being considered \"close\", relative to the\n"
           "    magnitude of the input values\n"
           "  abs_tol\n"
           "    maximum difference for being considered \"close\", regardless of the\n"
           "    magnitude of the input values\n\n"
           "Return True if a is close in value to b, and False otherwise.\n\n"
           "For the values to be considered close, the difference between them must be\n"
           "smaller than at least one of the tolerances.\n\n"
           "-inf, inf and NaN behave similarly to the IEEE 754 Standard. That is, NaN is\n"
           "not close to anything, even itself. inf and -inf are only close to themselves."),
    ONE(isfinite, "Return True if both the real and imaginary parts of z are finite, else False."),
    ONE(isinf, "Checks if the real or imaginary part of z is infinite."),
    ONE(isnan, "Checks if the real or imaginary part of z not a number (NaN)."),
    NATIVE("log", "($module, z, base=<none>, /)", cmath_log,
           "log(z[, base]) -> the logarithm of z to the given base.\n\n"
           "If the base not specified, returns the natural logarithm (base e) of z."),
    ANALYTIC(log10, "Return the base-10 logarithm of z."),
    ONE(phase, "Return argument, also known as the phase angle, of a complex."),
    ONE(polar, "Convert a complex from rectangular coordinates to polar coordinates.\n\n"
               "r is the distance from 0 and phi the phase angle."),
    NATIVE("rect", "($module, r, phi, /)", cmath_rect,
           "Convert from polar coordinates to rectangular coordinates."),
    ANALYTIC(sin, "Return the sine of z."),
    ANALYTIC(sinh, "Return the hyperbolic sine of z."),
    ANALYTIC(sqrt, "Return the square root of z."),
    ANALYTIC(tan, "Return the tangent of z."),
    ANALYTIC(tanh, "Return the hyperbolic tangent of z."),
    NATIVE_END,
};

static bool cmath_init(Thread *t, Module *m) {
    return module_set(t, m, "pi", float_from_double(t, M_PI)) &&
           module_set(t, m, "e", float_from_double(t, M_E)) &&
           module_set(t, m, "tau", float_from_double(t, 2 * M_PI)) &&
           module_set(t, m, "inf", float_from_double(t, INFINITY)) &&
           module_set(t, m, "nan", float_from_double(t, NAN)) &&
           module_set(t, m, "infj", complex_from_doubles(t, 0.0, INFINITY)) &&
           module_set(t, m, "nanj", complex_from_doubles(t, 0.0, NAN));
}

const ModuleDef module_cmath = {
    .name = "cmath",
    .doc = "This module provides access to mathematical functions for complex\nnumbers.",
    .functions = cmath_functions,
    .init = cmath_init,
};

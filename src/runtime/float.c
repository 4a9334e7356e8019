/*
 * float.c - arithmetic on doubles as Python defines it, hashing, and
 * conversion of any number to a double.
 */
#include "runtime/float.h"

#include <errno.h>
#include <math.h>

#include "runtime/call.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/str.h"

Value float_from_double_slow(Thread *t, double d) {
    Float *f = GC_NEW(t, Float, KIND_FLOAT, TYPE_FLOAT);
    if (!f) return VALUE_ERROR;
    f->value = d;
    return value_from_object(f);
}

/* fmod, exactly.  The C library's is slow; where the quotient is below 2^53, its
 * truncation is right or one too many, and either way the remainder fits a
 * double, so that a fused multiply-add gives it without error. */
static double remainder_of(double a, double b) {
    double q = a / b;
    if (!(fabs(q) < 0x1p53)) return fmod(a, b);
    q = trunc(q);
    if (q == 0) return a;
    double r = fma(-q, b, a);
    if (r != 0 && (r < 0) != (a < 0)) r += copysign(b, a);
    return r == 0 ? copysign(0.0, a) : r;
}

double float_mod(double a, double b) {
    double r = remainder_of(a, b);
    if (r == 0) return copysign(0.0, b);
    return (r < 0) != (b < 0) ? r + b : r;
}

/* (a - a % b) / b is nearly an integer; it is rounded to the near one. */
double float_floordiv(double a, double b) {
    double q = a / b;
    if (fabs(q) < 0x1p50) {
        double near = (double)(int64_t)q;
        if (near != q) return near > q ? near - 1.0 : near; /* no whole number lies between q and the quotient */
    }
    double r = remainder_of(a, b);
    double quotient = (a - r) / b;
    if (r != 0 && (b < 0) != (r < 0)) quotient -= 1.0;
    if (quotient == 0) return copysign(0.0, a / b);
    double whole = floor(quotient);
    return quotient - whole > 0.5 ? whole + 1.0 : whole;
}

static Value raise_range(Thread *t) {
    Value args[2] = {value_from_int(ERANGE), str_from_cstring(t, "Numerical result out of range")};
    if (value_is_error(args[1])) return VALUE_ERROR;
    return raise_with_args(t, TYPE_OverflowError, args, 2);
}

/* The special cases are spelled out, as C libraries differ in them. */
Value float_pow(Thread *t, double a, double b) {
    if (b == 0) return float_from_double(t, 1.0);
    if (isnan(a)) return float_from_double(t, a);
    if (isnan(b)) return float_from_double(t, a == 1.0 ? 1.0 : b);
    if (isinf(b)) {
        double magnitude = fabs(a);
        if (magnitude == 1.0) return float_from_double(t, 1.0);
        return float_from_double(t, (b > 0) == (magnitude > 1.0) ? INFINITY : 0.0);
    }
    bool odd = fmod(fabs(b), 2.0) == 1.0;
    if (isinf(a)) {
        if (b > 0) return float_from_double(t, odd ? a : INFINITY);
        return float_from_double(t, odd ? copysign(0.0, a) : 0.0);
    }
    if (a == 0) {
        if (b < 0)
            return raise_error(t, TYPE_ZeroDivisionError,
                               "0.0 cannot be raised to a negative power");
        return float_from_double(t, odd ? a : 0.0);
    }
    bool negate = false;
    if (a < 0) {
        if (b != floor(b)) return complex_pow(t, a, 0.0, b, 0.0);
        a = -a;
        negate = odd;
    }
    double r = a == 1.0 ? 1.0 : pow(a, b);
    if (isinf(r)) return raise_range(t);
    return float_from_double(t, negate ? -r : r);
}

/* Numbers that are equal hash alike: the value modulo 2^61 - 1, where dividing
 * by two is rotating right by one bit. */
int64_t float_hash(double d) {
    const uint64_t prime = ((uint64_t)1 << 61) - 1;
    if (!isfinite(d)) return isnan(d) ? 0 : d > 0 ? 314159 : -314159;
    if (d > -0x1p61 && d < 0x1p61) {
        int64_t whole = (int64_t)d;
        if ((double)whole == d) return int_hash(value_from_int(whole));
    }
    int exponent;
    double mantissa = frexp(fabs(d), &exponent);
    uint64_t h = (uint64_t)ldexp(mantissa, 53);
    exponent = (exponent - 53) % 61;
    if (exponent < 0) exponent += 61;
    h = (h << exponent & prime) | (exponent ? h >> (61 - exponent) : 0);
    if (h == prime) h = 0;
    int64_t hash = d < 0 ? -(int64_t)h : (int64_t)h;
    return hash == -1 ? -2 : hash;
}

/* By __float__, then __index__; *found is false if it has neither. */
bool float_by_methods(Thread *t, Value v, double *out, bool *found) {
    *found = true;
    Value method = special_of(t, v, SPECIAL_FLOAT);
    if (!value_is_undef(method)) {
        Value r = call_special(t, method, &v, 1);
        if (value_is_error(r)) return false;
        if (!value_is_any_float(r)) {
            raise_type_error(t, "%T.__float__ returned non-float (type %T)", v, r);
            return false;
        }
        if (!value_is_float(r) && !value_is_exact(r, KIND_FLOAT) &&
            !warn(t, TYPE_DeprecationWarning, 1,
                  "%T.__float__ returned non-float (type %T).  The ability to return an instance "
                  "of a strict subclass of float is deprecated, and may not be supported in a "
                  "future version of Python.",
                  v, r))
            return false;
        *out = float_as_double(r);
        return true;
    }
    if (!value_is_undef(special_of(t, v, SPECIAL_INDEX))) {
        Value index = op_index(t, v);
        return !value_is_error(index) && int_to_double(t, index, out);
    }
    *found = false;
    return false;
}

bool value_to_double(Thread *t, Value v, double *out) {
    if (value_is_any_float(v)) {
        *out = float_as_double(v);
        return true;
    }
    if (value_is_int(v)) {
        *out = (double)value_as_int(v);
        return true;
    }
    bool found;
    if (float_by_methods(t, v, out, &found)) return true;
    if (!found) raise_type_error(t, "must be real number, not %T", v);
    return false;
}

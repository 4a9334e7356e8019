/*
 * math_gamma.c - gamma and log-gamma.
 *
 * Lanczos' approximation with the 13-term rational function that Boost (and
 * CPython, with whose results these agree to the last bit) uses, g = 6.0246...:
 *
 *     gamma(x) = L(x) * (x + g - 1/2)^(x - 1/2) / exp(x + g - 1/2)
 *
 * and the reflection formula for negative numbers.  The error of forming
 * x + g - 1/2 in floating point is corrected to first order.
 */
#include "modules/math_gamma.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>

enum { TERMS = 13 };
static const double lanczos_g = 6.024680040776729583740234375;
static const double g_minus_half = 5.524680040776729583740234375;
static const double numerator[TERMS] = {
    23531376880.410759688572007674451636754734846804940,
    42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843,
    17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708,
    1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801,
    31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768,
    186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024,
    210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
};
/* x (x + 1) ... (x + 11) */
static const double denominator[TERMS] = {
    0.0,       39916800.0, 120543840.0, 150917976.0, 105258076.0, 45995730.0, 13339535.0,
    2637558.0, 357423.0,   32670.0,     1925.0,      66.0,        1.0,
};

static const double factorials[] = {
    1.0,
    1.0,
    2.0,
    6.0,
    24.0,
    120.0,
    720.0,
    5040.0,
    40320.0,
    362880.0,
    3628800.0,
    39916800.0,
    479001600.0,
    6227020800.0,
    87178291200.0,
    1307674368000.0,
    20922789888000.0,
    355687428096000.0,
    6402373705728000.0,
    121645100408832000.0,
    2432902008176640000.0,
    51090942171709440000.0,
    1124000727777607680000.0,
};
enum { FACTORIALS = sizeof factorials / sizeof *factorials };

/* L(x), x > 0; in powers of 1/x where x is large, lest they overflow. */
static double lanczos_sum(double x) {
    double above = 0.0, below = 0.0;
    if (x < 5.0) {
        for (int i = TERMS - 1; i >= 0; i--) {
            above = above * x + numerator[i];
            below = below * x + denominator[i];
        }
    } else {
        for (int i = 0; i < TERMS; i++) {
            above = above / x + numerator[i];
            below = below / x + denominator[i];
        }
    }
    return above / below;
}

/* sin(pi x), accurate near integers. */
static double sin_pi(double x) {
    double y = fmod(fabs(x), 2.0), r;
    switch ((int)round(2.0 * y)) {
    case 0: r = sin(M_PI * y); break;
    case 1: r = cos(M_PI * (y - 0.5)); break;
    case 2: r = sin(M_PI * (1.0 - y)); break; /* not -sin(pi (y - 1)): that would give -0 */
    case 3: r = -cos(M_PI * (y - 1.5)); break;
    default: r = sin(M_PI * (y - 2.0)); break;
    }
    return copysign(1.0, x) * r;
}

double math_gamma(double x) {
    if (!isfinite(x)) {
        if (isnan(x) || x > 0) return x;
        errno = EDOM;
        return NAN;
    }
    if (x == 0) {
        errno = EDOM;
        return copysign(INFINITY, x);
    }
    if (x == floor(x)) {
        if (x < 0) {
            errno = EDOM;
            return NAN;
        }
        if (x <= FACTORIALS) return factorials[(int)x - 1];
    }
    double magnitude = fabs(x), r;
    if (magnitude < 1e-20) {
        r = 1.0 / x;
        if (isinf(r)) errno = ERANGE;
        return r;
    }
    if (magnitude > 200.0) {
        if (x < 0) return 0.0 / sin_pi(x);
        errno = ERANGE;
        return INFINITY;
    }
    double y = magnitude + g_minus_half, error;
    if (magnitude > g_minus_half)
        error = y - magnitude - g_minus_half;
    else
        error = y - g_minus_half - magnitude;
    error = error * lanczos_g / y;
    /* The power is taken in two steps where it alone would overflow. */
    bool large = magnitude >= 140.0;
    double power = large ? pow(y, magnitude / 2.0 - 0.25) : pow(y, magnitude - 0.5);
    if (x < 0) {
        r = -M_PI / sin_pi(magnitude) / magnitude * exp(y) / lanczos_sum(magnitude);
        r -= error * r;
        r /= power;
        if (large) r /= power;
    } else {
        r = lanczos_sum(magnitude) / exp(y);
        r += error * r;
        r *= power;
        if (large) r *= power;
    }
    if (isinf(r)) errno = ERANGE;
    return r;
}

double math_lgamma(double x) {
    static const double log_pi = 1.144729885849400174143427351353058711647;
    if (!isfinite(x)) return isnan(x) ? x : INFINITY;
    if (x == floor(x) && x <= 2.0) {
        if (x > 0) return 0.0;
        errno = EDOM;
        return INFINITY;
    }
    double magnitude = fabs(x);
    if (magnitude < 1e-20) return -log(magnitude);
    double r = log(lanczos_sum(magnitude)) - lanczos_g;
    r += (magnitude - 0.5) * (log(magnitude + lanczos_g - 0.5) - 1);
    if (x < 0) r = log_pi - log(fabs(sin_pi(magnitude))) - log(magnitude) - r;
    if (isinf(r)) errno = ERANGE;
    return r;
}

/*
 * float_text.c - floats to text and back, exactly.
 *
 * repr: the shortest decimal that reads back as the same double, and of those
 * the closest, by Schubfach (R. Giulietti, "The Schubfach way to render
 * doubles", 2020): one multiplication with a 128-bit power of ten for each of
 * the number and the two ends of its rounding interval.
 *
 * Parsing: up to 19 digits times a power of ten.  The product of the 64-bit
 * digits and the truncated 128-bit power lies less than one unit of its second
 * word below the true value, so that its first word decides the rounding
 * unless the second is all ones (after Eisel and Lemire, "Number parsing at a
 * gigabyte per second", 2021).  That case, and longer texts whose further
 * digits matter, go to strtod, on a text without a decimal point so that the
 * locale does not matter.
 */
#include "runtime/float_text.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime/float.h"
#include "runtime/float_powers.inc"
#include "runtime/int_limbs.h"

typedef unsigned __int128 uint128_t;

static int floor_log10_pow2(int e) {
    return (e * 1262611) >> 22;
}
static int floor_log10_three_quarters_pow2(int e) {
    return (e * 1262611 - 524031) >> 22;
}
static int floor_log2_pow10(int e) {
    return (e * 1741647) >> 19;
}

/* Powers that 128 bits hold exactly: 5^55 < 2^128. */
static bool power_is_exact(int k) {
    return k >= 0 && k <= 55;
}

/* ---- shortest digits ---------------------------------------------------------- */

/* g * cp / 2^127, rounded to odd: the last bit is set if bits were lost. */
static inline uint64_t round_to_odd(uint64_t g_high, uint64_t g_low, uint64_t cp) {
    uint64_t x = (uint64_t)((uint128_t)g_low * cp >> 64);
    uint128_t y = (uint128_t)g_high * cp + x;
    return (uint64_t)(y >> 64) | ((uint64_t)y > 1);
}

FloatDecimal float_shortest(double d) {
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    uint64_t fraction = bits & (((uint64_t)1 << 52) - 1);
    int biased = (int)(bits >> 52 & 0x7ff);
    uint64_t c = fraction;
    int q = -1074;
    if (biased) {
        c |= (uint64_t)1 << 52;
        q = biased - 1075;
        if (q <= 0 && q > -53 && (c & (((uint64_t)1 << -q) - 1)) == 0)
            return (FloatDecimal){c >> -q, 0}; /* whole, below 2^53: no shorter one is as close */
    }
    bool odd = c & 1;
    bool lower_is_closer = fraction == 0 && biased > 1;
    uint64_t below = 4 * c - 2 + lower_is_closer, at = 4 * c, above = 4 * c + 2;
    int k = lower_is_closer ? floor_log10_three_quarters_pow2(q) : floor_log10_pow2(q);
    int h = q + floor_log2_pow10(-k) + 1;
    uint64_t g_high = power_words[-k - POWER_FIRST][0], g_low = power_words[-k - POWER_FIRST][1];
    if (!power_is_exact(-k)) /* rounded up, where the table is rounded down */
        g_high += ++g_low == 0;
    uint64_t low = round_to_odd(g_high, g_low, below << h) + odd;
    uint64_t middle = round_to_odd(g_high, g_low, at << h);
    uint64_t high = round_to_odd(g_high, g_low, above << h) - odd;
    /* In units of a quarter of 10^k: first try a digit less. */
    uint64_t s = middle / 4;
    if (s >= 10) {
        uint64_t tens = s / 10;
        bool under = low <= 40 * tens, over = 40 * tens + 40 <= high;
        if (under != over) return (FloatDecimal){tens + over, k + 1};
    }
    bool under = low <= 4 * s, over = 4 * s + 4 <= high;
    if (under != over) return (FloatDecimal){s + over, k};
    uint64_t half = 4 * s + 2;
    bool up = middle > half || (middle == half && (s & 1));
    return (FloatDecimal){s + up, k};
}

size_t float_repr(double d, char out[FLOAT_REPR_MAX]) {
    if (isnan(d)) {
        memcpy(out, "nan", 4);
        return 3;
    }
    char *p = out;
    if (signbit(d)) *p++ = '-';
    if (isinf(d)) {
        memcpy(p, "inf", 4);
        return (size_t)(p + 3 - out);
    }
    if (d == 0) {
        memcpy(p, "0.0", 4);
        return (size_t)(p + 3 - out);
    }
    FloatDecimal decimal = float_shortest(d);
    uint64_t digits = decimal.digits;
    int exponent = decimal.exponent;
    while (digits % 100 == 0) {
        digits /= 100;
        exponent += 2;
    }
    if (digits % 10 == 0) {
        digits /= 10;
        exponent++;
    }
    char text[24];
    int count = 0;
    for (uint64_t rest = digits; rest; rest /= 10)
        text[sizeof text - 1 - (size_t)count++] = (char)('0' + rest % 10);
    const char *first = text + sizeof text - count;
    int point = count + exponent; /* digits before the decimal point */
    if (point > 16 || point <= -4) {
        *p++ = *first;
        if (count > 1) {
            *p++ = '.';
            memcpy(p, first + 1, (size_t)count - 1);
            p += count - 1;
        }
        int e = point - 1;
        *p++ = 'e';
        *p++ = e < 0 ? '-' : '+';
        e = e < 0 ? -e : e;
        if (e >= 100) *p++ = (char)('0' + e / 100);
        *p++ = (char)('0' + e / 10 % 10);
        *p++ = (char)('0' + e % 10);
    } else if (point <= 0) {
        *p++ = '0';
        *p++ = '.';
        for (int i = point; i < 0; i++) *p++ = '0';
        memcpy(p, first, (size_t)count);
        p += count;
    } else if (point >= count) {
        memcpy(p, first, (size_t)count);
        p += count;
        for (int i = count; i < point; i++) *p++ = '0';
        *p++ = '.';
        *p++ = '0';
    } else {
        memcpy(p, first, (size_t)point);
        p += point;
        *p++ = '.';
        memcpy(p, first + point, (size_t)(count - point));
        p += count - point;
    }
    *p = 0;
    return (size_t)(p - out);
}

/* ---- parsing ------------------------------------------------------------------- */

static const double exact_powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                      1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                      1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

bool float_scale_decimal(uint64_t w, int64_t e, double *out) {
    if (w == 0 || e < POWER_FIRST) { /* w < 2^64: far below half the least double */
        *out = 0.0;
        return true;
    }
    if (e > 308) {
        *out = INFINITY;
        return true;
    }
    if (w <= (uint64_t)1 << 53 && e >= -22 && e <= 22) {
        *out = e < 0 ? (double)w / exact_powers[-e] : (double)w * exact_powers[e];
        return true;
    }
    int k = (int)e;
    unsigned zeros = (unsigned)__builtin_clzll(w);
    w <<= zeros;
    const uint64_t *power = power_words[k - POWER_FIRST];
    uint128_t low = (uint128_t)w * power[1];
    uint128_t high = (uint128_t)w * power[0] + (uint64_t)(low >> 64);
    uint64_t second = (uint64_t)high;
    bool exact = power_is_exact(k);
    if (!exact && second == UINT64_MAX) return false;
    bool sticky = !exact || second || (uint64_t)low;
    /* 10^k = power * 2^(log2 - 127), the first word counts 2^128. */
    if (!double_from_scaled((uint64_t)(high >> 64), sticky,
                            (int64_t)floor_log2_pow10(k) + 1 - zeros, out))
        *out = INFINITY;
    return true;
}

/* A text as decimal digits and exponent. */
typedef struct Decimal {
    uint64_t w; /* the first 19 digits */
    int64_t exponent;
    const char *rest; /* first significant digit, when there are more than 19 */
    int64_t count;    /* significant digits */
} Decimal;

/* More digits than this cannot change the rounding, except for being there. */
enum { DIGITS_THAT_MATTER = 770 };

static double slow_decimal(const Decimal *decimal, const char *end) {
    char buffer[DIGITS_THAT_MATTER + 40];
    size_t n = 0;
    bool more = false;
    for (const char *p = decimal->rest; p < end; p++) {
        if (!isdigit((unsigned char)*p)) continue;
        if (n < DIGITS_THAT_MATTER)
            buffer[n++] = *p;
        else
            more |= *p != '0';
    }
    /* The exponent belongs to the first 19 digits; the buffer has n (+ 1). */
    int64_t exponent = decimal->exponent + (decimal->count < 19 ? decimal->count : 19) - (int64_t)n;
    if (more) {
        buffer[n++] = '1';
        exponent--;
    }
    snprintf(buffer + n, sizeof buffer - n, "e%ld", (long)exponent);
    return strtod(buffer, NULL);
}

static bool parse_word(const char *p, size_t n, bool negative, double *out) {
    if (n == 3 && strncasecmp(p, "inf", 3) == 0)
        *out = negative ? -INFINITY : INFINITY;
    else if (n == 8 && strncasecmp(p, "infinity", 8) == 0)
        *out = negative ? -INFINITY : INFINITY;
    else if (n == 3 && strncasecmp(p, "nan", 3) == 0)
        *out = negative ? copysign(NAN, -1.0) : NAN;
    else
        return false;
    return true;
}

/* Skips an underscore between two digits. */
static inline const char *skip_underscore(const char *p, const char *start, const char *end) {
    if (p < end && *p == '_' && p > start && isdigit((unsigned char)p[-1]) && p + 1 < end &&
        isdigit((unsigned char)p[1]))
        p++;
    return p;
}

/* The whole text, if it is a number of few digits with or without a point; false if it is
 * anything else. */
static bool parse_simple(const char *text, size_t length, double *out) {
    enum { DIGITS = 15 }; /* as many are below 2^53, and their power of ten is exact */
    bool negative = length && *text == '-';
    const char *p = text + negative, *end = text + length, *point = NULL;
    if (end - p > DIGITS + 1) return false;
    uint64_t w = 0;
    for (; p < end; p++) {
        unsigned digit = (unsigned)*p - '0';
        if (digit < 10)
            w = w * 10 + digit;
        else if (*p == '.' && !point)
            point = p;
        else
            return false;
    }
    ptrdiff_t decimals = point ? end - point - 1 : 0, digits = end - text - negative - (point != NULL);
    if (digits == 0 || digits > DIGITS) return false;
    double d = decimals ? (double)w / exact_powers[decimals] : (double)w;
    *out = negative ? -d : d;
    return true;
}

size_t float_parse_prefix(const char *text, size_t length, double *out) {
    const char *p = text, *end = text + length;
    bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) p++;
    if (p < end && isalpha((unsigned char)*p)) {
        size_t left = (size_t)(end - p);
        size_t n = left >= 8 && parse_word(p, 8, negative, out)   ? 8
                   : left >= 3 && parse_word(p, 3, negative, out) ? 3
                                                                  : 0;
        return n ? (size_t)(p - text) + n : 0;
    }
    Decimal decimal = {0, 0, NULL, 0};
    const char *start = p;
    bool any = false, point = false;
    for (;; p++) {
        p = skip_underscore(p, start, end);
        if (p == end) break;
        if (*p == '.' && !point) {
            point = true;
            continue;
        }
        if (!isdigit((unsigned char)*p)) break;
        any = true;
        if (decimal.count == 0 && *p == '0') {
            decimal.exponent -= point;
            continue;
        }
        if (decimal.count++ == 0) decimal.rest = p;
        if (decimal.count <= 19) {
            decimal.w = decimal.w * 10 + (uint64_t)(*p - '0');
            decimal.exponent -= point;
        } else {
            decimal.exponent += !point;
        }
    }
    if (!any) return 0;
    const char *digits_end = p;
    if (p < end && (*p == 'e' || *p == 'E')) {
        const char *q = p + 1;
        bool down = q < end && *q == '-';
        if (q < end && (*q == '-' || *q == '+')) q++;
        const char *exponent_start = q;
        int64_t e = 0;
        bool digits = false;
        for (;; q++) {
            q = skip_underscore(q, exponent_start, end);
            if (q == end || !isdigit((unsigned char)*q)) break;
            digits = true;
            if (e < (int64_t)1 << 56) e = e * 10 + (*q - '0');
        }
        if (digits) {
            decimal.exponent += down ? -e : e;
            p = q;
        }
    }
    double d;
    if (!float_scale_decimal(decimal.w, decimal.exponent, &d)) {
        d = slow_decimal(&decimal, digits_end);
    } else if (decimal.count > 19) {
        double next;
        if (!float_scale_decimal(decimal.w + 1, decimal.exponent, &next) || next != d)
            d = slow_decimal(&decimal, digits_end);
    }
    *out = negative ? -d : d;
    return (size_t)(p - text);
}

bool float_parse(const char *text, size_t length, double *out) {
    return parse_simple(text, length, out) || (length > 0 && float_parse_prefix(text, length, out) == length);
}

/* ---- rounding to decimals ---------------------------------------------------------- */

/* The digits of |d| up to and including the digit of 10^-ndigits, correctly
 * rounded (ties of the exact value to even), read back. */
static double round_by_digits(double d, int ndigits) {
    char buffer[700];
    int n;
    if (ndigits >= 0) {
        n = snprintf(buffer, sizeof buffer, "%.*f", ndigits, d);
    } else {
        double whole = floor(d);
        n = snprintf(buffer, sizeof buffer, "%.0f", whole);
        int zeros = -ndigits;
        if (n < zeros) return 0.0;
        int keep = n - zeros;
        const char *rest = buffer + keep;
        bool beyond_half = d != whole;
        for (const char *p = rest + 1; *p; p++) beyond_half |= *p != '0';
        bool odd = keep > 0 && (buffer[keep - 1] & 1);
        bool up = *rest > '5' || (*rest == '5' && (beyond_half || odd));
        memset(buffer + keep, '0', (size_t)zeros);
        if (up) {
            int i = keep;
            while (i > 0 && buffer[i - 1] == '9') buffer[--i] = '0';
            if (i > 0) {
                buffer[i - 1]++;
            } else {
                memmove(buffer + 1, buffer, (size_t)n + 1);
                buffer[0] = '1';
                n++;
            }
        }
    }
    for (int i = 0; i < n; i++) { /* whatever the locale writes */
        if (!isdigit((unsigned char)buffer[i])) buffer[i] = '.';
    }
    double rounded;
    return float_parse(buffer, (size_t)n, &rounded) ? rounded : d;
}

double float_round(double d, int ndigits) {
    double magnitude = fabs(d);
    if (ndigits >= 0 && ndigits <= 22) {
        /* The exact product is `scaled + error`; below 2^52 both the distance
         * to the nearest integer and the final quotient are exact enough. */
        double power = exact_powers[ndigits];
        double scaled = magnitude * power;
        if (scaled < 0x1p52) {
            double error = fma(magnitude, power, -scaled);
            double nearest = rint(scaled);
            double distance = scaled - nearest; /* in [-0.5, 0.5] */
            if (distance == 0.5 && error > 0)
                nearest++;
            else if (distance == -0.5 && error < 0)
                nearest--;
            return copysign(nearest / power, d);
        }
        if (scaled >= 0x1p53 && ndigits == 0) return d;
    }
    return copysign(round_by_digits(magnitude, ndigits), d);
}

/* ---- hexadecimal -------------------------------------------------------------------- */

size_t float_to_hex(double d, char out[FLOAT_REPR_MAX]) {
    if (isnan(d) || isinf(d)) return float_repr(d, out);
    const char *sign = signbit(d) ? "-" : "";
    if (d == 0) return (size_t)snprintf(out, FLOAT_REPR_MAX, "%s0x0.0p+0", sign);
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    int biased = (int)(bits >> 52 & 0x7ff);
    int exponent = biased ? biased - 1023 : -1022;
    return (size_t)snprintf(out, FLOAT_REPR_MAX, "%s0x%d.%013llxp%+d", sign, biased != 0,
                            (unsigned long long)(bits & (((uint64_t)1 << 52) - 1)), exponent);
}

static int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

FloatHexResult float_from_hex(const char *text, size_t length, double *out) {
    const char *p = text, *end = text + length;
    while (p < end && isspace((unsigned char)*p)) p++;
    while (end > p && isspace((unsigned char)end[-1])) end--;
    bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) p++;
    if (parse_word(p, (size_t)(end - p), negative, out)) return FLOAT_HEX_OK;
    if (end - p >= 2 && p[0] == '0' && (p[1] | 32) == 'x') p += 2;
    uint64_t mantissa = 0;
    bool sticky = false, any = false, point = false;
    int64_t exponent = 0;
    for (; p < end; p++) {
        if (*p == '.' && !point) {
            point = true;
            continue;
        }
        int digit = hex_value(*p);
        if (digit < 0) break;
        any = true;
        if (mantissa >> 60 == 0) {
            mantissa = mantissa << 4 | (uint64_t)digit;
            exponent -= point ? 4 : 0;
        } else {
            sticky |= digit != 0;
            exponent += point ? 0 : 4;
        }
    }
    if (!any) return FLOAT_HEX_INVALID;
    if (p < end && (*p | 32) == 'p') {
        p++;
        bool down = p < end && *p == '-';
        if (p < end && (*p == '-' || *p == '+')) p++;
        if (p == end || !isdigit((unsigned char)*p)) return FLOAT_HEX_INVALID;
        int64_t e = 0;
        for (; p < end && isdigit((unsigned char)*p); p++) {
            if (e < (int64_t)1 << 56) e = e * 10 + (*p - '0');
        }
        exponent += down ? -e : e;
    }
    if (p < end) return FLOAT_HEX_INVALID;
    if (!double_from_scaled(mantissa, sticky, exponent, out)) return FLOAT_HEX_OVERFLOW;
    if (negative) *out = -*out;
    return FLOAT_HEX_OK;
}

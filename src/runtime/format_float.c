/*
 * format_float.c - doubles as printf writes them: %e, %f, %g and repr in the details
 * that format() and % ask for.
 *
 * A double is m * 2^e.  For up to FLOAT_FAST_DIGITS digits and usual magnitudes its
 * product with a power of ten and 2^e fits in 128 bits, so that the digits and what is
 * left over, which decides the rounding (ties to even), are exact.  Everything else is
 * left to printf, which is exact too.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime/float.h"
#include "runtime/format.h"
#include "runtime/int.h"
#include "runtime/str_internal.h"

/* ---- digits, exactly ------------------------------------------------------------------ */

static const uint64_t powers[20] = {
    1u,
    10u,
    100u,
    1000u,
    10000u,
    100000u,
    1000000u,
    10000000u,
    100000000u,
    1000000000u,
    10000000000u,
    100000000000u,
    1000000000000u,
    10000000000000u,
    100000000000000u,
    1000000000000000u,
    10000000000000000u,
    100000000000000000u,
    1000000000000000000u,
    10000000000000000000u,
};

/* |d| * 10^decimals, correctly rounded; false if that is too big. */
static bool fixed_digits(double d, int decimals, uint64_t *digits) {
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    int exponent = (int)(bits >> 52 & 0x7ff) - 1075;
    uint64_t mantissa = (bits & 0xfffffffffffff) | 0x10000000000000;
    if (exponent > 10 || decimals > 18) return false;
    if (exponent < -120) { /* the product is less than 2^113: less than a half, also of 0 */
        *digits = 0;
        return true;
    }
    unsigned __int128 scaled = (unsigned __int128)mantissa * powers[decimals];
    if (exponent >= 0) {
        scaled <<= exponent;
    } else {
        unsigned __int128 unit = (unsigned __int128)1 << -exponent;
        unsigned __int128 rest = scaled & (unit - 1), half = unit >> 1;
        scaled >>= -exponent;
        if (rest > half || (rest == half && (scaled & 1))) scaled++;
    }
    *digits = (uint64_t)scaled;
    return !(scaled >> 63);
}

/* The `count` <= FLOAT_FAST_DIGITS significant digits of d, correctly rounded, and the
 * exponent of the first one, in exact 128-bit arithmetic; false when the
 * magnitudes do not fit. */
static bool exact_digits(double d, int count, uint64_t *digits, int *exponent) {
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    int e = (int)(bits >> 52 & 0x7ff) - 1075;
    if (e == -1075) {
        *digits = 0;
        *exponent = 0;
        return d == 0;
    }
    uint64_t m = (bits & 0xfffffffffffff) | 0x10000000000000;
    int guess = (int)floor((e + 52) * 0.30102999566398120);
    for (int tries = 0; tries < 3; tries++) {
        int scale = count - 1 - guess; /* digits = d * 10^scale = m * 2^e * 10^scale */
        if (scale > 22 || scale < -19) return false;
        unsigned __int128 above = m, below = 1;
        if (scale > 19)
            above *= (unsigned __int128)powers[19] * powers[scale - 19];
        else if (scale >= 0)
            above *= powers[scale];
        else
            below = powers[-scale];
        /* Here above < 2^127 and below < 2^64. */
        if (e >= 0) {
            if (scale > 0 ? e > 10 : e > 74) return false;
            above <<= e;
        } else {
            if (-e > (below == 1 ? 126 : 62)) return false;
            below <<= -e;
        }
        unsigned __int128 quotient, rest;
        if (e < 0 && scale >= 0) {
            quotient = above >> -e;
            rest = above & (below - 1);
        } else if (!(above >> 64) && !(below >> 64)) {
            quotient = (uint64_t)above / (uint64_t)below;
            rest = (uint64_t)above % (uint64_t)below;
        } else {
            quotient = above / below;
            rest = above % below;
        }
        if (quotient >> 63) return false;
        uint64_t n = (uint64_t)quotient;
        if (rest > below - rest || (rest == below - rest && (n & 1))) n++;
        if (n >= powers[count]) {
            guess++;
        } else if (n < powers[count - 1]) {
            guess--;
        } else {
            *digits = n;
            *exponent = guess;
            return true;
        }
    }
    return false;
}

/* ---- layout ---------------------------------------------------------------------------- */

enum { DIGITS_MAX = 24 };

/* At least `count` decimal digits of n < 2^63, with zeros in front, at the array's end;
 * returns where they begin. */
static char *write_digits(uint64_t n, size_t count, char plain[DIGITS_MAX]) {
    char *start = int64_write(plain + DIGITS_MAX, (int64_t)n, 10);
    while ((size_t)(plain + DIGITS_MAX - start) < count) *--start = '0';
    return start;
}

/* Where the point goes behind the last digit: mostly there is none. */
static char *end_whole(char *to, unsigned flags) {
    if (flags & (FLOAT_ALTERNATE | FLOAT_ADD_DOT_0)) *to++ = '.';
    if ((flags & (FLOAT_ALTERNATE | FLOAT_ADD_DOT_0)) == FLOAT_ADD_DOT_0) *to++ = '0';
    return to;
}

static char *put_fixed(char *to, uint64_t digits, unsigned decimals, unsigned flags) {
    char plain[DIGITS_MAX], *start = write_digits(digits, decimals + 1, plain);
    size_t whole = (size_t)(plain + DIGITS_MAX - start) - decimals;
    copy_short(to, start, whole);
    to += whole;
    if (!decimals) return end_whole(to, flags);
    *to++ = '.';
    copy_short(to, start + whole, decimals);
    return to + decimals;
}

/* `count` digits, the first of which counts 10^exponent. */
static char *put_exponent(char *to, const char *digits, size_t count, int exponent, bool upper, unsigned flags) {
    *to++ = digits[0];
    if (count > 1 || flags & FLOAT_ALTERNATE) *to++ = '.';
    copy_short(to, digits + 1, count - 1);
    to += count - 1;
    *to++ = upper ? 'E' : 'e';
    *to++ = exponent < 0 ? '-' : '+';
    if (abs(exponent) < 10) *to++ = '0';
    char text[DIGITS_MAX], *start = write_digits((uint64_t)abs(exponent), 1, text);
    size_t length = (size_t)(text + DIGITS_MAX - start);
    memcpy(to, start, length);
    return to + length;
}

/* The same without an exponent. */
static char *put_general(char *to, const char *digits, size_t count, int exponent, unsigned flags) {
    if (exponent < 0) {
        *to++ = '0';
        *to++ = '.';
        for (int i = exponent + 1; i < 0; i++) *to++ = '0';
        copy_short(to, digits, count);
        return to + count;
    }
    size_t point = (size_t)exponent + 1; /* digits in front of it */
    if (count > point) {
        copy_short(to, digits, point);
        to[point] = '.';
        copy_short(to + point + 1, digits + point, count - point);
        return to + count + 1;
    }
    copy_short(to, digits, count);
    to += count;
    for (size_t i = count; i < point; i++) *to++ = '0';
    return end_whole(to, flags);
}

size_t float_format_short(double d, char code, int precision, unsigned flags, char text[FLOAT_SHORT_MAX]) {
    bool upper = code < 'a';
    uint64_t digits;
    int exponent;
    char *to = text;
    bool general = code == 'g' || code == 'G';
    size_t count = (size_t)precision + !(general && precision);
    if (!isfinite(d) || precision < 0 || count > FLOAT_FAST_DIGITS) return 0;
    if (signbit(d)) *to++ = '-';
    if (code == 'f' || code == 'F') {
        if (!fixed_digits(d, precision, &digits)) return 0;
        if (!digits && flags & FLOAT_NO_NEGATIVE_ZERO) to = text;
        return (size_t)(put_fixed(to, digits, (unsigned)precision, flags) - text);
    }
    if (code == 'r') {
        size_t n = float_repr(d, text);
        return flags == FLOAT_ADD_DOT_0 ? n : 0;
    }
    if (!exact_digits(d, (int)count, &digits, &exponent)) return 0;
    char plain[DIGITS_MAX], *start = write_digits(digits, count, plain);
    if (!digits && flags & FLOAT_NO_NEGATIVE_ZERO) to = text;
    if (!general) return (size_t)(put_exponent(to, start, count, exponent, upper, flags) - text);
    /* The presentation '' with a precision differs from g: a number whose integer
     * digits fill it gets an exponent. */
    int fixed_below = (int)count - (flags & FLOAT_ADD_DOT_0 ? 1 : 0);
    while (!(flags & FLOAT_ALTERNATE) && count > 1 && start[count - 1] == '0') count--;
    to = exponent >= -4 && exponent < fixed_below ? put_general(to, start, count, exponent, flags)
                                                  : put_exponent(to, start, count, exponent, upper, flags);
    return (size_t)(to - text);
}

/* ---- anything, by printf ----------------------------------------------------------------- */

/* No double has more digits than this behind the point, or before it. */
enum { MAX_EXACT_DIGITS = 1100, DOUBLE_TEXT_SIZE = 2 * MAX_EXACT_DIGITS + 64 };

static bool is_zero_text(const char *text) {
    for (; *text && *text != 'e' && *text != 'E'; text++)
        if (*text >= '1' && *text <= '9') return false;
    return true;
}

/* Removes the zeros that end the mantissa (and a bare point). */
static void strip_zeros(char *text) {
    char *exponent = strpbrk(text, "eE"), *end = exponent ? exponent : text + strlen(text);
    char *keep = end;
    if (!memchr(text, '.', (size_t)(end - text))) return;
    while (keep[-1] == '0') keep--;
    if (keep[-1] == '.') keep--;
    memmove(keep, end, strlen(end) + 1);
}

/* Puts text in front of the exponent, or at the end. */
static void insert_before_exponent(char *text, const char *what) {
    char *exponent = strpbrk(text, "eE"), *at = exponent ? exponent : text + strlen(text);
    size_t n = strlen(what);
    memmove(at + n, at, strlen(at) + 1);
    memcpy(at, what, n);
}

static void format_double_slow(double d, char code, int precision, unsigned flags, StrBuilder *out) {
    char text[DOUBLE_TEXT_SIZE];
    bool upper = code == 'E' || code == 'F' || code == 'G';
    if (isnan(d) || isinf(d)) {
        builder_cstring(out, isnan(d) ? upper ? "NAN" : "nan"
                             : d < 0  ? upper ? "-INF" : "-inf"
                             : upper  ? "INF"
                                      : "inf");
        return;
    }
    int extra_zeros = 0; /* beyond the digits that a double can have */
    if (code == 'r') {
        size_t n = float_repr(d, text);
        text[n] = 0;
        char *point = strchr(text, '.');
        if (!(flags & FLOAT_ADD_DOT_0) && point && strcmp(point, ".0") == 0) *point = 0;
    } else {
        if (precision > MAX_EXACT_DIGITS) {
            extra_zeros = precision - MAX_EXACT_DIGITS;
            precision = MAX_EXACT_DIGITS;
        }
        bool general = code == 'g' || code == 'G';
        char format[8] = {'%', '.', '*', code, 0};
        if (general && precision == 0) precision = 1;
        if (general) {
            /* Not printf's own g: glibc drops zeros of %#g when rounding carries
             * into a new digit.  The presentation '' with a precision differs
             * from g: a number whose integer digits fill it gets an exponent. */
            int digits = precision - ((flags & FLOAT_ADD_DOT_0) ? 1 : 0);
            format[3] = code == 'G' ? 'E' : 'e';
            snprintf(text, sizeof text, format, precision - 1, d);
            int exponent = atoi(strpbrk(text, "eE") + 1);
            if (exponent >= -4 && exponent < digits)
                snprintf(text, sizeof text, "%.*f", precision - 1 - exponent, d);
            if (!(flags & FLOAT_ALTERNATE)) {
                strip_zeros(text);
                extra_zeros = 0;
            }
        } else {
            snprintf(text, sizeof text, format, precision, d);
        }
    }
    if ((flags & FLOAT_ALTERNATE) && !strchr(text, '.'))
        insert_before_exponent(text, ".");
    else if ((flags & FLOAT_ADD_DOT_0) && !strpbrk(text, ".eE"))
        strcat(text, ".0");
    char *start = text;
    if ((flags & FLOAT_NO_NEGATIVE_ZERO) && *start == '-' && is_zero_text(start + 1)) start++;
    if (extra_zeros == 0) {
        builder_cstring(out, start);
        return;
    }
    char *exponent = strpbrk(start, "eE");
    size_t mantissa = exponent ? (size_t)(exponent - start) : strlen(start);
    builder_ascii(out, start, mantissa);
    builder_fill(out, '0', (size_t)extra_zeros);
    builder_cstring(out, start + mantissa);
}

void float_format_double(double d, char code, int precision, unsigned flags, StrBuilder *out) {
    char text[FLOAT_SHORT_MAX];
    size_t n = float_format_short(d, code, precision, flags, text);
    if (n)
        builder_ascii(out, text, n);
    else
        format_double_slow(d, code, precision, flags, out);
}

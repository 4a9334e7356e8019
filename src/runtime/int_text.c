/*
 * int_text.c - integers from text and to text, in any base.
 *
 * Conversion between binary and a base that is no power of two costs more than
 * linear time, so it is bounded by Vm.int_max_str_digits (CVE-2020-10735).
 */
#include "runtime/error.h"
#include "runtime/int_limbs.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str.h"

/* Value of a digit in bases up to 36, or 99. */
static unsigned digit_value(char c) {
    if (c >= '0' && c <= '9') return (unsigned)(c - '0');
    c |= 32;
    return c >= 'a' && c <= 'z' ? (unsigned)(c - 'a' + 10) : 99;
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* ---- parsing ---------------------------------------------------------------- */

/* "invalid literal", with at most 200 characters of the literal's repr. */
static Value raise_invalid(Thread *t, int base, Value original) {
    Value repr = op_repr(t, original);
    if (value_is_error(repr)) return repr;
    if (value_as_str(repr)->length > 200) {
        repr = str_substring(t, repr, 0, 200);
        if (value_is_error(repr)) return repr;
    }
    return raise_value_error(t, "invalid literal for int() with base %d: %U", base, repr);
}

static bool is_power_of_two(int base) {
    return (base & (base - 1)) == 0;
}

/* `count` digits, underscores among them, into limbs by shifting. */
static Value from_binary_digits(Thread *t, const char *text, const char *end, size_t digits,
                                int base, bool negative) {
    unsigned width = (unsigned)__builtin_ctz((unsigned)base);
    BigInt *b = bigint_alloc_zero(t, digits / LIMB_BITS * width + width + 1);
    if (!b) return VALUE_ERROR;
    size_t position = 0;
    for (const char *p = end; p-- > text;) {
        if (*p == '_') continue;
        mp_limb_t digit = digit_value(*p);
        size_t limb = position / LIMB_BITS;
        unsigned shift = position % LIMB_BITS;
        b->limbs[limb] |= digit << shift;
        if (shift + width > LIMB_BITS) b->limbs[limb + 1] |= digit >> (LIMB_BITS - shift);
        position += width;
    }
    return bigint_finish(b, (position + LIMB_BITS - 1) / LIMB_BITS, negative);
}

static Value from_digits(Thread *t, const char *text, const char *end, size_t digits, int base,
                         bool negative) {
    while (text < end && (*text == '0' || *text == '_')) {
        digits -= *text == '0';
        text++;
    }
    if (digits <= 12 || (base == 10 && digits <= 18)) { /* 36^12 and 10^18 fit 64 bits */
        uint64_t n = 0;
        for (; text < end; text++) {
            if (*text != '_') n = n * (unsigned)base + digit_value(*text);
        }
        if (n <= (uint64_t)SMALL_INT_MAX)
            return value_from_int(negative ? -(int64_t)n : (int64_t)n);
        return int_from_limbs(t, &n, 1, negative);
    }
    Raw *values = gc_alloc_raw_to_fill(t, digits);
    if (!values) return VALUE_ERROR;
    size_t n = 0;
    for (; text < end; text++) {
        if (*text != '_') values->bytes[n++] = (uint8_t)digit_value(*text);
    }
    /* 36 < 2^5.17, 10 < 2^3.33 */
    size_t limbs = (size_t)((double)n * (base <= 10 ? 3.33 : 5.17) / LIMB_BITS) + 3;
    BigInt *b = bigint_alloc(t, limbs);
    if (!b) return VALUE_ERROR;
    size_t count = (size_t)mpn_set_str(b->limbs, values->bytes, n, base);
    return bigint_finish(b, count, negative);
}

Value int_parse(Thread *t, const char *text, size_t length, int base, Value original) {
    const char *p = text, *end = text + length;
    int shown_base = base;
    while (p < end && is_space(*p)) p++;
    bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) p++;
    bool only_zero = false; /* "007" was octal in C and is an error now */
    char prefix = end - p >= 2 && p[0] == '0' ? (char)(p[1] | 32) : 0;
    int prefix_base = prefix == 'x' ? 16 : prefix == 'o' ? 8 : prefix == 'b' ? 2 : 0;
    if (base == 0) {
        base = prefix_base ? prefix_base : 10;
        only_zero = !prefix_base && p < end && *p == '0';
    }
    if (prefix_base == base) {
        p += 2;
        if (p < end && *p == '_') p++;
    }
    const char *start = p;
    size_t digits = 0;
    char previous = '_';
    for (; p < end; p++) {
        if (*p == '_') {
            if (previous == '_') return raise_invalid(t, shown_base, original);
        } else if (digit_value(*p) < (unsigned)base) {
            digits++;
        } else {
            break;
        }
        previous = *p;
    }
    if (digits == 0 || previous == '_') return raise_invalid(t, shown_base, original);
    int64_t limit = t->vm->int_max_str_digits;
    if (!is_power_of_two(base) && limit > 0 && digits > (size_t)limit)
        return raise_value_error(
            t,
            "Exceeds the limit (%ld digits) for integer string conversion: value has %zu digits; "
            "use sys.set_int_max_str_digits() to increase the limit",
            (long)limit, digits);
    const char *digits_end = p;
    while (p < end && is_space(*p)) p++;
    if (p < end) return raise_invalid(t, shown_base, original);
    if (only_zero) {
        for (const char *q = start; q < digits_end; q++) {
            if (*q != '0' && *q != '_') return raise_invalid(t, shown_base, original);
        }
    }
    return is_power_of_two(base) ? from_binary_digits(t, start, digits_end, digits, base, negative)
                                 : from_digits(t, start, digits_end, digits, base, negative);
}

Value int_from_text(Thread *t, const char *digits, size_t length, int base) {
    /* The message wants a str; it is needed only if the literal is bad. */
    if (length < 18 && length > 0 && base == 10) {
        int64_t n = 0;
        size_t i = 0;
        while (i < length && digits[i] >= '0' && digits[i] <= '9') n = n * 10 + (digits[i++] - '0');
        if (i == length) return value_from_int(n);
    }
    Value original = str_from_utf8(t, digits, length);
    return value_is_error(original) ? original : int_parse(t, digits, length, base, original);
}

/* ---- printing --------------------------------------------------------------- */

static Value raise_too_long(Thread *t) {
    return raise_value_error(t,
                             "Exceeds the limit (%ld digits) for integer string conversion; use "
                             "sys.set_int_max_str_digits() to increase the limit",
                             (long)t->vm->int_max_str_digits);
}

static const char digit_pairs[] = "00010203040506070809101112131415161718192021222324"
                                  "25262728293031323334353637383940414243444546474849"
                                  "50515253545556575859606162636465666768697071727374"
                                  "75767778798081828384858687888990919293949596979899";

/* Decimal digits backwards from `end`; returns where they begin. */
static char *write_decimal(char *end, uint64_t n) {
    while (n >= 100) {
        unsigned pair = (unsigned)(n % 100);
        n /= 100;
        end -= 2;
        memcpy(end, digit_pairs + 2 * pair, 2);
    }
    if (n >= 10) {
        end -= 2;
        memcpy(end, digit_pairs + 2 * n, 2);
    } else {
        *--end = (char)('0' + n);
    }
    return end;
}

char *int64_write(char *end, int64_t i, int base) {
    uint64_t n = int64_magnitude(i);
    char *p = end;
    if (base == 10) {
        p = write_decimal(p, n);
    } else {
        unsigned width = (unsigned)__builtin_ctz((unsigned)base);
        do {
            *--p = "0123456789abcdef"[n & (unsigned)(base - 1)];
            n >>= width;
        } while (n);
    }
    if (i < 0) *--p = '-';
    return p;
}

static Value small_to_str(Thread *t, int64_t i, int base) {
    char buffer[INT64_TEXT_MAX], *end = buffer + sizeof buffer;
    char *p = int64_write(end, i, base);
    return str_from_ascii(t, p, (size_t)(end - p));
}

static Value binary_to_str(Thread *t, Limbs x, int base) {
    unsigned width = (unsigned)__builtin_ctz((unsigned)base);
    size_t digits = (limbs_bit_length(x.at, x.count) + width - 1) / width;
    Str *s = str_alloc(t, digits + x.negative, 127);
    if (!s) return VALUE_ERROR;
    char *out = s->data;
    if (x.negative) *out++ = '-';
    for (size_t i = 0; i < digits; i++) {
        size_t position = i * width, limb = position / LIMB_BITS;
        unsigned shift = position % LIMB_BITS;
        mp_limb_t digit = x.at[limb] >> shift;
        if (shift + width > LIMB_BITS && limb + 1 < x.count)
            digit |= x.at[limb + 1] << (LIMB_BITS - shift);
        out[digits - 1 - i] = "0123456789abcdef"[digit & (unsigned)(base - 1)];
    }
    return value_from_object(s);
}

Value int_to_str(Thread *t, Value a, int base) {
    if (value_is_int(a)) return small_to_str(t, value_as_int(a), base);
    mp_limb_t room;
    Limbs x = int_limbs(a, &room);
    if (base != 10) return binary_to_str(t, x, base);
    size_t bits = limbs_bit_length(x.at, x.count);
    double most_digits = (double)bits * 0.30102999566398120 + 1;
    int64_t limit = t->vm->int_max_str_digits;
    if (limit > 0 && most_digits > (double)limit + 2) return raise_too_long(t);
    size_t size = (size_t)most_digits + 4;
    if (x.count == 1) {
        char buffer[24];
        char *p = write_decimal(buffer + sizeof buffer, x.at[0]);
        if (x.negative) *--p = '-';
        return str_from_ascii(t, p, (size_t)(buffer + sizeof buffer - p));
    }
    SCRATCH(t, copy, x.count + 1); /* mpn_get_str clobbers its operand */
    SCRATCH(t, text, size / sizeof(mp_limb_t) + 1);
    if (!copy || !text) return VALUE_ERROR;
    memcpy(copy, x.at, x.count * sizeof *copy);
    unsigned char *digits = (unsigned char *)text;
    size_t n = mpn_get_str(digits, 10, copy, (mp_size_t)x.count);
    while (n > 1 && *digits == 0) {
        digits++;
        n--;
    }
    if (limit > 0 && n > (size_t)limit) return raise_too_long(t);
    Str *s = str_alloc(t, n + x.negative, 127);
    if (!s) return VALUE_ERROR;
    char *out = s->data;
    if (x.negative) *out++ = '-';
    for (size_t i = 0; i < n; i++) out[i] = (char)('0' + digits[i]);
    return value_from_object(s);
}

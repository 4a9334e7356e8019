/*
 * int.c - integers: creation, canonical form, addition, multiplication,
 * comparison, hashing and conversion to C numbers.
 *
 * Small ints are handled in C arithmetic; everything else works on GMP's
 * low-level mpn_ functions with limbs inside GC objects.  Division and powers
 * are in int_divide.c, bits in int_bits.c, text in int_text.c.
 */
#include "runtime/int.h"

#include <float.h>
#include <math.h>

#include "runtime/error.h"
#include "runtime/int_limbs.h"

/* CPython's integers could not be larger either (2^62 bits would not fit any
 * address space): beyond it a MemoryError needs no attempt. */
#define MAX_LIMBS ((size_t)1 << 40)

BigInt *bigint_alloc(Thread *t, size_t count) {
    if (count > MAX_LIMBS) {
        raise_memory_error(t);
        return NULL;
    }
    size_t size = sizeof(BigInt) + count * sizeof(mp_limb_t);
    return gc_alloc_to_fill(t, size, sizeof(BigInt), size, KIND_INT,
                            t->vm->types[TYPE_INT]->root_shape);
}

BigInt *bigint_alloc_zero(Thread *t, size_t count) {
    BigInt *b = bigint_alloc(t, count);
    if (b) memset(b->limbs, 0, count * sizeof(mp_limb_t));
    return b;
}

mp_limb_t *limbs_scratch(Thread *t, mp_limb_t *room, size_t room_count, size_t count) {
    if (count <= room_count) return room;
    if (count > MAX_LIMBS) {
        raise_memory_error(t);
        return NULL;
    }
    Raw *raw = gc_alloc_raw_to_fill(t, count * sizeof(mp_limb_t));
    return raw ? (mp_limb_t *)raw->bytes : NULL;
}

Value bigint_finish(BigInt *b, size_t count, bool negative) {
    count = limbs_normal_count(b->limbs, count);
    if (count == 0) return value_from_int(0);
    if (count == 1) {
        uint64_t limb = b->limbs[0];
        if (limb <= (uint64_t)SMALL_INT_MAX + negative)
            return value_from_int(negative ? -(int64_t)limb : (int64_t)limb);
    }
    b->size = negative ? -(int64_t)count : (int64_t)count;
    return value_from_object(b);
}

Value int_from_int64_slow(Thread *t, int64_t i) {
    BigInt *b = bigint_alloc(t, 1);
    if (!b) return VALUE_ERROR;
    b->limbs[0] = int64_magnitude(i);
    b->size = i < 0 ? -1 : 1;
    return value_from_object(b);
}

Value int_from_uint64(Thread *t, uint64_t i) {
    if (i <= (uint64_t)SMALL_INT_MAX) return value_from_int((int64_t)i);
    BigInt *b = bigint_alloc(t, 1);
    if (!b) return VALUE_ERROR;
    b->limbs[0] = i;
    b->size = 1;
    return value_from_object(b);
}

Value int_from_int128(Thread *t, __int128 i) {
    if (i >= SMALL_INT_MIN && i <= SMALL_INT_MAX) return value_from_int((int64_t)i);
    BigInt *b = bigint_alloc(t, 2);
    if (!b) return VALUE_ERROR;
    unsigned __int128 magnitude = i < 0 ? -(unsigned __int128)i : (unsigned __int128)i;
    b->limbs[0] = (mp_limb_t)magnitude;
    b->limbs[1] = (mp_limb_t)(magnitude >> 64);
    return bigint_finish(b, 2, i < 0);
}

Value int_from_limbs(Thread *t, const mp_limb_t *limbs, size_t count, bool negative) {
    count = limbs_normal_count(limbs, count);
    if (count == 0) return value_from_int(0);
    BigInt *b = bigint_alloc(t, count);
    if (!b) return VALUE_ERROR;
    memcpy(b->limbs, limbs, count * sizeof *limbs);
    return bigint_finish(b, count, negative);
}

Value int_take_mpz(Thread *t, mpz_ptr mpz) {
    Value v = int_from_limbs(t, mpz_limbs_read(mpz), mpz_size(mpz), mpz_sgn(mpz) < 0);
    mpz_clear(mpz);
    return v;
}

Value int_from_double(Thread *t, double d) {
    if (d > -0x1p61 && d < 0x1p61) return value_from_int((int64_t)d);
    if (isnan(d)) return raise_value_error(t, "cannot convert float NaN to integer");
    if (isinf(d)) return raise_overflow_error(t, "cannot convert float infinity to integer");
    int exponent;
    uint64_t mantissa = (uint64_t)ldexp(frexp(fabs(d), &exponent), 64);
    unsigned shift = (unsigned)(exponent - 64 + 128); /* in a window of two limbs more */
    size_t low = shift / LIMB_BITS;
    shift %= LIMB_BITS;
    BigInt *b = bigint_alloc(t, low);
    if (!b) return VALUE_ERROR;
    mp_limb_t window[20] = {0};
    window[low] = mantissa << shift;
    window[low + 1] = shift ? mantissa >> (64 - shift) : 0;
    memcpy(b->limbs, window + 2, low * sizeof(mp_limb_t));
    return bigint_finish(b, low, d < 0);
}

/* ---- addition, multiplication --------------------------------------------- */

/* a + b, or a - b when `negate` is set. */
static Value add_limbs(Thread *t, Value a, Value b, bool negate) {
    mp_limb_t room_a, room_b;
    Limbs x = int_limbs(a, &room_a), y = int_limbs(b, &room_b);
    y.negative ^= negate;
    if (x.count < y.count) {
        Limbs swap = x;
        x = y;
        y = swap;
    }
    if (y.count == 0) return int_from_limbs(t, x.at, x.count, x.negative);
    BigInt *r = bigint_alloc(t, x.count + 1);
    if (!r) return VALUE_ERROR;
    if (x.negative == y.negative) {
        r->limbs[x.count] = mpn_add(r->limbs, x.at, (mp_size_t)x.count, y.at, (mp_size_t)y.count);
        return bigint_finish(r, x.count + 1, x.negative);
    }
    if (x.count > y.count || mpn_cmp(x.at, y.at, (mp_size_t)x.count) >= 0) {
        mpn_sub(r->limbs, x.at, (mp_size_t)x.count, y.at, (mp_size_t)y.count);
        return bigint_finish(r, x.count, x.negative);
    }
    mpn_sub(r->limbs, y.at, (mp_size_t)y.count, x.at, (mp_size_t)x.count);
    return bigint_finish(r, y.count, y.negative);
}

Value int_add(Thread *t, Value a, Value b) {
    if (values_are_ints(a, b)) return int_from_int64(t, value_as_int(a) + value_as_int(b));
    return add_limbs(t, a, b, false);
}

Value int_sub(Thread *t, Value a, Value b) {
    if (values_are_ints(a, b)) return int_from_int64(t, value_as_int(a) - value_as_int(b));
    return add_limbs(t, a, b, true);
}

Value int_mul(Thread *t, Value a, Value b) {
    if (values_are_ints(a, b)) {
        int64_t product;
        if (!__builtin_mul_overflow(value_as_int(a), value_as_int(b), &product))
            return int_from_int64(t, product);
        return int_from_int128(t, (__int128)value_as_int(a) * value_as_int(b));
    }
    mp_limb_t room_a, room_b;
    Limbs x = int_limbs(a, &room_a), y = int_limbs(b, &room_b);
    if (x.count < y.count) {
        Limbs swap = x;
        x = y;
        y = swap;
    }
    if (y.count == 0) return value_from_int(0);
    BigInt *r = bigint_alloc(t, x.count + y.count);
    if (!r) return VALUE_ERROR;
    if (y.count == 1)
        r->limbs[x.count] = mpn_mul_1(r->limbs, x.at, (mp_size_t)x.count, y.at[0]);
    else if (x.at == y.at)
        mpn_sqr(r->limbs, x.at, (mp_size_t)x.count);
    else
        mpn_mul(r->limbs, x.at, (mp_size_t)x.count, y.at, (mp_size_t)y.count);
    return bigint_finish(r, x.count + y.count, x.negative != y.negative);
}

Value int_neg(Thread *t, Value a) {
    if (value_is_int(a)) return int_from_int64(t, -value_as_int(a));
    mp_limb_t room;
    Limbs x = int_limbs(a, &room);
    return int_from_limbs(t, x.at, x.count, !x.negative);
}

Value int_abs(Thread *t, Value a) {
    return int_sign(a) < 0 ? int_neg(t, a) : a;
}

/* ---- comparison, hash ------------------------------------------------------- */

int int_sign(Value a) {
    if (value_is_int(a)) return (value_as_int(a) > 0) - (value_as_int(a) < 0);
    return int_as_big(a)->size < 0 ? -1 : 1;
}

int int_compare(Value a, Value b) {
    if (values_are_ints(a, b))
        return (value_as_int(a) > value_as_int(b)) - (value_as_int(a) < value_as_int(b));
    if (value_is_int(a)) return -int_sign(b); /* a BigInt is farther from zero than any small int */
    if (value_is_int(b)) return int_sign(a);
    const BigInt *x = int_as_big(a), *y = int_as_big(b);
    if (x->size != y->size) return x->size < y->size ? -1 : 1;
    int order = mpn_cmp(x->limbs, y->limbs, x->size < 0 ? -x->size : x->size);
    order = (order > 0) - (order < 0);
    return x->size < 0 ? -order : order;
}

int int_compare_double(Value a, double d) {
    if (isnan(d)) return 2;
    int sign = int_sign(a);
    int other = (d > 0) - (d < 0);
    if (sign != other || sign == 0) return (sign > other) - (sign < other);
    if (isinf(d)) return -other;
    if (value_is_int(a)) {
        int64_t i = value_as_int(a);
        if (i >= -((int64_t)1 << 53) && i <= (int64_t)1 << 53)
            return ((double)i > d) - ((double)i < d);
        if (fabs(d) >= 0x1p62) return -other;
        int64_t whole = (int64_t)d; /* |d| can be small: compare the parts */
        if (i != whole) return i < whole ? -1 : 1;
        double fraction = d - (double)whole;
        return (fraction < 0) - (fraction > 0);
    }
    /* |d| in [2^(exponent-1), 2^exponent) */
    int exponent;
    double fraction = frexp(fabs(d), &exponent);
    size_t bits = int_bit_length(a);
    if (exponent <= 0 || (size_t)exponent != bits)
        return exponent <= 0 || bits > (size_t)exponent ? sign : -sign;
    /* Same magnitude, at least 62 bits: d is whole.  Compare bits from the top. */
    uint64_t mantissa = (uint64_t)ldexp(fraction, 64);
    const BigInt *b = int_as_big(a);
    size_t count = (size_t)(b->size < 0 ? -b->size : b->size);
    unsigned shift = (unsigned)__builtin_clzll(b->limbs[count - 1]);
    uint64_t top = b->limbs[count - 1] << shift;
    if (shift && count > 1) top |= b->limbs[count - 2] >> (64 - shift);
    if (top != mantissa) return top > mantissa ? sign : -sign;
    if (count > 1 && (b->limbs[count - 2] << shift) != 0) return sign;
    for (size_t i = 0; i + 2 < count; i++) {
        if (b->limbs[i]) return sign;
    }
    return 0;
}

/* The value modulo the Mersenne prime 2^61 - 1, with the sign of the value. */
int64_t int_hash(Value a) {
    const uint64_t prime = ((uint64_t)1 << 61) - 1;
    uint64_t h;
    bool negative;
    if (value_is_int(a)) {
        int64_t i = value_as_int(a);
        negative = i < 0;
        h = int64_magnitude(i);
        if (h >= prime) h -= prime;
    } else {
        const BigInt *b = int_as_big(a);
        negative = b->size < 0;
        size_t count = (size_t)(negative ? -b->size : b->size);
        h = 0;
        for (size_t i = count; i-- > 0;) {
            /* h * 2^64 is h rotated by three bits, modulo 2^61 - 1. */
            h = ((h << 3) & prime) | (h >> 58);
            uint64_t limb = b->limbs[i];
            h += (limb & prime) + (limb >> 61);
            h = (h & prime) + (h >> 61);
            if (h >= prime) h -= prime;
        }
    }
    int64_t hash = negative ? -(int64_t)h : (int64_t)h;
    return hash == -1 ? -2 : hash;
}

size_t int_bit_length(Value a) {
    mp_limb_t room;
    Limbs x = int_limbs(a, &room);
    return limbs_bit_length(x.at, x.count);
}

/* ---- to C numbers ------------------------------------------------------------ */

bool double_from_scaled(uint64_t mantissa, bool sticky, int64_t exponent, double *out) {
    if (mantissa == 0) {
        *out = 0.0;
        return true;
    }
    unsigned zeros = (unsigned)__builtin_clzll(mantissa);
    mantissa <<= zeros;
    exponent -= zeros;
    /* The exponent of the last bit that a double has room for. */
    int64_t last = exponent + 64 - DBL_MANT_DIG;
    if (last < DBL_MIN_EXP - DBL_MANT_DIG) last = DBL_MIN_EXP - DBL_MANT_DIG;
    int64_t drop = last - exponent;
    if (drop > 64) {
        *out = 0.0;
        return true;
    }
    uint64_t kept = drop == 64 ? 0 : mantissa >> drop;
    uint64_t half = (uint64_t)1 << (drop - 1);
    uint64_t rest = mantissa & (half | (half - 1));
    if (rest > half || (rest == half && (sticky || (kept & 1)))) kept++;
    if (last > DBL_MAX_EXP) return false;
    *out = ldexp((double)kept, (int)last);
    return !isinf(*out);
}

bool int_to_double(Thread *t, Value a, double *out) {
    if (value_is_int(a)) {
        *out = (double)value_as_int(a);
        return true;
    }
    const BigInt *b = int_as_big(a);
    size_t count = (size_t)(b->size < 0 ? -b->size : b->size);
    unsigned shift = (unsigned)__builtin_clzll(b->limbs[count - 1]);
    uint64_t top = b->limbs[count - 1] << shift;
    bool sticky = false;
    if (count > 1) {
        if (shift) top |= b->limbs[count - 2] >> (64 - shift);
        sticky = (b->limbs[count - 2] << shift) != 0;
        for (size_t i = 0; !sticky && i + 2 < count; i++) sticky = b->limbs[i] != 0;
    }
    int64_t exponent = (int64_t)(count - 1) * LIMB_BITS - shift;
    if (!double_from_scaled(top, sticky, exponent, out)) {
        raise_overflow_error(t, "int too large to convert to float");
        return false;
    }
    if (b->size < 0) *out = -*out;
    return true;
}

bool int_to_int64(Value a, int64_t *out) {
    if (value_is_int(a)) {
        *out = value_as_int(a);
        return true;
    }
    const BigInt *b = int_as_big(a);
    if (b->size == 1 && b->limbs[0] <= INT64_MAX) {
        *out = (int64_t)b->limbs[0];
        return true;
    }
    if (b->size == -1 && b->limbs[0] <= (uint64_t)INT64_MAX + 1) {
        *out = (int64_t)-b->limbs[0];
        return true;
    }
    return false;
}

bool int_to_uint64(Value a, uint64_t *out) {
    if (value_is_int(a)) {
        *out = (uint64_t)value_as_int(a);
        return value_as_int(a) >= 0;
    }
    const BigInt *b = int_as_big(a);
    *out = b->limbs[0];
    return b->size == 1;
}

/*
 * int_bits.c - integers: shifts and bit-wise operators.
 *
 * Numbers are kept as sign and magnitude but behave as two's complement with
 * infinitely many sign bits; limbs are converted on the way: -x is ~x + 1.
 */
#include "runtime/error.h"
#include "runtime/int_limbs.h"

static Value shift_left(Thread *t, Limbs x, uint64_t shift) {
    size_t low = (size_t)(shift / LIMB_BITS);
    unsigned bits = shift % LIMB_BITS;
    BigInt *r = bigint_alloc(t, x.count + low + 1);
    if (!r) return VALUE_ERROR;
    memset(r->limbs, 0, low * sizeof(mp_limb_t));
    if (bits)
        r->limbs[x.count + low] = mpn_lshift(r->limbs + low, x.at, (mp_size_t)x.count, bits);
    else
        memcpy(r->limbs + low, x.at, x.count * sizeof(mp_limb_t));
    return bigint_finish(r, x.count + low + (bits != 0), x.negative);
}

Value int_lshift(Thread *t, Value a, Value b) {
    if (int_sign(b) < 0) return raise_value_error(t, "negative shift count");
    if (value_same(a, value_from_int(0))) return a;
    if (!value_is_int(b)) return raise_memory_error(t);
    int64_t shift = value_as_int(b);
    if (value_is_int(a) && shift < 62) {
        int64_t i = value_as_int(a);
        int64_t shifted = (int64_t)((uint64_t)i << shift);
        if (shifted >> shift == i) return int_from_int64(t, shifted);
    }
    mp_limb_t room;
    return shift_left(t, int_limbs(a, &room), (uint64_t)shift);
}

Value int_rshift(Thread *t, Value a, Value b) {
    if (int_sign(b) < 0) return raise_value_error(t, "negative shift count");
    if (!value_is_int(b)) return value_from_int(int_sign(a) < 0 ? -1 : 0);
    uint64_t shift = (uint64_t)value_as_int(b);
    if (value_is_int(a)) return value_from_int(value_as_int(a) >> (shift > 63 ? 63 : shift));
    mp_limb_t room;
    Limbs x = int_limbs(a, &room);
    uint64_t low = shift / LIMB_BITS;
    if (low >= x.count) return value_from_int(x.negative ? -1 : 0);
    unsigned bits = shift % LIMB_BITS;
    size_t count = x.count - (size_t)low;
    BigInt *r = bigint_alloc(t, count + 1);
    if (!r) return VALUE_ERROR;
    r->limbs[count] = 0;
    bool lost = false;
    if (bits)
        lost = mpn_rshift(r->limbs, x.at + low, (mp_size_t)count, bits) != 0;
    else
        memcpy(r->limbs, x.at + low, count * sizeof(mp_limb_t));
    if (x.negative) { /* towards minus infinity */
        for (uint64_t i = 0; !lost && i < low; i++) lost = x.at[i] != 0;
        if (lost) r->limbs[count] = mpn_add_1(r->limbs, r->limbs, (mp_size_t)count, 1);
    }
    return bigint_finish(r, count + 1, x.negative);
}

/* ---- and, or, xor ------------------------------------------------------------- */

/* The limbs of a number in two's complement, one after the other. */
typedef struct Complement {
    Limbs x;
    mp_limb_t carry; /* of ~x + 1 */
} Complement;

static inline mp_limb_t complement_limb(Complement *c, size_t i) {
    mp_limb_t limb = i < c->x.count ? c->x.at[i] : 0;
    if (!c->x.negative) return limb;
    limb = ~limb + c->carry;
    c->carry = c->carry && limb == 0;
    return limb;
}

static inline mp_limb_t combine(char operator, mp_limb_t a, mp_limb_t b) {
    return operator== '&' ? a & b : operator== '|' ? a | b : a ^ b;
}

static inline __attribute__((always_inline)) Value bitwise(Thread *t, Value a, Value b,
                                                           char operator) {
    mp_limb_t room_a, room_b;
    Complement x = {int_limbs(a, &room_a), 1}, y = {int_limbs(b, &room_b), 1};
    if (x.x.count < y.x.count) {
        Complement swap = x;
        x = y;
        y = swap;
    }
    bool negative = combine(operator, x.x.negative, y.x.negative) & 1;
    size_t count = x.x.count;
    if (operator== '&' && !y.x.negative) count = y.x.count; /* the rest is masked out */
    BigInt *r = bigint_alloc(t, count + 1);
    if (!r) return VALUE_ERROR;
    if (!x.x.negative && !y.x.negative) {
        size_t common = count < y.x.count ? count : y.x.count;
        for (size_t i = 0; i < common; i++) r->limbs[i] = combine(operator, x.x.at[i], y.x.at[i]);
        if (count > common)
            memcpy(r->limbs + common, x.x.at + common, (count - common) * sizeof(mp_limb_t));
        return bigint_finish(r, count, false);
    }
    for (size_t i = 0; i < count; i++)
        r->limbs[i] = combine(operator, complement_limb(&x, i), complement_limb(&y, i));
    if (negative) { /* back to a magnitude: of -2^(64 count) it needs a limb more */
        mpn_com(r->limbs, r->limbs, (mp_size_t)count);
        r->limbs[count] = mpn_add_1(r->limbs, r->limbs, (mp_size_t)count, 1);
        count++;
    }
    return bigint_finish(r, count, negative);
}

Value int_and(Thread *t, Value a, Value b) {
    return values_are_ints(a, b) ? (Value){a.bits & b.bits} : bitwise(t, a, b, '&');
}

Value int_or(Thread *t, Value a, Value b) {
    return values_are_ints(a, b) ? (Value){a.bits | b.bits} : bitwise(t, a, b, '|');
}

Value int_xor(Thread *t, Value a, Value b) {
    return values_are_ints(a, b) ? (Value){a.bits ^ b.bits} : bitwise(t, a, b, '^');
}

Value int_invert(Thread *t, Value a) {
    if (value_is_int(a)) return value_from_int(~value_as_int(a));
    Value negated = int_neg(t, a);
    return value_is_error(negated) ? negated : int_sub(t, negated, value_from_int(1));
}

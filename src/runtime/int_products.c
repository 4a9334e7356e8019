/*
 * int_products.c - sums of products of integers, computed in one place: the limbs of the
 * result take up each term in turn, and no number is made in between.
 */
#include "runtime/int_limbs.h"

/* Room for one more limb than the largest term has: for the sign and what four terms carry. */
typedef struct Sum {
    mp_limb_t *at;
    size_t count;
    bool begun;    /* else `at` holds nothing yet */
} Sum;

static void begin(Sum *s, size_t count, bool negative) { /* of limbs that are written already */
    memset(s->at + count, 0, (s->count - count) * sizeof *s->at);
    if (negative) mpn_neg(s->at, s->at, (mp_size_t)s->count);
    s->begun = true;
}

/* Modulo 2^(64 * count), in two's complement, as all sums here. */
static void add(Sum *s, const mp_limb_t *x, size_t count, bool negative) {
    if (!count) return;
    if (!s->begun) {
        memcpy(s->at, x, count * sizeof *x);
        begin(s, count, negative);
    } else if (negative) {
        mpn_sub(s->at, s->at, (mp_size_t)s->count, x, (mp_size_t)count);
    } else {
        mpn_add(s->at, s->at, (mp_size_t)s->count, x, (mp_size_t)count);
    }
}

static void add_multiple(Sum *s, const mp_limb_t *x, size_t count, mp_limb_t factor, bool negative) {
    mp_size_t n = (mp_size_t)count, rest = (mp_size_t)(s->count - count);
    if (!s->begun) {
        s->at[n] = mpn_mul_1(s->at, x, n, factor);
        begin(s, count + 1, negative);
    } else if (negative) {
        mpn_sub_1(s->at + n, s->at + n, rest, mpn_submul_1(s->at, x, n, factor));
    } else {
        mpn_add_1(s->at + n, s->at + n, rest, mpn_addmul_1(s->at, x, n, factor));
    }
}

static bool add_product(Thread *t, Sum *s, Limbs x, Limbs y, bool negative) {
    if (x.count < y.count) {
        Limbs swap = x;
        x = y;
        y = swap;
    }
    if (y.count < 2) {
        if (y.count) add_multiple(s, x.at, x.count, y.at[0], negative);
        return true;
    }
    size_t count = x.count + y.count;
    SCRATCH(t, room, s->begun ? count : 0);
    if (!room) return false;
    mp_limb_t *product = s->begun ? room : s->at;
    if (x.at == y.at)
        mpn_sqr(product, x.at, (mp_size_t)x.count);
    else
        mpn_mul(product, x.at, (mp_size_t)x.count, y.at, (mp_size_t)y.count);
    if (s->begun)
        add(s, product, count, negative);
    else
        begin(s, count, negative);
    return true;
}

Value int_sum_of_products(Thread *t, const Value *values, unsigned terms, unsigned shape) {
    mp_limb_t rooms[2 * INT_SUM_TERMS];
    Limbs factors[2 * INT_SUM_TERMS];
    size_t used = 0, largest = 0;
    bool small = true;
    __int128 total = 0; /* four products of 124 bits */
    for (unsigned i = 0; i < terms; i++) {
        unsigned how = shape >> 2 * i;
        Value x = values[used], y = how & INT_SUM_PRODUCT ? values[used + 1] : value_from_int(1);
        used += how & INT_SUM_PRODUCT ? 2 : 1;
        factors[2 * i] = int_limbs(x, &rooms[2 * i]);
        factors[2 * i + 1] = int_limbs(y, &rooms[2 * i + 1]);
        size_t count = factors[2 * i].count + factors[2 * i + 1].count;
        if (count > largest) largest = count;
        if ((small &= value_is_int(x) && value_is_int(y))) {
            __int128 term = (__int128)value_as_int(x) * value_as_int(y);
            total += how & INT_SUM_NEGATIVE ? -term : term;
        }
    }
    if (small) return int_from_int128(t, total);
    BigInt *result = bigint_alloc(t, largest + 1);
    if (!result) return VALUE_ERROR;
    Sum s = {result->limbs, largest + 1, false};
    for (unsigned i = 0; i < terms; i++) {
        unsigned how = shape >> 2 * i;
        Limbs x = factors[2 * i], y = factors[2 * i + 1];
        bool negative = x.negative ^ y.negative ^ !!(how & INT_SUM_NEGATIVE);
        if (!(how & INT_SUM_PRODUCT))
            add(&s, x.at, x.count, negative);
        else if (!add_product(t, &s, x, y, negative))
            return VALUE_ERROR;
    }
    if (!s.begun) return value_from_int(0);
    bool negative = s.at[s.count - 1] >> (LIMB_BITS - 1);
    if (negative) mpn_neg(s.at, s.at, (mp_size_t)s.count);
    return bigint_finish(result, s.count, negative);
}

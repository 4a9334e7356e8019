/*
 * int_limbs.h - integers as sign and limbs, for the files int_*.c (and the
 * correct rounding to a double, for float_text.c).
 *
 * An operand is viewed as a Limbs, whatever its representation; a result is
 * computed into a fresh BigInt of sufficient size and then made canonical by
 * bigint_finish.  A BigInt may own more limbs than its size says.
 */
#ifndef TAU_RUNTIME_INT_LIMBS_H
#define TAU_RUNTIME_INT_LIMBS_H

#include "runtime/int.h"

static_assert(sizeof(mp_limb_t) == 8, "limbs are 64-bit words");

enum { LIMB_BITS = 64 };

/* |value|, top limb non-zero (count 0 for zero). */
typedef struct Limbs {
    const mp_limb_t *at;
    size_t count;
    bool negative;
} Limbs;

static inline uint64_t int64_magnitude(int64_t i) {
    return i < 0 ? -(uint64_t)i : (uint64_t)i;
}

static inline BigInt *int_as_big(Value v) {
    assert(value_is_kind(v, KIND_INT) && !(value_as_object(v)->gc & GC_SUBCLASS));
    return (BigInt *)value_as_object(v);
}

/* `room` holds the limb of a small int and must live as long as the view. */
static inline Limbs int_limbs(Value v, mp_limb_t *room) {
    if (value_is_int(v)) {
        int64_t i = value_as_int(v);
        *room = int64_magnitude(i);
        return (Limbs){room, i != 0, i < 0};
    }
    const BigInt *b = int_as_big(v);
    return (Limbs){b->limbs, (size_t)(b->size < 0 ? -b->size : b->size), b->size < 0};
}

static inline size_t limbs_normal_count(const mp_limb_t *limbs, size_t count) {
    while (count > 0 && limbs[count - 1] == 0) count--;
    return count;
}

static inline size_t limbs_bit_length(const mp_limb_t *limbs, size_t count) {
    return count == 0 ? 0 : count * LIMB_BITS - (size_t)__builtin_clzll(limbs[count - 1]);
}

/* A read-only mpz of the same value, for the mpz_ functions that have no mpn_
 * counterpart.  Nothing is allocated. */
static inline mpz_srcptr limbs_as_mpz(mpz_ptr mpz, Limbs a) {
    return mpz_roinit_n(mpz, a.at, a.negative ? -(mp_size_t)a.count : (mp_size_t)a.count);
}

/* Room for so many limbs, which may hold anything; NULL with MemoryError. */
BigInt *bigint_alloc(Thread *t, size_t count);
/* The same with limbs that are zero. */
BigInt *bigint_alloc_zero(Thread *t, size_t count);
/* The canonical Value of the first `count` limbs of `b`. */
Value bigint_finish(BigInt *b, size_t count, bool negative);
/* Room for intermediate results: `room` if it is enough, else a GC object. */
mp_limb_t *limbs_scratch(Thread *t, mp_limb_t *room, size_t room_count, size_t count);
Value int_from_int128(Thread *t, __int128 i);
/* Copies and clears `mpz`. */
Value int_take_mpz(Thread *t, mpz_ptr mpz);
/* Quotient and remainder, floored; either pointer may be NULL.  b != 0. */
bool int_divide(Thread *t, Value a, Value b, Value *quotient, Value *remainder);
/* The double nearest to mantissa * 2^exponent, where `sticky` says that the
 * true mantissa is a little larger; false if it would be infinite. */
bool double_from_scaled(uint64_t mantissa, bool sticky, int64_t exponent, double *out);

/* int(text, base): white space, sign, prefix, underscores; `original` is the
 * object that the message of a ValueError shows. */
Value int_parse(Thread *t, const char *text, size_t length, int base, Value original);

#define SCRATCH_LIMBS 40
/* mp_limb_t *name: scratch space of `count` limbs; NULL with MemoryError. */
#define SCRATCH(t, name, count)           \
    mp_limb_t name##_room[SCRATCH_LIMBS]; \
    mp_limb_t *name = limbs_scratch(t, name##_room, SCRATCH_LIMBS, count)

#endif

/*
 * value.h - the Value word: how every Python value is represented.
 *
 *   63                                             3 2 1 0
 *  +------------------------------------------------------+
 *  |  integer, 62 bits, two's complement            | 0 0 |   small int
 *  +------------------------------------------------------+
 *  |  address of a heap object (16-byte aligned)  |0| 0 1 |   pointer + 1
 *  +------------------------------------------------------+
 *  |  number of a constant                        |1| 0 1 |   None, True, ...
 *  +------------------------------------------------------+
 *  |  a double, rotated left by 4, plus 3         |.| 1 . |   float
 *  +------------------------------------------------------+
 *
 * Floats tag themselves (Melancon, Serrano, Feeley, "Float Self-Tagging",
 * arXiv 2411.16544).  Rotating left by four brings the sign to bit 3 and the
 * top three exponent bits to bits 2..0.  Those three bits are 011 or 100 for
 * magnitudes from 2^-255 to 2^257, 000 for zero and the tiny, 111 for huge
 * numbers, infinities and NaNs.  Adding 3 maps exactly these four patterns to
 * the ones that have bit 1 set, so "is it a float" is one test of one bit.
 * Doubles with the other exponents live in a heap object (see float.h).
 *
 * Small ints carry tag 00, so that addition, subtraction and comparison work
 * on the tagged words; pointers carry 01, which a field displacement absorbs.
 */
#ifndef TAU_RUNTIME_VALUE_H
#define TAU_RUNTIME_VALUE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct Value {
    uint64_t bits;
} Value;

struct Object;

#define VALUE_CONSTANT(n) ((Value){((uint64_t)(n) << 3) | 5})

/* Python's own constants.  False and True differ in one bit. */
#define VALUE_FALSE VALUE_CONSTANT(0)
#define VALUE_TRUE VALUE_CONSTANT(1)
#define VALUE_NONE VALUE_CONSTANT(2)
#define VALUE_NOT_IMPLEMENTED VALUE_CONSTANT(3)
#define VALUE_ELLIPSIS VALUE_CONSTANT(4)
/* Internal constants, never visible to a program:
 * UNDEF  "nothing here": unbound local, absent argument, empty slot;
 * ERROR  returned by a fallible function, the exception is on the thread;
 * STOP   returned by op_next when an iterator is exhausted. */
#define VALUE_UNDEF VALUE_CONSTANT(5)
#define VALUE_ERROR VALUE_CONSTANT(6)
#define VALUE_STOP VALUE_CONSTANT(7)

#define SMALL_INT_MAX ((int64_t)0x1fffffffffffffff)
#define SMALL_INT_MIN (-SMALL_INT_MAX - 1)

static inline bool value_same(Value a, Value b) { return a.bits == b.bits; }

static inline bool value_is_int(Value v) { return (v.bits & 3) == 0; }
static inline bool value_is_float(Value v) { return (v.bits & 2) != 0; }
static inline bool value_is_object(Value v) { return (v.bits & 7) == 1; }
static inline bool value_is_constant(Value v) { return (v.bits & 7) == 5; }
static inline bool values_are_ints(Value a, Value b) { return ((a.bits | b.bits) & 3) == 0; }
static inline bool values_are_floats(Value a, Value b) { return (a.bits & b.bits & 2) != 0; }

static inline bool value_is_none(Value v) { return v.bits == VALUE_NONE.bits; }
static inline bool value_is_true(Value v) { return v.bits == VALUE_TRUE.bits; }
static inline bool value_is_false(Value v) { return v.bits == VALUE_FALSE.bits; }
static inline bool value_is_bool(Value v) { return (v.bits | 8) == VALUE_TRUE.bits; }
static inline bool value_is_undef(Value v) { return v.bits == VALUE_UNDEF.bits; }
static inline bool value_is_error(Value v) { return v.bits == VALUE_ERROR.bits; }
static inline bool value_is_stop(Value v) { return v.bits == VALUE_STOP.bits; }
static inline bool value_is_not_implemented(Value v) {
    return v.bits == VALUE_NOT_IMPLEMENTED.bits;
}

static inline Value value_bool(bool b) { return b ? VALUE_TRUE : VALUE_FALSE; }

/* The number of a constant: index into Vm.constant_types. */
static inline unsigned value_constant_index(Value v) {
    assert(value_is_constant(v));
    return (unsigned)(v.bits >> 3);
}

static inline bool int_fits_small(int64_t i) {
    return (uint64_t)i + ((uint64_t)1 << 61) < ((uint64_t)1 << 62);
}

/* A small int; the caller knows that it fits (int_from_int64 handles any). */
static inline Value value_from_int(int64_t i) {
    assert(int_fits_small(i));
    return (Value){(uint64_t)i << 2};
}

static inline int64_t value_as_int(Value v) {
    assert(value_is_int(v));
    return (int64_t)v.bits >> 2;
}

/* Tags a double if its exponent allows; false if it needs a heap float. */
static inline bool value_try_float(double d, Value *out) {
    uint64_t b;
    memcpy(&b, &d, sizeof b);
    b = ((b << 4) | (b >> 60)) + 3;
    out->bits = b;
    return (b & 2) != 0;
}

static inline double value_as_float(Value v) {
    assert(value_is_float(v));
    uint64_t b = v.bits - 3;
    double d;
    b = (b >> 4) | (b << 60);
    memcpy(&d, &b, sizeof d);
    return d;
}

/* Copies values that may just have been written one by one.  A few are copied
 * one by one too: memcpy would read them in wider pieces, and the processor
 * waits for the narrow stores to complete before it can. */
static inline void values_copy(Value *to, const Value *from, size_t count) {
    switch (count) {
    case 4: to[3].bits = from[3].bits; __attribute__((fallthrough));
    case 3: to[2].bits = from[2].bits; __attribute__((fallthrough));
    case 2: to[1].bits = from[1].bits; __attribute__((fallthrough));
    case 1: to[0].bits = from[0].bits; __attribute__((fallthrough));
    case 0: break;
    default:
        if (count > 16) {
            memcpy(to, from, count * sizeof(Value));
            return;
        }
        for (size_t i = 0; i < count; i++) {
            to[i].bits = from[i].bits;
            __asm__ volatile(""); /* or the compiler makes it a memcpy */
        }
    }
}

static inline struct Object *value_as_object(Value v) {
    assert(value_is_object(v));
    return (struct Object *)(v.bits - 1);
}

static inline Value value_from_object(const void *object) {
    assert(object && ((uintptr_t)object & 15) == 0);
    return (Value){(uint64_t)(uintptr_t)object + 1};
}

#endif

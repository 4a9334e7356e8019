/* buffer_item.c - reading and writing one item of a buffer. */
#include "runtime/buffer_item.h"

#include <math.h>

#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"

size_t buffer_item_size(char format) {
    switch (format) {
    case 'c': case 'b': case 'B': case '?': return 1;
    case 'h': case 'H': case 'e': return 2;
    case 'i': case 'I': case 'f': return 4;
    case 'l': case 'L': case 'q': case 'Q': case 'n': case 'N': case 'P': case 'd': return 8;
    default: return 0;
    }
}

double half_to_double(uint16_t half) {
    int exponent = half >> 10 & 31;
    double fraction = half & 1023, d;
    if (exponent == 31)
        d = fraction != 0 ? NAN : INFINITY;
    else if (exponent == 0)
        d = ldexp(fraction, -24);
    else
        d = ldexp(fraction + 1024, exponent - 25);
    return half & 0x8000 ? -d : d;
}

bool half_from_double(double d, uint16_t *out) {
    uint16_t sign = signbit(d) ? 0x8000 : 0;
    if (isnan(d)) {
        *out = sign | 0x7e00;
        return true;
    }
    if (isinf(d)) {
        *out = sign | 0x7c00;
        return true;
    }
    int exponent;
    double m = frexp(fabs(d), &exponent); /* 0.5 <= m < 1, or 0 */
    if (m == 0) {
        *out = sign;
        return true;
    }
    exponent--;
    /* The unit of the result's last place: subnormals share the smallest. */
    int unit = exponent < -14 ? -24 : exponent - 10;
    double scaled = nearbyint(ldexp(fabs(d), -unit));
    uint32_t bits;
    if (exponent < -14)
        bits = (uint32_t)scaled;
    else
        bits = ((uint32_t)(exponent + 15) << 10) + (uint32_t)scaled - 1024;
    if (bits >= 0x7c00) return false;
    *out = sign | (uint16_t)bits;
    return true;
}

#define LOAD(type)                                                                                 \
    ({                                                                                             \
        type item_;                                                                                \
        memcpy(&item_, from, sizeof item_);                                                        \
        item_;                                                                                     \
    })

Value buffer_item_get(Thread *t, char format, const uint8_t *from) {
    switch (format) {
    case 'c': return bytes_from_data(t, from, 1);
    case 'b': return value_from_int((int8_t)*from);
    case 'B': return value_from_int(*from);
    case '?': return value_bool(*from != 0);
    case 'h': return value_from_int(LOAD(int16_t));
    case 'H': return value_from_int(LOAD(uint16_t));
    case 'i': return value_from_int(LOAD(int32_t));
    case 'I': return value_from_int(LOAD(uint32_t));
    case 'l': case 'q': case 'n': return int_from_int64(t, LOAD(int64_t));
    case 'L': case 'Q': case 'N': case 'P': return int_from_uint64(t, LOAD(uint64_t));
    case 'e': return float_from_double(t, half_to_double(LOAD(uint16_t)));
    case 'f': return float_from_double(t, LOAD(float));
    case 'd': return float_from_double(t, LOAD(double));
    default: return raise_error(t, TYPE_NotImplementedError, "memoryview: format %c not supported", format);
    }
}

static bool bad_type(Thread *t, char format) {
    raise_type_error(t, "memoryview: invalid type for format '%c'", format);
    return false;
}
static bool bad_value(Thread *t, char format) {
    raise_value_error(t, "memoryview: invalid value for format '%c'", format);
    return false;
}

static bool set_float(Thread *t, char format, uint8_t *to, Value v) {
    double d;
    if (!value_to_double(t, v, &d)) {
        if (!error_catch(t, TYPE_TypeError)) return false;
        return bad_type(t, format);
    }
    if (format == 'd') {
        memcpy(to, &d, 8);
    } else if (format == 'f') {
        float f = (float)d;
        memcpy(to, &f, 4);
    } else {
        uint16_t half;
        if (!half_from_double(d, &half)) {
            raise_overflow_error(t, "float too large to pack with e format");
            return false;
        }
        memcpy(to, &half, 2);
    }
    return true;
}

bool buffer_item_set(Thread *t, char format, uint8_t *to, Value v) {
    switch (format) {
    case 'e': case 'f': case 'd':
        return set_float(t, format, to, v);
    case '?': {
        int truth = op_truth(t, v);
        if (truth >= 0) *to = (uint8_t)truth;
        return truth >= 0;
    }
    case 'c': {
        if (!value_is_kind(v, KIND_BYTES)) return bad_type(t, format);
        Bytes *b = value_as_bytes(v);
        if (b->length != 1) return bad_value(t, format);
        *to = b->data[0];
        return true;
    }
    default:
        break;
    }
    size_t size = buffer_item_size(format);
    if (size == 0) {
        raise_error(t, TYPE_NotImplementedError, "memoryview: format %c not supported", format);
        return false;
    }
    Value i = op_index(t, v);
    if (value_is_error(i)) return error_catch(t, TYPE_TypeError) ? bad_type(t, format) : false;
    bool is_signed = format == 'b' || format == 'h' || format == 'i' || format == 'l' || format == 'q' ||
                     format == 'n';
    uint64_t bits;
    if (is_signed) {
        int64_t n, limit = size == 8 ? INT64_MAX : ((int64_t)1 << (size * 8 - 1)) - 1;
        if (!int_to_int64(i, &n) || n > limit || n < -limit - 1) return bad_value(t, format);
        bits = (uint64_t)n;
    } else if (!int_to_uint64(i, &bits) || (size < 8 && bits >> (size * 8) != 0)) {
        return bad_value(t, format);
    }
    memcpy(to, &bits, size); /* little-endian: the low bytes come first */
    return true;
}

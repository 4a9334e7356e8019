/*
 * int_type.c - the type int as programs see it: constructor, operators,
 * methods, attributes.
 */
#include "runtime/call.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/function.h"
#include "runtime/int_limbs.h"
#include "runtime/number_types.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str.h"

/* ---- constructor ------------------------------------------------------------- */

static Value parse_str(Thread *t, Value s, int base) {
    Str *str = value_as_str(s);
    if (str->flags & STR_ASCII) {
        const char *data = str_data(t, str);
        return data ? int_parse(t, data, str->length, base, s) : VALUE_ERROR;
    }
    size_t length;
    const char *text = number_text(t, s, &length);
    return text ? int_parse(t, text, length, base, s) : VALUE_ERROR;
}

/* bytes, bytearray and other buffers; messages show them as bytes. */
static Value parse_buffer(Thread *t, Value v, int base) {
    Buffer buffer;
    if (!buffer_get(t, v, false, &buffer)) return VALUE_ERROR;
    Value copy = value_is_exact(v, KIND_BYTES) ? v : bytes_from_data(t, buffer.data, buffer.length);
    buffer_release(t, &buffer);
    if (value_is_error(copy)) return copy;
    const Bytes *b = value_as_bytes(copy);
    return int_parse(t, (const char *)b->data, b->length, base, copy);
}

static Value check_exact(Thread *t, Value r, Value v, const char *method) {
    if (value_is_error(r) || value_is_int(r) || value_is_exact(r, KIND_INT)) return r;
    if (!value_is_any_int(r))
        return raise_type_error(t, "%s returned non-int (type %T)", method, r);
    if (!warn(
            t, TYPE_DeprecationWarning, 1,
            "%s returned non-int (type %T).  The ability to return an instance of a "
            "strict subclass of int is deprecated, and may not be supported in a future version of "
            "Python.",
            method, r))
        return VALUE_ERROR;
    return int_unbox(r);
}

static Value from_trunc(Thread *t, Value v, Value method) {
    if (!warn(t, TYPE_DeprecationWarning, 1, "The delegation of int() to __trunc__ is deprecated."))
        return VALUE_ERROR;
    Value r = call_special(t, method, &v, 1);
    if (value_is_error(r)) return r;
    if (value_is_any_int(r)) return int_unbox(r);
    if (value_is_undef(special_of(t, r, SPECIAL_INDEX)))
        return raise_type_error(t, "__trunc__ returned non-Integral (type %T)", r);
    return op_index(t, r);
}

/* int(v) */
static Value convert(Thread *t, Value v) {
    if (value_is_int(v) || value_is_exact(v, KIND_INT)) return v;
    if (value_is_float(v) || value_is_exact(v, KIND_FLOAT))
        return int_from_double(t, float_as_double(v));
    if (value_is_exact(v, KIND_STR)) return parse_str(t, v, 10);
    Value method = special_of(t, v, SPECIAL_INT);
    if (!value_is_undef(method))
        return check_exact(t, call_special(t, method, &v, 1), v, "__int__");
    if (!value_is_undef(special_of(t, v, SPECIAL_INDEX))) return op_index(t, v);
    method = special_of(t, v, SPECIAL_TRUNC);
    if (!value_is_undef(method)) return from_trunc(t, v, method);
    if (value_is_str(v)) return parse_str(t, v, 10);
    if (value_is_bytes_like(t, v)) return parse_buffer(t, v, 10);
    return raise_type_error(
        t, "int() argument must be a string, a bytes-like object or a real number, not '%T'", v);
}

static Value convert_with_base(Thread *t, Value v, Value base) {
    int64_t b;
    if (value_is_undef(v)) return raise_type_error(t, "int() missing string argument");
    if (!op_index_clipped(t, base, &b)) return VALUE_ERROR;
    if ((b != 0 && b < 2) || b > 36)
        return raise_value_error(t, "int() base must be >= 2 and <= 36, or 0");
    if (value_is_str(v)) return parse_str(t, v, (int)b);
    if (value_is_kind(v, KIND_BYTES) || value_is_kind(v, KIND_BYTEARRAY))
        return parse_buffer(t, v, (int)b);
    return raise_type_error(t, "int() can't convert non-string with explicit base");
}

static Value int_box(Thread *t, Type *type, Value value) {
    IntBox *box = type_alloc(t, type, 0);
    if (!box) return VALUE_ERROR;
    box->value = value;
    gc_wrote(t, box);
    return value_from_object(box);
}

static Value int_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    static const char *const names[2] = {NULL, "base"};
    if (nargs == 2 && !kwnames && value_same(args[0], value_from_object(t->vm->types[TYPE_INT])))
        return convert(t, args[1]);
    Type *type = number_new_class(t, args, nargs, TYPE_INT);
    Value in[2];
    if (!type || !number_new_arguments(t, "int", args, nargs, kwnames, names, in))
        return VALUE_ERROR;
    Value v = !value_is_undef(in[1])   ? convert_with_base(t, in[0], in[1])
              : !value_is_undef(in[0]) ? convert(t, in[0])
                                       : value_from_int(0);
    if (value_is_error(v) || type == t->vm->types[TYPE_INT]) return v;
    return int_box(t, type, v);
}

/* ---- operators ------------------------------------------------------------------ */

#define BOTH_INTS(args) (value_is_any_int((args)[0]) && value_is_any_int((args)[1]))

#define BINARY(name)                                                  \
    static Value binary_##name(Thread *t, Value *args) {              \
        if (!BOTH_INTS(args)) return VALUE_NOT_IMPLEMENTED;           \
        return int_##name(t, int_unbox(args[0]), int_unbox(args[1])); \
    }                                                                 \
    static Value reflected_##name(Thread *t, Value *args) {           \
        if (!BOTH_INTS(args)) return VALUE_NOT_IMPLEMENTED;           \
        return int_##name(t, int_unbox(args[1]), int_unbox(args[0])); \
    }

static Value int_divmod(Thread *t, Value a, Value b) {
    Value q, r;
    if (value_same(b, value_from_int(0)))
        return raise_error(t, TYPE_ZeroDivisionError, "integer division or modulo by zero");
    return int_divide(t, a, b, &q, &r) ? tuple_pair(t, q, r) : VALUE_ERROR;
}

BINARY(add)
BINARY(sub)
BINARY(mul)
BINARY(floordiv)
BINARY(mod)
BINARY(truediv)
BINARY(divmod)
BINARY(lshift)
BINARY(rshift)
BINARY(and)
BINARY(or)
BINARY(xor)

static Value power(Thread *t, Value a, Value b, Value modulus) {
    if (!value_is_any_int(a) || !value_is_any_int(b)) return VALUE_NOT_IMPLEMENTED;
    if (value_is_none(modulus)) return int_pow(t, int_unbox(a), int_unbox(b));
    if (!value_is_any_int(modulus)) return VALUE_NOT_IMPLEMENTED;
    return int_pow_mod(t, int_unbox(a), int_unbox(b), int_unbox(modulus));
}

static Value binary_pow(Thread *t, Value *args) {
    return power(t, args[0], args[1], args[2]);
}
static Value reflected_pow(Thread *t, Value *args) {
    return power(t, args[1], args[0], args[2]);
}

#define COMPARE(name, symbol)                                                            \
    static Value compare_##name(Thread *t, Value *args) {                                \
        if (!BOTH_INTS(args)) return VALUE_NOT_IMPLEMENTED;                              \
        return value_bool(int_compare(int_unbox(args[0]), int_unbox(args[1])) symbol 0); \
    }

COMPARE(lt, <)
COMPARE(le, <=)
COMPARE(eq, ==)
COMPARE(ne, !=)
COMPARE(gt, >)
COMPARE(ge, >=)

static Value unary_neg(Thread *t, Value *args) {
    return int_neg(t, int_unbox(args[0]));
}
static Value unary_pos(Thread *t, Value *args) {
    return int_unbox(args[0]);
}
static Value unary_abs(Thread *t, Value *args) {
    return int_abs(t, int_unbox(args[0]));
}
static Value unary_invert(Thread *t, Value *args) {
    return int_invert(t, int_unbox(args[0]));
}
static Value unary_bool(Thread *t, Value *args) {
    return value_bool(int_sign(int_unbox(args[0])) != 0);
}
static Value unary_float(Thread *t, Value *args) {
    double d;
    return int_to_double(t, int_unbox(args[0]), &d) ? float_from_double(t, d) : VALUE_ERROR;
}
static Value unary_hash(Thread *t, Value *args) {
    return int_from_int64(t, int_hash(int_unbox(args[0])));
}
static Value unary_repr(Thread *t, Value *args) {
    return int_to_str(t, int_unbox(args[0]), 10);
}

/* ---- methods ----------------------------------------------------------------------- */

static Value bit_length_method(Thread *t, Value *args) {
    return value_from_int((int64_t)int_bit_length(int_unbox(args[0])));
}

static Value bit_count_method(Thread *t, Value *args) {
    mp_limb_t room;
    Limbs x = int_limbs(int_unbox(args[0]), &room);
    return value_from_int(x.count ? (int64_t)mpn_popcount(x.at, (mp_size_t)x.count) : 0);
}

static Value as_integer_ratio_method(Thread *t, Value *args) {
    return tuple_pair(t, int_unbox(args[0]), value_from_int(1));
}

/* To a multiple of 10^-ndigits, ties to even multiples. */
static Value round_method(Thread *t, Value *args) {
    Value self = int_unbox(args[0]);
    if (value_is_undef(args[1])) return self;
    Value ndigits = op_index(t, args[1]);
    if (value_is_error(ndigits) || int_sign(ndigits) >= 0)
        return value_is_error(ndigits) ? ndigits : self;
    /* 10^n > 2 |self|: no need to compute that power. */
    if (!value_is_int(ndigits) ||
        (double)-value_as_int(ndigits) > (double)int_bit_length(self) * 0.30103 + 2)
        return value_from_int(0);
    Value unit = int_pow(t, value_from_int(10), int_neg(t, ndigits));
    Value q, r;
    if (value_is_error(unit) || !int_divide(t, self, unit, &q, &r)) return VALUE_ERROR;
    Value twice = int_lshift(t, r, value_from_int(1));
    if (value_is_error(twice)) return twice;
    int order = int_compare(twice, unit);
    Value low = int_sub(t, self, r);
    if (value_is_error(low)) return low;
    mp_limb_t room;
    Limbs quotient = int_limbs(q, &room);
    bool odd = quotient.count && (quotient.at[0] & 1);
    return order > 0 || (order == 0 && odd) ? int_add(t, low, unit) : low;
}

static Value getnewargs_method(Thread *t, Value *args) {
    Value v = int_unbox(args[0]);
    return tuple_from_values(t, &v, 1);
}

static Value format_method(Thread *t, Value *args) {
    if (!value_is_str(args[1]))
        return raise_type_error(t, "__format__() argument must be str, not %T", args[1]);
    if (value_as_str(args[1])->length == 0) return op_str(t, args[0]);
    return int_format_value(t, args[0], args[1]);
}

/* As CPython stores it: digits of 30 bits behind a header. */
static Value sizeof_method(Thread *t, Value *args) {
    size_t digits = (int_bit_length(int_unbox(args[0])) + 29) / 30;
    return value_from_int((int64_t)(24 + 4 * (digits ? digits : 1)));
}

/* 1: little, 0: big, -1: exception. */
static int byte_order(Thread *t, const char *function, Value order) {
    if (!value_is_str(order)) {
        raise_type_error(t, "%s() argument 'byteorder' must be str, not %T", function, order);
        return -1;
    }
    size_t length = value_as_str(order)->length;
    if (length == 6 && str_equals_cstring(t, order, "little")) return 1;
    if (length == 3 && str_equals_cstring(t, order, "big")) return 0;
    raise_value_error(t, "byteorder must be either 'little' or 'big'");
    return -1;
}

static Value to_bytes_method(Thread *t, Value *args) {
    Value length_index = op_index(t, args[1]);
    int64_t length;
    if (value_is_error(length_index)) return VALUE_ERROR;
    if (!int_to_int64(length_index, &length))
        return raise_overflow_error(t, "Python int too large to convert to C ssize_t");
    int little = byte_order(t, "to_bytes", args[2]);
    if (little < 0) return VALUE_ERROR;
    int is_signed = op_truth(t, args[3]);
    if (is_signed < 0) return VALUE_ERROR;
    if (length < 0) return raise_value_error(t, "length argument must be non-negative");
    mp_limb_t room;
    Limbs x = int_limbs(int_unbox(args[0]), &room);
    if (x.negative && !is_signed)
        return raise_overflow_error(t, "can't convert negative int to unsigned");
    Bytes *bytes = bytes_alloc(t, (size_t)length);
    if (!bytes) return VALUE_ERROR;
    /* Bits that the magnitude may take: -2^n needs no more than 2^n - 1. */
    size_t bits = limbs_bit_length(x.at, x.count);
    if (x.negative && mpn_popcount(x.at, (mp_size_t)x.count) == 1) bits--;
    if (bits + (size_t)is_signed > (size_t)length * 8 && x.count > 0)
        return raise_overflow_error(t, "int too big to convert");
    mp_limb_t carry = 1;
    for (size_t i = 0; i < (size_t)length; i += 8) {
        size_t limb_index = i / 8;
        mp_limb_t limb = limb_index < x.count ? x.at[limb_index] : 0;
        if (x.negative) {
            limb = ~limb + carry;
            carry = carry && limb == 0;
        }
        uint8_t *out = little ? bytes->data + i : bytes->data + (length - 1 - (int64_t)i);
        size_t n = (size_t)length - i < 8 ? (size_t)length - i : 8;
        for (size_t k = 0; k < n; k++, limb >>= 8, out += little ? 1 : -1) *out = (uint8_t)limb;
    }
    return value_from_object(bytes);
}

static Value int_from_byte_data(Thread *t, const uint8_t *data, size_t length, bool little,
                                bool is_signed) {
    bool negative = is_signed && length > 0 && (data[little ? length - 1 : 0] & 0x80);
    size_t count = (length + 7) / 8;
    BigInt *b = bigint_alloc_zero(t, count + 1);
    if (!b) return VALUE_ERROR;
    for (size_t i = 0; i < count * 8; i++) {
        mp_limb_t byte = i < length ? data[little ? i : length - 1 - i] : negative ? 0xff : 0;
        b->limbs[i / 8] |= byte << (i % 8 * 8);
    }
    if (negative) {
        mpn_com(b->limbs, b->limbs, (mp_size_t)count);
        b->limbs[count] = mpn_add_1(b->limbs, b->limbs, (mp_size_t)count, 1);
    }
    return bigint_finish(b, count + 1, negative);
}

/* bytes(v) for what is no int and no str. */
static Value bytes_of(Thread *t, Value v) {
    if (value_is_kind(v, KIND_BYTES)) return v;
    Value method = special_of(t, v, SPECIAL_BYTES);
    if (!value_is_undef(method)) {
        Value r = call_special(t, method, &v, 1);
        if (!value_is_error(r) && !value_is_kind(r, KIND_BYTES))
            return raise_type_error(t, "__bytes__ returned non-bytes (type %T)", r);
        return r;
    }
    if (value_is_bytes_like(t, v)) {
        Buffer buffer;
        if (!buffer_get(t, v, false, &buffer)) return VALUE_ERROR;
        Value copy = bytes_from_data(t, buffer.data, buffer.length);
        buffer_release(t, &buffer);
        return copy;
    }
    Value iterator = value_is_str(v) ? VALUE_ERROR : op_iter(t, v);
    if (value_is_error(iterator)) {
        if (error_pending(t) && !error_catch(t, TYPE_TypeError)) return VALUE_ERROR;
        return raise_type_error(t, "cannot convert '%T' object to bytes", v);
    }
    Value collected = bytearray_from_data(t, NULL, 0);
    if (value_is_error(collected)) return collected;
    Bytearray *array = (Bytearray *)value_as_object(collected);
    for (;;) {
        Value item = op_next(t, iterator);
        if (value_is_error(item)) return item;
        if (value_is_stop(item)) return bytes_from_data(t, array->data, array->length);
        Value index = op_index(t, item);
        int64_t byte;
        if (value_is_error(index)) return index;
        if (!int_to_int64(index, &byte) || byte < 0 || byte > 255)
            return raise_value_error(t, "bytes must be in range(0, 256)");
        if (!bytearray_resize(t, array, array->length + 1)) return VALUE_ERROR;
        array->data[array->length - 1] = (uint8_t)byte;
    }
}

static Value from_bytes_method(Thread *t, Value *args) {
    int little = byte_order(t, "from_bytes", args[2]);
    if (little < 0) return VALUE_ERROR;
    int is_signed = op_truth(t, args[3]);
    if (is_signed < 0) return VALUE_ERROR;
    Value bytes = bytes_of(t, args[1]);
    if (value_is_error(bytes)) return bytes;
    const Bytes *b = value_as_bytes(bytes);
    Value v = int_from_byte_data(t, b->data, b->length, little, is_signed);
    if (value_is_error(v) || value_as_object(args[0]) == &t->vm->types[TYPE_INT]->header) return v;
    return call1(t, args[0], v);
}

/* ---- attributes ------------------------------------------------------------------- */

static Value get_self(Thread *t, Value self) {
    return int_unbox(self);
}
static Value get_zero(Thread *t, Value self) {
    return value_from_int(0);
}
static Value get_one(Thread *t, Value self) {
    return value_from_int(1);
}

static const GetSetDef int_getset[] = {
    {"real", get_self, NULL, "the real part of a complex number"},
    {"imag", get_zero, NULL, "the imaginary part of a complex number"},
    {"numerator", get_self, NULL, "the numerator of a rational number in lowest terms"},
    {"denominator", get_one, NULL, "the denominator of a rational number in lowest terms"},
    {NULL, NULL, NULL, NULL},
};

#define ROW(name, symbol, fn) \
    NATIVE("__" name "__", "($self, value, /)", compare_##fn, "Return self" symbol "value.")
#define ROWS(name, symbol)                                                                      \
    NATIVE("__" #name "__", "($self, value, /)", binary_##name, "Return self" symbol "value."), \
        NATIVE("__r" #name "__", "($self, value, /)", reflected_##name,                         \
               "Return value" symbol "self.")

static const NativeDef int_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", int_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__repr__", "($self, /)", unary_repr, "Return repr(self)."),
    NATIVE("__hash__", "($self, /)", unary_hash, "Return hash(self)."),
    ROW("lt", "<", lt),
    ROW("le", "<=", le),
    ROW("eq", "==", eq),
    ROW("ne", "!=", ne),
    ROW("gt", ">", gt),
    ROW("ge", ">=", ge),
    ROWS(add, "+"),
    ROWS(sub, "-"),
    ROWS(mul, "*"),
    ROWS(mod, "%"),
    NATIVE("__divmod__", "($self, value, /)", binary_divmod, "Return divmod(self, value)."),
    NATIVE("__rdivmod__", "($self, value, /)", reflected_divmod, "Return divmod(value, self)."),
    NATIVE("__pow__", "($self, value, mod=None, /)", binary_pow, "Return pow(self, value, mod)."),
    NATIVE("__rpow__", "($self, value, mod=None, /)", reflected_pow,
           "Return pow(value, self, mod)."),
    NATIVE("__neg__", "($self, /)", unary_neg, "-self"),
    NATIVE("__pos__", "($self, /)", unary_pos, "+self"),
    NATIVE("__abs__", "($self, /)", unary_abs, "abs(self)"),
    NATIVE("__bool__", "($self, /)", unary_bool, "True if self else False"),
    NATIVE("__invert__", "($self, /)", unary_invert, "~self"),
    ROWS(lshift, "<<"),
    ROWS(rshift, ">>"),
    ROWS(and, "&"),
    ROWS(xor, "^"),
    ROWS(or, "|"),
    NATIVE("__int__", "($self, /)", unary_pos, "int(self)"),
    NATIVE("__float__", "($self, /)", unary_float, "float(self)"),
    ROWS(floordiv, "//"),
    ROWS(truediv, "/"),
    NATIVE("__index__", "($self, /)", unary_pos,
           "Return self converted to an integer, if self is suitable for use "
           "as an index into a list."),
    NATIVE("conjugate", "($self, /)", unary_pos, "Returns self, the complex conjugate of any int."),
    NATIVE_PLAIN("bit_length", "($self, /)", "iIb >i", bit_length_method,
           "Number of bits necessary to represent self in binary.\n"
           "\n"
           ">>> bin(37)\n"
           "'0b100101'\n"
           ">>> (37).bit_length()\n"
           "6"),
    NATIVE_PLAIN("bit_count", "($self, /)", "iIb >i", bit_count_method,
           "Number of ones in the binary representation of the absolute value of self.\n"
           "\n"
           "Also known as the population count.\n"
           "\n"
           ">>> bin(13)\n"
           "'0b1101'\n"
           ">>> (13).bit_count()\n"
           "3"),
    NATIVE("to_bytes", "($self, /, length=1, byteorder='big', *, signed=False)", to_bytes_method,
           "Return an array of bytes representing an integer.\n"
           "\n"
           "  length\n"
           "    Length of bytes object to use.  An OverflowError is raised if the\n"
           "    integer is not representable with the given number of bytes.  Default\n"
           "    is length 1.\n"
           "  byteorder\n"
           "    The byte order used to represent the integer.  If byteorder is 'big',\n"
           "    the most significant byte is at the beginning of the byte array.  If\n"
           "    byteorder is 'little', the most significant byte is at the end of the\n"
           "    byte array.  To request the native byte order of the host system, use\n"
           "    `sys.byteorder' as the byte order value.  Default is to use 'big'.\n"
           "  signed\n"
           "    Determines whether two's complement is used to represent the integer.\n"
           "    If signed is False and a negative integer is given, an OverflowError\n"
           "    is raised."),
    NATIVE_CLASSMETHOD("from_bytes", "($type, /, bytes, byteorder='big', *, signed=False)",
                       from_bytes_method,
                       "Return the integer represented by the given array of bytes.\n"
                       "\n"
                       "  bytes\n"
                       "    Holds the array of bytes to convert.  The argument must either\n"
                       "    support the buffer protocol or be an iterable object producing bytes.\n"
                       "    Bytes and bytearray are examples of built-in objects that support the\n"
                       "    buffer protocol.\n"
                       "  byteorder\n"
                       "    The byte order used to represent the integer.  If byteorder is 'big',\n"
                       "    the most significant byte is at the beginning of the byte array.  If\n"
                       "    byteorder is 'little', the most significant byte is at the end of the\n"
                       "    byte array.  To request the native byte order of the host system, use\n"
                       "    `sys.byteorder' as the byte order value.  Default is to use 'big'.\n"
                       "  signed\n"
                       "    Indicates whether two's complement is used to represent the integer."),
    NATIVE("as_integer_ratio", "($self, /)", as_integer_ratio_method,
           "Return integer ratio.\n"
           "\n"
           "Return a pair of integers, whose ratio is exactly equal to the original int\n"
           "and with a positive denominator.\n"
           "\n"
           ">>> (10).as_integer_ratio()\n"
           "(10, 1)\n"
           ">>> (-10).as_integer_ratio()\n"
           "(-10, 1)\n"
           ">>> (0).as_integer_ratio()\n"
           "(0, 1)"),
    NATIVE("__trunc__", "($self, /)", unary_pos, "Truncating an Integral returns itself."),
    NATIVE("__floor__", "($self, /)", unary_pos, "Flooring an Integral returns itself."),
    NATIVE("__ceil__", "($self, /)", unary_pos, "Ceiling of an Integral returns itself."),
    NATIVE("__round__", "($self, ndigits=<none>, /)", round_method,
           "Rounding an Integral returns itself.\n\n"
           "Rounding with an ndigits argument also returns an integer."),
    NATIVE("__getnewargs__", "($self, /)", getnewargs_method, NULL),
    NATIVE("__format__", "($self, format_spec, /)", format_method, NULL),
    NATIVE("__sizeof__", "($self, /)", sizeof_method, "Returns size in memory, in bytes."),
    NATIVE_END,
};

/* A BigInt has no references; an instance of a subclass has its value. */
static void int_trace(Tracer *tracer, Object *object) {
    if (object->gc & GC_SUBCLASS) trace_value(tracer, ((IntBox *)object)->value);
}

static Value int_construct(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return kwnames || nargs != 1 ? VALUE_UNDEF : convert(t, args[0]);
}

const TypeDef typedef_int = {
    .name = "int",
    .doc = "int([x]) -> integer\n"
           "int(x, base=10) -> integer\n\n"
           "Convert a number or string to an integer, or return 0 if no arguments\n"
           "are given.  If x is a number, return x.__int__().  For floating point\n"
           "numbers, this truncates towards zero.\n\n"
           "If x is not a number or if base is given, then x must be a string,\n"
           "bytes, or bytearray instance representing an integer literal in the\n"
           "given base.  The literal can be preceded by '+' or '-' and be surrounded\n"
           "by whitespace.  The base defaults to 10.  Valid bases are 0 and 2-36.\n"
           "Base 0 means to interpret the base from the string as an integer literal.\n"
           ">>> int('0b100', base=0)\n"
           "4",
    .id = TYPE_INT,
    .base = TYPE_OBJECT,
    .kind = KIND_INT,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_MATCH_SELF | TYPEFLAG_IMMUTABLE,
    .size = sizeof(IntBox),
    .trace = int_trace,
    .construct = int_construct,
    .construct_plain = "iIfbs >iI",
    .methods = int_methods,
    .getset = int_getset,
};

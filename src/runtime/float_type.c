/*
 * float_type.c - the type float as programs see it: constructor, operators,
 * methods, attributes.
 */
#include <math.h>

#include "runtime/call.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/float_text.h"
#include "runtime/int.h"
#include "runtime/number_types.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str.h"

/* ---- constructor -------------------------------------------------------------- */

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* `shown` is the object that the message shows. */
static Value parse_text(Thread *t, const char *text, size_t length, Value shown) {
    const char *end = text + length;
    while (text < end && is_space(*text)) text++;
    while (end > text && is_space(end[-1])) end--;
    double d;
    if (!float_parse(text, (size_t)(end - text), &d))
        return raise_value_error(t, "could not convert string to float: %R", shown);
    /* A NaN of its own identity: float("nan") is not float("nan"). */
    return isnan(d) ? float_from_double_slow(t, d) : float_from_double(t, d);
}

static Value parse_str(Thread *t, Value s) {
    Str *str = value_as_str(s);
    if (str->flags & STR_ASCII) {
        const char *data = str_data(t, str);
        return data ? parse_text(t, data, str->length, s) : VALUE_ERROR;
    }
    size_t length;
    const char *text = number_text(t, s, &length);
    return text ? parse_text(t, text, length, s) : VALUE_ERROR;
}

static Value parse_buffer(Thread *t, Value v) {
    Buffer buffer;
    if (!buffer_get(t, v, false, &buffer)) return VALUE_ERROR;
    Value r = parse_text(t, (const char *)buffer.data, buffer.length, v);
    buffer_release(t, &buffer);
    return r;
}

/* float(v) */
static Value convert(Thread *t, Value v) {
    double d;
    if (value_is_int(v)) return float_from_double(t, (double)value_as_int(v));
    if (value_is_float(v) || value_is_exact(v, KIND_FLOAT)) return v;
    if (value_is_exact(v, KIND_STR)) return parse_str(t, v);
    bool found;
    if (float_by_methods(t, v, &d, &found)) return float_from_double(t, d);
    if (found) return VALUE_ERROR;
    if (value_is_str(v)) return parse_str(t, v);
    if (value_is_bytes_like(t, v)) return parse_buffer(t, v);
    return raise_type_error(t, "float() argument must be a string or a real number, not '%T'", v);
}

static Value float_box(Thread *t, Type *type, double d) {
    Float *f = type_alloc(t, type, 0);
    if (!f) return VALUE_ERROR;
    f->value = d;
    return value_from_object(f);
}

static Value float_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (nargs == 2 && !kwnames && value_same(args[0], value_from_object(t->vm->types[TYPE_FLOAT])))
        return convert(t, args[1]);
    Type *type = number_new_class(t, args, nargs, TYPE_FLOAT);
    if (!type) return VALUE_ERROR;
    Value v = number_new_argument(t, "float", type, TYPE_FLOAT, args, nargs, kwnames);
    if (!value_is_error(v)) v = value_is_undef(v) ? float_from_double(t, 0.0) : convert(t, v);
    if (value_is_error(v) || type == t->vm->types[TYPE_FLOAT]) return v;
    return float_box(t, type, float_as_double(v));
}

/* ---- operators ------------------------------------------------------------------- */

typedef enum Operand { OPERAND_OK, OPERAND_FOREIGN, OPERAND_ERROR } Operand;

static inline Operand operand(Thread *t, Value v, double *out) {
    if (value_is_any_float(v))
        *out = float_as_double(v);
    else if (value_is_int(v))
        *out = (double)value_as_int(v);
    else if (!value_is_any_int(v))
        return OPERAND_FOREIGN;
    else if (!int_to_double(t, int_unbox(v), out))
        return OPERAND_ERROR;
    return OPERAND_OK;
}

/* Both operands of a binary operator; anything but OK is what it returns. */
static inline bool operands(Thread *t, Value a, Value b, double *x, double *y, Value *result) {
    Operand first = operand(t, a, x);
    Operand second = first == OPERAND_OK ? operand(t, b, y) : first;
    *result = second == OPERAND_ERROR ? VALUE_ERROR : VALUE_NOT_IMPLEMENTED;
    return second == OPERAND_OK;
}

static Value float_divide(Thread *t, double x, double y) {
    if (y == 0) return raise_error(t, TYPE_ZeroDivisionError, "float division by zero");
    return float_from_double(t, x / y);
}

static Value float_floor_divide(Thread *t, double x, double y) {
    if (y == 0) return raise_error(t, TYPE_ZeroDivisionError, "float floor division by zero");
    return float_from_double(t, float_floordiv(x, y));
}

static Value float_modulo(Thread *t, double x, double y) {
    if (y == 0) return raise_error(t, TYPE_ZeroDivisionError, "float modulo");
    return float_from_double(t, float_mod(x, y));
}

static Value float_divmod(Thread *t, double x, double y) {
    if (y == 0) return raise_error(t, TYPE_ZeroDivisionError, "float divmod()");
    Value q = float_from_double(t, float_floordiv(x, y));
    Value r = float_from_double(t, float_mod(x, y));
    if (value_is_error(q) || value_is_error(r)) return VALUE_ERROR;
    return tuple_pair(t, q, r);
}

#define BINARY(name, expression)                                             \
    static Value binary_##name(Thread *t, Value *args) {                     \
        double x, y;                                                         \
        Value r;                                                             \
        return operands(t, args[0], args[1], &x, &y, &r) ? (expression) : r; \
    }                                                                        \
    static Value reflected_##name(Thread *t, Value *args) {                  \
        double x, y;                                                         \
        Value r;                                                             \
        return operands(t, args[1], args[0], &x, &y, &r) ? (expression) : r; \
    }

BINARY(add, float_from_double(t, x + y))
BINARY(sub, float_from_double(t, x - y))
BINARY(mul, float_from_double(t, x *y))
BINARY(truediv, float_divide(t, x, y))
BINARY(floordiv, float_floor_divide(t, x, y))
BINARY(mod, float_modulo(t, x, y))
BINARY(divmod, float_divmod(t, x, y))

static Value power(Thread *t, Value a, Value b, Value modulus) {
    double x, y;
    Value r;
    if (!value_is_none(modulus))
        return raise_type_error(t,
                                "pow() 3rd argument not allowed unless all arguments are integers");
    return operands(t, a, b, &x, &y, &r) ? float_pow(t, x, y) : r;
}

static Value binary_pow(Thread *t, Value *args) {
    return power(t, args[0], args[1], args[2]);
}
static Value reflected_pow(Thread *t, Value *args) {
    return power(t, args[1], args[0], args[2]);
}

/* -1, 0, 1; 2 unordered; 3 not comparable.  Integers compare exactly. */
static int order(Value a, Value b) {
    double x = float_as_double(a);
    if (value_is_any_float(b)) {
        double y = float_as_double(b);
        return x < y ? -1 : x > y ? 1 : x == y ? 0 : 2;
    }
    if (!value_is_any_int(b)) return 3;
    int reverse = int_compare_double(int_unbox(b), x);
    return reverse == 2 ? 2 : -reverse;
}

#define COMPARE(name, condition)                                       \
    static Value compare_##name(Thread *t, Value *args) {              \
        int o = order(args[0], args[1]);                               \
        return o == 3 ? VALUE_NOT_IMPLEMENTED : value_bool(condition); \
    }

COMPARE(lt, o < 0)
COMPARE(le, o <= 0)
COMPARE(eq, o == 0)
COMPARE(ne, o != 0)
COMPARE(gt, o == 1)
COMPARE(ge, o == 0 || o == 1)

static Value unary_neg(Thread *t, Value *args) {
    return float_from_double(t, -float_as_double(args[0]));
}
static Value unary_pos(Thread *t, Value *args) {
    bool itself = value_is_float(args[0]) || value_is_exact(args[0], KIND_FLOAT);
    return itself ? args[0] : float_from_double(t, float_as_double(args[0]));
}
static Value unary_abs(Thread *t, Value *args) {
    return float_from_double(t, fabs(float_as_double(args[0])));
}
static Value unary_bool(Thread *t, Value *args) {
    return value_bool(float_as_double(args[0]) != 0);
}
static Value unary_int(Thread *t, Value *args) {
    return int_from_double(t, float_as_double(args[0]));
}

static Value unary_hash(Thread *t, Value *args) {
    double d = float_as_double(args[0]);
    if (isnan(d)) { /* by identity, so that many NaNs do not collide */
        uint64_t address = args[0].bits;
        return value_from_int((int64_t)(address >> 4 | (address & 15) << 56));
    }
    return int_from_int64(t, float_hash(d));
}

Value float_to_str(Thread *t, double d) {
    char text[FLOAT_REPR_MAX];
    size_t n = float_repr(d, text);
    return str_from_ascii(t, text, n);
}

static Value unary_repr(Thread *t, Value *args) {
    return float_to_str(t, float_as_double(args[0]));
}

/* ---- methods ------------------------------------------------------------------------ */

static Value floor_method(Thread *t, Value *args) {
    return int_from_double(t, floor(float_as_double(args[0])));
}

static Value ceil_method(Thread *t, Value *args) {
    return int_from_double(t, ceil(float_as_double(args[0])));
}

static Value round_method(Thread *t, Value *args) {
    double d = float_as_double(args[0]);
    if (value_is_none(args[1])) return int_from_double(t, rint(d));
    int64_t ndigits;
    if (!op_index_clipped(t, args[1], &ndigits)) return VALUE_ERROR;
    /* A double has no digit beyond the 323rd, none before the 309th. */
    if (!isfinite(d) || ndigits > 323) return unary_pos(t, args);
    if (ndigits < -308) return float_from_double(t, 0.0 * d);
    double rounded = float_round(d, (int)ndigits);
    if (isinf(rounded)) return raise_overflow_error(t, "rounded value too large to represent");
    return float_from_double(t, rounded);
}

static Value as_integer_ratio_method(Thread *t, Value *args) {
    double d = float_as_double(args[0]);
    if (isinf(d)) return raise_overflow_error(t, "cannot convert Infinity to integer ratio");
    if (isnan(d)) return raise_value_error(t, "cannot convert NaN to integer ratio");
    int exponent;
    double fraction = frexp(d, &exponent);
    int64_t mantissa = (int64_t)ldexp(fraction, 53);
    exponent -= 53;
    while (mantissa && !(mantissa & 1)) {
        mantissa /= 2;
        exponent++;
    }
    Value numerator = value_from_int(mantissa), denominator = value_from_int(1);
    if (mantissa && exponent > 0)
        numerator = int_lshift(t, numerator, value_from_int(exponent));
    else if (mantissa)
        denominator = int_lshift(t, denominator, value_from_int(-exponent));
    if (value_is_error(numerator) || value_is_error(denominator)) return VALUE_ERROR;
    return tuple_pair(t, numerator, denominator);
}

static Value is_integer_method(Thread *t, Value *args) {
    double d = float_as_double(args[0]);
    return value_bool(isfinite(d) && floor(d) == d);
}

static Value hex_method(Thread *t, Value *args) {
    char text[FLOAT_REPR_MAX];
    size_t n = float_to_hex(float_as_double(args[0]), text);
    return str_from_latin1(t, (const uint8_t *)text, n);
}

static Value fromhex_method(Thread *t, Value *args) {
    if (!value_is_str(args[1]))
        return raise_type_error(t, "bad argument type for built-in operation");
    size_t length;
    const char *text = str_to_utf8(t, args[1], &length);
    if (!text) return VALUE_ERROR;
    double d;
    switch (float_from_hex(text, length, &d)) {
    case FLOAT_HEX_INVALID:
        return raise_value_error(t, "invalid hexadecimal floating-point string");
    case FLOAT_HEX_OVERFLOW:
        return raise_overflow_error(t, "hexadecimal value too large to represent as a float");
    case FLOAT_HEX_OK: break;
    }
    Value v = float_from_double(t, d);
    if (value_is_error(v) || value_as_object(args[0]) == &t->vm->types[TYPE_FLOAT]->header)
        return v;
    return call1(t, args[0], v);
}

static Value getformat_method(Thread *t, Value *args) {
    if (!value_is_str(args[1]))
        return raise_type_error(t, "__getformat__() argument must be str, not %T", args[1]);
    if (!str_equals_cstring(t, args[1], "double") && !str_equals_cstring(t, args[1], "float"))
        return raise_value_error(t, "__getformat__() argument 1 must be 'double' or 'float'");
    bool little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
    return str_from_cstring(t, little ? "IEEE, little-endian" : "IEEE, big-endian");
}

static Value getnewargs_method(Thread *t, Value *args) {
    Value v = unary_pos(t, args);
    return value_is_error(v) ? v : tuple_from_values(t, &v, 1);
}

static Value format_method(Thread *t, Value *args) {
    if (!value_is_str(args[1]))
        return raise_type_error(t, "__format__() argument must be str, not %T", args[1]);
    if (value_as_str(args[1])->length == 0) return op_str(t, args[0]);
    return float_format_value(t, args[0], args[1]);
}

static Value get_real(Thread *t, Value self) {
    return unary_pos(t, &self);
}
static Value get_imag(Thread *t, Value self) {
    return float_from_double(t, 0.0);
}

static const GetSetDef float_getset[] = {
    {"real", get_real, NULL, "the real part of a complex number"},
    {"imag", get_imag, NULL, "the imaginary part of a complex number"},
    {NULL, NULL, NULL, NULL},
};

#define ROW(name, symbol, fn) \
    NATIVE("__" name "__", "($self, value, /)", fn, "Return self" symbol "value.")
#define ROWS(name, symbol)                                                                      \
    NATIVE("__" #name "__", "($self, value, /)", binary_##name, "Return self" symbol "value."), \
        NATIVE("__r" #name "__", "($self, value, /)", reflected_##name,                         \
               "Return value" symbol "self.")

static const NativeDef float_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", float_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__repr__", "($self, /)", unary_repr, "Return repr(self)."),
    NATIVE("__hash__", "($self, /)", unary_hash, "Return hash(self)."),
    ROW("lt", "<", compare_lt),
    ROW("le", "<=", compare_le),
    ROW("eq", "==", compare_eq),
    ROW("ne", "!=", compare_ne),
    ROW("gt", ">", compare_gt),
    ROW("ge", ">=", compare_ge),
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
    NATIVE("__int__", "($self, /)", unary_int, "int(self)"),
    NATIVE("__float__", "($self, /)", unary_pos, "float(self)"),
    ROWS(floordiv, "//"),
    ROWS(truediv, "/"),
    NATIVE("conjugate", "($self, /)", unary_pos,
           "Return self, the complex conjugate of any float."),
    NATIVE("__trunc__", "($self, /)", unary_int,
           "Return the Integral closest to x between 0 and x."),
    NATIVE("__floor__", "($self, /)", floor_method, "Return the floor as an Integral."),
    NATIVE("__ceil__", "($self, /)", ceil_method, "Return the ceiling as an Integral."),
    NATIVE("__round__", "($self, ndigits=None, /)", round_method,
           "Return the Integral closest to x, rounding half toward even.\n\n"
           "When an argument is passed, work like built-in round(x, ndigits)."),
    NATIVE("as_integer_ratio", "($self, /)", as_integer_ratio_method,
           "Return integer ratio.\n"
           "\n"
           "Return a pair of integers, whose ratio is exactly equal to the original float\n"
           "and with a positive denominator.\n"
           "\n"
           "Raise OverflowError on infinities and a ValueError on NaNs.\n"
           "\n"
           ">>> (10.0).as_integer_ratio()\n"
           "(10, 1)\n"
           ">>> (0.0).as_integer_ratio()\n"
           "(0, 1)\n"
           ">>> (-.25).as_integer_ratio()\n"
           "(-1, 4)"),
    NATIVE_CLASSMETHOD("fromhex", "($type, string, /)", fromhex_method,
                       "Create a floating-point number from a hexadecimal string.\n"
                       "\n"
                       ">>> float.fromhex('0x1.ffffp10')\n"
                       "2047.984375\n"
                       ">>> float.fromhex('-0x1p-1074')\n"
                       "-5e-324"),
    NATIVE("hex", "($self, /)", hex_method,
           "Return a hexadecimal representation of a floating-point number.\n"
           "\n"
           ">>> (-0.1).hex()\n"
           "'-0x1.999999999999ap-4'\n"
           ">>> 3.14159.hex()\n"
           "'0x1.921f9f01b866ep+1'"),
    NATIVE("is_integer", "($self, /)", is_integer_method,
           "Return True if the float is an integer."),
    NATIVE("__getnewargs__", "($self, /)", getnewargs_method, NULL),
    NATIVE_CLASSMETHOD(
        "__getformat__", "($type, typestr, /)", getformat_method,
        "You probably don't want to use this function.\n"
        "\n"
        "  typestr\n"
        "    Must be 'double' or 'float'.\n"
        "\n"
        "It exists mainly to be used in Python's test suite.\n"
        "\n"
        "This function returns whichever of 'unknown', 'IEEE, big-endian' or 'IEEE,\n"
        "little-endian' best describes the format of floating point numbers used by the\n"
        "C type named by typestr."),
    NATIVE("__format__", "($self, format_spec, /)", format_method,
           "Formats the float according to format_spec."),
    NATIVE_END,
};

static Value float_construct(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return kwnames || nargs != 1 ? VALUE_UNDEF : convert(t, args[0]);
}

const TypeDef typedef_float = {
    .name = "float",
    .doc = "Convert a string or number to a floating point number, if possible.",
    .id = TYPE_FLOAT,
    .base = TYPE_OBJECT,
    .kind = KIND_FLOAT,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_MATCH_SELF | TYPEFLAG_IMMUTABLE,
    .size = sizeof(Float),
    .construct = float_construct,
    .construct_plain = "iIfbs >f",
    .methods = float_methods,
    .getset = float_getset,
};

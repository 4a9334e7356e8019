/*
 * complex.c - the type complex: constructor, arithmetic, text.
 *
 * Results agree with CPython's to the last bit, so every formula keeps its
 * order of operations.
 */
#include <errno.h>
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

typedef struct Pair {
    double real, imag;
} Pair;

static inline Pair as_pair(Value v) {
    const Complex *c = (const Complex *)value_as_object(v);
    return (Pair){c->real, c->imag};
}

Value complex_from_doubles(Thread *t, double real, double imag) {
    Complex *c = GC_NEW(t, Complex, KIND_COMPLEX, TYPE_COMPLEX);
    if (!c) return VALUE_ERROR;
    c->real = real;
    c->imag = imag;
    return value_from_object(c);
}

static Value from_pair(Thread *t, Pair p) {
    return complex_from_doubles(t, p.real, p.imag);
}

/* ---- arithmetic ----------------------------------------------------------------- */

static Pair multiply(Pair a, Pair b) {
    return (Pair){a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real};
}

/* Smith's algorithm; errno EDOM when b is zero. */
static Pair divide(Pair a, Pair b) {
    double abs_real = fabs(b.real), abs_imag = fabs(b.imag);
    if (abs_real >= abs_imag) {
        if (abs_real == 0) {
            errno = EDOM;
            return (Pair){0, 0};
        }
        double ratio = b.imag / b.real;
        double denominator = b.real + b.imag * ratio;
        return (Pair){(a.real + a.imag * ratio) / denominator,
                      (a.imag - a.real * ratio) / denominator};
    }
    if (abs_imag >= abs_real) {
        double ratio = b.real / b.imag;
        double denominator = b.real * ratio + b.imag;
        return (Pair){(a.real * ratio + a.imag) / denominator,
                      (a.imag * ratio - a.real) / denominator};
    }
    return (Pair){NAN, NAN}; /* b has a NaN */
}

static Pair power_unsigned(Pair x, long n) {
    Pair r = {1.0, 0.0}, p = x;
    for (long mask = 1; mask > 0 && n >= mask; mask <<= 1) {
        if (n & mask) r = multiply(r, p);
        p = multiply(p, p);
    }
    return r;
}

static Pair power_general(Pair a, Pair b) {
    if (b.real == 0 && b.imag == 0) return (Pair){1.0, 0.0};
    if (a.real == 0 && a.imag == 0) {
        if (b.imag != 0 || b.real < 0) errno = EDOM;
        return (Pair){0.0, 0.0};
    }
    double magnitude = hypot(a.real, a.imag);
    double length = pow(magnitude, b.real);
    double angle = atan2(a.imag, a.real);
    double phase = angle * b.real;
    if (b.imag != 0) {
        length /= exp(angle * b.imag);
        phase += b.imag * log(magnitude);
    }
    return (Pair){length * cos(phase), length * sin(phase)};
}

Value complex_pow(Thread *t, double a_real, double a_imag, double b_real, double b_imag) {
    Pair a = {a_real, a_imag}, b = {b_real, b_imag}, r;
    errno = 0;
    if (b.imag == 0 && b.real == floor(b.real) && fabs(b.real) <= 100.0) {
        long n = (long)b.real;
        r = n > 0 ? power_unsigned(a, n) : divide((Pair){1.0, 0.0}, power_unsigned(a, -n));
    } else {
        r = power_general(a, b);
    }
    if (isinf(r.real) || isinf(r.imag))
        errno = errno ? errno : ERANGE;
    else if (errno == ERANGE)
        errno = 0;
    if (errno == EDOM)
        return raise_error(t, TYPE_ZeroDivisionError, "0.0 to a negative or complex power");
    if (errno == ERANGE) return raise_overflow_error(t, "complex exponentiation");
    return from_pair(t, r);
}

/* ---- operators ------------------------------------------------------------------- */

typedef enum Operand { OPERAND_OK, OPERAND_FOREIGN, OPERAND_ERROR } Operand;

static Operand operand(Thread *t, Value v, Pair *out) {
    out->imag = 0;
    if (value_is_kind(v, KIND_COMPLEX))
        *out = as_pair(v);
    else if (value_is_any_float(v))
        out->real = float_as_double(v);
    else if (!value_is_any_int(v))
        return OPERAND_FOREIGN;
    else if (!int_to_double(t, int_unbox(v), &out->real))
        return OPERAND_ERROR;
    return OPERAND_OK;
}

static bool operands(Thread *t, Value a, Value b, Pair *x, Pair *y, Value *result) {
    Operand first = operand(t, a, x);
    Operand second = first == OPERAND_OK ? operand(t, b, y) : first;
    *result = second == OPERAND_ERROR ? VALUE_ERROR : VALUE_NOT_IMPLEMENTED;
    return second == OPERAND_OK;
}

static Value complex_add(Thread *t, Pair x, Pair y) {
    return complex_from_doubles(t, x.real + y.real, x.imag + y.imag);
}

static Value complex_sub(Thread *t, Pair x, Pair y) {
    return complex_from_doubles(t, x.real - y.real, x.imag - y.imag);
}

static Value complex_mul(Thread *t, Pair x, Pair y) {
    return from_pair(t, multiply(x, y));
}

static Value complex_truediv(Thread *t, Pair x, Pair y) {
    errno = 0;
    Pair r = divide(x, y);
    if (errno == EDOM) return raise_error(t, TYPE_ZeroDivisionError, "complex division by zero");
    return from_pair(t, r);
}

#define BINARY(name)                                                                    \
    static Value binary_##name(Thread *t, Value *args) {                                \
        Pair x, y;                                                                      \
        Value r;                                                                        \
        return operands(t, args[0], args[1], &x, &y, &r) ? complex_##name(t, x, y) : r; \
    }                                                                                   \
    static Value reflected_##name(Thread *t, Value *args) {                             \
        Pair x, y;                                                                      \
        Value r;                                                                        \
        return operands(t, args[1], args[0], &x, &y, &r) ? complex_##name(t, x, y) : r; \
    }

BINARY(add)
BINARY(sub)
BINARY(mul)
BINARY(truediv)

static Value power(Thread *t, Value a, Value b, Value modulus) {
    Pair x, y;
    Value r;
    if (!operands(t, a, b, &x, &y, &r)) return r;
    if (!value_is_none(modulus)) return raise_value_error(t, "complex modulo");
    return complex_pow(t, x.real, x.imag, y.real, y.imag);
}

static Value binary_pow(Thread *t, Value *args) {
    return power(t, args[0], args[1], args[2]);
}
static Value reflected_pow(Thread *t, Value *args) {
    return power(t, args[1], args[0], args[2]);
}

/* 1 equal, 0 different, -1 not comparable. */
static int equal(Value a, Value b) {
    Pair x = as_pair(a);
    if (value_is_kind(b, KIND_COMPLEX))
        return x.real == as_pair(b).real && x.imag == as_pair(b).imag;
    if (value_is_any_float(b)) return x.real == float_as_double(b) && x.imag == 0;
    if (value_is_any_int(b)) return x.imag == 0 && int_compare_double(int_unbox(b), x.real) == 0;
    return -1;
}

static Value compare_eq(Thread *t, Value *args) {
    int e = equal(args[0], args[1]);
    return e < 0 ? VALUE_NOT_IMPLEMENTED : value_bool(e);
}

static Value compare_ne(Thread *t, Value *args) {
    int e = equal(args[0], args[1]);
    return e < 0 ? VALUE_NOT_IMPLEMENTED : value_bool(!e);
}

static Value no_order(Thread *t, Value *args) {
    return VALUE_NOT_IMPLEMENTED;
}

static Value unary_neg(Thread *t, Value *args) {
    Pair x = as_pair(args[0]);
    return complex_from_doubles(t, -x.real, -x.imag);
}

static Value unary_pos(Thread *t, Value *args) {
    return value_is_exact(args[0], KIND_COMPLEX) ? args[0] : from_pair(t, as_pair(args[0]));
}

static Value unary_abs(Thread *t, Value *args) {
    Pair x = as_pair(args[0]);
    double r = hypot(x.real, x.imag);
    if (isinf(r) && isfinite(x.real) && isfinite(x.imag))
        return raise_overflow_error(t, "absolute value too large");
    return float_from_double(t, r);
}

static Value unary_bool(Thread *t, Value *args) {
    Pair x = as_pair(args[0]);
    return value_bool(x.real != 0 || x.imag != 0);
}

static Value unary_hash(Thread *t, Value *args) {
    Pair x = as_pair(args[0]);
    uint64_t h = (uint64_t)float_hash(x.real) + 1000003u * (uint64_t)float_hash(x.imag);
    return int_from_int64(t, (int64_t)h == -1 ? -2 : (int64_t)h);
}

/* ---- text ------------------------------------------------------------------------- */

/* repr of a part: no ".0", and always a sign if wanted. */
static size_t part_repr(double d, bool sign, char out[FLOAT_REPR_MAX + 1]) {
    size_t start = sign && (isnan(d) || !signbit(d));
    if (start) out[0] = '+';
    size_t n = start + float_repr(d, out + start);
    return n > 2 && memcmp(out + n - 2, ".0", 2) == 0 ? n - 2 : n;
}

static Value unary_repr(Thread *t, Value *args) {
    Pair x = as_pair(args[0]);
    char text[2 * FLOAT_REPR_MAX + 8];
    size_t n = 0;
    if (x.real == 0 && !signbit(x.real)) {
        n = part_repr(x.imag, false, text);
        text[n++] = 'j';
    } else {
        text[n++] = '(';
        n += part_repr(x.real, false, text + n);
        n += part_repr(x.imag, true, text + n);
        text[n++] = 'j';
        text[n++] = ')';
    }
    return str_from_latin1(t, (const uint8_t *)text, n);
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool is_sign(char c) {
    return c == '+' || c == '-';
}

/* white ['('] white (float | [float] sign [float] j | float j | j) ... */
static bool parse_complex(const char *text, size_t length, Pair *out) {
    const char *s = text, *end = text + length; /* a NUL follows */
    out->real = out->imag = 0;
    while (is_space(*s)) s++;
    bool bracket = *s == '(';
    if (bracket) {
        s++;
        while (is_space(*s)) s++;
    }
    double z;
    size_t n = float_parse_prefix(s, (size_t)(end - s), &z);
    s += n;
    if (n && is_sign(*s)) {
        out->real = z;
        n = float_parse_prefix(s, (size_t)(end - s), &out->imag);
        if (n == 0) {
            out->imag = *s == '+' ? 1.0 : -1.0;
            n = 1;
        }
        s += n;
        if ((*s | 32) != 'j') return false;
        s++;
    } else if (n && (*s | 32) == 'j') {
        out->imag = z;
        s++;
    } else if (n) {
        out->real = z;
    } else {
        out->imag = 1.0;
        if (is_sign(*s)) out->imag = *s++ == '+' ? 1.0 : -1.0;
        if ((*s | 32) != 'j') return false;
        s++;
    }
    while (is_space(*s)) s++;
    if (bracket) {
        if (*s++ != ')') return false;
        while (is_space(*s)) s++;
    }
    return s == end;
}

static Value complex_box(Thread *t, Type *type, Pair p) {
    if (type == t->vm->types[TYPE_COMPLEX]) return from_pair(t, p);
    Complex *c = type_alloc(t, type, 0);
    if (!c) return VALUE_ERROR;
    c->real = p.real;
    c->imag = p.imag;
    return value_from_object(c);
}

static Value from_str(Thread *t, Type *type, Value s) {
    size_t length;
    bool error;
    const char *text = number_text(t, s, &length);
    if (!text) return VALUE_ERROR;
    text = number_without_underscores(t, text, &length, &error);
    if (error) return VALUE_ERROR;
    if (!text) return raise_value_error(t, "could not convert string to complex: %R", s);
    Pair p;
    if (!parse_complex(text, length, &p))
        return raise_value_error(t, "complex() arg is a malformed string");
    return complex_box(t, type, p);
}

/* ---- constructor -------------------------------------------------------------------- */

/* The result of v.__complex__(), UNDEF if there is none. */
static Value by_complex_method(Thread *t, Value v) {
    if (value_is_exact(v, KIND_COMPLEX)) return v;
    Value method = special_of(t, v, SPECIAL_COMPLEX);
    if (value_is_undef(method)) return VALUE_UNDEF;
    Value r = call_special(t, method, &v, 1);
    if (value_is_error(r) || value_is_exact(r, KIND_COMPLEX)) return r;
    if (!value_is_kind(r, KIND_COMPLEX))
        return raise_type_error(t, "__complex__ returned non-complex (type %T)", r);
    if (!warn(t, TYPE_DeprecationWarning, 1,
              "__complex__ returned non-complex (type %T).  The ability to return an instance of "
              "a strict subclass of complex is deprecated, and may not be supported in a future "
              "version of Python.",
              r))
        return VALUE_ERROR;
    return r;
}

static bool is_number(Thread *t, Value v) {
    return value_is_kind(v, KIND_COMPLEX) || value_is_any_float(v) || value_is_any_int(v) ||
           !value_is_undef(special_of(t, v, SPECIAL_FLOAT)) ||
           !value_is_undef(special_of(t, v, SPECIAL_INDEX));
}

static bool number_to_pair(Thread *t, Value v, Pair *out) {
    if (value_is_kind(v, KIND_COMPLEX)) {
        *out = as_pair(v);
        return true;
    }
    out->imag = 0;
    bool found;
    if (value_is_float(v) || value_is_exact(v, KIND_FLOAT)) {
        out->real = float_as_double(v);
        return true;
    }
    return float_by_methods(t, v, &out->real, &found);
}

bool value_to_complex(Thread *t, Value v, double *real, double *imag) {
    Value converted = by_complex_method(t, v);
    if (value_is_error(converted)) return false;
    if (!value_is_undef(converted)) {
        Pair p = as_pair(converted);
        *real = p.real;
        *imag = p.imag;
        return true;
    }
    *imag = 0;
    return value_to_double(t, v, real);
}

static Value complex_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    static const char *const names[2] = {"real", "imag"};
    Type *type = number_new_class(t, args, nargs, TYPE_COMPLEX);
    Value in[2];
    if (!type || !number_new_arguments(t, "complex", args, nargs, kwnames, names, in))
        return VALUE_ERROR;
    Value real = value_is_undef(in[0]) ? value_from_int(0) : in[0], imag = in[1];
    bool imag_given = !value_is_undef(imag);
    if (value_is_exact(real, KIND_COMPLEX) && !imag_given && type == t->vm->types[TYPE_COMPLEX])
        return real;
    if (value_is_str(real)) {
        if (imag_given)
            return raise_type_error(t, "complex() can't take second arg if first is a string");
        return from_str(t, type, real);
    }
    if (imag_given && value_is_str(imag))
        return raise_type_error(t, "complex() second arg can't be a string");
    Value converted = by_complex_method(t, real);
    if (value_is_error(converted)) return converted;
    if (!value_is_undef(converted)) real = converted;
    if (!is_number(t, real))
        return raise_type_error(
            t, "complex() first argument must be a string or a number, not '%T'", real);
    if (imag_given && !is_number(t, imag))
        return raise_type_error(t, "complex() second argument must be a number, not '%T'", imag);
    Pair x, y = {0, 0};
    if (!number_to_pair(t, real, &x) || (imag_given && !number_to_pair(t, imag, &y)))
        return VALUE_ERROR;
    if (!imag_given) return complex_box(t, type, x);
    /* x + y * 1j; the parts that are not there are not added, for signs of zero. */
    if (value_is_kind(imag, KIND_COMPLEX)) x.real -= y.imag;
    if (value_is_kind(real, KIND_COMPLEX)) y.real += x.imag;
    return complex_box(t, type, (Pair){x.real, y.real});
}

/* ---- methods -------------------------------------------------------------------------- */

static Value conjugate_method(Thread *t, Value *args) {
    Pair x = as_pair(args[0]);
    return complex_from_doubles(t, x.real, -x.imag);
}

static Value get_real(Thread *t, Value self) {
    return float_from_double(t, as_pair(self).real);
}
static Value get_imag(Thread *t, Value self) {
    return float_from_double(t, as_pair(self).imag);
}

static bool set_readonly(Thread *t, Value self, Value value) {
    raise_error(t, TYPE_AttributeError, "readonly attribute");
    return false;
}

static Value getnewargs_method(Thread *t, Value *args) {
    Value real = get_real(t, args[0]), imag = get_imag(t, args[0]);
    if (value_is_error(real) || value_is_error(imag)) return VALUE_ERROR;
    return tuple_pair(t, real, imag);
}

static Value format_method(Thread *t, Value *args) {
    if (!value_is_str(args[1]))
        return raise_type_error(t, "__format__() argument must be str, not %T", args[1]);
    if (value_as_str(args[1])->length == 0) return op_str(t, args[0]);
    return complex_format_value(t, args[0], args[1]);
}

static const GetSetDef complex_getset[] = {
    {"real", get_real, set_readonly, "the real part of a complex number"},
    {"imag", get_imag, set_readonly, "the imaginary part of a complex number"},
    {NULL, NULL, NULL, NULL},
};

#define ROW(name, symbol, fn) \
    NATIVE("__" name "__", "($self, value, /)", fn, "Return self" symbol "value.")
#define ROWS(name, symbol)                                                                      \
    NATIVE("__" #name "__", "($self, value, /)", binary_##name, "Return self" symbol "value."), \
        NATIVE("__r" #name "__", "($self, value, /)", reflected_##name,                         \
               "Return value" symbol "self.")

static const NativeDef complex_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", complex_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__repr__", "($self, /)", unary_repr, "Return repr(self)."),
    NATIVE("__hash__", "($self, /)", unary_hash, "Return hash(self)."),
    ROW("lt", "<", no_order),
    ROW("le", "<=", no_order),
    ROW("eq", "==", compare_eq),
    ROW("ne", "!=", compare_ne),
    ROW("gt", ">", no_order),
    ROW("ge", ">=", no_order),
    ROWS(add, "+"),
    ROWS(sub, "-"),
    ROWS(mul, "*"),
    NATIVE("__pow__", "($self, value, mod=None, /)", binary_pow, "Return pow(self, value, mod)."),
    NATIVE("__rpow__", "($self, value, mod=None, /)", reflected_pow,
           "Return pow(value, self, mod)."),
    NATIVE("__neg__", "($self, /)", unary_neg, "-self"),
    NATIVE("__pos__", "($self, /)", unary_pos, "+self"),
    NATIVE("__abs__", "($self, /)", unary_abs, "abs(self)"),
    NATIVE("__bool__", "($self, /)", unary_bool, "True if self else False"),
    ROWS(truediv, "/"),
    NATIVE("conjugate", "($self, /)", conjugate_method,
           "Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j."),
    NATIVE("__complex__", "($self, /)", unary_pos, "Convert this value to exact type complex."),
    NATIVE("__getnewargs__", "($self, /)", getnewargs_method, NULL),
    NATIVE("__format__", "($self, format_spec, /)", format_method,
           "Convert to a string according to format_spec."),
    NATIVE_END,
};

const TypeDef typedef_complex = {
    .name = "complex",
    .doc = "Create a complex number from a real part and an optional imaginary part.\n\n"
           "This is equivalent to (real + imag*1j) where imag defaults to 0.",
    .id = TYPE_COMPLEX,
    .base = TYPE_OBJECT,
    .kind = KIND_COMPLEX,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_IMMUTABLE,
    .size = sizeof(Complex),
    .methods = complex_methods,
    .getset = complex_getset,
};

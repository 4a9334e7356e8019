/* float.h - floats: tagged in the Value, or a heap object for rare exponents
 * and for instances of Python subclasses. complex beside it. */
#ifndef TAU_RUNTIME_FLOAT_H
#define TAU_RUNTIME_FLOAT_H

#include "runtime/vm.h"

typedef struct Float {
    Object header; /* KIND_FLOAT; GC_SUBCLASS for subclasses */
    double value;
} Float;

typedef struct Complex {
    Object header; /* KIND_COMPLEX */
    double real, imag;
} Complex;

static inline bool value_is_any_float(Value v) {
    return value_is_float(v) || value_is_kind(v, KIND_FLOAT);
}
/* Of a float value of either representation. */
static inline double float_as_double(Value v) {
    return value_is_float(v) ? value_as_float(v) : ((Float *)value_as_object(v))->value;
}
Value float_from_double_slow(Thread *t, double d);
static inline Value float_from_double(Thread *t, double d) {
    Value v;
    return value_try_float(d, &v) ? v : float_from_double_slow(t, d);
}
Value complex_from_doubles(Thread *t, double real, double imag);

double float_mod(double a, double b);      /* Python's %; b != 0 */
double float_floordiv(double a, double b); /* Python's //; b != 0 */
/* a ** b: float or complex; ZeroDivisionError, OverflowError. */
Value float_pow(Thread *t, double a, double b);
Value complex_pow(Thread *t, double a_real, double a_imag, double b_real, double b_imag);
int64_t float_hash(double d);
/* repr(): shortest text that reads back as the same double.  Returns length. */
enum { FLOAT_REPR_MAX = 40 };
size_t float_repr(double d, char out[FLOAT_REPR_MAX]);
Value float_to_str(Thread *t, double d); /* repr() as a str */
/* As float(text): no surrounding white space; false if malformed. */
bool float_parse(const char *text, size_t length, double *out) __attribute__((warn_unused_result));
/* float(v) for int, float, __float__, __index__; false with TypeError (message
 * "must be real number, not X"). */
bool value_to_double(Thread *t, Value v, double *out) __attribute__((warn_unused_result));
/* The same for values that are no float; *found is false, and no exception
 * raised, if there is neither __float__ nor __index__. */
bool float_by_methods(Thread *t, Value v, double *out, bool *found);
/* complex(v) for one number: __complex__, else as value_to_double. */
bool value_to_complex(Thread *t, Value v, double *real, double *imag)
    __attribute__((warn_unused_result));

#endif

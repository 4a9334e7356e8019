/*
 * delta.c - datetime.timedelta.
 *
 * Arithmetic is done on the number of microseconds, which fits 67 bits; what
 * multiplies or divides it may be an integer or a ratio of any size.
 */
#include <math.h>
#include <stdio.h>

#include "modules/datetime/datetime.h"

/* ---- creation ---------------------------------------------------------------------- */

static Value delta_alloc(Thread *t, Type *type, int64_t days, int seconds, int microseconds) {
    if (days > MAX_DELTA_DAYS || days < -MAX_DELTA_DAYS)
        return raise_overflow_error(t, "days=%ld; must have magnitude <= %d", (long)days,
                                    MAX_DELTA_DAYS);
    Delta *d = type_alloc(t, type, 0);
    if (!d) return VALUE_ERROR;
    d->days = (int32_t)days;
    d->seconds = seconds;
    d->microseconds = microseconds;
    return value_from_object(d);
}

static int64_t floor_divide(int64_t a, int64_t b, int64_t *rest) {
    int64_t q = a / b;
    *rest = a % b;
    if (*rest < 0) {
        *rest += b;
        q--;
    }
    return q;
}

Value delta_new(Thread *t, int64_t days, int64_t seconds, int64_t microseconds) {
    int64_t us, s;
    seconds += floor_divide(microseconds, US_PER_SECOND, &us);
    days += floor_divide(seconds, SECONDS_PER_DAY, &s);
    return delta_alloc(t, DT_TYPE(t, DELTA), days, (int)s, (int)us);
}

__int128 delta_microseconds(const Delta *d) {
    return ((__int128)d->days * SECONDS_PER_DAY + d->seconds) * US_PER_SECOND + d->microseconds;
}

int64_t delta_small_us(const Delta *d) {
    return (int64_t)delta_microseconds(d);
}

/* As an int. */
static Value to_int(Thread *t, Value delta) {
    const Delta *d = as_delta(delta);
    Value seconds = int_from_int64(t, (int64_t)d->days * SECONDS_PER_DAY + d->seconds);
    Value us =
        value_is_error(seconds) ? seconds : int_mul(t, seconds, value_from_int(US_PER_SECOND));
    return value_is_error(us) ? us : int_add(t, us, value_from_int(d->microseconds));
}

static Value from_int(Thread *t, Type *type, Value us) {
    Value per_day = value_from_int((int64_t)SECONDS_PER_DAY * US_PER_SECOND);
    Value days = value_is_error(us) ? us : int_floordiv(t, us, per_day);
    Value rest = value_is_error(days) ? days : int_mod(t, us, per_day);
    int64_t d;
    if (value_is_error(rest)) return rest;
    if (!int_to_int64(days, &d) || d > INT32_MAX || d < INT32_MIN)
        return raise_overflow_error(t, "Python int too large to convert to C int");
    int64_t r = value_as_int(rest);
    return delta_alloc(t, type, d, (int)(r / US_PER_SECOND), (int)(r % US_PER_SECOND));
}

static Value delta_from_us(Thread *t, Value us) {
    return from_int(t, DT_TYPE(t, DELTA), us);
}

/* Adds number * factor to *sum; what is less than a microsecond to *rest. */
static bool accumulate(Thread *t, const char *name, Value number, int64_t factor, Value *sum,
                       double *rest) {
    Value part;
    if (value_is_any_int(number)) {
        part = int_mul(t, int_unbox(number), value_from_int(factor));
    } else if (value_is_any_float(number)) {
        double whole, fraction = modf(float_as_double(number), &whole);
        part = int_from_double(t, whole);
        if (!value_is_error(part)) part = int_mul(t, part, value_from_int(factor));
        if (!value_is_error(part) && fraction != 0) {
            fraction = modf((double)factor * fraction, &whole);
            *rest += fraction;
            Value more = int_from_double(t, whole);
            part = value_is_error(more) ? more : int_add(t, part, more);
        }
    } else {
        raise_type_error(t, "unsupported type for timedelta %s component: %T", name, number);
        return false;
    }
    if (!value_is_error(part)) part = int_add(t, *sum, part);
    *sum = part;
    return !value_is_error(part);
}

static Value delta_type_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    static const char *const names[] = {"days",    "seconds", "microseconds", "milliseconds",
                                        "minutes", "hours",   "weeks"};
    /* In the order in which CPython adds them up. */
    static const struct {
        uint8_t argument;
        int64_t factor;
    } parts[] = {{2, 1},
                 {3, 1000},
                 {1, US_PER_SECOND},
                 {4, (int64_t)60 * US_PER_SECOND},
                 {5, (int64_t)3600 * US_PER_SECOND},
                 {0, (int64_t)SECONDS_PER_DAY * US_PER_SECOND},
                 {6, (int64_t)7 * SECONDS_PER_DAY * US_PER_SECOND}};
    Value in[7], sum = value_from_int(0);
    double rest = 0;
    if (!dt_arguments(t, "__new__", args + 1, nargs - 1, kwnames, names, 7, 0, 7, in))
        return VALUE_ERROR;
    for (size_t i = 0; i < 7; i++) {
        Value v = in[parts[i].argument];
        if (!value_is_undef(v) &&
            !accumulate(t, names[parts[i].argument], v, parts[i].factor, &sum, &rest))
            return VALUE_ERROR;
    }
    if (rest != 0) { /* to the nearest, of two to the one that makes the sum even */
        double whole = round(rest);
        if (fabs(whole - rest) == 0.5) {
            Value parity = int_and(t, sum, value_from_int(1));
            if (value_is_error(parity)) return parity;
            double odd = (double)value_as_int(parity);
            whole = 2.0 * round((rest + odd) * 0.5) - odd;
        }
        Value more = int_from_double(t, whole);
        sum = value_is_error(more) ? more : int_add(t, sum, more);
    }
    return from_int(t, (Type *)value_as_object(args[0]), sum);
}

/* ---- arithmetic -------------------------------------------------------------------- */

static bool is_delta(Thread *t, Value v) {
    return dt_is(t, v, DT_TYPE(t, DELTA));
}

static Value delta_sum(Thread *t, const Delta *a, const Delta *b, int sign) {
    return delta_new(t, (int64_t)a->days + sign * (int64_t)b->days, a->seconds + sign * b->seconds,
                     a->microseconds + sign * b->microseconds);
}

Value delta_subtract(Thread *t, Value a, Value b) {
    return delta_sum(t, as_delta(a), as_delta(b), -1);
}

static Value delta_add(Thread *t, Value *args) {
    if (!is_delta(t, args[0]) || !is_delta(t, args[1])) return VALUE_NOT_IMPLEMENTED;
    return delta_sum(t, as_delta(args[0]), as_delta(args[1]), 1);
}

static Value delta_sub(Thread *t, Value *args) {
    if (!is_delta(t, args[0]) || !is_delta(t, args[1])) return VALUE_NOT_IMPLEMENTED;
    return delta_subtract(t, args[0], args[1]);
}

static Value delta_rsub(Thread *t, Value *args) {
    if (!is_delta(t, args[0]) || !is_delta(t, args[1])) return VALUE_NOT_IMPLEMENTED;
    return delta_subtract(t, args[1], args[0]);
}

static Value delta_neg(Thread *t, Value *args) {
    const Delta *d = as_delta(args[0]);
    return delta_new(t, -(int64_t)d->days, -d->seconds, -d->microseconds);
}

static Value delta_pos(Thread *t, Value *args) {
    const Delta *d = as_delta(args[0]);
    return delta_new(t, d->days, d->seconds, d->microseconds);
}

static Value delta_abs(Thread *t, Value *args) {
    return as_delta(args[0])->days < 0 ? delta_neg(t, args) : delta_pos(t, args);
}

/* a / b to the nearest integer, ties to even. */
static Value divide_nearest(Thread *t, Value a, Value b) {
    Value q = int_floordiv(t, a, b);
    Value r = value_is_error(q) ? q : int_mod(t, a, b);
    Value twice = value_is_error(r) ? r : int_lshift(t, r, value_from_int(1));
    if (value_is_error(twice)) return twice;
    int order = int_compare(twice, b); /* the remainder has the sign of b */
    if (int_sign(b) < 0) order = -order;
    if (order == 0) {
        Value parity = int_and(t, q, value_from_int(1));
        if (value_is_error(parity)) return parity;
        order = value_same(parity, value_from_int(1)) ? 1 : -1;
    }
    return order > 0 ? int_add(t, q, value_from_int(1)) : q;
}

/* The ratio of a float, as float.as_integer_ratio gives it. */
static bool ratio_of(Thread *t, Value v, Value *numerator, Value *denominator) {
    Value pair = call_method0(t, v, str_intern_cstring(t, "as_integer_ratio"));
    if (value_is_error(pair)) return false;
    *numerator = value_as_tuple(pair)->items[0];
    *denominator = value_as_tuple(pair)->items[1];
    return true;
}

static Value delta_scale(Thread *t, Value delta, Value numerator, Value denominator) {
    Value us = to_int(t, delta);
    Value product = value_is_error(us) ? us : int_mul(t, us, numerator);
    return delta_from_us(t, value_is_error(product) ? product
                                                    : divide_nearest(t, product, denominator));
}

static Value delta_mul(Thread *t, Value *args) {
    Value numerator, denominator;
    if (value_is_any_int(args[1])) {
        Value us = to_int(t, args[0]);
        return delta_from_us(t, value_is_error(us) ? us : int_mul(t, us, int_unbox(args[1])));
    }
    if (!value_is_any_float(args[1])) return VALUE_NOT_IMPLEMENTED;
    if (!ratio_of(t, args[1], &numerator, &denominator)) return VALUE_ERROR;
    return delta_scale(t, args[0], numerator, denominator);
}

static Value delta_truediv(Thread *t, Value *args) {
    Value numerator, denominator;
    Value us = to_int(t, args[0]);
    if (value_is_error(us)) return us;
    if (is_delta(t, args[1])) {
        Value other = to_int(t, args[1]);
        return value_is_error(other) ? other : int_truediv(t, us, other);
    }
    if (value_is_any_int(args[1]))
        return delta_from_us(t, divide_nearest(t, us, int_unbox(args[1])));
    if (!value_is_any_float(args[1])) return VALUE_NOT_IMPLEMENTED;
    if (!ratio_of(t, args[1], &numerator, &denominator)) return VALUE_ERROR;
    return delta_scale(t, args[0], denominator, numerator);
}

static Value delta_floordiv(Thread *t, Value *args) {
    Value us = to_int(t, args[0]);
    if (value_is_error(us)) return us;
    if (is_delta(t, args[1])) {
        Value other = to_int(t, args[1]);
        return value_is_error(other) ? other : int_floordiv(t, us, other);
    }
    if (!value_is_any_int(args[1])) return VALUE_NOT_IMPLEMENTED;
    return delta_from_us(t, int_floordiv(t, us, int_unbox(args[1])));
}

static Value delta_mod(Thread *t, Value *args) {
    if (!is_delta(t, args[0]) || !is_delta(t, args[1])) return VALUE_NOT_IMPLEMENTED;
    Value us = to_int(t, args[0]), other = to_int(t, args[1]);
    if (value_is_error(us) || value_is_error(other)) return VALUE_ERROR;
    return delta_from_us(t, int_mod(t, us, other));
}

static Value delta_divmod(Thread *t, Value *args) {
    if (!is_delta(t, args[0]) || !is_delta(t, args[1])) return VALUE_NOT_IMPLEMENTED;
    Value us = to_int(t, args[0]), other = to_int(t, args[1]);
    if (value_is_error(us) || value_is_error(other)) return VALUE_ERROR;
    Value quotient = int_floordiv(t, us, other);
    if (value_is_error(quotient)) return quotient;
    Value rest = delta_from_us(t, int_mod(t, us, other));
    return value_is_error(rest) ? rest : tuple_pair(t, quotient, rest);
}

/* Reflected: the timedelta is on the right. */
#define REFLECTED(name)                                             \
    static Value delta_r##name(Thread *t, Value *args) {            \
        Value swapped[2] = {args[1], args[0]};                      \
        if (!is_delta(t, swapped[0])) return VALUE_NOT_IMPLEMENTED; \
        return delta_##name(t, swapped);                            \
    }

REFLECTED(mod)
REFLECTED(divmod)
REFLECTED(floordiv)
REFLECTED(truediv)

int delta_order(const Delta *a, const Delta *b) {
    __int128 x = delta_microseconds(a), y = delta_microseconds(b);
    return (x > y) - (x < y);
}

#define COMPARE(name, symbol)                                                          \
    static Value delta_##name(Thread *t, Value *args) {                                \
        if (!is_delta(t, args[1])) return VALUE_NOT_IMPLEMENTED;                       \
        return value_bool(delta_order(as_delta(args[0]), as_delta(args[1])) symbol 0); \
    }

COMPARE(lt, <)
COMPARE(le, <=)
COMPARE(eq, ==)
COMPARE(ne, !=)
COMPARE(gt, >)
COMPARE(ge, >=)

static Value delta_bool(Thread *t, Value *args) {
    return value_bool(delta_microseconds(as_delta(args[0])) != 0);
}

static Value delta_state(Thread *t, Value self) {
    const Delta *d = as_delta(self);
    Value items[3] = {value_from_int(d->days), value_from_int(d->seconds),
                      value_from_int(d->microseconds)};
    return tuple_from_values(t, items, 3);
}

static Value delta_hash(Thread *t, Value *args) {
    Value state = delta_state(t, args[0]);
    int64_t hash;
    if (value_is_error(state) || op_hash(t, state, &hash) < 0) return VALUE_ERROR;
    return int_from_int64(t, hash);
}

static Value delta_reduce(Thread *t, Value *args) {
    Value state = delta_state(t, args[0]);
    if (value_is_error(state)) return state;
    return tuple_pair(t, value_from_object(type_of(t, args[0])), state);
}

static Value delta_total_seconds(Thread *t, Value *args) {
    Value us = to_int(t, args[0]);
    return value_is_error(us) ? us : int_truediv(t, us, value_from_int(US_PER_SECOND));
}

/* ---- text -------------------------------------------------------------------------- */

static Value delta_repr(Thread *t, Value *args) {
    const Delta *d = as_delta(args[0]);
    char text[100];
    int n = 0;
    const char *separator = "";
    text[0] = 0;
    if (d->days) {
        n += snprintf(text + n, sizeof text - (size_t)n, "days=%d", d->days);
        separator = ", ";
    }
    if (d->seconds) {
        n += snprintf(text + n, sizeof text - (size_t)n, "%sseconds=%d", separator, d->seconds);
        separator = ", ";
    }
    if (d->microseconds)
        n += snprintf(text + n, sizeof text - (size_t)n, "%smicroseconds=%d", separator,
                      d->microseconds);
    return str_format(t, "%s(%s)", dt_name(t, args[0]), n ? text : "0");
}

static Value delta_str(Thread *t, Value *args) {
    const Delta *d = as_delta(args[0]);
    char text[80];
    int n = 0;
    if (d->days)
        n = snprintf(text, sizeof text, "%d day%s, ", d->days,
                     d->days == 1 || d->days == -1 ? "" : "s");
    n += snprintf(text + n, sizeof text - (size_t)n, "%d:%02d:%02d", d->seconds / 3600,
                  d->seconds / 60 % 60, d->seconds % 60);
    if (d->microseconds) n += snprintf(text + n, sizeof text - (size_t)n, ".%06d", d->microseconds);
    return str_from_latin1(t, (const uint8_t *)text, (size_t)n);
}

/* ---- the type ---------------------------------------------------------------------- */

static Value get_days(Thread *t, Value self) {
    return value_from_int(as_delta(self)->days);
}
static Value get_seconds(Thread *t, Value self) {
    return value_from_int(as_delta(self)->seconds);
}
static Value get_microseconds(Thread *t, Value self) {
    return value_from_int(as_delta(self)->microseconds);
}

static bool set_readonly(Thread *t, Value self, Value value) {
    raise_error(t, TYPE_AttributeError, "readonly attribute");
    return false;
}

static const GetSetDef getset[] = {
    {"days", get_days, set_readonly, "Number of days."},
    {"seconds", get_seconds, set_readonly, "Number of seconds (>= 0 and less than 1 day)."},
    {"microseconds", get_microseconds, set_readonly,
     "Number of microseconds (>= 0 and less than 1 second)."},
    {NULL, NULL, NULL, NULL},
};

#define BINARY(name, fn, doc) NATIVE("__" name "__", "($self, value, /)", fn, doc)
#define UNARY(name, fn, doc)  NATIVE("__" name "__", "($self, /)", fn, doc)

static const NativeDef methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", delta_type_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    UNARY("repr", delta_repr, "Return repr(self)."),
    UNARY("hash", delta_hash, "Return hash(self)."),
    UNARY("str", delta_str, "Return str(self)."),
    BINARY("lt", delta_lt, "Return self<value."),
    BINARY("le", delta_le, "Return self<=value."),
    BINARY("eq", delta_eq, "Return self==value."),
    BINARY("ne", delta_ne, "Return self!=value."),
    BINARY("gt", delta_gt, "Return self>value."),
    BINARY("ge", delta_ge, "Return self>=value."),
    BINARY("add", delta_add, "Return self+value."),
    BINARY("radd", delta_add, "Return value+self."),
    BINARY("sub", delta_sub, "Return self-value."),
    BINARY("rsub", delta_rsub, "Return value-self."),
    BINARY("mul", delta_mul, "Return self*value."),
    BINARY("rmul", delta_mul, "Return value*self."),
    BINARY("mod", delta_mod, "Return self%value."),
    BINARY("rmod", delta_rmod, "Return value%self."),
    BINARY("divmod", delta_divmod, "Return divmod(self, value)."),
    BINARY("rdivmod", delta_rdivmod, "Return divmod(value, self)."),
    UNARY("neg", delta_neg, "-self"),
    UNARY("pos", delta_pos, "+self"),
    UNARY("abs", delta_abs, "abs(self)"),
    UNARY("bool", delta_bool, "True if self else False"),
    BINARY("floordiv", delta_floordiv, "Return self//value."),
    BINARY("rfloordiv", delta_rfloordiv, "Return value//self."),
    BINARY("truediv", delta_truediv, "Return self/value."),
    BINARY("rtruediv", delta_rtruediv, "Return value/self."),
    NATIVE("total_seconds", "($self, /)", delta_total_seconds, "Total seconds in the duration."),
    NATIVE("__reduce__", "($self, /)", delta_reduce, "__reduce__() -> (cls, state)"),
    NATIVE_END,
};

const TypeDef typedef_datetime_delta = {
    .name = "datetime.timedelta",
    .doc = "Difference between two datetime values.\n\n"
           "timedelta(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, "
           "weeks=0)\n\n"
           "All arguments are optional and default to 0.\n"
           "Arguments may be integers or floats, and may be positive or negative.",
    .id = TYPE_DATETIME_DELTA,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE,
    .size = sizeof(Delta),
    .methods = methods,
    .getset = getset,
};

static bool set_constant(Thread *t, const char *name, Value v) {
    Value key = str_intern_cstring(t, name);
    return !value_is_error(key) && !value_is_error(v) && type_set(t, DT_TYPE(t, DELTA), key, v);
}

bool delta_init(Thread *t) {
    return set_constant(t, "resolution", delta_new(t, 0, 0, 1)) &&
           set_constant(t, "min", delta_new(t, -MAX_DELTA_DAYS, 0, 0)) &&
           set_constant(t, "max", delta_new(t, MAX_DELTA_DAYS, SECONDS_PER_DAY - 1, 999999));
}

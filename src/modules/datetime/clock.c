/*
 * clock.c - datetime.time, the time of day.
 */
#include <stdio.h>

#include "modules/datetime/datetime.h"

/* ---- creation ---------------------------------------------------------------------- */

static Value clock_alloc(Thread *t, Type *type, const Fields *f, Value tzinfo) {
    if (!dt_check_time(t, f) || !dt_check_tzinfo(t, tzinfo)) return VALUE_ERROR;
    Moment *m = type_alloc(t, type, 0);
    if (!m) return VALUE_ERROR;
    m->hour = (uint8_t)f->hour;
    m->minute = (uint8_t)f->minute;
    m->second = (uint8_t)f->second;
    m->microsecond = f->microsecond;
    m->fold = (uint8_t)f->fold;
    m->tzinfo = tzinfo;
    return value_from_object(m);
}

Value clock_make(Thread *t, Type *type, const Fields *f, Value tzinfo) {
    if (type == DT_TYPE(t, TIME)) return clock_alloc(t, type, f, tzinfo);
    Value args[5] = {value_from_int(f->hour), value_from_int(f->minute), value_from_int(f->second),
                     value_from_int(f->microsecond), tzinfo};
    Value v = call(t, value_from_object(type), args, 5, NULL);
    if (f->fold && dt_is(t, v, DT_TYPE(t, TIME))) as_moment(v)->fold = 1;
    return v;
}

static const char *const names[] = {"hour", "minute", "second", "microsecond", "tzinfo", "fold"};

static Value clock_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Type *type = (Type *)value_as_object(args[0]);
    const uint8_t *state =
        nargs == 2 || (nargs == 3 && !kwnames) ? dt_pickled(args[1], 6, 0) : NULL;
    Fields f = {0};
    if (state) {
        f.hour = state[0] & 0x7f;
        f.fold = state[0] >> 7;
        f.minute = state[1];
        f.second = state[2];
        f.microsecond = state[3] << 16 | state[4] << 8 | state[5];
        return clock_alloc(t, type, &f, nargs == 3 ? args[2] : VALUE_NONE);
    }
    Value in[6];
    int *const fields[] = {&f.hour, &f.minute, &f.second, &f.microsecond};
    int *const fold[] = {&f.fold};
    if (!dt_arguments(t, NULL, args + 1, nargs - 1, kwnames, names, 6, 0, 5, in) ||
        !dt_ints(t, in, 4, fields) || !dt_ints(t, in + 5, 1, fold))
        return VALUE_ERROR;
    return clock_alloc(t, type, &f, value_is_undef(in[4]) ? VALUE_NONE : in[4]);
}

static Value clock_fromisoformat(Thread *t, Value *args) {
    if (!value_is_str(args[1])) return raise_type_error(t, "fromisoformat: argument must be str");
    size_t length;
    const char *text = str_to_wtf8(t, args[1], &length);
    if (!text) return VALUE_ERROR;
    if (length && *text == 'T') {
        text++;
        length--;
    }
    Fields f = {0};
    bool has_zone;
    int64_t zone_us;
    if (!dt_parse_time(text, length, &f, &has_zone, &zone_us))
        return dt_raise_isoformat(t, args[1]);
    Value tzinfo = has_zone ? dt_zone_of_us(t, zone_us) : VALUE_NONE;
    if (value_is_error(tzinfo)) return tzinfo;
    return clock_make(t, (Type *)value_as_object(args[0]), &f, tzinfo);
}

/* ---- methods ----------------------------------------------------------------------- */

static Value offset_of(Thread *t, Value self) {
    return zone_offset_of(t, as_moment(self)->tzinfo, "utcoffset", VALUE_NONE);
}

static Value clock_utcoffset(Thread *t, Value *args) {
    return offset_of(t, args[0]);
}
static Value clock_dst(Thread *t, Value *args) {
    return zone_offset_of(t, as_moment(args[0])->tzinfo, "dst", VALUE_NONE);
}
static Value clock_tzname(Thread *t, Value *args) {
    return zone_name_of(t, as_moment(args[0])->tzinfo, VALUE_NONE);
}

static Value clock_isoformat(Thread *t, Value *args) {
    Fields f = fields_of(args[0]);
    char text[80];
    if (!value_is_undef(args[1]) && !dt_check_str(t, "isoformat", 1, args[1])) return VALUE_ERROR;
    int n = text_time(t, text, sizeof text, &f, args[1]);
    if (n < 0) return VALUE_ERROR;
    Value offset = offset_of(t, args[0]);
    if (value_is_error(offset)) return offset;
    if (!value_is_none(offset)) n += (int)zone_format(text + n, as_delta(offset), ":");
    return str_from_latin1(t, (const uint8_t *)text, (size_t)n);
}

static Value clock_str(Thread *t, Value *args) {
    return call_method0(t, args[0], str_intern_cstring(t, "isoformat"));
}

static Value clock_repr(Thread *t, Value *args) {
    Fields f = fields_of(args[0]);
    char text[80];
    int n = snprintf(text, sizeof text, "(%d, %d", f.hour, f.minute);
    if (f.second || f.microsecond)
        n += snprintf(text + n, sizeof text - (size_t)n, ", %d", f.second);
    if (f.microsecond) snprintf(text + n, sizeof text - (size_t)n, ", %d", f.microsecond);
    const char *fold = f.fold ? ", fold=1" : "";
    Value tzinfo = as_moment(args[0])->tzinfo;
    if (value_is_none(tzinfo)) return str_format(t, "%s%s%s)", dt_name(t, args[0]), text, fold);
    return str_format(t, "%s%s, tzinfo=%R%s)", dt_name(t, args[0]), text, tzinfo, fold);
}

/* The date is 1900-01-01, as in time.strptime. */
static Value clock_strftime(Thread *t, Value *args) {
    if (!dt_check_str(t, "strftime", 1, args[1])) return VALUE_ERROR;
    Fields f = fields_of(args[0]);
    Value items[9] = {value_from_int(1900),   value_from_int(1),        value_from_int(1),
                      value_from_int(f.hour), value_from_int(f.minute), value_from_int(f.second),
                      value_from_int(0),      value_from_int(1),        value_from_int(-1)};
    return text_strftime(t, args[0], args[1], tuple_from_values(t, items, 9));
}

static Value clock_replace(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Fields f = fields_of(args[0]);
    Value in[6];
    int *const fields[] = {&f.hour, &f.minute, &f.second, &f.microsecond};
    int *const fold[] = {&f.fold};
    if (!dt_arguments(t, "replace", args + 1, nargs - 1, kwnames, names, 6, 0, 5, in) ||
        !dt_ints(t, in, 4, fields) || !dt_ints(t, in + 5, 1, fold))
        return VALUE_ERROR;
    if (f.fold != 0 && f.fold != 1) return raise_value_error(t, "fold must be either 0 or 1");
    Value tzinfo = value_is_undef(in[4]) ? as_moment(args[0])->tzinfo : in[4];
    return clock_make(t, type_of(t, args[0]), &f, tzinfo);
}

/* ---- comparison -------------------------------------------------------------------- */

static int64_t us_of_day(const Fields *f) {
    return ((f->hour * 60 + f->minute) * 60 + f->second) * (int64_t)US_PER_SECOND + f->microsecond;
}

static Value compare(Thread *t, Value *args, CompareOp op) {
    if (!dt_is(t, args[1], DT_TYPE(t, TIME))) return VALUE_NOT_IMPLEMENTED;
    Fields a = fields_of(args[0]), b = fields_of(args[1]);
    int64_t x = us_of_day(&a), y = us_of_day(&b);
    if (!value_same(as_moment(args[0])->tzinfo, as_moment(args[1])->tzinfo)) {
        Value first = offset_of(t, args[0]);
        if (value_is_error(first)) return first;
        Value second = offset_of(t, args[1]);
        if (value_is_error(second)) return second;
        if (value_is_none(first) != value_is_none(second)) {
            if (op == CMP_EQ || op == CMP_NE) return value_bool(op == CMP_NE);
            return raise_type_error(t, "can't compare offset-naive and offset-aware times");
        }
        if (!value_is_none(first)) {
            x -= delta_small_us(as_delta(first));
            y -= delta_small_us(as_delta(second));
        }
    }
    switch (op) {
    case CMP_LT: return value_bool(x < y);
    case CMP_LE: return value_bool(x <= y);
    case CMP_EQ: return value_bool(x == y);
    case CMP_NE: return value_bool(x != y);
    case CMP_GT: return value_bool(x > y);
    case CMP_GE: return value_bool(x >= y);
    }
    return VALUE_NOT_IMPLEMENTED;
}

static Value clock_lt(Thread *t, Value *args) {
    return compare(t, args, CMP_LT);
}
static Value clock_le(Thread *t, Value *args) {
    return compare(t, args, CMP_LE);
}
static Value clock_eq(Thread *t, Value *args) {
    return compare(t, args, CMP_EQ);
}
static Value clock_ne(Thread *t, Value *args) {
    return compare(t, args, CMP_NE);
}
static Value clock_gt(Thread *t, Value *args) {
    return compare(t, args, CMP_GT);
}
static Value clock_ge(Thread *t, Value *args) {
    return compare(t, args, CMP_GE);
}

/* Equal times hash alike: of the moment in UTC, whatever its day. */
static Value clock_hash(Thread *t, Value *args) {
    Value self = args[0];
    Fields f = fields_of(self);
    if (f.fold) {
        f.fold = 0;
        self = clock_alloc(t, DT_TYPE(t, TIME), &f, as_moment(self)->tzinfo);
        if (value_is_error(self)) return self;
    }
    Value offset = offset_of(t, self);
    if (value_is_error(offset)) return offset;
    int64_t us = us_of_day(&f);
    if (!value_is_none(offset)) us -= delta_small_us(as_delta(offset));
    uint8_t state[8];
    for (int i = 0; i < 8; i++) state[i] = (uint8_t)(us >> (8 * i));
    return moment_hash_state(t, state, sizeof state);
}

/* ---- pickling ---------------------------------------------------------------------- */

static Value reduce(Thread *t, Value self, int64_t protocol) {
    Fields f = fields_of(self);
    uint8_t state[6] = {(uint8_t)(f.hour | (protocol > 3 && f.fold ? 0x80 : 0)),
                        (uint8_t)f.minute,
                        (uint8_t)f.second,
                        (uint8_t)(f.microsecond >> 16),
                        (uint8_t)(f.microsecond >> 8),
                        (uint8_t)f.microsecond};
    Value items[2] = {bytes_from_data(t, state, sizeof state), as_moment(self)->tzinfo};
    if (value_is_error(items[0])) return VALUE_ERROR;
    Value inner = tuple_from_values(t, items, value_is_none(items[1]) ? 1 : 2);
    if (value_is_error(inner)) return inner;
    return tuple_pair(t, value_from_object(type_of(t, self)), inner);
}

static Value clock_reduce(Thread *t, Value *args) {
    return reduce(t, args[0], 2);
}
static Value clock_reduce_ex(Thread *t, Value *args) {
    int protocol;
    return arg_c_int(t, args[1], &protocol) ? reduce(t, args[0], protocol) : VALUE_ERROR;
}

/* ---- the type ---------------------------------------------------------------------- */

static Value get_hour(Thread *t, Value self) {
    return value_from_int(as_moment(self)->hour);
}
static Value get_minute(Thread *t, Value self) {
    return value_from_int(as_moment(self)->minute);
}
static Value get_second(Thread *t, Value self) {
    return value_from_int(as_moment(self)->second);
}
static Value get_microsecond(Thread *t, Value self) {
    return value_from_int(as_moment(self)->microsecond);
}
static Value get_tzinfo(Thread *t, Value self) {
    return as_moment(self)->tzinfo;
}
static Value get_fold(Thread *t, Value self) {
    return value_from_int(as_moment(self)->fold);
}

static const GetSetDef getset[] = {
    {"hour", get_hour, NULL, NULL},     {"minute", get_minute, NULL, NULL},
    {"second", get_second, NULL, NULL}, {"microsecond", get_microsecond, NULL, NULL},
    {"tzinfo", get_tzinfo, NULL, NULL}, {"fold", get_fold, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static void clock_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((Moment *)object)->tzinfo);
}

#define BINARY(name, fn, doc) NATIVE("__" name "__", "($self, value, /)", fn, doc)
#define PLAIN(name, fn, doc)  NATIVE(name, "($self, /)", fn, doc)

static const NativeDef methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", clock_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    PLAIN("__repr__", clock_repr, "Return repr(self)."),
    PLAIN("__hash__", clock_hash, "Return hash(self)."),
    PLAIN("__str__", clock_str, "Return str(self)."),
    BINARY("lt", clock_lt, "Return self<value."),
    BINARY("le", clock_le, "Return self<=value."),
    BINARY("eq", clock_eq, "Return self==value."),
    BINARY("ne", clock_ne, "Return self!=value."),
    BINARY("gt", clock_gt, "Return self>value."),
    BINARY("ge", clock_ge, "Return self>=value."),
    NATIVE("isoformat", "($self, timespec=<none>)", clock_isoformat,
           "Return string in ISO 8601 format, [HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM].\n\n"
           "The optional argument timespec specifies the number of additional terms\n"
           "of the time to include. Valid options are 'auto', 'hours', 'minutes',\n"
           "'seconds', 'milliseconds' and 'microseconds'.\n"),
    NATIVE("strftime", "($self, format)", clock_strftime, "format -> strftime() style string."),
    NATIVE("__format__", "($self, format, /)", text_format_method, "Formats self with strftime."),
    PLAIN("utcoffset", clock_utcoffset, "Return self.tzinfo.utcoffset(self)."),
    PLAIN("tzname", clock_tzname, "Return self.tzinfo.tzname(self)."),
    PLAIN("dst", clock_dst, "Return self.tzinfo.dst(self)."),
    NATIVE_RAW("replace", "($self, /, *args, **kwargs)", clock_replace,
               "Return time with new specified fields."),
    NATIVE_CLASSMETHOD("fromisoformat", "($type, string, /)", clock_fromisoformat,
                       "string -> time from a string in ISO 8601 format"),
    NATIVE("__reduce_ex__", "($self, proto, /)", clock_reduce_ex,
           "__reduce_ex__(proto) -> (cls, state)"),
    PLAIN("__reduce__", clock_reduce, "__reduce__() -> (cls, state)"),
    NATIVE_END,
};

const TypeDef typedef_datetime_time = {
    .name = "datetime.time",
    .doc = "time([hour[, minute[, second[, microsecond[, tzinfo]]]]]) --> a time object\n\n"
           "All arguments are optional. tzinfo may be None, or an instance of\n"
           "a tzinfo subclass. The remaining arguments may be ints.\n",
    .id = TYPE_DATETIME_TIME,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE,
    .size = sizeof(Moment),
    .trace = clock_trace,
    .methods = methods,
    .getset = getset,
};

static bool set_constant(Thread *t, const char *name, Value v) {
    Value key = str_intern_cstring(t, name);
    return !value_is_error(key) && !value_is_error(v) && type_set(t, DT_TYPE(t, TIME), key, v);
}

bool clock_init(Thread *t) {
    Type *type = DT_TYPE(t, TIME);
    Fields first = {0}, last = {.hour = 23, .minute = 59, .second = 59, .microsecond = 999999};
    return set_constant(t, "min", clock_alloc(t, type, &first, VALUE_NONE)) &&
           set_constant(t, "max", clock_alloc(t, type, &last, VALUE_NONE)) &&
           set_constant(t, "resolution", delta_new(t, 0, 0, 1));
}

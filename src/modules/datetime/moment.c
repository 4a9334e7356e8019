/*
 * moment.c - datetime.datetime: creation and arithmetic.  Its methods that
 * convert to other forms are in moment_convert.c.
 */
#include "modules/datetime/moment.h"

#include <errno.h>
#include <stdio.h>
#include <time.h>

/* ---- creation ---------------------------------------------------------------------- */

static Value moment_alloc(Thread *t, Type *type, const Fields *f, Value tzinfo) {
    if (!dt_check_date(t, f->year, f->month, f->day) || !dt_check_time(t, f) ||
        !dt_check_tzinfo(t, tzinfo))
        return VALUE_ERROR;
    Moment *m = type_alloc(t, type, 0);
    if (!m) return VALUE_ERROR;
    m->year = (uint16_t)f->year;
    m->month = (uint8_t)f->month;
    m->day = (uint8_t)f->day;
    m->hour = (uint8_t)f->hour;
    m->minute = (uint8_t)f->minute;
    m->second = (uint8_t)f->second;
    m->microsecond = f->microsecond;
    m->fold = (uint8_t)f->fold;
    m->tzinfo = tzinfo;
    return value_from_object(m);
}

/* Subclasses are called, as their constructors may do more. */
Value moment_make(Thread *t, Type *type, const Fields *f, Value tzinfo) {
    if (type == DT_TYPE(t, DATETIME)) return moment_alloc(t, type, f, tzinfo);
    Value args[8] = {value_from_int(f->year),        value_from_int(f->month),
                     value_from_int(f->day),         value_from_int(f->hour),
                     value_from_int(f->minute),      value_from_int(f->second),
                     value_from_int(f->microsecond), tzinfo};
    Value v = call(t, value_from_object(type), args, 8, NULL);
    if (f->fold && dt_is(t, v, DT_TYPE(t, DATETIME))) as_moment(v)->fold = 1;
    return v;
}

static const char *const names[] = {"year",   "month",       "day",    "hour", "minute",
                                    "second", "microsecond", "tzinfo", "fold"};
enum { NAMES = 9, TZINFO_ARGUMENT = 7, FOLD_ARGUMENT = 8 };

static bool read_fields(Thread *t, const char *function, Value *args, size_t nargs, Tuple *kwnames,
                        size_t required, Fields *f, Value *tzinfo) {
    Value in[NAMES];
    int *const fields[] = {&f->year,   &f->month,  &f->day,        &f->hour,
                           &f->minute, &f->second, &f->microsecond};
    int *const fold[] = {&f->fold};
    if (!dt_arguments(t, function, args, nargs, kwnames, names, NAMES, required, 8, in) ||
        !dt_ints(t, in, 7, fields) || !dt_ints(t, in + FOLD_ARGUMENT, 1, fold))
        return false;
    if (!value_is_undef(in[TZINFO_ARGUMENT])) *tzinfo = in[TZINFO_ARGUMENT];
    return true;
}

static Value moment_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Type *type = (Type *)value_as_object(args[0]);
    const uint8_t *s = nargs == 2 || (nargs == 3 && !kwnames) ? dt_pickled(args[1], 10, 2) : NULL;
    if (s) {
        Fields f = {
            s[0] * 256 + s[1], s[2] & 0x7f, s[3], s[4], s[5], s[6], s[7] << 16 | s[8] << 8 | s[9],
            s[2] >> 7};
        return moment_alloc(t, type, &f, nargs == 3 ? args[2] : VALUE_NONE);
    }
    Fields f = {0};
    Value tzinfo = VALUE_NONE;
    if (!read_fields(t, NULL, args + 1, nargs - 1, kwnames, 3, &f, &tzinfo)) return VALUE_ERROR;
    return moment_alloc(t, type, &f, tzinfo);
}

Value moment_replace(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Fields f = fields_of(args[0]);
    Value tzinfo = as_moment(args[0])->tzinfo;
    if (!read_fields(t, "replace", args + 1, nargs - 1, kwnames, 0, &f, &tzinfo))
        return VALUE_ERROR;
    if (f.fold != 0 && f.fold != 1) return raise_value_error(t, "fold must be either 0 or 1");
    return moment_make(t, type_of(t, args[0]), &f, tzinfo);
}

/* The moment of a timestamp in local time, or in UTC. */
static Value from_seconds(Thread *t, Type *type, int64_t seconds, int us, bool local,
                          Value tzinfo) {
    time_t when = seconds;
    struct tm tm;
    errno = 0;
    if (!(local ? localtime_r(&when, &tm) : gmtime_r(&when, &tm)))
        return raise_os_error(t, errno ? errno : EINVAL, VALUE_UNDEF, VALUE_UNDEF);
    int second = tm.tm_sec > 59 ? 59 : tm.tm_sec; /* leap seconds */
    Fields f = {tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, second, us, 0};
    if (local && value_is_none(tzinfo) && f.year > MIN_YEAR && f.year <= MAX_YEAR) {
        /* Was this local time seen before, within the last day? */
        int64_t now = calendar_seconds(t, f.year, f.month, f.day, f.hour, f.minute, f.second);
        int64_t before = calendar_local(t, EPOCH_SECONDS + seconds - SECONDS_PER_DAY);
        if (now < 0 || before < 0) return VALUE_ERROR;
        int64_t transition = now - before - SECONDS_PER_DAY;
        if (transition < 0) {
            before = calendar_local(t, EPOCH_SECONDS + seconds + transition);
            if (before < 0) return VALUE_ERROR;
            f.fold = before == now;
        }
    }
    return moment_make(t, type, &f, tzinfo);
}

/* In the time zone, if there is one: from UTC by its fromutc. */
static Value in_zone(Thread *t, Value moment, Value tzinfo) {
    if (value_is_error(moment) || value_is_none(tzinfo)) return moment;
    return call_method1(t, tzinfo, str_intern_cstring(t, "fromutc"), moment);
}

static Value now_in(Thread *t, Value cls, bool local, Value tzinfo) {
    struct timespec ts;
    clock_gettime(CLOCK_REALTIME, &ts);
    return from_seconds(t, (Type *)value_as_object(cls), ts.tv_sec, (int)(ts.tv_nsec / 1000), local,
                        tzinfo);
}

static Value moment_now(Thread *t, Value *args) {
    if (!dt_check_tzinfo(t, args[1])) return VALUE_ERROR;
    return in_zone(t, now_in(t, args[0], value_is_none(args[1]), args[1]), args[1]);
}

static Value moment_utcnow(Thread *t, Value *args) {
    return now_in(t, args[0], false, VALUE_NONE);
}

static Value moment_fromtimestamp(Thread *t, Value *args) {
    int64_t seconds;
    int us;
    if (!dt_check_tzinfo(t, args[2]) || !dt_timestamp(t, args[1], &seconds, &us))
        return VALUE_ERROR;
    Value v = from_seconds(t, (Type *)value_as_object(args[0]), seconds, us, value_is_none(args[2]),
                           args[2]);
    return in_zone(t, v, args[2]);
}

static Value moment_utcfromtimestamp(Thread *t, Value *args) {
    int64_t seconds;
    int us;
    if (!dt_timestamp(t, args[1], &seconds, &us)) return VALUE_ERROR;
    return from_seconds(t, (Type *)value_as_object(args[0]), seconds, us, false, VALUE_NONE);
}

static Value moment_combine(Thread *t, Value *args) {
    Value date = args[1], time = args[2];
    if (!dt_is(t, date, DT_TYPE(t, DATE)))
        return raise_type_error(t, "combine() argument 1 must be datetime.date, not %T", date);
    if (!dt_is(t, time, DT_TYPE(t, TIME)))
        return raise_type_error(t, "combine() argument 2 must be datetime.time, not %T", time);
    Fields f = fields_of(time);
    f.year = as_moment(date)->year;
    f.month = as_moment(date)->month;
    f.day = as_moment(date)->day;
    Value tzinfo = value_is_undef(args[3]) ? as_moment(time)->tzinfo : args[3];
    return moment_make(t, (Type *)value_as_object(args[0]), &f, tzinfo);
}

static Value moment_strptime(Thread *t, Value *args) {
    if (!dt_check_str(t, "strptime", 1, args[1]) || !dt_check_str(t, "strptime", 2, args[2]))
        return VALUE_ERROR;
    Value name = str_intern_cstring(t, "_strptime");
    if (value_is_error(name)) return name;
    Value module = t->vm->hooks.import_module(t, name, VALUE_NONE, VALUE_NONE, 0);
    if (value_is_error(module)) return module;
    return call_method(t, module, str_intern_cstring(t, "_strptime_datetime"), args, 3);
}

/* ---- offsets ----------------------------------------------------------------------- */

Value moment_offset(Thread *t, Value self) {
    return zone_offset_of(t, as_moment(self)->tzinfo, "utcoffset", self);
}

static Value moment_utcoffset(Thread *t, Value *args) {
    return moment_offset(t, args[0]);
}
static Value moment_dst(Thread *t, Value *args) {
    return zone_offset_of(t, as_moment(args[0])->tzinfo, "dst", args[0]);
}
static Value moment_tzname(Thread *t, Value *args) {
    return zone_name_of(t, as_moment(args[0])->tzinfo, args[0]);
}

/* ---- arithmetic -------------------------------------------------------------------- */

Value moment_shift(Thread *t, Value self, __int128 us, Value tzinfo) {
    Fields f = fields_of(self);
    int64_t seconds = calendar_seconds(t, f.year, f.month, f.day, f.hour, f.minute, f.second);
    us += (__int128)seconds * US_PER_SECOND + f.microsecond;
    __int128 days = us / ((int64_t)SECONDS_PER_DAY * US_PER_SECOND);
    if (us < 0 || days < 1 || days > MAX_ORDINAL)
        return raise_overflow_error(t, "date value out of range");
    int64_t rest = (int64_t)(us % ((int64_t)SECONDS_PER_DAY * US_PER_SECOND));
    calendar_from_ordinal((int)days, &f.year, &f.month, &f.day);
    f.microsecond = (int)(rest % US_PER_SECOND);
    int second = (int)(rest / US_PER_SECOND);
    f.hour = second / 3600;
    f.minute = second / 60 % 60;
    f.second = second % 60;
    f.fold = 0;
    return moment_make(t, type_of(t, self), &f, tzinfo);
}

static bool is_moment(Thread *t, Value v) {
    return dt_is(t, v, DT_TYPE(t, DATETIME));
}

static Value moment_add(Thread *t, Value *args) {
    if (!dt_is(t, args[1], DT_TYPE(t, DELTA))) return VALUE_NOT_IMPLEMENTED;
    return moment_shift(t, args[0], delta_microseconds(as_delta(args[1])),
                        as_moment(args[0])->tzinfo);
}

/* Microseconds since year 1, of the fields alone. */
static int64_t us_of(Thread *t, const Fields *f) {
    return calendar_seconds(t, f->year, f->month, f->day, f->hour, f->minute, f->second) *
               US_PER_SECOND +
           f->microsecond;
}

static Value subtract(Thread *t, Value a, Value b) {
    Fields x = fields_of(a), y = fields_of(b);
    int64_t difference = us_of(t, &x) - us_of(t, &y);
    if (!value_same(as_moment(a)->tzinfo, as_moment(b)->tzinfo)) {
        Value first = moment_offset(t, a);
        if (value_is_error(first)) return first;
        Value second = moment_offset(t, b);
        if (value_is_error(second)) return second;
        if (value_is_none(first) != value_is_none(second))
            return raise_type_error(t, "can't subtract offset-naive and offset-aware datetimes");
        if (!value_is_none(first))
            difference -= delta_small_us(as_delta(first)) - delta_small_us(as_delta(second));
    }
    return delta_new(t, 0, difference / US_PER_SECOND, difference % US_PER_SECOND);
}

static Value moment_sub(Thread *t, Value *args) {
    if (!is_moment(t, args[0])) return VALUE_NOT_IMPLEMENTED;
    if (is_moment(t, args[1])) return subtract(t, args[0], args[1]);
    if (!dt_is(t, args[1], DT_TYPE(t, DELTA))) return VALUE_NOT_IMPLEMENTED;
    return moment_shift(t, args[0], -delta_microseconds(as_delta(args[1])),
                        as_moment(args[0])->tzinfo);
}

static Value moment_rsub(Thread *t, Value *args) {
    Value swapped[2] = {args[1], args[0]};
    return moment_sub(t, swapped);
}

/* ---- comparison, hash -------------------------------------------------------------- */

/* Does the offset depend on fold?  Such a moment equals none of another zone
 * (PEP 495).  1, 0, -1 with exception. */
static int depends_on_fold(Thread *t, Value self, Value offset) {
    if (value_is_none(as_moment(self)->tzinfo)) return 0;
    Fields f = fields_of(self);
    f.fold = !f.fold;
    Value flipped = moment_alloc(t, DT_TYPE(t, DATETIME), &f, as_moment(self)->tzinfo);
    Value other = value_is_error(flipped) ? flipped : moment_offset(t, flipped);
    if (value_is_error(other)) return -1;
    if (value_is_none(other) || value_is_none(offset)) return !value_same(other, offset);
    return delta_order(as_delta(other), as_delta(offset)) != 0;
}

static Value compare(Thread *t, Value *args, CompareOp op) {
    Value a = args[0], b = args[1];
    bool equality = op == CMP_EQ || op == CMP_NE;
    if (!is_moment(t, b)) {
        if (!dt_is(t, b, DT_TYPE(t, DATE))) return VALUE_NOT_IMPLEMENTED;
        if (equality) return value_bool(op == CMP_NE);
        return raise_type_error(t, "can't compare %s to %s", dt_name(t, a), dt_name(t, b));
    }
    Fields x = fields_of(a), y = fields_of(b);
    int64_t difference = us_of(t, &x) - us_of(t, &y);
    if (!value_same(as_moment(a)->tzinfo, as_moment(b)->tzinfo)) {
        Value first = moment_offset(t, a);
        if (value_is_error(first)) return first;
        Value second = moment_offset(t, b);
        if (value_is_error(second)) return second;
        if (value_is_none(first) != value_is_none(second)) {
            if (equality) return value_bool(op == CMP_NE);
            return raise_type_error(t, "can't compare offset-naive and offset-aware datetimes");
        }
        if (!value_is_none(first))
            difference -= delta_small_us(as_delta(first)) - delta_small_us(as_delta(second));
        if (equality && difference == 0) {
            int depends = depends_on_fold(t, a, first);
            if (depends == 0) depends = depends_on_fold(t, b, second);
            if (depends) return depends < 0 ? VALUE_ERROR : value_bool(op == CMP_NE);
        }
    }
    switch (op) {
    case CMP_LT: return value_bool(difference < 0);
    case CMP_LE: return value_bool(difference <= 0);
    case CMP_EQ: return value_bool(difference == 0);
    case CMP_NE: return value_bool(difference != 0);
    case CMP_GT: return value_bool(difference > 0);
    case CMP_GE: return value_bool(difference >= 0);
    }
    return VALUE_NOT_IMPLEMENTED;
}

static Value moment_lt(Thread *t, Value *args) {
    return compare(t, args, CMP_LT);
}
static Value moment_le(Thread *t, Value *args) {
    return compare(t, args, CMP_LE);
}
static Value moment_eq(Thread *t, Value *args) {
    return compare(t, args, CMP_EQ);
}
static Value moment_ne(Thread *t, Value *args) {
    return compare(t, args, CMP_NE);
}
static Value moment_gt(Thread *t, Value *args) {
    return compare(t, args, CMP_GT);
}
static Value moment_ge(Thread *t, Value *args) {
    return compare(t, args, CMP_GE);
}

Value moment_hash_state(Thread *t, const uint8_t *state, size_t size) {
    Value bytes = bytes_from_data(t, state, size);
    int64_t hash;
    if (value_is_error(bytes) || op_hash(t, bytes, &hash) < 0) return VALUE_ERROR;
    return int_from_int64(t, hash);
}

/* Of the moment in UTC, without fold. */
static Value moment_hash(Thread *t, Value *args) {
    Value self = args[0];
    Fields f = fields_of(self);
    if (f.fold) {
        f.fold = 0;
        self = moment_alloc(t, DT_TYPE(t, DATETIME), &f, as_moment(self)->tzinfo);
        if (value_is_error(self)) return self;
    }
    Value offset = moment_offset(t, self);
    if (value_is_error(offset)) return offset;
    int64_t us = us_of(t, &f);
    if (!value_is_none(offset)) us -= delta_small_us(as_delta(offset));
    uint8_t state[8];
    for (int i = 0; i < 8; i++) state[i] = (uint8_t)(us >> (8 * i));
    return moment_hash_state(t, state, sizeof state);
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

static void moment_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((Moment *)object)->tzinfo);
}

#define BINARY(name, fn, doc) NATIVE("__" name "__", "($self, value, /)", fn, doc)
#define PLAIN(name, fn, doc)  NATIVE(name, "($self, /)", fn, doc)

static const NativeDef methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", moment_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    PLAIN("__repr__", moment_repr, "Return repr(self)."),
    PLAIN("__hash__", moment_hash, "Return hash(self)."),
    PLAIN("__str__", moment_str, "Return str(self)."),
    BINARY("lt", moment_lt, "Return self<value."),
    BINARY("le", moment_le, "Return self<=value."),
    BINARY("eq", moment_eq, "Return self==value."),
    BINARY("ne", moment_ne, "Return self!=value."),
    BINARY("gt", moment_gt, "Return self>value."),
    BINARY("ge", moment_ge, "Return self>=value."),
    BINARY("add", moment_add, "Return self+value."),
    BINARY("radd", moment_add, "Return value+self."),
    BINARY("sub", moment_sub, "Return self-value."),
    BINARY("rsub", moment_rsub, "Return value-self."),
    NATIVE_CLASSMETHOD("now", "($type, /, tz=None)", moment_now,
                       "Returns new datetime object representing current time local to tz.\n\n"
                       "  tz\n    Timezone object.\n\n"
                       "If no tz is specified, uses local timezone."),
    NATIVE_CLASSMETHOD("utcnow", "($type, /)", moment_utcnow,
                       "Return a new datetime representing UTC day and time."),
    NATIVE_CLASSMETHOD("fromtimestamp", "($type, timestamp, tz=None)", moment_fromtimestamp,
                       "timestamp[, tz] -> tz's local time from POSIX timestamp."),
    NATIVE_CLASSMETHOD("utcfromtimestamp", "($type, timestamp, /)", moment_utcfromtimestamp,
                       "Construct a naive UTC datetime from a POSIX timestamp."),
    NATIVE_CLASSMETHOD("strptime", "($type, date_string, format, /)", moment_strptime,
                       "string, format -> new datetime parsed from a string (like "
                       "time.strptime())."),
    NATIVE_CLASSMETHOD("combine", "($type, date, time, tzinfo=<none>)", moment_combine,
                       "date, time -> datetime with same date and time fields"),
    NATIVE_CLASSMETHOD("fromisoformat", "($type, string, /)", moment_fromisoformat,
                       "string -> datetime from a string in most ISO 8601 formats"),
    PLAIN("date", moment_date, "Return date object with same year, month and day."),
    PLAIN("time", moment_time, "Return time object with same time but with tzinfo=None."),
    PLAIN("timetz", moment_timetz, "Return time object with same time and tzinfo."),
    PLAIN("ctime", moment_ctime, "Return ctime() style string."),
    PLAIN("timetuple", moment_timetuple, "Return time tuple, compatible with time.localtime()."),
    PLAIN("timestamp", moment_timestamp, "Return POSIX timestamp as float."),
    PLAIN("utctimetuple", moment_utctimetuple,
          "Return UTC time tuple, compatible with time.localtime()."),
    NATIVE("isoformat", "($self, sep=<none>, timespec=<none>)", moment_isoformat,
           "[sep] -> string in ISO 8601 format, "
           "YYYY-MM-DDT[HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM].\n"
           "sep is used to separate the year from the time, and defaults to 'T'.\n"
           "The optional argument timespec specifies the number of additional terms\n"
           "of the time to include. Valid options are 'auto', 'hours', 'minutes',\n"
           "'seconds', 'milliseconds' and 'microseconds'.\n"),
    PLAIN("utcoffset", moment_utcoffset, "Return self.tzinfo.utcoffset(self)."),
    PLAIN("tzname", moment_tzname, "Return self.tzinfo.tzname(self)."),
    PLAIN("dst", moment_dst, "Return self.tzinfo.dst(self)."),
    NATIVE_RAW("replace", "($self, /, *args, **kwargs)", moment_replace,
               "Return datetime with new specified fields."),
    NATIVE("astimezone", "($self, tz=None)", moment_astimezone,
           "tz -> convert to local time in new timezone tz\n"),
    NATIVE("__reduce_ex__", "($self, proto, /)", moment_reduce_ex,
           "__reduce_ex__(proto) -> (cls, state)"),
    PLAIN("__reduce__", moment_reduce, "__reduce__() -> (cls, state)"),
    NATIVE_END,
};

const TypeDef typedef_datetime_datetime = {
    .name = "datetime.datetime",
    .doc = "datetime(year, month, day[, hour[, minute[, second[, microsecond[,tzinfo]]]]])\n\n"
           "The year, month and day arguments are required. tzinfo may be None, or an\n"
           "instance of a tzinfo subclass. The remaining arguments may be ints.\n",
    .id = TYPE_DATETIME_DATETIME,
    .base = TYPE_DATETIME_DATE,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE,
    .size = sizeof(Moment),
    .trace = moment_trace,
    .methods = methods,
    .getset = getset,
};

static bool set_constant(Thread *t, const char *name, Value v) {
    Value key = str_intern_cstring(t, name);
    return !value_is_error(key) && !value_is_error(v) && type_set(t, DT_TYPE(t, DATETIME), key, v);
}

bool moment_init(Thread *t) {
    Type *type = DT_TYPE(t, DATETIME);
    Fields first = {MIN_YEAR, 1, 1, 0, 0, 0, 0, 0},
           last = {MAX_YEAR, 12, 31, 23, 59, 59, 999999, 0};
    return set_constant(t, "min", moment_alloc(t, type, &first, VALUE_NONE)) &&
           set_constant(t, "max", moment_alloc(t, type, &last, VALUE_NONE)) &&
           set_constant(t, "resolution", delta_new(t, 0, 0, 1));
}

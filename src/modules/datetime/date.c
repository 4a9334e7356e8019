/*
 * date.c - datetime.date.
 */
#include <errno.h>
#include <stdio.h>
#include <time.h>

#include "modules/datetime/datetime.h"

/* ---- creation ---------------------------------------------------------------------- */

static Value date_alloc(Thread *t, Type *type, int year, int month, int day) {
    if (!dt_check_date(t, year, month, day)) return VALUE_ERROR;
    Moment *m = type_alloc(t, type, 0);
    if (!m) return VALUE_ERROR;
    m->year = (uint16_t)year;
    m->month = (uint8_t)month;
    m->day = (uint8_t)day;
    return value_from_object(m);
}

/* As the class itself would be called: datetime and subclasses have their own
 * constructors. */
Value date_make(Thread *t, Type *type, int year, int month, int day) {
    if (type == DT_TYPE(t, DATE)) return date_alloc(t, type, year, month, day);
    Value args[3] = {value_from_int(year), value_from_int(month), value_from_int(day)};
    return call(t, value_from_object(type), args, 3, NULL);
}

static Value date_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    static const char *const names[] = {"year", "month", "day"};
    Type *type = (Type *)value_as_object(args[0]);
    Value in[3];
    const uint8_t *state = nargs == 2 ? dt_pickled(args[1], 4, 2) : NULL;
    if (state) return date_alloc(t, type, state[0] * 256 + state[1], state[2], state[3]);
    int year = 0, month = 0, day = 0;
    int *const fields[] = {&year, &month, &day};
    if (!dt_arguments(t, NULL, args + 1, nargs - 1, kwnames, names, 3, 3, 3, in) ||
        !dt_ints(t, in, 3, fields))
        return VALUE_ERROR;
    return date_alloc(t, type, year, month, day);
}

static Type *class_of(Value cls) {
    return (Type *)value_as_object(cls);
}

static Value date_fromtimestamp(Thread *t, Value *args) {
    int64_t seconds;
    int microseconds;
    struct tm tm;
    if (!dt_timestamp(t, args[1], &seconds, &microseconds)) return VALUE_ERROR;
    time_t when = seconds;
    errno = 0;
    if (!localtime_r(&when, &tm))
        return raise_os_error(t, errno ? errno : EINVAL, VALUE_UNDEF, VALUE_UNDEF);
    return date_make(t, class_of(args[0]), tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

static Value date_today(Thread *t, Value *args) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    Value seconds = float_from_double(t, (double)now.tv_sec + (double)now.tv_nsec * 1e-9);
    if (value_is_error(seconds)) return seconds;
    return call_method1(t, args[0], str_intern_cstring(t, "fromtimestamp"), seconds);
}

static Value date_fromordinal(Thread *t, Value *args) {
    int ordinal, year, month, day;
    if (!arg_c_int(t, args[1], &ordinal)) return VALUE_ERROR;
    if (ordinal < 1) return raise_value_error(t, "ordinal must be >= 1");
    calendar_from_ordinal(ordinal, &year, &month, &day);
    return date_make(t, class_of(args[0]), year, month, day);
}

static Value date_fromisoformat(Thread *t, Value *args) {
    if (!value_is_str(args[1])) return raise_type_error(t, "fromisoformat: argument must be str");
    size_t length;
    const char *text = str_to_wtf8(t, args[1], &length);
    if (!text) return VALUE_ERROR;
    Fields f;
    if ((length != 7 && length != 8 && length != 10) || !dt_parse_date(text, length, &f))
        return dt_raise_isoformat(t, args[1]);
    return date_make(t, class_of(args[0]), f.year, f.month, f.day);
}

static Value date_fromisocalendar(Thread *t, Value *args) {
    int year, week, day, y, m, d;
    if (!arg_c_int(t, args[1], &year) || !arg_c_int(t, args[2], &week) ||
        !arg_c_int(t, args[3], &day))
        return VALUE_ERROR;
    switch (calendar_from_iso(year, week, day, &y, &m, &d)) {
    case -4: return raise_value_error(t, "Year is out of range: %d", year);
    case -2: return raise_value_error(t, "Invalid week: %d", week);
    case -3: return raise_value_error(t, "Invalid day: %d (range is [1, 7])", day);
    default: return date_make(t, class_of(args[0]), y, m, d);
    }
}

/* ---- methods ----------------------------------------------------------------------- */

static int ordinal_of(Value self) {
    const Moment *m = as_moment(self);
    return calendar_ordinal(m->year, m->month, m->day);
}

static int weekday_of(Value self) {
    const Moment *m = as_moment(self);
    return calendar_weekday(m->year, m->month, m->day);
}

static Fields day_of(Value self) {
    const Moment *m = as_moment(self);
    return (Fields){m->year, m->month, m->day, 0, 0, 0, 0, 0};
}

static Value date_ctime(Thread *t, Value *args) {
    Fields f = day_of(args[0]);
    return text_ctime(t, &f);
}

static Value date_timetuple(Thread *t, Value *args) {
    Fields f = day_of(args[0]);
    return text_timetuple(t, &f, -1);
}

static Value date_strftime(Thread *t, Value *args) {
    if (!dt_check_str(t, "strftime", 1, args[1])) return VALUE_ERROR;
    Value tuple = call_method0(t, args[0], str_intern_cstring(t, "timetuple"));
    return text_strftime(t, args[0], args[1], tuple);
}

static Value date_isoformat(Thread *t, Value *args) {
    const Moment *m = as_moment(args[0]);
    char text[32];
    snprintf(text, sizeof text, "%04d-%02d-%02d", m->year, m->month, m->day);
    return str_from_cstring(t, text);
}

static Value date_repr(Thread *t, Value *args) {
    const Moment *m = as_moment(args[0]);
    return str_format(t, "%s(%d, %d, %d)", dt_name(t, args[0]), m->year, m->month, m->day);
}

static Value date_str(Thread *t, Value *args) {
    return call_method0(t, args[0], str_intern_cstring(t, "isoformat"));
}

static Value date_isoweekday(Thread *t, Value *args) {
    return value_from_int(weekday_of(args[0]) + 1);
}
static Value date_weekday(Thread *t, Value *args) {
    return value_from_int(weekday_of(args[0]));
}
static Value date_toordinal(Thread *t, Value *args) {
    return value_from_int(ordinal_of(args[0]));
}

/* Pickles as a plain tuple. */
static Value iso_calendar_reduce(Thread *t, Value *args) {
    Value plain = tuple_from_iterable(t, args[0]);
    Value inner = value_is_error(plain) ? plain : tuple_from_values(t, &plain, 1);
    if (value_is_error(inner)) return inner;
    return tuple_pair(t, value_from_object(t->vm->types[TYPE_TUPLE]), inner);
}
static const NativeDef iso_calendar_reduce_def =
    NATIVE("__reduce__", "($self, /)", iso_calendar_reduce, NULL);

static bool iso_calendar_add_reduce(Thread *t, Type *type) {
    Value method = native_function_new(t, &iso_calendar_reduce_def, VALUE_UNDEF, VALUE_NONE, type,
                                       TYPE_METHOD_DESCRIPTOR);
    return !value_is_error(method) && type_set(t, type, STR_NAME(t, __reduce__), method);
}

/* datetime.IsoCalendarDate lives with the class, as nobody else makes one. */
static Value iso_calendar_type(Thread *t) {
    static const char *const fields[] = {"year", "week", "weekday", NULL};
    Value key = str_intern_cstring(t, "_IsoCalendarDate");
    if (value_is_error(key)) return key;
    Value found = type_lookup(t, DT_TYPE(t, TZINFO), key);
    if (!value_is_undef(found)) return found;
    Type *type =
        struct_sequence_type(t, NULL, "datetime.IsoCalendarDate",
                             "The result of date.isocalendar() or datetime.isocalendar()\n\n"
                             "This object may be accessed either as a tuple of\n"
                             "  ((year, week, weekday))\n"
                             "or via the object attributes as named in the above tuple.",
                             fields);
    if (!type || !iso_calendar_add_reduce(t, type) ||
        !type_set(t, DT_TYPE(t, TZINFO), key, value_from_object(type)))
        return VALUE_ERROR;
    return value_from_object(type);
}

static Value date_isocalendar(Thread *t, Value *args) {
    int year = as_moment(args[0])->year, today = ordinal_of(args[0]);
    int monday = calendar_week_one(year);
    if (today < monday)
        monday = calendar_week_one(--year);
    else if (today >= calendar_week_one(year + 1))
        monday = calendar_week_one(++year);
    Value type = iso_calendar_type(t);
    if (value_is_error(type)) return type;
    Value items[3] = {value_from_int(year), value_from_int((today - monday) / 7 + 1),
                      value_from_int((today - monday) % 7 + 1)};
    return struct_sequence_new(t, (Type *)value_as_object(type), items, 3);
}

static Value date_replace(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    static const char *const names[] = {"year", "month", "day"};
    Value in[3];
    Fields f = day_of(args[0]);
    int *const fields[] = {&f.year, &f.month, &f.day};
    if (!dt_arguments(t, "replace", args + 1, nargs - 1, kwnames, names, 3, 0, 3, in) ||
        !dt_ints(t, in, 3, fields))
        return VALUE_ERROR;
    return date_make(t, type_of(t, args[0]), f.year, f.month, f.day);
}

/* ---- operators --------------------------------------------------------------------- */

static bool is_date(Thread *t, Value v) {
    return dt_is(t, v, DT_TYPE(t, DATE));
}

static Value add_days(Thread *t, Value date, int64_t days) {
    int64_t ordinal = ordinal_of(date) + days;
    int year, month, day;
    if (ordinal < 1 || ordinal > MAX_ORDINAL)
        return raise_overflow_error(t, "date value out of range");
    calendar_from_ordinal((int)ordinal, &year, &month, &day);
    return date_make(t, type_of(t, date), year, month, day);
}

static Value date_add(Thread *t, Value *args) {
    if (!dt_is(t, args[1], DT_TYPE(t, DELTA)) || dt_is(t, args[0], DT_TYPE(t, DATETIME)))
        return VALUE_NOT_IMPLEMENTED;
    return add_days(t, args[0], as_delta(args[1])->days);
}

static Value date_sub(Thread *t, Value *args) {
    if (dt_is(t, args[0], DT_TYPE(t, DATETIME)) || dt_is(t, args[1], DT_TYPE(t, DATETIME)))
        return VALUE_NOT_IMPLEMENTED;
    if (is_date(t, args[1]) && is_date(t, args[0]))
        return delta_new(t, ordinal_of(args[0]) - ordinal_of(args[1]), 0, 0);
    if (is_date(t, args[0]) && dt_is(t, args[1], DT_TYPE(t, DELTA)))
        return add_days(t, args[0], -(int64_t)as_delta(args[1])->days);
    return VALUE_NOT_IMPLEMENTED;
}

static Value date_rsub(Thread *t, Value *args) {
    Value swapped[2] = {args[1], args[0]};
    return date_sub(t, swapped);
}

static int order(Value a, Value b) {
    return ordinal_of(a) - ordinal_of(b);
}

#define COMPARE(name, symbol)                                   \
    static Value date_##name(Thread *t, Value *args) {          \
        if (!is_date(t, args[1])) return VALUE_NOT_IMPLEMENTED; \
        return value_bool(order(args[0], args[1]) symbol 0);    \
    }

COMPARE(lt, <)
COMPARE(le, <=)
COMPARE(eq, ==)
COMPARE(ne, !=)
COMPARE(gt, >)
COMPARE(ge, >=)

static void put_date(uint8_t state[4], const Moment *m) {
    state[0] = (uint8_t)(m->year >> 8);
    state[1] = (uint8_t)m->year;
    state[2] = m->month;
    state[3] = m->day;
}

static Value date_hash(Thread *t, Value *args) {
    uint8_t state[4];
    put_date(state, as_moment(args[0]));
    return moment_hash_state(t, state, sizeof state);
}

static Value date_reduce(Thread *t, Value *args) {
    uint8_t state[4];
    put_date(state, as_moment(args[0]));
    Value bytes = bytes_from_data(t, state, sizeof state);
    Value inner = value_is_error(bytes) ? bytes : tuple_from_values(t, &bytes, 1);
    if (value_is_error(inner)) return inner;
    return tuple_pair(t, value_from_object(type_of(t, args[0])), inner);
}

/* ---- the type ---------------------------------------------------------------------- */

static Value get_year(Thread *t, Value self) {
    return value_from_int(as_moment(self)->year);
}
static Value get_month(Thread *t, Value self) {
    return value_from_int(as_moment(self)->month);
}
static Value get_day(Thread *t, Value self) {
    return value_from_int(as_moment(self)->day);
}

static const GetSetDef getset[] = {
    {"year", get_year, NULL, NULL},
    {"month", get_month, NULL, NULL},
    {"day", get_day, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

#define BINARY(name, fn, doc) NATIVE("__" name "__", "($self, value, /)", fn, doc)
#define PLAIN(name, fn, doc)  NATIVE(name, "($self, /)", fn, doc)

static const NativeDef methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", date_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    PLAIN("__repr__", date_repr, "Return repr(self)."),
    PLAIN("__hash__", date_hash, "Return hash(self)."),
    PLAIN("__str__", date_str, "Return str(self)."),
    BINARY("lt", date_lt, "Return self<value."),
    BINARY("le", date_le, "Return self<=value."),
    BINARY("eq", date_eq, "Return self==value."),
    BINARY("ne", date_ne, "Return self!=value."),
    BINARY("gt", date_gt, "Return self>value."),
    BINARY("ge", date_ge, "Return self>=value."),
    BINARY("add", date_add, "Return self+value."),
    BINARY("radd", date_add, "Return value+self."),
    BINARY("sub", date_sub, "Return self-value."),
    BINARY("rsub", date_rsub, "Return value-self."),
    NATIVE_CLASSMETHOD("fromtimestamp", "($type, timestamp, /)", date_fromtimestamp,
                       "Create a date from a POSIX timestamp.\n\n"
                       "The timestamp is a number, e.g. created via time.time(), that is "
                       "interpreted\nas local time."),
    NATIVE_CLASSMETHOD("fromordinal", "($type, ordinal, /)", date_fromordinal,
                       "int -> date corresponding to a proleptic Gregorian ordinal."),
    NATIVE_CLASSMETHOD("fromisoformat", "($type, string, /)", date_fromisoformat,
                       "str -> Construct a date from a string in ISO 8601 format."),
    NATIVE_CLASSMETHOD("fromisocalendar", "($type, year, week, day)", date_fromisocalendar,
                       "int, int, int -> Construct a date from the ISO year, week number and "
                       "weekday.\n\nThis is the inverse of the date.isocalendar() function"),
    NATIVE_CLASSMETHOD("today", "($type, /)", date_today,
                       "Current date or datetime:  same as "
                       "self.__class__.fromtimestamp(time.time())."),
    PLAIN("ctime", date_ctime, "Return ctime() style string."),
    NATIVE("strftime", "($self, format)", date_strftime, "format -> strftime() style string."),
    NATIVE("__format__", "($self, format, /)", text_format_method, "Formats self with strftime."),
    PLAIN("timetuple", date_timetuple, "Return time tuple, compatible with time.localtime()."),
    PLAIN("isocalendar", date_isocalendar,
          "Return a named tuple containing ISO year, week number, and weekday."),
    PLAIN("isoformat", date_isoformat, "Return string in ISO 8601 format, YYYY-MM-DD."),
    PLAIN("isoweekday", date_isoweekday,
          "Return the day of the week represented by the date.\nMonday == 1 ... Sunday == 7"),
    PLAIN("toordinal", date_toordinal,
          "Return proleptic Gregorian ordinal.  January 1 of year 1 is day 1."),
    PLAIN("weekday", date_weekday,
          "Return the day of the week represented by the date.\nMonday == 0 ... Sunday == 6"),
    NATIVE_RAW("replace", "($self, /, *args, **kwargs)", date_replace,
               "Return date with new specified fields."),
    PLAIN("__reduce__", date_reduce, "__reduce__() -> (cls, state)"),
    NATIVE_END,
};

const TypeDef typedef_datetime_date = {
    .name = "datetime.date",
    .doc = "date(year, month, day) --> date object",
    .id = TYPE_DATETIME_DATE,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE,
    .size = offsetof(Moment, microsecond),
    .methods = methods,
    .getset = getset,
};

static bool set_constant(Thread *t, const char *name, Value v) {
    Value key = str_intern_cstring(t, name);
    return !value_is_error(key) && !value_is_error(v) && type_set(t, DT_TYPE(t, DATE), key, v);
}

bool date_init(Thread *t) {
    Type *type = DT_TYPE(t, DATE);
    return set_constant(t, "min", date_alloc(t, type, MIN_YEAR, 1, 1)) &&
           set_constant(t, "max", date_alloc(t, type, MAX_YEAR, 12, 31)) &&
           set_constant(t, "resolution", delta_new(t, 1, 0, 0));
}

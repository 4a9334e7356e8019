/*
 * datetime.h - the module datetime, shared by its files.
 *
 * calendar.c   the proleptic Gregorian calendar, local time
 * arguments.c  parsing of arguments and of ISO 8601 text
 * delta.c      timedelta
 * zone.c       tzinfo, timezone
 * date.c       date
 * clock.c      time
 * moment.c     datetime
 * text.c       isoformat, strftime
 */
#ifndef TAU_MODULES_DATETIME_H
#define TAU_MODULES_DATETIME_H

#include "runtime/native.h"

enum { MIN_YEAR = 1, MAX_YEAR = 9999, MAX_ORDINAL = 3652059, MAX_DELTA_DAYS = 999999999 };
#define SECONDS_PER_DAY 86400
#define US_PER_SECOND   1000000

typedef struct Delta { /* timedelta: -999999999 <= days, 0 <= the others */
    Object header;
    int32_t days, seconds, microseconds;
} Delta;

/* Date and time of day, outside of objects. */
typedef struct Fields {
    int year, month, day, hour, minute, second, microsecond, fold;
} Fields;

typedef struct Moment { /* date, time and datetime; a date ends before microsecond */
    Object header;
    uint16_t year;
    uint8_t month, day, hour, minute, second, fold;
    int32_t microsecond;
    Value tzinfo; /* or None */
} Moment;

typedef struct Zone { /* timezone */
    Object header;
    Value offset; /* timedelta */
    Value name;   /* str, or UNDEF */
} Zone;

#define DT_TYPE(t, id) ((t)->vm->types[TYPE_DATETIME_##id])
static inline bool dt_is(Thread *t, Value v, Type *type) {
    return value_is_object(v) && (object_type(value_as_object(v)) == type ||
                                  type_is_subtype(object_type(value_as_object(v)), type));
}
static inline Delta *as_delta(Value v) {
    return (Delta *)value_as_object(v);
}
static inline Moment *as_moment(Value v) {
    return (Moment *)value_as_object(v);
}
static inline bool is_type(Value cls, Type *type) {
    return value_as_object(cls) == &type->header;
}
/* tp_name: as messages and repr show it. */
static inline const char *dt_name(Thread *t, Value v) {
    Type *type = type_of(t, v);
    return type->native_name ? type->native_name : type_name(type);
}

extern const TypeDef typedef_datetime_delta, typedef_datetime_tzinfo, typedef_datetime_timezone,
    typedef_datetime_date, typedef_datetime_time, typedef_datetime_datetime;

/* ---- calendar.c ---- */
bool calendar_is_leap(int year);
int calendar_days_in_month(int year, int month);
int calendar_days_before_month(int year, int month);
int calendar_ordinal(int year, int month, int day);
void calendar_from_ordinal(int ordinal, int *year, int *month, int *day);
int calendar_weekday(int year, int month, int day); /* Monday is 0 */
int calendar_week_one(int year);                    /* ordinal of the Monday of ISO week 1 */
/* 0; -2 invalid week, -3 invalid day, -4 invalid year */
int calendar_from_iso(int year, int week, int day, int *y, int *m, int *d);
/* Seconds since 0001-01-01, -1 with ValueError for years out of range. */
int64_t calendar_seconds(Thread *t, int year, int month, int day, int hour, int minute, int second);
#define EPOCH_SECONDS ((int64_t)719163 * SECONDS_PER_DAY)
/* Both in seconds since 0001-01-01: local time from UTC, and the reverse. */
int64_t calendar_local(Thread *t, int64_t utc);
int64_t calendar_utc_of_local(Thread *t, const Fields *f);

/* ---- arguments.c ---- */
/* Arguments of a constructor: `positional` of `count` may be given by position.
 * Absent ones are UNDEF.  function NULL: CPython's nameless parsers. */
bool dt_arguments(Thread *t, const char *function, Value *args, size_t nargs, Tuple *kwnames,
                  const char *const *names, size_t count, size_t required, size_t positional,
                  Value *out) __attribute__((warn_unused_result));
/* Given ints replace the fields: fields[i] for values[i] not UNDEF. */
bool dt_ints(Thread *t, const Value *values, size_t count, int *const *fields)
    __attribute__((warn_unused_result));
bool dt_check_date(Thread *t, int year, int month, int day) __attribute__((warn_unused_result));
bool dt_check_time(Thread *t, const Fields *f) __attribute__((warn_unused_result));
bool dt_check_tzinfo(Thread *t, Value tzinfo) __attribute__((warn_unused_result));
bool dt_check_str(Thread *t, const char *function, int number, Value v)
    __attribute__((warn_unused_result));
/* The bytes of pickled state, or NULL (no exception). */
const uint8_t *dt_pickled(Value v, size_t size, size_t month_at);
/* ISO 8601: false if malformed, no exception. */
bool dt_parse_date(const char *text, size_t length, Fields *f);
bool dt_parse_time(const char *text, size_t length, Fields *f, bool *has_zone, int64_t *zone_us);
Value dt_zone_of_us(Thread *t, int64_t offset_us);
Value dt_raise_isoformat(Thread *t, Value text);
/* A POSIX timestamp, rounded half to even. */
bool dt_timestamp(Thread *t, Value v, int64_t *seconds, int *microseconds)
    __attribute__((warn_unused_result));

/* ---- delta.c ---- */
/* Normalised; OverflowError out of range. */
Value delta_new(Thread *t, int64_t days, int64_t seconds, int64_t microseconds);
__int128 delta_microseconds(const Delta *d);
int64_t delta_small_us(const Delta *d); /* of an offset: below two days */
Value delta_subtract(Thread *t, Value a, Value b);
int delta_order(const Delta *a, const Delta *b);
bool delta_init(Thread *t);

/* ---- zone.c ---- */
Value zone_new(Thread *t, Value offset, Value name /* or UNDEF */);
/* tzinfo.utcoffset(argument) and the like, checked: timedelta or None. */
Value zone_offset_of(Thread *t, Value tzinfo, const char *method, Value argument);
Value zone_name_of(Thread *t, Value tzinfo, Value argument);
/* "+05:30", ":" or nothing between; seconds and microseconds if not zero. */
size_t zone_format(char out[32], const Delta *offset, const char *separator);
bool zone_init(Thread *t);

/* ---- date.c, clock.c, moment.c ---- */
Value date_make(Thread *t, Type *type, int year, int month, int day);
bool date_init(Thread *t);
Value clock_make(Thread *t, Type *type, const Fields *f, Value tzinfo);
bool clock_init(Thread *t);
Value moment_make(Thread *t, Type *type, const Fields *f, Value tzinfo);
Value moment_hash_state(Thread *t, const uint8_t *state, size_t size);
bool moment_init(Thread *t);

static inline Fields fields_of(Value v) {
    const Moment *m = as_moment(v);
    return (Fields){m->year,   m->month,  m->day,         m->hour,
                    m->minute, m->second, m->microsecond, m->fold};
}

/* ---- text.c ---- */
/* isoformat's time of day; -1 with ValueError for an unknown timespec. */
int text_time(Thread *t, char *out, size_t size, const Fields *f, Value timespec /* or UNDEF */);
Value text_strftime(Thread *t, Value object, Value format, Value timetuple);
Value text_format_method(Thread *t, Value *args); /* __format__ */
Value text_ctime(Thread *t, const Fields *f);
Value text_timetuple(Thread *t, const Fields *f, int dst);

#endif

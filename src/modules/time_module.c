/*
 * time_module.c - the module time: clocks, sleeping, calendar conversions.
 */
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>

#include "runtime/native.h"
#include "runtime/struct_sequence.h"

enum { NS_PER_S = 1000000000 };

/* ---- clocks --------------------------------------------------------------------- */

static bool read_clock(Thread *t, clockid_t clock, int64_t *ns) {
    struct timespec ts;
    if (clock_gettime(clock, &ts) != 0) {
        raise_os_error(t, errno, VALUE_UNDEF, VALUE_UNDEF);
        return false;
    }
    *ns = (int64_t)ts.tv_sec * NS_PER_S + ts.tv_nsec;
    return true;
}

static Value clock_seconds(Thread *t, clockid_t clock) {
    int64_t ns;
    return read_clock(t, clock, &ns) ? float_from_double(t, (double)ns / 1e9) : VALUE_ERROR;
}

static Value clock_nanoseconds(Thread *t, clockid_t clock) {
    int64_t ns;
    return read_clock(t, clock, &ns) ? int_from_int64(t, ns) : VALUE_ERROR;
}

#define CLOCK(name, id)                                     \
    static Value time_##name(Thread *t, Value *args) {      \
        return clock_seconds(t, id);                        \
    }                                                       \
    static Value time_##name##_ns(Thread *t, Value *args) { \
        return clock_nanoseconds(t, id);                    \
    }

CLOCK(time, CLOCK_REALTIME)
CLOCK(monotonic, CLOCK_MONOTONIC)
CLOCK(perf_counter, CLOCK_MONOTONIC)
CLOCK(process_time, CLOCK_PROCESS_CPUTIME_ID)
CLOCK(thread_time, CLOCK_THREAD_CPUTIME_ID)

static Value time_clock_gettime(Thread *t, Value *args) {
    int clock;
    return arg_c_int(t, args[0], &clock) ? clock_seconds(t, clock) : VALUE_ERROR;
}

static Value time_clock_gettime_ns(Thread *t, Value *args) {
    int clock;
    return arg_c_int(t, args[0], &clock) ? clock_nanoseconds(t, clock) : VALUE_ERROR;
}

static Value time_clock_getres(Thread *t, Value *args) {
    int clock;
    struct timespec ts;
    if (!arg_c_int(t, args[0], &clock)) return VALUE_ERROR;
    if (clock_getres(clock, &ts) != 0) return raise_os_error(t, errno, VALUE_UNDEF, VALUE_UNDEF);
    return float_from_double(t, (double)ts.tv_sec + (double)ts.tv_nsec * 1e-9);
}

/* A number of seconds as nanoseconds, rounded away from zero: for time-outs. */
static bool seconds_to_ns(Thread *t, Value v, int64_t *ns) {
    if (value_is_any_float(v)) {
        double d = float_as_double(v);
        if (isnan(d)) {
            raise_value_error(t, "Invalid value NaN (not a number)");
            return false;
        }
        d *= 1e9;
        d = d >= 0 ? ceil(d) : floor(d);
        if (!(d >= -0x1p63 && d < 0x1p63)) {
            raise_overflow_error(t, "timestamp too large to convert to C _PyTime_t");
            return false;
        }
        *ns = (int64_t)d;
        return true;
    }
    Value index = op_index(t, v);
    if (value_is_error(index)) return false;
    int64_t seconds;
    if (!int_to_int64(index, &seconds) || __builtin_mul_overflow(seconds, (int64_t)NS_PER_S, ns)) {
        raise_overflow_error(t, "timestamp too large to convert to C _PyTime_t");
        return false;
    }
    return true;
}

static Value set_clock(Thread *t, int clock, int64_t ns) {
    struct timespec ts = {ns / NS_PER_S, ns % NS_PER_S};
    if (ts.tv_nsec < 0) {
        ts.tv_nsec += NS_PER_S;
        ts.tv_sec--;
    }
    if (clock_settime(clock, &ts) != 0) return raise_os_error(t, errno, VALUE_UNDEF, VALUE_UNDEF);
    return VALUE_NONE;
}

static Value time_clock_settime(Thread *t, Value *args) {
    int clock;
    int64_t ns;
    if (!arg_c_int(t, args[0], &clock) || !seconds_to_ns(t, args[1], &ns)) return VALUE_ERROR;
    return set_clock(t, clock, ns);
}

static Value time_clock_settime_ns(Thread *t, Value *args) {
    int clock;
    int64_t ns;
    if (!arg_c_int(t, args[0], &clock) || !arg_int64(t, args[1], &ns)) return VALUE_ERROR;
    return set_clock(t, clock, ns);
}

static Value time_pthread_getcpuclockid(Thread *t, Value *args) {
    int64_t thread;
    clockid_t clock;
    if (!arg_int64(t, args[0], &thread)) return VALUE_ERROR;
    int error = thread ? pthread_getcpuclockid((pthread_t)thread, &clock) : ESRCH;
    return error ? raise_os_error(t, error, VALUE_UNDEF, VALUE_UNDEF) : value_from_int(clock);
}

/* Until a point in time, so that signal handlers do not prolong it. */
static Value time_sleep(Thread *t, Value *args) {
    int64_t ns, now;
    if (!seconds_to_ns(t, args[0], &ns)) return VALUE_ERROR;
    if (ns < 0) return raise_value_error(t, "sleep length must be non-negative");
    if (!read_clock(t, CLOCK_MONOTONIC, &now)) return VALUE_ERROR;
    int64_t until;
    if (__builtin_add_overflow(now, ns, &until)) until = INT64_MAX;
    struct timespec ts = {until / NS_PER_S, until % NS_PER_S};
    for (;;) {
        int error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL);
        if (error == 0) return VALUE_NONE;
        if (error != EINTR) return raise_os_error(t, error, VALUE_UNDEF, VALUE_UNDEF);
        if (t->vm->hooks.handle_signals && !t->vm->hooks.handle_signals(t)) return VALUE_ERROR;
    }
}

static bool namespace_set(Thread *t, Dict *d, const char *name, Value value) {
    Value key = str_intern_cstring(t, name);
    return !value_is_error(key) && !value_is_error(value) && dict_set_str(t, d, key, value);
}

static Value time_get_clock_info(Thread *t, Value *args) {
    static const struct {
        const char *name;
        const char *implementation;
        clockid_t clock;
        bool monotonic;
    } clocks[] = {
        {"time", "clock_gettime(CLOCK_REALTIME)", CLOCK_REALTIME, false},
        {"monotonic", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true},
        {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true},
        {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", CLOCK_PROCESS_CPUTIME_ID, true},
        {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", CLOCK_THREAD_CPUTIME_ID, true},
    };
    if (!value_is_str(args[0]))
        return raise_type_error(t, "get_clock_info() argument 1 must be str, not %T", args[0]);
    for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
        if (!str_equals_cstring(t, args[0], clocks[i].name)) continue;
        struct timespec resolution;
        clock_getres(clocks[i].clock, &resolution);
        double seconds = (double)resolution.tv_sec + (double)resolution.tv_nsec * 1e-9;
        Dict *d = dict_new(t);
        if (!d ||
            !namespace_set(t, d, "implementation", str_from_cstring(t, clocks[i].implementation)) ||
            !namespace_set(t, d, "monotonic", value_bool(clocks[i].monotonic)) ||
            !namespace_set(t, d, "adjustable", value_bool(!clocks[i].monotonic)) ||
            !namespace_set(t, d, "resolution", float_from_double(t, seconds)))
            return VALUE_ERROR;
        return call_with(t, value_from_object(t->vm->types[TYPE_SIMPLE_NAMESPACE]),
                         value_as_tuple(t->vm->empty_tuple), d);
    }
    return raise_value_error(t, "unknown clock");
}

/* ---- struct_time -------------------------------------------------------------------- */

enum { TM_VISIBLE = 9, TM_ZONE = 9, TM_GMTOFF = 10, TM_ITEMS = 11 };
static const char *const tm_fields[] = {"tm_year",  "tm_mon",  "tm_mday",   "tm_hour",
                                        "tm_min",   "tm_sec",  "tm_wday",   "tm_yday",
                                        "tm_isdst", "tm_zone", "tm_gmtoff", NULL};

static Value struct_time_value(Thread *t, const struct tm *tm) {
    Value items[TM_ITEMS] = {
        value_from_int((int64_t)tm->tm_year + 1900),
        value_from_int(tm->tm_mon + 1),
        value_from_int(tm->tm_mday),
        value_from_int(tm->tm_hour),
        value_from_int(tm->tm_min),
        value_from_int(tm->tm_sec),
        value_from_int((tm->tm_wday + 6) % 7),
        value_from_int(tm->tm_yday + 1),
        value_from_int(tm->tm_isdst),
        str_decode_fs(t, tm->tm_zone, strlen(tm->tm_zone)),
        value_from_int(tm->tm_gmtoff),
    };
    if (value_is_error(items[TM_ZONE])) return VALUE_ERROR;
    Type *type = (Type *)value_as_object(t->vm->module_state[MODULE_STATE_TIME]);
    return struct_sequence_new(t, type, items, TM_ITEMS);
}

/* Seconds since the epoch, the present if None, rounded down. */
static bool seconds_argument(Thread *t, Value v, time_t *out) {
    if (value_is_none(v)) {
        *out = time(NULL);
        return true;
    }
    int64_t seconds;
    if (value_is_any_float(v)) {
        double d = float_as_double(v);
        if (isnan(d)) {
            raise_value_error(t, "Invalid value NaN (not a number)");
            return false;
        }
        d = floor(d);
        if (d >= -0x1p63 && d < 0x1p63) {
            *out = (time_t)d;
            return true;
        }
    } else {
        Value index = op_index(t, v);
        if (value_is_error(index)) return false;
        if (int_to_int64(index, &seconds)) {
            *out = seconds;
            return true;
        }
    }
    raise_overflow_error(t, "timestamp out of range for platform time_t");
    return false;
}

static bool local_time(Thread *t, time_t seconds, struct tm *tm) {
    errno = 0;
    if (localtime_r(&seconds, tm)) return true;
    raise_os_error(t, errno ? errno : EINVAL, VALUE_UNDEF, VALUE_UNDEF);
    return false;
}

static Value time_gmtime(Thread *t, Value *args) {
    time_t seconds;
    struct tm tm;
    if (!seconds_argument(t, args[0], &seconds)) return VALUE_ERROR;
    errno = 0;
    if (!gmtime_r(&seconds, &tm))
        return raise_os_error(t, errno ? errno : EINVAL, VALUE_UNDEF, VALUE_UNDEF);
    return struct_time_value(t, &tm);
}

static Value time_localtime(Thread *t, Value *args) {
    time_t seconds;
    struct tm tm;
    if (!seconds_argument(t, args[0], &seconds) || !local_time(t, seconds, &tm)) return VALUE_ERROR;
    return struct_time_value(t, &tm);
}

/* A time tuple as C has it.  Its zone's name lives as long as the tuple. */
static bool tuple_to_tm(Thread *t, Value v, const char *function, struct tm *tm) {
    memset(tm, 0, sizeof *tm);
    if (!value_is_tuple(v)) {
        raise_type_error(t, "Tuple or struct_time argument required");
        return false;
    }
    Tuple *tuple = value_as_tuple(v);
    if (tuple->length != TM_VISIBLE) {
        raise_type_error(t, "%s(): illegal time tuple argument", function);
        return false;
    }
    int year;
    int *fields[TM_VISIBLE] = {&year,       &tm->tm_mon,  &tm->tm_mday, &tm->tm_hour, &tm->tm_min,
                               &tm->tm_sec, &tm->tm_wday, &tm->tm_yday, &tm->tm_isdst};
    for (size_t i = 0; i < TM_VISIBLE; i++) {
        if (!arg_c_int(t, tuple->items[i], fields[i])) return false;
    }
    if (year < INT_MIN + 1900) {
        raise_overflow_error(t, "year out of range");
        return false;
    }
    tm->tm_year = year - 1900;
    tm->tm_mon--;
    tm->tm_wday = (tm->tm_wday + 1) % 7;
    tm->tm_yday--;
    if (value_same(value_from_object(type_of(t, v)), t->vm->module_state[MODULE_STATE_TIME])) {
        int64_t offset;
        Value zone = tuple->items[TM_ZONE], gmtoff = tuple->items[TM_GMTOFF];
        if (value_is_str(zone) && !(tm->tm_zone = str_to_wtf8(t, zone, NULL))) return false;
        if (!value_is_none(gmtoff)) {
            if (!arg_int64(t, gmtoff, &offset)) return false;
            tm->tm_gmtoff = offset;
        }
    }
    return true;
}

/* Ranges that strftime and asctime may rely on; zeros stand for the least. */
static bool check_tm(Thread *t, struct tm *tm) {
    const char *what = NULL;
    if (tm->tm_mon == -1) tm->tm_mon = 0;
    if (tm->tm_mday == 0) tm->tm_mday = 1;
    if (tm->tm_yday == -1) tm->tm_yday = 0;
    if (tm->tm_mon < 0 || tm->tm_mon > 11)
        what = "month";
    else if (tm->tm_mday < 0 || tm->tm_mday > 31)
        what = "day of month";
    else if (tm->tm_hour < 0 || tm->tm_hour > 23)
        what = "hour";
    else if (tm->tm_min < 0 || tm->tm_min > 59)
        what = "minute";
    else if (tm->tm_sec < 0 || tm->tm_sec > 61)
        what = "seconds";
    else if (tm->tm_wday < 0)
        what = "day of week";
    else if (tm->tm_yday < 0 || tm->tm_yday > 365)
        what = "day of year";
    if (what) raise_value_error(t, "%s out of range", what);
    return !what;
}

static bool tuple_or_now(Thread *t, Value v, const char *function, struct tm *tm) {
    if (value_is_undef(v)) return local_time(t, time(NULL), tm);
    return tuple_to_tm(t, v, function, tm) && check_tm(t, tm);
}

static Value time_mktime(Thread *t, Value *args) {
    struct tm tm;
    if (!tuple_to_tm(t, args[0], "mktime", &tm)) return VALUE_ERROR;
    tm.tm_wday = -1; /* mktime sets it, when -1 second is a result and no error */
    time_t seconds = mktime(&tm);
    if (seconds == -1 && tm.tm_wday == -1)
        return raise_overflow_error(t, "mktime argument out of range");
    return float_from_double(t, (double)seconds);
}

static Value asctime_of(Thread *t, const struct tm *tm) {
    static const char days[][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char text[80];
    snprintf(text, sizeof text, "%s %s%3d %.2d:%.2d:%.2d %lld", days[tm->tm_wday],
             months[tm->tm_mon], tm->tm_mday, tm->tm_hour, tm->tm_min, tm->tm_sec,
             tm->tm_year + 1900LL);
    return str_from_cstring(t, text);
}

static Value time_asctime(Thread *t, Value *args) {
    struct tm tm;
    return tuple_or_now(t, args[0], "asctime", &tm) ? asctime_of(t, &tm) : VALUE_ERROR;
}

static Value time_ctime(Thread *t, Value *args) {
    time_t seconds;
    struct tm tm;
    if (!seconds_argument(t, args[0], &seconds) || !local_time(t, seconds, &tm)) return VALUE_ERROR;
    return asctime_of(t, &tm);
}

static Value time_strftime(Thread *t, Value *args) {
    struct tm tm;
    size_t length;
    if (!value_is_str(args[0]))
        return raise_type_error(t, "strftime() argument 1 must be str, not %T", args[0]);
    if (!tuple_or_now(t, args[1], "strftime", &tm)) return VALUE_ERROR;
    tm.tm_isdst = tm.tm_isdst < -1 ? -1 : tm.tm_isdst > 1 ? 1 : tm.tm_isdst;
    const char *format = str_to_wtf8(t, args[0], &length);
    if (!format) return VALUE_ERROR;
    if (memchr(format, 0, length)) return raise_value_error(t, "embedded null character");
    /* An empty result cannot be told from a buffer too small: a directive
     * gives no more than some 256 characters. */
    for (size_t size = 1024;; size *= 2) {
        Raw *raw = gc_alloc_raw(t, size);
        if (!raw) return VALUE_ERROR;
        size_t n = strftime((char *)raw->bytes, size, format, &tm);
        if (n > 0 || size >= 256 * length) return str_from_utf8(t, (const char *)raw->bytes, n);
    }
}

static Value time_strptime(Thread *t, Value *args) {
    Value name = str_from_cstring(t, "_strptime");
    if (value_is_error(name)) return name;
    Value module = t->vm->hooks.import_module(t, name, VALUE_NONE, VALUE_NONE, 0);
    if (value_is_error(module)) return module;
    Value function = attr_get_cstring(t, module, "_strptime_time");
    return value_is_error(function) ? function
                                    : call_with(t, function, value_as_tuple(args[0]), NULL);
}

/* ---- the time zone ----------------------------------------------------------------------- */

static Value zone_at(Thread *t, time_t seconds, int64_t *west) {
    struct tm tm;
    if (!local_time(t, seconds, &tm)) return VALUE_ERROR;
    *west = -tm.tm_gmtoff;
    return str_decode_fs(t, tm.tm_zone, strlen(tm.tm_zone));
}

/* timezone, altzone, daylight and tzname, from January and July of this year;
 * where July is the winter the two are exchanged. */
static bool set_zone(Thread *t, Module *m) {
    const time_t year = (365 * 24 + 6) * 3600;
    time_t january = time(NULL) / year * year;
    int64_t west[2];
    Value names[2];
    tzset();
    names[0] = zone_at(t, january, &west[0]);
    if (value_is_error(names[0])) return false;
    names[1] = zone_at(t, january + year / 2, &west[1]);
    if (value_is_error(names[1])) return false;
    bool south = west[0] < west[1];
    Value both = tuple_pair(t, names[south], names[!south]);
    return !value_is_error(both) && module_set(t, m, "timezone", value_from_int(west[south])) &&
           module_set(t, m, "altzone", value_from_int(west[!south])) &&
           module_set(t, m, "daylight", value_from_int(west[0] != west[1])) &&
           module_set(t, m, "tzname", both);
}

static Value time_tzset(Thread *t, Value *args) {
    Value name = str_intern_cstring(t, "time");
    Value module = value_is_error(name) ? name : dict_get_str(t, t->vm->modules, name);
    if (!value_is_kind(module, KIND_MODULE)) return value_is_error(module) ? module : VALUE_NONE;
    return set_zone(t, (Module *)value_as_object(module)) ? VALUE_NONE : VALUE_ERROR;
}

/* ---- the module ------------------------------------------------------------------------------ */

#define FORMAT_DOC                                                            \
    "Commonly used format codes:\n\n"                                         \
    "%Y  Year with century as a decimal number.\n"                            \
    "%m  Month as a decimal number [01,12].\n"                                \
    "%d  Day of the month as a decimal number [01,31].\n"                     \
    "%H  Hour (24-hour clock) as a decimal number [00,23].\n"                 \
    "%M  Minute as a decimal number [00,59].\n"                               \
    "%S  Second as a decimal number [00,61].\n"                               \
    "%z  Time zone offset from UTC.\n"                                        \
    "%a  Locale's abbreviated weekday name.\n"                                \
    "%A  Locale's full weekday name.\n"                                       \
    "%b  Locale's abbreviated month name.\n"                                  \
    "%B  Locale's full month name.\n"                                         \
    "%c  Locale's appropriate date and time representation.\n"                \
    "%I  Hour (12-hour clock) as a decimal number [01,12].\n"                 \
    "%p  Locale's equivalent of either AM or PM.\n\n"                         \
    "Other codes may be available on your platform.  See documentation for\n" \
    "the C library strftime function.\n"

static const NativeDef time_functions[] = {
    NATIVE("time", "()", time_time,
           "time() -> floating point number\n\n"
           "Return the current time in seconds since the Epoch.\n"
           "Fractions of a second may be present if the system clock provides them."),
    NATIVE("time_ns", "()", time_time_ns,
           "time_ns() -> int\n\nReturn the current time in nanoseconds since the Epoch."),
    NATIVE("clock_gettime", "(clk_id, /)", time_clock_gettime,
           "clock_gettime(clk_id) -> float\n\nReturn the time of the specified clock clk_id."),
    NATIVE("clock_gettime_ns", "(clk_id, /)", time_clock_gettime_ns,
           "clock_gettime_ns(clk_id) -> int\n\n"
           "Return the time of the specified clock clk_id as nanoseconds."),
    NATIVE("clock_settime", "(clk_id, time, /)", time_clock_settime,
           "clock_settime(clk_id, time)\n\nSet the time of the specified clock clk_id."),
    NATIVE("clock_settime_ns", "(clk_id, time, /)", time_clock_settime_ns,
           "clock_settime_ns(clk_id, time)\n\n"
           "Set the time of the specified clock clk_id with nanoseconds."),
    NATIVE("clock_getres", "(clk_id, /)", time_clock_getres,
           "clock_getres(clk_id) -> floating point number\n\n"
           "Return the resolution (precision) of the specified clock clk_id."),
    NATIVE("pthread_getcpuclockid", "(thread_id, /)", time_pthread_getcpuclockid,
           "pthread_getcpuclockid(thread_id) -> int\n\n"
           "Return the clk_id of a thread's CPU time clock."),
    NATIVE("sleep", "(seconds, /)", time_sleep,
           "sleep(seconds)\n\n"
           "Delay execution for a given number of seconds.  The argument may be\n"
           "a floating point number for subsecond precision."),
    NATIVE("gmtime", "(seconds=None, /)", time_gmtime,
           "gmtime([seconds]) -> (tm_year, tm_mon, tm_mday, tm_hour, tm_min,\n"
           "                       tm_sec, tm_wday, tm_yday, tm_isdst)\n\n"
           "Convert seconds since the Epoch to a time tuple expressing UTC (a.k.a.\n"
           "GMT).  When 'seconds' is not passed in, convert the current time instead.\n\n"
           "If the platform supports the tm_gmtoff and tm_zone, they are available as\n"
           "attributes only."),
    NATIVE("localtime", "(seconds=None, /)", time_localtime,
           "localtime([seconds]) -> (tm_year,tm_mon,tm_mday,tm_hour,tm_min,\n"
           "                          tm_sec,tm_wday,tm_yday,tm_isdst)\n\n"
           "Convert seconds since the Epoch to a time tuple expressing local time.\n"
           "When 'seconds' is not passed in, convert the current time instead."),
    NATIVE("asctime", "(tuple=<none>, /)", time_asctime,
           "asctime([tuple]) -> string\n\n"
           "Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'.\n"
           "When the time tuple is not present, current time as returned by localtime()\n"
           "is used."),
    NATIVE("ctime", "(seconds=None, /)", time_ctime,
           "ctime(seconds) -> string\n\n"
           "Convert a time in seconds since the Epoch to a string in local time.\n"
           "This is equivalent to asctime(localtime(seconds)). When the time tuple is\n"
           "not present, current time as returned by localtime() is used."),
    NATIVE("mktime", "(tuple, /)", time_mktime,
           "mktime(tuple) -> floating point number\n\n"
           "Convert a time tuple in local time to seconds since the Epoch.\n"
           "Note that mktime(gmtime(0)) will not generally return zero for most\n"
           "time zones; instead the returned value will either be equal to that\n"
           "of the timezone or altzone attributes on the time module."),
    NATIVE("strftime", "(format, tuple=<none>, /)", time_strftime,
           "strftime(format[, tuple]) -> string\n\n"
           "Convert a time tuple to a string according to a format specification.\n"
           "See the library reference manual for formatting codes. When the time tuple\n"
           "is not present, current time as returned by localtime() is used.\n\n" FORMAT_DOC),
    NATIVE("strptime", "(*args)", time_strptime,
           "strptime(string, format) -> struct_time\n\n"
           "Parse a string to a time tuple according to a format specification.\n"
           "See the library reference manual for formatting codes (same as\n"
           "strftime()).\n\n" FORMAT_DOC),
    NATIVE("tzset", "()", time_tzset,
           "tzset()\n\n"
           "Initialize, or reinitialize, the local timezone to the value stored in\n"
           "os.environ['TZ']. The TZ environment variable should be specified in\n"
           "standard Unix timezone format as documented in the tzset man page\n"
           "(eg. 'US/Eastern', 'Europe/Amsterdam'). Unknown timezones will silently\n"
           "fall back to UTC. If the TZ environment variable is not set, the local\n"
           "timezone is set to the systems best guess of wallclock time.\n"
           "Changing the TZ environment variable without calling tzset *may* change\n"
           "the local timezone used by methods such as localtime, but this behaviour\n"
           "should not be relied on."),
    NATIVE("monotonic", "()", time_monotonic,
           "monotonic() -> float\n\nMonotonic clock, cannot go backward."),
    NATIVE("monotonic_ns", "()", time_monotonic_ns,
           "monotonic_ns() -> int\n\nMonotonic clock, cannot go backward, as nanoseconds."),
    NATIVE("process_time", "()", time_process_time,
           "process_time() -> float\n\n"
           "Process time for profiling: sum of the kernel and user-space CPU time."),
    NATIVE("process_time_ns", "()", time_process_time_ns,
           "process_time() -> int\n\n"
           "Process time for profiling as nanoseconds:\n"
           "sum of the kernel and user-space CPU time."),
    NATIVE("thread_time", "()", time_thread_time,
           "thread_time() -> float\n\n"
           "Thread time for profiling: sum of the kernel and user-space CPU time."),
    NATIVE("thread_time_ns", "()", time_thread_time_ns,
           "thread_time() -> int\n\n"
           "Thread time for profiling as nanoseconds:\n"
           "sum of the kernel and user-space CPU time."),
    NATIVE("perf_counter", "()", time_perf_counter,
           "perf_counter() -> float\n\nPerformance counter for benchmarking."),
    NATIVE("perf_counter_ns", "()", time_perf_counter_ns,
           "perf_counter_ns() -> int\n\nPerformance counter for benchmarking as nanoseconds."),
    NATIVE("get_clock_info", "(name, /)", time_get_clock_info,
           "get_clock_info(name: str) -> dict\n\nGet information of the specified clock."),
    NATIVE_END,
};

static bool time_init(Thread *t, Module *m) {
    static const struct {
        const char *name;
        int id;
    } constants[] = {
        {"CLOCK_REALTIME", CLOCK_REALTIME},
        {"CLOCK_MONOTONIC", CLOCK_MONOTONIC},
        {"CLOCK_MONOTONIC_RAW", CLOCK_MONOTONIC_RAW},
        {"CLOCK_PROCESS_CPUTIME_ID", CLOCK_PROCESS_CPUTIME_ID},
        {"CLOCK_THREAD_CPUTIME_ID", CLOCK_THREAD_CPUTIME_ID},
        {"CLOCK_BOOTTIME", CLOCK_BOOTTIME},
        {"CLOCK_TAI", CLOCK_TAI},
        {"_STRUCT_TM_ITEMS", TM_ITEMS},
    };
    Type *type = struct_sequence_type_hidden(
        t, m, "time.struct_time",
        "The time value as returned by gmtime(), localtime(), and strptime(), and\n"
        " accepted by asctime(), mktime() and strftime().  May be considered as a\n"
        " sequence of 9 integers.\n\n"
        " Note that several fields' values are not the same as those defined by\n"
        " the C language standard for struct tm.  For example, the value of the\n"
        " field tm_year is the actual year, not year - 1900.  See individual\n"
        " fields' descriptions for details.",
        tm_fields, TM_VISIBLE);
    if (!type) return false;
    t->vm->module_state[MODULE_STATE_TIME] = value_from_object(type);
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
        if (!module_set(t, m, constants[i].name, value_from_int(constants[i].id))) return false;
    }
    return set_zone(t, m);
}

const ModuleDef module_time = {
    .name = "time",
    .doc = "This module provides various functions to manipulate time values.\n\n"
           "There are two standard representations of time.  One is the number\n"
           "of seconds since the Epoch, in UTC (a.k.a. GMT).  It may be an integer\n"
           "or a floating point number (to represent fractions of seconds).\n"
           "The Epoch is system-defined; on Unix, it is generally January 1st, 1970.\n"
           "The actual value can be retrieved by calling gmtime(0).\n\n"
           "The other representation is a tuple of 9 integers giving local time.\n"
           "The tuple items are:\n"
           "  year (including century, e.g. 1998)\n"
           "  month (1-12)\n"
           "  day (1-31)\n"
           "  hours (0-23)\n"
           "  minutes (0-59)\n"
           "  seconds (0-59)\n"
           "  weekday (0-6, Monday is 0)\n"
           "  Julian day (day in the year, 1-366)\n"
           "  DST (Daylight Savings Time) flag (-1, 0 or 1)\n"
           "If the DST flag is 0, the time is given in the regular time zone;\n"
           "if it is 1, the time is given in the DST time zone;\n"
           "if it is -1, mktime() should guess based on the date and time.\n",
    .functions = time_functions,
    .init = time_init,
};

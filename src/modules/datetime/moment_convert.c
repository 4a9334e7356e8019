/*
 * moment_convert.c - datetime.datetime to and from other forms: text, time
 * tuples, timestamps, other time zones, pickles.
 */
#include <errno.h>
#include <stdio.h>
#include <time.h>

#include "modules/datetime/moment.h"

/* ---- text -------------------------------------------------------------------------- */

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Where the date ends: what separates it from the time may be any character,
 * even a digit or a dash. */
static size_t find_separator(const char *text, size_t length) {
    if (length == 7) return 7;
    if (text[4] == '-') {
        if (text[5] != 'W') return 10; /* YYYY-MM-DD */
        if (length > 8 && text[8] == '-') {
            if (length == 9) return 0;
            /* YYYY-Www-## is YYYY-Www, a dash and the hour, more likely than
             * YYYY-Www-D and a digit as the separator. */
            return length > 10 && is_digit(text[10]) ? 8 : 10;
        }
        return 8; /* YYYY-Www */
    }
    if (text[4] != 'W') return 8; /* YYYYMMDD */
    size_t i = 7;
    while (i < length && is_digit(text[i])) i++;
    if (i < 9) return i;       /* YYYYWww or YYYYWwwd */
    return i % 2 == 0 ? 7 : 8; /* the time has an even number of digits */
}

Value moment_fromisoformat(Thread *t, Value *args) {
    if (!value_is_str(args[1])) return raise_type_error(t, "fromisoformat: argument must be str");
    size_t length;
    const char *text = str_to_wtf8(t, args[1], &length);
    if (!text) return VALUE_ERROR;
    size_t separator = length < 7 ? 0 : find_separator(text, length);
    Fields f = {0};
    bool has_zone = false;
    int64_t zone_us = 0;
    if (separator == 0 || separator > length || !dt_parse_date(text, separator, &f))
        return dt_raise_isoformat(t, args[1]);
    if (length > separator) {
        const char *p = text + separator;
        do p++;
        while (((unsigned char)*p & 0xc0) == 0x80); /* the rest of one character */
        if (!dt_parse_time(p, (size_t)(text + length - p), &f, &has_zone, &zone_us))
            return dt_raise_isoformat(t, args[1]);
    }
    Value tzinfo = has_zone ? dt_zone_of_us(t, zone_us) : VALUE_NONE;
    if (value_is_error(tzinfo)) return tzinfo;
    return moment_make(t, (Type *)value_as_object(args[0]), &f, tzinfo);
}

static Value isoformat(Thread *t, Value self, uint32_t separator, Value timespec) {
    Fields f = fields_of(self);
    char date[32], text[80];
    snprintf(date, sizeof date, "%04d-%02d-%02d", f.year, f.month, f.day);
    int n = text_time(t, text, sizeof text, &f, timespec);
    if (n < 0) return VALUE_ERROR;
    Value offset = moment_offset(t, self);
    if (value_is_error(offset)) return offset;
    if (!value_is_none(offset)) zone_format(text + n, as_delta(offset), ":");
    return str_format(t, "%s%c%s", date, (int)separator, text);
}

Value moment_isoformat(Thread *t, Value *args) {
    uint32_t separator = 'T';
    if (!value_is_undef(args[1])) {
        if (!value_is_str(args[1]) || value_as_str(args[1])->length != 1)
            return raise_type_error(t, "isoformat() argument 1 must be a unicode character, not %T",
                                    args[1]);
        Str *s = value_as_str(args[1]);
        const void *data = str_data(t, s);
        if (!data) return VALUE_ERROR;
        separator = str_char_at(data, s->width, 0);
    }
    if (!value_is_undef(args[2]) && !dt_check_str(t, "isoformat", 2, args[2])) return VALUE_ERROR;
    return isoformat(t, args[0], separator, args[2]);
}

Value moment_str(Thread *t, Value *args) {
    Value space = t->vm->characters[' '];
    return call_method1(t, args[0], str_intern_cstring(t, "isoformat"), space);
}

Value moment_repr(Thread *t, Value *args) {
    Fields f = fields_of(args[0]);
    char text[120];
    int n = snprintf(text, sizeof text, "(%d, %d, %d, %d, %d", f.year, f.month, f.day, f.hour,
                     f.minute);
    if (f.second || f.microsecond)
        n += snprintf(text + n, sizeof text - (size_t)n, ", %d", f.second);
    if (f.microsecond) snprintf(text + n, sizeof text - (size_t)n, ", %d", f.microsecond);
    const char *fold = f.fold ? ", fold=1" : "";
    Value tzinfo = as_moment(args[0])->tzinfo;
    if (value_is_none(tzinfo)) return str_format(t, "%s%s%s)", dt_name(t, args[0]), text, fold);
    return str_format(t, "%s%s%s, tzinfo=%R)", dt_name(t, args[0]), text, fold, tzinfo);
}

Value moment_ctime(Thread *t, Value *args) {
    Fields f = fields_of(args[0]);
    return text_ctime(t, &f);
}

/* ---- parts ------------------------------------------------------------------------- */

Value moment_date(Thread *t, Value *args) {
    const Moment *m = as_moment(args[0]);
    return date_make(t, DT_TYPE(t, DATE), m->year, m->month, m->day);
}

Value moment_time(Thread *t, Value *args) {
    Fields f = fields_of(args[0]);
    return clock_make(t, DT_TYPE(t, TIME), &f, VALUE_NONE);
}

Value moment_timetz(Thread *t, Value *args) {
    Fields f = fields_of(args[0]);
    return clock_make(t, DT_TYPE(t, TIME), &f, as_moment(args[0])->tzinfo);
}

Value moment_timetuple(Thread *t, Value *args) {
    Fields f = fields_of(args[0]);
    int flag = -1;
    if (!value_is_none(as_moment(args[0])->tzinfo)) {
        Value dst = zone_offset_of(t, as_moment(args[0])->tzinfo, "dst", args[0]);
        if (value_is_error(dst)) return dst;
        if (!value_is_none(dst)) flag = delta_microseconds(as_delta(dst)) != 0;
    }
    return text_timetuple(t, &f, flag);
}

Value moment_utctimetuple(Thread *t, Value *args) {
    Value self = args[0], offset = moment_offset(t, self);
    if (value_is_error(offset)) return offset;
    if (!value_is_none(offset)) {
        self = moment_shift(t, self, -delta_microseconds(as_delta(offset)), VALUE_NONE);
        if (value_is_error(self)) return self;
    }
    Fields f = fields_of(self);
    return text_timetuple(t, &f, 0);
}

/* ---- timestamps and time zones ----------------------------------------------------- */

Value moment_timestamp(Thread *t, Value *args) {
    Fields f = fields_of(args[0]);
    Value offset = moment_offset(t, args[0]);
    if (value_is_error(offset)) return offset;
    if (value_is_none(as_moment(args[0])->tzinfo) || value_is_none(offset)) {
        int64_t seconds = calendar_utc_of_local(t, &f);
        if (seconds < 0) return VALUE_ERROR;
        return float_from_double(t, (double)(seconds - EPOCH_SECONDS) + f.microsecond / 1e6);
    }
    int64_t seconds = calendar_seconds(t, f.year, f.month, f.day, f.hour, f.minute, f.second);
    int64_t us = (seconds - EPOCH_SECONDS) * US_PER_SECOND + f.microsecond -
                 delta_small_us(as_delta(offset));
    Value n = int_from_int64(t, us);
    return value_is_error(n) ? n : int_truediv(t, n, value_from_int(US_PER_SECOND));
}

/* The local time zone as a fixed offset, as it is at that moment. */
static Value local_zone(Thread *t, int64_t utc) {
    time_t when = utc - EPOCH_SECONDS;
    struct tm tm;
    errno = 0;
    if (!localtime_r(&when, &tm))
        return raise_os_error(t, errno ? errno : EINVAL, VALUE_UNDEF, VALUE_UNDEF);
    Value name = str_decode_fs(t, tm.tm_zone, strlen(tm.tm_zone));
    Value offset = value_is_error(name) ? name : delta_new(t, 0, tm.tm_gmtoff, 0);
    return value_is_error(offset) ? offset : zone_new(t, offset, name);
}

static int64_t seconds_of(Thread *t, Value self) {
    Fields f = fields_of(self);
    return calendar_seconds(t, f.year, f.month, f.day, f.hour, f.minute, f.second);
}

Value moment_astimezone(Thread *t, Value *args) {
    Value self = args[0], to = args[1];
    if (!dt_check_tzinfo(t, to)) return VALUE_ERROR;
    Value from = as_moment(self)->tzinfo, offset = VALUE_NONE;
    if (!value_is_none(from)) {
        if (value_same(from, to)) return self;
        offset = moment_offset(t, self);
        if (value_is_error(offset)) return offset;
    }
    if (value_is_none(offset)) { /* naive: local time */
        Fields f = fields_of(self);
        int64_t utc = calendar_utc_of_local(t, &f);
        if (utc < 0) return VALUE_ERROR;
        from = local_zone(t, utc);
        if (value_is_error(from)) return from;
        offset = ((Zone *)value_as_object(from))->offset;
    }
    Value utc = moment_shift(t, self, -delta_microseconds(as_delta(offset)), VALUE_NONE);
    if (value_is_error(utc)) return utc;
    if (value_is_none(to)) {
        to = local_zone(t, seconds_of(t, utc));
        if (value_is_error(to)) return to;
    }
    Fields f = fields_of(utc);
    utc = moment_make(t, type_of(t, self), &f, to);
    return value_is_error(utc) ? utc : call_method1(t, to, str_intern_cstring(t, "fromutc"), utc);
}

/* ---- pickling ---------------------------------------------------------------------- */

static Value reduce(Thread *t, Value self, int64_t protocol) {
    Fields f = fields_of(self);
    uint8_t state[10] = {(uint8_t)(f.year >> 8),
                         (uint8_t)f.year,
                         (uint8_t)(f.month | (protocol > 3 && f.fold ? 0x80 : 0)),
                         (uint8_t)f.day,
                         (uint8_t)f.hour,
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

Value moment_reduce(Thread *t, Value *args) {
    return reduce(t, args[0], 2);
}

Value moment_reduce_ex(Thread *t, Value *args) {
    int protocol;
    return arg_c_int(t, args[1], &protocol) ? reduce(t, args[0], protocol) : VALUE_ERROR;
}

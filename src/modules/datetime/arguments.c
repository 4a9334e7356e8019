/*
 * arguments.c - datetime: parsing of arguments, checks of fields, timestamps,
 * and text in ISO 8601 format.
 */
#include <math.h>
#include <stdio.h>

#include "modules/datetime/datetime.h"

/* ---- arguments --------------------------------------------------------------------- */

bool dt_arguments(Thread *t, const char *function, Value *args, size_t nargs, Tuple *kwnames,
                  const char *const *names, size_t count, size_t required, size_t positional,
                  Value *out) {
    char label[40] = "function";
    if (function) snprintf(label, sizeof label, "%s()", function);
    size_t keywords = kwnames ? kwnames->length : 0, given = nargs - keywords;
    if (nargs > count) {
        raise_type_error(t, "%s takes at most %zu %sargument%s (%zu given)", label, count,
                         given ? "" : "keyword ", count == 1 ? "" : "s", nargs);
        return false;
    }
    if (given > positional) {
        raise_type_error(t, "%s takes at most %zu positional arguments (%zu given)", label,
                         positional, given);
        return false;
    }
    for (size_t i = 0; i < count; i++) out[i] = i < given ? args[i] : VALUE_UNDEF;
    Value unknown = VALUE_UNDEF;
    for (size_t k = 0; k < keywords; k++) {
        size_t i = 0;
        while (i < count && !str_equals_cstring(t, kwnames->items[k], names[i])) i++;
        if (i == count) {
            unknown = kwnames->items[k];
        } else if (!value_is_undef(out[i])) {
            raise_type_error(t, "argument for %s given by name ('%s') and position (%zu)", label,
                             names[i], i + 1);
            return false;
        } else {
            out[i] = args[given + k];
        }
    }
    for (size_t i = 0; i < required; i++) {
        int converted;
        if (value_is_undef(out[i])) {
            raise_type_error(t, "%s missing required argument '%s' (pos %zu)", label, names[i],
                             i + 1);
            return false;
        }
        /* The older parsers convert as they go: a wrong type comes first. */
        if (required > 1 && !arg_c_int(t, out[i], &converted)) return false;
    }
    if (!value_is_undef(unknown)) {
        raise_type_error(t, "'%U' is an invalid keyword argument for %s", unknown,
                         function ? label : "this function");
        return false;
    }
    return true;
}

bool dt_ints(Thread *t, const Value *values, size_t count, int *const *fields) {
    for (size_t i = 0; i < count; i++) {
        if (!value_is_undef(values[i]) && !arg_c_int(t, values[i], fields[i])) return false;
    }
    return true;
}

bool dt_check_date(Thread *t, int year, int month, int day) {
    if (year < MIN_YEAR || year > MAX_YEAR)
        raise_value_error(t, "year %d is out of range", year);
    else if (month < 1 || month > 12)
        raise_value_error(t, "month must be in 1..12");
    else if (day < 1 || day > calendar_days_in_month(year, month))
        raise_value_error(t, "day is out of range for month");
    else
        return true;
    return false;
}

bool dt_check_time(Thread *t, const Fields *f) {
    if (f->hour < 0 || f->hour > 23)
        raise_value_error(t, "hour must be in 0..23");
    else if (f->minute < 0 || f->minute > 59)
        raise_value_error(t, "minute must be in 0..59");
    else if (f->second < 0 || f->second > 59)
        raise_value_error(t, "second must be in 0..59");
    else if (f->microsecond < 0 || f->microsecond > 999999)
        raise_value_error(t, "microsecond must be in 0..999999");
    else if (f->fold != 0 && f->fold != 1)
        raise_value_error(t, "fold must be either 0 or 1");
    else
        return true;
    return false;
}

bool dt_check_tzinfo(Thread *t, Value tzinfo) {
    if (value_is_none(tzinfo) || dt_is(t, tzinfo, DT_TYPE(t, TZINFO))) return true;
    raise_type_error(t, "tzinfo argument must be None or of a tzinfo subclass, not type '%T'",
                     tzinfo);
    return false;
}

bool dt_check_str(Thread *t, const char *function, int number, Value v) {
    if (value_is_str(v)) return true;
    raise_type_error(t, "%s() argument %d must be str, not %T", function, number, v);
    return false;
}

const uint8_t *dt_pickled(Value v, size_t size, size_t month_at) {
    if (!value_is_kind(v, KIND_BYTES) || value_as_bytes(v)->length != size) return NULL;
    const uint8_t *data = value_as_bytes(v)->data;
    unsigned value = data[month_at] & 0x7f; /* the top bit is fold */
    bool plausible = size == 6 ? value < 24 : value >= 1 && value <= 12;
    return plausible ? data : NULL;
}

/* ---- timestamps -------------------------------------------------------------------- */

bool dt_timestamp(Thread *t, Value v, int64_t *seconds, int *microseconds) {
    *microseconds = 0;
    if (value_is_any_float(v)) {
        double whole, d = float_as_double(v);
        if (isnan(d)) {
            raise_value_error(t, "Invalid value NaN (not a number)");
            return false;
        }
        double fraction = rint(modf(d, &whole) * 1e6);
        if (fraction >= 1e6) {
            fraction -= 1e6;
            whole += 1.0;
        } else if (fraction < 0) {
            fraction += 1e6;
            whole -= 1.0;
        }
        if (whole >= -0x1p63 && whole < 0x1p63) {
            *seconds = (int64_t)whole;
            *microseconds = (int)fraction;
            return true;
        }
    } else {
        Value index = op_index(t, v);
        if (value_is_error(index)) return false;
        if (int_to_int64(index, seconds)) return true;
    }
    raise_overflow_error(t, "timestamp out of range for platform time_t");
    return false;
}

/* ---- ISO 8601 ---------------------------------------------------------------------- */

/* `count` digits; NULL if there are not as many before `end`. */
static const char *digits(const char *p, const char *end, int count, int *out) {
    *out = 0;
    if (end - p < count) return NULL;
    for (; count > 0; count--, p++) {
        if (*p < '0' || *p > '9') return NULL;
        *out = *out * 10 + (*p - '0');
    }
    return p;
}

/* YYYY-MM-DD, YYYYMMDD, YYYY-Www[-D], YYYYWww[D]; the length is 7, 8 or 10. */
bool dt_parse_date(const char *text, size_t length, Fields *f) {
    const char *p = text, *end = text + length;
    if (!(p = digits(p, end, 4, &f->year))) return false;
    bool dashes = p < end && *p == '-';
    p += dashes;
    if (p < end && *p == 'W') {
        int week, day = 1;
        if (!(p = digits(p + 1, end, 2, &week))) return false;
        if (p < end) {
            if (dashes && *p++ != '-') return false;
            if (!(p = digits(p, end, 1, &day))) return false;
        }
        return p == end && calendar_from_iso(f->year, week, day, &f->year, &f->month, &f->day) == 0;
    }
    if (!(p = digits(p, end, 2, &f->month))) return false;
    if (dashes && (p == end || *p++ != '-')) return false;
    p = digits(p, end, 2, &f->day);
    return p == end;
}

/* HH[:MM[:SS[.ffffff]]], or without colons; all up to `end`. */
static bool parse_clock(const char *p, const char *end, int *hour, int *minute, int *second,
                        int *us) {
    int *fields[3] = {hour, minute, second};
    *hour = *minute = *second = *us = 0;
    bool colons = true;
    for (int i = 0; i < 3; i++) {
        if (!(p = digits(p, end, 2, fields[i]))) return false;
        if (p == end) return true;
        if (i == 0) colons = *p == ':';
        if (*p == '.' || *p == ',') break;
        if (colons && *p != ':') return false;
        if (colons) p++;
        if (colons && p == end) return false;
    }
    if (p == end) return true;
    if (*p == '.' || *p == ',')
        p++;
    else
        return false;
    int count = end - p < 6 ? (int)(end - p) : 6;
    if (count == 0 || !(p = digits(p, end, count, us))) return false;
    for (; count < 6; count++) *us *= 10;
    while (p < end && *p >= '0' && *p <= '9') p++;
    return p == end;
}

bool dt_parse_time(const char *text, size_t length, Fields *f, bool *has_zone, int64_t *zone_us) {
    const char *end = text + length, *zone = text;
    while (zone < end && *zone != '+' && *zone != '-' && *zone != 'Z') zone++;
    *has_zone = zone < end;
    *zone_us = 0;
    if (!parse_clock(text, zone, &f->hour, &f->minute, &f->second, &f->microsecond)) return false;
    if (zone == end) return true;
    if (*zone == 'Z') return zone + 1 == end;
    int hour, minute, second, us;
    if (!parse_clock(zone + 1, end, &hour, &minute, &second, &us)) return false;
    *zone_us = ((hour * 60 + minute) * 60 + second) * (int64_t)US_PER_SECOND + us;
    if (*zone == '-') *zone_us = -*zone_us;
    return true;
}

Value dt_zone_of_us(Thread *t, int64_t offset_us) {
    Value offset = delta_new(t, 0, offset_us / US_PER_SECOND, offset_us % US_PER_SECOND);
    return value_is_error(offset) ? offset : zone_new(t, offset, VALUE_UNDEF);
}

Value dt_raise_isoformat(Thread *t, Value text) {
    return raise_value_error(t, "Invalid isoformat string: %R", text);
}

/*
 * text.c - datetime: isoformat, ctime, strftime, time tuples.
 */
#include <stdio.h>

#include "modules/datetime/datetime.h"

int text_time(Thread *t, char *out, size_t size, const Fields *f, Value timespec) {
    static const char *const specs[] = {"auto",    "hours",        "minutes",
                                        "seconds", "milliseconds", "microseconds"};
    enum { AUTO, HOURS, MINUTES, SECONDS, MILLISECONDS, MICROSECONDS, SPECS };
    int spec = AUTO;
    if (!value_is_undef(timespec)) {
        while (spec < SPECS && !str_equals_cstring(t, timespec, specs[spec])) spec++;
        if (spec == SPECS) {
            raise_value_error(t, "Unknown timespec value");
            return -1;
        }
    }
    if (spec == AUTO) spec = f->microsecond ? MICROSECONDS : SECONDS;
    int n = snprintf(out, size, "%02d", f->hour);
    if (spec >= MINUTES) n += snprintf(out + n, size - (size_t)n, ":%02d", f->minute);
    if (spec >= SECONDS) n += snprintf(out + n, size - (size_t)n, ":%02d", f->second);
    if (spec == MILLISECONDS)
        n += snprintf(out + n, size - (size_t)n, ".%03d", f->microsecond / 1000);
    if (spec == MICROSECONDS) n += snprintf(out + n, size - (size_t)n, ".%06d", f->microsecond);
    return n;
}

Value text_ctime(Thread *t, const Fields *f) {
    static const char days[][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char text[64];
    snprintf(text, sizeof text, "%s %s %2d %02d:%02d:%02d %04d",
             days[calendar_weekday(f->year, f->month, f->day)], months[f->month - 1], f->day,
             f->hour, f->minute, f->second, f->year);
    return str_from_cstring(t, text);
}

static Value import_time(Thread *t) {
    Value name = str_intern_cstring(t, "time");
    if (value_is_error(name)) return name;
    return t->vm->hooks.import_module(t, name, VALUE_NONE, VALUE_NONE, 0);
}

Value text_timetuple(Thread *t, const Fields *f, int dst) {
    Value module = import_time(t);
    if (value_is_error(module)) return module;
    Value type = t->vm->module_state[MODULE_STATE_TIME];
    Value items[9] = {
        value_from_int(f->year),
        value_from_int(f->month),
        value_from_int(f->day),
        value_from_int(f->hour),
        value_from_int(f->minute),
        value_from_int(f->second),
        value_from_int(calendar_weekday(f->year, f->month, f->day)),
        value_from_int(calendar_days_before_month(f->year, f->month) + f->day),
        value_from_int(dst),
    };
    return struct_sequence_new(t, (Type *)value_as_object(type), items, 9);
}

/* What replaces %z: "" for a naive object. */
static bool append_offset(Thread *t, StrBuilder *b, Value object) {
    if (dt_is(t, object, DT_TYPE(t, DATE)) && !dt_is(t, object, DT_TYPE(t, DATETIME))) return true;
    Value tzinfo = as_moment(object)->tzinfo;
    Value argument = dt_is(t, object, DT_TYPE(t, DATETIME)) ? object : VALUE_NONE;
    Value offset = zone_offset_of(t, tzinfo, "utcoffset", argument);
    if (value_is_error(offset)) return false;
    if (value_is_none(offset)) return true;
    char text[32];
    builder_ascii(b, text, zone_format(text, as_delta(offset), ""));
    return true;
}

/* What replaces %Z: the name, its own % doubled for strftime. */
static bool append_name(Thread *t, StrBuilder *b, Value object) {
    if (dt_is(t, object, DT_TYPE(t, DATE)) && !dt_is(t, object, DT_TYPE(t, DATETIME))) return true;
    Value tzinfo = as_moment(object)->tzinfo;
    Value argument = dt_is(t, object, DT_TYPE(t, DATETIME)) ? object : VALUE_NONE;
    Value name = zone_name_of(t, tzinfo, argument);
    if (value_is_error(name)) return false;
    if (value_is_none(name)) return true;
    Str *s = value_as_str(name);
    const void *data = str_data(t, s);
    if (!data) return false;
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = str_char_at(data, s->width, i);
        if (c == '%') builder_char(b, c);
        builder_char(b, c);
    }
    return true;
}

Value text_strftime(Thread *t, Value object, Value format, Value timetuple) {
    if (value_is_error(timetuple)) return timetuple;
    Str *s = value_as_str(format);
    const void *data = str_data(t, s);
    if (!data) return VALUE_ERROR;
    bool has_time = !dt_is(t, object, DT_TYPE(t, DATE)) || dt_is(t, object, DT_TYPE(t, DATETIME));
    StrBuilder b;
    builder_init(&b, t);
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = str_char_at(data, s->width, i);
        uint32_t next = c == '%' && i + 1 < s->length ? str_char_at(data, s->width, i + 1) : 0;
        if (next == 'z') {
            if (!append_offset(t, &b, object)) return VALUE_ERROR;
        } else if (next == 'Z') {
            if (!append_name(t, &b, object)) return VALUE_ERROR;
        } else if (next == 'f') {
            char text[16];
            int us = has_time ? as_moment(object)->microsecond : 0;
            builder_ascii(&b, text, (size_t)snprintf(text, sizeof text, "%06d", us));
        } else {
            builder_char(&b, c);
            if (next) builder_char(&b, next);
        }
        i += next != 0;
    }
    Value expanded = builder_finish(&b);
    Value module = value_is_error(expanded) ? expanded : import_time(t);
    if (value_is_error(module)) return module;
    Value args[2] = {expanded, timetuple};
    return call_method(t, module, str_intern_cstring(t, "strftime"), args, 2);
}

Value text_format_method(Thread *t, Value *args) {
    if (!dt_check_str(t, "__format__", 1, args[1])) return VALUE_ERROR;
    if (value_as_str(args[1])->length == 0) return op_str(t, args[0]);
    return call_method1(t, args[0], str_intern_cstring(t, "strftime"), args[1]);
}

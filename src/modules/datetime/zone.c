/*
 * zone.c - datetime.tzinfo, the base of time zones, and datetime.timezone, a
 * fixed offset from UTC.
 */
#include <stdio.h>

#include "modules/datetime/datetime.h"

/* ---- asking a time zone ------------------------------------------------------------ */

static bool within_a_day(const Delta *d) {
    const __int128 day = (__int128)SECONDS_PER_DAY * US_PER_SECOND;
    __int128 us = delta_microseconds(d);
    return us > -day && us < day;
}

Value zone_offset_of(Thread *t, Value tzinfo, const char *method, Value argument) {
    if (value_is_none(tzinfo)) return VALUE_NONE;
    if (object_type(value_as_object(tzinfo)) == DT_TYPE(t, TIMEZONE))
        return method[0] == 'u' ? ((Zone *)value_as_object(tzinfo))->offset : VALUE_NONE;
    Value name = str_intern_cstring(t, method);
    Value r = value_is_error(name) ? name : call_method1(t, tzinfo, name, argument);
    if (value_is_error(r) || value_is_none(r)) return r;
    if (!dt_is(t, r, DT_TYPE(t, DELTA)))
        return raise_type_error(t, "tzinfo.%s() must return None or timedelta, not '%T'", method,
                                r);
    if (!within_a_day(as_delta(r)))
        return raise_value_error(t, "offset must be a timedelta strictly between "
                                    "-timedelta(hours=24) and timedelta(hours=24).");
    return r;
}

Value zone_name_of(Thread *t, Value tzinfo, Value argument) {
    if (value_is_none(tzinfo)) return VALUE_NONE;
    Value r = call_method1(t, tzinfo, str_intern_cstring(t, "tzname"), argument);
    if (value_is_error(r) || value_is_none(r) || value_is_str(r)) return r;
    return raise_type_error(t, "tzinfo.tzname() must return None or a string, not '%T'", r);
}

size_t zone_format(char out[32], const Delta *offset, const char *separator) {
    int64_t us = delta_small_us(offset);
    char sign = us < 0 ? '-' : '+';
    if (us < 0) us = -us;
    int seconds = (int)(us / US_PER_SECOND);
    us %= US_PER_SECOND;
    int n = snprintf(out, 32, "%c%02d%s%02d", sign, seconds / 3600, separator, seconds / 60 % 60);
    if (seconds % 60 || us)
        n += snprintf(out + n, 32 - (size_t)n, "%s%02d", separator, seconds % 60);
    if (us) n += snprintf(out + n, 32 - (size_t)n, ".%06d", (int)us);
    return (size_t)n;
}

/* ---- tzinfo ------------------------------------------------------------------------ */

static Value tzinfo_new(Thread *t, Value *args) {
    void *o = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    return o ? value_from_object(o) : VALUE_ERROR;
}

static Value not_implemented(Thread *t, const char *method) {
    return raise_error(t, TYPE_NotImplementedError, "a tzinfo subclass must implement %s()",
                       method);
}
static Value tzinfo_tzname(Thread *t, Value *args) {
    return not_implemented(t, "tzname");
}
static Value tzinfo_utcoffset(Thread *t, Value *args) {
    return not_implemented(t, "utcoffset");
}
static Value tzinfo_dst(Thread *t, Value *args) {
    return not_implemented(t, "dst");
}

static bool check_fromutc(Thread *t, Value self, Value dt) {
    if (!dt_is(t, dt, DT_TYPE(t, DATETIME)))
        raise_type_error(t, "fromutc: argument must be a datetime");
    else if (!value_same(as_moment(dt)->tzinfo, self))
        raise_value_error(t, "fromutc: dt.tzinfo is not self");
    else
        return true;
    return false;
}

/* Local time = UTC + standard offset, and + dst() of that where it applies. */
static Value tzinfo_fromutc(Thread *t, Value *args) {
    Value self = args[0], dt = args[1];
    if (!check_fromutc(t, self, dt)) return VALUE_ERROR;
    Value offset = zone_offset_of(t, self, "utcoffset", dt);
    if (value_is_error(offset)) return offset;
    if (value_is_none(offset))
        return raise_value_error(t, "fromutc: non-None utcoffset() result required");
    Value dst = zone_offset_of(t, self, "dst", dt);
    if (value_is_error(dst)) return dst;
    if (value_is_none(dst)) return raise_value_error(t, "fromutc: non-None dst() result required");
    Value standard = delta_subtract(t, offset, dst);
    if (value_is_error(standard)) return standard;
    Value local = op_binary(t, OP_ADD, dt, standard);
    if (value_is_error(local)) return local;
    dst = zone_offset_of(t, self, "dst", local);
    if (value_is_error(dst)) return dst;
    if (value_is_none(dst))
        return raise_value_error(t, "fromutc: tz.dst() gave inconsistent results; cannot convert");
    return delta_microseconds(as_delta(dst)) ? op_binary(t, OP_ADD, local, dst) : local;
}

static Value tzinfo_reduce(Thread *t, Value *args) {
    Value getinitargs = attr_find(t, args[0], str_intern_cstring(t, "__getinitargs__"));
    if (value_is_error(getinitargs)) return getinitargs;
    Value initial = value_is_undef(getinitargs) ? t->vm->empty_tuple : call0(t, getinitargs);
    if (value_is_error(initial)) return initial;
    Value state = call_method0(t, args[0], STR_NAME(t, __getstate__));
    if (value_is_error(state)) return state;
    Value items[3] = {value_from_object(type_of(t, args[0])), initial, state};
    return tuple_from_values(t, items, 3);
}

static const NativeDef tzinfo_methods[] = {
    NATIVE("__new__", "($type, /, *args, **kwargs)", tzinfo_new,
           "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("tzname", "($self, dt, /)", tzinfo_tzname, "datetime -> string name of time zone."),
    NATIVE("utcoffset", "($self, dt, /)", tzinfo_utcoffset,
           "datetime -> timedelta showing offset from UTC, negative values indicating West of UTC"),
    NATIVE("dst", "($self, dt, /)", tzinfo_dst,
           "datetime -> DST offset as timedelta positive east of UTC."),
    NATIVE("fromutc", "($self, dt, /)", tzinfo_fromutc,
           "datetime in UTC -> datetime in local time."),
    NATIVE("__reduce__", "($self, /)", tzinfo_reduce, "-> (cls, state)"),
    NATIVE_END,
};

const TypeDef typedef_datetime_tzinfo = {
    .name = "datetime.tzinfo",
    .doc = "Abstract base class for time zone info objects.",
    .id = TYPE_DATETIME_TZINFO,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE,
    .size = sizeof(Object),
    .methods = tzinfo_methods,
};

/* ---- timezone ---------------------------------------------------------------------- */

static inline Zone *as_zone(Value v) {
    return (Zone *)value_as_object(v);
}

static Value utc(Thread *t) {
    return t->vm->module_state[MODULE_STATE_DATETIME];
}

static Value zone_alloc(Thread *t, Value offset, Value name) {
    Zone *z = type_alloc(t, DT_TYPE(t, TIMEZONE), 0);
    if (!z) return VALUE_ERROR;
    z->offset = offset;
    z->name = name;
    return value_from_object(z);
}

Value zone_new(Thread *t, Value offset, Value name) {
    if (!within_a_day(as_delta(offset)))
        return raise_value_error(
            t,
            "offset must be a timedelta strictly between -timedelta(hours=24) and "
            "timedelta(hours=24), not %R.",
            offset);
    if (value_is_undef(name) && delta_microseconds(as_delta(offset)) == 0) return utc(t);
    return zone_alloc(t, offset, name);
}

static Value timezone_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    static const char *const names[] = {"offset", "name"};
    Value in[2];
    if (!dt_arguments(t, "timezone", args + 1, nargs - 1, kwnames, names, 2, 1, 2, in))
        return VALUE_ERROR;
    if (!dt_is(t, in[0], DT_TYPE(t, DELTA)))
        return raise_type_error(t, "timezone() argument 1 must be datetime.timedelta, not %T",
                                in[0]);
    if (!value_is_undef(in[1]) && !dt_check_str(t, "timezone", 2, in[1])) return VALUE_ERROR;
    return zone_new(t, in[0], in[1]);
}

static void timezone_trace(Tracer *tracer, Object *object) {
    const Zone *z = (const Zone *)object;
    trace_value(tracer, z->offset);
    trace_value(tracer, z->name);
}

static Value timezone_repr(Thread *t, Value *args) {
    const Zone *z = as_zone(args[0]);
    if (value_same(args[0], utc(t))) return str_format(t, "%s.utc", dt_name(t, args[0]));
    if (value_is_undef(z->name)) return str_format(t, "%s(%R)", dt_name(t, args[0]), z->offset);
    return str_format(t, "%s(%R, %R)", dt_name(t, args[0]), z->offset, z->name);
}

static Value timezone_str(Thread *t, Value *args) {
    const Zone *z = as_zone(args[0]);
    if (!value_is_undef(z->name)) return z->name;
    if (value_same(args[0], utc(t)) || delta_microseconds(as_delta(z->offset)) == 0)
        return str_from_cstring(t, "UTC");
    char text[40] = "UTC";
    zone_format(text + 3, as_delta(z->offset), ":");
    return str_from_cstring(t, text);
}

static bool check_argument(Thread *t, Value dt, const char *method) {
    if (value_is_none(dt) || dt_is(t, dt, DT_TYPE(t, DATETIME))) return true;
    raise_type_error(t, "%s(dt) argument must be a datetime instance or None, not %T", method, dt);
    return false;
}

static Value timezone_tzname(Thread *t, Value *args) {
    return check_argument(t, args[1], "tzname") ? timezone_str(t, args) : VALUE_ERROR;
}

static Value timezone_utcoffset(Thread *t, Value *args) {
    return check_argument(t, args[1], "utcoffset") ? as_zone(args[0])->offset : VALUE_ERROR;
}

static Value timezone_dst(Thread *t, Value *args) {
    return check_argument(t, args[1], "dst") ? VALUE_NONE : VALUE_ERROR;
}

static Value timezone_fromutc(Thread *t, Value *args) {
    if (!check_fromutc(t, args[0], args[1])) return VALUE_ERROR;
    return op_binary(t, OP_ADD, args[1], as_zone(args[0])->offset);
}

static Value timezone_getinitargs(Thread *t, Value *args) {
    const Zone *z = as_zone(args[0]);
    Value items[2] = {z->offset, z->name};
    return tuple_from_values(t, items, value_is_undef(z->name) ? 1 : 2);
}

static Value timezone_hash(Thread *t, Value *args) {
    int64_t hash;
    return op_hash(t, as_zone(args[0])->offset, &hash) < 0 ? VALUE_ERROR : int_from_int64(t, hash);
}

static Value timezone_eq(Thread *t, Value *args) {
    if (!dt_is(t, args[1], DT_TYPE(t, TIMEZONE))) return VALUE_NOT_IMPLEMENTED;
    return value_bool(
        delta_order(as_delta(as_zone(args[0])->offset), as_delta(as_zone(args[1])->offset)) == 0);
}

static Value timezone_ne(Thread *t, Value *args) {
    Value equal = timezone_eq(t, args);
    return value_is_not_implemented(equal) ? equal : value_bool(value_is_false(equal));
}

static Value no_order(Thread *t, Value *args) {
    return VALUE_NOT_IMPLEMENTED;
}

static const NativeDef timezone_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", timezone_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__repr__", "($self, /)", timezone_repr, "Return repr(self)."),
    NATIVE("__hash__", "($self, /)", timezone_hash, "Return hash(self)."),
    NATIVE("__str__", "($self, /)", timezone_str, "Return str(self)."),
    NATIVE("__lt__", "($self, value, /)", no_order, "Return self<value."),
    NATIVE("__le__", "($self, value, /)", no_order, "Return self<=value."),
    NATIVE("__eq__", "($self, value, /)", timezone_eq, "Return self==value."),
    NATIVE("__ne__", "($self, value, /)", timezone_ne, "Return self!=value."),
    NATIVE("__gt__", "($self, value, /)", no_order, "Return self>value."),
    NATIVE("__ge__", "($self, value, /)", no_order, "Return self>=value."),
    NATIVE("tzname", "($self, dt, /)", timezone_tzname,
           "If name is specified when timezone is created, returns the name.  Otherwise returns "
           "offset as 'UTC(+|-)HH:MM'."),
    NATIVE("utcoffset", "($self, dt, /)", timezone_utcoffset, "Return fixed offset."),
    NATIVE("dst", "($self, dt, /)", timezone_dst, "Return None."),
    NATIVE("fromutc", "($self, dt, /)", timezone_fromutc,
           "datetime in UTC -> datetime in local time."),
    NATIVE("__getinitargs__", "($self, /)", timezone_getinitargs, "pickle support"),
    NATIVE_END,
};

const TypeDef typedef_datetime_timezone = {
    .name = "datetime.timezone",
    .doc = "Fixed offset from UTC implementation of tzinfo.",
    .id = TYPE_DATETIME_TIMEZONE,
    .base = TYPE_DATETIME_TZINFO,
    .kind = KIND_OTHER,
    .size = sizeof(Zone),
    .trace = timezone_trace,
    .methods = timezone_methods,
};

static bool set_constant(Thread *t, const char *name, Value v) {
    Value key = str_intern_cstring(t, name);
    return !value_is_error(key) && !value_is_error(v) && type_set(t, DT_TYPE(t, TIMEZONE), key, v);
}

static Value zone_of_minutes(Thread *t, int minutes) {
    Value offset = delta_new(t, 0, minutes * 60, 0);
    return value_is_error(offset) ? offset : zone_alloc(t, offset, VALUE_UNDEF);
}

bool zone_init(Thread *t) {
    Value zone = zone_of_minutes(t, 0);
    if (value_is_error(zone)) return false;
    t->vm->module_state[MODULE_STATE_DATETIME] = zone;
    return set_constant(t, "utc", zone) &&
           set_constant(t, "min", zone_of_minutes(t, 1 - 24 * 60)) &&
           set_constant(t, "max", zone_of_minutes(t, 24 * 60 - 1));
}

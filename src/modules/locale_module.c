/* locale_module.c - the module _locale: the C library's locales. */
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <string.h>
#include <wchar.h>

#include "runtime/native.h"

static Value locale_error(Thread *t, const char *text) {
    Value module = dict_get_str(t, t->vm->modules, str_intern_cstring(t, "_locale"));
    Value type = value_is_undef(module) ? VALUE_ERROR : attr_get_cstring(t, module, "Error");
    Value e = value_is_error(type) ? type : call1(t, type, str_from_cstring(t, text));
    return value_is_error(e) ? e : raise_object(t, e);
}

static Value locale_setlocale(Thread *t, Value *args) {
    int category;
    const char *wanted = NULL;
    if (!arg_int(t, args[0], &category))
        return VALUE_ERROR;
    if (!value_is_none(args[1])) {
        if (!value_is_str(args[1]))
            return raise_type_error(t, "setlocale() argument 2 must be str or None, not %T", args[1]);
        if (!(wanted = path_to_bytes(t, args[1], NULL)))
            return VALUE_ERROR;
    }
    const char *result = setlocale(category, wanted);
    if (!result)
        return locale_error(t, wanted ? "unsupported locale setting" : "locale query failed");
    return str_decode_fs(t, result, strlen(result));
}

/* "\3\3": sizes of groups of digits, ended by 0 (repeat) or CHAR_MAX (no more). */
static Value grouping(Thread *t, const char *sizes) {
    Value list = list_new(t, 4);
    if (!*sizes || value_is_error(list))
        return list;
    for (int i = 0;; i++) {
        if (!list_append(t, value_as_list(list), value_from_int(sizes[i])))
            return VALUE_ERROR;
        if (!sizes[i] || sizes[i] == CHAR_MAX)
            return list;
    }
}

static Value locale_localeconv(Thread *t, Value *args) {
    const struct lconv *l = localeconv();
    Dict *d = dict_new(t);
    if (!d)
        return VALUE_ERROR;
    const struct {
        const char *name;
        const char *text;
        int number;
        bool groups;
    } rows[] = {
        {"int_curr_symbol", l->int_curr_symbol, 0, false},
        {"currency_symbol", l->currency_symbol, 0, false}, {"mon_decimal_point", l->mon_decimal_point, 0, false},
        {"mon_thousands_sep", l->mon_thousands_sep, 0, false}, {"mon_grouping", l->mon_grouping, 0, true},
        {"positive_sign", l->positive_sign, 0, false}, {"negative_sign", l->negative_sign, 0, false},
        {"int_frac_digits", NULL, l->int_frac_digits, false}, {"frac_digits", NULL, l->frac_digits, false},
        {"p_cs_precedes", NULL, l->p_cs_precedes, false}, {"p_sep_by_space", NULL, l->p_sep_by_space, false},
        {"n_cs_precedes", NULL, l->n_cs_precedes, false}, {"n_sep_by_space", NULL, l->n_sep_by_space, false},
        {"p_sign_posn", NULL, l->p_sign_posn, false}, {"n_sign_posn", NULL, l->n_sign_posn, false},
        {"decimal_point", l->decimal_point, 0, false}, {"thousands_sep", l->thousands_sep, 0, false},
        {"grouping", l->grouping, 0, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Value v = rows[i].groups ? grouping(t, rows[i].text)
                  : rows[i].text ? str_decode_fs(t, rows[i].text, strlen(rows[i].text))
                                 : value_from_int(rows[i].number);
        if (value_is_error(v) || !dict_set_str(t, d, str_intern_cstring(t, rows[i].name), v))
            return VALUE_ERROR;
    }
    return value_from_object(d);
}

static Value locale_strcoll(Thread *t, Value *args) {
    for (int i = 0; i < 2; i++)
        if (!value_is_str(args[i]))
            return raise_type_error(t, "strcoll() argument %d must be str, not %T", i + 1, args[i]);
    const char *a = path_to_bytes(t, args[0], NULL), *b = a ? path_to_bytes(t, args[1], NULL) : NULL;
    return b ? value_from_int(strcoll(a, b)) : VALUE_ERROR;
}

static Value locale_strxfrm(Thread *t, Value *args) {
    if (!value_is_str(args[0]))
        return raise_type_error(t, "strxfrm() argument must be str, not %T", args[0]);
    const char *current = setlocale(LC_COLLATE, NULL);
    if (!current || !strcmp(current, "C") || !strcmp(current, "POSIX")) /* code points are in order */
        return args[0];
    const char *text = path_to_bytes(t, args[0], NULL);
    if (!text)
        return VALUE_ERROR;
    size_t n = strxfrm(NULL, text, 0);
    Raw *raw = gc_alloc_raw(t, n + 1);
    if (!raw)
        return VALUE_ERROR;
    strxfrm((char *)raw->bytes, text, n + 1);
    return str_from_latin1(t, raw->bytes, n);
}

static Value locale_nl_langinfo(Thread *t, Value *args) {
    int item;
    if (!arg_int(t, args[0], &item))
        return VALUE_ERROR;
    const char *text = nl_langinfo(item);
    return text ? str_decode_fs(t, text, strlen(text)) : raise_value_error(t, "unsupported langinfo constant");
}

static Value locale_getencoding(Thread *t, Value *args) { return str_from_cstring(t, "UTF-8"); }

static const NativeDef functions[] = {
    NATIVE("setlocale", "($module, category, locale=None, /)", locale_setlocale, "Activates/queries locale processing."),
    NATIVE("localeconv", "($module, /)", locale_localeconv, "Returns numeric and monetary locale-specific parameters."),
    NATIVE("strcoll", "($module, os1, os2, /)", locale_strcoll, "Compares two strings according to the locale."),
    NATIVE("strxfrm", "($module, string, /)", locale_strxfrm,
           "Return a string that can be used as a key for locale-aware comparisons."),
    NATIVE("nl_langinfo", "($module, key, /)", locale_nl_langinfo,
           "Return the value for the locale information associated with key."),
    NATIVE("getencoding", "($module, /)", locale_getencoding, "Get the current locale encoding."),
    NATIVE_END,
};

static const struct {
    const char *name;
    int value;
} constants[] = {
#define ROW(name) {#name, name}
    ROW(LC_CTYPE), ROW(LC_TIME), ROW(LC_COLLATE), ROW(LC_MONETARY), ROW(LC_MESSAGES), ROW(LC_NUMERIC), ROW(LC_ALL),
    ROW(CHAR_MAX), ROW(CODESET), ROW(D_T_FMT), ROW(D_FMT), ROW(T_FMT), ROW(RADIXCHAR), ROW(THOUSEP), ROW(YESEXPR),
    ROW(NOEXPR), ROW(CRNCYSTR), ROW(AM_STR), ROW(PM_STR), ROW(T_FMT_AMPM), ROW(ERA), ROW(ERA_D_FMT), ROW(ERA_D_T_FMT),
    ROW(ERA_T_FMT), ROW(ALT_DIGITS), ROW(DAY_1), ROW(DAY_2), ROW(DAY_3), ROW(DAY_4), ROW(DAY_5), ROW(DAY_6), ROW(DAY_7),
    ROW(ABDAY_1), ROW(ABDAY_2), ROW(ABDAY_3), ROW(ABDAY_4), ROW(ABDAY_5), ROW(ABDAY_6), ROW(ABDAY_7), ROW(MON_1),
    ROW(MON_2), ROW(MON_3), ROW(MON_4), ROW(MON_5), ROW(MON_6), ROW(MON_7), ROW(MON_8), ROW(MON_9), ROW(MON_10),
    ROW(MON_11), ROW(MON_12), ROW(ABMON_1), ROW(ABMON_2), ROW(ABMON_3), ROW(ABMON_4), ROW(ABMON_5), ROW(ABMON_6),
    ROW(ABMON_7), ROW(ABMON_8), ROW(ABMON_9), ROW(ABMON_10), ROW(ABMON_11), ROW(ABMON_12),
#undef ROW
};

static bool locale_init(Thread *t, Module *m) {
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (!module_set(t, m, constants[i].name, value_from_int(constants[i].value)))
            return false;
    Value error = native_exception(t, m, "locale.Error", value_from_object(t->vm->types[TYPE_Exception]));
    return !value_is_error(error);
}

const ModuleDef module_locale = {
    .name = "_locale",
    .doc = "Support for POSIX locales.",
    .functions = functions,
    .init = locale_init,
};

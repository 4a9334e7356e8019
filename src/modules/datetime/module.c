/*
 * module.c - the modules _datetime and datetime.
 *
 * CPython's datetime.py defines everything in Python first and then replaces
 * it by _datetime.  Here both names are the native module, which makes
 * importing it cheap.
 */
#include "modules/datetime/datetime.h"

static bool datetime_init(Thread *t, Module *m) {
    static const TypeDef *const types[] = {
        &typedef_datetime_delta, &typedef_datetime_tzinfo, &typedef_datetime_timezone,
        &typedef_datetime_date,  &typedef_datetime_time,   &typedef_datetime_datetime,
    };
    bool first = !DT_TYPE(t, DELTA);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (!native_type(t, types[i], m)) return false;
    }
    if (first &&
        !(delta_init(t) && zone_init(t) && date_init(t) && clock_init(t) && moment_init(t)))
        return false;
    return module_set(t, m, "MINYEAR", value_from_int(MIN_YEAR)) &&
           module_set(t, m, "MAXYEAR", value_from_int(MAX_YEAR)) &&
           module_set(t, m, "UTC", t->vm->module_state[MODULE_STATE_DATETIME]);
}

const ModuleDef module_datetime = {
    .name = "datetime",
    .doc = "Fast implementation of the datetime type.",
    .init = datetime_init,
};

const ModuleDef module_datetime_core = {
    .name = "_datetime",
    .doc = "Fast implementation of the datetime type.",
    .init = datetime_init,
};

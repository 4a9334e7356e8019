/* atexit_module.c - the module atexit: functions to run when the program ends. */
#include "modules/startup.h"

/* Rows of three in the module's list: function, arguments, keywords or None. */
static List *rows(Thread *t) {
    Value *state = &t->vm->module_state[MODULE_STATE_ATEXIT];
    if (!value_is_list(*state)) {
        Value list = list_new(t, 0);
        if (value_is_error(list))
            return NULL;
        *state = list;
    }
    return value_as_list(*state);
}

static Value atexit_register(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    size_t named = kwnames ? kwnames->length : 0, positional = nargs - named;
    if (!positional)
        return raise_type_error(t, "register() takes at least 1 argument (0 given)");
    if (!op_is_callable(t, args[0]))
        return raise_type_error(t, "the first argument must be callable");
    Dict *keywords = NULL;
    if (named) {
        keywords = dict_new(t);
        for (size_t i = 0; i < named; i++)
            if (!keywords || !dict_set_str(t, keywords, kwnames->items[i], args[positional + i]))
                return VALUE_ERROR;
    }
    Value rest = tuple_from_values(t, args + 1, positional - 1);
    Value row[3] = {args[0], rest, keywords ? value_from_object(keywords) : VALUE_NONE};
    Value entry = value_is_error(rest) ? rest : tuple_from_values(t, row, 3);
    List *l = rows(t);
    return l && !value_is_error(entry) && list_append(t, l, entry) ? args[0] : VALUE_ERROR;
}

/* Last registered, first run; one that raises is reported, the others run. */
static void run_all(Thread *t) {
    List *l = rows(t);
    while (l && l->length) {
        Value row = list_pop(t, l, l->length - 1);
        if (value_is_error(row))
            break;
        Value *parts = value_as_tuple(row)->items;
        Value r = call_with(t, parts[0], value_as_tuple(parts[1]),
                            value_is_none(parts[2]) ? NULL : value_as_dict(parts[2]));
        if (value_is_error(r))
            error_write_unraisable(t, "in atexit callback", parts[0]);
    }
    if (error_pending(t))
        error_clear(t);
}

void atexit_run(Thread *t) {
    if (value_is_list(t->vm->module_state[MODULE_STATE_ATEXIT]))
        run_all(t);
}

static Value atexit_run_exitfuncs(Thread *t, Value *args) {
    run_all(t);
    return VALUE_NONE;
}

static Value atexit_clear(Thread *t, Value *args) {
    List *l = rows(t);
    if (!l)
        return VALUE_ERROR;
    list_clear(l);
    return VALUE_NONE;
}

static Value atexit_ncallbacks(Thread *t, Value *args) {
    List *l = rows(t);
    return l ? value_from_int((int64_t)l->length) : VALUE_ERROR;
}

static Value atexit_unregister(Thread *t, Value *args) {
    List *l = rows(t);
    for (size_t i = 0; l && i < l->length;) {
        int same = op_equal(t, value_as_tuple(l->items[i])->items[0], args[0]);
        if (same < 0)
            return VALUE_ERROR;
        if (!same)
            i++;
        else if (i < l->length && value_is_error(list_pop(t, l, i)))
            return VALUE_ERROR;
    }
    return l ? VALUE_NONE : VALUE_ERROR;
}

static const NativeDef functions[] = {
    NATIVE_RAW("register", "(func, *args, **kwargs)", atexit_register,
               "register(func, *args, **kwargs) -> func\n\nRegister a function to be executed upon normal program "
               "termination\n\n    func - function to be called at exit\n    args - optional arguments to pass to "
               "func\n    kwargs - optional keyword arguments to pass to func\n\n    func is returned to facilitate "
               "usage as a decorator."),
    NATIVE("_clear", "($module, /)", atexit_clear,
           "_clear() -> None\n\nClear the list of previously registered exit functions."),
    NATIVE("unregister", "($module, func, /)", atexit_unregister,
           "unregister(func) -> None\n\nUnregister an exit function which was previously registered "
           "using\natexit.register\n\n    func - function to be unregistered"),
    NATIVE("_run_exitfuncs", "($module, /)", atexit_run_exitfuncs,
           "_run_exitfuncs() -> None\n\nRun all registered exit functions.\n\nIf a callback raises an exception, it is "
           "logged with sys.unraisablehook."),
    NATIVE("_ncallbacks", "($module, /)", atexit_ncallbacks,
           "_ncallbacks() -> int\n\nReturn the number of registered exit functions."),
    NATIVE_END,
};

const ModuleDef module_atexit = {
    .name = "atexit",
    .doc = "allow programmer to define multiple exit functions to be executedupon normal program termination.\n\nTwo "
           "public functions, register and unregister, are defined.\n",
    .functions = functions,
};

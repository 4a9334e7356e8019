/*
 * warnings_module.c - the module _warnings: filters, registries, and showing a
 * warning.  The library's warnings.py shares the list of filters and, once it
 * is imported, does the showing (so that programs can replace it).
 */
#include <stdio.h>
#include <stdlib.h>

#include "modules/startup.h"
#include "runtime/sequence_support.h"

/* Module state: (filters, default action, registry of "once", version of the filters). */
enum { STATE_FILTERS, STATE_ACTION, STATE_ONCE, STATE_VERSION, STATE_COUNT };

static Tuple *state(Thread *t) { return value_as_tuple(t->vm->module_state[MODULE_STATE_WARNINGS]); }

/* What warnings.py has under a name, if it was imported, else our own. */
static Value shared(Thread *t, const char *name, int index) {
    Value module = dict_get_str(t, t->vm->modules, str_intern_cstring(t, "warnings"));
    Value v = value_is_undef(module) ? module : attr_find(t, module, str_intern_cstring(t, name));
    return value_is_undef(v) ? state(t)->items[index] : v;
}

/* ---- filters ---- */

/* 1, 0, -1: None matches all, a str only itself, a pattern by its match(). */
static int matches(Thread *t, Value pattern, Value text) {
    if (value_is_none(pattern))
        return 1;
    if (value_is_exact(pattern, KIND_STR))
        return op_equal(t, pattern, text);
    Value r = call_method1(t, pattern, str_intern_cstring(t, "match"), text);
    return value_is_error(r) ? -1 : op_truth(t, r);
}

static Value find_action(Thread *t, Value category, Value text, int64_t lineno, Value module, Value *item_out) {
    Value filters = shared(t, "filters", STATE_FILTERS);
    if (value_is_error(filters))
        return filters;
    if (!value_is_list(filters))
        return raise_value_error(t, "_warnings.filters must be a list");
    List *l = value_as_list(filters);
    for (size_t i = 0; i < l->length; i++) {
        Value row = l->items[i];
        if (!value_is_tuple(row) || value_as_tuple(row)->length != 5)
            return raise_value_error(t, "_warnings.filters item %zd isn't a 5-tuple", i);
        Value *parts = value_as_tuple(row)->items;
        if (!value_is_str(parts[0]))
            return raise_type_error(t, "action must be a string, not '%T'", parts[0]);
        int64_t line;
        int message_fits = matches(t, parts[1], text);
        int module_fits = message_fits < 0 ? -1 : matches(t, parts[3], module);
        int category_fits = module_fits < 0 ? -1 : op_issubclass(t, category, parts[2]);
        if (category_fits < 0 || !op_index_int64(t, parts[4], &line))
            return VALUE_ERROR;
        if (message_fits && module_fits && category_fits && (line == 0 || line == lineno)) {
            *item_out = row;
            return parts[0];
        }
    }
    Value action = shared(t, "defaultaction", STATE_ACTION);
    if (!value_is_error(action) && !value_is_str(action))
        return raise_type_error(t, "_warnings.defaultaction must be a string, not '%T'", action);
    *item_out = VALUE_NONE;
    return action;
}

/* ---- registries ---- */

static int already_warned(Thread *t, Value registry, Value key, bool set) {
    if (!value_is_dict(registry))
        return 0;
    Dict *d = value_as_dict(registry);
    Value version_key = str_intern_cstring(t, "version"), version = state(t)->items[STATE_VERSION];
    Value seen = dict_get_str(t, d, version_key);
    if (value_is_undef(seen) || !value_is_int(seen) || !value_same(seen, version)) {
        dict_clear(t, d);
        if (!dict_set_str(t, d, version_key, version))
            return -1;
    } else {
        Value was = dict_get(t, d, key);
        if (value_is_error(was))
            return -1;
        if (!value_is_undef(was)) {
            int r = op_truth(t, was);
            if (r)
                return r;
        }
    }
    return set && !dict_set(t, d, key, VALUE_TRUE) ? -1 : 0;
}

/* ---- showing ---- */

static Value print_to_stderr(Thread *t, Value text) {
    Value err = dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, "stderr"));
    if (value_is_undef(err) || value_is_none(err))
        return VALUE_NONE;
    return call_method1(t, err, STR_NAME(t, write), text);
}

/* Line number `lineno` of a file without the blanks around it, or UNDEF. */
static Value source_line(Thread *t, Value filename, int64_t lineno) {
    const char *path = path_to_bytes(t, filename, NULL);
    FILE *f = path ? fopen(path, "r") : NULL;
    if (!f) {
        error_clear(t);
        return VALUE_UNDEF;
    }
    char *line = NULL;
    size_t capacity = 0;
    ssize_t n = -1;
    for (int64_t i = 0; i < lineno && (n = getline(&line, &capacity, f)) >= 0; i++) {}
    fclose(f);
    Value text = VALUE_UNDEF;
    if (n >= 0 && lineno > 0) {
        char *start = line, *end = line + n;
        while (start < end && strchr(" \t\014", *start))
            start++;
        while (end > start && strchr(" \t\r\n\014", end[-1]))
            end--;
        text = str_from_utf8(t, start, (size_t)(end - start));
        if (value_is_error(text)) {
            error_clear(t);
            text = VALUE_UNDEF;
        }
    }
    free(line);
    return text;
}

static bool show(Thread *t, Value filename, int64_t lineno, Value text, Value category, Value sourceline) {
    Value name = attr_get(t, category, STR_NAME(t, __name__));
    Value head = value_is_error(name) ? name : str_format(t, "%S:%ld: %S: %S\n", filename, (long)lineno, name, text);
    if (value_is_error(head) || value_is_error(print_to_stderr(t, head)))
        return false;
    if (value_is_undef(sourceline) || value_is_none(sourceline))
        sourceline = source_line(t, filename, lineno);
    if (value_is_str(sourceline) && value_as_str(sourceline)->length) {
        Value line = str_format(t, "  %U\n", sourceline);
        return !value_is_error(line) && !value_is_error(print_to_stderr(t, line));
    }
    return true;
}

/* Through warnings._showwarnmsg where there is one. */
static bool call_show(Thread *t, Value category, Value text, Value message, Value filename, int64_t lineno,
                      Value sourceline, Value source) {
    Value modules = value_from_object(t->vm->modules);
    Value warnings = dict_get_str(t, value_as_dict(modules), str_intern_cstring(t, "warnings"));
    if (value_is_undef(warnings) && !value_is_undef(source) && !t->vm->shutting_down) {
        warnings = t->vm->hooks.import_module(t, str_intern_cstring(t, "warnings"), VALUE_NONE, VALUE_NONE, 0);
        if (value_is_error(warnings)) {
            error_clear(t);
            warnings = VALUE_UNDEF;
        }
    }
    Value function = value_is_undef(warnings) ? warnings : attr_find(t, warnings, str_intern_cstring(t, "_showwarnmsg"));
    if (value_is_error(function))
        return false;
    if (value_is_undef(function))
        return show(t, filename, lineno, text, category, sourceline);
    if (!op_is_callable(t, function)) {
        raise_type_error(t, "warnings._showwarnmsg() must be set to a callable");
        return false;
    }
    Value make = attr_get_cstring(t, warnings, "WarningMessage");
    Value args[7] = {message, category, filename, int_from_int64(t, lineno), VALUE_NONE, VALUE_NONE,
                     value_is_undef(source) ? VALUE_NONE : source};
    Value record = value_is_error(make) ? make : call(t, make, args, 7, NULL);
    return !value_is_error(record) && !value_is_error(call1(t, function, record));
}

/* ---- the decision ---- */

static Value module_of_file(Thread *t, Value filename) {
    Str *s = value_is_str(filename) ? value_as_str(filename) : NULL;
    if (!s || !s->length)
        return str_from_cstring(t, "<unknown>");
    const void *d = str_data(t, s);
    size_t n = s->length;
    if (n >= 3 && str_char_at(d, s->width, n - 3) == '.' && str_char_at(d, s->width, n - 2) == 'p' &&
        str_char_at(d, s->width, n - 1) == 'y')
        return str_substring(t, filename, 0, n - 3);
    return filename;
}

static Value warn_explicit(Thread *t, Value category, Value message, Value filename, int64_t lineno, Value module,
                           Value registry, Value sourceline, Value source) {
    if (value_is_none(module)) /* called at the very end */
        return VALUE_NONE;
    if (!value_is_undef(registry) && !value_is_none(registry) && !value_is_dict(registry))
        return raise_type_error(t, "'registry' must be a dict or None");
    if (value_is_undef(module))
        module = module_of_file(t, filename);
    if (value_is_error(module))
        return module;
    if (value_is_none(source))
        source = VALUE_UNDEF;
    int is_instance = op_isinstance(t, message, value_from_object(t->vm->types[TYPE_Warning]));
    if (is_instance < 0)
        return VALUE_ERROR;
    Value text = message;
    if (is_instance) {
        text = op_str(t, message);
        category = value_from_object(type_of(t, message));
    } else {
        message = call1(t, category, message);
    }
    if (value_is_error(text) || value_is_error(message))
        return VALUE_ERROR;
    Value key = tuple_of(t, 3, text, category, int_from_int64(t, lineno));
    if (value_is_error(key))
        return key;
    int known = already_warned(t, registry, key, false);
    if (known)
        return known < 0 ? VALUE_ERROR : VALUE_NONE;
    Value item, action = find_action(t, category, text, lineno, module, &item);
    if (value_is_error(action))
        return action;
    if (str_equals_cstring(t, action, "error"))
        return raise_object(t, message);
    if (str_equals_cstring(t, action, "ignore"))
        return VALUE_NONE;
    if (!str_equals_cstring(t, action, "always")) {
        if (value_is_dict(registry) && !dict_set(t, value_as_dict(registry), key, VALUE_TRUE))
            return VALUE_ERROR;
        int done = 0;
        bool once = str_equals_cstring(t, action, "once");
        if (once || str_equals_cstring(t, action, "module")) {
            Value general = tuple_of(t, 2, text, category);
            Value where = once && !value_is_dict(registry) ? shared(t, "onceregistry", STATE_ONCE) : registry;
            if (value_is_error(general) || value_is_error(where))
                return VALUE_ERROR;
            done = already_warned(t, where, general, true);
        } else if (!str_equals_cstring(t, action, "default")) {
            return raise_error(t, TYPE_RuntimeError, "Unrecognized action (%R) in warnings.filters:\n %R", action, item);
        }
        if (done)
            return done < 0 ? VALUE_ERROR : VALUE_NONE;
    }
    return call_show(t, category, text, message, filename, lineno, sourceline, source) ? VALUE_NONE : VALUE_ERROR;
}

/* ---- where a warning comes from ---- */

static bool is_importlib_frame(Thread *t, Frame *f) {
    Value filename = f->function->code->filename;
    return value_is_str(filename) &&
           (str_equals_cstring(t, filename, "<frozen importlib._bootstrap>") ||
            str_equals_cstring(t, filename, "<frozen importlib._bootstrap_external>"));
}

static Frame *outer_frame(Thread *t, Frame *f) {
    do
        f = frame_caller(t, f);
    while (f && is_importlib_frame(t, f));
    return f;
}

/* The line a frame is at. */
static int64_t frame_line(Thread *t, Frame *f) {
    int line = code_line_at(t, f->function->code, frame_pc(f));
    return line < 0 ? f->function->code->first_line : line;
}

static bool find_context(Thread *t, int64_t level, Value *filename, int64_t *lineno, Value *module, Value *registry) {
    frames_sync(t);
    Frame *f = t->frame;
    if (level <= 0 || (f && is_importlib_frame(t, f)))
        while (--level > 0 && f)
            f = frame_caller(t, f);
    else
        while (--level > 0 && f)
            f = outer_frame(t, f);
    Dict *globals;
    if (f) {
        globals = f->function->globals;
        *filename = f->function->code->filename;
        *lineno = frame_line(t, f);
    } else {
        globals = t->vm->sys->dict;
        *filename = str_from_cstring(t, "sys");
        *lineno = 1;
    }
    Value name = str_intern_cstring(t, "__warningregistry__");
    *registry = dict_get_str(t, globals, name);
    if (value_is_undef(*registry)) {
        Dict *d = dict_new(t);
        if (!d || !dict_set_str(t, globals, name, value_from_object(d)))
            return false;
        *registry = value_from_object(d);
    }
    *module = dict_get_str(t, globals, STR_NAME(t, __name__));
    if (!value_is_none(*module) && !value_is_str(*module))
        *module = str_from_cstring(t, "<string>");
    return true;
}

static bool check_category(Thread *t, Value message, Value *category) {
    Value base = value_from_object(t->vm->types[TYPE_Warning]);
    int r = op_isinstance(t, message, base);
    if (r < 0)
        return false;
    if (r) {
        *category = value_from_object(type_of(t, message));
        return true;
    }
    if (value_is_undef(*category) || value_is_none(*category)) {
        *category = value_from_object(t->vm->types[TYPE_UserWarning]);
        return true;
    }
    r = value_is_kind(*category, KIND_TYPE) ? op_issubclass(t, *category, base) : 0;
    if (!r)
        raise_type_error(t, "category must be a Warning subclass, not '%T'", *category);
    return r > 0;
}

static Value do_warn(Thread *t, Value message, Value category, int64_t level, Value source) {
    Value filename, module, registry;
    int64_t lineno;
    if (!find_context(t, level, &filename, &lineno, &module, &registry))
        return VALUE_ERROR;
    return warn_explicit(t, category, message, filename, lineno, module, registry, VALUE_UNDEF, source);
}

static Value warnings_warn(Thread *t, Value *args) {
    int64_t level;
    if (!arg_size(t, args[2], &level) || !check_category(t, args[0], &args[1]))
        return VALUE_ERROR;
    return do_warn(t, args[0], args[1], level, args[3]);
}

/* message, category, filename, lineno, module, registry, module_globals, source */
static Value warnings_warn_explicit(Thread *t, Value *args) {
    int lineno;
    if (!value_is_str(args[2]))
        return raise_type_error(t, "warn_explicit() argument 3 must be str, not %T", args[2]);
    if (!arg_int(t, args[3], &lineno))
        return VALUE_ERROR;
    Value sourceline = VALUE_UNDEF;
    if (!value_is_none(args[6])) {
        if (!value_is_dict(args[6]))
            return raise_type_error(t, "module_globals must be a dict, not '%T'", args[6]);
        Dict *d = value_as_dict(args[6]);
        Value loader = dict_get_str(t, d, STR_NAME(t, __loader__)), name = dict_get_str(t, d, STR_NAME(t, __name__));
        if (!value_is_undef(loader) && !value_is_none(loader) && !value_is_undef(name)) {
            Value get = attr_find(t, loader, str_intern_cstring(t, "get_source"));
            Value text = value_is_undef(get) || value_is_error(get) ? get : call1(t, get, name);
            if (value_is_error(text))
                return text;
            if (!value_is_undef(text) && !value_is_none(text) && !value_is_str(text))
                return raise_type_error(t, "must be str, not %T", text);
            if (value_is_str(text)) { /* a subclass's own splitlines() does not count */
                Value split = attr_get_cstring(t, value_from_object(t->vm->types[TYPE_STR]), "splitlines");
                Value lines = value_is_error(split) ? split : call1(t, split, text);
                if (value_is_error(lines))
                    return lines;
                if (lineno <= 0 || (size_t)lineno > value_as_list(lines)->length)
                    return raise_index_error(t, "list index out of range");
                sourceline = call_method0(t, value_as_list(lines)->items[lineno - 1], str_intern_cstring(t, "strip"));
            }
        }
    }
    return warn_explicit(t, args[1], args[0], args[2], lineno, args[4], args[5], sourceline, args[7]);
}

static Value warnings_filters_mutated(Thread *t, Value *args) {
    Tuple *s = state(t);
    s->items[STATE_VERSION] = value_from_int(value_as_int(s->items[STATE_VERSION]) + 1);
    return VALUE_NONE;
}

/* ---- the module ---- */

static bool warn_hook(Thread *t, Value message, Value category, int level) {
    return !value_is_error(do_warn(t, message, category, level, VALUE_UNDEF));
}

static Value filter(Thread *t, const char *action, TypeId category, const char *module) {
    return tuple_of(t, 5, str_intern_cstring(t, action), VALUE_NONE, value_from_object(t->vm->types[category]),
                    module ? str_intern_cstring(t, module) : VALUE_NONE, value_from_int(0));
}

bool warnings_install(Thread *t) {
    Value rows[] = {
        filter(t, "default", TYPE_DeprecationWarning, "__main__"),
        filter(t, "ignore", TYPE_DeprecationWarning, NULL),
        filter(t, "ignore", TYPE_PendingDeprecationWarning, NULL),
        filter(t, "ignore", TYPE_ImportWarning, NULL),
        filter(t, "ignore", TYPE_ResourceWarning, NULL),
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (value_is_error(rows[i]))
            return false;
    Dict *once = dict_new(t);
    Value filters = list_from_values(t, rows, sizeof rows / sizeof *rows);
    if (!once || value_is_error(filters))
        return false;
    Value s = tuple_of(t, STATE_COUNT, filters, str_intern_cstring(t, "default"), value_from_object(once),
                       value_from_int(0));
    if (value_is_error(s))
        return false;
    t->vm->module_state[MODULE_STATE_WARNINGS] = s;
    t->vm->hooks.warn = warn_hook;
    return true;
}

static const NativeDef functions[] = {
    NATIVE("warn", "($module, /, message, category=None, stacklevel=1, source=None)", warnings_warn,
           "Issue a warning, or maybe ignore it or raise an exception."),
    NATIVE("warn_explicit",
           "($module, /, message, category, filename, lineno, module=<none>, registry=None, module_globals=None, "
           "source=None)",
           warnings_warn_explicit, "Low-level interface to warnings functionality."),
    NATIVE("_filters_mutated", "($module, /)", warnings_filters_mutated, NULL),
    NATIVE_END,
};

static bool warnings_init(Thread *t, Module *m) {
    Value *s = state(t)->items;
    return module_set(t, m, "filters", s[STATE_FILTERS]) && module_set(t, m, "_onceregistry", s[STATE_ONCE]) &&
           module_set(t, m, "_defaultaction", s[STATE_ACTION]);
}

const ModuleDef module_warnings = {
    .name = "_warnings",
    .doc = "_warnings provides basic warning filtering support.\nIt is a helper module to speed up interpreter start-up.",
    .functions = functions,
    .init = warnings_init,
};

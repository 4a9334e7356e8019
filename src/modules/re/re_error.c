/* The class re.error, and errors of the pattern layer as exceptions. */
#include <stdlib.h>

#include "modules/re/re_module.h"

static bool set_attribute(Thread *t, Value object, const char *name, Value value) {
    Value key = str_intern_cstring(t, name);
    return !value_is_error(key) && attr_set(t, object, key, value);
}

/* Line and column of a position, by the pattern's own methods. */
static bool locate(Thread *t, Value pattern, Value position, Value *line, Value *column,
                   bool *has_newline) {
    Value newline = value_is_str(pattern) ? str_from_char(t, '\n') : bytes_from_data(t, "\n", 1);
    if (value_is_error(newline)) return false;
    Value arguments[3] = {newline, value_from_int(0), position};
    Value count = call_method(t, pattern, str_intern_cstring(t, "count"), arguments, 3);
    if (value_is_error(count)) return false;
    *line = op_binary(t, OP_ADD, count, value_from_int(1));
    if (value_is_error(*line)) return false;
    Value last = call_method(t, pattern, str_intern_cstring(t, "rfind"), arguments, 3);
    if (value_is_error(last)) return false;
    *column = op_binary(t, OP_SUB, position, last);
    if (value_is_error(*column)) return false;
    int found = op_contains(t, pattern, newline);
    *has_newline = found > 0;
    return found >= 0;
}

/* error.__init__(self, msg, pattern=None, pos=None) */
static Value error_init(Thread *t, Value *args) {
    Value self = args[0], message = args[1], pattern = args[2], position = args[3];
    Value line = VALUE_NONE, column = VALUE_NONE;
    if (!set_attribute(t, self, "msg", message) || !set_attribute(t, self, "pattern", pattern) ||
        !set_attribute(t, self, "pos", position))
        return VALUE_ERROR;
    if (!value_is_none(pattern) && !value_is_none(position)) {
        bool has_newline;
        message = str_format(t, "%S at position %S", message, position);
        if (value_is_error(message) || !locate(t, pattern, position, &line, &column, &has_newline))
            return VALUE_ERROR;
        if (has_newline) message = str_format(t, "%U (line %S, column %S)", message, line, column);
        if (value_is_error(message)) return VALUE_ERROR;
    }
    if (!set_attribute(t, self, "lineno", line) || !set_attribute(t, self, "colno", column))
        return VALUE_ERROR;
    Value arguments = tuple_from_values(t, &message, 1);
    if (value_is_error(arguments)) return VALUE_ERROR;
    Exception *exception = value_as_exception(self);
    exception->args = arguments;
    gc_wrote(t, exception);
    return VALUE_NONE;
}

static const NativeDef error_methods[] = {
    NATIVE("__init__", "($self, /, msg, pattern=None, pos=None)", error_init, NULL),
    NATIVE_END,
};

bool re_error_init(Thread *t, Module *module) {
    Value base = value_from_object(t->vm->types[TYPE_Exception]);
    Value class = native_exception(t, module, "re.error", base);
    if (value_is_error(class)) return false;
    Type *type = (Type *)value_as_object(class);
    Value doc = str_from_cstring(
        t, "Exception raised for invalid regular expressions.\n\n"
           "    Attributes:\n\n"
           "        msg: The unformatted error message\n"
           "        pattern: The regular expression pattern\n"
           "        pos: The index in the pattern where compilation failed (may be None)\n"
           "        lineno: The line corresponding to pos (may be None)\n"
           "        colno: The column corresponding to pos (may be None)\n    ");
    if (value_is_error(doc) || !type_set(t, type, STR_NAME(t, __doc__), doc) ||
        !natives_declare(t, type->dict, error_methods, type, VALUE_UNDEF))
        return false;
    type_update_specials(t, type);
    type_modified(t, type);
    re_state_set(t, RE_STATE_ERROR, class);
    return module_set(t, module, "error", class);
}

static void raise_pattern_error(Thread *t, const ReError *error, Value pattern) {
    Value message = str_from_cstring(t, error->message);
    if (value_is_error(message)) return;
    Value arguments[3] = {message, pattern, value_from_int(error->position)};
    Value class = re_state(t)->items[RE_STATE_ERROR];
    Value exception = call(t, class, arguments, error->position >= 0 ? 3 : 1, NULL);
    if (!value_is_error(exception)) raise_object(t, exception);
}

void re_error_raise(Thread *t, ReError *error, Value pattern) {
    switch (error->kind) {
    case RE_ERROR_PATTERN: raise_pattern_error(t, error, pattern); break;
    case RE_ERROR_OVERFLOW: raise_error(t, TYPE_OverflowError, "%s", error->message); break;
    case RE_ERROR_VALUE: raise_error(t, TYPE_ValueError, "%s", error->message); break;
    case RE_ERROR_INDEX: raise_error(t, TYPE_IndexError, "%s", error->message); break;
    case RE_ERROR_RECURSION: raise_error(t, TYPE_RecursionError, "%s", error->message); break;
    case RE_ERROR_WARNING: break; /* the exception is there already */
    case RE_ERROR_NONE:
    case RE_ERROR_MEMORY: raise_memory_error(t); break;
    }
    re_error_free(error);
}

static bool host_warn(void *context, ReWarningKind kind, const char *message) {
    TypeId category = kind == RE_WARNING_FUTURE ? TYPE_FutureWarning : TYPE_DeprecationWarning;
    return warn(context, category, 1, "%s", message);
}

static int32_t host_character(void *context, const char *name) {
    uint32_t c;
    return unicode_find_name(name, strlen(name), &c) ? (int32_t)c : -1;
}

ReHost re_host(Thread *t) {
    return (ReHost){.context = t, .warn = host_warn, .character_by_name = host_character};
}

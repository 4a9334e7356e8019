/*
 * exception.c - the built-in exception types.  Exception groups are in
 * exception_group.c, raising in error.c, printing in traceback.c.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/function.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str.h"
#include "runtime/type.h"

static Exception *as_exception(Value v) { return (Exception *)value_as_object(v); }

static void exception_trace(Tracer *tracer, Object *object) {
    const Exception *e = (const Exception *)object;
    trace_values(tracer, &e->args, 4 + 8);
    trace_object(tracer, e->trail);
}
static_assert(offsetof(Exception, fields) == offsetof(Exception, args) + 4 * sizeof(Value),
              "the traced fields are consecutive");

static Exception *exception_alloc(Thread *t, Type *type, Value args) {
    Exception *e = type_alloc(t, type, 0);
    if (!e)
        return NULL;
    e->args = args;
    e->cause = e->context = e->traceback = VALUE_NONE;
    for (int i = 0; i < 8; i++)
        e->fields[i] = VALUE_UNDEF;
    return e;
}

Value exception_create(Thread *t, Type *type, Value *args, size_t nargs) {
    Value tuple = tuple_from_values(t, args, nargs);
    if (value_is_error(tuple))
        return tuple;
    Exception *e = exception_alloc(t, type, tuple);
    return e ? value_from_object(e) : VALUE_ERROR;
}

static Value base_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    size_t given = nargs - (kwnames ? kwnames->length : 0);
    return exception_create(t, (Type *)value_as_object(args[0]), args + 1, given - 1);
}

static bool reject_keywords(Thread *t, Value self, Tuple *kwnames) {
    if (!kwnames || !kwnames->length)
        return true;
    raise_type_error(t, "%T() takes no keyword arguments", self);
    return false;
}

static bool set_args(Thread *t, Value self, Value *args, size_t count) {
    const Tuple *had = value_as_tuple(as_exception(self)->args);
    if (had->length == count && memcmp(had->items, args, count * sizeof *args) == 0)
        return true; /* as __new__ has set them */
    Value tuple = tuple_from_values(t, args, count);
    if (value_is_error(tuple))
        return false;
    as_exception(self)->args = tuple;
    gc_wrote(t, value_as_object(self));
    return true;
}

static Value base_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (!reject_keywords(t, args[0], kwnames) || !set_args(t, args[0], args + 1, nargs - 1))
        return VALUE_ERROR;
    return VALUE_NONE;
}

Value exception_init(Thread *t, Value *args, size_t nargs) { return base_init(t, args, nargs, NULL); }

static Value base_str(Thread *t, Value *args) {
    Tuple *a = value_as_tuple(as_exception(args[0])->args);
    if (!a->length)
        return t->vm->empty_str;
    return op_str(t, a->length == 1 ? a->items[0] : value_from_object(a));
}

static Value base_repr(Thread *t, Value *args) {
    Tuple *a = value_as_tuple(as_exception(args[0])->args);
    if (a->length == 1)
        return str_format(t, "%T(%R)", args[0], a->items[0]);
    return str_format(t, "%T%R", args[0], value_from_object(a));
}

static Value base_with_traceback(Thread *t, Value *args) {
    if (!value_is_none(args[1]) && !value_is_kind(args[1], KIND_TRACEBACK))
        return raise_type_error(t, "__traceback__ must be a traceback or None");
    exception_set_traceback(t, as_exception(args[0]), args[1]);
    return args[0];
}

static Value base_add_note(Thread *t, Value *args) {
    if (!value_is_str(args[1]))
        return raise_type_error(t, "note must be a str, not '%T'", args[1]);
    Value notes = attr_find(t, args[0], STR_NAME(t, __notes__));
    if (value_is_error(notes))
        return notes;
    if (value_is_undef(notes)) {
        notes = list_new(t, 1);
        if (value_is_error(notes) || !attr_set(t, args[0], STR_NAME(t, __notes__), notes))
            return VALUE_ERROR;
    } else if (!value_is_list(notes)) {
        return raise_type_error(t, "Cannot add note: __notes__ is not a list");
    }
    return list_append(t, value_as_list(notes), args[1]) ? VALUE_NONE : VALUE_ERROR;
}

static Value base_reduce(Thread *t, Value *args) {
    Exception *e = as_exception(args[0]);
    Value parts[3] = {value_from_object(type_of(t, args[0])), e->args, VALUE_NONE};
    bool plain = value_is_int(e->attributes) && !(object_shape(e)->flags & SHAPE_DICT_MODE) &&
                 object_shape(e)->count == 0;
    if (!plain) {
        Dict *d = instance_dict(t, &e->header);
        if (!d)
            return VALUE_ERROR;
        parts[2] = value_from_object(d);
    }
    return tuple_from_values(t, parts, plain ? 2 : 3);
}

static Value base_setstate(Thread *t, Value *args) {
    if (value_is_none(args[1]))
        return VALUE_NONE;
    if (!value_is_dict(args[1]))
        return raise_type_error(t, "state is not a dictionary");
    size_t position = 0;
    Value key, value;
    while (dict_next(value_as_dict(args[1]), &position, &key, &value))
        if (!attr_set(t, args[0], key, value))
            return VALUE_ERROR;
    return VALUE_NONE;
}

static Value args_get(Thread *t, Value self) { return as_exception(self)->args; }
static bool args_set(Thread *t, Value self, Value value) {
    if (value_is_undef(value)) {
        raise_type_error(t, "args may not be deleted");
        return false;
    }
    Value tuple = tuple_from_iterable(t, value);
    if (value_is_error(tuple))
        return false;
    as_exception(self)->args = tuple;
    gc_wrote(t, value_as_object(self));
    return true;
}

static Value traceback_get(Thread *t, Value self) { return exception_traceback(t, as_exception(self)); }
static bool traceback_set(Thread *t, Value self, Value value) {
    if (value_is_undef(value)) {
        raise_type_error(t, "__traceback__ may not be deleted");
        return false;
    }
    if (!value_is_none(value) && !value_is_kind(value, KIND_TRACEBACK)) {
        raise_type_error(t, "__traceback__ must be a traceback or None");
        return false;
    }
    exception_set_traceback(t, as_exception(self), value);
    return true;
}

static bool is_exception(Value v) { return value_is_kind(v, KIND_EXCEPTION); }

static Value context_get(Thread *t, Value self) { return as_exception(self)->context; }
static bool context_set(Thread *t, Value self, Value value) {
    if (value_is_undef(value) || (!value_is_none(value) && !is_exception(value))) {
        raise_type_error(t, value_is_undef(value) ? "__context__ may not be deleted"
                                                  : "exception context must be None or derive from "
                                                    "BaseException");
        return false;
    }
    as_exception(self)->context = value;
    gc_wrote(t, value_as_object(self));
    return true;
}
static Value cause_get(Thread *t, Value self) { return as_exception(self)->cause; }
static bool cause_set(Thread *t, Value self, Value value) {
    if (value_is_undef(value) || (!value_is_none(value) && !is_exception(value))) {
        raise_type_error(t, value_is_undef(value) ? "__cause__ may not be deleted"
                                                  : "exception cause must be None or derive from "
                                                    "BaseException");
        return false;
    }
    as_exception(self)->cause = value;
    as_exception(self)->suppress_context = true;
    gc_wrote(t, value_as_object(self));
    return true;
}
static Value suppress_get(Thread *t, Value self) {
    return value_bool(as_exception(self)->suppress_context);
}
static bool suppress_set(Thread *t, Value self, Value value) {
    if (value_is_undef(value) || !value_is_bool(value)) {
        raise_type_error(t, value_is_undef(value) ? "can't delete numeric/char attribute"
                                                  : "attribute value type must be bool");
        return false;
    }
    as_exception(self)->suppress_context = value_is_true(value);
    return true;
}
static Value dict_get_attribute(Thread *t, Value self) {
    Dict *d = instance_dict(t, value_as_object(self));
    return d ? value_from_object(d) : VALUE_ERROR;
}
static bool dict_set_attribute(Thread *t, Value self, Value value) {
    if (value_is_undef(value) || !value_is_dict(value)) {
        raise_type_error(t, "__dict__ must be a dictionary");
        return false;
    }
    return instance_replace_dict(t, value_as_object(self), value);
}

static const NativeDef base_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", base_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE_RAW("__init__", "($self, /, *args, **kwargs)", base_init,
               "Initialize self.  See help(type(self)) for accurate signature."),
    NATIVE("__str__", "($self, /)", base_str, "Return str(self)."),
    NATIVE("__repr__", "($self, /)", base_repr, "Return repr(self)."),
    NATIVE("with_traceback", "($self, object, /)", base_with_traceback,
           "Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self."),
    NATIVE("add_note", "($self, object, /)", base_add_note,
           "Exception.add_note(note) --\n    add a note to the exception"),
    NATIVE("__reduce__", "($self, /)", base_reduce, NULL),
    NATIVE("__setstate__", "($self, object, /)", base_setstate, NULL),
    NATIVE_END,
};
static const GetSetDef base_getset[] = {
    {"args", args_get, args_set, NULL},
    {"__traceback__", traceback_get, traceback_set, NULL},
    {"__context__", context_get, context_set, "exception context"},
    {"__cause__", cause_get, cause_set, "exception cause"},
    {"__suppress_context__", suppress_get, suppress_set, NULL},
    {"__dict__", dict_get_attribute, dict_set_attribute, NULL},
    {NULL, NULL, NULL, NULL},
};
const TypeDef typedef_base_exception = {
    .name = "BaseException",
    .doc = "Common base class for all exceptions",
    .id = TYPE_BASE_EXCEPTION,
    .base = TYPE_OBJECT,
    .kind = KIND_EXCEPTION,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_DICT | TYPEFLAG_WEAKREFS | TYPEFLAG_EXCEPTION,
    .size = offsetof(Exception, attributes),
    .trace = exception_trace,
    .methods = base_methods,
    .getset = base_getset,
};

/* ---- fields ---- */

static Value field_get(Value self, int field) {
    Value v = as_exception(self)->fields[field];
    return value_is_undef(v) ? VALUE_NONE : v;
}
static bool field_set(Thread *t, Value self, int field, Value value) {
    as_exception(self)->fields[field] = value;
    gc_wrote(t, value_as_object(self));
    return true;
}
#define FIELD(n)                                                                                  \
    static Value field##n##_get(Thread *t, Value self) { return field_get(self, n); }             \
    static bool field##n##_set(Thread *t, Value self, Value v) { return field_set(t, self, n, v); }
FIELD(0) FIELD(1) FIELD(2) FIELD(3) FIELD(4) FIELD(5) FIELD(6) FIELD(7)
#define FIELD_ROW(name, n) {name, field##n##_get, field##n##_set, NULL}
#define GETSET_END {NULL, NULL, NULL, NULL}

/* Takes the named keyword arguments into fields; others are a TypeError. */
static bool take_keywords(Thread *t, Value self, Value *args, size_t nargs, Tuple *kwnames,
                          const char *const *names, const int *fields, size_t count) {
    size_t keywords = kwnames ? kwnames->length : 0;
    for (size_t k = 0; k < keywords; k++) {
        size_t i = 0;
        while (i < count && !str_equals_cstring(t, kwnames->items[k], names[i]))
            i++;
        if (i == count) {
            raise_type_error(t, "'%S' is an invalid keyword argument for %T()", kwnames->items[k], self);
            return false;
        }
        field_set(t, self, fields[i], args[nargs - keywords + k]);
    }
    return true;
}

/* ---- StopIteration, SystemExit ---- */

static Value stop_iteration_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (value_is_error(base_init(t, args, nargs, kwnames)))
        return VALUE_ERROR;
    field_set(t, args[0], EXC_FIELD_VALUE, nargs > 1 ? args[1] : VALUE_NONE);
    return VALUE_NONE;
}
static Value system_exit_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (value_is_error(base_init(t, args, nargs, kwnames)))
        return VALUE_ERROR;
    field_set(t, args[0], EXC_FIELD_VALUE,
              nargs == 1   ? VALUE_NONE
              : nargs == 2 ? args[1]
                           : as_exception(args[0])->args);
    return VALUE_NONE;
}
static const NativeDef stop_iteration_methods[] = {
    NATIVE_RAW("__init__", "($self, /, *args, **kwargs)", stop_iteration_init, "Initialize self."),
    NATIVE_END,
};
static const GetSetDef stop_iteration_getset[] = {FIELD_ROW("value", 0), GETSET_END};
static const NativeDef system_exit_methods[] = {
    NATIVE_RAW("__init__", "($self, /, *args, **kwargs)", system_exit_init, "Initialize self."),
    NATIVE_END,
};
static const GetSetDef system_exit_getset[] = {FIELD_ROW("code", 0), GETSET_END};

/* ---- AttributeError, NameError, KeyError, ImportError ---- */

static Value attribute_error_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    static const char *const names[] = {"name", "obj"};
    static const int fields[] = {EXC_FIELD_NAME, EXC_FIELD_OBJECT};
    if (!take_keywords(t, args[0], args, nargs, kwnames, names, fields, 2) ||
        !set_args(t, args[0], args + 1, nargs - 1 - (kwnames ? kwnames->length : 0)))
        return VALUE_ERROR;
    return VALUE_NONE;
}
static Value name_error_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    static const char *const names[] = {"name"};
    static const int fields[] = {EXC_FIELD_NAME};
    if (!take_keywords(t, args[0], args, nargs, kwnames, names, fields, 1) ||
        !set_args(t, args[0], args + 1, nargs - 1 - (kwnames ? kwnames->length : 0)))
        return VALUE_ERROR;
    return VALUE_NONE;
}
static const NativeDef attribute_error_methods[] = {
    NATIVE_RAW("__init__", "($self, /, *args, **kwargs)", attribute_error_init, "Initialize self."),
    NATIVE_END,
};
static const GetSetDef attribute_error_getset[] = {FIELD_ROW("name", 0), FIELD_ROW("obj", 1), GETSET_END};
static const NativeDef name_error_methods[] = {
    NATIVE_RAW("__init__", "($self, /, *args, **kwargs)", name_error_init, "Initialize self."),
    NATIVE_END,
};
static const GetSetDef name_error_getset[] = {FIELD_ROW("name", 0), GETSET_END};

static Value key_error_str(Thread *t, Value *args) {
    Tuple *a = value_as_tuple(as_exception(args[0])->args);
    return a->length == 1 ? op_repr(t, a->items[0]) : base_str(t, args);
}
static const NativeDef key_error_methods[] = {
    NATIVE("__str__", "($self, /)", key_error_str, "Return str(self)."),
    NATIVE_END,
};

static Value import_error_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    static const char *const names[] = {"name", "path"};
    static const int fields[] = {EXC_FIELD_IMPORT_NAME, EXC_FIELD_IMPORT_PATH};
    size_t given = nargs - 1 - (kwnames ? kwnames->length : 0);
    Exception *e = as_exception(args[0]);
    e->fields[EXC_FIELD_IMPORT_MSG] = VALUE_UNDEF; /* of an earlier __init__ */
    e->fields[EXC_FIELD_IMPORT_NAME] = e->fields[EXC_FIELD_IMPORT_PATH] = VALUE_UNDEF;
    if (!take_keywords(t, args[0], args, nargs, kwnames, names, fields, 2) ||
        !set_args(t, args[0], args + 1, given))
        return VALUE_ERROR;
    if (given == 1)
        field_set(t, args[0], EXC_FIELD_IMPORT_MSG, args[1]);
    return VALUE_NONE;
}
static Value import_error_str(Thread *t, Value *args) {
    Value msg = as_exception(args[0])->fields[EXC_FIELD_IMPORT_MSG];
    return !value_is_undef(msg) && value_is_exact(msg, KIND_STR) ? msg : base_str(t, args);
}
/* name and path travel in the state, beside the attributes of __dict__. */
static Value import_error_reduce(Thread *t, Value *args) {
    Exception *e = as_exception(args[0]);
    Value plain = base_reduce(t, args);
    Value name = e->fields[EXC_FIELD_IMPORT_NAME], path = e->fields[EXC_FIELD_IMPORT_PATH];
    if (value_is_error(plain) || (value_is_undef(name) && value_is_undef(path)))
        return plain;
    Tuple *p = value_as_tuple(plain);
    Dict *state = p->length == 3 ? dict_copy(t, value_as_dict(p->items[2])) : dict_new(t);
    if (!state ||
        (!value_is_undef(name) && !dict_set_str(t, state, str_intern_cstring(t, "name"), name)) ||
        (!value_is_undef(path) && !dict_set_str(t, state, str_intern_cstring(t, "path"), path)))
        return VALUE_ERROR;
    Value parts[3] = {p->items[0], p->items[1], value_from_object(state)};
    return tuple_from_values(t, parts, 3);
}
static const NativeDef import_error_methods[] = {
    NATIVE_RAW("__init__", "($self, /, *args, **kwargs)", import_error_init, "Initialize self."),
    NATIVE("__str__", "($self, /)", import_error_str, "Return str(self)."),
    NATIVE("__reduce__", "($self, /)", import_error_reduce, NULL),
    NATIVE_END,
};
static const GetSetDef import_error_getset[] = {FIELD_ROW("msg", 0), FIELD_ROW("name", 1),
                                                FIELD_ROW("path", 2), GETSET_END};

/* ---- OSError ---- */

static TypeId os_error_type(int errnum) {
    switch (errnum) {
    case EAGAIN:
    case EALREADY:
    case EINPROGRESS: return TYPE_BlockingIOError;
    case EPIPE:
    case ESHUTDOWN: return TYPE_BrokenPipeError;
    case ECHILD: return TYPE_ChildProcessError;
    case ECONNABORTED: return TYPE_ConnectionAbortedError;
    case ECONNREFUSED: return TYPE_ConnectionRefusedError;
    case ECONNRESET: return TYPE_ConnectionResetError;
    case EEXIST: return TYPE_FileExistsError;
    case ENOENT: return TYPE_FileNotFoundError;
    case EISDIR: return TYPE_IsADirectoryError;
    case ENOTDIR: return TYPE_NotADirectoryError;
    case EINTR: return TYPE_InterruptedError;
    case EACCES:
    case EPERM: return TYPE_PermissionError;
    case ESRCH: return TYPE_ProcessLookupError;
    case ETIMEDOUT: return TYPE_TimeoutError;
    default: return TYPE_OSError;
    }
}

static bool os_error_fill(Thread *t, Value self, Value *args, size_t count) {
    Exception *e = as_exception(self);
    if (count < 2 || count > 5)
        return set_args(t, self, args, count);
    e->fields[EXC_FIELD_ERRNO] = args[0];
    e->fields[EXC_FIELD_STRERROR] = args[1];
    bool has_filename = count >= 3 && !value_is_none(args[2]);
    if (has_filename) {
        if (type_of(t, self) == t->vm->types[TYPE_BlockingIOError] && value_is_any_int(args[2])) {
            e->fields[EXC_FIELD_CHARACTERS_WRITTEN] = args[2];
            has_filename = false;
        } else {
            e->fields[EXC_FIELD_FILENAME] = args[2];
            if (count == 5 && !value_is_none(args[4]))
                e->fields[EXC_FIELD_FILENAME2] = args[4];
        }
    }
    return set_args(t, self, args, has_filename ? 2 : count);
}

static Value os_error_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Type *type = (Type *)value_as_object(args[0]);
    size_t given = nargs - 1 - (kwnames ? kwnames->length : 0);
    if (type == t->vm->types[TYPE_OSError] && given >= 2 && given <= 5 && value_is_int(args[1]))
        type = t->vm->types[os_error_type((int)value_as_int(args[1]))];
    Exception *e = exception_alloc(t, type, t->vm->empty_tuple);
    if (!e || !os_error_fill(t, value_from_object(e), args + 1, given))
        return VALUE_ERROR;
    return value_from_object(e);
}

static Value os_error_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (!reject_keywords(t, args[0], kwnames) || !os_error_fill(t, args[0], args + 1, nargs - 1))
        return VALUE_ERROR;
    return VALUE_NONE;
}

static Value os_error_str(Thread *t, Value *args) {
    Exception *e = as_exception(args[0]);
    Value *f = e->fields;
    if (!value_is_undef(f[EXC_FIELD_FILENAME])) {
        if (!value_is_undef(f[EXC_FIELD_FILENAME2]))
            return str_format(t, "[Errno %S] %S: %R -> %R", f[EXC_FIELD_ERRNO], f[EXC_FIELD_STRERROR],
                              f[EXC_FIELD_FILENAME], f[EXC_FIELD_FILENAME2]);
        return str_format(t, "[Errno %S] %S: %R", f[EXC_FIELD_ERRNO], f[EXC_FIELD_STRERROR],
                          f[EXC_FIELD_FILENAME]);
    }
    if (!value_is_undef(f[EXC_FIELD_ERRNO]) && !value_is_undef(f[EXC_FIELD_STRERROR]))
        return str_format(t, "[Errno %S] %S", f[EXC_FIELD_ERRNO], f[EXC_FIELD_STRERROR]);
    return base_str(t, args);
}

static Value os_error_reduce(Thread *t, Value *args) {
    Exception *e = as_exception(args[0]);
    Tuple *a = value_as_tuple(e->args);
    Value full[5];
    Value tuple = e->args;
    if (a->length == 2 && !value_is_undef(e->fields[EXC_FIELD_FILENAME])) {
        full[0] = a->items[0];
        full[1] = a->items[1];
        full[2] = e->fields[EXC_FIELD_FILENAME];
        full[3] = VALUE_NONE;
        full[4] = e->fields[EXC_FIELD_FILENAME2];
        tuple = tuple_from_values(t, full, value_is_undef(full[4]) ? 3 : 5);
        if (value_is_error(tuple))
            return tuple;
    }
    return tuple_pair(t, value_from_object(type_of(t, args[0])), tuple);
}

static Value characters_written_get(Thread *t, Value self) {
    Value v = as_exception(self)->fields[EXC_FIELD_CHARACTERS_WRITTEN];
    return value_is_undef(v) ? raise_error(t, TYPE_AttributeError, "characters_written") : v;
}
static const NativeDef os_error_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", os_error_new, "Create and return a new object."),
    NATIVE_RAW("__init__", "($self, /, *args, **kwargs)", os_error_init, "Initialize self."),
    NATIVE("__str__", "($self, /)", os_error_str, "Return str(self)."),
    NATIVE("__reduce__", "($self, /)", os_error_reduce, NULL),
    NATIVE_END,
};
static const GetSetDef os_error_getset[] = {
    FIELD_ROW("errno", 0), FIELD_ROW("strerror", 1), FIELD_ROW("filename", 2),
    FIELD_ROW("filename2", 3), {"characters_written", characters_written_get, field4_set, NULL},
    GETSET_END,
};

/* ---- SyntaxError ---- */

static Value syntax_error_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Value self = args[0];
    if (!reject_keywords(t, self, kwnames) || !set_args(t, self, args + 1, nargs - 1))
        return VALUE_ERROR;
    if (nargs > 1)
        field_set(t, self, EXC_FIELD_SYNTAX_MSG, args[1]);
    if (nargs != 3)
        return VALUE_NONE;
    Value info = tuple_from_iterable(t, args[2]);
    if (value_is_error(info))
        return info;
    Tuple *parts = value_as_tuple(info);
    if (parts->length < 4 || parts->length > 6)
        return raise_type_error(t, "function takes at %s arguments (%zu given)",
                                parts->length < 4 ? "least 4" : "most 6", parts->length);
    for (size_t i = 0; i < parts->length; i++)
        field_set(t, self, EXC_FIELD_SYNTAX_FILENAME + (int)i, parts->items[i]);
    if (parts->length == 5)
        return raise_type_error(t, "end_offset must be provided when end_lineno is provided");
    return VALUE_NONE;
}

static Value syntax_error_str(Thread *t, Value *args) {
    Value *f = as_exception(args[0])->fields;
    Value msg = value_is_undef(f[EXC_FIELD_SYNTAX_MSG]) ? VALUE_NONE : f[EXC_FIELD_SYNTAX_MSG];
    Value filename = f[EXC_FIELD_SYNTAX_FILENAME], lineno = f[EXC_FIELD_SYNTAX_LINENO];
    bool has_file = !value_is_undef(filename) && value_is_str(filename);
    bool has_line = !value_is_undef(lineno) && value_is_int(lineno);
    if (has_file) {
        Str *s = value_as_str(filename);
        const void *data = str_data(t, s);
        size_t start = s->length;
        while (data && start > 0 && str_char_at(data, s->width, start - 1) != '/')
            start--;
        filename = str_substring(t, filename, start, s->length);
        if (value_is_error(filename))
            return filename;
    }
    if (has_file && has_line)
        return str_format(t, "%S (%U, line %S)", msg, filename, lineno);
    if (has_file)
        return str_format(t, "%S (%U)", msg, filename);
    if (has_line)
        return str_format(t, "%S (line %S)", msg, lineno);
    return op_str(t, msg);
}
static const NativeDef syntax_error_methods[] = {
    NATIVE_RAW("__init__", "($self, /, *args, **kwargs)", syntax_error_init, "Initialize self."),
    NATIVE("__str__", "($self, /)", syntax_error_str, "Return str(self)."),
    NATIVE_END,
};
static const GetSetDef syntax_error_getset[] = {
    FIELD_ROW("msg", 0), FIELD_ROW("filename", 1), FIELD_ROW("lineno", 2), FIELD_ROW("offset", 3),
    FIELD_ROW("text", 4), FIELD_ROW("end_lineno", 5), FIELD_ROW("end_offset", 6),
    FIELD_ROW("print_file_and_line", 7), GETSET_END,
};

/* ---- Unicode errors ---- */

static bool index_field(Thread *t, Value self, int field, Value v) {
    int64_t i;
    if (!value_is_any_int(v)) {
        raise_type_error(t, "'%T' object cannot be interpreted as an integer", v);
        return false;
    }
    if (!op_index_int64(t, v, &i))
        return false;
    return field_set(t, self, field, int_from_int64(t, i));
}

static Value unicode_error_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames, bool decoding,
                                bool has_encoding) {
    Value self = args[0];
    size_t wanted = has_encoding ? 5 : 4;
    if (!reject_keywords(t, self, kwnames))
        return VALUE_ERROR;
    if (nargs - 1 != wanted)
        return raise_type_error(t, "function takes exactly %zu arguments (%zu given)", wanted, nargs - 1);
    if (!set_args(t, self, args + 1, nargs - 1))
        return VALUE_ERROR;
    Value *a = args + 1;
    if (has_encoding) {
        if (!value_is_str(a[0]))
            return raise_type_error(t, "argument 1 must be str, not %T", a[0]);
        field_set(t, self, EXC_FIELD_ENCODING, *a++);
    }
    int position = has_encoding ? 2 : 1;
    Value object = a[0];
    if (decoding) {
        if (!value_is_kind(object, KIND_BYTES)) {
            Buffer buffer;
            if (!buffer_get(t, object, false, &buffer))
                return VALUE_ERROR;
            object = bytes_from_data(t, buffer.data, buffer.length);
            buffer_release(t, &buffer);
            if (value_is_error(object))
                return object;
        }
    } else if (!value_is_str(object)) {
        return raise_type_error(t, "argument %d must be str, not %T", position, object);
    }
    field_set(t, self, EXC_FIELD_UNICODE_OBJECT, object);
    if (!index_field(t, self, EXC_FIELD_START, a[1]) || !index_field(t, self, EXC_FIELD_END, a[2]))
        return VALUE_ERROR;
    if (!value_is_str(a[3]))
        return raise_type_error(t, "argument %d must be str, not %T", position + 3, a[3]);
    field_set(t, self, EXC_FIELD_REASON, a[3]);
    return VALUE_NONE;
}
static Value decode_error_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return unicode_error_init(t, args, nargs, kwnames, true, true);
}
static Value encode_error_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return unicode_error_init(t, args, nargs, kwnames, false, true);
}
static Value translate_error_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return unicode_error_init(t, args, nargs, kwnames, false, false);
}

/* "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte" */
static Value unicode_error_str(Thread *t, Value self, const char *verb, bool decoding) {
    Value *f = as_exception(self)->fields;
    if (value_is_undef(f[EXC_FIELD_UNICODE_OBJECT]))
        return t->vm->empty_str;
    int64_t start = value_as_int(f[EXC_FIELD_START]), end = value_as_int(f[EXC_FIELD_END]);
    Value object = f[EXC_FIELD_UNICODE_OBJECT], reason = op_str(t, f[EXC_FIELD_REASON]);
    if (value_is_error(reason))
        return reason;
    Value prefix = value_is_undef(f[EXC_FIELD_ENCODING])
                       ? t->vm->empty_str
                       : str_format(t, "'%S' codec ", f[EXC_FIELD_ENCODING]);
    if (value_is_error(prefix))
        return prefix;
    int64_t length = op_len(t, object);
    if (start >= 0 && start < length && end == start + 1) {
        if (decoding)
            return str_format(t, "%Ucan't %s byte 0x%x%x in position %ld: %U", prefix, verb,
                              value_as_bytes(object)->data[start] >> 4,
                              value_as_bytes(object)->data[start] & 15, (long)start, reason);
        Str *s = value_as_str(object);
        uint32_t c = str_char_at(str_data(t, s), s->width, (size_t)start);
        char escaped[16];
        snprintf(escaped, sizeof escaped, c <= 0xff ? "\\x%02x" : c <= 0xffff ? "\\u%04x" : "\\U%08x", c);
        return str_format(t, "%Ucan't %s character '%s' in position %ld: %U", prefix, verb, escaped,
                          (long)start, reason);
    }
    return str_format(t, "%Ucan't %s %s in position %ld-%ld: %U", prefix, verb,
                      decoding ? "bytes" : "characters", (long)start, (long)(end - 1), reason);
}
static Value decode_error_str(Thread *t, Value *args) {
    return unicode_error_str(t, args[0], "decode", true);
}
static Value encode_error_str(Thread *t, Value *args) {
    return unicode_error_str(t, args[0], "encode", false);
}
static Value translate_error_str(Thread *t, Value *args) {
    return unicode_error_str(t, args[0], "translate", false);
}
#define UNICODE_ERROR(prefix)                                                                      \
    static const NativeDef prefix##_methods[] = {                                                  \
        NATIVE_RAW("__init__", "($self, /, *args, **kwargs)", prefix##_init, "Initialize self."),  \
        NATIVE("__str__", "($self, /)", prefix##_str, "Return str(self)."),                        \
        NATIVE_END,                                                                                \
    }
UNICODE_ERROR(decode_error);
UNICODE_ERROR(encode_error);
UNICODE_ERROR(translate_error);
static const GetSetDef unicode_error_getset[] = {
    FIELD_ROW("encoding", 0), FIELD_ROW("object", 1), FIELD_ROW("start", 2), FIELD_ROW("end", 3),
    FIELD_ROW("reason", 4), GETSET_END,
};

/* ---- the table ---- */

const NativeDef *exception_natives(TypeId id) {
    switch ((int)id) {
    case TYPE_StopIteration: return stop_iteration_methods;
    case TYPE_SystemExit: return system_exit_methods;
    case TYPE_AttributeError: return attribute_error_methods;
    case TYPE_NameError: return name_error_methods;
    case TYPE_KeyError: return key_error_methods;
    case TYPE_ImportError: return import_error_methods;
    case TYPE_OSError: return os_error_methods;
    case TYPE_SyntaxError: return syntax_error_methods;
    case TYPE_UnicodeDecodeError: return decode_error_methods;
    case TYPE_UnicodeEncodeError: return encode_error_methods;
    case TYPE_UnicodeTranslateError: return translate_error_methods;
    case TYPE_BaseExceptionGroup: return exception_group_methods;
    default: return NULL;
    }
}

const GetSetDef *exception_getsets(TypeId id) {
    switch ((int)id) {
    case TYPE_StopIteration: return stop_iteration_getset;
    case TYPE_SystemExit: return system_exit_getset;
    case TYPE_AttributeError: return attribute_error_getset;
    case TYPE_NameError: return name_error_getset;
    case TYPE_ImportError: return import_error_getset;
    case TYPE_OSError: return os_error_getset;
    case TYPE_SyntaxError: return syntax_error_getset;
    case TYPE_UnicodeDecodeError:
    case TYPE_UnicodeEncodeError:
    case TYPE_UnicodeTranslateError: return unicode_error_getset;
    case TYPE_BaseExceptionGroup: return exception_group_getset;
    default: return NULL;
    }
}

const TypeDef exception_typedefs[] = {
#define EXCEPTION(spelling, parent, text) \
    {.name = #spelling, .doc = text, .id = TYPE_##spelling, .base = TYPE_##parent, \
     .kind = KIND_EXCEPTION, .flags = TYPEFLAG_SUBCLASSABLE},
#include "runtime/exceptions.def"
    {.name = NULL},
};

Value exception_new(Thread *t, TypeId type, Value *args, size_t nargs) {
    return call(t, value_from_object(t->vm->types[type]), args, nargs, NULL);
}

Value exception_alloc_bare(Thread *t, TypeId type, Value args) {
    Exception *e = exception_alloc(t, t->vm->types[type], args);
    return e ? value_from_object(e) : VALUE_ERROR;
}

/*
 * site_builtins.c - what CPython's site module adds to the built-ins: exit, quit,
 * copyright, credits, license and help.
 */
#include "modules/builtins.h"
#include "modules/startup.h"

typedef struct SiteObject {
    Object header;
    Value name; /* "exit", ... */
    Value text; /* what a printer prints */
} SiteObject;

static SiteObject *as_site(Value v) { return (SiteObject *)value_as_object(v); }

static void site_trace(Tracer *tracer, Object *object) {
    trace_values(tracer, &((SiteObject *)object)->name, 2);
}

static Value site_new(Thread *t, Value *args) {
    SiteObject *s = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!s)
        return VALUE_ERROR;
    s->name = args[1];
    s->text = args[2];
    return value_from_object(s);
}

/* ---- exit and quit ---- */

static Value quitter_repr(Thread *t, Value *args) {
    return str_format(t, "Use %S() or %S to exit", as_site(args[0])->name, as_site(args[0])->text);
}

static Value quitter_call(Thread *t, Value *args) {
    Value in = dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, "stdin"));
    if (!value_is_undef(in) && !value_is_none(in)) {
        if (value_is_error(call_method0(t, in, STR_NAME(t, close))))
            error_clear(t); /* as CPython: leaving matters more */
    }
    Value code = args[1];
    Value e = exception_new(t, TYPE_SystemExit, &code, 1);
    return value_is_error(e) ? e : raise_object(t, e);
}

static Value site_name_get(Thread *t, Value self) { return as_site(self)->name; }
static Value quitter_eof_get(Thread *t, Value self) { return as_site(self)->text; }

static const NativeDef quitter_methods[] = {
    NATIVE("__new__", "($type, name, eof)", site_new, "Create and return a new object."),
    NATIVE("__repr__", "($self, /)", quitter_repr, "Return repr(self)."),
    NATIVE("__call__", "($self, /, code=None)", quitter_call, "Call self as a function."),
    NATIVE_END,
};
static const GetSetDef quitter_getset[] = {
    {"name", site_name_get, NULL, NULL}, {"eof", quitter_eof_get, NULL, NULL}, {NULL, NULL, NULL, NULL}};

/* ---- copyright, credits, license ---- */

static Value printer_repr(Thread *t, Value *args) { return as_site(args[0])->text; }

static Value printer_call(Thread *t, Value *args) {
    Value print = dict_get_str(t, t->vm->builtins, str_intern_cstring(t, "print"));
    return value_is_undef(print) ? VALUE_NONE : call1(t, print, as_site(args[0])->text);
}

static const NativeDef printer_methods[] = {
    NATIVE("__new__", "($type, name, data)", site_new, "Create and return a new object."),
    NATIVE("__repr__", "($self, /)", printer_repr, "Return repr(self)."),
    NATIVE("__call__", "($self, /)", printer_call, "Call self as a function."),
    NATIVE_END,
};

/* ---- help ---- */

static Value helper_repr(Thread *t, Value *args) {
    return str_from_cstring(t, "Type help() for interactive help, or help(object) for help about object.");
}

static Value helper_call(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Value pydoc = t->vm->hooks.import_module(t, str_intern_cstring(t, "pydoc"), VALUE_NONE, VALUE_NONE, 0);
    Value help = value_is_error(pydoc) ? pydoc : attr_get_cstring(t, pydoc, "help");
    return value_is_error(help) ? help : call(t, help, args + 1, nargs - 1, kwnames);
}

static const NativeDef helper_methods[] = {
    NATIVE("__new__", "($type, name=None, data=None)", site_new, "Create and return a new object."),
    NATIVE("__repr__", "($self, /)", helper_repr, "Return repr(self)."),
    NATIVE_RAW("__call__", "($self, /, *args, **kwds)", helper_call, "Call self as a function."),
    NATIVE_END,
};

#define SITE_TYPE(variable, spelling, ID, rows, getset_rows)                                     \
    const TypeDef variable = {.name = spelling, .id = ID, .base = TYPE_OBJECT,                   \
                              .kind = KIND_OTHER, .flags = TYPEFLAG_WEAKREFS,                    \
                              .size = sizeof(SiteObject), .trace = site_trace,                   \
                              .methods = rows, .getset = getset_rows}
SITE_TYPE(typedef_site_quitter, "_sitebuiltins.Quitter", TYPE_SITE_QUITTER, quitter_methods, quitter_getset);
SITE_TYPE(typedef_site_printer, "_sitebuiltins._Printer", TYPE_SITE_PRINTER, printer_methods, NULL);
SITE_TYPE(typedef_site_helper, "_sitebuiltins._Helper", TYPE_SITE_HELPER, helper_methods, NULL);

static bool add(Thread *t, TypeId type, const char *name, const char *text) {
    Value args[3] = {value_from_object(t->vm->types[type]), str_from_cstring(t, name),
                     str_from_cstring(t, text)};
    Value v = value_is_error(args[1]) || value_is_error(args[2]) ? VALUE_ERROR : site_new(t, args);
    return !value_is_error(v) && module_set(t, t->vm->builtins_module, name, v);
}

bool site_builtins_install(Thread *t) {
    static const char eof[] = "Ctrl-D (i.e. EOF)";
    Value copyright = dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, "copyright"));
    size_t n;
    const char *own = value_is_undef(copyright) ? "" : str_to_utf8(t, copyright, &n);
    return own && add(t, TYPE_SITE_QUITTER, "exit", eof) && add(t, TYPE_SITE_QUITTER, "quit", eof) &&
           add(t, TYPE_SITE_PRINTER, "copyright", own) &&
           add(t, TYPE_SITE_PRINTER, "credits", "Tauraro, an implementation of Python by its authors.\n"
                                                "The standard library is CPython's: see www.python.org.") &&
           add(t, TYPE_SITE_PRINTER, "license", "Tauraro: see the file LICENSE.\n"
                                                "The standard library: see https://www.python.org/psf/license/") &&
           add(t, TYPE_SITE_HELPER, "help", "");
}

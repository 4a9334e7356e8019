/*
 * import.c - import of modules and packages: sys.modules, native modules,
 * source files along sys.path, relative imports.
 *
 * The finders and loaders of importlib are not consulted unless a program has
 * put something of its own into sys.meta_path; specs are plain namespaces with
 * the attributes that programs read.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/native.h"
#include "runtime/ops.h"
#include "runtime/type.h"
#include "vm/bytecode_cache.h"
#include "vm/import.h"
#include "vm/interpreter.h"

static Value module_in_sys(Thread *t, Value name) {
    return dict_get(t, t->vm->modules, name);
}

static const ModuleDef *find_native(Thread *t, Value name) {
    size_t n;
    const char *s = str_to_wtf8(t, name, &n);
    for (size_t i = 0; s && i < t->vm->native_module_count; i++)
        if (!strcmp(t->vm->native_modules[i]->name, s))
            return t->vm->native_modules[i];
    return NULL;
}

/* ---- specs ---- */

static Value make_spec(Thread *t, Value name, Value origin, Value locations, Value loader, Value cached) {
    Value ns = call0(t, value_from_object(t->vm->types[TYPE_SIMPLE_NAMESPACE]));
    if (value_is_error(ns))
        return ns;
    Str *s = value_as_str(name);
    const void *d = str_data(t, s);
    size_t dot = s->length;
    while (dot > 0 && str_char_at(d, s->width, dot - 1) != '.')
        dot--;
    Value parent = !value_is_none(locations) ? name : dot ? str_substring(t, name, 0, dot - 1) : t->vm->empty_str;
    const struct { const char *name; Value value; } rows[] = {
        {"name", name}, {"loader", loader}, {"origin", origin},
        {"submodule_search_locations", locations}, {"loader_state", VALUE_NONE},
        {"cached", cached}, {"parent", parent},
        {"has_location", value_bool(!value_is_none(loader))}, {"_initializing", VALUE_TRUE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!attr_set(t, ns, str_intern_cstring(t, rows[i].name), rows[i].value))
            return VALUE_ERROR;
    return ns;
}

Value import_main_spec(Thread *t, Value name, Value path, Value loader) {
    Value cached = source_file_cached(t, path);
    Value spec = value_is_error(cached) ? cached : make_spec(t, name, path, VALUE_NONE, loader, cached);
    bool ok = !value_is_error(spec) && attr_set(t, spec, str_intern_cstring(t, "_initializing"), VALUE_FALSE);
    return ok ? spec : VALUE_ERROR;
}

static bool finished_loading(Thread *t, Value module) {
    Value spec = attr_find(t, module, STR_NAME(t, __spec__));
    if (value_is_error(spec))
        return false;
    return value_is_undef(spec) || value_is_none(spec) ||
           attr_set(t, spec, str_intern_cstring(t, "_initializing"), VALUE_FALSE);
}

/* ---- source files ---- */

typedef struct Found {
    Value file;      /* the source */
    Value locations; /* list with the package's folder, or NONE */
} Found;

static bool is_file(Thread *t, Value path) {
    size_t n;
    struct stat st;
    const char *p = path_to_bytes(t, path, &n);
    return p && stat(p, &st) == 0 && S_ISREG(st.st_mode);
}
static bool is_folder(Thread *t, Value path) {
    size_t n;
    struct stat st;
    const char *p = path_to_bytes(t, path, &n);
    return p && stat(p, &st) == 0 && S_ISDIR(st.st_mode);
}

static Value absolute_path(Thread *t, Value folder) {
    Str *s = value_as_str(folder);
    if (s->length && str_char_at(str_data(t, s), s->width, 0) == '/')
        return folder;
    char here[PATH_MAX];
    if (!getcwd(here, sizeof here))
        return folder;
    Value base = str_decode_fs(t, here, strlen(here));
    if (value_is_error(base) || !s->length || str_equals_cstring(t, folder, "."))
        return base;
    return str_format(t, "%U/%U", base, folder);
}

static Value join_path(Thread *t, Value folder, Value name) {
    Str *s = value_as_str(folder);
    if (!s->length)
        return name;
    bool slash = str_char_at(str_data(t, s), s->width, s->length - 1) == '/';
    return str_format(t, slash ? "%U%U" : "%U/%U", folder, name);
}

/* 1 found, 0 not, -1 exception.  `namespace_folders` collects folders without
 * __init__.py. */
static int find_source(Thread *t, Value folders, Value last, Found *out, Value namespace_folders) {
    Value it = op_iter(t, folders);
    if (value_is_error(it))
        return -1;
    for (;;) {
        Value folder = op_next(t, it);
        if (value_is_error(folder))
            return -1;
        if (value_is_stop(folder))
            return 0;
        if (!value_is_str(folder))
            continue;
        folder = absolute_path(t, folder);
        Value base = value_is_error(folder) ? folder : join_path(t, folder, last);
        Value init = value_is_error(base) ? base : str_format(t, "%U/__init__.py", base);
        Value file = value_is_error(base) ? base : str_format(t, "%U.py", base);
        if (value_is_error(init) || value_is_error(file))
            return -1;
        bool folder_here = is_folder(t, base);
        if (folder_here && is_file(t, init)) {
            out->file = init;
            out->locations = list_from_values(t, &base, 1);
            return value_is_error(out->locations) ? -1 : 1;
        }
        const Value files[2] = {file, str_format(t, "%U.tr", base)};
        for (int i = 0; i < 2; i++)
            if (is_file(t, files[i])) {
                out->file = files[i];
                out->locations = VALUE_NONE;
                return 1;
            }
        if (error_pending(t)) /* a path that cannot be encoded */
            error_clear(t);
        if (folder_here && !list_append(t, value_as_list(namespace_folders), base))
            return -1;
    }
}

Value import_read_file(Thread *t, Value path) {
    size_t n;
    const char *p = path_to_bytes(t, path, &n);
    if (!p)
        return VALUE_ERROR;
    FILE *f = fopen(p, "rb");
    if (!f)
        return raise_os_error(t, errno, path, VALUE_UNDEF);
    struct stat st;
    size_t capacity = fstat(fileno(f), &st) == 0 && st.st_size > 0 ? (size_t)st.st_size + 1 : 65536, length = 0;
    Raw *buffer = gc_alloc_raw(t, capacity);
    for (;;) {
        if (!buffer) {
            fclose(f);
            return VALUE_ERROR;
        }
        size_t got = fread(buffer->bytes + length, 1, capacity - length, f);
        length += got;
        if (!got)
            break;
        if (length == capacity) {
            Raw *grown = gc_alloc_raw(t, capacity * 2);
            if (grown)
                memcpy(grown->bytes, buffer->bytes, length);
            buffer = grown;
            capacity *= 2;
        }
    }
    int failed = ferror(f) ? errno : 0;
    fclose(f);
    if (failed)
        return raise_os_error(t, failed, path, VALUE_UNDEF);
    return bytes_from_data(t, buffer->bytes, length);
}

static bool set_name(Thread *t, Dict *d, NameId id, Value v) {
    return !value_is_error(v) && dict_set_str(t, d, t->vm->names[id], v);
}

static void forget(Thread *t, Value name) {
    Value pending = error_fetch(t);
    if (dict_delete(t, t->vm->modules, name) < 0)
        error_clear(t);
    error_restore(t, pending);
}

/* Lets the native module that speeds up this one, if there is one, do so. */
static bool complete_from_native(Thread *t, Value name, Dict *namespace) {
    for (size_t i = 0; i < t->vm->native_module_count; i++) {
        const ModuleDef *def = t->vm->native_modules[i];
        if (def->completes && str_equals_cstring(t, name, def->completes))
            return def->complete(t, namespace);
    }
    return true;
}

static Value load_source(Thread *t, Value name, Found *found) {
    Module *m = module_new(t, name);
    Value code = m ? source_file_code(t, found->file, found->file) : VALUE_ERROR;
    if (value_is_error(code))
        return code;
    Value cached = source_file_cached(t, found->file);
    Value module = value_from_object(m);
    Value loader = source_loader_new(t, name, found->file);
    Value spec = value_is_error(loader) ? loader
                                        : make_spec(t, name, found->file, found->locations, loader, cached);
    if (value_is_error(spec))
        return spec;
    Value package = attr_get_cstring(t, spec, "parent");
    if (!set_name(t, m->dict, NAME___spec__, spec) || !set_name(t, m->dict, NAME___package__, package) ||
        !set_name(t, m->dict, NAME___loader__, loader) ||
        !set_name(t, m->dict, NAME___file__, found->file) ||
        (!value_is_none(found->locations) && !set_name(t, m->dict, NAME___path__, found->locations)) ||
        !module_set(t, m, "__cached__", cached) ||
        !set_name(t, m->dict, NAME___builtins__, value_from_object(t->vm->builtins)) ||
        !dict_set(t, t->vm->modules, name, module))
        return VALUE_ERROR;
    Value r = code_run(t, (Code *)value_as_object(code), m->dict, t->vm->builtins,
                       value_from_object(m->dict), NULL);
    if (value_is_error(r) || !complete_from_native(t, name, m->dict)) {
        forget(t, name);
        return VALUE_ERROR;
    }
    /* A module may have replaced itself in sys.modules. */
    module = module_in_sys(t, name);
    if (value_is_undef(module))
        return raise_error(t, TYPE_ImportError, "module %R not in sys.modules", name);
    return value_is_error(module) || finished_loading(t, module) ? module : VALUE_ERROR;
}

static Value load_namespace(Thread *t, Value name, Value folders) {
    Module *m = module_new(t, name);
    Value spec = m ? make_spec(t, name, VALUE_NONE, folders, VALUE_NONE, VALUE_NONE) : VALUE_ERROR;
    if (value_is_error(spec) || !set_name(t, m->dict, NAME___spec__, spec) ||
        !set_name(t, m->dict, NAME___package__, name) || !set_name(t, m->dict, NAME___path__, folders) ||
        !dict_set(t, t->vm->modules, name, value_from_object(m)) ||
        !finished_loading(t, value_from_object(m)))
        return VALUE_ERROR;
    return value_from_object(m);
}

static Value load_native(Thread *t, Value name, const ModuleDef *def) {
    Module *m = module_from_def(t, def);
    Value origin = m ? str_intern_cstring(t, "built-in") : VALUE_ERROR;
    Value spec = value_is_error(origin) ? origin : make_spec(t, name, origin, VALUE_NONE, VALUE_NONE, VALUE_NONE);
    if (value_is_error(spec) || !set_name(t, m->dict, NAME___spec__, spec) ||
        !set_name(t, m->dict, NAME___package__, t->vm->empty_str) ||
        !dict_set(t, t->vm->modules, name, value_from_object(m)) ||
        !finished_loading(t, value_from_object(m)))
        return VALUE_ERROR;
    return value_from_object(m);
}

/* ---- finders of the program's own ---- */

static Value load_from_spec(Thread *t, Value spec, Value name) {
    Value loader = attr_get_cstring(t, spec, "loader");
    if (value_is_error(loader))
        return loader;
    Value create = attr_find(t, loader, str_intern_cstring(t, "create_module"));
    Value module = value_is_undef(create) ? VALUE_NONE : value_is_error(create) ? create : call1(t, create, spec);
    if (value_is_error(module))
        return module;
    if (value_is_none(module)) {
        Module *m = module_new(t, name);
        if (!m)
            return VALUE_ERROR;
        module = value_from_object(m);
    }
    Value locations = attr_find(t, spec, str_intern_cstring(t, "submodule_search_locations"));
    if (value_is_error(locations) || !attr_set(t, module, STR_NAME(t, __spec__), spec) ||
        !attr_set(t, module, STR_NAME(t, __loader__), loader) ||
        (!value_is_undef(locations) && !value_is_none(locations) &&
         !attr_set(t, module, STR_NAME(t, __path__), locations)) ||
        !dict_set(t, t->vm->modules, name, module))
        return VALUE_ERROR;
    Value r = call_method1(t, loader, str_intern_cstring(t, "exec_module"), module);
    if (value_is_error(r)) {
        forget(t, name);
        return r;
    }
    return module_in_sys(t, name);
}

/* importlib's own finders, which find what is found here without them. */
static bool is_library_finder(Thread *t, Value finder) {
    if (!value_is_kind(finder, KIND_TYPE))
        return false;
    Value module = type_module_name(t, (Type *)value_as_object(finder));
    return value_is_str(module) && (str_equals_cstring(t, module, "_frozen_importlib") ||
                                    str_equals_cstring(t, module, "_frozen_importlib_external"));
}

/* UNDEF if no finder of sys.meta_path knows the module. */
static Value try_meta_path(Thread *t, Value name, Value path) {
    if (!t->vm->sys) /* start-up */
        return VALUE_UNDEF;
    Value finders = dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, "meta_path"));
    if (value_is_undef(finders) || !value_is_list(finders))
        return VALUE_UNDEF;
    List *l = value_as_list(finders);
    for (size_t i = 0; i < l->length; i++) {
        if (is_library_finder(t, l->items[i]))
            continue;
        Value args[3] = {name, path, VALUE_NONE};
        Value find = attr_find(t, l->items[i], str_intern_cstring(t, "find_spec"));
        if (value_is_error(find))
            return find;
        if (value_is_undef(find))
            continue;
        Value spec = call(t, find, args, 3, NULL);
        if (value_is_error(spec))
            return spec;
        if (!value_is_none(spec))
            return load_from_spec(t, spec, name);
    }
    return VALUE_UNDEF;
}

/* ---- one dotted name ---- */

static Value raise_not_found(Thread *t, Value name, Value message) {
    Value e = value_is_error(message) ? message : exception_new(t, TYPE_ModuleNotFoundError, &message, 1);
    if (value_is_error(e))
        return e;
    value_as_exception(e)->fields[EXC_FIELD_IMPORT_NAME] = name;
    return raise_object(t, e);
}

static size_t last_dot(Thread *t, Str *s) { /* index behind the last dot, or 0 */
    const void *d = str_data(t, s);
    size_t i = s->length;
    while (i > 0 && str_char_at(d, s->width, i - 1) != '.')
        i--;
    return i;
}

static Value import_absolute(Thread *t, Value name) {
    Value module = module_in_sys(t, name);
    if (value_is_error(module))
        return module;
    if (value_is_none(module))
        return raise_not_found(t, name, str_format(t, "import of %S halted; None in sys.modules", name));
    if (!value_is_undef(module))
        return module;
    if (!recursion_enter(t, " while importing a module"))
        return VALUE_ERROR;
    Str *s = value_as_str(name);
    size_t at = last_dot(t, s);
    Value parent = VALUE_UNDEF, last = name, path = VALUE_NONE;
    if (at) {
        Value parent_name = str_substring(t, name, 0, at - 1);
        last = str_substring(t, name, at, s->length);
        parent = value_is_error(parent_name) ? parent_name : import_absolute(t, parent_name);
        if (value_is_error(parent) || value_is_error(last))
            goto fail;
        module = module_in_sys(t, name); /* the parent may have imported it */
        if (!value_is_undef(module)) {
            recursion_leave(t);
            return module;
        }
        path = attr_find(t, parent, STR_NAME(t, __path__));
        if (value_is_error(path))
            goto fail;
        if (value_is_undef(path)) {
            raise_not_found(t, name, str_format(t, "No module named %R; %R is not a package", name, parent_name));
            goto fail;
        }
    }
    module = try_meta_path(t, name, path);
    if (value_is_error(module))
        goto fail;
    if (value_is_undef(module)) {
        const ModuleDef *def = find_native(t, name);
        if (def) {
            module = load_native(t, name, def);
        } else {
            Value folders = value_is_none(path) ? dict_get_str(t, t->vm->sys->dict, STR_NAME(t, path)) : path;
            Value namespace_folders = list_new(t, 0);
            Found found;
            int r = value_is_error(namespace_folders) ? -1
                    : value_is_undef(folders)         ? 0
                                              : find_source(t, folders, last, &found, namespace_folders);
            if (r < 0)
                goto fail;
            if (r)
                module = load_source(t, name, &found);
            else if (value_as_list(namespace_folders)->length)
                module = load_namespace(t, name, namespace_folders);
            else
                module = raise_not_found(t, name, str_format(t, "No module named %R", name));
        }
    }
    if (value_is_error(module))
        goto fail;
    recursion_leave(t);
    if (!value_is_undef(parent) && !attr_set(t, parent, str_intern(t, last), module))
        return VALUE_ERROR;
    return module;
fail:
    recursion_leave(t);
    return VALUE_ERROR;
}

/* ---- relative names ---- */

static Value package_of(Thread *t, Value globals) {
    if (value_is_none(globals) || value_is_undef(globals))
        return raise_error(t, TYPE_KeyError, "'__name__' not in globals");
    if (!value_is_dict(globals))
        return raise_type_error(t, "globals must be a dict");
    Dict *d = value_as_dict(globals);
    Value package = dict_get_str(t, d, STR_NAME(t, __package__));
    if (!value_is_undef(package) && !value_is_none(package)) {
        if (!value_is_str(package))
            return raise_type_error(t, "package must be a string");
        return package;
    }
    Value spec = dict_get_str(t, d, STR_NAME(t, __spec__));
    if (!value_is_undef(spec) && !value_is_none(spec))
        return attr_get_cstring(t, spec, "parent");
    Value name = dict_get_str(t, d, STR_NAME(t, __name__));
    if (value_is_undef(name))
        return raise_error(t, TYPE_KeyError, "'__name__' not in globals");
    if (!value_is_str(name))
        return raise_type_error(t, "__name__ must be a string");
    if (!value_is_undef(dict_get_str(t, d, STR_NAME(t, __path__))))
        return name;
    size_t at = last_dot(t, value_as_str(name));
    return at ? str_substring(t, name, 0, at - 1) : t->vm->empty_str;
}

static Value resolve(Thread *t, Value name, Value globals, int64_t level) {
    Value package = package_of(t, globals);
    if (value_is_error(package))
        return package;
    if (!value_as_str(package)->length)
        return raise_error(t, TYPE_ImportError, "attempted relative import with no known parent package");
    for (int64_t i = 1; i < level; i++) {
        size_t at = last_dot(t, value_as_str(package));
        if (!at)
            return raise_error(t, TYPE_ImportError, "attempted relative import beyond top-level package");
        package = str_substring(t, package, 0, at - 1);
        if (value_is_error(package))
            return package;
    }
    return value_as_str(name)->length ? str_format(t, "%U.%U", package, name) : package;
}

/* `from package import name`: submodules named in the list are imported. */
static bool import_listed(Thread *t, Value module, Value fromlist) {
    Value path = attr_find(t, module, STR_NAME(t, __path__));
    if (value_is_undef(path))
        return true;
    Value package = attr_find(t, module, STR_NAME(t, __name__));
    Value it = value_is_error(path) || value_is_error(package) || value_is_undef(package) ? VALUE_ERROR
                                                                                         : op_iter(t, fromlist);
    if (value_is_error(it))
        return false;
    for (;;) {
        Value name = op_next(t, it);
        if (value_is_stop(name))
            return true;
        if (value_is_error(name))
            return false;
        if (!value_is_str(name)) {
            raise_type_error(t, "Item in ``from list'' must be str, not %T", name);
            return false;
        }
        if (str_equals_cstring(t, name, "*")) {
            Value all = attr_find(t, module, STR_NAME(t, __all__));
            if (value_is_error(all) || (!value_is_undef(all) && !import_listed(t, module, all)))
                return false;
            continue;
        }
        Value there = attr_find(t, module, name);
        if (value_is_error(there))
            return false;
        if (!value_is_undef(there))
            continue;
        Value full = str_format(t, "%U.%U", package, name);
        if (value_is_error(full))
            return false;
        if (value_is_error(import_absolute(t, full))) {
            if (!error_matches(t, TYPE_ModuleNotFoundError))
                return false;
            Value missing = value_as_exception(t->exception)->fields[EXC_FIELD_IMPORT_NAME];
            if (value_is_undef(missing) || op_equal(t, missing, full) != 1)
                return false;
            error_clear(t); /* `from` itself says that the name is missing */
        }
    }
}

Value import_module(Thread *t, Value name, Value globals, Value fromlist, int64_t level) {
    if (level < 0)
        return raise_value_error(t, "level must be >= 0");
    Value full = level ? resolve(t, name, globals, level) : name;
    if (value_is_error(full))
        return full;
    if (!value_as_str(full)->length)
        return raise_value_error(t, "Empty module name");
    Value interned = str_intern(t, full);
    Value module = value_is_error(interned) ? interned : import_absolute(t, interned);
    if (value_is_error(module))
        return module;
    int listed = value_is_undef(fromlist) || value_is_none(fromlist) ? 0 : op_truth(t, fromlist);
    if (listed < 0)
        return VALUE_ERROR;
    if (listed)
        return import_listed(t, module, fromlist) ? module : VALUE_ERROR;
    /* `import a.b.c` binds a: the part in front of the first dot. */
    Str *s = value_as_str(name);
    const void *d = str_data(t, s);
    size_t dot = 0;
    while (dot < s->length && str_char_at(d, s->width, dot) != '.')
        dot++;
    if (dot == s->length || !s->length)
        return module;
    size_t cut = value_as_str(full)->length - s->length + dot;
    Value top = str_substring(t, full, 0, cut);
    return value_is_error(top) ? top : import_absolute(t, str_intern(t, top));
}

Value import_locate_main(Thread *t, Value name, Value *package) {
    Str *s = value_as_str(name);
    size_t at = last_dot(t, s);
    Value folders = dict_get_str(t, t->vm->sys->dict, STR_NAME(t, path));
    *package = t->vm->empty_str;
    if (at) {
        *package = str_substring(t, name, 0, at - 1);
        Value parent = value_is_error(*package) ? *package : import_absolute(t, str_intern(t, *package));
        if (value_is_error(parent))
            return parent;
        folders = attr_find(t, parent, STR_NAME(t, __path__));
        if (value_is_undef(folders))
            return raise_error(t, TYPE_ImportError, "No module named %S; %R is not a package", name, *package);
    }
    Value last = str_substring(t, name, at, s->length), namespaces = list_new(t, 0);
    Found found;
    if (value_is_error(last) || value_is_error(namespaces) || value_is_error(folders))
        return VALUE_ERROR;
    int r = find_source(t, folders, last, &found, namespaces);
    if (r < 0)
        return VALUE_ERROR;
    if (!r)
        return raise_error(t, TYPE_ImportError, find_native(t, name) ? "No code object available for %S"
                                                                     : "No module named %S", name);
    if (value_is_none(found.locations))
        return found.file;
    /* A package: its __main__, with the package itself imported. */
    Value imported = import_absolute(t, str_intern(t, name));
    if (value_is_error(imported))
        return imported;
    *package = name;
    r = find_source(t, found.locations, str_from_cstring(t, "__main__"), &found, namespaces);
    if (r == 0)
        return raise_error(t, TYPE_ImportError, "No module named %S.__main__; %R is a package and cannot be "
                                                "directly executed", name, name);
    return r < 0 ? VALUE_ERROR : found.file;
}

/* accounts_module.c - the modules pwd, grp and resource: users, groups, limits. */
#include <grp.h>
#include <pwd.h>
#include <sys/resource.h>
#include <unistd.h>

#include "modules/posix/posix.h"
#include "runtime/struct_sequence.h"

/* The result type that a module keeps under a name. */
static Type *kept_type(Thread *t, const char *module, const char *name) {
    Value m = dict_get_str(t, t->vm->modules, str_intern_cstring(t, module));
    Value type = value_is_undef(m) ? VALUE_ERROR : attr_get_cstring(t, m, name);
    return value_is_error(type) ? NULL : (Type *)value_as_object(type);
}

static Value text(Thread *t, const char *s) { return s ? str_decode_fs(t, s, strlen(s)) : VALUE_NONE; }

static Value not_found(Thread *t, const char *format, Value what) {
    Value message = str_format(t, format, what);
    return value_is_error(message) ? message : raise_key_error(t, message);
}

/* ---- pwd ---- */

static const char *const passwd_fields[] = {"pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell", NULL};

static Value passwd(Thread *t, const struct passwd *p) {
    Type *type = kept_type(t, "pwd", "struct_passwd");
    const Value items[7] = {text(t, p->pw_name), text(t, p->pw_passwd), value_from_int(p->pw_uid),
                            value_from_int(p->pw_gid), text(t, p->pw_gecos), text(t, p->pw_dir), text(t, p->pw_shell)};
    return type ? struct_sequence_new(t, type, items, 7) : VALUE_ERROR;
}

static Value pwd_getpwuid(Thread *t, Value *args) {
    uint32_t uid;
    if (!uid_argument(t, args[0], "uid", &uid)) {
        if (error_catch(t, TYPE_OverflowError))
            return not_found(t, "getpwuid(): uid not found", VALUE_NONE);
        return VALUE_ERROR;
    }
    struct passwd *p = getpwuid(uid);
    return p ? passwd(t, p) : not_found(t, "getpwuid(): uid not found: %S", value_from_int(uid));
}

static Value pwd_getpwnam(Thread *t, Value *args) {
    if (!value_is_str(args[0]))
        return raise_type_error(t, "getpwnam() argument must be str, not %T", args[0]);
    const char *name = path_to_bytes(t, args[0], NULL);
    if (!name)
        return VALUE_ERROR;
    struct passwd *p = getpwnam(name);
    return p ? passwd(t, p) : not_found(t, "getpwnam(): name not found: %R", args[0]);
}

static Value pwd_getpwall(Thread *t, Value *args) {
    Value list = list_new(t, 0);
    struct passwd *p;
    setpwent();
    while (!value_is_error(list) && (p = getpwent())) {
        Value v = passwd(t, p);
        if (value_is_error(v) || !list_append(t, value_as_list(list), v))
            list = VALUE_ERROR;
    }
    endpwent();
    return list;
}

static const NativeDef pwd_functions[] = {
    NATIVE("getpwuid", "($module, uidobj, /)", pwd_getpwuid,
           "Return the password database entry for the given numeric user ID.\n\nSee `help(pwd)` for more on password "
           "database entries."),
    NATIVE("getpwnam", "($module, name, /)", pwd_getpwnam,
           "Return the password database entry for the given user name.\n\nSee `help(pwd)` for more on password database "
           "entries."),
    NATIVE("getpwall", "($module, /)", pwd_getpwall,
           "Return a list of all available password database entries, in arbitrary order.\n\nSee help(pwd) for more on "
           "password database entries."),
    NATIVE_END,
};

static bool pwd_init(Thread *t, Module *m) {
    return struct_sequence_type(t, m, "pwd.struct_passwd",
                                "pwd.struct_passwd: Results from getpw*() routines.\n\nThis object may be accessed either "
                                "as a tuple of\n  (pw_name,pw_passwd,pw_uid,pw_gid,pw_gecos,pw_dir,pw_shell)\nor via the "
                                "object attributes as named in the above tuple.",
                                passwd_fields) != NULL;
}

const ModuleDef module_pwd = {
    .name = "pwd",
    .doc = "This module provides access to the Unix password database.\nIt is available on all Unix versions.",
    .functions = pwd_functions,
    .init = pwd_init,
};

/* ---- grp ---- */

static const char *const group_fields[] = {"gr_name", "gr_passwd", "gr_gid", "gr_mem", NULL};

static Value group(Thread *t, const struct group *g) {
    Type *type = kept_type(t, "grp", "struct_group");
    Value members = list_new(t, 0);
    for (char **m = g->gr_mem; m && *m && !value_is_error(members); m++) {
        Value name = text(t, *m);
        if (value_is_error(name) || !list_append(t, value_as_list(members), name))
            return VALUE_ERROR;
    }
    const Value items[4] = {text(t, g->gr_name), text(t, g->gr_passwd), value_from_int(g->gr_gid), members};
    return type && !value_is_error(members) ? struct_sequence_new(t, type, items, 4) : VALUE_ERROR;
}

static Value grp_getgrgid(Thread *t, Value *args) {
    uint32_t gid;
    if (!uid_argument(t, args[0], "gid", &gid)) {
        if (error_catch(t, TYPE_OverflowError))
            return not_found(t, "getgrgid(): gid not found: %S", args[0]);
        return VALUE_ERROR;
    }
    struct group *g = getgrgid(gid);
    return g ? group(t, g) : not_found(t, "getgrgid(): gid not found: %S", value_from_int(gid));
}

static Value grp_getgrnam(Thread *t, Value *args) {
    if (!value_is_str(args[0]))
        return raise_type_error(t, "getgrnam() argument 'name' must be str, not %T", args[0]);
    const char *name = path_to_bytes(t, args[0], NULL);
    if (!name)
        return VALUE_ERROR;
    struct group *g = getgrnam(name);
    return g ? group(t, g) : not_found(t, "getgrnam(): name not found: %R", args[0]);
}

static Value grp_getgrall(Thread *t, Value *args) {
    Value list = list_new(t, 0);
    struct group *g;
    setgrent();
    while (!value_is_error(list) && (g = getgrent())) {
        Value v = group(t, g);
        if (value_is_error(v) || !list_append(t, value_as_list(list), v))
            list = VALUE_ERROR;
    }
    endgrent();
    return list;
}

static const NativeDef grp_functions[] = {
    NATIVE("getgrgid", "($module, /, id)", grp_getgrgid,
           "Return the group database entry for the given numeric group ID.\n\nIf id is not valid, raise KeyError."),
    NATIVE("getgrnam", "($module, /, name)", grp_getgrnam,
           "Return the group database entry for the given group name.\n\nIf name is not valid, raise KeyError."),
    NATIVE("getgrall", "($module, /)", grp_getgrall,
           "Return a list of all available group entries, in arbitrary order.\n\nAn entry whose name starts with '+' or "
           "'-' represents an instruction\nto use YP/NIS and may not be accessible via getgrnam or getgrgid."),
    NATIVE_END,
};

static bool grp_init(Thread *t, Module *m) {
    return struct_sequence_type(t, m, "grp.struct_group",
                                "grp.struct_group: Results from getgr*() routines.\n\nThis object may be accessed either as "
                                "a tuple of\n  (gr_name,gr_passwd,gr_gid,gr_mem)\nor via the object attributes as named in "
                                "the above tuple.\n",
                                group_fields) != NULL;
}

const ModuleDef module_grp = {
    .name = "grp",
    .doc = "Access to the Unix group database.",
    .functions = grp_functions,
    .init = grp_init,
};

/* ---- resource ---- */

static const char *const usage_fields[] = {
    "ru_utime", "ru_stime", "ru_maxrss", "ru_ixrss", "ru_idrss", "ru_isrss", "ru_minflt", "ru_majflt", "ru_nswap",
    "ru_inblock", "ru_oublock", "ru_msgsnd", "ru_msgrcv", "ru_nsignals", "ru_nvcsw", "ru_nivcsw", NULL};

static Value seconds(Thread *t, struct timeval tv) {
    return float_from_double(t, (double)tv.tv_sec + (double)tv.tv_usec * 1e-6);
}

static Value resource_getrusage(Thread *t, Value *args) {
    int who;
    struct rusage u;
    if (!arg_int(t, args[0], &who))
        return VALUE_ERROR;
    if (getrusage(who, &u) < 0)
        return errno == EINVAL ? raise_value_error(t, "invalid who parameter") : posix_error(t);
    Type *type = kept_type(t, "resource", "struct_rusage");
    const Value items[16] = {
        seconds(t, u.ru_utime), seconds(t, u.ru_stime), value_from_int(u.ru_maxrss), value_from_int(u.ru_ixrss),
        value_from_int(u.ru_idrss), value_from_int(u.ru_isrss), value_from_int(u.ru_minflt), value_from_int(u.ru_majflt),
        value_from_int(u.ru_nswap), value_from_int(u.ru_inblock), value_from_int(u.ru_oublock),
        value_from_int(u.ru_msgsnd), value_from_int(u.ru_msgrcv), value_from_int(u.ru_nsignals),
        value_from_int(u.ru_nvcsw), value_from_int(u.ru_nivcsw)};
    return type ? struct_sequence_new(t, type, items, 16) : VALUE_ERROR;
}

static Value limit_value(Thread *t, rlim_t n) {
    return n == RLIM_INFINITY ? value_from_int(-1) : int_from_uint64(t, n);
}
static Value limits_value(Thread *t, const struct rlimit *l) {
    return tuple_pair(t, limit_value(t, l->rlim_cur), limit_value(t, l->rlim_max));
}

static bool resource_argument(Thread *t, Value v, int *out) {
    if (!arg_int(t, v, out))
        return false;
    if (*out < 0 || *out >= RLIM_NLIMITS) {
        raise_value_error(t, "invalid resource specified");
        return false;
    }
    return true;
}

static bool limits_argument(Thread *t, Value v, struct rlimit *out) {
    Value all = tuple_from_iterable(t, v);
    if (value_is_error(all))
        return false;
    if (value_as_tuple(all)->length != 2) {
        raise_value_error(t, "expected a tuple of 2 integers");
        return false;
    }
    rlim_t *const fields[2] = {&out->rlim_cur, &out->rlim_max};
    for (int i = 0; i < 2; i++) {
        int64_t n;
        if (!op_index_int64(t, value_as_tuple(all)->items[i], &n))
            return false;
        *fields[i] = (rlim_t)n;
    }
    return true;
}

static Value resource_getrlimit(Thread *t, Value *args) {
    int which;
    struct rlimit l;
    if (!resource_argument(t, args[0], &which))
        return VALUE_ERROR;
    return getrlimit((unsigned)which, &l) < 0 ? posix_error(t) : limits_value(t, &l);
}

static Value set_failed(Thread *t) {
    if (errno == EINVAL)
        return raise_value_error(t, "current limit exceeds maximum limit");
    if (errno == EPERM)
        return raise_value_error(t, "not allowed to raise maximum limit");
    return posix_error(t);
}

static Value resource_setrlimit(Thread *t, Value *args) {
    int which;
    struct rlimit l;
    if (!resource_argument(t, args[0], &which) || !limits_argument(t, args[1], &l))
        return VALUE_ERROR;
    return setrlimit((unsigned)which, &l) < 0 ? set_failed(t) : VALUE_NONE;
}

static Value resource_prlimit(Thread *t, Value *args) {
    int pid, which;
    struct rlimit l, old;
    if (!arg_int(t, args[0], &pid) || !resource_argument(t, args[1], &which))
        return VALUE_ERROR;
    bool set = !value_is_undef(args[2]) && !value_is_none(args[2]);
    if (set && !limits_argument(t, args[2], &l))
        return VALUE_ERROR;
    if (prlimit(pid, (unsigned)which, set ? &l : NULL, &old) < 0)
        return errno == EINVAL ? set_failed(t) : posix_error(t);
    return limits_value(t, &old);
}

static Value resource_getpagesize(Thread *t, Value *args) { return value_from_int(sysconf(_SC_PAGESIZE)); }

static const NativeDef resource_functions[] = {
    NATIVE("getrusage", "($module, who, /)", resource_getrusage, NULL),
    NATIVE("getrlimit", "($module, resource, /)", resource_getrlimit, NULL),
    NATIVE("setrlimit", "($module, resource, limits, /)", resource_setrlimit, NULL),
    NATIVE("prlimit", "(pid, resource, limits=<none>, /)", resource_prlimit, NULL),
    NATIVE("getpagesize", "($module, /)", resource_getpagesize, NULL),
    NATIVE_END,
};

static const struct {
    const char *name;
    int64_t value;
} constants[] = {
#define ROW(name) {#name, name}
    ROW(RLIMIT_CPU), ROW(RLIMIT_FSIZE), ROW(RLIMIT_DATA), ROW(RLIMIT_STACK), ROW(RLIMIT_CORE), ROW(RLIMIT_NOFILE),
    ROW(RLIMIT_OFILE), ROW(RLIMIT_AS), ROW(RLIMIT_RSS), ROW(RLIMIT_NPROC), ROW(RLIMIT_MEMLOCK),
    ROW(RLIMIT_MSGQUEUE), ROW(RLIMIT_NICE), ROW(RLIMIT_RTPRIO), ROW(RLIMIT_RTTIME), ROW(RLIMIT_SIGPENDING),
    ROW(RUSAGE_SELF), ROW(RUSAGE_CHILDREN), ROW(RUSAGE_THREAD),
#undef ROW
    {"RLIM_INFINITY", -1},
};

static bool resource_init(Thread *t, Module *m) {
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (!module_set(t, m, constants[i].name, value_from_int(constants[i].value)))
            return false;
    return module_set(t, m, "error", value_from_object(t->vm->types[TYPE_OSError])) &&
           struct_sequence_type(t, m, "resource.struct_rusage",
                                "struct_rusage: Result from getrusage.\n\nThis object may be accessed either as a tuple of\n"
                                "    (utime,stime,maxrss,ixrss,idrss,isrss,minflt,majflt,\n    nswap,inblock,oublock,msgsnd,"
                                "msgrcv,nsignals,nvcsw,nivcsw)\nor via the attributes ru_utime, ru_stime, ru_maxrss, and so "
                                "on.",
                                usage_fields);
}

const ModuleDef module_resource = {
    .name = "resource",
    .functions = resource_functions,
    .init = resource_init,
};

/* posix_system.c - the system and the process as a whole: environment,
 * configuration, times, random bytes; and the module's integer constants. */
#include <dlfcn.h>
#include <limits.h>
#include <linux/limits.h>
#include <linux/memfd.h>
#include <sched.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/times.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <sysexits.h>
#include <unistd.h>

#include "modules/posix/posix.h"

extern char **environ;

/* ---- environment ---- */

static Value environment(Thread *t) {
    Dict *d = dict_new(t);
    for (char **e = environ; d && e && *e; e++) {
        const char *equals = strchr(*e, '=');
        if (!equals)
            continue;
        Value key = bytes_from_data(t, *e, (size_t)(equals - *e));
        Value value = bytes_from_data(t, equals + 1, strlen(equals + 1));
        Value there = value_is_error(value) || value_is_error(key) ? VALUE_ERROR : dict_setdefault(t, d, key, value);
        if (value_is_error(there))
            return there;
    }
    return d ? value_from_object(d) : VALUE_ERROR;
}

static Value posix_putenv(Thread *t, Value *args) {
    size_t n;
    const char *name = path_to_bytes(t, args[0], &n);
    const char *value = name ? path_to_bytes(t, args[1], NULL) : NULL;
    if (!value)
        return VALUE_ERROR;
    if (memchr(name, '=', n))
        return raise_value_error(t, "illegal environment variable name");
    return posix_done(t, setenv(name, value, 1));
}

static Value posix_unsetenv(Thread *t, Value *args) {
    const char *name = path_to_bytes(t, args[0], NULL);
    return name ? posix_done(t, unsetenv(name)) : VALUE_ERROR;
}

/* ---- configuration ---- */

typedef struct ConfigurationName {
    const char *name;
    int number;
} ConfigurationName;

static const ConfigurationName sysconf_names[] = {
#define NAME(table, name, number) NAME_##table(name, number)
#define NAME_sysconf(name, number) {#name, number},
#define NAME_confstr(name, number)
#define NAME_pathconf(name, number)
#include "modules/posix/posix_names.inc"
#undef NAME_sysconf
#undef NAME_confstr
#undef NAME_pathconf
};
static const ConfigurationName confstr_names[] = {
#define NAME(table, name, number) NAME_##table(name, number)
#define NAME_sysconf(name, number)
#define NAME_confstr(name, number) {#name, number},
#define NAME_pathconf(name, number)
#include "modules/posix/posix_names.inc"
#undef NAME_sysconf
#undef NAME_confstr
#undef NAME_pathconf
};
static const ConfigurationName pathconf_names[] = {
#define NAME(table, name, number) NAME_##table(name, number)
#define NAME_sysconf(name, number)
#define NAME_confstr(name, number)
#define NAME_pathconf(name, number) {#name, number},
#include "modules/posix/posix_names.inc"
#undef NAME_sysconf
#undef NAME_confstr
#undef NAME_pathconf
};
#define COUNT(table) (sizeof table / sizeof *table)

static bool configuration_name(Thread *t, Value v, const ConfigurationName *rows, size_t count, int *out) {
    if (value_is_any_int(v))
        return arg_int(t, v, out);
    if (!value_is_str(v)) {
        raise_type_error(t, "configuration names must be strings or integers");
        return false;
    }
    for (size_t i = 0; i < count; i++)
        if (str_equals_cstring(t, v, rows[i].name)) {
            *out = rows[i].number;
            return true;
        }
    raise_value_error(t, "unrecognized configuration name");
    return false;
}

static Value posix_sysconf(Thread *t, Value *args) {
    int name;
    if (!configuration_name(t, args[0], sysconf_names, COUNT(sysconf_names), &name))
        return VALUE_ERROR;
    errno = 0;
    long n = sysconf(name);
    return n == -1 && errno ? posix_error(t) : int_from_int64(t, n);
}

static Value posix_confstr(Thread *t, Value *args) {
    int name;
    char text[4096];
    if (!configuration_name(t, args[0], confstr_names, COUNT(confstr_names), &name))
        return VALUE_ERROR;
    errno = 0;
    size_t n = confstr(name, text, sizeof text);
    if (!n)
        return errno ? posix_error(t) : VALUE_NONE;
    return str_decode_fs(t, text, (n > sizeof text ? sizeof text : n) - 1);
}

static Value posix_pathconf(Thread *t, Value *args) {
    PathArgument path;
    int name;
    if (!path_argument(t, args[0], "pathconf", "path", PATH_FD, &path) ||
        !configuration_name(t, args[1], pathconf_names, COUNT(pathconf_names), &name))
        return VALUE_ERROR;
    errno = 0;
    long n = path.fd != -1 ? fpathconf(path.fd, name) : pathconf(path.text, name);
    if (n == -1 && errno)
        return errno == EINVAL ? posix_error(t) : path_error(t, &path);
    return int_from_int64(t, n);
}

static Value posix_fpathconf(Thread *t, Value *args) {
    int fd, name;
    if (!descriptor_argument(t, args[0], &fd) ||
        !configuration_name(t, args[1], pathconf_names, COUNT(pathconf_names), &name))
        return VALUE_ERROR;
    errno = 0;
    long n = fpathconf(fd, name);
    return n == -1 && errno ? posix_error(t) : int_from_int64(t, n);
}

static Value names_dict(Thread *t, const ConfigurationName *rows, size_t count) {
    Dict *d = dict_new(t);
    for (size_t i = 0; i < count && d; i++)
        if (!dict_set_str(t, d, str_intern_cstring(t, rows[i].name), value_from_int(rows[i].number)))
            return VALUE_ERROR;
    return d ? value_from_object(d) : VALUE_ERROR;
}

/* ---- the machine and its clocks ---- */

static Value posix_uname(Thread *t, Value *args) {
    struct utsname u;
    if (uname(&u) < 0)
        return posix_error(t);
    const Value items[5] = {
        str_decode_fs(t, u.sysname, strlen(u.sysname)), str_decode_fs(t, u.nodename, strlen(u.nodename)),
        str_decode_fs(t, u.release, strlen(u.release)), str_decode_fs(t, u.version, strlen(u.version)),
        str_decode_fs(t, u.machine, strlen(u.machine)),
    };
    return struct_sequence_new(t, posix_type(t, POSIX_UNAME_RESULT), items, 5);
}

static Value posix_times(Thread *t, Value *args) {
    struct tms tms;
    clock_t elapsed = times(&tms);
    if (elapsed == (clock_t)-1)
        return posix_error(t);
    double ticks = (double)sysconf(_SC_CLK_TCK);
    const Value items[5] = {
        float_from_double(t, (double)tms.tms_utime / ticks), float_from_double(t, (double)tms.tms_stime / ticks),
        float_from_double(t, (double)tms.tms_cutime / ticks), float_from_double(t, (double)tms.tms_cstime / ticks),
        float_from_double(t, (double)elapsed / ticks),
    };
    return struct_sequence_new(t, posix_type(t, POSIX_TIMES_RESULT), items, 5);
}

static Value posix_getloadavg(Thread *t, Value *args) {
    double load[3];
    if (getloadavg(load, 3) != 3)
        return raise_error(t, TYPE_OSError, "Load averages are unobtainable");
    Value items[3] = {float_from_double(t, load[0]), float_from_double(t, load[1]), float_from_double(t, load[2])};
    return tuple_from_values(t, items, 3);
}

static Value posix_cpu_count(Thread *t, Value *args) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n >= 1 ? value_from_int(n) : VALUE_NONE;
}

static Value random_bytes(Thread *t, size_t size, unsigned flags, bool all) {
    Bytes *b = bytes_alloc(t, size);
    if (!b)
        return VALUE_ERROR;
    size_t filled = 0;
    do {
        ssize_t n = getrandom(b->data + filled, size - filled, flags);
        if (n < 0) {
            if (errno == EINTR && posix_interrupted(t))
                continue;
            return error_pending(t) ? VALUE_ERROR : posix_error(t);
        }
        filled += (size_t)n;
    } while (all && filled < size);
    return filled == size ? value_from_object(b) : bytes_from_data(t, b->data, filled);
}
static Value posix_urandom(Thread *t, Value *args) {
    int64_t size;
    if (!arg_size(t, args[0], &size))
        return VALUE_ERROR;
    return size < 0 ? raise_value_error(t, "negative argument not allowed") : random_bytes(t, (size_t)size, 0, true);
}
static Value posix_getrandom(Thread *t, Value *args) {
    int64_t size;
    int flags;
    if (!arg_size(t, args[0], &size) || !arg_int(t, args[1], &flags))
        return VALUE_ERROR;
    if (size < 0) {
        errno = EINVAL;
        return posix_error(t);
    }
    return random_bytes(t, (size_t)size, (unsigned)flags, false);
}

static Value posix_strerror(Thread *t, Value *args) {
    int number;
    if (!arg_int(t, args[0], &number))
        return VALUE_ERROR;
    const char *text = strerror(number);
    return str_decode_fs(t, text, strlen(text));
}

static Value posix_umask(Thread *t, Value *args) {
    int mask;
    return arg_int(t, args[0], &mask) ? value_from_int(umask((mode_t)mask)) : VALUE_ERROR;
}

const NativeDef posix_system_functions[] = {
    NATIVE("putenv", "($module, name, value, /)", posix_putenv, "Change or add an environment variable."),
    NATIVE("unsetenv", "($module, name, /)", posix_unsetenv, "Delete an environment variable."),
    NATIVE("sysconf", "($module, name, /)", posix_sysconf, "Return an integer-valued system configuration variable."),
    NATIVE("confstr", "($module, name, /)", posix_confstr, "Return a string-valued system configuration variable."),
    NATIVE("pathconf", "($module, /, path, name)", posix_pathconf,
           "Return the configuration limit name for the file or directory path."),
    NATIVE("fpathconf", "($module, fd, name, /)", posix_fpathconf,
           "Return the configuration limit name for the file descriptor fd."),
    NATIVE("uname", "($module, /)", posix_uname, "Return an object identifying the current operating system."),
    NATIVE("times", "($module, /)", posix_times, "Return a collection containing process timing information."),
    NATIVE("getloadavg", "($module, /)", posix_getloadavg, "Return average recent system load information."),
    NATIVE("cpu_count", "($module, /)", posix_cpu_count,
           "Return the number of CPUs in the system; return None if indeterminable."),
    NATIVE("urandom", "($module, size, /)", posix_urandom,
           "Return a bytes object containing random bytes suitable for cryptographic use."),
    NATIVE("getrandom", "($module, /, size, flags=0)", posix_getrandom, "Obtain a series of random bytes."),
    NATIVE("strerror", "($module, code, /)", posix_strerror, "Translate an error code to a message string."),
    NATIVE("umask", "($module, mask, /)", posix_umask, "Set the current numeric umask and return the previous umask."),
    NATIVE_END,
};

/* ---- constants ---- */

bool posix_constants_init(Thread *t, Module *m) {
    static const struct {
        const char *name;
        int64_t value;
    } rows[] = {
#define ROW(name) {#name, name},
#define ROW_VALUE(name, value) {#name, value},
#include "modules/posix/posix_constants.inc"
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!module_set(t, m, rows[i].name, value_from_int(rows[i].value)))
            return false;
    return true;
}

bool posix_system_init(Thread *t, Module *m) {
    return module_set(t, m, "environ", environment(t)) &&
           module_set(t, m, "sysconf_names", names_dict(t, sysconf_names, COUNT(sysconf_names))) &&
           module_set(t, m, "confstr_names", names_dict(t, confstr_names, COUNT(confstr_names))) &&
           module_set(t, m, "pathconf_names", names_dict(t, pathconf_names, COUNT(pathconf_names)));
}

/* posix_module.c - the module posix, beneath the library's os: the types of its
 * results and its parts put together. */
#include "modules/posix/posix.h"
#include "runtime/struct_sequence.h"

static const char *const stat_fields[] = {
    "st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "", "", "",
    "st_atime", "st_mtime", "st_ctime", "st_atime_ns", "st_mtime_ns", "st_ctime_ns",
    "st_blksize", "st_blocks", "st_rdev", NULL,
};
static const char *const statvfs_fields[] = {
    "f_bsize", "f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files", "f_ffree", "f_favail", "f_flag",
    "f_namemax", "f_fsid", NULL,
};
static const char *const terminal_fields[] = {"columns", "lines", NULL};
static const char *const uname_fields[] = {"sysname", "nodename", "release", "version", "machine", NULL};
static const char *const times_fields[] = {"user", "system", "children_user", "children_system", "elapsed", NULL};
static const char *const waitid_fields[] = {"si_pid", "si_uid", "si_signo", "si_status", "si_code", NULL};
static const char *const sched_fields[] = {"sched_priority", NULL};

static const struct {
    const char *name, *doc;
    const char *const *fields;
    size_t visible;
} result_types[POSIX_TYPE_COUNT] = {
    [POSIX_STAT_RESULT] = {"os.stat_result",
                           "stat_result: Result from stat, fstat, or lstat.\n\nThis object may be accessed either as a "
                           "tuple of\n  (mode, ino, dev, nlink, uid, gid, size, atime, mtime, ctime)\nor via the "
                           "attributes st_mode, st_ino, st_dev, st_nlink, st_uid, and so on.",
                           stat_fields, 10},
    [POSIX_STATVFS_RESULT] = {"os.statvfs_result", "statvfs_result: Result from statvfs or fstatvfs.", statvfs_fields, 10},
    [POSIX_TERMINAL_SIZE] = {"os.terminal_size", "A tuple of (columns, lines) for holding terminal window size",
                             terminal_fields, 2},
    [POSIX_UNAME_RESULT] = {"posix.uname_result", "uname_result: Result from os.uname().", uname_fields, 5},
    [POSIX_TIMES_RESULT] = {"posix.times_result", "times_result: Result from os.times().", times_fields, 5},
    [POSIX_WAITID_RESULT] = {"posix.waitid_result", "waitid_result: Result from waitid.", waitid_fields, 5},
    [POSIX_SCHED_PARAM] = {"posix.sched_param",
                           "Currently has only one field: sched_priority\n\n  sched_priority\n    A scheduling parameter.",
                           sched_fields, 1},
};

/* The types as items of a tuple. */
Type *posix_type(Thread *t, PosixType id) {
    return (Type *)value_as_object(value_as_tuple(t->vm->module_state[MODULE_STATE_POSIX])->items[id]);
}

static bool make_types(Thread *t, Module *m) {
    Tuple *types = tuple_alloc(t, POSIX_TYPE_COUNT);
    if (!types)
        return false;
    t->vm->module_state[MODULE_STATE_POSIX] = value_from_object(types);
    for (size_t i = 0; i < POSIX_TYPE_COUNT; i++) {
        Type *type = struct_sequence_type_hidden(t, m, result_types[i].name, result_types[i].doc,
                                                 result_types[i].fields, result_types[i].visible);
        if (!type)
            return false;
        types->items[i] = value_from_object(type);
        gc_wrote(t, types);
    }
    return true;
}

static Value have_functions(Thread *t) {
    static const char *const names[] = {
        "HAVE_EVENTFD", "HAVE_FACCESSAT", "HAVE_FCHDIR", "HAVE_FCHMOD", "HAVE_FCHMODAT", "HAVE_FCHOWN",
        "HAVE_FCHOWNAT", "HAVE_FEXECVE", "HAVE_FDOPENDIR", "HAVE_FPATHCONF", "HAVE_FSTATAT", "HAVE_FSTATVFS",
        "HAVE_FTRUNCATE", "HAVE_FUTIMENS", "HAVE_FUTIMES", "HAVE_FUTIMESAT", "HAVE_LINKAT", "HAVE_LCHOWN",
        "HAVE_LSTAT", "HAVE_LUTIMES", "HAVE_MEMFD_CREATE", "HAVE_MKDIRAT", "HAVE_MKFIFOAT", "HAVE_MKNODAT",
        "HAVE_OPENAT", "HAVE_READLINKAT", "HAVE_RENAMEAT", "HAVE_SYMLINKAT", "HAVE_UNLINKAT", "HAVE_UTIMENSAT",
    };
    Value list = list_new(t, sizeof names / sizeof *names);
    for (size_t i = 0; i < sizeof names / sizeof *names && !value_is_error(list); i++)
        if (!list_append(t, value_as_list(list), str_intern_cstring(t, names[i])))
            return VALUE_ERROR;
    return list;
}

static bool posix_init(Thread *t, Module *m) {
    static const NativeDef *const tables[] = {posix_dir_functions, posix_file_functions, posix_process_functions,
                                              posix_system_functions};
    Value name = str_intern_cstring(t, "posix");
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (!natives_declare(t, m->dict, tables[i], NULL, name))
            return false;
    return make_types(t, m) && native_type(t, &typedef_dir_entry, m) &&
           module_set(t, m, "error", value_from_object(t->vm->types[TYPE_OSError])) &&
           module_set(t, m, "_have_functions", have_functions(t)) && posix_constants_init(t, m) &&
           posix_system_init(t, m);
}

const ModuleDef module_posix = {
    .name = "posix",
    .doc = "This module provides access to operating system functionality that is\nstandardized by the C Standard and "
           "the POSIX standard (a thinly\ndisguised Unix interface).  Refer to the library manual and\ncorresponding "
           "Unix manual entries for more information on calls.",
    .functions = posix_stat_functions,
    .init = posix_init,
};

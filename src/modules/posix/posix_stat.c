/* posix_stat.c - what the system knows of a file: stat and its kin, and changing it. */
#include <limits.h>
#include <math.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "modules/posix/posix.h"

static Value seconds_of(Thread *t, struct timespec ts) {
    return float_from_double(t, (double)ts.tv_sec + 1e-9 * (double)ts.tv_nsec);
}
static Value nanoseconds_of(Thread *t, struct timespec ts) {
    return int_from_int64(t, (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec);
}

Value stat_result_new(Thread *t, const struct stat *st) {
    const Value items[] = {
        value_from_int(st->st_mode), int_from_uint64(t, st->st_ino), int_from_uint64(t, st->st_dev),
        int_from_uint64(t, st->st_nlink), value_from_int(st->st_uid), value_from_int(st->st_gid),
        int_from_int64(t, st->st_size), int_from_int64(t, st->st_atim.tv_sec),
        int_from_int64(t, st->st_mtim.tv_sec), int_from_int64(t, st->st_ctim.tv_sec),
        seconds_of(t, st->st_atim), seconds_of(t, st->st_mtim), seconds_of(t, st->st_ctim),
        nanoseconds_of(t, st->st_atim), nanoseconds_of(t, st->st_mtim), nanoseconds_of(t, st->st_ctim),
        int_from_int64(t, st->st_blksize), int_from_int64(t, st->st_blocks), int_from_uint64(t, st->st_rdev),
    };
    return struct_sequence_new(t, posix_type(t, POSIX_STAT_RESULT), items, sizeof items / sizeof *items);
}

static Value do_stat(Thread *t, const char *function, Value path_value, Value dir, bool follow, int allow) {
    PathArgument path;
    int dir_fd;
    if (!path_argument(t, path_value, function, "path", allow, &path) || !dir_fd_argument(t, dir, &dir_fd) ||
        (allow & PATH_FD && !check_path_options(t, function, &path, dir_fd, follow)))
        return VALUE_ERROR;
    struct stat st;
    int r = path.fd != -1 ? fstat(path.fd, &st) : fstatat(dir_fd, path.text, &st, follow ? 0 : AT_SYMLINK_NOFOLLOW);
    return r < 0 ? path_error(t, &path) : stat_result_new(t, &st);
}

static Value posix_stat(Thread *t, Value *args) {
    int follow = op_truth(t, args[2]);
    return follow < 0 ? VALUE_ERROR : do_stat(t, "stat", args[0], args[1], follow, PATH_FD);
}
static Value posix_lstat(Thread *t, Value *args) { return do_stat(t, "lstat", args[0], args[1], false, 0); }

static Value posix_fstat(Thread *t, Value *args) {
    int fd;
    struct stat st;
    if (!arg_int(t, args[0], &fd))
        return VALUE_ERROR;
    return fstat(fd, &st) < 0 ? posix_error(t) : stat_result_new(t, &st);
}

static Value posix_access(Thread *t, Value *args) {
    PathArgument path;
    int mode, dir_fd;
    bool effective, follow;
    if (!path_argument(t, args[0], "access", "path", 0, &path) || !arg_int(t, args[1], &mode) ||
        !dir_fd_argument(t, args[2], &dir_fd) || !arg_bool(t, args[3], &effective) || !arg_bool(t, args[4], &follow))
        return VALUE_ERROR;
    int flags = (effective ? AT_EACCESS : 0) | (follow ? 0 : AT_SYMLINK_NOFOLLOW);
    return value_bool(faccessat(dir_fd, path.text, mode, flags) == 0);
}

static Value posix_chmod(Thread *t, Value *args) {
    PathArgument path;
    int mode, dir_fd;
    bool follow;
    if (!path_argument(t, args[0], "chmod", "path", PATH_FD, &path) || !arg_int(t, args[1], &mode) ||
        !dir_fd_argument(t, args[2], &dir_fd) || !arg_bool(t, args[3], &follow))
        return VALUE_ERROR;
    int r = path.fd != -1 ? fchmod(path.fd, (mode_t)mode)
                          : fchmodat(dir_fd, path.text, (mode_t)mode, follow ? 0 : AT_SYMLINK_NOFOLLOW);
    if (r < 0 && !follow && (errno == ENOTSUP || errno == EOPNOTSUPP))
        return raise_error(t, TYPE_NotImplementedError, dir_fd != AT_FDCWD
                               ? "chmod: cannot use dir_fd and follow_symlinks together"
                               : "chmod: follow_symlinks unavailable on this platform");
    return r < 0 ? path_error(t, &path) : VALUE_NONE;
}

static Value posix_fchmod(Thread *t, Value *args) {
    int fd, mode;
    if (!arg_int(t, args[0], &fd) || !arg_int(t, args[1], &mode))
        return VALUE_ERROR;
    return posix_done(t, fchmod(fd, (mode_t)mode));
}

static Value posix_chown(Thread *t, Value *args) {
    PathArgument path;
    uint32_t uid, gid;
    int dir_fd;
    bool follow;
    if (!path_argument(t, args[0], "chown", "path", PATH_FD, &path) || !uid_argument(t, args[1], "uid", &uid) ||
        !uid_argument(t, args[2], "gid", &gid) || !dir_fd_argument(t, args[3], &dir_fd) ||
        !arg_bool(t, args[4], &follow) || !check_path_options(t, "chown", &path, dir_fd, follow))
        return VALUE_ERROR;
    int r = path.fd != -1 ? fchown(path.fd, uid, gid)
                          : fchownat(dir_fd, path.text, uid, gid, follow ? 0 : AT_SYMLINK_NOFOLLOW);
    return r < 0 ? path_error(t, &path) : VALUE_NONE;
}

static Value posix_lchown(Thread *t, Value *args) {
    PathArgument path;
    uint32_t uid, gid;
    if (!path_argument(t, args[0], "lchown", "path", 0, &path) || !uid_argument(t, args[1], "uid", &uid) ||
        !uid_argument(t, args[2], "gid", &gid))
        return VALUE_ERROR;
    return lchown(path.text, uid, gid) < 0 ? path_error(t, &path) : VALUE_NONE;
}

static Value posix_fchown(Thread *t, Value *args) {
    int fd;
    uint32_t uid, gid;
    if (!arg_int(t, args[0], &fd) || !uid_argument(t, args[1], "uid", &uid) || !uid_argument(t, args[2], "gid", &gid))
        return VALUE_ERROR;
    return posix_done(t, fchown(fd, uid, gid));
}

/* ---- times ---- */

static bool time_from_number(Thread *t, Value v, struct timespec *out) {
    if (value_is_any_int(v)) {
        int64_t n;
        if (!int_to_int64(int_unbox(v), &n)) {
            raise_overflow_error(t, "timestamp out of range for platform time_t");
            return false;
        }
        *out = (struct timespec){.tv_sec = n, .tv_nsec = 0};
        return true;
    }
    double d;
    if (!value_is_float(v) && !value_is_kind(v, KIND_FLOAT)) {
        int64_t n;
        if (!op_index_int64(t, v, &n))
            return false;
        *out = (struct timespec){.tv_sec = n, .tv_nsec = 0};
        return true;
    }
    if (!arg_double(t, v, &d))
        return false;
    if (isnan(d)) {
        raise_value_error(t, "Invalid value NaN (not a number)");
        return false;
    }
    double whole = floor(d);
    if (!(whole >= -9.2e18 && whole <= 9.2e18)) {
        raise_overflow_error(t, "timestamp out of range for platform time_t");
        return false;
    }
    out->tv_sec = (time_t)whole;
    out->tv_nsec = (long)floor((d - whole) * 1e9);
    return true;
}

static bool time_from_nanoseconds(Thread *t, Value v, struct timespec *out) {
    Value pair = op_divmod(t, v, value_from_int(1000000000));
    if (value_is_error(pair))
        return false;
    if (!value_is_tuple(pair) || value_as_tuple(pair)->length != 2) {
        raise_type_error(t, "%T.__divmod__() must return a 2-tuple, not %T", v, pair);
        return false;
    }
    int64_t seconds, rest;
    if (!op_index_int64(t, value_as_tuple(pair)->items[0], &seconds) ||
        !op_index_int64(t, value_as_tuple(pair)->items[1], &rest))
        return false;
    *out = (struct timespec){.tv_sec = seconds, .tv_nsec = rest};
    return true;
}

static Value posix_utime(Thread *t, Value *args) {
    PathArgument path;
    int dir_fd;
    bool follow;
    Value times = args[1], ns = args[2];
    if (!path_argument(t, args[0], "utime", "path", PATH_FD, &path) || !dir_fd_argument(t, args[3], &dir_fd) ||
        !arg_bool(t, args[4], &follow))
        return VALUE_ERROR;
    if (!value_is_none(times) && !value_is_undef(ns))
        return raise_value_error(t, "utime: you may specify either 'times' or 'ns' but not both");
    struct timespec both[2];
    bool now = value_is_none(times) && value_is_undef(ns);
    if (!value_is_none(times)) {
        if (!value_is_tuple(times) || value_as_tuple(times)->length != 2)
            return raise_type_error(t, "utime: 'times' must be either a tuple of two ints or None");
        for (int i = 0; i < 2; i++)
            if (!time_from_number(t, value_as_tuple(times)->items[i], &both[i]))
                return VALUE_ERROR;
    } else if (!now) {
        if (!value_is_tuple(ns) || value_as_tuple(ns)->length != 2)
            return raise_type_error(t, "utime: 'ns' must be a tuple of two ints");
        for (int i = 0; i < 2; i++)
            if (!time_from_nanoseconds(t, value_as_tuple(ns)->items[i], &both[i]))
                return VALUE_ERROR;
    }
    if (!check_path_options(t, "utime", &path, dir_fd, follow))
        return VALUE_ERROR;
    int r = path.fd != -1 ? futimens(path.fd, now ? NULL : both)
                          : utimensat(dir_fd, path.text, now ? NULL : both, follow ? 0 : AT_SYMLINK_NOFOLLOW);
    return posix_done(t, r); /* as CPython: without the name */
}

/* ---- file systems ---- */

static Value statvfs_result(Thread *t, const struct statvfs *st) {
    const Value items[] = {
        int_from_uint64(t, st->f_bsize), int_from_uint64(t, st->f_frsize), int_from_uint64(t, st->f_blocks),
        int_from_uint64(t, st->f_bfree), int_from_uint64(t, st->f_bavail), int_from_uint64(t, st->f_files),
        int_from_uint64(t, st->f_ffree), int_from_uint64(t, st->f_favail), int_from_uint64(t, st->f_flag),
        int_from_uint64(t, st->f_namemax), int_from_uint64(t, st->f_fsid),
    };
    return struct_sequence_new(t, posix_type(t, POSIX_STATVFS_RESULT), items, sizeof items / sizeof *items);
}

static Value posix_statvfs(Thread *t, Value *args) {
    PathArgument path;
    struct statvfs st;
    if (!path_argument(t, args[0], "statvfs", "path", PATH_FD, &path))
        return VALUE_ERROR;
    int r = path.fd != -1 ? fstatvfs(path.fd, &st) : statvfs(path.text, &st);
    return r < 0 ? path_error(t, &path) : statvfs_result(t, &st);
}

static Value posix_fstatvfs(Thread *t, Value *args) {
    int fd;
    struct statvfs st;
    if (!arg_int(t, args[0], &fd))
        return VALUE_ERROR;
    return fstatvfs(fd, &st) < 0 ? posix_error(t) : statvfs_result(t, &st);
}

static bool arg_device(Thread *t, Value v, uint64_t *out) {
    Value i = op_index(t, v);
    if (value_is_error(i))
        return false;
    if (!int_to_uint64(i, out)) {
        raise_overflow_error(t, "Python int too large to convert to C unsigned long");
        return false;
    }
    return true;
}
static Value posix_major(Thread *t, Value *args) {
    uint64_t device;
    return arg_device(t, args[0], &device) ? value_from_int(major(device)) : VALUE_ERROR;
}
static Value posix_minor(Thread *t, Value *args) {
    uint64_t device;
    return arg_device(t, args[0], &device) ? value_from_int(minor(device)) : VALUE_ERROR;
}
static Value posix_makedev(Thread *t, Value *args) {
    int high, low;
    if (!arg_int(t, args[0], &high) || !arg_int(t, args[1], &low))
        return VALUE_ERROR;
    return int_from_uint64(t, makedev((unsigned)high, (unsigned)low));
}

/* ---- extended attributes ---- */

static Value posix_getxattr(Thread *t, Value *args) {
    PathArgument path, name;
    bool follow;
    if (!path_argument(t, args[0], "getxattr", "path", PATH_FD, &path) ||
        !path_argument(t, args[1], "getxattr", "attribute", 0, &name) || !arg_bool(t, args[2], &follow) ||
        !check_path_options(t, "getxattr", &path, AT_FDCWD, follow))
        return VALUE_ERROR;
    size_t size = 128;
    for (;;) {
        Raw *raw = gc_alloc_raw(t, size);
        if (!raw)
            return VALUE_ERROR;
        ssize_t n = path.fd >= 0 ? fgetxattr(path.fd, name.text, raw->bytes, size)
                    : follow     ? getxattr(path.text, name.text, raw->bytes, size)
                                 : lgetxattr(path.text, name.text, raw->bytes, size);
        if (n >= 0)
            return bytes_from_data(t, raw->bytes, (size_t)n);
        if (errno != ERANGE || size > 65536)
            return path_error(t, &path);
        size *= 8;
    }
}

static Value posix_setxattr(Thread *t, Value *args) {
    PathArgument path, name;
    Buffer value;
    int flags;
    bool follow;
    if (!path_argument(t, args[0], "setxattr", "path", PATH_FD, &path) ||
        !path_argument(t, args[1], "setxattr", "attribute", 0, &name) || !buffer_get(t, args[2], false, &value))
        return VALUE_ERROR;
    Value result = VALUE_ERROR;
    if (arg_int(t, args[3], &flags) && arg_bool(t, args[4], &follow) &&
        check_path_options(t, "setxattr", &path, AT_FDCWD, follow)) {
        int r = path.fd >= 0 ? fsetxattr(path.fd, name.text, value.data, value.length, flags)
                : follow     ? setxattr(path.text, name.text, value.data, value.length, flags)
                             : lsetxattr(path.text, name.text, value.data, value.length, flags);
        result = r < 0 ? path_error(t, &path) : VALUE_NONE;
    }
    buffer_release(t, &value);
    return result;
}

static Value posix_removexattr(Thread *t, Value *args) {
    PathArgument path, name;
    bool follow;
    if (!path_argument(t, args[0], "removexattr", "path", PATH_FD, &path) ||
        !path_argument(t, args[1], "removexattr", "attribute", 0, &name) || !arg_bool(t, args[2], &follow) ||
        !check_path_options(t, "removexattr", &path, AT_FDCWD, follow))
        return VALUE_ERROR;
    int r = path.fd >= 0 ? fremovexattr(path.fd, name.text)
            : follow     ? removexattr(path.text, name.text)
                         : lremovexattr(path.text, name.text);
    return r < 0 ? path_error(t, &path) : VALUE_NONE;
}

static Value posix_listxattr(Thread *t, Value *args) {
    PathArgument path;
    bool follow;
    if (!path_argument(t, args[0], "listxattr", "path", PATH_FD | PATH_NONE, &path) || !arg_bool(t, args[1], &follow) ||
        !check_path_options(t, "listxattr", &path, AT_FDCWD, follow))
        return VALUE_ERROR;
    size_t size = 256;
    for (;;) {
        Raw *raw = gc_alloc_raw(t, size);
        if (!raw)
            return VALUE_ERROR;
        char *names = (char *)raw->bytes;
        ssize_t n = path.fd >= 0 ? flistxattr(path.fd, names, size)
                    : follow     ? listxattr(path.text, names, size)
                                 : llistxattr(path.text, names, size);
        if (n < 0) {
            if (errno != ERANGE || size > 65536)
                return path_error(t, &path);
            size *= 8;
            continue;
        }
        Value list = list_new(t, 4);
        for (ssize_t at = 0; at < n && !value_is_error(list);) {
            size_t length = strlen(names + at);
            Value name = str_decode_fs(t, names + at, length);
            if (value_is_error(name) || !list_append(t, value_as_list(list), name))
                return VALUE_ERROR;
            at += (ssize_t)length + 1;
        }
        return list;
    }
}

const NativeDef posix_stat_functions[] = {
    NATIVE("stat", "($module, /, path, *, dir_fd=None, follow_symlinks=True)", posix_stat,
           "Perform a stat system call on the given path."),
    NATIVE("lstat", "($module, /, path, *, dir_fd=None)", posix_lstat,
           "Perform a stat system call on the given path, without following symbolic links."),
    NATIVE("fstat", "($module, /, fd)", posix_fstat, "Perform a stat system call on the given file descriptor."),
    NATIVE("access", "($module, /, path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)",
           posix_access, "Use the real uid/gid to test for access to a path."),
    NATIVE("chmod", "($module, /, path, mode, *, dir_fd=None, follow_symlinks=True)", posix_chmod,
           "Change the access permissions of a file."),
    NATIVE("fchmod", "($module, /, fd, mode)", posix_fchmod,
           "Change the access permissions of the file given by file descriptor fd."),
    NATIVE("chown", "($module, /, path, uid, gid, *, dir_fd=None, follow_symlinks=True)", posix_chown,
           "Change the owner and group id of path to the numeric uid and gid."),
    NATIVE("lchown", "($module, /, path, uid, gid)", posix_lchown,
           "Change the owner and group id of path to the numeric uid and gid.\n\nThis function will not follow "
           "symbolic links."),
    NATIVE("fchown", "($module, /, fd, uid, gid)", posix_fchown,
           "Change the owner and group id of the file specified by file descriptor."),
    NATIVE("utime", "($module, /, path, times=None, *, ns=<none>, dir_fd=None, follow_symlinks=True)", posix_utime,
           "Set the access and modified time of path."),
    NATIVE("statvfs", "($module, /, path)", posix_statvfs, "Perform a statvfs system call on the given path."),
    NATIVE("fstatvfs", "($module, fd, /)", posix_fstatvfs, "Perform an fstatvfs system call on the given fd."),
    NATIVE("major", "($module, device, /)", posix_major, "Extracts a device major number from a raw device number."),
    NATIVE("minor", "($module, device, /)", posix_minor, "Extracts a device minor number from a raw device number."),
    NATIVE("makedev", "($module, major, minor, /)", posix_makedev,
           "Composes a raw device number from the major and minor device numbers."),
    NATIVE("getxattr", "($module, /, path, attribute, *, follow_symlinks=True)", posix_getxattr,
           "Return the value of extended attribute attribute on path."),
    NATIVE("setxattr", "($module, /, path, attribute, value, flags=0, *, follow_symlinks=True)", posix_setxattr,
           "Set extended attribute attribute on path to value."),
    NATIVE("removexattr", "($module, /, path, attribute, *, follow_symlinks=True)", posix_removexattr,
           "Remove extended attribute attribute on path."),
    NATIVE("listxattr", "($module, /, path=None, *, follow_symlinks=True)", posix_listxattr,
           "Return a list of extended attributes on path."),
    NATIVE_END,
};

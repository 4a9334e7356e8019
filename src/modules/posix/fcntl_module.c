/* fcntl_module.c - the module fcntl: control of descriptors, and file locks. */
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "modules/posix/posix.h"

enum { ARGUMENT_MAX = 1024 };

static Value fcntl_fcntl(Thread *t, Value *args) {
    int fd, command, r;
    if (!descriptor_argument(t, args[0], &fd) || !arg_int(t, args[1], &command))
        return VALUE_ERROR;
    if (value_is_str(args[2]) || value_is_bytes_like(t, args[2])) {
        char data[ARGUMENT_MAX];
        Buffer b;
        Value source = value_is_str(args[2]) ? str_encode(t, args[2], "utf-8", "strict") : args[2];
        if (value_is_error(source) || !buffer_get(t, source, false, &b))
            return VALUE_ERROR;
        size_t n = b.length;
        if (n > sizeof data) {
            buffer_release(t, &b);
            return raise_value_error(t, "fcntl string arg too long");
        }
        memcpy(data, b.data, n);
        buffer_release(t, &b);
        do
            r = fcntl(fd, command, data);
        while (r < 0 && errno == EINTR && posix_interrupted(t));
        return r >= 0 ? bytes_from_data(t, data, n) : error_pending(t) ? VALUE_ERROR : posix_error(t);
    }
    int64_t number;
    if (!op_index_int64(t, args[2], &number))
        return VALUE_ERROR;
    do
        r = fcntl(fd, command, (int)number);
    while (r < 0 && errno == EINTR && posix_interrupted(t));
    return r >= 0 ? value_from_int(r) : error_pending(t) ? VALUE_ERROR : posix_error(t);
}

static Value fcntl_ioctl(Thread *t, Value *args) {
    int fd;
    int64_t code;
    bool mutate;
    if (!descriptor_argument(t, args[0], &fd) || !op_index_int64(t, args[1], &code) || !arg_bool(t, args[3], &mutate))
        return VALUE_ERROR;
    if (!value_is_str(args[2]) && !value_is_bytes_like(t, args[2])) {
        int64_t number;
        if (!op_index_int64(t, args[2], &number))
            return VALUE_ERROR;
        return posix_int(t, ioctl(fd, (unsigned long)(uint32_t)code, (int)number));
    }
    char data[ARGUMENT_MAX + 1];
    Buffer b;
    Value source = value_is_str(args[2]) ? str_encode(t, args[2], "utf-8", "strict") : args[2];
    if (value_is_error(source) || !buffer_get(t, source, false, &b))
        return VALUE_ERROR;
    bool in_place = !b.readonly && mutate, large = b.length > ARGUMENT_MAX;
    if (large && !in_place) {
        buffer_release(t, &b);
        return raise_value_error(t, in_place ? "ioctl buffer arg too long" : "ioctl string arg too long");
    }
    char *argument = large ? (char *)b.data : data;
    if (!large) {
        memcpy(data, b.data, b.length);
        data[b.length] = 0;
    }
    int r = ioctl(fd, (unsigned long)(uint32_t)code, argument), failed = errno;
    if (in_place && !large)
        memcpy(b.data, data, b.length);
    size_t n = b.length;
    buffer_release(t, &b);
    errno = failed;
    return r < 0 ? posix_error(t) : in_place ? value_from_int(r) : bytes_from_data(t, data, n);
}

static Value fcntl_flock(Thread *t, Value *args) {
    int fd, operation, r;
    if (!descriptor_argument(t, args[0], &fd) || !arg_int(t, args[1], &operation))
        return VALUE_ERROR;
    do
        r = flock(fd, operation);
    while (r < 0 && errno == EINTR && posix_interrupted(t));
    return r >= 0 ? VALUE_NONE : error_pending(t) ? VALUE_ERROR : posix_error(t);
}

static Value fcntl_lockf(Thread *t, Value *args) {
    int fd, operation, whence, r;
    int64_t length, start;
    if (!descriptor_argument(t, args[0], &fd) || !arg_int(t, args[1], &operation) || !op_index_int64(t, args[2], &length) ||
        !op_index_int64(t, args[3], &start) || !arg_int(t, args[4], &whence))
        return VALUE_ERROR;
    struct flock lock = {.l_whence = (short)whence, .l_start = start, .l_len = length};
    if (operation == LOCK_UN)
        lock.l_type = F_UNLCK;
    else if (operation & LOCK_SH)
        lock.l_type = F_RDLCK;
    else if (operation & LOCK_EX)
        lock.l_type = F_WRLCK;
    else
        return raise_value_error(t, "unrecognized lockf argument");
    do
        r = fcntl(fd, operation & LOCK_NB ? F_SETLK : F_SETLKW, &lock);
    while (r < 0 && errno == EINTR && posix_interrupted(t));
    return r >= 0 ? VALUE_NONE : error_pending(t) ? VALUE_ERROR : posix_error(t);
}

static const NativeDef functions[] = {
    NATIVE("fcntl", "($module, fd, cmd, arg=0, /)", fcntl_fcntl, "Perform the operation `cmd` on file descriptor fd."),
    NATIVE("ioctl", "($module, fd, request, arg=0, mutate_flag=True, /)", fcntl_ioctl,
           "Perform the operation request on file descriptor fd."),
    NATIVE("flock", "($module, fd, operation, /)", fcntl_flock,
           "Perform the lock operation `operation` on file descriptor `fd`."),
    NATIVE("lockf", "($module, fd, cmd, len=0, start=0, whence=0, /)", fcntl_lockf,
           "A wrapper around the fcntl() locking calls."),
    NATIVE_END,
};

static const struct {
    const char *name;
    int64_t value;
} constants[] = {
#define ROW(name) {#name, name}
    ROW(LOCK_SH), ROW(LOCK_EX), ROW(LOCK_NB), ROW(LOCK_UN), ROW(LOCK_MAND), ROW(LOCK_READ), ROW(LOCK_WRITE),
    ROW(LOCK_RW), ROW(F_DUPFD), ROW(F_DUPFD_CLOEXEC), ROW(F_GETFD), ROW(F_SETFD), ROW(F_GETFL), ROW(F_SETFL),
    ROW(F_GETLK), ROW(F_SETLK), ROW(F_SETLKW), ROW(F_OFD_GETLK), ROW(F_OFD_SETLK), ROW(F_OFD_SETLKW),
    ROW(F_GETOWN), ROW(F_SETOWN), ROW(F_GETSIG), ROW(F_SETSIG), ROW(F_RDLCK), ROW(F_WRLCK), ROW(F_UNLCK),
    ROW(F_EXLCK), ROW(F_SHLCK), ROW(F_SETLEASE), ROW(F_GETLEASE), ROW(F_NOTIFY), ROW(F_SETPIPE_SZ),
    ROW(F_GETPIPE_SZ), ROW(F_ADD_SEALS), ROW(F_GET_SEALS), ROW(F_SEAL_SEAL), ROW(F_SEAL_SHRINK),
    ROW(F_SEAL_GROW), ROW(F_SEAL_WRITE), ROW(FD_CLOEXEC), ROW(FASYNC), ROW(DN_ACCESS), ROW(DN_MODIFY),
    ROW(DN_CREATE), ROW(DN_DELETE), ROW(DN_RENAME), ROW(DN_ATTRIB), ROW(DN_MULTISHOT),
#undef ROW
    {"F_GETLK64", F_GETLK}, {"F_SETLK64", F_SETLK}, {"F_SETLKW64", F_SETLKW},
};

static bool fcntl_init(Thread *t, Module *m) {
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (!module_set(t, m, constants[i].name, value_from_int(constants[i].value)))
            return false;
    return true;
}

const ModuleDef module_fcntl = {
    .name = "fcntl",
    .doc = "This module performs file control and I/O control on file\ndescriptors.  It is an interface to the fcntl() "
           "and ioctl() Unix\nroutines.  File descriptors can be obtained with the fileno() method of\na file or socket "
           "object.",
    .functions = functions,
    .init = fcntl_init,
};

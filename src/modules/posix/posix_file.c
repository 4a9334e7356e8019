/* posix_file.c - file descriptors: opening, reading, writing, terminals. */
#include <limits.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <unistd.h>
#include <utmp.h>

#include "modules/posix/posix.h"

/* Runs a call again when a signal broke it off and its handlers raised nothing. */
#define RESTARTING(result, call)                                                                   \
    do {                                                                                           \
        result = (call);                                                                           \
    } while (result < 0 && errno == EINTR && posix_interrupted(t));                                \
    if (result < 0 && error_pending(t))                                                            \
        return VALUE_ERROR;

static bool arg_fd(Thread *t, Value v, int *fd) { return arg_int(t, v, fd); }

static bool arg_offset(Thread *t, Value v, int64_t *out) {
    Value i = op_index(t, v);
    if (value_is_error(i))
        return false;
    if (!int_to_int64(i, out)) {
        raise_overflow_error(t, "Python int too large to convert to C long");
        return false;
    }
    return true;
}

static Value posix_open(Thread *t, Value *args) {
    PathArgument path;
    int flags, mode, dir_fd, fd;
    if (!path_argument(t, args[0], "open", "path", 0, &path) || !arg_int(t, args[1], &flags) ||
        !arg_int(t, args[2], &mode) || !dir_fd_argument(t, args[3], &dir_fd))
        return VALUE_ERROR;
    RESTARTING(fd, openat(dir_fd, path.text, flags | O_CLOEXEC, mode));
    return fd < 0 ? path_error(t, &path) : value_from_int(fd);
}

static Value posix_close(Thread *t, Value *args) {
    int fd;
    if (!arg_fd(t, args[0], &fd))
        return VALUE_ERROR;
    return close(fd) < 0 && errno != EINTR ? posix_error(t) : VALUE_NONE;
}

static Value posix_closerange(Thread *t, Value *args) {
    int low, high;
    if (!arg_fd(t, args[0], &low) || !arg_fd(t, args[1], &high))
        return VALUE_ERROR;
    if (low < 0)
        low = 0;
    if (low < high && close_range((unsigned)low, (unsigned)high - 1, 0) < 0)
        for (int fd = low; fd < high; fd++)
            close(fd);
    return VALUE_NONE;
}

static Value posix_read(Thread *t, Value *args) {
    int fd;
    int64_t length;
    ssize_t n;
    if (!arg_fd(t, args[0], &fd) || !arg_size(t, args[1], &length))
        return VALUE_ERROR;
    if (length < 0) {
        errno = EINVAL;
        return posix_error(t);
    }
    if (length > 0x7ffff000)
        length = 0x7ffff000;
    Bytes *b = bytes_alloc(t, (size_t)length);
    if (!b)
        return VALUE_ERROR;
    RESTARTING(n, read(fd, b->data, (size_t)length));
    if (n < 0)
        return posix_error(t);
    return n == length ? value_from_object(b) : bytes_from_data(t, b->data, (size_t)n);
}

static Value posix_pread(Thread *t, Value *args) {
    int fd;
    int64_t length, offset;
    ssize_t n;
    if (!arg_fd(t, args[0], &fd) || !arg_size(t, args[1], &length) || !arg_offset(t, args[2], &offset))
        return VALUE_ERROR;
    if (length < 0) {
        errno = EINVAL;
        return posix_error(t);
    }
    Bytes *b = bytes_alloc(t, (size_t)length);
    if (!b)
        return VALUE_ERROR;
    RESTARTING(n, pread(fd, b->data, (size_t)length, offset));
    if (n < 0)
        return posix_error(t);
    return n == length ? value_from_object(b) : bytes_from_data(t, b->data, (size_t)n);
}

static Value posix_write(Thread *t, Value *args) {
    int fd;
    Buffer data;
    ssize_t n;
    if (!arg_fd(t, args[0], &fd) || !buffer_get(t, args[1], false, &data))
        return VALUE_ERROR;
    size_t length = data.length > 0x7ffff000 ? 0x7ffff000 : data.length;
    RESTARTING(n, write(fd, data.data, length));
    int failed = errno;
    buffer_release(t, &data);
    errno = failed;
    return posix_int(t, n);
}

static Value posix_pwrite(Thread *t, Value *args) {
    int fd;
    int64_t offset;
    Buffer data;
    ssize_t n;
    if (!arg_fd(t, args[0], &fd) || !buffer_get(t, args[1], false, &data))
        return VALUE_ERROR;
    if (!arg_offset(t, args[2], &offset)) {
        buffer_release(t, &data);
        return VALUE_ERROR;
    }
    RESTARTING(n, pwrite(fd, data.data, data.length, offset));
    int failed = errno;
    buffer_release(t, &data);
    errno = failed;
    return posix_int(t, n);
}

/* ---- several buffers at once ---- */

enum { VECTOR_MAX = 1024 };
typedef struct Vector {
    struct iovec parts[VECTOR_MAX];
    Tuple *keep;
    int count;
} Vector;

static bool vector_get(Thread *t, Value v, bool writable, const char *function, Vector *out) {
    if (value_is_undef(special_of(t, v, SPECIAL_GETITEM)) || value_is_dict(v) || value_is_set(v)) {
        raise_type_error(t, "%s() arg 2 must be a sequence", function);
        return false;
    }
    Value all = tuple_from_iterable(t, v);
    if (value_is_error(all))
        return false;
    out->keep = value_as_tuple(all);
    if (out->keep->length > VECTOR_MAX) {
        errno = EINVAL;
        posix_error(t);
        return false;
    }
    out->count = (int)out->keep->length;
    for (int i = 0; i < out->count; i++) {
        Buffer b;
        if (!buffer_get(t, out->keep->items[i], writable, &b))
            return false;
        out->parts[i] = (struct iovec){b.data, b.length};
        buffer_release(t, &b);
    }
    return true;
}

static Value posix_readv(Thread *t, Value *args) {
    int fd;
    Vector v;
    ssize_t n;
    if (!arg_fd(t, args[0], &fd) || !vector_get(t, args[1], true, "readv", &v))
        return VALUE_ERROR;
    RESTARTING(n, readv(fd, v.parts, v.count));
    return posix_int(t, n);
}
static Value posix_writev(Thread *t, Value *args) {
    int fd;
    Vector v;
    ssize_t n;
    if (!arg_fd(t, args[0], &fd) || !vector_get(t, args[1], false, "writev", &v))
        return VALUE_ERROR;
    RESTARTING(n, writev(fd, v.parts, v.count));
    return posix_int(t, n);
}
static Value posix_preadv(Thread *t, Value *args) {
    int fd, flags;
    int64_t offset;
    Vector v;
    ssize_t n;
    if (!arg_fd(t, args[0], &fd) || !arg_offset(t, args[2], &offset) || !arg_int(t, args[3], &flags) ||
        !vector_get(t, args[1], true, "preadv2", &v))
        return VALUE_ERROR;
    RESTARTING(n, preadv2(fd, v.parts, v.count, offset, flags));
    return posix_int(t, n);
}
static Value posix_pwritev(Thread *t, Value *args) {
    int fd, flags;
    int64_t offset;
    Vector v;
    ssize_t n;
    if (!arg_fd(t, args[0], &fd) || !arg_offset(t, args[2], &offset) || !arg_int(t, args[3], &flags) ||
        !vector_get(t, args[1], false, "pwritev2", &v))
        return VALUE_ERROR;
    RESTARTING(n, pwritev2(fd, v.parts, v.count, offset, flags));
    return posix_int(t, n);
}

/* ---- copying inside the kernel ---- */

static Value posix_sendfile(Thread *t, Value *args) {
    int out, in;
    int64_t count;
    ssize_t n;
    if (!arg_fd(t, args[0], &out) || !arg_fd(t, args[1], &in) || !arg_size(t, args[3], &count))
        return VALUE_ERROR;
    int64_t offset = 0;
    bool here = value_is_none(args[2]);
    if (!here && !arg_offset(t, args[2], &offset))
        return VALUE_ERROR;
    off_t at = offset;
    RESTARTING(n, sendfile(out, in, here ? NULL : &at, (size_t)count));
    return posix_int(t, n);
}

static Value posix_copy_file_range(Thread *t, Value *args) {
    int from, to;
    int64_t count, a = 0, b = 0;
    ssize_t n;
    if (!arg_fd(t, args[0], &from) || !arg_fd(t, args[1], &to) || !arg_size(t, args[2], &count))
        return VALUE_ERROR;
    if (count < 0)
        return raise_value_error(t, "negative value for 'count' not allowed");
    bool from_here = value_is_none(args[3]), to_here = value_is_none(args[4]);
    if ((!from_here && !arg_offset(t, args[3], &a)) || (!to_here && !arg_offset(t, args[4], &b)))
        return VALUE_ERROR;
    loff_t x = a, y = b;
    RESTARTING(n, copy_file_range(from, from_here ? NULL : &x, to, to_here ? NULL : &y, (size_t)count, 0));
    return posix_int(t, n);
}

static Value posix_splice(Thread *t, Value *args) {
    int from, to, flags;
    int64_t count, a = 0, b = 0;
    ssize_t n;
    if (!arg_fd(t, args[0], &from) || !arg_fd(t, args[1], &to) || !arg_size(t, args[2], &count) ||
        !arg_int(t, args[5], &flags))
        return VALUE_ERROR;
    if (count < 0)
        return raise_value_error(t, "negative value for 'count' not allowed");
    bool from_here = value_is_none(args[3]), to_here = value_is_none(args[4]);
    if ((!from_here && !arg_offset(t, args[3], &a)) || (!to_here && !arg_offset(t, args[4], &b)))
        return VALUE_ERROR;
    loff_t x = a, y = b;
    RESTARTING(n, splice(from, from_here ? NULL : &x, to, to_here ? NULL : &y, (size_t)count, (unsigned)flags));
    return posix_int(t, n);
}

/* ---- positions, sizes, locks ---- */

static Value posix_lseek(Thread *t, Value *args) {
    int fd, whence;
    int64_t position;
    if (!arg_fd(t, args[0], &fd) || !arg_offset(t, args[1], &position) || !arg_int(t, args[2], &whence))
        return VALUE_ERROR;
    return posix_int(t, lseek(fd, position, whence));
}

static Value posix_truncate(Thread *t, Value *args) {
    PathArgument path;
    int64_t length;
    if (!path_argument(t, args[0], "truncate", "path", PATH_FD, &path) || !arg_offset(t, args[1], &length))
        return VALUE_ERROR;
    int r = path.fd != -1 ? ftruncate(path.fd, length) : truncate(path.text, length);
    return r < 0 ? path_error(t, &path) : VALUE_NONE;
}

static Value posix_ftruncate(Thread *t, Value *args) {
    int fd, r;
    int64_t length;
    if (!arg_fd(t, args[0], &fd) || !arg_offset(t, args[1], &length))
        return VALUE_ERROR;
    RESTARTING(r, ftruncate(fd, length));
    return posix_done(t, r);
}

static Value posix_fsync(Thread *t, Value *args) {
    int fd, r;
    if (!descriptor_argument(t, args[0], &fd))
        return VALUE_ERROR;
    RESTARTING(r, fsync(fd));
    return posix_done(t, r);
}
static Value posix_fdatasync(Thread *t, Value *args) {
    int fd, r;
    if (!descriptor_argument(t, args[0], &fd))
        return VALUE_ERROR;
    RESTARTING(r, fdatasync(fd));
    return posix_done(t, r);
}
static Value posix_sync(Thread *t, Value *args) {
    sync();
    return VALUE_NONE;
}

static Value posix_lockf(Thread *t, Value *args) {
    int fd, command, r;
    int64_t length;
    if (!arg_fd(t, args[0], &fd) || !arg_int(t, args[1], &command) || !arg_offset(t, args[2], &length))
        return VALUE_ERROR;
    RESTARTING(r, lockf(fd, command, length));
    return posix_done(t, r);
}

static Value raise_number(Thread *t, int number) {
    errno = number;
    return number ? posix_error(t) : VALUE_NONE;
}
static Value posix_posix_fallocate(Thread *t, Value *args) {
    int fd;
    int64_t offset, length;
    if (!arg_fd(t, args[0], &fd) || !arg_offset(t, args[1], &offset) || !arg_offset(t, args[2], &length))
        return VALUE_ERROR;
    return raise_number(t, posix_fallocate(fd, offset, length));
}
static Value posix_posix_fadvise(Thread *t, Value *args) {
    int fd, advice;
    int64_t offset, length;
    if (!arg_fd(t, args[0], &fd) || !arg_offset(t, args[1], &offset) || !arg_offset(t, args[2], &length) ||
        !arg_int(t, args[3], &advice))
        return VALUE_ERROR;
    return raise_number(t, posix_fadvise(fd, offset, length, advice));
}

/* ---- descriptors ---- */

static Value posix_dup(Thread *t, Value *args) {
    int fd;
    return arg_fd(t, args[0], &fd) ? posix_int(t, fcntl(fd, F_DUPFD_CLOEXEC, 0)) : VALUE_ERROR;
}

static Value posix_dup2(Thread *t, Value *args) {
    int fd, to;
    bool inheritable;
    if (!arg_fd(t, args[0], &fd) || !arg_fd(t, args[1], &to) || !arg_bool(t, args[2], &inheritable))
        return VALUE_ERROR;
    if (fd < 0 || to < 0) {
        errno = EBADF;
        return posix_error(t);
    }
    return posix_int(t, inheritable || fd == to ? dup2(fd, to) : dup3(fd, to, O_CLOEXEC));
}

static Value pair_of(Thread *t, int a, int b) { return tuple_pair(t, value_from_int(a), value_from_int(b)); }

static Value posix_pipe(Thread *t, Value *args) {
    int fds[2];
    return pipe2(fds, O_CLOEXEC) < 0 ? posix_error(t) : pair_of(t, fds[0], fds[1]);
}
static Value posix_pipe2(Thread *t, Value *args) {
    int fds[2], flags;
    if (!arg_int(t, args[0], &flags))
        return VALUE_ERROR;
    return pipe2(fds, flags) < 0 ? posix_error(t) : pair_of(t, fds[0], fds[1]);
}

static Value posix_get_inheritable(Thread *t, Value *args) {
    int fd;
    if (!arg_fd(t, args[0], &fd))
        return VALUE_ERROR;
    int flags = fcntl(fd, F_GETFD);
    return flags < 0 ? posix_error(t) : value_bool(!(flags & FD_CLOEXEC));
}
static Value posix_set_inheritable(Thread *t, Value *args) {
    int fd, on;
    if (!arg_fd(t, args[0], &fd) || !arg_int(t, args[1], &on))
        return VALUE_ERROR;
    int flags = fcntl(fd, F_GETFD);
    return flags < 0 ? posix_error(t) : posix_done(t, fcntl(fd, F_SETFD, on ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC));
}
static Value posix_get_blocking(Thread *t, Value *args) {
    int fd;
    if (!arg_fd(t, args[0], &fd))
        return VALUE_ERROR;
    int flags = fcntl(fd, F_GETFL);
    return flags < 0 ? posix_error(t) : value_bool(!(flags & O_NONBLOCK));
}
static Value posix_set_blocking(Thread *t, Value *args) {
    int fd;
    bool on;
    if (!arg_fd(t, args[0], &fd) || !arg_bool(t, args[1], &on))
        return VALUE_ERROR;
    int flags = fcntl(fd, F_GETFL);
    return flags < 0 ? posix_error(t) : posix_done(t, fcntl(fd, F_SETFL, on ? flags & ~O_NONBLOCK : flags | O_NONBLOCK));
}

static Value posix_memfd_create(Thread *t, Value *args) {
    PathArgument name;
    int flags;
    if (!path_argument(t, args[0], "memfd_create", "name", 0, &name) || !arg_int(t, args[1], &flags))
        return VALUE_ERROR;
    return posix_int(t, memfd_create(name.text, (unsigned)flags));
}
static Value posix_eventfd(Thread *t, Value *args) {
    int initial, flags;
    if (!arg_int(t, args[0], &initial) || !arg_int(t, args[1], &flags))
        return VALUE_ERROR;
    return posix_int(t, eventfd((unsigned)initial, flags));
}
static Value posix_eventfd_read(Thread *t, Value *args) {
    int fd;
    eventfd_t value;
    if (!arg_fd(t, args[0], &fd))
        return VALUE_ERROR;
    return eventfd_read(fd, &value) < 0 ? posix_error(t) : int_from_uint64(t, value);
}
static Value posix_eventfd_write(Thread *t, Value *args) {
    int fd;
    uint64_t value;
    if (!arg_fd(t, args[0], &fd))
        return VALUE_ERROR;
    Value i = op_index(t, args[1]);
    if (value_is_error(i))
        return i;
    if (!int_to_uint64(i, &value))
        return raise_overflow_error(t, "int too big to convert");
    return posix_done(t, eventfd_write(fd, value));
}

/* ---- terminals ---- */

static Value posix_isatty(Thread *t, Value *args) {
    int fd;
    return arg_fd(t, args[0], &fd) ? value_bool(isatty(fd)) : VALUE_ERROR;
}

static Value posix_get_terminal_size(Thread *t, Value *args) {
    int fd = 1;
    if (!value_is_undef(args[0]) && !arg_fd(t, args[0], &fd))
        return VALUE_ERROR;
    struct winsize w;
    if (ioctl(fd, TIOCGWINSZ, &w) < 0)
        return posix_error(t);
    const Value items[2] = {value_from_int(w.ws_col), value_from_int(w.ws_row)};
    return struct_sequence_new(t, posix_type(t, POSIX_TERMINAL_SIZE), items, 2);
}

static Value posix_device_encoding(Thread *t, Value *args) {
    int fd;
    if (!arg_fd(t, args[0], &fd))
        return VALUE_ERROR;
    return isatty(fd) ? str_from_cstring(t, "UTF-8") : VALUE_NONE;
}

static Value posix_ttyname(Thread *t, Value *args) {
    int fd;
    char name[256];
    if (!arg_fd(t, args[0], &fd))
        return VALUE_ERROR;
    int r = ttyname_r(fd, name, sizeof name);
    return r ? raise_number(t, r) : str_decode_fs(t, name, strlen(name));
}
static Value posix_ctermid(Thread *t, Value *args) {
    char name[L_ctermid] = "";
    ctermid(name);
    return str_decode_fs(t, name, strlen(name));
}
static Value posix_openpty(Thread *t, Value *args) {
    int master, slave;
    if (openpty(&master, &slave, NULL, NULL, NULL) < 0)
        return posix_error(t);
    fcntl(master, F_SETFD, FD_CLOEXEC);
    fcntl(slave, F_SETFD, FD_CLOEXEC);
    return pair_of(t, master, slave);
}
static Value posix_login_tty(Thread *t, Value *args) {
    int fd;
    return descriptor_argument(t, args[0], &fd) ? posix_done(t, login_tty(fd)) : VALUE_ERROR;
}
static Value posix_tcgetpgrp(Thread *t, Value *args) {
    int fd;
    return arg_fd(t, args[0], &fd) ? posix_int(t, tcgetpgrp(fd)) : VALUE_ERROR;
}
static Value posix_tcsetpgrp(Thread *t, Value *args) {
    int fd, group;
    return arg_fd(t, args[0], &fd) && arg_int(t, args[1], &group) ? posix_done(t, tcsetpgrp(fd, group)) : VALUE_ERROR;
}

const NativeDef posix_file_functions[] = {
    NATIVE("open", "($module, /, path, flags, mode=511, *, dir_fd=None)", posix_open,
           "Open a file for low level IO.  Returns a file descriptor (integer)."),
    NATIVE("close", "($module, /, fd)", posix_close, "Close a file descriptor."),
    NATIVE("closerange", "($module, fd_low, fd_high, /)", posix_closerange,
           "Closes all file descriptors in [fd_low, fd_high), ignoring errors."),
    NATIVE("read", "($module, fd, length, /)", posix_read, "Read from a file descriptor.  Returns a bytes object."),
    NATIVE("pread", "($module, fd, length, offset, /)", posix_pread,
           "Read a number of bytes from a file descriptor starting at a particular offset."),
    NATIVE("write", "($module, fd, data, /)", posix_write, "Write a bytes object to a file descriptor."),
    NATIVE("pwrite", "($module, fd, buffer, offset, /)", posix_pwrite,
           "Write bytes to a file descriptor starting at a particular offset."),
    NATIVE("readv", "($module, fd, buffers, /)", posix_readv,
           "Read from a file descriptor fd into an iterable of buffers."),
    NATIVE("writev", "($module, fd, buffers, /)", posix_writev,
           "Iterate over buffers, and write the contents of each to a file descriptor."),
    NATIVE("preadv", "($module, fd, buffers, offset, flags=0, /)", posix_preadv,
           "Reads from a file descriptor into a number of mutable bytes-like objects."),
    NATIVE("pwritev", "($module, fd, buffers, offset, flags=0, /)", posix_pwritev,
           "Writes the contents of bytes-like objects to a file descriptor at a given offset."),
    NATIVE("sendfile", "($module, /, out_fd, in_fd, offset, count)", posix_sendfile,
           "Copy count bytes from file descriptor in_fd to file descriptor out_fd."),
    NATIVE("copy_file_range", "($module, /, src, dst, count, offset_src=None, offset_dst=None)",
           posix_copy_file_range, "Copy count bytes from one file descriptor to another."),
    NATIVE("splice", "($module, /, src, dst, count, offset_src=None, offset_dst=None, flags=0)", posix_splice,
           "Transfer count bytes from one pipe to a descriptor or vice versa."),
    NATIVE("lseek", "($module, fd, position, whence, /)", posix_lseek,
           "Set the position of a file descriptor.  Return the new position."),
    NATIVE("truncate", "($module, /, path, length)", posix_truncate,
           "Truncate a file, specified by path, to a specific length."),
    NATIVE("ftruncate", "($module, fd, length, /)", posix_ftruncate,
           "Truncate a file, specified by file descriptor, to a specific length."),
    NATIVE("fsync", "($module, /, fd)", posix_fsync, "Force write of fd to disk."),
    NATIVE("fdatasync", "($module, /, fd)", posix_fdatasync,
           "Force write of fd to disk without forcing update of metadata."),
    NATIVE("sync", "($module, /)", posix_sync, "Force write of everything to disk."),
    NATIVE("lockf", "($module, fd, command, length, /)", posix_lockf,
           "Apply, test or remove a POSIX lock on an open file descriptor."),
    NATIVE("posix_fallocate", "($module, fd, offset, length, /)", posix_posix_fallocate,
           "Ensure a file has allocated at least a particular number of bytes on disk."),
    NATIVE("posix_fadvise", "($module, fd, offset, length, advice, /)", posix_posix_fadvise,
           "Announce an intention to access data in a specific pattern."),
    NATIVE("dup", "($module, fd, /)", posix_dup, "Return a duplicate of a file descriptor."),
    NATIVE("dup2", "($module, /, fd, fd2, inheritable=True)", posix_dup2, "Duplicate file descriptor."),
    NATIVE("pipe", "($module, /)", posix_pipe, "Create a pipe."),
    NATIVE("pipe2", "($module, flags, /)", posix_pipe2, "Create a pipe with flags set atomically."),
    NATIVE("get_inheritable", "($module, fd, /)", posix_get_inheritable,
           "Get the close-on-exe flag of the specified file descriptor."),
    NATIVE("set_inheritable", "($module, fd, inheritable, /)", posix_set_inheritable,
           "Set the inheritable flag of the specified file descriptor."),
    NATIVE("get_blocking", "($module, fd, /)", posix_get_blocking, "Get the blocking mode of the file descriptor."),
    NATIVE("set_blocking", "($module, fd, blocking, /)", posix_set_blocking,
           "Set the blocking mode of the specified file descriptor."),
    NATIVE("memfd_create", "($module, /, name, flags=1)", posix_memfd_create, NULL),
    NATIVE("eventfd", "($module, /, initval, flags=524288)", posix_eventfd,
           "Creates and returns an event notification file descriptor."),
    NATIVE("eventfd_read", "($module, /, fd)", posix_eventfd_read, "Read eventfd value"),
    NATIVE("eventfd_write", "($module, /, fd, value)", posix_eventfd_write, "Write eventfd value."),
    NATIVE("isatty", "($module, fd, /)", posix_isatty, "Return True if the fd is connected to a terminal."),
    NATIVE("get_terminal_size", "($module, fd=<none>, /)", posix_get_terminal_size,
           "Return the size of the terminal window as (columns, lines)."),
    NATIVE("device_encoding", "($module, /, fd)", posix_device_encoding,
           "Return a string describing the encoding of a terminal's file descriptor."),
    NATIVE("ttyname", "($module, fd, /)", posix_ttyname, "Return the name of the terminal device connected to 'fd'."),
    NATIVE("ctermid", "($module, /)", posix_ctermid, "Return the name of the controlling terminal for this process."),
    NATIVE("openpty", "($module, /)", posix_openpty, "Open a pseudo-terminal."),
    NATIVE("login_tty", "($module, fd, /)", posix_login_tty,
           "Prepare the tty of which fd is a file descriptor for a new login session."),
    NATIVE("tcgetpgrp", "($module, fd, /)", posix_tcgetpgrp,
           "Return the process group associated with the terminal specified by fd."),
    NATIVE("tcsetpgrp", "($module, fd, pgid, /)", posix_tcsetpgrp,
           "Set the process group associated with the terminal specified by fd."),
    NATIVE_END,
};

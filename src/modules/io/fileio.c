/* fileio.c - FileIO: a raw stream on a file descriptor. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "modules/io/io.h"

static FileIo *as_file(Value v) { return (FileIo *)value_as_object(v); }

static bool check_signals(Thread *t) {
    return !t->vm->hooks.handle_signals || t->vm->hooks.handle_signals(t);
}

int64_t fileio_read(Thread *t, FileIo *f, void *out, size_t n) {
    for (;;) {
        ssize_t got = read(f->fd, out, n);
        if (got >= 0)
            return got;
        if (errno == EINTR) {
            if (!check_signals(t))
                return -1;
            continue;
        }
        if (errno == EAGAIN)
            return -2;
        raise_os_error(t, errno, VALUE_UNDEF, VALUE_UNDEF);
        return -1;
    }
}

int64_t fileio_write(Thread *t, FileIo *f, const void *data, size_t n) {
    for (;;) {
        ssize_t put = write(f->fd, data, n);
        if (put >= 0)
            return put;
        if (errno == EINTR) {
            if (!check_signals(t))
                return -1;
            continue;
        }
        if (errno == EAGAIN)
            return -2;
        raise_os_error(t, errno, VALUE_UNDEF, VALUE_UNDEF);
        return -1;
    }
}

/* "rb+", "wb", ... to flags; false with ValueError. */
static bool parse_mode(Thread *t, FileIo *f, const char *mode, int *flags) {
    bool plus = false, primary = false;
    *flags = 0;
    for (const char *m = mode; *m; m++) {
        switch (*m) {
        case 'x':
        case 'r':
        case 'w':
        case 'a':
            if (primary)
                goto bad;
            primary = true;
            if (*m == 'r') {
                f->readable = true;
            } else {
                f->writable = true;
                *flags |= O_CREAT | (*m == 'x' ? O_EXCL : *m == 'w' ? O_TRUNC : O_APPEND);
                f->created = *m == 'x';
                f->appending = *m == 'a';
            }
            break;
        case 'b': break;
        case '+':
            if (plus)
                goto bad;
            f->readable = f->writable = plus = true;
            break;
        default:
            raise_value_error(t, "invalid mode: %s", mode);
            return false;
        }
    }
    if (primary) {
        *flags |= (f->readable && f->writable ? O_RDWR : f->readable ? O_RDONLY : O_WRONLY) | O_CLOEXEC;
        return true;
    }
bad:
    raise_value_error(t, "Must have exactly one of create/read/write/append mode and at most one plus");
    return false;
}

static bool open_descriptor(Thread *t, FileIo *f, Value name, int flags, Value opener) {
    if (!value_is_none(opener)) {
        Value fd = call2(t, opener, name, value_from_int(flags));
        int64_t n;
        if (value_is_error(fd))
            return false;
        if (!value_is_any_int(fd)) {
            raise_type_error(t, "expected integer from opener");
            return false;
        }
        if (!arg_int64(t, fd, &n))
            return false;
        if (n < 0) {
            raise_value_error(t, "opener returned %ld", (long)n);
            return false;
        }
        f->fd = (int)n;
        return true;
    }
    size_t n;
    const char *path = path_to_bytes(t, name, &n);
    if (!path)
        return false;
    if (strlen(path) != n) {
        raise_value_error(t, "embedded null byte");
        return false;
    }
    do {
        f->fd = open(path, flags, 0666);
    } while (f->fd < 0 && errno == EINTR && check_signals(t));
    if (f->fd >= 0)
        return true;
    if (!error_pending(t))
        raise_os_error(t, errno, name, VALUE_UNDEF);
    return false;
}

static bool init(Thread *t, FileIo *f, Value name, const char *mode, bool closefd, Value opener) {
    int flags;
    f->fd = -1;
    f->readable = f->writable = f->created = f->appending = false;
    f->seekable = -1;
    f->closefd = closefd;
    f->block_size = IO_BUFFER_SIZE;
    f->base.closed = true; /* until it is open */
    if (!parse_mode(t, f, mode, &flags))
        return false;
    bool given = value_is_any_int(name);
    if (given) {
        int64_t fd;
        if (!arg_int64(t, name, &fd))
            return false;
        if (fd < 0 || fd > INT32_MAX) {
            raise_value_error(t, "negative file descriptor");
            return false;
        }
        f->fd = (int)fd;
    } else if (!closefd) {
        raise_value_error(t, "Cannot use closefd=False with file name");
        return false;
    } else if (!open_descriptor(t, f, name, flags, opener)) {
        return false;
    }
    struct stat st;
    if (fstat(f->fd, &st) == 0) {
        if (S_ISDIR(st.st_mode)) {
            if (!given)
                close(f->fd);
            f->fd = -1;
            raise_os_error(t, EISDIR, name, VALUE_UNDEF);
            return false;
        }
        if (st.st_blksize > 1)
            f->block_size = (uint32_t)st.st_blksize;
    } else if (errno == EBADF) {
        f->fd = -1;
        raise_os_error(t, EBADF, given ? VALUE_UNDEF : name, VALUE_UNDEF);
        return false;
    }
    f->base.closed = false;
    f->base.initialized = true;
    if (!attr_set(t, value_from_object(f), STR_NAME(t, name), name))
        return false;
    if (f->appending)
        lseek(f->fd, 0, SEEK_END);
    return true;
}

Value fileio_open(Thread *t, Value name, const char *mode, bool closefd, Value opener) {
    FileIo *f = type_alloc(t, t->vm->types[TYPE_FILE_IO], 0);
    if (!f)
        return VALUE_ERROR;
    f->fd = -1;
    return init(t, f, name, mode, closefd, opener) ? value_from_object(f) : VALUE_ERROR;
}

static Value file_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    FileIo *f = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!f)
        return VALUE_ERROR;
    f->fd = -1;
    f->base.closed = true;
    return value_from_object(f);
}

static Value file_init(Thread *t, Value *args) {
    size_t n;
    const char *mode = value_is_str(args[2]) ? str_to_utf8(t, args[2], &n) : NULL;
    int closefd = op_truth(t, args[3]);
    if (!mode)
        return error_pending(t) ? VALUE_ERROR
                                : raise_type_error(t, "FileIO() argument 'mode' must be str, not %T", args[2]);
    if (closefd < 0 || !init(t, as_file(args[0]), args[1], mode, closefd, args[4]))
        return VALUE_ERROR;
    return VALUE_NONE;
}

static bool check_open(Thread *t, FileIo *f) {
    if (f->fd >= 0)
        return true;
    raise_value_error(t, "I/O operation on closed file");
    return false;
}

static Value file_close(Thread *t, Value *args) {
    FileIo *f = as_file(args[0]);
    Value r = VALUE_NONE;
    if (f->fd >= 0 && f->closefd)
        r = io_base_close(t, args[0]);
    int fd = f->fd;
    f->fd = -1;
    f->base.closed = true;
    if (fd >= 0 && f->closefd && close(fd) < 0 && errno != EINTR && !value_is_error(r))
        return raise_os_error(t, errno, VALUE_UNDEF, VALUE_UNDEF);
    return r;
}

static Value file_readable(Thread *t, Value *args) {
    return check_open(t, as_file(args[0])) ? value_bool(as_file(args[0])->readable) : VALUE_ERROR;
}
static Value file_writable(Thread *t, Value *args) {
    return check_open(t, as_file(args[0])) ? value_bool(as_file(args[0])->writable) : VALUE_ERROR;
}
static Value file_seekable(Thread *t, Value *args) {
    FileIo *f = as_file(args[0]);
    if (!check_open(t, f))
        return VALUE_ERROR;
    if (f->seekable < 0)
        f->seekable = lseek(f->fd, 0, SEEK_CUR) >= 0;
    return value_bool(f->seekable);
}
static Value file_fileno(Thread *t, Value *args) {
    return check_open(t, as_file(args[0])) ? value_from_int(as_file(args[0])->fd) : VALUE_ERROR;
}
static Value file_isatty(Thread *t, Value *args) {
    return check_open(t, as_file(args[0])) ? value_bool(isatty(as_file(args[0])->fd)) : VALUE_ERROR;
}

static bool check_readable(Thread *t, FileIo *f) {
    if (!check_open(t, f))
        return false;
    if (!f->readable)
        io_unsupported(t, "File not open for reading");
    return f->readable;
}

static Value file_readinto(Thread *t, Value *args) {
    FileIo *f = as_file(args[0]);
    Buffer out;
    if (!check_readable(t, f) || !buffer_get(t, args[1], true, &out))
        return VALUE_ERROR;
    int64_t n = fileio_read(t, f, out.data, out.length);
    buffer_release(t, &out);
    return n == -1 ? VALUE_ERROR : n == -2 ? VALUE_NONE : value_from_int(n);
}

static Value file_readall(Thread *t, Value *args) {
    FileIo *f = as_file(args[0]);
    if (!check_readable(t, f))
        return VALUE_ERROR;
    struct stat st;
    off_t at = lseek(f->fd, 0, SEEK_CUR);
    size_t capacity = IO_BUFFER_SIZE;
    if (at >= 0 && fstat(f->fd, &st) == 0 && st.st_size > at)
        capacity = (size_t)(st.st_size - at) + 1;
    size_t length = 0;
    Raw *buffer = gc_alloc_raw_to_fill(t, capacity);
    for (;;) {
        if (!buffer)
            return VALUE_ERROR;
        int64_t n = fileio_read(t, f, buffer->bytes + length, capacity - length);
        if (n == -1)
            return VALUE_ERROR;
        if (n == -2) {
            if (!length)
                return VALUE_NONE;
            break;
        }
        if (!n)
            break;
        length += (size_t)n;
        if (length == capacity) {
            Raw *grown = gc_alloc_raw_to_fill(t, capacity * 2);
            if (grown)
                memcpy(grown->bytes, buffer->bytes, length);
            buffer = grown;
            capacity *= 2;
        }
    }
    Value v = bytes_from_data(t, buffer->bytes, length);
    gc_discard(t, buffer);
    return v;
}

static Value file_read(Thread *t, Value *args) {
    int64_t n;
    FileIo *f = as_file(args[0]);
    if (!check_readable(t, f) || !io_size(t, args[1], &n))
        return VALUE_ERROR;
    if (n < 0)
        return file_readall(t, args);
    Bytes *b = bytes_alloc_to_fill(t, (size_t)n);
    if (!b)
        return VALUE_ERROR;
    int64_t got = fileio_read(t, f, b->data, (size_t)n);
    if (got == -1)
        return VALUE_ERROR;
    if (got == -2)
        return VALUE_NONE;
    return got == n ? value_from_object(b) : bytes_from_data(t, b->data, (size_t)got);
}

static Value file_write(Thread *t, Value *args) {
    FileIo *f = as_file(args[0]);
    Buffer in;
    if (!check_open(t, f))
        return VALUE_ERROR;
    if (!f->writable)
        return io_unsupported(t, "File not open for writing");
    if (!buffer_get(t, args[1], false, &in))
        return VALUE_ERROR;
    int64_t n = fileio_write(t, f, in.data, in.length);
    buffer_release(t, &in);
    return n == -1 ? VALUE_ERROR : n == -2 ? VALUE_NONE : value_from_int(n);
}

static Value file_seek(Thread *t, Value *args) {
    FileIo *f = as_file(args[0]);
    int64_t offset;
    int whence;
    if (!check_open(t, f) || !arg_int64(t, args[1], &offset) || !arg_int(t, args[2], &whence))
        return VALUE_ERROR;
    off_t at = lseek(f->fd, offset, whence);
    return at < 0 ? raise_os_error(t, errno, VALUE_UNDEF, VALUE_UNDEF) : int_from_int64(t, at);
}

static Value file_tell(Thread *t, Value *args) {
    FileIo *f = as_file(args[0]);
    if (!check_open(t, f))
        return VALUE_ERROR;
    off_t at = lseek(f->fd, 0, SEEK_CUR);
    return at < 0 ? raise_os_error(t, errno, VALUE_UNDEF, VALUE_UNDEF) : int_from_int64(t, at);
}

static Value file_truncate(Thread *t, Value *args) {
    FileIo *f = as_file(args[0]);
    int64_t size;
    if (!check_open(t, f))
        return VALUE_ERROR;
    if (!f->writable)
        return io_unsupported(t, "File not open for writing");
    if (value_is_none(args[1]))
        size = lseek(f->fd, 0, SEEK_CUR);
    else if (!arg_int64(t, args[1], &size))
        return VALUE_ERROR;
    if (size < 0 || ftruncate(f->fd, size) < 0)
        return raise_os_error(t, size < 0 ? EINVAL : errno, VALUE_UNDEF, VALUE_UNDEF);
    return int_from_int64(t, size);
}

static const char *mode_text(const FileIo *f) {
    if (f->created)
        return f->readable ? "xb+" : "xb";
    if (f->appending)
        return f->readable ? "ab+" : "ab";
    return f->readable ? f->writable ? "rb+" : "rb" : "wb";
}

static Value file_repr(Thread *t, Value *args) {
    FileIo *f = as_file(args[0]);
    if (f->fd < 0)
        return str_from_cstring(t, "<_io.FileIO [closed]>");
    Value name = attr_find(t, args[0], STR_NAME(t, name));
    if (value_is_error(name))
        return name;
    if (value_is_undef(name))
        return str_format(t, "<_io.FileIO fd=%d mode='%s' closefd=%s>", f->fd, mode_text(f),
                          f->closefd ? "True" : "False");
    return str_format(t, "<_io.FileIO name=%R mode='%s' closefd=%s>", name, mode_text(f),
                      f->closefd ? "True" : "False");
}

static Value file_closed(Thread *t, Value self) { return value_bool(as_file(self)->fd < 0); }
static Value file_closefd(Thread *t, Value self) { return value_bool(as_file(self)->closefd); }
static Value file_mode(Thread *t, Value self) { return str_from_cstring(t, mode_text(as_file(self))); }
static Value file_blksize(Thread *t, Value self) { return value_from_int(as_file(self)->block_size); }
static bool file_blksize_set(Thread *t, Value self, Value v) { return true; }

static const NativeDef file_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", file_new, "Create and return a new object."),
    NATIVE("__init__", "($self, file, mode='r', closefd=True, opener=None)", file_init, "Open a file."),
    NATIVE("read", "($self, size=-1, /)", file_read, "Read at most size bytes, returned as bytes."),
    NATIVE("readall", "($self, /)", file_readall, "Read all data from the file, returned as bytes."),
    NATIVE("readinto", "($self, buffer, /)", file_readinto, "Same as RawIOBase.readinto()."),
    NATIVE("write", "($self, b, /)", file_write, "Write buffer b to file, return number of bytes written."),
    NATIVE("seek", "($self, pos, whence=0, /)", file_seek, "Move to new file position and return the file position."),
    NATIVE("tell", "($self, /)", file_tell, "Current file position."),
    NATIVE("truncate", "($self, size=None, /)", file_truncate, "Truncate the file to at most size bytes and return the truncated size."),
    NATIVE("close", "($self, /)", file_close, "Close the file."),
    NATIVE("seekable", "($self, /)", file_seekable, "True if file supports random-access."),
    NATIVE("readable", "($self, /)", file_readable, "True if file was opened in a read mode."),
    NATIVE("writable", "($self, /)", file_writable, "True if file was opened in a write mode."),
    NATIVE("fileno", "($self, /)", file_fileno, "Return the underlying file descriptor (an integer)."),
    NATIVE("isatty", "($self, /)", file_isatty, "True if the file is connected to a TTY device."),
    NATIVE("__repr__", "($self, /)", file_repr, "Return repr(self)."),
    NATIVE_END,
};
static const GetSetDef file_getset[] = {
    {"closed", file_closed, NULL, "True if the file is closed"},
    {"closefd", file_closefd, NULL, "True if the file descriptor will be closed by close()."},
    {"mode", file_mode, NULL, "String giving the file mode"},
    {"_blksize", file_blksize, file_blksize_set, "Stream block size"},
    {NULL, NULL, NULL, NULL},
};
const TypeDef typedef_file_io = {
    .name = "_io.FileIO",
    .doc = "Open a file.",
    .id = TYPE_FILE_IO,
    .base = TYPE_RAW_IO_BASE,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE,
    .size = sizeof(FileIo),
    .methods = file_methods,
    .getset = file_getset,
};

/* posix_dir.c - folders and names of files: listing, making, removing, linking. */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "modules/posix/posix.h"
#include "runtime/sequence_support.h"

static bool is_dot_name(const char *name) {
    return name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2]));
}

/* Opens a folder; a descriptor is duplicated, because closing the stream closes it. */
static DIR *open_folder(Thread *t, const PathArgument *path) {
    if (path->fd == -1) {
        DIR *d = opendir(path->text);
        if (!d)
            path_error(t, path);
        return d;
    }
    int fd = fcntl(path->fd, F_DUPFD_CLOEXEC, 0);
    if (fd < 0) {
        posix_error(t);
        return NULL;
    }
    DIR *d = fdopendir(fd);
    if (!d) {
        path_error(t, path);
        close(fd);
        return NULL;
    }
    rewinddir(d);
    return d;
}

static Value posix_listdir(Thread *t, Value *args) {
    PathArgument path;
    if (!path_argument(t, args[0], "listdir", "path", PATH_FD | PATH_NONE, &path))
        return VALUE_ERROR;
    Value list = list_new(t, 16);
    DIR *d = value_is_error(list) ? NULL : open_folder(t, &path);
    if (!d)
        return VALUE_ERROR;
    for (;;) {
        errno = 0;
        struct dirent *e = readdir(d);
        if (!e) {
            if (errno) {
                path_error(t, &path);
                list = VALUE_ERROR;
            }
            break;
        }
        if (is_dot_name(e->d_name))
            continue;
        Value name = path_result(t, e->d_name, strlen(e->d_name), path.bytes);
        if (value_is_error(name) || !list_append(t, value_as_list(list), name)) {
            list = VALUE_ERROR;
            break;
        }
    }
    if (path.fd != -1)
        rewinddir(d);
    closedir(d);
    return list;
}

/* ---- DirEntry ---- */

typedef struct DirEntry {
    Object header;
    Value name, path; /* str, or bytes */
    Value stat, lstat; /* results so far, or UNDEF */
    uint64_t inode;
    int dir_fd; /* of scandir(fd), or AT_FDCWD */
    unsigned char kind; /* DT_* */
} DirEntry;

static inline DirEntry *as_entry(Value v) { return (DirEntry *)value_as_object(v); }

static void entry_trace(Tracer *tracer, Object *object) {
    DirEntry *e = (DirEntry *)object;
    trace_value(tracer, e->name);
    trace_value(tracer, e->path);
    trace_value(tracer, e->stat);
    trace_value(tracer, e->lstat);
}

static Value entry_fetch(Thread *t, DirEntry *e, bool follow) {
    size_t n;
    struct stat st;
    const char *path = path_to_bytes(t, e->dir_fd == AT_FDCWD ? e->path : e->name, &n);
    if (!path)
        return VALUE_ERROR;
    if (fstatat(e->dir_fd, path, &st, follow ? 0 : AT_SYMLINK_NOFOLLOW) < 0)
        return raise_os_error(t, errno, e->path, VALUE_UNDEF);
    return stat_result_new(t, &st);
}

static Value entry_lstat(Thread *t, DirEntry *e) {
    if (value_is_undef(e->lstat)) {
        Value v = entry_fetch(t, e, false);
        if (value_is_error(v))
            return v;
        e->lstat = v;
        gc_wrote(t, e);
    }
    return e->lstat;
}

static int entry_is_symlink_(Thread *t, DirEntry *e);

static Value entry_get_stat(Thread *t, DirEntry *e, bool follow) {
    if (!follow)
        return entry_lstat(t, e);
    if (value_is_undef(e->stat)) {
        int link = entry_is_symlink_(t, e);
        Value v = link < 0 ? VALUE_ERROR : link ? entry_fetch(t, e, true) : entry_lstat(t, e);
        if (value_is_error(v))
            return v;
        e->stat = v;
        gc_wrote(t, e);
    }
    return e->stat;
}

/* 1, 0, or -1 with the exception; a file that went away is of no kind. */
static int entry_test(Thread *t, DirEntry *e, bool follow, unsigned mode) {
    bool link = e->kind == DT_LNK;
    if (e->kind != DT_UNKNOWN && !(follow && link))
        return link ? mode == S_IFLNK : mode == S_IFDIR ? e->kind == DT_DIR : mode == S_IFREG && e->kind == DT_REG;
    Value st = entry_get_stat(t, e, follow);
    if (value_is_error(st))
        return error_catch(t, TYPE_FileNotFoundError) ? 0 : -1;
    Value bits = attr_get_cstring(t, st, "st_mode");
    int64_t n;
    if (value_is_error(bits) || !op_index_int64(t, bits, &n))
        return -1;
    return (n & S_IFMT) == mode;
}

static int entry_is_symlink_(Thread *t, DirEntry *e) {
    return e->kind != DT_UNKNOWN ? e->kind == DT_LNK : entry_test(t, e, false, S_IFLNK);
}

static Value test_result(int r) { return r < 0 ? VALUE_ERROR : value_bool(r); }
static Value entry_is_dir(Thread *t, Value *args) {
    int follow = op_truth(t, args[1]);
    return follow < 0 ? VALUE_ERROR : test_result(entry_test(t, as_entry(args[0]), follow, S_IFDIR));
}
static Value entry_is_file(Thread *t, Value *args) {
    int follow = op_truth(t, args[1]);
    return follow < 0 ? VALUE_ERROR : test_result(entry_test(t, as_entry(args[0]), follow, S_IFREG));
}
static Value entry_is_symlink(Thread *t, Value *args) { return test_result(entry_is_symlink_(t, as_entry(args[0]))); }
static Value entry_stat(Thread *t, Value *args) {
    int follow = op_truth(t, args[1]);
    return follow < 0 ? VALUE_ERROR : entry_get_stat(t, as_entry(args[0]), follow);
}
static Value entry_inode(Thread *t, Value *args) { return int_from_uint64(t, as_entry(args[0])->inode); }
static Value entry_fspath(Thread *t, Value *args) { return as_entry(args[0])->path; }
static Value entry_repr(Thread *t, Value *args) { return str_format(t, "<DirEntry %R>", as_entry(args[0])->name); }
static Value entry_name(Thread *t, Value self) { return as_entry(self)->name; }
static Value entry_path(Thread *t, Value self) { return as_entry(self)->path; }

static const GetSetDef entry_getset[] = {
    {"name", entry_name, readonly_member, "the entry's base filename, relative to scandir() \"path\" argument"},
    {"path", entry_path, readonly_member,
     "the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)"},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef entry_methods[] = {
    NATIVE("is_dir", "($self, /, *, follow_symlinks=True)", entry_is_dir,
           "Return True if the entry is a directory; cached per entry."),
    NATIVE("is_file", "($self, /, *, follow_symlinks=True)", entry_is_file,
           "Return True if the entry is a file; cached per entry."),
    NATIVE("is_symlink", "($self, /)", entry_is_symlink,
           "Return True if the entry is a symbolic link; cached per entry."),
    NATIVE("stat", "($self, /, *, follow_symlinks=True)", entry_stat,
           "Return stat_result object for the entry; cached per entry."),
    NATIVE("inode", "($self, /)", entry_inode, "Return inode of the entry; cached per entry."),
    NATIVE("__fspath__", "($self, /)", entry_fspath, "Returns the path for the entry."),
    NATIVE("__repr__", "($self, /)", entry_repr, "Return repr(self)."),
    CLASS_GETITEM_ROW,
    NATIVE_END,
};

const TypeDef typedef_dir_entry = {
    .name = "posix.DirEntry",
    .id = TYPE_POSIX_DIR_ENTRY,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(DirEntry),
    .trace = entry_trace,
    .methods = entry_methods,
    .getset = entry_getset,
};

/* ---- scandir ---- */

typedef struct Scandir {
    Object header;
    DIR *folder; /* NULL: exhausted or closed */
    Value path;  /* as given: str, bytes, int or None */
    int fd;
    bool bytes;
} Scandir;

static void scandir_trace(Tracer *tracer, Object *object) { trace_value(tracer, ((Scandir *)object)->path); }

static void scandir_shut(Scandir *s) {
    DIR *d = s->folder;
    s->folder = NULL;
    if (d && s->fd != -1)
        rewinddir(d);
    if (d)
        closedir(d);
}

static void scandir_finalize(Thread *t, Object *object) {
    Scandir *s = (Scandir *)object;
    if (!s->folder)
        return;
    Value pending = error_fetch(t);
    if (!warn(t, TYPE_ResourceWarning, 1, "unclosed scandir iterator %R", value_from_object(s)))
        error_write_unraisable(t, "", value_from_object(s));
    scandir_shut(s);
    error_restore(t, pending);
}

static Value entry_new(Thread *t, Scandir *s, struct dirent *e) {
    Type *type = native_type(t, &typedef_dir_entry, NULL);
    DirEntry *entry = type ? NATIVE_NEW(t, DirEntry, type) : NULL;
    if (!entry)
        return VALUE_ERROR;
    entry->name = entry->path = VALUE_NONE;
    entry->stat = entry->lstat = VALUE_UNDEF;
    entry->inode = e->d_ino;
    entry->kind = e->d_type;
    entry->dir_fd = s->fd == -1 ? AT_FDCWD : s->fd;
    size_t length = strlen(e->d_name), head = 1;
    Value name = path_result(t, e->d_name, length, s->bytes);
    if (value_is_error(name))
        return name;
    entry->name = entry->path = name;
    gc_wrote(t, entry);
    if (s->fd != -1)
        return value_from_object(entry);
    const char *folder = value_is_none(s->path) ? "." : path_to_bytes(t, s->path, &head);
    if (!folder)
        return VALUE_ERROR;
    Raw *joined = gc_alloc_raw(t, head + length + 2);
    if (!joined)
        return VALUE_ERROR;
    memcpy(joined->bytes, folder, head);
    if (head && folder[head - 1] != '/')
        joined->bytes[head++] = '/';
    memcpy(joined->bytes + head, e->d_name, length);
    Value path = path_result(t, (char *)joined->bytes, head + length, s->bytes);
    if (value_is_error(path))
        return path;
    entry->path = path;
    gc_wrote(t, entry);
    return value_from_object(entry);
}

static Value scandir_next(Thread *t, Object *object) {
    Scandir *s = (Scandir *)object;
    while (s->folder) {
        errno = 0;
        struct dirent *e = readdir(s->folder);
        if (!e) {
            int failed = errno;
            scandir_shut(s);
            return failed ? raise_os_error(t, failed, value_is_none(s->path) ? VALUE_UNDEF : s->path, VALUE_UNDEF)
                          : VALUE_STOP;
        }
        if (!is_dot_name(e->d_name))
            return entry_new(t, s, e);
    }
    return VALUE_STOP;
}

static Value scandir_close(Thread *t, Value *args) {
    scandir_shut((Scandir *)value_as_object(args[0]));
    return VALUE_NONE;
}
static Value scandir_enter(Thread *t, Value *args) { return args[0]; }
static Value scandir_exit(Thread *t, Value *args, size_t nargs, Tuple *kwnames) { return scandir_close(t, args); }

static const NativeDef scandir_methods[] = {
    NATIVE("__enter__", "($self, /)", scandir_enter, NULL),
    NATIVE_RAW("__exit__", "($self, /, *args)", scandir_exit, NULL),
    NATIVE("close", "($self, /)", scandir_close, NULL),
    NATIVE_END,
};

const TypeDef typedef_scandir_iterator = {
    .name = "posix.ScandirIterator",
    .id = TYPE_POSIX_SCANDIR_ITERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(Scandir),
    .trace = scandir_trace,
    .finalize = scandir_finalize,
    .next = scandir_next,
    .methods = scandir_methods,
};

static Value posix_scandir(Thread *t, Value *args) {
    PathArgument path;
    if (!path_argument(t, args[0], "scandir", "path", PATH_FD | PATH_NONE, &path))
        return VALUE_ERROR;
    Type *type = native_type(t, &typedef_scandir_iterator, NULL);
    Scandir *s = type ? NATIVE_NEW(t, Scandir, type) : NULL;
    if (!s)
        return VALUE_ERROR;
    s->path = path.object;
    s->fd = path.fd;
    s->bytes = path.bytes;
    s->folder = open_folder(t, &path);
    return s->folder ? value_from_object(s) : VALUE_ERROR;
}

/* ---- names ---- */

static Value posix_mkdir(Thread *t, Value *args) {
    PathArgument path;
    int mode, dir_fd;
    if (!path_argument(t, args[0], "mkdir", "path", 0, &path) || !arg_int(t, args[1], &mode) ||
        !dir_fd_argument(t, args[2], &dir_fd))
        return VALUE_ERROR;
    return mkdirat(dir_fd, path.text, (mode_t)mode) < 0 ? path_error(t, &path) : VALUE_NONE;
}

static Value remove_name(Thread *t, Value *args, const char *function, int flags) {
    PathArgument path;
    int dir_fd;
    if (!path_argument(t, args[0], function, "path", 0, &path) || !dir_fd_argument(t, args[1], &dir_fd))
        return VALUE_ERROR;
    return unlinkat(dir_fd, path.text, flags) < 0 ? path_error(t, &path) : VALUE_NONE;
}
static Value posix_rmdir(Thread *t, Value *args) { return remove_name(t, args, "rmdir", AT_REMOVEDIR); }
static Value posix_unlink(Thread *t, Value *args) { return remove_name(t, args, "unlink", 0); }
static Value posix_remove(Thread *t, Value *args) { return remove_name(t, args, "remove", 0); }

static Value rename_name(Thread *t, Value *args, const char *function) {
    PathArgument from, to;
    int from_fd, to_fd;
    if (!path_argument(t, args[0], function, "src", 0, &from) || !path_argument(t, args[1], function, "dst", 0, &to) ||
        !dir_fd_argument(t, args[2], &from_fd) || !dir_fd_argument(t, args[3], &to_fd))
        return VALUE_ERROR;
    return renameat(from_fd, from.text, to_fd, to.text) < 0 ? path_error2(t, &from, &to) : VALUE_NONE;
}
static Value posix_rename(Thread *t, Value *args) { return rename_name(t, args, "rename"); }
static Value posix_replace(Thread *t, Value *args) { return rename_name(t, args, "replace"); }

static Value posix_link(Thread *t, Value *args) {
    PathArgument from, to;
    int from_fd, to_fd;
    bool follow;
    if (!path_argument(t, args[0], "link", "src", 0, &from) || !path_argument(t, args[1], "link", "dst", 0, &to) ||
        !dir_fd_argument(t, args[2], &from_fd) || !dir_fd_argument(t, args[3], &to_fd) || !arg_bool(t, args[4], &follow))
        return VALUE_ERROR;
    /* As in CPython, plain link(2) unless something asks for linkat(2). */
    int r = from_fd != AT_FDCWD || to_fd != AT_FDCWD || !follow
                ? linkat(from_fd, from.text, to_fd, to.text, follow ? AT_SYMLINK_FOLLOW : 0)
                : link(from.text, to.text);
    return r < 0 ? path_error2(t, &from, &to) : VALUE_NONE;
}

static Value posix_symlink(Thread *t, Value *args) {
    PathArgument from, to;
    int dir_fd;
    if (!path_argument(t, args[0], "symlink", "src", 0, &from) || !path_argument(t, args[1], "symlink", "dst", 0, &to) ||
        !dir_fd_argument(t, args[3], &dir_fd))
        return VALUE_ERROR;
    return symlinkat(from.text, dir_fd, to.text) < 0 ? path_error2(t, &from, &to) : VALUE_NONE;
}

static Value posix_readlink(Thread *t, Value *args) {
    PathArgument path;
    int dir_fd;
    char target[PATH_MAX + 1];
    if (!path_argument(t, args[0], "readlink", "path", 0, &path) || !dir_fd_argument(t, args[1], &dir_fd))
        return VALUE_ERROR;
    ssize_t n = readlinkat(dir_fd, path.text, target, PATH_MAX);
    return n < 0 ? path_error(t, &path) : path_result(t, target, (size_t)n, path.bytes);
}

static Value posix_mkfifo(Thread *t, Value *args) {
    PathArgument path;
    int mode, dir_fd;
    if (!path_argument(t, args[0], "mkfifo", "path", 0, &path) || !arg_int(t, args[1], &mode) ||
        !dir_fd_argument(t, args[2], &dir_fd))
        return VALUE_ERROR;
    return mkfifoat(dir_fd, path.text, (mode_t)mode) < 0 ? path_error(t, &path) : VALUE_NONE;
}

static Value posix_mknod(Thread *t, Value *args) {
    PathArgument path;
    int mode, dir_fd;
    int64_t device;
    if (!path_argument(t, args[0], "mknod", "path", 0, &path) || !arg_int(t, args[1], &mode) ||
        !arg_int64(t, args[2], &device) || !dir_fd_argument(t, args[3], &dir_fd))
        return VALUE_ERROR;
    return mknodat(dir_fd, path.text, (mode_t)mode, (dev_t)device) < 0 ? path_error(t, &path) : VALUE_NONE;
}

static Value posix_chdir(Thread *t, Value *args) {
    PathArgument path;
    if (!path_argument(t, args[0], "chdir", "path", PATH_FD, &path))
        return VALUE_ERROR;
    int r = path.fd != -1 ? fchdir(path.fd) : chdir(path.text);
    return r < 0 ? path_error(t, &path) : VALUE_NONE;
}

static Value posix_fchdir(Thread *t, Value *args) {
    int fd;
    return descriptor_argument(t, args[0], &fd) ? posix_done(t, fchdir(fd)) : VALUE_ERROR;
}

static Value posix_chroot(Thread *t, Value *args) {
    PathArgument path;
    if (!path_argument(t, args[0], "chroot", "path", 0, &path))
        return VALUE_ERROR;
    return chroot(path.text) < 0 ? path_error(t, &path) : VALUE_NONE;
}

static Value current_folder(Thread *t, bool bytes) {
    char *path = getcwd(NULL, 0);
    if (!path)
        return posix_error(t);
    Value v = path_result(t, path, strlen(path), bytes);
    free(path);
    return v;
}
static Value posix_getcwd(Thread *t, Value *args) { return current_folder(t, false); }
static Value posix_getcwdb(Thread *t, Value *args) { return current_folder(t, true); }

static Value posix_fspath(Thread *t, Value *args) {
    if (value_is_str(args[0]) || value_is_kind(args[0], KIND_BYTES))
        return args[0];
    Value method = special_of(t, args[0], SPECIAL_FSPATH);
    if (value_is_undef(method))
        return raise_type_error(t, "expected str, bytes or os.PathLike object, not %T", args[0]);
    Value v = call_special(t, method, args, 1);
    if (!value_is_error(v) && !value_is_str(v) && !value_is_kind(v, KIND_BYTES))
        return raise_type_error(t, "expected %T.__fspath__() to return str or bytes, not %T", args[0], v);
    return v;
}

/* The path without ".", "a/.." and doubled slashes; exactly two leading slashes
 * stay, as POSIX wants. */
static Value posix_path_normpath(Thread *t, Value *args) {
    if (!value_is_str(args[0]))
        return raise_type_error(t, "_path_normpath() argument 'path' must be str, not %T", args[0]);
    Str *s = value_as_str(args[0]);
    const void *d = str_data(t, s);
    if (!d)
        return VALUE_ERROR;
    size_t length = s->length, lead = 0;
    for (size_t i = 0; i < length; i++)
        if (!str_char_at(d, s->width, i)) { /* CPython 3.11 stops at a NUL */
            length = i;
            break;
        }
    if (!length)
        return str_from_char(t, '.');
    Raw *raw = gc_alloc_raw(t, (length + 1) * sizeof(uint32_t));
    if (!raw)
        return VALUE_ERROR;
    uint32_t *out = (uint32_t *)raw->bytes;
    while (lead < length && str_char_at(d, s->width, lead) == '/')
        lead++;
    size_t slashes = lead == 2 ? 2 : lead ? 1 : 0, n = 0;
    for (size_t i = 0; i < slashes; i++)
        out[n++] = '/';
    size_t floor_at = n; /* ".." does not climb above this */
    for (size_t i = lead; i < length;) {
        size_t end = i;
        while (end < length && str_char_at(d, s->width, end) != '/')
            end++;
        size_t part = end - i;
        bool dot = part == 1 && str_char_at(d, s->width, i) == '.';
        bool dots = part == 2 && str_char_at(d, s->width, i) == '.' && str_char_at(d, s->width, i + 1) == '.';
        if (dots && n > floor_at) {
            while (n > floor_at && out[n - 1] != '/')
                n--;
            if (n > floor_at)
                n--;
        } else if (part && !dot && !(dots && slashes)) {
            if (n > slashes)
                out[n++] = '/';
            for (size_t k = i; k < end; k++)
                out[n++] = str_char_at(d, s->width, k);
            if (dots)
                floor_at = n;
        }
        i = end + 1;
    }
    return n ? str_from_ucs4(t, out, n) : str_from_char(t, '.');
}

const NativeDef posix_dir_functions[] = {
    NATIVE("listdir", "($module, /, path=None)", posix_listdir,
           "Return a list containing the names of the files in the directory."),
    NATIVE("scandir", "($module, /, path=None)", posix_scandir,
           "Return an iterator of DirEntry objects for given path."),
    NATIVE("mkdir", "($module, /, path, mode=511, *, dir_fd=None)", posix_mkdir, "Create a directory."),
    NATIVE("rmdir", "($module, /, path, *, dir_fd=None)", posix_rmdir, "Remove a directory."),
    NATIVE("unlink", "($module, /, path, *, dir_fd=None)", posix_unlink, "Remove a file (same as remove())."),
    NATIVE("remove", "($module, /, path, *, dir_fd=None)", posix_remove, "Remove a file (same as unlink())."),
    NATIVE("rename", "($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)", posix_rename,
           "Rename a file or directory."),
    NATIVE("replace", "($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)", posix_replace,
           "Rename a file or directory, overwriting the destination."),
    NATIVE("link", "($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)", posix_link,
           "Create a hard link to a file."),
    NATIVE("symlink", "($module, /, src, dst, target_is_directory=False, *, dir_fd=None)", posix_symlink,
           "Create a symbolic link pointing to src named dst."),
    NATIVE("readlink", "($module, /, path, *, dir_fd=None)", posix_readlink,
           "Return a string representing the path to which the symbolic link points."),
    NATIVE("mkfifo", "($module, /, path, mode=438, *, dir_fd=None)", posix_mkfifo,
           "Create a \"fifo\" (a POSIX named pipe)."),
    NATIVE("mknod", "($module, /, path, mode=384, device=0, *, dir_fd=None)", posix_mknod,
           "Create a node in the file system."),
    NATIVE("chdir", "($module, /, path)", posix_chdir, "Change the current working directory to the specified path."),
    NATIVE("fchdir", "($module, /, fd)", posix_fchdir, "Change to the directory of the given file descriptor."),
    NATIVE("chroot", "($module, /, path)", posix_chroot, "Change root directory to path."),
    NATIVE("getcwd", "($module, /)", posix_getcwd,
           "Return a unicode string representing the current working directory."),
    NATIVE("getcwdb", "($module, /)", posix_getcwdb, "Return a bytes string representing the current working directory."),
    NATIVE("fspath", "($module, /, path)", posix_fspath,
           "Return the file system path representation of the object.\n\nIf the object is str or bytes, then allow it "
           "to pass through as-is. If the\nobject defines __fspath__(), then return the result of that method. All "
           "other\ntypes raise a TypeError."),
    NATIVE("_path_normpath", "($module, /, path)", posix_path_normpath, "Basic path normalization."),
    NATIVE_END,
};

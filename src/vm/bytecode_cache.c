/*
 * bytecode_cache.c - compiled modules kept on disk.
 *
 * A cached file is a .pyc in the layout of CPython's (PEP 552), so that py_compile,
 * compileall and importlib read and write the same files:
 *
 *    +-------+-------+-------+------+-----+--------+----------------------+
 *    | magic | flags | mtime | size | 'c' | length | what serialize.c made |
 *    +-------+-------+-------+------+-----+--------+----------------------+
 *      4       4       4       4      1     4
 *
 * (flags 1: mtime and size are a hash of the source; 'c' and length are marshal's.)
 * It lies where importlib would have it, __pycache__/name.tauraro-311.pyc or below
 * sys.pycache_prefix.  Where that cannot be written, and for everything below /usr,
 * whose packages are managed by others, there is a folder of the user's:
 * $XDG_CACHE_HOME/tauraro/<build>/<path of the source's folder>/.  It may be deleted
 * at any time.
 *
 * A file that does not fit its source or this build, or that is damaged, counts as
 * absent and is written anew.  Files appear whole, by renaming.  That one cannot be
 * written is nobody's concern.
 */
#include "vm/bytecode_cache.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/hash.h"
#include "bytecode/serialize.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/function.h"
#include "runtime/ops.h"
#include "vm/import.h"

typedef enum Place { PLACE_PREFIX, PLACE_BESIDE, PLACE_USER } Place;

typedef struct PycHeader {
    uint32_t magic;   /* importlib.util.MAGIC_NUMBER: unlike that of another build */
    uint32_t flags;   /* PYC_HASHED, PYC_CHECK_SOURCE */
    uint32_t stamp[2]; /* mtime and size of the source, or its hash */
    uint8_t marshal_code[5]; /* 'c' and the length */
} __attribute__((packed)) PycHeader;

enum { PYC_HASHED = 1, PYC_CHECK_SOURCE = 2 };

uint32_t bytecode_cache_magic(void) {
    return (uint32_t)(serialize_build_id() >> 32);
}

typedef struct Source {
    Value path;       /* str */
    const char *name; /* the same in bytes */
    struct stat status;
} Source;

static Value sys_value(Thread *t, const char *name) {
    return dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, name));
}

/* ---- where ---- */

/* sys.pycache_prefix, or NULL. */
static const char *prefix_folder(Thread *t) {
    Value prefix = sys_value(t, "pycache_prefix");
    size_t length;
    const char *folder = value_is_kind(prefix, KIND_STR) ? path_to_bytes(t, prefix, &length) : NULL;
    if (error_pending(t)) error_clear(t);
    return folder && *folder ? folder : NULL;
}

/* The user's cache folder; false if there is none. */
static bool user_folder(char *out, size_t size) {
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    const char *id_format = "%s%s/tauraro/%016llx";
    unsigned long long id = serialize_build_id();
    int n = -1;
    if (cache && *cache == '/')
        n = snprintf(out, size, id_format, cache, "", id);
    else if (home && *home == '/')
        n = snprintf(out, size, id_format, home, "/.cache", id);
    return n > 0 && (size_t)n < size;
}

static const char *optimization_suffix(Thread *t) {
    uint32_t flags = t->vm->flags;
    return flags & COMPILE_OPTIMIZE_DOCS ? ".opt-2" : flags & COMPILE_OPTIMIZE_ASSERTS ? ".opt-1" : "";
}

/* The path of the cached file of a source in one of the places; false if it has
 * none there. */
static bool cache_path(Thread *t, const char *source, Place place, char out[PATH_MAX]) {
    const char *slash = strrchr(source, '/'), *name = slash ? slash + 1 : source;
    size_t folder_length = (size_t)(name - source), length = strlen(name);
    if (length > 3 && !strcmp(name + length - 3, ".py")) length -= 3;
    char root[PATH_MAX] = "";
    if (place == PLACE_PREFIX) {
        const char *folder = prefix_folder(t);
        if (!folder || strlen(folder) >= sizeof root) return false;
        strcpy(root, folder);
        for (size_t n = strlen(root); n && root[n - 1] == '/'; n--) root[n - 1] = 0;
    } else if (place == PLACE_USER && !user_folder(root, sizeof root)) {
        return false;
    }
    if (place != PLACE_BESIDE && *source != '/') return false;
    int n = snprintf(out, PATH_MAX, "%s%.*s%s%.*s." BYTECODE_CACHE_TAG "%s.pyc", root,
                     (int)folder_length, source, place == PLACE_BESIDE ? "__pycache__/" : "",
                     (int)length, name, optimization_suffix(t));
    return n > 0 && n < PATH_MAX;
}

/* The places to try, in this order; how many. */
static int places(Thread *t, Place out[2]) {
    if (prefix_folder(t)) {
        out[0] = PLACE_PREFIX;
        return 1;
    }
    out[0] = PLACE_BESIDE;
    out[1] = PLACE_USER;
    return 2;
}

Value source_file_cached(Thread *t, Value path) {
    char cached[PATH_MAX];
    Place where[2];
    size_t length;
    const char *source = path_to_bytes(t, path, &length);
    if (!source) return VALUE_ERROR;
    places(t, where);
    return cache_path(t, source, where[0], cached) ? str_decode_fs(t, cached, strlen(cached))
                                                   : VALUE_NONE;
}

/* ---- reading ---- */

/* The content of a regular file; NULL if it cannot be had, or with MemoryError. */
static Raw *read_cached(Thread *t, const char *path, bool own_only, size_t *size) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return NULL;
    struct stat status;
    Raw *bytes = NULL;
    /* In the user's folder only the user's own files are trusted: HOME may be
     * somebody else's. */
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
        (!own_only || status.st_uid == geteuid()) && status.st_size >= (off_t)sizeof(PycHeader) &&
        status.st_size <= INT32_MAX && (bytes = gc_alloc_raw(t, (size_t)status.st_size))) {
        *size = (size_t)status.st_size;
        for (size_t got = 0; got < *size;) {
            ssize_t n = read(fd, bytes->bytes + got, *size - got);
            if (n <= 0) {
                if (n < 0 && errno == EINTR) continue;
                bytes = NULL;
                break;
            }
            got += (size_t)n;
        }
    }
    close(fd);
    return bytes;
}

static void set_time_stamp(PycHeader *h, const Source *source) {
    h->stamp[0] = (uint32_t)source->status.st_mtime;
    h->stamp[1] = (uint32_t)source->status.st_size;
}

/* Whether a file of this size was made by this build from the source as it is now.
 * An exception may be pending if not: the source cannot be read. */
static bool fits_source(Thread *t, const PycHeader *h, size_t size, const Source *source) {
    PycHeader expected;
    uint32_t length;
    memcpy(&length, h->marshal_code + 1, sizeof length);
    if (h->magic != bytecode_cache_magic() || h->marshal_code[0] != 'c' || length != size - sizeof *h)
        return false;
    if (h->flags == PYC_HASHED) return true;
    if (h->flags == (PYC_HASHED | PYC_CHECK_SOURCE)) {
        Value text = import_read_file(t, source->path);
        if (value_is_error(text)) return false;
        const uint64_t key[2] = {bytecode_cache_magic(), 0};
        uint64_t hash = hash_siphash13(key, value_as_bytes(text)->data, value_as_bytes(text)->length);
        memcpy(expected.stamp, &hash, sizeof hash);
    } else if (h->flags == 0) {
        set_time_stamp(&expected, source);
    } else {
        return false;
    }
    return h->stamp[0] == expected.stamp[0] && h->stamp[1] == expected.stamp[1];
}

/* UNDEF if this place has nothing of use; ERROR with MemoryError. */
static Value load_from(Thread *t, Place place, const Source *source, Value filename) {
    char path[PATH_MAX];
    size_t size = 0;
    if (!cache_path(t, source->name, place, path)) return VALUE_UNDEF;
    Raw *bytes = read_cached(t, path, place == PLACE_USER, &size);
    if (!bytes) return error_pending(t) ? VALUE_ERROR : VALUE_UNDEF;
    PycHeader header;
    memcpy(&header, bytes->bytes, sizeof header);
    if (fits_source(t, &header, size, source))
        return code_deserialize(t, bytes, sizeof header, size - sizeof header, filename);
    if (error_pending(t)) error_clear(t); /* the source cannot be read: compiling it will say so */
    return VALUE_UNDEF;
}

/* ---- writing ---- */

/* Creates the folders that a path needs; `whole`: all of them, else the last. */
static void make_folders(char *path, bool whole, mode_t mode) {
    char *last = strrchr(path, '/');
    if (!last || last == path) return;
    *last = 0;
    if (mkdir(path, mode) != 0 && errno == ENOENT && whole) {
        make_folders(path, true, mode);
        mkdir(path, mode);
    }
    *last = '/';
}

static bool write_whole(const char *path, struct iovec *parts, mode_t mode) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd < 0) return false;
    ssize_t size = (ssize_t)(parts[0].iov_len + parts[1].iov_len);
    bool written = writev(fd, parts, 2) == size;
    return (close(fd) == 0) & written;
}

static bool store_at(Thread *t, Place place, const Source *source, struct iovec *parts) {
    char path[PATH_MAX], partial[PATH_MAX + 32];
    if (!cache_path(t, source->name, place, path)) return false;
    make_folders(path, place != PLACE_BESIDE, place == PLACE_USER ? 0700 : 0777);
    snprintf(partial, sizeof partial, "%s.%ld", path, (long)getpid());
    mode_t mode = place == PLACE_USER ? 0600 : (source->status.st_mode | S_IWUSR) & 0666;
    if (write_whole(partial, parts, mode) && rename(partial, path) == 0) return true;
    if (errno != EEXIST) unlink(partial);
    return false;
}

static bool may_write(Thread *t) {
    Value off = sys_value(t, "dont_write_bytecode");
    int truth = value_is_undef(off) ? 0 : op_truth(t, off);
    if (truth < 0) error_clear(t);
    return truth == 0;
}

static void store(Thread *t, const Source *source, Code *code) {
    Value data = code_serialize(t, code);
    if (value_is_error(data)) {
        error_clear(t);
        return;
    }
    Bytes *bytes = value_as_bytes(data);
    uint32_t length = (uint32_t)bytes->length;
    if (bytes->length > INT32_MAX) return;
    PycHeader header = {.magic = bytecode_cache_magic(), .marshal_code = {'c'}};
    memcpy(header.marshal_code + 1, &length, sizeof length);
    set_time_stamp(&header, source);
    struct iovec parts[2] = {{&header, sizeof header}, {bytes->data, bytes->length}};
    Place where[2];
    int count = places(t, where);
    for (int i = 0; i < count; i++) {
        if (where[i] == PLACE_BESIDE && !strncmp(source->name, "/usr/", 5)) continue;
        if (store_at(t, where[i], source, parts)) return;
    }
}

/* ---- the whole ---- */

Value source_file_code(Thread *t, Value path, Value filename) {
    size_t length;
    Source source = {.path = path, .name = path_to_bytes(t, path, &length)};
    if (!source.name) return VALUE_ERROR;
    bool known = stat(source.name, &source.status) == 0 && S_ISREG(source.status.st_mode);
    Place where[2];
    int count = known ? places(t, where) : 0;
    for (int i = 0; i < count; i++) {
        Value code = load_from(t, where[i], &source, filename);
        if (!value_is_undef(code)) return code;
    }
    Value text = import_read_file(t, path);
    Value code = value_is_error(text) ? text : t->vm->hooks.compile(t, text, filename, "exec", 0);
    if (!value_is_error(code) && known && may_write(t))
        store(t, &source, (Code *)value_as_object(code));
    return code;
}

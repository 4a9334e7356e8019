/* posix.h - shared by the files of the module posix. */
#ifndef TAU_MODULES_POSIX_POSIX_H
#define TAU_MODULES_POSIX_POSIX_H

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "runtime/native.h"

/* A path argument: text for the system, or a file descriptor. */
typedef struct PathArgument {
    const char *text; /* NULL for a descriptor or when the path was None */
    int fd;           /* -1 if there is a text */
    bool bytes;       /* given as bytes: results are bytes too */
    Value object;     /* for messages: str, bytes, int or None */
} PathArgument;

enum { PATH_FD = 1, PATH_NONE = 2 };
/* Converts an argument; TypeError "<function>: <argument> should be string, ...". */
bool path_argument(Thread *t, Value v, const char *function, const char *argument, int allow,
                   PathArgument *out) __attribute__((warn_unused_result));
/* The dir_fd argument: AT_FDCWD for None. */
bool dir_fd_argument(Thread *t, Value v, int *fd) __attribute__((warn_unused_result));
/* An int, or an object with fileno(). */
bool descriptor_argument(Thread *t, Value v, int *fd) __attribute__((warn_unused_result));
/* dir_fd, follow_symlinks and a descriptor as path exclude each other. */
bool check_path_options(Thread *t, const char *function, const PathArgument *path, int dir_fd, bool follow)
    __attribute__((warn_unused_result));
/* A name from the system, as str or as bytes like the path it belongs to. */
Value path_result(Thread *t, const char *text, size_t length, bool bytes);
Value path_error(Thread *t, const PathArgument *path);
Value path_error2(Thread *t, const PathArgument *path, const PathArgument *other);
/* OSError of errno without a file name. */
static inline Value posix_error(Thread *t) { return raise_os_error(t, errno, VALUE_UNDEF, VALUE_UNDEF); }
static inline Value posix_done(Thread *t, long result) { return result < 0 ? posix_error(t) : VALUE_NONE; }
static inline Value posix_int(Thread *t, int64_t result) {
    return result < 0 ? posix_error(t) : int_from_int64(t, result);
}
/* After EINTR: runs handlers of signals; false if one raised. */
static inline bool posix_interrupted(Thread *t) {
    return !t->vm->hooks.handle_signals || t->vm->hooks.handle_signals(t);
}
/* fork(), or forkpty() unless master is NULL, when the child is to run Python code:
 * a process number, 0 in the child, -1 with errno. */
pid_t posix_fork_to_run(Thread *t, int *master);
bool uid_argument(Thread *t, Value v, const char *what, uint32_t *out) __attribute__((warn_unused_result));

/* Result types, kept in the module's state (see posix_module.c). */
typedef enum PosixType {
    POSIX_STAT_RESULT, POSIX_STATVFS_RESULT, POSIX_TERMINAL_SIZE, POSIX_UNAME_RESULT, POSIX_TIMES_RESULT,
    POSIX_WAITID_RESULT, POSIX_SCHED_PARAM, POSIX_TYPE_COUNT
} PosixType;
Type *posix_type(Thread *t, PosixType id);
Value stat_result_new(Thread *t, const struct stat *st);

extern const NativeDef posix_stat_functions[], posix_dir_functions[], posix_file_functions[],
    posix_process_functions[], posix_system_functions[];
extern const TypeDef typedef_dir_entry, typedef_scandir_iterator;
/* Integers of the system: O_RDONLY, ...; names for sysconf and its kin. */
bool posix_constants_init(Thread *t, Module *m) __attribute__((warn_unused_result));
bool posix_system_init(Thread *t, Module *m) __attribute__((warn_unused_result));

#endif

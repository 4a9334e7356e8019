/* posix_process.c - processes: starting, waiting, signalling, their identity. */
#include <grp.h>
#include <limits.h>
#include <pty.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "modules/posix/posix.h"

extern char **environ;

/* ---- functions to run around fork ---- */

static List *fork_hooks(Thread *t, const char *name) {
    Value module = dict_get_str(t, t->vm->modules, str_intern_cstring(t, "posix"));
    if (!value_is_kind(module, KIND_MODULE))
        return NULL;
    Dict *d = ((Module *)value_as_object(module))->dict;
    Value list = dict_get_str(t, d, str_intern_cstring(t, name));
    return value_is_list(list) ? value_as_list(list) : NULL;
}

static bool add_hook(Thread *t, const char *name, Value function) {
    List *l = fork_hooks(t, name);
    if (l)
        return list_append(t, l, function);
    Value module = dict_get_str(t, t->vm->modules, str_intern_cstring(t, "posix"));
    Value list = list_from_values(t, &function, 1);
    return !value_is_error(list) && module_set(t, (Module *)value_as_object(module), name, list);
}

#define BEFORE "_before_fork"
#define IN_CHILD "_after_fork_in_child"
#define IN_PARENT "_after_fork_in_parent"

static Value posix_register_at_fork(Thread *t, Value *args) {
    static const char *const names[3] = {BEFORE, IN_CHILD, IN_PARENT};
    static const char *const shown[3] = {"before", "after_in_child", "after_in_parent"};
    bool any = false;
    for (int i = 0; i < 3; i++) {
        if (value_is_undef(args[i]))
            continue;
        any = true;
        if (!op_is_callable(t, args[i]))
            return raise_type_error(t, "'%s' must be callable, not %T", shown[i], args[i]);
    }
    if (!any)
        return raise_type_error(t, "At least one argument is required.");
    for (int i = 0; i < 3; i++)
        if (!value_is_undef(args[i]) && !add_hook(t, names[i], args[i]))
            return VALUE_ERROR;
    return VALUE_NONE;
}

static void run_hooks(Thread *t, const char *name, bool backwards) {
    List *l = fork_hooks(t, name);
    for (size_t i = 0; l && i < l->length; i++) {
        Value f = l->items[backwards ? l->length - 1 - i : i];
        if (value_is_error(call0(t, f)))
            error_write_unraisable(t, "", f);
    }
}

pid_t posix_fork_to_run(Thread *t, int *master) {
    const VmHooks *hooks = &t->vm->hooks;
    if (hooks->before_fork && !hooks->before_fork(t->vm)) {
        errno = ENOMEM;
        return -1;
    }
    pid_t pid = master ? forkpty(master, NULL, NULL, NULL) : fork();
    int failed = errno;
    if (hooks->after_fork)
        hooks->after_fork(t->vm, pid == 0);
    errno = failed;
    return pid;
}

static Value after_fork(Thread *t, pid_t pid) {
    int failed = errno;
    run_hooks(t, pid == 0 ? IN_CHILD : IN_PARENT, false);
    errno = failed;
    return posix_int(t, pid);
}

static Value posix_fork(Thread *t, Value *args) {
    run_hooks(t, BEFORE, true);
    return after_fork(t, posix_fork_to_run(t, NULL));
}

static Value posix_forkpty(Thread *t, Value *args) {
    int master = -1;
    run_hooks(t, BEFORE, true);
    Value pid = after_fork(t, posix_fork_to_run(t, &master));
    return value_is_error(pid) ? pid : tuple_pair(t, pid, value_from_int(master));
}

/* ---- argument and environment vectors ---- */

/* Pointers live in a Raw, the texts in the tuple's bytes objects; both stay on
 * the caller's stack through `out`. */
typedef struct StringVector {
    char **items;
    size_t count;
    Value keep; /* list of the texts' owners */
    Raw *storage;
} StringVector;

static bool vector_add(Thread *t, StringVector *v, const char *text, size_t n) {
    Value copy = bytes_from_data(t, text, n);
    if (value_is_error(copy) || !list_append(t, value_as_list(v->keep), copy))
        return false;
    v->items[v->count++] = (char *)value_as_bytes(copy)->data;
    v->items[v->count] = NULL;
    return true;
}

static bool vector_start(Thread *t, StringVector *v, size_t count) {
    v->storage = gc_alloc_raw(t, (count + 1) * sizeof(char *));
    v->keep = list_new(t, count);
    if (!v->storage || value_is_error(v->keep))
        return false;
    v->items = (char **)v->storage->bytes;
    v->count = 0;
    v->items[0] = NULL;
    return true;
}

static bool argv_argument(Thread *t, Value list, const char *function, StringVector *out) {
    if (!value_is_list(list) && !value_is_tuple(list)) {
        raise_type_error(t, "%s arg 2 must be a tuple or list", function);
        return false;
    }
    Value all = tuple_from_iterable(t, list);
    if (value_is_error(all))
        return false;
    Tuple *items = value_as_tuple(all);
    if (!items->length) {
        raise_value_error(t, "%s arg 2 must not be empty", function);
        return false;
    }
    if (!vector_start(t, out, items->length))
        return false;
    for (size_t i = 0; i < items->length; i++) {
        size_t n;
        const char *text = path_to_bytes(t, items->items[i], &n);
        if (!text || !vector_add(t, out, text, n))
            return false;
        if (i == 0 && !n) {
            raise_value_error(t, "%s arg 2 first element cannot be empty", function);
            return false;
        }
    }
    return true;
}

static bool environment_argument(Thread *t, Value mapping, const char *function, StringVector *out) {
    if (value_is_undef(special_of(t, mapping, SPECIAL_GETITEM))) {
        raise_type_error(t, "%s", function);
        return false;
    }
    Value keys = call_method0(t, mapping, STR_NAME(t, keys));
    Value values = value_is_error(keys) ? keys : call_method0(t, mapping, STR_NAME(t, values));
    if (value_is_error(values))
        return false;
    keys = tuple_from_iterable(t, keys);
    values = value_is_error(keys) ? keys : tuple_from_iterable(t, values);
    if (value_is_error(values))
        return false;
    Tuple *k = value_as_tuple(keys), *v = value_as_tuple(values);
    size_t count = k->length < v->length ? k->length : v->length;
    if (!vector_start(t, out, count))
        return false;
    for (size_t i = 0; i < count; i++) {
        size_t kn, vn;
        const char *key = path_to_bytes(t, k->items[i], &kn);
        const char *value = key ? path_to_bytes(t, v->items[i], &vn) : NULL;
        if (!value)
            return false;
        if (!kn || memchr(key, '=', kn)) {
            raise_value_error(t, "illegal environment variable name");
            return false;
        }
        Raw *joined = gc_alloc_raw(t, kn + vn + 2);
        if (!joined)
            return false;
        memcpy(joined->bytes, key, kn);
        joined->bytes[kn] = '=';
        memcpy(joined->bytes + kn + 1, value, vn);
        if (!vector_add(t, out, (char *)joined->bytes, kn + vn + 1))
            return false;
    }
    return true;
}

static Value posix_execv(Thread *t, Value *args) {
    PathArgument path;
    StringVector argv;
    if (!path_argument(t, args[0], "execv", "path", 0, &path) || !argv_argument(t, args[1], "execv()", &argv))
        return VALUE_ERROR;
    execv(path.text, argv.items);
    return posix_error(t);
}

static Value posix_execve(Thread *t, Value *args) {
    PathArgument path;
    StringVector argv, env;
    if (!path_argument(t, args[0], "execve", "path", PATH_FD, &path))
        return VALUE_ERROR;
    if (!value_is_list(args[1]) && !value_is_tuple(args[1]))
        return raise_type_error(t, "execve: argv must be a tuple or list");
    if (!op_len(t, args[1]))
        return raise_value_error(t, "execve: argv must not be empty");
    if (!argv_argument(t, args[1], "execve: argv", &argv) ||
        !environment_argument(t, args[2], "execve: environment must be a mapping object", &env))
        return VALUE_ERROR;
    if (path.fd != -1)
        fexecve(path.fd, argv.items, env.items);
    else
        execve(path.text, argv.items, env.items);
    return path_error(t, &path);
}

/* ---- posix_spawn ---- */

static bool signal_set_argument(Thread *t, Value v, sigset_t *set) {
    sigemptyset(set);
    Value all = tuple_from_iterable(t, v);
    if (value_is_error(all))
        return false;
    Tuple *numbers = value_as_tuple(all);
    for (size_t i = 0; i < numbers->length; i++) {
        int64_t n;
        if (!op_index_int64(t, numbers->items[i], &n))
            return false;
        if (n < 1 || n > 64) {
            raise_value_error(t, "signal number %ld out of range [1; %d]", (long)n, 64);
            return false;
        }
        sigaddset(set, (int)n);
    }
    return true;
}

static bool file_actions_argument(Thread *t, Value v, posix_spawn_file_actions_t *actions) {
    Value all = tuple_from_iterable(t, v);
    if (value_is_error(all))
        return false;
    Tuple *rows = value_as_tuple(all);
    for (size_t i = 0; i < rows->length; i++) {
        Tuple *row = value_is_tuple(rows->items[i]) ? value_as_tuple(rows->items[i]) : NULL;
        if (!row || !row->length) {
            raise_type_error(t, "Each file_actions element must be a non-empty tuple");
            return false;
        }
        int64_t what;
        int a, b, mode;
        if (!op_index_int64(t, row->items[0], &what))
            return false;
        int failed;
        if (what == 0 && row->length == 5) {
            const char *path = path_to_bytes(t, row->items[2], NULL);
            if (!path || !arg_int(t, row->items[1], &a) || !arg_int(t, row->items[3], &b) ||
                !arg_int(t, row->items[4], &mode))
                return false;
            failed = posix_spawn_file_actions_addopen(actions, a, path, b, (mode_t)mode);
        } else if (what == 1 && row->length == 2) {
            if (!arg_int(t, row->items[1], &a))
                return false;
            failed = posix_spawn_file_actions_addclose(actions, a);
        } else if (what == 2 && row->length == 3) {
            if (!arg_int(t, row->items[1], &a) || !arg_int(t, row->items[2], &b))
                return false;
            failed = posix_spawn_file_actions_adddup2(actions, a, b);
        } else {
            raise_type_error(t, what >= 0 && what <= 2 ? "A file_actions element has a wrong number of items"
                                                       : "Unknown file_actions identifier");
            return false;
        }
        if (failed) {
            errno = failed;
            posix_error(t);
            return false;
        }
    }
    return true;
}

/* path, argv, env, file_actions, setpgroup, resetids, setsid, setsigmask, setsigdef, scheduler */
static Value spawn(Thread *t, Value *args, const char *function, bool search) {
    PathArgument path;
    StringVector argv, env = {.items = environ};
    if (!path_argument(t, args[0], function, "path", 0, &path))
        return VALUE_ERROR;
    char name[64];
    stpcpy(stpcpy(name, function), ": argv");
    if (!value_is_list(args[1]) && !value_is_tuple(args[1]))
        return raise_type_error(t, "%s: argv must be a tuple or list", function);
    if (!argv_argument(t, args[1], name, &argv) ||
        (!value_is_none(args[2]) &&
         !environment_argument(t, args[2], "posix_spawn: environment must be a mapping object or None", &env)))
        return VALUE_ERROR;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    Value result = VALUE_ERROR;
    short flags = 0;
    int group;
    bool reset, session;
    sigset_t set;
    if ((!value_is_none(args[3]) && !file_actions_argument(t, args[3], &actions)) || !arg_bool(t, args[5], &reset) ||
        !arg_bool(t, args[6], &session))
        goto done;
    if (!value_is_undef(args[4])) {
        if (!arg_int(t, args[4], &group))
            goto done;
        posix_spawnattr_setpgroup(&attributes, group);
        flags |= POSIX_SPAWN_SETPGROUP;
    }
    if (reset)
        flags |= POSIX_SPAWN_RESETIDS;
    if (session)
        flags |= POSIX_SPAWN_SETSID;
    if (!value_is_undef(args[7])) {
        if (!signal_set_argument(t, args[7], &set))
            goto done;
        posix_spawnattr_setsigmask(&attributes, &set);
        flags |= POSIX_SPAWN_SETSIGMASK;
    }
    if (!value_is_undef(args[8])) {
        if (!signal_set_argument(t, args[8], &set))
            goto done;
        posix_spawnattr_setsigdefault(&attributes, &set);
        flags |= POSIX_SPAWN_SETSIGDEF;
    }
    posix_spawnattr_setflags(&attributes, flags);
    pid_t pid;
    int failed = (search ? posix_spawnp : posix_spawn)(&pid, path.text, &actions, &attributes, argv.items, env.items);
    errno = failed;
    result = failed ? path_error(t, &path) : value_from_int(pid);
done:
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return result;
}
static Value posix_posix_spawn(Thread *t, Value *args) { return spawn(t, args, "posix_spawn", false); }
static Value posix_posix_spawnp(Thread *t, Value *args) { return spawn(t, args, "posix_spawnp", true); }

/* ---- ending and waiting ---- */

static Value posix__exit(Thread *t, Value *args) {
    int status;
    if (!arg_int(t, args[0], &status))
        return VALUE_ERROR;
    _exit(status);
}
static Value posix_abort(Thread *t, Value *args) { abort(); }

static Value posix_kill(Thread *t, Value *args) {
    int pid, number;
    if (!arg_int(t, args[0], &pid) || !arg_int(t, args[1], &number))
        return VALUE_ERROR;
    if (kill(pid, number) < 0)
        return posix_error(t);
    /* A signal to this process is handled before the call returns. */
    return posix_interrupted(t) ? VALUE_NONE : VALUE_ERROR;
}
static Value posix_killpg(Thread *t, Value *args) {
    int pid, number;
    if (!arg_int(t, args[0], &pid) || !arg_int(t, args[1], &number))
        return VALUE_ERROR;
    if (killpg(pid, number) < 0)
        return posix_error(t);
    return posix_interrupted(t) ? VALUE_NONE : VALUE_ERROR;
}

static Value wait_result(Thread *t, pid_t pid, int status, const struct rusage *usage) {
    if (pid < 0)
        return error_pending(t) ? VALUE_ERROR : posix_error(t);
    Value items[3] = {value_from_int(pid), value_from_int(status), VALUE_NONE};
    if (!usage)
        return tuple_from_values(t, items, 2);
    Value module = t->vm->hooks.import_module(t, str_intern_cstring(t, "resource"), VALUE_NONE, VALUE_NONE, 0);
    Value type = value_is_error(module) ? module : attr_get_cstring(t, module, "struct_rusage");
    if (value_is_error(type))
        return type;
    const Value parts[16] = {
        float_from_double(t, (double)usage->ru_utime.tv_sec + (double)usage->ru_utime.tv_usec * 1e-6),
        float_from_double(t, (double)usage->ru_stime.tv_sec + (double)usage->ru_stime.tv_usec * 1e-6),
        value_from_int(usage->ru_maxrss), value_from_int(usage->ru_ixrss), value_from_int(usage->ru_idrss),
        value_from_int(usage->ru_isrss), value_from_int(usage->ru_minflt), value_from_int(usage->ru_majflt),
        value_from_int(usage->ru_nswap), value_from_int(usage->ru_inblock), value_from_int(usage->ru_oublock),
        value_from_int(usage->ru_msgsnd), value_from_int(usage->ru_msgrcv), value_from_int(usage->ru_nsignals),
        value_from_int(usage->ru_nvcsw), value_from_int(usage->ru_nivcsw),
    };
    items[2] = struct_sequence_new(t, (Type *)value_as_object(type), parts, 16);
    return value_is_error(items[2]) ? items[2] : tuple_from_values(t, items, 3);
}

static Value do_wait(Thread *t, pid_t pid, int options, bool usage) {
    int status = 0;
    struct rusage u = {0};
    pid_t r;
    do
        r = usage ? wait4(pid, &status, options, &u) : waitpid(pid, &status, options);
    while (r < 0 && errno == EINTR && posix_interrupted(t));
    return wait_result(t, r, status, usage ? &u : NULL);
}
static Value posix_wait(Thread *t, Value *args) { return do_wait(t, -1, 0, false); }
static Value posix_waitpid(Thread *t, Value *args) {
    int pid, options;
    return arg_int(t, args[0], &pid) && arg_int(t, args[1], &options) ? do_wait(t, pid, options, false) : VALUE_ERROR;
}
static Value posix_wait3(Thread *t, Value *args) {
    int options;
    return arg_int(t, args[0], &options) ? do_wait(t, -1, options, true) : VALUE_ERROR;
}
static Value posix_wait4(Thread *t, Value *args) {
    int pid, options;
    return arg_int(t, args[0], &pid) && arg_int(t, args[1], &options) ? do_wait(t, pid, options, true) : VALUE_ERROR;
}
static Value posix_waitid(Thread *t, Value *args) {
    int kind, id, options, r;
    if (!arg_int(t, args[0], &kind) || !arg_int(t, args[1], &id) || !arg_int(t, args[2], &options))
        return VALUE_ERROR;
    siginfo_t info;
    info.si_pid = 0;
    do
        r = waitid((idtype_t)kind, (id_t)id, &info, options);
    while (r < 0 && errno == EINTR && posix_interrupted(t));
    if (r < 0)
        return error_pending(t) ? VALUE_ERROR : posix_error(t);
    if (!info.si_pid)
        return VALUE_NONE;
    const Value items[5] = {value_from_int(info.si_pid), value_from_int(info.si_uid), value_from_int(info.si_signo),
                            value_from_int(info.si_status), value_from_int(info.si_code)};
    return struct_sequence_new(t, posix_type(t, POSIX_WAITID_RESULT), items, 5);
}

#define STATUS_TEST(name, expression)                                                              \
    static Value posix_##name(Thread *t, Value *args) {                                            \
        int status;                                                                                \
        return arg_int(t, args[0], &status) ? expression : VALUE_ERROR;                            \
    }
STATUS_TEST(WIFEXITED, value_bool(WIFEXITED(status)))
STATUS_TEST(WIFSIGNALED, value_bool(WIFSIGNALED(status)))
STATUS_TEST(WIFSTOPPED, value_bool(WIFSTOPPED(status)))
STATUS_TEST(WIFCONTINUED, value_bool(WIFCONTINUED(status)))
STATUS_TEST(WCOREDUMP, value_bool(WCOREDUMP(status)))
STATUS_TEST(WEXITSTATUS, value_from_int(WEXITSTATUS(status)))
STATUS_TEST(WTERMSIG, value_from_int(WTERMSIG(status)))
STATUS_TEST(WSTOPSIG, value_from_int(WSTOPSIG(status)))

static Value posix_waitstatus_to_exitcode(Thread *t, Value *args) {
    int status;
    if (!arg_int(t, args[0], &status))
        return VALUE_ERROR;
    if (WIFEXITED(status))
        return value_from_int(WEXITSTATUS(status));
    if (WIFSIGNALED(status))
        return value_from_int(-WTERMSIG(status));
    if (WIFSTOPPED(status))
        return raise_value_error(t, "process stopped by delivery of signal %d", WSTOPSIG(status));
    return raise_value_error(t, "invalid wait status: %d", status);
}

static Value posix_system(Thread *t, Value *args) {
    size_t n;
    const char *command = path_to_bytes(t, args[0], &n);
    return command ? value_from_int(system(command)) : VALUE_ERROR;
}

static Value posix_pidfd_open(Thread *t, Value *args) {
    int pid, flags;
    if (!arg_int(t, args[0], &pid) || !arg_int(t, args[1], &flags))
        return VALUE_ERROR;
    return posix_int(t, syscall(SYS_pidfd_open, pid, flags));
}

/* ---- identity ---- */

#define GETTER(name, type)                                                                         \
    static Value posix_##name(Thread *t, Value *args) { return value_from_int((int64_t)name()); }
GETTER(getpid, pid_t)
GETTER(getppid, pid_t)
GETTER(getuid, uid_t)
GETTER(geteuid, uid_t)
GETTER(getgid, gid_t)
GETTER(getegid, gid_t)
GETTER(getpgrp, pid_t)

#define ID_SETTER(name, what)                                                                      \
    static Value posix_##name(Thread *t, Value *args) {                                            \
        uint32_t id;                                                                               \
        return uid_argument(t, args[0], what, &id) ? posix_done(t, name(id)) : VALUE_ERROR;        \
    }
ID_SETTER(setuid, "uid")
ID_SETTER(seteuid, "uid")
ID_SETTER(setgid, "gid")
ID_SETTER(setegid, "gid")

#define ID_SETTER2(name, what)                                                                     \
    static Value posix_##name(Thread *t, Value *args) {                                            \
        uint32_t a, b;                                                                             \
        return uid_argument(t, args[0], what, &a) && uid_argument(t, args[1], what, &b)            \
                   ? posix_done(t, name(a, b))                                                     \
                   : VALUE_ERROR;                                                                  \
    }
ID_SETTER2(setreuid, "uid")
ID_SETTER2(setregid, "gid")

#define ID_SETTER3(name, what)                                                                     \
    static Value posix_##name(Thread *t, Value *args) {                                            \
        uint32_t a, b, c;                                                                          \
        return uid_argument(t, args[0], what, &a) && uid_argument(t, args[1], what, &b) &&         \
                       uid_argument(t, args[2], what, &c)                                          \
                   ? posix_done(t, name(a, b, c))                                                  \
                   : VALUE_ERROR;                                                                  \
    }
ID_SETTER3(setresuid, "uid")
ID_SETTER3(setresgid, "gid")

static Value three_ids(Thread *t, int r, uint32_t a, uint32_t b, uint32_t c) {
    if (r < 0)
        return posix_error(t);
    Value items[3] = {value_from_int(a), value_from_int(b), value_from_int(c)};
    return tuple_from_values(t, items, 3);
}
static Value posix_getresuid(Thread *t, Value *args) {
    uid_t a, b, c;
    int r = getresuid(&a, &b, &c);
    return three_ids(t, r, a, b, c);
}
static Value posix_getresgid(Thread *t, Value *args) {
    gid_t a, b, c;
    int r = getresgid(&a, &b, &c);
    return three_ids(t, r, a, b, c);
}

static Value posix_getpgid(Thread *t, Value *args) {
    int pid;
    return arg_int(t, args[0], &pid) ? posix_int(t, getpgid(pid)) : VALUE_ERROR;
}
static Value posix_getsid(Thread *t, Value *args) {
    int pid;
    return arg_int(t, args[0], &pid) ? posix_int(t, getsid(pid)) : VALUE_ERROR;
}
static Value posix_setsid(Thread *t, Value *args) { return posix_done(t, setsid()); }
static Value posix_setpgrp(Thread *t, Value *args) { return posix_done(t, setpgid(0, 0)); }
static Value posix_setpgid(Thread *t, Value *args) {
    int pid, group;
    return arg_int(t, args[0], &pid) && arg_int(t, args[1], &group) ? posix_done(t, setpgid(pid, group)) : VALUE_ERROR;
}

static Value group_list(Thread *t, const gid_t *groups, int count) {
    Value list = list_new(t, (size_t)count);
    for (int i = 0; i < count && !value_is_error(list); i++)
        if (!list_append(t, value_as_list(list), value_from_int(groups[i])))
            return VALUE_ERROR;
    return list;
}
enum { GROUPS = 65536 };
static Value posix_getgroups(Thread *t, Value *args) {
    gid_t *groups = malloc(GROUPS * sizeof *groups);
    if (!groups)
        return raise_memory_error(t);
    int n = getgroups(GROUPS, groups);
    Value list = n < 0 ? posix_error(t) : group_list(t, groups, n);
    free(groups);
    return list;
}
static Value posix_getgrouplist(Thread *t, Value *args) {
    uint32_t group;
    if (!value_is_str(args[0]))
        return raise_type_error(t, "getgrouplist() argument 1 must be str, not %T", args[0]);
    const char *user = str_to_utf8(t, args[0], NULL);
    if (!user || !uid_argument(t, args[1], "gid", &group))
        return VALUE_ERROR;
    gid_t *groups = malloc(GROUPS * sizeof *groups);
    if (!groups)
        return raise_memory_error(t);
    int n = GROUPS;
    Value list = getgrouplist(user, group, groups, &n) < 0 ? posix_error(t) : group_list(t, groups, n);
    free(groups);
    return list;
}
static Value posix_setgroups(Thread *t, Value *args) {
    Value all = tuple_from_iterable(t, args[0]);
    if (value_is_error(all))
        return raise_type_error(t, "setgroups argument must be a sequence");
    Tuple *ids = value_as_tuple(all);
    if (ids->length > GROUPS)
        return raise_value_error(t, "too many groups");
    gid_t *groups = calloc(ids->length + 1, sizeof *groups);
    Value result = groups ? VALUE_NONE : raise_memory_error(t);
    for (size_t i = 0; i < ids->length && value_is_none(result); i++)
        if (!uid_argument(t, ids->items[i], "gid", &groups[i]))
            result = VALUE_ERROR;
    if (value_is_none(result))
        result = posix_done(t, setgroups(ids->length, groups));
    free(groups);
    return result;
}
static Value posix_initgroups(Thread *t, Value *args) {
    uint32_t group;
    const char *user = path_to_bytes(t, args[0], NULL);
    return user && uid_argument(t, args[1], "gid", &group) ? posix_done(t, initgroups(user, group)) : VALUE_ERROR;
}
static Value posix_getlogin(Thread *t, Value *args) {
    errno = 0;
    const char *name = getlogin();
    if (name)
        return str_decode_fs(t, name, strlen(name));
    if (errno)
        return posix_error(t);
    return raise_error(t, TYPE_OSError, "unable to determine login name");
}

/* ---- scheduling ---- */

static Value posix_nice(Thread *t, Value *args) {
    int increment;
    if (!arg_int(t, args[0], &increment))
        return VALUE_ERROR;
    errno = 0;
    int r = nice(increment);
    return r == -1 && errno ? posix_error(t) : value_from_int(r);
}
static Value posix_getpriority(Thread *t, Value *args) {
    int which, who;
    if (!arg_int(t, args[0], &which) || !arg_int(t, args[1], &who))
        return VALUE_ERROR;
    errno = 0;
    int r = getpriority((unsigned)which, (id_t)who);
    return errno ? posix_error(t) : value_from_int(r);
}
static Value posix_setpriority(Thread *t, Value *args) {
    int which, who, priority;
    if (!arg_int(t, args[0], &which) || !arg_int(t, args[1], &who) || !arg_int(t, args[2], &priority))
        return VALUE_ERROR;
    return posix_done(t, setpriority((unsigned)which, (id_t)who, priority));
}
static Value posix_sched_yield(Thread *t, Value *args) { return posix_done(t, sched_yield()); }
static Value posix_sched_get_priority_max(Thread *t, Value *args) {
    int policy;
    return arg_int(t, args[0], &policy) ? posix_int(t, sched_get_priority_max(policy)) : VALUE_ERROR;
}
static Value posix_sched_get_priority_min(Thread *t, Value *args) {
    int policy;
    return arg_int(t, args[0], &policy) ? posix_int(t, sched_get_priority_min(policy)) : VALUE_ERROR;
}
static Value posix_sched_getscheduler(Thread *t, Value *args) {
    int pid;
    return arg_int(t, args[0], &pid) ? posix_int(t, sched_getscheduler(pid)) : VALUE_ERROR;
}
static bool arg_sched_param(Thread *t, Value v, struct sched_param *out) {
    Type *type = posix_type(t, POSIX_SCHED_PARAM);
    if (type_of(t, v) != type) {
        raise_type_error(t, "must have a sched_param object");
        return false;
    }
    return arg_int(t, value_as_tuple(v)->items[0], &out->sched_priority);
}
static Value posix_sched_setscheduler(Thread *t, Value *args) {
    int pid, policy;
    struct sched_param p;
    if (!arg_int(t, args[0], &pid) || !arg_int(t, args[1], &policy) || !arg_sched_param(t, args[2], &p))
        return VALUE_ERROR;
    return posix_done(t, sched_setscheduler(pid, policy, &p));
}
static Value posix_sched_setparam(Thread *t, Value *args) {
    int pid;
    struct sched_param p;
    if (!arg_int(t, args[0], &pid) || !arg_sched_param(t, args[1], &p))
        return VALUE_ERROR;
    return posix_done(t, sched_setparam(pid, &p));
}
static Value posix_sched_getparam(Thread *t, Value *args) {
    int pid;
    struct sched_param p;
    if (!arg_int(t, args[0], &pid))
        return VALUE_ERROR;
    if (sched_getparam(pid, &p) < 0)
        return posix_error(t);
    const Value priority = value_from_int(p.sched_priority);
    return struct_sequence_new(t, posix_type(t, POSIX_SCHED_PARAM), &priority, 1);
}
static Value posix_sched_rr_get_interval(Thread *t, Value *args) {
    int pid;
    struct timespec ts;
    if (!arg_int(t, args[0], &pid))
        return VALUE_ERROR;
    if (sched_rr_get_interval(pid, &ts) < 0)
        return posix_error(t);
    return float_from_double(t, (double)ts.tv_sec + 1e-9 * (double)ts.tv_nsec);
}
static Value posix_sched_getaffinity(Thread *t, Value *args) {
    int pid;
    cpu_set_t set;
    if (!arg_int(t, args[0], &pid))
        return VALUE_ERROR;
    if (sched_getaffinity(pid, sizeof set, &set) < 0)
        return posix_error(t);
    Value result = set_new(t, TYPE_SET);
    for (int i = 0; i < CPU_SETSIZE && !value_is_error(result); i++)
        if (CPU_ISSET(i, &set) && set_add(t, value_as_set(result), value_from_int(i)) < 0)
            return VALUE_ERROR;
    return result;
}
static Value posix_sched_setaffinity(Thread *t, Value *args) {
    int pid;
    cpu_set_t set;
    CPU_ZERO(&set);
    if (!arg_int(t, args[0], &pid))
        return VALUE_ERROR;
    Value it = op_iter(t, args[1]);
    if (value_is_error(it))
        return it;
    for (;;) {
        Value v = op_next(t, it);
        if (value_is_error(v))
            return v;
        if (value_is_stop(v))
            break;
        int64_t cpu;
        if (!value_is_any_int(v))
            return raise_type_error(t, "expected an iterator of ints, but iterator yielded %R",
                                    value_from_object(type_of(t, v)));
        if (!op_index_int64(t, v, &cpu))
            return VALUE_ERROR;
        if (cpu < 0)
            return raise_value_error(t, "negative CPU number");
        if (cpu >= CPU_SETSIZE)
            return raise_overflow_error(t, "CPU number too large");
        CPU_SET((int)cpu, &set);
    }
    return posix_done(t, sched_setaffinity(pid, sizeof set, &set));
}

#define STATUS_ROW(name, doc) NATIVE(#name, "($module, /, status)", posix_##name, doc)
#define SPAWN_SIGNATURE                                                                            \
    "($module, path, argv, env, /, *, file_actions=None, setpgroup=<none>, resetids=False, setsid=False, "         \
    "setsigmask=<none>, setsigdef=<none>, scheduler=<none>)"

const NativeDef posix_process_functions[] = {
    NATIVE("register_at_fork", "($module, /, *, before=<none>, after_in_child=<none>, after_in_parent=<none>)",
           posix_register_at_fork, "Register callables to be called when forking a new process."),
    NATIVE("fork", "($module, /)", posix_fork, "Fork a child process."),
    NATIVE("forkpty", "($module, /)", posix_forkpty,
           "Fork a new process with a new pseudo-terminal as controlling tty."),
    NATIVE("execv", "($module, path, argv, /)", posix_execv,
           "Execute an executable path with arguments, replacing current process."),
    NATIVE("execve", "($module, /, path, argv, env)", posix_execve,
           "Execute an executable path with arguments, replacing current process."),
    NATIVE("posix_spawn", SPAWN_SIGNATURE, posix_posix_spawn, "Execute the program specified by path in a new process."),
    NATIVE("posix_spawnp", SPAWN_SIGNATURE, posix_posix_spawnp,
           "Execute the program specified by path in a new process."),
    NATIVE("_exit", "($module, /, status)", posix__exit,
           "Exit to the system with specified status, without normal exit processing."),
    NATIVE("abort", "($module, /)", posix_abort, "Abort the interpreter immediately."),
    NATIVE("kill", "($module, pid, signal, /)", posix_kill, "Kill a process with a signal."),
    NATIVE("killpg", "($module, pgid, signal, /)", posix_killpg, "Kill a process group with a signal."),
    NATIVE("wait", "($module, /)", posix_wait, "Wait for completion of a child process."),
    NATIVE("waitpid", "($module, pid, options, /)", posix_waitpid, "Wait for completion of a given child process."),
    NATIVE("wait3", "($module, /, options)", posix_wait3, "Wait for completion of a child process."),
    NATIVE("wait4", "($module, /, pid, options)", posix_wait4, "Wait for completion of a specific child process."),
    NATIVE("waitid", "($module, idtype, id, options, /)", posix_waitid,
           "Returns the result of waiting for a process or processes."),
    STATUS_ROW(WIFEXITED, "Return True if the process returning status exited via the exit() system call."),
    STATUS_ROW(WIFSIGNALED, "Return True if the process returning status was terminated by a signal."),
    STATUS_ROW(WIFSTOPPED, "Return True if the process returning status was stopped."),
    STATUS_ROW(WIFCONTINUED, "Return True if a particular process was continued from a job control stop."),
    NATIVE("WCOREDUMP", "($module, status, /)", posix_WCOREDUMP,
           "Return True if the process returning status was dumped to a core file."),
    STATUS_ROW(WEXITSTATUS, "Return the process return code from status."),
    STATUS_ROW(WTERMSIG, "Return the signal that terminated the process that provided the status value."),
    STATUS_ROW(WSTOPSIG, "Return the signal that stopped the process that provided the status value."),
    STATUS_ROW(waitstatus_to_exitcode, "Convert a wait status to an exit code."),
    NATIVE("system", "($module, /, command)", posix_system, "Execute the command in a subshell."),
    NATIVE("pidfd_open", "($module, /, pid, flags=0)", posix_pidfd_open,
           "Return a file descriptor referring to the process *pid*."),
    NATIVE("getpid", "($module, /)", posix_getpid, "Return the current process id."),
    NATIVE("getppid", "($module, /)", posix_getppid, "Return the parent's process id."),
    NATIVE("getuid", "($module, /)", posix_getuid, "Return the current process's user id."),
    NATIVE("geteuid", "($module, /)", posix_geteuid, "Return the current process's effective user id."),
    NATIVE("getgid", "($module, /)", posix_getgid, "Return the current process's group id."),
    NATIVE("getegid", "($module, /)", posix_getegid, "Return the current process's effective group id."),
    NATIVE("getpgrp", "($module, /)", posix_getpgrp, "Return the current process group id."),
    NATIVE("setuid", "($module, uid, /)", posix_setuid, "Set the current process's user id."),
    NATIVE("seteuid", "($module, euid, /)", posix_seteuid, "Set the current process's effective user id."),
    NATIVE("setgid", "($module, gid, /)", posix_setgid, "Set the current process's group id."),
    NATIVE("setegid", "($module, egid, /)", posix_setegid, "Set the current process's effective group id."),
    NATIVE("setreuid", "($module, ruid, euid, /)", posix_setreuid,
           "Set the current process's real and effective user ids."),
    NATIVE("setregid", "($module, rgid, egid, /)", posix_setregid,
           "Set the current process's real and effective group ids."),
    NATIVE("setresuid", "($module, ruid, euid, suid, /)", posix_setresuid,
           "Set the current process's real, effective, and saved user ids."),
    NATIVE("setresgid", "($module, rgid, egid, sgid, /)", posix_setresgid,
           "Set the current process's real, effective, and saved group ids."),
    NATIVE("getresuid", "($module, /)", posix_getresuid,
           "Return a tuple of the current process's real, effective, and saved user ids."),
    NATIVE("getresgid", "($module, /)", posix_getresgid,
           "Return a tuple of the current process's real, effective, and saved group ids."),
    NATIVE("getpgid", "($module, /, pid)", posix_getpgid, "Call the system call getpgid(), and return the result."),
    NATIVE("getsid", "($module, pid, /)", posix_getsid, "Call the system call getsid(pid) and return the result."),
    NATIVE("setsid", "($module, /)", posix_setsid, "Call the system call setsid()."),
    NATIVE("setpgrp", "($module, /)", posix_setpgrp, "Make the current process the leader of its process group."),
    NATIVE("setpgid", "($module, pid, pgrp, /)", posix_setpgid, "Call the system call setpgid(pid, pgrp)."),
    NATIVE("getgroups", "($module, /)", posix_getgroups, "Return list of supplemental group IDs for the process."),
    NATIVE("getgrouplist", "($module, user, group, /)", posix_getgrouplist,
           "Returns a list of groups to which a user belongs."),
    NATIVE("setgroups", "($module, groups, /)", posix_setgroups, "Set the groups of the current process to list."),
    NATIVE("initgroups", "($module, username, gid, /)", posix_initgroups, "Initialize the group access list."),
    NATIVE("getlogin", "($module, /)", posix_getlogin, "Return the actual login name."),
    NATIVE("nice", "($module, increment, /)", posix_nice,
           "Add increment to the priority of process and return the new priority."),
    NATIVE("getpriority", "($module, /, which, who)", posix_getpriority, "Return program scheduling priority."),
    NATIVE("setpriority", "($module, /, which, who, priority)", posix_setpriority, "Set program scheduling priority."),
    NATIVE("sched_yield", "($module, /)", posix_sched_yield, "Voluntarily relinquish the CPU."),
    NATIVE("sched_get_priority_max", "($module, /, policy)", posix_sched_get_priority_max,
           "Get the maximum scheduling priority for policy."),
    NATIVE("sched_get_priority_min", "($module, /, policy)", posix_sched_get_priority_min,
           "Get the minimum scheduling priority for policy."),
    NATIVE("sched_getscheduler", "($module, pid, /)", posix_sched_getscheduler,
           "Get the scheduling policy for the process identified by pid."),
    NATIVE("sched_setscheduler", "($module, pid, policy, param, /)", posix_sched_setscheduler,
           "Set the scheduling policy for the process identified by pid."),
    NATIVE("sched_getparam", "($module, pid, /)", posix_sched_getparam,
           "Returns scheduling parameters for the process identified by pid."),
    NATIVE("sched_setparam", "($module, pid, param, /)", posix_sched_setparam,
           "Set scheduling parameters for the process identified by pid."),
    NATIVE("sched_rr_get_interval", "($module, pid, /)", posix_sched_rr_get_interval,
           "Return the round-robin quantum for the process identified by pid, in seconds."),
    NATIVE("sched_getaffinity", "($module, pid, /)", posix_sched_getaffinity,
           "Return the affinity of the process identified by pid (or the current process if zero)."),
    NATIVE("sched_setaffinity", "($module, pid, mask, /)", posix_sched_setaffinity,
           "Set the CPU affinity of the process identified by pid to mask."),
    NATIVE_END,
};

/*
 * posixsubprocess_module.c - the module _posixsubprocess: fork and exec for the
 * library's subprocess.
 *
 * Between fork and exec the child only makes system calls, except for a
 * preexec_fn.  What fails there travels through the error pipe as
 * "ExceptionName:hex errno:description", which subprocess.py turns back.
 */
#include <grp.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "modules/posix/posix.h"

extern char **environ;

typedef struct Plan {
    char **argv, **env, **paths; /* paths: the candidates for exec */
    const char *cwd;
    int *keep; /* ascending */
    size_t keep_count;
    int p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write;
    bool close_fds, restore_signals, new_session, set_gid, set_uid, set_groups;
    gid_t gid, *groups;
    uid_t uid;
    size_t group_count;
    int umask, process_group;
    Value preexec, preexec_args;
} Plan;


static void close_others(const Plan *p, int from) {
    int next = from;
    for (size_t i = 0; i < p->keep_count; i++) {
        if (p->keep[i] < next)
            continue;
        if (p->keep[i] > next)
            close_range((unsigned)next, (unsigned)p->keep[i] - 1, 0);
        next = p->keep[i] + 1;
    }
    close_range((unsigned)next, ~0U, 0);
}

static void report(const Plan *p, const char *text) {
    ssize_t ignored = write(p->errpipe_write, text, strlen(text));
    (void)ignored;
}

/* Puts fd at `target`, inheritable; -1 leaves the parent's there. */
static bool place(int fd, int target) {
    if (fd == target) {
        int flags = fcntl(fd, F_GETFD);
        return flags >= 0 && fcntl(fd, F_SETFD, flags & ~FD_CLOEXEC) >= 0;
    }
    return fd == -1 || dup2(fd, target) >= 0;
}

static void close_if(int fd) {
    if (fd != -1)
        close(fd);
}

/* Only returns when exec failed. */
static const char *child(Thread *t, Plan *p) {
    for (size_t i = 0; i < p->keep_count; i++)
        if (p->keep[i] != p->errpipe_write) {
            int flags = fcntl(p->keep[i], F_GETFD);
            if (flags < 0 || fcntl(p->keep[i], F_SETFD, flags & ~FD_CLOEXEC) < 0)
                return "noexec";
        }
    close_if(p->p2cwrite);
    close_if(p->c2pread);
    close_if(p->errread);
    close(p->errpipe_read);
    /* Lift descriptors out of the way of 0, 1, 2. */
    if (p->c2pwrite == 0 && (p->c2pwrite = fcntl(p->c2pwrite, F_DUPFD_CLOEXEC, 3)) < 0)
        return "noexec";
    while (p->errwrite == 0 || p->errwrite == 1)
        if ((p->errwrite = fcntl(p->errwrite, F_DUPFD_CLOEXEC, 3)) < 0)
            return "noexec";
    if (!place(p->p2cread, 0) || !place(p->c2pwrite, 1) || !place(p->errwrite, 2))
        return "noexec";
    if (p->cwd && chdir(p->cwd) < 0)
        return "noexec";
    if (p->umask >= 0)
        umask((mode_t)p->umask);
    if (p->restore_signals) {
        signal(SIGPIPE, SIG_DFL);
        signal(SIGXFSZ, SIG_DFL);
    }
    if (p->new_session && setsid() < 0)
        return "noexec";
    if (p->process_group >= 0 && setpgid(0, p->process_group) < 0)
        return "noexec";
    if (p->set_groups && setgroups(p->group_count, p->groups) < 0)
        return "noexec";
    if (p->set_gid && setregid(p->gid, p->gid) < 0)
        return "noexec";
    if (p->set_uid && setreuid(p->uid, p->uid) < 0)
        return "noexec";
    if (!value_is_none(p->preexec)) {
        Value r = call_with(t, p->preexec, value_as_tuple(p->preexec_args), NULL);
        if (value_is_error(r)) {
            errno = 0;
            return "Exception occurred in preexec_fn.";
        }
    }
    if (p->close_fds)
        close_others(p, 3);
    int seen = 0;
    for (char **path = p->paths; *path; path++) {
        execve(*path, p->argv, p->env);
        if (errno != ENOENT && errno != ENOTDIR && !seen)
            seen = errno;
    }
    if (seen)
        errno = seen;
    return "";
}

static void child_failed(const Plan *p, const char *what) {
    char text[64];
    if (!errno) {
        report(p, "SubprocessError:0:");
    } else {
        snprintf(text, sizeof text, "OSError:%x:", errno);
        report(p, text);
    }
    report(p, what);
    _exit(255);
}

/* ---- arguments ---- */

static bool strings(Thread *t, Value sequence, char ***out, Value *keep) {
    Value all = tuple_from_iterable(t, sequence);
    if (value_is_error(all))
        return false;
    Tuple *items = value_as_tuple(all);
    Raw *raw = gc_alloc_raw(t, (items->length + 1) * sizeof(char *));
    Value kept = list_new(t, items->length + 1);
    if (!raw || value_is_error(kept))
        return false;
    char **texts = (char **)raw->bytes;
    for (size_t i = 0; i < items->length; i++) {
        size_t n;
        const char *s = path_to_bytes(t, items->items[i], &n);
        Value copy = s ? bytes_from_data(t, s, n) : VALUE_ERROR;
        if (value_is_error(copy) || !list_append(t, value_as_list(kept), copy))
            return false;
        texts[i] = (char *)value_as_bytes(copy)->data;
    }
    texts[items->length] = NULL;
    *out = texts; /* an interior pointer on the caller's stack keeps the Raw */
    *keep = kept;
    return true;
}

static bool kept_descriptors(Thread *t, Value v, Plan *p) {
    if (!value_is_tuple(v)) {
        raise_type_error(t, "fork_exec() argument 4 must be tuple, not %T", v);
        return false;
    }
    Tuple *fds = value_as_tuple(v);
    Raw *raw = gc_alloc_raw(t, (fds->length + 1) * sizeof(int));
    if (!raw)
        return false;
    p->keep = (int *)raw->bytes;
    p->keep_count = fds->length;
    int last = -1;
    for (size_t i = 0; i < fds->length; i++) {
        int64_t fd;
        if (!value_is_any_int(fds->items[i]) || !int_to_int64(int_unbox(fds->items[i]), &fd) || fd < 0 ||
            fd <= last || fd > INT_MAX) {
            raise_value_error(t, "bad value(s) in fds_to_keep");
            return false;
        }
        p->keep[i] = last = (int)fd;
    }
    return true;
}

static bool groups_argument(Thread *t, Value v, Plan *p) {
    if (value_is_none(v))
        return true;
    Value all = tuple_from_iterable(t, v);
    if (value_is_error(all))
        return false;
    Tuple *ids = value_as_tuple(all);
    Raw *raw = gc_alloc_raw(t, (ids->length + 1) * sizeof(gid_t));
    if (!raw)
        return false;
    p->groups = (gid_t *)raw->bytes;
    p->group_count = ids->length;
    p->set_groups = true;
    for (size_t i = 0; i < ids->length; i++)
        if (!uid_argument(t, ids->items[i], "gid", &p->groups[i]))
            return false;
    return true;
}

/* args, executable_list, close_fds, fds_to_keep, cwd, env, p2cread, p2cwrite,
 * c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write,
 * restore_signals, start_new_session, process_group, gid, extra_groups, uid,
 * umask, preexec_fn[, allow_vfork] */
static Value fork_exec(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (nargs < 22)
        return raise_type_error(t, "fork_exec expected at least 22 arguments, got %zu", nargs);
    Plan p = {.env = environ, .preexec = args[21], .preexec_args = t->vm->empty_tuple};
    Value keep[3];
    int *const numbers[] = {&p.p2cread, &p.p2cwrite, &p.c2pread, &p.c2pwrite, &p.errread, &p.errwrite,
                            &p.errpipe_read, &p.errpipe_write};
    for (int i = 0; i < 8; i++)
        if (!arg_int(t, args[6 + i], numbers[i]))
            return VALUE_ERROR;
    if (!arg_bool(t, args[2], &p.close_fds) || !kept_descriptors(t, args[3], &p) ||
        !arg_bool(t, args[14], &p.restore_signals) || !arg_bool(t, args[15], &p.new_session) ||
        !arg_int(t, args[16], &p.process_group) || !groups_argument(t, args[18], &p) ||
        !arg_int(t, args[20], &p.umask) || !strings(t, args[0], &p.argv, &keep[0]) ||
        !strings(t, args[1], &p.paths, &keep[1]))
        return VALUE_ERROR;
    if (p.close_fds && p.errpipe_write < 3)
        return raise_value_error(t, "errpipe_write must be >= 3");
    if (!value_is_none(args[5]) && !strings(t, args[5], &p.env, &keep[2]))
        return VALUE_ERROR;
    if (!value_is_none(args[4]) && !(p.cwd = path_to_bytes(t, args[4], NULL)))
        return VALUE_ERROR;
    if (!value_is_none(args[17])) {
        p.set_gid = true;
        if (!uid_argument(t, args[17], "gid", &p.gid))
            return VALUE_ERROR;
    }
    if (!value_is_none(args[19])) {
        p.set_uid = true;
        if (!uid_argument(t, args[19], "uid", &p.uid))
            return VALUE_ERROR;
    }
    pid_t pid = value_is_none(p.preexec) ? fork() : posix_fork_to_run(t, NULL);
    if (pid == 0) {
        const char *what = child(t, &p);
        child_failed(&p, what);
    }
    return pid < 0 ? posix_error(t) : value_from_int(pid);
}

static const NativeDef functions[] = {
    NATIVE_RAW("fork_exec", "(*args)", fork_exec,
               "Spawn a fresh new child process.\n\nFork a child process, close parent file descriptors as appropriate in "
               "the\nchild and duplicate the few that are needed before calling exec() in the\nchild process."),
    NATIVE_END,
};

const ModuleDef module_posixsubprocess = {
    .name = "_posixsubprocess",
    .doc = "A POSIX helper for the subprocess module.",
    .functions = functions,
};

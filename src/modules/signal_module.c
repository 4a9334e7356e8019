/*
 * signal_module.c - the module _signal: handlers written in Python.
 *
 * A C handler only notes the number and makes the main thread's interpreter
 * stop at its next check; the Python handler runs there.  What the C handler
 * touches is one process-wide structure: signals belong to the process, and the
 * Vm that installed its handlers last receives them.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include "modules/startup.h"
#include "runtime/sequence_support.h"

enum { SIGNAL_COUNT = 65 };

static struct {
    Thread *thread;
    volatile sig_atomic_t any, pending[SIGNAL_COUNT];
    volatile sig_atomic_t wakeup_fd; /* plus 1; 0: none */
} signals;

static void on_signal(int number) {
    int saved = errno;
    signals.pending[number] = 1;
    signals.any = 1;
    if (signals.thread)
        thread_interrupt(signals.thread, INTERRUPT_SIGNAL);
    if (signals.wakeup_fd) {
        unsigned char byte = (unsigned char)number;
        ssize_t ignored = write(signals.wakeup_fd - 1, &byte, 1);
        (void)ignored;
    }
    errno = saved;
}

static bool set_disposition(int number, void (*handler)(int)) {
    struct sigaction action = {.sa_handler = handler};
    sigemptyset(&action.sa_mask);
    return sigaction(number, &action, NULL) == 0;
}

/* The list of Python handlers: None where something else than Python set one. */
static List *handlers(Thread *t) {
    Value *state = &t->vm->module_state[MODULE_STATE_SIGNAL];
    return value_is_list(*state) ? value_as_list(*state) : NULL;
}

/* Runs the handlers of all signals that arrived; false with an exception. */
static bool handle_signals(Thread *t) {
    if (!signals.any || t != signals.thread)
        return true;
    signals.any = 0;
    for (int i = 1; i < SIGNAL_COUNT; i++) {
        if (!signals.pending[i])
            continue;
        signals.pending[i] = 0;
        List *l = handlers(t);
        Value handler = l ? l->items[i] : VALUE_UNDEF;
        if (value_is_undef(handler)) { /* before anybody imported the module */
            raise_with_args(t, TYPE_KeyboardInterrupt, NULL, 0);
        } else if (!value_is_none(handler) && !value_is_any_int(handler)) {
            frames_sync(t);
            FrameObject *frame = t->frame ? frame_object(t, t->frame) : NULL;
            if (!error_pending(t) && !value_is_error(call2(t, handler, value_from_int(i),
                                                           frame ? value_from_object(frame) : VALUE_NONE)))
                continue;
        } else {
            continue;
        }
        /* The others wait for the next check. */
        for (int k = i + 1; k < SIGNAL_COUNT; k++)
            if (signals.pending[k]) {
                signals.any = 1;
                thread_interrupt(t, INTERRUPT_SIGNAL);
            }
        return false;
    }
    return true;
}

bool signals_install(Thread *t) {
    signals.thread = t;
    t->vm->hooks.handle_signals = handle_signals;
    struct sigaction old;
    if (sigaction(SIGINT, NULL, &old) == 0 && old.sa_handler == SIG_DFL)
        set_disposition(SIGINT, on_signal);
    return true;
}

static Value check(Thread *t, Value result) { return handle_signals(t) ? result : VALUE_ERROR; }
static Value failed(Thread *t) { return raise_os_error(t, errno, VALUE_UNDEF, VALUE_UNDEF); }

static bool number_argument(Thread *t, Value v, int *out) {
    if (!arg_int(t, v, out))
        return false;
    if (*out < 1 || *out >= SIGNAL_COUNT) {
        raise_value_error(t, "signal number out of range");
        return false;
    }
    return true;
}

/* ---- handlers ---- */

static Value default_int_handler(Thread *t, Value *args) {
    return raise_with_args(t, TYPE_KeyboardInterrupt, NULL, 0);
}

static Value signal_signal(Thread *t, Value *args) {
    int number;
    if (!arg_int(t, args[0], &number))
        return VALUE_ERROR;
    if (t != t->vm->main_thread)
        return raise_value_error(t, "signal only works in main thread of the main interpreter");
    if (number < 1 || number >= SIGNAL_COUNT)
        return raise_value_error(t, "signal number out of range");
    void (*function)(int) = on_signal;
    if (value_is_any_int(args[1])) {
        int64_t n;
        if (!int_to_int64(int_unbox(args[1]), &n) || n < 0 || n > 1)
            return raise_type_error(t, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
        function = n ? SIG_IGN : SIG_DFL;
        args[1] = value_from_int(n);
    } else if (!op_is_callable(t, args[1])) {
        return raise_type_error(t, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
    }
    if (!handle_signals(t))
        return VALUE_ERROR;
    if (!set_disposition(number, function))
        return failed(t);
    List *l = handlers(t);
    Value old = l->items[number];
    list_store(t, l, (size_t)number, args[1]);
    return old;
}

static Value signal_getsignal(Thread *t, Value *args) {
    int number;
    return number_argument(t, args[0], &number) ? handlers(t)->items[number] : VALUE_ERROR;
}

static Value signal_siginterrupt(Thread *t, Value *args) {
    int number, flag;
    if (!number_argument(t, args[0], &number) || !arg_int(t, args[1], &flag))
        return VALUE_ERROR;
    struct sigaction action;
    if (sigaction(number, NULL, &action) < 0)
        return failed(t);
    action.sa_flags = flag ? action.sa_flags & ~SA_RESTART : action.sa_flags | SA_RESTART;
    return sigaction(number, &action, NULL) < 0 ? failed(t) : VALUE_NONE;
}

static Value signal_set_wakeup_fd(Thread *t, Value *args) {
    int fd;
    if (!arg_int(t, args[0], &fd))
        return VALUE_ERROR;
    if (fd != -1) {
        int flags = fcntl(fd, F_GETFL);
        if (flags < 0)
            return errno == EBADF ? raise_value_error(t, "invalid fd") : failed(t);
        if (!(flags & O_NONBLOCK))
            return raise_value_error(t, "the fd %d must be in non-blocking mode", fd);
    }
    int old = (int)signals.wakeup_fd - 1;
    signals.wakeup_fd = fd + 1;
    return value_from_int(old);
}

/* ---- sending ---- */

static Value signal_raise_signal(Thread *t, Value *args) {
    int number;
    if (!arg_int(t, args[0], &number))
        return VALUE_ERROR;
    return raise(number) ? failed(t) : check(t, VALUE_NONE);
}

static Value signal_pthread_kill(Thread *t, Value *args) {
    int number;
    uint64_t thread;
    Value i = op_index(t, args[0]);
    if (value_is_error(i) || !arg_int(t, args[1], &number))
        return VALUE_ERROR;
    if (!int_to_uint64(i, &thread))
        return raise_overflow_error(t, "Python int too large to convert to C unsigned long");
    errno = pthread_kill((pthread_t)thread, number);
    return errno ? failed(t) : check(t, VALUE_NONE);
}

static Value signal_pidfd_send_signal(Thread *t, Value *args) {
    int fd, number, flags;
    if (!arg_int(t, args[0], &fd) || !arg_int(t, args[1], &number) || !arg_int(t, args[3], &flags))
        return VALUE_ERROR;
    if (!value_is_none(args[2]))
        return raise_type_error(t, "siginfo must be None");
    return syscall(SYS_pidfd_send_signal, fd, number, NULL, flags) < 0 ? failed(t) : VALUE_NONE;
}

static Value signal_alarm(Thread *t, Value *args) {
    int seconds;
    return arg_int(t, args[0], &seconds) ? value_from_int(alarm((unsigned)seconds)) : VALUE_ERROR;
}

static Value signal_pause(Thread *t, Value *args) {
    pause();
    return check(t, VALUE_NONE);
}

/* ---- timers ---- */

static bool time_argument(Thread *t, Value v, struct timeval *out) {
    double d;
    if (!arg_double(t, v, &d))
        return false;
    double whole = floor(d), rest = ceil((d - whole) * 1e6);
    out->tv_sec = (time_t)whole + (rest >= 1e6);
    out->tv_usec = rest >= 1e6 ? 0 : (suseconds_t)rest;
    return true;
}
static Value seconds(Thread *t, struct timeval tv) {
    return float_from_double(t, (double)tv.tv_sec + (double)tv.tv_usec * 1e-6);
}
static Value timer_value(Thread *t, const struct itimerval *v) {
    return tuple_pair(t, seconds(t, v->it_value), seconds(t, v->it_interval));
}
static Value timer_error(Thread *t) {
    Value module = dict_get_str(t, t->vm->modules, str_intern_cstring(t, "_signal"));
    Value type = value_is_undef(module) ? VALUE_ERROR : attr_get_cstring(t, module, "ItimerError");
    if (value_is_error(type))
        return failed(t);
    Value e = call2(t, type, value_from_int(errno), str_from_cstring(t, strerror(errno)));
    return value_is_error(e) ? e : raise_object(t, e);
}
static Value signal_setitimer(Thread *t, Value *args) {
    int which;
    struct itimerval new, old;
    if (!arg_int(t, args[0], &which) || !time_argument(t, args[1], &new.it_value) ||
        !time_argument(t, args[2], &new.it_interval))
        return VALUE_ERROR;
    return setitimer(which, &new, &old) < 0 ? timer_error(t) : timer_value(t, &old);
}
static Value signal_getitimer(Thread *t, Value *args) {
    int which;
    struct itimerval old;
    if (!arg_int(t, args[0], &which))
        return VALUE_ERROR;
    return getitimer(which, &old) < 0 ? timer_error(t) : timer_value(t, &old);
}

/* ---- sets of signals ---- */

static Value set_value(Thread *t, const sigset_t *set) {
    Value result = set_new(t, TYPE_SET);
    for (int i = 1; i < SIGNAL_COUNT && !value_is_error(result); i++)
        if (sigismember(set, i) == 1 && set_add(t, value_as_set(result), value_from_int(i)) < 0)
            return VALUE_ERROR;
    return result;
}

static bool set_argument(Thread *t, Value v, sigset_t *set) {
    sigemptyset(set);
    Value all = tuple_from_iterable(t, v);
    if (value_is_error(all))
        return false;
    for (size_t i = 0; i < value_as_tuple(all)->length; i++) {
        int64_t n;
        if (!op_index_int64(t, value_as_tuple(all)->items[i], &n))
            return false;
        if (n < 1 || n >= SIGNAL_COUNT) {
            raise_value_error(t, "signal number %ld out of range [1; %d]", (long)n, SIGNAL_COUNT - 1);
            return false;
        }
        sigaddset(set, (int)n);
    }
    return true;
}

static Value signal_pthread_sigmask(Thread *t, Value *args) {
    int how;
    sigset_t set, old;
    if (!arg_int(t, args[0], &how) || !set_argument(t, args[1], &set))
        return VALUE_ERROR;
    errno = pthread_sigmask(how, &set, &old);
    if (errno)
        return failed(t);
    return handle_signals(t) ? set_value(t, &old) : VALUE_ERROR;
}
static Value signal_sigpending(Thread *t, Value *args) {
    sigset_t set;
    return sigpending(&set) < 0 ? failed(t) : set_value(t, &set);
}
static Value signal_sigwait(Thread *t, Value *args) {
    sigset_t set;
    int number;
    if (!set_argument(t, args[0], &set))
        return VALUE_ERROR;
    errno = sigwait(&set, &number);
    return errno ? failed(t) : value_from_int(number);
}
static Value signal_valid_signals(Thread *t, Value *args) {
    sigset_t set;
    sigfillset(&set);
    return set_value(t, &set);
}

static Value siginfo_value(Thread *t, const siginfo_t *info) {
    Value module = dict_get_str(t, t->vm->modules, str_intern_cstring(t, "_signal"));
    Value type = value_is_undef(module) ? VALUE_ERROR : attr_get_cstring(t, module, "struct_siginfo");
    const Value items[7] = {value_from_int(info->si_signo), value_from_int(info->si_code),
                            value_from_int(info->si_errno), value_from_int(info->si_pid),
                            value_from_int(info->si_uid), value_from_int(info->si_status),
                            value_from_int(info->si_band)};
    return value_is_error(type) ? type : struct_sequence_new(t, (Type *)value_as_object(type), items, 7);
}
static Value signal_sigwaitinfo(Thread *t, Value *args) {
    sigset_t set;
    siginfo_t info;
    if (!set_argument(t, args[0], &set))
        return VALUE_ERROR;
    int r;
    do
        r = sigwaitinfo(&set, &info);
    while (r < 0 && errno == EINTR && handle_signals(t));
    if (r < 0)
        return error_pending(t) ? VALUE_ERROR : failed(t);
    return siginfo_value(t, &info);
}
static Value signal_sigtimedwait(Thread *t, Value *args) {
    sigset_t set;
    siginfo_t info;
    double timeout;
    if (!set_argument(t, args[0], &set) || !arg_double(t, args[1], &timeout))
        return VALUE_ERROR;
    if (timeout < 0)
        return raise_value_error(t, "timeout must be non-negative");
    struct timespec ts = {(time_t)timeout, (long)((timeout - floor(timeout)) * 1e9)};
    int r;
    do
        r = sigtimedwait(&set, &info, &ts);
    while (r < 0 && errno == EINTR && handle_signals(t));
    if (r < 0)
        return error_pending(t) ? VALUE_ERROR : errno == EAGAIN ? VALUE_NONE : failed(t);
    return siginfo_value(t, &info);
}

static Value signal_strsignal(Thread *t, Value *args) {
    int number;
    if (!number_argument(t, args[0], &number))
        return VALUE_ERROR;
    const char *text = strsignal(number);
    return !text || !strncmp(text, "Unknown signal", 14) ? VALUE_NONE : str_from_cstring(t, text);
}

static const NativeDef functions[] = {
    NATIVE("default_int_handler", "($module, signalnum, frame, /)", default_int_handler,
           "The default handler for SIGINT installed by Python.\n\nIt raises KeyboardInterrupt."),
    NATIVE("signal", "($module, signalnum, handler, /)", signal_signal,
           "Set the action for the given signal.\n\nThe action can be SIG_DFL, SIG_IGN, or a callable Python "
           "object.\nThe previous action is returned.  See getsignal() for possible return values.\n\n*** IMPORTANT "
           "NOTICE ***\nA signal handler function is called with two arguments:\nthe first is the signal number, the "
           "second is the interrupted stack frame."),
    NATIVE("getsignal", "($module, signalnum, /)", signal_getsignal, "Return the current action for the given signal."),
    NATIVE("siginterrupt", "($module, signalnum, flag, /)", signal_siginterrupt, "Change system call restart behaviour."),
    NATIVE("set_wakeup_fd", "($module, fd, /, *, warn_on_full_buffer=True)", signal_set_wakeup_fd,
           "Sets the fd to be written to (with the signal number) when a signal comes in."),
    NATIVE("raise_signal", "($module, signalnum, /)", signal_raise_signal, "Send a signal to the executing process."),
    NATIVE("pthread_kill", "($module, thread_id, signalnum, /)", signal_pthread_kill, "Send a signal to a thread."),
    NATIVE("pidfd_send_signal", "($module, pidfd, signalnum, siginfo=None, flags=0, /)", signal_pidfd_send_signal,
           "Send a signal to a process referred to by a pid file descriptor."),
    NATIVE("alarm", "($module, seconds, /)", signal_alarm, "Arrange for SIGALRM to arrive after the given number of seconds."),
    NATIVE("pause", "($module, /)", signal_pause, "Wait until a signal arrives."),
    NATIVE("setitimer", "($module, which, seconds, interval=0.0, /)", signal_setitimer,
           "Sets given itimer (one of ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF)."),
    NATIVE("getitimer", "($module, which, /)", signal_getitimer, "Returns current value of given itimer."),
    NATIVE("pthread_sigmask", "($module, how, mask, /)", signal_pthread_sigmask,
           "Fetch and/or change the signal mask of the calling thread."),
    NATIVE("sigpending", "($module, /)", signal_sigpending, "Examine pending signals."),
    NATIVE("sigwait", "($module, sigset, /)", signal_sigwait, "Wait for a signal."),
    NATIVE("sigwaitinfo", "($module, sigset, /)", signal_sigwaitinfo, "Wait synchronously until one of the signals in *sigset* is delivered."),
    NATIVE("sigtimedwait", "($module, sigset, timeout, /)", signal_sigtimedwait, "Like sigwaitinfo(), but with a timeout."),
    NATIVE("valid_signals", "($module, /)", signal_valid_signals, "Return a set of valid signal numbers on this platform."),
    NATIVE("strsignal", "($module, signalnum, /)", signal_strsignal, "Return the system description of the given signal."),
    NATIVE_END,
};

static const struct {
    const char *name;
    int number;
} constants[] = {
#define ROW(name) {#name, name}
    ROW(SIGHUP), ROW(SIGINT), ROW(SIGQUIT), ROW(SIGILL), ROW(SIGTRAP), ROW(SIGIOT), ROW(SIGABRT), ROW(SIGFPE),
    ROW(SIGKILL), ROW(SIGBUS), ROW(SIGSEGV), ROW(SIGSYS), ROW(SIGPIPE), ROW(SIGALRM), ROW(SIGTERM), ROW(SIGUSR1),
    ROW(SIGUSR2), ROW(SIGCLD), ROW(SIGCHLD), ROW(SIGPWR), ROW(SIGIO), ROW(SIGURG), ROW(SIGWINCH), ROW(SIGPOLL),
    ROW(SIGSTOP), ROW(SIGTSTP), ROW(SIGCONT), ROW(SIGTTIN), ROW(SIGTTOU), ROW(SIGVTALRM), ROW(SIGPROF),
    ROW(SIGXCPU), ROW(SIGXFSZ), ROW(SIGSTKFLT), ROW(SIG_BLOCK), ROW(SIG_UNBLOCK), ROW(SIG_SETMASK),
    ROW(ITIMER_REAL), ROW(ITIMER_VIRTUAL), ROW(ITIMER_PROF),
#undef ROW
    {"NSIG", SIGNAL_COUNT}, {"SIG_DFL", 0}, {"SIG_IGN", 1},
};

static const char *const siginfo_fields[] = {"si_signo", "si_code", "si_errno", "si_pid", "si_uid", "si_status",
                                             "si_band", NULL};

static bool signal_init(Thread *t, Module *m) {
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (!module_set(t, m, constants[i].name, value_from_int(constants[i].number)))
            return false;
    if (!module_set(t, m, "SIGRTMIN", value_from_int(SIGRTMIN)) ||
        !module_set(t, m, "SIGRTMAX", value_from_int(SIGRTMAX)) ||
        value_is_error(native_exception(t, m, "signal.itimer_error", value_from_object(t->vm->types[TYPE_OSError]))) ||
        !module_set(t, m, "ItimerError", dict_get_str(t, m->dict, str_intern_cstring(t, "itimer_error"))) ||
        dict_delete(t, m->dict, str_intern_cstring(t, "itimer_error")) < 0 ||
        !struct_sequence_type(t, m, "signal.struct_siginfo",
                              "struct_siginfo: Result from sigwaitinfo or sigtimedwait.\n\nThis object may be accessed "
                              "either as a tuple of\n(si_signo, si_code, si_errno, si_pid, si_uid, si_status, "
                              "si_band),\nor via the attributes si_signo, si_code, and so on.",
                              siginfo_fields))
        return false;
    Value list = list_new(t, SIGNAL_COUNT);
    Value interrupt = dict_get_str(t, m->dict, str_intern_cstring(t, "default_int_handler"));
    for (int i = 0; i < SIGNAL_COUNT && !value_is_error(list); i++) {
        struct sigaction now;
        Value handler = VALUE_NONE;
        if (i && sigaction(i, NULL, &now) == 0)
            handler = now.sa_handler == SIG_DFL     ? value_from_int(0)
                      : now.sa_handler == SIG_IGN   ? value_from_int(1)
                      : now.sa_handler == on_signal ? interrupt
                                                    : VALUE_NONE;
        if (!list_append(t, value_as_list(list), handler))
            return false;
    }
    if (value_is_error(list))
        return false;
    t->vm->module_state[MODULE_STATE_SIGNAL] = list;
    return true;
}

const ModuleDef module_signal = {
    .name = "_signal",
    .doc = "This module provides mechanisms to use signal handlers in Python.",
    .functions = functions,
    .init = signal_init,
};

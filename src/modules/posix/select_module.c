/* select_module.c - the module select: select, poll, epoll. */
#include <limits.h>
#include <math.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "modules/posix/posix.h"

extern const TypeDef typedef_select_poll, typedef_select_epoll;

static double now(void) {
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec + 1e-9 * (double)ts.tv_nsec;
}

/* A timeout in units of 1/scale seconds; None or negative: forever (-1). */
static bool timeout_argument(Thread *t, Value v, double scale, bool negative_is_forever, double *seconds) {
    *seconds = -1;
    if (value_is_none(v) || value_is_undef(v))
        return true;
    if (!value_is_any_int(v) && !value_is_float(v) && !value_is_kind(v, KIND_FLOAT) &&
        value_is_undef(special_of(t, v, SPECIAL_INDEX)) && value_is_undef(special_of(t, v, SPECIAL_FLOAT))) {
        raise_type_error(t, scale == 1 ? "timeout must be a float or None" : "timeout must be an integer or None");
        return false;
    }
    double d;
    if (!arg_double(t, v, &d))
        return false;
    if (isnan(d)) {
        raise_value_error(t, "Invalid value NaN (not a number)");
        return false;
    }
    if (d < 0 && !negative_is_forever) {
        raise_value_error(t, "timeout must be non-negative");
        return false;
    }
    *seconds = d < 0 ? -1 : d / scale;
    return true;
}

static int milliseconds_left(double end) {
    if (end < 0)
        return -1;
    double left = ceil((end - now()) * 1e3);
    return left <= 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

/* ---- select ---- */

static bool fill_set(Thread *t, Value v, fd_set *set, int *fds, int *max, Tuple **out) {
    FD_ZERO(set);
    if (value_is_undef(special_of(t, v, SPECIAL_ITER)) && value_is_undef(special_of(t, v, SPECIAL_GETITEM))) {
        raise_type_error(t, "arguments 1-3 must be sequences");
        return false;
    }
    Value all = tuple_from_iterable(t, v);
    if (value_is_error(all))
        return false;
    Tuple *items = value_as_tuple(all);
    *out = items;
    if (items->length > FD_SETSIZE) {
        raise_value_error(t, "too many file descriptors in select()");
        return false;
    }
    for (size_t i = 0; i < items->length; i++) {
        if (!descriptor_argument(t, items->items[i], &fds[i]))
            return false;
        if (fds[i] >= FD_SETSIZE) {
            raise_value_error(t, "filedescriptor out of range in select()");
            return false;
        }
        FD_SET(fds[i], set);
        if (fds[i] > *max)
            *max = fds[i];
    }
    return true;
}

static Value ready_list(Thread *t, const fd_set *set, const int *fds, const Tuple *items) {
    Value list = list_new(t, 0);
    for (size_t i = 0; i < items->length && !value_is_error(list); i++)
        if (FD_ISSET(fds[i], set) && !list_append(t, value_as_list(list), items->items[i]))
            return VALUE_ERROR;
    return list;
}

static Value select_select(Thread *t, Value *args) {
    fd_set sets[3], wanted[3];
    static_assert(FD_SETSIZE == 1024, "room for the descriptors on the stack");
    int fds[3][FD_SETSIZE], max = -1, r;
    Tuple *items[3];
    double seconds;
    if (!timeout_argument(t, args[3], 1, false, &seconds))
        return VALUE_ERROR;
    for (int i = 0; i < 3; i++)
        if (!fill_set(t, args[i], &wanted[i], fds[i], &max, &items[i]))
            return VALUE_ERROR;
    double end = seconds < 0 ? -1 : now() + seconds;
    do {
        memcpy(sets, wanted, sizeof sets);
        double left = end < 0 ? 0 : fmax(end - now(), 0);
        struct timeval tv = {(time_t)left, (suseconds_t)((left - floor(left)) * 1e6)};
        r = select(max + 1, &sets[0], &sets[1], &sets[2], end < 0 ? NULL : &tv);
    } while (r < 0 && errno == EINTR && posix_interrupted(t));
    if (r < 0)
        return error_pending(t) ? VALUE_ERROR : posix_error(t);
    Value lists[3];
    for (int i = 0; i < 3; i++)
        if (value_is_error(lists[i] = ready_list(t, &sets[i], fds[i], items[i])))
            return VALUE_ERROR;
    return tuple_from_values(t, lists, 3);
}

/* ---- poll ---- */

typedef struct Poll {
    Object header;
    Dict *events; /* by descriptor */
    bool running;
} Poll;

static inline Poll *as_poll(Value v) { return (Poll *)value_as_object(v); }
static void poll_trace(Tracer *tracer, Object *object) { trace_object(tracer, ((Poll *)object)->events); }

static Value select_poll(Thread *t, Value *args) {
    Type *type = native_type(t, &typedef_select_poll, NULL);
    Poll *p = type ? NATIVE_NEW(t, Poll, type) : NULL;
    if (!p || !(p->events = dict_new(t)))
        return VALUE_ERROR;
    return value_from_object(p);
}

static bool mask_argument(Thread *t, Value v, uint16_t *out) {
    int64_t n;
    if (!op_index_int64(t, v, &n))
        return false;
    if (n < 0 || n > UINT16_MAX) {
        if (n < 0)
            raise_value_error(t, "value must be positive");
        else
            raise_overflow_error(t, "Python int too large for C unsigned short");
        return false;
    }
    *out = (uint16_t)n;
    return true;
}

static Value poll_register(Thread *t, Value *args) {
    int fd;
    uint16_t mask;
    if (!descriptor_argument(t, args[1], &fd) || !mask_argument(t, args[2], &mask))
        return VALUE_ERROR;
    return dict_set(t, as_poll(args[0])->events, value_from_int(fd), value_from_int(mask)) ? VALUE_NONE : VALUE_ERROR;
}
static Value poll_modify(Thread *t, Value *args) {
    int fd;
    uint16_t mask;
    if (!descriptor_argument(t, args[1], &fd) || !mask_argument(t, args[2], &mask))
        return VALUE_ERROR;
    Dict *d = as_poll(args[0])->events;
    if (value_is_undef(dict_get(t, d, value_from_int(fd)))) {
        errno = ENOENT;
        return posix_error(t);
    }
    return dict_set(t, d, value_from_int(fd), value_from_int(mask)) ? VALUE_NONE : VALUE_ERROR;
}
static Value poll_unregister(Thread *t, Value *args) {
    int fd;
    if (!descriptor_argument(t, args[1], &fd))
        return VALUE_ERROR;
    int r = dict_delete(t, as_poll(args[0])->events, value_from_int(fd));
    return r < 0 ? VALUE_ERROR : r ? VALUE_NONE : raise_key_error(t, value_from_int(fd));
}

static Value poll_poll(Thread *t, Value *args) {
    Poll *p = as_poll(args[0]);
    double seconds;
    if (!timeout_argument(t, args[1], 1000, true, &seconds))
        return VALUE_ERROR;
    if (p->running)
        return raise_error(t, TYPE_RuntimeError, "concurrent poll() invocation");
    Raw *raw = gc_alloc_raw(t, (p->events->used + 1) * sizeof(struct pollfd));
    if (!raw)
        return VALUE_ERROR;
    struct pollfd *fds = (struct pollfd *)raw->bytes;
    nfds_t count = 0;
    size_t position = 0;
    Value key, value;
    while (dict_next(p->events, &position, &key, &value))
        fds[count++] = (struct pollfd){.fd = (int)value_as_int(key), .events = (short)value_as_int(value)};
    double end = seconds < 0 ? -1 : now() + seconds;
    int r;
    p->running = true;
    do
        r = poll(fds, count, milliseconds_left(end));
    while (r < 0 && errno == EINTR && posix_interrupted(t));
    p->running = false;
    if (r < 0)
        return error_pending(t) ? VALUE_ERROR : posix_error(t);
    Value list = list_new(t, (size_t)r);
    for (nfds_t i = 0; i < count && !value_is_error(list); i++)
        if (fds[i].revents) {
            Value pair = tuple_pair(t, value_from_int(fds[i].fd), value_from_int(fds[i].revents & 0xffff));
            if (value_is_error(pair) || !list_append(t, value_as_list(list), pair))
                return VALUE_ERROR;
        }
    return list;
}

static const NativeDef poll_methods[] = {
    NATIVE("register", "($self, fd, eventmask=7, /)", poll_register,
           "Register a file descriptor with the polling object."),
    NATIVE("modify", "($self, fd, eventmask, /)", poll_modify, "Modify an already registered file descriptor."),
    NATIVE("unregister", "($self, fd, /)", poll_unregister, "Remove a file descriptor being tracked by the polling object."),
    NATIVE("poll", "($self, timeout=None, /)", poll_poll, "Polls the set of registered file descriptors."),
    NATIVE_END,
};

const TypeDef typedef_select_poll = {
    .name = "select.poll",
    .id = TYPE_SELECT_POLL,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(Poll),
    .trace = poll_trace,
    .methods = poll_methods,
};

/* ---- epoll ---- */

typedef struct Epoll {
    Object header;
    int fd; /* -1: closed */
} Epoll;

static inline Epoll *as_epoll(Value v) { return (Epoll *)value_as_object(v); }

static void epoll_finalize(Thread *t, Object *object) {
    Epoll *e = (Epoll *)object;
    if (e->fd >= 0)
        close(e->fd);
    e->fd = -1;
}

static Value epoll_make(Thread *t, Type *type, int fd) {
    Epoll *e = type_alloc(t, type, 0);
    if (!e)
        return VALUE_ERROR;
    e->fd = fd < 0 ? epoll_create1(EPOLL_CLOEXEC) : fd;
    return e->fd < 0 ? posix_error(t) : value_from_object(e);
}

static Value epoll_new(Thread *t, Value *args) {
    int size, flags;
    if (!arg_int(t, args[1], &size) || !arg_int(t, args[2], &flags))
        return VALUE_ERROR;
    if (size < -1 || size == 0)
        return raise_value_error(t, "negative sizehint");
    if (flags && flags != EPOLL_CLOEXEC)
        return raise_error(t, TYPE_OSError, "invalid flags");
    return epoll_make(t, (Type *)value_as_object(args[0]), -1);
}

static bool is_open(Thread *t, Value self) {
    if (as_epoll(self)->fd >= 0)
        return true;
    raise_value_error(t, "I/O operation on closed epoll object");
    return false;
}

static Value epoll_control(Thread *t, Value self, int operation, Value fd_value, Value mask) {
    int fd;
    int64_t events = 0;
    if (!is_open(t, self) || !descriptor_argument(t, fd_value, &fd) ||
        (!value_is_undef(mask) && !op_index_int64(t, mask, &events)))
        return VALUE_ERROR;
    struct epoll_event event = {.events = (uint32_t)events, .data.fd = fd};
    return posix_done(t, epoll_ctl(as_epoll(self)->fd, operation, fd, &event));
}
static Value epoll_register(Thread *t, Value *args) { return epoll_control(t, args[0], EPOLL_CTL_ADD, args[1], args[2]); }
static Value epoll_modify(Thread *t, Value *args) { return epoll_control(t, args[0], EPOLL_CTL_MOD, args[1], args[2]); }
static Value epoll_unregister(Thread *t, Value *args) {
    return epoll_control(t, args[0], EPOLL_CTL_DEL, args[1], VALUE_UNDEF);
}

static Value epoll_poll(Thread *t, Value *args) {
    double seconds;
    int max;
    if (!is_open(t, args[0]) || !timeout_argument(t, args[1], 1, true, &seconds) || !arg_int(t, args[2], &max))
        return VALUE_ERROR;
    if (max == -1)
        max = FD_SETSIZE - 1;
    else if (max < 1)
        return raise_value_error(t, "maxevents must be greater than 0, got %d", max);
    Raw *raw = gc_alloc_raw(t, (size_t)max * sizeof(struct epoll_event));
    if (!raw)
        return VALUE_ERROR;
    struct epoll_event *events = (struct epoll_event *)raw->bytes;
    double end = seconds < 0 ? -1 : now() + seconds;
    int r;
    do
        r = epoll_wait(as_epoll(args[0])->fd, events, max, milliseconds_left(end));
    while (r < 0 && errno == EINTR && posix_interrupted(t));
    if (r < 0)
        return error_pending(t) ? VALUE_ERROR : posix_error(t);
    Value list = list_new(t, (size_t)r);
    for (int i = 0; i < r && !value_is_error(list); i++) {
        Value pair = tuple_pair(t, value_from_int(events[i].data.fd), value_from_int(events[i].events));
        if (value_is_error(pair) || !list_append(t, value_as_list(list), pair))
            return VALUE_ERROR;
    }
    return list;
}

static Value epoll_close(Thread *t, Value *args) {
    Epoll *e = as_epoll(args[0]);
    int fd = e->fd;
    e->fd = -1;
    return fd >= 0 ? posix_done(t, close(fd)) : VALUE_NONE;
}
static Value epoll_fileno(Thread *t, Value *args) {
    return is_open(t, args[0]) ? value_from_int(as_epoll(args[0])->fd) : VALUE_ERROR;
}
static Value epoll_enter(Thread *t, Value *args) { return is_open(t, args[0]) ? args[0] : VALUE_ERROR; }
static Value epoll_exit(Thread *t, Value *args, size_t nargs, Tuple *kwnames) { return epoll_close(t, args); }
static Value epoll_fromfd(Thread *t, Value *args) {
    int fd;
    return arg_int(t, args[1], &fd) ? epoll_make(t, (Type *)value_as_object(args[0]), fd) : VALUE_ERROR;
}
static Value epoll_closed(Thread *t, Value self) { return value_bool(as_epoll(self)->fd < 0); }

static const GetSetDef epoll_getset[] = {
    {"closed", epoll_closed, NULL, "True if the epoll handler is closed"},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef epoll_methods[] = {
    NATIVE("__new__", "($type, sizehint=-1, flags=0)", epoll_new,
           "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE_CLASSMETHOD("fromfd", "($type, fd, /)", epoll_fromfd, "Create an epoll object from a given control fd."),
    NATIVE("register", "($self, /, fd, eventmask=7)", epoll_register, "Registers a new fd or raises an OSError if the fd is already registered."),
    NATIVE("modify", "($self, /, fd, eventmask)", epoll_modify, "Modify event mask for a registered file descriptor."),
    NATIVE("unregister", "($self, /, fd)", epoll_unregister, "Remove a registered file descriptor from the epoll object."),
    NATIVE("poll", "($self, /, timeout=None, maxevents=-1)", epoll_poll, "Wait for events on the epoll file descriptor."),
    NATIVE("close", "($self, /)", epoll_close, "Close the epoll control file descriptor."),
    NATIVE("fileno", "($self, /)", epoll_fileno, "Return the epoll control file descriptor."),
    NATIVE("__enter__", "($self, /)", epoll_enter, NULL),
    NATIVE_RAW("__exit__", "($self, /, *args)", epoll_exit, NULL),
    NATIVE_END,
};

const TypeDef typedef_select_epoll = {
    .name = "select.epoll",
    .doc = "select.epoll(sizehint=-1, flags=0)\n\nReturns an epolling object.",
    .id = TYPE_SELECT_EPOLL,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .size = sizeof(Epoll),
    .finalize = epoll_finalize,
    .methods = epoll_methods,
    .getset = epoll_getset,
};

/* ---- the module ---- */

static const NativeDef functions[] = {
    NATIVE("select", "($module, rlist, wlist, xlist, timeout=None, /)", select_select,
           "Wait until one or more file descriptors are ready for some kind of I/O."),
    NATIVE("poll", "($module, /)", select_poll, "Returns a polling object."),
    NATIVE_END,
};

static const struct {
    const char *name;
    int64_t value;
} constants[] = {
#define ROW(name) {#name, name}
    ROW(POLLIN), ROW(POLLPRI), ROW(POLLOUT), ROW(POLLERR), ROW(POLLHUP), ROW(POLLNVAL), ROW(POLLRDNORM),
    ROW(POLLRDBAND), ROW(POLLWRNORM), ROW(POLLWRBAND), ROW(POLLMSG), ROW(POLLRDHUP), ROW(EPOLLIN),
    ROW(EPOLLOUT), ROW(EPOLLPRI), ROW(EPOLLERR), ROW(EPOLLHUP), ROW(EPOLLRDHUP), ROW(EPOLLET),
    ROW(EPOLLONESHOT), ROW(EPOLLEXCLUSIVE), ROW(EPOLLRDNORM), ROW(EPOLLRDBAND), ROW(EPOLLWRNORM),
    ROW(EPOLLWRBAND), ROW(EPOLLMSG), ROW(EPOLL_CLOEXEC), ROW(PIPE_BUF),
#undef ROW
};

static bool select_init(Thread *t, Module *m) {
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (!module_set(t, m, constants[i].name, value_from_int(constants[i].value)))
            return false;
    return module_set(t, m, "error", value_from_object(t->vm->types[TYPE_OSError])) &&
           native_type(t, &typedef_select_epoll, m);
}

const ModuleDef module_select = {
    .name = "select",
    .doc = "This module supports asynchronous I/O on multiple file descriptors.",
    .functions = functions,
    .init = select_init,
};

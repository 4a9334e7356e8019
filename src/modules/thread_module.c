/*
 * thread_module.c - the module _thread: locks, thread-local data and the
 * identity of the running thread.  Programs run in one thread; starting another
 * is refused the way a system without threads left refuses it.
 */
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "runtime/native.h"

extern const TypeDef typedef_thread_lock, typedef_thread_rlock, typedef_thread_local;

typedef struct Lock {
    Object header;
    bool locked;
} Lock;

typedef struct RLock {
    Object header;
    uint64_t owner;
    uint64_t count;
} RLock;

/* The longest wait in seconds that fits 64 bits of nanoseconds. */
#define TIMEOUT_MAX 9223372036.0

static inline Lock *as_lock(Value v) { return (Lock *)value_as_object(v); }
static inline RLock *as_rlock(Value v) { return (RLock *)value_as_object(v); }
static uint64_t thread_id(void) { return (uint64_t)pthread_self(); }

static bool handle_signals(Thread *t) {
    return !t->vm->hooks.handle_signals || t->vm->hooks.handle_signals(t);
}

/* Nobody else can release a lock, so waiting ends with the time or by a signal's
 * exception: 0 when the time is over, -1 with the exception. */
static int wait_for(Thread *t, double seconds, const bool *locked) {
    struct timespec now, end;
    clock_gettime(CLOCK_MONOTONIC, &end);
    double whole = floor(seconds < 0 ? 0 : seconds);
    end.tv_sec += (time_t)whole;
    end.tv_nsec += (long)((seconds - whole) * 1e9);
    for (;;) {
        if (!handle_signals(t))
            return -1;
        if (!*locked)
            return 1;
        clock_gettime(CLOCK_MONOTONIC, &now);
        double left = seconds < 0 ? 3600
                                  : (double)(end.tv_sec - now.tv_sec) + (double)(end.tv_nsec - now.tv_nsec) / 1e9;
        if (left <= 0)
            return 0;
        if (left > 3600)
            left = 3600;
        struct timespec pause_for = {(time_t)left, (long)((left - floor(left)) * 1e9)};
        nanosleep(&pause_for, NULL);
    }
}

static bool acquire_arguments(Thread *t, Value *args, bool *blocking, double *timeout) {
    int flag = op_truth(t, args[1]);
    if (flag < 0 || !arg_double(t, args[2], timeout))
        return false;
    *blocking = flag;
    if (!flag && *timeout != -1) {
        raise_value_error(t, "can't specify a timeout for a non-blocking call");
        return false;
    }
    if (*timeout < 0 && *timeout != -1) {
        raise_value_error(t, "timeout value must be a non-negative number");
        return false;
    }
    if (*timeout > TIMEOUT_MAX) {
        raise_overflow_error(t, "timeout value is too large");
        return false;
    }
    return true;
}

/* ---- lock ---- */

static Value lock_acquire(Thread *t, Value *args) {
    bool blocking;
    double timeout;
    if (!acquire_arguments(t, args, &blocking, &timeout))
        return VALUE_ERROR;
    Lock *l = as_lock(args[0]);
    if (l->locked) {
        if (!blocking || timeout == 0)
            return VALUE_FALSE;
        int r = wait_for(t, timeout, &l->locked);
        if (r < 0)
            return VALUE_ERROR;
        if (!r)
            return VALUE_FALSE;
    }
    l->locked = true;
    return VALUE_TRUE;
}

static Value lock_enter(Thread *t, Value *args) {
    Value full[3] = {args[0], VALUE_TRUE, value_from_int(-1)};
    return lock_acquire(t, full);
}

static Value lock_release(Thread *t, Value *args) {
    Lock *l = as_lock(args[0]);
    if (!l->locked)
        return raise_error(t, TYPE_RuntimeError, "release unlocked lock");
    l->locked = false;
    return VALUE_NONE;
}

static Value lock_exit(Thread *t, Value *args, size_t nargs, Tuple *kwnames) { return lock_release(t, args); }

static Value lock_locked(Thread *t, Value *args) { return value_bool(as_lock(args[0])->locked); }

static Value lock_reset(Thread *t, Value *args) {
    as_lock(args[0])->locked = false;
    return VALUE_NONE;
}

static Value lock_repr(Thread *t, Value *args) {
    return str_format(t, "<%s %s object at 0x%lx>", as_lock(args[0])->locked ? "locked" : "unlocked",
                      "_thread.lock", (unsigned long)(uintptr_t)value_as_object(args[0]));
}

static const NativeDef lock_methods[] = {
    NATIVE("acquire", "($self, blocking=True, timeout=-1)", lock_acquire,
           "acquire(blocking=True, timeout=-1) -> bool\n(acquire_lock() is an obsolete synonym)\n\nLock the lock.  "
           "Without argument, this blocks if the lock is already\nlocked (even by the same thread), waiting for "
           "another thread to release\nthe lock, and return True once the lock is acquired.\nWith an argument, this "
           "will only block if the argument is true,\nand the return value reflects whether the lock is "
           "acquired.\nThe blocking operation is interruptible."),
    NATIVE("acquire_lock", "($self, blocking=True, timeout=-1)", lock_acquire, "Obsolete synonym of acquire()."),
    NATIVE("release", "($self, /)", lock_release,
           "release()\n(release_lock() is an obsolete synonym)\n\nRelease the lock, allowing another thread that is "
           "blocked waiting for\nthe lock to acquire the lock.  The lock must be in the locked state,\nbut it needn't "
           "be locked by the same thread that unlocks it."),
    NATIVE("release_lock", "($self, /)", lock_release, "Obsolete synonym of release()."),
    NATIVE("locked", "($self, /)", lock_locked,
           "locked() -> bool\n(locked_lock() is an obsolete synonym)\n\nReturn whether the lock is in the locked state."),
    NATIVE("locked_lock", "($self, /)", lock_locked, "Obsolete synonym of locked()."),
    NATIVE("__enter__", "($self, /)", lock_enter, "Lock the lock."),
    NATIVE_RAW("__exit__", "($self, /, *args)", lock_exit, "Release the lock."),
    NATIVE("__repr__", "($self, /)", lock_repr, "Return repr(self)."),
    NATIVE("_at_fork_reinit", "($self, /)", lock_reset, NULL),
    NATIVE_END,
};

const TypeDef typedef_thread_lock = {
    .name = "_thread.lock",
    .doc = "A lock object is a synchronization primitive.  To create a lock,\ncall threading.Lock().",
    .id = TYPE_THREAD_LOCK,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_WEAKREFS | TYPEFLAG_IMMUTABLE | TYPEFLAG_NO_NEW,
    .size = sizeof(Lock),
    .methods = lock_methods,
};

static Value allocate_lock(Thread *t, Value *args) {
    Type *type = native_type(t, &typedef_thread_lock, NULL);
    Lock *l = type ? NATIVE_NEW(t, Lock, type) : NULL;
    if (!l)
        return VALUE_ERROR;
    l->locked = false;
    return value_from_object(l);
}

/* ---- RLock ---- */

static Value rlock_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    RLock *l = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!l)
        return VALUE_ERROR;
    l->owner = l->count = 0;
    return value_from_object(l);
}

static Value rlock_acquire(Thread *t, Value *args) {
    bool blocking;
    double timeout;
    if (!acquire_arguments(t, args, &blocking, &timeout))
        return VALUE_ERROR;
    RLock *l = as_rlock(args[0]);
    uint64_t self = thread_id();
    if (l->count && l->owner == self) {
        l->count++;
        return VALUE_TRUE;
    }
    if (l->count) { /* only _acquire_restore can have named another owner */
        if (!blocking)
            return VALUE_FALSE;
        bool held = true;
        int r = wait_for(t, timeout, &held);
        return r < 0 ? VALUE_ERROR : VALUE_FALSE;
    }
    l->owner = self;
    l->count = 1;
    return VALUE_TRUE;
}

static Value rlock_enter(Thread *t, Value *args) {
    Value full[3] = {args[0], VALUE_TRUE, value_from_int(-1)};
    return rlock_acquire(t, full);
}

static Value rlock_release(Thread *t, Value *args) {
    RLock *l = as_rlock(args[0]);
    if (!l->count || l->owner != thread_id())
        return raise_error(t, TYPE_RuntimeError, "cannot release un-acquired lock");
    if (--l->count == 0)
        l->owner = 0;
    return VALUE_NONE;
}

static Value rlock_exit(Thread *t, Value *args, size_t nargs, Tuple *kwnames) { return rlock_release(t, args); }

static Value rlock_is_owned(Thread *t, Value *args) {
    RLock *l = as_rlock(args[0]);
    return value_bool(l->count && l->owner == thread_id());
}

static Value rlock_acquire_restore(Thread *t, Value *args) {
    RLock *l = as_rlock(args[0]);
    if (!value_is_tuple(args[1]) || value_as_tuple(args[1])->length != 2)
        return raise_type_error(t, "_acquire_restore() argument 1 must be 2-item tuple");
    Tuple *state = value_as_tuple(args[1]);
    int64_t count;
    if (!arg_int64(t, state->items[0], &count))
        return VALUE_ERROR;
    uint64_t owner;
    if (!value_is_any_int(state->items[1]) || !int_to_uint64(int_unbox(state->items[1]), &owner))
        return raise_type_error(t, "an integer is required");
    l->count = (uint64_t)count;
    l->owner = owner;
    return VALUE_NONE;
}

static Value rlock_release_save(Thread *t, Value *args) {
    RLock *l = as_rlock(args[0]);
    if (!l->count)
        return raise_error(t, TYPE_RuntimeError, "cannot release un-acquired lock");
    Value pair = tuple_pair(t, int_from_uint64(t, l->count), int_from_uint64(t, l->owner));
    l->count = l->owner = 0;
    return pair;
}

static Value rlock_reset(Thread *t, Value *args) {
    as_rlock(args[0])->count = as_rlock(args[0])->owner = 0;
    return VALUE_NONE;
}

static Value rlock_repr(Thread *t, Value *args) {
    RLock *l = as_rlock(args[0]);
    Value module = type_module_name(t, type_of(t, args[0]));
    return str_format(t, "<%s %S.%U object owner=%ld count=%lu at 0x%lx>", l->count ? "locked" : "unlocked",
                      value_is_undef(module) ? str_from_cstring(t, "_thread") : module, type_of(t, args[0])->name,
                      (long)l->owner, (unsigned long)l->count, (unsigned long)(uintptr_t)l);
}

static const NativeDef rlock_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", rlock_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("acquire", "($self, blocking=True, timeout=-1)", rlock_acquire,
           "acquire(blocking=True) -> bool\n\nLock the lock.  `blocking` indicates whether we should wait\nfor the lock "
           "to be available or not.  If `blocking` is False\nand another thread holds the lock, the method will return "
           "False\nimmediately.  If `blocking` is True and another thread holds\nthe lock, the method will wait for the "
           "lock to be released,\ntake it and then return True.\n(note: the blocking operation is "
           "interruptible.)\n\nIn all other cases, the method will return True immediately.\nPrecisely, if the current "
           "thread already holds the lock, its\ninternal counter is simply incremented. If nobody holds the "
           "lock,\nthe lock is taken and its internal counter initialized to 1."),
    NATIVE("release", "($self, /)", rlock_release,
           "release()\n\nRelease the lock, allowing another thread that is blocked waiting for\nthe lock to acquire the "
           "lock.  The lock must be in the locked state,\nand must be locked by the same thread that unlocks it; "
           "otherwise a\n`RuntimeError` is raised.\n\nDo note that if the lock was acquire()d several times in a row "
           "by the\ncurrent thread, release() needs to be called as many times for the lock\nto be available for other "
           "threads."),
    NATIVE("__enter__", "($self, blocking=True, timeout=-1)", rlock_enter, "Lock the lock."),
    NATIVE_RAW("__exit__", "($self, /, *args)", rlock_exit, "Release the lock."),
    NATIVE("_is_owned", "($self, /)", rlock_is_owned, "For internal use by `threading.Condition`."),
    NATIVE("_acquire_restore", "($self, state, /)", rlock_acquire_restore, "For internal use by `threading.Condition`."),
    NATIVE("_release_save", "($self, /)", rlock_release_save, "For internal use by `threading.Condition`."),
    NATIVE("_at_fork_reinit", "($self, /)", rlock_reset, NULL),
    NATIVE("__repr__", "($self, /)", rlock_repr, "Return repr(self)."),
    NATIVE_END,
};

const TypeDef typedef_thread_rlock = {
    .name = "_thread.RLock",
    .id = TYPE_THREAD_RLOCK,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_WEAKREFS | TYPEFLAG_IMMUTABLE,
    .size = sizeof(RLock),
    .methods = rlock_methods,
};

/* ---- thread-local data: with one thread, the object's own attributes ---- */

typedef struct Local {
    Object header;
} Local;

static Value local_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Type *type = (Type *)value_as_object(args[0]);
    if (nargs > 1 && value_same(type->specials[SPECIAL_INIT], t->vm->types[TYPE_OBJECT]->specials[SPECIAL_INIT]))
        return raise_type_error(t, "Initialization arguments are not supported");
    Local *l = type_alloc(t, type, 0);
    return l ? value_from_object(l) : VALUE_ERROR;
}

static const NativeDef local_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", local_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE_END,
};

const TypeDef typedef_thread_local = {
    .name = "_thread._local",
    .doc = "Thread-local data",
    .id = TYPE_THREAD_LOCAL,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_WEAKREFS | TYPEFLAG_DICT | TYPEFLAG_IMMUTABLE,
    .size = sizeof(Local),
    .methods = local_methods,
};

/* ---- functions ---- */

static Value get_ident(Thread *t, Value *args) { return int_from_uint64(t, thread_id()); }
static Value get_native_id(Thread *t, Value *args) { return value_from_int(syscall(SYS_gettid)); }
static Value count(Thread *t, Value *args) { return value_from_int(0); }

static Value start_new_thread(Thread *t, Value *args) {
    if (!op_is_callable(t, args[0]))
        return raise_type_error(t, "first arg must be callable");
    if (!value_is_tuple(args[1]))
        return raise_type_error(t, "2nd arg must be a tuple");
    if (!value_is_undef(args[2]) && !value_is_dict(args[2]))
        return raise_type_error(t, "optional 3rd arg must be a dictionary");
    return raise_error(t, TYPE_RuntimeError, "can't start new thread");
}

static Value exit_thread(Thread *t, Value *args) { return raise_with_args(t, TYPE_SystemExit, NULL, 0); }

static Value interrupt_main(Thread *t, Value *args) {
    int number;
    if (!arg_int(t, args[0], &number))
        return VALUE_ERROR;
    if (number < 1 || number > 64)
        return raise_value_error(t, "signal number out of range");
    raise(number);
    return handle_signals(t) ? VALUE_NONE : VALUE_ERROR;
}

static Value stack_size(Thread *t, Value *args) {
    int64_t size, old;
    if (!arg_size(t, args[0], &size))
        return VALUE_ERROR;
    if (size < 0)
        return raise_value_error(t, "size must be 0 or a positive value");
    if (size != 0 && size < 32768)
        return raise_value_error(t, "size not valid: %ld bytes", (long)size);
    Value *state = &t->vm->module_state[MODULE_STATE_THREAD];
    old = value_is_int(*state) ? value_as_int(*state) : 0;
    *state = value_from_int(size);
    return value_from_int(old);
}

/* The lock that is released when this thread ends. */
static Value set_sentinel(Thread *t, Value *args) { return allocate_lock(t, args); }

/* What threading.excepthook is: prints the exception of a thread. */
static Value thread_excepthook(Thread *t, Value *args) {
    Value type = attr_get_cstring(t, args[0], "exc_type"), e = VALUE_ERROR, thread = VALUE_ERROR;
    if (!value_is_error(type))
        e = attr_get_cstring(t, args[0], "exc_value");
    if (!value_is_error(e))
        thread = attr_get_cstring(t, args[0], "thread");
    if (value_is_error(thread))
        return VALUE_ERROR;
    if (value_same(type, value_from_object(t->vm->types[TYPE_SystemExit])))
        return VALUE_NONE;
    Value err = dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, "stderr"));
    if (value_is_undef(err) || value_is_none(err))
        return VALUE_NONE;
    Value name = value_is_none(thread) ? get_ident(t, NULL) : attr_get(t, thread, STR_NAME(t, name));
    Value head = value_is_error(name) ? name : str_format(t, "Exception in thread %S:\n", name);
    if (value_is_error(head) || value_is_error(call_method1(t, err, STR_NAME(t, write), head)))
        return VALUE_ERROR;
    if (value_is_kind(e, KIND_EXCEPTION))
        error_print(t, e);
    return VALUE_NONE;
}

static const NativeDef functions[] = {
    NATIVE("allocate_lock", "($module, /)", allocate_lock,
           "allocate_lock() -> lock object\n(allocate() is an obsolete synonym)\n\nCreate a new lock object. See "
           "help(type(threading.Lock())) for\ninformation about locks."),
    NATIVE("allocate", "($module, /)", allocate_lock, "Obsolete synonym of allocate_lock()."),
    NATIVE("get_ident", "($module, /)", get_ident,
           "get_ident() -> integer\n\nReturn a non-zero integer that uniquely identifies the current thread\namongst other "
           "threads that exist simultaneously."),
    NATIVE("get_native_id", "($module, /)", get_native_id,
           "get_native_id() -> integer\n\nReturn a non-negative integer identifying the thread as reported\nby the OS "
           "(kernel). This may be used to uniquely identify a\nparticular thread within a system."),
    NATIVE("start_new_thread", "($module, function, args, kwargs=<none>, /)", start_new_thread,
           "start_new_thread(function, args[, kwargs])\n(start_new() is an obsolete synonym)\n\nStart a new thread and "
           "return its identifier."),
    NATIVE("start_new", "($module, function, args, kwargs=<none>, /)", start_new_thread,
           "Obsolete synonym of start_new_thread()."),
    NATIVE("exit", "($module, /)", exit_thread,
           "exit()\n(exit_thread() is an obsolete synonym)\n\nThis is synonymous to ``raise SystemExit''."),
    NATIVE("exit_thread", "($module, /)", exit_thread, "Obsolete synonym of exit()."),
    NATIVE("interrupt_main", "($module, signum=2, /)", interrupt_main,
           "interrupt_main(signum=signal.SIGINT, /)\n\nSimulate the arrival of the given signal in the main thread."),
    NATIVE("stack_size", "($module, size=0, /)", stack_size,
           "stack_size([size]) -> size\n\nReturn the thread stack size used when creating new threads."),
    NATIVE("_count", "($module, /)", count,
           "_count() -> integer\n\nReturn the number of currently running Python threads, excluding\nthe main thread."),
    NATIVE("_set_sentinel", "($module, /)", set_sentinel,
           "_set_sentinel() -> lock\n\nSet a sentinel lock that will be released when the current thread\nstate is "
           "finalized."),
    NATIVE("_excepthook", "($module, exc_info, /)", thread_excepthook,
           "excepthook(exc_type, exc_value, exc_traceback, thread)\n\nHandle uncaught Thread.run() exception."),
    NATIVE_END,
};

static const char *const hook_fields[] = {"exc_type", "exc_value", "exc_traceback", "thread", NULL};

static bool thread_init(Thread *t, Module *m) {
    Type *lock = native_type(t, &typedef_thread_lock, NULL);
    return lock && module_set(t, m, "LockType", value_from_object(lock)) &&
           native_type(t, &typedef_thread_rlock, m) && native_type(t, &typedef_thread_local, m) &&
           struct_sequence_type(t, m, "_thread._ExceptHookArgs", "ExceptHookArgs\n\nType used to pass arguments to threading.excepthook.",
                                hook_fields) &&
           module_set(t, m, "error", value_from_object(t->vm->types[TYPE_RuntimeError])) &&
           module_set(t, m, "TIMEOUT_MAX", float_from_double(t, TIMEOUT_MAX));
}

const ModuleDef module_thread = {
    .name = "_thread",
    .doc = "This module provides primitive operations to write multi-threaded programs.\nThe 'threading' module "
           "provides a more convenient interface.",
    .functions = functions,
    .init = thread_init,
};

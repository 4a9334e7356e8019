/*
 * error.c - raising exceptions from C, the pending exception, warnings.
 */
#include "runtime/error.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/frame.h"
#include "runtime/function.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str.h"
#include "runtime/type.h"

/* ---- raising ---- */

/* Links the exception being handled as the context of a new one, breaking a
 * cycle if the new one is in that chain already. */
static void set_context(Thread *t, Value exception) {
    Value handled = t->handled;
    if (value_is_none(handled) || value_same(handled, exception))
        return;
    Value slow = handled;
    bool step = false;
    for (Value v = handled;;) {
        Value context = value_as_exception(v)->context;
        if (value_is_none(context))
            break;
        if (value_same(context, exception)) {
            value_as_exception(v)->context = VALUE_NONE;
            break;
        }
        v = context;
        if (value_same(v, slow))
            break; /* a cycle made by assignment to __context__ */
        if (step)
            slow = value_as_exception(slow)->context;
        step = !step;
    }
    value_as_exception(exception)->context = handled;
    gc_wrote(t, value_as_object(exception));
}

Value raise_object(Thread *t, Value exception) {
    assert(value_is_kind(exception, KIND_EXCEPTION));
    set_context(t, exception);
    t->exception = exception;
    return VALUE_ERROR;
}

static Value raise_message(Thread *t, TypeId type, Value message) {
    if (value_is_error(message))
        return VALUE_ERROR;
    Value args = tuple_from_values(t, &message, 1);
    Value e = value_is_error(args) ? args : exception_alloc_bare(t, type, args);
    return value_is_error(e) ? e : raise_object(t, e);
}

Value raise_error(Thread *t, TypeId type, const char *format, ...) {
    if (!strchr(format, '%')) /* what is said over and over is one str */
        return raise_message(t, type, str_intern_cstring(t, format));
    va_list ap;
    va_start(ap, format);
    Value message = str_vformat(t, format, ap);
    va_end(ap);
    return raise_message(t, type, message);
}

Value raise_with_args(Thread *t, TypeId type, Value *args, size_t nargs) {
    Value e = exception_new(t, type, args, nargs);
    return value_is_error(e) ? e : raise_object(t, e);
}

Value raise_key_error(Thread *t, Value key) {
    Value args = tuple_from_values(t, &key, 1);
    Value e = value_is_error(args) ? args : exception_alloc_bare(t, TYPE_KeyError, args);
    return value_is_error(e) ? e : raise_object(t, e);
}

Value raise_stop_iteration(Thread *t, Value value) {
    bool none = value_is_undef(value) || value_is_none(value);
    Value args = none ? t->vm->empty_tuple : tuple_from_values(t, &value, 1);
    Value e = value_is_error(args) ? args : exception_alloc_bare(t, TYPE_StopIteration, args);
    if (value_is_error(e))
        return e;
    value_as_exception(e)->fields[EXC_FIELD_VALUE] = none ? VALUE_NONE : value;
    return raise_object(t, e);
}

static bool being_imported(Thread *t, Module *m) {
    Value spec = dict_get_str(t, m->dict, STR_NAME(t, __spec__));
    if (value_is_undef(spec) || value_is_error(spec) || value_is_none(spec))
        return false;
    Value flag = attr_find(t, spec, str_intern_cstring(t, "_initializing"));
    bool yes = !value_is_undef(flag) && !value_is_error(flag) && op_truth(t, flag) == 1;
    if (error_pending(t))
        error_clear(t);
    return yes;
}

Value raise_attribute_error(Thread *t, Value object, Value name) {
    Value message;
    if (value_is_kind(object, KIND_TYPE))
        message = str_format(t, "type object '%N' has no attribute '%S'", (Type *)value_as_object(object),
                             name);
    else if (value_is_kind(object, KIND_MODULE)) {
        Value own = dict_get_str(t, ((Module *)value_as_object(object))->dict, STR_NAME(t, __name__));
        if (value_is_undef(own) || !value_is_str(own))
            message = str_format(t, "module has no attribute '%S'", name);
        else
            message = str_format(t, being_imported(t, (Module *)value_as_object(object))
                                        ? "partially initialized module '%U' has no attribute '%S' (most "
                                          "likely due to a circular import)"
                                        : "module '%U' has no attribute '%S'", own, name);
    } else if (value_is_kind(object, KIND_SUPER))
        message = str_format(t, "'super' object has no attribute '%S'", name);
    else
        message = str_format(t, "'%T' object has no attribute '%S'", object, name);
    if (value_is_error(message))
        return message;
    Value args = tuple_from_values(t, &message, 1);
    Value e = value_is_error(args) ? args : exception_alloc_bare(t, TYPE_AttributeError, args);
    if (value_is_error(e))
        return e;
    value_as_exception(e)->fields[EXC_FIELD_NAME] = name;
    value_as_exception(e)->fields[EXC_FIELD_OBJECT] = object;
    return raise_object(t, e);
}

Value raise_name_error(Thread *t, TypeId type, Value name, const char *format, ...) {
    va_list ap;
    va_start(ap, format);
    Value message = str_vformat(t, format, ap);
    va_end(ap);
    /* Only NameError itself says which name: CPython gives no hints for locals. */
    if (value_is_error(raise_message(t, type, message)) && error_pending(t) && type == TYPE_NameError &&
        type_is_subtype(type_of(t, t->exception), t->vm->types[TYPE_NameError]))
        value_as_exception(t->exception)->fields[EXC_FIELD_NAME] = name;
    return VALUE_ERROR;
}

Value raise_os_error(Thread *t, int errnum, Value filename, Value filename2) {
    Value args[5] = {value_from_int(errnum), str_decode_fs(t, strerror(errnum), strlen(strerror(errnum))),
                     filename, VALUE_NONE, filename2};
    if (value_is_error(args[1]))
        return args[1];
    size_t n = value_is_undef(filename) ? 2 : value_is_undef(filename2) ? 3 : 5;
    return raise_with_args(t, TYPE_OSError, args, n);
}

Value raise_memory_error(Thread *t) {
    Value e = t->vm->memory_error;
    if (value_is_undef(e))
        return VALUE_ERROR;
    /* Mostly there is memory for a small object, if only the emergency's; what frames have lives as
     * long as the exception that has passed them, so the one made at start-up is for when there is none. */
    if (!t->raises_memory_error) {
        t->raises_memory_error = true;
        Value made = exception_alloc_bare(t, TYPE_MemoryError, t->vm->empty_tuple);
        t->raises_memory_error = false;
        if (!value_is_error(made))
            return raise_object(t, made);
    }
    Exception *x = value_as_exception(e);
    x->context = x->cause = VALUE_NONE;
    exception_set_traceback(t, x, VALUE_NONE);
    t->exception = e;
    return VALUE_ERROR;
}

Value raise_from(Thread *t, Value exception, Value cause) {
    Exception *e = value_as_exception(exception);
    e->cause = cause;
    e->suppress_context = true;
    if (!value_is_none(cause) && value_is_none(e->context))
        e->context = cause;
    gc_wrote(t, e);
    t->exception = exception;
    return VALUE_ERROR;
}

/* ---- the pending exception ---- */

bool error_matches(Thread *t, TypeId type) {
    return error_pending(t) && type_is_subtype(type_of(t, t->exception), t->vm->types[type]);
}

void error_clear(Thread *t) { t->exception = VALUE_UNDEF; }

Value error_fetch(Thread *t) {
    Value e = t->exception;
    t->exception = VALUE_UNDEF;
    return e;
}

void error_restore(Thread *t, Value exception) { t->exception = exception; }

bool error_catch(Thread *t, TypeId type) {
    if (!error_matches(t, type))
        return false;
    t->exception = VALUE_UNDEF;
    return true;
}

/* ---- recursion ---- */

/* What frame_limit is without C recursions. */
static Frame *outermost_limit(const Thread *t) {
    size_t room = (size_t)(t->frames_end - t->frames);
    return t->frames + (t->depth_limit < room ? t->depth_limit : room);
}

uint32_t recursion_depth(const Thread *t) {
    return (uint32_t)(frame_next(t) - t->frames + (outermost_limit(t) - t->frame_limit));
}

void recursion_set_limit(Thread *t, uint32_t limit) {
    ptrdiff_t c_recursions = outermost_limit(t) - t->frame_limit;
    t->depth_limit = limit;
    t->frame_limit = outermost_limit(t) - c_recursions;
}

bool recursion_enter_slow(Thread *t, const char *where) {
    bool stack_full = (uintptr_t)__builtin_frame_address(0) < t->c_stack_limit;
    /* While a RecursionError is on its way, handlers get some room. */
    if (!stack_full && recursion_depth(t) <= t->depth_limit + t->recursion_headroom)
        return true;
    t->frame_limit++;
    raise_recursion_error(t, where);
    return false;
}

void raise_recursion_error(Thread *t, const char *where) {
    uint32_t headroom = t->recursion_headroom;
    t->recursion_headroom = 50;
    uintptr_t limit = t->c_stack_limit;
    t->c_stack_limit = limit > 65536 ? limit - 65536 : limit;
    raise_error(t, TYPE_RecursionError, "maximum recursion depth exceeded%s", where);
    t->recursion_headroom = headroom;
    t->c_stack_limit = limit;
}

/* ---- warnings ---- */

bool warn(Thread *t, TypeId category, int stack_level, const char *format, ...) {
    va_list ap;
    va_start(ap, format);
    Value message = str_vformat(t, format, ap);
    va_end(ap);
    if (value_is_error(message))
        return false;
    if (!t->vm->hooks.warn)
        return true;
    return t->vm->hooks.warn(t, message, value_from_object(t->vm->types[category]), stack_level);
}

void error_write_unraisable(Thread *t, const char *where, Value object) {
    Value e = error_fetch(t);
    if (value_is_undef(e) || !t->vm->hooks.unraisable)
        return;
    t->vm->hooks.unraisable(t, e, where, object);
    error_clear(t);
}

/*
 * error.h - raising and handling exceptions from C.
 *
 * A fallible function returns VALUE_ERROR, NULL, false or -1, and the exception
 * is t->exception.
 */
#ifndef TAU_RUNTIME_ERROR_H
#define TAU_RUNTIME_ERROR_H

#include "runtime/sequence.h"
#include "runtime/vm.h"

/* Raises with a formatted message; always returns VALUE_ERROR.  Directives:
 * %s C string (utf8)  %d int  %u unsigned  %ld %lu long  %zd %zu  %c (code point)
 * %x %lx %g double (%g only)  %.200s precision for strings, %.*s
 * %S str(Value)  %R repr(Value)  %A ascii(Value)  %U Value known to be str
 * %T type name of a Value  %N name of a Type *  %% */
Value raise_error(Thread *t, TypeId exception, const char *format, ...);
#define raise_type_error(t, ...) raise_error(t, TYPE_TypeError, __VA_ARGS__)
#define raise_value_error(t, ...) raise_error(t, TYPE_ValueError, __VA_ARGS__)
#define raise_index_error(t, ...) raise_error(t, TYPE_IndexError, __VA_ARGS__)
#define raise_overflow_error(t, ...) raise_error(t, TYPE_OverflowError, __VA_ARGS__)
Value raise_key_error(Thread *t, Value key);           /* KeyError(key) */
Value raise_stop_iteration(Thread *t, Value value);    /* StopIteration(value) or () when NONE/UNDEF */
Value raise_os_error(Thread *t, int errnum, Value filename /* or UNDEF */, Value filename2);
Value raise_memory_error(Thread *t);                   /* at worst, one made at start-up */
Value raise_object(Thread *t, Value exception);        /* an instance; sets __context__ */
Value raise_with_args(Thread *t, TypeId exception, Value *args, size_t nargs);

static inline bool error_pending(Thread *t) { return !value_is_undef(t->exception); }
bool error_matches(Thread *t, TypeId exception); /* pending one is an instance */
void error_clear(Thread *t);
/* Takes the pending exception off the thread; restore puts it back. */
Value error_fetch(Thread *t);
void error_restore(Thread *t, Value exception);
/* If a StopIteration (or other `exception`) is pending: clears it, true. */
bool error_catch(Thread *t, TypeId exception);
/* Sets __cause__ and raises: `raise exception from cause`. */
Value raise_from(Thread *t, Value exception, Value cause);
/* Reports the pending exception where it cannot propagate
 * ("Exception ignored in: ..."), and clears it. */
void error_write_unraisable(Thread *t, const char *where, Value object);
/* As sys.excepthook prints it, to stderr: traceback, chain, notes. */
void error_print(Thread *t, Value exception);
/* The same as a str; ERROR when out of memory. */
Value error_text(Thread *t, Value exception);
/* warnings.warn(message, category): false if it became an exception. */
bool warn(Thread *t, TypeId category, int stack_level, const char *format, ...);

/* Exceptions as objects (KIND_EXCEPTION). */
typedef struct Exception {
    Object header;
    Value args; /* tuple */
    Value cause, context; /* or NONE */
    Value traceback; /* or NONE; without what is in the trail: see exception_traceback() */
    Value fields[8]; /* by type, EXC_FIELD_*; UNDEF when not set */
    bool suppress_context;
    uint32_t trail_length; /* words in use */
    Array *trail; /* frames that it has passed and that have no Traceback yet, or NULL */
    Value attributes; /* attribute area (see shape.h): every exception has a __dict__ */
} Exception;

enum {
    EXC_FIELD_VALUE = 0,   /* StopIteration.value, SystemExit.code */
    EXC_FIELD_NAME = 0,    /* NameError.name, AttributeError.name */
    EXC_FIELD_OBJECT = 1,  /* AttributeError.obj */
    /* ImportError: msg, name, path */
    EXC_FIELD_IMPORT_MSG = 0, EXC_FIELD_IMPORT_NAME, EXC_FIELD_IMPORT_PATH,
    /* OSError */
    EXC_FIELD_ERRNO = 0, EXC_FIELD_STRERROR, EXC_FIELD_FILENAME, EXC_FIELD_FILENAME2,
    EXC_FIELD_CHARACTERS_WRITTEN,
    /* SyntaxError */
    EXC_FIELD_SYNTAX_MSG = 0, EXC_FIELD_SYNTAX_FILENAME, EXC_FIELD_SYNTAX_LINENO,
    EXC_FIELD_SYNTAX_OFFSET, EXC_FIELD_SYNTAX_TEXT, EXC_FIELD_SYNTAX_END_LINENO,
    EXC_FIELD_SYNTAX_END_OFFSET, EXC_FIELD_SYNTAX_PRINT,
    /* UnicodeDecodeError, UnicodeEncodeError, UnicodeTranslateError (no encoding) */
    EXC_FIELD_ENCODING = 0, EXC_FIELD_UNICODE_OBJECT, EXC_FIELD_START, EXC_FIELD_END,
    EXC_FIELD_REASON,
    /* exception groups */
    EXC_FIELD_MESSAGE = 0, EXC_FIELD_EXCEPTIONS
};

/* What the types of exceptions.def declare beyond BaseException. */
const NativeDef *exception_natives(TypeId id);
const GetSetDef *exception_getsets(TypeId id);
extern const NativeDef exception_group_methods[];
extern const GetSetDef exception_group_getset[];
/* What BaseException.__new__ makes of a class and arguments. */
Value exception_create(Thread *t, Type *type, Value *args, size_t nargs);
/* BaseException.__init__ of args[0]: None. */
Value exception_init(Thread *t, Value *args, size_t nargs);
/* An instance with these args (a tuple) and no fields, without running __init__. */
Value exception_alloc_bare(Thread *t, TypeId type, Value args);
/* except*: the part of a group (or a bare exception) that matches, and the rest. */
bool exception_group_match(Thread *t, Value exception, Value match_type, Value *match, Value *rest);
/* What to raise at the end of an except* statement, or NONE. */
Value exception_group_reraise(Thread *t, Value original, List *raised);
static inline Exception *value_as_exception(Value v) { return (Exception *)value_as_object(v); }
/* AttributeError with CPython's wording for this kind of object. */
Value raise_attribute_error(Thread *t, Value object, Value name);
Value raise_name_error(Thread *t, TypeId exception, Value name, const char *format, ...);

Value exception_new(Thread *t, TypeId type, Value *args, size_t nargs);

/* ---- trails: where an exception has been ----
 *
 * Frames that an exception passes are noted in its trail: most exceptions are caught by who
 * does not ask for a traceback.  What a frame leaves there, innermost frame first:
 *
 *   function   pc | variables << 32   depth << 2 | TRAIL_LEFT | TRAIL_MORE   variables ...
 *
 * and behind that, of TRAIL_MORE, the frame's object or UNDEF, its mapping or UNDEF, and the
 * line, if the function has got other code meanwhile.  The variables are copied: they are few,
 * and the frame will be gone when somebody asks for them. */
enum { TRAIL_LEFT = 1, TRAIL_MORE = 2, TRAIL_WORDS = 3, TRAIL_MORE_WORDS = 3 };

/* Room for so many words more; false with MemoryError. */
bool trail_grow(Thread *t, Exception *e, size_t words);

/* An entry, without what is of TRAIL_MORE; NULL with MemoryError. */
static inline Value *trail_add(Thread *t, Exception *e, Value function, uint32_t pc, uint32_t variables, uint32_t depth,
                               uint32_t flags) {
    size_t words = TRAIL_WORDS + variables + (flags & TRAIL_MORE ? TRAIL_MORE_WORDS : 0);
    if ((!e->trail || e->trail_length + words > e->trail->capacity) && !trail_grow(t, e, words))
        return NULL;
    Value *at = e->trail->items + e->trail_length;
    at[0] = function;
    at[1] = value_from_int((int64_t)(pc | (uint64_t)variables << 32));
    at[2] = value_from_int((int64_t)((uint64_t)depth << 2 | flags));
    e->trail_length += (uint32_t)words;
    return at;
}

/* The entry is complete: its variables have been written. */
static inline void exception_passed(Thread *t, Exception *e, const Value *variables) {
    size_t first = (size_t)(variables - e->trail->items) - TRAIL_WORDS;
    gc_wrote_elements(t, e->trail, first, e->trail_length - first);
}

/* Makes Tracebacks of the trail: e->traceback. */
Value exception_traceback_slow(Thread *t, Exception *e);
static inline Value exception_traceback(Thread *t, Exception *e) {
    return __builtin_expect(e->trail_length != 0, 0) ? exception_traceback_slow(t, e) : e->traceback;
}
/* Replaces it: by a Traceback or NONE. */
void exception_set_traceback(Thread *t, Exception *e, Value traceback);

typedef struct Traceback {
    Object header;
    Value next;     /* Traceback or NONE */
    Value function; /* its code and globals */
    Value frame;    /* Frame object when one was made, else UNDEF */
    Value outer;    /* entry of the frame that had called this one, or UNDEF */
    uint32_t pc;    /* index of the instruction */
    uint32_t level; /* among the comprehensions inlined there: 0 is the innermost */
    int32_t lineno; /* LINE_NOT_ASKED: see traceback_line() */
    uint32_t depth; /* of the frame on its thread's stack */
    bool left;      /* the exception left the frame: it is no longer there */
    bool mapping;   /* locals[0] is the mapping of a module or class body */
    uint32_t local_count;
    Value locals[]; /* the variables when the exception passed */
} Traceback;

enum { LINE_NOT_ASKED = INT32_MIN };

/* The line of an entry; < 0: none. */
int32_t traceback_line(Thread *t, Traceback *tb);
/* What is said of an entry: name of the function or comprehension, position. */
struct CodePosition;
void traceback_describe(Thread *t, const Traceback *tb, Value *name, struct CodePosition *position);

#endif

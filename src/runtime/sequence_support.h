/* sequence_support.h - what the built-in sequence and iterator types share:
 * reading a subscript, repr of containers, operator fall-backs, pickling. */
#ifndef TAU_RUNTIME_SEQUENCE_SUPPORT_H
#define TAU_RUNTIME_SEQUENCE_SUPPORT_H

#include "runtime/sequence.h"
#include "runtime/vm.h"

/* What a subscript is: an integer (in *index, as given: may be negative) or a
 * slice.  KEY_ERROR: raised, "<what> indices must be integers or slices, not X". */
typedef enum SequenceKey { KEY_ERROR = -1, KEY_INDEX, KEY_SLICE } SequenceKey;
SequenceKey sequence_key_slow(Thread *t, Value key, const char *what, int64_t *index);
static inline SequenceKey sequence_key(Thread *t, Value key, const char *what, int64_t *index) {
    if (__builtin_expect(value_is_int(key), 1)) {
        *index = value_as_int(key);
        return KEY_INDEX;
    }
    return sequence_key_slow(t, key, what, index);
}

/* The repetition count of `sequence * other`: 1 with *count >= 0; 0 with
 * *result set (an __rmul__ took over, or VALUE_ERROR). */
int sequence_repeat_count(Thread *t, Value sequence, Value other, int64_t *count, Value *result);
/* `left + right` where right is no sequence of this kind: __radd__ of right, or
 * TypeError `can only concatenate list (not "X") to list`. */
Value sequence_concat_foreign(Thread *t, Value left, Value right, const char *format);

/* Clipped bounds of a search or slice argument pair: start/stop as Python means
 * them (negative from the end) against `length`.  UNDEF or NONE: the default. */
bool sequence_bounds(Thread *t, Value start, Value stop, size_t length, size_t *first, size_t *last)
    __attribute__((warn_unused_result));
/* As an optional slice bound: None allowed, clipped; TypeError as CPython's. */
bool sequence_bound(Thread *t, Value v, bool none_allowed, int64_t *out)
    __attribute__((warn_unused_result));

/* Guards the repr of recursive containers: 1 when v's repr is already running
 * (print "[...]"), 0 entered, -1 MemoryError.  repr_leave only after 0. */
int repr_enter(Thread *t, Value v);
void repr_leave(Thread *t, Value v);

/* The setter of attributes that are plain read-only members in CPython. */
bool readonly_member(Thread *t, Value self, Value value);
/* builtins.<name>, for __reduce__ of iterators: UNDEF never, ERROR raised. */
Value builtin_get(Thread *t, const char *name);
Value tuple_of(Thread *t, size_t count, ...);
/* The rest of an iterator's state: (callable, (argument,), index). */
Value iterator_reduce(Thread *t, const char *builtin, Value sequence, int64_t index);

/* Three-way result of comparing lengths or ints as a Python bool. */
static inline Value compare_result(int op, int64_t a, int64_t b) {
    switch (op) {
    case 0: return value_bool(a < b);
    case 1: return value_bool(a <= b);
    case 2: return value_bool(a == b);
    case 3: return value_bool(a != b);
    case 4: return value_bool(a > b);
    default: return value_bool(a >= b);
    }
}

/* Shared helpers of `cls(...)` for natives that take raw arguments. */
bool check_no_keywords(Thread *t, const char *name, Tuple *kwnames);
bool check_argument_range(Thread *t, const char *name, size_t given, size_t min, size_t max);

/* The six rich comparisons of a type as rows: COMPARE_ROWS(list) uses
 * list_lt, list_le, ... which COMPARE_FUNCTIONS(list, list_compare) defines. */
#define COMPARE_FUNCTIONS(prefix, compare)                                                         \
    static Value prefix##_lt(Thread *t, Value *args) { return compare(t, 0, args[0], args[1]); }   \
    static Value prefix##_le(Thread *t, Value *args) { return compare(t, 1, args[0], args[1]); }   \
    static Value prefix##_eq(Thread *t, Value *args) { return compare(t, 2, args[0], args[1]); }   \
    static Value prefix##_ne(Thread *t, Value *args) { return compare(t, 3, args[0], args[1]); }   \
    static Value prefix##_gt(Thread *t, Value *args) { return compare(t, 4, args[0], args[1]); }   \
    static Value prefix##_ge(Thread *t, Value *args) { return compare(t, 5, args[0], args[1]); }
#define COMPARE_ROWS(prefix)                                                                       \
    NATIVE("__lt__", "($self, value, /)", prefix##_lt, "Return self<value."),                      \
        NATIVE("__le__", "($self, value, /)", prefix##_le, "Return self<=value."),                 \
        NATIVE("__eq__", "($self, value, /)", prefix##_eq, "Return self==value."),                 \
        NATIVE("__ne__", "($self, value, /)", prefix##_ne, "Return self!=value."),                 \
        NATIVE("__gt__", "($self, value, /)", prefix##_gt, "Return self>value."),                  \
        NATIVE("__ge__", "($self, value, /)", prefix##_ge, "Return self>=value.")
#define CLASS_GETITEM_ROW                                                                          \
    NATIVE_CLASSMETHOD("__class_getitem__", "($type, object, /)", generic_alias_class_getitem,     \
                       "See PEP 585")
Value generic_alias_class_getitem(Thread *t, Value *args);

#endif

/*
 * exception_group.c - BaseExceptionGroup and ExceptionGroup (PEP 654): their
 * types, and matching for except*.
 */
#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/frame.h"
#include "runtime/function.h"
#include "runtime/generic_alias.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str.h"
#include "runtime/type.h"

static Exception *as_exception(Value v) { return (Exception *)value_as_object(v); }
static Tuple *members_of(Value group) {
    return value_as_tuple(as_exception(group)->fields[EXC_FIELD_EXCEPTIONS]);
}
static bool is_group(Thread *t, Value v) {
    return type_is_subtype(type_of(t, v), t->vm->types[TYPE_BaseExceptionGroup]);
}

static Value group_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Type *cls = (Type *)value_as_object(args[0]);
    Type *base_group = t->vm->types[TYPE_BaseExceptionGroup];
    Type *plain_group = t->vm->types[TYPE_ExceptionGroup];
    Type *plain = t->vm->types[TYPE_Exception];
    size_t given = nargs - 1 - (kwnames ? kwnames->length : 0);
    if (given != 2)
        return raise_type_error(t, "BaseExceptionGroup.__new__() takes exactly 2 arguments (%zu given)",
                                given);
    if (!value_is_str(args[1]))
        return raise_type_error(t, "BaseExceptionGroup.__new__() argument 1 must be str, not %T", args[1]);
    if (value_is_undef(special_of(t, args[2], SPECIAL_GETITEM)) ||
        value_is_undef(special_of(t, args[2], SPECIAL_LEN)))
        return raise_type_error(t, "second argument (exceptions) must be a sequence");
    Value tuple = tuple_from_iterable(t, args[2]);
    if (value_is_error(tuple))
        return tuple;
    Tuple *members = value_as_tuple(tuple);
    if (!members->length)
        return raise_value_error(t, "second argument (exceptions) must be a non-empty sequence");
    bool all_plain = true;
    for (size_t i = 0; i < members->length; i++) {
        if (!value_is_kind(members->items[i], KIND_EXCEPTION))
            return raise_value_error(t, "Item %zu of second argument (exceptions) is not an exception", i);
        all_plain &= type_is_subtype(type_of(t, members->items[i]), plain);
    }
    if (cls == base_group && all_plain)
        cls = plain_group;
    else if (!all_plain && type_is_subtype(cls, plain))
        return raise_type_error(t, cls == plain_group
                                       ? "Cannot nest BaseExceptions in an ExceptionGroup"
                                       : "Cannot nest BaseExceptions in '%N'",
                                cls);
    Value own_args = tuple_from_values(t, args + 1, 2);
    Exception *e = value_is_error(own_args) ? NULL : type_alloc(t, cls, 0);
    if (!e)
        return VALUE_ERROR;
    e->args = own_args;
    e->cause = e->context = e->traceback = VALUE_NONE;
    for (int i = 0; i < 8; i++)
        e->fields[i] = VALUE_UNDEF;
    e->fields[EXC_FIELD_MESSAGE] = args[1];
    e->fields[EXC_FIELD_EXCEPTIONS] = tuple;
    return value_from_object(e);
}

static Value group_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (kwnames && kwnames->length)
        return raise_type_error(t, "%T() takes no keyword arguments", args[0]);
    Value tuple = tuple_from_values(t, args + 1, nargs - 1);
    if (value_is_error(tuple))
        return tuple;
    as_exception(args[0])->args = tuple;
    gc_wrote(t, value_as_object(args[0]));
    return VALUE_NONE;
}

static Value group_str(Thread *t, Value *args) {
    size_t n = members_of(args[0])->length;
    return str_format(t, "%S (%zu sub-exception%s)", as_exception(args[0])->fields[EXC_FIELD_MESSAGE], n,
                      n == 1 ? "" : "s");
}

/* A group of the same kind with other members, and this one's history. */
static Value derive(Thread *t, Value group, Value members) {
    Value name = str_intern_cstring(t, "derive");
    Value list = list_from_iterable(t, members);
    if (value_is_error(list))
        return list;
    Value made = call_method1(t, group, name, list);
    if (value_is_error(made))
        return made;
    if (!value_is_kind(made, KIND_EXCEPTION) || !is_group(t, made))
        return raise_type_error(t, "derive must return an instance of BaseExceptionGroup");
    Exception *from = as_exception(group), *to = as_exception(made);
    to->traceback = exception_traceback(t, from);
    to->context = from->context;
    to->cause = from->cause;
    to->suppress_context = true; /* setting the cause does that */
    gc_wrote(t, to);
    Value notes = attr_find(t, group, STR_NAME(t, __notes__));
    if (value_is_error(notes))
        return notes;
    if (!value_is_undef(notes)) {
        Value copy = list_from_iterable(t, notes);
        if (value_is_error(copy))
            error_clear(t);
        else if (!attr_set(t, made, STR_NAME(t, __notes__), copy))
            return VALUE_ERROR;
    }
    return made;
}

static Value group_derive(Thread *t, Value *args) {
    Value all[2] = {as_exception(args[0])->fields[EXC_FIELD_MESSAGE], args[1]};
    return call(t, value_from_object(t->vm->types[TYPE_BaseExceptionGroup]), all, 2, NULL);
}

/* A matcher is a type, a tuple of types or a predicate. */
static int matches(Thread *t, Value exception, Value matcher) {
    if (value_is_kind(matcher, KIND_TYPE) || value_is_tuple(matcher))
        return op_isinstance(t, exception, matcher);
    Value r = call1(t, matcher, exception);
    return value_is_error(r) ? -1 : op_truth(t, r);
}

static bool split_into(Thread *t, Value exception, Value matcher, Value *match, Value *rest) {
    *match = *rest = VALUE_NONE;
    int hit = matches(t, exception, matcher);
    if (hit < 0)
        return false;
    if (hit) {
        *match = exception;
        return true;
    }
    if (!is_group(t, exception)) {
        *rest = exception;
        return true;
    }
    if (!recursion_enter(t, " in exception group split"))
        return false;
    Value yes = list_new(t, 0), no = list_new(t, 0);
    Tuple *members = members_of(exception);
    bool ok = !value_is_error(yes) && !value_is_error(no);
    for (size_t i = 0; ok && i < members->length; i++) {
        Value m, r;
        ok = split_into(t, members->items[i], matcher, &m, &r) &&
             (value_is_none(m) || list_append(t, value_as_list(yes), m)) &&
             (value_is_none(r) || list_append(t, value_as_list(no), r));
    }
    if (ok && value_as_list(yes)->length)
        ok = !value_is_error(*match = derive(t, exception, yes));
    if (ok && value_as_list(no)->length)
        ok = !value_is_error(*rest = derive(t, exception, no));
    recursion_leave(t);
    return ok;
}

static bool check_matcher(Thread *t, Value m) {
    bool good = !value_is_kind(m, KIND_TYPE) ? op_is_callable(t, m)
                                             : type_is_subtype((Type *)value_as_object(m),
                                                               t->vm->types[TYPE_BASE_EXCEPTION]);
    if (value_is_tuple(m)) {
        good = true;
        for (size_t i = 0; i < value_as_tuple(m)->length; i++)
            good &= value_is_kind(value_as_tuple(m)->items[i], KIND_TYPE) &&
                    type_is_subtype((Type *)value_as_object(value_as_tuple(m)->items[i]),
                                    t->vm->types[TYPE_BASE_EXCEPTION]);
    }
    if (!good)
        raise_type_error(t, "expected a function, exception type or tuple of exception types");
    return good;
}

static Value group_split(Thread *t, Value *args) {
    Value match, rest;
    if (!check_matcher(t, args[1]) || !split_into(t, args[0], args[1], &match, &rest))
        return VALUE_ERROR;
    return tuple_pair(t, match, rest);
}

static Value group_subgroup(Thread *t, Value *args) {
    Value match, rest;
    if (!check_matcher(t, args[1]) || !split_into(t, args[0], args[1], &match, &rest))
        return VALUE_ERROR;
    return match;
}

static Value message_get(Thread *t, Value self) { return as_exception(self)->fields[EXC_FIELD_MESSAGE]; }
static Value exceptions_get(Thread *t, Value self) {
    return as_exception(self)->fields[EXC_FIELD_EXCEPTIONS];
}

static Value group_class_getitem(Thread *t, Value *args) {
    return generic_alias_new(t, args[0], args[1]);
}

const NativeDef exception_group_methods[] = {
    NATIVE_RAW("__new__", "($type, message, exceptions, /)", group_new, "Create and return a new object."),
    NATIVE_RAW("__init__", "($self, /, *args, **kwargs)", group_init, "Initialize self."),
    NATIVE("__str__", "($self, /)", group_str, "Return str(self)."),
    NATIVE("derive", "($self, exceptions, /)", group_derive, NULL),
    NATIVE("split", "($self, matcher, /)", group_split, NULL),
    NATIVE("subgroup", "($self, matcher, /)", group_subgroup, NULL),
    NATIVE_CLASSMETHOD("__class_getitem__", "($type, object, /)", group_class_getitem,
                       "See PEP 585"),
    NATIVE_END,
};
const GetSetDef exception_group_getset[] = {
    {"message", message_get, member_readonly, "exception message"},
    {"exceptions", exceptions_get, member_readonly, "nested exceptions"},
    {NULL, NULL, NULL, NULL},
};

/* ---- except* ---- */

bool exception_group_match(Thread *t, Value exception, Value type, Value *match, Value *rest) {
    Tuple *types = value_is_tuple(type) ? value_as_tuple(type) : NULL;
    size_t n = types ? types->length : 1;
    for (size_t i = 0; i < n; i++) {
        Value one = types ? types->items[i] : type;
        if (!value_is_kind(one, KIND_TYPE) ||
            !type_is_subtype((Type *)value_as_object(one), t->vm->types[TYPE_BASE_EXCEPTION])) {
            raise_type_error(t, "catching classes that do not inherit from BaseException is not allowed");
            return false;
        }
        if (type_is_subtype((Type *)value_as_object(one), t->vm->types[TYPE_BaseExceptionGroup])) {
            raise_type_error(t, "catching ExceptionGroup with except* is not allowed. Use except instead.");
            return false;
        }
    }
    if (is_group(t, exception))
        return split_into(t, exception, type, match, rest);
    *match = VALUE_NONE;
    *rest = exception;
    int hit = op_isinstance(t, exception, type);
    if (hit <= 0)
        return hit == 0;
    /* A bare exception is caught as a group of one. */
    Value members = tuple_from_values(t, &exception, 1);
    Value args[2] = {t->vm->empty_str, members};
    Value group = value_is_error(members)
                      ? members
                      : call(t, value_from_object(t->vm->types[TYPE_BaseExceptionGroup]), args, 2, NULL);
    if (value_is_error(group))
        return false;
    as_exception(group)->traceback = exception_traceback(t, as_exception(exception));
    *match = group;
    *rest = VALUE_NONE;
    return true;
}

/* Whether v carries on the original's identity: raised again, not anew. */
static bool is_same_origin(Thread *t, Value original, Value v) {
    Exception *a = as_exception(original), *b = as_exception(v);
    return value_same(exception_traceback(t, a), exception_traceback(t, b)) && value_same(a->context, b->context) &&
           value_same(a->cause, b->cause);
}

static void collect_leaves(Thread *t, Value v, Value set) {
    if (!is_group(t, v)) {
        list_append(t, value_as_list(set), v);
        return;
    }
    Tuple *members = members_of(v);
    for (size_t i = 0; i < members->length; i++)
        collect_leaves(t, members->items[i], set);
}

static bool list_has(List *l, Value v) {
    for (size_t i = 0; i < l->length; i++)
        if (value_same(l->items[i], v))
            return true;
    return false;
}

/* The part of `original` whose leaves are among `keep`. */
static Value project(Thread *t, Value original, List *keep) {
    if (!is_group(t, original))
        return list_has(keep, original) ? original : VALUE_NONE;
    Tuple *members = members_of(original);
    Value parts = list_new(t, 0);
    if (value_is_error(parts))
        return parts;
    bool whole = true;
    for (size_t i = 0; i < members->length; i++) {
        Value p = project(t, members->items[i], keep);
        if (value_is_error(p))
            return p;
        whole &= value_same(p, members->items[i]);
        if (!value_is_none(p) && !list_append(t, value_as_list(parts), p))
            return VALUE_ERROR;
    }
    if (whole)
        return original;
    return value_as_list(parts)->length ? derive(t, original, parts) : VALUE_NONE;
}

Value exception_group_reraise(Thread *t, Value original, List *list) {
    Value raised = list_new(t, 0), leaves = list_new(t, 0);
    if (value_is_error(raised) || value_is_error(leaves))
        return VALUE_ERROR;
    for (size_t i = 0; i < list->length; i++) {
        Value v = list->items[i];
        if (value_is_none(v))
            continue;
        if (is_group(t, original) ? is_same_origin(t, original, v) : value_same(original, v))
            collect_leaves(t, v, leaves);
        else if (!list_append(t, value_as_list(raised), v))
            return VALUE_ERROR;
    }
    Value rest = value_as_list(leaves)->length ? project(t, original, value_as_list(leaves)) : VALUE_NONE;
    if (value_is_error(rest))
        return rest;
    List *r = value_as_list(raised);
    if (!r->length)
        return rest;
    if (!is_group(t, original) && r->length == 1 && value_is_none(rest))
        return r->items[0];
    if (!value_is_none(rest) && !list_append(t, r, rest))
        return VALUE_ERROR;
    Value args[2] = {t->vm->empty_str, raised};
    return call(t, value_from_object(t->vm->types[TYPE_BaseExceptionGroup]), args, 2, NULL);
}

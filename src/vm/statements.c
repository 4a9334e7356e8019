/*
 * statements.c - the work of the instructions that are too long or too rare for
 * the dispatch loop: names, unpacking, calls with stars, with, raise, match,
 * imports from modules.
 */
#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/type.h"
#include "vm/interpreter.h"

/* ---- names ---- */

Value raise_unbound_local(Thread *t, Value name) {
    return raise_name_error(t, TYPE_UnboundLocalError, name,
                            "cannot access local variable '%U' where it is not associated with a value",
                            name);
}

Value raise_unbound_free(Thread *t, Value name) {
    return raise_name_error(t, TYPE_NameError, name,
                            "cannot access free variable '%U' where it is not associated with a value "
                            "in enclosing scope",
                            name);
}

static Value mapping_find(Thread *t, Value mapping, Value key) {
    if (value_is_exact(mapping, KIND_DICT))
        return dict_get_str(t, value_as_dict(mapping), key);
    Value v = op_getitem(t, mapping, key);
    return value_is_error(v) && error_catch(t, TYPE_KeyError) ? VALUE_UNDEF : v;
}

Value name_load(Thread *t, Frame *f, Value name) {
    if (f->flags & FRAME_LOCALS) {
        Value v = mapping_find(t, f->locals, name);
        if (!value_is_undef(v))
            return v;
    }
    Function *fn = f->function;
    Value v = dict_get_str(t, fn->globals, name);
    if (value_is_undef(v))
        v = dict_get_str(t, fn->builtins, name);
    return value_is_undef(v) ? raise_name_error(t, TYPE_NameError, name, "name '%U' is not defined", name)
                             : v;
}

bool global_delete(Thread *t, Function *f, Value name) {
    int deleted = dict_delete(t, f->globals, name);
    if (deleted == 0)
        raise_name_error(t, TYPE_NameError, name, "name '%U' is not defined", name);
    return deleted > 0;
}

Value class_free_load(Thread *t, Frame *f, const Cell *cell, Value name) {
    Value v = f->flags & FRAME_LOCALS ? mapping_find(t, f->locals, name) : VALUE_UNDEF;
    if (value_is_undef(v))
        v = cell->value;
    return value_is_undef(v) ? raise_unbound_free(t, name) : v;
}

static bool has_locals(Thread *t, Frame *f, Value name, const char *what) {
    if (f->flags & FRAME_LOCALS)
        return true;
    raise_error(t, TYPE_SystemError, "no locals found when %s %R", what, name);
    return false;
}

bool name_store(Thread *t, Frame *f, Value name, Value v) {
    if (!has_locals(t, f, name, "storing"))
        return false;
    return value_is_exact(f->locals, KIND_DICT) ? dict_set_str(t, value_as_dict(f->locals), name, v)
                                                : op_setitem(t, f->locals, name, v);
}

bool name_delete(Thread *t, Frame *f, Value name) {
    if (!has_locals(t, f, name, "deleting"))
        return false;
    if (value_is_exact(f->locals, KIND_DICT)) {
        int deleted = dict_delete(t, value_as_dict(f->locals), name);
        if (deleted == 0)
            raise_name_error(t, TYPE_NameError, name, "name '%U' is not defined", name);
        return deleted > 0;
    }
    if (op_delitem(t, f->locals, name))
        return true;
    if (error_catch(t, TYPE_KeyError))
        raise_name_error(t, TYPE_NameError, name, "name '%U' is not defined", name);
    return false;
}

bool setup_annotations(Thread *t, Frame *f) {
    Value name = STR_NAME(t, __annotations__);
    if (!has_locals(t, f, name, "setting up"))
        return false;
    Value v = mapping_find(t, f->locals, name);
    if (value_is_error(v))
        return false;
    if (!value_is_undef(v))
        return true;
    Dict *d = dict_new(t);
    return d && name_store(t, f, name, value_from_object(d));
}

/* ---- functions and calls ---- */

Value load_build_class(Thread *t, Function *f) {
    Value name = STR_NAME(t, __build_class__), v = dict_get_str(t, f->builtins, name);
    return value_is_undef(v) ? raise_name_error(t, TYPE_NameError, name, "__build_class__ not found") : v;
}

Value make_function(Thread *t, Function *outer, Code *code, uint32_t flags, Value *parts) {
    Tuple *defaults = NULL, *closure = NULL;
    Dict *kwdefaults = NULL;
    Value annotations = VALUE_UNDEF;
    if (flags & 1)
        defaults = value_as_tuple(*parts++);
    if (flags & 2)
        kwdefaults = value_as_dict(*parts++);
    if (flags & 4)
        annotations = *parts++;
    if (flags & 8)
        closure = value_as_tuple(*parts++);
    Value v = function_new(t, code, outer->globals, closure, defaults, kwdefaults);
    if (!value_is_error(v)) {
        Function *made = (Function *)value_as_object(v);
        made->annotations = annotations;
        made->builtins = outer->builtins;
    }
    return v;
}

/* [*v] of what cannot be iterated is told in its own words. */
void raise_not_unpackable(Thread *t, Value v) {
    Type *type = type_of(t, v);
    if (error_matches(t, TYPE_TypeError) && value_is_undef(type->specials[SPECIAL_ITER]) &&
        value_is_undef(type->specials[SPECIAL_GETITEM])) {
        error_clear(t);
        raise_type_error(t, "Value after * must be an iterable, not %T", v);
    }
}

/* How CPython names a callee in messages about its arguments. */
static Value callee_label(Thread *t, Value callee) {
    if (value_is_kind(callee, KIND_METHOD))
        callee = ((Method *)value_as_object(callee))->function;
    if (value_is_kind(callee, KIND_FUNCTION)) {
        Function *f = (Function *)value_as_object(callee);
        Value module = dict_get_str(t, f->globals, STR_NAME(t, __name__));
        if (value_is_undef(module) || !value_is_str(module) ||
            str_equals_cstring(t, module, "builtins"))
            return str_format(t, "%U()", f->qualname);
        return str_format(t, "%U.%U()", module, f->qualname);
    }
    Value qualname = attr_find(t, callee, STR_NAME(t, __qualname__));
    if (value_is_error(qualname))
        return qualname;
    if (value_is_undef(qualname) || !value_is_str(qualname))
        return op_str(t, callee);
    Value module = attr_find(t, callee, STR_NAME(t, __module__));
    if (value_is_error(module))
        return module;
    if (!value_is_undef(module) && value_is_str(module) && !str_equals_cstring(t, module, "builtins"))
        return str_format(t, "%U.%U()", module, qualname);
    return str_format(t, "%U()", qualname);
}

bool dict_merge_keywords(Thread *t, Value into, Value mapping, Value callee) {
    Dict *d = value_as_dict(into);
    Value label;
    Value keys = VALUE_UNDEF;
    if (value_is_exact(mapping, KIND_DICT) && d->used == 0) /* nothing can be there twice */
        return dict_update(t, d, mapping, true);
    if (!value_is_dict(mapping)) {
        Value method = attr_find(t, mapping, STR_NAME(t, keys));
        if (value_is_error(method))
            return false;
        if (value_is_undef(method)) {
            label = callee_label(t, callee);
            if (!value_is_error(label))
                raise_type_error(t, "%U argument after ** must be a mapping, not %T", label, mapping);
            return false;
        }
        keys = call0(t, method);
    } else {
        keys = mapping;
    }
    Value it = value_is_error(keys) ? keys : op_iter(t, keys);
    if (value_is_error(it))
        return false;
    for (;;) {
        Value key = op_next(t, it);
        if (value_is_error(key))
            return false;
        if (value_is_stop(key))
            return true;
        Value there = dict_get(t, d, key);
        if (!value_is_undef(there)) {
            label = callee_label(t, callee);
            if (!value_is_error(label))
                raise_type_error(t, "%U got multiple values for keyword argument '%S'", label, key);
            return false;
        }
        Value v = op_getitem(t, mapping, key);
        if (value_is_error(v) || !dict_set(t, d, key, v))
            return false;
    }
}

Value call_extended(Thread *t, Value callee, Value args, Value kwargs) {
    if (!value_is_exact(args, KIND_TUPLE)) {
        if (!value_is_list(args) && value_is_undef(special_of(t, args, SPECIAL_ITER)) &&
            value_is_undef(special_of(t, args, SPECIAL_GETITEM))) {
            Value label = callee_label(t, callee);
            if (value_is_error(label))
                return label;
            return raise_type_error(t, "%U argument after * must be an iterable, not %T", label, args);
        }
        args = tuple_from_iterable(t, args);
        if (value_is_error(args))
            return args;
    }
    if (value_is_undef(kwargs))
        return call_with(t, callee, value_as_tuple(args), NULL);
    if (!value_is_dict(kwargs)) {
        Dict *d = dict_new(t);
        if (!d || !dict_merge_keywords(t, value_from_object(d), kwargs, callee))
            return VALUE_ERROR;
        kwargs = value_from_object(d);
    }
    return call_with(t, callee, value_as_tuple(args), value_as_dict(kwargs));
}

/* ---- unpacking ---- */

static bool raise_not_enough(Thread *t, uint32_t before, int64_t after, size_t got) {
    if (after < 0)
        raise_value_error(t, "not enough values to unpack (expected %u, got %zu)", before, got);
    else
        raise_value_error(t, "not enough values to unpack (expected at least %ld, got %zu)",
                          (long)before + (long)after, got);
    return false;
}

enum { UNPACK_BUFFER = 16 };

/* Of a list or tuple, which has these items. */
static bool unpack_items(Thread *t, const Value *items, size_t count, uint32_t before, int64_t after, Value *out) {
    size_t fixed = before + (after < 0 ? 0 : (size_t)after);
    if (count < fixed)
        return raise_not_enough(t, before, after, count);
    if (after < 0 && count > before) {
        raise_value_error(t, "too many values to unpack (expected %u)", before);
        return false;
    }
    values_copy(out, items, before);
    if (after < 0)
        return true;
    values_copy(out + before + 1, items + count - after, (size_t)after);
    out[before] = list_from_values(t, items + before, count - fixed);
    return !value_is_error(out[before]);
}

bool unpack_sequence(Thread *t, Value v, uint32_t before, int64_t after, Value *out) {
    if (value_is_plain_tuple(v))
        return unpack_items(t, value_as_tuple(v)->items, value_as_tuple(v)->length, before, after, out);
    if (value_is_exact(v, KIND_LIST))
        return unpack_items(t, value_as_list(v)->items, value_as_list(v)->length, before, after, out);
    if (!value_is_object(v) || (value_is_undef(special_of(t, v, SPECIAL_ITER)) &&
                                value_is_undef(special_of(t, v, SPECIAL_GETITEM)))) {
        raise_type_error(t, "cannot unpack non-iterable %T object", v);
        return false;
    }
    Value it = op_iter(t, v);
    if (value_is_error(it))
        return false;
    Value buffer[UNPACK_BUFFER], *items = buffer;
    Array *array = NULL;
    if (before > UNPACK_BUFFER) {
        array = gc_alloc_array(t, before);
        if (!array)
            return false;
        items = array->items;
    }
    for (uint32_t i = 0; i < before; i++) {
        items[i] = op_next(t, it);
        if (value_is_error(items[i]))
            return false;
        if (value_is_stop(items[i]))
            return raise_not_enough(t, before, after, i);
        if (array)
            gc_wrote_element(t, array, i);
    }
    if (after < 0) {
        Value item = op_next(t, it);
        if (!value_is_stop(item)) {
            if (!value_is_error(item))
                raise_value_error(t, "too many values to unpack (expected %u)", before);
            return false;
        }
    } else {
        Value list = list_new(t, 0);
        if (value_is_error(list) || !list_extend(t, value_as_list(list), it))
            return false;
        List *l = value_as_list(list);
        if (l->length < (size_t)after)
            return raise_not_enough(t, before, after, before + l->length);
        size_t middle = l->length - (size_t)after;
        Value rest = list_slice(t, l, 0, middle);
        if (value_is_error(rest))
            return false;
        out[before] = rest;
        values_copy(out + before + 1, l->items + middle, (size_t)after);
    }
    values_copy(out, items, before);
    return true;
}

/* ---- strings ---- */

Value build_string(Thread *t, Value *parts, uint32_t count) { return str_build(t, parts, count); }

Value format_value(Thread *t, Value v, uint32_t conversion, Value spec) {
    switch (conversion) {
    case 1: v = op_str(t, v); break;
    case 2: v = op_repr(t, v); break;
    case 3: v = op_ascii(t, v); break;
    default: break;
    }
    return value_is_error(v) ? v : op_format(t, v, spec);
}

/* ---- with ---- */

static bool load_special(Thread *t, Value object, SpecialId id, Value *out) {
    Value method = special_of(t, object, id);
    if (value_is_undef(method))
        return false;
    if (value_is_kind(method, KIND_FUNCTION) ||
        (value_is_kind(method, KIND_NATIVE) &&
         object_type(value_as_object(method))->id != TYPE_NATIVE_FUNCTION &&
         object_type(value_as_object(method))->id != TYPE_CLASSMETHOD_DESCRIPTOR)) {
        out[0] = method;
        out[1] = object;
        return true;
    }
    out[0] = descriptor_get(t, method, object, type_of(t, object));
    out[1] = VALUE_UNDEF;
    return true;
}

bool with_setup(Thread *t, Value manager, bool async, Value *out) {
    Value pairs[4];
    const char *protocol = async ? "asynchronous context manager" : "context manager";
    if (!load_special(t, manager, async ? SPECIAL_AENTER : SPECIAL_ENTER, pairs + 2)) {
        raise_type_error(t, "'%T' object does not support the %s protocol", manager, protocol);
        return false;
    }
    if (value_is_error(pairs[2]))
        return false;
    if (!load_special(t, manager, async ? SPECIAL_AEXIT : SPECIAL_EXIT, pairs)) {
        raise_type_error(t, "'%T' object does not support the %s protocol (missed %s method)", manager,
                         protocol, async ? "__aexit__" : "__exit__");
        return false;
    }
    if (value_is_error(pairs[0]))
        return false;
    memcpy(out, pairs, sizeof pairs);
    return true;
}

Value call_exit(Thread *t, Value *pair, Value exception) {
    Value args[4] = {pair[1], value_from_object(type_of(t, exception)), exception,
                     exception_traceback(t, value_as_exception(exception))};
    return value_is_undef(pair[1]) ? call(t, pair[0], args + 1, 3, NULL)
                                   : call(t, pair[0], args, 4, NULL);
}

/* ---- raise and except ---- */

static bool is_exception_class(Thread *t, Value v) {
    return value_is_kind(v, KIND_TYPE) &&
           type_is_subtype((Type *)value_as_object(v), t->vm->types[TYPE_BASE_EXCEPTION]);
}

/* A class is instantiated; UNDEF if v is no exception at all. */
static Value as_exception_instance(Thread *t, Value v) {
    if (is_exception_class(t, v)) {
        Value e = call0(t, v);
        if (!value_is_error(e) && !value_is_kind(e, KIND_EXCEPTION))
            return raise_type_error(t, "calling %R should have returned an instance of BaseException, "
                                       "not %R",
                                    v, value_from_object(type_of(t, e)));
        return e;
    }
    return value_is_kind(v, KIND_EXCEPTION) ? v : VALUE_UNDEF;
}

Value raise_statement(Thread *t, Value exception, Value cause) {
    Value e = as_exception_instance(t, exception);
    if (value_is_error(e))
        return e;
    if (value_is_undef(e))
        return raise_type_error(t, "exceptions must derive from BaseException");
    if (!value_is_undef(cause)) {
        Value c = value_is_none(cause) ? cause : as_exception_instance(t, cause);
        if (value_is_error(c))
            return c;
        if (value_is_undef(c))
            return raise_type_error(t, "exception causes must derive from BaseException");
        Exception *x = value_as_exception(e);
        x->cause = c;
        x->suppress_context = true;
        gc_wrote(t, x);
    }
    return raise_object(t, e);
}

Value raise_current(Thread *t) {
    if (value_is_none(t->handled))
        return raise_error(t, TYPE_RuntimeError, "No active exception to reraise");
    t->exception = t->handled;
    return VALUE_ERROR;
}

int exception_matches(Thread *t, Value exception, Value type) {
    bool valid = is_exception_class(t, type);
    if (value_is_tuple(type)) {
        valid = true;
        for (size_t i = 0; i < value_as_tuple(type)->length && valid; i++)
            valid = is_exception_class(t, value_as_tuple(type)->items[i]);
    }
    if (!valid) {
        raise_type_error(t, "catching classes that do not inherit from BaseException is not allowed");
        return -1;
    }
    Type *own = type_of(t, exception);
    if (!value_is_tuple(type))
        return type_is_subtype(own, (Type *)value_as_object(type));
    for (size_t i = 0; i < value_as_tuple(type)->length; i++)
        if (type_is_subtype(own, (Type *)value_as_object(value_as_tuple(type)->items[i])))
            return 1;
    return 0;
}

/* ---- match ---- */

Value match_keys(Thread *t, Value subject, Value keys_value) {
    Tuple *keys = value_as_tuple(keys_value);
    if (!keys->length)
        return t->vm->empty_tuple;
    Value get = VALUE_UNDEF;
    Value seen = set_new(t, TYPE_SET);
    Tuple *values = tuple_alloc(t, keys->length);
    if (!values || value_is_error(seen))
        return VALUE_ERROR;
    for (size_t i = 0; i < keys->length; i++)
        values->items[i] = VALUE_NONE;
    Object *marker = GC_NEW(t, Object, KIND_INSTANCE, TYPE_OBJECT);
    if (!marker)
        return VALUE_ERROR;
    for (size_t i = 0; i < keys->length; i++) {
        Value key = keys->items[i], v;
        int added = set_add(t, value_as_set(seen), key);
        if (added < 0)
            return VALUE_ERROR;
        if (!added)
            return raise_value_error(t, "mapping pattern checks duplicate key (%R)", key);
        if (value_is_exact(subject, KIND_DICT)) {
            v = dict_get(t, value_as_dict(subject), key);
            if (value_is_undef(v))
                return VALUE_NONE;
        } else {
            /* get(), so that a defaultdict is not changed by being looked at. */
            if (value_is_undef(get))
                get = attr_get(t, subject, STR_NAME(t, get));
            if (value_is_error(get))
                return get;
            v = call2(t, get, key, value_from_object(marker));
            if (value_same(v, value_from_object(marker)))
                return VALUE_NONE;
        }
        if (value_is_error(v))
            return v;
        values->items[i] = v;
        gc_wrote(t, values);
    }
    return value_from_object(values);
}

static bool match_one(Thread *t, Value subject, Type *cls, Value name, Value seen, Value out, bool *matched) {
    int added = set_add(t, value_as_set(seen), name);
    if (added < 0)
        return false;
    if (!added) {
        raise_type_error(t, "%N() got multiple sub-patterns for attribute %R", cls, name);
        return false;
    }
    Value v = attr_find(t, subject, name);
    *matched = !value_is_undef(v);
    return !value_is_error(v) && (!*matched || list_append(t, value_as_list(out), v));
}

Value match_class(Thread *t, Value subject, Value cls_value, uint32_t positional, Tuple *names) {
    if (!value_is_kind(cls_value, KIND_TYPE))
        return raise_type_error(t, "called match pattern must be a type");
    Type *cls = (Type *)value_as_object(cls_value);
    int is = op_isinstance(t, subject, cls_value);
    if (is <= 0)
        return is < 0 ? VALUE_ERROR : VALUE_NONE;
    Value seen = set_new(t, TYPE_SET), out = list_new(t, positional + names->length);
    if (value_is_error(seen) || value_is_error(out))
        return VALUE_ERROR;
    bool matched;
    if (positional) {
        Value match_args = attr_find(t, cls_value, STR_NAME(t, __match_args__));
        if (value_is_error(match_args))
            return match_args;
        bool match_self = value_is_undef(match_args) && cls->flags & TYPEFLAG_MATCH_SELF;
        if (value_is_undef(match_args))
            match_args = t->vm->empty_tuple;
        if (!value_is_tuple(match_args))
            return raise_type_error(t, "%N.__match_args__ must be a tuple (got %T)", cls, match_args);
        size_t allowed = match_self ? 1 : value_as_tuple(match_args)->length;
        if (allowed < positional)
            return raise_type_error(t, "%N() accepts %zu positional sub-pattern%s (%u given)", cls,
                                    allowed, allowed == 1 ? "" : "s", positional);
        if (match_self) {
            if (!list_append(t, value_as_list(out), subject))
                return VALUE_ERROR;
        } else {
            for (uint32_t i = 0; i < positional; i++) {
                Value name = value_as_tuple(match_args)->items[i];
                if (!value_is_str(name))
                    return raise_type_error(t, "__match_args__ elements must be strings (got %T)", name);
                if (!match_one(t, subject, cls, name, seen, out, &matched))
                    return VALUE_ERROR;
                if (!matched)
                    return VALUE_NONE;
            }
        }
    }
    for (size_t i = 0; i < names->length; i++) {
        if (!match_one(t, subject, cls, names->items[i], seen, out, &matched))
            return VALUE_ERROR;
        if (!matched)
            return VALUE_NONE;
    }
    return tuple_from_values(t, value_as_list(out)->items, value_as_list(out)->length);
}

Value dict_without(Thread *t, Value mapping, Tuple *keys) {
    Dict *d = dict_new(t);
    if (!d || !dict_update(t, d, mapping, true))
        return VALUE_ERROR;
    for (size_t i = 0; i < keys->length; i++)
        if (dict_delete(t, d, keys->items[i]) < 0)
            return VALUE_ERROR;
    return value_from_object(d);
}

/* ---- modules ---- */

Value import_from(Thread *t, Value module, Value name) {
    Value v = attr_find(t, module, name);
    if (!value_is_undef(v))
        return v;
    /* A submodule being imported in a circle is in sys.modules already. */
    Value package = attr_find(t, module, STR_NAME(t, __name__));
    if (value_is_error(package))
        return package;
    if (!value_is_undef(package) && value_is_str(package)) {
        Value full = str_format(t, "%U.%U", package, name);
        if (value_is_error(full))
            return full;
        v = dict_get(t, t->vm->modules, full);
        if (!value_is_undef(v))
            return v;
    }
    Value file = attr_find(t, module, STR_NAME(t, __file__));
    if (value_is_error(file))
        return file;
    bool named = !value_is_undef(package) && value_is_str(package);
    Value label = named ? package : str_from_cstring(t, "<unknown module name>");
    Value message;
    bool has_file = !value_is_undef(file) && value_is_str(file);
    Value spec = attr_find(t, module, STR_NAME(t, __spec__));
    bool initializing = false;
    if (!value_is_undef(spec) && !value_is_error(spec) && !value_is_none(spec)) {
        Value flag = attr_find(t, spec, str_intern_cstring(t, "_initializing"));
        initializing = !value_is_undef(flag) && !value_is_error(flag) && op_truth(t, flag) == 1;
    }
    if (error_pending(t))
        error_clear(t);
    if (!has_file)
        message = str_format(t, initializing ? "cannot import name %R from partially initialized module "
                                               "%R (most likely due to a circular import) (unknown location)"
                                             : "cannot import name %R from %R (unknown location)",
                             name, label);
    else
        message = str_format(t, initializing ? "cannot import name %R from partially initialized module "
                                               "%R (most likely due to a circular import) (%S)"
                                             : "cannot import name %R from %R (%S)",
                             name, label, file);
    if (value_is_error(message))
        return message;
    Value e = exception_new(t, TYPE_ImportError, &message, 1);
    if (value_is_error(e))
        return e;
    value_as_exception(e)->fields[EXC_FIELD_IMPORT_NAME] = label;
    value_as_exception(e)->fields[EXC_FIELD_IMPORT_PATH] = has_file ? file : VALUE_NONE;
    return raise_object(t, e);
}

bool import_star(Thread *t, Frame *f, Value module) {
    Value all = attr_find(t, module, STR_NAME(t, __all__));
    if (value_is_error(all))
        return false;
    bool skip_private = value_is_undef(all);
    Value dict = VALUE_UNDEF;
    if (skip_private) {
        dict = attr_find(t, module, STR_NAME(t, __dict__));
        if (value_is_error(dict))
            return false;
        if (value_is_undef(dict)) {
            raise_error(t, TYPE_ImportError, "from-import-* object has no __dict__ and no __all__");
            return false;
        }
        all = call_method0(t, dict, STR_NAME(t, keys));
        if (!value_is_error(all))
            all = list_from_iterable(t, all);
        if (value_is_error(all))
            return false;
    }
    Value it = op_iter(t, all);
    if (value_is_error(it))
        return false;
    for (;;) {
        Value name = op_next(t, it);
        if (value_is_stop(name))
            return true;
        if (value_is_error(name))
            return false;
        if (!value_is_str(name)) {
            Value own = attr_get(t, module, STR_NAME(t, __name__));
            if (value_is_error(own))
                return false;
            raise_type_error(t, skip_private ? "Key in %S.__dict__ must be str, not %T"
                                             : "Item in %S.__all__ must be str, not %T",
                             own, name);
            return false;
        }
        Str *s = value_as_str(name);
        if (skip_private && s->length && str_char_at(str_data(t, s), s->width, 0) == '_')
            continue;
        Value v = attr_get(t, module, name);
        if (value_is_error(v) || !name_store(t, f, name, v))
            return false;
    }
}

Value import_name(Thread *t, Frame *f, Value name, Value level, Value fromlist) {
    Function *function = f->function;
    Value importer = dict_get_str(t, function->builtins, STR_NAME(t, __import__));
    if (value_is_undef(importer))
        return raise_error(t, TYPE_ImportError, "__import__ not found");
    Value globals = value_from_object(function->globals);
    if (value_is_kind(importer, KIND_NATIVE))
        return t->vm->hooks.import_module(t, name, globals, fromlist, value_is_int(level) ? value_as_int(level) : 0);
    Value all[5] = {name, globals, f->flags & FRAME_LOCALS ? f->locals : VALUE_NONE, fromlist, level};
    return call(t, importer, all, 5, NULL);
}

bool print_expression(Thread *t, Value v) {
    Value hook = dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, "displayhook"));
    if (value_is_undef(hook)) {
        raise_error(t, TYPE_RuntimeError, "lost sys.displayhook");
        return false;
    }
    return !value_is_error(call1(t, hook, v));
}

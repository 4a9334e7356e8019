/* generic_alias.c - types.GenericAlias: list[int], and the substitution of type
 * parameters that unions share. */
#include "runtime/generic_alias.h"

#include "runtime/error.h"
#include "runtime/native.h"
#include "runtime/sequence_support.h"

static inline GenericAlias *as_alias(Value v) { return (GenericAlias *)value_as_object(v); }
static inline bool is_alias(Thread *t, Value v) {
    return value_is_object(v) &&
           type_is_subtype(object_type(value_as_object(v)), t->vm->types[TYPE_GENERIC_ALIAS]);
}

static bool alias_fill(Thread *t, GenericAlias *alias, Value origin, Value args) {
    if (!value_is_tuple(args)) {
        args = tuple_of(t, 1, args);
        if (value_is_error(args)) return false;
    }
    alias->origin = origin;
    alias->args = args;
    alias->parameters = VALUE_UNDEF;
    gc_wrote(t, alias);
    return true;
}

Value generic_alias_new(Thread *t, Value origin, Value args) {
    GenericAlias *alias = GC_NEW(t, GenericAlias, KIND_OTHER, TYPE_GENERIC_ALIAS);
    if (!alias || !alias_fill(t, alias, origin, args)) return VALUE_ERROR;
    return value_from_object(alias);
}

Value generic_alias_class_getitem(Thread *t, Value *args) { return generic_alias_new(t, args[0], args[1]); }

static Value alias_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (!check_no_keywords(t, "GenericAlias", kwnames) ||
        !check_argument_range(t, "GenericAlias", nargs - 1, 2, 2))
        return VALUE_ERROR;
    GenericAlias *alias = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!alias || !alias_fill(t, alias, args[1], args[2])) return VALUE_ERROR;
    return value_from_object(alias);
}

static void alias_trace(Tracer *tracer, Object *object) {
    trace_values(tracer, &((GenericAlias *)object)->origin, 3);
}

/* ---- repr ---- */

/* An attribute, or UNDEF: AttributeError only is forgiven. */
static Value find(Thread *t, Value v, const char *name) {
    Value key = str_intern_cstring(t, name);
    return value_is_error(key) ? key : attr_find(t, v, key);
}

bool generic_repr_item(Thread *t, StrBuilder *out, Value item, bool none_type_as_none) {
    if (value_same(item, VALUE_ELLIPSIS)) {
        builder_ascii(out, "...", 3);
        return true;
    }
    if (none_type_as_none && value_is_object(item) &&
        value_as_object(item) == (Object *)t->vm->types[TYPE_NONE]) {
        builder_ascii(out, "None", 4);
        return true;
    }
    Value origin = attr_find(t, item, STR_NAME(t, __origin__));
    if (value_is_error(origin)) return false;
    if (!value_is_undef(origin)) {
        Value args = attr_find(t, item, STR_NAME(t, __args__));
        if (value_is_error(args)) return false;
        if (!value_is_undef(args)) goto use_repr;
    }
    Value qualname = attr_find(t, item, STR_NAME(t, __qualname__));
    if (value_is_error(qualname)) return false;
    if (value_is_undef(qualname)) goto use_repr;
    Value module = attr_find(t, item, STR_NAME(t, __module__));
    if (value_is_error(module)) return false;
    if (value_is_undef(module) || value_is_none(module)) goto use_repr;
    if (!value_is_str(qualname) || !value_is_str(module)) goto use_repr;
    if (!str_equals_cstring(t, module, "builtins")) {
        builder_str(out, module);
        builder_char(out, '.');
    }
    builder_str(out, qualname);
    return true;
use_repr:;
    Value text = op_repr(t, item);
    if (value_is_error(text)) return false;
    builder_str(out, text);
    return true;
}

static Value alias_repr(Thread *t, Value *args) {
    GenericAlias *alias = as_alias(args[0]);
    Tuple *items = value_as_tuple(alias->args);
    StrBuilder b;
    builder_init(&b, t);
    if (alias->starred) builder_char(&b, '*');
    if (!generic_repr_item(t, &b, alias->origin, false)) return VALUE_ERROR;
    builder_char(&b, '[');
    for (size_t i = 0; i < items->length; i++) {
        if (i) builder_ascii(&b, ", ", 2);
        if (!generic_repr_item(t, &b, items->items[i], false)) return VALUE_ERROR;
    }
    if (items->length == 0) builder_ascii(&b, "()", 2);
    builder_char(&b, ']');
    return builder_finish(&b);
}

/* ---- type parameters ---- */

static int64_t tuple_position(Tuple *tuple, Value v) {
    for (size_t i = 0; i < tuple->length; i++)
        if (value_same(tuple->items[i], v)) return (int64_t)i;
    return -1;
}

static bool add_parameter(Thread *t, List *out, Value v) {
    for (size_t i = 0; i < out->length; i++)
        if (value_same(out->items[i], v)) return true;
    return list_append(t, out, v);
}

Value generic_make_parameters(Thread *t, Tuple *args) {
    Value list = list_new(t, 0);
    if (value_is_error(list)) return list;
    List *out = value_as_list(list);
    for (size_t i = 0; i < args->length; i++) {
        Value arg = args->items[i];
        /* A class has __parameters__ of its own, which are not the use's. */
        if (value_is_kind(arg, KIND_TYPE)) continue;
        Value subst = attr_find(t, arg, STR_NAME(t, __typing_subst__));
        if (value_is_error(subst)) return subst;
        if (!value_is_undef(subst)) {
            if (!add_parameter(t, out, arg)) return VALUE_ERROR;
            continue;
        }
        Value inner = attr_find(t, arg, STR_NAME(t, __parameters__));
        if (value_is_error(inner)) return inner;
        if (!value_is_undef(inner) && value_is_tuple(inner))
            for (size_t k = 0; k < value_as_tuple(inner)->length; k++)
                if (!add_parameter(t, out, value_as_tuple(inner)->items[k])) return VALUE_ERROR;
    }
    return tuple_from_values(t, out->items, out->length);
}

/* *tuple[int, str] as an argument: its arguments; UNDEF if it is none. */
static Value unpacked_tuple_args(Thread *t, Value arg) {
    if (is_alias(t, arg) && as_alias(arg)->starred && value_is_object(as_alias(arg)->origin) &&
        value_as_object(as_alias(arg)->origin) == (Object *)t->vm->types[TYPE_TUPLE])
        return as_alias(arg)->args;
    Value r = attr_find(t, arg, STR_NAME(t, __typing_unpacked_tuple_args__));
    return value_is_none(r) ? VALUE_UNDEF : r;
}

static Value unpack_args(Thread *t, Value item) {
    Value list = list_new(t, 0);
    if (value_is_error(list)) return list;
    Value single[1] = {item}, *items = single;
    size_t count = 1;
    if (value_is_tuple(item)) {
        items = value_as_tuple(item)->items;
        count = value_as_tuple(item)->length;
    }
    for (size_t i = 0; i < count; i++) {
        if (!value_is_kind(items[i], KIND_TYPE)) {
            Value inner = unpacked_tuple_args(t, items[i]);
            if (value_is_error(inner)) return inner;
            if (!value_is_undef(inner) && value_is_tuple(inner)) {
                Tuple *tuple = value_as_tuple(inner);
                if (tuple->length == 0 ||
                    !value_same(tuple->items[tuple->length - 1], VALUE_ELLIPSIS)) {
                    if (!list_extend(t, value_as_list(list), inner)) return VALUE_ERROR;
                    continue;
                }
            }
        }
        if (!list_append(t, value_as_list(list), items[i])) return VALUE_ERROR;
    }
    return tuple_from_values(t, value_as_list(list)->items, value_as_list(list)->length);
}

/* One argument that may itself be generic over the parameters. */
static Value substitute_inside(Thread *t, Value arg, Tuple *parameters, const Value *given) {
    Value inner = attr_find(t, arg, STR_NAME(t, __parameters__));
    if (value_is_error(inner)) return inner;
    if (value_is_undef(inner) || !value_is_tuple(inner) || value_as_tuple(inner)->length == 0) return arg;
    Tuple *wanted = value_as_tuple(inner);
    Value list = list_new(t, wanted->length);
    if (value_is_error(list)) return list;
    for (size_t i = 0; i < wanted->length; i++) {
        Value v = wanted->items[i];
        int64_t k = tuple_position(parameters, v);
        if (k >= 0) {
            Value parameter = parameters->items[k];
            v = given[k];
            /* A TypeVarTuple stands for several. */
            if (!value_is_undef(special_of(t, parameter, SPECIAL_ITER)) && value_is_tuple(v)) {
                if (!list_extend(t, value_as_list(list), v)) return VALUE_ERROR;
                continue;
            }
        }
        if (!list_append(t, value_as_list(list), v)) return VALUE_ERROR;
    }
    Value key = tuple_from_values(t, value_as_list(list)->items, value_as_list(list)->length);
    return value_is_error(key) ? key : op_getitem(t, arg, key);
}

Value generic_subscribe(Thread *t, Value self, Tuple *args, Value parameters_value, Value item) {
    Tuple *parameters = value_as_tuple(parameters_value);
    size_t count = parameters->length;
    if (count == 0) return raise_type_error(t, "%R is not a generic class", self);
    item = unpack_args(t, item);
    if (value_is_error(item)) return item;
    for (size_t i = 0; i < count; i++) {
        Value prepare = attr_find(t, parameters->items[i], STR_NAME(t, __typing_prepare_subst__));
        if (value_is_error(prepare)) return prepare;
        if (value_is_undef(prepare) || value_is_none(prepare)) continue;
        Value given = value_is_tuple(item) ? item : tuple_of(t, 1, item);
        if (value_is_error(given)) return given;
        item = call2(t, prepare, self, given);
        if (value_is_error(item)) return item;
    }
    size_t given_count = value_is_tuple(item) ? value_as_tuple(item)->length : 1;
    Value *given = value_is_tuple(item) ? value_as_tuple(item)->items : &item;
    if (given_count != count)
        return raise_type_error(t, "Too %s arguments for %R; actual %zu, expected %zu",
                                given_count > count ? "many" : "few", self, given_count, count);
    Value list = list_new(t, args->length);
    if (value_is_error(list)) return list;
    List *out = value_as_list(list);
    for (size_t i = 0; i < args->length; i++) {
        Value arg = args->items[i];
        if (value_is_kind(arg, KIND_TYPE)) {
            if (!list_append(t, out, arg)) return VALUE_ERROR;
            continue;
        }
        Value unpacked = find(t, arg, "__typing_is_unpacked_typevartuple__");
        if (value_is_error(unpacked)) return unpacked;
        int unpack = value_is_undef(unpacked) ? 0 : op_truth(t, unpacked);
        if (unpack < 0) return VALUE_ERROR;
        Value subst = attr_find(t, arg, STR_NAME(t, __typing_subst__));
        if (value_is_error(subst)) return subst;
        if (!value_is_undef(subst)) {
            int64_t k = tuple_position(parameters, arg);
            arg = k < 0 ? arg : call1(t, subst, given[k]);
        } else {
            arg = substitute_inside(t, arg, parameters, given);
        }
        if (value_is_error(arg)) return arg;
        if (unpack && value_is_tuple(arg) ? !list_extend(t, out, arg) : !list_append(t, out, arg))
            return VALUE_ERROR;
    }
    return tuple_from_values(t, out->items, out->length);
}

static Value alias_parameters(Thread *t, Value self) {
    GenericAlias *alias = as_alias(self);
    if (value_is_undef(alias->parameters)) {
        Value v = generic_make_parameters(t, value_as_tuple(alias->args));
        if (value_is_error(v)) return v;
        alias->parameters = v;
        gc_wrote(t, alias);
    }
    return alias->parameters;
}

static Value alias_getitem(Thread *t, Value *args) {
    Value parameters = alias_parameters(t, args[0]);
    if (value_is_error(parameters)) return parameters;
    GenericAlias *alias = as_alias(args[0]);
    Value items = generic_subscribe(t, args[0], value_as_tuple(alias->args), parameters, args[1]);
    if (value_is_error(items)) return items;
    Value r = generic_alias_new(t, alias->origin, items);
    if (!value_is_error(r)) as_alias(r)->starred = alias->starred;
    return r;
}

/* ---- behaviour ---- */

static Value alias_call(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Value r = call(t, as_alias(args[0])->origin, args + 1, nargs - 1, kwnames);
    if (value_is_error(r)) return r;
    Value name = str_intern_cstring(t, "__orig_class__");
    if (value_is_error(name)) return name;
    if (!attr_set(t, r, name, args[0]) && !error_catch(t, TYPE_AttributeError) &&
        !error_catch(t, TYPE_TypeError))
        return VALUE_ERROR;
    return r;
}

static Value alias_hash(Thread *t, Value *args) {
    int64_t a, b;
    GenericAlias *alias = as_alias(args[0]);
    if (op_hash(t, alias->origin, &a) < 0 || op_hash(t, alias->args, &b) < 0) return VALUE_ERROR;
    return int_from_int64(t, a ^ b);
}

static Value alias_compare(Thread *t, int op, Value a, Value b) {
    if ((op != CMP_EQ && op != CMP_NE) || !is_alias(t, a) || !is_alias(t, b))
        return VALUE_NOT_IMPLEMENTED;
    GenericAlias *x = as_alias(a), *y = as_alias(b);
    int equal = x->starred == y->starred ? op_equal(t, x->origin, y->origin) : 0;
    if (equal > 0) equal = op_equal(t, x->args, y->args);
    return equal < 0 ? VALUE_ERROR : value_bool(equal == (op == CMP_EQ));
}
COMPARE_FUNCTIONS(alias, alias_compare)

/* All but these come from the origin. */
static const char *const own_attributes[] = {
    "__class__",      "__origin__",     "__args__",
    "__unpacked__",   "__parameters__", "__typing_unpacked_tuple_args__", "__mro_entries__",
    "__reduce_ex__",  "__reduce__",   "__copy__",       "__deepcopy__",
};
enum { OWN_ATTRIBUTES = sizeof own_attributes / sizeof own_attributes[0] };

static Value alias_getattribute(Thread *t, Value *args) {
    if (value_is_str(args[1])) {
        bool own = false;
        for (int i = 0; i < OWN_ATTRIBUTES && !own; i++)
            own = str_equals_cstring(t, args[1], own_attributes[i]);
        if (!own) return attr_get(t, as_alias(args[0])->origin, args[1]);
    }
    return attr_get_generic(t, args[0], args[1]);
}

static Value alias_or(Thread *t, Value *args) { return union_or(t, args[0], args[1]); }
static Value alias_ror(Thread *t, Value *args) { return union_or(t, args[1], args[0]); }

static Value alias_mro_entries(Thread *t, Value *args) { return tuple_of(t, 1, as_alias(args[0])->origin); }

static Value alias_instancecheck(Thread *t, Value *args) {
    return raise_type_error(t, "isinstance() argument 2 cannot be a parameterized generic");
}
static Value alias_subclasscheck(Thread *t, Value *args) {
    return raise_type_error(t, "issubclass() argument 2 cannot be a parameterized generic");
}

static Value alias_dir(Thread *t, Value *args) {
    Value list = call1(t, builtin_get(t, "dir"), as_alias(args[0])->origin);
    if (value_is_error(list)) return list;
    for (int i = 0; i < OWN_ATTRIBUTES; i++) {
        Value name = str_intern_cstring(t, own_attributes[i]);
        int known = value_is_error(name) ? -1 : op_contains(t, list, name);
        if (known < 0 || (!known && !list_append(t, value_as_list(list), name))) return VALUE_ERROR;
    }
    return list;
}

/* ---- *list[int]: an iterator over the one starred alias ---- */

static Value alias_star(Thread *t, Value alias) {
    Value r = generic_alias_new(t, as_alias(alias)->origin, as_alias(alias)->args);
    if (!value_is_error(r)) as_alias(r)->starred = true;
    return r;
}

static Value alias_iter(Thread *t, Value *args) {
    Value starred = alias_star(t, args[0]);
    if (value_is_error(starred)) return starred;
    Value tuple = tuple_of(t, 1, starred);
    return value_is_error(tuple) ? tuple : op_iter(t, tuple);
}

static Value alias_reduce(Thread *t, Value *args) {
    GenericAlias *alias = as_alias(args[0]);
    if (alias->starred) {
        Value plain = generic_alias_new(t, alias->origin, alias->args);
        if (value_is_error(plain)) return plain;
        return tuple_of(t, 2, builtin_get(t, "next"), tuple_of(t, 1, alias_iter(t, &plain)));
    }
    return tuple_of(t, 2, value_from_object(t->vm->types[TYPE_GENERIC_ALIAS]),
                    tuple_of(t, 2, alias->origin, alias->args));
}

static Value get_origin(Thread *t, Value self) { return as_alias(self)->origin; }
static Value get_args(Thread *t, Value self) { return as_alias(self)->args; }
static Value get_unpacked(Thread *t, Value self) { return value_bool(as_alias(self)->starred); }
static Value get_unpacked_args(Thread *t, Value self) {
    GenericAlias *alias = as_alias(self);
    bool tuple = value_is_object(alias->origin) &&
                 value_as_object(alias->origin) == (Object *)t->vm->types[TYPE_TUPLE];
    return alias->starred && tuple ? alias->args : VALUE_NONE;
}

static const GetSetDef alias_getset[] = {
    {"__origin__", get_origin, readonly_member, NULL},
    {"__args__", get_args, readonly_member, NULL},
    {"__unpacked__", get_unpacked, readonly_member, NULL},
    {"__parameters__", alias_parameters, NULL, "Type variables in the GenericAlias."},
    {"__typing_unpacked_tuple_args__", get_unpacked_args, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef alias_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", alias_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__repr__", "($self, /)", alias_repr, "Return repr(self)."),
    NATIVE("__hash__", "($self, /)", alias_hash, "Return hash(self)."),
    NATIVE_RAW("__call__", "($self, /, *args, **kwargs)", alias_call, "Call self as a function."),
    NATIVE("__getattribute__", "($self, name, /)", alias_getattribute, "Return getattr(self, name)."),
    COMPARE_ROWS(alias),
    NATIVE("__iter__", "($self, /)", alias_iter, "Implement iter(self)."),
    NATIVE("__or__", "($self, value, /)", alias_or, "Return self|value."),
    NATIVE("__ror__", "($self, value, /)", alias_ror, "Return value|self."),
    NATIVE("__getitem__", "($self, key, /)", alias_getitem, "Return self[key]."),
    NATIVE("__mro_entries__", "($self, bases, /)", alias_mro_entries, NULL),
    NATIVE("__instancecheck__", "($self, instance, /)", alias_instancecheck, NULL),
    NATIVE("__subclasscheck__", "($self, subclass, /)", alias_subclasscheck, NULL),
    NATIVE("__reduce__", "($self, /)", alias_reduce, NULL),
    NATIVE("__dir__", "($self, /)", alias_dir, NULL),
    NATIVE_END,
};

const TypeDef typedef_generic_alias = {
    .name = "types.GenericAlias",
    .doc = "GenericAlias(origin, args, /)\n--\n\nRepresent a PEP 585 generic type\n\nE.g. for t = "
           "list[int], t.__origin__ is list and t.__args__ is (int,).",
    .id = TYPE_GENERIC_ALIAS,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_CUSTOM_GETATTR | TYPEFLAG_WEAKREFS | TYPEFLAG_IMMUTABLE,
    .size = sizeof(GenericAlias),
    .trace = alias_trace,
    .methods = alias_methods,
    .getset = alias_getset,
};

/*
 * object_type.c - the types object and type: what every object and every class
 * can do, and the singletons' types (NoneType, ellipsis, NotImplementedType).
 */
#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/frame.h"
#include "runtime/function.h"
#include "runtime/generic_alias.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str.h"
#include "runtime/type.h"

static Type *as_type(Value v) { return (Type *)value_as_object(v); }

/* ---- object ---- */

static bool overrides(Thread *t, Type *type, SpecialId id) {
    return !value_same(type->specials[id], t->vm->types[TYPE_OBJECT]->specials[id]);
}

static Value raise_abstract(Thread *t, Type *type) {
    Value names = dict_get_str(t, type->dict, STR_NAME(t, __abstractmethods__));
    Value sorted = value_is_undef(names) ? list_new(t, 0) : list_from_iterable(t, names);
    if (value_is_error(sorted) || !list_sort(t, value_as_list(sorted), VALUE_NONE, false))
        return VALUE_ERROR;
    size_t n = value_as_list(sorted)->length;
    Value joined = str_join(t, str_from_cstring(t, ", "), sorted);
    if (value_is_error(joined))
        return joined;
    return raise_type_error(t, "Can't instantiate abstract class %N with abstract method%s %U", type,
                            n == 1 ? "" : "s", joined);
}

static Value object_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (!nargs || !value_is_kind(args[0], KIND_TYPE))
        return raise_type_error(t, "object.__new__(X): X is not a type object (%s)",
                                nargs ? type_name(type_of(t, args[0])) : "nothing");
    Type *type = as_type(args[0]);
    if (nargs > 1) {
        if (overrides(t, type, SPECIAL_NEW))
            return raise_type_error(
                t, "object.__new__() takes exactly one argument (the type to instantiate)");
        if (!overrides(t, type, SPECIAL_INIT))
            return raise_type_error(t, "%N() takes no arguments", type);
    }
    if (type->flags & TYPEFLAG_ABSTRACT)
        return raise_abstract(t, type);
    if (type->kind != KIND_INSTANCE)
        return raise_type_error(t, "object.__new__(%N) is not safe, use %s.__new__()", type,
                                type->def->name);
    void *o = type_alloc(t, type, 0);
    return o ? value_from_object(o) : VALUE_ERROR;
}

static Value object_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (nargs > 1 && !(type_of(t, args[0])->flags & TYPEFLAG_NO_NEW)) {
        Type *type = type_of(t, args[0]);
        if (overrides(t, type, SPECIAL_INIT))
            return raise_type_error(
                t, "object.__init__() takes exactly one argument (the instance to initialize)");
        if (!overrides(t, type, SPECIAL_NEW))
            return raise_type_error(
                t, "%N.__init__() takes exactly one argument (the instance to initialize)", type);
    }
    return VALUE_NONE;
}

static Value qualified_name(Thread *t, Type *type) {
    Value module = type_module_name(t, type);
    if (value_is_error(module) || value_is_undef(module) || !value_is_str(module) ||
        str_equals_cstring(t, module, "builtins"))
        return type->qualname;
    return str_format(t, "%U.%U", module, type->qualname);
}

static Value object_repr(Thread *t, Value *args) {
    Value name = qualified_name(t, type_of(t, args[0]));
    if (value_is_error(name))
        return name;
    return str_format(t, "<%U object at 0x%lx>", name, (unsigned long)(args[0].bits & ~(uint64_t)1));
}

/* What __repr__ gives, unchecked: str() says what is wrong with it. */
static Value object_str(Thread *t, Value *args) {
    /* __repr__ may be this function. */
    if (!recursion_enter(t, " while calling a Python object"))
        return VALUE_ERROR;
    Value v = call_special(t, special_of(t, args[0], SPECIAL_REPR), args, 1);
    recursion_leave(t);
    return v;
}

static Value object_format(Thread *t, Value *args) {
    if (!value_is_str(args[1]))
        return raise_type_error(t, "__format__() argument must be str, not %T", args[1]);
    if (value_as_str(args[1])->length)
        return raise_type_error(t, "unsupported format string passed to %T.__format__", args[0]);
    return op_str(t, args[0]);
}

static Value object_hash(Thread *t, Value *args) {
    return value_from_int(value_identity_hash(args[0]));
}

static Value object_eq(Thread *t, Value *args) {
    return value_same(args[0], args[1]) ? VALUE_TRUE : VALUE_NOT_IMPLEMENTED;
}

static Value object_ne(Thread *t, Value *args) {
    Value eq = special_of(t, args[0], SPECIAL_EQ);
    if (value_is_undef(eq) || value_is_none(eq))
        return VALUE_NOT_IMPLEMENTED;
    Value r = call_special(t, eq, args, 2);
    if (value_is_error(r) || value_is_not_implemented(r))
        return r;
    int truth = op_truth(t, r);
    return truth < 0 ? VALUE_ERROR : value_bool(!truth);
}

static Value object_order(Thread *t, Value *args) { return VALUE_NOT_IMPLEMENTED; }

static Value object_getattribute(Thread *t, Value *args) {
    return attr_get_generic(t, args[0], args[1]);
}

static Value object_setattr(Thread *t, Value *args) {
    if (value_is_kind(args[0], KIND_TYPE))
        return raise_type_error(t, "can't apply this __setattr__ to %N object",
                                type_of(t, args[0]));
    return attr_set_generic(t, args[0], args[1], args[2]) ? VALUE_NONE : VALUE_ERROR;
}

static Value object_delattr(Thread *t, Value *args) {
    if (value_is_kind(args[0], KIND_TYPE))
        return raise_type_error(t, "can't apply this __delattr__ to %N object",
                                type_of(t, args[0]));
    return attr_set_generic(t, args[0], args[1], VALUE_UNDEF) ? VALUE_NONE : VALUE_ERROR;
}

/* Adds the names of a class and its bases to a dict. */
static bool merge_class_names(Thread *t, Dict *into, Value cls) {
    Value d = attr_find(t, cls, STR_NAME(t, __dict__));
    if (value_is_error(d))
        return false;
    if (!value_is_undef(d) && !dict_update(t, into, d, true))
        return false;
    Value bases = attr_find(t, cls, STR_NAME(t, __bases__));
    if (value_is_error(bases))
        return false;
    if (!value_is_undef(bases) && value_is_tuple(bases))
        for (size_t i = 0; i < value_as_tuple(bases)->length; i++)
            if (!merge_class_names(t, into, value_as_tuple(bases)->items[i]))
                return false;
    return true;
}

static Value object_dir(Thread *t, Value *args) {
    Dict *names = dict_new(t);
    if (!names)
        return VALUE_ERROR;
    Value d = attr_find(t, args[0], STR_NAME(t, __dict__));
    if (value_is_error(d) ||
        (!value_is_undef(d) && value_is_dict(d) && !dict_update(t, names, d, true)))
        return VALUE_ERROR;
    Value cls = attr_find(t, args[0], STR_NAME(t, __class__));
    if (value_is_error(cls) || (!value_is_undef(cls) && !merge_class_names(t, names, cls)))
        return VALUE_ERROR;
    return list_from_iterable(t, value_from_object(names));
}

static Value object_sizeof(Thread *t, Value *args) {
    return int_from_int64(t, value_is_object(args[0])
                                 ? (int64_t)type_of(t, args[0])->size : 24);
}

static Value object_init_subclass(Thread *t, Value *args) { return VALUE_NONE; }
static Value object_subclasshook(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return kwnames ? raise_type_error(t, "__subclasshook__() takes no keyword arguments")
                   : VALUE_NOT_IMPLEMENTED;
}

/* copyreg does what CPython's object.__reduce_ex__ leaves to it. */
static Value call_copyreg(Thread *t, const char *function, Value *args, size_t nargs) {
    Value name = str_intern_cstring(t, "copyreg");
    Value module = t->vm->hooks.import_module(t, name, VALUE_NONE, VALUE_NONE, 0);
    if (value_is_error(module))
        return module;
    Value f = attr_get_cstring(t, module, function);
    return value_is_error(f) ? f : call(t, f, args, nargs, NULL);
}

static Value slot_names(Thread *t, Type *type) {
    Value cls = value_from_object(type);
    return call_copyreg(t, "_slotnames", &cls, 1);
}

static Value object_getstate(Thread *t, Value *args) {
    Value self = args[0];
    Type *type = type_of(t, self);
    Value state = VALUE_NONE;
    if (type->slots_offset) {
        Value d = attr_find(t, self, STR_NAME(t, __dict__));
        if (value_is_error(d))
            return d;
        if (!value_is_undef(d) && value_is_dict(d) && value_as_dict(d)->used) {
            Dict *copy = dict_copy(t, value_as_dict(d));
            if (!copy)
                return VALUE_ERROR;
            state = value_from_object(copy);
        }
    }
    if (!type->member_count)
        return state;
    Value names = slot_names(t, type);
    if (value_is_error(names) || !value_is_list(names))
        return state;
    Dict *slots = dict_new(t);
    if (!slots)
        return VALUE_ERROR;
    for (size_t i = 0; i < value_as_list(names)->length; i++) {
        Value name = value_as_list(names)->items[i], v = attr_find(t, self, name);
        if (value_is_error(v) || (!value_is_undef(v) && !dict_set(t, slots, name, v)))
            return VALUE_ERROR;
    }
    return slots->used ? tuple_pair(t, state, value_from_object(slots)) : state;
}

/* copyreg.__newobj__ protocol: (callable, args, state, listitems, dictitems). */
static Value reduce_newobj(Thread *t, Value self) {
    Type *type = type_of(t, self);
    Value args, kwargs = VALUE_UNDEF;
    Value getter = attr_find(t, self, STR_NAME(t, __getnewargs_ex__));
    if (value_is_error(getter))
        return getter;
    if (!value_is_undef(getter)) {
        Value pair = call0(t, getter);
        if (value_is_error(pair))
            return pair;
        if (!value_is_tuple(pair) || value_as_tuple(pair)->length != 2)
            return raise_type_error(t, "__getnewargs_ex__ should return a tuple, not '%T'", pair);
        args = value_as_tuple(pair)->items[0];
        kwargs = value_as_tuple(pair)->items[1];
    } else {
        getter = attr_find(t, self, STR_NAME(t, __getnewargs__));
        if (value_is_error(getter))
            return getter;
        args = value_is_undef(getter) ? t->vm->empty_tuple : call0(t, getter);
        if (value_is_error(args))
            return args;
        if (!value_is_tuple(args))
            return raise_type_error(t, "__getnewargs__ should return a tuple, not '%T'", args);
    }
    if (value_is_undef(getter) && type->kind != KIND_INSTANCE && type->kind != KIND_LIST &&
        type->kind != KIND_DICT && type->kind != KIND_EXCEPTION && type->native_size > 16 &&
        !(type->flags & TYPEFLAG_HEAP))
        return raise_type_error(t, "cannot pickle '%N' object", type);
    Value copyreg = t->vm->hooks.import_module(t, str_intern_cstring(t, "copyreg"), VALUE_NONE,
                                               VALUE_NONE, 0);
    if (value_is_error(copyreg))
        return copyreg;
    bool ex = !value_is_undef(kwargs) && value_is_dict(kwargs) && value_as_dict(kwargs)->used;
    Value maker = attr_get_cstring(t, copyreg, ex ? "__newobj_ex__" : "__newobj__");
    Value new_args;
    if (ex) {
        Value parts[3] = {value_from_object(type), args, kwargs};
        new_args = tuple_from_values(t, parts, 3);
    } else {
        Tuple *a = value_as_tuple(args), *all = tuple_alloc(t, a->length + 1);
        if (!all)
            return VALUE_ERROR;
        all->items[0] = value_from_object(type);
        memcpy(all->items + 1, a->items, a->length * sizeof(Value));
        new_args = value_from_object(all);
    }
    Value state = call_method0(t, self, STR_NAME(t, __getstate__));
    if (value_is_error(state) || value_is_error(maker) || value_is_error(new_args))
        return VALUE_ERROR;
    Value list_items = VALUE_NONE, dict_items = VALUE_NONE;
    if (type->kind == KIND_LIST)
        list_items = op_iter(t, self);
    if (type->kind == KIND_DICT) {
        dict_items = call_method0(t, self, STR_NAME(t, items));
        if (!value_is_error(dict_items))
            dict_items = op_iter(t, dict_items);
    }
    if (value_is_error(list_items) || value_is_error(dict_items))
        return VALUE_ERROR;
    Value parts[5] = {maker, new_args, state, list_items, dict_items};
    return tuple_from_values(t, parts, 5);
}

static Value reduce_plain(Thread *t, Value self, int64_t protocol) {
    if (protocol >= 2)
        return reduce_newobj(t, self);
    Value args[2] = {self, value_from_int(protocol)};
    return call_copyreg(t, "_reduce_ex", args, 2);
}

static Value object_reduce(Thread *t, Value *args) { return reduce_plain(t, args[0], 0); }

static Value object_reduce_ex(Thread *t, Value *args) {
    int64_t protocol;
    if (!op_index_int64(t, args[1], &protocol))
        return VALUE_ERROR;
    Value own = type_lookup(t, type_of(t, args[0]), STR_NAME(t, __reduce__));
    Value base = type_lookup(t, t->vm->types[TYPE_OBJECT], STR_NAME(t, __reduce__));
    if (!value_same(own, base))
        return call_method0(t, args[0], STR_NAME(t, __reduce__));
    return reduce_plain(t, args[0], protocol);
}

static Value object_class_get(Thread *t, Value self) { return value_from_object(type_of(t, self)); }

/* Do both lay out the same __slots__ at the same places? */
static bool same_members(Thread *t, Type *from, Type *to) {
    if (from->member_count != to->member_count)
        return false;
    for (size_t i = 0; from->member_count && from->mro && i < from->mro->length; i++) {
        Dict *d = as_type(from->mro->items[i])->dict;
        size_t at = 0;
        Value name, v;
        while (dict_next(d, &at, &name, &v)) {
            if (!value_is_kind(v, KIND_MEMBER))
                continue;
            Value other = type_lookup(t, to, name);
            if (!value_is_kind(other, KIND_MEMBER) || ((Member *)value_as_object(other))->offset !=
                                                          ((Member *)value_as_object(v))->offset)
                return false;
        }
    }
    return true;
}

/* Gives the object another class; the shape is of that class. */
static void change_class(Thread *t, Object *o, Type *to, Shape *shape) {
    o->shape = (uint32_t)(uintptr_t)shape;
    o->gc &= (uint8_t)~GC_SUBCLASS;
    if (to->flags & TYPEFLAG_HEAP)
        o->gc |= GC_SUBCLASS;
    gc_wrote(t, o);
    if (to->flags & TYPEFLAG_HAS_FINALIZER && !(o->gc & GC_FINALIZE))
        heap_register_finalizer(t, o);
}

static bool object_class_set(Thread *t, Value self, Value value) {
    if (value_is_undef(value)) {
        raise_type_error(t, "can't delete __class__ attribute");
        return false;
    }
    if (!value_is_kind(value, KIND_TYPE)) {
        raise_type_error(t, "__class__ must be set to a class, not '%T' object", value);
        return false;
    }
    Type *from = type_of(t, self), *to = as_type(value);
    bool modules = value_is_kind(self, KIND_MODULE) && to->kind == KIND_MODULE;
    if (!modules && (!(from->flags & TYPEFLAG_HEAP) || !(to->flags & TYPEFLAG_HEAP))) {
        raise_type_error(t, "__class__ assignment only supported for mutable types or ModuleType "
                            "subclasses");
        return false;
    }
    if (from->def != to->def || from->slots_offset != to->slots_offset ||
        !same_members(t, from, to)) {
        raise_type_error(t, "__class__ assignment: '%N' object layout differs from '%N'", to, from);
        return false;
    }
    Object *o = value_as_object(self);
    if (modules) {
        /* Who knows where a module has its attributes looks at the module's dict and
         * takes for granted that the class has nothing to add. */
        ((Module *)o)->dict->layout = DICT_LAYOUT_UNOBSERVED;
        type_modified(t, from);
    }
    if (object_kind(o) == KIND_TYPE)
        type_modified(t, (Type *)o); /* see update_classes_of() */
    if (!from->slots_offset) {
        change_class(t, o, to, to->root_shape);
        return true;
    }
    Dict *d = instance_dict(t, o);
    Shape *shape = d ? type_dict_shape(t, to) : NULL;
    if (!shape)
        return false;
    change_class(t, o, to, shape);
    return true;
}

static const NativeDef object_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", object_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE_RAW("__init__", "($self, /, *args, **kwargs)", object_init,
               "Initialize self.  See help(type(self)) for accurate signature."),
    NATIVE("__repr__", "($self, /)", object_repr, "Return repr(self)."),
    NATIVE("__str__", "($self, /)", object_str, "Return str(self)."),
    NATIVE("__format__", "($self, format_spec, /)", object_format, "Default object formatter."),
    NATIVE("__hash__", "($self, /)", object_hash, "Return hash(self)."),
    NATIVE("__eq__", "($self, value, /)", object_eq, "Return self==value."),
    NATIVE("__ne__", "($self, value, /)", object_ne, "Return self!=value."),
    NATIVE("__lt__", "($self, value, /)", object_order, "Return self<value."),
    NATIVE("__le__", "($self, value, /)", object_order, "Return self<=value."),
    NATIVE("__gt__", "($self, value, /)", object_order, "Return self>value."),
    NATIVE("__ge__", "($self, value, /)", object_order, "Return self>=value."),
    NATIVE("__getattribute__", "($self, name, /)", object_getattribute, "Return getattr(self, name)."),
    NATIVE("__setattr__", "($self, name, value, /)", object_setattr, "Implement setattr(self, name, value)."),
    NATIVE("__delattr__", "($self, name, /)", object_delattr, "Implement delattr(self, name)."),
    NATIVE("__dir__", "($self, /)", object_dir, "Default dir() implementation."),
    NATIVE("__sizeof__", "($self, /)", object_sizeof, "Size of object in memory, in bytes."),
    NATIVE("__reduce__", "($self, /)", object_reduce, "Helper for pickle."),
    NATIVE("__reduce_ex__", "($self, protocol, /)", object_reduce_ex, "Helper for pickle."),
    NATIVE("__getstate__", "($self, /)", object_getstate, "Helper for pickle."),
    NATIVE_CLASSMETHOD("__init_subclass__", "($type, /)", object_init_subclass,
                       "This method is called when a class is subclassed.\n\nThe default "
                       "implementation does nothing. It may be\noverridden to extend subclasses.\n"),
    {"__subclasshook__", "($type, *args)", NULL, object_subclasshook, NATIVE_CLASS | NATIVE_RAW_ARGS,
     "Abstract classes can override this to customize issubclass().\n\nThis is "
                       "invoked early on by abc.ABCMeta.__subclasscheck__().\nIt should return True, "
                       "False or NotImplemented.  If it returns\nNotImplemented, the normal algorithm "
                       "is used.  Otherwise, it\noverrides the normal algorithm (and the outcome is "
                       "cached).\n", NULL, NULL},
    NATIVE_END,
};

static const GetSetDef object_getset[] = {
    {"__class__", object_class_get, object_class_set, "the object's class"},
    {NULL, NULL, NULL, NULL},
};

const TypeDef typedef_object = {
    .name = "object",
    .doc = "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and "
           "returns a new featureless\ninstance that has no instance attributes and cannot be "
           "given any.\n",
    .id = TYPE_OBJECT,
    .kind = KIND_INSTANCE,
    .flags = TYPEFLAG_SUBCLASSABLE,
    .size = sizeof(Object),
    .methods = object_methods,
    .getset = object_getset,
};

/* ---- type ---- */

static Value type_call_method(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return type_call(t, as_type(args[0]), args + 1, nargs - 1, kwnames);
}

static Value type_new_method(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    size_t keywords = kwnames ? kwnames->length : 0, given = nargs - keywords;
    if (given == 2 && as_type(args[0]) == t->vm->types[TYPE_TYPE] && !keywords)
        return value_from_object(type_of(t, args[1]));
    if (given != 4) {
        if (as_type(args[0]) == t->vm->types[TYPE_TYPE] && (given == 1 || given == 3 || given > 4))
            return raise_type_error(t, "type() takes 1 or 3 arguments");
        return raise_type_error(t, "type.__new__() takes exactly 3 arguments (%zu given)", given - 1);
    }
    if (!value_is_str(args[1]))
        return raise_type_error(t, "type.__new__() argument 1 must be str, not %T", args[1]);
    if (!value_is_tuple(args[2]))
        return raise_type_error(t, "type.__new__() argument 2 must be tuple, not %T", args[2]);
    if (!value_is_dict(args[3]))
        return raise_type_error(t, "type.__new__() argument 3 must be dict, not %T", args[3]);
    Tuple *bases = value_as_tuple(args[2]);
    for (size_t i = 0; i < bases->length; i++)
        if (!value_is_kind(bases->items[i], KIND_TYPE)) {
            Value entries = attr_find(t, bases->items[i], STR_NAME(t, __mro_entries__));
            if (value_is_error(entries))
                return entries;
            if (!value_is_undef(entries))
                return raise_type_error(t, "type() doesn't support MRO entry resolution; use "
                                           "types.new_class()");
        }
    Type *meta = type_metaclass(t, as_type(args[0]), bases);
    if (!meta)
        return VALUE_ERROR;
    if (meta != as_type(args[0]) &&
        !value_same(meta->specials[SPECIAL_NEW], t->vm->types[TYPE_TYPE]->specials[SPECIAL_NEW])) {
        args[0] = value_from_object(meta);
        Value f = descriptor_get(t, meta->specials[SPECIAL_NEW], VALUE_UNDEF, meta);
        return value_is_error(f) ? f : call(t, f, args, nargs, kwnames);
    }
    Dict *kwargs = NULL;
    if (keywords) {
        kwargs = dict_new(t);
        if (!kwargs)
            return VALUE_ERROR;
        for (size_t i = 0; i < keywords; i++)
            if (!dict_set(t, kwargs, kwnames->items[i], args[given + i]))
                return VALUE_ERROR;
    }
    return type_new(t, meta, args[1], bases, value_as_dict(args[3]), kwargs);
}

static Value type_init_method(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    size_t given = nargs - (kwnames ? kwnames->length : 0);
    if (given == 2 && kwnames)
        return raise_type_error(t, "type.__init__() takes no keyword arguments");
    if (given != 2 && given != 4)
        return raise_type_error(t, "type.__init__() takes 1 or 3 arguments");
    return VALUE_NONE;
}

static Value type_repr(Thread *t, Value *args) {
    Value name = qualified_name(t, as_type(args[0]));
    return value_is_error(name) ? name : str_format(t, "<class '%U'>", name);
}

static bool check_attribute_name(Thread *t, Value name) {
    if (!value_is_str(name))
        raise_type_error(t, "attribute name must be string, not '%T'", name);
    return value_is_str(name);
}
static Value type_setattr_method(Thread *t, Value *args) {
    if (!check_attribute_name(t, args[1]))
        return VALUE_ERROR;
    return type_setattr(t, as_type(args[0]), args[1], args[2]) ? VALUE_NONE : VALUE_ERROR;
}
static Value type_delattr_method(Thread *t, Value *args) {
    if (!check_attribute_name(t, args[1]))
        return VALUE_ERROR;
    return type_setattr(t, as_type(args[0]), args[1], VALUE_UNDEF) ? VALUE_NONE : VALUE_ERROR;
}

static Value type_mro_method(Thread *t, Value *args) { return type_default_mro(t, as_type(args[0])); }

static Value type_subclasses(Thread *t, Value *args) {
    Type *type = as_type(args[0]);
    if (value_is_undef(type->subclasses))
        return list_new(t, 0);
    List *l = value_as_list(type->subclasses);
    return list_from_values(t, l->items, l->length);
}

static Value type_instancecheck(Thread *t, Value *args) {
    int r = op_isinstance_plain(t, args[1], args[0]);
    return r < 0 ? VALUE_ERROR : value_bool(r);
}
static Value type_subclasscheck(Thread *t, Value *args) {
    int r = op_issubclass_plain(t, args[1], args[0]);
    return r < 0 ? VALUE_ERROR : value_bool(r);
}

static Value type_prepare(Thread *t, Value *args) {
    Dict *d = dict_new(t);
    return d ? value_from_object(d) : VALUE_ERROR;
}

static Value type_dir(Thread *t, Value *args) {
    Dict *names = dict_new(t);
    if (!names || !merge_class_names(t, names, args[0]))
        return VALUE_ERROR;
    return list_from_iterable(t, value_from_object(names));
}

static Value type_or(Thread *t, Value *args) { return union_or(t, args[0], args[1]); }
static Value type_ror(Thread *t, Value *args) { return union_or(t, args[1], args[0]); }

static Value type_name_get(Thread *t, Value self) { return as_type(self)->name; }
static Value type_qualname_get(Thread *t, Value self) { return as_type(self)->qualname; }

static bool check_mutable(Thread *t, Value self, Value value, const char *name) {
    Type *type = as_type(self);
    if (type->flags & TYPEFLAG_IMMUTABLE) {
        raise_type_error(t, "cannot set '%s' attribute of immutable type '%N'", name, type);
        return false;
    }
    if (value_is_undef(value)) {
        raise_type_error(t, "cannot delete '%s' attribute of immutable type '%N'", name, type);
        return false;
    }
    return true;
}

static bool type_name_set(Thread *t, Value self, Value value) {
    if (!check_mutable(t, self, value, "__name__"))
        return false;
    if (!value_is_str(value)) {
        raise_type_error(t, "can only assign string to %N.__name__, not '%T'", as_type(self), value);
        return false;
    }
    if (!check_type_name(t, value))
        return false;
    as_type(self)->name = value;
    gc_wrote(t, value_as_object(self));
    type_modified(t, as_type(self)); /* compiled code takes it for constant */
    return true;
}

static bool type_qualname_set(Thread *t, Value self, Value value) {
    if (!check_mutable(t, self, value, "__qualname__"))
        return false;
    if (!value_is_str(value)) {
        raise_type_error(t, "can only assign string to %N.__qualname__, not '%T'", as_type(self), value);
        return false;
    }
    as_type(self)->qualname = value;
    gc_wrote(t, value_as_object(self));
    return true;
}

static Value type_module_get(Thread *t, Value self) {
    Value m = type_module_name(t, as_type(self));
    return value_is_undef(m) ? raise_error(t, TYPE_AttributeError, "__module__") : m;
}

static bool type_module_set(Thread *t, Value self, Value value) {
    return check_mutable(t, self, value, "__module__") &&
           type_set(t, as_type(self), STR_NAME(t, __module__), value);
}

static Value type_bases_get(Thread *t, Value self) { return value_from_object(as_type(self)->bases); }
static bool type_bases_set(Thread *t, Value self, Value value) {
    return check_mutable(t, self, value, "__bases__") && type_set_bases(t, as_type(self), value);
}
static Value type_base_get(Thread *t, Value self) {
    return as_type(self)->base ? value_from_object(as_type(self)->base) : VALUE_NONE;
}
static Value type_mro_get(Thread *t, Value self) {
    return as_type(self)->mro ? value_from_object(as_type(self)->mro) : VALUE_NONE;
}

static Value type_dict_get(Thread *t, Value self) {
    return mapping_proxy_new(t, value_from_object(as_type(self)->dict));
}

static Value type_doc_get(Thread *t, Value self) {
    Value v = dict_get_str(t, as_type(self)->dict, STR_NAME(t, __doc__));
    if (value_is_undef(v))
        return VALUE_NONE;
    return as_type(self)->flags & TYPEFLAG_HEAP ? descriptor_get(t, v, VALUE_UNDEF, as_type(self)) : v;
}

static bool type_doc_set(Thread *t, Value self, Value value) {
    return check_mutable(t, self, value, "__doc__") &&
           type_set(t, as_type(self), STR_NAME(t, __doc__), value);
}

static Value type_abstract_get(Thread *t, Value self) {
    Value v = as_type(self)->id == TYPE_TYPE
                  ? VALUE_UNDEF
                  : dict_get_str(t, as_type(self)->dict, STR_NAME(t, __abstractmethods__));
    return value_is_undef(v) ? raise_error(t, TYPE_AttributeError, "__abstractmethods__") : v;
}

static bool type_abstract_set(Thread *t, Value self, Value value) {
    Type *type = as_type(self);
    int abstract = value_is_undef(value) ? 0 : op_truth(t, value);
    if (abstract < 0 || !type_set(t, type, STR_NAME(t, __abstractmethods__), value))
        return false;
    type->flags = abstract ? type->flags | TYPEFLAG_ABSTRACT
                           : type->flags & ~(uint32_t)TYPEFLAG_ABSTRACT;
    return true;
}

static Value type_annotations_get(Thread *t, Value self) {
    Type *type = as_type(self);
    if (!(type->flags & TYPEFLAG_HEAP))
        return raise_error(t, TYPE_AttributeError, "type object '%N' has no attribute '__annotations__'",
                           type);
    Value v = dict_get_str(t, type->dict, STR_NAME(t, __annotations__));
    if (!value_is_undef(v))
        return descriptor_get(t, v, VALUE_UNDEF, type);
    Dict *d = dict_new(t);
    if (!d || !type_set(t, type, STR_NAME(t, __annotations__), value_from_object(d)))
        return VALUE_ERROR;
    return value_from_object(d);
}

static bool type_annotations_set(Thread *t, Value self, Value value) {
    if (as_type(self)->flags & TYPEFLAG_IMMUTABLE) {
        raise_type_error(t, "cannot set '__annotations__' attribute of immutable type '%N'",
                         as_type(self));
        return false;
    }
    return type_set(t, as_type(self), STR_NAME(t, __annotations__), value);
}

static Value type_text_signature_get(Thread *t, Value self) { return VALUE_NONE; }
static Value type_flags_get(Thread *t, Value self) {
    Type *type = as_type(self);
    int64_t f = 1 << 12; /* Py_TPFLAGS_READY */
    f |= type->flags & TYPEFLAG_SUBCLASSABLE ? 1 << 10 : 0;
    f |= type->flags & TYPEFLAG_HEAP ? 1 << 9 : 0;
    f |= type->flags & TYPEFLAG_ABSTRACT ? 1 << 20 : 0;
    f |= type->flags & TYPEFLAG_IMMUTABLE ? 1 << 8 : 0;
    return value_from_int(f);
}
static Value type_basicsize_get(Thread *t, Value self) { return value_from_int(as_type(self)->size); }
static Value type_itemsize_get(Thread *t, Value self) {
    return value_from_int(as_type(self)->flags & TYPEFLAG_VARSIZED ? 8 : 0);
}
static Value type_dictoffset_get(Thread *t, Value self) {
    return value_from_int(as_type(self)->slots_offset);
}
static Value type_weakrefoffset_get(Thread *t, Value self) {
    return value_from_int(as_type(self)->flags & TYPEFLAG_WEAKREFS ? 1 : 0);
}

static const NativeDef type_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", type_new_method,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE_RAW("__init__", "($self, /, *args, **kwargs)", type_init_method,
               "Initialize self.  See help(type(self)) for accurate signature."),
    NATIVE_RAW("__call__", "($self, /, *args, **kwargs)", type_call_method, "Call self as a function."),
    NATIVE("__repr__", "($self, /)", type_repr, "Return repr(self)."),
    NATIVE("__getattribute__", "($self, name, /)", type_getattribute, "Return getattr(self, name)."),
    NATIVE("__setattr__", "($self, name, value, /)", type_setattr_method,
           "Implement setattr(self, name, value)."),
    NATIVE("__delattr__", "($self, name, /)", type_delattr_method, "Implement delattr(self, name)."),
    NATIVE("__or__", "($self, value, /)", type_or, "Return self|value."),
    NATIVE("__ror__", "($self, value, /)", type_ror, "Return value|self."),
    NATIVE("mro", "($self, /)", type_mro_method, "Return a type's method resolution order."),
    NATIVE("__subclasses__", "($self, /)", type_subclasses, "Return a list of immediate subclasses."),
    NATIVE_CLASSMETHOD("__prepare__", "($cls, *args, **kwargs)", type_prepare,
                       "__prepare__() -> dict\nused to create the namespace for the class statement"),
    NATIVE("__instancecheck__", "($self, instance, /)", type_instancecheck,
           "Check if an object is an instance."),
    NATIVE("__subclasscheck__", "($self, subclass, /)", type_subclasscheck,
           "Check if a class is a subclass."),
    NATIVE("__dir__", "($self, /)", type_dir, "Specialized __dir__ implementation for types."),
    NATIVE_END,
};

static const GetSetDef type_getset[] = {
    {"__name__", type_name_get, type_name_set, NULL},
    {"__qualname__", type_qualname_get, type_qualname_set, NULL},
    {"__module__", type_module_get, type_module_set, NULL},
    {"__bases__", type_bases_get, type_bases_set, NULL},
    {"__base__", type_base_get, member_readonly, NULL},
    {"__mro__", type_mro_get, member_readonly, NULL},
    {"__dict__", type_dict_get, NULL, NULL},
    {"__doc__", type_doc_get, type_doc_set, NULL},
    {"__abstractmethods__", type_abstract_get, type_abstract_set, NULL},
    {"__annotations__", type_annotations_get, type_annotations_set, NULL},
    {"__text_signature__", type_text_signature_get, NULL, NULL},
    {"__flags__", type_flags_get, member_readonly, NULL},
    {"__basicsize__", type_basicsize_get, member_readonly, NULL},
    {"__itemsize__", type_itemsize_get, member_readonly, NULL},
    {"__dictoffset__", type_dictoffset_get, member_readonly, NULL},
    {"__weakrefoffset__", type_weakrefoffset_get, member_readonly, NULL},
    {NULL, NULL, NULL, NULL},
};

static Value type_construct(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return kwnames || nargs != 1 ? VALUE_UNDEF : value_from_object(type_of(t, args[0]));
}

const TypeDef typedef_type = {
    .name = "type",
    .doc = "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    .id = TYPE_TYPE,
    .base = TYPE_OBJECT,
    .kind = KIND_TYPE,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_WEAKREFS,
    .size = sizeof(Type),
    .trace = type_trace_object,
    .construct = type_construct,
    .methods = type_methods,
    .getset = type_getset,
};

/* ---- singletons ---- */

static Value singleton_new(Thread *t, size_t nargs, const char *name, Value only) {
    return nargs > 1 ? raise_type_error(t, "%s takes no arguments", name) : only;
}
static Value none_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return singleton_new(t, nargs, "NoneType", VALUE_NONE);
}
static Value none_repr(Thread *t, Value *args) { return STR_NAME(t, None); }
static Value none_bool(Thread *t, Value *args) { return VALUE_FALSE; }
static Value ellipsis_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return singleton_new(t, nargs, "EllipsisType", VALUE_ELLIPSIS);
}
static Value ellipsis_repr(Thread *t, Value *args) { return str_intern_cstring(t, "Ellipsis"); }
static Value not_implemented_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return singleton_new(t, nargs, "NotImplementedType", VALUE_NOT_IMPLEMENTED);
}
static Value not_implemented_repr(Thread *t, Value *args) {
    return str_intern_cstring(t, "NotImplemented");
}
static Value not_implemented_bool(Thread *t, Value *args) {
    return warn(t, TYPE_DeprecationWarning, 1,
                "NotImplemented should not be used in a boolean context")
               ? VALUE_TRUE : VALUE_ERROR;
}

static const NativeDef none_methods[] = {
    NATIVE_RAW("__new__", "($type)", none_new, "Create and return a new object."),
    NATIVE("__repr__", "($self, /)", none_repr, "Return repr(self)."),
    NATIVE("__bool__", "($self, /)", none_bool, "True if self else False"),
    NATIVE_END,
};
static const NativeDef ellipsis_methods[] = {
    NATIVE_RAW("__new__", "($type)", ellipsis_new, "Create and return a new object."),
    NATIVE("__repr__", "($self, /)", ellipsis_repr, "Return repr(self)."),
    NATIVE("__reduce__", "($self, /)", ellipsis_repr, "Helper for pickle."),
    NATIVE_END,
};
static const NativeDef not_implemented_methods[] = {
    NATIVE_RAW("__new__", "($type)", not_implemented_new, "Create and return a new object."),
    NATIVE("__repr__", "($self, /)", not_implemented_repr, "Return repr(self)."),
    NATIVE("__bool__", "($self, /)", not_implemented_bool, "True if self else False"),
    NATIVE("__reduce__", "($self, /)", not_implemented_repr, "Helper for pickle."),
    NATIVE_END,
};

#define SINGLETON(variable, spelling, ID, rows)                                              \
    const TypeDef variable = {.name = spelling, .id = ID, .base = TYPE_OBJECT,               \
                              .kind = KIND_INSTANCE, .size = sizeof(Object), .methods = rows}
SINGLETON(typedef_none, "NoneType", TYPE_NONE, none_methods);
SINGLETON(typedef_ellipsis, "ellipsis", TYPE_ELLIPSIS, ellipsis_methods);
SINGLETON(typedef_not_implemented, "NotImplementedType", TYPE_NOT_IMPLEMENTED, not_implemented_methods);

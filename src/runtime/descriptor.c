/*
 * descriptor.c - property, staticmethod, classmethod, the descriptors of native
 * attributes and of __slots__, and super.
 */
#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/frame.h"
#include "runtime/function.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/type.h"

static Type *owner_argument(Thread *t, Value *args) {
    return value_is_kind(args[2], KIND_TYPE) ? (Type *)value_as_object(args[2]) : type_of(t, args[1]);
}

/* __get__(self, instance, owner) of any descriptor kind. */
static Value get_method(Thread *t, Value *args) {
    if (value_is_none(args[1]) && value_is_none(args[2]))
        return raise_type_error(t, "__get__(None, None) is invalid");
    bool through_type = value_is_none(args[1]);
    return descriptor_get_native(t, args[0], through_type ? VALUE_UNDEF : args[1],
                                 owner_argument(t, args));
}

/* ---- property ---- */

static Property *as_property(Value v) { return (Property *)value_as_object(v); }

Value property_new(Thread *t, Value get, Value set, Value del, Value doc) {
    Property *p = NULL;
    p = (Property *)type_alloc(t, t->vm->types[TYPE_PROPERTY], 0);
    if (!p)
        return VALUE_ERROR;
    p->get = get;
    p->set = set;
    p->del = del;
    p->doc = doc;
    p->name = VALUE_UNDEF;
    return value_from_object(p);
}

static void property_trace(Tracer *tracer, Object *object) {
    trace_values(tracer, &((Property *)object)->get, 5);
}
static_assert(offsetof(Property, name) == offsetof(Property, get) + 4 * sizeof(Value),
              "the traced fields are consecutive");

static Value property_new_method(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Property *p = (Property *)type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!p)
        return VALUE_ERROR;
    p->get = p->set = p->del = p->doc = VALUE_NONE;
    p->name = VALUE_UNDEF;
    return value_from_object(p);
}

static Value property_init(Thread *t, Value *args) {
    Property *p = as_property(args[0]);
    p->get = args[1];
    p->set = args[2];
    p->del = args[3];
    p->doc = args[4];
    p->doc_from_getter = false;
    gc_wrote(t, p);
    if (value_is_none(p->doc) && !value_is_none(p->get)) {
        Value doc = attr_find(t, p->get, STR_NAME(t, __doc__));
        if (value_is_error(doc))
            return doc;
        if (!value_is_undef(doc) && !value_is_none(doc)) {
            p->doc = doc;
            p->doc_from_getter = true;
        }
    }
    /* A subclass's instances show the doc in their own __dict__. */
    if (p->header.gc & GC_SUBCLASS && object_type(p)->slots_offset && !value_is_none(p->doc) &&
        !instance_set(t, &p->header, STR_NAME(t, __doc__), p->doc))
        return VALUE_ERROR;
    return VALUE_NONE;
}

static Value property_copy(Thread *t, Value self, Value get, Value set, Value del) {
    Property *p = as_property(self);
    Value args[4] = {value_is_none(get) ? p->get : get, value_is_none(set) ? p->set : set,
                     value_is_none(del) ? p->del : del, p->doc_from_getter ? VALUE_NONE : p->doc};
    Value copy = call(t, value_from_object(object_type(p)), args, 4, NULL);
    if (!value_is_error(copy) && value_is_kind(copy, KIND_PROPERTY))
        as_property(copy)->name = p->name;
    return copy;
}
static Value property_getter(Thread *t, Value *args) {
    return property_copy(t, args[0], args[1], VALUE_NONE, VALUE_NONE);
}
static Value property_setter(Thread *t, Value *args) {
    return property_copy(t, args[0], VALUE_NONE, args[1], VALUE_NONE);
}
static Value property_deleter(Thread *t, Value *args) {
    return property_copy(t, args[0], VALUE_NONE, VALUE_NONE, args[1]);
}

static Value property_set_name(Thread *t, Value *args) {
    as_property(args[0])->name = args[2];
    gc_wrote(t, value_as_object(args[0]));
    return VALUE_NONE;
}

static Value raise_no_accessor(Thread *t, Property *p, Value instance, const char *what) {
    Value qualname = type_of(t, instance)->qualname;
    if (value_is_undef(p->name))
        return raise_error(t, TYPE_AttributeError, "property of %R object has no %s", qualname, what);
    return raise_error(t, TYPE_AttributeError, "property %R of %R object has no %s", p->name, qualname,
                       what);
}

static Value property_get_method(Thread *t, Value *args) {
    Property *p = as_property(args[0]);
    if (value_is_none(args[1]))
        return args[0];
    return value_is_none(p->get) ? raise_no_accessor(t, p, args[1], "getter") : call1(t, p->get, args[1]);
}
static Value property_set_method(Thread *t, Value *args) {
    Property *p = as_property(args[0]);
    Value r = value_is_none(p->set) ? raise_no_accessor(t, p, args[1], "setter")
                                    : call2(t, p->set, args[1], args[2]);
    return value_is_error(r) ? r : VALUE_NONE;
}
static Value property_delete_method(Thread *t, Value *args) {
    Property *p = as_property(args[0]);
    Value r = value_is_none(p->del) ? raise_no_accessor(t, p, args[1], "deleter")
                                    : call1(t, p->del, args[1]);
    return value_is_error(r) ? r : VALUE_NONE;
}

static Value property_fget(Thread *t, Value self) { return as_property(self)->get; }
static Value property_fset(Thread *t, Value self) { return as_property(self)->set; }
static Value property_fdel(Thread *t, Value self) { return as_property(self)->del; }
static Value property_doc(Thread *t, Value self) { return as_property(self)->doc; }
static bool property_doc_set(Thread *t, Value self, Value value) {
    as_property(self)->doc = value_is_undef(value) ? VALUE_NONE : value;
    gc_wrote(t, value_as_object(self));
    return true;
}

static Value any_abstract(Thread *t, const Value *functions, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (value_is_none(functions[i]))
            continue;
        Value flag = attr_find(t, functions[i], STR_NAME(t, __isabstractmethod__));
        int truth = value_is_error(flag) ? -1 : value_is_undef(flag) ? 0 : op_truth(t, flag);
        if (truth)
            return truth < 0 ? VALUE_ERROR : VALUE_TRUE;
    }
    return VALUE_FALSE;
}
static Value property_abstract(Thread *t, Value self) {
    return any_abstract(t, &as_property(self)->get, 3);
}

static const NativeDef property_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", property_new_method,
               "Create and return a new object."),
    NATIVE("__init__", "($self, fget=None, fset=None, fdel=None, doc=None)", property_init,
           "Initialize self."),
    NATIVE("getter", "($self, fget, /)", property_getter, "Descriptor to obtain a copy of the property with a different getter."),
    NATIVE("setter", "($self, fset, /)", property_setter, "Descriptor to obtain a copy of the property with a different setter."),
    NATIVE("deleter", "($self, fdel, /)", property_deleter, "Descriptor to obtain a copy of the property with a different deleter."),
    NATIVE("__set_name__", "($self, owner, name, /)", property_set_name, "Method to set name of a property."),
    NATIVE("__get__", "($self, instance, owner=None, /)", property_get_method,
           "Return an attribute of instance, which is of type owner."),
    NATIVE("__set__", "($self, instance, value, /)", property_set_method, "Set an attribute of instance to value."),
    NATIVE("__delete__", "($self, instance, /)", property_delete_method, "Delete an attribute of instance."),
    NATIVE_END,
};
static const GetSetDef property_getset[] = {
    {"fget", property_fget, member_readonly, NULL},
    {"fset", property_fset, member_readonly, NULL},
    {"fdel", property_fdel, member_readonly, NULL},
    {"__doc__", property_doc, property_doc_set, NULL},
    {"__isabstractmethod__", property_abstract, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
const TypeDef typedef_property = {
    .name = "property",
    .doc = "Property attribute.\n\n  fget\n    function to be used for getting an attribute value\n  "
           "fset\n    function to be used for setting an attribute value\n  fdel\n    function to be "
           "used for del'ing an attribute\n  doc\n    docstring\n\nTypical use is to define a managed "
           "attribute x:\n\nclass C(object):\n    def getx(self): return self._x\n    def setx(self, "
           "value): self._x = value\n    def delx(self): del self._x\n    x = property(getx, setx, "
           "delx, \"I'm the 'x' property.\")\n\nDecorators make defining new properties or modifying "
           "existing ones easy:\n\nclass C(object):\n    @property\n    def x(self):\n        \"I am "
           "the 'x' property.\"\n        return self._x\n    @x.setter\n    def x(self, value):\n    "
           "    self._x = value\n    @x.deleter\n    def x(self):\n        del self._x",
    .id = TYPE_PROPERTY,
    .base = TYPE_OBJECT,
    .kind = KIND_PROPERTY,
    .flags = TYPEFLAG_SUBCLASSABLE,
    .size = sizeof(Property),
    .trace = property_trace,
    .methods = property_methods,
    .getset = property_getset,
};

/* ---- staticmethod and classmethod ---- */

static MethodHolder *as_holder(Value v) { return (MethodHolder *)value_as_object(v); }

static void holder_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((MethodHolder *)object)->function);
}

static Value holder_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    MethodHolder *h = (MethodHolder *)type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!h)
        return VALUE_ERROR;
    h->function = VALUE_NONE;
    return value_from_object(h);
}

/* As functools.update_wrapper would. */
static bool copy_function_attributes(Thread *t, Value self, Value f) {
    static const NameId names[] = {NAME___module__, NAME___name__, NAME___qualname__, NAME___doc__,
                                   NAME___annotations__};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Value v = attr_find(t, f, t->vm->names[names[i]]);
        if (value_is_error(v))
            return false;
        if (!value_is_undef(v) && !instance_set(t, value_as_object(self), t->vm->names[names[i]], v))
            return false;
    }
    return true;
}

static Value holder_init(Thread *t, Value *args) {
    as_holder(args[0])->function = args[1];
    gc_wrote(t, value_as_object(args[0]));
    return copy_function_attributes(t, args[0], args[1]) ? VALUE_NONE : VALUE_ERROR;
}

static Value holder_repr(Thread *t, Value *args) {
    return str_format(t, "<%s(%R)>",
                      object_kind(value_as_object(args[0])) == KIND_STATICMETHOD ? "staticmethod"
                                                                                 : "classmethod",
                      as_holder(args[0])->function);
}

static Value static_call(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return call(t, as_holder(args[0])->function, args + 1, nargs - 1, kwnames);
}

static Value holder_func(Thread *t, Value self) { return as_holder(self)->function; }
static Value holder_abstract(Thread *t, Value self) {
    return any_abstract(t, &as_holder(self)->function, 1);
}
static Value holder_dict(Thread *t, Value self) {
    Dict *d = instance_dict(t, value_as_object(self));
    return d ? value_from_object(d) : VALUE_ERROR;
}

static const NativeDef static_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", holder_new, "Create and return a new object."),
    NATIVE("__init__", "($self, function, /)", holder_init, "Initialize self."),
    NATIVE("__get__", "($self, instance, owner=None, /)", get_method,
           "Return an attribute of instance, which is of type owner."),
    NATIVE_RAW("__call__", "($self, /, *args, **kwargs)", static_call, "Call self as a function."),
    NATIVE("__repr__", "($self, /)", holder_repr, "Return repr(self)."),
    NATIVE_END,
};
static const NativeDef class_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", holder_new, "Create and return a new object."),
    NATIVE("__init__", "($self, function, /)", holder_init, "Initialize self."),
    NATIVE("__get__", "($self, instance, owner=None, /)", get_method,
           "Return an attribute of instance, which is of type owner."),
    NATIVE("__repr__", "($self, /)", holder_repr, "Return repr(self)."),
    NATIVE_END,
};
static const GetSetDef holder_getset[] = {
    {"__func__", holder_func, member_readonly, NULL},
    {"__wrapped__", holder_func, member_readonly, NULL},
    {"__isabstractmethod__", holder_abstract, NULL, NULL},
    {"__dict__", holder_dict, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
const TypeDef typedef_staticmethod = {
    .name = "staticmethod",
    .doc = "staticmethod(function) -> method\n\nConvert a function to be a static method.\n\nA static "
           "method does not receive an implicit first argument.\nTo declare a static method, use this "
           "idiom:\n\n     class C:\n         @staticmethod\n         def f(arg1, arg2, argN):\n         "
           "    ...\n\nIt can be called either on the class (e.g. C.f()) or on an instance\n(e.g. "
           "C().f()). Both the class and the instance are ignored, and\nneither is passed implicitly "
           "as the first argument to the method.\n\nStatic methods in Python are similar to those "
           "found in Java or C++.\nFor a more advanced concept, see the classmethod builtin.",
    .id = TYPE_STATICMETHOD,
    .base = TYPE_OBJECT,
    .kind = KIND_STATICMETHOD,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_DICT,
    .size = sizeof(MethodHolder),
    .trace = holder_trace,
    .methods = static_methods,
    .getset = holder_getset,
};
const TypeDef typedef_classmethod = {
    .name = "classmethod",
    .doc = "classmethod(function) -> method\n\nConvert a function to be a class method.\n\nA class "
           "method receives the class as implicit first argument,\njust like an instance method "
           "receives the instance.\nTo declare a class method, use this idiom:\n\n  class C:\n      "
           "@classmethod\n      def f(cls, arg1, arg2, argN):\n          ...\n\nIt can be called "
           "either on the class (e.g. C.f()) or on an instance\n(e.g. C().f()).  The instance is "
           "ignored except for its class.\nIf a class method is called for a derived class, the "
           "derived class\nobject is passed as the implied first argument.\n\nClass methods are "
           "different than C++ or Java static methods.\nIf you want those, see the staticmethod "
           "builtin.",
    .id = TYPE_CLASSMETHOD,
    .base = TYPE_OBJECT,
    .kind = KIND_CLASSMETHOD,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_DICT,
    .size = sizeof(MethodHolder),
    .trace = holder_trace,
    .methods = class_methods,
    .getset = holder_getset,
};

/* ---- native attributes and __slots__ members ---- */

typedef struct NamedDescriptor {
    const char *spelling;
    Value name;
    Type *owner;
} NamedDescriptor;

bool member_readonly(Thread *t, Value self, Value value) {
    raise_error(t, TYPE_AttributeError, "readonly attribute");
    return false;
}

static NamedDescriptor described(Thread *t, Value v) {
    Object *o = value_as_object(v);
    if (object_kind(o) == KIND_GETSET) {
        GetSet *g = (GetSet *)o;
        return (NamedDescriptor){g->def->set == member_readonly ? "member" : "attribute",
                                 str_intern_cstring(t, g->def->name), g->owner};
    }
    Member *m = (Member *)o;
    return (NamedDescriptor){"member", m->name, m->owner};
}

static void getset_trace(Tracer *tracer, Object *object) {
    trace_object(tracer, ((GetSet *)object)->owner);
}
static void member_trace(Tracer *tracer, Object *object) {
    if (object_kind(object) == KIND_GETSET) {
        getset_trace(tracer, object);
        return;
    }
    trace_value(tracer, ((Member *)object)->name);
    trace_object(tracer, ((Member *)object)->owner);
}

static Value named_repr(Thread *t, Value *args) {
    NamedDescriptor d = described(t, args[0]);
    return str_format(t, "<%s '%U' of '%N' objects>", d.spelling, d.name, d.owner);
}

static Value named_set(Thread *t, Value *args) {
    NamedDescriptor d = described(t, args[0]);
    if (!type_is_subtype(type_of(t, args[1]), d.owner))
        return raise_type_error(t, "descriptor '%U' for '%N' objects doesn't apply to a '%T' object",
                                d.name, d.owner, args[1]);
    Value deleting = args[2];
    Object *o = value_as_object(args[0]);
    if (object_kind(o) == KIND_GETSET) {
        GetSet *g = (GetSet *)o;
        if (!g->def->set)
            return raise_error(t, TYPE_AttributeError, "attribute '%s' of '%N' objects is not writable",
                               g->def->name, g->owner);
        return g->def->set(t, args[1], deleting) ? VALUE_NONE : VALUE_ERROR;
    }
    if (((Member *)o)->readonly) return raise_error(t, TYPE_AttributeError, "readonly attribute");
    Value *held = (Value *)((char *)value_as_object(args[1]) + ((Member *)o)->offset);
    if (value_is_undef(deleting) && value_is_undef(*held))
        return raise_error(t, TYPE_AttributeError, "%U", d.name);
    *held = deleting;
    gc_wrote(t, value_as_object(args[1]));
    return VALUE_NONE;
}

static Value named_delete(Thread *t, Value *args) {
    Value all[3] = {args[0], args[1], VALUE_UNDEF};
    return named_set(t, all);
}

static Value named_name(Thread *t, Value self) { return described(t, self).name; }
static Value named_owner(Thread *t, Value self) { return value_from_object(described(t, self).owner); }
static Value named_qualname(Thread *t, Value self) {
    NamedDescriptor d = described(t, self);
    return str_format(t, "%U.%U", d.owner->qualname, d.name);
}
static Value named_doc(Thread *t, Value self) {
    Object *o = value_as_object(self);
    const char *doc = object_kind(o) == KIND_GETSET ? ((GetSet *)o)->def->doc : NULL;
    return doc ? str_from_cstring(t, doc) : VALUE_NONE;
}
static Value named_reduce(Thread *t, Value *args) {
    NamedDescriptor d = described(t, args[0]);
    Value getter = dict_get_str(t, t->vm->builtins, str_intern_cstring(t, "getattr"));
    return tuple_pair(t, getter, tuple_pair(t, value_from_object(d.owner), d.name));
}

static const NativeDef named_methods[] = {
    NATIVE("__repr__", "($self, /)", named_repr, "Return repr(self)."),
    NATIVE("__get__", "($self, instance, owner=None, /)", get_method,
           "Return an attribute of instance, which is of type owner."),
    NATIVE("__set__", "($self, instance, value, /)", named_set, "Set an attribute of instance to value."),
    NATIVE("__delete__", "($self, instance, /)", named_delete, "Delete an attribute of instance."),
    NATIVE("__reduce__", "($self, /)", named_reduce, NULL),
    NATIVE_END,
};
static const GetSetDef named_getset[] = {
    {"__name__", named_name, member_readonly, NULL},
    {"__qualname__", named_qualname, NULL, NULL},
    {"__objclass__", named_owner, member_readonly, NULL},
    {"__doc__", named_doc, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
const TypeDef typedef_getset_descriptor = {
    .name = "getset_descriptor",
    .id = TYPE_GETSET_DESCRIPTOR,
    .base = TYPE_OBJECT,
    .kind = KIND_GETSET,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(GetSet),
    .trace = getset_trace,
    .methods = named_methods,
    .getset = named_getset,
};
const TypeDef typedef_member_descriptor = {
    .name = "member_descriptor",
    .id = TYPE_MEMBER_DESCRIPTOR,
    .base = TYPE_OBJECT,
    .kind = KIND_MEMBER,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(Member),
    .trace = member_trace,
    .methods = named_methods,
    .getset = named_getset,
};

/* ---- super ---- */

static Super *as_super(Value v) { return (Super *)value_as_object(v); }

static void super_trace(Tracer *tracer, Object *object) {
    Super *s = (Super *)object;
    trace_object(tracer, s->type);
    trace_value(tracer, s->object);
    trace_object(tracer, s->object_type);
}

/* super() without arguments: the class from the __class__ cell, the object from
 * the first parameter of the calling function. */
static bool super_from_frame(Thread *t, Type **type, Value *object) {
    frames_sync(t);
    Frame *f = t->frame;
    if (!f) {
        raise_error(t, TYPE_RuntimeError, "super(): no current frame");
        return false;
    }
    Code *code = f->function->code;
    if (!code->arg_count) {
        raise_error(t, TYPE_RuntimeError, "super(): no arguments");
        return false;
    }
    Value self = f->registers[0];
    if (value_is_kind(self, KIND_CELL))
        self = ((Cell *)value_as_object(self))->value;
    if (value_is_undef(self)) {
        raise_error(t, TYPE_RuntimeError, "super(): arg[0] deleted");
        return false;
    }
    Tuple *names = code->free_names;
    for (size_t i = 0; names && i < names->length; i++) {
        if (!value_same(names->items[i], STR_NAME(t, __class__)))
            continue;
        Value v = ((Cell *)value_as_object(f->function->closure->items[i]))->value;
        if (value_is_undef(v)) {
            raise_error(t, TYPE_RuntimeError, "super(): empty __class__ cell");
            return false;
        }
        if (!value_is_kind(v, KIND_TYPE)) {
            raise_error(t, TYPE_RuntimeError, "super(): __class__ is not a type (%T)", v);
            return false;
        }
        *type = (Type *)value_as_object(v);
        *object = self;
        return true;
    }
    raise_error(t, TYPE_RuntimeError, "super(): __class__ cell not found");
    return false;
}

static Type *super_check(Thread *t, Type *type, Value object) {
    if (value_is_kind(object, KIND_TYPE) && type_is_subtype((Type *)value_as_object(object), type))
        return (Type *)value_as_object(object);
    Type *own = type_of(t, object);
    if (type_is_subtype(own, type))
        return own;
    Value cls = attr_find(t, object, STR_NAME(t, __class__));
    if (value_is_error(cls))
        return NULL;
    if (!value_is_undef(cls) && value_is_kind(cls, KIND_TYPE) &&
        type_is_subtype((Type *)value_as_object(cls), type))
        return (Type *)value_as_object(cls);
    raise_type_error(t, "super(type, obj): obj must be an instance or subtype of type");
    return NULL;
}

static bool super_fill(Thread *t, Super *s, Type *type, Value object) {
    s->type = type;
    s->object = VALUE_UNDEF;
    s->object_type = NULL;
    if (value_is_undef(object) || value_is_none(object))
        return true;
    s->object_type = super_check(t, type, object);
    s->object = object;
    gc_wrote(t, s);
    return s->object_type != NULL;
}

static Value super_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Super *s = (Super *)type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!s)
        return VALUE_ERROR;
    s->object = VALUE_UNDEF;
    return value_from_object(s);
}

static Value super_init(Thread *t, Value *args) {
    Type *type;
    Value object = args[2];
    if (value_is_undef(args[1])) {
        if (!super_from_frame(t, &type, &object))
            return VALUE_ERROR;
    } else {
        if (!value_is_kind(args[1], KIND_TYPE))
            return raise_type_error(t, "super() argument 1 must be a type, not %T", args[1]);
        type = (Type *)value_as_object(args[1]);
    }
    return super_fill(t, as_super(args[0]), type, object) ? VALUE_NONE : VALUE_ERROR;
}

static Value super_repr(Thread *t, Value *args) {
    Super *s = as_super(args[0]);
    const char *name = s->type ? type_name(s->type) : "NULL";
    if (s->object_type)
        return str_format(t, "<super: <class '%s'>, <%N object>>", name, s->object_type);
    return str_format(t, "<super: <class '%s'>, NULL>", name);
}

static Value super_get(Thread *t, Value *args) {
    Super *s = as_super(args[0]);
    if (value_is_none(args[1]) || s->object_type)
        return args[0];
    Super *bound = (Super *)type_alloc(t, object_type(s), 0);
    if (!bound || !super_fill(t, bound, s->type, args[1]))
        return VALUE_ERROR;
    return value_from_object(bound);
}

static Value super_thisclass(Thread *t, Value self) {
    return as_super(self)->type ? value_from_object(as_super(self)->type) : VALUE_NONE;
}
static Value super_self(Thread *t, Value self) {
    Value o = as_super(self)->object;
    return value_is_undef(o) ? VALUE_NONE : o;
}
static Value super_self_class(Thread *t, Value self) {
    return as_super(self)->object_type ? value_from_object(as_super(self)->object_type) : VALUE_NONE;
}

static const NativeDef super_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", super_new, "Create and return a new object."),
    NATIVE("__init__", "($self, type=<none>, object=<none>, /)", super_init, "Initialize self."),
    NATIVE("__repr__", "($self, /)", super_repr, "Return repr(self)."),
    NATIVE("__getattribute__", "($self, name, /)", super_getattribute, "Return getattr(self, name)."),
    NATIVE("__get__", "($self, instance, owner=None, /)", super_get,
           "Return an attribute of instance, which is of type owner."),
    NATIVE_END,
};
static const GetSetDef super_getset[] = {
    {"__thisclass__", super_thisclass, member_readonly, "the class invoking super()"},
    {"__self__", super_self, member_readonly, "the instance invoking super(); may be None"},
    {"__self_class__", super_self_class, member_readonly, "the type of the instance invoking super(); may be None"},
    {NULL, NULL, NULL, NULL},
};
const TypeDef typedef_super = {
    .name = "super",
    .doc = "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super "
           "object\nsuper(type, obj) -> bound super object; requires isinstance(obj, type)\n"
           "super(type, type2) -> bound super object; requires issubclass(type2, type)\nTypical use to "
           "call a cooperative superclass method:\nclass C(B):\n    def meth(self, arg):\n        "
           "super().meth(arg)\nThis works for class methods too:\nclass C(B):\n    @classmethod\n    "
           "def cmeth(cls, arg):\n        super().cmeth(arg)\n",
    .id = TYPE_SUPER,
    .base = TYPE_OBJECT,
    .kind = KIND_SUPER,
    .flags = TYPEFLAG_SUBCLASSABLE,
    .size = sizeof(Super),
    .trace = super_trace,
    .methods = super_methods,
    .getset = super_getset,
};

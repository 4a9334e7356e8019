/*
 * attr.c - attribute access: instance slots, descriptors, classes, modules,
 * super(), and the fallback through __getattr__ and friends.
 */
#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/function.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str.h"
#include "runtime/type.h"
#include "runtime/vm.h"

/* ---- instance attributes ---- */

static Value *attribute_area(Object *o, Type *type) {
    if (!type->slots_offset)
        return NULL;
    if (type->flags & TYPEFLAG_VARSIZED)
        return object_attributes_varsized(o);
    return (Value *)((char *)o + type->slots_offset);
}

static Value exact_interned(Thread *t, Value name) {
    return value_as_str(name)->flags & STR_INTERNED ? name : str_intern(t, name);
}

static Value *slot_address(Value *area, Shape *shape, uint32_t slot) {
    return slot < shape->inline_slots ? area + 1 + slot
                                      : &((Array *)value_as_object(area[0]))->items[slot - shape->inline_slots];
}

Value instance_get(Thread *t, Object *o, Value name) {
    Shape *shape = object_shape(o);
    Value *area = attribute_area(o, shape->type);
    if (!area)
        return VALUE_UNDEF;
    if (shape->flags & SHAPE_DICT_MODE)
        return dict_get(t, value_as_dict(area[0]), name);
    name = exact_interned(t, name);
    int slot = value_is_error(name) ? -1 : shape_find(shape, name);
    return slot < 0 ? VALUE_UNDEF : *slot_address(area, shape, (uint32_t)slot);
}

Dict *instance_dict(Thread *t, Object *o) {
    Shape *shape = object_shape(o);
    if (object_kind(o) == KIND_MODULE)
        return ((Module *)o)->dict;
    Value *area = attribute_area(o, shape->type);
    assert(area);
    if (shape->flags & SHAPE_DICT_MODE)
        return value_as_dict(area[0]);
    Shape *dict_shape = type_dict_shape(t, shape->type);
    Dict *d = dict_shape ? dict_new_sized(t, shape->count) : NULL;
    if (!d)
        return NULL;
    for (uint32_t i = 0; i < shape->count; i++)
        if (!dict_set_str(t, d, shape_key_at(shape, i), *slot_address(area, shape, i)))
            return NULL;
    area[0] = value_from_object(d);
    if (t->vm->hooks.dict_mode_began)
        t->vm->hooks.dict_mode_began(t, shape->type);
    o->shape = (uint32_t)(uintptr_t)dict_shape;
    gc_wrote(t, o);
    return d;
}

bool instance_replace_dict(Thread *t, Object *o, Value dict) {
    Type *type = object_type(o);
    Shape *dict_shape = type_dict_shape(t, type);
    if (!dict_shape)
        return false;
    attribute_area(o, type)[0] = dict;
    o->shape = (uint32_t)(uintptr_t)dict_shape;
    gc_wrote(t, o);
    return true;
}

static bool add_slot(Thread *t, Object *o, Value *area, Shape *shape, Shape *next, Value value) {
    uint32_t slot = shape->count;
    if (slot < shape->inline_slots) {
        area[1 + slot] = value;
    } else {
        uint32_t at = slot - shape->inline_slots;
        Array *overflow = value_is_object(area[0]) ? (Array *)value_as_object(area[0]) : NULL;
        if (!overflow || at >= overflow->capacity) {
            if (!overflow)
                type_grow_slots(t, shape->type);
            Array *grown = gc_alloc_array(t, overflow ? overflow->capacity * 2 : 2);
            if (!grown)
                return false;
            if (overflow)
                memcpy(grown->items, overflow->items, at * sizeof(Value));
            area[0] = value_from_object(grown);
            overflow = grown;
        }
        overflow->items[at] = value;
        gc_wrote(t, overflow);
    }
    o->shape = (uint32_t)(uintptr_t)next;
    gc_wrote(t, o);
    return true;
}

bool instance_set(Thread *t, Object *o, Value name, Value value) {
    Shape *shape = object_shape(o);
    Value *area = attribute_area(o, shape->type);
    assert(area);
    if (!(shape->flags & SHAPE_DICT_MODE)) {
        name = exact_interned(t, name);
        if (value_is_error(name))
            return false;
        int slot = shape_find(shape, name);
        if (slot >= 0) {
            *slot_address(area, shape, (uint32_t)slot) = value;
            gc_wrote(t, (uint32_t)slot < shape->inline_slots ? o : value_as_object(area[0]));
            return true;
        }
        Shape *next = shape_extend(t, shape, name);
        if (next)
            return add_slot(t, o, area, shape, next, value);
        if (!instance_dict(t, o))
            return false;
    }
    return dict_set(t, value_as_dict(area[0]), name, value);
}

/* 1 deleted, 0 absent, -1 exception. */
static int instance_delete(Thread *t, Object *o, Value name) {
    Value found = instance_get(t, o, name);
    if (value_is_error(found))
        return -1;
    if (value_is_undef(found))
        return 0;
    Dict *d = instance_dict(t, o);
    return d ? dict_delete(t, d, name) : -1;
}

/* ---- descriptors ---- */

/* A descriptor with __set__ alone hides nothing from reading. */
static bool has_getter(Value descriptor) {
    return !value_is_undef(object_type(value_as_object(descriptor))->specials[SPECIAL_GET]);
}

static Value property_get(Thread *t, Property *p, Value instance, Type *type) {
    if (value_is_none(p->get)) {
        if (!value_is_undef(p->name))
            return raise_error(t, TYPE_AttributeError, "property %R of %R object has no getter",
                               p->name, type->qualname);
        return raise_error(t, TYPE_AttributeError, "property of %R object has no getter",
                           type->qualname);
    }
    return call1(t, p->get, instance);
}

static bool accepts(Thread *t, Type *owner, Value instance) {
    return type_is_subtype(type_of(t, instance), owner);
}

static Value wrong_receiver(Thread *t, Value instance, Type *owner, Value name) {
    return raise_type_error(t, "descriptor '%S' for '%N' objects doesn't apply to a '%T' object", name,
                            owner, instance);
}

/* Through the __get__ of its own type, which Python code may define. */
static Value get_by_protocol(Thread *t, Value v, Value instance, Type *type) {
    Value get = object_type(value_as_object(v))->specials[SPECIAL_GET];
    if (value_is_undef(get))
        return v;
    Value args[3] = {v, value_is_undef(instance) ? VALUE_NONE : instance, value_from_object(type)};
    return call_special(t, get, args, 3);
}

Value descriptor_get(Thread *t, Value v, Value instance, Type *type) {
    if (!value_is_object(v))
        return v;
    /* a subclass of property may define its own __get__ */
    return value_as_object(v)->gc & GC_SUBCLASS ? get_by_protocol(t, v, instance, type)
                                                : descriptor_get_native(t, v, instance, type);
}

Value descriptor_get_native(Thread *t, Value v, Value instance, Type *type) {
    Object *o = value_as_object(v);
    bool through_type = value_is_undef(instance);
    switch (object_kind(o)) {
    case KIND_FUNCTION: return through_type ? v : method_new(t, v, instance);
    case KIND_NATIVE: {
        NativeFunction *f = (NativeFunction *)o;
        TypeId id = (TypeId)object_type(o)->id;
        if (id == TYPE_CLASSMETHOD_DESCRIPTOR)
            return native_function_new(t, f->def, value_from_object(type), VALUE_NONE, f->owner,
                                       TYPE_NATIVE_FUNCTION);
        if (through_type || id == TYPE_NATIVE_FUNCTION || id == TYPE_METHOD_WRAPPER)
            return v;
        if (!accepts(t, f->owner, instance))
            return wrong_receiver(t, instance, f->owner, str_from_cstring(t, f->def->name));
        return native_function_new(t, f->def, instance, VALUE_NONE, f->owner,
                                   id == TYPE_WRAPPER_DESCRIPTOR ? TYPE_METHOD_WRAPPER
                                                                 : TYPE_NATIVE_FUNCTION);
    }
    case KIND_STATICMETHOD: return ((MethodHolder *)o)->function;
    case KIND_CLASSMETHOD: {
        Value f = ((MethodHolder *)o)->function;
        if (value_is_kind(f, KIND_FUNCTION) || value_is_kind(f, KIND_METHOD))
            return method_new(t, f, value_from_object(type));
        if (!value_is_object(f) ||
            value_is_undef(object_type(value_as_object(f))->specials[SPECIAL_GET]))
            return method_new(t, f, value_from_object(type));
        /* As CPython 3.9 to 3.12: class methods wrap other descriptors. */
        return descriptor_get(t, f, value_from_object(type), object_type(type));
    }
    case KIND_PROPERTY:
        return through_type ? v : property_get(t, (Property *)o, instance, type);
    case KIND_GETSET: {
        GetSet *g = (GetSet *)o;
        if (through_type)
            return v;
        if (!accepts(t, g->owner, instance))
            return wrong_receiver(t, instance, g->owner, str_from_cstring(t, g->def->name));
        return g->def->get(t, instance);
    }
    case KIND_MEMBER: {
        Member *m = (Member *)o;
        if (through_type)
            return v;
        if (!accepts(t, m->owner, instance))
            return wrong_receiver(t, instance, m->owner, m->name);
        Value held = *(Value *)((char *)value_as_object(instance) + m->offset);
        return value_is_undef(held) ? raise_attribute_error(t, instance, m->name) : held;
    }
    default: return get_by_protocol(t, v, instance, type);
    }
}

/* Assigns (or, with UNDEF, deletes) through a data descriptor. */
static bool descriptor_set(Thread *t, Value v, Value instance, Value name, Value value) {
    Object *o = value_as_object(v);
    bool deleting = value_is_undef(value);
    if (o->gc & GC_SUBCLASS)
        goto by_protocol;
    switch (object_kind(o)) {
    case KIND_PROPERTY: {
        Property *p = (Property *)o;
        Value f = deleting ? p->del : p->set;
        if (value_is_none(f)) {
            const char *what = deleting ? "deleter" : "setter";
            Value qualname = type_of(t, instance)->qualname;
            if (!value_is_undef(p->name))
                raise_error(t, TYPE_AttributeError, "property %R of %R object has no %s", p->name,
                            qualname, what);
            else
                raise_error(t, TYPE_AttributeError, "property of %R object has no %s", qualname, what);
            return false;
        }
        return !value_is_error(deleting ? call1(t, f, instance) : call2(t, f, instance, value));
    }
    case KIND_GETSET: {
        GetSet *g = (GetSet *)o;
        if (!accepts(t, g->owner, instance)) {
            wrong_receiver(t, instance, g->owner, name);
            return false;
        }
        if (!g->def->set) {
            raise_error(t, TYPE_AttributeError, "attribute '%s' of '%N' objects is not writable",
                        g->def->name, g->owner);
            return false;
        }
        return g->def->set(t, instance, value);
    }
    case KIND_MEMBER: {
        Member *m = (Member *)o;
        if (!accepts(t, m->owner, instance)) {
            wrong_receiver(t, instance, m->owner, m->name);
            return false;
        }
        if (m->readonly) {
            raise_error(t, TYPE_AttributeError, "readonly attribute");
            return false;
        }
        Value *held = (Value *)((char *)value_as_object(instance) + m->offset);
        if (deleting && value_is_undef(*held)) {
            raise_error(t, TYPE_AttributeError, "%U", m->name);
            return false;
        }
        *held = value;
        gc_wrote(t, value_as_object(instance));
        return true;
    }
    default:
    by_protocol: {
        SpecialId id = deleting ? SPECIAL_DELETE : SPECIAL_SET;
        Value f = object_type(o)->specials[id];
        if (value_is_undef(f)) {
            raise_error(t, TYPE_AttributeError, deleting ? "__delete__" : "__set__");
            return false;
        }
        Value args[3] = {v, instance, value};
        return !value_is_error(call_special(t, f, args, deleting ? 2 : 3));
    }
    }
}

/* ---- reading ---- */

/* object.__getattribute__ without the exception: UNDEF if absent. */
static Value find_generic(Thread *t, Value object, Value name) {
    Type *type = type_of(t, object);
    Value v = type_lookup(t, type, name);
    bool found = !value_is_undef(v);
    if (found && value_is_data_descriptor(v) && has_getter(v))
        return descriptor_get(t, v, object, type);
    if (value_is_object(object) && type->slots_offset) {
        Value own = instance_get(t, value_as_object(object), name);
        if (!value_is_undef(own))
            return own;
    }
    return found ? descriptor_get(t, v, object, type) : VALUE_UNDEF;
}

Value attr_get_generic(Thread *t, Value object, Value name) {
    if (!value_is_str(name))
        return raise_type_error(t, "attribute name must be string, not '%T'", name);
    Value v = find_generic(t, object, name);
    return value_is_undef(v) ? raise_attribute_error(t, object, name) : v;
}

static Value find_in_type(Thread *t, Type *type, Value name) {
    Type *meta = object_type(type);
    Value m = type_lookup(t, meta, name);
    if (!value_is_undef(m) && value_is_data_descriptor(m) && has_getter(m))
        return descriptor_get(t, m, value_from_object(type), meta);
    Value v = type_lookup(t, type, name);
    if (!value_is_undef(v))
        return descriptor_get(t, v, VALUE_UNDEF, type);
    return value_is_undef(m) ? VALUE_UNDEF : descriptor_get(t, m, value_from_object(type), meta);
}

static Value find_in_module(Thread *t, Module *module, Value name) {
    Value own = dict_get(t, module->dict, name);
    if (value_is_error(own))
        return own;
    if (!value_is_undef(own)) {
        Value v = type_lookup(t, object_type(module), name);
        if (value_is_undef(v) || !value_is_data_descriptor(v) || !has_getter(v))
            return own;
    }
    Value v = find_generic(t, value_from_object(module), name);
    if (!value_is_undef(v))
        return v;
    Value hook = dict_get_str(t, module->dict, STR_NAME(t, __getattr__));
    return value_is_undef(hook) ? VALUE_UNDEF : call1(t, hook, name);
}

static Value find_in_super(Thread *t, Super *super, Value name) {
    if (super->object_type && super->object_type->mro && !str_equals_cstring(t, name, "__class__")) {
        Tuple *mro = super->object_type->mro;
        size_t i = 0;
        while (i < mro->length && value_as_object(mro->items[i]) != &super->type->header)
            i++;
        for (i++; i < mro->length; i++) {
            Type *type = (Type *)value_as_object(mro->items[i]);
            Value v = dict_get_str(t, type->dict, name);
            if (value_is_undef(v))
                continue;
            bool through_type = value_same(super->object, value_from_object(super->object_type));
            return descriptor_get(t, v, through_type ? VALUE_UNDEF : super->object,
                                  super->object_type);
        }
    }
    return find_generic(t, value_from_object(super), name);
}

Value attr_find(Thread *t, Value object, Value name) {
    Type *type = type_of(t, object);
    Value v;
    if (!(type->flags & TYPEFLAG_CUSTOM_GETATTR)) {
        v = find_generic(t, object, name);
        if (value_is_error(v)) {
            if (!error_catch(t, TYPE_AttributeError))
                return v;
            v = VALUE_UNDEF;
        }
    } else {
        Value getter = type->specials[SPECIAL_GETATTRIBUTE];
        bool native = value_is_kind(getter, KIND_NATIVE);
        Type *owner = native ? ((NativeFunction *)value_as_object(getter))->owner : NULL;
        if (owner && owner->id == TYPE_TYPE) {
            v = find_in_type(t, (Type *)value_as_object(object), name);
        } else if (owner && owner->id == TYPE_MODULE) {
            v = find_in_module(t, (Module *)value_as_object(object), name);
        } else if (owner && owner->id == TYPE_SUPER) {
            v = find_in_super(t, (Super *)value_as_object(object), name);
        } else {
            Value args[2] = {object, name};
            v = call_special(t, getter, args, 2);
        }
        if (value_is_error(v)) {
            if (!error_catch(t, TYPE_AttributeError))
                return v;
            v = VALUE_UNDEF;
        }
    }
    if (value_is_undef(v) && type->flags & TYPEFLAG_HAS_GETATTR) {
        Value args[2] = {object, name};
        v = call_special(t, type->specials[SPECIAL_GETATTR], args, 2);
        if (value_is_error(v) && error_catch(t, TYPE_AttributeError))
            v = VALUE_UNDEF;
    }
    return v;
}

static bool absent(Value field) { return value_is_undef(field) || value_is_none(field); }

/* An AttributeError from a getter tells of the access that ran it, unless it
 * tells of another already. */
Value attr_get_failed(Thread *t, Value object, Value name) {
    if (error_matches(t, TYPE_AttributeError)) {
        Exception *e = value_as_exception(t->exception);
        if (absent(e->fields[EXC_FIELD_NAME]) &&
            absent(e->fields[EXC_FIELD_OBJECT])) {
            e->fields[EXC_FIELD_NAME] = name;
            e->fields[EXC_FIELD_OBJECT] = object;
            gc_wrote(t, e);
        }
    }
    return VALUE_ERROR;
}

static Value get_any(Thread *t, Value object, Value name);

Value attr_get(Thread *t, Value object, Value name) {
    Value v = get_any(t, object, name);
    return __builtin_expect(value_is_error(v), 0) ? attr_get_failed(t, object, name) : v;
}

Value attr_get_or(Thread *t, Value object, Value name, Value otherwise) {
    if (value_is_undef(otherwise))
        return attr_get(t, object, name);
    Value v = attr_find(t, object, name);
    return value_is_undef(v) ? otherwise : v;
}

Value slot_memo_fill(Thread *t, SlotMemo *memo, Value object, Value name) {
    Value v = attr_get(t, object, name);
    if (value_is_error(v) || !value_is_object(object))
        return v;
    Object *o = value_as_object(object);
    Shape *shape = object_shape(o);
    Type *type = shape->type;
    if (type->flags & (TYPEFLAG_CUSTOM_GETATTR | TYPEFLAG_VARSIZED) || !type->slots_offset ||
        shape->flags & SHAPE_DICT_MODE || shape->version == VERSION_EXHAUSTED ||
        !value_is_undef(type_lookup(t, type, name)))
        return v;
    int slot = shape_find(shape, name);
    if (slot >= 0 && (uint32_t)slot < shape->inline_slots) {
        memo->version = shape->version;
        memo->offset = type->slots_offset + (uint32_t)(1 + slot) * (uint32_t)sizeof(Value);
    }
    return v;
}

static Value get_any(Thread *t, Value object, Value name) {
    Type *type = type_of(t, object);
    Value v;
    if (!(type->flags & TYPEFLAG_CUSTOM_GETATTR)) {
        v = find_generic(t, object, name);
        if (value_is_undef(v) && !(type->flags & TYPEFLAG_HAS_GETATTR))
            return raise_attribute_error(t, object, name);
    } else {
        Value getter = type->specials[SPECIAL_GETATTRIBUTE];
        Type *owner = value_is_kind(getter, KIND_NATIVE)
                          ? ((NativeFunction *)value_as_object(getter))->owner : NULL;
        TypeId id = owner ? (TypeId)owner->id : TYPE_ID_COUNT;
        if (id == TYPE_TYPE)
            v = find_in_type(t, (Type *)value_as_object(object), name);
        else if (id == TYPE_MODULE)
            v = find_in_module(t, (Module *)value_as_object(object), name);
        else if (id == TYPE_SUPER)
            v = find_in_super(t, (Super *)value_as_object(object), name);
        else {
            Value args[2] = {object, name};
            v = call_special(t, getter, args, 2);
        }
        if (value_is_undef(v) && !(type->flags & TYPEFLAG_HAS_GETATTR))
            return raise_attribute_error(t, object, name);
    }
    if (!(type->flags & TYPEFLAG_HAS_GETATTR))
        return v;
    if (value_is_error(v)) {
        if (!error_catch(t, TYPE_AttributeError))
            return v;
        v = VALUE_UNDEF;
    }
    if (!value_is_undef(v))
        return v;
    Value args[2] = {object, name};
    return call_special(t, type->specials[SPECIAL_GETATTR], args, 2);
}

Value attr_get_cstring(Thread *t, Value object, const char *name) {
    Value s = str_intern_cstring(t, name);
    return value_is_error(s) ? s : attr_get(t, object, s);
}

/* __getattribute__ of type, module and super as Python functions. */
Value type_getattribute(Thread *t, Value *args) {
    if (!value_is_str(args[1]))
        return raise_type_error(t, "attribute name must be string, not '%T'", args[1]);
    Value v = find_in_type(t, (Type *)value_as_object(args[0]), args[1]);
    return value_is_undef(v) ? raise_attribute_error(t, args[0], args[1]) : v;
}
Value module_getattribute(Thread *t, Value *args) {
    Value v = find_in_module(t, (Module *)value_as_object(args[0]), args[1]);
    return value_is_undef(v) ? raise_attribute_error(t, args[0], args[1]) : v;
}
Value super_getattribute(Thread *t, Value *args) {
    Value v = find_in_super(t, (Super *)value_as_object(args[0]), args[1]);
    return value_is_undef(v) ? raise_attribute_error(t, args[0], args[1]) : v;
}

/* ---- writing ---- */

/* Setters do not say which attribute of what was missing: no suggestions. */
static void raise_no_attribute(Thread *t, Value object, Value name) {
    raise_error(t, TYPE_AttributeError, "'%T' object has no attribute '%U'", object, name);
}

bool attr_set_generic(Thread *t, Value object, Value name, Value value) {
    if (!value_is_str(name)) {
        raise_type_error(t, "attribute name must be string, not '%T'", name);
        return false;
    }
    Type *type = type_of(t, object);
    Value v = type_lookup(t, type, name);
    if (!value_is_undef(v) && value_is_data_descriptor(v))
        return descriptor_set(t, v, object, name, value);
    if (value_is_object(object)) {
        Object *o = value_as_object(object);
        if (object_kind(o) == KIND_MODULE) {
            Dict *d = ((Module *)o)->dict;
            if (!value_is_undef(value))
                return dict_set(t, d, name, value);
            int deleted = dict_delete(t, d, name);
            if (!deleted)
                raise_no_attribute(t, object, name);
            return deleted > 0;
        }
        if (type->slots_offset) {
            if (!value_is_undef(value))
                return instance_set(t, o, name, value);
            int deleted = instance_delete(t, o, name);
            if (!deleted)
                raise_no_attribute(t, object, name);
            return deleted > 0;
        }
    }
    if (!value_is_undef(v))
        raise_error(t, TYPE_AttributeError, "'%T' object attribute '%S' is read-only", object, name);
    else
        raise_no_attribute(t, object, name);
    return false;
}

bool type_setattr(Thread *t, Type *type, Value name, Value value) {
    if (type->flags & TYPEFLAG_IMMUTABLE) {
        raise_type_error(t, "cannot set %R attribute of immutable type '%s'", name,
                         type->native_name ? type->native_name : type_name(type));
        return false;
    }
    Type *meta = object_type(type);
    Value m = type_lookup(t, meta, name);
    if (!value_is_undef(m) && value_is_data_descriptor(m))
        return descriptor_set(t, m, value_from_object(type), name, value);
    Value interned = str_intern(t, name);
    return !value_is_error(interned) && type_set(t, type, interned, value);
}

static bool set_or_delete(Thread *t, Value object, Value name, Value value) {
    Type *type = type_of(t, object);
    if (!(type->flags & TYPEFLAG_CUSTOM_SETATTR))
        return attr_set_generic(t, object, name, value);
    bool deleting = value_is_undef(value);
    Value setter = type->specials[deleting ? SPECIAL_DELATTR : SPECIAL_SETATTR];
    if (value_is_kind(setter, KIND_NATIVE) && value_is_kind(object, KIND_TYPE) &&
        ((NativeFunction *)value_as_object(setter))->owner == t->vm->types[TYPE_TYPE])
        return type_setattr(t, (Type *)value_as_object(object), name, value);
    Value args[3] = {object, name, value};
    return !value_is_error(call_special(t, setter, args, deleting ? 2 : 3));
}

bool attr_set(Thread *t, Value object, Value name, Value value) {
    return set_or_delete(t, object, name, value);
}

bool attr_delete(Thread *t, Value object, Value name) {
    return set_or_delete(t, object, name, VALUE_UNDEF);
}

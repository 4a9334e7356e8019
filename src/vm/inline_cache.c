/*
 * inline_cache.c - the slow halves of attribute and global access: they do the
 * work by the general rules and leave in the site's cache what the next
 * execution may rely on.
 *
 * A cache of an object's attribute is keyed by its shape's version alone: that
 * number is renewed whenever anything changes that the lookup could see.
 */
#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/ops.h"
#include "runtime/type.h"
#include "vm/interpreter.h"

static CacheSlot *slot_at(Code *code, uint32_t slot) {
    return slot ? &((CacheSlot *)code->cache_storage->bytes)[slot] : NULL;
}

static void fill(Thread *t, Code *code, CacheSlot *c, uint32_t key, uint32_t kind, uint32_t at, Value payload) {
    c->shape = key;
    c->version = at << 3 | kind;
    c->payload = payload;
    gc_wrote(t, code);
}

static bool binds(Value v) { /* has a __get__ that matters */
    return value_is_object(v) &&
           !value_is_undef(object_type(value_as_object(v))->specials[SPECIAL_GET]);
}

static bool is_data_descriptor(Value v) {
    if (!value_is_object(v))
        return false;
    Type *type = object_type(value_as_object(v));
    return !value_is_undef(type->specials[SPECIAL_SET]) || !value_is_undef(type->specials[SPECIAL_DELETE]);
}

static bool is_unbound_method(Value v) {
    return value_is_kind(v, KIND_FUNCTION) ||
           (value_is_kind(v, KIND_NATIVE) &&
            (object_type(value_as_object(v))->id == TYPE_METHOD_DESCRIPTOR ||
             object_type(value_as_object(v))->id == TYPE_WRAPPER_DESCRIPTOR));
}

/* Remembers how object.name is found, if it is simple enough. */
static void remember_get(Thread *t, Code *code, CacheSlot *c, Value object, Value name, bool method) {
    if (!value_is_object(object))
        return;
    Object *o = value_as_object(object);
    Shape *shape = object_shape(o);
    Type *type = shape->type;
    if (object_kind(o) == KIND_TYPE) {
        Type *self = (Type *)o;
        if (type->specials[SPECIAL_GETATTRIBUTE].bits !=
                t->vm->types[TYPE_TYPE]->specials[SPECIAL_GETATTRIBUTE].bits ||
            !value_is_undef(type_lookup(t, type, name)))
            return;
        Value v = type_lookup(t, self, name);
        if (value_is_undef(v))
            return;
        if (value_is_exact(v, KIND_STATICMETHOD))
            v = ((MethodHolder *)value_as_object(v))->function;
        else if (binds(v) && !is_unbound_method(v))
            return;
        fill(t, code, c, self->version, CACHE_TYPE_VALUE, 0, v);
        return;
    }
    if (object_kind(o) == KIND_MODULE) {
        Dict *d = ((Module *)o)->dict;
        int64_t entry = type->flags & TYPEFLAG_HEAP ? -1 : dict_find_str(t, d, name);
        if (entry >= 0 && entry < (1 << 28) && value_is_undef(type_lookup(t, type, name)))
            fill(t, code, c, d->layout, CACHE_MODULE, (uint32_t)entry, VALUE_UNDEF);
        return;
    }
    if (type->flags & TYPEFLAG_CUSTOM_GETATTR || shape->flags & SHAPE_DICT_MODE)
        return;
    Value v = type_lookup(t, type, name);
    if (value_is_kind(v, KIND_MEMBER)) {
        fill(t, code, c, shape->version, CACHE_INLINE_SLOT, ((Member *)value_as_object(v))->offset,
             VALUE_UNDEF);
        return;
    }
    if (!value_is_undef(v) && is_data_descriptor(v))
        return;
    if (type->slots_offset) {
        int slot = shape_find(shape, name);
        if (slot >= 0 && !(type->flags & TYPEFLAG_VARSIZED)) {
            uint32_t n = shape->inline_slots, at = (uint32_t)slot;
            if (at < n)
                fill(t, code, c, shape->version, CACHE_INLINE_SLOT, type->slots_offset + 8 + 8 * at,
                     VALUE_UNDEF);
            else
                fill(t, code, c, shape->version, CACHE_OVERFLOW_SLOT, type->slots_offset,
                     value_from_int(at - n));
            return;
        }
        if (slot >= 0)
            return;
    }
    if (value_is_undef(v))
        return;
    if (is_unbound_method(v)) {
        if (method)
            fill(t, code, c, shape->version, CACHE_METHOD, 0, v);
        return;
    }
    if (value_is_exact(v, KIND_STATICMETHOD))
        fill(t, code, c, shape->version, CACHE_VALUE, 0, ((MethodHolder *)value_as_object(v))->function);
    else if (!binds(v))
        fill(t, code, c, shape->version, CACHE_VALUE, 0, v);
}

Value cache_get_attr(Thread *t, Code *code, uint32_t slot, Value object, Value name) {
    CacheSlot *c = slot_at(code, slot);
    if (c)
        remember_get(t, code, c, object, name, false);
    return attr_get(t, object, name);
}

bool cache_load_method(Thread *t, Code *code, uint32_t slot, Value object, Value name, Value *out) {
    Type *type = type_of(t, object);
    if (!(type->flags & (TYPEFLAG_CUSTOM_GETATTR))) {
        Value v = type_lookup(t, type, name);
        if (is_unbound_method(v) &&
            (!type->slots_offset || value_is_undef(instance_get(t, value_as_object(object), name)))) {
            CacheSlot *c = slot_at(code, slot);
            if (c)
                remember_get(t, code, c, object, name, true);
            out[0] = v;
            out[1] = object;
            return true;
        }
    }
    out[1] = VALUE_UNDEF;
    out[0] = cache_get_attr(t, code, slot, object, name);
    return !value_is_error(out[0]);
}

bool cache_set_attr(Thread *t, Code *code, uint32_t slot, Value object, Value name, Value value) {
    CacheSlot *c = slot_at(code, slot);
    if (!c || !value_is_object(object) || object_kind(value_as_object(object)) == KIND_TYPE ||
        object_kind(value_as_object(object)) == KIND_MODULE)
        return attr_set(t, object, name, value);
    Object *o = value_as_object(object);
    Shape *before = object_shape(o);
    Type *type = before->type;
    uint32_t version = before->version;
    if (!attr_set(t, object, name, value))
        return false;
    if (type->flags & (TYPEFLAG_CUSTOM_SETATTR | TYPEFLAG_VARSIZED) || before->version != version)
        return true;
    Value v = type_lookup(t, type, name);
    if (value_is_kind(v, KIND_MEMBER)) {
        fill(t, code, c, version, CACHE_INLINE_SLOT, ((Member *)value_as_object(v))->offset, VALUE_UNDEF);
        return true;
    }
    Shape *after = object_shape(o);
    if (!type->slots_offset || before->flags & SHAPE_DICT_MODE || after->flags & SHAPE_DICT_MODE ||
        (!value_is_undef(v) && is_data_descriptor(v)))
        return true;
    int at = shape_find(after, name);
    if (at < 0 || (uint32_t)at >= after->inline_slots)
        return true;
    uint32_t offset = type->slots_offset + 8 + 8 * (uint32_t)at;
    if (after == before)
        fill(t, code, c, version, CACHE_INLINE_SLOT, offset, VALUE_UNDEF);
    else if (after->parent == before)
        fill(t, code, c, version, CACHE_ADD_SLOT, offset, value_from_int((int64_t)(uintptr_t)after));
    return true;
}

/* Key: layout of the globals; version 0 when found there, else the layout of
 * the builtins; payload: entry. */
Value cache_load_global(Thread *t, Function *f, uint32_t slot, Value name) {
    CacheSlot *c = slot_at(f->code, slot);
    int64_t entry = dict_find_str(t, f->globals, name);
    if (entry >= 0) {
        if (c) {
            c->shape = f->globals->layout;
            c->version = 0;
            c->payload = value_from_int(entry);
        }
        return f->globals->entries[entry].value;
    }
    entry = dict_find_str(t, f->builtins, name);
    if (entry >= 0) {
        if (c) {
            c->shape = f->globals->layout;
            c->version = f->builtins->layout;
            c->payload = value_from_int(entry);
        }
        return f->builtins->entries[entry].value;
    }
    return raise_name_error(t, TYPE_NameError, name, "name '%U' is not defined", name);
}

bool cache_store_global(Thread *t, Function *f, uint32_t slot, Value name, Value value) {
    if (!dict_set_str(t, f->globals, name, value))
        return false;
    CacheSlot *c = slot_at(f->code, slot);
    if (c) {
        c->shape = f->globals->layout;
        c->version = 0;
        c->payload = value_from_int(dict_find_str(t, f->globals, name));
    }
    return true;
}

/*
 * inline_cache.c - the slow halves of attribute and global access: they do the
 * work by the general rules and leave in the site's cache what the next
 * execution may rely on.
 *
 * A cache of an object's attribute is keyed by its shape's version alone: that
 * number is renewed whenever anything changes that the lookup could see.
 */
#include <stdlib.h>

#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/ops.h"
#include "runtime/type.h"
#include "vm/interpreter.h"

/* What sites of all code have learnt, for those that see many shapes: a miss at
 * a site usually hits here.  An entry needs no tracing: its key is current only
 * while the type that holds the payload is alive and unchanged. */
typedef enum AccessKind { ACCESS_GET, ACCESS_METHOD, ACCESS_SET, ACCESS_SET_GENERIC, ACCESS_SUPER } AccessKind;
typedef struct AttributeCacheEntry {
    uint32_t key; /* version of a shape */
    uint32_t version;
    Value name;
    Value payload;
} AttributeCacheEntry;
enum { ATTRIBUTE_CACHE_SIZE = 2048 };

static AttributeCacheEntry *shared_entry(Vm *vm, uint32_t key, Value name, AccessKind access) {
    if (!vm->attribute_cache) {
        vm->attribute_cache = calloc(ATTRIBUTE_CACHE_SIZE, sizeof *vm->attribute_cache);
        if (!vm->attribute_cache)
            return NULL;
    }
    uint32_t hash = (key * 0x9E3779B1u) ^ (uint32_t)(name.bits >> 4) ^ (uint32_t)access << 9;
    return &vm->attribute_cache[(hash ^ hash >> 13) % ATTRIBUTE_CACHE_SIZE];
}

void attribute_cache_forget(Vm *vm) {
    if (vm->attribute_cache)
        memset(vm->attribute_cache, 0, ATTRIBUTE_CACHE_SIZE * sizeof *vm->attribute_cache);
}

/* What is known of (shape, name) goes to *out; false: nothing. */
static bool recall(Thread *t, uint32_t key, Value name, AccessKind access, CacheSlot *out) {
    const AttributeCacheEntry *e = shared_entry(t->vm, key, name, access);
    if (!e || e->key != key || !value_same(e->name, name))
        return false;
    out->shape = key;
    out->version = e->version;
    out->payload = e->payload;
    return true;
}

static void share(Thread *t, const CacheSlot *c, Value name, AccessKind access) {
    AttributeCacheEntry *e = shared_entry(t->vm, c->shape, name, access);
    if (e)
        *e = (AttributeCacheEntry){c->shape, c->version, name, c->payload};
}

static CacheSlot *slot_at(Code *code, uint32_t slot) {
    return slot ? &((CacheSlot *)code->cache_storage->bytes)[slot] : NULL;
}

static void fill(CacheSlot *c, uint32_t key, uint32_t kind, uint32_t at, Value payload) {
    if (key == VERSION_EXHAUSTED)
        return;
    c->shape = key;
    c->version = at << CACHE_KIND_BITS | kind;
    c->payload = payload;
}

/* ---- what a site has seen ---- */

static bool keyed_by_shape(const CacheSlot *c) {
    return cache_kind(c) != CACHE_TYPE_VALUE && cache_kind(c) != CACHE_MODULE;
}

/* False: there is no room. */
static bool add_shape(Thread *t, Array *shapes, const CacheSlot *found) {
    uint32_t i = 0;
    while (i < CACHE_SHAPES_MAX && shapes->items[2 * i].bits && shapes->items[2 * i].bits >> 32 != found->shape)
        i++;
    if (i == CACHE_SHAPES_MAX)
        return false;
    shapes->items[2 * i] = value_from_int((int64_t)found->shape << 30 | found->version);
    shapes->items[2 * i + 1] = found->payload;
    gc_wrote(t, shapes);
    return true;
}

/* Adds what was found out to what the site knows: the first shape takes the site
 * for itself, the next few share it. */
static void site_learn(Thread *t, Code *code, CacheSlot *site, const CacheSlot *found) {
    if (!found->shape || found->version >= 1u << 30)
        return;
    if (!site->shape && cache_kind(site) == CACHE_MEGAMORPHIC)
        return;
    if (!site->shape && cache_kind(site) == CACHE_POLYMORPHIC) {
        if (!add_shape(t, (Array *)value_as_object(site->payload), found)) {
            site->version = CACHE_MEGAMORPHIC;
            site->payload = VALUE_UNDEF;
        }
        return;
    }
    if (!site->shape || site->shape == found->shape || !keyed_by_shape(site) || !keyed_by_shape(found)) {
        *site = *found;
    } else {
        Array *shapes = gc_alloc_array(t, 2 * CACHE_SHAPES_MAX);
        if (!shapes) {
            error_clear(t);
            return;
        }
        add_shape(t, shapes, site);
        add_shape(t, shapes, found);
        site->shape = 0;
        site->version = CACHE_POLYMORPHIC;
        site->payload = value_from_object(shapes);
    }
    gc_wrote(t, code);
}

Opcode cache_form_get(const CacheSlot *c) {
    return c->shape && cache_kind(c) == CACHE_INLINE_SLOT ? OPC_GET_ATTR_SLOT : OPC_GET_ATTR;
}

Opcode cache_form_set(const CacheSlot *c) {
    return c->shape && cache_kind(c) == CACHE_INLINE_SLOT ? OPC_SET_ATTR_SLOT : OPC_SET_ATTR;
}

Opcode cache_form_method(const CacheSlot *c) {
    return c->shape && cache_kind(c) == CACHE_METHOD ? OPC_LOAD_METHOD_FUNCTION : OPC_LOAD_METHOD;
}

/* ---- attributes ---- */

static bool binds(Value v) { /* has a __get__ that matters */
    return value_is_object(v) &&
           !value_is_undef(object_type(value_as_object(v))->specials[SPECIAL_GET]);
}

static bool is_unbound_method(Value v) {
    return value_is_kind(v, KIND_FUNCTION) ||
           (value_is_kind(v, KIND_NATIVE) &&
            (object_type(value_as_object(v))->id == TYPE_METHOD_DESCRIPTOR ||
             object_type(value_as_object(v))->id == TYPE_WRAPPER_DESCRIPTOR));
}

/* Whether a method of an instance of this type, got as an attribute, is a bound method: not one
 * of an unrelated native type, which refuses. */
static bool can_be_bound(Value v, const Type *type) {
    return value_is_kind(v, KIND_FUNCTION) ||
           (object_type(value_as_object(v))->id == TYPE_METHOD_DESCRIPTOR &&
            type_is_subtype(type, ((NativeFunction *)value_as_object(v))->owner));
}

/* A property's Python function of one parameter, or UNDEF. */
static Value plain_getter(Value v) {
    if (!value_is_exact(v, KIND_PROPERTY))
        return VALUE_UNDEF;
    Value get = ((Property *)value_as_object(v))->get;
    return value_is_kind(get, KIND_FUNCTION) && function_takes_plainly((Function *)value_as_object(get), 1)
               ? get : VALUE_UNDEF;
}

/* A Python function among the special methods of a descriptor's class, of three parameters. */
static bool has_plain_special(Value v, SpecialId id) {
    if (!value_is_object(v) || object_kind(value_as_object(v)) == KIND_TYPE)
        return false;
    Value f = object_type(value_as_object(v))->specials[id];
    return value_is_kind(f, KIND_FUNCTION) && function_takes_plainly((Function *)value_as_object(f), 3);
}

/* The class's own __getattr__ or __setattr__, if it is a Python function of so many parameters. */
static Value plain_hook(const Type *type, SpecialId id, uint32_t params) {
    Value f = type->specials[id];
    return value_is_kind(f, KIND_FUNCTION) && function_takes_plainly((Function *)value_as_object(f), params)
               ? f : VALUE_UNDEF;
}

/* A native attribute of every object of this shape: __class__, and of classes
 * __name__, and the like. */
static bool find_getter(Thread *t, CacheSlot *c, bool of_class, Shape *shape, Value v) {
    if (!value_is_exact(v, KIND_GETSET))
        return false;
    const GetSet *g = (GetSet *)value_as_object(v);
    Value standard = t->vm->types[of_class ? TYPE_TYPE : TYPE_OBJECT]
                         ->specials[SPECIAL_GETATTRIBUTE];
    if (!g->owner || !type_is_subtype(shape->type, g->owner) || !g->def->get ||
        !value_same(shape->type->specials[SPECIAL_GETATTRIBUTE], standard))
        return false;
    fill(c, shape->version, CACHE_GETTER, 0, v);
    return true;
}

/* The index of a namedtuple's field in instances of the type, or -1. */
static int64_t tuple_field(Thread *t, Type *type, Value v) {
    if (!value_is_object(v) || object_type(value_as_object(v))->id != TYPE_COLLECTIONS_TUPLEGETTER ||
        !type_is_subtype(type, t->vm->types[TYPE_TUPLE]))
        return -1;
    int64_t index = ((TupleGetter *)value_as_object(v))->index;
    return index < 1 << 16 ? index : -1;
}

/* How the attribute of an object of a shape, no class and no module, is found goes to *c,
 * if it is simple enough. */
static void find_in_shape(Thread *t, CacheSlot *c, Shape *shape, Value name, bool method) {
    Type *type = shape->type;
    if (type->flags & TYPEFLAG_CUSTOM_GETATTR)
        return;
    Value v = type_lookup(t, type, name);
    /* After an AttributeError of a getter __getattr__ is asked. */
    bool hooked = type->flags & TYPEFLAG_HAS_GETATTR;
    if (value_is_kind(v, KIND_MEMBER)) {
        const Member *m = (Member *)value_as_object(v);
        if (type_is_subtype(type, m->owner)) /* any class can have another's among its attributes */
            fill(c, shape->version, CACHE_INLINE_SLOT, m->offset, VALUE_UNDEF);
        return;
    }
    if (!hooked && find_getter(t, c, false, shape, v))
        return;
    int64_t index = tuple_field(t, type, v);
    if (index >= 0)
        fill(c, shape->version, CACHE_TUPLE_ITEM, (uint32_t)index, VALUE_UNDEF);
    Value getter = hooked ? VALUE_UNDEF : plain_getter(v);
    if (!value_is_undef(getter))
        fill(c, shape->version, CACHE_PROPERTY, 0, getter);
    bool descriptor = !hooked && has_plain_special(v, SPECIAL_GET);
    if (!value_is_undef(v) && value_is_data_descriptor(v)) {
        if (descriptor)
            fill(c, shape->version, CACHE_DESCRIPTOR, 0, v);
        return;
    }
    if (shape->flags & SHAPE_DICT_MODE) {
        if (!(type->flags & TYPEFLAG_VARSIZED))
            fill(c, shape->version, CACHE_DICT, type->slots_offset, v);
        return;
    }
    if (type->slots_offset) {
        int slot = shape_find(shape, name);
        if (slot >= 0 && !(type->flags & TYPEFLAG_VARSIZED)) {
            uint32_t n = shape->inline_slots, at = (uint32_t)slot;
            if (at < n)
                fill(c, shape->version, CACHE_INLINE_SLOT, type->slots_offset + 8 + 8 * at,
                     VALUE_UNDEF);
            else
                fill(c, shape->version, CACHE_OVERFLOW_SLOT, type->slots_offset,
                     value_from_int(at - n));
            return;
        }
        if (slot >= 0)
            return;
    }
    if (value_is_undef(v)) {
        Value hook = hooked ? plain_hook(type, SPECIAL_GETATTR, 2) : VALUE_UNDEF;
        if (!value_is_undef(hook))
            fill(c, shape->version, CACHE_GETATTR, 0, hook);
        return;
    }
    if (is_unbound_method(v)) {
        if (method)
            fill(c, shape->version, CACHE_METHOD, 0, v);
        else if (can_be_bound(v, type))
            fill(c, shape->version, CACHE_BOUND, 0, v);
        return;
    }
    if (value_is_exact(v, KIND_STATICMETHOD))
        fill(c, shape->version, CACHE_VALUE, 0, ((MethodHolder *)value_as_object(v))->function);
    else if (value_is_exact(v, KIND_CLASSMETHOD) &&
             value_is_kind(((MethodHolder *)value_as_object(v))->function, KIND_FUNCTION))
        fill(c, shape->version, CACHE_CLASSMETHOD, 0, ((MethodHolder *)value_as_object(v))->function);
    else if (descriptor)
        fill(c, shape->version, CACHE_DESCRIPTOR, 0, v);
    else if (!binds(v))
        fill(c, shape->version, CACHE_VALUE, 0, v);
}

/* The same of any object. */
static void find_get(Thread *t, CacheSlot *c, Value object, Value name, bool method) {
    if (!value_is_object(object))
        return;
    Object *o = value_as_object(object);
    Shape *shape = object_shape(o);
    Type *type = shape->type;
    if (object_kind(o) == KIND_TYPE) {
        Type *self = (Type *)o;
        if (find_getter(t, c, true, shape, type_lookup(t, type, name)))
            return;
        /* What the metaclass has comes first only if it is a data descriptor; of
         * `type` itself, which never changes, that is known for good. */
        Value of_metaclass = type_lookup(t, type, name);
        if (type->specials[SPECIAL_GETATTRIBUTE].bits !=
                t->vm->types[TYPE_TYPE]->specials[SPECIAL_GETATTRIBUTE].bits ||
            (!value_is_undef(of_metaclass) &&
             (type != t->vm->types[TYPE_TYPE] || value_is_data_descriptor(of_metaclass))))
            return;
        Value v = type_lookup(t, self, name);
        if (value_is_undef(v))
            return;
        if (value_is_exact(v, KIND_STATICMETHOD))
            v = ((MethodHolder *)value_as_object(v))->function;
        else if (binds(v) && !is_unbound_method(v))
            return;
        fill(c, self->version, CACHE_TYPE_VALUE, 0, v);
        return;
    }
    if (object_kind(o) == KIND_MODULE) {
        Dict *d = ((Module *)o)->dict;
        int64_t entry = type->flags & TYPEFLAG_HEAP ? -1 : dict_find_str(t, d, name);
        if (entry >= 0 && entry < (1 << 25) && value_is_undef(type_lookup(t, type, name)))
            fill(c, dict_layout(t, d), CACHE_MODULE, (uint32_t)entry, VALUE_UNDEF);
        return;
    }
    find_in_shape(t, c, shape, name, method);
}

bool cache_find_attribute(Thread *t, CacheSlot *c, Shape *shape, Value name) {
    *c = (CacheSlot){0};
    find_in_shape(t, c, shape, name, false);
    if (c->shape)
        return true;
    const Type *type = shape->type;
    return !(type->flags & (TYPEFLAG_CUSTOM_GETATTR | TYPEFLAG_HAS_GETATTR)) && !(shape->flags & SHAPE_DICT_MODE) &&
           shape->version != VERSION_EXHAUSTED && value_is_undef(type_lookup(t, shape->type, name)) &&
           (!type->slots_offset || shape_find(shape, name) < 0);
}

static bool has_plain_shape(Value v) {
    return value_is_object(v) && object_kind(value_as_object(v)) != KIND_TYPE &&
           object_kind(value_as_object(v)) != KIND_MODULE;
}

/* The attribute that a slot valid for this object leads to; UNDEF: by the general rules. */
static Value cached_value(Thread *t, const CacheSlot *c, Object *o, Value name) {
    Value args[2] = {value_from_object(o), name};
    switch (cache_kind(c)) {
    case CACHE_INLINE_SLOT: return *cache_word(c, o);
    case CACHE_OVERFLOW_SLOT:
        return ((Array *)value_as_object(*cache_word(c, o)))->items[value_as_int(c->payload)];
    case CACHE_VALUE: return c->payload;
    case CACHE_TUPLE_ITEM: return cache_tuple_item(c, o);
    case CACHE_DICT: return dict_get(t, value_as_dict(*cache_word(c, o)), name);
    case CACHE_BOUND:
        return value_is_kind(c->payload, KIND_FUNCTION) ? method_new(t, c->payload, args[0]) : VALUE_UNDEF;
    case CACHE_CLASSMETHOD: return method_new(t, c->payload, value_from_object(object_type(o)));
    case CACHE_PROPERTY: return function_call_from_c(t, c->payload, args, 1, NULL);
    case CACHE_GETATTR: return function_call_from_c(t, c->payload, args, 2, NULL);
    default: return VALUE_UNDEF; /* such as a getter */
    }
}

/* How an attribute of an object of a plain shape is got. */
static void find_cached(Thread *t, CacheSlot *c, Value object, Value name) {
    uint32_t key = object_shape(value_as_object(object))->version;
    if (recall(t, key, name, ACCESS_GET, c))
        return;
    find_get(t, c, object, name, false);
    if (c->shape == key)
        share(t, c, name, ACCESS_GET);
}

Value cache_get_attr(Thread *t, Code *code, uint32_t slot, Value object, Value name) {
    CacheSlot *site = slot_at(code, slot), found = {0};
    if (!site)
        return attr_get(t, object, name);
    if (!has_plain_shape(object)) {
        find_get(t, &found, object, name, false);
        site_learn(t, code, site, &found);
        return attr_get(t, object, name);
    }
    find_cached(t, &found, object, name);
    if (cache_kind(&found) != CACHE_ABSENT)
        site_learn(t, code, site, &found);
    Value v = found.shape ? cached_value(t, &found, value_as_object(object), name) : VALUE_UNDEF;
    return value_is_undef(v) ? attr_get(t, object, name) : value_is_error(v) ? attr_get_failed(t, object, name) : v;
}

Value cache_get_named(Thread *t, Value object, Value name, Value otherwise) {
    if (!has_plain_shape(object) || !value_is_exact(name, KIND_STR) || value_is_error(name = str_intern(t, name)))
        return attr_get_or(t, object, name, otherwise);
    CacheSlot found = {0};
    Shape *shape = object_shape(value_as_object(object));
    find_cached(t, &found, object, name);
    if (!found.shape && cache_find_attribute(t, &found, shape, name)) {
        fill(&found, shape->version, CACHE_ABSENT, 0, VALUE_UNDEF);
        if (found.shape)
            share(t, &found, name, ACCESS_GET);
    }
    if (cache_kind(&found) == CACHE_ABSENT && !value_is_undef(otherwise))
        return otherwise;
    Value v = found.shape ? cached_value(t, &found, value_as_object(object), name) : VALUE_UNDEF;
    if (value_is_undef(v))
        return attr_get_or(t, object, name, otherwise);
    if (!value_is_error(v))
        return v;
    if (value_is_undef(otherwise))
        return attr_get_failed(t, object, name);
    return error_catch(t, TYPE_AttributeError) ? otherwise : v;
}

bool cache_load_method(Thread *t, Code *code, uint32_t slot, Value object, Value name, Value *out) {
    Type *type = type_of(t, object);
    CacheSlot *site = slot_at(code, slot), found = {0};
    bool plain = site && has_plain_shape(object);
    uint32_t key = plain ? object_shape(value_as_object(object))->version : 0;
    if (plain && recall(t, key, name, ACCESS_METHOD, &found)) {
        site_learn(t, code, site, &found);
        bool of_class = cache_kind(&found) == CACHE_CLASSMETHOD, method = of_class || cache_kind(&found) == CACHE_METHOD;
        out[0] = method ? found.payload : cached_value(t, &found, value_as_object(object), name);
        out[1] = of_class ? value_from_object(type) : method ? object : VALUE_UNDEF;
        if (value_is_error(out[0]))
            attr_get_failed(t, object, name);
        if (!value_is_undef(out[0]))
            return !value_is_error(out[0]);
    }
    if (!(type->flags & (TYPEFLAG_CUSTOM_GETATTR))) {
        Value v = type_lookup(t, type, name);
        if (is_unbound_method(v) &&
            (!type->slots_offset || value_is_undef(instance_get(t, value_as_object(object), name)))) {
            if (site) {
                find_get(t, &found, object, name, true);
                site_learn(t, code, site, &found);
            }
            if (plain && found.shape == key)
                share(t, &found, name, ACCESS_METHOD);
            out[0] = v;
            out[1] = object;
            return true;
        }
    }
    out[1] = VALUE_UNDEF;
    out[0] = cache_get_attr(t, code, slot, object, name);
    return !value_is_error(out[0]);
}

/* ---- super().name ---- */

/* How it is found, to *c; the payload stays UNDEF if that is not simple. */
static void find_super(Thread *t, CacheSlot *c, Object *self, Type *cls, Value name) {
    bool is_class = object_kind(self) == KIND_TYPE;
    Type *type = is_class ? (Type *)self : object_type(self);
    if (!type->mro || !type_is_subtype(type, cls) || value_same(name, STR_NAME(t, __class__)))
        return;
    Tuple *mro = type->mro;
    size_t i = 0;
    while (i < mro->length && value_as_object(mro->items[i]) != &cls->header)
        i++;
    Value v = VALUE_UNDEF;
    for (i++; i < mro->length && value_is_undef(v); i++)
        v = dict_get_str(t, ((Type *)value_as_object(mro->items[i]))->dict, name);
    bool bound = false;
    if (is_unbound_method(v)) {
        bound = !is_class;
    } else if (value_is_exact(v, KIND_STATICMETHOD)) {
        v = ((MethodHolder *)value_as_object(v))->function;
    } else if (is_class && value_is_exact(v, KIND_CLASSMETHOD)) {
        v = ((MethodHolder *)value_as_object(v))->function;
        bound = true;
        if (!value_is_kind(v, KIND_FUNCTION))
            return;
    } else if (binds(v)) {
        return;
    }
    c->version |= !bound;
    c->payload = v;
}

bool cache_load_super(Thread *t, Code *code, uint32_t slot, Value self, Type *cls, Value name, Value *out) {
    Object *o = value_as_object(self);
    uint32_t key = cache_super_key(o);
    CacheSlot *site = slot_at(code, slot), found = {0};
    if (!site || key == VERSION_EXHAUSTED || cls->version > UINT32_MAX / 2)
        return false;
    if (!recall(t, key, name, ACCESS_SUPER, &found) || !cache_super(&found, o, cls)) {
        found = (CacheSlot){.shape = key, .version = cls->version << 1, .payload = VALUE_UNDEF};
        find_super(t, &found, o, cls, name);
        share(t, &found, name, ACCESS_SUPER);
    }
    *site = found;
    gc_wrote(t, code);
    out[0] = found.payload;
    out[1] = found.version & 1 ? VALUE_UNDEF : self;
    return !value_is_undef(found.payload);
}

/* Stores where a slot valid for the object says. */
static void cached_store(Thread *t, const CacheSlot *c, Object *o, Value value) {
    *cache_word(c, o) = value;
    if (cache_kind(c) == CACHE_ADD_SLOT)
        o->shape = (uint32_t)value_as_int(c->payload);
    gc_wrote(t, o);
}

/* How a store to an attribute of an object of this shape is done. */
static void find_store(Thread *t, CacheSlot *c, Shape *shape, Value name, bool generic) {
    Type *type = shape->type;
    if (type->flags & TYPEFLAG_VARSIZED)
        return;
    if (!generic && type->flags & TYPEFLAG_CUSTOM_SETATTR) {
        Value hook = plain_hook(type, SPECIAL_SETATTR, 3);
        if (!value_is_undef(hook))
            fill(c, shape->version, CACHE_GETATTR, 0, hook);
        return;
    }
    Value v = type_lookup(t, type, name);
    if (value_is_kind(v, KIND_MEMBER)) {
        const Member *m = (Member *)value_as_object(v);
        if (type_is_subtype(type, m->owner) && !m->readonly)
            fill(c, shape->version, CACHE_INLINE_SLOT, m->offset, VALUE_UNDEF);
        return;
    }
    if (!value_is_undef(v) && value_is_data_descriptor(v)) {
        Value setter = value_is_exact(v, KIND_PROPERTY) ? ((Property *)value_as_object(v))->set : VALUE_UNDEF;
        if (value_is_kind(setter, KIND_FUNCTION) && function_takes_plainly((Function *)value_as_object(setter), 2))
            fill(c, shape->version, CACHE_PROPERTY, 0, setter);
        else if (has_plain_special(v, SPECIAL_SET))
            fill(c, shape->version, CACHE_DESCRIPTOR, 0, v);
        return;
    }
    if (!type->slots_offset || shape->flags & SHAPE_DICT_MODE)
        return;
    int at = shape_find(shape, name);
    Shape *after = at < 0 ? shape_extend(t, shape, name) : shape;
    uint32_t slot = at < 0 ? shape->count : (uint32_t)at;
    if (!after || slot >= shape->inline_slots)
        return;
    uint32_t offset = type->slots_offset + 8 + 8 * slot;
    if (after == shape)
        fill(c, shape->version, CACHE_INLINE_SLOT, offset, VALUE_UNDEF);
    else
        fill(c, shape->version, CACHE_ADD_SLOT, offset, value_from_int((int64_t)(uintptr_t)after));
}

bool cache_find_store(Thread *t, CacheSlot *c, Shape *shape, Value name, bool generic) {
    *c = (CacheSlot){0};
    find_store(t, c, shape, name, generic);
    return c->shape;
}

/* What may be done by cached_store(). */
static bool is_slot(const CacheSlot *c) {
    return cache_kind(c) == CACHE_INLINE_SLOT || cache_kind(c) == CACHE_ADD_SLOT;
}

/* Does a store to an object of a plain shape, and leaves in *found how, if into a slot. */
static bool store_cached(Thread *t, CacheSlot *found, Value object, Value name, Value value, bool generic) {
    Object *o = value_as_object(object);
    Shape *shape = object_shape(o);
    AccessKind access = generic ? ACCESS_SET_GENERIC : ACCESS_SET;
    if (recall(t, shape->version, name, access, found)) {
        cached_store(t, found, o, value);
        return true;
    }
    uint32_t version = shape->version;
    if (!(generic ? attr_set_generic(t, object, name, value) : attr_set(t, object, name, value)))
        return false;
    if (shape->version == version) { /* code of the program may have run */
        find_store(t, found, shape, name, generic);
        if (found->shape && is_slot(found))
            share(t, found, name, access);
        else
            *found = (CacheSlot){0};
    }
    return true;
}

bool cache_set_attr(Thread *t, Code *code, uint32_t slot, Value object, Value name, Value value) {
    CacheSlot *site = slot_at(code, slot), found = {0};
    if (!site || !has_plain_shape(object))
        return attr_set(t, object, name, value);
    if (!store_cached(t, &found, object, name, value, false))
        return false;
    site_learn(t, code, site, &found);
    return true;
}

bool cache_set_named(Thread *t, Value object, Value name, Value value, bool generic) {
    CacheSlot found = {0};
    if (has_plain_shape(object) && value_is_exact(name, KIND_STR) && !value_is_error(name = str_intern(t, name)))
        return store_cached(t, &found, object, name, value, generic);
    return generic ? attr_set_generic(t, object, name, value) : attr_set(t, object, name, value);
}

/* Key: layout of the globals; version 0 when found there, else the layout of
 * the builtins; payload: entry. */
Value cache_load_global(Thread *t, Function *f, uint32_t slot, Value name) {
    CacheSlot *c = slot_at(f->code, slot);
    int64_t entry = dict_find_str(t, f->globals, name);
    if (c && (dict_layout(t, f->globals) == VERSION_EXHAUSTED || dict_layout(t, f->builtins) == VERSION_EXHAUSTED))
        c = NULL;
    if (entry >= 0) {
        if (c) {
            c->shape = dict_layout(t, f->globals);
            c->version = 0;
            c->payload = value_from_int(entry);
        }
        return f->globals->entries[entry].value;
    }
    entry = dict_find_str(t, f->builtins, name);
    if (entry >= 0) {
        if (c) {
            c->shape = dict_layout(t, f->globals);
            c->version = dict_layout(t, f->builtins);
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
    if (c && dict_layout(t, f->globals) != VERSION_EXHAUSTED) {
        c->shape = dict_layout(t, f->globals);
        c->version = 0;
        c->payload = value_from_int(dict_find_str(t, f->globals, name));
    }
    return true;
}

/*
 * type.c - types: native ones from their declarations, attribute lookup along
 * the MRO, special-method tables, invalidation, instance allocation.  The class
 * statement is in class.c.
 */
#include "runtime/type.h"

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/function.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str.h"
#include "runtime/vm.h"

#define TYPE(id, def) extern const TypeDef def;
#include "runtime/types.def"
#define TYPE(id, def) extern const TypeDef def;
#include "runtime/module_types.def"
extern const TypeDef exception_typedefs[];

static const TypeDef *const core_typedefs[] = {
#define TYPE(id, def) &def,
#include "runtime/types.def"
};
enum { CORE_TYPE_COUNT = sizeof core_typedefs / sizeof *core_typedefs };

static const char *const special_spellings[SPECIAL_COUNT] = {
#define SPECIAL(id, name) name,
#include "runtime/specials.def"
};

const char *type_name(const Type *type) {
    if (type->native_name) {
        const char *dot = strrchr(type->native_name, '.');
        return dot ? dot + 1 : type->native_name;
    }
    Str *name = value_as_str(type->name);
    return name->flags & STR_ASCII && name->data ? (const char *)name->data : "?";
}

bool type_is_subtype(const Type *type, const Type *of) {
    if (type == of)
        return true;
    const Tuple *mro = type->mro;
    if (!mro) { /* a metaclass's mro() is running */
        while (type && type != of)
            type = type->base;
        return type;
    }
    for (size_t i = 0; i < mro->length; i++)
        if (value_as_object(mro->items[i]) == &of->header)
            return true;
    return false;
}

/* ---- lookup ---- */

static Value lookup_uncached(Thread *t, Type *type, Value name) {
    const Tuple *mro = type->mro;
    for (size_t i = 0; mro && i < mro->length; i++) {
        Value v = dict_get_str(t, ((Type *)value_as_object(mro->items[i]))->dict, name);
        if (!value_is_undef(v))
            return v;
    }
    return VALUE_UNDEF;
}

Value type_lookup(Thread *t, Type *type, Value name) {
    Str *s = value_as_str(name);
    /* Without an MRO a metaclass's mro() is running: nothing found lasts. */
    if (!(s->flags & STR_INTERNED) || type->version == VERSION_EXHAUSTED || !type->mro)
        return lookup_uncached(t, type, name);
    MethodCacheEntry *e =
        &t->vm->method_cache[(type->version * 31 ^ (uint32_t)(name.bits >> 4)) % METHOD_CACHE_SIZE];
    if (e->version == type->version && value_same(e->name, name))
        return e->value;
    Value v = lookup_uncached(t, type, name);
    e->version = type->version;
    e->name = name;
    e->value = v;
    return v;
}

/* ---- special-method tables ---- */

static unsigned special_slot(Value name) {
    return (unsigned)(name.bits * 0x9e3779b97f4a7c15u >> 32) % SPECIAL_INDEX_SIZE;
}

static int special_id(Thread *t, Value name) {
    Str *s = value_as_str(name);
    if (s->length < 5 || s->width != 1 || !s->data || memcmp(s->data, "__", 2) != 0)
        return -1;
    const uint8_t *index = t->vm->special_index;
    for (unsigned at = special_slot(name); index[at]; at = (at + 1) % SPECIAL_INDEX_SIZE)
        if (value_same(t->vm->special_names[index[at] - 1], name))
            return index[at] - 1;
    return -1;
}

/* Whether what is asked of a tuple's items is asked of instances of its subclass in the same way. */
static bool is_plain_tuple(Thread *t, const Type *type) {
    static const SpecialId asked[] = {SPECIAL_LT, SPECIAL_LE, SPECIAL_EQ, SPECIAL_NE, SPECIAL_GT, SPECIAL_GE,
                                      SPECIAL_HASH, SPECIAL_ITER, SPECIAL_GETITEM, SPECIAL_LEN};
    const Type *tuple = t->vm->types[TYPE_TUPLE];
    for (size_t k = 0; k < sizeof asked / sizeof *asked; k++)
        if (!value_same(type->specials[asked[k]], tuple->specials[asked[k]]))
            return false;
    return true;
}

/* Flags that follow from which special methods a type has. */
static void derive_flags(Thread *t, Type *type) {
    Type *object = t->vm->types[TYPE_OBJECT];
    uint32_t f = type->flags & ~(uint32_t)(TYPEFLAG_CUSTOM_GETATTR | TYPEFLAG_CUSTOM_SETATTR |
                                           TYPEFLAG_HAS_GETATTR | TYPEFLAG_HAS_FINALIZER | TYPEFLAG_PLAIN_TUPLE);
    if (type->kind == KIND_TUPLE && is_plain_tuple(t, type))
        f |= TYPEFLAG_PLAIN_TUPLE;
    if (!value_same(type->specials[SPECIAL_GETATTRIBUTE], object->specials[SPECIAL_GETATTRIBUTE]))
        f |= TYPEFLAG_CUSTOM_GETATTR;
    if (!value_same(type->specials[SPECIAL_SETATTR], object->specials[SPECIAL_SETATTR]) ||
        !value_same(type->specials[SPECIAL_DELATTR], object->specials[SPECIAL_DELATTR]))
        f |= TYPEFLAG_CUSTOM_SETATTR;
    if (!value_is_undef(type->specials[SPECIAL_GETATTR]))
        f |= TYPEFLAG_HAS_GETATTR;
    if (type->finalize || !value_is_undef(type->specials[SPECIAL_DEL]))
        f |= TYPEFLAG_HAS_FINALIZER;
    type->flags = f;
}

static void inherit_next(Type *type) {
    /* A heap type keeps its native base's C iterator only while __next__ is
     * still that base's. */
    type->next = NULL;
    for (size_t i = 1; i < type->mro->length; i++) {
        Type *b = (Type *)value_as_object(type->mro->items[i]);
        if (b->def && b->def->next && b->id != TYPE_ID_COUNT) {
            if (value_same(b->specials[SPECIAL_NEXT], type->specials[SPECIAL_NEXT]))
                type->next = b->def->next;
            return;
        }
    }
}

static void override_specials(Thread *t, Type *type, const Type *by) {
    size_t position = 0;
    Value key, value;
    while (dict_next(by->dict, &position, &key, &value)) {
        int id = value_is_str(key) ? special_id(t, key) : -1;
        if (id >= 0)
            type->specials[id] = value;
    }
}

/* Starts from the table of the first class whose own MRO is the rest of this one:
 * the base under single inheritance, otherwise often `object`.  The classes in
 * front of it override what it has. */
static void inherit_specials(Thread *t, Type *type) {
    const Tuple *mro = type->mro;
    size_t i = 1;
    for (; i < mro->length; i++) {
        const Tuple *rest = ((Type *)value_as_object(mro->items[i]))->mro;
        if (rest && rest->length == mro->length - i &&
            !memcmp(rest->items, mro->items + i, rest->length * sizeof(Value)))
            break;
    }
    if (i < mro->length)
        memcpy(type->specials, ((Type *)value_as_object(mro->items[i]))->specials, sizeof type->specials);
    else
        for (int id = 0; id < SPECIAL_COUNT; id++)
            type->specials[id] = VALUE_UNDEF;
    while (i-- > 0)
        override_specials(t, type, (Type *)value_as_object(mro->items[i]));
}

void type_update_specials(Thread *t, Type *type) {
    inherit_specials(t, type);
    derive_flags(t, type);
    if (type->flags & TYPEFLAG_HEAP)
        inherit_next(type);
}

static void tell_watchers(Thread *t, Type *type, Value name) {
    if (type->watched)
        t->vm->hooks.type_changed(t->vm, type, name);
}

/* After a change of the attribute `name`, the special one `id`; UNDEF, -1: of none. */
static void update_tree(Thread *t, Type *type, int id, Value name) {
    type->version = vm_next_version(t->vm);
    shapes_invalidate(t->vm, type);
    if (id >= 0) {
        type->specials[id] = lookup_uncached(t, type, t->vm->special_names[id]);
        derive_flags(t, type);
        if (id == SPECIAL_NEXT && type->flags & TYPEFLAG_HEAP)
            inherit_next(type);
    }
    tell_watchers(t, type, name);
    if (value_is_undef(type->subclasses))
        return;
    List *subclasses = value_as_list(type->subclasses);
    for (size_t i = 0; i < subclasses->length; i++)
        update_tree(t, (Type *)value_as_object(subclasses->items[i]), id, name);
}

/* A data descriptor of a metaclass hides what its classes have: these change with it.
 * Their subclasses have the same metaclass, or one derived from it. */
static void update_classes_of(Thread *t, Type *metaclass, Type *type) {
    if (type_is_subtype(object_type(type), metaclass)) {
        update_tree(t, type, -1, VALUE_UNDEF);
        return;
    }
    List *subclasses = value_is_undef(type->subclasses) ? NULL : value_as_list(type->subclasses);
    for (size_t i = 0; subclasses && i < subclasses->length; i++)
        update_classes_of(t, metaclass, (Type *)value_as_object(subclasses->items[i]));
}

static void update(Thread *t, Type *type, int id, Value name) {
    update_tree(t, type, id, name);
    /* Any class may have an instance of this one among its attributes, which now is a descriptor
     * or is none any more. */
    if (id == SPECIAL_GET || id == SPECIAL_SET || id == SPECIAL_DELETE)
        update_tree(t, t->vm->types[TYPE_OBJECT], -1, VALUE_UNDEF);
    if (type->flags & TYPEFLAG_HEAP && type->kind == KIND_TYPE)
        update_classes_of(t, type, t->vm->types[TYPE_OBJECT]);
}

void type_modified(Thread *t, Type *type) { update(t, type, -1, VALUE_UNDEF); }

/* Names that the language gives a meaning to. */
static bool is_dunder(Value name) {
    const Str *s = value_as_str(name);
    return !s->data || (s->length > 1 && str_char_at(s->data, s->width, 0) == '_' &&
                        str_char_at(s->data, s->width, 1) == '_');
}

bool type_set(Thread *t, Type *type, Value name, Value value) {
    if (value_is_undef(value)) {
        int deleted = dict_delete(t, type->dict, name);
        if (deleted < 0)
            return false;
        if (!deleted) {
            raise_error(t, TYPE_AttributeError, "type object '%N' has no attribute '%S'", type, name);
            return false;
        }
    } else if (!dict_set(t, type->dict, name, value)) {
        return false;
    }
    gc_wrote(t, type);
    update(t, type, special_id(t, name), is_dunder(name) ? VALUE_UNDEF : name);
    return true;
}

/* ---- layout and allocation ---- */

static void trace_own_words(Tracer *tracer, Type *type, Object *object) {
    if (type->flags & TYPEFLAG_VARSIZED) {
        if (type->slots_offset)
            trace_value(tracer, *object_attributes_varsized(object));
        return;
    }
    size_t end = object->granules ? (size_t)object->granules * 16 : type->size;
    trace_values(tracer, (const Value *)((char *)object + type->native_size),
                 (end - type->native_size) / sizeof(Value));
}

/* Members and attribute area of an instance behind its native part. */
void trace_heap_instance(Tracer *tracer, Object *object) {
    Type *type = object_type(object);
    if (type->native_trace)
        type->native_trace(tracer, object);
    trace_own_words(tracer, type, object);
}

Value *object_attributes_varsized(Object *object) {
    size_t items = 0;
    switch (object_kind(object)) {
    case KIND_TUPLE: items = ((Tuple *)object)->length * sizeof(Value); break;
    case KIND_BYTES: items = ((Bytes *)object)->length + 1; break;
    default: assert(!"a variable-sized kind with attributes");
    }
    size_t at = (object_type(object)->def->size + items + 7) & ~(size_t)7;
    return (Value *)((char *)object + at);
}

void *type_alloc(Thread *t, Type *type, size_t extra) {
    size_t size = type->size;
    if (type->flags & TYPEFLAG_VARSIZED)
        size = ((type->def->size + extra + 7) & ~(size_t)7) + (type->slots_offset ? 8 : 0);
    Object *o = gc_alloc(t, size, (Kind)type->kind, type->root_shape);
    if (!o)
        return NULL;
    if (type->flags & TYPEFLAG_HEAP) {
        o->gc |= GC_SUBCLASS;
        if (type->member_count) {
            Value *word = (Value *)((char *)o + type->native_size);
            for (size_t n = (type->size - type->native_size) / sizeof(Value); n; n--)
                *word++ = VALUE_UNDEF;
            if (type->slots_offset)
                *(Value *)((char *)o + type->slots_offset) = value_from_int(0);
        }
    }
    if (type->flags & TYPEFLAG_HAS_FINALIZER)
        heap_register_finalizer(t, o);
    return o;
}

Shape *type_dict_shape(Thread *t, Type *type) {
    if (!type->dict_shape)
        type->dict_shape = shape_new_root(t, type, 0, SHAPE_DICT_MODE);
    return type->dict_shape;
}

enum { SLOTS_MAX_INLINE = 64 };

void type_grow_slots(Thread *t, Type *type) {
    uint32_t n = type->root_shape->inline_slots;
    bool area_is_last = type->slots_offset + 8 + n * 8 == type->size;
    /* C code allocates instances of native types by the size of their struct. */
    if (!(type->flags & TYPEFLAG_HEAP) || type->flags & TYPEFLAG_VARSIZED || !area_is_last ||
        n >= SLOTS_MAX_INLINE)
        return;
    Shape *root = shape_new_root(t, type, n * 2 + 2, 0);
    if (!root) {
        error_clear(t); /* a missed optimisation only */
        return;
    }
    type->root_shape = root;
    type->size = type->slots_offset + 8 + root->inline_slots * 8;
    tell_watchers(t, type, VALUE_UNDEF);
}

/* ---- native types ---- */

void type_trace_object(Tracer *tracer, Object *object) {
    Type *type = (Type *)object;
    trace_value(tracer, type->name);
    trace_value(tracer, type->qualname);
    trace_object(tracer, type->dict);
    trace_object(tracer, type->bases);
    trace_object(tracer, type->mro);
    trace_object(tracer, type->base);
    trace_weak_list(tracer, type->subclasses);
    trace_values(tracer, type->specials, SPECIAL_COUNT);
    for (Shape *s = type->shapes; s; s = s->next_of_type)
        trace_value(tracer, s->key);
}

static Type *allocate_native(Thread *t, const TypeDef *def) {
    Vm *vm = t->vm;
    Type *meta = vm->types[TYPE_TYPE];
    Type *type = gc_alloc(t, sizeof(Type), KIND_TYPE, meta ? meta->root_shape : NULL);
    if (!type)
        return NULL;
    Type *base = def->id == TYPE_OBJECT ? NULL : vm->types[def->base];
    assert(def->id == TYPE_OBJECT || base);
    type->def = def;
    type->native_name = def->name;
    type->base = base;
    type->id = (uint16_t)def->id;
    type->kind = (uint8_t)def->kind;
    type->flags = def->flags | TYPEFLAG_IMMUTABLE;
    if (base)
        type->flags |= base->flags & (TYPEFLAG_DICT | TYPEFLAG_VARSIZED | TYPEFLAG_WEAKREFS |
                                      TYPEFLAG_EXCEPTION | TYPEFLAG_SEQUENCE | TYPEFLAG_MAPPING);
    type->native_size = (uint32_t)((def->size ? def->size : base->native_size) + 7) & ~7u;
    type->size = type->native_size;
    uint32_t inline_slots = 0;
    if (type->flags & TYPEFLAG_DICT) {
        type->slots_offset = type->native_size;
        type->size += 8;
    }
    type->trace = type->native_trace = def->trace ? def->trace : base ? base->native_trace : NULL;
    if (type->slots_offset)
        type->trace = trace_heap_instance;
    type->finalize = def->finalize ? def->finalize : base ? base->finalize : NULL;
    type->next = def->next ? def->next : base ? base->next : NULL;
    type->subclasses = VALUE_UNDEF;
    type->name = type->qualname = VALUE_UNDEF;
    type->version = vm_next_version(vm);
    for (int i = 0; i < SPECIAL_COUNT; i++)
        type->specials[i] = VALUE_UNDEF;
    type->root_shape = shape_new_root(t, type, inline_slots, 0);
    vm->types[def->id] = type;
    return type->root_shape ? type : NULL;
}

static Value add_subclass(Thread *t, Type *base, Type *type) {
    if (value_is_undef(base->subclasses)) {
        base->subclasses = list_new(t, 0);
        if (value_is_error(base->subclasses)) {
            base->subclasses = VALUE_UNDEF;
            return VALUE_ERROR;
        }
        gc_wrote(t, base);
    }
    return list_append(t, value_as_list(base->subclasses), value_from_object(type)) ? VALUE_NONE
                                                                                    : VALUE_ERROR;
}

bool type_add_subclass(Thread *t, Type *base, Type *type) {
    return !value_is_error(add_subclass(t, base, type));
}

static Value getset_new(Thread *t, const GetSetDef *def, Type *owner) {
    GetSet *g = GC_NEW(t, GetSet, KIND_GETSET,
                       def->set == member_readonly ? TYPE_MEMBER_DESCRIPTOR : TYPE_GETSET_DESCRIPTOR);
    if (!g)
        return VALUE_ERROR;
    g->def = def;
    g->owner = owner;
    return value_from_object(g);
}

static Value iterator_iter(Thread *t, Value *args) { return args[0]; }

static Value iterator_next(Thread *t, Value *args) {
    Object *o = value_as_object(args[0]);
    Type *type = object_type(o);
    while (!(type->def->next && type->id != TYPE_ID_COUNT))
        type = type->base;
    Value v = type->def->next(t, o);
    return value_is_stop(v) ? raise_stop_iteration(t, VALUE_UNDEF) : v;
}

static const NativeDef iterator_natives[] = {
    NATIVE("__iter__", "($self, /)", iterator_iter, "Implement iter(self)."),
    NATIVE("__next__", "($self, /)", iterator_next, "Implement next(self)."),
    NATIVE_END,
};

/* Special methods that CPython keeps in slots are "slot wrappers" in its types;
 * the others, and few that it declares twice for speed, are plain methods. */
static bool is_slot(const Type *owner, int id) {
    switch (id) {
    case -1:
    case SPECIAL_BYTES: case SPECIAL_FORMAT: case SPECIAL_DIR: case SPECIAL_COMPLEX:
    case SPECIAL_ROUND: case SPECIAL_TRUNC: case SPECIAL_FLOOR: case SPECIAL_CEIL:
    case SPECIAL_LENGTH_HINT: case SPECIAL_MISSING: case SPECIAL_REVERSED: case SPECIAL_ENTER:
    case SPECIAL_EXIT: case SPECIAL_AENTER: case SPECIAL_AEXIT: case SPECIAL_SET_NAME:
    case SPECIAL_INIT_SUBCLASS: case SPECIAL_CLASS_GETITEM: case SPECIAL_INSTANCECHECK:
    case SPECIAL_SUBCLASSCHECK: case SPECIAL_SIZEOF: case SPECIAL_FSPATH:
        return false;
    case SPECIAL_GETITEM: return owner->id != TYPE_LIST && owner->id != TYPE_DICT;
    case SPECIAL_CONTAINS:
        return owner->id != TYPE_DICT && owner->id != TYPE_SET && owner->id != TYPE_FROZENSET;
    default: return true;
    }
}

bool natives_declare(Thread *t, Dict *dict, const NativeDef *defs, Type *owner, Value module) {
    for (const NativeDef *d = defs; d && d->name; d++) {
        Value name = str_intern_cstring(t, d->name);
        if (value_is_error(name))
            return false;
        Value f;
        if (!owner) {
            f = native_function_new(t, d, VALUE_UNDEF, module, NULL, TYPE_NATIVE_FUNCTION);
        } else if (d->flags & NATIVE_CLASS) {
            f = native_function_new(t, d, VALUE_UNDEF, VALUE_NONE, owner, TYPE_CLASSMETHOD_DESCRIPTOR);
        } else if (d->flags & NATIVE_STATIC || strcmp(d->name, "__new__") == 0) {
            f = native_function_new(t, d, VALUE_UNDEF, VALUE_NONE, owner, TYPE_NATIVE_FUNCTION);
            if (!value_is_error(f) && strcmp(d->name, "__new__") != 0) {
                /* It has attributes behind the structure. */
                MethodHolder *h = type_alloc(t, t->vm->types[TYPE_STATICMETHOD], 0);
                if (!h)
                    return false;
                h->function = f;
                f = value_from_object(h);
            }
        } else {
            f = native_function_new(t, d, VALUE_UNDEF, VALUE_NONE, owner,
                                    is_slot(owner, special_id(t, name)) ? TYPE_WRAPPER_DESCRIPTOR
                                                                        : TYPE_METHOD_DESCRIPTOR);
        }
        if (value_is_error(f) || !dict_set_str(t, dict, name, f))
            return false;
    }
    return true;
}

static bool fill_native(Thread *t, Type *type) {
    const TypeDef *def = type->def;
    Vm *vm = t->vm;
    type->dict = dict_new(t);
    if (!type->dict)
        return false;
    const char *dot = strrchr(def->name, '.');
    type->name = type->qualname = str_intern_cstring(t, dot ? dot + 1 : def->name);
    if (value_is_error(type->name))
        return false;
    Value bases[2];
    size_t n = 0;
    if (type->base)
        bases[n++] = value_from_object(type->base);
    if (def->id == TYPE_ExceptionGroup)
        bases[n++] = value_from_object(vm->types[TYPE_Exception]);
    Value tuple = tuple_from_values(t, bases, n);
    if (value_is_error(tuple))
        return false;
    type->bases = value_as_tuple(tuple);
    size_t inherited = type->base ? type->base->mro->length : 0;
    size_t extra = n == 2 ? 1 : 0; /* ExceptionGroup: Exception comes before BaseException */
    Tuple *mro = tuple_alloc(t, 1 + inherited + extra);
    if (!mro)
        return false;
    mro->items[0] = value_from_object(type);
    if (extra) {
        mro->items[1] = bases[0];
        mro->items[2] = bases[1];
        memcpy(mro->items + 3, type->base->mro->items + 1, (inherited - 1) * sizeof(Value));
    } else if (inherited) {
        memcpy(mro->items + 1, type->base->mro->items, inherited * sizeof(Value));
    }
    type->mro = mro;
    gc_wrote(t, type);
    if (def->next && !natives_declare(t, type->dict, iterator_natives, type, VALUE_NONE))
        return false;
    bool is_exception = type->flags & TYPEFLAG_EXCEPTION && def->id != TYPE_BASE_EXCEPTION;
    if (!natives_declare(t, type->dict, is_exception ? exception_natives(def->id) : def->methods,
                         type, VALUE_NONE))
        return false;
    for (const GetSetDef *g = is_exception ? exception_getsets(def->id) : def->getset; g && g->name;
         g++) {
        Value name = str_intern_cstring(t, g->name), v = getset_new(t, g, type);
        if (value_is_error(name) || value_is_error(v) || !dict_set_str(t, type->dict, name, v))
            return false;
    }
    if (value_is_undef(dict_get_str(t, type->dict, STR_NAME(t, __doc__)))) {
        Value doc = def->doc ? str_from_cstring(t, def->doc) : VALUE_NONE;
        if (value_is_error(doc) || !dict_set_str(t, type->dict, STR_NAME(t, __doc__), doc))
            return false;
    }
    /* Defining equality without a hash makes instances unhashable. */
    if (!value_is_undef(dict_get_str(t, type->dict, vm->special_names[SPECIAL_EQ])) &&
        value_is_undef(dict_get_str(t, type->dict, vm->special_names[SPECIAL_HASH])) &&
        !dict_set_str(t, type->dict, vm->special_names[SPECIAL_HASH], VALUE_NONE))
        return false;
    type_update_specials(t, type);
    for (size_t i = 0; i < n; i++)
        if (!type_add_subclass(t, (Type *)value_as_object(bases[i]), type))
            return false;
    return true;
}

static const TypeDef *core_def(size_t i) {
    return i < CORE_TYPE_COUNT ? core_typedefs[i] : &exception_typedefs[i - CORE_TYPE_COUNT];
}

static size_t core_count(void) {
    size_t n = CORE_TYPE_COUNT;
    while (exception_typedefs[n - CORE_TYPE_COUNT].name)
        n++;
    return n;
}

bool types_allocate(Thread *t) {
    Vm *vm = t->vm;
    for (size_t i = 0, n = core_count(); i < n; i++)
        if (!allocate_native(t, core_def(i)))
            return false;
    /* object and type were made before type's shape existed. */
    uint32_t shape = (uint32_t)(uintptr_t)vm->types[TYPE_TYPE]->root_shape;
    vm->types[TYPE_OBJECT]->header.shape = shape;
    vm->types[TYPE_TYPE]->header.shape = shape;
    Type **c = vm->constant_types;
    c[0] = c[1] = vm->types[TYPE_BOOL];
    c[2] = vm->types[TYPE_NONE];
    c[3] = vm->types[TYPE_NOT_IMPLEMENTED];
    c[4] = vm->types[TYPE_ELLIPSIS];
    c[5] = c[6] = c[7] = vm->types[TYPE_OBJECT];
    return true;
}

bool types_fill(Thread *t) {
    for (size_t i = 0, n = core_count(); i < n; i++)
        if (!fill_native(t, t->vm->types[core_def(i)->id]))
            return false;
    return true;
}

Type *type_from_def(Thread *t, const TypeDef *def) {
    Type *type = t->vm->types[def->id];
    if (type)
        return type;
    type = allocate_native(t, def);
    if (!type || !fill_native(t, type)) {
        t->vm->types[def->id] = NULL;
        return NULL;
    }
    return type;
}

Value type_module_name(Thread *t, Type *type) {
    if (type->flags & TYPEFLAG_HEAP)
        return dict_get_str(t, type->dict, STR_NAME(t, __module__));
    const char *dot = strrchr(type->native_name, '.');
    if (!dot)
        return STR_NAME(t, builtins);
    return str_intern(t, str_from_utf8(t, type->native_name, (size_t)(dot - type->native_name)));
}

bool specials_intern(Thread *t) {
    _Static_assert(SPECIAL_COUNT < 256, "a number + 1 is a byte");
    for (int i = 0; i < SPECIAL_COUNT; i++) {
        Value name = t->vm->special_names[i] = str_intern_cstring(t, special_spellings[i]);
        if (value_is_error(name))
            return false;
        unsigned at = special_slot(name);
        while (t->vm->special_index[at])
            at = (at + 1) % SPECIAL_INDEX_SIZE;
        t->vm->special_index[at] = (uint8_t)(i + 1);
    }
    return true;
}

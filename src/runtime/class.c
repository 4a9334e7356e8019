/*
 * class.c - the class statement: metaclass choice, method resolution order,
 * instance layout, namespace processing.  type(name, bases, dict) ends here.
 */
#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/frame.h"
#include "runtime/function.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str.h"
#include "runtime/type.h"
#include "runtime/vm.h"

static Type *as_type(Value v) { return (Type *)value_as_object(v); }

/* ---- C3 linearisation (Barrett et al. 1996) ---- */

/* One list of the merge: the MRO of a base, or the bases themselves. */
typedef struct MergeList {
    const Value *items;
    size_t length, next;
} MergeList;

static bool in_tail(const MergeList *lists, size_t count, Value candidate) {
    for (size_t i = 0; i < count; i++)
        for (size_t j = lists[i].next + 1; j < lists[i].length; j++)
            if (value_same(lists[i].items[j], candidate))
                return true;
    return false;
}

static Value raise_mro_conflict(Thread *t, const MergeList *lists, size_t count) {
    Value names = list_new(t, count);
    if (value_is_error(names))
        return VALUE_ERROR;
    List *l = value_as_list(names);
    for (size_t i = 0; i < count; i++) {
        if (lists[i].next >= lists[i].length)
            continue;
        Value name = as_type(lists[i].items[lists[i].next])->name;
        bool seen = false;
        for (size_t j = 0; j < l->length; j++)
            seen |= value_same(l->items[j], name);
        if (!seen && !list_append(t, l, name))
            return VALUE_ERROR;
    }
    Value text = str_join(t, str_from_cstring(t, ", "), names);
    if (value_is_error(text))
        return VALUE_ERROR;
    return raise_type_error(
        t, "Cannot create a consistent method resolution\norder (MRO) for bases %U", text);
}

static Value compute_mro(Thread *t, Type *type) {
    Tuple *bases = type->bases;
    Value result = list_new(t, 8);
    if (value_is_error(result) || !list_append(t, value_as_list(result), value_from_object(type)))
        return VALUE_ERROR;
    size_t count = bases->length + 1;
    Raw *memory = gc_alloc_raw(t, count * sizeof(MergeList));
    if (!memory)
        return VALUE_ERROR;
    MergeList *lists = (MergeList *)memory->bytes;
    for (size_t i = 0; i < bases->length; i++) {
        for (size_t j = i + 1; j < bases->length; j++)
            if (value_same(bases->items[i], bases->items[j]))
                return raise_type_error(t, "duplicate base class %N", as_type(bases->items[i]));
        Tuple *mro = as_type(bases->items[i])->mro;
        if (!mro)
            return raise_type_error(t, "Cannot extend an incomplete type '%N'",
                                    as_type(bases->items[i]));
        lists[i] = (MergeList){mro->items, mro->length, 0};
    }
    lists[count - 1] = (MergeList){bases->items, bases->length, 0};
    for (;;) {
        Value next = VALUE_UNDEF;
        bool empty = true;
        for (size_t i = 0; i < count && value_is_undef(next); i++) {
            if (lists[i].next == lists[i].length)
                continue;
            empty = false;
            Value candidate = lists[i].items[lists[i].next];
            if (!in_tail(lists, count, candidate))
                next = candidate;
        }
        if (empty)
            return result;
        if (value_is_undef(next))
            return raise_mro_conflict(t, lists, count);
        if (!list_append(t, value_as_list(result), next))
            return VALUE_ERROR;
        for (size_t i = 0; i < count; i++)
            if (lists[i].next < lists[i].length && value_same(lists[i].items[lists[i].next], next))
                lists[i].next++;
    }
}

Value type_default_mro(Thread *t, Type *type) { return compute_mro(t, type); }

static Type *solid_base(Type *type);

/* The MRO as the metaclass wants it.  If its mro() assigned type.__bases__,
 * what that computed is the newer one and stays: *overtaken, unless NULL. */
static bool set_mro(Thread *t, Type *type, bool *overtaken) {
    Type *meta = object_type(type);
    Tuple *before = type->mro;
    Value mro;
    Value custom = meta == t->vm->types[TYPE_TYPE] ? VALUE_UNDEF
                                                   : type_lookup(t, meta, STR_NAME(t, mro));
    if (!value_is_undef(custom) && !value_is_kind(custom, KIND_NATIVE)) {
        Value self = value_from_object(type);
        mro = call_special(t, custom, &self, 1);
        if (!value_is_error(mro))
            mro = list_from_iterable(t, mro);
        if (value_is_error(mro))
            return false;
        List *l = value_as_list(mro);
        for (size_t i = 0; i < l->length; i++)
            if (!value_is_kind(l->items[i], KIND_TYPE)) {
                raise_type_error(t, "mro() returned a non-class ('%T')", l->items[i]);
                return false;
            } else if (!type_is_subtype(solid_base(type), solid_base(as_type(l->items[i])))) {
                raise_type_error(t, "mro() returned base with unsuitable layout ('%N')",
                                 as_type(l->items[i]));
                return false;
            }
    } else {
        mro = compute_mro(t, type);
        if (value_is_error(mro))
            return false;
    }
    List *l = value_as_list(mro);
    Value tuple = tuple_from_values(t, l->items, l->length);
    if (value_is_error(tuple))
        return false;
    if (overtaken)
        *overtaken = type->mro != before;
    if (type->mro != before)
        return true;
    type->mro = value_as_tuple(tuple);
    gc_wrote(t, type);
    return true;
}

/* ---- bases ---- */

Type *type_metaclass(Thread *t, Type *metatype, Tuple *bases) {
    Type *winner = metatype;
    for (size_t i = 0; i < bases->length; i++) {
        Type *meta = type_of(t, bases->items[i]);
        if (type_is_subtype(winner, meta))
            continue;
        if (type_is_subtype(meta, winner)) {
            winner = meta;
            continue;
        }
        raise_type_error(t, "metaclass conflict: the metaclass of a derived class must be a "
                            "(non-strict) subclass of the metaclasses of all its bases");
        return NULL;
    }
    return winner;
}

/* Exceptions share one structure here; in CPython those with fields of their own
 * have their own, which do not mix. */
static bool has_own_fields(const Type *type) {
    switch (type->id) {
    case TYPE_BaseExceptionGroup: case TYPE_StopIteration: case TYPE_SystemExit: case TYPE_ImportError:
    case TYPE_OSError: case TYPE_SyntaxError: case TYPE_NameError: case TYPE_AttributeError:
    case TYPE_UnicodeDecodeError: case TYPE_UnicodeEncodeError: case TYPE_UnicodeTranslateError:
        return true;
    default: return false;
    }
}

/* The ancestor that determines the C layout. */
static Type *solid_base(Type *type) {
    for (; type->base; type = type->base) {
        if (type->flags & TYPEFLAG_HEAP ? type->member_count > type->base->member_count
                                        : type->native_size != type->base->native_size ||
                                              type->kind != type->base->kind || has_own_fields(type))
            break;
    }
    return type;
}

static Type *best_base(Thread *t, Tuple *bases) {
    Type *winner = NULL, *best = NULL;
    for (size_t i = 0; i < bases->length; i++) {
        if (!value_is_kind(bases->items[i], KIND_TYPE)) {
            raise_type_error(t, "bases must be types");
            return NULL;
        }
        Type *base = as_type(bases->items[i]);
        if (!(base->flags & TYPEFLAG_SUBCLASSABLE)) {
            raise_type_error(t, "type '%s' is not an acceptable base type",
                             base->native_name ? base->native_name : type_name(base));
            return NULL;
        }
        Type *candidate = solid_base(base);
        if (!winner || (!type_is_subtype(winner, candidate) && type_is_subtype(candidate, winner))) {
            winner = candidate;
            best = base;
        } else if (!type_is_subtype(winner, candidate)) {
            raise_type_error(t, "multiple bases have instance lay-out conflict");
            return NULL;
        }
    }
    return best;
}

/* ---- __slots__ ---- */

static Value mangle(Thread *t, Value class_name, Value name) {
    Str *n = value_as_str(name), *c = value_as_str(class_name);
    const void *d = str_data(t, n), *cd = str_data(t, c);
    if (n->length < 3 || str_char_at(d, n->width, 0) != '_' || str_char_at(d, n->width, 1) != '_' ||
        (str_char_at(d, n->width, n->length - 1) == '_' &&
         str_char_at(d, n->width, n->length - 2) == '_'))
        return name;
    uint32_t skip = 0;
    while (skip < c->length && str_char_at(cd, c->width, skip) == '_')
        skip++;
    if (skip == c->length)
        return name;
    return str_format(t, "_%U%U", str_substring(t, class_name, skip, c->length), name);
}

typedef struct SlotsSpec {
    Value names; /* list of interned, mangled names; UNDEF without __slots__ */
    bool want_dict, want_weakref;
} SlotsSpec;

static bool read_slots(Thread *t, Type *base, Value class_name, Dict *ns, SlotsSpec *out) {
    *out = (SlotsSpec){VALUE_UNDEF, true, true};
    Value slots = dict_get_str(t, ns, STR_NAME(t, __slots__));
    if (value_is_undef(slots))
        return true;
    out->want_dict = out->want_weakref = false;
    Value raw = value_is_str(slots) ? list_from_values(t, &slots, 1) : list_from_iterable(t, slots);
    if (value_is_error(raw))
        return false;
    List *l = value_as_list(raw);
    if (l->length && (base->flags & TYPEFLAG_VARSIZED || base->kind == KIND_INT)) {
        raise_type_error(t, "nonempty __slots__ not supported for subtype of '%N'", base);
        return false;
    }
    out->names = list_new(t, l->length);
    if (value_is_error(out->names))
        return false;
    for (size_t i = 0; i < l->length; i++) {
        Value name = l->items[i];
        if (!value_is_str(name)) {
            raise_type_error(t, "__slots__ items must be strings, not '%T'", name);
            return false;
        }
        if (!str_is_identifier(t, name)) {
            raise_type_error(t, "__slots__ must be identifiers");
            return false;
        }
        if (str_equals_cstring(t, name, "__dict__")) {
            if (out->want_dict || base->slots_offset || base->kind == KIND_MODULE || base->kind == KIND_TYPE) {
                raise_type_error(t, "__dict__ slot disallowed: we already got one");
                return false;
            }
            out->want_dict = true;
            continue;
        }
        if (str_equals_cstring(t, name, "__weakref__")) {
            if (out->want_weakref || base->flags & TYPEFLAG_WEAKREFS) {
                raise_type_error(t, "__weakref__ slot disallowed: either we already got one, "
                                    "or __itemsize__ != 0");
                return false;
            }
            out->want_weakref = true;
            continue;
        }
        name = mangle(t, class_name, name);
        name = value_is_error(name) ? name : str_intern(t, name);
        if (value_is_error(name))
            return false;
        Value clash = dict_get_str(t, ns, name);
        if (!value_is_undef(clash) && !str_equals_cstring(t, name, "__qualname__") &&
            !str_equals_cstring(t, name, "__classcell__")) {
            raise_value_error(t, "%R in __slots__ conflicts with class variable", name);
            return false;
        }
        if (!list_append(t, value_as_list(out->names), name))
            return false;
    }
    return true;
}

/* ---- layout ---- */

static Value slot_dict_get(Thread *t, Value self) {
    Dict *d = instance_dict(t, value_as_object(self));
    return d ? value_from_object(d) : VALUE_ERROR;
}

static bool slot_dict_set(Thread *t, Value self, Value value) {
    if (value_is_undef(value)) {
        Dict *fresh = dict_new(t);
        if (!fresh)
            return false;
        value = value_from_object(fresh);
    }
    if (!value_is_dict(value)) {
        raise_type_error(t, "__dict__ must be set to a dictionary, not a '%T'", value);
        return false;
    }
    return instance_replace_dict(t, value_as_object(self), value);
}

static Value slot_weakref_get(Thread *t, Value self) { return VALUE_NONE; }

static const GetSetDef dict_getset = {"__dict__", slot_dict_get, slot_dict_set,
                                      "dictionary for instance variables (if defined)"};
static const GetSetDef weakref_getset = {"__weakref__", slot_weakref_get, NULL,
                                         "list of weak references to the object (if defined)"};

static bool add_getset(Thread *t, Type *type, const GetSetDef *def) {
    GetSet *g = GC_NEW(t, GetSet, KIND_GETSET, TYPE_GETSET_DESCRIPTOR);
    if (!g)
        return false;
    g->def = def;
    g->owner = type;
    Value name = str_intern_cstring(t, def->name);
    return !value_is_error(name) && dict_set_str(t, type->dict, name, value_from_object(g));
}

static bool lay_out(Thread *t, Type *type, const SlotsSpec *slots) {
    Type *base = type->base;
    size_t members = value_is_undef(slots->names) ? 0 : value_as_list(slots->names)->length;
    type->native_size = base->native_size;
    type->slots_offset = base->slots_offset;
    type->size = base->size;
    type->member_count = base->member_count + (uint32_t)members;
    uint32_t inline_slots = base->root_shape->inline_slots;
    bool area_is_last =
        base->slots_offset && base->slots_offset + 8 + inline_slots * 8 == base->size;
    for (size_t i = 0; i < members; i++) {
        Member *m = GC_NEW(t, Member, KIND_MEMBER, TYPE_MEMBER_DESCRIPTOR);
        if (!m)
            return false;
        m->name = value_as_list(slots->names)->items[i];
        m->owner = type;
        m->offset = type->size;
        type->size += 8;
        if (!dict_set_str(t, type->dict, m->name, value_from_object(m)))
            return false;
    }
    /* Modules have their own dict and no other area. */
    bool may_have_dict = slots->want_dict && !base->slots_offset && base->kind != KIND_MODULE &&
                         base->kind != KIND_TYPE;
    bool bases_have_dict = false; /* of the other bases */
    for (size_t i = 0; base->kind != KIND_MODULE && i < type->bases->length; i++)
        bases_have_dict |= as_type(type->bases->items[i])->slots_offset != 0;
    if (type->flags & TYPEFLAG_VARSIZED) {
        if (may_have_dict || bases_have_dict)
            type->slots_offset = type->native_size;
    } else if (may_have_dict || (bases_have_dict && !base->slots_offset)) {
        Value init = dict_get_str(t, type->dict, STR_NAME(t, __init__));
        uint32_t wanted = !value_is_undef(init) && t->vm->hooks.count_self_stores
                              ? t->vm->hooks.count_self_stores(init)
                              : 0;
        inline_slots = wanted < 2 ? 2 : wanted > 32 ? 32 : wanted;
        type->slots_offset = type->size;
        type->size += 8 + inline_slots * 8;
    } else if (area_is_last && !members) {
        Value init = dict_get_str(t, type->dict, STR_NAME(t, __init__));
        if (!value_is_undef(init) && t->vm->hooks.count_self_stores)
            inline_slots += t->vm->hooks.count_self_stores(init);
        if (inline_slots > 32)
            inline_slots = 32;
        if (inline_slots < base->root_shape->inline_slots)
            inline_slots = base->root_shape->inline_slots;
        type->size = type->slots_offset + 8 + inline_slots * 8;
    }
    if (type->slots_offset)
        type->flags |= TYPEFLAG_DICT;
    if (may_have_dict && !add_getset(t, type, &dict_getset))
        return false;
    if (slots->want_weakref && !(base->flags & TYPEFLAG_WEAKREFS)) {
        type->flags |= TYPEFLAG_WEAKREFS;
        if (!add_getset(t, type, &weakref_getset))
            return false;
    }
    type->root_shape = shape_new_root(t, type, inline_slots, 0);
    return type->root_shape != NULL;
}

/* ---- namespace ---- */

/* Functions that are methods of another sort without saying so. */
static bool convert_implicit(Thread *t, Type *type, Value name, Kind kind, TypeId holder) {
    Value f = dict_get_str(t, type->dict, name);
    if (value_is_undef(f) || !value_is_kind(f, KIND_FUNCTION))
        return true;
    MethodHolder *h = (MethodHolder *)type_alloc(t, t->vm->types[holder], 0);
    if (!h)
        return false;
    assert(object_kind(h) == kind);
    h->function = f;
    return dict_set_str(t, type->dict, name, value_from_object(h));
}

static bool process_namespace(Thread *t, Type *type) {
    Dict *d = type->dict;
    if (value_is_undef(dict_get_str(t, d, STR_NAME(t, __module__)))) {
        Dict *globals = current_globals(t);
        Value module = globals ? dict_get_str(t, globals, STR_NAME(t, __name__)) : VALUE_UNDEF;
        if (!value_is_undef(module) && !dict_set_str(t, d, STR_NAME(t, __module__), module))
            return false;
    }
    Value qualname = dict_get_str(t, d, STR_NAME(t, __qualname__));
    if (!value_is_undef(qualname)) {
        if (!value_is_str(qualname)) {
            raise_type_error(t, "type __qualname__ must be a str, not %T", qualname);
            return false;
        }
        type->qualname = qualname;
        if (dict_delete(t, d, STR_NAME(t, __qualname__)) < 0)
            return false;
    }
    if (!convert_implicit(t, type, STR_NAME(t, __new__), KIND_STATICMETHOD, TYPE_STATICMETHOD) ||
        !convert_implicit(t, type, STR_NAME(t, __init_subclass__), KIND_CLASSMETHOD, TYPE_CLASSMETHOD) ||
        !convert_implicit(t, type, STR_NAME(t, __class_getitem__), KIND_CLASSMETHOD, TYPE_CLASSMETHOD))
        return false;
    Value cell = dict_get_str(t, d, STR_NAME(t, __classcell__));
    if (!value_is_undef(cell)) {
        if (!value_is_kind(cell, KIND_CELL)) {
            raise_type_error(t, "__classcell__ must be a nonlocal cell, not <class '%T'>", cell);
            return false;
        }
        ((Cell *)value_as_object(cell))->value = value_from_object(type);
        gc_wrote(t, value_as_object(cell));
        if (dict_delete(t, d, STR_NAME(t, __classcell__)) < 0)
            return false;
    }
    return true;
}

static bool finish_namespace(Thread *t, Type *type) {
    Dict *d = type->dict;
    if (value_is_undef(dict_get_str(t, d, STR_NAME(t, __doc__))) &&
        !dict_set_str(t, d, STR_NAME(t, __doc__), VALUE_NONE))
        return false;
    Value eq = dict_get_str(t, d, SPECIAL_NAME(t, EQ));
    if (!value_is_undef(eq) && value_is_undef(dict_get_str(t, d, SPECIAL_NAME(t, HASH))) &&
        !dict_set_str(t, d, SPECIAL_NAME(t, HASH), VALUE_NONE))
        return false;
    return true;
}

static bool call_set_names(Thread *t, Type *type) {
    Dict *copy = dict_copy(t, type->dict); /* the hooks may change the class */
    if (!copy)
        return false;
    size_t position = 0;
    Value key, value;
    while (dict_next(copy, &position, &key, &value)) {
        Value hook = special_of(t, value, SPECIAL_SET_NAME);
        if (value_is_undef(hook))
            continue;
        Value args[3] = {value, value_from_object(type), key};
        if (value_is_error(call_special(t, hook, args, 3))) {
            Value cause = error_fetch(t);
            Type *cls = type_of(t, value);
            raise_error(t, TYPE_RuntimeError, "Error calling __set_name__ on '%N' instance %R in '%N'",
                        cls, key, type);
            Value wrapped = error_fetch(t);
            raise_from(t, wrapped, cause);
            return false;
        }
    }
    return true;
}

static bool call_init_subclass(Thread *t, Type *type, Dict *kwargs) {
    for (size_t i = 1; i < type->mro->length; i++) {
        Type *b = as_type(type->mro->items[i]);
        Value hook = dict_get_str(t, b->dict, STR_NAME(t, __init_subclass__));
        if (value_is_undef(hook))
            continue;
        if (b->id == TYPE_OBJECT) {
            if (!kwargs || !kwargs->used)
                return true;
            raise_type_error(t, "%U.__init_subclass__() takes no keyword arguments", type->qualname);
            return false;
        }
        Value bound = descriptor_get(t, hook, VALUE_UNDEF, type);
        if (value_is_error(bound))
            return false;
        return !value_is_error(call_with(t, bound, value_as_tuple(t->vm->empty_tuple), kwargs));
    }
    return true;
}

static const uint32_t inherited_flags = TYPEFLAG_VARSIZED | TYPEFLAG_WEAKREFS | TYPEFLAG_EXCEPTION |
                                        TYPEFLAG_MATCH_SELF | TYPEFLAG_DICT;
static const uint32_t pattern_flags = TYPEFLAG_SEQUENCE | TYPEFLAG_MAPPING;

/* A class is a sequence or a mapping to the match statement, as the first of
 * its ancestors is that is either; never both. */
static void inherit_pattern_flags(Type *type) {
    for (size_t i = 1; i < type->mro->length && !(type->flags & pattern_flags); i++)
        type->flags |= as_type(type->mro->items[i])->flags & pattern_flags;
}

/* A class's dict has interned keys: lookup and the special-method table rely
 * on it.  A namespace from the class statement has them already. */
static Dict *copy_namespace(Thread *t, Dict *ns) {
    Dict *copy = dict_copy(t, ns);
    if (!copy)
        return NULL;
    size_t position = 0;
    Value key, value;
    bool interned = true;
    while (interned && dict_next(copy, &position, &key, &value))
        interned = !value_is_str(key) || value_as_str(key)->flags & STR_INTERNED;
    if (interned)
        return copy;
    Dict *d = dict_new_sized(t, copy->used);
    position = 0;
    while (d && dict_next(copy, &position, &key, &value)) {
        if (value_is_exact(key, KIND_STR))
            key = str_intern(t, key);
        if (value_is_error(key) || !dict_set(t, d, key, value))
            return NULL;
    }
    return d;
}

bool check_type_name(Thread *t, Value name) {
    Str *s = value_as_str(name);
    const void *data = str_data(t, s);
    for (size_t i = 0; i < s->length; i++)
        if (!str_char_at(data, s->width, i)) {
            raise_value_error(t, "type name must not contain null characters");
            return false;
        }
    return true;
}

/* ---- assignment to __bases__ ---- */

/* The MRO of type and of all below it anew.  Adds to `done`, for each of them,
 * the type, its MRO before and its MRO now. */
static bool update_mros(Thread *t, Type *type, List *done) {
    Tuple *before = type->mro;
    bool overtaken;
    if (!set_mro(t, type, &overtaken))
        return false;
    if (overtaken)
        return true;
    type_update_specials(t, type);
    type_modified(t, type);
    if (!list_append(t, done, value_from_object(type)) ||
        !list_append(t, done, value_from_object(before)) ||
        !list_append(t, done, value_from_object(type->mro)))
        return false;
    if (value_is_undef(type->subclasses))
        return true;
    Value below = list_from_iterable(t, type->subclasses); /* an mro() may change it */
    if (value_is_error(below))
        return false;
    List *l = value_as_list(below);
    for (size_t i = 0; i < l->length; i++)
        if (!update_mros(t, as_type(l->items[i]), done))
            return false;
    return true;
}

/* Takes back what update_mros did, where nothing has changed it since. */
static void restore_mros(Thread *t, const List *done) {
    for (size_t i = done->length / 3 * 3; i > 0; i -= 3) {
        Type *type = as_type(done->items[i - 3]);
        if (type->mro != value_as_tuple(done->items[i - 1]))
            continue;
        type->mro = value_as_tuple(done->items[i - 2]);
        gc_wrote(t, type);
        type_update_specials(t, type);
        type_modified(t, type);
    }
}

/* Whether `ancestor` is among the bases of bases of type now: its MRO may be
 * about to change. */
static bool derives_by_base(const Type *type, const Type *ancestor) {
    while (type && type != ancestor)
        type = type->base;
    return type != NULL;
}

static void forget_subclass(Type *base, Type *type) {
    if (value_is_undef(base->subclasses))
        return;
    List *l = value_as_list(base->subclasses);
    for (size_t i = 0; i < l->length; i++)
        if (value_as_object(l->items[i]) == &type->header) {
            memmove(l->items + i, l->items + i + 1, (l->length - i - 1) * sizeof(Value));
            l->items[--l->length] = value_from_int(0); /* storage is traced whole, lists as weak ones */
            return;
        }
}

static bool check_new_bases(Thread *t, Type *type, Value value) {
    if (!value_is_tuple(value)) {
        raise_type_error(t, "can only assign tuple to %N.__bases__, not %T", type, value);
        return false;
    }
    Tuple *bases = value_as_tuple(value);
    if (!bases->length) {
        raise_type_error(t, "can only assign non-empty tuple to %N.__bases__, not ()", type);
        return false;
    }
    for (size_t i = 0; i < bases->length; i++) {
        if (!value_is_kind(bases->items[i], KIND_TYPE)) {
            raise_type_error(t, "%N.__bases__ must be tuple of classes, not '%T'", type,
                             bases->items[i]);
            return false;
        }
        if (type_is_subtype(as_type(bases->items[i]), type) ||
            derives_by_base(as_type(bases->items[i]), type)) {
            raise_type_error(t, "a __bases__ item causes an inheritance cycle");
            return false;
        }
    }
    return true;
}

/* Of an exception: the nearest type with fields of its own in CPython. */
static TypeId layout_owner(const Vm *vm, const TypeDef *def) {
    for (;;)
        switch (def->id) {
        case TYPE_BASE_EXCEPTION: case TYPE_SystemExit: case TYPE_StopIteration: case TYPE_AttributeError:
        case TYPE_ImportError: case TYPE_NameError: case TYPE_OSError: case TYPE_SyntaxError:
        case TYPE_UnicodeEncodeError: case TYPE_UnicodeDecodeError: case TYPE_UnicodeTranslateError:
        case TYPE_BaseExceptionGroup: return def->id;
        default: def = vm->types[def->base]->def;
        }
}

/* Whether CPython's collector knows instances. */
static bool is_collected(const Type *type) {
    switch ((Kind)type->kind) {
    case KIND_INT: case KIND_FLOAT: case KIND_COMPLEX: case KIND_STR: case KIND_BYTES: case KIND_BYTEARRAY:
        return type->flags & TYPEFLAG_HEAP;
    default: return type->flags & TYPEFLAG_HEAP || type->trace;
    }
}

/* Whether instances may go on with another base that gives their layout. */
static bool check_new_layout(Thread *t, const Type *base, const Type *old_base) {
    bool heap = base->flags & TYPEFLAG_HEAP, old_heap = old_base->flags & TYPEFLAG_HEAP;
    if (is_collected(base) != is_collected(old_base)) {
        raise_type_error(t, "__bases__ assignment: '%N' deallocator differs from '%N'", base, old_base);
        return false;
    }
    bool same = base->def == old_base->def ||
                (!heap && base->kind == KIND_EXCEPTION && old_base->kind == KIND_EXCEPTION &&
                 layout_owner(t->vm, base->def) == layout_owner(t->vm, old_base->def));
    if (same && heap == old_heap && base->member_count == old_base->member_count && !base->slots_offset == !old_base->slots_offset)
        return true;
    raise_type_error(t, "__bases__ assignment: '%N' object layout differs from '%N'", base, old_base);
    return false;
}

/* The native type that instances of type, and of what derives from it, are now of. */
static void update_defs(Type *type) {
    type->def = type->base->def;
    if (value_is_undef(type->subclasses))
        return;
    const List *l = value_as_list(type->subclasses);
    for (size_t i = 0; i < l->length; i++)
        if (as_type(l->items[i])->base == type)
            update_defs(as_type(l->items[i]));
}

bool type_set_bases(Thread *t, Type *type, Value value) {
    if (!check_new_bases(t, type, value))
        return false;
    Tuple *bases = value_as_tuple(value), *old_bases = type->bases;
    Type *base = best_base(t, bases), *old_base = type->base;
    if (!base || !check_new_layout(t, base, old_base))
        return false;
    Value done = list_new(t, 3);
    if (value_is_error(done))
        return false;
    type->bases = bases;
    type->base = base;
    gc_wrote(t, type);
    if (!update_mros(t, type, value_as_list(done))) {
        restore_mros(t, value_as_list(done));
        if (type->bases == bases) {
            type->bases = old_bases;
            type->base = old_base;
            gc_wrote(t, type);
        }
        return false;
    }
    if (type->bases != bases) /* an mro() has assigned others */
        return true;
    update_defs(type);
    for (size_t i = 0; i < old_bases->length; i++)
        forget_subclass(as_type(old_bases->items[i]), type);
    for (size_t i = 0; i < bases->length; i++) {
        forget_subclass(as_type(bases->items[i]), type); /* an mro() may have added it */
        if (!type_add_subclass(t, as_type(bases->items[i]), type))
            return false;
    }
    return true;
}

Value type_new(Thread *t, Type *metatype, Value name, Tuple *bases, Dict *ns, Dict *kwargs) {
    Vm *vm = t->vm;
    if (!bases->length) {
        Value object = value_from_object(vm->types[TYPE_OBJECT]);
        Value tuple = tuple_from_values(t, &object, 1);
        if (value_is_error(tuple))
            return VALUE_ERROR;
        bases = value_as_tuple(tuple);
    }
    if (!check_type_name(t, name))
        return VALUE_ERROR;
    Type *base = best_base(t, bases);
    if (!base)
        return VALUE_ERROR;
    SlotsSpec slots;
    if (!read_slots(t, base, name, ns, &slots))
        return VALUE_ERROR;
    Type *type = gc_alloc(t, metatype->size < sizeof(Type) ? sizeof(Type) : metatype->size, KIND_TYPE,
                          metatype->root_shape);
    if (!type)
        return VALUE_ERROR;
    type->subclasses = VALUE_UNDEF;
    for (int i = 0; i < SPECIAL_COUNT; i++)
        type->specials[i] = VALUE_UNDEF;
    type->name = type->qualname = str_intern(t, name);
    type->bases = bases;
    type->base = base;
    type->def = base->def;
    type->kind = base->kind;
    type->id = TYPE_ID_COUNT;
    type->flags = TYPEFLAG_HEAP | TYPEFLAG_SUBCLASSABLE;
    for (size_t i = 0; i < bases->length; i++)
        type->flags |= as_type(bases->items[i])->flags &
                       (as_type(bases->items[i]) == base
                            ? inherited_flags
                            : (uint32_t)TYPEFLAG_WEAKREFS);
    type->trace = trace_heap_instance;
    type->native_trace = base->native_trace;
    type->finalize = base->finalize;
    type->version = vm_next_version(vm);
    heap_register_owner(t, &type->header);
    type->dict = copy_namespace(t, ns);
    if (!type->dict || !process_namespace(t, type) || !lay_out(t, type, &slots) ||
        !finish_namespace(t, type) || !set_mro(t, type, NULL))
        return VALUE_ERROR;
    inherit_pattern_flags(type);
    type_update_specials(t, type);
    for (size_t i = 0; i < bases->length; i++)
        if (!type_add_subclass(t, as_type(bases->items[i]), type))
            return VALUE_ERROR;
    gc_wrote(t, type);
    if (!call_set_names(t, type) || !call_init_subclass(t, type, kwargs))
        return VALUE_ERROR;
    return value_from_object(type);
}

/* union.c - types.UnionType: int | str. */
#include "runtime/error.h"
#include "runtime/generic_alias.h"
#include "runtime/native.h"
#include "runtime/sequence_support.h"

typedef struct Union {
    Object header;    /* KIND_OTHER */
    Value args;       /* tuple, at least two, no unions inside, no duplicates */
    Value parameters; /* tuple, or UNDEF before the first question */
} Union;

static inline Union *as_union(Value v) { return (Union *)value_as_object(v); }
static inline bool has_type(Thread *t, Value v, TypeId id) {
    return value_is_object(v) && object_type(value_as_object(v)) == t->vm->types[id];
}
static bool is_alias(Thread *t, Value v) {
    return value_is_object(v) &&
           type_is_subtype(object_type(value_as_object(v)), t->vm->types[TYPE_GENERIC_ALIAS]);
}

static bool is_unionable(Thread *t, Value v) {
    return value_is_none(v) || value_is_kind(v, KIND_TYPE) || is_alias(t, v) || has_type(t, v, TYPE_UNION);
}

/* Appends v unless an equal member is there; unions are opened up. */
static bool add_member(Thread *t, List *out, Value v) {
    if (has_type(t, v, TYPE_UNION)) {
        Tuple *args = value_as_tuple(as_union(v)->args);
        for (size_t i = 0; i < args->length; i++)
            if (!add_member(t, out, args->items[i])) return false;
        return true;
    }
    if (value_is_none(v)) v = value_from_object(t->vm->types[TYPE_NONE]);
    for (size_t i = 0; i < out->length; i++) {
        int equal = op_equal(t, out->items[i], v);
        if (equal) return equal > 0;
    }
    return list_append(t, out, v);
}

static Value union_from(Thread *t, const Value *members, size_t count) {
    Value list = list_new(t, count);
    if (value_is_error(list)) return list;
    List *out = value_as_list(list);
    for (size_t i = 0; i < count; i++)
        if (!add_member(t, out, members[i])) return VALUE_ERROR;
    if (out->length == 1) return out->items[0];
    Value args = tuple_from_values(t, out->items, out->length);
    if (value_is_error(args)) return args;
    Union *u = GC_NEW(t, Union, KIND_OTHER, TYPE_UNION);
    if (!u) return VALUE_ERROR;
    u->args = args;
    u->parameters = VALUE_UNDEF;
    return value_from_object(u);
}

Value union_or(Thread *t, Value a, Value b) {
    if (!is_unionable(t, a) || !is_unionable(t, b)) return VALUE_NOT_IMPLEMENTED;
    Value members[2] = {a, b};
    return union_from(t, members, 2);
}

static void union_trace(Tracer *tracer, Object *object) {
    trace_values(tracer, &((Union *)object)->args, 2);
}

static Value union_repr(Thread *t, Value *args) {
    Tuple *items = value_as_tuple(as_union(args[0])->args);
    StrBuilder b;
    builder_init(&b, t);
    for (size_t i = 0; i < items->length; i++) {
        if (i) builder_ascii(&b, " | ", 3);
        if (!generic_repr_item(t, &b, items->items[i], true)) return VALUE_ERROR;
    }
    return builder_finish(&b);
}

static Value members_as_set(Thread *t, Value v) {
    return set_from_iterable(t, TYPE_FROZENSET, as_union(v)->args);
}

static Value union_hash(Thread *t, Value *args) {
    int64_t hash;
    Value set = members_as_set(t, args[0]);
    if (value_is_error(set) || op_hash(t, set, &hash) < 0) return VALUE_ERROR;
    return int_from_int64(t, hash);
}

static Value union_compare(Thread *t, int op, Value a, Value b) {
    if ((op != CMP_EQ && op != CMP_NE) || !has_type(t, b, TYPE_UNION)) return VALUE_NOT_IMPLEMENTED;
    Value x = members_as_set(t, a), y = members_as_set(t, b);
    if (value_is_error(x) || value_is_error(y)) return VALUE_ERROR;
    return op_compare(t, (CompareOp)op, x, y);
}
COMPARE_FUNCTIONS(union, union_compare)

/* Generic members are refused when their turn comes. */
static Value union_instancecheck(Thread *t, Value *args) {
    Tuple *items = value_as_tuple(as_union(args[0])->args);
    for (size_t i = 0; i < items->length; i++) {
        if (is_alias(t, items->items[i]))
            return raise_type_error(t, "isinstance() argument 2 cannot be a parameterized generic");
        if (!value_is_kind(items->items[i], KIND_TYPE)) continue;
        int r = op_isinstance(t, args[1], items->items[i]);
        if (r) return r < 0 ? VALUE_ERROR : VALUE_TRUE;
    }
    return VALUE_FALSE;
}

static Value union_subclasscheck(Thread *t, Value *args) {
    if (!value_is_kind(args[1], KIND_TYPE))
        return raise_type_error(t, "issubclass() arg 1 must be a class");
    Tuple *items = value_as_tuple(as_union(args[0])->args);
    for (size_t i = 0; i < items->length; i++) {
        if (is_alias(t, items->items[i]))
            return raise_type_error(t, "issubclass() argument 2 cannot be a parameterized generic");
        if (!value_is_kind(items->items[i], KIND_TYPE)) continue;
        int r = op_issubclass(t, args[1], items->items[i]);
        if (r) return r < 0 ? VALUE_ERROR : VALUE_TRUE;
    }
    return VALUE_FALSE;
}

static Value union_parameters(Thread *t, Value self) {
    Union *u = as_union(self);
    if (value_is_undef(u->parameters)) {
        Value v = generic_make_parameters(t, value_as_tuple(u->args));
        if (value_is_error(v)) return v;
        u->parameters = v;
        gc_wrote(t, u);
    }
    return u->parameters;
}

static Value union_getitem(Thread *t, Value *args) {
    Value parameters = union_parameters(t, args[0]);
    if (value_is_error(parameters)) return parameters;
    Value items = generic_subscribe(t, args[0], value_as_tuple(as_union(args[0])->args), parameters, args[1]);
    if (value_is_error(items)) return items;
    Tuple *tuple = value_as_tuple(items);
    /* The members' own | decides, so that typing's objects take part. */
    Value r = tuple->items[0];
    for (size_t i = 1; i < tuple->length && !value_is_error(r); i++)
        r = op_binary(t, OP_OR, r, tuple->items[i]);
    return r;
}

/* The class's attributes, and its module, are the object's. */
static Value union_getattribute(Thread *t, Value *args) {
    if (value_is_str(args[1]) && str_equals_cstring(t, args[1], "__module__"))
        return attr_get(t, value_from_object(t->vm->types[TYPE_UNION]), args[1]);
    return attr_get_generic(t, args[0], args[1]);
}

static Value union_or_method(Thread *t, Value *args) { return union_or(t, args[0], args[1]); }
static Value union_ror_method(Thread *t, Value *args) { return union_or(t, args[1], args[0]); }
static Value get_args(Thread *t, Value self) { return as_union(self)->args; }

static const GetSetDef union_getset[] = {
    {"__args__", get_args, readonly_member, NULL},
    {"__parameters__", union_parameters, NULL, "Type variables in the types.UnionType."},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef union_methods[] = {
    NATIVE("__repr__", "($self, /)", union_repr, "Return repr(self)."),
    NATIVE("__hash__", "($self, /)", union_hash, "Return hash(self)."),
    NATIVE("__getattribute__", "($self, name, /)", union_getattribute, "Return getattr(self, name)."),
    COMPARE_ROWS(union),
    NATIVE("__or__", "($self, value, /)", union_or_method, "Return self|value."),
    NATIVE("__ror__", "($self, value, /)", union_ror_method, "Return value|self."),
    NATIVE("__getitem__", "($self, key, /)", union_getitem, "Return self[key]."),
    NATIVE("__instancecheck__", "($self, instance, /)", union_instancecheck, NULL),
    NATIVE("__subclasscheck__", "($self, subclass, /)", union_subclasscheck, NULL),
    NATIVE_END,
};

const TypeDef typedef_union = {
    .name = "types.UnionType",
    .doc = "Represent a PEP 604 union type\n\nE.g. for int | str",
    .id = TYPE_UNION,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW | TYPEFLAG_CUSTOM_GETATTR | TYPEFLAG_WEAKREFS | TYPEFLAG_IMMUTABLE,
    .size = sizeof(Union),
    .trace = union_trace,
    .methods = union_methods,
    .getset = union_getset,
};

/* struct_sequence.c - named tuples in the manner of os.stat_result.
 *
 * Each is a native type of its own, derived from tuple.  An instance is a tuple
 * of the visible fields; hidden ones (reachable by name only) lie behind them
 * in the same object, past the tuple's length:
 *
 *   | header | length = visible | visible items ... | hidden items ... |
 */
#include <stdlib.h>

#include "runtime/error.h"
#include "runtime/native.h"
#include "runtime/sequence_support.h"
#include "runtime/struct_sequence.h"

/* What a type's own TypeDef carries: freed never, as types live with the Vm. */
typedef struct SequenceDef {
    TypeDef def;
    size_t field_count, visible_count;
    const char *const *fields;
} SequenceDef;

static inline const SequenceDef *definition(const Type *type) { return (const SequenceDef *)type->def; }

static void sequence_trace(Tracer *tracer, Object *object) {
    trace_values(tracer, ((Tuple *)object)->items, definition(object_type(object))->field_count);
}

static Tuple *sequence_alloc(Thread *t, Type *type) {
    const SequenceDef *d = definition(type);
    Tuple *tuple = (Tuple *)gc_alloc(t, sizeof(Tuple) + d->field_count * sizeof(Value), KIND_TUPLE,
                                     type->root_shape);
    if (!tuple) return NULL;
    tuple->header.gc |= GC_SUBCLASS;
    tuple->length = d->visible_count;
    for (size_t i = 0; i < d->field_count; i++) tuple->items[i] = VALUE_NONE;
    return tuple;
}

Value struct_sequence_new(Thread *t, Type *type, const Value *items, size_t count) {
    Tuple *tuple = sequence_alloc(t, type);
    if (!tuple) return VALUE_ERROR;
    if (count > definition(type)->field_count) count = definition(type)->field_count;
    memcpy(tuple->items, items, count * sizeof(Value));
    gc_wrote(t, tuple);
    return value_from_object(tuple);
}

static Value sequence_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Type *type = (Type *)value_as_object(args[0]);
    const SequenceDef *d = definition(type);
    size_t named = kwnames ? kwnames->length : 0, positional = nargs - 1 - named;
    Value given = VALUE_UNDEF, hidden = VALUE_UNDEF;
    if (nargs - 1 > 2)
        return raise_type_error(t, "structseq() takes at most 2 arguments (%zu given)", nargs - 1);
    if (positional > 0) given = args[1];
    if (positional > 1) hidden = args[2];
    for (size_t i = 0; i < named; i++) {
        if (str_equals_cstring(t, kwnames->items[i], "sequence"))
            given = args[1 + positional + i];
        else if (str_equals_cstring(t, kwnames->items[i], "dict"))
            hidden = args[1 + positional + i];
        else
            return raise_type_error(t, "'%U' is an invalid keyword argument for structseq()",
                                    kwnames->items[i]);
    }
    if (value_is_undef(given))
        return raise_type_error(t, "structseq() missing required argument 'sequence' (pos 1)");
    if (value_is_undef(special_of(t, given, SPECIAL_ITER)) &&
        value_is_undef(special_of(t, given, SPECIAL_GETITEM)))
        return raise_type_error(t, "constructor requires a sequence");
    Value items = tuple_from_iterable(t, given);
    if (value_is_error(items)) return items;
    if (!value_is_undef(hidden) && !value_is_none(hidden) && !value_is_dict(hidden))
        return raise_type_error(t, "%s() takes a dict as second arg, if any", d->def.name);
    size_t count = value_as_tuple(items)->length;
    bool exact = d->field_count == d->visible_count;
    if (count < d->visible_count || count > d->field_count)
        return raise_type_error(t, "%s() takes an %s%zu-sequence (%zu-sequence given)", d->def.name,
                                exact                      ? ""
                                : count < d->visible_count ? "at least "
                                                           : "at most ",
                                count < d->visible_count ? d->visible_count : d->field_count, count);
    Tuple *tuple = sequence_alloc(t, type);
    if (!tuple) return VALUE_ERROR;
    memcpy(tuple->items, value_as_tuple(items)->items, count * sizeof(Value));
    gc_wrote(t, tuple);
    for (size_t i = count; i < d->field_count; i++) {
        Value v = VALUE_UNDEF;
        if (!value_is_undef(hidden) && value_is_dict(hidden))
            v = dict_get_str(t, value_as_dict(hidden), str_intern_cstring(t, d->fields[i]));
        if (!value_is_undef(v)) {
            tuple->items[i] = v;
            continue;
        }
        /* A nameless visible field (stat's integer times) stands in for the
         * hidden one of the same rank. */
        size_t rank = i - d->visible_count, seen = 0;
        for (size_t k = 0; k < d->visible_count; k++)
            if (d->fields[k][0] == '\0' && seen++ == rank) tuple->items[i] = tuple->items[k];
    }
    return value_from_object(tuple);
}

static Value sequence_repr(Thread *t, Value *args) {
    Tuple *tuple = value_as_tuple(args[0]);
    const SequenceDef *d = definition(type_of(t, args[0]));
    StrBuilder b;
    builder_init(&b, t);
    builder_cstring(&b, d->def.name);
    builder_char(&b, '(');
    for (size_t i = 0; i < d->visible_count; i++) {
        /* Nameless fields borrow the name of the hidden field of their rank. */
        const char *name = d->fields[i];
        for (size_t k = 0, rank = d->visible_count; !name[0] && k <= i; k++)
            if (d->fields[k][0] == '\0') {
                if (k == i && rank < d->field_count) name = d->fields[rank];
                rank++;
            }
        if (i) builder_ascii(&b, ", ", 2);
        builder_cstring(&b, name);
        builder_char(&b, '=');
        Value text = op_repr(t, tuple->items[i]);
        if (value_is_error(text)) return text;
        builder_str(&b, text);
    }
    builder_char(&b, ')');
    return builder_finish(&b);
}

static Value sequence_reduce(Thread *t, Value *args) {
    Tuple *tuple = value_as_tuple(args[0]);
    const SequenceDef *d = definition(type_of(t, args[0]));
    Value visible = tuple_from_values(t, tuple->items, d->visible_count);
    Dict *hidden = dict_new(t);
    if (!hidden) return VALUE_ERROR;
    for (size_t i = d->visible_count; i < d->field_count; i++) {
        Value name = str_intern_cstring(t, d->fields[i]);
        if (value_is_error(name) || !dict_set_str(t, hidden, name, tuple->items[i])) return VALUE_ERROR;
    }
    return tuple_of(t, 2, value_from_object(type_of(t, args[0])),
                    tuple_of(t, 2, visible, value_from_object(hidden)));
}

static const NativeDef sequence_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", sequence_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__repr__", "($self, /)", sequence_repr, "Return repr(self)."),
    NATIVE("__reduce__", "($self, /)", sequence_reduce, NULL),
    NATIVE_END,
};

static void trace_type_root(Tracer *tracer, void *type) { trace_object(tracer, type); }

static bool add_members(Thread *t, Type *type) {
    const SequenceDef *d = definition(type);
    Value list = list_new(t, d->visible_count);
    if (value_is_error(list)) return false;
    size_t nameless = 0;
    for (size_t i = 0; i < d->field_count; i++) {
        if (d->fields[i][0] == '\0') {
            nameless++;
            continue;
        }
        Value name = str_intern_cstring(t, d->fields[i]);
        Member *m = GC_NEW(t, Member, KIND_MEMBER, TYPE_MEMBER_DESCRIPTOR);
        if (value_is_error(name) || !m) return false;
        m->name = name;
        m->owner = type;
        m->offset = (uint32_t)(offsetof(Tuple, items) + i * sizeof(Value));
        m->readonly = true;
        if (!type_set(t, type, name, value_from_object(m))) return false;
        if (i < d->visible_count && !list_append(t, value_as_list(list), name)) return false;
    }
    List *names = value_as_list(list);
    struct {
        const char *name;
        Value value;
    } facts[] = {
        {"n_sequence_fields", value_from_int((int64_t)d->visible_count)},
        {"n_fields", value_from_int((int64_t)d->field_count)},
        {"n_unnamed_fields", value_from_int((int64_t)nameless)},
        {"__match_args__", tuple_from_values(t, names->items, names->length)},
    };
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        Value name = str_intern_cstring(t, facts[i].name);
        if (value_is_error(name) || value_is_error(facts[i].value) ||
            !type_set(t, type, name, facts[i].value))
            return false;
    }
    return true;
}

Type *struct_sequence_type_hidden(Thread *t, Module *module, const char *name, const char *doc,
                                  const char *const *fields, size_t visible) {
    SequenceDef *d = calloc(1, sizeof *d);
    if (!d) {
        raise_memory_error(t);
        return NULL;
    }
    while (fields[d->field_count]) d->field_count++;
    d->visible_count = visible < d->field_count ? visible : d->field_count;
    d->fields = fields;
    d->def = (TypeDef){
        .name = name,
        .doc = doc,
        .id = TYPE_STRUCT_SEQUENCE_BASE,
        .base = TYPE_TUPLE,
        .kind = KIND_TUPLE,
        .flags = TYPEFLAG_VARSIZED | TYPEFLAG_SEQUENCE | TYPEFLAG_IMMUTABLE,
        .size = sizeof(Tuple),
        .trace = sequence_trace,
        .methods = sequence_methods,
    };
    /* All struct sequences share one TypeId, which a Vm keeps a type for only
     * while it is being made. */
    Type *base = t->vm->types[TYPE_STRUCT_SEQUENCE_BASE];
    t->vm->types[TYPE_STRUCT_SEQUENCE_BASE] = NULL;
    Type *type = type_from_def(t, &d->def);
    t->vm->types[TYPE_STRUCT_SEQUENCE_BASE] = base;
    if (!type || !add_members(t, type)) return NULL;
    const char *dot = strrchr(name, '.');
    if (module && !module_set(t, module, dot ? dot + 1 : name, value_from_object(type))) return NULL;
    /* Without a module nothing else would keep the type alive. */
    if (!module) heap_add_root(t->heap, trace_type_root, type);
    return type;
}

Type *struct_sequence_type(Thread *t, Module *module, const char *name, const char *doc,
                           const char *const *fields) {
    return struct_sequence_type_hidden(t, module, name, doc, fields, SIZE_MAX);
}

/* Never instantiated; its id marks the types made above. */
const TypeDef typedef_struct_sequence_base = {
    .name = "structseq",
    .id = TYPE_STRUCT_SEQUENCE_BASE,
    .base = TYPE_TUPLE,
    .kind = KIND_TUPLE,
    .flags = TYPEFLAG_VARSIZED | TYPEFLAG_NO_NEW,
    .size = sizeof(Tuple),
};

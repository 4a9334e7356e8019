/*
 * build_classes.c - the graph builder: what class a value is of, and attributes by name.
 *
 * A value that has been of several classes is one of several shapes here: a phi of values,
 * each of a known shape.  What follows from the class alone - type(x), isinstance(x, C),
 * type(x).__name__, a text made from that - is then a phi of constants at the same place,
 * and getattr() with such a name is one of a few known accesses.  So a dispatch such as
 * getattr(self, "visit_" + type(node).__name__) is decided by the class of the node.
 */
#include "ir/build_internal.h"

#include "runtime/abc_data.h"
#include "runtime/call.h"
#include "runtime/error.h"
#include "runtime/str.h"

enum { MAPPED_DEPTH = 3, TEXT_MAX = 200 };

/* ---- phis of constants ---- */

/* What a constant, or another value, becomes; NULL: not known. */
typedef IrNode *Mapping(Builder *b, IrNode *v, void *data);

/* The values that `mapping` makes of the inputs of a phi, and their phis; constants, which
 * are there everywhere.  NULL: of one of them nothing is known. */
static IrNode *map(Builder *b, IrNode *v, Mapping *mapping, void *data, int depth) {
    if (v->op != IR_PHI || v->block->loop_header)
        return mapping(b, v, data);
    if (depth == 0 || v->input_count > CHOICE_MAX)
        return NULL;
    IrNode *values[CHOICE_MAX] = {NULL};
    bool same = true;
    for (uint32_t k = 0; k < v->input_count; k++) {
        values[k] = map(b, v->in[k], mapping, data, depth - 1);
        if (!values[k])
            return NULL;
        same &= values[k] == values[0];
    }
    if (same)
        return values[0];
    IrNode *phi = ir_node_new(b->ir, IR_PHI, v->input_count);
    phi->types = 0;
    for (uint32_t k = 0; k < v->input_count; k++) {
        phi->in[k] = values[k];
        phi->types |= values[k]->types;
    }
    ir_insert_before(v, phi);
    return phi;
}

/* A new object as a constant; NULL: no memory for it. */
static IrNode *made(Builder *b, Value v) {
    if (value_is_error(v) || !b->ir->objects || !list_append(b->t, b->ir->objects, v)) {
        error_clear(b->t);
        return NULL;
    }
    return build_value(b, v);
}

/* ---- folding of texts ---- */

static bool is_short_str(Value v) { return value_is_exact(v, KIND_STR) && value_as_str(v)->length <= TEXT_MAX; }

typedef struct Concatenation {
    Value left, right; /* one of them is UNDEF: what is mapped */
} Concatenation;

static IrNode *concatenated(Builder *b, IrNode *n, void *data) {
    Concatenation c = *(Concatenation *)data;
    Value v;
    if (!ir_is_const(n, &v) || !is_short_str(v))
        return NULL;
    Value text = value_is_undef(c.left) ? str_concat(b->t, v, c.right) : str_concat(b->t, c.left, v);
    return made(b, value_is_error(text) ? text : str_intern(b->t, text));
}

IrNode *build_known_text(Builder *b, IrNode *x, IrNode *y) {
    Value v;
    Concatenation c = {VALUE_UNDEF, VALUE_UNDEF};
    if (ir_is_const(x, &v) && is_short_str(v)) {
        c.left = v;
        return map(b, y, concatenated, &c, MAPPED_DEPTH);
    }
    if (!ir_is_const(y, &v) || !is_short_str(v))
        return NULL;
    c.right = v;
    return map(b, x, concatenated, &c, MAPPED_DEPTH);
}

/* A method of str that takes no arguments, or whose arguments are defaults. */
typedef struct TextMethod {
    const NativeDef *def;
    const Signature *signature;
} TextMethod;

static IrNode *method_result(Builder *b, IrNode *n, void *data) {
    const TextMethod *m = data;
    Value v, args[SIGNATURE_MAX_PARAMETERS];
    if (!ir_is_const(n, &v) || !is_short_str(v))
        return NULL;
    args[0] = v;
    for (uint32_t k = 1; k < m->signature->count; k++)
        args[k] = m->signature->defaults[k];
    Value result = m->def->fn(b->t, args);
    return made(b, value_is_exact(result, KIND_STR) ? str_intern(b->t, result) : result);
}

IrNode *build_known_text_method(Builder *b, NativeFunction *f, IrNode *receiver) {
    const Signature *s = native_signature(b->t, f);
    if (f->owner != b->t->vm->types[TYPE_STR] || !f->def->plain || !s || !s->simple || !f->def->fn || s->required > 1)
        return NULL;
    for (uint32_t k = 1; k < s->count; k++)
        if (value_is_error(s->defaults[k]))
            return NULL;
    TextMethod m = {f->def, s};
    return map(b, receiver, method_result, &m, MAPPED_DEPTH);
}

/* ---- classes ---- */

static IrNode *class_of(Builder *b, IrNode *v, void *data) {
    (void)data;
    if (v->op == IR_GUARD_SHAPE && !build_is_current(b, v))
        return NULL;
    const Type *type = build_class_of(b, v);
    return type ? build_object(b, type) : NULL;
}

/* The first argument, asserted to be of the classes that it has been of, if those are few. */
static IrNode *of_seen_classes(Builder *b, IrNode **args) {
    IrTypes types = build_argument_types(b, args, 0);
    Shape *shapes[CACHE_SHAPES_MAX];
    uint32_t count = build_known_shapes(b, args[0], shapes);
    if (count)
        return build_of_shapes(b, args[0], shapes, count);
    if (build_is_within(types, IRT_INSTANCE)) {
        count = build_seen_shapes(b, args[0], build_call_site(b), shapes);
        return count ? build_of_shapes(b, args[0], shapes, count) : args[0];
    }
    if (types && !(types & (types - 1)) && types & ~(IRT_OTHER | IRT_TYPE | IRT_FUNCTION) && !build_failed(b, DEOPT_TYPE))
        return build_of_types(b, args[0], types, DEOPT_TYPE);
    return args[0];
}

IrNode *build_type(Builder *b, IrNode **args) {
    IrNode *v = of_seen_classes(b, args), *class = map(b, v, class_of, NULL, MAPPED_DEPTH);
    if (class)
        return class;
    class = build_rt(b, RT_type_of, v, NULL, NULL);
    class->types = IRT_TYPE;
    return class;
}

/* Whether instances of the class say by their type alone what class they are of. */
static bool is_honest(Builder *b, Type *type) {
    Type *object = b->t->vm->types[TYPE_OBJECT];
    return !(type->flags & TYPEFLAG_CUSTOM_GETATTR) &&
           value_same(type_lookup(b->t, type, STR_NAME(b->t, __class__)), type_lookup(b->t, object, STR_NAME(b->t, __class__)));
}

/* The classes that isinstance() is given, a class or a tuple of some. */
enum { CLASSES_MAX = 16 };
typedef struct Classes {
    Type *types[CLASSES_MAX];
    uint32_t count;
    bool of_classes;  /* asked by issubclass(), of classes */
    bool registrable; /* an abstract class has said no: until something is registered */
} Classes;

/* One class, or those of a tuple; false: it is something else. */
static bool add_classes(Classes *c, Value v) {
    if (value_is_exact(v, KIND_TUPLE)) {
        for (size_t k = 0; k < value_as_tuple(v)->length; k++)
            if (!add_classes(c, value_as_tuple(v)->items[k]))
                return false;
        return true;
    }
    if (c->count == CLASSES_MAX || !value_is_kind(v, KIND_TYPE))
        return false;
    c->types[c->count++] = (Type *)value_as_object(v);
    return true;
}

static bool find_classes(Builder *b, IrNode *wanted, Classes *c) {
    IrNode *items[BUILD_ITEMS_MAX];
    uint32_t count;
    Value v;
    *c = (Classes){.count = 0};
    if (ir_is_const(wanted, &v))
        return add_classes(c, v);
    if (!build_items_of_new_tuple(b, wanted, items, &count))
        return false;
    for (uint32_t k = 0; k < count; k++)
        if (!ir_is_const(items[k], &v) || !add_classes(c, v))
            return false;
    return true;
}

/* Whether a metaclass checks as abc.ABCMeta does: by this function of that module, which
 * asks this native. */
static bool checks_by_abc(Builder *b, Type *meta, const char *check, const char *native) {
    Thread *t = b->t;
    Value name = str_intern_cstring(t, check), asked = str_intern_cstring(t, native), v = type_lookup(t, meta, name);
    if (!value_is_kind(v, KIND_FUNCTION))
        return false;
    Function *f = (Function *)value_as_object(v);
    Value module = dict_get_str(t, f->globals, STR_NAME(t, __name__));
    Value standard = dict_get_str(t, f->globals, str_intern_cstring(t, "ABCMeta"));
    if (!value_is_str(module) || !str_equals_cstring(t, module, "abc") || !value_is_kind(standard, KIND_TYPE) ||
        !value_same(dict_get_str(t, ((Type *)value_as_object(standard))->dict, name), v) || !code_complete(t, f->code) ||
        f->code->names->length != 1 || !value_same(f->code->names->items[0], asked))
        return false;
    int64_t entry = dict_find_str(t, f->globals, asked);
    if (entry < 0 || !value_is_kind(b->host->constant_entry(b->host->data, f->globals, entry), KIND_NATIVE))
        return false;
    b->host->class_as_such(b->host->data, meta);
    b->host->function(b->host->data, f);
    return true;
}

/* What an abstract class has said of a class: 1 or 0; -1: not known. */
static int abstract_answer(Builder *b, const Type *type, Type *of, const Classes *wanted) {
    Type *meta = object_type(&of->header);
    if (wanted->of_classes ? !checks_by_abc(b, meta, "__subclasscheck__", "_abc_subclasscheck")
                           : !checks_by_abc(b, meta, "__instancecheck__", "_abc_instancecheck"))
        return -1;
    Value data = type_lookup(b->t, of, STR_NAME(b->t, _abc_impl));
    bool known = value_is_object(data) && object_type(value_as_object(data))->def == &typedef_abc_data &&
                 b->host->attribute(b->host->data, of, STR_NAME(b->t, _abc_impl));
    return known ? abc_recall(b->t->vm, (AbcData *)value_as_object(data), type) : -1;
}

/* What isinstance() says of a class: 1 or 0; -1: it is asked of code. */
static int is_any_of(Builder *b, Type *type, Classes *wanted) {
    bool honest = wanted->of_classes || is_honest(b, type);
    for (uint32_t k = 0; k < wanted->count; k++) {
        Type *of = wanted->types[k];
        bool plain = object_type(&of->header) == b->t->vm->types[TYPE_TYPE];
        if (type == of && (plain || !wanted->of_classes))
            return 1;
        int answer = plain ? type_is_subtype(type, of) : honest ? abstract_answer(b, type, of, wanted) : -1;
        if (answer)
            return answer;
        wanted->registrable |= !plain;
    }
    return honest ? 0 : -1;
}

/* Nothing more has been registered with an abstract class, if that matters. */
static bool guard_registrations(Builder *b, const Classes *wanted) {
    if (!wanted->registrable)
        return true;
    if (build_failed(b, DEOPT_IDENTITY))
        return false;
    const Value *counter = &b->t->vm->module_state[MODULE_STATE_ABC];
    IrNode *now = build_load(b, IR_LOAD_WORD, build_thread_field(b, counter), 0, ALIAS_OTHER);
    IrNode *same = ir_node(b->ir, IR_WORD_CMP, now, ir_const_word(b->ir, (int64_t)counter->bits), NULL);
    same->aux = IR_EQ;
    build_guard(b, ir_node(b->ir, IR_GUARD_TRUE, build_emit(b, same), NULL, NULL), DEOPT_IDENTITY);
    return true;
}

static IrNode *instance_answer(Builder *b, IrNode *class, void *data) {
    Value type;
    bool known = ir_is_const(class, &type) && value_is_kind(type, KIND_TYPE);
    int answer = known ? is_any_of(b, (Type *)value_as_object(type), data) : -1;
    if (answer >= 0)
        b->host->class_as_such(b->host->data, (Type *)value_as_object(type));
    return answer < 0 ? NULL : build_value(b, value_bool(answer));
}

/* Of a value that has been of several types, each of one class or instances of few: a test of
 * its type, then of their shapes. */
static IrNode *is_of_types(Builder *b, IrNode *v, IrTypes types, Classes *wanted) {
    IrTypes yes = 0, several = types & (IRT_INSTANCE | IRT_OTHER);
    Shape *shapes[CACHE_SHAPES_MAX];
    uint32_t count = several ? build_seen_shapes(b, v, build_call_site(b), shapes) : 0;
    if (!types || types == several || build_failed(b, DEOPT_TYPE) || wanted->of_classes || (several && !count))
        return NULL;
    for (IrTypes bit = 1; bit < IRT_ANY; bit <<= 1) {
        Type *type = types & ~several & bit ? build_class_of_types(b, bit) : NULL;
        int answer = type ? is_any_of(b, type, wanted) : 0;
        if (answer < 0 || (types & ~several & bit && !type))
            return NULL;
        yes |= answer ? bit : 0;
    }
    for (uint32_t k = 0; k < count; k++)
        if (is_any_of(b, shapes[k]->type, wanted) < 0)
            return NULL;
    if (!guard_registrations(b, wanted))
        return NULL;
    v = build_of_types(b, v, types, DEOPT_TYPE);
    IrNode *of_yes = ir_node(b->ir, IR_IS_TYPE, v, NULL, NULL);
    of_yes->imm = yes;
    IrNode *answer = ir_node(b->ir, IR_BOOL_VALUE, build_emit(b, of_yes), NULL, NULL);
    answer->types = IRT_BOOL;
    build_emit(b, answer);
    if (!several)
        return answer;
    Choice c;
    IrNode *of_one = ir_node(b->ir, IR_IS_TYPE, v, NULL, NULL);
    of_one->imm = types & ~several;
    build_begin_choice(b, &c);
    build_begin_way(b, &c, build_emit(b, of_one));
    build_end_way(b, &c, answer, NULL);
    IrNode *class = map(b, build_of_shapes(b, v, shapes, count), class_of, NULL, MAPPED_DEPTH);
    IrNode *of_class = class ? map(b, class, instance_answer, wanted, MAPPED_DEPTH) : NULL;
    if (!of_class)
        build_exit(b, DEOPT_SHAPE);
    build_end_way(b, &c, of_class, NULL);
    build_end_choice(b, &c, &answer, NULL);
    return answer;
}

IrNode *build_is_instance(Builder *b, IrNode **args) {
    Classes wanted;
    if (!find_classes(b, args[1], &wanted))
        return NULL;
    IrTypes types = build_argument_types(b, args, 0);
    if (types & (types - 1)) {
        IrNode *answer = is_of_types(b, args[0], types, &wanted);
        if (answer)
            return answer;
    }
    IrNode *class = map(b, of_seen_classes(b, args), class_of, NULL, MAPPED_DEPTH);
    IrNode *answer = class ? map(b, class, instance_answer, &wanted, MAPPED_DEPTH) : NULL;
    return answer && guard_registrations(b, &wanted) ? answer : NULL;
}

IrNode *build_is_subclass(Builder *b, IrNode **args) {
    Classes wanted;
    if (!find_classes(b, args[1], &wanted))
        return NULL;
    wanted.of_classes = true;
    IrNode *answer = map(b, args[0], instance_answer, &wanted, MAPPED_DEPTH);
    return answer && guard_registrations(b, &wanted) ? answer : NULL;
}

static IrNode *name_of_class(Builder *b, IrNode *n, void *data) {
    (void)data;
    Value v;
    if (!ir_is_const(n, &v) || !value_is_kind(v, KIND_TYPE))
        return NULL;
    Type *type = (Type *)value_as_object(v);
    Type *meta = object_type(&type->header), *standard = b->t->vm->types[TYPE_TYPE];
    Value found = STR_NAME(b->t, __name__);
    if (!value_same(type_lookup(b->t, meta, found), type_lookup(b->t, standard, found)) || !is_short_str(type->name) ||
        !value_same(meta->specials[SPECIAL_GETATTRIBUTE], standard->specials[SPECIAL_GETATTRIBUTE]))
        return NULL;
    b->host->class_as_such(b->host->data, meta);
    b->host->class_as_such(b->host->data, type);
    return build_value(b, type->name);
}

IrNode *build_class_name(Builder *b, IrNode *class) { return map(b, class, name_of_class, NULL, MAPPED_DEPTH); }

IrNode *build_class_attribute(Builder *b, IrNode *v) {
    Shape *shapes[CACHE_SHAPES_MAX];
    uint32_t count = build_known_shapes(b, v, shapes);
    for (uint32_t k = 0; k < count; k++)
        if (!is_honest(b, shapes[k]->type))
            return NULL;
    return count ? map(b, v, class_of, NULL, MAPPED_DEPTH) : NULL;
}

/* ---- attributes by name ---- */

/* The names that a value may be, interned; how many, or 0: they are not known. */
static uint32_t known_names(Builder *b, const IrNode *n, Value *out, uint32_t count, int depth) {
    Value v;
    if (n->op == IR_PHI && !n->block->loop_header && depth > 0) {
        for (uint32_t k = 0; k < n->input_count; k++)
            if (!(count = known_names(b, n->in[k], out, count, depth - 1)))
                return 0;
        return count;
    }
    if (!ir_is_const(n, &v) || !value_is_exact(v, KIND_STR) || !(value_as_str(v)->flags & STR_INTERNED))
        return 0;
    for (uint32_t k = 0; k < count; k++)
        if (value_same(out[k], v))
            return count;
    if (count == CHOICE_MAX - 1)
        return 0;
    out[count] = v;
    return count + 1;
}

typedef struct NamedAccess {
    Value names[CHOICE_MAX];
    BuildWay ways[CHOICE_MAX]; /* by name: what all the shapes agree about */
    uint32_t name_count;
    Shape *shapes[CACHE_SHAPES_MAX];
    uint32_t shape_count;
    IrNode *name, *object;
} NamedAccess;

static bool find_shapes_and_names(Builder *b, IrNode **args, NamedAccess *a) {
    if (!build_is_within(build_argument_types(b, args, 0), IRT_INSTANCE))
        return false;
    a->shape_count = build_seen_shapes(b, args[0], build_call_site(b), a->shapes);
    a->name = args[1];
    a->name_count = known_names(b, args[1], a->names, 0, MAPPED_DEPTH);
    return a->shape_count && a->name_count;
}

/* How attributes of these names are found in objects like those that have been seen; false:
 * not known, or not simple. */
static bool find_named(Builder *b, IrNode **args, NamedAccess *a) {
    if (!find_shapes_and_names(b, args, a))
        return false;
    for (uint32_t n = 0; n < a->name_count; n++)
        for (uint32_t k = 0; k < a->shape_count; k++) {
            CacheSlot found;
            Shape *shape = a->shapes[k];
            if (!cache_find_attribute(b->t, &found, shape, a->names[n]))
                return false;
            if (k && !build_ways_agree(&(BuildWay){shape, found}, &a->ways[n]))
                return false;
            if (!k || shape->type->member_count)
                a->ways[n] = (BuildWay){shape, found};
        }
    return true;
}

/* The object is of those shapes, and what was found depends on its classes. */
static bool assert_named(Builder *b, IrNode **args, NamedAccess *a) {
    for (uint32_t n = 0; n < a->name_count; n++)
        for (uint32_t k = 0; k < a->shape_count; k++)
            if (!b->host->attribute(b->host->data, a->shapes[k]->type, a->names[n]))
                return false;
    a->object = build_of_shapes(b, args[0], a->shapes, a->shape_count);
    return true;
}

static bool is_absent(const NamedAccess *a, uint32_t n) { return !cache_kind(&a->ways[n].cache); }

static IrNode *getattr_known(Builder *b, IrNode **args, uint32_t count) {
    NamedAccess a;
    if (!find_named(b, args, &a))
        return NULL;
    bool methods = true; /* all are functions in Python, to be bound */
    for (uint32_t n = 0; n < a.name_count; n++) {
        uint32_t kind = cache_kind(&a.ways[n].cache);
        bool simple = kind == CACHE_INLINE_SLOT || kind == CACHE_OVERFLOW_SLOT || kind == CACHE_VALUE ||
                      kind == CACHE_BOUND || kind == CACHE_TUPLE_ITEM || kind == CACHE_CLASSMETHOD;
        /* An AttributeError is for the default. */
        simple |= count == 2 && (kind == CACHE_PROPERTY || kind == CACHE_GETATTR);
        if (!simple && !(!kind && count == 3))
            return NULL;
        methods &= kind == CACHE_BOUND && value_is_kind(a.ways[n].cache.payload, KIND_FUNCTION);
    }
    if (!assert_named(b, args, &a))
        return NULL;
    Choice c;
    IrNode *v;
    build_begin_choice(b, &c);
    for (uint32_t n = 0; n < a.name_count; n++) {
        if (n + 1 < a.name_count)
            build_begin_way(b, &c, build_emit(b, ir_node(b->ir, IR_SAME, a.name, build_value(b, a.names[n]), NULL)));
        v = is_absent(&a, n) ? args[2]
            : methods        ? build_value(b, a.ways[n].cache.payload)
                             : build_attribute(b, a.object, &a.ways[n], a.names[n]);
        build_end_way(b, &c, v, NULL);
    }
    if (!build_end_choice(b, &c, &v, NULL))
        return NULL;
    return methods ? build_bound_to(b, v, a.object) : v;
}

static IrNode *hasattr_known(Builder *b, IrNode **args) {
    NamedAccess a;
    if (!find_named(b, args, &a) || a.name_count != 1)
        return NULL;
    uint32_t kind = cache_kind(&a.ways[0].cache);
    bool slot = kind == CACHE_INLINE_SLOT && !a.ways[0].shape->type->member_count; /* of which none is unset */
    bool certain = slot || kind == CACHE_OVERFLOW_SLOT || kind == CACHE_VALUE || kind == CACHE_BOUND ||
                   kind == CACHE_CLASSMETHOD || kind == 0;
    return certain && assert_named(b, args, &a) ? build_value(b, value_bool(kind != 0)) : NULL;
}

static IrNode *setattr_known(Builder *b, IrNode **args, bool generic) {
    NamedAccess a;
    if (!find_shapes_and_names(b, args, &a) || a.name_count != 1)
        return NULL;
    for (uint32_t k = 0; k < a.shape_count; k++) {
        CacheSlot found;
        if (!cache_find_store(b->t, &found, a.shapes[k], a.names[0], generic) || cache_kind(&found) == CACHE_DESCRIPTOR)
            return NULL;
        if (k && !build_ways_agree(&(BuildWay){a.shapes[k], found}, &a.ways[0]))
            return NULL;
        a.ways[0] = (BuildWay){a.shapes[k], found};
    }
    if (!assert_named(b, args, &a))
        return NULL;
    build_set(b, b->i.a, build_value(b, VALUE_NONE)); /* whatever is called returns */
    build_set_attribute(b, a.object, &a.ways[0], a.names[0], args[2]);
    return b->block ? build_value(b, VALUE_NONE) : NULL;
}

/* ---- the same of what is not known so well: by what all sites have learnt ---- */

/* The name, asserted to be a str. */
static bool is_name(Builder *b, IrNode **args) {
    if (!build_is_within(build_argument_types(b, args, 1), IRT_STR) || build_failed(b, DEOPT_TYPE))
        return false;
    args[1] = build_of_types(b, args[1], IRT_STR, DEOPT_TYPE);
    return true;
}

IrNode *build_getattr(Builder *b, IrNode **args, uint32_t count) {
    IrNode *v = getattr_known(b, args, count);
    if (v || !b->block || !is_name(b, args))
        return v;
    v = build_rt(b, RT_get_named, args[0], args[1], count == 3 ? args[2] : build_value(b, VALUE_UNDEF));
    return build_result(v, IRT_ANY & ~IRT_UNDEF);
}

IrNode *build_hasattr(Builder *b, IrNode **args) {
    IrNode *v = hasattr_known(b, args);
    if (v || !is_name(b, args))
        return v;
    IrNode *has = ir_node(b->ir, IR_WORD_CMP, build_rt(b, RT_has_named, args[0], args[1], NULL), ir_const_word(b->ir, 0), NULL);
    has->aux = IR_NE;
    v = ir_node(b->ir, IR_BOOL_VALUE, build_emit(b, has), NULL, NULL);
    v->types = IRT_BOOL;
    return build_emit(b, v);
}

IrNode *build_setattr(Builder *b, IrNode **args, bool generic) {
    if (generic && !build_is_within(build_argument_types(b, args, 0), IRT_INSTANCE))
        return NULL;
    IrNode *v = setattr_known(b, args, generic);
    if (v || !b->block || !is_name(b, args))
        return v;
    if (generic)
        args[0] = build_of_types(b, args[0], IRT_INSTANCE, DEOPT_TYPE);
    build_rt(b, generic ? RT_set_generic : RT_set_named, args[0], args[1], args[2]);
    return build_value(b, VALUE_NONE);
}

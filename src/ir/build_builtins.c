/*
 * build_builtins.c - the graph builder: builtins that are operations of the graph
 * when their arguments are of the usual types.
 */
#include "ir/build_internal.h"

#include <string.h>

#include "ir/rt.h"
#include "runtime/sequence.h"
#include "runtime/str.h"
#include "vm/operators.h"
#include "vm/quicken.h"

static IrNode *typed(Builder *b, IrNode *n, IrTypes types) {
    n->types = types;
    return build_emit(b, n);
}

static IrNode *compare(Builder *b, IrOp op, IrCompare how, IrNode *x, IrNode *y) {
    IrNode *n = ir_node(b->ir, op, x, y, NULL);
    n->aux = how;
    return build_emit(b, n);
}

static IrNode *select_of(Builder *b, IrNode *condition, IrNode *x, IrNode *y) {
    IrNode *n = ir_node(b->ir, IR_SELECT, condition, x, y);
    n->rep = x->rep;
    return typed(b, n, x->rep == REP_VALUE ? x->types | y->types : 0);
}

/* ---- len, abs, min, max ---- */

static IrNode *length_of(Builder *b, IrNode **args) {
    static const struct {
        IrTypes type;
        uint32_t offset;
        bool word32;
        IrAlias alias;
    } sized[] = {
        {IRT_LIST, offsetof(List, length), false, ALIAS_LIST},
        {IRT_TUPLE, offsetof(Tuple, length), false, ALIAS_CONSTANT},
        {IRT_STR, offsetof(Str, length), true, ALIAS_CONSTANT},
        {IRT_DICT, offsetof(Dict, used), true, ALIAS_DICT},
        {IRT_SET, offsetof(Set, used), false, ALIAS_OTHER},
        {IRT_BYTES, offsetof(Bytes, length), false, ALIAS_CONSTANT},
        {IRT_BYTEARRAY, offsetof(Bytearray, length), false, ALIAS_BYTEARRAY},
    };
    IrTypes types = build_argument_types(b, args, 0);
    for (size_t k = 0; k < sizeof sized / sizeof *sized; k++) {
        if (!build_is_within(types, sized[k].type))
            continue;
        IrNode *o = build_of_types(b, args[0], sized[k].type, DEOPT_TYPE);
        if (!sized[k].word32)
            return build_load(b, IR_LOAD_SIZE, o, sized[k].offset, sized[k].alias);
        IrNode *word = build_load(b, IR_LOAD_U32, o, sized[k].offset, sized[k].alias);
        return typed(b, ir_node(b->ir, IR_WORD_TO_INT, word, NULL, NULL), IRT_INT);
    }
    Shape *shapes[CACHE_SHAPES_MAX];
    uint32_t count = build_is_within(types, IRT_INSTANCE) ? build_seen_shapes(b, args[0], build_call_site(b), shapes) : 0;
    Function *method = count ? length_method_of_type(shapes[0]->type) : NULL;
    for (uint32_t k = 1; k < count; k++)
        if (length_method_of_type(shapes[k]->type) != method)
            method = NULL;
    if (!method || code_suspends(method->code))
        return build_plain_special(b, SPECIAL_LEN, args, &types, build_call_site(b)->left_shape, 1);
    IrNode *self = build_of_shapes(b, args[0], shapes, count);
    IrNode *v = build_call_values(b, build_object(b, method), &self, 1, FRAME_LENGTH, NULL);
    if (!v || !b->block) { /* what follows is not reached */
        b->block = build_block(b);
        return build_int(b, 0);
    }
    if (build_is_nonnegative(v))
        return v;
    IrNode *length = build_rt(b, RT_length_by_method, v, NULL, NULL);
    return typed(b, ir_node(b->ir, IR_WORD_TO_INT, length, NULL, NULL), IRT_INT);
}

static IrNode *absolute(Builder *b, IrNode **args) {
    IrTypes types = build_argument_types(b, args, 0);
    if (build_is_within(types, IRT_INT) && !build_failed(b, DEOPT_OVERFLOW)) {
        IrNode *x = build_of_types(b, args[0], IRT_INT, DEOPT_NOT_INT);
        IrNode *negated = ir_node(b->ir, IR_INT_NEG, x, NULL, NULL);
        negated->types = IRT_INT;
        build_guard(b, negated, DEOPT_OVERFLOW);
        return select_of(b, compare(b, IR_INT_CMP, IR_LT, x, build_int(b, 0)), negated, x);
    }
    if (build_is_within(types, IRT_NUMBER_FLOAT)) {
        IrNode *f = build_to_float(b, args[0], types, false);
        return build_box_float(b, build_emit(b, ir_node(b->ir, IR_FLOAT_ABS, f, NULL, NULL)));
    }
    return build_is_within(types, IRT_COMPLEX) ? build_complex_abs(b, args[0]) : NULL;
}

/* Of two or more arguments: a later one only if it is certainly less (greater), as Python
 * decides ties and NaNs. */
static IrNode *extreme(Builder *b, IrNode **args, uint32_t count, IrCompare how) {
    IrTypes types = 0;
    for (uint32_t k = 0; k < count; k++)
        types |= build_argument_types(b, args, k);
    bool ints = build_is_within(types, IRT_INT);
    if (count < 2 || (!ints && !build_is_within(types, IRT_NUMBER_FLOAT)))
        return NULL;
    IrNode *best = NULL;
    for (uint32_t k = 0; k < count; k++) {
        IrNode *v = ints ? build_of_types(b, args[k], IRT_INT, DEOPT_NOT_INT)
                         : build_to_float(b, args[k], IRT_NUMBER_FLOAT, false);
        best = best ? select_of(b, compare(b, ints ? IR_INT_CMP : IR_FLOAT_CMP, how, v, best), v, best) : v;
    }
    return ints ? best : build_box_float(b, best);
}

/* The class of all values of these types; NULL: they have not one. */
Type *build_class_of_types(Builder *b, IrTypes types) {
    switch (types) {
    case IRT_INT:
    case IRT_BIGINT:
    case IRT_INT | IRT_BIGINT: return b->t->vm->types[TYPE_INT];
    case IRT_FLOAT:
    case IRT_HEAPFLOAT:
    case IRT_NUMBER_FLOAT: return b->t->vm->types[TYPE_FLOAT];
    case IRT_BOOL: return b->t->vm->types[TYPE_BOOL];
    case IRT_NONE: return type_of(b->t, VALUE_NONE);
    default: break;
    }
    uint32_t shape = ir_shape_of_type(b->t, types);
    return shape ? ((Shape *)(uintptr_t)shape)->type : NULL;
}

Type *build_class_of(Builder *b, const IrNode *v) {
    return v->op == IR_GUARD_SHAPE ? ((Shape *)(uintptr_t)v->imm)->type : build_class_of_types(b, v->types);
}

/* ---- math ---- */

static IrNode *square_root(Builder *b, IrNode **args) {
    IrTypes types = build_argument_types(b, args, 0);
    if (!build_is_within(types, IRT_NUMBER_FLOAT | IRT_INT) || build_failed(b, DEOPT_DIVISION))
        return NULL;
    IrNode *x = build_to_float(b, args[0], types, true);
    IrNode *positive = compare(b, IR_FLOAT_CMP, IR_GE, x, ir_const_float(b->ir, 0.0));
    build_guard(b, ir_node(b->ir, IR_GUARD_TRUE, positive, NULL, NULL), DEOPT_DIVISION);
    return build_box_float(b, build_emit(b, ir_node(b->ir, IR_FLOAT_SQRT, x, NULL, NULL)));
}

/* ---- generators ---- */

/* next(g), next(g, default). */
static IrNode *next_of(Builder *b, IrNode **args, uint32_t count) {
    if (!build_is_within(build_argument_types(b, args, 0), IRT_GENERATOR) || build_failed(b, DEOPT_TYPE))
        return NULL;
    IrNode *g = build_of_types(b, args[0], IRT_GENERATOR, DEOPT_TYPE);
    return build_next(b, g, build_value(b, VALUE_NONE), count > 1 ? args[1] : NULL);
}

/* ---- characters ---- */

static IrNode *ordinal(Builder *b, IrNode **args) {
    IrNode *code = build_char_code(b, args[0]);
    if (!code) {
        if (!build_is_within(build_argument_types(b, args, 0), IRT_STR) || build_failed(b, DEOPT_BOUNDS))
            return NULL;
        IrNode *s = build_of_types(b, args[0], IRT_STR, DEOPT_TYPE);
        IrNode *one = compare(b, IR_WORD_CMP, IR_EQ, build_load(b, IR_LOAD_U32, s, offsetof(Str, length), ALIAS_CONSTANT),
                              ir_const_word(b->ir, 1));
        build_guard(b, ir_node(b->ir, IR_GUARD_TRUE, one, NULL, NULL), DEOPT_BOUNDS);
        code = build_guard(b, ir_node(b->ir, IR_STR_CHAR, s, build_int(b, 0), NULL), DEOPT_NONE);
    }
    return typed(b, ir_node(b->ir, IR_WORD_TO_INT, code, NULL, NULL), IRT_INT);
}

static IrNode *character(Builder *b, IrNode **args) {
    enum { CODES = 0x110000 };
    if (!build_is_within(build_argument_types(b, args, 0), IRT_INT) || build_failed(b, DEOPT_BOUNDS))
        return NULL;
    IrNode *i = build_of_types(b, args[0], IRT_INT, DEOPT_NOT_INT);
    IrNode *code = ir_node(b->ir, IR_GUARD_BOUNDS, i, build_int(b, CODES), NULL);
    code->types = IRT_INT;
    build_guard(b, code, DEOPT_BOUNDS);
    return build_char_str(b, build_emit(b, ir_node(b->ir, IR_INT_TO_WORD, code, NULL, NULL)));
}

/* keys(), values(), items() */
static IrNode *dict_view(Builder *b, const char *name, IrNode *dict) {
    TypeId type = strcmp(name, "items") == 0    ? TYPE_DICT_ITEMS
                  : strcmp(name, "keys") == 0   ? TYPE_DICT_KEYS
                  : strcmp(name, "values") == 0 ? TYPE_DICT_VALUES
                                                : TYPE_OBJECT;
    return type == TYPE_OBJECT ? NULL : build_dict_view(b, type, dict);
}

IrNode *build_builtin(Builder *b, NativeFunction *f, IrNode **args, uint32_t count) {
    const char *name = f->def->name;
    IrNode *text = f->owner && count == 1 ? build_known_text_method(b, f, args[0]) : NULL;
    if (text)
        return text;
    if (f->owner == b->t->vm->types[TYPE_LIST])
        return build_list_method(b, f, args, count);
    if (f->owner == b->t->vm->types[TYPE_BYTEARRAY])
        return build_bytearray_method(b, f, args, count);
    if (f->owner == b->t->vm->types[TYPE_STR])
        return build_char_predicate(b, f, args, count);
    if (f->owner == b->t->vm->types[TYPE_OBJECT] && count == 3 && strcmp(name, "__setattr__") == 0)
        return build_setattr(b, args, true);
    if (f->owner == b->t->vm->types[TYPE_TUPLE] && count == 2 && strcmp(name, "__new__") == 0)
        return build_tuple_new(b, args);
    if (f->owner && count == 2 && strcmp(name, "send") == 0 &&
        build_is_within(args[0]->types, f->owner->id == TYPE_GENERATOR ? IRT_GENERATOR : IRT_COROUTINE))
        return build_next(b, args[0], args[1], NULL);
    if (f->owner) {
        IrNode *v = build_dict_method(b, f, args, count);
        if (v)
            return v;
    }
    if (f->owner == b->t->vm->types[TYPE_DICT] && count == 1 && build_is_within(args[0]->types, IRT_DICT))
        return dict_view(b, name, args[0]);
    if (f->owner || !value_is_undef(f->self))
        return NULL;
    if (value_is_str(f->module) && str_equals_cstring(b->t, f->module, "math"))
        return count == 1 && strcmp(name, "sqrt") == 0 ? square_root(b, args) : NULL;
    if (!native_is_builtin(b->t, f))
        return NULL;
    if (count == 1 && strcmp(name, "len") == 0)
        return length_of(b, args);
    if (count == 1 && strcmp(name, "ord") == 0)
        return ordinal(b, args);
    if (count == 1 && strcmp(name, "chr") == 0)
        return character(b, args);
    if (count == 1 && strcmp(name, "iter") == 0)
        return build_iterator(b, args[0]);
    if (count == 1 && strcmp(name, "abs") == 0)
        return absolute(b, args);
    if ((count == 1 || count == 2) && strcmp(name, "next") == 0)
        return next_of(b, args, count);
    if (strcmp(name, "min") == 0)
        return extreme(b, args, count, IR_LT);
    if (strcmp(name, "max") == 0)
        return extreme(b, args, count, IR_GT);
    if (count == 2 && strcmp(name, "isinstance") == 0)
        return build_is_instance(b, args);
    if (count == 2 && strcmp(name, "issubclass") == 0)
        return build_is_subclass(b, args);
    if ((count == 2 || count == 3) && strcmp(name, "getattr") == 0)
        return build_getattr(b, args, count);
    if (count == 2 && strcmp(name, "hasattr") == 0)
        return build_hasattr(b, args);
    if (count == 3 && strcmp(name, "setattr") == 0)
        return build_setattr(b, args, false);
    return NULL;
}

/* ---- classes ---- */

/* range(...): the object, whose parts a loop over it will want. */
static IrNode *make_range(Builder *b, IrNode **args, uint32_t count) {
    IrNode *parts[3] = {build_int(b, 0), args[0], build_int(b, 1)};
    if (count > 1) {
        parts[0] = args[0];
        parts[1] = args[1];
    }
    if (count > 2)
        parts[2] = args[2];
    for (uint32_t k = 0; k < 3; k++) {
        if (!(parts[k]->types & IRT_INT))
            return NULL;
        parts[k] = build_of_types(b, parts[k], IRT_INT, DEOPT_NOT_INT);
    }
    IrNode *object = ir_node(b->ir, IR_CALL_VALUES, parts[0], parts[1], parts[2]);
    object->imm = (int64_t)(uintptr_t)rt_range;
    object->effects = RT_ALLOCATES;
    object->types = IRT_RANGE;
    Value step;
    if (ir_is_const(parts[2], &step) && value_as_int(step) != 0) {
        object->removable = true;
        RangeCall *range = ir_alloc(b->ir, sizeof *range);
        *range = (RangeCall){object, parts[0], parts[1], parts[2], b->ranges};
        b->ranges = range;
    }
    return build_call(b, object);
}

IrNode *build_builtin_class(Builder *b, IrNode *node, Type *type, IrNode **args, uint32_t count) {
    (void)node;
    IrNode *iterator = build_iterator_class(b, type, args, count);
    if (iterator)
        return iterator;
    if (type->id == TYPE_RANGE && count >= 1 && count <= 3 && !build_failed(b, DEOPT_NOT_INT))
        return make_range(b, args, count);
    if (type->id == TYPE_TYPE && count == 1)
        return build_type(b, args);
    if (type->id == TYPE_FLOAT && count == 1) {
        IrTypes types = build_argument_types(b, args, 0);
        if (build_is_within(types, IRT_NUMBER_FLOAT))
            return build_of_types(b, args[0], IRT_NUMBER_FLOAT, DEOPT_NOT_FLOAT);
        if (build_is_within(types, IRT_INT))
            return build_box_float(b, build_to_float(b, args[0], IRT_INT, false));
    }
    if (type->id == TYPE_STR && count == 1 && build_is_within(build_argument_types(b, args, 0), IRT_STR))
        return build_of_types(b, args[0], IRT_STR, DEOPT_TYPE);
    if (type->id == TYPE_COMPLEX && (count == 1 || count == 2)) {
        IrTypes types[2];
        for (uint32_t k = 0; k < count; k++)
            types[k] = build_argument_types(b, args, k);
        return build_complex_new(b, args, types, count);
    }
    if (type->id == TYPE_INT && count == 1) {
        IrTypes types = build_argument_types(b, args, 0);
        if (build_is_within(types, IRT_INT))
            return build_of_types(b, args[0], IRT_INT, DEOPT_NOT_INT);
        if (build_is_within(types, IRT_NUMBER_FLOAT) && !build_failed(b, DEOPT_OVERFLOW)) {
            IrNode *n = ir_node(b->ir, IR_FLOAT_TO_INT, build_to_float(b, args[0], types, false), NULL, NULL);
            n->types = IRT_INT;
            return build_guard(b, n, DEOPT_OVERFLOW);
        }
    }
    return build_plain_construction(b, type, args, count);
}

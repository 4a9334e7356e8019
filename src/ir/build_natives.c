/*
 * build_natives.c - the graph builder: calls of native functions by what they declare.
 *
 * Arguments are bound here, and the C function is called with them in an array.  Where
 * a native says that of arguments of certain types it runs no code of the program
 * (NativeDef.plain), and they are or have been of those, they are guarded, and the call
 * is no point where anything is observed or changes: frames are not published, the code
 * stays valid, what is known of memory stays known, and the result's type is.
 */
#include "ir/build_internal.h"

#include <math.h>
#include <string.h>

#include "ir/rt.h"
#include "runtime/call.h"
#include "vm/consumers.h"

IrTypes build_argument_types(Builder *b, IrNode **args, uint32_t k) {
    const IrSite *site = build_call_site(b);
    IrTypes seen = k == 0 ? site->left : k == 1 ? site->right : site->third;
    IrTypes types = args[k]->types;
    return seen && types & seen ? types & seen : types;
}

/* ---- declarations ---- */

static IrTypes types_of_letter(char letter) {
    switch (letter) {
    case 'i': return IRT_INT;
    case 'I': return IRT_BIGINT;
    case 'f': return IRT_NUMBER_FLOAT;
    case 'c': return IRT_COMPLEX;
    case 'b': return IRT_BOOL;
    case 'n': return IRT_NONE;
    case 's': return IRT_STR;
    case 'l': return IRT_LIST;
    case 't': return IRT_TUPLE;
    case 'd': return IRT_DICT;
    case 'S': return IRT_SET;
    case 'r': return IRT_RANGE;
    case 'B': return IRT_BYTES;
    case 'A': return IRT_BYTEARRAY;
    case 'o': return IRT_ANY & ~IRT_UNDEF;
    default: return 0;
    }
}

/* The types of one word of a declaration; leaves *at behind it. */
static IrTypes read_types(const char **at) {
    IrTypes types = 0;
    while (**at && **at != ' ' && **at != '!')
        types |= types_of_letter(*(*at)++);
    return types;
}

/* Whether the types that arguments have, or have had (`wanted`), are those for which the
 * native is declared plain; of each what it is to be guarded to be in `wanted`. */
static bool is_plain(const char *plain, uint32_t count, IrTypes *wanted) {
    for (uint32_t k = 0; *plain != '>'; k++, plain += strspn(plain, " ")) {
        IrTypes declared = read_types(&plain);
        if (k >= count)
            continue; /* the default is one of them */
        if (wanted[k] & IRT_NUMBER_FLOAT)
            wanted[k] |= declared & IRT_NUMBER_FLOAT;
        if (!build_is_within(wanted[k], declared))
            return false;
    }
    return true;
}

static bool is_plain_call(Builder *b, const char *plain, IrNode **args, uint32_t count, IrTypes *wanted) {
    for (uint32_t k = 0; k < count; k++)
        wanted[k] = build_argument_types(b, args, k);
    return is_plain(plain, count, wanted);
}

/* ---- calls ---- */

/* Whether a value is certainly an instance of a native type. */
static bool is_instance_of(Builder *b, const IrNode *v, const Type *owner) {
    Value constant;
    if (ir_is_const(v, &constant)) /* what is native of an object it keeps when its class changes */
        return type_is_subtype(type_of(b->t, constant), owner);
    const Type *type = build_class_of(b, v);
    return type && type_is_subtype(type, owner);
}

/* Of a call with arguments such that it is plain. */
static IrNode *call_plainly(Builder *b, IrNode *call, const char *plain) {
    plain = strchr(plain, '>') + 1;
    IrTypes result = read_types(&plain);
    call->effects = RT_READS | RT_ALLOCATES | (*plain == '!' ? RT_WRITES : 0);
    return build_result(build_call(b, call), result);
}

/* By the C function of doubles that the native names, if arguments are what that takes;
 * else NULL. */
static IrNode *call_of_doubles(Builder *b, const NativeFunction *f, IrNode **args, uint32_t count) {
    const char *plain = f->def->plain;
    if (!f->def->doubles || !plain || build_failed(b, DEOPT_TYPE) || build_failed(b, DEOPT_OVERFLOW))
        return NULL;
    if (strchr(plain, '>')[1] == 'c')
        return count == 1 ? build_complex_function(b, f->def->doubles, args[0], build_argument_types(b, args, 0)) : NULL;
    IrNode *call = ir_node_new(b->ir, IR_CALL_DOUBLES, count);
    call->imm = (int64_t)(uintptr_t)f->def->doubles;
    call->effects = RT_PURE;
    IrTypes types[2];
    uint32_t k = 0;
    for (const char *at = plain; *at != '>'; k++, at += strspn(at, " ")) {
        if (k == count || k == 2)
            return NULL;
        IrTypes declared = read_types(&at);
        types[k] = declared & IRT_NUMBER_FLOAT ? build_argument_types(b, args, k) : IRT_ANY;
        if (!(declared & IRT_NUMBER_FLOAT))
            call->effects = RT_READS;
        else if (!build_is_within(types[k], IRT_NUMBER_FLOAT | IRT_INT))
            return NULL;
    }
    if (k != count)
        return NULL;
    for (k = 0; k < count; k++)
        call->in[k] = types[k] == IRT_ANY ? args[k] : build_to_float(b, args[k], types[k], true);
    if (f->def->doubles == (void (*)(void))fabs)
        return build_box_float(b, build_emit(b, ir_node(b->ir, IR_FLOAT_ABS, call->in[0], NULL, NULL)));
    build_emit(b, call);
    if (call->effects == RT_PURE) { /* errors, and what infinities give, are the native's business */
        IrNode *magnitude = build_emit(b, ir_node(b->ir, IR_FLOAT_ABS, call, NULL, NULL));
        IrNode *finite = ir_node(b->ir, IR_FLOAT_CMP, magnitude, ir_const_float(b->ir, INFINITY), NULL);
        finite->aux = IR_LT;
        build_guard(b, ir_node(b->ir, IR_GUARD_TRUE, build_emit(b, finite), NULL, NULL), DEOPT_OVERFLOW);
    }
    return build_box_float(b, call);
}

IrNode *build_native(Builder *b, NativeFunction *f, IrNode **args, uint32_t count) {
    IrNode *with_self[2];
    if (!value_is_undef(f->self) && f->owner && !count && f->def->flags == NATIVE_METHOD) {
        with_self[0] = build_value(b, f->self); /* a method bound to an object */
        args = with_self;
        count = 1;
    } else if (!value_is_undef(f->self)) {
        return NULL;
    }
    if (count == 1 && args[0]->types & IRT_GENERATOR && consumer_of(b->t, value_from_object(f), false))
        return NULL; /* a generator is consumed in place by the general call */
    const Signature *s = native_signature(b->t, f);
    if (f->owner && (!count || !is_instance_of(b, args[0], f->owner)))
        return NULL;
    IrNode *result = call_of_doubles(b, f, args, count);
    if (result)
        return result;
    if (!s || !s->simple || !f->def->fn || count < s->required || count > s->positional)
        return NULL;
    for (uint32_t k = count; k < s->count; k++)
        if (value_is_error(s->defaults[k]))
            return NULL;
    IrTypes wanted[SIGNATURE_MAX_PARAMETERS];
    const char *plain = build_failed(b, DEOPT_TYPE) ? NULL : f->def->plain;
    if (plain && !is_plain_call(b, plain, args, count, wanted))
        plain = NULL;
    IrNode *call = ir_node_new(b->ir, IR_CALL_VALUES, s->count);
    call->imm = (int64_t)(uintptr_t)f->def->fn;
    for (uint32_t k = 0; k < s->count; k++) /* the arguments may be another callee's too: they stay as they are */
        call->in[k] = k >= count ? build_value(b, s->defaults[k])
                      : plain    ? build_of_types(b, args[k], wanted[k], DEOPT_TYPE)
                                 : args[k];
    if (!plain) {
        call->types = IRT_ANY & ~IRT_UNDEF;
        return build_call(b, call);
    }
    return call_plainly(b, call, plain);
}

/* ---- special methods ---- */

/* The shape of what has always been of one type; NULL: it has not. */
static Shape *one_shape(Builder *b, const IrNode *v, IrTypes types, uint32_t seen_shape) {
    if (types != IRT_OTHER)
        return (Shape *)(uintptr_t)ir_shape_of_type(b->t, types);
    return v->op == IR_GUARD_SHAPE ? (Shape *)(uintptr_t)v->imm
           : build_failed(b, DEOPT_SHAPE) ? NULL : site_shape(seen_shape);
}

const Type *build_one_type(Builder *b, const IrNode *v, IrTypes types, uint32_t seen_shape) {
    const Shape *shape = one_shape(b, v, types, seen_shape);
    return shape ? shape->type : NULL;
}

IrNode *build_of_one_type(Builder *b, IrNode *v, IrTypes types, uint32_t seen_shape) {
    return v->op == IR_GUARD_SHAPE ? v : build_of_shape(b, v, one_shape(b, v, types, seen_shape));
}

IrNode *build_plain_special(Builder *b, SpecialId id, IrNode **args, IrTypes *types, uint32_t seen_shape, uint32_t count) {
    const Type *type = build_one_type(b, args[0], types[0], seen_shape);
    Value method = type ? type->specials[id] : VALUE_UNDEF;
    if (!value_is_kind(method, KIND_NATIVE) || build_failed(b, DEOPT_TYPE))
        return NULL;
    const NativeDef *def = ((NativeFunction *)value_as_object(method))->def;
    if (!def->plain || !is_plain(def->plain, count, types))
        return NULL;
    IrNode *call = ir_node_new(b->ir, IR_CALL_VALUES, count);
    call->imm = (int64_t)(uintptr_t)def->fn;
    for (uint32_t k = 0; k < count; k++)
        call->in[k] = k == 0 && types[0] == IRT_OTHER ? build_of_one_type(b, args[0], types[0], seen_shape)
                                                      : build_of_types(b, args[k], types[k], DEOPT_TYPE);
    return call_plainly(b, call, def->plain);
}

IrNode *build_plain_construction(Builder *b, Type *type, IrNode **args, uint32_t count) {
    const char *plain = type->flags & TYPEFLAG_HEAP || !type->def->construct ? NULL : type->def->construct_plain;
    IrTypes wanted;
    if (!plain || count != 1 || build_failed(b, DEOPT_TYPE) || !is_plain_call(b, plain, args, 1, &wanted))
        return NULL;
    IrNode *v = build_of_types(b, args[0], wanted, DEOPT_TYPE);
    IrNode *call = ir_node(b->ir, IR_CALL_VALUES, build_object(b, type), v, NULL);
    call->imm = (int64_t)(uintptr_t)rt_construct;
    return call_plainly(b, call, plain);
}

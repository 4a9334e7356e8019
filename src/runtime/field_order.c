/* field_order.c - where instances have the attributes that their __lt__ and __gt__ compare. */
#include "runtime/field_order.h"

#include <stdlib.h>

#include "runtime/shape.h"

/* Of a code object, made on first need; NULL: no memory. */
static FieldOrder *order_of_code(Thread *t, Code *code, SpecialId special) {
    if (code->field_order)
        return code->field_order;
    FieldOrder *order = calloc(1, sizeof *order);
    if (!order)
        return NULL;
    order->code = code;
    order->special = special;
    t->vm->hooks.find_field_order(t, code, order);
    code_own_field_order(t, code, order);
    return order;
}

FieldOrder *field_order_of_instance(Thread *t, const Object *o, CompareOp op) {
    SpecialId special = SPECIAL_LT + op;
    Value method = object_type(o)->specials[special];
    if (!value_is_kind(method, KIND_FUNCTION))
        return NULL;
    Code *code = ((Function *)value_as_object(method))->code;
    if (code->file || code->arg_count != 2 || code->param_count != 2)
        return NULL;
    FieldOrder *order = order_of_code(t, code, special);
    return order && order->count && order->special == special ? order : NULL;
}

/* Bytes from the instance's beginning to the attribute; 0: it is not there or anywhere else. */
static uint32_t place_of(Thread *t, const Shape *shape, Value name) {
    Type *type = shape->type;
    Value v = type_lookup(t, type, name);
    if (value_is_kind(v, KIND_MEMBER)) {
        const Member *m = (Member *)value_as_object(v);
        return type_is_subtype(type, m->owner) ? m->offset : 0;
    }
    if (value_is_data_descriptor(v) || !type->slots_offset)
        return 0;
    int slot = shape_find((Shape *)(uintptr_t)shape, name);
    return slot >= 0 && (uint32_t)slot < shape->inline_slots ? type->slots_offset + 8 + 8 * (uint32_t)slot : 0;
}

void field_places_learn(Thread *t, const FieldOrder *order, FieldPlaces *places, const Shape *shape) {
    const Type *type = shape->type;
    SpecialId special = order->special, reflected = special == SPECIAL_LT ? SPECIAL_GT : SPECIAL_LT;
    Value method = type->specials[special];
    *places = (FieldPlaces){.version = shape->version};
    if (shape->version == VERSION_EXHAUSTED || !value_is_kind(method, KIND_FUNCTION) ||
        type->flags & (TYPEFLAG_CUSTOM_GETATTR | TYPEFLAG_VARSIZED) || shape->flags & SHAPE_DICT_MODE)
        return;
    for (uint32_t i = 0; i < order->count; i++) {
        places->offsets[i] = place_of(t, shape, order->names[i]);
        if (!places->offsets[i])
            return;
    }
    Type *object = t->vm->types[TYPE_OBJECT];
    if (order->same_class && !value_same(type_lookup(t, shape->type, STR_NAME(t, __class__)),
                                         type_lookup(t, object, STR_NAME(t, __class__))))
        return;
    places->alone = value_same(type->specials[reflected], object->specials[reflected]);
    places->method = (Function *)value_as_object(method);
}

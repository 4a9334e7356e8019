/*
 * field_order.h - methods `__lt__` and `__gt__` that order instances by their attributes, as data.
 *
 * What most classes whose instances are sorted or kept in heaps say is: by this
 * attribute, then by that one.  Where a method says just that, in whatever words
 * (bytecode/field_order.c finds out), and the attributes are plain values, sorting and
 * heaps compare them in place and call nothing.
 */
#ifndef TAU_RUNTIME_FIELD_ORDER_H
#define TAU_RUNTIME_FIELD_ORDER_H

#include "runtime/equality.h"
#include "runtime/function.h"
#include "runtime/type.h"

enum { FIELD_ORDER_MAX = 4, FIELD_ORDER_SHAPES = 8 };

/* Where instances of a shape have the attributes. */
typedef struct FieldPlaces {
    uint32_t version;          /* of the shape; 0: the entry is empty */
    bool alone;                /* their class has no method for the reflected operator */
    const Function *method;    /* theirs, alive as long as the version is; NULL: they are
                                  not ordered so */
    uint32_t offsets[FIELD_ORDER_MAX];
} FieldPlaces;

/* Owned by the code object of the method. */
typedef struct FieldOrder {
    const Code *code;
    uint32_t count;  /* of attributes; 0: it is no such method */
    SpecialId special; /* SPECIAL_LT, SPECIAL_GT: which method it is; it is true of a and b ... */
    bool falling;    /* if a is larger, else if it is smaller */
    bool same_class; /* it says nothing of instances of two classes */
    Value names[FIELD_ORDER_MAX];
    FieldPlaces places[FIELD_ORDER_SHAPES]; /* of shapes met, by their versions */
} FieldOrder;

/* The order that the method of an instance for CMP_LT or CMP_GT stands for; NULL: it is
 * another thing.  Valid until code of the program runs.  Raises nothing. */
FieldOrder *field_order_of_instance(Thread *t, const Object *o, CompareOp op);
static inline FieldOrder *field_order_of(Thread *t, CompareOp op, Value v) {
    return value_is_kind(v, KIND_INSTANCE) ? field_order_of_instance(t, value_as_object(v), op) : NULL;
}

void field_places_learn(Thread *t, const FieldOrder *order, FieldPlaces *places, const Shape *shape);

/* Where an instance has the attributes; NULL: it is not ordered so. */
static inline const FieldPlaces *field_places(Thread *t, FieldOrder *order, const Object *o) {
    const Shape *shape = object_shape(o);
    FieldPlaces *p = &order->places[shape->version % FIELD_ORDER_SHAPES];
    if (__builtin_expect(p->version != shape->version, 0))
        field_places_learn(t, order, p, shape);
    return p->method && p->method->code == order->code ? p : NULL;
}

static inline Value field_at(const Object *o, const FieldPlaces *places, uint32_t i) {
    return *(const Value *)(const void *)((const char *)o + places->offsets[i]);
}

/* Numbers of one kind, or strs: less than 0, 0 or more; else ORDER_UNKNOWN. */
static inline int field_compare(Thread *t, Value a, Value b) {
    if (values_are_ints(a, b))
        return (int64_t)a.bits < (int64_t)b.bits ? -1 : a.bits != b.bits;
    if (values_are_floats(a, b)) {
        double x = value_as_float(a), y = value_as_float(b);
        return x < y ? -1 : x > y ? 1 : x == y ? 0 : ORDER_UNKNOWN;
    }
    return value_is_exact(a, KIND_STR) && value_is_exact(b, KIND_STR) ? order_plain(t, a, b) : ORDER_UNKNOWN;
}

/* What the method says of a and b: 1, 0; -1, without an exception: op_compare knows. */
static inline int field_order_holds(Thread *t, FieldOrder *order, Value a, Value b) {
    if (!value_is_kind(a, KIND_INSTANCE) || !value_is_kind(b, KIND_INSTANCE))
        return -1;
    const Object *p = value_as_object(a), *q = value_as_object(b);
    const FieldPlaces *x = field_places(t, order, p), *y = x;
    if (object_shape(p) != object_shape(q)) {
        y = field_places(t, order, q);
        /* Of two classes the right operand's method may come first. */
        if (!y || (object_type(p) != object_type(q) && (order->same_class || !y->alone)))
            return -1;
        if (y == x) /* which was in the same place */
            return -1;
    }
    if (!x)
        return -1;
    for (uint32_t i = 0; i < order->count; i++) {
        int difference = field_compare(t, field_at(p, x, i), field_at(q, y, i));
        if (difference)
            return difference == ORDER_UNKNOWN ? -1 : (difference < 0) != order->falling;
    }
    return 0;
}

/* a < b or, for CMP_GT, a > b, in what is done many times: 1, 0, -1 with an exception.
 * *order is forgotten when code of the program has run. */
static inline int op_order_by(Thread *t, FieldOrder **order, CompareOp op, Value a, Value b) {
    if (*order) {
        int r = field_order_holds(t, *order, a, b);
        if (r >= 0)
            return r;
        *order = NULL;
    }
    return op_order_inline(t, op, a, b);
}

#endif

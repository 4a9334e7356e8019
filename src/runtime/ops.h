/*
 * ops.h - Python's protocols as C functions: what `a + b`, `len(x)`, `x[i]`,
 * `for`, `==`, attribute access mean for any values.
 */
#ifndef TAU_RUNTIME_OPS_H
#define TAU_RUNTIME_OPS_H

#include "runtime/vm.h"

typedef enum CompareOp { CMP_LT, CMP_LE, CMP_EQ, CMP_NE, CMP_GT, CMP_GE } CompareOp;
typedef enum BinaryOp {
    OP_ADD, OP_SUB, OP_MUL, OP_MATMUL, OP_TRUEDIV, OP_FLOORDIV, OP_MOD,
    OP_POW, OP_LSHIFT, OP_RSHIFT, OP_AND, OP_XOR, OP_OR, BINARY_OP_COUNT
} BinaryOp;
typedef enum UnaryOp { OP_NEG, OP_POS, OP_INVERT } UnaryOp;

Value op_binary(Thread *t, BinaryOp op, Value a, Value b);
Value op_inplace(Thread *t, BinaryOp op, Value a, Value b);
/* Goes on after a's method has returned NotImplemented: its in-place one, or else the
 * one that was asked before b's reflected one. */
Value op_binary_declined(Thread *t, BinaryOp op, Value a, Value b, bool inplace, bool by_inplace);
Value op_unary(Thread *t, UnaryOp op, Value a);
Value op_power(Thread *t, Value a, Value b, Value modulus /* NONE */);
Value op_divmod(Thread *t, Value a, Value b);
Value op_abs(Thread *t, Value a);
Value op_compare(Thread *t, CompareOp op, Value a, Value b); /* any value */
/* The same after a's method has returned NotImplemented. */
Value op_compare_declined(Thread *t, CompareOp op, Value a, Value b);
/* Of two lists and of two tuples. */
Value list_compare(Thread *t, int op, Value a, Value b);
Value sequence_compare(Thread *t, int op, Value a, Value b);
int tuple_hash_items(Thread *t, Value tuple, int64_t *hash); /* 0, or -1 with the exception */
int op_compare_bool(Thread *t, CompareOp op, Value a, Value b); /* 1, 0, -1 */
int op_equal(Thread *t, Value a, Value b);    /* `is` or ==: 1, 0, -1 */
int op_truth(Thread *t, Value v);             /* 1, 0, -1 */
/* The same after its __bool__, or in want of one its __len__, has returned this. */
int op_truth_by_method(Thread *t, Value v, Value result);
int op_hash(Thread *t, Value v, int64_t *hash); /* 0, or -1 with TypeError */
int64_t op_len(Thread *t, Value v);           /* -1 with exception */
int64_t op_len_by_method(Thread *t, Value result); /* the same after __len__ has returned this */
int64_t op_length_hint(Thread *t, Value v, int64_t fallback);
Value op_getitem(Thread *t, Value container, Value key);
bool op_setitem(Thread *t, Value container, Value key, Value value);
bool op_delitem(Thread *t, Value container, Value key);
int op_contains(Thread *t, Value container, Value item); /* 1, 0, -1 */
Value op_iter(Thread *t, Value iterable); /* TypeError "'X' object is not iterable" */
Value op_next(Thread *t, Value iterator); /* VALUE_STOP at the end */
/* What C code asks now and then that may run for long in one call: runs the handlers of
 * signals that have arrived; false with the exception. */
bool poll_signals_slow(Thread *t);
static inline bool poll_signals(Thread *t) {
    return __builtin_expect(!(t->interrupts & INTERRUPT_SIGNAL), 1) || poll_signals_slow(t);
}
/* The same between two items of an iterator of this type: nothing for those over built-in
 * containers, of which compiled code takes for granted that they run no code of the program. */
bool poll_signals_between_items_slow(Thread *t, const Type *iterator);
static inline bool poll_signals_between_items(Thread *t, const Type *iterator) {
    return __builtin_expect(!(t->interrupts & INTERRUPT_SIGNAL), 1) || poll_signals_between_items_slow(t, iterator);
}
Value op_repr(Thread *t, Value v);        /* str */
Value op_str(Thread *t, Value v);
Value op_ascii(Thread *t, Value v);
Value op_format(Thread *t, Value v, Value spec /* str or UNDEF */);
/* __index__: a small int or BigInt; TypeError "'X' object cannot be
 * interpreted as an integer". */
Value op_index(Thread *t, Value v);
/* As an index or size; out of range: OverflowError, or clipped. */
bool op_index_int64(Thread *t, Value v, int64_t *out) __attribute__((warn_unused_result));
bool op_index_clipped(Thread *t, Value v, int64_t *out) __attribute__((warn_unused_result));
/* Python's int(v), float(v). */
Value op_int(Thread *t, Value v);
Value op_float(Thread *t, Value v);
int op_isinstance(Thread *t, Value v, Value classinfo);
int op_issubclass(Thread *t, Value cls, Value classinfo);
/* type.__instancecheck__ and type.__subclasscheck__. */
int op_isinstance_plain(Thread *t, Value v, Value cls);
int op_issubclass_plain(Thread *t, Value derived, Value cls);
bool op_is_callable(Thread *t, Value v);
bool op_is_iterator(Thread *t, Value v);

Value attr_get(Thread *t, Value object, Value name);          /* AttributeError */
/* getattr(object, name, otherwise); otherwise UNDEF: AttributeError. */
Value attr_get_or(Thread *t, Value object, Value name, Value otherwise);
/* What has been called to get it has raised: VALUE_ERROR. */
Value attr_get_failed(Thread *t, Value object, Value name);
Value attr_get_cstring(Thread *t, Value object, const char *name);
/* UNDEF instead of AttributeError; ERROR for any other exception. */
Value attr_find(Thread *t, Value object, Value name);
bool attr_set(Thread *t, Value object, Value name, Value value) __attribute__((warn_unused_result));
bool attr_delete(Thread *t, Value object, Value name) __attribute__((warn_unused_result));
/* object.__getattribute__ / __setattr__ themselves (UNDEF deletes). */
Value attr_get_generic(Thread *t, Value object, Value name);
bool attr_set_generic(Thread *t, Value object, Value name, Value value) __attribute__((warn_unused_result));
/* The __getattribute__ of types, modules and super objects: (self, name). */
Value type_getattribute(Thread *t, Value *args);
Value module_getattribute(Thread *t, Value *args);
Value super_getattribute(Thread *t, Value *args);
bool type_setattr(Thread *t, Type *type, Value name, Value value) __attribute__((warn_unused_result));
/* Instance attributes alone, no descriptors. UNDEF if absent. */
Value instance_get(Thread *t, Object *object, Value name);
bool instance_set(Thread *t, Object *object, Value name, Value value) __attribute__((warn_unused_result));
Dict *instance_dict(Thread *t, Object *object); /* materialises __dict__ */
/* Assigning __dict__. */
bool instance_replace_dict(Thread *t, Object *object, Value dict) __attribute__((warn_unused_result));
/* For natives that read the same attribute of many objects: remembers where the
 * last one's shape has it.  Starts zeroed. */
typedef struct SlotMemo {
    uint32_t version; /* of the shape; 0: nothing remembered */
    uint32_t offset;  /* of the inline slot in the object, bytes */
} SlotMemo;
static inline bool slot_memo_get(Thread *t, const SlotMemo *memo, Value object, Value *out) {
    if (!value_is_object(object) || !memo->version ||
        object_shape(value_as_object(object))->version != memo->version)
        return false;
    memcpy(out, (char *)value_as_object(object) + memo->offset, sizeof *out);
    return true;
}
/* The attribute, as attr_get; remembers its place when it has one. */
Value slot_memo_fill(Thread *t, SlotMemo *memo, Value object, Value name);
/* The special method of a value's type, bound lazily: callable without self;
 * UNDEF if there is none. Call with call_special. */
static inline Value special_of(Thread *t, Value v, SpecialId id) {
    return type_of(t, v)->specials[id];
}

#endif

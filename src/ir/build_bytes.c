/*
 * build_bytes.c - the graph builder: bytes and bytearray.  Their length, items, and
 * append() of a byte are loads and stores; slices are calls that are known to run
 * nothing else.  Loops over them are in build_iterators.c.
 */
#include "ir/build_internal.h"

#include <string.h>

#include "ir/rt.h"
#include "runtime/sequence.h"

enum { BYTES_TYPES = IRT_BYTES | IRT_BYTEARRAY };

/* The one of the two types that a value has always been of; 0: neither. */
static IrTypes expected_type(const IrNode *v, IrTypes seen) {
    IrTypes types = build_expected(v, seen);
    return types == IRT_BYTES || types == IRT_BYTEARRAY ? types : 0;
}

IrNode *build_bytes_length(Builder *b, IrNode *o) {
    return o->types == IRT_BYTES ? build_load(b, IR_LOAD_SIZE, o, offsetof(Bytes, length), ALIAS_CONSTANT)
                                 : build_load(b, IR_LOAD_SIZE, o, offsetof(Bytearray, length), ALIAS_BYTEARRAY);
}

static IrNode *data_of(Builder *b, IrNode *array) {
    return build_load(b, IR_LOAD_WORD, array, offsetof(Bytearray, data), ALIAS_BYTEARRAY);
}

IrNode *build_byte(Builder *b, IrNode *o, IrNode *index) {
    bool constant = o->types == IRT_BYTES;
    IrNode *n = ir_node(b->ir, IR_LOAD_BYTE, constant ? o : data_of(b, o), index, NULL);
    n->imm = constant ? offsetof(Bytes, data) : 0;
    n->alias = constant ? ALIAS_CONSTANT : ALIAS_BYTE;
    n->types = IRT_INT;
    return build_emit(b, n);
}

static void store_byte(Builder *b, IrNode *data, IrNode *index, IrNode *word) {
    IrNode *n = ir_node(b->ir, IR_STORE_BYTE, data, index, word);
    n->alias = ALIAS_BYTE;
    build_emit(b, n);
}

/* An int asserted to be a byte, as a raw word. */
static IrNode *byte_word(Builder *b, IrNode *v) {
    IrNode *n = ir_node(b->ir, IR_GUARD_BOUNDS, build_of_types(b, v, IRT_INT, DEOPT_NOT_INT), build_int(b, 256), NULL);
    n->types = IRT_INT;
    return build_emit(b, ir_node(b->ir, IR_INT_TO_WORD, build_guard(b, n, DEOPT_BOUNDS), NULL, NULL));
}

IrNode *build_bytes_item(Builder *b, IrNode *container, IrNode *key) {
    const IrSite *site = build_site(b);
    IrTypes type = expected_type(container, site->left);
    IrTypes key_seen = opcode_info[b->i.op].c == OPERAND_SIMM ? IRT_INT : site->right;
    if (!type || build_expected(key, key_seen) != IRT_INT || build_failed(b, DEOPT_KEY))
        return NULL;
    IrNode *o = build_of_types(b, container, type, DEOPT_TYPE);
    IrNode *i = build_of_types(b, key, IRT_INT, DEOPT_NOT_INT);
    return build_byte(b, o, build_checked_index(b, i, build_bytes_length(b, o)));
}

bool build_set_bytes_item(Builder *b, IrNode *container, IrNode *key, IrNode *v) {
    const IrSite *site = build_site(b);
    if (build_expected(container, site->left) != IRT_BYTEARRAY || build_expected(key, site->right) != IRT_INT ||
        build_expected(v, site->third) != IRT_INT || build_failed(b, DEOPT_KEY) || build_failed(b, DEOPT_BOUNDS))
        return false;
    IrNode *o = build_of_types(b, container, IRT_BYTEARRAY, DEOPT_TYPE);
    IrNode *i = build_of_types(b, key, IRT_INT, DEOPT_NOT_INT), *word = byte_word(b, v);
    i = build_checked_index(b, i, build_bytes_length(b, o));
    store_byte(b, data_of(b, o), i, word);
    return true;
}

/* A bytearray asserted to be one that may change its length. */
static void assert_resizable(Builder *b, IrNode *a) {
    IrNode *exports = build_load(b, IR_LOAD_WORD, a, offsetof(Bytearray, exports), ALIAS_BYTEARRAY);
    IrNode *none = ir_node(b->ir, IR_WORD_CMP, exports, ir_const_word(b->ir, 0), NULL);
    none->aux = IR_EQ;
    build_guard(b, ir_node(b->ir, IR_GUARD_TRUE, build_emit(b, none), NULL, NULL), DEOPT_BOUNDS);
}

IrNode *build_bytearray_extended(Builder *b, IrNode *x, IrNode *y, IrTypes seen_x, IrTypes seen_y) {
    IrTypes type = expected_type(y, seen_y);
    if (build_expected(x, seen_x) != IRT_BYTEARRAY || !type || build_failed(b, DEOPT_TYPE) || build_failed(b, DEOPT_BOUNDS))
        return NULL;
    IrNode *a = build_of_types(b, x, IRT_BYTEARRAY, DEOPT_TYPE);
    y = build_of_types(b, y, type, DEOPT_TYPE);
    assert_resizable(b, a);
    build_rt(b, RT_bytearray_extend, a, y, NULL);
    return a;
}

/* a.append(byte): in place where there is room for it and the NUL behind it. */
static void append(Builder *b, IrNode *a, IrNode *v) {
    IrNode *word = byte_word(b, v);
    assert_resizable(b, a);
    IrNode *length = build_bytes_length(b, a), *more = ir_node(b->ir, IR_INT_ADD, length, build_int(b, 1), NULL);
    more->types = IRT_INT;
    more->nowrap = true;
    build_emit(b, more);
    IrNode *fits = ir_node(b->ir, IR_INT_CMP, more,
                           build_load(b, IR_LOAD_SIZE, a, offsetof(Bytearray, capacity), ALIAS_BYTEARRAY), NULL);
    fits->aux = IR_LT;
    IrBlock *room = build_block(b), *full = build_block(b), *join = build_block(b);
    full->cold = true;
    build_branch(b, build_emit(b, fits), room, full);
    b->block = room;
    IrNode *data = data_of(b, a);
    store_byte(b, data, length, word);
    store_byte(b, data, more, ir_const_word(b->ir, 0));
    build_store(b, IR_STORE_SIZE, a, offsetof(Bytearray, length), more, ALIAS_BYTEARRAY);
    build_jump(b, join);
    b->block = full;
    build_rt(b, RT_bytearray_append, a, word, NULL);
    build_jump(b, join);
    b->block = join;
}

IrNode *build_bytearray_method(Builder *b, NativeFunction *f, IrNode **args, uint32_t count) {
    if (count != 2 || args[0]->types != IRT_BYTEARRAY || strcmp(f->def->name, "append") != 0 ||
        !build_is_within(build_argument_types(b, args, 1), IRT_INT) || build_failed(b, DEOPT_NOT_INT) ||
        build_failed(b, DEOPT_BOUNDS))
        return NULL;
    append(b, args[0], args[1]);
    return build_value(b, VALUE_NONE);
}

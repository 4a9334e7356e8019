/*
 * build_rare.c - the graph builder: instructions of which there is nothing to know;
 * each is a call of a helper that does what the interpreter does.
 */
#include "ir/build_internal.h"

#include "runtime/type.h"

static void set_call(Builder *b, RtCall id, IrNode *x, IrNode *y) {
    build_set(b, b->i.a, build_result(build_rt(b, id, x, y, NULL), IRT_ANY & ~IRT_UNDEF));
}

static void test_type(Builder *b, uint32_t flag) {
    IrNode *word = build_rt(b, RT_type_flag, build_reg(b, b->i.b), ir_const_word(b->ir, flag), NULL);
    IrNode *test = ir_node(b->ir, IR_WORD_CMP, word, ir_const_word(b->ir, 0), NULL);
    test->aux = IR_NE;
    IrNode *v = ir_node(b->ir, IR_BOOL_VALUE, build_emit(b, test), NULL, NULL);
    v->types = IRT_BOOL;
    build_set(b, b->i.a, build_emit(b, v));
}

static void match_class_pattern(Builder *b) {
    Instruction *i = &b->i;
    IrNode *call = ir_node_new(b->ir, IR_CALL_RT, 4);
    call->imm = RT_match_class;
    call->rep = (uint8_t)rt_call_info[RT_match_class].result;
    call->effects = (uint8_t)rt_call_info[RT_match_class].effects;
    call->in[0] = build_reg(b, i->b);
    call->in[1] = build_reg(b, i->c);
    call->in[2] = ir_const_word(b->ir, i->extension >> 16);
    call->in[3] = build_value(b, b->scope->code->consts->items[i->extension & 0xffff]);
    call->types = IRT_ANY & ~IRT_UNDEF;
    build_set(b, i->a, build_call(b, call));
}

/* By way of a tuple of everything. */
static void unpack_star(Builder *b) {
    Instruction *i = &b->i;
    uint32_t count = i->c + 1 + i->extension;
    IrNode *all = build_rt(b, RT_unpack_star, build_reg(b, i->b), ir_const_word(b->ir, i->c),
                           ir_const_word(b->ir, i->extension));
    for (uint32_t k = 0; k < count; k++) {
        IrNode *part = build_load(b, IR_LOAD, all, (int64_t)offsetof(Tuple, items) + 8 * k, ALIAS_CONSTANT);
        part->types = k == i->c ? IRT_LIST : IRT_ANY & ~IRT_UNDEF;
        build_set(b, i->a + k, part);
    }
}

static IrNode *name(Builder *b) { return build_value(b, b->scope->code->names->items[b->i.extension & 0xffff]); }

/* The variable ceases to be, which it is no longer if it never was. */
static void delete_cell(Builder *b, IrNode *cell) {
    build_load_cell(b, cell);
    build_store(b, IR_STORE, cell, offsetof(Cell, value), build_value(b, VALUE_UNDEF), ALIAS_CELL);
}

/* Variables of class bodies, of modules of which anything may be the mapping. */
static bool build_names(Builder *b) {
    Instruction *i = &b->i;
    switch (i->op) {
    case OPC_DELETE_GLOBAL: build_rt(b, RT_delete_global, b->scope->function, name(b), NULL); return true;
    case OPC_LOAD_NAME: set_call(b, RT_load_name, name(b), NULL); return true;
    case OPC_STORE_NAME: build_rt(b, RT_store_name, name(b), build_reg(b, i->a), NULL); return true;
    case OPC_DELETE_NAME: build_rt(b, RT_delete_name, name(b), NULL, NULL); return true;
    case OPC_DELETE_CELL: delete_cell(b, build_reg(b, i->b)); return true;
    case OPC_DELETE_FREE: delete_cell(b, build_closure_cell(b, i->bx)); return true;
    case OPC_LOAD_CLASS_FREE:
        set_call(b, RT_load_class_free, build_closure_cell(b, i->bx),
                 build_value(b, b->scope->code->free_names->items[i->bx]));
        return true;
    case OPC_LOAD_LOCALS: set_call(b, RT_load_locals, NULL, NULL); return true;
    case OPC_LOAD_BUILD_CLASS: set_call(b, RT_load_build_class, b->scope->function, NULL); return true;
    case OPC_SETUP_ANNOTATIONS: build_rt(b, RT_setup_annotations, NULL, NULL, NULL); return true;
    case OPC_PRINT_EXPR: build_rt(b, RT_print_expression, build_reg(b, i->a), NULL, NULL); return true;
    case OPC_IMPORT_NAME:
        build_set(b, i->a, build_rt(b, RT_import_name, name(b), build_reg(b, i->b), build_reg(b, i->b + 1)));
        return true;
    case OPC_IMPORT_FROM: set_call(b, RT_import_from, build_reg(b, i->b), name(b)); return true;
    case OPC_IMPORT_STAR: build_rt(b, RT_import_star, build_reg(b, i->a), NULL, NULL); return true;
    default: return false;
    }
}

bool build_rare(Builder *b) {
    Instruction *i = &b->i;
    if (build_names(b))
        return true;
    switch (i->op) {
    case OPC_DELETE_LOCAL:
        build_of_types(b, build_reg(b, i->a), IRT_ANY & ~IRT_UNDEF, DEOPT_UNBOUND);
        build_set(b, i->a, build_value(b, VALUE_UNDEF));
        return true;
    case OPC_DELETE_ATTR:
        build_rt(b, RT_delete_attr, build_reg(b, i->a),
                 build_value(b, b->scope->code->names->items[i->extension & 0xffff]), NULL);
        return true;
    case OPC_SET_UPDATE: build_rt(b, RT_set_update, build_reg(b, i->a), build_reg(b, i->b), NULL); return true;
    case OPC_DICT_UPDATE: build_rt(b, RT_dict_update, build_reg(b, i->a), build_reg(b, i->b), NULL); return true;
    case OPC_DICT_MERGE:
        build_rt(b, RT_dict_merge, build_reg(b, i->a), build_reg(b, i->b), build_reg(b, i->c));
        return true;
    case OPC_UNPACK_STAR:
        if (i->c + 1 + i->extension > 500)
            return false;
        unpack_star(b);
        return true;
    case OPC_GET_LEN: set_call(b, RT_length, build_reg(b, i->b), NULL); return true;
    case OPC_MATCH_MAPPING: test_type(b, TYPEFLAG_MAPPING); return true;
    case OPC_MATCH_SEQUENCE: test_type(b, TYPEFLAG_SEQUENCE); return true;
    case OPC_MATCH_KEYS: set_call(b, RT_match_keys, build_reg(b, i->b), build_reg(b, i->c)); return true;
    case OPC_MATCH_CLASS: match_class_pattern(b); return true;
    case OPC_DICT_WITHOUT: set_call(b, RT_dict_without, build_reg(b, i->b), build_reg(b, i->c)); return true;
    default: return false;
    }
}

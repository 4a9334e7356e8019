/*
 * feedback.c - noting what instructions work on; see feedback.h.
 *
 * Called before each instruction that is observed, some hundreds of times each, so it
 * decodes no more than it has to.
 */
#include "ir/feedback.h"

#include <stdlib.h>

#include "ir/flow.h"
#include "ir/iteration.h"
#include "runtime/dict.h"
#include "runtime/frame.h"
#include "runtime/sequence.h"

Feedback *feedback_ensure(Thread *t, Code *code) {
    if (code->feedback)
        return code->feedback;
    Feedback *feedback = calloc(1, sizeof *feedback + code->instruction_count * sizeof(IrSite));
    if (!feedback)
        return NULL;
    feedback->word_count = code->instruction_count;
    code_own_feedback(t, code, feedback);
    return feedback;
}

static void note(Thread *t, IrTypes *seen, uint32_t *seen_shape, Value v) {
    IrTypes types = ir_types_of_value(t, v);
    *seen |= types;
    if (types == IRT_INSTANCE || types == IRT_OTHER) {
        uint32_t shape = value_as_object(v)->shape;
        *seen_shape = *seen_shape == 0 || *seen_shape == shape ? shape : SHAPE_SEVERAL;
    }
}
/* left_shapes: */
static void note_shape(IrSite *site, Value v) {
    uint32_t *shapes = site->left_shapes, shape = value_as_object(v)->shape, k = 0;
    if (shapes[0] == SHAPE_SEVERAL)
        return;
    while (k < SITE_SHAPES_MAX && shapes[k] && shapes[k] != shape)
        k++;
    shapes[k < SITE_SHAPES_MAX ? k : 0] = k < SITE_SHAPES_MAX ? shape : SHAPE_SEVERAL;
}
static void note_left(Thread *t, IrSite *site, Value v) {
    uint32_t before = site->left_shape;
    note(t, &site->left, &site->left_shape, v);
    if (site->left_shape == SHAPE_SEVERAL || site->left_shape != before)
        if (ir_types_of_value(t, v) & (IRT_INSTANCE | IRT_OTHER))
            note_shape(site, v);
    if (value_is_list(v))
        site->strategies |= 1u << value_as_list(v)->strategy;
}
static void note_right(Thread *t, IrSite *site, Value v) { note(t, &site->right, &site->right_shape, v); }

/* What a search for the key in a dict or set comes to. */
static void note_key(Thread *t, IrSite *site, Value container, Value key) {
    if (value_is_kind(container, KIND_DICT)) {
        const Dict *d = value_as_dict(container);
        int64_t n = dict_find_plain(t, (Dict *)d, key);
        site->keys |= n == DICT_ABSENT                               ? KEY_ABSENT
                      : n < 0                                        ? KEY_OWN_METHOD
                      : value_same(d->entries[n].key, key)           ? KEY_PRESENT
                                                                     : KEY_EQUAL;
    } else if (value_is_kind(container, KIND_SET)) {
        SetEntry *slot;
        int found = set_find_plain(t, value_as_set(container), key, &slot);
        site->keys |= found == 0 ? KEY_ABSENT : found < 0 ? KEY_OWN_METHOD
                      : value_same(slot->key, key) ? KEY_PRESENT : KEY_EQUAL;
    }
}

static void note_arguments(Thread *t, IrSite *site, const Value *args, uint32_t count) {
    if (count > 0)
        note_left(t, site, args[0]);
    if (count > 1) {
        note_right(t, site, args[1]);
        note_key(t, site, args[0], args[1]);
    }
    for (uint32_t k = 2; k < count; k++)
        site->third |= ir_types_of_value(t, args[k]);
}

static void note_items(Thread *t, IrSite *site, Value v) {
    for (size_t k = 0; value_is_exact(v, KIND_TUPLE) && k < value_as_tuple(v)->length; k++)
        site->third |= ir_types_of_value(t, value_as_tuple(v)->items[k]);
}

static void note_operands(Thread *t, IrSite *site, Opcode op, const Value *r, uint32_t a, uint32_t b, uint32_t c) {
    const OpcodeInfo *info = &opcode_info[op];
    switch (op) {
    case OPC_JUMP_IF_TRUE:
    case OPC_JUMP_IF_FALSE:
    case OPC_JUMP_IF_NONE:
    case OPC_JUMP_IF_NOT_NONE: note_left(t, site, r[a]); return;
    case OPC_SET_ITEM:
    case OPC_MAP_ADD: site->third |= ir_types_of_value(t, r[c]); /* fall through */
    case OPC_SET_ADD: note_key(t, site, r[a], r[b]); /* fall through */
    case OPC_SET_ATTR:
    case OPC_LIST_APPEND:
        note_left(t, site, r[a]);
        note_right(t, site, r[b]);
        return;
    case OPC_SEND:
    case OPC_FOR_ITER:
    case OPC_FOR_LOOP:
    case OPC_FOR_PREPARE: /* an iterator is its own iterator */
        note_left(t, site, r[b]);
        site->iteration = iteration_join(site->iteration, iteration_of(t, r[b]));
        return;
    case OPC_BUILD_LIST:
        for (uint32_t k = 0; k < c; k++)
            site->left |= ir_types_of_value(t, r[b + k]);
        return;
    case OPC_BUILD_SLICE:
        for (uint32_t k = 0; k < 3; k++)
            site->left |= ir_types_of_value(t, r[b + k]);
        return;
    case OPC_CALL:
    case OPC_CALL_KW: note_arguments(t, site, &r[b + 1], c); return;
    case OPC_CALL_METHOD:
    case OPC_CALL_METHOD_KW: {
        uint32_t receiver = !value_is_undef(r[b + 1]);
        note_arguments(t, site, &r[b + 2 - receiver], c + receiver);
        return;
    }
    case OPC_MOD:
    case OPC_INPLACE_MOD:
        note_left(t, site, r[b]);
        note_right(t, site, r[c]);
        note_items(t, site, r[c]);
        return;
    case OPC_GET_SLICE:
        note_left(t, site, r[b]);
        note_right(t, site, r[c]);
        site->third |= ir_types_of_value(t, r[c + 1]);
        return;
    case OPC_GET_ITEM: note_key(t, site, r[b], r[c]); goto operands;
    case OPC_LT: case OPC_LE: case OPC_EQ: case OPC_NE: case OPC_GT: case OPC_GE:
    case OPC_JUMP_LT: case OPC_JUMP_LE: case OPC_JUMP_EQ: case OPC_JUMP_NE: case OPC_JUMP_GT: case OPC_JUMP_GE:
        note_items(t, site, r[b]);
        note_items(t, site, r[c]);
        goto operands;
    case OPC_IN:
    case OPC_NOT_IN:
    case OPC_JUMP_IN: note_key(t, site, r[c], r[b]); /* fall through */
    default:
    operands:
        if (info->b == OPERAND_SRC)
            note_left(t, site, r[b]);
        if (info->c == OPERAND_SRC)
            note_right(t, site, r[c]);
    }
}

void feedback_observe(Thread *t, Frame *f, uint32_t pc) {
    Code *code = f->code;
    Feedback *feedback = code->feedback;
    if (!feedback && (code->file || !(feedback = feedback_ensure(t, code))))
        return;
    if (code->seen_globals != f->function->globals) {
        code->seen_globals = f->function->globals;
        code->seen_builtins = f->function->builtins;
        gc_wrote(t, code);
    }
    if (pc == 0 && code->arg_count)
        note_left(t, &feedback->entry, f->registers[0]);
    IrSite *site = &feedback->sites[pc];
    site->executed += site->executed != UINT32_MAX;
    uint32_t word = ((const uint32_t *)code->instructions->bytes)[pc];
    Opcode form = instruction_opcode(word);
    if (form == OPC_WIDE) {
        Instruction i;
        flow_decode(code, pc, &i);
        note_operands(t, site, i.op, f->registers, i.a, i.b, i.c);
        return;
    }
    feedback->yields += flow_suspends((Opcode)opcode_info[form].family);
    note_operands(t, site, (Opcode)opcode_info[form].family, f->registers, instruction_a(word), instruction_b(word),
                  instruction_c(word));
}

/* ir.c - making and changing the intermediate representation; see ir.h. */
#include "ir/ir.h"

#include <string.h>

#include "runtime/type.h"

const IrOpInfo ir_op_info[IR_OP_COUNT] = {
#define REP_V REP_VALUE
#define REP_F REP_FLOAT
#define REP_W REP_WORD
#define REP_B REP_BOOL
#define REP__ REP_NONE
#define IR(name, result, inputs, effect) [IR_##name] = {#name, inputs, REP_##result, EFFECT_##effect},
#include "ir/ir.def"
};

const RtCallInfo rt_call_info[RT_COUNT] = {
#define RTCALL(name, result, inputs, error, effects) \
    [RT_##name] = {#name, inputs, REP_##result, RT_##error, effects},
#include "ir/rtcall.def"
};

/* ---- making ---- */

_Noreturn void ir_give_up(Ir *ir, const char *why) {
    ir->why = why;
    longjmp(ir->give_up, 1);
}

static inline void *alloc_zeroed(Ir *ir, Arena *arena, size_t bytes) {
    void *p = arena_alloc(arena, bytes);
    if (!p)
        ir_give_up(ir, "there was no memory for it");
    return memset(p, 0, bytes);
}
void *ir_alloc(Ir *ir, size_t bytes) { return alloc_zeroed(ir, ir->arena, bytes); }
void *ir_scratch(Ir *ir, size_t bytes) { return alloc_zeroed(ir, ir->scratch, bytes); }

Ir *ir_new(Thread *t, Arena *arena, Code *code, uint32_t entry_pc) {
    Ir *ir = arena_alloc(arena, sizeof *ir);
    if (!ir)
        return NULL;
    memset(ir, 0, sizeof *ir);
    ir->arena = ir->scratch = arena;
    ir->thread = t;
    ir->code = code;
    ir->entry_pc = entry_pc;
    ir->may_speculate = true;
    return ir;
}

IrBlock *ir_block_new(Ir *ir) {
    IrBlock *b = ir_alloc(ir, sizeof *b);
    if (ir->block_count == ir->block_capacity) {
        uint32_t capacity = ir->block_capacity ? 2 * ir->block_capacity : 32;
        IrBlock **blocks = ir_alloc(ir, capacity * sizeof *blocks);
        if (ir->block_count)
            memcpy(blocks, ir->blocks, ir->block_count * sizeof *blocks);
        ir->blocks = blocks;
        ir->block_capacity = capacity;
    }
    b->id = ir->block_count;
    ir->blocks[ir->block_count++] = b;
    if (!ir->entry)
        ir->entry = b;
    return b;
}

IrNode *ir_node_new(Ir *ir, IrOp op, uint32_t count) {
    IrNode *n = ir_alloc(ir, sizeof *n + count * sizeof *n->in);
    n->op = (uint8_t)op;
    n->rep = (uint8_t)ir_op_info[op].result;
    n->types = n->rep == REP_VALUE ? IRT_ANY : 0;
    n->id = ++ir->node_count;
    n->input_count = (uint16_t)count;
    n->in = (IrNode **)(n + 1);
    n->origin = ir->origin;
    if (ir_op_info[op].effect == EFFECT_CALL)
        n->effects = RT_OBSERVES;
    return n;
}

IrNode *ir_node(Ir *ir, IrOp op, IrNode *a, IrNode *b, IrNode *c) {
    IrNode *n = ir_node_new(ir, op, a ? b ? c ? 3 : 2 : 1 : 0);
    if (a) n->in[0] = a;
    if (b) n->in[1] = b;
    if (c) n->in[2] = c;
    return n;
}

IrNode *ir_call_rt(Ir *ir, RtCall id, IrNode *a, IrNode *b, IrNode *c) {
    IrNode *n = ir_node(ir, IR_CALL_RT, a, b, c);
    n->imm = id;
    n->rep = (uint8_t)rt_call_info[id].result;
    n->types = n->rep == REP_VALUE ? IRT_ANY : 0;
    n->effects = (uint8_t)rt_call_info[id].effects;
    return n;
}

void ir_append(IrBlock *block, IrNode *n) {
    n->block = block;
    n->prev = block->last;
    n->next = NULL;
    if (block->last)
        block->last->next = n;
    else
        block->first = n;
    block->last = n;
}

void ir_insert_before(IrNode *at, IrNode *n) {
    n->block = at->block;
    n->prev = at->prev;
    n->next = at;
    if (at->prev)
        at->prev->next = n;
    else
        at->block->first = n;
    at->prev = n;
}

void ir_insert_after(IrNode *at, IrNode *n) {
    if (at->next)
        ir_insert_before(at->next, n);
    else
        ir_append(at->block, n);
}

void ir_remove(IrNode *n) {
    IrBlock *b = n->block;
    if (n->prev)
        n->prev->next = n->next;
    else
        b->first = n->next;
    if (n->next)
        n->next->prev = n->prev;
    else
        b->last = n->prev;
    n->prev = n->next = NULL;
    n->block = NULL;
}

void ir_edge(Ir *ir, IrBlock *from, uint32_t i, IrBlock *to) {
    from->succ[i] = to;
    if (to->pred_count == to->pred_capacity) {
        uint32_t capacity = to->pred_capacity ? 2 * to->pred_capacity : 4;
        IrBlock **preds = ir_alloc(ir, capacity * sizeof *preds);
        if (to->pred_count)
            memcpy(preds, to->preds, to->pred_count * sizeof *preds);
        to->preds = preds;
        to->pred_capacity = capacity;
    }
    to->preds[to->pred_count++] = from;
}

uint32_t ir_pred_index(const IrBlock *b, const IrBlock *pred) {
    uint32_t i = 0;
    while (b->preds[i] != pred)
        i++;
    return i;
}

void ir_remove_pred(IrBlock *b, uint32_t i) {
    uint32_t rest = b->pred_count - i - 1;
    memmove(&b->preds[i], &b->preds[i + 1], rest * sizeof *b->preds);
    for (IrNode *n = b->first; n && n->op == IR_PHI; n = n->next) {
        memmove(&n->in[i], &n->in[i + 1], rest * sizeof *n->in);
        n->input_count--;
    }
    b->pred_count--;
}

IrState *ir_state_new(Ir *ir, uint32_t registers) {
    IrState *s = ir_alloc(ir, sizeof *s + registers * sizeof *s->registers);
    s->count = (uint16_t)registers;
    return s;
}

void ir_keep_origins(Ir *ir) {
    ir->origin_capacity = 64;
    ir->origin_count = 1;
    ir->origins = ir_alloc(ir, ir->origin_capacity * sizeof *ir->origins);
}

void ir_set_origin_slow(Ir *ir, const Code *code, uint32_t pc, uint32_t caller) {
    ir->origin = 0;
    if (!code)
        return;
    if (ir->origin_count == ir->origin_capacity) {
        IrOrigin *grown = ir_alloc(ir, 2 * ir->origin_capacity * sizeof *grown);
        memcpy(grown, ir->origins, ir->origin_count * sizeof *grown);
        ir->origins = grown;
        ir->origin_capacity *= 2;
    }
    ir->origins[ir->origin_count] = (IrOrigin){code, pc, caller, VALUE_UNDEF};
    ir->origin = ir->origin_count++;
}

static bool is_constant(const IrNode *n) {
    return n->op == IR_CONST || n->op == IR_CONST_FLOAT || n->op == IR_CONST_WORD;
}

static IrNode *constant(Ir *ir, IrOp op, int64_t imm) {
    /* They come first in the entry block. */
    for (IrNode *n = ir->entry->first; n && is_constant(n); n = n->next)
        if (n->op == op && n->imm == imm)
            return n;
    IrNode *n = ir_node_new(ir, op, 0);
    n->imm = imm;
    n->origin = 0;
    if (ir->entry->first)
        ir_insert_before(ir->entry->first, n);
    else
        ir_append(ir->entry, n);
    return n;
}

IrNode *ir_const(Ir *ir, Value v) {
    IrNode *n = constant(ir, IR_CONST, (int64_t)v.bits);
    n->types = ir_types_of_value(ir->thread, v);
    return n;
}

IrNode *ir_const_float(Ir *ir, double d) {
    int64_t bits;
    memcpy(&bits, &d, sizeof bits);
    return constant(ir, IR_CONST_FLOAT, bits);
}

IrNode *ir_const_word(Ir *ir, int64_t word) { return constant(ir, IR_CONST_WORD, word); }

/* ---- looking ---- */

bool ir_can_fail(const IrNode *n) {
    switch (ir_effect(n)) {
    case EFFECT_GUARD: return !n->nowrap;
    case EFFECT_CHECK: return true;
    case EFFECT_CALL: return n->state != NULL;
    case EFFECT_ALLOC: return n->op == IR_ALLOC;
    default: return n->op == IR_EXIT || n->op == IR_THROW;
    }
}

static const struct {
    TypeId id;
    IrTypes types;
} exact_types[] = {
    {TYPE_INT, IRT_BIGINT}, {TYPE_FLOAT, IRT_HEAPFLOAT}, {TYPE_STR, IRT_STR}, {TYPE_LIST, IRT_LIST},
    {TYPE_TUPLE, IRT_TUPLE}, {TYPE_DICT, IRT_DICT}, {TYPE_SET, IRT_SET}, {TYPE_RANGE, IRT_RANGE},
    {TYPE_CELL, IRT_CELL}, {TYPE_COMPLEX, IRT_COMPLEX}, {TYPE_BYTES, IRT_BYTES}, {TYPE_BYTEARRAY, IRT_BYTEARRAY},
    {TYPE_GENERATOR, IRT_GENERATOR}, {TYPE_COROUTINE, IRT_COROUTINE},
};
enum { EXACT_TYPE_COUNT = sizeof exact_types / sizeof *exact_types };

IrTypes ir_types_of_value(Thread *t, Value v) {
    if (value_is_int(v))
        return IRT_INT;
    if (value_is_float(v))
        return IRT_FLOAT;
    if (value_is_constant(v))
        return value_is_bool(v) ? IRT_BOOL : value_is_none(v) ? IRT_NONE
               : value_is_undef(v) ? IRT_UNDEF : IRT_SPECIAL;
    Object *o = value_as_object(v);
    TypeId exact;
    IrTypes types;
    switch (object_kind(o)) {
    case KIND_INT: exact = TYPE_INT, types = IRT_BIGINT; break;
    case KIND_FLOAT: exact = TYPE_FLOAT, types = IRT_HEAPFLOAT; break;
    case KIND_STR: exact = TYPE_STR, types = IRT_STR; break;
    case KIND_LIST: exact = TYPE_LIST, types = IRT_LIST; break;
    case KIND_TUPLE: exact = TYPE_TUPLE, types = IRT_TUPLE; break;
    case KIND_DICT: exact = TYPE_DICT, types = IRT_DICT; break;
    case KIND_SET: exact = TYPE_SET, types = IRT_SET; break;
    case KIND_RANGE: exact = TYPE_RANGE, types = IRT_RANGE; break;
    case KIND_CELL: exact = TYPE_CELL, types = IRT_CELL; break;
    case KIND_COMPLEX: exact = TYPE_COMPLEX, types = IRT_COMPLEX; break;
    case KIND_BYTES: exact = TYPE_BYTES, types = IRT_BYTES; break;
    case KIND_BYTEARRAY: exact = TYPE_BYTEARRAY, types = IRT_BYTEARRAY; break;
    case KIND_GENERATOR:
        exact = object_type(o)->id == TYPE_COROUTINE ? TYPE_COROUTINE : TYPE_GENERATOR;
        types = exact == TYPE_COROUTINE ? IRT_COROUTINE : IRT_GENERATOR;
        break;
    case KIND_FUNCTION: return IRT_FUNCTION;
    case KIND_INSTANCE: return IRT_INSTANCE;
    case KIND_TYPE: return IRT_TYPE;
    default: return IRT_OTHER;
    }
    return object_shape(o) == t->vm->types[exact]->root_shape ? types : IRT_OTHER;
}

IrTypes ir_types_of_op(IrOp op) {
    switch (op) {
    case IR_GUARD_BOUNDS:
    case IR_INT_ADD:
    case IR_INT_SUB:
    case IR_INT_MUL:
    case IR_INT_NEG:
    case IR_INT_FLOORDIV:
    case IR_INT_MOD:
    case IR_INT_SHL:
    case IR_INT_SHR:
    case IR_INT_AND:
    case IR_INT_OR:
    case IR_INT_XOR:
    case IR_INT_INVERT:
    case IR_INT_INDEX:
    case IR_WORD_TO_INT:
    case IR_FLOAT_TO_INT:
    case IR_LOAD_BYTE:
    case IR_LOAD_SIZE: return IRT_INT;
    case IR_TAG_FLOAT: return IRT_FLOAT;
    case IR_BOX_FLOAT: return IRT_NUMBER_FLOAT;
    case IR_BOX_WORD: return IRT_INT | IRT_BIGINT;
    case IR_CHAR_STR: return IRT_STR;
    case IR_BOOL_VALUE: return IRT_BOOL;
    default: return 0;
    }
}

uint32_t ir_shape_of_type(Thread *t, IrTypes type) {
    for (size_t i = 0; i < EXACT_TYPE_COUNT; i++)
        if (type == exact_types[i].types)
            return (uint32_t)(uintptr_t)t->vm->types[exact_types[i].id]->root_shape;
    return 0;
}

IrTypes ir_types_of_shape(Thread *t, const Shape *shape) {
    for (size_t i = 0; i < EXACT_TYPE_COUNT; i++)
        if (shape == t->vm->types[exact_types[i].id]->root_shape)
            return exact_types[i].types;
    switch (shape->type->kind) {
    case KIND_INSTANCE: return IRT_INSTANCE;
    case KIND_FUNCTION: return IRT_FUNCTION;
    case KIND_TYPE: return IRT_TYPE;
    default: return IRT_OTHER;
    }
}

static void each_in_frame(IrState *s, void (*visit)(IrNode **use, void *data), void *data) {
    for (uint32_t i = 0; i < s->count; i++)
        if (s->registers[i])
            visit(&s->registers[i], data);
    if (s->function)
        visit(&s->function, data);
    if (s->instance)
        visit(&s->instance, data);
}

void ir_state_each(IrState *s, void (*visit)(IrNode **use, void *data), void *data) {
    for (; s; s = s->caller)
        each_in_frame(s, visit, data);
}

void ir_state_each_once(Ir *ir, IrState *s, void (*visit)(IrNode **use, void *data), void *data) {
    for (; s && s->visited != ir->state_visit; s = s->caller) {
        s->visited = ir->state_visit;
        each_in_frame(s, visit, data);
    }
}

/* ---- whole graph ---- */

static void forward_use(IrNode **use, void *data) {
    (void)data;
    *use = ir_forwarded(*use);
}

void ir_apply_forwards(Ir *ir) {
    ir->state_visit++;
    for (uint32_t i = 0; i < ir->block_count; i++) {
        IrBlock *b = ir->blocks[i];
        for (IrNode *n = b->first; n; n = n->next) {
            for (uint32_t j = 0; j < n->input_count; j++)
                n->in[j] = ir_forwarded(n->in[j]);
            ir_state_each_once(ir, n->state, forward_use, NULL);
        }
        ir_state_each_once(ir, b->entry_state, forward_use, NULL);
    }
}

static uint32_t number_blocks(IrBlock *b, IrBlock **postorder, uint32_t count, uint8_t *seen) {
    /* An explicit stack would only be needed for chains of many thousand blocks;
     * the builder's limits keep graphs far smaller. */
    seen[b->id] = 1;
    for (int i = 1; i >= 0; i--)
        if (b->succ[i] && !seen[b->succ[i]->id])
            count = number_blocks(b->succ[i], postorder, count, seen);
    postorder[count++] = b;
    return count;
}

static IrBlock *common_dominator(IrBlock *a, IrBlock *b) {
    while (a != b) {
        while (a->order > b->order)
            a = a->idom;
        while (b->order > a->order)
            b = b->idom;
    }
    return a;
}

/* A block comes behind its dominator in ir->blocks: sizes of subtrees backwards, then
 * each subtree gets its part of its parent's numbers. */
static void number_dominator_tree(Ir *ir) {
    uint32_t *size = ir_scratch(ir, ir->block_count * sizeof *size);
    uint32_t *next = ir_scratch(ir, ir->block_count * sizeof *next);
    for (uint32_t i = ir->block_count; i-- > 0;) {
        IrBlock *b = ir->blocks[i];
        size[i]++;
        if (b->idom)
            size[b->idom->order] += size[i];
    }
    for (uint32_t i = 0; i < ir->block_count; i++) {
        IrBlock *b = ir->blocks[i];
        b->dom_first = b->idom ? next[b->idom->order] : 0;
        b->dom_last = b->dom_first + size[i] - 1;
        next[i] = b->dom_first + 1;
        if (b->idom)
            next[b->idom->order] += size[i];
    }
}

static void find_dominators(Ir *ir) {
    for (uint32_t i = 0; i < ir->block_count; i++) {
        ir->blocks[i]->idom = NULL;
        ir->blocks[i]->dom_child = ir->blocks[i]->dom_sibling = NULL;
    }
    ir->entry->idom = ir->entry;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 1; i < ir->block_count; i++) {
            IrBlock *b = ir->blocks[i], *dom = NULL;
            for (uint32_t j = 0; j < b->pred_count; j++)
                if (b->preds[j]->idom)
                    dom = dom ? common_dominator(dom, b->preds[j]) : b->preds[j];
            if (dom != b->idom) {
                b->idom = dom;
                changed = true;
            }
        }
    }
    ir->entry->idom = NULL;
    for (uint32_t i = 1; i < ir->block_count; i++) {
        IrBlock *b = ir->blocks[i];
        b->dom_sibling = b->idom->dom_child;
        b->idom->dom_child = b;
    }
    number_dominator_tree(ir);
}

/* The block that stands for b among loops found so far: the header of the
 * outermost loop around it, or b itself. */
static IrBlock *outermost(IrBlock *b) {
    if (!b->loop)
        return b;
    IrBlock *header = b->loop;
    while (header->loop_parent)
        header = header->loop_parent;
    return header;
}

/* Adds everything from which the header's back-edges are reached without passing it;
 * inner loops have been found before. */
static void fill_loop(IrBlock *header, IrBlock **work) {
    uint32_t count = 0;
    header->loop = header;
    for (uint32_t i = 0; i < header->pred_count; i++)
        if (ir_dominates(header, header->preds[i]))
            work[count++] = header->preds[i];
    while (count) {
        IrBlock *b = outermost(work[--count]);
        if (b == header)
            continue;
        if (b->loop)
            b->loop_parent = header;
        else
            b->loop = header;
        for (uint32_t i = 0; i < b->pred_count; i++)
            work[count++] = b->preds[i];
    }
}

static void find_loops(Ir *ir) {
    uint32_t edges = 0;
    for (uint32_t i = 0; i < ir->block_count; i++) {
        ir->blocks[i]->loop = ir->blocks[i]->loop_parent = NULL;
        edges += 2 * ir->blocks[i]->pred_count;
    }
    IrBlock **work = ir_scratch(ir, (edges + 1) * sizeof *work);
    for (uint32_t i = ir->block_count; i-- > 0;) {
        IrBlock *b = ir->blocks[i];
        b->loop_header = false;
        for (uint32_t j = 0; j < b->pred_count; j++)
            b->loop_header |= ir_dominates(b, b->preds[j]);
        if (b->loop_header)
            fill_loop(b, work);
    }
    for (uint32_t i = 0; i < ir->block_count; i++) {
        IrBlock *b = ir->blocks[i];
        b->loop_depth = 0;
        for (IrBlock *h = b->loop; h; h = h->loop_parent)
            b->loop_depth++;
    }
}

void ir_analyze(Ir *ir) {
    uint8_t *seen = ir_scratch(ir, ir->block_count);
    IrBlock **postorder = ir_scratch(ir, ir->block_count * sizeof *postorder);
    uint32_t count = number_blocks(ir->entry, postorder, 0, seen);
    for (uint32_t i = 0; i < ir->block_count; i++) {
        IrBlock *b = ir->blocks[i];
        if (!seen[b->id])
            continue;
        for (uint32_t j = b->pred_count; j-- > 0;)
            if (!seen[b->preds[j]->id])
                ir_remove_pred(b, j);
    }
    ir->block_count = count;
    for (uint32_t i = 0; i < count; i++) {
        IrBlock *b = ir->blocks[i] = postorder[count - 1 - i];
        b->order = b->id = i;
    }
    find_dominators(ir);
    find_loops(ir);
}

void ir_split_critical_edges(Ir *ir) {
    uint32_t count = ir->block_count;
    for (uint32_t i = 0; i < count; i++) {
        IrBlock *b = ir->blocks[i];
        if (!b->succ[1])
            continue;
        for (int k = 0; k < 2; k++) {
            IrBlock *to = b->succ[k];
            if (to->pred_count < 2)
                continue;
            IrBlock *middle = ir_block_new(ir);
            uint32_t at = ir_pred_index(to, b);
            to->preds[at] = middle;
            middle->succ[0] = to;
            middle->cold = to->cold;
            ir_append(middle, ir_node_new(ir, IR_JUMP, 0));
            b->succ[k] = NULL;
            ir_edge(ir, b, (uint32_t)k, middle);
        }
    }
    ir_analyze(ir);
}

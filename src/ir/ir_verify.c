/*
 * ir_verify.c - checks a graph against what ir.h and ir.def say of every graph.
 *
 * Dominators are computed here (the same way as in ir.c, Cooper, Harvey & Kennedy
 * 2001), because a pass may have left those of the graph out of date, and so are
 * the positions of nodes.  Uses in unreachable blocks are not looked at.
 *
 * Cost: linear in nodes and states, but for the dominator walks.
 */
#include "ir/verify.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include "ir/text.h"
#include "runtime/frame.h"

enum { UNREACHABLE = UINT32_MAX };

typedef struct Verifier {
    Ir *ir;
    IrBlock **by_id;      /* the blocks of the graph */
    uint32_t *order;      /* by block id: place in reverse postorder, or UNREACHABLE */
    uint32_t *idom;       /* by place: the place of the immediate dominator */
    IrBlock **postorder;
    uint32_t reachable;
    uint32_t *position;   /* by node id: place in its block, from 1; 0: in no block */
    const IrBlock *block; /* being looked at ... */
    const IrNode *node;   /* ... for messages */
    char *message;
    size_t message_size;
    jmp_buf failed;
} Verifier;

__attribute__((noreturn, format(printf, 2, 3))) static void fail(Verifier *v, const char *format, ...) {
    size_t length = 0;
    if (v->block)
        length += (size_t)snprintf(v->message, v->message_size, "b%u: ", v->block->id);
    if (v->node && length < v->message_size)
        length += (size_t)snprintf(v->message + length, v->message_size - length, "%s %u: ",
                                   v->node->op < IR_OP_COUNT ? ir_op_info[v->node->op].name : "?", v->node->id);
    va_list ap;
    va_start(ap, format);
    if (length < v->message_size)
        vsnprintf(v->message + length, v->message_size - length, format, ap);
    va_end(ap);
    longjmp(v->failed, 1);
}

/* ---- blocks ---- */

static uint32_t successors_of(const IrNode *control) {
    return control->op == IR_BRANCH ? 2 : control->op == IR_JUMP ? 1 : 0;
}

static bool in_graph(const Verifier *v, const IrBlock *b) {
    return b->id < v->ir->block_count && v->by_id[b->id] == b;
}

static uint32_t count_edges(const IrBlock *from, const IrBlock *to) {
    return (from->succ[0] == to) + (from->succ[1] == to);
}

static uint32_t count_preds(const IrBlock *b, const IrBlock *pred) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < b->pred_count; i++)
        count += b->preds[i] == pred;
    return count;
}

static void check_list(Verifier *v, const IrBlock *b) {
    const IrNode *before = NULL;
    bool phis = true;
    uint32_t position = 0;
    for (const IrNode *n = b->first; n; before = n, n = n->next) {
        v->node = n;
        if (n->op >= IR_OP_COUNT)
            fail(v, "no operation has this number: %u", n->op);
        if (n->block != b)
            fail(v, "its block is another one");
        if (n->prev != before)
            fail(v, "prev is not the node in front of it");
        if (!n->id || n->id > v->ir->node_count)
            fail(v, "its id is none of those given (%u)", v->ir->node_count);
        if (v->position[n->id])
            fail(v, "its id is that of another node");
        v->position[n->id] = ++position;
        if (n->forward)
            fail(v, "it is replaced (forward), but still there");
        if (n->op == IR_PHI && !phis)
            fail(v, "a phi behind another operation");
        phis &= n->op == IR_PHI;
        if (ir_is_control(n) != !n->next)
            fail(v, n->next ? "a control operation that is not the last" : "the last one is no control operation");
    }
    v->node = NULL;
    if (!b->first && (b->pred_count || b == v->ir->entry)) /* the others ir_analyze() removes */
        fail(v, "it is empty");
    if (b->last != before)
        fail(v, "last is not the last node");
}

static void check_edges(Verifier *v, const IrBlock *b) {
    uint32_t wanted = successors_of(b->last);
    for (uint32_t i = 0; i < 2; i++) {
        if ((i < wanted) != (b->succ[i] != NULL))
            fail(v, "ends with %s, but succ[%u] is %s", ir_op_info[b->last->op].name, i,
                 b->succ[i] ? "there" : "missing");
        if (!b->succ[i])
            continue;
        if (!in_graph(v, b->succ[i]))
            fail(v, "succ[%u] is not in the graph", i);
        if (count_preds(b->succ[i], b) != count_edges(b, b->succ[i]))
            fail(v, "its edge to b%u is not among the preds there, or too often", b->succ[i]->id);
    }
    for (uint32_t i = 0; i < b->pred_count; i++)
        if (!in_graph(v, b->preds[i]) || !count_edges(b->preds[i], b))
            fail(v, "pred %u (b%u) does not lead here", i, b->preds[i]->id);
}

static void check_blocks(Verifier *v) {
    Ir *ir = v->ir;
    for (uint32_t i = 0; i < ir->block_count; i++) {
        IrBlock *b = ir->blocks[i];
        v->block = b;
        if (b->id >= ir->block_count)
            fail(v, "its id is not below the number of blocks");
        if (v->by_id[b->id])
            fail(v, "two blocks have its id");
        v->by_id[b->id] = b;
        check_list(v, b);
    }
    v->block = NULL;
    if (!ir->entry || !in_graph(v, ir->entry))
        fail(v, "the entry is not in the graph");
    if (ir->entry->pred_count)
        fail(v, "the entry b%u has predecessors", ir->entry->id);
    for (uint32_t i = 0; i < ir->block_count; i++) {
        v->block = ir->blocks[i];
        if (ir->blocks[i]->first)
            check_edges(v, ir->blocks[i]);
    }
    v->block = NULL;
}

/* ---- dominators ---- */

static void number_blocks(Verifier *v, IrBlock *b) {
    v->order[b->id] = 0; /* seen */
    for (int i = 1; i >= 0; i--)
        if (b->succ[i] && v->order[b->succ[i]->id] == UNREACHABLE)
            number_blocks(v, b->succ[i]);
    v->postorder[v->reachable++] = b;
}

static uint32_t common_dominator(const Verifier *v, uint32_t a, uint32_t b) {
    while (a != b) {
        while (a > b)
            a = v->idom[a];
        while (b > a)
            b = v->idom[b];
    }
    return a;
}

static void find_dominators(Verifier *v) {
    number_blocks(v, v->ir->entry);
    for (uint32_t i = 0; i < v->reachable; i++)
        v->order[v->postorder[i]->id] = v->reachable - 1 - i;
    for (uint32_t i = 0; i < v->reachable; i++)
        v->idom[i] = UNREACHABLE;
    v->idom[0] = 0;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 1; i < v->reachable; i++) {
            const IrBlock *b = v->postorder[v->reachable - 1 - i];
            uint32_t dom = UNREACHABLE;
            for (uint32_t j = 0; j < b->pred_count; j++) {
                uint32_t p = v->order[b->preds[j]->id];
                if (p != UNREACHABLE && v->idom[p] != UNREACHABLE)
                    dom = dom == UNREACHABLE ? p : common_dominator(v, dom, p);
            }
            changed |= dom != v->idom[i];
            v->idom[i] = dom;
        }
    }
}

static bool dominates(const Verifier *v, const IrBlock *a, const IrBlock *b) {
    uint32_t from = v->order[b->id], to = v->order[a->id];
    while (from > to)
        from = v->idom[from];
    return from == to;
}

/* ---- inputs ---- */

static const char rep_letters[] = "_VFWB";

static uint8_t rep_of_letter(char letter) {
    return letter == 'v' ? REP_VALUE : letter == 'f' ? REP_FLOAT : letter == 'w' ? REP_WORD
           : letter == 'b' ? REP_BOOL : REP_NONE;
}

static void check_rep(Verifier *v, const IrNode *input, uint32_t i, char letter) {
    bool fits = letter == 'p' ? input->rep == REP_VALUE || input->rep == REP_WORD
                              : input->rep == rep_of_letter(letter);
    if (!fits)
        fail(v, "input %u (node %u) is %c, not %c", i, input->id, rep_letters[input->rep], letter);
}

/* "vv*": exactly one, then any number. */
static void check_input_letters(Verifier *v, const IrNode *n, const char *letters) {
    uint32_t i = 0;
    for (; *letters; letters++) {
        if (letters[1] == '*') {
            for (; i < n->input_count; i++)
                check_rep(v, n->in[i], i, *letters);
            return;
        }
        if (i == n->input_count)
            fail(v, "too few inputs: %u", n->input_count);
        check_rep(v, n->in[i], i, *letters);
        i++;
    }
    if (i != n->input_count)
        fail(v, "%u inputs, not %u", n->input_count, i);
}

static void check_phi(Verifier *v, const IrNode *n) {
    if (n->input_count != n->block->pred_count)
        fail(v, "%u inputs, but the block has %u predecessors", n->input_count, n->block->pred_count);
    if (n->rep != REP_VALUE && n->rep != REP_FLOAT && n->rep != REP_WORD)
        fail(v, "a phi cannot be %c", rep_letters[n->rep]);
    for (uint32_t i = 0; i < n->input_count; i++) {
        if (n->in[i]->rep != n->rep)
            fail(v, "input %u (node %u) is %c, the phi %c", i, n->in[i]->id, rep_letters[n->in[i]->rep],
                 rep_letters[n->rep]);
        bool reached = v->order[n->block->preds[i]->id] != UNREACHABLE;
        if (reached && n->rep == REP_VALUE && !v->ir->lowered && n->in[i]->types & ~n->types)
            fail(v, "input %u (node %u) may be of types (0x%x) that the phi says it is not (0x%x)", i,
                 n->in[i]->id, n->in[i]->types, n->types);
    }
}

static void check_select(Verifier *v, const IrNode *n) {
    check_input_letters(v, n, n->rep == REP_FLOAT ? "bff" : "bvv");
    if (n->rep != REP_VALUE && n->rep != REP_FLOAT)
        fail(v, "it cannot be %c", rep_letters[n->rep]);
}

static void check_inputs(Verifier *v, const IrNode *n) {
    for (uint32_t i = 0; i < n->input_count; i++)
        if (!n->in[i])
            fail(v, "input %u is missing", i);
    IrRep rep = ir_op_info[n->op].result;
    switch (n->op) {
    case IR_PHI: check_phi(v, n); return;
    case IR_SELECT: check_select(v, n); return;
    case IR_CALL_DOUBLES:
    case IR_VIRTUAL:
    case IR_VIRTUAL_CALL: break; /* fields may be raw doubles too */
    case IR_CALL_RT:
        if (n->imm <= RT_NONE || n->imm >= RT_COUNT)
            fail(v, "no helper has this number: %lld", (long long)n->imm);
        rep = rt_call_info[n->imm].result;
        check_input_letters(v, n, rt_call_info[n->imm].inputs);
        break;
    default: check_input_letters(v, n, ir_op_info[n->op].inputs);
    }
    if (n->rep == REP_NONE && ir_effect(n) == EFFECT_GUARD)
        return; /* nobody uses it any more */
    if (n->rep != rep)
        fail(v, "its result is %c, not %c", rep_letters[n->rep], rep_letters[rep]);
}

/* ---- uses ---- */

/* A use right in front of place `position` of a block (UINT32_MAX: at its end). */
static void check_use(Verifier *v, const IrNode *used, const IrBlock *block, uint32_t position, const char *what) {
    if (!used->id || used->id > v->ir->node_count || !used->block || !v->position[used->id] ||
        !in_graph(v, used->block))
        fail(v, "%s (%s %u) is not in the graph", what, ir_op_info[used->op].name, used->id);
    bool before = used->block == block ? v->position[used->id] < position
                                       : v->order[used->block->id] != UNREACHABLE && dominates(v, used->block, block);
    if (!before)
        fail(v, "%s (%s %u in b%u) does not dominate its use", what, ir_op_info[used->op].name, used->id,
             used->block->id);
}

static void check_input_uses(Verifier *v, const IrNode *n) {
    char what[32];
    for (uint32_t i = 0; i < n->input_count; i++) {
        snprintf(what, sizeof what, "input %u", i);
        if (n->op == IR_PHI && v->order[n->block->preds[i]->id] == UNREACHABLE)
            continue;
        if (ir_is_virtual(n->in[i]) && !ir_is_virtual(n))
            fail(v, "%s (node %u) is a VIRTUAL: those are in states only", what, n->in[i]->id);
        if (n->op == IR_PHI)
            check_use(v, n->in[i], n->block->preds[i], UINT32_MAX, what);
        else
            check_use(v, n->in[i], n->block, v->position[n->id], what);
    }
}

/* ---- states ---- */

static void check_state_value(Verifier *v, const IrNode *used, const IrBlock *block, uint32_t position,
                              uint32_t frame, const char *what, uint32_t number) {
    char words[48];
    snprintf(words, sizeof words, "%s%.0u of the state's frame %u", what, number, frame);
    if (used->rep != REP_VALUE && used->rep != REP_FLOAT && used->rep != REP_BOOL)
        fail(v, "%s (node %u) is %c", words, used->id, rep_letters[used->rep]);
    check_use(v, used, block, position, words);
}

static void check_state(Verifier *v, const IrState *s, const IrBlock *block, uint32_t position) {
    /* Behind an instruction that raises there need not be another. */
    uint32_t behind = v->node && (ir_effect(v->node) == EFFECT_CALL || v->node->op == IR_THROW);
    for (uint32_t frame = 0; s; s = s->caller, frame++, behind = 1) {
        if (!s->code)
            fail(v, "frame %u of its state has no code", frame);
        if (s->pc >= s->code->instruction_count + behind)
            fail(v, "frame %u of its state is at pc %u of %u", frame, s->pc, s->code->instruction_count);
        if (s->count > s->code->register_count + (s->flags & FRAME_CONSUMED ? 2 : 0))
            fail(v, "frame %u of its state has %u registers, its code %u", frame, s->count, s->code->register_count);
        /* Behind the caller's registers: a result that is dropped. */
        if (s->caller ? s->result_register > s->caller->code->register_count : s->code != v->ir->code)
            fail(v, s->caller ? "frame %u of its state has its result in a register that the caller does not have"
                              : "frame %u of its state, the outermost, is not of the code compiled", frame);
        if (s->caller && !s->function)
            fail(v, "frame %u of its state, an inlined one, has no function", frame);
        if (frame > v->ir->max_inline_depth)
            fail(v, "its state is deeper than max_inline_depth %u", v->ir->max_inline_depth);
        for (uint32_t i = 0; i < s->count; i++)
            if (s->registers[i]) {
                char name[16];
                snprintf(name, sizeof name, "r%u", i);
                check_state_value(v, s->registers[i], block, position, frame, name, 0);
            }
        if (s->function)
            check_state_value(v, s->function, block, position, frame, "function", 0);
        if (s->instance)
            check_state_value(v, s->instance, block, position, frame, "instance", 0);
    }
}

static bool needs_state(const IrNode *n) {
    switch (ir_effect(n)) {
    case EFFECT_GUARD: return !n->nowrap;
    case EFFECT_CHECK: return true;
    case EFFECT_ALLOC: return n->op == IR_ALLOC;
    case EFFECT_CALL: /* who looks at frames finds them by the state */
        if (n->effects & RT_OBSERVES)
            return true;
        return !n->catches && n->op != IR_CALL_DOUBLES && (n->op != IR_CALL_RT || rt_call_info[n->imm].error != RT_NEVER);
    default: return n->op == IR_EXIT || n->op == IR_THROW;
    }
}

/* ---- types and immediates ---- */

static void demand(Verifier *v, const IrNode *n, uint32_t i, IrTypes types, const char *name) {
    if (n->in[i]->types & ~types && !v->ir->lowered)
        fail(v, "input %u (node %u) has to be %s, its types are 0x%x", i, n->in[i]->id, name, n->in[i]->types);
}

/* Whether a call says by its result, a V, that it raised. */
static bool may_be_error(const IrNode *n) {
    return n->catches && n->rep == REP_VALUE &&
           (n->op != IR_CALL_RT || rt_call_info[n->imm].error == RT_IS_ERROR);
}

static void check_types(Verifier *v, const IrNode *n) {
    if (n->types & ~IRT_ANY)
        fail(v, "its types are none: 0x%x", n->types);
    if (may_be_error(n) && !(n->types & IRT_SPECIAL))
        fail(v, "its types 0x%x leave out that it may be ERROR", n->types);
    switch (n->op) {
    case IR_INT_ADD:
    case IR_INT_SUB:
    case IR_INT_MUL:
    case IR_INT_FLOORDIV:
    case IR_INT_MOD:
    case IR_INT_SHL:
    case IR_INT_SHR:
    case IR_INT_AND:
    case IR_INT_OR:
    case IR_INT_XOR:
    case IR_INT_CMP:
    case IR_INT_INDEX:
    case IR_GUARD_BOUNDS:
        demand(v, n, 0, IRT_INT, "an int");
        demand(v, n, 1, IRT_INT, "an int");
        break;
    case IR_INT_NEG:
    case IR_INT_INVERT:
    case IR_INT_TO_FLOAT:
    case IR_INT_TO_WORD: demand(v, n, 0, IRT_INT, "an int"); break;
    case IR_LOAD_ELEMENT:
    case IR_STORE_ELEMENT:
    case IR_LOAD_BYTE:
    case IR_STORE_BYTE:
    case IR_WROTE_ELEMENT:
    case IR_STORE_SIZE: demand(v, n, 1, IRT_INT, "an int"); break;
    case IR_IS_TRUE: demand(v, n, 0, IRT_BOOL, "a bool"); break;
    case IR_GUARD_LIST: demand(v, n, 0, IRT_LIST, "a list"); break;
    case IR_GUARD_TYPE:
        if (n->types & ~(IrTypes)n->imm)
            fail(v, "its types 0x%x are more than what it asserts", n->types);
        break;
    case IR_CONST: {
        Value value;
        ir_is_const(n, &value);
        if (ir_types_of_value(v->ir->thread, value) & ~n->types)
            fail(v, "its types 0x%x are not those of the constant", n->types);
        break;
    }
    default: break;
    }
}

static void check_immediate(Verifier *v, const IrNode *n) {
    const Ir *ir = v->ir;
    if (n->alias >= ALIAS_COUNT || n->reason >= DEOPT_COUNT)
        fail(v, "its alias class or reason does not exist");
    switch (n->op) {
    case IR_PARAM:
        if (ir->resumes) {
            if ((uint64_t)n->imm >= 2)
                fail(v, "a generator is given only what is sent");
            break;
        }
        if (ir->entry_pc)
            fail(v, "a parameter, but the graph is entered in a loop");
        if (ir->code->instruction_count != IR_CODE_OF_ANY_SIZE && (uint64_t)n->imm >= ir->code->param_count)
            fail(v, "there are only %u parameters", ir->code->param_count);
        break;
    case IR_ENTRY_REGISTER:
        if (!ir->entry_pc || ir->resumes)
            fail(v, "the graph is not entered in a loop");
        if ((uint64_t)n->imm >= ir->code->register_count)
            fail(v, "there are only %u registers", ir->code->register_count);
        break;
    case IR_INT_CMP:
    case IR_WORD_CMP:
    case IR_FLOAT_CMP:
        if (n->aux > IR_GE)
            fail(v, "no comparison has this number: %u", n->aux);
        break;
    case IR_CALL_PYTHON: {
        const Code *callee = (const Code *)(uintptr_t)n->imm;
        if (callee->instruction_count != IR_CODE_OF_ANY_SIZE && n->input_count != callee->param_count + 1)
            fail(v, "%u arguments for %u parameters", n->input_count - 1, callee->param_count);
        break;
    }
    default: break;
    }
    bool entry_only = n->op == IR_PARAM || n->op == IR_ENTRY_REGISTER || n->op == IR_FUNCTION;
    if (entry_only && n->block != ir->entry)
        fail(v, "it is not in the entry block");
}

/* ---- the whole ---- */

static void check_node(Verifier *v, const IrNode *n) {
    check_inputs(v, n);
    check_input_uses(v, n);
    check_types(v, n);
    check_immediate(v, n);
    if (!n->state && needs_state(n))
        fail(v, "it can leave, or be looked at, but has no state");
    check_state(v, n->state, n->block, v->position[n->id]);
}

static void check_graph(Verifier *v) {
    Ir *ir = v->ir;
    check_blocks(v);
    find_dominators(v);
    for (uint32_t i = 0; i < ir->block_count; i++) {
        const IrBlock *b = v->block = ir->blocks[i];
        if (v->order[b->id] == UNREACHABLE)
            continue;
        uint32_t phis = 0;
        for (const IrNode *n = b->first; n; n = n->next) {
            v->node = n;
            phis += n->op == IR_PHI || (ir_is_virtual(n) && v->position[n->id] == phis + 1);
            check_node(v, n);
        }
        v->node = NULL;
        check_state(v, b->entry_state, b, phis + 1);
    }
}

static bool passes(Verifier *v) {
    if (setjmp(v->failed))
        return false;
    check_graph(v);
    return true;
}

bool ir_check(Ir *ir, char *message, size_t message_size) {
    size_t blocks = ir->block_count + 1, nodes = ir->node_count + 1;
    Verifier v = {.ir = ir, .message = message, .message_size = message_size};
    v.by_id = calloc(blocks, sizeof(IrBlock *));
    v.order = malloc(blocks * sizeof *v.order);
    v.idom = malloc(blocks * sizeof *v.idom);
    v.postorder = malloc(blocks * sizeof(IrBlock *));
    v.position = calloc(nodes, sizeof *v.position);
    bool good = true;
    if (v.by_id && v.order && v.idom && v.postorder && v.position) {
        memset(v.order, 0xff, blocks * sizeof *v.order);
        good = passes(&v);
    }
    free(v.by_id);
    free(v.order);
    free(v.idom);
    free(v.postorder);
    free(v.position);
    return good;
}

void ir_verify(Ir *ir, const char *after) {
    char message[200];
    if (ir_check(ir, message, sizeof message))
        return;
    fprintf(stderr, "the graph is wrong after %s: %s\n", after, message);
    ir_print(ir, stderr);
    abort();
}

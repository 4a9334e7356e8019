/* build.c - the graph builder: blocks, registers, frame states; see build.h. */
#include "ir/build_internal.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/str.h"
#include "vm/loops.h"

/* ---- feedback ---- */

static const IrSite nothing_seen;

const IrSite *build_site(Builder *b) {
    return b->scope->feedback ? &b->scope->feedback->sites[b->i.pc] : &nothing_seen;
}

const IrSite *build_call_site(Builder *b) {
    switch (b->i.op) {
    case OPC_CALL:
    case OPC_CALL_KW:
    case OPC_CALL_METHOD:
    case OPC_CALL_METHOD_KW: return build_site(b);
    default: return &nothing_seen;
    }
}

/* Whether the instruction at pc has ever run, as far as can be told. */
static bool has_run(const Scope *s, uint32_t pc) {
    return !s->feedback || s->feedback->recompiled > 3 || s->feedback->sites[pc].executed;
}

/* ---- emitting ---- */

static void note_epoch(Builder *b, const IrNode *guard) {
    if (guard->id >= b->shape_epoch_capacity) {
        uint32_t capacity = 2 * guard->id + 64;
        uint32_t *epochs = ir_alloc(b->ir, capacity * sizeof *epochs);
        if (b->shape_epoch_capacity)
            memcpy(epochs, b->shape_epochs, b->shape_epoch_capacity * sizeof *epochs);
        b->shape_epochs = epochs;
        b->shape_epoch_capacity = capacity;
    }
    b->shape_epochs[guard->id] = b->shape_epoch + 1;
}

bool build_is_current(Builder *b, const IrNode *guard) {
    return guard->id < b->shape_epoch_capacity && b->shape_epochs[guard->id] == b->shape_epoch + 1;
}

IrNode *build_emit(Builder *b, IrNode *n) {
    ir_append(b->block, n);
    if (n->op == IR_GUARD_SHAPE)
        note_epoch(b, n);
    return n;
}

IrState *build_state(Builder *b, uint32_t pc, const uint64_t *live) {
    Scope *scope = b->scope;
    uint32_t count = scope->drive ? scope->code->register_count : scope->count, locals = scope->code->local_count;
    while (count && (!scope->r[count - 1] || (live && count > locals && !flow_has(live, count - 1))))
        count--;
    IrState *s = ir_state_new(b->ir, count);
    s->caller = scope->caller_state;
    s->code = scope->code;
    s->function = scope->function;
    s->instance = scope->drive ? scope->drive->running : scope->instance;
    s->flags = scope->flags | (scope->handled ? FRAME_HANDLING : 0);
    s->result_register = (uint16_t)scope->result_register;
    s->pc = pc;
    for (uint32_t k = 0; k < count; k++)
        if (!live || k < locals || flow_has(live, k))
            s->registers[k] = scope->r[k];
    return s;
}

IrState *build_guard_state(Builder *b) {
    if (!b->guard_state)
        b->guard_state = build_state(b, b->i.pc, NULL);
    return b->guard_state;
}

IrState *build_call_state(Builder *b) {
    if (!b->call_state)
        b->call_state = build_state(b, b->i.next, b->scope->flow->live_after[b->i.pc]);
    return b->call_state;
}

IrNode *build_guard(Builder *b, IrNode *n, DeoptReason reason) {
    n->state = build_guard_state(b);
    n->reason = (uint8_t)reason;
    return build_emit(b, n);
}

void build_refine(Builder *b, IrNode *old, IrNode *now) {
    Scope *s = b->scope;
    for (uint32_t k = 0; k < s->count; k++)
        if (s->r[k] == old)
            s->r[k] = now;
}

IrNode *build_of_types(Builder *b, IrNode *v, IrTypes types, DeoptReason reason) {
    if (!(v->types & ~types))
        return v;
    IrNode *g = ir_node(b->ir, IR_GUARD_TYPE, v, NULL, NULL);
    g->imm = types;
    g->types = v->types & types ? v->types & types : types;
    build_guard(b, g, reason);
    build_refine(b, v, g);
    return g;
}

void build_exit(Builder *b, DeoptReason reason) {
    build_guard(b, ir_node_new(b->ir, IR_EXIT, 0), reason);
    b->block->cold = true;
    b->block = NULL;
}

/* The condition that a call has raised; NULL: it never does. */
static IrNode *has_raised(Builder *b, IrNode *call) {
    RtError how = call->op == IR_CALL_RT ? rt_call_info[call->imm].error : RT_IS_ERROR;
    if (how == RT_NEVER)
        return NULL;
    if (how == RT_IS_ERROR)
        return build_emit(b, ir_node(b->ir, IR_SAME, call, build_value(b, VALUE_ERROR), NULL));
    IrNode *test = ir_node(b->ir, IR_WORD_CMP, call, ir_const_word(b->ir, 0), NULL);
    test->aux = how == RT_IS_ZERO ? IR_EQ : IR_LT;
    return build_emit(b, test);
}

BuildHandler build_handler(Builder *b) {
    BuildHandler to = {.scope = b->scope};
    uint32_t pc = b->i.pc;
    for (; to.scope; pc = to.scope->call_pc, to.scope = to.scope->caller, to.levels++) {
        to.handler = flow_handler(to.scope->code, pc);
        if (to.handler) {
            const Feedback *feedback = to.scope->feedback;
            to.has_run = feedback && feedback->sites[to.handler->handler].executed;
            break;
        }
    }
    return to;
}

IrNode *build_call(Builder *b, IrNode *call) {
    BuildHandler to = build_handler(b);
    call->state = build_call_state(b);
    call->reason = to.scope && !to.has_run ? DEOPT_HANDLER : DEOPT_EXCEPTION;
    if (call->effects & RT_OBSERVES) {
        b->check_valid = true;
        b->shape_epoch++;
    }
    build_emit(b, call);
    IrNode *raised = to.has_run && ir_effect(call) == EFFECT_CALL ? has_raised(b, call) : NULL;
    if (!raised)
        return call;
    call->catches = true;
    IrBlock *fail = build_block(b), *on = build_block(b);
    fail->cold = true;
    build_branch(b, raised, fail, on);
    b->block = fail;
    build_throw(b, &to, NULL);
    b->block = on;
    if (call->rep != REP_VALUE)
        return call;
    /* Behind the branch it is no ERROR: a guard that cannot fail says so. */
    IrNode *result = ir_node(b->ir, IR_GUARD_TYPE, call, NULL, NULL);
    result->nowrap = true;
    build_emit(b, result);
    build_result(result, call->types);
    call->types |= IRT_SPECIAL;
    return result;
}

IrNode *build_result(IrNode *n, IrTypes types) {
    n->types = types;
    if (n->op == IR_GUARD_TYPE)
        n->imm = types;
    return n;
}

void build_throw(Builder *b, const BuildHandler *to, IrNode *exception) {
    IrNode *caught = exception;
    if (!exception || to->levels) { /* frames go into the traceback */
        if (exception)
            build_store(b, IR_STORE, build_thread_field(b, &b->t->exception), 0, exception, ALIAS_OTHER);
        caught = ir_call_rt(b->ir, RT_catch, ir_const_word(b->ir, to->levels), ir_const_word(b->ir, exception != NULL),
                            NULL);
        caught->state = build_call_state(b);
        caught->reason = DEOPT_EXCEPTION;
        caught->types = IRT_OBJECT;
        build_emit(b, caught);
        b->check_valid = true;
        b->shape_epoch++;
    }
    Scope *inner = b->scope, *scope = to->scope;
    bool check = b->check_valid;
    build_take_back(b, scope);
    IrNode *kept = scope->r[to->handler->reg];
    b->scope = scope;
    scope->r[to->handler->reg] = caught;
    build_goto(b, to->handler->handler);
    scope->r[to->handler->reg] = kept;
    b->scope = inner;
    b->check_valid = check;
}

IrNode *build_rt(Builder *b, RtCall id, IrNode *x, IrNode *y, IrNode *z) {
    IrNode *call = ir_call_rt(b->ir, id, x, y, z);
    return rt_call_info[id].error == RT_NEVER && !(call->effects & (RT_ALLOCATES | RT_OBSERVES))
               ? build_emit(b, call) : build_call(b, call);
}

void build_set(Builder *b, uint32_t reg, IrNode *n) { b->scope->r[reg] = n; }

IrNode *build_load(Builder *b, IrOp op, IrNode *base, int64_t offset, IrAlias alias) {
    IrNode *n = ir_node(b->ir, op, base, NULL, NULL);
    n->imm = offset;
    n->alias = (uint8_t)alias;
    if (op == IR_LOAD_SIZE)
        n->types = IRT_INT;
    return build_emit(b, n);
}

void build_store(Builder *b, IrOp op, IrNode *base, int64_t offset, IrNode *value, IrAlias alias) {
    IrNode *n = ir_node(b->ir, op, base, value, NULL);
    n->imm = offset;
    n->alias = (uint8_t)alias;
    b->shape_epoch += alias == ALIAS_SHAPE;
    build_emit(b, n);
}

/* ---- blocks within an instruction ---- */

IrBlock *build_block(Builder *b) { return ir_block_new(b->ir); }

void build_branch(Builder *b, IrNode *condition, IrBlock *yes, IrBlock *no) {
    build_emit(b, ir_node(b->ir, IR_BRANCH, condition, NULL, NULL));
    ir_edge(b->ir, b->block, 0, yes);
    ir_edge(b->ir, b->block, 1, no);
    b->block = NULL;
}

void build_jump(Builder *b, IrBlock *to) {
    build_emit(b, ir_node_new(b->ir, IR_JUMP, 0));
    ir_edge(b->ir, b->block, 0, to);
    b->block = NULL;
}

IrNode *build_phi2(Builder *b, IrBlock *at, IrNode *x, IrNode *y) {
    if (x == y)
        return x;
    IrNode *phi = ir_node(b->ir, IR_PHI, x, y, NULL);
    phi->rep = x->rep;
    phi->types = x->types | y->types;
    ir_append(at, phi);
    return phi;
}

/* ---- choices ---- */

void build_begin_choice(Builder *b, Choice *c) {
    size_t size = b->scope->count * sizeof *c->registers;
    b->scope->choices++;
    c->join = build_block(b);
    c->otherwise = NULL;
    c->count = 0;
    c->registers = ir_alloc(b->ir, size + 8);
    memcpy(c->registers, b->scope->r, size);
    c->guard_state = b->guard_state;
    c->call_state = b->call_state;
    c->check_valid = b->check_valid;
}

void build_begin_way(Builder *b, Choice *c, IrNode *condition) {
    IrBlock *yes = build_block(b);
    c->otherwise = build_block(b);
    build_branch(b, condition, yes, c->otherwise);
    b->block = yes;
}

void build_only_if(Builder *b, Choice *c, IrNode *condition) {
    IrBlock *yes = build_block(b);
    build_branch(b, condition, yes, c->otherwise);
    b->block = yes;
}

void build_end_way(Builder *b, Choice *c, IrNode *first, IrNode *second) {
    if (first && b->block) {
        assert(c->count < CHOICE_MAX);
        c->results[0][c->count] = first;
        c->results[1][c->count++] = second;
        build_jump(b, c->join);
    }
    c->check_valid |= b->check_valid;
    b->check_valid = false;
    b->block = c->otherwise;
    c->otherwise = NULL;
    memcpy(b->scope->r, c->registers, b->scope->count * sizeof *c->registers);
    b->guard_state = c->guard_state;
    b->call_state = c->call_state;
}

static IrNode *chosen(Builder *b, const Choice *c, IrNode *const *results) {
    bool same = true;
    for (uint32_t k = 1; k < c->count; k++)
        same &= results[k] == results[0];
    if (same)
        return results[0];
    IrNode *phi = ir_node_new(b->ir, IR_PHI, c->count);
    phi->rep = results[0]->rep;
    phi->types = 0;
    for (uint32_t k = 0; k < c->count; k++) {
        phi->in[k] = results[k];
        phi->types |= results[k]->types;
    }
    ir_append(c->join, phi);
    return phi;
}

bool build_end_choice(Builder *b, Choice *c, IrNode **first, IrNode **second) {
    assert(!b->block);
    b->scope->choices--;
    b->check_valid = c->check_valid;
    if (!c->count)
        return false;
    build_continue(b, c->join);
    *first = chosen(b, c, c->results[0]);
    if (second)
        *second = chosen(b, c, c->results[1]);
    return true;
}

/* ---- blocks of the bytecode ----
 *
 * An Instance is a basic block of the bytecode at one place of the graph.  Normally
 * there is one of each.  When the graph begins in the middle of nested loops, what
 * is left of each loop that is under way is apart from its later executions, so that
 * those are ordinary loops, entered at their headers: `generation` counts the loops
 * under way that are still open. */

typedef struct Arrival {
    IrBlock *from;
    uint32_t edge;      /* number of the edge in from->succ */
    IrNode **registers;
} Arrival;

typedef struct Instance {
    uint32_t block;      /* of the flow */
    uint32_t generation;
    uint32_t order;      /* in reverse postorder */
    uint32_t back_edges; /* that may come */
    IrBlock *start;      /* made when it is walked */
    IrNode **phis;       /* of a loop header, by register */
    Arrival *arrivals;   /* before it is walked */
    uint32_t arrival_count, arrival_capacity;
} Instance;

struct Walk {
    Instance *instances; /* in reverse postorder */
    uint32_t count;
    uint32_t *at;        /* by block * generations + generation: index + 1 into instances */
    uint32_t generations;
    bool ends_at_yields; /* control does not come back there: the generator's own graph */
    uint32_t *open;      /* headers of the loops under way, outermost first */
    uint32_t open_count;
    Instance *now;
};

/* The generation in which a block is reached from one of another generation. */
static uint32_t generation_of(const Walk *w, uint32_t block, uint32_t generation) {
    for (uint32_t j = 0; j < generation; j++)
        if (w->open[j] == block)
            return j;
    return generation;
}

/* The first way out of a block that is to be walked: yielding leaves the graph. */
static uint32_t first_edge(const Flow *f, const Walk *w, const FlowBlock *b) {
    return w->ends_at_yields && flow_suspends(f->instructions[b->first + b->count - 1].op) ? b->succ_count : 0;
}

static void order_instances(Ir *ir, const Flow *f, Walk *w, uint32_t block, uint32_t generation,
                            uint32_t *postorder, uint32_t *count) {
    uint32_t key = block * w->generations + generation;
    w->at[key] = 1;
    for (uint32_t s = first_edge(f, w, &f->blocks[block]); s < flow_edge_count(&f->blocks[block]); s++) {
        uint32_t to = flow_edge(&f->blocks[block], s), g = generation_of(w, to, generation);
        if (!w->at[to * w->generations + g])
            order_instances(ir, f, w, to, g, postorder, count);
    }
    postorder[(*count)++] = key;
}

static void plan_walk(Ir *ir, const Flow *f, uint32_t entry, bool in_loop, bool ends_at_yields, Walk *w) {
    memset(w, 0, sizeof *w);
    w->ends_at_yields = ends_at_yields;
    for (uint32_t h = in_loop ? f->blocks[entry].loop : FLOW_NONE; h != FLOW_NONE; h = f->blocks[h].loop_parent)
        w->open_count++;
    w->open = ir_alloc(ir, (w->open_count + 1) * sizeof *w->open);
    uint32_t k = w->open_count;
    for (uint32_t h = in_loop ? f->blocks[entry].loop : FLOW_NONE; h != FLOW_NONE; h = f->blocks[h].loop_parent)
        w->open[--k] = h;
    w->generations = w->open_count + 1;
    /* A loop entered at its header is whole; but not where the interpreter has made the tuple
     * that is unpacked there, of which later iterations make none. */
    bool whole = w->open_count && w->open[w->open_count - 1] == entry && !f->iterations[f->blocks[entry].start];
    uint32_t generation = whole ? w->open_count - 1 : w->open_count;
    uint32_t keys = f->block_count * w->generations;
    w->at = ir_alloc(ir, keys * sizeof *w->at);
    uint32_t *postorder = ir_alloc(ir, keys * sizeof *postorder);
    order_instances(ir, f, w, entry, generation, postorder, &w->count);
    w->instances = ir_alloc(ir, w->count * sizeof *w->instances);
    for (uint32_t i = 0; i < w->count; i++) {
        uint32_t key = postorder[w->count - 1 - i];
        w->at[key] = i + 1;
        w->instances[i] = (Instance){.block = key / w->generations, .generation = key % w->generations, .order = i};
    }
    for (uint32_t i = 0; i < w->count; i++) {
        const FlowBlock *b = &f->blocks[w->instances[i].block];
        for (uint32_t s = first_edge(f, w, b); s < flow_edge_count(b); s++) {
            uint32_t block = flow_edge(b, s), g = generation_of(w, block, w->instances[i].generation);
            Instance *to = &w->instances[w->at[block * w->generations + g] - 1];
            to->back_edges += to->order <= i;
        }
    }
}

static void arrive(Builder *b, Walk *w, uint32_t target_pc, IrBlock *from, uint32_t edge) {
    Scope *s = b->scope;
    uint32_t block = s->flow->block_at[target_pc];
    uint32_t g = generation_of(w, block, w->now->generation);
    Instance *to = &w->instances[w->at[block * w->generations + g] - 1];
    if (to->order <= w->now->order) { /* a back-edge */
        ir_edge(b->ir, from, edge, to->start);
        for (uint32_t k = 0; k < s->count; k++) {
            IrNode *phi = to->phis[k];
            if (phi)
                phi->in[phi->input_count++] = s->r[k] ? s->r[k] : build_value(b, VALUE_UNDEF);
        }
        return;
    }
    if (to->arrival_count == to->arrival_capacity) {
        uint32_t capacity = to->arrival_capacity ? 2 * to->arrival_capacity : 4;
        Arrival *more = ir_alloc(b->ir, capacity * sizeof *more);
        if (to->arrival_count)
            memcpy(more, to->arrivals, to->arrival_count * sizeof *more);
        to->arrivals = more;
        to->arrival_capacity = capacity;
    }
    IrNode **registers = ir_alloc(b->ir, s->count * sizeof *registers);
    if (s->count)
        memcpy(registers, s->r, s->count * sizeof *registers);
    to->arrivals[to->arrival_count++] = (Arrival){from, edge, registers};
}

/* Before control goes on at a pc: what the instruction ran may have invalidated us. */
static void check_validity(Builder *b, uint32_t pc) {
    if (!b->check_valid)
        return;
    const FlowBlock *to = &b->scope->flow->blocks[b->scope->flow->block_at[pc]];
    IrNode *valid = ir_node_new(b->ir, IR_GUARD_VALID, 0);
    valid->state = build_state(b, pc, to->live_in);
    valid->reason = DEOPT_INVALIDATED;
    build_emit(b, valid);
}

void build_goto(Builder *b, uint32_t target_pc) {
    check_validity(b, target_pc);
    build_emit(b, ir_node_new(b->ir, IR_JUMP, 0));
    IrBlock *from = b->block;
    b->block = NULL;
    arrive(b, b->scope->walk, target_pc, from, 0);
}

/* Whether a block is behind the innermost loop that the graph was entered in.  What is
 * there is for the code that is entered at the function's beginning. */
static bool ends_entered_loop(const Builder *b, uint32_t block) {
    const Walk *w = b->scope->walk;
    if (b->scope->caller || b->ir->resumes || !w->open_count)
        return false;
    const FlowBlock *blocks = b->scope->flow->blocks;
    for (uint32_t h = blocks[block].loop; h != FLOW_NONE; h = blocks[h].loop_parent)
        if (h == w->open[w->open_count - 1])
            return false;
    return true;
}

/* A way on that has never been taken is left to the interpreter. */
void build_goto_or_exit(Builder *b, uint32_t pc) {
    if (has_run(b->scope, pc)) {
        build_goto(b, pc);
        return;
    }
    IrNode *exit = ir_node_new(b->ir, IR_EXIT, 0);
    uint32_t to = b->scope->flow->block_at[pc];
    exit->state = build_state(b, pc, b->scope->flow->blocks[to].live_in);
    exit->reason = ends_entered_loop(b, to) ? DEOPT_LOOP_END : DEOPT_NOT_RUN;
    build_emit(b, exit);
    b->block->cold = true;
    b->block = NULL;
}

void build_poll(Builder *b, uint32_t target_pc) {
    IrNode *poll = ir_node_new(b->ir, IR_POLL, 0);
    const FlowBlock *to = &b->scope->flow->blocks[b->scope->flow->block_at[target_pc]];
    poll->state = build_state(b, target_pc, to->live_in);
    poll->reason = DEOPT_INTERRUPT;
    build_emit(b, poll);
}

/* What a register is where arrivals meet: a phi if they differ. */
static IrNode *merge_register(Builder *b, const Instance *in, uint32_t k, bool weak) {
    IrNode *first = in->arrivals[0].registers[k];
    bool same = true;
    for (uint32_t i = 1; i < in->arrival_count; i++)
        same &= in->arrivals[i].registers[k] == first;
    if (same)
        return first;
    IrNode *phi = ir_node_new(b->ir, IR_PHI, in->arrival_count);
    phi->types = 0;
    phi->weak = weak;
    for (uint32_t i = 0; i < in->arrival_count; i++) {
        IrNode *v = in->arrivals[i].registers[k];
        phi->in[i] = v ? v : build_value(b, VALUE_UNDEF);
        phi->types |= phi->in[i]->types;
    }
    ir_append(b->block, phi);
    return phi;
}

/* Where the arrivals' registers differ there are phis. */
static void merge_arrivals(Builder *b, Instance *in, const FlowBlock *fb) {
    Scope *s = b->scope;
    for (uint32_t i = 0; i < in->arrival_count; i++)
        ir_edge(b->ir, in->arrivals[i].from, in->arrivals[i].edge, b->block);
    for (uint32_t k = 0; k < s->own; k++) {
        bool live = flow_has(fb->live_in, k);
        s->r[k] = live || k < s->code->local_count ? merge_register(b, in, k, !live) : NULL;
    }
    for (uint32_t k = s->own; k < s->count; k++) { /* the callers', where they are everywhere */
        bool everywhere = true;
        for (uint32_t i = 0; i < in->arrival_count; i++)
            everywhere &= in->arrivals[i].registers[k] != NULL;
        s->r[k] = everywhere ? merge_register(b, in, k, !build_is_awaited(s, k)) : NULL;
    }
    build_refresh(b, s);
}

/* Whether a loop's body suspends the generator whose code it is. */
static bool loop_suspends(const Flow *f, uint32_t header) {
    for (uint32_t k = 0; k < f->block_count; k++) {
        const FlowBlock *fb = &f->blocks[k];
        if (flow_suspends(f->instructions[fb->first + fb->count - 1].op) && flow_in_loop(f, k, header))
            return true;
    }
    return false;
}

/* A loop's header: phis for what the loop assigns, whose other inputs come with the
 * back-edges. */
static void begin_loop(Builder *b, Instance *in, const FlowBlock *fb) {
    Scope *s = b->scope;
    IrBlock *header = build_block(b);
    build_jump(b, header);
    b->block = in->start = header;
    header->loop_header = true;
    b->shape_epoch++; /* by what is still to be made of the loop */
    in->phis = ir_alloc(b->ir, s->count * sizeof *in->phis + 8);
    bool suspends = s->drive && loop_suspends(s->flow, in->block);
    for (uint32_t k = 0; k < s->count; k++) {
        if (!s->r[k] || !(k < s->own ? flow_has(fb->assigned, k) : suspends && build_is_carried(s, k)))
            continue;
        IrNode *phi = ir_node_new(b->ir, IR_PHI, 1 + in->back_edges);
        phi->weak = k < s->own ? !flow_has(fb->live_in, k) : !build_is_awaited(s, k);
        phi->in[0] = s->r[k];
        phi->input_count = 1;
        ir_append(header, phi);
        s->r[k] = in->phis[k] = phi;
    }
    build_refresh(b, s);
    header->entry_state = build_state(b, fb->start, NULL);
}

/* ---- instructions ---- */

/* Temporaries are forgotten with their last use.  Variables that nobody will read again
 * stay, for whoever looks at the frame, as long as that needs no phi. */
static void forget_dead(Builder *b) {
    Scope *s = b->scope;
    uint32_t locals = s->code->local_count;
    const uint64_t *live = s->flow->live_after[b->i.pc];
    FlowEffect e;
    flow_effect(s->code, &b->i, &e);
    for (uint32_t k = 0; k < e.read_count; k++)
        for (uint32_t r = e.reads[k].first; r < e.reads[k].first + e.reads[k].count; r++)
            if (r >= locals && !flow_has(live, r))
                s->r[r] = NULL;
    for (uint32_t k = 0; k < e.write_count; k++)
        for (uint32_t r = e.writes[k].first; r < e.writes[k].first + e.writes[k].count; r++)
            if (r >= locals && !flow_has(live, r))
                s->r[r] = NULL;
}

/* What moves values about and ends blocks; false: none of these. */
static bool build_plain(Builder *b) {
    Instruction *i = &b->i;
    switch (i->op) {
    case OPC_NOP: return true;
    case OPC_MOVE: build_set(b, i->a, build_reg(b, i->b)); return true;
    case OPC_LOAD_CONST: build_set(b, i->a, build_value(b, b->scope->code->consts->items[i->bx])); return true;
    case OPC_LOAD_INT: build_set(b, i->a, build_int(b, i->bx)); return true;
    case OPC_LOAD_UNDEF: build_set(b, i->a, build_value(b, VALUE_UNDEF)); return true;
    case OPC_CHECK_LOCAL: {
        IrNode *v = build_reg(b, i->a);
        if (!(v->types & IRT_UNDEF))
            return true;
        build_of_types(b, v, IRT_ANY & ~IRT_UNDEF, DEOPT_UNBOUND);
        return true;
    }
    case OPC_JUMP: build_goto(b, i->target); return true;
    case OPC_JUMP_BACK:
        build_poll(b, i->target);
        build_goto(b, i->target);
        return true;
    case OPC_JUMP_IF_NONE:
    case OPC_JUMP_IF_NOT_NONE: {
        IrNode *test = ir_node(b->ir, IR_IS_TYPE, build_reg(b, i->a), NULL, NULL);
        test->imm = IRT_NONE;
        build_branch_to(b, build_emit(b, test), i->op == OPC_JUMP_IF_NONE);
        return true;
    }
    case OPC_IS:
    case OPC_IS_NOT: {
        IrNode *same = build_emit(b, ir_node(b->ir, IR_SAME, build_reg(b, i->b), build_reg(b, i->c), NULL));
        if (i->op == OPC_IS_NOT)
            same = build_emit(b, ir_node(b->ir, IR_NOT, same, NULL, NULL));
        IrNode *v = build_emit(b, ir_node(b->ir, IR_BOOL_VALUE, same, NULL, NULL));
        v->types = IRT_BOOL;
        build_set(b, i->a, v);
        return true;
    }
    case OPC_JUMP_IS: {
        IrNode *same = build_emit(b, ir_node(b->ir, IR_SAME, build_reg(b, i->b), build_reg(b, i->c), NULL));
        build_branch_to(b, same, i->a);
        return true;
    }
    case OPC_RETURN: build_return(b, build_reg(b, i->a)); return true;
    case OPC_RETURN_NONE: build_return(b, build_value(b, VALUE_NONE)); return true;
    default: return false;
    }
}

void build_leave(Builder *b, IrNode *v) {
    Scope *s = b->scope;
    if (s->after->pred_count == s->result_capacity) {
        uint32_t capacity = s->result_capacity ? 2 * s->result_capacity : 4;
        IrNode **results = ir_alloc(b->ir, capacity * sizeof *results);
        if (s->result_capacity)
            memcpy(results, s->results, s->result_capacity * sizeof *results);
        s->results = results;
        s->result_capacity = capacity;
    }
    s->results[s->after->pred_count] = v;
    build_jump(b, s->after);
}

enum { LENGTH_MAX = INT32_MAX }; /* of those that are not called for */

bool build_is_nonnegative(const IrNode *n) {
    Value v;
    return n->op == IR_LOAD_SIZE || n->op == IR_GUARD_BOUNDS || (ir_is_const(n, &v) && value_is_int(v) && value_as_int(v) >= 0);
}

void build_return(Builder *b, IrNode *v) {
    Scope *s = b->scope;
    if (code_suspends(s->code)) {
        build_generator_return(b, v);
        return;
    }
    if (!s->caller) {
        build_emit(b, ir_node(b->ir, IR_RETURN, v, NULL, NULL));
        b->block = NULL;
        return;
    }
    if (s->flags & FRAME_CONSTRUCTOR) { /* __init__ returns None, or the interpreter raises */
        build_of_types(b, v, IRT_NONE, DEOPT_TYPE);
        v = s->instance;
    }
    if (s->flags & (FRAME_OPERATOR | FRAME_CONDITION) && v->types & IRT_SPECIAL) { /* the interpreter asks the other operand */
        IrNode *result = ir_node(b->ir, IR_GUARD_NOT, v, NULL, NULL);
        result->imm = (int64_t)VALUE_NOT_IMPLEMENTED.bits;
        result->types = v->types;
        v = build_guard(b, result, DEOPT_IDENTITY);
    }
    if (s->flags & (FRAME_CONDITION | FRAME_LENGTH) && build_is_within(v->types, IRT_INT)) {
        if (!build_is_nonnegative(v) && !build_failed(b, DEOPT_BOUNDS)) {
            IrNode *bounds = ir_node(b->ir, IR_GUARD_BOUNDS, v, build_int(b, LENGTH_MAX), NULL);
            bounds->types = IRT_INT;
            v = build_guard(b, bounds, DEOPT_BOUNDS);
        }
    } else if (s->flags & FRAME_CONDITION && !build_failed(b, DEOPT_NOT_BOOL)) { /* else its caller has to call */
        v = build_of_types(b, v, IRT_BOOL, DEOPT_NOT_BOOL);
    }
    build_leave(b, v);
}

static void build_instruction(Builder *b) {
    if (b->check_valid) {
        b->check_valid = false;
        build_guard(b, ir_node_new(b->ir, IR_GUARD_VALID, 0), DEOPT_INVALIDATED);
    }
    if (build_plain(b) || build_operator(b) || build_access(b) || build_lists(b) || build_text(b) || build_loop(b) ||
        build_calls(b) || build_generator(b) || build_exceptions(b) || build_rare(b))
        return;
    build_exit(b, DEOPT_UNSUPPORTED);
}

static void walk_block(Builder *b, Walk *w, Instance *in) {
    Scope *s = b->scope;
    const FlowBlock *fb = &s->flow->blocks[in->block];
    w->now = in;
    if (!in->arrival_count)
        return; /* never reached */
    b->check_valid = false;
    s->handled = fb->handled;
    b->block = in->start = build_block(b);
    merge_arrivals(b, in, fb);
    if (in->back_edges)
        begin_loop(b, in, fb);
    for (uint32_t pc = fb->start; pc < fb->end && b->block; pc = b->i.next) {
        flow_decode(s->code, pc, &b->i);
        ir_set_origin(b->ir, s->code, pc, s->caller_origin);
        b->guard_state = b->call_state = NULL;
        build_instruction(b);
        if (!b->block)
            return;
        forget_dead(b);
        if (b->ir->node_count > 20000)
            ir_give_up(b->ir, "it is too large");
    }
    build_goto(b, fb->end);
}

void build_walk_body(Builder *b, uint32_t pc) {
    Scope *s = b->scope;
    const Flow *f = s->flow;
    Walk *w = s->walk;
    Instance *now = w->now;
    uint32_t header = f->block_at[pc], generation = generation_of(w, header, now->generation), ends = 0;
    for (uint32_t k = 0; k < f->instruction_count; k++)
        ends += f->instructions[k].op == OPC_FOR_LOOP && f->instructions[k].target == pc;
    if (!f->blocks[header].loop_header || !ends) { /* no second iteration: walked with the rest */
        build_goto_or_exit(b, pc);
        return;
    }
    Instance *first = &w->instances[w->at[header * w->generations + generation] - 1];
    for (Instance *in = first; in < w->instances + w->count; in++)
        if (in->generation == generation && flow_in_loop(f, in->block, header))
            in->arrival_count = 0;
    first->back_edges -= ends;
    build_goto_or_exit(b, pc);
    for (Instance *in = first; in < w->instances + w->count; in++)
        if (in->generation == generation && flow_in_loop(f, in->block, header)) {
            walk_block(b, w, in);
            in->arrival_count = 0;
        }
    first->back_edges += ends;
    w->now = now;
}

/* ---- scopes ---- */

/* Walks the present scope from a block on; the edge into it comes from b->block. */
static void walk_scope(Builder *b, uint32_t entry, bool in_loop) {
    Scope *s = b->scope;
    Walk w;
    plan_walk(b->ir, s->flow, entry, in_loop, !s->caller, &w);
    s->walk = &w;
    IrNode **registers = ir_alloc(b->ir, (s->count + 1) * sizeof *registers);
    memcpy(registers, s->r, s->count * sizeof *registers);
    build_emit(b, ir_node_new(b->ir, IR_JUMP, 0));
    Instance *first = &w.instances[0];
    first->arrivals = ir_alloc(b->ir, sizeof *first->arrivals);
    first->arrivals[0] = (Arrival){b->block, 0, registers};
    first->arrival_capacity = first->arrival_count = 1;
    b->block = NULL;
    for (uint32_t i = 0; i < w.count; i++)
        walk_block(b, &w, &w.instances[i]);
    s->walk = NULL;
}

/* Variables that the code itself assigns are no constants; but what a module assigns
 * outside of loops, it assigns once. */
static void note_stores(Builder *b, const Scope *s) {
    const FlowBlock *fb = s->flow->blocks, *last = fb + s->flow->block_count - 1;
    for (uint32_t k = 0; k < s->flow->instruction_count; k++) {
        const Instruction *i = &s->flow->instructions[k];
        while (fb < last && fb[1].start <= i->pc)
            fb++;
        if (i->op != OPC_STORE_GLOBAL && !(s->module_level && i->op == OPC_STORE_NAME))
            continue;
        if (s->module_level && fb->loop == FLOW_NONE)
            continue;
        int64_t entry = dict_find_str(b->t, s->globals, s->code->names->items[i->extension & 0xffff]);
        if (entry >= 0)
            b->host->variable_entry(b->host->data, s->globals, entry);
    }
}

/* Functions that ask for their own variables by name keep all of them. */
static bool looks_at_locals(Thread *t, const Code *code) {
    static const char *const names[] = {"locals", "vars", "dir", "eval", "exec", "_getframe"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Value name = str_intern_cstring(t, names[i]);
        for (size_t k = 0; k < code->names->length; k++)
            if (value_same(code->names->items[k], name))
                return true;
    }
    return false;
}

Flow *build_flow(Builder *b, Code *code) {
    for (Flow *f = b->flows; f; f = f->next)
        if (f->code == code)
            return f;
    Flow *f = flow_new(b->ir, code, looks_at_locals(b->t, code));
    f->next = b->flows;
    return b->flows = f;
}

static void begin_scope(Builder *b, Scope *s) {
    s->flow = build_flow(b, s->code);
    s->feedback = code_feedback(s->code);
    s->own = flow_register_count(s->code);
    s->count = s->own + (s->drive ? s->caller->count : 0);
    s->r = ir_alloc(b->ir, (s->count + 1) * sizeof *s->r);
    note_stores(b, s);
    uint32_t end = s->first_register + s->code->register_count;
    if (s->depth > b->ir->max_inline_depth)
        b->ir->max_inline_depth = s->depth;
    if (end > b->ir->max_registers)
        b->ir->max_registers = end;
}

void build_walk(Builder *b, Scope *s, IrNode *const *args) {
    Builder saved = *b;
    s->caller_origin = b->ir->origin;
    begin_scope(b, s);
    for (uint32_t k = 0; k < s->code->local_count; k++)
        s->r[k] = k < s->code->param_count ? args[k] : build_value(b, VALUE_UNDEF);
    if (s->consumer) {
        s->r[s->code->register_count] = args[s->code->param_count];
        s->r[s->code->register_count + 1] = args[s->code->param_count + 1];
    }
    if (s->drive)
        memcpy(s->r + s->own, s->caller->r, s->caller->count * sizeof *s->r);
    b->scope = s;
    walk_scope(b, s->consumer || s->drive ? s->flow->block_at[GENERATOR_BODY] : 0, false);
    b->scope = saved.scope;
    b->i = saved.i;
    ir_set_origin(b->ir, b->scope->code, b->i.pc, b->scope->caller_origin);
    b->guard_state = saved.guard_state;
    b->call_state = saved.call_state;
    b->check_valid = false;
    b->block = NULL;
}

IrNode *build_scope(Builder *b, Scope *s, IrNode **args) {
    s->after = build_block(b);
    build_walk(b, s, args);
    if (!s->after->pred_count)
        return NULL;
    uint32_t ways = s->after->pred_count;
    build_continue(b, s->after);
    IrNode *result = s->results[0];
    for (uint32_t k = 1; k < ways; k++)
        if (s->results[k] != result)
            result = NULL;
    if (!result) {
        result = ir_node_new(b->ir, IR_PHI, ways);
        result->types = 0;
        for (uint32_t k = 0; k < ways; k++) {
            result->in[k] = s->results[k];
            result->types |= s->results[k]->types;
        }
        ir_append(s->after, result);
    }
    return result;
}

/* Whether a register holds the step of a loop over a range. */
static bool is_step(const Flow *f, uint32_t reg) {
    for (uint32_t k = 0; k < f->instruction_count; k++) {
        const Instruction *i = &f->instructions[k];
        if (i->op == OPC_FOR_LOOP && i->b + 2 == reg && flow_loop_kind(f, i->pc) == LOOP_SAW_RANGE)
            return true;
    }
    return false;
}

/* The registers of a loop entered in the middle. */
static void enter_loop(Builder *b, const FlowBlock *fb) {
    Scope *s = b->scope;
    for (uint32_t k = 0; k < s->code->register_count; k++) {
        if (!flow_has(fb->live_in, k) && k >= s->code->visible_count) /* but variables can be looked at */
            continue;
        IrNode *v = ir_node_new(b->ir, IR_ENTRY_REGISTER, 0);
        v->imm = k;
        s->r[k] = build_emit(b, v);
    }
}

/* What the graph is entered with in the middle of a function is guarded to be of the
 * kinds that it is of now. */
static void guard_entry(Builder *b, const FlowBlock *fb) {
    Scope *s = b->scope;
    b->i.pc = fb->start;
    b->guard_state = build_state(b, fb->start, NULL);
    for (uint32_t k = 0; k < s->code->register_count; k++) {
        if (!flow_has(fb->live_in, k) || build_site(b)->failed)
            continue;
        if (is_step(s->flow, k) && value_is_int(b->frame->registers[k])) {
            IrNode *step = ir_node(b->ir, IR_GUARD_IS, s->r[k], NULL, NULL);
            step->imm = (int64_t)b->frame->registers[k].bits;
            build_guard(b, step, DEOPT_ITERABLE);
            s->r[k] = build_value(b, b->frame->registers[k]);
            continue;
        }
        IrTypes types = ir_types_of_value(b->t, b->frame->registers[k]);
        if (types & IRT_FLOAT)
            types = IRT_NUMBER_FLOAT;
        if (types & ~(IRT_UNDEF | IRT_NONE | IRT_SPECIAL | IRT_OTHER))
            build_of_types(b, s->r[k], types, DEOPT_TYPE);
    }
}

/* ---- variables that nobody reads ---- */

/* Whether the value is one that would have to be made for frames only. */
static bool is_made_for_frames(const IrNode *n) {
    return n->op == IR_BOX_FLOAT || n->op == IR_ALLOC || (n->rep == REP_VALUE && n->types && !(n->types & ~IRT_NUMBER_FLOAT));
}

static void forget_dropped(IrState *s) {
    for (; s; s = s->caller)
        for (uint32_t k = 0; k < s->count; k++)
            if (s->registers[k] && s->registers[k]->op == IR_PHI && s->registers[k]->mark)
                s->registers[k] = NULL;
}

/* A weak phi is there only so that frames show the last value of a variable.  Where that
 * is a float it would have to be boxed each time, and a new object kept: then the variable
 * is shown unbound. */
static void drop_weak_phis(Ir *ir) {
    bool any = false;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < ir->block_count; i++)
            for (IrNode *n = ir->blocks[i]->first; n && n->op == IR_PHI; n = n->next) {
                if (!n->weak || n->mark)
                    continue;
                for (uint32_t k = 0; k < n->input_count; k++)
                    n->mark |= is_made_for_frames(n->in[k]) || (n->in[k]->op == IR_PHI && n->in[k]->mark);
                changed |= n->mark;
            }
        any |= changed;
    }
    if (!any)
        return;
    for (uint32_t i = 0; i < ir->block_count; i++) {
        IrBlock *block = ir->blocks[i];
        forget_dropped(block->entry_state);
        for (IrNode *n = block->first; n; n = n->next)
            forget_dropped(n->state);
    }
}

static const char *why_not_compiled(const Code *code) {
    return code->register_count >= 1000 ? "it has more than a thousand variables" : NULL;
}

void ir_build(Ir *ir, const BuildHost *host, Frame *frame) {
    Code *code = ir->code;
    const char *why = why_not_compiled(code);
    if (why)
        ir_give_up(ir, why);
    Builder builder = {.ir = ir, .t = ir->thread, .host = host, .frame = frame}, *b = &builder;
    Function *f = frame->function;
    Scope *s = ir_alloc(ir, sizeof *s);
    *s = (Scope){.code = code, .globals = f->globals, .builtins = f->builtins,
                 .module_level = frame_names_are_globals(frame)};
    b->scope = s;
    b->block = build_block(b);
    begin_scope(b, s);
    uint32_t entry = s->flow->block_at[ir->entry_pc];
    assert(entry != FLOW_NONE);
    bool in_loop = ir->entry_pc != 0; /* if only behind a yield */
    for (uint32_t k = 0; k < code->param_count && !in_loop; k++) {
        s->r[k] = build_emit(b, ir_node_new(ir, IR_PARAM, 0));
        s->r[k]->imm = k;
    }
    s->function = build_emit(b, ir_node_new(ir, IR_FUNCTION, 0));
    s->function->types = IRT_FUNCTION;
    s->handled = s->flow->blocks[entry].handled;
    if (code_suspends(code))
        build_begin_generator(b, &s->flow->blocks[entry]);
    if (ir->resumes) {
        build_resume(b, &s->flow->blocks[entry]);
        guard_entry(b, &s->flow->blocks[entry]);
        build_resumed(b);
    } else if (in_loop) {
        enter_loop(b, &s->flow->blocks[entry]);
        guard_entry(b, &s->flow->blocks[entry]);
    } else {
        for (uint32_t k = code->param_count; k < code->local_count; k++)
            s->r[k] = build_value(b, VALUE_UNDEF);
    }
    walk_scope(b, entry, in_loop);
    drop_weak_phis(ir);
    ir_set_origin(ir, NULL, 0, 0);
}

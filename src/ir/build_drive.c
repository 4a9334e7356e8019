/*
 * build_drive.c - the graph builder: generators inlined into the loops that drive them.
 *
 * `for x in f(...)` over a generator that a call in the graph has made, and that nobody but
 * the loop will see again, is walked the other way round: the generator's code is walked
 * as that of an inlined call, and a yield goes on with the loop's body, whose end goes on
 * behind the yield.  So the generator's loops are the graph's loops, and the body is part
 * of them, once for each yield.  No generator is made, and what it keeps in variables
 * is in registers as anything else.
 *
 * While the generator's code is walked, the registers of its caller, which the bodies
 * change, follow its own ones (Scope.count), and so become phis at the headers of its
 * loops; the states of its callers are made from them (build_refresh).  While a body is
 * walked they are in the caller's scope again, and the generator's own ones, which nobody
 * changes meanwhile, stay where they are.
 *
 * The interpreter knows generators as objects.  In frame states such an object stands as
 * a VIRTUAL_CALL that makes it: one that runs, for which there is a frame, or one that is
 * suspended, with its registers.  They are in the loop's state[0], which only the loop
 * reads.  In all states the loop waits for the generator at its FOR_ITER, which is as good
 * as at its end.
 */
#include "ir/build_internal.h"

#include <string.h>

#include "ir/opt.h"
#include "ir/rt.h"

enum {
    YIELDS_MAX = 4,       /* of a generator: so often the loop's body is walked */
    COPIED_WORDS_MAX = 150, /* of bytecode, in all bodies but the first */
};

void build_note_generator(Builder *b, IrNode *call, Code *code, Function *callee) {
    MadeGenerator *made = ir_alloc(b->ir, sizeof *made);
    *made = (MadeGenerator){call, code, callee, false, b->made};
    b->made = made;
}

/* ---- whether ---- */

static MadeGenerator *find_made(const Builder *b, IrNode *v) {
    v = opt_strip(v);
    MadeGenerator *made = b->made;
    while (made && made->call != v)
        made = made->next;
    return made;
}

/* Whether a generator has been given to nobody but generators that have been inlined. */
static bool is_private(const Builder *b, const MadeGenerator *made) {
    for (uint32_t i = 0; i < b->ir->block_count; i++)
        for (IrNode *n = b->ir->blocks[i]->first; n; n = n->next)
            for (uint32_t k = 0; k < n->input_count; k++) {
                if (n->in[k] != made->call || ir_is_virtual(n))
                    continue;
                const MadeGenerator *user = find_made(b, n);
                if (!user || !user->driven)
                    return false;
            }
    return true;
}

/* Whether one of `count` registers of a scope, and of those around it, will be read again
 * that holds the generator. */
static bool is_held(const Scope *s, IrNode *const *r, uint32_t pc, const MadeGenerator *made, uint32_t except) {
    for (; s; s = s->caller) {
        for (uint32_t k = 0; k < s->own; k++)
            if (r[k] && k != except && opt_strip(r[k]) == made->call && flow_has(s->flow->live_after[pc], k))
                return true;
        r = s->drive ? r + s->own : s->caller ? s->caller->r : NULL;
        pc = s->call_pc;
        except = FLOW_NONE;
    }
    return false;
}

/* The words of the loop's body. */
static uint32_t body_words(const Flow *f, const Instruction *loop) {
    uint32_t header = f->block_at[loop->next], words = 0;
    for (uint32_t k = 0; k < f->block_count; k++)
        if (flow_in_loop(f, k, header))
            words += f->blocks[k].end - f->blocks[k].start;
    return words;
}

/* Whether the body, which is walked at each yield that has run, may be. */
static bool is_affordable(Builder *b, Code *code) {
    const Flow *f = build_flow(b, code);
    const Feedback *feedback = code_feedback(code);
    uint32_t yields = 0;
    for (uint32_t k = 0; k < f->instruction_count; k++)
        yields += flow_suspends(f->instructions[k].op) && feedback->sites[f->instructions[k].pc].executed;
    return yields >= 1 && yields <= YIELDS_MAX &&
           (yields - 1) * body_words(b->scope->flow, &b->i) <= COPIED_WORDS_MAX;
}

/* Whether the body yields out of the graph, which ends there. */
static bool leaves_at_once(const Builder *b) {
    const Flow *f = b->scope->flow;
    if (b->scope->caller || !b->resumed)
        return false;
    for (uint32_t k = 0; k < f->block_count; k++) {
        const FlowBlock *fb = &f->blocks[k];
        if (flow_suspends(f->instructions[fb->first + fb->count - 1].op) && flow_in_loop(f, k, f->block_at[b->i.next]))
            return true;
    }
    return false;
}

/* ---- registers and states ---- */

void build_take_back(Builder *b, const Scope *to) {
    for (Scope *s = b->scope; s != to; s = s->caller)
        if (s->drive) {
            memcpy(s->caller->r, s->r + s->own, s->caller->count * sizeof *s->r);
            build_refresh(b, s->caller);
        }
}

/* The state of a loop's frame, whose registers are r, that waits for a generator. */
static IrState *waiting_state(Builder *b, const Drive *d, IrNode **r) {
    Scope waiting = *d->scope->caller, *present = b->scope;
    waiting.r = r;
    if (waiting.drive)
        waiting.caller_state = waiting_state(b, waiting.drive, r + waiting.own);
    b->scope = &waiting;
    IrState *state = build_state(b, d->loop.next, waiting.flow->live_after[d->loop.pc]);
    b->scope = present;
    return state;
}

void build_refresh(Builder *b, Scope *s) {
    if (s->drive)
        s->caller_state = waiting_state(b, s->drive, s->r + s->own);
}

bool build_is_carried(const Scope *s, uint32_t k) {
    const Scope *caller = s->caller;
    const Instruction *loop = &s->drive->loop;
    const Flow *f = caller->flow;
    k -= s->own;
    if (k >= caller->own)
        return build_is_carried(caller, k);
    const uint64_t *assigned = f->blocks[f->block_at[loop->next]].assigned; /* NULL: its body never goes on */
    return k != loop->b && k != loop->b + 1 && assigned && flow_has(assigned, k);
}

bool build_is_awaited(const Scope *s, uint32_t k) {
    const Scope *caller = s->caller;
    k -= s->own;
    return k < caller->own ? flow_has(caller->flow->live_after[s->drive->loop.pc], k) : build_is_awaited(caller, k);
}

static IrNode *virtual_generator(Builder *b, const Scope *s, Value (*make)(Thread *, Value *, uint64_t), uint32_t count) {
    IrNode *n = ir_node_new(b->ir, IR_VIRTUAL_CALL, count);
    n->imm = (int64_t)(uintptr_t)make;
    n->types = IRT_GENERATOR;
    n->in[0] = s->function;
    n->in[1] = build_object(b, s->code);
    return n;
}

/* The generator of the scope, suspended by the present instruction. */
static IrNode *suspended_generator(Builder *b) {
    const Scope *s = b->scope;
    const Instruction *i = &b->i;
    const uint64_t *alive = s->flow->blocks[s->flow->block_at[i->next]].live_in;
    enum { FIXED = 5 };
    uint32_t count = s->code->register_count;
    IrNode *n = virtual_generator(b, s, rt_suspended_generator, FIXED + count), *undef = build_value(b, VALUE_UNDEF);
    n->aux = count;
    n->in[2] = build_int(b, i->next);
    n->in[3] = build_int(b, i->a);
    n->in[4] = i->op == OPC_YIELD_DELEGATED ? build_reg(b, i->c) : undef;
    for (uint32_t k = 0; k < count; k++) {
        bool kept = s->r[k] && k != i->a && (flow_has(alive, k) || k < s->code->visible_count);
        n->in[FIXED + k] = kept ? s->r[k] : undef;
    }
    return build_emit(b, n);
}

IrNode *build_made(Builder *b, IrNode *v) {
    if (!v || v->op != IR_VIRTUAL_CALL)
        return v;
    IrNode *call = ir_node_new(b->ir, IR_CALL_VALUES, v->input_count);
    call->imm = v->imm;
    call->aux = v->aux;
    call->effects = RT_ALLOCATES;
    for (uint32_t k = 0; k < v->input_count; k++)
        call->in[k] = build_made(b, v->in[k]);
    return build_result(build_call(b, call), v->types);
}

/* ---- the walk ---- */

/* From now on it is an instruction of this scope that is walked. */
static void go_to(Builder *b, Scope *s, const Instruction *i) {
    b->scope = s;
    b->i = *i;
    b->guard_state = b->call_state = NULL;
    ir_set_origin(b->ir, s->code, i->pc, s->caller_origin);
}

bool build_drive(Builder *b) {
    Scope *caller = b->scope;
    const Instruction *i = &b->i;
    MadeGenerator *made = find_made(b, build_reg(b, i->b));
    if (!made || made->driven)
        return false;
    const char *why = build_why_not_driven(b, made->code);
    if (!why && !is_affordable(b, made->code))
        why = "it yields in too many places for this loop";
    if (!why && (leaves_at_once(b) || is_held(caller, caller->r, i->pc, made, i->b) || !is_private(b, made)))
        why = "it is used by more than this loop";
    if (why) {
        b->host->not_inlined(b->host->data, caller->code, i->pc, made->code, why);
        return false;
    }
    made->driven = made->call->removable = true;
    Drive *d = ir_alloc(b->ir, sizeof *d);
    Scope *s = build_inlined_scope(b, made->call->in[0], made->callee, made->code, FRAME_GENERATOR);
    *d = (Drive){.scope = s, .loop = *i};
    d->running = build_emit(b, virtual_generator(b, s, rt_running_generator, 2));
    s->drive = d;
    build_set(b, i->b, d->running);
    build_walk(b, s, made->call->in + 1);
    return true;
}

void build_driven_yield(Builder *b) {
    Scope *s = b->scope, *caller = s->caller;
    Drive *d = s->drive;
    IrNode *item = build_reg(b, b->i.b);
    d->yield = b->i;
    d->suspended = suspended_generator(b);
    d->outer = b->driving;
    b->driving = d;
    build_take_back(b, caller);
    go_to(b, caller, &d->loop);
    build_set(b, d->loop.b, d->suspended);
    build_set(b, d->loop.a, item);
    uint32_t handled = caller->handled;
    build_walk_body(b, d->loop.next);
    caller->handled = handled;
    b->driving = d->outer;
    go_to(b, s, &d->yield);
    b->check_valid = false;
}

bool build_drive_on(Builder *b) {
    Scope *caller = b->scope;
    Drive *d = b->driving;
    while (d && !(d->scope->caller == caller && d->suspended == build_reg(b, b->i.b)))
        d = d->outer;
    if (!d)
        return false;
    Scope *s = d->scope;
    Instruction present = b->i;
    const uint64_t *alive = caller->flow->live_after[present.pc];
    for (uint32_t k = caller->code->local_count; k < caller->code->register_count; k++)
        if (!flow_has(alive, k))
            caller->r[k] = NULL;
    memcpy(s->r + s->own, caller->r, caller->count * sizeof *s->r);
    s->r[s->own + present.b] = d->running;
    build_refresh(b, s);
    go_to(b, s, &d->yield);
    build_set(b, d->yield.a, build_value(b, VALUE_NONE));
    build_goto(b, d->yield.next);
    go_to(b, caller, &present);
    return true;
}

void build_driven_return(Builder *b) {
    Scope *s = b->scope;
    Instruction present = b->i, loop = s->drive->loop;
    build_take_back(b, s->caller);
    go_to(b, s->caller, &loop);
    build_set(b, loop.b, build_value(b, VALUE_UNDEF));
    build_goto_or_exit(b, loop.target);
    go_to(b, s, &present);
}

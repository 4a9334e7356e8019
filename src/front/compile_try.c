/*
 * compile_try.c - blocks that must be left in an orderly way: try, with.
 *
 * Entering a try costs nothing; its code range is listed with the handler.  The
 * code of a finally clause, or the call of __exit__, is repeated for each way
 * out: the end of the body, an exception, and every return, break and continue.
 * Where that code stands inside the body, it interrupts the protected range.
 *
 *     body                      [protected: H]
 *     JUMP end
 *  H: PUSH_HANDLED saved, e
 *     handlers                  [protected: C]
 *     RERAISE e
 *  C: POP_HANDLED saved
 *     RERAISE e2
 *  end:
 */
#include "front/compiler.h"

#include <string.h>

enum { MAX_BLOCKS = 20 }; /* CPython's CO_MAXBLOCKS */

/* ---- blocks ---- */

void block_push(Unit *u, Block *block, BlockKind kind, const Stmt *stmt) {
    if (u->block_depth >= MAX_BLOCKS)
        compile_error(u, stmt ? stmt->pos : (AstPos){u->first_line, 0, u->first_line, 0},
                      "too many statically nested blocks");
    memset(block, 0, sizeof *block);
    block->kind = kind;
    block->stmt = stmt;
    if (stmt) block->pos = stmt->pos;
    block->outer = u->block;
    block->assigned = assigned_copy(u);
    u->block = block;
    u->block_depth++;
    block_resume(u, block);
}

void block_suspend(Unit *u, Block *block) {
    if (!block->protecting) return;
    block->protecting = false;
    if (block->start == u->e.count) return;
    Segment *segment = context_alloc(u->x, sizeof *segment);
    *segment = (Segment){block->start, u->e.count, block->segments};
    block->segments = segment;
}

void block_resume(Unit *u, Block *block) {
    block->protecting = true;
    block->start = u->e.count;
}

void block_pop(Unit *u, Block *block) {
    assert(u->block == block);
    block_suspend(u, block);
    u->block = block->outer;
    u->block_depth--;
}

bool block_handler(Unit *u, Block *block, uint32_t exception_reg) {
    if (!block->segments) return false;
    uint32_t handler = emitter_handler_entry(&u->e);
    for (const Segment *s = block->segments; s; s = s->next)
        emitter_add_handler(&u->e, s->start, s->end, handler, exception_reg);
    for (uint32_t i = 0; i < u->assigned_words; i++)
        u->assigned[i] = block->assigned[i] & ~u->deletable[i];
    return true;
}

/* ---- leaving ---- */

/* __exit__(None, None, None): the pair is in block->reg. */
static void call_exit(Unit *u, const Block *block) {
    uint32_t mark = u->top;
    uint32_t base = block->reg;
    if (u->top != block->reg + 2) { /* something above it is in use */
        base = reg_new_many(u, 2);
        emit_move(u, base, block->reg);
        emit_move(u, base + 1, block->reg + 1);
    }
    at(u, block->stmt->pos);
    uint32_t args = reg_new_many(u, 3);
    for (uint32_t i = 0; i < 3; i++) emit_constant(u, args + i, VALUE_NONE);
    uint32_t result = reg_new(u);
    emitter_emit_cached(&u->e, OPC_CALL_METHOD, result, base, 3);
    if (block->kind == BLOCK_ASYNC_WITH) emit_await(u, reg_new(u), result, 2);
    u->top = mark;
}

bool unwinding_runs_code(const Unit *u) {
    for (const Block *b = u->block; b; b = b->outer)
        if (b->kind == BLOCK_FINALLY || b->kind == BLOCK_NAMED || b->kind == BLOCK_WITH ||
            b->kind == BLOCK_ASYNC_WITH)
            return true;
    return false;
}

bool has_leaving_code(const Unit *u) {
    for (const Block *b = u->block; b; b = b->outer)
        if (b->kind != BLOCK_LOOP && b->kind != BLOCK_TRY) return true;
    return false;
}

void unwind(Unit *u, Block *until, AstPos pos) {
    Block *innermost = u->block;
    uint32_t depth = u->block_depth;
    for (Block *b = innermost; b != until; b = b->outer) {
        block_suspend(u, b);
        /* What runs now belongs to the blocks outside. */
        u->block = b->outer;
        u->block_depth--;
        at(u, pos);
        switch (b->kind) {
        case BLOCK_LOOP:
        case BLOCK_TRY: break;
        case BLOCK_FINALLY:
            compile_stmts(u, b->stmt->try_stmt.finalbody);
            pos.lineno = -1; /* as if it ran after the statement, CPython thinks */
            break;
        case BLOCK_HANDLED: emit(u, OPC_POP_HANDLED, b->reg, 0, 0); break;
        case BLOCK_NAMED: variable_clear(u, b->name, pos); break;
        case BLOCK_WITH:
        case BLOCK_ASYNC_WITH:
            call_exit(u, b);
            pos.lineno = -1;
            break;
        case BLOCK_EXCEPT_STAR:
            compile_error(u, pos,
                          "'break', 'continue' and 'return' cannot appear in an except* "
                          "block");
        }
    }
    u->block = innermost;
    u->block_depth = depth;
}

void unwind_done(Unit *u, Block *until) {
    for (Block *b = u->block; b != until; b = b->outer) block_resume(u, b);
}

/* Handlers' common end: an exception inside them passes on, after the one that
 * was being handled before is that again. */
static void close_handled(Unit *u, Block *handled, AstPos pos) {
    block_pop(u, handled);
    uint32_t mark = u->top;
    uint32_t exception = reg_new(u);
    if (block_handler(u, handled, exception)) {
        at(u, pos);
        emit(u, OPC_POP_HANDLED, handled->reg, 0, 0);
        emit_end(u, OPC_RERAISE, exception, 0);
    }
    u->top = mark;
}

/* The exception is in `exception`: it is being handled from here on. */
static void open_handled(Unit *u, Block *handled, const Stmt *s, uint32_t exception,
                         uint32_t saved) {
    emit(u, OPC_PUSH_HANDLED, saved, exception, 0);
    block_push(u, handled, BLOCK_HANDLED, s);
    handled->reg = saved;
}

/* ---- try/except ---- */

static void try_body(Unit *u, const Stmt *s, Block *block, BlockKind kind) {
    block_push(u, block, kind, s);
    compile_stmts(u, s->try_stmt.body);
    block_pop(u, block);
}

/* Leaves a handler normally. */
static void leave_handler(Unit *u, Block *handled, AstPos pos, const Name *name, Target *end) {
    block_suspend(u, handled);
    at(u, pos);
    emit(u, OPC_POP_HANDLED, handled->reg, 0, 0);
    if (name) variable_clear(u, name, pos);
    jump_always(u, end);
    block_resume(u, handled);
}

static void named_handler_body(Unit *u, const ExceptHandler *h, const Stmt *s, uint32_t exception,
                               Block *handled, Target *end) {
    Block named;
    variable_store(u, h->name, h->pos, exception);
    block_push(u, &named, BLOCK_NAMED, s);
    named.name = h->name;
    compile_stmts(u, h->body);
    block_pop(u, &named);
    leave_handler(u, handled, h->pos, h->name, end);
    uint32_t mark = u->top;
    uint32_t raised = reg_new(u);
    if (block_handler(u, &named, raised)) {
        variable_clear(u, h->name, h->pos);
        at(u, h->pos);
        emit_end(u, OPC_RERAISE, raised, 0);
    }
    u->top = mark;
}

static void except_clauses(Unit *u, const Stmt *s, uint32_t exception, Block *handled,
                           Target *end) {
    ExceptHandlerList handlers = s->try_stmt.handlers;
    for (uint32_t i = 0; i < handlers.count; i++) {
        const ExceptHandler *h = handlers.items[i];
        Target next = TARGET_INIT;
        uint32_t mark = u->top;
        if (!h->type && i + 1 < handlers.count)
            compile_error(u, h->pos, "default 'except:' must be last");
        if (h->type) {
            uint32_t type = expr(u, h->type);
            at(u, h->pos);
            uint32_t matches = reg_new(u);
            emit(u, OPC_MATCH_EXCEPTION, matches, exception, type);
            jump(u, OPC_JUMP_IF_FALSE, matches, 0, 0, &next);
        }
        u->top = mark;
        if (h->name) {
            named_handler_body(u, h, s, exception, handled, end);
        } else {
            compile_stmts(u, h->body);
            leave_handler(u, handled, h->pos, NULL, end);
        }
        place(u, &next);
    }
}

static void try_except(Unit *u, const Stmt *s) {
    uint32_t mark = u->top;
    Target end = TARGET_INIT;
    Block body, handled;
    try_body(u, s, &body, BLOCK_TRY);
    compile_stmts(u, s->try_stmt.orelse);
    jump_always(u, &end);
    uint32_t exception = reg_new(u), saved = reg_new(u);
    block_handler(u, &body, exception);
    at(u, s->pos);
    open_handled(u, &handled, s, exception, saved);
    except_clauses(u, s, exception, &handled, &end);
    at(u, s->pos);
    emit_end(u, OPC_RERAISE, exception, 0);
    close_handled(u, &handled, s->pos);
    u->top = mark;
    place(u, &end);
}

/* ---- try/finally ---- */

static void try_finally(Unit *u, const Stmt *s, void (*inner)(Unit *, const Stmt *)) {
    uint32_t mark = u->top;
    Target end = TARGET_INIT;
    Block body, handled;
    block_push(u, &body, BLOCK_FINALLY, s);
    if (s->try_stmt.handlers.count)
        inner(u, s);
    else
        compile_stmts(u, s->try_stmt.body);
    block_pop(u, &body);
    compile_stmts(u, s->try_stmt.finalbody);
    jump_always(u, &end);
    uint32_t exception = reg_new(u), saved = reg_new(u);
    block_handler(u, &body, exception);
    at(u, s->pos);
    open_handled(u, &handled, s, exception, saved);
    compile_stmts(u, s->try_stmt.finalbody);
    at(u, s->pos);
    emit_end(u, OPC_RERAISE, exception, 0);
    close_handled(u, &handled, s->pos);
    u->top = mark;
    place(u, &end);
}

void compile_try(Unit *u, const Stmt *s) {
    if (s->try_stmt.finalbody.count)
        try_finally(u, s, try_except);
    else
        try_except(u, s);
}

/* ---- try/except* ---- */

/* One clause: `rest` holds what no clause has matched so far, or None.  What its
 * body raises is collected in `raised`. */
static void except_star_clause(Unit *u, const Stmt *s, const ExceptHandler *h, uint32_t rest,
                               uint32_t raised) {
    uint32_t mark = u->top;
    Target next = TARGET_INIT;
    Block star, named, handled;
    uint32_t match = reg_new_many(u, 2), saved = reg_new(u);
    at(u, h->pos);
    jump(u, OPC_JUMP_IF_NONE, rest, 0, 0, &next);
    uint32_t type = expr(u, h->type);
    at(u, h->pos);
    emit(u, OPC_MATCH_GROUP, match, rest, type);
    emit_move(u, rest, match + 1);
    jump(u, OPC_JUMP_IF_NONE, match, 0, 0, &next);
    u->top = saved + 1;
    open_handled(u, &handled, s, match, saved);
    block_push(u, &star, BLOCK_EXCEPT_STAR, s);
    if (h->name) {
        variable_store(u, h->name, h->pos, match);
        block_push(u, &named, BLOCK_NAMED, s);
        named.name = h->name;
    }
    compile_stmts(u, h->body);
    if (h->name) block_pop(u, &named);
    block_pop(u, &star);
    block_pop(u, &handled);
    at(u, h->pos);
    emit(u, OPC_POP_HANDLED, saved, 0, 0);
    if (h->name) variable_clear(u, h->name, h->pos);
    jump_always(u, &next);
    /* One handler serves for all three: the innermost has every range. */
    uint32_t exception = reg_new(u);
    if (block_handler(u, h->name ? &named : &star, exception)) {
        at(u, h->pos);
        emit(u, OPC_POP_HANDLED, saved, 0, 0);
        if (h->name) variable_clear(u, h->name, h->pos);
        emit(u, OPC_LIST_APPEND, raised, exception, 0);
    }
    place(u, &next);
    u->top = mark;
}

static void try_except_star(Unit *u, const Stmt *s) {
    uint32_t mark = u->top;
    Target end = TARGET_INIT, no_rest = TARGET_INIT, reraise = TARGET_INIT;
    Block body, handled;
    try_body(u, s, &body, BLOCK_TRY);
    compile_stmts(u, s->try_stmt.orelse);
    jump_always(u, &end);
    uint32_t exception = reg_new(u), saved = reg_new(u);
    uint32_t rest = reg_new(u), raised = reg_new(u);
    block_handler(u, &body, exception);
    at(u, s->pos);
    open_handled(u, &handled, s, exception, saved);
    emit(u, OPC_BUILD_LIST, raised, raised, 0);
    emit_move(u, rest, exception);
    for (uint32_t i = 0; i < s->try_stmt.handlers.count; i++)
        except_star_clause(u, s, s->try_stmt.handlers.items[i], rest, raised);
    at(u, s->pos);
    jump(u, OPC_JUMP_IF_NONE, rest, 0, 0, &no_rest);
    emit(u, OPC_LIST_APPEND, raised, rest, 0);
    place(u, &no_rest);
    emit(u, OPC_RERAISE_GROUP, rest, exception, raised);
    jump(u, OPC_JUMP_IF_NOT_NONE, rest, 0, 0, &reraise);
    block_suspend(u, &handled);
    emit(u, OPC_POP_HANDLED, saved, 0, 0);
    jump_always(u, &end);
    place(u, &reraise);
    emit(u, OPC_POP_HANDLED, saved, 0, 0);
    emit_end(u, OPC_RERAISE, rest, 0);
    block_resume(u, &handled);
    close_handled(u, &handled, s->pos);
    u->top = mark;
    place(u, &end);
}

void compile_try_star(Unit *u, const Stmt *s) {
    if (s->try_stmt.finalbody.count)
        try_finally(u, s, try_except_star);
    else
        try_except_star(u, s);
}

/* ---- with ---- */

/* The manager's exception exit: true means that the exception is swallowed. */
static void with_handler(Unit *u, const Stmt *s, Block *block, Target *end) {
    Block handled;
    Target swallowed = TARGET_INIT;
    bool async = block->kind == BLOCK_ASYNC_WITH;
    uint32_t exception = reg_new(u), saved = reg_new(u);
    if (!block_handler(u, block, exception)) return;
    at(u, s->pos);
    open_handled(u, &handled, s, exception, saved);
    uint32_t result = reg_new(u);
    emit(u, OPC_CALL_EXIT, result, block->reg, exception);
    if (async) {
        uint32_t awaited = reg_new(u);
        emit_await(u, awaited, result, 2);
        result = awaited;
    }
    jump(u, OPC_JUMP_IF_TRUE, result, 0, 0, &swallowed);
    emit_end(u, OPC_RERAISE, exception, 0);
    close_handled(u, &handled, s->pos);
    place(u, &swallowed);
    at(u, s->pos);
    emit(u, OPC_POP_HANDLED, saved, 0, 0);
    jump_always(u, end);
}

static void with_items(Unit *u, const Stmt *s, uint32_t number) {
    if (number == s->with_stmt.items.count) {
        compile_stmts(u, s->with_stmt.body);
        return;
    }
    context_enter(u->x);
    bool async = s->kind == AST_ASYNC_WITH;
    const WithItem *item = s->with_stmt.items.items[number];
    uint32_t mark = u->top;
    Target end = TARGET_INIT;
    Block block;
    uint32_t base = reg_new_many(u, 4);
    uint32_t manager = expr(u, item->context_expr);
    at(u, s->pos);
    emit(u, OPC_WITH_SETUP, base, manager, async);
    u->top = base + 4;
    emitter_emit_cached(&u->e, OPC_CALL_METHOD, base + 2, base + 2, 0);
    if (async) {
        uint32_t entered = reg_new(u);
        emit_await(u, entered, base + 2, 1);
        emit_move(u, base + 2, entered);
    }
    u->top = base + 3;
    block_push(u, &block, async ? BLOCK_ASYNC_WITH : BLOCK_WITH, s);
    block.reg = base;
    if (item->optional_vars) store_to(u, item->optional_vars, base + 2);
    u->top = base + 2;
    with_items(u, s, number + 1);
    block_pop(u, &block);
    call_exit(u, &block);
    jump_always(u, &end);
    u->top = base + 2;
    with_handler(u, s, &block, &end);
    u->top = mark;
    place(u, &end);
    context_leave(u->x);
}

void compile_with(Unit *u, const Stmt *s) {
    if (s->kind == AST_ASYNC_WITH && u->kind != UNIT_ASYNC_FUNCTION)
        compile_error(u, s->pos, "'async with' outside async function");
    with_items(u, s, 0);
}

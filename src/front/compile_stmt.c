/* compile_stmt.c - statements, except those with files of their own. */
#include "front/compiler.h"
#include "front/compile.h"

#include <string.h>

/* ---- delegation: await and yield from ---- */

/* SEND leaves the loop with the result when the delegate has returned; what it
 * yielded is passed on, and what is sent in reaches it in the next round. */
void emit_delegation(Unit *u, uint32_t dst, uint32_t iterator) {
    uint32_t mark = u->top;
    uint32_t sent = reg_new(u);
    Target again = TARGET_INIT, done = TARGET_INIT;
    emit_constant(u, sent, VALUE_NONE);
    emitter_place(&u->e, &again.label);
    jump(u, OPC_SEND, dst, iterator, sent, &done);
    emit(u, OPC_YIELD_DELEGATED, sent, dst, iterator);
    jump_back(u, &again);
    place(u, &done);
    u->top = mark;
}

void emit_await(Unit *u, uint32_t dst, uint32_t value, unsigned where) {
    uint32_t mark = u->top;
    uint32_t iterator = reg_new(u);
    emit(u, OPC_GET_AWAITABLE, iterator, value, where);
    emit_delegation(u, dst, iterator);
    u->top = mark;
}

/* ---- loops and branches ---- */

static void compile_if(Unit *u, const Stmt *s) {
    Target end = TARGET_INIT;
    for (;;) { /* along the elifs */
        Target orelse = TARGET_INIT;
        StmtList rest = s->if_stmt.orelse;
        jump_if(u, s->if_stmt.test, false, &orelse);
        compile_stmts(u, s->if_stmt.body);
        if (rest.count) jump_always(u, &end);
        place(u, &orelse);
        if (rest.count != 1 || rest.items[0]->kind != AST_IF) {
            compile_stmts(u, rest);
            break;
        }
        s = rest.items[0];
    }
    place(u, &end);
}

static void push_loop(Unit *u, Block *block, const Stmt *s, Target *again, Target *leave) {
    block_push(u, block, BLOCK_LOOP, s);
    block->again = again;
    block->leave = leave;
}

static void compile_while(Unit *u, const Stmt *s) {
    Target again = TARGET_INIT, exhausted = TARGET_INIT, leave = TARGET_INIT;
    Block block;
    uint32_t warnings = u->x->warning_count;
    place_loop(u, &again);
    jump_if(u, s->while_stmt.test, false, &exhausted);
    warnings = u->x->warning_count - warnings;
    push_loop(u, &block, s, &again, &leave);
    compile_stmts(u, s->while_stmt.body);
    block_pop(u, &block);
    at(u, s->while_stmt.test->pos);
    jump_back(u, &again);
    if (warnings) /* CPython compiles the test twice, and warns twice */
        jump_if(u, s->while_stmt.test, false, &exhausted);
    place(u, &exhausted);
    compile_stmts(u, s->while_stmt.orelse);
    place(u, &leave);
}

static uint32_t loop_iterator(Unit *u, const Stmt *s, Opcode op) {
    const Expr *iterable = s->for_stmt.iter;
    uint32_t iterator = reg_new_many(u, op == OPC_FOR_PREPARE ? LOOP_REGISTERS : 1), mark = u->top;
    Value constants;
    uint32_t reg;
    if (op == OPC_FOR_PREPARE && iterable->kind == AST_LIST &&
        constant_exprs(u, iterable->list.elts, &constants)) {
        reg = reg_new(u);
        at(u, s->pos);
        emit_constant(u, reg, constants);
    } else {
        reg = expr(u, iterable);
    }
    at(u, s->pos);
    emit(u, op, iterator, reg, 0);
    u->top = mark;
    return iterator;
}

static void compile_for(Unit *u, const Stmt *s) {
    uint32_t mark = u->top;
    Target body = TARGET_INIT, next = TARGET_INIT, exhausted = TARGET_INIT, leave = TARGET_INIT;
    Block block;
    const Expr *target = s->for_stmt.target;
    uint32_t iterator = loop_iterator(u, s, OPC_FOR_PREPARE);
    uint32_t own = target_register(u, target);
    uint32_t item = own != NO_HINT ? own : reg_new(u);
    uint32_t unpacks = target_only_unpacks(target);
    at(u, s->pos);
    jump(u, OPC_FOR_ITER, item, iterator, unpacks, &exhausted);
    place_loop(u, &body);
    push_loop(u, &block, s, &next, &leave);
    if (own != NO_HINT) {
        set_assigned(u, own);
    } else {
        store_to(u, target, item);
        u->top = item; /* free once stored */
    }
    compile_stmts(u, s->for_stmt.body);
    block_pop(u, &block);
    place(u, &next);
    at(u, s->pos);
    loop_again(u, OPC_FOR_LOOP, item, iterator, unpacks, &body);
    place(u, &exhausted);
    u->top = mark;
    compile_stmts(u, s->for_stmt.orelse);
    place(u, &leave);
}

static void compile_async_for(Unit *u, const Stmt *s) {
    uint32_t mark = u->top;
    Target again = TARGET_INIT, exhausted = TARGET_INIT, leave = TARGET_INIT;
    Block loop, step;
    if (u->kind != UNIT_ASYNC_FUNCTION)
        compile_error(u, s->pos, "'async for' outside async function");
    uint32_t iterator = loop_iterator(u, s, OPC_GET_AITER);
    uint32_t item = reg_new(u), awaitable = reg_new(u);
    place_loop(u, &again);
    push_loop(u, &loop, s, &again, &leave);
    block_push(u, &step, BLOCK_TRY, s);
    at(u, s->pos);
    emit(u, OPC_GET_ANEXT, awaitable, iterator, 0);
    emit_delegation(u, item, awaitable);
    block_pop(u, &step);
    store_to(u, s->for_stmt.target, item);
    u->top = item;
    compile_stmts(u, s->for_stmt.body);
    block_pop(u, &loop);
    at(u, s->pos);
    jump_back(u, &again);
    if (block_handler(u, &step, item)) {
        at(u, s->pos);
        jump(u, OPC_ASYNC_FOR_END, item, 0, 0, &exhausted);
        not_reached(u);
    }
    place(u, &exhausted);
    u->top = mark;
    compile_stmts(u, s->for_stmt.orelse);
    place(u, &leave);
}

static Block *innermost_loop(Unit *u) {
    Block *b = u->block;
    while (b && b->kind != BLOCK_LOOP) b = b->outer;
    return b;
}

/* The test of a `while` is behind us, the FOR_LOOP of a `for` is still to come. */
static void jump_to_next_round(Unit *u, const Block *loop) {
    if (loop->again->label.pc == LABEL_NONE)
        jump_always(u, loop->again);
    else
        jump_back(u, loop->again);
}

static void compile_break_continue(Unit *u, const Stmt *s) {
    bool is_break = s->kind == AST_BREAK;
    Block *loop = innermost_loop(u);
    /* except* is complained about first, even without a loop. */
    unwind(u, loop, s->pos);
    if (!loop)
        compile_error(u, s->pos,
                      is_break ? "'break' outside loop" : "'continue' not properly in loop");
    at(u, s->pos);
    if (is_break)
        jump_always(u, loop->leave);
    else
        jump_to_next_round(u, loop);
    unwind_done(u, loop);
}

/* ---- return, raise, assert ---- */

/* return a if c else b: each branch returns by itself. */
void return_value(Unit *u, const Expr *value, AstPos pos) {
    uint32_t mark = u->top;
    context_enter(u->x);
    if (value->kind == AST_IF_EXP) {
        Target orelse = TARGET_INIT;
        AstPos jump_pos = u->jump_pos;
        jump_if(u, value->if_exp.test, false, &orelse);
        return_value(u, value->if_exp.body, pos);
        place(u, &orelse);
        return_value(u, value->if_exp.orelse, pos);
        u->jump_pos = jump_pos;
    } else {
        uint32_t reg = expr(u, value);
        at(u, pos);
        emit_end(u, OPC_RETURN, reg, 0);
    }
    context_leave(u->x);
    u->top = mark;
}

static void compile_return(Unit *u, const Stmt *s) {
    const Expr *value = s->return_stmt.value;
    uint32_t mark = u->top;
    if (u->scope->kind != SCOPE_FUNCTION) compile_error(u, s->pos, "'return' outside function");
    if (value && u->scope->coroutine && u->scope->generator)
        compile_error(u, s->pos, "'return' with value in async generator");
    if (value && value->kind == AST_IF_EXP && !has_leaving_code(u)) {
        return_value(u, value, s->pos);
        return;
    }
    AstPos pos = s->pos;
    Operand o = {.constant = true, .value = VALUE_NONE};
    if (value) {
        if (value->kind == AST_CONSTANT && value->pos.lineno == s->pos.lineno) pos = value->pos;
        o = operand(u, value, NO_HINT);
        if (!o.constant && reg_is_local(u, o.reg) && unwinding_runs_code(u)) {
            uint32_t copy = reg_new(u);
            emit_move(u, copy, o.reg);
            o.reg = copy;
        }
    }
    unwind(u, NULL, pos);
    at(u, s->pos);
    if (o.constant && value_is_none(o.value))
        emit_end(u, OPC_RETURN_NONE, 0, 0);
    else
        emit_end(u, OPC_RETURN, operand_register(u, o), 0);
    unwind_done(u, NULL);
    u->top = mark;
}

static void compile_raise(Unit *u, const Stmt *s) {
    uint32_t mark = u->top;
    if (!s->raise_stmt.exc) {
        at(u, s->pos);
        emit_end(u, OPC_RAISE_CURRENT, 0, 0);
        return;
    }
    Operand exception = s->raise_stmt.cause
                            ? stable_operand(u, s->raise_stmt.exc, s->raise_stmt.cause)
                            : operand(u, s->raise_stmt.exc, NO_HINT);
    uint32_t reg = operand_register(u, exception);
    uint32_t cause = s->raise_stmt.cause ? expr(u, s->raise_stmt.cause) : 0;
    at(u, s->pos);
    emit_end(u, s->raise_stmt.cause ? OPC_RAISE_FROM : OPC_RAISE, reg, cause);
    u->top = mark;
}

static void compile_assert(Unit *u, const Stmt *s) {
    uint32_t mark = u->top;
    Target holds = TARGET_INIT;
    const Expr *test = s->assert_stmt.test;
    if (test->kind == AST_TUPLE && test->tuple.elts.count)
        context_warn(u->x, TYPE_SyntaxWarning, s->pos,
                     "assertion is always true, perhaps remove parentheses?");
    if (u->c->flags & COMPILE_OPTIMIZE_ASSERTS) return;
    u->jump_pos = s->pos;
    jump_if(u, test, true, &holds);
    AstPos pos = u->jump_pos;
    uint32_t error = reg_new(u);
    at(u, pos);
    emit(u, OPC_LOAD_ASSERTION_ERROR, error, 0, 0);
    if (s->assert_stmt.msg) {
        expr_to(u, s->assert_stmt.msg, reg_new(u));
        at(u, pos);
        emitter_emit_cached(&u->e, OPC_CALL, error, error, 1);
    }
    at(u, pos);
    emit_end(u, OPC_RAISE, error, 0);
    u->top = mark;
    place(u, &holds);
}

/* ---- imports ---- */

static bool name_is(const Name *name, const char *text) {
    return name && !strcmp(name->bytes, text);
}

/* The dotted name's part [start, end) as a str. */
static Value name_part(Unit *u, const Name *name, size_t start, size_t end) {
    return context_intern(u->x, name->bytes + start, end - start);
}

static void import_name(Unit *u, uint32_t base, Value module, int32_t level, Value from_list) {
    emit_constant(u, base, value_from_int(level));
    emit_constant(u, base + 1, from_list);
    emit_name(u, OPC_IMPORT_NAME, base, base, module);
}

/* `import a.b.c as d` binds the innermost module. */
static void store_submodule(Unit *u, const Alias *alias, AstPos pos, uint32_t module) {
    const Name *name = alias->name;
    size_t start = 0;
    for (;;) {
        const char *dot = memchr(name->bytes + start, '.', name->length - start);
        size_t end = dot ? (size_t)(dot - name->bytes) : name->length;
        if (start) emit_name(u, OPC_IMPORT_FROM, module, module, name_part(u, name, start, end));
        if (!dot) break;
        start = end + 1;
    }
    variable_store(u, alias->asname, pos, module);
}

static void compile_import(Unit *u, const Stmt *s) {
    AliasList names = s->import_stmt.names;
    for (uint32_t i = 0; i < names.count; i++) {
        const Alias *alias = names.items[i];
        uint32_t mark = u->top;
        uint32_t base = reg_new_many(u, 2);
        at(u, s->pos);
        import_name(u, base, context_name(u->x, alias->name), 0, VALUE_NONE);
        if (alias->asname) {
            store_submodule(u, alias, s->pos, base);
        } else {
            const char *dot = memchr(alias->name->bytes, '.', alias->name->length);
            if (dot)
                variable_store_value(
                    u, name_part(u, alias->name, 0, (size_t)(dot - alias->name->bytes)), base);
            else
                variable_store(u, alias->name, s->pos, base);
        }
        u->top = mark;
    }
}

static void compile_import_from(Unit *u, const Stmt *s) {
    AliasList names = s->import_from.names;
    uint32_t mark = u->top;
    if (name_is(s->import_from.module, "__future__") && !s->import_from.level &&
        s->pos.lineno > u->c->future_line)
        compile_error(u, s->pos, "from __future__ imports must occur at the beginning of the file");
    Value *items = context_alloc(u->x, names.count * sizeof *items);
    for (uint32_t i = 0; i < names.count; i++) items[i] = context_name(u->x, names.items[i]->name);
    Value from_list = tuple_from_values(u->x->t, items, names.count);
    if (value_is_error(from_list)) context_escape(u->x);
    Value module =
        s->import_from.module ? context_name(u->x, s->import_from.module) : u->x->t->vm->empty_str;
    uint32_t base = reg_new_many(u, 2);
    at(u, s->pos);
    import_name(u, base, module, s->import_from.level, constant_canonical(u->x, from_list));
    for (uint32_t i = 0; i < names.count; i++) {
        const Alias *alias = names.items[i];
        at(u, s->pos);
        if (!i && name_is(alias->name, "*")) {
            emit(u, OPC_IMPORT_STAR, base, 0, 0);
            break;
        }
        emit_name(u, OPC_IMPORT_FROM, base + 1, base, items[i]);
        variable_store(u, alias->asname ? alias->asname : alias->name, s->pos, base + 1);
    }
    u->top = mark;
}

/* ---- all statements ---- */

static void compile_expression_statement(Unit *u, const Stmt *s) {
    const Expr *e = s->expr_stmt.value;
    if (u->c->interactive && u->kind == UNIT_MODULE) {
        uint32_t mark = u->top;
        uint32_t reg = expr(u, e);
        at(u, s->pos);
        emit(u, OPC_PRINT_EXPR, reg, 0, 0);
        u->top = mark;
        return;
    }
    if (e->kind != AST_CONSTANT) expr_discard(u, e);
}

static void compile_stmt(Unit *u, const Stmt *s) {
    switch ((StmtKind)s->kind) {
    case AST_FUNCTION_DEF:
    case AST_ASYNC_FUNCTION_DEF: compile_function(u, s); break;
    case AST_CLASS_DEF: compile_class(u, s); break;
    case AST_RETURN: compile_return(u, s); break;
    case AST_DELETE: compile_delete(u, s); break;
    case AST_ASSIGN: compile_assign(u, s); break;
    case AST_AUG_ASSIGN: compile_aug_assign(u, s); break;
    case AST_ANN_ASSIGN: compile_ann_assign(u, s); break;
    case AST_FOR: compile_for(u, s); break;
    case AST_ASYNC_FOR: compile_async_for(u, s); break;
    case AST_WHILE: compile_while(u, s); break;
    case AST_IF: compile_if(u, s); break;
    case AST_WITH:
    case AST_ASYNC_WITH: compile_with(u, s); break;
    case AST_MATCH: compile_match(u, s); break;
    case AST_RAISE: compile_raise(u, s); break;
    case AST_TRY: compile_try(u, s); break;
    case AST_TRY_STAR: compile_try_star(u, s); break;
    case AST_ASSERT: compile_assert(u, s); break;
    case AST_IMPORT: compile_import(u, s); break;
    case AST_IMPORT_FROM: compile_import_from(u, s); break;
    case AST_GLOBAL:
    case AST_NONLOCAL:
    case AST_PASS: break;
    case AST_EXPR: compile_expression_statement(u, s); break;
    case AST_BREAK:
    case AST_CONTINUE: compile_break_continue(u, s); break;
    }
}

void compile_stmts(Unit *u, StmtList list) {
    context_enter(u->x);
    for (uint32_t i = 0; i < list.count; i++) compile_stmt(u, list.items[i]);
    context_leave(u->x);
}

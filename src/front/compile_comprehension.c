/*
 * compile_comprehension.c - comprehensions and generator expressions.
 *
 * A list, set or dict comprehension runs in the frame around it: its variables
 * get registers of their own, which nothing else names.  Only a variable that an
 * inner function captures, or that may be read before it is bound, needs a named
 * register (compiler_base.c has reserved those).  CPython 3.11 shows a frame of
 * its own for them in tracebacks, so the range is recorded (CodeInlined).
 *
 * Generator expressions are functions; so are the few comprehensions that look
 * at their own frame (locals(), zero-argument super(), ...: Scope.inlined).
 */
#include "front/compiler.h"

#include <string.h>

const char *comprehension_name(unsigned kind) {
    switch ((ComprehensionKind)kind) {
    case COMPREHENSION_NONE: break;
    case COMPREHENSION_LIST: return "<listcomp>";
    case COMPREHENSION_SET: return "<setcomp>";
    case COMPREHENSION_DICT: return "<dictcomp>";
    case COMPREHENSION_GENERATOR: return "<genexpr>";
    }
    return "";
}

static ComprehensionList generators_of(const Expr *e) {
    return e->kind == AST_DICT_COMP ? e->dict_comp.generators : e->comp.generators;
}

/* What one innermost round does: append, add, or yield. */
static void emit_element(Unit *u, const Expr *e, uint32_t container) {
    uint32_t mark = u->top;
    switch (e->kind) {
    case AST_LIST_COMP:
    case AST_SET_COMP: {
        uint32_t reg = expr(u, e->comp.elt);
        at(u, u->jump_pos);
        emit(u, e->kind == AST_LIST_COMP ? OPC_LIST_APPEND : OPC_SET_ADD, container, reg, 0);
        break;
    }
    case AST_DICT_COMP: {
        Operand key = stable_operand(u, e->dict_comp.key, e->dict_comp.value);
        uint32_t value = expr(u, e->dict_comp.value);
        at(u, u->jump_pos);
        emit(u, OPC_MAP_ADD, container, operand_register(u, key), value);
        break;
    }
    default: { /* AST_GENERATOR_EXP */
        uint32_t reg = expr(u, e->comp.elt);
        at(u, u->jump_pos);
        if (u->scope->coroutine) {
            uint32_t wrapped = reg_new(u);
            emit(u, OPC_ASYNC_YIELD_WRAP, wrapped, reg, 0);
            reg = wrapped;
        }
        emit(u, OPC_YIELD, reg_new(u), reg, 0);
        break;
    }
    }
    u->top = mark;
}

static void rounds(Unit *u, const Expr *e, uint32_t generator, uint32_t iterator,
                   uint32_t container);

/* The conditions of one `for`, then what is inside it. */
static void round_body(Unit *u, const Expr *e, uint32_t generator, uint32_t container,
                       Target *again) {
    const Comprehension *g = generators_of(e).items[generator];
    for (uint32_t i = 0; i < g->ifs.count; i++) jump_if(u, g->ifs.items[i], false, again);
    rounds(u, e, generator + 1, NO_HINT, container);
}

static void store_item(Unit *u, const Expr *target, uint32_t reg) {
    if (target_register(u, target) == NO_HINT)
        store_to(u, target, reg);
    else
        set_assigned(u, reg);
}

/* The loop's state, or the asynchronous iterator. */
static uint32_t prepare_loop(Unit *u, const Comprehension *g, uint32_t iterable, AstPos pos) {
    uint32_t iterator = reg_new_many(u, g->is_async ? 1 : LOOP_REGISTERS);
    at(u, pos);
    emit(u, g->is_async ? OPC_GET_AITER : OPC_FOR_PREPARE, iterator, iterable, 0);
    return iterator;
}

/* One `for` and everything inside it.  The iterator of the first is given. */
static void rounds(Unit *u, const Expr *e, uint32_t generator, uint32_t iterator,
                   uint32_t container) {
    ComprehensionList generators = generators_of(e);
    if (generator == generators.count) {
        emit_element(u, e, container);
        return;
    }
    context_enter(u->x);
    const Comprehension *g = generators.items[generator];
    uint32_t mark = u->top;
    Target again = TARGET_INIT, next = TARGET_INIT, end = TARGET_INIT;
    Value constants;
    if (iterator == NO_HINT && !g->is_async && g->iter->kind == AST_LIST &&
        constant_exprs(u, g->iter->list.elts, &constants)) {
        iterator = reg_new_many(u, LOOP_REGISTERS);
        at(u, u->jump_pos);
        emit_constant(u, iterator, constants);
        emit(u, OPC_FOR_PREPARE, iterator, iterator, 0);
    } else if (iterator == NO_HINT) {
        uint32_t iterable = expr(u, g->iter);
        u->top = mark;
        iterator = prepare_loop(u, g, iterable, u->jump_pos);
    }
    uint32_t own = target_register(u, g->target);
    uint32_t item = own != NO_HINT ? own : reg_new(u);
    if (g->is_async) {
        place_loop(u, &again);
        Block step;
        uint32_t result = reg_new(u);
        block_push(u, &step, BLOCK_TRY, NULL);
        at(u, u->jump_pos);
        emit(u, OPC_GET_ANEXT, result + 1, iterator, 0);
        reg_new(u);
        emit_delegation(u, result, result + 1);
        block_pop(u, &step);
        emit_move(u, item, result);
        store_item(u, g->target, item);
        round_body(u, e, generator, container, &next);
        place(u, &next);
        at(u, u->jump_pos);
        jump_back(u, &again);
        if (block_handler(u, &step, result)) {
            at(u, u->jump_pos);
            jump(u, OPC_ASYNC_FOR_END, result, 0, 0, &end);
            not_reached(u);
        }
    } else {
        uint32_t unpacks = target_only_unpacks(g->target);
        at(u, u->jump_pos);
        jump(u, OPC_FOR_ITER, item, iterator, unpacks, &end);
        place_loop(u, &again);
        store_item(u, g->target, item);
        round_body(u, e, generator, container, &next);
        place(u, &next);
        at(u, u->jump_pos);
        loop_again(u, OPC_FOR_LOOP, item, iterator, unpacks, &again);
    }
    place(u, &end);
    u->top = mark;
    context_leave(u->x);
}

/* Variables without a named register get temporaries. */
static void enter_variables(Unit *u, Scope *scope) {
    for (uint32_t i = 0; i < scope->symbol_count; i++) {
        Symbol *symbol = &scope->symbols[i];
        bool named = symbol->place == PLACE_CELL || symbol->flags & SYMBOL_EARLY_USE;
        if (symbol->place == PLACE_LOCAL && !named) {
            symbol->index = reg_new(u);
        } else if (symbol->place == PLACE_CELL) {
            emit(u, OPC_LOAD_UNDEF, symbol->index, 0, 0);
            emit(u, OPC_MAKE_CELL, symbol->index, 0, 0);
        } else if (symbol->place == PLACE_LOCAL) {
            emit(u, OPC_LOAD_UNDEF, symbol->index, 0, 0);
            set_unassigned(u, symbol->index);
        }
    }
}

static void check_async(Unit *u, const Expr *e, const Scope *scope) {
    if (scope->coroutine && scope->inlined && u->kind != UNIT_ASYNC_FUNCTION &&
        u->current->comprehension == COMPREHENSION_NONE)
        compile_error(u, e->pos, "asynchronous comprehension outside of an asynchronous function");
}

static uint32_t first_iterator(Unit *u, const Expr *e) {
    const Comprehension *outermost = generators_of(e).items[0];
    Value constants;
    uint32_t mark = u->top, iterable;
    if (!outermost->is_async && outermost->iter->kind == AST_LIST &&
        constant_exprs(u, outermost->iter->list.elts, &constants)) {
        iterable = reg_new(u);
        at(u, outermost->iter->pos);
        emit_constant(u, iterable, constants);
    } else {
        iterable = expr(u, outermost->iter);
    }
    u->top = mark;
    return prepare_loop(u, outermost, iterable, e->pos);
}

static Opcode display_opcode(const Expr *e) {
    return e->kind == AST_LIST_COMP  ? OPC_BUILD_LIST
           : e->kind == AST_SET_COMP ? OPC_BUILD_SET
                                     : OPC_BUILD_MAP;
}

Operand compile_comprehension(Unit *u, const Expr *e, uint32_t hint) {
    Scope *scope = scope_of(&u->c->scopes, e), *around = u->current;
    if (!scope->inlined) return compile_comprehension_function(u, e, hint);
    check_async(u, e, scope);
    uint32_t mark = u->top;
    uint32_t container = hint != NO_HINT && !reg_is_local(u, hint) ? hint : reg_new(u);
    uint32_t after = u->top;
    uint32_t iterator = first_iterator(u, e);
    CodeInlined range = {.position = {0, e->pos.lineno, e->pos.end_lineno, e->pos.col_offset,
                                      e->pos.end_col_offset}};
    range.start = u->e.count;
    enter_variables(u, scope);
    u->current = scope;
    at(u, e->pos);
    range.kind = e->kind == AST_LIST_COMP  ? INLINED_LIST
                 : e->kind == AST_SET_COMP ? INLINED_SET
                                           : INLINED_DICT;
    emit(u, display_opcode(e), container, iterator, 0);
    AstPos jump_pos = u->jump_pos;
    u->jump_pos = e->pos;
    rounds(u, e, 0, iterator, container);
    u->jump_pos = jump_pos;
    u->current = around;
    range.end = u->e.count;
    emitter_add_inlined(&u->e, range);
    u->top = container >= mark ? after : mark;
    return (Operand){.reg = container};
}

Operand compile_comprehension_function(Unit *u, const Expr *e, uint32_t hint) {
    Scope *scope = scope_of(&u->c->scopes, e);
    const char *text = comprehension_name(scope->comprehension);
    Value name = context_intern(u->x, text, strlen(text));
    Unit *inner = unit_enter(u->c, UNIT_COMPREHENSION, scope, name, NULL, e->pos.lineno);
    uint32_t container = NO_HINT;
    if (e->kind != AST_GENERATOR_EXP) {
        container = reg_new(inner);
        at(inner, e->pos);
        emit(inner, display_opcode(e), container, container, 0);
    }
    inner->jump_pos = e->pos;
    rounds(inner, e, 0, 0, container); /* the loop's state is the arguments */
    if (container != NO_HINT) {
        at(inner, e->pos);
        emit_end(inner, OPC_RETURN, container, 0);
    }
    Value code = unit_leave(u->c, e->pos);

    uint32_t mark = u->top;
    uint32_t base = reg_new_many(u, 1);
    make_simple_function(u, base, scope, code, e->pos);
    const Comprehension *outermost = generators_of(e).items[0];
    uint32_t argument = reg_new_many(u, LOOP_REGISTERS);
    Value constants;
    if (!outermost->is_async && outermost->iter->kind == AST_LIST &&
        constant_exprs(u, outermost->iter->list.elts, &constants))
        emit_constant(u, argument, constants);
    else
        expr_to(u, outermost->iter, argument);
    at(u, e->pos);
    emit(u, outermost->is_async ? OPC_GET_AITER : OPC_FOR_PREPARE, argument, argument, 0);
    for (uint32_t i = 1; outermost->is_async && i < LOOP_REGISTERS; i++)
        emit_constant(u, argument + i, VALUE_NONE);
    u->top = mark;
    uint32_t dst = reg_for(u, hint);
    emitter_emit_cached(&u->e, OPC_CALL, dst, base, LOOP_REGISTERS);
    return (Operand){.reg = dst};
}

/* compiler_base.c - units and the bookkeeping of registers, jumps and state. */
#include "front/compiler.h"
#include "front/compile.h"

#include <stdlib.h>
#include <string.h>

/* ---- instructions ---- */

void emit_move(Unit *u, uint32_t to, uint32_t from) {
    if (to != from) emit(u, OPC_MOVE, to, from, 0);
}

void emit_constant(Unit *u, uint32_t reg, Value constant) {
    if (u->e.unreachable) return;
    if (value_is_int(constant) && value_as_int(constant) == (int16_t)value_as_int(constant))
        emitter_emit_bx(&u->e, OPC_LOAD_INT, reg, (int32_t)value_as_int(constant));
    else
        emitter_emit_bx(&u->e, OPC_LOAD_CONST, reg, (int32_t)emitter_const(&u->e, constant));
}

/* ---- what is surely assigned ---- */

uint64_t *assigned_copy(Unit *u) {
    size_t size = u->assigned_words * sizeof(uint64_t);
    uint64_t *copy = context_alloc(u->x, size);
    memcpy(copy, u->assigned, size);
    return copy;
}

/* Unreachable code: everything holds there, so that merging it changes nothing. */
void not_reached(Unit *u) {
    u->e.unreachable = true;
    memset(u->assigned, 0xff, u->assigned_words * sizeof(uint64_t));
}

void emit_end(Unit *u, Opcode op, uint32_t a, uint32_t b) {
    emit(u, op, a, b, 0);
    not_reached(u);
}

/* ---- jumps ---- */

void jump(Unit *u, Opcode op, uint32_t a, uint32_t b, uint32_t c, Target *target) {
    if (u->e.unreachable) return;
    emitter_emit_jump(&u->e, op, a, b, c, &target->label);
    if (!target->assigned)
        target->assigned = assigned_copy(u);
    else
        for (uint32_t i = 0; i < u->assigned_words; i++) target->assigned[i] &= u->assigned[i];
}

void jump_always(Unit *u, Target *target) {
    jump(u, OPC_JUMP, 0, 0, 0, target);
    not_reached(u);
}

void jump_back(Unit *u, Target *loop) {
    if (!u->e.unreachable) emitter_emit_jump(&u->e, OPC_JUMP_BACK, 0, 0, 0, &loop->label);
    not_reached(u);
}

void loop_again(Unit *u, Opcode op, uint32_t a, uint32_t b, uint32_t c, Target *body) {
    if (!u->e.unreachable) emitter_emit_jump(&u->e, op, a, b, c, &body->label);
}

void place(Unit *u, Target *target) {
    emitter_place(&u->e, &target->label);
    if (target->assigned)
        for (uint32_t i = 0; i < u->assigned_words; i++) u->assigned[i] &= target->assigned[i];
}

void place_loop(Unit *u, Target *loop) {
    /* Compiled code is entered at the function's beginning or at a loop: those are
     * told apart by their addresses. */
    if (!u->e.count) emit(u, OPC_NOP, 0, 0, 0);
    emitter_place(&u->e, &loop->label);
    for (uint32_t i = 0; i < u->assigned_words; i++) u->assigned[i] &= ~u->deletable[i];
}

/* ---- units ---- */

static void unit_fail(void *context, const char *message) {
    Unit *u = context;
    if (message) compile_error(u, ((AstPos){u->first_line, 0, u->first_line, 0}), "%s", message);
    context_escape(u->x);
}

static void add_local(Unit *u, Value name, Symbol *symbol, uint32_t *capacity) {
    if (u->local_count == *capacity) {
        Value *grown =
            arena_grow(&u->x->arena, u->local_names, u->local_count, capacity, sizeof *grown);
        if (!grown) context_no_memory(u->x);
        u->local_names = grown;
    }
    if (symbol) symbol->index = u->local_count;
    u->local_names[u->local_count++] = name;
}

static void add_params(Unit *u, ArgList list, uint32_t *capacity) {
    for (uint32_t i = 0; i < list.count; i++) {
        Value name = context_mangled(u->x, u->scope->class_name, list.items[i]->arg);
        add_local(u, name, scope_find(u->scope, name), capacity);
    }
}

static void add_param(Unit *u, const Arg *arg, uint32_t *capacity) {
    if (arg) add_params(u, (ArgList){(Arg **)&arg, 1}, capacity);
}

static void add_comprehension_locals(Unit *u, Scope *scope, uint32_t *capacity) {
    for (Scope *child = scope->first_child; child; child = child->next_sibling) {
        if (!child->inlined) continue;
        for (uint32_t i = 0; i < child->symbol_count; i++) {
            Symbol *symbol = &child->symbols[i];
            if (symbol->place == PLACE_CELL ||
                (symbol->place == PLACE_LOCAL && symbol->flags & SYMBOL_EARLY_USE))
                add_local(u, symbol->name, symbol, capacity);
        }
        add_comprehension_locals(u, child, capacity);
    }
}

static int compare_symbols(const void *a, const void *b, void *thread) {
    const Symbol *x = *(Symbol *const *)a, *y = *(Symbol *const *)b;
    return str_compare(thread, value_as_str(x->name), value_as_str(y->name));
}

/* Captured variables that are no parameters, in alphabetical order like CPython's. */
static void add_cells(Unit *u, uint32_t *capacity) {
    Scope *scope = u->scope;
    uint32_t count = 0;
    Symbol **cells = context_alloc(u->x, (scope->symbol_count + 1) * sizeof *cells);
    for (uint32_t i = 0; i < scope->symbol_count; i++)
        if (scope->symbols[i].place == PLACE_CELL && !(scope->symbols[i].flags & SYMBOL_PARAM))
            cells[count++] = &scope->symbols[i];
    qsort_r(cells, count, sizeof *cells, compare_symbols, u->x->t);
    for (uint32_t i = 0; i < count; i++) add_local(u, cells[i]->name, cells[i], capacity);
}

/* Gives every variable of the frame its register. */
static void add_locals(Unit *u, const Arguments *args) {
    Scope *scope = u->scope;
    uint32_t capacity = 0;
    if (scope->comprehension) {
        /* The state of the outermost loop. */
        for (u->arg_count = 0; u->arg_count < LOOP_REGISTERS; u->arg_count++) {
            const char name[] = {'.', (char)('0' + u->arg_count)};
            add_local(u, context_intern(u->x, name, sizeof name), NULL, &capacity);
        }
    } else if (args) {
        add_params(u, args->posonlyargs, &capacity);
        add_params(u, args->args, &capacity);
        add_params(u, args->kwonlyargs, &capacity);
        add_param(u, args->vararg, &capacity);
        add_param(u, args->kwarg, &capacity);
        u->posonly_count = args->posonlyargs.count;
        u->arg_count = args->posonlyargs.count + args->args.count;
        u->kwonly_count = args->kwonlyargs.count;
    }
    u->param_count = u->local_count;
    for (uint32_t i = 0; scope->kind == SCOPE_FUNCTION && i < scope->symbol_count; i++) {
        Symbol *symbol = &scope->symbols[i];
        if (symbol->place == PLACE_LOCAL && !(symbol->flags & SYMBOL_PARAM))
            add_local(u, symbol->name, symbol, &capacity);
    }
    u->variable_count = u->local_count;
    if (scope->kind == SCOPE_FUNCTION) add_cells(u, &capacity);
    u->class_cell = NO_INDEX;
    if (scope->needs_class_cell) {
        u->class_cell = u->local_count;
        add_local(u, STR_NAME(u->x->t, __class__), NULL, &capacity);
    }
    u->visible_count = u->local_count;
    add_comprehension_locals(u, scope, &capacity);
}

static void find_deletable(Unit *u) {
    for (uint32_t i = 0; u->scope->kind == SCOPE_FUNCTION && i < u->scope->symbol_count; i++) {
        const Symbol *symbol = &u->scope->symbols[i];
        if (symbol->place == PLACE_LOCAL && symbol->flags & SYMBOL_DELETED)
            u->deletable[symbol->index / 64] |= (uint64_t)1 << symbol->index % 64;
    }
}

/* Generators start suspended; captured variables move into cells. */
static void emit_prologue(Unit *u) {
    const Scope *scope = u->scope;
    at(u, (AstPos){u->first_line, 0, u->first_line, 0});
    if (scope->kind == SCOPE_FUNCTION && (scope->generator || scope->coroutine))
        emit(u, OPC_GENERATOR_START, 0, 0, 0);
    if (scope->kind == SCOPE_FUNCTION)
        for (uint32_t i = 0; i < scope->symbol_count; i++)
            if (scope->symbols[i].place == PLACE_CELL)
                emit(u, OPC_MAKE_CELL, scope->symbols[i].index, 0, 0);
    if (u->class_cell != NO_INDEX) emit(u, OPC_MAKE_CELL, u->class_cell, 0, 0);
}

static Value join_names(Context *x, Value base, const char *between, Value name) {
    return context_keep(x, str_format(x->t, "%U%s%U", base, between, name));
}

/* What qualified names of blocks inside the unit, at this point, start with;
 * UNDEF at module level. */
static Value qualname_base(Unit *u, const Scope *scope, const char **between) {
    if (scope == u->scope) {
        bool function = u->kind != UNIT_CLASS && u->kind != UNIT_COMPREHENSION;
        *between = function ? ".<locals>." : ".";
        return u->kind == UNIT_MODULE ? VALUE_UNDEF : u->qualname;
    }
    const char *outer_between;
    Value outer = qualname_base(u, scope->parent, &outer_between);
    Value name =
        context_keep(u->x, str_from_cstring(u->x->t, comprehension_name(scope->comprehension)));
    *between = ".";
    return value_is_undef(outer) ? name : join_names(u->x, outer, outer_between, name);
}

static Value make_qualname(Unit *u, Unit *outer) {
    if (!outer) return u->name;
    if (u->kind == UNIT_FUNCTION || u->kind == UNIT_ASYNC_FUNCTION || u->kind == UNIT_CLASS) {
        /* A name declared global is found there, so it is called that. */
        const Symbol *symbol = scope_find(outer->current, u->name);
        if (symbol && symbol->place == PLACE_GLOBAL_EXPLICIT) return u->name;
    }
    const char *between;
    Value base = qualname_base(outer, outer->current, &between);
    return value_is_undef(base) ? u->name : join_names(u->x, base, between, u->name);
}

Unit *unit_enter(Compiler *c, UnitKind kind, Scope *scope, Value name, const Arguments *args,
                 int32_t first_line) {
    Context *x = &c->context;
    Unit *u = context_alloc(x, sizeof *u);
    context_enter(x);
    u->c = c;
    u->x = x;
    u->outer = c->unit;
    u->kind = kind;
    u->scope = u->current = scope;
    u->name = name;
    u->first_line = first_line;
    u->doc = VALUE_NONE;
    emitter_start(&u->e, x->t, &x->arena, unit_fail, u);
    add_locals(u, args);
    u->qualname = make_qualname(u, c->unit);
    u->top = u->register_count = u->local_count;
    u->assigned_words = u->local_count / 64 + 1;
    u->assigned = context_alloc(x, u->assigned_words * sizeof(uint64_t));
    u->deletable = context_alloc(x, u->assigned_words * sizeof(uint64_t));
    for (uint32_t i = 0; i < u->param_count; i++) set_assigned(u, i);
    find_deletable(u);
    c->unit = u;
    emit_prologue(u);
    return u;
}

static uint32_t code_flags(const Unit *u) {
    const Scope *scope = u->scope;
    uint32_t flags = u->c->future_annotations ? CODE_FUTURE_ANNOTATIONS : 0;
    if (scope->kind == SCOPE_FUNCTION) {
        flags |= CODE_OPTIMIZED | CODE_NEWLOCALS;
        if (scope->nested) flags |= CODE_NESTED;
        if (scope->generator && scope->coroutine)
            flags |= CODE_ASYNC_GENERATOR;
        else if (scope->generator)
            flags |= CODE_GENERATOR;
        else if (scope->coroutine)
            flags |= CODE_COROUTINE;
        if (scope->varargs) flags |= CODE_VARARGS;
        if (scope->varkeywords) flags |= CODE_VARKEYWORDS;
    }
    if (u->kind == UNIT_MODULE && scope->coroutine && u->c->flags & COMPILE_TOP_LEVEL_AWAIT)
        flags |= CODE_COROUTINE;
    return flags;
}

static Tuple *names_tuple(Context *x, const Value *names, uint32_t count) {
    Value v = tuple_from_values(x->t, names, count);
    if (value_is_error(v)) context_escape(x);
    return value_as_tuple(v);
}

/* Captured parameters, then the other cells, as their registers are. */
static Tuple *cell_names(Unit *u) {
    Value *names = context_alloc(u->x, (u->visible_count + 1) * sizeof *names);
    uint32_t count = 0;
    for (uint32_t i = 0; i < u->visible_count; i++) {
        const Symbol *symbol =
            i < u->variable_count ? scope_find(u->scope, u->local_names[i]) : NULL;
        if (i >= u->variable_count || (symbol && symbol->place == PLACE_CELL))
            names[count++] = u->local_names[i];
    }
    return names_tuple(u->x, names, count);
}

Value unit_leave(Compiler *c, AstPos end) {
    Unit *u = c->unit;
    Context *x = u->x;
    if (!u->e.unreachable) {
        at(u, end);
        emit_end(u, OPC_RETURN_NONE, 0, 0);
    }
    Code *code = emitter_finish(&u->e);
    if (!code) context_escape(x);
    Value v = context_keep(x, value_from_object(code));
    code->name = u->name;
    code->qualname = u->qualname;
    code->filename = x->filename;
    code->local_names = names_tuple(x, u->local_names, u->local_count);
    code->cell_names = cell_names(u);
    code->free_names = names_tuple(x, u->scope->free_names, u->scope->free_count);
    code->arg_count = u->arg_count;
    code->posonly_count = u->posonly_count;
    code->kwonly_count = u->kwonly_count;
    code->param_count = u->param_count;
    code->variable_count = u->variable_count;
    code->visible_count = u->visible_count;
    code->local_count = u->local_count;
    code->register_count = u->register_count;
    code->flags = code_flags(u);
    code->first_line = u->first_line;
    code->doc = u->doc;
    gc_wrote(x->t, code);
    c->unit = u->outer;
    context_leave(x);
    return v;
}

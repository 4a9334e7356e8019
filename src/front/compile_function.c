/* compile_function.c - functions, lambdas and classes. */
#include "front/compiler.h"
#include "front/compile.h"

enum { HAS_DEFAULTS = 1, HAS_KWDEFAULTS = 2, HAS_ANNOTATIONS = 4, HAS_CLOSURE = 8 };

/* ---- making function objects ---- */

/* The cells that the inner block's closure consists of. */
static void build_closure(Unit *u, const Scope *inner, uint32_t reg) {
    uint32_t mark = u->top;
    uint32_t base = reg_new_many(u, inner->free_count);
    for (uint32_t i = 0; i < inner->free_count; i++)
        variable_load_cell(u, inner->free_names[i], base + i);
    emit(u, OPC_BUILD_TUPLE, reg, base, inner->free_count);
    u->top = mark;
}

void make_simple_function(Unit *u, uint32_t dst, const Scope *scope, Value code, AstPos pos) {
    uint32_t mark = u->top, flags = 0;
    uint32_t base = reg_new(u);
    at(u, pos);
    if (scope->free_count) {
        build_closure(u, scope, base);
        flags = HAS_CLOSURE;
    }
    if (!u->e.unreachable)
        emitter_emit_extended(&u->e, OPC_MAKE_FUNCTION, dst, base, flags,
                              emitter_const(&u->e, code));
    u->top = mark;
}

static bool build_defaults(Unit *u, const Arguments *args, AstPos pos) {
    Value constants;
    ExprList list = args->defaults;
    if (!list.count) return false;
    uint32_t reg = reg_new(u);
    if (constant_exprs(u, list, &constants)) {
        at(u, pos);
        emit_constant(u, reg, constants);
        return true;
    }
    uint32_t mark = u->top;
    uint32_t base = reg_new_many(u, list.count);
    exprs_to_registers(u, list, base);
    at(u, pos);
    emit(u, OPC_BUILD_TUPLE, reg, base, list.count);
    u->top = mark;
    return true;
}

static bool build_kwdefaults(Unit *u, const Arguments *args, AstPos pos) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < args->kw_defaults.count; i++)
        count += args->kw_defaults.items[i] != NULL;
    if (!count) return false;
    uint32_t reg = reg_new(u), mark = u->top;
    at(u, pos);
    emit(u, OPC_BUILD_MAP, reg, reg, 0);
    for (uint32_t i = 0; i < args->kw_defaults.count; i++) {
        if (!args->kw_defaults.items[i]) continue;
        uint32_t pair = reg_new_many(u, 2);
        emit_constant(
            u, pair, context_mangled(u->x, u->current->class_name, args->kwonlyargs.items[i]->arg));
        expr_to(u, args->kw_defaults.items[i], pair + 1);
        at(u, pos);
        emit(u, OPC_MAP_ADD, reg, pair, pair + 1);
        u->top = mark;
    }
    return true;
}

/* name, value pairs are collected in consecutive registers above `base`. */
static void annotation(Unit *u, Value name, const Expr *e) {
    if (!e) return;
    uint32_t pair = reg_new_many(u, 2);
    at(u, e->pos);
    emit_constant(u, pair, name);
    if (u->c->future_annotations) {
        emit_constant(u, pair + 1, annotation_text(u, e));
    } else if (e->kind == AST_STARRED) { /* *args: *Ts */
        uint32_t mark = u->top;
        uint32_t reg = expr(u, e->starred.value);
        at(u, e->pos);
        emit(u, OPC_UNPACK, pair + 1, reg, 1);
        u->top = mark;
    } else {
        expr_to(u, e, pair + 1);
    }
}

static void arg_annotation(Unit *u, const Arg *arg) {
    if (arg && arg->annotation)
        annotation(u, context_mangled(u->x, u->current->class_name, arg->arg), arg->annotation);
}

static void arg_annotations(Unit *u, ArgList list) {
    for (uint32_t i = 0; i < list.count; i++) arg_annotation(u, list.items[i]);
}

static bool build_annotations(Unit *u, const Arguments *args, const Expr *returns, AstPos pos) {
    uint32_t reg = reg_new(u), base = u->top;
    arg_annotations(u, args->args);
    arg_annotations(u, args->posonlyargs);
    arg_annotation(u, args->vararg);
    arg_annotations(u, args->kwonlyargs);
    arg_annotation(u, args->kwarg);
    annotation(u, context_intern(u->x, "return", 6), returns);
    uint32_t count = u->top - base;
    u->top = count ? base : reg;
    if (!count) return false;
    at(u, pos);
    emit(u, OPC_BUILD_TUPLE, reg, base, count);
    return true;
}

/* Defaults, annotations and closure are in place from `base` on. */
static uint32_t prepare_function(Unit *u, const Arguments *args, const Expr *returns,
                                 bool annotations, AstPos pos) {
    uint32_t flags = 0;
    if (build_defaults(u, args, pos)) flags |= HAS_DEFAULTS;
    if (build_kwdefaults(u, args, pos)) flags |= HAS_KWDEFAULTS;
    if (annotations && build_annotations(u, args, returns, pos)) flags |= HAS_ANNOTATIONS;
    return flags;
}

static void finish_function(Unit *u, uint32_t dst, uint32_t base, uint32_t flags,
                            const Scope *scope, Value code, AstPos pos) {
    at(u, pos);
    if (scope->free_count) {
        build_closure(u, scope, reg_new(u));
        flags |= HAS_CLOSURE;
    }
    if (!u->e.unreachable)
        emitter_emit_extended(&u->e, OPC_MAKE_FUNCTION, dst, base, flags,
                              emitter_const(&u->e, code));
}

/* ---- bodies ---- */

bool has_docstring(Compiler *c, StmtList body, Value *doc) {
    *doc = VALUE_NONE;
    if (!body.count || body.items[0]->kind != AST_EXPR) return false;
    const Expr *e = body.items[0]->expr_stmt.value;
    if (e->kind != AST_CONSTANT || e->constant.kind != CONSTANT_STR) return false;
    if (!(c->flags & COMPILE_OPTIMIZE_DOCS)) *doc = constant_of(&c->context, &e->constant);
    return true;
}

static StmtList without_first(StmtList list) {
    return (StmtList){list.items + 1, list.count - 1};
}

static bool has_annotations(StmtList list) {
    for (uint32_t i = 0; i < list.count; i++) {
        const Stmt *s = list.items[i];
        switch ((StmtKind)s->kind) {
        case AST_ANN_ASSIGN: return true;
        case AST_FOR:
        case AST_ASYNC_FOR:
            if (has_annotations(s->for_stmt.body) || has_annotations(s->for_stmt.orelse))
                return true;
            break;
        case AST_WHILE:
            if (has_annotations(s->while_stmt.body) || has_annotations(s->while_stmt.orelse))
                return true;
            break;
        case AST_IF:
            if (has_annotations(s->if_stmt.body) || has_annotations(s->if_stmt.orelse)) return true;
            break;
        case AST_WITH:
        case AST_ASYNC_WITH:
            if (has_annotations(s->with_stmt.body)) return true;
            break;
        case AST_MATCH:
            for (uint32_t k = 0; k < s->match_stmt.cases.count; k++)
                if (has_annotations(s->match_stmt.cases.items[k]->body)) return true;
            break;
        case AST_TRY:
        case AST_TRY_STAR:
            for (uint32_t k = 0; k < s->try_stmt.handlers.count; k++)
                if (has_annotations(s->try_stmt.handlers.items[k]->body)) return true;
            if (has_annotations(s->try_stmt.body) || has_annotations(s->try_stmt.orelse) ||
                has_annotations(s->try_stmt.finalbody))
                return true;
            break;
        default: break;
        }
    }
    return false;
}

void prepare_annotations(Unit *u, StmtList body) {
    if (!has_annotations(body)) return;
    at(u, body.items[0]->pos);
    emit(u, OPC_SETUP_ANNOTATIONS, 0, 0, 0);
}

void compile_body(Unit *u, StmtList body) {
    Value doc;
    prepare_annotations(u, body);
    if (has_docstring(u->c, body, &doc)) {
        if (!value_is_none(doc)) {
            uint32_t mark = u->top, reg = reg_new(u);
            at(u, body.items[0]->expr_stmt.value->pos);
            emit_constant(u, reg, doc);
            raw_store(u, STR_NAME(u->x->t, __doc__), reg);
            u->top = mark;
            u->doc = doc;
        }
        body = without_first(body);
    }
    compile_stmts(u, body);
}

/* Evaluates decorators into consecutive registers; the decorated object is to
 * follow in the next one. */
static uint32_t push_decorators(Unit *u, ExprList decorators) {
    uint32_t base = u->top;
    for (uint32_t i = 0; i < decorators.count; i++) expr_to(u, decorators.items[i], reg_new(u));
    return base;
}

static void apply_decorators(Unit *u, ExprList decorators, uint32_t base) {
    for (uint32_t i = decorators.count; i-- > 0;) {
        at(u, decorators.items[i]->pos);
        emitter_emit_cached(&u->e, OPC_CALL, base + i, base + i, 1);
    }
}

static int32_t definition_line(const Stmt *s, ExprList decorators) {
    return decorators.count ? decorators.items[0]->pos.lineno : s->pos.lineno;
}

static AstPos end_of(AstPos pos) {
    return (AstPos){pos.end_lineno, pos.col_offset, pos.end_lineno, pos.end_col_offset};
}

static AstPos last_position(StmtList body) {
    return body.items[body.count - 1]->pos;
}

static Value compile_function_code(Unit *u, const Stmt *s, Scope *scope, int32_t line) {
    StmtList body = s->function_def.body;
    UnitKind kind = s->kind == AST_ASYNC_FUNCTION_DEF ? UNIT_ASYNC_FUNCTION : UNIT_FUNCTION;
    Unit *inner = unit_enter(u->c, kind, scope, context_name(u->x, s->function_def.name),
                             s->function_def.args, line);
    AstPos end = last_position(body);
    if (has_docstring(u->c, body, &inner->doc)) body = without_first(body);
    compile_stmts(inner, body);
    return unit_leave(u->c, end);
}

static void check_args(Unit *u, const Arguments *args, AstPos pos) {
    const ArgList *lists[] = {&args->posonlyargs, &args->args, &args->kwonlyargs};
    for (unsigned k = 0; k < 3; k++)
        for (uint32_t i = 0; i < lists[k]->count; i++)
            variable_check_store(u, lists[k]->items[i]->arg, pos);
    if (args->vararg) variable_check_store(u, args->vararg->arg, pos);
    if (args->kwarg) variable_check_store(u, args->kwarg->arg, pos);
}

void compile_function(Unit *u, const Stmt *s) {
    uint32_t mark = u->top;
    ExprList decorators = s->function_def.decorator_list;
    Scope *scope = scope_of(&u->c->scopes, s);
    check_args(u, s->function_def.args, s->pos);
    uint32_t base = push_decorators(u, decorators);
    int32_t line = definition_line(s, decorators);
    uint32_t own = decorators.count ? NO_HINT : variable_register(u, s->function_def.name);
    uint32_t dst = own != NO_HINT ? own : reg_new(u);
    uint32_t parts = u->top;
    uint32_t flags =
        prepare_function(u, s->function_def.args, s->function_def.returns, true, s->pos);
    Value code = compile_function_code(u, s, scope, line);
    finish_function(u, dst, parts, flags, scope, code, s->pos);
    apply_decorators(u, decorators, base);
    u->top = mark;
    variable_store(u, s->function_def.name, s->pos, decorators.count ? base : dst);
}

Operand compile_lambda(Unit *u, const Expr *e, uint32_t hint) {
    uint32_t mark = u->top;
    Scope *scope = scope_of(&u->c->scopes, e);
    check_args(u, e->lambda.args, e->pos);
    uint32_t base = u->top;
    uint32_t flags = prepare_function(u, e->lambda.args, NULL, false, e->pos);
    Unit *inner = unit_enter(u->c, UNIT_LAMBDA, scope, context_intern(u->x, "<lambda>", 8),
                             e->lambda.args, e->pos.lineno);
    return_value(inner, e->lambda.body, e->lambda.body->pos);
    Value code = unit_leave(u->c, end_of(e->pos));
    finish_function(u, hint != NO_HINT ? hint : base, base, flags, scope, code, e->pos);
    if (hint != NO_HINT) {
        u->top = mark;
        return (Operand){.reg = hint};
    }
    u->top = mark;
    reg_new(u);
    return (Operand){.reg = base};
}

/* ---- classes ---- */

static Value compile_class_code(Unit *u, const Stmt *s, Scope *scope, int32_t line) {
    Thread *t = u->x->t;
    StmtList body = s->class_def.body;
    Unit *inner =
        unit_enter(u->c, UNIT_CLASS, scope, context_name(u->x, s->class_def.name), NULL, line);
    at(inner, (AstPos){line, 0, line, 0});
    uint32_t mark = inner->top, reg = reg_new(inner);
    raw_load(inner, STR_NAME(t, __name__), reg);
    raw_store(inner, STR_NAME(t, __module__), reg);
    emit_constant(inner, reg, inner->qualname);
    raw_store(inner, STR_NAME(t, __qualname__), reg);
    inner->top = mark;
    compile_body(inner, body);
    at(inner, (AstPos){line, 0, line, 0});
    if (inner->class_cell != NO_INDEX) {
        raw_store(inner, STR_NAME(t, __classcell__), inner->class_cell);
        emit_end(inner, OPC_RETURN, inner->class_cell, 0);
    }
    return unit_leave(u->c, (AstPos){line, 0, line, 0});
}

void compile_class(Unit *u, const Stmt *s) {
    uint32_t mark = u->top;
    ExprList decorators = s->class_def.decorator_list;
    Scope *scope = scope_of(&u->c->scopes, s);
    uint32_t decorator_base = push_decorators(u, decorators);
    Value code = compile_class_code(u, s, scope, definition_line(s, decorators));
    uint32_t base = reg_new(u);
    at(u, s->pos);
    emit(u, OPC_LOAD_BUILD_CLASS, base, 0, 0);
    uint32_t body = reg_new(u);
    make_simple_function(u, body, scope, code, s->pos);
    emit_constant(u, reg_new(u), context_name(u->x, s->class_def.name));
    compile_arguments(u, base, base, 2, s->class_def.bases, s->class_def.keywords, s->pos);
    apply_decorators(u, decorators, decorator_base);
    u->top = mark;
    variable_store(u, s->class_def.name, s->pos, decorators.count ? decorator_base : base);
}

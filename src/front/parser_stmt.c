/* Simple statements, and sequences of statements. */
#include "front/parser_internal.h"

/* ---- assignments and expression statements ---- */

static int parser_augmented_operator(TokenKind kind)
{
    switch (kind) {
    case TOKEN_PLUSEQUAL: return OP_ADD;
    case TOKEN_MINEQUAL: return OP_SUB;
    case TOKEN_STAREQUAL: return OP_MULT;
    case TOKEN_ATEQUAL: return OP_MAT_MULT;
    case TOKEN_SLASHEQUAL: return OP_DIV;
    case TOKEN_PERCENTEQUAL: return OP_MOD;
    case TOKEN_AMPEREQUAL: return OP_BIT_AND;
    case TOKEN_VBAREQUAL: return OP_BIT_OR;
    case TOKEN_CIRCUMFLEXEQUAL: return OP_BIT_XOR;
    case TOKEN_LEFTSHIFTEQUAL: return OP_LSHIFT;
    case TOKEN_RIGHTSHIFTEQUAL: return OP_RSHIFT;
    case TOKEN_DOUBLESTAREQUAL: return OP_POW;
    case TOKEN_DOUBLESLASHEQUAL: return OP_FLOOR_DIV;
    default: return -1;
    }
}

static bool expr_is_single_target(const Expr *expr)
{
    return expr->kind == AST_NAME || expr->kind == AST_ATTRIBUTE || expr->kind == AST_SUBSCRIPT;
}

/* a = b = value: `first` has been read and the token is the first '='. */
static Stmt *parser_assignment(Parser *parser, Expr *first, AstPos start)
{
    uint32_t base = parser->stack_count;
    Expr *value = first;
    while (parser_at(parser, TOKEN_EQUAL)) {
        if (value->kind == AST_YIELD || value->kind == AST_YIELD_FROM
            || !parser_to_target(value, CTX_STORE, true))
            parser_fail(parser);
        parser_push(parser, value);
        parser_advance(parser);
        value = parser_yield_or_star_expressions(parser);
    }
    Stmt *stmt = parser_new_stmt(parser, AST_ASSIGN, start);
    stmt->assign.value = value;
    PARSER_POP(parser, base, &stmt->assign.targets);
    return stmt;
}

static Stmt *parser_annotated_assignment(Parser *parser, Expr *target, bool simple, AstPos start)
{
    if (!expr_is_single_target(target))
        parser_fail(parser);
    target->ctx = CTX_STORE;
    parser_advance(parser);
    Expr *annotation = parser_expression(parser);
    Expr *value = NULL;
    if (parser_accept(parser, TOKEN_EQUAL))
        value = parser_yield_or_star_expressions(parser);
    Stmt *stmt = parser_new_stmt(parser, AST_ANN_ASSIGN, start);
    stmt->ann_assign.target = target;
    stmt->ann_assign.annotation = annotation;
    stmt->ann_assign.value = value;
    stmt->ann_assign.simple = simple && target->kind == AST_NAME;
    return stmt;
}

static Stmt *parser_expression_statement(Parser *parser)
{
    AstPos start = parser_start(parser);
    bool parenthesised = parser_at(parser, TOKEN_LPAR);
    if (parser_at(parser, TOKEN_STAR)) {
        /* Fine: *a, = b. A lone *a is refused by a later stage. */
    } else if (!parser_starts_expression(parser_kind(parser)) && !parser_at(parser, TOKEN_YIELD)) {
        parser_fail(parser);
    }
    Expr *value = parser_yield_or_star_expressions(parser);
    if (parser_at(parser, TOKEN_EQUAL))
        return parser_assignment(parser, value, start);
    if (parser_at(parser, TOKEN_COLON))
        return parser_annotated_assignment(parser, value, !parenthesised, start);
    int op = parser_augmented_operator(parser_kind(parser));
    if (op >= 0) {
        if (!expr_is_single_target(value))
            parser_fail(parser);
        value->ctx = CTX_STORE;
        parser_advance(parser);
        Expr *operand = parser_yield_or_star_expressions(parser);
        Stmt *stmt = parser_new_stmt(parser, AST_AUG_ASSIGN, start);
        stmt->aug_assign.target = value;
        stmt->aug_assign.op = (uint8_t)op;
        stmt->aug_assign.value = operand;
        return stmt;
    }
    Stmt *stmt = parser_new_stmt(parser, AST_EXPR, start);
    stmt->expr_stmt.value = value;
    return stmt;
}

/* ---- imports ---- */

/* a.b.c as one name; a single NAME needs no copy. */
static const Name *parser_dotted_name(Parser *parser)
{
    if (!parser_at(parser, TOKEN_NAME))
        parser_fail(parser);
    const Name *first = parser_intern_token(parser, parser->token);
    parser_advance(parser);
    if (!parser_at(parser, TOKEN_DOT))
        return first;
    StringBuilder text = {0};
    builder_append(parser, &text, first->bytes, first->length);
    while (parser_accept(parser, TOKEN_DOT)) {
        if (!parser_at(parser, TOKEN_NAME))
            parser_fail(parser);
        const Name *part = parser_intern_token(parser, parser->token);
        parser_advance(parser);
        builder_append(parser, &text, ".", 1);
        builder_append(parser, &text, part->bytes, part->length);
    }
    return parser_intern(parser, text.bytes, text.length);
}

static Alias *parser_alias(Parser *parser, bool dotted)
{
    AstPos start = parser_start(parser);
    Alias *alias = parser_alloc(parser, sizeof *alias);
    if (dotted) {
        alias->name = parser_dotted_name(parser);
    } else {
        if (!parser_at(parser, TOKEN_NAME))
            parser_fail(parser);
        alias->name = parser_intern_token(parser, parser->token);
        parser_advance(parser);
    }
    alias->asname = NULL;
    if (parser_accept(parser, TOKEN_AS)) {
        if (!parser_at(parser, TOKEN_NAME))
            parser_fail(parser);
        alias->asname = parser_intern_token(parser, parser->token);
        parser_advance(parser);
    }
    alias->pos = parser_span(parser, start);
    return alias;
}

static Stmt *parser_import(Parser *parser)
{
    AstPos start = parser_start(parser);
    uint32_t base = parser->stack_count;
    parser_advance(parser);
    do
        parser_push(parser, parser_alias(parser, true));
    while (parser_accept(parser, TOKEN_COMMA));
    Stmt *stmt = parser_new_stmt(parser, AST_IMPORT, start);
    PARSER_POP(parser, base, &stmt->import_stmt.names);
    return stmt;
}

static void parser_import_targets(Parser *parser)
{
    AstPos start = parser_start(parser);
    if (parser_accept(parser, TOKEN_STAR)) {
        Alias *alias = parser_alloc(parser, sizeof *alias);
        alias->name = parser_intern(parser, "*", 1);
        alias->asname = NULL;
        alias->pos = parser_span(parser, start);
        parser_push(parser, alias);
        return;
    }
    bool parenthesised = parser_accept(parser, TOKEN_LPAR);
    parser_push(parser, parser_alias(parser, false));
    while (parser_accept(parser, TOKEN_COMMA)) {
        if (parenthesised && parser_at(parser, TOKEN_RPAR))
            break;
        parser_push(parser, parser_alias(parser, false));
    }
    if (parenthesised)
        parser_expect(parser, TOKEN_RPAR);
}

static Stmt *parser_import_from(Parser *parser)
{
    AstPos start = parser_start(parser);
    int32_t level = 0;
    const Name *module = NULL;
    parser_advance(parser);
    for (;; parser_advance(parser)) {
        if (parser_at(parser, TOKEN_DOT))
            level++;
        else if (parser_at(parser, TOKEN_ELLIPSIS))
            level += 3;
        else
            break;
    }
    if (level == 0 || parser_at(parser, TOKEN_NAME))
        module = parser_dotted_name(parser);
    parser_expect(parser, TOKEN_IMPORT);
    uint32_t base = parser->stack_count;
    parser_import_targets(parser);
    Stmt *stmt = parser_new_stmt(parser, AST_IMPORT_FROM, start);
    stmt->import_from.module = module;
    stmt->import_from.level = level;
    PARSER_POP(parser, base, &stmt->import_from.names);
    return stmt;
}

/* ---- the other small statements ---- */

static Stmt *parser_return(Parser *parser)
{
    AstPos start = parser_start(parser);
    Expr *value = NULL;
    parser_advance(parser);
    if (parser_starts_expression(parser_kind(parser)) || parser_at(parser, TOKEN_STAR))
        value = parser_star_expressions(parser);
    Stmt *stmt = parser_new_stmt(parser, AST_RETURN, start);
    stmt->return_stmt.value = value;
    return stmt;
}

static Stmt *parser_raise_statement(Parser *parser)
{
    AstPos start = parser_start(parser);
    Expr *exc = NULL, *cause = NULL;
    parser_advance(parser);
    if (parser_starts_expression(parser_kind(parser))) {
        exc = parser_expression(parser);
        if (parser_accept(parser, TOKEN_FROM))
            cause = parser_expression(parser);
    }
    Stmt *stmt = parser_new_stmt(parser, AST_RAISE, start);
    stmt->raise_stmt.exc = exc;
    stmt->raise_stmt.cause = cause;
    return stmt;
}

static Stmt *parser_assert(Parser *parser)
{
    AstPos start = parser_start(parser);
    parser_advance(parser);
    Expr *test = parser_expression(parser);
    Expr *msg = parser_accept(parser, TOKEN_COMMA) ? parser_expression(parser) : NULL;
    Stmt *stmt = parser_new_stmt(parser, AST_ASSERT, start);
    stmt->assert_stmt.test = test;
    stmt->assert_stmt.msg = msg;
    return stmt;
}

static Stmt *parser_delete(Parser *parser)
{
    AstPos start = parser_start(parser);
    uint32_t base = parser->stack_count;
    parser_advance(parser);
    do {
        if (parser->stack_count > base && (parser_at(parser, TOKEN_SEMI) || parser_at(parser, TOKEN_NEWLINE)))
            break;
        parser_push(parser, parser_delete_target(parser));
    } while (parser_accept(parser, TOKEN_COMMA));
    if (!parser_at(parser, TOKEN_SEMI) && !parser_at(parser, TOKEN_NEWLINE))
        parser_fail(parser);
    Stmt *stmt = parser_new_stmt(parser, AST_DELETE, start);
    PARSER_POP(parser, base, &stmt->delete_stmt.targets);
    return stmt;
}

static Stmt *parser_scope_names(Parser *parser, StmtKind kind)
{
    AstPos start = parser_start(parser);
    uint32_t base = parser->stack_count;
    parser_advance(parser);
    do {
        if (!parser_at(parser, TOKEN_NAME))
            parser_fail(parser);
        parser_push(parser, (void *)(uintptr_t)parser_intern_token(parser, parser->token));
        parser_advance(parser);
    } while (parser_accept(parser, TOKEN_COMMA));
    Stmt *stmt = parser_new_stmt(parser, kind, start);
    if (kind == AST_GLOBAL)
        PARSER_POP(parser, base, &stmt->global_stmt.names);
    else
        PARSER_POP(parser, base, &stmt->nonlocal_stmt.names);
    return stmt;
}

static Stmt *parser_bare(Parser *parser, StmtKind kind)
{
    AstPos start = parser_start(parser);
    parser_advance(parser);
    return parser_new_stmt(parser, kind, start);
}

Stmt *parser_simple_statement(Parser *parser)
{
    switch (parser_kind(parser)) {
    case TOKEN_RETURN: return parser_return(parser);
    case TOKEN_IMPORT: return parser_import(parser);
    case TOKEN_FROM: return parser_import_from(parser);
    case TOKEN_RAISE: return parser_raise_statement(parser);
    case TOKEN_PASS: return parser_bare(parser, AST_PASS);
    case TOKEN_DEL: return parser_delete(parser);
    case TOKEN_ASSERT: return parser_assert(parser);
    case TOKEN_BREAK: return parser_bare(parser, AST_BREAK);
    case TOKEN_CONTINUE: return parser_bare(parser, AST_CONTINUE);
    case TOKEN_GLOBAL: return parser_scope_names(parser, AST_GLOBAL);
    case TOKEN_NONLOCAL: return parser_scope_names(parser, AST_NONLOCAL);
    default: return parser_expression_statement(parser);
    }
}

/* ---- sequences ---- */

/*
 * Statements separated by semicolons, and the NEWLINE. Typed interactively, a
 * statement ends before what follows its NEWLINE has been looked at.
 */
static void parser_simple_statements(Parser *parser)
{
    for (;;) {
        parser_push(parser, parser_simple_statement(parser));
        if (!parser_accept(parser, TOKEN_SEMI) || parser_at(parser, TOKEN_NEWLINE))
            break;
    }
    if (!parser_at(parser, TOKEN_NEWLINE))
        parser_fail(parser);
    if (parser->mode != PARSE_INTERACTIVE || parser->block_depth > 0)
        parser_advance(parser);
}

void parser_statement(Parser *parser)
{
    parser_discard(parser);
    Stmt *stmt = parser_compound(parser);
    if (stmt != NULL)
        parser_push(parser, stmt);
    else
        parser_simple_statements(parser);
}

void parser_statements(Parser *parser, StmtList *list, TokenKind end)
{
    uint32_t base = parser->stack_count;
    while (!parser_at(parser, end)) {
        if (parser->block_depth > 0 && parser_at(parser, TOKEN_ENDMARKER))
            parser_fail(parser);
        parser_statement(parser);
    }
    PARSER_POP(parser, base, list);
}

void parser_block(Parser *parser, StmtList *list)
{
    parser_enter(parser, DEPTH_BLOCK);
    parser->block_depth++;
    if (parser_accept(parser, TOKEN_NEWLINE)) {
        parser_expect(parser, TOKEN_INDENT);
        parser_statements(parser, list, TOKEN_DEDENT);
        parser->block_depth--;
        parser_advance(parser);
    } else {
        uint32_t base = parser->stack_count;
        parser_simple_statements(parser);
        PARSER_POP(parser, base, list);
        parser->block_depth--;
    }
    parser_leave(parser, DEPTH_BLOCK);
}

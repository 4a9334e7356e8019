/* Compound statements, apart from match (parser_pattern.c). */
#include "front/parser_internal.h"

Stmt *parser_new_stmt(Parser *parser, StmtKind kind, AstPos start)
{
    Stmt *stmt = parser_alloc(parser, sizeof *stmt);
    stmt->kind = (uint8_t)kind;
    stmt->pos = parser_span(parser, start);
    return stmt;
}

/* ---- functions and classes ---- */

static Stmt *parser_function(Parser *parser, ExprList decorators, AstPos start, bool is_async)
{
    parser_advance(parser);
    if (!parser_at(parser, TOKEN_NAME))
        parser_fail(parser);
    const Name *name = parser_intern_token(parser, parser->token);
    parser_advance(parser);
    parser_expect_forced(parser, TOKEN_LPAR);
    Arguments *args = parser_parameters(parser, TOKEN_RPAR);
    parser_expect(parser, TOKEN_RPAR);
    Expr *returns = parser_accept(parser, TOKEN_RARROW) ? parser_expression(parser) : NULL;
    parser_expect_forced(parser, TOKEN_COLON);
    StmtList body;
    parser_block(parser, &body);
    Stmt *stmt = parser_new_stmt(parser, is_async ? AST_ASYNC_FUNCTION_DEF : AST_FUNCTION_DEF, start);
    stmt->function_def.name = name;
    stmt->function_def.args = args;
    stmt->function_def.body = body;
    stmt->function_def.decorator_list = decorators;
    stmt->function_def.returns = returns;
    return stmt;
}

static Stmt *parser_class(Parser *parser, ExprList decorators)
{
    AstPos start = parser_start(parser);
    parser_advance(parser);
    if (!parser_at(parser, TOKEN_NAME))
        parser_fail(parser);
    const Name *name = parser_intern_token(parser, parser->token);
    parser_advance(parser);
    ExprList bases = {NULL, 0};
    KeywordList keywords = {NULL, 0};
    if (parser_accept(parser, TOKEN_LPAR)) {
        parser_arguments(parser, &bases, &keywords);
        parser_expect(parser, TOKEN_RPAR);
    }
    parser_expect(parser, TOKEN_COLON);
    StmtList body;
    parser_block(parser, &body);
    Stmt *stmt = parser_new_stmt(parser, AST_CLASS_DEF, start);
    stmt->class_def.name = name;
    stmt->class_def.bases = bases;
    stmt->class_def.keywords = keywords;
    stmt->class_def.body = body;
    stmt->class_def.decorator_list = decorators;
    return stmt;
}

static Stmt *parser_decorated(Parser *parser)
{
    uint32_t base = parser->stack_count;
    while (parser_accept(parser, TOKEN_AT)) {
        parser_push(parser, parser_named_expression(parser));
        parser_expect(parser, TOKEN_NEWLINE);
    }
    ExprList decorators;
    PARSER_POP(parser, base, &decorators);
    AstPos start = parser_start(parser);
    if (parser_at(parser, TOKEN_CLASS))
        return parser_class(parser, decorators);
    bool is_async = parser_accept(parser, TOKEN_ASYNC);
    if (!parser_at(parser, TOKEN_DEF))
        parser_fail(parser);
    return parser_function(parser, decorators, start, is_async);
}

/* ---- if, while, for ---- */

static void parser_else_block(Parser *parser, StmtList *list)
{
    *list = (StmtList){NULL, 0};
    if (parser_accept(parser, TOKEN_ELSE)) {
        parser_expect_forced(parser, TOKEN_COLON);
        parser_block(parser, list);
    }
}

/*
 * An elif is an If alone in the else branch of the one before. The chain is
 * built from the outside in without recursion; where it ends is known, and
 * filled in, last.
 */
static Stmt *parser_if(Parser *parser)
{
    Stmt *first = NULL, *last = NULL;
    do {
        AstPos start = parser_start(parser);
        parser_advance(parser);
        Expr *test = parser_named_expression(parser);
        parser_expect(parser, TOKEN_COLON);
        StmtList body;
        parser_block(parser, &body);
        Stmt *stmt = parser_new_stmt(parser, AST_IF, start);
        stmt->if_stmt.test = test;
        stmt->if_stmt.body = body;
        stmt->if_stmt.orelse = (StmtList){NULL, 0};
        if (last == NULL) {
            first = stmt;
        } else {
            Stmt **only = parser_alloc(parser, sizeof *only);
            *only = stmt;
            last->if_stmt.orelse = (StmtList){only, 1};
        }
        last = stmt;
    } while (parser_at(parser, TOKEN_ELIF));
    parser_else_block(parser, &last->if_stmt.orelse);
    for (Stmt *stmt = first;; stmt = stmt->if_stmt.orelse.items[0]) {
        stmt->pos = parser_span(parser, stmt->pos);
        if (stmt == last)
            return first;
    }
}

static Stmt *parser_while(Parser *parser)
{
    AstPos start = parser_start(parser);
    parser_advance(parser);
    Expr *test = parser_named_expression(parser);
    parser_expect(parser, TOKEN_COLON);
    StmtList body, orelse;
    parser_block(parser, &body);
    parser_else_block(parser, &orelse);
    Stmt *stmt = parser_new_stmt(parser, AST_WHILE, start);
    stmt->while_stmt.test = test;
    stmt->while_stmt.body = body;
    stmt->while_stmt.orelse = orelse;
    return stmt;
}

static Stmt *parser_for(Parser *parser, AstPos start, bool is_async)
{
    parser_advance(parser);
    Expr *target = parser_star_targets(parser);
    parser_expect(parser, TOKEN_IN);
    Expr *iter = parser_star_expressions(parser);
    parser_expect(parser, TOKEN_COLON);
    StmtList body, orelse;
    parser_block(parser, &body);
    parser_else_block(parser, &orelse);
    Stmt *stmt = parser_new_stmt(parser, is_async ? AST_ASYNC_FOR : AST_FOR, start);
    stmt->for_stmt.target = target;
    stmt->for_stmt.iter = iter;
    stmt->for_stmt.body = body;
    stmt->for_stmt.orelse = orelse;
    return stmt;
}

/* ---- with ---- */

static WithItem *parser_with_item(Parser *parser)
{
    WithItem *item = parser_alloc(parser, sizeof *item);
    item->context_expr = parser_expression(parser);
    item->optional_vars = NULL;
    if (parser_accept(parser, TOKEN_AS)) {
        item->optional_vars = parser_star_target(parser);
        TokenKind kind = parser_kind(parser);
        if (kind != TOKEN_COMMA && kind != TOKEN_RPAR && kind != TOKEN_COLON)
            parser_fail(parser);
    }
    return item;
}

/*
 * with (a as b, c): the parentheses may enclose the items, or be part of the
 * first one. The former is tried first. Items contain no with statements, so
 * the second try does not multiply.
 */
static void parser_with_items(Parser *parser, WithItemList *items)
{
    uint32_t base = parser->stack_count;
    if (parser_at(parser, TOKEN_LPAR)) {
        ParserMark mark;
        parser_mark(parser, &mark);
        if (setjmp(mark.escape) == 0) {
            parser_advance(parser);
            do {
                if (parser->stack_count > base && parser_at(parser, TOKEN_RPAR))
                    break;
                parser_push(parser, parser_with_item(parser));
            } while (parser_accept(parser, TOKEN_COMMA));
            parser_expect(parser, TOKEN_RPAR);
            parser_expect(parser, TOKEN_COLON);
            parser_commit(parser, &mark);
            PARSER_POP(parser, base, items);
            return;
        }
        parser_back_up(parser, &mark);
    }
    do
        parser_push(parser, parser_with_item(parser));
    while (parser_accept(parser, TOKEN_COMMA));
    parser_expect(parser, TOKEN_COLON);
    PARSER_POP(parser, base, items);
}

static Stmt *parser_with(Parser *parser, AstPos start, bool is_async)
{
    WithItemList items;
    StmtList body;
    parser_advance(parser);
    parser_with_items(parser, &items);
    parser_block(parser, &body);
    Stmt *stmt = parser_new_stmt(parser, is_async ? AST_ASYNC_WITH : AST_WITH, start);
    stmt->with_stmt.items = items;
    stmt->with_stmt.body = body;
    return stmt;
}

static Stmt *parser_async(Parser *parser)
{
    AstPos start = parser_start(parser);
    parser_advance(parser);
    switch (parser_kind(parser)) {
    case TOKEN_DEF: return parser_function(parser, (ExprList){NULL, 0}, start, true);
    case TOKEN_FOR: return parser_for(parser, start, true);
    case TOKEN_WITH: return parser_with(parser, start, true);
    default: parser_fail(parser);
    }
}

/* ---- try ---- */

static ExceptHandler *parser_except(Parser *parser, bool is_star)
{
    ExceptHandler *handler = parser_alloc(parser, sizeof *handler);
    AstPos start = parser_start(parser);
    handler->type = NULL;
    handler->name = NULL;
    parser_advance(parser);
    if (is_star)
        parser_expect(parser, TOKEN_STAR);
    if (is_star || !parser_at(parser, TOKEN_COLON)) {
        handler->type = parser_expression(parser);
        if (parser_accept(parser, TOKEN_AS)) {
            if (!parser_at(parser, TOKEN_NAME))
                parser_fail(parser);
            handler->name = parser_intern_token(parser, parser->token);
            parser_advance(parser);
        }
    }
    parser_expect(parser, TOKEN_COLON);
    parser_block(parser, &handler->body);
    handler->pos = parser_span(parser, start);
    return handler;
}

static Stmt *parser_try(Parser *parser)
{
    AstPos start = parser_start(parser);
    StmtList body, orelse = {NULL, 0}, finalbody = {NULL, 0};
    uint32_t base = parser->stack_count;
    bool is_star = false;

    parser_advance(parser);
    parser_expect_forced(parser, TOKEN_COLON);
    parser_block(parser, &body);
    if (parser_at(parser, TOKEN_EXCEPT)) {
        is_star = parser_peek(parser, 1) == TOKEN_STAR;
        do
            parser_push(parser, parser_except(parser, is_star));
        while (parser_at(parser, TOKEN_EXCEPT));
        parser_else_block(parser, &orelse);
    } else if (!parser_at(parser, TOKEN_FINALLY)) {
        parser_fail(parser);
    }
    ExceptHandlerList handlers;
    PARSER_POP(parser, base, &handlers);
    if (parser_accept(parser, TOKEN_FINALLY)) {
        parser_expect_forced(parser, TOKEN_COLON);
        parser_block(parser, &finalbody);
    }
    Stmt *stmt = parser_new_stmt(parser, is_star ? AST_TRY_STAR : AST_TRY, start);
    stmt->try_stmt.body = body;
    stmt->try_stmt.handlers = handlers;
    stmt->try_stmt.orelse = orelse;
    stmt->try_stmt.finalbody = finalbody;
    return stmt;
}

Stmt *parser_compound(Parser *parser)
{
    switch (parser_kind(parser)) {
    case TOKEN_DEF: return parser_function(parser, (ExprList){NULL, 0}, parser_start(parser), false);
    case TOKEN_IF: return parser_if(parser);
    case TOKEN_CLASS: return parser_class(parser, (ExprList){NULL, 0});
    case TOKEN_AT: return parser_decorated(parser);
    case TOKEN_WITH: return parser_with(parser, parser_start(parser), false);
    case TOKEN_FOR: return parser_for(parser, parser_start(parser), false);
    case TOKEN_TRY: return parser_try(parser);
    case TOKEN_WHILE: return parser_while(parser);
    case TOKEN_ASYNC: return parser_async(parser);
    case TOKEN_NAME: return parser_maybe_match(parser);
    default: return NULL;
    }
}

/*
 * Targets: what can be assigned to, deleted or looped over. They are parsed as
 * primaries and then turned into targets, because which of the two an
 * expression is shows only behind it.
 */
#include "front/parser_internal.h"

bool parser_to_target(Expr *expr, ExprContext ctx, bool allow_star)
{
    ExprList *elements;
    switch (expr->kind) {
    case AST_NAME:
    case AST_ATTRIBUTE:
    case AST_SUBSCRIPT:
        expr->ctx = (uint8_t)ctx;
        return true;
    case AST_STARRED:
        if (!allow_star || !parser_to_target(expr->starred.value, ctx, false))
            return false;
        expr->ctx = (uint8_t)ctx;
        return true;
    case AST_LIST: elements = &expr->list.elts; break;
    case AST_TUPLE: elements = &expr->tuple.elts; break;
    default: return false;
    }
    for (uint32_t i = 0; i < elements->count; i++)
        if (!parser_to_target(elements->items[i], ctx, ctx == CTX_STORE))
            return false;
    expr->ctx = (uint8_t)ctx;
    return true;
}

static Expr *parser_target(Parser *parser, ExprContext ctx)
{
    Expr *expr = parser_primary(parser);
    if (!parser_to_target(expr, ctx, false))
        parser_fail(parser);
    return expr;
}

Expr *parser_star_target(Parser *parser)
{
    if (!parser_at(parser, TOKEN_STAR))
        return parser_target(parser, CTX_STORE);
    AstPos start = parser_start(parser);
    parser_advance(parser);
    Expr *value = parser_target(parser, CTX_STORE);
    Expr *expr = parser_new_expr(parser, AST_STARRED, start);
    expr->starred.value = value;
    expr->ctx = CTX_STORE;
    return expr;
}

Expr *parser_star_targets(Parser *parser)
{
    AstPos start = parser_start(parser);
    Expr *first = parser_star_target(parser);
    if (!parser_at(parser, TOKEN_COMMA))
        return first;
    uint32_t base = parser->stack_count;
    parser_push(parser, first);
    while (parser_accept(parser, TOKEN_COMMA)) {
        if (!parser_starts_expression(parser_kind(parser)) && !parser_at(parser, TOKEN_STAR))
            break;
        parser_push(parser, parser_star_target(parser));
    }
    Expr *expr = parser_new_expr(parser, AST_TUPLE, start);
    expr->ctx = CTX_STORE;
    PARSER_POP(parser, base, &expr->tuple.elts);
    return expr;
}

Expr *parser_delete_target(Parser *parser)
{
    return parser_target(parser, CTX_DEL);
}

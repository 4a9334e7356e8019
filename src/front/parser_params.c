/* The parameters of functions and lambdas. */
#include "front/parser_internal.h"

static Arg *parser_parameter(Parser *parser, bool annotated, bool star_annotated)
{
    if (!parser_at(parser, TOKEN_NAME))
        parser_fail(parser);
    AstPos start = parser_start(parser);
    Arg *arg = parser_alloc(parser, sizeof *arg);
    arg->arg = parser_intern_token(parser, parser->token);
    arg->annotation = NULL;
    parser_advance(parser);
    if (annotated && parser_accept(parser, TOKEN_COLON)) {
        if (star_annotated && parser_at(parser, TOKEN_STAR)) {
            AstPos star = parser_start(parser);
            parser_advance(parser);
            Expr *value = parser_bitwise_or(parser);
            arg->annotation = parser_new_expr(parser, AST_STARRED, star);
            arg->annotation->starred.value = value;
        } else {
            arg->annotation = parser_expression(parser);
        }
    }
    arg->pos = parser_span(parser, start);
    return arg;
}

/*
 * Up to the terminator (a parenthesis for def, the colon for lambda), which is
 * left. Parameters are collected on the stack: first the positional ones, then
 * behind the star the keyword-only ones as pairs with their default.
 */
Arguments *parser_parameters(Parser *parser, TokenKind terminator)
{
    bool annotated = terminator == TOKEN_RPAR;
    Arguments *arguments = parser_alloc(parser, sizeof *arguments);
    *arguments = (Arguments){0};
    if (parser_at(parser, terminator))
        return arguments;

    uint32_t base = parser->stack_count;
    uint32_t positional_only = 0;
    bool seen_slash = false, seen_default = false;
    Expr **defaults = NULL;
    uint32_t default_count = 0, default_capacity = 0;

    while (!parser_at(parser, terminator)) {
        if (parser_at(parser, TOKEN_STAR) || parser_at(parser, TOKEN_DOUBLESTAR))
            break;
        if (parser_at(parser, TOKEN_SLASH)) {
            positional_only = parser->stack_count - base;
            if (seen_slash || positional_only == 0)
                parser_fail(parser);
            seen_slash = true;
            parser_advance(parser);
        } else {
            parser_push(parser, parser_parameter(parser, annotated, false));
            if (parser_accept(parser, TOKEN_EQUAL)) {
                seen_default = true;
                if (default_count == default_capacity) {
                    default_capacity = default_capacity ? default_capacity * 2 : 4;
                    Expr **more = parser_alloc(parser, default_capacity * sizeof *more);
                    if (default_count > 0)
                        memcpy(more, defaults, default_count * sizeof *more);
                    defaults = more;
                }
                Expr *value = parser_expression(parser);
                defaults[default_count++] = value;
            } else if (seen_default) {
                parser_fail(parser);
            }
        }
        if (!parser_accept(parser, TOKEN_COMMA))
            break;
    }
    arguments->defaults = (ExprList){defaults, default_count};
    if (parser->tokens[parser->at - 1].kind != TOKEN_COMMA && parser->stack_count > base
        && !parser_at(parser, terminator))
        goto unfinished;
    PARSER_POP(parser, base + positional_only, &arguments->args);
    PARSER_POP(parser, base, &arguments->posonlyargs);

    if (parser_accept(parser, TOKEN_STAR)) {
        bool comma = false;
        if (parser_accept(parser, TOKEN_COMMA)) {
            if (!parser_at(parser, TOKEN_NAME))
                parser_fail(parser);
            comma = true;
        } else {
            arguments->vararg = parser_parameter(parser, annotated, true);
            comma = parser_accept(parser, TOKEN_COMMA);
        }
        while (comma && parser_at(parser, TOKEN_NAME)) {
            parser_push(parser, parser_parameter(parser, annotated, false));
            parser_push(parser, parser_accept(parser, TOKEN_EQUAL) ? parser_expression(parser) : NULL);
            comma = parser_accept(parser, TOKEN_COMMA);
        }
        uint32_t count = (parser->stack_count - base) / 2;
        if (count > 0) {
            arguments->kwonlyargs = (ArgList){parser_alloc(parser, count * sizeof(Arg *)), count};
            arguments->kw_defaults = (ExprList){parser_alloc(parser, count * sizeof(Expr *)), count};
        }
        for (uint32_t i = 0; i < count; i++) {
            arguments->kwonlyargs.items[i] = parser->stack[base + 2 * i];
            arguments->kw_defaults.items[i] = parser->stack[base + 2 * i + 1];
        }
        parser->stack_count = base;
        if (!comma && parser_at(parser, TOKEN_DOUBLESTAR))
            parser_fail(parser);
    }
    if (parser_accept(parser, TOKEN_DOUBLESTAR)) {
        arguments->kwarg = parser_parameter(parser, annotated, false);
        (void)parser_accept(parser, TOKEN_COMMA);
    }
unfinished:
    if (!parser_at(parser, terminator))
        parser_fail(parser);
    return arguments;
}

/*
 * f-strings as Python 3.11 reads them: a string literal is scanned for braces,
 * and what is between them is parsed as a program text of its own, put in
 * parentheses. Errors inside therefore show that text and not the line of the
 * file; columns of nodes are shifted to where the expression really is.
 */
#include "front/parser_internal.h"

#include <stdlib.h>

enum { FSTRING_MAX_NESTING = 2 };

/* ---- expressions ---- */

/*
 * Where an expression starts: how many lines below the literal's first, and at
 * which column. `brace` is its opening brace. Expressions come in the order of
 * the text, so lines are counted from where the last one was.
 */
static void fstring_location(FStringParts *parts, const Token *token, const char *brace,
                             int *lines, int *column)
{
    FStringCursor *cursor = parts->cursor;
    const char *at = brace + 1;
    *column = 0;
    if (cursor->literal != token->start)
        *cursor = (FStringCursor){token->start, token->start, token->start, 0};
    for (; cursor->at < brace; cursor->at++) {
        if (*cursor->at == '\n') {
            cursor->line_start = cursor->at + 1;
            cursor->lines++;
        }
    }
    *lines = cursor->lines;

    /* When the line ends with the brace, columns start afresh on the next. */
    while (*at == ' ' || *at == '\t' || *at == '\f')
        at++;
    if (*at != '\n' && *at != '}')
        *column = (int)(brace - cursor->line_start);
    if (*lines == 0)
        *column += token->pos.col_offset;
}

/* The parser's state while it works on an f-string's expression instead. */
typedef struct OuterSource {
    Token *tokens;
    uint32_t at, token_count, token_capacity, discarded, furthest;
    bool keep_tokens, columns_in_bytes;
    ParseMode mode;
    int32_t last_end_lineno, last_end_column;
    int block_depth;
    const char *source, *fstring_prefix;
    size_t source_length;
    int starting_column, starting_lineno;
    jmp_buf *escape;
    SyntaxErrorInfo lexer_error;
    Lexer bookmark, lexer;
} OuterSource;

static void parser_enter_source(Parser *parser, OuterSource *outer, const char *source, size_t length,
                                int lineno, int column)
{
    *outer = (OuterSource){
        .tokens = parser->tokens,
        .at = parser->at,
        .token_count = parser->token_count,
        .token_capacity = parser->token_capacity,
        .discarded = parser->discarded,
        .furthest = parser->furthest,
        .keep_tokens = parser->keep_tokens,
        .columns_in_bytes = parser->columns_in_bytes,
        .mode = parser->mode,
        .last_end_lineno = parser->last_end_lineno,
        .last_end_column = parser->last_end_column,
        .block_depth = parser->block_depth,
        .source = parser->source,
        .source_length = parser->source_length,
        .fstring_prefix = parser->fstring_prefix,
        .starting_column = parser->starting_column,
        .starting_lineno = parser->starting_lineno,
        .escape = parser->escape,
        .lexer_error = parser->lexer_error,
    };
    memcpy(&outer->bookmark, &parser->bookmark, sizeof parser->bookmark);
    memcpy(&outer->lexer, &parser->lexer, sizeof parser->lexer);

    bool warnings_off = parser->lexer.warnings_off;
    parser->tokens = NULL;
    parser->at = parser->token_count = parser->token_capacity = 0;
    parser->discarded = parser->furthest = 0;
    parser->keep_tokens = true;
    parser->columns_in_bytes = true;
    parser->mode = PARSE_EXPRESSION;
    parser->source = source;
    parser->source_length = length;
    parser->fstring_prefix = "f-string: ";
    parser->starting_lineno = lineno;
    parser->starting_column = column;
    lexer_init(&parser->lexer, parser->arena, parser->flags, source, length, &parser->lexer_error);
    parser->lexer.lineno = lineno - 1;
    parser->lexer.first_line = lineno;
    parser->lexer.first_column = column;
    parser->lexer.warnings_off = warnings_off;
    memcpy(&parser->bookmark, &parser->lexer, offsetof(Lexer, brackets));
}

static void parser_leave_source(Parser *parser, const OuterSource *outer)
{
    free(parser->tokens);
    parser->tokens = outer->tokens;
    parser->at = outer->at;
    parser->token_count = outer->token_count;
    parser->token_capacity = outer->token_capacity;
    parser->token = parser->tokens + parser->at;
    parser->discarded = outer->discarded;
    parser->furthest = outer->furthest;
    parser->keep_tokens = outer->keep_tokens;
    parser->columns_in_bytes = outer->columns_in_bytes;
    parser->mode = outer->mode;
    parser->last_end_lineno = outer->last_end_lineno;
    parser->last_end_column = outer->last_end_column;
    parser->block_depth = outer->block_depth;
    parser->source = outer->source;
    parser->source_length = outer->source_length;
    parser->fstring_prefix = outer->fstring_prefix;
    parser->starting_column = outer->starting_column;
    parser->starting_lineno = outer->starting_lineno;
    parser->escape = outer->escape;
    parser->lexer_error = outer->lexer_error;
    memcpy(&parser->bookmark, &outer->bookmark, sizeof parser->bookmark);
    memcpy(&parser->lexer, &outer->lexer, sizeof parser->lexer);
}

/* Most expressions in f-strings are just a name: no need for a parse. */
static Expr *parser_fstring_name(Parser *parser, FStringParts *parts, const Token *token,
                                 const char *start, const char *end)
{
    const char *at = start;
    for (; at < end; at++) {
        char c = *at;
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'
              || (c >= '0' && c <= '9' && at > start)))
            return NULL;
    }
    if (token_keyword(start, (size_t)(end - start)) != TOKEN_NAME)
        return NULL;
    int lines, column;
    fstring_location(parts, token, start - 1, &lines, &column);
    Expr *expr = parser_alloc(parser, sizeof *expr);
    expr->kind = AST_NAME;
    expr->ctx = CTX_LOAD;
    expr->pos = (AstPos){
        token->pos.lineno + lines, column + 1,
        token->pos.lineno + lines, column + 1 + (int)(end - start),
    };
    expr->name.id = parser_intern(parser, start, (size_t)(end - start));
    return expr;
}

static Expr *parser_fstring_expression(Parser *parser, FStringParts *parts, const Token *token,
                                       const char *start, const char *end)
{
    const char *at = start;
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\f'))
        at++;
    if (at == end && (*end == '!' || *end == ':' || *end == '='))
        parser_raise(parser, "f-string: expression required before '%c'", *end);
    if (at == end)
        parser_raise(parser, "f-string: empty expression not allowed");
    Expr *name = parser_fstring_name(parser, parts, token, start, end);
    if (name != NULL)
        return name;

    size_t length = (size_t)(end - start);
    char *source = parser_alloc(parser, length + 4);
    source[0] = '(';
    memcpy(source + 1, start, length);
    memcpy(source + 1 + length, ")\n", 3);
    int lines, column;
    fstring_location(parts, token, start - 1, &lines, &column);

    OuterSource outer;
    jmp_buf escape;
    parser_enter_source(parser, &outer, source, length + 3, token->pos.lineno + lines, column);
    parser->escape = &escape;
    if (setjmp(escape) != 0) {
        if (parser->failure != FAILURE_MEMORY && parser->failure != FAILURE_REPORTED) {
            parser_report(parser, &parser->reported);
            parser->failure = FAILURE_REPORTED;
        }
        parser_leave_source(parser, &outer);
        longjmp(*parser->escape, 1);
    }
    parser_fetch(parser);
    parser_seek(parser, 0);
    if (parser_at(parser, TOKEN_ERROR))
        parser_fail_lexer(parser);
    Expr *expr = parser_star_expressions(parser);
    parser_leave_source(parser, &outer);
    return expr;
}

/* ---- the literal around them ---- */

/* What has accumulated as text becomes a Constant piece. */
static void fstring_flush_text(Parser *parser, FStringParts *parts)
{
    if (parts->text.length == 0)
        return;
    Expr *expr = parser_new_expr(parser, AST_CONSTANT, parts->start);
    expr->pos = parts->span;
    bool ascii = true;
    for (size_t i = 0; i < parts->text.length; i++)
        ascii &= (unsigned char)parts->text.bytes[i] < 0x80;
    expr->constant = (Constant){
        .kind = CONSTANT_STR,
        .u_prefix = parts->u_prefix,
        .is_ascii = ascii,
        .length = (uint32_t)parts->text.length,
        .bytes = parts->text.bytes,
    };
    parser_push(parser, expr);
    parts->text = (StringBuilder){0};
}

Expr *parser_fstring_finish(Parser *parser, FStringParts *parts)
{
    fstring_flush_text(parser, parts);
    Expr *expr = parser_new_expr(parser, AST_JOINED_STR, parts->start);
    expr->pos = parts->span;
    PARSER_POP(parser, parts->base, &expr->joined_str.values);
    return expr;
}

/*
 * Text up to a brace, which is left unless it is doubled. Inside a format
 * specification braces are not doubled. Returns where the text ends; *again
 * says that the text goes on after a doubled brace.
 */
static const char *parser_fstring_text(Parser *parser, FStringParts *parts, const Token *token,
                                       const char *at, const char *end, bool raw, int recursion, bool *again)
{
    const char *start = at;
    const char *text_end = end;
    const char *next = end;
    *again = false;
    while (at < end) {
        char c = *at++;
        if (!raw && c == '\\' && at < end) {
            c = *at++;
            if (c == 'N') {
                /* The braces of \N{name} are not ours. */
                if (at < end && *at++ == '{')
                    while (at < end && *at++ != '}')
                        ;
                continue;
            }
            if (c == '{' && parser->flags->warn != NULL && !parser->lexer.warnings_off
                && !parser->flags->warn(parser->flags->context, WARNING_DEPRECATION,
                                        "invalid escape sequence '\\{'", token->pos.lineno))
                parser_raise_token(parser, token, "invalid escape sequence '\\{'");
        }
        if (c != '{' && c != '}')
            continue;
        if (recursion == 0) {
            if (at < end && *at == c) {
                *again = true;
                text_end = at;
                next = at + 1;
                break;
            }
            if (c == '}')
                parser_raise(parser, "f-string: single '}' is not allowed");
        }
        text_end = next = at - 1;
        break;
    }
    if (text_end > start) {
        if (raw)
            builder_append(parser, &parts->text, start, (size_t)(text_end - start));
        else
            parser_decode_escapes(parser, &parts->text, start, (size_t)(text_end - start), token);
    }
    return next;
}

/* Finds where the expression that starts at `at` ends: at ! : = or }. */
static const char *parser_fstring_scan(Parser *parser, const char *at, const char *end)
{
    char brackets[LEXER_MAX_BRACKETS];
    int depth = 0;
    char quote = 0;
    int quote_size = 0;

    for (; at < end; at++) {
        char c = *at;
        if (c == '\\')
            parser_raise(parser, "f-string expression part cannot include a backslash");
        bool tripled = end - at > 2 && at[1] == c && at[2] == c;
        if (quote != 0) {
            if (c != quote || (quote_size == 3 && !tripled))
                continue;
            at += quote_size - 1;
            quote = 0;
        } else if (c == '\'' || c == '"') {
            quote = c;
            quote_size = tripled ? 3 : 1;
            at += quote_size - 1;
        } else if (c == '[' || c == '{' || c == '(') {
            if (depth >= LEXER_MAX_BRACKETS)
                parser_raise(parser, "f-string: too many nested parenthesis");
            brackets[depth++] = c;
        } else if (c == '#') {
            parser_raise(parser, "f-string expression part cannot include '#'");
        } else if (depth == 0 && (c == '!' || c == ':' || c == '}' || c == '=' || c == '<' || c == '>')) {
            if (end - at > 1 && at[1] == '=' && (c == '!' || c == '=' || c == '<' || c == '>')) {
                at++;
                continue;
            }
            if (c == '<' || c == '>')
                continue;
            break;
        } else if (c == ']' || c == '}' || c == ')') {
            if (depth == 0)
                parser_raise(parser, "f-string: unmatched '%c'", c);
            char opening = brackets[--depth];
            if (opening != (c == ')' ? '(' : c == ']' ? '[' : '{'))
                parser_raise(parser, "f-string: closing parenthesis '%c' does not match opening parenthesis '%c'",
                             c, opening);
        }
    }
    if (quote != 0)
        parser_raise(parser, "f-string: unterminated string");
    if (depth > 0)
        parser_raise(parser, "f-string: unmatched '%c'", brackets[depth - 1]);
    if (at >= end)
        parser_raise(parser, "f-string: expecting '}'");
    return at;
}

static const char *parser_fstring_parts(Parser *parser, FStringParts *parts, const Token *token,
                                        const char *at, const char *end, bool raw, int recursion);

/* {expression=!r:spec}: `at` is on the opening brace. */
static const char *parser_fstring_value(Parser *parser, FStringParts *parts, const Token *token,
                                        const char *at, const char *end, bool raw, int recursion)
{
    if (recursion >= FSTRING_MAX_NESTING)
        parser_raise(parser, "f-string: expressions nested too deeply");
    const char *start = ++at;
    at = parser_fstring_scan(parser, at, end);
    Expr *value = parser_fstring_expression(parser, parts, token, start, at);
    bool shows_source = *at == '=';
    if (shows_source) {
        at++;
        while (at < end && (*at == ' ' || (*at >= '\t' && *at <= '\r')))
            at++;
        if (at >= end)
            parser_raise(parser, "f-string: expecting '}'");
        builder_append(parser, &parts->text, start, (size_t)(at - start));
    }
    int conversion = -1;
    if (*at == '!') {
        at++;
        if (at >= end)
            parser_raise(parser, "f-string: expecting '}'");
        conversion = (unsigned char)*at++;
        if (conversion != 's' && conversion != 'r' && conversion != 'a')
            parser_raise(parser, "f-string: invalid conversion character: expected 's', 'r', or 'a'");
    }
    Expr *spec = NULL;
    if (at >= end)
        parser_raise(parser, "f-string: expecting '}'");
    if (*at == ':') {
        at++;
        if (at >= end)
            parser_raise(parser, "f-string: expecting '}'");
        FStringParts nested = {
            .base = parser->stack_count,
            .start = parts->start,
            .span = parts->span,
            .u_prefix = parts->u_prefix,
            .cursor = parts->cursor,
        };
        at = parser_fstring_parts(parser, &nested, token, at, end, raw, recursion + 1);
        /* CPython gives a specification, and text at its end, their own literal's span. */
        nested.span = token->pos;
        nested.u_prefix = false;
        spec = parser_fstring_finish(parser, &nested);
    }
    if (at >= end || *at != '}')
        parser_raise(parser, "f-string: expecting '}'");
    if (shows_source && spec == NULL && conversion == -1)
        conversion = 'r';
    fstring_flush_text(parser, parts);
    Expr *expr = parser_new_expr(parser, AST_FORMATTED_VALUE, parts->start);
    expr->pos = parts->span;
    expr->formatted_value.value = value;
    expr->formatted_value.conversion = conversion;
    expr->formatted_value.format_spec = spec;
    parser_push(parser, expr);
    return at + 1;
}

static const char *parser_fstring_parts(Parser *parser, FStringParts *parts, const Token *token,
                                        const char *at, const char *end, bool raw, int recursion)
{
    for (;;) {
        bool again;
        at = parser_fstring_text(parser, parts, token, at, end, raw, recursion, &again);
        if (again)
            continue;
        if (at >= end || *at == '}')
            break;
        at = parser_fstring_value(parser, parts, token, at, end, raw, recursion);
    }
    if (recursion != 0 && (at >= end || *at != '}'))
        parser_raise(parser, "f-string: expecting '}'");
    return at;
}

void parser_fstring(Parser *parser, FStringParts *parts, const Token *token,
                    const char *body, size_t length, bool raw, int recursion)
{
    (void)parser_fstring_parts(parser, parts, token, body, body + length, raw, recursion);
}

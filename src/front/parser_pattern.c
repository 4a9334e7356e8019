/*
 * The match statement and its patterns.
 *
 * `match`, `case` and `_` are ordinary names elsewhere. Whether a line that
 * starts with the name `match` is a match statement shows in its second token,
 * or, where that could also continue an expression, in how the line ends.
 */
#include "front/parser_internal.h"

static bool token_is_word(const Token *token, const char *word)
{
    return token->kind == TOKEN_NAME && token->length == strlen(word)
        && memcmp(token->start, word, token->length) == 0;
}

/* Whether the logical line at hand ends with a colon. */
static bool parser_line_ends_with_colon(Parser *parser)
{
    TokenKind previous = TOKEN_ERROR;
    for (uint32_t distance = 1;; distance++) {
        TokenKind kind = parser_peek(parser, distance);
        if (kind == TOKEN_NEWLINE)
            return previous == TOKEN_COLON;
        if (kind == TOKEN_ERROR || kind == TOKEN_ENDMARKER)
            return false;
        previous = kind;
    }
}

static Stmt *parser_match(Parser *parser);

/*
 * A line that starts like both is also tried as what it is not, because that
 * may lead further, and the token that leads nowhere is the one to complain of.
 */
static void parser_try_in_vain(Parser *parser, Stmt *(*parse)(Parser *))
{
    ParserMark mark;
    parser_mark(parser, &mark);
    if (setjmp(mark.escape) == 0) {
        (void)parse(parser);
        parser_fail(parser);
    }
    parser_back_up(parser, &mark);
}

Stmt *parser_maybe_match(Parser *parser)
{
    if (!token_is_word(parser->token, "match"))
        return NULL;
    switch (parser_peek(parser, 1)) {
    case TOKEN_NAME: case TOKEN_NUMBER: case TOKEN_STRING: case TOKEN_LBRACE:
    case TOKEN_TILDE: case TOKEN_ELLIPSIS: case TOKEN_LAMBDA: case TOKEN_AWAIT:
    case TOKEN_NONE: case TOKEN_TRUE: case TOKEN_FALSE:
        return parser_match(parser);
    case TOKEN_LPAR: case TOKEN_LSQB: case TOKEN_PLUS: case TOKEN_MINUS:
    case TOKEN_STAR: case TOKEN_NOT:
        if (parser_line_ends_with_colon(parser)) {
            parser_try_in_vain(parser, parser_simple_statement);
            return parser_match(parser);
        }
        parser_try_in_vain(parser, parser_match);
        /* If anything later is wrong, CPython will say that this lacks a colon. */
        parser->bookmark_pinned = true;
        return NULL;
    default:
        return NULL;
    }
}

static Pattern *parser_new_pattern(Parser *parser, PatternKind kind, AstPos start)
{
    Pattern *pattern = parser_alloc(parser, sizeof *pattern);
    pattern->kind = (uint8_t)kind;
    pattern->pos = parser_span(parser, start);
    return pattern;
}

static Pattern *parser_pattern(Parser *parser);

/* ---- values ---- */

static Expr *parser_signed_number(Parser *parser)
{
    AstPos start = parser_start(parser);
    bool negative = parser_accept(parser, TOKEN_MINUS);
    if (!parser_at(parser, TOKEN_NUMBER))
        parser_fail(parser);
    Expr *number = parser_number(parser);
    if (!negative)
        return number;
    Expr *expr = parser_new_expr(parser, AST_UNARY_OP, start);
    expr->unary_op.op = UNARY_USUB;
    expr->unary_op.operand = number;
    return expr;
}

/* A number, possibly complex: real, real + imaginary. */
static Expr *parser_pattern_number(Parser *parser)
{
    AstPos start = parser_start(parser);
    Expr *real = parser_signed_number(parser);
    bool minus = parser_at(parser, TOKEN_MINUS);
    if (!minus && !parser_at(parser, TOKEN_PLUS))
        return real;
    const Expr *digits = real->kind == AST_UNARY_OP ? real->unary_op.operand : real;
    if (digits->constant.kind == CONSTANT_IMAGINARY)
        parser_raise_at(parser, SYNTAX_ERROR, digits->pos.lineno, digits->pos.col_offset,
                        digits->pos.end_lineno, digits->pos.end_col_offset,
                        "real number required in complex literal");
    parser_advance(parser);
    if (!parser_at(parser, TOKEN_NUMBER))
        parser_fail(parser);
    Expr *imaginary = parser_number(parser);
    if (imaginary->constant.kind != CONSTANT_IMAGINARY)
        parser_raise_at(parser, SYNTAX_ERROR, imaginary->pos.lineno, imaginary->pos.col_offset,
                        imaginary->pos.end_lineno, imaginary->pos.end_col_offset,
                        "imaginary number required in complex literal");
    Expr *expr = parser_new_expr(parser, AST_BIN_OP, start);
    expr->bin_op.op = minus ? OP_SUB : OP_ADD;
    expr->bin_op.left = real;
    expr->bin_op.right = imaginary;
    return expr;
}

/* A name, or names joined by points. */
static Expr *parser_dotted(Parser *parser)
{
    AstPos start = parser_start(parser);
    Expr *value = parser_name(parser);
    while (parser_accept(parser, TOKEN_DOT)) {
        if (!parser_at(parser, TOKEN_NAME))
            parser_fail(parser);
        const Name *attr = parser_intern_token(parser, parser->token);
        parser_advance(parser);
        Expr *expr = parser_new_expr(parser, AST_ATTRIBUTE, start);
        expr->attribute.value = value;
        expr->attribute.attr = attr;
        value = expr;
    }
    return value;
}

static Pattern *parser_value_pattern(Parser *parser, Expr *value, AstPos start)
{
    Pattern *pattern = parser_new_pattern(parser, AST_MATCH_VALUE, start);
    pattern->match_value.value = value;
    return pattern;
}

static Pattern *parser_singleton_pattern(Parser *parser, ConstantKind kind)
{
    AstPos start = parser_start(parser);
    parser_advance(parser);
    Pattern *pattern = parser_new_pattern(parser, AST_MATCH_SINGLETON, start);
    pattern->match_singleton.value = (uint8_t)kind;
    return pattern;
}

/* ---- captures ---- */

/* A name to bind: any but the wildcard, and not the start of something longer. */
static const Name *parser_capture_target(Parser *parser)
{
    if (!parser_at(parser, TOKEN_NAME) || token_is_word(parser->token, "_"))
        parser_fail(parser);
    const Name *name = parser_intern_token(parser, parser->token);
    parser_advance(parser);
    TokenKind kind = parser_kind(parser);
    if (kind == TOKEN_DOT || kind == TOKEN_LPAR || kind == TOKEN_EQUAL)
        parser_fail(parser);
    return name;
}

static Pattern *parser_star_pattern(Parser *parser)
{
    AstPos start = parser_start(parser);
    const Name *name = NULL;
    parser_advance(parser);
    if (token_is_word(parser->token, "_"))
        parser_advance(parser);
    else
        name = parser_capture_target(parser);
    Pattern *pattern = parser_new_pattern(parser, AST_MATCH_STAR, start);
    pattern->match_star.name = name;
    return pattern;
}

static Pattern *parser_maybe_star_pattern(Parser *parser)
{
    return parser_at(parser, TOKEN_STAR) ? parser_star_pattern(parser) : parser_pattern(parser);
}

/* ---- classes and names ---- */

static Pattern *parser_class_pattern(Parser *parser, Expr *cls, AstPos start)
{
    uint32_t base = parser->stack_count;
    PatternList patterns;
    parser_advance(parser);
    while (!parser_at(parser, TOKEN_RPAR)
           && !(parser_at(parser, TOKEN_NAME) && parser_peek(parser, 1) == TOKEN_EQUAL)) {
        parser_push(parser, parser_pattern(parser));
        if (!parser_accept(parser, TOKEN_COMMA))
            break;
    }
    PARSER_POP(parser, base, &patterns);

    /* Keyword patterns: names and patterns alternate on the stack. */
    bool separated = parser->tokens[parser->at - 1].kind == TOKEN_COMMA || patterns.count == 0;
    while (separated && parser_at(parser, TOKEN_NAME)) {
        parser_push(parser, (void *)(uintptr_t)parser_intern_token(parser, parser->token));
        parser_advance(parser);
        parser_expect(parser, TOKEN_EQUAL);
        parser_push(parser, parser_pattern(parser));
        separated = parser_accept(parser, TOKEN_COMMA);
    }
    parser_expect(parser, TOKEN_RPAR);

    uint32_t count = (parser->stack_count - base) / 2;
    const Name **names = parser_alloc(parser, count * sizeof *names);
    Pattern **values = parser_alloc(parser, count * sizeof *values);
    for (uint32_t i = 0; i < count; i++) {
        names[i] = parser->stack[base + 2 * i];
        values[i] = parser->stack[base + 2 * i + 1];
    }
    parser->stack_count = base;
    Pattern *pattern = parser_new_pattern(parser, AST_MATCH_CLASS, start);
    pattern->match_class.cls = cls;
    pattern->match_class.patterns = patterns;
    pattern->match_class.kwd_attrs = (NameList){names, count};
    pattern->match_class.kwd_patterns = (PatternList){values, count};
    return pattern;
}

/* A pattern that starts with a name: wildcard, capture, value or class. */
static Pattern *parser_name_pattern(Parser *parser)
{
    AstPos start = parser_start(parser);
    TokenKind next = parser_peek(parser, 1);
    bool wildcard = token_is_word(parser->token, "_");
    if (!wildcard && (next == TOKEN_DOT || next == TOKEN_LPAR)) {
        Expr *value = parser_dotted(parser);
        if (parser_at(parser, TOKEN_LPAR))
            return parser_class_pattern(parser, value, start);
        if (parser_at(parser, TOKEN_EQUAL))
            parser_fail(parser);
        return parser_value_pattern(parser, value, start);
    }
    const Name *name = NULL;
    if (wildcard)
        parser_advance(parser);
    else
        name = parser_capture_target(parser);
    Pattern *pattern = parser_new_pattern(parser, AST_MATCH_AS, start);
    pattern->match_as.pattern = NULL;
    pattern->match_as.name = name;
    return pattern;
}

/* ---- sequences and mappings ---- */

static Pattern *parser_new_sequence(Parser *parser, uint32_t base, AstPos start)
{
    Pattern *pattern = parser_new_pattern(parser, AST_MATCH_SEQUENCE, start);
    PARSER_POP(parser, base, &pattern->match_sequence.patterns);
    return pattern;
}

static Pattern *parser_list_pattern(Parser *parser)
{
    AstPos start = parser_start(parser);
    uint32_t base = parser->stack_count;
    parser_advance(parser);
    while (!parser_at(parser, TOKEN_RSQB)) {
        parser_push(parser, parser_maybe_star_pattern(parser));
        if (!parser_accept(parser, TOKEN_COMMA))
            break;
    }
    parser_expect(parser, TOKEN_RSQB);
    return parser_new_sequence(parser, base, start);
}

/* A group, or a sequence if there is a comma or nothing. */
static Pattern *parser_group_pattern(Parser *parser)
{
    AstPos start = parser_start(parser);
    uint32_t base = parser->stack_count;
    parser_advance(parser);
    if (parser_accept(parser, TOKEN_RPAR))
        return parser_new_sequence(parser, base, start);
    bool starred = parser_at(parser, TOKEN_STAR);
    Pattern *first = parser_maybe_star_pattern(parser);
    if (!starred && parser_accept(parser, TOKEN_RPAR))
        return first;
    parser_push(parser, first);
    if (!parser_at(parser, TOKEN_COMMA))
        parser_fail(parser);
    while (parser_accept(parser, TOKEN_COMMA)) {
        if (parser_at(parser, TOKEN_RPAR))
            break;
        parser_push(parser, parser_maybe_star_pattern(parser));
    }
    parser_expect(parser, TOKEN_RPAR);
    return parser_new_sequence(parser, base, start);
}

static Expr *parser_mapping_key(Parser *parser)
{
    AstPos start = parser_start(parser);
    Expr *key;
    ConstantKind kind;
    switch (parser_kind(parser)) {
    case TOKEN_NUMBER: case TOKEN_MINUS: return parser_pattern_number(parser);
    case TOKEN_STRING: return parser_strings(parser);
    case TOKEN_NONE: kind = CONSTANT_NONE; break;
    case TOKEN_TRUE: kind = CONSTANT_TRUE; break;
    case TOKEN_FALSE: kind = CONSTANT_FALSE; break;
    default:
        key = parser_dotted(parser);
        if (key->kind != AST_ATTRIBUTE)
            parser_fail(parser);
        return key;
    }
    parser_advance(parser);
    key = parser_new_expr(parser, AST_CONSTANT, start);
    key->constant = (Constant){.kind = (uint8_t)kind};
    return key;
}

static Pattern *parser_mapping_pattern(Parser *parser)
{
    AstPos start = parser_start(parser);
    uint32_t base = parser->stack_count;
    const Name *rest = NULL;
    parser_advance(parser);
    while (!parser_at(parser, TOKEN_RBRACE)) {
        if (parser_accept(parser, TOKEN_DOUBLESTAR)) {
            rest = parser_capture_target(parser);
            (void)parser_accept(parser, TOKEN_COMMA);
            break;
        }
        parser_push(parser, parser_mapping_key(parser));
        parser_expect(parser, TOKEN_COLON);
        parser_push(parser, parser_pattern(parser));
        if (!parser_accept(parser, TOKEN_COMMA))
            break;
    }
    parser_expect(parser, TOKEN_RBRACE);

    uint32_t count = (parser->stack_count - base) / 2;
    Expr **keys = parser_alloc(parser, count * sizeof *keys);
    Pattern **values = parser_alloc(parser, count * sizeof *values);
    for (uint32_t i = 0; i < count; i++) {
        keys[i] = parser->stack[base + 2 * i];
        values[i] = parser->stack[base + 2 * i + 1];
    }
    parser->stack_count = base;
    Pattern *pattern = parser_new_pattern(parser, AST_MATCH_MAPPING, start);
    pattern->match_mapping.keys = (ExprList){keys, count};
    pattern->match_mapping.patterns = (PatternList){values, count};
    pattern->match_mapping.rest = rest;
    return pattern;
}

/* ---- composition ---- */

static Pattern *parser_closed_pattern(Parser *parser)
{
    AstPos start = parser_start(parser);
    Pattern *(*bracketed)(Parser *);
    switch (parser_kind(parser)) {
    case TOKEN_NUMBER: case TOKEN_MINUS: {
        Expr *value = parser_pattern_number(parser);
        return parser_value_pattern(parser, value, start);
    }
    case TOKEN_STRING: {
        Expr *value = parser_strings(parser);
        return parser_value_pattern(parser, value, start);
    }
    case TOKEN_NONE: return parser_singleton_pattern(parser, CONSTANT_NONE);
    case TOKEN_TRUE: return parser_singleton_pattern(parser, CONSTANT_TRUE);
    case TOKEN_FALSE: return parser_singleton_pattern(parser, CONSTANT_FALSE);
    case TOKEN_NAME: return parser_name_pattern(parser);
    case TOKEN_LPAR: bracketed = parser_group_pattern; break;
    case TOKEN_LSQB: bracketed = parser_list_pattern; break;
    case TOKEN_LBRACE: bracketed = parser_mapping_pattern; break;
    default: parser_fail(parser);
    }
    parser_enter(parser, DEPTH_BRACKET);
    Pattern *pattern = bracketed(parser);
    parser_leave(parser, DEPTH_BRACKET);
    return pattern;
}

static Pattern *parser_or_pattern(Parser *parser)
{
    AstPos start = parser_start(parser);
    Pattern *first = parser_closed_pattern(parser);
    if (!parser_at(parser, TOKEN_VBAR))
        return first;
    uint32_t base = parser->stack_count;
    parser_push(parser, first);
    while (parser_accept(parser, TOKEN_VBAR))
        parser_push(parser, parser_closed_pattern(parser));
    Pattern *pattern = parser_new_pattern(parser, AST_MATCH_OR, start);
    PARSER_POP(parser, base, &pattern->match_or.patterns);
    return pattern;
}

static Pattern *parser_pattern(Parser *parser)
{
    AstPos start = parser_start(parser);
    Pattern *inner = parser_or_pattern(parser);
    if (!parser_accept(parser, TOKEN_AS))
        return inner;
    const Name *name = parser_capture_target(parser);
    Pattern *pattern = parser_new_pattern(parser, AST_MATCH_AS, start);
    pattern->match_as.pattern = inner;
    pattern->match_as.name = name;
    return pattern;
}

/* After `case`: a pattern, or a sequence without brackets. */
static Pattern *parser_patterns(Parser *parser)
{
    AstPos start = parser_start(parser);
    bool starred = parser_at(parser, TOKEN_STAR);
    Pattern *first = parser_maybe_star_pattern(parser);
    if (!parser_at(parser, TOKEN_COMMA)) {
        if (starred)
            parser_fail(parser);
        return first;
    }
    uint32_t base = parser->stack_count;
    parser_push(parser, first);
    while (parser_accept(parser, TOKEN_COMMA)) {
        if (parser_at(parser, TOKEN_COLON) || parser_at(parser, TOKEN_IF))
            break;
        parser_push(parser, parser_maybe_star_pattern(parser));
    }
    return parser_new_sequence(parser, base, start);
}

static MatchCase *parser_case(Parser *parser)
{
    MatchCase *match_case = parser_alloc(parser, sizeof *match_case);
    parser_advance(parser);
    match_case->pattern = parser_patterns(parser);
    match_case->guard = parser_accept(parser, TOKEN_IF) ? parser_named_expression(parser) : NULL;
    parser_expect(parser, TOKEN_COLON);
    parser_block(parser, &match_case->body);
    return match_case;
}

static Stmt *parser_match(Parser *parser)
{
    AstPos start = parser_start(parser);
    uint32_t base = parser->stack_count;
    parser_advance(parser);
    Expr *subject = parser_star_named_expressions(parser);
    parser_expect(parser, TOKEN_COLON);
    parser_expect(parser, TOKEN_NEWLINE);
    parser_expect(parser, TOKEN_INDENT);
    parser_enter(parser, DEPTH_BLOCK);
    parser->block_depth++;
    do {
        if (!token_is_word(parser->token, "case"))
            parser_fail(parser);
        parser_push(parser, parser_case(parser));
    } while (!parser_at(parser, TOKEN_DEDENT));
    parser->block_depth--;
    parser_leave(parser, DEPTH_BLOCK);
    parser_advance(parser);
    Stmt *stmt = parser_new_stmt(parser, AST_MATCH, start);
    stmt->match_stmt.subject = subject;
    PARSER_POP(parser, base, &stmt->match_stmt.cases);
    return stmt;
}

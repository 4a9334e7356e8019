/*
 * Expressions, by precedence climbing for the binary operators and one function
 * per level for the rest.
 *
 * A node starts where its first token starts, which for an operand in
 * parentheses is the parenthesis; so every level notes its own start.
 */
#include "front/parser_internal.h"

/* ---- operators ---- */

typedef struct BinaryOperator {
    uint8_t precedence; /* 0: not a binary operator */
    uint8_t op;
} BinaryOperator;

enum { PRECEDENCE_LOWEST = 1 };

static const BinaryOperator binary_operators[TOKEN_KIND_COUNT] = {
    [TOKEN_VBAR] = {1, OP_BIT_OR},
    [TOKEN_CIRCUMFLEX] = {2, OP_BIT_XOR},
    [TOKEN_AMPER] = {3, OP_BIT_AND},
    [TOKEN_LEFTSHIFT] = {4, OP_LSHIFT},
    [TOKEN_RIGHTSHIFT] = {4, OP_RSHIFT},
    [TOKEN_PLUS] = {5, OP_ADD},
    [TOKEN_MINUS] = {5, OP_SUB},
    [TOKEN_STAR] = {6, OP_MULT},
    [TOKEN_SLASH] = {6, OP_DIV},
    [TOKEN_DOUBLESLASH] = {6, OP_FLOOR_DIV},
    [TOKEN_PERCENT] = {6, OP_MOD},
    [TOKEN_AT] = {6, OP_MAT_MULT},
};

static Expr *parser_unary(Parser *parser);

static Expr *parser_binary(Parser *parser, int precedence)
{
    AstPos start = parser_start(parser);
    Expr *left = parser_unary(parser);
    for (;;) {
        BinaryOperator operator = binary_operators[parser_kind(parser)];
        if (operator.precedence < precedence || operator.precedence == 0)
            return left;
        parser_advance(parser);
        Expr *right = parser_binary(parser, operator.precedence + 1);
        Expr *expr = parser_new_expr(parser, AST_BIN_OP, start);
        expr->bin_op.op = operator.op;
        expr->bin_op.left = left;
        expr->bin_op.right = right;
        left = expr;
    }
}

Expr *parser_bitwise_or(Parser *parser)
{
    return parser_binary(parser, PRECEDENCE_LOWEST);
}

static Expr *parser_new_unary(Parser *parser, UnaryOpKind op, Expr *operand, AstPos start)
{
    Expr *expr = parser_new_expr(parser, AST_UNARY_OP, start);
    expr->unary_op.op = (uint8_t)op;
    expr->unary_op.operand = operand;
    return expr;
}

static Expr *parser_power(Parser *parser)
{
    AstPos start = parser_start(parser);
    Expr *base;
    if (parser_accept(parser, TOKEN_AWAIT)) {
        Expr *value = parser_primary(parser);
        base = parser_new_expr(parser, AST_AWAIT, start);
        base->await.value = value;
    } else {
        base = parser_primary(parser);
    }
    if (!parser_accept(parser, TOKEN_DOUBLESTAR))
        return base;
    parser_enter(parser, DEPTH_POWER);
    Expr *exponent = parser_unary(parser);
    parser_leave(parser, DEPTH_POWER);
    Expr *expr = parser_new_expr(parser, AST_BIN_OP, start);
    expr->bin_op.op = OP_POW;
    expr->bin_op.left = base;
    expr->bin_op.right = exponent;
    return expr;
}

static Expr *parser_unary(Parser *parser)
{
    UnaryOpKind op;
    switch (parser_kind(parser)) {
    case TOKEN_MINUS: op = UNARY_USUB; break;
    case TOKEN_PLUS: op = UNARY_UADD; break;
    case TOKEN_TILDE: op = UNARY_INVERT; break;
    default: return parser_power(parser);
    }
    AstPos start = parser_start(parser);
    parser_enter(parser, DEPTH_UNARY);
    parser_advance(parser);
    Expr *operand = parser_unary(parser);
    parser_leave(parser, DEPTH_UNARY);
    return parser_new_unary(parser, op, operand, start);
}

/* ---- comparisons ---- */

/* Consumes a comparison operator if there is one. */
static bool parser_comparison_operator(Parser *parser, CmpOp *op)
{
    switch (parser_kind(parser)) {
    case TOKEN_EQEQUAL: *op = CMP_EQ; break;
    case TOKEN_NOTEQUAL: *op = CMP_NOT_EQ; break;
    case TOKEN_LESS: *op = CMP_LT; break;
    case TOKEN_LESSEQUAL: *op = CMP_LT_E; break;
    case TOKEN_GREATER: *op = CMP_GT; break;
    case TOKEN_GREATEREQUAL: *op = CMP_GT_E; break;
    case TOKEN_IN: *op = CMP_IN; break;
    case TOKEN_IS:
        parser_advance(parser);
        *op = parser_accept(parser, TOKEN_NOT) ? CMP_IS_NOT : CMP_IS;
        return true;
    case TOKEN_NOT:
        parser_advance(parser);
        *op = CMP_NOT_IN;
        parser_expect(parser, TOKEN_IN);
        return true;
    default:
        return false;
    }
    parser_advance(parser);
    return true;
}

static Expr *parser_comparison(Parser *parser)
{
    AstPos start = parser_start(parser);
    Expr *left = parser_bitwise_or(parser);
    CmpOp op;
    if (!parser_comparison_operator(parser, &op))
        return left;

    uint32_t base = parser->stack_count;
    uint8_t few_ops[8];
    uint8_t *ops = few_ops;
    uint32_t capacity = sizeof few_ops;
    uint32_t count = 0;
    do {
        if (count == capacity) {
            uint8_t *more = parser_alloc(parser, (size_t)capacity * 2);
            memcpy(more, ops, count);
            ops = more;
            capacity *= 2;
        }
        ops[count++] = (uint8_t)op;
        parser_push(parser, parser_bitwise_or(parser));
    } while (parser_comparison_operator(parser, &op));

    Expr *expr = parser_new_expr(parser, AST_COMPARE, start);
    expr->compare.left = left;
    expr->compare.ops = parser_alloc(parser, count);
    memcpy(expr->compare.ops, ops, count);
    PARSER_POP(parser, base, &expr->compare.comparators);
    return expr;
}

/* ---- not, and, or, if ---- */

static Expr *parser_inversion(Parser *parser)
{
    if (!parser_at(parser, TOKEN_NOT))
        return parser_comparison(parser);
    AstPos start = parser_start(parser);
    parser_enter(parser, DEPTH_UNARY);
    parser_advance(parser);
    Expr *operand = parser_inversion(parser);
    parser_leave(parser, DEPTH_UNARY);
    return parser_new_unary(parser, UNARY_NOT, operand, start);
}

static Expr *parser_conjunction(Parser *parser)
{
    AstPos start = parser_start(parser);
    Expr *first = parser_inversion(parser);
    if (!parser_at(parser, TOKEN_AND))
        return first;
    uint32_t base = parser->stack_count;
    parser_push(parser, first);
    while (parser_accept(parser, TOKEN_AND))
        parser_push(parser, parser_inversion(parser));
    Expr *expr = parser_new_expr(parser, AST_BOOL_OP, start);
    expr->bool_op.op = BOOL_AND;
    PARSER_POP(parser, base, &expr->bool_op.values);
    return expr;
}

Expr *parser_disjunction(Parser *parser)
{
    AstPos start = parser_start(parser);
    Expr *first = parser_conjunction(parser);
    if (!parser_at(parser, TOKEN_OR))
        return first;
    uint32_t base = parser->stack_count;
    parser_push(parser, first);
    while (parser_accept(parser, TOKEN_OR))
        parser_push(parser, parser_conjunction(parser));
    Expr *expr = parser_new_expr(parser, AST_BOOL_OP, start);
    expr->bool_op.op = BOOL_OR;
    PARSER_POP(parser, base, &expr->bool_op.values);
    return expr;
}

static Expr *parser_lambda(Parser *parser)
{
    AstPos start = parser_start(parser);
    parser_enter(parser, DEPTH_LAMBDA);
    parser_advance(parser);
    Arguments *args = parser_parameters(parser, TOKEN_COLON);
    parser_expect(parser, TOKEN_COLON);
    Expr *body = parser_expression(parser);
    parser_leave(parser, DEPTH_LAMBDA);
    Expr *expr = parser_new_expr(parser, AST_LAMBDA, start);
    expr->lambda.args = args;
    expr->lambda.body = body;
    return expr;
}

Expr *parser_expression(Parser *parser)
{
    if (parser_at(parser, TOKEN_LAMBDA))
        return parser_lambda(parser);
    AstPos start = parser_start(parser);
    Expr *body = parser_disjunction(parser);
    if (!parser_accept(parser, TOKEN_IF))
        return body;
    parser_enter(parser, DEPTH_CONDITIONAL);
    Expr *test = parser_disjunction(parser);
    parser_expect(parser, TOKEN_ELSE);
    Expr *orelse = parser_expression(parser);
    parser_leave(parser, DEPTH_CONDITIONAL);
    Expr *expr = parser_new_expr(parser, AST_IF_EXP, start);
    expr->if_exp.test = test;
    expr->if_exp.body = body;
    expr->if_exp.orelse = orelse;
    return expr;
}

static Expr *parser_assignment_expression(Parser *parser)
{
    AstPos start = parser_start(parser);
    Expr *target = parser_name(parser);
    target->ctx = CTX_STORE;
    parser_advance(parser);
    Expr *value = parser_expression(parser);
    Expr *expr = parser_new_expr(parser, AST_NAMED_EXPR, start);
    expr->named_expr.target = target;
    expr->named_expr.value = value;
    return expr;
}

Expr *parser_named_expression(Parser *parser)
{
    if (parser_at(parser, TOKEN_NAME) && parser_peek(parser, 1) == TOKEN_COLONEQUAL)
        return parser_assignment_expression(parser);
    Expr *expr = parser_expression(parser);
    if (parser_at(parser, TOKEN_COLONEQUAL))
        parser_fail(parser);
    return expr;
}

/* ---- lists of expressions ---- */

bool parser_starts_expression(TokenKind kind)
{
    switch (kind) {
    case TOKEN_NAME: case TOKEN_NUMBER: case TOKEN_STRING:
    case TOKEN_LPAR: case TOKEN_LSQB: case TOKEN_LBRACE:
    case TOKEN_ELLIPSIS: case TOKEN_PLUS: case TOKEN_MINUS: case TOKEN_TILDE:
    case TOKEN_FALSE: case TOKEN_NONE: case TOKEN_TRUE:
    case TOKEN_AWAIT: case TOKEN_LAMBDA: case TOKEN_NOT:
        return true;
    default:
        return false;
    }
}

/* '*' bitwise_or */
static Expr *parser_starred(Parser *parser)
{
    AstPos start = parser_start(parser);
    parser_advance(parser);
    Expr *value = parser_bitwise_or(parser);
    Expr *expr = parser_new_expr(parser, AST_STARRED, start);
    expr->starred.value = value;
    return expr;
}

static Expr *parser_star_expression(Parser *parser)
{
    if (parser_at(parser, TOKEN_STAR))
        return parser_starred(parser);
    return parser_expression(parser);
}

Expr *parser_star_named_expression(Parser *parser)
{
    if (parser_at(parser, TOKEN_STAR))
        return parser_starred(parser);
    return parser_named_expression(parser);
}

static Expr *parser_new_tuple(Parser *parser, uint32_t base, AstPos start)
{
    Expr *expr = parser_new_expr(parser, AST_TUPLE, start);
    PARSER_POP(parser, base, &expr->tuple.elts);
    return expr;
}

Expr *parser_star_expressions(Parser *parser)
{
    AstPos start = parser_start(parser);
    Expr *first = parser_star_expression(parser);
    if (!parser_at(parser, TOKEN_COMMA))
        return first;
    uint32_t base = parser->stack_count;
    parser_push(parser, first);
    while (parser_accept(parser, TOKEN_COMMA)) {
        if (!parser_starts_expression(parser_kind(parser)) && !parser_at(parser, TOKEN_STAR))
            break;
        parser_push(parser, parser_star_expression(parser));
    }
    return parser_new_tuple(parser, base, start);
}

/* Like star expressions but without stars: the whole of what eval() takes. */
Expr *parser_expressions(Parser *parser)
{
    AstPos start = parser_start(parser);
    Expr *first = parser_expression(parser);
    if (!parser_at(parser, TOKEN_COMMA))
        return first;
    uint32_t base = parser->stack_count;
    parser_push(parser, first);
    while (parser_accept(parser, TOKEN_COMMA)) {
        if (!parser_starts_expression(parser_kind(parser)))
            break;
        parser_push(parser, parser_expression(parser));
    }
    return parser_new_tuple(parser, base, start);
}

Expr *parser_star_named_expressions(Parser *parser)
{
    AstPos start = parser_start(parser);
    bool starred = parser_at(parser, TOKEN_STAR);
    Expr *first = parser_star_named_expression(parser);
    if (!parser_at(parser, TOKEN_COMMA)) {
        if (starred)
            parser_fail(parser);
        return first;
    }
    uint32_t base = parser->stack_count;
    parser_push(parser, first);
    while (parser_accept(parser, TOKEN_COMMA)) {
        if (!parser_starts_expression(parser_kind(parser)) && !parser_at(parser, TOKEN_STAR))
            break;
        parser_push(parser, parser_star_named_expression(parser));
    }
    return parser_new_tuple(parser, base, start);
}

Expr *parser_yield(Parser *parser)
{
    AstPos start = parser_start(parser);
    parser_advance(parser);
    if (parser_accept(parser, TOKEN_FROM)) {
        Expr *value = parser_expression(parser);
        Expr *expr = parser_new_expr(parser, AST_YIELD_FROM, start);
        expr->yield_from.value = value;
        return expr;
    }
    Expr *value = NULL;
    if (parser_starts_expression(parser_kind(parser)) || parser_at(parser, TOKEN_STAR))
        value = parser_star_expressions(parser);
    Expr *expr = parser_new_expr(parser, AST_YIELD, start);
    expr->yield.value = value;
    return expr;
}

Expr *parser_yield_or_star_expressions(Parser *parser)
{
    return parser_at(parser, TOKEN_YIELD) ? parser_yield(parser) : parser_star_expressions(parser);
}

/* ---- comprehensions ---- */

static bool parser_at_comprehension(Parser *parser)
{
    if (!parser_at(parser, TOKEN_ASYNC))
        return parser_at(parser, TOKEN_FOR);
    if (parser_peek(parser, 1) == TOKEN_FOR)
        return true;
    /* Nothing else starts with async here: what is wrong is what follows it. */
    parser_advance(parser);
    parser_fail(parser);
}

void parser_comprehensions(Parser *parser, ComprehensionList *list)
{
    uint32_t base = parser->stack_count;
    do {
        Comprehension *part = parser_alloc(parser, sizeof *part);
        part->is_async = parser_accept(parser, TOKEN_ASYNC);
        parser_advance(parser);
        part->target = parser_star_targets(parser);
        parser_expect(parser, TOKEN_IN);
        part->iter = parser_disjunction(parser);
        uint32_t ifs_base = parser->stack_count;
        while (parser_accept(parser, TOKEN_IF))
            parser_push(parser, parser_disjunction(parser));
        PARSER_POP(parser, ifs_base, &part->ifs);
        parser_push(parser, part);
    } while (parser_at_comprehension(parser));
    PARSER_POP(parser, base, list);
}

/* ---- brackets ---- */

/* ( ... ): a group, a tuple, a generator expression or a yield. */
static Expr *parser_parenthesised(Parser *parser)
{
    AstPos start = parser_start(parser);
    parser_advance(parser);
    if (parser_accept(parser, TOKEN_RPAR))
        return parser_new_tuple(parser, parser->stack_count, start);
    if (parser_at(parser, TOKEN_YIELD)) {
        Expr *inner = parser_yield(parser);
        parser_expect(parser, TOKEN_RPAR);
        return inner;
    }
    bool starred = parser_at(parser, TOKEN_STAR);
    Expr *first = parser_star_named_expression(parser);
    if (!starred) {
        if (parser_accept(parser, TOKEN_RPAR))
            return first;
        if (parser_at_comprehension(parser)) {
            ComprehensionList generators;
            parser_comprehensions(parser, &generators);
            parser_expect(parser, TOKEN_RPAR);
            Expr *expr = parser_new_expr(parser, AST_GENERATOR_EXP, start);
            expr->comp.elt = first;
            expr->comp.generators = generators;
            return expr;
        }
    }
    if (!parser_at(parser, TOKEN_COMMA))
        parser_fail(parser);
    uint32_t base = parser->stack_count;
    parser_push(parser, first);
    while (parser_accept(parser, TOKEN_COMMA)) {
        if (parser_at(parser, TOKEN_RPAR))
            break;
        parser_push(parser, parser_star_named_expression(parser));
    }
    parser_expect(parser, TOKEN_RPAR);
    return parser_new_tuple(parser, base, start);
}

/* The rest of a list or set display after its first element, up to `closer`. */
static void parser_display_rest(Parser *parser, TokenKind closer)
{
    while (parser_accept(parser, TOKEN_COMMA)) {
        if (parser_at(parser, closer))
            break;
        parser_push(parser, parser_star_named_expression(parser));
    }
    parser_expect(parser, closer);
}

static Expr *parser_list(Parser *parser)
{
    AstPos start = parser_start(parser);
    uint32_t base = parser->stack_count;
    parser_advance(parser);
    if (!parser_accept(parser, TOKEN_RSQB)) {
        bool starred = parser_at(parser, TOKEN_STAR);
        Expr *first = parser_star_named_expression(parser);
        if (!starred && parser_at_comprehension(parser)) {
            ComprehensionList generators;
            parser_comprehensions(parser, &generators);
            parser_expect(parser, TOKEN_RSQB);
            Expr *expr = parser_new_expr(parser, AST_LIST_COMP, start);
            expr->comp.elt = first;
            expr->comp.generators = generators;
            return expr;
        }
        parser_push(parser, first);
        parser_display_rest(parser, TOKEN_RSQB);
    }
    Expr *expr = parser_new_expr(parser, AST_LIST, start);
    PARSER_POP(parser, base, &expr->list.elts);
    return expr;
}

static Expr *parser_dict_value(Parser *parser)
{
    if (parser_at(parser, TOKEN_STAR)) {
        /* A mistake that CPython has a rule for even in its first pass. */
        parser_advance(parser);
        parser_fail(parser);
    }
    return parser_expression(parser);
}

/*
 * The pairs of a dict display after the first. Keys and values alternate on
 * the stack until the closing brace.
 */
static Expr *parser_dict_rest(Parser *parser, uint32_t base, AstPos start)
{
    while (parser_accept(parser, TOKEN_COMMA)) {
        if (parser_at(parser, TOKEN_RBRACE))
            break;
        if (parser_accept(parser, TOKEN_DOUBLESTAR)) {
            parser_push(parser, NULL);
            parser_push(parser, parser_bitwise_or(parser));
            continue;
        }
        parser_push(parser, parser_expression(parser));
        parser_expect(parser, TOKEN_COLON);
        parser_push(parser, parser_dict_value(parser));
    }
    parser_expect(parser, TOKEN_RBRACE);

    uint32_t count = (parser->stack_count - base) / 2;
    Expr **keys = parser_alloc(parser, (size_t)count * sizeof *keys);
    Expr **values = parser_alloc(parser, (size_t)count * sizeof *values);
    for (uint32_t i = 0; i < count; i++) {
        keys[i] = parser->stack[base + 2 * i];
        values[i] = parser->stack[base + 2 * i + 1];
    }
    parser->stack_count = base;
    Expr *expr = parser_new_expr(parser, AST_DICT, start);
    expr->dict.keys = (ExprList){keys, count};
    expr->dict.values = (ExprList){values, count};
    return expr;
}

/* { ... }: a dict or a set, displayed or comprehended. */
static Expr *parser_braces(Parser *parser)
{
    AstPos start = parser_start(parser);
    uint32_t base = parser->stack_count;
    parser_advance(parser);
    if (parser_accept(parser, TOKEN_RBRACE)) {
        Expr *expr = parser_new_expr(parser, AST_DICT, start);
        expr->dict.keys = expr->dict.values = (ExprList){NULL, 0};
        return expr;
    }
    if (parser_accept(parser, TOKEN_DOUBLESTAR)) {
        parser_push(parser, NULL);
        parser_push(parser, parser_bitwise_or(parser));
        return parser_dict_rest(parser, base, start);
    }

    bool starred = parser_at(parser, TOKEN_STAR);
    bool named = parser_at(parser, TOKEN_NAME) && parser_peek(parser, 1) == TOKEN_COLONEQUAL;
    Expr *first = parser_star_named_expression(parser);
    if (!starred && !named && parser_accept(parser, TOKEN_COLON)) {
        Expr *value = parser_dict_value(parser);
        if (parser_at_comprehension(parser)) {
            ComprehensionList generators;
            parser_comprehensions(parser, &generators);
            parser_expect(parser, TOKEN_RBRACE);
            Expr *expr = parser_new_expr(parser, AST_DICT_COMP, start);
            expr->dict_comp.key = first;
            expr->dict_comp.value = value;
            expr->dict_comp.generators = generators;
            return expr;
        }
        parser_push(parser, first);
        parser_push(parser, value);
        return parser_dict_rest(parser, base, start);
    }
    if (!starred && parser_at_comprehension(parser)) {
        ComprehensionList generators;
        parser_comprehensions(parser, &generators);
        parser_expect(parser, TOKEN_RBRACE);
        Expr *expr = parser_new_expr(parser, AST_SET_COMP, start);
        expr->comp.elt = first;
        expr->comp.generators = generators;
        return expr;
    }
    parser_push(parser, first);
    parser_display_rest(parser, TOKEN_RBRACE);
    Expr *expr = parser_new_expr(parser, AST_SET, start);
    PARSER_POP(parser, base, &expr->set.elts);
    return expr;
}

/* ---- atoms ---- */

Expr *parser_name(Parser *parser)
{
    if (!parser_at(parser, TOKEN_NAME))
        parser_fail(parser);
    AstPos start = parser_start(parser);
    const Name *id = parser_intern_token(parser, parser->token);
    parser_advance(parser);
    Expr *expr = parser_new_expr(parser, AST_NAME, start);
    expr->name.id = id;
    return expr;
}

static Expr *parser_constant(Parser *parser, ConstantKind kind)
{
    AstPos start = parser_start(parser);
    parser_advance(parser);
    Expr *expr = parser_new_expr(parser, AST_CONSTANT, start);
    expr->constant = (Constant){.kind = (uint8_t)kind};
    return expr;
}

Expr *parser_atom(Parser *parser)
{
    Expr *(*bracketed)(Parser *);
    switch (parser_kind(parser)) {
    case TOKEN_NAME: return parser_name(parser);
    case TOKEN_NUMBER: return parser_number(parser);
    case TOKEN_STRING: return parser_strings(parser);
    case TOKEN_TRUE: return parser_constant(parser, CONSTANT_TRUE);
    case TOKEN_FALSE: return parser_constant(parser, CONSTANT_FALSE);
    case TOKEN_NONE: return parser_constant(parser, CONSTANT_NONE);
    case TOKEN_ELLIPSIS: return parser_constant(parser, CONSTANT_ELLIPSIS);
    case TOKEN_LPAR: bracketed = parser_parenthesised; break;
    case TOKEN_LSQB: bracketed = parser_list; break;
    case TOKEN_LBRACE: bracketed = parser_braces; break;
    default: parser_fail(parser);
    }
    parser_enter(parser, DEPTH_BRACKET);
    Expr *expr = bracketed(parser);
    parser_leave(parser, DEPTH_BRACKET);
    return expr;
}

/* ---- subscripts ---- */

static Expr *parser_slice(Parser *parser)
{
    AstPos start = parser_start(parser);
    Expr *lower = NULL;
    if (parser_at(parser, TOKEN_STAR))
        return parser_starred(parser);
    if (!parser_at(parser, TOKEN_COLON)) {
        bool named = parser_at(parser, TOKEN_NAME) && parser_peek(parser, 1) == TOKEN_COLONEQUAL;
        lower = parser_named_expression(parser);
        if (named || !parser_at(parser, TOKEN_COLON))
            return lower;
    }
    parser_advance(parser);
    Expr *upper = NULL, *step = NULL;
    if (parser_starts_expression(parser_kind(parser)))
        upper = parser_expression(parser);
    if (parser_accept(parser, TOKEN_COLON) && parser_starts_expression(parser_kind(parser)))
        step = parser_expression(parser);
    Expr *expr = parser_new_expr(parser, AST_SLICE, start);
    expr->slice.lower = lower;
    expr->slice.upper = upper;
    expr->slice.step = step;
    return expr;
}

static Expr *parser_slices(Parser *parser)
{
    AstPos start = parser_start(parser);
    bool starred = parser_at(parser, TOKEN_STAR);
    Expr *first = parser_slice(parser);
    if (!starred && !parser_at(parser, TOKEN_COMMA))
        return first;
    uint32_t base = parser->stack_count;
    parser_push(parser, first);
    while (parser_accept(parser, TOKEN_COMMA)) {
        if (parser_at(parser, TOKEN_RSQB))
            break;
        parser_push(parser, parser_slice(parser));
    }
    return parser_new_tuple(parser, base, start);
}

/* ---- calls ---- */

static Keyword *parser_keyword(Parser *parser, const Name *name, AstPos start)
{
    Expr *value = parser_expression(parser);
    Keyword *keyword = parser_alloc(parser, sizeof *keyword);
    keyword->pos = parser_span(parser, start);
    keyword->arg = name;
    keyword->value = value;
    return keyword;
}

/*
 * Arguments up to the closing parenthesis, which is left. Positional and
 * keyword arguments may interleave only as *iterable after name=value, so the
 * two lists are collected on the stack in one order and split afterwards: bit 0
 * of an entry marks a keyword.
 */
void parser_arguments(Parser *parser, ExprList *args, KeywordList *keywords)
{
    uint32_t base = parser->stack_count;
    uint32_t keyword_count = 0;
    bool unpacked_mapping = false;

    while (!parser_at(parser, TOKEN_RPAR)) {
        AstPos start = parser_start(parser);
        if (parser_at(parser, TOKEN_STAR)) {
            if (unpacked_mapping)
                parser_fail(parser);
            parser_advance(parser);
            Expr *value = parser_expression(parser);
            Expr *expr = parser_new_expr(parser, AST_STARRED, start);
            expr->starred.value = value;
            parser_push(parser, expr);
        } else if (parser_accept(parser, TOKEN_DOUBLESTAR)) {
            unpacked_mapping = true;
            keyword_count++;
            parser_push(parser, (char *)parser_keyword(parser, NULL, start) + 1);
        } else if (parser_at(parser, TOKEN_NAME) && parser_peek(parser, 1) == TOKEN_EQUAL) {
            const Name *name = parser_intern_token(parser, parser->token);
            parser_advance(parser);
            parser_advance(parser);
            keyword_count++;
            parser_push(parser, (char *)parser_keyword(parser, name, start) + 1);
        } else if (keyword_count > 0) {
            /* Only name=value could follow: a lone name is not the wrong token. */
            if (parser_at(parser, TOKEN_NAME))
                parser_advance(parser);
            parser_fail(parser);
        } else {
            parser_push(parser, parser_named_expression(parser));
        }
        if (!parser_accept(parser, TOKEN_COMMA))
            break;
    }

    uint32_t count = parser->stack_count - base;
    void **entries = parser->stack + base;
    uint32_t arg_count = count - keyword_count;
    *args = (ExprList){NULL, arg_count};
    *keywords = (KeywordList){NULL, keyword_count};
    if (arg_count > 0)
        args->items = parser_alloc(parser, arg_count * sizeof *args->items);
    if (keyword_count > 0)
        keywords->items = parser_alloc(parser, keyword_count * sizeof *keywords->items);
    uint32_t next_arg = 0, next_keyword = 0;
    for (uint32_t i = 0; i < count; i++) {
        if ((uintptr_t)entries[i] & 1)
            keywords->items[next_keyword++] = (Keyword *)((char *)entries[i] - 1);
        else
            args->items[next_arg++] = entries[i];
    }
    parser->stack_count = base;
}

static Expr *parser_call(Parser *parser, Expr *func, AstPos start)
{
    AstPos paren = parser_start(parser);
    ExprList args;
    KeywordList keywords;

    parser_enter(parser, DEPTH_BRACKET);
    parser_advance(parser);
    parser_arguments(parser, &args, &keywords);
    if (args.count == 1 && keywords.count == 0 && parser_at_comprehension(parser)
        && args.items[0]->kind != AST_STARRED
        && parser->tokens[parser->at - 1].kind != TOKEN_COMMA) {
        /* The one argument is a generator that borrows the call's parentheses. */
        ComprehensionList generators;
        parser_comprehensions(parser, &generators);
        parser_expect(parser, TOKEN_RPAR);
        Expr *generator = parser_new_expr(parser, AST_GENERATOR_EXP, paren);
        generator->comp.elt = args.items[0];
        generator->comp.generators = generators;
        args.items[0] = generator;
    } else {
        parser_expect(parser, TOKEN_RPAR);
    }
    parser_leave(parser, DEPTH_BRACKET);
    Expr *expr = parser_new_expr(parser, AST_CALL, start);
    expr->call.func = func;
    expr->call.args = args;
    expr->call.keywords = keywords;
    return expr;
}

Expr *parser_primary(Parser *parser)
{
    AstPos start = parser_start(parser);
    Expr *value = parser_atom(parser);
    for (;;) {
        Expr *expr;
        switch (parser_kind(parser)) {
        case TOKEN_DOT: {
            parser_advance(parser);
            if (!parser_at(parser, TOKEN_NAME))
                parser_fail(parser);
            const Name *attr = parser_intern_token(parser, parser->token);
            parser_advance(parser);
            expr = parser_new_expr(parser, AST_ATTRIBUTE, start);
            expr->attribute.value = value;
            expr->attribute.attr = attr;
            break;
        }
        case TOKEN_LPAR:
            expr = parser_call(parser, value, start);
            break;
        case TOKEN_LSQB: {
            parser_enter(parser, DEPTH_BRACKET);
            parser_advance(parser);
            Expr *slice = parser_slices(parser);
            parser_expect(parser, TOKEN_RSQB);
            parser_leave(parser, DEPTH_BRACKET);
            expr = parser_new_expr(parser, AST_SUBSCRIPT, start);
            expr->subscript.value = value;
            expr->subscript.slice = slice;
            break;
        }
        default:
            return value;
        }
        value = expr;
    }
}

/*
 * What the parser's files share.
 *
 * The parser is predictive: it looks at the next token and commits. Where the
 * grammar needs more (a parenthesised `with`, the soft keyword `match`) it
 * looks ahead a bounded distance or tries one alternative under a mark.
 *
 * A failure leaves by longjmp: nothing needs undoing but the marks, because
 * nodes are in the arena and everything else hangs off the Parser. Finding the
 * right words for a failure is a second pass's business (parser_diagnose.c),
 * so that correct programs do not pay for it.
 */
#ifndef TAURARO_FRONT_PARSER_INTERNAL_H
#define TAURARO_FRONT_PARSER_INTERNAL_H

#include "front/lexer.h"
#include "front/parser.h"

#include <setjmp.h>
#include <string.h>

typedef enum FailureKind {
    FAILURE_NONE,
    FAILURE_SYNTAX,     /* the grammar has no use for a token: which is in `furthest` */
    FAILURE_RAISED,     /* `raised` is filled in */
    FAILURE_LEXER,      /* the lexer's state says why */
    FAILURE_REPORTED,   /* inside an f-string: `reported` is filled in */
    FAILURE_MEMORY,     /* none left, or too deep */
} FailureKind;

/*
 * An error before its text and character columns are known. Columns are 1-based
 * bytes; token_ordinal is the last token that had been read, and
 * COLUMN_OF_LEXER stands for where the lexer was then.
 */
enum { COLUMN_OF_LEXER = INT32_MIN };

typedef struct RaisedError {
    SyntaxErrorKind kind;
    const char *message;
    int lineno, column;
    int end_lineno, end_column;
    uint32_t token_ordinal;
    bool is_final;      /* nothing in the rest of the source can be a better reason */
} RaisedError;

/*
 * Nesting is counted in the units of CPython's parser, so that the same
 * programs are too deep; one unit must cost at most a few hundred bytes of C stack.
 */
enum {
    PARSER_MAX_DEPTH = 5969,
    DEPTH_UNARY = 1,
    DEPTH_CONDITIONAL = 1,
    DEPTH_LAMBDA = 2,
    DEPTH_POWER = 2,
    DEPTH_BRACKET = 28,
    DEPTH_BLOCK = 10,
};

typedef struct Parser {
    Arena *arena;
    const ParseFlags *flags;
    ParseMode mode;

    /*
     * tokens[0, token_count) is a window of the token sequence; `token` is the
     * current one, &tokens[at]. At the start of a statement the window is
     * emptied, unless `keep_tokens`. An ordinal is an index in the sequence
     * that starts at the bookmark: index + discarded.
     */
    Token *tokens;
    Token *token;
    uint32_t at;
    uint32_t token_count;
    uint32_t token_capacity;
    uint32_t discarded;
    bool keep_tokens;

    int32_t last_end_lineno;    /* end of the last token consumed that has text */
    int32_t last_end_column;
    int depth;
    int block_depth;

    void **stack;               /* items of the lists being built */
    uint32_t stack_count;
    uint32_t stack_capacity;

    const Name **names;         /* open addressing; capacity a power of two */
    uint32_t name_count;
    uint32_t name_capacity;
    const Name *name_empty;

    jmp_buf *escape;
    FailureKind failure;
    uint32_t furthest;          /* ordinal of the failing token */
    RaisedError raised;
    SyntaxErrorInfo reported;
    bool raised_is_final;       /* for the next error raised */

    const char *source;         /* UTF-8, newlines translated */
    size_t source_length;
    bool columns_in_bytes;      /* CPython counts bytes when it was not told an encoding */
    const char *fstring_prefix; /* "f-string: " inside one, else "" */
    int starting_column;        /* inside an f-string: where it begins */
    int starting_lineno;
    bool warned_off;
    void *c_locale;

    /*
     * Where the second pass begins: the last statement at column 0, or the first
     * that is correct but would be taken for a mistake (then it is pinned).
     */
    bool bookmark_pinned;
    Lexer bookmark;
    SyntaxErrorInfo lexer_error;

    Lexer lexer;
} Parser;

/* ---- parser.c: tokens, failures, memory, lists ---- */

__attribute__((noreturn)) void parser_fail(Parser *parser);
__attribute__((noreturn)) void parser_fail_memory(Parser *parser);
__attribute__((noreturn)) void parser_fail_lexer(Parser *parser);

/* A SyntaxError now; columns are 0-based bytes, end_column -1 is unknown. */
__attribute__((noreturn, format(printf, 7, 8)))
void parser_raise_at(Parser *parser, SyntaxErrorKind kind, int lineno, int column,
                     int end_lineno, int end_column, const char *format, ...);
/* The same at a token, and at the last token read. */
__attribute__((noreturn, format(printf, 3, 4)))
void parser_raise_token(Parser *parser, const Token *token, const char *format, ...);
__attribute__((noreturn, format(printf, 2, 3)))
void parser_raise(Parser *parser, const char *format, ...);

void parser_fetch(Parser *parser);
void parser_discard(Parser *parser);
void parser_seek(Parser *parser, uint32_t at);
void *parser_alloc(Parser *parser, size_t size);
void parser_push_slow(Parser *parser, void *item);
const Name *parser_intern(Parser *parser, const char *bytes, size_t length);
const Name *parser_intern_token(Parser *parser, const Token *token);

/* Copies what was pushed since `base` into the arena, and forgets it. */
void **parser_pop_list(Parser *parser, uint32_t base, uint32_t *count);

void parser_init(Parser *parser, Arena *arena, const ParseFlags *flags, ParseMode mode,
                 const char *source, size_t length);
void parser_release(Parser *parser);

static inline TokenKind parser_kind(const Parser *parser)
{
    return (TokenKind)parser->token->kind;
}

static inline bool parser_at(const Parser *parser, TokenKind kind)
{
    return parser->token->kind == kind;
}

static inline void parser_advance(Parser *parser)
{
    const Token *token = parser->token;
    if (token->kind > TOKEN_DEDENT) {
        parser->last_end_lineno = token->pos.end_lineno;
        parser->last_end_column = token->pos.end_col_offset;
    }
    parser->at++;
    if (parser->at == parser->token_count)
        parser_fetch(parser);
    parser->token = &parser->tokens[parser->at];
    if (__builtin_expect(parser->token->kind == TOKEN_ERROR, 0))
        parser_fail_lexer(parser);
}

static inline bool parser_accept(Parser *parser, TokenKind kind)
{
    if (parser->token->kind != kind)
        return false;
    parser_advance(parser);
    return true;
}

static inline void parser_expect(Parser *parser, TokenKind kind)
{
    if (__builtin_expect(parser->token->kind != kind, 0))
        parser_fail(parser);
    parser_advance(parser);
}

/* A token that nothing else could replace here: says so at once. */
static inline void parser_expect_forced(Parser *parser, TokenKind kind)
{
    if (__builtin_expect(parser->token->kind != kind, 0))
        parser_raise_token(parser, parser->token, "expected '%s'", token_kind_text(kind));
    parser_advance(parser);
}

/* The kind of a token further on, without consuming or raising anything. */
static inline TokenKind parser_peek(Parser *parser, uint32_t distance)
{
    while (parser->at + distance >= parser->token_count) {
        if (parser->tokens[parser->token_count - 1].kind == TOKEN_ERROR
            || parser->tokens[parser->token_count - 1].kind == TOKEN_ENDMARKER)
            return TOKEN_ERROR;
        parser_fetch(parser);
    }
    parser->token = &parser->tokens[parser->at];
    return (TokenKind)parser->tokens[parser->at + distance].kind;
}

static inline AstPos parser_start(const Parser *parser)
{
    return (AstPos){parser->token->pos.lineno, parser->token->pos.col_offset, 0, 0};
}

static inline AstPos parser_span(const Parser *parser, AstPos start)
{
    start.end_lineno = parser->last_end_lineno;
    start.end_col_offset = parser->last_end_column;
    return start;
}

static inline void parser_enter(Parser *parser, int weight)
{
    parser->depth += weight;
    if (__builtin_expect(parser->depth > PARSER_MAX_DEPTH, 0))
        parser_fail_memory(parser);
}

static inline void parser_leave(Parser *parser, int weight)
{
    parser->depth -= weight;
}

static inline void parser_push(Parser *parser, void *item)
{
    if (__builtin_expect(parser->stack_count == parser->stack_capacity, 0))
        parser_push_slow(parser, item);
    else
        parser->stack[parser->stack_count++] = item;
}

#define PARSER_POP(parser, base, list) \
    ((list)->items = (void *)parser_pop_list((parser), (base), &(list)->count))

/* A new expression from `start` to the last token consumed. */
static inline Expr *parser_new_expr(Parser *parser, ExprKind kind, AstPos start)
{
    Expr *expr = parser_alloc(parser, sizeof *expr);
    expr->kind = (uint8_t)kind;
    expr->ctx = CTX_LOAD;
    expr->pos = parser_span(parser, start);
    return expr;
}

/*
 * A state of the parse to come back to when an alternative fails. Only a
 * FAILURE_SYNTAX is recovered from; the others pass through.
 *
 *     ParserMark mark;
 *     PARSER_MARK(parser, &mark);
 *     if (setjmp(mark.escape) == 0) { ...; parser_commit(parser, &mark); }
 *     else parser_back_up(parser, &mark);
 */
typedef struct ParserMark {
    jmp_buf escape;
    jmp_buf *outer;
    uint32_t at;
    uint32_t stack_count;
    int depth;
    int block_depth;
    int32_t last_end_lineno, last_end_column;
} ParserMark;

void parser_mark(Parser *parser, ParserMark *mark);
void parser_commit(Parser *parser, ParserMark *mark);
void parser_back_up(Parser *parser, ParserMark *mark);  /* may pass the failure on */

/* ---- parser_expr.c ---- */

Expr *parser_expression(Parser *parser);
Expr *parser_named_expression(Parser *parser);
Expr *parser_disjunction(Parser *parser);
Expr *parser_bitwise_or(Parser *parser);
Expr *parser_expressions(Parser *parser);
Expr *parser_star_expressions(Parser *parser);
Expr *parser_star_named_expression(Parser *parser);
Expr *parser_star_named_expressions(Parser *parser);    /* subject of match */
void parser_comprehensions(Parser *parser, ComprehensionList *list);
Expr *parser_yield(Parser *parser);
Expr *parser_yield_or_star_expressions(Parser *parser);
Expr *parser_primary(Parser *parser);
Expr *parser_atom(Parser *parser);
Expr *parser_name(Parser *parser);
void parser_arguments(Parser *parser, ExprList *args, KeywordList *keywords);
bool parser_starts_expression(TokenKind kind);

/* ---- parser_target.c ---- */

/* Turns a loaded expression into a target; false if it is none. */
bool parser_to_target(Expr *expr, ExprContext ctx, bool allow_star);
Expr *parser_star_targets(Parser *parser);
Expr *parser_star_target(Parser *parser);
Expr *parser_delete_target(Parser *parser);

/* ---- parser_params.c ---- */

Arguments *parser_parameters(Parser *parser, TokenKind terminator);

/* ---- parser_stmt.c ---- */

void parser_statements(Parser *parser, StmtList *list, TokenKind end);
void parser_block(Parser *parser, StmtList *list);
Stmt *parser_simple_statement(Parser *parser);
void parser_statement(Parser *parser);      /* pushes one or, with semicolons, more */

/* ---- parser_compound.c ---- */

Stmt *parser_compound(Parser *parser);      /* NULL if the token starts none */
Stmt *parser_new_stmt(Parser *parser, StmtKind kind, AstPos start);

/* ---- parser_pattern.c ---- */

Stmt *parser_maybe_match(Parser *parser);   /* NULL if the line is no match statement */

/* ---- parser_literal.c ---- */

Expr *parser_number(Parser *parser);
Expr *parser_strings(Parser *parser);

typedef struct StringBuilder {
    char *bytes;
    size_t length;
    size_t capacity;
} StringBuilder;

void builder_append(Parser *parser, StringBuilder *builder, const char *bytes, size_t length);

/* Appends a string literal's body with its escapes decoded. */
void parser_decode_escapes(Parser *parser, StringBuilder *builder, const char *body, size_t length,
                           const Token *token);

/* What CPython's UTF-8 decoder says of bytes that are not UTF-8. */
void utf8_complain(const char *bytes, size_t length, char *out, size_t out_size);
const char *utf8_complaint(Parser *parser, const char *bytes, size_t length);

/* ---- parser_fstring.c ---- */

/* How far lines have been counted in the f-string that starts at `literal`. */
typedef struct FStringCursor {
    const char *literal, *at, *line_start;
    int lines;
} FStringCursor;

/*
 * The pieces of adjacent literals of which at least one is an f-string: text
 * accumulates in `text` until an expression interrupts it.
 */
typedef struct FStringParts {
    uint32_t base;          /* pieces are on the parser's stack from here */
    StringBuilder text;
    AstPos start;
    AstPos span;            /* every piece has the span of the whole */
    bool u_prefix;
    FStringCursor *cursor;
} FStringParts;

void parser_fstring(Parser *parser, FStringParts *parts, const Token *token,
                    const char *body, size_t length, bool raw, int recursion);
Expr *parser_fstring_finish(Parser *parser, FStringParts *parts);

/* ---- parser_diagnose.c, parser_error.c ---- */

/* After a failure: fills in *error. */
void parser_report(Parser *parser, SyntaxErrorInfo *error);

/*
 * Looks for the mistake that a FAILURE_SYNTAX is about, with the tokens from
 * the bookmark in the window; `failure` says what came of it.
 */
void parser_diagnose(Parser *parser);

#endif

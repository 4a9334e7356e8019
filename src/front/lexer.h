/*
 * Text to tokens. The lexer knows lines, indentation and bracket nesting, and
 * is positioned by plain fields, so that a copy of it is a bookmark.
 *
 * Its notion of "current line" is CPython's, because error positions show it:
 * after a newline character has been read the lexer still stands on that line,
 * and moves to the next only when it reads on.
 */
#ifndef TAURARO_FRONT_LEXER_H
#define TAURARO_FRONT_LEXER_H

#include "base/arena.h"
#include "front/ast.h"
#include "front/parser.h"
#include "front/syntax_error.h"

typedef enum TokenKind {
#define TOKEN(name, text) TOKEN_##name,
#define OPERATOR(name, text) TOKEN_##name,
#define KEYWORD(name, text) TOKEN_##name,
#include "front/token.def"
    TOKEN_KIND_COUNT,
} TokenKind;

typedef struct Token {
    const char *start;  /* in the lexer's source */
    uint32_t length;
    uint8_t kind;       /* TokenKind */
    AstPos pos;         /* columns are -1 for layout tokens without text */
} Token;

enum {
    LEXER_MAX_INDENT = 100,
    LEXER_MAX_BRACKETS = 200,
};

/* Why the lexer stopped, or that it has not. */
typedef enum LexerState {
    LEXER_RUNNING,
    LEXER_AT_END,
    LEXER_RAISED,               /* `error` is filled in */
    LEXER_BAD_DEDENT,
    LEXER_BAD_TABS,
    LEXER_TOO_DEEP,
    LEXER_BAD_CONTINUATION,
    LEXER_BAD_UTF8,             /* in the name that starts at token_start */
} LexerState;

typedef struct Lexer {
    const char *source;         /* followed by a NUL, and containing none */
    const char *end;            /* the NUL */
    const char *cursor;
    const char *line_start;
    const char *buffer_start;   /* start of the line on which the current token started */
    const char *token_start;    /* NULL between tokens */
    int lineno;
    int first_line;             /* columns of this line are shifted by first_column */
    int first_column;
    bool at_line_start;
    bool end_is_newline;        /* interactive input: the end counts once as a NEWLINE */
    bool parsing_started;
    bool dont_imply_dedent;
    bool warnings_off;
    uint8_t state;              /* LexerState */
    bool hit_end_in_string;     /* unterminated string that more input could end */
    int pending_indents;        /* > 0: INDENTs, < 0: DEDENTs to deliver */
    int indent;
    int bracket_depth;
    Arena *arena;               /* for messages */
    const ParseFlags *flags;
    SyntaxErrorInfo *error;
    int indents[LEXER_MAX_INDENT];
    int alt_indents[LEXER_MAX_INDENT];  /* with tabs one column wide */
    char brackets[LEXER_MAX_BRACKETS];
    int bracket_lines[LEXER_MAX_BRACKETS];
    int bracket_columns[LEXER_MAX_BRACKETS];
} Lexer;

void lexer_init(Lexer *lexer, Arena *arena, const ParseFlags *flags,
                const char *source, size_t length, SyntaxErrorInfo *error);

/* After TOKEN_ERROR, `state` says why, and the lexer must not be asked again. */
void lexer_next(Lexer *lexer, Token *token);

/* One past the current line's newline. */
const char *lexer_line_end(const Lexer *lexer);

const char *token_kind_text(TokenKind kind);

/* Whether the bytes are a reserved word; TOKEN_NAME if not. */
TokenKind token_keyword(const char *bytes, size_t length);

#endif

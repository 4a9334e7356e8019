/*
 * From a failure to the words and positions of CPython's SyntaxError. Reading
 * the source again from the last statement at column 0, one token at a time,
 * gives the lexer the state it has in CPython when the error is found; the
 * line that is shown depends on it.
 */
#include "front/parser_internal.h"

#include "base/utf8.h"

#include <stdio.h>

/* ---- text and columns ---- */

/* A copy of source bytes as text: what is not UTF-8 becomes U+FFFD. */
static const char *error_text(Parser *parser, const char *bytes, size_t length, size_t *text_length)
{
    if (utf8_validate(bytes, length, false, NULL, NULL) == length) {
        *text_length = length;
        return arena_copy_bytes(parser->arena, bytes, length);
    }
    char *out = arena_alloc(parser->arena, length * 3 + 1);
    size_t n = 0;
    if (out == NULL)
        return NULL;
    while (length > 0) {
        size_t bad;
        Utf8Fault fault;
        size_t valid = utf8_validate(bytes, length, false, &fault, &bad);
        memcpy(out + n, bytes, valid);
        n += valid;
        if (fault != UTF8_VALID)
            n += utf8_encode(0xFFFD, out + n);
        bytes += valid + bad;
        length -= valid + bad;
    }
    out[n] = '\0';
    *text_length = n;
    return out;
}

/* 1-based column in bytes to characters of the text. */
static int error_column(const char *text, size_t length, int column)
{
    if (column <= 0)
        return column;
    if ((size_t)column > length + 1)
        column = (int)length + 1;
    size_t bytes = (size_t)column > length ? length : (size_t)column;
    return (int)utf8_count(text, bytes) + (column - (int)bytes);
}

/*
 * The line that CPython shows for an error on `lineno`, given where its lexer
 * stands: the lexer's buffer when the error is on its line (from the line its
 * token started on), else that line without its newline.
 */
static void error_line(Parser *parser, const Lexer *lexer, int lineno, const char **start, size_t *length)
{
    const char *line_end = lexer_line_end(lexer);
    if (lexer->lineno <= lineno && line_end > lexer->buffer_start) {
        *start = lexer->buffer_start;
        *length = (size_t)(line_end - lexer->buffer_start);
        return;
    }
    const char *line = parser->source;
    const char *end = parser->source + parser->source_length;
    for (int i = parser->starting_lineno; i < lineno; i++) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        if (newline == NULL || newline + 1 > line_end)
            break;
        line = newline + 1;
    }
    const char *newline = memchr(line, '\n', (size_t)(end - line));
    *start = line;
    *length = (size_t)((newline != NULL ? newline : end) - line);
}

static void error_fill(Parser *parser, const Lexer *lexer, const RaisedError *raised, SyntaxErrorInfo *error)
{
    const char *line;
    size_t line_length, text_length = 0;
    error_line(parser, lexer, raised->lineno, &line, &line_length);
    const char *text = error_text(parser, line, line_length, &text_length);
    if (text == NULL || raised->message == NULL) {
        *error = (SyntaxErrorInfo){.kind = SYNTAX_MEMORY_ERROR, .message = ""};
        return;
    }
    int column = raised->column - parser->starting_column;
    int end_column = raised->end_column - parser->starting_column;
    if (!parser->columns_in_bytes) {
        column = error_column(text, text_length, column);
        end_column = error_column(text, text_length, end_column);
    }
    *error = (SyntaxErrorInfo){
        .kind = raised->kind,
        .message = raised->message,
        .lineno = raised->lineno,
        .offset = column,
        .end_lineno = raised->end_lineno,
        .end_offset = end_column,
        .text = text,
        .text_length = text_length,
        .has_location = true,
        .has_end = true,
    };
}

/* ---- the lexer's own failures ---- */

static const char *error_message(Parser *parser, const char *message)
{
    if (parser->fstring_prefix[0] == '\0')
        return message;
    char buffer[256];
    snprintf(buffer, sizeof buffer, "%s%s", parser->fstring_prefix, message);
    return arena_copy_bytes(parser->arena, buffer, strlen(buffer));
}

static void error_unclosed(Parser *parser, const Lexer *lexer, SyntaxErrorInfo *error)
{
    int top = lexer->bracket_depth - 1;
    int line = lexer->bracket_lines[top], column = lexer->bracket_columns[top];
    char message[32];
    snprintf(message, sizeof message, "'%c' was never closed", lexer->brackets[top]);
    RaisedError raised = {
        .kind = SYNTAX_ERROR,
        .message = error_message(parser, arena_copy_bytes(parser->arena, message, strlen(message))),
        .lineno = line,
        .column = column + 1,
        .end_lineno = line,
        .end_column = 0,
    };
    error_fill(parser, lexer, &raised, error);
}

/* What a token that the lexer could not finish is about. */
static void error_from_lexer(Parser *parser, const Lexer *lexer, const Token *token, SyntaxErrorInfo *error)
{
    /* At a token without a column, CPython points at what has been read of the line. */
    int here = token->pos.col_offset >= 0 ? token->pos.col_offset + 1
                                          : (int)(lexer->cursor - lexer->line_start);
    int end = token->pos.end_col_offset >= 0 ? token->pos.end_col_offset + 1 : -1;
    RaisedError raised = {
        .kind = SYNTAX_ERROR,
        .lineno = lexer->lineno,
        .end_lineno = lexer->lineno,
        .column = 1,
        .end_column = 0,
    };
    switch ((LexerState)lexer->state) {
    case LEXER_RAISED:
        *error = *lexer->error;
        return;
    case LEXER_BAD_DEDENT:
        raised.kind = SYNTAX_INDENTATION_ERROR;
        raised.message = "unindent does not match any outer indentation level";
        raised.column = here;
        raised.end_column = end;
        break;
    case LEXER_BAD_UTF8:
        raised.message = utf8_complaint(parser, lexer->token_start, (size_t)(lexer->cursor - lexer->token_start));
        raised.column = (int)(lexer->cursor - lexer->line_start);
        raised.end_column = -1;
        break;
    case LEXER_BAD_TABS:
        raised.kind = SYNTAX_TAB_ERROR;
        raised.message = "inconsistent use of tabs and spaces in indentation";
        break;
    case LEXER_TOO_DEEP:
        raised.kind = SYNTAX_INDENTATION_ERROR;
        raised.message = "too many levels of indentation";
        break;
    case LEXER_BAD_CONTINUATION:
        raised.message = "unexpected character after line continuation character";
        raised.column = (int)(lexer->cursor - lexer->buffer_start);
        break;
    case LEXER_RUNNING:
    case LEXER_AT_END:
        if (lexer->bracket_depth > 0) {
            error_unclosed(parser, lexer, error);
            return;
        }
        raised.message = "unexpected EOF while parsing";
        raised.column = here;
        raised.end_column = end;
        break;
    }
    raised.message = error_message(parser, raised.message);
    error_fill(parser, lexer, &raised, error);
}

/* ---- the rest of the source ---- */

/*
 * An unfinished string or bracket further on is often the cause of an error
 * that shows earlier, so the lexer's errors in the rest of the source win over
 * those of the grammar.
 */
static void error_check_rest(Parser *parser, int line, SyntaxErrorInfo *error)
{
    Lexer *lexer = &parser->lexer;
    Token token;
    if (lexer->state != LEXER_RUNNING)
        return;
    lexer->warnings_off = true;
    do
        lexer_next(lexer, &token);
    while (token.kind != TOKEN_ERROR && token.kind != TOKEN_ENDMARKER);
    if (token.kind != TOKEN_ERROR)
        return;
    if (lexer->state == LEXER_RAISED) {
        *error = *lexer->error;
        return;
    }
    if (lexer->bracket_depth > 0 && line > lexer->bracket_lines[lexer->bracket_depth - 1])
        error_unclosed(parser, lexer, error);
}

/*
 * The same for an error that has more to say than "invalid syntax". CPython
 * does not look further when its lexer has already met the end, which it has
 * if the last token ends there: it looks one character ahead, except behind
 * strings, line ends and operators of the full three characters.
 */
static bool lexer_has_met_end(const Parser *parser)
{
    const Token *last = &parser->tokens[parser->token_count - 1];
    const Lexer *lexer = &parser->lexer;
    if (last->kind == TOKEN_DOT && lexer->end - lexer->cursor == 1 && *lexer->cursor == '.')
        return true;    /* two characters ahead, for an ellipsis */
    if (last->kind == TOKEN_STRING && last->length >= 2 && lexer->cursor == lexer->end
        && lexer->cursor[-2] == lexer->cursor[-1] && last->length <= 4)
        return true;    /* an empty string could have been tripled */
    return lexer->state == LEXER_AT_END
        || (lexer->cursor == lexer->end && last->kind != TOKEN_STRING && last->kind != TOKEN_NEWLINE
            && !(last->length == 3 && last->kind >= TOKEN_LPAR && last->kind < TOKEN_FALSE));
}

static void error_check_rest_of(Parser *parser, SyntaxErrorInfo *error)
{
    if (!lexer_has_met_end(parser))
        error_check_rest(parser, parser->tokens[parser->token_count - 1].pos.lineno, error);
}

/*
 * Puts the lexer where it was when the token of this ordinal had just been
 * read, with all tokens from the bookmark to it in the window.
 */
static void parser_reread(Parser *parser, uint32_t ordinal)
{
    memcpy(&parser->lexer, &parser->bookmark, sizeof parser->lexer);
    parser->lexer.warnings_off = true;
    parser->keep_tokens = true;
    parser->token_count = 0;
    parser->discarded = 0;
    do
        parser_fetch(parser);
    while (parser->token_count <= ordinal
           && parser->tokens[parser->token_count - 1].kind != TOKEN_ERROR);
    parser_seek(parser, 0);
}

static void error_generic(Parser *parser, const Token *token, SyntaxErrorInfo *error)
{
    const Lexer *lexer = &parser->lexer;
    RaisedError raised = {
        .kind = SYNTAX_ERROR,
        .message = "invalid syntax",
        .lineno = token->pos.lineno,
        .column = token->pos.col_offset + 1,
        .end_lineno = token->pos.end_lineno,
        .end_column = token->pos.end_col_offset + 1,
    };
    if (token->kind == TOKEN_INDENT || token->kind == TOKEN_DEDENT) {
        raised.kind = SYNTAX_INDENTATION_ERROR;
        raised.message = token->kind == TOKEN_INDENT ? "unexpected indent" : "unexpected unindent";
        raised.column = (int)(lexer->cursor - lexer->line_start);
        raised.end_column = -1;
    }
    raised.message = error_message(parser, raised.message);
    error_fill(parser, lexer, &raised, error);
    if (raised.kind == SYNTAX_ERROR)
        error_check_rest(parser, parser->tokens[parser->token_count - 1].pos.lineno, error);
}

/* ---- entry ---- */

static void report(Parser *parser, SyntaxErrorInfo *error)
{
    uint32_t ordinal = parser->furthest;
    bool at_end;
    switch (parser->failure) {
    case FAILURE_NONE:
    case FAILURE_MEMORY:
        *error = (SyntaxErrorInfo){.kind = SYNTAX_MEMORY_ERROR, .message = ""};
        return;
    case FAILURE_LEXER:
        error_from_lexer(parser, &parser->lexer, parser->token, error);
        error->incomplete_input = parser->lexer.state == LEXER_AT_END || parser->lexer.hit_end_in_string;
        return;
    case FAILURE_REPORTED:
        *error = parser->reported;
        at_end = lexer_has_met_end(parser);
        if (error->kind != SYNTAX_MEMORY_ERROR)
            error_check_rest_of(parser, error);
        error->incomplete_input = at_end;
        return;
    case FAILURE_RAISED: {
        RaisedError raised = parser->raised;
        parser_reread(parser, raised.token_ordinal);
        if (raised.column == COLUMN_OF_LEXER)
            raised.column = (int)(parser->lexer.cursor - parser->lexer.line_start);
        error_fill(parser, &parser->lexer, &raised, error);
        at_end = lexer_has_met_end(parser);
        if (!raised.is_final)
            error_check_rest_of(parser, error);
        error->incomplete_input = at_end && !raised.is_final;
        return;
    }
    case FAILURE_SYNTAX:
        break;
    }

    parser_reread(parser, ordinal);
    at_end = lexer_has_met_end(parser);
    Token failing = parser->tokens[ordinal];
    parser->failure = FAILURE_NONE;
    parser->depth = 0;
    parser->block_depth = 0;
    parser->stack_count = 0;
    parser_diagnose(parser);
    switch (parser->failure) {
    case FAILURE_RAISED: {
        RaisedError raised = parser->raised;
        error_fill(parser, &parser->lexer, &raised, error);
        error_check_rest_of(parser, error);
        break;
    }
    case FAILURE_LEXER:
        error_from_lexer(parser, &parser->lexer, &parser->tokens[parser->token_count - 1], error);
        break;
    case FAILURE_REPORTED:
        *error = parser->reported;
        if (error->kind != SYNTAX_MEMORY_ERROR)
            error_check_rest_of(parser, error);
        break;
    case FAILURE_MEMORY:
        *error = (SyntaxErrorInfo){.kind = SYNTAX_MEMORY_ERROR, .message = ""};
        break;
    case FAILURE_NONE:
    case FAILURE_SYNTAX:
        error_generic(parser, &failing, error);
        break;
    }
    error->incomplete_input = at_end;
}

/*
 * Reporting can itself run out of memory, or fail inside an f-string: that must
 * not jump to where the first failure went.
 */
void parser_report(Parser *parser, SyntaxErrorInfo *error)
{
    jmp_buf escape;
    jmp_buf *outer = parser->escape;
    parser->escape = &escape;
    if (setjmp(escape) == 0)
        report(parser, error);
    else
        *error = (SyntaxErrorInfo){.kind = SYNTAX_MEMORY_ERROR, .message = ""};
    parser->escape = outer;
}

/*
 * The lexer: layout (lines, indentation, brackets), names and operators.
 * Numbers and string literals are delimited here too, but what they mean is the
 * parser's business. See lexer.h for what its state says.
 */
#include "front/lexer.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- character classes ---- */

enum {
    CHAR_NAME_START = 1,
    CHAR_NAME = 2,
    CHAR_DIGIT = 4,
    CHAR_HEX = 8,
};

#define NS (CHAR_NAME_START | CHAR_NAME)
#define NH (CHAR_NAME_START | CHAR_NAME | CHAR_HEX)
#define ND (CHAR_NAME | CHAR_DIGIT | CHAR_HEX)
static const unsigned char char_class[256] = {
    ['0' ... '9'] = ND,
    ['A' ... 'F'] = NH, ['G' ... 'Z'] = NS,
    ['a' ... 'f'] = NH, ['g' ... 'z'] = NS,
    ['_'] = NS,
    [0x80 ... 0xFF] = NS,
};
#undef NS
#undef NH
#undef ND

static inline bool char_is(char c, int class)
{
    return (char_class[(unsigned char)c] & class) != 0;
}

static inline bool char_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ---- token names ---- */

const char *token_kind_text(TokenKind kind)
{
    static const char *const texts[TOKEN_KIND_COUNT] = {
#define TOKEN(name, text) text,
#define OPERATOR(name, text) text,
#define KEYWORD(name, text) text,
#include "front/token.def"
    };
    return texts[kind];
}

/*
 * Candidates are told apart by length and first letter, so that most names are
 * refused after one look; a comparison settles the rest.
 */
TokenKind token_keyword(const char *bytes, size_t length)
{
#define TRY(name, word) \
    if (memcmp(bytes, word, sizeof word - 1) == 0) return TOKEN_##name
    switch (length) {
    case 2:
        switch (bytes[0]) {
        case 'a': TRY(AS, "as"); break;
        case 'i': TRY(IF, "if"); TRY(IN, "in"); TRY(IS, "is"); break;
        case 'o': TRY(OR, "or"); break;
        }
        break;
    case 3:
        switch (bytes[0]) {
        case 'a': TRY(AND, "and"); break;
        case 'd': TRY(DEF, "def"); TRY(DEL, "del"); break;
        case 'f': TRY(FOR, "for"); break;
        case 'n': TRY(NOT, "not"); break;
        case 't': TRY(TRY, "try"); break;
        }
        break;
    case 4:
        switch (bytes[0]) {
        case 'N': TRY(NONE, "None"); break;
        case 'T': TRY(TRUE, "True"); break;
        case 'e': TRY(ELSE, "else"); TRY(ELIF, "elif"); break;
        case 'f': TRY(FROM, "from"); break;
        case 'p': TRY(PASS, "pass"); break;
        case 'w': TRY(WITH, "with"); break;
        }
        break;
    case 5:
        switch (bytes[0]) {
        case 'F': TRY(FALSE, "False"); break;
        case 'a': TRY(AWAIT, "await"); TRY(ASYNC, "async"); break;
        case 'b': TRY(BREAK, "break"); break;
        case 'c': TRY(CLASS, "class"); break;
        case 'r': TRY(RAISE, "raise"); break;
        case 'w': TRY(WHILE, "while"); break;
        case 'y': TRY(YIELD, "yield"); break;
        }
        break;
    case 6:
        switch (bytes[0]) {
        case 'a': TRY(ASSERT, "assert"); break;
        case 'e': TRY(EXCEPT, "except"); break;
        case 'g': TRY(GLOBAL, "global"); break;
        case 'i': TRY(IMPORT, "import"); break;
        case 'l': TRY(LAMBDA, "lambda"); break;
        case 'r': TRY(RETURN, "return"); break;
        }
        break;
    case 7: TRY(FINALLY, "finally"); break;
    case 8: TRY(CONTINUE, "continue"); TRY(NONLOCAL, "nonlocal"); break;
    }
#undef TRY
    return TOKEN_NAME;
}

/* ---- position and errors ---- */

void lexer_init(Lexer *lexer, Arena *arena, const ParseFlags *flags,
                const char *source, size_t length, SyntaxErrorInfo *error)
{
    memset(lexer, 0, offsetof(Lexer, brackets));
    lexer->source = source;
    lexer->end = source + length;
    lexer->cursor = source;
    lexer->line_start = source;
    lexer->buffer_start = source;
    lexer->at_line_start = true;
    lexer->first_line = 1;
    lexer->arena = arena;
    lexer->flags = flags;
    lexer->error = error;
}

const char *lexer_line_end(const Lexer *lexer)
{
    const char *from = lexer->line_start;
    const char *newline = memchr(from, '\n', (size_t)(lexer->end - from));
    return newline != NULL ? newline + 1 : lexer->end;
}

/* Moves on to the line that starts at the cursor. */
static inline void lexer_enter_line(Lexer *lexer)
{
    if (lexer->token_start == NULL)
        lexer->buffer_start = lexer->cursor;
    lexer->line_start = lexer->cursor;
    lexer->lineno++;
}

static inline int lexer_column(const Lexer *lexer, const char *at)
{
    int column = (int)(at - lexer->line_start);
    return lexer->lineno == lexer->first_line ? column + lexer->first_column : column;
}

/*
 * Raises a SyntaxError on the current line. Without an explicit range it points
 * at the last character read. Always returns TOKEN_ERROR.
 */
__attribute__((format(printf, 4, 5)))
static TokenKind lexer_fail_range(Lexer *lexer, int offset, int end_offset, const char *format, ...)
{
    char buffer[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(buffer, sizeof buffer, format, arguments);
    va_end(arguments);

    SyntaxErrorInfo *error = lexer->error;
    const char *line = lexer->line_start;
    const char *newline = memchr(line, '\n', (size_t)(lexer->end - line));
    size_t line_length = (size_t)((newline != NULL ? newline : lexer->end) - line);

    lexer->state = LEXER_RAISED;
    if (offset < 0)
        offset = (int)utf8_count(line, (size_t)(lexer->cursor - line));
    *error = (SyntaxErrorInfo){
        .kind = SYNTAX_ERROR,
        .message = arena_copy_bytes(lexer->arena, buffer, strlen(buffer)),
        .lineno = lexer->lineno,
        .end_lineno = lexer->lineno,
        .offset = offset,
        .end_offset = end_offset < 0 ? offset : end_offset,
        .text = arena_copy_bytes(lexer->arena, line, line_length),
        .text_length = line_length,
        .has_location = true,
        .has_end = true,
        .incomplete_input = lexer->hit_end_in_string,
    };
    if (error->message == NULL || error->text == NULL)
        *error = (SyntaxErrorInfo){.kind = SYNTAX_MEMORY_ERROR, .message = ""};
    return TOKEN_ERROR;
}

#define lexer_fail(lexer, ...) lexer_fail_range(lexer, -1, -1, __VA_ARGS__)

static TokenKind lexer_stop(Lexer *lexer, LexerState state)
{
    lexer->state = (uint8_t)state;
    return TOKEN_ERROR;
}

/* The indentation cannot be understood: the whole line has been read. */
static TokenKind lexer_stop_at_line_end(Lexer *lexer, LexerState state)
{
    lexer->cursor = lexer_line_end(lexer);
    return lexer_stop(lexer, state);
}

/*
 * After a backslash: the newline that it hides, and onto the next line.
 */
static bool lexer_continue_line(Lexer *lexer)
{
    char c = *lexer->cursor;
    if (lexer->cursor < lexer->end)
        lexer->cursor++;
    if (c != '\n') {
        lexer->state = LEXER_BAD_CONTINUATION;
        return false;
    }
    if (lexer->cursor == lexer->end) {
        lexer->state = LEXER_AT_END;
        return false;
    }
    lexer_enter_line(lexer);
    return true;
}

/* ---- indentation ---- */

/*
 * Measures the indentation of a fresh line twice, with tabs to multiples of
 * eight and with tabs of one column. Lines must compare the same way in both
 * measures; that makes mixed tabs and spaces an error exactly when their
 * meaning would depend on the width of a tab. Returns false on error;
 * *blank says that the line does not count.
 */
static bool lexer_indentation(Lexer *lexer, bool *blank)
{
    int column = 0, alt_column = 0, continued_column = 0;

    lexer->at_line_start = false;
    if (lexer->cursor < lexer->end)
        lexer_enter_line(lexer);
    for (;;) {
        char c = *lexer->cursor;
        if (c == ' ') {
            column++, alt_column++;
        } else if (c == '\t') {
            column = (column / 8 + 1) * 8;
            alt_column++;
        } else if (c == '\f') {
            column = alt_column = 0;
        } else if (c == '\\') {
            /* Indentation cannot be split over several lines: the first counts. */
            continued_column = continued_column ? continued_column : column;
            lexer->cursor++;
            if (!lexer_continue_line(lexer))
                return false;
            continue;
        } else {
            break;
        }
        lexer->cursor++;
    }
    char c = *lexer->cursor;
    *blank = c == '#' || c == '\n';
    if (*blank || lexer->bracket_depth > 0)
        return true;

    if (continued_column)
        column = alt_column = continued_column;
    int *indents = lexer->indents, *alt_indents = lexer->alt_indents;
    if (column == indents[lexer->indent]) {
        if (alt_column != alt_indents[lexer->indent]) {
            lexer_stop_at_line_end(lexer, LEXER_BAD_TABS);
            return false;
        }
    } else if (column > indents[lexer->indent]) {
        if (lexer->indent + 1 >= LEXER_MAX_INDENT) {
            lexer_stop_at_line_end(lexer, LEXER_TOO_DEEP);
            return false;
        }
        if (alt_column <= alt_indents[lexer->indent]) {
            lexer_stop_at_line_end(lexer, LEXER_BAD_TABS);
            return false;
        }
        lexer->pending_indents++;
        lexer->indent++;
        indents[lexer->indent] = column;
        alt_indents[lexer->indent] = alt_column;
    } else {
        while (lexer->indent > 0 && column < indents[lexer->indent]) {
            lexer->pending_indents--;
            lexer->indent--;
        }
        if (column != indents[lexer->indent]) {
            lexer_stop_at_line_end(lexer, LEXER_BAD_DEDENT);
            return false;
        }
        if (alt_column != alt_indents[lexer->indent]) {
            lexer_stop_at_line_end(lexer, LEXER_BAD_TABS);
            return false;
        }
    }
    return true;
}

/* ---- names ---- */

/*
 * Whether a name with non-ASCII characters is an identifier. An error points
 * behind the first character that is none.
 */
static bool lexer_verify_identifier(Lexer *lexer)
{
    const char *start = lexer->token_start;
    size_t length = (size_t)(lexer->cursor - start);
    const ParseFlags *flags = lexer->flags;
    size_t bad_at = length;
    const char *normalised;
    size_t normalised_length;

    if (utf8_validate(start, length, false, NULL, NULL) != length) {
        lexer_stop(lexer, LEXER_BAD_UTF8);
        return false;
    }
    if (flags->normalise_identifier == NULL)
        return true;
    if (!flags->normalise_identifier(flags->context, lexer->arena, start, length,
                                     &bad_at, &normalised, &normalised_length)) {
        *lexer->error = (SyntaxErrorInfo){.kind = SYNTAX_MEMORY_ERROR, .message = ""};
        lexer_stop(lexer, LEXER_RAISED);
        return false;
    }
    if (bad_at == length)
        return true;
    size_t size;
    uint32_t code_point = utf8_decode(start + bad_at, length - bad_at, &size);
    lexer->cursor = start + bad_at + size;
    if (flags->is_printable == NULL || flags->is_printable(flags->context, code_point))
        lexer_fail(lexer, "invalid character '%.*s' (U+%04X)", (int)size, start + bad_at, code_point);
    else
        lexer_fail(lexer, "invalid non-printable character U+%04X", code_point);
    return false;
}

/* ---- numbers ---- */

/* Whether the letter at hand begins a word that goes on with `rest`. */
static bool lexer_looking_at(const Lexer *lexer, const char *rest)
{
    size_t length = strlen(rest);
    return strncmp(lexer->cursor + 1, rest, length) == 0 && !char_is(lexer->cursor[1 + length], CHAR_NAME);
}

/*
 * A number may touch a keyword that can follow one ("1if x else y", with a
 * warning), but no other name.
 */
static bool lexer_verify_number_end(Lexer *lexer, const char *kind)
{
    bool keyword = false;
    char c = *lexer->cursor;

    if (!char_is(c, CHAR_NAME))
        return true;
    switch (c) {
    case 'a': keyword = lexer_looking_at(lexer, "nd"); break;
    case 'e': keyword = lexer_looking_at(lexer, "lse"); break;
    case 'f': keyword = lexer_looking_at(lexer, "or"); break;
    case 'i': {
        char next = lexer->cursor[1];
        keyword = next == 'f' || next == 'n' || next == 's';
        break;
    }
    case 'o': keyword = lexer_looking_at(lexer, "r"); break;
    case 'n': keyword = lexer_looking_at(lexer, "ot"); break;
    }
    if (!keyword) {
        lexer_fail(lexer, "invalid %s literal", kind);
        return false;
    }
    const ParseFlags *flags = lexer->flags;
    if (flags->warn != NULL && !lexer->warnings_off) {
        char message[64];
        snprintf(message, sizeof message, "invalid %s literal", kind);
        if (!flags->warn(flags->context, WARNING_SYNTAX, message, lexer->lineno)) {
            lexer_fail(lexer, "%s", message);
            return false;
        }
    }
    return true;
}

/* The cursor is on a digit; reads digits with single underscores between them. */
static bool lexer_decimal_tail(Lexer *lexer)
{
    for (;;) {
        while (char_is_digit(*lexer->cursor))
            lexer->cursor++;
        if (*lexer->cursor != '_')
            return true;
        lexer->cursor++;
        if (!char_is_digit(*lexer->cursor)) {
            lexer_fail(lexer, "invalid decimal literal");
            return false;
        }
    }
}

static TokenKind lexer_radix_number(Lexer *lexer, int class, char limit, const char *kind)
{
    lexer->cursor++;
    do {
        if (*lexer->cursor == '_')
            lexer->cursor++;
        char c = *lexer->cursor;
        if (class ? !char_is(c, class) : c < '0' || c >= limit) {
            if (!class && char_is_digit(c)) {
                lexer->cursor++;
                return lexer_fail(lexer, "invalid digit '%c' in %s literal", c, kind);
            }
            return lexer_fail(lexer, "invalid %s literal", kind);
        }
        while (c = *lexer->cursor, class ? char_is(c, class) : c >= '0' && c < limit)
            lexer->cursor++;
    } while (*lexer->cursor == '_');
    char c = *lexer->cursor;
    if (!class && char_is_digit(c)) {
        lexer->cursor++;
        return lexer_fail(lexer, "invalid digit '%c' in %s literal", c, kind);
    }
    return lexer_verify_number_end(lexer, kind) ? TOKEN_NUMBER : TOKEN_ERROR;
}

/* What follows the integer digits: fraction, exponent, j. */
static TokenKind lexer_number_tail(Lexer *lexer)
{
    if (*lexer->cursor == '.') {
        lexer->cursor++;
        if (char_is_digit(*lexer->cursor) && !lexer_decimal_tail(lexer))
            return TOKEN_ERROR;
    }
    char c = *lexer->cursor;
    if (c == 'e' || c == 'E') {
        char sign = lexer->cursor[1];
        if (sign == '+' || sign == '-') {
            lexer->cursor += 2;
            if (!char_is_digit(*lexer->cursor))
                return lexer_fail(lexer, "invalid decimal literal");
        } else if (!char_is_digit(sign)) {
            /* No exponent: the e may begin "else". */
            return lexer_verify_number_end(lexer, "decimal") ? TOKEN_NUMBER : TOKEN_ERROR;
        } else {
            lexer->cursor++;
        }
        if (!lexer_decimal_tail(lexer))
            return TOKEN_ERROR;
        c = *lexer->cursor;
    }
    const char *kind = "decimal";
    if (c == 'j' || c == 'J') {
        lexer->cursor++;
        kind = "imaginary";
    }
    return lexer_verify_number_end(lexer, kind) ? TOKEN_NUMBER : TOKEN_ERROR;
}

/* The cursor is on the first digit, or on the point of a fraction. */
static TokenKind lexer_number(Lexer *lexer)
{
    if (*lexer->cursor != '0') {
        if (*lexer->cursor != '.' && !lexer_decimal_tail(lexer))
            return TOKEN_ERROR;
        return lexer_number_tail(lexer);
    }
    lexer->cursor++;
    switch (*lexer->cursor) {
    case 'x': case 'X': return lexer_radix_number(lexer, CHAR_HEX, 0, "hexadecimal");
    case 'o': case 'O': return lexer_radix_number(lexer, 0, '8', "octal");
    case 'b': case 'B': return lexer_radix_number(lexer, 0, '2', "binary");
    }
    for (;;) {
        if (*lexer->cursor == '_') {
            lexer->cursor++;
            if (!char_is_digit(*lexer->cursor))
                return lexer_fail(lexer, "invalid decimal literal");
        }
        if (*lexer->cursor != '0')
            break;
        lexer->cursor++;
    }
    const char *zeros_end = lexer->cursor + 1;
    bool nonzero = false;
    if (char_is_digit(*lexer->cursor)) {
        nonzero = true;
        if (!lexer_decimal_tail(lexer))
            return TOKEN_ERROR;
    }
    char c = *lexer->cursor;
    if (nonzero && c != '.' && c != 'e' && c != 'E' && c != 'j' && c != 'J')
        return lexer_fail_range(lexer, (int)(lexer->token_start + 1 - lexer->line_start),
                                (int)(zeros_end - lexer->line_start),
                                "leading zeros in decimal integer literals are not permitted; "
                                "use an 0o prefix for octal integers");
    return lexer_number_tail(lexer);
}

/* ---- strings ---- */

/* The cursor is on the opening quote; token_start is before any prefix. */
static TokenKind lexer_string(Lexer *lexer, Token *token)
{
    char quote = *lexer->cursor++;
    const char *first_line_start = lexer->line_start;
    int first_lineno = lexer->lineno;
    int start_column = lexer_column(lexer, lexer->token_start);
    int quote_size = 1, end_quotes = 0;

    if (*lexer->cursor == quote) {
        lexer->cursor++;
        if (*lexer->cursor == quote) {
            lexer->cursor++;
            quote_size = 3;
        } else {
            end_quotes = 1;
        }
    }
    const char *at = lexer->cursor;
    while (end_quotes != quote_size) {
        char c = *at;
        bool at_end = at == lexer->end;
        if (at_end || (quote_size == 1 && c == '\n')) {
            int last_lineno = lexer->lineno;
            lexer->cursor = lexer->token_start + 1;
            lexer->line_start = first_line_start;
            lexer->lineno = first_lineno;
            lexer->hit_end_in_string = at_end;
            if (quote_size == 3)
                return lexer_fail(lexer, "unterminated triple-quoted string literal (detected at line %d)",
                                  last_lineno);
            return lexer_fail(lexer, "unterminated string literal (detected at line %d)", last_lineno);
        }
        at++;
        if (c == quote) {
            end_quotes++;
            continue;
        }
        end_quotes = 0;
        if (c == '\\') {
            if (at == lexer->end)
                continue;
            c = *at++;
        }
        if (c == '\n' && at < lexer->end) {
            lexer->cursor = at;
            lexer_enter_line(lexer);
        }
    }
    lexer->cursor = at;
    token->pos.lineno = first_lineno;
    token->pos.col_offset = start_column;
    return TOKEN_STRING;
}

/*
 * Whether the name just read, directly followed by a quote, is a string prefix:
 * each of b u r f at most once, u alone, b and f not together.
 */
static bool lexer_is_string_prefix(const char *name, size_t length)
{
    if (length > 2)
        return false;
    char first = (char)(name[0] | 0x20);
    if (length == 1)
        return first == 'b' || first == 'u' || first == 'r' || first == 'f';
    char second = (char)(name[1] | 0x20);
    return (first == 'r' && (second == 'b' || second == 'f'))
        || (second == 'r' && (first == 'b' || first == 'f'));
}

/* ---- operators ---- */

static TokenKind lexer_bracket(Lexer *lexer, char c, TokenKind kind)
{
    if (kind == TOKEN_LPAR || kind == TOKEN_LSQB || kind == TOKEN_LBRACE) {
        if (lexer->bracket_depth >= LEXER_MAX_BRACKETS)
            return lexer_fail(lexer, "too many nested parentheses");
        lexer->brackets[lexer->bracket_depth] = c;
        lexer->bracket_lines[lexer->bracket_depth] = lexer->lineno;
        lexer->bracket_columns[lexer->bracket_depth] = (int)(lexer->token_start - lexer->line_start);
        lexer->bracket_depth++;
        return kind;
    }
    if (lexer->bracket_depth == 0)
        return lexer_fail(lexer, "unmatched '%c'", c);
    lexer->bracket_depth--;
    char opening = lexer->brackets[lexer->bracket_depth];
    if (opening == (c == ')' ? '(' : c == ']' ? '[' : '{'))
        return kind;
    int line = lexer->bracket_lines[lexer->bracket_depth];
    if (line != lexer->lineno)
        return lexer_fail(lexer, "closing parenthesis '%c' does not match opening parenthesis '%c' on line %d",
                          c, opening, line);
    return lexer_fail(lexer, "closing parenthesis '%c' does not match opening parenthesis '%c'", c, opening);
}

/* The cursor is behind the operator's first character, c. */
static TokenKind lexer_operator(Lexer *lexer, char c)
{
    const char *at = lexer->cursor;
#define LONGER(character, kind) \
    if (*at == (character)) { lexer->cursor = at + 1; return TOKEN_##kind; }
#define LONGEST(character, kind, kind_with_equal) \
    if (*at == (character)) { \
        if (at[1] == '=') { lexer->cursor = at + 2; return TOKEN_##kind_with_equal; } \
        lexer->cursor = at + 1; \
        return TOKEN_##kind; \
    }
    switch (c) {
    case '(': return lexer_bracket(lexer, c, TOKEN_LPAR);
    case ')': return lexer_bracket(lexer, c, TOKEN_RPAR);
    case '[': return lexer_bracket(lexer, c, TOKEN_LSQB);
    case ']': return lexer_bracket(lexer, c, TOKEN_RSQB);
    case '{': return lexer_bracket(lexer, c, TOKEN_LBRACE);
    case '}': return lexer_bracket(lexer, c, TOKEN_RBRACE);
    case ',': return TOKEN_COMMA;
    case ';': return TOKEN_SEMI;
    case '~': return TOKEN_TILDE;
    case ':': LONGER('=', COLONEQUAL) return TOKEN_COLON;
    case '=': LONGER('=', EQEQUAL) return TOKEN_EQUAL;
    case '+': LONGER('=', PLUSEQUAL) return TOKEN_PLUS;
    case '-': LONGER('=', MINEQUAL) LONGER('>', RARROW) return TOKEN_MINUS;
    case '*': LONGEST('*', DOUBLESTAR, DOUBLESTAREQUAL) LONGER('=', STAREQUAL) return TOKEN_STAR;
    case '/': LONGEST('/', DOUBLESLASH, DOUBLESLASHEQUAL) LONGER('=', SLASHEQUAL) return TOKEN_SLASH;
    case '<': LONGEST('<', LEFTSHIFT, LEFTSHIFTEQUAL) LONGER('=', LESSEQUAL)
        if (*at == '>') {
            /* Spelled != since Python 3; one token nevertheless. */
            lexer->cursor = at + 1;
            return TOKEN_UNKNOWN;
        }
        return TOKEN_LESS;
    case '>': LONGEST('>', RIGHTSHIFT, RIGHTSHIFTEQUAL) LONGER('=', GREATEREQUAL) return TOKEN_GREATER;
    case '%': LONGER('=', PERCENTEQUAL) return TOKEN_PERCENT;
    case '@': LONGER('=', ATEQUAL) return TOKEN_AT;
    case '|': LONGER('=', VBAREQUAL) return TOKEN_VBAR;
    case '^': LONGER('=', CIRCUMFLEXEQUAL) return TOKEN_CIRCUMFLEX;
    case '&': LONGER('=', AMPEREQUAL) return TOKEN_AMPER;
    case '!': LONGER('=', NOTEQUAL) return TOKEN_UNKNOWN;
    case '.':
        if (at[0] == '.' && at[1] == '.') {
            lexer->cursor = at + 2;
            return TOKEN_ELLIPSIS;
        }
        return TOKEN_DOT;
    case '$': case '?': case '`':
        return TOKEN_UNKNOWN;
    }
#undef LONGER
#undef LONGEST
    return lexer_fail(lexer, "invalid non-printable character U+%04X", (unsigned char)c);
}

/* ---- the lexer proper ---- */

static void lexer_layout_token(Lexer *lexer, Token *token, TokenKind kind)
{
    token->kind = (uint8_t)kind;
    token->start = lexer->cursor;
    token->length = 0;
    token->pos = (AstPos){lexer->lineno, -1, lexer->lineno, -1};
}

/* At the end of the source. */
static void lexer_end(Lexer *lexer, Token *token)
{
    lexer->state = LEXER_AT_END;
    lexer_layout_token(lexer, token, lexer->bracket_depth > 0 ? TOKEN_ERROR : TOKEN_ENDMARKER);
}

static void lexer_scan(Lexer *lexer, Token *token)
{
    bool blank = false;
    char c;

next_line:
    lexer->token_start = NULL;
    blank = false;
    if (lexer->at_line_start && !lexer_indentation(lexer, &blank)) {
        lexer_layout_token(lexer, token, TOKEN_ERROR);
        return;
    }
    if (lexer->pending_indents != 0) {
        bool is_dedent = lexer->pending_indents < 0;
        lexer->pending_indents += is_dedent ? 1 : -1;
        lexer_layout_token(lexer, token, is_dedent ? TOKEN_DEDENT : TOKEN_INDENT);
        return;
    }

again:
    lexer->token_start = NULL;
    c = *lexer->cursor;
    while (c == ' ' || c == '\t' || c == '\f')
        c = *++lexer->cursor;
    lexer->token_start = lexer->cursor;
    if (c == '#') {
        const char *newline = memchr(lexer->cursor, '\n', (size_t)(lexer->end - lexer->cursor));
        lexer->cursor = newline != NULL ? newline : lexer->end;
        c = *lexer->cursor;
    }
    if (c == '\0') {
        lexer_end(lexer, token);
        return;
    }

    const char *start = lexer->token_start;
    TokenKind kind;
    token->start = start;
    token->pos.lineno = lexer->lineno;
    token->pos.col_offset = lexer_column(lexer, start);

    if (char_is(c, CHAR_NAME_START)) {
        const char *at = start;
        unsigned char seen = 0;
        do {
            seen |= (unsigned char)*at;
            at++;
        } while (char_is(*at, CHAR_NAME));
        lexer->cursor = at;
        size_t length = (size_t)(at - start);
        if ((*at == '"' || *at == '\'') && lexer_is_string_prefix(start, length))
            kind = lexer_string(lexer, token);
        else if (seen >= 0x80)
            kind = lexer_verify_identifier(lexer) ? TOKEN_NAME : TOKEN_ERROR;
        else
            kind = token_keyword(start, length);
    } else if (c == '\n') {
        lexer->cursor++;
        lexer->at_line_start = true;
        if (blank || lexer->bracket_depth > 0)
            goto next_line;
        /* A comment does not belong to the NEWLINE, but its length counts. */
        token->start = start;
        token->length = (uint32_t)(lexer->cursor - 1 - start);
        token->kind = TOKEN_NEWLINE;
        token->pos.end_lineno = lexer->lineno;
        token->pos.end_col_offset = lexer_column(lexer, lexer->cursor - 1);
        return;
    } else if (char_is_digit(c) || (c == '.' && char_is_digit(start[1]))) {
        kind = lexer_number(lexer);
    } else if (c == '"' || c == '\'') {
        kind = lexer_string(lexer, token);
    } else if (c == '\\') {
        lexer->cursor++;
        if (!lexer_continue_line(lexer)) {
            lexer_layout_token(lexer, token, TOKEN_ERROR);
            return;
        }
        goto again;
    } else {
        lexer->cursor++;
        kind = lexer_operator(lexer, c);
    }
    token->kind = (uint8_t)kind;
    token->length = (uint32_t)(lexer->cursor - start);
    token->pos.end_lineno = lexer->lineno;
    token->pos.end_col_offset = lexer_column(lexer, lexer->cursor);
}

void lexer_next(Lexer *lexer, Token *token)
{
    lexer_scan(lexer, token);
    if (!lexer->end_is_newline)
        return;
    /*
     * A single statement typed without its newline gets one, and with it the
     * end of every open block.
     */
    if (token->kind == TOKEN_ENDMARKER && lexer->parsing_started) {
        token->kind = TOKEN_NEWLINE;
        lexer->parsing_started = false;
        if (lexer->indent > 0 && !lexer->dont_imply_dedent) {
            lexer->pending_indents = -lexer->indent;
            lexer->indent = 0;
        }
    } else {
        lexer->parsing_started = true;
    }
}

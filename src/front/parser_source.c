/*
 * The entry point: from bytes to text (byte order mark, coding cookie, line
 * ends), then to a tree or an error.
 */

#include "front/parser_internal.h"

#include "base/utf8.h"

#include <ctype.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- errors without a place in the source ---- */

__attribute__((format(printf, 4, 5)))
static bool source_fail(Arena *arena, SyntaxErrorInfo *error, SyntaxErrorKind kind, const char *format, ...)
{
    char buffer[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(buffer, sizeof buffer, format, arguments);
    va_end(arguments);
    *error = (SyntaxErrorInfo){
        .kind = kind,
        .message = arena_copy_bytes(arena, buffer, strlen(buffer)),
    };
    if (error->message == NULL)
        *error = (SyntaxErrorInfo){.kind = SYNTAX_MEMORY_ERROR, .message = ""};
    return false;
}

/*
 * What CPython raises when it cannot make out the encoding: line 0, and for the
 * file being run no more than the encoding's name.
 */
__attribute__((format(printf, 5, 6)))
static bool source_fail_encoding(Arena *arena, const ParseFlags *flags, const char *encoding,
                                 SyntaxErrorInfo *error, const char *format, ...)
{
    char message[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (flags->source_is_script)
        return source_fail(arena, error, SYNTAX_ERROR, "encoding problem: %s", encoding);
    (void)source_fail(arena, error, SYNTAX_ERROR, "%s", message);
    if (error->kind == SYNTAX_ERROR) {
        error->has_location = true;
        error->lineno = 0;
        error->offset = -1;
    }
    return false;
}

/* ---- the coding cookie (PEP 263) ---- */

/*
 * Finds `coding[:=] name` in a comment line. *only_comment says whether the
 * line is blank or a comment, so that the next may still hold the cookie.
 */
static bool cookie_in_line(const char *line, const char *end, const char **name, size_t *length,
                           bool *only_comment)
{
    const char *at = line;
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\f'))
        at++;
    *only_comment = at == end || *at == '#' || *at == '\r' || *at == '\n';
    if (at == end || *at != '#')
        return false;
    for (; end - at >= 7; at++) {
        if (memcmp(at, "coding", 6) != 0 || (at[6] != ':' && at[6] != '='))
            continue;
        const char *start = at + 7;
        while (start < end && (*start == ' ' || *start == '\t'))
            start++;
        const char *stop = start;
        while (stop < end && (isalnum((unsigned char)*stop) || *stop == '-' || *stop == '_' || *stop == '.'))
            stop++;
        if (stop > start) {
            *name = start;
            *length = (size_t)(stop - start);
            return true;
        }
    }
    return false;
}

static bool find_cookie(const char *bytes, size_t length, const char **name, size_t *name_length)
{
    const char *line = bytes, *end = bytes + length;
    for (int i = 0; i < 2 && line < end; i++) {
        const char *line_end = line;
        while (line_end < end && *line_end != '\n' && *line_end != '\r')
            line_end++;
        bool only_comment;
        if (cookie_in_line(line, line_end, name, name_length, &only_comment))
            return true;
        if (!only_comment)
            return false;
        line = line_end;
        if (line < end && *line == '\r')
            line++;
        if (line < end && *line == '\n')
            line++;
    }
    return false;
}

/* Whether the first characters of a name, normalised, are `word` or `word-`. */
static bool encoding_is(const char *name, size_t length, const char *word)
{
    size_t i = 0;
    for (; word[i] != '\0'; i++) {
        char c = i < length ? name[i] : '\0';
        c = c == '_' ? '-' : (char)tolower((unsigned char)c);
        if (c != word[i])
            return false;
    }
    return i == length || name[i] == '-' || name[i] == '_';
}

typedef struct SourceText {
    const char *bytes;
    size_t length;
    bool encoding_known;
} SourceText;

static bool decode_latin1(Arena *arena, SourceText *text)
{
    char *out = arena_alloc(arena, text->length * 2 + 1);
    if (out == NULL)
        return false;
    size_t length = 0;
    for (size_t i = 0; i < text->length; i++)
        length += utf8_encode((unsigned char)text->bytes[i], out + length);
    text->bytes = out;
    text->length = length;
    return true;
}

static bool decode_by_hook(Arena *arena, const ParseFlags *flags, SourceText *text,
                           const char *name, size_t name_length, SyntaxErrorInfo *error)
{
    char *encoding = arena_copy_bytes(arena, name, name_length);
    const char *message = "";
    DecodeResult result = DECODE_UNKNOWN;
    if (encoding != NULL && flags->decode_source != NULL)
        result = flags->decode_source(flags->context, arena, encoding, text->bytes, text->length,
                                      &text->bytes, &text->length, &message);
    else if (encoding == NULL)
        result = DECODE_NO_MEMORY;
    switch (result) {
    case DECODE_OK:
        return true;
    case DECODE_UNKNOWN:
        return source_fail_encoding(arena, flags, encoding, error, "unknown encoding: %s", encoding);
    case DECODE_FAILED:
        return source_fail_encoding(arena, flags, encoding, error, "%s", message);
    case DECODE_NO_MEMORY:
        break;
    }
    return source_fail(arena, error, SYNTAX_MEMORY_ERROR, "%s", "");
}

/* Applies the byte order mark and the cookie. */
static bool source_decode(Arena *arena, const ParseFlags *flags, SourceText *text, SyntaxErrorInfo *error)
{
    const char *name;
    size_t name_length;
    bool marked = text->length >= 3 && memcmp(text->bytes, "\xEF\xBB\xBF", 3) == 0;
    if (marked) {
        text->bytes += 3;
        text->length -= 3;
        text->encoding_known = true;
    }
    if (!find_cookie(text->bytes, text->length, &name, &name_length))
        return true;
    text->encoding_known = true;
    if (encoding_is(name, name_length, "utf-8"))
        return true;
    bool latin1 = encoding_is(name, name_length, "latin-1")
               || encoding_is(name, name_length, "iso-8859-1")
               || encoding_is(name, name_length, "iso-latin-1");
    char encoding[64];
    snprintf(encoding, sizeof encoding, "%.*s", latin1 ? 10 : (int)name_length, latin1 ? "iso-8859-1" : name);
    if (marked) {
        strncat(encoding, " with BOM", sizeof encoding - strlen(encoding) - 1);
        return source_fail_encoding(arena, flags, encoding, error, "encoding problem: %s", encoding);
    }
    if (latin1 || (name_length == 6 && encoding_is(name, name_length, "latin1")))
        return decode_latin1(arena, text) || source_fail(arena, error, SYNTAX_MEMORY_ERROR, "%s", "");
    if ((name_length == 5 && encoding_is(name, name_length, "ascii"))
        || (name_length == 8 && encoding_is(name, name_length, "us-ascii"))) {
        for (size_t i = 0; i < text->length; i++) {
            unsigned char byte = (unsigned char)text->bytes[i];
            if (byte < 0x80)
                continue;
            return source_fail_encoding(arena, flags, encoding, error,
                                        "'ascii' codec can't decode byte 0x%02x in position %zu: "
                                        "ordinal not in range(128)", byte, i);
        }
        return true;
    }
    if (name_length == 4 && encoding_is(name, name_length, "utf8")) {
        char complaint[128];
        if (utf8_validate(text->bytes, text->length, false, NULL, NULL) == text->length)
            return true;
        utf8_complain(text->bytes, text->length, complaint, sizeof complaint);
        return source_fail_encoding(arena, flags, encoding, error, "%s", complaint);
    }
    return decode_by_hook(arena, flags, text, name, name_length, error);
}

/* A str that has lone surrogates is no source. */
static bool source_check_str(Arena *arena, const SourceText *text, SyntaxErrorInfo *error)
{
    size_t valid = utf8_validate(text->bytes, text->length, false, NULL, NULL);
    if (valid == text->length)
        return true;
    size_t position = utf8_count(text->bytes, valid);
    size_t size, run = 0;
    size_t at = valid;
    while (at < text->length) {
        uint32_t code_point = utf8_decode(text->bytes + at, text->length - at, &size);
        if (code_point < 0xD800 || code_point > 0xDFFF)
            break;
        run++;
        at += size;
    }
    if (run > 1)
        return source_fail(arena, error, SYNTAX_UNICODE_ERROR,
                           "'utf-8' codec can't encode characters in position %zu-%zu: surrogates not allowed",
                           position, position + run - 1);
    return source_fail(arena, error, SYNTAX_UNICODE_ERROR,
                       "'utf-8' codec can't encode character '\\u%04x' in position %zu: surrogates not allowed",
                       utf8_decode(text->bytes + valid, text->length - valid, &size), position);
}

/* A script must be UTF-8 throughout if it does not say otherwise. */
static bool source_check_script(Arena *arena, const SourceText *text, const char *filename,
                                SyntaxErrorInfo *error)
{
    size_t valid = utf8_validate(text->bytes, text->length, false, NULL, NULL);
    if (valid == text->length)
        return true;
    int line = 1;
    for (size_t i = 0; i < valid; i++)
        line += text->bytes[i] == '\n';
    return source_fail(arena, error, SYNTAX_ERROR,
                       "Non-UTF-8 code starting with '\\x%02x' in file %s on line %d, but no encoding declared; "
                       "see https://peps.python.org/pep-0263/ for details",
                       (unsigned char)text->bytes[valid], filename, line);
}

/*
 * A copy with every line end a newline, a newline at the end of a file, and a
 * NUL behind it.
 */
static char *source_translate(const SourceText *text, bool add_newline, size_t *length)
{
    char *out = malloc(text->length + 2);
    if (out == NULL)
        return NULL;
    size_t n = 0;
    const char *at = text->bytes, *end = at + text->length;
    while (at < end) {
        const char *carriage = memchr(at, '\r', (size_t)(end - at));
        size_t run = (size_t)((carriage != NULL ? carriage : end) - at);
        memcpy(out + n, at, run);
        n += run;
        at += run;
        if (carriage != NULL) {
            out[n++] = '\n';
            at++;
            if (at < end && *at == '\n')
                at++;
        }
    }
    if (add_newline && n > 0 && out[n - 1] != '\n')
        out[n++] = '\n';
    out[n] = '\0';
    *length = n;
    return out;
}

/* ---- parsing ---- */

/* After one interactive statement only blank lines and comments may follow. */
static bool source_has_more(const Lexer *lexer)
{
    const char *at = lexer->cursor;
    for (;;) {
        while (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\f')
            at++;
        if (*at != '#')
            return *at != '\0';
        while (*at != '\0' && *at != '\n')
            at++;
    }
}

static void parser_interactive(Parser *parser, StmtList *body)
{
    uint32_t base = parser->stack_count;
    if (parser_at(parser, TOKEN_NEWLINE)) {
        AstPos start = parser_start(parser);
        Stmt *stmt = parser_new_stmt(parser, AST_PASS, start);
        stmt->pos.end_lineno = parser->token->pos.end_lineno;
        stmt->pos.end_col_offset = parser->token->pos.end_col_offset;
        parser_push(parser, stmt);
    } else {
        bool compound;
        parser_discard(parser);
        Stmt *stmt = parser_compound(parser);
        compound = stmt != NULL;
        if (compound)
            parser_push(parser, stmt);
        else
            parser_statement(parser);
        if (!parser_at(parser, TOKEN_NEWLINE))
            parser_fail(parser);
    }
    PARSER_POP(parser, base, body);
    parser->raised_is_final = true;
    if (source_has_more(&parser->lexer))
        parser_raise(parser, "multiple statements found while compiling a single statement");
}

static AstModule *parser_module(Parser *parser)
{
    AstModule *module = parser_alloc(parser, sizeof *module);
    *module = (AstModule){0};
    parser_fetch(parser);
    parser_seek(parser, 0);
    if (parser_at(parser, TOKEN_ERROR))
        parser_fail_lexer(parser);
    switch (parser->mode) {
    case PARSE_FILE:
        module->kind = AST_MODULE;
        parser_statements(parser, &module->body, TOKEN_ENDMARKER);
        break;
    case PARSE_INTERACTIVE:
        module->kind = AST_INTERACTIVE;
        parser_interactive(parser, &module->body);
        break;
    case PARSE_EXPRESSION:
        module->kind = AST_EXPRESSION;
        module->expression = parser_expressions(parser);
        while (parser_accept(parser, TOKEN_NEWLINE))
            ;
        if (!parser_at(parser, TOKEN_ENDMARKER))
            parser_fail(parser);
        break;
    }
    module->name_count = parser->name_count;
    return module;
}

/* Apart from parse_source so that no variable of it lives across the setjmp. */
static AstModule *parse_or_report(Parser *parser, SyntaxErrorInfo *error)
{
    jmp_buf escape;
    parser->escape = &escape;
    if (setjmp(escape) == 0)
        return parser_module(parser);
    parser_report(parser, error);
    return NULL;
}

ParseResult parse_source(Arena *arena, const char *bytes, size_t length, const char *filename,
                         ParseMode mode, ParseFlags flags, SyntaxErrorInfo *error)
{
    ParseResult result = {NULL};
    SourceText text = {bytes, length, flags.source_is_str};
    *error = (SyntaxErrorInfo){0};

    if (length > INT32_MAX / 2) {
        (void)source_fail(arena, error, SYNTAX_MEMORY_ERROR, "%s", "");
        return result;
    }
    if (length > 0 && memchr(bytes, '\0', length) != NULL) {
        (void)source_fail(arena, error, SYNTAX_VALUE_ERROR, "source code string cannot contain null bytes");
        return result;
    }
    if (flags.source_is_str) {
        if (!source_check_str(arena, &text, error))
            return result;
    } else {
        if (!source_decode(arena, &flags, &text, error))
            return result;
        if (flags.source_is_script && !text.encoding_known
            && !source_check_script(arena, &text, filename, error))
            return result;
    }

    size_t source_length;
    char *source = source_translate(&text, mode == PARSE_FILE, &source_length);
    Parser *parser = malloc(sizeof *parser);
    if (source == NULL || parser == NULL) {
        free(source);
        free(parser);
        (void)source_fail(arena, error, SYNTAX_MEMORY_ERROR, "%s", "");
        return result;
    }
    parser_init(parser, arena, &flags, mode, source, source_length);
    parser->columns_in_bytes = !text.encoding_known;
    result.module = parse_or_report(parser, error);
    if (parser->c_locale != NULL)
        freelocale((locale_t)parser->c_locale);
    parser_release(parser);
    free(parser);
    free(source);
    return result;
}

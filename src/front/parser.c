/*
 * The parser's machinery: tokens, failures, memory, names, lists. The grammar
 * is in the other parser_*.c files; the entry point in parser_source.c.
 */
#include "front/parser_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- failures ---- */

__attribute__((noreturn)) static void parser_escape(Parser *parser, FailureKind kind)
{
    parser->failure = kind;
    longjmp(*parser->escape, 1);
}

void parser_fail(Parser *parser)
{
    uint32_t ordinal = parser->at + parser->discarded;
    if (ordinal > parser->furthest)
        parser->furthest = ordinal;
    parser_escape(parser, FAILURE_SYNTAX);
}

void parser_fail_memory(Parser *parser)
{
    parser_escape(parser, FAILURE_MEMORY);
}

void parser_fail_lexer(Parser *parser)
{
    parser_escape(parser, FAILURE_LEXER);
}

__attribute__((noreturn, format(printf, 7, 0)))
static void parser_raise_list(Parser *parser, SyntaxErrorKind kind, int lineno, int column,
                              int end_lineno, int end_column, const char *format, va_list arguments)
{
    char buffer[512];
    int prefix = snprintf(buffer, sizeof buffer, "%s", parser->fstring_prefix);
    vsnprintf(buffer + prefix, sizeof buffer - (size_t)prefix, format, arguments);
    char *message = arena_copy_bytes(parser->arena, buffer, strlen(buffer));
    if (message == NULL)
        parser_fail_memory(parser);
    parser->raised = (RaisedError){
        .kind = kind,
        .message = message,
        .lineno = lineno,
        .column = column,
        .end_lineno = end_lineno,
        .end_column = end_column,
        .token_ordinal = parser->at + parser->discarded,
        .is_final = parser->raised_is_final,
    };
    parser_escape(parser, FAILURE_RAISED);
}

void parser_raise_at(Parser *parser, SyntaxErrorKind kind, int lineno, int column,
                     int end_lineno, int end_column, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    parser_raise_list(parser, kind, lineno, column + 1, end_lineno, end_column + 1, format, arguments);
}

void parser_raise_token(Parser *parser, const Token *token, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    parser_raise_list(parser, SYNTAX_ERROR, token->pos.lineno, token->pos.col_offset + 1,
                      token->pos.end_lineno, token->pos.end_col_offset + 1, format, arguments);
}

void parser_raise(Parser *parser, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const Token *token = parser->token;
    parser_raise_list(parser, SYNTAX_ERROR, token->pos.lineno,
                      token->pos.col_offset < 0 ? COLUMN_OF_LEXER : token->pos.col_offset + 1,
                      token->pos.end_lineno,
                      token->pos.end_col_offset < 0 ? -1 : token->pos.end_col_offset + 1,
                      format, arguments);
}

void parser_mark(Parser *parser, ParserMark *mark)
{
    mark->outer = parser->escape;
    mark->at = parser->at;
    mark->stack_count = parser->stack_count;
    mark->depth = parser->depth;
    mark->block_depth = parser->block_depth;
    mark->last_end_lineno = parser->last_end_lineno;
    mark->last_end_column = parser->last_end_column;
    parser->escape = &mark->escape;
}

void parser_commit(Parser *parser, ParserMark *mark)
{
    parser->escape = mark->outer;
}

void parser_back_up(Parser *parser, ParserMark *mark)
{
    parser->escape = mark->outer;
    if (parser->failure != FAILURE_SYNTAX)
        longjmp(*parser->escape, 1);
    parser->failure = FAILURE_NONE;
    parser->stack_count = mark->stack_count;
    parser->depth = mark->depth;
    parser->block_depth = mark->block_depth;
    parser->last_end_lineno = mark->last_end_lineno;
    parser->last_end_column = mark->last_end_column;
    parser_seek(parser, mark->at);
}

/* ---- memory ---- */

void *parser_alloc(Parser *parser, size_t size)
{
    void *memory = arena_alloc(parser->arena, size);
    if (__builtin_expect(memory == NULL, 0))
        parser_fail_memory(parser);
    return memory;
}

void parser_push_slow(Parser *parser, void *item)
{
    uint32_t capacity = parser->stack_capacity ? parser->stack_capacity * 2 : 64;
    void **stack = realloc(parser->stack, (size_t)capacity * sizeof *stack);
    if (stack == NULL)
        parser_fail_memory(parser);
    parser->stack = stack;
    parser->stack_capacity = capacity;
    parser->stack[parser->stack_count++] = item;
}

void **parser_pop_list(Parser *parser, uint32_t base, uint32_t *count)
{
    uint32_t n = parser->stack_count - base;
    *count = n;
    if (n == 0)
        return NULL;
    void **items = parser_alloc(parser, (size_t)n * sizeof *items);
    memcpy(items, parser->stack + base, (size_t)n * sizeof *items);
    parser->stack_count = base;
    return items;
}

/* ---- tokens ---- */

/* Appends the next token to the window. Moves the window: `token` is refreshed. */
void parser_fetch(Parser *parser)
{
    if (parser->token_count == parser->token_capacity) {
        uint32_t capacity = parser->token_capacity ? parser->token_capacity * 2 : 128;
        Token *tokens = realloc(parser->tokens, (size_t)capacity * sizeof *tokens);
        if (tokens == NULL)
            parser_fail_memory(parser);
        parser->tokens = tokens;
        parser->token_capacity = capacity;
    }
    lexer_next(&parser->lexer, &parser->tokens[parser->token_count]);
    parser->token_count++;
}

/*
 * At the start of a statement: nothing will come back before it, so the window
 * can start here. At column 0 it is also where a second pass would start.
 */
void parser_discard(Parser *parser)
{
    if (parser->keep_tokens)
        return;
    uint32_t left = parser->token_count - parser->at;
    memmove(parser->tokens, parser->tokens + parser->at, left * sizeof *parser->tokens);
    parser->discarded += parser->at;
    parser->at = 0;
    parser->token_count = left;
    parser->token = parser->tokens;

    if (!parser->bookmark_pinned && parser->block_depth == 0 && left == 1 && parser->token->kind > TOKEN_DEDENT
        && parser->lexer.bracket_depth <= 1 && parser->token->pos.col_offset == 0
        && parser->lexer.indent == 0) {
        Lexer *bookmark = &parser->bookmark;
        memcpy(bookmark, &parser->lexer, offsetof(Lexer, indents));
        bookmark->cursor = bookmark->line_start = bookmark->buffer_start = parser->token->start;
        bookmark->lineno = parser->token->pos.lineno - 1;
        bookmark->at_line_start = true;
        bookmark->bracket_depth = 0;
        bookmark->pending_indents = 0;
        bookmark->state = LEXER_RUNNING;
        bookmark->parsing_started = false;
        parser->discarded = 0;
        parser->furthest = 0;
    }
}

void parser_seek(Parser *parser, uint32_t at)
{
    parser->at = at;
    parser->token = &parser->tokens[at];
}

/* ---- names ---- */

static uint32_t name_hash(const char *bytes, size_t length)
{
    uint64_t hash = UINT64_C(0x9E3779B97F4A7C15) ^ length;
    while (length >= 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        hash = (hash ^ word) * UINT64_C(0xFF51AFD7ED558CCD);
        hash ^= hash >> 32;
        bytes += 8;
        length -= 8;
    }
    uint64_t word = 0;
    for (size_t i = 0; i < length; i++)
        word |= (uint64_t)(unsigned char)bytes[i] << (8 * i);
    hash = (hash ^ word) * UINT64_C(0xFF51AFD7ED558CCD);
    return (uint32_t)(hash >> 32);
}

static void parser_grow_names(Parser *parser)
{
    uint32_t capacity = parser->name_capacity ? parser->name_capacity * 2 : 256;
    const Name **names = calloc(capacity, sizeof *names);
    if (names == NULL)
        parser_fail_memory(parser);
    for (uint32_t i = 0; i < parser->name_capacity; i++) {
        const Name *name = parser->names[i];
        if (name == NULL)
            continue;
        uint32_t slot = name->hash & (capacity - 1);
        while (names[slot] != NULL)
            slot = (slot + 1) & (capacity - 1);
        names[slot] = name;
    }
    free(parser->names);
    parser->names = names;
    parser->name_capacity = capacity;
}

const Name *parser_intern(Parser *parser, const char *bytes, size_t length)
{
    if (parser->name_count * 2 >= parser->name_capacity)
        parser_grow_names(parser);
    uint32_t hash = name_hash(bytes, length);
    uint32_t mask = parser->name_capacity - 1;
    uint32_t slot = hash & mask;
    for (const Name *found; (found = parser->names[slot]) != NULL; slot = (slot + 1) & mask)
        if (found->hash == hash && found->length == length && memcmp(found->bytes, bytes, length) == 0)
            return found;

    Name *name = parser_alloc(parser, sizeof *name + length + 1);
    char *copy = (char *)(name + 1);
    memcpy(copy, bytes, length);
    copy[length] = '\0';
    bool ascii = true;
    for (size_t i = 0; i < length; i++)
        ascii &= (unsigned char)bytes[i] < 0x80;
    *name = (Name){
        .bytes = copy,
        .length = (uint32_t)length,
        .hash = hash,
        .index = parser->name_count,
        .is_ascii = ascii,
    };
    parser->names[slot] = name;
    parser->name_count++;
    return name;
}

const Name *parser_intern_token(Parser *parser, const Token *token)
{
    const char *bytes = token->start;
    size_t length = token->length;
    const ParseFlags *flags = parser->flags;
    if (flags->normalise_identifier != NULL) {
        bool ascii = true;
        for (size_t i = 0; i < length; i++)
            ascii &= (unsigned char)bytes[i] < 0x80;
        size_t bad_at;
        if (!ascii && !flags->normalise_identifier(flags->context, parser->arena, bytes, length,
                                                   &bad_at, &bytes, &length))
            parser_fail_memory(parser);
    }
    return parser_intern(parser, bytes, length);
}

/* ---- life ---- */

void parser_init(Parser *parser, Arena *arena, const ParseFlags *flags, ParseMode mode,
                 const char *source, size_t length)
{
    memset(parser, 0, offsetof(Parser, bookmark));
    parser->arena = arena;
    parser->flags = flags;
    parser->mode = mode;
    parser->source = source;
    parser->source_length = length;
    parser->fstring_prefix = "";
    parser->starting_lineno = 1;
    parser->lexer_error = (SyntaxErrorInfo){0};
    lexer_init(&parser->lexer, arena, flags, source, length, &parser->lexer_error);
    parser->lexer.end_is_newline = mode == PARSE_INTERACTIVE;
    parser->lexer.dont_imply_dedent = flags->dont_imply_dedent;
    memcpy(&parser->bookmark, &parser->lexer, offsetof(Lexer, brackets));
}

void parser_release(Parser *parser)
{
    free(parser->tokens);
    free(parser->stack);
    free(parser->names);
    parser->tokens = NULL;
    parser->stack = NULL;
    parser->names = NULL;
}

/*
 * What the front end says when a source is not a program: the fields of
 * CPython's SyntaxError, without being an exception object.
 */
#ifndef TAURARO_FRONT_SYNTAX_ERROR_H
#define TAURARO_FRONT_SYNTAX_ERROR_H

#include <stdbool.h>
#include <stddef.h>

typedef enum SyntaxErrorKind {
    SYNTAX_OK,
    SYNTAX_ERROR,
    SYNTAX_INDENTATION_ERROR,
    SYNTAX_TAB_ERROR,
    SYNTAX_MEMORY_ERROR,    /* nesting beyond the parser's depth, or no memory: MemoryError() */
    SYNTAX_RECURSION_ERROR, /* RecursionError(message) */
    SYNTAX_VALUE_ERROR,     /* ValueError(message): NUL bytes */
    SYNTAX_UNICODE_ERROR,   /* lone surrogates in a str source: see message */
} SyntaxErrorKind;

/*
 * lineno and offset are 1-based, offset in characters where CPython's are; the
 * odd values (0, -1) are CPython's as well. text is the source line (with its newline where CPython has it) or
 * NULL for None. Strings live in the parse's arena.
 */
typedef struct SyntaxErrorInfo {
    SyntaxErrorKind kind;
    const char *message;
    int lineno;
    int offset;
    int end_lineno;
    int end_offset;
    const char *text;
    size_t text_length;
    bool has_location;      /* false: args are just the message */
    bool has_end;           /* false: end_lineno and end_offset are None */
    bool incomplete_input;  /* more lines could make it right (for the REPL) */
} SyntaxErrorInfo;

#endif

/*
 * Source text to syntax tree. The one entry point of the front end's first
 * half; depends on nothing of the runtime, so what needs Unicode data or codecs
 * comes in through hooks.
 */
#ifndef TAURARO_FRONT_PARSER_H
#define TAURARO_FRONT_PARSER_H

#include "base/arena.h"
#include "front/ast.h"
#include "front/syntax_error.h"

typedef enum ParseMode {
    PARSE_FILE,         /* Module: compile(..., 'exec') */
    PARSE_INTERACTIVE,  /* Interactive: one statement, compile(..., 'single') */
    PARSE_EXPRESSION,   /* Expression: compile(..., 'eval') */
} ParseMode;

/*
 * NFKC form of an identifier, and whether it is one (XID_Start, XID_Continue*).
 * Called only for names with non-ASCII characters. Returns false on lack of
 * memory. On success either *bad_at is the byte offset of the first character
 * that may not stand there (and the rest is not set), or it is `length`, and
 * *normalised points to *normalised_length bytes living in the arena.
 */
typedef bool (*NormaliseIdentifierHook)(void *context, Arena *arena,
                                        const char *bytes, size_t length,
                                        size_t *bad_at,
                                        const char **normalised, size_t *normalised_length);

/* \N{name} in a string: its code point, or -1 when there is no such name. */
typedef int32_t (*LookupCharacterHook)(void *context, const char *name, size_t length);

/* Whether str.isprintable() holds for a code point; for error messages. */
typedef bool (*IsPrintableHook)(void *context, uint32_t code_point);

/*
 * Decodes a source whose coding cookie names none of the built-in encodings,
 * into UTF-8 in the arena. `encoding` is the name as written. Returns
 * DECODE_UNKNOWN when there is no such encoding; on DECODE_FAILED *message
 * (in the arena) says why, as str(exception).
 */
typedef enum DecodeResult { DECODE_OK, DECODE_UNKNOWN, DECODE_FAILED, DECODE_NO_MEMORY } DecodeResult;
typedef DecodeResult (*DecodeSourceHook)(void *context, Arena *arena, const char *encoding,
                                         const char *bytes, size_t length,
                                         const char **utf8, size_t *utf8_length,
                                         const char **message);

typedef enum WarningKind { WARNING_DEPRECATION, WARNING_SYNTAX } WarningKind;

/* Returns false to stop with an error: the message becomes a SyntaxError's. */
typedef bool (*WarningHook)(void *context, WarningKind kind, const char *message, int lineno);

typedef struct ParseFlags {
    bool source_is_str;     /* bytes are the WTF-8 of a str: no BOM, no cookie */
    bool source_is_script;  /* the file being run: bad UTF-8 is an error even in comments */
    bool dont_imply_dedent; /* REPL: an unfinished block is incomplete input */
    int int_digits_limit;   /* longest decimal integer literal; 0: no limit */
    void *context;          /* passed to every hook */
    NormaliseIdentifierHook normalise_identifier;   /* each hook may be NULL */
    LookupCharacterHook lookup_character;
    IsPrintableHook is_printable;
    DecodeSourceHook decode_source;
    WarningHook warn;
} ParseFlags;

typedef struct ParseResult {
    AstModule *module;        /* NULL on error: see *error */
} ParseResult;

/*
 * The tree and everything it points to live in `arena`, and so does the error.
 * `bytes` need not outlive the call and need no NUL at the end.
 */
__attribute__((warn_unused_result))
ParseResult parse_source(Arena *arena, const char *bytes, size_t length, const char *filename,
                         ParseMode mode, ParseFlags flags, SyntaxErrorInfo *error);

#endif

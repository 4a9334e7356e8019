/*
 * The text under the parser: tokens, error reports, names. A token is one
 * character, or a backslash and the character after it.
 *
 * An error leaves by longjmp to re_source_open's caller: everything allocated
 * so far belongs to an arena that is then dropped.
 */
#ifndef TAURARO_MODULES_RE_PARSE_SOURCE_H
#define TAURARO_MODULES_RE_PARSE_SOURCE_H

#include <setjmp.h>

#include "modules/re/pattern_parse.h"

typedef struct ReToken {
    uint32_t first, second; /* second only after a backslash */
    uint8_t length;         /* 0 at the end of the text */
} ReToken;

typedef struct ReSource {
    const uint32_t *text;
    size_t length;
    size_t index; /* behind the token `next` */
    ReToken next;
    bool is_bytes;
    Arena *arena;
    const ReHost *host;
    ReError *error;
    jmp_buf *on_error;
} ReSource;

typedef struct ReSlice {
    const uint32_t *text;
    size_t length;
} ReSlice;

/* Decodes the text into the arena and reads the first token. May longjmp. */
void re_source_open(ReSource *source, const ReText *text);

void *re_source_alloc(ReSource *source, size_t size);
void re_source_advance(ReSource *source);
void re_source_seek(ReSource *source, size_t index);

static inline size_t re_source_tell(const ReSource *source) {
    return source->index - source->next.length;
}

static inline ReToken re_source_get(ReSource *source) {
    ReToken token = source->next;
    re_source_advance(source);
    return token;
}

static inline bool re_token_is(ReToken token, uint32_t character) {
    return token.length == 1 && token.first == character;
}

static inline bool re_token_is_digit(ReToken token) {
    return token.length == 1 && token.first >= '0' && token.first <= '9';
}

static inline bool re_token_is_octal(ReToken token) {
    return token.length == 1 && token.first >= '0' && token.first <= '7';
}

static inline bool re_source_match(ReSource *source, uint32_t character) {
    if (!re_token_is(source->next, character)) return false;
    re_source_advance(source);
    return true;
}

static inline bool re_is_ascii_letter(uint32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The text up to the terminator; `what` names it in errors. */
ReSlice re_source_until(ReSource *source, uint32_t terminator, const char *what);
/* Text between two positions. */
ReSlice re_source_slice(const ReSource *source, size_t start, size_t end);
ReSlice re_token_slice(const ReSource *source, ReToken token, size_t start);

/*
 * Formats: %s C string, %t ReSlice, %r ReSlice as Python's repr, %a the same in
 * ASCII, %u size_t. A position of -1 stands for none.
 */
_Noreturn void re_source_fail(ReSource *source, ReErrorKind kind, ptrdiff_t position,
                              const char *format, ...);
void re_source_warn(ReSource *source, ReWarningKind kind, const char *format, ...);

bool re_is_identifier(ReSlice name);
/* Fails when it is no identifier; warns when a bytes pattern's is not ASCII. */
void re_check_group_name(ReSource *source, ReSlice name, size_t offset);

/* A group number as int() reads it. digits: it in plain decimal. */
typedef struct ReGroupNumber {
    bool valid;     /* an integer that is not negative */
    bool plain;     /* written in ASCII digits alone */
    uint64_t value; /* saturated */
    ReSlice digits;
} ReGroupNumber;

ReGroupNumber re_read_group_number(ReSource *source, ReSlice name);
/* The warning about a number that int() takes but is no plain decimal. */
void re_warn_group_number(ReSource *source, ReSlice name);

/* \x \u \U \N and the control escapes, common to patterns and sets. Returns
   whether it was one of them; `start` is where the escape began. */
bool re_read_character_escape(ReSource *source, ReToken escape, size_t start, uint32_t *code);
/* \a and the like; -1 when it is none of them. */
int32_t re_simple_escape(uint32_t c);

#endif

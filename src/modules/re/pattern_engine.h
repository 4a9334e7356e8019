/*
 * A backtracking matcher that does exactly what CPython's does, including its
 * oddities. It is what runs when a pattern cannot be put to PCRE2 faithfully or
 * PCRE2 ran into a limit, and the yardstick for the translation in tests.
 */
#ifndef TAURARO_MODULES_RE_PATTERN_ENGINE_H
#define TAURARO_MODULES_RE_PATTERN_ENGINE_H

#include "modules/re/charset.h"
#include "modules/re/pattern_ast.h"

typedef enum ReMode { RE_SEARCH, RE_MATCH, RE_FULLMATCH } ReMode;

typedef enum ReStatus {
    RE_STATUS_NO_MATCH = 0,
    RE_STATUS_MATCH = 1,
    RE_STATUS_MEMORY = -1,
    RE_STATUS_INTERRUPTED = -2, /* the poll function said stop */
} ReStatus;

/* What is searched: code units as in ReText, and where the text is taken to end. */
typedef struct ReSubject {
    const void *units;
    size_t end;
    uint8_t width;
    bool is_ascii;               /* known to be: Unicode's rules are not needed */
    bool (*poll)(void *context); /* asked now and then; false stops. May be NULL. */
    void *context;
} ReSubject;

/* An instruction sequence; see the list in pattern_engine.c. */
typedef struct ReProgram {
    Arena arena;
    uint32_t *code;
    uint32_t length, capacity;
    const ReCharset **sets;
    uint32_t set_count, set_capacity;
    uint32_t loops;
    uint32_t groups;
    uint64_t least_width;
    const ReCharset *first; /* what a match must begin with; NULL: anything or nothing */
} ReProgram;

/* False: out of memory. The program does not refer to the tree afterwards. */
__attribute__((warn_unused_result)) bool re_program_build(ReProgram *program, const ReTree *tree);
void re_program_free(ReProgram *program);

typedef struct ReRun {
    size_t start;
    ReMode mode;
    bool must_advance;  /* a match at `start` must not be empty */
    ptrdiff_t must_end; /* where the match has to end; -1: anywhere */
} ReRun;

/* spans: 2 * (groups + 1) offsets, -1 for groups not set. last_index: 0 for none. */
__attribute__((warn_unused_result)) ReStatus re_engine_run(const ReProgram *program,
                                                           const ReSubject *subject, ReRun run,
                                                           ptrdiff_t *spans, uint32_t *last_index);

#endif

/* Reads Python's regular expression syntax; errors and warnings are CPython's. */
#ifndef TAURARO_MODULES_RE_PATTERN_PARSE_H
#define TAURARO_MODULES_RE_PATTERN_PARSE_H

#include "modules/re/pattern_ast.h"

typedef enum ReErrorKind {
    RE_ERROR_NONE,
    RE_ERROR_PATTERN,   /* re.error */
    RE_ERROR_OVERFLOW,  /* OverflowError */
    RE_ERROR_VALUE,     /* ValueError */
    RE_ERROR_INDEX,     /* IndexError, from a replacement template */
    RE_ERROR_RECURSION, /* RecursionError */
    RE_ERROR_MEMORY,    /* MemoryError */
    RE_ERROR_WARNING,   /* the warning callback said stop; it holds the exception */
} ReErrorKind;

typedef struct ReError {
    ReErrorKind kind;
    ptrdiff_t position; /* in characters; -1: none */
    char *message;      /* malloc'd UTF-8; lone surrogates encoded as if characters */
} ReError;

void re_error_free(ReError *error);

typedef enum ReWarningKind { RE_WARNING_FUTURE, RE_WARNING_DEPRECATION } ReWarningKind;

/* What the parser asks of its surroundings; any member may be NULL. */
typedef struct ReHost {
    void *context;
    /* False stops with RE_ERROR_WARNING. */
    bool (*warn)(void *context, ReWarningKind kind, const char *message);
    /* The character named, or -1. */
    int32_t (*character_by_name)(void *context, const char *name);
} ReHost;

/* On success the tree is the caller's, to be given to re_tree_free. */
__attribute__((warn_unused_result)) bool re_parse(ReTree *tree, const ReText *pattern,
                                                  uint32_t flags, const ReHost *host,
                                                  ReError *error);
void re_tree_free(ReTree *tree);

/* A replacement template: literal pieces and group references in turn. */
typedef struct ReTemplatePart {
    int32_t group;        /* -1: a literal */
    const uint32_t *text; /* the literal */
    uint32_t length;
} ReTemplatePart;

typedef struct ReTemplate {
    Arena arena;
    ReTemplatePart *parts;
    uint32_t count;
} ReTemplate;

__attribute__((warn_unused_result)) bool re_parse_template(ReTemplate *result, const ReText *text,
                                                           const ReGroupName *names,
                                                           uint32_t name_count, uint32_t groups,
                                                           const ReHost *host, ReError *error);
void re_template_free(ReTemplate *result);

#endif

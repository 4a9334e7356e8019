/*
 * Regular expressions with Python's syntax and meaning, apart from any objects:
 * compiled once, matched in text of any width.
 *
 * A RePattern keeps what it compiles and its matching buffers, so only one
 * thread may use it at a time.
 */
#ifndef TAURARO_MODULES_RE_PATTERN_H
#define TAURARO_MODULES_RE_PATTERN_H

#include "modules/re/pattern_engine.h"
#include "modules/re/pattern_parse.h"

typedef struct RePattern RePattern;

/* NULL with *error filled in; error->message is to be freed with re_error_free. */
__attribute__((warn_unused_result)) RePattern *re_pattern_compile(const ReText *pattern,
                                                                  uint32_t flags,
                                                                  const ReHost *host,
                                                                  ReError *error);
void re_pattern_free(RePattern *pattern);

uint32_t re_pattern_flags(const RePattern *pattern);
uint32_t re_pattern_groups(const RePattern *pattern); /* without group 0 */
const ReGroupName *re_pattern_names(const RePattern *pattern, uint32_t *count);
const ReTree *re_pattern_tree(const RePattern *pattern);

/*
 * Matches in subject[start..subject->end); what lies before start can be seen by
 * lookbehind and anchors. must_advance: a match at start must not be empty.
 * spans: 2 * (groups + 1) offsets, -1 for groups not set.
 */
__attribute__((warn_unused_result)) ReStatus re_pattern_exec(RePattern *pattern,
                                                             const ReSubject *subject, size_t start,
                                                             ReMode mode, bool must_advance,
                                                             ptrdiff_t *spans);

/* Python's lastindex of a match that re_pattern_exec found; 0: None. */
__attribute__((warn_unused_result)) ReStatus re_pattern_last_index(RePattern *pattern,
                                                                   const ReSubject *subject,
                                                                   const ptrdiff_t *spans,
                                                                   uint32_t *last_index);

#endif

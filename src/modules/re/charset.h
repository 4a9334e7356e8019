/*
 * Resolved character sets: a set of the tree together with the flags in force,
 * as the characters that it matches. Case folding is done here, once, so that
 * matching a set never folds.
 */
#ifndef TAURARO_MODULES_RE_CHARSET_H
#define TAURARO_MODULES_RE_CHARSET_H

#include "modules/re/pattern_ast.h"

typedef struct ReRange {
    uint32_t first, last;
} ReRange;

/*
 * Below 256 the bitmap is the whole truth. From 256 on, a character matches when
 * (it lies in a range or in one of the Unicode categories) != negate.
 */
typedef struct ReCharset {
    uint32_t bitmap[8];
    const ReRange *ranges; /* sorted, apart from each other, from 256 on */
    uint32_t range_count;
    uint8_t categories; /* of RE_DIGIT, RE_NOT_DIGIT, RE_WORD, RE_NOT_WORD */
    bool negate;
} ReCharset;

enum { RE_ORBIT_MAX = 4 };

/* All characters that c matches under IGNORECASE, c first; returns how many. */
uint32_t re_case_orbit(uint32_t c, uint32_t flags, uint32_t orbit[RE_ORBIT_MAX]);

/* The node is a literal, its negation, a set or "."; NULL: out of memory. */
__attribute__((warn_unused_result)) const ReCharset *re_charset_resolve(Arena *arena,
                                                                        const ReNode *node,
                                                                        uint32_t flags);

bool re_charset_has_wide(const ReCharset *set, uint32_t c);

static inline bool re_charset_has(const ReCharset *set, uint32_t c) {
    if (c < 256) return set->bitmap[c >> 5] >> (c & 31) & 1;
    return re_charset_has_wide(set, c);
}

/* Python's \w for str patterns. */
bool re_is_unicode_word(uint32_t c);
/* \w under the flags. */
bool re_is_word(uint32_t c, uint32_t flags);

/* Lower case as back references compare it under the flags. */
uint32_t re_lower(uint32_t c, uint32_t flags);

#endif

/*
 * The tree as a PCRE2 pattern, compiled for one width of character and one kind
 * of match. PCRE2 runs in its non-UTF modes, where a code unit is a character:
 * offsets need no conversion, and lone surrogates are characters like others.
 */
#ifndef TAURARO_MODULES_RE_PATTERN_PCRE_H
#define TAURARO_MODULES_RE_PATTERN_PCRE_H

#include "modules/re/pattern_engine.h"

typedef struct RePcre {
    void *code; /* pcre2_code of the width; NULL: not compiled */
    void *match_data;
    void *context; /* match context and JIT stack with larger limits, once needed */
    void *jit_stack;
    uint32_t runs; /* until compiled to machine code */
    uint8_t width;
    bool refused; /* this pattern is not for PCRE2 */
    bool jitted;
} RePcre;

/*
 * Compiles on first use; false when PCRE2 cannot do what Python means. With
 * is_ascii the result is for ASCII subjects alone, and faster for some patterns.
 */
__attribute__((warn_unused_result)) bool re_pcre_prepare(RePcre *pcre, const ReTree *tree,
                                                         uint8_t width, bool is_ascii, ReMode mode);
/* Whether is_ascii makes a difference. */
bool re_pcre_ascii_pays(const ReTree *tree);
void re_pcre_free(RePcre *pcre);

/* RE_STATUS_MEMORY also stands for any limit that PCRE2 ran into. */
__attribute__((warn_unused_result)) ReStatus re_pcre_run(RePcre *pcre, const ReSubject *subject,
                                                         size_t start, bool must_advance,
                                                         ptrdiff_t *spans, uint32_t groups);

/* The translation, as characters, for tests; malloc'd. NULL: refused. */
uint32_t *re_pcre_translate(const ReTree *tree, uint8_t width, bool is_ascii, ReMode mode,
                            size_t *length, uint32_t *options);

#endif

/*
 * The calls into PCRE2 for one width of character: included by pattern_pcre.c
 * with UNIT and NAME defined, and therefore without an include guard (#ifndef).
 */

static void NAME(free_all)(RePcre *pcre) {
    NAME(pcre2_match_data_free)(pcre->match_data);
    NAME(pcre2_match_context_free)(pcre->context);
    NAME(pcre2_jit_stack_free)(pcre->jit_stack);
    NAME(pcre2_code_free)(pcre->code);
}

static bool NAME(compile)(RePcre *pcre, uint32_t *units, size_t length, uint32_t options) {
    /* Narrowed in place: writing never overtakes reading. */
    UNIT *pattern = (UNIT *)units;
    for (size_t i = 0; i < length; i++) pattern[i] = (UNIT)units[i];
    NAME(pcre2_compile_context) *context = NAME(pcre2_compile_context_create)(NULL);
    if (context == NULL) return false;
    NAME(pcre2_set_newline)(context, PCRE2_NEWLINE_LF);
    int error;
    PCRE2_SIZE error_offset;
    pcre->code =
        NAME(pcre2_compile)((void *)pattern, length, options, &error, &error_offset, context);
    NAME(pcre2_compile_context_free)(context);
    if (pcre->code == NULL) return false;
    pcre->match_data = NAME(pcre2_match_data_create_from_pattern)(pcre->code, NULL);
    if (pcre->match_data != NULL) return true;
    NAME(pcre2_code_free)(pcre->code);
    pcre->code = NULL;
    return false;
}

static int NAME(match_once)(RePcre *pcre, const ReSubject *subject, size_t start,
                            uint32_t options) {
    const void *text = subject->units;
    return pcre->jitted ? NAME(pcre2_jit_match)(pcre->code, text, subject->end, start, options,
                                                pcre->match_data, pcre->context)
                        : NAME(pcre2_match)(pcre->code, text, subject->end, start, options,
                                            pcre->match_data, pcre->context);
}

/* Larger limits, when the usual ones were not enough. */
static bool NAME(raise_limits)(RePcre *pcre) {
    if (pcre->context != NULL) return false;
    pcre->context = NAME(pcre2_match_context_create)(NULL);
    if (pcre->context == NULL) return false;
    NAME(pcre2_set_match_limit)(pcre->context, MATCH_LIMIT);
    NAME(pcre2_set_depth_limit)(pcre->context, MATCH_LIMIT);
    if (pcre->jitted) {
        pcre->jit_stack = NAME(pcre2_jit_stack_create)(64 * 1024, JIT_STACK_LIMIT, NULL);
        if (pcre->jit_stack != NULL)
            NAME(pcre2_jit_stack_assign)(pcre->context, NULL, pcre->jit_stack);
    }
    return true;
}

static ReStatus NAME(match)(RePcre *pcre, const ReSubject *subject, size_t start, bool must_advance,
                            ptrdiff_t *spans, uint32_t groups) {
    if (!pcre->jitted && (++pcre->runs == JIT_AFTER_RUNS || subject->end - start > JIT_AT_LENGTH))
        pcre->jitted = NAME(pcre2_jit_compile)(pcre->code, PCRE2_JIT_COMPLETE) == 0;
    uint32_t options = must_advance ? PCRE2_NOTEMPTY_ATSTART : 0;
    int result = NAME(match_once)(pcre, subject, start, options);
    if (result < PCRE2_ERROR_NOMATCH && NAME(raise_limits)(pcre))
        result = NAME(match_once)(pcre, subject, start, options);
    if (result == PCRE2_ERROR_NOMATCH) return RE_STATUS_NO_MATCH;
    if (result < 0) return RE_STATUS_MEMORY;
    const PCRE2_SIZE *ends = NAME(pcre2_get_ovector_pointer)(pcre->match_data);
    for (size_t i = 0; i < 2 * ((size_t)groups + 1); i++) spans[i] = (ptrdiff_t)ends[i];
    return RE_STATUS_MATCH;
}

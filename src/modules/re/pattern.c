/* See pattern.h. */
#include "modules/re/pattern.h"

#include <stdlib.h>

#include "modules/re/pattern_pcre.h"

struct RePattern {
    ReTree tree;
    RePcre pcre[4][3]; /* by width (the last: for ASCII subjects) and mode */
    bool ascii_pays;
    ReProgram program; /* built when PCRE2 refuses or runs into a limit */
    bool program_built;
    /* Groups in the order in which they close. Each closes at most once, unless
       in a loop: then the order says nothing. */
    uint32_t *closing;
    bool closing_known;
};

/* ---- which group closed last ---------------------------------------------- */

typedef struct ClosingList {
    uint32_t *groups;
    uint32_t count;
    bool in_loop, looped;
} ClosingList;

static void list_closing(ClosingList *list, const ReSeq *seq) {
    for (const ReNode *node = seq->first; node != NULL; node = node->next) {
        switch (node->op) {
        case RE_OP_BRANCH:
            for (uint32_t i = 0; i < node->branch.count; i++)
                list_closing(list, node->branch.branches[i]);
            break;
        case RE_OP_GROUP:
            list_closing(list, node->group.body);
            if (node->group.index != 0) {
                list->groups[list->count++] = node->group.index;
                list->looped |= list->in_loop;
            }
            break;
        case RE_OP_ATOMIC: list_closing(list, node->atomic); break;
        case RE_OP_ASSERT: list_closing(list, node->assertion.body); break;
        case RE_OP_REPEAT: {
            bool outer = list->in_loop;
            list->in_loop |= node->repeat.max > 1;
            list_closing(list, node->repeat.body);
            list->in_loop = outer;
            break;
        }
        case RE_OP_CONDITION:
            list_closing(list, node->condition.yes);
            if (node->condition.no != NULL) list_closing(list, node->condition.no);
            break;
        case RE_OP_LITERAL:
        case RE_OP_NOT_LITERAL:
        case RE_OP_ANY:
        case RE_OP_SET:
        case RE_OP_AT:
        case RE_OP_BACKREF: break;
        }
    }
}

static ReStatus ensure_program(RePattern *pattern) {
    if (pattern->program_built) return RE_STATUS_MATCH;
    pattern->program_built = re_program_build(&pattern->program, &pattern->tree);
    return pattern->program_built ? RE_STATUS_MATCH : RE_STATUS_MEMORY;
}

ReStatus re_pattern_last_index(RePattern *pattern, const ReSubject *subject, const ptrdiff_t *spans,
                               uint32_t *last_index) {
    *last_index = 0;
    uint32_t groups = pattern->tree.groups;
    if (pattern->closing_known) {
        for (uint32_t i = groups; i-- > 0;) {
            if (spans[2 * pattern->closing[i]] < 0) continue;
            *last_index = pattern->closing[i];
            break;
        }
        return RE_STATUS_MATCH;
    }
    /* Matching once more, where and as long as it is known to match. */
    if (ensure_program(pattern) < 0) return RE_STATUS_MEMORY;
    ptrdiff_t *again = malloc(2 * ((size_t)groups + 1) * sizeof *again);
    if (again == NULL) return RE_STATUS_MEMORY;
    ReRun run = {.start = (size_t)spans[0], .mode = RE_MATCH, .must_end = spans[1]};
    ReStatus status = re_engine_run(&pattern->program, subject, run, again, last_index);
    free(again);
    return status;
}

/* ---- the rest -------------------------------------------------------------- */

RePattern *re_pattern_compile(const ReText *text, uint32_t flags, const ReHost *host,
                              ReError *error) {
    RePattern *pattern = calloc(1, sizeof *pattern);
    if (pattern == NULL) {
        *error = (ReError){.kind = RE_ERROR_MEMORY, .position = -1};
        return NULL;
    }
    if (!re_parse(&pattern->tree, text, flags, host, error)) {
        free(pattern);
        return NULL;
    }
    ClosingList list = {0};
    list.groups = arena_alloc(&pattern->tree.arena, pattern->tree.groups * sizeof(uint32_t));
    if (list.groups == NULL) {
        re_pattern_free(pattern);
        *error = (ReError){.kind = RE_ERROR_MEMORY, .position = -1};
        return NULL;
    }
    list_closing(&list, pattern->tree.root);
    pattern->closing = list.groups;
    pattern->closing_known = !list.looped;
    pattern->ascii_pays = re_pcre_ascii_pays(&pattern->tree);
    return pattern;
}

void re_pattern_free(RePattern *pattern) {
    for (int width = 0; width < 4; width++)
        for (int mode = 0; mode < 3; mode++) re_pcre_free(&pattern->pcre[width][mode]);
    if (pattern->program_built) re_program_free(&pattern->program);
    re_tree_free(&pattern->tree);
    free(pattern);
}

uint32_t re_pattern_flags(const RePattern *pattern) {
    return pattern->tree.flags;
}

uint32_t re_pattern_groups(const RePattern *pattern) {
    return pattern->tree.groups;
}

const ReGroupName *re_pattern_names(const RePattern *pattern, uint32_t *count) {
    *count = pattern->tree.name_count;
    return pattern->tree.names;
}

const ReTree *re_pattern_tree(const RePattern *pattern) {
    return &pattern->tree;
}

ReStatus re_pattern_exec(RePattern *pattern, const ReSubject *subject, size_t start, ReMode mode,
                         bool must_advance, ptrdiff_t *spans) {
    bool is_ascii = subject->is_ascii && pattern->ascii_pays;
    RePcre *pcre = &pattern->pcre[is_ascii ? 3 : subject->width / 2][mode];
    if (start > subject->end) {
        /* CPython lets match() find nothing behind the end, where it is. */
        if (mode != RE_MATCH) return RE_STATUS_NO_MATCH;
    } else if (re_pcre_prepare(pcre, &pattern->tree, subject->width, is_ascii, mode)) {
        ReStatus status =
            re_pcre_run(pcre, subject, start, must_advance, spans, pattern->tree.groups);
        if (status != RE_STATUS_MEMORY) return status;
    }
    if (ensure_program(pattern) < 0) return RE_STATUS_MEMORY;
    ReRun run = {.start = start, .mode = mode, .must_advance = must_advance, .must_end = -1};
    uint32_t last_index;
    return re_engine_run(&pattern->program, subject, run, spans, &last_index);
}

/*
 * Writes the tree in PCRE2's syntax.
 *
 * Nothing is left to PCRE2's own idea of a character: sets, categories and case
 * folding are written out (charset.h), cut to what the width can hold. Only \b
 * is PCRE2's, which has Python's meaning with its Unicode tables on (UCP) or, in
 * ASCII patterns, off.
 *
 * What PCRE2 cannot do in CPython's way is refused and left to our own matcher:
 *  - loops whose body can match nothing, where the two differ in when to stop
 *    and in what groups then hold (harmless cases are let through);
 *  - groups inside possessive loops, whose marks CPython restores but partly;
 *  - a condition on the group it stands in;
 *  - references without regard to case in Unicode text: PCRE2 folds otherwise;
 *  - references and conditions in a lookbehind; counts above PCRE2's limit.
 */
#include "modules/re/pattern_pcre.h"

#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 0
#include <pcre2.h>

enum {
    PCRE_MAX_COUNT = 65535,
    /* Machine code is made on the n-th run, or at once for a long text. */
    JIT_AFTER_RUNS = 3,
    JIT_AT_LENGTH = 400,
    /* Tried when PCRE2's usual limits were not enough, before our own matcher is:
       that one is slower, but signals can interrupt it. */
    MATCH_LIMIT = 100 * 1000 * 1000,
    JIT_STACK_LIMIT = 16 * 1024 * 1024,
};

/* ---- asking the tree ------------------------------------------------------ */

static bool seq_captures(const ReSeq *seq);

static bool node_captures(const ReNode *node) {
    switch (node->op) {
    case RE_OP_BRANCH:
        for (uint32_t i = 0; i < node->branch.count; i++)
            if (seq_captures(node->branch.branches[i])) return true;
        return false;
    case RE_OP_GROUP: return node->group.index != 0 || seq_captures(node->group.body);
    case RE_OP_ATOMIC: return seq_captures(node->atomic);
    case RE_OP_ASSERT: return seq_captures(node->assertion.body);
    case RE_OP_REPEAT: return seq_captures(node->repeat.body);
    case RE_OP_CONDITION:
        return seq_captures(node->condition.yes) ||
               (node->condition.no != NULL && seq_captures(node->condition.no));
    case RE_OP_LITERAL:
    case RE_OP_NOT_LITERAL:
    case RE_OP_ANY:
    case RE_OP_SET:
    case RE_OP_AT:
    case RE_OP_BACKREF: return false;
    }
    return false;
}

static bool seq_captures(const ReSeq *seq) {
    for (const ReNode *node = seq->first; node != NULL; node = node->next)
        if (node_captures(node)) return true;
    return false;
}

/*
 * Whether the sequence begins with a positive lookahead, from which PCRE2 takes
 * a first character without seeing that it is also the last one it requires.
 */
static bool seq_starts_ahead(const ReSeq *seq) {
    const ReNode *node = seq->first;
    if (node == NULL) return false;
    switch (node->op) {
    case RE_OP_ASSERT: return !node->assertion.negate && !node->assertion.behind;
    case RE_OP_GROUP: return seq_starts_ahead(node->group.body);
    case RE_OP_ATOMIC: return seq_starts_ahead(node->atomic);
    case RE_OP_REPEAT: return seq_starts_ahead(node->repeat.body);
    case RE_OP_BRANCH:
        for (uint32_t i = 0; i < node->branch.count; i++)
            if (seq_starts_ahead(node->branch.branches[i])) return true;
        return false;
    case RE_OP_LITERAL:
    case RE_OP_NOT_LITERAL:
    case RE_OP_ANY:
    case RE_OP_SET:
    case RE_OP_AT:
    case RE_OP_BACKREF:
    case RE_OP_CONDITION: return false;
    }
    return false;
}

/* ---- writing ------------------------------------------------------------- */

typedef struct Writer {
    const ReTree *tree;
    uint32_t *units;
    size_t length, capacity;
    uint32_t max_code; /* largest character of the width */
    uint8_t width;
    bool failed; /* out of memory, or refused */
    bool unicode_boundary, ascii_boundary;
    bool unicode_backref, ascii_backref; /* without regard to case */
    Arena *scratch;
} Writer;

static void put(Writer *writer, uint32_t unit) {
    if (writer->length == writer->capacity) {
        size_t capacity = writer->capacity != 0 ? writer->capacity * 2 : 128;
        uint32_t *units = realloc(writer->units, capacity * sizeof *units);
        if (units == NULL) {
            writer->failed = true;
            return;
        }
        writer->units = units;
        writer->capacity = capacity;
    }
    writer->units[writer->length++] = unit;
}

static void put_string(Writer *writer, const char *string) {
    for (; *string != '\0'; string++) put(writer, (unsigned char)*string);
}

static void put_number(Writer *writer, uint32_t number) {
    if (number >= 10) put_number(writer, number / 10);
    put(writer, '0' + number % 10);
}

static void put_hex(Writer *writer, uint32_t number) {
    if (number >= 16) put_hex(writer, number / 16);
    put(writer, (unsigned char)"0123456789abcdef"[number % 16]);
}

static bool is_alphanumeric(uint32_t c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* A character for itself, in or out of a set. */
static void put_character(Writer *writer, uint32_t c) {
    if (c < 0x20 || c == 0x7F) {
        put_string(writer, "\\x{");
        put_hex(writer, c);
        put(writer, '}');
        return;
    }
    if (c < 0x80 && !is_alphanumeric(c)) put(writer, '\\');
    put(writer, c);
}

static void put_any(Writer *writer) {
    put(writer, '.');
}

static void put_never(Writer *writer) {
    put_string(writer, writer->width == 1   ? "[^\\x{0}-\\x{ff}]"
                       : writer->width == 2 ? "[^\\x{0}-\\x{ffff}]"
                                            : "[^\\x{0}-\\x{ffffffff}]");
}

static void put_class_range(Writer *writer, uint32_t first, uint32_t last) {
    put_character(writer, first);
    if (last == first) return;
    if (last > first + 1) put(writer, '-');
    put_character(writer, last);
}

/* The characters below 256 whose bit, inverted or not, is set. */
static void put_class_bits(Writer *writer, const uint32_t bitmap[8], bool invert) {
    for (uint32_t c = 0; c < 256; c++) {
        if ((bitmap[c >> 5] >> (c & 31) & 1) == invert) continue;
        uint32_t first = c;
        while (c + 1 < 256 && (bitmap[(c + 1) >> 5] >> ((c + 1) & 31) & 1) != invert) c++;
        put_class_range(writer, first, c);
    }
}

static uint32_t count_bits(const uint32_t bitmap[8]) {
    uint32_t count = 0;
    for (int i = 0; i < 8; i++) count += (uint32_t)__builtin_popcount(bitmap[i]);
    return count;
}

static void put_narrow_charset(Writer *writer, const ReCharset *set) {
    uint32_t count = count_bits(set->bitmap);
    if (count == 256) {
        put_any(writer);
    } else if (count == 0) {
        put_never(writer);
    } else {
        bool invert = count > 128;
        put_string(writer, invert ? "[^" : "[");
        put_class_bits(writer, set->bitmap, invert);
        put(writer, ']');
    }
}

static void put_charset(Writer *writer, const ReCharset *set) {
    if (writer->width == 1) {
        put_narrow_charset(writer, set);
        return;
    }
    uint32_t narrow = count_bits(set->bitmap);
    if (set->negate) narrow = 256 - narrow;
    bool wide = set->range_count != 0 && set->ranges[0].first <= writer->max_code;
    if (narrow == 0 && !wide && set->categories == 0) {
        if (set->negate)
            put_any(writer);
        else
            put_never(writer);
        return;
    }
    put_string(writer, set->negate ? "[^" : "[");
    put_class_bits(writer, set->bitmap, set->negate);
    for (uint32_t i = 0; i < set->range_count && set->ranges[i].first <= writer->max_code; i++) {
        uint32_t last = set->ranges[i].last;
        put_class_range(writer, set->ranges[i].first,
                        last < writer->max_code ? last : writer->max_code);
    }
    if (set->categories & RE_WORD) put_string(writer, "\\p{Xwd}");
    if (set->categories & RE_NOT_WORD) put_string(writer, "\\P{Xwd}");
    if (set->categories & RE_DIGIT) put_string(writer, "\\p{Nd}");
    if (set->categories & RE_NOT_DIGIT) put_string(writer, "\\P{Nd}");
    put(writer, ']');
}

static void put_literal(Writer *writer, uint32_t c, uint32_t flags) {
    uint32_t orbit[RE_ORBIT_MAX], count = re_case_orbit(c, flags, orbit), kept = 0;
    for (uint32_t i = 0; i < count; i++)
        if (orbit[i] <= writer->max_code) orbit[kept++] = orbit[i];
    if (kept == 0) {
        put_never(writer);
    } else if (kept == 1) {
        put_character(writer, orbit[0]);
    } else {
        put(writer, '[');
        for (uint32_t i = 0; i < kept; i++) put_character(writer, orbit[i]);
        put(writer, ']');
    }
}

static void put_single(Writer *writer, const ReNode *node, uint32_t flags) {
    if (node->op == RE_OP_LITERAL) {
        put_literal(writer, node->literal, flags);
    } else if (node->op == RE_OP_ANY) {
        put_string(writer, flags & RE_DOTALL ? "." : "\\N");
    } else {
        const ReCharset *set = re_charset_resolve(writer->scratch, node, flags);
        if (set == NULL)
            writer->failed = true;
        else
            put_charset(writer, set);
    }
}

static void put_boundary(Writer *writer, bool negated, uint32_t flags) {
    if (flags & RE_UNICODE)
        writer->unicode_boundary = true;
    else
        writer->ascii_boundary = true;
    /* In an empty text CPython finds neither \b nor \B. */
    if (negated) put_string(writer, "(?!\\A\\z)");
    put_string(writer, negated ? "\\B" : "\\b");
}

static void put_at(Writer *writer, ReAt at, uint32_t flags) {
    switch (at) {
    case RE_AT_START: put_string(writer, "\\A"); break;
    case RE_AT_START_LINE: put_string(writer, flags & RE_MULTILINE ? "(?m:^)" : "\\A"); break;
    case RE_AT_END: put_string(writer, "\\z"); break;
    case RE_AT_END_LINE: put_string(writer, flags & RE_MULTILINE ? "(?m:$)" : "\\Z"); break;
    case RE_AT_BOUNDARY: put_boundary(writer, false, flags); break;
    case RE_AT_NOT_BOUNDARY: put_boundary(writer, true, flags); break;
    }
}

static void put_seq(Writer *writer, const ReSeq *seq, uint32_t flags, bool enclosed);

static void put_branches(Writer *writer, const ReNode *node, uint32_t flags) {
    for (uint32_t i = 0; i < node->branch.count; i++) {
        if (i != 0) put(writer, '|');
        put_seq(writer, node->branch.branches[i], flags, false);
    }
}

static void put_quantifier(Writer *writer, const ReNode *node) {
    uint32_t min = node->repeat.min, max = node->repeat.max;
    if (min == 0 && max == 1) {
        put(writer, '?');
    } else if (max == RE_MAX_REPEAT && min <= 1) {
        put(writer, min == 0 ? '*' : '+');
    } else {
        put(writer, '{');
        put_number(writer, min);
        if (max != min) {
            put(writer, ',');
            if (max != RE_MAX_REPEAT) put_number(writer, max);
        }
        put(writer, '}');
    }
    if (node->repeat.greed == RE_LAZY) put(writer, '?');
    if (node->repeat.greed == RE_POSSESSIVE) put(writer, '+');
}

static void put_repeat(Writer *writer, const ReNode *node, uint32_t flags) {
    const ReSeq *body = node->repeat.body;
    if (node->repeat.max == 0) {
        /* PCRE2 draws wrong conclusions from groups repeated {0}; only their
           numbers are needed. */
        if (!seq_captures(body)) return;
        put_string(writer, "(?:(?!)");
        put_seq(writer, body, flags, false);
        put_string(writer, ")?");
        return;
    }
    if (re_seq_is_single(body)) {
        put_single(writer, body->first, flags);
    } else {
        /* A possessive loop never goes back into an iteration. */
        put_string(writer, node->repeat.greed == RE_POSSESSIVE ? "(?>" : "(?:");
        put_seq(writer, body, flags, true);
        put(writer, ')');
    }
    put_quantifier(writer, node);
}

static void put_enclosed(Writer *writer, const char *head, const ReSeq *body, uint32_t flags) {
    put_string(writer, head);
    put_seq(writer, body, flags, true);
    put(writer, ')');
}

static void put_node(Writer *writer, const ReNode *node, uint32_t flags, bool enclosed) {
    switch (node->op) {
    case RE_OP_LITERAL:
    case RE_OP_NOT_LITERAL:
    case RE_OP_ANY:
    case RE_OP_SET: put_single(writer, node, flags); return;
    case RE_OP_AT: put_at(writer, node->at, flags); return;
    case RE_OP_BRANCH:
        if (!enclosed) put_string(writer, "(?:");
        put_branches(writer, node, flags);
        if (!enclosed) put(writer, ')');
        return;
    case RE_OP_GROUP:
        flags = re_combine_flags(flags, node->group.add_flags, node->group.del_flags);
        if (node->group.index != 0)
            put_enclosed(writer, "(", node->group.body, flags);
        else
            put_seq(writer, node->group.body, flags, false);
        return;
    case RE_OP_ATOMIC: put_enclosed(writer, "(?>", node->atomic, flags); return;
    case RE_OP_ASSERT: {
        static const char *const heads[] = {"(?=", "(?!", "(?<=", "(?<!"};
        put_enclosed(writer, heads[node->assertion.behind * 2 + node->assertion.negate],
                     node->assertion.body, flags);
        return;
    }
    case RE_OP_REPEAT: put_repeat(writer, node, flags); return;
    case RE_OP_BACKREF:
        if (flags & RE_IGNORECASE) {
            if (flags & RE_UNICODE)
                writer->unicode_backref = true;
            else
                writer->ascii_backref = true;
            put_string(writer, "(?i:");
        }
        put_string(writer, "\\g{");
        put_number(writer, node->backref);
        put(writer, '}');
        if (flags & RE_IGNORECASE) put(writer, ')');
        return;
    case RE_OP_CONDITION:
        put_string(writer, "(?(");
        put_number(writer, node->condition.group);
        put(writer, ')');
        put_seq(writer, node->condition.yes, flags, false);
        if (node->condition.no != NULL) {
            put(writer, '|');
            put_seq(writer, node->condition.no, flags, false);
        }
        put(writer, ')');
        return;
    }
}

/* enclosed: parentheses that hold nothing else stand around the sequence. */
static void put_seq(Writer *writer, const ReSeq *seq, uint32_t flags, bool enclosed) {
    for (const ReNode *node = seq->first; node != NULL; node = node->next)
        put_node(writer, node, flags, enclosed && seq->first->next == NULL);
}

/* ---- refusing ------------------------------------------------------------ */

typedef struct Survey {
    const ReTree *tree;
    bool unicode_boundary; /* \b or \B by Unicode's rules occurs */
} Survey;

static bool repeat_is_faithful(const ReTree *tree, const ReNode *node) {
    uint32_t min = node->repeat.min, max = node->repeat.max;
    if (min > PCRE_MAX_COUNT || (max != RE_MAX_REPEAT && max > PCRE_MAX_COUNT)) return false;
    if (re_seq_is_single(node->repeat.body)) return true;
    bool captures = seq_captures(node->repeat.body);
    if (node->repeat.greed == RE_POSSESSIVE && captures) return false;
    uint64_t low, high;
    re_seq_width(tree, node->repeat.body, &low, &high);
    if (low != 0) return true;
    if (node->repeat.greed == RE_POSSESSIVE) return false;
    if (max == min || max == 1) return true;
    return max == RE_MAX_REPEAT && (min == 0 || (min == 1 && !captures));
}

/* open: groups that the sequence stands in, by a linked list on the C stack. */
typedef struct OpenGroup {
    const struct OpenGroup *outer;
    uint32_t index;
} OpenGroup;

static bool seq_is_faithful(Survey *survey, const ReSeq *seq, uint32_t flags, bool behind,
                            const OpenGroup *open);

static bool node_is_faithful(Survey *survey, const ReNode *node, uint32_t flags, bool behind,
                             const OpenGroup *open) {
    switch (node->op) {
    case RE_OP_LITERAL:
    case RE_OP_NOT_LITERAL:
    case RE_OP_ANY:
    case RE_OP_SET: return true;
    case RE_OP_AT:
        if (node->at == RE_AT_BOUNDARY || node->at == RE_AT_NOT_BOUNDARY)
            survey->unicode_boundary |= (flags & RE_UNICODE) != 0;
        return true;
    case RE_OP_BRANCH:
        for (uint32_t i = 0; i < node->branch.count; i++)
            if (!seq_is_faithful(survey, node->branch.branches[i], flags, behind, open))
                return false;
        return true;
    case RE_OP_GROUP: {
        OpenGroup group = {open, node->group.index};
        flags = re_combine_flags(flags, node->group.add_flags, node->group.del_flags);
        return seq_is_faithful(survey, node->group.body, flags, behind, &group);
    }
    case RE_OP_ATOMIC: return seq_is_faithful(survey, node->atomic, flags, behind, open);
    case RE_OP_ASSERT:
        return seq_is_faithful(survey, node->assertion.body, flags,
                               behind || node->assertion.behind, open);
    case RE_OP_REPEAT:
        return repeat_is_faithful(survey->tree, node) &&
               seq_is_faithful(survey, node->repeat.body, flags, behind, open);
    case RE_OP_BACKREF: return !behind;
    case RE_OP_CONDITION:
        if (behind) return false;
        for (const OpenGroup *group = open; group != NULL; group = group->outer)
            if (group->index == node->condition.group) return false;
        return seq_is_faithful(survey, node->condition.yes, flags, behind, open) &&
               (node->condition.no == NULL ||
                seq_is_faithful(survey, node->condition.no, flags, behind, open));
    }
    return false;
}

static bool seq_is_faithful(Survey *survey, const ReSeq *seq, uint32_t flags, bool behind,
                            const OpenGroup *open) {
    for (const ReNode *node = seq->first; node != NULL; node = node->next)
        if (!node_is_faithful(survey, node, flags, behind, open)) return false;
    return true;
}

/* ---- compiling ----------------------------------------------------------- */

uint32_t *re_pcre_translate(const ReTree *tree, uint8_t width, bool is_ascii, ReMode mode,
                            size_t *length, uint32_t *options) {
    Survey survey = {.tree = tree};
    if (tree->groups > PCRE_MAX_COUNT ||
        !seq_is_faithful(&survey, tree->root, tree->flags, false, NULL))
        return NULL;
    Arena scratch;
    arena_init(&scratch);
    Writer writer = {
        .tree = tree,
        .width = width,
        .max_code = width == 1   ? 0xFF
                    : width == 2 ? 0xFFFF
                                 : RE_MAX_CODE,
        .scratch = &scratch,
    };
    if (mode == RE_FULLMATCH) put_string(&writer, "(?:");
    put_seq(&writer, tree->root, tree->flags, true);
    if (mode == RE_FULLMATCH) put_string(&writer, ")\\z");
    arena_free_all(&scratch);

    bool ucp = (writer.unicode_boundary || writer.unicode_backref) && !is_ascii;
    if ((writer.unicode_backref && width != 1) ||
        (ucp && (writer.ascii_boundary || writer.ascii_backref)))
        writer.failed = true;
    if (writer.failed) {
        free(writer.units);
        return NULL;
    }
    *options = PCRE2_DOTALL | PCRE2_ALT_CIRCUMFLEX | (ucp ? PCRE2_UCP : 0) |
               (mode == RE_SEARCH ? 0 : PCRE2_ANCHORED) |
               (seq_starts_ahead(tree->root) ? PCRE2_NO_START_OPTIMIZE : 0);
    *length = writer.length;
    return writer.units;
}

bool re_pcre_ascii_pays(const ReTree *tree) {
    Survey survey = {.tree = tree};
    return seq_is_faithful(&survey, tree->root, tree->flags, false, NULL) &&
           survey.unicode_boundary;
}

/* PCRE2 functions of a width, and the parts written with them. */
#define UNIT    uint8_t
#define NAME(n) n##_8
#include "modules/re/pcre_width.h"
#undef UNIT
#undef NAME

#define UNIT    uint16_t
#define NAME(n) n##_16
#include "modules/re/pcre_width.h"
#undef UNIT
#undef NAME

#define UNIT    uint32_t
#define NAME(n) n##_32
#include "modules/re/pcre_width.h"
#undef UNIT
#undef NAME

bool re_pcre_prepare(RePcre *pcre, const ReTree *tree, uint8_t width, bool is_ascii, ReMode mode) {
    if (pcre->code != NULL) return true;
    if (pcre->refused) return false;
    pcre->width = width;
    size_t length;
    uint32_t options;
    uint32_t *units = re_pcre_translate(tree, width, is_ascii, mode, &length, &options);
    bool ok = units != NULL;
    if (ok) {
        switch (width) {
        case 1: ok = compile_8(pcre, units, length, options); break;
        case 2: ok = compile_16(pcre, units, length, options); break;
        default: ok = compile_32(pcre, units, length, options); break;
        }
    }
    free(units);
    pcre->refused = !ok;
    return ok;
}

void re_pcre_free(RePcre *pcre) {
    switch (pcre->width) {
    case 1: free_all_8(pcre); break;
    case 2: free_all_16(pcre); break;
    case 4: free_all_32(pcre); break;
    }
    *pcre = (RePcre){0};
}

ReStatus re_pcre_run(RePcre *pcre, const ReSubject *subject, size_t start, bool must_advance,
                     ptrdiff_t *spans, uint32_t groups) {
    switch (pcre->width) {
    case 1: return match_8(pcre, subject, start, must_advance, spans, groups);
    case 2: return match_16(pcre, subject, start, must_advance, spans, groups);
    default: return match_32(pcre, subject, start, must_advance, spans, groups);
    }
}

/*
 * The pattern layer of re: known matches and errors, and random patterns on
 * which PCRE2 and our own matcher have to agree, in every width of character.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "modules/re/pattern.h"
#include "modules/re/pattern_pcre.h"

static int failures;

static void report(const char *what, const char *pattern, const char *subject) {
    failures++;
    if (failures <= 20) printf("FAIL %s: pattern %s, subject %s\n", what, pattern, subject);
}

static RePattern *compile(const char *text, uint32_t flags, ReError *error) {
    ReText pattern = {text, strlen(text), 1, false};
    return re_pattern_compile(&pattern, flags, NULL, error);
}

/* The subject, widened. */
static void *widen(const char *text, size_t length, uint8_t width) {
    uint8_t *units = malloc(length * width + 1);
    for (size_t i = 0; i < length; i++) {
        uint32_t c = (unsigned char)text[i];
        uint16_t half = (uint16_t)c;
        memcpy(units + i * width, width == 4 ? (void *)&c : (void *)&half, width);
    }
    return units;
}

enum { MAX_GROUPS = 20 };

typedef struct Result {
    ReStatus status;
    ptrdiff_t spans[2 * MAX_GROUPS];
    uint32_t last_index;
} Result;

static Result run_auto(RePattern *pattern, const ReSubject *subject, ReRun run) {
    Result result = {.last_index = 0};
    result.status =
        re_pattern_exec(pattern, subject, run.start, run.mode, run.must_advance, result.spans);
    if (result.status == RE_STATUS_MATCH &&
        re_pattern_last_index(pattern, subject, result.spans, &result.last_index) !=
            RE_STATUS_MATCH)
        result.status = RE_STATUS_MEMORY;
    return result;
}

static Result run_engine(const ReProgram *program, const ReSubject *subject, ReRun run) {
    Result result = {.last_index = 0};
    result.status = re_engine_run(program, subject, run, result.spans, &result.last_index);
    return result;
}

static bool same_result(const Result *a, const Result *b, uint32_t groups) {
    if (a->status != b->status) return false;
    if (a->status != RE_STATUS_MATCH) return true;
    return a->last_index == b->last_index &&
           memcmp(a->spans, b->spans, 2 * (groups + 1) * sizeof a->spans[0]) == 0;
}

/* Matches every way there is; all results must be equal. Returns the first. */
static Result run_all(RePattern *pattern, const char *pattern_text, const char *text, ReRun run) {
    uint32_t groups = re_pattern_groups(pattern);
    size_t length = strlen(text);
    Result first = {.status = RE_STATUS_MEMORY};
    ReProgram program;
    if (!re_program_build(&program, re_pattern_tree(pattern))) return first;
    for (uint8_t width = 1; width <= 4; width *= 2) {
        void *units = widen(text, length, width);
        ReSubject subject = {.units = units, .end = length, .width = width};
        Result by_engine = run_engine(&program, &subject, run);
        if (width == 1) first = by_engine;
        if (!same_result(&first, &by_engine, groups)) report("widths differ", pattern_text, text);
        /* Often enough to run as machine code. */
        for (int i = 0; i < 4; i++) {
            Result result = run_auto(pattern, &subject, run);
            if (!same_result(&first, &result, groups))
                report("PCRE2 and engine differ", pattern_text, text);
        }
        free(units);
    }
    re_program_free(&program);
    return first;
}

/* ---- known matches ---------------------------------------------------------- */

typedef struct MatchCase {
    const char *pattern;
    uint32_t flags;
    const char *subject;
    ReMode mode;
    ptrdiff_t from, to; /* -1: no match */
    uint32_t last_index;
} MatchCase;

static const MatchCase match_cases[] = {
    {"abc", 0, "xabcx", RE_SEARCH, 1, 4, 0},
    {"abc", 0, "xabcx", RE_MATCH, -1, -1, 0},
    {"a|ab", 0, "ab", RE_FULLMATCH, 0, 2, 0},
    {"$", 0, "a\n", RE_SEARCH, 1, 1, 0},
    {"\\Z", 0, "a\n", RE_SEARCH, 2, 2, 0},
    {"$", RE_MULTILINE, "a\nb", RE_SEARCH, 1, 1, 0},
    {"^b", RE_MULTILINE, "a\nb", RE_SEARCH, 2, 3, 0},
    {"^\\Z", RE_MULTILINE, "a\n", RE_SEARCH, 2, 2, 0},
    {".", 0, "\n", RE_SEARCH, -1, -1, 0},
    {".", RE_DOTALL, "\n", RE_SEARCH, 0, 1, 0},
    {"\\B", 0, "", RE_SEARCH, -1, -1, 0},
    {"\\b", 0, " a", RE_SEARCH, 1, 1, 0},
    {"(a)|(b)", 0, "b", RE_SEARCH, 0, 1, 2},
    {"((a)(b))", 0, "ab", RE_SEARCH, 0, 2, 1},
    {"(?:(a)|(b))*", 0, "ba", RE_SEARCH, 0, 2, 1},
    {"(a)?(?(1)b|c)", 0, "ab", RE_MATCH, 0, 2, 1},
    {"(a)?(?(1)b|c)", 0, "c", RE_MATCH, 0, 1, 0},
    {"(a)|b\\1", 0, "b", RE_MATCH, -1, -1, 0},
    {"(?<=a)b", 0, "ab", RE_SEARCH, 1, 2, 0},
    {"(?<!a)b", 0, "abb", RE_SEARCH, 2, 3, 0},
    {"a++a", 0, "aaa", RE_SEARCH, -1, -1, 0},
    {"(?>a+)b", 0, "aab", RE_SEARCH, 0, 3, 0},
    {"(?:a|ab){2}+c", 0, "ababc", RE_MATCH, -1, -1, 0},
    {"(?i:a)b", 0, "Ab", RE_MATCH, 0, 2, 0},
    {"(?i:a)b", 0, "AB", RE_MATCH, -1, -1, 0},
    {"\\w+", 0, "\xe9\xdf", RE_MATCH, 0, 2, 0},
    {"\\w+", RE_ASCII, "\xe9", RE_MATCH, -1, -1, 0},
    {"\xe9", RE_IGNORECASE, "\xc9", RE_MATCH, 0, 1, 0},
    {"\\s", 0, "\x1c", RE_MATCH, 0, 1, 0},
    {"\\u20ac?x", 0, "x", RE_MATCH, 0, 1, 0},
    {"[^\\u20ac]", 0, "x", RE_MATCH, 0, 1, 0},
    {"(a*)*", 0, "aab", RE_MATCH, 0, 2, 1},
    {"(?:a|(?=b)){0}c", 0, "c", RE_MATCH, 0, 1, 0},
    {"(?=b)a?b(a?\?)", 0, "ba", RE_MATCH, 0, 1, 1},
    {"x{0,3}?y", 0, "xxy", RE_MATCH, 0, 3, 0},
    {"x{70000}", 0, "x", RE_MATCH, -1, -1, 0},
};

static void test_matches(void) {
    for (size_t i = 0; i < sizeof match_cases / sizeof match_cases[0]; i++) {
        const MatchCase *test = &match_cases[i];
        ReError error;
        RePattern *pattern = compile(test->pattern, test->flags, &error);
        if (pattern == NULL) {
            report("does not compile", test->pattern, error.message);
            re_error_free(&error);
            continue;
        }
        ReRun run = {.mode = test->mode, .must_end = -1};
        Result result = run_all(pattern, test->pattern, test->subject, run);
        bool found = result.status == RE_STATUS_MATCH;
        if (found != (test->from >= 0) ||
            (found && (result.spans[0] != test->from || result.spans[1] != test->to ||
                       result.last_index != test->last_index)))
            report("wrong match", test->pattern, test->subject);
        re_pattern_free(pattern);
    }
}

/* ---- errors ------------------------------------------------------------------ */

typedef struct ErrorCase {
    const char *pattern;
    const char *message;
    ptrdiff_t position;
} ErrorCase;

static const ErrorCase error_cases[] = {
    {"(", "missing ), unterminated subpattern", 0},
    {"a)", "unbalanced parenthesis", 1},
    {"*", "nothing to repeat", 0},
    {"a**", "multiple repeat", 2},
    {"[a", "unterminated character set", 0},
    {"[z-a]", "bad character range z-a", 1},
    {"\\q", "bad escape \\q", 0},
    {"a\\", "bad escape (end of pattern)", 1},
    {"(a)\\2", "invalid group reference 2", 4},
    {"(a\\1)", "cannot refer to an open group", 2},
    {"(?P<x>a)(?P<x>b)", "redefinition of group name 'x' as group 2; was group 1", 12},
    {"(?P<1>a)", "bad character in group name '1'", 4},
    {"(?P=x)", "unknown group name 'x'", 4},
    {"(?<=a+)b", "look-behind requires fixed-width pattern", -1},
    {"a{2,1}", "min repeat greater than max repeat", 2},
    {"a{4294967295}", "the repetition number is too large", -1},
    {"a(?i)", "global flags not at the start of the expression", 1},
    {"(?(2)a)", "invalid group reference 2", 3},
    {"(a)(?(1)b|c|d)", "conditional backref with more than two branches", 11},
    {"(?z)", "unknown extension ?z", 1},
    {"(?L)", "bad inline flags: cannot use 'L' flag with a str pattern", 3},
    {"\\400", "octal escape value \\400 outside of range 0-0o377", 0},
    {"(?P<\xe9\x01>a)", "bad character in group name '\xc3\xa9\\x01'", 4},
};

static void test_errors(void) {
    for (size_t i = 0; i < sizeof error_cases / sizeof error_cases[0]; i++) {
        const ErrorCase *test = &error_cases[i];
        ReError error;
        RePattern *pattern = compile(test->pattern, 0, &error);
        if (pattern != NULL) {
            report("compiles", test->pattern, "");
            re_pattern_free(pattern);
            continue;
        }
        if (strcmp(error.message, test->message) != 0 || error.position != test->position)
            report("wrong error", test->pattern, error.message);
        re_error_free(&error);
    }
}

static void test_nesting(void) {
    enum { DEPTH = 100000 };
    char *text = malloc(DEPTH + 1);
    memset(text, '(', DEPTH);
    text[DEPTH] = '\0';
    ReError error;
    RePattern *pattern = compile(text, 0, &error);
    if (pattern != NULL || error.kind != RE_ERROR_RECURSION) report("nesting", "((((...", "");
    re_error_free(&error);
    free(text);
}

/* A pattern that takes exponential time in PCRE2's usual limits but is decided
   by ours only after long: here one that needs a deep stack and succeeds. */
static void test_deep_stack(void) {
    enum { LENGTH = 200000 };
    char *text = malloc(LENGTH + 1);
    memset(text, 'a', LENGTH);
    text[LENGTH] = '\0';
    ReError error;
    RePattern *pattern = compile("(?:a|b(c))*d|(?:(a)|b)*", 0, &error);
    Result result = run_all(pattern, "deep", "", (ReRun){.mode = RE_MATCH, .must_end = -1});
    ReSubject subject = {.units = text, .end = LENGTH, .width = 1};
    result = run_auto(pattern, &subject, (ReRun){.mode = RE_MATCH, .must_end = -1});
    if (result.status != RE_STATUS_MATCH || result.spans[1] != LENGTH || result.last_index != 2)
        report("deep stack", "(?:a|b(c))*d|(?:(a)|b)*", "aaa...");
    re_pattern_free(pattern);
    free(text);
}

/* ---- templates ----------------------------------------------------------------- */

static void test_template(const char *text, const char *expected) {
    char shown[200] = "";
    ReTemplate template;
    ReError error;
    ReText input = {text, strlen(text), 1, false};
    if (re_parse_template(&template, &input, NULL, 0, 2, NULL, &error)) {
        for (uint32_t i = 0; i < template.count; i++) {
            const ReTemplatePart *part = &template.parts[i];
            size_t used = strlen(shown);
            if (part->group >= 0) {
                snprintf(shown + used, sizeof shown - used, "<%d>", (int)part->group);
            } else {
                for (uint32_t j = 0; j < part->length; j++) shown[used++] = (char)part->text[j];
                shown[used] = '\0';
            }
        }
        re_template_free(&template);
    } else {
        snprintf(shown, sizeof shown, "%s at %d", error.message, (int)error.position);
        re_error_free(&error);
    }
    if (strcmp(shown, expected) != 0) report("template", text, shown);
}

static void test_templates(void) {
    test_template("a\\1b\\g<2>\\\\c", "a<1>b<2>\\c");
    test_template("\\101\\0\\-", "A");
    test_template("\\g<0>", "<0>");
    test_template("x\\3", "invalid group reference 3 at 2");
    test_template("\\q", "bad escape \\q at 0");
    test_template("\\g<", "missing group name at 3");
    test_template("\\g<a>", "unknown group name 'a' at -1");
    test_template("\\777", "octal escape value \\777 outside of range 0-0o377 at 0");
}

/* ---- random patterns -------------------------------------------------------------- */

static uint64_t random_state;

static uint32_t random_below(uint32_t limit) {
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 33) % limit;
}

typedef struct Text {
    char bytes[4000];
    size_t length;
    uint32_t groups;
} Text;

static void add(Text *text, const char *string) {
    size_t length = strlen(string);
    if (text->length + length >= sizeof text->bytes) return;
    memcpy(text->bytes + text->length, string, length + 1);
    text->length += length;
}

static void random_atom(Text *text) {
    static const char *const atoms[] = {
        "a", "b", "c",   "a",   "b",   "ab",  ".",    "\\w",  "\\d",   "\\s",      "\\W",
        "^", "$", "\\b", "\\B", "\\A", "\\Z", "[ab]", "[^a]", "[a-c]", "[\\w\\n]", "\\xe9",
    };
    if (text->groups > 0 && random_below(12) == 0) {
        char reference[16];
        snprintf(reference, sizeof reference, "\\%u", random_below(text->groups) + 1);
        add(text, reference);
        return;
    }
    add(text, atoms[random_below(sizeof atoms / sizeof atoms[0])]);
}

static void random_pattern(Text *text, int depth) {
    static const char *const quantifiers[] = {"*",   "+",     "?",   "*?",    "+?", "??",
                                              "{2}", "{1,2}", "{0}", "{,2}?", "*+", "{2,}"};
    static const char *const heads[] = {"(?=", "(?!", "(?<=", "(?<!", "(?>", "(?i:", "(?m:"};
    uint32_t choice = depth == 0 ? 0 : random_below(10);
    switch (choice) {
    case 0:
    case 1:
    case 2: random_atom(text); return;
    case 3:
    case 4:
        random_pattern(text, depth - 1);
        random_pattern(text, depth - 1);
        return;
    case 5:
        add(text, "(?:");
        random_pattern(text, depth - 1);
        add(text, "|");
        random_pattern(text, depth - 1);
        add(text, ")");
        return;
    case 6:
        add(text, "(");
        text->groups++;
        random_pattern(text, depth - 1);
        add(text, ")");
        return;
    case 7:
    case 8:
        add(text, "(?:");
        random_pattern(text, depth - 1);
        add(text, ")");
        add(text, quantifiers[random_below(sizeof quantifiers / sizeof quantifiers[0])]);
        return;
    default:
        add(text, heads[random_below(sizeof heads / sizeof heads[0])]);
        random_pattern(text, depth - 1);
        add(text, ")");
        return;
    }
}

static void test_random(uint64_t seed, int count) {
    static const uint32_t flag_sets[] = {0,         RE_IGNORECASE, RE_MULTILINE,
                                         RE_DOTALL, RE_ASCII,      RE_IGNORECASE | RE_ASCII};
    static const char letters[] = "aabbcAB1 \n\xe9\xc9";
    random_state = seed;
    int compiled = 0;
    for (int i = 0; i < count; i++) {
        Text text = {.length = 0};
        random_pattern(&text, 1 + (int)random_below(5));
        ReError error;
        RePattern *pattern = compile(text.bytes, flag_sets[random_below(6)], &error);
        if (pattern == NULL) {
            re_error_free(&error);
            continue;
        }
        compiled++;
        for (int j = 0; j < 3 && re_pattern_groups(pattern) < MAX_GROUPS; j++) {
            char subject[12];
            uint32_t length = random_below(9);
            for (uint32_t k = 0; k < length; k++)
                subject[k] = letters[random_below(sizeof letters - 1)];
            subject[length] = '\0';
            ReRun run = {.start = random_below(length + 1),
                         .mode = (ReMode)random_below(3),
                         .must_advance = random_below(4) == 0,
                         .must_end = -1};
            run_all(pattern, text.bytes, subject, run);
        }
        re_pattern_free(pattern);
    }
    if (compiled < count / 2) report("too few random patterns compile", "", "");
}

int main(int argc, char **argv) {
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    test_matches();
    test_errors();
    test_nesting();
    test_deep_stack();
    test_templates();
    test_random(seed, argc > 2 ? atoi(argv[2]) : 3000);
    if (failures != 0) printf("%d failures (seed %llu)\n", failures, (unsigned long long)seed);
    return failures != 0;
}

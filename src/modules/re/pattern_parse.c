/*
 * The grammar of Python's regular expressions, by recursive descent.
 *
 * Errors are CPython's to the position, so the order in which things are read
 * and checked is CPython's as well. See parse_source.h for how errors leave.
 */
#include "modules/re/pattern_parse.h"

#include <string.h>
#include <unictype.h>

#include "modules/re/parse_source.h"

enum { MAX_NESTING = 1500 };

/* A condition's group number, checked when all groups are known. */
typedef struct ForwardReference {
    struct ForwardReference *next;
    uint64_t group;
    size_t position;
    ReSlice digits;
} ForwardReference;

typedef struct Parser {
    ReSource source;
    ReTree *tree;
    uint32_t flags;
    uint32_t groups;            /* with group 0 */
    uint32_t lookbehind_groups; /* `groups` where the outermost lookbehind began; 0: in none */
    uint32_t width_capacity, name_capacity;
    ForwardReference *forward;
} Parser;

static ReSeq *parse_alternatives(Parser *parser, bool verbose, int nested);

#define FAIL(parser, position, ...) \
    re_source_fail(&(parser)->source, RE_ERROR_PATTERN, (ptrdiff_t)(position), __VA_ARGS__)

/* ---- tree building ------------------------------------------------------ */

static void *parser_alloc(Parser *parser, size_t size) {
    return re_source_alloc(&parser->source, size);
}

static ReSeq *new_seq(Parser *parser) {
    ReSeq *seq = parser_alloc(parser, sizeof *seq);
    *seq = (ReSeq){0};
    seq->end = &seq->first;
    return seq;
}

static ReNode *append(Parser *parser, ReSeq *seq, ReOp op) {
    ReNode *node = parser_alloc(parser, sizeof *node);
    *node = (ReNode){.op = op};
    *seq->end = node;
    seq->end = &node->next;
    return node;
}

static void append_literal(Parser *parser, ReSeq *seq, uint32_t c) {
    append(parser, seq, RE_OP_LITERAL)->literal = c;
}

/* A growing array in the arena; the old copy is left behind. */
static void *grow(Parser *parser, void *old, uint32_t count, uint32_t *capacity, size_t size) {
    if (count < *capacity) return old;
    uint32_t larger = *capacity != 0 ? *capacity * 2 : 4;
    void *array = parser_alloc(parser, larger * size);
    if (count != 0) memcpy(array, old, count * size);
    *capacity = larger;
    return array;
}

static bool is_plain_group(const ReNode *node) {
    return node->op == RE_OP_GROUP && node->group.index == 0 && node->group.add_flags == 0 &&
           node->group.del_flags == 0;
}

/* Groups that neither capture nor change flags dissolve in their sequence. */
static void dissolve_plain_groups(ReSeq *seq) {
    ReNode **link = &seq->first;
    while (*link != NULL) {
        ReNode *node = *link;
        if (!is_plain_group(node)) {
            link = &node->next;
            continue;
        }
        ReSeq *body = node->group.body;
        *body->end = node->next;
        *link = body->first;
        if (body->first != NULL && body->end != &body->first) link = body->end;
    }
    seq->end = link;
}

/* ---- widths -------------------------------------------------------------- */

static uint64_t saturate(uint64_t value) {
    return value < RE_MAX_REPEAT ? value : RE_MAX_REPEAT;
}

static void node_width(const ReTree *tree, const ReNode *node, uint64_t *low, uint64_t *high) {
    *low = *high = 0;
    switch (node->op) {
    case RE_OP_LITERAL:
    case RE_OP_NOT_LITERAL:
    case RE_OP_ANY:
    case RE_OP_SET: *low = *high = 1; return;
    case RE_OP_AT:
    case RE_OP_ASSERT: return;
    case RE_OP_BRANCH:
        *low = RE_MAX_REPEAT - 1;
        for (uint32_t i = 0; i < node->branch.count; i++) {
            uint64_t l, h;
            re_seq_width(tree, node->branch.branches[i], &l, &h);
            if (l < *low) *low = l;
            if (h > *high) *high = h;
        }
        return;
    case RE_OP_GROUP: re_seq_width(tree, node->group.body, low, high); return;
    case RE_OP_ATOMIC: re_seq_width(tree, node->atomic, low, high); return;
    case RE_OP_REPEAT:
        re_seq_width(tree, node->repeat.body, low, high);
        *low *= node->repeat.min;
        *high *= node->repeat.max;
        return;
    case RE_OP_BACKREF:
        *low = tree->widths[node->backref].low;
        *high = tree->widths[node->backref].high;
        return;
    case RE_OP_CONDITION:
        re_seq_width(tree, node->condition.yes, low, high);
        if (node->condition.no != NULL) {
            uint64_t l, h;
            re_seq_width(tree, node->condition.no, &l, &h);
            if (l < *low) *low = l;
            if (h > *high) *high = h;
        } else {
            *low = 0;
        }
        return;
    }
}

void re_seq_width(const ReTree *tree, ReSeq *seq, uint64_t *low, uint64_t *high) {
    if (!seq->width_known) {
        uint64_t low_sum = 0, high_sum = 0;
        for (const ReNode *node = seq->first; node != NULL; node = node->next) {
            uint64_t l, h;
            node_width(tree, node, &l, &h);
            low_sum = saturate(low_sum + saturate(l));
            high_sum = saturate(high_sum + saturate(h));
        }
        seq->low = low_sum < RE_MAX_REPEAT ? low_sum : RE_MAX_REPEAT - 1;
        seq->high = high_sum;
        seq->width_known = true;
    }
    *low = seq->low;
    *high = seq->high;
}

bool re_seq_is_single(const ReSeq *seq) {
    const ReNode *node = seq->first;
    return node != NULL && node->next == NULL && node->op <= RE_OP_SET;
}

/* ---- groups -------------------------------------------------------------- */

static uint32_t find_name(const ReGroupName *names, uint32_t count, ReSlice name) {
    for (uint32_t i = 0; i < count; i++)
        if (names[i].length == name.length &&
            memcmp(names[i].text, name.text, name.length * sizeof(uint32_t)) == 0)
            return names[i].group;
    return 0;
}

static uint32_t open_group(Parser *parser, const ReSlice *name) {
    ReTree *tree = parser->tree;
    uint32_t index = parser->groups;
    tree->widths = grow(parser, tree->widths, index, &parser->width_capacity, sizeof *tree->widths);
    tree->widths[index] = (ReGroupWidth){0};
    parser->groups++;
    if (name == NULL) return index;
    uint32_t before = find_name(tree->names, tree->name_count, *name);
    if (before != 0)
        FAIL(parser, re_source_tell(&parser->source) - name->length - 1,
             "redefinition of group name %r as group %u; was group %u", *name, (size_t)index,
             (size_t)before);
    tree->names =
        grow(parser, tree->names, tree->name_count, &parser->name_capacity, sizeof *tree->names);
    tree->names[tree->name_count++] = (ReGroupName){name->text, (uint32_t)name->length, index};
    return index;
}

static bool is_closed_group(const Parser *parser, uint64_t group) {
    return group < parser->groups && parser->tree->widths[group].closed;
}

static void check_lookbehind_group(Parser *parser, uint64_t group) {
    if (parser->lookbehind_groups == 0) return;
    size_t here = re_source_tell(&parser->source);
    if (!is_closed_group(parser, group)) FAIL(parser, here, "cannot refer to an open group");
    if (group >= parser->lookbehind_groups)
        FAIL(parser, here, "cannot refer to group defined in the same lookbehind subpattern");
}

/* ---- escapes ------------------------------------------------------------- */

static ReCategory category_escape(uint32_t c) {
    switch (c) {
    case 'd': return RE_DIGIT;
    case 'D': return RE_NOT_DIGIT;
    case 's': return RE_SPACE;
    case 'S': return RE_NOT_SPACE;
    case 'w': return RE_WORD;
    case 'W': return RE_NOT_WORD;
    default: return 0;
    }
}

static _Noreturn void fail_bad_escape(Parser *parser, size_t start) {
    size_t here = re_source_tell(&parser->source);
    FAIL(parser, start, "bad escape %t", re_source_slice(&parser->source, start, here));
}

static _Noreturn void fail_octal(Parser *parser, size_t start) {
    size_t here = re_source_tell(&parser->source);
    FAIL(parser, start, "octal escape value %t outside of range 0-0o377",
         re_source_slice(&parser->source, start, here));
}

/* An escape inside a set, `token` just read. */
static ReSetItem set_escape(Parser *parser, ReToken token) {
    ReSource *source = &parser->source;
    size_t start = re_source_tell(source) - 2;
    uint32_t c = token.second;
    int32_t simple = re_simple_escape(c);
    if (simple >= 0) return (ReSetItem){.first = (uint32_t)simple, .last = (uint32_t)simple};
    ReCategory category = category_escape(c);
    if (category != 0) return (ReSetItem){.category = category};
    uint32_t code;
    if (!re_read_character_escape(source, token, start, &code)) {
        code = c;
        if (c >= '0' && c <= '7') {
            code -= '0';
            for (int i = 0; i < 2 && re_token_is_octal(source->next); i++)
                code = code * 8 + re_source_get(source).first - '0';
            if (code > 0377) fail_octal(parser, start);
        } else if (re_is_ascii_letter(c) || c == '8' || c == '9') {
            fail_bad_escape(parser, start);
        }
    }
    return (ReSetItem){.first = code, .last = code};
}

static bool at_escape(uint32_t c, ReAt *at) {
    switch (c) {
    case 'A': *at = RE_AT_START; return true;
    case 'b': *at = RE_AT_BOUNDARY; return true;
    case 'B': *at = RE_AT_NOT_BOUNDARY; return true;
    case 'Z': *at = RE_AT_END; return true;
    default: return false;
    }
}

/* A backslash and a digit from 1 to 9: an octal escape or a group reference. */
static void parse_digit_escape(Parser *parser, ReSeq *seq, ReToken token, size_t start) {
    ReSource *source = &parser->source;
    uint32_t value = token.second - '0';
    if (re_token_is_digit(source->next)) {
        bool octal = value < 8 && re_token_is_octal(source->next);
        uint32_t second = re_source_get(source).first - '0';
        if (octal && re_token_is_octal(source->next)) {
            uint32_t code = (value * 8 + second) * 8 + re_source_get(source).first - '0';
            if (code > 0377) fail_octal(parser, start);
            append_literal(parser, seq, code);
            return;
        }
        value = value * 10 + second;
    }
    if (value >= parser->groups)
        FAIL(parser, start + 1, "invalid group reference %u", (size_t)value);
    if (!is_closed_group(parser, value)) FAIL(parser, start, "cannot refer to an open group");
    check_lookbehind_group(parser, value);
    append(parser, seq, RE_OP_BACKREF)->backref = value;
}

/* An escape outside of sets, `token` just read. */
static void parse_escape(Parser *parser, ReSeq *seq, ReToken token) {
    ReSource *source = &parser->source;
    size_t start = re_source_tell(source) - 2;
    uint32_t c = token.second, code;
    ReAt at;
    if (at_escape(c, &at)) {
        append(parser, seq, RE_OP_AT)->at = at;
        return;
    }
    ReCategory category = category_escape(c);
    if (category != 0) {
        ReSetItem *item = parser_alloc(parser, sizeof *item);
        *item = (ReSetItem){.category = category};
        ReNode *node = append(parser, seq, RE_OP_SET);
        node->set.items = item;
        node->set.count = 1;
        return;
    }
    if (re_simple_escape(c) >= 0) {
        code = (uint32_t)re_simple_escape(c);
    } else if (re_read_character_escape(source, token, start, &code)) {
        /* `code` is set */
    } else if (c == '0') {
        code = 0;
        for (int i = 0; i < 2 && re_token_is_octal(source->next); i++)
            code = code * 8 + re_source_get(source).first - '0';
    } else if (c >= '1' && c <= '9') {
        parse_digit_escape(parser, seq, token, start);
        return;
    } else if (re_is_ascii_letter(c)) {
        fail_bad_escape(parser, start);
    } else {
        code = c;
    }
    append_literal(parser, seq, code);
}

/* ---- sets ---------------------------------------------------------------- */

typedef struct SetBuilder {
    ReSetItem *items;
    uint32_t count, capacity;
} SetBuilder;

static void set_add(Parser *parser, SetBuilder *set, ReSetItem item) {
    set->items = grow(parser, set->items, set->count, &set->capacity, sizeof item);
    set->items[set->count++] = item;
}

static const char *set_operation(uint32_t c) {
    switch (c) {
    case '-': return "difference";
    case '&': return "intersection";
    case '~': return "symmetric difference";
    case '|': return "union";
    default: return NULL;
    }
}

/* The text of a token just read, for the range errors. */
static ReSlice last_token(const Parser *parser, ReToken token, size_t end) {
    return re_token_slice(&parser->source, token, end - token.length);
}

static void finish_set(Parser *parser, ReSeq *seq, const SetBuilder *set, bool negate) {
    bool single = true;
    for (uint32_t i = 0; single && i < set->count; i++)
        single = set->items[i].category == 0 && !set->items[i].is_range &&
                 set->items[i].first == set->items[0].first;
    if (single) {
        append(parser, seq, negate ? RE_OP_NOT_LITERAL : RE_OP_LITERAL)->literal =
            set->items[0].first;
        return;
    }
    ReNode *node = append(parser, seq, RE_OP_SET);
    node->set.items = set->items;
    node->set.count = set->count;
    node->set.negate = negate;
}

/* A set, its "[" just read. */
static void parse_set(Parser *parser, ReSeq *seq) {
    ReSource *source = &parser->source;
    size_t start = re_source_tell(source) - 1;
    SetBuilder set = {0};
    if (re_token_is(source->next, '['))
        re_source_warn(source, RE_WARNING_FUTURE, "Possible nested set at position %u",
                       re_source_tell(source));
    bool negate = re_source_match(source, '^');
    for (;;) {
        ReToken token = re_source_get(source);
        size_t token_end = re_source_tell(source);
        ReSetItem item;
        if (token.length == 0) FAIL(parser, start, "unterminated character set");
        if (re_token_is(token, ']') && set.count != 0) break;
        if (token.first == '\\') {
            item = set_escape(parser, token);
        } else {
            if (set.count != 0 && set_operation(token.first) != NULL &&
                re_token_is(source->next, token.first))
                re_source_warn(source, RE_WARNING_FUTURE, "Possible set %s at position %u",
                               set_operation(token.first), re_source_tell(source) - 1);
            item = (ReSetItem){.first = token.first, .last = token.first};
        }
        if (!re_source_match(source, '-')) {
            set_add(parser, &set, item);
            continue;
        }
        ReToken that = re_source_get(source);
        size_t that_end = re_source_tell(source);
        if (that.length == 0) FAIL(parser, start, "unterminated character set");
        if (re_token_is(that, ']')) {
            set_add(parser, &set, item);
            set_add(parser, &set, (ReSetItem){.first = '-', .last = '-'});
            break;
        }
        ReSetItem last;
        if (that.first == '\\') {
            last = set_escape(parser, that);
        } else {
            if (that.first == '-')
                re_source_warn(source, RE_WARNING_FUTURE, "Possible set difference at position %u",
                               re_source_tell(source) - 2);
            last = (ReSetItem){.first = that.first, .last = that.first};
        }
        if (item.category != 0 || last.category != 0 || last.first < item.first) {
            size_t length = (size_t)token.length + 1 + that.length;
            FAIL(parser, re_source_tell(source) - length, "bad character range %t-%t",
                 last_token(parser, token, token_end), last_token(parser, that, that_end));
        }
        set_add(parser, &set,
                (ReSetItem){.first = item.first, .last = last.first, .is_range = true});
    }
    finish_set(parser, seq, &set, negate);
}

/* ---- repetition ---------------------------------------------------------- */

/* Reads digits; false when there are none. */
static bool read_count(Parser *parser, uint32_t *count) {
    uint64_t value = 0;
    bool any = false;
    for (; re_token_is_digit(parser->source.next); any = true) {
        value = value * 10 + re_source_get(&parser->source).first - '0';
        if (value > RE_MAX_REPEAT) value = RE_MAX_REPEAT;
    }
    *count = (uint32_t)value;
    return any;
}

/* The counts of "{m,n}" behind its "{"; false when it is no repetition. */
static bool read_braces(Parser *parser, uint32_t *min, uint32_t *max) {
    ReSource *source = &parser->source;
    size_t here = re_source_tell(source);
    *min = 0;
    *max = RE_MAX_REPEAT;
    if (re_token_is(source->next, '}')) return false;
    uint32_t low, high;
    bool has_low = read_count(parser, &low);
    bool has_high = has_low;
    if (re_source_match(source, ','))
        has_high = read_count(parser, &high);
    else
        high = low;
    if (!re_source_match(source, '}')) {
        re_source_seek(source, here);
        return false;
    }
    if ((has_low && low == RE_MAX_REPEAT) || (has_high && high == RE_MAX_REPEAT))
        re_source_fail(source, RE_ERROR_OVERFLOW, -1, "the repetition number is too large");
    if (has_low) *min = low;
    if (has_high) {
        *max = high;
        if (*max < *min) FAIL(parser, here, "min repeat greater than max repeat");
    }
    return true;
}

/* A repetition of `last`, its first character `c` just read. */
static void parse_repeat(Parser *parser, ReSeq *seq, ReNode *last, uint32_t c) {
    ReSource *source = &parser->source;
    size_t here = re_source_tell(source);
    uint32_t min = c == '+', max = c == '?' ? 1 : RE_MAX_REPEAT;
    if (c == '{' && !read_braces(parser, &min, &max)) {
        append_literal(parser, seq, c);
        return;
    }
    if (last == NULL || last->op == RE_OP_AT) FAIL(parser, here - 1, "nothing to repeat");
    if (last->op == RE_OP_REPEAT) FAIL(parser, here - 1, "multiple repeat");

    ReSeq *body;
    if (is_plain_group(last)) {
        body = last->group.body;
    } else {
        body = new_seq(parser);
        ReNode *copy = append(parser, body, last->op);
        *copy = *last;
        copy->next = NULL;
        body->end = &copy->next;
    }
    last->op = RE_OP_REPEAT;
    last->repeat.body = body;
    last->repeat.min = min;
    last->repeat.max = max;
    last->repeat.greed = re_source_match(source, '?')   ? RE_LAZY
                         : re_source_match(source, '+') ? RE_POSSESSIVE
                                                        : RE_GREEDY;
}

/* ---- groups in parentheses ----------------------------------------------- */

static uint32_t flag_of(ReToken token) {
    if (token.length != 1) return 0;
    switch (token.first) {
    case 'i': return RE_IGNORECASE;
    case 'L': return RE_LOCALE;
    case 'm': return RE_MULTILINE;
    case 's': return RE_DOTALL;
    case 'x': return RE_VERBOSE;
    case 'a': return RE_ASCII;
    case 't': return RE_TEMPLATE;
    case 'u': return RE_UNICODE;
    default: return 0;
    }
}

static bool is_alphabetic(ReToken token) {
    return token.length == 1 && uc_is_general_category_withtable(token.first, UC_CATEGORY_MASK_L);
}

static _Noreturn void fail_flag(Parser *parser, ReToken token, const char *missing) {
    size_t here = re_source_tell(&parser->source);
    if (token.length == 0) FAIL(parser, here, "%s", missing);
    FAIL(parser, here - token.length, "%s", is_alphabetic(token) ? "unknown flag" : missing);
}

/* Inline flags from `token` on. True: flags of a group; false: global ones,
   already set. */
static bool parse_flags(Parser *parser, ReToken token, uint32_t *add, uint32_t *del) {
    ReSource *source = &parser->source;
    *add = *del = 0;
    if (!re_token_is(token, '-')) {
        do {
            uint32_t flag = flag_of(token);
            if (flag == 0) fail_flag(parser, token, "missing -, : or )");
            size_t here = re_source_tell(source);
            if (flag == RE_LOCALE && !source->is_bytes)
                FAIL(parser, here, "bad inline flags: cannot use 'L' flag with a str pattern");
            if (flag == RE_UNICODE && source->is_bytes)
                FAIL(parser, here, "bad inline flags: cannot use 'u' flag with a bytes pattern");
            *add |= flag;
            if ((flag & RE_TYPE_FLAGS) && (*add & RE_TYPE_FLAGS) != flag)
                FAIL(parser, here, "bad inline flags: flags 'a', 'u' and 'L' are incompatible");
            token = re_source_get(source);
        } while (!re_token_is(token, ')') && !re_token_is(token, '-') && !re_token_is(token, ':'));
    }
    if (re_token_is(token, ')')) {
        parser->flags |= *add;
        return false;
    }
    if (*add & RE_TEMPLATE)
        FAIL(parser, re_source_tell(source) - 1, "bad inline flags: cannot turn on global flag");
    if (re_token_is(token, '-')) {
        token = re_source_get(source);
        if (flag_of(token) == 0) fail_flag(parser, token, "missing flag");
        do {
            uint32_t flag = flag_of(token);
            if (flag == 0) fail_flag(parser, token, "missing :");
            if (flag & RE_TYPE_FLAGS)
                FAIL(parser, re_source_tell(source),
                     "bad inline flags: cannot turn off flags 'a', 'u' and 'L'");
            *del |= flag;
            token = re_source_get(source);
        } while (!re_token_is(token, ':'));
    }
    size_t before = re_source_tell(source) - 1;
    if (*del & RE_TEMPLATE) FAIL(parser, before, "bad inline flags: cannot turn off global flag");
    if (*add & *del) FAIL(parser, before, "bad inline flags: flag turned on and off");
    return true;
}

static void close_parenthesis(Parser *parser, size_t start) {
    if (!re_source_match(&parser->source, ')'))
        FAIL(parser, start, "missing ), unterminated subpattern");
}

static void parse_named_backref(Parser *parser, ReSeq *seq) {
    ReSource *source = &parser->source;
    ReSlice name = re_source_until(source, ')', "group name");
    re_check_group_name(source, name, 1);
    uint32_t group = find_name(parser->tree->names, parser->tree->name_count, name);
    size_t position = re_source_tell(source) - name.length - 1;
    if (group == 0) FAIL(parser, position, "unknown group name %r", name);
    if (!is_closed_group(parser, group)) FAIL(parser, position, "cannot refer to an open group");
    check_lookbehind_group(parser, group);
    append(parser, seq, RE_OP_BACKREF)->backref = group;
}

static void skip_comment(Parser *parser, size_t start) {
    do {
        if (parser->source.next.length == 0) FAIL(parser, start, "missing ), unterminated comment");
    } while (!re_token_is(re_source_get(&parser->source), ')'));
}

/* A lookaround: `token` is the =, ! or < just read. */
static void parse_assertion(Parser *parser, ReSeq *seq, ReToken token, size_t start, bool verbose,
                            int nested) {
    ReSource *source = &parser->source;
    bool behind = re_token_is(token, '<');
    uint32_t outer_groups = parser->lookbehind_groups;
    if (behind) {
        token = re_source_get(source);
        size_t here = re_source_tell(source);
        if (token.length == 0) FAIL(parser, here, "unexpected end of pattern");
        if (!re_token_is(token, '=') && !re_token_is(token, '!'))
            FAIL(parser, here - token.length - 2, "unknown extension ?<%t",
                 last_token(parser, token, here));
        if (outer_groups == 0) parser->lookbehind_groups = parser->groups;
    }
    ReSeq *body = parse_alternatives(parser, verbose, nested + 1);
    if (behind && outer_groups == 0) parser->lookbehind_groups = 0;
    close_parenthesis(parser, start);
    ReNode *node = append(parser, seq, RE_OP_ASSERT);
    node->assertion.body = body;
    node->assertion.behind = behind;
    node->assertion.negate = re_token_is(token, '!');
}

static void note_forward_reference(Parser *parser, ReGroupNumber number, size_t position) {
    ForwardReference **link = &parser->forward;
    for (; *link != NULL; link = &(*link)->next)
        if ((*link)->group == number.value) return;
    *link = parser_alloc(parser, sizeof **link);
    **link = (ForwardReference){NULL, number.value, position, number.digits};
}

static ReSeq *parse_sequence(Parser *parser, bool verbose, int nested, bool first);

/* "(?(name-or-number)yes|no)" behind its second parenthesis. */
static void parse_condition(Parser *parser, ReSeq *seq, size_t start, bool verbose, int nested) {
    ReSource *source = &parser->source;
    ReSlice name = re_source_until(source, ')', "group name");
    size_t position = re_source_tell(source) - name.length - 1;
    uint64_t group;
    if (re_is_identifier(name)) {
        re_check_group_name(source, name, 1);
        group = find_name(parser->tree->names, parser->tree->name_count, name);
        if (group == 0) FAIL(parser, position, "unknown group name %r", name);
    } else {
        ReGroupNumber number = re_read_group_number(source, name);
        group = number.value;
        if (!number.valid) FAIL(parser, position, "bad character in group name %r", name);
        if (group == 0) FAIL(parser, position, "bad group number");
        if (group >= RE_MAX_GROUPS)
            FAIL(parser, position, "invalid group reference %t", number.digits);
        note_forward_reference(parser, number, position);
        if (!number.plain) re_warn_group_number(source, name);
    }
    check_lookbehind_group(parser, group);
    ReSeq *yes = parse_sequence(parser, verbose, nested + 1, false);
    ReSeq *no = NULL;
    if (re_source_match(source, '|')) {
        no = parse_sequence(parser, verbose, nested + 1, false);
        if (re_token_is(source->next, '|'))
            FAIL(parser, re_source_tell(source), "conditional backref with more than two branches");
    }
    close_parenthesis(parser, start);
    ReNode *node = append(parser, seq, RE_OP_CONDITION);
    node->condition.group = (uint32_t)group;
    node->condition.yes = yes;
    node->condition.no = no;
}

typedef struct GroupHead {
    bool capture, atomic, named;
    ReSlice name;
    uint32_t add_flags, del_flags;
} GroupHead;

/*
 * What follows "(?". True: the head of a group whose body is to be read; false:
 * the construct is complete. *verbose follows global flags.
 */
static bool parse_extension(Parser *parser, ReSeq *seq, GroupHead *head, size_t start,
                            bool *verbose, int nested, bool first) {
    ReSource *source = &parser->source;
    ReToken token = re_source_get(source);
    if (token.length == 0) FAIL(parser, re_source_tell(source), "unexpected end of pattern");
    switch (token.length == 1 ? token.first : '\\') {
    case 'P':
        if (re_source_match(source, '<')) {
            head->name = re_source_until(source, '>', "group name");
            head->named = true;
            re_check_group_name(source, head->name, 1);
            return true;
        }
        if (re_source_match(source, '=')) {
            parse_named_backref(parser, seq);
            return false;
        }
        token = re_source_get(source);
        if (token.length == 0) FAIL(parser, re_source_tell(source), "unexpected end of pattern");
        FAIL(parser, re_source_tell(source) - token.length - 2, "unknown extension ?P%t",
             last_token(parser, token, re_source_tell(source)));
    case ':': head->capture = false; return true;
    case '#': skip_comment(parser, start); return false;
    case '=':
    case '!':
    case '<': parse_assertion(parser, seq, token, start, *verbose, nested); return false;
    case '(': parse_condition(parser, seq, start, *verbose, nested); return false;
    case '>':
        head->capture = false;
        head->atomic = true;
        return true;
    default: break;
    }
    if (flag_of(token) == 0 && !re_token_is(token, '-'))
        FAIL(parser, re_source_tell(source) - token.length - 1, "unknown extension ?%t",
             last_token(parser, token, re_source_tell(source)));
    if (parse_flags(parser, token, &head->add_flags, &head->del_flags)) {
        head->capture = false;
        return true;
    }
    if (!first || seq->first != NULL)
        FAIL(parser, start, "global flags not at the start of the expression");
    *verbose = (parser->flags & RE_VERBOSE) != 0;
    return false;
}

/* A construct in parentheses, its "(" just read. */
static void parse_group(Parser *parser, ReSeq *seq, bool *verbose, int nested, bool first) {
    ReSource *source = &parser->source;
    size_t start = re_source_tell(source) - 1;
    GroupHead head = {.capture = true};
    if (re_source_match(source, '?') &&
        !parse_extension(parser, seq, &head, start, verbose, nested, first))
        return;
    uint32_t index = head.capture ? open_group(parser, head.named ? &head.name : NULL) : 0;
    bool body_verbose =
        (*verbose || (head.add_flags & RE_VERBOSE)) && !(head.del_flags & RE_VERBOSE);
    ReSeq *body = parse_alternatives(parser, body_verbose, nested + 1);
    close_parenthesis(parser, start);
    if (index != 0) {
        ReGroupWidth *width = &parser->tree->widths[index];
        re_seq_width(parser->tree, body, &width->low, &width->high);
        width->closed = true;
    }
    if (head.atomic) {
        append(parser, seq, RE_OP_ATOMIC)->atomic = body;
        return;
    }
    ReNode *node = append(parser, seq, RE_OP_GROUP);
    node->group.index = index;
    node->group.add_flags = (uint16_t)head.add_flags;
    node->group.del_flags = (uint16_t)head.del_flags;
    node->group.body = body;
}

/* ---- sequences and alternatives ------------------------------------------ */

static bool is_blank(uint32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static ReSeq *parse_sequence(Parser *parser, bool verbose, int nested, bool first) {
    ReSource *source = &parser->source;
    if (nested > MAX_NESTING)
        re_source_fail(source, RE_ERROR_RECURSION, -1, "maximum recursion depth exceeded");
    ReSeq *seq = new_seq(parser);
    ReNode **last = NULL; /* the link to the last node */
    for (;;) {
        ReToken token = source->next;
        if (token.length == 0 || re_token_is(token, '|') || re_token_is(token, ')')) break;
        re_source_advance(source);
        if (verbose && token.length == 1) {
            if (is_blank(token.first)) continue;
            if (token.first == '#') {
                do token = re_source_get(source);
                while (token.length != 0 && !re_token_is(token, '\n'));
                continue;
            }
        }
        ReNode **end = seq->end;
        switch (token.first) {
        case '\\': parse_escape(parser, seq, token); break;
        case '[': parse_set(parser, seq); break;
        case '*':
        case '+':
        case '?':
        case '{': parse_repeat(parser, seq, last != NULL ? *last : NULL, token.first); break;
        case '.': append(parser, seq, RE_OP_ANY); break;
        case '(': parse_group(parser, seq, &verbose, nested, first); break;
        case '^': append(parser, seq, RE_OP_AT)->at = RE_AT_START_LINE; break;
        case '$': append(parser, seq, RE_OP_AT)->at = RE_AT_END_LINE; break;
        default: append_literal(parser, seq, token.first); break;
        }
        if (*end != NULL) last = end;
    }
    dissolve_plain_groups(seq);
    return seq;
}

static bool same_node(const ReNode *a, const ReNode *b) {
    if (a->op != b->op) return false;
    switch (a->op) {
    case RE_OP_LITERAL:
    case RE_OP_NOT_LITERAL: return a->literal == b->literal;
    case RE_OP_ANY: return true;
    case RE_OP_AT: return a->at == b->at;
    case RE_OP_BACKREF: return a->backref == b->backref;
    case RE_OP_SET:
        if (a->set.negate != b->set.negate || a->set.count != b->set.count) return false;
        for (uint32_t i = 0; i < a->set.count; i++) {
            const ReSetItem *x = &a->set.items[i], *y = &b->set.items[i];
            if (x->category != y->category || x->first != y->first || x->last != y->last ||
                x->is_range != y->is_range)
                return false;
        }
        return true;
    case RE_OP_BRANCH:
    case RE_OP_GROUP:
    case RE_OP_ATOMIC:
    case RE_OP_ASSERT:
    case RE_OP_REPEAT:
    case RE_OP_CONDITION: return false;
    }
    return false;
}

/* Moves what all alternatives begin with in front of the branch. */
static void factor_prefix(ReSeq *result, ReSeq **items, uint32_t count) {
    for (;;) {
        const ReNode *prefix = items[0]->first;
        for (uint32_t i = 0; i < count; i++)
            if (items[i]->first == NULL || !same_node(prefix, items[i]->first)) return;
        ReNode *node = items[0]->first;
        for (uint32_t i = 0; i < count; i++) {
            ReSeq *item = items[i];
            item->first = item->first->next;
            if (item->first == NULL) item->end = &item->first;
            item->width_known = false;
        }
        node->next = NULL;
        *result->end = node;
        result->end = &node->next;
    }
}

/* Alternatives that are all single characters or sets make one set. */
static bool branch_to_set(Parser *parser, ReSeq *result, ReSeq **items, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        const ReNode *node = items[i]->first;
        if (node == NULL || node->next != NULL) return false;
        if (node->op != RE_OP_LITERAL && (node->op != RE_OP_SET || node->set.negate)) return false;
    }
    SetBuilder set = {0};
    for (uint32_t i = 0; i < count; i++) {
        const ReNode *node = items[i]->first;
        if (node->op == RE_OP_LITERAL) {
            set_add(parser, &set, (ReSetItem){.first = node->literal, .last = node->literal});
        } else {
            for (uint32_t j = 0; j < node->set.count; j++)
                set_add(parser, &set, node->set.items[j]);
        }
    }
    ReNode *node = append(parser, result, RE_OP_SET);
    node->set.items = set.items;
    node->set.count = set.count;
    return true;
}

static ReSeq *parse_alternatives(Parser *parser, bool verbose, int nested) {
    ReSource *source = &parser->source;
    ReSeq **items = NULL;
    uint32_t count = 0, capacity = 0;
    for (;;) {
        ReSeq *item = parse_sequence(parser, verbose, nested + 1, nested == 0 && count == 0);
        if (count == 0 && !re_token_is(source->next, '|')) return item;
        items = grow(parser, items, count, &capacity, sizeof *items);
        items[count++] = item;
        if (!re_source_match(source, '|')) break;
        if (nested == 0) verbose = (parser->flags & RE_VERBOSE) != 0;
    }
    ReSeq *result = new_seq(parser);
    factor_prefix(result, items, count);
    if (branch_to_set(parser, result, items, count)) return result;
    ReNode *node = append(parser, result, RE_OP_BRANCH);
    node->branch.branches = items;
    node->branch.count = count;
    return result;
}

/* ---- entry --------------------------------------------------------------- */

static void fail_value(Parser *parser, const char *message) {
    re_source_fail(&parser->source, RE_ERROR_VALUE, -1, "%s", message);
}

static void fix_flags(Parser *parser) {
    if (!parser->source.is_bytes) {
        if (parser->flags & RE_LOCALE)
            fail_value(parser, "cannot use LOCALE flag with a str pattern");
        if (!(parser->flags & RE_ASCII))
            parser->flags |= RE_UNICODE;
        else if (parser->flags & RE_UNICODE)
            fail_value(parser, "ASCII and UNICODE flags are incompatible");
    } else {
        if (parser->flags & RE_UNICODE)
            fail_value(parser, "cannot use UNICODE flag with a bytes pattern");
        if ((parser->flags & RE_LOCALE) && (parser->flags & RE_ASCII))
            fail_value(parser, "ASCII and LOCALE flags are incompatible");
    }
}

/* What CPython finds wrong only when it generates code. */
static void check_seq(Parser *parser, ReSeq *seq, uint32_t flags);

static void check_node(Parser *parser, const ReNode *node, uint32_t flags) {
    switch (node->op) {
    case RE_OP_BRANCH:
        for (uint32_t i = 0; i < node->branch.count; i++)
            check_seq(parser, node->branch.branches[i], flags);
        break;
    case RE_OP_GROUP:
        check_seq(parser, node->group.body,
                  re_combine_flags(flags, node->group.add_flags, node->group.del_flags));
        break;
    case RE_OP_ATOMIC: check_seq(parser, node->atomic, flags); break;
    case RE_OP_ASSERT:
        if (node->assertion.behind) {
            uint64_t low, high;
            re_seq_width(parser->tree, node->assertion.body, &low, &high);
            if (low != high) FAIL(parser, -1, "look-behind requires fixed-width pattern");
        }
        check_seq(parser, node->assertion.body, flags);
        break;
    case RE_OP_REPEAT:
        if (flags & RE_TEMPLATE) {
            static const char *const names[] = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"};
            FAIL(parser, -1, "internal: unsupported template operator %s",
                 names[node->repeat.greed]);
        }
        check_seq(parser, node->repeat.body, flags);
        break;
    case RE_OP_CONDITION:
        check_seq(parser, node->condition.yes, flags);
        if (node->condition.no != NULL) check_seq(parser, node->condition.no, flags);
        break;
    case RE_OP_LITERAL:
    case RE_OP_NOT_LITERAL:
    case RE_OP_ANY:
    case RE_OP_SET:
    case RE_OP_AT:
    case RE_OP_BACKREF: break;
    }
}

static void check_seq(Parser *parser, ReSeq *seq, uint32_t flags) {
    for (const ReNode *node = seq->first; node != NULL; node = node->next)
        check_node(parser, node, flags);
}

static void parse_pattern(Parser *parser, const ReText *pattern) {
    ReTree *tree = parser->tree;
    re_source_open(&parser->source, pattern);
    open_group(parser, NULL); /* group 0 */
    tree->root = parse_alternatives(parser, (parser->flags & RE_VERBOSE) != 0, 0);
    fix_flags(parser);
    if (parser->source.next.length != 0)
        FAIL(parser, re_source_tell(&parser->source), "unbalanced parenthesis");
    for (const ForwardReference *reference = parser->forward; reference != NULL;
         reference = reference->next)
        if (reference->group >= parser->groups)
            FAIL(parser, reference->position, "invalid group reference %t", reference->digits);
    tree->flags = parser->flags;
    tree->groups = parser->groups - 1;
    check_seq(parser, tree->root, tree->flags);
}

bool re_parse(ReTree *tree, const ReText *pattern, uint32_t flags, const ReHost *host,
              ReError *error) {
    memset(tree, 0, offsetof(ReTree, space));
    tree->is_bytes = pattern->is_bytes;
    tree->arena.cursor = tree->space;
    tree->arena.limit = tree->space + sizeof tree->space;
    *error = (ReError){.position = -1};
    jmp_buf on_error;
    Parser parser = {
        .source = {.arena = &tree->arena, .host = host, .error = error, .on_error = &on_error},
        .tree = tree,
        .flags = flags,
    };
    if (setjmp(on_error) != 0) {
        re_tree_free(tree);
        return false;
    }
    parse_pattern(&parser, pattern);
    return true;
}

void re_tree_free(ReTree *tree) {
    arena_free_all(&tree->arena);
}

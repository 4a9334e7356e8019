/*
 * The second pass over a wrong program: which mistake is it?
 *
 * The grammar of parser_rules.def is run as a parsing expression grammar with
 * memory (packrat; Ford 2002), starting at the last statement at column 0.
 * Nothing is built; an alternative that describes a mistake raises. Where the
 * words or the place of an error depend on the tree, the ordinary parser is run
 * over the tokens in question. Statements that the ordinary parser accepts are
 * skipped whole, so the cost is that of the few wrong ones.
 *
 * cost: linear in the tokens of the wrong statement, times the rules tried.
 */
#include "front/parser_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- the compiled grammar ---- */

typedef enum RuleId {
#define RULE(name, remembered, text) RULE_##name,
#include "front/parser_rules.def"
    RULE_NAMED_COUNT,
} RuleId;

enum {
    RULE_LIMIT = 512,           /* with those made from groups */
    ALTERNATIVE_LIMIT = 1024,
    ITEM_LIMIT = 3072,
    DIAGNOSE_MAX_DEPTH = 6000,  /* CPython's, in the same units */
    DIAGNOSE_MAX_TOKENS = 400 * 1000,
    MEMO_WORTH_STEPS = 40,      /* cheaper to try again than to look up: halves the time */
};

typedef enum ItemKind { ITEM_TOKEN, ITEM_WORD, ITEM_ANY_WORD, ITEM_RULE, ITEM_CUT } ItemKind;
typedef enum ItemLook { LOOK_NONE, LOOK_AHEAD, LOOK_NOT, LOOK_FORCED } ItemLook;

typedef struct Item {
    uint8_t kind;       /* ItemKind */
    uint8_t look;       /* ItemLook */
    char label;         /* 'a', 'b' or 0 */
    char quantity;      /* '?', '*', '+' or 0 */
    uint8_t separator;  /* a TokenKind, if is_gathered */
    bool is_gathered;
    uint16_t value;     /* TokenKind or rule */
    const char *word;   /* ITEM_WORD; word_length long */
    uint16_t word_length;
} Item;

typedef struct Alternative {
    uint16_t first_item, item_count;
    const char *action; /* behind the opening brace, or NULL */
    bool is_mistake;    /* only tried when mistakes are looked for */
} Alternative;

typedef struct Rule {
    uint16_t first_alternative, alternative_count;
} Rule;

typedef struct Grammar {
    Rule rules[RULE_LIMIT];
    Alternative alternatives[ALTERNATIVE_LIMIT];
    Item items[ITEM_LIMIT];
    uint16_t rule_count, alternative_count, item_count;
    uint16_t name_index[1024];  /* rule + 1 by hash of the name */
} Grammar;

static const char *const rule_names[] = {
#define RULE(name, remembered, text) #name,
#include "front/parser_rules.def"
};
static const char *const rule_texts[] = {
#define RULE(name, remembered, text) text,
#include "front/parser_rules.def"
};
static const bool rule_remembered[] = {
#define RULE(name, remembered, text) remembered,
#include "front/parser_rules.def"
};

/* ---- compiling the grammar ---- */

static uint32_t rule_name_hash(const char *name, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)name[i]) * 16777619u;
    return (hash ^ hash >> 12) & 1023;
}

static uint16_t grammar_find(const Grammar *grammar, const char *name, size_t length)
{
    uint32_t slot = rule_name_hash(name, length);
    for (;; slot = (slot + 1) & 1023) {
        uint16_t rule = grammar->name_index[slot];
        if (rule == 0)
            abort();    /* a misspelt rule: found by any test */
        if (strlen(rule_names[rule - 1]) == length && memcmp(rule_names[rule - 1], name, length) == 0)
            return rule - 1;
    }
}

static uint8_t grammar_token(const char *text, size_t length)
{
    for (int kind = TOKEN_LPAR; kind < TOKEN_KIND_COUNT; kind++) {
        const char *known = token_kind_text((TokenKind)kind);
        if (strlen(known) == length && memcmp(known, text, length) == 0)
            return (uint8_t)kind;
    }
    abort();
}

static void grammar_alternatives(Grammar *grammar, uint16_t rule, const char **text);

static const char *skip_spaces(const char *at)
{
    while (*at == ' ')
        at++;
    return at;
}

/* A quoted token, a name or a group, without what surrounds it. */
static void grammar_primary(Grammar *grammar, Item *item, const char **text)
{
    const char *at = *text;
    if (*at == '\'' || *at == '"') {
        const char *end = strchr(at + 1, *at);
        if (*at == '\'') {
            item->kind = ITEM_TOKEN;
            item->value = grammar_token(at + 1, (size_t)(end - at - 1));
        } else {
            item->kind = ITEM_WORD;
            item->word = at + 1;
            item->word_length = (uint16_t)(end - at - 1);
        }
        *text = end + 1;
        return;
    }
    if (*at == '(') {
        uint16_t group = grammar->rule_count++;
        at++;
        grammar_alternatives(grammar, group, &at);
        item->kind = ITEM_RULE;
        item->value = group;
        *text = at + 1;
        return;
    }
    const char *start = at;
    while ((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || *at == '_')
        at++;
    size_t length = (size_t)(at - start);
    static const struct { const char *name; TokenKind kind; } kinds[] = {
        {"NAME", TOKEN_NAME}, {"NUMBER", TOKEN_NUMBER}, {"STRING", TOKEN_STRING},
        {"NEWLINE", TOKEN_NEWLINE}, {"INDENT", TOKEN_INDENT}, {"DEDENT", TOKEN_DEDENT},
        {"ENDMARKER", TOKEN_ENDMARKER},
    };
    *text = at;
    if (length == 12 && memcmp(start, "SOFT_KEYWORD", 12) == 0) {
        item->kind = ITEM_ANY_WORD;
        return;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strlen(kinds[i].name) == length && memcmp(kinds[i].name, start, length) == 0) {
            item->kind = ITEM_TOKEN;
            item->value = (uint16_t)kinds[i].kind;
            return;
        }
    }
    item->kind = ITEM_RULE;
    item->value = grammar_find(grammar, start, length);
}

static void grammar_item(Grammar *grammar, Item *item, const char **text)
{
    const char *at = *text;
    *item = (Item){0};
    if (*at == '~') {
        item->kind = ITEM_CUT;
        *text = at + 1;
        return;
    }
    if ((*at == 'a' || *at == 'b') && at[1] == '=') {
        item->label = *at;
        at += 2;
    }
    if (at[0] == '&' && at[1] == '&') {
        item->look = LOOK_FORCED;
        at += 2;
    } else if (*at == '&') {
        item->look = LOOK_AHEAD;
        at++;
    } else if (*at == '!') {
        item->look = LOOK_NOT;
        at++;
    }
    grammar_primary(grammar, item, &at);
    if (*at == '.') {
        item->is_gathered = true;
        item->separator = (uint8_t)item->value;
        at++;
        grammar_primary(grammar, item, &at);
        at++;   /* the plus */
    } else if (*at == '?' || *at == '*' || *at == '+') {
        item->quantity = *at++;
    }
    *text = at;
}

/* Up to the end of the text or an unmatched ')', which is left. */
static void grammar_alternatives(Grammar *grammar, uint16_t rule, const char **text)
{
    Alternative alternatives[24];
    uint16_t count = 0;
    const char *at = *text;
    do {
        Item items[24];
        Alternative *alternative = &alternatives[count++];
        *alternative = (Alternative){0};
        at = skip_spaces(at);
        while (*at != '|' && *at != '\0' && *at != ')' && *at != '{') {
            grammar_item(grammar, &items[alternative->item_count++], &at);
            at = skip_spaces(at);
        }
        if (*at == '{') {
            alternative->action = at + 1;
            at = skip_spaces(strchr(at, '}') + 1);
        }
        alternative->first_item = grammar->item_count;
        memcpy(grammar->items + grammar->item_count, items, alternative->item_count * sizeof items[0]);
        grammar->item_count += alternative->item_count;
        alternative->is_mistake = alternative->item_count == 1 && items[0].kind == ITEM_RULE
            && items[0].value < RULE_NAMED_COUNT && strncmp(rule_names[items[0].value], "invalid_", 8) == 0;
    } while (*at++ == '|');
    *text = at - 1;
    grammar->rules[rule].first_alternative = grammar->alternative_count;
    grammar->rules[rule].alternative_count = count;
    memcpy(grammar->alternatives + grammar->alternative_count, alternatives, count * sizeof alternatives[0]);
    grammar->alternative_count += count;
}

static void grammar_compile(Grammar *grammar)
{
    memset(grammar, 0, sizeof *grammar);
    for (uint16_t rule = 0; rule < RULE_NAMED_COUNT; rule++) {
        uint32_t slot = rule_name_hash(rule_names[rule], strlen(rule_names[rule]));
        while (grammar->name_index[slot] != 0)
            slot = (slot + 1) & 1023;
        grammar->name_index[slot] = rule + 1;
    }
    grammar->rule_count = RULE_NAMED_COUNT;
    for (uint16_t rule = 0; rule < RULE_NAMED_COUNT; rule++) {
        const char *text = rule_texts[rule];
        grammar_alternatives(grammar, rule, &text);
    }
}

/* ---- running it ---- */

/* What a label stands for: tokens [start, end) and the rule that matched them. */
typedef struct Span {
    uint32_t start, end;
    uint16_t rule;  /* RULE_NAMED_COUNT for tokens */
} Span;

typedef struct MemoEntry {
    uint64_t key;   /* 0: free */
    uint32_t end;   /* position after the match, or MEMO_FAILED */
} MemoEntry;

enum { MEMO_FAILED = UINT32_MAX };

typedef struct Diagnosis {
    Parser *parser;
    Grammar *grammar;
    uint32_t at;
    int depth;
    bool seek_mistakes;
    uint64_t steps;
    MemoEntry *memo;
    uint32_t memo_count, memo_capacity;
} Diagnosis;

static bool diagnosis_rule(Diagnosis *diagnosis, uint16_t rule);
static void diagnosis_act(Diagnosis *diagnosis, const char *action, Span a, Span b);

static const Token *diagnosis_token(Diagnosis *diagnosis)
{
    Parser *parser = diagnosis->parser;
    while (diagnosis->at >= parser->token_count) {
        if (parser->token_count >= DIAGNOSE_MAX_TOKENS) {
            parser->failure = FAILURE_SYNTAX;
            longjmp(*parser->escape, 1);
        }
        parser_fetch(parser);
    }
    parser_seek(parser, diagnosis->at);
    if (parser->token->kind == TOKEN_ERROR)
        parser_fail_lexer(parser);
    return parser->token;
}

static bool token_is(const Token *token, const char *word, size_t length)
{
    return token->kind == TOKEN_NAME && token->length == length && memcmp(token->start, word, length) == 0;
}

/* CPython compares only as many letters as the name has. */
static bool token_begins_soft_keyword(const Token *token)
{
    static const char *const words[] = {"_", "case", "match"};
    if (token->kind != TOKEN_NAME)
        return false;
    for (int i = 0; i < 3; i++)
        if (strncmp(words[i], token->start, token->length) == 0)
            return true;
    return false;
}

/* One occurrence of an item, without quantity or lookahead. */
static bool diagnosis_once(Diagnosis *diagnosis, const Item *item)
{
    const Token *token;
    switch ((ItemKind)item->kind) {
    case ITEM_RULE:
        return diagnosis_rule(diagnosis, item->value);
    case ITEM_TOKEN:
        if (diagnosis_token(diagnosis)->kind != item->value)
            return false;
        break;
    case ITEM_WORD:
        if (!token_is(diagnosis_token(diagnosis), item->word, item->word_length))
            return false;
        break;
    case ITEM_ANY_WORD:
        token = diagnosis_token(diagnosis);
        if (!token_begins_soft_keyword(token))
            return false;
        break;
    case ITEM_CUT:
        return true;
    }
    diagnosis->at++;
    return true;
}

static bool diagnosis_item(Diagnosis *diagnosis, const Item *item)
{
    uint32_t start = diagnosis->at;
    bool matched;
    switch ((ItemLook)item->look) {
    case LOOK_NONE:
        break;
    case LOOK_AHEAD:
    case LOOK_NOT:
        matched = diagnosis_once(diagnosis, item);
        diagnosis->at = start;
        return matched == (item->look == LOOK_AHEAD);
    case LOOK_FORCED:
        if (!diagnosis_once(diagnosis, item)) {
            const Token *token = diagnosis_token(diagnosis);
            parser_raise_token(diagnosis->parser, token, "expected '%s'",
                               token_kind_text((TokenKind)item->value));
        }
        return true;
    }

    matched = diagnosis_once(diagnosis, item);
    if (!matched)
        diagnosis->at = start;
    if (item->quantity == '?')
        return true;
    if (item->is_gathered) {
        while (matched) {
            uint32_t before = diagnosis->at;
            if (diagnosis_token(diagnosis)->kind != item->separator)
                return true;
            diagnosis->at++;
            if (!diagnosis_once(diagnosis, item)) {
                diagnosis->at = before;
                return true;
            }
        }
        return false;
    }
    if (item->quantity == '*' || item->quantity == '+') {
        bool more = matched;
        while (more) {
            uint32_t before = diagnosis->at;
            more = diagnosis_once(diagnosis, item) && diagnosis->at > before;
            if (!more)
                diagnosis->at = before;
        }
        return matched || item->quantity == '*';
    }
    return matched;
}

/* Leaves the position alone on failure. */
static bool diagnosis_try(Diagnosis *diagnosis, uint16_t rule)
{
    const Grammar *grammar = diagnosis->grammar;
    const Rule *found = &grammar->rules[rule];
    uint32_t start = diagnosis->at;
    for (uint16_t i = 0; i < found->alternative_count; i++) {
        const Alternative *alternative = &grammar->alternatives[found->first_alternative + i];
        if (alternative->is_mistake && !diagnosis->seek_mistakes)
            continue;
        Span a = {0, 0, RULE_NAMED_COUNT}, b = a;
        bool cut = false, matched = true;
        for (uint16_t j = 0; j < alternative->item_count && matched; j++) {
            const Item *item = &grammar->items[alternative->first_item + j];
            if (item->kind == ITEM_CUT) {
                cut = true;
                continue;
            }
            uint32_t before = diagnosis->at;
            matched = diagnosis_item(diagnosis, item);
            Span span = {before, diagnosis->at, item->kind == ITEM_RULE ? item->value : RULE_NAMED_COUNT};
            if (item->label == 'a')
                a = span;
            else if (item->label == 'b')
                b = span;
        }
        if (matched && alternative->action != NULL) {
            diagnosis_act(diagnosis, alternative->action, a, b);
            matched = false;
            cut = true;
        }
        if (matched)
            return true;
        diagnosis->at = start;
        if (cut)
            break;
    }
    return false;
}

static void memo_grow(Diagnosis *diagnosis)
{
    uint32_t capacity = diagnosis->memo_capacity ? diagnosis->memo_capacity * 2 : 4096;
    MemoEntry *memo = calloc(capacity, sizeof *memo);
    if (memo == NULL)
        parser_fail_memory(diagnosis->parser);
    for (uint32_t i = 0; i < diagnosis->memo_capacity; i++) {
        MemoEntry entry = diagnosis->memo[i];
        if (entry.key == 0)
            continue;
        uint32_t slot = (uint32_t)(entry.key * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (capacity - 1);
        while (memo[slot].key != 0)
            slot = (slot + 1) & (capacity - 1);
        memo[slot] = entry;
    }
    free(diagnosis->memo);
    diagnosis->memo = memo;
    diagnosis->memo_capacity = capacity;
}

static MemoEntry *memo_find(Diagnosis *diagnosis, uint64_t key)
{
    uint32_t mask = diagnosis->memo_capacity - 1;
    uint32_t slot = (uint32_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 32) & mask;
    while (diagnosis->memo[slot].key != 0 && diagnosis->memo[slot].key != key)
        slot = (slot + 1) & mask;
    return &diagnosis->memo[slot];
}

/* Skips a statement that the ordinary parser understands. */
static bool diagnosis_skip_statement(Diagnosis *diagnosis)
{
    Parser *parser = diagnosis->parser;
    /* A call of something named match is suspect: its colon may be missing. */
    if (token_is(diagnosis_token(diagnosis), "match", 5))
        return false;
    ParserMark mark;
    Lexer lexer;
    uint32_t token_count = parser->token_count;
    memcpy(&lexer, &parser->lexer, sizeof lexer);
    parser_mark(parser, &mark);
    if (setjmp(mark.escape) == 0) {
        parser->block_depth = 1;
        parser_statement(parser);
        parser_commit(parser, &mark);
        parser->stack_count = mark.stack_count;
        parser->depth = mark.depth;
        parser->block_depth = mark.block_depth;
        diagnosis->at = parser->at;
        return true;
    }
    if (parser->failure != FAILURE_MEMORY)
        parser->failure = FAILURE_SYNTAX;
    parser_back_up(parser, &mark);
    memcpy(&parser->lexer, &lexer, sizeof lexer);
    parser->token_count = token_count;
    return false;
}

/* What is wrong inside string literals is an error wherever they are tried. */
static void diagnosis_check_strings(Diagnosis *diagnosis, uint32_t start)
{
    Parser *parser = diagnosis->parser;
    (void)diagnosis_token(diagnosis);
    parser_seek(parser, start);
    (void)parser_strings(parser);
}

/*
 * Rules that CPython remembers are remembered whether or not mistakes were
 * sought at the time; the others, for speed only, apart for either case, and
 * only when trying them was work.
 */
static bool diagnosis_rule(Diagnosis *diagnosis, uint16_t rule)
{
    if (++diagnosis->depth > DIAGNOSE_MAX_DEPTH)
        parser_fail_memory(diagnosis->parser);
    bool matched;
    if (rule >= RULE_NAMED_COUNT) {
        matched = diagnosis_try(diagnosis, rule);
        diagnosis->depth--;
        return matched;
    }

    uint32_t start = diagnosis->at;
    uint64_t steps = diagnosis->steps++;
    bool apart = !rule_remembered[rule] && diagnosis->seek_mistakes;
    uint64_t key = (uint64_t)start << 16 | (uint64_t)rule << 1 | apart;
    key++;
    if (diagnosis->memo_count * 2 >= diagnosis->memo_capacity)
        memo_grow(diagnosis);
    const MemoEntry *known = memo_find(diagnosis, key);
    if (known->key == key) {
        diagnosis->depth--;
        if (known->end == MEMO_FAILED)
            return false;
        diagnosis->at = known->end;
        return true;
    }
    if (rule == RULE_statement && diagnosis_skip_statement(diagnosis)) {
        matched = true;
    } else {
        bool seek_mistakes = diagnosis->seek_mistakes;
        if (rule == RULE_expression_without_invalid)
            diagnosis->seek_mistakes = false;
        matched = diagnosis_try(diagnosis, rule);
        diagnosis->seek_mistakes = seek_mistakes;
        if (matched && rule == RULE_strings)
            diagnosis_check_strings(diagnosis, start);
    }
    diagnosis->depth--;
    if (!rule_remembered[rule] && rule != RULE_statement && diagnosis->steps - steps < MEMO_WORTH_STEPS)
        return matched;
    if (diagnosis->memo_count * 2 >= diagnosis->memo_capacity)
        memo_grow(diagnosis);
    MemoEntry *entry = memo_find(diagnosis, key);
    entry->key = key;
    entry->end = matched ? diagnosis->at : MEMO_FAILED;
    diagnosis->memo_count++;
    return matched;
}

/* ---- looking at what was matched ---- */

/*
 * Runs a function of the ordinary parser over a span of tokens. NULL if it
 * fails. The token behind the span is masked, because what the grammar found
 * by backtracking the ordinary parser, which never does, could read past.
 */
static void *diagnosis_reparse(Diagnosis *diagnosis, Span span, void *(*parse)(Parser *))
{
    Parser *parser = diagnosis->parser;
    ParserMark mark;
    Lexer lexer;
    uint32_t token_count = parser->token_count;
    void *volatile result = NULL;
    bool masks = span.end < token_count;
    uint8_t masked = masks ? parser->tokens[span.end].kind : 0;
    if (masks)
        parser->tokens[span.end].kind = TOKEN_UNKNOWN;
    memcpy(&lexer, &parser->lexer, sizeof lexer);
    parser_seek(parser, span.start);
    parser_mark(parser, &mark);
    if (setjmp(mark.escape) == 0) {
        result = parse(parser);
        parser_commit(parser, &mark);
        parser->stack_count = mark.stack_count;
        parser->depth = mark.depth;
    } else {
        if (parser->failure != FAILURE_MEMORY)
            parser->failure = FAILURE_SYNTAX;
        parser_back_up(parser, &mark);
    }
    if (masks)
        parser->tokens[span.end].kind = masked;
    memcpy(&parser->lexer, &lexer, sizeof lexer);
    parser->token_count = token_count;
    return result;
}

static void *reparse_expression(Parser *parser) { return parser_expression(parser); }
static void *reparse_disjunction(Parser *parser) { return parser_disjunction(parser); }
static void *reparse_bitwise_or(Parser *parser) { return parser_bitwise_or(parser); }
static void *reparse_star_expressions(Parser *parser) { return parser_star_expressions(parser); }
static void *reparse_star_named(Parser *parser) { return parser_star_named_expression(parser); }
static void *reparse_comprehensions(Parser *parser)
{
    ComprehensionList *list = parser_alloc(parser, sizeof *list);
    parser_comprehensions(parser, list);
    return list;
}

typedef struct ArgumentLists {
    ExprList args;
    KeywordList keywords;
} ArgumentLists;

static void *reparse_arguments(Parser *parser)
{
    ArgumentLists *lists = parser_alloc(parser, sizeof *lists);
    parser_arguments(parser, &lists->args, &lists->keywords);
    return lists;
}

/* The last of several elements separated by commas. */
static void *reparse_last_element(Parser *parser)
{
    Expr *last;
    do
        last = parser_star_named_expression(parser);
    while (parser_accept(parser, TOKEN_COMMA)
           && (parser_starts_expression(parser_kind(parser)) || parser_at(parser, TOKEN_STAR)));
    return last;
}

/* The expression that a label matched, or NULL if it matched something else. */
static const Expr *span_expr(Diagnosis *diagnosis, Span span)
{
    void *(*parse)(Parser *);
    switch (span.rule) {
    case RULE_expression:
    case RULE_expression_without_invalid:
    case RULE_invalid_ann_assign_target: parse = reparse_expression; break;
    case RULE_disjunction: parse = reparse_disjunction; break;
    case RULE_bitwise_or: parse = reparse_bitwise_or; break;
    case RULE_star_expressions: parse = reparse_star_expressions; break;
    case RULE_star_named_expression: parse = reparse_star_named; break;
    default: return NULL;
    }
    return diagnosis_reparse(diagnosis, span, parse);
}

/*
 * Where a label's node is: an expression in parentheses starts inside them, and
 * a parameter does not include its comma.
 */
static AstPos span_pos(Diagnosis *diagnosis, Span span)
{
    const Expr *expr = span_expr(diagnosis, span);
    if (expr != NULL)
        return expr->pos;
    const Token *tokens = diagnosis->parser->tokens;
    uint32_t last = span.end - 1;
    if ((span.rule == RULE_param_no_default || span.rule == RULE_lambda_param_no_default)
        && tokens[last].kind == TOKEN_COMMA)
        last--;
    AstPos pos = tokens[span.start].pos;
    pos.end_lineno = tokens[last].pos.end_lineno;
    pos.end_col_offset = tokens[last].pos.end_col_offset;
    return pos;
}

/* What CPython calls an expression in its messages. */
static const char *expr_description(const Expr *expr)
{
    switch ((ExprKind)expr->kind) {
    case AST_ATTRIBUTE: return "attribute";
    case AST_SUBSCRIPT: return "subscript";
    case AST_STARRED: return "starred";
    case AST_NAME: return "name";
    case AST_LIST: return "list";
    case AST_TUPLE: return "tuple";
    case AST_LAMBDA: return "lambda";
    case AST_CALL: return "function call";
    case AST_BOOL_OP:
    case AST_BIN_OP:
    case AST_UNARY_OP: return "expression";
    case AST_GENERATOR_EXP: return "generator expression";
    case AST_YIELD:
    case AST_YIELD_FROM: return "yield expression";
    case AST_AWAIT: return "await expression";
    case AST_LIST_COMP: return "list comprehension";
    case AST_SET_COMP: return "set comprehension";
    case AST_DICT_COMP: return "dict comprehension";
    case AST_DICT: return "dict literal";
    case AST_SET: return "set display";
    case AST_JOINED_STR:
    case AST_FORMATTED_VALUE: return "f-string expression";
    case AST_CONSTANT:
        switch ((ConstantKind)expr->constant.kind) {
        case CONSTANT_NONE: return "None";
        case CONSTANT_FALSE: return "False";
        case CONSTANT_TRUE: return "True";
        case CONSTANT_ELLIPSIS: return "ellipsis";
        default: return "literal";
        }
    case AST_COMPARE: return "comparison";
    case AST_IF_EXP: return "conditional expression";
    case AST_NAMED_EXPR: return "named expression";
    case AST_SLICE: return "slice";
    }
    return "expression";
}

/* The part of an expression that keeps it from being a target. */
typedef enum TargetUse { TARGET_ASSIGN, TARGET_DELETE, TARGET_LOOP } TargetUse;

static const Expr *expr_invalid_target(const Expr *expr, TargetUse use)
{
    const ExprList *elements;
    switch (expr->kind) {
    case AST_NAME: case AST_SUBSCRIPT: case AST_ATTRIBUTE:
        return NULL;
    case AST_STARRED:
        return use == TARGET_DELETE ? expr : expr_invalid_target(expr->starred.value, use);
    case AST_COMPARE:
        /* `for x in y` looks like a loop over a comparison. */
        if (use != TARGET_LOOP)
            return expr;
        return expr->compare.ops[0] == CMP_IN ? expr_invalid_target(expr->compare.left, use) : NULL;
    case AST_LIST: elements = &expr->list.elts; break;
    case AST_TUPLE: elements = &expr->tuple.elts; break;
    default: return expr;
    }
    for (uint32_t i = 0; i < elements->count; i++) {
        const Expr *bad = expr_invalid_target(elements->items[i], use);
        if (bad != NULL)
            return bad;
    }
    return NULL;
}

/* ---- raising ---- */

__attribute__((noreturn))
static void raise_between(Diagnosis *diagnosis, AstPos from, AstPos to, const char *message)
{
    parser_raise_at(diagnosis->parser, SYNTAX_ERROR, from.lineno, from.col_offset,
                    to.end_lineno, to.end_col_offset, "%s", message);
}

/* At the last token read; a layout token has no column but where the lexer is. */
__attribute__((noreturn))
static void raise_last(Diagnosis *diagnosis, SyntaxErrorKind kind, const char *message)
{
    Parser *parser = diagnosis->parser;
    const Token *token = &parser->tokens[parser->token_count - 1];
    int column = token->pos.col_offset;
    int end_column = token->pos.end_col_offset;
    if (column < 0)
        column = (int)(parser->lexer.cursor - parser->lexer.line_start) - 1;
    if (end_column < 0)
        end_column = -2;
    parser_raise_at(parser, kind, token->pos.lineno, column, token->pos.end_lineno, end_column, "%s", message);
}

static void act_invalid_target(Diagnosis *diagnosis, Span span, TargetUse use)
{
    const Expr *expr = span_expr(diagnosis, span);
    const Expr *bad = expr != NULL ? expr_invalid_target(expr, use) : NULL;
    if (bad == NULL)
        return;
    char message[96];
    snprintf(message, sizeof message, "cannot %s %s", use == TARGET_DELETE ? "delete" : "assign to",
             expr_description(bad));
    raise_between(diagnosis, bad->pos, bad->pos, message);
}

static bool span_is_legacy_name(Diagnosis *diagnosis, Span span)
{
    const Expr *expr = span_expr(diagnosis, span);
    if (expr == NULL && span.end == span.start + 1) {
        const Token *token = &diagnosis->parser->tokens[span.start];
        return token_is(token, "print", 5) || token_is(token, "exec", 4);
    }
    if (expr == NULL || expr->kind != AST_NAME)
        return false;
    const Name *name = expr->name.id;
    return (name->length == 5 && memcmp(name->bytes, "print", 5) == 0)
        || (name->length == 4 && memcmp(name->bytes, "exec", 4) == 0);
}

/* Bracket depth behind the token at an index. */
static int bracket_level(const Parser *parser, uint32_t index)
{
    int level = 0;
    for (uint32_t i = 0; i <= index; i++) {
        uint8_t kind = parser->tokens[i].kind;
        if (kind == TOKEN_LPAR || kind == TOKEN_LSQB || kind == TOKEN_LBRACE)
            level++;
        else if (kind == TOKEN_RPAR || kind == TOKEN_RSQB || kind == TOKEN_RBRACE)
            level--;
    }
    return level;
}

/* Where the last clause of a comprehension ends. */
static AstPos comprehension_end(Diagnosis *diagnosis, Span span)
{
    const ComprehensionList *list = diagnosis_reparse(diagnosis, span, reparse_comprehensions);
    if (list == NULL)
        return diagnosis->parser->tokens[span.end - 1].pos;
    const Comprehension *last = list->items[list->count - 1];
    return last->ifs.count > 0 ? last->ifs.items[last->ifs.count - 1]->pos : last->iter->pos;
}

static void act_generator_after_arguments(Diagnosis *diagnosis, Span a, Span b)
{
    const ArgumentLists *lists = diagnosis_reparse(diagnosis, a, reparse_arguments);
    if (lists == NULL || lists->args.count <= 1)
        return;
    raise_between(diagnosis, lists->args.items[lists->args.count - 1]->pos, comprehension_end(diagnosis, b),
                  "Generator expression must be parenthesized");
}

static void act_positional_after_keyword(Diagnosis *diagnosis, Span a)
{
    /* The tokens of `a` only: what follows its last comma is the mistake. */
    bool unpacking = false;
    int level = 0;
    const Token *tokens = diagnosis->parser->tokens;
    for (uint32_t i = a.start; i < a.end; i++) {
        uint8_t kind = tokens[i].kind;
        if (kind == TOKEN_LPAR || kind == TOKEN_LSQB || kind == TOKEN_LBRACE)
            level++;
        else if (kind == TOKEN_RPAR || kind == TOKEN_RSQB || kind == TOKEN_RBRACE)
            level--;
        else if (kind == TOKEN_DOUBLESTAR && level == 0 && (i == a.start || tokens[i - 1].kind == TOKEN_COMMA))
            unpacking = true;
    }
    raise_last(diagnosis, SYNTAX_ERROR,
               unpacking ? "positional argument follows keyword argument unpacking"
                         : "positional argument follows keyword argument");
}

static void act_missing_comma(Diagnosis *diagnosis, Span a, Span b)
{
    if (span_is_legacy_name(diagnosis, a) || bracket_level(diagnosis->parser, b.end - 1) == 0)
        return;
    raise_between(diagnosis, span_pos(diagnosis, a), span_pos(diagnosis, b),
                  "invalid syntax. Perhaps you forgot a comma?");
}

static void act_legacy_call(Diagnosis *diagnosis, Span a, Span b)
{
    if (!span_is_legacy_name(diagnosis, a))
        return;
    const Token *token = &diagnosis->parser->tokens[a.start];
    char message[96];
    snprintf(message, sizeof message, "Missing parentheses in call to '%.*s'. Did you mean %.*s(...)?",
             (int)token->length, token->start, (int)token->length, token->start);
    raise_between(diagnosis, token->pos, span_pos(diagnosis, b), message);
}

static void act_missing_colon_in_dict(Diagnosis *diagnosis, Span a)
{
    AstPos pos = span_pos(diagnosis, a);
    parser_raise_at(diagnosis->parser, SYNTAX_ERROR, pos.lineno, pos.end_col_offset - 1,
                    pos.end_lineno, -1, "':' expected after dictionary key");
}

static void act_comprehension_target(Diagnosis *diagnosis, Span a, Span b)
{
    const Expr *last = diagnosis_reparse(diagnosis, b, reparse_last_element);
    raise_between(diagnosis, span_pos(diagnosis, a), last != NULL ? last->pos : span_pos(diagnosis, b),
                  "did you forget parentheses around the comprehension target?");
}

static void act_assign_to_keyword(Diagnosis *diagnosis, Span a, Span b)
{
    const Token *token = &diagnosis->parser->tokens[a.start];
    char message[64];
    snprintf(message, sizeof message, "cannot assign to %.*s", (int)token->length, token->start);
    raise_between(diagnosis, token->pos, span_pos(diagnosis, b), message);
}

static void diagnosis_act_named(Diagnosis *diagnosis, const char *name, size_t length, Span a, Span b)
{
#define IS(text) (length == sizeof text - 1 && memcmp(name, text, length) == 0)
    if (IS("missing_comma"))
        act_missing_comma(diagnosis, a, b);
    else if (IS("legacy_call"))
        act_legacy_call(diagnosis, a, b);
    else if (IS("assign_target") || IS("with_target"))
        act_invalid_target(diagnosis, a, TARGET_ASSIGN);
    else if (IS("delete_target"))
        act_invalid_target(diagnosis, a, TARGET_DELETE);
    else if (IS("for_target"))
        act_invalid_target(diagnosis, a, TARGET_LOOP);
    else if (IS("generator"))
        raise_between(diagnosis, span_pos(diagnosis, a), comprehension_end(diagnosis, b),
                      "Generator expression must be parenthesized");
    else if (IS("generator_after_arguments"))
        act_generator_after_arguments(diagnosis, a, b);
    else if (IS("positional_after_keyword"))
        act_positional_after_keyword(diagnosis, a);
    else if (IS("assign_to_keyword"))
        act_assign_to_keyword(diagnosis, a, b);
    else if (IS("missing_colon_in_dict"))
        act_missing_colon_in_dict(diagnosis, a);
    else if (IS("comprehension_target"))
        act_comprehension_target(diagnosis, a, b);
    else
        abort();    /* a misspelt action: found by any test of its rule */
#undef IS
}

/* Performs the action of an alternative that matched. */
static void diagnosis_act(Diagnosis *diagnosis, const char *action, Span a, Span b)
{
    Parser *parser = diagnosis->parser;
    size_t length = strcspn(action, "}");
    if (action[0] == '!') {
        diagnosis_act_named(diagnosis, action + 1, length - 1, a, b);
        return;
    }
    char format[160], message[256];
    snprintf(format, sizeof format, "%.*s", (int)length - 2, action + 2);
    char *hole = strchr(format, '%');
    if (hole == NULL) {
        snprintf(message, sizeof message, "%s", format);
    } else if (hole[1] == 'd') {
        snprintf(message, sizeof message, "%.*s%d%s", (int)(hole - format), format,
                 parser->tokens[a.start].pos.lineno, hole + 2);
    } else {
        const Expr *expr = span_expr(diagnosis, a);
        snprintf(message, sizeof message, "%.*s%s%s", (int)(hole - format), format,
                 expr != NULL ? expr_description(expr) : "expression", hole + 2);
    }
    switch (action[0]) {
    case 'E':
        raise_last(diagnosis, SYNTAX_ERROR, message);
    case 'I':
        raise_last(diagnosis, SYNTAX_INDENTATION_ERROR, message);
    case 'L': {
        AstPos pos = span_pos(diagnosis, a);
        raise_between(diagnosis, pos, pos, message);
    }
    case 'R':
        raise_between(diagnosis, span_pos(diagnosis, a), span_pos(diagnosis, b), message);
    case 'S': {
        AstPos pos = span_pos(diagnosis, a);
        parser_raise_at(parser, SYNTAX_ERROR, pos.lineno, pos.col_offset, parser->lexer.lineno,
                        (int)(parser->lexer.cursor - parser->lexer.line_start) - 1, "%s", message);
    }
    }
}

void parser_diagnose(Parser *parser)
{
    if (parser->token_count > DIAGNOSE_MAX_TOKENS) {
        parser->failure = FAILURE_SYNTAX;
        return;
    }
    Grammar *grammar = malloc(sizeof *grammar);
    Diagnosis *diagnosis = calloc(1, sizeof *diagnosis);
    jmp_buf escape;
    jmp_buf *outer = parser->escape;
    parser->failure = FAILURE_SYNTAX;
    parser->escape = &escape;
    if (grammar == NULL || diagnosis == NULL) {
        parser->failure = FAILURE_MEMORY;
    } else if (setjmp(escape) == 0) {
        RuleId start = RULE_file;
        grammar_compile(grammar);
        diagnosis->parser = parser;
        diagnosis->grammar = grammar;
        if (parser->fstring_prefix[0] != '\0')
            start = RULE_fstring;
        else if (parser->mode == PARSE_INTERACTIVE)
            start = RULE_interactive;
        else if (parser->mode == PARSE_EXPRESSION)
            start = RULE_eval;
        /* A few mistakes are found even by CPython's first pass, before all others. */
        (void)diagnosis_rule(diagnosis, (uint16_t)start);
        diagnosis->seek_mistakes = true;
        diagnosis->at = 0;
        diagnosis->memo_count = 0;
        memset(diagnosis->memo, 0, diagnosis->memo_capacity * sizeof *diagnosis->memo);
        (void)diagnosis_rule(diagnosis, (uint16_t)start);
        parser->failure = FAILURE_SYNTAX;
    }
    parser->escape = outer;
    if (diagnosis != NULL)
        free(diagnosis->memo);
    free(diagnosis);
    free(grammar);
}

/*
 * compile_pattern.c - the match statement.
 *
 * A pattern examines a subject in a register and jumps to `fail` if it does not
 * match.  Captured values stay in registers; the names are bound only when the
 * whole pattern has matched, before the guard.
 */
#include "front/compiler.h"

typedef struct Capture {
    const Name *name;
    AstPos pos;
    uint32_t reg;
} Capture;

typedef struct Matching {
    Capture *captures;
    uint32_t count, capacity;
    bool allow_irrefutable;
} Matching;

static void pattern(Unit *u, Matching *m, const Pattern *p, uint32_t subject, Target *fail);

static void capture(Unit *u, Matching *m, const Name *name, AstPos pos, uint32_t reg) {
    variable_check_store(u, name, pos);
    for (uint32_t i = 0; i < m->count; i++)
        if (m->captures[i].name == name)
            compile_error(u, u->pattern_pos, "multiple assignments to name '%s' in pattern",
                          name->bytes);
    if (m->count == m->capacity) {
        Capture *grown =
            arena_grow(&u->x->arena, m->captures, m->count, &m->capacity, sizeof *grown);
        if (!grown) context_no_memory(u->x);
        m->captures = grown;
    }
    m->captures[m->count++] = (Capture){name, pos, reg};
}

static bool is_wildcard(const Pattern *p) {
    return p->kind == AST_MATCH_AS && !p->match_as.name && !p->match_as.pattern;
}
static bool is_star_wildcard(const Pattern *p) {
    return p->kind == AST_MATCH_STAR && !p->match_star.name;
}

/* Patterns inside others may match anything. */
static void subpattern(Unit *u, Matching *m, const Pattern *p, uint32_t subject, Target *fail) {
    bool allow = m->allow_irrefutable;
    m->allow_irrefutable = true;
    pattern(u, m, p, subject, fail);
    m->allow_irrefutable = allow;
}

static void match_value(Unit *u, const Pattern *p, uint32_t subject, Target *fail) {
    uint32_t mark = u->top;
    Value constant;
    if (p->match_value.value->kind != AST_ATTRIBUTE &&
        !constant_expr(u, p->match_value.value, &constant))
        compile_error(u, p->pos, "patterns may only match literals and attribute lookups");
    uint32_t value = expr(u, p->match_value.value);
    at(u, p->pos);
    jump(u, OPC_JUMP_EQ, 0, subject, value, fail);
    u->top = mark;
}

static void match_singleton(Unit *u, const Pattern *p, uint32_t subject, Target *fail) {
    uint32_t mark = u->top;
    at(u, p->pos);
    if (p->match_singleton.value == CONSTANT_NONE) {
        jump(u, OPC_JUMP_IF_NOT_NONE, subject, 0, 0, fail);
        return;
    }
    uint32_t value = reg_new(u);
    emit_constant(u, value, value_bool(p->match_singleton.value == CONSTANT_TRUE));
    jump(u, OPC_JUMP_IS, 0, subject, value, fail);
    u->top = mark;
}

/* Jumps to fail unless len(subject) op count; returns the register of the length. */
static uint32_t check_length(Unit *u, AstPos pos, uint32_t subject, uint32_t count, Opcode op,
                             Target *fail) {
    uint32_t length = reg_new(u), mark = u->top;
    uint32_t wanted = reg_new(u);
    at(u, pos);
    emit(u, OPC_GET_LEN, length, subject, 0);
    emit_constant(u, wanted, value_from_int(count));
    jump(u, op, 0, length, wanted, fail);
    u->top = mark;
    return length;
}

/* [a, *_, b]: only the items wanted are looked at. */
static void match_items_by_index(Unit *u, Matching *m, const Pattern *p, uint32_t subject,
                                 uint32_t length, uint32_t star, Target *fail) {
    PatternList list = p->match_sequence.patterns;
    for (uint32_t i = 0; i < list.count; i++) {
        const Pattern *item = list.items[i];
        if (i == star || is_wildcard(item)) continue;
        uint32_t index = reg_new(u);
        at(u, p->pos);
        if (i < star) {
            emit_constant(u, index, value_from_int(i));
        } else {
            uint32_t back = reg_new(u);
            emit_constant(u, back, value_from_int(list.count - i));
            emit(u, OPC_SUB, index, length, back);
        }
        emit(u, OPC_GET_ITEM, index, subject, index);
        subpattern(u, m, item, index, fail);
    }
}

static void match_sequence(Unit *u, Matching *m, const Pattern *p, uint32_t subject, Target *fail) {
    PatternList list = p->match_sequence.patterns;
    uint32_t star = NO_INDEX;
    bool only_wildcard = true, star_wildcard = false;
    for (uint32_t i = 0; i < list.count; i++) {
        const Pattern *item = list.items[i];
        if (item->kind == AST_MATCH_STAR) {
            if (star != NO_INDEX)
                compile_error(u, p->pos, "multiple starred names in sequence pattern");
            star_wildcard = is_star_wildcard(item);
            only_wildcard &= star_wildcard;
            star = i;
            continue;
        }
        only_wildcard &= is_wildcard(item);
    }
    uint32_t test = reg_new(u), length = 0;
    at(u, p->pos);
    emit(u, OPC_MATCH_SEQUENCE, test, subject, 0);
    jump(u, OPC_JUMP_IF_FALSE, test, 0, 0, fail);
    if (star == NO_INDEX)
        length = check_length(u, p->pos, subject, list.count, OPC_JUMP_EQ, fail);
    else if (list.count > 1)
        length = check_length(u, p->pos, subject, list.count - 1, OPC_JUMP_GE, fail);
    if (only_wildcard) return;
    if (star_wildcard) {
        match_items_by_index(u, m, p, subject, length, star, fail);
        return;
    }
    uint32_t base = reg_new_many(u, list.count);
    if (star == NO_INDEX)
        emit(u, OPC_UNPACK, base, subject, list.count);
    else
        emitter_emit_extended(&u->e, OPC_UNPACK_STAR, base, subject, star, list.count - star - 1);
    for (uint32_t i = 0; i < list.count; i++) subpattern(u, m, list.items[i], base + i, fail);
}

static void check_duplicate_keys(Unit *u, const Pattern *p) {
    ExprList keys = p->match_mapping.keys;
    Value *values = context_alloc(u->x, keys.count * sizeof *values + 1);
    for (uint32_t i = 0; i < keys.count; i++) {
        values[i] = VALUE_UNDEF;
        if (!constant_expr(u, keys.items[i], &values[i])) continue;
        for (uint32_t k = 0; k < i; k++)
            if (constants_equal(u->x->t, values[i], values[k]))
                compile_error(u, p->pos, "mapping pattern checks duplicate key (%R)", values[i]);
    }
}

static void match_mapping(Unit *u, Matching *m, const Pattern *p, uint32_t subject, Target *fail) {
    ExprList keys = p->match_mapping.keys;
    uint32_t test = reg_new(u);
    at(u, p->pos);
    emit(u, OPC_MATCH_MAPPING, test, subject, 0);
    jump(u, OPC_JUMP_IF_FALSE, test, 0, 0, fail);
    if (!keys.count && !p->match_mapping.rest) return;
    if (keys.count) check_length(u, p->pos, subject, keys.count, OPC_JUMP_GE, fail);
    check_duplicate_keys(u, p);
    uint32_t key_tuple = reg_new(u), mark = u->top;
    uint32_t base = reg_new_many(u, keys.count);
    for (uint32_t i = 0; i < keys.count; i++) {
        const Expr *key = keys.items[i];
        Value v;
        if (key->kind != AST_ATTRIBUTE && !constant_expr(u, key, &v))
            compile_error(u, p->pos,
                          "mapping pattern keys may only match literals and attribute "
                          "lookups");
        expr_to(u, key, base + i);
    }
    at(u, p->pos);
    emit(u, OPC_BUILD_TUPLE, key_tuple, base, keys.count);
    u->top = mark;
    uint32_t values = reg_new(u);
    emit(u, OPC_MATCH_KEYS, values, subject, key_tuple);
    jump(u, OPC_JUMP_IF_NONE, values, 0, 0, fail);
    uint32_t items = reg_new_many(u, keys.count);
    emit(u, OPC_UNPACK, items, values, keys.count);
    for (uint32_t i = 0; i < keys.count; i++)
        if (!is_wildcard(p->match_mapping.patterns.items[i]))
            subpattern(u, m, p->match_mapping.patterns.items[i], items + i, fail);
    if (p->match_mapping.rest) {
        uint32_t rest = reg_new(u);
        at(u, p->pos);
        emit(u, OPC_DICT_WITHOUT, rest, subject, key_tuple);
        capture(u, m, p->match_mapping.rest, p->pos, rest);
    }
}

static void match_class(Unit *u, Matching *m, const Pattern *p, uint32_t subject, Target *fail) {
    PatternList positional = p->match_class.patterns, keyword = p->match_class.kwd_patterns;
    NameList names = p->match_class.kwd_attrs;
    uint32_t count = positional.count + keyword.count;
    if (positional.count > 0xffff)
        compile_error(u, p->pos, "too many sub-patterns in class pattern");
    Value *attributes = context_alloc(u->x, names.count * sizeof *attributes + 1);
    for (uint32_t i = 0; i < names.count; i++) {
        variable_check_store(u, names.items[i], p->pos);
        attributes[i] = context_name(u->x, names.items[i]);
        for (uint32_t k = i + 1; k < names.count; k++)
            if (names.items[i] == names.items[k])
                compile_error(u, keyword.items[k]->pos,
                              "attribute name repeated in class pattern: %s",
                              names.items[i]->bytes);
    }
    Value tuple = tuple_from_values(u->x->t, attributes, names.count);
    if (value_is_error(tuple)) context_escape(u->x);
    uint32_t matched = reg_new(u), mark = u->top;
    uint32_t cls = expr(u, p->match_class.cls);
    uint32_t index = u->e.unreachable ? 0 : emitter_const(&u->e, constant_canonical(u->x, tuple));
    if (index > 0xffff) compile_error(u, p->pos, "too many constants");
    at(u, p->pos);
    emitter_emit_extended(&u->e, OPC_MATCH_CLASS, matched, subject, cls,
                          positional.count << 16 | index);
    jump(u, OPC_JUMP_IF_NONE, matched, 0, 0, fail);
    u->top = mark;
    uint32_t base = reg_new_many(u, count);
    emit(u, OPC_UNPACK, base, matched, count);
    for (uint32_t i = 0; i < count; i++) {
        const Pattern *item =
            i < positional.count ? positional.items[i] : keyword.items[i - positional.count];
        if (!is_wildcard(item)) subpattern(u, m, item, base + i, fail);
    }
}

static void match_as(Unit *u, Matching *m, const Pattern *p, uint32_t subject, Target *fail) {
    if (!p->match_as.pattern) {
        if (!m->allow_irrefutable) {
            if (p->match_as.name)
                compile_error(u, p->pos, "name capture '%s' makes remaining patterns unreachable",
                              p->match_as.name->bytes);
            compile_error(u, p->pos, "wildcard makes remaining patterns unreachable");
        }
        if (p->match_as.name) capture(u, m, p->match_as.name, p->pos, subject);
        return;
    }
    pattern(u, m, p->match_as.pattern, subject, fail);
    capture(u, m, p->match_as.name, p->pos, subject);
}

/* The names a pattern binds, in order; of one bound twice (an error) the first. */
static void collect_name(Unit *u, Matching *m, const Name *name) {
    for (uint32_t i = 0; i < m->count; i++)
        if (m->captures[i].name == name) return;
    capture(u, m, name, (AstPos){0, 0, 0, 0}, 0);
}

static void collect_names(Unit *u, Matching *m, const Pattern *p) {
    const PatternList *list = NULL, *more = NULL;
    context_enter(u->x);
    switch ((PatternKind)p->kind) {
    case AST_MATCH_VALUE:
    case AST_MATCH_SINGLETON: break;
    case AST_MATCH_SEQUENCE: list = &p->match_sequence.patterns; break;
    case AST_MATCH_STAR:
        if (p->match_star.name) collect_name(u, m, p->match_star.name);
        break;
    case AST_MATCH_MAPPING: list = &p->match_mapping.patterns; break;
    case AST_MATCH_CLASS:
        list = &p->match_class.patterns;
        more = &p->match_class.kwd_patterns;
        break;
    case AST_MATCH_AS:
        if (p->match_as.pattern) collect_names(u, m, p->match_as.pattern);
        if (p->match_as.name) collect_name(u, m, p->match_as.name);
        break;
    case AST_MATCH_OR: /* every alternative binds the same */
        collect_names(u, m, p->match_or.patterns.items[0]);
        break;
    }
    for (uint32_t i = 0; list && i < list->count; i++) collect_names(u, m, list->items[i]);
    for (uint32_t i = 0; more && i < more->count; i++) collect_names(u, m, more->items[i]);
    if (p->kind == AST_MATCH_MAPPING && p->match_mapping.rest)
        collect_name(u, m, p->match_mapping.rest);
    context_leave(u->x);
}

static const Capture *find_capture(const Matching *m, const Name *name) {
    for (uint32_t i = 0; i < m->count; i++)
        if (m->captures[i].name == name) return &m->captures[i];
    return NULL;
}

/* The alternatives leave their captures in the same registers. */
static void match_or(Unit *u, Matching *m, const Pattern *p, uint32_t subject, Target *fail) {
    PatternList list = p->match_or.patterns;
    Matching common = {0};
    Target end = TARGET_INIT;
    collect_names(u, &common, list.items[0]);
    uint32_t base = reg_new_many(u, common.count), mark = u->top;
    for (uint32_t i = 0; i < list.count; i++) {
        Matching own = {.allow_irrefutable = i + 1 == list.count && m->allow_irrefutable};
        Target next = TARGET_INIT;
        at(u, list.items[i]->pos);
        pattern(u, &own, list.items[i], subject, i + 1 == list.count ? fail : &next);
        if (own.count != common.count)
            compile_error(u, u->pattern_pos, "alternative patterns bind different names");
        at(u, list.items[i]->pos);
        for (uint32_t k = 0; k < common.count; k++) {
            const Capture *c = find_capture(&own, common.captures[k].name);
            if (!c) compile_error(u, u->pattern_pos, "alternative patterns bind different names");
            emit_move(u, base + k, c->reg);
        }
        if (i + 1 < list.count) jump_always(u, &end);
        place(u, &next);
        u->top = mark;
    }
    place(u, &end);
    for (uint32_t k = 0; k < common.count; k++)
        capture(u, m, common.captures[k].name, p->pos, base + k);
}

static void pattern(Unit *u, Matching *m, const Pattern *p, uint32_t subject, Target *fail) {
    context_enter(u->x);
    u->pattern_pos = p->pos;
    switch ((PatternKind)p->kind) {
    case AST_MATCH_VALUE: match_value(u, p, subject, fail); break;
    case AST_MATCH_SINGLETON: match_singleton(u, p, subject, fail); break;
    case AST_MATCH_SEQUENCE: match_sequence(u, m, p, subject, fail); break;
    case AST_MATCH_MAPPING: match_mapping(u, m, p, subject, fail); break;
    case AST_MATCH_CLASS: match_class(u, m, p, subject, fail); break;
    case AST_MATCH_STAR:
        if (p->match_star.name) capture(u, m, p->match_star.name, p->pos, subject);
        break;
    case AST_MATCH_AS: match_as(u, m, p, subject, fail); break;
    case AST_MATCH_OR: match_or(u, m, p, subject, fail); break;
    }
    context_leave(u->x);
}

void compile_match(Unit *u, const Stmt *s) {
    uint32_t mark = u->top;
    MatchCaseList cases = s->match_stmt.cases;
    Target end = TARGET_INIT;
    uint32_t subject = reg_new(u);
    expr_to(u, s->match_stmt.subject, subject);
    for (uint32_t i = 0; i < cases.count; i++) {
        const MatchCase *c = cases.items[i];
        Matching m = {.allow_irrefutable = c->guard || i + 1 == cases.count};
        Target next = TARGET_INIT;
        uint32_t inner = u->top;
        pattern(u, &m, c->pattern, subject, &next);
        for (uint32_t k = 0; k < m.count; k++)
            variable_store(u, m.captures[k].name, m.captures[k].pos, m.captures[k].reg);
        u->top = inner;
        if (c->guard) jump_if(u, c->guard, false, &next);
        compile_stmts(u, c->body);
        if (i + 1 < cases.count) jump_always(u, &end);
        place(u, &next);
    }
    place(u, &end);
    u->top = mark;
}

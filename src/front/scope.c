/*
 * scope.c - scope analysis in two walks.
 *
 * The first visits the tree and notes, block by block, how each name is
 * mentioned; misuse of global, nonlocal, yield, walrus and the like is found
 * here, in source order.  The second decides the place of each name: a name
 * that its block does not bind is looked for in the functions around it; the
 * binder found keeps it in a cell, and every block on the way passes it along.
 */
#include "front/scope.h"

#include <string.h>

/* Functions that look at the frame which calls them. */
static const char *const frame_names[] = {"locals", "vars", "dir", "eval", "exec", "super"};
enum { FRAME_NAMES = sizeof frame_names / sizeof *frame_names };

typedef struct Analysis {
    Context *c;
    ScopeTree *tree;
    Scope *current;
    Scope *module;
    const Name *class_name;
    Value dunder_class; /* "__class__" */
    Value frame_names[FRAME_NAMES];
    bool future_annotations;
} Analysis;

/* ---- tables ---- */

static uint32_t hash_bits(uint64_t bits) {
    return (uint32_t)((bits * 0x9e3779b97f4a7c15u) >> 32);
}

enum { LINEAR_SYMBOLS = 8 }; /* up to here a scan is faster than hashing */

Symbol *scope_find(const Scope *scope, Value name) {
    if (!scope->slots) {
        for (uint32_t i = 0; i < scope->symbol_count; i++)
            if (value_same(scope->symbols[i].name, name)) return &scope->symbols[i];
        return NULL;
    }
    uint32_t at = hash_bits(name.bits) & scope->slot_mask;
    for (; scope->slots[at]; at = (at + 1) & scope->slot_mask) {
        Symbol *symbol = &scope->symbols[scope->slots[at] - 1];
        if (value_same(symbol->name, name)) return symbol;
    }
    return NULL;
}

static void index_symbols(Context *c, Scope *scope) {
    uint32_t size = 4 * LINEAR_SYMBOLS;
    while (size < scope->symbol_capacity * 2) size *= 2;
    scope->slots = context_alloc(c, size * sizeof *scope->slots);
    scope->slot_mask = size - 1;
    for (uint32_t i = 0; i < scope->symbol_count; i++) {
        uint32_t at = hash_bits(scope->symbols[i].name.bits) & scope->slot_mask;
        while (scope->slots[at]) at = (at + 1) & scope->slot_mask;
        scope->slots[at] = i + 1;
    }
}

/* Symbol pointers are valid until the next addition. */
static Symbol *symbol_add(Context *c, Scope *scope, Value name) {
    if (scope->symbol_count == scope->symbol_capacity) {
        uint32_t capacity = scope->symbol_capacity ? scope->symbol_capacity * 2 : LINEAR_SYMBOLS;
        Symbol *grown = context_alloc(c, capacity * sizeof *grown);
        if (scope->symbol_count) memcpy(grown, scope->symbols, scope->symbol_count * sizeof *grown);
        scope->symbols = grown;
        scope->symbol_capacity = capacity;
        if (capacity > LINEAR_SYMBOLS) index_symbols(c, scope);
    }
    uint32_t number = scope->symbol_count++;
    Symbol *symbol = &scope->symbols[number];
    symbol->name = name;
    symbol->index = symbol->free_index = NO_INDEX;
    if (scope->slots) {
        uint32_t at = hash_bits(name.bits) & scope->slot_mask;
        while (scope->slots[at]) at = (at + 1) & scope->slot_mask;
        scope->slots[at] = number + 1;
    }
    return symbol;
}

static void tree_insert(ScopeTree *tree, const void *key, Scope *scope) {
    uint32_t at = hash_bits((uintptr_t)key) & tree->mask;
    while (tree->keys[at]) at = (at + 1) & tree->mask;
    tree->keys[at] = key;
    tree->values[at] = scope;
}

static void tree_add(Context *c, ScopeTree *tree, const void *key, Scope *scope) {
    if (tree->count * 2 >= tree->mask) {
        ScopeTree old = *tree;
        uint32_t size = old.mask ? (old.mask + 1) * 2 : 32;
        tree->keys = context_alloc(c, size * sizeof *tree->keys);
        tree->values = context_alloc(c, size * sizeof *tree->values);
        tree->mask = size - 1;
        for (uint32_t i = 0; old.mask && i <= old.mask; i++)
            if (old.keys[i]) tree_insert(tree, old.keys[i], old.values[i]);
    }
    tree->count++;
    tree_insert(tree, key, scope);
}

Scope *scope_of(const ScopeTree *tree, const void *node) {
    uint32_t at = hash_bits((uintptr_t)node) & tree->mask;
    while (tree->keys[at] != node) at = (at + 1) & tree->mask;
    return tree->values[at];
}

/* ---- blocks ---- */

static Scope *enter_block(Analysis *a, ScopeKind kind, const void *node, AstPos pos) {
    Scope *scope = context_alloc(a->c, sizeof *scope);
    Scope *parent = a->current;
    scope->kind = (uint8_t)kind;
    scope->pos = pos;
    scope->parent = parent;
    scope->class_name = a->class_name;
    if (parent) {
        scope->nested = parent->nested || parent->kind == SCOPE_FUNCTION;
        scope->iterable_depth = parent->iterable_depth;
    }
    /* What stands in an annotation that is not evaluated has no effect. */
    if (parent && kind != SCOPE_ANNOTATION && parent->kind != SCOPE_ANNOTATION) {
        if (parent->last_child)
            parent->last_child->next_sibling = scope;
        else
            parent->first_child = scope;
        parent->last_child = scope;
    }
    if (node) tree_add(a->c, a->tree, node, scope);
    a->current = scope;
    return scope;
}

static void leave_block(Analysis *a) {
    a->current = a->current->parent;
}

/* ---- mentioning names ---- */

static void add_symbol_to(Analysis *a, Scope *scope, const Name *name, unsigned flag, AstPos pos) {
    Context *c = a->c;
    Value mangled = context_mangled(c, a->class_name, name);
    Symbol *symbol = scope_find(scope, mangled);
    if (!symbol)
        symbol = symbol_add(c, scope, mangled);
    else if ((flag & SYMBOL_PARAM) && (symbol->flags & SYMBOL_PARAM))
        context_scope_error(c, pos, "duplicate argument '%s' in function definition", name->bytes);
    if ((flag & SYMBOL_USE) && !(symbol->flags & SYMBOL_BOUND)) flag |= SYMBOL_EARLY_USE;
    symbol->flags |= (uint16_t)flag;
    if (scope->iteration_target) {
        if (symbol->flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL))
            context_scope_error(
                c, pos, "comprehension inner loop cannot rebind assignment expression target '%s'",
                name->bytes);
        symbol->flags |= SYMBOL_ITERATION;
    }
}

static void add_symbol(Analysis *a, const Name *name, unsigned flag, AstPos pos) {
    add_symbol_to(a, a->current, name, flag, pos);
}

static void record_directive(Analysis *a, Scope *scope, const Name *name, AstPos pos) {
    Symbol *symbol = scope_find(scope, context_mangled(a->c, a->class_name, name));
    if (!symbol->directive.lineno) /* errors show the first */
        symbol->directive = pos;
}

static unsigned flags_of(Analysis *a, const Name *name) {
    Symbol *symbol = scope_find(a->current, context_mangled(a->c, a->class_name, name));
    return symbol ? symbol->flags : 0;
}

static void forbid_in_annotation(Analysis *a, const Expr *e, const char *what) {
    if (a->current->kind == SCOPE_ANNOTATION)
        context_scope_error(a->c, e->pos, "'%s' can not be used within an annotation", what);
}

static void visit_expr(Analysis *a, const Expr *e);
static void visit_stmts(Analysis *a, StmtList list);

static void visit_exprs(Analysis *a, ExprList list) {
    for (uint32_t i = 0; i < list.count; i++)
        if (list.items[i]) visit_expr(a, list.items[i]);
}

static void visit_keywords(Analysis *a, KeywordList list) {
    for (uint32_t i = 0; i < list.count; i++) visit_expr(a, list.items[i]->value);
}

/* ---- functions ---- */

static void visit_annotation(Analysis *a, const Expr *annotation) {
    if (!annotation) return;
    if (!a->future_annotations) {
        visit_expr(a, annotation);
        return;
    }
    enter_block(a, SCOPE_ANNOTATION, NULL, annotation->pos);
    visit_expr(a, annotation);
    leave_block(a);
}

static void visit_arg_annotations(Analysis *a, ArgList list) {
    for (uint32_t i = 0; i < list.count; i++) visit_annotation(a, list.items[i]->annotation);
}

static void visit_annotations(Analysis *a, const Arguments *args, const Expr *returns) {
    visit_arg_annotations(a, args->posonlyargs);
    visit_arg_annotations(a, args->args);
    if (args->vararg) visit_annotation(a, args->vararg->annotation);
    if (args->kwarg) visit_annotation(a, args->kwarg->annotation);
    visit_arg_annotations(a, args->kwonlyargs);
    visit_annotation(a, returns);
}

static void add_params(Analysis *a, ArgList list) {
    for (uint32_t i = 0; i < list.count; i++)
        add_symbol(a, list.items[i]->arg, SYMBOL_PARAM, list.items[i]->pos);
}

static void visit_params(Analysis *a, const Arguments *args) {
    add_params(a, args->posonlyargs);
    add_params(a, args->args);
    add_params(a, args->kwonlyargs);
    if (args->vararg) {
        add_symbol(a, args->vararg->arg, SYMBOL_PARAM, args->vararg->pos);
        a->current->varargs = true;
    }
    if (args->kwarg) {
        add_symbol(a, args->kwarg->arg, SYMBOL_PARAM, args->kwarg->pos);
        a->current->varkeywords = true;
    }
}

static void visit_function(Analysis *a, const Stmt *s) {
    const Arguments *args = s->function_def.args;
    add_symbol(a, s->function_def.name, SYMBOL_LOCAL, s->pos);
    visit_exprs(a, args->defaults);
    visit_exprs(a, args->kw_defaults);
    visit_annotations(a, args, s->function_def.returns);
    visit_exprs(a, s->function_def.decorator_list);
    Scope *scope = enter_block(a, SCOPE_FUNCTION, s, s->pos);
    scope->coroutine = s->kind == AST_ASYNC_FUNCTION_DEF;
    visit_params(a, args);
    visit_stmts(a, s->function_def.body);
    leave_block(a);
}

static void visit_class(Analysis *a, const Stmt *s) {
    add_symbol(a, s->class_def.name, SYMBOL_LOCAL, s->pos);
    visit_exprs(a, s->class_def.bases);
    visit_keywords(a, s->class_def.keywords);
    visit_exprs(a, s->class_def.decorator_list);
    const Name *outer = a->class_name;
    a->class_name = s->class_def.name;
    enter_block(a, SCOPE_CLASS, s, s->pos);
    visit_stmts(a, s->class_def.body);
    leave_block(a);
    a->class_name = outer;
}

static void visit_lambda(Analysis *a, const Expr *e) {
    visit_exprs(a, e->lambda.args->defaults);
    visit_exprs(a, e->lambda.args->kw_defaults);
    enter_block(a, SCOPE_FUNCTION, e, e->pos);
    visit_params(a, e->lambda.args);
    visit_expr(a, e->lambda.body);
    leave_block(a);
}

/* ---- comprehensions and assignment expressions ---- */

static void visit_target(Analysis *a, const Expr *target) {
    a->current->iteration_target = true;
    visit_expr(a, target);
    a->current->iteration_target = false;
}

static void visit_iterable(Analysis *a, const Expr *iterable) {
    a->current->iterable_depth++;
    visit_expr(a, iterable);
    a->current->iterable_depth--;
}

/* What looks at the frame it is called from has to find the comprehension's. */
static bool looks_at_frame(Analysis *a, const Scope *scope) {
    for (size_t i = 0; i < FRAME_NAMES; i++)
        if (scope_find(scope, a->frame_names[i])) return true;
    return false;
}

static void visit_comprehension(Analysis *a, const Expr *e, ComprehensionKind kind) {
    ComprehensionList generators =
        kind == COMPREHENSION_DICT ? e->dict_comp.generators : e->comp.generators;
    const Comprehension *outermost = generators.items[0];
    visit_iterable(a, outermost->iter); /* in the block around */
    Scope *scope = enter_block(a, SCOPE_FUNCTION, e, e->pos);
    scope->comprehension = (uint8_t)kind;
    scope->inlined = kind != COMPREHENSION_GENERATOR;
    scope->coroutine = outermost->is_async;
    visit_target(a, outermost->target);
    visit_exprs(a, outermost->ifs);
    for (uint32_t i = 1; i < generators.count; i++) {
        const Comprehension *inner = generators.items[i];
        /* Before the target, as it runs: EARLY_USE depends on it. */
        visit_iterable(a, inner->iter);
        visit_target(a, inner->target);
        visit_exprs(a, inner->ifs);
        scope->coroutine |= inner->is_async;
    }
    if (kind == COMPREHENSION_DICT) {
        visit_expr(a, e->dict_comp.value);
        visit_expr(a, e->dict_comp.key);
    } else {
        visit_expr(a, e->comp.elt);
    }
    scope->generator = kind == COMPREHENSION_GENERATOR;
    if (!scope->coroutine && looks_at_frame(a, scope)) scope->inlined = false;
    leave_block(a);
    if (scope->coroutine && scope->inlined) a->current->coroutine = true;
}

/* x := v inside comprehensions binds x in the block around them. */
static void extend_walrus_scope(Analysis *a, const Expr *target) {
    const Name *name = target->name.id;
    Value plain = context_name(a->c, name); /* CPython does not mangle here */
    for (Scope *scope = a->current; scope; scope = scope->parent) {
        if (scope->comprehension) {
            Symbol *symbol = scope_find(scope, plain);
            if (symbol && (symbol->flags & SYMBOL_ITERATION) &&
                (symbol->flags & (SYMBOL_LOCAL | SYMBOL_GLOBAL)))
                context_scope_error(a->c, target->pos,
                                    "assignment expression cannot rebind comprehension iteration "
                                    "variable '%s'",
                                    name->bytes);
            continue;
        }
        switch ((ScopeKind)scope->kind) {
        case SCOPE_FUNCTION: {
            Symbol *symbol = scope_find(scope, plain);
            bool global = symbol && symbol->flags & SYMBOL_GLOBAL;
            add_symbol(a, name, global ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL, target->pos);
            record_directive(a, a->current, name, target->pos);
            add_symbol_to(a, scope, name, SYMBOL_LOCAL, target->pos);
            scope->has_walrus = true;
            return;
        }
        case SCOPE_MODULE:
            add_symbol(a, name, SYMBOL_GLOBAL, target->pos);
            record_directive(a, a->current, name, target->pos);
            add_symbol_to(a, scope, name, SYMBOL_GLOBAL, target->pos);
            return;
        case SCOPE_CLASS:
            context_scope_error(a->c, target->pos,
                                "assignment expression within a comprehension cannot be used in a "
                                "class body");
        case SCOPE_ANNOTATION: return;
        }
    }
}

static void visit_walrus(Analysis *a, const Expr *e) {
    forbid_in_annotation(a, e, "named expression");
    if (a->current->iterable_depth > 0)
        context_scope_error(
            a->c, e->pos,
            "assignment expression cannot be used in a comprehension iterable expression");
    if (a->current->comprehension) extend_walrus_scope(a, e->named_expr.target);
    a->current->has_walrus = true;
    visit_expr(a, e->named_expr.value);
    visit_expr(a, e->named_expr.target);
}

static void visit_yield(Analysis *a, const Expr *e, const Expr *value) {
    static const char *const places[] = {
        [COMPREHENSION_LIST] = "list comprehension",
        [COMPREHENSION_SET] = "set comprehension",
        [COMPREHENSION_DICT] = "dict comprehension",
        [COMPREHENSION_GENERATOR] = "generator expression",
    };
    forbid_in_annotation(a, e, "yield expression");
    if (value) visit_expr(a, value);
    a->current->generator = true;
    if (a->current->comprehension)
        context_scope_error(a->c, e->pos, "'yield' inside %s", places[a->current->comprehension]);
}

/* ---- expressions ---- */

/* A comprehension inside another reads a variable that the outer one binds only
 * later, if at all. */
static void note_early_use(Analysis *a, const Name *name) {
    Value mangled = context_mangled(a->c, a->class_name, name);
    Scope *scope = a->current;
    Symbol *symbol = scope_find(scope, mangled);
    while (!(symbol->flags & SYMBOL_BOUND) && scope->parent->comprehension) {
        scope = scope->parent;
        symbol = scope_find(scope, mangled);
        if (!symbol) symbol = symbol_add(a->c, scope, mangled);
        if (!(symbol->flags & SYMBOL_BOUND)) symbol->flags |= SYMBOL_EARLY_USE;
    }
}

static void visit_name(Analysis *a, const Expr *e) {
    const Name *name = e->name.id;
    if (e->ctx == CTX_LOAD) {
        add_symbol(a, name, SYMBOL_USE, e->pos);
        if (a->current->comprehension && a->current->parent->comprehension) note_early_use(a, name);
        /* super() needs to know the class it stands in. */
        if (a->current->kind == SCOPE_FUNCTION && name->length == 5 &&
            memcmp(name->bytes, "super", 5) == 0) {
            Symbol *symbol = scope_find(a->current, a->dunder_class);
            if (!symbol) symbol = symbol_add(a->c, a->current, a->dunder_class);
            symbol->flags |= SYMBOL_USE;
        }
        return;
    }
    add_symbol(a, name, e->ctx == CTX_DEL ? SYMBOL_LOCAL | SYMBOL_DELETED : SYMBOL_LOCAL, e->pos);
}

static void visit_expr(Analysis *a, const Expr *e) {
    context_enter(a->c);
    switch ((ExprKind)e->kind) {
    case AST_BOOL_OP: visit_exprs(a, e->bool_op.values); break;
    case AST_NAMED_EXPR: visit_walrus(a, e); break;
    case AST_BIN_OP:
        visit_expr(a, e->bin_op.left);
        visit_expr(a, e->bin_op.right);
        break;
    case AST_UNARY_OP: visit_expr(a, e->unary_op.operand); break;
    case AST_LAMBDA: visit_lambda(a, e); break;
    case AST_IF_EXP:
        visit_expr(a, e->if_exp.test);
        visit_expr(a, e->if_exp.body);
        visit_expr(a, e->if_exp.orelse);
        break;
    case AST_DICT:
        visit_exprs(a, e->dict.keys);
        visit_exprs(a, e->dict.values);
        break;
    case AST_SET: visit_exprs(a, e->set.elts); break;
    case AST_LIST_COMP: visit_comprehension(a, e, COMPREHENSION_LIST); break;
    case AST_SET_COMP: visit_comprehension(a, e, COMPREHENSION_SET); break;
    case AST_DICT_COMP: visit_comprehension(a, e, COMPREHENSION_DICT); break;
    case AST_GENERATOR_EXP: visit_comprehension(a, e, COMPREHENSION_GENERATOR); break;
    case AST_AWAIT:
        forbid_in_annotation(a, e, "await expression");
        visit_expr(a, e->await.value);
        a->current->coroutine = true;
        break;
    case AST_YIELD: visit_yield(a, e, e->yield.value); break;
    case AST_YIELD_FROM: visit_yield(a, e, e->yield_from.value); break;
    case AST_COMPARE:
        visit_expr(a, e->compare.left);
        visit_exprs(a, e->compare.comparators);
        break;
    case AST_CALL:
        visit_expr(a, e->call.func);
        visit_exprs(a, e->call.args);
        visit_keywords(a, e->call.keywords);
        break;
    case AST_FORMATTED_VALUE:
        visit_expr(a, e->formatted_value.value);
        if (e->formatted_value.format_spec) visit_expr(a, e->formatted_value.format_spec);
        break;
    case AST_JOINED_STR: visit_exprs(a, e->joined_str.values); break;
    case AST_CONSTANT: break;
    case AST_ATTRIBUTE: visit_expr(a, e->attribute.value); break;
    case AST_SUBSCRIPT:
        visit_expr(a, e->subscript.value);
        visit_expr(a, e->subscript.slice);
        break;
    case AST_STARRED: visit_expr(a, e->starred.value); break;
    case AST_NAME: visit_name(a, e); break;
    case AST_LIST: visit_exprs(a, e->list.elts); break;
    case AST_TUPLE: visit_exprs(a, e->tuple.elts); break;
    case AST_SLICE:
        if (e->slice.lower) visit_expr(a, e->slice.lower);
        if (e->slice.upper) visit_expr(a, e->slice.upper);
        if (e->slice.step) visit_expr(a, e->slice.step);
        break;
    }
    context_leave(a->c);
}

/* ---- patterns ---- */

static void visit_pattern(Analysis *a, const Pattern *p);

static void visit_patterns(Analysis *a, PatternList list) {
    for (uint32_t i = 0; i < list.count; i++) visit_pattern(a, list.items[i]);
}

static void visit_pattern(Analysis *a, const Pattern *p) {
    context_enter(a->c);
    switch ((PatternKind)p->kind) {
    case AST_MATCH_VALUE: visit_expr(a, p->match_value.value); break;
    case AST_MATCH_SINGLETON: break;
    case AST_MATCH_SEQUENCE: visit_patterns(a, p->match_sequence.patterns); break;
    case AST_MATCH_STAR:
        if (p->match_star.name) add_symbol(a, p->match_star.name, SYMBOL_LOCAL, p->pos);
        break;
    case AST_MATCH_MAPPING:
        visit_exprs(a, p->match_mapping.keys);
        visit_patterns(a, p->match_mapping.patterns);
        if (p->match_mapping.rest) add_symbol(a, p->match_mapping.rest, SYMBOL_LOCAL, p->pos);
        break;
    case AST_MATCH_CLASS:
        visit_expr(a, p->match_class.cls);
        visit_patterns(a, p->match_class.patterns);
        visit_patterns(a, p->match_class.kwd_patterns);
        break;
    case AST_MATCH_AS:
        if (p->match_as.pattern) visit_pattern(a, p->match_as.pattern);
        if (p->match_as.name) add_symbol(a, p->match_as.name, SYMBOL_LOCAL, p->pos);
        break;
    case AST_MATCH_OR: visit_patterns(a, p->match_or.patterns); break;
    }
    context_leave(a->c);
}

/* ---- statements ---- */

static void visit_declaration(Analysis *a, const Stmt *s, NameList names, bool global) {
    const char *what = global ? "global" : "nonlocal";
    for (uint32_t i = 0; i < names.count; i++) {
        const Name *name = names.items[i];
        unsigned flags = flags_of(a, name);
        if (flags & SYMBOL_PARAM)
            context_scope_error(a->c, s->pos, "name '%s' is parameter and %s", name->bytes, what);
        if (flags & SYMBOL_USE)
            context_scope_error(a->c, s->pos, "name '%s' is used prior to %s declaration",
                                name->bytes, what);
        if (flags & SYMBOL_ANNOTATED)
            context_scope_error(a->c, s->pos, "annotated name '%s' can't be %s", name->bytes, what);
        if (flags & SYMBOL_LOCAL)
            context_scope_error(a->c, s->pos, "name '%s' is assigned to before %s declaration",
                                name->bytes, what);
        add_symbol(a, name, global ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL, s->pos);
        record_directive(a, a->current, name, s->pos);
        /* The module's own uses are of the global too: they differ from its locals
         * where exec() is given both. */
        if (global && a->current != a->module)
            add_symbol_to(a, a->module, name, SYMBOL_GLOBAL, s->pos);
    }
}

static void visit_annotated(Analysis *a, const Stmt *s) {
    const Expr *target = s->ann_assign.target;
    if (target->kind == AST_NAME) {
        unsigned flags = flags_of(a, target->name.id);
        if (s->ann_assign.simple && (flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL)) &&
            a->current != a->module)
            context_scope_error(a->c, s->pos, "annotated name '%s' can't be %s",
                                target->name.id->bytes,
                                flags & SYMBOL_GLOBAL ? "global" : "nonlocal");
        if (s->ann_assign.simple)
            add_symbol(a, target->name.id, SYMBOL_ANNOTATED | SYMBOL_LOCAL, target->pos);
        else if (s->ann_assign.value)
            add_symbol(a, target->name.id, SYMBOL_LOCAL, target->pos);
    } else {
        visit_expr(a, target);
    }
    visit_annotation(a, s->ann_assign.annotation);
    if (s->ann_assign.value) visit_expr(a, s->ann_assign.value);
}

static void visit_aliases(Analysis *a, AliasList names) {
    for (uint32_t i = 0; i < names.count; i++) {
        const Alias *alias = names.items[i];
        const Name *name = alias->asname ? alias->asname : alias->name;
        if (name->length == 1 && name->bytes[0] == '*') {
            if (a->current->kind != SCOPE_MODULE)
                context_scope_error(a->c, alias->pos, "import * only allowed at module level");
            continue;
        }
        const char *dot = alias->asname ? NULL : memchr(name->bytes, '.', name->length);
        if (!dot) {
            add_symbol(a, name, SYMBOL_IMPORT, alias->pos);
            continue;
        }
        /* import a.b.c binds a; a private name is mangled by its first part. */
        Name first = *name;
        first.length = (uint32_t)(dot - name->bytes);
        Value first_value = context_intern(a->c, name->bytes, first.length);
        Symbol *symbol = scope_find(a->current, first_value);
        if (!symbol) symbol = symbol_add(a->c, a->current, first_value);
        symbol->flags |= SYMBOL_IMPORT;
    }
}

static void visit_try(Analysis *a, const Stmt *s) {
    visit_stmts(a, s->try_stmt.body);
    visit_stmts(a, s->try_stmt.orelse);
    for (uint32_t i = 0; i < s->try_stmt.handlers.count; i++) {
        const ExceptHandler *handler = s->try_stmt.handlers.items[i];
        if (handler->type) visit_expr(a, handler->type);
        if (handler->name)
            add_symbol(a, handler->name, SYMBOL_LOCAL | SYMBOL_DELETED, handler->pos);
        visit_stmts(a, handler->body);
    }
    visit_stmts(a, s->try_stmt.finalbody);
}

static void visit_stmt(Analysis *a, const Stmt *s) {
    context_enter(a->c);
    switch ((StmtKind)s->kind) {
    case AST_FUNCTION_DEF:
    case AST_ASYNC_FUNCTION_DEF: visit_function(a, s); break;
    case AST_CLASS_DEF: visit_class(a, s); break;
    case AST_RETURN:
        if (s->return_stmt.value) visit_expr(a, s->return_stmt.value);
        break;
    case AST_DELETE: visit_exprs(a, s->delete_stmt.targets); break;
    case AST_ASSIGN:
        visit_exprs(a, s->assign.targets);
        visit_expr(a, s->assign.value);
        break;
    case AST_AUG_ASSIGN:
        visit_expr(a, s->aug_assign.target);
        visit_expr(a, s->aug_assign.value);
        break;
    case AST_ANN_ASSIGN: visit_annotated(a, s); break;
    case AST_FOR:
    case AST_ASYNC_FOR:
        visit_expr(a, s->for_stmt.target);
        visit_expr(a, s->for_stmt.iter);
        visit_stmts(a, s->for_stmt.body);
        visit_stmts(a, s->for_stmt.orelse);
        break;
    case AST_WHILE:
        visit_expr(a, s->while_stmt.test);
        visit_stmts(a, s->while_stmt.body);
        visit_stmts(a, s->while_stmt.orelse);
        break;
    case AST_IF:
        visit_expr(a, s->if_stmt.test);
        visit_stmts(a, s->if_stmt.body);
        visit_stmts(a, s->if_stmt.orelse);
        break;
    case AST_WITH:
    case AST_ASYNC_WITH:
        for (uint32_t i = 0; i < s->with_stmt.items.count; i++) {
            visit_expr(a, s->with_stmt.items.items[i]->context_expr);
            if (s->with_stmt.items.items[i]->optional_vars)
                visit_expr(a, s->with_stmt.items.items[i]->optional_vars);
        }
        visit_stmts(a, s->with_stmt.body);
        break;
    case AST_MATCH:
        visit_expr(a, s->match_stmt.subject);
        for (uint32_t i = 0; i < s->match_stmt.cases.count; i++) {
            const MatchCase *match_case = s->match_stmt.cases.items[i];
            visit_pattern(a, match_case->pattern);
            if (match_case->guard) visit_expr(a, match_case->guard);
            visit_stmts(a, match_case->body);
        }
        break;
    case AST_RAISE:
        if (s->raise_stmt.exc) visit_expr(a, s->raise_stmt.exc);
        if (s->raise_stmt.cause) visit_expr(a, s->raise_stmt.cause);
        break;
    case AST_TRY:
    case AST_TRY_STAR: visit_try(a, s); break;
    case AST_ASSERT:
        visit_expr(a, s->assert_stmt.test);
        if (s->assert_stmt.msg) visit_expr(a, s->assert_stmt.msg);
        break;
    case AST_IMPORT: visit_aliases(a, s->import_stmt.names); break;
    case AST_IMPORT_FROM: visit_aliases(a, s->import_from.names); break;
    case AST_GLOBAL: visit_declaration(a, s, s->global_stmt.names, true); break;
    case AST_NONLOCAL: visit_declaration(a, s, s->nonlocal_stmt.names, false); break;
    case AST_EXPR: visit_expr(a, s->expr_stmt.value); break;
    case AST_PASS:
    case AST_BREAK:
    case AST_CONTINUE: break;
    }
    context_leave(a->c);
}

static void visit_stmts(Analysis *a, StmtList list) {
    for (uint32_t i = 0; i < list.count; i++) visit_stmt(a, list.items[i]);
}

/* ---- the second walk: places ---- */

static bool binds(const Symbol *symbol) {
    return (symbol->flags & SYMBOL_BOUND) && !(symbol->flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL));
}

/* The function or class block that gives `name` to blocks inside it, or NULL
 * when the name is global. */
static Scope *find_binder(Analysis *a, Scope *scope, Value name) {
    for (Scope *outer = scope->parent; outer; outer = outer->parent) {
        if (outer->kind == SCOPE_CLASS) {
            if (value_same(name, a->dunder_class)) return outer;
        } else if (outer->kind == SCOPE_FUNCTION) {
            Symbol *symbol = scope_find(outer, name);
            if (symbol && symbol->flags & SYMBOL_GLOBAL) return NULL;
            if (symbol && binds(symbol)) return outer;
        }
    }
    return NULL;
}

static void add_free_name(Context *c, Scope *scope, Symbol *symbol) {
    if (symbol->free_index != NO_INDEX) return;
    if (scope->free_count == scope->free_capacity) {
        uint32_t capacity = scope->free_capacity ? scope->free_capacity * 2 : 4;
        Value *grown = context_alloc(c, capacity * sizeof *grown);
        if (scope->free_count) memcpy(grown, scope->free_names, scope->free_count * sizeof *grown);
        scope->free_names = grown;
        scope->free_capacity = capacity;
    }
    symbol->free_index = scope->free_count;
    scope->free_names[scope->free_count++] = symbol->name;
}

/* `scope` uses what `binder` binds: everything between passes it along. */
static void capture(Analysis *a, Scope *scope, Scope *binder, Value name) {
    bool leaves_frame = false;
    for (Scope *s = scope; s != binder; s = s->parent) {
        Symbol *symbol = scope_find(s, name);
        if (!symbol) symbol = symbol_add(a->c, s, name);
        bool own =
            s != scope && s->kind == SCOPE_CLASS && symbol->flags & (SYMBOL_BOUND | SYMBOL_GLOBAL);
        if (!own) symbol->place = PLACE_FREE;
        if (!s->inlined) {
            add_free_name(a->c, s, symbol);
            leaves_frame = true;
        }
    }
    Symbol *symbol = scope_find(binder, name);
    if (binder->kind == SCOPE_CLASS) { /* __class__ */
        binder->needs_class_cell = true;
    } else if (leaves_frame) {
        symbol->place = PLACE_CELL;
    } else if (symbol->place == PLACE_UNKNOWN) {
        symbol->place = PLACE_LOCAL;
    }
}

static void place_symbol(Analysis *a, Scope *scope, uint32_t number) {
    Symbol *symbol = &scope->symbols[number];
    Context *c = a->c;
    Value name = symbol->name;
    if (symbol->flags & SYMBOL_GLOBAL) {
        if (symbol->flags & SYMBOL_NONLOCAL)
            context_scope_error(c, symbol->directive, "name '%U' is nonlocal and global", name);
        symbol->place = PLACE_GLOBAL_EXPLICIT;
        return;
    }
    if (symbol->flags & SYMBOL_NONLOCAL) {
        if (scope->kind == SCOPE_MODULE)
            context_scope_error(c, symbol->directive,
                                "nonlocal declaration not allowed at module level");
        Scope *binder = find_binder(a, scope, name);
        if (!binder)
            context_scope_error(c, symbol->directive, "no binding for nonlocal '%U' found", name);
        capture(a, scope, binder, name);
        return;
    }
    if (symbol->flags & SYMBOL_BOUND) {
        if (symbol->place == PLACE_UNKNOWN) symbol->place = PLACE_LOCAL;
        return;
    }
    if (symbol->place != PLACE_UNKNOWN) return;
    Scope *binder = find_binder(a, scope, name);
    if (binder)
        capture(a, scope, binder, name);
    else
        symbol->place = PLACE_GLOBAL_IMPLICIT;
}

/* The closure in alphabetical order, as CPython has it. */
static void sort_free_names(Context *c, Scope *scope) {
    Value *names = scope->free_names;
    for (uint32_t i = 1; i < scope->free_count; i++) {
        Value name = names[i];
        uint32_t j = i;
        for (; j && str_compare(c->t, value_as_str(names[j - 1]), value_as_str(name)) > 0; j--)
            names[j] = names[j - 1];
        names[j] = name;
    }
    for (uint32_t i = 0; i < scope->free_count; i++) scope_find(scope, names[i])->free_index = i;
}

static void place_names(Analysis *a, Scope *scope) {
    context_enter(a->c);
    uint32_t count = scope->symbol_count; /* what is added on the way has its place */
    for (uint32_t i = 0; i < count; i++) place_symbol(a, scope, i);
    for (Scope *child = scope->first_child; child; child = child->next_sibling)
        place_names(a, child);
    sort_free_names(a->c, scope);
    context_leave(a->c);
}

void scope_analyse(Context *c, const AstModule *module, bool future_annotations, ScopeTree *out) {
    memset(out, 0, sizeof *out);
    Analysis a = {
        .c = c,
        .tree = out,
        .dunder_class = STR_NAME(c->t, __class__),
        .future_annotations = future_annotations,
    };
    for (size_t i = 0; i < FRAME_NAMES; i++)
        a.frame_names[i] = context_intern(c, frame_names[i], strlen(frame_names[i]));
    out->module = a.module = enter_block(&a, SCOPE_MODULE, module, (AstPos){0, 0, 0, 0});
    if (module->kind == AST_EXPRESSION)
        visit_expr(&a, module->expression);
    else
        visit_stmts(&a, module->body);
    leave_block(&a);
    place_names(&a, out->module);
}

/*
 * ast_objects.c - a parsed tree as objects of the module _ast: what
 * compile(..., PyCF_ONLY_AST) and ast.parse() return.
 *
 * One function for each sum of the grammar, one row of fields for each node; a
 * failure is remembered in the builder and makes the rest do nothing.
 */
#include "front/ast_objects.h"

#include "front/constants.h"
#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/frame.h"
#include "runtime/function.h"

/* Of runtime/ops.h, whose operators bear the names of the tree's. */
bool instance_set(Thread *t, Object *object, Value name, Value value) __attribute__((warn_unused_result));

typedef struct Builder {
    Context *context;
    Thread *t;
    Dict *classes; /* of the module _ast */
    bool failed;
} Builder;

static Value node(Builder *b, const char *name) {
    if (b->failed)
        return VALUE_NONE;
    Value type = dict_get_str(b->t, b->classes, str_intern_cstring(b->t, name));
    Object *o = value_is_kind(type, KIND_TYPE) ? type_alloc(b->t, (Type *)value_as_object(type), 0) : NULL;
    if (!o) {
        b->failed = true;
        return VALUE_NONE;
    }
    return value_from_object(o);
}

static void set(Builder *b, Value object, const char *field, Value v) {
    if (b->failed || value_is_error(v) ||
        !instance_set(b->t, value_as_object(object), str_intern_cstring(b->t, field), v))
        b->failed = true;
}

static Value number(Builder *b, int64_t n) { return value_from_int(n); }

static Value at(Builder *b, Value object, AstPos pos) {
    set(b, object, "lineno", number(b, pos.lineno));
    set(b, object, "col_offset", number(b, pos.col_offset));
    set(b, object, "end_lineno", number(b, pos.end_lineno));
    set(b, object, "end_col_offset", number(b, pos.end_col_offset));
    return object;
}

static Value name(Builder *b, const Name *n) {
    if (!n)
        return VALUE_NONE;
    Value s = str_from_utf8(b->t, n->bytes, n->length);
    return value_is_error(s) ? s : str_intern(b->t, s);
}

static Value singleton(Builder *b, const char *class_name) { return node(b, class_name); }

/* Lists: LIST(expr, list) is a list of what expr() makes of each item. */
#define LIST_OF(function, type)                                                                    \
    static Value function##_list(Builder *b, type *const *items, uint32_t count) {                 \
        Value list = list_new(b->t, count);                                                        \
        for (uint32_t i = 0; i < count && !b->failed; i++) {                                       \
            Value v = function(b, items[i]);                                                       \
            if (value_is_error(list) || value_is_error(v) ||                                       \
                !list_append(b->t, value_as_list(list), v))                                        \
                b->failed = true;                                                                  \
        }                                                                                          \
        return list;                                                                               \
    }
#define LIST(function, list) function##_list(b, (list).items, (list).count)

static Value expr(Builder *b, const Expr *e);
static Value stmt(Builder *b, const Stmt *s);
static Value pattern(Builder *b, const Pattern *p);

static Value name_required(Builder *b, const Name *n) { return name(b, n); }
LIST_OF(expr, Expr)
LIST_OF(stmt, Stmt)
LIST_OF(pattern, Pattern)
LIST_OF(name_required, const Name)

static const char *const contexts[] = {"Load", "Store", "Del"};
static const char *const bool_ops[] = {"And", "Or"};
static const char *const operators[] = {"Add", "Sub", "Mult", "MatMult", "Div", "Mod", "Pow",
                                        "LShift", "RShift", "BitOr", "BitXor", "BitAnd", "FloorDiv"};
static const char *const unary_ops[] = {"Invert", "Not", "UAdd", "USub"};
static const char *const cmp_ops[] = {"Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In", "NotIn"};

/* ---- parts ---- */

static Value arg(Builder *b, const Arg *a) {
    if (!a)
        return VALUE_NONE;
    Value v = node(b, "arg");
    set(b, v, "arg", name(b, a->arg));
    set(b, v, "annotation", expr(b, a->annotation));
    set(b, v, "type_comment", VALUE_NONE);
    return at(b, v, a->pos);
}
LIST_OF(arg, Arg)

static Value arguments(Builder *b, const Arguments *a) {
    Value v = node(b, "arguments");
    set(b, v, "posonlyargs", LIST(arg, a->posonlyargs));
    set(b, v, "args", LIST(arg, a->args));
    set(b, v, "vararg", arg(b, a->vararg));
    set(b, v, "kwonlyargs", LIST(arg, a->kwonlyargs));
    set(b, v, "kw_defaults", LIST(expr, a->kw_defaults));
    set(b, v, "kwarg", arg(b, a->kwarg));
    set(b, v, "defaults", LIST(expr, a->defaults));
    return v;
}

static Value keyword(Builder *b, const Keyword *k) {
    Value v = node(b, "keyword");
    set(b, v, "arg", name(b, k->arg));
    set(b, v, "value", expr(b, k->value));
    return at(b, v, k->pos);
}
LIST_OF(keyword, Keyword)

static Value alias(Builder *b, const Alias *a) {
    Value v = node(b, "alias");
    set(b, v, "name", name(b, a->name));
    set(b, v, "asname", name(b, a->asname));
    return at(b, v, a->pos);
}
LIST_OF(alias, Alias)

static Value comprehension(Builder *b, const Comprehension *c) {
    Value v = node(b, "comprehension");
    set(b, v, "target", expr(b, c->target));
    set(b, v, "iter", expr(b, c->iter));
    set(b, v, "ifs", LIST(expr, c->ifs));
    set(b, v, "is_async", number(b, c->is_async));
    return v;
}
LIST_OF(comprehension, Comprehension)

static Value withitem(Builder *b, const WithItem *w) {
    Value v = node(b, "withitem");
    set(b, v, "context_expr", expr(b, w->context_expr));
    set(b, v, "optional_vars", expr(b, w->optional_vars));
    return v;
}
LIST_OF(withitem, WithItem)

static Value handler(Builder *b, const ExceptHandler *h) {
    Value v = node(b, "ExceptHandler");
    set(b, v, "type", expr(b, h->type));
    set(b, v, "name", name(b, h->name));
    set(b, v, "body", LIST(stmt, h->body));
    return at(b, v, h->pos);
}
LIST_OF(handler, ExceptHandler)

static Value match_case(Builder *b, const MatchCase *c) {
    Value v = node(b, "match_case");
    set(b, v, "pattern", pattern(b, c->pattern));
    set(b, v, "guard", expr(b, c->guard));
    set(b, v, "body", LIST(stmt, c->body));
    return v;
}
LIST_OF(match_case, MatchCase)

/* ---- expressions ---- */

static Value expr_node(Builder *b, const Expr *e) {
    Value v;
    switch ((ExprKind)e->kind) {
    case AST_BOOL_OP:
        v = node(b, "BoolOp");
        set(b, v, "op", singleton(b, bool_ops[e->bool_op.op]));
        set(b, v, "values", LIST(expr, e->bool_op.values));
        return v;
    case AST_NAMED_EXPR:
        v = node(b, "NamedExpr");
        set(b, v, "target", expr(b, e->named_expr.target));
        set(b, v, "value", expr(b, e->named_expr.value));
        return v;
    case AST_BIN_OP:
        v = node(b, "BinOp");
        set(b, v, "left", expr(b, e->bin_op.left));
        set(b, v, "op", singleton(b, operators[e->bin_op.op]));
        set(b, v, "right", expr(b, e->bin_op.right));
        return v;
    case AST_UNARY_OP:
        v = node(b, "UnaryOp");
        set(b, v, "op", singleton(b, unary_ops[e->unary_op.op]));
        set(b, v, "operand", expr(b, e->unary_op.operand));
        return v;
    case AST_LAMBDA:
        v = node(b, "Lambda");
        set(b, v, "args", arguments(b, e->lambda.args));
        set(b, v, "body", expr(b, e->lambda.body));
        return v;
    case AST_IF_EXP:
        v = node(b, "IfExp");
        set(b, v, "test", expr(b, e->if_exp.test));
        set(b, v, "body", expr(b, e->if_exp.body));
        set(b, v, "orelse", expr(b, e->if_exp.orelse));
        return v;
    case AST_DICT:
        v = node(b, "Dict");
        set(b, v, "keys", LIST(expr, e->dict.keys));
        set(b, v, "values", LIST(expr, e->dict.values));
        return v;
    case AST_SET:
        v = node(b, "Set");
        set(b, v, "elts", LIST(expr, e->set.elts));
        return v;
    case AST_LIST_COMP:
    case AST_SET_COMP:
    case AST_GENERATOR_EXP:
        v = node(b, e->kind == AST_LIST_COMP ? "ListComp" : e->kind == AST_SET_COMP ? "SetComp" : "GeneratorExp");
        set(b, v, "elt", expr(b, e->comp.elt));
        set(b, v, "generators", LIST(comprehension, e->comp.generators));
        return v;
    case AST_DICT_COMP:
        v = node(b, "DictComp");
        set(b, v, "key", expr(b, e->dict_comp.key));
        set(b, v, "value", expr(b, e->dict_comp.value));
        set(b, v, "generators", LIST(comprehension, e->dict_comp.generators));
        return v;
    case AST_AWAIT:
        v = node(b, "Await");
        set(b, v, "value", expr(b, e->await.value));
        return v;
    case AST_YIELD:
        v = node(b, "Yield");
        set(b, v, "value", expr(b, e->yield.value));
        return v;
    case AST_YIELD_FROM:
        v = node(b, "YieldFrom");
        set(b, v, "value", expr(b, e->yield_from.value));
        return v;
    case AST_COMPARE: {
        v = node(b, "Compare");
        set(b, v, "left", expr(b, e->compare.left));
        Value ops = list_new(b->t, e->compare.comparators.count);
        for (uint32_t i = 0; i < e->compare.comparators.count && !b->failed; i++)
            if (value_is_error(ops) ||
                !list_append(b->t, value_as_list(ops), singleton(b, cmp_ops[e->compare.ops[i]])))
                b->failed = true;
        set(b, v, "ops", ops);
        set(b, v, "comparators", LIST(expr, e->compare.comparators));
        return v;
    }
    case AST_CALL:
        v = node(b, "Call");
        set(b, v, "func", expr(b, e->call.func));
        set(b, v, "args", LIST(expr, e->call.args));
        set(b, v, "keywords", LIST(keyword, e->call.keywords));
        return v;
    case AST_FORMATTED_VALUE:
        v = node(b, "FormattedValue");
        set(b, v, "value", expr(b, e->formatted_value.value));
        set(b, v, "conversion", number(b, e->formatted_value.conversion));
        set(b, v, "format_spec", expr(b, e->formatted_value.format_spec));
        return v;
    case AST_JOINED_STR:
        v = node(b, "JoinedStr");
        set(b, v, "values", LIST(expr, e->joined_str.values));
        return v;
    case AST_CONSTANT:
        v = node(b, "Constant");
        set(b, v, "value", constant_of(b->context, &e->constant));
        set(b, v, "kind", e->constant.kind == CONSTANT_STR && e->constant.u_prefix ? str_from_char(b->t, 'u') : VALUE_NONE);
        return v;
    case AST_ATTRIBUTE:
        v = node(b, "Attribute");
        set(b, v, "value", expr(b, e->attribute.value));
        set(b, v, "attr", name(b, e->attribute.attr));
        break;
    case AST_SUBSCRIPT:
        v = node(b, "Subscript");
        set(b, v, "value", expr(b, e->subscript.value));
        set(b, v, "slice", expr(b, e->subscript.slice));
        break;
    case AST_STARRED:
        v = node(b, "Starred");
        set(b, v, "value", expr(b, e->starred.value));
        break;
    case AST_NAME:
        v = node(b, "Name");
        set(b, v, "id", name(b, e->name.id));
        break;
    case AST_LIST:
    case AST_TUPLE:
        v = node(b, e->kind == AST_LIST ? "List" : "Tuple");
        set(b, v, "elts", LIST(expr, e->list.elts));
        break;
    case AST_SLICE:
        v = node(b, "Slice");
        set(b, v, "lower", expr(b, e->slice.lower));
        set(b, v, "upper", expr(b, e->slice.upper));
        set(b, v, "step", expr(b, e->slice.step));
        return v;
    }
    set(b, v, "ctx", singleton(b, contexts[e->ctx]));
    return v;
}

static Value expr(Builder *b, const Expr *e) {
    if (!e || b->failed)
        return VALUE_NONE;
    if (!recursion_enter(b->t, " during ast construction")) {
        b->failed = true;
        return VALUE_NONE;
    }
    Value v = expr_node(b, e);
    recursion_leave(b->t);
    return at(b, v, e->pos);
}

/* ---- patterns ---- */

static Value pattern_node(Builder *b, const Pattern *p) {
    Value v;
    switch ((PatternKind)p->kind) {
    case AST_MATCH_VALUE:
        v = node(b, "MatchValue");
        set(b, v, "value", expr(b, p->match_value.value));
        return v;
    case AST_MATCH_SINGLETON:
        v = node(b, "MatchSingleton");
        set(b, v, "value", p->match_singleton.value == CONSTANT_NONE   ? VALUE_NONE
                           : p->match_singleton.value == CONSTANT_TRUE ? VALUE_TRUE
                                                                       : VALUE_FALSE);
        return v;
    case AST_MATCH_SEQUENCE:
        v = node(b, "MatchSequence");
        set(b, v, "patterns", LIST(pattern, p->match_sequence.patterns));
        return v;
    case AST_MATCH_MAPPING:
        v = node(b, "MatchMapping");
        set(b, v, "keys", LIST(expr, p->match_mapping.keys));
        set(b, v, "patterns", LIST(pattern, p->match_mapping.patterns));
        set(b, v, "rest", name(b, p->match_mapping.rest));
        return v;
    case AST_MATCH_CLASS:
        v = node(b, "MatchClass");
        set(b, v, "cls", expr(b, p->match_class.cls));
        set(b, v, "patterns", LIST(pattern, p->match_class.patterns));
        set(b, v, "kwd_attrs", LIST(name_required, p->match_class.kwd_attrs));
        set(b, v, "kwd_patterns", LIST(pattern, p->match_class.kwd_patterns));
        return v;
    case AST_MATCH_STAR:
        v = node(b, "MatchStar");
        set(b, v, "name", name(b, p->match_star.name));
        return v;
    case AST_MATCH_AS:
        v = node(b, "MatchAs");
        set(b, v, "pattern", pattern(b, p->match_as.pattern));
        set(b, v, "name", name(b, p->match_as.name));
        return v;
    case AST_MATCH_OR:
        v = node(b, "MatchOr");
        set(b, v, "patterns", LIST(pattern, p->match_or.patterns));
        return v;
    }
    __builtin_unreachable();
}

static Value pattern(Builder *b, const Pattern *p) {
    if (!p || b->failed)
        return VALUE_NONE;
    return at(b, pattern_node(b, p), p->pos);
}

/* ---- statements ---- */

static Value stmt_node(Builder *b, const Stmt *s) {
    Value v;
    switch ((StmtKind)s->kind) {
    case AST_FUNCTION_DEF:
    case AST_ASYNC_FUNCTION_DEF:
        v = node(b, s->kind == AST_FUNCTION_DEF ? "FunctionDef" : "AsyncFunctionDef");
        set(b, v, "name", name(b, s->function_def.name));
        set(b, v, "args", arguments(b, s->function_def.args));
        set(b, v, "body", LIST(stmt, s->function_def.body));
        set(b, v, "decorator_list", LIST(expr, s->function_def.decorator_list));
        set(b, v, "returns", expr(b, s->function_def.returns));
        set(b, v, "type_comment", VALUE_NONE);
        return v;
    case AST_CLASS_DEF:
        v = node(b, "ClassDef");
        set(b, v, "name", name(b, s->class_def.name));
        set(b, v, "bases", LIST(expr, s->class_def.bases));
        set(b, v, "keywords", LIST(keyword, s->class_def.keywords));
        set(b, v, "body", LIST(stmt, s->class_def.body));
        set(b, v, "decorator_list", LIST(expr, s->class_def.decorator_list));
        return v;
    case AST_RETURN:
        v = node(b, "Return");
        set(b, v, "value", expr(b, s->return_stmt.value));
        return v;
    case AST_DELETE:
        v = node(b, "Delete");
        set(b, v, "targets", LIST(expr, s->delete_stmt.targets));
        return v;
    case AST_ASSIGN:
        v = node(b, "Assign");
        set(b, v, "targets", LIST(expr, s->assign.targets));
        set(b, v, "value", expr(b, s->assign.value));
        set(b, v, "type_comment", VALUE_NONE);
        return v;
    case AST_AUG_ASSIGN:
        v = node(b, "AugAssign");
        set(b, v, "target", expr(b, s->aug_assign.target));
        set(b, v, "op", singleton(b, operators[s->aug_assign.op]));
        set(b, v, "value", expr(b, s->aug_assign.value));
        return v;
    case AST_ANN_ASSIGN:
        v = node(b, "AnnAssign");
        set(b, v, "target", expr(b, s->ann_assign.target));
        set(b, v, "annotation", expr(b, s->ann_assign.annotation));
        set(b, v, "value", expr(b, s->ann_assign.value));
        set(b, v, "simple", number(b, s->ann_assign.simple));
        return v;
    case AST_FOR:
    case AST_ASYNC_FOR:
        v = node(b, s->kind == AST_FOR ? "For" : "AsyncFor");
        set(b, v, "target", expr(b, s->for_stmt.target));
        set(b, v, "iter", expr(b, s->for_stmt.iter));
        set(b, v, "body", LIST(stmt, s->for_stmt.body));
        set(b, v, "orelse", LIST(stmt, s->for_stmt.orelse));
        set(b, v, "type_comment", VALUE_NONE);
        return v;
    case AST_WHILE:
    case AST_IF:
        v = node(b, s->kind == AST_WHILE ? "While" : "If");
        set(b, v, "test", expr(b, s->if_stmt.test));
        set(b, v, "body", LIST(stmt, s->if_stmt.body));
        set(b, v, "orelse", LIST(stmt, s->if_stmt.orelse));
        return v;
    case AST_WITH:
    case AST_ASYNC_WITH:
        v = node(b, s->kind == AST_WITH ? "With" : "AsyncWith");
        set(b, v, "items", LIST(withitem, s->with_stmt.items));
        set(b, v, "body", LIST(stmt, s->with_stmt.body));
        set(b, v, "type_comment", VALUE_NONE);
        return v;
    case AST_MATCH:
        v = node(b, "Match");
        set(b, v, "subject", expr(b, s->match_stmt.subject));
        set(b, v, "cases", LIST(match_case, s->match_stmt.cases));
        return v;
    case AST_RAISE:
        v = node(b, "Raise");
        set(b, v, "exc", expr(b, s->raise_stmt.exc));
        set(b, v, "cause", expr(b, s->raise_stmt.cause));
        return v;
    case AST_TRY:
    case AST_TRY_STAR:
        v = node(b, s->kind == AST_TRY ? "Try" : "TryStar");
        set(b, v, "body", LIST(stmt, s->try_stmt.body));
        set(b, v, "handlers", LIST(handler, s->try_stmt.handlers));
        set(b, v, "orelse", LIST(stmt, s->try_stmt.orelse));
        set(b, v, "finalbody", LIST(stmt, s->try_stmt.finalbody));
        return v;
    case AST_ASSERT:
        v = node(b, "Assert");
        set(b, v, "test", expr(b, s->assert_stmt.test));
        set(b, v, "msg", expr(b, s->assert_stmt.msg));
        return v;
    case AST_IMPORT:
        v = node(b, "Import");
        set(b, v, "names", LIST(alias, s->import_stmt.names));
        return v;
    case AST_IMPORT_FROM:
        v = node(b, "ImportFrom");
        set(b, v, "module", name(b, s->import_from.module));
        set(b, v, "names", LIST(alias, s->import_from.names));
        set(b, v, "level", number(b, s->import_from.level));
        return v;
    case AST_GLOBAL:
    case AST_NONLOCAL:
        v = node(b, s->kind == AST_GLOBAL ? "Global" : "Nonlocal");
        set(b, v, "names", LIST(name_required, s->global_stmt.names));
        return v;
    case AST_EXPR:
        v = node(b, "Expr");
        set(b, v, "value", expr(b, s->expr_stmt.value));
        return v;
    case AST_PASS: return node(b, "Pass");
    case AST_BREAK: return node(b, "Break");
    case AST_CONTINUE: return node(b, "Continue");
    }
    __builtin_unreachable();
}

static Value stmt(Builder *b, const Stmt *s) {
    if (b->failed)
        return VALUE_NONE;
    if (!recursion_enter(b->t, " during ast construction")) {
        b->failed = true;
        return VALUE_NONE;
    }
    Value v = stmt_node(b, s);
    recursion_leave(b->t);
    return at(b, v, s->pos);
}

Value ast_objects(Context *context, const AstModule *module) {
    Thread *t = context->t;
    Value classes = t->vm->hooks.import_module(t, str_intern_cstring(t, "_ast"), VALUE_NONE, VALUE_NONE, 0);
    if (value_is_error(classes))
        return classes;
    Builder builder = {.context = context, .t = t, .classes = ((Module *)value_as_object(classes))->dict};
    Builder *b = &builder;
    Value v;
    if (module->kind == AST_EXPRESSION) {
        v = node(b, "Expression");
        set(b, v, "body", expr(b, module->expression));
    } else {
        v = node(b, module->kind == AST_MODULE ? "Module" : "Interactive");
        set(b, v, "body", LIST(stmt, module->body));
        if (module->kind == AST_MODULE)
            set(b, v, "type_ignores", list_new(t, 0));
    }
    if (b->failed && !error_pending(t))
        return raise_error(t, TYPE_SystemError, "the module _ast lacks a class");
    return b->failed ? VALUE_ERROR : v;
}

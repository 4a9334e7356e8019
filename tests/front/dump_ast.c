/*
 * Test driver: parses files and writes what Python's
 * ast.dump(tree, include_attributes=True) writes, or the error as a Python
 * tuple. Driven by compare_ast.py and compare_errors.py.
 *
 *     dump_ast [-q] FILE...        dump, or with -q only parse
 *     dump_ast -e                  reads cases "mode length\n<bytes>" from stdin,
 *                                  with mode i only telling complete from incomplete,
 *                                  with mode w the warnings
 */
#include "front/parser.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *out;

static void dump_expr(const Expr *expr);
static void dump_stmt(const Stmt *stmt);
static void dump_pattern(const Pattern *pattern);

static void dump_pos(AstPos pos)
{
    fprintf(out, "lineno=%d, col_offset=%d, end_lineno=%d, end_col_offset=%d)",
            pos.lineno, pos.col_offset, pos.end_lineno, pos.end_col_offset);
}

/* Strings are written in an escaped form of our own, which the Python side also uses. */
static void dump_bytes(const char *bytes, size_t length)
{
    fputc('"', out);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c < 0x20 || c >= 0x7F || c == '"' || c == '\\')
            fprintf(out, "\\%02x", c);
        else
            fputc(c, out);
    }
    fputc('"', out);
}

static void dump_name(const Name *name)
{
    dump_bytes(name->bytes, name->length);
}

static void dump_constant(const Constant *c)
{
    switch ((ConstantKind)c->kind) {
    case CONSTANT_NONE: fputs("None", out); break;
    case CONSTANT_TRUE: fputs("True", out); break;
    case CONSTANT_FALSE: fputs("False", out); break;
    case CONSTANT_ELLIPSIS: fputs("Ellipsis", out); break;
    case CONSTANT_INT:
        if (c->fits_int64)
            fprintf(out, "int %" PRId64, c->int64);
        else
            fprintf(out, "big %d:%.*s", c->base, (int)c->length, c->digits);
        break;
    case CONSTANT_FLOAT: fprintf(out, "float %a", c->real); break;
    case CONSTANT_IMAGINARY: fprintf(out, "imag %a", c->real); break;
    case CONSTANT_STR: dump_bytes(c->bytes, c->length); break;
    case CONSTANT_BYTES: fputc('b', out); dump_bytes(c->bytes, c->length); break;
    }
}

#define DUMP_LIST(list, dump) do { \
        fputc('[', out); \
        for (uint32_t i_ = 0; i_ < (list).count; i_++) { \
            if (i_ > 0) fputs(", ", out); \
            dump((list).items[i_]); \
        } \
        fputc(']', out); \
    } while (0)

static void dump_optional(const Expr *expr)
{
    if (expr == NULL)
        fputs("None", out);
    else
        dump_expr(expr);
}

static void dump_field(const char *label, const Expr *expr)
{
    if (expr == NULL)
        return;
    fprintf(out, "%s=", label);
    dump_expr(expr);
    fputs(", ", out);
}

static void dump_comprehension(const Comprehension *part)
{
    fputs("comprehension(target=", out);
    dump_expr(part->target);
    fputs(", iter=", out);
    dump_expr(part->iter);
    fputs(", ifs=", out);
    DUMP_LIST(part->ifs, dump_expr);
    fprintf(out, ", is_async=%d)", part->is_async);
}

static void dump_arg(const Arg *arg)
{
    fputs("arg(arg=", out);
    dump_name(arg->arg);
    fputs(", ", out);
    dump_field("annotation", arg->annotation);
    dump_pos(arg->pos);
}

static void dump_arguments(const Arguments *a)
{
    fputs("arguments(posonlyargs=", out);
    DUMP_LIST(a->posonlyargs, dump_arg);
    fputs(", args=", out);
    DUMP_LIST(a->args, dump_arg);
    if (a->vararg != NULL) {
        fputs(", vararg=", out);
        dump_arg(a->vararg);
    }
    fputs(", kwonlyargs=", out);
    DUMP_LIST(a->kwonlyargs, dump_arg);
    fputs(", kw_defaults=", out);
    DUMP_LIST(a->kw_defaults, dump_optional);
    if (a->kwarg != NULL) {
        fputs(", kwarg=", out);
        dump_arg(a->kwarg);
    }
    fputs(", defaults=", out);
    DUMP_LIST(a->defaults, dump_expr);
    fputc(')', out);
}

static void dump_keyword(const Keyword *keyword)
{
    fputs("keyword(", out);
    if (keyword->arg != NULL) {
        fputs("arg=", out);
        dump_name(keyword->arg);
        fputs(", ", out);
    }
    dump_field("value", keyword->value);
    dump_pos(keyword->pos);
}

static const char *const bin_ops[] = {
    "Add", "Sub", "Mult", "MatMult", "Div", "Mod", "Pow", "LShift", "RShift",
    "BitOr", "BitXor", "BitAnd", "FloorDiv",
};
static const char *const unary_ops[] = {"Invert", "Not", "UAdd", "USub"};
static const char *const cmp_ops[] = {
    "Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In", "NotIn",
};
static const char *const contexts[] = {"Load", "Store", "Del"};

static void dump_elements(const char *kind, ExprList list, const Expr *expr)
{
    fprintf(out, "%s(elts=", kind);
    DUMP_LIST(list, dump_expr);
    fputs(", ", out);
    if (expr->kind != AST_SET)
        fprintf(out, "ctx=%s(), ", contexts[expr->ctx]);
}

static void dump_comp(const char *kind, const Expr *expr)
{
    fprintf(out, "%s(", kind);
    dump_field("elt", expr->comp.elt);
    fputs("generators=", out);
    DUMP_LIST(expr->comp.generators, dump_comprehension);
    fputs(", ", out);
}

static void dump_expr(const Expr *expr)
{
    switch ((ExprKind)expr->kind) {
    case AST_BOOL_OP:
        fprintf(out, "BoolOp(op=%s(), values=", expr->bool_op.op == BOOL_AND ? "And" : "Or");
        DUMP_LIST(expr->bool_op.values, dump_expr);
        fputs(", ", out);
        break;
    case AST_NAMED_EXPR:
        fputs("NamedExpr(", out);
        dump_field("target", expr->named_expr.target);
        dump_field("value", expr->named_expr.value);
        break;
    case AST_BIN_OP:
        fputs("BinOp(", out);
        dump_field("left", expr->bin_op.left);
        fprintf(out, "op=%s(), ", bin_ops[expr->bin_op.op]);
        dump_field("right", expr->bin_op.right);
        break;
    case AST_UNARY_OP:
        fprintf(out, "UnaryOp(op=%s(), ", unary_ops[expr->unary_op.op]);
        dump_field("operand", expr->unary_op.operand);
        break;
    case AST_LAMBDA:
        fputs("Lambda(args=", out);
        dump_arguments(expr->lambda.args);
        fputs(", ", out);
        dump_field("body", expr->lambda.body);
        break;
    case AST_IF_EXP:
        fputs("IfExp(", out);
        dump_field("test", expr->if_exp.test);
        dump_field("body", expr->if_exp.body);
        dump_field("orelse", expr->if_exp.orelse);
        break;
    case AST_DICT:
        fputs("Dict(keys=", out);
        DUMP_LIST(expr->dict.keys, dump_optional);
        fputs(", values=", out);
        DUMP_LIST(expr->dict.values, dump_expr);
        fputs(", ", out);
        break;
    case AST_SET: dump_elements("Set", expr->set.elts, expr); break;
    case AST_LIST_COMP: dump_comp("ListComp", expr); break;
    case AST_SET_COMP: dump_comp("SetComp", expr); break;
    case AST_DICT_COMP:
        fputs("DictComp(", out);
        dump_field("key", expr->dict_comp.key);
        dump_field("value", expr->dict_comp.value);
        fputs("generators=", out);
        DUMP_LIST(expr->dict_comp.generators, dump_comprehension);
        fputs(", ", out);
        break;
    case AST_GENERATOR_EXP: dump_comp("GeneratorExp", expr); break;
    case AST_AWAIT: fputs("Await(", out); dump_field("value", expr->await.value); break;
    case AST_YIELD: fputs("Yield(", out); dump_field("value", expr->yield.value); break;
    case AST_YIELD_FROM: fputs("YieldFrom(", out); dump_field("value", expr->yield_from.value); break;
    case AST_COMPARE:
        fputs("Compare(", out);
        dump_field("left", expr->compare.left);
        fputs("ops=[", out);
        for (uint32_t i = 0; i < expr->compare.comparators.count; i++)
            fprintf(out, "%s%s()", i ? ", " : "", cmp_ops[expr->compare.ops[i]]);
        fputs("], comparators=", out);
        DUMP_LIST(expr->compare.comparators, dump_expr);
        fputs(", ", out);
        break;
    case AST_CALL:
        fputs("Call(", out);
        dump_field("func", expr->call.func);
        fputs("args=", out);
        DUMP_LIST(expr->call.args, dump_expr);
        fputs(", keywords=", out);
        DUMP_LIST(expr->call.keywords, dump_keyword);
        fputs(", ", out);
        break;
    case AST_FORMATTED_VALUE:
        fputs("FormattedValue(", out);
        dump_field("value", expr->formatted_value.value);
        fprintf(out, "conversion=%d, ", expr->formatted_value.conversion);
        dump_field("format_spec", expr->formatted_value.format_spec);
        break;
    case AST_JOINED_STR:
        fputs("JoinedStr(values=", out);
        DUMP_LIST(expr->joined_str.values, dump_expr);
        fputs(", ", out);
        break;
    case AST_CONSTANT:
        fputs("Constant(value=", out);
        dump_constant(&expr->constant);
        fputs(", ", out);
        if (expr->constant.u_prefix)
            fputs("kind=\"u\", ", out);
        break;
    case AST_ATTRIBUTE:
        fputs("Attribute(", out);
        dump_field("value", expr->attribute.value);
        fputs("attr=", out);
        dump_name(expr->attribute.attr);
        fprintf(out, ", ctx=%s(), ", contexts[expr->ctx]);
        break;
    case AST_SUBSCRIPT:
        fputs("Subscript(", out);
        dump_field("value", expr->subscript.value);
        dump_field("slice", expr->subscript.slice);
        fprintf(out, "ctx=%s(), ", contexts[expr->ctx]);
        break;
    case AST_STARRED:
        fputs("Starred(", out);
        dump_field("value", expr->starred.value);
        fprintf(out, "ctx=%s(), ", contexts[expr->ctx]);
        break;
    case AST_NAME:
        fputs("Name(id=", out);
        dump_name(expr->name.id);
        fprintf(out, ", ctx=%s(), ", contexts[expr->ctx]);
        break;
    case AST_LIST: dump_elements("List", expr->list.elts, expr); break;
    case AST_TUPLE: dump_elements("Tuple", expr->tuple.elts, expr); break;
    case AST_SLICE:
        fputs("Slice(", out);
        dump_field("lower", expr->slice.lower);
        dump_field("upper", expr->slice.upper);
        dump_field("step", expr->slice.step);
        break;
    }
    dump_pos(expr->pos);
}

static void dump_pattern(const Pattern *pattern)
{
    switch ((PatternKind)pattern->kind) {
    case AST_MATCH_VALUE:
        fputs("MatchValue(", out);
        dump_field("value", pattern->match_value.value);
        break;
    case AST_MATCH_SINGLETON: {
        Constant constant = {.kind = pattern->match_singleton.value};
        fputs("MatchSingleton(value=", out);
        dump_constant(&constant);
        fputs(", ", out);
        break;
    }
    case AST_MATCH_SEQUENCE:
        fputs("MatchSequence(patterns=", out);
        DUMP_LIST(pattern->match_sequence.patterns, dump_pattern);
        fputs(", ", out);
        break;
    case AST_MATCH_MAPPING:
        fputs("MatchMapping(keys=", out);
        DUMP_LIST(pattern->match_mapping.keys, dump_expr);
        fputs(", patterns=", out);
        DUMP_LIST(pattern->match_mapping.patterns, dump_pattern);
        fputs(", ", out);
        if (pattern->match_mapping.rest != NULL) {
            fputs("rest=", out);
            dump_name(pattern->match_mapping.rest);
            fputs(", ", out);
        }
        break;
    case AST_MATCH_CLASS:
        fputs("MatchClass(", out);
        dump_field("cls", pattern->match_class.cls);
        fputs("patterns=", out);
        DUMP_LIST(pattern->match_class.patterns, dump_pattern);
        fputs(", kwd_attrs=", out);
        DUMP_LIST(pattern->match_class.kwd_attrs, dump_name);
        fputs(", kwd_patterns=", out);
        DUMP_LIST(pattern->match_class.kwd_patterns, dump_pattern);
        fputs(", ", out);
        break;
    case AST_MATCH_STAR:
        fputs("MatchStar(", out);
        if (pattern->match_star.name != NULL) {
            fputs("name=", out);
            dump_name(pattern->match_star.name);
            fputs(", ", out);
        }
        break;
    case AST_MATCH_AS:
        fputs("MatchAs(", out);
        if (pattern->match_as.pattern != NULL) {
            fputs("pattern=", out);
            dump_pattern(pattern->match_as.pattern);
            fputs(", ", out);
        }
        if (pattern->match_as.name != NULL) {
            fputs("name=", out);
            dump_name(pattern->match_as.name);
            fputs(", ", out);
        }
        break;
    case AST_MATCH_OR:
        fputs("MatchOr(patterns=", out);
        DUMP_LIST(pattern->match_or.patterns, dump_pattern);
        fputs(", ", out);
        break;
    }
    dump_pos(pattern->pos);
}

static void dump_alias(const Alias *alias)
{
    fputs("alias(name=", out);
    dump_name(alias->name);
    fputs(", ", out);
    if (alias->asname != NULL) {
        fputs("asname=", out);
        dump_name(alias->asname);
        fputs(", ", out);
    }
    dump_pos(alias->pos);
}

static void dump_body(const char *label, StmtList list)
{
    fprintf(out, "%s=", label);
    DUMP_LIST(list, dump_stmt);
    fputs(", ", out);
}

static void dump_handler(const ExceptHandler *handler)
{
    fputs("ExceptHandler(", out);
    dump_field("type", handler->type);
    if (handler->name != NULL) {
        fputs("name=", out);
        dump_name(handler->name);
        fputs(", ", out);
    }
    dump_body("body", handler->body);
    dump_pos(handler->pos);
}

static void dump_with_item(const WithItem *item)
{
    fputs("withitem(context_expr=", out);
    dump_expr(item->context_expr);
    if (item->optional_vars != NULL) {
        fputs(", optional_vars=", out);
        dump_expr(item->optional_vars);
    }
    fputc(')', out);
}

static void dump_case(const MatchCase *item)
{
    fputs("match_case(pattern=", out);
    dump_pattern(item->pattern);
    fputs(", ", out);
    dump_field("guard", item->guard);
    fputs("body=", out);
    DUMP_LIST(item->body, dump_stmt);
    fputc(')', out);
}

static void dump_stmt(const Stmt *stmt)
{
    switch ((StmtKind)stmt->kind) {
    case AST_FUNCTION_DEF:
    case AST_ASYNC_FUNCTION_DEF:
        fprintf(out, "%sFunctionDef(name=", stmt->kind == AST_FUNCTION_DEF ? "" : "Async");
        dump_name(stmt->function_def.name);
        fputs(", args=", out);
        dump_arguments(stmt->function_def.args);
        fputs(", ", out);
        dump_body("body", stmt->function_def.body);
        fputs("decorator_list=", out);
        DUMP_LIST(stmt->function_def.decorator_list, dump_expr);
        fputs(", ", out);
        dump_field("returns", stmt->function_def.returns);
        break;
    case AST_CLASS_DEF:
        fputs("ClassDef(name=", out);
        dump_name(stmt->class_def.name);
        fputs(", bases=", out);
        DUMP_LIST(stmt->class_def.bases, dump_expr);
        fputs(", keywords=", out);
        DUMP_LIST(stmt->class_def.keywords, dump_keyword);
        fputs(", ", out);
        dump_body("body", stmt->class_def.body);
        fputs("decorator_list=", out);
        DUMP_LIST(stmt->class_def.decorator_list, dump_expr);
        fputs(", ", out);
        break;
    case AST_RETURN: fputs("Return(", out); dump_field("value", stmt->return_stmt.value); break;
    case AST_DELETE:
        fputs("Delete(targets=", out);
        DUMP_LIST(stmt->delete_stmt.targets, dump_expr);
        fputs(", ", out);
        break;
    case AST_ASSIGN:
        fputs("Assign(targets=", out);
        DUMP_LIST(stmt->assign.targets, dump_expr);
        fputs(", ", out);
        dump_field("value", stmt->assign.value);
        break;
    case AST_AUG_ASSIGN:
        fputs("AugAssign(", out);
        dump_field("target", stmt->aug_assign.target);
        fprintf(out, "op=%s(), ", bin_ops[stmt->aug_assign.op]);
        dump_field("value", stmt->aug_assign.value);
        break;
    case AST_ANN_ASSIGN:
        fputs("AnnAssign(", out);
        dump_field("target", stmt->ann_assign.target);
        dump_field("annotation", stmt->ann_assign.annotation);
        dump_field("value", stmt->ann_assign.value);
        fprintf(out, "simple=%d, ", stmt->ann_assign.simple);
        break;
    case AST_FOR:
    case AST_ASYNC_FOR:
        fprintf(out, "%sFor(", stmt->kind == AST_FOR ? "" : "Async");
        dump_field("target", stmt->for_stmt.target);
        dump_field("iter", stmt->for_stmt.iter);
        dump_body("body", stmt->for_stmt.body);
        dump_body("orelse", stmt->for_stmt.orelse);
        break;
    case AST_WHILE:
        fputs("While(", out);
        dump_field("test", stmt->while_stmt.test);
        dump_body("body", stmt->while_stmt.body);
        dump_body("orelse", stmt->while_stmt.orelse);
        break;
    case AST_IF:
        fputs("If(", out);
        dump_field("test", stmt->if_stmt.test);
        dump_body("body", stmt->if_stmt.body);
        dump_body("orelse", stmt->if_stmt.orelse);
        break;
    case AST_WITH:
    case AST_ASYNC_WITH:
        fprintf(out, "%sWith(items=", stmt->kind == AST_WITH ? "" : "Async");
        DUMP_LIST(stmt->with_stmt.items, dump_with_item);
        fputs(", ", out);
        dump_body("body", stmt->with_stmt.body);
        break;
    case AST_MATCH:
        fputs("Match(", out);
        dump_field("subject", stmt->match_stmt.subject);
        fputs("cases=", out);
        DUMP_LIST(stmt->match_stmt.cases, dump_case);
        fputs(", ", out);
        break;
    case AST_RAISE:
        fputs("Raise(", out);
        dump_field("exc", stmt->raise_stmt.exc);
        dump_field("cause", stmt->raise_stmt.cause);
        break;
    case AST_TRY:
    case AST_TRY_STAR:
        fprintf(out, "Try%s(", stmt->kind == AST_TRY ? "" : "Star");
        dump_body("body", stmt->try_stmt.body);
        fputs("handlers=", out);
        DUMP_LIST(stmt->try_stmt.handlers, dump_handler);
        fputs(", ", out);
        dump_body("orelse", stmt->try_stmt.orelse);
        dump_body("finalbody", stmt->try_stmt.finalbody);
        break;
    case AST_ASSERT:
        fputs("Assert(", out);
        dump_field("test", stmt->assert_stmt.test);
        dump_field("msg", stmt->assert_stmt.msg);
        break;
    case AST_IMPORT:
        fputs("Import(names=", out);
        DUMP_LIST(stmt->import_stmt.names, dump_alias);
        fputs(", ", out);
        break;
    case AST_IMPORT_FROM:
        fputs("ImportFrom(", out);
        if (stmt->import_from.module != NULL) {
            fputs("module=", out);
            dump_name(stmt->import_from.module);
            fputs(", ", out);
        }
        fputs("names=", out);
        DUMP_LIST(stmt->import_from.names, dump_alias);
        fprintf(out, ", level=%d, ", stmt->import_from.level);
        break;
    case AST_GLOBAL:
        fputs("Global(names=", out);
        DUMP_LIST(stmt->global_stmt.names, dump_name);
        fputs(", ", out);
        break;
    case AST_NONLOCAL:
        fputs("Nonlocal(names=", out);
        DUMP_LIST(stmt->nonlocal_stmt.names, dump_name);
        fputs(", ", out);
        break;
    case AST_EXPR: fputs("Expr(", out); dump_field("value", stmt->expr_stmt.value); break;
    case AST_PASS: fputs("Pass(", out); break;
    case AST_BREAK: fputs("Break(", out); break;
    case AST_CONTINUE: fputs("Continue(", out); break;
    }
    dump_pos(stmt->pos);
}

static void dump_module(const AstModule *module)
{
    switch ((ModuleKind)module->kind) {
    case AST_MODULE:
        fputs("Module(body=", out);
        DUMP_LIST(module->body, dump_stmt);
        fputs(", type_ignores=[])", out);
        break;
    case AST_INTERACTIVE:
        fputs("Interactive(body=", out);
        DUMP_LIST(module->body, dump_stmt);
        fputc(')', out);
        break;
    case AST_EXPRESSION:
        fputs("Expression(body=", out);
        dump_expr(module->expression);
        fputc(')', out);
        break;
    }
}

static void dump_error(const SyntaxErrorInfo *error)
{
    static const char *const kinds[] = {
        "OK", "SyntaxError", "IndentationError", "TabError", "MemoryError",
        "RecursionError", "ValueError", "UnicodeEncodeError",
    };
    fprintf(out, "(\"%s\", ", kinds[error->kind]);
    dump_bytes(error->message, strlen(error->message));
    if (error->has_location) {
        fprintf(out, ", %d, %d", error->lineno, error->offset);
        if (error->has_end)
            fprintf(out, ", %d, %d, ", error->end_lineno, error->end_offset);
        else
            fputs(", None, None, ", out);
        if (error->text != NULL)
            dump_bytes(error->text, error->text_length);
        else
            fputs("None", out);
    }
    fputc(')', out);
}

/* Stands in for the Unicode library: decides only what the tests need. */
static bool test_normalise(void *context, Arena *arena, const char *bytes, size_t length, size_t *bad_at,
                           const char **normalised, size_t *normalised_length)
{
    (void)context;
    (void)arena;
    *bad_at = length;
    size_t size;
    for (size_t at = 0; at < length; at += size) {
        uint32_t c = utf8_decode(bytes + at, length - at, &size);
        bool is_letter = c < 0x80 || c == 0xAA || c == 0xB5 || c == 0xBA
            || (c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c < 0x2070)
                && !(c >= 0x20A0 && c < 0x2100) && !(c >= 0x2190 && c < 0x2C00) && !(c >= 0x3000 && c < 0x3005)
                && c != 0xFEFF && c != 0xFFFD && c != 0xFF08 && !(c >= 0x1F000 && c < 0x1FB00));
        if (!is_letter) {
            *bad_at = at;
            break;
        }
    }
    *normalised = bytes;
    *normalised_length = length;
    return true;
}

static bool test_is_printable(void *context, uint32_t c)
{
    (void)context;
    return !(c < 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0xAD || (c >= 0x2000 && c <= 0x200F)
             || (c >= 0x2028 && c <= 0x202F) || c == 0xFEFF || c == 0x3000);
}

static int32_t test_lookup(void *context, const char *name, size_t length)
{
    static const struct { const char *name; int32_t code_point; } known[] = {
#include "test_names.inc"
        {NULL, -1},
    };
    (void)context;
    for (int i = 0; known[i].name != NULL; i++)
        if (strlen(known[i].name) == length && strncasecmp(known[i].name, name, length) == 0)
            return known[i].code_point;
    return -1;
}

static bool test_warn(void *context, WarningKind kind, const char *message, int lineno)
{
    (void)context;
    fprintf(out, "%s:%d:", kind == WARNING_SYNTAX ? "SyntaxWarning" : "DeprecationWarning", lineno);
    dump_bytes(message, strlen(message));
    fputc(' ', out);
    return true;
}

static char *read_all(FILE *file, size_t *length)
{
    size_t capacity = 1 << 16;
    char *bytes = malloc(capacity);
    *length = 0;
    size_t n;
    while ((n = fread(bytes + *length, 1, capacity - *length, file)) > 0) {
        *length += n;
        if (*length == capacity)
            bytes = realloc(bytes, capacity *= 2);
    }
    return bytes;
}

static ParseFlags test_flags(bool is_str)
{
    return (ParseFlags){
        .source_is_str = is_str,
        .int_digits_limit = 4300,
        .normalise_identifier = test_normalise,
        .lookup_character = test_lookup,
        .is_printable = test_is_printable,
    };
}

/* Each case: mode letter (f, s, e; upper case for bytes), length, newline, bytes. */
static void run_cases(void)
{
    char mode;
    unsigned long length;
    while (scanf(" %c %lu", &mode, &length) == 2) {
        getchar();
        char *bytes = malloc(length + 1);
        if (fread(bytes, 1, length, stdin) != length)
            exit(2);
        bool is_str = mode >= 'a';
        mode |= 0x20;
        Arena arena;
        SyntaxErrorInfo error;
        arena_init(&arena);
        if (mode == 'w') {
            ParseFlags flags = test_flags(true);
            flags.warn = test_warn;
            ParseResult result = parse_source(&arena, bytes, length, "<f>", PARSE_FILE, flags, &error);
            fputs(result.module != NULL ? "ok\n" : "error\n", out);
            arena_free_all(&arena);
            free(bytes);
            continue;
        }
        if (mode == 'i') {
            ParseFlags flags = test_flags(true);
            flags.dont_imply_dedent = true;
            ParseResult result = parse_source(&arena, bytes, length, "<f>", PARSE_INTERACTIVE, flags, &error);
            fputs(result.module != NULL ? "complete\n" : error.incomplete_input ? "incomplete\n" : "error\n", out);
            arena_free_all(&arena);
            free(bytes);
            continue;
        }
        ParseResult result = parse_source(&arena, bytes, length, "<f>",
                                          mode == 'f' ? PARSE_FILE : mode == 's' ? PARSE_INTERACTIVE : PARSE_EXPRESSION,
                                          test_flags(is_str), &error);
        if (result.module != NULL)
            dump_module(result.module);
        else
            dump_error(&error);
        fputc('\n', out);
        arena_free_all(&arena);
        free(bytes);
    }
}

int main(int argc, char **argv)
{
    bool quiet = false;
    int status = 0;
    out = stdout;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-q") == 0) {
            quiet = true;
            continue;
        }
        if (strcmp(argv[i], "-e") == 0) {
            run_cases();
            continue;
        }
        FILE *file = fopen(argv[i], "rb");
        if (file == NULL) {
            perror(argv[i]);
            return 2;
        }
        size_t length;
        char *bytes = read_all(file, &length);
        fclose(file);
        Arena arena;
        SyntaxErrorInfo error;
        arena_init(&arena);
        ParseResult result = parse_source(&arena, bytes, length, argv[i], PARSE_FILE, test_flags(false), &error);
        if (result.module == NULL) {
            dump_error(&error);
            fputc('\n', out);
            status = 1;
        } else if (!quiet) {
            dump_module(result.module);
            fputc('\n', out);
        }
        arena_free_all(&arena);
        free(bytes);
    }
    return status;
}

/*
 * unparse.c - an expression back to source text: annotations under
 * `from __future__ import annotations` are kept as strings.  The text is that of
 * CPython's own unparser, quirks included.
 */
#include "front/compiler.h"

#include <string.h>

typedef enum Precedence { /* what needs parentheses inside what */
                          PR_TUPLE,
                          PR_TEST,
                          PR_OR,
                          PR_AND,
                          PR_NOT,
                          PR_CMP,
                          PR_EXPR,
                          PR_BOR = PR_EXPR,
                          PR_BXOR,
                          PR_BAND,
                          PR_SHIFT,
                          PR_ARITH,
                          PR_TERM,
                          PR_FACTOR,
                          PR_POWER,
                          PR_AWAIT,
                          PR_ATOM
} Precedence;

typedef struct Writer {
    Context *c;
    StrBuilder b;
} Writer;

static void write_expr(Writer *w, const Expr *e, int level);

static void text(Writer *w, const char *s) {
    builder_cstring(&w->b, s);
}
static void text_if(Writer *w, bool condition, const char *s) {
    if (condition) text(w, s);
}
static void name(Writer *w, const Name *n) {
    builder_str(&w->b, context_name(w->c, n));
}

static void write_list(Writer *w, ExprList list, int level) {
    for (uint32_t i = 0; i < list.count; i++) {
        text_if(w, i, ", ");
        write_expr(w, list.items[i], level);
    }
}

static void write_bool_op(Writer *w, const Expr *e, int level) {
    bool and = e->bool_op.op == BOOL_AND;
    int own = and? PR_AND : PR_OR;
    text_if(w, level > own, "(");
    for (uint32_t i = 0; i < e->bool_op.values.count; i++) {
        text_if(w, i, and? " and " : " or ");
        write_expr(w, e->bool_op.values.items[i], own + 1);
    }
    text_if(w, level > own, ")");
}

static void write_bin_op(Writer *w, const Expr *e, int level) {
    const char *op = "";
    int own = PR_ARITH;
    bool right = false;
    switch ((Operator)e->bin_op.op) {
    case OP_ADD: op = " + "; break;
    case OP_SUB: op = " - "; break;
    case OP_MULT:
        op = " * ";
        own = PR_TERM;
        break;
    case OP_MAT_MULT:
        op = " @ ";
        own = PR_TERM;
        break;
    case OP_DIV:
        op = " / ";
        own = PR_TERM;
        break;
    case OP_MOD:
        op = " % ";
        own = PR_TERM;
        break;
    case OP_LSHIFT:
        op = " << ";
        own = PR_SHIFT;
        break;
    case OP_RSHIFT:
        op = " >> ";
        own = PR_SHIFT;
        break;
    case OP_BIT_OR:
        op = " | ";
        own = PR_BOR;
        break;
    case OP_BIT_XOR:
        op = " ^ ";
        own = PR_BXOR;
        break;
    case OP_BIT_AND:
        op = " & ";
        own = PR_BAND;
        break;
    case OP_FLOOR_DIV:
        op = " // ";
        own = PR_TERM;
        break;
    case OP_POW:
        op = " ** ";
        own = PR_POWER;
        right = true;
        break;
    }
    text_if(w, level > own, "(");
    write_expr(w, e->bin_op.left, own + right);
    text(w, op);
    write_expr(w, e->bin_op.right, own + !right);
    text_if(w, level > own, ")");
}

static void write_unary_op(Writer *w, const Expr *e, int level) {
    const char *op = "";
    int own = PR_FACTOR;
    switch ((UnaryOpKind)e->unary_op.op) {
    case UNARY_INVERT: op = "~"; break;
    case UNARY_NOT:
        op = "not ";
        own = PR_NOT;
        break;
    case UNARY_UADD: op = "+"; break;
    case UNARY_USUB: op = "-"; break;
    }
    text_if(w, level > own, "(");
    text(w, op);
    write_expr(w, e->unary_op.operand, own);
    text_if(w, level > own, ")");
}

static void separate(Writer *w, bool *first) {
    text_if(w, !*first, ", ");
    *first = false;
}

static void write_arg(Writer *w, const Arg *arg, const Expr *fallback) {
    name(w, arg->arg);
    if (arg->annotation) {
        text(w, ": ");
        write_expr(w, arg->annotation, PR_TEST);
    }
    if (fallback) {
        text(w, "=");
        write_expr(w, fallback, PR_TEST);
    }
}

static void write_args(Writer *w, const Arguments *args) {
    bool first = true;
    uint32_t only = args->posonlyargs.count, total = only + args->args.count;
    for (uint32_t i = 0; i < total; i++) {
        const Arg *arg = i < only ? args->posonlyargs.items[i] : args->args.items[i - only];
        uint32_t from = total - args->defaults.count;
        separate(w, &first);
        write_arg(w, arg, i >= from ? args->defaults.items[i - from] : NULL);
        text_if(w, i + 1 == only, ", /");
    }
    if (args->vararg || args->kwonlyargs.count) {
        separate(w, &first);
        text(w, "*");
        if (args->vararg) write_arg(w, args->vararg, NULL);
    }
    for (uint32_t i = 0; i < args->kwonlyargs.count; i++) {
        separate(w, &first);
        write_arg(w, args->kwonlyargs.items[i],
                  i < args->kw_defaults.count ? args->kw_defaults.items[i] : NULL);
    }
    if (args->kwarg) {
        separate(w, &first);
        text(w, "**");
        write_arg(w, args->kwarg, NULL);
    }
}

static void write_lambda(Writer *w, const Expr *e, int level) {
    const Arguments *args = e->lambda.args;
    text_if(w, level > PR_TEST, "(");
    text(w, args->args.count + args->posonlyargs.count ? "lambda " : "lambda");
    write_args(w, args);
    text(w, ": ");
    write_expr(w, e->lambda.body, PR_TEST);
    text_if(w, level > PR_TEST, ")");
}

static void write_if_exp(Writer *w, const Expr *e, int level) {
    text_if(w, level > PR_TEST, "(");
    write_expr(w, e->if_exp.body, PR_TEST + 1);
    text(w, " if ");
    write_expr(w, e->if_exp.test, PR_TEST + 1);
    text(w, " else ");
    write_expr(w, e->if_exp.orelse, PR_TEST);
    text_if(w, level > PR_TEST, ")");
}

static void write_dict(Writer *w, const Expr *e) {
    text(w, "{");
    for (uint32_t i = 0; i < e->dict.values.count; i++) {
        text_if(w, i, ", ");
        if (e->dict.keys.items[i]) {
            write_expr(w, e->dict.keys.items[i], PR_TEST);
            text(w, ": ");
            write_expr(w, e->dict.values.items[i], PR_TEST);
        } else {
            text(w, "**");
            write_expr(w, e->dict.values.items[i], PR_EXPR);
        }
    }
    text(w, "}");
}

static void write_generators(Writer *w, ComprehensionList list) {
    for (uint32_t i = 0; i < list.count; i++) {
        const Comprehension *g = list.items[i];
        text(w, g->is_async ? " async for " : " for ");
        write_expr(w, g->target, PR_TUPLE);
        text(w, " in ");
        write_expr(w, g->iter, PR_TEST + 1);
        for (uint32_t k = 0; k < g->ifs.count; k++) {
            text(w, " if ");
            write_expr(w, g->ifs.items[k], PR_TEST + 1);
        }
    }
}

static void write_comprehension(Writer *w, const Expr *e, const char *open, const char *close) {
    text(w, open);
    write_expr(w, e->comp.elt, PR_TEST);
    write_generators(w, e->comp.generators);
    text(w, close);
}

static void write_compare(Writer *w, const Expr *e, int level) {
    static const char *const operators[] = {
        [CMP_EQ] = " == ", [CMP_NOT_EQ] = " != ",     [CMP_LT] = " < ",  [CMP_LT_E] = " <= ",
        [CMP_GT] = " > ",  [CMP_GT_E] = " >= ",       [CMP_IS] = " is ", [CMP_IS_NOT] = " is not ",
        [CMP_IN] = " in ", [CMP_NOT_IN] = " not in ",
    };
    text_if(w, level > PR_CMP, "(");
    write_expr(w, e->compare.left, PR_CMP + 1);
    for (uint32_t i = 0; i < e->compare.comparators.count; i++) {
        text(w, operators[e->compare.ops[i]]);
        write_expr(w, e->compare.comparators.items[i], PR_CMP + 1);
    }
    text_if(w, level > PR_CMP, ")");
}

static void write_call(Writer *w, const Expr *e) {
    ExprList args = e->call.args;
    KeywordList keywords = e->call.keywords;
    write_expr(w, e->call.func, PR_ATOM);
    if (args.count == 1 && !keywords.count && args.items[0]->kind == AST_GENERATOR_EXP) {
        write_expr(w, args.items[0], PR_TUPLE);
        return;
    }
    text(w, "(");
    write_list(w, args, PR_TEST);
    for (uint32_t i = 0; i < keywords.count; i++) {
        text_if(w, args.count || i, ", ");
        if (keywords.items[i]->arg) {
            name(w, keywords.items[i]->arg);
            text(w, "=");
        } else {
            text(w, "**");
        }
        write_expr(w, keywords.items[i]->value, PR_TEST);
    }
    text(w, ")");
}

/* ---- constants and f-strings ---- */

/* Infinity has no literal; a number too big for a float has its value. */
static void write_number(Writer *w, Value repr) {
    size_t length;
    const char *s = str_to_utf8(w->c->t, repr, &length);
    if (!s) context_escape(w->c);
    for (const char *inf; (inf = strstr(s, "inf")); s = inf + 3) {
        builder_ascii(&w->b, s, (size_t)(inf - s));
        text(w, "1e309");
    }
    text(w, s);
}

static void write_constant(Writer *w, const Constant *constant) {
    if (constant->kind == CONSTANT_ELLIPSIS) {
        text(w, "...");
        return;
    }
    text_if(w, constant->kind == CONSTANT_STR && constant->u_prefix, "u");
    Value repr = context_keep(w->c, constant_repr(w->c->t, constant_of(w->c, constant)));
    if (constant->kind == CONSTANT_FLOAT || constant->kind == CONSTANT_IMAGINARY)
        write_number(w, repr);
    else
        builder_str(&w->b, repr);
}

static void write_fstring_element(Writer *w, const Expr *e);

static void write_escaped(Writer *w, Value s) {
    Str *str = value_as_str(s);
    void *data = str_data(w->c->t, str);
    if (!data) context_escape(w->c);
    for (uint32_t i = 0; i < str->length; i++) {
        uint32_t ch = str_char_at(data, str->width, i);
        builder_char(&w->b, ch);
        if (ch == '{' || ch == '}') builder_char(&w->b, ch);
    }
}

static Value finish(Writer *w) {
    return context_keep(w->c, builder_finish(&w->b));
}

static void write_formatted_value(Writer *w, const Expr *e) {
    Writer inner = {.c = w->c};
    builder_init(&inner.b, w->c->t);
    write_expr(&inner, e->formatted_value.value, PR_TEST + 1);
    Value body = finish(&inner);
    Str *str = value_as_str(body);
    void *data = str_data(w->c->t, str);
    text(w, str->length && data && str_char_at(data, str->width, 0) == '{' ? "{ " : "{");
    builder_str(&w->b, body);
    switch (e->formatted_value.conversion) {
    case 'a': text(w, "!a"); break;
    case 'r': text(w, "!r"); break;
    case 's': text(w, "!s"); break;
    default: break;
    }
    if (e->formatted_value.format_spec) {
        text(w, ":");
        write_fstring_element(w, e->formatted_value.format_spec);
    }
    text(w, "}");
}

static void write_fstring_element(Writer *w, const Expr *e) {
    switch (e->kind) {
    case AST_CONSTANT: write_escaped(w, constant_of(w->c, &e->constant)); break;
    case AST_JOINED_STR:
        for (uint32_t i = 0; i < e->joined_str.values.count; i++)
            write_fstring_element(w, e->joined_str.values.items[i]);
        break;
    default: write_formatted_value(w, e); break;
    }
}

static void write_joined_str(Writer *w, const Expr *e) {
    Writer inner = {.c = w->c};
    builder_init(&inner.b, w->c->t);
    write_fstring_element(&inner, e);
    text(w, "f");
    builder_str(&w->b, context_keep(w->c, str_repr(w->c->t, finish(&inner))));
}

/* ---- the rest ---- */

static void write_tuple(Writer *w, const Expr *e, int level) {
    ExprList list = e->tuple.elts;
    if (!list.count) {
        text(w, "()");
        return;
    }
    text_if(w, level > PR_TUPLE, "(");
    write_list(w, list, PR_TEST);
    text_if(w, list.count == 1, ",");
    text_if(w, level > PR_TUPLE, ")");
}

static void write_slice(Writer *w, const Expr *e) {
    if (e->slice.lower) write_expr(w, e->slice.lower, PR_TEST);
    text(w, ":");
    if (e->slice.upper) write_expr(w, e->slice.upper, PR_TEST);
    if (e->slice.step) {
        text(w, ":");
        write_expr(w, e->slice.step, PR_TEST);
    }
}

static void write_named(Writer *w, const Expr *e, int level) {
    text_if(w, level > PR_TUPLE, "(");
    write_expr(w, e->named_expr.target, PR_ATOM);
    text(w, " := ");
    write_expr(w, e->named_expr.value, PR_ATOM);
    text_if(w, level > PR_TUPLE, ")");
}

static void write_expr(Writer *w, const Expr *e, int level) {
    context_enter(w->c);
    switch ((ExprKind)e->kind) {
    case AST_BOOL_OP: write_bool_op(w, e, level); break;
    case AST_NAMED_EXPR: write_named(w, e, level); break;
    case AST_BIN_OP: write_bin_op(w, e, level); break;
    case AST_UNARY_OP: write_unary_op(w, e, level); break;
    case AST_LAMBDA: write_lambda(w, e, level); break;
    case AST_IF_EXP: write_if_exp(w, e, level); break;
    case AST_DICT: write_dict(w, e); break;
    case AST_SET:
        text(w, "{");
        write_list(w, e->set.elts, PR_TEST);
        text(w, "}");
        break;
    case AST_LIST_COMP: write_comprehension(w, e, "[", "]"); break;
    case AST_SET_COMP: write_comprehension(w, e, "{", "}"); break;
    case AST_GENERATOR_EXP: write_comprehension(w, e, "(", ")"); break;
    case AST_DICT_COMP:
        text(w, "{");
        write_expr(w, e->dict_comp.key, PR_TEST);
        text(w, ": ");
        write_expr(w, e->dict_comp.value, PR_TEST);
        write_generators(w, e->dict_comp.generators);
        text(w, "}");
        break;
    case AST_AWAIT:
        text_if(w, level > PR_AWAIT, "(");
        text(w, "await ");
        write_expr(w, e->await.value, PR_ATOM);
        text_if(w, level > PR_AWAIT, ")");
        break;
    case AST_YIELD:
        if (!e->yield.value) {
            text(w, "(yield)");
            break;
        }
        text(w, "(yield ");
        write_expr(w, e->yield.value, PR_TEST);
        text(w, ")");
        break;
    case AST_YIELD_FROM:
        text(w, "(yield from ");
        write_expr(w, e->yield_from.value, PR_TEST);
        text(w, ")");
        break;
    case AST_COMPARE: write_compare(w, e, level); break;
    case AST_CALL: write_call(w, e); break;
    case AST_FORMATTED_VALUE: write_formatted_value(w, e); break;
    case AST_JOINED_STR: write_joined_str(w, e); break;
    case AST_CONSTANT: write_constant(w, &e->constant); break;
    case AST_ATTRIBUTE: {
        const Expr *value = e->attribute.value;
        write_expr(w, value, PR_ATOM);
        text(w, value->kind == AST_CONSTANT && value->constant.kind == CONSTANT_INT ? " ." : ".");
        name(w, e->attribute.attr);
        break;
    }
    case AST_SUBSCRIPT:
        write_expr(w, e->subscript.value, PR_ATOM);
        text(w, "[");
        write_expr(w, e->subscript.slice, PR_TUPLE);
        text(w, "]");
        break;
    case AST_STARRED:
        text(w, "*");
        write_expr(w, e->starred.value, PR_EXPR);
        break;
    case AST_NAME: name(w, e->name.id); break;
    case AST_LIST:
        text(w, "[");
        write_list(w, e->list.elts, PR_TEST);
        text(w, "]");
        break;
    case AST_TUPLE: write_tuple(w, e, level); break;
    case AST_SLICE: write_slice(w, e); break;
    }
    context_leave(w->c);
}

Value unparse_expr(Context *c, const Expr *e) {
    Writer w = {.c = c};
    builder_init(&w.b, c->t);
    write_expr(&w, e, PR_TEST);
    return finish(&w);
}

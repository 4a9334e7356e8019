/*
 * anchors.c - which part of an expression a traceback marks with ^ instead of ~:
 * the operator of a binary operation, the brackets of a subscription.
 */
#include <ctype.h>
#include <string.h>

#include "front/anchors.h"
#include "front/ast.h"
#include "front/parser.h"

bool caret_anchors(const char *segment, size_t length, size_t *left, size_t *right) {
    Arena arena;
    arena_init(&arena);
    SyntaxErrorInfo error;
    ParseFlags flags = {.source_is_str = true};
    ParseResult parsed = parse_source(&arena, segment, length, "<string>", PARSE_FILE, flags, &error);
    bool found = false;
    if (parsed.module && parsed.module->body.count == 1 &&
        parsed.module->body.items[0]->kind == AST_EXPR) {
        const Expr *e = parsed.module->body.items[0]->expr_stmt.value;
        if (e->kind == AST_BIN_OP) {
            size_t i = (size_t)e->bin_op.left->pos.end_col_offset;
            size_t end = (size_t)e->bin_op.right->pos.col_offset;
            while (i < end && isspace((unsigned char)segment[i]))
                i++;
            /* CPython 3.11.2 takes what follows the left side, be it a
             * parenthesis, and a second character that is not blank. */
            *left = i;
            *right = i + 1;
            if (i + 1 < end && !isspace((unsigned char)segment[i + 1]))
                ++*right;
            found = i < end;
        } else if (e->kind == AST_SUBSCRIPT) {
            *left = (size_t)e->subscript.value->pos.end_col_offset;
            *right = (size_t)e->subscript.slice->pos.end_col_offset + 1;
            found = true;
        }
    }
    arena_free_all(&arena);
    return found;
}

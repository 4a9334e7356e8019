/*
 * compile_call.c - calls.
 *
 * Callee and arguments stand in consecutive registers.  `o.name(...)` loads
 * function and receiver as a pair, so that no bound method is made.  Calls with
 * * or ** or very many arguments gather them in a list and a dict (CALL_EX).
 */
#include "front/compiler.h"

enum { CALL_REGISTERS = 250 }; /* more arguments go through a list */

void check_keywords(Unit *u, KeywordList keywords, AstPos pos) {
    for (uint32_t i = 0; i < keywords.count; i++) {
        const Keyword *keyword = keywords.items[i];
        if (!keyword->arg) continue;
        variable_check_store(u, keyword->arg, pos);
        for (uint32_t j = i + 1; j < keywords.count; j++)
            if (keywords.items[j]->arg == keyword->arg)
                compile_error(u, keywords.items[j]->pos, "keyword argument repeated: %s",
                              keyword->arg->bytes);
    }
}

static bool needs_gathering(ExprList args, KeywordList keywords, uint32_t extra) {
    if (args.count + keywords.count + extra > CALL_REGISTERS) return true;
    for (uint32_t i = 0; i < args.count; i++)
        if (args.items[i]->kind == AST_STARRED) return true;
    for (uint32_t i = 0; i < keywords.count; i++)
        if (!keywords.items[i]->arg) return true;
    return false;
}

static uint32_t keyword_names(Unit *u, KeywordList keywords) {
    Value *names = context_alloc(u->x, keywords.count * sizeof *names);
    for (uint32_t i = 0; i < keywords.count; i++)
        names[i] = context_name(u->x, keywords.items[i]->arg);
    Value tuple = tuple_from_values(u->x->t, names, keywords.count);
    if (value_is_error(tuple)) context_escape(u->x);
    return emitter_const(&u->e, constant_canonical(u->x, tuple));
}

/* The iterable of positional arguments, in `reg`; `extra` values stand before
 * it (from first on) and come first. */
static void gather_positional(Unit *u, uint32_t reg, uint32_t first, uint32_t extra, ExprList args,
                              AstPos pos) {
    if (!extra && args.count == 1 && args.items[0]->kind == AST_STARRED) {
        expr_to(u, args.items[0]->starred.value, reg);
        return;
    }
    at(u, pos);
    emit(u, OPC_BUILD_LIST, reg, first, extra);
    for (uint32_t i = 0; i < args.count; i++) {
        uint32_t mark = u->top;
        const Expr *arg = args.items[i];
        bool star = arg->kind == AST_STARRED;
        uint32_t value = expr(u, star ? arg->starred.value : arg);
        at(u, pos);
        emit(u, star ? OPC_LIST_EXTEND : OPC_LIST_APPEND, reg, value, 0);
        u->top = mark;
    }
}

/* The mapping of keyword arguments, in `reg`.  A run of names in front of the
 * first ** cannot clash; later ones are merged, which finds duplicates. */
static void gather_keywords(Unit *u, uint32_t reg, uint32_t callee, KeywordList keywords,
                            AstPos pos) {
    uint32_t mark = u->top;
    at(u, pos);
    if (!keywords.count) {
        emit(u, OPC_LOAD_UNDEF, reg, 0, 0);
        return;
    }
    emit(u, OPC_BUILD_MAP, reg, reg, 0);
    bool merged = false;
    for (uint32_t i = 0; i < keywords.count;) {
        if (!keywords.items[i]->arg) {
            uint32_t mapping = expr(u, keywords.items[i]->value);
            at(u, pos);
            emit(u, OPC_DICT_MERGE, reg, mapping, callee);
            u->top = mark;
            merged = true;
            i++;
            continue;
        }
        uint32_t into = reg;
        if (merged) {
            into = reg_new(u);
            at(u, pos);
            emit(u, OPC_BUILD_MAP, into, into, 0);
        }
        uint32_t pair = reg_new_many(u, 2);
        for (; i < keywords.count && keywords.items[i]->arg; i++) {
            emit_constant(u, pair, context_name(u->x, keywords.items[i]->arg));
            expr_to(u, keywords.items[i]->value, pair + 1);
            at(u, pos);
            emit(u, OPC_MAP_ADD, into, pair, pair + 1);
        }
        if (merged) emit(u, OPC_DICT_MERGE, reg, into, callee);
        u->top = mark;
    }
}

void compile_arguments(Unit *u, uint32_t dst, uint32_t base, uint32_t extra, ExprList args,
                       KeywordList keywords, AstPos pos) {
    check_keywords(u, keywords, pos);
    if (needs_gathering(args, keywords, extra)) {
        /* The list takes the place of the first argument. */
        uint32_t list = extra ? reg_new(u) : base + 1;
        if (!extra) reg_new(u);
        gather_positional(u, list, base + 1, extra, args, pos);
        if (extra) emit_move(u, base + 1, list);
        while (u->top < base + 3) reg_new(u);
        gather_keywords(u, base + 2, base, keywords, pos);
        at(u, pos);
        emit(u, OPC_CALL_EX, dst, base, 0);
        return;
    }
    uint32_t count = args.count + keywords.count;
    uint32_t first = reg_new_many(u, count);
    exprs_to_registers(u, args, first);
    for (uint32_t i = 0; i < keywords.count; i++)
        expr_to(u, keywords.items[i]->value, first + args.count + i);
    at(u, pos);
    if (keywords.count)
        emitter_emit_extended(&u->e, OPC_CALL_KW, dst, base, extra + count,
                              keyword_names(u, keywords));
    else
        emitter_emit_cached(&u->e, OPC_CALL, dst, base, extra + count);
}

/* 1 (2) and the like are mostly a forgotten comma. */
static void check_callee(Unit *u, const Expr *e) {
    const char *type = NULL;
    const Expr *f = e->call.func;
    switch (f->kind) {
    case AST_CONSTANT:
        switch ((ConstantKind)f->constant.kind) {
        case CONSTANT_NONE: type = "NoneType"; break;
        case CONSTANT_TRUE:
        case CONSTANT_FALSE: type = "bool"; break;
        case CONSTANT_ELLIPSIS: type = "ellipsis"; break;
        case CONSTANT_INT: type = "int"; break;
        case CONSTANT_FLOAT: type = "float"; break;
        case CONSTANT_IMAGINARY: type = "complex"; break;
        case CONSTANT_STR: type = "str"; break;
        case CONSTANT_BYTES: type = "bytes"; break;
        }
        break;
    case AST_TUPLE: type = "tuple"; break;
    case AST_LIST:
    case AST_LIST_COMP: type = "list"; break;
    case AST_DICT:
    case AST_DICT_COMP: type = "dict"; break;
    case AST_SET:
    case AST_SET_COMP: type = "set"; break;
    case AST_GENERATOR_EXP: type = "generator"; break;
    case AST_JOINED_STR:
    case AST_FORMATTED_VALUE: type = "str"; break;
    default: break;
    }
    if (type)
        context_warn(u->x, TYPE_SyntaxWarning, e->pos,
                     "'%s' object is not callable; perhaps you missed a comma?", type);
}

uint32_t super_attribute_cell(Unit *u, const Expr *e) {
    const Expr *call = e->attribute.value;
    if (call->kind != AST_CALL || call->call.args.count || call->call.keywords.count ||
        call->call.func->kind != AST_NAME)
        return NO_INDEX;
    return variable_super_cell(u, call->call.func->name.id);
}

void emit_super_attribute(Unit *u, const Expr *e, uint32_t cell, uint32_t reg, Opcode general) {
    const Expr *call = e->attribute.value;
    Value name = context_mangled(u->x, u->current->class_name, e->attribute.attr);
    expr_to(u, call->call.func, reg);
    if (reg <= 0xff) { /* else the general form would be longer */
        emit_attribute_position(u, e);
        emit_name(u, general == OPC_GET_ATTR ? OPC_LOAD_SUPER_ATTR : OPC_LOAD_SUPER_METHOD, reg, cell, name);
    }
    at(u, call->pos);
    emitter_emit_cached(&u->e, OPC_CALL, reg, reg, 0);
    emit_attribute_position(u, e);
    emit_name(u, general, reg, reg, name);
}

static void method_call(Unit *u, const Expr *e, uint32_t base, uint32_t dst) {
    const Expr *method = e->call.func;
    ExprList args = e->call.args;
    KeywordList keywords = e->call.keywords;
    check_keywords(u, keywords, e->pos);
    reg_new_many(u, 2);
    uint32_t mark = u->top;
    uint32_t cell = super_attribute_cell(u, method);
    if (cell != NO_INDEX) {
        emit_super_attribute(u, method, cell, base, OPC_LOAD_METHOD);
    } else {
        uint32_t object = expr(u, method->attribute.value);
        emit_attribute_position(u, method);
        emit_name(u, OPC_LOAD_METHOD, base, object,
                  context_mangled(u->x, u->current->class_name, method->attribute.attr));
    }
    u->top = mark;
    uint32_t count = args.count + keywords.count;
    uint32_t first = reg_new_many(u, count);
    exprs_to_registers(u, args, first);
    for (uint32_t i = 0; i < keywords.count; i++)
        expr_to(u, keywords.items[i]->value, first + args.count + i);
    AstPos pos = e->pos;
    if (method->pos.end_lineno != e->pos.lineno) {
        /* The call starts on the line of the method's name. */
        Expr moved = *method;
        moved.pos.lineno = e->pos.lineno;
        emit_attribute_position(u, &moved);
        pos.lineno = u->e.position.line;
        pos.col_offset = u->e.position.column;
        if (pos.col_offset < 0) pos.end_col_offset = -1;
    }
    at(u, pos);
    if (keywords.count)
        emitter_emit_extended(&u->e, OPC_CALL_METHOD_KW, dst, base, count,
                              keyword_names(u, keywords));
    else
        emitter_emit_cached(&u->e, OPC_CALL_METHOD, dst, base, count);
}

Operand compile_call(Unit *u, const Expr *e, uint32_t hint) {
    const Expr *func = e->call.func;
    uint32_t base = u->top;
    uint32_t dst = hint != NO_HINT ? hint : base;
    if (func->kind == AST_ATTRIBUTE && !needs_gathering(e->call.args, e->call.keywords, 0)) {
        method_call(u, e, base, dst);
    } else {
        check_callee(u, e);
        expr_to(u, func, reg_new(u));
        compile_arguments(u, dst, base, 0, e->call.args, e->call.keywords, e->pos);
    }
    u->top = hint != NO_HINT ? base : base + 1;
    return (Operand){.reg = dst};
}

/* compile_expr.c - expressions to registers; conditions to jumps. */
#include "front/compiler.h"

#include <stdio.h>
#include <string.h>

#include "runtime/dict.h"

/* ---- operands ---- */

uint32_t operand_register(Unit *u, Operand o) {
    if (!o.constant) return o.reg;
    uint32_t reg = reg_new(u);
    emit_constant(u, reg, o.value);
    return reg;
}

void operand_to(Unit *u, Operand o, uint32_t reg) {
    if (o.constant)
        emit_constant(u, reg, o.value);
    else
        emit_move(u, reg, o.reg);
}

void expr_to(Unit *u, const Expr *e, uint32_t reg) {
    uint32_t mark = u->top;
    Operand o = operand(u, e, reg);
    at(u, e->pos);
    operand_to(u, o, reg);
    u->top = mark;
}

uint32_t expr(Unit *u, const Expr *e) {
    Operand o = operand(u, e, NO_HINT);
    if (o.constant) at(u, e->pos);
    return operand_register(u, o);
}

void expr_discard(Unit *u, const Expr *e) {
    uint32_t mark = u->top;
    operand(u, e, NO_HINT);
    u->top = mark;
}

/* Whether evaluating e may rebind a variable of this frame. */
static bool may_rebind(const Unit *u, const Expr *e) {
    if (!u->scope->has_walrus) return false;
    while (e->kind == AST_ATTRIBUTE) e = e->attribute.value;
    return e->kind != AST_NAME && e->kind != AST_CONSTANT && e->kind != AST_LAMBDA;
}

static Operand stabilise(Unit *u, Operand o, const Expr *later) {
    if (o.constant || !reg_is_local(u, o.reg) || !may_rebind(u, later)) return o;
    uint32_t reg = reg_new(u);
    emit_move(u, reg, o.reg);
    return (Operand){.reg = reg};
}

Operand stable_operand(Unit *u, const Expr *e, const Expr *later) {
    return stabilise(u, operand(u, e, NO_HINT), later);
}

static Operand constant_operand(Unit *u, Value v) {
    if (value_is_error(v)) context_escape(u->x);
    return (Operand){.constant = true, .value = constant_canonical(u->x, v)};
}

/* ---- constants ---- */

static bool is_bound_constant(Unit *u, const Expr *e, Value *out) {
    if (e->kind == AST_CONSTANT) {
        *out = constant_of(u->x, &e->constant);
        return true;
    }
    if (e->kind == AST_NAME && e->ctx == CTX_LOAD && variable_is_debug(e->name.id)) {
        *out = variable_load(u, e->name.id, e->pos, NO_HINT).value;
        return true;
    }
    return false;
}

static Opcode opcode_of_unary(unsigned op) {
    switch ((UnaryOpKind)op) {
    case UNARY_INVERT: return OPC_INVERT;
    case UNARY_NOT: return OPC_NOT;
    case UNARY_UADD: return OPC_POS;
    case UNARY_USUB: return OPC_NEG;
    }
    return OPC_NOT;
}

enum { FOLD_DEPTH = 12 };

/* Looks at small trees only: deep ones are folded from the leaves by operand(). */
static bool constant_tree(Unit *u, const Expr *e, unsigned depth, Value *out) {
    Value a, b;
    if (is_bound_constant(u, e, out)) return true;
    if (!depth) return false;
    switch (e->kind) {
    case AST_UNARY_OP:
        if (!constant_tree(u, e->unary_op.operand, depth - 1, &a) ||
            !fold_unary(u->x->t, opcode_of_unary(e->unary_op.op), a, out))
            return false;
        break;
    case AST_BIN_OP:
        if (!constant_tree(u, e->bin_op.right, depth - 1, &b) ||
            !constant_tree(u, e->bin_op.left, depth - 1, &a) ||
            !fold_binary(u->x->t, opcode_of_operator(e->bin_op.op), a, b, out))
            return false;
        break;
    case AST_TUPLE: {
        Tuple *tuple = tuple_alloc(u->x->t, e->tuple.elts.count);
        if (!tuple) context_escape(u->x);
        for (uint32_t i = 0; i < e->tuple.elts.count; i++) {
            if (!constant_tree(u, e->tuple.elts.items[i], depth - 1, &a)) return false;
            tuple->items[i] = a;
            gc_wrote(u->x->t, tuple);
        }
        *out = value_from_object(tuple);
        break;
    }
    default: return false;
    }
    *out = constant_canonical(u->x, *out);
    return true;
}

bool constant_expr(Unit *u, const Expr *e, Value *out) {
    return constant_tree(u, e, FOLD_DEPTH, out);
}

bool constant_exprs(Unit *u, ExprList list, Value *out) {
    Value *items = context_alloc(u->x, list.count * sizeof *items + 1);
    for (uint32_t i = 0; i < list.count; i++)
        if (!constant_expr(u, list.items[i], &items[i])) return false;
    *out = constant_canonical(u->x, tuple_from_values(u->x->t, items, list.count));
    return true;
}

/* ---- 'text %s' % (a, b) ---- */

/* One %-directive at `at` that an f-string can do as well: its length, or 0. */
static size_t simple_directive(const char *at, const char *end, bool *left, int *width,
                               int *precision, char *conversion) {
    const char *s = at + 1;
    *left = false;
    *width = *precision = -1;
    for (; s < end && strchr("-+ #0", *s) && *s; s++) *left |= *s == '-';
    for (int digits = 0; s < end && *s >= '0' && *s <= '9'; s++) {
        *width = (*width < 0 ? 0 : *width) * 10 + (*s - '0');
        if (++digits >= 3) return 0;
    }
    if (s < end && *s == '.') {
        *precision = 0;
        s++;
        for (int digits = 0; s < end && *s >= '0' && *s <= '9'; s++) {
            *precision = *precision * 10 + (*s - '0');
            if (++digits >= 3) return 0;
        }
    }
    if (s >= end || (*s != 's' && *s != 'r' && *s != 'a')) return 0;
    *conversion = *s;
    return (size_t)(s + 1 - at);
}

static size_t percent_literal(Context *x, const char *s, const char *end, Value *out) {
    const char *start = s;
    char *text = context_alloc(x, (size_t)(end - s) + 1);
    size_t length = 0;
    while (s < end && (*s != '%' || (s + 1 < end && s[1] == '%'))) {
        if (*s == '%') s++;
        text[length++] = *s++;
    }
    *out = length ? constant_canonical(x, str_from_utf8(x->t, text, length)) : VALUE_UNDEF;
    return (size_t)(s - start);
}

typedef struct PercentPart {
    Value literal; /* in front of the argument; UNDEF: none */
    bool argument;
    char conversion;
    char spec[12];
} PercentPart;

/* Takes the format apart; 0: not that simple. */
static uint32_t percent_parts(Unit *u, Value format, uint32_t arguments, PercentPart *parts) {
    size_t bytes;
    const char *s = str_to_wtf8(u->x->t, format, &bytes), *end = s + bytes;
    if (!s) context_escape(u->x);
    uint32_t count = 0, used = 0;
    while (s < end) {
        PercentPart *part = &parts[count];
        s += percent_literal(u->x, s, end, &part->literal);
        if (s < end) {
            bool left;
            int width, precision;
            size_t length = simple_directive(s, end, &left, &width, &precision, &part->conversion);
            if (!length || used == arguments) return 0;
            int n = 0;
            if (!left && width > 0) n += snprintf(part->spec, sizeof part->spec, ">");
            if (width >= 0)
                n += snprintf(part->spec + n, sizeof part->spec - (size_t)n, "%d", width);
            if (precision >= 0)
                snprintf(part->spec + n, sizeof part->spec - (size_t)n, ".%d", precision);
            part->argument = true;
            used++;
            s += length;
        }
        count++;
    }
    return used == arguments ? count : 0;
}

static bool has_star(ExprList list);

/* As CPython does, with the positions of its f-strings. */
static bool percent_format(Unit *u, const Expr *e, uint32_t hint, Operand *out) {
    const Expr *format = e->bin_op.left, *right = e->bin_op.right;
    Value text, constants;
    if (e->bin_op.op != OP_MOD || right->kind != AST_TUPLE || has_star(right->tuple.elts) ||
        right->tuple.elts.count > 30 || !constant_expr(u, format, &text) || !value_is_str(text) ||
        constant_exprs(u, right->tuple.elts, &constants))
        return false;
    ExprList arguments = right->tuple.elts;
    PercentPart *parts = context_alloc(u->x, (arguments.count + 1) * sizeof *parts);
    uint32_t count = percent_parts(u, text, arguments.count, parts);
    if (!count) return false;
    uint32_t mark = u->top, base = reg_new_many(u, 2 * count), used = 0, argument = 0;
    for (uint32_t i = 0; i < count; i++) {
        const PercentPart *part = &parts[i];
        if (!value_is_undef(part->literal)) {
            at(u, format->pos);
            emit_constant(u, base + used++, part->literal);
        }
        if (!part->argument) continue;
        uint32_t inner = u->top, value = reg_new(u);
        unsigned flags = part->conversion == 's' ? 1 : part->conversion == 'r' ? 2 : 3;
        const Expr *item = arguments.items[argument++];
        expr_to(u, item, value);
        at(u, item->pos);
        if (part->spec[0]) {
            flags |= 4;
            emit_constant(u, reg_new(u), context_intern(u->x, part->spec, strlen(part->spec)));
        }
        emit(u, OPC_FORMAT_VALUE, base + used++, value, flags);
        u->top = inner;
    }
    u->top = mark;
    uint32_t dst = reg_for(u, hint);
    at(u, e->pos);
    if (used == 1)
        emit_move(u, dst, base);
    else
        emit(u, OPC_BUILD_STRING, dst, base, used);
    *out = (Operand){.reg = dst};
    return true;
}

/* ---- operators ---- */

Opcode opcode_of_operator(unsigned op) {
    switch ((Operator)op) {
    case OP_ADD: return OPC_ADD;
    case OP_SUB: return OPC_SUB;
    case OP_MULT: return OPC_MUL;
    case OP_MAT_MULT: return OPC_MATMUL;
    case OP_DIV: return OPC_TRUEDIV;
    case OP_MOD: return OPC_MOD;
    case OP_POW: return OPC_POW;
    case OP_LSHIFT: return OPC_LSHIFT;
    case OP_RSHIFT: return OPC_RSHIFT;
    case OP_BIT_OR: return OPC_OR;
    case OP_BIT_XOR: return OPC_XOR;
    case OP_BIT_AND: return OPC_AND;
    case OP_FLOOR_DIV: return OPC_FLOORDIV;
    }
    return OPC_ADD;
}

/* The form of an instruction whose operand C is a small constant; NOP: it has none. */
static Opcode immediate_form(Opcode op) {
    switch (op) {
    case OPC_ADD: return OPC_ADD_IMM;
    case OPC_SUB: return OPC_SUB_IMM;
    case OPC_MUL: return OPC_MUL_IMM;
    case OPC_FLOORDIV: return OPC_FLOORDIV_IMM;
    case OPC_MOD: return OPC_MOD_IMM;
    case OPC_AND: return OPC_AND_IMM;
    case OPC_LSHIFT: return OPC_LSHIFT_IMM;
    case OPC_RSHIFT: return OPC_RSHIFT_IMM;
    case OPC_INPLACE_ADD: return OPC_INPLACE_ADD_IMM;
    case OPC_INPLACE_SUB: return OPC_INPLACE_SUB_IMM;
    case OPC_INPLACE_MUL: return OPC_INPLACE_MUL_IMM;
    case OPC_INPLACE_FLOORDIV: return OPC_INPLACE_FLOORDIV_IMM;
    case OPC_INPLACE_MOD: return OPC_INPLACE_MOD_IMM;
    case OPC_INPLACE_AND: return OPC_INPLACE_AND_IMM;
    case OPC_INPLACE_LSHIFT: return OPC_INPLACE_LSHIFT_IMM;
    case OPC_INPLACE_RSHIFT: return OPC_INPLACE_RSHIFT_IMM;
    case OPC_JUMP_LT: return OPC_JUMP_LT_IMM;
    case OPC_JUMP_LE: return OPC_JUMP_LE_IMM;
    case OPC_JUMP_EQ: return OPC_JUMP_EQ_IMM;
    case OPC_JUMP_NE: return OPC_JUMP_NE_IMM;
    case OPC_JUMP_GT: return OPC_JUMP_GT_IMM;
    case OPC_JUMP_GE: return OPC_JUMP_GE_IMM;
    case OPC_GET_ITEM: return OPC_GET_ITEM_IMM;
    default: return OPC_NOP;
    }
}

uint32_t operand_immediate(Unit *u, Opcode *op, Operand o, uint32_t other_registers) {
    Opcode form = immediate_form(*op);
    if (form == OPC_NOP || !o.constant || !value_is_int(o.value) || value_as_int(o.value) < -128 ||
        value_as_int(o.value) > 127 || other_registers > 0xff)
        return operand_register(u, o);
    /* Nothing is worth being fast that always raises. */
    bool divides = form == OPC_FLOORDIV_IMM || form == OPC_MOD_IMM || form == OPC_INPLACE_FLOORDIV_IMM ||
                   form == OPC_INPLACE_MOD_IMM;
    bool shifts = form == OPC_LSHIFT_IMM || form == OPC_RSHIFT_IMM || form == OPC_INPLACE_LSHIFT_IMM ||
                  form == OPC_INPLACE_RSHIFT_IMM;
    int64_t value = value_as_int(o.value);
    if ((divides && value <= 0) || (shifts && (value < 0 || value > 61)))
        return operand_register(u, o);
    *op = form;
    return (uint32_t)value & 0xff;
}

static Operand binary(Unit *u, const Expr *e, uint32_t hint) {
    uint32_t mark = u->top;
    Operand formatted;
    if (percent_format(u, e, hint, &formatted)) return formatted;
    Opcode op = opcode_of_operator(e->bin_op.op);
    Operand left = stable_operand(u, e->bin_op.left, e->bin_op.right);
    Operand right = operand(u, e->bin_op.right, NO_HINT);
    Value folded;
    if (left.constant && right.constant &&
        fold_binary(u->x->t, op, left.value, right.value, &folded)) {
        u->top = mark;
        return constant_operand(u, folded);
    }
    at(u, e->pos);
    uint32_t a = operand_register(u, left);
    uint32_t expected = hint != NO_HINT ? hint : mark;
    uint32_t b = operand_immediate(u, &op, right, a | expected);
    u->top = mark;
    uint32_t dst = reg_for(u, hint);
    emit(u, op, dst, a, b);
    return (Operand){.reg = dst};
}

/* The operator of `not (a op b)` where it is simply another one. */
static bool negated_compare(const Expr *e, unsigned *op) {
    if (e->kind != AST_COMPARE || e->compare.comparators.count != 1) return false;
    switch ((CmpOp)e->compare.ops[0]) {
    case CMP_IS: *op = CMP_IS_NOT; return true;
    case CMP_IS_NOT: *op = CMP_IS; return true;
    case CMP_IN: *op = CMP_NOT_IN; return true;
    case CMP_NOT_IN: *op = CMP_IN; return true;
    default: return false;
    }
}

static Operand compare(Unit *u, const Expr *e, uint32_t hint, unsigned op);

static Operand unary(Unit *u, const Expr *e, uint32_t hint) {
    uint32_t mark = u->top;
    unsigned op;
    if (e->unary_op.op == UNARY_NOT && negated_compare(e->unary_op.operand, &op))
        return compare(u, e->unary_op.operand, hint, op);
    Operand o = operand(u, e->unary_op.operand, NO_HINT);
    Opcode opcode = opcode_of_unary(e->unary_op.op);
    Value folded;
    if (o.constant && fold_unary(u->x->t, opcode, o.value, &folded)) {
        u->top = mark;
        return constant_operand(u, folded);
    }
    at(u, e->pos);
    uint32_t reg = operand_register(u, o);
    u->top = mark;
    uint32_t dst = reg_for(u, hint);
    emit(u, opcode, dst, reg, 0);
    return (Operand){.reg = dst};
}

/* ---- comparisons ---- */

static bool suspicious_for_is(Unit *u, const Expr *e) {
    Value v;
    return constant_expr(u, e, &v) && !value_is_none(v) && !value_is_bool(v) &&
           !value_same(v, VALUE_ELLIPSIS);
}

static bool tests_identity(const Expr *e) {
    for (uint32_t i = 0; i < e->compare.comparators.count; i++)
        if (e->compare.ops[i] == CMP_IS || e->compare.ops[i] == CMP_IS_NOT) return true;
    return false;
}

static void check_is(Unit *u, const Expr *e) {
    if (!tests_identity(e)) return;
    bool left = suspicious_for_is(u, e->compare.left);
    for (uint32_t i = 0; i < e->compare.comparators.count; i++) {
        bool right = suspicious_for_is(u, e->compare.comparators.items[i]);
        unsigned op = e->compare.ops[i];
        if ((op == CMP_IS || op == CMP_IS_NOT) && (left || right)) {
            context_warn(u->x, TYPE_SyntaxWarning, e->pos,
                         op == CMP_IS ? "\"is\" with a literal. Did you mean \"==\"?"
                                      : "\"is not\" with a literal. Did you mean \"!=\"?");
            return;
        }
        left = right;
    }
}

static Opcode opcode_of_compare(unsigned op) {
    switch ((CmpOp)op) {
    case CMP_EQ: return OPC_EQ;
    case CMP_NOT_EQ: return OPC_NE;
    case CMP_LT: return OPC_LT;
    case CMP_LT_E: return OPC_LE;
    case CMP_GT: return OPC_GT;
    case CMP_GT_E: return OPC_GE;
    case CMP_IS: return OPC_IS;
    case CMP_IS_NOT: return OPC_IS_NOT;
    case CMP_IN: return OPC_IN;
    case CMP_NOT_IN: return OPC_NOT_IN;
    }
    return OPC_EQ;
}

/* The right side of `in`: a display of constants becomes one constant, and a
 * list that nobody else sees a tuple. */
static Operand container_operand(Unit *u, const Expr *e, uint32_t hint) {
    Value v;
    if (e->kind == AST_SET && e->set.elts.count && constant_exprs(u, e->set.elts, &v)) {
        Value set = set_from_iterable(u->x->t, TYPE_FROZENSET, v);
        if (!value_is_error(set))
            return (Operand){.constant = true, .value = context_keep(u->x, set)};
        error_clear(u->x->t);
    }
    if (e->kind == AST_LIST && constant_exprs(u, e->list.elts, &v))
        return (Operand){.constant = true, .value = v};
    return operand(u, e, hint);
}

static Operand comparator(Unit *u, const Expr *e, uint32_t i) {
    unsigned op = e->compare.ops[i];
    const Expr *right = e->compare.comparators.items[i];
    bool last = i + 1 == e->compare.comparators.count; /* nobody sees its value */
    return last && (op == CMP_IN || op == CMP_NOT_IN) ? container_operand(u, right, NO_HINT)
                                                      : operand(u, right, NO_HINT);
}

/* One comparison, with `op` instead of the tree's. */
static Operand compare(Unit *u, const Expr *e, uint32_t hint, unsigned op) {
    uint32_t mark = u->top;
    check_is(u, e);
    const Expr *right = e->compare.comparators.items[0];
    Operand left = stable_operand(u, e->compare.left, right);
    Operand other = comparator(u, e, 0);
    at(u, e->pos);
    uint32_t a = operand_register(u, left), b = operand_register(u, other);
    u->top = mark;
    uint32_t dst = reg_for(u, hint);
    emit(u, opcode_of_compare(op), dst, a, b);
    return (Operand){.reg = dst};
}

/* Evaluates the next comparator of a chain so that it survives the one after. */
static Operand chain_comparator(Unit *u, const Expr *e, uint32_t i) {
    const ExprList list = e->compare.comparators;
    Operand o = comparator(u, e, i);
    return i + 1 < list.count ? stabilise(u, o, list.items[i + 1]) : o;
}

/* a < b < c: each middle value is evaluated once. */
static Operand compare_chain(Unit *u, const Expr *e, uint32_t hint) {
    uint32_t count = e->compare.comparators.count;
    check_is(u, e);
    uint32_t mark = u->top;
    uint32_t dst = hint != NO_HINT && !reg_is_local(u, hint) ? hint : reg_new(u);
    Target end = TARGET_INIT;
    Operand left = stable_operand(u, e->compare.left, e->compare.comparators.items[0]);
    for (uint32_t i = 0; i < count; i++) {
        Operand right = chain_comparator(u, e, i);
        at(u, e->pos);
        uint32_t a = operand_register(u, left), b = operand_register(u, right);
        emit(u, opcode_of_compare(e->compare.ops[i]), dst, a, b);
        if (i + 1 < count) jump(u, OPC_JUMP_IF_FALSE, dst, 0, 0, &end);
        left = (Operand){.reg = b};
    }
    place(u, &end);
    u->top = dst >= mark ? dst + 1 : mark;
    return (Operand){.reg = dst};
}

/* ---- conditions ---- */

/* A jump if (a op b) is `condition`. */
static void compare_jump(Unit *u, unsigned op, Operand left, Operand right, bool condition,
                         Target *target) {
    bool identity = op == CMP_IS || op == CMP_IS_NOT;
    if (op == CMP_IS_NOT || op == CMP_NOT_IN) condition = !condition;
    if (identity && right.constant && value_is_none(right.value)) {
        uint32_t reg = operand_register(u, left);
        jump(u, condition ? OPC_JUMP_IF_NONE : OPC_JUMP_IF_NOT_NONE, reg, 0, 0, target);
        return;
    }
    uint32_t a = operand_register(u, left);
    Opcode opcode = OPC_JUMP_EQ;
    switch ((CmpOp)op) {
    case CMP_EQ: opcode = OPC_JUMP_EQ; break;
    case CMP_NOT_EQ: opcode = OPC_JUMP_NE; break;
    case CMP_LT: opcode = OPC_JUMP_LT; break;
    case CMP_LT_E: opcode = OPC_JUMP_LE; break;
    case CMP_GT: opcode = OPC_JUMP_GT; break;
    case CMP_GT_E: opcode = OPC_JUMP_GE; break;
    case CMP_IS:
    case CMP_IS_NOT: opcode = OPC_JUMP_IS; break;
    case CMP_IN:
    case CMP_NOT_IN: opcode = OPC_JUMP_IN; break;
    }
    uint32_t b = operand_immediate(u, &opcode, right, a);
    jump(u, opcode, condition, a, b, target);
}

static void jump_if_compare(Unit *u, const Expr *e, bool condition, Target *target) {
    uint32_t mark = u->top, count = e->compare.comparators.count;
    Target otherwise = TARGET_INIT;
    check_is(u, e);
    u->jump_pos = e->pos;
    Operand left = stable_operand(u, e->compare.left, e->compare.comparators.items[0]);
    for (uint32_t i = 0; i < count; i++) {
        Operand right = chain_comparator(u, e, i);
        at(u, e->pos);
        if (i + 1 < count) {
            /* The middle value is used twice: in a register. */
            right = (Operand){.reg = operand_register(u, right)};
            compare_jump(u, e->compare.ops[i], left, right, false, condition ? &otherwise : target);
        } else {
            compare_jump(u, e->compare.ops[i], left, right, condition, target);
        }
        left = right;
    }
    place(u, &otherwise);
    u->top = mark;
}

/* and/or: each value but the last decides only one way. */
static void jump_if_bool(Unit *u, const Expr *e, bool condition, Target *target) {
    bool or = e->bool_op.op == BOOL_OR;
    uint32_t count = e->bool_op.values.count;
    Target otherwise = TARGET_INIT;
    for (uint32_t i = 0; i + 1 < count; i++)
        jump_if(u, e->bool_op.values.items[i], or, or == condition ? target : &otherwise);
    jump_if(u, e->bool_op.values.items[count - 1], condition, target);
    place(u, &otherwise);
}

void jump_if(Unit *u, const Expr *e, bool condition, Target *target) {
    context_enter(u->x);
    switch (e->kind) {
    case AST_UNARY_OP:
        if (e->unary_op.op != UNARY_NOT) goto plain;
        jump_if(u, e->unary_op.operand, !condition, target);
        break;
    case AST_BOOL_OP: jump_if_bool(u, e, condition, target); break;
    case AST_COMPARE: jump_if_compare(u, e, condition, target); break;
    case AST_IF_EXP: {
        Target orelse = TARGET_INIT, end = TARGET_INIT;
        jump_if(u, e->if_exp.test, false, &orelse);
        jump_if(u, e->if_exp.body, condition, target);
        jump_always(u, &end);
        place(u, &orelse);
        jump_if(u, e->if_exp.orelse, condition, target);
        place(u, &end);
        break;
    }
    default:
    plain : {
        uint32_t mark = u->top;
        Operand o = operand(u, e, NO_HINT);
        at(u, e->pos);
        if (!o.constant)
            jump(u, condition ? OPC_JUMP_IF_TRUE : OPC_JUMP_IF_FALSE, o.reg, 0, 0, target);
        else if (fold_truth(u->x->t, o.value) == condition)
            jump_always(u, target);
        u->top = mark;
    }
    }
    context_leave(u->x);
}

/* Where a result that is written more than once may go. */
static uint32_t scratch_for(Unit *u, uint32_t hint) {
    return hint != NO_HINT && !reg_is_local(u, hint) ? hint : reg_new(u);
}

static Operand bool_op(Unit *u, const Expr *e, uint32_t hint) {
    bool or = e->bool_op.op == BOOL_OR;
    uint32_t dst = scratch_for(u, hint);
    uint32_t mark = u->top;
    Target end = TARGET_INIT;
    uint32_t count = e->bool_op.values.count;
    for (uint32_t i = 0; i < count; i++) {
        const Expr *value = e->bool_op.values.items[i];
        Operand o = operand(u, value, dst);
        at(u, e->pos);
        if (i + 1 < count && o.constant && fold_truth(u->x->t, o.value) != or)
            continue; /* decides nothing */
        operand_to(u, o, dst);
        u->top = mark;
        if (i + 1 == count) break;
        if (o.constant)
            jump_always(u, &end);
        else
            jump(u, or ? OPC_JUMP_IF_TRUE : OPC_JUMP_IF_FALSE, dst, 0, 0, &end);
    }
    place(u, &end);
    return (Operand){.reg = dst};
}

static Operand if_exp(Unit *u, const Expr *e, uint32_t hint) {
    Target orelse = TARGET_INIT, end = TARGET_INIT;
    uint32_t dst = reg_for(u, hint);
    AstPos jump_pos = u->jump_pos;
    jump_if(u, e->if_exp.test, false, &orelse);
    expr_to(u, e->if_exp.body, dst);
    jump_always(u, &end);
    place(u, &orelse);
    expr_to(u, e->if_exp.orelse, dst);
    place(u, &end);
    u->jump_pos = jump_pos;
    return (Operand){.reg = dst};
}

/* ---- attributes and items ---- */

/* CPython's rule: an attribute on another line than its object is where its
 * name is. */
void emit_attribute_position(Unit *u, const Expr *e) {
    AstPos pos = e->pos;
    if (pos.lineno != pos.end_lineno) {
        pos.lineno = pos.end_lineno;
        int32_t length = 0; /* in characters, as CPython has it */
        for (uint32_t i = 0; i < e->attribute.attr->length; i++)
            length += ((unsigned char)e->attribute.attr->bytes[i] & 0xc0) != 0x80;
        pos.col_offset = length <= pos.end_col_offset ? pos.end_col_offset - length : -1;
        if (pos.col_offset < 0) pos.end_col_offset = -1;
    }
    at(u, pos);
}

static Operand attribute(Unit *u, const Expr *e, uint32_t hint) {
    uint32_t mark = u->top;
    uint32_t cell = super_attribute_cell(u, e);
    if (cell != NO_INDEX) {
        uint32_t found = reg_new(u); /* not the hint: that may be the first parameter */
        emit_super_attribute(u, e, cell, found, OPC_GET_ATTR);
        u->top = mark;
        uint32_t into = reg_for(u, hint);
        emit_move(u, into, found);
        return (Operand){.reg = into};
    }
    uint32_t object = expr(u, e->attribute.value);
    u->top = mark;
    uint32_t dst = reg_for(u, hint);
    emit_attribute_position(u, e);
    emit_name(u, OPC_GET_ATTR, dst, object,
              context_mangled(u->x, u->current->class_name, e->attribute.attr));
    return (Operand){.reg = dst};
}

static const char *constant_type_name(const Expr *e) {
    switch (e->kind) {
    case AST_CONSTANT:
        switch ((ConstantKind)e->constant.kind) {
        case CONSTANT_NONE: return "NoneType";
        case CONSTANT_TRUE:
        case CONSTANT_FALSE: return "bool";
        case CONSTANT_ELLIPSIS: return "ellipsis";
        case CONSTANT_INT: return "int";
        case CONSTANT_FLOAT: return "float";
        case CONSTANT_IMAGINARY: return "complex";
        case CONSTANT_STR: return "str";
        case CONSTANT_BYTES: return "bytes";
        }
        return "object";
    case AST_TUPLE: return "tuple";
    case AST_LIST:
    case AST_LIST_COMP: return "list";
    case AST_DICT:
    case AST_DICT_COMP: return "dict";
    case AST_SET:
    case AST_SET_COMP: return "set";
    case AST_GENERATOR_EXP: return "generator";
    case AST_LAMBDA: return "function";
    case AST_JOINED_STR:
    case AST_FORMATTED_VALUE: return "str";
    default: return NULL;
    }
}

/* [1, 2] [3] and the like are mostly a forgotten comma. */
static void check_subscript(Unit *u, const Expr *e) {
    const Expr *value = e->subscript.value, *index = e->subscript.slice;
    bool sequence = false;
    switch (value->kind) {
    case AST_CONSTANT:
        if (value->constant.kind == CONSTANT_STR || value->constant.kind == CONSTANT_BYTES) {
            sequence = true;
            break;
        }
        /* fall through */
    case AST_SET:
    case AST_SET_COMP:
    case AST_GENERATOR_EXP:
    case AST_LAMBDA:
        context_warn(u->x, TYPE_SyntaxWarning, e->pos,
                     "'%s' object is not subscriptable; perhaps you missed a comma?",
                     constant_type_name(value));
        return;
    case AST_TUPLE:
    case AST_LIST:
    case AST_LIST_COMP:
    case AST_JOINED_STR:
    case AST_FORMATTED_VALUE: sequence = true; break;
    default: break;
    }
    const char *index_type = constant_type_name(index);
    if (!sequence || !index_type || !strcmp(index_type, "int") || !strcmp(index_type, "bool"))
        return;
    context_warn(u->x, TYPE_SyntaxWarning, e->pos,
                 "%s indices must be integers or slices, not %s; perhaps you missed a comma?",
                 constant_type_name(value), index_type);
}

static void slice_part(Unit *u, const Expr *part, uint32_t reg) {
    if (part)
        expr_to(u, part, reg);
    else
        emit_constant(u, reg, VALUE_NONE);
}

static Operand subscript(Unit *u, const Expr *e, uint32_t hint) {
    uint32_t mark = u->top;
    check_subscript(u, e);
    Operand value = stable_operand(u, e->subscript.value, e->subscript.slice);
    if (e->subscript.slice->kind == AST_SLICE && !e->subscript.slice->slice.step) {
        const Expr *range = e->subscript.slice;
        uint32_t container = operand_register(u, value), bounds = reg_new_many(u, 2);
        slice_part(u, range->slice.lower, bounds);
        slice_part(u, range->slice.upper, bounds + 1);
        at(u, e->pos);
        u->top = mark;
        uint32_t dst = reg_for(u, hint);
        emit(u, OPC_GET_SLICE, dst, container, bounds);
        return (Operand){.reg = dst};
    }
    Operand index = operand(u, e->subscript.slice, NO_HINT);
    Value folded;
    if (value.constant && index.constant &&
        fold_subscript(u->x->t, value.value, index.value, &folded)) {
        u->top = mark;
        return constant_operand(u, folded);
    }
    at(u, e->pos);
    uint32_t a = operand_register(u, value), expected = hint != NO_HINT ? hint : mark;
    Opcode op = OPC_GET_ITEM;
    uint32_t b = operand_immediate(u, &op, index, a | expected);
    u->top = mark;
    uint32_t dst = reg_for(u, hint);
    emit(u, op, dst, a, b);
    return (Operand){.reg = dst};
}

static Operand slice(Unit *u, const Expr *e, uint32_t hint) {
    uint32_t mark = u->top;
    uint32_t base = reg_new_many(u, 3);
    at(u, e->pos);
    slice_part(u, e->slice.lower, base);
    slice_part(u, e->slice.upper, base + 1);
    slice_part(u, e->slice.step, base + 2);
    u->top = mark;
    uint32_t dst = reg_for(u, hint);
    at(u, e->pos);
    emit(u, OPC_BUILD_SLICE, dst, base, 0);
    return (Operand){.reg = dst};
}

/* ---- displays ---- */

enum {
    DISPLAY_REGISTERS = 64, /* longer displays append item by item */
    DISPLAY_CONSTANTS = 3   /* from here a constant to copy from is shorter */
};

static bool has_star(ExprList list) {
    for (uint32_t i = 0; i < list.count; i++)
        if (list.items[i]->kind == AST_STARRED) return true;
    return false;
}

void exprs_to_registers(Unit *u, ExprList list, uint32_t base) {
    for (uint32_t i = 0; i < list.count; i++) expr_to(u, list.items[i], base + i);
}

/* Appends items [from, count) to the list or set in `container`. */
static void append_items(Unit *u, ExprList list, uint32_t from, uint32_t container, bool set,
                         AstPos pos) {
    for (uint32_t i = from; i < list.count; i++) {
        uint32_t mark = u->top;
        const Expr *item = list.items[i];
        bool star = item->kind == AST_STARRED;
        uint32_t reg = expr(u, star ? item->starred.value : item);
        at(u, pos);
        emit(u,
             set ? (star ? OPC_SET_UPDATE : OPC_SET_ADD)
                 : (star ? OPC_LIST_EXTEND : OPC_LIST_APPEND),
             container, reg, 0);
        u->top = mark;
    }
}

/* The leading items that fit into registers, then the rest one by one, into
 * `container`. */
static void build_growing(Unit *u, ExprList list, uint32_t container, bool set, AstPos pos) {
    uint32_t mark = u->top, first = 0;
    while (first < list.count && first < DISPLAY_REGISTERS &&
           list.items[first]->kind != AST_STARRED)
        first++;
    uint32_t base = reg_new_many(u, first);
    exprs_to_registers(u, (ExprList){list.items, first}, base);
    at(u, pos);
    emit(u, set ? OPC_BUILD_SET : OPC_BUILD_LIST, container, base, first);
    u->top = mark;
    append_items(u, list, first, container, set, pos);
}

static Operand tuple(Unit *u, const Expr *e, uint32_t hint) {
    ExprList list = e->tuple.elts;
    if (has_star(list) || list.count > DISPLAY_REGISTERS) {
        Value v;
        if (constant_expr(u, e, &v)) return (Operand){.constant = true, .value = v};
        uint32_t mark = u->top;
        uint32_t container = reg_new(u);
        build_growing(u, list, container, false, e->pos);
        u->top = mark;
        uint32_t dst = reg_for(u, hint);
        emit(u, OPC_LIST_TO_TUPLE, dst, container, 0);
        return (Operand){.reg = dst};
    }
    uint32_t mark = u->top;
    uint32_t base = reg_new_many(u, list.count);
    Value *constants = context_alloc(u->x, list.count * sizeof *constants + 1);
    uint32_t constant_count = 0; /* leading items for which nothing was emitted yet */
    for (uint32_t i = 0; i < list.count; i++) {
        uint32_t inner = u->top;
        Operand o = operand(u, list.items[i], base + i);
        at(u, e->pos);
        if (o.constant && constant_count == i) {
            constants[constant_count++] = o.value;
        } else {
            if (constant_count == i)
                for (uint32_t k = 0; k < i; k++) emit_constant(u, base + k, constants[k]);
            operand_to(u, o, base + i);
        }
        u->top = inner;
    }
    u->top = mark;
    if (constant_count == list.count)
        return constant_operand(u, tuple_from_values(u->x->t, constants, list.count));
    uint32_t dst = reg_for(u, hint);
    at(u, e->pos);
    emit(u, OPC_BUILD_TUPLE, dst, base, list.count);
    return (Operand){.reg = dst};
}

static Operand list_or_set(Unit *u, const Expr *e, uint32_t hint) {
    bool set = e->kind == AST_SET;
    ExprList list = set ? e->set.elts : e->list.elts;
    Value v;
    uint32_t mark = u->top;
    if (list.count >= DISPLAY_CONSTANTS && constant_exprs(u, list, &v)) {
        if (set) { /* CPython iterates over a frozenset: the order can be seen */
            Value frozen = set_from_iterable(u->x->t, TYPE_FROZENSET, v);
            if (value_is_error(frozen))
                error_clear(u->x->t);
            else
                v = context_keep(u->x, frozen);
        }
        uint32_t container = scratch_for(u, hint);
        uint32_t items = reg_new(u);
        at(u, e->pos);
        emit(u, set ? OPC_BUILD_SET : OPC_BUILD_LIST, container, items, 0);
        emit_constant(u, items, v);
        emit(u, set ? OPC_SET_UPDATE : OPC_LIST_EXTEND, container, items, 0);
        u->top = container >= mark ? container + 1 : mark;
        return (Operand){.reg = container};
    }
    if (list.count > DISPLAY_REGISTERS || has_star(list)) {
        uint32_t container = scratch_for(u, hint);
        build_growing(u, list, container, set, e->pos);
        return (Operand){.reg = container};
    }
    uint32_t base = reg_new_many(u, list.count);
    exprs_to_registers(u, list, base);
    u->top = mark;
    uint32_t dst = reg_for(u, hint);
    at(u, e->pos);
    emit(u, set ? OPC_BUILD_SET : OPC_BUILD_LIST, dst, base, list.count);
    return (Operand){.reg = dst};
}

static Operand dict(Unit *u, const Expr *e, uint32_t hint) {
    ExprList keys = e->dict.keys, values = e->dict.values;
    uint32_t mark = u->top, first = 0;
    while (first < keys.count && first < DISPLAY_REGISTERS / 2 && keys.items[first]) first++;
    bool whole = first == keys.count;
    uint32_t container = whole ? NO_HINT : scratch_for(u, hint);
    uint32_t inner = u->top;
    uint32_t base = reg_new_many(u, first * 2);
    for (uint32_t i = 0; i < first; i++) {
        expr_to(u, keys.items[i], base + 2 * i);
        expr_to(u, values.items[i], base + 2 * i + 1);
    }
    at(u, e->pos);
    if (whole) {
        u->top = mark;
        uint32_t dst = reg_for(u, hint);
        emit(u, OPC_BUILD_MAP, dst, base, first);
        return (Operand){.reg = dst};
    }
    emit(u, OPC_BUILD_MAP, container, base, first);
    u->top = inner;
    for (uint32_t i = first; i < keys.count; i++) {
        if (keys.items[i]) {
            uint32_t pair = reg_new_many(u, 2);
            expr_to(u, keys.items[i], pair);
            expr_to(u, values.items[i], pair + 1);
            at(u, e->pos);
            emit(u, OPC_MAP_ADD, container, pair, pair + 1);
        } else {
            uint32_t reg = expr(u, values.items[i]);
            at(u, e->pos);
            emit(u, OPC_DICT_UPDATE, container, reg, 0);
        }
        u->top = inner;
    }
    return (Operand){.reg = container};
}

/* ---- f-strings ---- */

static void format_value(Unit *u, const Expr *e, uint32_t dst) {
    uint32_t mark = u->top;
    uint32_t reg = reg_new(u), flags = 0;
    expr_to(u, e->formatted_value.value, reg);
    switch (e->formatted_value.conversion) {
    case 's': flags = 1; break;
    case 'r': flags = 2; break;
    case 'a': flags = 3; break;
    default: break;
    }
    if (e->formatted_value.format_spec) {
        flags |= 4;
        expr_to(u, e->formatted_value.format_spec, reg_new(u));
    }
    at(u, e->pos);
    emit(u, OPC_FORMAT_VALUE, dst, reg, flags);
    u->top = mark;
}

static void fstring_part(Unit *u, const Expr *e, uint32_t reg) {
    if (e->kind == AST_FORMATTED_VALUE)
        format_value(u, e, reg);
    else
        expr_to(u, e, reg);
}

static Operand joined_str(Unit *u, const Expr *e, uint32_t hint) {
    ExprList parts = e->joined_str.values;
    uint32_t mark = u->top;
    if (!parts.count) return constant_operand(u, u->x->t->vm->empty_str);
    if (parts.count == 1 && parts.items[0]->kind == AST_CONSTANT)
        return operand(u, parts.items[0], hint);
    if (parts.count == 1) {
        uint32_t dst = reg_for(u, hint);
        fstring_part(u, parts.items[0], dst);
        return (Operand){.reg = dst};
    }
    uint32_t room = parts.count < DISPLAY_REGISTERS ? parts.count : DISPLAY_REGISTERS;
    uint32_t base = reg_new_many(u, room), used = 0;
    for (uint32_t i = 0; i < parts.count; i++) {
        if (used == room) {
            at(u, e->pos);
            emit(u, OPC_BUILD_STRING, base, base, used);
            used = 1;
        }
        fstring_part(u, parts.items[i], base + used++);
    }
    u->top = mark;
    uint32_t dst = reg_for(u, hint);
    at(u, e->pos);
    emit(u, OPC_BUILD_STRING, dst, base, used);
    return (Operand){.reg = dst};
}

/* ---- the rest ---- */

static Operand named_expr(Unit *u, const Expr *e, uint32_t hint) {
    const Expr *target = e->named_expr.target;
    uint32_t own = variable_register(u, target->name.id);
    if (own != NO_HINT) {
        variable_check_store(u, target->name.id, target->pos);
        expr_to(u, e->named_expr.value, own);
        set_assigned(u, own);
        return (Operand){.reg = own};
    }
    uint32_t reg = operand_register(u, operand(u, e->named_expr.value, hint));
    variable_store(u, target->name.id, target->pos, reg);
    return (Operand){.reg = reg};
}

static Operand yield(Unit *u, const Expr *e, uint32_t hint) {
    if (u->scope->kind != SCOPE_FUNCTION) compile_error(u, e->pos, "'yield' outside function");
    uint32_t mark = u->top;
    uint32_t value;
    if (e->yield.value) {
        value = expr(u, e->yield.value);
        at(u, e->pos);
    } else {
        at(u, e->pos);
        value = reg_new(u);
        emit_constant(u, value, VALUE_NONE);
    }
    if (u->scope->coroutine) {
        uint32_t wrapped = reg_new(u);
        emit(u, OPC_ASYNC_YIELD_WRAP, wrapped, value, 0);
        value = wrapped;
    }
    u->top = mark;
    uint32_t dst = reg_for(u, hint);
    emit(u, OPC_YIELD, dst, value, 0);
    return (Operand){.reg = dst};
}

static Operand yield_from(Unit *u, const Expr *e, uint32_t hint) {
    if (u->scope->kind != SCOPE_FUNCTION) compile_error(u, e->pos, "'yield' outside function");
    if (u->kind == UNIT_ASYNC_FUNCTION)
        compile_error(u, e->pos, "'yield from' inside async function");
    uint32_t mark = u->top;
    uint32_t value = expr(u, e->yield_from.value);
    u->top = mark;
    uint32_t iterator = reg_new(u);
    at(u, e->pos);
    emit(u, OPC_GET_YIELD_FROM_ITER, iterator, value, 0);
    uint32_t dst = scratch_for(u, hint);
    emit_delegation(u, dst, iterator);
    u->top = mark;
    if (dst != hint) {
        uint32_t result = reg_new(u);
        emit_move(u, result, dst);
        dst = result;
    }
    return (Operand){.reg = dst};
}

static Operand await_expr(Unit *u, const Expr *e, uint32_t hint) {
    bool in_comprehension = u->current->comprehension != COMPREHENSION_NONE;
    if (u->scope->kind != SCOPE_FUNCTION && !in_comprehension)
        compile_error(u, e->pos, "'await' outside function");
    if (u->kind != UNIT_ASYNC_FUNCTION && !in_comprehension)
        compile_error(u, e->pos, "'await' outside async function");
    uint32_t mark = u->top;
    uint32_t value = expr(u, e->await.value);
    u->top = mark;
    uint32_t result = reg_new(u);
    at(u, e->pos);
    emit_await(u, result, value, 0);
    return (Operand){.reg = result};
}

static Operand operand_of(Unit *u, const Expr *e, uint32_t hint) {
    switch ((ExprKind)e->kind) {
    case AST_BOOL_OP: return bool_op(u, e, hint);
    case AST_NAMED_EXPR: return named_expr(u, e, hint);
    case AST_BIN_OP: return binary(u, e, hint);
    case AST_UNARY_OP: return unary(u, e, hint);
    case AST_LAMBDA: return compile_lambda(u, e, hint);
    case AST_IF_EXP: return if_exp(u, e, hint);
    case AST_DICT: return dict(u, e, hint);
    case AST_SET:
    case AST_LIST: return list_or_set(u, e, hint);
    case AST_LIST_COMP:
    case AST_SET_COMP:
    case AST_DICT_COMP: return compile_comprehension(u, e, hint);
    case AST_GENERATOR_EXP: return compile_comprehension_function(u, e, hint);
    case AST_AWAIT: return await_expr(u, e, hint);
    case AST_YIELD: return yield(u, e, hint);
    case AST_YIELD_FROM: return yield_from(u, e, hint);
    case AST_COMPARE:
        return e->compare.comparators.count == 1 ? compare(u, e, hint, e->compare.ops[0])
                                                 : compare_chain(u, e, hint);
    case AST_CALL: return compile_call(u, e, hint);
    case AST_FORMATTED_VALUE: {
        uint32_t dst = reg_for(u, hint);
        format_value(u, e, dst);
        return (Operand){.reg = dst};
    }
    case AST_JOINED_STR: return joined_str(u, e, hint);
    case AST_CONSTANT: return (Operand){.constant = true, .value = constant_of(u->x, &e->constant)};
    case AST_ATTRIBUTE: return attribute(u, e, hint);
    case AST_SUBSCRIPT: return subscript(u, e, hint);
    case AST_STARRED: compile_error(u, e->pos, "can't use starred expression here");
    case AST_NAME: return variable_load(u, e->name.id, e->pos, hint);
    case AST_TUPLE: return tuple(u, e, hint);
    case AST_SLICE: return slice(u, e, hint);
    }
    return (Operand){.reg = 0};
}

Operand operand(Unit *u, const Expr *e, uint32_t hint) {
    context_enter(u->x);
    Operand o = operand_of(u, e, hint);
    context_leave(u->x);
    return o;
}

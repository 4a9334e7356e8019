/* compile_assign.c - assignment targets, augmented and annotated assignment, del. */
#include "front/compiler.h"

/* ---- unpacking ---- */

static int64_t find_star(ExprList targets) {
    for (uint32_t i = 0; i < targets.count; i++)
        if (targets.items[i]->kind == AST_STARRED) return i;
    return -1;
}

/* All targets are variables in consecutive registers, ascending: the first. */
static uint32_t consecutive_registers(Unit *u, ExprList targets) {
    uint32_t first = NO_HINT;
    for (uint32_t i = 0; i < targets.count; i++) {
        uint32_t reg = target_register(u, targets.items[i]);
        if (reg == NO_HINT || (i && reg != first + i)) return NO_HINT;
        if (!i) first = reg;
    }
    return first;
}

static void unpack_to(Unit *u, const Expr *target, uint32_t reg) {
    ExprList targets = target->kind == AST_TUPLE ? target->tuple.elts : target->list.elts;
    int64_t star = find_star(targets);
    uint32_t mark = u->top;
    uint32_t own = star < 0 ? consecutive_registers(u, targets) : NO_HINT;
    uint32_t base = own != NO_HINT ? own : reg_new_many(u, targets.count);
    at(u, target->pos);
    if (star < 0) {
        emit(u, OPC_UNPACK, base, reg, targets.count);
    } else {
        for (uint32_t i = (uint32_t)star + 1; i < targets.count; i++)
            if (targets.items[i]->kind == AST_STARRED)
                compile_error(u, target->pos, "multiple starred expressions in assignment");
        if (star >= 1 << 8 || targets.count - (uint32_t)star - 1 >= 1 << 24)
            compile_error(u, target->pos, "too many expressions in star-unpacking assignment");
        emitter_emit_extended(&u->e, OPC_UNPACK_STAR, base, reg, (uint32_t)star,
                              targets.count - (uint32_t)star - 1);
    }
    for (uint32_t i = 0; i < targets.count; i++) {
        const Expr *item = targets.items[i];
        if (own != NO_HINT)
            set_assigned(u, base + i);
        else
            store_to(u, item->kind == AST_STARRED ? item->starred.value : item, base + i);
    }
    u->top = mark;
}

uint32_t target_register(Unit *u, const Expr *target) {
    return target->kind == AST_NAME ? variable_register(u, target->name.id) : NO_HINT;
}

uint32_t target_only_unpacks(const Expr *target) {
    if (target->kind != AST_TUPLE && target->kind != AST_LIST) return 0;
    ExprList targets = target->kind == AST_TUPLE ? target->tuple.elts : target->list.elts;
    return targets.count > 0 && find_star(targets) < 0;
}

static void check_attribute(Unit *u, const Expr *e, AstPos pos) {
    if (variable_is_debug(e->attribute.attr)) compile_error(u, pos, "cannot assign to __debug__");
}

static Value attribute_name(Unit *u, const Expr *e) {
    return context_mangled(u->x, u->current->class_name, e->attribute.attr);
}

void store_to(Unit *u, const Expr *target, uint32_t reg) {
    uint32_t mark = u->top;
    context_enter(u->x);
    switch (target->kind) {
    case AST_NAME: variable_store(u, target->name.id, target->pos, reg); break;
    case AST_ATTRIBUTE: {
        check_attribute(u, target, target->pos);
        uint32_t object = expr(u, target->attribute.value);
        emit_attribute_position(u, target);
        emit_name(u, OPC_SET_ATTR, object, reg, attribute_name(u, target));
        break;
    }
    case AST_SUBSCRIPT: {
        Operand object = stable_operand(u, target->subscript.value, target->subscript.slice);
        Operand index = operand(u, target->subscript.slice, NO_HINT);
        at(u, target->pos);
        uint32_t a = operand_register(u, object), b = operand_register(u, index);
        emit(u, OPC_SET_ITEM, a, b, reg);
        break;
    }
    case AST_TUPLE:
    case AST_LIST: unpack_to(u, target, reg); break;
    case AST_STARRED:
        compile_error(u, target->pos, "starred assignment target must be in a list or tuple");
    default: compile_error(u, target->pos, "cannot assign to this expression");
    }
    context_leave(u->x);
    u->top = mark;
}

/* ---- assignment ---- */

/* a, b = x, y without a tuple: all values first, then the targets in order.
 * If these are variables, the last value needs no detour. */
static bool assign_pairwise(Unit *u, const Expr *target, const Expr *value) {
    if ((target->kind != AST_TUPLE && target->kind != AST_LIST) || value->kind != AST_TUPLE)
        return false;
    ExprList targets = target->kind == AST_TUPLE ? target->tuple.elts : target->list.elts;
    ExprList values = value->tuple.elts;
    if (targets.count != values.count || !targets.count || targets.count > 16) return false;
    bool variables = true;
    for (uint32_t i = 0; i < targets.count; i++) {
        if (targets.items[i]->kind == AST_STARRED || values.items[i]->kind == AST_STARRED)
            return false;
        variables &= target_register(u, targets.items[i]) != NO_HINT;
    }
    uint32_t mark = u->top, count = targets.count;
    Operand last = {0};
    uint32_t base = reg_new_many(u, count - 1);
    Value *constants = context_alloc(u->x, count * sizeof *constants);
    bool *constant = context_alloc(u->x, count);
    for (uint32_t i = 0; i + 1 < count; i++) {
        uint32_t inner = u->top;
        Operand o = operand(u, values.items[i], base + i);
        constant[i] = o.constant;
        constants[i] = o.value;
        if (!o.constant) emit_move(u, base + i, o.reg);
        u->top = inner;
    }
    uint32_t last_register = variables ? target_register(u, targets.items[count - 1]) : NO_HINT;
    if (last_register != NO_HINT) {
        expr_to(u, values.items[count - 1], last_register);
    } else {
        last = operand(u, values.items[count - 1], NO_HINT);
        if (!last.constant && reg_is_local(u, last.reg)) {
            uint32_t copy = reg_new(u);
            emit_move(u, copy, last.reg);
            last = (Operand){.reg = copy};
        }
    }
    for (uint32_t i = 0; i + 1 < count; i++) {
        uint32_t own = variables ? target_register(u, targets.items[i]) : NO_HINT;
        if (own != NO_HINT && own == last_register) continue; /* a, a = 1, 2: the later wins */
        at(u, targets.items[i]->pos);
        if (targets.items[i]->kind == AST_NAME && constant[i]) {
            variable_check_store(u, targets.items[i]->name.id, targets.items[i]->pos);
            variable_store_operand(u, targets.items[i]->name.id, targets.items[i]->pos,
                                   (Operand){.constant = true, .value = constants[i]});
            continue;
        }
        if (constant[i]) emit_constant(u, base + i, constants[i]);
        store_to(u, targets.items[i], base + i);
    }
    if (last_register != NO_HINT) {
        set_assigned(u, last_register);
    } else {
        at(u, value->pos);
        store_to(u, targets.items[count - 1], operand_register(u, last));
    }
    u->top = mark;
    return true;
}

/* Whether a target may rebind a variable that a later one is to get. */
static bool may_rebind_targets(const Unit *u, ExprList targets) {
    for (uint32_t i = 0; i + 1 < targets.count; i++)
        if (targets.items[i]->kind == AST_TUPLE || targets.items[i]->kind == AST_LIST) return true;
    return u->scope->has_walrus;
}

void compile_assign(Unit *u, const Stmt *s) {
    ExprList targets = s->assign.targets;
    uint32_t mark = u->top;
    if (targets.count == 1) {
        const Expr *target = targets.items[0];
        uint32_t own = target_register(u, target);
        if (own != NO_HINT) {
            variable_check_store(u, target->name.id, target->pos);
            expr_to(u, s->assign.value, own);
            set_assigned(u, own);
            return;
        }
        if (assign_pairwise(u, target, s->assign.value)) return;
    }
    Operand value = operand(u, s->assign.value, NO_HINT);
    if (!value.constant && reg_is_local(u, value.reg) && may_rebind_targets(u, targets)) {
        uint32_t copy = reg_new(u);
        emit_move(u, copy, value.reg);
        value = (Operand){.reg = copy};
    }
    for (uint32_t i = 0; i < targets.count; i++) {
        uint32_t inner = u->top;
        const Expr *target = targets.items[i];
        at(u, s->pos);
        if (target->kind == AST_NAME) {
            variable_check_store(u, target->name.id, target->pos);
            variable_store_operand(u, target->name.id, target->pos, value);
        } else {
            store_to(u, target, operand_register(u, value));
        }
        u->top = inner;
    }
    u->top = mark;
}

/* ---- augmented assignment ---- */

static Opcode inplace_opcode(unsigned op) {
    return (Opcode)(opcode_of_operator(op) - OPC_ADD + OPC_INPLACE_ADD);
}

static void inplace(Unit *u, const Stmt *s, uint32_t dst, uint32_t left) {
    Operand right = operand(u, s->aug_assign.value, NO_HINT);
    Opcode op = inplace_opcode(s->aug_assign.op);
    at(u, s->pos);
    uint32_t b = operand_immediate(u, &op, right, dst | left);
    emit(u, op, dst, left, b);
}

void compile_aug_assign(Unit *u, const Stmt *s) {
    const Expr *target = s->aug_assign.target, *value = s->aug_assign.value;
    uint32_t mark = u->top;
    switch (target->kind) {
    case AST_NAME: {
        Expr load = *target;
        load.ctx = CTX_LOAD;
        variable_check_store(u, target->name.id, target->pos);
        Operand left = stable_operand(u, &load, value);
        uint32_t own = variable_register(u, target->name.id);
        if (own != NO_HINT) {
            inplace(u, s, own, left.reg);
            set_assigned(u, own);
        } else {
            uint32_t result = operand_register(u, left);
            inplace(u, s, result, result);
            variable_store(u, target->name.id, target->pos, result);
        }
        break;
    }
    case AST_ATTRIBUTE: {
        uint32_t object = operand_register(u, stable_operand(u, target->attribute.value, value));
        uint32_t result = reg_new(u);
        Value name = attribute_name(u, target);
        emit_attribute_position(u, target);
        emit_name(u, OPC_GET_ATTR, result, object, name);
        inplace(u, s, result, result);
        emit_attribute_position(u, target);
        emit_name(u, OPC_SET_ATTR, object, result, name);
        break;
    }
    case AST_SUBSCRIPT: {
        Operand object = stable_operand(u, target->subscript.value, target->subscript.slice);
        if (!object.constant && reg_is_local(u, object.reg) && u->scope->has_walrus) {
            uint32_t copy = reg_new(u);
            emit_move(u, copy, object.reg);
            object = (Operand){.reg = copy};
        }
        Operand index = stable_operand(u, target->subscript.slice, value);
        at(u, target->pos);
        uint32_t a = operand_register(u, object), b = operand_register(u, index);
        uint32_t result = reg_new(u);
        emit(u, OPC_GET_ITEM, result, a, b);
        inplace(u, s, result, result);
        at(u, target->pos);
        emit(u, OPC_SET_ITEM, a, b, result);
        break;
    }
    default: compile_error(u, s->pos, "illegal expression for augmented assignment");
    }
    u->top = mark;
}

/* ---- annotated assignment ---- */

Value annotation_text(Unit *u, const Expr *annotation) {
    return constant_canonical(u->x, unparse_expr(u->x, annotation));
}

static void evaluate_annotation(Unit *u, const Expr *annotation, uint32_t reg) {
    if (u->c->future_annotations) {
        at(u, annotation->pos);
        emit_constant(u, reg, annotation_text(u, annotation));
    } else {
        expr_to(u, annotation, reg);
    }
}

void compile_ann_assign(Unit *u, const Stmt *s) {
    const Expr *target = s->ann_assign.target;
    const Expr *annotation = s->ann_assign.annotation;
    uint32_t mark = u->top;
    bool recorded = u->kind == UNIT_MODULE || u->kind == UNIT_CLASS;
    if (s->ann_assign.value) {
        uint32_t own = target_register(u, target);
        if (own != NO_HINT) {
            variable_check_store(u, target->name.id, target->pos);
            expr_to(u, s->ann_assign.value, own);
            set_assigned(u, own);
        } else {
            store_to(u, target, expr(u, s->ann_assign.value));
        }
        u->top = mark;
    }
    switch (target->kind) {
    case AST_NAME:
        variable_check_store(u, target->name.id, s->pos);
        if (s->ann_assign.simple && recorded) {
            uint32_t value = reg_new(u), dict = reg_new(u), key = reg_new(u);
            evaluate_annotation(u, annotation, value);
            at(u, s->pos);
            raw_load(u, STR_NAME(u->x->t, __annotations__), dict);
            emit_constant(u, key, context_mangled(u->x, u->current->class_name, target->name.id));
            emit(u, OPC_SET_ITEM, dict, key, value);
        }
        break;
    case AST_ATTRIBUTE:
        check_attribute(u, target, s->pos);
        if (!s->ann_assign.value) expr_discard(u, target->attribute.value);
        break;
    case AST_SUBSCRIPT:
        if (!s->ann_assign.value) {
            expr_discard(u, target->subscript.value);
            expr_discard(u, target->subscript.slice);
        }
        break;
    default: compile_error(u, s->pos, "invalid node type for annotated assignment");
    }
    u->top = mark;
    /* Of other targets the annotation is evaluated for its effects only. */
    if (!s->ann_assign.simple && recorded && !u->c->future_annotations) expr_discard(u, annotation);
    u->top = mark;
}

/* ---- del ---- */

static void delete_target(Unit *u, const Expr *target) {
    uint32_t mark = u->top;
    context_enter(u->x);
    switch (target->kind) {
    case AST_NAME: variable_delete(u, target->name.id, target->pos); break;
    case AST_ATTRIBUTE: {
        uint32_t object = expr(u, target->attribute.value);
        emit_attribute_position(u, target);
        emit_name(u, OPC_DELETE_ATTR, object, 0, attribute_name(u, target));
        break;
    }
    case AST_SUBSCRIPT: {
        Operand object = stable_operand(u, target->subscript.value, target->subscript.slice);
        Operand index = operand(u, target->subscript.slice, NO_HINT);
        at(u, target->pos);
        uint32_t a = operand_register(u, object), b = operand_register(u, index);
        emit(u, OPC_DELETE_ITEM, a, b, 0);
        break;
    }
    case AST_TUPLE:
    case AST_LIST: {
        ExprList list = target->kind == AST_TUPLE ? target->tuple.elts : target->list.elts;
        for (uint32_t i = 0; i < list.count; i++) delete_target(u, list.items[i]);
        break;
    }
    default: compile_error(u, target->pos, "cannot delete this expression");
    }
    context_leave(u->x);
    u->top = mark;
}

void compile_delete(Unit *u, const Stmt *s) {
    for (uint32_t i = 0; i < s->delete_stmt.targets.count; i++)
        delete_target(u, s->delete_stmt.targets.items[i]);
}

/* compile_variable.c - reading, binding and unbinding variables. */
#include "front/compiler.h"
#include "front/compile.h"

#include <string.h>

typedef enum Access { /* what an access compiles to */
                      ACCESS_REGISTER,
                      ACCESS_CELL,
                      ACCESS_FREE,
                      ACCESS_CLASS_FREE,
                      ACCESS_GLOBAL,
                      ACCESS_NAME
} Access;

static Access resolve(const Unit *u, Value name, uint32_t *index) {
    const Scope *scope = u->current;
    const Symbol *symbol = scope_find(scope, name);
    /* A comprehension's free variables are those of the block around it. */
    while (symbol && symbol->place == PLACE_FREE && scope->inlined) {
        scope = scope->parent;
        symbol = scope_find(scope, name);
        if (scope->kind == SCOPE_CLASS) {
            /* From inside, the names of the class itself cannot be seen. */
            if (symbol && symbol->free_index != NO_INDEX) {
                *index = symbol->free_index;
                return ACCESS_FREE;
            }
            *index = u->class_cell;
            return ACCESS_CELL;
        }
    }
    bool function = scope->kind == SCOPE_FUNCTION;
    if (!symbol) return function ? ACCESS_GLOBAL : ACCESS_NAME;
    switch ((SymbolPlace)symbol->place) {
    case PLACE_LOCAL:
        if (!function) return ACCESS_NAME;
        *index = symbol->index;
        return ACCESS_REGISTER;
    case PLACE_CELL: *index = symbol->index; return ACCESS_CELL;
    case PLACE_FREE:
        *index = symbol->free_index;
        return function || symbol->flags & SYMBOL_NONLOCAL ? ACCESS_FREE : ACCESS_CLASS_FREE;
    case PLACE_GLOBAL_EXPLICIT: return ACCESS_GLOBAL;
    case PLACE_GLOBAL_IMPLICIT:
    case PLACE_UNKNOWN: break;
    }
    return function ? ACCESS_GLOBAL : ACCESS_NAME;
}

static Value mangled(Unit *u, const Name *name) {
    return context_mangled(u->x, u->current->class_name, name);
}

bool variable_is_debug(const Name *name) {
    return name->length == 9 && !memcmp(name->bytes, "__debug__", 9);
}

void variable_check_store(Unit *u, const Name *name, AstPos pos) {
    if (variable_is_debug(name)) compile_error(u, pos, "cannot assign to __debug__");
}

/* Whether a comprehension reads a variable of the block around it. */
static bool is_free(const Unit *u, Value name) {
    const Symbol *symbol = scope_find(u->current, name);
    return symbol && symbol->place == PLACE_FREE;
}

Operand variable_load(Unit *u, const Name *name, AstPos pos, uint32_t hint) {
    Value v = mangled(u, name);
    uint32_t index = 0;
    if (variable_is_debug(name))
        return (Operand){.constant = true,
                         .value = value_bool(!(u->c->flags & COMPILE_OPTIMIZE_ASSERTS))};
    Access access = resolve(u, v, &index);
    at(u, pos);
    if (access == ACCESS_REGISTER) {
        if (reg_is_local(u, index) && !is_assigned(u, index)) {
            emit(u, OPC_CHECK_LOCAL, index, is_free(u, v), 0);
            set_assigned(u, index);
        }
        return (Operand){.reg = index};
    }
    uint32_t reg = reg_for(u, hint);
    switch (access) {
    case ACCESS_REGISTER: break;
    case ACCESS_CELL: emit(u, OPC_LOAD_CELL, reg, index, is_free(u, v)); break;
    case ACCESS_FREE: emitter_emit_bx(&u->e, OPC_LOAD_FREE, reg, (int32_t)index); break;
    case ACCESS_CLASS_FREE: emitter_emit_bx(&u->e, OPC_LOAD_CLASS_FREE, reg, (int32_t)index); break;
    case ACCESS_GLOBAL: emit_name(u, OPC_LOAD_GLOBAL, reg, 0, v); break;
    case ACCESS_NAME: emit_name(u, OPC_LOAD_NAME, reg, 0, v); break;
    }
    return (Operand){.reg = reg};
}

uint32_t variable_super_cell(Unit *u, const Name *name) {
    uint32_t index = 0;
    if (name->length != 5 || memcmp(name->bytes, "super", 5) || u->current != u->scope || !u->arg_count ||
        resolve(u, mangled(u, name), &index) != ACCESS_GLOBAL ||
        resolve(u, STR_NAME(u->x->t, __class__), &index) != ACCESS_FREE)
        return NO_INDEX;
    return index;
}

uint32_t variable_register(Unit *u, const Name *name) {
    uint32_t index = 0;
    if (variable_is_debug(name)) return NO_HINT;
    return resolve(u, mangled(u, name), &index) == ACCESS_REGISTER ? index : NO_HINT;
}

static void store(Unit *u, Value name, uint32_t reg) {
    uint32_t index = 0;
    switch (resolve(u, name, &index)) {
    case ACCESS_REGISTER:
        emit_move(u, index, reg);
        set_assigned(u, index);
        break;
    case ACCESS_CELL: emit(u, OPC_STORE_CELL, reg, index, 0); break;
    case ACCESS_FREE:
    case ACCESS_CLASS_FREE: emitter_emit_bx(&u->e, OPC_STORE_FREE, reg, (int32_t)index); break;
    case ACCESS_GLOBAL: emit_name(u, OPC_STORE_GLOBAL, reg, 0, name); break;
    case ACCESS_NAME: emit_name(u, OPC_STORE_NAME, reg, 0, name); break;
    }
}

void variable_store(Unit *u, const Name *name, AstPos pos, uint32_t reg) {
    variable_check_store(u, name, pos);
    at(u, pos);
    store(u, mangled(u, name), reg);
}

void variable_store_value(Unit *u, Value name, uint32_t reg) {
    store(u, name, reg);
}

void variable_store_operand(Unit *u, const Name *name, AstPos pos, Operand o) {
    uint32_t mark = u->top;
    uint32_t own = o.constant ? variable_register(u, name) : NO_HINT;
    if (own != NO_HINT) {
        at(u, pos);
        emit_constant(u, own, o.value);
        set_assigned(u, own);
        return;
    }
    uint32_t reg = operand_register(u, o);
    variable_store(u, name, pos, reg);
    u->top = mark;
}

void variable_delete(Unit *u, const Name *name, AstPos pos) {
    if (variable_is_debug(name)) compile_error(u, pos, "cannot delete __debug__");
    Value v = mangled(u, name);
    uint32_t index = 0;
    at(u, pos);
    switch (resolve(u, v, &index)) {
    case ACCESS_REGISTER:
        emit(u, is_assigned(u, index) ? OPC_LOAD_UNDEF : OPC_DELETE_LOCAL, index, 0, 0);
        set_unassigned(u, index);
        break;
    case ACCESS_CELL: emit(u, OPC_DELETE_CELL, 0, index, 0); break;
    case ACCESS_FREE:
    case ACCESS_CLASS_FREE: emitter_emit_bx(&u->e, OPC_DELETE_FREE, 0, (int32_t)index); break;
    case ACCESS_GLOBAL: emit_name(u, OPC_DELETE_GLOBAL, 0, 0, v); break;
    case ACCESS_NAME: emit_name(u, OPC_DELETE_NAME, 0, 0, v); break;
    }
}

void variable_clear(Unit *u, const Name *name, AstPos pos) {
    uint32_t own = variable_register(u, name);
    at(u, pos);
    if (own != NO_HINT) {
        emit(u, OPC_LOAD_UNDEF, own, 0, 0);
        set_unassigned(u, own);
        return;
    }
    /* Bound first, so that deleting cannot fail if the program did it already. */
    uint32_t mark = u->top;
    uint32_t none = reg_new(u);
    emit_constant(u, none, VALUE_NONE);
    variable_store(u, name, pos, none);
    variable_delete(u, name, pos);
    u->top = mark;
}

void variable_load_cell(Unit *u, Value name, uint32_t reg) {
    const Scope *scope = u->current;
    const Symbol *symbol = scope_find(scope, name);
    while (symbol && symbol->place == PLACE_FREE && scope->inlined) {
        scope = scope->parent;
        symbol = scope_find(scope, name);
    }
    if (scope->kind == SCOPE_CLASS && u->class_cell != NO_INDEX &&
        value_same(name, STR_NAME(u->x->t, __class__))) {
        emit_move(u, reg, u->class_cell);
        return;
    }
    assert(symbol);
    if (symbol->place == PLACE_CELL)
        emit_move(u, reg, symbol->index);
    else
        emitter_emit_bx(&u->e, OPC_LOAD_CLOSURE, reg, (int32_t)symbol->free_index);
}

void raw_store(Unit *u, Value name, uint32_t reg) {
    emit_name(u, OPC_STORE_NAME, reg, 0, name);
}
void raw_load(Unit *u, Value name, uint32_t reg) {
    emit_name(u, OPC_LOAD_NAME, reg, 0, name);
}

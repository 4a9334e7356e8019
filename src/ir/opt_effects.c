/* opt_effects.c - which memory nodes read and write; see opt.h. */
#include "ir/opt.h"
#include "runtime/dict.h"
#include "runtime/sequence.h"

enum { /* bits of a set of cells; the classes without offsets have one each */
    CELL_SLOT = 0, SLOT_CELLS = 25,
    CELL_LIST = 25, LIST_CELLS = 8,
    CELL_GLOBAL = 33, GLOBAL_CELLS = 10,
    CELL_ITERATOR = 43, ITERATOR_CELLS = 3,
    CELL_CLASS = 46, /* + IrAlias */
};
static_assert(CELL_CLASS + ALIAS_COUNT <= 64, "a bit for each");

static Cells range_of(uint32_t first, uint32_t count) { return (((Cells)1 << count) - 1) << first; }
static Cells cell(uint32_t first, uint32_t count, int64_t offset) {
    return (Cells)1 << (first + (uint64_t)(offset >> 3) % count);
}

static Cells cells_of(IrAlias alias, int64_t offset) {
    switch (alias) {
    case ALIAS_NONE:
    case ALIAS_CONSTANT: return 0;
    case ALIAS_SLOT: return cell(CELL_SLOT, SLOT_CELLS, offset);
    case ALIAS_LIST: return cell(CELL_LIST, LIST_CELLS, offset);
    case ALIAS_ITERATOR: return cell(CELL_ITERATOR, ITERATOR_CELLS, offset);
    case ALIAS_GLOBAL: return cell(CELL_GLOBAL, GLOBAL_CELLS, offset / (int64_t)sizeof(DictEntry) * 8);
    default: return (Cells)1 << (CELL_CLASS + alias);
    }
}

Cells opt_reads(const IrNode *n) {
    switch (ir_effect(n)) {
    case EFFECT_LOAD: return cells_of(n->alias, n->imm);
    case EFFECT_GUARD:
        switch (n->op) {
        case IR_GUARD_SHAPE: return cells_of(ALIAS_SHAPE, 0);
        case IR_GUARD_CODE: return cells_of(ALIAS_FUNCTION, 0);
        case IR_GUARD_LIST: return cells_of(ALIAS_LIST, offsetof(List, strategy));
        case IR_DICT_FIND: return cells_of(ALIAS_DICT, 0);
        case IR_SET_FIND: return cells_of(ALIAS_SET, 0);
        default: return 0;
        }
    case EFFECT_CALL: /* of those that are as good as a load */
        if (n->op != IR_CALL_RT)
            return 0;
        return n->imm == RT_dict_find ? cells_of(ALIAS_DICT, 0) : n->imm == RT_set_find ? cells_of(ALIAS_SET, 0) : 0;
    default: return 0;
    }
}

/* Whether it is of a native class all whose objects are something else than a list, dict or
 * set, or of one derived from such a class. */
static bool is_other_container(const IrNode *n) {
    Kind kind = n->op == IR_GUARD_SHAPE ? ((const Shape *)(uintptr_t)n->imm)->type->kind : KIND_LIST;
    return n->types == IRT_OTHER && kind != KIND_LIST && kind != KIND_DICT && kind != KIND_SET;
}

/* What belongs to the container. */
static Cells container_cells(const IrNode *n) {
    IrTypes types = n->types;
    Cells list = range_of(CELL_LIST, LIST_CELLS) | cells_of(ALIAS_ELEMENT, 0);
    Cells dict = cells_of(ALIAS_DICT, 0) | cells_of(ALIAS_DICT_VALUE, 0);
    Cells set = cells_of(ALIAS_SET, 0) | cells_of(ALIAS_OTHER, 0);
    Cells bytes = cells_of(ALIAS_BYTEARRAY, 0) | cells_of(ALIAS_BYTE, 0);
    Cells others = bytes | cells_of(ALIAS_OTHER, 0) | range_of(CELL_ITERATOR, ITERATOR_CELLS);
    return !(types & ~IRT_LIST)        ? list
           : !(types & ~IRT_DICT)      ? dict
           : !(types & ~IRT_SET)       ? set
           : !(types & ~IRT_BYTEARRAY) ? bytes
           : is_other_container(n)     ? others
                                       : list | dict | set | others;
}

Cells opt_writes(const IrNode *n) {
    switch (ir_effect(n)) {
    case EFFECT_STORE:
        return cells_of(n->alias, n->imm) | (n->alias == ALIAS_GLOBAL ? cells_of(ALIAS_DICT_VALUE, 0) : 0);
    case EFFECT_CALL:
        if (n->effects & RT_OBSERVES)
            return ~(Cells)0;
        return n->effects & RT_WRITES ? container_cells(n->in[0]) : 0;
    default: return 0;
    }
}

const IrNode *opt_owner(const IrNode *base) {
    base = opt_strip((IrNode *)base);
    bool inside = base->op == IR_ADDRESS ||
                  (base->op == IR_LOAD_WORD && (base->alias == ALIAS_LIST || base->alias == ALIAS_BYTEARRAY));
    return inside ? opt_strip(base->in[0]) : base;
}

const IrNode *opt_written_object(const IrNode *n) {
    bool store = ir_effect(n) == EFFECT_STORE;
    if (!store && (ir_effect(n) != EFFECT_CALL || (n->effects & (RT_WRITES | RT_OBSERVES)) != RT_WRITES))
        return NULL;
    const IrNode *owner = opt_owner(n->in[0]);
    return owner->op == IR_ALLOC ? owner : NULL;
}

/* Whether a, in the same block as b or one that dominates it, is in front of it. */
static bool comes_before(const IrNode *a, const IrNode *b) {
    if (a->block != b->block)
        return ir_dominates(a->block, b->block);
    enum { FAR = 200 };
    int limit = FAR;
    for (const IrNode *n = b->prev; n && limit--; n = n->prev)
        if (n == a)
            return true;
    return false;
}

bool opt_are_apart(const IrNode *object, const IrNode *other) {
    if (object == other || object->op != IR_ALLOC)
        return false;
    if (comes_before(other, object))
        return true;
    /* Storage may be that of a list allocated behind it. */
    Kind kinds[2] = {(Kind)((uint64_t)object->imm >> 48 & 0xff), (Kind)((uint64_t)other->imm >> 48 & 0xff)};
    return other->op == IR_ALLOC && kinds[0] != KIND_ARRAY && kinds[1] != KIND_ARRAY;
}

/* ---- loops ---- */

static void add_object(Ir *ir, LoopWrites *w, const IrNode *object, Cells cells) {
    ObjectWrites *o = w->objects;
    while (o && o->object != object)
        o = o->next;
    if (!o) {
        o = ir_scratch(ir, sizeof *o);
        *o = (ObjectWrites){w->objects, object, 0};
        w->objects = o;
    }
    o->cells |= cells;
}

LoopWrites *opt_loop_writes(Ir *ir) {
    LoopWrites *writes = ir_scratch(ir, ir->block_count * sizeof *writes);
    for (uint32_t i = 0; i < ir->block_count; i++) {
        const IrBlock *b = ir->blocks[i];
        if (!b->loop)
            continue;
        for (const IrNode *n = b->first; n; n = n->next) {
            Cells cells = opt_writes(n);
            if (!cells)
                continue;
            const IrNode *object = opt_written_object(n);
            for (const IrBlock *header = b->loop; header; header = header->loop_parent) {
                LoopWrites *w = &writes[header->order];
                if (!object)
                    w->any |= cells;
                else if (!opt_in_loop(object->block, header))
                    add_object(ir, w, object, cells);
            }
        }
    }
    return writes;
}

Cells opt_loop_cells(const LoopWrites *w) {
    Cells cells = w->any;
    for (const ObjectWrites *o = w->objects; o; o = o->next)
        cells |= o->cells;
    return cells;
}

bool opt_loop_changes(const LoopWrites *w, const IrNode *reader) {
    Cells cells = opt_reads(reader);
    if (!cells || cells & w->any)
        return cells != 0;
    const IrNode *owner = opt_owner(reader->in[0]);
    for (const ObjectWrites *o = w->objects; o; o = o->next)
        if (cells & o->cells && !opt_are_apart(o->object, owner))
            return true;
    return false;
}

/* opt_effects.c - which memory nodes read and write; see opt.h. */
#include "ir/opt.h"
#include "runtime/sequence.h"

enum { /* bits of a set of cells; the classes without offsets have one each */
    CELL_SLOT = 0, SLOT_CELLS = 32,
    CELL_LIST = 32, LIST_CELLS = 8,
    CELL_GLOBAL = 40, GLOBAL_CELLS = 11,
    CELL_CLASS = 51, /* + IrAlias */
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
    case ALIAS_GLOBAL: return cell(CELL_GLOBAL, GLOBAL_CELLS, offset / 24 * 8); /* a DictEntry each */
    default: return (Cells)1 << (CELL_CLASS + alias);
    }
}

Cells opt_reads(const IrNode *n) {
    switch (ir_effect(n)) {
    case EFFECT_LOAD: return cells_of(n->alias, n->imm);
    case EFFECT_GUARD:
        return n->op == IR_GUARD_SHAPE  ? cells_of(ALIAS_SHAPE, 0)
               : n->op == IR_GUARD_CODE ? cells_of(ALIAS_FUNCTION, 0)
               : n->op == IR_GUARD_LIST ? cells_of(ALIAS_LIST, offsetof(List, strategy))
                                        : 0;
    default: return 0;
    }
}

Cells opt_writes(const IrNode *n) {
    switch (ir_effect(n)) {
    case EFFECT_STORE: return cells_of(n->alias, n->imm);
    case EFFECT_CALL:
        if (n->effects & RT_OBSERVES)
            return ~(Cells)0;
        return n->effects & RT_WRITES ? range_of(CELL_LIST, LIST_CELLS) | cells_of(ALIAS_ELEMENT, 0) |
                                            cells_of(ALIAS_DICT, 0) | cells_of(ALIAS_OTHER, 0)
                                      : 0;
    default: return 0;
    }
}

Cells *opt_loop_writes(Ir *ir) {
    Cells *writes = ir_alloc(ir, ir->block_count * sizeof *writes);
    for (uint32_t i = 0; i < ir->block_count; i++) {
        const IrBlock *b = ir->blocks[i];
        if (!b->loop)
            continue;
        for (const IrNode *n = b->first; n; n = n->next) {
            Cells cells = opt_writes(n);
            if (!cells)
                continue;
            const IrNode *object = ir_effect(n) == EFFECT_STORE ? opt_stored_object(n) : NULL;
            for (const IrBlock *header = b->loop; header; header = header->loop_parent)
                if (!object || !opt_in_loop(object->block, header))
                    writes[header->order] |= cells;
        }
    }
    return writes;
}

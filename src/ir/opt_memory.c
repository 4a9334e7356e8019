/*
 * opt_memory.c - loads of what is known to be in memory: because it has been loaded, or
 * stored, there before; and checks of shapes and functions that nothing has changed.
 *
 * Each cell (opt.h: memory as far as it is told apart) has at each point a version,
 * which a write replaces by a new one.  At a join whose predecessors disagree, and at
 * the header of a loop that writes the cell, a version begins of which nothing is
 * known.  What a location holds is entered in a table under operation, address and
 * version, when it is loaded or stored; a later load of the same version that the
 * entry dominates needs not be executed.  (Versions are Memory SSA's, as in GCC and
 * LLVM; value numbering by dominance as in opt_fold.c.)
 *
 * A version begun by a store remembers the one before, so that a lookup can go on there
 * if the store was to another place for certain: into an object that was allocated
 * after the one that is read had been computed, or at another constant distance from
 * the same index.
 *
 * The shape of an object is a word like others: guards that found it, comparisons that
 * pins tell of, and stores that set it are entries for it; a GUARD_SHAPE that finds one
 * is redundant.  So is a search for a key in a dict or set whose keys are still the same.
 *
 * Requires: the analysis.  Breaks: nothing.  Ends: one walk in reverse postorder.
 * Cost: linear in nodes, and in blocks times cells.
 */
#include "ir/opt.h"

#include <string.h>

#include "runtime/sequence.h"

enum { CELL_COUNT = 64, LOOKUP_LIMIT = 16, STEP_LIMIT = 8 };

typedef struct Version {
    struct Version *before; /* NULL: nothing is known of it */
    const IrNode *store;    /* that made this one of `before` */
} Version;

typedef struct Entry {
    struct Entry *next;      /* of the bucket */
    const IrNode *base, *index; /* without assertions; index: NULL or of an element */
    int64_t imm;
    const Version *version;
    IrNode *value;           /* what is there, or NULL: */
    int64_t word;            /* the shape, or code, that is known */
    IrNode *by;              /* whose result says so: the base, at this point */
    const IrNode *at;        /* where it became known */
    uint8_t op;
} Entry;

typedef Version *Versions[CELL_COUNT];

typedef struct Memory {
    Ir *ir;
    LoopWrites *loop_writes;
    Versions *at_end;  /* by order */
    Versions now;
    Version constant;  /* of memory that never changes */
    Entry **buckets;
    uint32_t bucket_mask;
} Memory;

/* ---- versions ---- */

static Version *version_new(Memory *m, Version *before, const IrNode *store) {
    Version *v = ir_scratch(m->ir, sizeof *v);
    *v = (Version){before, store};
    return v;
}

static Version *version_of(Memory *m, Cells cell) {
    return cell ? m->now[__builtin_ctzll(cell)] : &m->constant;
}

static void write_cells(Memory *m, Cells cells, const IrNode *by) {
    bool store = ir_effect(by) == EFFECT_STORE || opt_written_object(by);
    Version *opaque = NULL;
    for (; cells; cells &= cells - 1) {
        Version **v = &m->now[__builtin_ctzll(cells)];
        if (store)
            *v = version_new(m, *v, by);
        else
            *v = opaque ? opaque : (opaque = version_new(m, NULL, NULL));
    }
}

/* The versions at the start of a block. */
static void meet(Memory *m, const IrBlock *b) {
    if (!b->pred_count) {
        Version *initial = version_new(m, NULL, NULL);
        for (uint32_t c = 0; c < CELL_COUNT; c++)
            m->now[c] = initial;
        return;
    }
    const IrBlock *first = NULL;
    Cells changed = 0;
    for (uint32_t i = 0; i < b->pred_count; i++) {
        const IrBlock *pred = b->preds[i];
        if (pred->order >= b->order) {
            changed |= b->loop_header && ir_dominates(b, pred) ? opt_loop_cells(&m->loop_writes[b->order]) : ~(Cells)0;
            continue;
        }
        if (!first) {
            first = pred;
            continue;
        }
        for (uint32_t c = 0; c < CELL_COUNT; c++)
            if (m->at_end[pred->order][c] != m->at_end[first->order][c])
                changed |= (Cells)1 << c;
    }
    memcpy(m->now, m->at_end[first->order], sizeof m->now);
    for (; changed; changed &= changed - 1)
        m->now[__builtin_ctzll(changed)] = version_new(m, NULL, NULL);
}

/* ---- places ---- */

static int64_t constant_distance(const IrNode **index) {
    Value v;
    if ((*index)->op == IR_CONST) {
        v.bits = (uint64_t)(*index)->imm;
        *index = NULL;
        return value_as_int(v);
    }
    if ((*index)->op == IR_INT_ADD && ir_is_const((*index)->in[1], &v)) {
        *index = opt_strip((*index)->in[0]);
        return value_as_int(v);
    }
    if ((*index)->op == IR_INT_SUB && ir_is_const((*index)->in[1], &v)) {
        *index = opt_strip((*index)->in[0]);
        return -value_as_int(v);
    }
    return 0;
}

static bool indices_differ(const IrNode *a, const IrNode *b) {
    int64_t x = constant_distance(&a), y = constant_distance(&b);
    return a == b && x != y;
}

/* Whether the store, or call, leaves what is read at this base (and index) alone for
 * certain. */
static bool is_elsewhere(const IrNode *store, const IrNode *base, const IrNode *index, int64_t imm) {
    if (ir_effect(store) == EFFECT_STORE && opt_strip(store->in[0]) == base) {
        if (store->op == IR_STORE_ELEMENT || store->op == IR_STORE_BYTE)
            return index && indices_differ(opt_strip(store->in[1]), index);
        return !index && store->imm != imm;
    }
    const IrNode *object = opt_written_object(store);
    return object && opt_are_apart(object, opt_owner(base));
}

static bool is_same_version(const Version *known, const Version *now, const Entry *place) {
    for (int limit = STEP_LIMIT; now != known; now = now->before)
        if (!limit-- || !now->before || !is_elsewhere(now->store, place->base, place->index, place->imm))
            return false;
    return true;
}

static uint32_t hash(const Entry *e) {
    uint64_t h = e->op + (uint64_t)e->imm * 0x9e3779b97f4a7c15u;
    h = (h ^ e->base->id) * 0x9e3779b97f4a7c15u;
    h = (h ^ (e->index ? e->index->id : 0)) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(h >> 32);
}

static const Entry *look_up(Memory *m, const Entry *place, const IrBlock *at) {
    int limit = LOOKUP_LIMIT;
    for (const Entry *e = m->buckets[hash(place) & m->bucket_mask]; e && limit--; e = e->next)
        if (e->op == place->op && e->base == place->base && e->index == place->index && e->imm == place->imm &&
            ir_dominates(e->at->block, at) && is_same_version(e->version, place->version, place))
            return e;
    return NULL;
}

static Entry *enter(Memory *m, const Entry *place, IrNode *value, IrNode *by, const IrNode *at) {
    Entry *e = ir_scratch(m->ir, sizeof *e);
    Entry **bucket = &m->buckets[hash(place) & m->bucket_mask];
    *e = *place;
    e->value = value;
    e->by = by;
    e->at = at;
    e->next = *bucket;
    *bucket = e;
    return e;
}

/* The place that a load or a guard reads, at the present version. */
static Entry place_of(Memory *m, const IrNode *n) {
    Entry e = {.op = n->op, .base = opt_strip(n->in[0]), .imm = n->imm, .version = version_of(m, opt_reads(n))};
    if (n->input_count == 2)
        e.index = opt_strip(n->in[1]);
    return e;
}

/* The shape word of an object. */
static Entry shape_of(Memory *m, const IrNode *object) {
    IrNode load = {.op = IR_LOAD_U32, .alias = ALIAS_SHAPE};
    return (Entry){.op = IR_LOAD_U32, .base = opt_strip((IrNode *)object), .version = version_of(m, opt_reads(&load))};
}

/* ---- nodes ---- */

static IrOp load_of_store(IrOp op) {
    switch (op) {
    case IR_STORE: return IR_LOAD;
    case IR_STORE_WORD: return IR_LOAD_WORD;
    case IR_STORE_U32: return IR_LOAD_U32;
    case IR_STORE_U8: return IR_LOAD_U8;
    case IR_STORE_SIZE: return IR_LOAD_SIZE;
    case IR_STORE_FLOAT: return IR_LOAD_FLOAT;
    case IR_STORE_ELEMENT: return IR_LOAD_ELEMENT;
    default: return IR_OP_COUNT;
    }
}

static void visit_store(Memory *m, IrNode *n) {
    write_cells(m, opt_writes(n), n);
    IrOp op = load_of_store((IrOp)n->op);
    if (op == IR_OP_COUNT)
        return;
    IrNode like = {.alias = n->alias, .op = (uint8_t)op, .imm = n->imm};
    Entry e = {.op = (uint8_t)op, .base = opt_strip(n->in[0]), .imm = n->imm, .version = version_of(m, opt_reads(&like))};
    if (op == IR_LOAD_ELEMENT)
        e.index = opt_strip(n->in[1]);
    IrNode *value = n->in[n->input_count - 1];
    bool narrow = op == IR_LOAD_U32 || op == IR_LOAD_U8;
    if (narrow && value->op == IR_CONST_WORD)
        enter(m, &e, NULL, n->in[0], n)->word = op == IR_LOAD_U32 ? (uint32_t)value->imm : (uint8_t)value->imm;
    else if (!narrow)
        enter(m, &e, value, n->in[0], n);
}

static void visit_load(Memory *m, IrNode *n) {
    Entry place = place_of(m, n);
    const Entry *known = look_up(m, &place, n->block);
    IrNode *value = !known ? NULL : known->value ? known->value : ir_const_word(m->ir, known->word);
    if (!value || value->rep != n->rep) {
        enter(m, &place, n, n->in[0], n);
        return;
    }
    if (n->rep == REP_VALUE && value->types & ~n->types) { /* what is known of the place is known of it */
        IrNode *pin = ir_node(m->ir, IR_GUARD_TYPE, value, NULL, NULL);
        pin->imm = n->types;
        pin->types = value->types & n->types;
        pin->nowrap = true;
        ir_insert_before(n, pin);
        value = pin;
    }
    n->forward = value;
    ir_remove(n);
}

/* The guard, if it stays, and what follows from it. */
static void visit_shape_guard(Memory *m, IrNode *n) {
    Entry place = shape_of(m, n->in[0]);
    const Entry *known = look_up(m, &place, n->block);
    if (opt_is_pin(n)) { /* what was loaded and compared, if it has not changed since */
        if (known)
            enter(m, &place, NULL, n, n)->word = n->imm;
        return;
    }
    if (known && !known->value && known->word == n->imm && !(known->by->types & ~n->types)) {
        n->forward = known->by;
        ir_remove(n);
        return;
    }
    enter(m, &place, NULL, n, n)->word = n->imm;
}

static void visit_code_guard(Memory *m, IrNode *n) {
    Entry place = place_of(m, n);
    const Entry *known = look_up(m, &place, n->block);
    if (known) {
        n->forward = known->by;
        ir_remove(n);
        return;
    }
    enter(m, &place, NULL, n, n);
}

/* The strategies that a list may have are an entry for its field, under the guard's name. */
static void visit_list_guard(Memory *m, IrNode *n) {
    IrNode field = {.op = IR_LOAD_U8, .alias = ALIAS_LIST, .imm = offsetof(List, strategy)};
    Entry place = {.op = IR_LOAD_U8, .base = opt_strip(n->in[0]), .imm = field.imm, .version = version_of(m, opt_reads(&field))};
    const Entry *stored = look_up(m, &place, n->block);
    place.op = IR_GUARD_LIST;
    const Entry *known = look_up(m, &place, n->block);
    if (known && !(known->word & ~n->imm)) {
        n->forward = known->by;
        ir_remove(n);
    } else if (stored && !stored->value && n->imm >> stored->word & 1) {
        n->forward = n->in[0];
        ir_remove(n);
    } else {
        enter(m, &place, NULL, n, n)->word = n->imm;
    }
}

/* Of a key in a dict or a set, by a guard or a call, which find the same. */
static void visit_search(Memory *m, IrNode *n) {
    Entry place = place_of(m, n);
    bool in_dict = n->op == IR_DICT_FIND || (n->op == IR_CALL_RT && n->imm == RT_dict_find);
    place.op = in_dict ? IR_DICT_FIND : IR_SET_FIND;
    place.imm = 0;
    const Entry *known = look_up(m, &place, n->block);
    if (known) {
        n->forward = known->value;
        ir_remove(n);
    } else {
        enter(m, &place, n, n, n);
    }
}

static void forward_use(IrNode **use, void *data) {
    (void)data;
    *use = ir_forwarded(*use);
}

static void visit(Memory *m, IrNode *n) {
    for (uint32_t i = 0; i < n->input_count; i++)
        forward_use(&n->in[i], NULL);
    switch (ir_effect(n)) {
    case EFFECT_LOAD: visit_load(m, n); break;
    case EFFECT_STORE: visit_store(m, n); break;
    case EFFECT_GUARD:
        if (n->op == IR_GUARD_SHAPE)
            visit_shape_guard(m, n);
        else if (n->op == IR_GUARD_CODE)
            visit_code_guard(m, n);
        else if (n->op == IR_GUARD_LIST)
            visit_list_guard(m, n);
        else if (opt_reads(n))
            visit_search(m, n);
        break;
    case EFFECT_ALLOC:
        if (n->op == IR_ALLOC) {
            Entry shape = shape_of(m, n);
            enter(m, &shape, NULL, n, n)->word = (uint32_t)n->imm;
        }
        break;
    case EFFECT_CALL:
        if (opt_reads(n))
            visit_search(m, n);
        else
            write_cells(m, opt_writes(n), n);
        break;
    default: break;
    }
}

void opt_memory(Ir *ir) {
    Memory m = {.ir = ir, .loop_writes = opt_loop_writes(ir)};
    m.at_end = ir_scratch(ir, ir->block_count * sizeof *m.at_end);
    m.bucket_mask = 127;
    while (m.bucket_mask < ir->node_count / 4)
        m.bucket_mask = 2 * m.bucket_mask + 1;
    m.buckets = ir_scratch(ir, (m.bucket_mask + 1) * sizeof *m.buckets);
    for (uint32_t i = 0; i < ir->block_count; i++) {
        IrBlock *b = ir->blocks[i];
        meet(&m, b);
        IrNode *next;
        for (IrNode *n = b->first; n; n = next) {
            next = n->next;
            visit(&m, n);
        }
        memcpy(m.at_end[i], m.now, sizeof m.now);
    }
    ir_apply_forwards(ir);
}

/*
 * perf.c - watching a program for --debug-perf: the data of perf_data.h are
 * filled here, perf_findings.c makes sense of them.
 *
 * Whatever is called while an instruction runs allocates with malloc only: the
 * frame's pc may be stale, and the heap is what is being watched.  Code objects
 * and names that the data refer to are kept alive by a root.
 */
#include "vm/perf_data.h"

#include <stdlib.h>

#include "runtime/type.h"
#include "vm/interpreter.h"
#include "vm/perf_view.h"

/* Programs that make code without end are watched up to here: what is watched
 * is kept. */
enum { CODES_MAX = 100000 };

/* What to watch of an instruction, by the opcode that was compiled. */
static PerfWatch watch_of(Opcode family) {
    switch (family) {
    case OPC_GET_ATTR:
    case OPC_LOAD_METHOD: return PERF_WATCH_RECEIVER;
    case OPC_SET_ATTR: return PERF_WATCH_OWNER;
    case OPC_SET_ITEM: return PERF_WATCH_STORE;
    case OPC_CALL:
    case OPC_CALL_METHOD:
    case OPC_CALL_KW:
    case OPC_CALL_METHOD_KW:
    case OPC_CALL_EX: return PERF_WATCH_CALLEE;
    case OPC_LIST_APPEND:
    case OPC_LIST_EXTEND: return PERF_WATCH_LIST;
    case OPC_FOR_PREPARE: return PERF_WATCH_ITERABLE;
    case OPC_JUMP_IF_TRUE:
    case OPC_JUMP_IF_FALSE: return PERF_WATCH_TRUTH;
    case OPC_NEG:
    case OPC_POS:
    case OPC_INVERT:
    case OPC_NOT:
    case OPC_GET_SLICE:
    case OPC_UNPACK: return PERF_WATCH_OPERAND;
    /* Two operands, but no operators. */
    case OPC_IS:
    case OPC_IS_NOT:
    case OPC_JUMP_IS:
    case OPC_MAP_ADD:
    case OPC_DICT_MERGE:
    case OPC_MATCH_KEYS:
    case OPC_MATCH_CLASS:
    case OPC_MATCH_EXCEPTION:
    case OPC_MATCH_GROUP:
    case OPC_DICT_WITHOUT:
    case OPC_RERAISE_GROUP:
    case OPC_YIELD_DELEGATED:
    case OPC_SEND: return PERF_WATCH_NOTHING;
    default: break;
    }
    const OpcodeInfo *info = &opcode_info[family];
    if (info->b == OPERAND_SRC && info->c == OPERAND_SRC)
        return PERF_WATCH_OPERANDS;
    return info->b == OPERAND_SRC && info->c == OPERAND_SIMM ? PERF_WATCH_OPERAND : PERF_WATCH_NOTHING;
}

/* ---- labels ---- */

static bool label_equal(const PerfLabel *a, const PerfLabel *b) {
    return value_same(a->owner, b->owner) && a->name == b->name && a->rest == b->rest && a->line == b->line;
}

static uint32_t label_hash(const PerfLabel *l) {
    uint64_t h = l->owner.bits * UINT64_C(0x9E3779B97F4A7C15) ^ (uintptr_t)l->name * UINT64_C(0xC2B2AE3D27D4EB4F) ^
                 (uintptr_t)l->rest ^ (uint64_t)l->line << 20;
    return (uint32_t)(h >> 32 ^ h);
}

/* Room for one more element at *items; false: out of memory, noted. */
static bool grow(Perf *perf, void **items, uint32_t count, uint32_t *capacity, size_t size) {
    if (count < *capacity)
        return true;
    uint32_t wanted = *capacity ? *capacity * 2 : 8;
    void *grown = realloc(*items, wanted * size);
    if (!grown) {
        perf->incomplete = true;
        return false;
    }
    *items = grown;
    *capacity = wanted;
    return true;
}

static bool label_table_grow(Perf *perf) {
    uint32_t mask = perf->label_mask * 2 + 1;
    uint32_t *table = calloc((size_t)mask + 1, sizeof *table);
    if (!table)
        return !(perf->incomplete = true);
    for (uint32_t i = 1; i < perf->label_count; i++) {
        uint32_t at = label_hash(&perf->labels[i]) & mask;
        while (table[at])
            at = (at + 1) & mask;
        table[at] = i;
    }
    free(perf->label_table);
    perf->label_table = table;
    perf->label_mask = mask;
    return true;
}

/* The number of a label; 0, the empty one, when memory is out. */
static uint32_t label_number(Perf *perf, PerfLabel wanted) {
    uint32_t at = label_hash(&wanted) & perf->label_mask;
    for (; perf->label_table[at]; at = (at + 1) & perf->label_mask)
        if (label_equal(&perf->labels[perf->label_table[at]], &wanted))
            return perf->label_table[at];
    if (perf->label_count * 2 > perf->label_mask)
        return label_table_grow(perf) ? label_number(perf, wanted) : 0;
    if (!grow(perf, (void **)&perf->labels, perf->label_count, &perf->label_capacity, sizeof *perf->labels))
        return 0;
    perf->labels[perf->label_count] = wanted;
    return perf->label_table[at] = perf->label_count++;
}

static uint32_t label(Perf *perf, Value owner, const char *name, const char *rest) {
    return label_number(perf, (PerfLabel){.owner = owner, .name = name, .rest = rest});
}

/* ---- what a value is ---- */

/* Identity and name of a value's type; objects of native types count their
 * variants that differ in speed apart. */
static uint64_t type_key(Thread *t, Value v) {
    if (value_is_int(v))
        return 1;
    if (value_is_float(v))
        return 2;
    return (uintptr_t)type_of(t, v)->root_shape;
}

static uint32_t type_label(Thread *t, Value v) {
    const char *rest = NULL;
    if (value_is_exact(v, KIND_INT))
        rest = " (big)";
    else if (value_is_exact(v, KIND_FLOAT))
        rest = " (boxed)";
    return label(t->vm->perf, type_of(t, v)->name, NULL, rest);
}

static uint64_t shape_key(Thread *t, Value v) {
    if (!value_is_object(v))
        return type_key(t, v);
    Object *o = value_as_object(v);
    /* Attributes of classes and modules are each one's own. */
    return object_kind(o) == KIND_TYPE || object_kind(o) == KIND_MODULE ? (uintptr_t)o : o->shape;
}

static uint32_t shape_label(Thread *t, Value v) {
    Perf *perf = t->vm->perf;
    if (!value_is_object(v))
        return type_label(t, v);
    Object *o = value_as_object(v);
    if (object_kind(o) == KIND_TYPE)
        return label(perf, ((Type *)o)->name, NULL, " (class)");
    if (object_kind(o) == KIND_MODULE && value_is_object(((Module *)o)->name))
        return label(perf, ((Module *)o)->name, NULL, " (module)");
    if (object_shape(o)->flags & SHAPE_DICT_MODE)
        return label(perf, object_type(o)->name, NULL, PERF_DICT_MODE_REST);
    return type_label(t, v);
}

static Value underlying_callee(Value v) {
    return value_is_exact(v, KIND_METHOD) ? ((Method *)value_as_object(v))->function : v;
}

static uint64_t callee_key(Thread *t, Value v) {
    v = underlying_callee(v);
    if (value_is_kind(v, KIND_FUNCTION))
        return (uintptr_t)((Function *)value_as_object(v))->code;
    if (value_is_kind(v, KIND_NATIVE))
        return (uintptr_t)((NativeFunction *)value_as_object(v))->def;
    return value_is_kind(v, KIND_TYPE) ? v.bits : type_key(t, v);
}

static uint32_t callee_label(Thread *t, Value v) {
    Perf *perf = t->vm->perf;
    v = underlying_callee(v);
    if (value_is_kind(v, KIND_FUNCTION)) {
        const Code *code = ((Function *)value_as_object(v))->code;
        int32_t line = str_equals_cstring(t, code->name, "<lambda>") ? code->first_line : 0;
        return label_number(perf, (PerfLabel){.owner = code->qualname, .line = line});
    }
    if (value_is_kind(v, KIND_NATIVE)) {
        const NativeFunction *f = (NativeFunction *)value_as_object(v);
        return label(perf, f->owner ? f->owner->name : VALUE_UNDEF, f->def->name, NULL);
    }
    if (value_is_kind(v, KIND_TYPE))
        return label(perf, ((Type *)value_as_object(v))->name, NULL, NULL);
    return label(perf, type_of(t, v)->name, NULL, " object");
}

/* ---- profiles ---- */

/* The row with this key, moved towards the front if it is in frequent use;
 * NULL: none. */
static PerfSeen *profile_find(PerfProfile *p, uint64_t key) {
    for (uint32_t i = 0; i < p->count; i++) {
        PerfSeen *row = &p->rows[i];
        if (row->key != key)
            continue;
        if (i && row->count > row[-1].count) {
            PerfSeen before = row[-1];
            row[-1] = *row;
            *row = before;
            row--;
        }
        return row;
    }
    return NULL;
}

/* A new row; NULL: the profile or the memory is full. */
static PerfSeen *profile_add(Perf *perf, PerfProfile *p, uint64_t key) {
    if (p->count == PERF_PROFILE_MAX || !grow(perf, (void **)&p->rows, p->count, &p->capacity, sizeof *p->rows))
        return NULL;
    PerfSeen *row = &p->rows[p->count++];
    *row = (PerfSeen){.key = key};
    return row;
}

/* Two 32-bit identities of operands as one; they differ where it matters. */
static uint64_t pair_key(uint64_t first, uint64_t second) {
    return first << 32 ^ second;
}

static void meet(Thread *t, PerfSite *s, uint64_t key, Value first, Value second,
                 uint32_t (*name)(Thread *t, Value v)) {
    PerfSeen *row = profile_find(&s->met, key);
    if (!row) {
        row = profile_add(t->vm->perf, &s->met, key);
        if (!row) {
            s->met.others++;
            return;
        }
        row->first = name(t, first);
        row->second = value_is_undef(second) ? 0 : name(t, second);
    }
    row->count++;
}

/* ---- sites ---- */

static PerfSite *site_new(Perf *perf, PerfCode *code, uint32_t pc, Opcode op) {
    PerfSite *s = calloc(1, sizeof *s);
    if (!s) {
        perf->incomplete = true;
        return NULL;
    }
    s->pc = pc;
    s->family = opcode_info[op].family;
    s->watch = watch_of((Opcode)s->family);
    return code->sites[pc] = s;
}

/* Finds the instructions of a code object and makes a site for those to watch. */
static bool sites_of_code(Perf *perf, PerfCode *p) {
    const uint32_t *words = (const uint32_t *)p->code->instructions->bytes;
    uint32_t count = p->code->instruction_count;
    for (uint32_t pc = 0; pc < count;) {
        uint32_t start = pc, wide = 0, word = words[pc++];
        if (instruction_opcode(word) == OPC_WIDE && pc < count) {
            wide = word;
            word = words[pc++];
        }
        Opcode op = instruction_opcode(word);
        pc += opcode_has_extension(op);
        for (uint32_t i = start; i < pc; i++)
            p->starts[i] = start;
        if (watch_of((Opcode)opcode_info[op].family) == PERF_WATCH_NOTHING)
            continue;
        PerfSite *s = site_new(perf, p, start, op);
        if (!s)
            return false;
        s->a = instruction_a(word) | instruction_a(wide) << 8;
        s->b = instruction_b(word) | instruction_b(wide) << 8;
        s->c = instruction_c(word) | instruction_c(wide) << 8;
    }
    return true;
}

static void code_free(PerfCode *p) {
    for (uint32_t i = 0; p->sites && p->starts && i < p->code->instruction_count; i++)
        if (p->sites[i]) {
            free(p->sites[i]->met.rows);
            free(p->sites[i]->allocated.rows);
            free(p->sites[i]);
        }
    free(p->counts);
    free(p->sites);
    free(p->starts);
    free(p->notes);
    free(p);
}

PerfCode *perf_code_new(Thread *t, Code *code) {
    Perf *perf = t->vm->perf;
    if (instruction_opcode(*(const uint32_t *)code->instructions->bytes) == OPC_LOAD_BODY)
        return NULL; /* its instructions are about to be replaced */
    size_t count = code->instruction_count;
    PerfCode *p = perf->code_count < CODES_MAX ? calloc(1, sizeof *p) : NULL;
    if (!p || !grow(perf, (void **)&perf->codes, perf->code_count, &perf->code_capacity, sizeof *perf->codes)) {
        free(p);
        perf->incomplete = true;
        return NULL;
    }
    p->code = code;
    p->counts = calloc(count, sizeof *p->counts);
    p->sites = calloc(count, sizeof(PerfSite *));
    p->starts = calloc(count, sizeof *p->starts);
    if (!p->counts || !p->sites || !p->starts || !sites_of_code(perf, p)) {
        code_free(p);
        perf->incomplete = true;
        return NULL;
    }
    perf->codes[perf->code_count++] = p;
    return code->perf = p;
}

/* The instruction that the innermost frame executes (its pc is saved), with a
 * site even if nothing of it is watched; NULL: none, compiled code runs, or out of
 * memory. */
static PerfSite *current_site(Thread *t) {
    if (!t->frame || t->frame->flags & FRAME_COMPILED)
        return NULL;
    PerfCode *p = t->frame->code->perf;
    if (!p)
        return NULL;
    uint32_t pc = p->starts[frame_pc(t->frame)];
    if (p->sites[pc])
        return p->sites[pc];
    uint32_t word = ((const uint32_t *)p->code->instructions->bytes)[pc];
    return site_new(t->vm->perf, p, pc, instruction_opcode(word));
}

static void note(Perf *perf, PerfCode *p, uint32_t pc, PerfFindingKind kind, uint32_t first, uint32_t second) {
    for (uint32_t i = 0; i < p->note_count; i++) {
        PerfNote *n = &p->notes[i];
        if (n->kind == kind && n->pc == pc && n->first == first && n->second == second) {
            n->count++;
            return;
        }
    }
    if (grow(perf, (void **)&p->notes, p->note_count, &p->note_capacity, sizeof *p->notes))
        p->notes[p->note_count++] = (PerfNote){kind, pc, first, second, 1};
}

/* ---- lists that lose what was known of their elements ---- */

/* Before an instruction that may store into a list. */
static void list_before(Perf *perf, PerfCode *p, uint32_t pc, Value v) {
    if (!value_is_kind(v, KIND_LIST))
        return;
    List *l = value_as_list(v);
    if (!l->length || (l->strategy != LIST_INTS && l->strategy != LIST_FLOATS))
        return;
    perf->list = l;
    perf->list_code = p;
    perf->list_pc = pc;
    perf->list_strategy = l->strategy;
}

/* After it, before the next such instruction. */
static void list_after(Thread *t) {
    Perf *perf = t->vm->perf;
    List *l = perf->list;
    perf->list = NULL;
    if (l->strategy != LIST_OBJECTS)
        return;
    for (size_t i = l->length; i-- > 0;)
        if (list_strategy_of(l->items[i]) != perf->list_strategy) {
            uint32_t was = label(perf, t->vm->types[perf->list_strategy == LIST_INTS ? TYPE_INT : TYPE_FLOAT]->name,
                                 NULL, NULL);
            note(perf, perf->list_code, perf->list_pc, PERF_LIST_GENERALIZED, was, type_label(t, l->items[i]));
            return;
        }
}

/* ---- watching ---- */

void perf_observe(Thread *t, PerfCode *p, uint32_t pc, const Value *r) {
    Perf *perf = t->vm->perf;
    PerfSite *s = p->sites[pc];
    if (perf->list)
        list_after(t);
    Value one;
    switch ((PerfWatch)s->watch) {
    case PERF_WATCH_NOTHING: return;
    case PERF_WATCH_STORE:
        list_before(perf, p, pc, r[s->a]);
        meet(t, s, pair_key(type_key(t, r[s->a]), type_key(t, r[s->b])), r[s->a], r[s->b], type_label);
        return;
    case PERF_WATCH_OPERANDS:
        if (s->family == OPC_INPLACE_ADD)
            list_before(perf, p, pc, r[s->b]);
        meet(t, s, pair_key(type_key(t, r[s->b]), type_key(t, r[s->c])), r[s->b], r[s->c], type_label);
        return;
    case PERF_WATCH_OPERAND:
    case PERF_WATCH_ITERABLE:
    case PERF_WATCH_TRUTH:
        one = r[s->watch == PERF_WATCH_TRUTH ? s->a : s->b];
        meet(t, s, type_key(t, one), one, VALUE_UNDEF, type_label);
        return;
    case PERF_WATCH_RECEIVER:
    case PERF_WATCH_OWNER:
        one = r[s->watch == PERF_WATCH_OWNER ? s->a : s->b];
        meet(t, s, shape_key(t, one), one, VALUE_UNDEF, shape_label);
        return;
    case PERF_WATCH_CALLEE:
        if (s->family == OPC_CALL_METHOD)
            list_before(perf, p, pc, r[s->b + 1]);
        meet(t, s, callee_key(t, r[s->b]), r[s->b], VALUE_UNDEF, callee_label);
        return;
    case PERF_WATCH_LIST: list_before(perf, p, pc, r[s->a]); return;
    }
}

void perf_cache_missed(Thread *t) {
    PerfSite *s = current_site(t);
    if (s)
        s->misses++;
}

void perf_went_slow(Thread *t) {
    PerfSite *s = current_site(t);
    uint64_t execution = s ? t->frame->code->perf->counts[s->pc] : 0;
    if (!s || s->last_slow == execution)
        return;
    s->last_slow = execution;
    s->slow++;
}

void perf_raised(Thread *t) {
    PerfSite *s = current_site(t);
    if (s)
        s->raised++;
}

/* ---- allocations and other reports from below ---- */

static const char *storage_name(Kind kind) {
    switch (kind) {
    case KIND_ARRAY: return "(array of values)";
    case KIND_DICT_ENTRIES: return "(dict entries)";
    case KIND_SET_ENTRIES: return "(set entries)";
    default: return "(bytes)";
    }
}

/* The run's row for a type, found by key; NULL: out of memory. */
static PerfSeen *type_row(Perf *perf, uint64_t key) {
    if (perf->type_count * 2 >= perf->type_mask) {
        uint32_t mask = perf->type_mask * 2 + 1 < 255 ? 255 : perf->type_mask * 2 + 1;
        PerfSeen *table = calloc((size_t)mask + 1, sizeof *table);
        if (!table) {
            perf->incomplete = true;
            return NULL;
        }
        for (uint32_t i = 0; perf->types && i <= perf->type_mask; i++)
            if (perf->types[i].key) {
                uint32_t at = (uint32_t)(perf->types[i].key >> 4) & mask;
                while (table[at].key)
                    at = (at + 1) & mask;
                table[at] = perf->types[i];
            }
        free(perf->types);
        perf->types = table;
        perf->type_mask = mask;
    }
    uint32_t at = (uint32_t)(key >> 4) & perf->type_mask;
    while (perf->types[at].key && perf->types[at].key != key)
        at = (at + 1) & perf->type_mask;
    perf->type_count += !perf->types[at].key;
    perf->types[at].key = key;
    return &perf->types[at];
}

/* The heap's report of an allocation; shape NULL: storage. */
static void allocated(Thread *t, size_t size, Kind kind, Shape *shape) {
    Perf *perf = t->vm->perf;
    perf->allocations++;
    perf->allocated_bytes += size;
    uint64_t key = shape ? (uintptr_t)shape->type->root_shape : ((uint64_t)kind + 1) << 4;
    PerfSeen *row = type_row(perf, key);
    if (!row)
        return;
    if (!row->first)
        row->first = shape ? label(perf, shape->type->name, NULL, NULL)
                           : label(perf, VALUE_UNDEF, storage_name(kind), NULL);
    row->count++;
    row->bytes += size;
    uint32_t name = row->first;
    PerfSite *s = current_site(t);
    if (!s)
        return;
    PerfSeen *here = profile_find(&s->allocated, key);
    if (!here && (here = profile_add(perf, &s->allocated, key)))
        here->first = name;
    *(here ? &here->count : &s->allocated.others) += 1;
    *(here ? &here->bytes : &s->allocated.others_bytes) += size;
}

static void dict_mode_began(Thread *t, Type *type) {
    PerfSite *s = current_site(t);
    if (s)
        note(t->vm->perf, t->frame->code->perf, s->pc, PERF_DICT_MODE,
             label(t->vm->perf, type->name, NULL, NULL), 0);
}

/* ---- the run ---- */

static void trace(Tracer *tracer, void *data) {
    const Perf *perf = ((Vm *)data)->perf;
    if (!perf)
        return;
    for (uint32_t i = 0; i < perf->code_count; i++)
        trace_object(tracer, perf->codes[i]->code);
    for (uint32_t i = 1; i < perf->label_count; i++)
        trace_value(tracer, perf->labels[i].owner);
    trace_object(tracer, perf->list);
    perf_events_trace(tracer, perf);
}

bool perf_start(Vm *vm) {
    Perf *perf = calloc(1, sizeof *perf);
    if (!perf)
        return false;
    vm->perf = perf;
    perf->label_count = 1; /* [0] */
    if (!label_table_grow(perf) ||
        !grow(perf, (void **)&perf->labels, 0, &perf->label_capacity, sizeof *perf->labels)) {
        perf_free(vm);
        return false;
    }
    perf->labels[0] = (PerfLabel){.owner = VALUE_UNDEF};
    perf->heap_before = heap_stats(vm->heap);
    heap_add_root(vm->heap, trace, vm);
    vm->main_thread->interpret = interpreter_run_counting;
    heap_observe(vm->main_thread, allocated);
    vm->hooks.dict_mode_began = dict_mode_began;
    return true;
}

void perf_stop(Vm *vm) {
    vm->main_thread->interpret = interpreter_run;
    heap_observe(vm->main_thread, NULL);
    vm->hooks.dict_mode_began = NULL;
    if (vm->perf->list)
        list_after(vm->main_thread);
}

void perf_report(Vm *vm, FILE *out, unsigned flags, const char *command) {
    PerfView *view = perf_view_new(vm->main_thread, command);
    if (!view) {
        fputs("--debug-perf: out of memory\n", out);
        return;
    }
    if (flags & PERF_JSON)
        perf_write_json(vm->main_thread, out, view);
    else
        perf_write_text(vm->main_thread, out, view, flags & PERF_ALL);
    perf_view_free(view);
}

void perf_free(Vm *vm) {
    Perf *perf = vm->perf;
    if (!perf)
        return;
    for (uint32_t i = 0; i < perf->code_count; i++) {
        perf->codes[i]->code->perf = NULL;
        code_free(perf->codes[i]);
    }
    free(perf->codes);
    free(perf->labels);
    free(perf->label_table);
    free(perf->types);
    perf_events_free(perf);
    free(perf);
    vm->perf = NULL;
}

/* builder.c - encoding instructions and collecting a code object's tables. */
#include "bytecode/builder.h"

#include <string.h>

#include "runtime/error.h"

void *arena_grow(Arena *arena, void *items, uint32_t count, uint32_t *capacity, size_t item_size) {
    uint32_t wanted = *capacity ? *capacity * 2 : 16;
    void *grown = arena_alloc(arena, wanted * item_size);
    if (!grown) return NULL;
    if (count) memcpy(grown, items, count * item_size);
    *capacity = wanted;
    return grown;
}

__attribute__((noreturn)) static void out_of_memory(Emitter *b) {
    raise_memory_error(b->t);
    b->fail(b->context, NULL);
    __builtin_unreachable();
}

/* Makes room for one more item of an array kept in the builder. */
#define RESERVE(b, array, count_field, capacity_field)                          \
    do {                                                                        \
        if ((b)->count_field == (b)->capacity_field) {                          \
            void *grown = arena_grow((b)->arena, (b)->array, (b)->count_field,  \
                                     &(b)->capacity_field, sizeof *(b)->array); \
            if (!grown) out_of_memory(b);                                       \
            (b)->array = grown;                                                 \
        }                                                                       \
    } while (0)

void emitter_start(Emitter *b, Thread *t, Arena *arena,
                   void (*fail)(void *context, const char *message), void *context) {
    memset(b, 0, sizeof *b);
    b->t = t;
    b->arena = arena;
    b->fail = fail;
    b->context = context;
    b->cache_count = 1;
    b->position = (CodePosition){0, -1, -1, -1, -1};
}

/* ---- tables of values ---- */

static uint32_t hash_word(uint64_t bits) {
    return (uint32_t)((bits * 0x9e3779b97f4a7c15u) >> 32);
}

static uint32_t table_add(Emitter *b, ValueTable *table, Value value) {
    if (table->count * 2 >= table->slot_mask) {
        uint32_t size = table->slot_mask ? (table->slot_mask + 1) * 2 : 16;
        uint32_t *slots = arena_alloc_zeroed(b->arena, size * sizeof *slots);
        if (!slots) out_of_memory(b);
        for (uint32_t i = 0; i < table->count; i++) {
            uint32_t at = hash_word(table->items[i].bits) & (size - 1);
            while (slots[at]) at = (at + 1) & (size - 1);
            slots[at] = i + 1;
        }
        table->slots = slots;
        table->slot_mask = size - 1;
    }
    uint32_t at = hash_word(value.bits) & table->slot_mask;
    for (; table->slots[at]; at = (at + 1) & table->slot_mask)
        if (value_same(table->items[table->slots[at] - 1], value)) return table->slots[at] - 1;
    if (table->count == table->capacity) {
        void *grown = arena_grow(b->arena, table->items, table->count, &table->capacity,
                                 sizeof *table->items);
        if (!grown) out_of_memory(b);
        table->items = grown;
    }
    table->items[table->count] = value;
    table->slots[at] = table->count + 1;
    return table->count++;
}

uint32_t emitter_const(Emitter *b, Value value) {
    return table_add(b, &b->consts, value);
}

uint32_t emitter_name(Emitter *b, Value name) {
    uint32_t index = table_add(b, &b->names, name);
    if (index > 0xffff) b->fail(b->context, "too many names in one code block");
    return index;
}

/* ---- words ---- */

static void append_word(Emitter *b, uint32_t word) {
    RESERVE(b, words, count, capacity);
    b->words[b->count++] = word;
}

/* Starts an instruction: notes the position when it differs from the last. */
static void note_position(Emitter *b) {
    if (b->position_count) {
        const CodePosition *last = &b->positions[b->position_count - 1];
        if (last->line == b->position.line && last->column == b->position.column &&
            last->end_line == b->position.end_line && last->end_column == b->position.end_column)
            return;
    }
    RESERVE(b, positions, position_count, position_capacity);
    CodePosition *entry = &b->positions[b->position_count++];
    *entry = b->position;
    entry->pc = b->count;
}

static void append_instruction(Emitter *b, Opcode op, uint32_t a, uint32_t operand_b, uint32_t c) {
    note_position(b);
    if ((a | operand_b | c) > 0xff) {
        if (a > EMITTER_MAX_OPERAND || operand_b > EMITTER_MAX_OPERAND || c > EMITTER_MAX_OPERAND)
            b->fail(b->context, "code block needs too many registers");
        append_word(b, instruction_make(OPC_WIDE, a >> 8, operand_b >> 8, c >> 8));
    }
    append_word(b, instruction_make(op, a & 0xff, operand_b & 0xff, c & 0xff));
}

void emitter_emit(Emitter *b, Opcode op, uint32_t a, uint32_t operand_b, uint32_t c) {
    assert(!opcode_has_extension(op));
    if (!b->unreachable) append_instruction(b, op, a, operand_b, c);
}

void emitter_emit_bx(Emitter *b, Opcode op, uint32_t a, int32_t bx) {
    if (b->unreachable) return;
    note_position(b);
    bool narrow = opcode_info[op].b == OPERAND_INT ? bx == (int16_t)bx : bx == (uint16_t)bx;
    uint32_t bits = (uint32_t)bx;
    if (a > 0xff || !narrow) {
        if (a > EMITTER_MAX_OPERAND) b->fail(b->context, "code block needs too many registers");
        append_word(b, instruction_make(OPC_WIDE, a >> 8, bits >> 16 & 0xff, bits >> 24));
    }
    append_word(b, instruction_make(op, a & 0xff, bits & 0xff, bits >> 8 & 0xff));
}

static uint32_t next_cache_slot(Emitter *b) {
    return b->cache_count <= 0xffff ? b->cache_count++ : 0;
}

static bool name_has_cache(Opcode op) {
    switch (op) {
    case OPC_LOAD_GLOBAL:
    case OPC_STORE_GLOBAL:
    case OPC_LOAD_NAME:
    case OPC_STORE_NAME:
    case OPC_GET_ATTR:
    case OPC_SET_ATTR:
    case OPC_LOAD_METHOD:
    case OPC_LOAD_SUPER_METHOD:
    case OPC_LOAD_SUPER_ATTR: return true;
    default: /* deletions and imports are too rare */ return false;
    }
}

void emitter_emit_name(Emitter *b, Opcode op, uint32_t a, uint32_t operand_b, Value name) {
    assert(opcode_info[op].extension == EXTENSION_NAMEC);
    if (b->unreachable) return;
    uint32_t index = emitter_name(b, name);
    append_instruction(b, op, a, operand_b, 0);
    append_word(b, index | (name_has_cache(op) ? next_cache_slot(b) << 16 : 0));
}

void emitter_emit_cached(Emitter *b, Opcode op, uint32_t a, uint32_t operand_b, uint32_t c) {
    assert(opcode_info[op].extension == EXTENSION_CACHE);
    if (b->unreachable) return;
    append_instruction(b, op, a, operand_b, c);
    append_word(b, next_cache_slot(b) << 16);
}

void emitter_emit_extended(Emitter *b, Opcode op, uint32_t a, uint32_t operand_b, uint32_t c,
                           uint32_t extension) {
    assert(opcode_info[op].extension == EXTENSION_KEYS ||
           opcode_info[op].extension == EXTENSION_IMM);
    if (b->unreachable) return;
    append_instruction(b, op, a, operand_b, c);
    append_word(b, extension);
}

/* ---- jumps and ranges ---- */

void emitter_emit_jump(Emitter *b, Opcode op, uint32_t a, uint32_t operand_b, uint32_t c,
                       Label *target) {
    assert(opcode_info[op].extension == EXTENSION_JUMP);
    if (b->unreachable) return;
    append_instruction(b, op, a, operand_b, c);
    if (target->pc != LABEL_NONE) {
        append_word(b, target->pc - (b->count + 1));
    } else {
        append_word(b, target->pending);
        target->pending = b->count - 1;
    }
}

void emitter_place(Emitter *b, Label *label) {
    assert(label->pc == LABEL_NONE);
    label->pc = b->count;
    if (label->pending != LABEL_NONE) b->unreachable = false;
    while (label->pending != LABEL_NONE) {
        uint32_t at = label->pending;
        label->pending = b->words[at];
        b->words[at] = b->count - (at + 1);
    }
}

void emitter_add_handler(Emitter *b, uint32_t start, uint32_t end, uint32_t handler, uint32_t reg) {
    if (start == end) return;
    RESERVE(b, handlers, handler_count, handler_capacity);
    b->handlers[b->handler_count++] = (CodeHandler){start, end, handler, reg};
}

void emitter_add_inlined(Emitter *b, CodeInlined entry) {
    if (entry.start == entry.end) return;
    RESERVE(b, inlined, inlined_count, inlined_capacity);
    b->inlined[b->inlined_count++] = entry;
}

/* ---- jumps to jumps ---- */

/* The word index that a jump's extension at `at` leads to. */
static uint32_t jump_target(const Emitter *b, uint32_t at) {
    return at + 1 + b->words[at];
}

/* Where a jump to `target` ends up if nothing but jumps forwards stand there. */
static uint32_t final_target(const Emitter *b, uint32_t target) {
    while (instruction_opcode(b->words[target]) == OPC_JUMP) target = jump_target(b, target + 1);
    return target;
}

/* The end of an `if` at the end of a loop is a jump to the jump back, a chain of
 * `elif`s a jump to a jump: each goes straight to the last. */
static void thread_jumps(Emitter *b) {
    for (uint32_t pc = 0; pc < b->count; pc++) {
        Opcode op = instruction_opcode(b->words[pc]);
        if (!opcode_has_extension(op)) continue;
        pc++;
        if (opcode_info[op].extension != EXTENSION_JUMP || op == OPC_JUMP_BACK || op == OPC_FOR_LOOP)
            continue;
        uint32_t target = final_target(b, jump_target(b, pc));
        if (op == OPC_JUMP && instruction_opcode(b->words[target]) == OPC_JUMP_BACK) {
            target = jump_target(b, target + 1);
            b->words[pc - 1] = instruction_make(OPC_JUMP_BACK, 0, 0, 0);
        }
        b->words[pc] = target - (pc + 1);
    }
}

/* ---- the code object ---- */

static Raw *raw_copy(Thread *t, const void *data, size_t size) {
    Raw *raw = gc_alloc_raw(t, size);
    if (raw) memcpy(raw->bytes, data, size);
    return raw;
}

static Tuple *tuple_of(Thread *t, const ValueTable *table) {
    Value v = tuple_from_values(t, table->items, table->count);
    return value_is_error(v) ? NULL : value_as_tuple(v);
}

Code *emitter_finish(Emitter *b) {
    Thread *t = b->t;
    thread_jumps(b);
    Code *code = GC_NEW(t, Code, KIND_CODE, TYPE_CODE);
    if (!code) return NULL;
    code_never_ran(t, code);
    code->name = code->qualname = code->filename = code->doc = VALUE_NONE;
    if (!(code->consts = tuple_of(t, &b->consts)) || !(code->names = tuple_of(t, &b->names)) ||
        !(code->instructions = raw_copy(t, b->words, b->count * sizeof *b->words)) ||
        !(code->positions = raw_copy(t, b->positions, b->position_count * sizeof *b->positions)) ||
        !(code->cache_storage = gc_alloc_raw(t, b->cache_count * sizeof(CacheSlot))))
        return NULL;
    if (b->handler_count &&
        !(code->handlers = raw_copy(t, b->handlers, b->handler_count * sizeof *b->handlers)))
        return NULL;
    if (b->inlined_count &&
        !(code->inlined = raw_copy(t, b->inlined, b->inlined_count * sizeof *b->inlined)))
        return NULL;
    code->instruction_count = b->count;
    code->position_count = b->position_count;
    code->handler_count = b->handler_count;
    code->inlined_count = b->inlined_count;
    code->cache_count = b->cache_count;
    gc_wrote(t, code);
    return code;
}

/* flow.c - control flow of bytecode; see flow.h. */
#include "ir/flow.h"

#include <string.h>

#include "ir/feedback.h"
#include "ir/iteration.h"
#include "vm/loops.h"

/* ---- instructions ---- */

static bool takes_bx(Opcode op) {
    OperandKind b = (OperandKind)opcode_info[op].b;
    return b == OPERAND_CONST || b == OPERAND_INT || b == OPERAND_FREE;
}

void flow_decode(const Code *code, uint32_t pc, Instruction *out) {
    const uint32_t *words = (const uint32_t *)code->instructions->bytes;
    uint32_t prefix = 0, word = words[pc];
    out->pc = pc++;
    if (instruction_opcode(word) == OPC_WIDE) {
        prefix = word;
        word = words[pc++];
    }
    out->form = instruction_opcode(word);
    out->op = (Opcode)opcode_info[out->form].family;
    out->a = instruction_a(word) | instruction_a(prefix) << 8;
    out->b = instruction_b(word) | instruction_b(prefix) << 8;
    out->c = instruction_c(word) | instruction_c(prefix) << 8;
    out->bx = 0;
    if (takes_bx(out->form)) {
        uint32_t bx = instruction_bx(word) | instruction_bx(prefix) << 16;
        out->bx = opcode_info[out->form].b == OPERAND_INT && !prefix ? (int16_t)bx : (int32_t)bx;
    }
    out->extension = 0;
    out->target = FLOW_NONE;
    if (opcode_has_extension(out->form)) {
        out->extension = words[pc++];
        if (opcode_info[out->form].extension == EXTENSION_JUMP)
            out->target = pc + (uint32_t)(int32_t)out->extension;
    }
    out->next = pc;
}

static void reads(FlowEffect *e, uint32_t first, uint32_t count) {
    if (count)
        e->reads[e->read_count++] = (FlowRange){first, count};
}
static void writes(FlowEffect *e, uint32_t first, uint32_t count) {
    if (count)
        e->writes[e->write_count++] = (FlowRange){first, count};
}

/* What the descriptions of OPERAND_BASE in opcode.def say. */
static void base_effect(const Instruction *i, FlowEffect *e) {
    switch (i->op) {
    case OPC_FOR_PREPARE: writes(e, i->a, 3); break;
    case OPC_FOR_ITER:
    case OPC_FOR_LOOP:
        reads(e, i->b, 3);
        writes(e, i->b, 2); /* see add_assigned */
        break;
    case OPC_LOAD_METHOD: writes(e, i->a, 2); break;
    case OPC_LOAD_SUPER_METHOD:
        reads(e, i->a, 1);
        reads(e, 0, 1);
        writes(e, i->a, 2);
        break;
    case OPC_GET_SLICE: reads(e, i->c, 2); break;
    case OPC_CALL:
    case OPC_CALL_KW: reads(e, i->b, i->c + 1); break;
    case OPC_CALL_METHOD:
    case OPC_CALL_METHOD_KW: reads(e, i->b, i->c + 2); break;
    case OPC_CALL_EX: reads(e, i->b, 3); break;
    case OPC_MAKE_FUNCTION: reads(e, i->b, (uint32_t)__builtin_popcount(i->c)); break;
    case OPC_BUILD_TUPLE:
    case OPC_BUILD_LIST:
    case OPC_BUILD_SET:
    case OPC_BUILD_STRING: reads(e, i->b, i->c); break;
    case OPC_BUILD_MAP: reads(e, i->b, 2 * i->c); break;
    case OPC_BUILD_SLICE: reads(e, i->b, 3); break;
    case OPC_UNPACK: writes(e, i->a, i->c); break;
    case OPC_UNPACK_STAR: writes(e, i->a, i->c + 1 + i->extension); break;
    case OPC_MATCH_GROUP: writes(e, i->a, 2); break;
    case OPC_WITH_SETUP: writes(e, i->a, 4); break;
    case OPC_CALL_EXIT: reads(e, i->b, 2); break;
    case OPC_IMPORT_NAME: reads(e, i->b, 2); break;
    default: break;
    }
}

static void operand_effect(FlowEffect *e, OperandKind kind, uint32_t reg) {
    if (kind == OPERAND_SRC || kind == OPERAND_MOD)
        reads(e, reg, 1);
    if (kind == OPERAND_DST || kind == OPERAND_MOD)
        writes(e, reg, 1);
}

void flow_effect(const Code *code, const Instruction *i, FlowEffect *e) {
    (void)code;
    const OpcodeInfo *info = &opcode_info[i->op];
    e->read_count = e->write_count = 0;
    operand_effect(e, (OperandKind)info->a, i->a);
    operand_effect(e, (OperandKind)info->b, i->b);
    operand_effect(e, (OperandKind)info->c, i->c);
    base_effect(i, e);
    if (i->op == OPC_FORMAT_VALUE && i->c & 4)
        reads(e, i->b + 1, 1);
    if (i->op == OPC_LOAD_SUPER_ATTR)
        reads(e, 0, 1);
}

const CodeHandler *flow_handler(const Code *code, uint32_t pc) {
    const CodeHandler *h = code->handlers ? (const CodeHandler *)code->handlers->bytes : NULL;
    for (uint32_t i = 0; i < code->handler_count; i++)
        if (pc >= h[i].start && pc < h[i].end)
            return &h[i];
    return NULL;
}

/* ---- blocks ---- */

/* Where control never goes on behind an instruction. */
static bool ends_flow(Opcode op) {
    switch (op) {
    case OPC_JUMP:
    case OPC_JUMP_BACK:
    case OPC_RETURN:
    case OPC_RETURN_NONE:
    case OPC_RAISE:
    case OPC_RAISE_FROM:
    case OPC_RAISE_CURRENT:
    case OPC_RERAISE:
    case OPC_GENERATOR_START:
    case OPC_LOAD_BODY: return true;
    default: return false;
    }
}

/* Whether an instruction unpacks what the loop in front of it gives: the interpreter may
 * go past it. */
static bool is_unpacked(const Code *code, const Instruction *loop) {
    return loop->op == OPC_FOR_ITER && loop->c == 1 &&
           instruction_opcode(((const uint32_t *)code->instructions->bytes)[loop->next]) == OPC_UNPACK;
}

static void decode_all(Ir *ir, Flow *f) {
    const Code *code = f->code;
    f->instructions = ir_alloc(ir, code->instruction_count * sizeof *f->instructions);
    for (uint32_t pc = 0; pc < code->instruction_count; pc = f->instructions[f->instruction_count++].next)
        flow_decode(code, pc, &f->instructions[f->instruction_count]);
}

static void mark_leaders(Flow *f, uint8_t *leader) {
    const Code *code = f->code;
    leader[0] = 1;
    for (uint32_t k = 0; k < f->instruction_count; k++) {
        const Instruction *i = &f->instructions[k];
        if (i->target != FLOW_NONE)
            leader[i->target] = 1;
        if (flow_suspends(i->op))
            leader[i->next] = 1;
        if (is_unpacked(code, i))
            leader[i->next + 1] = 1;
        if (i->op == OPC_LOAD_SUPER_METHOD || i->op == OPC_LOAD_SUPER_ATTR)
            leader[i->next + SUPER_GENERAL_WORDS] = 1;
        if ((i->target != FLOW_NONE || ends_flow(i->op)) && i->next < code->instruction_count)
            leader[i->next] = 1;
    }
    const CodeHandler *h = code->handlers ? (const CodeHandler *)code->handlers->bytes : NULL;
    for (uint32_t k = 0; k < code->handler_count; k++) {
        leader[h[k].handler] = 1;
        leader[h[k].start] = 1;
        if (h[k].end < code->instruction_count)
            leader[h[k].end] = 1;
    }
}

static bool is_iteration(Opcode op) { return op == OPC_FOR_ITER || op == OPC_FOR_LOOP; }

static void find_successors(Flow *f) {
    const Code *code = f->code;
    for (uint32_t k = 0; k < f->block_count; k++) {
        FlowBlock *b = &f->blocks[k];
        const Instruction *i = &f->instructions[b->first + b->count - 1];
        if (i->target != FLOW_NONE)
            b->succ[b->succ_count++] = f->block_at[i->target];
        if ((i->op == OPC_LOAD_SUPER_METHOD || i->op == OPC_LOAD_SUPER_ATTR))
            b->succ[b->succ_count++] = f->block_at[i->next + SUPER_GENERAL_WORDS];
        if (!ends_flow(i->op) && i->next < code->instruction_count)
            b->succ[b->succ_count++] = f->block_at[i->next];
        b->item = is_iteration(i->op) ? i->a : FLOW_NONE;
        b->item_succ = i->op == OPC_FOR_LOOP ? 0 : 1;
        const CodeHandler *h = flow_handler(code, b->start);
        b->handler = h ? f->block_at[h->handler] : FLOW_NONE;
    }
}

/* ---- liveness ---- */

static void set_range(uint64_t *set, FlowRange r) {
    for (uint32_t i = r.first; i < r.first + r.count; i++)
        set[i >> 6] |= 1ull << (i & 63);
}
/* Whether an instruction that goes on need not have written its registers. */
static bool writes_perhaps(Opcode op) {
    return op == OPC_LOAD_SUPER_METHOD || op == OPC_LOAD_SUPER_ATTR || op == OPC_SEND;
}
static void clear_range(uint64_t *set, FlowRange r) {
    for (uint32_t i = r.first; i < r.first + r.count; i++)
        set[i >> 6] &= ~(1ull << (i & 63));
}

/* Registers alive in the handler of a block. */
static void add_handler(const Flow *f, const FlowBlock *b, uint64_t *set) {
    if (b->handler == FLOW_NONE)
        return;
    const CodeHandler *h = flow_handler(f->code, b->start);
    const uint64_t *in = f->blocks[b->handler].live_in;
    for (uint32_t w = 0; w < f->words; w++)
        set[w] |= w == h->reg >> 6 ? in[w] & ~(1ull << (h->reg & 63)) : in[w];
}

/* Registers alive on one way on.  Where a loop ends, the last item stays. */
static void add_successor(const Flow *f, const FlowBlock *b, uint32_t s, uint64_t *set) {
    const uint64_t *in = f->blocks[b->succ[s]].live_in;
    bool item = b->item != FLOW_NONE && b->item_succ == s;
    for (uint32_t w = 0; w < f->words; w++)
        set[w] |= item && w == b->item >> 6 ? in[w] & ~(1ull << (b->item & 63)) : in[w];
}

/* Takes a set from behind an instruction to in front of it: what is read is added;
 * what is written is taken out, and added to `written` (or NULL). */
static void step_back(const Flow *f, const Instruction *i, uint64_t *set, uint64_t *written) {
    FlowEffect e;
    flow_effect(f->code, i, &e);
    /* But the item of a loop: see add_successor. */
    for (uint32_t k = is_iteration(i->op); k < e.write_count && !writes_perhaps(i->op); k++) {
        clear_range(set, e.writes[k]);
        if (written)
            set_range(written, e.writes[k]);
    }
    for (uint32_t k = 0; k < e.read_count; k++)
        set_range(set, e.reads[k]);
}

/* What is alive at the end of a block, by what is at the starts of the others. */
static void live_at_end(const Flow *f, const FlowBlock *b, uint64_t *live) {
    memset(live, 0, f->words * sizeof *live);
    for (uint32_t s = 0; s < b->succ_count; s++)
        add_successor(f, b, s, live);
}

/* What is alive everywhere in a block: in its handler, or always. */
static void add_everywhere(const Flow *f, const FlowBlock *b, const uint64_t *always, uint64_t *live) {
    add_handler(f, b, live);
    for (uint32_t w = 0; w < f->words; w++)
        live[w] |= always[w];
}

/* Notes what is alive behind each instruction of a block. */
static void note_liveness(Ir *ir, Flow *f, const FlowBlock *b, const uint64_t *always, uint64_t *live) {
    live_at_end(f, b, live);
    for (uint32_t k = b->count; k-- > 0;) {
        const Instruction *i = &f->instructions[b->first + k];
        add_everywhere(f, b, always, live);
        uint64_t *after = f->live_after[i->pc] = ir_alloc(ir, f->words * sizeof *after);
        memcpy(after, live, f->words * sizeof *after);
        step_back(f, i, live, NULL);
    }
}

static bool has_class_cell(Thread *t, const Code *code) {
    for (size_t i = 0; i < code->free_names->length; i++)
        if (value_same(code->free_names->items[i], STR_NAME(t, __class__)))
            return true;
    return false;
}

/* Backwards over the blocks until nothing changes, each as a whole: what it reads
 * first, and what it writes. */
static void find_liveness(Ir *ir, Flow *f, bool keep_locals) {
    uint64_t *live = ir_alloc(ir, f->words * sizeof *live), *always = ir_alloc(ir, f->words * sizeof *always);
    uint64_t *sets = ir_alloc(ir, 2 * f->words * f->block_count * sizeof *sets);
    if (keep_locals)
        set_range(always, (FlowRange){0, f->code->local_count});
    if (has_class_cell(ir->thread, f->code)) /* super() looks at the first parameter */
        set_range(always, (FlowRange){0, 1});
    if (code_suspends(f->code))
        set_range(always, (FlowRange){f->code->register_count, 2});
    for (uint32_t k = 0; k < f->block_count; k++) {
        const FlowBlock *b = &f->blocks[k];
        uint64_t *read = sets + 2 * f->words * k, *written = read + f->words;
        for (uint32_t n = b->count; n-- > 0;)
            step_back(f, &f->instructions[b->first + n], read, written);
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t k = f->block_count; k-- > 0;) {
            FlowBlock *b = &f->blocks[k];
            const uint64_t *read = sets + 2 * f->words * k, *written = read + f->words;
            live_at_end(f, b, live);
            for (uint32_t w = 0; w < f->words; w++)
                live[w] = read[w] | (live[w] & ~written[w]);
            add_everywhere(f, b, always, live);
            if (memcmp(live, b->live_in, f->words * sizeof *live) != 0) {
                memcpy(b->live_in, live, f->words * sizeof *live);
                changed = true;
            }
        }
    }
    for (uint32_t k = 0; k < f->block_count; k++)
        note_liveness(ir, f, &f->blocks[k], always, live);
}

/* ---- loops ---- */

static uint32_t outermost(const Flow *f, uint32_t k) {
    if (f->blocks[k].loop == FLOW_NONE)
        return k;
    uint32_t header = f->blocks[k].loop;
    while (f->blocks[header].loop_parent != FLOW_NONE)
        header = f->blocks[header].loop_parent;
    return header;
}

uint32_t flow_loop_kind(const Flow *f, uint32_t pc) {
    const Feedback *feedback = code_feedback(f->code);
    if (feedback && feedback->sites[pc].failed & 1u << DEOPT_ITERABLE)
        return 0;
    switch (f->loop_saw[pc]) {
    case LOOP_SAW_RANGE:
    case LOOP_SAW_LIST:
    case LOOP_SAW_TUPLE:
    case LOOP_SAW_STR:
    case LOOP_SAW_GENERATOR:
    case LOOP_SAW_DICT: return f->loop_saw[pc];
    case LOOP_SAW_VIEW:
    case LOOP_SAW_OTHER:
        return f->iterations[pc] && f->iterations[pc] != ITERATION_SEVERAL ? f->loop_saw[pc] : 0;
    default: return 0;
    }
}

bool flow_loop_counts(const Flow *f, uint32_t pc) {
    const Feedback *feedback = code_feedback(f->code);
    return !f->loop_saw[pc] || f->loop_saw[pc] & LOOP_SAW_RANGE ||
           (feedback && feedback->sites[pc].failed & 1u << DEOPT_ITERABLE);
}

static void add_assigned(Flow *f, const FlowBlock *b, uint64_t *assigned) {
    for (uint32_t n = 0; n < b->count; n++) {
        const Instruction *i = &f->instructions[b->first + n];
        FlowEffect e;
        flow_effect(f->code, i, &e);
        if (is_iteration(i->op) && (flow_loop_kind(f, i->pc) || !flow_loop_counts(f, i->pc))) {
            /* A range counts in the first word, a generator in none, the others in the second. */
            uint32_t kind = flow_loop_kind(f, i->pc);
            set_range(assigned, (FlowRange){i->a, 1});
            if (kind != LOOP_SAW_GENERATOR)
                set_range(assigned, (FlowRange){i->b + (kind != LOOP_SAW_RANGE), 1});
            continue;
        }
        for (uint32_t k = 0; k < e.write_count; k++)
            set_range(assigned, e.writes[k]);
        if (flow_suspends(i->op))
            set_range(assigned, (FlowRange){f->code->register_count, 1});
    }
}

/* Back-edges are the jumps backwards: the compiler makes structured loops only. */
static void find_loops(Ir *ir, Flow *f) {
    uint32_t *pred_count = ir_alloc(ir, f->block_count * sizeof *pred_count);
    uint32_t **preds = ir_alloc(ir, f->block_count * sizeof *preds);
    for (uint32_t pass = 0; pass < 2; pass++) {
        for (uint32_t k = 0; k < f->block_count; k++) {
            if (pass)
                preds[k] = ir_alloc(ir, (pred_count[k] + 1) * sizeof **preds);
            pred_count[k] = 0;
        }
        for (uint32_t k = 0; k < f->block_count; k++)
            for (uint32_t s = 0; s < flow_edge_count(&f->blocks[k]); s++) {
                uint32_t to = flow_edge(&f->blocks[k], s);
                if (pass)
                    preds[to][pred_count[to]] = k;
                pred_count[to]++;
            }
    }
    uint32_t *work = ir_alloc(ir, (4 * f->block_count + 8) * 2 * sizeof *work);
    for (uint32_t h = f->block_count; h-- > 0;) {
        uint32_t count = 0;
        for (uint32_t p = 0; p < pred_count[h]; p++)
            if (preds[h][p] >= h)
                work[count++] = preds[h][p];
        if (!count)
            continue;
        FlowBlock *header = &f->blocks[h];
        header->loop_header = true;
        header->loop = h;
        header->assigned = ir_alloc(ir, f->words * sizeof *header->assigned);
        add_assigned(f, header, header->assigned);
        while (count) {
            uint32_t k = outermost(f, work[--count]);
            if (k == h)
                continue;
            FlowBlock *b = &f->blocks[k];
            if (b->loop == k) {
                b->loop_parent = h;
                for (uint32_t w = 0; w < f->words; w++)
                    header->assigned[w] |= b->assigned[w];
            } else {
                b->loop = h;
                add_assigned(f, b, header->assigned);
            }
            for (uint32_t p = 0; p < pred_count[k]; p++)
                work[count++] = preds[k][p];
        }
    }
}

/* How many exceptions a generator is handling where: the compiler of the source sees to it that
 * every way to an instruction has met as many PUSH_HANDLED without their POP_HANDLED. */
static void find_handled(Ir *ir, Flow *f) {
    uint32_t *work = ir_alloc(ir, (f->block_count + 1) * sizeof *work), count = 0;
    bool *seen = ir_alloc(ir, f->block_count);
    work[count++] = f->block_at[GENERATOR_BODY];
    seen[work[0]] = true;
    while (count) {
        const FlowBlock *b = &f->blocks[work[--count]];
        uint32_t handled = b->handled;
        bool pushes = false;
        for (uint32_t k = b->first; k < b->first + b->count; k++) {
            pushes |= f->instructions[k].op == OPC_PUSH_HANDLED;
            handled += (f->instructions[k].op == OPC_PUSH_HANDLED) - (uint32_t)(f->instructions[k].op == OPC_POP_HANDLED);
        }
        /* What raises does so behind the POP_HANDLED that a block begins with; where one
         * begins with PUSH_HANDLED nothing does. */
        for (uint32_t s = 0; s < (pushes ? b->succ_count : flow_edge_count(b)); s++) {
            uint32_t to = flow_edge(b, s);
            if (seen[to])
                continue;
            seen[to] = true;
            f->blocks[to].handled = handled;
            work[count++] = to;
        }
    }
}

/* What a loop's state has been, as FOR_PREPARE would say. */
static uint8_t saw_of_state(IrTypes state, uint32_t iteration) {
    switch (state) {
    case 0: return 0;
    case IRT_INT: return LOOP_SAW_RANGE;
    case IRT_LIST: return LOOP_SAW_LIST;
    case IRT_TUPLE: return LOOP_SAW_TUPLE;
    case IRT_STR: return LOOP_SAW_STR;
    case IRT_DICT: return LOOP_SAW_DICT;
    case IRT_GENERATOR: return LOOP_SAW_GENERATOR;
    default:
        if (state & IRT_INT || iteration == ITERATION_SEVERAL)
            return LOOP_SAW_OTHER | (state & IRT_INT ? LOOP_SAW_RANGE : 0);
        return iteration_is_view(iteration_kind(iteration)) ? LOOP_SAW_VIEW : LOOP_SAW_OTHER;
    }
}

/* The state of a loop is in registers of its own, made by the FOR_PREPARE before it; or that
 * of a generator expression's outermost loop comes as its arguments. */
typedef struct LoopState {
    IrTypes types;
    uint32_t iteration;
    uint8_t saw;
} LoopState;

static void note_state(LoopState *s, const Feedback *feedback, const Instruction *i) {
    if (i->op == OPC_FOR_PREPARE)
        s->saw = (uint8_t)i->c;
    if (!feedback)
        return;
    s->types |= feedback->sites[i->pc].left;
    s->iteration = iteration_join(s->iteration, feedback->sites[i->pc].iteration);
}

static void find_iterables(Ir *ir, Flow *f) {
    const Code *code = f->code;
    const Feedback *feedback = code_feedback(code);
    f->loop_saw = ir_alloc(ir, code->instruction_count + 1);
    f->iterations = ir_alloc(ir, (code->instruction_count + 1) * sizeof *f->iterations);
    LoopState *states = ir_alloc(ir, (f->instruction_count + code->register_count + 1) * sizeof *states);
    LoopState *arguments = states + f->instruction_count;
    LoopState **of = ir_alloc(ir, (code->register_count + 1) * sizeof *of); /* by register: the state there */
    for (uint32_t pass = 0; pass < 2; pass++) { /* notes what instructions tell of states, then the reverse */
        for (uint32_t r = 0; r < code->register_count; r++)
            of[r] = &arguments[r];
        for (uint32_t k = 0; k < f->instruction_count; k++) {
            const Instruction *i = &f->instructions[k];
            bool prepares = i->op == OPC_FOR_PREPARE;
            if (!prepares && !is_iteration(i->op))
                continue;
            if (prepares)
                of[i->a] = &states[k];
            LoopState *s = of[prepares ? i->a : i->b];
            if (!pass) {
                note_state(s, feedback, i);
                continue;
            }
            f->loop_saw[i->pc] = s >= arguments ? saw_of_state(s->types, s->iteration) : s->saw;
            f->iterations[i->pc] = s->iteration;
            if (is_unpacked(code, i))
                f->iterations[i->next] = s->iteration;
        }
    }
}

Flow *flow_new(Ir *ir, const Code *code, bool keep_locals) {
    Flow *f = ir_alloc(ir, sizeof *f);
    f->code = code;
    f->words = (flow_register_count(code) + 64) / 64;
    uint32_t words = code->instruction_count;
    uint8_t *leader = ir_alloc(ir, words + 1);
    f->block_at = ir_alloc(ir, (words + 1) * sizeof *f->block_at);
    f->live_after = ir_alloc(ir, (words + 1) * sizeof *f->live_after);
    decode_all(ir, f);
    mark_leaders(f, leader);
    for (uint32_t pc = 0; pc < words; pc++) {
        f->block_at[pc] = FLOW_NONE;
        f->block_count += leader[pc];
    }
    f->blocks = ir_alloc(ir, f->block_count * sizeof *f->blocks);
    uint32_t k = 0;
    for (uint32_t pc = 0; pc < words; pc++) {
        if (!leader[pc])
            continue;
        if (k)
            f->blocks[k - 1].end = pc;
        f->block_at[pc] = k;
        f->blocks[k] = (FlowBlock){.start = pc, .end = words, .loop = FLOW_NONE, .loop_parent = FLOW_NONE};
        f->blocks[k++].live_in = ir_alloc(ir, f->words * sizeof(uint64_t));
    }
    for (uint32_t n = 0, b = 0; n < f->instruction_count; n++) {
        if (f->block_at[f->instructions[n].pc] != FLOW_NONE)
            f->blocks[b = f->block_at[f->instructions[n].pc]].first = n;
        f->blocks[b].count++;
    }
    find_successors(f);
    find_liveness(ir, f, keep_locals);
    find_iterables(ir, f);
    find_loops(ir, f);
    if (code_suspends(code) && code->handler_count)
        find_handled(ir, f);
    return f;
}

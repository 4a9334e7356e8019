/*
 * ir_read.c - graphs from text; the notation is described in text.h.
 *
 * One pass over the lines.  What a line refers to may come later: references are
 * collected and resolved at the end.
 */
#include "ir/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <strings.h>

#include "runtime/float.h"
#include "runtime/int.h"

enum { WORD_MAX = 160, INPUTS_MAX = 1024, ID_MAX = 1000000 };

typedef struct Reference {
    struct Reference *next;
    IrNode **use;
    uint32_t id;
    uint8_t rep;
    uint32_t line;
} Reference;

typedef struct Reader {
    Ir *ir;
    const char *at;
    uint32_t line;
    char word[WORD_MAX]; /* the last one read */
    IrNode **nodes;      /* by id */
    uint32_t node_capacity;
    Reference *references;
    IrBlock *block;      /* being read */
    uint32_t max_depth;
    char *error;
    size_t error_size;
    jmp_buf failed;
} Reader;

__attribute__((noreturn, format(printf, 2, 3))) static void fail(Reader *r, const char *format, ...) {
    int length = snprintf(r->error, r->error_size, "line %u: ", r->line);
    va_list ap;
    va_start(ap, format);
    if (length > 0 && (size_t)length < r->error_size)
        vsnprintf(r->error + length, r->error_size - (size_t)length, format, ap);
    va_end(ap);
    longjmp(r->failed, 1);
}

/* ---- words ---- */

static void skip_blanks(Reader *r) {
    while (*r->at == ' ' || *r->at == '\t')
        r->at++;
    if (*r->at == ';')
        r->at += strcspn(r->at, "\n");
}

static bool at_line_end(Reader *r) {
    skip_blanks(r);
    return !*r->at || *r->at == '\n';
}

/* To the next line that says something; false at the end of the text. */
static bool next_line(Reader *r) {
    while (at_line_end(r)) {
        if (!*r->at)
            return false;
        r->at++;
        r->line++;
    }
    return true;
}

static void end_line(Reader *r) {
    if (!at_line_end(r))
        fail(r, "not understood: %.40s", r->at);
}

/* The length of the word ahead; 0: a bracket, or the line's end. */
static size_t word_length(Reader *r) {
    skip_blanks(r);
    return strcspn(r->at, " \t\n[]");
}

static const char *read_word(Reader *r) {
    size_t length = word_length(r);
    if (!length || length >= WORD_MAX)
        fail(r, length ? "a word is too long" : "something is missing");
    memcpy(r->word, r->at, length);
    r->word[length] = 0;
    r->at += length;
    return r->word;
}

/* Goes past the word if it is the one ahead. */
static bool accept(Reader *r, const char *word) {
    size_t length = word_length(r);
    if (length != strlen(word) || memcmp(r->at, word, length))
        return false;
    r->at += length;
    return true;
}

static bool accept_char(Reader *r, char c) {
    skip_blanks(r);
    if (*r->at != c)
        return false;
    r->at++;
    return true;
}

static int64_t parse_number(Reader *r, const char *text) {
    char *end;
    bool negative = *text == '-';
    int64_t i = (int64_t)strtoull(text + negative, &end, 0);
    if (end == text + negative || *end)
        fail(r, "not a number: %s", text);
    return negative ? -i : i;
}

static int64_t read_number(Reader *r) { return parse_number(r, read_word(r)); }

/* ---- references ---- */

/* Whether the text is "b12" and the like: the number behind one of the letters. */
static bool parse_id(const char *text, const char *letters, uint32_t *id) {
    if (!*text || !strchr(letters, *text) || text[1] < '0' || text[1] > '9')
        return false;
    char *end;
    unsigned long n = strtoul(text + 1, &end, 10);
    *id = n <= ID_MAX ? (uint32_t)n : ID_MAX;
    return !*end;
}

static uint8_t rep_of_letter(char letter) {
    return letter == 'v' ? REP_VALUE : letter == 'f' ? REP_FLOAT : letter == 'w' ? REP_WORD : REP_BOOL;
}

static void refer(Reader *r, IrNode **use, const char *text) {
    Reference *reference = ir_alloc(r->ir, sizeof *reference);
    if (!parse_id(text, "vfwc", &reference->id))
        fail(r, "not the name of a node: %s", text);
    reference->use = use;
    reference->rep = rep_of_letter(*text);
    reference->line = r->line;
    reference->next = r->references;
    r->references = reference;
}

static void resolve(Reader *r) {
    for (Reference *u = r->references; u; u = u->next) {
        r->line = u->line;
        IrNode *n = u->id < r->node_capacity ? r->nodes[u->id] : NULL;
        if (!n)
            fail(r, "node %u is not defined", u->id);
        if (n->rep != u->rep)
            fail(r, "node %u is of another representation", u->id);
        *u->use = n;
    }
}

static void define(Reader *r, IrNode *n, uint32_t id) {
    if (!id || id >= ID_MAX)
        fail(r, "node numbers are from 1 to %d", ID_MAX - 1);
    if (id >= r->node_capacity) {
        uint32_t capacity = 2 * id + 64;
        IrNode **nodes = ir_alloc(r->ir, capacity * sizeof *nodes);
        if (r->node_capacity)
            memcpy(nodes, r->nodes, r->node_capacity * sizeof *nodes);
        r->nodes = nodes;
        r->node_capacity = capacity;
    }
    if (r->nodes[id])
        fail(r, "node %u is defined twice", id);
    r->nodes[id] = n;
    n->id = id;
}

static IrBlock *find_block(Reader *r, const char *text) {
    uint32_t id;
    if (!parse_id(text, "b", &id))
        fail(r, "not the name of a block: %s", text);
    for (uint32_t i = 0; i < r->ir->block_count; i++)
        if (r->ir->blocks[i]->id == id)
            return r->ir->blocks[i];
    fail(r, "there is no block b%u", id);
}

/* ---- names out of tables ---- */

static uint32_t find_in(Reader *r, const char *const *names, uint32_t count, const char *text, const char *what) {
    for (uint32_t i = 0; i < count; i++)
        if (!strcasecmp(names[i], text))
            return i;
    fail(r, "no %s: %s", what, text);
}

static uint32_t parse_set(Reader *r, char *text, const char *const *names, uint32_t count, const char *what) {
    uint32_t set = 0;
    for (char *save, *name = strtok_r(text, "|", &save); name; name = strtok_r(NULL, "|", &save))
        set |= 1u << find_in(r, names, count, name, what);
    return set;
}

static IrTypes read_types(Reader *r) {
    read_word(r);
    if (!strcmp(r->word, "ANY"))
        return IRT_ANY;
    if (!strcmp(r->word, "NOTHING"))
        return 0;
    if (*r->word == '~')
        return IRT_ANY & ~parse_set(r, r->word + 1, ir_type_names, IR_TYPE_BITS, "type");
    return parse_set(r, r->word, ir_type_names, IR_TYPE_BITS, "type");
}

static uint64_t read_symbol(Reader *r, IrSymbolKind kind) {
    return ir_symbol_address(r->ir, kind, read_word(r));
}

/* ---- constants ---- */

static uint32_t read_escape(Reader *r) {
    char c = *r->at++;
    int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    if (!digits)
        return c == 'n' ? '\n' : (unsigned char)c;
    uint32_t code = 0;
    for (int i = 0; i < digits; i++) {
        char hex[2] = {*r->at, 0};
        char *end;
        code = code << 4 | (uint32_t)strtoul(hex, &end, 16);
        if (end == hex)
            fail(r, "a bad escape in a str");
        r->at++;
    }
    return code;
}

static Value read_str(Reader *r) {
    enum { LONGEST = 512 };
    uint32_t chars[LONGEST];
    size_t length = 0;
    for (r->at++; *r->at != '\''; length++) {
        if (!*r->at || *r->at == '\n' || length == LONGEST)
            fail(r, "a str that does not end");
        chars[length] = *r->at == '\\' ? (r->at++, read_escape(r)) : (unsigned char)*r->at++;
    }
    r->at++;
    Value s = str_from_ucs4(r->ir->thread, chars, length);
    return value_is_error(s) ? s : str_intern(r->ir->thread, s);
}

static Value read_constant(Reader *r, const char *ends);

static Value read_tuple(Reader *r) {
    enum { LONGEST = 64 };
    Value items[LONGEST];
    size_t length = 0;
    for (r->at++; !accept_char(r, ')'); length++) {
        if (length == LONGEST)
            fail(r, "a tuple is too long");
        items[length] = read_constant(r, " \t\n[],)");
        accept_char(r, ',');
    }
    Tuple *tuple = tuple_alloc(r->ir->thread, length);
    if (!tuple)
        ir_give_up(r->ir, "there was no memory for it");
    memcpy(tuple->items, items, length * sizeof *items);
    return value_from_object(tuple);
}

static Value parse_constant(Reader *r, const char *text) {
    static const struct {
        const char *name;
        Value value;
    } constants[] = {
        {"None", VALUE_NONE}, {"True", VALUE_TRUE}, {"False", VALUE_FALSE}, {"Ellipsis", VALUE_ELLIPSIS},
        {"NotImplemented", VALUE_NOT_IMPLEMENTED}, {"UNDEF", VALUE_UNDEF}, {"ERROR", VALUE_ERROR},
        {"STOP", VALUE_STOP},
    };
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (!strcmp(text, constants[i].name))
            return constants[i].value;
    size_t sign = *text == '-', length = strlen(text);
    bool digit = text[sign] >= '0' && text[sign] <= '9', hex = text[sign + 1] == 'x';
    Thread *t = r->ir->thread;
    if (digit && (hex || strspn(text + sign, "0123456789") == length - sign)) {
        Value i = hex ? int_from_text(t, text + sign + 2, length - sign - 2, 16)
                      : int_from_text(t, text + sign, length - sign, 10);
        return sign && !value_is_error(i) ? int_neg(t, i) : i;
    }
    double d;
    if ((digit || !strcmp(text + sign, "inf") || !strcmp(text, "nan")) && float_parse(text, length, &d))
        return float_from_double(t, d);
    if (digit)
        fail(r, "not a constant: %s", text);
    return value_from_object((void *)(uintptr_t)ir_symbol_address(r->ir, SYMBOL_OBJECT, text));
}

/* One that ends at any of the characters `ends`. */
static Value read_constant(Reader *r, const char *ends) {
    skip_blanks(r);
    Value v;
    if (*r->at == '\'') {
        v = read_str(r);
    } else if (*r->at == '(') {
        v = read_tuple(r);
    } else {
        size_t length = strcspn(r->at, ends);
        if (!length || length >= WORD_MAX)
            fail(r, "a constant is missing");
        memcpy(r->word, r->at, length);
        r->word[length] = 0;
        r->at += length;
        v = parse_constant(r, r->word);
    }
    if (value_is_error(v) && strcmp(r->word, "ERROR"))
        fail(r, "not a constant: %s", r->word);
    return v;
}

static int64_t read_double_bits(Reader *r) {
    read_word(r);
    double d;
    if (!strncmp(r->word, "0x", 2))
        return parse_number(r, r->word);
    if (!float_parse(r->word, strlen(r->word), &d))
        fail(r, "not a float: %s", r->word);
    int64_t bits;
    memcpy(&bits, &d, sizeof bits);
    return bits;
}

/* ---- states ---- */

typedef struct FrameWords { /* of one frame, while its registers are counted */
    struct {
        uint32_t number;
        char value[16];
    } registers[UINT8_MAX * 8];
    uint32_t register_count, highest;
} FrameWords;

static uint32_t read_register_number(Reader *r, const char *text, const char *equals) {
    char *end;
    unsigned long n = strtoul(text + 1, &end, 10);
    if (*text != 'r' || end != equals || end == text + 1 || n >= UINT16_MAX)
        fail(r, "not understood in a state: %s", text);
    return (uint32_t)n;
}

static IrState *read_frame(Reader *r) {
    Ir *ir = r->ir;
    Code *code = ir->code;
    if (!accept(r, "pc")) {
        code = (Code *)(uintptr_t)read_symbol(r, SYMBOL_CODE);
        if (!accept(r, "pc"))
            fail(r, "pc is missing in a state");
    }
    FrameWords *w = ir_alloc(ir, sizeof *w);
    IrState head = {.code = code, .pc = (uint32_t)read_number(r)};
    char function[16] = "", instance[16] = "";
    bool counted = false;
    while (word_length(r)) {
        if (accept(r, "count")) {
            head.count = (uint16_t)read_number(r);
            counted = true;
            continue;
        }
        if (accept(r, "flags")) {
            head.flags = (uint32_t)read_number(r);
            continue;
        }
        if (accept(r, "to")) {
            head.result_register = (uint16_t)read_number(r);
            continue;
        }
        const char *here = r->at;
        read_word(r);
        if (!strcmp(r->word, "in")) {
            r->at = here;
            break;
        }
        char *equals = strchr(r->word, '=');
        if (!equals || strlen(equals + 1) > 15)
            fail(r, "not understood in a state: %s", r->word);
        if (!strncmp(r->word, "f=", 2)) {
            strcpy(function, equals + 1);
        } else if (!strncmp(r->word, "self=", 5)) {
            strcpy(instance, equals + 1);
        } else {
            if (w->register_count == sizeof w->registers / sizeof *w->registers)
                fail(r, "too many registers in a state");
            uint32_t number = read_register_number(r, r->word, equals);
            w->registers[w->register_count].number = number;
            strcpy(w->registers[w->register_count++].value, equals + 1);
            if (number >= w->highest)
                w->highest = number + 1;
        }
    }
    if (!counted)
        head.count = (uint16_t)w->highest;
    if (w->highest > head.count)
        fail(r, "a state has r%u but only %u registers", w->highest - 1, head.count);
    IrState *s = ir_state_new(ir, head.count);
    *s = head;
    for (uint32_t i = 0; i < w->register_count; i++)
        refer(r, &s->registers[w->registers[i].number], w->registers[i].value);
    if (*function)
        refer(r, &s->function, function);
    if (*instance)
        refer(r, &s->instance, instance);
    return s;
}

/* NULL if there is none. */
static IrState *read_state(Reader *r) {
    if (!accept_char(r, '['))
        return NULL;
    IrState *s = read_frame(r), *last = s;
    for (uint32_t depth = 1; accept(r, "in"); depth++) {
        last = last->caller = read_frame(r);
        if (depth > r->max_depth)
            r->max_depth = depth;
    }
    if (!accept_char(r, ']'))
        fail(r, "] is missing");
    return s;
}

/* ---- nodes ---- */

static int64_t read_header_word(Reader *r) {
    uint64_t word = read_symbol(r, SYMBOL_SHAPE);
    if (accept(r, "size"))
        word |= (uint64_t)read_number(r) / 16 << 32;
    if (accept(r, "kind"))
        word |= (uint64_t)read_number(r) << 48;
    if (accept(r, "gc"))
        word |= (uint64_t)read_number(r) << 56;
    return (int64_t)word;
}

static uint32_t find_helper(Reader *r, const char *name) {
    for (uint32_t i = RT_NONE + 1; i < RT_COUNT; i++)
        if (!strcmp(rt_call_info[i].name, name))
            return i;
    fail(r, "no helper: %s", name);
}

static void read_immediate(Reader *r, IrNode *n, IrImmediate immediate) {
    switch (immediate) {
    case IMM_NONE:
        if (accept(r, "imm"))
            n->imm = read_number(r);
        break;
    case IMM_NUMBER:
    case IMM_OFFSET: {
        read_word(r);
        n->imm = parse_number(r, r->word + (*r->word == '+'));
        break;
    }
    case IMM_CONSTANT: n->imm = (int64_t)read_constant(r, " \t\n[]").bits; break;
    case IMM_DOUBLE: n->imm = read_double_bits(r); break;
    case IMM_TYPES: n->imm = read_types(r); break;
    case IMM_SHAPE: n->imm = (int64_t)read_symbol(r, SYMBOL_SHAPE); break;
    case IMM_CODE:
    case IMM_CALLEE: n->imm = (int64_t)read_symbol(r, SYMBOL_CODE); break;
    case IMM_COMPARE: n->aux = find_in(r, ir_compare_names, 6, read_word(r), "comparison"); break;
    case IMM_HELPER: n->imm = find_helper(r, read_word(r)); break;
    case IMM_NATIVE: n->imm = (int64_t)read_symbol(r, SYMBOL_NATIVE); break;
    case IMM_HEADER: n->imm = read_header_word(r); break;
    }
}

/* How many inputs an operation has, or INPUTS_MAX: any number. */
static uint32_t fixed_inputs(IrOp op) {
    const char *inputs = ir_op_info[op].inputs;
    return strchr(inputs, '*') ? INPUTS_MAX : (uint32_t)strlen(inputs);
}

static void read_flags(Reader *r, IrNode *n) {
    for (;;) {
        if (accept(r, "nowrap"))
            n->nowrap = true;
        else if (accept(r, "catches"))
            n->catches = true;
        else if (accept(r, "speculative"))
            n->speculative = true;
        else if (accept(r, "removable"))
            n->removable = true;
        else if (accept(r, "hot_exit"))
            n->hot_exit = true;
        else if (accept(r, "aux"))
            n->aux = (uint32_t)read_number(r);
        else if (accept(r, "effects"))
            n->effects = (uint8_t)(strcmp(read_word(r), "NONE")
                                       ? parse_set(r, r->word, rt_effect_names, RT_EFFECT_BITS, "effect")
                                       : 0);
        else if (accept_char(r, '@'))
            n->alias = (uint8_t)find_in(r, ir_alias_names, ALIAS_COUNT, read_word(r), "alias class");
        else
            break;
    }
}

static void read_node(Reader *r) {
    Ir *ir = r->ir;
    char result[WORD_MAX] = "";
    read_word(r);
    if (accept(r, "=")) {
        strcpy(result, r->word);
        read_word(r);
    }
    uint32_t op = 0;
    while (op < IR_OP_COUNT && strcmp(ir_op_info[op].name, r->word))
        op++;
    if (op == IR_OP_COUNT)
        fail(r, "no operation: %s", r->word);
    IrNode *n = ir_node_new(ir, (IrOp)op, 0);
    IrImmediate immediate = ir_immediate((IrOp)op);
    if (ir_immediate_comes_first(immediate))
        read_immediate(r, n, immediate);

    char inputs[INPUTS_MAX][16];
    uint32_t count = 0, most = fixed_inputs((IrOp)op), ignored;
    while (count < most) {
        const char *here = r->at;
        if (!word_length(r) || word_length(r) > 15 || !parse_id(read_word(r), "vfwc", &ignored)) {
            r->at = here;
            break;
        }
        strcpy(inputs[count++], r->word);
    }
    n->in = ir_alloc(ir, (count + 1) * sizeof *n->in);
    n->input_count = (uint16_t)count;
    for (uint32_t i = 0; i < count; i++)
        refer(r, &n->in[i], inputs[i]);

    if (!ir_immediate_comes_first(immediate))
        read_immediate(r, n, immediate);
    for (int i = 0; ir_is_control(n) && i < 2 && word_length(r) && *r->at == 'b'; i++)
        r->block->succ[i] = find_block(r, read_word(r));
    n->effects = ir_default_effects(n);
    if (op == IR_CALL_RT)
        n->rep = (uint8_t)rt_call_info[n->imm].result;
    if (*result) {
        uint32_t id;
        if (!parse_id(result, "vfwc", &id))
            fail(r, "not the name of a node: %s", result);
        n->rep = rep_of_letter(*result);
        define(r, n, id);
    } else if (ir_effect(n) == EFFECT_GUARD) {
        n->rep = REP_NONE;
        n->id = 0;
    } else if (n->rep) {
        fail(r, "the result of %s needs a name", ir_op_info[op].name);
    } else {
        n->id = 0;
    }
    read_flags(r, n);
    n->types = accept(r, ":") ? read_types(r) : ir_default_types(ir, n);
    if (accept(r, "?"))
        n->reason = (uint8_t)find_in(r, ir_deopt_names, DEOPT_COUNT, read_word(r), "reason");
    n->state = read_state(r);
    end_line(r);
    ir_append(r->block, n);
}

/* ---- lines ---- */

/* All blocks are made first: jumps may name any. */
static void make_blocks(Reader *r) {
    for (const char *line = r->at; line; line = strchr(line, '\n')) {
        line += strspn(line, " \t\n");
        char *end;
        if (*line != 'b' || line[1] < '0' || line[1] > '9')
            continue;
        unsigned long id = strtoul(line + 1, &end, 10);
        if (*end == ':')
            ir_block_new(r->ir)->id = id <= ID_MAX ? (uint32_t)id : ID_MAX;
    }
}

static void read_block_head(Reader *r) {
    r->word[strlen(r->word) - 1] = 0;
    IrBlock *b = r->block = find_block(r, r->word);
    if (b->first)
        fail(r, "block b%u is defined twice", b->id);
    if (accept(r, "loop"))
        b->loop_header = true;
    if (accept(r, "cold"))
        b->cold = true;
    if (accept(r, "preds")) {
        b->pred_capacity = r->ir->block_count * 2;
        b->preds = ir_alloc(r->ir, b->pred_capacity * sizeof *b->preds);
        while (word_length(r)) {
            if (b->pred_count == b->pred_capacity)
                fail(r, "too many preds");
            b->preds[b->pred_count++] = find_block(r, read_word(r));
        }
    }
    b->entry_state = read_state(r);
    end_line(r);
}

static void read_code_line(Reader *r) {
    Code *code = (Code *)(uintptr_t)read_symbol(r, SYMBOL_CODE);
    if (accept(r, "params"))
        code->param_count = (uint32_t)read_number(r);
    if (accept(r, "registers"))
        code->visible_count = code->register_count = (uint32_t)read_number(r);
    if (accept(r, "words"))
        code->instruction_count = (uint32_t)read_number(r);
    end_line(r);
}

/* The edges to blocks whose line did not tell them. */
static void find_preds(Reader *r) {
    Ir *ir = r->ir;
    bool *told = ir_alloc(ir, ir->block_count * sizeof *told);
    for (uint32_t i = 0; i < ir->block_count; i++)
        told[i] = ir->blocks[i]->pred_capacity > 0;
    for (uint32_t i = 0; i < ir->block_count; i++)
        if (!told[i])
            for (uint32_t j = 0; j < 2 * ir->block_count; j++)
                if (ir->blocks[j / 2]->succ[j % 2] == ir->blocks[i])
                    ir_edge(ir, ir->blocks[j / 2], j % 2, ir->blocks[i]);
}

static void number_rest(Reader *r) {
    Ir *ir = r->ir;
    ir->node_count = 0;
    for (uint32_t id = 1; id < r->node_capacity; id++)
        if (r->nodes[id])
            ir->node_count = id;
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->first; n; n = n->next)
            if (!n->id)
                n->id = ++ir->node_count;
}

static void read_graph(Reader *r) {
    Ir *ir = r->ir;
    if (!next_line(r) || !accept(r, "graph"))
        fail(r, "a graph begins with: graph NAME entry PC");
    ir->code = (Code *)(uintptr_t)read_symbol(r, SYMBOL_CODE);
    if (accept(r, "entry"))
        ir->entry_pc = (uint32_t)read_number(r);
    ir->resumes = accept(r, "resumed");
    int64_t depth = accept(r, "depth") ? read_number(r) : -1;
    if (accept(r, "registers"))
        ir->max_registers = (uint32_t)read_number(r);
    end_line(r);
    make_blocks(r);
    if (!ir->block_count)
        fail(r, "no blocks");
    while (next_line(r)) {
        const char *here = r->at;
        read_word(r);
        if (!strcmp(r->word, "code") && !r->block) {
            read_code_line(r);
        } else if (*r->word == 'b' && r->word[strlen(r->word) - 1] == ':') {
            read_block_head(r);
        } else if (!r->block) {
            fail(r, "not understood: %s", r->word);
        } else {
            r->at = here;
            read_node(r);
        }
    }
    resolve(r);
    find_preds(r);
    number_rest(r);
    ir->max_inline_depth = depth < 0 ? r->max_depth : (uint32_t)depth;
}

Ir *ir_read(Thread *t, Arena *arena, const char *text, char *error, size_t error_size) {
    Reader r = {.at = text, .line = 1, .error = error, .error_size = error_size};
    r.ir = ir_new(t, arena, NULL, 0);
    if (!r.ir || setjmp(r.ir->give_up)) {
        snprintf(error, error_size, "out of memory");
        return NULL;
    }
    if (setjmp(r.failed))
        return NULL;
    read_graph(&r);
    return r.ir;
}

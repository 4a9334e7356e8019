/*
 * verifier.c - what the interpreter takes for granted about a code object.
 *
 * Run after every compilation in debug builds, and over code that comes from a
 * cache.  Checked are: whole instructions only, operands within the frame and
 * the tables, jumps and handlers to starts of instructions, no way off the end,
 * sorted positions.  Not checked is what the values are: instructions with
 * internal operands (iterators, pairs of LOAD_METHOD, lists being built) check
 * what they need when they run.
 */
#include "bytecode/verifier.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "bytecode/opcode.h"

typedef struct Verifier {
    const Code *code;
    const uint32_t *words;
    uint8_t *starts; /* 1: an instruction (its WIDE, if any) starts here; 2: jumped to */
    char *message;
    size_t message_size;
    uint32_t pc; /* of the instruction looked at */
} Verifier;

typedef struct Instruction {
    Opcode op; /* family */
    uint32_t a, b, c;
    int32_t bx;
    uint32_t extension;
    uint32_t next; /* pc after it */
} Instruction;

__attribute__((format(printf, 2, 3))) static bool fail(Verifier *v, const char *format, ...) {
    int n = snprintf(v->message, v->message_size, "at %u: ", v->pc);
    va_list ap;
    va_start(ap, format);
    if (n >= 0 && (size_t)n < v->message_size)
        vsnprintf(v->message + n, v->message_size - (size_t)n, format, ap);
    va_end(ap);
    return false;
}

static bool is_bx(OperandKind kind) {
    return kind == OPERAND_CONST || kind == OPERAND_INT || kind == OPERAND_FREE;
}

/* Reads the instruction at pc; false if it is not one. */
static inline bool decode(Verifier *v, uint32_t pc, Instruction *out) {
    uint32_t count = v->code->instruction_count, wide = 0;
    v->pc = pc;
    uint32_t word = v->words[pc++];
    if (instruction_opcode(word) == OPC_WIDE) {
        wide = word;
        if (pc >= count) return fail(v, "WIDE at the end");
        word = v->words[pc++];
        if (instruction_opcode(word) == OPC_WIDE) return fail(v, "WIDE twice");
    }
    if ((word & 0xff) >= OPCODE_COUNT) return fail(v, "no such opcode: %u", word & 0xff);
    const OpcodeInfo *info = &opcode_info[instruction_opcode(word)];
    out->op = (Opcode)info->family;
    out->a = instruction_a(word) | instruction_a(wide) << 8;
    out->b = instruction_b(word) | instruction_b(wide) << 8;
    out->c = instruction_c(word) | instruction_c(wide) << 8;
    uint32_t bx = instruction_bx(word) | instruction_bx(wide) << 16;
    out->bx = info->b == OPERAND_INT && !wide ? (int16_t)bx : (int32_t)bx;
    out->extension = 0;
    if (info->extension != EXTENSION__) {
        if (pc >= count) return fail(v, "%s without its extension", info->name);
        out->extension = v->words[pc++];
    }
    out->next = pc;
    if (info->c == OPERAND_SIMM && wide) return fail(v, "%s cannot be wide", info->name);
    return true;
}

/* How many registers an instruction uses from its BASE operand on. */
static uint64_t base_length(const Instruction *i) {
    switch (i->op) {
    case OPC_LOAD_METHOD:
    case OPC_LOAD_SUPER_METHOD:
    case OPC_MATCH_GROUP:
    case OPC_IMPORT_NAME:
    case OPC_GET_SLICE:
    case OPC_CALL_EXIT: return 2;
    case OPC_CALL:
    case OPC_CALL_KW: return (uint64_t)i->c + 1;
    case OPC_CALL_METHOD:
    case OPC_CALL_METHOD_KW: return (uint64_t)i->c + 2;
    case OPC_CALL_EX:
    case OPC_BUILD_SLICE:
    case OPC_FOR_PREPARE:
    case OPC_FOR_ITER:
    case OPC_FOR_LOOP: return 3;
    case OPC_MAKE_FUNCTION: return (uint64_t)__builtin_popcount(i->c & 15);
    case OPC_BUILD_MAP: return (uint64_t)i->c * 2;
    case OPC_UNPACK_STAR: return (uint64_t)i->c + 1 + i->extension;
    case OPC_WITH_SETUP: return 4;
    default: /* BUILD_TUPLE and the like, UNPACK */ return i->c;
    }
}

static bool check_operand_slow(Verifier *v, const Instruction *i, OperandKind kind, uint32_t value) {
    const Code *code = v->code;
    const char *name = opcode_info[i->op].name;
    switch (kind) {
    case OPERAND__: return value == 0 || fail(v, "%s: operand should be 0", name);
    case OPERAND_DST:
    case OPERAND_SRC:
    case OPERAND_MOD:
        return value < code->register_count ||
               fail(v, "%s: register %u of %u", name, value, code->register_count);
    case OPERAND_BASE: {
        uint64_t length = base_length(i);
        return !length || value + length <= code->register_count ||
               fail(v, "%s: registers %u.. of %u", name, value, code->register_count);
    }
    case OPERAND_IMM:
    case OPERAND_SIMM:
    case OPERAND_INT: return true;
    case OPERAND_CONST:
        return (uint32_t)i->bx < code->consts->length || fail(v, "%s: constant %d", name, i->bx);
    case OPERAND_FREE:
        return (uint32_t)i->bx < code->free_names->length ||
               fail(v, "%s: free variable %d", name, i->bx);
    }
    return fail(v, "%s: unknown operand kind", name);
}

static inline bool check_operand(Verifier *v, const Instruction *i, OperandKind kind, uint32_t value) {
    switch (kind) {
    case OPERAND_DST:
    case OPERAND_SRC:
    case OPERAND_MOD:
        if (value < v->code->register_count) return true;
        break;
    case OPERAND__:
        if (!value) return true;
        break;
    case OPERAND_IMM:
    case OPERAND_SIMM:
    case OPERAND_INT: return true;
    default: break;
    }
    return check_operand_slow(v, i, kind, value);
}

static bool is_keys(Value keys) {
    if (!value_is_exact(keys, KIND_TUPLE)) return false;
    for (size_t k = 0; k < value_as_tuple(keys)->length; k++)
        if (!value_is_exact(value_as_tuple(keys)->items[k], KIND_STR)) return false;
    return true;
}

static inline bool check_extension(Verifier *v, const Instruction *i) {
    const Code *code = v->code;
    const char *name = opcode_info[i->op].name;
    switch ((ExtensionKind)opcode_info[i->op].extension) {
    case EXTENSION__: return true;
    case EXTENSION_JUMP: {
        int64_t target = (int64_t)i->next + (int32_t)i->extension;
        if (target < 0 || target >= code->instruction_count)
            return fail(v, "%s: jumps out of the code", name);
        bool backwards = i->op == OPC_JUMP_BACK || i->op == OPC_FOR_LOOP;
        if (target <= v->pc && !backwards) return fail(v, "%s: jumps backwards", name);
        if (target > v->pc && backwards) return fail(v, "%s: jumps forwards", name);
        v->starts[target] |= 2;
        return true;
    }
    case EXTENSION_NAMEC:
        if ((i->extension & 0xffff) >= code->names->length)
            return fail(v, "%s: name %u", name, i->extension & 0xffff);
        return i->extension >> 16 < code->cache_count || fail(v, "%s: cache slot", name);
    case EXTENSION_CACHE:
        return i->extension >> 16 < code->cache_count || fail(v, "%s: cache slot", name);
    case EXTENSION_KEYS:
        if (i->extension >= code->consts->length)
            return fail(v, "%s: constant %u", name, i->extension);
        if (!is_keys(code->consts->items[i->extension]))
            return fail(v, "%s: names are not a tuple of str", name);
        return value_as_tuple(code->consts->items[i->extension])->length <= i->c ||
               fail(v, "%s: more names than arguments", name);
    case EXTENSION_IMM: return true;
    }
    return fail(v, "%s: unknown extension", name);
}

static Opcode family_at(const Verifier *v, uint32_t pc) {
    return (Opcode)opcode_info[instruction_opcode(v->words[pc])].family;
}

/* What single instructions demand beyond the kinds of their operands. */
static bool check_special(Verifier *v, const Instruction *i) {
    const Code *code = v->code;
    const char *name = opcode_info[i->op].name;
    switch (i->op) {
    case OPC_LOAD_BODY: return fail(v, "%s: never in a body", name);
    case OPC_CHECK_LOCAL:
    case OPC_DELETE_LOCAL: return i->a < code->local_count || fail(v, "%s: not a local", name);
    case OPC_MAKE_CELL: return i->a < code->local_count || fail(v, "%s: not a local", name);
    case OPC_LOAD_CELL:
    case OPC_STORE_CELL:
    case OPC_DELETE_CELL: return i->b < code->local_count || fail(v, "%s: not a local", name);
    case OPC_MAKE_FUNCTION:
        return (i->extension < code->consts->length &&
                value_is_exact(code->consts->items[i->extension], KIND_CODE)) ||
               fail(v, "%s: no code", name);
    case OPC_LOAD_SUPER_METHOD:
    case OPC_LOAD_SUPER_ATTR:
        if (i->b >= code->free_names->length) return fail(v, "%s: free variable %u", name, i->b);
        return (code->arg_count && (uint64_t)i->next + SUPER_GENERAL_WORDS < code->instruction_count &&
                family_at(v, i->next) == OPC_CALL &&
                family_at(v, i->next + 2) == (i->op == OPC_LOAD_SUPER_ATTR ? OPC_GET_ATTR : OPC_LOAD_METHOD)) ||
               fail(v, "%s: without its general form", name);
    case OPC_MATCH_CLASS: {
        uint32_t keys = i->extension & 0xffff;
        return (keys < code->consts->length && is_keys(code->consts->items[keys])) ||
               fail(v, "%s: no names", name);
    }
    case OPC_GENERATOR_START:
        if (v->pc != 0) return fail(v, "%s: not at the start", name);
        return (code->flags & (CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GENERATOR)) ||
               fail(v, "%s: not a generator", name);
    case OPC_YIELD:
    case OPC_YIELD_DELEGATED:
        return (code->flags & (CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GENERATOR)) ||
               fail(v, "%s: not a generator", name);
    default: return true;
    }
}

static bool ends_flow(Opcode op) {
    switch (op) {
    case OPC_JUMP:
    case OPC_JUMP_BACK:
    case OPC_RETURN:
    case OPC_RETURN_NONE:
    case OPC_RAISE:
    case OPC_RAISE_FROM:
    case OPC_RAISE_CURRENT:
    case OPC_RERAISE: return true;
    default: return false;
    }
}

static bool check_instructions(Verifier *v) {
    const Code *code = v->code;
    bool falls = true;
    for (uint32_t pc = 0; pc < code->instruction_count;) {
        Instruction i;
        if (!decode(v, pc, &i)) return false;
        const OpcodeInfo *info = &opcode_info[i.op];
        v->starts[pc] |= 1;
        if (!check_operand(v, &i, (OperandKind)info->a, i.a) || !check_extension(v, &i) ||
            !check_special(v, &i))
            return false;
        if (!check_operand(v, &i, (OperandKind)info->b, i.b)) return false;
        if (!is_bx((OperandKind)info->b) && !check_operand(v, &i, (OperandKind)info->c, i.c))
            return false;
        falls = !ends_flow(i.op);
        pc = i.next;
    }
    v->pc = code->instruction_count;
    return !falls || fail(v, "runs off the end");
}

static bool check_handlers(Verifier *v) {
    const Code *code = v->code;
    if (!code->handler_count) return true;
    if (!code->handlers || code->handlers->size < code->handler_count * sizeof(CodeHandler))
        return fail(v, "table of handlers too short");
    const CodeHandler *handlers = (const CodeHandler *)code->handlers->bytes;
    for (uint32_t k = 0; k < code->handler_count; k++) {
        const CodeHandler *h = &handlers[k];
        v->pc = h->start;
        if (h->start >= h->end || h->end > code->instruction_count || !(v->starts[h->start] & 1) ||
            (h->end < code->instruction_count && !(v->starts[h->end] & 1)))
            return fail(v, "handler %u has no proper range", k);
        if (h->handler >= code->instruction_count || !(v->starts[h->handler] & 1))
            return fail(v, "handler %u is not at an instruction", k);
        if (h->handler >= h->start && h->handler < h->end)
            return fail(v, "handler %u protects itself", k);
        if (h->reg >= code->register_count) return fail(v, "handler %u: register %u", k, h->reg);
    }
    return true;
}

static bool check_names(Verifier *v, const Tuple *names, const char *what) {
    for (size_t k = 0; names && k < names->length; k++)
        if (!value_is_exact(names->items[k], KIND_STR))
            return fail(v, "%sname %zu is not a str", what, k);
    return true;
}

/* Packed positions are checked when they are unpacked. */
static bool check_positions(Verifier *v) {
    const Code *code = v->code;
    if (code->positions->size < code->position_count * sizeof(CodePosition))
        return fail(v, "no positions");
    const CodePosition *positions = (const CodePosition *)code->positions->bytes;
    for (uint32_t k = 0; k < code->position_count; k++)
        if (positions[k].pc >= code->instruction_count ||
            (k ? positions[k].pc <= positions[k - 1].pc : positions[k].pc != 0))
            return fail(v, "positions are not sorted");
    return true;
}

/* What calls go by. */
static bool check_head(Verifier *v) {
    const Code *code = v->code;
    if (!code->local_names || !code->free_names) return fail(v, "a table is missing");
    if (code->local_names->length != code->local_count ||
        code->local_count > code->register_count || code->visible_count > code->local_count ||
        code->variable_count > code->visible_count || code->param_count > code->variable_count ||
        code->param_count > code->local_count)
        return fail(v, "counts of registers disagree");
    uint64_t params = (uint64_t)code->arg_count + code->kwonly_count +
                      !!(code->flags & CODE_VARARGS) + !!(code->flags & CODE_VARKEYWORDS);
    if (params != code->param_count || code->posonly_count > code->arg_count)
        return fail(v, "counts of parameters disagree");
    if (!value_is_exact(code->name, KIND_STR) || !value_is_exact(code->qualname, KIND_STR) ||
        !value_is_exact(code->filename, KIND_STR))
        return fail(v, "the code's own names are not str");
    return check_names(v, code->local_names, "local ") && check_names(v, code->cell_names, "cell ") &&
           check_names(v, code->free_names, "free ");
}

static bool check_tables(Verifier *v) {
    const Code *code = v->code;
    if (!code->consts || !code->names || !code->instructions || !code->cache_storage ||
        (!code->positions && !code->packed_positions))
        return fail(v, "a table is missing");
    if (!code->instruction_count ||
        code->instructions->size < (size_t)code->instruction_count * sizeof(uint32_t))
        return fail(v, "no instructions");
    if (!check_names(v, code->names, "")) return false;
    if (!code->cache_count || code->cache_storage->size < code->cache_count * sizeof(CacheSlot))
        return fail(v, "cache slots are missing");
    if (!code->position_count || code->position_count > code->instruction_count)
        return fail(v, "no positions");
    return !code->positions || check_positions(v);
}

static bool check_inlined(Verifier *v) {
    const Code *code = v->code;
    if (!code->inlined_count) return true;
    if (!code->inlined || code->inlined->size < code->inlined_count * sizeof(CodeInlined))
        return fail(v, "table of comprehensions too short");
    const CodeInlined *ranges = (const CodeInlined *)code->inlined->bytes;
    for (uint32_t k = 0; k < code->inlined_count; k++)
        if (ranges[k].start >= ranges[k].end || ranges[k].end > code->instruction_count ||
            ranges[k].kind > INLINED_DICT)
            return fail(v, "comprehension %u has no proper range", k);
    return true;
}

bool verify_code_head(const Code *code, char *message, size_t message_size) {
    Verifier v = {.code = code, .message = message, .message_size = message_size};
    return check_head(&v);
}

bool verify_code(const Code *code, char *message, size_t message_size) {
    Verifier v = {.code = code, .message = message, .message_size = message_size};
    if (!check_head(&v) || !check_tables(&v)) return false;
    v.words = (const uint32_t *)code->instructions->bytes;
    uint8_t few[1024];
    v.starts = code->instruction_count <= sizeof few ? memset(few, 0, code->instruction_count)
                                                     : calloc(code->instruction_count, 1);
    if (!v.starts) return fail(&v, "no memory");
    bool ok = check_instructions(&v) && check_handlers(&v) && check_inlined(&v);
    const uint8_t *inside = ok ? memchr(v.starts, 2, code->instruction_count) : NULL;
    if (inside) {
        v.pc = (uint32_t)(inside - v.starts);
        ok = fail(&v, "jumped to, but no instruction starts here");
    }
    if (v.starts != few) free(v.starts);
    return ok;
}

bool verify_code_tree(const Code *code, char *message, size_t message_size) {
    if (!verify_code(code, message, message_size)) return false;
    for (size_t i = 0; i < code->consts->length; i++) {
        Value v = code->consts->items[i];
        if (value_is_exact(v, KIND_CODE) && !((const Code *)value_as_object(v))->file &&
            !verify_code_tree((const Code *)value_as_object(v), message, message_size))
            return false;
    }
    return true;
}

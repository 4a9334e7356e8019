/*
 * disassembler.c - listings:
 *
 *     12 | total += x
 *          14   ADD          r3, r3, r1
 *     >>   15   JUMP_IF_NONE r3 -> 20
 *
 * Registers of locals carry their names, constants their values.
 */
#include "bytecode/disassembler.h"

#include <string.h>

#include "bytecode/opcode.h"
#include "runtime/error.h"
#include "runtime/ops.h"

typedef struct Listing {
    Thread *t;
    const Code *code;
    const char *source;
    FILE *out;
    uint8_t *targets; /* words that are jumped to */
} Listing;

static void print_str(Listing *l, Value s) {
    size_t length;
    const char *text = str_to_wtf8(l->t, s, &length);
    if (text)
        fwrite(text, 1, length, l->out);
    else
        error_clear(l->t);
}

static void print_constant(Listing *l, uint32_t index) {
    if (index >= l->code->consts->length) {
        fprintf(l->out, "const %u", index);
        return;
    }
    Value v = l->code->consts->items[index];
    if (value_is_exact(v, KIND_CODE)) {
        fputs("<code ", l->out);
        print_str(l, ((Code *)value_as_object(v))->qualname);
        fputs(">", l->out);
        return;
    }
    Value repr = op_repr(l->t, v);
    if (value_is_error(repr))
        error_clear(l->t);
    else
        print_str(l, repr);
}

static void print_register(Listing *l, uint32_t reg) {
    fprintf(l->out, "r%u", reg);
    if (reg < l->code->local_count) {
        fputc(':', l->out);
        print_str(l, l->code->local_names->items[reg]);
    }
}

static void print_operand(Listing *l, OperandKind kind, uint32_t value, int32_t bx,
                          const char **separator) {
    if (kind == OPERAND__) return;
    fputs(*separator, l->out);
    *separator = ", ";
    switch (kind) {
    case OPERAND__: break;
    case OPERAND_DST:
    case OPERAND_SRC:
    case OPERAND_MOD: print_register(l, value); break;
    case OPERAND_BASE:
        print_register(l, value);
        fputs("..", l->out);
        break;
    case OPERAND_IMM: fprintf(l->out, "%u", value); break;
    case OPERAND_SIMM: fprintf(l->out, "%d", (int8_t)value); break;
    case OPERAND_CONST: print_constant(l, (uint32_t)bx); break;
    case OPERAND_INT: fprintf(l->out, "%d", bx); break;
    case OPERAND_FREE:
        fprintf(l->out, "free %d", bx);
        if ((uint32_t)bx < l->code->free_names->length) {
            fputc(':', l->out);
            print_str(l, l->code->free_names->items[bx]);
        }
        break;
    }
}

static void print_extension(Listing *l, Opcode op, uint32_t word, uint32_t next) {
    switch ((ExtensionKind)opcode_info[op].extension) {
    case EXTENSION__:
    case EXTENSION_CACHE: break;
    case EXTENSION_JUMP: fprintf(l->out, " -> %u", next + word); break;
    case EXTENSION_NAMEC:
        fputs(" .", l->out);
        if ((word & 0xffff) < l->code->names->length)
            print_str(l, l->code->names->items[word & 0xffff]);
        break;
    case EXTENSION_KEYS:
        fputs(" names=", l->out);
        print_constant(l, word);
        break;
    case EXTENSION_IMM:
        if (opcode_info[op].family == OPC_MAKE_FUNCTION) {
            fputc(' ', l->out);
            print_constant(l, word);
        } else if (opcode_info[op].family == OPC_MATCH_CLASS) {
            fprintf(l->out, " positional=%u names=", word >> 16);
            print_constant(l, word & 0xffff);
        } else {
            fprintf(l->out, " %u", word);
        }
        break;
    }
}

/* Prints the instruction at pc; returns the pc after it. */
static uint32_t print_instruction(Listing *l, uint32_t pc) {
    const uint32_t *words = (const uint32_t *)l->code->instructions->bytes;
    uint32_t wide = 0, word = words[pc++];
    const char *separator = " ";
    if (instruction_opcode(word) == OPC_WIDE && pc < l->code->instruction_count) {
        wide = word;
        word = words[pc++];
    }
    Opcode op = instruction_opcode(word);
    if (op >= OPCODE_COUNT) {
        fprintf(l->out, "? %08x\n", word);
        return pc;
    }
    const OpcodeInfo *info = &opcode_info[op];
    uint32_t bx = instruction_bx(word) | instruction_bx(wide) << 16;
    int32_t number = info->b == OPERAND_INT && !wide ? (int16_t)bx : (int32_t)bx;
    fprintf(l->out, "%-18s", info->name);
    print_operand(l, (OperandKind)info->a, instruction_a(word) | instruction_a(wide) << 8, 0,
                  &separator);
    print_operand(l, (OperandKind)info->b, instruction_b(word) | instruction_b(wide) << 8, number,
                  &separator);
    print_operand(l, (OperandKind)info->c, instruction_c(word) | instruction_c(wide) << 8, 0,
                  &separator);
    if (info->extension != EXTENSION__ && pc < l->code->instruction_count) {
        print_extension(l, op, words[pc], pc + 1);
        pc++;
    }
    fputc('\n', l->out);
    return pc;
}

void disassemble_instruction(Thread *t, const Code *code, uint32_t pc, FILE *out) {
    Listing l = {.t = t, .code = code, .out = out};
    print_instruction(&l, pc);
}

static void find_targets(Listing *l) {
    const uint32_t *words = (const uint32_t *)l->code->instructions->bytes;
    uint32_t count = l->code->instruction_count;
    for (uint32_t pc = 0; pc < count; pc++) {
        Opcode op = instruction_opcode(words[pc]);
        if (op >= OPCODE_COUNT || opcode_info[op].extension == EXTENSION__ || pc + 1 >= count)
            continue;
        pc++;
        if (opcode_info[op].extension == EXTENSION_JUMP && pc + 1 + words[pc] < count)
            l->targets[pc + 1 + words[pc]] = 1;
    }
    const CodeHandler *handlers =
        l->code->handlers ? (const CodeHandler *)l->code->handlers->bytes : NULL;
    for (uint32_t i = 0; i < l->code->handler_count; i++)
        if (handlers[i].handler < count) l->targets[handlers[i].handler] = 2;
}

static void print_source_line(Listing *l, int32_t line) {
    const char *s = l->source;
    for (int32_t i = 1; s && i < line; i++) {
        s = strchr(s, '\n');
        s = s ? s + 1 : NULL;
    }
    fprintf(l->out, "%6d |", line);
    if (s) fprintf(l->out, " %.*s", (int)strcspn(s, "\n"), s);
    fputc('\n', l->out);
}

static void print_handlers(Listing *l) {
    const CodeHandler *h = l->code->handlers ? (const CodeHandler *)l->code->handlers->bytes : NULL;
    for (uint32_t i = 0; i < l->code->handler_count; i++)
        fprintf(l->out, "  handler %u..%u -> %u in r%u\n", h[i].start, h[i].end, h[i].handler,
                h[i].reg);
    const CodeInlined *r = l->code->inlined ? (const CodeInlined *)l->code->inlined->bytes : NULL;
    static const char *const names[] = {"<listcomp>", "<setcomp>", "<dictcomp>"};
    for (uint32_t i = 0; i < l->code->inlined_count; i++)
        fprintf(l->out, "  %s %u..%u\n", names[r[i].kind % 3], r[i].start, r[i].end);
}

static bool list_code(Listing *l) {
    const Code *code = l->code;
    fputs("code ", l->out);
    print_str(l, code->qualname);
    fprintf(l->out, " (line %d): %u parameters, %u locals, %u registers, flags 0x%x\n",
            code->first_line, code->param_count, code->local_count, code->register_count,
            code->flags);
    Raw *targets = gc_alloc_raw(l->t, code->instruction_count + 1);
    if (!targets) return false;
    l->targets = targets->bytes;
    find_targets(l);
    int32_t line = -1;
    for (uint32_t pc = 0; pc < code->instruction_count;) {
        const CodePosition *position = code_position_at(l->t, code, pc);
        if (position && position->line > 0 && position->line != line)
            print_source_line(l, line = position->line);
        fprintf(l->out, "  %s %5u  ",
                l->targets[pc] == 2 ? "!!"
                : l->targets[pc]    ? ">>"
                                    : "  ",
                pc);
        pc = print_instruction(l, pc);
    }
    print_handlers(l);
    return true;
}

bool disassemble(Thread *t, const Code *code, const char *source, FILE *out) {
    Listing l = {.t = t, .code = code, .source = source, .out = out};
    if (!code_complete(t, (Code *)(uintptr_t)code) || !list_code(&l)) return false;
    for (size_t i = 0; i < code->consts->length; i++) {
        Value v = code->consts->items[i];
        if (value_is_exact(v, KIND_CODE)) {
            fputc('\n', out);
            if (!disassemble(t, (const Code *)value_as_object(v), source, out)) return false;
        }
    }
    return true;
}

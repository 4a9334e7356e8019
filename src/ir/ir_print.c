/* ir_print.c - graphs as text; the notation is described in text.h. */
#include "ir/text.h"

#include <ctype.h>
#include <inttypes.h>

#include "bytecode/disassembler.h"
#include "runtime/float.h"
#include "runtime/frame.h"
#include "runtime/int.h"

/* ---- values ---- */

static void print_double(double d, FILE *out) {
    char text[FLOAT_REPR_MAX];
    size_t length = float_repr(d, text);
    fwrite(text, 1, length, out);
}

static bool is_nan_with_payload(uint64_t bits) {
    return (bits << 1) > 0xffe0000000000000u && bits != 0x7ff8000000000000u;
}

static void print_double_bits(uint64_t bits, FILE *out) {
    double d;
    memcpy(&d, &bits, sizeof d);
    if (is_nan_with_payload(bits))
        fprintf(out, "0x%" PRIx64, bits);
    else
        print_double(d, out);
}

enum { STR_SHOWN = 80, TUPLE_SHOWN = 16 };

static void print_str(const Str *s, FILE *out) {
    fputc('\'', out);
    for (uint32_t i = 0; i < s->length; i++) {
        uint32_t c = str_char_at(s->data, s->width, i);
        if (c == '\\' || c == '\'')
            fprintf(out, "\\%c", (int)c);
        else if (c == '\n')
            fputs("\\n", out);
        else if (c >= ' ' && c < 127)
            fputc((int)c, out);
        else
            fprintf(out, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
    }
    fputc('\'', out);
}

/* Whether a value is written as itself, not by a name. */
static bool is_literal(Ir *ir, Value v) {
    if (!value_is_object(v))
        return true;
    Vm *vm = ir->thread->vm;
    Object *o = value_as_object(v);
    if (object_shape(o) == vm->types[TYPE_STR]->root_shape)
        return ((Str *)o)->data && ((Str *)o)->length <= STR_SHOWN;
    if (object_shape(o) == vm->types[TYPE_TUPLE]->root_shape) {
        const Tuple *tuple = (const Tuple *)o;
        for (size_t i = 0; i < tuple->length; i++)
            if (i == TUPLE_SHOWN || value_is_kind(tuple->items[i], KIND_TUPLE) || !is_literal(ir, tuple->items[i]))
                return false;
        return true;
    }
    return object_shape(o) == vm->types[TYPE_FLOAT]->root_shape ||
           object_shape(o) == vm->types[TYPE_INT]->root_shape;
}

static void print_big_int(const BigInt *i, FILE *out) {
    size_t limbs = (size_t)(i->size < 0 ? -i->size : i->size);
    fprintf(out, "%s0x%" PRIx64, i->size < 0 ? "-" : "", (uint64_t)i->limbs[limbs - 1]);
    for (size_t k = limbs - 1; k-- > 0;)
        fprintf(out, "%016" PRIx64, (uint64_t)i->limbs[k]);
}

static void print_constant(Ir *ir, Value v, FILE *out) {
    static const char *const constants[8] = {"False", "True", "None", "NotImplemented",
                                             "Ellipsis", "UNDEF", "ERROR", "STOP"};
    if (value_is_int(v)) {
        fprintf(out, "%" PRId64, value_as_int(v));
    } else if (value_is_float(v)) {
        print_double(value_as_float(v), out);
    } else if (value_is_constant(v)) {
        fputs(constants[value_constant_index(v) & 7], out);
    } else if (!is_literal(ir, v)) {
        fputs(ir_symbol_name(ir, SYMBOL_OBJECT, (uintptr_t)value_as_object(v)), out);
    } else if (value_is_kind(v, KIND_STR)) {
        print_str(value_as_str(v), out);
    } else if (value_is_kind(v, KIND_INT)) {
        print_big_int((const BigInt *)value_as_object(v), out);
    } else if (value_is_kind(v, KIND_FLOAT)) {
        print_double(float_as_double(v), out);
    } else {
        const Tuple *tuple = value_as_tuple(v);
        fputc('(', out);
        for (size_t i = 0; i < tuple->length; i++) {
            fputs(i ? ", " : "", out);
            print_constant(ir, tuple->items[i], out);
        }
        fputs(tuple->length == 1 ? ",)" : ")", out);
    }
}

/* ---- parts of a node ---- */

static void print_result(const IrNode *n, FILE *out) {
    static const char letters[] = "_vfwc";
    if (n)
        fprintf(out, "%c%u", letters[n->rep], n->id);
    else
        fputs("NULL", out);
}

static void print_set(uint32_t set, const char *const *names, unsigned count, FILE *out) {
    const char *separator = "";
    for (unsigned i = 0; i < count; i++)
        if (set >> i & 1) {
            fprintf(out, "%s%s", separator, names[i]);
            separator = "|";
        }
}

static void print_types(IrTypes types, FILE *out) {
    if (types == IRT_ANY) {
        fputs("ANY", out);
    } else if (!types) {
        fputs("NOTHING", out);
    } else if (__builtin_popcount(types) > IR_TYPE_BITS / 2) {
        fputc('~', out);
        print_set(~types & IRT_ANY, ir_type_names, IR_TYPE_BITS, out);
    } else {
        print_set(types, ir_type_names, IR_TYPE_BITS, out);
    }
}

static void print_header_word(Ir *ir, uint64_t word, FILE *out) {
    fprintf(out, " %s size %u kind %u", ir_symbol_name(ir, SYMBOL_SHAPE, (uint32_t)word),
            (unsigned)(word >> 32 & 0xffff) * 16, (unsigned)(word >> 48 & 0xff));
    if (word >> 56)
        fprintf(out, " gc %u", (unsigned)(word >> 56));
}

static void print_number(int64_t i, FILE *out) {
    fprintf(out, i > UINT32_MAX || i < -(int64_t)UINT32_MAX ? " 0x%" PRIx64 : " %" PRId64, i);
}

static void print_immediate(Ir *ir, const IrNode *n, IrImmediate immediate, FILE *out) {
    switch (immediate) {
    case IMM_NONE:
        if (n->imm) {
            fputs(" imm", out);
            print_number(n->imm, out);
        }
        break;
    case IMM_NUMBER: print_number(n->imm, out); break;
    case IMM_CONSTANT:
        fputc(' ', out);
        print_constant(ir, (Value){(uint64_t)n->imm}, out);
        break;
    case IMM_DOUBLE:
        fputc(' ', out);
        print_double_bits((uint64_t)n->imm, out);
        break;
    case IMM_TYPES:
        fputc(' ', out);
        print_types((IrTypes)n->imm, out);
        break;
    case IMM_SHAPE: fprintf(out, " %s", ir_symbol_name(ir, SYMBOL_SHAPE, (uint64_t)n->imm)); break;
    case IMM_CODE:
    case IMM_CALLEE: fprintf(out, " %s", ir_symbol_name(ir, SYMBOL_CODE, (uint64_t)n->imm)); break;
    case IMM_OFFSET: fprintf(out, " %+" PRId64, n->imm); break;
    case IMM_COMPARE: fprintf(out, " %s", n->aux <= IR_GE ? ir_compare_names[n->aux] : "?"); break;
    case IMM_HELPER: fprintf(out, " %s", (uint64_t)n->imm < RT_COUNT ? rt_call_info[n->imm].name : "?"); break;
    case IMM_NATIVE: fprintf(out, " %s", ir_symbol_name(ir, SYMBOL_NATIVE, (uint64_t)n->imm)); break;
    case IMM_HEADER: print_header_word(ir, (uint64_t)n->imm, out); break;
    }
}

static uint32_t default_count(const IrState *s) {
    uint32_t count = s->count;
    while (count && !s->registers[count - 1])
        count--;
    return count;
}

static void print_frame(Ir *ir, const IrState *s, FILE *out) {
    if (s->code != ir->code)
        fprintf(out, "%s ", ir_symbol_name(ir, SYMBOL_CODE, (uintptr_t)s->code));
    fprintf(out, "pc %u", s->pc);
    if (s->function) {
        fputs(" f=", out);
        print_result(s->function, out);
    }
    if (s->instance) {
        fputs(" self=", out);
        print_result(s->instance, out);
    }
    for (uint32_t i = 0; i < s->count; i++)
        if (s->registers[i]) {
            fprintf(out, " r%u=", i);
            print_result(s->registers[i], out);
        }
    if (s->count != default_count(s))
        fprintf(out, " count %u", s->count);
    if (s->flags)
        fprintf(out, " flags %u", s->flags);
    if (s->result_register)
        fprintf(out, " to %u", s->result_register);
}

static void print_state(Ir *ir, const IrState *s, FILE *out) {
    fputs(" [", out);
    for (; s; s = s->caller) {
        print_frame(ir, s, out);
        fputs(s->caller ? " in " : "]", out);
    }
}

void ir_print_node(Ir *ir, const IrNode *n, FILE *out) {
    IrImmediate immediate = ir_immediate((IrOp)n->op);
    if (n->rep) {
        print_result(n, out);
        fputs(" = ", out);
    }
    fputs(ir_op_info[n->op].name, out);
    if (ir_immediate_comes_first(immediate))
        print_immediate(ir, n, immediate, out);
    for (uint32_t i = 0; i < n->input_count; i++) {
        fputc(' ', out);
        print_result(n->in[i], out);
    }
    if (!ir_immediate_comes_first(immediate))
        print_immediate(ir, n, immediate, out);
    for (int i = 0; ir_is_control(n) && n->block && i < 2; i++)
        if (n->block->succ[i])
            fprintf(out, " b%u", n->block->succ[i]->id);
    if (n->alias)
        fprintf(out, " @%s", ir_alias_names[n->alias]);
    if (n->aux && immediate != IMM_COMPARE)
        fprintf(out, " aux %u", n->aux);
    if (n->effects != ir_default_effects(n)) {
        fputs(" effects ", out);
        print_set(n->effects, rt_effect_names, RT_EFFECT_BITS, out);
        fputs(n->effects ? "" : "NONE", out);
    }
    fputs(n->nowrap ? " nowrap" : "", out);
    fputs(n->catches ? " catches" : "", out);
    fputs(n->speculative ? " speculative" : "", out);
    fputs(n->removable ? " removable" : "", out);
    fputs(n->hot_exit ? " hot_exit" : "", out);
    if (n->types != ir_default_types(ir, n)) {
        fputs(" : ", out);
        print_types(n->types, out);
    }
    if (n->reason) {
        fputs(" ? ", out);
        for (const char *s = ir_deopt_names[n->reason]; *s; s++)
            fputc(tolower((unsigned char)*s), out);
    }
    if (n->state)
        print_state(ir, n->state, out);
}

/* ---- the graph ---- */

static uint32_t state_depth(const IrState *s) {
    uint32_t depth = 0;
    for (; s && s->caller; s = s->caller)
        depth++;
    return depth;
}

static void name_codes_of_state(Ir *ir, const IrState *s, uint32_t *depth) {
    if (state_depth(s) > *depth)
        *depth = state_depth(s);
    for (; s; s = s->caller)
        ir_symbol_name(ir, SYMBOL_CODE, (uintptr_t)s->code);
}

/* Gives all code objects of the graph their names, so that their sizes can come
 * first; how deep states are. */
static uint32_t name_codes(Ir *ir) {
    uint32_t depth = 0;
    ir_symbol_name(ir, SYMBOL_CODE, (uintptr_t)ir->code);
    for (uint32_t i = 0; i < ir->block_count; i++) {
        name_codes_of_state(ir, ir->blocks[i]->entry_state, &depth);
        for (const IrNode *n = ir->blocks[i]->first; n; n = n->next) {
            name_codes_of_state(ir, n->state, &depth);
            if (n->op == IR_GUARD_CODE || n->op == IR_CALL_PYTHON)
                ir_symbol_name(ir, SYMBOL_CODE, (uint64_t)n->imm);
        }
    }
    return depth;
}

static void print_block_head(Ir *ir, const IrBlock *b, FILE *out) {
    fprintf(out, "b%u:%s%s", b->id, b->loop_header ? " loop" : "", b->cold ? " cold" : "");
    for (uint32_t i = 0; i < b->pred_count; i++)
        fprintf(out, "%s b%u", i ? "" : " preds", b->preds[i]->id);
    if (b->entry_state)
        print_state(ir, b->entry_state, out);
    fputc('\n', out);
}

/* ---- with where it comes from ---- */

typedef struct Place { /* said last */
    const Code *code;
    int32_t line;
    uint32_t pc;
} Place;

static void print_source_line(Ir *ir, const Code *code, int32_t line, const char *source, FILE *out) {
    fprintf(out, "  ; %d", line);
    if (code != ir->code)
        fprintf(out, " of %s", ir_symbol_name(ir, SYMBOL_CODE, (uintptr_t)code));
    const char *text = value_same(code->filename, ir->code->filename) ? source : NULL;
    for (int32_t i = 1; text && i < line; i++) {
        text = strchr(text, '\n');
        text = text ? text + 1 : NULL;
    }
    if (text)
        fprintf(out, " | %.*s", (int)strcspn(text, "\n"), text);
    fputc('\n', out);
}

/* Comments about where the node comes from, if that is elsewhere than the last one.
 * Without origins, nodes with states tell. */
static void print_origin(Ir *ir, const IrNode *n, const IrListing *listing, Place *last, FILE *out) {
    Place place = {NULL, 0, 0};
    if (n->origin && ir->origins)
        place = (Place){.code = ir->origins[n->origin].code, .pc = ir->origins[n->origin].pc};
    else if (!ir->origins && n->state)
        place = (Place){.code = n->state->code, .pc = n->state->pc};
    if (!place.code || (place.code == last->code && place.pc == last->pc))
        return;
    const CodePosition *p = code_position_at(ir->thread, place.code, place.pc);
    place.line = p ? p->line : 0;
    if (place.line > 0 && (place.line != last->line || place.code != last->code))
        print_source_line(ir, place.code, place.line, listing->source, out);
    if (ir->origins) {
        fprintf(out, "  ; %6u  ", place.pc);
        disassemble_instruction(ir->thread, place.code, place.pc, out);
    }
    *last = place;
}

static void print_graph(Ir *ir, const IrListing *listing, FILE *out) {
    uint32_t depth = name_codes(ir);
    fprintf(out, "graph %s entry %u", ir_symbol_name(ir, SYMBOL_CODE, (uintptr_t)ir->code), ir->entry_pc);
    if (ir->resumes)
        fprintf(out, " resumed");
    if (depth != ir->max_inline_depth)
        fprintf(out, " depth %u", ir->max_inline_depth);
    if (ir->max_registers)
        fprintf(out, " registers %u", ir->max_registers);
    fputc('\n', out);
    for (const IrSymbol *s = ir->symbols; s; s = s->next) {
        const Code *code = (const Code *)(uintptr_t)s->address;
        if (s->kind == SYMBOL_CODE && code->instruction_count != IR_CODE_OF_ANY_SIZE)
            fprintf(out, "code %s params %u registers %u words %u\n", s->name, code->param_count,
                    code->register_count, code->instruction_count);
    }
    Place place = {NULL, 0, 0};
    for (uint32_t i = 0; i < ir->block_count; i++) {
        print_block_head(ir, ir->blocks[i], out);
        for (const IrNode *n = ir->blocks[i]->first; n; n = n->next) {
            if (listing)
                print_origin(ir, n, listing, &place, out);
            fputs("  ", out);
            ir_print_node(ir, n, out);
            fputc('\n', out);
            if (listing && listing->behind)
                listing->behind(listing->data, n, out);
        }
    }
}

void ir_print(Ir *ir, FILE *out) { print_graph(ir, NULL, out); }

void ir_print_listing(Ir *ir, const IrListing *listing, FILE *out) { print_graph(ir, listing, out); }

/*
 * dis.c - `tauraro dis`: what becomes of a program.
 *
 * Of a file, its bytecode.  With --ir and --asm the program runs, because what the
 * compiler makes depends on what it has seen, and what is compiled meanwhile is
 * listed afterwards: the graph with the source and bytecode that its nodes come
 * from, and behind each node its machine code.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bytecode/disassembler.h"
#include "cli/cli.h"
#include "ir/text.h"
#include "jit/events.h"
#include "jit/jit.h"
#include "jit/x64/disassembler.h"
#include "modules/startup.h"
#include "vm/import.h"

void cli_dis_prepare(CliOptions *options, char *argument) {
    char *colon = strrchr(argument, ':');
    if (!cli_dis_runs(options) || !colon || access(argument, F_OK) == 0)
        return;
    *colon = 0;
    options->dis_function = colon + 1;
}

/* ---- bytecode ---- */

static int list_bytecode(Thread *t, Value source, Value filename) {
    Value code = value_is_error(source)
                     ? source : t->vm->hooks.compile(t, source, filename, "exec", t->vm->flags);
    if (value_is_error(code))
        return cli_report_exception(t);
    const char *text = (const char *)value_as_bytes(source)->data;
    return disassemble(t, (Code *)value_as_object(code), text, stdout) ? 0 : cli_report_exception(t);
}

/* ---- machine code ---- */

typedef struct MachineInstruction {
    uint32_t offset;
    char text[160];
} MachineInstruction;

typedef struct MachineCode {
    Ir *ir;
    const CompiledCode *code;
    MachineInstruction *instructions;
    size_t count, capacity;
} MachineCode;

/* What is at an address that an instruction names; NULL: nothing known. */
static const char *name_of_address(const MachineCode *m, uint64_t address) {
    const BackendStubs *stubs = &m->ir->thread->vm->jit->stubs;
    const struct {
        const void *address;
        const char *name;
    } known[] = {
        {stubs->exit, "leave"}, {stubs->save_all, "keeping registers"}, {stubs->interpret, "interpret"},
        {(void *)jit_box_float, "jit_box_float"}, {(void *)jit_str_char, "jit_str_char"},
        {(void *)str_from_char, "str_from_char"}, {(void *)jit_alloc, "jit_alloc"}, {(void *)jit_wrote, "jit_wrote"},
        {(void *)jit_wrote_element, "jit_wrote_element"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if ((uintptr_t)known[i].address == address)
            return known[i].name;
    for (uint32_t i = RT_NONE + 1; i < RT_COUNT; i++)
        if ((uintptr_t)rt_functions[i] == address)
            return rt_call_info[i].name;
    for (const IrSymbol *s = m->ir->symbols; s; s = s->next)
        if (s->address == address || (s->kind == SYMBOL_OBJECT && s->address + 1 == address))
            return s->name;
    return NULL;
}

/* Adds the name of the last number in the text, if it is a known address. */
static void add_name(const MachineCode *m, MachineInstruction *i) {
    enum { LEAST_ADDRESS = 4096 };
    size_t length = strlen(i->text);
    const char *number = i->text + length;
    while (number > i->text && strncmp(number, "0x", 2))
        number--;
    uint64_t address = strncmp(number, "0x", 2) ? 0 : strtoull(number, NULL, 16);
    const char *name = address < LEAST_ADDRESS ? NULL : name_of_address(m, address);
    if (name)
        snprintf(i->text + length, sizeof i->text - length, "  (%s)", name);
}

static void take_instruction(void *data, const DisassembledInstruction *i) {
    MachineCode *m = data;
    if (m->count == m->capacity) {
        size_t capacity = m->capacity ? 2 * m->capacity : 256;
        MachineInstruction *grown = realloc(m->instructions, capacity * sizeof *grown);
        if (!grown)
            return;
        m->instructions = grown;
        m->capacity = capacity;
    }
    MachineInstruction *taken = &m->instructions[m->count++];
    uintptr_t start = (uintptr_t)m->code->memory;
    taken->offset = (uint32_t)(i->address - start);
    /* Targets inside are told as the listing counts. */
    if (i->has_target && i->target >= start && i->target < start + m->code->size)
        snprintf(taken->text, sizeof taken->text, "%.*s %04x", (int)strcspn(i->text, " "), i->text,
                 (unsigned)(i->target - start));
    else
        snprintf(taken->text, sizeof taken->text, "%s", i->text);
    add_name(m, taken);
}

static void print_range(const MachineCode *m, uint32_t from, uint32_t to, const char *margin, FILE *out) {
    for (size_t i = 0; i < m->count; i++)
        if (m->instructions[i].offset >= from && m->instructions[i].offset < to)
            fprintf(out, "%s; %04x  %s\n", margin, m->instructions[i].offset, m->instructions[i].text);
}

/* The machine code of a node; 0: what belongs to none.  What lies elsewhere, such as
 * the way out of a guard that fails, stands further right. */
static void print_of_node(const MachineCode *m, uint32_t node, FILE *out) {
    const CompiledCode *c = m->code;
    const char *margin = "        ";
    if (!node)
        print_range(m, 0, c->marks[0].offset, margin, out);
    for (uint32_t i = 0; i < c->mark_count; i++)
        if (c->marks[i].node == node) {
            print_range(m, c->marks[i].offset,
                        i + 1 < c->mark_count ? c->marks[i + 1].offset : (uint32_t)c->size, margin, out);
            margin = "                    ";
        }
}

static void print_behind(void *data, const IrNode *n, FILE *out) { print_of_node(data, n->id, out); }

/* ---- what is compiled while the program runs ---- */

typedef struct Look {
    const CliOptions *options;
    Thread *t;
    const char *path;
    const char *source; /* of the program, or NULL */
    FILE *out;          /* what has been listed */
    FILE *others;       /* names of other functions that were compiled, a blank around each: */
    char *other_names;
    size_t others_size;
    size_t shown;
} Look;

static const char *text_of(Thread *t, Value s) {
    const char *text = str_to_wtf8(t, s, &(size_t){0});
    return text ? text : "?";
}

/* Whether the code object is of the program's own file. */
static bool is_in_program(const Look *look, const Code *code) {
    const char *file = text_of(look->t, code->filename);
    size_t length = strlen(file), wanted = strlen(look->path);
    return length >= wanted && !strcmp(file + length - wanted, look->path) &&
           (length == wanted || file[length - wanted - 1] == '/');
}

static bool is_wanted(const Look *look, const Code *code) {
    const char *function = look->options->dis_function;
    if (!is_in_program(look, code))
        return false;
    return !function || str_equals_cstring(look->t, code->qualname, function) ||
           str_equals_cstring(look->t, code->name, function);
}

static void print_title(Look *look, const Code *code, uint32_t entry_pc, const char *stage) {
    fprintf(look->out, "%s%s (line %d)", look->shown++ ? "\n" : "", text_of(look->t, code->qualname), code->first_line);
    if (entry_pc)
        fprintf(look->out, ", from line %d on", code_line_at(look->t, code, entry_pc));
    fprintf(look->out, ", %s\n", stage);
}

static void see_graph(void *data, Ir *ir, const char *after) {
    Look *look = data;
    const char *pass = look->options->dis_pass;
    if (!pass || !is_wanted(look, ir->code) || (strcmp(pass, "all") && strcmp(pass, after)))
        return;
    char stage[80];
    snprintf(stage, sizeof stage, "after %s:", after);
    print_title(look, ir->code, ir->entry_pc, stage);
    IrListing listing = {.source = look->source};
    ir_print_listing(ir, &listing, look->out);
}

/* Adds a name to those compiled, but not asked for. */
static void note_other(Look *look, const char *name) {
    char word[100];
    snprintf(word, sizeof word, " %s ", name);
    fflush(look->others);
    if (!strstr(look->other_names, word))
        fputs(look->others_size ? word + 1 : word, look->others);
}

static void see_compiled(void *data, Ir *ir, const CompiledCode *code) {
    Look *look = data;
    const char *pass = look->options->dis_pass;
    bool graph = look->options->dis_graph && (!pass || !strcmp(pass, "all"));
    if (!is_wanted(look, code->code)) {
        note_other(look, text_of(look->t, code->code->qualname));
        return;
    }
    if (!graph && !look->options->dis_machine)
        return;
    char stage[120];
    snprintf(stage, sizeof stage, "compiled in %.0f us: %u operations, %zu bytes", (double)code->compile_ns / 1e3,
             code->ir_nodes, code->size);
    print_title(look, code->code, code->entry_pc, stage);
    MachineCode machine = {.ir = ir, .code = code};
    IrListing listing = {.source = look->source};
    if (look->options->dis_machine) {
        if (!x64_disassemble(code->memory, code->size, (uintptr_t)code->memory, take_instruction, &machine))
            fputs("(no machine code: the library that reads it, libcapstone4, is missing)\n", look->out);
        if (code->mark_count) {
            print_of_node(&machine, 0, look->out);
            listing.behind = print_behind;
            listing.data = &machine;
        }
    }
    if (graph || code->mark_count)
        ir_print_listing(ir, &listing, look->out);
    if (!code->mark_count)
        print_range(&machine, 0, UINT32_MAX, "  ", look->out);
    free(machine.instructions);
}

static void see_failure(void *data, Code *code, uint32_t entry_pc, const char *why) {
    Look *look = data;
    if (!is_wanted(look, code))
        return;
    char stage[120];
    snprintf(stage, sizeof stage, "not compiled: %s", why);
    print_title(look, code, entry_pc, stage);
}

/* Standard output is not seen until it is given back: the number of what it was. */
static int hide_output(void) {
    int nothing = open("/dev/null", O_WRONLY), was = dup(STDOUT_FILENO);
    if (nothing >= 0 && was >= 0)
        dup2(nothing, STDOUT_FILENO);
    if (nothing >= 0)
        close(nothing);
    return was;
}

static int list_compiled(Vm *vm, const CliOptions *options, const char *path, const char *source) {
    char *listed = NULL;
    size_t size;
    Look look = {.options = options, .t = vm->main_thread, .path = path, .source = source};
    look.out = open_memstream(&listed, &size);
    look.others = open_memstream(&look.other_names, &look.others_size);
    if (!look.out || !look.others)
        return 1;
    JitListener listener = {&look, see_graph, see_compiled, see_failure};
    vm->jit_listener = &listener;
    int hidden = options->dis_output ? -1 : hide_output();
    int status = cli_run_file(vm, options, path);
    streams_flush(look.t);
    if (hidden >= 0) {
        dup2(hidden, STDOUT_FILENO);
        close(hidden);
    }
    vm->jit_listener = NULL;
    fclose(look.out);
    fclose(look.others);
    fputs(listed, stdout);
    if (!look.shown) {
        fprintf(stderr, "tauraro: nothing%s%s was compiled", options->dis_function ? " named " : "",
                options->dis_function ? options->dis_function : "");
        fprintf(stderr, look.others_size ? "; but:%.*s\n" : "\n", (int)look.others_size - 1, look.other_names);
        status = 1;
    }
    free(listed);
    free(look.other_names);
    return status;
}

int cli_dis(Vm *vm, const CliOptions *options, const char *path) {
    Thread *t = vm->main_thread;
    Value filename = str_decode_fs(t, path, strlen(path));
    Value source = value_is_error(filename) ? filename : import_read_file(t, filename);
    if (!cli_dis_runs(options))
        return list_bytecode(t, source, filename);
    if (value_is_error(source))
        return cli_report_exception(t);
    return list_compiled(vm, options, path, (const char *)value_as_bytes(source)->data);
}

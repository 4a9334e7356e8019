/*
 * Test driver: builds and optimises the graphs of all functions of programs, with
 * feedback made up at random, and verifies them after each step.  Nothing of it is
 * run: the graphs need not make sense, but they must be graphs.
 *
 *     fuzz_build [-s SEED] [-n ROUNDS] [-r] [-v] [-d] FILE...
 *
 * -r runs each program first, so that its instructions are quickened and have their
 * caches filled; -v names what is built, -d prints each graph
 * before each pass.  Each function is built from its beginning
 * and from each of its loops.  Aborts, through ir_verify, at the first wrong graph;
 * what led there is written before that.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "front/compile.h"
#include "ir/build.h"
#include "ir/pipeline.h"
#include "ir/text.h"
#include "ir/verify.h"
#include "modules/startup.h"
#include "runtime/native.h"
#include "vm/import.h"
#include "vm/interpreter.h"

static uint64_t seed = 1;
static bool verbose, dumping;
static unsigned built, refused;

static uint32_t random_number(void) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33);
}

static uint32_t below(uint32_t n) { return random_number() % n; }

/* ---- made-up feedback ---- */

static IrTypes random_types(void) {
    static const IrTypes likely[] = {IRT_INT, IRT_FLOAT, IRT_NUMBER_FLOAT, IRT_INT | IRT_FLOAT, IRT_STR, IRT_LIST,
                                     IRT_TUPLE, IRT_DICT, IRT_INSTANCE, IRT_BOOL, IRT_NONE, IRT_INT | IRT_BIGINT};
    switch (below(8)) {
    case 0: return 0;
    case 1: return random_number() & IRT_ANY;
    case 2: return IRT_ANY;
    default: return likely[below(sizeof likely / sizeof *likely)];
    }
}

static uint32_t random_shape(Dict *globals) {
    if (below(3) == 0)
        return below(2) ? SHAPE_SEVERAL : 0;
    /* Of some class of the program. */
    size_t at = 0;
    Value key, value;
    uint32_t found = 0;
    while (dict_next(globals, &at, &key, &value))
        if (value_is_kind(value, KIND_TYPE) && below(2))
            found = (uint32_t)(uintptr_t)((Type *)value_as_object(value))->root_shape;
    return found;
}

static void make_up_feedback(Code *code, Dict *globals) {
    Feedback *f = calloc(1, sizeof *f + code->instruction_count * sizeof *f->sites);
    f->word_count = code->instruction_count;
    f->recompiled = below(8) ? below(3) : 5;
    bool all = below(2);
    for (uint32_t pc = 0; pc < f->word_count; pc++)
        f->sites[pc] = (IrSite){.left = random_types(), .right = random_types(), .third = random_types(),
                                .left_shape = random_shape(globals), .right_shape = random_shape(globals),
                                .failed = below(6) ? 0 : random_number() & ((1u << DEOPT_COUNT) - 1),
                                .executed = all || below(4) ? 100 : 0};
    code->feedback = f;
}

static void forget_feedback(Code *code) {
    if (!code->feedback)
        return;
    free(code->feedback);
    code->feedback = NULL;
}

/* ---- a host that agrees to everything, or to nothing ---- */

static Value constant_entry(void *data, Dict *d, int64_t entry) {
    return below(3) ? d->entries[entry].value : VALUE_UNDEF;
}
static void note_entry(void *data, Dict *d, int64_t entry) {}
static void note_key(void *data, Dict *d, Value name) {}
static void note_type(void *data, Type *type) {}
static bool attribute(void *data, Type *type, Value name) { return below(4); }
static void note_function(void *data, Function *f) {}
static bool callable(void *data, Code *code) { return below(2); }
static uint32_t compiled_size(void *data, const Code *code) { return below(1200); }
static ResumePoint *resume_point(void *data, Code *code, uint32_t pc) { return NULL; }
static void inlined(void *data, Code *caller, uint32_t pc, Code *callee) {}
static void not_inlined(void *data, Code *caller, uint32_t pc, Code *callee, const char *why) {}
static const BuildHost host = {
    NULL, constant_entry, note_entry, note_key, note_entry, note_type, note_type, attribute, note_function, callable, compiled_size,
    resume_point, inlined, not_inlined,
};

/* ---- building ---- */

static Value random_value(Thread *t) {
    switch (below(8)) {
    case 0: return VALUE_NONE;
    case 1: return VALUE_TRUE;
    case 2: return VALUE_UNDEF;
    case 3: return t->vm->empty_str;
    case 4: return float_from_double(t, 1.5);
    case 5: return t->vm->empty_tuple;
    default: return value_from_int(below(100));
    }
}

static void build(Thread *t, Function *f, bool module_level, uint32_t entry_pc) {
    Arena arena;
    arena_init(&arena);
    Code *code = f->code;
    Value *registers = calloc(code->register_count + 1, sizeof *registers);
    for (uint32_t i = 0; i < code->register_count; i++)
        registers[i] = random_value(t);
    Frame frame = {.function = f, .code = code, .registers = registers,
                   .pc = (const uint32_t *)code->instructions->bytes + entry_pc, .consts = code->consts->items,
                   .caches = (CacheSlot *)code->cache_storage->bytes};
    if (module_level) {
        frame.flags = FRAME_LOCALS;
        frame.locals = value_from_object(f->globals);
    }
    Ir *volatile ir = ir_new(t, &arena, code, entry_pc);
    if (setjmp(ir->give_up)) {
        refused++;
    } else {
        ir_build(ir, &host, &frame);
        built++;
        ir_verify(ir, "build");
        ir_analyze(ir);
        ir_verify(ir, "analyze");
        for (uint32_t i = 0; i < ir_pass_count; i++) {
            if (dumping) {
                fprintf(stderr, "; before %s\n", ir_passes[i].name);
                ir_print(ir, stderr);
            }
            ir_passes[i].run(ir);
            ir_verify(ir, ir_passes[i].name);
        }
        ir_split_critical_edges(ir);
        ir_verify(ir, "split");
    }
    free(registers);
    arena_free_all(&arena);
}

/* The pcs at which the function can be entered: its beginning and its loops. */
static uint32_t find_entries(Thread *t, Code *code, uint32_t *entries, uint32_t most) {
    Arena arena;
    arena_init(&arena);
    Ir *ir = ir_new(t, &arena, code, 0);
    uint32_t count = 0;
    if (!setjmp(ir->give_up)) {
        const Flow *flow = flow_new(ir, code, false);
        for (uint32_t i = 0; i < flow->block_count && count < most; i++)
            if (i == 0 || (flow->blocks[i].loop_header && flow->blocks[i].start))
                entries[count++] = flow->blocks[i].start;
    }
    arena_free_all(&arena);
    return count;
}

static Function *make_up_function(Thread *t, Code *code, Dict *globals) {
    Tuple *closure = NULL;
    size_t cells = code->free_names ? code->free_names->length : 0;
    if (cells) {
        closure = tuple_alloc(t, cells);
        for (size_t i = 0; i < cells; i++)
            closure->items[i] = cell_new(t, VALUE_NONE);
    }
    return (Function *)value_as_object(function_new(t, code, globals, closure, NULL, NULL));
}

static void build_code(Thread *t, Code *code, Dict *globals, bool module_level) {
    enum { ENTRIES_MAX = 100 };
    uint32_t entries[ENTRIES_MAX];
    if (!code_complete(t, code))
        exit(1);
    if (!(code->flags & (CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GENERATOR))) {
        uint32_t count = find_entries(t, code, entries, ENTRIES_MAX);
        Function *f = make_up_function(t, code, globals);
        for (uint32_t i = 0; i < count; i++) {
            size_t length;
            if (verbose)
                fprintf(stderr, "  %s line %d, entry %u, seed %llu\n", str_to_wtf8(t, code->qualname, &length),
                        code->first_line, entries[i], (unsigned long long)seed);
            if (below(4))
                make_up_feedback(code, globals);
            build(t, f, module_level, entries[i]);
            forget_feedback(code);
        }
    }
    for (size_t i = 0; i < code->consts->length; i++)
        if (value_is_exact(code->consts->items[i], KIND_CODE))
            build_code(t, (Code *)value_as_object(code->consts->items[i]), globals, false);
}

static void build_file(Thread *t, const char *path, bool run, int rounds) {
    Value filename = str_from_cstring(t, path), source = import_read_file(t, filename);
    Value code = value_is_error(source) ? source : t->vm->hooks.compile(t, source, filename, "exec", t->vm->flags);
    Module *m = value_is_error(code) ? NULL : module_new(t, str_from_cstring(t, "__fuzz__"));
    if (!m || !module_set(t, m, "__builtins__", value_from_object(t->vm->builtins_module))) {
        t->exception = VALUE_UNDEF;
        return; /* it is not meant to compile */
    }
    if (run && value_is_error(t->vm->hooks.run_code(t, code, m->dict, t->vm->builtins, value_from_object(m->dict), NULL)))
        t->exception = VALUE_UNDEF;
    for (int i = 0; i < rounds; i++)
        build_code(t, (Code *)value_as_object(code), m->dict, true);
}

int main(int argc, char **argv) {
    int option, rounds = 1;
    bool run = false;
    while ((option = getopt(argc, argv, "s:n:rvd")) != -1)
        switch (option) {
        case 's': seed = strtoull(optarg, NULL, 10); break;
        case 'n': rounds = atoi(optarg); break;
        case 'r': run = true; break;
        case 'v': verbose = true; break;
        case 'd': dumping = true; break;
        default: return 2;
        }
    VmOptions options = {.argc = argc, .argv = argv, .jit_threshold = JIT_NEVER};
    Vm *vm = vm_new(&options);
    if (!vm)
        return 1;
    vm_install(vm);
    modules_register(vm);
    front_install(vm);
    Thread *t = vm->main_thread;
    Value builtins = import_module(t, STR_NAME(t, builtins), VALUE_NONE, VALUE_NONE, 0);
    vm->builtins_module = (Module *)value_as_object(builtins);
    vm->builtins = vm->builtins_module->dict;
    vm->sys = (Module *)value_as_object(import_module(t, STR_NAME(t, sys), VALUE_NONE, VALUE_NONE, 0));
    if (!modules_start(t))
        return 1;
    for (int i = optind; i < argc; i++) {
        if (verbose)
            fprintf(stderr, "%s\n", argv[i]);
        build_file(t, argv[i], run, rounds);
    }
    printf("%u graphs, %u refused\n", built, refused);
    return 0;
}

/*
 * From tree to instructions, and running them. The matcher itself is in
 * engine_run.h, once for each width of character.
 *
 * One stack holds both choices and what is to be undone on the way back to
 * them: the marks of groups and the registers of loops. So state needs no
 * copying at a choice, and entering an atomic construct is remembering where
 * the stack was; leaving it removes the choices above and keeps the undoing.
 *
 * Repetition is as CPython has it: an iteration that matched nothing ends the
 * loop, but the position where an iteration began is remembered only for
 * iterations beyond the minimum.
 */
#include "modules/re/pattern_engine.h"

#include <stdlib.h>
#include <string.h>

typedef enum Instruction {
    I_CHARACTER,      /* character */
    I_SET,            /* set */
    I_ALL,            /* any character */
    I_AT,             /* AtTest */
    I_MARK,           /* mark, whether its old value is kept */
    I_BRANCH,         /* where to go on if what follows fails */
    I_JUMP,           /* target */
    I_ONE,            /* greed, min, max, then I_CHARACTER, I_SET or I_ALL and its operand */
    I_LOOP,           /* register, target: clears the register */
    I_UNTIL_GREEDY,   /* register, min, max, body */
    I_UNTIL_LAZY,     /* register, min, max, body */
    I_POSSESSIVE,     /* register, min, max, end: the body follows */
    I_POSSESSIVE_END, /* register, the I_POSSESSIVE */
    I_ATOMIC,
    I_ATOMIC_END,
    I_ASSERT, /* how far to step back */
    I_ASSERT_END,
    I_ASSERT_NOT, /* how far to step back, where to go on if the body fails */
    I_ASSERT_NOT_END,
    I_BACKREF,   /* group - 1, flags for folding case (0: none) */
    I_CONDITION, /* group - 1, target if it is not set */
    I_SUCCESS,
} Instruction;

typedef enum AtTest {
    AT_START,
    AT_START_LINE,
    AT_END,
    AT_END_LINE,
    AT_LAST_LINE_END, /* the end, or before a final newline */
    AT_BOUNDARY,
    AT_NOT_BOUNDARY,
    AT_ASCII_BOUNDARY,
    AT_ASCII_NOT_BOUNDARY,
} AtTest;

/* ---- building ------------------------------------------------------------ */

typedef struct Builder {
    ReProgram *program;
    const ReTree *tree;
    bool failed;
} Builder;

/* Where the builder is: inside which kinds of loop. */
typedef struct Place {
    uint32_t flags;
    bool in_loop;       /* inside a greedy or lazy loop */
    bool in_possessive; /* inside a possessive loop */
} Place;

static void build_seq(Builder *builder, const ReSeq *seq, Place place);

static uint32_t emit(Builder *builder, uint32_t word) {
    ReProgram *program = builder->program;
    if (program->length == program->capacity) {
        uint32_t capacity = program->capacity != 0 ? program->capacity * 2 : 64;
        uint32_t *code = realloc(program->code, capacity * sizeof *code);
        if (code == NULL) {
            builder->failed = true;
            program->length = 0;
            return 0;
        }
        program->code = code;
        program->capacity = capacity;
    }
    program->code[program->length] = word;
    return program->length++;
}

static void patch(Builder *builder, uint32_t at) {
    if (!builder->failed) builder->program->code[at] = builder->program->length;
}

static void emit_set(Builder *builder, const ReNode *node, uint32_t flags) {
    ReProgram *program = builder->program;
    const ReCharset *set = re_charset_resolve(&program->arena, node, flags);
    if (set != NULL && program->set_count == program->set_capacity) {
        uint32_t capacity = program->set_capacity != 0 ? program->set_capacity * 2 : 8;
        const ReCharset **sets = realloc(program->sets, capacity * sizeof *sets);
        if (sets == NULL) {
            set = NULL;
        } else {
            program->sets = sets;
            program->set_capacity = capacity;
        }
    }
    if (set == NULL) {
        builder->failed = true;
        return;
    }
    emit(builder, I_SET);
    emit(builder, program->set_count);
    program->sets[program->set_count++] = set;
}

/* A node that matches one character: always two words. */
static void build_single(Builder *builder, const ReNode *node, uint32_t flags) {
    uint32_t orbit[RE_ORBIT_MAX];
    if (node->op == RE_OP_LITERAL && re_case_orbit(node->literal, flags, orbit) == 1) {
        emit(builder, I_CHARACTER);
        emit(builder, node->literal);
    } else if (node->op == RE_OP_ANY && (flags & RE_DOTALL)) {
        emit(builder, I_ALL);
        emit(builder, 0);
    } else {
        emit_set(builder, node, flags);
    }
}

static void build_at(Builder *builder, ReAt at, uint32_t flags) {
    AtTest test = AT_START;
    bool unicode = (flags & RE_UNICODE) != 0;
    switch (at) {
    case RE_AT_START: break;
    case RE_AT_START_LINE: test = flags & RE_MULTILINE ? AT_START_LINE : AT_START; break;
    case RE_AT_END: test = AT_END; break;
    case RE_AT_END_LINE: test = flags & RE_MULTILINE ? AT_END_LINE : AT_LAST_LINE_END; break;
    case RE_AT_BOUNDARY: test = unicode ? AT_BOUNDARY : AT_ASCII_BOUNDARY; break;
    case RE_AT_NOT_BOUNDARY: test = unicode ? AT_NOT_BOUNDARY : AT_ASCII_NOT_BOUNDARY; break;
    }
    emit(builder, I_AT);
    emit(builder, test);
}

static void build_branch(Builder *builder, const ReNode *node, Place place) {
    /* The jumps to the end are chained through their operands until it is known. */
    uint32_t chain = UINT32_MAX;
    for (uint32_t i = 0; i < node->branch.count; i++) {
        bool last = i + 1 == node->branch.count;
        uint32_t next = 0;
        if (!last) {
            emit(builder, I_BRANCH);
            next = emit(builder, 0);
        }
        build_seq(builder, node->branch.branches[i], place);
        if (last) break;
        emit(builder, I_JUMP);
        chain = emit(builder, chain);
        patch(builder, next);
    }
    while (!builder->failed && chain != UINT32_MAX) {
        uint32_t previous = builder->program->code[chain];
        patch(builder, chain);
        chain = previous;
    }
}

static void build_mark(Builder *builder, uint32_t mark, Place place) {
    emit(builder, I_MARK);
    emit(builder, mark);
    /* CPython does not restore old marks in a possessive loop outside of others. */
    emit(builder, place.in_loop || !place.in_possessive);
}

static void build_repeat(Builder *builder, const ReNode *node, Place place) {
    uint32_t min = node->repeat.min, max = node->repeat.max;
    if (re_seq_is_single(node->repeat.body)) {
        emit(builder, I_ONE);
        emit(builder, node->repeat.greed);
        emit(builder, min);
        emit(builder, max);
        build_single(builder, node->repeat.body->first, place.flags);
        return;
    }
    uint32_t loop = builder->program->loops++;
    emit(builder, I_LOOP);
    emit(builder, loop);
    uint32_t entry = emit(builder, 0);
    if (node->repeat.greed == RE_POSSESSIVE) {
        place.in_possessive = true;
        patch(builder, entry);
        uint32_t start = emit(builder, I_POSSESSIVE);
        emit(builder, loop);
        emit(builder, min);
        emit(builder, max);
        uint32_t end = emit(builder, 0);
        build_seq(builder, node->repeat.body, place);
        emit(builder, I_POSSESSIVE_END);
        emit(builder, loop);
        emit(builder, start);
        patch(builder, end);
        return;
    }
    place.in_loop = true;
    uint32_t body = builder->program->length;
    build_seq(builder, node->repeat.body, place);
    patch(builder, entry);
    emit(builder, node->repeat.greed == RE_LAZY ? I_UNTIL_LAZY : I_UNTIL_GREEDY);
    emit(builder, loop);
    emit(builder, min);
    emit(builder, max);
    emit(builder, body);
}

static void build_assertion(Builder *builder, const ReNode *node, Place place) {
    uint64_t back = 0, high;
    if (node->assertion.behind) re_seq_width(builder->tree, node->assertion.body, &back, &high);
    emit(builder, node->assertion.negate ? I_ASSERT_NOT : I_ASSERT);
    emit(builder, (uint32_t)back);
    uint32_t otherwise = node->assertion.negate ? emit(builder, 0) : 0;
    build_seq(builder, node->assertion.body, place);
    emit(builder, node->assertion.negate ? I_ASSERT_NOT_END : I_ASSERT_END);
    if (node->assertion.negate) patch(builder, otherwise);
}

static void build_condition(Builder *builder, const ReNode *node, Place place) {
    emit(builder, I_CONDITION);
    emit(builder, node->condition.group - 1);
    uint32_t otherwise = emit(builder, 0);
    build_seq(builder, node->condition.yes, place);
    if (node->condition.no == NULL) {
        patch(builder, otherwise);
        return;
    }
    emit(builder, I_JUMP);
    uint32_t end = emit(builder, 0);
    patch(builder, otherwise);
    build_seq(builder, node->condition.no, place);
    patch(builder, end);
}

static void build_node(Builder *builder, const ReNode *node, Place place) {
    switch (node->op) {
    case RE_OP_LITERAL:
    case RE_OP_NOT_LITERAL:
    case RE_OP_ANY:
    case RE_OP_SET: build_single(builder, node, place.flags); return;
    case RE_OP_AT: build_at(builder, node->at, place.flags); return;
    case RE_OP_BRANCH: build_branch(builder, node, place); return;
    case RE_OP_GROUP: {
        Place inside = place;
        inside.flags = re_combine_flags(place.flags, node->group.add_flags, node->group.del_flags);
        uint32_t index = node->group.index;
        if (index != 0) build_mark(builder, 2 * index - 2, place);
        build_seq(builder, node->group.body, inside);
        if (index != 0) build_mark(builder, 2 * index - 1, place);
        return;
    }
    case RE_OP_ATOMIC:
        emit(builder, I_ATOMIC);
        build_seq(builder, node->atomic, place);
        emit(builder, I_ATOMIC_END);
        return;
    case RE_OP_ASSERT: build_assertion(builder, node, place); return;
    case RE_OP_REPEAT: build_repeat(builder, node, place); return;
    case RE_OP_BACKREF:
        emit(builder, I_BACKREF);
        emit(builder, node->backref - 1);
        emit(builder, place.flags & RE_IGNORECASE ? place.flags : 0);
        return;
    case RE_OP_CONDITION: build_condition(builder, node, place); return;
    }
}

static void build_seq(Builder *builder, const ReSeq *seq, Place place) {
    for (const ReNode *node = seq->first; node != NULL; node = node->next)
        build_node(builder, node, place);
}

/* The set of a match's first character, where it is plain to see. */
static const ReCharset *first_set(Builder *builder, const ReSeq *seq, uint32_t flags) {
    const ReNode *node = seq->first;
    if (node == NULL) return NULL;
    switch (node->op) {
    case RE_OP_LITERAL:
    case RE_OP_NOT_LITERAL:
    case RE_OP_SET: {
        const ReCharset *set = re_charset_resolve(&builder->program->arena, node, flags);
        builder->failed |= set == NULL;
        return set;
    }
    case RE_OP_GROUP:
        return first_set(builder, node->group.body,
                         re_combine_flags(flags, node->group.add_flags, node->group.del_flags));
    case RE_OP_ATOMIC: return first_set(builder, node->atomic, flags);
    case RE_OP_REPEAT:
        return node->repeat.min > 0 ? first_set(builder, node->repeat.body, flags) : NULL;
    case RE_OP_ANY:
    case RE_OP_AT:
    case RE_OP_BRANCH:
    case RE_OP_ASSERT:
    case RE_OP_BACKREF:
    case RE_OP_CONDITION: return NULL;
    }
    return NULL;
}

bool re_program_build(ReProgram *program, const ReTree *tree) {
    *program = (ReProgram){.groups = tree->groups};
    arena_init(&program->arena);
    Builder builder = {.program = program, .tree = tree};
    build_seq(&builder, tree->root, (Place){.flags = tree->flags});
    emit(&builder, I_SUCCESS);
    uint64_t high;
    re_seq_width(tree, tree->root, &program->least_width, &high);
    program->first = first_set(&builder, tree->root, tree->flags);
    if (builder.failed) re_program_free(program);
    return !builder.failed;
}

void re_program_free(ReProgram *program) {
    arena_free_all(&program->arena);
    free(program->code);
    free(program->sets);
    *program = (ReProgram){0};
}

/* ---- running ------------------------------------------------------------- */

typedef enum EntryKind {
    E_CHOICE,       /* go on at `code` and `a` */
    E_ONE_GREEDY,   /* the I_ONE at `code`: positions from a to b are left to try */
    E_ONE_LAZY,     /* the I_ONE at `code`: at position a, b more are allowed */
    E_UNTIL_LAZY,   /* the I_UNTIL_LAZY at `code`: another iteration from a */
    E_UNDO_MARK,    /* mark `code` was a, and b holds the last mark and index */
    E_UNDO_LAST,    /* only the last mark and index, in b */
    E_UNDO_LOOP,    /* loop register `code` was a, b */
    E_BARRIER,      /* an atomic construct began; a: barrier outside of it, b: position */
    E_BARRIER_ELSE, /* the same; its failure goes on at `code`, b */
} EntryKind;

typedef struct Entry {
    uint32_t kind;
    uint32_t code;
    ptrdiff_t a, b;
} Entry;

typedef struct LoopRegister {
    ptrdiff_t count; /* iterations begun */
    ptrdiff_t last;  /* where the last iteration beyond the minimum began; -1: none */
} LoopRegister;

typedef struct Machine {
    const ReProgram *program;
    Entry *stack;
    size_t depth, capacity;
    ptrdiff_t *marks;
    LoopRegister *loops;
    int32_t last_mark;         /* marks above it are not set, whatever they hold */
    int32_t last_index;        /* group closed last; 0: none */
    ptrdiff_t barrier;         /* stack index of the innermost atomic construct; -1: none */
    ptrdiff_t start, position; /* where the match begins and ends */
    uint32_t steps;
    bool out_of_memory;
} Machine;

static __attribute__((noinline, cold)) bool grow_stack(Machine *machine) {
    size_t capacity = machine->capacity != 0 ? machine->capacity * 2 : 256;
    Entry *stack = realloc(machine->stack, capacity * sizeof *stack);
    if (stack == NULL) {
        machine->out_of_memory = true;
        return false;
    }
    machine->stack = stack;
    machine->capacity = capacity;
    return true;
}

static inline bool push(Machine *machine, EntryKind kind, uint32_t code, ptrdiff_t a, ptrdiff_t b) {
    if (machine->depth == machine->capacity && !grow_stack(machine)) return false;
    machine->stack[machine->depth++] = (Entry){kind, code, a, b};
    return true;
}

static inline ptrdiff_t pack_last(const Machine *machine) {
    return (ptrdiff_t)((uint64_t)(uint32_t)machine->last_mark << 32 |
                       (uint32_t)machine->last_index);
}

static inline void restore_last(Machine *machine, ptrdiff_t packed) {
    machine->last_mark = (int32_t)((uint64_t)packed >> 32);
    machine->last_index = (int32_t)(uint32_t)packed;
}

static inline bool set_mark(Machine *machine, uint32_t mark, bool keep_old, ptrdiff_t position) {
    int32_t index = (int32_t)mark;
    bool pushed = keep_old && index <= machine->last_mark
                      ? push(machine, E_UNDO_MARK, mark, machine->marks[mark], pack_last(machine))
                      : push(machine, E_UNDO_LAST, 0, 0, pack_last(machine));
    if (!pushed) return false;
    if (index & 1) machine->last_index = index / 2 + 1;
    if (index > machine->last_mark) {
        for (int32_t i = machine->last_mark + 1; i < index; i++) machine->marks[i] = -1;
        machine->last_mark = index;
    }
    machine->marks[mark] = position;
    return true;
}

/* The span of a group (counted from 0); false when it is not set. */
static inline bool group_span(const Machine *machine, uint32_t group, ptrdiff_t *from,
                              ptrdiff_t *to) {
    if ((int32_t)(2 * group) >= machine->last_mark) return false;
    *from = machine->marks[2 * group];
    *to = machine->marks[2 * group + 1];
    return *from >= 0 && *to >= *from;
}

static inline bool save_loop(Machine *machine, uint32_t loop) {
    LoopRegister *reg = &machine->loops[loop];
    return push(machine, E_UNDO_LOOP, loop, reg->count, reg->last);
}

/* Enters an atomic construct. */
static inline bool push_barrier(Machine *machine, EntryKind kind, uint32_t code,
                                ptrdiff_t position) {
    if (!push(machine, kind, code, machine->barrier, position)) return false;
    machine->barrier = (ptrdiff_t)machine->depth - 1;
    return true;
}

/* Leaves the innermost atomic construct: its choices go, its undoing stays. */
static inline void drop_choices(Machine *machine) {
    size_t kept = (size_t)machine->barrier;
    machine->barrier = machine->stack[kept].a;
    for (size_t i = kept + 1; i < machine->depth; i++) {
        Entry entry = machine->stack[i];
        if (entry.kind == E_UNDO_MARK || entry.kind == E_UNDO_LAST || entry.kind == E_UNDO_LOOP)
            machine->stack[kept++] = entry;
    }
    machine->depth = kept;
}

static inline void undo(Machine *machine, const Entry *entry) {
    if (entry->kind == E_UNDO_LOOP) {
        machine->loops[entry->code] = (LoopRegister){entry->a, entry->b};
        return;
    }
    if (entry->kind == E_UNDO_MARK) machine->marks[entry->code] = entry->a;
    restore_last(machine, entry->b);
}

/* As CPython does before an optional iteration of a possessive loop. */
static inline bool save_all_marks(Machine *machine) {
    for (int32_t i = machine->last_mark; i >= 0; i--)
        if (!push(machine, E_UNDO_MARK, (uint32_t)i, machine->marks[i], pack_last(machine)))
            return false;
    return true;
}

enum { POLL_EVERY = 1 << 16 };

#define UNIT    uint8_t
#define NAME(n) n##_8
#include "modules/re/engine_run.h"
#undef UNIT
#undef NAME

#define UNIT    uint16_t
#define NAME(n) n##_16
#include "modules/re/engine_run.h"
#undef UNIT
#undef NAME

#define UNIT    uint32_t
#define NAME(n) n##_32
#include "modules/re/engine_run.h"
#undef UNIT
#undef NAME

static ReStatus search(Machine *machine, const ReSubject *subject, ReRun run) {
    switch (subject->width) {
    case 1: return search_8(machine, subject, run);
    case 2: return search_16(machine, subject, run);
    default: return search_32(machine, subject, run);
    }
}

ReStatus re_engine_run(const ReProgram *program, const ReSubject *subject, ReRun run,
                       ptrdiff_t *spans, uint32_t *last_index) {
    Machine machine = {.program = program};
    size_t marks = 2 * (size_t)program->groups;
    machine.marks =
        malloc(marks * sizeof *machine.marks + (program->loops + 1) * sizeof *machine.loops);
    if (machine.marks == NULL) return RE_STATUS_MEMORY;
    machine.loops = (LoopRegister *)(machine.marks + marks);
    memset(machine.loops, 0, (program->loops + 1) * sizeof *machine.loops);

    ReStatus status = search(&machine, subject, run);
    if (status == RE_STATUS_MATCH) {
        for (uint32_t group = 0; group < program->groups; group++) {
            ptrdiff_t from = -1, to = -1;
            if (!group_span(&machine, group, &from, &to)) from = to = -1;
            spans[2 * group + 2] = from;
            spans[2 * group + 3] = to;
        }
        spans[0] = machine.start;
        spans[1] = machine.position;
        *last_index = (uint32_t)machine.last_index;
    }
    free(machine.stack);
    free(machine.marks);
    return status;
}

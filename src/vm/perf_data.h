/*
 * perf_data.h - what --debug-perf knows, from the program down to an
 * instruction:
 *
 *   Perf      the run: labels, allocations by type
 *   PerfCode  a code object: executions of each instruction (perf.h)
 *   PerfSite  an instruction: what it met, how it fared
 *   PerfNote  an instruction: a single thing that happened there and why;
 *             also how later stages report, a compiler for one
 *
 * All of it is written by perf.c and read by the reports.
 */
#ifndef TAU_VM_PERF_DATA_H
#define TAU_VM_PERF_DATA_H

#include "bytecode/opcode.h"
#include "vm/perf.h"

/* The name of a type or a callee: `owner`, `name` or "owner.name", then `rest`,
 * then ":line".  Labels are numbered; equal ones have the same number. */
typedef struct PerfLabel {
    Value owner;      /* str, or UNDEF */
    const char *name; /* or NULL */
    const char *rest; /* or NULL */
    int32_t line;     /* of a lambda, which has no other name; or 0 */
} PerfLabel;

/* PerfLabel.rest of instances whose attributes are in a dict. */
#define PERF_DICT_MODE_REST " (dictionary mode)"

/* A row of a profile: two things that came together (an operator's operands)
 * or one (label 0 in `second`). */
typedef struct PerfSeen {
    uint64_t key; /* identity: shapes, code object, declaration */
    uint32_t first, second;
    uint64_t count, bytes; /* bytes: of allocations */
} PerfSeen;

/* How often each of several things came; those beyond PERF_PROFILE_MAX are
 * only counted. */
enum { PERF_PROFILE_MAX = 16 };
typedef struct PerfProfile {
    PerfSeen *rows;
    uint32_t count, capacity;
    uint64_t others, others_bytes;
} PerfProfile;

/* Which registers of an instruction are worth watching. */
typedef enum PerfWatch {
    PERF_WATCH_NOTHING,
    PERF_WATCH_OPERANDS,  /* types of B and C */
    PERF_WATCH_OPERAND,   /* type of B */
    PERF_WATCH_TRUTH,     /* type of A */
    PERF_WATCH_RECEIVER,  /* shape of B */
    PERF_WATCH_OWNER,     /* shape of A */
    PERF_WATCH_STORE,     /* types of A and B: A[B] = C */
    PERF_WATCH_CALLEE,    /* callee B */
    PERF_WATCH_LIST,      /* list A */
    PERF_WATCH_ITERABLE,  /* type of B */
} PerfWatch;

struct PerfSite {
    uint32_t pc;
    uint8_t family;       /* Opcode as compiled; the word itself may be quickened */
    uint8_t watch;        /* PerfWatch */
    uint32_t a, b;        /* operands, WIDE prefix included */
    uint32_t c;
    PerfProfile met;      /* types, shapes or callees, as `watch` says */
    PerfProfile allocated; /* by type, here and in natives called from here */
    uint64_t misses;      /* the inline cache did not know */
    uint64_t slow;        /* the general routine ran */
    uint64_t last_slow;   /* the execution in which it did last */
    uint64_t raised;      /* exceptions that came out */
};

typedef enum PerfFindingKind {
#define FINDING(id, name, cost, advice) PERF_##id,
#include "vm/perf_finding.def"
    PERF_FINDING_COUNT
} PerfFindingKind;

typedef struct PerfNote {
    PerfFindingKind kind;
    uint32_t pc;
    uint32_t first, second; /* labels: of what, because of what */
    uint64_t count;
} PerfNote;

/* A part of the compiler's work, and the processor time that it took. */
typedef struct PerfStage {
    const char *name;
    uint64_t ns;
} PerfStage;
enum { PERF_STAGES_MAX = 48 };

typedef struct Perf {
    PerfCode **codes;
    uint32_t code_count, code_capacity;
    PerfLabel *labels; /* [0] is empty */
    uint32_t label_count, label_capacity;
    uint32_t *label_table; /* open addressing; 0: free */
    uint32_t label_mask;
    PerfSeen *types; /* allocations of the whole run: open addressing by key, 0: free */
    uint32_t type_count, type_mask;
    List *list;      /* written to by the last watched instruction, to be looked at */
    PerfCode *list_code;
    uint32_t list_pc;
    uint8_t list_strategy; /* before it ran */
    uint64_t allocations, allocated_bytes; /* of all types, elsewhere than in Python code too */
    HeapStats heap_before;
    PerfEvent *events; /* of a compiler, in the order in which each came first */
    uint32_t event_count, event_capacity;
    uint32_t *event_table; /* open addressing: index + 1; 0: free */
    uint32_t event_mask;
    PerfStage stages[PERF_STAGES_MAX];
    uint32_t stage_count;
    uint64_t stage_began;
    bool incomplete; /* memory ran out for some of the data, or there was too much code */
} Perf;

/* ---- perf_events.c ---- */

extern const char *const perf_event_names[PERF_EVENT_COUNT];
void perf_events_trace(Tracer *tracer, const Perf *perf);
void perf_events_free(Perf *perf);
/* What happened, without place and number: "`x` was always a small int, then a str",
 * "`f` not inlined: it is too long". */
void perf_event_write(Thread *t, FILE *out, const PerfEvent *e);

/* ---- perf_findings.c: what the data mean ---- */

typedef struct PerfFinding {
    PerfFindingKind kind;
    const PerfCode *code;
    uint32_t pc;
    const PerfNote *note; /* of an event, else NULL */
    uint64_t executions;  /* that were slow because of it */
    uint64_t weight;      /* what they cost, see perf_finding.def */
} PerfFinding;

/* All findings, heaviest first, in a malloc'ed array; count 0 also when memory
 * is out. */
PerfFinding *perf_findings(Thread *t, size_t *count);
/* What it says, without the place: "saw 9 shapes (A, B, ...): megamorphic, ...". */
void perf_finding_write(Thread *t, FILE *out, const PerfFinding *f);
extern const char *const perf_finding_names[PERF_FINDING_COUNT];
extern const char *const perf_finding_advice[PERF_FINDING_COUNT];

/* The opcode at an instruction's first word, behind WIDE. */
Opcode perf_opcode(const PerfCode *code, uint32_t pc);
/* Lookups that inline caches were asked for at an instruction (0: it has none). */
uint64_t perf_cache_lookups(const PerfCode *code, uint32_t pc);
/* 1234567 as "1,234,567". */
void perf_write_number(FILE *out, uint64_t n);
void perf_write_label(Thread *t, FILE *out, uint32_t label);

#endif

/*
 * perf_view.h - the data of --debug-perf put in order for a report: by function
 * and line, hottest first, with the text of the source.
 */
#ifndef TAU_VM_PERF_VIEW_H
#define TAU_VM_PERF_VIEW_H

#include "vm/perf_data.h"

typedef struct PerfLine {
    int32_t line;
    uint64_t executions;   /* of the instruction of the line that ran most often */
    uint64_t instructions; /* all of them */
} PerfLine;

typedef struct PerfFunction {
    const PerfCode *code;
    uint64_t instructions;
    PerfLine *lines; /* by number; those that ran */
    size_t line_count;
} PerfFunction;

typedef struct PerfAllocating {
    const PerfCode *code;
    uint32_t pc;
    uint64_t count, bytes;
} PerfAllocating;

/* The text of a source file, read when first asked for. */
typedef struct PerfFile {
    char *name, *text; /* text NULL: cannot be read */
    const char **lines;
    int32_t line_count;
} PerfFile;

typedef struct PerfView {
    Thread *t;
    uint64_t instructions, lookups, misses;
    PerfFunction *functions; /* hottest first */
    size_t function_count;
    PerfFinding *findings;   /* heaviest first */
    size_t finding_count;
    const PerfSeen **types;  /* most allocated first */
    size_t type_count;
    PerfAllocating *allocating; /* most first */
    size_t allocating_count;
    const char *command;        /* see perf_report */
    PerfFile *files;
    size_t file_count;
} PerfView;

/* NULL: out of memory. */
PerfView *perf_view_new(Thread *t, const char *command);
void perf_view_free(PerfView *view);

/* Instructions executed on the shown-th hottest line of a function. */
uint64_t perf_line_threshold(const PerfFunction *f, size_t shown);
/* "file.py:12", "f (file.py:10)", the whole line without indentation, and the
 * expression that the instruction at pc evaluates. */
void perf_write_place(PerfView *view, FILE *out, const Code *code, uint32_t pc);
void perf_write_function(PerfView *view, FILE *out, const Code *code);
void perf_write_line(PerfView *view, FILE *out, const PerfCode *code, int32_t line);
void perf_write_source(PerfView *view, FILE *out, const PerfCode *code, uint32_t pc);

/* The reports. */
void perf_write_text(Thread *t, FILE *out, PerfView *view, bool all);
void perf_write_json(Thread *t, FILE *out, PerfView *view);

#endif

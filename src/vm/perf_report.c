/*
 * perf_report.c - the text of --debug-perf: what slows the program down, its
 * hottest functions line by line, what allocates.  perf_json.c writes the same
 * for programs to read.
 */
#include <stdlib.h>

#include "runtime/error.h"
#include "vm/perf_data.h"
#include "vm/perf_view.h"

enum { FINDINGS_SHOWN = 20, FUNCTIONS_SHOWN = 10, LINES_SHOWN = 12, TYPES_SHOWN = 10, SITES_SHOWN = 10 };
/* What is less than 1/1000 of all instructions is left out. */
enum { LEAST_SHARE = 1000 };

typedef struct Report {
    Thread *t;
    const Perf *perf;
    FILE *out;
    PerfView *view;
    bool all;
    size_t *numbers; /* of the findings as shown; 0: not shown */
    bool advise[PERF_FINDING_COUNT]; /* kinds that were shown */
} Report;

static size_t at_most(const Report *r, size_t count, size_t shown) {
    return r->all || count < shown ? count : shown;
}

static void left_out(const Report *r, size_t count, size_t shown, const char *what) {
    if (count > shown)
        fprintf(r->out, "  (%zu more %s: --debug-perf=all)\n", count - shown, what);
}

static void write_bytes(FILE *out, uint64_t n) {
    if (n < 10240)
        fprintf(out, "%u bytes", (unsigned)n);
    else if (n < 10240 * 1024)
        fprintf(out, "%.1f KB", (double)n / 1024);
    else
        fprintf(out, "%.1f MB", (double)n / (1024 * 1024));
}

static double percent(uint64_t part, uint64_t whole) {
    return whole ? 100.0 * (double)part / (double)whole : 0.0;
}

/* A number of 13 columns. */
static void write_column(FILE *out, uint64_t n) {
    unsigned width = 1, digits = 1;
    for (uint64_t rest = n; rest >= 10; rest /= 10)
        digits++;
    width = digits + (digits - 1) / 3;
    fprintf(out, "%*s", width < 13 ? (int)(13 - width) : 0, "");
    perf_write_number(out, n);
}

static void write_collections(Report *r, const char *kind, const CollectionStats *before, const CollectionStats *now) {
    uint64_t count = now->count - before->count;
    fprintf(r->out, "; %llu %s collection%s", (unsigned long long)count, kind, count == 1 ? "" : "s");
    if (count)
        fprintf(r->out, ", %.2f ms in all, half of them under %.2f ms, the longest %.2f ms",
                (double)(now->total_ns - before->total_ns) / 1e6,
                (double)collection_pause_quantile(now, 0.5) / 1e3, (double)now->max_ns / 1e6);
}

static void write_summary(Report *r) {
    const Perf *perf = r->perf;
    HeapStats now = heap_stats(r->t->heap), before = perf->heap_before;
    fputs("\n--debug-perf: ", r->out);
    perf_write_number(r->out, r->view->instructions);
    fprintf(r->out, " instructions in %zu function%s\n  inline caches: ",
            r->view->function_count, r->view->function_count == 1 ? "" : "s");
    perf_write_number(r->out, r->view->lookups);
    fprintf(r->out, " lookups, %.2f %% hits\n  memory: ",
            percent(r->view->lookups - r->view->misses, r->view->lookups));
    perf_write_number(r->out, perf->allocations);
    fputs(" allocations, ", r->out);
    write_bytes(r->out, perf->allocated_bytes);
    write_collections(r, "minor", &before.minor, &now.minor);
    write_collections(r, "major", &before.major, &now.major);
    fputs(perf->incomplete ? "\n  incomplete: too much code, or memory ran out\n" : "\n", r->out);
}

/* What a finding says; to be freed, NULL: out of memory. */
static char *sentence(Report *r, const PerfFinding *f) {
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    if (!out)
        return NULL;
    perf_finding_write(r->t, out, f);
    fclose(out);
    return text;
}

static void write_quoted_source(Report *r, const PerfFinding *f) {
    fputc('`', r->out);
    perf_write_source(r->view, r->out, f->code, f->pc);
    fputc('`', r->out);
}

/* Findings on one line that say the same are one: `a.x`, `b.x` ... */
static void write_finding(Report *r, size_t i, size_t shown, char **sentences, size_t *numbers) {
    const PerfFinding *f = &r->view->findings[i];
    fprintf(r->out, "  (%zu) ", numbers[i]);
    perf_write_place(r->view, r->out, f->code->code, f->pc);
    fputs(": ", r->out);
    write_quoted_source(r, f);
    int line = code_line_at(r->t, f->code->code, f->pc);
    for (size_t k = i + 1; k < shown; k++) {
        const PerfFinding *g = &r->view->findings[k];
        if (numbers[k] || g->code != f->code || g->kind != f->kind || !sentences[i] || !sentences[k] ||
            strcmp(sentences[i], sentences[k]) != 0 || code_line_at(r->t, g->code->code, g->pc) != line)
            continue;
        numbers[k] = numbers[i];
        fputs(", ", r->out);
        write_quoted_source(r, g);
    }
    fprintf(r->out, " %s\n", sentences[i] ? sentences[i] : "");
}

static void write_findings(Report *r) {
    size_t candidates = r->view->finding_count, shown = 0, written = 0;
    while (shown < candidates &&
           (r->all || r->view->findings[shown].weight * LEAST_SHARE >= r->view->instructions))
        shown++;
    char **sentences = calloc(shown + 1, sizeof *sentences);
    r->numbers = calloc(candidates + 1, sizeof *r->numbers);
    if (!sentences || !r->numbers || !candidates) {
        free(sentences);
        return;
    }
    for (size_t i = 0; i < shown; i++)
        sentences[i] = sentence(r, &r->view->findings[i]);
    fputs("\nWhat slows it down, worst first\n", r->out);
    for (size_t i = 0; i < shown && (r->all || written < FINDINGS_SHOWN); i++) {
        if (r->numbers[i])
            continue;
        r->numbers[i] = ++written;
        r->advise[r->view->findings[i].kind] = true;
        write_finding(r, i, shown, sentences, r->numbers);
    }
    size_t numbered = 0;
    for (size_t i = 0; i < shown; i++) {
        numbered += r->numbers[i] != 0;
        free(sentences[i]);
    }
    free(sentences);
    left_out(r, candidates, numbered, "findings");
}

/* The numbers of the findings above about a line. */
static void write_references(Report *r, const PerfCode *code, int32_t line) {
    const char *before = "   <- ";
    size_t last = 0;
    for (size_t i = 0; r->numbers && i < r->view->finding_count; i++) {
        const PerfFinding *f = &r->view->findings[i];
        if (r->numbers[i] <= last || f->code != code || code_line_at(r->t, code->code, f->pc) != line)
            continue;
        last = r->numbers[i];
        fprintf(r->out, "%s(%zu)", before, last);
        before = " ";
    }
}

static bool family_has_forms(Opcode family) {
    for (int op = 0; op < OPCODE_COUNT; op++)
        if (op != (int)family && opcode_info[op].family == family)
            return true;
    return false;
}

/* The forms that the instructions of a line have taken in the end. */
static void write_forms(Report *r, const PerfCode *code, int32_t line) {
    bool any = false;
    for (uint32_t pc = 0; pc < code->code->instruction_count; pc++) {
        if (code->starts[pc] != pc || !code->counts[pc] || code_line_at(r->t, code->code, pc) != line)
            continue;
        Opcode op = perf_opcode(code, pc), family = (Opcode)opcode_info[op].family;
        if (!family_has_forms(family))
            continue;
        fputs(any ? ", `" : "                               `", r->out);
        perf_write_source(r->view, r->out, code, pc);
        fprintf(r->out, "` %s%s", opcode_info[op].name, op == family ? " (generic)" : "");
        any = true;
    }
    fputs(any ? "\n" : "", r->out);
}

static void write_function(Report *r, const PerfFunction *f) {
    fprintf(r->out, "\n  %5.1f %%  ", percent(f->instructions, r->view->instructions));
    perf_write_function(r->view, r->out, f->code->code);
    fputs(", ", r->out);
    perf_write_number(r->out, f->code->counts[0]);
    fputs(f->code->counts[0] == 1 ? " call\n" : " calls\n", r->out);
    /* The hottest lines, in the order of the source. */
    size_t shown = at_most(r, f->line_count, LINES_SHOWN);
    uint64_t least = perf_line_threshold(f, shown), share = r->view->instructions / LEAST_SHARE;
    if (!r->all && least < share)
        least = share;
    size_t n = 0;
    for (size_t i = 0; i < f->line_count && n < shown; i++) {
        const PerfLine *line = &f->lines[i];
        if (line->instructions < least)
            continue;
        n++;
        write_column(r->out, line->executions);
        fprintf(r->out, " x %5.1f %% %5d  ", percent(line->instructions, r->view->instructions), line->line);
        perf_write_line(r->view, r->out, f->code, line->line);
        write_references(r, f->code, line->line);
        fputc('\n', r->out);
        if (r->all)
            write_forms(r, f->code, line->line);
    }
    left_out(r, f->line_count, n, "lines");
}

static void write_functions(Report *r) {
    size_t shown = at_most(r, r->view->function_count, FUNCTIONS_SHOWN);
    fprintf(r->out, "\nHottest functions, and their lines: executions, share of all instructions%s\n",
            r->perf->event_count ? "\n(without those that compiled code did)" : "");
    size_t n = 0;
    while (n < shown && (r->all || r->view->functions[n].instructions * LEAST_SHARE >= r->view->instructions))
        write_function(r, &r->view->functions[n++]);
    left_out(r, r->view->function_count, n, "functions");
}

/* ---- what the compiler did ---- */

/* The events of one compiled function, but for COMPILED itself. */
static void write_code_events(Report *r, const Code *code, size_t most) {
    size_t written = 0, skipped = 0;
    for (uint32_t i = 0; i < r->perf->event_count; i++) {
        const PerfEvent *e = &r->perf->events[i];
        if (e->code != code || e->kind == PERF_EVENT_COMPILED)
            continue;
        if (written == most) {
            skipped++;
            continue;
        }
        written++;
        fputs("      ", r->out);
        if (e->kind != PERF_EVENT_INVALIDATED && e->kind != PERF_EVENT_NOT_COMPILED) {
            if (e->place != code)
                perf_write_place(r->view, r->out, e->place, e->pc);
            else
                fprintf(r->out, "line %d", code_line_at(r->t, code, e->pc));
            fputs(": ", r->out);
        }
        perf_event_write(r->t, r->out, e);
        if (e->count > 1) {
            fputs(", ", r->out);
            perf_write_number(r->out, e->count);
            fputs(" times", r->out);
        }
        fputc('\n', r->out);
    }
    left_out(r, written + skipped, written, "events");
}

static void write_entries(Report *r, const Code *code) {
    for (uint32_t i = 0; i < r->perf->event_count; i++) {
        const PerfEvent *e = &r->perf->events[i];
        if (e->code != code || e->kind != PERF_EVENT_COMPILED)
            continue;
        fputs("    ", r->out);
        if (e->pc)
            fprintf(r->out, "from line %d on: ", code_line_at(r->t, code, e->pc));
        perf_event_write(r->t, r->out, e);
        if (e->count > 1)
            fprintf(r->out, " (%u times)", (unsigned)e->count);
        fputc('\n', r->out);
    }
}

static bool is_first_of_code(const Perf *perf, uint32_t i) {
    for (uint32_t k = 0; k < i; k++)
        if (perf->events[k].code == perf->events[i].code)
            return false;
    return true;
}

static int by_time(const void *a, const void *b) {
    const PerfStage *x = a, *y = b;
    return (x->ns < y->ns) - (x->ns > y->ns);
}

/* What of the compiler's work took how long, the longest first. */
static void write_stages(Report *r) {
    PerfStage stages[PERF_STAGES_MAX];
    uint32_t count = r->perf->stage_count;
    uint64_t all = 0;
    memcpy(stages, r->perf->stages, sizeof stages);
    qsort(stages, count, sizeof *stages, by_time);
    for (uint32_t i = 0; i < count; i++)
        all += stages[i].ns;
    if (!all)
        return;
    fprintf(r->out, "  %.1f ms of processor time:", (double)all / 1e6);
    for (uint32_t i = 0; i < count; i++)
        fprintf(r->out, "%s %s %.1f %%", i ? "," : "", stages[i].name, 100.0 * (double)stages[i].ns / (double)all);
    fputc('\n', r->out);
}

static void write_compiler(Report *r) {
    const Perf *perf = r->perf;
    uint64_t ns = 0, bytes = 0, compilations = 0;
    size_t functions = 0, shown = 0;
    for (uint32_t i = 0; i < perf->event_count; i++)
        if (perf->events[i].kind == PERF_EVENT_COMPILED) {
            ns += perf->events[i].ns;
            bytes += perf->events[i].bytes;
            compilations += perf->events[i].count;
        }
    if (!perf->event_count)
        return;
    fprintf(r->out, "\nCompiled code: %llu compilations in %.1f ms, ", (unsigned long long)compilations,
            (double)ns / 1e6);
    write_bytes(r->out, bytes);
    fputc('\n', r->out);
    if (r->all)
        write_stages(r);
    for (uint32_t i = 0; i < perf->event_count; i++) {
        const Code *code = perf->events[i].code;
        if (!is_first_of_code(perf, i) || (functions++, !r->all && shown == FUNCTIONS_SHOWN))
            continue;
        shown++;
        fputs("  ", r->out);
        perf_write_function(r->view, r->out, code);
        fputc('\n', r->out);
        write_entries(r, code);
        write_code_events(r, code, r->all ? SIZE_MAX : LINES_SHOWN);
    }
    left_out(r, functions, shown, "functions");
}

static void write_allocations(Report *r) {
    size_t shown = at_most(r, r->view->type_count, TYPES_SHOWN);
    if (!r->perf->allocations)
        return;
    fputs("\nAllocations by type\n", r->out);
    for (size_t i = 0; i < shown; i++) {
        const PerfSeen *row = r->view->types[i];
        write_column(r->out, row->count);
        fputs("  ", r->out);
        perf_write_label(r->t, r->out, row->first);
        fputs(", ", r->out);
        write_bytes(r->out, row->bytes);
        fputc('\n', r->out);
    }
    left_out(r, r->view->type_count, shown, "types");
    fputs("\nAllocations by place\n", r->out);
    shown = at_most(r, r->view->allocating_count, SITES_SHOWN);
    for (size_t i = 0; i < shown; i++) {
        const PerfAllocating *a = &r->view->allocating[i];
        const PerfProfile *p = &a->code->sites[a->pc]->allocated;
        write_column(r->out, a->count);
        fputs("  ", r->out);
        perf_write_place(r->view, r->out, a->code->code, a->pc);
        fputs(": `", r->out);
        perf_write_source(r->view, r->out, a->code, a->pc);
        fputs("` ", r->out);
        for (uint32_t k = 0; k < p->count && k < 4; k++) {
            fputs(k ? ", " : "", r->out);
            perf_write_label(r->t, r->out, p->rows[k].first);
        }
        fputs(p->count > 4 ? ", ..., " : ", ", r->out);
        write_bytes(r->out, a->bytes);
        fputc('\n', r->out);
    }
    left_out(r, r->view->allocating_count, shown, "places");
}

static void write_advice(Report *r) {
    bool any = false;
    for (int i = 0; i < PERF_FINDING_COUNT; i++) {
        if (!r->advise[i])
            continue;
        fputs(any ? "" : "\nWhat it means\n", r->out);
        any = true;
        fputs("  ", r->out);
        for (const char *p = perf_finding_advice[i]; *p; p++) {
            fputc(*p, r->out);
            fputs(*p == '\n' ? "    " : "", r->out);
        }
        fputc('\n', r->out);
    }
}

void perf_write_text(Thread *t, FILE *out, PerfView *view, bool all) {
    Report r = {.t = t, .perf = t->vm->perf, .out = out, .view = view, .all = all};
    write_summary(&r);
    write_findings(&r);
    write_functions(&r);
    write_compiler(&r);
    write_allocations(&r);
    write_advice(&r);
    free(r.numbers);
}

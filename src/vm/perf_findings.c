/*
 * perf_findings.c - from the counts of --debug-perf to what slows a program
 * down, in sentences.
 *
 * A finding is about one instruction.  Its weight, by which findings are
 * ordered, is how many executions took a slow way because of it, times what
 * such an execution costs.
 */
#include <stdlib.h>

#include "runtime/error.h"
#include "vm/interpreter.h"
#include "vm/perf_data.h"
#include "vm/quicken.h"

const char *const perf_finding_names[PERF_FINDING_COUNT] = {
#define FINDING(id, name, cost, advice) name,
#include "vm/perf_finding.def"
};
const char *const perf_finding_advice[PERF_FINDING_COUNT] = {
#define FINDING(id, name, cost, advice) advice,
#include "vm/perf_finding.def"
};
static const uint32_t costs[PERF_FINDING_COUNT] = {
#define FINDING(id, name, cost, advice) cost,
#include "vm/perf_finding.def"
};

enum {
    RARE_PER_MILLE = 10, /* what comes less often does not count as variety */
    NAMES_SHOWN = 4,
    WORTH_SAYING = 10, /* executions */
    MANY_EXCEPTIONS = 100,
};

typedef struct Findings {
    PerfFinding *items;
    size_t count, capacity;
} Findings;

static void add(Findings *f, PerfFindingKind kind, const PerfCode *code, uint32_t pc, const PerfNote *note,
                uint64_t executions) {
    if (f->count == f->capacity) {
        size_t wanted = f->capacity ? f->capacity * 2 : 64;
        PerfFinding *grown = realloc(f->items, wanted * sizeof *grown);
        if (!grown)
            return;
        f->items = grown;
        f->capacity = wanted;
    }
    f->items[f->count++] = (PerfFinding){kind, code, pc, note, executions, executions * costs[kind]};
}

/* ---- profiles ---- */

static uint64_t total_of(const PerfProfile *p) {
    uint64_t total = p->others;
    for (uint32_t i = 0; i < p->count; i++)
        total += p->rows[i].count;
    return total;
}

static bool is_common(const PerfProfile *p, const PerfSeen *row, uint64_t total) {
    return row->count * 1000 >= total * RARE_PER_MILLE;
}

static uint32_t variety(const PerfProfile *p, uint64_t total) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->count; i++)
        n += is_common(p, &p->rows[i], total);
    return n + (p->others * 1000 >= total * RARE_PER_MILLE && p->others);
}

/* Executions that were not of the commonest kind. */
static uint64_t displaced(const PerfProfile *p, uint64_t total) {
    uint64_t most = 0;
    for (uint32_t i = 0; i < p->count; i++)
        if (p->rows[i].count > most)
            most = p->rows[i].count;
    return total - most;
}

static bool of_one_name(const PerfProfile *p) {
    for (uint32_t i = 1; i < p->count; i++)
        if (p->rows[i].first != p->rows[0].first)
            return false;
    return !p->others;
}

static bool is_dict_mode(const Perf *perf, const PerfSeen *row) {
    const char *rest = perf->labels[row->first].rest;
    return rest && !strcmp(rest, PERF_DICT_MODE_REST);
}

static uint64_t dict_mode_count(const Perf *perf, const PerfProfile *p) {
    uint64_t n = 0;
    for (uint32_t i = 0; i < p->count; i++)
        n += is_dict_mode(perf, &p->rows[i]) ? p->rows[i].count : 0;
    return n;
}

Opcode perf_opcode(const PerfCode *code, uint32_t pc) {
    const uint32_t *words = (const uint32_t *)code->code->instructions->bytes;
    Opcode op = instruction_opcode(words[pc]);
    return op == OPC_WIDE ? instruction_opcode(words[pc + 1]) : op;
}

uint64_t perf_cache_lookups(const PerfCode *code, uint32_t pc) {
    switch ((Opcode)opcode_info[perf_opcode(code, pc)].family) {
    case OPC_GET_ATTR:
    case OPC_SET_ATTR:
    case OPC_LOAD_METHOD:
    case OPC_LOAD_SUPER_METHOD:
    case OPC_LOAD_SUPER_ATTR:
    case OPC_LOAD_GLOBAL:
    case OPC_STORE_GLOBAL:
    case OPC_LOAD_NAME:
    case OPC_STORE_NAME: return code->counts[pc];
    default: return 0;
    }
}

/* ---- finding ---- */

static void of_attribute(Findings *f, const Perf *perf, const PerfCode *code, const PerfSite *s) {
    uint64_t total = total_of(&s->met), in_dicts = dict_mode_count(perf, &s->met);
    uint32_t shapes = variety(&s->met, total);
    if (in_dicts >= WORTH_SAYING)
        add(f, PERF_DICT_MODE_RECEIVER, code, s->pc, NULL, in_dicts);
    if (shapes > CACHE_SHAPES_MAX)
        add(f, PERF_MEGAMORPHIC_ATTRIBUTE, code, s->pc, NULL, s->misses);
    else if (s->misses - in_dicts > WORTH_SAYING && (s->misses - in_dicts) * 2 > total)
        add(f, PERF_UNCACHED_ATTRIBUTE, code, s->pc, NULL, s->misses - in_dicts);
    else if (shapes > 1 && of_one_name(&s->met))
        add(f, PERF_SHAPES_OF_ONE_CLASS, code, s->pc, NULL, s->misses);
    else if (shapes > 1)
        add(f, PERF_POLYMORPHIC_ATTRIBUTE, code, s->pc, NULL, s->misses);
}

/* Whether there are forms for some operand types, which others spoil. */
static bool types_matter(Opcode family) {
    switch (family) {
    case OPC_IN:
    case OPC_NOT_IN:
    case OPC_JUMP_IN:
    case OPC_SET_ITEM:
    case OPC_UNPACK:
    case OPC_NOT:
    case OPC_JUMP_IF_TRUE:
    case OPC_JUMP_IF_FALSE: return false;
    default: return true;
    }
}

static void of_operator(Findings *f, const PerfCode *code, const PerfSite *s) {
    uint64_t total = total_of(&s->met);
    uint32_t pairs = variety(&s->met, total);
    if (pairs > 1 && types_matter((Opcode)s->family))
        add(f, PERF_MIXED_OPERANDS, code, s->pc, NULL, displaced(&s->met, total));
    if (s->slow >= WORTH_SAYING && s->slow * 10 >= total)
        add(f, PERF_GENERIC_OPERATOR, code, s->pc, NULL, s->slow);
}

static void of_site(Findings *f, const Perf *perf, const PerfCode *code, const PerfSite *s) {
    uint64_t executed = code->counts[s->pc];
    if (s->raised >= MANY_EXCEPTIONS)
        add(f, PERF_EXCEPTIONS, code, s->pc, NULL, s->raised);
    if (executed < WORTH_SAYING)
        return;
    switch ((PerfWatch)s->watch) {
    case PERF_WATCH_RECEIVER:
    case PERF_WATCH_OWNER: of_attribute(f, perf, code, s); break;
    case PERF_WATCH_OPERANDS:
    case PERF_WATCH_OPERAND:
    case PERF_WATCH_TRUTH:
    case PERF_WATCH_STORE: of_operator(f, code, s); break;
    case PERF_WATCH_CALLEE: {
        uint64_t total = total_of(&s->met);
        uint32_t callees = variety(&s->met, total);
        if (callees > 1)
            add(f, callees > CALL_TARGETS_MAX ? PERF_MEGAMORPHIC_CALL : PERF_POLYMORPHIC_CALL, code, s->pc, NULL,
                displaced(&s->met, total));
        if (s->slow * 10 >= total)
            add(f, PERF_BOUND_CALL, code, s->pc, NULL, s->slow);
        break;
    }
    case PERF_WATCH_LIST:
    case PERF_WATCH_ITERABLE: break; /* for the JSON report; loops ask their iterable each time */
    case PERF_WATCH_NOTHING:
        if (s->misses >= WORTH_SAYING && s->misses * 10 >= executed)
            add(f, PERF_UNCACHED_GLOBAL, code, s->pc, NULL, s->misses);
        break;
    }
}

static int heavier(const void *a, const void *b) {
    const PerfFinding *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight < y->weight ? 1 : -1;
    return x->pc < y->pc ? -1 : x->pc > y->pc;
}

static bool same_place(Thread *t, const PerfFinding *a, const PerfFinding *b) {
    const CodePosition *x = code_position_at(t, a->code->code, a->pc), *y = code_position_at(t, b->code->code, b->pc);
    return a->kind == b->kind && a->code == b->code && !a->note && !b->note && x && y && x->line == y->line &&
           x->column == y->column && x->end_line == y->end_line && x->end_column == y->end_column;
}

/* `o.x += 1` reads and stores: the reader is told once. */
static size_t without_repetition(Thread *t, PerfFinding *items, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool repeated = false;
        for (size_t k = kept; k-- > 0 && !repeated && items[k].weight == items[i].weight;)
            repeated = same_place(t, &items[k], &items[i]);
        if (!repeated)
            items[kept++] = items[i];
    }
    return kept;
}

PerfFinding *perf_findings(Thread *t, size_t *count) {
    const Perf *perf = t->vm->perf;
    Findings f = {0};
    for (uint32_t i = 0; i < perf->code_count; i++) {
        const PerfCode *code = perf->codes[i];
        for (uint32_t pc = 0; pc < code->code->instruction_count; pc++)
            if (code->sites[pc])
                of_site(&f, perf, code, code->sites[pc]);
        for (uint32_t n = 0; n < code->note_count; n++) {
            const PerfNote *note = &code->notes[n];
            add(&f, note->kind, code, note->pc, note, code->counts[note->pc]);
        }
    }
    if (f.count)
        qsort(f.items, f.count, sizeof *f.items, heavier);
    *count = without_repetition(t, f.items, f.count);
    return f.items;
}

/* ---- saying it ---- */

void perf_write_number(FILE *out, uint64_t n) {
    if (n >= 1000) {
        perf_write_number(out, n / 1000);
        fprintf(out, ",%03u", (unsigned)(n % 1000));
    } else {
        fprintf(out, "%u", (unsigned)n);
    }
}

static void write_str(Thread *t, FILE *out, Value s) {
    size_t length;
    const char *text = str_to_wtf8(t, s, &length);
    if (!text)
        error_clear(t);
    fputs(text ? text : "?", out);
}

void perf_write_label(Thread *t, FILE *out, uint32_t label) {
    const PerfLabel *l = &t->vm->perf->labels[label];
    if (!value_is_undef(l->owner))
        write_str(t, out, l->owner);
    if (!value_is_undef(l->owner) && l->name)
        fputc('.', out);
    fputs(l->name ? l->name : "", out);
    fputs(l->rest ? l->rest : "", out);
    if (l->line)
        fprintf(out, ":%d", l->line);
}

/* "Point, Point3 and 7 more", commonest first. */
static void write_names(Thread *t, FILE *out, const PerfProfile *p, const char *between) {
    bool used[PERF_PROFILE_MAX] = {false};
    uint64_t total = total_of(p);
    for (uint32_t shown = 0; shown < p->count; shown++) {
        if (shown == NAMES_SHOWN) {
            fprintf(out, ", and %u more", p->count - shown);
            break;
        }
        uint32_t best = p->count;
        for (uint32_t i = 0; i < p->count; i++)
            if (!used[i] && (best == p->count || p->rows[i].count > p->rows[best].count))
                best = i;
        used[best] = true;
        const PerfSeen *row = &p->rows[best];
        fputs(shown ? ", " : "", out);
        perf_write_label(t, out, row->first);
        if (row->second) {
            fputs(between, out);
            perf_write_label(t, out, row->second);
        }
        if (p->count > 1 || p->others)
            fprintf(out, " %.*f %%", row->count * 1000 < total * 10 ? 2 : 0, 100.0 * (double)row->count / (double)total);
    }
}

static const char *operator_between(uint8_t family) {
    switch ((Opcode)family) {
    case OPC_GET_ITEM:
    case OPC_SET_ITEM: return " indexed by ";
    case OPC_IN:
    case OPC_NOT_IN:
    case OPC_JUMP_IN: return " in ";
    default: return " with ";
    }
}

static const char *generic_verb(uint8_t family) {
    switch ((Opcode)family) {
    case OPC_NOT:
    case OPC_JUMP_IF_TRUE:
    case OPC_JUMP_IF_FALSE: return "is tested for truth the general way as ";
    case OPC_UNPACK: return "is unpacked the general way as ";
    default: return "is generic for ";
    }
}

static void write_share(FILE *out, uint64_t part, uint64_t whole, const char *what) {
    fprintf(out, "%.0f %% of ", whole ? 100.0 * (double)part / (double)whole : 0.0);
    perf_write_number(out, whole);
    fprintf(out, " %s", what);
}

static void write_dict_mode_names(Thread *t, FILE *out, const PerfProfile *p) {
    const char *before = "";
    for (uint32_t i = 0; i < p->count; i++) {
        if (!is_dict_mode(t->vm->perf, &p->rows[i]))
            continue;
        fputs(before, out);
        write_str(t, out, t->vm->perf->labels[p->rows[i].first].owner);
        before = ", ";
    }
}

static void write_shapes(Thread *t, FILE *out, const PerfSite *s) {
    fprintf(out, "saw %s%u shapes (", s->met.others ? "more than " : "", s->met.count);
    write_names(t, out, &s->met, "");
    fputs("): ", out);
}

void perf_finding_write(Thread *t, FILE *out, const PerfFinding *f) {
    const PerfSite *s = f->code->sites[f->pc];
    uint64_t executed = f->code->counts[f->pc];
    switch (f->kind) {
    case PERF_MEGAMORPHIC_ATTRIBUTE:
    case PERF_POLYMORPHIC_ATTRIBUTE:
        write_shapes(t, out, s);
        fputs(f->kind == PERF_MEGAMORPHIC_ATTRIBUTE ? "megamorphic, " : "polymorphic, ", out);
        write_share(out, s->misses, executed, "lookups missed the cache");
        break;
    case PERF_SHAPES_OF_ONE_CLASS:
        fprintf(out, "saw %u shapes of ", s->met.count);
        perf_write_label(t, out, s->met.rows[0].first);
        fputs(", whose instances got different attributes, or in different orders; ", out);
        write_share(out, s->misses, executed, "lookups missed the cache");
        break;
    case PERF_DICT_MODE_RECEIVER:
        fputs("looks into the dict of ", out);
        write_dict_mode_names(t, out, &s->met);
        fputs(": ", out);
        write_share(out, dict_mode_count(t->vm->perf, &s->met), executed, "lookups");
        break;
    case PERF_UNCACHED_ATTRIBUTE:
        fputs("is not cached for ", out);
        write_names(t, out, &s->met, "");
        fputs(": ", out);
        write_share(out, s->misses, executed, "lookups by the general rules");
        break;
    case PERF_UNCACHED_GLOBAL: write_share(out, s->misses, executed, "lookups missed the cache"); break;
    case PERF_MEGAMORPHIC_CALL:
    case PERF_POLYMORPHIC_CALL:
        fprintf(out, "calls %s%u callees (", s->met.others ? "more than " : "", s->met.count);
        write_names(t, out, &s->met, "");
        fputs(f->kind == PERF_MEGAMORPHIC_CALL ? "): megamorphic" : "): polymorphic", out);
        break;
    case PERF_BOUND_CALL:
        fputs("sorts its arguments into the parameters of ", out);
        write_names(t, out, &s->met, "");
        fputs(": ", out);
        write_share(out, s->slow, executed, "calls");
        break;
    case PERF_MIXED_OPERANDS:
        fputs("met different types: ", out);
        write_names(t, out, &s->met, operator_between(s->family));
        break;
    case PERF_GENERIC_OPERATOR:
        fputs(generic_verb(s->family), out);
        write_names(t, out, &s->met, operator_between(s->family));
        fputs(": ", out);
        write_share(out, s->slow, executed, "executions");
        break;
    case PERF_EXCEPTIONS:
        fputs("raised ", out);
        perf_write_number(out, s->raised);
        fputs(" exceptions", out);
        break;
    case PERF_LIST_GENERALIZED:
        fputs("made a list of ", out);
        perf_write_label(t, out, f->note->first);
        fputs("s generic by storing ", out);
        perf_write_label(t, out, f->note->second);
        fputs(f->note->count > 1 ? ", " : "", out);
        if (f->note->count > 1) {
            perf_write_number(out, f->note->count);
            fputs(" times", out);
        }
        break;
    case PERF_DICT_MODE:
        fputs("turned ", out);
        perf_write_number(out, f->note->count);
        fputs(f->note->count > 1 ? " instances of " : " instance of ", out);
        perf_write_label(t, out, f->note->first);
        fputs(" to dictionary mode", out);
        break;
    case PERF_FINDING_COUNT: break;
    }
}

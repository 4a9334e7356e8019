/*
 * perf_json.c - the report of --debug-perf as JSON: everything that was seen,
 * for programs to read.
 */
#include "runtime/error.h"
#include "vm/perf_data.h"
#include "vm/perf_view.h"

#include <stdlib.h>

typedef struct Json {
    Thread *t;
    FILE *out;
    PerfView *view;
    bool comma; /* before the next member or element */
} Json;

static void escaped(FILE *out, const char *s) {
    fputc('"', out);
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7f)
            fprintf(out, "\\u%04x", c);
        else
            fputc(c, out);
    }
    fputc('"', out);
}

static void key(Json *j, const char *name) {
    fputs(j->comma ? "," : "", j->out);
    j->comma = false;
    if (name) {
        escaped(j->out, name);
        fputc(':', j->out);
    }
}

static void open(Json *j, const char *name, char bracket) {
    key(j, name);
    fputc(bracket, j->out);
}

static void close(Json *j, char bracket) {
    fputc(bracket, j->out);
    j->comma = true;
}

static void number(Json *j, const char *name, uint64_t n) {
    key(j, name);
    fprintf(j->out, "%llu", (unsigned long long)n);
    j->comma = true;
}

static void fraction(Json *j, const char *name, double x) {
    key(j, name);
    fprintf(j->out, "%.6g", x);
    j->comma = true;
}

static void string(Json *j, const char *name, const char *s) {
    key(j, name);
    escaped(j->out, s);
    j->comma = true;
}

static void str(Json *j, const char *name, Value s) {
    size_t length;
    const char *text = str_to_wtf8(j->t, s, &length);
    if (!text)
        error_clear(j->t);
    string(j, name, text ? text : "?");
}

/* What `write` writes, as a string. */
typedef struct Written {
    Json *j;
    char *text;
    size_t length;
    FILE *out;
} Written;

static FILE *begin_text(Written *w) {
    w->text = NULL;
    return w->out = open_memstream(&w->text, &w->length);
}

static void end_text(Json *j, Written *w, const char *name) {
    if (w->out)
        fclose(w->out);
    string(j, name, w->text ? w->text : "?");
    free(w->text);
}

static void label(Json *j, const char *name, uint32_t l) {
    Written w;
    if (begin_text(&w))
        perf_write_label(j->t, w.out, l);
    end_text(j, &w, name);
}

static void source(Json *j, const PerfCode *code, uint32_t pc) {
    Written w;
    if (begin_text(&w))
        perf_write_source(j->view, w.out, code, pc);
    end_text(j, &w, "source");
}

static void profile(Json *j, const char *name, const PerfProfile *p, bool bytes) {
    if (!p->count && !p->others)
        return;
    open(j, name, '[');
    for (uint32_t i = 0; i < p->count; i++) {
        const PerfSeen *row = &p->rows[i];
        open(j, NULL, '{');
        label(j, "name", row->first);
        if (row->second)
            label(j, "second", row->second);
        number(j, "count", row->count);
        if (bytes)
            number(j, "bytes", row->bytes);
        close(j, '}');
    }
    if (p->others) {
        open(j, NULL, '{');
        key(j, "name");
        fputs("null", j->out);
        j->comma = true;
        number(j, "count", p->others);
        if (bytes)
            number(j, "bytes", p->others_bytes);
        close(j, '}');
    }
    close(j, ']');
}

static void notes(Json *j, const PerfCode *code, uint32_t pc) {
    bool any = false;
    for (uint32_t i = 0; i < code->note_count; i++) {
        const PerfNote *n = &code->notes[i];
        if (n->pc != pc)
            continue;
        if (!any)
            open(j, "notes", '[');
        any = true;
        open(j, NULL, '{');
        string(j, "kind", perf_finding_names[n->kind]);
        label(j, "of", n->first);
        if (n->second)
            label(j, "because_of", n->second);
        number(j, "count", n->count);
        close(j, '}');
    }
    if (any)
        close(j, ']');
}

static void site(Json *j, const PerfCode *code, uint32_t pc) {
    const PerfSite *s = code->sites[pc];
    Opcode op = perf_opcode(code, pc), family = (Opcode)opcode_info[op].family;
    const CodePosition *p = code_position_at(j->view->t, code->code, pc);
    uint64_t lookups = perf_cache_lookups(code, pc);
    open(j, NULL, '{');
    string(j, "instruction", opcode_info[family].name);
    if (op != family)
        string(j, "quickened", opcode_info[op].name);
    if (p && p->column >= 0) {
        number(j, "column", (uint64_t)p->column);
        if (p->end_line == p->line && p->end_column >= 0)
            number(j, "end_column", (uint64_t)p->end_column);
    }
    source(j, code, pc);
    number(j, "executions", code->counts[pc]);
    if (lookups) {
        number(j, "cache_lookups", lookups);
        number(j, "cache_misses", s ? s->misses : 0);
    }
    if (s) {
        if (s->slow)
            number(j, "slow", s->slow);
        if (s->raised)
            number(j, "raised", s->raised);
        profile(j, s->watch == PERF_WATCH_CALLEE ? "callees" : "types", &s->met, false);
        profile(j, "allocated", &s->allocated, true);
    }
    notes(j, code, pc);
    close(j, '}');
}

static void line(Json *j, const PerfFunction *f, const PerfLine *l) {
    const PerfCode *code = f->code;
    open(j, NULL, '{');
    number(j, "line", (uint64_t)l->line);
    Written w;
    if (begin_text(&w))
        perf_write_line(j->view, w.out, code, l->line);
    end_text(j, &w, "source");
    number(j, "executions", l->executions);
    number(j, "instructions", l->instructions);
    open(j, "sites", '[');
    for (uint32_t pc = 0; pc < code->code->instruction_count; pc++)
        if (code->counts[pc] && code_line_at(j->view->t, code->code, pc) == l->line &&
            (code->sites[pc] || perf_cache_lookups(code, pc)))
            site(j, code, pc);
    close(j, ']');
    close(j, '}');
}

static void function(Json *j, const PerfFunction *f) {
    const Code *code = f->code->code;
    open(j, NULL, '{');
    str(j, "name", code->qualname);
    str(j, "file", code->filename);
    number(j, "line", code->first_line > 0 ? (uint64_t)code->first_line : 0);
    number(j, "calls", f->code->counts[0]);
    number(j, "instructions", f->instructions);
    open(j, "lines", '[');
    for (size_t i = 0; i < f->line_count; i++)
        line(j, f, &f->lines[i]);
    close(j, ']');
    close(j, '}');
}

static void finding(Json *j, const PerfFinding *f) {
    open(j, NULL, '{');
    string(j, "kind", perf_finding_names[f->kind]);
    str(j, "function", f->code->code->qualname);
    str(j, "file", f->code->code->filename);
    int at = code_line_at(j->view->t, f->code->code, f->pc);
    number(j, "line", at > 0 ? (uint64_t)at : 0);
    source(j, f->code, f->pc);
    Written w;
    if (begin_text(&w))
        perf_finding_write(j->t, w.out, f);
    end_text(j, &w, "message");
    number(j, "executions", f->executions);
    number(j, "weight", f->weight);
    close(j, '}');
}

static void event(Json *j, const PerfEvent *e) {
    open(j, NULL, '{');
    string(j, "kind", perf_event_names[e->kind]);
    str(j, "function", e->code->qualname);
    str(j, "file", e->code->filename);
    if (e->place != e->code)
        str(j, "inside", e->place->qualname);
    int at = code_line_at(j->view->t, e->place, e->pc);
    number(j, "line", at > 0 ? (uint64_t)at : 0);
    number(j, "pc", e->pc);
    if (e->reason)
        string(j, "reason", e->reason);
    if (!value_is_undef(e->name))
        str(j, "name", e->name);
    if (!value_is_undef(e->type))
        str(j, "type", e->type);
    number(j, "count", e->count);
    if (e->kind == PERF_EVENT_COMPILED) {
        fraction(j, "microseconds", (double)e->ns / 1e3);
        number(j, "operations", e->nodes);
        number(j, "bytes", e->bytes);
    }
    close(j, '}');
}

void perf_write_json(Thread *t, FILE *out, PerfView *view) {
    Json json = {.t = t, .out = out, .view = view}, *j = &json;
    const Perf *perf = t->vm->perf;
    HeapStats now = heap_stats(t->heap), before = perf->heap_before;
    open(j, NULL, '{');
    number(j, "version", 1);
    number(j, "instructions", view->instructions);
    number(j, "cache_lookups", view->lookups);
    number(j, "cache_misses", view->misses);
    number(j, "allocations", perf->allocations);
    number(j, "allocated_bytes", perf->allocated_bytes);
    open(j, "collections", '{');
    number(j, "minor", now.minor_collections - before.minor_collections);
    number(j, "major", now.major_collections - before.major_collections);
    fraction(j, "pause_total_ms", (double)(now.pause_total_ns - before.pause_total_ns) / 1e6);
    fraction(j, "pause_max_ms", (double)now.pause_max_ns / 1e6);
    close(j, '}');
    open(j, "findings", '[');
    for (size_t i = 0; i < view->finding_count; i++)
        finding(j, &view->findings[i]);
    close(j, ']');
    open(j, "functions", '[');
    for (size_t i = 0; i < view->function_count; i++)
        function(j, &view->functions[i]);
    close(j, ']');
    open(j, "compiler", '[');
    for (uint32_t i = 0; i < perf->event_count; i++)
        event(j, &perf->events[i]);
    close(j, ']');
    open(j, "types", '[');
    for (size_t i = 0; i < view->type_count; i++) {
        open(j, NULL, '{');
        label(j, "name", view->types[i]->first);
        number(j, "count", view->types[i]->count);
        number(j, "bytes", view->types[i]->bytes);
        close(j, '}');
    }
    close(j, ']');
    key(j, "incomplete");
    fputs(perf->incomplete ? "true}\n" : "false}\n", out);
}

/*
 * perf_events.c - what a compiler tells --debug-perf: the log of it, and its words.
 *
 * An event may come millions of times (a guard that keeps failing), so it is looked
 * up by what makes it the same: kind, code, place, reason, names.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "runtime/error.h"
#include "vm/perf_data.h"

const char *const perf_event_names[PERF_EVENT_COUNT] = {
#define EVENT(id, name) name,
#include "vm/perf_event.def"
};

/* ---- the log ---- */

static uint32_t event_hash(const PerfEvent *e) {
    uint64_t h = e->kind;
    const uint64_t parts[] = {(uintptr_t)e->code, (uintptr_t)e->place, e->pc,
                              (uintptr_t)e->reason, e->name.bits, e->type.bits};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        h = (h ^ parts[i]) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(h >> 32);
}

static bool same_event(const PerfEvent *a, const PerfEvent *b) {
    return a->kind == b->kind && a->code == b->code && a->place == b->place && a->pc == b->pc &&
           a->reason == b->reason && value_same(a->name, b->name) && value_same(a->type, b->type);
}

/* Makes room for one more; false: out of memory. */
static bool reserve(Perf *perf) {
    if (perf->event_count == perf->event_capacity) {
        uint32_t capacity = perf->event_capacity ? perf->event_capacity * 2 : 64;
        PerfEvent *events = realloc(perf->events, capacity * sizeof *events);
        if (!events)
            return false;
        perf->events = events;
        perf->event_capacity = capacity;
    }
    if (perf->event_table && perf->event_count * 2 < perf->event_mask)
        return true;
    uint32_t mask = perf->event_table ? perf->event_mask * 2 + 1 : 255;
    uint32_t *table = calloc((size_t)mask + 1, sizeof *table);
    if (!table)
        return false;
    for (uint32_t i = 0; i < perf->event_count; i++) {
        uint32_t at = event_hash(&perf->events[i]) & mask;
        while (table[at])
            at = (at + 1) & mask;
        table[at] = i + 1;
    }
    free(perf->event_table);
    perf->event_table = table;
    perf->event_mask = mask;
    return true;
}

void perf_stage(Vm *vm, const char *name) {
    Perf *perf = vm->perf;
    struct timespec now;
    if (!perf)
        return;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    uint64_t ns = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec, took = ns - perf->stage_began;
    uint32_t i = 0;
    perf->stage_began = ns;
    while (name && i < perf->stage_count && strcmp(perf->stages[i].name, name))
        i++;
    if (!name || i == PERF_STAGES_MAX)
        return;
    if (i == perf->stage_count)
        perf->stages[perf->stage_count++] = (PerfStage){name, 0};
    perf->stages[i].ns += took;
}

void perf_event(Vm *vm, const PerfEvent *event) {
    Perf *perf = vm->perf;
    if (!perf)
        return;
    if (!reserve(perf)) {
        perf->incomplete = true;
        return;
    }
    uint32_t at = event_hash(event) & perf->event_mask;
    while (perf->event_table[at] && !same_event(&perf->events[perf->event_table[at] - 1], event))
        at = (at + 1) & perf->event_mask;
    if (!perf->event_table[at]) {
        PerfEvent *fresh = &perf->events[perf->event_count++];
        *fresh = *event;
        fresh->count = fresh->ns = 0;
        perf->event_table[at] = perf->event_count;
    }
    PerfEvent *e = &perf->events[perf->event_table[at] - 1];
    e->count++;
    e->ns += event->ns;
    e->nodes = event->nodes;
    e->bytes = event->bytes;
}

void perf_events_trace(Tracer *tracer, const Perf *perf) {
    for (uint32_t i = 0; i < perf->event_count; i++) {
        trace_object(tracer, perf->events[i].code);
        trace_object(tracer, perf->events[i].place);
        trace_value(tracer, perf->events[i].name);
        trace_value(tracer, perf->events[i].type);
    }
}

void perf_events_free(Perf *perf) {
    free(perf->events);
    free(perf->event_table);
}

/* ---- words ---- */

static const char *text_of(Thread *t, Value s) {
    const char *text = str_to_wtf8(t, s, &(size_t){0});
    if (!text)
        error_clear(t);
    return text ? text : "?";
}

/* "a str" */
static void write_type(Thread *t, FILE *out, Value type) {
    const char *text = text_of(t, type);
    fprintf(out, "%s %s", *text && strchr("aeiouAEIOU", *text) ? "an" : "a", text);
}

/* Why code was left.  In the words of deopt_reason.def the variable takes the place of
 * "a value", and what came that of "something else". */
static void write_leaving(Thread *t, FILE *out, const PerfEvent *e) {
    static const char value[] = "a value", other[] = "something else";
    const char *words = e->reason ? e->reason : "?", *end;
    bool named = !value_is_undef(e->name), typed = !value_is_undef(e->type);
    if (named && !strncmp(words, value, sizeof value - 1)) {
        fprintf(out, "`%s`", text_of(t, e->name));
        words += sizeof value - 1;
    } else if (named) {
        fprintf(out, "`%s`: ", text_of(t, e->name));
    }
    if (typed && (end = strstr(words, other))) {
        fwrite(words, 1, (size_t)(end - words), out);
        write_type(t, out, e->type);
        fputs(end + sizeof other - 1, out);
        return;
    }
    fputs(words, out);
    if (typed) {
        fputs(" (now ", out);
        write_type(t, out, e->type);
        fputc(')', out);
    }
}

void perf_event_write(Thread *t, FILE *out, const PerfEvent *e) {
    bool named = !value_is_undef(e->name);
    switch (e->kind) {
    case PERF_EVENT_COMPILED:
        fprintf(out, "compiled in %.0f us: %u operations, %zu bytes", (double)e->ns / 1e3, e->nodes, e->bytes);
        break;
    case PERF_EVENT_NOT_COMPILED: fprintf(out, "not compiled: %s", e->reason ? e->reason : "?"); break;
    case PERF_EVENT_INLINED:
        fprintf(out, "`%s` inlined", text_of(t, e->name));
        break;
    case PERF_EVENT_NOT_INLINED:
        fprintf(out, "`%s` not inlined: %s", named ? text_of(t, e->name) : "?", e->reason ? e->reason : "?");
        break;
    case PERF_EVENT_LEFT: write_leaving(t, out, e); break;
    case PERF_EVENT_INVALIDATED:
        fputs("thrown away: ", out);
        if (named)
            fprintf(out, "`%s` ", text_of(t, e->name));
        fputs(e->reason ? e->reason : "what it relied on was changed", out);
        break;
    case PERF_EVENT_COUNT: break;
    }
}

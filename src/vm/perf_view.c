/*
 * perf_view.c - puts what --debug-perf has seen in order for the reports, and
 * finds the source text of its places.
 */
#include "vm/perf_view.h"

#include <stdlib.h>

#include "runtime/error.h"

enum { LONGEST_SOURCE = 100 }; /* bytes of source text in a report's line */

/* ---- functions and lines ---- */

static int by_line(const void *a, const void *b) {
    const PerfLine *x = a, *y = b;
    return x->line < y->line ? -1 : x->line > y->line;
}

static int hotter_line(const void *a, const void *b) {
    const uint64_t *x = a, *y = b;
    return *x < *y ? 1 : *x > *y ? -1 : 0;
}

static int hotter(const void *a, const void *b) {
    const PerfFunction *x = a, *y = b;
    return x->instructions < y->instructions ? 1 : x->instructions > y->instructions ? -1 : 0;
}

static int more_bytes(const void *a, const void *b) {
    const PerfSeen *x = *(PerfSeen *const *)a, *y = *(PerfSeen *const *)b;
    return x->bytes < y->bytes ? 1 : x->bytes > y->bytes ? -1 : 0;
}

static int more_allocated(const void *a, const void *b) {
    const PerfAllocating *x = a, *y = b;
    return x->bytes < y->bytes ? 1 : x->bytes > y->bytes ? -1 : 0;
}

/* Adds up the instructions of each line; false: out of memory. */
static bool fill_function(PerfView *view, PerfFunction *f, const PerfCode *code) {
    uint32_t words = code->code->instruction_count;
    f->code = code;
    f->lines = calloc(words, sizeof *f->lines);
    if (!f->lines)
        return false;
    for (uint32_t pc = 0; pc < words; pc++) {
        uint64_t count = code->counts[pc];
        if (!count)
            continue;
        f->instructions += count;
        view->lookups += perf_cache_lookups(code, pc);
        view->misses += code->sites[pc] ? code->sites[pc]->misses : 0;
        int32_t line = code_line_at(view->t, code->code, pc);
        if (line <= 0)
            continue;
        size_t i = f->line_count;
        while (i && f->lines[i - 1].line != line)
            i--;
        PerfLine *l = &f->lines[i ? i - 1 : f->line_count++];
        l->line = line;
        l->instructions += count;
        if (count > l->executions)
            l->executions = count;
    }
    qsort(f->lines, f->line_count, sizeof *f->lines, by_line);
    view->instructions += f->instructions;
    return true;
}

uint64_t perf_line_threshold(const PerfFunction *f, size_t shown) {
    uint64_t *all = shown < f->line_count ? calloc(f->line_count, sizeof *all) : NULL;
    if (!all)
        return 0;
    for (size_t i = 0; i < f->line_count; i++)
        all[i] = f->lines[i].instructions;
    qsort(all, f->line_count, sizeof *all, hotter_line);
    uint64_t least = shown ? all[shown - 1] : UINT64_MAX;
    free(all);
    return least;
}

/* ---- allocations ---- */

static bool fill_allocations(PerfView *view, const Perf *perf) {
    view->types = calloc((size_t)perf->type_count + 1, sizeof *view->types);
    if (!view->types)
        return false;
    for (uint32_t i = 0; perf->types && i <= perf->type_mask; i++)
        if (perf->types[i].key)
            view->types[view->type_count++] = &perf->types[i];
    qsort(view->types, view->type_count, sizeof *view->types, more_bytes);
    size_t capacity = 0;
    for (uint32_t c = 0; c < perf->code_count; c++) {
        const PerfCode *code = perf->codes[c];
        for (uint32_t pc = 0; pc < code->code->instruction_count; pc++) {
            const PerfProfile *p = code->sites[pc] ? &code->sites[pc]->allocated : NULL;
            if (!p || !p->count)
                continue;
            if (view->allocating_count == capacity) {
                capacity = capacity ? capacity * 2 : 64;
                PerfAllocating *grown = realloc(view->allocating, capacity * sizeof *grown);
                if (!grown)
                    return false;
                view->allocating = grown;
            }
            PerfAllocating *a = &view->allocating[view->allocating_count++];
            *a = (PerfAllocating){code, pc, p->others, p->others_bytes};
            for (uint32_t i = 0; i < p->count; i++) {
                a->count += p->rows[i].count;
                a->bytes += p->rows[i].bytes;
            }
        }
    }
    if (view->allocating_count)
        qsort(view->allocating, view->allocating_count, sizeof *view->allocating, more_allocated);
    return true;
}

PerfView *perf_view_new(Thread *t, const char *command) {
    const Perf *perf = t->vm->perf;
    PerfView *view = calloc(1, sizeof *view);
    if (!view)
        return NULL;
    view->t = t;
    view->command = command;
    view->functions = calloc((size_t)perf->code_count + 1, sizeof *view->functions);
    bool ok = view->functions && fill_allocations(view, perf);
    for (uint32_t i = 0; ok && i < perf->code_count; i++)
        ok = fill_function(view, &view->functions[view->function_count++], perf->codes[i]);
    if (!ok) {
        perf_view_free(view);
        return NULL;
    }
    qsort(view->functions, view->function_count, sizeof *view->functions, hotter);
    view->findings = perf_findings(t, &view->finding_count);
    return view;
}

void perf_view_free(PerfView *view) {
    for (size_t i = 0; i < view->function_count; i++)
        free(view->functions[i].lines);
    for (size_t i = 0; i < view->file_count; i++) {
        free(view->files[i].name);
        free(view->files[i].text);
        free(view->files[i].lines);
    }
    free(view->functions);
    free(view->findings);
    free(view->types);
    free(view->allocating);
    free(view->files);
    free(view);
}

/* ---- source text ---- */

static const char *text_of(PerfView *view, Value s) {
    size_t length;
    const char *text = str_to_wtf8(view->t, s, &length);
    if (!text)
        error_clear(view->t);
    return text ? text : "?";
}

static void read_text(PerfFile *f) {
    FILE *in = fopen(f->name, "rb");
    if (!in)
        return;
    size_t length = 0, capacity = 0;
    for (;;) {
        if (length + 4096 > capacity) {
            capacity = capacity * 2 + 8192;
            char *grown = realloc(f->text, capacity + 1);
            if (!grown)
                break;
            f->text = grown;
        }
        size_t n = fread(f->text + length, 1, 4096, in);
        length += n;
        f->text[length] = 0;
        if (n < 4096)
            break;
    }
    fclose(in);
}

static void split_lines(PerfFile *f) {
    int32_t lines = 1;
    for (const char *p = f->text; p && (p = strchr(p, '\n')); p++)
        lines++;
    f->lines = calloc((size_t)lines, sizeof *f->lines);
    if (!f->text || !f->lines)
        return;
    f->lines[f->line_count++] = f->text;
    for (char *p = f->text; (p = strchr(p, '\n'));) {
        *p++ = 0;
        f->lines[f->line_count++] = p;
    }
}

/* A line of a code object's file; NULL: not to be had. */
static const char *source_line(PerfView *view, const PerfCode *code, int32_t line) {
    const char *name = text_of(view, code->code->filename);
    PerfFile *f = NULL;
    for (size_t i = 0; i < view->file_count && !f; i++)
        if (!strcmp(view->files[i].name, name))
            f = &view->files[i];
    if (!f) {
        PerfFile *grown = realloc(view->files, (view->file_count + 1) * sizeof *grown);
        char *copy = grown ? strdup(name) : NULL;
        view->files = grown ? grown : view->files;
        if (!copy)
            return NULL;
        f = &view->files[view->file_count++];
        *f = (PerfFile){.name = copy};
        if (view->command && !strcmp(name, "<string>"))
            f->text = strdup(view->command);
        else
            read_text(f);
        split_lines(f);
    }
    return line > 0 && line <= f->line_count ? f->lines[line - 1] : NULL;
}

static void write_text(FILE *out, const char *text, size_t length) {
    size_t shown = length;
    if (shown > LONGEST_SOURCE) {
        shown = LONGEST_SOURCE - 3;
        while (shown && ((unsigned char)text[shown] & 0xc0) == 0x80)
            shown--;
    }
    while (shown && (text[shown - 1] == ' ' || text[shown - 1] == '\r'))
        shown--;
    fwrite(text, 1, shown, out);
    if (length > LONGEST_SOURCE)
        fputs("...", out);
}

static const char *file_name(PerfView *view, const Code *code) {
    const char *path = text_of(view, code->filename), *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

void perf_write_place(PerfView *view, FILE *out, const Code *code, uint32_t pc) {
    fprintf(out, "%s:%d", file_name(view, code), code_line_at(view->t, code, pc));
}

void perf_write_function(PerfView *view, FILE *out, const Code *code) {
    fputs(text_of(view, code->qualname), out);
    fprintf(out, " (%s:%d)", file_name(view, code), code->first_line);
}

void perf_write_line(PerfView *view, FILE *out, const PerfCode *code, int32_t line) {
    const char *text = source_line(view, code, line);
    if (!text)
        return;
    text += strspn(text, " \t\f");
    write_text(out, text, strlen(text));
}

void perf_write_source(PerfView *view, FILE *out, const PerfCode *code, uint32_t pc) {
    const CodePosition *p = code_position_at(view->t, code->code, pc);
    const char *text = p ? source_line(view, code, p->line) : NULL;
    size_t length = text ? strlen(text) : 0;
    if (text && p->column >= 0 && (size_t)p->column < length) {
        size_t end = p->end_line == p->line && p->end_column > p->column && (size_t)p->end_column < length
                         ? (size_t)p->end_column : length;
        write_text(out, text + p->column, end - (size_t)p->column);
        return;
    }
    /* Without the source: the name in the instruction, or what it does. */
    const uint32_t *words = (const uint32_t *)code->code->instructions->bytes;
    const OpcodeInfo *info = &opcode_info[perf_opcode(code, pc)];
    uint32_t next = pc + 1 + (instruction_opcode(words[pc]) == OPC_WIDE);
    if (info->extension == EXTENSION_NAMEC)
        fputs(text_of(view, code->code->names->items[words[next] & 0xffff]), out);
    else
        fputs(opcode_info[info->family].name, out);
}

/*
 * profile_report.c - the table that --profile prints, and the formats for other
 * tools: folded stacks and JSON.
 */
#include "vm/profile_report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* ---- source lines ---- */

typedef struct SourceFile {
    char *name;
    const char *text; /* NULL: cannot be read */
    bool owned;
    size_t length;
} SourceFile;

struct ProfileSources {
    SourceFile *files;
    size_t count;
};

ProfileSources *profile_sources_new(void) { return calloc(1, sizeof(ProfileSources)); }

void profile_sources_free(ProfileSources *sources) {
    if (!sources)
        return;
    for (size_t i = 0; i < sources->count; i++) {
        free(sources->files[i].name);
        if (sources->files[i].owned)
            free((char *)(uintptr_t)sources->files[i].text);
    }
    free(sources->files);
    free(sources);
}

/* The whole of a file; NULL if it cannot be read. */
static char *read_whole(const char *name, size_t *length) {
    FILE *f = fopen(name, "rb");
    if (!f)
        return NULL;
    char *text = NULL;
    size_t n;
    *length = 0;
    do {
        char *grown = realloc(text, *length + 65536);
        if (!grown)
            break;
        text = grown;
        n = fread(text + *length, 1, 65536, f);
        *length += n;
    } while (n);
    fclose(f);
    return text;
}

static SourceFile *add_source(ProfileSources *sources, const char *file) {
    SourceFile *grown = realloc(sources->files, (sources->count + 1) * sizeof *grown);
    if (!grown)
        return NULL;
    sources->files = grown;
    char *name = strdup(file);
    if (!name)
        return NULL;
    grown[sources->count] = (SourceFile){.name = name};
    return &grown[sources->count++];
}

void profile_sources_give(ProfileSources *sources, const char *file, const char *text) {
    SourceFile *f = add_source(sources, file);
    if (f) {
        f->text = text;
        f->length = strlen(text);
    }
}

static const SourceFile *find_source(ProfileSources *sources, const char *file) {
    for (size_t i = 0; i < sources->count; i++)
        if (!strcmp(sources->files[i].name, file))
            return &sources->files[i];
    SourceFile *f = add_source(sources, file);
    if (f && *file != '<') { /* "<string>" and the like are not names of files */
        f->text = read_whole(file, &f->length);
        f->owned = true;
    }
    return f;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f' || c == '\r'; }

const char *profile_source_line(ProfileSources *sources, const char *file, int32_t line, size_t *length) {
    const SourceFile *f = file ? find_source(sources, file) : NULL;
    if (!f || !f->text || line < 1)
        return NULL;
    const char *at = f->text, *end = f->text + f->length;
    for (; line > 1; line--) {
        at = memchr(at, '\n', (size_t)(end - at));
        if (!at)
            return NULL;
        at++;
    }
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    if (!stop)
        stop = end;
    while (at < stop && is_blank(*at))
        at++;
    while (stop > at && is_blank(stop[-1]))
        stop--;
    *length = (size_t)(stop - at);
    return at;
}

const char *profile_shown_file(const Profile *profile, const char *file) {
    size_t n = profile->folder ? strlen(profile->folder) : 0;
    return n > 1 && !strncmp(file, profile->folder, n) && file[n] == '/' ? file + n + 1 : file;
}

/* ---- the table ---- */

enum { TABLE_FUNCTIONS = 20, TABLE_LINES = 15, TABLE_SOURCE = 60 };

typedef struct Scale {
    double seconds; /* of one unit of weight */
    double whole;   /* weight */
} Scale;

static void put_time(const Scale *scale, uint64_t weight, FILE *out) {
    fprintf(out, "%9.3f s %5.1f%%", (double)weight * scale->seconds, 100.0 * (double)weight / scale->whole);
}

/* At most `width` characters; a cut shows as "...".  What a terminal would act
 * on becomes "?". */
static void put_source(const char *text, size_t length, size_t width, FILE *out) {
    bool cut = false;
    size_t characters = 0, end = 0;
    for (size_t at = 0, size; at < length; at += size) {
        utf8_decode(text + at, length - at, &size);
        if (++characters == width - 2)
            end = at; /* what is kept if there is more than fits */
        if (characters > width) {
            cut = true;
            break;
        }
    }
    if (!cut)
        end = length;
    for (size_t i = 0; i < end; i++)
        fputc((unsigned char)text[i] < ' ' || text[i] == 0x7f ? '?' : text[i], out);
    if (cut)
        fputs("...", out);
}

static void put_function(const Profile *profile, const ProfileFunction *f, FILE *out) {
    fputs(f->name, out);
    if (f->file)
        fprintf(out, " (%s:%d)", profile_shown_file(profile, f->file), f->line);
}

bool profile_write_table(const Profile *profile, FILE *out) {
    const ProfileTree *tree = profile->tree;
    uint64_t whole = tree->nodes[0].total;
    ProfileTotals totals;
    if (!profile_totals(tree, &totals))
        return false;
    Scale scale = {whole ? profile->seconds / (double)whole : 0, whole ? (double)whole : 1};
    fprintf(out, "\n       self              total         function\n");
    for (uint32_t i = 0; i < totals.function_count && i < TABLE_FUNCTIONS; i++) {
        const ProfileTotal *f = &totals.functions[i];
        if (!f->total)
            break;
        put_time(&scale, f->self, out);
        put_time(&scale, f->total, out);
        fputs("  ", out);
        put_function(profile, &tree->functions[f->function], out);
        fputc('\n', out);
    }
    fprintf(out, "\n       self              total         line\n");
    for (uint32_t i = 0; i < totals.line_count && i < TABLE_LINES; i++) {
        const ProfileTotal *l = &totals.lines[i];
        if (!l->self)
            break;
        const ProfileFunction *f = &tree->functions[l->function];
        size_t length = 0;
        const char *text = profile_source_line(profile->sources, f->file, l->line, &length);
        put_time(&scale, l->self, out);
        put_time(&scale, l->total, out);
        fprintf(out, "  %s:%d", f->file ? profile_shown_file(profile, f->file) : "?", l->line);
        if (text && length) {
            fputs("  ", out);
            put_source(text, length, TABLE_SOURCE, out);
        }
        fputc('\n', out);
    }
    profile_totals_free(&totals);
    return true;
}

/* ---- folded stacks ---- */

/* A name as an item of a folded stack: the separators must not be in it. */
static void put_folded_text(const char *text, FILE *out) {
    for (; *text; text++)
        fputc(*text == ';' ? ',' : *text == '\n' ? ' ' : *text, out);
}

/* The stack that ends in node `at`; `line` is where the function of that node
 * stands, 0 for the end of a native. */
static void put_stack(const Profile *profile, uint32_t at, int32_t line, FILE *out) {
    const ProfileNode *n = &profile->tree->nodes[at];
    const ProfileFunction *f = &profile->tree->functions[n->function];
    if (n->parent) {
        put_stack(profile, n->parent, n->line, out);
        fputc(';', out);
    }
    put_folded_text(f->name, out);
    if (!f->file)
        return;
    fputs(" (", out);
    put_folded_text(profile_shown_file(profile, f->file), out);
    fprintf(out, ":%d)", line);
}

void profile_write_folded(const Profile *profile, FILE *out) {
    const ProfileTree *tree = profile->tree;
    for (uint32_t i = 1; i < tree->node_count; i++) {
        const ProfileNode *n = &tree->nodes[i];
        if (!n->self)
            continue;
        bool is_line = n->function == PROFILE_LINE;
        put_stack(profile, is_line ? n->parent : i, is_line ? n->line : 0, out);
        fprintf(out, " %" PRIu64 "\n", n->self);
    }
}

/* ---- JSON ---- */

static void put_json_text(const char *text, FILE *out) {
    fputc('"', out);
    for (size_t n = strlen(text), at = 0, size; at < n; at += size) {
        uint32_t c = utf8_decode(text + at, n - at, &size);
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", (char)c);
        else if (c < ' ' || c == 0xFFFD || (c >= 0xD800 && c <= 0xDFFF))
            fprintf(out, "\\u%04x", c); /* not UTF-8: one U+FFFD a byte */
        else
            fwrite(text + at, 1, size, out);
    }
    fputc('"', out);
}

/* The frames of a sample are places: a function and a line in it. */
typedef struct Places {
    IndexTable table; /* (function, line, 0) -> place */
    uint32_t count;
    const Profile *profile;
    FILE *out; /* where new places are described, or NULL */
} Places;

static uint32_t place(Places *places, uint32_t function, int32_t line) {
    bool added;
    uint32_t *index = index_table_at(&places->table, function, (uint32_t)line, 0, &added);
    if (!index || !added)
        return index ? *index : 0;
    const ProfileFunction *f = &places->profile->tree->functions[function];
    fprintf(places->out, "%s\n  {\"name\": ", places->count ? "," : "");
    put_json_text(f->name, places->out);
    if (f->file) {
        fputs(", \"file\": ", places->out);
        put_json_text(f->file, places->out);
        fprintf(places->out, ", \"line\": %d", line);
    }
    fputc('}', places->out);
    return *index = places->count++;
}

/* The stack that ends in node `at`, outermost first. */
static void put_places(Places *places, uint32_t at, int32_t line, FILE *out) {
    const ProfileNode *n = &places->profile->tree->nodes[at];
    if (n->parent) {
        put_places(places, n->parent, n->line, out);
        if (out)
            fputs(", ", out);
    }
    uint32_t index = place(places, n->function, places->profile->tree->functions[n->function].file ? line : 0);
    if (out)
        fprintf(out, "%u", index);
}

/* What to do with each node that samples ended in: NULL describes its places. */
static void put_samples(Places *places, FILE *out) {
    const ProfileTree *tree = places->profile->tree;
    const char *separator = "";
    for (uint32_t i = 1; i < tree->node_count; i++) {
        const ProfileNode *n = &tree->nodes[i];
        if (!n->self)
            continue;
        bool is_line = n->function == PROFILE_LINE;
        if (out)
            fprintf(out, "%s\n  [", separator);
        put_places(places, is_line ? n->parent : i, is_line ? n->line : 0, out);
        if (out)
            fputc(']', out);
        separator = ",";
    }
}

void profile_write_json(const Profile *profile, FILE *out) {
    const ProfileTree *tree = profile->tree;
    Places places = {.profile = profile, .out = out};
    fputs("{\"$schema\": \"https://www.speedscope.app/file-format-schema.json\",\n\"shared\": {\"frames\": [", out);
    put_samples(&places, NULL);
    fputs("]},\n\"profiles\": [{\"type\": \"sampled\", \"name\": ", out);
    put_json_text(profile->title, out);
    fprintf(out, ", \"unit\": \"milliseconds\", \"startValue\": 0, \"endValue\": %.3f,\n\"samples\": [",
            profile->seconds * 1e3);
    put_samples(&places, out);
    fputs("],\n\"weights\": [", out);
    const char *separator = "";
    double unit = tree->nodes[0].total ? profile->seconds * 1e3 / (double)tree->nodes[0].total : 0;
    for (uint32_t i = 1; i < tree->node_count; i++)
        if (tree->nodes[i].self) {
            fprintf(out, "%s%.3f", separator, (double)tree->nodes[i].self * unit);
            separator = ", ";
        }
    fputs("]}],\n\"exporter\": \"tauraro\"}\n", out);
    index_table_clear(&places.table);
}

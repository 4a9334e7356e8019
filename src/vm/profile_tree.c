/*
 * profile_tree.c - the tree of calls of a profile, and its sums by function and
 * by line.
 */
#include "vm/profile_tree.h"

#include <stdlib.h>
#include <string.h>

/* ---- index table: open addressing, at most three quarters full ---- */

typedef struct IndexEntry {
    uint32_t a, b, c, value;
    bool used;
} IndexEntry;

static uint64_t mix(uint32_t a, uint32_t b, uint32_t c) {
    uint64_t h = ((uint64_t)a << 32 | b) * 0x9E3779B97F4A7C15u ^ (uint64_t)c * 0xC2B2AE3D27D4EB4Fu;
    h = (h ^ h >> 29) * 0xBF58476D1CE4E5B9u;
    return h ^ h >> 32;
}

static IndexEntry *probe(const IndexTable *table, uint32_t a, uint32_t b, uint32_t c) {
    for (size_t i = mix(a, b, c);; i++) {
        IndexEntry *e = &table->entries[i & (table->capacity - 1)];
        if (!e->used || (e->a == a && e->b == b && e->c == c))
            return e;
    }
}

static bool grow_table(IndexTable *table) {
    IndexTable bigger = {NULL, table->count, table->capacity ? table->capacity * 2 : 64};
    bigger.entries = calloc(bigger.capacity, sizeof *bigger.entries);
    if (!bigger.entries)
        return false;
    for (size_t i = 0; i < table->capacity; i++) {
        const IndexEntry *e = &table->entries[i];
        if (e->used)
            *probe(&bigger, e->a, e->b, e->c) = *e;
    }
    free(table->entries);
    *table = bigger;
    return true;
}

uint32_t *index_table_at(IndexTable *table, uint32_t a, uint32_t b, uint32_t c, bool *added) {
    if (table->count * 4 >= table->capacity * 3 && !grow_table(table))
        return NULL;
    IndexEntry *e = probe(table, a, b, c);
    *added = !e->used;
    if (!e->used) {
        *e = (IndexEntry){a, b, c, 0, true};
        table->count++;
    }
    return &e->value;
}

void index_table_clear(IndexTable *table) {
    free(table->entries);
    *table = (IndexTable){0};
}

/* Room for one more item in an array of items of `size` bytes. */
static bool reserve(void *array, uint32_t count, uint32_t *capacity, size_t size) {
    if (count < *capacity)
        return true;
    uint32_t more = *capacity ? *capacity * 2 : 64;
    void *grown = realloc(*(void **)array, more * size);
    if (!grown)
        return false;
    *(void **)array = grown;
    *capacity = more;
    return true;
}

/* ---- the tree ---- */

bool profile_tree_init(ProfileTree *tree) {
    *tree = (ProfileTree){0};
    if (!reserve(&tree->nodes, 0, &tree->node_capacity, sizeof *tree->nodes))
        return false;
    tree->nodes[0] = (ProfileNode){.function = PROFILE_LINE};
    tree->node_count = 1;
    return true;
}

void profile_tree_free(ProfileTree *tree) {
    for (uint32_t i = 0; i < tree->function_count; i++) {
        free((char *)(uintptr_t)tree->functions[i].name);
        free((char *)(uintptr_t)tree->functions[i].file);
    }
    free(tree->functions);
    free(tree->nodes);
    index_table_clear(&tree->children);
    index_table_clear(&tree->names);
    *tree = (ProfileTree){0};
}

static uint32_t hash_text(uint32_t h, const char *text) {
    for (; text && *text; text++)
        h = (h ^ (uint8_t)*text) * 16777619u;
    return h;
}

static bool same_text(const char *a, const char *b) {
    return a == b || (a && b && !strcmp(a, b));
}

uint32_t profile_tree_function(ProfileTree *tree, const char *name, const char *file, int32_t line) {
    uint32_t hash = hash_text(hash_text(2166136261u, name), file);
    for (uint32_t nth = 0;; nth++) { /* different texts may share the hash */
        bool added;
        uint32_t *index = index_table_at(&tree->names, hash, (uint32_t)line, nth, &added);
        if (!index)
            return PROFILE_NONE;
        if (!added && *index == PROFILE_NONE)
            added = true; /* there was no memory for it the last time */
        if (!added) {
            const ProfileFunction *f = &tree->functions[*index];
            if (same_text(f->name, name) && same_text(f->file, file))
                return *index;
            continue;
        }
        *index = PROFILE_NONE;
        if (!reserve(&tree->functions, tree->function_count, &tree->function_capacity,
                     sizeof *tree->functions))
            return PROFILE_NONE;
        ProfileFunction made = {strdup(name), file ? strdup(file) : NULL, line};
        if (!made.name || (file && !made.file)) {
            free((char *)(uintptr_t)made.name);
            free((char *)(uintptr_t)made.file);
            return PROFILE_NONE;
        }
        tree->functions[tree->function_count] = made;
        return *index = tree->function_count++;
    }
}

uint32_t profile_tree_child(ProfileTree *tree, uint32_t parent, uint32_t function, int32_t line) {
    if (parent == PROFILE_NONE)
        return PROFILE_NONE;
    if (!reserve(&tree->nodes, tree->node_count, &tree->node_capacity, sizeof *tree->nodes))
        return PROFILE_NONE;
    bool added;
    uint32_t *index = index_table_at(&tree->children, parent, function, (uint32_t)line, &added);
    if (!index)
        return PROFILE_NONE;
    if (!added)
        return *index;
    ProfileNode *above = &tree->nodes[parent];
    tree->nodes[tree->node_count] = (ProfileNode){.parent = parent,
                                                  .next_sibling = above->first_child,
                                                  .function = function,
                                                  .line = line};
    above->first_child = tree->node_count;
    return *index = tree->node_count++;
}

void profile_tree_sum(ProfileTree *tree) {
    for (uint32_t i = 0; i < tree->node_count; i++)
        tree->nodes[i].total = tree->nodes[i].self;
    for (uint32_t i = tree->node_count - 1; i > 0; i--)
        tree->nodes[tree->nodes[i].parent].total += tree->nodes[i].total;
}

/* ---- sums ---- */

typedef struct Summing {
    const ProfileTree *tree;
    ProfileTotals *out;
    uint32_t line_capacity;
    IndexTable by_line; /* (function, line, 0) -> index in out->lines */
} Summing;

static uint32_t line_total(Summing *s, uint32_t function, int32_t line) {
    if (!reserve(&s->out->lines, s->out->line_count, &s->line_capacity, sizeof *s->out->lines))
        return PROFILE_NONE;
    bool added;
    uint32_t *index = index_table_at(&s->by_line, function, (uint32_t)line, 0, &added);
    if (!index)
        return PROFILE_NONE;
    if (added) {
        s->out->lines[s->out->line_count] = (ProfileTotal){.function = function, .line = line};
        *index = s->out->line_count++;
    }
    return *index;
}

/* Counts the subtree of a node; recursion is as deep as the samples were. */
static bool sum_node(Summing *s, uint32_t at) {
    const ProfileNode *n = &s->tree->nodes[at];
    uint32_t caller = s->tree->nodes[n->parent].function;
    bool is_line = n->function == PROFILE_LINE;
    uint32_t line = PROFILE_NONE;
    if (n->line > 0 && caller != PROFILE_LINE) {
        line = line_total(s, caller, n->line);
        if (line == PROFILE_NONE)
            return false;
        ProfileTotal *l = &s->out->lines[line];
        l->self += n->self;
        if (l->active++ == 0)
            l->total += n->total;
    }
    if (is_line) {
        if (at && caller != PROFILE_LINE)
            s->out->functions[caller].self += n->self;
    } else {
        ProfileTotal *f = &s->out->functions[n->function];
        f->self += n->self;
        if (f->active++ == 0)
            f->total += n->total;
    }
    for (uint32_t c = n->first_child; c; c = s->tree->nodes[c].next_sibling)
        if (!sum_node(s, c))
            return false;
    if (!is_line)
        s->out->functions[n->function].active--;
    if (line != PROFILE_NONE)
        s->out->lines[line].active--;
    return true;
}

/* By self time, then total; then as they came, so that the order is stable. */
static int compare_totals(const void *a, const void *b) {
    const ProfileTotal *x = a, *y = b;
    if (x->self != y->self)
        return x->self < y->self ? 1 : -1;
    if (x->total != y->total)
        return x->total < y->total ? 1 : -1;
    if (x->function != y->function)
        return x->function < y->function ? -1 : 1;
    return x->line < y->line ? -1 : x->line > y->line;
}

bool profile_totals(const ProfileTree *tree, ProfileTotals *out) {
    *out = (ProfileTotals){.function_count = tree->function_count};
    out->functions = calloc(tree->function_count ? tree->function_count : 1, sizeof *out->functions);
    if (!out->functions)
        return false;
    for (uint32_t i = 0; i < tree->function_count; i++)
        out->functions[i].function = i;
    Summing s = {.tree = tree, .out = out};
    bool ok = sum_node(&s, 0);
    index_table_clear(&s.by_line);
    if (!ok) {
        profile_totals_free(out);
        return false;
    }
    qsort(out->functions, out->function_count, sizeof *out->functions, compare_totals);
    if (out->line_count)
        qsort(out->lines, out->line_count, sizeof *out->lines, compare_totals);
    return true;
}

void profile_totals_free(ProfileTotals *totals) {
    free(totals->functions);
    free(totals->lines);
    *totals = (ProfileTotals){0};
}

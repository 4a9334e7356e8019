/*
 * What is made of a profile: sums by function and line, folded stacks, JSON and
 * the flame graph, with names that each format must escape.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/profile_report.h"

static int failures;

#define CHECK(condition)                                        \
    do {                                                        \
        if (!(condition)) {                                     \
            printf("FAIL line %d: %s\n", __LINE__, #condition); \
            failures++;                                         \
        }                                                       \
    } while (0)

static uint32_t add(ProfileTree *tree, uint32_t parent, uint32_t function, int32_t line, uint64_t weight) {
    uint32_t node = profile_tree_child(tree, parent, function, line);
    if (node == PROFILE_NONE)
        abort();
    tree->nodes[node].self += weight;
    return node;
}

static const ProfileTotal *total_of(const ProfileTotals *totals, uint32_t function, int32_t line) {
    const ProfileTotal *items = line ? totals->lines : totals->functions;
    uint32_t count = line ? totals->line_count : totals->function_count;
    for (uint32_t i = 0; i < count; i++)
        if (items[i].function == function && items[i].line == line)
            return &items[i];
    return NULL;
}

/* main calls f at line 3, which calls itself at 11 and sorted at 12. */
typedef struct Example {
    ProfileTree tree;
    uint32_t module, f, sorted;
} Example;

static Example example(void) {
    Example e;
    if (!profile_tree_init(&e.tree))
        abort();
    e.module = profile_tree_function(&e.tree, "<module>", "/home/me/a&b;c.py", 1);
    e.f = profile_tree_function(&e.tree, "f", "/home/me/a&b;c.py", 10);
    e.sorted = profile_tree_function(&e.tree, "[native] sorted", NULL, 0);
    uint32_t module = add(&e.tree, 0, e.module, 0, 0);
    add(&e.tree, module, PROFILE_LINE, 2, 10);
    uint32_t f = add(&e.tree, module, e.f, 3, 0);
    uint32_t again = add(&e.tree, f, e.f, 11, 0);
    add(&e.tree, f, PROFILE_LINE, 11, 5);
    add(&e.tree, again, PROFILE_LINE, 11, 15);
    add(&e.tree, again, e.sorted, 12, 70);
    profile_tree_sum(&e.tree);
    return e;
}

static void test_tree(void) {
    Example e = example();
    ProfileTree *tree = &e.tree;
    CHECK(tree->nodes[0].total == 100);
    CHECK(profile_tree_function(tree, "f", "/home/me/a&b;c.py", 10) == e.f);
    CHECK(profile_tree_function(tree, "f", "/home/me/a&b;c.py", 20) != e.f);
    CHECK(profile_tree_function(tree, "f", NULL, 10) != e.f);
    CHECK(profile_tree_child(tree, 0, e.module, 0) == 1);
    CHECK(profile_tree_child(tree, PROFILE_NONE, e.module, 0) == PROFILE_NONE);
    ProfileTotals totals;
    CHECK(profile_totals(tree, &totals));
    CHECK(totals.functions[0].function == e.sorted && totals.functions[0].self == 70);
    const ProfileTotal *f = total_of(&totals, e.f, 0), *module = total_of(&totals, e.module, 0);
    CHECK(f && f->self == 20 && f->total == 90); /* once, though it calls itself */
    CHECK(module && module->self == 10 && module->total == 100);
    const ProfileTotal *l3 = total_of(&totals, e.module, 3), *l11 = total_of(&totals, e.f, 11);
    const ProfileTotal *l12 = total_of(&totals, e.f, 12);
    CHECK(l3 && l3->self == 0 && l3->total == 90);
    CHECK(l11 && l11->self == 20 && l11->total == 90);
    CHECK(l12 && l12->self == 70 && l12->total == 70); /* with its natives */
    profile_totals_free(&totals);
    profile_tree_free(tree);
}

/* Many children and functions: tables grow. */
static void test_growth(void) {
    ProfileTree tree;
    CHECK(profile_tree_init(&tree));
    for (int round = 0; round < 2; round++)
        for (int32_t i = 0; i < 5000; i++) {
            char name[20];
            snprintf(name, sizeof name, "f%d", i);
            uint32_t function = profile_tree_function(&tree, name, "x", i % 7);
            CHECK(function == (uint32_t)i);
            add(&tree, 0, function, i, 1);
        }
    profile_tree_sum(&tree);
    CHECK(tree.node_count == 5001 && tree.function_count == 5000 && tree.nodes[0].total == 10000);
    profile_tree_free(&tree);
}

typedef enum Form { FORM_FOLDED, FORM_JSON, FORM_SVG, FORM_TABLE } Form;

/* The caller frees it. */
static char *written(const ProfileTree *tree, ProfileSources *sources, Form form, const char *title) {
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    Profile profile = {tree, sources, title, "/home/me", 0.1, 100};
    switch (form) {
    case FORM_FOLDED: profile_write_folded(&profile, out); break;
    case FORM_JSON: profile_write_json(&profile, out); break;
    case FORM_SVG: CHECK(profile_write_svg(&profile, out)); break;
    case FORM_TABLE: CHECK(profile_write_table(&profile, out)); break;
    }
    fclose(out);
    return text;
}

static void contains(const char *text, const char *part) {
    if (!strstr(text, part)) {
        printf("FAIL: no \"%s\" in:\n%s\n", part, text);
        failures++;
    }
}

static int count(const char *text, const char *part) {
    int n = 0;
    for (; (text = strstr(text, part)); text++) n++;
    return n;
}

static void test_forms(void) {
    Example e = example();
    ProfileSources *sources = profile_sources_new();
    profile_sources_give(sources, "/home/me/a&b;c.py",
                         "import x\r\n  y = \"<\" \t\nf(a < b && \"]]>\")\n\n5\n6\n7\n8\n9\ndef f():\n\xff\x01 -> f()\n"
                         "sorted(this_is_a_very_long_line, that_does_not_fit_into_the_table, which_cuts_it)");
    char *text = written(&e.tree, sources, FORM_FOLDED, "t");
    CHECK(count(text, "\n") == 4);
    contains(text, "<module> (a&b,c.py:2) 10\n");
    contains(text, "<module> (a&b,c.py:3);f (a&b,c.py:11) 5\n");
    contains(text, "<module> (a&b,c.py:3);f (a&b,c.py:11);f (a&b,c.py:12);[native] sorted 70\n");
    free(text);

    text = written(&e.tree, sources, FORM_JSON, "a \"t\\\n\xff");
    contains(text, "\"name\": \"a \\\"t\\\\\\u000a\\ufffd\"");
    contains(text, "{\"name\": \"f\", \"file\": \"/home/me/a&b;c.py\", \"line\": 12}");
    contains(text, "{\"name\": \"[native] sorted\"}");
    CHECK(count(text, "\"name\": \"f\"") == 2);
    contains(text, "\"weights\": [");
    free(text);

    text = written(&e.tree, sources, FORM_TABLE, "t");
    contains(text, "0.070 s  70.0%    0.070 s  70.0%  [native] sorted\n");
    contains(text, "0.020 s  20.0%    0.090 s  90.0%  f (a&b;c.py:10)\n");
    contains(text, "a&b;c.py:2  y = \"<\"\n");
    contains(text, "a&b;c.py:12  sorted(this_is_a_very_long_line, that_does_not_fit_into_t...\n");
    contains(text, "a&b;c.py:11  \xff? -> f()\n");
    free(text);

    text = written(&e.tree, sources, FORM_SVG, "<t> & \xff\x01\xed\xa0\x80");
    contains(text, "&lt;t&gt; &amp; \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    contains(text, "<title>f (a&amp;b;c.py:10)\n0.090 s (90.0%), itself 0.005 s (5.0%)\n"
                   "called from line 3: f(a &lt; b &amp;&amp; &quot;]]&gt;&quot;)</title>");
    contains(text, "<title>&lt;module&gt;, line at a&amp;b;c.py:2\n0.010 s (10.0%)</title>");
    contains(text, "data-n=\"2: y = &quot;&lt;&quot;\"");
    contains(text, ">f (a&amp;b;c.py:10)</text>");
    CHECK(count(text, "<g class=\"b\"") == 8 && count(text, "</g>") == 8);
    CHECK(!strstr(text, "\xff") && !strstr(text, "\x01"));
    CHECK(!strcmp(text + strlen(text) - 7, "</svg>\n"));
    free(text);
    profile_sources_free(sources);
    profile_tree_free(&e.tree);
}

static void test_empty(void) {
    ProfileTree tree;
    CHECK(profile_tree_init(&tree));
    profile_tree_sum(&tree);
    ProfileSources *sources = profile_sources_new();
    for (Form form = FORM_FOLDED; form <= FORM_TABLE; form++) {
        char *text = written(&tree, sources, form, "t");
        if (form == FORM_SVG)
            contains(text, "No samples");
        if (form == FORM_FOLDED)
            CHECK(!*text);
        free(text);
    }
    profile_sources_free(sources);
    profile_tree_free(&tree);
}

/* Long labels are cut to what fits, between characters. */
static void test_labels(void) {
    ProfileTree tree;
    CHECK(profile_tree_init(&tree));
    char name[4 * 300 + 1] = "";
    for (int i = 0; i < 300; i++) strcat(name, "\xc3\xa9");
    uint32_t wide = profile_tree_function(&tree, name, NULL, 0);
    uint32_t narrow = profile_tree_function(&tree, "abcdefgh", "x.py", 1);
    add(&tree, 0, wide, 0, 940);
    add(&tree, 0, narrow, 1, 59);
    add(&tree, 0, narrow, 2, 1);
    profile_tree_sum(&tree);
    ProfileSources *sources = profile_sources_new();
    char *text = written(&tree, sources, FORM_SVG, "t");
    /* 1180 pixels of 1000 units: 1109 are 152 characters, kept are 120. */
    char expected[400] = ">";
    for (int i = 0; i < 118; i++) strcat(expected, "\xc3\xa9");
    contains(text, strcat(expected, "..</text>"));
    contains(text, ">abcdefgh</text>"); /* 69.6 pixels: without the file */
    CHECK(count(text, "abcdefgh</text>") == 1);
    contains(text, "></text>");
    free(text);
    profile_sources_free(sources);
    profile_tree_free(&tree);
}

int main(void) {
    test_tree();
    test_growth();
    test_forms();
    test_empty();
    test_labels();
    if (failures)
        printf("%d failures\n", failures);
    else
        printf("ok\n");
    return failures != 0;
}

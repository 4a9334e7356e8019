/*
 * flame_graph.c - a profile as a picture (Gregg, "The Flame Graph", 2016): a box
 * for each function called from one place, as wide as the time spent in it and
 * below it, hanging under its caller.  Siblings stand in the order of the lines
 * that call them; where a function itself was running, its lines are boxes too.
 *
 * The SVG needs nothing else: details are titles, which browsers show when the
 * pointer rests on a box, and a small script zooms to the box clicked on.
 */
#include "vm/profile_report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum { /* pixels, but for the first */
    LABEL_MAX = 120, /* characters kept of a label for zooming */
    WIDTH = 1200,
    MARGIN = 10,
    INNER = WIDTH - 2 * MARGIN,
    TOP = 60,
    BOTTOM = 30,
    ROW = 18,
    FONT = 12,
};
#define CHARACTER_WIDTH 7.25 /* of the monospaced font at this size, with some room */
#define THINNEST 0.1         /* narrower boxes are left out */

static const char script[] =
    "(function () {\n"
    "  var boxes = [].slice.call(document.querySelectorAll('g.b'));\n"
    "  var info = document.getElementById('info'), hint = info.textContent;\n"
    "  function number(box, name) { return +box.getAttribute('data-' + name); }\n"
    "  function zoom(from, to) {\n"
    "    var scale = INNER / (to - from);\n"
    "    boxes.forEach(function (box) {\n"
    "      var left = number(box, 'x'), right = left + number(box, 'w');\n"
    "      left = Math.max(left, from); right = Math.min(right, to);\n"
    "      box.style.display = right > left ? '' : 'none';\n"
    "      if (right <= left) return;\n"
    "      var x = MARGIN + (left - from) * scale, width = (right - left) * scale;\n"
    "      var rect = box.querySelector('rect'), text = box.querySelector('text');\n"
    "      rect.setAttribute('x', x); rect.setAttribute('width', width > 2 ? width - 0.6 : width);\n"
    "      var label = box.getAttribute('data-n'), fits = Math.floor((width - 6) / CHARACTER);\n"
    "      if (label.length > fits) label = box.getAttribute('data-s') || label;\n"
    "      text.setAttribute('x', x + 3);\n"
    "      text.textContent = label.length <= fits ? label : fits < 4 ? '' : label.slice(0, fits - 2) + '..';\n"
    "    });\n"
    "  }\n"
    "  boxes.forEach(function (box) {\n"
    "    box.addEventListener('click', function () { var x = number(box, 'x'); zoom(x, x + number(box, 'w')); });\n"
    "    box.addEventListener('mouseenter', function () {\n"
    "      info.textContent = box.querySelector('title').textContent.replace(/\\n/g, '   ');\n"
    "    });\n"
    "    box.addEventListener('mouseleave', function () { info.textContent = hint; });\n"
    "  });\n"
    "})();\n";

typedef struct Drawing {
    const Profile *profile;
    FILE *out;
    double scale;   /* pixels of one unit of weight */
    double seconds; /* of one unit */
    uint64_t whole;
    bool failed;
} Drawing;

/* One character as XML text: what XML cannot hold becomes U+FFFD. */
static void put_character(uint32_t c, FILE *out) {
    switch (c) {
    case '&': fputs("&amp;", out); return;
    case '<': fputs("&lt;", out); return;
    case '>': fputs("&gt;", out); return;
    case '"': fputs("&quot;", out); return;
    case '\t': fputc(' ', out); return;
    case '\n': fputs("&#10;", out); return; /* in attributes a plain one is a blank */
    default: break;
    }
    if (c < 0x20 || c == 0xFFFE || c == 0xFFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = 0xFFFD;
    char bytes[4];
    fwrite(bytes, 1, utf8_encode(c, bytes), out);
}

/* At most `most` characters of a text; a cut shows as two dots. */
static void put_text(const char *text, size_t length, size_t most, FILE *out) {
    bool cut = most < length && utf8_count(text, length) > most;
    size_t size;
    for (size_t at = 0; at < length && most > (cut ? 2u : 0u); at += size, most--)
        put_character(utf8_decode(text + at, length - at, &size), out);
    if (cut)
        fputs("..", out);
}

static const char *base_name(const char *file) {
    const char *slash = strrchr(file, '/');
    return slash && slash[1] ? slash + 1 : file;
}

static uint32_t hash_text(const char *text) {
    uint32_t h = 2166136261u;
    for (; *text; text++)
        h = (h ^ (uint8_t)*text) * 16777619u;
    return h ^ h >> 15;
}

/* The colour says what a box is: a line, a native, or which file it is from;
 * functions of one file differ a little. */
static void put_colour(const ProfileNode *n, const ProfileFunction *f, FILE *out) {
    if (n->function == PROFILE_LINE) {
        fputs("#f7f1d5", out);
        return;
    }
    uint32_t h = hash_text(f->name);
    if (f->file)
        fprintf(out, "hsl(%u,%u%%,%u%%)", 6 + hash_text(f->file) % 34 + h % 11, 78 + h / 16 % 12, 64 + h / 256 % 11);
    else
        fprintf(out, "hsl(%u,40%%,%u%%)", 150 + h % 50, 68 + h / 64 % 8);
}

/* What a box says; the caller frees it.  NULL: no memory. */
static char *label_of(const Drawing *d, const ProfileNode *n) {
    const ProfileTree *tree = d->profile->tree;
    char *text = NULL;
    int r;
    if (n->function != PROFILE_LINE) {
        const ProfileFunction *f = &tree->functions[n->function];
        r = f->file ? asprintf(&text, "%s (%s:%d)", f->name, base_name(f->file), f->line)
                    : asprintf(&text, "%s", f->name);
    } else {
        const char *file = tree->functions[tree->nodes[n->parent].function].file;
        size_t length = 0;
        const char *source = profile_source_line(d->profile->sources, file, n->line, &length);
        r = asprintf(&text, "%d: %.*s", n->line, (int)(length > 1000 ? 1000 : length), source ? source : "");
    }
    return r < 0 ? NULL : text;
}

static void put_share(const Drawing *d, uint64_t weight) {
    fprintf(d->out, "%.3f s (%.1f%%)", (double)weight * d->seconds,
            d->whole ? 100.0 * (double)weight / (double)d->whole : 0.0);
}

/* The time that samples ended in this function itself. */
static uint64_t self_of(const ProfileTree *tree, const ProfileNode *n) {
    uint64_t self = n->self;
    for (uint32_t c = n->first_child; c; c = tree->nodes[c].next_sibling)
        if (tree->nodes[c].function == PROFILE_LINE)
            self += tree->nodes[c].self;
    return self;
}

static void put_title(const Drawing *d, const ProfileNode *n) {
    const ProfileTree *tree = d->profile->tree;
    const ProfileNode *above = &tree->nodes[n->parent];
    bool is_line = n->function == PROFILE_LINE;
    const ProfileFunction *f = &tree->functions[is_line ? above->function : n->function];
    fputs("<title>", d->out);
    put_text(f->name, strlen(f->name), SIZE_MAX, d->out);
    if (f->file) {
        const char *file = profile_shown_file(d->profile, f->file);
        fputs(is_line ? ", line at " : " (", d->out);
        put_text(file, strlen(file), SIZE_MAX, d->out);
        fprintf(d->out, is_line ? ":%d" : ":%d)", is_line ? n->line : f->line);
    }
    fputc('\n', d->out);
    put_share(d, n->total);
    uint64_t self = is_line ? n->total : self_of(tree, n);
    if (self != n->total) {
        fputs(", itself ", d->out);
        put_share(d, self);
    }
    const char *caller = above->function == PROFILE_LINE ? NULL : tree->functions[above->function].file;
    if (!is_line && n->line > 0 && caller) {
        size_t length = 0;
        const char *source = profile_source_line(d->profile->sources, caller, n->line, &length);
        fprintf(d->out, "\ncalled from line %d", n->line);
        if (source && length) {
            fputs(": ", d->out);
            put_text(source, length, LABEL_MAX, d->out);
        }
    }
    fputs("</title>", d->out);
}

/* A box `depth` rows down, `start` weights from the left.  A function's label
 * loses the file when there is no room for it. */
static void put_box(const Drawing *d, const ProfileNode *n, uint64_t start, uint32_t depth, const char *label) {
    FILE *out = d->out;
    double x = MARGIN + (double)start * d->scale, width = (double)n->total * d->scale;
    uint32_t y = TOP + depth * ROW;
    size_t length = strlen(label), fits = width > 6 ? (size_t)((width - 6) / CHARACTER_WIDTH) : 0;
    const char *name = depth && n->function != PROFILE_LINE ? d->profile->tree->functions[n->function].name : NULL;
    fprintf(out, "<g class=\"b\" data-x=\"%" PRIu64 "\" data-w=\"%" PRIu64 "\" data-n=\"", start, n->total);
    put_text(label, length, LABEL_MAX, out);
    if (name) {
        fputs("\" data-s=\"", out);
        put_text(name, strlen(name), LABEL_MAX, out);
    }
    fputs("\">", out);
    if (depth)
        put_title(d, n);
    else
        fputs("<title>everything (click: the whole picture)</title>", out);
    /* Neighbours of one colour stay apart. */
    double shown = width > 2 ? width - 0.6 : width;
    fprintf(out, "<rect x=\"%.2f\" y=\"%u\" width=\"%.2f\" height=\"%d\" fill=\"", x, y, shown, ROW - 1);
    if (depth)
        put_colour(n, n->function == PROFILE_LINE ? NULL : &d->profile->tree->functions[n->function], out);
    else
        fputs("#d8d8d8", out);
    fprintf(out, "\"/><text x=\"%.2f\" y=\"%u\">", x + 3, y + ROW - 5);
    if (name && utf8_count(label, length) > fits) {
        label = name;
        length = strlen(name);
    }
    if (fits >= 4 || utf8_count(label, length) <= fits)
        put_text(label, length, fits < LABEL_MAX ? fits : LABEL_MAX, out);
    fputs("</text></g>\n", out);
}

typedef struct Child {
    const ProfileNode *node;
    const char *name; /* NULL: a line */
} Child;

static int compare_children(const void *a, const void *b) {
    const Child *x = a, *y = b;
    if (x->node->line != y->node->line)
        return x->node->line < y->node->line ? -1 : 1;
    if (!x->name || !y->name)
        return !x->name ? -1 : 1;
    int r = strcmp(x->name, y->name);
    return r ? r : x->node->function < y->node->function ? -1 : 1;
}

static bool visible(const Drawing *d, const ProfileNode *n) { return (double)n->total * d->scale >= THINNEST; }

/* A box and all below it. */
static void draw(Drawing *d, const ProfileNode *n, uint64_t start, uint32_t depth) {
    const ProfileTree *tree = d->profile->tree;
    char *label = depth ? label_of(d, n) : strdup(d->profile->title);
    if (!label) {
        d->failed = true;
        return;
    }
    put_box(d, n, start, depth, label);
    free(label);
    size_t count = 0;
    for (uint32_t c = n->first_child; c; c = tree->nodes[c].next_sibling) count++;
    if (!count)
        return;
    Child *children = malloc(count * sizeof *children);
    if (!children) {
        d->failed = true;
        return;
    }
    size_t k = 0;
    for (uint32_t c = n->first_child; c; c = tree->nodes[c].next_sibling) {
        const ProfileNode *m = &tree->nodes[c];
        children[k++] = (Child){m, m->function == PROFILE_LINE ? NULL : tree->functions[m->function].name};
    }
    qsort(children, count, sizeof *children, compare_children);
    for (size_t i = 0; i < count; i++) {
        if (visible(d, children[i].node))
            draw(d, children[i].node, start, depth + 1);
        start += children[i].node->total;
    }
    free(children);
}

/* Rows that the picture has. */
static uint32_t rows(const Drawing *d, const ProfileNode *n) {
    uint32_t most = 0;
    for (uint32_t c = n->first_child; c; c = d->profile->tree->nodes[c].next_sibling) {
        const ProfileNode *m = &d->profile->tree->nodes[c];
        uint32_t r = visible(d, m) ? rows(d, m) : 0;
        most = r > most ? r : most;
    }
    return most + 1;
}

/* The script, with the numbers of the layout in place of their names. */
static void put_script(FILE *out) {
    fprintf(out, "<script><![CDATA[\nvar INNER = %d, MARGIN = %d, CHARACTER = %.2f;\n%s]]></script>\n", INNER,
            MARGIN, CHARACTER_WIDTH, script);
}

bool profile_write_svg(const Profile *profile, FILE *out) {
    const ProfileNode *root = &profile->tree->nodes[0];
    double whole = root->total ? (double)root->total : 1;
    Drawing d = {profile, out, INNER / whole, profile->seconds / whole, root->total, false};
    uint32_t height = TOP + rows(&d, root) * ROW + BOTTOM;
    fprintf(out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%u\" viewBox=\"0 0 %d %u\">\n"
            "<style>text { font: %dpx ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; fill: #222; "
            "white-space: pre } .b { cursor: pointer } .b:hover rect { stroke: #222; stroke-width: 1 } "
            ".b text { pointer-events: none } #title { font-size: 15px; font-weight: bold }</style>\n"
            "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n<text id=\"title\" x=\"%d\" y=\"24\">",
            WIDTH, height, WIDTH, height, FONT, MARGIN);
    put_text(profile->title, strlen(profile->title), 80, out);
    fprintf(out, ": %.3f s of processor time, %" PRIu64 " samples</text>\n", profile->seconds, profile->samples);
    fprintf(out, "<text id=\"info\" x=\"%d\" y=\"46\">%s</text>\n", MARGIN,
            root->total ? "Rest on a box for details, click to zoom in, click the top to zoom out."
                        : "No samples: the program was too short.");
    draw(&d, root, 0, 0);
    put_script(out);
    fputs("</svg>\n", out);
    return !d.failed;
}

/* See charset.h. */
#include "modules/re/charset.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>

/* ---- case --------------------------------------------------------------- */

/* Delta of a run of alternating pairs: even places go one up, odd one down. */
#define CASE_PAIRS INT32_MAX

typedef struct CaseRun {
    uint32_t first, last;
    int32_t delta;
} CaseRun;

/* From each character that has others of the same case orbit to the next one. */
static const CaseRun case_runs[] = {
#include "modules/re/case_orbits.inc"
};

enum { CASE_RUNS = sizeof case_runs / sizeof case_runs[0] };

/* The first run that does not end before c. */
static size_t find_case_run(uint32_t c) {
    size_t low = 0, high = CASE_RUNS;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (case_runs[middle].last < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint32_t next_in_orbit(const CaseRun *run, uint32_t c) {
    if (run->delta != CASE_PAIRS) return c + (uint32_t)run->delta;
    return (c - run->first) % 2 == 0 ? c + 1 : c - 1;
}

static bool is_ascii_letter(uint32_t c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

uint32_t re_case_orbit(uint32_t c, uint32_t flags, uint32_t orbit[RE_ORBIT_MAX]) {
    orbit[0] = c;
    if (!(flags & RE_IGNORECASE)) return 1;
    if (!(flags & RE_UNICODE)) {
        if (!is_ascii_letter(c)) return 1;
        orbit[1] = c ^ 0x20;
        return 2;
    }
    uint32_t count = 1;
    for (uint32_t other = c; count < RE_ORBIT_MAX; count++) {
        size_t run = find_case_run(other);
        if (run == CASE_RUNS || case_runs[run].first > other) break;
        other = next_in_orbit(&case_runs[run], other);
        if (other == c) break;
        orbit[count] = other;
    }
    return count;
}

uint32_t re_lower(uint32_t c, uint32_t flags) {
    if (c < 0x80 || !(flags & RE_UNICODE)) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    return uc_tolower(c);
}

/* ---- categories --------------------------------------------------------- */

static const ReRange unicode_spaces[] = {
    {0x1680, 0x1680}, {0x2000, 0x200A}, {0x2028, 0x2029},
    {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000},
};

static bool is_ascii_word(uint32_t c) {
    return is_ascii_letter(c) || (c >= '0' && c <= '9') || c == '_';
}

bool re_is_unicode_word(uint32_t c) {
    if (c < 0x80) return is_ascii_word(c);
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N);
}

bool re_is_word(uint32_t c, uint32_t flags) {
    return flags & RE_UNICODE ? re_is_unicode_word(c) : is_ascii_word(c);
}

static bool is_unicode_digit(uint32_t c) {
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Nd);
}

/* For characters below 256 only. */
static bool narrow_has_category(uint32_t c, ReCategory category, bool unicode) {
    switch (category) {
    case RE_DIGIT:
    case RE_NOT_DIGIT: return (c >= '0' && c <= '9') == (category == RE_DIGIT);
    case RE_SPACE:
    case RE_NOT_SPACE: {
        bool space = (c >= 9 && c <= 13) || c == ' ' ||
                     (unicode && ((c >= 28 && c <= 31) || c == 0x85 || c == 0xA0));
        return space == (category == RE_SPACE);
    }
    case RE_WORD:
    case RE_NOT_WORD:
        return (unicode ? re_is_unicode_word(c) : is_ascii_word(c)) == (category == RE_WORD);
    }
    return false;
}

/* ---- building ------------------------------------------------------------ */

typedef struct Builder {
    ReCharset *set;
    ReRange *ranges;
    size_t count, capacity;
    bool failed;
} Builder;

static void set_bit(Builder *builder, uint32_t c) {
    builder->set->bitmap[c >> 5] |= (uint32_t)1 << (c & 31);
}

static void add_range(Builder *builder, uint32_t first, uint32_t last) {
    for (uint32_t c = first; c <= last && c < 256; c++) set_bit(builder, c);
    if (last < 256) return;
    if (first < 256) first = 256;
    if (builder->count > 0 && builder->ranges[builder->count - 1].last + 1 == first) {
        builder->ranges[builder->count - 1].last = last;
        return;
    }
    if (builder->count == builder->capacity) {
        size_t capacity = builder->capacity != 0 ? builder->capacity * 2 : 16;
        ReRange *ranges = realloc(builder->ranges, capacity * sizeof *ranges);
        if (ranges == NULL) {
            builder->failed = true;
            return;
        }
        builder->ranges = ranges;
        builder->capacity = capacity;
    }
    builder->ranges[builder->count++] = (ReRange){first, last};
}

/* The rest of the orbits of the characters in the range. */
static void add_case_variants(Builder *builder, uint32_t first, uint32_t last, uint32_t flags) {
    if (!(flags & RE_UNICODE)) {
        for (uint32_t c = first; c <= last && c < 0x80; c++)
            if (is_ascii_letter(c)) set_bit(builder, c ^ 0x20);
        return;
    }
    for (size_t i = find_case_run(first); i < CASE_RUNS && case_runs[i].first <= last; i++) {
        uint32_t from = case_runs[i].first > first ? case_runs[i].first : first;
        uint32_t to = case_runs[i].last < last ? case_runs[i].last : last;
        for (uint32_t c = from; c <= to; c++) {
            uint32_t orbit[RE_ORBIT_MAX];
            uint32_t count = re_case_orbit(c, flags, orbit);
            for (uint32_t j = 1; j < count; j++) add_range(builder, orbit[j], orbit[j]);
        }
    }
}

static void add_category(Builder *builder, ReCategory category, bool unicode) {
    for (uint32_t c = 0; c < 256; c++)
        if (narrow_has_category(c, category, unicode)) set_bit(builder, c);
    if (!unicode) {
        if (category & (RE_NOT_DIGIT | RE_NOT_SPACE | RE_NOT_WORD))
            add_range(builder, 256, RE_MAX_CODE);
        return;
    }
    enum { SPACES = sizeof unicode_spaces / sizeof unicode_spaces[0] };
    if (category == RE_SPACE) {
        for (size_t i = 0; i < SPACES; i++)
            add_range(builder, unicode_spaces[i].first, unicode_spaces[i].last);
    } else if (category == RE_NOT_SPACE) {
        uint32_t next = 256;
        for (size_t i = 0; i < SPACES; i++) {
            add_range(builder, next, unicode_spaces[i].first - 1);
            next = unicode_spaces[i].last + 1;
        }
        add_range(builder, next, RE_MAX_CODE);
    } else {
        builder->set->categories |= (uint8_t)category;
    }
}

/*
 * Sets that reach beyond the BMP fold in CPython's own way: the upper case of
 * the character, by Unicode even under ASCII, is looked for in a range, and a
 * capital letter on its own is never found.
 */
static void add_astral_item(Builder *builder, const ReSetItem *item, uint32_t flags) {
    if (!item->is_range) {
        bool capital = (flags & RE_UNICODE) && re_lower(item->first, flags) != item->first;
        if (capital) return;
        add_range(builder, item->first, item->last);
        add_case_variants(builder, item->first, item->last, flags);
        return;
    }
    add_range(builder, item->first, item->last);
    add_case_variants(builder, item->first, item->last, flags);
    for (size_t i = 0; i < CASE_RUNS; i++) {
        for (uint32_t c = case_runs[i].first; c <= case_runs[i].last; c++) {
            uint32_t upper = uc_toupper(re_lower(c, flags));
            if (upper >= item->first && upper <= item->last) add_range(builder, c, c);
        }
    }
}

static void add_item(Builder *builder, const ReSetItem *item, uint32_t flags) {
    if (item->category != 0) {
        add_category(builder, item->category, (flags & RE_UNICODE) != 0);
        return;
    }
    if ((flags & RE_IGNORECASE) && item->last > 0xFFFF) {
        add_astral_item(builder, item, flags);
        return;
    }
    add_range(builder, item->first, item->last);
    if (flags & RE_IGNORECASE) add_case_variants(builder, item->first, item->last, flags);
}

static int compare_ranges(const void *a, const void *b) {
    const ReRange *x = a, *y = b;
    return x->first < y->first ? -1 : x->first > y->first;
}

static bool finish(Builder *builder, Arena *arena) {
    if (builder->failed) return false;
    if (builder->count == 0) return true;
    qsort(builder->ranges, builder->count, sizeof *builder->ranges, compare_ranges);
    size_t kept = 0;
    for (size_t i = 1; i < builder->count; i++) {
        ReRange *last = &builder->ranges[kept], range = builder->ranges[i];
        if (range.first <= last->last + 1) {
            if (range.last > last->last) last->last = range.last;
        } else {
            builder->ranges[++kept] = range;
        }
    }
    builder->set->range_count = (uint32_t)kept + 1;
    ReRange *ranges = arena_alloc(arena, (kept + 1) * sizeof *ranges);
    if (ranges == NULL) return false;
    memcpy(ranges, builder->ranges, (kept + 1) * sizeof *ranges);
    builder->set->ranges = ranges;
    return true;
}

static void negate(ReCharset *set) {
    set->negate = true;
    for (int i = 0; i < 8; i++) set->bitmap[i] = ~set->bitmap[i];
}

/*
 * LOCALE with IGNORECASE tries both cases of a character on the set as written,
 * so a negated set misses a letter only when it has both of its cases.
 */
static void negate_locale(ReCharset *set) {
    ReCharset plain = *set;
    for (uint32_t c = 0; c < 256; c++) {
        bool miss = re_charset_has(&plain, c);
        if (is_ascii_letter(c)) miss = miss && re_charset_has(&plain, c ^ 0x20);
        if (!miss)
            set->bitmap[c >> 5] |= (uint32_t)1 << (c & 31);
        else
            set->bitmap[c >> 5] &= ~((uint32_t)1 << (c & 31));
    }
    set->negate = true;
}

const ReCharset *re_charset_resolve(Arena *arena, const ReNode *node, uint32_t flags) {
    ReCharset *set = arena_alloc_zeroed(arena, sizeof *set);
    if (set == NULL) return NULL;
    Builder builder = {.set = set};
    bool inverted = false, locale = false;
    if (node->op == RE_OP_SET) {
        inverted = node->set.negate;
        locale = inverted && (flags & RE_LOCALE) && (flags & RE_IGNORECASE);
        uint32_t item_flags = locale ? flags & ~(uint32_t)RE_IGNORECASE : flags;
        for (uint32_t i = 0; i < node->set.count; i++)
            add_item(&builder, &node->set.items[i], item_flags);
    } else if (node->op == RE_OP_ANY) {
        inverted = true;
        if (!(flags & RE_DOTALL)) add_range(&builder, '\n', '\n');
    } else {
        /* Not a set: no oddities. */
        inverted = node->op == RE_OP_NOT_LITERAL;
        uint32_t orbit[RE_ORBIT_MAX], count = re_case_orbit(node->literal, flags, orbit);
        for (uint32_t i = 0; i < count; i++) add_range(&builder, orbit[i], orbit[i]);
    }
    bool ok = finish(&builder, arena);
    free(builder.ranges);
    if (!ok) return NULL;
    if (locale)
        negate_locale(set);
    else if (inverted)
        negate(set);
    return set;
}

/* ---- asking -------------------------------------------------------------- */

static bool in_ranges(const ReCharset *set, uint32_t c) {
    uint32_t low = 0, high = set->range_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (set->ranges[middle].last < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < set->range_count && set->ranges[low].first <= c;
}

bool re_charset_has_wide(const ReCharset *set, uint32_t c) {
    bool has = set->range_count != 0 && in_ranges(set, c);
    if (!has && (set->categories & (RE_WORD | RE_NOT_WORD))) {
        bool word = re_is_unicode_word(c);
        has = (word && (set->categories & RE_WORD)) || (!word && (set->categories & RE_NOT_WORD));
    }
    if (!has && (set->categories & (RE_DIGIT | RE_NOT_DIGIT))) {
        bool digit = is_unicode_digit(c);
        has =
            (digit && (set->categories & RE_DIGIT)) || (!digit && (set->categories & RE_NOT_DIGIT));
    }
    return has != set->negate;
}

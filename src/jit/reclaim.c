/*
 * reclaim.c - when the memory of compiled code is freed; see reclaim.h.
 *
 * Invalid code that is on the stack leaves it by itself: GUARD_VALID goes on in the
 * interpreter when a call returns.  Until then its machine code and its exit tables are
 * needed.  Whether it is on a stack is found as the collector finds its roots: any word
 * that could be a return address into the code, or a pointer to its CompiledCode (C
 * code which that code has called), keeps it.
 *
 * What was never entered again looks no different from what runs all the time, since
 * entries are not counted; so it is the oldest code that makes room (first in, first
 * out).  What is still warm is compiled again, and is young then.
 *
 * Two circular lists, through CompiledCode.older and newer, hold all code: what may be
 * entered, by age, and what has been invalidated.
 */
#include "jit/reclaim.h"

#include <stdlib.h>

#include "runtime/gc/heap.h"

struct Reclaim {
    CodeMemory *memory;
    Dependencies *deps;
    ReleasedFn *released;
    void *data;
    CompiledCode live, retired; /* the lists' heads: nothing but links */
};

/* ---- lists ---- */

static void list_init(CompiledCode *head) { head->older = head->newer = head; }

static void list_add_newest(CompiledCode *head, CompiledCode *code) {
    code->newer = head;
    code->older = head->older;
    code->older->newer = head->older = code;
}

static void list_remove(CompiledCode *code) {
    code->older->newer = code->newer;
    code->newer->older = code->older;
    code->older = code->newer = NULL;
}

static bool is_listed(const CompiledCode *code) { return code->newer != NULL; }
static bool list_is_empty(const CompiledCode *head) { return head->newer == head; }
static CompiledCode *list_oldest(const CompiledCode *head) { return head->newer; }

static size_t list_length(const CompiledCode *head) {
    size_t length = 0;
    for (const CompiledCode *code = head->newer; code != head; code = code->newer)
        length++;
    return length;
}

/* ---- */

Reclaim *reclaim_new(CodeMemory *memory, Dependencies *deps, ReleasedFn *released, void *data) {
    Reclaim *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->memory = memory;
    r->deps = deps;
    r->released = released;
    r->data = data;
    list_init(&r->live);
    list_init(&r->retired);
    return r;
}

void reclaim_track(Reclaim *r, CompiledCode *code) { list_add_newest(&r->live, code); }

void reclaim_add(Reclaim *r, CompiledCode *code) {
    if (is_listed(code))
        list_remove(code);
    list_add_newest(&r->retired, code);
}

/* Of code that is in no list. */
static void release(Reclaim *r, CompiledCode *code) {
    dependencies_unregister(r->deps, code);
    r->released(r->data, code);
    if (code->memory)
        code_memory_release(r->memory, code->memory);
    free(code->exits);
    free(code->frames);
    free(code->values);
    free(code->virtuals);
    free(code->fields);
    free(code->marks);
    free(code->origins);
    free(code);
}

void reclaim_free(Reclaim *r, CompiledCode *code) {
    if (is_listed(code))
        list_remove(code);
    release(r, code);
}

void reclaim_end(Reclaim *r) {
    if (!r)
        return;
    while (!list_is_empty(&r->live))
        reclaim_free(r, list_oldest(&r->live));
    while (!list_is_empty(&r->retired))
        reclaim_free(r, list_oldest(&r->retired));
    free(r);
}

/* ---- what is on the stacks ---- */

/* Addresses that keep code; none overlaps another. */
typedef struct Place {
    uintptr_t low, high; /* inclusive: the last instruction may be a call */
    CompiledCode *code;
    bool seen;
} Place;

typedef struct Search {
    Place *places; /* sorted */
    size_t count;
} Search;

static int compare_places(const void *a, const void *b) {
    uintptr_t x = ((const Place *)a)->low, y = ((const Place *)b)->low;
    return (x > y) - (x < y);
}

/* The last place that begins at or below an address. */
static Place *find_place(const Search *s, uintptr_t address) {
    size_t low = 0, high = s->count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (s->places[middle].low <= address)
            low = middle;
        else
            high = middle;
    }
    return &s->places[low];
}

__attribute__((no_sanitize("address"))) static void search(void *data, const uintptr_t *low,
                                                           const uintptr_t *high) {
    const Search *s = data;
    uintptr_t lowest = s->places[0].low, span = s->places[s->count - 1].high - lowest;
    for (const uintptr_t *word = low; word < high; word++) {
        if (*word - lowest > span)
            continue;
        Place *place = find_place(s, *word);
        /* Where one block ends the next may begin: this address is of both. */
        if (*word <= place->high)
            place->seen = true;
        if (place > s->places && *word <= place[-1].high)
            place[-1].seen = true;
    }
}

void reclaim_run(Reclaim *r, Thread *t) {
    size_t count = list_length(&r->retired);
    Place *places = count ? malloc(2 * count * sizeof *places) : NULL;
    if (!places)
        return; /* nothing to do, or next time */
    Search blocks = {places, 0}, structures = {places + count, 0};
    for (CompiledCode *code = list_oldest(&r->retired); code != &r->retired; code = code->newer) {
        uintptr_t block = (uintptr_t)code->memory, structure = (uintptr_t)code;
        blocks.places[blocks.count++] = (Place){block, block + code->size, code, false};
        structures.places[structures.count++] = (Place){structure, structure + sizeof *code - 1, code, false};
    }
    qsort(blocks.places, count, sizeof(Place), compare_places);
    qsort(structures.places, count, sizeof(Place), compare_places);
    heap_each_stack(t, search, &blocks);
    heap_each_stack(t, search, &structures);

    CompiledCode kept;
    list_init(&kept);
    for (size_t i = 0; i < 2 * count; i++)
        if (places[i].seen) {
            list_remove(places[i].code);
            list_add_newest(&kept, places[i].code);
        }
    free(places);
    while (!list_is_empty(&r->retired))
        reclaim_free(r, list_oldest(&r->retired));
    while (!list_is_empty(&kept)) {
        CompiledCode *code = list_oldest(&kept);
        list_remove(code);
        list_add_newest(&r->retired, code);
    }
}

/* ---- a bound for the code memory ---- */

/* Full enough to make room, and what is then thrown away, as parts of the limit. */
static bool is_full(const Reclaim *r) {
    CodeMemoryStats stats = code_memory_stats(r->memory);
    return stats.in_use > stats.limit / 4 * 3;
}

void reclaim_make_room(Reclaim *r, Thread *t) {
    if (!is_full(r))
        return;
    reclaim_run(r, t);
    if (!is_full(r))
        return;
    size_t wanted = code_memory_stats(r->memory).limit / 4;
    for (size_t size = 0; size < wanted && !list_is_empty(&r->live);) {
        CompiledCode *code = list_oldest(&r->live);
        size += code->size;
        dependencies_invalidate(r->deps, code, VALUE_UNDEF, "the memory for compiled code is full");
        if (code == list_oldest(&r->live)) /* the owner has not done it */
            reclaim_add(r, code);
    }
    reclaim_run(r, t);
}

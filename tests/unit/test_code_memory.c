/*
 * Executable memory, in both of its ways of writing: allocation against a model,
 * the limit, merging of free blocks, execution, what a page allows, forking.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "jit/code_memory.h"

static int failures;

#define CHECK(condition, ...)                           \
    do {                                                \
        if (!(condition) && ++failures <= 20) {         \
            printf("FAIL %s:%d: ", __FILE__, __LINE__); \
            printf(__VA_ARGS__);                        \
            putchar('\n');                              \
        }                                               \
    } while (0)

static uint64_t seed = 88172645463325252u;
static size_t pick(size_t below) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (size_t)(seed >> 11) % below;
}

/* mov eax, value; ret */
static bool write_constant(CodeMemory *cm, void *at, uint32_t value) {
    uint8_t code[6] = {0xB8, 0, 0, 0, 0, 0xC3};
    memcpy(code + 1, &value, 4);
    return code_memory_write(cm, at, code, sizeof code);
}

static uint32_t call(void *at) { return ((uint32_t(*)(void))(uintptr_t)at)(); }

static void test_blocks(CodeMemoryMode mode) {
    CodeMemory *cm = code_memory_new_in_mode(64 << 10, mode);
    CHECK(cm != NULL, "mode %d is refused", mode);
    if (!cm) return;
    CHECK(code_memory_mode(cm) == mode, "mode");
    uint8_t *first = code_memory_alloc(cm, 100), *second = code_memory_alloc(cm, 1),
            *third = code_memory_alloc(cm, 40);
    CHECK(first == code_memory_low(cm) && second == first + 4 * CODE_ALIGNMENT && third == second + CODE_ALIGNMENT, "one after the other");
    CodeMemoryStats stats = code_memory_stats(cm);
    CHECK(stats.limit == 64 << 10 && stats.in_use == 224 && stats.peak == 224 && stats.blocks == 3, "stats");
    CHECK(write_constant(cm, first, 1) && write_constant(cm, second, 2) && write_constant(cm, third, 3), "write");
    CHECK(call(first) == 1 && call(second) == 2 && call(third) == 3, "call");
    CHECK(write_constant(cm, first, 4) && call(first) == 4, "written again");

    /* Holes are filled; what is left of one stays free. */
    code_memory_release(cm, first);
    uint8_t *small = code_memory_alloc(cm, 64), *rest = code_memory_alloc(cm, 48);
    CHECK(small == first && rest == first + 64, "a hole in two");
    /* Neighbours merge whichever goes first. */
    code_memory_release(cm, rest);
    code_memory_release(cm, small);
    code_memory_release(cm, second);
    CHECK(code_memory_alloc(cm, 128) == first, "merged");
    CHECK(call(third) == 3, "third is untouched");
    /* The last blocks give back all behind them. */
    code_memory_release(cm, first);
    code_memory_release(cm, third);
    stats = code_memory_stats(cm);
    CHECK(stats.in_use == 0 && stats.blocks == 0 && stats.peak == 224, "empty");

    /* To the limit and not beyond. */
    CHECK(code_memory_alloc(cm, (64 << 10) + 1) == NULL, "above the limit");
    uint8_t *all = code_memory_alloc(cm, 64 << 10);
    CHECK(all == first && code_memory_alloc(cm, 1) == NULL, "all");
    uint8_t *last = all + (64 << 10) - 64; /* not the very last: valgrind reads ahead */
    CHECK(write_constant(cm, last, 5) && call(last) == 5, "the last bytes");
    CHECK(code_memory_contains(cm, all) && !code_memory_contains(cm, all + (64 << 10)), "contains");
    code_memory_release(cm, all);
    code_memory_free(cm);
}

/* Many blocks, each returning its number, against a table. */
static void test_many(CodeMemoryMode mode) {
    enum { SLOTS = 300, STEPS = 20000, LIMIT = 256 << 10 };
    static struct {
        uint8_t *at;
        size_t size;
        uint32_t value;
    } slots[SLOTS];
    memset(slots, 0, sizeof slots);
    CodeMemory *cm = code_memory_new_in_mode(LIMIT, mode);
    if (!cm) return;
    size_t in_use = 0, refused = 0;
    for (uint32_t step = 0; step < STEPS; step++) {
        size_t i = pick(SLOTS);
        if (slots[i].at) {
            CHECK(call(slots[i].at) == slots[i].value, "block %zu in step %u", i, step);
            code_memory_release(cm, slots[i].at);
            in_use -= slots[i].size;
            slots[i].at = NULL;
            continue;
        }
        size_t wanted = 6 + pick(pick(8) ? 500 : 20000), size = (wanted + CODE_ALIGNMENT - 1) / CODE_ALIGNMENT * CODE_ALIGNMENT;
        uint8_t *at = code_memory_alloc(cm, wanted);
        if (!at) {
            refused++;
            continue;
        }
        CHECK((uintptr_t)at % CODE_ALIGNMENT == 0 && code_memory_contains(cm, at) &&
                  code_memory_contains(cm, at + size - 1), "%p", (void *)at);
        for (size_t k = 0; k < SLOTS; k++)
            CHECK(!slots[k].at || at + size <= slots[k].at || slots[k].at + slots[k].size <= at, "overlap");
        CHECK(write_constant(cm, at, step), "write");
        slots[i].at = at;
        slots[i].size = size;
        slots[i].value = step;
        in_use += size;
        CodeMemoryStats stats = code_memory_stats(cm);
        CHECK(stats.in_use == in_use && stats.peak >= in_use && stats.peak <= LIMIT, "in use: %zu, not %zu",
              stats.in_use, in_use);
    }
    CHECK(refused > 0 && refused < STEPS / 4, "%zu refusals", refused);
    for (size_t i = 0; i < SLOTS; i++)
        if (slots[i].at) code_memory_release(cm, slots[i].at);
    CHECK(code_memory_stats(cm).in_use == 0 && code_memory_alloc(cm, LIMIT) == code_memory_low(cm), "whole again");
    code_memory_free(cm);
}

/* What the system says about the pages of an address: "r-xp" and the like. */
static bool permissions(const void *address, char text[5]) {
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[512];
    bool found = false;
    while (maps && !found && fgets(line, sizeof line, maps)) {
        uintptr_t low, high;
        found = sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %4s", &low, &high, text) == 3 &&
                (uintptr_t)address >= low && (uintptr_t)address < high;
    }
    if (maps) fclose(maps);
    return found;
}

static void test_protection(CodeMemoryMode mode) {
    CodeMemory *cm = code_memory_new_in_mode(1 << 20, mode);
    if (!cm) return;
    void *at = code_memory_alloc(cm, 10000);
    char text[5] = "";
    CHECK(write_constant(cm, at, 1) && permissions(at, text) && strncmp(text, "r-x", 3) == 0, "%s", text);
    /* No page of the process is both. */
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[512];
    while (maps && fgets(line, sizeof line, maps)) CHECK(!strstr(line, " rwx"), "%s", line);
    if (maps) fclose(maps);
    code_memory_free(cm);
}

/* Parent and child write different code to one address and run it. */
static void test_fork(CodeMemoryMode mode) {
    CodeMemory *cm = code_memory_new_in_mode(1 << 20, mode);
    if (!cm) return;
    void *kept = code_memory_alloc(cm, 5000), *changed = code_memory_alloc(cm, 6);
    CHECK(write_constant(cm, kept, 11) && write_constant(cm, changed, 12), "write");
    int to_child[2], to_parent[2];
    char byte = 0;
    if (pipe(to_child) || pipe(to_parent)) abort();
    CHECK(code_memory_before_fork(cm), "before fork");
    pid_t child = fork();
    if (child == 0) {
        bool good = read(to_child[0], &byte, 1) == 1; /* the parent has written */
        code_memory_after_fork_in_child(cm);
        good &= call(kept) == 11 && call(changed) == 12;
        good &= write_constant(cm, changed, 14) && call(changed) == 14;
        void *new = code_memory_alloc(cm, 6);
        good &= new && write_constant(cm, new, 15) && call(new) == 15;
        code_memory_release(cm, new);
        good &= write(to_parent[1], &byte, 1) == 1;
        code_memory_free(cm);
        _exit(good ? 0 : 1);
    }
    code_memory_after_fork_in_parent(cm);
    CHECK(write_constant(cm, changed, 13), "write");
    CHECK(write(to_child[1], &byte, 1) == 1 && read(to_parent[0], &byte, 1) == 1, "pipes");
    CHECK(call(kept) == 11 && call(changed) == 13, "the child wrote into its parent's code");
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child && status == 0, "child: %d", status);
    for (int i = 0; i < 2; i++) close(to_child[i]), close(to_parent[i]);
    code_memory_free(cm);
}

/* A process that has given up the right to make memory executable is told so. */
static void test_refused(void) {
#ifdef PR_SET_MDWE
    enum { SET_MDWE = PR_SET_MDWE };
#else
    enum { SET_MDWE = 65 };
#endif
    pid_t child = fork();
    if (child == 0) {
        if (prctl(SET_MDWE, 1, 0, 0, 0) != 0) _exit(0); /* Linux before 6.3 */
        _exit(code_memory_new(1 << 20) != NULL);
    }
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child && status == 0, "no refusal: %d", status);
}

int main(void) {
    for (CodeMemoryMode mode = CODE_MEMORY_TWO_MAPPINGS; mode <= CODE_MEMORY_SWITCHED; mode++) {
        test_blocks(mode);
        test_many(mode);
        test_protection(mode);
        test_fork(mode);
    }
    test_refused();
    /* What the program asks for. */
    CodeMemory *cm = code_memory_new(CODE_MEMORY_DEFAULT_LIMIT);
    CHECK(cm != NULL, "no executable memory");
    if (cm) {
        intptr_t distance = (intptr_t)code_memory_low(cm) - (intptr_t)&main;
        CHECK(distance > 0 && distance + CODE_MEMORY_DEFAULT_LIMIT < INT32_MAX, "at %p, not near the program",
              code_memory_low(cm));
        CHECK(code_memory_stats(cm).committed == 0, "committed before use");
    }
    code_memory_free(cm);
    printf("%s\n", failures ? "FAIL" : "ok");
    return failures != 0;
}

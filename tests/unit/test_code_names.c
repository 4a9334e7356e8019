/*
 * What perf and gdb are told of compiled code: the lines of the map file, and the
 * object files that a debugger reads from memory, read the way it does.
 */
#include <elf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "jit/gdb_jit.h"
#include "jit/perf_map.h"

static int failures;

#define CHECK(condition, ...)                           \
    do {                                                \
        if (!(condition) && ++failures <= 20) {         \
            printf("FAIL %s:%d: ", __FILE__, __LINE__); \
            printf(__VA_ARGS__);                        \
            putchar('\n');                              \
        }                                               \
    } while (0)

/* ---- perf ------------------------------------------------------------------------ */

static void check_map(pid_t pid, const char *expected) {
    char path[64], text[512] = "";
    snprintf(path, sizeof path, "/tmp/perf-%ld.map", (long)pid);
    FILE *file = fopen(path, "r");
    if (file) {
        text[fread(text, 1, sizeof text - 1, file)] = 0;
        fclose(file);
    }
    CHECK(strcmp(text, expected) == 0, "%s: \"%s\", not \"%s\"", path, text, expected);
}

static void remove_map(pid_t pid) {
    char path[64];
    snprintf(path, sizeof path, "/tmp/perf-%ld.map", (long)pid);
    unlink(path);
}

static void test_perf_map(void) {
    PerfMap *map = perf_map_new();
    CHECK(map != NULL, "no memory");
    if (!map) return;
    perf_map_add(map, (void *)0x40001000, 0x2f, "py::f:a b.py");
    perf_map_add(map, (void *)0x7fff00001000, 1, "py::\xc3\xa9\n:");
    check_map(getpid(), "40001000 2f py::f:a b.py\n7fff00001000 1 py::\xc3\xa9?:\n");
    pid_t child = fork();
    if (child == 0) {
        perf_map_add(map, (void *)0x10, 2, "child");
        perf_map_free(map);
        _exit(0);
    }
    waitpid(child, NULL, 0);
    check_map(child, "10 2 child\n");
    perf_map_add(map, (void *)0x20, 3, "later");
    check_map(getpid(), "40001000 2f py::f:a b.py\n7fff00001000 1 py::\xc3\xa9?:\n20 3 later\n");
    perf_map_free(map);
    remove_map(child);
    remove_map(getpid());
    /* A link that somebody left is not followed. */
    char path[64];
    snprintf(path, sizeof path, "/tmp/perf-%ld.map", (long)getpid());
    CHECK(symlink("/tmp/perf-nowhere.map", path) == 0, "symlink");
    map = perf_map_new();
    if (map) perf_map_add(map, (void *)0x10, 2, "f");
    perf_map_free(map);
    CHECK(access("/tmp/perf-nowhere.map", F_OK) != 0, "wrote through a link");
    remove_map(getpid());
}

/* ---- gdb ------------------------------------------------------------------------- */

struct jit_code_entry {
    struct jit_code_entry *next_entry, *prev_entry;
    const char *symfile_addr;
    uint64_t symfile_size;
};
extern struct {
    uint32_t version, action_flag;
    struct jit_code_entry *relevant_entry, *first_entry;
} __jit_debug_descriptor;

static const Elf64_Shdr *find_section(const char *file, const char *name) {
    const Elf64_Ehdr *header = (const void *)file;
    const Elf64_Shdr *sections = (const void *)(file + header->e_shoff);
    const char *names = file + sections[header->e_shstrndx].sh_offset;
    for (unsigned i = 1; i < header->e_shnum; i++)
        if (strcmp(names + sections[i].sh_name, name) == 0) return &sections[i];
    return NULL;
}

static void check_object(const struct jit_code_entry *entry, uintptr_t code, size_t size, const char *name,
                         bool has_frames) {
    const char *file = entry->symfile_addr;
    const Elf64_Ehdr *header = (const void *)file;
    CHECK(memcmp(header->e_ident, ELFMAG, SELFMAG) == 0 && header->e_machine == EM_X86_64, "header");
    const Elf64_Shdr *text = find_section(file, ".text"), *symbols = find_section(file, ".symtab"),
                     *strings = find_section(file, ".strtab"), *frames = find_section(file, ".debug_frame");
    CHECK(text && symbols && strings && (frames != NULL) == has_frames, "sections");
    if (!text || !symbols || !strings) return;
    CHECK(text->sh_addr == code && text->sh_size == size, "where the code is");
    CHECK(strings->sh_offset + strings->sh_size == entry->symfile_size, "strings reach to the end");
    const Elf64_Sym *symbol = (const Elf64_Sym *)(const void *)(file + symbols->sh_offset) + 1;
    CHECK(symbols->sh_size == 2 * sizeof *symbol && symbol->st_size == size && symbol->st_value == 0, "symbol");
    CHECK(strcmp(file + strings->sh_offset + symbol->st_name, name) == 0, "name");
    if (!frames) return;
    /* Two entries, each with its length first, fill the section. */
    const char *at = file + frames->sh_offset;
    uint32_t length;
    memcpy(&length, at, 4);
    uint64_t range[2];
    memcpy(range, at + 4 + length + 8, sizeof range);
    CHECK(range[0] == code && range[1] == size, "range of the frame information");
    uint32_t second;
    memcpy(&second, at + 4 + length, 4);
    CHECK(4 + length + 4 + second == frames->sh_size && length % 4 == 0 && second % 4 == 0, "lengths");
}

static void test_gdb_jit(void) {
    CHECK(__jit_debug_descriptor.version == 1 && !__jit_debug_descriptor.first_entry, "empty");
    char name[] = "first";
    GdbJitEntry *first = gdb_jit_register((void *)0x1000, 10, name, true);
    name[0] = 'x'; /* it has a copy */
    GdbJitEntry *second = gdb_jit_register((void *)0x2000, 20, "second", false);
    GdbJitEntry *third = gdb_jit_register((void *)0x3000, 30, "", true);
    CHECK(first && second && third, "no memory");
    struct jit_code_entry *entry = __jit_debug_descriptor.first_entry;
    check_object(entry, 0x3000, 30, "", true);
    check_object(entry->next_entry, 0x2000, 20, "second", false);
    check_object(entry->next_entry->next_entry, 0x1000, 10, "first", true);
    gdb_jit_unregister(second);
    entry = __jit_debug_descriptor.first_entry;
    check_object(entry->next_entry, 0x1000, 10, "first", true);
    CHECK(!entry->next_entry->next_entry && entry->next_entry->prev_entry == entry, "list");
    gdb_jit_unregister(third);
    CHECK(!__jit_debug_descriptor.first_entry->prev_entry, "list");
    gdb_jit_unregister(first);
    gdb_jit_unregister(NULL);
    CHECK(!__jit_debug_descriptor.first_entry && !__jit_debug_descriptor.action_flag, "empty again");
}

int main(void) {
    test_perf_map();
    test_gdb_jit();
    printf("%s\n", failures ? "FAIL" : "ok");
    return failures != 0;
}

/*
 * perf_map.c - see tools/perf/Documentation/jit-interface.txt of Linux: lines of
 * "START SIZE name", in hexadecimal without 0x; the name reaches to the end.
 */
#include "jit/perf_map.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct PerfMap {
    FILE *file; /* of process `owner`; NULL: it could not be made */
    pid_t owner;
};

PerfMap *perf_map_new(void) { return calloc(1, sizeof(PerfMap)); }

void perf_map_free(PerfMap *map) {
    if (map && map->file) fclose(map->file);
    free(map);
}

static void open_for(PerfMap *map, pid_t pid) {
    char path[64];
    if (map->file) fclose(map->file);
    map->file = NULL;
    map->owner = pid;
    snprintf(path, sizeof path, "/tmp/perf-%ld.map", (long)pid);
    /* Another process of this number may have left one; anyone may have put a link there. */
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) return;
    map->file = fdopen(fd, "w");
    if (!map->file) close(fd);
}

void perf_map_add(PerfMap *map, const void *code, size_t size, const char *name) {
    pid_t pid = getpid();
    if (pid != map->owner) open_for(map, pid);
    if (!map->file) return;
    fprintf(map->file, "%zx %zx ", (size_t)(uintptr_t)code, size);
    for (; *name; name++) putc((unsigned char)*name < ' ' ? '?' : *name, map->file);
    putc('\n', map->file);
    /* What perf reads must be there even when the program is killed; and nothing
     * may wait in the buffer for a child to write once more. */
    fflush(map->file);
}

/*
 * perf_map.h - tells `perf` what compiled functions are called: a line for each in
 * /tmp/perf-PID.map, which perf reads for addresses that belong to no file.
 *
 * The file only grows: after code was released and its place reused, perf sees
 * both names and mostly shows the later.
 */
#ifndef TAU_JIT_PERF_MAP_H
#define TAU_JIT_PERF_MAP_H

#include <stddef.h>

typedef struct PerfMap PerfMap;

/* A new, empty map; the file is made with the first function.  NULL: no memory. */
PerfMap *perf_map_new(void);
void perf_map_free(PerfMap *map); /* NULL allowed; the file stays, for perf report */
/* size: in bytes.  What cannot be written is not written, without a message.  A
 * forked child begins a file of its own with the functions that it adds. */
void perf_map_add(PerfMap *map, const void *code, size_t size, const char *name);

#endif

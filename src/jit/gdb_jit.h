/*
 * gdb_jit.h - tells gdb (and lldb) what compiled functions are called and how to
 * find their callers, so that backtraces name them and go on behind them.
 */
#ifndef TAU_JIT_GDB_JIT_H
#define TAU_JIT_GDB_JIT_H

#include <stdbool.h>
#include <stddef.h>

typedef struct GdbJitEntry GdbJitEntry;

/*
 * has_frame_pointer: the code begins with push rbp; mov rbp, rsp and keeps rbp.
 * Otherwise gdb has to guess who called it.  size: in bytes; name: copied.
 * NULL: no memory, nothing is registered.
 */
GdbJitEntry *gdb_jit_register(const void *code, size_t size, const char *name, bool has_frame_pointer);
/* Before the code's place is reused; NULL allowed. */
void gdb_jit_unregister(GdbJitEntry *entry);

#endif

/*
 * debug_flags.h - the environment variable TAU_DEBUG="key=value,key,...": what
 * debug builds check and provoke.
 *
 *     gcstress=N     collect at about every N-th allocation, chosen by gcseed=SEED
 *     gcverify=N     check the heap at every N-th collection (with gcstress: 100)
 *     oom=N          the N-th allocation fails
 *     jitverify      check graphs after every pass, and register allocation
 *     deoptstress=N  every N-th guard fails
 *     randomra=SEED  registers are chosen at random
 *     nopass=NAME    leave a pass out (ir/pipeline.c)
 *     gdbjit         tell gdb the names of compiled code
 */
#ifndef TAU_BASE_DEBUG_FLAGS_H
#define TAU_BASE_DEBUG_FLAGS_H

#include <stdint.h>

/* The value of a key; 1 if it stands without one; `absent` if it is not there,
 * and always in release builds. */
int64_t debug_flag(const char *key, int64_t absent);
/* What the key is set to, ended by a comma or NUL; NULL: nothing, and always in release
 * builds. */
const char *debug_text(const char *key);

#endif

/*
 * interpreter_observing.c - the dispatch loop for code that is to be compiled soon:
 * interpreter.c once more, reporting to VmHooks.observe every instruction before it
 * runs.  Callees are observed with the frame that it began with: what they do matters
 * where they are inlined.  When that frame has been left, the ordinary loop goes on.
 */
#include "vm/interpreter.h"

#define BEFORE_INSTRUCTION()                                                                      \
    do {                                                                                          \
        if (UNLIKELY(frame < first)) {                                                            \
            SAVE();                                                                               \
            return ANOTHER_LOOP_NEXT;                                                             \
        }                                                                                         \
        t->vm->hooks.observe(t, frame, (uint32_t)(pc - (const uint32_t *)CODE->instructions->bytes)); \
    } while (0)
#define ANOTHER_LOOP(action)                   \
    do {                                       \
        if ((action) == HOT_UNOBSERVE)         \
            return ANOTHER_LOOP_NEXT;          \
    } while (0)
#define UNPACKS_ITEMS false
#define interpreter_loop interpreter_loop_observing

#include "vm/interpreter.c"

/*
 * sampling.c - looking at compiled code from a signal handler: nothing is changed, and
 * whatever has been interrupted may be half done.
 */
#include <ucontext.h>

#include "jit/x64/emit.h"

Interrupted backend_interrupted(const void *context) {
    const greg_t *registers = ((const ucontext_t *)context)->uc_mcontext.gregs;
    return (Interrupted){(const char *)registers[REG_RIP], (const char *)registers[REG_RSP],
                         (Frame *)registers[REG_R14]};
}

/* A call pushes its return address right below the native frame; one from a slow path
 * behind its two arguments (emit_call_keeping). */
const char *backend_return_address(const CompiledCode *code, const Frame *frame, const char *stack) {
    static const int8_t places[] = {1, 3};
    uintptr_t deepest = (uintptr_t)stack + code->native_frame_size + 3 * sizeof(void *);
    if ((uintptr_t)frame->machine < deepest || (uintptr_t)frame->machine & 7)
        return NULL; /* it has not begun */
    const char *const *end = (const char *const *)((const char *)frame->machine - code->native_frame_size);
    for (size_t i = 0; i < sizeof places; i++) {
        const char *address = end[-places[i]], *start = code->memory;
        if (address > start && address <= start + code->size)
            return address;
    }
    return NULL;
}

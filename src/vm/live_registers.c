/*
 * live_registers.c - which registers of the stack are alive, for the collector.
 *
 * Temporaries that nobody will read again would keep their objects alive: of no
 * consequence, unless a program drops its last reference, calls gc.collect() and
 * looks at a weak reference.  At a call everything above the arguments is dead.
 * Finding out costs a walk over the code of each frame, because extension words
 * cannot be told from instructions backwards; so only major collections ask.
 */
#include "bytecode/opcode.h"
#include "runtime/frame.h"
#include "vm/interpreter.h"

/* How many registers of a frame are alive at the instruction it executes. */
static uint32_t live_count(const Frame *f) {
    const Code *code = f->code;
    const uint32_t *words = (const uint32_t *)code->instructions->bytes;
    uint32_t count = code->instruction_count, at = 0, wide = 0;
    uint32_t next = (uint32_t)(f->pc - words);
    if (next > count || f->flags & FRAME_COMPILED) return code->register_count;
    while (at < count) {
        Opcode op = instruction_opcode(words[at]);
        uint32_t length = 1 + opcode_has_extension(op);
        if (at + length < next) {
            wide = op == OPC_WIDE ? words[at] : 0;
            at += length;
            continue;
        }
        if (at + length > next) break; /* stopped before its extension word was passed */
        uint32_t base = instruction_b(words[at]) | instruction_b(wide) << 8;
        uint32_t arguments = instruction_c(words[at]) | instruction_c(wide) << 8;
        switch ((Opcode)opcode_info[op].family) {
        case OPC_CALL:
        case OPC_CALL_KW: return base + 1 + arguments;
        case OPC_CALL_METHOD:
        case OPC_CALL_METHOD_KW: return base + 2 + arguments;
        case OPC_CALL_EX: return base + 3;
        default: return code->register_count;
        }
    }
    return code->register_count;
}

void registers_each_live(Thread *t, void (*range)(void *data, const Value *low, const Value *high),
                         void *data) {
    const Value *top = thread_stack_top(t);
    const Value *end = top; /* of what the inner frames cover, downwards */
    bool innermost = true;
    for (Frame *f = t->frame; f; f = frame_caller(t, f)) {
        if (f->flags & FRAME_BARE)
            continue;
        const Value *full = f->registers + f->code->register_count;
        const Value *live = f->registers + live_count(f);
        if (innermost && top > full)
            range(data, full, top); /* what C code has put there */
        if (live > end) live = end;          /* the callee's window begins at the arguments */
        if (f->registers < live) range(data, f->registers, live);
        if (f->registers < end) end = f->registers;
        innermost = false;
    }
    if (t->stack < end) range(data, t->stack, end);
}

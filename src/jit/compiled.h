/*
 * compiled.h - compiled code and what it says about itself.
 *
 * One CompiledCode is machine code for a code object from one entry on: from its
 * beginning, from a loop that was running when the loop became hot (on-stack
 * replacement), or from a point where a generator goes on (ResumePoint).
 *
 * How it runs.  A compiled function owns an ordinary Frame on the thread's frame
 * stack, with FRAME_COMPILED, but keeps its values in machine registers and spill
 * slots; the frame's pc and registers are written only when somebody looks
 * (jit_sync_frames) or when the code is left for the interpreter (jit_exit).
 * Inlined calls have no Frame, except around calls that observe frames: then frames
 * with FRAME_INLINED lie above the function's own.
 *
 * Entered from the interpreter (jit_enter), the frame exists already.  The result is
 * the function's result (the interpreter then returns from the frame), or
 * VALUE_UNDEF: go on in the interpreter with the frame t->frame, which may be an
 * inlined callee's, raising the pending exception there if there is one.
 *
 * Entered from compiled code, by its direct entry, it pushes its frame itself, with
 * FRAME_DIRECT, and returns a value, or VALUE_ERROR with the frame popped and the
 * traceback written; leaving for the interpreter runs that nested.
 *
 * A generator is resumed in the same way: the entry pushes its frame, with
 * FRAME_GENERATOR too; the code returns what is yielded, VALUE_STOP or VALUE_ERROR.
 *
 * Exits.  Each node that can leave has an Exit: how to rebuild the frames of the
 * interpreter.  Calls that observe have one too, which is how frames are looked
 * into while they are on the stack ("safepoint").
 */
#ifndef TAU_JIT_COMPILED_H
#define TAU_JIT_COMPILED_H

#include "ir/ir.h"

typedef enum ExitValueKind {
    EXIT_DEAD,       /* nothing: the register may hold anything */
    EXIT_CONSTANT,   /* `constant` */
    EXIT_CONSTANT_FLOAT, /* the double whose bits are `constant` */
    EXIT_GPR,        /* a Value in general register `number` */
    EXIT_SLOT,       /* a Value in spill slot `number` */
    EXIT_XMM_FLOAT,  /* a raw double in vector register `number` */
    EXIT_SLOT_FLOAT, /* a raw double in a spill slot */
    EXIT_GPR_BOOL,   /* a condition, 0 or 1, as True or False */
    EXIT_SLOT_BOOL,
    EXIT_VIRTUAL,    /* an object to be made now: virtual number `number` of the code */
} ExitValueKind;

typedef struct ExitValue {
    uint8_t kind;
    uint32_t number;
    Value constant;
} ExitValue;

/* What the code has not made: an object that escape analysis left unallocated, ALLOC
 * with the header word, then its fields; or the result of a C function, of (Thread *,
 * fields as an array, aux). */
typedef struct ExitVirtual {
    const void *function; /* or NULL: an object */
    uint64_t header;      /* of a call: aux */
    uint32_t field_count;
    uint32_t first_field; /* in CompiledCode.fields */
} ExitVirtual;
typedef enum ExitFieldForm {
    FIELD_VALUE,
    FIELD_SIZE,   /* an int, stored untagged */
    FIELD_DOUBLE, /* a float, stored raw */
} ExitFieldForm;
typedef struct ExitField {
    uint32_t offset;
    uint8_t form; /* ExitFieldForm */
    ExitValue value;
} ExitField;

typedef struct ExitFrame { /* outermost first */
    Code *code;
    uint32_t pc;
    uint32_t flags;
    uint32_t result_register;
    uint32_t value_count, first_value; /* registers 0.., in CompiledCode.values */
    ExitValue function; /* DEAD: the outermost frame's, which is in its Frame */
    ExitValue instance; /* DEAD: none */
} ExitFrame;

typedef struct Exit {
    uint8_t reason;  /* DeoptReason */
    bool raises;     /* of a call: an exception is pending */
    bool handled;    /* if it raises: one of the frames has a handler for it */
    bool again;      /* if it raises: the innermost frame is in the traceback already */
    uint16_t subject; /* register of the innermost frame that the guard looked at, plus 1; 0: none */
    uint32_t first_frame, frame_count;
    uint32_t first_virtual, virtual_count; /* what its values name */
    uint32_t taken;  /* times, saturating */
} Exit;

/* Where the machine code of a node begins; node 0: what belongs to none.  origin: the
 * node's, in CompiledCode.origins; 0: unknown, mostly that of the code in front of it. */
typedef struct CodeMark {
    uint32_t offset, node, origin;
} CodeMark;

/* What code relies on; when it changes, the code is invalidated (jit/dependency.c). */
typedef struct Dependency Dependency;

typedef struct CompiledCode {
    Code *code;
    uint32_t entry_pc;
    ResumePoint *resumes; /* where a generator goes on, which is entry_pc; NULL: it is no such entry */
    bool names_are_globals; /* for frames of modules; else for functions and class bodies */
    void *memory;       /* its block in the code memory */
    size_t size;        /* bytes */
    void *frame_entry;  /* see jit_enter */
    void *direct_entry; /* NULL: cannot be called so */
    volatile uint8_t invalid; /* GUARD_VALID looks here */
    Exit *exits;
    ExitFrame *frames;
    ExitValue *values;
    ExitVirtual *virtuals;
    ExitField *fields;
    uint32_t exit_count, frame_count, value_count, virtual_count, field_count;
    uint32_t slot_count;
    int32_t slots_offset; /* spill slot i is at Frame.machine + slots_offset + 8 * i */
    uint32_t first_safepoint; /* Frame.safepoint of exit i is first_safepoint + i */
    Array *constants;   /* objects that the machine code names: kept alive */
    Dependency *dependencies;
    struct CompiledCode *next; /* of the same code object */
    struct CompiledCode *older, *newer; /* see jit/reclaim.c */
    CodeMark *marks;    /* malloc'ed, in order; only if somebody watches (jit/events.h) */
    uint32_t mark_count;
    IrOrigin *origins;  /* malloc'ed; only for the profiler */
    struct GdbJitEntry *gdb_entry; /* see code_names.h; or NULL */
    uint32_t native_frame_size; /* bytes between Frame.machine and the stack pointer */
    uint32_t max_inline_depth, max_registers; /* what its inlined calls may need: frames above its own;
                                                 registers, its own included */
    uint64_t compile_ns;
    uint32_t ir_nodes;
} CompiledCode;

/* Registers as the exit thunk saves them. */
typedef struct SavedRegisters {
    uint64_t gpr[16];
    double xmm[16];
} SavedRegisters;

#endif

/*
 * frame.h - activation records.
 *
 * Frames form one contiguous array per thread, callers below callees; the
 * registers form another, in which a callee's registers begin at the arguments
 * that its caller placed (overlapping windows).
 */
#ifndef TAU_RUNTIME_FRAME_H
#define TAU_RUNTIME_FRAME_H

#include "runtime/function.h"

enum {
    FRAME_ENTRY = 1,     /* entered from C: returning leaves the interpreter loop */
    FRAME_GENERATOR = 2, /* registers belong to frame->generator while suspended */
    FRAME_CONSTRUCTOR = 4, /* __init__: the result is the instance in `instance` */
    FRAME_FOR_LOOP = 8,    /* generator driven by the caller's FOR_LOOP: a yield jumps back */
    FRAME_SEND = 16,       /* generator driven by the caller's `yield from` */
    FRAME_LOCALS = 32,     /* a module or class body: `locals` is its mapping */
    FRAME_OBJECT = 64,     /* somebody asked for the frame: `object` is it */
    FRAME_OPERATOR = 128,  /* the method of an operator: may return NotImplemented */
    FRAME_NEXT = 256,      /* generator driven by a call of next() */
    FRAME_CONSUMED = 512,  /* generator driven by a call of list(), sum(), ... (vm/consumers.h) */
    FRAME_HANDLING = 1024, /* a generator is in an except block of its own */
    FRAME_COMPILED = 2048, /* its code runs compiled: see frames_sync() */
    FRAME_DIRECT = 4096,   /* pushed by the compiled code that runs in it; called by compiled code,
                              or from C (VmHooks.call_compiled) */
    FRAME_INLINED = 8192,  /* of a call that compiled code has inlined: pushed only around a
                              call out of it that may look at frames */
    FRAME_CONDITION = 32768, /* the method of a conditional jump of the caller, which its result decides */
    FRAME_LENGTH = 65536,  /* __len__, called by len() */
    FRAME_NEW = 131072,    /* __new__, called by its class: what it makes is still to be initialised; the call's
                              class, names (or None) and arguments are in `instance`, a tuple */
    FRAME_BARE = 16384,    /* FRAME_INLINED, and nothing but the flags is valid before
                              frames_sync(); never t->frame while C code runs */
};

/* A plain call of a function leaves flags 0: then the fields that are of one flag
 * say nothing, and returning has nothing to undo.
 *
 * Compiled code that calls compiled code writes function, code, registers, flags and
 * result_register, and in its own frame pc or safepoint: all in the first cache line.
 * consts and caches are for the interpreter; whoever continues a FRAME_COMPILED frame
 * there fills them in and clears the flag. */
struct Frame {
    Function *function;
    Code *code;         /* function->code when it was called */
    Value *registers;
    const uint32_t *pc; /* next instruction; valid while a callee or C code runs */
    void *machine;      /* FRAME_COMPILED: base of the frame on the C stack */
    uint32_t result_register; /* of the caller */
    uint32_t flags;
    uint32_t safepoint;   /* FRAME_COMPILED: number of the call in progress in its code */
    uint32_t consumer;    /* FRAME_CONSUMED: which */
    const Value *consts;  /* of code, as is caches: saves the dispatch loop two loads */
    CacheSlot *caches;
    Value accumulator;    /* FRAME_CONSUMED: what has been taken so far */
    Value consumer_callee; /* FRAME_CONSUMED: the function called */
    Value locals;         /* FRAME_LOCALS */
    FrameObject *object;  /* FRAME_OBJECT */
    Generator *generator; /* FRAME_GENERATOR */
    Value instance;       /* FRAME_CONSTRUCTOR: what __init__ fills; FRAME_NEW; FRAME_GENERATOR:
                             the exception its resumer was handling */
};

static_assert(offsetof(struct Frame, consumer) <= 64, "what compiled code writes");

/* To be called before following frames to their callers, and before reading pc or
 * registers of one that may run compiled code: that keeps them elsewhere, and with an
 * exception it raises, only, has them written.  What was read of t->frame before is to
 * be read again.  Not for signal handlers, nor for the collector: it may allocate. */
static inline void frames_sync(Thread *t) {
    if (__builtin_expect(t->vm->hooks.sync_frames != NULL, 0))
        t->vm->hooks.sync_frames(t);
}

/* Index of the instruction that a suspended frame is executing. */
static inline uint32_t frame_pc(const Frame *f) {
    uint32_t at = (uint32_t)(f->pc - (const uint32_t *)f->code->instructions->bytes);
    return at ? at - 1 : 0;
}

/* First register above a frame's. */
static inline Value *frame_end(const Frame *f) { return f->registers + f->code->register_count; }

/* The mapping of a module or class body, or UNDEF. */
static inline Value frame_mapping(const Frame *f) {
    return f->flags & FRAME_LOCALS ? f->locals : VALUE_UNDEF;
}

/* Whether it is the body of a module: what it calls by name are the globals. */
static inline bool frame_names_are_globals(const Frame *f) {
    return f->flags & FRAME_LOCALS && value_same(f->locals, value_from_object(f->function->globals));
}

/* First register that nobody uses: C code puts a callee's registers there. */
static inline Value *thread_stack_top(const Thread *t) {
    Value *end = t->frame ? frame_end(t->frame) : t->stack;
    return end > t->stack_reserved ? end : t->stack_reserved;
}

static inline Frame *frame_caller(Thread *t, Frame *f) { return f > t->frames ? f - 1 : NULL; }

/* Where the next frame goes. */
static inline Frame *frame_next(const Thread *t) { return t->frame ? t->frame + 1 : t->frames; }

/* The globals of the innermost Python frame, or NULL. */
static inline Dict *current_globals(Thread *t) { return t->frame ? t->frame->function->globals : NULL; }

/* ---- how deep calls may nest: Thread.frame_limit ---- */

/* Python calls and C recursions in progress. */
uint32_t recursion_depth(const Thread *t);
/* sys.setrecursionlimit() without its checks. */
void recursion_set_limit(Thread *t, uint32_t limit);
/* Guards C recursion that counts as a call: false with RecursionError (whose message
 * ends with `where`, see raise_recursion_error()); else to be left. */
bool recursion_enter_slow(Thread *t, const char *where);
static inline bool recursion_enter(Thread *t, const char *where) {
    t->frame_limit--;
    if (__builtin_expect(frame_next(t) > t->frame_limit ||
                             (uintptr_t)__builtin_frame_address(0) < t->c_stack_limit, 0))
        return recursion_enter_slow(t, where);
    return true;
}
static inline void recursion_leave(Thread *t) { t->frame_limit++; }

/* ---- */

/* The object of a running frame; NULL with MemoryError. */
FrameObject *frame_object(Thread *t, Frame *f);
FrameObject *frame_object_of_generator(Thread *t, Generator *g);
/* Adds a frame, at its pc, to the pending exception's traceback; `left`: it has
 * no handler, the exception goes on to its caller.  The frame's pc and registers
 * are as they stand: compiled code has written them when it raises. */
void traceback_add(Thread *t, Frame *f, bool left);
struct Exception;
/* Where an exception passes, of a frame that need not exist. */
typedef struct TracebackPlace {
    Function *function;
    const Code *code; /* that runs */
    Value frame;     /* its object, or UNDEF */
    Value mapping;   /* of a module or class body: its variables; else UNDEF */
    uint32_t pc;     /* index of the instruction */
    uint32_t depth;  /* of the frame on the thread's stack */
    bool left;       /* the frame has no handler */
} TracebackPlace;
/* Notes it in the exception's trail; none may be pending.  The result is where the variables
 * are to go, code->visible_count of them, before exception_passed() (error.h) is called with
 * it; NULL: there is no place for them, or for lack of memory not even for an entry. */
Value *exception_passes(Thread *t, struct Exception *e, const TracebackPlace *place);
Value traceback_new(Thread *t, Value next, Value function, Value frame, uint32_t pc, int32_t lineno);
/* locals() of a frame, whose registers are up to date (frames_sync()): a fresh snapshot
 * for functions, the mapping for others. */
Value frame_locals(Thread *t, Frame *f);
/* The frame ends, its object stays and keeps the variables. */
void frame_object_end(Thread *t, FrameObject *o, Frame *f);

#endif

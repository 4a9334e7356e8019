/*
 * vm.h - Vm (one interpreter: all its state) and Thread (one of its threads).
 * There is no other mutable state in the program.
 */
#ifndef TAU_RUNTIME_VM_H
#define TAU_RUNTIME_VM_H

#include "base/hash.h"
#include "runtime/gc/heap.h"
#include "runtime/object.h"
#include "runtime/type.h"

typedef struct Frame Frame;
typedef struct Dict Dict;
typedef struct Str Str;
typedef struct CallTarget CallTarget;
typedef struct Code Code;
typedef struct Function Function;

typedef enum NameId {
#define NAME(id) NAME_##id,
#include "runtime/names.def"
    NAME_COUNT
} NameId;

enum { METHOD_CACHE_SIZE = 4096, SPECIAL_INDEX_SIZE = 512 };
typedef struct MethodCacheEntry {
    uint32_t version;
    Value name;
    Value value;
} MethodCacheEntry;

enum { /* flags of VmHooks.compile, beside CODE_FUTURE_*; values of CPython's compile() */
    COMPILE_DONT_IMPLY_DEDENT = 0x200,
    COMPILE_ONLY_AST = 0x400, /* objects of the module _ast instead of code */
    COMPILE_TOP_LEVEL_AWAIT = 0x2000,
    COMPILE_ALLOW_INCOMPLETE_INPUT = 0x4000,
    /* ours */
    COMPILE_SCRIPT = 0x8000000,            /* the file being run */
    COMPILE_OPTIMIZE_ASSERTS = 0x10000000, /* -O: no asserts, __debug__ is False */
    COMPILE_OPTIMIZE_DOCS = 0x20000000,    /* -OO: no docstrings either */
    COMPILE_OPTIMIZE_EXPLICIT = 0x40000000 /* these two as given, not as Vm.flags has them */
};

/* Where code has become warm: VmHooks.hot. */
typedef enum HotPlace {
    HOT_AT_ENTRY,      /* its function has been called, the parameters are bound */
    HOT_AT_LOOP,       /* a back-edge has been taken, pc is at the loop's header */
    HOT_AT_RESUMPTION, /* a generator goes on, pc is where it does */
} HotPlace;

/* How the dispatch loop goes on with such code; at a resumption in one of the first three
 * ways. */
typedef enum HotAction {
    HOT_GO_ON,     /* as if nothing had happened */
    HOT_OBSERVE,   /* in the loop that observes, until the frame returns */
    HOT_UNOBSERVE, /* no longer there */
    HOT_RETURN,    /* compiled code has run: the frame returns t->compiled_result */
    HOT_FRAME,     /* compiled code has been left: with the frame t->frame */
    HOT_RAISE,     /* the same, and the pending exception is raised there */
    HOT_UNWOUND,   /* compiled code has run: the pending exception leaves the frame, and is in the
                      traceback so far */
} HotAction;

/* What the lower layers need from the upper ones, registered at start-up. */
struct FieldOrder;
typedef struct VmHooks {
    /* Runs a Python function (vm/interp): arguments as in call(). */
    Value (*call_function)(Thread *t, Value function, Value *args, size_t nargs, Tuple *kwnames);
    /* Resumes a generator: sends `sent`; STOP when it returned (the value in
     * t->stop_value); ERROR when it raised. */
    Value (*generator_resume)(Thread *t, Value generator, Value sent);
    /* Raises the pending exception inside the generator. */
    Value (*generator_throw)(Thread *t, Value generator);
    /* Compiles source text to a code object. */
    Value (*compile)(Thread *t, Value source /* str or bytes */, Value filename, const char *mode,
                     uint32_t flags);
    /* The code object of a source file, from the cache if it is there; path and
     * filename (its co_filename) are strs. */
    Value (*source_file_code)(Thread *t, Value path, Value filename);
    uint32_t bytecode_magic; /* what the files of cached code begin with */
    /* Reads what is missing of a code object that came from a cache. */
    bool (*load_code)(Thread *t, Code *code);
    /* A code object as bytes, and back: UNDEF if they are not what the former made. */
    Value (*serialize_code)(Thread *t, Value code);
    Value (*deserialize_code)(Thread *t, const uint8_t *bytes, size_t size);
    /* Runs a code object in a namespace; closure may be NULL. */
    Value (*run_code)(Thread *t, Value code, Dict *globals, Dict *builtins, Value locals, Tuple *closure);
    Value (*import_module)(Thread *t, Value name, Value globals, Value fromlist, int64_t level);
    /* What anext(iterator, default) returns: awaits, but gives the default at the end. */
    Value (*anext_default)(Thread *t, Value awaitable, Value otherwise);
    void (*trace_frames)(Tracer *tracer, Thread *t);
    /* Writes pc and registers of every frame whose code runs compiled: see
     * frames_sync() in frame.h.  NULL while there is no compiled code. */
    void (*sync_frames)(Thread *t);
    /* Called by compiled code: the pending exception, raised in the innermost frame, goes
     * to a handler there, or so many inlined calls further out, which end.  Puts the
     * frames into the traceback, the innermost not if the exception is raised `again`.
     * Takes the exception. */
    Value (*catch_exception)(Thread *t, uint32_t levels, bool again);
    /* A frame of compiled code gets a frame object: it must return by the interpreter. */
    void (*frame_looked_at)(Thread *t, Frame *f);
    /* Reports the ranges of the register stack that are alive. */
    void (*each_live_registers)(Thread *t,
                                void (*range)(void *data, const Value *low, const Value *high),
                                void *data);
    /* warnings.warn; false if the warning became an exception. */
    bool (*warn)(Thread *t, Value message, Value category, int stack_level);
    /* Byte offsets of what to mark in a failing expression (front/anchors.h). */
    bool (*caret_anchors)(const char *segment, size_t length, size_t *left, size_t *right);
    /* Runs Python-level handlers of signals that arrived; false with exception. */
    bool (*handle_signals)(Thread *t);
    void (*unraisable)(Thread *t, Value exception, const char *where, Value object);
    /* Empties caches that refer to objects without keeping them alive. */
    void (*forget_caches)(Vm *vm);
    /* --debug-perf: an instance of this type goes into dictionary mode.  NULL
     * while nobody watches. */
    void (*dict_mode_began)(Thread *t, Type *type);
    /* Somebody has changed what is watched (DICT_WATCHED, Type.watched,
     * Function.watched): called when it has happened.  They raise nothing, run no
     * code of programs and do not change what they are told of.
     * entry: the number of the entry that has another value, was added or was deleted;
     * -1: the entries may all have other numbers or be gone. */
    void (*dict_changed)(Thread *t, Dict *d, int64_t entry);
    /* Version and those of the shapes are new, or root_shape is; or the type has died
     * and its shapes are gone (it has none): then inside a collection.  name: it is only
     * that this attribute, of the type or of a base, was set or deleted; UNDEF: anything,
     * such as what names with two underscores stand for. */
    void (*type_changed)(Vm *vm, Type *type, Value name);
    /* Another __code__, __defaults__ or __kwdefaults__. */
    void (*function_changed)(Thread *t, Function *f);
    /* Code.heat_left has come to 0 in the innermost frame.  Sets heat_left anew; else it
     * is asked again the next time.  NULL: all code is interpreted. */
    HotAction (*hot)(Thread *t, Frame *frame, HotPlace place);
    /* Runs a generator that is created or suspended in compiled code: to be called by
     * generator_resume_compiled() only.  `top`: the innermost frame; `registers`: where
     * those of the generator's frame go.  Leaves t->frame undefined. */
    Value (*resume)(Thread *t, Frame *top, Value generator, Value sent, Value *registers);
    /* Calls a function whose code has compiled code that takes these parameters
     * (Code.direct_params). */
    Value (*call_compiled)(Thread *t, Value function, const Value *args, size_t count);
    /* The instruction that begins at word pc is about to run in the innermost frame,
     * in the loop that observes.  Raises nothing and allocates no objects. */
    void (*observe)(Thread *t, Frame *frame, uint32_t pc);
    /* Around a fork whose child goes on running Python code: compiled code becomes
     * its own.  Before: false when that takes more memory than there is, then nobody
     * forks.  After: the first thing in both processes, or when the fork failed.
     * NULL while there is no compiled code. */
    bool (*before_fork)(Vm *vm);
    void (*after_fork)(Vm *vm, bool in_child);
    /* A major collection is about to mark: the last moment to let go of objects.  NULL:
     * nobody wants to. */
    void (*major_began)(Thread *t);
    /* Reports the objects that a code object's compiled code refers to. */
    void (*trace_compiled)(Tracer *tracer, Code *code);
    /* A code object that has compiled code has died, or the Vm ends: inside a
     * collection, when objects that it refers to may be dead as well. */
    void (*code_died)(Vm *vm, Code *code);
    /* How many attributes a function stores on its first parameter. */
    uint32_t (*count_self_stores)(Value function);
    /* What a method __lt__ of two arguments compares: see bytecode/field_order.h. */
    void (*find_field_order)(Thread *t, const Code *code, struct FieldOrder *order);
} VmHooks;

#define JIT_NEVER UINT32_MAX

struct Vm {
    Heap *heap;
    Thread *main_thread;
    Type *types[TYPE_ID_COUNT];
    Type *constant_types[8]; /* of None, True, ... by value_constant_index */
    Value names[NAME_COUNT];
    Value special_names[SPECIAL_COUNT];
    uint8_t special_index[SPECIAL_INDEX_SIZE]; /* their numbers + 1, hashed by address */
    Value characters[256]; /* one-character strings */
    Value empty_str, empty_bytes, empty_tuple, empty_frozenset;
    struct InternTable *interned;
    uint32_t next_version; /* for types, shapes and dict layouts; never 0 */
    MethodCacheEntry *method_cache;
    struct AttributeCacheEntry *attribute_cache; /* see vm/inline_cache.c */
    HashKey hash_key;
    Value memory_error; /* preallocated MemoryError, or UNDEF during start-up */
    Dict *modules; /* sys.modules */
    Dict *builtins;
    Module *sys, *builtins_module;
    VmHooks hooks;
    const ModuleDef *const *native_modules; /* what import finds without a file */
    size_t native_module_count;
    struct ShapeSpace *shape_space;
    Value path;      /* sys.path list */
    int argc;
    char **argv;
    struct SignatureTable *signatures;
    struct WeakTable *weak_table;
    Array *finalizer_queue;
    int64_t int_max_str_digits;
    Value module_state[64]; /* private state of native modules, by MODULE_STATE_* */
    uint32_t flags;
    bool shutting_down;
    struct Jit *jit;        /* the compiler's state; opaque here, NULL: none */
    const struct JitListener *jit_listener; /* who watches compilations (jit/events.h), or NULL */
    uint32_t jit_threshold; /* entries and back-edges before code is compiled; JIT_NEVER: not at all */
    struct Perf *perf; /* what --debug-perf has seen (vm/perf.h), else NULL */
    struct Profiler *profiler; /* --profile: see vm/profiler.h; or NULL */
};

struct Thread {
    /* Hot: allocation and the interpreter. */
    uint8_t *alloc_cursor, *alloc_limit; /* bump region, zeroed memory */
    Vm *vm;
    Heap *heap;
    Frame *frame;                 /* innermost Python frame, or NULL */
    Value *stack_reserved;        /* registers below it are in use, though no frame covers
                                     them yet; the stack's bottom if there are none */
    volatile uint32_t interrupts; /* polled at back-edges and entries; see thread_interrupt() */
    /* A frame may be pushed only below this address: that of the frame which would
     * exceed the recursion limit, or the space for frames, were there no C recursions
     * in progress, lowered by one for each of these.  So a frame's address says how
     * deep it is, and calls count nothing. */
    Frame *frame_limit;
    uint32_t depth_limit;         /* sys.getrecursionlimit() */
    uint32_t recursion_headroom;  /* extra frames while handling RecursionError */
    Value exception;              /* pending, or UNDEF */
    Value handled;                /* sys.exc_info(): being handled, or NONE */
    Value stop_value;             /* what a finished generator returned */
    uintptr_t c_stack_limit;      /* lowest address C recursion may reach */
    uintptr_t native_stack_end;   /* lowest address compiled code may reach with frames of
                                     its own: C code that it calls has room below */
    volatile uintptr_t native_stack_limit; /* the same, which compiled functions look at when they are
                                              entered; while something waits in interrupts, UINTPTR_MAX */
    Value (*interpret)(Thread *t, bool raising); /* the dispatch loop; see vm/interpreter.h */
    Value compiled_result;        /* see HOT_RETURN */
    Value results[4];             /* of helpers of compiled code that have several */
    /* Cold. */
    Frame *frames, *frames_end;
    Value *stack, *stack_end;
    uintptr_t c_stack_base;
    uintptr_t c_stack_top; /* of a thread that waits for the others: its stack pointer then */
    bool raises_memory_error; /* one is being made */
    Value repr_active; /* list of objects whose repr is in progress, or UNDEF */
    Value trace_function, profile_function;
};

enum { INTERRUPT_SIGNAL = 1, INTERRUPT_FINALIZERS = 2, INTERRUPT_COLLECT = 4, INTERRUPT_PROFILE = 8 };

/* Asks a thread to stop soon, from anywhere, signal handlers included.  So that entering
 * compiled code costs no further test, its room on the stack is taken away meanwhile. */
static inline void thread_interrupt(Thread *t, uint32_t what) {
    __atomic_fetch_or(&t->interrupts, what, __ATOMIC_RELEASE);
    t->native_stack_limit = UINTPTR_MAX;
}
/* Which of those there are, which are no longer. */
static inline uint32_t thread_take_interrupts(Thread *t, uint32_t which) {
    t->native_stack_limit = t->native_stack_end;
    return __atomic_fetch_and(&t->interrupts, ~which, __ATOMIC_ACQ_REL) & which;
}

typedef struct VmOptions {
    size_t max_heap; /* bytes; 0: no limit */
    int argc;
    char **argv;
    const char *hash_seed; /* PYTHONHASHSEED or NULL */
    uint32_t flags;
    uint32_t jit_threshold; /* of Vm; 0: the usual one */
} VmOptions;

Vm *vm_new(const VmOptions *options); /* NULL: out of memory */
void vm_free(Vm *vm);

/* A number for a type, shape or dict layout, unlike any given before; when all
 * are used up, one that nothing can be cached under. */
#define VERSION_EXHAUSTED (UINT32_MAX - 1)
static inline uint32_t vm_next_version(Vm *vm) {
    return vm->next_version < VERSION_EXHAUSTED ? vm->next_version++ : VERSION_EXHAUSTED;
}

static inline void *gc_alloc(Thread *t, size_t size, Kind kind, Shape *shape) {
    size = (size + 15) & ~(size_t)15;
    uint8_t *p = t->alloc_cursor;
    if (__builtin_expect(size > (size_t)(t->alloc_limit - p), 0))
        return gc_alloc_slow(t, size, kind, shape);
    t->alloc_cursor = p + size;
    /* One 64-bit store of shape, granules and kind. */
    uint64_t header =
        (uint64_t)(uint32_t)(uintptr_t)shape | (uint64_t)(size >> 4) << 32 | (uint64_t)kind << 48;
    memcpy(p, &header, sizeof header);
    return p;
}

/* See heap.h. */
static inline void *gc_alloc_to_fill(Thread *t, size_t size, size_t from, size_t to, Kind kind,
                                     Shape *shape) {
    if (__builtin_expect(size > FILL_BYTES, 0))
        return gc_alloc_to_fill_slow(t, size, from, to, kind, shape);
    return gc_alloc(t, size, kind, shape);
}

/* An instance of a fixed-size native type. */
#define GC_NEW(t, Struct, KIND, TYPE) \
    ((Struct *)gc_alloc((t), sizeof(Struct), (KIND), (t)->vm->types[TYPE]->root_shape))

static inline Type *type_of(Thread *t, Value v) {
    if (value_is_object(v))
        return object_type(value_as_object(v));
    if (value_is_int(v))
        return t->vm->types[TYPE_INT];
    if (value_is_float(v))
        return t->vm->types[TYPE_FLOAT];
    return t->vm->constant_types[value_constant_index(v)];
}

#define STR_NAME(t, id) ((t)->vm->names[NAME_##id])
#define SPECIAL_NAME(t, id) ((t)->vm->special_names[SPECIAL_##id])

/* Raises RecursionError, with some room above the limits for doing so: "maximum
 * recursion depth exceeded" + where, e.g. " while getting the repr of an object". */
void raise_recursion_error(Thread *t, const char *where);
/* Guards C recursion that does not count as a call (see recursion_enter() in frame.h
 * for what does): false with RecursionError if the C stack is at its end. */
static inline __attribute__((always_inline)) bool c_stack_enter(Thread *t, const char *where) {
    if (__builtin_expect((uintptr_t)__builtin_frame_address(0) >= t->c_stack_limit, 1))
        return true;
    raise_recursion_error(t, where);
    return false;
}

#endif

/* function.h - functions, methods, cells, code, modules, descriptors, generators. */
#ifndef TAU_RUNTIME_FUNCTION_H
#define TAU_RUNTIME_FUNCTION_H

#include "runtime/sequence.h"
#include "runtime/str.h"
#include "runtime/vm.h"

typedef struct CacheSlot { /* one inline cache; the collector traces payload */
    union {
        struct {
            uint32_t shape; /* key: shape, layout or version, by instruction */
            uint32_t version;
        };
        NativeFn native; /* a call of a native function */
    };
    Value payload;
} CacheSlot;

enum { /* CPython's co_flags */
    CODE_OPTIMIZED = 1, CODE_NEWLOCALS = 2, CODE_VARARGS = 4, CODE_VARKEYWORDS = 8,
    CODE_NESTED = 16, CODE_GENERATOR = 32, CODE_NOFREE = 64, CODE_COROUTINE = 128,
    CODE_ITERABLE_COROUTINE = 256, CODE_ASYNC_GENERATOR = 512,
    CODE_FUTURE_ANNOTATIONS = 0x1000000
};
/* Of a Code: whether a call makes a generator, coroutine or async generator. */
#define code_suspends(code) (((code)->flags & (CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GENERATOR)) != 0)

typedef struct CodePosition { /* one per run of instructions, sorted by pc */
    uint32_t pc;
    int32_t line, end_line;   /* line -1: none (artificial) */
    int32_t column, end_column; /* bytes in UTF-8, -1: unknown */
} CodePosition;

typedef struct CodeHandler { /* exception table, innermost first */
    uint32_t start, end;     /* instruction range [start, end) */
    uint32_t handler;
    uint32_t reg;            /* receives the exception */
} CodeHandler;

/* A comprehension compiled into its function: in a traceback the range is a
 * frame of its own, called from `position` of the surrounding code. */
typedef struct CodeInlined { /* inner ranges first */
    uint32_t start, end; /* instruction range [start, end) */
    uint32_t kind;       /* CodeInlinedKind: gives the name */
    CodePosition position;
} CodeInlined;

typedef enum CodeInlinedKind { /* <listcomp>, <setcomp>, <dictcomp> */
    INLINED_LIST, INLINED_SET, INLINED_DICT
} CodeInlinedKind;

struct Code {
    Object header; /* KIND_CODE */
    Value name, qualname, filename;
    Tuple *consts, *names;
    Tuple *local_names; /* registers 0..: parameters, then other locals */
    Tuple *cell_names, *free_names;
    Raw *instructions;  /* uint32_t[]: copied per Vm, rewritten by quickening */
    Raw *positions;     /* CodePosition[]; NULL: not unpacked yet (code_positions.h) */
    Raw *packed_positions; /* of code from a cache, until they are needed; else NULL */
    Raw *handlers;      /* CodeHandler[] or NULL */
    Raw *inlined;       /* CodeInlined[] or NULL */
    Raw *cache_storage; /* CacheSlot[cache_count], slot 0 is never valid */
    uint32_t instruction_count, position_count, handler_count, inlined_count, cache_count;
    uint32_t packed_size; /* bytes of packed_positions */
    uint32_t arg_count;     /* positional, positional-only included */
    uint32_t posonly_count, kwonly_count;
    uint32_t param_count;   /* registers filled by the call: args, kwonly, *args, **kwargs */
    /* Of local_names, in this order: parameters and plain locals (co_varnames);
     * other variables in cells (visible in locals() with the former); variables
     * of comprehensions, which nobody outside them sees. */
    uint32_t variable_count, visible_count;
    uint32_t local_count;   /* all of them */
    uint32_t register_count; /* of the whole frame */
    uint32_t flags;
    int32_t first_line;
    uint32_t heat_left;     /* entries and back-edges until VmHooks.hot is asked */
    void *compiled;         /* the compiled code, or NULL: see code_set_compiled() */
    void *direct_entry;     /* where compiled code calls it; NULL until compiled code wants to */
    uint32_t direct_params; /* direct_entry is compiled code: the number of its parameters, plus 1;
                               0: it is not */
    uint32_t direct_args;   /* the same, if so many arguments need no binding; else 0 */
    Dict *seen_globals, *seen_builtins; /* of the function observed last, or NULL */
    struct Feedback *feedback; /* for the compiler (ir/feedback.h), or NULL; see code_own_feedback() */
    struct ResumePoint *resume_points; /* of a generator's code; see code_resume_point() */
    struct FieldOrder *field_order; /* if it is asked for: see runtime/field_order.h, or NULL */
    struct PerfCode *perf;  /* executions and sites, while --debug-perf watches; owned by Vm.perf */
    Value doc;              /* docstring or NONE */
    /* Code from a cache gets its body (constants, names, instructions, positions,
     * tables) when it is first called; until then: */
    Array *file;             /* what it is read from; NULL: the code is complete */
    uint32_t number_in_file, body_in_file;
    uint32_t self_stores;    /* see VmHooks.count_self_stores */
};

enum { CODE_FILE_FILENAME = 5 }; /* Code.file->items[]: co_filename of the inner code */

/* Sees to it that the body is there; false with MemoryError, or SystemError if what
 * was cached is damaged. */
static inline bool code_complete(Thread *t, Code *code) {
    return __builtin_expect(!code->file, 1) || t->vm->hooks.load_code(t, code);
}

typedef struct Cell {
    Object header;
    Value value; /* UNDEF: empty */
} Cell;

struct Function {
    Object header; /* KIND_FUNCTION */
    Code *code;
    Dict *globals;
    Dict *builtins;
    Tuple *closure;    /* of Cells, or NULL */
    Tuple *defaults;   /* or NULL */
    Dict *kwdefaults;  /* or NULL */
    Value name, qualname, doc;
    Value module;      /* UNDEF: __name__ of the globals */
    Value annotations; /* dict, tuple (name, value, ...) or UNDEF */
    bool watched;      /* VmHooks.function_changed is to be called */
    Value attributes;  /* attribute area (see shape.h) */
};

typedef struct NativeFunction {
    Object header; /* KIND_NATIVE: function, method, class method or slot wrapper */
    const NativeDef *def;
    struct Signature *signature; /* parsed on first need; owned by the Vm */
    Value self;    /* bound receiver, or UNDEF */
    Value module;  /* name or NONE */
    Type *owner;   /* type it was declared by, or NULL */
    uint8_t direct_args; /* called with so many arguments, no names, the first an
                            instance of the owner if there is one, def->fn takes
                            them as they are; 0: not known */
} NativeFunction;

typedef struct Method {
    Object header; /* KIND_METHOD */
    Value function, self;
} Method;

struct Module {
    Object header; /* KIND_MODULE */
    Dict *dict;
    Value name;
    const ModuleDef *def;
};

typedef struct Property {
    Object header;
    Value get, set, del, doc; /* NONE if absent */
    Value name;               /* or UNDEF */
    bool doc_from_getter;
} Property;

typedef struct MethodHolder { /* staticmethod, classmethod */
    Object header;
    Value function;
} MethodHolder;

typedef struct GetSet {
    Object header; /* KIND_GETSET */
    const GetSetDef *def;
    Type *owner;
} GetSet;

typedef struct Member { /* KIND_MEMBER: __slots__ entry */
    Object header;
    Value name;
    Type *owner;
    uint32_t offset; /* bytes into the instance; UNDEF there: unset */
    bool readonly;   /* a field of a struct sequence */
} Member;

typedef struct TupleGetter { /* TYPE_COLLECTIONS_TUPLEGETTER: a field of a namedtuple */
    Object header;
    int64_t index;
    Value doc;
} TupleGetter;

typedef struct Super {
    Object header;
    Type *type;
    Value object; /* or UNDEF */
    Type *object_type;
} Super;

/* In the order that compiled code relies on: the first two can be resumed. */
typedef enum GeneratorState { GEN_CREATED, GEN_SUSPENDED, GEN_RUNNING, GEN_FINISHED } GeneratorState;

/* Where a suspended generator goes on, as far as compiled code has to know: its beginning
 * or the instruction behind a yield.  Lives as long as the code object. */
typedef struct ResumePoint {
    void *entry; /* compiled code that goes on there; NULL: it is interpreted */
    uint32_t pc;
    struct ResumePoint *next;
} ResumePoint;

enum { GENERATOR_BODY = 1 }; /* pc of what follows GENERATOR_START, the first instruction */
typedef struct Generator { /* generator, coroutine, async generator */
    Object header; /* KIND_GENERATOR; VARSIZED */
    Function *function;
    Code *code;          /* the function's when it was called */
    Value name, qualname;
    Value handled;       /* exception being handled inside, while suspended */
    Value awaiting;      /* delegate of yield from / await, or UNDEF */
    Value origin;        /* coroutine: sys.set_coroutine_origin_tracking; async: hooks */
    struct FrameObject *frame_object; /* gi_frame, made on demand */
    ResumePoint *resume; /* while created or suspended, that of pc, or NULL: it has none */
    uint32_t pc;         /* instruction to resume at */
    uint8_t state;
    bool closed;
    uint32_t sent_register;
    uint32_t register_count;
    Value registers[];
} Generator;

typedef struct FrameObject { /* KIND_FRAME: sys._getframe(), tb_frame */
    Object header;
    Function *function;
    Value back;   /* of an ended frame: the caller's, or the traceback entry that knows
                     it, or UNDEF */
    Value locals; /* dict or UNDEF */
    Value last;   /* dict of the variables when the frame ended, which locals()
                     does not show before f_locals is asked for; or UNDEF */
    Frame *frame; /* while it is running, else NULL */
    Generator *generator; /* of a suspended generator's frame, or NULL */
    int32_t lineno;
    uint32_t pc;
} FrameObject;

/* Gives a code object compiled code (NULL: none), which is opaque to the runtime: the
 * collector asks VmHooks.trace_compiled what it refers to, and tells VmHooks.code_died
 * when the code object dies.  What was there before is the caller's to free.  To be
 * called again when the compiled code refers to new objects. */
void code_set_compiled(Thread *t, Code *code, void *compiled);
/* Gives a code object that has none feedback, one malloc'ed block, to be freed with it. */
void code_own_feedback(Thread *t, Code *code, struct Feedback *feedback);
/* The same of the order that it stands for as a method __lt__. */
void code_own_field_order(Thread *t, Code *code, struct FieldOrder *order);
/* The resume point of a generator's code at an instruction; NULL: there is none, or (made
 * if there was none) no memory, without an exception. */
static inline ResumePoint *code_resume_point(const Code *code, uint32_t pc) {
    ResumePoint *p = code->resume_points;
    while (p && p->pc != pc)
        p = p->next;
    return p;
}
ResumePoint *code_make_resume_point(Thread *t, Code *code, uint32_t pc);
/* A code object, just made or copied from one that has run, has not run. */
void code_never_ran(Thread *t, Code *code);
Value function_new(Thread *t, Code *code, Dict *globals, Tuple *closure, Tuple *defaults, Dict *kwdefaults);
Value native_function_new(Thread *t, const NativeDef *def, Value self, Value module_name, Type *owner, TypeId type);
Value method_new(Thread *t, Value function, Value self);
Value cell_new(Thread *t, Value value);
Module *module_new(Thread *t, Value name);
bool module_set(Thread *t, Module *m, const char *name, Value value) __attribute__((warn_unused_result));
Value property_new(Thread *t, Value get, Value set, Value del, Value doc);
/* Where an instruction comes from; NULL or -1: nowhere, or no memory to look. */
const CodePosition *code_position_at(Thread *t, const Code *code, uint32_t pc);
int code_line_at(Thread *t, const Code *code, uint32_t pc);

#endif

/* interpreter.h - running bytecode: frames, binding of arguments, generators. */
#ifndef TAU_VM_INTERPRETER_H
#define TAU_VM_INTERPRETER_H

#include "bytecode/opcode.h"
#include "runtime/frame.h"
#include "runtime/function.h"
#include "runtime/vm.h"

/* Runs the innermost frame, which has FRAME_ENTRY, until it returns, raises
 * (ERROR) or yields.  With `raising`, the pending exception is raised at the
 * frame's pc first. */
Value interpreter_run(Thread *t, bool raising);
/* The same, reporting every instruction to perf.c.  C code enters whichever
 * t->interpret names. */
Value interpreter_run_counting(Thread *t, bool raising);
/* What interpreter_run consists of: the dispatch loop and the copy that reports every
 * instruction to VmHooks.observe, until the frame that it began with is left.
 * ANOTHER_LOOP_NEXT: the other one is to go on with the innermost frame.  So they take
 * turns without piling up on the C stack. */
Value interpreter_loop(Thread *t, bool raising);
Value interpreter_loop_observing(Thread *t, bool raising);
#define ANOTHER_LOOP_NEXT VALUE_UNDEF

/* ---- frames.c ---- */

/* Pushes a frame of `code`, which is f's, whose registers begin at `registers`
 * and hold the bound parameters, on top of `caller` (NULL: it is the first).
 * Its result, if it has one, goes to a register of the caller.  NULL with
 * RecursionError. */
Frame *frame_push_slow(Thread *t, Frame *caller, Function *f, Code *code, Value *registers,
                       uint32_t result_register);
/* The same where the first `bound` locals have, or will get, their values. */
static inline __attribute__((always_inline)) Frame *
frame_push_over(Thread *t, Frame *caller, Function *f, Code *code, Value *registers, uint32_t result_register,
                uint32_t bound) {
    Frame *frame = caller ? caller + 1 : t->frames;
    if (__builtin_expect(frame >= t->frame_limit || registers + code->register_count > t->stack_end, 0))
        return frame_push_slow(t, caller, f, code, registers, result_register);
    for (uint32_t i = bound; i < code->local_count; i++)
        registers[i] = VALUE_UNDEF;
    frame->function = f;
    frame->code = code;
    frame->registers = registers;
    frame->pc = (const uint32_t *)code->instructions->bytes;
    frame->consts = code->consts->items;
    frame->caches = (CacheSlot *)code->cache_storage->bytes;
    frame->result_register = result_register;
    frame->flags = 0;
    t->frame = frame;
    return frame;
}
static inline __attribute__((always_inline)) Frame *
frame_push(Thread *t, Frame *caller, Function *f, Code *code, Value *registers, uint32_t result_register) {
    return frame_push_over(t, caller, f, code, registers, result_register, code->param_count);
}
void frame_detach_object(Thread *t, Frame *frame);
/* Pops the innermost frame, which has no frame object. */
static inline void frame_pop_plain(Thread *t, Frame *frame) {
    t->frame = __builtin_expect(frame > t->frames, 1) ? frame - 1 : NULL;
}
static inline void frame_pop(Thread *t) {
    Frame *frame = t->frame;
    if (__builtin_expect(frame->flags & FRAME_OBJECT, 0))
        frame_detach_object(t, frame);
    frame_pop_plain(t, frame);
}
/* Whether nargs positional arguments are the function's parameters as they stand. */
static inline bool function_takes_plainly(const Function *f, uint32_t nargs) {
    return nargs == f->code->arg_count && f->code->param_count == nargs;
}
/* The Python __init__ of a type whose construction is: allocate a plain instance,
 * run that on it; else NULL. */
Function *type_plain_init(Thread *t, const Type *type);
/* The Python __new__ of a class that initialises what it makes by object.__init__, which is
 * to say not at all; else NULL. */
Function *type_plain_new(Thread *t, const Type *type);
/* Whether construction of a class of exceptions is: exception_create(), then __init__.
 * That is *init if it is Python's; NULL: BaseException's, and has nothing more to do.
 * false: *init is as it was. */
bool type_plain_exception(Thread *t, const Type *type, Function **init);
/* Binds nargs values at args (in place, the window of the callee's registers)
 * to the parameters of f; false with TypeError. */
bool frame_bind(Thread *t, Function *f, Value *args, size_t nargs, Tuple *kwnames)
    __attribute__((warn_unused_result));
/* The same for arguments in the running frame's registers: checks first that the
 * callee's registers have room; false with RecursionError too. */
bool frame_bind_window(Thread *t, Function *f, Value *args, size_t nargs, Tuple *kwnames)
    __attribute__((warn_unused_result));
/* LOAD_BODY: the frame's code gets its body, the frame starts anew. */
bool frame_load_body(Thread *t, Frame *frame) __attribute__((warn_unused_result));
/* Asks VmHooks.hot about the innermost frame, whose code's heat_left is 0. */
HotAction frame_is_hot(Thread *t, Frame *frame, HotPlace place);
/* Runs the innermost frame, just pushed with FRAME_ENTRY at its beginning or where a
 * generator goes on: its result or ERROR. */
Value frame_run(Thread *t, Frame *frame, HotPlace place);
/* The hook behind call(): runs a Python function from C. */
Value function_call_from_c(Thread *t, Value function, Value *args, size_t nargs, Tuple *kwnames);
/* Runs a Python function with all its parameters, in the order of its registers. */
Value function_call_bound(Thread *t, Function *f, const Value *params);
/* Runs module, class or eval code with its locals mapping. */
Value code_run(Thread *t, Code *code, Dict *globals, Dict *builtins, Value locals, Tuple *closure);

/* live_registers.c: see VmHooks.each_live_registers. */
void registers_each_live(Thread *t, void (*range)(void *data, const Value *low, const Value *high),
                         void *data);

/* ---- inline_cache.c: the slow halves, which fill the caches ---- */

Value cache_get_attr(Thread *t, Code *code, uint32_t slot, Value object, Value name);
bool cache_set_attr(Thread *t, Code *code, uint32_t slot, Value object, Value name, Value value)
    __attribute__((warn_unused_result));
/* out[0], out[1]: function and receiver, or value and UNDEF. */
bool cache_load_method(Thread *t, Code *code, uint32_t slot, Value object, Value name, Value *out)
    __attribute__((warn_unused_result));
/* What super().name leads to, of an object and the class in __class__, by a cache
 * as cache_super() reads it: out[0], out[1] as above.  False: only the general way
 * can tell; no exception. */
bool cache_load_super(Thread *t, Code *code, uint32_t slot, Value self, Type *cls, Value name, Value *out);
Value cache_load_global(Thread *t, Function *f, uint32_t slot, Value name);
bool cache_store_global(Thread *t, Function *f, uint32_t slot, Value name, Value value)
    __attribute__((warn_unused_result));

void attribute_cache_forget(Vm *vm);

/* What a cache slot of an attribute says, in CacheSlot.version: kind in the low 5
 * bits, a byte offset or an index above.  A site that has seen several shapes
 * has CACHE_POLYMORPHIC there and key 0; its payload is an Array of one entry a
 * shape: key << 30 | version as an int, then the payload.  When more than
 * CACHE_SHAPES_MAX come, it is CACHE_MEGAMORPHIC: the cache that all sites share
 * must do. */
enum { CACHE_SHAPES_MAX = 4 };
enum {
    CACHE_INLINE_SLOT = 1,  /* attribute at this byte offset of the object */
    CACHE_OVERFLOW_SLOT = 2, /* in the overflow array whose word is at the offset;
                                the index is the payload */
    CACHE_VALUE = 3,        /* the payload: a class attribute that binds to nothing */
    CACHE_METHOD = 4,       /* payload is a function to be bound to the receiver */
    CACHE_TYPE_VALUE = 5,   /* the receiver is a class; its version is the key */
    CACHE_ADD_SLOT = 6,     /* store: a new inline slot; payload: address of the next shape */
    CACHE_MODULE = 7,       /* receiver is a module: key is its dict's layout, entry above */
    CACHE_PROPERTY = 8,     /* payload: a Python function of one parameter that gets it */
    CACHE_GETTER = 9,       /* payload: a native getset descriptor that applies to the receiver */
    CACHE_POLYMORPHIC = 10,
    CACHE_MEGAMORPHIC = 11,
    CACHE_TUPLE_ITEM = 12,  /* receiver is a tuple: its item of this index, if there is one */
    CACHE_BOUND = 13,       /* of GET_ATTR: as CACHE_METHOD; what is got is a new method object */
    CACHE_DICT = 14,        /* in the dict whose word is at the offset; if it is not there, the payload
                               is what the class has, unbound, or UNDEF */
    CACHE_GETATTR = 15,     /* there is none: payload is the class's __getattr__, a Python function of two
                               parameters; of a store: its __setattr__, of three */
    CACHE_DESCRIPTOR = 16,  /* payload is an object whose class has a __get__ in Python of three
                               parameters; of a store: a __set__ */
    CACHE_CLASSMETHOD = 18, /* payload is the Python function of a class method, to be bound to the class */
    CACHE_ABSENT = 17,      /* there is none, and no __getattr__; not of sites */
};
enum { CACHE_KIND_BITS = 5 };
static inline uint32_t cache_kind(const CacheSlot *c) { return c->version & ((1u << CACHE_KIND_BITS) - 1); }
static inline uint32_t cache_offset(const CacheSlot *c) { return c->version >> CACHE_KIND_BITS; }
/* The word that an inline slot's cache leads to. */
static inline Value *cache_word(const CacheSlot *c, Object *o) {
    return (Value *)((char *)o + cache_offset(c));
}
/* The item that a tuple's cache leads to; UNDEF: too short. */
static inline Value cache_tuple_item(const CacheSlot *c, const Object *o) {
    const Tuple *tuple = (const Tuple *)o;
    return cache_offset(c) < tuple->length ? tuple->items[cache_offset(c)] : VALUE_UNDEF;
}
/* A cache of super().name has its own layout.  Key: of the object's shape, or of
 * the object if it is a class; version: that of the class in __class__, doubled,
 * odd if the payload is not to be bound; payload UNDEF: go the general way. */
static inline uint32_t cache_super_key(Object *o) {
    return object_kind(o) == KIND_TYPE ? ((Type *)o)->version : object_shape(o)->version;
}
static inline bool cache_super(const CacheSlot *c, Object *o, const Type *cls) {
    return c->shape == cache_super_key(o) && c->version >> 1 == cls->version;
}
/* How the attribute of an instance of a shape is found, for any site; kind 0: it has none.
 * false: only the general rules can tell. */
bool cache_find_attribute(Thread *t, CacheSlot *c, Shape *shape, Value name) __attribute__((warn_unused_result));
/* The same of a store to it; `generic`: as object.__setattr__ does it, whatever the class has. */
bool cache_find_store(Thread *t, CacheSlot *c, Shape *shape, Value name, bool generic) __attribute__((warn_unused_result));
/* getattr(object, name, otherwise); otherwise UNDEF: it fails. */
Value cache_get_named(Thread *t, Value object, Value name, Value otherwise);
/* setattr(object, name, value), or, if generic, object.__setattr__(object, name, value). */
bool cache_set_named(Thread *t, Value object, Value name, Value value, bool generic) __attribute__((warn_unused_result));
/* Which form the instruction takes that has this cache. */
Opcode cache_form_get(const CacheSlot *c);
Opcode cache_form_set(const CacheSlot *c);
Opcode cache_form_method(const CacheSlot *c);
/* In *out what a polymorphic site knows of a shape; false: nothing. */
static inline bool cache_find(const CacheSlot *site, uint32_t key, CacheSlot *out) {
    const Value *items = ((Array *)value_as_object(site->payload))->items;
    for (uint32_t i = 0; i < 2 * CACHE_SHAPES_MAX; i += 2)
        if (items[i].bits >> 32 == key) {
            out->version = (uint32_t)(items[i].bits >> 2) & 0x3fffffff;
            out->payload = items[i + 1];
            return true;
        }
    return false;
}

/* ---- generator.c ---- */

/* A generator, coroutine or async generator of a function and its code, in no state yet;
 * NULL with MemoryError. */
Generator *generator_new(Thread *t, Function *f, Code *code);
/* It is to begin at `pc`. */
static inline void generator_created(Generator *g, uint32_t pc) {
    g->pc = pc;
    g->resume = code_resume_point(g->code, pc);
    g->state = GEN_CREATED;
}
/* Of a function whose code has been loaded: with these parameters. */
Value generator_call(Thread *t, Function *f, const Value *params);
Value generator_start(Thread *t); /* of the innermost frame, which is popped */
Value generator_resume(Thread *t, Value generator, Value sent);
Value generator_throw(Thread *t, Value generator);
/* Whether a generator that can be resumed goes on in compiled code. */
static inline bool generator_is_compiled(const Generator *g) {
    return __builtin_expect(g->resume && g->resume->entry, 0);
}
/* Resumes such a one: generator_resume() where there is nothing to be asked any more. */
static inline Value generator_resume_compiled(Thread *t, Generator *g, Value sent) {
    Frame *frame = t->frame;
    Value v = t->vm->hooks.resume(t, frame ? frame : t->frames - 1, value_from_object(g), sent, thread_stack_top(t));
    t->frame = frame;
    return v;
}
/* generator_resume() by the interpreter. */
Value generator_interpret(Thread *t, Value generator, Value sent);
/* Copies a generator's registers into a frame on the stack / back. */
Frame *generator_push(Thread *t, Generator *g, Value sent);
void generator_save(Thread *t, Frame *frame);
/* The frame of a generator has returned or raised. */
void generator_finish(Thread *t, Frame *frame);
/* A StopIteration that escapes a generator (NULL: one that was never made) becomes a
 * RuntimeError. */
void generator_convert_stop(Thread *t, const Generator *g);
/* One step of `yield from`: STOP when the delegate returned (t->stop_value). */
Value generator_send_to(Thread *t, Value delegate, Value sent);
Value generator_yield_from_iter(Thread *t, Code *code, Value v);
Value coroutine_awaitable(Thread *t, Value v, int where);
Value async_get_aiter(Thread *t, Value v);
Value async_get_anext(Thread *t, Value v);
Value async_wrap(Thread *t, Value v);

/* ---- statements.c: the rarer instructions ---- */

Value make_function(Thread *t, Function *outer, Code *code, uint32_t flags, Value *parts);
void raise_not_unpackable(Thread *t, Value v);
/* The items of v for `before` targets, a starred one and `after` more; after -1: no starred
 * target.  `out` is written when all is there, and nothing is allocated after that. */
bool unpack_sequence(Thread *t, Value v, uint32_t before, int64_t after, Value *out)
    __attribute__((warn_unused_result));
Value name_load(Thread *t, Frame *f, Value name);
bool name_store(Thread *t, Frame *f, Value name, Value v) __attribute__((warn_unused_result));
bool name_delete(Thread *t, Frame *f, Value name) __attribute__((warn_unused_result));
bool global_delete(Thread *t, Function *f, Value name) __attribute__((warn_unused_result));
/* A class body's view of a variable of a function around it, whose cell is this. */
Value class_free_load(Thread *t, Frame *f, const Cell *cell, Value name);
bool with_setup(Thread *t, Value manager, bool async, Value *out) __attribute__((warn_unused_result));
Value call_exit(Thread *t, Value *pair, Value exception);
int exception_matches(Thread *t, Value exception, Value type);
Value raise_statement(Thread *t, Value exception, Value cause /* UNDEF: none */);
Value raise_current(Thread *t);
bool dict_merge_keywords(Thread *t, Value into, Value mapping, Value callee) __attribute__((warn_unused_result));
Value call_extended(Thread *t, Value callee, Value args, Value kwargs);
Value match_keys(Thread *t, Value subject, Value keys);
Value match_class(Thread *t, Value subject, Value cls, uint32_t positional, Tuple *names);
Value dict_without(Thread *t, Value mapping, Tuple *keys);
Value build_string(Thread *t, Value *parts, uint32_t count);
Value format_value(Thread *t, Value v, uint32_t conversion, Value spec);
Value load_build_class(Thread *t, Function *f);
Value import_name(Thread *t, Frame *f, Value name, Value level, Value fromlist);
bool import_star(Thread *t, Frame *f, Value module) __attribute__((warn_unused_result));
Value import_from(Thread *t, Value module, Value name);
bool setup_annotations(Thread *t, Frame *f) __attribute__((warn_unused_result));
bool print_expression(Thread *t, Value v) __attribute__((warn_unused_result));
Value raise_unbound_local(Thread *t, Value name);
Value raise_unbound_free(Thread *t, Value name);
/* Runs what t->interrupts asks for; false with an exception. */
bool handle_interrupts(Thread *t) __attribute__((warn_unused_result));

/* ---- installation ---- */

void vm_install(Vm *vm); /* hooks */

#endif

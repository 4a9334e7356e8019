/* build_internal.h - the graph builder's state, shared by build*.c. */
#ifndef TAU_IR_BUILD_INTERNAL_H
#define TAU_IR_BUILD_INTERNAL_H

#include "ir/build.h"
#include "ir/iteration.h"
#include "runtime/dict.h"
#include "runtime/type.h"
#include "vm/consumers.h"
#include "vm/interpreter.h"

/* One activation being walked: the function itself, or an inlined call. */
typedef struct Walk Walk;
typedef struct Scope {
    struct Scope *caller;
    IrState *caller_state;   /* the caller's frame, waiting for this one's result; NULL: outermost */
    uint32_t caller_origin;  /* of the call */
    Code *code;
    Flow *flow;
    Feedback *feedback;      /* or NULL */
    IrNode *function;        /* the function object */
    Function *callee;        /* the same if it is known, else NULL */
    Dict *globals, *builtins;
    IrNode *instance;        /* of __init__: the result of the call; FRAME_NEW: the call, as Frame.instance */
    uint32_t flags;          /* FRAME_* of the frame */
    uint32_t result_register;
    uint32_t call_pc;        /* of the caller's instruction that calls */
    uint32_t depth;          /* 0: outermost */
    uint32_t first_register; /* of its frame, counted from the outermost one's */
    uint32_t handled;        /* of a generator's code: exceptions that it is handling now */
    uint32_t choices;        /* begun and not ended: the instruction is done in several ways */
    bool module_level;       /* names are the globals */
    Consumer consumer;       /* of an inlined generator: what takes all that it yields, else NONE */
    struct Drive *drive;     /* of an inlined generator: the loop that takes what it yields, else NULL */
    uint32_t own;            /* registers of the code: flow_register_count() */
    uint32_t count;          /* of registers: `own`; of a driven generator the caller's follow */
    IrNode **r;              /* registers now; NULL: dead */
    Walk *walk;
    /* Of an inlined call: where it returns to, and with what. */
    IrBlock *after;
    IrNode **results;        /* one a predecessor of `after` */
    uint32_t result_capacity;
} Scope;

/* A range object made by a call in the graph, for the loop that wants its parts. */
typedef struct RangeCall {
    IrNode *object, *start, *stop, *step; /* ints */
    struct RangeCall *next;
} RangeCall;

/* What a new object holds, for good. */
typedef struct KnownField {
    IrNode *object;
    size_t offset;
    IrNode *value;
    struct KnownField *next;
} KnownField;

/* A generator made by a call in the graph; the inputs of the call from the second on are
 * its parameters. */
typedef struct MadeGenerator {
    IrNode *call;
    Code *code;
    Function *callee; /* if it is known, else NULL */
    bool driven;      /* a loop has taken it in */
    struct MadeGenerator *next;
} MadeGenerator;

/* A loop that a generator has been inlined into: see build_drive.c. */
typedef struct Drive {
    Scope *scope;      /* the generator's; the loop is its caller's */
    Instruction loop;  /* the loop's FOR_ITER */
    IrNode *running;   /* the generator in frame states, while it runs */
    /* While the loop's body is walked: */
    IrNode *suspended; /* the generator in frame states */
    Instruction yield; /* where it is suspended */
    struct Drive *outer; /* the loop whose body is being walked around this one */
} Drive;

typedef struct Builder {
    Ir *ir;
    Thread *t;
    const BuildHost *host;
    Frame *frame;
    Scope *scope;
    IrBlock *block;          /* being filled; NULL: what follows cannot be reached */
    Instruction i;
    IrState *guard_state;    /* of the present instruction, made on first need */
    IrState *call_state;
    bool check_valid;        /* something has run that may have invalidated this code */
    Flow *flows;
    RangeCall *ranges;
    MadeGenerator *made;
    Drive *driving;          /* the innermost of the loops whose bodies are being walked */
    IrNode *outer_handled;   /* of a generator's graph: what its resumer is handling; NULL: not known */
    struct Resumed *resumed; /* of a graph that a generator is resumed in: see build_generators.c */
    KnownField *known_fields;
    uint32_t shape_epoch;    /* changes where the shapes of objects may, in the order in which nodes are made */
    uint32_t *shape_epochs;  /* by id: of a GUARD_SHAPE, the epoch that it is of */
    uint32_t shape_epoch_capacity;
    uint32_t inlined_words;  /* bytecode taken in so far */
} Builder;

/* ---- build.c ---- */

/* Whether no shape may have changed since the guard was made: on no way from there to here,
 * because what lies between has been made between. */
bool build_is_current(Builder *b, const IrNode *guard);
IrNode *build_emit(Builder *b, IrNode *n);
/* The frame state of the present instruction's beginning; of the call it makes. */
IrState *build_guard_state(Builder *b);
IrState *build_call_state(Builder *b);
IrState *build_state(Builder *b, uint32_t pc, const uint64_t *live);
/* Emits a guard with the guard state. */
IrNode *build_guard(Builder *b, IrNode *n, DeoptReason reason);
/* A value known to be of these types, guarded if it is not. */
IrNode *build_of_types(Builder *b, IrNode *v, IrTypes types, DeoptReason reason);
/* The rest of the block is not reached: goes on in the interpreter. */
void build_exit(Builder *b, DeoptReason reason);
/* All registers that hold `old` hold `now`, of which more is known. */
void build_refine(Builder *b, IrNode *old, IrNode *now);
/* Emits a call that may raise: its state, and the way to the handler if one is known. */
IrNode *build_call(Builder *b, IrNode *call);
/* Says what a call that did not raise results in: of build_call's result. */
IrNode *build_result(IrNode *n, IrTypes types);
/* Who handles what the present instruction raises. */
typedef struct BuildHandler {
    Scope *scope;               /* whose frame; NULL: nobody in the graph */
    const CodeHandler *handler;
    uint32_t levels;            /* inlined calls that end */
    bool has_run;
} BuildHandler;
BuildHandler build_handler(Builder *b);
/* The exception goes to a handler that has run: the block ends.  `exception`: it is known
 * and on its way already, raised again; NULL: it is the pending one. */
void build_throw(Builder *b, const BuildHandler *to, IrNode *exception);
IrNode *build_rt(Builder *b, RtCall id, IrNode *x, IrNode *y, IrNode *z);
const IrSite *build_site(Builder *b);
/* The same if the instruction is a call, which notes its arguments; else of nothing. */
const IrSite *build_call_site(Builder *b);
static inline bool build_failed(Builder *b, DeoptReason reason) {
    return build_site(b)->failed & 1u << reason;
}
void build_set(Builder *b, uint32_t reg, IrNode *n);
static inline IrNode *build_reg(Builder *b, uint32_t reg) { return b->scope->r[reg]; }
/* Blocks within one instruction: a new block with no predecessor yet. */
IrBlock *build_block(Builder *b);
void build_branch(Builder *b, IrNode *condition, IrBlock *yes, IrBlock *no);
void build_jump(Builder *b, IrBlock *to);
IrNode *build_phi2(Builder *b, IrBlock *at, IrNode *x, IrNode *y);

/* Several ways to do what the instruction does, of which each is taken on a condition of
 * its own; between begin_choice and end_choice come begin_way (not for the last way, if
 * nothing else can be) and end_way in turn.  All ways begin with the same registers, and
 * what is in them afterwards is as it was before. */
enum { CHOICE_MAX = 10 };
typedef struct Choice {
    IrBlock *join, *otherwise;
    IrNode *results[2][CHOICE_MAX];
    uint32_t count; /* ways that have come back */
    IrNode **registers;
    IrState *guard_state, *call_state;
    bool check_valid;
} Choice;
void build_begin_choice(Builder *b, Choice *c);
void build_begin_way(Builder *b, Choice *c, IrNode *condition);
/* One more condition of the way that has just begun. */
void build_only_if(Builder *b, Choice *c, IrNode *condition);
/* first NULL: control does not come back. */
void build_end_way(Builder *b, Choice *c, IrNode *first, IrNode *second);
/* The results; false: none of the ways comes back. */
bool build_end_choice(Builder *b, Choice *c, IrNode **first, IrNode **second);
void build_goto(Builder *b, uint32_t target_pc);
/* The same; an exit if the target has never run. */
void build_goto_or_exit(Builder *b, uint32_t target_pc);
/* The poll of a back-edge, with the state at its target. */
void build_poll(Builder *b, uint32_t target_pc);
/* Walks an inlined call with its parameters to where it leaves its frame by itself. */
void build_walk(Builder *b, Scope *scope, IrNode *const *args);
/* Goes on at the pc of a loop's body, which is walked, once more if need be, by itself: the
 * end of the loop's iteration is not part of the walk.  Control is nowhere afterwards. */
void build_walk_body(Builder *b, uint32_t pc);
/* The same with what it results in: behind the parameters of a consumed generator the
 * accumulator and the consumer's function; the result, or NULL if it never returns. */
IrNode *build_scope(Builder *b, Scope *scope, IrNode **args);
void build_return(Builder *b, IrNode *v);
/* Whether it is an int >= 0: what a length is, without asking. */
bool build_is_nonnegative(const IrNode *n);
/* An inlined call's frame ends with this result. */
void build_leave(Builder *b, IrNode *v);
Flow *build_flow(Builder *b, Code *code);
static inline IrNode *build_value(Builder *b, Value v) { return ir_const(b->ir, v); }
static inline IrNode *build_object(Builder *b, const void *o) { return ir_const(b->ir, value_from_object(o)); }
static inline IrNode *build_int(Builder *b, int64_t i) { return ir_const(b->ir, value_from_int(i)); }
/* The address of a field of the thread. */
static inline IrNode *build_thread_field(Builder *b, const Value *field) {
    return ir_const_word(b->ir, (int64_t)(uintptr_t)field);
}
IrNode *build_load(Builder *b, IrOp op, IrNode *base, int64_t offset, IrAlias alias);
void build_store(Builder *b, IrOp op, IrNode *base, int64_t offset, IrNode *value, IrAlias alias);

/* ---- build_branches.c ---- */

/* Ends the block with the two ways on of the bytecode's jump. */
void build_branch_to(Builder *b, IrNode *condition, bool jump_if);
/* Goes on behind a join, empty so far, of at least one way. */
void build_continue(Builder *b, IrBlock *join);

/* ---- build_operators.c ---- */

bool build_operator(Builder *b);   /* false: not one of its instructions */
/* x + y, of what has been of these types. */
IrNode *build_add(Builder *b, IrNode *x, IrNode *y, IrTypes seen_x, IrTypes seen_y);
/* Whether what may be is something, and nothing outside of the set. */
static inline bool build_is_within(IrTypes types, IrTypes set) { return types && !(types & ~set); }
/* A double as a value. */
IrNode *build_box_float(Builder *b, IrNode *f);
/* The truth of a value as a condition. */
IrNode *build_truth(Builder *b, IrNode *v, IrTypes seen);
IrNode *build_to_float(Builder *b, IrNode *v, IrTypes seen, bool accept_int);

/* ---- build_tuples.c ---- */

/* tuple.__new__(args[0], args[1]), of a class that is known and a tuple; NULL: it is not that. */
IrNode *build_tuple_new(Builder *b, IrNode **args);
/* A value that is, or has been seen to be, a tuple or of a subclass with the same items, order
 * and hash, asserted to be that; NULL: it is something else. */
IrNode *build_as_tuple(Builder *b, IrNode *v, IrTypes seen, uint32_t seen_shape);
/* x compared with y, if both are tuples made in the graph, as a V; NULL: they are not. */
IrNode *build_compare_tuples(Builder *b, IrCompare how, IrNode *x, IrNode *y);

/* ---- build_complex.c: of operands of these types; NULL: only the general rules can tell ---- */

IrNode *build_complex_binary(Builder *b, Opcode op, IrNode *x, IrNode *y, IrTypes tx, IrTypes ty);
IrNode *build_complex_negate(Builder *b, IrNode *v);
IrNode *build_complex_abs(Builder *b, IrNode *v);
IrNode *build_complex_attribute(Builder *b, IrNode *v, bool imaginary);
/* By what NativeDef.doubles is of a native of one complex number. */
IrNode *build_complex_function(Builder *b, void (*function)(void), IrNode *v, IrTypes types);
/* complex(...) of one or two arguments. */
IrNode *build_complex_new(Builder *b, IrNode **args, const IrTypes *types, uint32_t count);

/* ---- build_access.c ---- */

bool build_access(Builder *b);
IrNode *build_closure_cell(Builder *b, int32_t number); /* of the function's closure */
IrNode *build_load_cell(Builder *b, IrNode *cell);      /* its content, which is there */
/* A value known to be an object of this shape; the code depends on its class. */
IrNode *build_of_shape(Builder *b, IrNode *v, Shape *shape);
/* The same of one of up to CACHE_SHAPES_MAX shapes: then a phi of values known so. */
IrNode *build_of_shapes(Builder *b, IrNode *v, Shape *const *shapes, uint32_t count);
/* The shapes that the value may have now, up to CACHE_SHAPES_MAX, and how many; 0: not known. */
uint32_t build_known_shapes(Builder *b, const IrNode *v, Shape **out);
/* The same, or those that the site's left operand has had, as long as those were all, or what
 * this function's first argument has been. */
uint32_t build_seen_shapes(Builder *b, const IrNode *v, const IrSite *site, Shape **out);

/* One way of an attribute access: a shape and what the cache says of it. */
typedef struct BuildWay {
    Shape *shape;
    CacheSlot cache;
} BuildWay;
/* Whether both shapes' attributes are found in the same way. */
bool build_ways_agree(const BuildWay *a, const BuildWay *b);
/* The attribute that is in a slot, or the class's, or a bound method, or what a property or
 * __getattr__ in Python gives. */
IrNode *build_attribute(Builder *b, IrNode *o, const BuildWay *way, Value name);
/* A store into a slot, or by a property or __setattr__ in Python; false: nothing was done.
 * Afterwards control may not come back. */
bool build_set_attribute(Builder *b, IrNode *o, const BuildWay *way, Value name, IrNode *v);
/* What is called from here on results in nothing: it goes to a register behind those of the
 * frame.  To be undone with what the first one returns. */
uint32_t build_drop_result(Builder *b);
void build_keep_result(Builder *b, uint32_t to);

/* ---- build_classes.c: NULL: not known ---- */

/* x + y and x.method() of constants, and of phis of constants. */
IrNode *build_known_text(Builder *b, IrNode *x, IrNode *y);
IrNode *build_known_text_method(Builder *b, NativeFunction *f, IrNode *receiver);
/* Calls of type() with one argument, isinstance(), issubclass(), getattr(), hasattr(), setattr() (generic:
 * object.__setattr__()).  Control may not come back from what they call. */
IrNode *build_type(Builder *b, IrNode **args);
IrNode *build_is_instance(Builder *b, IrNode **args);
IrNode *build_is_subclass(Builder *b, IrNode **args);
IrNode *build_getattr(Builder *b, IrNode **args, uint32_t count);
IrNode *build_hasattr(Builder *b, IrNode **args);
IrNode *build_setattr(Builder *b, IrNode **args, bool generic);
/* class.__name__, v.__class__ */
IrNode *build_class_name(Builder *b, IrNode *class);
IrNode *build_class_attribute(Builder *b, IrNode *v);

/* ---- build_lists.c ---- */

bool build_lists(Builder *b);
/* An empty list. */
IrNode *build_empty_list(Builder *b);
/* l.append(v) of a list; `seen`: types of the value. */
void build_append(Builder *b, IrNode *l, IrNode *v, IrTypes seen);
/* The index of an item, checked; negative ones count from the end once one has come. */
IrNode *build_checked_index(Builder *b, IrNode *index, IrNode *length);
/* What the items of the lists seen here have been; *l: asserted to be such a list. */
IrTypes build_item_types(Builder *b, IrNode **l);
/* container[key] of a list or tuple; NULL: it is neither, or the key is no int and no
 * plain slice. */
IrNode *build_sequence_item(Builder *b, IrNode *container, IrNode *key);
/* The same for container[key] = v, of a list; false: nothing was done. */
bool build_set_list_item(Builder *b, IrNode *container, IrNode *key, IrNode *v);
/* A call of a method of list, in place; NULL: it is none of those. */
IrNode *build_list_method(Builder *b, NativeFunction *f, IrNode **args, uint32_t count);

/* ---- build_bytes.c: bytes and bytearray ---- */

/* Of an object known to be one of them; the index, an int, is in range. */
IrNode *build_bytes_length(Builder *b, IrNode *o);
IrNode *build_byte(Builder *b, IrNode *o, IrNode *index);
/* container[key]; container[key] = v.  NULL, false: not of one of those and an int. */
IrNode *build_bytes_item(Builder *b, IrNode *container, IrNode *key);
bool build_set_bytes_item(Builder *b, IrNode *container, IrNode *key, IrNode *v);
/* x += y of a bytearray and one of them; NULL: of something else. */
IrNode *build_bytearray_extended(Builder *b, IrNode *x, IrNode *y, IrTypes seen_x, IrTypes seen_y);
/* A method of bytearray, in place; NULL: it is none of those. */
IrNode *build_bytearray_method(Builder *b, NativeFunction *f, IrNode **args, uint32_t count);

/* ---- build_dicts.c ---- */

/* Of values that have always been a dict and a key that can be looked for: the operation,
 * else false.  build_dict_get's result is NULL if control does not come back. */
bool build_dict_get(Builder *b, IrNode *container, IrNode *key, IrNode **result);
bool build_dict_set(Builder *b, IrNode *container, IrNode *key, IrNode *v);
/* The condition that the key is in the dict or set; NULL: not one of those. */
IrNode *build_key_in(Builder *b, IrNode *container, IrNode *key);
/* A new item of a set that a comprehension makes. */
void build_set_add(Builder *b, IrNode *set, IrNode *key);
void build_map_add(Builder *b, IrNode *dict, IrNode *key, IrNode *v);
IrNode *build_map(Builder *b, uint32_t first, uint32_t pairs);
/* A method of a dict or set, called with the receiver; NULL: not one of those. */
IrNode *build_dict_method(Builder *b, NativeFunction *f, IrNode **args, uint32_t count);
/* What has been seen of a value, and by itself can be. */
static inline IrTypes build_expected(const IrNode *n, IrTypes seen) { return n->types & seen ? n->types & seen : n->types; }

/* ---- build_loops.c ---- */

bool build_loop(Builder *b);
/* How many items the loop that this FOR_ITER begins has, if nothing changes what it runs over,
 * as an int; NULL: that is not known. */
IrNode *build_item_count(Builder *b, const Instruction *iter);

/* ---- build_iterators.c ---- */

/* A new object of a built-in type, zeroed. */
IrNode *build_new(Builder *b, const Type *type, Kind kind, size_t size, IrTypes types);
IrNode *build_new_tuple(Builder *b, IrNode *const *items, uint32_t count);
/* The same of a class whose instances are nothing but a tuple. */
IrNode *build_tuple_of(Builder *b, const Type *cls, IrNode *const *items, uint32_t count);
/* What a new object holds at `offset`, for good; NULL: not known. */
IrNode *build_known_field(Builder *b, const IrNode *object, size_t offset);
/* A function, or the descriptor of a native method, bound to a receiver: a new object. */
IrNode *build_bound_method(Builder *b, Value function, IrNode *receiver);
IrNode *build_bound_to(Builder *b, IrNode *function, IrNode *receiver); /* of a function in Python */
/* What a value that build_bound_method made calls, and *receiver; NULL: it is none. */
IrNode *build_bound_function(Builder *b, IrNode *method, IrNode **receiver);
/* iter(v), a call of enumerate, zip ..., a view of a dict; NULL: not opened up. */
IrNode *build_iterator(Builder *b, IrNode *v);
IrNode *build_iterator_class(Builder *b, const Type *type, IrNode **args, uint32_t count);
IrNode *build_dict_view(Builder *b, TypeId type, IrNode *dict);
/* The next item of an iterator that `description` (ir/iteration.h) tells of, as a guard
 * asserts; where there is none control goes to `end`.  NULL: it does not come back. */
IrNode *build_advance(Builder *b, uint32_t description, IrNode *iterator, IrBlock *end);
/* A value asserted to be of the kind. */
IrNode *build_iterated(Builder *b, IterationKind kind, IrNode *v);
/* The same of what FOR_PREPARE is given: of bytes their iterator is made. */
IrNode *build_begun(Builder *b, IterationKind kind, IrNode *v, IrTypes seen);
/* The state of a loop over a dict or view, over a set, at its beginning. */
void build_begin_dict(Builder *b, IterationKind kind, IrNode *object, IrNode **state);
void build_begin_set(Builder *b, IrNode *object, IrNode **state);
/* As build_advance; state[1] is replaced. */
IrNode *build_advance_dict(Builder *b, IterationKind kind, IrNode **state, IrBlock *end);
IrNode *build_advance_set(Builder *b, IrNode **state, IrBlock *end);

/* ---- build_exceptions.c ---- */

bool build_exceptions(Builder *b);
/* The exception being handled, for sys.exc_info() and as context; the same of what is stored. */
IrNode *build_load_handled(Builder *b);
void build_store_handled(Builder *b, IrNode *exception);
/* Emits a call that always raises; the block ends. */
void build_raise(Builder *b, IrNode *call);

/* ---- build_generators.c ---- */

bool build_generator(Builder *b);
/* Begins a graph of a generator's code: notes what its resumer is handling. */
void build_begin_generator(Builder *b, const FlowBlock *entry);
/* ... in which it goes on: its registers, as far as they are alive. */
void build_resume(Builder *b, const FlowBlock *entry);
/* ... and what they are then, guarded, is what the generator holds. */
void build_resumed(Builder *b);
/* Whether a generator's code, if it is inlined, yields only what the consumer takes without
 * running any code. */
bool build_can_consume(Builder *b, Code *code, Consumer consumer);
/* What the consumer has taken at first; what its call results in at last. */
IrNode *build_nothing_taken(Builder *b, Consumer consumer, IrNode *separator);
IrNode *build_consumed(Builder *b, Consumer consumer, IrNode *taken);
/* return in a generator's frame. */
void build_generator_return(Builder *b, IrNode *v);
/* Resumes a generator, known to be one or a coroutine: what it yields or STOP. */
IrNode *build_resumption(Builder *b, IrNode *generator, IrNode *sent);
/* The same as a call: next() with a default or NULL, send(); returning raises StopIteration. */
IrNode *build_next(Builder *b, IrNode *generator, IrNode *sent, IrNode *otherwise);
/* The condition that this was STOP; t->stop_value. */
IrNode *build_is_stop(Builder *b, IrNode *v);
IrNode *build_stop_value(Builder *b);

/* ---- build_drive.c ---- */

/* Notes a call that makes a generator. */
void build_note_generator(Builder *b, IrNode *call, Code *code, Function *callee);
/* FOR_ITER: walks the generator, made in the graph, that the loop runs over, and the loop's
 * body; false: it is none, or cannot be inlined. */
bool build_drive(Builder *b);
/* FOR_LOOP of such a loop: the generator goes on; false: it is none. */
bool build_drive_on(Builder *b);
/* In the generator's frame: a yield, return. */
void build_driven_yield(Builder *b);
void build_driven_return(Builder *b);
/* The callers' registers, which a driven generator's frame has carried with it, are theirs
 * again, up to those of scope `to`. */
void build_take_back(Builder *b, const Scope *to);
/* The callers' states of a driven generator, by what is in its registers now. */
void build_refresh(Builder *b, Scope *s);
/* Of register k of a driven generator's frame that is a caller's: whether it may change while
 * the generator is suspended; whether it is needed behind the loop's FOR_ITER. */
bool build_is_carried(const Scope *s, uint32_t k);
bool build_is_awaited(const Scope *s, uint32_t k);
/* The value of a register for the program: a suspended generator is made. */
IrNode *build_made(Builder *b, IrNode *v);

/* ---- build_rare.c ---- */

bool build_rare(Builder *b);

/* ---- build_calls.c ---- */

bool build_calls(Builder *b);
/* iter(v) of an instance, as the present instruction has always seen it, whose class has a
 * generator for __iter__: that; NULL: of something else. */
IrNode *build_own_iterator(Builder *b, IrNode *v);
/* A new scope for a call by the present instruction, FRAME_* as given. */
Scope *build_inlined_scope(Builder *b, IrNode *function, Function *callee, Code *code, uint32_t flags);
/* Why a generator is not to be inlined into a loop, or NULL. */
const char *build_why_not_driven(Builder *b, Code *code);
/* A call of a known or unknown callee with arguments; the result or NULL. */
IrNode *build_call_values(Builder *b, IrNode *callee, IrNode **args, uint32_t count, uint32_t flags,
                          IrNode *instance);

/* ---- build_text.c ---- */

bool build_text(Builder *b);
/* s[i] of a str and an int in range. */
IrNode *build_str_item(Builder *b, IrNode *s, IrNode *i);
/* The items of a tuple made in the graph; false: it is none, or of more. */
enum { BUILD_ITEMS_MAX = 64 };
bool build_items_of_new_tuple(Builder *b, IrNode *tuple, IrNode **items, uint32_t *count);
/* A str that is known to be one character as the code of that, a W; NULL: not known. */
IrNode *build_char_code(Builder *b, IrNode *v);
IrNode *build_char_str(Builder *b, IrNode *code); /* the way back */
/* x + y of two strs. */
IrNode *build_concat(Builder *b, IrNode *x, IrNode *y);
/* The condition that the character of this code is in a flat str; a call of a method of str
 * that tells something of the one character that its receiver is.  NULL: not by a table. */
IrNode *build_char_in(Builder *b, IrNode *code, const Str *s);
IrNode *build_char_predicate(Builder *b, const NativeFunction *f, IrNode **args, uint32_t count);
/* A call of str.format with a constant receiver, args[0]; NULL: not taken apart. */
IrNode *build_str_format(Builder *b, IrNode **args, uint32_t count, const Tuple *names);
/* format % right; NULL: not with a format and values that are known. */
IrNode *build_percent(Builder *b, IrNode *format, IrNode *right);
/* The same with any values, by a call with a constant format, read here; NULL: it is none. */
IrNode *build_percent_of_any(Builder *b, IrNode *format, IrNode *right);

/* ---- build_natives.c ---- */

/* A function made in the graph, asserted still to have the code that it was made with, for
 * a call; another one as it is. */
IrNode *build_of_its_code(Builder *b, IrNode *function, DeoptReason reason);
/* What argument k of the present call may be: by what is known and
 * by what has been seen. */
IrTypes build_argument_types(Builder *b, IrNode **args, uint32_t k);
/* A call of a native function with just the parameters it declares; NULL: it is not
 * one of those. */
IrNode *build_native(Builder *b, NativeFunction *f, IrNode **args, uint32_t count);
/* The type of what has always been of one, by its types, known or seen, and the shape seen;
 * NULL: several, or numbers, constants and instances. */
const Type *build_one_type(Builder *b, const IrNode *v, IrTypes types, uint32_t seen_shape);
/* A value asserted to be of that type. */
IrNode *build_of_one_type(Builder *b, IrNode *v, IrTypes types, uint32_t seen_shape);
/* A call of a special method of args[0], where that is declared plain for arguments of
 * `types`, known or seen, which they are asserted to be of; NULL: it is not. */
IrNode *build_plain_special(Builder *b, SpecialId id, IrNode **args, IrTypes *types, uint32_t seen_shape, uint32_t count);
/* The same of a native class. */
IrNode *build_plain_construction(Builder *b, Type *type, IrNode **args, uint32_t count);

/* ---- build_builtins.c: NULL: not one of those ---- */

/* The class of a value, if that is known. */
Type *build_class_of(Builder *b, const IrNode *v);
Type *build_class_of_types(Builder *b, IrTypes types); /* the same of any value of these types */
IrNode *build_builtin(Builder *b, NativeFunction *f, IrNode **args, uint32_t count);
IrNode *build_builtin_class(Builder *b, IrNode *node, Type *type, IrNode **args, uint32_t count);

#endif

/*
 * compiler.h - what the parts of the compiler share.  Not for other layers.
 *
 * One Unit is one code object under construction: a module, class body, function
 * or generator expression.  List, set and dict comprehensions are compiled into
 * the unit around them; `current` is then the innermost such scope.
 *
 * Registers: parameters and locals own theirs; `top` is the first free one
 * above, used as a stack.  A function that evaluates something leaves `top`
 * where it was, or one higher if the result took a new register.
 *
 * An expression's value is an Operand: a constant that nothing was emitted for
 * yet, or a register.  A variable's operand is the variable's own register, so
 * whoever evaluates something else before using it asks `operand_is_stable`.
 *
 * `assigned` holds, for each local at the current point, whether it is surely
 * bound; it flows along jumps (Target.assigned) and decides where CHECK_LOCAL
 * is needed.  Bits are only ever lost by del and the end of `except E as x`:
 * those variables (`deletable`) are forgotten at loop heads and handlers, so one
 * pass suffices.
 */
#ifndef TAU_FRONT_COMPILER_H
#define TAU_FRONT_COMPILER_H

#include "bytecode/builder.h"
#include "front/constants.h"
#include "front/context.h"
#include "front/fold.h"
#include "front/scope.h"
#include "runtime/error.h"
#include "runtime/function.h"

typedef struct Unit Unit;

typedef struct Compiler {
    Context context; /* first */
    ScopeTree scopes;
    Unit *unit; /* innermost */
    bool future_annotations;
    bool interactive;
    uint32_t flags;
    int32_t future_line; /* of the last `from __future__` statement, or -1 */
} Compiler;

typedef enum UnitKind {
    UNIT_MODULE,
    UNIT_CLASS,
    UNIT_FUNCTION,
    UNIT_ASYNC_FUNCTION,
    UNIT_LAMBDA,
    UNIT_COMPREHENSION
} UnitKind;

typedef struct Target {
    Label label;
    uint64_t *assigned; /* intersection over the jumps here; NULL: none yet */
} Target;
#define TARGET_INIT ((Target){LABEL_INIT, NULL})

typedef enum BlockKind {
    BLOCK_LOOP,
    BLOCK_TRY,     /* body of a try with handlers */
    BLOCK_FINALLY, /* leaving runs the finally clause */
    BLOCK_HANDLED, /* an exception is being handled: leaving restores the one before */
    BLOCK_NAMED,   /* except E as name: leaving unbinds the name */
    BLOCK_WITH,
    BLOCK_ASYNC_WITH,  /* leaving calls __exit__ */
    BLOCK_EXCEPT_STAR, /* may not be left by a jump */
} BlockKind;

/* A statement that something has to be done for when control leaves it, and
 * whose code may be protected by a handler.  The protected range has gaps where
 * the code for leaving stands: those are the segments. */
typedef struct Segment {
    uint32_t start, end;
    struct Segment *next;
} Segment;

typedef struct Block {
    BlockKind kind;
    struct Block *outer;
    Target *leave, *again; /* LOOP: break, continue */
    uint32_t reg;          /* HANDLED: saved exception; WITH: the __exit__ pair */
    const Stmt *stmt;
    const Name *name;
    AstPos pos;
    bool protecting;
    uint32_t start;
    Segment *segments;
    uint64_t *assigned; /* at the start */
} Block;

struct Unit {
    Emitter e;
    Compiler *c;
    Context *x; /* &c->context */
    Unit *outer;
    UnitKind kind;
    Scope *scope, *current;
    Value name, qualname;
    uint32_t variable_count, visible_count; /* see Code */
    uint32_t local_count, top, register_count;
    uint32_t class_cell; /* register of __class__ in a class body, or NO_INDEX */
    Value *local_names;
    uint64_t *assigned, *deletable;
    uint32_t assigned_words;
    Block *block;
    uint32_t block_depth;
    uint32_t arg_count, posonly_count, kwonly_count, param_count;
    int32_t first_line;
    /* CPython's compiler leaves the position at the comparison it jumped on last;
     * what it emits next for the statement (assert) or comprehension has it. */
    AstPos jump_pos;
    AstPos pattern_pos; /* of the pattern visited last: where CPython reports errors */
    Value doc;
};

typedef struct Operand {
    bool constant;
    uint32_t reg;
    Value value;
} Operand;

enum { NO_HINT = UINT32_MAX };
enum { LOOP_REGISTERS = 3 }; /* state of a FOR_LOOP */

/* ---- compiler_base.c: units, registers, targets, positions ---- */

Unit *unit_enter(Compiler *c, UnitKind kind, Scope *scope, Value name, const Arguments *args,
                 int32_t first_line);
/* Ends the code with `return None` if its end can be reached; a Code value. */
Value unit_leave(Compiler *c, AstPos end);

static inline void at(Unit *u, AstPos pos) {
    u->e.position =
        (CodePosition){0, pos.lineno, pos.end_lineno, pos.col_offset, pos.end_col_offset};
}
static inline uint32_t reg_new(Unit *u) {
    uint32_t reg = u->top++;
    if (u->top > u->register_count) u->register_count = u->top;
    return reg;
}
static inline uint32_t reg_new_many(Unit *u, uint32_t count) {
    uint32_t reg = u->top;
    u->top += count;
    if (u->top > u->register_count) u->register_count = u->top;
    return reg;
}
static inline bool reg_is_local(const Unit *u, uint32_t reg) {
    return reg < u->local_count;
}
static inline uint32_t reg_for(Unit *u, uint32_t hint) {
    return hint != NO_HINT ? hint : reg_new(u);
}

static inline void emit(Unit *u, Opcode op, uint32_t a, uint32_t b, uint32_t c) {
    emitter_emit(&u->e, op, a, b, c);
}
static inline void emit_name(Unit *u, Opcode op, uint32_t a, uint32_t b, Value name) {
    emitter_emit_name(&u->e, op, a, b, name);
}
void emit_move(Unit *u, uint32_t to, uint32_t from);
void emit_constant(Unit *u, uint32_t reg, Value constant);
/* RETURN, RAISE and the like: what follows is not reached. */
void emit_end(Unit *u, Opcode op, uint32_t a, uint32_t b);
void not_reached(Unit *u);

void jump(Unit *u, Opcode op, uint32_t a, uint32_t b, uint32_t c, Target *target);
void jump_always(Unit *u, Target *target);
void jump_back(Unit *u, Target *loop);
/* The end of a loop's body: an instruction that jumps back to the body or goes on. */
void loop_again(Unit *u, Opcode op, uint32_t a, uint32_t b, uint32_t c, Target *body);
void place(Unit *u, Target *target);
void place_loop(Unit *u, Target *loop); /* only back-edges and falling in reach it */

uint64_t *assigned_copy(Unit *u);
static inline bool is_assigned(const Unit *u, uint32_t reg) {
    return u->assigned[reg / 64] >> reg % 64 & 1;
}
static inline void set_assigned(Unit *u, uint32_t reg) {
    if (reg_is_local(u, reg)) u->assigned[reg / 64] |= (uint64_t)1 << reg % 64;
}
static inline void set_unassigned(Unit *u, uint32_t reg) {
    if (reg_is_local(u, reg)) u->assigned[reg / 64] &= ~((uint64_t)1 << reg % 64);
}

/* ---- compile_variable.c: variables ---- */

/* The value of a name or constant that needs no code, or the variable's own
 * register, or a register the variable was loaded into (the hint if given). */
Operand variable_load(Unit *u, const Name *name, AstPos pos, uint32_t hint);
void variable_store(Unit *u, const Name *name, AstPos pos, uint32_t reg);
void variable_store_operand(Unit *u, const Name *name, AstPos pos, Operand o);
void variable_store_value(Unit *u, Value name, uint32_t reg); /* mangled already */
void variable_delete(Unit *u, const Name *name, AstPos pos);
/* Leaves the name unbound (the end of `except E as name`). */
void variable_clear(Unit *u, const Name *name, AstPos pos);
/* For a global name `super` in a function with a first parameter and a free variable
 * __class__: the place of that in the closure; else NO_INDEX. */
uint32_t variable_super_cell(Unit *u, const Name *name);
/* The register a store to this name amounts to, or NO_HINT. */
uint32_t variable_register(Unit *u, const Name *name);
void variable_check_store(Unit *u, const Name *name, AstPos pos); /* __debug__ */
bool variable_is_debug(const Name *name);
/* Loads the cell through which an inner block reaches `name`. */
void variable_load_cell(Unit *u, Value name, uint32_t reg);
void raw_store(Unit *u, Value name, uint32_t reg); /* STORE_NAME */
void raw_load(Unit *u, Value name, uint32_t reg);  /* LOAD_NAME */

/* ---- compile_expr.c ---- */

Operand operand(Unit *u, const Expr *e, uint32_t hint);
void expr_to(Unit *u, const Expr *e, uint32_t reg);
uint32_t expr(Unit *u, const Expr *e); /* any register */
void expr_discard(Unit *u, const Expr *e);
uint32_t operand_register(Unit *u, Operand o);
/* Operand C of *op: the constant itself, *op becoming the form for that, if there is
 * one and the instruction's other operands are not wide; else a register. */
uint32_t operand_immediate(Unit *u, Opcode *op, Operand o, uint32_t other_registers);
void operand_to(Unit *u, Operand o, uint32_t reg);
/* Evaluates e to a register or constant that stays what it is while `later` is
 * evaluated. */
Operand stable_operand(Unit *u, const Expr *e, const Expr *later);
void jump_if(Unit *u, const Expr *e, bool condition, Target *target);
/* Without emitting anything: whether e is a constant. */
bool constant_expr(Unit *u, const Expr *e, Value *out);
bool constant_exprs(Unit *u, ExprList list, Value *out /* tuple */);
Opcode opcode_of_operator(unsigned op);
/* base .. = the items; a starred one is an error of the caller's. */
void exprs_to_registers(Unit *u, ExprList list, uint32_t base);
/* Builds list, tuple or set displays with any items. */
void emit_attribute_position(Unit *u, const Expr *e);

/* ---- compile_call.c ---- */

/* If e is super().name where that may have its usual meaning, the place of
 * __class__ in the closure, else NO_INDEX. */
uint32_t super_attribute_cell(Unit *u, const Expr *e);
/* Such an e in reg (which the name super is loaded to first); general: GET_ATTR, or
 * LOAD_METHOD for the pair. */
void emit_super_attribute(Unit *u, const Expr *e, uint32_t cell, uint32_t reg, Opcode general);
Operand compile_call(Unit *u, const Expr *e, uint32_t hint);
/* callee in base, then `extra` arguments already behind it, then these. */
void compile_arguments(Unit *u, uint32_t dst, uint32_t base, uint32_t extra, ExprList args,
                       KeywordList keywords, AstPos pos);
void check_keywords(Unit *u, KeywordList keywords, AstPos pos);

/* ---- compile_function.c ---- */

void compile_function(Unit *u, const Stmt *s);
void compile_class(Unit *u, const Stmt *s);
Operand compile_lambda(Unit *u, const Expr *e, uint32_t hint);
/* MAKE_FUNCTION without defaults: class bodies, generator expressions. */
void make_simple_function(Unit *u, uint32_t dst, const Scope *scope, Value code, AstPos pos);
/* Whether the list starts with a docstring; its constant if it is kept. */
bool has_docstring(Compiler *c, StmtList body, Value *doc);
void compile_body(Unit *u, StmtList body); /* of a module or class: doc, annotations */
void prepare_annotations(Unit *u, StmtList body);

/* ---- compile_comprehension.c ---- */

Operand compile_comprehension(Unit *u, const Expr *e, uint32_t hint);
Operand compile_comprehension_function(Unit *u, const Expr *e, uint32_t hint);
/* Registers for the variables of inlined comprehensions that need a name. */
void name_comprehension_registers(Unit *u, Scope *scope);
const char *comprehension_name(unsigned kind);

/* ---- compile_assign.c ---- */

void store_to(Unit *u, const Expr *target, uint32_t reg);
void compile_assign(Unit *u, const Stmt *s);
void compile_aug_assign(Unit *u, const Stmt *s);
void compile_ann_assign(Unit *u, const Stmt *s);
void compile_delete(Unit *u, const Stmt *s);
/* FOR_ITER and the like can put the value there right away; else NO_HINT. */
uint32_t target_register(Unit *u, const Expr *target);
/* Operand C of FOR_ITER and FOR_LOOP: 1 if the item is unpacked and nothing else. */
uint32_t target_only_unpacks(const Expr *target);

/* ---- compile_stmt.c ---- */

void compile_stmts(Unit *u, StmtList list);
/* Evaluates and returns; nothing is to be unwound. */
void return_value(Unit *u, const Expr *value, AstPos pos);
/* dst = await value (where: see GET_AWAITABLE).  dst is a temporary. */
void emit_await(Unit *u, uint32_t dst, uint32_t value, unsigned where);
/* dst = yield from iterator: dst is a temporary, not the iterator's. */
void emit_delegation(Unit *u, uint32_t dst, uint32_t iterator);
Value annotation_text(Unit *u, const Expr *annotation);

/* ---- compile_try.c: blocks, try, with ---- */

void block_push(Unit *u, Block *block, BlockKind kind, const Stmt *stmt);
/* Ends the block; its code so far is what a handler protects. */
void block_pop(Unit *u, Block *block);
/* Starts the handler of a popped block; false if nothing can reach it. */
bool block_handler(Unit *u, Block *block, uint32_t exception_reg);
void block_suspend(Unit *u, Block *block);
void block_resume(Unit *u, Block *block);
/* Whether leaving all blocks up to (not with) `until` runs any code. */
bool unwinding_runs_code(const Unit *u);
/* Whether it takes any instruction, or is forbidden. */
bool has_leaving_code(const Unit *u);
/* Emits what leaving the blocks inside `until` takes (NULL: all). */
void unwind(Unit *u, Block *until, AstPos pos);
/* After the jump that unwind was for. */
void unwind_done(Unit *u, Block *until);
void compile_try(Unit *u, const Stmt *s);
void compile_try_star(Unit *u, const Stmt *s);
void compile_with(Unit *u, const Stmt *s);

/* ---- compile_pattern.c ---- */

void compile_match(Unit *u, const Stmt *s);

/* ---- unparse.c ---- */

Value unparse_expr(Context *c, const Expr *e);

#define compile_error(u, ...) context_error((u)->x, __VA_ARGS__)

#endif

/*
 * context.h - what scope analysis and code generation share during one
 * compilation: memory, names as values, errors, warnings, the depth guard.
 *
 * Errors leave through longjmp to the one setjmp in compile_source, because
 * every construct can fail and no step has anything to undo: the tree, the
 * scopes and the code under construction live in the arena.  The Context lives
 * on the C stack, and every Value made meanwhile is in `keep`, so that the
 * collector sees them although the arena is not scanned.
 */
#ifndef TAU_FRONT_CONTEXT_H
#define TAU_FRONT_CONTEXT_H

#include <setjmp.h>

#include "base/arena.h"
#include "front/ast.h"
#include "front/syntax_error.h"
#include "runtime/sequence.h"
#include "runtime/str.h"
#include "runtime/vm.h"

typedef struct ConstantTable { /* canonical constants, by type and content */
    Value *items;
    uint64_t *hashes;
    uint32_t *slots; /* number + 1 */
    uint32_t count, capacity, slot_mask;
} ConstantTable;

typedef struct Context {
    Thread *t;
    Arena arena;
    List *keep;
    Value filename;
    jmp_buf escape;
    Value *names; /* by Name.index: the interned str, or int 0 */
    ConstantTable constants;
    uint32_t depth, depth_limit;
    uint32_t warning_count;
} Context;

/* Both return false with the exception pending / free what start took. */
bool context_start(Context *c, Thread *t, Value filename);
void context_end(Context *c);

/* None of the following returns when it fails. */
void *context_alloc(Context *c, size_t size);              /* cleared */
Value context_keep(Context *c, Value v);                   /* ERROR escapes too */
__attribute__((noreturn)) void context_escape(Context *c); /* an exception is pending */
__attribute__((noreturn)) void context_error(Context *c, AstPos pos, const char *format, ...);
__attribute__((
    noreturn)) /* The same for errors of scope analysis: the exception's args are the message
 * alone.  An end column of -2: none. */
__attribute__((noreturn)) void
context_scope_error(Context *c, AstPos pos, const char *format, ...);
__attribute__((noreturn)) void context_no_memory(Context *c);
void context_warn(Context *c, TypeId category, AstPos pos, const char *format, ...);
/* False: the warning became an exception, which is to be a SyntaxError, or any
 * other is pending. */
bool context_try_warn(Context *c, TypeId category, int32_t lineno, const char *message);
/* Raises what the parser reported. */
void context_raise_parse_error(Context *c, const SyntaxErrorInfo *error);

/* Counts nesting of the tree: RecursionError before the C stack ends. */
void context_enter_slow(Context *c);
static inline void context_enter(Context *c) {
    if (__builtin_expect(++c->depth > c->depth_limit ||
                             (uintptr_t)__builtin_frame_address(0) < c->t->c_stack_limit,
                         0))
        context_enter_slow(c);
}
static inline void context_leave(Context *c) {
    c->depth--;
}

Value context_name_slow(Context *c, const Name *name);
static inline Value context_name(Context *c, const Name *name) {
    Value v = c->names[name->index];
    return __builtin_expect(v.bits != 0, 1) ? v : context_name_slow(c, name);
}
/* As a private name of the class (NULL: outside classes): __x -> _Class__x. */
Value context_mangled_slow(Context *c, const Name *class_name, const Name *name);
static inline Value context_mangled(Context *c, const Name *class_name, const Name *name) {
    if (__builtin_expect(!class_name || name->bytes[0] != '_' || name->bytes[1] != '_', 1))
        return context_name(c, name);
    return context_mangled_slow(c, class_name, name);
}
Value context_intern(Context *c, const char *utf8, size_t length);

#endif

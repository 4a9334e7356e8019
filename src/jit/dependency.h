/*
 * dependency.h - which compiled code relies on what, and its invalidation.
 *
 * A fact is registered at the moment the graph builder asks for it, for a set that is
 * being collected.  Its object is watched from then on, so that whatever changes
 * before the code is finished breaks the set.  dependencies_register() hands what the
 * set has over to the finished code; from then on a change of anything in it
 * invalidates the code.
 *
 * Nothing here keeps an object alive.  Code can run only as long as what it depends
 * on is alive, since each of these is reached from the others while none of them has
 * changed; classes, which die on their own, tell (dependencies_type_changed).
 */
#ifndef TAU_JIT_DEPENDENCY_H
#define TAU_JIT_DEPENDENCY_H

#include "jit/compiled.h"
#include "runtime/dict.h"
#include "runtime/function.h"

typedef struct Dependencies Dependencies;
typedef struct DependencySet DependencySet;

/* Told of each code that must not be entered any more.  It no longer has dependencies;
 * when this returns, code->invalid is set.  name (a str, or UNDEF) and why (words that
 * live on) say what has changed, as jit_event_invalidated() takes them.  May be inside
 * a collection: no allocation, no code of programs, and no dependencies added. */
typedef void InvalidatedFn(void *data, CompiledCode *code, Value name, const char *why);

/* NULL: no memory. */
Dependencies *dependencies_new(Vm *vm, InvalidatedFn *invalidated, void *data);
/* All code has been unregistered before. */
void dependencies_free(Dependencies *deps); /* NULL allowed */

/* ---- collecting, during a compilation ---- */

/* NULL: no memory. */
DependencySet *dependency_set_new(Dependencies *deps);
/* Its facts are forgotten, unless they were registered. */
void dependency_set_free(DependencySet *set); /* NULL allowed */

/* The value of an entry of a dict, which the code takes for a constant: it depends on
 * that value.  UNDEF if the variable of that name is known to change, or without memory.
 * A function or class may change once before it counts as changing. */
Value dependency_constant_entry(Dependencies *deps, DependencySet *set, Dict *d, int64_t entry);
/* The variable changes, without telling: nobody takes it for constant as long as there
 * is code that depends on the dict, and who does now is invalidated. */
void dependency_variable_entry(Dependencies *deps, Dict *d, int64_t entry);
/* The entry stays where it is; its value may change. */
void dependency_fixed_entry(DependencySet *set, Dict *d, int64_t entry);
/* The dict does not get the key `name`, a str, which it has not. */
void dependency_absent_key(DependencySet *set, Dict *d, Value name);
/* Nothing changes that a lookup through the type could see; its shapes live. */
void dependency_type(DependencySet *set, Type *type);
/* Of all that, what names with two underscores stand for, the bases, and the shapes:
 * the class may get other attributes. */
void dependency_class_as_such(DependencySet *set, Type *type);
/* The same, and what a lookup of this name through the type finds, or that it finds
 * nothing.  false: this is known to change, or without memory. */
bool dependency_attribute(DependencySet *set, Type *type, Value name);
/* Neither __code__ nor __defaults__ nor __kwdefaults__ is replaced (what is in the
 * dict of the last may change). */
void dependency_function(DependencySet *set, Function *f);

/* The code is finished and gets the dependencies, the set has none any more.  false:
 * something has changed meanwhile, or memory was missing: the code is wrong. */
__attribute__((warn_unused_result)) bool dependencies_register(Dependencies *deps, DependencySet *set,
                                                              CompiledCode *code);
/* Before code is freed; allowed at any time, several times, and inside a collection. */
void dependencies_unregister(Dependencies *deps, CompiledCode *code);
/* Invalidates code for a reason of the caller's. */
void dependencies_invalidate(Dependencies *deps, CompiledCode *code, Value name, const char *why);

/* ---- changes: what the hooks of the same names forward (VmHooks) ---- */

void dependencies_dict_changed(Dependencies *deps, Dict *d, int64_t entry);
void dependencies_type_changed(Dependencies *deps, Type *type, Value name);
void dependencies_function_changed(Dependencies *deps, Function *f);

/* For tests: objects and variables in the tables. */
size_t dependencies_object_count(const Dependencies *deps);

#endif

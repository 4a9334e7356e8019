/*
 * scope.h - which variable each name means: the blocks of a program, the names
 * they bind and use, and where every one of them lives.
 *
 * The rules are those of CPython's symbol table.  One thing is ours: a list, set
 * or dict comprehension is a scope but not a function of its own (`inlined`); a
 * variable that only such comprehensions share with their function stays in a
 * register instead of a cell.
 */
#ifndef TAU_FRONT_SCOPE_H
#define TAU_FRONT_SCOPE_H

#include "front/context.h"

typedef enum ScopeKind { SCOPE_MODULE, SCOPE_CLASS, SCOPE_FUNCTION, SCOPE_ANNOTATION } ScopeKind;

typedef enum ComprehensionKind {
    COMPREHENSION_NONE,
    COMPREHENSION_LIST,
    COMPREHENSION_SET,
    COMPREHENSION_DICT,
    COMPREHENSION_GENERATOR
} ComprehensionKind;

enum {                    /* Symbol.flags: how the block mentions the name */
       SYMBOL_GLOBAL = 1, /* global statement */
       SYMBOL_LOCAL = 2,  /* assigned */
       SYMBOL_PARAM = 4,
       SYMBOL_NONLOCAL = 8, /* nonlocal statement */
       SYMBOL_USE = 16,
       SYMBOL_IMPORT = 32,
       SYMBOL_ANNOTATED = 64,
       SYMBOL_ITERATION = 128, /* target of a comprehension's for */
       SYMBOL_DELETED = 256,   /* del x, except E as x: may become unbound again */
       SYMBOL_EARLY_USE = 512, /* in a comprehension: read before any assignment */
       SYMBOL_BOUND = SYMBOL_LOCAL | SYMBOL_PARAM | SYMBOL_IMPORT
};

typedef enum SymbolPlace {
    PLACE_UNKNOWN,
    PLACE_LOCAL, /* register; in modules and classes: the mapping */
    PLACE_CELL,  /* register holding a cell */
    PLACE_FREE,  /* in the closure, or in the block around a comprehension */
    PLACE_GLOBAL_EXPLICIT,
    PLACE_GLOBAL_IMPLICIT,
} SymbolPlace;

enum { NO_INDEX = UINT32_MAX };

typedef struct Symbol {
    Value name;
    uint16_t flags;
    uint8_t place;       /* SymbolPlace */
    uint32_t index;      /* LOCAL, CELL: register, given by the compiler */
    uint32_t free_index; /* in the closure of this block, or NO_INDEX; a class may
                               have it beside a name of its own */
    AstPos directive;    /* the global or nonlocal statement */
} Symbol;

typedef struct Scope Scope;
struct Scope {
    uint8_t kind;          /* ScopeKind */
    uint8_t comprehension; /* ComprehensionKind */
    bool inlined;          /* comprehension without a frame of its own */
    bool nested;           /* inside a function */
    bool generator, coroutine;
    bool varargs, varkeywords;
    bool needs_class_cell;   /* class whose methods use __class__ or super() */
    bool has_walrus;         /* an expression may rebind a variable of the frame */
    bool iteration_target;   /* while visiting: a comprehension's target */
    uint32_t iterable_depth; /* while visiting: inside a comprehension's iterable */
    Scope *parent;
    Scope *first_child, *last_child, *next_sibling;
    const Name *class_name; /* for private names: the innermost class */
    AstPos pos;
    Symbol *symbols;
    uint32_t symbol_count, symbol_capacity;
    uint32_t *slots; /* hash table once there are many: number + 1 */
    uint32_t slot_mask;
    Value *free_names; /* the closure, in order */
    uint32_t free_count, free_capacity;
};

typedef struct ScopeTree {
    Scope *module;
    const void **keys; /* node -> scope, open addressing */
    Scope **values;
    uint32_t count, mask;
} ScopeTree;

/* Analyses a program. `future_annotations`: annotations are not evaluated. */
void scope_analyse(Context *c, const AstModule *module, bool future_annotations, ScopeTree *out);
Scope *scope_of(const ScopeTree *tree, const void *node);
Symbol *scope_find(const Scope *scope, Value name); /* NULL: not mentioned */

#endif

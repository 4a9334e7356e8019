/*
 * profile_tree.h - what a profile knows: who called whom from where, and how
 * much of the time ended there.  Text and numbers only, nothing of the heap.
 */
#ifndef TAU_VM_PROFILE_TREE_H
#define TAU_VM_PROFILE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ProfileFunction {
    const char *name; /* qualified: "Stack.push"; natives: "[native] list.sort" */
    const char *file; /* as its code says; NULL: not written in Python */
    int32_t line;     /* of the definition */
} ProfileFunction;

/* The function of a node that is no call but a line that was running. */
#define PROFILE_LINE UINT32_MAX
/* What fallible functions return: no memory. */
#define PROFILE_NONE UINT32_MAX

/* A node is one function called from one line of its parent, or, where
 * samples ended in Python code, the line that was running.  So samples end in
 * line nodes and in natives.  Children come after their parents. */
typedef struct ProfileNode {
    uint32_t parent;
    uint32_t first_child, next_sibling; /* 0: none */
    uint32_t function;                  /* index, or PROFILE_LINE */
    int32_t line;   /* of the parent's code: the call, or what was running; 0: none */
    uint64_t self;  /* weight of the samples that ended here */
    uint64_t total; /* and below; set by profile_tree_sum */
} ProfileNode;

/* A map from three words to one; the reports use it too. */
typedef struct IndexTable {
    struct IndexEntry *entries;
    size_t count, capacity; /* capacity: a power of two or 0 */
} IndexTable;

/* The value of a key, a slot to fill in if *added; NULL: no memory.  Valid
 * until the next call. */
uint32_t *index_table_at(IndexTable *table, uint32_t a, uint32_t b, uint32_t c, bool *added);
void index_table_clear(IndexTable *table); /* frees too */

typedef struct ProfileTree {
    ProfileNode *nodes; /* 0: the root, which is no function */
    uint32_t node_count, node_capacity;
    ProfileFunction *functions;
    uint32_t function_count, function_capacity;
    IndexTable children; /* (parent, function, line) -> node */
    IndexTable names;    /* (hash of the text, line, how many have that) -> function */
} ProfileTree;

bool profile_tree_init(ProfileTree *tree) __attribute__((warn_unused_result));
void profile_tree_free(ProfileTree *tree);
/* The function of this name, file (or NULL) and line, which are copied;
 * PROFILE_NONE: no memory. */
uint32_t profile_tree_function(ProfileTree *tree, const char *name, const char *file, int32_t line);
/* The child of a node, made if need be; PROFILE_NONE: no memory, or parent is it. */
uint32_t profile_tree_child(ProfileTree *tree, uint32_t parent, uint32_t function, int32_t line);
/* Sets every node's total; the root's is all there is. */
void profile_tree_sum(ProfileTree *tree);

/* The time of one function or one line over the whole tree. */
typedef struct ProfileTotal {
    uint32_t function; /* for a line: the function it is in */
    int32_t line;      /* 0: the function as a whole */
    uint64_t self;     /* a line: natives that it called included */
    uint64_t total;    /* callees included, recursion counted once */
    uint32_t active;   /* while summing: how often on the path */
} ProfileTotal;

typedef struct ProfileTotals {
    ProfileTotal *functions, *lines; /* the most expensive (self) first */
    uint32_t function_count, line_count;
} ProfileTotals;

/* After profile_tree_sum.  false: no memory. */
bool profile_totals(const ProfileTree *tree, ProfileTotals *out) __attribute__((warn_unused_result));
void profile_totals_free(ProfileTotals *totals);

#endif

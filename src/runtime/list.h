/* list.h - inside the list: storage operations that list_methods.c, list_sort.c
 * and the list iterators share.  Everybody else uses sequence.h. */
#ifndef TAU_RUNTIME_LIST_H
#define TAU_RUNTIME_LIST_H

#include "runtime/sequence.h"

/* A list of `count` items that the caller writes before allocating anything else; NULL
 * with MemoryError.  strategy: of the items. */
List *list_new_to_fill(Thread *t, size_t count, unsigned strategy);
/* What can be promised of these items. */
ListStrategy list_classify(const Value *items, size_t count);
static inline ListStrategy list_strategy_join(unsigned a, unsigned b) {
    return a == b ? (ListStrategy)a : a == LIST_EMPTY ? (ListStrategy)b
                                  : b == LIST_EMPTY   ? (ListStrategy)a
                                                      : LIST_OBJECTS;
}
/* Grows or shrinks by replacing items[start, end) with `count` new items; the
 * new ones must not lie inside the list.  strategy: of the new items. */
bool list_splice(Thread *t, List *l, size_t start, size_t end, const Value *items, size_t count,
                 unsigned strategy);
/* The elements of any iterable as a list or tuple, without copying exact ones;
 * *items and *count describe it.  VALUE_ERROR; keep the result while in use. */
Value sequence_fast(Thread *t, Value iterable, const char *message, Value **items, size_t *count);

/* Rows of the type's table, by file. */
Value list_sort_method(Thread *t, Value *args);

#endif

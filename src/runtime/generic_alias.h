/* generic_alias.h - list[int] (types.GenericAlias) and int | str (types.UnionType). */
#ifndef TAU_RUNTIME_GENERIC_ALIAS_H
#define TAU_RUNTIME_GENERIC_ALIAS_H

#include "runtime/vm.h"

typedef struct GenericAlias {
    Object header; /* KIND_OTHER */
    Value origin;
    Value args;       /* tuple */
    Value parameters; /* tuple, or UNDEF before the first question */
    bool starred;     /* *tuple[int, ...] */
} GenericAlias;

/* origin[args]: args is wrapped in a tuple unless it is one. */
Value generic_alias_new(Thread *t, Value origin, Value args);
/* a | b for types: a union, or NotImplemented where one side is no type. */
Value union_or(Thread *t, Value a, Value b);

/* For the two types and typing: collects type parameters of a tuple of
 * arguments; substitutes `item` for the parameters. */
Value generic_make_parameters(Thread *t, Tuple *args);
Value generic_subscribe(Thread *t, Value self, Tuple *args, Value parameters, Value item);
/* Appends the repr of one argument ("int", "typing.Any", "..."). */
typedef struct StrBuilder StrBuilder;
bool generic_repr_item(Thread *t, StrBuilder *out, Value item, bool none_type_as_none);

#endif

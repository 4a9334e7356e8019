/* collections.h - shared by the files of the module _collections. */
#ifndef TAU_MODULES_COLLECTIONS_H
#define TAU_MODULES_COLLECTIONS_H

#include "runtime/iterators.h"
#include "runtime/native.h"
#include "runtime/sequence_support.h"

extern const TypeDef typedef_collections_deque, typedef_collections_deque_iterator,
    typedef_collections_deque_reverse_iterator, typedef_collections_defaultdict,
    typedef_collections_tuplegetter, typedef_collections_ordered_dict,
    typedef_collections_odict_iterator, typedef_collections_odict_keys,
    typedef_collections_odict_values, typedef_collections_odict_items;

#endif

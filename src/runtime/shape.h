/*
 * shape.h - hidden classes.
 *
 * A Shape says of an object: its type, and which attribute sits in which slot.
 * Instances of a class start at the type's root shape and move along
 * transitions as attributes are added (Chambers, Ungar & Lee 1989).  Objects
 * of native types without attributes share their type's root shape.
 *
 * Slot i of an object whose shape has `inline_slots` n is, with
 * base = (char *)object + type->slots_offset:
 *     i <  n : ((Value *)base)[1 + i]
 *     i >= n : element i - n of the overflow Array that ((Value *)base)[0] holds
 * An object in dictionary mode has its Dict in ((Value *)base)[0] instead.
 *
 * Shapes are allocated below 4 GiB, belong to their type and die with it.
 */
#ifndef TAU_RUNTIME_SHAPE_H
#define TAU_RUNTIME_SHAPE_H

#include "runtime/object.h"

enum { SHAPE_DICT_MODE = 1 };

/* More attributes than this, or more different attributes added to one shape,
 * put an instance into dictionary mode. */
enum { SHAPE_MAX_SLOTS = 128, SHAPE_MAX_TRANSITIONS = 64 };

struct Shape {
    Type *type;
    Shape *parent;      /* NULL at a root */
    Value key;          /* the interned name this shape added */
    uint32_t version;   /* unique to this shape; renewed when anything changes
                           that a lookup through its type could see: the one
                           word an inline cache has to compare */
    uint32_t count;     /* attributes of an object of this shape */
    uint32_t inline_slots;
    uint32_t flags;
    uint32_t transition_count;
    uint32_t transition_capacity;
    uint32_t index_mask; /* size of `index` - 1, 0 while there is none */
    Shape **transitions; /* malloc'ed; children by the key they add */
    uint8_t *index;      /* malloc'ed; hash table over all keys: slot + 1 */
    Value *keys;         /* malloc'ed with index: key by slot */
    Shape *next_of_type; /* all shapes of one type, or the free list */
};

/* The low-address memory of one Vm's shapes. */
typedef struct ShapeSpace ShapeSpace;
ShapeSpace *shape_space_new(void);
void shape_space_free(ShapeSpace *space);

/* NULL with MemoryError. */
Shape *shape_new_root(Thread *t, Type *type, uint32_t inline_slots, uint32_t flags);
/* The shape after adding `key` (an interned str); NULL, without an exception,
 * when the object had better go into dictionary mode. */
Shape *shape_extend(Thread *t, Shape *shape, Value key);
/* Slot of an interned key, or -1. */
int shape_find(Shape *shape, Value key);
/* The key stored in a slot. */
Value shape_key_at(Shape *shape, uint32_t slot);
/* The shape that has this version now, or NULL.  Looks through all of them. */
Shape *shape_of_version(Vm *vm, uint32_t version);
/* When the type dies. */
void shapes_free(Vm *vm, Type *type);
/* Renews the versions of all shapes of a type. */
void shapes_invalidate(Vm *vm, Type *type);

/* The attribute area of an object whose type has one. */
Value *object_attributes_varsized(Object *object);

#endif

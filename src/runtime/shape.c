/*
 * shape.c - hidden classes: creation, transitions, lookup, and the memory below
 * 4 GiB that they live in.
 */
#include "runtime/shape.h"

#include <stdlib.h>
#include <sys/mman.h>

#include "runtime/error.h"
#include "runtime/type.h"
#include "runtime/vm.h"

enum { SHAPE_CHUNK_BYTES = 256 * 1024, SHAPE_LINEAR_LOOKUP = 8 };

typedef struct ShapeChunk {
    struct ShapeChunk *next;
    size_t used;
} ShapeChunk;

struct ShapeSpace {
    ShapeChunk *chunks;
    Shape *free_list;
};

static size_t shape_stride(void) { return (sizeof(Shape) + 15) & ~(size_t)15; }

ShapeSpace *shape_space_new(void) { return calloc(1, sizeof(ShapeSpace)); }

void shape_space_free(ShapeSpace *space) {
    if (!space)
        return;
    size_t stride = shape_stride();
    for (ShapeChunk *c = space->chunks, *next; c; c = next) {
        next = c->next;
        for (size_t at = stride; at < c->used; at += stride) {
            Shape *s = (Shape *)((char *)c + at);
            free(s->transitions);
            free(s->index);
            free(s->keys);
        }
        munmap(c, SHAPE_CHUNK_BYTES);
    }
    free(space);
}

/* Memory whose addresses fit 32 bits.  MAP_32BIT does it on x86-64; elsewhere,
 * and when that area is full, free places below 4 GiB are asked for by hint. */
static void *map_low(size_t bytes) {
    void *p;
#ifdef MAP_32BIT
    p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    if (p != MAP_FAILED)
        return p;
#endif
    for (uintptr_t hint = 0x10000000u; hint < 0xf0000000u; hint += 0x1000000u) {
        p = mmap((void *)hint, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (p == MAP_FAILED)
            return NULL;
        if ((uintptr_t)p + bytes <= UINT32_MAX)
            return p;
        munmap(p, bytes);
    }
    return NULL;
}

static Shape *shape_alloc(ShapeSpace *space) {
    Shape *s = space->free_list;
    if (s) {
        space->free_list = s->next_of_type;
        memset(s, 0, sizeof *s);
        return s;
    }
    size_t stride = shape_stride();
    ShapeChunk *c = space->chunks;
    if (!c || c->used + stride > SHAPE_CHUNK_BYTES) {
        c = map_low(SHAPE_CHUNK_BYTES);
        if (!c)
            return NULL;
        c->next = space->chunks;
        c->used = stride; /* the chunk's own header takes the first place */
        space->chunks = c;
    }
    s = (Shape *)((char *)c + c->used);
    c->used += stride;
    return s;
}

static_assert(sizeof(ShapeChunk) <= sizeof(Shape), "a chunk's header fits one place");

static Shape *shape_new(Vm *vm, Type *type, uint32_t inline_slots, uint32_t flags) {
    Shape *s = shape_alloc(vm->shape_space);
    if (!s)
        return NULL;
    s->type = type;
    s->key = VALUE_UNDEF;
    s->inline_slots = inline_slots;
    s->flags = flags;
    s->version = vm_next_version(vm);
    s->next_of_type = type->shapes;
    type->shapes = s;
    return s;
}

Shape *shape_new_root(Thread *t, Type *type, uint32_t inline_slots, uint32_t flags) {
    Shape *s = shape_new(t->vm, type, inline_slots, flags);
    if (!s)
        raise_memory_error(t);
    return s;
}

Shape *shape_extend(Thread *t, Shape *shape, Value key) {
    for (uint32_t i = 0; i < shape->transition_count; i++)
        if (value_same(shape->transitions[i]->key, key))
            return shape->transitions[i];
    if (shape->count >= SHAPE_MAX_SLOTS || shape->transition_count >= SHAPE_MAX_TRANSITIONS)
        return NULL;
    if (shape->transition_count == shape->transition_capacity) {
        uint32_t capacity = shape->transition_capacity ? shape->transition_capacity * 2 : 1;
        Shape **grown = realloc(shape->transitions, capacity * sizeof *grown);
        if (!grown)
            return NULL;
        shape->transitions = grown;
        shape->transition_capacity = capacity;
    }
    Shape *child = shape_new(t->vm, shape->type, shape->inline_slots, shape->flags);
    if (!child)
        return NULL;
    child->parent = shape;
    child->key = key;
    child->count = shape->count + 1;
    shape->transitions[shape->transition_count++] = child;
    gc_wrote(t, shape->type); /* the type traces its shapes' keys */
    return child;
}

static unsigned key_hash(Value key) { return (unsigned)((key.bits >> 4) * 0x9E3779B1u >> 7); }

/* Builds the hash index of a shape with many keys; without memory for it the
 * lookup stays linear. */
static void shape_build_index(Shape *shape) {
    uint32_t size = 16;
    while (size < shape->count * 2)
        size *= 2;
    uint8_t *index = calloc(size, 1);
    Value *keys = malloc(shape->count * sizeof *keys);
    if (!index || !keys) {
        free(index);
        free(keys);
        return;
    }
    for (Shape *s = shape; s->count; s = s->parent) {
        keys[s->count - 1] = s->key;
        unsigned at = key_hash(s->key) & (size - 1);
        while (index[at])
            at = (at + 1) & (size - 1);
        index[at] = (uint8_t)s->count;
    }
    shape->index = index;
    shape->keys = keys;
    shape->index_mask = size - 1;
}

static_assert(SHAPE_MAX_SLOTS < 256, "slot + 1 fits a byte of the index");

int shape_find(Shape *shape, Value key) {
    if (shape->count > SHAPE_LINEAR_LOOKUP) {
        if (!shape->index)
            shape_build_index(shape);
        if (shape->index) {
            for (unsigned at = key_hash(key) & shape->index_mask; shape->index[at];
                 at = (at + 1) & shape->index_mask)
                if (value_same(shape->keys[shape->index[at] - 1], key))
                    return shape->index[at] - 1;
            return -1;
        }
    }
    for (Shape *s = shape; s->count; s = s->parent)
        if (value_same(s->key, key))
            return (int)s->count - 1;
    return -1;
}

Value shape_key_at(Shape *shape, uint32_t slot) {
    while (shape->count > slot + 1)
        shape = shape->parent;
    return shape->key;
}

Shape *shape_of_version(Vm *vm, uint32_t version) {
    size_t stride = shape_stride();
    for (ShapeChunk *c = vm->shape_space->chunks; c; c = c->next)
        for (size_t at = stride; at < c->used; at += stride) {
            Shape *s = (Shape *)((char *)c + at);
            if (s->version == version && s->type)
                return s;
        }
    return NULL;
}

void shapes_free(Vm *vm, Type *type) {
    for (Shape *s = type->shapes, *next; s; s = next) {
        next = s->next_of_type;
        free(s->transitions);
        free(s->index);
        free(s->keys);
        memset(s, 0, sizeof *s);
        s->next_of_type = vm->shape_space->free_list;
        vm->shape_space->free_list = s;
    }
    type->shapes = NULL;
}

void shapes_invalidate(Vm *vm, Type *type) {
    for (Shape *s = type->shapes; s; s = s->next_of_type)
        s->version = vm_next_version(vm);
}

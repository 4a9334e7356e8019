/* sequence.h - bytes, bytearray, list, tuple, range, slice: layouts and API. */
#ifndef TAU_RUNTIME_SEQUENCE_H
#define TAU_RUNTIME_SEQUENCE_H

#include "runtime/vm.h"

struct Tuple {
    Object header; /* KIND_TUPLE; VARSIZED */
    size_t length;
    Value items[];
};

/* What is known of all elements of a list.  The elements are ordinary Values
 * in any case; INTS promises that each is a small int, FLOATS that each is a
 * tagged float, so that code may skip the checks and the collector the scan.
 * A list only ever moves from INTS or FLOATS to OBJECTS while it has items
 * (list_generalize); EMPTY has never had an item. */
typedef enum ListStrategy { LIST_EMPTY, LIST_INTS, LIST_FLOATS, LIST_OBJECTS } ListStrategy;

/* While list.sort runs, with the items out of the list, growing is noted. */
typedef enum ListSorting { LIST_NOT_SORTING, LIST_SORTING, LIST_SORTING_MODIFIED } ListSorting;

typedef struct List {
    Object header; /* KIND_LIST */
    Value *items;  /* storage->items, or NULL while capacity is 0 */
    size_t length, capacity;
    Array *storage;
    uint8_t strategy;
    uint8_t sorting; /* ListSorting */
} List;

static inline ListStrategy list_strategy_of(Value v) {
    return value_is_int(v) ? LIST_INTS : value_is_float(v) ? LIST_FLOATS : LIST_OBJECTS;
}
/* Before storing v into the list's items. */
static inline void list_admit(List *l, Value v) {
    ListStrategy s = list_strategy_of(v);
    if (__builtin_expect(l->strategy != s, 0))
        l->strategy = l->strategy == LIST_EMPTY ? s : LIST_OBJECTS;
}

typedef struct Bytes {
    Object header; /* KIND_BYTES; VARSIZED; a NUL follows the data */
    size_t length;
    int64_t hash; /* 0: not computed */
    uint8_t data[];
} Bytes;

typedef struct Bytearray {
    Object header;
    uint8_t *data; /* into storage, NUL-terminated */
    size_t length, capacity;
    Raw *storage;
    size_t exports; /* memoryviews: resizing is a BufferError */
} Bytearray;

typedef struct Range {
    Object header;
    Value start, stop, step, length; /* ints of any size */
} Range;

typedef struct RangeIterator { /* the common case: none of its numbers ever leaves the small ints */
    Object header;
    Value next, step; /* small ints */
    size_t remaining;
} RangeIterator;

/* false: there is no item. */
static inline bool range_iterator_step(RangeIterator *it, Value *item) {
    if (it->remaining == 0) return false;
    it->remaining--;
    *item = it->next;
    it->next.bits += it->step.bits;
    return true;
}

typedef struct ListIterator { /* also tuple, str, bytes iterators */
    Object header;
    Value sequence; /* UNDEF when exhausted */
    size_t index;
} ListIterator;

typedef struct Slice {
    Object header;
    Value start, stop, step;
} Slice;

/* One bound of s[start:stop]: None or a small int; clipped to the length. */
static inline bool slice_plain_bound(Value v, int64_t length, int64_t missing, int64_t *out) {
    if (!value_is_int(v)) {
        *out = missing;
        return value_is_none(v);
    }
    int64_t i = value_as_int(v);
    if (i < 0) i = i + length < 0 ? 0 : i + length;
    *out = i > length ? length : i;
    return true;
}
/* Whether a slice is s[start:stop] with such bounds; *start <= *end then. */
static inline bool slice_is_plain(const Slice *s, size_t length, size_t *start, size_t *end) {
    int64_t from, to;
    if (!value_is_none(s->step) || !slice_plain_bound(s->start, (int64_t)length, 0, &from) ||
        !slice_plain_bound(s->stop, (int64_t)length, (int64_t)length, &to))
        return false;
    *start = (size_t)from;
    *end = (size_t)(to < from ? from : to);
    return true;
}

/* The same of s[start:stop:-1]: the index of the first item and how many there are. */
static inline bool slice_is_reversal(const Slice *s, size_t length, int64_t *start, size_t *count) {
    int64_t n = (int64_t)length, from = n - 1, to = -1;
    if (s->step.bits != value_from_int(-1).bits || !(value_is_none(s->start) || value_is_int(s->start)) ||
        !(value_is_none(s->stop) || value_is_int(s->stop)))
        return false;
    if (value_is_int(s->start)) {
        from = value_as_int(s->start);
        from = from >= n ? n - 1 : from >= 0 ? from : from + n >= 0 ? from + n : -1;
    }
    if (value_is_int(s->stop)) {
        to = value_as_int(s->stop);
        to = to >= n ? n - 1 : to >= 0 ? to : to + n >= 0 ? to + n : -1;
    }
    *start = from;
    *count = from > to ? (size_t)(from - to) : 0;
    return true;
}

static inline bool value_is_list(Value v) { return value_is_kind(v, KIND_LIST); }
static inline bool value_is_tuple(Value v) { return value_is_kind(v, KIND_TUPLE); }
static inline List *value_as_list(Value v) { assert(value_is_list(v)); return (List *)value_as_object(v); }
static inline Tuple *value_as_tuple(Value v) { assert(value_is_tuple(v)); return (Tuple *)value_as_object(v); }
static inline Bytes *value_as_bytes(Value v) { return (Bytes *)value_as_object(v); }

Value list_new(Thread *t, size_t capacity);
Value list_from_values(Thread *t, const Value *items, size_t count);
bool list_append_slow(Thread *t, List *l, Value v);
bool list_reserve(Thread *t, List *l, size_t capacity);
bool list_extend(Thread *t, List *l, Value iterable);
bool list_insert(Thread *t, List *l, size_t index, Value v);
Value list_pop(Thread *t, List *l, size_t index);
Value list_slice(Thread *t, List *l, size_t start, size_t end);
/* l[slice] and l[slice] = value; false with an exception.  Of the slice only the bounds are
 * looked at. */
Value list_get_slice(Thread *t, List *l, Slice *slice);
bool list_set_slice(Thread *t, List *l, Slice *slice, Value value);
/* l[to] = source[from], where that is not to make the list in between. */
bool list_move_slice(Thread *t, List *l, Slice *to, List *source, Slice *from);
void list_clear(List *l);
bool list_sort(Thread *t, List *l, Value key /* NONE */, bool reverse);
Value list_from_iterable(Thread *t, Value iterable);
/* false with MemoryError. */
static inline bool list_append(Thread *t, List *l, Value v) {
    if (__builtin_expect(l->length == l->capacity, 0))
        return list_append_slow(t, l, v);
    list_admit(l, v);
    l->items[l->length] = v;
    gc_wrote_element(t, l->storage, l->length);
    l->length++;
    return true;
}
static inline void list_store(Thread *t, List *l, size_t i, Value v) {
    list_admit(l, v);
    l->items[i] = v;
    gc_wrote_element(t, l->storage, i);
}

/* A tuple, or an instance of a subclass that leaves items, order, equality and hash as they are. */
static inline bool value_is_plain_tuple(Value v) {
    if (!value_is_kind(v, KIND_TUPLE))
        return false;
    const Object *o = value_as_object(v);
    return !(o->gc & GC_SUBCLASS) || object_type(o)->flags & TYPEFLAG_PLAIN_TUPLE;
}
Tuple *tuple_alloc(Thread *t, size_t length); /* items read as int 0 */
Tuple *tuple_alloc_of(Thread *t, Type *cls, size_t length); /* the same of a subclass */
Value tuple_from_values(Thread *t, const Value *items, size_t count);
Value tuple_from_iterable(Thread *t, Value iterable);
Value tuple_pair(Thread *t, Value a, Value b);
int tuple_contains_item(Thread *t, Tuple *tuple, Value what); /* 1, 0, -1 */
int list_contains_item(Thread *t, List *l, Value what);
Value tuple_iter(Thread *t, Value tuple);
Value list_iter(Thread *t, Value list);
Value tuple_slice(Thread *t, Tuple *tuple, size_t start, size_t end);
Bytes *bytes_alloc(Thread *t, size_t length); /* zeros */
/* The caller overwrites the data before allocating anything else. */
Bytes *bytes_alloc_to_fill(Thread *t, size_t length);
Value bytes_from_data(Thread *t, const void *data, size_t length);
Value bytearray_from_data(Thread *t, const void *data, size_t length);
bool bytearray_resize(Thread *t, Bytearray *b, size_t length);
Value range_new(Thread *t, Value start, Value stop, Value step);
Value range_iter(Thread *t, Value range);
Value slice_new(Thread *t, Value start, Value stop, Value step);
/* start, stop, step adjusted for `length`; count of items; false with exception. */
bool slice_unpack(Thread *t, Slice *s, size_t length, int64_t *start, int64_t *stop, int64_t *step,
                  size_t *count) __attribute__((warn_unused_result));

/* A view of the bytes of a bytes-like object (bytes, bytearray, memoryview,
 * array, mmap).  buffer_get: false with TypeError "a bytes-like object is
 * required, not 'X'"; buffer_release when done. */
typedef struct Buffer {
    Value object;
    uint8_t *data;
    size_t length; /* bytes */
    size_t item_size;
    char format[8];
    bool readonly;
    bool contiguous; /* false: a strided memoryview; data is not to be used */
    size_t *exports; /* in the exporter: while > 0 it must not be resized; or NULL.
                        buffer_get leaves it alone: only memoryviews count */
} Buffer;
bool buffer_get(Thread *t, Value object, bool writable, Buffer *out) __attribute__((warn_unused_result));
void buffer_release(Thread *t, Buffer *buffer);
bool value_is_bytes_like(Thread *t, Value v);

#endif

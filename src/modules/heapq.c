/* heapq.c - the module _heapq: a list as a binary heap.  Comparisons run in the
 * order CPython makes them. */
#include "runtime/field_order.h"
#include "runtime/native.h"

/* a < b for a min heap, b < a for a max heap. */
static inline int before(Thread *t, FieldOrder **order, bool max, Value a, Value b) {
    return max ? op_order_by(t, order, CMP_LT, b, a) : op_order_by(t, order, CMP_LT, a, b);
}

/* ---- numbers: nothing of the program runs, and items need not be in place all the time ---- */

static inline __attribute__((always_inline)) bool number_before(ListStrategy of, bool max, Value a, Value b) {
    if (of == LIST_INTS) return max ? (int64_t)b.bits < (int64_t)a.bits : (int64_t)a.bits < (int64_t)b.bits;
    return max ? value_as_float(b) < value_as_float(a) : value_as_float(a) < value_as_float(b);
}

static inline __attribute__((always_inline)) void sift_numbers_down(ListStrategy of, bool max, Value *items,
                                                                    size_t start, size_t position, Value item) {
    for (size_t parent; position > start; position = parent) {
        parent = (position - 1) >> 1;
        if (!number_before(of, max, item, items[parent])) break;
        items[position] = items[parent];
    }
    items[position] = item;
}

static inline __attribute__((always_inline)) void sift_numbers_up(ListStrategy of, bool max, Value *items, size_t size,
                                                                  size_t position) {
    size_t start = position, limit = size >> 1, child;
    Value item = items[position];
    for (; position < limit; position = child) {
        child = 2 * position + 1;
        if (child + 1 < size) child += !number_before(of, max, items[child], items[child + 1]);
        items[position] = items[child];
    }
    sift_numbers_down(of, max, items, start, position, item);
}

/* ---- anything ---- */

static bool same_size(Thread *t, List *l, size_t size) {
    if (l->length == size) return true;
    raise_error(t, TYPE_RuntimeError, "list changed size during iteration");
    return false;
}

static void swap(Thread *t, List *l, size_t i, size_t j) {
    Value v = l->items[i];
    l->items[i] = l->items[j];
    l->items[j] = v;
    if (l->strategy == LIST_OBJECTS) {
        gc_wrote_element(t, l->storage, i);
        gc_wrote_element(t, l->storage, j);
    }
}

/* Moves the item at `position` towards `start` until its parent is no larger. */
static bool sift_down(Thread *t, List *l, size_t start, size_t position, bool max) {
    size_t size = l->length;
    if (l->strategy == LIST_INTS || l->strategy == LIST_FLOATS) {
        Value item = l->items[position];
        if (l->strategy == LIST_INTS)
            sift_numbers_down(LIST_INTS, max, l->items, start, position, item);
        else
            sift_numbers_down(LIST_FLOATS, max, l->items, start, position, item);
        return true;
    }
    FieldOrder *order = position > start ? field_order_of(t, CMP_LT, l->items[position]) : NULL;
    while (position > start) {
        size_t parent = (position - 1) >> 1;
        int r = before(t, &order, max, l->items[position], l->items[parent]);
        if (r < 0 || !same_size(t, l, size)) return false;
        if (!r) break;
        swap(t, l, position, parent);
        position = parent;
    }
    return true;
}

/* Moves the smaller child up until a leaf is hit, then the item to its place:
 * fewer comparisons than stopping early. */
static bool sift_up(Thread *t, List *l, size_t position, bool max) {
    size_t size = l->length, start = position, limit = size >> 1;
    if (l->strategy == LIST_INTS || l->strategy == LIST_FLOATS) {
        if (l->strategy == LIST_INTS)
            sift_numbers_up(LIST_INTS, max, l->items, size, position);
        else
            sift_numbers_up(LIST_FLOATS, max, l->items, size, position);
        return true;
    }
    FieldOrder *order = position < limit ? field_order_of(t, CMP_LT, l->items[position]) : NULL;
    while (position < limit) {
        size_t child = 2 * position + 1;
        if (child + 1 < size) {
            int r = before(t, &order, max, l->items[child], l->items[child + 1]);
            if (r < 0 || !same_size(t, l, size)) return false;
            child += r == 0;
        }
        swap(t, l, child, position);
        position = child;
    }
    return sift_down(t, l, start, position, max);
}

static bool check_list(Thread *t, const char *name, const char *which, Value v) {
    if (value_is_list(v)) return true;
    raise_type_error(t, "%s() argument%s must be list, not %.50T", name, which, v);
    return false;
}

static Value heappush(Thread *t, Value *args) {
    if (!check_list(t, "heappush", " 1", args[0])) return VALUE_ERROR;
    List *l = value_as_list(args[0]);
    if (!list_append(t, l, args[1])) return VALUE_ERROR;
    return sift_down(t, l, 0, l->length - 1, false) ? VALUE_NONE : VALUE_ERROR;
}

static Value pop(Thread *t, Value heap, bool max) {
    List *l = value_as_list(heap);
    if (l->length == 0) return raise_index_error(t, "index out of range");
    Value last = list_pop(t, l, l->length - 1);
    if (l->length == 0) return last;
    Value first = l->items[0];
    list_store(t, l, 0, last);
    return sift_up(t, l, 0, max) ? first : VALUE_ERROR;
}
static Value heappop(Thread *t, Value *args) {
    return check_list(t, "heappop", "", args[0]) ? pop(t, args[0], false) : VALUE_ERROR;
}
static Value heappop_max(Thread *t, Value *args) {
    return check_list(t, "_heappop_max", "", args[0]) ? pop(t, args[0], true) : VALUE_ERROR;
}

static Value replace(Thread *t, Value *args, bool max) {
    List *l = value_as_list(args[0]);
    if (l->length == 0) return raise_index_error(t, "index out of range");
    Value first = l->items[0];
    list_store(t, l, 0, args[1]);
    return sift_up(t, l, 0, max) ? first : VALUE_ERROR;
}
static Value heapreplace(Thread *t, Value *args) {
    return check_list(t, "heapreplace", " 1", args[0]) ? replace(t, args, false) : VALUE_ERROR;
}
static Value heapreplace_max(Thread *t, Value *args) {
    return check_list(t, "_heapreplace_max", " 1", args[0]) ? replace(t, args, true) : VALUE_ERROR;
}

static Value heappushpop(Thread *t, Value *args) {
    if (!check_list(t, "heappushpop", " 1", args[0])) return VALUE_ERROR;
    List *l = value_as_list(args[0]);
    if (l->length == 0) return args[1];
    int r = op_order_inline(t, CMP_LT, l->items[0], args[1]);
    if (r < 0) return VALUE_ERROR;
    if (!r) return args[1];
    if (l->length == 0) return raise_index_error(t, "index out of range");
    return replace(t, args, false);
}

static Value build(Thread *t, Value heap, bool max) {
    List *l = value_as_list(heap);
    size_t n = l->length;
    for (size_t i = n / 2; i-- > 0;) {
        if (!sift_up(t, l, i, max)) return VALUE_ERROR;
    }
    return VALUE_NONE;
}
static Value heapify(Thread *t, Value *args) {
    return check_list(t, "heapify", "", args[0]) ? build(t, args[0], false) : VALUE_ERROR;
}
static Value heapify_max(Thread *t, Value *args) {
    return check_list(t, "_heapify_max", "", args[0]) ? build(t, args[0], true) : VALUE_ERROR;
}

static const NativeDef heapq_functions[] = {
    NATIVE("heappush", "($module, heap, item, /)", heappush,
           "Push item onto heap, maintaining the heap invariant."),
    NATIVE("heappushpop", "($module, heap, item, /)", heappushpop,
           "Push item on the heap, then pop and return the smallest item from the heap.\n\nThe combined "
           "action runs more efficiently than heappush() followed by\na separate call to heappop()."),
    NATIVE("heappop", "($module, heap, /)", heappop,
           "Pop the smallest item off the heap, maintaining the heap invariant."),
    NATIVE("heapreplace", "($module, heap, item, /)", heapreplace,
           "Pop and return the current smallest value, and add the new item.\n\nThis is more efficient "
           "than heappop() followed by heappush(), and can be\nmore appropriate when using a fixed-size "
           "heap.  Note that the value\nreturned may be larger than item!  That constrains reasonable "
           "uses of\nthis routine unless written as part of a conditional replacement:\n\n    if item > "
           "heap[0]:\n        item = heapreplace(heap, item)"),
    NATIVE("heapify", "($module, heap, /)", heapify, "Transform list into a heap, in-place, in O(len(heap)) time."),
    NATIVE("_heappop_max", "($module, heap, /)", heappop_max, "Maxheap variant of heappop."),
    NATIVE("_heapify_max", "($module, heap, /)", heapify_max, "Maxheap variant of heapify."),
    NATIVE("_heapreplace_max", "($module, heap, item, /)", heapreplace_max, "Maxheap variant of heapreplace."),
    NATIVE_END,
};

static bool heapq_init(Thread *t, Module *module) {
    return module_set(t, module, "__about__",
                      str_from_cstring(t, "Heap queues\n\n[explanation by Fran\xc3\xa7ois Pinard]\n"));
}

const ModuleDef module_heapq = {
    .name = "_heapq",
    .doc = "Heap queue algorithm (a.k.a. priority queue).\n\nHeaps are arrays for which a[k] <= a[2*k+1] "
           "and a[k] <= a[2*k+2] for\nall k, counting elements from 0.",
    .functions = heapq_functions,
    .init = heapq_init,
};

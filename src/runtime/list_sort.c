/* list_sort.c - list.sort: preparing keys, choosing the comparison, and keeping
 * the list consistent while key functions and __lt__ run.
 *
 * The algorithm is in list_sort_template.h, instantiated for keys that are all
 * small ints, floats, strs, tuples, or anything. */
#include "runtime/call.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/list.h"
#include "runtime/ops.h"
#include "runtime/str.h"

enum { MIN_GALLOP = 7, MAX_PENDING = 90 };

/* Keys, and the values that travel with them (NULL: the keys are the values). */
typedef struct Run {
    Value *keys, *values;
} Run;

typedef struct PendingRun {
    Run run;
    size_t length;
    int power; /* of the boundary to the next run */
} PendingRun;

typedef struct Sorter {
    Thread *t;
    const Value *base;
    size_t total;
    size_t min_gallop;
    Run scratch;
    Object *scratch_keys, *scratch_values;
    size_t scratch_capacity;
    bool raw_scratch; /* the words moved about are not all Values */
    size_t pending_count;
    /* TUPLES: how first items compare; see tuple_less. */
    int first_item;
    PendingRun pending[MAX_PENDING];
} Sorter;

static inline void run_copy(Run to, Run from, size_t n) {
    memcpy(to.keys, from.keys, n * sizeof(Value));
    if (to.values) memcpy(to.values, from.values, n * sizeof(Value));
}
static inline void run_move(Run to, Run from, size_t n) {
    memmove(to.keys, from.keys, n * sizeof(Value));
    if (to.values) memmove(to.values, from.values, n * sizeof(Value));
}
static inline void run_advance(Run *r, int64_t n) {
    r->keys += n;
    if (r->values) r->values += n;
}
static inline Run run_at(Run r, int64_t n) {
    run_advance(&r, n);
    return r;
}
static inline void run_take(Run *to, Run *from) {
    *to->keys++ = *from->keys++;
    if (to->values) *to->values++ = *from->values++;
}
static inline void run_take_back(Run *to, Run *from) {
    *to->keys-- = *from->keys--;
    if (to->values) *to->values-- = *from->values--;
}

static void reverse_values(Value *a, size_t n) {
    for (size_t i = 0, j = n; i + 1 < j; i++) {
        j--;
        Value v = a[i];
        a[i] = a[j];
        a[j] = v;
    }
}

static void run_reverse(Run r, size_t n) {
    reverse_values(r.keys, n);
    if (r.values) reverse_values(r.values, n);
}

static Value *scratch_alloc(Sorter *s, size_t capacity, Object **owner) {
    if (s->raw_scratch) {
        Raw *raw = gc_alloc_raw(s->t, capacity * sizeof(Value));
        *owner = (Object *)raw;
        return raw ? (Value *)(void *)raw->bytes : NULL;
    }
    Array *array = gc_alloc_array(s->t, capacity);
    *owner = (Object *)array;
    return array ? array->items : NULL;
}

/* An array that values were moved about in without the write barrier is done
 * with.  Should it be old, and a forgotten pointer on the stack keep it, it must
 * not lead to values that died unnoticed: the collector is told that it is empty. */
static void array_done(Object *owner) {
    if (owner && owner->kind == KIND_ARRAY) ((Array *)owner)->capacity = 0;
}

static void scratch_done(Sorter *s) {
    array_done(s->scratch_keys);
    array_done(s->scratch_values);
}

/* Room in the scratch run; its old contents are not needed. */
static bool sorter_scratch(Sorter *s, size_t n, bool with_values) {
    if (n <= s->scratch_capacity) return true;
    size_t capacity = n < 256 ? 256 : n;
    scratch_done(s);
    s->scratch.keys = scratch_alloc(s, capacity, &s->scratch_keys);
    if (!s->scratch.keys) return false;
    if (with_values) {
        s->scratch.values = scratch_alloc(s, capacity, &s->scratch_values);
        if (!s->scratch.values) return false;
    }
    s->scratch_capacity = capacity;
    return true;
}

/* Runs shorter than this are extended: 32..64, so that n / minimum is a power
 * of two or a little less. */
static size_t run_minimum(size_t n) {
    size_t odd = 0;
    while (n >= 64) {
        odd |= n & 1;
        n >>= 1;
    }
    return n + odd;
}

/* The power of the boundary between [s1, s1+n1) and the n2 items behind it: at
 * which depth of the perfectly balanced tree over n items it would be. */
static int run_power(size_t s1, size_t n1, size_t n2, size_t n) {
    size_t a = 2 * s1 + n1, b = a + n1 + n2;
    int result = 0;
    for (;;) {
        result++;
        if (a >= n) {
            a -= n;
            b -= n;
        } else if (b >= n) {
            return result;
        }
        a <<= 1;
        b <<= 1;
    }
}

/* Tagged small ints keep their order. */
static inline int int_less(Value a, Value b) { return (int64_t)a.bits < (int64_t)b.bits; }
static inline int float_less(Value a, Value b) { return value_as_float(a) < value_as_float(b); }

/* Keys whose characters are all one byte wide. */
static inline int latin1_less(Value a, Value b) {
    const Str *x = (Str *)value_as_object(a), *y = (Str *)value_as_object(b);
    size_t n = x->length < y->length ? x->length : y->length;
    int c = memcmp(x->data, y->data, n);
    return c ? c < 0 : x->length < y->length;
}
static inline int str_less(Thread *t, Value a, Value b) {
    return str_compare(t, (Str *)value_as_object(a), (Str *)value_as_object(b)) < 0;
}

typedef enum KeyKind { KEYS_ANY, KEYS_INT, KEYS_FLOAT, KEYS_LATIN1, KEYS_STR, KEYS_TUPLE } KeyKind;

/* Items before the first difference are equal; only that one is ordered. */
static int tuple_less(Sorter *s, Value a, Value b) {
    Tuple *x = (Tuple *)value_as_object(a), *y = (Tuple *)value_as_object(b);
    Thread *t = s->t;
    Value p = x->items[0], q = y->items[0];
    switch ((KeyKind)s->first_item) {
    case KEYS_INT:
        if (!value_same(p, q)) return int_less(p, q);
        break;
    case KEYS_FLOAT:
        if (value_as_float(p) != value_as_float(q) && !value_same(p, q)) return float_less(p, q);
        break;
    case KEYS_LATIN1:
        if (value_same(p, q)) break;
        if (latin1_less(p, q)) return 1;
        if (latin1_less(q, p)) return 0;
        break;
    case KEYS_STR:
        if (!value_same(p, q)) {
            int c = str_compare(t, (Str *)value_as_object(p), (Str *)value_as_object(q));
            if (c) return c < 0;
        }
        break;
    case KEYS_TUPLE:
    case KEYS_ANY: {
        int equal = op_equal(t, p, q);
        if (equal < 0) return -1;
        if (!equal) return op_compare_bool(t, CMP_LT, p, q);
        break;
    }
    }
    size_t n = x->length < y->length ? x->length : y->length;
    for (size_t i = 1; i < n; i++) {
        p = x->items[i], q = y->items[i];
        if (value_same(p, q)) continue;
        if (values_are_ints(p, q)) return int_less(p, q);
        int equal = op_equal(t, p, q);
        if (equal < 0) return -1;
        if (!equal) return op_compare_bool(t, CMP_LT, p, q);
    }
    return x->length < y->length;
}

#define SORT(name)    name##_ints
#define LESS(s, a, b) int_less(a, b)
#include "runtime/list_sort_template.h"
#define SORT(name)    name##_floats
#define LESS(s, a, b) float_less(a, b)
#include "runtime/list_sort_template.h"
#define SORT(name)    name##_latin1
#define LESS(s, a, b) latin1_less(a, b)
#include "runtime/list_sort_template.h"
#define SORT(name)    name##_strs
#define LESS(s, a, b) str_less((s)->t, a, b)
#include "runtime/list_sort_template.h"
#define SORT(name)    name##_tuples
#define LESS(s, a, b) tuple_less(s, a, b)
#include "runtime/list_sort_template.h"
#define SORT(name)    name##_any
#define LESS(s, a, b) op_compare_bool((s)->t, CMP_LT, a, b)
#include "runtime/list_sort_template.h"

/* Strs: flattens ropes first, so that comparing neither allocates nor fails. */
static KeyKind classify_strs(Thread *t, const Value *keys, size_t n, size_t item) {
    KeyKind kind = KEYS_LATIN1;
    for (size_t i = 0; i < n; i++) {
        Value v = item == SIZE_MAX ? keys[i] : ((Tuple *)value_as_object(keys[i]))->items[item];
        if (!value_is_exact(v, KIND_STR)) return KEYS_ANY;
        Str *s = value_as_str(v);
        if (!str_data(t, s)) return KEYS_ANY;
        if (s->width != 1) kind = KEYS_STR;
    }
    return kind;
}

static KeyKind classify_keys(Thread *t, const Value *keys, size_t n, int *first_item) {
    switch (list_classify(keys, n)) {
    case LIST_INTS:
        return KEYS_INT;
    case LIST_FLOATS:
        return KEYS_FLOAT;
    default:
        break;
    }
    if (value_is_str(keys[0])) return classify_strs(t, keys, n, SIZE_MAX);
    if (!value_is_exact(keys[0], KIND_TUPLE)) return KEYS_ANY;
    bool ints = true, floats = true, strs = true;
    for (size_t i = 0; i < n; i++) {
        if (!value_is_exact(keys[i], KIND_TUPLE)) return KEYS_ANY;
        Tuple *tuple = value_as_tuple(keys[i]);
        if (tuple->length == 0) return KEYS_ANY;
        ints &= value_is_int(tuple->items[0]);
        floats &= value_is_float(tuple->items[0]);
        strs &= value_is_exact(tuple->items[0], KIND_STR);
    }
    *first_item = ints ? KEYS_INT : floats ? KEYS_FLOAT : strs ? classify_strs(t, keys, n, 0) : KEYS_ANY;
    return KEYS_TUPLE;
}

static void sorter_init(Sorter *s, Thread *t) {
    s->t = t;
    s->min_gallop = MIN_GALLOP;
    s->scratch = (Run){NULL, NULL};
    s->scratch_keys = s->scratch_values = NULL;
    s->scratch_capacity = s->pending_count = 0;
    s->first_item = KEYS_ANY;
    s->raw_scratch = false;
}

/* The first eight characters as a word that int_less orders like the string. */
static Value str_prefix(Value v) {
    const Str *s = (Str *)value_as_object(v);
    uint64_t word = 0;
    memcpy(&word, s->data, s->length < 8 ? s->length : 8);
    return (Value){__builtin_bswap64(word) ^ (uint64_t)1 << 63};
}

enum { MIN_PREFIX_SORT = 64 };

/* Strings: sorts their prefixes, which lie side by side in memory, along with
 * the positions they came from; then the groups of equal prefixes; then moves
 * keys and values to their places.  Nothing here runs user code. */
static int sort_by_prefix(Sorter *s, Run run, size_t n) {
    Thread *t = s->t;
    Raw *raw = gc_alloc_raw(t, 2 * n * sizeof(Value));
    Array *strings = gc_alloc_array(t, n);
    if (!raw || !strings) return -1;
    Run words = {(Value *)(void *)raw->bytes, (Value *)(void *)raw->bytes + n};
    for (size_t i = 0; i < n; i++) {
        words.keys[i] = str_prefix(run.keys[i]);
        words.values[i] = value_from_int((int64_t)i);
    }
    s->raw_scratch = true;
    if (run_ints(s, words, n) < 0) return -1;
    for (size_t i = 0; i < n; i++) strings->items[i] = run.keys[value_as_int(words.values[i])];
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && value_same(words.keys[i], words.keys[end]); end++) {}
        if (end - i < 2) continue;
        Sorter ties;
        sorter_init(&ties, t);
        int result = run_latin1(&ties, (Run){strings->items + i, words.values + i}, end - i);
        scratch_done(&ties);
        if (result < 0) return -1;
    }
    memcpy(run.keys, strings->items, n * sizeof(Value));
    if (run.values) {
        memcpy(strings->items, run.values, n * sizeof(Value));
        for (size_t i = 0; i < n; i++) run.values[i] = strings->items[value_as_int(words.values[i])];
    }
    __asm__ volatile("" ::"r"(raw), "r"(strings) : "memory");
    array_done(&strings->header);
    return 0;
}

static int sort_run(Thread *t, Run run, size_t n) {
    if (n < 2) return 0;
    Sorter s;
    sorter_init(&s, t);
    Value pending = t->exception;
    KeyKind kind = classify_keys(t, run.keys, n, &s.first_item);
    t->exception = pending; /* no memory to flatten a rope: compare slowly */
    int result = 0;
    switch (kind) {
    case KEYS_INT: result = run_ints(&s, run, n); break;
    case KEYS_FLOAT: result = run_floats(&s, run, n); break;
    case KEYS_LATIN1:
        result = n < MIN_PREFIX_SORT ? run_latin1(&s, run, n) : sort_by_prefix(&s, run, n);
        break;
    case KEYS_STR: result = run_strs(&s, run, n); break;
    case KEYS_TUPLE: result = run_tuples(&s, run, n); break;
    case KEYS_ANY: result = run_any(&s, run, n); break;
    }
    scratch_done(&s);
    return result;
}

/* The items are taken out of the list while user code may run, so that it finds
 * an empty list; what it put there meanwhile is an error and thrown away. */
static bool sort_taken(Thread *t, Value *items, size_t n, Value key, bool reverse) {
    Run run = {items, NULL};
    Array *keys = NULL, *pins[2] = {NULL, NULL};
    if (!value_is_none(key)) {
        keys = gc_alloc_array(t, n ? n : 1);
        if (!keys) return false;
        for (size_t i = 0; i < n; i++) {
            Value k = call1(t, key, items[i]);
            if (value_is_error(k)) return false;
            keys->items[i] = k;
            gc_wrote_element(t, keys, i);
        }
        run = (Run){keys->items, items};
    }
    /* While items move about between arrays that may be old, an unmoving copy
     * keeps each alive, so that no store needs the write barrier. */
    for (int i = 0; i < 2; i++) {
        Value *source = i ? run.values : run.keys;
        if (!source || list_classify(source, n) != LIST_OBJECTS) continue;
        pins[i] = gc_alloc_array(t, n);
        if (!pins[i]) return false;
        memcpy(pins[i]->items, source, n * sizeof(Value));
        gc_wrote(t, pins[i]);
    }
    /* Reversing before and after keeps equal items in their order. */
    if (reverse) run_reverse(run, n);
    int result = sort_run(t, run, n);
    if (reverse) run_reverse(run, n);
    /* The pins must outlive the sort on this stack. */
    __asm__ volatile("" ::"r"(pins[0]), "r"(pins[1]), "r"(keys) : "memory");
    if (keys) array_done(&keys->header);
    return result == 0;
}

bool list_sort(Thread *t, List *l, Value key, bool reverse) {
    List taken = *l;
    if (value_is_none(key) && taken.length < 2) return true;
    list_clear(l);
    unsigned outer = l->sorting; /* a sort of the emptied list, from a comparison */
    l->sorting = LIST_SORTING;
    bool ok = sort_taken(t, taken.items, taken.length, key, reverse);
    bool modified = l->sorting == LIST_SORTING_MODIFIED;
    l->sorting = (uint8_t)outer;
    l->items = taken.items;
    l->length = taken.length;
    l->capacity = taken.capacity;
    l->storage = taken.storage;
    l->strategy = taken.strategy;
    if (l->storage) gc_wrote(t, l->storage);
    gc_wrote(t, l);
    if (modified && ok) {
        raise_value_error(t, "list modified during sort");
        return false;
    }
    return ok;
}

Value list_sort_method(Thread *t, Value *args) {
    int64_t reverse;
    if (value_is_bool(args[2])) {
        reverse = value_is_true(args[2]);
    } else {
        /* CPython reads the flag as a C int. */
        Value i = op_index(t, args[2]);
        if (value_is_error(i) || !op_index_int64(t, i, &reverse)) return VALUE_ERROR;
    }
    return list_sort(t, (List *)value_as_object(args[0]), args[1], reverse != 0) ? VALUE_NONE
                                                                                 : VALUE_ERROR;
}

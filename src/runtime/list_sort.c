/* list_sort.c - list.sort: preparing keys, choosing the comparison, and keeping
 * the list consistent while key functions and __lt__ run.
 *
 * The algorithm is in list_sort_template.h, instantiated for keys that are all
 * small ints, floats, strs, tuples, or anything.  Where many keys are numbers, or strs
 * and tuples that words can stand for, those are sorted by their digits. */
#include <math.h>

#include "base/radix_sort.h"
#include "runtime/call.h"
#include "runtime/error.h"
#include "runtime/field_order.h"
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

typedef enum KeyKind {
    KEYS_ANY, KEYS_INT, KEYS_FLOAT, KEYS_LATIN1, KEYS_STR, KEYS_TUPLE,
    KEYS_COLUMNS /* tuples of one length; the items at each place are all small ints, floats or LATIN1 */
} KeyKind;

enum { COLUMNS_MAX = 6 };
typedef struct Columns {
    size_t count;
    KeyKind kinds[COLUMNS_MAX];
} Columns;

/* Items before the first difference are equal; only that one is ordered. */
static int tuple_less(Sorter *s, Value a, Value b) {
    Tuple *x = (Tuple *)value_as_object(a), *y = (Tuple *)value_as_object(b);
    Thread *t = s->t;
    size_t n = x->length < y->length ? x->length : y->length;
    for (size_t i = 0; i < n; i++) {
        Value p = x->items[i], q = y->items[i];
        int order = order_plain(t, p, q);
        if (!order) continue;
        if (order != ORDER_UNKNOWN) return order < 0;
        int equal = op_equal_inline(t, p, q);
        if (equal < 0) return -1;
        if (!equal) return op_order_inline(t, CMP_LT, p, q);
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
#define LESS(s, a, b) op_order_inline((s)->t, CMP_LT, a, b)
#include "runtime/list_sort_template.h"

/* Strs: flattens ropes first, so that comparing neither allocates nor fails. */
static KeyKind classify_strs(Thread *t, const Value *keys, size_t n) {
    KeyKind kind = KEYS_LATIN1;
    for (size_t i = 0; i < n; i++) {
        if (!value_is_exact(keys[i], KIND_STR)) return KEYS_ANY;
        Str *s = value_as_str(keys[i]);
        if (!str_data(t, s)) return KEYS_ANY;
        if (s->width != 1) kind = KEYS_STR;
    }
    return kind;
}

/* Of items that words can stand for, else ANY. */
static KeyKind kind_of_item(Thread *t, Value v) {
    if (value_is_int(v)) return KEYS_INT;
    if (value_is_float(v)) return isnan(value_as_float(v)) ? KEYS_ANY : KEYS_FLOAT;
    if (!value_is_exact(v, KIND_STR)) return KEYS_ANY;
    Str *s = value_as_str(v);
    return s->width == 1 && str_data(t, s) ? KEYS_LATIN1 : KEYS_ANY;
}

static KeyKind classify_tuples(Thread *t, const Value *keys, size_t n, Columns *columns) {
    bool regular = true;
    columns->count = value_as_tuple(keys[0])->length;
    for (size_t i = 0; i < n; i++) {
        if (!value_is_plain_tuple(keys[i])) return KEYS_ANY;
        const Tuple *tuple = value_as_tuple(keys[i]);
        regular = regular && tuple->length == columns->count && columns->count - 1 < COLUMNS_MAX;
        for (size_t k = 0; regular && k < columns->count; k++) {
            KeyKind kind = kind_of_item(t, tuple->items[k]);
            if (i == 0) columns->kinds[k] = kind;
            regular = kind != KEYS_ANY && kind == columns->kinds[k];
        }
    }
    return regular ? KEYS_COLUMNS : KEYS_TUPLE;
}

static KeyKind classify_keys(Thread *t, const Value *keys, size_t n, Columns *columns) {
    switch (list_classify(keys, n)) {
    case LIST_INTS:
        return KEYS_INT;
    case LIST_FLOATS:
        return KEYS_FLOAT;
    default:
        break;
    }
    if (value_is_str(keys[0])) return classify_strs(t, keys, n);
    return value_is_plain_tuple(keys[0]) ? classify_tuples(t, keys, n, columns) : KEYS_ANY;
}

static void sorter_init(Sorter *s, Thread *t) {
    s->t = t;
    s->min_gallop = MIN_GALLOP;
    s->scratch = (Run){NULL, NULL};
    s->scratch_keys = s->scratch_values = NULL;
    s->scratch_capacity = s->pending_count = 0;
    s->raw_scratch = false;
}

/* ---- words in place of keys ---- */

enum { WORD_SORT_MIN = 24 }; /* for fewer keys comparing them is as fast */

/* The first eight characters as a word that orders like the string, but for those that
 * have the same. */
static int64_t word_of_str(const Str *s) {
    uint64_t word = 0;
    memcpy(&word, s->data, s->length < 8 ? s->length : 8);
    return (int64_t)(__builtin_bswap64(word) ^ (uint64_t)1 << 63);
}

/* Ordered as the floats are, of which none is NaN; both zeros are the same. */
static int64_t word_of_float(double d) {
    int64_t word;
    d += 0.0;
    memcpy(&word, &d, sizeof word);
    return word < 0 ? word ^ INT64_MAX : word;
}

static int64_t word_of_item(Value v, KeyKind kind) {
    return kind == KEYS_INT     ? (int64_t)v.bits
           : kind == KEYS_FLOAT ? word_of_float(value_as_float(v))
                                : word_of_str((Str *)value_as_object(v));
}

/* Keys that are strs (columns->count 0) or tuples are sorted by words that stand for their
 * items, which lie side by side in memory: place for place, each time the groups of keys
 * that are equal so far.  None of this runs user code. */
typedef struct WordSort {
    Thread *t;
    const Value *keys;
    const Columns *columns;
    Value *words, *positions; /* of keys, in the order found so far */
    uint64_t *scratch;        /* as long as both */
    Value *ties;              /* room for keys that have to be compared */
} WordSort;

static int sort_words(Sorter *s, Run words, size_t n, uint64_t *scratch) {
    if (!radix_sort_pays((int64_t *)words.keys, n)) return run_ints(s, words, n);
    radix_sort((int64_t *)words.keys, (uint64_t *)words.values, scratch, n);
    return 0;
}

/* Keys [from, to) of the order, by comparing them. */
static int sort_ties(WordSort *w, size_t from, size_t to) {
    Sorter s;
    sorter_init(&s, w->t);
    for (size_t i = from; i < to; i++) w->ties[i] = w->keys[value_as_int(w->positions[i])];
    Run run = {w->ties + from, w->positions + from};
    int result = w->columns->count ? run_tuples(&s, run, to - from) : run_latin1(&s, run, to - from);
    scratch_done(&s);
    return result;
}

static inline Value item_at(const WordSort *w, size_t i, size_t place) {
    Value key = w->keys[value_as_int(w->positions[i])];
    return w->columns->count ? ((Tuple *)value_as_object(key))->items[place] : key;
}

/* Whether strs [from, to) of the order, of which the words are the same, are equal. */
static bool words_are_all(const WordSort *w, size_t from, size_t to, size_t place) {
    size_t length = ((Str *)value_as_object(item_at(w, from, place)))->length;
    for (size_t i = from + 1; i < to; i++)
        if (((Str *)value_as_object(item_at(w, i, place)))->length != length) return false;
    return length <= 8;
}

/* Keys [from, to) of the order, whose items in front of `place` are equal. */
static int sort_place(WordSort *w, size_t from, size_t to, size_t place) {
    KeyKind kind = w->columns->count ? w->columns->kinds[place] : KEYS_LATIN1;
    for (size_t i = from; i < to; i++) w->words[i].bits = (uint64_t)word_of_item(item_at(w, i, place), kind);
    Sorter s;
    sorter_init(&s, w->t);
    s.raw_scratch = true;
    if (sort_words(&s, (Run){w->words + from, w->positions + from}, to - from, w->scratch) < 0) return -1;
    for (size_t i = from, end; i < to; i = end) {
        for (end = i + 1; end < to && value_same(w->words[i], w->words[end]); end++) {}
        if (end - i < 2) continue;
        bool equal = kind != KEYS_LATIN1 || words_are_all(w, i, end, place);
        if (equal && place + 1 >= w->columns->count) continue;
        if ((equal ? sort_place(w, i, end, place + 1) : sort_ties(w, i, end)) < 0)
            return -1;
    }
    return 0;
}

static int sort_by_words(Thread *t, Run run, size_t n, const Columns *columns) {
    Raw *raw = gc_alloc_raw_to_fill(t, 4 * n * sizeof(Value));
    Array *ties = gc_alloc_array(t, n);
    if (!raw || !ties) return -1;
    Value *words = (Value *)(void *)raw->bytes;
    WordSort w = {t, run.keys, columns, words, words + n, (uint64_t *)(void *)(words + 2 * n), ties->items};
    for (size_t i = 0; i < n; i++) w.positions[i] = value_from_int((int64_t)i);
    if (sort_place(&w, 0, n, 0) < 0) return -1;
    for (Value *moved = run.keys; moved; moved = moved == run.keys ? run.values : NULL) {
        memcpy(ties->items, moved, n * sizeof(Value));
        for (size_t i = 0; i < n; i++) moved[i] = ties->items[value_as_int(w.positions[i])];
    }
    __asm__ volatile("" ::"r"(raw), "r"(ties) : "memory");
    array_done(&ties->header);
    return 0;
}

static int sort_ints(Sorter *s, Run run, size_t n) {
    if (!radix_sort_pays((int64_t *)run.keys, n)) return run_ints(s, run, n);
    Raw *scratch = gc_alloc_raw_to_fill(s->t, 2 * n * sizeof(Value));
    if (!scratch) return -1;
    radix_sort((int64_t *)run.keys, (uint64_t *)run.values, (uint64_t *)(void *)scratch->bytes, n);
    return 0;
}

/* By words that order as they do, from which they are made again. */
static int sort_floats(Sorter *s, Run run, size_t n) {
    if (n < WORD_SORT_MIN) return run_floats(s, run, n);
    Raw *raw = gc_alloc_raw_to_fill(s->t, 3 * n * sizeof(Value));
    if (!raw) return -1;
    int64_t *words = (int64_t *)(void *)raw->bytes;
    bool ordered = true; /* and words tell them apart */
    for (size_t i = 0; i < n; i++) {
        double d = value_as_float(run.keys[i]);
        words[i] = word_of_float(d);
        ordered &= d == d && (d != 0 || !signbit(d));
    }
    if (!ordered || !radix_sort_pays(words, n)) return run_floats(s, run, n);
    radix_sort(words, (uint64_t *)run.values, (uint64_t *)words + n, n);
    for (size_t i = 0; i < n; i++) {
        int64_t word = words[i] < 0 ? words[i] ^ INT64_MAX : words[i];
        double d;
        memcpy(&d, &word, sizeof d);
        (void)value_try_float(d, &run.keys[i]);
    }
    return 0;
}

static int sort_run(Thread *t, Run run, size_t n) {
    if (n < 2) return 0;
    Sorter s;
    Columns columns = {0};
    sorter_init(&s, t);
    Value pending = t->exception;
    KeyKind kind = classify_keys(t, run.keys, n, &columns);
    t->exception = pending; /* no memory to flatten a rope: compare slowly */
    int result = 0;
    switch (kind) {
    case KEYS_INT: result = sort_ints(&s, run, n); break;
    case KEYS_FLOAT: result = sort_floats(&s, run, n); break;
    case KEYS_LATIN1:
        columns.count = 0;
        result = n < WORD_SORT_MIN ? run_latin1(&s, run, n) : sort_by_words(t, run, n, &columns);
        break;
    case KEYS_STR: result = run_strs(&s, run, n); break;
    case KEYS_COLUMNS:
        result = n < WORD_SORT_MIN ? run_tuples(&s, run, n) : sort_by_words(t, run, n, &columns);
        break;
    case KEYS_TUPLE: result = run_tuples(&s, run, n); break;
    case KEYS_ANY: result = run_any(&s, run, n); break;
    }
    scratch_done(&s);
    return result;
}

/* ---- instances that their class orders by attributes ---- */

/* Of what kind the attributes are, those of each name all of one; false: not that simple. */
static bool classify_fields(Thread *t, FieldOrder *order, const Value *keys, size_t n, KeyKind *kinds) {
    bool mixed = false, alone = !order->same_class;
    for (size_t i = 0; i < n; i++) {
        if (!value_is_kind(keys[i], KIND_INSTANCE)) return false;
        const Object *o = value_as_object(keys[i]);
        const FieldPlaces *places = field_places(t, order, o);
        mixed = mixed || object_type(o) != object_type(value_as_object(keys[0]));
        alone = alone && places && places->alone;
        if (!places || (mixed && !alone)) return false;
        for (uint32_t k = 0; k < order->count; k++) {
            KeyKind kind = kind_of_item(t, field_at(o, places, k));
            if (i == 0) kinds[k] = kind;
            if (kind == KEYS_ANY || kind != kinds[k]) return false;
        }
    }
    return true;
}

/* What stands for instances as keys: the attribute by which they are ordered, or a tuple
 * of those; false with MemoryError. */
static bool keys_of_fields(Thread *t, FieldOrder *order, const Value *keys, size_t n, Array *out) {
    for (size_t i = 0; i < n; i++) {
        const Object *o = value_as_object(keys[i]);
        const FieldPlaces *places = field_places(t, order, o);
        Value key = field_at(o, places, 0);
        if (order->count > 1) {
            Tuple *tuple = tuple_alloc(t, order->count);
            if (!tuple) return false;
            for (uint32_t k = 0; k < order->count; k++) tuple->items[k] = field_at(o, places, k);
            key = value_from_object(tuple);
        }
        out->items[i] = key;
        gc_wrote_element(t, out, i);
    }
    return true;
}

/* Takes the place of keys that are such instances: *keys is the array of what to sort by. */
static bool sort_by_fields(Thread *t, Run *run, size_t n, Array **keys, bool *reverse) {
    enum { FIELDS_MIN = 4 };
    FieldOrder *order = n < FIELDS_MIN ? NULL : field_order_of(t, CMP_LT, run->keys[0]);
    KeyKind kinds[FIELD_ORDER_MAX];
    Value pending = t->exception;
    bool simple = order && classify_fields(t, order, run->keys, n, kinds);
    t->exception = pending; /* no memory to flatten a rope */
    if (!simple) return true;
    Array *fields = gc_alloc_array(t, n);
    if (!fields || !keys_of_fields(t, order, run->keys, n, fields)) return false;
    if (*keys) array_done(&(*keys)->header);
    *run = (Run){fields->items, run->values ? run->values : run->keys};
    *keys = fields;
    *reverse ^= order->falling;
    return true;
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
    if (!sort_by_fields(t, &run, n, &keys, &reverse)) return false;
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
    if (l->storage && l->strategy == LIST_OBJECTS) gc_wrote(t, l->storage);
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

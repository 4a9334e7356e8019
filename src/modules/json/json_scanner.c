/*
 * json_scanner.c - _json.Scanner, and strings read on their own.
 *
 * Documents repeat themselves and resemble each other, so some of what is seen is remembered
 * from one call to the next: short keys, which are found by their characters without making a
 * str, and shapes, the keys of whole objects in turn.  Where an object begins with the first
 * key of a shape, the next keys are expected to be the shape's; when all of them are, its dict
 * is a copy of the shape's tables with the new values.  The memory is the module's state, an
 * Array.
 */
#include "base/hex.h"
#include "modules/json/json_internal.h"

#define ALWAYS_INLINE static inline __attribute__((always_inline))

enum {
    KEY_CACHE_SIZE = 64,
    KEY_CACHE_LENGTH = 32, /* of the longest key in it */
    SHAPES = 64,
    SHAPE_TRUST_MAX = 8,
    GATHERED = 16, /* items of an array or object that wait on the C stack until it is made */
};

/* The memory: keys by their length and some characters, or UNDEF, then the shapes by their
 * first keys.  A shape is the key, or UNDEF; a dict of the keys, or UNDEF when only the first
 * has been seen; and how often it was right rather than wrong: below 0 it is replaced. */
enum { SHAPE_FIRST, SHAPE_KEYS, SHAPE_TRUST, SHAPE_SLOTS };
enum { MEMORY_SLOTS = KEY_CACHE_SIZE + SHAPES * SHAPE_SLOTS };

bool json_scanner_init(Thread *t) {
    Array *memory = gc_alloc_array(t, MEMORY_SLOTS);
    if (!memory)
        return false;
    for (int i = 0; i < MEMORY_SLOTS; i++)
        memory->items[i] = VALUE_UNDEF;
    t->vm->module_state[MODULE_STATE_JSON] = value_from_object(memory);
    return true;
}

typedef struct Scanner {
    Object header;
    Value object_hook, object_pairs_hook, parse_float, parse_int, parse_constant;
    bool strict;
} Scanner;

static inline Scanner *as_scanner(Value v) { return (Scanner *)value_as_object(v); }

/* A text being read. */
typedef struct Scan {
    Thread *t;
    Scanner *scanner; /* NULL: a string alone is read */
    Array *memory;
    Value string;
    const void *chars, *limit;
    Dict *memo; /* long keys of this call, so that equal ones are one str; NULL: none yet */
    bool strict, pairs, plain_ints, plain_floats;
} Scan;

static inline bool is_blank(uint32_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
static inline bool is_digit(uint32_t c) { return c - '0' < 10; }

static Value decode_error(Thread *t, const char *message, Value string, size_t position) {
    Value module = t->vm->hooks.import_module(t, str_intern_cstring(t, "json.decoder"), VALUE_NONE,
                                              t->vm->empty_tuple, 0);
    module = value_is_error(module) ? module : dict_get_str(t, t->vm->modules, str_intern_cstring(t, "json.decoder"));
    if (value_is_error(module) || value_is_undef(module))
        return VALUE_ERROR;
    Value type = attr_get_cstring(t, module, "JSONDecodeError");
    Value text = value_is_error(type) ? type : str_from_cstring(t, message);
    Value e = value_is_error(text) ? text : call3(t, type, text, string, int_from_uint64(t, position));
    return value_is_error(e) ? e : raise_object(t, e);
}

/* ---- keys and shapes ---- */

static void memory_set(Scan *x, size_t slot, Value v) {
    x->memory->items[slot] = v;
    gc_wrote_element(x->t, x->memory, slot);
}

/* The one str of this call that equals the key.  Remembered at `place`, if it may be. */
static Value unique_key(Scan *x, Value key, bool plain, size_t place) {
    if (value_as_str(key)->length > KEY_CACHE_LENGTH) {
        if (!x->memo && !(x->memo = dict_new(x->t)))
            return VALUE_ERROR;
        return dict_setdefault(x->t, x->memo, key, key);
    }
    key = str_intern(x->t, key);
    if (plain && !value_is_error(key))
        memory_set(x, place, key);
    return key;
}

static inline size_t shape_place(Value key) {
    return KEY_CACHE_SIZE + (key.bits >> 4 ^ key.bits >> 10) % SHAPES * SHAPE_SLOTS;
}

/* The keys that may follow this first one of an object, or NULL. */
static inline Dict *expected_shape(Scan *x, Value key) {
    const Value *shape = &x->memory->items[shape_place(key)];
    bool known = value_same(shape[SHAPE_FIRST], key) && !value_is_undef(shape[SHAPE_KEYS]);
    return known ? value_as_dict(shape[SHAPE_KEYS]) : NULL;
}

static void shape_set(Scan *x, size_t place, Value first, Value keys, int64_t trust) {
    memory_set(x, place + SHAPE_FIRST, first);
    memory_set(x, place + SHAPE_KEYS, keys);
    memory_set(x, place + SHAPE_TRUST, value_from_int(trust));
}

/* Notes that an object had these keys, none of them with escapes.  They become a shape when
 * an object with the same first key comes again. */
static bool learn_shape(Scan *x, const Value *keys, const Dict *d) {
    size_t place = shape_place(keys[0]);
    const Value *shape = &x->memory->items[place];
    if (!value_same(shape[SHAPE_FIRST], keys[0])) {
        shape_set(x, place, keys[0], VALUE_UNDEF, 0);
        return true;
    }
    if (!value_is_undef(shape[SHAPE_KEYS]) && value_as_int(shape[SHAPE_TRUST]) > 0) {
        shape_set(x, place, keys[0], shape[SHAPE_KEYS], value_as_int(shape[SHAPE_TRUST]) - 1);
        return true;
    }
    Dict *made = dict_new_sized(x->t, d->used);
    for (size_t i = 0; made && i < d->used; i++)
        if (!dict_set_str(x->t, made, keys[i], VALUE_NONE))
            made = NULL;
    if (made)
        shape_set(x, place, keys[0], value_from_object(made), 1);
    return made != NULL;
}

/* A shape was right. */
static void trust_shape(Scan *x, Value first) {
    size_t place = shape_place(first) + SHAPE_TRUST;
    Value trust = x->memory->items[place];
    if (value_is_int(trust) && value_as_int(trust) < SHAPE_TRUST_MAX)
        memory_set(x, place, value_from_int(value_as_int(trust) + 1));
}

static bool set_all(Thread *t, Dict *d, const Value *keys, const Value *values, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!dict_set_str(t, d, keys[i], values[i]))
            return false;
    return true;
}

/* The dict of an object that is at its end.  shape: these are its first keys; plain: all of
 * them stood in the text as they are. */
static Dict *finish_object(Scan *x, Dict *shape, const Value *keys, const Value *values, size_t count, bool plain) {
    if (shape && count == shape->used) {
        trust_shape(x, keys[0]);
        return dict_with_keys_of(x->t, shape, values);
    }
    Dict *d = dict_new_sized(x->t, count);
    if (!d || !set_all(x->t, d, keys, values, count) ||
        (plain && x->strict && count > 1 && d->used == count && !learn_shape(x, keys, d)))
        return NULL;
    return d;
}

static inline Value hooked(Scan *x, Dict *d) {
    Value hook = x->scanner->object_hook;
    return value_is_none(hook) ? value_from_object(d) : call1(x->t, hook, value_from_object(d));
}

static bool append_all(Thread *t, List *l, const Value *items, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!list_append(t, l, items[i]))
            return false;
    return true;
}

#define CHAR uint8_t
#define NAME(x) x##_1
#include "modules/json/json_scan.h"
#define CHAR uint16_t
#define NAME(x) x##_2
#include "modules/json/json_scan.h"
#define CHAR uint32_t
#define NAME(x) x##_4
#include "modules/json/json_scan.h"

/* Fills in the text; false with MemoryError. */
static bool scan_begin(Scan *x, Value string) {
    Str *s = value_as_str(string);
    x->string = string;
    x->chars = str_data(x->t, s);
    x->limit = (const uint8_t *)x->chars + (size_t)s->length * s->width;
    return x->chars != NULL;
}

Value json_scanstring(Thread *t, Value *args) {
    int64_t end;
    int strict = op_truth(t, args[2]);
    if (strict < 0 || !arg_size(t, args[1], &end))
        return VALUE_ERROR;
    if (!value_is_str(args[0]))
        return raise_type_error(t, "first argument must be a string, not %T", args[0]);
    Scan x = {.t = t, .strict = strict};
    if (!scan_begin(&x, args[0]))
        return VALUE_ERROR;
    unsigned width = value_as_str(args[0])->width;
    if (end < 0 || end > value_as_str(args[0])->length)
        return raise_value_error(t, "end is out of bounds");
    const uint8_t *start = (const uint8_t *)x.chars + (size_t)end * width;
    const void *behind;
    Value s = width == 1   ? string_1(&x, start, (const uint8_t **)&behind)
              : width == 2 ? string_2(&x, (const uint16_t *)start, (const uint16_t **)&behind)
                           : string_4(&x, (const uint32_t *)start, (const uint32_t **)&behind);
    if (value_is_error(s))
        return s;
    return tuple_pair(t, s, int_from_uint64(t, (size_t)((const uint8_t *)behind - (const uint8_t *)x.chars) / width));
}

/* ---- the scanner ---- */

static void scanner_trace(Tracer *tracer, Object *object) {
    Scanner *s = (Scanner *)object;
    trace_value(tracer, s->object_hook);
    trace_value(tracer, s->object_pairs_hook);
    trace_value(tracer, s->parse_float);
    trace_value(tracer, s->parse_int);
    trace_value(tracer, s->parse_constant);
}

static Value scanner_new(Thread *t, Value *args) {
    Scanner *s = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!s)
        return VALUE_ERROR;
    s->object_hook = s->object_pairs_hook = s->parse_float = s->parse_int = s->parse_constant = VALUE_NONE;
    Value strict = attr_get_cstring(t, args[1], "strict");
    int is_strict = value_is_error(strict) ? -1 : op_truth(t, strict);
    if (is_strict < 0)
        return VALUE_ERROR;
    s->strict = is_strict;
    if (value_is_error(s->object_hook = attr_get_cstring(t, args[1], "object_hook")) ||
        value_is_error(s->object_pairs_hook = attr_get_cstring(t, args[1], "object_pairs_hook")) ||
        value_is_error(s->parse_float = attr_get_cstring(t, args[1], "parse_float")) ||
        value_is_error(s->parse_int = attr_get_cstring(t, args[1], "parse_int")) ||
        value_is_error(s->parse_constant = attr_get_cstring(t, args[1], "parse_constant")))
        return VALUE_ERROR;
    gc_wrote(t, s);
    return value_from_object(s);
}

static Value scanner_call(Thread *t, Value *args) {
    Scanner *s = as_scanner(args[0]);
    int64_t index;
    if (!arg_size(t, args[2], &index))
        return VALUE_ERROR;
    if (!value_is_str(args[1]))
        return raise_type_error(t, "first argument must be a string, not %T", args[1]);
    if (index < 0)
        return raise_value_error(t, "idx cannot be negative");
    Scan x = {.t = t, .scanner = s, .strict = s->strict, .pairs = !value_is_none(s->object_pairs_hook)};
    x.plain_ints = value_same(s->parse_int, value_from_object(t->vm->types[TYPE_INT]));
    x.plain_floats = value_same(s->parse_float, value_from_object(t->vm->types[TYPE_FLOAT]));
    x.memory = (Array *)value_as_object(t->vm->module_state[MODULE_STATE_JSON]);
    if (!scan_begin(&x, args[1]))
        return VALUE_ERROR;
    Str *text = value_as_str(args[1]);
    if (index >= text->length)
        return raise_stop_iteration(t, int_from_int64(t, index));
    size_t end = 0;
    Value v = text->width == 1   ? scan_1(&x, (size_t)index, &end)
              : text->width == 2 ? scan_2(&x, (size_t)index, &end)
                                 : scan_4(&x, (size_t)index, &end);
    return value_is_error(v) ? v : tuple_pair(t, v, int_from_uint64(t, end));
}

#define FIELD(name)                                                                                \
    static Value scanner_get_##name(Thread *t, Value self) { return as_scanner(self)->name; }
FIELD(object_hook)
FIELD(object_pairs_hook)
FIELD(parse_float)
FIELD(parse_int)
FIELD(parse_constant)
static Value scanner_get_strict(Thread *t, Value self) { return value_bool(as_scanner(self)->strict); }

static const GetSetDef scanner_getset[] = {
    {"strict", scanner_get_strict, readonly_member, "strict"},
    {"object_hook", scanner_get_object_hook, readonly_member, "object_hook"},
    {"object_pairs_hook", scanner_get_object_pairs_hook, readonly_member, NULL},
    {"parse_float", scanner_get_parse_float, readonly_member, "parse_float"},
    {"parse_int", scanner_get_parse_int, readonly_member, "parse_int"},
    {"parse_constant", scanner_get_parse_constant, readonly_member, "parse_constant"},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef scanner_methods[] = {
    NATIVE("__new__", "($type, context)", scanner_new,
           "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__call__", "($self, string, idx)", scanner_call, "Call self as a function."),
    NATIVE_END,
};

const TypeDef typedef_json_scanner = {
    .name = "_json.Scanner",
    .doc = "JSON scanner object",
    .id = TYPE_JSON_SCANNER,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE,
    .size = sizeof(Scanner),
    .trace = scanner_trace,
    .methods = scanner_methods,
    .getset = scanner_getset,
};

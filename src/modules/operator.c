/* operator.c - the module _operator: Python's operators as functions, and
 * attrgetter, itemgetter, methodcaller. */
#include "runtime/iterators.h"
#include "runtime/native.h"
#include "runtime/sequence_support.h"

/* ---- functions ---- */

static Value f_truth(Thread *t, Value *args) {
    int r = op_truth(t, args[0]);
    return r < 0 ? VALUE_ERROR : value_bool(r);
}
static Value f_not(Thread *t, Value *args) {
    int r = op_truth(t, args[0]);
    return r < 0 ? VALUE_ERROR : value_bool(!r);
}
static Value f_is(Thread *t, Value *args) { return value_bool(value_same(args[0], args[1])); }
static Value f_is_not(Thread *t, Value *args) { return value_bool(!value_same(args[0], args[1])); }
static Value f_contains(Thread *t, Value *args) {
    int r = op_contains(t, args[0], args[1]);
    return r < 0 ? VALUE_ERROR : value_bool(r);
}
static Value f_index(Thread *t, Value *args) { return op_index(t, args[0]); }
static Value f_abs(Thread *t, Value *args) { return op_abs(t, args[0]); }
static Value f_pow(Thread *t, Value *args) { return op_power(t, args[0], args[1], VALUE_NONE); }
static Value f_ipow(Thread *t, Value *args) { return op_inplace(t, OP_POW, args[0], args[1]); }
static Value f_getitem(Thread *t, Value *args) { return op_getitem(t, args[0], args[1]); }
static Value f_setitem(Thread *t, Value *args) {
    return op_setitem(t, args[0], args[1], args[2]) ? VALUE_NONE : VALUE_ERROR;
}
static Value f_delitem(Thread *t, Value *args) {
    return op_delitem(t, args[0], args[1]) ? VALUE_NONE : VALUE_ERROR;
}
static Value f_call(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (nargs - (kwnames ? kwnames->length : 0) < 1)
        return raise_type_error(t, "call expected at least 1 argument, got 0");
    return call(t, args[0], args + 1, nargs - 1, kwnames);
}

#define BINARY(name, OP)                                                                           \
    static Value f_##name(Thread *t, Value *args) { return op_binary(t, OP, args[0], args[1]); }   \
    static Value f_i##name(Thread *t, Value *args) { return op_inplace(t, OP, args[0], args[1]); }
BINARY(add, OP_ADD)
BINARY(sub, OP_SUB)
BINARY(mul, OP_MUL)
BINARY(matmul, OP_MATMUL)
BINARY(truediv, OP_TRUEDIV)
BINARY(floordiv, OP_FLOORDIV)
BINARY(mod, OP_MOD)
BINARY(lshift, OP_LSHIFT)
BINARY(rshift, OP_RSHIFT)
BINARY(and, OP_AND)
BINARY(xor, OP_XOR)
BINARY(or, OP_OR)

#define UNARY(name, OP)                                                                            \
    static Value f_##name(Thread *t, Value *args) { return op_unary(t, OP, args[0]); }
UNARY(neg, OP_NEG)
UNARY(pos, OP_POS)
UNARY(invert, OP_INVERT)

#define COMPARE(name, OP)                                                                          \
    static Value f_##name(Thread *t, Value *args) { return op_compare(t, OP, args[0], args[1]); }
COMPARE(lt, CMP_LT)
COMPARE(le, CMP_LE)
COMPARE(eq, CMP_EQ)
COMPARE(ne, CMP_NE)
COMPARE(gt, CMP_GT)
COMPARE(ge, CMP_GE)

static bool is_sequence(Thread *t, Value v) {
    return !value_is_undef(special_of(t, v, SPECIAL_GETITEM)) && !value_is_dict(v);
}
static Value concat(Thread *t, Value *args, bool inplace) {
    /* The built-in sequences know themselves what they take. */
    bool native = value_is_list(args[0]) || value_is_tuple(args[0]) || value_is_str(args[0]) ||
                  value_is_kind(args[0], KIND_BYTES) || value_is_kind(args[0], KIND_BYTEARRAY);
    if (!native && (!is_sequence(t, args[0]) || !is_sequence(t, args[1])))
        return raise_type_error(t, "'%.200T' object can't be concatenated", args[0]);
    return inplace ? op_inplace(t, OP_ADD, args[0], args[1]) : op_binary(t, OP_ADD, args[0], args[1]);
}
static Value f_concat(Thread *t, Value *args) { return concat(t, args, false); }
static Value f_iconcat(Thread *t, Value *args) { return concat(t, args, true); }

/* The items equal to args[1]: how many, or where the first is (-1: nowhere). */
static int64_t search(Thread *t, Value *args, bool count) {
    Value it = op_iter(t, args[0]);
    if (value_is_error(it)) return -2;
    int64_t found = 0;
    for (int64_t i = 0;; i++) {
        Value v = iterator_next(t, it);
        if (value_is_error(v)) return -2;
        if (value_is_stop(v)) return count ? found : -1;
        int equal = op_equal(t, v, args[1]);
        if (equal < 0) return -2;
        if (equal && !count) return i;
        found += equal;
    }
}
static Value f_count_of(Thread *t, Value *args) {
    int64_t n = search(t, args, true);
    return n < 0 ? VALUE_ERROR : value_from_int(n);
}
static Value f_index_of(Thread *t, Value *args) {
    int64_t i = search(t, args, false);
    if (i == -1) return raise_value_error(t, "sequence.index(x): x not in sequence");
    return i < 0 ? VALUE_ERROR : value_from_int(i);
}

static Value f_length_hint(Thread *t, Value *args) {
    if (!value_is_any_int(args[1]))
        return raise_type_error(t, "'%.200T' object cannot be interpreted as an integer", args[1]);
    int64_t fallback;
    if (!arg_size(t, args[1], &fallback)) return VALUE_ERROR;
    int64_t n = op_length_hint(t, args[0], fallback);
    return n < 0 && error_pending(t) ? VALUE_ERROR : int_from_int64(t, n);
}

/* In time that depends on the lengths only. */
static Value f_compare_digest(Thread *t, Value *args) {
    const uint8_t *data[2];
    size_t length[2];
    Buffer buffers[2];
    if (value_is_str(args[0]) && value_is_str(args[1])) {
        for (int i = 0; i < 2; i++) {
            Str *s = value_as_str(args[i]);
            data[i] = str_data(t, s);
            if (!data[i]) return VALUE_ERROR;
            if (!(s->flags & STR_ASCII))
                return raise_type_error(
                    t, "comparing strings with non-ASCII characters is not supported");
            length[i] = s->length;
        }
    } else {
        if (!value_is_bytes_like(t, args[0]) || !value_is_bytes_like(t, args[1]))
            return raise_type_error(
                t, "unsupported operand types(s) or combination of types: '%.100T' and '%.100T'",
                args[0], args[1]);
        for (int i = 0; i < 2; i++) {
            if (!buffer_get(t, args[i], false, &buffers[i])) return VALUE_ERROR;
            data[i] = buffers[i].data;
            length[i] = buffers[i].length;
        }
    }
    const volatile uint8_t *a = length[0] == length[1] ? data[0] : data[1];
    const volatile uint8_t *b = data[1];
    uint8_t different = length[0] != length[1];
    for (size_t i = 0; i < length[1]; i++) different |= a[i] ^ b[i];
    return value_bool(!different);
}

/* ---- itemgetter ---- */

typedef struct ItemGetter {
    Object header;
    Value items; /* tuple */
    SlotMemo memo; /* of an attrgetter with one name */
} ItemGetter;

static void getter_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((ItemGetter *)object)->items);
}

static Value itemgetter_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (!check_no_keywords(t, "itemgetter", kwnames)) return VALUE_ERROR;
    if (nargs < 2) return raise_type_error(t, "itemgetter expected 1 argument, got 0");
    Value items = tuple_from_values(t, args + 1, nargs - 1);
    ItemGetter *g = value_is_error(items) ? NULL : type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!g) return VALUE_ERROR;
    g->items = items;
    return value_from_object(g);
}

/* Says that a getter takes one argument, unnamed. */
static Value one_argument(Thread *t, const char *name, size_t nargs, Tuple *kwnames) {
    if (check_no_keywords(t, name, kwnames)) check_argument_range(t, name, nargs, 1, 1);
    return VALUE_ERROR;
}

static inline Value get_item(Thread *t, Value container, Value key) {
    if (value_is_exact(container, KIND_TUPLE) && value_is_int(key)) {
        Tuple *tuple = value_as_tuple(container);
        if ((uint64_t)value_as_int(key) < tuple->length) return tuple->items[value_as_int(key)];
    }
    return op_getitem(t, container, key);
}

static Value itemgetter_call(Thread *t, Object *self, Value *args, size_t nargs, Tuple *kwnames) {
    if (kwnames || nargs != 1) return one_argument(t, "itemgetter", nargs, kwnames);
    Tuple *items = value_as_tuple(((ItemGetter *)self)->items);
    if (items->length == 1) return get_item(t, args[0], items->items[0]);
    Tuple *result = tuple_alloc(t, items->length);
    if (!result) return VALUE_ERROR;
    for (size_t i = 0; i < items->length; i++) {
        Value v = get_item(t, args[0], items->items[i]);
        if (value_is_error(v)) return v;
        result->items[i] = v;
        gc_wrote(t, result);
    }
    return value_from_object(result);
}

/* module.Name(arg, ...) */
static Value getter_repr(Thread *t, Value self, Value first, const Value *rest, size_t count, Dict *kwargs) {
    Type *type = type_of(t, self);
    int entered = repr_enter(t, self);
    const char *full = type->native_name ? type->native_name : type_name(type);
    if (entered) return entered > 0 ? str_format(t, "%s(...)", full) : VALUE_ERROR;
    StrBuilder b;
    builder_init(&b, t);
    builder_cstring(&b, full);
    builder_char(&b, '(');
    bool ok = true, comma = false;
    for (size_t i = 0; ok && i < count + !value_is_undef(first); i++) {
        Value v = value_is_undef(first) ? rest[i] : i == 0 ? first : rest[i - 1];
        Value text = op_repr(t, v);
        ok = !value_is_error(text);
        if (!ok) break;
        if (comma) builder_ascii(&b, ", ", 2);
        comma = true;
        builder_str(&b, text);
    }
    size_t position = 0;
    Value key, value;
    while (ok && kwargs && dict_next(kwargs, &position, &key, &value)) {
        Value text = op_repr(t, value);
        ok = !value_is_error(text);
        if (!ok) break;
        builder_ascii(&b, ", ", 2);
        builder_str(&b, key);
        builder_char(&b, '=');
        builder_str(&b, text);
    }
    repr_leave(t, self);
    if (!ok) return VALUE_ERROR;
    builder_char(&b, ')');
    return builder_finish(&b);
}

static Value itemgetter_repr(Thread *t, Value *args) {
    Tuple *items = value_as_tuple(((ItemGetter *)value_as_object(args[0]))->items);
    return getter_repr(t, args[0], VALUE_UNDEF, items->items, items->length, NULL);
}

static Value itemgetter_reduce(Thread *t, Value *args) {
    return tuple_of(t, 2, value_from_object(type_of(t, args[0])),
                    ((ItemGetter *)value_as_object(args[0]))->items);
}

static const NativeDef itemgetter_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", itemgetter_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE_RAW("__call__", "($self, /, *args, **kwargs)", call_by_typedef, "Call self as a function."),
    NATIVE("__repr__", "($self, /)", itemgetter_repr, "Return repr(self)."),
    NATIVE("__reduce__", "($self, /)", itemgetter_reduce, "Return state information for pickling"),
    NATIVE_END,
};

const TypeDef typedef_operator_itemgetter = {
    .name = "operator.itemgetter",
    .doc = "Return a callable object that fetches the given item(s) from its operand.\nAfter f = "
           "itemgetter(2), the call f(r) returns r[2].\nAfter g = itemgetter(2, 5, 3), the call g(r) "
           "returns (r[2], r[5], r[3])",
    .id = TYPE_OPERATOR_ITEMGETTER,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_IMMUTABLE,
    .size = sizeof(ItemGetter),
    .trace = getter_trace,
    .call = itemgetter_call,
    .methods = itemgetter_methods,
};

/* ---- attrgetter: items are strs, or tuples of strs for dotted names ---- */

static Value split_name(Thread *t, Value name) {
    Str *s = value_as_str(name);
    void *data = str_data(t, s);
    if (!data) return VALUE_ERROR;
    size_t start = 0;
    Value parts = VALUE_UNDEF;
    for (size_t i = 0; i <= s->length; i++) {
        if (i < s->length && str_char_at(data, s->width, i) != '.') continue;
        if (i == s->length && value_is_undef(parts)) return str_intern(t, name);
        if (value_is_undef(parts)) {
            parts = list_new(t, 2);
            if (value_is_error(parts)) return parts;
        }
        Value part = str_substring(t, name, start, i);
        if (!value_is_error(part)) part = str_intern(t, part);
        if (value_is_error(part) || !list_append(t, value_as_list(parts), part)) return VALUE_ERROR;
        start = i + 1;
    }
    return tuple_from_values(t, value_as_list(parts)->items, value_as_list(parts)->length);
}

static Value attrgetter_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (!check_no_keywords(t, "attrgetter", kwnames)) return VALUE_ERROR;
    if (nargs < 2) return raise_type_error(t, "attrgetter expected 1 argument, got 0");
    Tuple *items = tuple_alloc(t, nargs - 1);
    if (!items) return VALUE_ERROR;
    for (size_t i = 0; i < nargs - 1; i++) {
        if (!value_is_str(args[1 + i])) return raise_type_error(t, "attribute name must be a string");
        items->items[i] = split_name(t, args[1 + i]);
        if (value_is_error(items->items[i])) return VALUE_ERROR;
        gc_wrote(t, items);
    }
    ItemGetter *g = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!g) return VALUE_ERROR;
    g->items = value_from_object(items);
    return value_from_object(g);
}

static Value get_dotted(Thread *t, Value object, Value name) {
    if (!value_is_tuple(name)) return attr_get(t, object, name);
    Tuple *parts = value_as_tuple(name);
    for (size_t i = 0; i < parts->length && !value_is_error(object); i++)
        object = attr_get(t, object, parts->items[i]);
    return object;
}

static Value attrgetter_call(Thread *t, Object *self, Value *args, size_t nargs, Tuple *kwnames) {
    if (kwnames || nargs != 1) return one_argument(t, "attrgetter", nargs, kwnames);
    ItemGetter *g = (ItemGetter *)self;
    Tuple *items = value_as_tuple(g->items);
    if (items->length == 1) {
        Value name = items->items[0], v;
        if (value_is_tuple(name)) return get_dotted(t, args[0], name);
        return slot_memo_get(t, &g->memo, args[0], &v) ? v : slot_memo_fill(t, &g->memo, args[0], name);
    }
    Tuple *result = tuple_alloc(t, items->length);
    if (!result) return VALUE_ERROR;
    for (size_t i = 0; i < items->length; i++) {
        Value v = get_dotted(t, args[0], items->items[i]);
        if (value_is_error(v)) return v;
        result->items[i] = v;
        gc_wrote(t, result);
    }
    return value_from_object(result);
}

/* The names as given. */
static Value attrgetter_names(Thread *t, Value self) {
    Tuple *items = value_as_tuple(((ItemGetter *)value_as_object(self))->items);
    Tuple *names = tuple_alloc(t, items->length);
    Value dot = str_from_char(t, '.');
    if (!names || value_is_error(dot)) return VALUE_ERROR;
    for (size_t i = 0; i < items->length; i++) {
        names->items[i] = value_is_tuple(items->items[i]) ? str_join(t, dot, items->items[i])
                                                          : items->items[i];
        if (value_is_error(names->items[i])) return VALUE_ERROR;
        gc_wrote(t, names);
    }
    return value_from_object(names);
}

static Value attrgetter_repr(Thread *t, Value *args) {
    Value names = attrgetter_names(t, args[0]);
    if (value_is_error(names)) return names;
    return getter_repr(t, args[0], VALUE_UNDEF, value_as_tuple(names)->items,
                       value_as_tuple(names)->length, NULL);
}

static Value attrgetter_reduce(Thread *t, Value *args) {
    return tuple_of(t, 2, value_from_object(type_of(t, args[0])), attrgetter_names(t, args[0]));
}

static const NativeDef attrgetter_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", attrgetter_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE_RAW("__call__", "($self, /, *args, **kwargs)", call_by_typedef, "Call self as a function."),
    NATIVE("__repr__", "($self, /)", attrgetter_repr, "Return repr(self)."),
    NATIVE("__reduce__", "($self, /)", attrgetter_reduce, "Return state information for pickling"),
    NATIVE_END,
};

const TypeDef typedef_operator_attrgetter = {
    .name = "operator.attrgetter",
    .doc = "Return a callable object that fetches the given attribute(s) from its operand.\nAfter f = "
           "attrgetter('name'), the call f(r) returns r.name.\nAfter g = attrgetter('name', 'date'), the "
           "call g(r) returns (r.name, r.date).\nAfter h = attrgetter('name.first', 'name.last'), the "
           "call h(r) returns\n(r.name.first, r.name.last).",
    .id = TYPE_OPERATOR_ATTRGETTER,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_IMMUTABLE,
    .size = sizeof(ItemGetter),
    .trace = getter_trace,
    .call = attrgetter_call,
    .methods = attrgetter_methods,
};

/* ---- methodcaller ---- */

typedef struct MethodCaller {
    Object header;
    Value name;
    Value args;   /* tuple: positional, then the values of kwnames */
    Value kwargs; /* dict or UNDEF, for repr and pickling */
    Value kwnames; /* tuple or UNDEF */
} MethodCaller;

static void methodcaller_trace(Tracer *tracer, Object *object) {
    trace_values(tracer, &((MethodCaller *)object)->name, 4);
}

static Value methodcaller_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    size_t named = kwnames ? kwnames->length : 0;
    if (nargs - named < 2)
        return raise_type_error(t, "methodcaller needs at least one argument, the method name");
    if (!value_is_str(args[1])) return raise_type_error(t, "method name must be a string");
    Value name = str_intern(t, args[1]), rest = tuple_from_values(t, args + 2, nargs - 2);
    MethodCaller *m = value_is_error(name) || value_is_error(rest)
                          ? NULL
                          : type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!m) return VALUE_ERROR;
    m->name = name;
    m->args = rest;
    m->kwargs = m->kwnames = VALUE_UNDEF;
    if (named) {
        Dict *kwargs = dict_new(t);
        if (!kwargs) return VALUE_ERROR;
        for (size_t i = 0; i < named; i++)
            if (!dict_set(t, kwargs, kwnames->items[i], args[nargs - named + i])) return VALUE_ERROR;
        m->kwargs = value_from_object(kwargs);
        m->kwnames = value_from_object(kwnames);
        gc_wrote(t, m);
    }
    return value_from_object(m);
}

static Value methodcaller_call(Thread *t, Object *self, Value *args, size_t nargs, Tuple *kwnames) {
    if (kwnames || nargs != 1) return one_argument(t, "methodcaller", nargs, kwnames);
    MethodCaller *m = (MethodCaller *)self;
    Tuple *rest = value_as_tuple(m->args);
    if (value_is_undef(m->kwnames)) return call_method(t, args[0], m->name, rest->items, rest->length);
    Value method = attr_get(t, args[0], m->name);
    if (value_is_error(method)) return method;
    return call(t, method, rest->items, rest->length, value_as_tuple(m->kwnames));
}

static size_t positional_count(MethodCaller *m) {
    size_t n = value_as_tuple(m->args)->length;
    return value_is_undef(m->kwnames) ? n : n - value_as_tuple(m->kwnames)->length;
}

static Value methodcaller_repr(Thread *t, Value *args) {
    MethodCaller *m = (MethodCaller *)value_as_object(args[0]);
    return getter_repr(t, args[0], m->name, value_as_tuple(m->args)->items, positional_count(m),
                       value_is_undef(m->kwargs) ? NULL : value_as_dict(m->kwargs));
}

static Value methodcaller_reduce(Thread *t, Value *args) {
    MethodCaller *m = (MethodCaller *)value_as_object(args[0]);
    size_t n = positional_count(m);
    Value cls = value_from_object(type_of(t, args[0]));
    Tuple *all = tuple_alloc(t, n + 1);
    if (!all) return VALUE_ERROR;
    all->items[0] = m->name;
    memcpy(all->items + 1, value_as_tuple(m->args)->items, n * sizeof(Value));
    if (value_is_undef(m->kwargs)) return tuple_of(t, 2, cls, value_from_object(all));
    /* functools.partial(methodcaller, name, **kwargs)(*args) */
    Value functools = t->vm->hooks.import_module(t, str_intern_cstring(t, "functools"), VALUE_NONE,
                                                 VALUE_NONE, 0);
    if (value_is_error(functools)) return functools;
    Value partial = attr_get_cstring(t, functools, "partial");
    Value bound = tuple_of(t, 2, cls, m->name);
    if (value_is_error(partial) || value_is_error(bound)) return VALUE_ERROR;
    Value constructor = call_with(t, partial, value_as_tuple(bound), value_as_dict(m->kwargs));
    return tuple_of(t, 2, constructor, tuple_from_values(t, value_as_tuple(m->args)->items, n));
}

static const NativeDef methodcaller_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", methodcaller_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE_RAW("__call__", "($self, /, *args, **kwargs)", call_by_typedef, "Call self as a function."),
    NATIVE("__repr__", "($self, /)", methodcaller_repr, "Return repr(self)."),
    NATIVE("__reduce__", "($self, /)", methodcaller_reduce, "Return state information for pickling"),
    NATIVE_END,
};

const TypeDef typedef_operator_methodcaller = {
    .name = "operator.methodcaller",
    .doc = "Return a callable object that calls the given method on its operand.\nAfter f = "
           "methodcaller('name'), the call f(r) returns r.name().\nAfter g = methodcaller('name', "
           "'date', foo=1), the call g(r) returns\nr.name('date', foo=1).",
    .id = TYPE_OPERATOR_METHODCALLER,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_IMMUTABLE,
    .size = sizeof(MethodCaller),
    .trace = methodcaller_trace,
    .call = methodcaller_call,
    .methods = methodcaller_methods,
};

/* ---- the module ---- */

static bool operator_init(Thread *t, Module *module) {
    return native_type(t, &typedef_operator_itemgetter, module) &&
           native_type(t, &typedef_operator_attrgetter, module) &&
           native_type(t, &typedef_operator_methodcaller, module);
}

static const NativeDef operator_functions[] = {
    NATIVE("truth", "($module, a, /)", f_truth, "Return True if a is true, False otherwise."),
    NATIVE("contains", "($module, a, b, /)", f_contains, "Same as b in a (note reversed operands)."),
    NATIVE("indexOf", "($module, a, b, /)", f_index_of, "Return the first index of b in a."),
    NATIVE("countOf", "($module, a, b, /)", f_count_of,
           "Return the number of items in a which are, or which equal, b."),
    NATIVE("is_", "($module, a, b, /)", f_is, "Same as a is b."),
    NATIVE("is_not", "($module, a, b, /)", f_is_not, "Same as a is not b."),
    NATIVE("add", "($module, a, b, /)", f_add, "Same as a + b."),
    NATIVE("sub", "($module, a, b, /)", f_sub, "Same as a - b."),
    NATIVE("mul", "($module, a, b, /)", f_mul, "Same as a * b."),
    NATIVE("matmul", "($module, a, b, /)", f_matmul, "Same as a @ b."),
    NATIVE("floordiv", "($module, a, b, /)", f_floordiv, "Same as a // b."),
    NATIVE("truediv", "($module, a, b, /)", f_truediv, "Same as a / b."),
    NATIVE("mod", "($module, a, b, /)", f_mod, "Same as a % b."),
    NATIVE("neg", "($module, a, /)", f_neg, "Same as -a."),
    NATIVE("pos", "($module, a, /)", f_pos, "Same as +a."),
    NATIVE("abs", "($module, a, /)", f_abs, "Same as abs(a)."),
    NATIVE("inv", "($module, a, /)", f_invert, "Same as ~a."),
    NATIVE("invert", "($module, a, /)", f_invert, "Same as ~a."),
    NATIVE("lshift", "($module, a, b, /)", f_lshift, "Same as a << b."),
    NATIVE("rshift", "($module, a, b, /)", f_rshift, "Same as a >> b."),
    NATIVE("not_", "($module, a, /)", f_not, "Same as not a."),
    NATIVE("and_", "($module, a, b, /)", f_and, "Same as a & b."),
    NATIVE("xor", "($module, a, b, /)", f_xor, "Same as a ^ b."),
    NATIVE("or_", "($module, a, b, /)", f_or, "Same as a | b."),
    NATIVE("iadd", "($module, a, b, /)", f_iadd, "Same as a += b."),
    NATIVE("isub", "($module, a, b, /)", f_isub, "Same as a -= b."),
    NATIVE("imul", "($module, a, b, /)", f_imul, "Same as a *= b."),
    NATIVE("imatmul", "($module, a, b, /)", f_imatmul, "Same as a @= b."),
    NATIVE("ifloordiv", "($module, a, b, /)", f_ifloordiv, "Same as a //= b."),
    NATIVE("itruediv", "($module, a, b, /)", f_itruediv, "Same as a /= b."),
    NATIVE("imod", "($module, a, b, /)", f_imod, "Same as a %= b."),
    NATIVE("ilshift", "($module, a, b, /)", f_ilshift, "Same as a <<= b."),
    NATIVE("irshift", "($module, a, b, /)", f_irshift, "Same as a >>= b."),
    NATIVE("iand", "($module, a, b, /)", f_iand, "Same as a &= b."),
    NATIVE("ixor", "($module, a, b, /)", f_ixor, "Same as a ^= b."),
    NATIVE("ior", "($module, a, b, /)", f_ior, "Same as a |= b."),
    NATIVE("concat", "($module, a, b, /)", f_concat, "Same as a + b, for a and b sequences."),
    NATIVE("iconcat", "($module, a, b, /)", f_iconcat, "Same as a += b, for a and b sequences."),
    NATIVE("getitem", "($module, a, b, /)", f_getitem, "Same as a[b]."),
    NATIVE("setitem", "($module, a, b, c, /)", f_setitem, "Same as a[b] = c."),
    NATIVE("delitem", "($module, a, b, /)", f_delitem, "Same as del a[b]."),
    NATIVE("pow", "($module, a, b, /)", f_pow, "Same as a ** b."),
    NATIVE("ipow", "($module, a, b, /)", f_ipow, "Same as a **= b."),
    NATIVE("eq", "($module, a, b, /)", f_eq, "Same as a == b."),
    NATIVE("ne", "($module, a, b, /)", f_ne, "Same as a != b."),
    NATIVE("lt", "($module, a, b, /)", f_lt, "Same as a < b."),
    NATIVE("le", "($module, a, b, /)", f_le, "Same as a <= b."),
    NATIVE("gt", "($module, a, b, /)", f_gt, "Same as a > b."),
    NATIVE("ge", "($module, a, b, /)", f_ge, "Same as a >= b."),
    NATIVE("index", "($module, a, /)", f_index, "Same as a.__index__()"),
    NATIVE("length_hint", "($module, obj, default=0, /)", f_length_hint,
           "Return an estimate of the number of items in obj.\n\nThis is useful for presizing containers "
           "when building from an iterable."),
    NATIVE("_compare_digest", "($module, a, b, /)", f_compare_digest, "Return 'a == b'."),
    NATIVE_RAW("call", "($module, obj, /, *args, **kwargs)", f_call, "Same as obj(*args, **kwargs)."),
    NATIVE_END,
};

const ModuleDef module_operator = {
    .name = "_operator",
    .doc = "Operator interface.\n\nThis module exports a set of functions implemented in C "
           "corresponding\nto the intrinsic operators of Python.  For example, operator.add(x, y)\nis "
           "equivalent to the expression x+y.",
    .functions = operator_functions,
    .init = operator_init,
};

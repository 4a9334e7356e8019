/*
 * builtins.c - the module builtins: functions.  Attribute, class and source
 * functions are in builtins_code.c, sum(), max(), sorted() and the like in
 * builtins_reduce.c.
 */
#include "modules/builtins.h"

#include "modules/io/io.h"
#include "runtime/iterators.h"
#include "runtime/native.h"

/* ---- numbers ---- */

static Value builtin_abs(Thread *t, Value *args) { return op_abs(t, args[0]); }
static Value builtin_divmod(Thread *t, Value *args) { return op_divmod(t, args[0], args[1]); }
static Value builtin_pow(Thread *t, Value *args) { return op_power(t, args[0], args[1], args[2]); }

static Value builtin_round(Thread *t, Value *args) {
    Value method = special_of(t, args[0], SPECIAL_ROUND);
    if (value_is_undef(method))
        return raise_type_error(t, "type %T doesn't define __round__ method", args[0]);
    return call_special(t, method, args, value_is_none(args[1]) ? 1 : 2);
}

static Value in_base(Thread *t, Value v, int base, const char *prefix) {
    Value i = op_index(t, v);
    if (value_is_error(i))
        return i;
    if (value_is_int(i)) {
        char text[72], *p = text + sizeof text;
        int64_t small = value_as_int(i);
        uint64_t rest = small < 0 ? -(uint64_t)small : (uint64_t)small;
        int shift = __builtin_ctz((unsigned)base);
        do
            *--p = "0123456789abcdef"[rest & (unsigned)(base - 1)];
        while (rest >>= shift);
        *--p = prefix[1];
        *--p = prefix[0];
        if (small < 0)
            *--p = '-';
        return str_from_ascii(t, p, (size_t)(text + sizeof text - p));
    }
    bool negative = int_sign(i) < 0;
    Value digits = int_to_str(t, negative ? int_abs(t, i) : i, base);
    return value_is_error(digits) ? digits : str_format(t, "%s%s%U", negative ? "-" : "", prefix, digits);
}
static Value builtin_bin(Thread *t, Value *args) { return in_base(t, args[0], 2, "0b"); }
static Value builtin_oct(Thread *t, Value *args) { return in_base(t, args[0], 8, "0o"); }
static Value builtin_hex(Thread *t, Value *args) { return in_base(t, args[0], 16, "0x"); }

static Value builtin_chr(Thread *t, Value *args) {
    Value i = op_index(t, args[0]);
    int64_t c;
    if (value_is_error(i))
        return i;
    if (!int_to_int64(i, &c) || c < INT32_MIN || c > INT32_MAX)
        return raise_overflow_error(t, "Python int too large to convert to C int");
    if (c < 0 || c > 0x10ffff)
        return raise_value_error(t, "chr() arg not in range(0x110000)");
    return str_from_char(t, (uint32_t)c);
}

static Value builtin_ord(Thread *t, Value *args) {
    Value v = args[0];
    size_t length;
    if (value_is_str(v)) {
        Str *s = value_as_str(v);
        length = s->length;
        if (length == 1) {
            const void *d = str_data(t, s);
            return d ? value_from_int(str_char_at(d, s->width, 0)) : VALUE_ERROR;
        }
    } else if (value_is_kind(v, KIND_BYTES)) {
        length = value_as_bytes(v)->length;
        if (length == 1)
            return value_from_int(value_as_bytes(v)->data[0]);
    } else if (value_is_kind(v, KIND_BYTEARRAY)) {
        Bytearray *b = (Bytearray *)value_as_object(v);
        length = b->length;
        if (length == 1)
            return value_from_int(b->data[0]);
    } else {
        return raise_type_error(t, "ord() expected string of length 1, but %T found", v);
    }
    return raise_type_error(t, "ord() expected a character, but string of length %zu found", length);
}

static Value builtin_hash(Thread *t, Value *args) {
    int64_t h;
    return op_hash(t, args[0], &h) < 0 ? VALUE_ERROR : int_from_int64(t, h);
}

static Value builtin_id(Thread *t, Value *args) {
    Value v = args[0];
    return int_from_uint64(t, value_is_object(v) ? (uint64_t)(uintptr_t)value_as_object(v) : v.bits);
}

/* ---- iterables ---- */

static Value builtin_len(Thread *t, Value *args) {
    int64_t n = op_len(t, args[0]);
    return n < 0 ? VALUE_ERROR : int_from_int64(t, n);
}

static Value builtin_iter(Thread *t, Value *args) {
    if (value_is_undef(args[1]))
        return op_iter(t, args[0]);
    if (!op_is_callable(t, args[0]))
        return raise_type_error(t, "iter(v, w): v must be callable");
    return callable_iterator_new(t, args[0], args[1]);
}

static Value builtin_next(Thread *t, Value *args) {
    if (!op_is_iterator(t, args[0]))
        return raise_type_error(t, "'%T' object is not an iterator", args[0]);
    /* The exception itself, with its value, when there is no default. */
    Value v;
    if (value_is_undef(args[1])) {
        Value method = special_of(t, args[0], SPECIAL_NEXT);
        if (!value_is_kind(method, KIND_NATIVE))
            return call_special(t, method, args, 1);
        t->stop_value = VALUE_NONE;
        v = op_next(t, args[0]);
        return value_is_stop(v) ? raise_stop_iteration(t, value_is_kind(args[0], KIND_GENERATOR)
                                                              ? t->stop_value : VALUE_NONE)
                                : v;
    }
    v = op_next(t, args[0]);
    return value_is_stop(v) ? args[1] : v;
}

static Value builtin_aiter(Thread *t, Value *args) {
    Value method = special_of(t, args[0], SPECIAL_AITER);
    if (value_is_undef(method))
        return raise_type_error(t, "'%T' object is not an async iterable", args[0]);
    Value it = call_special(t, method, args, 1);
    if (!value_is_error(it) && value_is_undef(special_of(t, it, SPECIAL_ANEXT)))
        return raise_type_error(t, "aiter() returned not an async iterator of type '%T'", it);
    return it;
}

/* ---- text and output ---- */

static Value builtin_repr(Thread *t, Value *args) { return op_repr(t, args[0]); }
static Value builtin_ascii(Thread *t, Value *args) { return op_ascii(t, args[0]); }
static Value builtin_format(Thread *t, Value *args) {
    if (!value_is_str(args[1]))
        return value_is_none(args[1]) ? raise_type_error(t, "format() argument 2 must be str, not None")
                                      : raise_type_error(t, "format() argument 2 must be str, not %T", args[1]);
    return op_format(t, args[0], args[1]);
}

static Value sys_attribute(Thread *t, const char *name) {
    Value v = dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, name));
    return v;
}

/* Where print() writes to: a plain text stream, of a file or in memory, or anything with write(). */
typedef struct Printer {
    Thread *t;
    Value file;
    TextIo *plain; /* or NULL */
    StringIo *memory;
} Printer;

/* Writes str(v). */
static bool print_one(Printer *p, Value v) {
    Value s = op_str(p->t, v);
    if (value_is_error(s))
        return false;
    return p->plain    ? textio_write_open(p->t, p->plain, s)
           : p->memory ? stringio_write(p->t, p->memory, s)
                       : !value_is_error(call_method1(p->t, p->file, STR_NAME(p->t, write), s));
}

static bool str_or_none(Thread *t, Value v, const char *name) {
    if (value_is_none(v) || value_is_str(v))
        return true;
    raise_type_error(t, "%s must be None or a string, not %T", name, v);
    return false;
}

static Value builtin_print(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    const Value names[4] = {STR_NAME(t, sep), STR_NAME(t, end), STR_NAME(t, file), STR_NAME(t, flush)};
    Value options[4] = {VALUE_NONE, VALUE_NONE, VALUE_NONE, VALUE_FALSE};
    size_t named = kwnames ? kwnames->length : 0, count = nargs - named;
    for (size_t i = 0; i < named; i++) {
        size_t k = 0;
        while (k < 4 && !value_same(kwnames->items[i], names[k]) &&
               !str_equal(t, value_as_str(kwnames->items[i]), value_as_str(names[k])))
            k++;
        if (k == 4)
            return raise_type_error(t, "'%S' is an invalid keyword argument for print()",
                                    kwnames->items[i]);
        options[k] = args[count + i];
    }
    Value sep = options[0], end = options[1], file = options[2];
    if (value_is_none(file)) {
        file = dict_get_str(t, t->vm->sys->dict, STR_NAME(t, stdout_));
        if (value_is_undef(file))
            return raise_error(t, TYPE_RuntimeError, "lost sys.stdout");
        if (value_is_none(file))
            return VALUE_NONE;
    }
    if (!str_or_none(t, sep, "sep") || !str_or_none(t, end, "end"))
        return VALUE_ERROR;
    if (value_is_none(sep))
        sep = str_from_char(t, ' ');
    if (value_is_none(end))
        end = str_from_char(t, '\n');
    Printer p = {t, file, textio_plain(t, file), stringio_plain(t, file)};
    for (size_t i = 0; i < count; i++)
        if ((i && !print_one(&p, sep)) || !print_one(&p, args[i]))
            return VALUE_ERROR;
    if (!print_one(&p, end))
        return VALUE_ERROR;
    int flush = op_truth(t, options[3]);
    if (flush < 0 || (flush && value_is_error(call_method0(t, file, STR_NAME(t, flush)))))
        return VALUE_ERROR;
    return VALUE_NONE;
}

static Value builtin_input(Thread *t, Value *args) {
    Value in = sys_attribute(t, "stdin"), out = sys_attribute(t, "stdout"),
          err = sys_attribute(t, "stderr");
    if (value_is_undef(in) || value_is_none(in))
        return raise_error(t, TYPE_RuntimeError, "input(): lost sys.stdin");
    if (value_is_undef(out) || value_is_none(out))
        return raise_error(t, TYPE_RuntimeError, "input(): lost sys.stdout");
    if (!value_is_undef(err) && !value_is_none(err) &&
        value_is_error(call_method0(t, err, STR_NAME(t, flush))))
        error_clear(t);
    if (!value_is_undef(args[0])) {
        Value text = op_str(t, args[0]);
        if (value_is_error(text) || value_is_error(call_method1(t, out, STR_NAME(t, write), text)))
            return VALUE_ERROR;
    }
    if (value_is_error(call_method0(t, out, STR_NAME(t, flush))))
        return VALUE_ERROR;
    Value line = call_method0(t, in, STR_NAME(t, readline));
    if (value_is_error(line))
        return line;
    if (!value_is_str(line))
        return raise_type_error(t, "object.readline() returned non-string");
    Str *s = value_as_str(line);
    if (!s->length)
        return raise_error(t, TYPE_EOFError, "EOF when reading a line");
    if (str_char_at(str_data(t, s), s->width, s->length - 1) == '\n')
        return str_substring(t, line, 0, s->length - 1);
    return line;
}

/* ---- table ---- */

static const NativeDef functions[] = {
    NATIVE_PLAIN("abs", "($module, x, /)", "iIfb >iIf", builtin_abs, "Return the absolute value of the argument."),
    NATIVE("aiter", "($module, async_iterable, /)", builtin_aiter,
           "Return an AsyncIterator for an AsyncIterable object."),
    NATIVE_PLAIN("ascii", "($module, obj, /)", "iIfbns >s", builtin_ascii,
           "Return an ASCII-only representation of an object."),
    NATIVE_PLAIN("bin", "($module, number, /)", "iIb >s", builtin_bin, "Return the binary representation of an integer."),
    NATIVE_PLAIN("chr", "($module, i, /)", "ib >s", builtin_chr,
           "Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff."),
    NATIVE_PLAIN("divmod", "($module, x, y, /)", "iIfb iIfb >t", builtin_divmod, "Return the tuple (x//y, x%y)."),
    NATIVE_PLAIN("format", "($module, value, format_spec='', /)", "iIfbs s >s", builtin_format,
           "Return type(value).__format__(value, format_spec)"),
    NATIVE_PLAIN("hash", "($module, obj, /)", "iIfbns >iI", builtin_hash, "Return the hash value for the given object."),
    NATIVE_PLAIN("hex", "($module, number, /)", "iIb >s", builtin_hex, "Return the hexadecimal representation of an integer."),
    NATIVE_PLAIN("id", "($module, obj, /)", "o >iI", builtin_id, "Return the identity of an object."),
    NATIVE("input", "($module, prompt=<none>, /)", builtin_input, "Read a string from standard input."),
    NATIVE("iter", "($module, object, sentinel=<none>, /)", builtin_iter, "Get an iterator from an object."),
    NATIVE("len", "($module, obj, /)", builtin_len, "Return the number of items in a container."),
    NATIVE("next", "($module, iterator, default=<none>, /)", builtin_next,
           "Return the next item from the iterator."),
    NATIVE_PLAIN("oct", "($module, number, /)", "iIb >s", builtin_oct, "Return the octal representation of an integer."),
    NATIVE_PLAIN("ord", "($module, c, /)", "s >i", builtin_ord, "Return the Unicode code point for a one-character string."),
    NATIVE_PLAIN("pow", "($module, base, exp, mod=None)", "iIfb iIfb iIn >o", builtin_pow,
           "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments."),
    NATIVE_RAW("print", "($module, *args, sep=' ', end='\\n', file=None, flush=False)", builtin_print,
           "Prints the values to a stream, or to sys.stdout by default.\n\n  sep\n    string inserted "
           "between values, default a space.\n  end\n    string appended after the last value, default a "
           "newline.\n  file\n    a file-like object (stream); defaults to the current sys.stdout.\n  "
           "flush\n    whether to forcibly flush the stream."),
    NATIVE_PLAIN("repr", "($module, obj, /)", "iIfbns >s", builtin_repr, "Return the canonical string representation of the object."),
    NATIVE_PLAIN("round", "($module, number, ndigits=None)", "iIfb in >iIf", builtin_round,
           "Round a number to a given precision in decimal digits."),
    NATIVE_END,
};

static const TypeId types[] = {
    TYPE_OBJECT, TYPE_TYPE, TYPE_INT, TYPE_BOOL, TYPE_FLOAT, TYPE_COMPLEX, TYPE_STR, TYPE_BYTES,
    TYPE_BYTEARRAY, TYPE_LIST, TYPE_TUPLE, TYPE_DICT, TYPE_SET, TYPE_FROZENSET, TYPE_RANGE, TYPE_SLICE,
    TYPE_PROPERTY, TYPE_STATICMETHOD, TYPE_CLASSMETHOD, TYPE_SUPER, TYPE_ENUMERATE, TYPE_ZIP, TYPE_MAP,
    TYPE_FILTER, TYPE_REVERSED, TYPE_MEMORYVIEW, TYPE_BASE_EXCEPTION,
#define EXCEPTION(name, base, doc) TYPE_##name,
#include "runtime/exceptions.def"
};

static bool builtins_init(Thread *t, Module *m) {
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        Type *type = t->vm->types[types[i]];
        if (!module_set(t, m, type->native_name, value_from_object(type)))
            return false;
    }
    Value os_error = value_from_object(t->vm->types[TYPE_OSError]);
    return module_set(t, m, "EnvironmentError", os_error) && module_set(t, m, "IOError", os_error) &&
           module_set(t, m, "None", VALUE_NONE) && module_set(t, m, "True", VALUE_TRUE) &&
           module_set(t, m, "False", VALUE_FALSE) && module_set(t, m, "Ellipsis", VALUE_ELLIPSIS) &&
           module_set(t, m, "NotImplemented", VALUE_NOT_IMPLEMENTED) &&
           module_set(t, m, "__debug__", VALUE_TRUE) &&
           natives_declare(t, m->dict, builtins_code_functions, NULL, STR_NAME(t, builtins)) &&
           natives_declare(t, m->dict, builtins_reduce_functions, NULL, STR_NAME(t, builtins));
}

const ModuleDef module_builtins = {
    .name = "builtins",
    .doc = "Built-in functions, exceptions, and other objects.\n\nNoteworthy: None is the `nil' object; "
           "Ellipsis represents `...' in slices.",
    .functions = functions,
    .init = builtins_init,
};

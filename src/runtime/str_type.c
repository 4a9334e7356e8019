/*
 * str_type.c - the type str: its table, constructor, operators and iterators.
 */
#include "runtime/codecs.h"
#include "runtime/error.h"
#include "runtime/native.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/sequence_support.h"
#include "runtime/signature.h"
#include "runtime/str_internal.h"

static Str *self_str(Value *args) {
    return value_as_str(args[0]);
}

/* ---- construction ------------------------------------------------------------------ */

/* An instance of a subclass of str, sharing the characters of `s`. */
static Value str_of_class(Thread *t, Type *type, Value s) {
    Str *from = value_as_str(s);
    void *data = str_data(t, from);
    if (!data) return VALUE_ERROR;
    Str *self = type_alloc(t, type, 0);
    if (!self) return VALUE_ERROR;
    self->hash = from->hash;
    self->length = from->length;
    self->width = from->width;
    self->flags = from->flags & (STR_ASCII | STR_HASHED);
    self->data = data;
    self->body.rope.right = VALUE_NONE;
    self->body.owner = data == from->body.characters ? s : from->body.owner;
    return value_from_object(self);
}

static Value str_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    static const char *const names[3] = {"object", "encoding", "errors"};
    Type *type = (Type *)value_as_object(args[0]), *own = t->vm->types[TYPE_STR];
    if (nargs == 2 && !kwnames && type == own) return op_str(t, args[1]);
    Value in[3], s;
    if (!constructor_arguments(t, "str", names, args + 1, nargs - 1, kwnames, in)) return VALUE_ERROR;
    Value object = in[0], encoding = in[1], errors = in[2];
    if (!value_is_undef(encoding) && !arg_str(t, encoding, "str", "'encoding'")) return VALUE_ERROR;
    if (!value_is_undef(errors) && !arg_str(t, errors, "str", "'errors'")) return VALUE_ERROR;
    if (value_is_undef(object))
        s = t->vm->empty_str;
    else if (value_is_undef(encoding) && value_is_undef(errors))
        s = op_str(t, object);
    else if (value_is_str(object))
        return raise_type_error(t, "decoding str is not supported");
    else if (!value_is_bytes_like(t, object))
        return raise_type_error(t, "decoding to str: need a bytes-like object, %.80T found",
                                object);
    else
        s = codec_decode_text(t, object, encoding, errors);
    if (value_is_error(s) || type == own) return s;
    return str_of_class(t, type, s);
}

static Value str_getnewargs(Thread *t, Value *args) {
    Value exact = str_exact(t, args[0]);
    return value_is_error(exact) ? exact : tuple_from_values(t, &exact, 1);
}

/* ---- operators --------------------------------------------------------------------- */

static Value str_repr_method(Thread *t, Value *args) {
    return str_repr(t, args[0]);
}
static Value str_str_method(Thread *t, Value *args) {
    return str_exact(t, args[0]);
}
static Value str_hash_method(Thread *t, Value *args) {
    return int_from_int64(t, (int64_t)str_hash(t, self_str(args)));
}
static Value str_len_method(Thread *t, Value *args) {
    return value_from_int(self_str(args)->length);
}

/* s[start:stop:step] with step != 1. */
static Value slice_by_step(Thread *t, Value self, int64_t start, int64_t step,
                                      size_t count) {
    StrView s;
    if (!str_view(t, self, &s)) return VALUE_ERROR;
    if (count == 0) return t->vm->empty_str;
    if (count == 1) return str_from_char(t, view_at(&s, (size_t)start));
    Str *out = str_alloc(t, count, str_max_char(value_as_str(self)));
    if (!out) return VALUE_ERROR;
    chars_copy_step(out->data, view_from(&s, (size_t)start), s.width, count, (ptrdiff_t)step);
    return str_narrow(t, out);
}

static Value str_getitem(Thread *t, Value *args) {
    Str *s = self_str(args);
    Value key = args[1];
    int64_t i;
    if (value_is_int(key)) {
        i = value_as_int(key);
    } else if (value_is_kind(key, KIND_SLICE)) {
        int64_t start, stop, step;
        size_t count;
        if (!slice_unpack(t, (Slice *)value_as_object(key), s->length, &start, &stop, &step,
                          &count))
            return VALUE_ERROR;
        if (step == 1) return str_substring(t, args[0], (size_t)start, (size_t)start + count);
        return slice_by_step(t, args[0], start, step, count);
    } else {
        if (!value_is_any_int(key) && value_is_undef(special_of(t, key, SPECIAL_INDEX)))
            return raise_type_error(t, "string indices must be integers, not '%.200T'", key);
        Value index = op_index(t, key);
        if (value_is_error(index)) return index;
        if (!int_to_int64(index, &i))
            return raise_index_error(t, "cannot fit '%.200T' into an index-sized integer", key);
    }
    if (i < 0) i += s->length;
    if (i < 0 || i >= s->length) return raise_index_error(t, "string index out of range");
    return str_index(t, s, i);
}

static Value str_contains_method(Thread *t, Value *args) {
    if (!value_is_str(args[1]))
        return raise_type_error(t, "'in <string>' requires string as left operand, not %.100T",
                                args[1]);
    int found = str_contains(t, self_str(args), value_as_str(args[1]));
    return found < 0 ? VALUE_ERROR : value_bool(found);
}

static Value str_add(Thread *t, Value *args) {
    if (!value_is_str(args[1]))
        return sequence_concat_foreign(t, args[0], args[1],
                                       "can only concatenate str (not \"%.200T\") to str");
    return str_concat(t, args[0], args[1]);
}

static Value str_mul(Thread *t, Value *args) {
    int64_t count;
    Value result;
    if (!sequence_repeat_count(t, args[0], args[1], &count, &result)) return result;
    return str_repeat(t, args[0], count);
}

static Value str_mod(Thread *t, Value *args) {
    return str_percent(t, args[0], args[1]);
}
static Value str_rmod(Thread *t, Value *args) {
    return value_is_str(args[1]) ? str_percent(t, args[1], args[0]) : VALUE_NOT_IMPLEMENTED;
}

static Value str_rich_compare(Thread *t, int op, Value a, Value b) {
    if (!value_is_str(b)) return VALUE_NOT_IMPLEMENTED;
    if (op == CMP_EQ || op == CMP_NE) {
        bool equal = str_equal(t, value_as_str(a), value_as_str(b));
        return error_pending(t) ? VALUE_ERROR : value_bool(equal == (op == CMP_EQ));
    }
    int order = str_compare(t, value_as_str(a), value_as_str(b));
    return error_pending(t) ? VALUE_ERROR : compare_result(op, order, 0);
}
COMPARE_FUNCTIONS(str, str_rich_compare)

static Value str_format_method(Thread *t, Value *args) {
    if (!value_is_str(args[1]))
        return raise_type_error(t, "__format__() argument must be str, not %.50s",
                                value_is_none(args[1]) ? "None" : type_name(type_of(t, args[1])));
    return str_format_value(t, args[0], args[1]);
}

/* What CPython's object of this content would take: programs print it. */
static Value str_sizeof(Thread *t, Value *args) {
    Str *s = self_str(args);
    int64_t size =
        (s->flags & STR_ASCII) ? 49 + (int64_t)s->length : 72 + ((int64_t)s->length + 1) * s->width;
    return value_from_int(size);
}

/* ---- iterators ----------------------------------------------------------------------- */

static Value str_iter(Thread *t, Value *args) {
    bool ascii = self_str(args)->flags & STR_ASCII;
    ListIterator *it = GC_NEW(t, ListIterator, KIND_STR_ITERATOR,
                              ascii ? TYPE_STR_ASCII_ITERATOR : TYPE_STR_ITERATOR);
    if (!it) return VALUE_ERROR;
    it->sequence = args[0];
    return value_from_object(it);
}

static Value str_iterator_next(Thread *t, Object *object) {
    ListIterator *it = (ListIterator *)object;
    if (value_is_undef(it->sequence)) return VALUE_STOP;
    Str *s = value_as_str(it->sequence);
    if (it->index >= s->length) {
        it->sequence = VALUE_UNDEF;
        return VALUE_STOP;
    }
    return str_index(t, s, (int64_t)it->index++);
}

static void str_iterator_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((ListIterator *)object)->sequence);
}

static Value str_iterator_length_hint(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    if (value_is_undef(it->sequence)) return value_from_int(0);
    return value_from_int((int64_t)value_as_str(it->sequence)->length - (int64_t)it->index);
}

static Value str_iterator_reduce(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    if (value_is_undef(it->sequence)) return iterator_reduce(t, "iter", t->vm->empty_str, -1);
    return iterator_reduce(t, "iter", it->sequence, (int64_t)it->index);
}

static Value str_iterator_setstate(Thread *t, Value *args) {
    ListIterator *it = (ListIterator *)value_as_object(args[0]);
    int64_t index;
    if (!arg_size(t, args[1], &index)) return VALUE_ERROR;
    if (!value_is_undef(it->sequence)) {
        int64_t length = value_as_str(it->sequence)->length;
        it->index = (size_t)(index < 0 ? 0 : index > length ? length : index);
    }
    return VALUE_NONE;
}

static const NativeDef str_iterator_methods[] = {
    NATIVE("__length_hint__", "($self, /)", str_iterator_length_hint,
           "Private method returning an estimate of len(list(it))."),
    NATIVE("__reduce__", "($self, /)", str_iterator_reduce,
           "Return state information for pickling."),
    NATIVE("__setstate__", "($self, state, /)", str_iterator_setstate,
           "Set state information for unpickling."),
    NATIVE_END,
};

const TypeDef typedef_str_iterator = {
    .name = "str_iterator",
    .id = TYPE_STR_ITERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_STR_ITERATOR,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(ListIterator),
    .trace = str_iterator_trace,
    .next = str_iterator_next,
    .methods = str_iterator_methods,
};

const TypeDef typedef_str_ascii_iterator = {
    .name = "str_ascii_iterator",
    .id = TYPE_STR_ASCII_ITERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_STR_ITERATOR,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(ListIterator),
    .trace = str_iterator_trace,
    .next = str_iterator_next,
    .methods = str_iterator_methods,
};

/* ---- the type ------------------------------------------------------------------------- */

static void str_trace(Tracer *tracer, Object *object) {
    Str *s = (Str *)object;
    if (!s->data) {
        /* A string under construction reads as a rope of int 0. */
        trace_value(tracer, s->body.rope.left);
        trace_value(tracer, s->body.rope.right);
    } else if (s->data != s->body.characters) {
        trace_value(tracer, s->body.owner);
    }
}

static const NativeDef str_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", str_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__repr__", "($self, /)", str_repr_method, "Return repr(self)."),
    NATIVE("__str__", "($self, /)", str_str_method, "Return str(self)."),
    NATIVE("__hash__", "($self, /)", str_hash_method, "Return hash(self)."),
    NATIVE("__len__", "($self, /)", str_len_method, "Return len(self)."),
    NATIVE("__getitem__", "($self, key, /)", str_getitem, "Return self[key]."),
    NATIVE("__contains__", "($self, key, /)", str_contains_method, "Return key in self."),
    NATIVE("__iter__", "($self, /)", str_iter, "Implement iter(self)."),
    NATIVE("__add__", "($self, value, /)", str_add, "Return self+value."),
    NATIVE("__mul__", "($self, value, /)", str_mul, "Return self*value."),
    NATIVE("__rmul__", "($self, value, /)", str_mul, "Return value*self."),
    NATIVE("__mod__", "($self, value, /)", str_mod, "Return self%value."),
    NATIVE("__rmod__", "($self, value, /)", str_rmod, "Return value%self."),
    COMPARE_ROWS(str),
    NATIVE("__format__", "($self, format_spec, /)", str_format_method,
           "Return a formatted version of the string as described by format_spec."),
    NATIVE("__getnewargs__", "($self, /)", str_getnewargs, NULL),
    NATIVE("__sizeof__", "($self, /)", str_sizeof,
           "Return the size of the string in memory, in bytes."),
    NATIVE_PLAIN("capitalize", "($self, /)", "s >s", str_method_capitalize,
           "Return a capitalized version of the string.\n"
           "\n"
           "More specifically, make the first character have upper case and the rest lower\n"
           "case."),
    NATIVE_PLAIN("casefold", "($self, /)", "s >s", str_method_casefold,
           "Return a version of the string suitable for caseless comparisons."),
    NATIVE_PLAIN("center", "($self, width, fillchar=' ', /)", "s i s >s", str_method_center,
           "Return a centered string of length width.\n"
           "\n"
           "Padding is done using the specified fill character (default is a space)."),
    NATIVE_PLAIN("count", "($self, sub, start=None, end=None, /)", "s s in in >i", str_method_count,
           "S.count(sub[, start[, end]]) -> int\n"
           "\n"
           "Return the number of non-overlapping occurrences of substring sub in\n"
           "string S[start:end].  Optional arguments start and end are\n"
           "interpreted as in slice notation."),
    NATIVE_PLAIN("encode", "($self, /, encoding='utf-8', errors='strict')", "s - - >o", str_method_encode,
           "Encode the string using the codec registered for encoding.\n"
           "\n"
           "  encoding\n"
           "    The encoding in which to encode the string.\n"
           "  errors\n"
           "    The error handling scheme to use for encoding errors.\n"
           "    The default is 'strict' meaning that encoding errors raise a\n"
           "    UnicodeEncodeError.  Other possible values are 'ignore', 'replace' and\n"
           "    'xmlcharrefreplace' as well as any other name registered with\n"
           "    codecs.register_error that can handle UnicodeEncodeErrors."),
    NATIVE_PLAIN("endswith", "($self, suffix, start=None, end=None, /)", "s st in in >b", str_method_endswith,
           "S.endswith(suffix[, start[, end]]) -> bool\n"
           "\n"
           "Return True if S ends with the specified suffix, False otherwise.\n"
           "With optional start, test S beginning at that position.\n"
           "With optional end, stop comparing S at that position.\n"
           "suffix can also be a tuple of strings to try."),
    NATIVE_PLAIN("expandtabs", "($self, /, tabsize=8)", "s i >s", str_method_expandtabs,
           "Return a copy where all tab characters are expanded using spaces.\n"
           "\n"
           "If tabsize is not given, a tab size of 8 characters is assumed."),
    NATIVE_PLAIN("find", "($self, sub, start=None, end=None, /)", "s s in in >i", str_method_find,
           "S.find(sub[, start[, end]]) -> int\n"
           "\n"
           "Return the lowest index in S where substring sub is found,\n"
           "such that sub is contained within S[start:end].  Optional\n"
           "arguments start and end are interpreted as in slice notation.\n"
           "\n"
           "Return -1 on failure."),
    NATIVE_RAW("format", "($self, /, *args, **kwargs)", str_method_format,
               "S.format(*args, **kwargs) -> str\n"
               "\n"
               "Return a formatted version of S, using substitutions from args and kwargs.\n"
               "The substitutions are identified by braces ('{' and '}')."),
    NATIVE("format_map", "($self, mapping, /)", str_method_format_map,
           "S.format_map(mapping) -> str\n"
           "\n"
           "Return a formatted version of S, using substitutions from mapping.\n"
           "The substitutions are identified by braces ('{' and '}')."),
    NATIVE_PLAIN("index", "($self, sub, start=None, end=None, /)", "s s in in >i", str_method_index,
           "S.index(sub[, start[, end]]) -> int\n"
           "\n"
           "Return the lowest index in S where substring sub is found,\n"
           "such that sub is contained within S[start:end].  Optional\n"
           "arguments start and end are interpreted as in slice notation.\n"
           "\n"
           "Raises ValueError when the substring is not found."),
    NATIVE_PLAIN("isalnum", "($self, /)", "s >b", str_method_isalnum,
           "Return True if the string is an alpha-numeric string, False otherwise.\n"
           "\n"
           "A string is alpha-numeric if all characters in the string are alpha-numeric and\n"
           "there is at least one character in the string."),
    NATIVE_PLAIN("isalpha", "($self, /)", "s >b", str_method_isalpha,
           "Return True if the string is an alphabetic string, False otherwise.\n"
           "\n"
           "A string is alphabetic if all characters in the string are alphabetic and there\n"
           "is at least one character in the string."),
    NATIVE_PLAIN("isascii", "($self, /)", "s >b", str_method_isascii,
           "Return True if all characters in the string are ASCII, False otherwise.\n"
           "\n"
           "ASCII characters have code points in the range U+0000-U+007F.\n"
           "Empty string is ASCII too."),
    NATIVE_PLAIN("isdecimal", "($self, /)", "s >b", str_method_isdecimal,
           "Return True if the string is a decimal string, False otherwise.\n"
           "\n"
           "A string is a decimal string if all characters in the string are decimal and\n"
           "there is at least one character in the string."),
    NATIVE_PLAIN("isdigit", "($self, /)", "s >b", str_method_isdigit,
           "Return True if the string is a digit string, False otherwise.\n"
           "\n"
           "A string is a digit string if all characters in the string are digits and there\n"
           "is at least one character in the string."),
    NATIVE_PLAIN("isidentifier", "($self, /)", "s >b", str_method_isidentifier,
           "Return True if the string is a valid Python identifier, False otherwise.\n"
           "\n"
           "Call keyword.iskeyword(s) to test whether string s is a reserved identifier,\n"
           "such as \"def\" or \"class\"."),
    NATIVE_PLAIN("islower", "($self, /)", "s >b", str_method_islower,
           "Return True if the string is a lowercase string, False otherwise.\n"
           "\n"
           "A string is lowercase if all cased characters in the string are lowercase and\n"
           "there is at least one cased character in the string."),
    NATIVE_PLAIN("isnumeric", "($self, /)", "s >b", str_method_isnumeric,
           "Return True if the string is a numeric string, False otherwise.\n"
           "\n"
           "A string is numeric if all characters in the string are numeric and there is at\n"
           "least one character in the string."),
    NATIVE_PLAIN("isprintable", "($self, /)", "s >b", str_method_isprintable,
           "Return True if the string is printable, False otherwise.\n"
           "\n"
           "A string is printable if all of its characters are considered printable in\n"
           "repr() or if it is empty."),
    NATIVE_PLAIN("isspace", "($self, /)", "s >b", str_method_isspace,
           "Return True if the string is a whitespace string, False otherwise.\n"
           "\n"
           "A string is whitespace if all characters in the string are whitespace and there\n"
           "is at least one character in the string."),
    NATIVE_PLAIN("istitle", "($self, /)", "s >b", str_method_istitle,
           "Return True if the string is a title-cased string, False otherwise.\n"
           "\n"
           "In a title-cased string, upper- and title-case characters may only\n"
           "follow uncased characters and lowercase characters only cased ones."),
    NATIVE_PLAIN("isupper", "($self, /)", "s >b", str_method_isupper,
           "Return True if the string is an uppercase string, False otherwise.\n"
           "\n"
           "A string is uppercase if all cased characters in the string are uppercase and\n"
           "there is at least one cased character in the string."),
    NATIVE_PLAIN("join", "($self, iterable, /)", "s lt >s", str_method_join,
           "Concatenate any number of strings.\n"
           "\n"
           "The string whose method is called is inserted in between each given string.\n"
           "The result is returned as a new string.\n"
           "\n"
           "Example: '.'.join(['ab', 'pq', 'rs']) -> 'ab.pq.rs'"),
    NATIVE_PLAIN("ljust", "($self, width, fillchar=' ', /)", "s i s >s", str_method_ljust,
           "Return a left-justified string of length width.\n"
           "\n"
           "Padding is done using the specified fill character (default is a space)."),
    NATIVE_PLAIN("lower", "($self, /)", "s >s", str_method_lower,
           "Return a copy of the string converted to lowercase."),
    NATIVE_PLAIN("lstrip", "($self, chars=None, /)", "s sn >s", str_method_lstrip,
           "Return a copy of the string with leading whitespace removed.\n"
           "\n"
           "If chars is given and not None, remove characters in chars instead."),
    NATIVE_STATICMETHOD("maketrans", "(x, y=<none>, z=<none>, /)", str_method_maketrans,
                        "Return a translation table usable for str.translate().\n"
                        "\n"
                        "If there is only one argument, it must be a dictionary mapping Unicode\n"
                        "ordinals (integers) or characters to Unicode ordinals, strings or None.\n"
                        "Character keys will be then converted to ordinals.\n"
                        "If there are two arguments, they must be strings of equal length, and\n"
                        "in the resulting dictionary, each character in x will be mapped to the\n"
                        "character at the same position in y. If there is a third argument, it\n"
                        "must be a string, whose characters will be mapped to None in the result."),
    NATIVE_PLAIN("partition", "($self, sep, /)", "s s >t", str_method_partition,
           "Partition the string into three parts using the given separator.\n"
           "\n"
           "This will search for the separator in the string.  If the separator is found,\n"
           "returns a 3-tuple containing the part before the separator, the separator\n"
           "itself, and the part after it.\n"
           "\n"
           "If the separator is not found, returns a 3-tuple containing the original string\n"
           "and two empty strings."),
    NATIVE_PLAIN("removeprefix", "($self, prefix, /)", "s s >s", str_method_removeprefix,
           "Return a str with the given prefix string removed if present.\n"
           "\n"
           "If the string starts with the prefix string, return string[len(prefix):].\n"
           "Otherwise, return a copy of the original string."),
    NATIVE_PLAIN("removesuffix", "($self, suffix, /)", "s s >s", str_method_removesuffix,
           "Return a str with the given suffix string removed if present.\n"
           "\n"
           "If the string ends with the suffix string and that suffix is not empty,\n"
           "return string[:-len(suffix)]. Otherwise, return a copy of the original\n"
           "string."),
    NATIVE_PLAIN("replace", "($self, old, new, count=-1, /)", "s s s i >s", str_method_replace,
           "Return a copy with all occurrences of substring old replaced by new.\n"
           "\n"
           "  count\n"
           "    Maximum number of occurrences to replace.\n"
           "    -1 (the default value) means replace all occurrences.\n"
           "\n"
           "If the optional argument count is given, only the first count occurrences are\n"
           "replaced."),
    NATIVE_PLAIN("rfind", "($self, sub, start=None, end=None, /)", "s s in in >i", str_method_rfind,
           "S.rfind(sub[, start[, end]]) -> int\n"
           "\n"
           "Return the highest index in S where substring sub is found,\n"
           "such that sub is contained within S[start:end].  Optional\n"
           "arguments start and end are interpreted as in slice notation.\n"
           "\n"
           "Return -1 on failure."),
    NATIVE_PLAIN("rindex", "($self, sub, start=None, end=None, /)", "s s in in >i", str_method_rindex,
           "S.rindex(sub[, start[, end]]) -> int\n"
           "\n"
           "Return the highest index in S where substring sub is found,\n"
           "such that sub is contained within S[start:end].  Optional\n"
           "arguments start and end are interpreted as in slice notation.\n"
           "\n"
           "Raises ValueError when the substring is not found."),
    NATIVE_PLAIN("rjust", "($self, width, fillchar=' ', /)", "s i s >s", str_method_rjust,
           "Return a right-justified string of length width.\n"
           "\n"
           "Padding is done using the specified fill character (default is a space)."),
    NATIVE_PLAIN("rpartition", "($self, sep, /)", "s s >t", str_method_rpartition,
           "Partition the string into three parts using the given separator.\n"
           "\n"
           "This will search for the separator in the string, starting at the end. If\n"
           "the separator is found, returns a 3-tuple containing the part before the\n"
           "separator, the separator itself, and the part after it.\n"
           "\n"
           "If the separator is not found, returns a 3-tuple containing two empty strings\n"
           "and the original string."),
    NATIVE_PLAIN("rsplit", "($self, /, sep=None, maxsplit=-1)", "s sn i >l", str_method_rsplit,
           "Return a list of the substrings in the string, using sep as the separator string.\n"
           "\n"
           "  sep\n"
           "    The separator used to split the string.\n"
           "\n"
           "    When set to None (the default value), will split on any whitespace\n"
           "    character (including \\n \\r \\t \\f and spaces) and will discard\n"
           "    empty strings from the result.\n"
           "  maxsplit\n"
           "    Maximum number of splits (starting from the left).\n"
           "    -1 (the default value) means no limit.\n"
           "\n"
           "Splitting starts at the end of the string and works to the front."),
    NATIVE_PLAIN("rstrip", "($self, chars=None, /)", "s sn >s", str_method_rstrip,
           "Return a copy of the string with trailing whitespace removed.\n"
           "\n"
           "If chars is given and not None, remove characters in chars instead."),
    NATIVE_PLAIN("split", "($self, /, sep=None, maxsplit=-1)", "s sn i >l", str_method_split,
           "Return a list of the substrings in the string, using sep as the separator string.\n"
           "\n"
           "  sep\n"
           "    The separator used to split the string.\n"
           "\n"
           "    When set to None (the default value), will split on any whitespace\n"
           "    character (including \\n \\r \\t \\f and spaces) and will discard\n"
           "    empty strings from the result.\n"
           "  maxsplit\n"
           "    Maximum number of splits (starting from the left).\n"
           "    -1 (the default value) means no limit.\n"
           "\n"
           "Note, str.split() is mainly useful for data that has been intentionally\n"
           "delimited.  With natural text that includes punctuation, consider using\n"
           "the regular expression module."),
    NATIVE_PLAIN("splitlines", "($self, /, keepends=False)", "s ib >l", str_method_splitlines,
           "Return a list of the lines in the string, breaking at line boundaries.\n"
           "\n"
           "Line breaks are not included in the resulting list unless keepends is given and\n"
           "true."),
    NATIVE_PLAIN("startswith", "($self, prefix, start=None, end=None, /)", "s st in in >b", str_method_startswith,
           "S.startswith(prefix[, start[, end]]) -> bool\n"
           "\n"
           "Return True if S starts with the specified prefix, False otherwise.\n"
           "With optional start, test S beginning at that position.\n"
           "With optional end, stop comparing S at that position.\n"
           "prefix can also be a tuple of strings to try."),
    NATIVE_PLAIN("strip", "($self, chars=None, /)", "s sn >s", str_method_strip,
           "Return a copy of the string with leading and trailing whitespace removed.\n"
           "\n"
           "If chars is given and not None, remove characters in chars instead."),
    NATIVE_PLAIN("swapcase", "($self, /)", "s >s", str_method_swapcase,
           "Convert uppercase characters to lowercase and lowercase characters to uppercase."),
    NATIVE_PLAIN("title", "($self, /)", "s >s", str_method_title,
           "Return a version of the string where each word is titlecased.\n"
           "\n"
           "More specifically, words start with uppercased characters and all remaining\n"
           "cased characters have lower case."),
    NATIVE("translate", "($self, table, /)", str_method_translate,
           "Replace each character in the string using the given translation table.\n"
           "\n"
           "  table\n"
           "    Translation table, which must be a mapping of Unicode ordinals to\n"
           "    Unicode ordinals, strings, or None.\n"
           "\n"
           "The table must implement lookup/indexing via __getitem__, for instance a\n"
           "dictionary or list.  If this operation raises LookupError, the character is\n"
           "left untouched.  Characters mapped to None are deleted."),
    NATIVE_PLAIN("upper", "($self, /)", "s >s", str_method_upper,
           "Return a copy of the string converted to uppercase."),
    NATIVE_PLAIN("zfill", "($self, width, /)", "s i >s", str_method_zfill,
           "Pad a numeric string with zeros on the left, to fill a field of the given width.\n"
           "\n"
           "The string is never truncated."),
    NATIVE_END,
};

static Value str_construct(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return kwnames || nargs != 1 ? VALUE_UNDEF : op_str(t, args[0]);
}

const TypeDef typedef_str = {
    .name = "str",
    .doc = "str(object='') -> str\n"
           "str(bytes_or_buffer[, encoding[, errors]]) -> str\n"
           "\n"
           "Create a new string object from the given object. If encoding or\n"
           "errors is specified, then the object must expose a data buffer\n"
           "that will be decoded using the given encoding and error handler.\n"
           "Otherwise, returns the result of object.__str__() (if defined)\n"
           "or repr(object).\n"
           "encoding defaults to sys.getdefaultencoding().\n"
           "errors defaults to 'strict'.",
    .id = TYPE_STR,
    .base = TYPE_OBJECT,
    .kind = KIND_STR,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_MATCH_SELF,
    .size = sizeof(Str),
    .trace = str_trace,
    .construct = str_construct,
    .construct_plain = "iIfbns >s",
    .methods = str_methods,
};

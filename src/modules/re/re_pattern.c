/* re.Pattern: searching. Replacing is in re_replace.c. */
#include <stdlib.h>

#include "modules/re/re_module.h"

static bool pattern_text(Thread *t, Value pattern, ReText *text);

/*
 * A finalizer of a program may search with a pattern that died with it and has
 * been finalized first: it is compiled anew.
 */
__attribute__((noinline, cold)) static bool revive(Thread *t, RePatternObject *self) {
    ReText text;
    ReError error = {.kind = RE_ERROR_MEMORY};
    if (!pattern_text(t, self->pattern, &text)) return false;
    self->spans = malloc(2 * ((size_t)self->groups + 1) * sizeof *self->spans);
    ReHost host = re_host(t);
    host.warn = NULL;
    if (self->spans != NULL) self->compiled = re_pattern_compile(&text, self->flags, &host, &error);
    if (self->compiled != NULL) {
        heap_register_finalizer(t, &self->header);
        return true;
    }
    free(self->spans);
    self->spans = NULL;
    re_error_raise(t, &error, self->pattern);
    return false;
}

RePattern *re_pattern_compiled(Thread *t, RePatternObject *self) {
    if (__builtin_expect(self->compiled == NULL, 0) && !revive(t, self)) return NULL;
    return self->compiled;
}

/* ---- scanning ------------------------------------------------------------------ */

/* Lets signals interrupt a search that takes long. */
static bool poll_for_search(void *context) { return poll_signals(context); }

bool re_scan_open(ReScan *scan, Thread *t, RePatternObject *pattern, Value string, int64_t pos,
                  int64_t endpos) {
    if (re_pattern_compiled(t, pattern) == NULL) return false;
    /* Field by field: a str needs no buffer, which is large. */
    scan->t = t;
    scan->pattern = pattern;
    scan->string = string;
    scan->subject = (ReSubject){.width = 1, .poll = poll_for_search, .context = t};
    scan->must_advance = false;
    scan->is_bytes = false;
    if (value_is_str(string)) {
        Str *str = value_as_str(string);
        scan->subject.units = str_data(t, str);
        scan->subject.width = str->width;
        scan->subject.is_ascii = (str->flags & STR_ASCII) != 0;
        scan->length = str->length;
        if (scan->subject.units == NULL) return false;
        if (pattern->is_bytes) {
            raise_type_error(t, "cannot use a bytes pattern on a string-like object");
            return false;
        }
    } else {
        if (!buffer_get(t, string, false, &scan->buffer)) {
            if (error_catch(t, TYPE_TypeError))
                raise_type_error(t, "expected string or bytes-like object, got '%T'", string);
            return false;
        }
        scan->is_bytes = true;
        if (!pattern->is_bytes) {
            buffer_release(t, &scan->buffer);
            raise_type_error(t, "cannot use a string pattern on a bytes-like object");
            return false;
        }
        /* User code may run while the scan goes on: it must not resize the bytes. */
        if (scan->buffer.exports != NULL) ++*scan->buffer.exports;
        scan->subject.units = scan->buffer.data;
        scan->length = scan->buffer.length;
    }
    int64_t length = (int64_t)scan->length;
    endpos = endpos < 0 ? 0 : endpos > length ? length : endpos;
    pos = pos < 0 ? 0 : pos > length ? length : pos;
    scan->subject.end = (size_t)endpos;
    scan->pos = scan->next = (size_t)pos;
    return true;
}

void re_scan_close(ReScan *scan) {
    if (!scan->is_bytes) return;
    if (scan->buffer.exports != NULL) --*scan->buffer.exports;
    buffer_release(scan->t, &scan->buffer);
}

int re_scan_next(ReScan *scan, ReMode mode) {
    RePatternObject *pattern = scan->pattern;
    ReStatus status = re_pattern_exec(pattern->compiled, &scan->subject, scan->next, mode,
                                      scan->must_advance, pattern->spans);
    if (status == RE_STATUS_MATCH) {
        scan->must_advance = pattern->spans[0] == pattern->spans[1];
        scan->next = (size_t)pattern->spans[1];
        return 1;
    }
    if (status == RE_STATUS_NO_MATCH) return 0;
    if (status == RE_STATUS_MEMORY) raise_memory_error(scan->t);
    return -1;
}

Value re_scan_slice(ReScan *scan, ptrdiff_t from, ptrdiff_t to) {
    if (!scan->is_bytes) return str_substring(scan->t, scan->string, (size_t)from, (size_t)to);
    if (value_is_exact(scan->string, KIND_BYTES) && from == 0 && (size_t)to == scan->length)
        return scan->string;
    return bytes_from_data(scan->t, scan->buffer.data + from, (size_t)(to - from));
}

/* A group of the last match; `unset` when it is not set. */
static Value scan_group(ReScan *scan, size_t group, Value unset) {
    const ptrdiff_t *spans = scan->pattern->spans;
    if (spans[2 * group] < 0) return unset;
    return re_scan_slice(scan, spans[2 * group], spans[2 * group + 1]);
}

Value re_pattern_run(Thread *t, RePatternObject *pattern, ReMode mode, Value string, int64_t pos,
                     int64_t endpos) {
    ReScan scan;
    if (!re_scan_open(&scan, t, pattern, string, pos, endpos)) return VALUE_ERROR;
    int found = re_scan_next(&scan, mode);
    Value result = found > 0 ? re_match_new(&scan) : found == 0 ? VALUE_NONE : VALUE_ERROR;
    re_scan_close(&scan);
    return result;
}

/* What findall gives for the last match. */
static Value found_item(ReScan *scan, Value empty) {
    uint32_t groups = scan->pattern->groups;
    if (groups <= 1) return scan_group(scan, groups, empty);
    Tuple *tuple = tuple_alloc(scan->t, groups);
    if (tuple == NULL) return VALUE_ERROR;
    for (size_t group = 1; group <= groups; group++) {
        Value item = scan_group(scan, group, empty);
        if (value_is_error(item)) return VALUE_ERROR;
        tuple->items[group - 1] = item;
        gc_wrote(scan->t, tuple);
    }
    return value_from_object(tuple);
}

Value re_pattern_findall(Thread *t, RePatternObject *pattern, Value string, int64_t pos,
                         int64_t endpos) {
    Value list = list_new(t, 0);
    ReScan scan;
    if (value_is_error(list) || !re_scan_open(&scan, t, pattern, string, pos, endpos))
        return VALUE_ERROR;
    Value empty = scan.is_bytes ? t->vm->empty_bytes : t->vm->empty_str;
    int found;
    while ((found = re_scan_next(&scan, RE_SEARCH)) > 0) {
        Value item = found_item(&scan, empty);
        if (value_is_error(item) || !list_append(t, value_as_list(list), item)) {
            found = -1;
            break;
        }
    }
    re_scan_close(&scan);
    return found < 0 ? VALUE_ERROR : list;
}

Value re_pattern_split(Thread *t, RePatternObject *pattern, Value string, int64_t maxsplit) {
    Value list_value = list_new(t, 0);
    ReScan scan;
    if (value_is_error(list_value) || !re_scan_open(&scan, t, pattern, string, 0, INT64_MAX))
        return VALUE_ERROR;
    List *list = value_as_list(list_value);
    ptrdiff_t last = 0;
    int found = 0;
    for (int64_t n = 0; maxsplit == 0 || n < maxsplit; n++) {
        found = re_scan_next(&scan, RE_SEARCH);
        if (found <= 0) break;
        Value item = re_scan_slice(&scan, last, pattern->spans[0]);
        bool ok = !value_is_error(item) && list_append(t, list, item);
        for (size_t group = 1; ok && group <= pattern->groups; group++) {
            item = scan_group(&scan, group, VALUE_NONE);
            ok = !value_is_error(item) && list_append(t, list, item);
        }
        if (!ok) {
            found = -1;
            break;
        }
        last = pattern->spans[1];
    }
    Value rest = found < 0 ? VALUE_ERROR : re_scan_slice(&scan, last, (ptrdiff_t)scan.length);
    re_scan_close(&scan);
    if (value_is_error(rest) || !list_append(t, list, rest)) return VALUE_ERROR;
    return list_value;
}

bool re_readonly(Thread *t, Value self, Value value) {
    (void)self;
    (void)value;
    raise_error(t, TYPE_AttributeError, "readonly attribute");
    return false;
}

/* ---- scanner objects and the iterator of finditer -------------------------------- */

typedef struct Scanner {
    Object header;
    RePatternObject *pattern;
    Value string;
    int64_t next, endpos, pos;
    bool must_advance, done;
} Scanner;

static void scanner_trace(Tracer *tracer, Object *object) {
    trace_object(tracer, ((Scanner *)object)->pattern);
    trace_value(tracer, ((Scanner *)object)->string);
}

static Value scanner_new(Thread *t, TypeId type, RePatternObject *pattern, Value string,
                         int64_t pos, int64_t endpos) {
    ReScan scan; /* checks the arguments */
    if (!re_scan_open(&scan, t, pattern, string, pos, endpos)) return VALUE_ERROR;
    re_scan_close(&scan);
    Scanner *scanner = type_alloc(t, t->vm->types[type], 0);
    if (scanner == NULL) return VALUE_ERROR;
    scanner->pattern = pattern;
    scanner->string = string;
    scanner->next = scanner->pos = (int64_t)scan.pos;
    scanner->endpos = (int64_t)scan.subject.end;
    return value_from_object(scanner);
}

static Value scanner_advance(Thread *t, Scanner *scanner, ReMode mode) {
    if (scanner->done) return VALUE_NONE;
    ReScan scan;
    if (!re_scan_open(&scan, t, scanner->pattern, scanner->string, scanner->pos, scanner->endpos))
        return VALUE_ERROR;
    scan.next = (size_t)scanner->next;
    scan.must_advance = scanner->must_advance;
    int found = re_scan_next(&scan, mode);
    Value result = found > 0 ? re_match_new(&scan) : found == 0 ? VALUE_NONE : VALUE_ERROR;
    re_scan_close(&scan);
    scanner->done = found == 0;
    scanner->next = (int64_t)scan.next;
    scanner->must_advance = scan.must_advance;
    return result;
}

static Value scanner_match(Thread *t, Value *args) {
    return scanner_advance(t, (Scanner *)value_as_object(args[0]), RE_MATCH);
}

static Value scanner_search(Thread *t, Value *args) {
    return scanner_advance(t, (Scanner *)value_as_object(args[0]), RE_SEARCH);
}

static Value scanner_get_pattern(Thread *t, Value self) {
    (void)t;
    return value_from_object(((Scanner *)value_as_object(self))->pattern);
}

static const NativeDef scanner_methods[] = {
    NATIVE("match", "($self, /)", scanner_match, NULL),
    NATIVE("search", "($self, /)", scanner_search, NULL),
    NATIVE_END,
};

static const GetSetDef scanner_attributes[] = {
    {"pattern", scanner_get_pattern, re_readonly, NULL},
    {NULL, NULL, NULL, NULL},
};

const TypeDef typedef_re_scanner = {
    .name = "_sre.SRE_Scanner",
    .id = TYPE_RE_SCANNER,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW | TYPEFLAG_IMMUTABLE,
    .size = sizeof(Scanner),
    .trace = scanner_trace,
    .methods = scanner_methods,
    .getset = scanner_attributes,
};

static Value match_iterator_next(Thread *t, Object *iterator) {
    Value match = scanner_advance(t, (Scanner *)iterator, RE_SEARCH);
    return value_is_none(match) ? VALUE_STOP : match;
}

const TypeDef typedef_re_iterator = {
    .name = "callable_iterator",
    .id = TYPE_RE_ITERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW | TYPEFLAG_IMMUTABLE,
    .size = sizeof(Scanner),
    .trace = scanner_trace,
    .next = match_iterator_next,
};

Value re_pattern_finditer(Thread *t, RePatternObject *pattern, Value string, int64_t pos,
                          int64_t endpos) {
    return scanner_new(t, TYPE_RE_ITERATOR, pattern, string, pos, endpos);
}

/* ---- methods ---------------------------------------------------------------------- */

static RePatternObject *self_pattern(Value *args) {
    return re_as_pattern(args[0]);
}

/* The arguments pos and endpos. */
static bool get_bounds(Thread *t, Value *args, int64_t *pos, int64_t *endpos) {
    if (value_is_int(args[0]))
        *pos = value_as_int(args[0]);
    else if (!arg_size(t, args[0], pos))
        return false;
    return arg_size(t, args[1], endpos);
}

static Value run_method(Thread *t, Value *args, ReMode mode) {
    int64_t pos, endpos;
    if (!get_bounds(t, args + 2, &pos, &endpos)) return VALUE_ERROR;
    return re_pattern_run(t, self_pattern(args), mode, args[1], pos, endpos);
}

static Value pattern_match(Thread *t, Value *args) {
    return run_method(t, args, RE_MATCH);
}
static Value pattern_fullmatch(Thread *t, Value *args) {
    return run_method(t, args, RE_FULLMATCH);
}
static Value pattern_search(Thread *t, Value *args) {
    return run_method(t, args, RE_SEARCH);
}

static Value pattern_findall(Thread *t, Value *args) {
    int64_t pos, endpos;
    if (!get_bounds(t, args + 2, &pos, &endpos)) return VALUE_ERROR;
    return re_pattern_findall(t, self_pattern(args), args[1], pos, endpos);
}

static Value pattern_finditer(Thread *t, Value *args) {
    int64_t pos, endpos;
    if (!get_bounds(t, args + 2, &pos, &endpos)) return VALUE_ERROR;
    return re_pattern_finditer(t, self_pattern(args), args[1], pos, endpos);
}

static Value pattern_scanner(Thread *t, Value *args) {
    int64_t pos, endpos;
    if (!get_bounds(t, args + 2, &pos, &endpos)) return VALUE_ERROR;
    return scanner_new(t, TYPE_RE_SCANNER, self_pattern(args), args[1], pos, endpos);
}

static Value pattern_split(Thread *t, Value *args) {
    int64_t maxsplit;
    if (!arg_size(t, args[2], &maxsplit)) return VALUE_ERROR;
    return re_pattern_split(t, self_pattern(args), args[1], maxsplit);
}

static Value pattern_sub(Thread *t, Value *args) {
    int64_t count;
    if (!arg_size(t, args[3], &count)) return VALUE_ERROR;
    return re_pattern_sub(t, self_pattern(args), args[1], args[2], count, false);
}

static Value pattern_subn(Thread *t, Value *args) {
    int64_t count;
    if (!arg_size(t, args[3], &count)) return VALUE_ERROR;
    return re_pattern_sub(t, self_pattern(args), args[1], args[2], count, true);
}

typedef struct FlagText {
    uint32_t flag;
    const char *text;
} FlagText;

static Value pattern_repr(Thread *t, Value *args) {
    static const FlagText texts[] = {
        {RE_TEMPLATE, "re.TEMPLATE"}, {RE_IGNORECASE, "re.IGNORECASE"},
        {RE_LOCALE, "re.LOCALE"},     {RE_MULTILINE, "re.MULTILINE"},
        {RE_DOTALL, "re.DOTALL"},     {RE_UNICODE, "re.UNICODE"},
        {RE_VERBOSE, "re.VERBOSE"},   {RE_DEBUG, "re.DEBUG"},
        {RE_ASCII, "re.ASCII"},
    };
    RePatternObject *self = self_pattern(args);
    uint32_t flags = self->flags;
    if (!self->is_bytes && (flags & RE_TYPE_FLAGS) == RE_UNICODE) flags &= ~(uint32_t)RE_UNICODE;
    Value pattern = op_repr(t, self->pattern);
    if (value_is_error(pattern)) return VALUE_ERROR;
    StrBuilder builder;
    builder_init(&builder, t);
    builder_cstring(&builder, "re.compile(");
    size_t length = value_as_str(pattern)->length;
    builder_substring(&builder, pattern, 0, length < 200 ? length : 200);
    const char *separator = ", ";
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (!(flags & texts[i].flag)) continue;
        builder_cstring(&builder, separator);
        builder_cstring(&builder, texts[i].text);
        flags &= ~texts[i].flag;
        separator = "|";
    }
    if (flags != 0) builder_format(&builder, "%s0x%x", separator, flags);
    builder_cstring(&builder, ")");
    return builder_finish(&builder);
}

static int same_pattern(Thread *t, RePatternObject *a, RePatternObject *b) {
    if (a == b) return 1;
    if (a->flags != b->flags || a->is_bytes != b->is_bytes) return 0;
    return op_equal(t, a->pattern, b->pattern);
}

static Value pattern_eq(Thread *t, Value *args) {
    if (!re_is_pattern(t, args[1])) return VALUE_NOT_IMPLEMENTED;
    int same = same_pattern(t, self_pattern(args), re_as_pattern(args[1]));
    return same < 0 ? VALUE_ERROR : value_bool(same);
}

static Value pattern_ne(Thread *t, Value *args) {
    if (!re_is_pattern(t, args[1])) return VALUE_NOT_IMPLEMENTED;
    int same = same_pattern(t, self_pattern(args), re_as_pattern(args[1]));
    return same < 0 ? VALUE_ERROR : value_bool(!same);
}

static Value pattern_hash(Thread *t, Value *args) {
    int64_t hash;
    if (op_hash(t, self_pattern(args)->pattern, &hash) < 0) return VALUE_ERROR;
    hash ^= (int64_t)self_pattern(args)->flags * 1000003;
    return int_from_int64(t, hash == -1 ? -2 : hash);
}

static Value pattern_copy(Thread *t, Value *args) {
    (void)t;
    return args[0];
}

/* (re._compile, (pattern, flags)), as CPython registers with copyreg. */
static Value pattern_reduce(Thread *t, Value *args) {
    RePatternObject *self = self_pattern(args);
    Value module = dict_get_str(t, t->vm->modules, str_intern_cstring(t, "re"));
    if (value_is_undef(module)) return raise_error(t, TYPE_RuntimeError, "lost the re module");
    Value compile = attr_get_cstring(t, module, "_compile");
    if (value_is_error(compile)) return VALUE_ERROR;
    Value arguments = tuple_pair(t, self->pattern, value_from_int(self->flags));
    return value_is_error(arguments) ? VALUE_ERROR : tuple_pair(t, compile, arguments);
}

static Value pattern_class_getitem(Thread *t, Value *args) {
    return call2(t, value_from_object(t->vm->types[TYPE_GENERIC_ALIAS]), args[0], args[1]);
}

#define BOUNDED "($self, /, string, pos=0, endpos=9223372036854775807)"

static const NativeDef pattern_methods[] = {
    NATIVE("match", BOUNDED, pattern_match,
           "Matches zero or more characters at the beginning of the string."),
    NATIVE("fullmatch", BOUNDED, pattern_fullmatch, "Matches against all of the string."),
    NATIVE("search", BOUNDED, pattern_search,
           "Scan through string looking for a match, and return a corresponding match object "
           "instance.\n\nReturn None if no position in the string matches."),
    NATIVE("sub", "($self, /, repl, string, count=0)", pattern_sub,
           "Return the string obtained by replacing the leftmost non-overlapping occurrences of "
           "pattern in string by the replacement repl."),
    NATIVE("subn", "($self, /, repl, string, count=0)", pattern_subn,
           "Return the tuple (new_string, number_of_subs_made) found by replacing the leftmost "
           "non-overlapping occurrences of pattern with the replacement repl."),
    NATIVE("findall", BOUNDED, pattern_findall,
           "Return a list of all non-overlapping matches of pattern in string."),
    NATIVE("split", "($self, /, string, maxsplit=0)", pattern_split,
           "Split string by the occurrences of pattern."),
    NATIVE("finditer", BOUNDED, pattern_finditer,
           "Return an iterator over all non-overlapping matches for the RE pattern in string.\n\n"
           "For each match, the iterator returns a match object."),
    NATIVE("scanner", BOUNDED, pattern_scanner, NULL),
    NATIVE("__repr__", "($self, /)", pattern_repr, NULL),
    NATIVE("__eq__", "($self, value, /)", pattern_eq, NULL),
    NATIVE("__ne__", "($self, value, /)", pattern_ne, NULL),
    NATIVE("__hash__", "($self, /)", pattern_hash, NULL),
    NATIVE("__copy__", "($self, /)", pattern_copy, NULL),
    NATIVE("__deepcopy__", "($self, memo, /)", pattern_copy, NULL),
    NATIVE("__reduce__", "($self, /)", pattern_reduce, NULL),
    NATIVE_CLASSMETHOD("__class_getitem__", "($cls, item, /)", pattern_class_getitem,
                       "See PEP 585"),
    NATIVE_END,
};

/* ---- attributes -------------------------------------------------------------------- */

static Value pattern_get_pattern(Thread *t, Value self) {
    (void)t;
    return re_as_pattern(self)->pattern;
}

static Value pattern_get_flags(Thread *t, Value self) {
    (void)t;
    return value_from_int(re_as_pattern(self)->flags);
}

static Value pattern_get_groups(Thread *t, Value self) {
    (void)t;
    return value_from_int(re_as_pattern(self)->groups);
}

static Value pattern_get_groupindex(Thread *t, Value self) {
    Dict *names = re_as_pattern(self)->group_index;
    if (names->used != 0) return mapping_proxy_new(t, value_from_object(names));
    Dict *empty = dict_new(t);
    return empty == NULL ? VALUE_ERROR : value_from_object(empty);
}

static const GetSetDef pattern_attributes[] = {
    {"pattern", pattern_get_pattern, re_readonly,
     "The pattern string from which the RE object was compiled."},
    {"flags", pattern_get_flags, re_readonly, "The regex matching flags."},
    {"groups", pattern_get_groups, re_readonly, "The number of capturing groups in the pattern."},
    {"groupindex", pattern_get_groupindex, NULL,
     "A dictionary mapping group names to group numbers."},
    {NULL, NULL, NULL, NULL},
};

static void pattern_trace(Tracer *tracer, Object *object) {
    RePatternObject *self = (RePatternObject *)object;
    trace_value(tracer, self->pattern);
    trace_object(tracer, self->group_index);
    trace_object(tracer, self->index_group);
    trace_value(tracer, self->template);
    trace_object(tracer, self->template_parts);
}

static void pattern_finalize(Thread *t, Object *object) {
    (void)t;
    RePatternObject *self = (RePatternObject *)object;
    if (self->compiled != NULL) re_pattern_free(self->compiled);
    free(self->spans);
    self->compiled = NULL;
    self->spans = NULL;
}

const TypeDef typedef_re_pattern = {
    .name = "re.Pattern",
    .doc = "Compiled regular expression object.",
    .id = TYPE_RE_PATTERN,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW | TYPEFLAG_IMMUTABLE | TYPEFLAG_WEAKREFS,
    .size = sizeof(RePatternObject),
    .trace = pattern_trace,
    .finalize = pattern_finalize,
    .methods = pattern_methods,
    .getset = pattern_attributes,
};

bool re_is_pattern(Thread *t, Value v) {
    return value_is_kind(v, KIND_OTHER) && type_of(t, v) == t->vm->types[TYPE_RE_PATTERN];
}

/* ---- construction -------------------------------------------------------------------- */

static bool fill_names(Thread *t, RePatternObject *self) {
    uint32_t count;
    const ReGroupName *names = re_pattern_names(self->compiled, &count);
    self->group_index = dict_new(t);
    if (self->group_index == NULL) return false;
    gc_wrote(t, self);
    if (count == 0) return true;
    Tuple *by_index = tuple_alloc(t, (size_t)self->groups + 1);
    if (by_index == NULL) return false;
    for (size_t i = 0; i <= self->groups; i++) by_index->items[i] = VALUE_NONE;
    self->index_group = by_index;
    gc_wrote(t, self);
    for (uint32_t i = 0; i < count; i++) {
        Value name = str_from_ucs4(t, names[i].text, names[i].length);
        if (!value_is_error(name)) name = str_intern(t, name);
        if (value_is_error(name) ||
            !dict_set_str(t, self->group_index, name, value_from_int(names[i].group)))
            return false;
        by_index->items[names[i].group] = name;
        gc_wrote(t, by_index);
    }
    return true;
}

static bool pattern_text(Thread *t, Value pattern, ReText *text) {
    *text = (ReText){.width = 1, .is_bytes = !value_is_str(pattern)};
    if (value_is_str(pattern)) {
        Str *str = value_as_str(pattern);
        text->units = str_data(t, str);
        text->length = str->length;
        text->width = str->width;
        return text->units != NULL;
    }
    text->units = value_as_bytes(pattern)->data;
    text->length = value_as_bytes(pattern)->length;
    return true;
}

Value re_pattern_object_new(Thread *t, Value pattern, int64_t flags) {
    ReText text;
    if (!pattern_text(t, pattern, &text)) return VALUE_ERROR;
    ReHost host = re_host(t);
    ReError error;
    RePattern *compiled = re_pattern_compile(&text, (uint32_t)flags, &host, &error);
    if (compiled == NULL) {
        re_error_raise(t, &error, pattern);
        return VALUE_ERROR;
    }
    RePatternObject *self = type_alloc(t, t->vm->types[TYPE_RE_PATTERN], 0);
    if (self == NULL) {
        re_pattern_free(compiled);
        return VALUE_ERROR;
    }
    self->compiled = compiled;
    self->pattern = pattern;
    self->template = VALUE_UNDEF;
    self->flags = re_pattern_flags(compiled);
    self->groups = re_pattern_groups(compiled);
    self->is_bytes = text.is_bytes;
    self->spans = malloc(2 * ((size_t)self->groups + 1) * sizeof *self->spans);
    if (self->spans == NULL) return raise_memory_error(t);
    return fill_names(t, self) ? value_from_object(self) : VALUE_ERROR;
}

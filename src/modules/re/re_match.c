/* re.Match. */
#include "modules/re/re_module.h"

static void match_trace(Tracer *tracer, Object *object) {
    ReMatchObject *match = (ReMatchObject *)object;
    trace_object(tracer, match->pattern);
    trace_value(tracer, match->string);
    trace_value(tracer, match->regs);
}

Value re_match_new(ReScan *scan) {
    Thread *t = scan->t;
    size_t bytes = 2 * ((size_t)scan->pattern->groups + 1) * sizeof(ptrdiff_t);
    ReMatchObject *match = type_alloc(t, t->vm->types[TYPE_RE_MATCH], bytes);
    if (match == NULL) return VALUE_ERROR;
    match->pattern = scan->pattern;
    match->string = scan->string;
    match->regs = VALUE_UNDEF;
    match->pos = (int64_t)scan->pos;
    match->endpos = (int64_t)scan->subject.end;
    match->last_index = scan->pattern->groups == 0 ? 0 : -1;
    memcpy(match->spans, scan->pattern->spans, bytes);
    return value_from_object(match);
}

/* ---- groups ---------------------------------------------------------------- */

static Value slice_buffer(Thread *t, Value string, ptrdiff_t from, ptrdiff_t to) {
    if (value_is_exact(string, KIND_BYTES)) {
        Bytes *bytes = value_as_bytes(string);
        if (from == 0 && (size_t)to == bytes->length) return string;
        return bytes_from_data(t, bytes->data + from, (size_t)(to - from));
    }
    Buffer buffer;
    if (!buffer_get(t, string, false, &buffer)) return VALUE_ERROR;
    /* A bytearray may have shrunk since. */
    if ((size_t)to > buffer.length) to = (ptrdiff_t)buffer.length;
    if (from > to) from = to;
    Value bytes = bytes_from_data(t, buffer.data + from, (size_t)(to - from));
    buffer_release(t, &buffer);
    return bytes;
}

Value re_match_slice(Thread *t, ReMatchObject *match, size_t group, Value fallback) {
    ptrdiff_t from = match->spans[2 * group], to = match->spans[2 * group + 1];
    if (from < 0) return fallback;
    if (value_is_str(match->string))
        return str_substring(t, match->string, (size_t)from, (size_t)to);
    return slice_buffer(t, match->string, from, to);
}

/* The group that an argument names; -1 with IndexError. */
static int64_t group_index(Thread *t, ReMatchObject *match, Value group) {
    int64_t index = -1;
    if (value_is_int(group)) {
        index = value_as_int(group);
    } else if (!value_is_undef(special_of(t, group, SPECIAL_INDEX))) {
        if (!op_index_clipped(t, group, &index)) return -1;
    } else if (match->pattern->group_index->used != 0) {
        Value found = dict_get(t, match->pattern->group_index, group);
        if (value_is_error(found)) return -1;
        if (value_is_int(found)) index = value_as_int(found);
    }
    if (index >= 0 && index <= match->pattern->groups) return index;
    raise_index_error(t, "no such group");
    return -1;
}

static Value group_by_value(Thread *t, ReMatchObject *match, Value group) {
    int64_t index = group_index(t, match, group);
    return index < 0 ? VALUE_ERROR : re_match_slice(t, match, (size_t)index, VALUE_NONE);
}

static Value match_group(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    if (kwnames != NULL && kwnames->length != 0)
        return raise_type_error(t, "group() takes no keyword arguments");
    ReMatchObject *match = re_as_match(args[0]);
    if (nargs == 1) return re_match_slice(t, match, 0, VALUE_NONE);
    if (nargs == 2) return group_by_value(t, match, args[1]);
    Tuple *result = tuple_alloc(t, nargs - 1);
    if (result == NULL) return VALUE_ERROR;
    for (size_t i = 1; i < nargs; i++) {
        Value item = group_by_value(t, match, args[i]);
        if (value_is_error(item)) return VALUE_ERROR;
        result->items[i - 1] = item;
        gc_wrote(t, result);
    }
    return value_from_object(result);
}

static Value match_getitem(Thread *t, Value *args) {
    return group_by_value(t, re_as_match(args[0]), args[1]);
}

static Value match_groups(Thread *t, Value *args) {
    ReMatchObject *match = re_as_match(args[0]);
    if (match->pattern->groups == 0) return t->vm->empty_tuple;
    Tuple *result = tuple_alloc(t, match->pattern->groups);
    if (result == NULL) return VALUE_ERROR;
    for (size_t group = 1; group <= match->pattern->groups; group++) {
        Value item = re_match_slice(t, match, group, args[1]);
        if (value_is_error(item)) return VALUE_ERROR;
        result->items[group - 1] = item;
        gc_wrote(t, result);
    }
    return value_from_object(result);
}

static Value match_groupdict(Thread *t, Value *args) {
    ReMatchObject *match = re_as_match(args[0]);
    Dict *result = dict_new(t);
    if (result == NULL) return VALUE_ERROR;
    size_t position = 0;
    Value name, index;
    while (dict_next(match->pattern->group_index, &position, &name, &index)) {
        Value item = re_match_slice(t, match, (size_t)value_as_int(index), args[1]);
        if (value_is_error(item) || !dict_set_str(t, result, name, item)) return VALUE_ERROR;
    }
    return value_from_object(result);
}

/* ---- positions --------------------------------------------------------------- */

static Value match_start(Thread *t, Value *args) {
    ReMatchObject *match = re_as_match(args[0]);
    int64_t group = group_index(t, match, args[1]);
    return group < 0 ? VALUE_ERROR : value_from_int(match->spans[2 * group]);
}

static Value match_end(Thread *t, Value *args) {
    ReMatchObject *match = re_as_match(args[0]);
    int64_t group = group_index(t, match, args[1]);
    return group < 0 ? VALUE_ERROR : value_from_int(match->spans[2 * group + 1]);
}

static Value span_tuple(Thread *t, ReMatchObject *match, size_t group) {
    return tuple_pair(t, value_from_int(match->spans[2 * group]),
                      value_from_int(match->spans[2 * group + 1]));
}

static Value match_span(Thread *t, Value *args) {
    ReMatchObject *match = re_as_match(args[0]);
    int64_t group = group_index(t, match, args[1]);
    return group < 0 ? VALUE_ERROR : span_tuple(t, match, (size_t)group);
}

static Value match_regs(Thread *t, Value self) {
    ReMatchObject *match = re_as_match(self);
    if (!value_is_undef(match->regs)) return match->regs;
    Tuple *regs = tuple_alloc(t, (size_t)match->pattern->groups + 1);
    if (regs == NULL) return VALUE_ERROR;
    for (size_t group = 0; group <= match->pattern->groups; group++) {
        Value span = span_tuple(t, match, group);
        if (value_is_error(span)) return VALUE_ERROR;
        regs->items[group] = span;
        gc_wrote(t, regs);
    }
    match->regs = value_from_object(regs);
    gc_wrote(t, match);
    return match->regs;
}

/* Worked out on demand: it may take matching once more. False with an exception. */
static bool find_last_index(Thread *t, ReMatchObject *match) {
    if (match->last_index >= 0) return true;
    RePattern *compiled = re_pattern_compiled(t, match->pattern);
    if (compiled == NULL) return false;
    ReSubject subject = {.end = (size_t)match->endpos};
    Buffer buffer = {0};
    bool is_str = value_is_str(match->string);
    if (is_str) {
        Str *str = value_as_str(match->string);
        subject.units = str_data(t, str);
        subject.width = str->width;
        if (subject.units == NULL) return false;
    } else {
        if (!buffer_get(t, match->string, false, &buffer)) return false;
        subject.units = buffer.data;
        subject.width = 1;
        if (subject.end > buffer.length) subject.end = buffer.length;
    }
    uint32_t last_index;
    ReStatus status = re_pattern_last_index(compiled, &subject, match->spans, &last_index);
    if (!is_str) buffer_release(t, &buffer);
    if (status == RE_STATUS_MEMORY) {
        raise_memory_error(t);
        return false;
    }
    match->last_index = (int32_t)last_index;
    return true;
}

static Value match_lastindex(Thread *t, Value self) {
    ReMatchObject *match = re_as_match(self);
    if (!find_last_index(t, match)) return VALUE_ERROR;
    return match->last_index == 0 ? VALUE_NONE : value_from_int(match->last_index);
}

static Value match_lastgroup(Thread *t, Value self) {
    ReMatchObject *match = re_as_match(self);
    if (match->pattern->index_group == NULL) return VALUE_NONE;
    if (!find_last_index(t, match)) return VALUE_ERROR;
    return match->pattern->index_group->items[match->last_index];
}

/* ---- the rest ------------------------------------------------------------------ */

static Value match_get_pos(Thread *t, Value self) {
    (void)t;
    return value_from_int(re_as_match(self)->pos);
}

static Value match_get_endpos(Thread *t, Value self) {
    (void)t;
    return value_from_int(re_as_match(self)->endpos);
}

static Value match_get_re(Thread *t, Value self) {
    (void)t;
    return value_from_object(re_as_match(self)->pattern);
}

static Value match_get_string(Thread *t, Value self) {
    (void)t;
    return re_as_match(self)->string;
}

static Value match_expand(Thread *t, Value *args) {
    return re_match_expand(t, re_as_match(args[0]), args[1]);
}

static Value match_repr(Thread *t, Value *args) {
    ReMatchObject *match = re_as_match(args[0]);
    Value text = re_match_slice(t, match, 0, VALUE_NONE);
    if (value_is_error(text)) return VALUE_ERROR;
    return str_format(t, "<re.Match object; span=(%zd, %zd), match=%R>", match->spans[0],
                      match->spans[1], text);
}

static Value match_copy(Thread *t, Value *args) {
    (void)t;
    return args[0];
}

static Value match_class_getitem(Thread *t, Value *args) {
    return call2(t, value_from_object(t->vm->types[TYPE_GENERIC_ALIAS]), args[0], args[1]);
}

static const NativeDef match_methods[] = {
    NATIVE_RAW("group", "($self, /, *args)", match_group,
               "group([group1, ...]) -> str or tuple.\n"
               "    Return subgroup(s) of the match by indices or names.\n"
               "    For 0 returns the entire match."),
    NATIVE("__getitem__", "($self, key, /)", match_getitem, "Return self[key]."),
    NATIVE("groups", "($self, /, default=None)", match_groups,
           "Return a tuple containing all the subgroups of the match, from 1."),
    NATIVE("groupdict", "($self, /, default=None)", match_groupdict,
           "Return a dictionary containing all the named subgroups of the match."),
    NATIVE("start", "($self, group=0, /)", match_start,
           "Return index of the start of the substring matched by group."),
    NATIVE("end", "($self, group=0, /)", match_end,
           "Return index of the end of the substring matched by group."),
    NATIVE("span", "($self, group=0, /)", match_span,
           "For match object m, return the 2-tuple (m.start(group), m.end(group))."),
    NATIVE("expand", "($self, /, template)", match_expand,
           "Return the string obtained by doing backslash substitution on the string template."),
    NATIVE("__repr__", "($self, /)", match_repr, NULL),
    NATIVE("__copy__", "($self, /)", match_copy, NULL),
    NATIVE("__deepcopy__", "($self, memo, /)", match_copy, NULL),
    NATIVE_CLASSMETHOD("__class_getitem__", "($cls, item, /)", match_class_getitem, "See PEP 585"),
    NATIVE_END,
};

static const GetSetDef match_attributes[] = {
    {"string", match_get_string, re_readonly, "The string passed to match() or search()."},
    {"re", match_get_re, re_readonly, "The regular expression object."},
    {"pos", match_get_pos, re_readonly, "The index where the search began."},
    {"endpos", match_get_endpos, re_readonly, "The index where the search ended."},
    {"lastindex", match_lastindex, NULL, "The integer index of the last matched group."},
    {"lastgroup", match_lastgroup, NULL, "The name of the last matched capturing group."},
    {"regs", match_regs, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

const TypeDef typedef_re_match = {
    .name = "re.Match",
    .doc = "The result of re.match() and re.search().\n"
           "Match objects always have a boolean value of True.",
    .id = TYPE_RE_MATCH,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_VARSIZED | TYPEFLAG_NO_NEW | TYPEFLAG_IMMUTABLE,
    .size = sizeof(ReMatchObject),
    .trace = match_trace,
    .methods = match_methods,
    .getset = match_attributes,
};

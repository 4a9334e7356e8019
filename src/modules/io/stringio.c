/*
 * stringio.c - StringIO: a text stream in memory.  Its content is a str; writing
 * at the end extends it, in place until somebody asks for it.
 */
#include "modules/io/io.h"

static StringIo *as_string_io(Value v) { return (StringIo *)value_as_object(v); }
static bool check(Thread *t, StringIo *s) {
    if (s->base.closed)
        raise_value_error(t, "I/O operation on closed file");
    else if (!s->base.initialized)
        raise_value_error(t, "I/O operation on uninitialized object");
    else
        return true;
    return false;
}
static size_t length_of(const StringIo *s) { return value_as_str(s->text)->length; }

static Value new_method(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    StringIo *s = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!s)
        return VALUE_ERROR;
    s->text = t->vm->empty_str;
    return value_from_object(s);
}
static void trace(Tracer *tracer, Object *object) { trace_value(tracer, ((StringIo *)object)->text); }

/* The text as it is now, which from here on others have, too. */
static Value shown(StringIo *s) {
    value_as_str(s->text)->flags |= STR_SEEN;
    return s->text;
}

/* Replaces characters from the position on. */
static bool put(Thread *t, StringIo *s, Value text) {
    size_t n = length_of(s), add = value_as_str(text)->length;
    if (s->position > n) {
        Value gap = str_repeat(t, str_from_char(t, 0), (int64_t)(s->position - n));
        s->text = value_is_error(gap) ? gap : str_concat(t, s->text, gap);
    } else if (s->position < n) {
        Value head = str_substring(t, s->text, 0, s->position);
        Value tail = s->position + add < n ? str_substring(t, s->text, s->position + add, n) : t->vm->empty_str;
        if (value_is_error(head) || value_is_error(tail))
            return false;
        Value joined = str_concat(t, head, text);
        joined = value_is_error(joined) ? joined : str_concat(t, joined, tail);
        if (value_is_error(joined))
            return false;
        s->text = joined;
        shown(s); /* it may be what was written */
        s->position += add;
        gc_wrote(t, s);
        return true;
    }
    Value joined = value_is_error(s->text) ? s->text : str_extend(t, s->text, text, s->text);
    if (value_is_error(joined)) {
        s->text = t->vm->empty_str;
        return false;
    }
    s->text = joined;
    s->position += add;
    gc_wrote(t, s);
    return true;
}

/* What a written text becomes: line ends as the mode wants them. */
static Value translate(Thread *t, StringIo *s, Value text) {
    if (s->newline == NEWLINE_UNIVERSAL)
        return newline_decode(t, text, true, &s->seen);
    if (s->newline == NEWLINE_KEEP) {
        newline_decode(t, text, false, &s->seen);
        return text;
    }
    if (s->newline == NEWLINE_LF)
        return text;
    Value all[2] = {str_from_char(t, '\n'), str_from_cstring(t, s->newline == NEWLINE_CR ? "\r" : "\r\n")};
    return io_call(t, text, "replace", all, 2);
}

static Value init_method(Thread *t, Value *args) {
    StringIo *s = as_string_io(args[0]);
    if (!value_is_none(args[1]) && !value_is_str(args[1]))
        return raise_type_error(t, "initial_value must be str or None, not %T", args[1]);
    if (!newline_parse(t, args[2], &s->newline))
        return VALUE_ERROR;
    s->text = t->vm->empty_str;
    s->position = 0;
    s->seen = 0;
    s->base.initialized = true;
    s->base.closed = false;
    if (!value_is_none(args[1])) {
        Value text = translate(t, s, args[1]);
        if (value_is_error(text) || !put(t, s, text))
            return VALUE_ERROR;
    }
    s->position = 0;
    return VALUE_NONE;
}

StringIo *stringio_plain(Thread *t, Value stream) {
    return value_has_type(stream, TYPE_STRING_IO) &&
                   value_is_undef(instance_get(t, value_as_object(stream), STR_NAME(t, write)))
               ? as_string_io(stream)
               : NULL;
}

bool stringio_write(Thread *t, StringIo *s, Value text) {
    if (!check(t, s))
        return false;
    Value translated = translate(t, s, text);
    return !value_is_error(translated) && put(t, s, translated);
}

static Value write_method(Thread *t, Value *args) {
    if (!value_is_str(args[1]))
        return raise_type_error(t, "string argument expected, got '%T'", args[1]);
    return stringio_write(t, as_string_io(args[0]), args[1]) ? value_from_int(value_as_str(args[1])->length)
                                                             : VALUE_ERROR;
}

static Value take(Thread *t, StringIo *s, size_t n) {
    size_t left = s->position < length_of(s) ? length_of(s) - s->position : 0;
    if (n > left)
        n = left;
    Value v = str_substring(t, s->text, n ? s->position : 0, n ? s->position + n : 0);
    s->position += n;
    return value_same(v, s->text) ? shown(s) : v;
}
static Value read_method(Thread *t, Value *args) {
    int64_t n;
    if (!check(t, as_string_io(args[0])) || !io_size(t, args[1], &n))
        return VALUE_ERROR;
    return take(t, as_string_io(args[0]), n < 0 ? SIZE_MAX : (size_t)n);
}
static Value line(Thread *t, StringIo *s, int64_t limit) {
    size_t n = length_of(s);
    if (s->position >= n)
        return t->vm->empty_str;
    Str *text = value_as_str(s->text);
    const void *d = str_data(t, text);
    if (!d)
        return VALUE_ERROR;
    size_t end = newline_find(d, text->width, s->position, n, s->newline);
    size_t count = (end == SIZE_MAX ? n : end) - s->position;
    return take(t, s, limit >= 0 && (size_t)limit < count ? (size_t)limit : count);
}
static Value readline_method(Thread *t, Value *args) {
    int64_t n;
    if (!check(t, as_string_io(args[0])) || !io_size(t, args[1], &n))
        return VALUE_ERROR;
    return line(t, as_string_io(args[0]), n);
}
static Value next(Thread *t, Object *object) {
    if (!check(t, (StringIo *)object))
        return VALUE_ERROR;
    Value v = line(t, (StringIo *)object, -1);
    return !value_is_error(v) && !value_as_str(v)->length ? VALUE_STOP : v;
}
static Value tell_method(Thread *t, Value *args) {
    return check(t, as_string_io(args[0])) ? value_from_int((int64_t)as_string_io(args[0])->position) : VALUE_ERROR;
}
static Value seek_method(Thread *t, Value *args) {
    StringIo *s = as_string_io(args[0]);
    int64_t offset;
    int whence;
    if (!check(t, s) || !arg_size(t, args[1], &offset) || !arg_int(t, args[2], &whence))
        return VALUE_ERROR;
    if (whence < 0 || whence > 2)
        return raise_value_error(t, "Invalid whence (%d, should be 0, 1 or 2)", whence);
    if (whence == 0 && offset < 0)
        return raise_value_error(t, "Negative seek position %ld", (long)offset);
    if (whence && offset)
        return raise_error(t, TYPE_OSError, "Can't do nonzero cur-relative seeks");
    s->position = whence == 0 ? (size_t)offset : whence == 1 ? s->position : length_of(s);
    return value_from_int((int64_t)s->position);
}
static Value truncate_method(Thread *t, Value *args) {
    StringIo *s = as_string_io(args[0]);
    int64_t n = (int64_t)s->position;
    if (!check(t, s) || (!value_is_none(args[1]) && !arg_size(t, args[1], &n)))
        return VALUE_ERROR;
    if (n < 0)
        return raise_value_error(t, "Negative size value %ld", (long)n);
    if ((size_t)n < length_of(s)) {
        Value head = str_substring(t, s->text, 0, (size_t)n);
        if (value_is_error(head))
            return head;
        s->text = head;
        gc_wrote(t, s);
    }
    return value_from_int(n);
}
static Value getvalue_method(Thread *t, Value *args) {
    return check(t, as_string_io(args[0])) ? shown(as_string_io(args[0])) : VALUE_ERROR;
}
static Value close_method(Thread *t, Value *args) {
    as_string_io(args[0])->base.closed = true;
    as_string_io(args[0])->text = t->vm->empty_str;
    return VALUE_NONE;
}
static Value answer_true(Thread *t, Value *args) {
    return check(t, as_string_io(args[0])) ? VALUE_TRUE : VALUE_ERROR;
}
static Value closed_get(Thread *t, Value self) { return value_bool(as_string_io(self)->base.closed); }
static Value line_buffering_get(Thread *t, Value self) { return VALUE_FALSE; }
static Value newlines_get(Thread *t, Value self) { return newlines_seen(t, as_string_io(self)->seen); }

static const NativeDef methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", new_method, "Create and return a new object."),
    NATIVE("__init__", "($self, initial_value='', newline='\\n')", init_method, "Initialize self."),
    NATIVE("read", "($self, size=-1, /)", read_method, "Read at most size characters, returned as a string."),
    NATIVE("readline", "($self, size=-1, /)", readline_method, "Read until newline or EOF."),
    NATIVE("write", "($self, s, /)", write_method, "Write string to file."),
    NATIVE("tell", "($self, /)", tell_method, "Tell the current file position."),
    NATIVE("seek", "($self, pos, whence=0, /)", seek_method, "Change stream position."),
    NATIVE("truncate", "($self, pos=None, /)", truncate_method, "Truncate size to pos."),
    NATIVE("getvalue", "($self, /)", getvalue_method, "Retrieve the entire contents of the object."),
    NATIVE("close", "($self, /)", close_method, "Close the IO object."),
    NATIVE("readable", "($self, /)", answer_true, "Returns True if the IO object can be read."),
    NATIVE("writable", "($self, /)", answer_true, "Returns True if the IO object can be written."),
    NATIVE("seekable", "($self, /)", answer_true, "Returns True if the IO object can be seeked."),
    NATIVE_END,
};
static const GetSetDef getset[] = {
    {"closed", closed_get, NULL, NULL},
    {"line_buffering", line_buffering_get, NULL, NULL},
    {"newlines", newlines_get, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
const TypeDef typedef_string_io = {
    .name = "_io.StringIO",
    .doc = "Text I/O implementation using an in-memory buffer.",
    .id = TYPE_STRING_IO,
    .base = TYPE_TEXT_IO_BASE,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE,
    .size = sizeof(StringIo),
    .trace = trace,
    .next = next,
    .methods = methods,
    .getset = getset,
};

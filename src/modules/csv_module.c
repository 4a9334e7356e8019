/*
 * csv_module.c - the module _csv: reading and writing rows of separated values.
 */
#include <stdarg.h>

#include "runtime/native.h"
#include "runtime/sequence_support.h"

extern const TypeDef typedef_csv_dialect, typedef_csv_reader, typedef_csv_writer;

typedef enum Quoting { QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE } Quoting;

enum { NOT_SET = 0xffffffff }; /* a character that is None */

typedef struct Dialect {
    Object header;
    uint32_t delimiter, quotechar, escapechar;
    Value lineterminator;
    bool doublequote, skipinitialspace, strict;
    uint8_t quoting;
} Dialect;

static inline Dialect *as_dialect(Value v) { return (Dialect *)value_as_object(v); }
static bool is_dialect(Value v) {
    return value_is_object(v) && object_type(value_as_object(v))->def == &typedef_csv_dialect;
}

/* Module state: (Error, registered dialects, field size limit). */
enum { STATE_ERROR, STATE_DIALECTS, STATE_LIMIT, STATE_COUNT };
static Value *state(Thread *t) { return value_as_tuple(t->vm->module_state[MODULE_STATE_CSV])->items; }

static Value csv_error(Thread *t, const char *format, ...) {
    va_list ap;
    va_start(ap, format);
    Value message = str_vformat(t, format, ap);
    va_end(ap);
    Value e = value_is_error(message) ? message : call1(t, state(t)[STATE_ERROR], message);
    return value_is_error(e) ? e : raise_object(t, e);
}

/* ---- dialects ---- */

static void dialect_trace(Tracer *tracer, Object *object) { trace_value(tracer, ((Dialect *)object)->lineterminator); }

static Value registered(Thread *t, Value name) {
    Value v = dict_get(t, value_as_dict(state(t)[STATE_DIALECTS]), name);
    return value_is_undef(v) ? csv_error(t, "unknown dialect") : v;
}

static bool set_char(Thread *t, const char *name, Value v, uint32_t fallback, bool may_be_none, uint32_t *out) {
    *out = fallback;
    if (value_is_undef(v))
        return true;
    *out = NOT_SET;
    if (may_be_none && value_is_none(v))
        return true;
    if (!value_is_str(v)) {
        raise_type_error(t, may_be_none ? "\"%s\" must be string or None, not %T" : "\"%s\" must be string, not %T", name, v);
        return false;
    }
    Str *s = value_as_str(v);
    if (s->length != 1) {
        raise_type_error(t, "\"%s\" must be a 1-character string", name);
        return false;
    }
    *out = str_char_at(str_data(t, s), s->width, 0);
    return true;
}

static bool set_flag(Thread *t, Value v, bool fallback, bool *out) {
    *out = fallback;
    return value_is_undef(v) || arg_bool(t, v, out);
}

static const char *const parameter_names[] = {"delimiter", "doublequote", "escapechar", "lineterminator", "quotechar",
                                              "quoting", "skipinitialspace", "strict"};
enum { PARAMETER_COUNT = 8 };

/* cls, dialect, then the parameters: UNDEF where not given. */
static Value dialect_new(Thread *t, Value *args) {
    Value base = args[1], *p = args + 2;
    bool given = false;
    for (int i = 0; i < PARAMETER_COUNT; i++)
        given |= !value_is_undef(p[i]);
    if (value_is_undef(base) || value_is_none(base)) {
        base = VALUE_UNDEF;
    } else if (value_is_str(base)) {
        base = registered(t, base);
        if (value_is_error(base))
            return base;
    }
    if (!value_is_undef(base)) {
        if (is_dialect(base) && !given)
            return base;
        for (int i = 0; i < PARAMETER_COUNT; i++)
            if (value_is_undef(p[i])) {
                p[i] = attr_find(t, base, str_intern_cstring(t, parameter_names[i]));
                if (value_is_error(p[i])) { /* as CPython: what cannot be read is not set */
                    error_clear(t);
                    p[i] = VALUE_UNDEF;
                }
            }
    }
    Dialect *d = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!d)
        return VALUE_ERROR;
    d->lineterminator = VALUE_NONE;
    if (!set_char(t, "delimiter", p[0], ',', false, &d->delimiter) || !set_flag(t, p[1], true, &d->doublequote) ||
        !set_char(t, "escapechar", p[2], NOT_SET, true, &d->escapechar))
        return VALUE_ERROR;
    if (value_is_undef(p[3])) {
        d->lineterminator = str_intern_cstring(t, "\r\n");
    } else {
        if (!value_is_str(p[3]) && !value_is_none(p[3]))
            return raise_type_error(t, "\"lineterminator\" must be a string");
        d->lineterminator = p[3];
    }
    gc_wrote(t, d);
    if (!set_char(t, "quotechar", p[4], '"', true, &d->quotechar))
        return VALUE_ERROR;
    if (!value_is_undef(p[5])) {
        if (!value_is_int(p[5]) && !value_is_exact(p[5], KIND_INT))
            return raise_type_error(t, "\"quoting\" must be an integer");
        int64_t n = value_is_int(p[5]) ? value_as_int(p[5]) : -1;
        if (n < QUOTE_MINIMAL || n > QUOTE_NONE)
            return raise_type_error(t, "bad \"quoting\" value");
        d->quoting = (uint8_t)n;
    }
    if (!set_flag(t, p[6], false, &d->skipinitialspace) || !set_flag(t, p[7], false, &d->strict))
        return VALUE_ERROR;
    if (value_is_none(p[4]) && value_is_undef(p[5]))
        d->quoting = QUOTE_NONE;
    if (d->quoting != QUOTE_NONE && d->quotechar == NOT_SET)
        return raise_type_error(t, "quotechar must be set if quoting enabled");
    if (value_is_none(d->lineterminator))
        return raise_type_error(t, "lineterminator must be set");
    return value_from_object(d);
}

static Value char_value(Thread *t, uint32_t c) { return c == NOT_SET ? VALUE_NONE : str_from_char(t, c); }
static Value get_delimiter(Thread *t, Value self) { return char_value(t, as_dialect(self)->delimiter); }
static Value get_quotechar(Thread *t, Value self) { return char_value(t, as_dialect(self)->quotechar); }
static Value get_escapechar(Thread *t, Value self) { return char_value(t, as_dialect(self)->escapechar); }
static Value get_lineterminator(Thread *t, Value self) { return as_dialect(self)->lineterminator; }
static Value get_doublequote(Thread *t, Value self) { return value_bool(as_dialect(self)->doublequote); }
static Value get_skipinitialspace(Thread *t, Value self) { return value_bool(as_dialect(self)->skipinitialspace); }
static Value get_strict(Thread *t, Value self) { return value_bool(as_dialect(self)->strict); }
static Value get_quoting(Thread *t, Value self) { return value_from_int(as_dialect(self)->quoting); }

static const GetSetDef dialect_getset[] = {
    {"delimiter", get_delimiter, NULL, NULL},
    {"quotechar", get_quotechar, NULL, NULL},
    {"escapechar", get_escapechar, NULL, NULL},
    {"lineterminator", get_lineterminator, NULL, NULL},
    {"quoting", get_quoting, NULL, NULL},
    {"doublequote", get_doublequote, readonly_member, NULL},
    {"skipinitialspace", get_skipinitialspace, readonly_member, NULL},
    {"strict", get_strict, readonly_member, NULL},
    {NULL, NULL, NULL, NULL},
};

static const NativeDef dialect_methods[] = {
    NATIVE("__new__",
           "($type, dialect=<none>, delimiter=<none>, doublequote=<none>, escapechar=<none>, lineterminator=<none>, "
           "quotechar=<none>, quoting=<none>, skipinitialspace=<none>, strict=<none>)",
           dialect_new, "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE_END,
};

const TypeDef typedef_csv_dialect = {
    .name = "_csv.Dialect",
    .doc = "CSV dialect\n\nThe Dialect type records CSV dialect options.",
    .id = TYPE_CSV_DIALECT,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_IMMUTABLE,
    .size = sizeof(Dialect),
    .trace = dialect_trace,
    .methods = dialect_methods,
    .getset = dialect_getset,
};

/* The dialect that the rest of a call's arguments describe. */
static Value make_dialect(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    return call(t, value_from_object(native_type(t, &typedef_csv_dialect, NULL)), args, nargs, kwnames);
}

/* ---- the reader ---- */

typedef enum State {
    START_RECORD, START_FIELD, ESCAPED_CHAR, IN_FIELD, IN_QUOTED_FIELD, ESCAPE_IN_QUOTED_FIELD,
    QUOTE_IN_QUOTED_FIELD, EAT_CRNL, AFTER_ESCAPED_CRNL
} State;

typedef struct Reader {
    Object header;
    Value iterator, dialect;
    uint64_t line_num;
} Reader;

static void reader_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((Reader *)object)->iterator);
    trace_value(tracer, ((Reader *)object)->dialect);
}

/* One record being put together. */
typedef struct Record {
    Thread *t;
    Dialect *d;
    List *fields;
    uint32_t *chars;
    Raw *storage;
    size_t length, limit;
    State state;
    bool numeric;
} Record;

#define END_OF_LINE 0xfffffffe

static bool add_char(Record *r, uint32_t c) {
    if (r->length >= r->limit) {
        csv_error(r->t, "field larger than field limit (%ld)", (long)r->limit);
        return false;
    }
    if (!r->storage || (r->length + 1) * 4 > r->storage->size) {
        Raw *grown = gc_alloc_raw(r->t, r->length * 8 + 256);
        if (!grown)
            return false;
        if (r->length)
            memcpy(grown->bytes, r->chars, r->length * 4);
        r->storage = grown;
        r->chars = (uint32_t *)grown->bytes;
    }
    r->chars[r->length++] = c;
    return true;
}

/* Appends a field, as a number if it is to be one. */
static bool save(Record *r, Value field) {
    if (r->numeric && !value_is_error(field)) {
        r->numeric = false;
        field = op_float(r->t, field);
    }
    return !value_is_error(field) && list_append(r->t, r->fields, field);
}

static bool save_field(Record *r) {
    Value field = str_from_ucs4(r->t, r->chars, r->length);
    r->length = 0;
    return save(r, field);
}

static bool is_end(uint32_t c) { return c == '\n' || c == '\r' || c == END_OF_LINE; }

static bool start_field(Record *r, uint32_t c) {
    Dialect *d = r->d;
    if (is_end(c)) {
        r->state = c == END_OF_LINE ? START_RECORD : EAT_CRNL;
        return save_field(r);
    }
    if (c == d->quotechar && d->quoting != QUOTE_NONE) {
        r->state = IN_QUOTED_FIELD;
    } else if (c == d->escapechar) {
        r->state = ESCAPED_CHAR;
    } else if (c == ' ' && d->skipinitialspace) {
    } else if (c == d->delimiter) {
        return save_field(r);
    } else {
        if (d->quoting == QUOTE_NONNUMERIC)
            r->numeric = true;
        r->state = IN_FIELD;
        return add_char(r, c);
    }
    return true;
}

static bool in_field(Record *r, uint32_t c) {
    if (is_end(c)) {
        r->state = c == END_OF_LINE ? START_RECORD : EAT_CRNL;
        return save_field(r);
    }
    if (c == r->d->escapechar) {
        r->state = ESCAPED_CHAR;
        return true;
    }
    if (c == r->d->delimiter) {
        r->state = START_FIELD;
        return save_field(r);
    }
    return add_char(r, c);
}

static bool process(Record *r, uint32_t c) {
    Dialect *d = r->d;
    switch (r->state) {
    case START_RECORD:
        if (c == END_OF_LINE)
            return true;
        if (is_end(c)) {
            r->state = EAT_CRNL;
            return true;
        }
        r->state = START_FIELD;
        return start_field(r, c);
    case START_FIELD: return start_field(r, c);
    case ESCAPED_CHAR:
        if (c == '\n' || c == '\r') {
            r->state = AFTER_ESCAPED_CRNL;
            return add_char(r, c);
        }
        r->state = IN_FIELD;
        return add_char(r, c == END_OF_LINE ? '\n' : c);
    case AFTER_ESCAPED_CRNL: return c == END_OF_LINE || in_field(r, c);
    case IN_FIELD: return in_field(r, c);
    case IN_QUOTED_FIELD:
        if (c == END_OF_LINE)
            return true;
        if (c == d->escapechar)
            r->state = ESCAPE_IN_QUOTED_FIELD;
        else if (c == d->quotechar && d->quoting != QUOTE_NONE)
            r->state = d->doublequote ? QUOTE_IN_QUOTED_FIELD : IN_FIELD;
        else
            return add_char(r, c);
        return true;
    case ESCAPE_IN_QUOTED_FIELD:
        r->state = IN_QUOTED_FIELD;
        return add_char(r, c == END_OF_LINE ? '\n' : c);
    case QUOTE_IN_QUOTED_FIELD:
        if (d->quoting != QUOTE_NONE && c == d->quotechar) {
            r->state = IN_QUOTED_FIELD;
            return add_char(r, c);
        }
        if (c == d->delimiter) {
            r->state = START_FIELD;
            return save_field(r);
        }
        if (is_end(c)) {
            r->state = c == END_OF_LINE ? START_RECORD : EAT_CRNL;
            return save_field(r);
        }
        if (!d->strict) {
            r->state = IN_FIELD;
            return add_char(r, c);
        }
        csv_error(r->t, "'%c' expected after '%c'", (int)d->delimiter, (int)d->quotechar);
        return false;
    case EAT_CRNL:
        if (c == '\n' || c == '\r')
            return true;
        if (c == END_OF_LINE) {
            r->state = START_RECORD;
            return true;
        }
        csv_error(r->t, "new-line character seen in unquoted field - do you need to open the file in universal-newline mode?");
        return false;
    }
    return true;
}

/* Fields without quotes and escapes are cut from the line as they are: goes on
 * from *at for as long as fields are like this. */
static bool take_plain_fields(Record *r, Value line, const void *data, size_t *at) {
    const Str *s = value_as_str(line);
    const Dialect *d = r->d;
    size_t n = s->length;
    while (*at < n) {
        size_t start = *at, end = start;
        uint32_t c = str_char_at(data, s->width, start);
        if ((c == d->quotechar && d->quoting != QUOTE_NONE) || (c == ' ' && d->skipinitialspace) ||
            (is_end(c) && r->state == START_RECORD))
            return true;
        while (c != d->delimiter && c != d->escapechar && !is_end(c) && ++end < n)
            c = str_char_at(data, s->width, end);
        if ((end < n && c == d->escapechar) || end - start > r->limit)
            return true;
        r->numeric = d->quoting == QUOTE_NONNUMERIC && end > start;
        if (!save(r, str_substring(r->t, line, start, end)))
            return false;
        *at = end + 1;
        if (end == n || c != d->delimiter) {
            r->state = end == n ? START_RECORD : EAT_CRNL;
            return true;
        }
        r->state = START_FIELD;
    }
    return true;
}

static Value reader_next(Thread *t, Object *object) {
    Reader *self = (Reader *)object;
    Value list = list_new(t, 0);
    if (value_is_error(list))
        return list;
    Record r = {.t = t, .d = as_dialect(self->dialect), .fields = value_as_list(list),
                .limit = (size_t)value_as_int(state(t)[STATE_LIMIT])};
    do {
        Value line = op_next(t, self->iterator);
        if (value_is_error(line))
            return line;
        if (value_is_stop(line)) {
            if (r.length || r.state == IN_QUOTED_FIELD) {
                if (r.d->strict)
                    return csv_error(t, "unexpected end of data");
                return save_field(&r) ? list : VALUE_ERROR;
            }
            return VALUE_STOP;
        }
        if (!value_is_str(line))
            return csv_error(t, "iterator should return strings, not %T (the file should be opened in text mode)", line);
        self->line_num++;
        Str *s = value_as_str(line);
        const void *data = str_data(t, s);
        if (!data)
            return VALUE_ERROR;
        for (size_t i = 0; i < s->length; i++) {
            if ((r.state == START_RECORD || r.state == START_FIELD) && !r.length &&
                !take_plain_fields(&r, line, data, &i))
                return VALUE_ERROR;
            if (i < s->length && !process(&r, str_char_at(data, s->width, i)))
                return VALUE_ERROR;
        }
        if (!process(&r, END_OF_LINE))
            return VALUE_ERROR;
    } while (r.state != START_RECORD);
    return list;
}

static Value reader_dialect(Thread *t, Value self) { return ((Reader *)value_as_object(self))->dialect; }
static Value reader_line_num(Thread *t, Value self) {
    return int_from_uint64(t, ((Reader *)value_as_object(self))->line_num);
}
static const GetSetDef reader_getset[] = {
    {"dialect", reader_dialect, readonly_member, NULL},
    {"line_num", reader_line_num, readonly_member, NULL},
    {NULL, NULL, NULL, NULL},
};

const TypeDef typedef_csv_reader = {
    .name = "_csv.reader",
    .doc = "CSV reader\n\nReader objects are responsible for reading and parsing tabular data\nin CSV format.\n",
    .id = TYPE_CSV_READER,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(Reader),
    .trace = reader_trace,
    .next = reader_next,
    .getset = reader_getset,
};

static Value csv_reader(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    size_t positional = nargs - (kwnames ? kwnames->length : 0);
    if (positional < 1)
        return raise_type_error(t, "reader expected at least 1 argument, got 0");
    if (positional > 2)
        return raise_type_error(t, "reader expected at most 2 arguments, got %zu", positional);
    Type *type = native_type(t, &typedef_csv_reader, NULL);
    Reader *r = type ? NATIVE_NEW(t, Reader, type) : NULL;
    if (!r)
        return VALUE_ERROR;
    r->iterator = r->dialect = VALUE_NONE;
    Value iterator = op_iter(t, args[0]);
    Value dialect = value_is_error(iterator) ? iterator : make_dialect(t, args + 1, nargs - 1, kwnames);
    if (value_is_error(dialect))
        return dialect;
    r->iterator = iterator;
    r->dialect = dialect;
    gc_wrote(t, r);
    return value_from_object(r);
}

/* ---- the writer ---- */

typedef struct Writer {
    Object header;
    Value write, dialect;
} Writer;

static inline Writer *as_writer(Value v) { return (Writer *)value_as_object(v); }

static void writer_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((Writer *)object)->write);
    trace_value(tracer, ((Writer *)object)->dialect);
}

static bool contains(Thread *t, Value text, uint32_t c) {
    Str *s = value_as_str(text);
    const void *d = str_data(t, s);
    for (size_t i = 0; d && i < s->length; i++)
        if (str_char_at(d, s->width, i) == c)
            return true;
    return false;
}

static bool is_special(Thread *t, Dialect *d, uint32_t c) {
    return c == d->delimiter || c == d->escapechar || c == d->quotechar || contains(t, d->lineterminator, c);
}

/* Appends a field; special: what is_special says of ASCII; with `quoted` it gets quotes whatever is in it. */
static bool put_field(StrBuilder *b, Dialect *d, const bool special[0x80], Value field, bool quoted) {
    Thread *t = b->t;
    Str *s = value_as_str(field);
    const void *data = str_data(t, s);
    if (!data)
        return false;
    size_t first = s->length; /* the first special character */
    for (size_t i = 0; i < s->length && (first == s->length || !quoted); i++) {
        uint32_t c = str_char_at(data, s->width, i);
        if (c < 0x80 ? !special[c] : !is_special(t, d, c))
            continue;
        if (first == s->length)
            first = i;
        /* What gets an escape character needs no quotes. */
        if (!quoted && d->quoting != QUOTE_NONE)
            quoted = c == d->quotechar ? d->doublequote : c != d->escapechar;
    }
    if (quoted)
        builder_char(b, d->quotechar);
    if (first == s->length) {
        builder_str(b, field);
        if (quoted)
            builder_char(b, d->quotechar);
        return !b->failed;
    }
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = str_char_at(data, s->width, i);
        if (is_special(t, d, c)) {
            bool escape = false;
            if (d->quoting == QUOTE_NONE)
                escape = true;
            else if (c == d->quotechar)
                d->doublequote ? builder_char(b, d->quotechar) : (void)(escape = true);
            else if (c == d->escapechar)
                escape = true;
            if (escape) {
                if (d->escapechar == NOT_SET) {
                    csv_error(t, "need to escape, but no escapechar set");
                    return false;
                }
                builder_char(b, d->escapechar);
            }
        }
        builder_char(b, c);
    }
    if (quoted)
        builder_char(b, d->quotechar);
    return !b->failed;
}

static bool is_number(Thread *t, Value v) {
    return value_is_any_int(v) || value_is_float(v) || !value_is_undef(special_of(t, v, SPECIAL_INDEX)) ||
           !value_is_undef(special_of(t, v, SPECIAL_FLOAT));
}

static void mark_special(bool special[0x80], uint32_t c) {
    if (c < 0x80)
        special[c] = true;
}

static Value writer_writerow(Thread *t, Value *args) {
    Writer *w = as_writer(args[0]);
    Dialect *d = as_dialect(w->dialect);
    Value it = op_iter(t, args[1]);
    if (value_is_error(it)) {
        if (error_catch(t, TYPE_TypeError))
            return csv_error(t, "iterable expected, not %T", args[1]);
        return it;
    }
    bool special[0x80] = {false};
    const Str *ends = value_as_str(d->lineterminator);
    const void *end_chars = str_data(t, value_as_str(d->lineterminator));
    if (!end_chars)
        return VALUE_ERROR;
    for (size_t i = 0; i < ends->length; i++)
        mark_special(special, str_char_at(end_chars, ends->width, i));
    mark_special(special, d->delimiter);
    mark_special(special, d->escapechar);
    mark_special(special, d->quotechar);
    StrBuilder b;
    builder_init(&b, t);
    size_t count = 0;
    for (;; count++) {
        Value v = op_next(t, it);
        if (value_is_error(v))
            return v;
        if (value_is_stop(v))
            break;
        bool quoted = d->quoting == QUOTE_ALL || (d->quoting == QUOTE_NONNUMERIC && !is_number(t, v));
        Value field = value_is_str(v) ? v : value_is_none(v) ? t->vm->empty_str : op_str(t, v);
        if (value_is_error(field))
            return field;
        if (count)
            builder_char(&b, d->delimiter);
        if (!put_field(&b, d, special, field, quoted))
            return VALUE_ERROR;
    }
    if (count == 1 && !b.length) { /* one empty field is not an empty line */
        if (d->quoting == QUOTE_NONE)
            return csv_error(t, "single empty field record must be quoted");
        builder_char(&b, d->quotechar);
        builder_char(&b, d->quotechar);
    }
    builder_str(&b, d->lineterminator);
    Value line = builder_finish(&b);
    return value_is_error(line) ? line : call1(t, w->write, line);
}

static Value writer_writerows(Thread *t, Value *args) {
    Value it = op_iter(t, args[1]);
    if (value_is_error(it))
        return it;
    for (;;) {
        Value row = op_next(t, it);
        if (value_is_error(row))
            return row;
        if (value_is_stop(row))
            return VALUE_NONE;
        Value pair[2] = {args[0], row};
        if (value_is_error(writer_writerow(t, pair)))
            return VALUE_ERROR;
    }
}

static Value writer_dialect(Thread *t, Value self) { return as_writer(self)->dialect; }
static const GetSetDef writer_getset[] = {
    {"dialect", writer_dialect, readonly_member, NULL},
    {NULL, NULL, NULL, NULL},
};
static const NativeDef writer_methods[] = {
    NATIVE("writerow", "($self, row, /)", writer_writerow,
           "writerow(iterable)\n\nConstruct and write a CSV record from an iterable of fields.  Non-string\nelements will "
           "be converted to string."),
    NATIVE("writerows", "($self, rows, /)", writer_writerows,
           "writerows(iterable of iterables)\n\nConstruct and write a series of iterables to a csv file.  "
           "Non-string\nelements will be converted to string."),
    NATIVE_END,
};

const TypeDef typedef_csv_writer = {
    .name = "_csv.writer",
    .doc = "CSV writer\n\nWriter objects are responsible for generating tabular data\nin CSV format from sequence input.\n",
    .id = TYPE_CSV_WRITER,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(Writer),
    .trace = writer_trace,
    .methods = writer_methods,
    .getset = writer_getset,
};

static Value csv_writer(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    size_t positional = nargs - (kwnames ? kwnames->length : 0);
    if (positional < 1)
        return raise_type_error(t, "writer expected at least 1 argument, got 0");
    if (positional > 2)
        return raise_type_error(t, "writer expected at most 2 arguments, got %zu", positional);
    Value dialect = make_dialect(t, args + 1, nargs - 1, kwnames);
    if (value_is_error(dialect))
        return dialect;
    Value write = attr_find(t, args[0], STR_NAME(t, write));
    if (value_is_error(write))
        return write;
    if (value_is_undef(write) || !op_is_callable(t, write))
        return raise_type_error(t, "argument 1 must have a \"write\" method");
    Type *type = native_type(t, &typedef_csv_writer, NULL);
    Writer *w = type ? NATIVE_NEW(t, Writer, type) : NULL;
    if (!w)
        return VALUE_ERROR;
    w->write = write;
    w->dialect = dialect;
    return value_from_object(w);
}

/* ---- the registry ---- */

static Value csv_register_dialect(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    size_t positional = nargs - (kwnames ? kwnames->length : 0);
    if (positional < 1 || positional > 2)
        return raise_type_error(t, "register_dialect expected at %s %d argument%s, got %zu", positional ? "most" : "least",
                                positional ? 2 : 1, positional ? "s" : "", positional);
    if (!value_is_str(args[0]))
        return raise_type_error(t, "dialect name must be a string");
    Value dialect = make_dialect(t, args + 1, nargs - 1, kwnames);
    if (value_is_error(dialect) || !dict_set(t, value_as_dict(state(t)[STATE_DIALECTS]), args[0], dialect))
        return VALUE_ERROR;
    return VALUE_NONE;
}
static Value csv_unregister_dialect(Thread *t, Value *args) {
    int r = dict_delete(t, value_as_dict(state(t)[STATE_DIALECTS]), args[0]);
    return r < 0 ? VALUE_ERROR : r ? VALUE_NONE : csv_error(t, "unknown dialect");
}
static Value csv_get_dialect(Thread *t, Value *args) { return registered(t, args[0]); }
static Value csv_list_dialects(Thread *t, Value *args) { return list_from_iterable(t, state(t)[STATE_DIALECTS]); }
static Value csv_field_size_limit(Thread *t, Value *args) {
    Value old = state(t)[STATE_LIMIT];
    if (value_is_undef(args[0]))
        return old;
    if (!value_is_int(args[0]))
        return raise_type_error(t, "limit must be an integer");
    state(t)[STATE_LIMIT] = args[0];
    return old;
}

static const NativeDef functions[] = {
    NATIVE_RAW("reader", "(iterable, dialect='excel', *args)", csv_reader,
               "    csv_reader = reader(iterable [, dialect='excel']\n                             [optional keyword args])\n    "
               "for row in csv_reader:\n        process(row)"),
    NATIVE_RAW("writer", "(fileobj, dialect='excel', *args)", csv_writer,
               "    csv_writer = csv.writer(fileobj [, dialect='excel']\n                                 [optional keyword "
               "args])\n    for row in sequence:\n        csv_writer.writerow(row)"),
    NATIVE("list_dialects", "($module, /)", csv_list_dialects, "Return a list of all known dialect names."),
    NATIVE_RAW("register_dialect", "(name, *args)", csv_register_dialect,
               "Create a mapping from a string name to a dialect class.\n    dialect = csv.register_dialect(name[, "
               "dialect[, **fmtparams]])"),
    NATIVE("unregister_dialect", "($module, /, name)", csv_unregister_dialect,
           "Delete the name/dialect mapping associated with a string name."),
    NATIVE("get_dialect", "($module, /, name)", csv_get_dialect, "Return the dialect instance associated with name."),
    NATIVE("field_size_limit", "($module, limit=<none>, /)", csv_field_size_limit,
           "Sets an upper limit on parsed fields."),
    NATIVE_END,
};

static bool csv_init(Thread *t, Module *m) {
    Dict *dialects = dict_new(t);
    Value error = native_exception(t, m, "_csv.Error", value_from_object(t->vm->types[TYPE_Exception]));
    Value s = dialects && !value_is_error(error)
                  ? tuple_of(t, STATE_COUNT, error, value_from_object(dialects), value_from_int(128 * 1024))
                  : VALUE_ERROR;
    if (value_is_error(s))
        return false;
    t->vm->module_state[MODULE_STATE_CSV] = s;
    Type *reader = native_type(t, &typedef_csv_reader, NULL), *writer = native_type(t, &typedef_csv_writer, NULL);
    return reader && writer && native_type(t, &typedef_csv_dialect, m) &&
           module_set(t, m, "Reader", value_from_object(reader)) &&
           module_set(t, m, "Writer", value_from_object(writer)) && module_set(t, m, "__version__", str_from_cstring(t, "1.0")) &&
           module_set(t, m, "_dialects", value_from_object(dialects)) &&
           module_set(t, m, "QUOTE_MINIMAL", value_from_int(QUOTE_MINIMAL)) &&
           module_set(t, m, "QUOTE_ALL", value_from_int(QUOTE_ALL)) &&
           module_set(t, m, "QUOTE_NONNUMERIC", value_from_int(QUOTE_NONNUMERIC)) &&
           module_set(t, m, "QUOTE_NONE", value_from_int(QUOTE_NONE));
}

const ModuleDef module_csv = {
    .name = "_csv",
    .doc = "CSV parsing and writing.\n\nThis module provides classes that assist in the reading and writing\nof Comma "
           "Separated Value (CSV) files, and implements the interface\ndescribed by PEP 305.",
    .functions = functions,
    .init = csv_init,
};

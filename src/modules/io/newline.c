/* newline.c - line ends of text streams, and IncrementalNewlineDecoder. */
#include "modules/io/io.h"

bool newline_parse(Thread *t, Value newline, uint8_t *mode) {
    if (value_is_none(newline)) {
        *mode = NEWLINE_UNIVERSAL;
        return true;
    }
    if (!value_is_str(newline)) {
        raise_type_error(t, "newline must be str or None, not %T", newline);
        return false;
    }
    static const char *const spellings[] = {"", "\n", "\r", "\r\n"};
    for (int i = 0; i < 4; i++)
        if (str_equals_cstring(t, newline, spellings[i])) {
            *mode = (uint8_t)(NEWLINE_KEEP + i);
            return true;
        }
    raise_value_error(t, "illegal newline value: %R", newline);
    return false;
}

Value newlines_seen(Thread *t, uint8_t seen) {
    Value items[3];
    size_t n = 0;
    if (seen & SEEN_CR)
        items[n++] = str_from_cstring(t, "\r");
    if (seen & SEEN_LF)
        items[n++] = str_from_cstring(t, "\n");
    if (seen & SEEN_CRLF)
        items[n++] = str_from_cstring(t, "\r\n");
    return n == 0 ? VALUE_NONE : n == 1 ? items[0] : tuple_from_values(t, items, n);
}

static size_t find_char(const void *chars, unsigned width, size_t start, size_t end, uint32_t c) {
    size_t i = chars_find_char((const uint8_t *)chars + start * width, width, end - start, c);
    return i == SIZE_MAX ? end : start + i;
}

size_t newline_find(const void *chars, unsigned width, size_t start, size_t end, uint8_t mode) {
    size_t i;
    switch (mode) {
    case NEWLINE_UNIVERSAL:
    case NEWLINE_LF:
        i = find_char(chars, width, start, end, '\n');
        return i < end ? i + 1 : SIZE_MAX;
    case NEWLINE_CR:
        i = find_char(chars, width, start, end, '\r');
        return i < end ? i + 1 : SIZE_MAX;
    case NEWLINE_CRLF:
        for (i = start; (i = find_char(chars, width, i, end, '\r')) + 1 < end; i++)
            if (str_char_at(chars, width, i + 1) == '\n')
                return i + 2;
        return SIZE_MAX;
    default: /* NEWLINE_KEEP: any kind; a \r at the very end may be half of \r\n */
        for (i = start; i < end; i++) {
            uint32_t c = str_char_at(chars, width, i);
            if (c == '\n')
                return i + 1;
            if (c == '\r')
                return i + 1 < end ? str_char_at(chars, width, i + 1) == '\n' ? i + 2 : i + 1 : SIZE_MAX;
        }
        return SIZE_MAX;
    }
}

Value newline_decode(Thread *t, Value text, bool translate, uint8_t *seen) {
    Str *s = value_as_str(text);
    const void *d = str_data(t, s);
    if (!d)
        return VALUE_ERROR;
    size_t n = s->length;
    size_t cr = find_char(d, s->width, 0, n, '\r');
    if (cr == n) {
        if (!(*seen & SEEN_LF) && find_char(d, s->width, 0, n, '\n') < n)
            *seen |= SEEN_LF;
        return text;
    }
    StrBuilder b;
    builder_init(&b, t);
    size_t from = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t c = str_char_at(d, s->width, i);
        if (c == '\n') {
            *seen |= SEEN_LF;
        } else if (c == '\r') {
            bool pair = i + 1 < n && str_char_at(d, s->width, i + 1) == '\n';
            *seen |= pair ? SEEN_CRLF : SEEN_CR;
            if (translate) {
                builder_substring(&b, text, from, i);
                builder_char(&b, '\n');
                from = i + 1 + pair;
            }
            i += pair;
        }
    }
    if (!translate)
        return text;
    builder_substring(&b, text, from, n);
    return builder_finish(&b);
}

/* ---- IncrementalNewlineDecoder ---- */

typedef struct NewlineDecoder {
    Object header;
    Value decoder; /* NONE: the input is text already */
    Value errors;
    bool translate, pending_cr;
    uint8_t seen;
} NewlineDecoder;

static NewlineDecoder *as_decoder(Value v) { return (NewlineDecoder *)value_as_object(v); }
static void trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((NewlineDecoder *)object)->decoder);
    trace_value(tracer, ((NewlineDecoder *)object)->errors);
}
static Value new_method(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    NewlineDecoder *d = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!d)
        return VALUE_ERROR;
    d->decoder = d->errors = VALUE_NONE;
    return value_from_object(d);
}
static Value init_method(Thread *t, Value *args) {
    NewlineDecoder *d = as_decoder(args[0]);
    int translate = op_truth(t, args[2]);
    if (translate < 0)
        return VALUE_ERROR;
    d->decoder = args[1];
    d->translate = translate;
    d->errors = args[3];
    d->pending_cr = false;
    d->seen = 0;
    gc_wrote(t, d);
    return VALUE_NONE;
}
static Value decode_method(Thread *t, Value *args) {
    NewlineDecoder *d = as_decoder(args[0]);
    int final = op_truth(t, args[2]);
    Value text = args[1];
    if (final < 0)
        return VALUE_ERROR;
    if (!value_is_none(d->decoder)) {
        Value all[2] = {args[1], value_bool(final)};
        text = io_call(t, d->decoder, "decode", all, 2);
        if (value_is_error(text))
            return text;
    }
    if (!value_is_str(text))
        return raise_type_error(t, "decoder should return a string result, not '%T'", text);
    if (d->pending_cr && (value_as_str(text)->length || final)) {
        text = str_concat(t, str_from_char(t, '\r'), text);
        d->pending_cr = false;
    }
    if (value_is_error(text))
        return text;
    Str *s = value_as_str(text);
    const void *data = str_data(t, s);
    if (!data)
        return VALUE_ERROR;
    if (!final && s->length && str_char_at(data, s->width, s->length - 1) == '\r') {
        text = str_substring(t, text, 0, s->length - 1);
        d->pending_cr = true;
        if (value_is_error(text))
            return text;
    }
    return newline_decode(t, text, d->translate, &d->seen);
}
static Value getstate_method(Thread *t, Value *args) {
    NewlineDecoder *d = as_decoder(args[0]);
    Value bytes = t->vm->empty_bytes;
    int64_t flag = 0;
    if (!value_is_none(d->decoder)) {
        Value state = io_call(t, d->decoder, "getstate", NULL, 0);
        if (value_is_error(state))
            return state;
        if (!value_is_tuple(state) || value_as_tuple(state)->length != 2)
            return raise_type_error(t, "illegal decoder state");
        bytes = value_as_tuple(state)->items[0];
        if (!arg_int64(t, value_as_tuple(state)->items[1], &flag))
            return VALUE_ERROR;
    }
    return tuple_pair(t, bytes, int_from_int64(t, flag << 1 | d->pending_cr));
}
static Value setstate_method(Thread *t, Value *args) {
    NewlineDecoder *d = as_decoder(args[0]);
    int64_t flag;
    if (!value_is_tuple(args[1]) || value_as_tuple(args[1])->length != 2)
        return raise_type_error(t, "state argument must be a tuple");
    if (!arg_int64(t, value_as_tuple(args[1])->items[1], &flag))
        return VALUE_ERROR;
    d->pending_cr = flag & 1;
    if (value_is_none(d->decoder))
        return VALUE_NONE;
    Value state = tuple_pair(t, value_as_tuple(args[1])->items[0], int_from_int64(t, flag >> 1));
    return value_is_error(state) ? state : io_call(t, d->decoder, "setstate", &state, 1);
}
static Value reset_method(Thread *t, Value *args) {
    NewlineDecoder *d = as_decoder(args[0]);
    d->seen = 0;
    d->pending_cr = false;
    return value_is_none(d->decoder) ? VALUE_NONE : io_call(t, d->decoder, "reset", NULL, 0);
}
static Value newlines_get(Thread *t, Value self) { return newlines_seen(t, as_decoder(self)->seen); }
static const NativeDef methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", new_method, "Create and return a new object."),
    NATIVE("__init__", "($self, decoder, translate, errors='strict')", init_method, "Initialize self."),
    NATIVE("decode", "($self, input, final=False)", decode_method, NULL),
    NATIVE("getstate", "($self, /)", getstate_method, NULL),
    NATIVE("setstate", "($self, state, /)", setstate_method, NULL),
    NATIVE("reset", "($self, /)", reset_method, NULL),
    NATIVE_END,
};
static const GetSetDef getset[] = {{"newlines", newlines_get, NULL, NULL}, {NULL, NULL, NULL, NULL}};
const TypeDef typedef_newline_decoder = {
    .name = "_io.IncrementalNewlineDecoder",
    .doc = "Codec used when reading a file in universal newlines mode.",
    .id = TYPE_NEWLINE_DECODER,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE,
    .size = sizeof(NewlineDecoder),
    .trace = trace,
    .methods = methods,
    .getset = getset,
};

/*
 * textio.c - TextIOWrapper: text over a binary stream.
 *
 * Reading decodes a chunk at a time into `chars` and gives out pieces of it;
 * writing encodes into a pending buffer that goes to the binary stream when it
 * is full, or at line ends if the stream is line-buffered.  utf-8, latin-1 and
 * ascii are coded here; any other encoding through its incremental codecs.
 */
#include <errno.h>
#include <unistd.h>

#include "modules/io/io.h"

static TextIo *as_text(Value v) { return (TextIo *)value_as_object(v); }
enum { PENDING_SIZE = 8192 };

static void trace(Tracer *tracer, Object *object) {
    TextIo *f = (TextIo *)object;
    trace_value(tracer, f->buffer);
    trace_value(tracer, f->encoding);
    trace_value(tracer, f->errors);
    trace_value(tracer, f->encoder);
    trace_value(tracer, f->decoder);
    trace_value(tracer, f->chars);
    trace_object(tracer, f->tail);
    trace_value(tracer, f->chunk);
    trace_object(tracer, f->pending);
}

static bool check_ready(Thread *t, TextIo *f) {
    if (f->detached)
        raise_value_error(t, "underlying buffer has been detached");
    else if (!f->base.initialized)
        raise_value_error(t, "I/O operation on uninitialized object");
    else
        return true;
    return false;
}

static int is_closed(Thread *t, TextIo *f) {
    if (value_is_object(f->buffer)) {
        TypeId id = (TypeId)object_type(value_as_object(f->buffer))->id;
        if (id == TYPE_BUFFERED_READER || id == TYPE_BUFFERED_WRITER || id == TYPE_BUFFERED_RANDOM) {
            Buffered *b = (Buffered *)value_as_object(f->buffer);
            if (value_has_type(b->raw, TYPE_FILE_IO))
                return ((FileIo *)value_as_object(b->raw))->fd < 0;
        }
    }
    return io_is_closed(t, f->buffer);
}

static bool check_open(Thread *t, TextIo *f) {
    if (!check_ready(t, f))
        return false;
    int c = is_closed(t, f);
    if (c > 0)
        raise_value_error(t, "I/O operation on closed file.");
    return c == 0;
}

/* ---- codecs ---- */

/* "UTF-8", "utf8", "U8" alike: the name without case, hyphens, underscores. */
static TextCodec codec_of(Thread *t, Value encoding) {
    size_t n;
    const char *s = str_to_wtf8(t, encoding, &n);
    char plain[16];
    size_t k = 0;
    for (size_t i = 0; s && i < n && k < sizeof plain - 1; i++)
        if (s[i] != '-' && s[i] != '_' && s[i] != ' ')
            plain[k++] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32) : s[i];
    plain[k] = 0;
    if (!strcmp(plain, "utf8"))
        return CODEC_UTF8;
    if (!strcmp(plain, "latin1") || !strcmp(plain, "iso88591") || !strcmp(plain, "l1"))
        return CODEC_LATIN1;
    if (!strcmp(plain, "ascii") || !strcmp(plain, "usascii"))
        return CODEC_ASCII;
    return CODEC_OTHER;
}

static Value codecs_call(Thread *t, const char *function, Value argument) {
    Value m = t->vm->hooks.import_module(t, str_intern_cstring(t, "codecs"), VALUE_NONE, t->vm->empty_tuple, 0);
    Value f = value_is_error(m) ? m : attr_get_cstring(t, m, function);
    return value_is_error(f) ? f : call1(t, f, argument);
}

static bool set_codec(Thread *t, TextIo *f) {
    f->codec = (uint8_t)codec_of(t, f->encoding);
    f->encoder = f->decoder = VALUE_UNDEF;
    if (f->codec != CODEC_OTHER)
        return true;
    Value info = codecs_call(t, "lookup", f->encoding);
    if (value_is_error(info))
        return false;
    Value is_text = attr_find(t, info, str_intern_cstring(t, "_is_text_encoding"));
    if (value_is_error(is_text))
        return false;
    if (value_is_false(is_text)) {
        raise_error(t, TYPE_LookupError, "%R is not a text encoding; use codecs.open() to handle arbitrary codecs",
                    f->encoding);
        return false;
    }
    Value make_encoder = attr_get_cstring(t, info, "incrementalencoder");
    Value make_decoder = value_is_error(make_encoder) ? make_encoder : attr_get_cstring(t, info, "incrementaldecoder");
    if (value_is_error(make_decoder))
        return false;
    f->encoder = call1(t, make_encoder, f->errors);
    f->decoder = value_is_error(f->encoder) ? f->encoder : call1(t, make_decoder, f->errors);
    gc_wrote(t, f);
    return !value_is_error(f->decoder);
}

static const char *codec_name(const TextIo *f) {
    return f->codec == CODEC_UTF8 ? "utf-8" : f->codec == CODEC_LATIN1 ? "latin-1" : "ascii";
}
static const char *errors_name(Thread *t, const TextIo *f) {
    size_t n;
    const char *s = str_to_wtf8(t, f->errors, &n);
    return s ? s : "strict";
}

/* How many bytes at the end belong to a UTF-8 character that is not whole. */
static size_t unfinished(const uint8_t *data, size_t n) {
    for (size_t back = 1; back <= 3 && back <= n; back++) {
        uint8_t c = data[n - back];
        if (c < 0x80)
            return 0;
        if (c >= 0xc0)
            return (c >= 0xf0 ? 4u : c >= 0xe0 ? 3u : 2u) > back ? back : 0;
    }
    return 0;
}

static Value decode(Thread *t, TextIo *f, const uint8_t *data, size_t n, bool final) {
    if (f->codec == CODEC_OTHER) {
        Value args[2] = {bytes_from_data(t, data, n), value_bool(final)};
        Value v = value_is_error(args[0]) ? args[0] : io_call(t, f->decoder, "decode", args, 2);
        return value_is_error(v) || value_is_str(v)
                   ? v : raise_type_error(t, "decoder should return a string result, not '%T'", v);
    }
    if (f->codec == CODEC_UTF8 && (f->tail_length || !final)) {
        const uint8_t *all = data;
        size_t total = n;
        if (f->tail_length) {
            Raw *joined = gc_alloc_raw_to_fill(t, f->tail_length + n);
            if (!joined)
                return VALUE_ERROR;
            memcpy(joined->bytes, f->tail->bytes, f->tail_length);
            memcpy(joined->bytes + f->tail_length, data, n);
            all = joined->bytes;
            total = f->tail_length + n;
            f->tail_length = 0;
        }
        size_t keep = final ? 0 : unfinished(all, total);
        if (keep) {
            if (!f->tail && !(f->tail = gc_alloc_raw(t, 16)))
                return VALUE_ERROR;
            gc_wrote(t, f);
            memcpy(f->tail->bytes, all + total - keep, keep);
            f->tail_length = keep;
        }
        return str_decode(t, all, total - keep, "utf-8", errors_name(t, f));
    }
    return str_decode(t, data, n, codec_name(f), errors_name(t, f));
}

static Value encode(Thread *t, TextIo *f, Value text) {
    if (f->codec != CODEC_OTHER)
        return str_encode(t, text, codec_name(f), errors_name(t, f));
    Value v = io_call(t, f->encoder, "encode", &text, 1);
    return value_is_error(v) || value_is_kind(v, KIND_BYTES)
               ? v : raise_type_error(t, "encoder should return a bytes object, not '%T'", v);
}

/* ---- writing ---- */

static bool write_through(Thread *t, TextIo *f, const uint8_t *data, size_t n) {
    if (value_has_type(f->buffer, TYPE_BUFFERED_WRITER)) {
        Buffered *b = (Buffered *)value_as_object(f->buffer);
        if (!b->detached && value_has_type(b->raw, TYPE_FILE_IO) && ((FileIo *)value_as_object(b->raw))->fd >= 0)
            return buffered_write(t, b, data, n);
    }
    Value bytes = bytes_from_data(t, data, n);
    return !value_is_error(bytes) && !value_is_error(call_method1(t, f->buffer, STR_NAME(t, write), bytes));
}

static bool flush_pending(Thread *t, TextIo *f) {
    size_t n = f->pending_length;
    if (!n)
        return true;
    f->pending_length = 0;
    return write_through(t, f, f->pending->bytes, n);
}

bool textio_flush(Thread *t, TextIo *f) {
    if (!flush_pending(t, f))
        return false;
    if (value_has_type(f->buffer, TYPE_BUFFERED_WRITER)) {
        Buffered *b = (Buffered *)value_as_object(f->buffer);
        if (!b->detached && value_has_type(b->raw, TYPE_FILE_IO) && ((FileIo *)value_as_object(b->raw))->fd >= 0)
            return buffered_flush(t, b);
    }
    return !value_is_error(call_method0(t, f->buffer, STR_NAME(t, flush)));
}

static bool add_pending(Thread *t, TextIo *f, const uint8_t *data, size_t n) {
    if (!f->pending) {
        f->pending = gc_alloc_raw_to_fill(t, PENDING_SIZE);
        if (!f->pending)
            return false;
        gc_wrote(t, f);
    }
    if (n > PENDING_SIZE - f->pending_length) {
        if (!flush_pending(t, f))
            return false;
        if (n > PENDING_SIZE)
            return write_through(t, f, data, n);
    }
    memcpy(f->pending->bytes + f->pending_length, data, n);
    f->pending_length += n;
    return true;
}

static bool forget_reads(Thread *t, TextIo *f) {
    if (!value_as_str(f->chars)->length && value_is_none(f->chunk))
        return true;
    f->chars = t->vm->empty_str;
    f->used = 0;
    f->chunk = VALUE_NONE;
    f->tail_length = 0;
    f->pending_cr = false;
    return true;
}

bool textio_write(Thread *t, TextIo *f, Value text) {
    Str *s = value_as_str(text);
    const void *d = str_data(t, s);
    if (!d && s->length)
        return false;
    bool translated = f->newline == NEWLINE_CR || f->newline == NEWLINE_CRLF;
    bool newline = (translated || f->line_buffering) &&
                   chars_find_char(d, s->width, s->length, '\n') != SIZE_MAX;
    bool returns = f->line_buffering && chars_find_char(d, s->width, s->length, '\r') != SIZE_MAX;
    if (newline && translated) {
        Value all[2] = {str_from_char(t, '\n'), str_from_cstring(t, f->newline == NEWLINE_CR ? "\r" : "\r\n")};
        text = io_call(t, text, "replace", all, 2);
        if (value_is_error(text))
            return false;
        s = value_as_str(text);
        d = str_data(t, s);
    }
    forget_reads(t, f);
    bool direct = s->width == 1 && (s->flags & STR_ASCII || f->codec == CODEC_LATIN1) && f->codec != CODEC_OTHER;
    if (direct) {
        if (!add_pending(t, f, d, s->length))
            return false;
    } else {
        Value bytes = encode(t, f, text);
        if (value_is_error(bytes) || !add_pending(t, f, value_as_bytes(bytes)->data, value_as_bytes(bytes)->length))
            return false;
    }
    if (f->write_through && !flush_pending(t, f))
        return false;
    return !(f->line_buffering && (newline || returns)) || textio_flush(t, f);
}

static Value write_method(Thread *t, Value *args) {
    TextIo *f = as_text(args[0]);
    if (!value_is_str(args[1]))
        return value_is_none(args[1]) ? raise_type_error(t, "write() argument must be str, not None")
                                      : raise_type_error(t, "write() argument must be str, not %T", args[1]);
    if (!check_open(t, f))
        return VALUE_ERROR;
    if (value_has_type(f->buffer, TYPE_BUFFERED_READER))
        return io_unsupported(t, "not writable");
    return textio_write(t, f, args[1]) ? value_from_int(value_as_str(args[1])->length) : VALUE_ERROR;
}

TextIo *textio_plain(Thread *t, Value stream) {
    if (!value_has_type(stream, TYPE_TEXT_IO) ||
        !value_is_undef(instance_get(t, value_as_object(stream), STR_NAME(t, write))))
        return NULL;
    TextIo *f = as_text(stream);
    return value_has_type(f->buffer, TYPE_BUFFERED_READER) ? NULL : f;
}

bool textio_write_open(Thread *t, TextIo *f, Value text) {
    return check_open(t, f) && textio_write(t, f, text);
}

static Value flush_method(Thread *t, Value *args) {
    return check_open(t, as_text(args[0])) && textio_flush(t, as_text(args[0])) ? VALUE_NONE : VALUE_ERROR;
}

/* ---- reading ---- */

/* Whether characters were decoded from the last bytes of a chunk, one from each. */
static bool are_last_bytes(const TextIo *f, const Str *s, const Bytes *chunk) {
    return (f->codec == CODEC_UTF8 || f->codec == CODEC_ASCII || f->codec == CODEC_LATIN1) && s->flags & STR_ASCII &&
           s->data && s->length <= chunk->length &&
           memcmp(chunk->data + chunk->length - s->length, s->data, s->length) == 0;
}

/* More came while some is unread: the characters, and the bytes that they are of. */
static bool join_chunks(Thread *t, TextIo *f, Value text, Value data) {
    Value rest = str_substring(t, f->chars, f->used, value_as_str(f->chars)->length);
    Value chars = value_is_error(rest) ? rest : str_concat(t, rest, text);
    if (value_is_error(chars))
        return false;
    Value chunk = data, of_rest = f->chunk;
    size_t dropped = 0;
    if (!value_is_none(f->chunk)) {
        const Bytes *b = value_as_bytes(f->chunk);
        const Str *s = value_as_str(rest);
        if (are_last_bytes(f, s, b)) {
            dropped = b->length - s->length;
            of_rest = bytes_from_data(t, b->data + dropped, s->length);
        }
        chunk = value_is_error(of_rest) ? of_rest : op_binary(t, OP_ADD, of_rest, data);
        if (value_is_error(chunk))
            return false;
    }
    /* Nothing is allocated between these and gc_wrote(). */
    if (value_same(of_rest, f->chunk)) { /* positions are found by going through both */
        f->chunk_skip += f->used;
    } else {
        f->chunk_start += f->chunk_start < 0 ? 0 : (int64_t)dropped;
        f->chunk_skip = 0;
    }
    f->chars = chars;
    f->chunk = chunk;
    return true;
}

/* What was read of characters that are not given out yet: a CR, part of a character. */
static Value bytes_begun(Thread *t, const TextIo *f) {
    if (!f->pending_cr && !f->tail_length)
        return t->vm->empty_bytes;
    Bytes *b = bytes_alloc(t, f->pending_cr + f->tail_length);
    if (!b)
        return VALUE_ERROR;
    b->data[0] = '\r';
    if (f->tail_length)
        memcpy(b->data + f->pending_cr, f->tail->bytes, f->tail_length);
    return value_from_object(b);
}

/* Appends decoded text to what is unread; 1 more came, 0 end of file, -1. */
static int read_chunk(Thread *t, TextIo *f) {
    if (!flush_pending(t, f))
        return -1;
    int64_t start = -1;
    if (f->seekable) {
        Value at = io_call(t, f->buffer, "tell", NULL, 0);
        if (value_is_error(at))
            error_clear(t);
        else if (!arg_int64(t, at, &start))
            return -1;
    }
    Value n = value_from_int(TEXT_CHUNK_SIZE);
    Value data = io_call(t, f->buffer, f->has_read1 ? "read1" : "read", &n, 1);
    if (value_is_error(data))
        return -1;
    if (!value_is_kind(data, KIND_BYTES)) {
        raise_type_error(t, "underlying %s() should have returned a bytes-like object, not '%T'",
                         f->has_read1 ? "read1" : "read", data);
        return -1;
    }
    Bytes *b = value_as_bytes(data);
    Value begun = bytes_begun(t, f);
    Value text = value_is_error(begun) ? begun : decode(t, f, b->data, b->length, b->length == 0);
    if (value_is_error(text))
        return -1;
    if (f->newline == NEWLINE_UNIVERSAL || f->newline == NEWLINE_KEEP) {
        if (f->pending_cr) {
            text = str_concat(t, str_from_char(t, '\r'), text);
            f->pending_cr = false;
        }
        Str *s = value_is_error(text) ? NULL : value_as_str(text);
        const void *d = s ? str_data(t, s) : NULL;
        if (!d)
            return -1;
        if (b->length && s->length && str_char_at(d, s->width, s->length - 1) == '\r') {
            text = str_substring(t, text, 0, s->length - 1);
            f->pending_cr = true;
        }
        text = value_is_error(text) ? text : newline_decode(t, text, f->newline == NEWLINE_UNIVERSAL, &f->seen);
        if (value_is_error(text))
            return -1;
    }
    if (f->used < value_as_str(f->chars)->length) {
        if (!join_chunks(t, f, text, data))
            return -1;
    } else {
        size_t tail = value_as_bytes(begun)->length;
        if (tail && value_is_error(data = op_binary(t, OP_ADD, begun, data)))
            return -1;
        f->chars = text;
        f->chunk = data;
        f->chunk_start = start < 0 ? -1 : start - (int64_t)tail;
        f->chunk_skip = 0;
    }
    f->used = 0;
    gc_wrote(t, f);
    return b->length ? 1 : value_as_str(text)->length ? 1 : 0;
}

static Value take(Thread *t, TextIo *f, size_t end) {
    Value v = str_substring(t, f->chars, f->used, end);
    f->used = end;
    return v;
}

/* Behind what was taken before: pieces make a rope, so that many cost no more than one. */
static Value take_more(Thread *t, TextIo *f, Value head, size_t end) {
    Value v = take(t, f, end);
    return value_is_error(v) ? v : str_concat(t, head, v);
}

/* The next line if it lies in what is decoded already, in the usual form;
 * UNDEF if it takes more. */
static inline Value line_at_hand(Thread *t, TextIo *f) {
    Str *s = value_as_str(f->chars);
    if (f->used >= s->length || s->width != 1 || !s->data || f->newline > NEWLINE_LF || f->newline == NEWLINE_KEEP)
        return VALUE_UNDEF;
    const uint8_t *start = (const uint8_t *)s->data + f->used;
    const uint8_t *end = memchr(start, '\n', s->length - f->used);
    if (!end)
        return VALUE_UNDEF;
    size_t n = (size_t)(end + 1 - start);
    Value line = s->flags & STR_ASCII ? str_from_ascii(t, start, n) : str_from_latin1(t, start, n);
    f->used += n;
    return line;
}

static Value read_line(Thread *t, TextIo *f, int64_t limit) {
    if (limit < 0) {
        Value line = line_at_hand(t, f);
        if (!value_is_undef(line))
            return line;
    }
    Value head = t->vm->empty_str; /* of the line: what earlier chunks have of it */
    for (;;) {
        Str *s = value_as_str(f->chars);
        const void *d = str_data(t, s);
        if (!d)
            return VALUE_ERROR;
        size_t end = newline_find(d, s->width, f->used, s->length,
                                  f->newline == NEWLINE_UNIVERSAL ? NEWLINE_LF : f->newline);
        size_t have = s->length - f->used, wanted = limit < 0 ? SIZE_MAX : (size_t)limit - value_as_str(head)->length;
        if (end != SIZE_MAX || have >= wanted) {
            size_t count = (end == SIZE_MAX ? s->length : end) - f->used;
            return take_more(t, f, head, f->used + (wanted < count ? wanted : count));
        }
        /* All of it is of the line, but perhaps half of a line end. */
        bool half = f->newline == NEWLINE_CRLF && have && str_char_at(d, s->width, s->length - 1) == '\r';
        head = take_more(t, f, head, s->length - half);
        if (value_is_error(head))
            return head;
        int more = read_chunk(t, f);
        if (more < 0)
            return VALUE_ERROR;
        if (!more)
            return take_more(t, f, head, value_as_str(f->chars)->length);
    }
}

static bool start_reading(Thread *t, TextIo *f) {
    if (!check_open(t, f))
        return false;
    if (value_has_type(f->buffer, TYPE_BUFFERED_WRITER)) {
        io_unsupported(t, "not readable");
        return false;
    }
    return true;
}

static Value readline_method(Thread *t, Value *args) {
    int64_t n;
    if (!io_size(t, args[1], &n) || !start_reading(t, as_text(args[0])))
        return VALUE_ERROR;
    return read_line(t, as_text(args[0]), n);
}

static Value next(Thread *t, Object *object) {
    TextIo *f = (TextIo *)object;
    if (!start_reading(t, f))
        return VALUE_ERROR;
    Value line = read_line(t, f, -1);
    return !value_is_error(line) && !value_as_str(line)->length ? VALUE_STOP : line;
}

static Value read_all(Thread *t, TextIo *f) {
    if (!flush_pending(t, f))
        return VALUE_ERROR;
    Value data = call_method0(t, f->buffer, STR_NAME(t, read));
    if (value_is_error(data))
        return data;
    if (!value_is_kind(data, KIND_BYTES))
        return raise_type_error(t, "underlying read() should have returned a bytes-like object, not '%T'", data);
    Value text = decode(t, f, value_as_bytes(data)->data, value_as_bytes(data)->length, true);
    if (!value_is_error(text) && (f->newline == NEWLINE_UNIVERSAL || f->newline == NEWLINE_KEEP)) {
        if (f->pending_cr)
            text = str_concat(t, str_from_char(t, '\r'), text);
        f->pending_cr = false;
        text = value_is_error(text) ? text : newline_decode(t, text, f->newline == NEWLINE_UNIVERSAL, &f->seen);
    }
    if (value_is_error(text))
        return text;
    Value head = take(t, f, value_as_str(f->chars)->length);
    f->chars = t->vm->empty_str;
    f->used = 0;
    f->chunk = VALUE_NONE;
    return value_is_error(head) ? head : str_concat(t, head, text);
}

static Value read_method(Thread *t, Value *args) {
    TextIo *f = as_text(args[0]);
    int64_t n;
    if (!io_size(t, args[1], &n) || !start_reading(t, f))
        return VALUE_ERROR;
    if (n < 0)
        return read_all(t, f);
    Value head = t->vm->empty_str;
    for (int more = 1;;) {
        size_t wanted = (size_t)n - value_as_str(head)->length, left = value_as_str(f->chars)->length - f->used;
        head = take_more(t, f, head, f->used + (wanted < left ? wanted : left));
        if (value_is_error(head) || wanted <= left || !more)
            return head;
        more = read_chunk(t, f);
        if (more < 0)
            return VALUE_ERROR;
    }
}

/* ---- position ---- */

static Value tell_method(Thread *t, Value *args) {
    TextIo *f = as_text(args[0]);
    if (!check_open(t, f))
        return VALUE_ERROR;
    if (!f->seekable)
        return io_unsupported(t, "underlying stream is not seekable");
    if (!textio_flush(t, f))
        return VALUE_ERROR;
    Value at = io_call(t, f->buffer, "tell", NULL, 0);
    if (value_is_error(at) || value_is_none(f->chunk) || f->used + f->chunk_skip == 0) {
        if (value_is_error(at) || value_is_none(f->chunk) || !value_as_str(f->chars)->length)
            return at;
        return f->chunk_start >= 0 ? int_from_int64(t, f->chunk_start) : at;
    }
    if (f->used == value_as_str(f->chars)->length && !f->tail_length && !f->pending_cr)
        return at;
    if (f->codec == CODEC_OTHER || f->chunk_start < 0)
        return raise_error(t, TYPE_OSError, "can't reconstruct logical file position");
    /* Count the bytes of the characters given out. */
    Bytes *b = value_as_bytes(f->chunk);
    size_t wanted = f->used + f->chunk_skip, i = 0;
    bool translate = f->newline == NEWLINE_UNIVERSAL;
    for (size_t n = 0; n < wanted && i < b->length; n++) {
        uint8_t c = b->data[i];
        if (translate && c == '\r' && i + 1 < b->length && b->data[i + 1] == '\n')
            i++;
        i += f->codec != CODEC_UTF8 || c < 0xc0 ? 1 : c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
    }
    return int_from_int64(t, f->chunk_start + (int64_t)i);
}

static Value seek_method(Thread *t, Value *args) {
    TextIo *f = as_text(args[0]);
    int whence;
    if (!check_open(t, f) || !arg_int(t, args[2], &whence))
        return VALUE_ERROR;
    if (!f->seekable)
        return io_unsupported(t, "underlying stream is not seekable");
    Value target = op_index(t, args[1]);
    if (value_is_error(target))
        return target;
    if (whence == 1) {
        if (int_sign(target))
            return io_unsupported(t, "can't do nonzero cur-relative seeks");
        target = tell_method(t, args);
        if (value_is_error(target))
            return target;
        whence = 0;
    }
    if (whence == 2 && int_sign(target))
        return io_unsupported(t, "can't do nonzero end-relative seeks");
    if (whence != 0 && whence != 2)
        return raise_value_error(t, "invalid whence (%d, should be 0, 1 or 2)", whence);
    if (int_sign(target) < 0)
        return raise_value_error(t, "negative seek position %S", target);
    if (!textio_flush(t, f))
        return VALUE_ERROR;
    forget_reads(t, f);
    f->tail_length = 0;
    f->pending_cr = false;
    if (!value_is_undef(f->decoder) && value_is_error(io_call(t, f->decoder, "reset", NULL, 0)))
        return VALUE_ERROR;
    Value all[2] = {target, value_from_int(whence)};
    return io_call(t, f->buffer, "seek", all, 2);
}

static Value truncate_method(Thread *t, Value *args) {
    if (!check_open(t, as_text(args[0])) || !textio_flush(t, as_text(args[0])))
        return VALUE_ERROR;
    Value at = value_is_none(args[1]) ? tell_method(t, args) : args[1];
    return value_is_error(at) ? at : io_call(t, as_text(args[0])->buffer, "truncate", &at, 1);
}

/* ---- construction, closing, attributes ---- */

static bool init(Thread *t, TextIo *f, Value buffer, Value encoding, Value errors, Value newline,
                 bool line_buffering, bool through) {
    f->base.initialized = false;
    if (value_is_none(encoding))
        encoding = str_from_cstring(t, "UTF-8");
    else if (value_is_str(encoding) && str_equals_cstring(t, encoding, "locale"))
        encoding = str_from_cstring(t, "UTF-8");
    if (value_is_none(errors))
        errors = str_from_cstring(t, "strict");
    if (value_is_error(encoding) || value_is_error(errors))
        return false;
    if (!value_is_str(encoding) || !value_is_str(errors)) {
        bool bad_encoding = !value_is_str(encoding);
        raise_type_error(t, "TextIOWrapper() argument '%s' must be str or None, not %T",
                         bad_encoding ? "encoding" : "errors", bad_encoding ? encoding : errors);
        return false;
    }
    if (!newline_parse(t, newline, &f->newline))
        return false;
    f->buffer = buffer;
    f->encoding = encoding;
    f->errors = errors;
    if (!set_codec(t, f))
        return false;
    f->line_buffering = line_buffering;
    f->write_through = through;
    f->detached = false;
    f->chars = t->vm->empty_str;
    f->chunk = VALUE_NONE;
    f->used = 0;
    f->pending_length = f->tail_length = 0;
    f->seen = 0;
    f->chunk_start = -1;
    Value seekable = io_call(t, buffer, "seekable", NULL, 0);
    int yes = value_is_error(seekable) ? -1 : op_truth(t, seekable);
    Value read1 = attr_find(t, buffer, str_intern_cstring(t, "read1"));
    if (yes < 0 || value_is_error(read1))
        return false;
    f->seekable = yes;
    f->has_read1 = !value_is_undef(read1);
    f->base.initialized = true;
    TypeId id = value_is_object(buffer) ? (TypeId)object_type(value_as_object(buffer))->id : TYPE_ID_COUNT;
    if (id == TYPE_BUFFERED_READER || id == TYPE_BUFFERED_WRITER || id == TYPE_BUFFERED_RANDOM)
        as_io(buffer)->owned = true;
    gc_wrote(t, f);
    return true;
}

static TextIo *text_alloc(Thread *t, Type *type) {
    TextIo *f = type_alloc(t, type, 0);
    if (!f)
        return NULL;
    f->buffer = f->encoding = f->errors = f->chunk = VALUE_NONE;
    f->encoder = f->decoder = VALUE_UNDEF;
    f->chars = t->vm->empty_str;
    return f;
}

Value textio_new(Thread *t, Value buffer, Value encoding, Value errors, Value newline, bool line_buffering,
                 bool through) {
    TextIo *f = text_alloc(t, t->vm->types[TYPE_TEXT_IO]);
    return f && init(t, f, buffer, encoding, errors, newline, line_buffering, through) ? value_from_object(f)
                                                                                      : VALUE_ERROR;
}

static Value new_method(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    TextIo *f = text_alloc(t, (Type *)value_as_object(args[0]));
    return f ? value_from_object(f) : VALUE_ERROR;
}

static Value init_method(Thread *t, Value *args) {
    int line = op_truth(t, args[5]), through = op_truth(t, args[6]);
    if (line < 0 || through < 0 || !init(t, as_text(args[0]), args[1], args[2], args[3], args[4], line, through))
        return VALUE_ERROR;
    return VALUE_NONE;
}

static Value reconfigure_method(Thread *t, Value *args) {
    TextIo *f = as_text(args[0]);
    if (!check_open(t, f) || !textio_flush(t, f))
        return VALUE_ERROR;
    bool recode = !value_is_none(args[1]) || !value_is_none(args[2]);
    if ((recode || !value_is_undef(args[3])) && !value_is_none(f->chunk))
        return io_unsupported(t, "It is not possible to set the encoding or newline of stream after the first read");
    if (!value_is_undef(args[3]) && !newline_parse(t, args[3], &f->newline))
        return VALUE_ERROR;
    if (recode) {
        if (!value_is_none(args[1]))
            f->encoding = args[1];
        f->errors = !value_is_none(args[2]) ? args[2] : value_is_none(args[1]) ? f->errors : str_from_cstring(t, "strict");
        gc_wrote(t, f);
        if (!value_is_str(f->encoding) || !value_is_str(f->errors))
            return raise_type_error(t, "reconfigure() argument must be str");
        if (!set_codec(t, f))
            return VALUE_ERROR;
    }
    if (!value_is_none(args[4])) {
        int line = op_truth(t, args[4]);
        if (line < 0)
            return VALUE_ERROR;
        f->line_buffering = line;
    }
    if (!value_is_none(args[5])) {
        int through = op_truth(t, args[5]);
        if (through < 0)
            return VALUE_ERROR;
        f->write_through = through;
    }
    return VALUE_NONE;
}

static Value close_method(Thread *t, Value *args) {
    TextIo *f = as_text(args[0]);
    if (!check_ready(t, f))
        return VALUE_ERROR;
    int closed = is_closed(t, f);
    if (closed)
        return closed < 0 ? VALUE_ERROR : VALUE_NONE;
    Value flushed = io_call(t, args[0], "flush", NULL, 0);
    Value pending = value_is_error(flushed) ? error_fetch(t) : VALUE_UNDEF;
    Value r = io_call(t, f->buffer, "close", NULL, 0);
    if (value_is_undef(pending))
        return r;
    if (value_is_error(r)) {
        Value later = error_fetch(t);
        value_as_exception(later)->context = pending;
        pending = later;
    }
    error_restore(t, pending);
    return VALUE_ERROR;
}

static Value detach_method(Thread *t, Value *args) {
    TextIo *f = as_text(args[0]);
    if (!check_ready(t, f) || value_is_error(io_call(t, args[0], "flush", NULL, 0)))
        return VALUE_ERROR;
    Value buffer = f->buffer;
    TypeId id = value_is_object(buffer) ? (TypeId)object_type(value_as_object(buffer))->id : TYPE_ID_COUNT;
    if (id == TYPE_BUFFERED_READER || id == TYPE_BUFFERED_WRITER || id == TYPE_BUFFERED_RANDOM)
        as_io(buffer)->owned = false;
    f->buffer = VALUE_NONE;
    f->detached = true;
    return buffer;
}

#define FORWARD(name)                                                                             \
    static Value name##_method(Thread *t, Value *args) {                                          \
        return check_ready(t, as_text(args[0])) ? io_call(t, as_text(args[0])->buffer, #name, NULL, 0) : VALUE_ERROR; \
    }
FORWARD(seekable)
FORWARD(readable)
FORWARD(writable)
FORWARD(fileno)
FORWARD(isatty)

static Value repr_method(Thread *t, Value *args) {
    TextIo *f = as_text(args[0]);
    if (!check_ready(t, f))
        return VALUE_ERROR;
    Value name = attr_find(t, args[0], STR_NAME(t, name)), mode = attr_find(t, args[0], str_intern_cstring(t, "mode"));
    if (error_pending(t))
        error_clear(t);
    Value head = str_from_cstring(t, "<_io.TextIOWrapper");
    if (!value_is_undef(name) && !value_is_error(name))
        head = str_format(t, "%U name=%R", head, name);
    if (!value_is_error(head) && !value_is_undef(mode) && !value_is_error(mode))
        head = str_format(t, "%U mode=%R", head, mode);
    return value_is_error(head) ? head : str_format(t, "%U encoding=%R>", head, f->encoding);
}

static Value closed_get(Thread *t, Value self) {
    if (!check_ready(t, as_text(self)))
        return VALUE_ERROR;
    int c = is_closed(t, as_text(self));
    return c < 0 ? VALUE_ERROR : value_bool(c);
}
static Value encoding_get(Thread *t, Value self) { return as_text(self)->encoding; }
static Value errors_get(Thread *t, Value self) { return as_text(self)->errors; }
static Value buffer_get_attribute(Thread *t, Value self) { return as_text(self)->buffer; }
static Value line_get(Thread *t, Value self) { return value_bool(as_text(self)->line_buffering); }
static Value through_get(Thread *t, Value self) { return value_bool(as_text(self)->write_through); }
static Value newlines_get(Thread *t, Value self) { return newlines_seen(t, as_text(self)->seen); }
static Value name_get(Thread *t, Value self) {
    return check_ready(t, as_text(self)) ? attr_get(t, as_text(self)->buffer, STR_NAME(t, name)) : VALUE_ERROR;
}
static Value chunk_size_get(Thread *t, Value self) { return value_from_int(IO_BUFFER_SIZE); }
static bool chunk_size_set(Thread *t, Value self, Value v) { return true; }

static const NativeDef methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", new_method, "Create and return a new object."),
    NATIVE("__init__", "($self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, "
                       "write_through=False)",
           init_method, "Initialize self."),
    NATIVE("write", "($self, text, /)", write_method, NULL),
    NATIVE("read", "($self, size=-1, /)", read_method, NULL),
    NATIVE("readline", "($self, size=-1, /)", readline_method, NULL),
    NATIVE("flush", "($self, /)", flush_method, NULL),
    NATIVE("close", "($self, /)", close_method, NULL),
    NATIVE("detach", "($self, /)", detach_method, NULL),
    NATIVE("reconfigure", "($self, /, *, encoding=None, errors=None, newline=<none>, line_buffering=None, "
                          "write_through=None)",
           reconfigure_method, "Reconfigure the text stream with new parameters."),
    NATIVE("seek", "($self, cookie, whence=0, /)", seek_method, NULL),
    NATIVE("tell", "($self, /)", tell_method, NULL),
    NATIVE("truncate", "($self, pos=None, /)", truncate_method, NULL),
    NATIVE("seekable", "($self, /)", seekable_method, NULL),
    NATIVE("readable", "($self, /)", readable_method, NULL),
    NATIVE("writable", "($self, /)", writable_method, NULL),
    NATIVE("fileno", "($self, /)", fileno_method, NULL),
    NATIVE("isatty", "($self, /)", isatty_method, NULL),
    NATIVE("__repr__", "($self, /)", repr_method, "Return repr(self)."),
    NATIVE_END,
};
static const GetSetDef getset[] = {
    {"closed", closed_get, NULL, NULL},
    {"encoding", encoding_get, NULL, NULL},
    {"errors", errors_get, NULL, NULL},
    {"buffer", buffer_get_attribute, NULL, NULL},
    {"line_buffering", line_get, NULL, NULL},
    {"write_through", through_get, NULL, NULL},
    {"newlines", newlines_get, NULL, NULL},
    {"name", name_get, NULL, NULL},
    {"_CHUNK_SIZE", chunk_size_get, chunk_size_set, NULL},
    {NULL, NULL, NULL, NULL},
};
const TypeDef typedef_text_io = {
    .name = "_io.TextIOWrapper",
    .doc = "Character and line based layer over a BufferedIOBase object, buffer.",
    .id = TYPE_TEXT_IO,
    .base = TYPE_TEXT_IO_BASE,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE,
    .size = sizeof(TextIo),
    .trace = trace,
    .next = next,
    .methods = methods,
    .getset = getset,
};

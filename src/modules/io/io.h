/*
 * io.h - the streams of module _io: shared structures.
 *
 * Every stream type begins with IoBase, in the order of CPython's hierarchy:
 * raw (FileIO), buffered (BufferedReader, BufferedWriter, BufferedRandom) and
 * text (TextIOWrapper, StringIO).  Code that meets one of these exact types
 * works on the structure; any other stream is used through its methods.
 */
#ifndef TAU_MODULES_IO_IO_H
#define TAU_MODULES_IO_IO_H

#include "runtime/native.h"

typedef struct IoBase {
    Object header;
    bool closed;
    bool finalizing;
    bool initialized;
    bool owned; /* the stream around it closes it when both die */
} IoBase;

typedef struct FileIo {
    IoBase base;
    int fd; /* -1: closed */
    bool readable, writable, appending, created, closefd;
    int8_t seekable; /* -1: not asked yet */
    uint32_t block_size;
} FileIo;

typedef struct Buffered {
    IoBase base;
    Value raw; /* NONE after detach */
    bool readable, writable, detached;
    size_t size;
    Raw *read_buffer;
    size_t read_position, read_end; /* unread bytes lie between */
    Raw *write_buffer;
    size_t write_fill;
} Buffered;

typedef struct BytesIo {
    IoBase base;
    Raw *storage;
    size_t length, position;
    size_t exports;
} BytesIo;

typedef enum NewlineMode { NEWLINE_UNIVERSAL, NEWLINE_KEEP, NEWLINE_LF, NEWLINE_CR, NEWLINE_CRLF } NewlineMode;
enum { SEEN_CR = 1, SEEN_LF = 2, SEEN_CRLF = 4 };

typedef struct StringIo {
    IoBase base;
    Value text;
    size_t position;
    uint8_t newline; /* NewlineMode */
    uint8_t seen;
} StringIo;

typedef enum TextCodec { CODEC_OTHER, CODEC_UTF8, CODEC_LATIN1, CODEC_ASCII } TextCodec;

typedef struct TextIo {
    IoBase base;
    Value buffer;
    Value encoding, errors;   /* str */
    Value encoder, decoder;   /* incremental codecs for CODEC_OTHER, else UNDEF */
    uint8_t codec, newline, seen;
    bool line_buffering, write_through, detached, seekable, has_read1;
    bool pending_cr;          /* a \r ended the last chunk: may be half of \r\n */
    Value chars;              /* decoded, not yet read: from `used` on */
    size_t used;
    Raw *tail;                /* bytes of an unfinished character */
    size_t tail_length;
    int64_t chunk_start;      /* where the bytes of `chars` begin in the file; -1 unknown */
    Value chunk;              /* those bytes */
    size_t chunk_skip;        /* characters of the chunk in front of `chars` */
    Raw *pending;             /* encoded output */
    size_t pending_length;
} TextIo;

enum { IO_BUFFER_SIZE = 8192, TEXT_CHUNK_SIZE = 8192 };

/* io.UnsupportedOperation */
Value io_unsupported(Thread *t, const char *operation);
bool io_check_open(Thread *t, const IoBase *base) __attribute__((warn_unused_result));
/* self.closed as Python sees it: 1, 0, -1. */
int io_is_closed(Thread *t, Value stream);
Value io_base_close(Thread *t, Value stream); /* flush, then mark */
void io_finalize(Thread *t, Object *object);  /* closes, ignoring errors */
Value io_call(Thread *t, Value stream, const char *method, Value *args, size_t nargs);
bool io_whence(Thread *t, Value v, int *out) __attribute__((warn_unused_result));
/* A size argument: None and negative mean "all" (-1). */
bool io_size(Thread *t, Value v, int64_t *out) __attribute__((warn_unused_result));

static inline bool value_has_type(Value v, TypeId id) {
    return value_is_object(v) && object_type(value_as_object(v))->id == id;
}
static inline IoBase *as_io(Value v) { return (IoBase *)value_as_object(v); }

/* fileio.c */
Value fileio_open(Thread *t, Value name, const char *mode, bool closefd, Value opener);
/* Bytes read or written, -1 with OSError, -2 when it would block. */
int64_t fileio_read(Thread *t, FileIo *f, void *out, size_t n);
int64_t fileio_write(Thread *t, FileIo *f, const void *data, size_t n);
/* buffered.c */
Value buffered_new(Thread *t, TypeId type, Value raw, size_t size);
bool buffered_flush(Thread *t, Buffered *b) __attribute__((warn_unused_result));
bool buffered_write(Thread *t, Buffered *b, const uint8_t *data, size_t n) __attribute__((warn_unused_result));
/* textio.c */
Value textio_new(Thread *t, Value buffer, Value encoding, Value errors, Value newline, bool line_buffering,
                 bool write_through);
bool textio_write(Thread *t, TextIo *f, Value text) __attribute__((warn_unused_result));
/* The stream as what print() may write to directly: its write() is the one of
 * TextIOWrapper.  NULL if it is not. */
TextIo *textio_plain(Thread *t, Value stream);
/* What that write() does: the stream may be closed. */
bool textio_write_open(Thread *t, TextIo *f, Value text) __attribute__((warn_unused_result));
bool textio_flush(Thread *t, TextIo *f) __attribute__((warn_unused_result));
/* stringio.c: the same two. */
StringIo *stringio_plain(Thread *t, Value stream);
bool stringio_write(Thread *t, StringIo *s, Value text) __attribute__((warn_unused_result));
/* Translates line ends of a whole text for reading; records what was seen. */
Value newline_decode(Thread *t, Value text, bool translate, uint8_t *seen);
bool newline_parse(Thread *t, Value newline, uint8_t *mode) __attribute__((warn_unused_result));
/* Where the line at `start` ends (behind its end), or SIZE_MAX if it goes on. */
size_t newline_find(const void *chars, unsigned width, size_t start, size_t end, uint8_t mode);
Value newlines_seen(Thread *t, uint8_t seen);

extern const TypeDef typedef_io_base, typedef_raw_io_base, typedef_buffered_io_base, typedef_text_io_base,
    typedef_file_io, typedef_buffered_reader, typedef_buffered_writer, typedef_buffered_random,
    typedef_buffered_rw_pair, typedef_bytes_io, typedef_bytes_io_buffer, typedef_string_io, typedef_text_io, typedef_newline_decoder;

#endif

/*
 * codecs_internal.h - what the codecs share: output of bytes, and the dialogue
 * with error handlers.
 */
#ifndef TAU_RUNTIME_CODECS_INTERNAL_H
#define TAU_RUNTIME_CODECS_INTERNAL_H

#include "runtime/codecs.h"
#include "runtime/str_internal.h"

/* The registry of a Vm: a tuple, made on first use; VALUE_ERROR on failure. */
enum { CODEC_STATE_SEARCH, CODEC_STATE_CACHE, CODEC_STATE_ERRORS, CODEC_STATE_COUNT };
Value codec_state(Thread *t);

typedef struct ByteBuilder {
    Thread *t;
    Raw *buffer;
    size_t length, capacity;
    bool failed; /* MemoryError is pending */
} ByteBuilder;

/* Room for `extra` more bytes: where they go; NULL with MemoryError. */
uint8_t *bytes_reserve(ByteBuilder *b, size_t extra);
static inline void bytes_put(ByteBuilder *b, uint8_t byte) {
    if (b->length < b->capacity || bytes_reserve(b, 1)) b->buffer->bytes[b->length++] = byte;
}
void bytes_put_data(ByteBuilder *b, const void *data, size_t n);
void bytes_put_ascii(ByteBuilder *b, const char *text);
Value bytes_finish(ByteBuilder *b);

/* A decoder in progress.  Handlers may replace the input: `data` and `length`
 * must be read again after each decoder_error. */
typedef struct Decoder {
    Thread *t;
    const char *encoding, *errors;
    const uint8_t *data;
    size_t length;
    StrBuilder out;
    Value exception; /* UnicodeDecodeError shown to registered handlers, or UNDEF */
} Decoder;
void decoder_init(Decoder *d, Thread *t, const char *encoding, const char *errors,
                  const uint8_t *data, size_t length);
/* data[start:end] is malformed.  Handles it as `errors` says and sets *at to
 * where to go on; false with the exception. */
bool decoder_error(Decoder *d, size_t start, size_t end, const char *reason, size_t *at)
    __attribute__((warn_unused_result));

/* An encoder in progress. */
typedef struct Encoder {
    Thread *t;
    const char *encoding, *errors;
    Value s;
    StrView text;
    ByteBuilder out;
    Value exception;
} Encoder;
bool encoder_init(Encoder *e, Thread *t, const char *encoding, const char *errors, Value s)
    __attribute__((warn_unused_result));
/* Characters [start, end) cannot be encoded.  *replacement becomes the str to
 * be encoded instead, or bytes to be inserted; *at where to go on. */
bool encoder_error(Encoder *e, size_t start, size_t end, const char *reason, Value *replacement,
                   size_t *at) __attribute__((warn_unused_result));
/* The same for a replacement that turned out not to be encodable either. */
bool encoder_refuse(Encoder *e, size_t start, size_t end, const char *reason);

#endif

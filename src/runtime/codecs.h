/*
 * codecs.h - between text and bytes: the built-in encodings, the registry of
 * the others, and what happens on characters or bytes that do not fit.
 */
#ifndef TAU_RUNTIME_CODECS_H
#define TAU_RUNTIME_CODECS_H

#include "runtime/vm.h"

/* Native encodings.  Decoders: with `consumed`, an incomplete sequence at the
 * end is left over (and *consumed says how much was used) instead of being an
 * error.  errors may be NULL: "strict". */
Value codec_decode_utf8(Thread *t, const uint8_t *bytes, size_t n, const char *errors,
                        size_t *consumed);
Value codec_encode_utf8(Thread *t, Value s, const char *errors);
/* byte_order: -1 little, 1 big, 0 native with BOM; decoders store what a BOM
 * said.  `encoding` is what errors will call it ("utf-16-le", ...); NULL: by order. */
Value codec_decode_utf16(Thread *t, const uint8_t *bytes, size_t n, const char *errors,
                         int *byte_order, size_t *consumed);
Value codec_encode_utf16(Thread *t, Value s, const char *errors, int byte_order);
Value codec_decode_utf32(Thread *t, const uint8_t *bytes, size_t n, const char *errors,
                         int *byte_order, size_t *consumed);
Value codec_encode_utf32(Thread *t, Value s, const char *errors, int byte_order);
Value codec_decode_utf7(Thread *t, const uint8_t *bytes, size_t n, const char *errors,
                        size_t *consumed);
Value codec_encode_utf7(Thread *t, Value s, const char *errors);
Value codec_decode_latin1(Thread *t, const uint8_t *bytes, size_t n, const char *errors);
Value codec_encode_latin1(Thread *t, Value s, const char *errors);
Value codec_decode_ascii(Thread *t, const uint8_t *bytes, size_t n, const char *errors);
Value codec_encode_ascii(Thread *t, Value s, const char *errors);
Value codec_decode_unicode_escape(Thread *t, const uint8_t *bytes, size_t n, const char *errors,
                                  size_t *consumed);
Value codec_encode_unicode_escape(Thread *t, Value s);
Value codec_decode_raw_unicode_escape(Thread *t, const uint8_t *bytes, size_t n, const char *errors,
                                      size_t *consumed);
Value codec_encode_raw_unicode_escape(Thread *t, Value s);
/* Escapes of bytes literals: b"\x00" and so on; to bytes. */
Value codec_decode_escape(Thread *t, const uint8_t *bytes, size_t n, const char *errors);
Value codec_encode_escape(Thread *t, const uint8_t *bytes, size_t n);
/* mapping: str, dict, or NONE for latin-1. */
Value codec_decode_charmap(Thread *t, const uint8_t *bytes, size_t n, const char *errors,
                           Value mapping);
Value codec_encode_charmap(Thread *t, Value s, const char *errors, Value mapping);
Value codec_charmap_build(Thread *t, Value map); /* dict: ord of character -> byte */

/* The registry (codecs.register, the package `encodings`). */
bool codec_register(Thread *t, Value search_function) __attribute__((warn_unused_result));
bool codec_unregister(Thread *t, Value search_function) __attribute__((warn_unused_result));
Value codec_lookup(Thread *t, Value encoding); /* CodecInfo; LookupError */
/* codecs.encode / decode: any objects.  encoding, errors: str or UNDEF. */
Value codec_encode_object(Thread *t, Value object, Value encoding, Value errors);
Value codec_decode_object(Thread *t, Value object, Value encoding, Value errors);
/* text.encode() and bytes.decode(): "decoder returned 'x' instead of 'str'", refusing
 * codecs that are no text encodings. */
Value codec_encode_text(Thread *t, Value s, Value encoding, Value errors);
Value codec_decode_text(Thread *t, Value bytes_like, Value encoding, Value errors);

/* Error handlers by name. */
bool codec_register_error(Thread *t, Value name, Value handler) __attribute__((warn_unused_result));
Value codec_lookup_error(Thread *t, Value name); /* LookupError */

/* Raise with all attributes set; return VALUE_ERROR. */
Value raise_decode_error(Thread *t, const char *encoding, const uint8_t *bytes, size_t n,
                         size_t start, size_t end, const char *reason);
Value raise_encode_error(Thread *t, const char *encoding, Value s, size_t start, size_t end,
                         const char *reason);

#endif

/* json_internal.h - what the files of the module _json share. */
#ifndef TAU_MODULES_JSON_INTERNAL_H
#define TAU_MODULES_JSON_INTERNAL_H

#include "base/byte_block.h"
#include "runtime/native.h"
#include "runtime/sequence_support.h"

extern const TypeDef typedef_json_scanner, typedef_json_encoder;

/* The module's state, in json_scanner.c. */
bool json_scanner_init(Thread *t);

/* The functions of the module. */
Value json_scanstring(Thread *t, Value *args);
Value json_encode_basestring(Thread *t, Value *args);
Value json_encode_basestring_ascii(Thread *t, Value *args);
/* In place of json.encoder._make_iterencode, which is `self` (json_encoder.c). */
Value json_make_iterencode(Thread *t, Value *args, size_t nargs, Tuple *kwnames);

#endif

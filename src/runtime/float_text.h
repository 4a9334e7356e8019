/* float_text.h - exact conversions between doubles and text, without objects. */
#ifndef TAU_RUNTIME_FLOAT_TEXT_H
#define TAU_RUNTIME_FLOAT_TEXT_H

#include "runtime/float.h"

/* digits * 10^exponent */
typedef struct FloatDecimal {
    uint64_t digits;
    int exponent;
} FloatDecimal;

/* The shortest decimal that reads back as |d|, closest to it among those; may
 * end in zeros.  d is finite and not zero. */
FloatDecimal float_shortest(double d);
/* Parses the longest float at the start of the text: how many characters, 0 if
 * there is none. */
size_t float_parse_prefix(const char *text, size_t length, double *out);
/* w * 10^e, correctly rounded; false if that is not certain. */
bool float_scale_decimal(uint64_t w, int64_t e, double *out);
/* round(d, ndigits) for a finite d and |ndigits| < 400; may be infinite. */
double float_round(double d, int ndigits);

size_t float_to_hex(double d, char out[FLOAT_REPR_MAX]);
typedef enum FloatHexResult { FLOAT_HEX_OK, FLOAT_HEX_INVALID, FLOAT_HEX_OVERFLOW } FloatHexResult;
FloatHexResult float_from_hex(const char *text, size_t length, double *out);

#endif

/* buffer_item.h - one item of a buffer, by its native format character:
 * c b B ? h H i I l L q Q n N P e f d. */
#ifndef TAU_RUNTIME_BUFFER_ITEM_H
#define TAU_RUNTIME_BUFFER_ITEM_H

#include "runtime/vm.h"

/* Bytes of one item, 0 for an unknown format. */
size_t buffer_item_size(char format);
Value buffer_item_get(Thread *t, char format, const uint8_t *from);
/* false with TypeError or ValueError, worded by memoryview. */
bool buffer_item_set(Thread *t, char format, uint8_t *to, Value v) __attribute__((warn_unused_result));
/* Half-precision floats (IEEE 754 binary16). */
double half_to_double(uint16_t half);
/* false when the value is too large. */
bool half_from_double(double d, uint16_t *out) __attribute__((warn_unused_result));

#endif

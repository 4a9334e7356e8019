/*
 * hex.h - hexadecimal digits: bytes to text and back.
 */
#ifndef TAU_BASE_HEX_H
#define TAU_BASE_HEX_H

#include <stddef.h>
#include <stdint.h>

/* The value of each character as a hexadecimal digit, or -1. */
extern const int8_t hex_values[0x100];

/* Writes 2 * n lower-case digits. */
void hex_encode(uint8_t *to, const uint8_t *from, size_t n);
/* Reads n pairs of digits; stops at the first that is none.  Returns how many
 * pairs it read. */
size_t hex_decode(uint8_t *to, const uint8_t *from, size_t n);

#endif

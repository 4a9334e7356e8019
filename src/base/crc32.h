/* crc32.h - CRC-32 (IEEE 802.3), as zlib's crc32(). */
#ifndef TAU_BASE_CRC32_H
#define TAU_BASE_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* Continues the checksum `crc` (0 at the start) over more data. */
uint32_t crc32_update(uint32_t crc, const uint8_t *data, size_t length);

#endif

/* Validation, decoding and encoding of UTF-8 and WTF-8. See utf8.h. */
#include "base/utf8.h"

#include <string.h>

/*
 * One sequence starting at a byte >= 0x80. Returns its length, or 0 with the
 * fault and the number of bytes that CPython's decoder would report.
 */
static size_t utf8_check_sequence(const unsigned char *s, size_t left, bool allow_surrogates,
                                  Utf8Fault *fault, size_t *bad_length)
{
    unsigned char lead = s[0];
    size_t size;
    unsigned char low = 0x80, high = 0xBF;  /* bounds of the second byte */

    *bad_length = 1;
    if (lead < 0xC2 || lead > 0xF4) {
        *fault = UTF8_INVALID_START_BYTE;
        return 0;
    }
    if (lead < 0xE0) {
        size = 2;
    } else if (lead < 0xF0) {
        size = 3;
        if (lead == 0xE0)
            low = 0xA0;
        if (lead == 0xED && !allow_surrogates)
            high = 0x9F;
    } else {
        size = 4;
        if (lead == 0xF0)
            low = 0x90;
        if (lead == 0xF4)
            high = 0x8F;
    }
    for (size_t i = 1; i < size; i++) {
        if (i >= left) {
            *fault = UTF8_UNEXPECTED_END;
            *bad_length = i;
            return 0;
        }
        if (s[i] < low || s[i] > high) {
            *fault = UTF8_INVALID_CONTINUATION_BYTE;
            *bad_length = i;
            return 0;
        }
        low = 0x80;
        high = 0xBF;
    }
    return size;
}

size_t utf8_validate(const char *bytes, size_t length, bool allow_surrogates,
                     Utf8Fault *fault, size_t *bad_length)
{
    const unsigned char *s = (const unsigned char *)bytes;
    size_t at = 0;

    while (at < length) {
        /* Most text is ASCII: eight bytes a step. */
        while (at + 8 <= length) {
            uint64_t word;
            memcpy(&word, s + at, 8);
            if (word & UINT64_C(0x8080808080808080))
                break;
            at += 8;
        }
        while (at < length && s[at] < 0x80)
            at++;
        if (at == length)
            break;
        Utf8Fault found;
        size_t bad;
        size_t size = utf8_check_sequence(s + at, length - at, allow_surrogates, &found, &bad);
        if (size == 0) {
            if (fault != NULL)
                *fault = found;
            if (bad_length != NULL)
                *bad_length = bad;
            return at;
        }
        at += size;
    }
    if (fault != NULL)
        *fault = UTF8_VALID;
    if (bad_length != NULL)
        *bad_length = 0;
    return length;
}

uint32_t utf8_decode(const char *bytes, size_t length, size_t *size)
{
    const unsigned char *s = (const unsigned char *)bytes;
    if (s[0] < 0x80) {
        *size = 1;
        return s[0];
    }
    Utf8Fault fault;
    size_t bad;
    size_t found = utf8_check_sequence(s, length, true, &fault, &bad);
    if (found == 0) {
        *size = 1;
        return 0xFFFD;
    }
    *size = found;
    if (found == 2)
        return (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
    if (found == 3)
        return (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
    return (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12
         | (uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3F);
}

size_t utf8_encode(uint32_t code_point, char *out)
{
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (char)(0xC0 | code_point >> 6);
        out[1] = (char)(0x80 | (code_point & 0x3F));
        return 2;
    }
    if (code_point < 0x10000) {
        out[0] = (char)(0xE0 | code_point >> 12);
        out[1] = (char)(0x80 | (code_point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code_point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code_point >> 18);
    out[1] = (char)(0x80 | (code_point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code_point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code_point & 0x3F));
    return 4;
}

size_t utf8_count(const char *bytes, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += !utf8_is_continuation(bytes[i]);
    return count;
}

/*
 * debug_flags.c - reading TAU_DEBUG.
 */
#include "base/debug_flags.h"

#include <stdlib.h>
#include <string.h>

int64_t debug_flag(const char *key, int64_t absent) {
#ifdef TAU_DEBUG
    const char *text = getenv("TAU_DEBUG");
    size_t length = strlen(key);
    while (text && *text) {
        size_t word = strcspn(text, ",");
        if (strncmp(text, key, length) == 0) {
            if (word == length) return 1;
            if (text[length] == '=') return strtoll(text + length + 1, NULL, 0);
        }
        text += word + (text[word] == ',');
    }
#else
    (void)key;
#endif
    return absent;
}

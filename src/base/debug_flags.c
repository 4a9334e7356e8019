/*
 * debug_flags.c - reading TAU_DEBUG.
 */
#include "base/debug_flags.h"

#include <stdlib.h>
#include <string.h>

/* What follows "key=" in TAU_DEBUG, or "" if the key stands alone; NULL: it is not there. */
static const char *find(const char *key) {
#ifdef TAU_DEBUG
    const char *text = getenv("TAU_DEBUG");
    size_t length = strlen(key);
    while (text && *text) {
        size_t word = strcspn(text, ",");
        if (strncmp(text, key, length) == 0) {
            if (word == length) return "";
            if (text[length] == '=') return text + length + 1;
        }
        text += word + (text[word] == ',');
    }
#else
    (void)key;
#endif
    return NULL;
}

int64_t debug_flag(const char *key, int64_t absent) {
    const char *value = find(key);
    return !value ? absent : *value && *value != ',' ? strtoll(value, NULL, 0) : 1;
}

const char *debug_text(const char *key) {
    const char *value = find(key);
    return value && *value ? value : NULL;
}

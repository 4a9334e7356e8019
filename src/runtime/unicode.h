/*
 * unicode.h - properties of characters: Unicode 14, the version of Python 3.11.
 *
 * What str's methods need comes from generated tables (make_unicode_tables.py):
 * one record of flags and case mappings for each distinct combination.  Names,
 * normalisation and the rest of unicodedata come from libunistring.
 */
#ifndef TAU_RUNTIME_UNICODE_H
#define TAU_RUNTIME_UNICODE_H

#include "runtime/vm.h"

enum {
    UNICODE_ALPHA = 1 << 0,
    UNICODE_DECIMAL = 1 << 1,
    UNICODE_DIGIT = 1 << 2,
    UNICODE_NUMERIC = 1 << 3,
    UNICODE_LOWER = 1 << 4,
    UNICODE_UPPER = 1 << 5,
    UNICODE_TITLE = 1 << 6, /* category Lt */
    UNICODE_SPACE = 1 << 7,
    UNICODE_PRINTABLE = 1 << 8,
    UNICODE_XID_START = 1 << 9, /* and '_' */
    UNICODE_XID_CONTINUE = 1 << 10,
    UNICODE_CASED = 1 << 11,
    UNICODE_CASE_IGNORABLE = 1 << 12,
    UNICODE_SPECIAL = 1 << 13, /* a mapping gives several characters, or folding differs */
    UNICODE_LINE_BREAK = 1 << 14,
    UNICODE_ALNUM = UNICODE_ALPHA | UNICODE_DECIMAL | UNICODE_DIGIT | UNICODE_NUMERIC,
    UNICODE_SHIFT = 7, /* log2 of the size of blocks */
};

typedef struct UnicodeRecord {
    uint16_t flags;
    uint16_t special;            /* index into unicode_specials */
    int32_t lower, upper, title; /* to be added to the character */
    uint8_t decimal, digit;      /* values, if the flag is set */
} UnicodeRecord;

extern const UnicodeRecord unicode_records[];
extern const uint16_t unicode_blocks[], unicode_indices[];

static inline const UnicodeRecord *unicode_record(uint32_t c) {
    if (c > 0x10ffff) c = 0x10ffff; /* unassigned, no properties */
    return &unicode_records[unicode_indices[((size_t)unicode_blocks[c >> UNICODE_SHIFT]
                                             << UNICODE_SHIFT) +
                                            (c & ((1u << UNICODE_SHIFT) - 1))]];
}
static inline unsigned unicode_flags(uint32_t c) {
    return unicode_record(c)->flags;
}
static inline bool unicode_is(uint32_t c, unsigned flag) {
    return unicode_record(c)->flags & flag;
}

/* Full mappings: up to three characters; returns how many. */
enum { UNICODE_MAPPING_MAX = 3 };
typedef enum UnicodeMapping { MAP_LOWER, MAP_UPPER, MAP_TITLE, MAP_FOLD } UnicodeMapping;
unsigned unicode_map(uint32_t c, UnicodeMapping mapping, uint32_t out[UNICODE_MAPPING_MAX]);

/* Values of digits, or -1. */
static inline int unicode_decimal(uint32_t c) {
    const UnicodeRecord *r = unicode_record(c);
    return r->flags & UNICODE_DECIMAL ? r->decimal : -1;
}
static inline int unicode_digit(uint32_t c) {
    const UnicodeRecord *r = unicode_record(c);
    return r->flags & UNICODE_DIGIT ? r->digit : -1;
}

/* As unicodedata.name and lookup (names, aliases; ASCII, any case). */
enum { UNICODE_NAME_MAX = 256 };
bool unicode_name(uint32_t c, char name[UNICODE_NAME_MAX]);
bool unicode_find_name(const char *name, size_t length, uint32_t *out);
/* Named sequences too: returns the number of characters, 0 if unknown. */
enum { UNICODE_SEQUENCE_MAX = 4 };
unsigned unicode_find_sequence(const char *name, size_t length, uint32_t out[UNICODE_SEQUENCE_MAX]);

typedef enum UnicodeForm { FORM_NFC, FORM_NFD, FORM_NFKC, FORM_NFKD } UnicodeForm;
Value unicode_normalize(Thread *t, Value s, UnicodeForm form);

/* Text for int(), float(), complex(): decimals become '0'..'9', white space
 * becomes ' ', anything else not ASCII '?'.  out has room for one byte each. */
void unicode_to_ascii_digits(const void *chars, unsigned width, size_t n, char *out);

#endif

/*
 * unicode.c - properties of characters: the generated tables and what is
 * asked of libunistring.
 */
#include "runtime/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <uniname.h>
#include <uninorm.h>

#include "runtime/error.h"
#include "runtime/str_internal.h"

extern const uint32_t unicode_specials[];
#include "runtime/unicode_tables.inc"

unsigned unicode_map(uint32_t c, UnicodeMapping mapping, uint32_t out[UNICODE_MAPPING_MAX]) {
    const UnicodeRecord *r = unicode_record(c);
    if (!(r->flags & UNICODE_SPECIAL)) {
        int32_t delta = mapping == MAP_UPPER   ? r->upper
                        : mapping == MAP_TITLE ? r->title
                                               : r->lower;
        out[0] = (uint32_t)((int32_t)c + delta);
        return 1;
    }
    /* lengths of lower, upper, title, fold; then their characters. */
    const uint32_t *lengths = unicode_specials + r->special, *chars = lengths + 4;
    for (unsigned i = 0; i < mapping; i++) chars += lengths[i];
    for (unsigned i = 0; i < lengths[mapping]; i++) out[i] = chars[i];
    return lengths[mapping];
}

void unicode_to_ascii_digits(const void *chars, unsigned width, size_t n, char *out) {
    for (size_t i = 0; i < n; i++) {
        uint32_t c = str_char_at(chars, width, i);
        if (c < 0x80) {
            out[i] = (char)c;
            continue;
        }
        int digit = unicode_decimal(c);
        out[i] = digit >= 0 ? (char)('0' + digit) : unicode_is(c, UNICODE_SPACE) ? ' ' : '?';
    }
}

/* ---- names -------------------------------------------------------------------------- */

/* Names of these are built, not stored. */
static const struct {
    uint32_t first, last;
} unified_ideographs[] = {
    {0x3400, 0x4dbf},   {0x4e00, 0x9fff},   {0x20000, 0x2a6df}, {0x2a700, 0x2b738},
    {0x2b740, 0x2b81d}, {0x2b820, 0x2cea1}, {0x2ceb0, 0x2ebe0}, {0x30000, 0x3134a},
};
static const char ideograph_prefix[] = "CJK UNIFIED IDEOGRAPH-";
static const char hangul_prefix[] = "HANGUL SYLLABLE ";

enum { HANGUL_FIRST = 0xac00, LEADS = 19, VOWELS = 21, TAILS = 28 };
static const char *const hangul_leads[LEADS] = {
    "G",  "GG", "N", "D",  "DD", "R", "M", "B", "BB", "S",
    "SS", "",   "J", "JJ", "C",  "K", "T", "P", "H",
};
static const char *const hangul_vowels[VOWELS] = {
    "A",  "AE", "YA", "YAE", "EO", "E",  "YEO", "YE", "O",  "WA", "WAE",
    "OE", "YO", "U",  "WEO", "WE", "WI", "YU",  "EU", "YI", "I",
};
static const char *const hangul_tails[TAILS] = {
    "",   "G",  "GG", "GS", "N",  "NJ", "NH", "D",  "L", "LG", "LM", "LB", "LS", "LT",
    "LP", "LH", "M",  "B",  "BS", "S",  "SS", "NG", "J", "C",  "K",  "T",  "P",  "H",
};

static bool is_unified_ideograph(uint32_t c) {
    for (size_t i = 0; i < sizeof unified_ideographs / sizeof *unified_ideographs; i++)
        if (c >= unified_ideographs[i].first && c <= unified_ideographs[i].last) return true;
    return false;
}

bool unicode_name(uint32_t c, char name[UNICODE_NAME_MAX]) {
    if (c >= HANGUL_FIRST && c < HANGUL_FIRST + LEADS * VOWELS * TAILS) {
        uint32_t i = c - HANGUL_FIRST;
        snprintf(name, UNICODE_NAME_MAX, "%s%s%s%s", hangul_prefix,
                 hangul_leads[i / (VOWELS * TAILS)], hangul_vowels[i / TAILS % VOWELS],
                 hangul_tails[i % TAILS]);
        return true;
    }
    if (is_unified_ideograph(c)) {
        snprintf(name, UNICODE_NAME_MAX, "%s%X", ideograph_prefix, c);
        return true;
    }
    return unicode_character_name(c, name) != NULL;
}

static const struct NamedSequence {
    const char *name;
    uint32_t chars[UNICODE_SEQUENCE_MAX]; /* the unused ones are 0 */
} named_sequences[] = {
#include "runtime/unicode_names.inc"
};

static int compare_names(const void *name, const void *entry) {
    return strcasecmp(name, ((const struct NamedSequence *)entry)->name);
}

/* name is NUL-terminated. */
static const struct NamedSequence *find_sequence(const char *name) {
    return bsearch(name, named_sequences, sizeof named_sequences / sizeof *named_sequences,
                   sizeof *named_sequences, compare_names);
}

/* VS1 to VS256 and the aliases in the table. */
static bool find_alias(const char *name, uint32_t *out) {
    if ((name[0] | 32) == 'v' && (name[1] | 32) == 's' && name[2] >= '1' && name[2] <= '9') {
        char *end;
        unsigned long n = strtoul(name + 2, &end, 10);
        if (*end || n > 256) return false;
        *out = (uint32_t)(n <= 16 ? 0xfe00 + n - 1 : 0xe0100 + n - 17);
        return true;
    }
    const struct NamedSequence *found = find_sequence(name);
    if (!found || found->chars[1]) return false;
    *out = found->chars[0];
    return true;
}

/* The longest entry of parts that text starts with: its index; -1 if none. */
static int match_part(const char **text, const char *const *parts, int count) {
    int best = -1;
    size_t best_length = 0;
    for (int i = 0; i < count; i++) {
        size_t n = strlen(parts[i]);
        if (strncmp(*text, parts[i], n) == 0 && (best < 0 || n > best_length)) {
            best = i;
            best_length = n;
        }
    }
    *text += best_length;
    return best;
}

bool unicode_find_name(const char *name, size_t length, uint32_t *out) {
    char text[UNICODE_NAME_MAX];
    if (length == 0 || length >= sizeof text) return false;
    memcpy(text, name, length);
    text[length] = 0;
    if (strlen(text) != length) return false;
    if (strncmp(text, hangul_prefix, sizeof hangul_prefix - 1) == 0) {
        const char *rest = text + sizeof hangul_prefix - 1;
        int lead = match_part(&rest, hangul_leads, LEADS);
        int vowel = match_part(&rest, hangul_vowels, VOWELS);
        int tail = match_part(&rest, hangul_tails, TAILS);
        if (lead < 0 || vowel < 0 || tail < 0 || *rest) return false;
        *out = HANGUL_FIRST + (uint32_t)((lead * VOWELS + vowel) * TAILS + tail);
        return true;
    }
    if (strncmp(text, ideograph_prefix, sizeof ideograph_prefix - 1) == 0) {
        const char *digits = text + sizeof ideograph_prefix - 1;
        size_t count = strlen(digits);
        if ((count != 4 && count != 5) || strspn(digits, "0123456789ABCDEF") != count) return false;
        *out = (uint32_t)strtoul(digits, NULL, 16);
        return is_unified_ideograph(*out);
    }
    /* libunistring takes '_' for a blank, builds ideographs and syllables: not so Python. */
    if (strchr(text, '_')) return false;
    ucs4_t c = unicode_name_character(text);
    if (c == UNINAME_INVALID || is_unified_ideograph(c) ||
        (c >= HANGUL_FIRST && c < HANGUL_FIRST + LEADS * VOWELS * TAILS))
        return find_alias(text, out);
    *out = c;
    return true;
}

unsigned unicode_find_sequence(const char *name, size_t length,
                               uint32_t out[UNICODE_SEQUENCE_MAX]) {
    if (unicode_find_name(name, length, out)) return 1;
    char text[UNICODE_NAME_MAX];
    if (length == 0 || length >= sizeof text) return 0;
    memcpy(text, name, length);
    text[length] = 0;
    const struct NamedSequence *found = find_sequence(text);
    if (!found) return 0;
    unsigned n = 0;
    for (; n < UNICODE_SEQUENCE_MAX && found->chars[n]; n++) out[n] = found->chars[n];
    return n;
}

/* ---- normalisation --------------------------------------------------------------------- */

Value unicode_normalize(Thread *t, Value v, UnicodeForm form) {
    StrView s;
    if (!str_view(t, v, &s)) return VALUE_ERROR;
    if (s.ascii || (s.width == 1 && form == FORM_NFC)) return str_exact(t, v);
    uninorm_t norm = form == FORM_NFC    ? UNINORM_NFC
                     : form == FORM_NFD  ? UNINORM_NFD
                     : form == FORM_NFKC ? UNINORM_NFKC
                                         : UNINORM_NFKD;
    uint32_t *input = malloc(s.length * sizeof *input + 1);
    if (!input) {
        raise_memory_error(t);
        return VALUE_ERROR;
    }
    chars_copy(input, 4, s.data, s.width, s.length);
    /* libunistring refuses surrogates, which Python passes through: normalise
     * the pieces between them (no composition reaches across one). */
    StrBuilder b;
    builder_init(&b, t);
    for (size_t at = 0; at < s.length && !b.failed;) {
        size_t end = at;
        while (end < s.length && (input[end] & 0xfffff800) != 0xd800) end++;
        if (end > at) {
            size_t n = 0;
            uint32_t *out = u32_normalize(norm, input + at, end - at, NULL, &n);
            if (!out) {
                free(input);
                raise_memory_error(t);
                return VALUE_ERROR;
            }
            for (size_t i = 0; i < n; i++) builder_char(&b, out[i]);
            free(out);
        }
        for (; end < s.length && (input[end] & 0xfffff800) == 0xd800; end++)
            builder_char(&b, input[end]);
        at = end;
    }
    free(input);
    return builder_finish(&b);
}

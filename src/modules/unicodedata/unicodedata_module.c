/*
 * unicodedata_module.c - the module unicodedata: the character database of
 * Unicode 14, and of Unicode 3.2 as the object ucd_3_2_0 (for IDNA).
 *
 * Properties come from libunistring and the runtime's tables; tables.inc has
 * what both lack.  Unicode 3.2 is described by its differences.
 */
#include <unictype.h>
#include <uninorm.h>

#include "runtime/native.h"

typedef struct CharRange {
    uint32_t first, last;
    int32_t value;
} CharRange;

#include "modules/unicodedata/tables.inc"

#define LOOKUP(table, c, missing) find_range(table, sizeof(table) / sizeof *(table), c, missing)

/* The value of the range that holds c. */
static int32_t find_range(const CharRange *ranges, size_t count, uint32_t c, int32_t missing) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c > ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && c >= ranges[low].first ? ranges[low].value : missing;
}

/* In the old version, the character was not assigned yet. */
static bool absent(uint32_t c, bool old) {
    return old && LOOKUP(unassigned_in_3_2, c, 0);
}

/* ---- properties ------------------------------------------------------------------------- */

static const char *category_of(uint32_t c, bool old) {
    if (absent(c, old)) return "Cn";
    int32_t changed = old ? LOOKUP(categories_in_3_2, c, -1) : -1;
    return changed >= 0 ? category_names[changed]
                        : uc_general_category_name(uc_general_category(c));
}

static const char *bidi_of(uint32_t c, bool old) {
    int32_t changed = old ? LOOKUP(bidi_in_3_2, c, -1) : -1;
    if (changed >= 0) return bidi_names[changed];
    if (absent(c, old) || uc_is_general_category(c, UC_UNASSIGNED)) return "";
    switch (c) { /* libunistring 1.0 cannot name the isolates */
    case 0x2066: return "LRI";
    case 0x2067: return "RLI";
    case 0x2068: return "FSI";
    case 0x2069: return "PDI";
    default: return uc_bidi_class_name(uc_bidi_class((ucs4_t)c));
    }
}

static const char *width_of(uint32_t c, bool old) {
    if (absent(c, old)) return "F"; /* what CPython's first record says */
    int32_t width = old ? LOOKUP(widths_in_3_2, c, -1) : -1;
    return width_names[width >= 0 ? width : LOOKUP(east_asian_widths, c, 0)];
}

static int combining_of(uint32_t c, bool old) {
    return absent(c, old) ? 0 : uc_combining_class((ucs4_t)c);
}

static int mirrored_of(uint32_t c, bool old) {
    if (absent(c, old)) return 0;
    int32_t changed = old ? LOOKUP(mirrored_in_3_2, c, -1) : -1;
    return changed >= 0 ? changed : LOOKUP(mirrored_ranges, c, 0);
}

/* -1: none. */
static int decimal_of(uint32_t c, bool old) {
    enum { SAME = -2 };
    if (absent(c, old)) return -1;
    int32_t changed = old ? LOOKUP(decimals_in_3_2, c, SAME) : SAME;
    return changed != SAME ? changed : unicode_decimal(c);
}

static bool numeric_of(uint32_t c, bool old, double *out) {
    if (absent(c, old)) return false;
    int32_t number = LOOKUP(large_numbers, c, INT32_MIN);
    if (number != INT32_MIN) {
        *out = number < 0 ? -1e10 * number : number;
        return true;
    }
    uc_fraction_t fraction = uc_numeric_value((ucs4_t)c);
    if (!fraction.denominator) return false;
    *out = (double)fraction.numerator / fraction.denominator;
    return true;
}

static Value decomposition_of(Thread *t, uint32_t c, bool old) {
    static const char *const tags[] = {
        [UC_DECOMP_FONT] = "<font>",         [UC_DECOMP_NOBREAK] = "<noBreak>",
        [UC_DECOMP_INITIAL] = "<initial>",   [UC_DECOMP_MEDIAL] = "<medial>",
        [UC_DECOMP_FINAL] = "<final>",       [UC_DECOMP_ISOLATED] = "<isolated>",
        [UC_DECOMP_CIRCLE] = "<circle>",     [UC_DECOMP_SUPER] = "<super>",
        [UC_DECOMP_SUB] = "<sub>",           [UC_DECOMP_VERTICAL] = "<vertical>",
        [UC_DECOMP_WIDE] = "<wide>",         [UC_DECOMP_NARROW] = "<narrow>",
        [UC_DECOMP_SMALL] = "<small>",       [UC_DECOMP_SQUARE] = "<square>",
        [UC_DECOMP_FRACTION] = "<fraction>", [UC_DECOMP_COMPAT] = "<compat>",
    };
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    int tag = 0, count = -1;
    /* Hangul syllables decompose by rule, which is not part of the database. */
    if (!absent(c, old) && (c < 0xac00 || c > 0xd7a3))
        count = uc_decomposition((ucs4_t)c, &tag, parts);
    StrBuilder b;
    builder_init(&b, t);
    if (count > 0 && tag != UC_DECOMP_CANONICAL) builder_cstring(&b, tags[tag]);
    for (int i = 0; i < count; i++)
        builder_format(&b, b.length ? " %04X" : "%04X", (unsigned)parts[i]);
    return builder_finish(&b);
}

/* ---- the functions, for either version ----------------------------------------------------- */

/* The one character of an argument; `many`: the function has other arguments. */
static bool char_argument(Thread *t, const char *function, bool many, Value v, uint32_t *out) {
    if (!value_is_str(v) || value_as_str(v)->length != 1) {
        raise_type_error(t, "%s() argument %smust be a unicode character, not %.50T", function,
                         many ? "1 " : "", v);
        return false;
    }
    Str *s = value_as_str(v);
    const void *data = str_data(t, s);
    if (!data) return false;
    *out = str_char_at(data, s->width, 0);
    return true;
}

static bool text_argument(Thread *t, const char *function, int position, Value v) {
    if (value_is_str(v)) return true;
    raise_type_error(t, "%s() argument %d must be str, not %.50s", function, position,
                     value_is_none(v) ? "None" : type_name(type_of(t, v)));
    return false;
}

static Value fallback(Thread *t, Value given, const char *message) {
    return value_is_undef(given) ? raise_value_error(t, "%s", message) : given;
}

static Value get_bidirectional(Thread *t, Value *args, bool old) {
    uint32_t c;
    return char_argument(t, "bidirectional", false, args[0], &c)
               ? str_intern_cstring(t, bidi_of(c, old))
               : VALUE_ERROR;
}
static Value get_category(Thread *t, Value *args, bool old) {
    uint32_t c;
    return char_argument(t, "category", false, args[0], &c)
               ? str_intern_cstring(t, category_of(c, old))
               : VALUE_ERROR;
}
static Value get_combining(Thread *t, Value *args, bool old) {
    uint32_t c;
    return char_argument(t, "combining", false, args[0], &c) ? value_from_int(combining_of(c, old))
                                                             : VALUE_ERROR;
}
static Value get_mirrored(Thread *t, Value *args, bool old) {
    uint32_t c;
    return char_argument(t, "mirrored", false, args[0], &c) ? value_from_int(mirrored_of(c, old))
                                                            : VALUE_ERROR;
}
static Value get_east_asian_width(Thread *t, Value *args, bool old) {
    uint32_t c;
    return char_argument(t, "east_asian_width", false, args[0], &c)
               ? str_intern_cstring(t, width_of(c, old))
               : VALUE_ERROR;
}
static Value get_decomposition(Thread *t, Value *args, bool old) {
    uint32_t c;
    return char_argument(t, "decomposition", false, args[0], &c) ? decomposition_of(t, c, old)
                                                                 : VALUE_ERROR;
}
static Value get_decimal(Thread *t, Value *args, bool old) {
    uint32_t c;
    if (!char_argument(t, "decimal", true, args[0], &c)) return VALUE_ERROR;
    int value = decimal_of(c, old);
    return value >= 0 ? value_from_int(value) : fallback(t, args[1], "not a decimal");
}
static Value get_digit(Thread *t, Value *args, bool old) {
    uint32_t c;
    if (!char_argument(t, "digit", true, args[0], &c)) return VALUE_ERROR;
    int value = unicode_digit(c);
    return value >= 0 ? value_from_int(value) : fallback(t, args[1], "not a digit");
}
static Value get_numeric(Thread *t, Value *args, bool old) {
    uint32_t c;
    double value;
    if (!char_argument(t, "numeric", true, args[0], &c)) return VALUE_ERROR;
    return numeric_of(c, old, &value) ? float_from_double(t, value)
                                      : fallback(t, args[1], "not a numeric character");
}
static Value get_name(Thread *t, Value *args, bool old) {
    uint32_t c;
    char name[UNICODE_NAME_MAX];
    if (!char_argument(t, "name", true, args[0], &c)) return VALUE_ERROR;
    return !absent(c, old) && unicode_name(c, name) ? str_from_cstring(t, name)
                                                    : fallback(t, args[1], "no such name");
}

static Value get_lookup(Thread *t, Value *args, bool old) {
    Buffer buffer = {0};
    const char *name;
    size_t length;
    if (value_is_str(args[0])) {
        name = str_to_utf8(t, args[0], &length);
        if (!name) return VALUE_ERROR;
    } else {
        if (!buffer_get(t, args[0], false, &buffer)) return VALUE_ERROR;
        name = (const char *)buffer.data;
        length = buffer.length;
    }
    uint32_t chars[UNICODE_SEQUENCE_MAX];
    unsigned count = length <= 256 ? unicode_find_sequence(name, length, chars) : 0;
    Value result = VALUE_ERROR;
    if (count && !absent(chars[0], old)) {
        result = str_from_ucs4(t, chars, count);
    } else {
        Value message = length > 256
                            ? str_from_cstring(t, "name too long")
                            : str_format(t, "undefined character name '%.*s'", (int)length, name);
        if (!value_is_error(message)) raise_key_error(t, message);
    }
    if (!value_is_str(args[0])) buffer_release(t, &buffer);
    return result;
}

static bool form_argument(Thread *t, const char *function, Value *args, UnicodeForm *out) {
    static const char *const names[] = {"NFC", "NFD", "NFKC", "NFKD"};
    if (!text_argument(t, function, 1, args[0]) || !text_argument(t, function, 2, args[1]))
        return false;
    for (int i = 0; i < 4; i++) {
        if (str_equals_cstring(t, args[0], names[i])) {
            *out = (UnicodeForm)i;
            return true;
        }
    }
    return false;
}

static Value normalize(Thread *t, const char *function, Value *args) {
    UnicodeForm form;
    if (!form_argument(t, function, args, &form)) {
        if (error_pending(t)) return VALUE_ERROR;
        /* Nothing to normalise: any form will do. */
        if (value_as_str(args[1])->length == 0) return args[1];
        return raise_value_error(t, "invalid normalization form");
    }
    return unicode_normalize(t, args[1], form);
}
static Value get_normalize(Thread *t, Value *args, bool old) {
    return normalize(t, "normalize", args);
}
static Value get_is_normalized(Thread *t, Value *args, bool old) {
    Value normal = normalize(t, "is_normalized", args);
    if (value_is_error(normal)) return normal;
    return value_bool(str_equal(t, value_as_str(normal), value_as_str(args[1])));
}

/* ---- tables --------------------------------------------------------------------------*/

#define DOC_bidirectional                                                        \
    "Returns the bidirectional class assigned to the character chr as string.\n" \
    "\n"                                                                         \
    "If no such value is defined, an empty string is returned."
#define DOC_category "Returns the general category assigned to the character chr as string."
#define DOC_combining                                                                   \
    "Returns the canonical combining class assigned to the character chr as integer.\n" \
    "\n"                                                                                \
    "Returns 0 if no combining class is defined."
#define DOC_decimal                                                         \
    "Converts a Unicode character into its equivalent decimal value.\n"     \
    "\n"                                                                    \
    "Returns the decimal value assigned to the character chr as integer.\n" \
    "If no such value is defined, default is returned, or, if not given,\n" \
    "ValueError is raised."
#define DOC_decomposition                                                                    \
    "Returns the character decomposition mapping assigned to the character chr as string.\n" \
    "\n"                                                                                     \
    "An empty string is returned in case no such mapping is defined."
#define DOC_digit                                                           \
    "Converts a Unicode character into its equivalent digit value.\n"       \
    "\n"                                                                    \
    "Returns the digit value assigned to the character chr as integer.\n"   \
    "If no such value is defined, default is returned, or, if not given,\n" \
    "ValueError is raised."
#define DOC_east_asian_width "Returns the east asian width assigned to the character chr as string."
#define DOC_is_normalized                                                      \
    "Return whether the Unicode string unistr is in the normal form 'form'.\n" \
    "\n"                                                                       \
    "Valid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'."
#define DOC_lookup                                              \
    "Look up character by name.\n"                              \
    "\n"                                                        \
    "If a character with the given name is found, return the\n" \
    "corresponding character.  If not found, KeyError is raised."
#define DOC_mirrored                                                            \
    "Returns the mirrored property assigned to the character chr as integer.\n" \
    "\n"                                                                        \
    "Returns 1 if the character has been identified as a \"mirrored\"\n"        \
    "character in bidirectional text, 0 otherwise."
#define DOC_name                                                      \
    "Returns the name assigned to the character chr as a string.\n"   \
    "\n"                                                              \
    "If no name is defined, default is returned, or, if not given,\n" \
    "ValueError is raised."
#define DOC_normalize                                                \
    "Return the normal form 'form' for the Unicode string unistr.\n" \
    "\n"                                                             \
    "Valid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'."
#define DOC_numeric                                                         \
    "Converts a Unicode character into its equivalent numeric value.\n"     \
    "\n"                                                                    \
    "Returns the numeric value assigned to the character chr as float.\n"   \
    "If no such value is defined, default is returned, or, if not given,\n" \
    "ValueError is raised."

#define FUNCTION(name)                                \
    static Value new_##name(Thread *t, Value *args) { \
        return get_##name(t, args, false);            \
    }                                                 \
    static Value old_##name(Thread *t, Value *args) { \
        return get_##name(t, args + 1, true);         \
    }
FUNCTION(bidirectional)
FUNCTION(category)
FUNCTION(combining)
FUNCTION(decimal)
FUNCTION(decomposition)
FUNCTION(digit)
FUNCTION(east_asian_width)
FUNCTION(is_normalized)
FUNCTION(lookup)
FUNCTION(mirrored)
FUNCTION(name)
FUNCTION(normalize)
FUNCTION(numeric)

#define ROWS(self, prefix)                                                                        \
    NATIVE("bidirectional", "(" self ", chr, /)", prefix##_bidirectional, DOC_bidirectional),     \
        NATIVE("category", "(" self ", chr, /)", prefix##_category, DOC_category),                \
        NATIVE("combining", "(" self ", chr, /)", prefix##_combining, DOC_combining),             \
        NATIVE("decimal", "(" self ", chr, default=<none>, /)", prefix##_decimal, DOC_decimal),   \
        NATIVE("decomposition", "(" self ", chr, /)", prefix##_decomposition, DOC_decomposition), \
        NATIVE("digit", "(" self ", chr, default=<none>, /)", prefix##_digit, DOC_digit),         \
        NATIVE("east_asian_width", "(" self ", chr, /)", prefix##_east_asian_width,               \
               DOC_east_asian_width),                                                             \
        NATIVE("is_normalized", "(" self ", form, unistr, /)", prefix##_is_normalized,            \
               DOC_is_normalized),                                                                \
        NATIVE("lookup", "(" self ", name, /)", prefix##_lookup, DOC_lookup),                     \
        NATIVE("mirrored", "(" self ", chr, /)", prefix##_mirrored, DOC_mirrored),                \
        NATIVE("name", "(" self ", chr, default=<none>, /)", prefix##_name, DOC_name),            \
        NATIVE("normalize", "(" self ", form, unistr, /)", prefix##_normalize, DOC_normalize),    \
        NATIVE("numeric", "(" self ", chr, default=<none>, /)", prefix##_numeric, DOC_numeric)

static const NativeDef unicodedata_functions[] = {ROWS("$module", new), NATIVE_END};
static const NativeDef ucd_methods[] = {ROWS("$self", old), NATIVE_END};

static Value ucd_version(Thread *t, Value self) {
    return str_intern_cstring(t, "3.2.0");
}

static const GetSetDef ucd_getset[] = {
    {"unidata_version", ucd_version, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

const TypeDef typedef_ucd = {
    .name = "unicodedata.UCD",
    .id = TYPE_UCD,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(Object),
    .methods = ucd_methods,
    .getset = ucd_getset,
};

static bool unicodedata_init(Thread *t, Module *module) {
    Type *type = native_type(t, &typedef_ucd, module);
    Object *old = type ? type_alloc(t, type, 0) : NULL;
    Value version = str_intern_cstring(t, "14.0.0");
    return old && !value_is_error(version) && module_set(t, module, "unidata_version", version) &&
           module_set(t, module, "ucd_3_2_0", value_from_object(old));
}

const ModuleDef module_unicodedata = {
    .name = "unicodedata",
    .doc = "This module provides access to the Unicode Character Database which\n"
           "defines character properties for all Unicode characters. The data in\n"
           "this database is based on the UnicodeData.txt file version\n"
           "14.0.0 which is publicly available from ftp://ftp.unicode.org/.\n"
           "\n"
           "The module uses the same names and symbols as defined by the\n"
           "UnicodeData File Format 14.0.0.",
    .functions = unicodedata_functions,
    .init = unicodedata_init,
};

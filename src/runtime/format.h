/*
 * format.h - the format mini-language (format(), f-strings, str.format) and
 * the text of numbers, shared with %-formatting and the number types.
 */
#ifndef TAU_RUNTIME_FORMAT_H
#define TAU_RUNTIME_FORMAT_H

#include "runtime/str.h"

/* [[fill]align][sign]["z"]["#"]["0"][width][grouping]["." precision][type] */
typedef struct FormatSpec {
    uint32_t fill;
    uint32_t align;           /* '<', '>', '=', '^' */
    uint32_t sign;            /* '+', '-', ' ' or 0 */
    uint32_t thousands;       /* ',', '_', 'n' (of the locale) or 0 */
    uint32_t type;            /* presentation, or the default */
    int64_t width, precision; /* -1: not given */
    bool alternate;           /* # */
    bool no_negative_zero;    /* z */
} FormatSpec;

/* spec: str.  subject: the value being formatted, for messages. */
bool format_spec_parse(Thread *t, Value spec, Value subject, uint32_t default_type,
                       uint32_t default_align, FormatSpec *out) __attribute__((warn_unused_result));
/* "Unknown format code 'x' for object of type 'y'" */
Value raise_unknown_format_code(Thread *t, uint32_t code, Value subject);
/* Splits the padding for `length` characters into left and right. */
void format_padding(const FormatSpec *spec, size_t length, size_t *left, size_t *right);

/* Digits of a double as printf does, correctly rounded, in CPython's details:
 * code is e E f F g G, or r for repr (precision ignored). */
enum {
    FLOAT_ADD_DOT_0 = 1,        /* 1 -> 1.0 */
    FLOAT_ALTERNATE = 2,        /* always a point; g keeps zeros */
    FLOAT_NO_NEGATIVE_ZERO = 4, /* -0.0, also after rounding -> 0.0 */
};
void float_format_double(double d, char code, int precision, unsigned flags, StrBuilder *out);
/* The same where that is short and fast: its length; else 0. */
enum { FLOAT_FAST_DIGITS = 17, FLOAT_SHORT_MAX = 64 };
size_t float_format_short(double d, char code, int precision, unsigned flags, char text[FLOAT_SHORT_MAX]);

/* ---- templates: formats of which everything but the values is known, taken apart once ---- */

/* What is made of one value. */
typedef struct FormatField {
    enum {
        FIELD_TEXT,     /* str() of what the conversion makes */
        FIELD_INT_TEXT, /* the same of an int */
        FIELD_STR,      /* by `spec`, of a str, or of what the conversion makes */
        FIELD_INT,      /* by `spec`, of an int */
        FIELD_FLOAT,    /* by `spec`, of a float or a small int */
    } kind;
    unsigned conversion; /* 0: none, 1: str(), 2: repr(), 3: ascii() */
    FormatSpec spec;
} FormatField;

/* The field for f"{v!conversion:spec}" of values of v's type, which is one of the plain
 * ones (str, int, float, bool, None); spec: a str, or UNDEF.  False, and no exception,
 * where some of those would raise one. */
bool format_field_of(Thread *t, Value v, unsigned conversion, Value spec, FormatField *out)
    __attribute__((warn_unused_result));
/* A template: a tuple of literals (strs) and fields (bytes objects with a FormatField, or
 * an "any": see format_any_object).  Of `format % args` with `count` plain values; its fields say what they must be.  UNDEF,
 * and no exception, where that could raise one nevertheless, or is not so simple. */
Value format_template_percent(Thread *t, Value format, size_t count);
Value format_field_object(Thread *t, const FormatField *field);
/* The field {!conversion:spec} for values of any type, which may raise and run code of the
 * program: a tuple of the specification and what can be said of it for the usual types
 * (bytes objects as above, or None).  spec: a str, or a template for one, whose values
 * come behind the field's own. */
enum { ANY_SPEC, ANY_INT, ANY_FLOAT, ANY_STR, ANY_CONVERSION, ANY_COUNT };
Value format_any_object(Thread *t, unsigned conversion, Value spec);
/* The text: values[0] is the template, behind it are the values of its fields in turn.
 * Strs for FIELD_TEXT may be of a subclass.  A NativeFn. */
Value format_template_fill(Thread *t, Value *values);

/* The parts of int_format_value and float_format_value behind the parsing.  The type of
 * the spec is one of those for ints but 'c', or for floats.  Errors: out->failed. */
void int_format_put(StrBuilder *out, Value i, const FormatSpec *spec);
void float_format_put(StrBuilder *out, double d, const FormatSpec *spec);

/* ---- replacement fields of str.format, for string.Formatter too ---- */

typedef struct TextRange { /* characters [start, end) of a string */
    size_t start, end;
} TextRange;

/* One step through "literal{field_name!conversion:spec}". */
typedef struct Markup {
    TextRange literal;
    bool has_field, spec_has_fields;
    TextRange name, spec;
    uint32_t conversion; /* 0: none */
} Markup;
/* Reads from *at to end: 1; 0 at the end; -1 with ValueError. */
int format_markup_next(Thread *t, Value format, size_t *at, size_t end, Markup *out);

/* "first.attr[item]": the first part, as a number or (-1) a name. */
bool format_field_first(Thread *t, Value format, TextRange field, TextRange *first, int64_t *index)
    __attribute__((warn_unused_result));
/* The accessors behind it: 1, 0 at the end, -1 with ValueError.  index is -1
 * for names. */
int format_field_next(Thread *t, Value format, size_t *at, size_t end, bool *is_attribute,
                      TextRange *name, int64_t *index);
#endif

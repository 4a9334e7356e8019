/*
 * The values of number and string literals. Strings are decoded here except for
 * what is between the braces of f-strings (parser_fstring.c).
 */

#include "front/parser_internal.h"

#include "base/utf8.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- numbers ---- */

/* The program's locale must not decide what a decimal point is. */
static double parser_decimal(Parser *parser, const char *text)
{
    if (parser->c_locale == NULL) {
        parser->c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
        if (parser->c_locale == NULL)
            parser_fail_memory(parser);
    }
    return strtod_l(text, NULL, (locale_t)parser->c_locale);
}

static void parser_integer(Parser *parser, Constant *constant, const char *digits, size_t length)
{
    int base = 10;
    if (length > 2 && digits[0] == '0') {
        switch (digits[1] | 0x20) {
        case 'x': base = 16; break;
        case 'o': base = 8; break;
        case 'b': base = 2; break;
        }
        if (base != 10) {
            digits += 2;
            length -= 2;
        }
    }
    while (length > 1 && digits[0] == '0') {
        digits++;
        length--;
    }
    int limit = parser->flags->int_digits_limit;
    if (base == 10 && limit > 0 && length > (size_t)limit)
        parser_raise(parser, "Exceeds the limit (%d digits) for integer string conversion: value has %zu digits; "
                     "use sys.set_int_max_str_digits() to increase the limit"
                     " - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.",
                     limit, length);

    int64_t value = 0;
    bool fits = true;
    for (size_t i = 0; i < length && fits; i++) {
        char c = digits[i];
        int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
        fits = !__builtin_mul_overflow(value, base, &value) && !__builtin_add_overflow(value, digit, &value);
    }
    constant->kind = CONSTANT_INT;
    constant->base = (uint8_t)base;
    constant->digits = digits;
    constant->length = (uint32_t)length;
    constant->fits_int64 = fits;
    constant->int64 = fits ? value : 0;
}

Expr *parser_number(Parser *parser)
{
    AstPos start = parser_start(parser);
    const Token *token = parser->token;
    size_t length = 0;
    bool is_float = false;
    char *text = parser_alloc(parser, token->length + 1);
    bool is_hex = token->length > 1 && (token->start[1] | 0x20) == 'x';

    for (uint32_t i = 0; i < token->length; i++) {
        char c = token->start[i];
        if (c == '_')
            continue;
        is_float |= !is_hex && (c == '.' || c == 'e' || c == 'E');
        text[length++] = c;
    }
    text[length] = '\0';
    Constant constant = {0};
    bool imaginary = !is_hex && (text[length - 1] | 0x20) == 'j';
    if (imaginary || is_float) {
        constant.kind = imaginary ? CONSTANT_IMAGINARY : CONSTANT_FLOAT;
        constant.real = parser_decimal(parser, text);
    }
    /* CPython has read on by the time it evaluates the digits. */
    parser_advance(parser);
    if (!imaginary && !is_float)
        parser_integer(parser, &constant, text, length);
    Expr *expr = parser_new_expr(parser, AST_CONSTANT, start);
    expr->constant = constant;
    return expr;
}

/* ---- building strings ---- */

void builder_append(Parser *parser, StringBuilder *builder, const char *bytes, size_t length)
{
    if (length > builder->capacity - builder->length || builder->bytes == NULL) {
        size_t capacity = builder->capacity * 2;
        if (capacity < builder->length + length + 1)
            capacity = builder->length + length + 1;
        char *more = parser_alloc(parser, capacity + 1);
        if (builder->length > 0)
            memcpy(more, builder->bytes, builder->length);
        builder->bytes = more;
        builder->capacity = capacity;
    }
    if (length > 0)
        memcpy(builder->bytes + builder->length, bytes, length);
    builder->length += length;
    builder->bytes[builder->length] = '\0';
}

/*
 * Escaped halves of a surrogate pair stay two code points, as in a str: the
 * text is WTF-8 in which pairs are not joined.
 */
static void builder_append_code_point(Parser *parser, StringBuilder *builder, uint32_t code_point)
{
    char bytes[4];
    builder_append(parser, builder, bytes, utf8_encode(code_point, bytes));
}

static bool bytes_are_ascii(const char *bytes, size_t length)
{
    unsigned char seen = 0;
    for (size_t i = 0; i < length; i++)
        seen |= (unsigned char)bytes[i];
    return seen < 0x80;
}

/* ---- escapes ---- */

/*
 * Warns of a backslash that means nothing. If that is an error, it points at
 * the literal.
 */
static void parser_warn_escape(Parser *parser, char c, const Token *token)
{
    const ParseFlags *flags = parser->flags;
    char message[48];
    if (flags->warn == NULL || parser->lexer.warnings_off)
        return;
    snprintf(message, sizeof message, "invalid escape sequence '\\%c'", c);
    if (!flags->warn(flags->context, WARNING_DEPRECATION, message, token->pos.lineno))
        parser_raise_token(parser, token, "%s", message);
}

/*
 * Positions in unicode errors count what CPython hands to its decoder, where
 * every non-ASCII character has become an escape of ten bytes.
 */
__attribute__((noreturn))
static void parser_raise_unicode(Parser *parser, size_t start, size_t end, const char *reason)
{
    parser_raise(parser, "(unicode error) 'unicodeescape' codec can't decode bytes in position %zu-%zu: %s",
                 start, end - 1, reason);
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
        return (c | 0x20) - 'a' + 10;
    return -1;
}

static bool is_octal(const char *at, const char *end)
{
    return at < end && *at >= '0' && *at <= '7';
}

/* Up to two more octal digits after the first, which is at `at`. */
static const char *parser_octal(const char *at, const char *end, uint32_t *value)
{
    *value = (uint32_t)(*at++ - '0');
    for (int i = 0; i < 2 && is_octal(at, end); i++)
        *value = *value * 8 + (uint32_t)(*at++ - '0');
    return at;
}

/* What a one-letter escape stands for, or -1. */
static int simple_escape(char c)
{
    switch (c) {
    case '\\': case '\'': case '"': return c;
    case 'b': return '\b';
    case 't': return '\t';
    case 'n': return '\n';
    case 'r': return '\r';
    case 'f': return '\f';
    case 'v': return '\v';
    case 'a': return '\a';
    default: return -1;
    }
}

/* \N{name}: `at` is behind the N. */
static const char *parser_named_escape(Parser *parser, StringBuilder *builder,
                                       const char *at, const char *end, size_t position)
{
    const char *reason = "malformed \\N character escape";
    const char *start = at;
    if (at < end && *at == '{') {
        const char *name = ++at;
        while (at < end && *at != '}')
            at++;
        size_t length = (size_t)(at - name);
        if (length > 0 && at < end) {
            at++;
            reason = "unknown Unicode character name";
            const ParseFlags *flags = parser->flags;
            int32_t found = -1;
            if (flags->lookup_character != NULL)
                found = flags->lookup_character(flags->context, name, length);
            if (found >= 0) {
                builder_append_code_point(parser, builder, (uint32_t)found);
                return at;
            }
        }
    }
    size_t span = 0;
    for (const char *c = start; c < at; c++)
        span += (unsigned char)*c < 0x80 ? 1 : utf8_is_continuation(*c) ? 0 : 10;
    parser_raise_unicode(parser, position, position + 2 + span, reason);
}

void parser_decode_escapes(Parser *parser, StringBuilder *builder, const char *body, size_t length,
                           const Token *token)
{
    const char *at = body, *end = body + length;
    size_t position = 0;    /* in CPython's decoder's input */
    int invalid = -1;

    while (at < end) {
        const char *run = at;
        while (at < end && *at != '\\') {
            position += (unsigned char)*at < 0x80 ? 1 : utf8_is_continuation(*at) ? 0 : 10;
            at++;
        }
        if (at > run)
            builder_append(parser, builder, run, (size_t)(at - run));
        if (at == end)
            break;

        const char *start = at++;
        if (at == end || (unsigned char)*at >= 0x80) {
            builder_append(parser, builder, "\\", 1);
            position += 6;
            continue;
        }
        char c = *at++;
        int simple = simple_escape(c);
        int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        if (simple >= 0) {
            char byte = (char)simple;
            builder_append(parser, builder, &byte, 1);
        } else if (c == '\n') {
            /* A newline after a backslash is not there. */
        } else if (c >= '0' && c <= '7') {
            uint32_t value;
            at = parser_octal(at - 1, end, &value);
            builder_append_code_point(parser, builder, value);
        } else if (digits > 0) {
            uint32_t value = 0;
            const char *digits_end = at + digits;
            while (at < digits_end && at < end && hex_value(*at) >= 0)
                value = value << 4 | (uint32_t)hex_value(*at++);
            size_t stop = position + (size_t)(at - start);
            if (at < digits_end)
                parser_raise_unicode(parser, position, stop,
                                     c == 'x' ? "truncated \\xXX escape"
                                     : c == 'u' ? "truncated \\uXXXX escape"
                                     : "truncated \\UXXXXXXXX escape");
            if (value > 0x10FFFF)
                parser_raise_unicode(parser, position, stop, "illegal Unicode character");
            builder_append_code_point(parser, builder, value);
        } else if (c == 'N') {
            at = parser_named_escape(parser, builder, at, end, position);
            for (const char *p = start; p < at; p++)
                position += (unsigned char)*p < 0x80 ? 1 : utf8_is_continuation(*p) ? 0 : 10;
            continue;
        } else {
            if (invalid < 0)
                invalid = (unsigned char)c;
            builder_append(parser, builder, start, 2);
        }
        position += (size_t)(at - start);
    }
    if (invalid >= 0)
        parser_warn_escape(parser, (char)invalid, token);
}

static void parser_decode_bytes(Parser *parser, StringBuilder *builder, const char *body, size_t length,
                                const Token *token)
{
    const char *at = body, *end = body + length;
    int invalid = -1;
    while (at < end) {
        const char *run = at;
        while (at < end && *at != '\\')
            at++;
        if (at > run)
            builder_append(parser, builder, run, (size_t)(at - run));
        if (at == end)
            break;
        const char *start = at++;
        char c = *at++;
        int simple = simple_escape(c);
        if (simple >= 0) {
            char byte = (char)simple;
            builder_append(parser, builder, &byte, 1);
        } else if (c == '\n') {
            /* Not there. */
        } else if (c >= '0' && c <= '7') {
            uint32_t value;
            at = parser_octal(at - 1, end, &value);
            char byte = (char)value;
            builder_append(parser, builder, &byte, 1);
        } else if (c == 'x') {
            if (end - at < 2 || hex_value(at[0]) < 0 || hex_value(at[1]) < 0)
                parser_raise(parser, "(value error) invalid \\x escape at position %zu", (size_t)(start - body));
            char byte = (char)(hex_value(at[0]) << 4 | hex_value(at[1]));
            builder_append(parser, builder, &byte, 1);
            at += 2;
        } else {
            if (invalid < 0)
                invalid = (unsigned char)c;
            builder_append(parser, builder, start, 2);
        }
    }
    if (invalid >= 0)
        parser_warn_escape(parser, (char)invalid, token);
}

/* ---- literals ---- */

typedef struct LiteralShape {
    const char *body;
    size_t length;
    bool is_bytes, is_raw, is_fstring, is_u;
} LiteralShape;

static LiteralShape literal_shape(const Token *token)
{
    LiteralShape shape = {0};
    const char *at = token->start;
    for (; *at != '"' && *at != '\''; at++) {
        switch (*at | 0x20) {
        case 'b': shape.is_bytes = true; break;
        case 'r': shape.is_raw = true; break;
        case 'f': shape.is_fstring = true; break;
        case 'u': shape.is_u = true; break;
        }
    }
    size_t left = token->length - (size_t)(at - token->start);
    size_t quotes = left >= 6 && at[1] == at[0] && at[2] == at[0] ? 3 : 1;
    shape.body = at + quotes;
    shape.length = left - 2 * quotes;
    return shape;
}

/* Source that was not declared to be in any encoding is checked only in strings. */
static void parser_check_utf8(Parser *parser, const char *body, size_t length)
{
    if (utf8_validate(body, length, false, NULL, NULL) != length)
        parser_raise(parser, "%s", utf8_complaint(parser, body, length));
}

static void parser_append_literal(Parser *parser, StringBuilder *builder, const LiteralShape *shape,
                                  const Token *token)
{
    bool escapes = !shape->is_raw && memchr(shape->body, '\\', shape->length) != NULL;
    if (!bytes_are_ascii(shape->body, shape->length)) {
        if (shape->is_bytes)
            parser_raise(parser, "bytes can only contain ASCII literal characters");
        if (parser->columns_in_bytes)
            parser_check_utf8(parser, shape->body, shape->length);
    }
    if (!escapes)
        builder_append(parser, builder, shape->body, shape->length);
    else if (shape->is_bytes)
        parser_decode_bytes(parser, builder, shape->body, shape->length, token);
    else
        parser_decode_escapes(parser, builder, shape->body, shape->length, token);
}

void utf8_complain(const char *bytes, size_t length, char *out, size_t out_size)
{
    Utf8Fault fault;
    size_t bad;
    size_t valid = utf8_validate(bytes, length, false, &fault, &bad);
    const char *reason = fault == UTF8_INVALID_START_BYTE ? "invalid start byte"
                       : fault == UTF8_UNEXPECTED_END ? "unexpected end of data"
                       : "invalid continuation byte";
    if (bad == 1)
        snprintf(out, out_size,
                 "'utf-8' codec can't decode byte 0x%02x in position %zu: %s",
                 (unsigned char)bytes[valid], valid, reason);
    else
        snprintf(out, out_size,
                 "'utf-8' codec can't decode bytes in position %zu-%zu: %s",
                 valid, valid + bad - 1, reason);
}

const char *utf8_complaint(Parser *parser, const char *bytes, size_t length)
{
    char message[160] = "(unicode error) ";
    size_t prefix = strlen(message);
    utf8_complain(bytes, length, message + prefix, sizeof message - prefix);
    const char *copy = arena_copy_bytes(parser->arena, message, strlen(message));
    if (copy == NULL)
        parser_fail_memory(parser);
    return copy;
}

/* One or more adjacent literals. */
Expr *parser_strings(Parser *parser)
{
    AstPos start = parser_start(parser);
    uint32_t first = parser->at;
    while (parser_at(parser, TOKEN_STRING))
        parser_advance(parser);
    uint32_t count = parser->at - first;

    FStringCursor cursor = {0};
    FStringParts parts = {
        .cursor = &cursor,
        .base = parser->stack_count,
        .start = start,
        .span = parser_span(parser, start),
    };
    bool is_bytes = false, is_fstring = false;
    for (uint32_t i = 0; i < count; i++) {
        Token token = parser->tokens[first + i];
        LiteralShape shape = literal_shape(&token);
        if (i == 0) {
            is_bytes = shape.is_bytes;
            parts.u_prefix = token.start[0] == 'u';
        }
        if (shape.is_fstring) {
            if (parser->columns_in_bytes)
                parser_check_utf8(parser, shape.body, shape.length);
            if (i == 0 || !is_bytes)
                parser_fstring(parser, &parts, &token, shape.body, shape.length, shape.is_raw, 0);
            is_fstring = true;
        } else {
            parser_append_literal(parser, &parts.text, &shape, &token);
        }
        if (shape.is_bytes != is_bytes)
            parser_raise(parser, "cannot mix bytes and nonbytes literals");
    }
    if (is_fstring)
        return parser_fstring_finish(parser, &parts);

    Expr *expr = parser_new_expr(parser, AST_CONSTANT, start);
    if (parts.text.bytes == NULL)
        builder_append(parser, &parts.text, "", 0);
    expr->constant = (Constant){
        .kind = is_bytes ? CONSTANT_BYTES : CONSTANT_STR,
        .u_prefix = parts.u_prefix,
        .is_ascii = bytes_are_ascii(parts.text.bytes, parts.text.length),
        .length = (uint32_t)parts.text.length,
        .bytes = parts.text.bytes,
    };
    return expr;
}

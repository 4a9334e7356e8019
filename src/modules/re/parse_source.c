/* See parse_source.h. */
#include "modules/re/parse_source.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>

void re_error_free(ReError *error) {
    free(error->message);
    *error = (ReError){.position = -1};
}

/* ---- messages ---------------------------------------------------------- */

typedef struct Message {
    char *bytes;
    size_t length, capacity;
    bool is_bytes; /* of a bytes pattern: nothing but ASCII */
    bool failed;
} Message;

static void put_byte(Message *message, char byte) {
    if (message->length + 1 >= message->capacity) {
        size_t capacity = message->capacity != 0 ? message->capacity * 2 : 128;
        char *bytes = realloc(message->bytes, capacity);
        if (bytes == NULL) {
            message->failed = true;
            return;
        }
        message->bytes = bytes;
        message->capacity = capacity;
    }
    message->bytes[message->length++] = byte;
    message->bytes[message->length] = '\0';
}

static void put_string(Message *message, const char *string) {
    for (; *string != '\0'; string++) put_byte(message, *string);
}

static void put_escape(Message *message, uint32_t c) {
    char buffer[16];
    const char *format = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
    snprintf(buffer, sizeof buffer, format, (unsigned)c);
    put_string(message, buffer);
}

static void put_character(Message *message, uint32_t c) {
    if (c < 0x80) {
        put_byte(message, (char)c);
    } else if (message->is_bytes) {
        put_escape(message, c);
    } else if (c < 0x800) {
        put_byte(message, (char)(0xC0 | c >> 6));
        put_byte(message, (char)(0x80 | (c & 0x3F)));
    } else if (c < 0x10000) {
        put_byte(message, (char)(0xE0 | c >> 12));
        put_byte(message, (char)(0x80 | (c >> 6 & 0x3F)));
        put_byte(message, (char)(0x80 | (c & 0x3F)));
    } else {
        put_byte(message, (char)(0xF0 | c >> 18));
        put_byte(message, (char)(0x80 | (c >> 12 & 0x3F)));
        put_byte(message, (char)(0x80 | (c >> 6 & 0x3F)));
        put_byte(message, (char)(0x80 | (c & 0x3F)));
    }
}

static bool is_printable(uint32_t c) {
    if (c < 0x7F) return c >= 0x20;
    return !uc_is_general_category_withtable(c, UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Z);
}

static void put_repr(Message *message, ReSlice text, bool ascii) {
    bool single = false, twin = false;
    for (size_t i = 0; i < text.length; i++) {
        single |= text.text[i] == '\'';
        twin |= text.text[i] == '"';
    }
    uint32_t quote = single && !twin ? '"' : '\'';
    put_byte(message, (char)quote);
    for (size_t i = 0; i < text.length; i++) {
        uint32_t c = text.text[i];
        if (c == quote || c == '\\') {
            put_byte(message, '\\');
            put_byte(message, (char)c);
        } else if (c == '\n') {
            put_string(message, "\\n");
        } else if (c == '\r') {
            put_string(message, "\\r");
        } else if (c == '\t') {
            put_string(message, "\\t");
        } else if (is_printable(c) && (c < 0x80 || !ascii)) {
            put_character(message, c);
        } else {
            put_escape(message, c);
        }
    }
    put_byte(message, (char)quote);
}

static void put_format(Message *message, const char *format, va_list arguments) {
    for (; *format != '\0'; format++) {
        if (*format != '%') {
            put_byte(message, *format);
            continue;
        }
        switch (*++format) {
        case 's': put_string(message, va_arg(arguments, const char *)); break;
        case 't': {
            ReSlice text = va_arg(arguments, ReSlice);
            for (size_t i = 0; i < text.length; i++) put_character(message, text.text[i]);
            break;
        }
        case 'r': put_repr(message, va_arg(arguments, ReSlice), false); break;
        case 'a': put_repr(message, va_arg(arguments, ReSlice), true); break;
        case 'u': {
            char buffer[24];
            snprintf(buffer, sizeof buffer, "%zu", va_arg(arguments, size_t));
            put_string(message, buffer);
            break;
        }
        }
    }
}

_Noreturn void re_source_fail(ReSource *source, ReErrorKind kind, ptrdiff_t position,
                              const char *format, ...) {
    Message message = {.is_bytes = source->is_bytes};
    va_list arguments;
    va_start(arguments, format);
    put_format(&message, format, arguments);
    va_end(arguments);
    source->error->kind = message.failed ? RE_ERROR_MEMORY : kind;
    source->error->position = position;
    source->error->message = message.bytes;
    longjmp(*source->on_error, 1);
}

void re_source_warn(ReSource *source, ReWarningKind kind, const char *format, ...) {
    if (source->host == NULL || source->host->warn == NULL) return;
    Message message = {.is_bytes = source->is_bytes};
    va_list arguments;
    va_start(arguments, format);
    put_format(&message, format, arguments);
    va_end(arguments);
    bool go_on = !message.failed && source->host->warn(source->host->context, kind, message.bytes);
    free(message.bytes);
    if (!go_on) re_source_fail(source, message.failed ? RE_ERROR_MEMORY : RE_ERROR_WARNING, -1, "");
}

/* ---- tokens ------------------------------------------------------------ */

void *re_source_alloc(ReSource *source, size_t size) {
    void *memory = arena_alloc(source->arena, size);
    if (memory == NULL) re_source_fail(source, RE_ERROR_MEMORY, -1, "");
    return memory;
}

void re_source_advance(ReSource *source) {
    if (source->index >= source->length) {
        source->next = (ReToken){0};
        return;
    }
    uint32_t c = source->text[source->index];
    source->next = (ReToken){.first = c, .length = 1};
    if (c == '\\') {
        if (source->index + 1 >= source->length)
            re_source_fail(source, RE_ERROR_PATTERN, (ptrdiff_t)source->length - 1,
                           "bad escape (end of pattern)");
        source->next.second = source->text[source->index + 1];
        source->next.length = 2;
    }
    source->index += source->next.length;
}

void re_source_seek(ReSource *source, size_t index) {
    source->index = index;
    re_source_advance(source);
}

void re_source_open(ReSource *source, const ReText *text) {
    uint32_t *units = re_source_alloc(source, text->length * sizeof(uint32_t) + 1);
    for (size_t i = 0; i < text->length; i++) units[i] = re_text_at(text, i);
    source->text = units;
    source->length = text->length;
    source->is_bytes = text->is_bytes;
    source->index = 0;
    re_source_advance(source);
}

ReSlice re_source_slice(const ReSource *source, size_t start, size_t end) {
    return (ReSlice){source->text + start, end - start};
}

ReSlice re_token_slice(const ReSource *source, ReToken token, size_t start) {
    return (ReSlice){source->text + start, token.length};
}

ReSlice re_source_until(ReSource *source, uint32_t terminator, const char *what) {
    size_t start = re_source_tell(source);
    for (;;) {
        size_t here = re_source_tell(source);
        ReToken token = re_source_get(source);
        if (token.length == 0) {
            if (here == start)
                re_source_fail(source, RE_ERROR_PATTERN, (ptrdiff_t)re_source_tell(source),
                               "missing %s", what);
            char end[2] = {(char)terminator, '\0'};
            re_source_fail(source, RE_ERROR_PATTERN, (ptrdiff_t)start,
                           "missing %s, unterminated name", end);
        }
        if (re_token_is(token, terminator)) {
            if (here == start)
                re_source_fail(source, RE_ERROR_PATTERN, (ptrdiff_t)re_source_tell(source) - 1,
                               "missing %s", what);
            return re_source_slice(source, start, here);
        }
    }
}

/* ---- names ------------------------------------------------------------- */

bool re_is_identifier(ReSlice name) {
    for (size_t i = 0; i < name.length; i++) {
        uint32_t c = name.text[i];
        if (c == '_') continue;
        if (i == 0 ? !uc_is_property_xid_start(c) : !uc_is_property_xid_continue(c)) return false;
    }
    return name.length != 0;
}

void re_check_group_name(ReSource *source, ReSlice name, size_t offset) {
    size_t position = re_source_tell(source) - name.length - offset;
    if (!re_is_identifier(name))
        re_source_fail(source, RE_ERROR_PATTERN, (ptrdiff_t)position,
                       "bad character in group name %r", name);
    if (!source->is_bytes) return;
    for (size_t i = 0; i < name.length; i++) {
        if (name.text[i] < 0x80) continue;
        re_source_warn(source, RE_WARNING_DEPRECATION,
                       "bad character in group name %a at position %u", name, position);
        return;
    }
}

void re_warn_group_number(ReSource *source, ReSlice name) {
    size_t position = re_source_tell(source) - name.length - 1;
    re_source_warn(source, RE_WARNING_DEPRECATION,
                   source->is_bytes ? "bad character in group name %a at position %u"
                                    : "bad character in group name %r at position %u",
                   name, position);
}

static bool is_space(uint32_t c) {
    return (c >= 9 && c <= 13) || (c >= 28 && c <= 32) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

ReGroupNumber re_read_group_number(ReSource *source, ReSlice name) {
    ReGroupNumber number = {.plain = name.length != 0};
    for (size_t i = 0; i < name.length; i++)
        number.plain &= name.text[i] >= '0' && name.text[i] <= '9';

    const uint32_t *text = name.text;
    size_t length = name.length;
    while (length > 0 && is_space(text[length - 1])) length--;
    while (length > 0 && is_space(*text)) text++, length--;
    bool negative = length > 0 && *text == '-';
    if (length > 0 && (*text == '-' || *text == '+')) text++, length--;
    if (length == 0) return number;

    uint32_t *digits = re_source_alloc(source, length * sizeof(uint32_t));
    size_t count = 0;
    bool after_digit = false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '_') {
            if (!after_digit || i + 1 == length) return number;
            after_digit = false;
            continue;
        }
        int digit = uc_decimal_value(text[i]);
        if (digit < 0) return number;
        after_digit = true;
        if (number.value < UINT32_MAX) number.value = number.value * 10 + (unsigned)digit;
        if (count != 0 || digit != 0 || i + 1 == length) digits[count++] = '0' + (unsigned)digit;
    }
    number.valid = !negative || number.value == 0;
    number.digits = (ReSlice){digits, count};
    return number;
}

/* ---- escapes ----------------------------------------------------------- */

int32_t re_simple_escape(uint32_t c) {
    switch (c) {
    case 'a': return '\a';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    case '\\': return '\\';
    default: return -1;
    }
}

static int hex_value(ReToken token) {
    if (token.length != 1) return -1;
    uint32_t c = token.first;
    if (c >= '0' && c <= '9') return (int)(c - '0');
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') return (int)((c | 0x20) - 'a' + 10);
    return -1;
}

static uint32_t read_hex(ReSource *source, size_t start, int digits) {
    uint32_t code = 0;
    int count = 0;
    for (int value; count < digits && (value = hex_value(source->next)) >= 0; count++) {
        code = code << 4 | (uint32_t)value;
        re_source_advance(source);
    }
    ReSlice escape = re_source_slice(source, start, re_source_tell(source));
    if (count != digits)
        re_source_fail(source, RE_ERROR_PATTERN, (ptrdiff_t)start, "incomplete escape %t", escape);
    if (code > RE_MAX_CODE)
        re_source_fail(source, RE_ERROR_PATTERN, (ptrdiff_t)start, "bad escape %t", escape);
    return code;
}

static uint32_t read_named(ReSource *source) {
    if (!re_source_match(source, '{'))
        re_source_fail(source, RE_ERROR_PATTERN, (ptrdiff_t)re_source_tell(source), "missing {");
    ReSlice name = re_source_until(source, '}', "character name");
    char buffer[256];
    int32_t code = -1;
    if (name.length < sizeof buffer) {
        bool ascii = true;
        for (size_t i = 0; i < name.length; i++) {
            ascii &= name.text[i] < 0x80 && name.text[i] != 0;
            buffer[i] = (char)name.text[i];
        }
        buffer[name.length] = '\0';
        if (ascii && source->host != NULL && source->host->character_by_name != NULL)
            code = source->host->character_by_name(source->host->context, buffer);
    }
    if (code < 0)
        re_source_fail(source, RE_ERROR_PATTERN,
                       (ptrdiff_t)(re_source_tell(source) - name.length - 4),
                       "undefined character name %r", name);
    return (uint32_t)code;
}

bool re_read_character_escape(ReSource *source, ReToken escape, size_t start, uint32_t *code) {
    switch (escape.second) {
    case 'x': *code = read_hex(source, start, 2); return true;
    case 'u':
        if (source->is_bytes) return false;
        *code = read_hex(source, start, 4);
        return true;
    case 'U':
        if (source->is_bytes) return false;
        *code = read_hex(source, start, 8);
        return true;
    case 'N':
        if (source->is_bytes) return false;
        *code = read_named(source);
        return true;
    default: return false;
    }
}

/*
 * Replacement templates: "\1", "\g<name>" and escapes between literal text.
 */
#include <string.h>

#include "modules/re/parse_source.h"

typedef struct TemplateParser {
    ReSource source;
    ReTemplate *result;
    uint32_t capacity;
    const ReGroupName *names;
    uint32_t name_count;
    uint32_t groups;
    uint32_t *literal; /* room for the whole template */
    uint32_t literal_length;
} TemplateParser;

#define FAIL(parser, position, ...) \
    re_source_fail(&(parser)->source, RE_ERROR_PATTERN, (ptrdiff_t)(position), __VA_ARGS__)

static void add_part(TemplateParser *parser, ReTemplatePart part) {
    ReTemplate *result = parser->result;
    if (result->count == parser->capacity) {
        uint32_t capacity = parser->capacity != 0 ? parser->capacity * 2 : 8;
        ReTemplatePart *parts = re_source_alloc(&parser->source, capacity * sizeof *parts);
        if (result->count != 0) memcpy(parts, result->parts, result->count * sizeof *parts);
        result->parts = parts;
        parser->capacity = capacity;
    }
    result->parts[result->count++] = part;
}

static void finish_literal(TemplateParser *parser) {
    if (parser->literal_length == 0) return;
    add_part(parser, (ReTemplatePart){-1, parser->literal, parser->literal_length});
    parser->literal += parser->literal_length;
    parser->literal_length = 0;
}

static void add_character(TemplateParser *parser, uint32_t c) {
    parser->literal[parser->literal_length++] = c;
}

static void add_group(TemplateParser *parser, uint64_t group, ReSlice digits, size_t position) {
    if (group > parser->groups) FAIL(parser, position, "invalid group reference %t", digits);
    finish_literal(parser);
    add_part(parser, (ReTemplatePart){.group = (int32_t)group});
}

static void parse_named_group(TemplateParser *parser) {
    ReSource *source = &parser->source;
    if (!re_source_match(source, '<')) FAIL(parser, re_source_tell(source), "missing <");
    ReSlice name = re_source_until(source, '>', "group name");
    size_t position = re_source_tell(source) - name.length - 1;
    if (re_is_identifier(name)) {
        re_check_group_name(source, name, 1);
        for (uint32_t i = 0; i < parser->name_count; i++) {
            const ReGroupName *known = &parser->names[i];
            if (known->length == name.length &&
                memcmp(known->text, name.text, name.length * sizeof(uint32_t)) == 0) {
                add_group(parser, known->group, name, position);
                return;
            }
        }
        re_source_fail(source, RE_ERROR_INDEX, -1, "unknown group name %r", name);
    }
    ReGroupNumber number = re_read_group_number(source, name);
    if (!number.valid) FAIL(parser, position, "bad character in group name %r", name);
    if (number.value >= RE_MAX_GROUPS)
        FAIL(parser, position, "invalid group reference %t", number.digits);
    if (!number.plain) re_warn_group_number(source, name);
    add_group(parser, number.value, number.digits, position);
}

/* A backslash and a digit from 1 to 9. */
static void parse_digits(TemplateParser *parser, uint32_t first, size_t start) {
    ReSource *source = &parser->source;
    uint32_t value = first - '0';
    if (re_token_is_digit(source->next)) {
        bool octal = value < 8 && re_token_is_octal(source->next);
        value = value * 10 + re_source_get(source).first - '0';
        if (octal && re_token_is_octal(source->next)) {
            uint32_t last = re_source_get(source).first - '0';
            uint32_t code = value / 10 * 64 + value % 10 * 8 + last;
            if (code > 0377)
                FAIL(parser, start, "octal escape value %t outside of range 0-0o377",
                     re_source_slice(source, start, re_source_tell(source)));
            add_character(parser, code);
            return;
        }
    }
    ReSlice digits = re_source_slice(source, start + 1, re_source_tell(source));
    add_group(parser, value, digits, start + 1);
}

static void parse_escape(TemplateParser *parser, uint32_t c) {
    ReSource *source = &parser->source;
    size_t start = re_source_tell(source) - 2;
    if (c == 'g') {
        parse_named_group(parser);
    } else if (c == '0') {
        uint32_t code = 0;
        for (int i = 0; i < 2 && re_token_is_octal(source->next); i++)
            code = code * 8 + re_source_get(source).first - '0';
        add_character(parser, code);
    } else if (c >= '1' && c <= '9') {
        parse_digits(parser, c, start);
    } else if (re_simple_escape(c) >= 0) {
        add_character(parser, (uint32_t)re_simple_escape(c));
    } else {
        if (re_is_ascii_letter(c))
            FAIL(parser, start, "bad escape %t", re_source_slice(source, start, start + 2));
        add_character(parser, '\\');
        add_character(parser, c);
    }
}

static void parse_template(TemplateParser *parser, const ReText *text) {
    ReSource *source = &parser->source;
    parser->literal = re_source_alloc(source, text->length * sizeof(uint32_t) + 1);
    re_source_open(source, text);
    while (source->next.length != 0) {
        ReToken token = re_source_get(source);
        if (token.length == 2)
            parse_escape(parser, token.second);
        else
            add_character(parser, token.first);
    }
    finish_literal(parser);
}

bool re_parse_template(ReTemplate *result, const ReText *text, const ReGroupName *names,
                       uint32_t name_count, uint32_t groups, const ReHost *host, ReError *error) {
    *result = (ReTemplate){0};
    *error = (ReError){.position = -1};
    arena_init(&result->arena);
    jmp_buf on_error;
    TemplateParser parser = {
        .source = {.arena = &result->arena, .host = host, .error = error, .on_error = &on_error},
        .result = result,
        .names = names,
        .name_count = name_count,
        .groups = groups,
    };
    if (setjmp(on_error) != 0) {
        re_template_free(result);
        return false;
    }
    parse_template(&parser, text);
    return true;
}

void re_template_free(ReTemplate *result) {
    arena_free_all(&result->arena);
    *result = (ReTemplate){0};
}

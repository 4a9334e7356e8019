/* Replacing: templates as Python values, sub, subn and Match.expand. */
#include <stdlib.h>

#include "modules/re/re_module.h"

/* ---- templates ------------------------------------------------------------------- */

static Value literal_value(Thread *t, const ReTemplatePart *part, bool is_bytes) {
    if (!is_bytes) return str_from_ucs4(t, part->text, part->length);
    Bytes *bytes = bytes_alloc(t, part->length);
    if (bytes == NULL) return VALUE_ERROR;
    for (uint32_t i = 0; i < part->length; i++) bytes->data[i] = (uint8_t)part->text[i];
    return value_from_object(bytes);
}

/* A tuple of group numbers and literals; NULL with an exception. */
static Tuple *parts_of(Thread *t, const ReTemplate *parsed, bool is_bytes) {
    Tuple *parts = tuple_alloc(t, parsed->count);
    if (parts == NULL) return NULL;
    for (uint32_t i = 0; i < parsed->count; i++) {
        const ReTemplatePart *part = &parsed->parts[i];
        Value item =
            part->group >= 0 ? value_from_int(part->group) : literal_value(t, part, is_bytes);
        if (value_is_error(item)) return NULL;
        parts->items[i] = item;
        gc_wrote(t, parts);
    }
    return parts;
}

static bool parse_text(Thread *t, RePatternObject *pattern, Value template, const ReText *text,
                       ReTemplate *parsed) {
    const RePattern *compiled = re_pattern_compiled(t, pattern);
    if (compiled == NULL) return false;
    uint32_t name_count;
    const ReGroupName *names = re_pattern_names(compiled, &name_count);
    ReHost host = re_host(t);
    ReError error;
    if (re_parse_template(parsed, text, names, name_count, pattern->groups, &host, &error))
        return true;
    re_error_raise(t, &error, template);
    return false;
}

/* The template's parts, from the pattern if it was the last one used. */
static Tuple *template_parts(Thread *t, RePatternObject *pattern, Value template) {
    if (value_same(pattern->template, template)) return pattern->template_parts;
    ReTemplate parsed;
    bool ok, is_bytes = !value_is_str(template);
    if (!is_bytes) {
        Str *str = value_as_str(template);
        ReText text = {str_data(t, str), str->length, str->width, false};
        ok = text.units != NULL && parse_text(t, pattern, template, &text, &parsed);
    } else {
        Buffer buffer;
        if (!buffer_get(t, template, false, &buffer)) {
            if (error_catch(t, TYPE_TypeError))
                raise_type_error(t, "decoding to str: need a bytes-like object, %T found",
                                 template);
            return NULL;
        }
        ReText text = {buffer.data, buffer.length, 1, true};
        ok = parse_text(t, pattern, template, &text, &parsed);
        buffer_release(t, &buffer);
    }
    if (!ok) return NULL;
    Tuple *parts = parts_of(t, &parsed, is_bytes);
    re_template_free(&parsed);
    if (parts != NULL && (value_is_str(template) || value_is_kind(template, KIND_BYTES))) {
        pattern->template = template;
        pattern->template_parts = parts;
        gc_wrote(t, pattern);
    }
    return parts;
}

/* Whether it is text without a backslash, and so stands for itself. */
static bool is_literal(Thread *t, Value replacement) {
    if (value_is_str(replacement)) {
        Str *str = value_as_str(replacement);
        const void *data = str_data(t, str);
        if (data == NULL) return false;
        if (str->width == 1) return memchr(data, '\\', str->length) == NULL;
        for (size_t i = 0; i < str->length; i++)
            if (str_char_at(data, str->width, i) == '\\') return false;
        return true;
    }
    Buffer buffer;
    if (!buffer_get(t, replacement, false, &buffer)) {
        error_clear(t);
        return false;
    }
    bool literal = memchr(buffer.data, '\\', buffer.length) == NULL;
    buffer_release(t, &buffer);
    return literal;
}

/* ---- putting the result together --------------------------------------------------- */

/* Collects text or bytes; items are counted for the messages of str.join. */
typedef struct Output {
    Thread *t;
    bool is_bytes;
    StrBuilder text;
    uint8_t *bytes; /* malloc'd */
    size_t length, capacity;
    size_t items;
} Output;

static void output_init(Output *output, Thread *t, bool is_bytes) {
    *output = (Output){.t = t, .is_bytes = is_bytes};
    if (!is_bytes) builder_init(&output->text, t);
}

static bool output_bytes(Output *output, const uint8_t *data, size_t length) {
    if (length > output->capacity - output->length) {
        size_t capacity = output->capacity + output->capacity / 2 + length + 64;
        uint8_t *bytes = realloc(output->bytes, capacity);
        if (bytes == NULL) {
            raise_memory_error(output->t);
            return false;
        }
        output->bytes = bytes;
        output->capacity = capacity;
    }
    if (length != 0) memcpy(output->bytes + output->length, data, length);
    output->length += length;
    return true;
}

static bool output_slice(Output *output, ReScan *scan, ptrdiff_t from, ptrdiff_t to) {
    output->items++;
    if (output->is_bytes)
        return output_bytes(output, scan->buffer.data + from, (size_t)(to - from));
    builder_substring(&output->text, scan->string, (size_t)from, (size_t)to);
    return !output->text.failed;
}

static bool output_value(Output *output, Value item) {
    Thread *t = output->t;
    size_t index = output->items++;
    if (!output->is_bytes) {
        if (!value_is_str(item)) {
            raise_type_error(t, "sequence item %zu: expected str instance, %T found", index, item);
            return false;
        }
        builder_str(&output->text, item);
        return !output->text.failed;
    }
    Buffer buffer;
    if (value_is_str(item) || !buffer_get(t, item, false, &buffer)) {
        if (value_is_str(item) || error_catch(t, TYPE_TypeError))
            raise_type_error(t, "sequence item %zu: expected a bytes-like object, %T found", index,
                             item);
        return false;
    }
    bool ok = output_bytes(output, buffer.data, buffer.length);
    buffer_release(t, &buffer);
    return ok;
}

static Value output_finish(Output *output) {
    if (!output->is_bytes) return builder_finish(&output->text);
    Value bytes = bytes_from_data(output->t, output->bytes, output->length);
    free(output->bytes);
    return bytes;
}

static void output_drop(Output *output) {
    free(output->bytes);
}

/* ---- sub ----------------------------------------------------------------------------- */

/* What a match is replaced by: one of a function, a value, or template parts. */
typedef struct Replacement {
    Value function; /* UNDEF if not a function */
    Value literal;
    Tuple *parts; /* NULL if not a template */
} Replacement;

static bool replacement_open(Thread *t, RePatternObject *pattern, Value value,
                             Replacement *replacement) {
    *replacement = (Replacement){VALUE_UNDEF, value, NULL};
    if (!value_is_str(value) && op_is_callable(t, value)) {
        replacement->function = value;
        return true;
    }
    if (is_literal(t, value)) return true;
    replacement->parts = template_parts(t, pattern, value);
    return replacement->parts != NULL;
}

static bool put_parts(Output *output, ReScan *scan, const Tuple *parts) {
    const ptrdiff_t *spans = scan->pattern->spans;
    for (size_t i = 0; i < parts->length; i++) {
        Value part = parts->items[i];
        if (value_is_int(part)) {
            size_t group = (size_t)value_as_int(part);
            if (spans[2 * group] >= 0 &&
                !output_slice(output, scan, spans[2 * group], spans[2 * group + 1]))
                return false;
        } else if (!output_value(output, part)) {
            return false;
        }
    }
    return true;
}

static bool put_replacement(Output *output, ReScan *scan, const Replacement *replacement) {
    if (replacement->parts != NULL) return put_parts(output, scan, replacement->parts);
    Value item = replacement->literal;
    if (!value_is_undef(replacement->function)) {
        Value match = re_match_new(scan);
        item = value_is_error(match) ? match : call1(scan->t, replacement->function, match);
        if (value_is_error(item)) return false;
        if (value_is_none(item)) return true;
    }
    return output_value(output, item);
}

/* Replaces at most `count` matches (0: all); how many, or -1 with an exception. */
static int64_t replace_all(ReScan *scan, Output *output, const Replacement *replacement,
                           int64_t count, ptrdiff_t *last) {
    int64_t replaced = 0;
    for (*last = 0; count == 0 || replaced < count; replaced++) {
        int found = re_scan_next(scan, RE_SEARCH);
        if (found < 0) return -1;
        if (found == 0) break;
        /* Copied: a function may use the pattern's spans for itself. */
        ptrdiff_t from = scan->pattern->spans[0], to = scan->pattern->spans[1];
        if (*last < from && !output_slice(output, scan, *last, from)) return -1;
        if (!put_replacement(output, scan, replacement)) return -1;
        *last = to;
    }
    return replaced;
}

Value re_pattern_sub(Thread *t, RePatternObject *pattern, Value replacement_value, Value string,
                     int64_t count, bool with_count) {
    Replacement replacement;
    ReScan scan;
    if (!replacement_open(t, pattern, replacement_value, &replacement) ||
        !re_scan_open(&scan, t, pattern, string, 0, INT64_MAX))
        return VALUE_ERROR;
    Output output;
    output_init(&output, t, scan.is_bytes);
    ptrdiff_t last, end = (ptrdiff_t)scan.subject.end;
    int64_t replaced = replace_all(&scan, &output, &replacement, count, &last);
    Value result = VALUE_ERROR;
    if (replaced < 0) {
        output_drop(&output);
    } else if (output.items == 0) {
        result = re_scan_slice(&scan, last, end);
    } else if (last < end && !output_slice(&output, &scan, last, end)) {
        output_drop(&output);
    } else {
        result = output_finish(&output);
    }
    re_scan_close(&scan);
    if (value_is_error(result) || !with_count) return result;
    return tuple_pair(t, result, value_from_int(replaced));
}

/* ---- Match.expand ---------------------------------------------------------------------- */

Value re_match_expand(Thread *t, ReMatchObject *match, Value template) {
    Tuple *parts = template_parts(t, match->pattern, template);
    if (parts == NULL) return VALUE_ERROR;
    Output output;
    output_init(&output, t, !value_is_str(match->string));
    Value empty = output.is_bytes ? t->vm->empty_bytes : t->vm->empty_str;
    for (size_t i = 0; i < parts->length; i++) {
        Value part = parts->items[i];
        if (value_is_int(part)) part = re_match_slice(t, match, (size_t)value_as_int(part), empty);
        if (value_is_error(part) || !output_value(&output, part)) {
            output_drop(&output);
            return VALUE_ERROR;
        }
    }
    return output_finish(&output);
}

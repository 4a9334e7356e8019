/*
 * format_template.c - f-strings and formats taken apart once, for compiled code: filling
 * in the values; what can be taken apart so.
 *
 * Mostly a template serves values of types that do not run code of the program when they
 * are formatted, with specifications known to be right for them.  So filling it in can
 * fail for want of memory only.  Where that is not known, a field is for any value.
 */
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/format.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str_internal.h"

/* ---- filling in ------------------------------------------------------------------- */

/* Bytes, all < 128 or not, of a text one byte wide: mostly there is room. */
static inline void put_narrow(StrBuilder *out, const void *text, size_t length, bool ascii) {
    if (out->width != 1 || length > out->capacity - out->length) {
        if (!builder_reserve(out, length, 0))
            return;
        chars_copy((uint8_t *)out->data + out->length * out->width, out->width, text, 1, length);
    } else {
        copy_short((uint8_t *)out->data + out->length, text, length);
    }
    out->seen |= ascii ? 0 : 0x80;
    out->length += length;
}

static inline void put_whole(StrBuilder *out, Value v) {
    const Str *s = value_as_str(v);
    if (s->width == 1 && s->data)
        put_narrow(out, s->data, s->length, s->flags & STR_ASCII);
    else
        builder_str(out, v);
}

static void put_error(StrBuilder *out, Value text) {
    if (value_is_error(text))
        out->failed = true;
    else
        builder_str(out, text);
}

static void put_text(StrBuilder *out, unsigned conversion, Value v) {
    if (value_is_int(v)) {
        char text[INT64_TEXT_MAX], *end = text + sizeof text, *start = int64_write(end, value_as_int(v), 10);
        put_narrow(out, start, (size_t)(end - start), true);
    } else if (value_is_float(v)) {
        char text[FLOAT_REPR_MAX];
        put_narrow(out, text, float_repr(value_as_float(v), text), true);
    } else if (value_is_str(v) && conversion < 2) {
        put_whole(out, v);
    } else {
        put_error(out, conversion == 2 ? op_repr(out->t, v) : conversion == 3 ? op_ascii(out->t, v) : op_str(out->t, v));
    }
}

/* Text cut to the precision and padded to the width. */
static void put_str(StrBuilder *out, const FormatField *f, Value v) {
    if (f->conversion)
        v = f->conversion == 1 ? op_str(out->t, v) : f->conversion == 2 ? op_repr(out->t, v) : op_ascii(out->t, v);
    if (value_is_error(v)) {
        out->failed = true;
        return;
    }
    size_t length = value_as_str(v)->length, left, right;
    bool cut = f->spec.precision >= 0 && (size_t)f->spec.precision < length;
    if (cut)
        length = (size_t)f->spec.precision;
    format_padding(&f->spec, length, &left, &right);
    const Str *s = value_as_str(v);
    if (out->width == 1 && s->width == 1 && s->data && f->spec.fill < 0x80 &&
        left + length + right <= out->capacity - out->length) { /* there is room: no checks */
        uint8_t *at = (uint8_t *)out->data + out->length;
        fill_short(at, (uint8_t)f->spec.fill, left);
        copy_short(at + left, s->data, length);
        fill_short(at + left + length, (uint8_t)f->spec.fill, right);
        out->length += left + length + right;
        out->seen |= s->flags & STR_ASCII ? 0 : 0x80;
        return;
    }
    builder_fill(out, f->spec.fill, left);
    if (cut)
        builder_substring(out, v, 0, length);
    else
        put_whole(out, v);
    builder_fill(out, f->spec.fill, right);
}

static void put_field(StrBuilder *out, const FormatField *f, Value v) {
    switch (f->kind) {
    case FIELD_TEXT:
    case FIELD_INT_TEXT: put_text(out, f->conversion, v); break;
    case FIELD_STR: put_str(out, f, v); break;
    case FIELD_INT: int_format_put(out, v, &f->spec); break;
    case FIELD_FLOAT:
        float_format_put(out, value_is_int(v) ? (double)value_as_int(v) : float_as_double(v), &f->spec);
        break;
    }
}

static void fill(StrBuilder *out, const Tuple *template, Value **values);

/* What an AnyField says of a value of whatever type. */
static void put_any(StrBuilder *out, const Tuple *any, Value **values) {
    Thread *t = out->t;
    Value v = *(*values)++, spec = any->items[ANY_SPEC];
    Value field = value_is_int(v)                ? any->items[ANY_INT]
                  : value_is_float(v)            ? any->items[ANY_FLOAT]
                  : value_is_exact(v, KIND_STR)  ? any->items[ANY_STR]
                                                 : VALUE_NONE;
    if (!value_is_none(field)) {
        put_field(out, (const FormatField *)value_as_bytes(field)->data, v);
        return;
    }
    switch (value_as_int(any->items[ANY_CONVERSION])) {
    case 1: v = op_str(t, v); break;
    case 2: v = op_repr(t, v); break;
    case 3: v = op_ascii(t, v); break;
    default: break;
    }
    if (!value_is_error(v) && value_is_tuple(spec)) {
        StrBuilder inner;
        builder_init(&inner, t);
        fill(&inner, value_as_tuple(spec), values);
        spec = builder_finish(&inner);
    }
    put_error(out, value_is_error(v) || value_is_error(spec) ? VALUE_ERROR : op_format(t, v, spec));
}

/* Advances the values. */
static void fill(StrBuilder *out, const Tuple *template, Value **values) {
    for (size_t i = 0; i < template->length && !out->failed; i++) {
        Value item = template->items[i];
        if (value_is_str(item))
            put_whole(out, item);
        else if (value_is_tuple(item))
            put_any(out, value_as_tuple(item), values);
        else
            put_field(out, (const FormatField *)value_as_bytes(item)->data, *(*values)++);
    }
}

Value format_template_fill(Thread *t, Value *values) {
    enum { ROOM = 256 };
    _Alignas(8) uint8_t room[ROOM];
    const Tuple *template = value_as_tuple(*values++);
    StrBuilder out;
    builder_init_in(&out, t, room, ROOM);
    fill(&out, template, &values);
    return builder_finish(&out);
}

/* ---- fields ------------------------------------------------------------------------- */

static FormatField text_field(unsigned conversion) { return (FormatField){.kind = FIELD_TEXT, .conversion = conversion}; }

/* By a trial with the sample: for these types errors do not depend on the value, but for
 * characters of ints. */
bool format_field_of(Thread *t, Value v, unsigned conversion, Value spec, FormatField *out) {
    if (value_is_undef(spec) || !value_as_str(spec)->length) {
        *out = text_field(conversion);
        return true;
    }
    *out = (FormatField){.conversion = conversion};
    if (conversion)
        v = t->vm->empty_str;
    Value trial;
    bool parsed;
    if (value_is_str(v)) {
        out->kind = FIELD_STR;
        parsed = format_spec_parse(t, spec, v, 's', '<', &out->spec);
        trial = parsed ? str_format_value(t, v, spec) : VALUE_ERROR;
    } else if (value_is_int(v)) {
        out->kind = FIELD_INT;
        parsed = format_spec_parse(t, spec, v, 'd', '>', &out->spec) && out->spec.type != 'c';
        trial = parsed ? int_format_value(t, v, spec) : VALUE_ERROR;
        if (parsed && out->spec.type < 128 && strchr("eEfFgG%", (int)out->spec.type))
            out->kind = FIELD_FLOAT;
    } else if (value_is_float(v)) {
        out->kind = FIELD_FLOAT;
        parsed = format_spec_parse(t, spec, v, 0, '>', &out->spec);
        trial = parsed ? float_format_value(t, v, spec) : VALUE_ERROR;
    } else {
        return false;
    }
    if (error_pending(t))
        error_clear(t);
    return !value_is_error(trial);
}

Value format_field_object(Thread *t, const FormatField *field) { return bytes_from_data(t, field, sizeof *field); }

Value format_any_object(Thread *t, unsigned conversion, Value spec) {
    Value samples[] = {[ANY_INT] = value_from_int(1), [ANY_STR] = t->vm->empty_str}, items[ANY_COUNT];
    (void)value_try_float(1.5, &samples[ANY_FLOAT]);
    items[ANY_SPEC] = spec;
    items[ANY_CONVERSION] = value_from_int(conversion);
    for (int k = ANY_INT; k <= ANY_STR; k++) {
        FormatField field;
        bool known = value_is_str(spec) && format_field_of(t, samples[k], conversion, spec, &field);
        items[k] = known ? format_field_object(t, &field) : VALUE_NONE;
        if (value_is_error(items[k]))
            return VALUE_ERROR;
    }
    return tuple_from_values(t, items, ANY_COUNT);
}

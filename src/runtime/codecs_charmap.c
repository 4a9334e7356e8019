/*
 * codecs_charmap.c - encodings given by a table: a str of 256 characters or a
 * mapping.
 */
#include "runtime/codecs_internal.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"

static const char undefined[] = "character maps to <undefined>";
enum { UNDEFINED_CHAR = 0xfffe };

/* mapping[key]; UNDEF for a missing key (any LookupError). */
static Value map_get(Thread *t, Value mapping, Value key) {
    if (value_is_exact(mapping, KIND_DICT)) return dict_get(t, value_as_dict(mapping), key);
    Value v = op_getitem(t, mapping, key);
    if (value_is_error(v) && error_catch(t, TYPE_LookupError)) return VALUE_UNDEF;
    return v;
}

/* Appends what a mapping says of a byte: 1, 0 if undefined, -1 exception. */
static int put_mapped_byte(Decoder *d, Value mapping, uint8_t byte) {
    Thread *t = d->t;
    Value v = map_get(t, mapping, value_from_int(byte));
    if (value_is_error(v)) return -1;
    if (value_is_undef(v) || value_is_none(v)) return 0;
    if (value_is_any_int(v)) {
        int64_t c;
        if (!int_to_int64(int_unbox(v), &c) || c < 0 || c > 0x10ffff) {
            raise_type_error(t, "character mapping must be in range(0x%x)", 0x110000);
            return -1;
        }
        if (c == UNDEFINED_CHAR) return 0;
        builder_char(&d->out, (uint32_t)c);
        return 1;
    }
    if (!value_is_str(v)) {
        raise_type_error(t, "character mapping must return integer, None or str");
        return -1;
    }
    StrView s;
    if (!str_view(t, v, &s)) return -1;
    if (s.length == 1 && view_at(&s, 0) == UNDEFINED_CHAR) return 0;
    builder_str(&d->out, v);
    return 1;
}

Value codec_decode_charmap(Thread *t, const uint8_t *bytes, size_t n, const char *errors,
                           Value mapping) {
    if (value_is_none(mapping)) return str_from_latin1(t, bytes, n);
    Decoder d;
    decoder_init(&d, t, "charmap", errors, bytes, n);
    builder_reserve(&d.out, n, 0);
    StrView table;
    bool is_table = value_is_exact(mapping, KIND_STR);
    if (is_table && !str_view(t, mapping, &table)) return VALUE_ERROR;
    for (size_t at = 0; at < d.length && !d.out.failed;) {
        uint8_t byte = d.data[at];
        int mapped;
        if (is_table) {
            uint32_t c = byte < table.length ? view_at(&table, byte) : UNDEFINED_CHAR;
            mapped = c != UNDEFINED_CHAR;
            if (mapped) builder_char(&d.out, c);
        } else {
            mapped = put_mapped_byte(&d, mapping, byte);
        }
        if (mapped < 0) return VALUE_ERROR;
        if (mapped)
            at++;
        else if (!decoder_error(&d, at, at + 1, undefined, &at))
            return VALUE_ERROR;
    }
    return builder_finish(&d.out);
}

/* Appends the bytes of a character: 1, 0 if it has none, -1 exception. */
static int put_mapped_char(Encoder *e, Value mapping, uint32_t c) {
    Thread *t = e->t;
    Value v = map_get(t, mapping, value_from_int(c));
    if (value_is_error(v)) return -1;
    if (value_is_undef(v) || value_is_none(v)) return 0;
    if (value_is_any_int(v)) {
        int64_t byte;
        if (!int_to_int64(int_unbox(v), &byte) || byte < 0 || byte > 255) {
            raise_type_error(t, "character mapping must be in range(256)");
            return -1;
        }
        bytes_put(&e->out, (uint8_t)byte);
        return 1;
    }
    if (value_is_kind(v, KIND_BYTES)) {
        bytes_put_data(&e->out, value_as_bytes(v)->data, value_as_bytes(v)->length);
        return 1;
    }
    raise_type_error(t, "character mapping must return integer, bytes or None, not %.400T", v);
    return -1;
}

Value codec_encode_charmap(Thread *t, Value s, const char *errors, Value mapping) {
    if (value_is_none(mapping)) return codec_encode_latin1(t, s, errors);
    Encoder e;
    if (!encoder_init(&e, t, "charmap", errors, s)) return VALUE_ERROR;
    bytes_reserve(&e.out, e.text.length);
    for (size_t at = 0; at < e.text.length && !e.out.failed;) {
        int mapped = put_mapped_char(&e, mapping, view_at(&e.text, at));
        if (mapped < 0) return VALUE_ERROR;
        if (mapped) {
            at++;
            continue;
        }
        /* All characters without a mapping up to the next one that has. */
        size_t start = at, end = at + 1;
        for (; end < e.text.length; end++) {
            Value v = map_get(t, mapping, value_from_int(view_at(&e.text, end)));
            if (value_is_error(v)) return VALUE_ERROR;
            if (!value_is_undef(v) && !value_is_none(v)) break;
        }
        Value replacement;
        if (!encoder_error(&e, start, end, undefined, &replacement, &at)) return VALUE_ERROR;
        if (value_is_kind(replacement, KIND_BYTES)) {
            bytes_put_data(&e.out, value_as_bytes(replacement)->data,
                           value_as_bytes(replacement)->length);
            continue;
        }
        StrView r;
        if (!str_view(t, replacement, &r)) return VALUE_ERROR;
        for (size_t i = 0; i < r.length; i++) {
            mapped = put_mapped_char(&e, mapping, view_at(&r, i));
            if (mapped == 0) encoder_refuse(&e, start, end, undefined);
            if (mapped <= 0) return VALUE_ERROR;
        }
    }
    return bytes_finish(&e.out);
}

Value codec_charmap_build(Thread *t, Value map) {
    StrView s;
    if (!str_view(t, map, &s)) return VALUE_ERROR;
    Dict *d = dict_new(t);
    if (!d) return VALUE_ERROR;
    for (size_t i = 0; i < s.length && i < 256; i++)
        if (!dict_set(t, d, value_from_int(view_at(&s, i)), value_from_int((int64_t)i)))
            return VALUE_ERROR;
    return value_from_object(d);
}

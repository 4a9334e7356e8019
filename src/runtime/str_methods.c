/*
 * str_methods.c - methods that search and pad, and encode.
 */
#include "runtime/codecs.h"
#include "runtime/error.h"
#include "runtime/native.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str_internal.h"

bool arg_str(Thread *t, Value v, const char *function, const char *argument) {
    if (value_is_str(v)) return true;
    raise_type_error(t, "%s() argument %s must be str, not %.50s", function, argument,
                     value_is_none(v) ? "None" : type_name(type_of(t, v)));
    return false;
}

static bool slice_bound(Thread *t, Value v, int64_t *out) {
    if (value_is_none(v)) return true;
    if (value_is_int(v)) {
        *out = value_as_int(v);
        return true;
    }
    if (!value_is_any_int(v) && value_is_undef(special_of(t, v, SPECIAL_INDEX))) {
        raise_type_error(t, "slice indices must be integers or None or have an __index__ method");
        return false;
    }
    return op_index_clipped(t, v, out);
}

bool arg_slice_bounds(Thread *t, Value start, Value end, size_t length, size_t *out_start,
                      size_t *out_end) {
    int64_t n = (int64_t)length, from = 0, to = INT64_MAX;
    if (!slice_bound(t, start, &from) || !slice_bound(t, end, &to)) return false;
    if (to > n)
        to = n;
    else if (to < 0)
        to = to + n < 0 ? 0 : to + n;
    if (from < 0) from = from + n < 0 ? 0 : from + n;
    *out_start = (size_t)from; /* may lie behind the end */
    *out_end = (size_t)to;
    return true;
}

/* ---- padding ------------------------------------------------------------------------ */

Value str_pad(Thread *t, Value self, size_t left, size_t right, uint32_t fill) {
    Str *s = value_as_str(self);
    if (left > STR_MAX_LENGTH || right > STR_MAX_LENGTH) {
        raise_memory_error(t);
        return VALUE_ERROR;
    }
    uint32_t max_char = str_max_char(s);
    Str *out = str_alloc(t, left + s->length + right, fill > max_char ? fill : max_char);
    if (!out) return VALUE_ERROR;
    uint8_t *to = out->data;
    if (out->width == 1 && s->data) {
        memset(to, (int)fill, left);
        copy_short(to + left, s->data, s->length);
        memset(to + left + s->length, (int)fill, right);
        return value_from_object(out);
    }
    chars_fill(to, out->width, left, fill);
    str_write(s, to + left * out->width, out->width);
    chars_fill(to + (left + s->length) * out->width, out->width, right, fill);
    return value_from_object(out);
}

/* self, width, fillchar: how much to add, and what. */
static bool pad_arguments(Thread *t, Value *args, size_t *missing, uint32_t *fill) {
    int64_t width;
    if (!arg_size(t, args[1], &width)) return false;
    StrView c;
    if (!value_is_str(args[2])) {
        raise_type_error(t, "The fill character must be a unicode character, not %.100T", args[2]);
        return false;
    }
    if (!str_view(t, args[2], &c)) return false;
    if (c.length != 1) {
        raise_type_error(t, "The fill character must be exactly one character long");
        return false;
    }
    *fill = view_at(&c, 0);
    int64_t length = value_as_str(args[0])->length;
    *missing = width > length ? (size_t)(width - length) : 0;
    return true;
}

Value str_method_center(Thread *t, Value *args) {
    size_t missing;
    uint32_t fill;
    if (!pad_arguments(t, args, &missing, &fill)) return VALUE_ERROR;
    if (missing == 0) return str_exact(t, args[0]);
    size_t width = value_as_str(args[0])->length + missing;
    size_t left = missing / 2 + (missing & width & 1);
    return str_pad(t, args[0], left, missing - left, fill);
}
Value str_method_ljust(Thread *t, Value *args) {
    size_t missing;
    uint32_t fill;
    if (!pad_arguments(t, args, &missing, &fill)) return VALUE_ERROR;
    return missing ? str_pad(t, args[0], 0, missing, fill) : str_exact(t, args[0]);
}
Value str_method_rjust(Thread *t, Value *args) {
    size_t missing;
    uint32_t fill;
    if (!pad_arguments(t, args, &missing, &fill)) return VALUE_ERROR;
    return missing ? str_pad(t, args[0], missing, 0, fill) : str_exact(t, args[0]);
}

Value str_method_zfill(Thread *t, Value *args) {
    int64_t width;
    StrView s;
    if (!arg_size(t, args[1], &width) || !str_view(t, args[0], &s)) return VALUE_ERROR;
    if (width <= (int64_t)s.length) return str_exact(t, args[0]);
    size_t missing = (size_t)width - s.length;
    Value out = str_pad(t, args[0], missing, 0, '0');
    if (value_is_error(out) || s.length == 0) return out;
    uint32_t sign = view_at(&s, 0);
    if (sign == '+' || sign == '-') {
        Str *o = value_as_str(out);
        chars_put(o->data, o->width, 0, sign);
        chars_put(o->data, o->width, missing, '0');
    }
    return out;
}

Value str_method_expandtabs(Thread *t, Value *args) {
    int tab_size;
    StrView s;
    if (!arg_int(t, args[1], &tab_size) || !str_view(t, args[0], &s)) return VALUE_ERROR;
    if (chars_find_char(s.data, s.width, s.length, '\t') == SIZE_MAX) return str_exact(t, args[0]);
    StrBuilder b;
    builder_init(&b, t);
    builder_reserve(&b, s.length, 0);
    size_t column = 0;
    for (size_t i = 0; i < s.length && !b.failed; i++) {
        uint32_t c = view_at(&s, i);
        if (c == '\t') {
            if (tab_size > 0) {
                size_t n = (size_t)tab_size - column % (size_t)tab_size;
                builder_fill(&b, ' ', n);
                column += n;
            }
        } else {
            builder_char(&b, c);
            column = c == '\n' || c == '\r' ? 0 : column + 1;
        }
    }
    return builder_finish(&b);
}

/* ---- others ---------------------------------------------------------------------------- */

Value str_join(Thread *t, Value separator, Value iterable) {
    if (value_is_exact(iterable, KIND_LIST)) {
        List *l = value_as_list(iterable);
        return str_join_values(t, separator, l->items, l->length);
    }
    if (value_is_exact(iterable, KIND_TUPLE)) {
        Tuple *tuple = value_as_tuple(iterable);
        return str_join_values(t, separator, tuple->items, tuple->length);
    }
    Type *type = type_of(t, iterable);
    if (value_is_undef(type->specials[SPECIAL_ITER]) &&
        value_is_undef(type->specials[SPECIAL_GETITEM]))
        return raise_type_error(t, "can only join an iterable");
    Value items = list_from_iterable(t, iterable);
    if (value_is_error(items)) return items;
    List *l = value_as_list(items);
    return str_join_values(t, separator, l->items, l->length);
}

Value str_method_join(Thread *t, Value *args) {
    return str_join(t, args[0], args[1]);
}

Value str_method_encode(Thread *t, Value *args) {
    if (!arg_str(t, args[1], "encode", "'encoding'") || !arg_str(t, args[2], "encode", "'errors'"))
        return VALUE_ERROR;
    return codec_encode_text(t, args[0], args[1], args[2]);
}

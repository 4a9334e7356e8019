/*
 * format_percent.c - `format % args` for str, bytes and bytearray.
 *
 * Bytes are formatted as latin-1 text; only what a conversion accepts, and the
 * wording of errors, differ.
 */
#include <limits.h>
#include <stdio.h>

#include "runtime/call.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/format.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str_internal.h"

typedef struct Percent {
    Thread *t;
    StrBuilder out;
    bool bytes;
    Value format; /* the str, to cut literals from; UNDEF for bytes */
    StrView text;
    Value args;
    Tuple *tuple;         /* the arguments, or NULL for a single one */
    int64_t index, count; /* as CPython's: -2 and -1 for a single argument */
    Value mapping;        /* what keys are looked up in, if it can be */
} Percent;

/* What follows a '%', as it is written.  Reading it needs no arguments, so that a format
 * can be read once and used many times; what they have to say comes later. */
typedef struct Conversion {
    bool left, plus, blank, alternate, zero;
    bool keyed, width_is_argument, precision_is_argument; /* (key), '*', '.*' */
    int64_t width; /* -1: none */
    int precision; /* -1: none */
    uint32_t code;
    TextRange key;     /* its end is 0: there is none */
    size_t end;        /* behind the code */
    const char *error; /* what is wrong behind all this, or NULL */
} Conversion;

static Value next_argument(Percent *p) {
    if (p->index < p->count) {
        int64_t i = p->index++;
        if (p->count < 0) return p->args;
        return p->tuple->items[i];
    }
    return raise_type_error(p->t, "not enough arguments for format string");
}

static void put_bytes(Percent *p, const void *data, size_t n) {
    if (!builder_reserve(&p->out, n, 0)) return;
    memcpy((uint8_t *)p->out.data + p->out.length, data, n);
    p->out.length += n;
}

static void put_literal(Percent *p, size_t start, size_t end) {
    if (p->bytes) {
        put_bytes(p, view_from(&p->text, start), end - start);
    } else {
        builder_substring(&p->out, p->format, start, end);
    }
}

/* ---- parsing a conversion ------------------------------------------------------------- */

static bool fail(Percent *p, const char *message) {
    raise_value_error(p->t, "%s", message);
    return false;
}

/* Digits; false with c->error. */
static bool read_size(const StrView *text, size_t *at, int64_t limit, const char *too_big, int64_t *out, Conversion *c) {
    int64_t n = 0;
    for (; *at < text->length; ++*at) {
        uint32_t d = view_at(text, *at) - '0';
        if (d > 9) break;
        if (n > (limit - (int64_t)d) / 10) {
            c->error = too_big;
            return false;
        }
        n = n * 10 + d;
    }
    *out = n;
    return true;
}

/* From behind the '%' on; nothing is raised. */
static void read_conversion(const StrView *text, size_t at, bool bytes, Conversion *c) {
    static const char incomplete[] = "incomplete format";
    *c = (Conversion){.width = -1, .precision = -1};
#define NEXT (at < text->length ? view_at(text, at) : UINT32_MAX)
    if (NEXT == '(') {
        size_t start = ++at;
        c->keyed = true;
        for (int open = 1; open > 0; at++) {
            if (NEXT == UINT32_MAX) {
                c->error = "incomplete format key";
                return;
            }
            open += NEXT == '(' ? 1 : NEXT == ')' ? -1 : 0;
        }
        c->key = (TextRange){start, at - 1};
    }
    for (bool flags = true; flags; at += flags) switch (NEXT) {
        case '-': c->left = true; break;
        case '+': c->plus = true; break;
        case ' ': c->blank = true; break;
        case '#': c->alternate = true; break;
        case '0': c->zero = true; break;
        default: flags = false;
        }
    if (NEXT == '*') {
        c->width_is_argument = true;
        at++;
    } else if (NEXT - '0' <= 9 && !read_size(text, &at, INT64_MAX, "width too big", &c->width, c)) {
        return;
    }
    if (NEXT == '.') {
        int64_t precision = 0;
        at++;
        if (NEXT == '*') {
            c->precision_is_argument = true;
            at++;
        } else if (!read_size(text, &at, INT_MAX, bytes ? "prec too big" : "precision too big", &precision, c)) {
            return;
        }
        c->precision = (int)precision;
    }
    if (NEXT == 'h' || NEXT == 'l' || NEXT == 'L') at++;
    if (NEXT == UINT32_MAX)
        c->error = incomplete;
    else
        c->code = NEXT;
#undef NEXT
    c->end = at + 1;
}

/* Whether keys can be looked up in the right operand. */
static bool has_mapping(Percent *p) {
    Value v = p->mapping;
    return !value_is_tuple(v) && !value_is_str(v) &&
           !(p->bytes && (value_is_kind(v, KIND_BYTES) || value_is_kind(v, KIND_BYTEARRAY))) &&
           !value_is_undef(special_of(p->t, v, SPECIAL_GETITEM));
}

/* The rest of the conversion is about mapping[key]. */
static bool use_key(Percent *p, const Conversion *c, Value key) {
    Thread *t = p->t;
    if (!has_mapping(p)) {
        raise_type_error(t, "format requires a mapping");
        return false;
    }
    if (!c->key.end) return fail(p, c->error);
    if (value_is_undef(key)) {
        size_t length = c->key.end - c->key.start;
        key = p->bytes ? bytes_from_data(t, view_from(&p->text, c->key.start), length)
                       : str_substring(t, p->format, c->key.start, c->key.end);
    }
    if (value_is_error(key)) return false;
    Value v = op_getitem(t, p->mapping, key);
    if (value_is_error(v)) return false;
    p->args = v;
    p->tuple = NULL;
    p->index = -2;
    p->count = -1;
    return true;
}

/* The argument for a '*'. */
static bool size_argument(Percent *p, bool width, int64_t *n) {
    Thread *t = p->t;
    Value v = next_argument(p);
    if (value_is_error(v)) return false;
    if (!value_is_any_int(v)) {
        raise_type_error(t, "* wants int");
        return false;
    }
    if (!int_to_int64(int_unbox(v), n) || (!width && *n != (int)*n)) {
        raise_overflow_error(t, width ? "Python int too large to convert to C ssize_t"
                                      : "Python int too large to convert to C int");
        return false;
    }
    return true;
}

/* What arguments have to say of it, and what was wrong.  key: a str or UNDEF. */
static bool complete_conversion(Percent *p, Conversion *c, Value key) {
    int64_t n;
    if (c->keyed && !use_key(p, c, key)) return false;
    if (c->width_is_argument) {
        if (!size_argument(p, true, &n)) return false;
        c->left |= n < 0;
        c->width = n < 0 ? -n : n;
    }
    if (c->precision_is_argument) {
        if (!size_argument(p, false, &n)) return false;
        c->precision = n < 0 ? 0 : (int)n;
    }
    return !c->error || fail(p, c->error);
}

/* ---- output ------------------------------------------------------------------------------ */

/* [blanks] sign prefix [zeros] digits [blanks] */
static void put_padded_number(Percent *p, const Conversion *c, const char *digits, size_t length,
                              const char *prefix) {
    char sign = 0;
    if (length && (*digits == '-' || *digits == '+')) {
        sign = *digits++;
        length--;
    } else if (c->plus) {
        sign = '+';
    } else if (c->blank) {
        sign = ' ';
    }
    size_t prefix_length = strlen(prefix);
    if (c->width < 0) {
        if (sign) builder_char(&p->out, (uint32_t)sign);
        if (prefix_length) builder_ascii(&p->out, prefix, prefix_length);
        builder_ascii(&p->out, digits, length);
        return;
    }
    size_t total = (sign != 0) + prefix_length + length;
    size_t padding = c->width > (int64_t)total ? (size_t)c->width - total : 0;
    if (padding && !c->left && !c->zero) builder_fill(&p->out, ' ', padding);
    if (sign) builder_char(&p->out, (uint32_t)sign);
    builder_ascii(&p->out, prefix, prefix_length);
    if (padding && !c->left && c->zero) builder_fill(&p->out, '0', padding);
    builder_ascii(&p->out, digits, length);
    if (c->left) builder_fill(&p->out, ' ', padding);
}

/* Text cut to the precision, padded with blanks. */
static void put_padded_text(Percent *p, const Conversion *c, Value s) {
    size_t length = value_as_str(s)->length;
    if (c->precision >= 0 && (size_t)c->precision < length) length = (size_t)c->precision;
    size_t padding = c->width > (int64_t)length ? (size_t)c->width - length : 0;
    if (padding && !c->left) builder_fill(&p->out, ' ', padding);
    if (length == value_as_str(s)->length)
        builder_str(&p->out, s);
    else
        builder_substring(&p->out, s, 0, length);
    if (padding && c->left) builder_fill(&p->out, ' ', padding);
}

static bool wrong_type(Percent *p, const Conversion *c, Value v) {
    bool integer = c->code == 'x' || c->code == 'X' || c->code == 'o';
    raise_type_error(p->t,
                     integer ? "%%%c format: an integer is required, not %.200T"
                             : "%%%c format: a real number is required, not %.200T",
                     (int)c->code, v);
    return false;
}

/* The argument of d i u (int()) or x X o (__index__) as a plain int. */
static bool integer_argument(Percent *p, const Conversion *c, Value v, Value *out) {
    Thread *t = p->t;
    if (value_is_any_int(v)) {
        *out = int_unbox(v);
        return true;
    }
    Type *type = type_of(t, v);
    bool has_index = !value_is_undef(type->specials[SPECIAL_INDEX]);
    bool index_only = c->code == 'x' || c->code == 'X' || c->code == 'o';
    if (index_only
            ? !has_index
            : !has_index && value_is_undef(type->specials[SPECIAL_INT]) && !value_is_any_float(v))
        return wrong_type(p, c, v);
    Value i = index_only ? op_index(t, v) : op_int(t, v);
    if (value_is_error(i)) return error_catch(t, TYPE_TypeError) ? wrong_type(p, c, v) : false;
    *out = int_unbox(i);
    return true;
}

static bool put_integer(Percent *p, const Conversion *c, Value v) {
    Thread *t = p->t;
    Value i;
    if (!integer_argument(p, c, v, &i)) return false;
    unsigned base = c->code == 'o' ? 8 : c->code == 'x' || c->code == 'X' ? 16 : 10;
    if (value_is_int(i) && c->precision < 0 && !c->alternate) {
        char text[INT64_TEXT_MAX], *end = text + sizeof text;
        char *to = int64_write(end, value_as_int(i), (int)base);
        if (c->code == 'X') ascii_upper((uint8_t *)to, (uint8_t *)to, (size_t)(end - to));
        put_padded_number(p, c, to, (size_t)(end - to), "");
        return true;
    }
    Value digits = int_to_str(t, i, (int)base);
    StrView s;
    if (value_is_error(digits) || !str_view(t, digits, &s)) return false;
    const char *text = s.data;
    size_t length = s.length, sign = *text == '-';
    size_t zeros =
        c->precision > (int64_t)(length - sign) ? (size_t)c->precision - (length - sign) : 0;
    if (zeros || c->code == 'X') {
        Raw *copy = gc_alloc_raw(t, length + zeros);
        if (!copy) return false;
        char *to = (char *)copy->bytes;
        if (sign) *to++ = '-';
        memset(to, '0', zeros);
        to += zeros;
        for (size_t k = sign; k < length; k++)
            *to++ = c->code == 'X' && text[k] >= 'a' ? (char)(text[k] - 32) : text[k];
        text = (char *)copy->bytes;
        length += zeros;
    }
    const char *prefix = "";
    if (c->alternate)
        prefix = c->code == 'o' ? "0o" : c->code == 'x' ? "0x" : c->code == 'X' ? "0X" : "";
    put_padded_number(p, c, text, length, prefix);
    return true;
}

static bool put_float(Percent *p, const Conversion *c, Value v) {
    Thread *t = p->t;
    double d;
    if (!value_to_double(t, v, &d)) {
        if (p->bytes && error_catch(t, TYPE_TypeError))
            raise_type_error(t, "float argument required, not %.200T", v);
        return false;
    }
    int precision = c->precision < 0 ? 6 : c->precision;
    unsigned flags = c->alternate ? FLOAT_ALTERNATE : 0;
    char room[FLOAT_SHORT_MAX];
    size_t length = float_format_short(d, (char)c->code, precision, flags, room);
    if (length) {
        put_padded_number(p, c, room, length, "");
        return true;
    }
    StrBuilder text;
    builder_init(&text, t);
    float_format_double(d, (char)c->code, precision, flags, &text);
    if (text.failed) return false;
    put_padded_number(p, c, (const char *)text.data, text.length, "");
    return true;
}

/* The character of %c. */
static bool character_argument(Percent *p, Value v, uint32_t *out) {
    Thread *t = p->t;
    const char *expected = p->bytes ? "%%c requires an integer in range(256) or a single byte"
                                    : "%%c requires int or char";
    if (p->bytes && (value_is_kind(v, KIND_BYTES) || value_is_kind(v, KIND_BYTEARRAY))) {
        size_t length = value_is_kind(v, KIND_BYTES) ? value_as_bytes(v)->length
                                                     : ((Bytearray *)value_as_object(v))->length;
        if (length == 1) {
            *out = value_is_kind(v, KIND_BYTES) ? value_as_bytes(v)->data[0]
                                                : ((Bytearray *)value_as_object(v))->data[0];
            return true;
        }
        raise_type_error(t, expected);
        return false;
    }
    StrView s;
    if (!p->bytes && value_is_str(v)) {
        if (!str_view(t, v, &s)) return false;
        if (s.length != 1) {
            raise_type_error(t, expected);
            return false;
        }
        *out = view_at(&s, 0);
        return true;
    }
    Value i = v;
    if (!value_is_any_int(v)) {
        if (value_is_undef(special_of(t, v, SPECIAL_INDEX))) {
            raise_type_error(t, expected);
            return false;
        }
        i = op_index(t, v);
        if (value_is_error(i)) return false;
    }
    int64_t c;
    if (!int_to_int64(int_unbox(i), &c) || c < 0 || c > (p->bytes ? 255 : 0x10ffff)) {
        raise_overflow_error(t, p->bytes ? "%%c arg not in range(256)"
                                         : "%%c arg not in range(0x110000)");
        return false;
    }
    *out = (uint32_t)c;
    return true;
}

/* %s and %b of bytes, as latin-1 text. */
static Value bytes_argument(Percent *p, Value v) {
    Thread *t = p->t;
    Value method = special_of(t, v, SPECIAL_BYTES);
    if (!value_is_exact(v, KIND_BYTES) && !value_is_kind(v, KIND_BYTEARRAY) &&
        !value_is_undef(method)) {
        Value result = call_special(t, method, &v, 1);
        if (value_is_error(result)) return result;
        if (!value_is_kind(result, KIND_BYTES))
            return raise_type_error(t, "__bytes__ returned non-bytes (type %.200T)", result);
        v = result;
    }
    if (!value_is_bytes_like(t, v))
        return raise_type_error(t,
                                "%%b requires a bytes-like object, or an object that implements "
                                "__bytes__, not '%.100T'",
                                v);
    Buffer buffer;
    if (!buffer_get(t, v, false, &buffer)) return VALUE_ERROR;
    Value s = str_from_latin1(t, buffer.data, buffer.length);
    buffer_release(t, &buffer);
    return s;
}

static bool put_conversion(Percent *p, const Conversion *c) {
    Thread *t = p->t;
    Value v = next_argument(p);
    if (value_is_error(v)) return false;
    if (p->bytes && (c->code == 's' || c->code == 'b') && c->width < 0 && c->precision < 0 &&
        value_is_exact(v, KIND_BYTES)) {
        put_bytes(p, value_as_bytes(v)->data, value_as_bytes(v)->length);
        return true;
    }
    switch (c->code) {
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o': return put_integer(p, c, v);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': return put_float(p, c, v);
    case 'c': {
        uint32_t ch;
        if (!character_argument(p, v, &ch)) return false;
        Value s = str_from_char(t, ch);
        Conversion whole = *c;
        whole.precision = -1;
        if (value_is_error(s)) return false;
        put_padded_text(p, &whole, s);
        return true;
    }
    case 'b':
        if (!p->bytes) break;
        v = bytes_argument(p, v);
        if (value_is_error(v)) return false;
        put_padded_text(p, c, v);
        return true;
    case 's':
    case 'r':
    case 'a':
        if (p->bytes)
            v = c->code == 's' ? bytes_argument(p, v) : op_ascii(t, v);
        else
            v = c->code == 's' ? op_str(t, v) : c->code == 'r' ? op_repr(t, v) : op_ascii(t, v);
        if (value_is_error(v)) return false;
        put_padded_text(p, c, v);
        return true;
    default: break;
    }
    raise_value_error(t, "unsupported format character '%c' (0x%x) at index %zd",
                      c->code >= 31 && c->code <= 126 ? (int)c->code : '?', c->code, c->end - 1);
    return false;
}

/* How far the next '%' is: mostly near. */
static size_t find_percent(const StrView *text, size_t start) {
    enum { NEAR = 8 };
    size_t left = text->length - start, near = left < NEAR ? left : NEAR;
    for (size_t i = 0; i < near; i++)
        if (view_at(text, start + i) == '%') return i;
    size_t found = chars_find_char(view_from(text, start + near), text->width, left - near, '%');
    return found == SIZE_MAX ? found : near + found;
}

/* p: t, bytes, format and args are set. */
static void begin(Percent *p) {
    if (value_is_tuple(p->args)) {
        p->tuple = value_as_tuple(p->args);
        p->count = (int64_t)p->tuple->length;
        p->index = 0;
    } else {
        p->tuple = NULL;
        p->count = -1;
        p->index = -2;
    }
    p->mapping = p->args;
    builder_init(&p->out, p->t);
}

static bool end(Percent *p) {
    if (p->index < p->count && !has_mapping(p)) {
        raise_type_error(p->t, "not all arguments converted during %s formatting",
                         p->bytes ? "bytes" : "string");
        return false;
    }
    return !p->out.failed;
}

/* ..., and text. */
static bool run(Percent *p) {
    begin(p);
    for (size_t at = 0; at < p->text.length && !p->out.failed;) {
        size_t found = find_percent(&p->text, at);
        if (found == SIZE_MAX) {
            put_literal(p, at, p->text.length);
            break;
        }
        if (found) put_literal(p, at, at + found);
        at += found + 1;
        if (at < p->text.length && view_at(&p->text, at) == '%') {
            builder_char(&p->out, '%');
            at++;
            continue;
        }
        Conversion c;
        read_conversion(&p->text, at, p->bytes, &c);
        if (!complete_conversion(p, &c, VALUE_UNDEF) || !put_conversion(p, &c)) return false;
        at = c.end;
    }
    return end(p);
}

/* ---- formats read once ------------------------------------------------------------------- */

static bool add_literal(StrBuilder *literal, List *items) {
    if (literal->length) {
        Value text = builder_finish(literal);
        if (value_is_error(text) || !list_append(literal->t, items, text)) return false;
        builder_init(literal, literal->t);
    }
    return !literal->failed;
}

/* Appends what a format consists of to a list: literals, and for each conversion what
 * `item` makes of it.  False: one is wrong, `item` refuses it (UNDEF), or there is no memory. */
static bool take_apart(Thread *t, Value format, List *items, Value (*item)(Thread *, Value format, const Conversion *)) {
    StrBuilder literal;
    StrView text;
    builder_init(&literal, t);
    if (!str_view(t, format, &text)) return false;
    for (size_t at = 0; at < text.length;) {
        uint32_t ch = view_at(&text, at++);
        if (ch == '%' && at < text.length && view_at(&text, at) == '%') {
            at++;
        } else if (ch == '%') {
            Conversion c;
            read_conversion(&text, at, false, &c);
            if (c.error || !add_literal(&literal, items)) return false;
            Value v = item(t, format, &c);
            if (value_is_undef(v) || value_is_error(v) || !list_append(t, items, v)) return false;
            at = c.end;
            continue;
        }
        builder_char(&literal, ch);
    }
    return add_literal(&literal, items);
}

/* As a tuple; UNDEF, and no exception: it cannot be. */
static Value taken_apart(Thread *t, Value format, Value (*item)(Thread *, Value, const Conversion *)) {
    Value items = list_new(t, 0), all = VALUE_UNDEF;
    if (!value_is_error(items) && take_apart(t, format, value_as_list(items), item))
        all = tuple_from_values(t, value_as_list(items)->items, value_as_list(items)->length);
    if (!error_pending(t)) return all;
    error_clear(t);
    return VALUE_UNDEF;
}

/* A bytes object with the Conversion; with a key, a tuple of that and the key. */
static Value read_item(Thread *t, Value format, const Conversion *c) {
    Value pair[2] = {bytes_from_data(t, c, sizeof *c), VALUE_UNDEF};
    if (!c->keyed || value_is_error(pair[0])) return pair[0];
    pair[1] = str_substring(t, format, c->key.start, c->key.end);
    return value_is_error(pair[1]) ? pair[1] : tuple_from_values(t, pair, 2);
}

Value str_percent_read(Thread *t, Value format) { return taken_apart(t, format, read_item); }

Value str_percent_of(Thread *t, Value *values) {
    if (value_is_kind(values[1], KIND_STR) && value_as_object(values[1])->gc & GC_SUBCLASS)
        return op_binary(t, OP_MOD, values[0], values[1]); /* its own method may come first */
    Percent p;
    p.t = t;
    p.bytes = false;
    p.format = values[0];
    p.args = values[1];
    begin(&p);
    const Tuple *items = value_as_tuple(values[2]);
    for (size_t i = 0; i < items->length && !p.out.failed; i++) {
        Value item = items->items[i], key = VALUE_UNDEF;
        if (value_is_str(item)) {
            builder_str(&p.out, item);
            continue;
        }
        if (value_is_tuple(item)) {
            key = value_as_tuple(item)->items[1];
            item = value_as_tuple(item)->items[0];
        }
        Conversion c = *(const Conversion *)value_as_bytes(item)->data;
        if (!complete_conversion(&p, &c, key) || !put_conversion(&p, &c)) return VALUE_ERROR;
    }
    return end(&p) ? builder_finish(&p.out) : VALUE_ERROR;
}

/* ---- templates ------------------------------------------------------------------------- */

static bool field_of_conversion(const Conversion *c, FormatField *out) {
    FormatSpec spec = {.fill = ' ', .align = c->left ? '<' : '>', .type = c->code, .width = c->width,
                       .precision = c->precision, .alternate = c->alternate};
    *out = (FormatField){.kind = FIELD_STR};
    if (c->code == 's' || c->code == 'r' || c->code == 'a') {
        out->conversion = c->code == 's' ? 1 : c->code == 'r' ? 2 : 3;
        spec.type = 's';
        out->spec = spec;
        if (c->width < 0 && c->precision < 0) out->kind = FIELD_TEXT;
        return true;
    }
    spec.sign = c->plus ? '+' : c->blank ? ' ' : 0;
    if (c->zero && !c->left) {
        spec.fill = '0';
        spec.align = '=';
    }
    bool integer = c->code && c->code < 128 && strchr("diuxXo", (int)c->code);
    if (integer && c->code != 'x' && c->code != 'X' && c->code != 'o') {
        spec.type = 'd';
        spec.alternate = false;
    }
    bool bare = spec.type == 'd' && c->width < 0 && !spec.sign;
    out->kind = bare ? FIELD_INT_TEXT : integer ? FIELD_INT : FIELD_FLOAT;
    out->spec = spec;
    return integer ? c->precision < 0 : c->code && c->code < 128 && strchr("eEfFgG", (int)c->code);
}

static Value template_item(Thread *t, Value format, const Conversion *c) {
    FormatField field;
    (void)format;
    /* What '*' and '(' take from the values is not known here. */
    if (c->keyed || c->width_is_argument || c->precision_is_argument || !field_of_conversion(c, &field))
        return VALUE_UNDEF;
    return format_field_object(t, &field);
}

Value format_template_percent(Thread *t, Value format, size_t count) {
    Value template = taken_apart(t, format, template_item);
    if (value_is_undef(template)) return template;
    size_t fields = 0;
    for (size_t i = 0; i < value_as_tuple(template)->length; i++)
        fields += !value_is_str(value_as_tuple(template)->items[i]);
    return fields == count ? template : VALUE_UNDEF;
}

Value str_percent(Thread *t, Value format, Value args) {
    Percent p; /* not cleared: it contains the builder's room */
    p.t = t;
    p.bytes = false;
    p.format = format;
    p.args = args;
    if (!str_view(t, format, &p.text) || !run(&p)) return VALUE_ERROR;
    return builder_finish(&p.out);
}

Value bytes_percent(Thread *t, const uint8_t *format, size_t length, Value args) {
    Percent p;
    p.t = t;
    p.bytes = true;
    p.format = VALUE_UNDEF;
    p.args = args;
    p.text = (StrView){.data = format, .length = length, .width = 1};
    if (!run(&p)) return VALUE_ERROR;
    return bytes_from_data(t, p.out.data, p.out.length);
}

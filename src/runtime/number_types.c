/* number_types.c - what the constructors of int, bool, float and complex share. */
#include "runtime/number_types.h"

#include "runtime/error.h"
#include "runtime/str.h"
#include "runtime/unicode.h"

Type *number_new_class(Thread *t, const Value *args, size_t nargs, TypeId id) {
    Type *own = t->vm->types[id];
    const char *name = own->def->name;
    if (nargs == 0) {
        raise_type_error(t, "%s.__new__(): not enough arguments", name);
        return NULL;
    }
    if (!value_is_kind(args[0], KIND_TYPE)) {
        raise_type_error(t, "%s.__new__(X): X is not a type object (%T)", name, args[0]);
        return NULL;
    }
    Type *type = (Type *)value_as_object(args[0]);
    if (type == own) return type;
    if (!type_is_subtype(type, own)) {
        raise_type_error(t, "%s.__new__(%N): %N is not a subtype of %s", name, type, type, name);
        return NULL;
    }
    if (type->def != own->def) {
        raise_type_error(t, "%s.__new__(%N) is not safe, use %s.__new__()", name, type,
                         type->def->name);
        return NULL;
    }
    return type;
}

bool number_new_arguments(Thread *t, const char *function, Value *args, size_t nargs,
                          Tuple *kwnames, const char *const names[2], Value out[2]) {
    out[0] = out[1] = VALUE_UNDEF;
    size_t keywords = kwnames ? kwnames->length : 0;
    size_t positional = nargs - 1 - keywords;
    if (nargs - 1 > 2) {
        raise_type_error(t, "%s() takes at most 2 arguments (%zu given)", function, nargs - 1);
        return false;
    }
    for (size_t i = 0; i < positional; i++) out[i] = args[1 + i];
    for (size_t k = 0; k < keywords; k++) {
        size_t i = 0;
        while (i < 2 && !(names[i] && str_equals_cstring(t, kwnames->items[k], names[i]))) i++;
        if (i == 2) {
            raise_type_error(t, "'%U' is an invalid keyword argument for %s()", kwnames->items[k],
                             function);
            return false;
        }
        if (!value_is_undef(out[i])) {
            raise_type_error(t, "argument for %s() given by name ('%s') and position (%zu)",
                             function, names[i], i + 1);
            return false;
        }
        out[i] = args[1 + positional + k];
    }
    return true;
}

Value number_new_argument(Thread *t, const char *function, Type *type, TypeId base, Value *args,
                          size_t nargs, Tuple *kwnames) {
    Type *own = t->vm->types[base];
    size_t keywords = kwnames ? kwnames->length : 0;
    /* A subclass with its own __init__ may well take keywords. */
    if (keywords &&
        (type == own || value_same(type->specials[SPECIAL_INIT], own->specials[SPECIAL_INIT])))
        return raise_type_error(t, "%s() takes no keyword arguments", function);
    size_t positional = nargs - 1 - keywords;
    if (positional > 1)
        return raise_type_error(t, "%s expected at most 1 argument, got %zu", function, positional);
    return positional ? args[1] : VALUE_UNDEF;
}

const char *number_text(Thread *t, Value s, size_t *length) {
    Str *str = value_as_str(s);
    const void *data = str_data(t, str);
    if (!data) return NULL;
    *length = str->length;
    Raw *raw = gc_alloc_raw(t, (size_t)str->length + 1);
    if (!raw) return NULL;
    char *out = (char *)raw->bytes;
    if (str->flags & STR_ASCII)
        memcpy(out, data, str->length);
    else
        unicode_to_ascii_digits(data, str->width, str->length, out);
    out[str->length] = 0;
    return out;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

const char *number_without_underscores(Thread *t, const char *text, size_t *length, bool *error) {
    *error = false;
    size_t n = *length;
    if (!memchr(text, '_', n)) return text;
    Raw *raw = gc_alloc_raw(t, n + 1);
    if (!raw) {
        *error = true;
        return NULL;
    }
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] != '_')
            raw->bytes[count++] = (uint8_t)text[i];
        else if (i == 0 || i + 1 == n || !is_digit(text[i - 1]) || !is_digit(text[i + 1]))
            return NULL;
    }
    raw->bytes[count] = 0;
    *length = count;
    return (const char *)raw->bytes;
}

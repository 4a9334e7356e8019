/*
 * suggestion.c - names close to one that was not found, by a weighted
 * Levenshtein distance (Levenshtein 1966): a change of case costs half an edit.
 * Limits and weights are CPython's, because the result is visible.
 */
#include "runtime/suggestion.h"

#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/function.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/str.h"
#include "runtime/type.h"

enum { MAX_CANDIDATES = 750, MAX_NAME_BYTES = 40, EDIT_COST = 2, CASE_COST = 1 };

static size_t substitution_cost(char a, char b) {
    if (a == b)
        return 0;
    if ((a & 31) != (b & 31))
        return EDIT_COST;
    char la = a >= 'A' && a <= 'Z' ? (char)(a + 32) : a, lb = b >= 'A' && b <= 'Z' ? (char)(b + 32) : b;
    return la == lb ? CASE_COST : EDIT_COST;
}

/* The distance, or anything above `limit` once it is sure to exceed that. */
static size_t distance(const char *a, size_t a_size, const char *b, size_t b_size, size_t limit) {
    while (a_size && b_size && a[0] == b[0]) {
        a++, b++;
        a_size--, b_size--;
    }
    while (a_size && b_size && a[a_size - 1] == b[b_size - 1])
        a_size--, b_size--;
    if (!a_size || !b_size)
        return (a_size + b_size) * EDIT_COST;
    if (a_size > MAX_NAME_BYTES || b_size > MAX_NAME_BYTES)
        return limit + 1;
    if (b_size < a_size) {
        const char *s = a;
        a = b;
        b = s;
        size_t n = a_size;
        a_size = b_size;
        b_size = n;
    }
    if ((b_size - a_size) * EDIT_COST > limit)
        return limit + 1;
    size_t row[MAX_NAME_BYTES];
    for (size_t i = 0; i < a_size; i++)
        row[i] = (i + 1) * EDIT_COST;
    size_t result = 0;
    for (size_t j = 0; j < b_size; j++) {
        size_t diagonal = result = j * EDIT_COST, minimum = SIZE_MAX;
        for (size_t i = 0; i < a_size; i++) {
            size_t substitute = diagonal + substitution_cost(b[j], a[i]);
            diagonal = row[i];
            size_t edit = (result < diagonal ? result : diagonal) + EDIT_COST;
            result = substitute < edit ? substitute : edit;
            row[i] = result;
            if (result < minimum)
                minimum = result;
        }
        if (minimum > limit)
            return limit + 1;
    }
    return result;
}

static Value closest(Thread *t, const Value *names, size_t count, Value name) {
    size_t size, best = SIZE_MAX;
    if (count >= MAX_CANDIDATES)
        return VALUE_UNDEF;
    const char *text = str_to_wtf8(t, name, &size);
    Value suggestion = VALUE_UNDEF;
    for (size_t i = 0; text && i < count; i++) {
        size_t item_size;
        if (!value_is_str(names[i]))
            continue;
        const char *item = str_to_wtf8(t, names[i], &item_size);
        if (!item)
            return VALUE_ERROR;
        if (size == item_size && !memcmp(text, item, size))
            continue;
        size_t limit = (size + item_size + 3) * EDIT_COST / 6; /* a third of the characters */
        if (limit > best - 1)
            limit = best - 1;
        size_t d = distance(text, size, item, item_size, limit);
        if (d <= limit && d < best) {
            suggestion = names[i];
            best = d;
        }
    }
    return text ? suggestion : VALUE_ERROR;
}

static Value closest_key(Thread *t, Dict *d, Value name) {
    Value keys = list_from_iterable(t, value_from_object(d));
    if (value_is_error(keys))
        return keys;
    return closest(t, value_as_list(keys)->items, value_as_list(keys)->length, name);
}

static Value for_name_error(Thread *t, Exception *e, Value name) {
    Traceback *tb = NULL;
    for (Value v = exception_traceback(t, e); value_is_kind(v, KIND_TRACEBACK); v = tb->next)
        tb = (Traceback *)value_as_object(v);
    if (!tb)
        return VALUE_UNDEF;
    Function *f = (Function *)value_as_object(tb->function);
    Tuple *locals = f->code->local_names;
    Value v = locals ? closest(t, locals->items, f->code->variable_count, name) : VALUE_UNDEF;
    if (value_is_undef(v))
        v = closest_key(t, f->globals, name);
    if (value_is_undef(v))
        v = closest_key(t, f->builtins, name);
    return v;
}

Value suggest_name(Thread *t, Value exception) {
    Exception *e = value_as_exception(exception);
    Type *type = type_of(t, exception);
    bool attribute = type_is_subtype(type, t->vm->types[TYPE_AttributeError]);
    if (!attribute && !type_is_subtype(type, t->vm->types[TYPE_NameError]))
        return VALUE_UNDEF;
    Value name = e->fields[EXC_FIELD_NAME];
    if (value_is_undef(name) || !value_is_str(name))
        return VALUE_UNDEF;
    if (!attribute)
        return for_name_error(t, e, name);
    Value object = e->fields[EXC_FIELD_OBJECT];
    if (value_is_undef(object))
        return VALUE_UNDEF;
    Value method = special_of(t, object, SPECIAL_DIR);
    Value names = value_is_undef(method) ? VALUE_UNDEF : call_special(t, method, &object, 1);
    if (value_is_error(names) || value_is_undef(names))
        return names;
    names = list_from_iterable(t, names);
    if (value_is_error(names) || !list_sort(t, value_as_list(names), VALUE_NONE, false))
        return VALUE_ERROR;
    return closest(t, value_as_list(names)->items, value_as_list(names)->length, name);
}

/*
 * string_module.c - the module _string: the parts of str.format that
 * string.Formatter is made of.
 */
#include "runtime/native.h"

/* ---- iterators over markup and over field names ---------------------------------------- */

typedef struct FormatIterator {
    Object header;
    Value format;
    size_t at, end;
} FormatIterator;

static void format_iterator_trace(Tracer *tracer, Object *object) {
    trace_value(tracer, ((FormatIterator *)object)->format);
}

static Value format_iterator_new(Thread *t, const TypeDef *def, Value format, size_t start) {
    Type *type = native_type(t, def, NULL);
    FormatIterator *it = type ? NATIVE_NEW(t, FormatIterator, type) : NULL;
    if (!it) return VALUE_ERROR;
    it->format = format;
    it->at = start;
    it->end = value_as_str(format)->length;
    return value_from_object(it);
}

/* (literal, field name, spec, conversion); the last three None without a field. */
static Value format_iterator_next(Thread *t, Object *object) {
    FormatIterator *it = (FormatIterator *)object;
    Markup m;
    int more = format_markup_next(t, it->format, &it->at, it->end, &m);
    if (more <= 0) return more ? VALUE_ERROR : VALUE_STOP;
    Value items[4] = {str_substring(t, it->format, m.literal.start, m.literal.end), VALUE_NONE,
                      VALUE_NONE, VALUE_NONE};
    if (m.has_field) {
        items[1] = str_substring(t, it->format, m.name.start, m.name.end);
        items[2] = str_substring(t, it->format, m.spec.start, m.spec.end);
        if (m.conversion) items[3] = str_from_char(t, m.conversion);
    }
    for (int i = 0; i < 4; i++)
        if (value_is_error(items[i])) return VALUE_ERROR;
    return tuple_from_values(t, items, 4);
}

/* (is_attribute, name or index) */
static Value field_iterator_next(Thread *t, Object *object) {
    FormatIterator *it = (FormatIterator *)object;
    bool is_attribute;
    TextRange name;
    int64_t index;
    int more = format_field_next(t, it->format, &it->at, it->end, &is_attribute, &name, &index);
    if (more <= 0) return more ? VALUE_ERROR : VALUE_STOP;
    Value key =
        index >= 0 ? int_from_int64(t, index) : str_substring(t, it->format, name.start, name.end);
    return value_is_error(key) ? key : tuple_pair(t, value_bool(is_attribute), key);
}

const TypeDef typedef_formatter_iterator = {
    .name = "formatteriterator",
    .id = TYPE_FORMATTER_ITERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(FormatIterator),
    .trace = format_iterator_trace,
    .next = format_iterator_next,
};

const TypeDef typedef_field_name_iterator = {
    .name = "fieldnameiterator",
    .id = TYPE_FIELD_NAME_ITERATOR,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_NO_NEW,
    .size = sizeof(FormatIterator),
    .trace = format_iterator_trace,
    .next = field_iterator_next,
};

/* ---- functions ---------------------------------------------------------------------------- */

static Value string_formatter_parser(Thread *t, Value *args) {
    if (!value_is_str(args[0])) return raise_type_error(t, "expected str, got %T", args[0]);
    return format_iterator_new(t, &typedef_formatter_iterator, args[0], 0);
}

static Value string_formatter_field_name_split(Thread *t, Value *args) {
    if (!value_is_str(args[0])) return raise_type_error(t, "expected str, got %T", args[0]);
    TextRange first;
    int64_t index;
    if (!format_field_first(t, args[0], (TextRange){0, value_as_str(args[0])->length}, &first,
                            &index))
        return VALUE_ERROR;
    Value rest = format_iterator_new(t, &typedef_field_name_iterator, args[0], first.end);
    Value name =
        index >= 0 ? int_from_int64(t, index) : str_substring(t, args[0], first.start, first.end);
    if (value_is_error(rest) || value_is_error(name)) return VALUE_ERROR;
    return tuple_pair(t, name, rest);
}

static const NativeDef string_functions[] = {
    NATIVE("formatter_field_name_split", "($module, object, /)", string_formatter_field_name_split,
           "split the argument as a field name"),
    NATIVE("formatter_parser", "($module, object, /)", string_formatter_parser,
           "parse the argument as a format string"),
    NATIVE_END,
};

const ModuleDef module_string = {
    .name = "_string",
    .doc = "string helper module",
    .functions = string_functions,
};

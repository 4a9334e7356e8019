/*
 * re.RegexFlag: in CPython an enum.IntFlag, here a subclass of int that shows
 * and combines as one, so that importing re does not import enum.
 */
#include "modules/re/re_module.h"

typedef struct FlagName {
    const char *name, *letter; /* letter may be NULL */
    int64_t value;
} FlagName;

/* In the order of CPython's definition, in which they are shown. */
static const FlagName flag_names[] = {
    {"NOFLAG", NULL, 0},        {"ASCII", "A", RE_ASCII},     {"IGNORECASE", "I", RE_IGNORECASE},
    {"LOCALE", "L", RE_LOCALE}, {"UNICODE", "U", RE_UNICODE}, {"MULTILINE", "M", RE_MULTILINE},
    {"DOTALL", "S", RE_DOTALL}, {"VERBOSE", "X", RE_VERBOSE}, {"TEMPLATE", "T", RE_TEMPLATE},
    {"DEBUG", NULL, RE_DEBUG},
};

enum { FLAG_NAMES = sizeof flag_names / sizeof flag_names[0], ALL_FLAGS = 511 };

static Type *flag_type(Thread *t) {
    return (Type *)value_as_object(re_state(t)->items[RE_STATE_FLAG_TYPE]);
}

static int64_t flag_value(Value flag) {
    int64_t value = 0;
    if (!int_to_int64(int_unbox(flag), &value)) value = 0;
    return value;
}

/* One object for each value. A negative one stands for the bits that it has
   among the flags. */
Value re_flag_new(Thread *t, int64_t value) {
    if (value < 0) {
        int64_t limit = ALL_FLAGS + 1;
        while (limit < -value) limit *= 2;
        value += limit;
    }
    Dict *known = value_as_dict(re_state(t)->items[RE_STATE_FLAGS]);
    Value key = int_from_int64(t, value);
    if (value_is_error(key)) return VALUE_ERROR;
    Value found = dict_get(t, known, key);
    if (!value_is_undef(found)) return found;
    IntBox *box = type_alloc(t, flag_type(t), 0);
    if (box == NULL) return VALUE_ERROR;
    box->value = key;
    gc_wrote(t, box);
    Value flag = value_from_object(box);
    return dict_set(t, known, key, flag) ? flag : VALUE_ERROR;
}

/* "IGNORECASE|0x400", each name behind the prefix; UNDEF if no bit has a name. */
static Value flag_text(Thread *t, int64_t value, const char *prefix) {
    if (value == 0) return str_format(t, "%sNOFLAG", prefix);
    StrBuilder builder;
    builder_init(&builder, t);
    bool any = false;
    for (size_t i = 1; i < FLAG_NAMES; i++) {
        if (!(value & flag_names[i].value)) continue;
        builder_format(&builder, "%s%s%s", any ? "|" : "", prefix, flag_names[i].name);
        any = true;
    }
    if (!any) return VALUE_UNDEF;
    if (value & ~(int64_t)ALL_FLAGS)
        builder_format(&builder, "|0x%lx", (unsigned long)(value & ~(int64_t)ALL_FLAGS));
    return builder_finish(&builder);
}

static Value flag_repr(Thread *t, Value *args) {
    int64_t value = flag_value(args[0]);
    Value text = flag_text(t, value, "re.");
    return value_is_undef(text) ? str_format(t, "re.RegexFlag(%ld)", (long)value) : text;
}

static Value flag_format(Thread *t, Value *args) {
    if (!value_is_str(args[1]))
        return raise_type_error(t, "__format__() argument must be str, not %T", args[1]);
    if (value_as_str(args[1])->length == 0) return flag_repr(t, args);
    return int_format_value(t, int_unbox(args[0]), args[1]);
}

static Value flag_get_name(Thread *t, Value *args) {
    Value text = flag_text(t, flag_value(args[0]), "");
    return value_is_undef(text) ? VALUE_NONE : text;
}

static Value flag_get_value(Thread *t, Value *args) {
    return int_from_int64(t, flag_value(args[0]));
}

static Value flag_new(Thread *t, Value *args) {
    int64_t value;
    if (!value_is_any_int(args[1]) || !int_to_int64(int_unbox(args[1]), &value))
        return raise_value_error(t, "%R is not a valid RegexFlag", args[1]);
    return re_flag_new(t, value);
}

#define FLAG_OPERATOR(NAME, OPERATOR)                                                \
    static Value NAME(Thread *t, Value *args) {                                      \
        int64_t other;                                                               \
        if (!value_is_any_int(args[1]) || !int_to_int64(int_unbox(args[1]), &other)) \
            return VALUE_NOT_IMPLEMENTED;                                            \
        return re_flag_new(t, flag_value(args[0]) OPERATOR other);                   \
    }

FLAG_OPERATOR(flag_and, &)
FLAG_OPERATOR(flag_or, |)
FLAG_OPERATOR(flag_xor, ^)

static Value flag_invert(Thread *t, Value *args) {
    return re_flag_new(t, ~flag_value(args[0]));
}

/* The flags that are on, as a list. */
static Value flag_members(Thread *t, int64_t value) {
    Value list = list_new(t, 0);
    if (value_is_error(list)) return VALUE_ERROR;
    for (size_t i = 1; i < FLAG_NAMES; i++) {
        if (!(value & flag_names[i].value)) continue;
        Value flag = re_flag_new(t, flag_names[i].value);
        if (value_is_error(flag) || !list_append(t, value_as_list(list), flag)) return VALUE_ERROR;
    }
    return list;
}

static Value flag_iter(Thread *t, Value *args) {
    Value list = flag_members(t, flag_value(args[0]));
    return value_is_error(list) ? VALUE_ERROR : op_iter(t, list);
}

static Value flag_len(Thread *t, Value *args) {
    (void)t;
    return value_from_int(__builtin_popcountll((uint64_t)flag_value(args[0])));
}

static Value flag_contains(Thread *t, Value *args) {
    if (type_of(t, args[1]) != flag_type(t))
        return raise_type_error(t, "unsupported operand type(s) for 'in': '%T' and 'RegexFlag'",
                                args[1]);
    int64_t other = flag_value(args[1]);
    return value_bool((flag_value(args[0]) & other) == other);
}

static Value flag_reduce(Thread *t, Value *args) {
    Value value = int_from_int64(t, flag_value(args[0]));
    Value arguments = tuple_from_values(t, &value, 1);
    if (value_is_error(arguments)) return VALUE_ERROR;
    return tuple_pair(t, value_from_object(flag_type(t)), arguments);
}

/* RegexFlag['IGNORECASE'] */
static Value flag_by_name(Thread *t, Value *args) {
    for (size_t i = 0; i < FLAG_NAMES; i++) {
        const FlagName *flag = &flag_names[i];
        if (value_is_str(args[1]) &&
            (str_equals_cstring(t, args[1], flag->name) ||
             (flag->letter != NULL && str_equals_cstring(t, args[1], flag->letter))))
            return re_flag_new(t, flag->value);
    }
    return raise_key_error(t, args[1]);
}

static const NativeDef flag_methods[] = {
    NATIVE_STATICMETHOD("__new__", "($type, value, /)", flag_new, NULL),
    NATIVE("__repr__", "($self, /)", flag_repr, NULL),
    NATIVE("__str__", "($self, /)", flag_repr, NULL),
    NATIVE("__format__", "($self, format_spec, /)", flag_format, NULL),
    NATIVE("__and__", "($self, value, /)", flag_and, NULL),
    NATIVE("__rand__", "($self, value, /)", flag_and, NULL),
    NATIVE("__or__", "($self, value, /)", flag_or, NULL),
    NATIVE("__ror__", "($self, value, /)", flag_or, NULL),
    NATIVE("__xor__", "($self, value, /)", flag_xor, NULL),
    NATIVE("__rxor__", "($self, value, /)", flag_xor, NULL),
    NATIVE("__invert__", "($self, /)", flag_invert, NULL),
    NATIVE("__iter__", "($self, /)", flag_iter, NULL),
    NATIVE("__len__", "($self, /)", flag_len, NULL),
    NATIVE("__contains__", "($self, other, /)", flag_contains, NULL),
    NATIVE("__reduce_ex__", "($self, protocol, /)", flag_reduce, NULL),
    NATIVE_CLASSMETHOD("__class_getitem__", "($cls, name, /)", flag_by_name, NULL),
    NATIVE_END,
};

static const NativeDef flag_getters[] = {
    NATIVE("name", "($self, /)", flag_get_name, NULL),
    NATIVE("value", "($self, /)", flag_get_value, NULL),
    NATIVE_END,
};

/* Enums have the attributes under two names. */
static bool add_properties(Thread *t, Type *type) {
    static const char *const twins[] = {"_name_", "_value_"};
    for (size_t i = 0; flag_getters[i].name != NULL; i++) {
        Value getter = native_function_new(t, &flag_getters[i], VALUE_UNDEF, VALUE_NONE, type,
                                           TYPE_METHOD_DESCRIPTOR);
        if (value_is_error(getter)) return false;
        Value property = property_new(t, getter, VALUE_NONE, VALUE_NONE, VALUE_NONE);
        if (value_is_error(property) ||
            !type_set(t, type, str_intern_cstring(t, flag_getters[i].name), property) ||
            !type_set(t, type, str_intern_cstring(t, twins[i]), property))
            return false;
    }
    return true;
}

static bool add_flag(Thread *t, Module *module, Type *type, Dict *members, const char *name,
                     Value flag) {
    if (name == NULL) return true;
    Value key = str_intern_cstring(t, name);
    return !value_is_error(key) && dict_set_str(t, members, key, flag) &&
           type_set(t, type, key, flag) && module_set(t, module, name, flag);
}

bool re_flags_init(Thread *t, Module *module) {
    Dict *namespace = dict_new(t), *known = dict_new(t), *members = dict_new(t);
    if (namespace == NULL || known == NULL || members == NULL) return false;
    re_state_set(t, RE_STATE_FLAGS, value_from_object(known));
    Value base = value_from_object(t->vm->types[TYPE_INT]);
    Value bases = tuple_from_values(t, &base, 1);
    Value name = str_intern_cstring(t, "RegexFlag"), re = str_intern_cstring(t, "re");
    if (value_is_error(bases) || value_is_error(name) || value_is_error(re)) return false;
    if (!dict_set_str(t, namespace, STR_NAME(t, __module__), re) ||
        !dict_set_str(t, namespace, STR_NAME(t, __qualname__), name) ||
        !dict_set_str(t, namespace, STR_NAME(t, __slots__), t->vm->empty_tuple))
        return false;
    Value class =
        type_new(t, t->vm->types[TYPE_TYPE], name, value_as_tuple(bases), namespace, NULL);
    if (value_is_error(class)) return false;
    re_state_set(t, RE_STATE_FLAG_TYPE, class);
    Type *type = (Type *)value_as_object(class);
    if (!natives_declare(t, type->dict, flag_methods, type, VALUE_UNDEF) ||
        !add_properties(t, type))
        return false;
    type_update_specials(t, type);
    type_modified(t, type);
    for (size_t i = 0; i < FLAG_NAMES; i++) {
        Value flag = re_flag_new(t, flag_names[i].value);
        if (value_is_error(flag) || !add_flag(t, module, type, members, flag_names[i].name, flag) ||
            !add_flag(t, module, type, members, flag_names[i].letter, flag))
            return false;
    }
    Value proxy = mapping_proxy_new(t, value_from_object(members));
    return !value_is_error(proxy) &&
           type_set(t, type, str_intern_cstring(t, "__members__"), proxy) &&
           module_set(t, module, "RegexFlag", class);
}

/* The module re: its functions, the cache of compiled patterns, re.Scanner. */
#include "modules/re/re_module.h"

/* ---- cache ------------------------------------------------------------------------ */

enum {
    CACHE_SIZE = 512,
    RECENT_SLOTS = (RE_STATE_SIZE - RE_STATE_RECENT) / 3,
};

/*
 * In front of the cache proper, a table by identity: literal patterns of a
 * program are the same object each time. A place holds pattern, flags, result.
 */
static uint32_t recent_place(Value pattern, Value flags) {
    uint64_t mixed = (pattern.bits ^ flags.bits * 31) * 0x9E3779B97F4A7C15u;
    return RE_STATE_RECENT + 3 * (uint32_t)(mixed >> 58);
}

static_assert(RECENT_SLOTS == 64, "recent_place takes six bits");

static void remember(Thread *t, Value pattern, Value flags, Value compiled) {
    uint32_t place = recent_place(pattern, flags);
    re_state_set(t, place, pattern);
    re_state_set(t, place + 1, flags);
    re_state_set(t, place + 2, compiled);
}

static bool drop_oldest(Thread *t, Dict *cache) {
    size_t position = 0;
    Value key, value;
    return !dict_next(cache, &position, &key, &value) || dict_delete(t, cache, key) >= 0;
}

static Value compile_new(Thread *t, Dict *cache, Value key, Value pattern, int64_t flags) {
    if ((flags & RE_TEMPLATE) &&
        !warn(t, TYPE_DeprecationWarning, 1,
              "The re.TEMPLATE/re.T flag is deprecated as it is an undocumented flag without an "
              "obvious purpose. Don't use it."))
        return VALUE_ERROR;
    Value compiled = re_pattern_object_new(t, pattern, flags);
    if (value_is_error(compiled) || (flags & RE_DEBUG)) return compiled;
    if (cache->used >= CACHE_SIZE && !drop_oldest(t, cache)) return VALUE_ERROR;
    return dict_set(t, cache, key, compiled) ? compiled : VALUE_ERROR;
}

static Value compile_slow(Thread *t, Value pattern, Value flags_value) {
    int64_t flags;
    if (!value_is_any_int(flags_value))
        return raise_type_error(t, "unsupported operand type(s) for &: '%T' and 'RegexFlag'",
                                flags_value);
    if (!int_to_int64(int_unbox(flags_value), &flags))
        return raise_overflow_error(t, "Python int too large to convert to C int");
    if (re_is_pattern(t, pattern)) {
        if (flags != 0)
            return raise_value_error(t, "cannot process flags argument with a compiled pattern");
        return pattern;
    }
    if (!value_is_str(pattern) && !value_is_kind(pattern, KIND_BYTES)) {
        int64_t hash;
        if (op_hash(t, pattern, &hash) < 0) return VALUE_ERROR;
        return raise_type_error(t, "first argument must be string or compiled pattern");
    }
    Dict *cache = value_as_dict(re_state(t)->items[RE_STATE_CACHE]);
    Value parts[3] = {value_from_object(type_of(t, pattern)), pattern, value_from_int(flags)};
    Value key = tuple_from_values(t, parts, 3);
    if (value_is_error(key)) return VALUE_ERROR;
    Value compiled = dict_get(t, cache, key);
    if (value_is_undef(compiled)) compiled = compile_new(t, cache, key, pattern, flags);
    if (!value_is_error(compiled) && !(flags & RE_DEBUG))
        remember(t, pattern, flags_value, compiled);
    return compiled;
}

Value re_compile_cached(Thread *t, Value pattern, Value flags) {
    const Value *place = &re_state(t)->items[recent_place(pattern, flags)];
    if (value_same(place[0], pattern) && value_same(place[1], flags)) return place[2];
    return compile_slow(t, pattern, flags);
}

static void clear_recent(Thread *t) {
    for (uint32_t i = RE_STATE_RECENT; i < RE_STATE_SIZE; i++) re_state_set(t, i, VALUE_UNDEF);
}

/* ---- functions ----------------------------------------------------------------------- */

static RePatternObject *compiled(Thread *t, Value pattern, Value flags) {
    Value object = re_compile_cached(t, pattern, flags);
    return value_is_error(object) ? NULL : re_as_pattern(object);
}

static Value run_function(Thread *t, Value *args, ReMode mode) {
    RePatternObject *pattern = compiled(t, args[0], args[2]);
    if (pattern == NULL) return VALUE_ERROR;
    return re_pattern_run(t, pattern, mode, args[1], 0, INT64_MAX);
}

static Value function_match(Thread *t, Value *args) {
    return run_function(t, args, RE_MATCH);
}
static Value function_fullmatch(Thread *t, Value *args) {
    return run_function(t, args, RE_FULLMATCH);
}
static Value function_search(Thread *t, Value *args) {
    return run_function(t, args, RE_SEARCH);
}

static Value replace_function(Thread *t, Value *args, bool with_count) {
    int64_t count;
    RePatternObject *pattern = compiled(t, args[0], args[4]);
    if (pattern == NULL || !arg_size(t, args[3], &count)) return VALUE_ERROR;
    return re_pattern_sub(t, pattern, args[1], args[2], count, with_count);
}

static Value function_sub(Thread *t, Value *args) {
    return replace_function(t, args, false);
}
static Value function_subn(Thread *t, Value *args) {
    return replace_function(t, args, true);
}

static Value function_split(Thread *t, Value *args) {
    int64_t maxsplit;
    RePatternObject *pattern = compiled(t, args[0], args[3]);
    if (pattern == NULL || !arg_size(t, args[2], &maxsplit)) return VALUE_ERROR;
    return re_pattern_split(t, pattern, args[1], maxsplit);
}

static Value function_findall(Thread *t, Value *args) {
    RePatternObject *pattern = compiled(t, args[0], args[2]);
    return pattern == NULL ? VALUE_ERROR : re_pattern_findall(t, pattern, args[1], 0, INT64_MAX);
}

static Value function_finditer(Thread *t, Value *args) {
    RePatternObject *pattern = compiled(t, args[0], args[2]);
    return pattern == NULL ? VALUE_ERROR : re_pattern_finditer(t, pattern, args[1], 0, INT64_MAX);
}

static Value function_compile(Thread *t, Value *args) {
    return re_compile_cached(t, args[0], args[1]);
}

static Value function_template(Thread *t, Value *args) {
    int64_t flags;
    if (!warn(t, TYPE_DeprecationWarning, 1,
              "The re.template() function is deprecated as it is an undocumented function without "
              "an obvious purpose. Use re.compile() instead.") ||
        !arg_int64(t, args[1], &flags))
        return VALUE_ERROR;
    if (!value_is_str(args[0]) && !value_is_kind(args[0], KIND_BYTES))
        return raise_type_error(t, "first argument must be string or compiled pattern");
    return re_pattern_object_new(t, args[0], flags | RE_TEMPLATE);
}

static Value function_purge(Thread *t, Value *args) {
    (void)args;
    dict_clear(t, value_as_dict(re_state(t)->items[RE_STATE_CACHE]));
    clear_recent(t);
    return VALUE_NONE;
}

/* ---- escape ------------------------------------------------------------------------------ */

static bool is_special(uint32_t c) {
    return c < 128 && c != 0 && strchr("()[]{}?*+-|^$\\.&~# \t\n\r\v\f", (int)c) != NULL;
}

static Value escape_str(Thread *t, Value string) {
    Str *str = value_as_str(string);
    const void *data = str_data(t, str);
    if (data == NULL) return VALUE_ERROR;
    StrBuilder builder;
    builder_init(&builder, t);
    size_t start = 0;
    for (size_t i = 0; i < str->length; i++) {
        if (!is_special(str_char_at(data, str->width, i))) continue;
        builder_substring(&builder, string, start, i);
        builder_char(&builder, '\\');
        start = i;
    }
    if (start == 0 && builder.length == 0) return str_substring(t, string, 0, str->length);
    builder_substring(&builder, string, start, str->length);
    return builder_finish(&builder);
}

static Value escape_bytes(Thread *t, const Buffer *buffer) {
    size_t extra = 0;
    for (size_t i = 0; i < buffer->length; i++) extra += is_special(buffer->data[i]);
    Bytes *result = bytes_alloc(t, buffer->length + extra);
    if (result == NULL) return VALUE_ERROR;
    uint8_t *out = result->data;
    for (size_t i = 0; i < buffer->length; i++) {
        if (is_special(buffer->data[i])) *out++ = '\\';
        *out++ = buffer->data[i];
    }
    return value_from_object(result);
}

static Value function_escape(Thread *t, Value *args) {
    if (value_is_str(args[0])) return escape_str(t, args[0]);
    Buffer buffer;
    if (!buffer_get(t, args[0], false, &buffer)) {
        if (error_catch(t, TYPE_TypeError))
            raise_type_error(t, "decoding to str: need a bytes-like object, %T found", args[0]);
        return VALUE_ERROR;
    }
    Value result = escape_bytes(t, &buffer);
    buffer_release(t, &buffer);
    return result;
}

/* ---- Scanner ------------------------------------------------------------------------------- */

static bool set_attribute(Thread *t, Value object, const char *name, Value value) {
    Value key = str_intern_cstring(t, name);
    return !value_is_error(key) && attr_set(t, object, key, value);
}

/* The phrases of a lexicon as one pattern, each a group of its own. */
static Value joined_phrases(Thread *t, Value lexicon, Value flags) {
    Value iterator = op_iter(t, lexicon), item;
    if (value_is_error(iterator)) return VALUE_ERROR;
    StrBuilder builder;
    builder_init(&builder, t);
    while (!value_is_stop(item = op_next(t, iterator))) {
        if (value_is_error(item)) return VALUE_ERROR;
        Value phrase = op_getitem(t, item, value_from_int(0));
        /* Compiled alone first, for its errors. */
        if (value_is_error(phrase) || value_is_error(re_compile_cached(t, phrase, flags)))
            return VALUE_ERROR;
        if (!value_is_str(phrase))
            return raise_type_error(t, "expected str phrases, not %T", phrase);
        builder_cstring(&builder, builder.length == 0 ? "(" : "|(");
        builder_str(&builder, phrase);
        builder_char(&builder, ')');
    }
    return builder_finish(&builder);
}

static Value lexer_new(Thread *t, Value *args) {
    void *lexer = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    return lexer == NULL ? VALUE_ERROR : value_from_object(lexer);
}

static Value lexer_init(Thread *t, Value *args) {
    Value pattern = joined_phrases(t, args[1], args[2]);
    if (value_is_error(pattern)) return VALUE_ERROR;
    Value scanner = re_compile_cached(t, pattern, args[2]);
    if (value_is_error(scanner) || !set_attribute(t, args[0], "lexicon", args[1]) ||
        !set_attribute(t, args[0], "scanner", scanner))
        return VALUE_ERROR;
    return VALUE_NONE;
}

/* What the action of a match gives; NONE: nothing to keep. */
static Value run_action(Thread *t, Value self, Value match) {
    Value lexicon = attr_get_cstring(t, self, "lexicon");
    Value index = attr_get_cstring(t, match, "lastindex");
    if (value_is_error(lexicon) || value_is_error(index)) return VALUE_ERROR;
    Value entry = op_getitem(t, lexicon, value_from_int(value_as_int(index) - 1));
    if (value_is_error(entry)) return VALUE_ERROR;
    Value action = op_getitem(t, entry, value_from_int(1));
    if (value_is_error(action) || !op_is_callable(t, action)) return action;
    Value text = re_match_slice(t, re_as_match(match), 0, VALUE_NONE);
    if (value_is_error(text) || !set_attribute(t, self, "match", match)) return VALUE_ERROR;
    return call2(t, action, self, text);
}

static Value lexer_scan(Thread *t, Value *args) {
    Value self = args[0], string = args[1];
    Value pattern = attr_get_cstring(t, self, "scanner"), list = list_new(t, 0);
    if (value_is_error(pattern) || value_is_error(list)) return VALUE_ERROR;
    if (!re_is_pattern(t, pattern)) return raise_type_error(t, "scanner is no pattern");
    int64_t position = 0;
    for (;;) {
        Value match =
            re_pattern_run(t, re_as_pattern(pattern), RE_MATCH, string, position, INT64_MAX);
        if (value_is_error(match)) return VALUE_ERROR;
        if (value_is_none(match) || re_as_match(match)->spans[1] == position) break;
        Value item = run_action(t, self, match);
        if (value_is_error(item)) return VALUE_ERROR;
        if (!value_is_none(item) && !list_append(t, value_as_list(list), item)) return VALUE_ERROR;
        position = re_as_match(match)->spans[1];
    }
    Value slice = slice_new(t, value_from_int(position), VALUE_NONE, VALUE_NONE);
    if (value_is_error(slice)) return VALUE_ERROR;
    Value rest = op_getitem(t, string, slice);
    return value_is_error(rest) ? VALUE_ERROR : tuple_pair(t, list, rest);
}

static const NativeDef lexer_methods[] = {
    NATIVE_STATICMETHOD("__new__", "($type, /, *args, **kwargs)", lexer_new, NULL),
    NATIVE("__init__", "($self, /, lexicon, flags=0)", lexer_init, NULL),
    NATIVE("scan", "($self, /, string)", lexer_scan, NULL),
    NATIVE_END,
};

const TypeDef typedef_re_lexer = {
    .name = "re.Scanner",
    .id = TYPE_RE_LEXER,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_DICT,
    .size = sizeof(Object),
    .methods = lexer_methods,
};

/* ---- the module --------------------------------------------------------------------------- */

static const NativeDef functions[] = {
    NATIVE("match", "(pattern, string, flags=0)", function_match,
           "Try to apply the pattern at the start of the string, returning\n"
           "    a Match object, or None if no match was found."),
    NATIVE("fullmatch", "(pattern, string, flags=0)", function_fullmatch,
           "Try to apply the pattern to all of the string, returning\n"
           "    a Match object, or None if no match was found."),
    NATIVE("search", "(pattern, string, flags=0)", function_search,
           "Scan through string looking for a match to the pattern, returning\n"
           "    a Match object, or None if no match was found."),
    NATIVE("sub", "(pattern, repl, string, count=0, flags=0)", function_sub,
           "Return the string with the leftmost non-overlapping occurrences of the\n"
           "    pattern replaced by repl: a string, in which backslash escapes are\n"
           "    processed, or a callable that is passed the Match object."),
    NATIVE("subn", "(pattern, repl, string, count=0, flags=0)", function_subn,
           "Like sub, but return the tuple (new_string, number)."),
    NATIVE("split", "(pattern, string, maxsplit=0, flags=0)", function_split,
           "Split the string by the occurrences of the pattern, returning a list;\n"
           "    the text of all groups in the pattern is part of it."),
    NATIVE("findall", "(pattern, string, flags=0)", function_findall,
           "Return a list of all non-overlapping matches in the string: the text,\n"
           "    that of the group if there is one, a tuple of groups if there are more."),
    NATIVE("finditer", "(pattern, string, flags=0)", function_finditer,
           "Return an iterator over all non-overlapping matches in the\n"
           "    string.  For each match, the iterator returns a Match object."),
    NATIVE("compile", "(pattern, flags=0)", function_compile,
           "Compile a regular expression pattern, returning a Pattern object."),
    NATIVE("_compile", "(pattern, flags)", function_compile, NULL),
    NATIVE("purge", "()", function_purge, "Clear the regular expression caches"),
    NATIVE("template", "(pattern, flags=0)", function_template,
           "Compile a template pattern, returning a Pattern object, deprecated"),
    NATIVE("escape", "(pattern)", function_escape,
           "\n    Escape special characters in a string.\n    "),
    NATIVE_END,
};

static const char *const public_names[] = {
    "match",   "fullmatch", "search",   "sub",     "subn",    "split",   "findall",   "finditer",
    "compile", "purge",     "template", "escape",  "error",   "Pattern", "Match",     "A",
    "I",       "L",         "M",        "S",       "X",       "U",       "ASCII",     "IGNORECASE",
    "LOCALE",  "MULTILINE", "DOTALL",   "VERBOSE", "UNICODE", "NOFLAG",  "RegexFlag",
};

static bool set_all(Thread *t, Module *module) {
    Value list = list_new(t, sizeof public_names / sizeof public_names[0]);
    if (value_is_error(list)) return false;
    for (size_t i = 0; i < sizeof public_names / sizeof public_names[0]; i++) {
        Value name = str_intern_cstring(t, public_names[i]);
        if (value_is_error(name) || !list_append(t, value_as_list(list), name)) return false;
    }
    return module_set(t, module, "__all__", list);
}

static bool module_init(Thread *t, Module *module) {
    Array *state = gc_alloc_array(t, RE_STATE_SIZE);
    if (state == NULL) return false;
    for (uint32_t i = 0; i < RE_STATE_SIZE; i++) state->items[i] = VALUE_UNDEF;
    t->vm->module_state[MODULE_STATE_RE] = value_from_object(state);
    Dict *cache = dict_new(t);
    if (cache == NULL) return false;
    re_state_set(t, RE_STATE_CACHE, value_from_object(cache));
    return native_type(t, &typedef_re_pattern, module) != NULL &&
           native_type(t, &typedef_re_match, module) != NULL &&
           native_type(t, &typedef_re_lexer, module) != NULL &&
           native_type(t, &typedef_re_scanner, NULL) != NULL &&
           native_type(t, &typedef_re_iterator, NULL) != NULL && re_error_init(t, module) &&
           re_flags_init(t, module) && set_all(t, module) &&
           module_set(t, module, "_cache", value_from_object(cache)) &&
           module_set(t, module, "_MAXCACHE", value_from_int(CACHE_SIZE)) &&
           module_set(t, module, "__version__", str_from_cstring(t, "2.2.1"));
}

const ModuleDef module_re = {
    .name = "re",
    .doc = "Support for regular expressions (RE).",
    .functions = functions,
    .init = module_init,
};

/*
 * signature.c - parameters of native functions: parsing their declarations and
 * binding arguments to them, with CPython's messages.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/function.h"
#include "runtime/int.h"
#include "runtime/sequence.h"
#include "runtime/signature.h"
#include "runtime/str.h"

/* All parsed signatures of a Vm, by declaration. */
struct SignatureTable {
    size_t count, mask;
    Signature **slots;
};

void signatures_free(Vm *vm) {
    struct SignatureTable *table = vm->signatures;
    if (!table)
        return;
    for (size_t i = 0; i <= table->mask; i++)
        free(table->slots[i]);
    free(table->slots);
    free(table);
}

void signatures_trace(Tracer *tracer, Vm *vm) {
    struct SignatureTable *table = vm->signatures;
    for (size_t i = 0; table && i <= table->mask; i++)
        if (table->slots[i])
            for (int k = 0; k < table->slots[i]->count; k++)
                trace_value(tracer, table->slots[i]->defaults[k]);
}

static size_t slot_of(struct SignatureTable *table, const NativeDef *def) {
    size_t at = ((uintptr_t)def >> 4) * 0x9E3779B97F4A7C15u >> 32 & table->mask;
    while (table->slots[at] && table->slots[at]->def != def)
        at = (at + 1) & table->mask;
    return at;
}

static bool table_grow(Vm *vm) {
    struct SignatureTable *table = vm->signatures, *grown = calloc(1, sizeof *grown);
    if (!grown)
        return false;
    grown->mask = table ? table->mask * 2 + 1 : 255;
    grown->slots = calloc(grown->mask + 1, sizeof *grown->slots);
    if (!grown->slots) {
        free(grown);
        return false;
    }
    for (size_t i = 0; table && i <= table->mask; i++)
        if (table->slots[i])
            grown->slots[slot_of(grown, table->slots[i]->def)] = table->slots[i];
    if (table) {
        grown->count = table->count;
        free(table->slots);
        free(table);
    }
    vm->signatures = grown;
    return true;
}

/* ---- parsing ---- */

static Value parse_default(Thread *t, const char *text, size_t length) {
    if (length == 4 && !memcmp(text, "None", 4))
        return VALUE_NONE;
    if (length == 4 && !memcmp(text, "True", 4))
        return VALUE_TRUE;
    if (length == 5 && !memcmp(text, "False", 5))
        return VALUE_FALSE;
    if (length == 6 && !memcmp(text, "<none>", 6))
        return VALUE_UNDEF;
    if (length >= 2 && (text[0] == '\'' || text[0] == '"')) {
        char buffer[64];
        size_t n = 0;
        for (size_t i = 1; i + 1 < length && n < sizeof buffer; i++) {
            char c = text[i];
            if (c == '\\' && i + 2 < length) {
                c = text[++i];
                c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
            }
            buffer[n++] = c;
        }
        return str_from_utf8(t, buffer, n);
    }
    if (length >= 3 && text[0] == 'b' && (text[1] == '\'' || text[1] == '"'))
        return bytes_from_data(t, text + 2, length - 3);
    if (length == 2 && !memcmp(text, "()", 2))
        return t->vm->empty_tuple;
    char number[40];
    if (length < sizeof number) {
        memcpy(number, text, length);
        number[length] = 0;
        char *end;
        long long i = strtoll(number, &end, 0);
        if (!*end)
            return int_from_int64(t, i);
        double d = strtod(number, &end);
        if (!*end)
            return float_from_double(t, d);
    }
    return VALUE_UNDEF; /* a symbolic default such as sys.maxsize: the native fills it in */
}

/* Length of the default expression at text: up to a comma or the closing
 * parenthesis of the signature. */
static size_t default_length(const char *text) {
    size_t n = 0;
    int depth = 0;
    char quote = 0;
    for (; text[n]; n++) {
        char c = text[n];
        if (quote) {
            if (c == '\\' && text[n + 1])
                n++;
            else if (c == quote)
                quote = 0;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '(' || c == '[' || c == '<') {
            depth++;
        } else if (c == ']' || c == '>') {
            depth--;
        } else if (c == ')') {
            if (!depth--)
                break;
        } else if (c == ',' && !depth) {
            break;
        }
    }
    while (n && text[n - 1] == ' ')
        n--;
    return n;
}

static bool parse(Thread *t, Signature *s, const NativeDef *def) {
    s->def = def;
    s->varargs = s->varkw = -1;
    const char *p = def->signature;
    assert(p && *p == '(');
    p++;
    bool keyword_only = false;
    s->simple = s->fillable = true;
    while (*p && *p != ')') {
        if (*p == ' ' || *p == ',') {
            p++;
            continue;
        }
        if (*p == '/') {
            s->positional_only = s->count;
            p++;
            continue;
        }
        if (*p == '*' && (p[1] == ',' || p[1] == ')')) {
            keyword_only = true;
            s->simple = false;
            p++;
            continue;
        }
        if (!strncmp(p, "$module", 7) && !isalnum((unsigned char)p[7])) {
            p += 7;
            continue;
        }
        int stars = 0;
        while (*p == '*') {
            stars++;
            p++;
        }
        bool receiver = *p == '$';
        if (receiver)
            p++;
        const char *name = p;
        while (isalnum((unsigned char)*p) || *p == '_')
            p++;
        assert(s->count < SIGNATURE_MAX_PARAMETERS && p > name);
        int i = s->count++;
        s->names[i] = name;
        s->name_lengths[i] = (uint8_t)(p - name);
        s->defaults[i] = VALUE_ERROR;
        if (receiver) {
            s->has_self = true;
            if (!s->positional_only)
                s->positional_only = 1;
        }
        if (stars) {
            *(stars == 1 ? &s->varargs : &s->varkw) = (int16_t)i;
            keyword_only = true;
            s->simple = s->fillable = false;
            continue;
        }
        if (*p == '=') {
            p++;
            size_t n = default_length(p);
            s->defaults[i] = parse_default(t, p, n);
            if (value_is_error(s->defaults[i]))
                return false;
            p += n;
        }
        if (keyword_only && value_is_error(s->defaults[i]))
            s->fillable = false;
        if (!keyword_only) {
            s->positional = s->count;
            if (value_is_error(s->defaults[i]) && s->required == i)
                s->required = s->count;
        }
    }
    return true;
}

Signature *native_signature(Thread *t, NativeFunction *f) {
    if (f->signature)
        return f->signature;
    Vm *vm = t->vm;
    if ((!vm->signatures || vm->signatures->count * 2 > vm->signatures->mask) && !table_grow(vm)) {
        raise_memory_error(t);
        return NULL;
    }
    Signature **slot = &vm->signatures->slots[slot_of(vm->signatures, f->def)];
    if (!*slot) {
        Signature *s = calloc(1, sizeof *s);
        if (!s) {
            raise_memory_error(t);
            return NULL;
        }
        *slot = s; /* the collector must see the defaults as they are made */
        if (!parse(t, s, f->def)) {
            *slot = NULL;
            free(s);
            return NULL;
        }
        vm->signatures->count++;
    }
    f->signature = *slot;
    TypeId id = (TypeId)object_type(f)->id;
    bool method = id == TYPE_METHOD_DESCRIPTOR || id == TYPE_WRAPPER_DESCRIPTOR;
    if ((method || !f->owner) && (*slot)->simple && f->def->fn && value_is_undef(f->self))
        f->direct_args = (uint8_t)(*slot)->count;
    return *slot;
}

/* ---- messages ---- */

/* How CPython names a native in a message about its arguments. */
static void function_label(char out[128], NativeFunction *f) {
    const char *name = f->def->name;
    if (f->owner && (!strcmp(name, "__new__") || !strcmp(name, "__init__")))
        snprintf(out, 128, "%s", f->owner->native_name ? type_name(f->owner) : "?");
    else
        snprintf(out, 128, "%s", name);
}

static const char *plural(size_t n) { return n == 1 ? "" : "s"; }

static bool is_wrapper(NativeFunction *f) {
    TypeId id = (TypeId)object_type(f)->id;
    return id == TYPE_WRAPPER_DESCRIPTOR || id == TYPE_METHOD_WRAPPER;
}

static bool is_constructor(NativeFunction *f) {
    return f->owner && (!strcmp(f->def->name, "__new__") || !strcmp(f->def->name, "__init__"));
}

/* "list.append", "math.sqrt", "len": a bound method goes by its receiver's type. */
static void qualified_label(Thread *t, char out[200], NativeFunction *f) {
    const char *name = f->def->name;
    if (is_constructor(f))
        function_label(out, f);
    else if (f->owner) {
        Type *type = value_is_undef(f->self)             ? f->owner
                     : value_is_kind(f->self, KIND_TYPE) ? (Type *)value_as_object(f->self)
                                                         : type_of(t, f->self);
        const char *qualname = value_is_str(type->qualname) ? str_to_utf8(t, type->qualname, NULL) : NULL;
        snprintf(out, 200, "%.100s.%.90s", qualname ? qualname : type_name(type), name);
    } else if (value_is_str(f->module) && !str_equals_cstring(t, f->module, "builtins")) {
        const char *module = str_to_utf8(t, f->module, NULL);
        snprintf(out, 200, "%.100s.%.90s", module ? module : "?", name);
    } else
        snprintf(out, 200, "%.190s", name);
}

/* Methods of text and bytes that take (sub, start, end), and some others, parse
 * their arguments by CPython's oldest routine. */
static bool parses_the_old_way(NativeFunction *f) {
    return strstr(f->def->signature, "start=None, end=None, /") != NULL;
}

static Value raise_no_keywords(Thread *t, NativeFunction *f) {
    char label[200];
    if (is_wrapper(f) && !is_constructor(f))
        return raise_type_error(t, "wrapper %s() takes no keyword arguments", f->def->name);
    if (parses_the_old_way(f) && !value_is_undef(f->self))
        return raise_type_error(t, "%s() takes no keyword arguments", f->def->name);
    qualified_label(t, label, f);
    return raise_type_error(t, "%s() takes no keyword arguments", label);
}

/* Functions of one argument that CPython lets unpack a tuple nevertheless. */
static bool unpacks_one(NativeFunction *f) {
    static const char *const names[] = {"split", "subgroup"};
    if (f->owner && f->owner->id == TYPE_BaseExceptionGroup)
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (!strcmp(f->def->name, names[i]))
                return true;
    return false;
}

/* Slot wrappers check their arguments in two ways; one says no name, but leaves
 * the room for it. */
static Value raise_wrapper_count(Thread *t, NativeFunction *f, size_t least, size_t most, size_t got) {
    static const char *const unpacking[] = {"__pow__", "__rpow__", "__ipow__", "__setitem__", "__setattr__",
                                            "__get__", "__set__"};
    static const char *const repeating[] = {"__mul__", "__rmul__", "__imul__"};
    const char *name = f->def->name;
    bool unpacks = false;
    for (size_t i = 0; i < sizeof unpacking / sizeof *unpacking; i++)
        unpacks |= !strcmp(name, unpacking[i]);
    Kind kind = (Kind)f->owner->kind;
    if (kind != KIND_INT && kind != KIND_FLOAT && kind != KIND_COMPLEX)
        for (size_t i = 0; i < sizeof repeating / sizeof *repeating; i++)
            unpacks |= !strcmp(name, repeating[i]);
    if (!unpacks)
        return raise_type_error(t, "expected %zu argument%s, got %zu", most, plural(most), got);
    if (least == most)
        return raise_type_error(t, " expected %zu argument%s, got %zu", most, plural(most), got);
    if (got < least)
        return raise_type_error(t, " expected at least %zu argument%s, got %zu", least, plural(least), got);
    return raise_type_error(t, " expected at most %zu argument%s, got %zu", most, plural(most), got);
}

/* Wrong count for a function whose parameters are all positional-only: the
 * wording differs with how CPython declares such functions. */
static Value raise_positional_count(Thread *t, NativeFunction *f, Signature *s, size_t given) {
    char label[128], qualified[200];
    function_label(label, f);
    size_t self = s->has_self && s->count ? 1 : 0;
    size_t least = s->required - self, most = s->positional - self, got = given - self;
    bool constructor = is_constructor(f);
    if (is_wrapper(f) && !constructor)
        return raise_wrapper_count(t, f, least, most, got);
    qualified_label(t, qualified, f);
    if (most == 0)
        return raise_type_error(t, "%s() takes no arguments (%zu given)", qualified, got);
    if (least == most && most == 1 && !constructor && !unpacks_one(f))
        return raise_type_error(t, "%s() takes exactly one argument (%zu given)", qualified, got);
    if (least == most)
        return raise_type_error(t, "%s expected %zu argument%s, got %zu", label, most, plural(most), got);
    if (f->owner && f->owner->id == TYPE_SUPER)
        snprintf(label, sizeof label, "super()");
    if (parses_the_old_way(f))
        return raise_type_error(t, "%s() takes at %s %zu argument%s (%zu given)", label,
                                got < least ? "least" : "most", got < least ? least : most,
                                plural(got < least ? least : most), got);
    if (got < least)
        return raise_type_error(t, "%s expected at least %zu argument%s, got %zu", label, least,
                                plural(least), got);
    return raise_type_error(t, "%s expected at most %zu argument%s, got %zu", label, most,
                            plural(most), got);
}

/* More arguments than there are parameters, or than may come by position. */
static Value raise_too_many(Thread *t, NativeFunction *f, Signature *s, size_t given, size_t keywords) {
    if (s->positional_only >= s->count && !keywords)
        return raise_positional_count(t, f, s, given);
    char label[128];
    function_label(label, f);
    size_t self = s->has_self && s->count ? 1 : 0;
    size_t most = s->positional - self, total = s->count - self, got = given - self;
    if (got + keywords > total)
        return raise_type_error(t, "%s() takes at most %zu %sargument%s (%zu given)", label, total,
                                got ? "" : "keyword ", plural(total), got + keywords);
    if (most == 0)
        return raise_type_error(t, "%s() takes no positional arguments", label);
    return raise_type_error(t, "%s() takes %s %zu positional argument%s (%zu given)", label,
                            s->required < s->positional ? "at most" : "exactly", most, plural(most), got);
}

static Value raise_missing(Thread *t, NativeFunction *f, Signature *s, size_t index, size_t given) {
    if (s->positional_only >= s->count)
        return raise_positional_count(t, f, s, given);
    char label[128];
    function_label(label, f);
    size_t self = s->has_self && s->count ? 1 : 0;
    if (index < s->positional_only)
        return raise_type_error(t, "%s() takes at least %zu positional argument%s (%zu given)", label,
                                (size_t)s->required - self, plural(s->required - self), given - self);
    return raise_type_error(t, "%s() missing required argument '%.*s' (pos %zu)", label,
                            (int)s->name_lengths[index], s->names[index], index + 1 - self);
}

/* ---- binding ---- */

static int find_parameter(Thread *t, Signature *s, Value name) {
    Str *n = value_as_str(name);
    if (!(n->flags & STR_ASCII))
        return -1;
    const char *text = str_data(t, n);
    for (int i = s->positional_only; i < s->count; i++)
        if (i != s->varargs && i != s->varkw && s->name_lengths[i] == n->length &&
            !memcmp(s->names[i], text, n->length))
            return i;
    return -1;
}

/* A keyword that names no parameter, or one that has its argument already. */
static bool raise_misplaced(Thread *t, NativeFunction *f, Signature *s, Value name) {
    char label[128];
    function_label(label, f);
    int i = find_parameter(t, s, name);
    bool only_varargs = s->varargs >= 0 && s->varkw < 0 && s->count == s->varargs + 1 &&
                        s->positional_only >= s->varargs;
    if (i >= 0)
        raise_type_error(t, "argument for %s() given by name ('%S') and position (%zu)", label, name,
                         (size_t)i + 1 - (s->has_self ? 1 : 0));
    else if (only_varargs && f->owner && !is_constructor(f))
        raise_type_error(t, "%s() takes no keyword arguments", f->def->name);
    else if (only_varargs)
        raise_no_keywords(t, f);
    else
        raise_type_error(t, "'%S' is an invalid keyword argument for %s()", name, label);
    return false;
}

/* A __new__ that takes no keywords overlooks those that are meant for the __init__
 * of a subclass. */
static bool leaves_keywords_to_init(Thread *t, NativeFunction *f, Value *args, size_t given) {
    if (!f->owner || strcmp(f->def->name, "__new__") != 0 || !given || !value_is_kind(args[0], KIND_TYPE))
        return false;
    Type *cls = (Type *)value_as_object(args[0]);
    return cls != f->owner && !value_same(cls->specials[SPECIAL_INIT], f->owner->specials[SPECIAL_INIT]);
}

bool signature_bind(Thread *t, NativeFunction *f, Signature *s, Value *args, size_t nargs,
                    Tuple *kwnames, Value *out) {
    size_t keywords = kwnames ? kwnames->length : 0;
    size_t given = nargs - keywords;
    if (keywords && s->varkw < 0 && s->positional_only >= s->count) {
        if (!leaves_keywords_to_init(t, f, args, given)) {
            raise_no_keywords(t, f);
            return false;
        }
        nargs = given;
        keywords = 0;
    }
    if (s->varargs < 0 && (given > s->positional || (s->varkw < 0 && nargs > s->count))) {
        raise_too_many(t, f, s, given, keywords);
        return false;
    }
    for (size_t i = 0; i < s->count; i++)
        out[i] = i < given && i < s->positional ? args[i] : VALUE_ERROR;
    if (s->varargs >= 0) {
        size_t extra = given > s->positional ? given - s->positional : 0;
        out[s->varargs] = tuple_from_values(t, args + given - extra, extra);
        if (value_is_error(out[s->varargs]))
            return false;
    }
    Dict *rest = NULL;
    if (s->varkw >= 0) {
        rest = dict_new(t);
        if (!rest)
            return false;
        out[s->varkw] = value_from_object(rest);
    }
    Value misplaced = VALUE_UNDEF; /* told only if nothing is missing */
    for (size_t k = 0; k < keywords; k++) {
        Value name = kwnames->items[k], value = args[given + k];
        int i = find_parameter(t, s, name);
        if (i >= 0 && value_is_error(out[i])) {
            out[i] = value;
        } else if (i < 0 && rest) {
            if (!dict_set(t, rest, name, value))
                return false;
        } else if (value_is_undef(misplaced)) {
            misplaced = name;
        }
    }
    for (size_t i = 0; i < s->count; i++) {
        if (!value_is_error(out[i]))
            continue;
        if (value_is_error(s->defaults[i])) {
            raise_missing(t, f, s, i, given);
            return false;
        }
        out[i] = s->defaults[i];
    }
    return value_is_undef(misplaced) || raise_misplaced(t, f, s, misplaced);
}

bool constructor_arguments(Thread *t, const char *function, const char *const names[3],
                           const Value *args, size_t nargs, Tuple *kwnames, Value out[3]) {
    size_t named = kwnames ? kwnames->length : 0, positional = nargs - named;
    out[0] = out[1] = out[2] = VALUE_UNDEF;
    if (nargs > 3) {
        raise_type_error(t, "%s() takes at most 3 %sarguments (%zu given)", function,
                         positional == 0 ? "keyword " : "", nargs);
        return false;
    }
    for (size_t i = 0; i < positional; i++)
        out[i] = args[i];
    for (size_t i = 0; i < named; i++) {
        Value name = kwnames->items[i];
        size_t k = 0;
        while (k < 3 && !str_equals_cstring(t, name, names[k]))
            k++;
        if (k == 3) {
            raise_type_error(t, "'%U' is an invalid keyword argument for %s()", name, function);
            return false;
        }
        if (k < positional) {
            raise_type_error(t, "argument for %s() given by name ('%s') and position (%zu)", function,
                             names[k], k + 1);
            return false;
        }
        out[k] = args[positional + i];
    }
    return true;
}

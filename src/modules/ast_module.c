/*
 * ast_module.c - the module _ast: the classes of abstract syntax trees, made
 * from the grammar in ast_nodes.def.  The trees themselves are built by the
 * front end, which finds the classes here.
 */
#include "runtime/native.h"

extern const TypeDef typedef_ast_node;

/* ---- AST, the common base ---- */

typedef struct AstNode {
    Object header;
} AstNode;

static Value class_fields(Thread *t, Value self) {
    Value fields = attr_find(t, value_from_object(type_of(t, self)), STR_NAME(t, _fields));
    return value_is_undef(fields) ? t->vm->empty_tuple : fields;
}

static Value node_init(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Value self = args[0], fields = class_fields(t, self);
    if (value_is_error(fields))
        return fields;
    size_t named = kwnames ? kwnames->length : 0, given = nargs - named - 1;
    int64_t count = op_len(t, fields);
    if (count < 0)
        return VALUE_ERROR;
    if (given > (size_t)count)
        return raise_type_error(t, "%N constructor takes at most %zd positional argument%s", type_of(t, self),
                                (size_t)count, count == 1 ? "" : "s");
    for (size_t i = 0; i < given; i++) {
        Value name = op_getitem(t, fields, value_from_int((int64_t)i));
        if (value_is_error(name) || !attr_set(t, self, name, args[1 + i]))
            return VALUE_ERROR;
    }
    for (size_t k = 0; k < named; k++) {
        Value name = kwnames->items[k];
        for (size_t i = 0; i < given; i++) {
            Value field = op_getitem(t, fields, value_from_int((int64_t)i));
            int same = value_is_error(field) ? -1 : op_equal(t, field, name);
            if (same < 0)
                return VALUE_ERROR;
            if (same)
                return raise_type_error(t, "%N got multiple values for argument '%U'", type_of(t, self), name);
        }
        if (!attr_set(t, self, name, args[1 + given + k]))
            return VALUE_ERROR;
    }
    return VALUE_NONE;
}

static Value node_new(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    AstNode *n = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    return n ? value_from_object(n) : VALUE_ERROR;
}

static Value node_reduce(Thread *t, Value *args) {
    Value dict = attr_find(t, args[0], STR_NAME(t, __dict__));
    if (value_is_error(dict))
        return dict;
    Value parts[3] = {value_from_object(type_of(t, args[0])), t->vm->empty_tuple, dict};
    return tuple_from_values(t, parts, value_is_undef(dict) ? 2 : 3);
}

static const NativeDef node_methods[] = {
    NATIVE_RAW("__new__", "($type, *args, **kwargs)", node_new,
               "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE_RAW("__init__", "($self, /, *args, **kwargs)", node_init,
               "Initialize self.  See help(type(self)) for accurate signature."),
    NATIVE("__reduce__", "($self, /)", node_reduce, NULL),
    NATIVE_END,
};

const TypeDef typedef_ast_node = {
    .name = "ast.AST",
    .id = TYPE_AST_NODE,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE | TYPEFLAG_DICT | TYPEFLAG_WEAKREFS,
    .size = sizeof(AstNode),
    .methods = node_methods,
};

/* ---- the classes of the grammar ---- */

typedef enum Where { WHERE_NONE, WHERE_LOCATED, WHERE_REQUIRED, WHERE_INHERITED } Where;

typedef struct NodeClass {
    const char *name, *base, *fields;
    Where where;
} NodeClass;

static const NodeClass classes[] = {
#define SUM(name, where) {#name, "AST", "", WHERE_##where},
#define NODE(name, base, fields) {#name, #base, fields, WHERE_INHERITED},
#define PRODUCT(name, where, fields) {#name, "AST", fields, WHERE_##where},
#include "modules/ast_nodes.def"
};
enum { CLASS_COUNT = sizeof classes / sizeof *classes };

static bool is_sum(size_t at) {
    return at + 1 < CLASS_COUNT && !strcmp(classes[at + 1].base, classes[at].name);
}

/* The names in "type name, type name", added to the list; those of optional
 * ones get None in the class, where CPython keeps their default. */
static bool read_fields(Thread *t, const char *text, List *names, Dict *namespace) {
    while (*text) {
        const char *space = strchr(text, ' ');
        size_t n = strcspn(space + 1, ",");
        Value name = str_from_utf8(t, space + 1, n);
        if (!value_is_error(name))
            name = str_intern(t, name);
        if (value_is_error(name) || !list_append(t, names, name) ||
            (space[-1] == '?' && !dict_set_str(t, namespace, name, VALUE_NONE)))
            return false;
        text = space + 1 + n;
        text += strspn(text, ", ");
    }
    return true;
}

static void document_kind(StrBuilder *b, const NodeClass *c) {
    builder_cstring(b, c->name);
    if (*c->fields)
        builder_format(b, "(%s)", c->fields);
}

/* "base = Kind(fields) | Kind ...", a line each where kinds have fields. */
static Value document(Thread *t, size_t at) {
    StrBuilder b;
    builder_init(&b, t);
    if (!is_sum(at)) {
        document_kind(&b, &classes[at]);
        return builder_finish(&b);
    }
    bool lines = false;
    for (size_t i = at + 1; i < CLASS_COUNT && !strcmp(classes[i].base, classes[at].name); i++)
        lines |= *classes[i].fields != 0;
    builder_format(&b, "%s = ", classes[at].name);
    for (size_t i = at + 1; i < CLASS_COUNT && !strcmp(classes[i].base, classes[at].name); i++) {
        if (i > at + 1 && lines) {
            builder_char(&b, '\n');
            builder_fill(&b, ' ', strlen(classes[at].name) + 1);
            builder_cstring(&b, "| ");
        } else if (i > at + 1) {
            builder_cstring(&b, " | ");
        }
        document_kind(&b, &classes[i]);
    }
    return builder_finish(&b);
}

static bool define(Thread *t, Dict *d, const char *name, Value v) {
    return !value_is_error(v) && dict_set_str(t, d, str_intern_cstring(t, name), v);
}

static bool make_class(Thread *t, Module *m, size_t at, Value place) {
    const NodeClass *c = &classes[at];
    Dict *ns = dict_new(t);
    Value names = list_new(t, 8);
    if (!ns || value_is_error(names) || !define(t, ns, "__module__", str_intern_cstring(t, "ast")) ||
        !read_fields(t, c->fields, value_as_list(names), ns))
        return false;
    Value fields = tuple_from_iterable(t, names);
    Value base = dict_get_str(t, m->dict, str_intern_cstring(t, c->base));
    Value bases = tuple_from_values(t, &base, 1);
    if (value_is_error(bases) || !define(t, ns, "_fields", fields) || !define(t, ns, "__match_args__", fields) ||
        !define(t, ns, "__doc__", document(t, at)))
        return false;
    if (c->where != WHERE_INHERITED &&
        !define(t, ns, "_attributes", c->where == WHERE_NONE ? t->vm->empty_tuple : place))
        return false;
    if (c->where == WHERE_LOCATED &&
        (!define(t, ns, "end_lineno", VALUE_NONE) || !define(t, ns, "end_col_offset", VALUE_NONE)))
        return false;
    Value name = str_intern_cstring(t, c->name);
    Value type = type_new(t, t->vm->types[TYPE_TYPE], name, value_as_tuple(bases), ns, NULL);
    return !value_is_error(type) && dict_set_str(t, m->dict, name, type);
}

static bool ast_init(Thread *t, Module *m) {
    Type *node = native_type(t, &typedef_ast_node, m);
    Value empty = t->vm->empty_tuple;
    if (!node || !type_set(t, node, STR_NAME(t, _fields), empty) ||
        !type_set(t, node, STR_NAME(t, __match_args__), empty) ||
        !type_set(t, node, str_intern_cstring(t, "_attributes"), empty))
        return false;
    Value place[4] = {str_intern_cstring(t, "lineno"), str_intern_cstring(t, "col_offset"),
                      str_intern_cstring(t, "end_lineno"), str_intern_cstring(t, "end_col_offset")};
    Value attributes = tuple_from_values(t, place, 4);
    if (value_is_error(attributes))
        return false;
    for (size_t i = 0; i < CLASS_COUNT; i++)
        if (!make_class(t, m, i, attributes))
            return false;
    return module_set(t, m, "PyCF_ONLY_AST", value_from_int(0x400)) &&
           module_set(t, m, "PyCF_TYPE_COMMENTS", value_from_int(0x1000)) &&
           module_set(t, m, "PyCF_ALLOW_TOP_LEVEL_AWAIT", value_from_int(0x2000));
}

const ModuleDef module_ast = {
    .name = "_ast",
    .init = ast_init,
};

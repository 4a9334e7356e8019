/*
 * builtins_code.c - the built-in functions that look at attributes, classes,
 * namespaces and source code.
 */
#include "modules/builtins.h"

static Type *as_type(Value v) { return (Type *)value_as_object(v); }

/* ---- attributes ---- */

/* Interns a name made at run time, once for all the lookups that follow: class
 * caches and shapes know names by address.  What a __getattr__ may see as an
 * instance of a subclass stays one. */
static bool take_name(Thread *t, Value *name) {
    if (!value_is_str(*name)) {
        raise_type_error(t, "attribute name must be string, not '%T'", *name);
        return false;
    }
    if (!value_is_exact(*name, KIND_STR))
        return true;
    *name = str_intern(t, *name);
    return !value_is_error(*name);
}

static Value builtin_getattr(Thread *t, Value *args) {
    if (!take_name(t, &args[1]))
        return VALUE_ERROR;
    return attr_get_or(t, args[0], args[1], args[2]);
}

static Value builtin_hasattr(Thread *t, Value *args) {
    if (!take_name(t, &args[1]))
        return VALUE_ERROR;
    Value v = attr_find(t, args[0], args[1]);
    return value_is_error(v) ? v : value_bool(!value_is_undef(v));
}

static Value builtin_setattr(Thread *t, Value *args) {
    if (!take_name(t, &args[1]))
        return VALUE_ERROR;
    return attr_set(t, args[0], args[1], args[2]) ? VALUE_NONE : VALUE_ERROR;
}

static Value builtin_delattr(Thread *t, Value *args) {
    if (!take_name(t, &args[1]))
        return VALUE_ERROR;
    return attr_delete(t, args[0], args[1]) ? VALUE_NONE : VALUE_ERROR;
}

static Value builtin_callable(Thread *t, Value *args) { return value_bool(op_is_callable(t, args[0])); }

static Value builtin_isinstance(Thread *t, Value *args) {
    int r = op_isinstance(t, args[0], args[1]);
    return r < 0 ? VALUE_ERROR : value_bool(r);
}

static Value builtin_issubclass(Thread *t, Value *args) {
    int r = op_issubclass(t, args[0], args[1]);
    return r < 0 ? VALUE_ERROR : value_bool(r);
}

/* ---- namespaces ---- */

static Value builtin_globals(Thread *t, Value *args) {
    Dict *d = current_globals(t);
    return d ? value_from_object(d) : VALUE_NONE;
}

static Value builtin_locals(Thread *t, Value *args) {
    frames_sync(t);
    return t->frame ? frame_locals(t, t->frame) : VALUE_NONE;
}

static Value builtin_vars(Thread *t, Value *args) {
    if (value_is_undef(args[0]))
        return builtin_locals(t, args);
    Value d = attr_find(t, args[0], STR_NAME(t, __dict__));
    return value_is_undef(d) ? raise_type_error(t, "vars() argument must have __dict__ attribute") : d;
}

static Value builtin_dir(Thread *t, Value *args) {
    Value names;
    if (value_is_undef(args[0])) {
        Value locals = builtin_locals(t, args);
        if (value_is_error(locals))
            return locals;
        names = call_method0(t, locals, STR_NAME(t, keys));
    } else {
        names = call_special(t, special_of(t, args[0], SPECIAL_DIR), args, 1);
    }
    Value list = value_is_error(names) ? names : list_from_iterable(t, names);
    if (value_is_error(list) || !list_sort(t, value_as_list(list), VALUE_NONE, false))
        return VALUE_ERROR;
    return list;
}

/* ---- source code ---- */

/* An instance of ast.AST: there is none before _ast was imported. */
static int is_tree(Thread *t, Value v) {
    Value module = dict_get_str(t, t->vm->modules, str_intern_cstring(t, "_ast"));
    if (value_is_undef(module))
        return 0;
    Value base = attr_get_cstring(t, module, "AST");
    return value_is_error(base) ? -1 : op_isinstance(t, v, base);
}

/* Trees that a program built or changed are compiled from the text that
 * ast.unparse gives for them; positions are those in that text. */
static Value source_of_tree(Thread *t, Value tree, const char *mode) {
    const char *wanted = mode[0] == 's' ? "Interactive" : mode[1] == 'v' ? "Expression" : "Module";
    if (strcmp(type_name(type_of(t, tree)), wanted))
        return raise_type_error(t, "expected %s node, got %T", wanted, tree);
    Value name = str_intern_cstring(t, "ast");
    Value ast = t->vm->hooks.import_module(t, name, VALUE_NONE, VALUE_NONE, 0);
    Value unparse = value_is_error(ast) ? ast : attr_get_cstring(t, ast, "unparse");
    Value text = value_is_error(unparse) ? unparse : call1(t, unparse, tree);
    return value_is_str(text) && mode[0] == 's' ? str_concat(t, text, str_from_char(t, '\n')) : text;
}

static Value builtin_compile(Thread *t, Value *args) {
    size_t n;
    const char *mode = value_is_str(args[2]) ? str_to_utf8(t, args[2], &n) : NULL;
    if (!mode)
        return error_pending(t) ? VALUE_ERROR
                                : raise_type_error(t, "compile() argument 'mode' must be str, not %T", args[2]);
    int64_t flags, optimize;
    int dont_inherit = op_truth(t, args[4]);
    if (!arg_int64(t, args[3], &flags) || dont_inherit < 0 || !arg_int64(t, args[5], &optimize))
        return VALUE_ERROR;
    /* CPython's compiler flags: nested scopes, generators and the futures, and
     * PyCF_SOURCE_IS_UTF8, DONT_IMPLY_DEDENT, ONLY_AST, IGNORE_COOKIE,
     * TYPE_COMMENTS, ALLOW_TOP_LEVEL_AWAIT, ALLOW_INCOMPLETE_INPUT. */
    if (flags & ~(int64_t)(0x10 | 0x1fe0000 | 0x7700 | 0x1000))
        return raise_value_error(t, "compile(): unrecognised flags");
    if (optimize < -1 || optimize > 2)
        return raise_value_error(t, "compile(): invalid optimize value");
    if (strcmp(mode, "exec") && strcmp(mode, "eval") && strcmp(mode, "single")) {
        if (!strcmp(mode, "func_type"))
            return raise_value_error(t, "compile() mode 'func_type' requires flag PyCF_ONLY_AST");
        return raise_value_error(t, "compile() mode must be 'exec', 'eval' or 'single'");
    }
    Value filename = args[1];
    if (!value_is_str(filename)) {
        const char *path = path_to_bytes(t, filename, &n);
        filename = path ? str_decode_fs(t, path, n) : VALUE_ERROR;
        if (value_is_error(filename))
            return filename;
    }
    if (value_is_kind(args[0], KIND_CODE))
        return args[0];
    int tree = is_tree(t, args[0]);
    if (tree < 0 || (tree && (flags & COMPILE_ONLY_AST)))
        return tree < 0 ? VALUE_ERROR : args[0];
    if (tree)
        args[0] = source_of_tree(t, args[0], mode);
    if (value_is_error(args[0]))
        return args[0];
    if (!value_is_str(args[0]) && !value_is_bytes_like(t, args[0]))
        return raise_type_error(t, "compile() arg 1 must be a string, bytes or AST object");
    if (!dont_inherit && t->frame)
        flags |= t->frame->function->code->flags & CODE_FUTURE_ANNOTATIONS;
    if (optimize >= 0)
        flags |= COMPILE_OPTIMIZE_EXPLICIT | (optimize > 0 ? COMPILE_OPTIMIZE_ASSERTS : 0) |
                 (optimize > 1 ? COMPILE_OPTIMIZE_DOCS : 0);
    return t->vm->hooks.compile(t, args[0], filename, mode, (uint32_t)flags);
}

/* The dict that holds the builtins of a namespace; inserts __builtins__. */
static Dict *builtins_of(Thread *t, Dict *globals) {
    Value v = dict_get_str(t, globals, STR_NAME(t, __builtins__));
    if (value_is_undef(v)) {
        v = value_from_object(t->vm->builtins_module);
        if (!dict_set_str(t, globals, STR_NAME(t, __builtins__), v))
            return NULL;
    }
    if (value_is_kind(v, KIND_MODULE))
        return ((Module *)value_as_object(v))->dict;
    if (value_is_dict(v))
        return value_as_dict(v);
    return t->vm->builtins;
}

static bool is_mapping(Thread *t, Value v) {
    return !value_is_undef(special_of(t, v, SPECIAL_GETITEM));
}

static Value run_source(Thread *t, Value *args, const char *mode, Value closure) {
    bool eval = mode[1] == 'v';
    Value globals = args[1], locals = args[2];
    if (value_is_none(globals)) {
        frames_sync(t);
        Dict *current = current_globals(t);
        if (!current)
            return raise_error(t, TYPE_SystemError, "globals and locals cannot be NULL");
        globals = value_from_object(current);
        if (value_is_none(locals))
            locals = frame_locals(t, t->frame);
        if (value_is_error(locals))
            return locals;
    } else if (!value_is_dict(globals)) {
        if (eval)
            return raise_type_error(t, is_mapping(t, globals)
                                           ? "globals must be a real dict; try eval(code, {}, mapping)"
                                           : "globals must be a dict");
        return raise_type_error(t, "exec() globals must be a dict, not %T", globals);
    }
    if (value_is_none(locals))
        locals = globals;
    else if (!is_mapping(t, locals))
        return eval ? raise_type_error(t, "locals must be a mapping")
                    : raise_type_error(t, "locals must be a mapping or None, not %T", locals);
    Dict *builtins = builtins_of(t, value_as_dict(globals));
    if (!builtins)
        return VALUE_ERROR;
    Value code = args[0];
    Tuple *cells = NULL;
    if (value_is_kind(code, KIND_CODE)) {
        Tuple *free_names = ((Code *)value_as_object(code))->free_names;
        size_t wanted = free_names ? free_names->length : 0;
        if (wanted && eval)
            return raise_type_error(t, "code object passed to eval() may not contain free variables");
        if (wanted && value_is_none(closure))
            return raise_type_error(t, "code object requires a closure of exactly length %zu", wanted);
        if (!value_is_none(closure)) {
            if (!wanted)
                return raise_type_error(t, "cannot use a closure with this code object");
            if (!value_is_tuple(closure) || value_as_tuple(closure)->length != wanted)
                return raise_type_error(t, "code object requires a closure of exactly length %zu", wanted);
            cells = value_as_tuple(closure);
        }
    } else {
        if (!value_is_none(closure))
            return raise_type_error(t, "closure can only be used when source is a code object");
        Value source = code;
        if (!value_is_str(source) && !value_is_bytes_like(t, source))
            return raise_type_error(t, "%s() arg 1 must be a string, bytes or code object", mode);
        if (eval && value_is_str(source)) { /* leading blanks are allowed */
            Str *s = value_as_str(source);
            const void *d = str_data(t, s);
            size_t i = 0;
            while (d && i < s->length && (str_char_at(d, s->width, i) == ' ' || str_char_at(d, s->width, i) == '\t'))
                i++;
            source = d ? str_substring(t, source, i, s->length) : VALUE_ERROR;
            if (value_is_error(source))
                return source;
        }
        uint32_t flags = t->frame ? t->frame->function->code->flags & CODE_FUTURE_ANNOTATIONS : 0;
        code = t->vm->hooks.compile(t, source, str_from_cstring(t, "<string>"), mode, flags);
        if (value_is_error(code))
            return code;
    }
    Value r = t->vm->hooks.run_code(t, code, value_as_dict(globals), builtins, locals, cells);
    return value_is_error(r) || eval ? r : VALUE_NONE;
}

static Value builtin_exec(Thread *t, Value *args) { return run_source(t, args, "exec", args[3]); }
static Value builtin_eval(Thread *t, Value *args) { return run_source(t, args, "eval", VALUE_NONE); }

static Value builtin_import(Thread *t, Value *args) {
    int level;
    if (!value_is_str(args[0]))
        return raise_type_error(t, "module name must be a string");
    if (!arg_int(t, args[4], &level))
        return VALUE_ERROR;
    return t->vm->hooks.import_module(t, args[0], args[1], args[3], level);
}

/* ---- classes ---- */

/* Replaces bases that are no classes by what their __mro_entries__ says. */
static Value resolve_bases(Thread *t, Value bases) {
    Tuple *from = value_as_tuple(bases);
    Value list = VALUE_UNDEF;
    for (size_t i = 0; i < from->length; i++) {
        Value base = from->items[i];
        Value hook = value_is_kind(base, KIND_TYPE) ? VALUE_UNDEF
                                                    : attr_find(t, base, STR_NAME(t, __mro_entries__));
        if (value_is_error(hook))
            return hook;
        if (value_is_undef(hook)) {
            if (!value_is_undef(list) && !list_append(t, value_as_list(list), base))
                return VALUE_ERROR;
            continue;
        }
        Value entries = call1(t, hook, bases);
        if (value_is_error(entries))
            return entries;
        if (!value_is_tuple(entries))
            return raise_type_error(t, "__mro_entries__ must return a tuple");
        if (value_is_undef(list)) {
            list = list_from_values(t, from->items, i);
            if (value_is_error(list))
                return list;
        }
        for (size_t k = 0; k < value_as_tuple(entries)->length; k++)
            if (!list_append(t, value_as_list(list), value_as_tuple(entries)->items[k]))
                return VALUE_ERROR;
    }
    return value_is_undef(list) ? bases
                                : tuple_from_values(t, value_as_list(list)->items, value_as_list(list)->length);
}

static Value prepare_namespace(Thread *t, Value meta, Value name, Value bases, Dict *kwargs) {
    Value prepare = attr_find(t, meta, STR_NAME(t, __prepare__));
    if (value_is_error(prepare))
        return prepare;
    if (value_is_undef(prepare)) {
        Dict *d = dict_new(t);
        return d ? value_from_object(d) : VALUE_ERROR;
    }
    Value args = tuple_pair(t, name, bases);
    Value ns = value_is_error(args) ? args : call_with(t, prepare, value_as_tuple(args), kwargs);
    if (!value_is_error(ns) && !is_mapping(t, ns))
        return raise_type_error(t, "%s.__prepare__() must return a mapping, not %T",
                                value_is_kind(meta, KIND_TYPE) ? type_name(as_type(meta)) : "<metaclass>",
                                ns);
    return ns;
}

static Value builtin_build_class(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    size_t keywords = kwnames ? kwnames->length : 0, given = nargs - keywords;
    if (given < 2)
        return raise_type_error(t, "__build_class__: not enough arguments");
    if (!value_is_kind(args[0], KIND_FUNCTION))
        return raise_type_error(t, "__build_class__: func must be a function");
    if (!value_is_str(args[1]))
        return raise_type_error(t, "__build_class__: name is not a string");
    Function *body = (Function *)value_as_object(args[0]);
    Value name = args[1];
    Value original = tuple_from_values(t, args + 2, given - 2);
    Value bases = value_is_error(original) ? original : resolve_bases(t, original);
    if (value_is_error(bases))
        return bases;
    Dict *kwargs = NULL;
    Value meta = VALUE_UNDEF;
    for (size_t k = 0; k < keywords; k++) {
        if (str_equals_cstring(t, kwnames->items[k], "metaclass")) {
            meta = args[given + k];
            continue;
        }
        if (!kwargs && !(kwargs = dict_new(t)))
            return VALUE_ERROR;
        if (!dict_set(t, kwargs, kwnames->items[k], args[given + k]))
            return VALUE_ERROR;
    }
    if (value_is_undef(meta))
        meta = value_as_tuple(bases)->length ? value_from_object(type_of(t, value_as_tuple(bases)->items[0]))
                                             : value_from_object(t->vm->types[TYPE_TYPE]);
    if (value_is_kind(meta, KIND_TYPE)) {
        Type *winner = type_metaclass(t, as_type(meta), value_as_tuple(bases));
        if (!winner)
            return VALUE_ERROR;
        meta = value_from_object(winner);
    }
    Value ns = prepare_namespace(t, meta, name, bases, kwargs);
    if (value_is_error(ns))
        return ns;
    Value cell = t->vm->hooks.run_code(t, value_from_object(body->code), body->globals, body->builtins, ns,
                                       body->closure);
    if (value_is_error(cell))
        return cell;
    if (!value_same(bases, original) && !op_setitem(t, ns, STR_NAME(t, __orig_bases__), original))
        return VALUE_ERROR;
    Value parts[3] = {name, bases, ns};
    Value tuple = tuple_from_values(t, parts, 3);
    Value cls = value_is_error(tuple) ? tuple : call_with(t, meta, value_as_tuple(tuple), kwargs);
    if (value_is_error(cls) || !value_is_kind(cls, KIND_TYPE) || !value_is_kind(cell, KIND_CELL))
        return cls;
    Value held = ((Cell *)value_as_object(cell))->value;
    if (value_is_undef(held))
        return raise_error(t, TYPE_RuntimeError,
                           "__class__ not set defining %R as %R. Was __classcell__ propagated to "
                           "type.__new__?",
                           name, cls);
    if (!value_same(held, cls))
        return raise_type_error(t, "__class__ set to %R defining %R as %R", held, name, cls);
    return cls;
}

/* ---- others ---- */

static Value builtin_breakpoint(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Value hook = dict_get_str(t, t->vm->sys->dict, str_intern_cstring(t, "breakpointhook"));
    if (value_is_undef(hook))
        return raise_error(t, TYPE_RuntimeError, "lost sys.breakpointhook");
    return call(t, hook, args, nargs, kwnames);
}

static Value builtin_anext(Thread *t, Value *args) {
    Value method = special_of(t, args[0], SPECIAL_ANEXT);
    if (value_is_undef(method))
        return raise_type_error(t, "'%T' object is not an async iterator", args[0]);
    Value awaitable = call_special(t, method, args, 1);
    return value_is_error(awaitable) || value_is_undef(args[1])
               ? awaitable
               : t->vm->hooks.anext_default(t, awaitable, args[1]);
}

const NativeDef builtins_code_functions[] = {
    NATIVE_RAW("__build_class__", "(func, name, /, *bases, metaclass=None, **kwds)", builtin_build_class,
               "__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\nInternal helper "
               "function used by the class statement."),
    NATIVE("__import__", "(name, globals=None, locals=None, fromlist=(), level=0)", builtin_import,
           "Import a module."),
    NATIVE("anext", "($module, aiterator, default=<none>, /)", builtin_anext, "Return the next item from the async iterator."),
    NATIVE_RAW("breakpoint", "($module, /, *args, **kws)", builtin_breakpoint,
               "Call sys.breakpointhook(*args, **kws)."),
    NATIVE_PLAIN("callable", "($module, obj, /)", "o >b", builtin_callable,
           "Return whether the object is callable (i.e., some kind of function).\n\nNote that classes are "
           "callable, as are instances of classes with a\n__call__() method."),
    NATIVE("compile", "($module, /, source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)",
           builtin_compile, "Compile source into a code object that can be executed by exec() or eval()."),
    NATIVE("delattr", "($module, obj, name, /)", builtin_delattr,
           "Deletes the named attribute from the given object.\n\ndelattr(x, 'y') is equivalent to ``del x.y``"),
    NATIVE("dir", "($module, object=<none>, /)", builtin_dir, "Show attributes of an object."),
    NATIVE("eval", "($module, source, globals=None, locals=None, /)", builtin_eval,
           "Evaluate the given source in the context of globals and locals."),
    NATIVE("exec", "($module, source, globals=None, locals=None, /, *, closure=None)", builtin_exec,
           "Execute the given source in the context of globals and locals."),
    NATIVE("getattr", "($module, object, name, default=<none>, /)", builtin_getattr,
           "getattr(object, name[, default]) -> value\n\nGet a named attribute from an object; getattr(x, "
           "'y') is equivalent to x.y.\nWhen a default argument is given, it is returned when the attribute "
           "doesn't\nexist; without it, an exception is raised in that case."),
    NATIVE("globals", "($module, /)", builtin_globals,
           "Return the dictionary containing the current scope's global variables."),
    NATIVE("hasattr", "($module, obj, name, /)", builtin_hasattr,
           "Return whether the object has an attribute with the given name.\n\nThis is done by calling "
           "getattr(obj, name) and catching AttributeError."),
    NATIVE("isinstance", "($module, obj, class_or_tuple, /)", builtin_isinstance,
           "Return whether an object is an instance of a class or of a subclass thereof."),
    NATIVE("issubclass", "($module, cls, class_or_tuple, /)", builtin_issubclass,
           "Return whether 'cls' is derived from another class or is the same class."),
    NATIVE("locals", "($module, /)", builtin_locals,
           "Return a dictionary containing the current scope's local variables."),
    NATIVE("setattr", "($module, obj, name, value, /)", builtin_setattr,
           "Sets the named attribute on the given object to the specified value.\n\nsetattr(x, 'y', v) is "
           "equivalent to ``x.y = v``"),
    NATIVE("vars", "($module, object=<none>, /)", builtin_vars, "Show vars."),
    NATIVE_END,
};

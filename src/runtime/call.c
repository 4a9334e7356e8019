/*
 * call.c - calling any value from C: natives, types, methods, Python functions
 * (through the interpreter's hook) and everything with __call__.
 */
#include "runtime/call.h"

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/frame.h"
#include "runtime/function.h"
#include "runtime/ops.h"
#include "runtime/sequence.h"
#include "runtime/signature.h"
#include "runtime/str.h"
#include "runtime/type.h"

/* Calls f with `first` in front of args: in a buffer on the C stack when small. */
static Value call_with_first(Thread *t, Value f, Value first, Value *args, size_t nargs,
                             Tuple *kwnames) {
    Value small[9], *all = small;
    if (nargs + 1 > sizeof small / sizeof *small) {
        Array *a = gc_alloc_array(t, nargs + 1);
        if (!a)
            return VALUE_ERROR;
        all = a->items;
    }
    all[0] = first;
    if (nargs)
        memcpy(all + 1, args, nargs * sizeof(Value));
    if (value_is_kind(f, KIND_NATIVE))
        return native_call(t, (NativeFunction *)value_as_object(f), all, nargs + 1, kwnames);
    return call(t, f, all, nargs + 1, kwnames);
}

/* Every constructor call asks: no call of strcmp. */
static inline bool is_new(const char *name) {
    return name[0] == '_' && name[1] == '_' && name[2] == 'n' && name[3] == 'e' && name[4] == 'w';
}

/* T.__new__ makes instances of T and of classes whose layout is T's. */
static bool check_new(Thread *t, NativeFunction *f, Value *args, size_t nargs) {
    const char *name = type_name(f->owner);
    if (!nargs) {
        raise_type_error(t, "%s.__new__(): not enough arguments", name);
        return false;
    }
    if (!value_is_kind(args[0], KIND_TYPE)) {
        raise_type_error(t, "%s.__new__(X): X is not a type object (%T)", name, args[0]);
        return false;
    }
    Type *type = (Type *)value_as_object(args[0]);
    if (type == f->owner)
        return true;
    if (!type_is_subtype(type, f->owner)) {
        raise_type_error(t, "%s.__new__(%N): %N is not a subtype of %s", name, type, type, name);
        return false;
    }
    Type *native = t->vm->types[type->def->id];
    if (native && native->def == type->def && value_is_kind(native->specials[SPECIAL_NEW], KIND_NATIVE) &&
        ((NativeFunction *)value_as_object(native->specials[SPECIAL_NEW]))->def != f->def) {
        raise_type_error(t, "%s.__new__(%N) is not safe, use %N.__new__()", name, type, native);
        return false;
    }
    return true;
}

/* A method of a native type applies to its instances only. */
static bool raise_wrong_self(Thread *t, NativeFunction *f, Value *args, size_t nargs) {
    const char *name = f->def->name;
    const char *owner = f->owner->native_name ? f->owner->native_name : type_name(f->owner);
    switch (object_type(f)->id) {
    case TYPE_WRAPPER_DESCRIPTOR:
        if (!nargs)
            raise_type_error(t, "descriptor '%s' of '%s' object needs an argument", name, owner);
        else
            raise_type_error(t, "descriptor '%s' requires a '%s' object but received a '%T'", name,
                             owner, args[0]);
        break;
    case TYPE_CLASSMETHOD_DESCRIPTOR:
        if (!nargs)
            raise_type_error(t, "descriptor '%s' of '%s' object needs an argument", name, owner);
        else if (!value_is_kind(args[0], KIND_TYPE))
            raise_type_error(t, "descriptor '%s' for type '%s' needs a type, not a '%T' as arg 2", name,
                             owner, args[0]);
        else
            raise_type_error(t, "descriptor '%s' requires a subtype of '%s' but received '%N'", name,
                             owner, (Type *)value_as_object(args[0]));
        break;
    default:
        if (!nargs)
            raise_type_error(t, "unbound method %N.%s() needs an argument", f->owner, name);
        else
            raise_type_error(t, "descriptor '%s' for '%s' objects doesn't apply to a '%T' object", name,
                             owner, args[0]);
    }
    return false;
}

static bool check_self(Thread *t, NativeFunction *f, Value *args, size_t nargs, Tuple *kwnames) {
    nargs -= kwnames ? kwnames->length : 0;
    Type *type;
    switch (object_type(f)->id) {
    case TYPE_METHOD_DESCRIPTOR:
    case TYPE_WRAPPER_DESCRIPTOR:
        if (!nargs)
            return raise_wrong_self(t, f, args, nargs);
        type = type_of(t, args[0]);
        break;
    case TYPE_CLASSMETHOD_DESCRIPTOR:
        if (!nargs || !value_is_kind(args[0], KIND_TYPE))
            return raise_wrong_self(t, f, args, nargs);
        type = (Type *)value_as_object(args[0]);
        break;
    default:
        return !f->owner || !value_is_undef(f->self) || !is_new(f->def->name) ||
               check_new(t, f, args, nargs);
    }
    return __builtin_expect(type == f->owner, 1) || type_is_subtype(type, f->owner) ||
           raise_wrong_self(t, f, args, nargs);
}

static Value native_invoke(Thread *t, NativeFunction *f, Value *args, size_t nargs, Tuple *kwnames) {
    if (!check_self(t, f, args, nargs, kwnames))
        return VALUE_ERROR;
    if (f->def->raw)
        return f->def->raw(t, args, nargs, kwnames);
    Signature *s = f->signature ? f->signature : native_signature(t, f);
    if (!s)
        return VALUE_ERROR;
    if (!kwnames && s->simple && nargs == s->count)
        return f->def->fn(t, args);
    /* Of the exact size: old values in an unused rest would be roots. */
    Value bound[s->count ? s->count : 1];
    return signature_bind(t, f, s, args, nargs, kwnames, bound) ? f->def->fn(t, bound) : VALUE_ERROR;
}

/* Not part of native_call: what lies in the rest of `small` would be roots during
 * every native call. */
static __attribute__((noinline)) Value native_call_bound(Thread *t, NativeFunction *f, Value *args,
                                                         size_t nargs, Tuple *kwnames) {
    Value small[9], *all = small;
    if (nargs + 1 > sizeof small / sizeof *small) {
        Array *a = gc_alloc_array(t, nargs + 1);
        if (!a)
            return VALUE_ERROR;
        all = a->items;
    }
    all[0] = f->self;
    if (nargs)
        memcpy(all + 1, args, nargs * sizeof(Value));
    return native_invoke(t, f, all, nargs + 1, kwnames);
}

/* Whether check_self has nothing to check: a bound receiver, none wanted, or the
 * first argument is exactly of the type. */
static inline bool receiver_fits(Thread *t, NativeFunction *f, Value *args, size_t nargs) {
    if (!f->owner || !value_is_undef(f->self))
        return true;
    TypeId id = (TypeId)object_type(f)->id;
    return (id == TYPE_METHOD_DESCRIPTOR || id == TYPE_WRAPPER_DESCRIPTOR) && nargs &&
           type_of(t, args[0]) == f->owner;
}

Value native_call(Thread *t, NativeFunction *f, Value *args, size_t nargs, Tuple *kwnames) {
    bool has_self = !value_is_undef(f->self);
    if (!kwnames && receiver_fits(t, f, args, nargs)) {
        Signature *s = f->signature;
        size_t given = nargs + has_self;
        if (f->def->raw) {
            if (!has_self)
                return f->def->raw(t, args, nargs, NULL);
        } else if (s && s->fillable && given >= s->required && given <= s->positional) {
            Value bound[s->count ? s->count : 1];
            size_t n = 0;
            if (has_self)
                bound[n++] = f->self;
            for (size_t i = 0; i < nargs; i++) bound[n++] = args[i];
            for (; n < s->count; n++) bound[n] = s->defaults[n];
            return f->def->fn(t, bound);
        }
    }
    return has_self ? native_call_bound(t, f, args, nargs, kwnames)
                    : native_invoke(t, f, args, nargs, kwnames);
}

/* Calls __init__ of what __new__ has made for a call of the class, if it is to be called. */
static Value type_initialise(Thread *t, Type *type, Value object, Value *args, size_t nargs, Tuple *kwnames) {
    Vm *vm = t->vm;
    if (!type_is_subtype(type_of(t, object), type))
        return object;
    Value init = type_of(t, object)->specials[SPECIAL_INIT];
    /* Of built-in immutable types __init__ is object's, which has nothing to do. */
    if (value_same(init, vm->types[TYPE_OBJECT]->specials[SPECIAL_INIT]) &&
        (!(nargs) || type->kind != KIND_INSTANCE))
        return object;
    if (!value_is_kind(init, KIND_FUNCTION) && !value_is_kind(init, KIND_NATIVE)) {
        init = descriptor_get(t, init, object, type);
        if (value_is_error(init))
            return init;
        Value r = call(t, init, args, nargs, kwnames);
        if (value_is_error(r))
            return r;
        return value_is_none(r) ? object
                                : raise_type_error(t, "__init__() should return None, not '%T'", r);
    }
    Value r = call_with_first(t, init, object, args, nargs, kwnames);
    if (value_is_error(r))
        return r;
    if (!value_is_none(r))
        return raise_type_error(t, "__init__() should return None, not '%T'", r);
    return object;
}

Value type_call(Thread *t, Type *type, Value *args, size_t nargs, Tuple *kwnames) {
    Vm *vm = t->vm;
    if (nargs == 1 && !kwnames && type == vm->types[TYPE_STR])
        return op_str(t, args[0]); /* the commonest conversion of all */
    if (type == vm->types[TYPE_TYPE] && nargs == 1 && !kwnames)
        return value_from_object(type_of(t, args[0]));
    Value new_method = type->specials[SPECIAL_NEW];
    if (type->flags & TYPEFLAG_NO_NEW || value_is_undef(new_method))
        return raise_type_error(t, "cannot create '%s' instances",
                                type->native_name ? type->native_name : type_name(type));
    if (value_is_kind(new_method, KIND_STATICMETHOD))
        new_method = ((MethodHolder *)value_as_object(new_method))->function;
    else if (!value_is_kind(new_method, KIND_NATIVE)) {
        new_method = descriptor_get(t, new_method, VALUE_UNDEF, type);
        if (value_is_error(new_method))
            return new_method;
    }
    Value object;
    NativeFunction *native = value_is_kind(new_method, KIND_NATIVE)
                                 ? (NativeFunction *)value_as_object(new_method)
                                 : NULL;
    if (native && native->def->raw && native->owner == type && nargs < 4) {
        /* int(x), str(x), ...: the class is right by construction. */
        Value all[4] = {value_from_object(type)};
        for (size_t i = 0; i < nargs; i++) all[1 + i] = args[i];
        object = native->def->raw(t, all, nargs + 1, kwnames);
    } else {
        object = call_with_first(t, new_method, value_from_object(type), args, nargs, kwnames);
    }
    return value_is_error(object) ? object : type_initialise(t, type, object, args, nargs, kwnames);
}

Value type_call_made(Thread *t, Tuple *call_of_class, Value object) {
    Value *items = call_of_class->items;
    Tuple *names = value_is_none(items[1]) ? NULL : value_as_tuple(items[1]);
    return type_initialise(t, (Type *)value_as_object(items[0]), object, items + 2, call_of_class->length - 2, names);
}

Value call_by_typedef(Thread *t, Value *args, size_t nargs, Tuple *kwnames) {
    Object *self = value_as_object(args[0]);
    return object_type(self)->def->call(t, self, args + 1, nargs - 1, kwnames);
}

/* By the declaration of a native type: of the callee's, or of the callee itself;
 * UNDEF if that does not say how. */
static inline Value call_native_type(Thread *t, Object *callee, Value *args, size_t nargs, Tuple *kwnames) {
    Type *type = object_type(callee);
    if (type->flags & TYPEFLAG_HEAP)
        return VALUE_UNDEF;
    if (type->def->call)
        return type->def->call(t, callee, args, nargs, kwnames);
    if (object_kind(callee) != KIND_TYPE)
        return VALUE_UNDEF;
    type = (Type *)callee;
    return type->flags & TYPEFLAG_HEAP || !type->def->construct
               ? VALUE_UNDEF
               : type->def->construct(t, args, nargs, kwnames);
}

static Value call_slow(Thread *t, Value callee, Value *args, size_t nargs, Tuple *kwnames) {
    if (value_is_kind(callee, KIND_TYPE)) {
        Type *type = (Type *)value_as_object(callee);
        Value meta_call = object_type(type)->specials[SPECIAL_CALL];
        if (value_same(meta_call, t->vm->types[TYPE_TYPE]->specials[SPECIAL_CALL]))
            return type_call(t, type, args, nargs, kwnames);
    }
    Value method = special_of(t, callee, SPECIAL_CALL);
    if (value_is_undef(method))
        return raise_type_error(t, "'%T' object is not callable", callee);
    if (value_is_kind(method, KIND_FUNCTION) || value_is_kind(method, KIND_NATIVE))
        return call_with_first(t, method, callee, args, nargs, kwnames);
    method = descriptor_get(t, method, callee, type_of(t, callee));
    return value_is_error(method) ? method : call(t, method, args, nargs, kwnames);
}

Value call(Thread *t, Value callee, Value *args, size_t nargs, Tuple *kwnames) {
    if (kwnames && !kwnames->length)
        kwnames = NULL;
    if (value_is_object(callee)) {
        Object *o = value_as_object(callee);
        switch (object_kind(o)) {
        case KIND_FUNCTION: return t->vm->hooks.call_function(t, callee, args, nargs, kwnames);
        case KIND_NATIVE: {
            if (!recursion_enter(t, " while calling a Python object"))
                return VALUE_ERROR;
            NativeFunction *f = (NativeFunction *)o;
            bool direct = f->direct_args == nargs && nargs && !kwnames &&
                          (!f->owner || type_of(t, args[0]) == f->owner);
            Value r = direct ? f->def->fn(t, args) : native_call(t, f, args, nargs, kwnames);
            recursion_leave(t);
            return r;
        }
        case KIND_METHOD: {
            Method *m = (Method *)o;
            return call_with_first(t, m->function, m->self, args, nargs, kwnames);
        }
        default: break;
        }
    }
    if (!recursion_enter(t, " while calling a Python object"))
        return VALUE_ERROR;
    Value r = value_is_object(callee)
                  ? call_native_type(t, value_as_object(callee), args, nargs, kwnames) : VALUE_UNDEF;
    if (value_is_undef(r))
        r = call_slow(t, callee, args, nargs, kwnames);
    recursion_leave(t);
    return r;
}

Value call0(Thread *t, Value callee) { return call(t, callee, NULL, 0, NULL); }

Value call1(Thread *t, Value callee, Value a) { return call(t, callee, &a, 1, NULL); }

Value call2(Thread *t, Value callee, Value a, Value b) {
    Value args[2] = {a, b};
    return call(t, callee, args, 2, NULL);
}

Value call3(Thread *t, Value callee, Value a, Value b, Value c) {
    Value args[3] = {a, b, c};
    return call(t, callee, args, 3, NULL);
}

Value call_with(Thread *t, Value callee, Tuple *args, Dict *kwargs) {
    if (!kwargs || !kwargs->used)
        return call(t, callee, args->items, args->length, NULL);
    size_t n = args->length + kwargs->used;
    Tuple *names = tuple_alloc(t, kwargs->used);
    Array *array = names && n > 16 ? gc_alloc_array(t, n) : NULL;
    if (!names || (n > 16 && !array))
        return VALUE_ERROR;
    Value few[array ? 1 : n], *all = array ? array->items : few;
    for (size_t i = 0; i < args->length; i++) all[i] = args->items[i];
    size_t position = 0, i = 0;
    Value key, value;
    while (dict_next(kwargs, &position, &key, &value)) {
        if (!value_is_str(key))
            return raise_type_error(t, "keywords must be strings");
        names->items[i] = key;
        all[args->length + i++] = value;
    }
    return call(t, callee, all, n, names);
}

Value call_method(Thread *t, Value object, Value name, Value *args, size_t nargs) {
    Type *type = type_of(t, object);
    if (!(type->flags & (TYPEFLAG_CUSTOM_GETATTR | TYPEFLAG_HAS_GETATTR))) {
        Value f = type_lookup(t, type, name);
        if ((value_is_kind(f, KIND_FUNCTION) ||
             (value_is_kind(f, KIND_NATIVE) &&
              object_type(value_as_object(f))->id == TYPE_METHOD_DESCRIPTOR)) &&
            (!type->slots_offset || value_is_undef(instance_get(t, value_as_object(object), name))))
            return call_with_first(t, f, object, args, nargs, NULL);
    }
    Value f = attr_get(t, object, name);
    return value_is_error(f) ? f : call(t, f, args, nargs, NULL);
}

Value call_method0(Thread *t, Value object, Value name) {
    return call_method(t, object, name, NULL, 0);
}

Value call_method1(Thread *t, Value object, Value name, Value a) {
    return call_method(t, object, name, &a, 1);
}

Value call_special(Thread *t, Value method, Value *args, size_t nargs) {
    if (value_is_kind(method, KIND_NATIVE)) {
        /* The receiver is right by construction: the method was found through
         * its type. */
        NativeFunction *f = (NativeFunction *)value_as_object(method);
        if (__builtin_expect(f->direct_args == nargs && f->owner, 1))
            return f->def->fn(t, args);
        if (!f->signature && !native_signature(t, f))
            return VALUE_ERROR;
        TypeId id = (TypeId)object_type(f)->id;
        if (id != TYPE_NATIVE_FUNCTION && id != TYPE_CLASSMETHOD_DESCRIPTOR && value_is_undef(f->self))
            return native_call(t, f, args, nargs, NULL);
    } else if (value_is_kind(method, KIND_FUNCTION)) {
        return t->vm->hooks.call_function(t, method, args, nargs, NULL);
    }
    Value bound = descriptor_get(t, method, args[0], type_of(t, args[0]));
    return value_is_error(bound) ? bound : call(t, bound, args + 1, nargs - 1, NULL);
}

/*
 * type.h - types: their C structure, and how native types, functions and
 * modules are declared in tables.
 */
#ifndef TAU_RUNTIME_TYPE_H
#define TAU_RUNTIME_TYPE_H

#include "runtime/object.h"
#include "runtime/shape.h"

typedef struct Tuple Tuple;
typedef struct Dict Dict;
typedef struct Module Module;
struct Buffer;

typedef enum TypeId {
#define TYPE(id, def) TYPE_##id,
#include "runtime/types.def"
#define EXCEPTION(name, base, doc) TYPE_##name,
#include "runtime/exceptions.def"
#define TYPE(id, def) TYPE_##id,
#include "runtime/module_types.def"
    TYPE_ID_COUNT,
    TYPE_BaseException = TYPE_BASE_EXCEPTION
} TypeId;

typedef enum SpecialId {
#define SPECIAL(id, name) SPECIAL_##id,
#include "runtime/specials.def"
    SPECIAL_COUNT
} SpecialId;

/* A native function gets its parameters bound as its signature says: args[i]
 * is parameter i (self first for methods), absent optional ones hold the
 * signature's default, or UNDEF where the default is written `<none>`;
 * *args arrives as a tuple, **kwargs as a dict, each as one parameter.
 * It returns a Value, or VALUE_ERROR with the exception raised. */
typedef Value (*NativeFn)(Thread *t, Value *args);
/* A raw native gets what the caller passed: nargs values, the last ones named
 * by kwnames (a tuple of str, or NULL). For few hot variadic functions. */
typedef Value (*NativeRawFn)(Thread *t, Value *args, size_t nargs, Tuple *kwnames);

enum {
    NATIVE_METHOD = 0,
    NATIVE_CLASS = 1,  /* classmethod: args[0] is the class */
    NATIVE_STATIC = 2, /* staticmethod (also __new__, implied) */
    NATIVE_RAW_ARGS = 4,
};

/* One row of a function table.  `signature` is what help() and inspect show,
 * in CPython's __text_signature__ notation, and what binding obeys:
 * "($self, sep=None, maxsplit=-1)", "(iterable, /, start=0)",
 * "($module, x, /)", "(*args, sep=' ', end='\n')".
 * Defaults: None, True, False, ints, floats, 'str', or <none> (arrives as
 * UNDEF, shows as <unrepresentable>).  The receiver of a method is the first
 * parameter ("$self", "$cls", "$type"); functions of modules have none ("$module" is skipped
 * and not passed). */
typedef struct NativeDef {
    const char *name;
    const char *signature;
    NativeFn fn;
    NativeRawFn raw;
    uint32_t flags;
    const char *doc;
    const char *plain; /* see below; NULL: it may do anything */
    void (*doubles)(void); /* see below; or NULL */
} NativeDef;

/* NativeDef.plain, "s in in >i": a call whose arguments are of these types runs no code
 * of the program, looks at no frame and changes no class.  A word a parameter, a letter
 * each type that it may be (exactly: no instance of a subclass), the result's behind '>':
 *   i int that is small   I any other int   f float   c complex   b bool   n None
 *   s str   l list   t tuple   d dict   S set   r range   o any object   - the default
 * '!' at the end: it writes into its first argument, a list, dict or the like. */
#define NATIVE_PLAIN(name, signature, plain, fn, doc) {name, signature, fn, NULL, NATIVE_METHOD, doc, plain, NULL}

/* NativeDef.doubles: a C function that computes the same, a double, of doubles: of the plain
 * arguments that may be floats.  Where what it returns is not finite, `fn` is to be asked;
 * it has no effect and is called with the Thread where a C function's first integer
 * argument is, which it need not take.  If the first plain argument is an object, it takes
 * Thread * and that one; it may change the object, and its result is always finite.
 *
 * If the plain result is a complex it is a NativeOfComplex, of the parts of the one argument, and
 * may raise. */
typedef Value (*NativeOfComplex)(Thread *t, double real, double imag);
#define NATIVE_DOUBLES(name, signature, plain, fn, doubles, doc) \
    {name, signature, fn, NULL, NATIVE_METHOD, doc, plain, (void (*)(void))doubles}
/* The same of one that sorts out its arguments itself: of calls with just the plain ones. */
#define NATIVE_RAW_DOUBLES(name, signature, plain, fn, doubles, doc) \
    {name, signature, NULL, fn, NATIVE_RAW_ARGS, doc, plain, (void (*)(void))doubles}

#define NATIVE(name, signature, fn, doc) {name, signature, fn, NULL, NATIVE_METHOD, doc, NULL, NULL}
#define NATIVE_CLASSMETHOD(name, signature, fn, doc) {name, signature, fn, NULL, NATIVE_CLASS, doc, NULL, NULL}
#define NATIVE_STATICMETHOD(name, signature, fn, doc) {name, signature, fn, NULL, NATIVE_STATIC, doc, NULL, NULL}
#define NATIVE_RAW(name, signature, fn, doc) {name, signature, NULL, fn, NATIVE_RAW_ARGS, doc, NULL, NULL}
#define NATIVE_END {NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL}

/* Computed attributes; set == NULL: read-only; set gets UNDEF to delete and
 * returns false with an exception. */
typedef struct GetSetDef {
    const char *name;
    Value (*get)(Thread *t, Value self);
    bool (*set)(Thread *t, Value self, Value value);
    const char *doc;
} GetSetDef;

enum {
    TYPEFLAG_SUBCLASSABLE = 1, /* Python classes may derive from it */
    TYPEFLAG_DICT = 2,         /* instances of the type itself have __dict__ */
    TYPEFLAG_VARSIZED = 4,     /* items follow the struct (tuple, bytes, str) */
    TYPEFLAG_HEAP = 8,         /* made by a class statement or type() */
    TYPEFLAG_ABSTRACT = 16,    /* has abstract methods */
    TYPEFLAG_NO_NEW = 32,      /* cannot be instantiated from Python */
    TYPEFLAG_CUSTOM_GETATTR = 64,  /* __getattribute__ is not object's */
    TYPEFLAG_CUSTOM_SETATTR = 128, /* __setattr__/__delattr__ is not object's */
    TYPEFLAG_HAS_GETATTR = 256,    /* defines __getattr__ */
    TYPEFLAG_HAS_FINALIZER = 512,
    TYPEFLAG_WEAKREFS = 1024,      /* instances may be weakly referenced */
    TYPEFLAG_EXCEPTION = 2048,     /* derives from BaseException */
    TYPEFLAG_SEQUENCE = 4096,      /* match statement: sequence pattern */
    TYPEFLAG_MAPPING = 8192,       /* match statement: mapping pattern */
    TYPEFLAG_MATCH_SELF = 16384,   /* match statement: int(x), str(x), ... */
    TYPEFLAG_IMMUTABLE = 32768,    /* attributes cannot be set from Python */
    TYPEFLAG_PLAIN_TUPLE = 131072, /* of subclasses of tuple: iterated, indexed, compared, hashed as tuples are */
    TYPEFLAG_PLAIN_NEXT = 65536,   /* TypeDef.next runs no code of the program and writes to the iterator only */
};

/* The setter of a C structure's read-only field: CPython calls such attributes
 * members and refuses with other words than for computed attributes. */
bool member_readonly(Thread *t, Value self, Value value);

/* A native type's declaration.  `name` may be dotted: "collections.deque". */
typedef struct TypeDef {
    const char *name;
    const char *doc;
    TypeId id;
    TypeId base; /* TYPE_OBJECT but for few */
    Kind kind;
    uint32_t flags;
    size_t size; /* of the struct, bytes; 0: as the base */
    void (*trace)(Tracer *tracer, Object *object); /* NULL: as the base */
    void (*finalize)(Thread *t, Object *object);   /* native resources; may be NULL */
    /* Next item, or VALUE_STOP, or VALUE_ERROR; gives __iter__/__next__. */
    Value (*next)(Thread *t, Object *iterator);
    /* Calls an instance; its __call__ is call_by_typedef (call.h). */
    Value (*call)(Thread *t, Object *self, Value *args, size_t nargs, Tuple *kwnames);
    /* Calls the type itself, at once for the usual arguments; UNDEF: __new__ and
     * __init__ are to do it. */
    Value (*construct)(Thread *t, Value *args, size_t nargs, Tuple *kwnames);
    const char *construct_plain; /* of a call with one argument: as NativeDef.plain; or NULL */
    const NativeDef *methods; /* "__new__" is a static method: args[0] = cls */
    const GetSetDef *getset;
    /* The buffer protocol: describes the object's bytes; may be NULL. */
    bool (*buffer)(Thread *t, Object *object, bool writable, struct Buffer *out);
} TypeDef;

struct Type {
    Object header; /* KIND_TYPE */
    const char *native_name; /* tp_name: "collections.deque"; NULL for heap types */
    Value name;      /* str: __name__ */
    Value qualname;  /* str */
    Dict *dict;      /* own attributes; change it only through type_set */
    Tuple *bases;
    Tuple *mro; /* this type first */
    Type *base; /* the base that gives the layout */
    const TypeDef *def; /* native layout: of this type or the nearest native base */
    uint32_t flags;
    /* Layout of an instance: the native struct (native_size), then __slots__
     * members and the attribute area (slots_offset, see shape.h; 0: none).
     * VARSIZED: the area is one word, behind the items. */
    uint32_t native_size;  /* bytes, a multiple of 8 */
    uint32_t size;         /* bytes of a fresh instance without items */
    uint32_t slots_offset;
    uint32_t member_count; /* __slots__ entries, inherited ones included */
    uint8_t kind;
    bool watched;          /* VmHooks.type_changed is to be called */
    uint16_t id;           /* TypeId; TYPE_ID_COUNT for heap types */
    uint32_t version;      /* renewed with every change of it or of a base */
    Shape *root_shape;     /* of a fresh instance */
    Shape *dict_shape;     /* dictionary mode; made on first need */
    Shape *shapes;         /* all, linked by next_of_type */
    Value subclasses;      /* list of types, or UNDEF */
    void (*trace)(Tracer *tracer, Object *object);
    void (*native_trace)(Tracer *tracer, Object *object); /* of the native part alone */
    void (*finalize)(Thread *t, Object *object);
    Value (*next)(Thread *t, Object *iterator);
    Value specials[SPECIAL_COUNT];
};

/* A native module: functions, and init for the rest (types, constants). */
typedef struct ModuleDef {
    const char *name;
    const char *doc;
    const NativeDef *functions;
    bool (*init)(Thread *t, Module *module); /* may be NULL */
    /* Or NULL: the name of a module written in Python, and what is called with its namespace
     * once it has been loaded, to put something faster in place of some of it. */
    const char *completes;
    bool (*complete)(Thread *t, Dict *namespace);
} ModuleDef;

/* Makes a module of a declaration; NULL with exception. */
Module *module_from_def(Thread *t, const ModuleDef *def);

static inline Type *object_type(const void *object) { return object_shape(object)->type; }
/* Whether, found in a class, it comes before what its instances have themselves. */
static inline bool value_is_data_descriptor(Value v) {
    if (!value_is_object(v))
        return false;
    const Type *type = object_type(value_as_object(v));
    return !value_is_undef(type->specials[SPECIAL_SET]) || !value_is_undef(type->specials[SPECIAL_DELETE]);
}

/* The type of any value (vm.h has the inline version `type_of`). */
const char *type_name(const Type *type); /* for messages: utf8, __name__ */
/* Creates (once per Vm) the type declared by def; NULL with exception. */
Type *type_from_def(Thread *t, const TypeDef *def);
/* The class statement's work: metaclass(name, bases, namespace). */
Value type_new(Thread *t, Type *metatype, Value name, Tuple *bases, Dict *dict, Dict *kwargs);
/* type.__bases__ = value. */
bool check_type_name(Thread *t, Value name);
bool type_set_bases(Thread *t, Type *type, Value value);
bool type_is_subtype(const Type *type, const Type *of);
/* Looks a name up along the MRO: UNDEF if absent. Never raises. Cached. */
Value type_lookup(Thread *t, Type *type, Value name);
/* Sets or deletes (UNDEF) a class attribute and invalidates caches. */
bool type_set(Thread *t, Type *type, Value name, Value value);
void type_modified(Thread *t, Type *type);
/* The most derived metaclass of the bases; NULL with TypeError. */
Type *type_metaclass(Thread *t, Type *metatype, Tuple *bases);
/* Instances of `type` need more inline slots: later ones get them. */
void type_grow_slots(Thread *t, Type *type);
Shape *type_dict_shape(Thread *t, Type *type);
/* Start-up (vm.c): the bare structures of all core types, then their content. */
bool types_allocate(Thread *t);
bool types_fill(Thread *t);
/* Declares native functions into a dict: of a type (owner) or a module. */
bool natives_declare(Thread *t, Dict *dict, const NativeDef *defs, Type *owner, Value module);
bool specials_intern(Thread *t);
Value type_default_mro(Thread *t, Type *type); /* list */
/* A descriptor's __get__ on access through an instance of `type` (or, with
 * instance UNDEF, through the type itself); other values come back as they are. */
Value descriptor_get(Thread *t, Value descriptor, Value instance, Type *type);
/* The same for an object, as its native type does it: what a subclass inherits. */
Value descriptor_get_native(Thread *t, Value descriptor, Value instance, Type *type);
/* __module__; UNDEF if a class has none. */
Value type_module_name(Thread *t, Type *type);
/* Recomputes the special-method table and what depends on it. */
void type_update_specials(Thread *t, Type *type);
bool type_add_subclass(Thread *t, Type *base, Type *type) __attribute__((warn_unused_result));
void type_trace_object(Tracer *tracer, Object *object);
/* Type.trace of instances with members or an attribute area. */
void trace_heap_instance(Tracer *tracer, Object *object);
/* A fresh instance of the type's layout, attribute area empty; `extra` bytes
 * for VARSIZED types. */
void *type_alloc(Thread *t, Type *type, size_t extra);

#endif

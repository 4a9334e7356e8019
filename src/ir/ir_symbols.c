/*
 * ir_symbols.c - what the printer and the reader of graphs share: the names of
 * things, and what each operation's immediate is.
 *
 * Nothing here allocates in the heap while printing: a graph may be printed in the
 * middle of a compilation, when only the graph refers to some objects.
 */
#include "ir/text.h"


#include "runtime/type.h"

const char *const ir_type_names[IR_TYPE_BITS] = {
    "INT",  "BIGINT", "FLOAT", "HEAPFLOAT", "BOOL", "NONE",     "UNDEF",    "SPECIAL", "STR",   "LIST",
    "TUPLE", "DICT",  "SET",   "RANGE",     "CELL", "FUNCTION", "INSTANCE", "TYPE",    "COMPLEX", "GENERATOR",
    "COROUTINE", "BYTES", "BYTEARRAY", "OTHER",
};
static_assert(IRT_ANY == (1 << IR_TYPE_BITS) - 1 && IRT_OTHER == 1 << (IR_TYPE_BITS - 1), "a name for each type");

const char *const ir_compare_names[6] = {"LT", "LE", "EQ", "NE", "GT", "GE"};
static_assert(IR_GE == 5, "a name for each comparison");

const char *const ir_alias_names[ALIAS_COUNT] = {
#define ALIAS(name) #name,
#include "ir/alias.def"
};

const char *const ir_deopt_names[DEOPT_COUNT] = {
#define DEOPT(name, words) #name,
#include "ir/deopt_reason.def"
};

const char *const rt_effect_names[RT_EFFECT_BITS] = {"PURE", "READS", "ALLOCATES", "WRITES", "OBSERVES"};
static_assert(RT_OBSERVES == 1 << (RT_EFFECT_BITS - 1), "a name for each effect");

/* ---- operations ---- */

IrImmediate ir_immediate(IrOp op) {
    switch (op) {
    case IR_PARAM:
    case IR_ENTRY_REGISTER:
    case IR_CONST_WORD:
    case IR_TEST_BITS:
    case IR_GUARD_LIST: return IMM_NUMBER;
    case IR_CONST:
    case IR_GUARD_IS:
    case IR_GUARD_NOT: return IMM_CONSTANT;
    case IR_CONST_FLOAT: return IMM_DOUBLE;
    case IR_GUARD_TYPE:
    case IR_IS_TYPE:
    case IR_DICT_FIND:
    case IR_SET_FIND: return IMM_TYPES;
    case IR_GUARD_SHAPE: return IMM_SHAPE;
    case IR_GUARD_CODE: return IMM_CODE;
    case IR_LOAD:
    case IR_LOAD_WORD:
    case IR_LOAD_U32:
    case IR_LOAD_U8:
    case IR_LOAD_SIZE:
    case IR_LOAD_FLOAT:
    case IR_LOAD_ELEMENT:
    case IR_LOAD_BYTE:
    case IR_STORE_BYTE:
    case IR_STORE:
    case IR_STORE_WORD:
    case IR_STORE_U32:
    case IR_STORE_U8:
    case IR_STORE_SIZE:
    case IR_STORE_FLOAT:
    case IR_STORE_ELEMENT:
    case IR_ADDRESS: return IMM_OFFSET;
    case IR_INT_CMP:
    case IR_WORD_CMP:
    case IR_FLOAT_CMP: return IMM_COMPARE;
    case IR_CALL_RT: return IMM_HELPER;
    case IR_CALL_PYTHON: return IMM_CALLEE;
    case IR_CALL_DOUBLES:
    case IR_CALL_VALUES:
    case IR_VIRTUAL_CALL: return IMM_NATIVE;
    case IR_ALLOC:
    case IR_VIRTUAL: return IMM_HEADER;
    default: return IMM_NONE;
    }
}

IrTypes ir_default_types(Ir *ir, const IrNode *n) {
    if (n->rep != REP_VALUE)
        return 0;
    switch (n->op) {
    case IR_CONST: return ir_types_of_value(ir->thread, (Value){(uint64_t)n->imm});
    case IR_GUARD_TYPE: return (IrTypes)n->imm;
    default: return ir_types_of_op((IrOp)n->op) ? ir_types_of_op((IrOp)n->op) : IRT_ANY;
    }
}

uint8_t ir_default_effects(const IrNode *n) {
    if (ir_effect(n) != EFFECT_CALL)
        return 0;
    return n->op == IR_CALL_RT ? (uint8_t)rt_call_info[n->imm].effects : RT_OBSERVES;
}

/* ---- making names ---- */

enum { NAME_SPACE = 96 };

typedef struct NameText {
    char text[NAME_SPACE];
    size_t length;
} NameText;

static void add_text(NameText *n, const char *text) {
    for (; *text && n->length < NAME_SPACE - 1; text++)
        n->text[n->length++] = *text;
    n->text[n->length] = 0;
}

/* The characters of a str that cannot be mistaken for notation; a rope is not
 * worth flattening. */
static void add_str(NameText *n, Value v) {
    const Str *s = value_is_str(v) ? value_as_str(v) : NULL;
    for (uint32_t i = 0; s && s->data && i < s->length && n->length < NAME_SPACE - 1; i++) {
        uint32_t c = str_char_at(s->data, s->width, i);
        bool plain = c > ' ' && c < 127 && !strchr("[]=:;#'\",", (int)c);
        n->text[n->length++] = plain ? (char)c : '_';
    }
    n->text[n->length] = 0;
}

static bool is_builtin_root(Ir *ir, const Shape *s) {
    return s->type->id < TYPE_ID_COUNT && ir->thread->vm->types[s->type->id]->root_shape == s;
}

#define NO_SHAPE "storage" /* of arrays and the like */

/* "Point{x,y}" */
static void name_shape(Ir *ir, NameText *n, const Shape *s) {
    enum { SHOWN = 4 };
    if (!s) {
        add_text(n, NO_SHAPE);
        return;
    }
    add_str(n, s->type->name);
    if (is_builtin_root(ir, s))
        return;
    if (s->flags & SHAPE_DICT_MODE) {
        add_text(n, "{dict}");
        return;
    }
    add_text(n, "{");
    for (uint32_t i = 0; i < s->count && i < SHOWN; i++) {
        const Shape *adding = s;
        while (adding->count > i + 1)
            adding = adding->parent;
        add_text(n, i ? "," : "");
        add_str(n, adding->key);
    }
    add_text(n, s->count > SHOWN ? ",...}" : "}");
}

static void name_object(NameText *n, const Object *o) {
    switch (object_kind(o)) {
    case KIND_FUNCTION:
        add_text(n, "function:");
        add_str(n, ((const Function *)o)->name);
        break;
    case KIND_TYPE:
        add_text(n, "type:");
        add_str(n, ((const Type *)o)->name);
        break;
    case KIND_NATIVE:
        add_text(n, "native:");
        add_text(n, ((const NativeFunction *)o)->def->name);
        break;
    case KIND_MODULE:
        add_text(n, "module:");
        add_str(n, ((const Module *)o)->name);
        break;
    case KIND_CODE:
        add_text(n, "code:");
        add_str(n, ((const Code *)o)->name);
        break;
    case KIND_INSTANCE:
        add_text(n, "instance:");
        add_str(n, object_type(o)->name);
        break;
    default: add_str(n, object_type(o)->name);
    }
}

static IrSymbol *find_name(const Ir *ir, IrSymbolKind kind, const char *name) {
    IrSymbol *s = ir->symbols;
    while (s && (s->kind != kind || strcmp(s->name, name)))
        s = s->next;
    return s;
}

static IrSymbol *add_symbol(Ir *ir, IrSymbolKind kind, const char *name, uint64_t address) {
    size_t size = strlen(name) + 1;
    char *copy = ir_alloc(ir, size);
    memcpy(copy, name, size);
    IrSymbol *s = ir_alloc(ir, sizeof *s), **end = &ir->symbols;
    *s = (IrSymbol){NULL, kind, address, copy};
    while (*end)
        end = &(*end)->next;
    return *end = s;
}

static Type *builtin_type(Ir *ir, const char *name) {
    for (int i = 0; i < TYPE_ID_COUNT; i++) {
        Type *type = ir->thread->vm->types[i];
        if (type && str_equals_cstring(ir->thread, type->name, name))
            return type;
    }
    return NULL;
}

const char *ir_symbol_name(Ir *ir, IrSymbolKind kind, uint64_t address) {
    for (IrSymbol *s = ir->symbols; s; s = s->next)
        if (s->kind == kind && s->address == address)
            return s->name;
    NameText n = {.length = 0};
    switch (kind) {
    case SYMBOL_CODE: add_str(&n, ((const Code *)(uintptr_t)address)->name); break;
    case SYMBOL_SHAPE: name_shape(ir, &n, (const Shape *)(uintptr_t)address); break;
    case SYMBOL_OBJECT: name_object(&n, (const Object *)(uintptr_t)address); break;
    case SYMBOL_NATIVE: add_text(&n, "native"); break;
    }
    if (!n.length)
        add_text(&n, "_");
    char numbered[NAME_SPACE + 12];
    snprintf(numbered, sizeof numbered, "%s", n.text);
    for (unsigned i = 2; find_name(ir, kind, numbered); i++)
        snprintf(numbered, sizeof numbered, "%s#%u", n.text, i);
    return add_symbol(ir, kind, numbered, address)->name;
}

/* ---- making up things ---- */

/* Zeroed, aligned as objects are. */
static void *make_object(Ir *ir, size_t size, Kind kind) {
    Object *o = (Object *)(((uintptr_t)ir_alloc(ir, size + 8) + 15) & ~(uintptr_t)15);
    o->kind = (uint8_t)kind;
    return o;
}

static Code *make_code(Ir *ir, const char *name) {
    Code *code = make_object(ir, sizeof *code, KIND_CODE);
    code->name = code->qualname = str_intern_cstring(ir->thread, name);
    code->instruction_count = IR_CODE_OF_ANY_SIZE;
    code->register_count = UINT16_MAX;
    code->visible_count = UINT16_MAX; /* every register of a state is a variable */
    return code;
}

static Shape *make_shape(Ir *ir, const char *name) {
    Type *type = builtin_type(ir, name);
    if (type)
        return type->root_shape;
    Shape *shape = shape_new_root(ir->thread, ir->thread->vm->types[TYPE_OBJECT], 4, 0);
    if (!shape)
        ir_give_up(ir, "there was no memory for it");
    return shape;
}

static Object *make_named_object(Ir *ir, const char *name) {
    const char *colon = strchr(name, ':'), *rest = colon ? colon + 1 : name;
    size_t word = colon ? (size_t)(colon - name) : 0;
    if (word == 8 && !strncmp(name, "function", word)) {
        Function *f = make_object(ir, sizeof *f, KIND_FUNCTION);
        f->code = (Code *)(uintptr_t)ir_symbol_address(ir, SYMBOL_CODE, rest);
        return &f->header;
    }
    if (word == 4 && !strncmp(name, "type", word)) {
        Type *type = builtin_type(ir, rest);
        return type ? &type->header : make_object(ir, sizeof *type, KIND_TYPE);
    }
    bool instance = word == 8 && !strncmp(name, "instance", word);
    Object *o = make_object(ir, 256, instance ? KIND_INSTANCE : KIND_OTHER);
    char plain[NAME_SPACE];
    snprintf(plain, sizeof plain, "%.*s", (int)strcspn(name, "#"), name);
    Type *type = colon ? NULL : builtin_type(ir, plain);
    if (type)
        o->shape = (uint32_t)(uintptr_t)type->root_shape;
    else if (instance)
        o->shape = (uint32_t)ir_symbol_address(ir, SYMBOL_SHAPE, rest);
    return o;
}

uint64_t ir_symbol_address(Ir *ir, IrSymbolKind kind, const char *name) {
    const IrSymbol *s = find_name(ir, kind, name);
    if (s)
        return s->address;
    uint64_t address = 0;
    switch (kind) {
    case SYMBOL_CODE: address = (uintptr_t)make_code(ir, name); break;
    case SYMBOL_SHAPE: address = strcmp(name, NO_SHAPE) ? (uintptr_t)make_shape(ir, name) : 0; break;
    case SYMBOL_OBJECT: address = (uintptr_t)make_named_object(ir, name); break;
    case SYMBOL_NATIVE: address = (uintptr_t)make_object(ir, 16, KIND_RAW); break;
    }
    return add_symbol(ir, kind, name, address)->address;
}

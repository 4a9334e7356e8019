/* code.c - code objects as Python sees them. */
#include <stdlib.h>

#include "runtime/code_positions.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/function.h"
#include "runtime/int.h"
#include "runtime/ops.h"
#include "runtime/type.h"

static Code *as_code(Value v) { return (Code *)value_as_object(v); }

static void code_trace(Tracer *tracer, Object *object) {
    Code *c = (Code *)object;
    trace_value(tracer, c->name);
    trace_value(tracer, c->qualname);
    trace_value(tracer, c->filename);
    trace_value(tracer, c->doc);
    trace_object(tracer, c->consts);
    trace_object(tracer, c->names);
    trace_object(tracer, c->local_names);
    trace_object(tracer, c->cell_names);
    trace_object(tracer, c->free_names);
    trace_object(tracer, c->instructions);
    trace_object(tracer, c->positions);
    trace_object(tracer, c->packed_positions);
    trace_object(tracer, c->file);
    trace_object(tracer, c->handlers);
    trace_object(tracer, c->cache_storage);
    trace_object(tracer, c->inlined);
    if (c->cache_storage) {
        CacheSlot *slots = (CacheSlot *)c->cache_storage->bytes;
        for (uint32_t i = 1; i < c->cache_count; i++)
            trace_value(tracer, slots[i].payload);
    }
    trace_object(tracer, c->seen_globals);
    trace_object(tracer, c->seen_builtins);
    if (c->compiled)
        tracer_vm(tracer)->hooks.trace_compiled(tracer, c);
}

void code_set_compiled(Thread *t, Code *code, void *compiled) {
    if (!code->compiled)
        heap_register_owner(t, &code->header);
    code->compiled = compiled;
    gc_wrote(t, code);
}

void code_own_feedback(Thread *t, Code *code, struct Feedback *feedback) {
    assert(!code->feedback);
    code->feedback = feedback;
    heap_register_owner(t, &code->header);
}

void code_own_field_order(Thread *t, Code *code, struct FieldOrder *order) {
    assert(!code->field_order);
    code->field_order = order;
    heap_register_owner(t, &code->header);
}

ResumePoint *code_make_resume_point(Thread *t, Code *code, uint32_t pc) {
    ResumePoint *p = code_resume_point(code, pc);
    if (p || !(p = calloc(1, sizeof *p)))
        return p;
    if (!code->resume_points)
        heap_register_owner(t, &code->header);
    p->pc = pc;
    p->next = code->resume_points;
    return code->resume_points = p;
}

void code_never_ran(Thread *t, Code *code) {
    uint32_t threshold = t->vm->jit_threshold;
    /* Half of the time it runs unobserved. */
    code->heat_left = threshold == JIT_NEVER ? UINT32_MAX : threshold / 2 + 1;
    code->perf = NULL;
    code->compiled = NULL;
    code->direct_entry = NULL;
    code->direct_args = code->direct_params = 0;
    code->feedback = NULL;
    code->field_order = NULL;
    code->resume_points = NULL;
    code->seen_globals = code->seen_builtins = NULL;
}

static Value names_or_empty(Thread *t, Tuple *names) {
    return names ? value_from_object(names) : t->vm->empty_tuple;
}

static Value code_repr(Thread *t, Value *args) {
    Code *c = as_code(args[0]);
    return str_format(t, "<code object %U at 0x%lx, file \"%U\", line %d>", c->name,
                      (unsigned long)(uintptr_t)c, c->filename, c->first_line);
}

static Value code_positions(Thread *t, Value *args) {
    Code *c = as_code(args[0]);
    Value list = code_complete(t, c) ? list_new(t, c->instruction_count) : VALUE_ERROR;
    if (value_is_error(list))
        return list;
    for (uint32_t pc = 0; pc < c->instruction_count; pc++) {
        const CodePosition *p = code_position_at(t, c, pc);
        int32_t fields[4] = {p ? p->line : -1, p ? p->end_line : -1, p ? p->column : -1,
                             p ? p->end_column : -1};
        Value items[4];
        for (int i = 0; i < 4; i++)
            items[i] = fields[i] < 0 ? VALUE_NONE : value_from_int(fields[i]);
        Value tuple = tuple_from_values(t, items, 4);
        if (value_is_error(tuple) || !list_append(t, value_as_list(list), tuple))
            return VALUE_ERROR;
    }
    return op_iter(t, list);
}

static Value code_lines(Thread *t, Value *args) {
    Code *c = as_code(args[0]);
    Value list = list_new(t, 8);
    if (value_is_error(list))
        return list;
    const CodePosition *p = code_position_table(t, c);
    for (uint32_t i = 0; p && i < c->position_count;) {
        uint32_t j = i + 1;
        while (j < c->position_count && p[j].line == p[i].line)
            j++;
        Value items[3] = {value_from_int(p[i].pc * 4),
                          value_from_int((j < c->position_count ? p[j].pc : c->instruction_count) * 4),
                          p[i].line < 0 ? VALUE_NONE : value_from_int(p[i].line)};
        Value tuple = tuple_from_values(t, items, 3);
        if (value_is_error(tuple) || !list_append(t, value_as_list(list), tuple))
            return VALUE_ERROR;
        i = j;
    }
    return op_iter(t, list);
}

/* A copy with other names or line; what replaces bytecode cannot be changed. */
static Value code_replace(Thread *t, Value *args) {
    Code *c = as_code(args[0]);
    Code *copy = code_complete(t, c) ? GC_NEW(t, Code, KIND_CODE, TYPE_CODE) : NULL;
    if (!copy)
        return VALUE_ERROR;
    memcpy((char *)copy + sizeof(Object), (char *)c + sizeof(Object), sizeof(Code) - sizeof(Object));
    code_never_ran(t, copy);
    copy->instructions = gc_alloc_raw(t, c->instructions->size);
    copy->cache_storage = c->cache_storage ? gc_alloc_raw(t, c->cache_storage->size) : NULL;
    if (!copy->instructions || (c->cache_storage && !copy->cache_storage))
        return VALUE_ERROR;
    memcpy(copy->instructions->bytes, c->instructions->bytes, c->instructions->size);
    for (uint32_t i = 0; i < c->cache_count; i++) /* what no quickened form is satisfied with */
        ((CacheSlot *)copy->cache_storage->bytes)[i].payload = VALUE_UNDEF;
    Value key, value;
    size_t position = 0;
    while (dict_next(value_as_dict(args[1]), &position, &key, &value)) {
        if (str_equals_cstring(t, key, "co_name") && value_is_str(value))
            copy->name = value;
        else if (str_equals_cstring(t, key, "co_qualname") && value_is_str(value))
            copy->qualname = value;
        else if (str_equals_cstring(t, key, "co_filename") && value_is_str(value))
            copy->filename = value;
        else if (str_equals_cstring(t, key, "co_firstlineno") && value_is_int(value))
            copy->first_line = (int32_t)value_as_int(value);
        else if (str_equals_cstring(t, key, "co_flags") && value_is_int(value))
            copy->flags = (uint32_t)value_as_int(value);
        else
            return raise_type_error(t, "replace(): cannot replace %S", key);
    }
    gc_wrote(t, copy);
    return value_from_object(copy);
}

static Value code_hash(Thread *t, Value *args) {
    return int_from_int64(t, (int64_t)(args[0].bits >> 4));
}
static Value code_eq(Thread *t, Value *args) {
    return value_same(args[0], args[1]) ? VALUE_TRUE : VALUE_NOT_IMPLEMENTED;
}

#define NUMBER(name, expression)                                                   \
    static Value code_##name##_get(Thread *t, Value self) {                        \
        return value_from_int((int64_t)as_code(self)->expression);                 \
    }
#define OBJECT(name, expression)                                                   \
    static Value code_##name##_get(Thread *t, Value self) { return as_code(self)->expression; }
#define NAMES(name, expression)                                                    \
    static Value code_##name##_get(Thread *t, Value self) {                        \
        return names_or_empty(t, as_code(self)->expression);                       \
    }
NUMBER(argcount, arg_count)
NUMBER(posonlyargcount, posonly_count)
NUMBER(kwonlyargcount, kwonly_count)
NUMBER(nlocals, variable_count)
NUMBER(stacksize, register_count)
NUMBER(flags, flags)
NUMBER(firstlineno, first_line)
OBJECT(name, name)
OBJECT(qualname, qualname)
OBJECT(filename, filename)
static Value code_consts_get(Thread *t, Value self) {
    return code_complete(t, as_code(self)) ? names_or_empty(t, as_code(self)->consts) : VALUE_ERROR;
}
static Value code_names_get(Thread *t, Value self) {
    return code_complete(t, as_code(self)) ? names_or_empty(t, as_code(self)->names) : VALUE_ERROR;
}
NAMES(cellvars, cell_names)
NAMES(freevars, free_names)
static Value code_varnames_get(Thread *t, Value self) {
    Code *c = as_code(self);
    return c->local_names ? tuple_slice(t, c->local_names, 0, c->variable_count)
                          : t->vm->empty_tuple;
}
static Value code_code_get(Thread *t, Value self) {
    Code *c = as_code(self);
    if (!code_complete(t, c))
        return VALUE_ERROR;
    return bytes_from_data(t, c->instructions->bytes, c->instruction_count * 4u);
}

static const NativeDef code_methods[] = {
    NATIVE("__repr__", "($self, /)", code_repr, "Return repr(self)."),
    NATIVE("__hash__", "($self, /)", code_hash, "Return hash(self)."),
    NATIVE("__eq__", "($self, value, /)", code_eq, "Return self==value."),
    NATIVE("co_positions", "($self, /)", code_positions, NULL),
    NATIVE("co_lines", "($self, /)", code_lines, NULL),
    NATIVE("replace", "($self, /, **kwargs)", code_replace,
           "Return a copy of the code object with new values for the specified fields."),
    NATIVE_END,
};
static const GetSetDef code_getset[] = {
    {"co_argcount", code_argcount_get, member_readonly, NULL},
    {"co_posonlyargcount", code_posonlyargcount_get, member_readonly, NULL},
    {"co_kwonlyargcount", code_kwonlyargcount_get, member_readonly, NULL},
    {"co_nlocals", code_nlocals_get, member_readonly, NULL},
    {"co_stacksize", code_stacksize_get, member_readonly, NULL},
    {"co_flags", code_flags_get, member_readonly, NULL},
    {"co_firstlineno", code_firstlineno_get, member_readonly, NULL},
    {"co_name", code_name_get, member_readonly, NULL},
    {"co_qualname", code_qualname_get, member_readonly, NULL},
    {"co_filename", code_filename_get, member_readonly, NULL},
    {"co_consts", code_consts_get, member_readonly, NULL},
    {"co_names", code_names_get, member_readonly, NULL},
    {"co_varnames", code_varnames_get, NULL, NULL},
    {"co_cellvars", code_cellvars_get, NULL, NULL},
    {"co_freevars", code_freevars_get, NULL, NULL},
    {"co_code", code_code_get, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
const TypeDef typedef_code = {
    .name = "code",
    .doc = "Create a code object.  Not for mere mortals.",
    .id = TYPE_CODE,
    .base = TYPE_OBJECT,
    .kind = KIND_CODE,
    .flags = TYPEFLAG_NO_NEW | TYPEFLAG_WEAKREFS,
    .size = sizeof(Code),
    .trace = code_trace,
    .methods = code_methods,
    .getset = code_getset,
};

/*
 * quicken.c - how call sites specialise.
 *
 * A fresh CALL looks at its callee and takes the form for it.  A form that meets
 * another callee turns back into CALL, which from then on collects the targets in
 * an array; when it has seen enough it becomes CALL_ANY, which asks nothing and
 * remembers nothing.  What the compiler reads off a site:
 *
 *      payload           the site has called
 *      no object         nothing yet
 *      code, class or    this only
 *        native function
 *      Array             its objects; all items taken means
 *                        megamorphic
 */
#include "vm/quicken.h"

#include <string.h>

#include "bytecode/opcode.h"
#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/type.h"
#include "vm/consumers.h"
#include "vm/interpreter.h"

/* A polymorphic site looks for new targets this many times. */
enum { OBSERVED_CALLS = 64 };

/* What identifies the callee: of functions their code, because closures are made
 * anew all the time. */
static Value call_target(Value callee) {
    return value_is_kind(callee, KIND_FUNCTION)
               ? value_from_object(((Function *)value_as_object(callee))->code) : callee;
}

bool native_is_builtin(Thread *t, const NativeFunction *f) {
    return value_is_undef(f->self) && !f->owner &&
           value_same(dict_get_str(t, t->vm->builtins, str_intern_cstring(t, f->def->name)),
                      value_from_object(f));
}

static bool is_builtin(Thread *t, const NativeFunction *f, const char *name) {
    return strcmp(f->def->name, name) == 0 && native_is_builtin(t, f);
}

typedef struct CallForms {
    Opcode fresh, any, function, native;
} CallForms;
static const CallForms forms_of[] = {
    [CALL_PLAIN] = {OPC_CALL, OPC_CALL_ANY, OPC_CALL_FUNCTION, OPC_CALL_NATIVE},
    [CALL_RECEIVER] = {OPC_CALL_METHOD, OPC_CALL_METHOD_ANY, OPC_CALL_METHOD_FUNCTION,
                       OPC_CALL_METHOD_NATIVE},
    [CALL_ATTRIBUTE] = {OPC_CALL_METHOD, OPC_CALL_METHOD_ANY, OPC_CALL_ATTRIBUTE_FUNCTION,
                        OPC_CALL_ATTRIBUTE_NATIVE},
};

static Opcode native_form(Thread *t, NativeFunction *f, CacheSlot *c, uint32_t nargs, CallKind kind) {
    if (kind == CALL_PLAIN && nargs == 1 && is_builtin(t, f, "next"))
        return OPC_CALL_NEXT;
    const Signature *s = native_signature(t, f);
    if (!s || !s->simple || nargs != s->count || !value_is_undef(f->self) || !f->def->fn ||
        (f->owner != NULL) != (kind == CALL_RECEIVER))
        return forms_of[kind].any;
    c->native = f->def->fn;
    if (kind == CALL_RECEIVER && f->owner == t->vm->types[TYPE_LIST] && strcmp(f->def->name, "append") == 0)
        return OPC_CALL_METHOD_APPEND;
    if (kind == CALL_PLAIN && is_builtin(t, f, "len"))
        return OPC_CALL_LEN;
    if (kind == CALL_PLAIN && is_builtin(t, f, "isinstance"))
        return OPC_CALL_ISINSTANCE;
    return forms_of[kind].native;
}

/* The form for a site's only callee. */
static Opcode form_for(Thread *t, CacheSlot *c, Value callee, uint32_t nargs, CallKind kind) {
    const CallForms *forms = &forms_of[kind];
    c->native = NULL;
    if (!value_is_object(callee))
        return forms->any;
    Consumer consumer = kind == CALL_ATTRIBUTE || nargs != 1u + (kind == CALL_RECEIVER)
                            ? CONSUMER_NONE : consumer_of(t, callee, kind == CALL_RECEIVER);
    if (consumer) {
        c->version = consumer;
        return kind == CALL_RECEIVER ? OPC_CALL_METHOD_CONSUMER : OPC_CALL_CONSUMER;
    }
    Object *o = value_as_object(callee);
    switch (object_kind(o)) {
    case KIND_FUNCTION:
        return function_takes_plainly((Function *)o, nargs) ? forms->function : forms->any;
    case KIND_NATIVE: return native_form(t, (NativeFunction *)o, c, nargs, kind);
    case KIND_TYPE: {
        Function *init = kind == CALL_PLAIN ? type_plain_init(t, (Type *)o) : NULL;
        if (!init || !function_takes_plainly(init, nargs + 1) ||
            ((Type *)o)->version == VERSION_EXHAUSTED)
            return forms->any;
        c->shape = ((Type *)o)->version;
        return OPC_CALL_CLASS;
    }
    default: return forms->any;
    }
}

/* Adds a target to those of a polymorphic site; true when it has seen enough. */
static bool collect(Thread *t, CacheSlot *c, Value target) {
    if (!value_is_kind(c->payload, KIND_ARRAY)) {
        Array *targets = gc_alloc_array(t, CALL_TARGETS_MAX + 1);
        if (!targets) {
            error_clear(t);
            return true;
        }
        targets->items[0] = c->payload;
        c->payload = value_from_object(targets);
        c->native = NULL;
    }
    Array *targets = (Array *)value_as_object(c->payload);
    uint32_t i = 0;
    while (i <= CALL_TARGETS_MAX && value_is_object(targets->items[i]) &&
           !value_same(targets->items[i], target))
        i++;
    if (i > CALL_TARGETS_MAX)
        return true;
    targets->items[i] = target;
    gc_wrote(t, targets);
    return ++c->version >= OBSERVED_CALLS;
}

void quicken_call(Thread *t, Code *code, uint32_t *instruction, CacheSlot *c, Value callee, uint32_t nargs,
                  CallKind kind) {
    const CallForms *forms = &forms_of[kind];
    Value target = call_target(callee);
    Opcode form;
    if (c == (CacheSlot *)code->cache_storage->bytes) { /* the code has run out of slots */
        form = forms->any;
    } else if (!value_is_object(c->payload) || value_same(c->payload, target)) {
        form = form_for(t, c, callee, nargs, kind);
        c->payload = value_is_object(target) ? target : VALUE_UNDEF;
    } else {
        form = collect(t, c, target) ? forms->any : forms->fresh;
    }
    gc_wrote(t, code);
    *instruction = (*instruction & ~0xffu) | form;
}

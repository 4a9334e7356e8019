/*
 * build_calls.c - the graph builder: calls.
 *
 * A callee that is known - a constant, or one function at this site so far - is
 * walked into if it is small, or called directly; its parameters are bound here.
 * Classes with a plain __init__ are an allocation and a call of that.  Some builtins
 * are operations of the graph (build_builtins.c); other natives are called without
 * going through the general rules (build_natives.c).  The rest is a general call.
 */
#include "ir/build_internal.h"

#include "ir/opt.h"
#include "ir/rt.h"
#include "runtime/str_internal.h"
#include "runtime/call.h"
#include "runtime/str.h"
#include "vm/consumers.h"
#include "vm/quicken.h"

/* ---- limits of inlining, in words of bytecode ---- */
enum {
    INLINE_WORDS_MAX = 160,   /* of one callee */
    INLINE_TOTAL_MAX = 1200,  /* of all in one graph */
    INLINE_DEPTH_MAX = 8,
    INLINE_RECURSION_MAX = 2, /* of one code object in itself */
    /* Nodes of what is compiled by itself: to make so much once more for each caller takes
     * longer than many calls.  bench/objects/constraint_solver begins with 69 ms instead of 97,
     * goes on with 25 instead of 30, and takes 16 MB instead of 22; 450 gains nothing more. */
    INLINE_COMPILED_MAX = 1000,
};
enum { DIRECT_ARGUMENTS_MAX = 6 }; /* of calls from compiled to compiled code */

static const char *why_not_inlined(Builder *b, Code *code, bool consumed) {
    if (code_suspends(code) && !consumed)
        return "it is a generator";
    for (Scope *s = b->scope; s && code->handler_count; s = s->caller)
        if (s->consumer || s->drive) /* whose frame, if it is made, is to find what its consumer handles */
            return "it handles exceptions in a generator's frame";
    if (code->file || !code_feedback(code) || !code->seen_globals)
        return "it has hardly run";
    if (code->instruction_count > INLINE_WORDS_MAX)
        return "it is too large";
    if (b->inlined_words + code->instruction_count > INLINE_TOTAL_MAX)
        return "the function has taken in enough";
    if (!consumed && b->host->compiled_size(b->host->data, code) > INLINE_COMPILED_MAX)
        return "its own compiled code is large";
    uint32_t recursions = 0, depth = 0;
    for (Scope *s = b->scope; s; s = s->caller, depth++)
        recursions += s->code == code;
    if (depth > INLINE_DEPTH_MAX)
        return "calls nest too deeply here";
    if (recursions > INLINE_RECURSION_MAX)
        return "it calls itself";
    if (recursions && code->instruction_count > INLINE_WORDS_MAX / 4)
        return "it calls itself and is too large to be unrolled";
    return NULL;
}

const char *build_why_not_driven(Builder *b, Code *code) {
    return code->handler_count ? "it is a generator that handles exceptions" : why_not_inlined(b, code, true);
}

/* ---- what values are ---- */

static IrNode *load_code(Builder *b, IrNode *function) {
    return build_load(b, IR_LOAD_WORD, function, offsetof(Function, code), ALIAS_FUNCTION);
}

static IrNode *word_is(Builder *b, IrNode *word, int64_t constant) {
    IrNode *same = ir_node(b->ir, IR_WORD_CMP, word, ir_const_word(b->ir, constant), NULL);
    same->aux = IR_EQ;
    return build_emit(b, same);
}

static IrNode *is_of_types(Builder *b, IrNode *v, IrTypes types) {
    IrNode *test = ir_node(b->ir, IR_IS_TYPE, v, NULL, NULL);
    test->imm = types;
    return build_emit(b, test);
}
static IrNode *is_function(Builder *b, IrNode *v) { return is_of_types(b, v, IRT_FUNCTION); }

/* ---- calls of functions ---- */

typedef struct Callee {
    IrNode *node;       /* the function object */
    Function *function; /* if it is known, else NULL */
    Code *code;
} Callee;

static IrNode *call_directly(Builder *b, const Callee *callee, IrNode **params) {
    Code *code = callee->code;
    if (code->param_count > DIRECT_ARGUMENTS_MAX || !b->host->callable(b->host->data, code))
        return NULL;
    IrNode *call = ir_node_new(b->ir, IR_CALL_PYTHON, 1 + code->param_count);
    call->imm = (int64_t)(uintptr_t)code;
    call->in[0] = callee->node;
    for (uint32_t k = 0; k < code->param_count; k++)
        call->in[1 + k] = params[k];
    call->types = IRT_ANY & ~IRT_UNDEF;
    return build_call(b, call);
}

/* What an operator results in whose method has returned `result`. */
static IrNode *unless_declined(Builder *b, IrNode *result, IrNode **operands) {
    IrBlock *declined = build_block(b), *join = build_block(b);
    IrNode *other = build_value(b, VALUE_NOT_IMPLEMENTED);
    build_branch(b, build_emit(b, ir_node(b->ir, IR_SAME, result, other, NULL)), declined, join);
    b->block = declined;
    declined->cold = true;
    other = build_rt(b, RT_binary_declined, operands[0], operands[1], ir_const_word(b->ir, b->i.op));
    build_jump(b, join);
    b->block = join;
    return build_phi2(b, join, result, other);
}

Scope *build_inlined_scope(Builder *b, IrNode *function, Function *f, Code *code, uint32_t flags) {
    Scope *caller = b->scope, *s = ir_alloc(b->ir, sizeof *s);
    *s = (Scope){
        .caller = caller, .caller_state = build_call_state(b), .code = code,
        .function = function, .callee = f, .flags = flags,
        .result_register = b->i.a, .call_pc = b->i.pc, .depth = caller->depth + 1,
        .first_register = caller->first_register + caller->code->register_count,
    };
    s->globals = f ? f->globals : code->seen_globals;
    s->builtins = f ? f->builtins : code->seen_builtins;
    b->inlined_words += code->instruction_count;
    b->host->inlined(b->host->data, caller->code, b->i.pc, code);
    return s;
}
static Scope *inlined_scope(Builder *b, const Callee *callee, uint32_t flags) {
    return build_inlined_scope(b, callee->node, callee->function, callee->code, flags);
}

/* The consumer that the next instruction calls, with what the present one makes as its
 * only argument: b->i is then that one; *separator: of join, else NULL. */
static Consumer consumer_behind(Builder *b, IrNode **separator) {
    const Flow *f = b->scope->flow;
    Instruction next;
    if (b->scope->choices || b->i.next >= f->code->instruction_count || f->block_at[b->i.next] != FLOW_NONE)
        return CONSUMER_NONE;
    flow_decode(f->code, b->i.next, &next);
    bool method = next.op == OPC_CALL_METHOD;
    Value callee;
    if ((next.op != OPC_CALL && !method) || next.c != 1 || next.b + 1 + method != b->i.a ||
        !ir_is_const(build_reg(b, next.b), &callee) || !value_is_object(callee))
        return CONSUMER_NONE;
    Consumer consumer = consumer_of(b->t, callee, method);
    *separator = method ? build_reg(b, next.b + 1) : NULL;
    if (!consumer || (method && (!*separator || (*separator)->types & ~IRT_STR)))
        return CONSUMER_NONE;
    b->i = next;
    return consumer;
}

static IrNode *make_generator(Builder *b, const Callee *callee, IrNode **params) {
    const Code *code = callee->code;
    IrNode *call = ir_node_new(b->ir, IR_CALL_VALUES, 1 + code->param_count);
    call->imm = (int64_t)(uintptr_t)rt_new_generator;
    call->aux = code->param_count;
    call->effects = RT_ALLOCATES;
    call->in[0] = callee->node;
    for (uint32_t k = 0; k < code->param_count; k++)
        call->in[1 + k] = params[k];
    /* For want of memory or room the interpreter goes to the handler, if there is one: the
     * generator, which nobody examines here, may yet turn out not to be needed. */
    call->state = build_call_state(b);
    call->reason = DEOPT_EXCEPTION;
    build_emit(b, call);
    build_result(call, code->flags & CODE_GENERATOR ? IRT_GENERATOR
                       : code->flags & CODE_COROUTINE ? IRT_COROUTINE : IRT_OTHER);
    if (code->flags & CODE_GENERATOR)
        build_note_generator(b, call, callee->code, callee->function);
    return call;
}

IrNode *build_own_iterator(Builder *b, IrNode *v) {
    Shape *shapes[CACHE_SHAPES_MAX];
    const IrSite *site = build_site(b);
    if (!build_is_within(build_expected(v, site->left), IRT_INSTANCE) || build_failed(b, DEOPT_SHAPE) ||
        build_seen_shapes(b, v, site, shapes) != 1)
        return NULL;
    Value method = shapes[0]->type->specials[SPECIAL_ITER];
    if (!value_is_kind(method, KIND_FUNCTION))
        return NULL;
    Function *f = (Function *)value_as_object(method);
    if (!code_complete(b->t, f->code) || !(f->code->flags & CODE_GENERATOR) || f->code->param_count != 1 ||
        f->code->arg_count != 1)
        return NULL;
    IrNode *object = build_of_shape(b, v, shapes[0]);
    b->host->function(b->host->data, f);
    Callee callee = {build_value(b, method), f, f->code};
    return make_generator(b, &callee, &object);
}

/* A call that makes a generator for a consumer: both at once.  NULL: it is not one of those. */
static IrNode *consume(Builder *b, const Callee *callee, IrNode **params, bool *done) {
    Instruction present = b->i;
    IrNode *separator, *args[34];
    Consumer consumer = consumer_behind(b, &separator);
    *done = consumer && callee->code->flags & CODE_GENERATOR && callee->code->param_count <= 32 &&
            !why_not_inlined(b, callee->code, true) && build_can_consume(b, callee->code, consumer);
    if (!*done) {
        b->i = present;
        return NULL;
    }
    ir_set_origin(b->ir, b->scope->code, b->i.pc, b->scope->caller_origin);
    b->call_state = NULL;
    for (uint32_t k = 0; k < callee->code->param_count; k++)
        args[k] = params[k];
    args[callee->code->param_count] = build_nothing_taken(b, consumer, separator);
    args[callee->code->param_count + 1] = build_reg(b, b->i.b);
    Scope *s = inlined_scope(b, callee, FRAME_GENERATOR | FRAME_CONSUMED | (uint32_t)consumer << STATE_CONSUMER);
    s->consumer = consumer;
    IrNode *taken = build_scope(b, s, args);
    return taken && b->block ? build_consumed(b, consumer, taken) : NULL;
}

/* Calls a function with its parameters bound; `flags`, `instance` as in IrState.
 * NULL: control does not come back. */
static IrNode *call_function(Builder *b, const Callee *callee, IrNode **params, uint32_t flags, IrNode *instance) {
    Scope *caller = b->scope;
    if (code_suspends(callee->code) && !flags && !instance && !callee->code->file) {
        bool done;
        IrNode *v = consume(b, callee, params, &done);
        return done ? v : make_generator(b, callee, params);
    }
    const char *why = why_not_inlined(b, callee->code, false);
    if (!why) {
        Scope *s = inlined_scope(b, callee, flags);
        s->instance = instance;
        return build_scope(b, s, params);
    }
    b->host->not_inlined(b->host->data, caller->code, b->i.pc, callee->code, why);
    IrNode *result = call_directly(b, callee, params);
    if (!result) { /* more parameters than registers, or not compiled */
        IrNode *call = ir_node_new(b->ir, IR_CALL_VALUES, 1 + callee->code->param_count);
        call->imm = (int64_t)(uintptr_t)rt_call_bound;
        call->aux = callee->code->param_count;
        call->in[0] = callee->node;
        for (uint32_t k = 0; k < callee->code->param_count; k++)
            call->in[1 + k] = params[k];
        call->types = IRT_ANY & ~IRT_UNDEF;
        result = build_call(b, call);
    }
    if (flags & (FRAME_OPERATOR | FRAME_CONDITION) && callee->code->param_count == 2)
        return unless_declined(b, result, params);
    if (!(flags & FRAME_CONSTRUCTOR))
        return result;
    /* Anything but None from __init__ is an error. */
    build_rt(b, RT_check_init, result, NULL, NULL);
    return instance;
}

/* ---- binding of parameters ---- */

static bool bind_keyword(const Code *code, Value name, IrNode *v, IrNode **params) {
    for (uint32_t k = code->posonly_count; k < code->arg_count + code->kwonly_count; k++)
        if (value_same(code->local_names->items[k], name) && !params[k]) {
            params[k] = v;
            return true;
        }
    return false;
}

/* What *args is given. */
static IrNode *rest_of_arguments(Builder *b, IrNode **rest, uint32_t count) {
    return count ? build_new_tuple(b, rest, count) : build_value(b, b->t->vm->empty_tuple);
}

/* Whether so many arguments given by position are bound without a look at the function:
 * nothing is left to defaults. */
static bool takes(const Code *code, uint32_t count) {
    if (code->file || code->kwonly_count || code->flags & CODE_VARKEYWORDS || count > 32)
        return false;
    return code->flags & CODE_VARARGS ? count >= code->arg_count : count == code->arg_count;
}

static void bind_all(Builder *b, const Code *code, IrNode **args, uint32_t count, IrNode **params) {
    for (uint32_t k = 0; k < code->arg_count; k++)
        params[k] = args[k];
    if (code->flags & CODE_VARARGS)
        params[code->arg_count] = rest_of_arguments(b, args + code->arg_count, count - code->arg_count);
}

/* Binds arguments, the last ones named by `names` (or NULL), to the parameters of a
 * known function; false: not that simple. */
static bool bind(Builder *b, Function *f, IrNode **args, uint32_t count, Tuple *names, IrNode **params) {
    Code *code = f->code;
    uint32_t named = names ? (uint32_t)names->length : 0, positional = count - named;
    uint32_t extra = positional > code->arg_count ? positional - code->arg_count : 0;
    if (code->flags & CODE_VARKEYWORDS || code->param_count > 32 || (extra && !(code->flags & CODE_VARARGS)))
        return false;
    for (uint32_t k = 0; k < code->param_count; k++)
        params[k] = k < positional && k < code->arg_count ? args[k] : NULL;
    for (uint32_t k = 0; k < named; k++)
        if (!bind_keyword(code, names->items[k], args[positional + k], params))
            return false;
    uint32_t defaults = f->defaults ? (uint32_t)f->defaults->length : 0;
    for (uint32_t k = 0; k < code->arg_count; k++) {
        if (params[k])
            continue;
        if (k + defaults < code->arg_count)
            return false;
        params[k] = build_value(b, f->defaults->items[k + defaults - code->arg_count]);
    }
    uint32_t named_end = code->arg_count + code->kwonly_count;
    for (uint32_t k = code->arg_count; k < named_end; k++)
        if (!params[k])
            return false;
    if (code->flags & CODE_VARARGS)
        params[named_end] = rest_of_arguments(b, args + code->arg_count, extra);
    return true;
}

/* ---- classes ---- */

static IrNode *allocate(Builder *b, Type *type) {
    IrNode *n;
    if (type->flags & TYPEFLAG_HAS_FINALIZER || type->member_count || type->size > 1024) {
        IrNode *callee = build_object(b, type);
        n = ir_node(b->ir, IR_CALL_VALUES, callee, NULL, NULL);
        n->imm = (int64_t)(uintptr_t)rt_new_instance;
        n->effects = RT_ALLOCATES;
    } else {
        n = ir_node_new(b->ir, IR_ALLOC, 0);
        uint64_t size = (type->size + 15) & ~15ull;
        n->imm = (int64_t)((uint64_t)(uint32_t)(uintptr_t)type->root_shape | (size >> 4) << 32 |
                           (uint64_t)KIND_INSTANCE << 48 | (uint64_t)GC_SUBCLASS << 56);
    }
    n->types = IRT_INSTANCE;
    return build_call(b, n);
}

static IrNode *allocate_exception(Builder *b, Type *type, IrNode **args, uint32_t count) {
    IrNode *n = ir_node_new(b->ir, IR_CALL_VALUES, 1 + count);
    n->imm = (int64_t)(uintptr_t)rt_new_exception;
    n->aux = count;
    n->effects = RT_ALLOCATES;
    n->in[0] = build_object(b, type);
    for (uint32_t k = 0; k < count; k++)
        n->in[1 + k] = args[k];
    return build_result(build_call(b, n), IRT_OTHER);
}

/* BaseException.__init__: what __new__ has done already, if the arguments are the same. */
static IrNode *init_exception(Builder *b, IrNode **args, uint32_t count) {
    const Type *type = build_class_of(b, args[0]);
    if (!type || type->kind != KIND_EXCEPTION)
        return NULL;
    const IrNode *made = opt_strip(args[0]);
    bool done = made->op == IR_CALL_VALUES && made->imm == (int64_t)(uintptr_t)rt_new_exception && made->input_count == count;
    for (uint32_t k = 1; k < count && done; k++)
        done = made->in[k] == args[k];
    if (!done) {
        IrNode *n = ir_node_new(b->ir, IR_CALL_VALUES, count);
        n->imm = (int64_t)(uintptr_t)rt_init_exception;
        n->aux = count;
        n->effects = RT_ALLOCATES | RT_WRITES;
        memcpy(n->in, args, count * sizeof *args);
        build_call(b, n);
    }
    return build_value(b, VALUE_NONE);
}

/* The instance; NULL: control does not come back; *done false: not that simple. */
static IrNode *construct(Builder *b, Type *type, IrNode **args, uint32_t count, Tuple *names, bool *done) {
    *done = false;
    Function *init = type_plain_init(b->t, type);
    bool exception = !init && type_plain_exception(b->t, type, &init);
    if (exception && !init && names)
        return NULL;
    if (exception && !init) {
        *done = true;
        b->host->class_as_such(b->host->data, type);
        return allocate_exception(b, type, args, count);
    }
    if (!init || count + 1 > 32)
        return NULL;
    IrNode *with_self[33], *params[33];
    with_self[0] = build_value(b, VALUE_NONE);
    for (uint32_t k = 0; k < count; k++)
        with_self[k + 1] = args[k];
    if (!bind(b, init, with_self, count + 1, names, params))
        return NULL;
    *done = true;
    b->host->class_as_such(b->host->data, type);
    b->host->function(b->host->data, init);
    uint32_t positional = count - (names ? (uint32_t)names->length : 0);
    IrNode *instance = params[0] = exception ? allocate_exception(b, type, args, positional) : allocate(b, type);
    Callee callee = {build_object(b, init), init, init->code};
    return call_function(b, &callee, params, FRAME_CONSTRUCTOR, instance);
}

/* The same of a class with a __new__ in Python.  What that makes is of the class: then that was
 * all; else, as where its frame has to be left, the general rules for calling classes go on. */
static IrNode *construct_by_new(Builder *b, Type *type, IrNode **args, uint32_t count, Tuple *names, bool *done) {
    Function *new = type_plain_new(b->t, type);
    IrNode *of_class[34], *params[33];
    *done = false;
    if (!new || count + 1 > 32 || code_suspends(new->code) || !code_complete(b->t, new->code))
        return NULL;
    of_class[1] = build_object(b, type);
    for (uint32_t k = 0; k < count; k++)
        of_class[k + 2] = args[k];
    if (!bind(b, new, of_class + 1, count + 1, names, params))
        return NULL;
    *done = true;
    b->host->class_as_such(b->host->data, type);
    b->host->function(b->host->data, new);
    of_class[0] = of_class[1];
    of_class[1] = names ? build_object(b, names) : build_value(b, VALUE_NONE);
    IrNode *call = build_new_tuple(b, of_class, count + 2);
    Callee callee = {build_object(b, new), new, new->code};
    IrNode *object = call_function(b, &callee, params, FRAME_NEW, call), *result;
    if (!object || !b->block)
        return NULL;
    if (object->op == IR_GUARD_SHAPE && build_is_current(b, object) && ((Shape *)(uintptr_t)object->imm)->type == type)
        return object;
    Choice c;
    build_begin_choice(b, &c);
    build_begin_way(b, &c, is_of_types(b, object, IRT_OBJECT));
    IrNode *shape = build_load(b, IR_LOAD_U32, object, 0, ALIAS_SHAPE);
    build_only_if(b, &c, word_is(b, build_load(b, IR_LOAD_WORD, shape, offsetof(Shape, type), ALIAS_CONSTANT),
                                 (int64_t)(uintptr_t)type));
    build_end_way(b, &c, object, NULL);
    IrNode *rest = ir_node(b->ir, IR_CALL_VALUES, call, object, NULL);
    rest->imm = (int64_t)(uintptr_t)rt_call_made;
    build_end_way(b, &c, build_result(build_call(b, rest), IRT_ANY & ~IRT_UNDEF), NULL);
    return build_end_choice(b, &c, &result, NULL) ? result : NULL;
}

/* ---- any call ---- */

static IrNode *call_general(Builder *b, IrNode *callee, IrNode **args, uint32_t count, Tuple *names) {
    uint32_t extra = names ? 2 : 1;
    IrNode *call = ir_node_new(b->ir, IR_CALL_VALUES, extra + count);
    call->imm = (int64_t)(uintptr_t)(names ? rt_call_keywords : rt_call);
    call->aux = count;
    call->in[0] = callee;
    if (names)
        call->in[1] = build_object(b, names);
    for (uint32_t k = 0; k < count; k++)
        call->in[extra + k] = args[k];
    call->types = IRT_ANY & ~IRT_UNDEF;
    return build_call(b, call);
}

/* super() with what it would find in the frame, which here is not there to be looked
 * at: the first argument may be an object that is never made.  NULL: it would fail. */
static IrNode *call_super(Builder *b, IrNode *node) {
    Scope *s = b->scope;
    IrNode *self = s->code->arg_count ? build_reg(b, 0) : NULL;
    if (self && !(self->types & ~IRT_UNDEF))
        return NULL;
    for (uint32_t k = 0; self && k < s->code->free_names->length; k++) {
        if (!value_same(s->code->free_names->items[k], STR_NAME(b->t, __class__)))
            continue;
        self = build_of_types(b, self, IRT_ANY & ~IRT_UNDEF, DEOPT_UNBOUND);
        IrNode *args[2] = {build_load_cell(b, build_closure_cell(b, (int32_t)k)), self};
        if (!(self->types & ~IRT_CELL))
            args[1] = build_load_cell(b, self);
        return call_general(b, node, args, 2, NULL);
    }
    return NULL;
}

/* A call of a known object. */
static IrNode *call_constant(Builder *b, IrNode *node, Object *o, IrNode **args, uint32_t count, Tuple *names) {
    IrNode *params[33];
    switch (object_kind(o)) {
    case KIND_FUNCTION: {
        Function *f = (Function *)o;
        if (count > 32 || !code_complete(b->t, f->code) || !bind(b, f, args, count, names, params))
            break;
        b->host->function(b->host->data, f);
        Callee callee = {node, f, f->code};
        return call_function(b, &callee, params, 0, NULL);
    }
    case KIND_TYPE: {
        bool done;
        IrNode *v = construct(b, (Type *)o, args, count, names, &done);
        if (!done)
            v = construct_by_new(b, (Type *)o, args, count, names, &done);
        if (done)
            return v;
        if ((Type *)o == b->t->vm->types[TYPE_SUPER] && !count && (v = call_super(b, node)))
            return v;
        v = names ? NULL : build_builtin_class(b, node, (Type *)o, args, count);
        if (v)
            return v;
        break;
    }
    case KIND_NATIVE: {
        if (count && ((NativeFunction *)o)->def->raw == str_method_format) {
            IrNode *text = build_str_format(b, args, count, names);
            if (text)
                return text;
        }
        if (names)
            break;
        IrNode *v = NULL;
        if (count && value_same(value_from_object(o), b->t->vm->types[TYPE_BASE_EXCEPTION]->specials[SPECIAL_INIT]))
            v = init_exception(b, args, count);
        if (!v)
            v = build_builtin(b, (NativeFunction *)o, args, count);
        if (!v && !b->block)
            return NULL;
        if (!v)
            v = build_native(b, (NativeFunction *)o, args, count);
        if (v)
            return v;
        break;
    }
    case KIND_METHOD: {
        Method *m = (Method *)o;
        if (!value_is_kind(m->function, KIND_FUNCTION) || count > 30)
            break;
        IrNode *with_self[32] = {build_value(b, m->self)};
        for (uint32_t k = 0; k < count; k++)
            with_self[k + 1] = args[k];
        return call_constant(b, build_value(b, m->function), value_as_object(m->function), with_self, count + 1, names);
    }
    default: break;
    }
    return call_general(b, node, args, count, names);
}

/* ---- callees that are not known ---- */

/* The code objects of functions that the present site has called; 0: it has called other
 * things too, or it is not known. */
static uint32_t site_targets(Builder *b, Code **out) {
    uint32_t slot = b->i.extension >> 16;
    if ((b->i.op != OPC_CALL && b->i.op != OPC_CALL_METHOD) || !slot)
        return 0;
    Value seen = ((CacheSlot *)b->scope->code->cache_storage->bytes)[slot].payload;
    if (value_is_kind(seen, KIND_CODE)) {
        out[0] = (Code *)value_as_object(seen);
        return 1;
    }
    if (!value_is_kind(seen, KIND_ARRAY))
        return 0;
    const Value *items = ((Array *)value_as_object(seen))->items;
    uint32_t count = 0;
    for (; count <= CALL_TARGETS_MAX && value_is_object(items[count]); count++) {
        if (!value_is_kind(items[count], KIND_CODE))
            return 0;
        out[count] = (Code *)value_as_object(items[count]);
    }
    return count;
}

/* Of any callee: functions that are compiled, with just these parameters, are called
 * without leaving machine code. */
static IrNode *call_unknown(Builder *b, IrNode *callee, IrNode **args, uint32_t count) {
    if (count > DIRECT_ARGUMENTS_MAX || !(callee->types & IRT_FUNCTION))
        return call_general(b, callee, args, count, NULL);
    Choice c;
    IrNode *result;
    build_begin_choice(b, &c);
    build_begin_way(b, &c, is_function(b, callee));
    IrNode *takes = build_load(b, IR_LOAD_U32, load_code(b, callee), offsetof(Code, direct_args), ALIAS_OTHER);
    build_only_if(b, &c, word_is(b, takes, count + 1));
    IrNode *call = ir_node_new(b->ir, IR_CALL_FUNCTION, 1 + count);
    call->in[0] = callee;
    for (uint32_t k = 0; k < count; k++)
        call->in[1 + k] = args[k];
    call->types = IRT_ANY & ~IRT_UNDEF;
    build_end_way(b, &c, build_call(b, call), NULL);
    build_end_way(b, &c, call_general(b, callee, args, count, NULL), NULL);
    return build_end_choice(b, &c, &result, NULL) ? result : NULL;
}

/* A bound method of a native type, which the present site has called: made anew for each
 * object.  NULL: it has called something else. */
static NativeFunction *site_native_method(Builder *b) {
    uint32_t slot = b->i.extension >> 16;
    if ((b->i.op != OPC_CALL && b->i.op != OPC_CALL_METHOD) || !slot || build_failed(b, DEOPT_CALLEE))
        return NULL;
    Value seen = ((CacheSlot *)b->scope->code->cache_storage->bytes)[slot].payload;
    if (!value_is_kind(seen, KIND_NATIVE))
        return NULL;
    NativeFunction *f = (NativeFunction *)value_as_object(seen);
    bool bound = f->owner && f->owner->root_shape && value_is_object(f->self) &&
                 object_shape(value_as_object(f->self)) == f->owner->root_shape;
    return bound && object_type(&f->header)->id == TYPE_NATIVE_FUNCTION && native_signature(b->t, f) ? f : NULL;
}

/* The same, of any object of that exact type: `push = stack.append`.  NULL: it is not that
 * simple. */
static IrNode *call_native_method(Builder *b, IrNode *callee, IrNode **args, uint32_t count) {
    NativeFunction *f = site_native_method(b);
    Value method = f ? dict_get_str(b->t, f->owner->dict, str_intern_cstring(b->t, f->def->name)) : VALUE_UNDEF;
    if (!value_is_kind(method, KIND_NATIVE) || count > 30)
        return NULL;
    NativeFunction *unbound = (NativeFunction *)value_as_object(method);
    if (unbound->def != f->def || object_type(&unbound->header)->id != TYPE_METHOD_DESCRIPTOR)
        return NULL;
    callee = build_of_shape(b, callee, object_shape(&f->header));
    IrNode *def = build_load(b, IR_LOAD_WORD, callee, offsetof(NativeFunction, def), ALIAS_CONSTANT);
    IrNode *same = word_is(b, def, (int64_t)(uintptr_t)f->def);
    build_guard(b, ir_node(b->ir, IR_GUARD_TRUE, same, NULL, NULL), DEOPT_CALLEE);
    IrNode *with_self[32] = {build_load(b, IR_LOAD, callee, offsetof(NativeFunction, self), ALIAS_CONSTANT)};
    with_self[0] = build_of_shape(b, with_self[0], f->owner->root_shape);
    for (uint32_t k = 0; k < count; k++)
        with_self[k + 1] = args[k];
    return call_constant(b, build_object(b, unbound), &unbound->header, with_self, count + 1, NULL);
}

/* The code that a function made in the graph was made with, or NULL. */
static Code *made_with(Builder *b, const IrNode *function) {
    while (function->op == IR_GUARD_TYPE)
        function = function->in[0];
    Value code;
    if (function->op == IR_GUARD_CODE)
        return (Code *)(uintptr_t)function->imm;
    bool made = function->op == IR_CALL_VALUES && function->imm == (int64_t)(uintptr_t)rt_make_function &&
                ir_is_const(function->in[1], &code) && code_complete(b->t, (Code *)value_as_object(code));
    return made ? (Code *)value_as_object(code) : NULL;
}

static IrNode *guard_code(Builder *b, IrNode *callee, Code *code, DeoptReason reason) {
    if (callee->op == IR_GUARD_CODE && callee->imm == (int64_t)(uintptr_t)code)
        return callee;
    IrNode *g = ir_node(b->ir, IR_GUARD_CODE, callee, NULL, NULL);
    g->imm = (int64_t)(uintptr_t)code;
    g->types = IRT_FUNCTION;
    g->alias = ALIAS_FUNCTION;
    build_guard(b, g, reason);
    build_refine(b, callee, g);
    return g;
}

IrNode *build_of_its_code(Builder *b, IrNode *function, DeoptReason reason) {
    Code *code = made_with(b, function);
    return code ? guard_code(b, function, code, reason) : function;
}

/* A callee that has been one of some functions, told apart by their code: closures are
 * made anew all the time. */
static IrNode *call_by_code(Builder *b, IrNode *callee, IrNode **args, uint32_t count) {
    Code *codes[CALL_TARGETS_MAX + 1];
    uint32_t seen = site_targets(b, codes), known = 0;
    bool failed = build_failed(b, DEOPT_CALLEE);
    for (uint32_t k = 0; k < seen; k++)
        if (takes(codes[k], count))
            codes[known++] = codes[k];
    Code *made = failed ? NULL : made_with(b, callee);
    IrNode *params[33];
    if (made && takes(made, count)) {
        codes[0] = made;
        seen = known = 1;
    }
    if (seen == 1 && known == 1 && !failed) {
        IrNode *g = guard_code(b, callee, codes[0], DEOPT_CALLEE);
        bind_all(b, codes[0], args, count, params);
        return call_function(b, &(Callee){g, NULL, codes[0]}, params, 0, NULL);
    }
    if (!known || seen > CALL_TARGETS_MAX)
        return call_unknown(b, callee, args, count);
    Choice c;
    IrNode *result;
    build_begin_choice(b, &c);
    for (uint32_t k = 0; k < known; k++) {
        if (why_not_inlined(b, codes[k], false))
            continue;
        build_begin_way(b, &c, is_function(b, callee));
        build_only_if(b, &c, word_is(b, load_code(b, callee), (int64_t)(uintptr_t)codes[k]));
        IrNode *pin = ir_node(b->ir, IR_GUARD_CODE, callee, NULL, NULL);
        pin->imm = (int64_t)(uintptr_t)codes[k];
        pin->types = IRT_FUNCTION;
        pin->alias = ALIAS_FUNCTION;
        pin->nowrap = true;
        build_emit(b, pin);
        bind_all(b, codes[k], args, count, params);
        build_end_way(b, &c, call_function(b, &(Callee){pin, NULL, codes[k]}, params, 0, NULL), NULL);
    }
    build_end_way(b, &c, call_unknown(b, callee, args, count), NULL);
    return build_end_choice(b, &c, &result, NULL) ? result : NULL;
}

/* A callee that is one of several constants, told apart by identity, or something else. */
static IrNode *call_one_of(Builder *b, IrNode *phi, IrNode **args, uint32_t count, Tuple *names) {
    IrNode *constants[CHOICE_MAX], *result;
    uint32_t known = 0;
    bool others = false;
    for (uint32_t k = 0; k < phi->input_count; k++) {
        Value v;
        bool is_new = ir_is_const(phi->in[k], &v) && value_is_object(v);
        others |= !is_new;
        for (uint32_t j = 0; j < known; j++)
            is_new &= constants[j] != phi->in[k];
        if (is_new)
            constants[known++] = phi->in[k];
    }
    Choice c;
    build_begin_choice(b, &c);
    for (uint32_t k = 0; k < known; k++) {
        if (others || k + 1 < known)
            build_begin_way(b, &c, build_emit(b, ir_node(b->ir, IR_SAME, phi, constants[k], NULL)));
        Object *o = value_as_object((Value){(uint64_t)constants[k]->imm});
        build_end_way(b, &c, call_constant(b, constants[k], o, args, count, names), NULL);
    }
    if (others)
        build_end_way(b, &c, names ? call_general(b, phi, args, count, names) : call_unknown(b, phi, args, count), NULL);
    return build_end_choice(b, &c, &result, NULL) ? result : NULL;
}

static bool has_constants(const IrNode *n) {
    Value v;
    if (n->op != IR_PHI || n->input_count >= CHOICE_MAX)
        return false;
    for (uint32_t k = 0; k < n->input_count; k++)
        if (ir_is_const(n->in[k], &v) && value_is_object(v))
            return true;
    return false;
}

static IrNode *call_any(Builder *b, IrNode *callee, IrNode **args, uint32_t count, Tuple *names) {
    Value v;
    if (ir_is_const(callee, &v) && value_is_object(v)) {
        if (!value_is_kind(v, KIND_FUNCTION))
            ir_set_origin_callee(b->ir, v);
        return call_constant(b, callee, value_as_object(v), args, count, names);
    }
    IrNode *with_self[32], *function = count < 31 ? build_bound_function(b, callee, &with_self[0]) : NULL;
    if (function) {
        for (uint32_t k = 0; k < count; k++)
            with_self[k + 1] = args[k];
        return call_any(b, function, with_self, count + 1, names);
    }
    if (has_constants(callee))
        return call_one_of(b, callee, args, count, names);
    if (names)
        return call_general(b, callee, args, count, names);
    IrNode *result = call_native_method(b, callee, args, count);
    return result ? result : call_by_code(b, callee, args, count);
}

IrNode *build_call_values(Builder *b, IrNode *callee, IrNode **args, uint32_t count, uint32_t flags, IrNode *instance) {
    Value v;
    if (flags && ir_is_const(callee, &v) && value_is_kind(v, KIND_FUNCTION)) {
        Function *f = (Function *)value_as_object(v);
        IrNode *params[33];
        if (f->code->flags & CODE_VARARGS || !bind(b, f, args, count, NULL, params))
            return NULL;
        b->host->function(b->host->data, f);
        Callee known = {callee, f, f->code};
        return call_function(b, &known, params, flags, instance);
    }
    return call_any(b, callee, args, count, NULL);
}

/* ---- f(*args) ---- */

/* The items of a tuple that is a constant or made in the graph; false: it is not known. */
static bool known_items(Builder *b, IrNode *tuple, IrNode **items, uint32_t *count) {
    Value v;
    while (tuple->op == IR_GUARD_TYPE)
        tuple = tuple->in[0];
    const Tuple *constant = ir_is_const(tuple, &v) && value_is_exact(v, KIND_TUPLE) ? value_as_tuple(v) : NULL;
    IrNode *length = constant ? build_int(b, (int64_t)constant->length)
                              : build_known_field(b, tuple, offsetof(Tuple, length));
    if (!length || tuple->types != IRT_TUPLE || !ir_is_const(length, &v) || value_as_int(v) > 30)
        return false;
    *count = (uint32_t)value_as_int(v);
    for (uint32_t k = 0; k < *count; k++) {
        items[k] = constant ? build_value(b, constant->items[k])
                            : build_known_field(b, tuple, offsetof(Tuple, items) + 8 * k);
        if (!items[k])
            return false;
    }
    return true;
}

static IrNode *call_unpacked_general(Builder *b, IrNode *callee, IrNode *args, IrNode *names) {
    IrNode *call = ir_node(b->ir, IR_CALL_VALUES, callee, args, names);
    call->imm = (int64_t)(uintptr_t)rt_call_extended;
    call->types = IRT_ANY & ~IRT_UNDEF;
    return build_call(b, call);
}

/* A known function that takes so many arguments, with those of a tuple if it has as many. */
static IrNode *call_with_items(Builder *b, IrNode *callee, uint32_t count, IrNode *args, IrNode *names) {
    Choice c;
    IrNode *items[32], *result;
    build_begin_choice(b, &c);
    IrNode *test = ir_node(b->ir, IR_IS_TYPE, args, NULL, NULL);
    test->imm = IRT_TUPLE;
    build_begin_way(b, &c, build_emit(b, test));
    IrNode *tuple = ir_node(b->ir, IR_GUARD_TYPE, args, NULL, NULL);
    tuple->imm = tuple->types = IRT_TUPLE;
    tuple->nowrap = true;
    build_emit(b, tuple);
    IrNode *length = build_load(b, IR_LOAD_SIZE, tuple, offsetof(Tuple, length), ALIAS_CONSTANT);
    IrNode *fits = ir_node(b->ir, IR_INT_CMP, length, build_int(b, count), NULL);
    fits->aux = IR_EQ;
    build_only_if(b, &c, build_emit(b, fits));
    for (uint32_t k = 0; k < count; k++) {
        items[k] = build_load(b, IR_LOAD, tuple, (int64_t)(offsetof(Tuple, items) + 8 * k), ALIAS_CONSTANT);
        items[k]->types = IRT_ANY & ~IRT_UNDEF;
    }
    build_end_way(b, &c, call_any(b, callee, items, count, NULL), NULL);
    build_end_way(b, &c, call_unpacked_general(b, callee, args, names), NULL);
    return build_end_choice(b, &c, &result, NULL) ? result : NULL;
}

/* The number of arguments that a callee is sure to take, of which the code is known; or 0. */
static uint32_t wanted_arguments(Builder *b, const IrNode *callee) {
    Value v;
    const Code *code = ir_is_const(callee, &v) && value_is_kind(v, KIND_FUNCTION)
                           ? ((Function *)value_as_object(v))->code : made_with(b, callee);
    return code && takes(code, code->arg_count) && !(code->flags & CODE_VARARGS) && code->arg_count <= 30
               ? code->arg_count : 0;
}

static IrNode *call_unpacked(Builder *b, IrNode *callee, IrNode *args, IrNode *names) {
    IrNode *items[32];
    uint32_t count;
    if (names->types == IRT_UNDEF) {
        if (known_items(b, args, items, &count))
            return call_any(b, callee, items, count, NULL);
        count = wanted_arguments(b, callee);
        if (count && args->types & IRT_TUPLE)
            return call_with_items(b, callee, count, args, names);
    }
    return call_unpacked_general(b, callee, args, names);
}

/* ---- instructions ---- */

static void set_result(Builder *b, IrNode *v) {
    if (v && b->block)
        build_set(b, b->i.a, v);
    else
        b->block = NULL;
}

static void call_plain(Builder *b, Tuple *names) {
    Instruction i = b->i;
    IrNode **args = ir_alloc(b->ir, i.c * sizeof(IrNode *));
    for (uint32_t k = 0; k < i.c; k++)
        args[k] = build_reg(b, i.b + 1 + k);
    set_result(b, call_any(b, build_reg(b, i.b), args, i.c, names));
}

static void call_receiver(Builder *b, Tuple *names) {
    Instruction i = b->i;
    IrNode **args = ir_alloc(b->ir, (i.c + 1ul) * sizeof(IrNode *));
    IrNode *receiver = build_reg(b, i.b + 1), *callee = build_reg(b, i.b);
    for (uint32_t k = 0; k < i.c; k++)
        args[k + 1] = build_reg(b, i.b + 2 + k);
    args[0] = receiver;
    if (!(receiver->types & ~IRT_UNDEF)) {
        set_result(b, call_any(b, callee, args + 1, i.c, names));
        return;
    }
    if (!(receiver->types & IRT_UNDEF)) {
        set_result(b, call_any(b, callee, args, i.c + 1, names));
        return;
    }
    /* LOAD_METHOD will tell. */
    Choice c;
    IrNode *unbound = build_emit(b, ir_node(b->ir, IR_SAME, receiver, build_value(b, VALUE_UNDEF), NULL)), *result;
    build_begin_choice(b, &c);
    build_begin_way(b, &c, build_emit(b, ir_node(b->ir, IR_NOT, unbound, NULL, NULL)));
    args[0] = ir_node(b->ir, IR_GUARD_TYPE, receiver, NULL, NULL);
    args[0]->imm = args[0]->types = receiver->types & ~IRT_UNDEF;
    args[0]->nowrap = true;
    build_emit(b, args[0]);
    build_end_way(b, &c, call_any(b, callee, args, i.c + 1, names), NULL);
    build_end_way(b, &c, names ? call_general(b, callee, args + 1, i.c, names) : call_unknown(b, callee, args + 1, i.c), NULL);
    set_result(b, build_end_choice(b, &c, &result, NULL) ? result : NULL);
}

/* Whether the call takes it and the receiver as they are. */
static bool is_method_of_super(Value v) {
    return value_is_kind(v, KIND_FUNCTION) ||
           (value_is_kind(v, KIND_NATIVE) && object_type(value_as_object(v))->id != TYPE_METHOD_DESCRIPTOR);
}

/* super().name where the cache knows it; else the instructions that follow do it. */
static void load_super(Builder *b) {
    Instruction i = b->i;
    Scope *s = b->scope;
    const CacheSlot *c = &((CacheSlot *)s->code->cache_storage->bytes)[i.extension >> 16];
    IrNode *super = build_reg(b, i.a), *self = build_reg(b, 0);
    Value known;
    if (!(i.extension >> 16) || !self || value_is_undef(c->payload) || !c->shape || c->version & 1 ||
        i.op != OPC_LOAD_SUPER_METHOD || !is_method_of_super(c->payload) ||
        !ir_is_const(super, &known) || !value_same(known, value_from_object(b->t->vm->types[TYPE_SUPER])) ||
        build_failed(b, DEOPT_SHAPE))
        return;
    Shape *shape = shape_of_version(b->t->vm, c->shape);
    if (!shape || !s->callee || self->types & IRT_CELL)
        return;
    Value cls = ((Cell *)value_as_object(s->callee->closure->items[i.b]))->value;
    if (!value_is_kind(cls, KIND_TYPE) || ((Type *)value_as_object(cls))->version != c->version >> 1)
        return;
    /* Programs can put another class into the cell. */
    IrNode *cell = build_value(b, s->callee->closure->items[i.b]);
    cell->types = IRT_CELL;
    IrNode *same = ir_node(b->ir, IR_GUARD_IS, build_load(b, IR_LOAD, cell, offsetof(Cell, value), ALIAS_CELL), NULL, NULL);
    same->imm = (int64_t)cls.bits;
    same->types = IRT_TYPE;
    build_guard(b, same, DEOPT_SHAPE);
    IrNode *object = build_of_shape(b, self, shape);
    b->host->type(b->host->data, (Type *)value_as_object(cls));
    build_set(b, i.a, build_value(b, c->payload));
    build_set(b, i.a + 1, object);
    build_goto(b, i.next + SUPER_GENERAL_WORDS);
}

bool build_calls(Builder *b) {
    Instruction *i = &b->i;
    switch (i->op) {
    case OPC_CALL: call_plain(b, NULL); return true;
    case OPC_CALL_METHOD: call_receiver(b, NULL); return true;
    case OPC_CALL_KW: call_plain(b, value_as_tuple(b->scope->code->consts->items[i->extension])); return true;
    case OPC_CALL_METHOD_KW: call_receiver(b, value_as_tuple(b->scope->code->consts->items[i->extension])); return true;
    case OPC_CALL_EX:
        set_result(b, call_unpacked(b, build_reg(b, i->b), build_reg(b, i->b + 1), build_reg(b, i->b + 2)));
        return true;
    case OPC_LOAD_SUPER_METHOD:
    case OPC_LOAD_SUPER_ATTR: load_super(b); return true;
    default: return false;
    }
}

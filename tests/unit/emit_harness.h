/*
 * emit_harness.h - what the tests of the code generator share: compiling graphs
 * written as text, running them, and saying in words what exits say.
 *
 * What compiled code calls back is defined here, so that nothing but the generator is
 * under test.
 */
#ifndef TAU_TESTS_EMIT_HARNESS_H
#define TAU_TESTS_EMIT_HARNESS_H

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "front/compile.h"
#include "ir/pipeline.h"
#include "ir/rt.h"
#include "ir/text.h"
#include "ir/verify.h"
#include "jit/backend.h"
#include "runtime/float.h"
#include "runtime/frame.h"
#include "runtime/native.h"

static int failures;

static CodeMemory *memory;
static BackendStubs stubs;

/* ---- compiling ------------------------------------------------------------------------- */

typedef struct Compiled {
    CompiledCode code;
    Arena arena;
    Ir *ir;
    const char *text;
} Compiled;

static Compiled *now; /* what is running */
enum { FIRST_SAFEPOINT = 1000 };

static void fail(Compiled *c, const char *what, const char *got, const char *wanted) {
    if (++failures > 20)
        return;
    printf("FAIL %s: got %s, expected %s, of\n%s\n", what, got, wanted, c->text);
}

static Raw *instructions;
static Value native_sum(Thread *t, Value *in, uint64_t count);

/* What a text cannot say: where the bytecode is, and the address of a C function. */
static void complete(Ir *ir) {
    ir->code->instructions = instructions;
    ir->code->arg_count = ir->code->param_count;
    for (IrSymbol *s = ir->symbols; s; s = s->next)
        if (s->kind == SYMBOL_CODE)
            ((Code *)(uintptr_t)s->address)->instructions = instructions;
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->first; n; n = n->next)
            if (n->op == IR_CALL_VALUES)
                n->imm = (int64_t)(uintptr_t)native_sum;
}

static bool optimizing; /* graphs go through the passes first */

static bool compile(Thread *t, Compiled *c, const char *text, uint64_t seed, uint32_t *stress, uint32_t every) {
    char message[200] = "";
    memset(c, 0, sizeof *c);
    arena_init(&c->arena);
    c->text = text;
    c->ir = ir_read(t, &c->arena, text, message, sizeof message);
    if (!c->ir || !ir_check(c->ir, message, sizeof message)) {
        printf("FAIL %s in\n%s", message, text);
        failures++;
        return false;
    }
    if (setjmp(c->ir->give_up)) {
        printf("FAIL gave up:\n%s", text);
        failures++;
        return false;
    }
    complete(c->ir);
    c->ir->stress_counter = stress;
    c->ir->stress_every = every;
    ir_analyze(c->ir);
    if (optimizing)
        ir_optimize(c->ir, NULL);
    backend_prepare(c->ir);
    RaAllocation *ra = ra_allocate(c->ir, &backend_target, seed);
    ra_verify(c->ir, &backend_target, ra);
    c->code.first_safepoint = FIRST_SAFEPOINT;
    c->code.code = c->ir->code;
    if (!backend_emit(c->ir, ra, &stubs, memory, &c->code)) {
        printf("FAIL not emitted:\n%s", text);
        failures++;
        return false;
    }
    return true;
}

static void discard(Compiled *c) {
    if (c->code.memory)
        code_memory_release(memory, c->code.memory);
    free(c->code.exits);
    free(c->code.frames);
    free(c->code.values);
    free(c->code.virtuals);
    free(c->code.fields);
    arena_free_all(&c->arena);
}

/* ---- running ------------------------------------------------------------------------------ */

static char left[1000]; /* what the last exit, or the last look at frames, said */
static uint32_t exits_taken;

static void put(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void put(const char *format, ...) {
    size_t length = strlen(left);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(left + length, sizeof left - length, format, arguments);
    va_end(arguments);
}

static void put_double(double d) {
    if (d != d)
        put("nan");
    else
        put("%.12g%s", d, fabs(d) < 1e9 && d == (double)(int)d ? ".0" : "");
}

static void put_value(Value v);

/* An instance of five words, as the exits write one that was not allocated. */
static bool put_instance(Value v) {
    if (!value_is_kind(v, KIND_INSTANCE) || value_as_object(v)->granules != 3)
        return false;
    const Value *words = (const Value *)value_as_object(v) + 1;
    for (int i = 0; i < 5; i++) {
        put("%s%d=", i ? " " : "{", 8 * (i + 1));
        put_value(words[i]);
    }
    put("}");
    return true;
}

static void put_value(Value v) {
    if (put_instance(v))
        return;
    if (value_is_int(v))
        put("%ld", (long)value_as_int(v));
    else if (value_is_any_float(v))
        put_double(float_as_double(v));
    else if (value_is_bool(v))
        put("%s", value_is_true(v) ? "True" : "False");
    else if (value_is_none(v))
        put("None");
    else if (value_is_undef(v))
        put("UNDEF");
    else if (value_is_object(v))
        put("object");
    else
        put("constant %u", value_constant_index(v));
}

static void put_exit_value(const SavedRegisters *saved, const char *base, ExitValue v) {
    const CompiledCode *code = &now->code;
    const char *slot = base + code->slots_offset + 8 * (int64_t)v.number;
    switch ((ExitValueKind)v.kind) {
    case EXIT_DEAD: put("-"); break;
    case EXIT_CONSTANT: put_value(v.constant); break;
    case EXIT_CONSTANT_FLOAT: {
        double d;
        memcpy(&d, &v.constant, sizeof d);
        put_double(d);
        break;
    }
    case EXIT_GPR: put_value((Value){saved->gpr[v.number]}); break;
    case EXIT_SLOT: put_value(*(const Value *)slot); break;
    case EXIT_XMM_FLOAT: put_double(saved->xmm[v.number]); break;
    case EXIT_SLOT_FLOAT: put_double(*(const double *)slot); break;
    case EXIT_GPR_BOOL: put("%s", saved->gpr[v.number] ? "True" : "False"); break;
    case EXIT_SLOT_BOOL: put("%s", *(const uint64_t *)slot ? "True" : "False"); break;
    case EXIT_VIRTUAL: {
        const ExitVirtual *virtual = &code->virtuals[v.number];
        put("{");
        for (uint32_t i = 0; i < virtual->field_count; i++) {
            const ExitField *field = &code->fields[virtual->first_field + i];
            put("%s%u%s=", i ? " " : "", field->offset, field->form == FIELD_SIZE ? " size" : field->form == FIELD_DOUBLE ? " double" : "");
            put_exit_value(saved, base, field->value);
        }
        put("}");
        break;
    }
    }
}

static void put_exit(const SavedRegisters *saved, const char *base, uint64_t number) {
    const Exit *exit = &now->code.exits[number - FIRST_SAFEPOINT];
    left[0] = 0;
    for (const char *c = ir_deopt_names[exit->reason]; *c; c++)
        put("%c", tolower(*c));
    put("%s", exit->raises ? " raises" : "");
    for (uint32_t i = 0; i < exit->frame_count; i++) {
        const ExitFrame *frame = &now->code.frames[exit->first_frame + i];
        put(" | pc %u:", frame->pc);
        for (uint32_t k = 0; k < frame->value_count; k++) {
            put(" ");
            put_exit_value(saved, base, now->code.values[frame->first_value + k]);
        }
    }
}

Value jit_exit(Thread *t, SavedRegisters *saved, uint64_t exit, Frame *frame) {
    exits_taken++;
    put_exit(saved, frame->machine, exit);
    if (frame != t->frames)
        put(" of another frame");
    return VALUE_STOP;
}

Value jit_leave(Thread *t, uint64_t exit, Frame *frame) { return jit_exit(t, NULL, exit, frame); }

/* The frames that a call may see, with their registers. */
static void look(Thread *t) {
    Frame *f = t->frames;
    const char *base = f->machine;
    put_exit(NULL, base, f->safepoint);
    for (f++; f <= t->frame; f++)
        if (f->flags == (FRAME_COMPILED | FRAME_INLINED | FRAME_BARE))
            put(" + bare");
        else
            put(" + flags %u registers %ld function %s code %s", f->flags,
            (long)(f->registers - t->frames->registers), f->function ? "yes" : "no",
            f->code->instructions == instructions ? "yes" : "no");
}

static bool fail_calls;
static bool silent; /* callees look at nothing, but fail now and then */
static int calls;

Value jit_interpret(Thread *t, Value function, Value *args) {
    calls++;
    look(t);
    return fail_calls ? VALUE_ERROR : value_from_int(value_as_int(args[0]) * 10 + value_as_int(args[1]));
}

Value jit_resume(Thread *t, Value generator, Value sent) {
    look(t);
    return fail_calls ? VALUE_ERROR : sent;
}

int64_t jit_str_char(Thread *t, Value s, Value index) { return -1; }
Value jit_box_float(Thread *t, double d) { return float_from_double_slow(t, d); }
void *jit_alloc(Thread *t, uint64_t header) {
    calls++;
    size_t size = (size_t)(header >> 32 & 0xffff) * 16;
    uint64_t *o = gc_alloc_slow(t, size, (Kind)(header >> 48), (Shape *)(uintptr_t)(uint32_t)header);
    return fail_calls ? NULL : o;
}
void jit_wrote(Thread *t, Object *owner) { owner->gc &= (uint8_t)~GC_UNLOGGED; }
void jit_wrote_element(Thread *t, Array *array, uint64_t index) {
    array->header.gc &= (uint8_t)~GC_UNLOGGED;
    array->items[0] = value_from_int((int64_t)index);
}

/* An object that others know, and that some callees change. */
static struct { _Alignas(16) Object header; Value words[5]; } shared;

static Value native_sum(Thread *t, Value *in, uint64_t count) {
    int64_t sum = 0;
    for (uint64_t i = 0; i < count; i++)
        sum += value_as_int(in[i]) >> 3;
    if (silent && (sum & 7) == 3)
        shared.words[0] = value_from_int(sum & 0xff);
    if (silent)
        return sum % 17 == 1 ? VALUE_ERROR : value_from_int(sum);
    look(t);
    sum = 0;
    for (uint64_t i = 0; i < count; i++)
        sum += value_as_int(in[i]);
    return fail_calls ? VALUE_ERROR : value_from_int(sum);
}

static Value test_binary(Thread *t, Value a, Value b, int64_t opcode) {
    if (silent)
        return (a.bits ^ b.bits) % 13 == 4 ? VALUE_ERROR : value_from_int((value_as_int(a) ^ value_as_int(b)) >> 1);
    look(t);
    return fail_calls ? VALUE_ERROR : value_from_int(value_as_int(a) * value_as_int(b) + opcode);
}
static int64_t test_truth(Thread *t, Value v) { return fail_calls ? -1 : value_is_true(v); }
static double test_float_mod(Thread *t, double a, double b) { return a - b; }
void *const rt_functions[RT_COUNT] = {
    [RT_binary] = (void *)test_binary,
    [RT_truth] = (void *)test_truth,
    [RT_float_mod] = (void *)test_float_mod,
};

static Value run(Thread *t, Compiled *c, const Value *args, uint32_t count) {
    Frame *frame = t->frames;
    memset(frame, 0xee, 8 * sizeof *frame);
    frame->function = (Function *)0x1230;
    frame->registers = t->stack;
    frame->flags = FRAME_COMPILED;
    frame->code = c->ir->code;
    for (uint32_t i = 0; i < count; i++)
        t->stack[i] = args[i];
    t->frame = frame;
    left[0] = 0;
    now = c;
    Value result = stubs.enter(t, frame, c->code.frame_entry);
    t->frame = NULL;
    return result;
}

/* ---- operations on two ints --------------------------------------------------------------------- */

typedef __int128 Wide;

static Wide floor_divide(Wide a, Wide b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }

/* False: leaves. */
static bool int_operation(IrOp op, int64_t a, int64_t b, int64_t *out) {
    Wide r = 0;
    switch (op) {
    case IR_INT_ADD: r = (Wide)a + b; break;
    case IR_INT_SUB: r = (Wide)a - b; break;
    case IR_INT_MUL: r = (Wide)a * b; break;
    case IR_INT_FLOORDIV:
        if (!b) return false;
        r = floor_divide(a, b);
        break;
    case IR_INT_MOD:
        if (!b) return false;
        r = a - floor_divide(a, b) * b;
        break;
    case IR_INT_SHL:
        if (b < 0 || b > 60) return false;
        r = (Wide)a << b;
        break;
    case IR_INT_SHR:
        if (b < 0) return false;
        r = b > 63 ? (a < 0 ? -1 : 0) : a >> b;
        break;
    case IR_INT_AND: r = a & b; break;
    case IR_INT_OR: r = a | b; break;
    case IR_INT_XOR: r = a ^ b; break;
    case IR_INT_INDEX: r = a >= 0 ? a : (Wide)a + b; break;
    default: abort();
    }
    *out = (int64_t)r;
    return r == (int64_t)r && int_fits_small((int64_t)r);
}

#endif

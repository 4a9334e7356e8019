/*
 * fold_words.c - ints of which only 64 bits count: hashes, checksums, generators of random
 * numbers.
 *
 * x * a + c of ints that may be big is a call of rt_int_operation for each operator.  What
 * `% 2**64` or `& mask` leave of it depends on the low 64 bits of the inputs only, so it is
 * computed on raw words, from the mask back through sums, products and the like to where
 * the words come from (LOW_WORD); the calls in between lose their users.  The result is an
 * int again by BOX_WORD, or WORD_TO_INT if it is small for certain; an operation on such
 * ints which keeps within 64 bits, such as x >> 7 or x ^ y, goes on with the words.
 *
 * (Demanded bits, as in opt_wrap.c and in LLVM's pass of that name.)
 */
#include "bytecode/opcode.h"
#include "ir/fold.h"
#include "ir/rt.h"
#include "runtime/int.h"

enum { DEPTH = 6, SMALL_BITS = 61, WORD_BITS = 64 };

static bool unsigned_constant(const IrNode *n, uint64_t *out) {
    Value v;
    if (!ir_is_const(n, &v))
        return false;
    if (value_is_int(v)) {
        *out = (uint64_t)value_as_int(v);
        return value_as_int(v) >= 0;
    }
    if (!(n->types & IRT_BIGINT))
        return false;
    const BigInt *big = (const BigInt *)value_as_object(v);
    *out = big->limbs[0];
    return big->size == 1;
}

bool fold_is_int_operation(const IrNode *n, Opcode *op) {
    *op = (Opcode)n->aux;
    return n->op == IR_CALL_VALUES && n->imm == (int64_t)(uintptr_t)rt_int_operation;
}

/* The mask that x & mask, or x % 2**k, applies to the first input. */
static bool mask_of(Opcode op, const IrNode *second, uint64_t *mask) {
    Value v;
    if (op == OPC_AND)
        return unsigned_constant(second, mask);
    if (op != OPC_MOD)
        return false;
    if (unsigned_constant(second, mask)) {
        bool power = *mask && !(*mask & (*mask - 1));
        *mask -= 1;
        return power;
    }
    *mask = ~(uint64_t)0;
    if (!ir_is_const(second, &v) || !(second->types & IRT_BIGINT))
        return false;
    const BigInt *big = (const BigInt *)value_as_object(v);
    return big->size == 2 && big->limbs[0] == 0 && big->limbs[1] == 1;
}

static bool shift_count(const IrNode *n, int64_t *count) {
    Value v;
    if (!ir_is_const(n, &v) || !value_is_int(v))
        return false;
    *count = value_as_int(v);
    return *count >= 0 && *count < WORD_BITS;
}

/* ---- words ---- */

static IrNode *put(const FoldContext *c, IrNode *at, IrNode *n) {
    (void)c;
    ir_insert_before(at, n);
    return n;
}

static IrNode *word_operation(const FoldContext *c, IrNode *at, IrOp op, IrNode *x, IrNode *y) {
    return put(c, at, ir_node(c->ir, op, x, y, NULL));
}

static IrNode *shift(const FoldContext *c, IrNode *at, IrOp op, IrNode *x, int64_t count) {
    if (!count)
        return x;
    IrNode *n = ir_node(c->ir, op, x, NULL, NULL);
    n->imm = count;
    return put(c, at, n);
}

/* The operation on words that gives the low bits of what this one gives. */
static IrOp modular(Opcode op) {
    switch (op) {
    case OPC_ADD: return IR_WORD_ADD;
    case OPC_SUB: return IR_WORD_SUB;
    case OPC_MUL: return IR_WORD_MUL;
    case OPC_AND: return IR_WORD_AND;
    case OPC_OR: return IR_WORD_OR;
    case OPC_XOR: return IR_WORD_XOR;
    default: return IR_OP_COUNT;
    }
}

/* The low 64 bits of an int, without LOW_WORD; NULL: it takes that. */
static IrNode *known_low_word(const FoldContext *c, IrNode *at, IrNode *x, int depth);

static IrNode *low_word(const FoldContext *c, IrNode *at, IrNode *x, int depth) {
    IrNode *w = known_low_word(c, at, x, depth);
    return w ? w : put(c, at, ir_node(c->ir, IR_LOW_WORD, x, NULL, NULL));
}

static IrNode *known_low_word(const FoldContext *c, IrNode *at, IrNode *x, int depth) {
    IrNode *v = opt_strip(x);
    Opcode op;
    int64_t count;
    Value constant;
    if (v->op == IR_BOX_WORD || v->op == IR_WORD_TO_INT)
        return v->in[0];
    if (ir_is_const(v, &constant)) {
        const BigInt *big = value_is_int(constant) ? NULL : (const BigInt *)value_as_object(constant);
        return ir_const_word(c->ir, !big            ? value_as_int(constant)
                                    : big->size < 0 ? (int64_t)(0 - big->limbs[0])
                                                    : (int64_t)big->limbs[0]);
    }
    if (fold_is_int_operation(v, &op) && depth > 0) {
        if (modular(op) != IR_OP_COUNT) {
            IrNode *l = low_word(c, at, v->in[0], depth - 1), *r = low_word(c, at, v->in[1], depth - 1);
            return word_operation(c, at, modular(op), l, r);
        }
        if (op == OPC_LSHIFT && shift_count(v->in[1], &count))
            return shift(c, at, IR_WORD_SHL, low_word(c, at, v->in[0], depth - 1), count);
    }
    return x->types & ~IRT_INT ? NULL : put(c, at, ir_node(c->ir, IR_INT_TO_WORD, x, NULL, NULL));
}

/* An int of less than `bits` bits, unsigned. */
static IrNode *int_of(const FoldContext *c, const IrNode *n, IrNode *at, IrNode *word, int bits) {
    bool small = bits <= SMALL_BITS;
    IrNode *v = ir_node(c->ir, small ? IR_WORD_TO_INT : IR_BOX_WORD, word, NULL, NULL);
    v->types = small ? IRT_INT : IRT_INT | IRT_BIGINT;
    if (!small) {
        v->state = n->state;
        v->reason = n->reason;
    }
    return put(c, at, v);
}

static int bit_length(uint64_t w) { return w ? WORD_BITS - __builtin_clzll(w) : 0; }

bool fold_unsigned_bits(const IrNode *n, int *bits) {
    const IrNode *v = opt_strip((IrNode *)n);
    uint64_t constant;
    *bits = WORD_BITS;
    if (v->op == IR_BOX_WORD)
        return true;
    if (unsigned_constant(v, &constant)) {
        *bits = bit_length(constant);
        return true;
    }
    if (v->op != IR_WORD_TO_INT)
        return false;
    const IrNode *w = v->in[0];
    *bits = w->op == IR_LOAD_U8 ? 8 : w->op == IR_LOAD_U32 ? 32 : w->op == IR_WORD_SHR ? WORD_BITS - (int)w->imm
            : w->op == IR_WORD_AND && w->in[1]->op == IR_CONST_WORD ? bit_length((uint64_t)w->in[1]->imm) : WORD_BITS;
    return *bits < WORD_BITS;
}

/* The word of such an int; NULL: it is none. */
static IrNode *unsigned_word(const FoldContext *c, const IrNode *x, int *bits) {
    const IrNode *v = opt_strip((IrNode *)x);
    uint64_t constant;
    if (!fold_unsigned_bits(v, bits))
        return NULL;
    return unsigned_constant(v, &constant) ? ir_const_word(c->ir, (int64_t)constant) : v->in[0];
}

/* ---- rules ---- */

static FoldResult is(IrNode *v, IrNode **value) {
    *value = v;
    return FOLD_VALUE;
}

static FoldResult fold_operation(const FoldContext *c, IrNode *n, Opcode op, IrNode **value) {
    uint64_t mask;
    int64_t count;
    int x_bits, y_bits;
    if (n->catches)
        return FOLD_NOTHING;
    if (op == OPC_AND && n->in[0]->op == IR_CONST) {
        IrNode *first = n->in[0];
        n->in[0] = n->in[1];
        n->in[1] = first;
    }
    if (mask_of(op, opt_strip(n->in[1]), &mask)) {
        IrNode *w = low_word(c, n, n->in[0], DEPTH);
        if (mask != ~(uint64_t)0)
            w = word_operation(c, n, IR_WORD_AND, w, ir_const_word(c->ir, (int64_t)mask));
        return is(int_of(c, n, n, w, bit_length(mask)), value);
    }
    IrNode *x = unsigned_word(c, n->in[0], &x_bits), *y = unsigned_word(c, n->in[1], &y_bits);
    if (op == OPC_RSHIFT && x && shift_count(n->in[1], &count) && count < x_bits)
        return is(int_of(c, n, n, shift(c, n, IR_WORD_SHR, x, count), x_bits - (int)count), value);
    if (x && y && (op == OPC_AND || op == OPC_OR || op == OPC_XOR)) {
        int bits = op == OPC_AND ? x_bits < y_bits ? x_bits : y_bits : x_bits > y_bits ? x_bits : y_bits;
        return is(int_of(c, n, n, word_operation(c, n, modular(op), x, y), bits), value);
    }
    return FOLD_NOTHING;
}

static FoldResult fold_word_operation(const FoldContext *c, IrNode *n, IrNode **value) {
    if (n->in[0]->op == IR_CONST_WORD && n->op != IR_WORD_SUB) {
        IrNode *first = n->in[0];
        n->in[0] = n->in[1];
        n->in[1] = first;
    }
    if (n->in[1]->op != IR_CONST_WORD)
        return FOLD_NOTHING;
    uint64_t b = (uint64_t)n->in[1]->imm, a = (uint64_t)n->in[0]->imm, result;
    if (n->in[0]->op != IR_CONST_WORD) {
        bool neutral = n->op == IR_WORD_MUL ? b == 1 : n->op == IR_WORD_AND ? b == ~(uint64_t)0 : b == 0;
        return neutral ? is(n->in[0], value) : FOLD_NOTHING;
    }
    switch (n->op) {
    case IR_WORD_ADD: result = a + b; break;
    case IR_WORD_SUB: result = a - b; break;
    case IR_WORD_MUL: result = a * b; break;
    case IR_WORD_AND: result = a & b; break;
    case IR_WORD_OR: result = a | b; break;
    default: result = a ^ b; break;
    }
    return is(ir_const_word(c->ir, (int64_t)result), value);
}

FoldResult fold_big(const FoldContext *c, IrNode *n, IrNode **value) {
    Opcode op;
    switch (n->op) {
    case IR_CALL_VALUES: return fold_is_int_operation(n, &op) ? fold_operation(c, n, op, value) : FOLD_NOTHING;
    case IR_LOW_WORD: {
        IrNode *w = known_low_word(c, n, n->in[0], DEPTH);
        return w ? is(w, value) : FOLD_NOTHING;
    }
    case IR_TO_WORD: {
        int bits;
        IrNode *w = unsigned_word(c, n->in[0], &bits);
        return w ? is(w, value) : FOLD_NOTHING;
    }
    case IR_BOX_WORD:
        return n->in[0]->op == IR_CONST_WORD && (uint64_t)n->in[0]->imm >> SMALL_BITS == 0
                   ? is(ir_const(c->ir, value_from_int(n->in[0]->imm)), value) : FOLD_NOTHING;
    case IR_WORD_SHL:
    case IR_WORD_SHR:
        if (n->in[0]->op != IR_CONST_WORD)
            return FOLD_NOTHING;
        return is(ir_const_word(c->ir, (int64_t)(n->op == IR_WORD_SHL ? (uint64_t)n->in[0]->imm << n->imm
                                                                      : (uint64_t)n->in[0]->imm >> n->imm)), value);
    default: return fold_word_operation(c, n, value);
    }
}

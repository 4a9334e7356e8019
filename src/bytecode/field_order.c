/*
 * field_order.c - whether a method `__lt__` or `__gt__` compares attributes, one after the other.
 *
 * The method is evaluated with operands of which nothing is known but how each attribute
 * of the one compares with the same of the other: less, equal or greater.  Whatever looks
 * at anything else makes it another kind of method.  If for each combination the result
 * is what ordering by the attributes in turn gives, then that is what it says, however it
 * says it:
 *
 *     return (self.a, self.b) < (other.a, other.b)
 *     return self.a < other.a or (self.a == other.a and self.b < other.b)
 *     if self.a != other.a: return self.a > other.a
 *     return self.b > other.b
 *
 * The attributes are in the order in which they are asked for when all are equal.
 * Cost: 3 ** FIELD_ORDER_MAX evaluations of a few instructions, once for a method.
 */
#include "bytecode/field_order.h"

#include "bytecode/opcode.h"

typedef enum MeaningKind {
    UNKNOWN,
    OPERAND, /* self (side 0) or other (1) */
    CLASS,   /* of the operand */
    FIELD,   /* attribute `field` of the operand */
    FIELDS,  /* a tuple of such */
    TRUTH    /* `field`: 0 or 1 */
} MeaningKind;

typedef struct Meaning {
    uint8_t kind, side, field, count;
    struct { uint8_t side, field; } items[FIELD_ORDER_MAX];
} Meaning;

enum { REGISTERS_MAX = 24 };

typedef struct Evaluation {
    Thread *t;
    const Code *code;
    FieldOrder *order;
    bool discovers; /* attributes are numbered as they are met */
    int signs[FIELD_ORDER_MAX]; /* of attribute i: self's less than (-1), equal to or greater than other's */
    Meaning registers[REGISTERS_MAX];
} Evaluation;

static Meaning truth(bool v) { return (Meaning){.kind = TRUTH, .field = v}; }

static Meaning get_attribute(Evaluation *e, Meaning of, Value name) {
    FieldOrder *o = e->order;
    if (of.kind != OPERAND)
        return (Meaning){0};
    if (value_same(name, STR_NAME(e->t, __class__)))
        return (Meaning){.kind = CLASS, .side = of.side};
    uint8_t i = 0;
    while (i < o->count && !value_same(o->names[i], name))
        i++;
    if (i == o->count) {
        if (!e->discovers || i == FIELD_ORDER_MAX)
            return (Meaning){0};
        o->names[o->count++] = name;
    }
    return (Meaning){.kind = FIELD, .side = of.side, .field = i};
}

static Meaning make_tuple(const Evaluation *e, unsigned first, unsigned count) {
    Meaning v = {.kind = FIELDS, .count = (uint8_t)count};
    if (count > FIELD_ORDER_MAX || first + count > REGISTERS_MAX)
        return (Meaning){0};
    for (unsigned i = 0; i < count; i++) {
        const Meaning *item = &e->registers[first + i];
        if (item->kind != FIELD)
            return (Meaning){0};
        v.items[i].side = item->side;
        v.items[i].field = item->field;
    }
    return v;
}

/* How an attribute of the one operand compares with the same of the other. */
static bool sign_of(const Evaluation *e, uint8_t a_side, uint8_t a, uint8_t b_side, uint8_t b, int *sign) {
    *sign = a_side ? -e->signs[a] : e->signs[a];
    return a == b && a_side != b_side;
}

static bool sign_of_tuples(const Evaluation *e, const Meaning *a, const Meaning *b, int *sign) {
    *sign = 0;
    bool known = a->count == b->count;
    for (uint8_t i = 0; known && i < a->count; i++) {
        int next;
        known = sign_of(e, a->items[i].side, a->items[i].field, b->items[i].side, b->items[i].field, &next);
        if (!*sign)
            *sign = next;
    }
    return known;
}

static Meaning compare(const Evaluation *e, unsigned op, const Meaning *a, const Meaning *b) {
    int sign;
    bool known = a->kind == FIELD && b->kind == FIELD
                     ? sign_of(e, a->side, a->field, b->side, b->field, &sign)
                     : a->kind == FIELDS && b->kind == FIELDS && sign_of_tuples(e, a, b, &sign);
    if (!known)
        return (Meaning){0};
    switch ((CompareOp)op) {
    case CMP_LT: return truth(sign < 0);
    case CMP_LE: return truth(sign <= 0);
    case CMP_EQ: return truth(sign == 0);
    case CMP_NE: return truth(sign != 0);
    case CMP_GT: return truth(sign > 0);
    case CMP_GE: return truth(sign >= 0);
    }
    return (Meaning){0};
}

/* Of a class and that of the other operand: they are the same, or the order says nothing. */
static Meaning compare_classes(Evaluation *e, const Meaning *a, const Meaning *b, bool same) {
    if (a->kind != CLASS || b->kind != CLASS)
        return (Meaning){0};
    e->order->same_class = true;
    return truth(same);
}

static Meaning constant(Value v) {
    return value_is_bool(v) ? truth(value_is_true(v)) : (Meaning){0};
}

/* The method's result: 1 or 0; -1: it depends on something else. */
static int evaluate(Evaluation *e) {
    const Code *code = e->code;
    const uint32_t *words = (const uint32_t *)code->instructions->bytes;
    Meaning *r = e->registers;
    memset(r, 0, sizeof e->registers);
    r[0] = (Meaning){.kind = OPERAND, .side = 0};
    r[1] = (Meaning){.kind = OPERAND, .side = 1};
    for (uint32_t pc = 0; pc < code->instruction_count;) {
        uint32_t word = words[pc++], extension = 0;
        Opcode op = instruction_opcode(word);
        if (opcode_has_extension(op))
            extension = words[pc++];
        op = (Opcode)opcode_info[op].family;
        unsigned a = instruction_a(word), b = instruction_b(word), c = instruction_c(word);
        uint32_t target = pc + extension;
        bool jumps = false;
        switch (op) {
        case OPC_NOP: break;
        case OPC_MOVE: r[a] = r[b]; break;
        case OPC_LOAD_CONST: r[a] = constant(code->consts->items[instruction_bx(word)]); break;
        case OPC_GET_ATTR: r[a] = get_attribute(e, r[b], code->names->items[extension & 0xffff]); break;
        case OPC_BUILD_TUPLE: r[a] = make_tuple(e, b, c); break;
        case OPC_LT:
        case OPC_LE:
        case OPC_EQ:
        case OPC_NE:
        case OPC_GT:
        case OPC_GE: r[a] = compare(e, op - OPC_LT, &r[b], &r[c]); break;
        case OPC_IS: r[a] = compare_classes(e, &r[b], &r[c], true); break;
        case OPC_IS_NOT: r[a] = compare_classes(e, &r[b], &r[c], false); break;
        case OPC_NOT:
            if (r[b].kind != TRUTH)
                return -1;
            r[a] = truth(!r[b].field);
            break;
        case OPC_JUMP: jumps = true; break;
        case OPC_JUMP_IF_TRUE:
        case OPC_JUMP_IF_FALSE:
            if (r[a].kind != TRUTH)
                return -1;
            jumps = r[a].field == (op == OPC_JUMP_IF_TRUE);
            break;
        case OPC_JUMP_LT:
        case OPC_JUMP_LE:
        case OPC_JUMP_EQ:
        case OPC_JUMP_NE:
        case OPC_JUMP_GT:
        case OPC_JUMP_GE: {
            Meaning condition = compare(e, op - OPC_JUMP_LT, &r[b], &r[c]);
            if (condition.kind != TRUTH)
                return -1;
            jumps = condition.field == a;
            break;
        }
        case OPC_JUMP_IS: {
            Meaning same = compare_classes(e, &r[b], &r[c], true);
            if (same.kind != TRUTH)
                return -1;
            jumps = a;
            break;
        }
        case OPC_RETURN: return r[a].kind == TRUTH ? r[a].field : -1;
        default: return -1;
        }
        if (jumps) {
            if (target < pc)
                return -1;
            pc = target;
        }
    }
    return -1;
}

/* The next combination; false: that was the last. */
static bool next_signs(Evaluation *e) {
    for (uint32_t i = 0; i < e->order->count; i++) {
        if (++e->signs[i] <= 1)
            return true;
        e->signs[i] = -1;
    }
    return false;
}

static bool is_as_expected(Evaluation *e) {
    int sign = 0;
    for (uint32_t i = 0; !sign && i < e->order->count; i++)
        sign = e->signs[i];
    return evaluate(e) == (sign != 0 && (sign < 0) != e->order->falling);
}

static bool find(Evaluation *e) {
    FieldOrder *o = e->order;
    e->discovers = true;
    if (evaluate(e) != 0 || !o->count)
        return false;
    e->discovers = false;
    e->signs[0] = 1;
    o->falling = evaluate(e) == 1;
    for (uint32_t i = 0; i < o->count; i++)
        e->signs[i] = -1;
    do {
        if (!is_as_expected(e))
            return false;
    } while (next_signs(e));
    return true;
}

void code_find_field_order(Thread *t, const Code *code, FieldOrder *order) {
    Evaluation e = {.t = t, .code = code, .order = order};
    bool simple = code->register_count <= REGISTERS_MAX && code->instruction_count <= 100 && !code->handler_count &&
                  !(code->flags & (CODE_VARARGS | CODE_VARKEYWORDS)) && !code_suspends(code);
    if (!simple || !find(&e))
        order->count = 0;
}

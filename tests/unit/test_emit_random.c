/*
 * Random graphs: the code generator against an evaluator of graphs in C.
 *
 * A graph is structured code made up of choices, bounded loops, calls, guards and
 * arithmetic on ints, doubles and the attributes of objects, with frame states that name values at random.
 * The evaluator walks the graph as it was written; the machine code, with registers
 * chosen sensibly and at random, must return the same or leave at the same place with
 * the same values in the interpreter's registers.
 *
 * The same graph, optimised, must return the same if it returns: where it leaves, and
 * with what, is its own business (a guard moved in front of a loop fails earlier, one
 * whose result is not used not at all), but for exceptions, which the program sees.
 *
 * `test_emit_random [GRAPHS [FIRST]]`: how many, and the number of the first.
 */
#include "emit_harness.h"

/* ---- random numbers -------------------------------------------------------------------------- */

static uint64_t random_state;
static uint32_t below(uint32_t n) {
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(random_state >> 33) % n;
}

/* ---- objects -------------------------------------------------------------------------------------
 *
 * What a run allocates lies in memory of its own, which the collector does not know
 * and which is empty again at the next. */

static _Alignas(16) uint8_t young[1 << 20];

static void *allocate(Thread *t, uint64_t header) {
    Object *o = gc_alloc(t, (size_t)(header >> 32 & 0xffff) * 16, (Kind)(header >> 48), NULL);
    o->shape = (uint32_t)header;
    return o;
}

static Value shared_variable; /* `shared`, or another object */

typedef struct Region {
    uint8_t *cursor, *limit;
} Region;

static Region begin_run(Thread *t, const Ir *ir) {
    Region saved = {t->alloc_cursor, t->alloc_limit};
    t->alloc_cursor = young;
    t->alloc_limit = young + sizeof young;
    for (int i = 0; i < 5; i++)
        shared.words[i] = value_from_int(i);
    value_try_float(2.5, &shared.words[3]);
    shared.header = (Object){.granules = 3, .kind = KIND_INSTANCE};
    for (const IrSymbol *s = ir->symbols; s; s = s->next)
        if (s->kind == SYMBOL_SHAPE && !strcmp(s->name, "Obj"))
            shared.header.shape = (uint32_t)s->address;
    shared_variable = value_from_object(&shared.header);
    return saved;
}

/* Says what is left of it. */
static void end_run(Thread *t, Region saved, Value result) {
    if (!value_is_stop(result)) {
        left[0] = 0;
        put_value(result);
        put(" shared ");
        put_value(shared_variable);
        put(" ");
        put_value(value_from_object(&shared.header));
    }
    memset(young, 0, (size_t)(t->alloc_cursor - young));
    t->alloc_cursor = saved.cursor;
    t->alloc_limit = saved.limit;
}

/* ---- the evaluator ---------------------------------------------------------------------------- */

typedef union Word {
    Value v;
    double f;
    int64_t w;
} Word;

typedef struct Evaluator {
    Thread *t;
    const Value *args;
    Word *values; /* by node id */
    uint64_t steps;
} Evaluator;

static Value value_of(const Evaluator *e, const IrNode *n) {
    return n->op == IR_CONST ? (Value){(uint64_t)n->imm} : e->values[n->id].v;
}
static double double_of(const Evaluator *e, const IrNode *n) {
    double d;
    if (n->op != IR_CONST_FLOAT)
        return e->values[n->id].f;
    memcpy(&d, &n->imm, sizeof d);
    return d;
}
static int64_t word_of(const Evaluator *e, const IrNode *n) {
    return n->op == IR_CONST_WORD ? n->imm : e->values[n->id].w;
}

static Value *address_of(const Evaluator *e, const IrNode *n) {
    char *base = n->in[0]->rep == REP_WORD ? (char *)(intptr_t)word_of(e, n->in[0])
                                           : (char *)value_as_object(value_of(e, n->in[0]));
    return (Value *)(base + n->imm);
}

static Value leave(Evaluator *e, const IrNode *n, bool raises) {
    left[0] = 0;
    for (const char *c = ir_deopt_names[n->reason]; *c; c++)
        put("%c", tolower(*c));
    put("%s | pc %u:", raises ? " raises" : "", n->state->pc);
    for (uint32_t i = 0; i < n->state->count; i++) {
        const IrNode *r = n->state->registers[i];
        put(" ");
        if (!r)
            put("-");
        else if (r->rep == REP_FLOAT)
            put_double(double_of(e, r));
        else if (r->rep == REP_BOOL)
            put("%s", word_of(e, r) ? "True" : "False");
        else
            put_value(value_of(e, r));
    }
    return VALUE_STOP;
}

static bool compares(IrCompare c, int order) {
    switch (c) {
    case IR_LT: return order < 0;
    case IR_LE: return order <= 0;
    case IR_EQ: return order == 0;
    case IR_NE: return order != 0;
    case IR_GT: return order > 0;
    case IR_GE: return order >= 0;
    }
    return false;
}

static bool compares_doubles(IrCompare c, double a, double b) {
    if (a != a || b != b)
        return c == IR_NE;
    return compares(c, a < b ? -1 : a > b);
}

/* False: the node leaves, and has said so. */
static bool evaluate(Evaluator *e, const IrNode *n, Value *left_with) {
    Word *out = &e->values[n->id];
    IrNode *const *in = n->in;
    int64_t r = 0;
    switch ((IrOp)n->op) {
    case IR_PARAM: out->v = e->args[n->imm]; break;
    case IR_CONST: case IR_CONST_FLOAT: case IR_CONST_WORD: case IR_FUNCTION: break;
    case IR_GUARD_TYPE:
        out->v = value_of(e, in[0]);
        if (!(ir_types_of_value(e->t, out->v) & (IrTypes)n->imm))
            return *left_with = leave(e, n, false), false;
        break;
    case IR_TO_FLOAT:
        if (!value_is_any_float(value_of(e, in[0])))
            return *left_with = leave(e, n, false), false;
        out->f = float_as_double(value_of(e, in[0]));
        break;
    case IR_INT_ADD: case IR_INT_SUB: case IR_INT_MUL: case IR_INT_FLOORDIV: case IR_INT_MOD: case IR_INT_SHL:
    case IR_INT_SHR: case IR_INT_AND: case IR_INT_OR: case IR_INT_XOR:
        if (!int_operation((IrOp)n->op, value_as_int(value_of(e, in[0])), value_as_int(value_of(e, in[1])), &r))
            return *left_with = leave(e, n, false), false;
        out->v = value_from_int(r);
        break;
    case IR_INT_NEG:
        if (value_as_int(value_of(e, in[0])) == SMALL_INT_MIN)
            return *left_with = leave(e, n, false), false;
        out->v = value_from_int(-value_as_int(value_of(e, in[0])));
        break;
    case IR_INT_INVERT: out->v = value_from_int(~value_as_int(value_of(e, in[0]))); break;
    case IR_INT_CMP: {
        int64_t a = value_as_int(value_of(e, in[0])), b = value_as_int(value_of(e, in[1]));
        out->w = compares((IrCompare)n->aux, a < b ? -1 : a > b);
        break;
    }
    case IR_INT_TO_FLOAT: out->f = (double)value_as_int(value_of(e, in[0])); break;
    case IR_INT_TO_WORD: out->w = value_as_int(value_of(e, in[0])); break;
    case IR_WORD_TO_INT: out->v = value_from_int(word_of(e, in[0])); break;
    case IR_TEST_BITS: out->w = (word_of(e, in[0]) & n->imm) != 0; break;
    case IR_FLOAT_ADD: out->f = double_of(e, in[0]) + double_of(e, in[1]); break;
    case IR_FLOAT_SUB: out->f = double_of(e, in[0]) - double_of(e, in[1]); break;
    case IR_FLOAT_MUL: out->f = double_of(e, in[0]) * double_of(e, in[1]); break;
    case IR_FLOAT_DIV: out->f = double_of(e, in[0]) / double_of(e, in[1]); break;
    case IR_FLOAT_NEG: out->f = -double_of(e, in[0]); break;
    case IR_FLOAT_ABS: out->f = fabs(double_of(e, in[0])); break;
    case IR_FLOAT_CMP: out->w = compares_doubles((IrCompare)n->aux, double_of(e, in[0]), double_of(e, in[1])); break;
    case IR_BOX_FLOAT: out->v = float_from_double(e->t, double_of(e, in[0])); break;
    case IR_SAME: out->w = value_same(value_of(e, in[0]), value_of(e, in[1])); break;
    case IR_NOT: out->w = !word_of(e, in[0]); break;
    case IR_BOOL_VALUE: out->v = value_bool(word_of(e, in[0])); break;
    case IR_IS_TYPE: out->w = (ir_types_of_value(e->t, value_of(e, in[0])) & (IrTypes)n->imm) != 0; break;
    case IR_SELECT: {
        const IrNode *chosen = in[word_of(e, in[0]) ? 1 : 2];
        if (n->rep == REP_FLOAT)
            out->f = double_of(e, chosen);
        else
            out->v = value_of(e, chosen);
        break;
    }
    case IR_GUARD_TRUE:
        if (!word_of(e, in[0]))
            return *left_with = leave(e, n, false), false;
        break;
    case IR_CALL_RT:
        if (n->imm == RT_float_mod) {
            out->f = test_float_mod(e->t, double_of(e, in[0]), double_of(e, in[1]));
        } else {
            out->v = test_binary(e->t, value_of(e, in[0]), value_of(e, in[1]), word_of(e, in[2]));
            if (value_is_error(out->v))
                return *left_with = leave(e, n, true), false;
        }
        break;
    case IR_CALL_VALUES: {
        Value values[16];
        for (uint32_t i = 0; i < n->input_count; i++)
            values[i] = value_of(e, in[i]);
        out->v = native_sum(e->t, values, n->input_count);
        if (value_is_error(out->v))
            return *left_with = leave(e, n, true), false;
        break;
    }
    case IR_ALLOC: out->v = value_from_object(allocate(e->t, (uint64_t)n->imm)); break;
    case IR_LOAD: out->v = *address_of(e, n); break;
    case IR_STORE: *address_of(e, n) = value_of(e, in[1]); break;
    case IR_GUARD_SHAPE: out->v = value_of(e, in[0]); break; /* holds, see write_object */
    case IR_WROTE: case IR_POLL: break;
    default: printf("FAIL: no evaluation of %s\n", ir_op_info[n->op].name); abort();
    }
    return true;
}

static Value evaluate_graph(Evaluator *e, const Ir *ir) {
    const IrBlock *b = ir->entry, *from = NULL;
    for (;;) {
        Word phis[64];
        uint32_t count = 0;
        const IrNode *n = b->first;
        for (const IrNode *p = n; p && p->op == IR_PHI; p = p->next) {
            const IrNode *in = p->in[ir_pred_index(b, from)];
            if (p->rep == REP_FLOAT)
                phis[count++].f = double_of(e, in);
            else
                phis[count++].v = value_of(e, in);
        }
        count = 0;
        for (; n && n->op == IR_PHI; n = n->next)
            e->values[n->id] = phis[count++];
        for (; !ir_is_control(n); n = n->next) {
            Value left_with;
            e->steps++;
            if (!evaluate(e, n, &left_with))
                return left_with;
        }
        from = b;
        switch (n->op) {
        case IR_RETURN: return value_of(e, n->in[0]);
        case IR_EXIT: return leave(e, n, false);
        case IR_BRANCH: b = b->succ[!word_of(e, n->in[0])]; break;
        default: b = b->succ[0]; break;
        }
    }
}

/* ---- writing graphs ------------------------------------------------------------------------------ */

enum { TEXT_MAX = 1 << 17, KNOWN_MAX = 24, FLOAT_REGISTERS = 4 };

/* What is in scope: the latest values of each kind. */
typedef struct Known {
    uint32_t ints[KNOWN_MAX], floats[KNOWN_MAX], objects[KNOWN_MAX];
    uint32_t int_count, float_count, object_count;
} Known;

typedef struct Writer {
    char *text;
    size_t length;
    uint32_t next_id, next_block, block;
    Known known;
    uint32_t pc, budget, loop_depth;
} Writer;

static void put_text(Writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put_text(Writer *w, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(w->text + w->length, TEXT_MAX - w->length, format, arguments);
    va_end(arguments);
    w->length += (size_t)n;
    if (w->length >= TEXT_MAX)
        abort();
}

static void know(uint32_t *items, uint32_t *count, uint32_t id) {
    if (*count < KNOWN_MAX)
        items[(*count)++] = id;
    else
        items[below(KNOWN_MAX)] = id;
}
static uint32_t an_int(Writer *w) { return w->known.ints[below(w->known.int_count)]; }
static uint32_t a_float(Writer *w) { return w->known.floats[below(w->known.float_count)]; }
static uint32_t an_object(Writer *w) { return w->known.objects[below(w->known.object_count)]; }
static void know_object(Writer *w, uint32_t id) { know(w->known.objects, &w->known.object_count, id); }
static void know_int(Writer *w, uint32_t id) { know(w->known.ints, &w->known.int_count, id); }
static void know_float(Writer *w, uint32_t id) { know(w->known.floats, &w->known.float_count, id); }

static void put_state(Writer *w) {
    put_text(w, " [pc %u", w->pc++ % 1000);
    uint32_t count = below(7);
    for (uint32_t i = 0; i < count; i++)
        if (below(4) == 0)
            put_text(w, " r%u=f%u", i, a_float(w));
        else if (below(4) == 0)
            put_text(w, " r%u=v%u", i, an_object(w));
        else
            put_text(w, " r%u=v%u", i, an_int(w));
    put_text(w, "]\n");
}

static const int64_t constants[] = {0, 1, 2, 3, 7, 10, -1, -5, 100, 1 << 16, (int64_t)1 << 33, -((int64_t)1 << 45), 1000000007};

static uint32_t write_constant(Writer *w) {
    put_text(w, "  v%u = CONST %ld\n", w->next_id, (long)constants[below(sizeof constants / sizeof *constants)]);
    return w->next_id++;
}

static uint32_t int_or_constant(Writer *w) { return below(3) ? an_int(w) : write_constant(w); }

static void write_int(Writer *w) {
    static const char *const failing[] = {"INT_ADD", "INT_SUB", "INT_MUL", "INT_FLOORDIV", "INT_MOD", "INT_SHL", "INT_SHR"};
    static const char *const pure[] = {"INT_AND", "INT_OR", "INT_XOR"};
    uint32_t a = below(8) ? an_int(w) : write_constant(w), b = int_or_constant(w);
    switch (below(8)) {
    case 0: put_text(w, "  v%u = %s v%u v%u\n", w->next_id, pure[below(3)], a, b); break;
    case 1: put_text(w, "  v%u = INT_INVERT v%u\n", w->next_id, a); break;
    case 2:
        put_text(w, "  v%u = INT_NEG v%u ? overflow", w->next_id, a);
        put_state(w);
        break;
    case 3: { /* kept small, so that not everything overflows */
        uint32_t mask = w->next_id++;
        put_text(w, "  v%u = CONST %d\n  v%u = INT_AND v%u v%u\n", mask, (1 << (4 + below(20))) - 1, w->next_id, a, mask);
        break;
    }
    default:
        put_text(w, "  v%u = %s v%u v%u ? overflow", w->next_id, failing[below(below(3) ? 3 : 7)], a, b);
        put_state(w);
    }
    know_int(w, w->next_id++);
}

static void write_float(Writer *w) {
    static const char *const binary[] = {"FLOAT_ADD", "FLOAT_SUB", "FLOAT_MUL", "FLOAT_DIV"};
    uint32_t id;
    switch (below(6)) {
    case 0: put_text(w, "  f%u = INT_TO_FLOAT v%u\n", w->next_id, an_int(w)); break;
    case 1: put_text(w, "  f%u = %s f%u\n", w->next_id, below(2) ? "FLOAT_NEG" : "FLOAT_ABS", a_float(w)); break;
    case 2:
        id = w->next_id++;
        put_text(w, "  f%u = CONST_FLOAT %d.5\n  f%u = %s f%u f%u\n", id, (int)below(20), w->next_id, binary[below(4)],
                 below(2) ? a_float(w) : id, id);
        break;
    case 3: /* boxed and unboxed */
        id = w->next_id++;
        put_text(w, "  v%u = BOX_FLOAT f%u\n  f%u = TO_FLOAT v%u ? not_float", id, a_float(w), w->next_id, id);
        put_state(w);
        break;
    case 4:
        if (below(3) == 0) {
            put_text(w, "  f%u = CALL_RT float_mod f%u f%u\n", w->next_id, a_float(w), a_float(w));
            break;
        }
        __attribute__((fallthrough));
    default: put_text(w, "  f%u = %s f%u f%u\n", w->next_id, binary[below(4)], a_float(w), a_float(w));
    }
    know_float(w, w->next_id++);
}

static uint32_t write_condition(Writer *w) {
    static const char *const comparisons[] = {"LT", "LE", "EQ", "NE", "GT", "GE"};
    uint32_t id, a, b;
    switch (below(4)) {
    case 0: put_text(w, "  c%u = FLOAT_CMP %s f%u f%u\n", w->next_id, comparisons[below(6)], a_float(w), a_float(w)); break;
    case 1:
        id = w->next_id++;
        put_text(w, "  w%u = INT_TO_WORD v%u\n  c%u = TEST_BITS w%u %d\n", id, an_int(w), w->next_id, id, 1 << below(8));
        break;
    default:
        a = an_int(w);
        b = int_or_constant(w);
        put_text(w, "  c%u = INT_CMP %s v%u v%u\n", w->next_id, comparisons[below(6)], a, b);
    }
    return w->next_id++;
}

static void write_use_of_condition(Writer *w) {
    uint32_t c = write_condition(w), negated = w->next_id;
    if (below(4) == 0) {
        put_text(w, "  c%u = NOT c%u\n", w->next_id++, c);
        c = negated;
    }
    for (uint32_t times = 1 + below(2); times--;)
        switch (below(4)) {
        case 0: {
            uint32_t boxed = w->next_id++;
            put_text(w, "  v%u = BOOL_VALUE c%u\n  v%u = GUARD_TYPE v%u BOOL ? type", boxed, c, w->next_id++, boxed);
            put_state(w);
            break;
        }
        case 1:
            put_text(w, "  f%u = SELECT c%u f%u f%u\n", w->next_id, c, a_float(w), a_float(w));
            know_float(w, w->next_id++);
            break;
        case 2:
            if (below(3) == 0) {
                put_text(w, "  GUARD_TRUE c%u ? type", c);
                put_state(w);
                w->next_id++;
                break;
            }
            __attribute__((fallthrough));
        default:
            put_text(w, "  v%u = SELECT c%u v%u v%u : INT\n", w->next_id, c, an_int(w), an_int(w));
            know_int(w, w->next_id++);
        }
}

static void write_call(Writer *w) {
    uint32_t result = w->next_id++, word = w->next_id++;
    if (below(2)) {
        put_text(w, "  w%u = CONST_WORD %u\n  v%u = CALL_RT binary v%u v%u w%u ? exception", word, below(100), result,
                 an_int(w), an_int(w), word);
    } else {
        uint32_t count = 1 + below(10);
        put_text(w, "  v%u = CALL_VALUES sum", result);
        for (uint32_t i = 0; i < count; i++)
            put_text(w, " v%u", an_int(w));
        put_text(w, " aux %u ? exception", count);
    }
    put_state(w);
    put_text(w, "  v%u = GUARD_TYPE v%u INT ? not_int", w->next_id, result);
    put_state(w);
    know_int(w, w->next_id++);
}

/* Objects have three ints, a float, and a word that is not used. */
enum { FIRST_INT = 8, FLOAT_WORD = 32 };

static void write_store(Writer *w, uint32_t object) {
    if (below(4)) {
        put_text(w, "  STORE v%u v%u +%u @SLOT\n", object, int_or_constant(w), FIRST_INT + 8 * below(3));
    } else {
        uint32_t boxed = w->next_id++;
        put_text(w, "  v%u = BOX_FLOAT f%u\n  STORE v%u v%u +%u @SLOT\n", boxed, a_float(w), object, boxed, FLOAT_WORD);
    }
    put_text(w, "  WROTE v%u\n", object);
}

static void write_new_object(Writer *w) {
    uint32_t object = w->next_id++, boxed = w->next_id++;
    put_text(w, "  v%u = ALLOC Obj size 48 kind %d : INSTANCE", object, KIND_INSTANCE);
    put_state(w);
    put_text(w, "  v%u = BOX_FLOAT f%u\n  STORE v%u v%u +%u @SLOT\n", boxed, a_float(w), object, boxed, FLOAT_WORD);
    for (uint32_t times = below(4); times--;)
        put_text(w, "  STORE v%u v%u +%u @SLOT\n", object, an_int(w), FIRST_INT + 8 * below(3));
    put_text(w, "  WROTE v%u\n", object);
    know_object(w, object);
}

static void write_load(Writer *w, uint32_t object) {
    if (below(3)) {
        put_text(w, "  v%u = LOAD v%u +%u @SLOT : INT\n", w->next_id, object, FIRST_INT + 8 * below(3));
        know_int(w, w->next_id++);
        return;
    }
    uint32_t boxed = w->next_id++;
    put_text(w, "  v%u = LOAD v%u +%u @SLOT : FLOAT|HEAPFLOAT\n  f%u = TO_FLOAT v%u ? not_float", boxed, object,
             FLOAT_WORD, w->next_id, boxed);
    put_state(w);
    know_float(w, w->next_id++);
}

/* The variable that everybody knows. */
static void write_shared(Writer *w) {
    uint32_t address = w->next_id++;
    put_text(w, "  w%u = CONST_WORD 0x%lx\n", address, (unsigned long)(uintptr_t)&shared_variable);
    if (below(3) == 0) {
        put_text(w, "  STORE w%u v%u +0 @GLOBAL\n", address, an_object(w));
        return;
    }
    put_text(w, "  v%u = LOAD w%u +0 @GLOBAL : INSTANCE\n", w->next_id, address);
    know_object(w, w->next_id++);
}

static void write_object(Writer *w) {
    switch (below(10)) {
    case 0: case 1: write_new_object(w); break;
    case 2: case 3: case 4: write_store(w, an_object(w)); break;
    case 5: write_shared(w); break;
    case 6:
        put_text(w, "  v%u = GUARD_SHAPE v%u Obj : INSTANCE ? shape", w->next_id, an_object(w));
        put_state(w);
        know_object(w, w->next_id++);
        break;
    default: write_load(w, an_object(w));
    }
}

static void write_statements(Writer *w, uint32_t count);

static void begin_block(Writer *w, uint32_t block) {
    w->block = block;
    put_text(w, "b%u:\n", block);
}

static void write_choice(Writer *w) {
    uint32_t yes = w->next_block++, no = w->next_block++, after = w->next_block++, c = write_condition(w);
    put_text(w, "  BRANCH c%u b%u b%u\n", c, yes, no);
    Known before = w->known;
    begin_block(w, yes);
    if (below(6) == 0) {
        put_text(w, "  EXIT ? not_run");
        put_state(w);
        w->known = before;
        begin_block(w, no);
        write_statements(w, 1 + below(3));
        put_text(w, "  JUMP b%u\n", after);
        begin_block(w, after);
        return;
    }
    write_statements(w, below(5));
    uint32_t int_yes[3], float_yes = a_float(w), object_yes = an_object(w), from_yes = w->block;
    for (int i = 0; i < 3; i++)
        int_yes[i] = an_int(w);
    put_text(w, "  JUMP b%u\n", after);
    w->known = before;
    begin_block(w, no);
    write_statements(w, below(5));
    uint32_t int_no[3], float_no = a_float(w), object_no = an_object(w), from_no = w->block;
    for (int i = 0; i < 3; i++)
        int_no[i] = an_int(w);
    put_text(w, "  JUMP b%u\n", after);
    w->known = before;
    w->block = after;
    put_text(w, "b%u: preds b%u b%u\n", after, from_yes, from_no);
    for (int i = 0; i < 3; i++) {
        put_text(w, "  v%u = PHI v%u v%u : INT\n", w->next_id, int_yes[i], int_no[i]);
        know_int(w, w->next_id++);
    }
    put_text(w, "  f%u = PHI f%u f%u\n", w->next_id, float_yes, float_no);
    know_float(w, w->next_id++);
    if (below(2)) {
        put_text(w, "  v%u = PHI v%u v%u : INSTANCE\n", w->next_id, object_yes, object_no);
        know_object(w, w->next_id++);
    }
}

/* Counts up to a constant; carries three ints and two doubles around, some of which the
 * loop exchanges. */
static void write_loop(Writer *w) {
    enum { INTS = 3, FLOATS = 2 };
    uint32_t header = w->next_block++, body = w->next_block++, after = w->next_block++, from = w->block;
    uint32_t zero = w->next_id++, one = w->next_id++, limit = w->next_id++;
    put_text(w, "  v%u = CONST 0\n  v%u = CONST 1\n  v%u = CONST %u\n", zero, one, limit, 1 + below(6));
    uint32_t first_int[INTS], first_float[FLOATS];
    for (int i = 0; i < INTS; i++)
        first_int[i] = an_int(w);
    for (int i = 0; i < FLOATS; i++)
        first_float[i] = a_float(w);
    put_text(w, "  JUMP b%u\n", header);
    /* The header needs to know what comes from the body, which is written first. */
    size_t header_at = w->length;
    uint32_t counter = w->next_id++, phi = w->next_id, next = (w->next_id += INTS + FLOATS, w->next_id++);
    for (uint32_t i = 0; i < INTS; i++)
        know_int(w, phi + i);
    for (uint32_t i = 0; i < FLOATS; i++)
        know_float(w, phi + INTS + i);
    know_int(w, counter);
    Known at_header = w->known;
    uint32_t condition = w->next_id++;
    begin_block(w, body);
    w->loop_depth++;
    write_statements(w, 1 + below(6));
    w->loop_depth--;
    put_text(w, "  v%u = INT_ADD v%u v%u ? overflow", next, counter, one);
    put_state(w);
    put_text(w, "  POLL");
    put_state(w);
    put_text(w, "  JUMP b%u\n", header);
    uint32_t latch = w->block, back_int[INTS], back_float[FLOATS];
    bool exchange = below(2);
    for (uint32_t i = 0; i < INTS; i++)
        back_int[i] = exchange ? phi + (i + 1) % INTS : an_int(w);
    for (uint32_t i = 0; i < FLOATS; i++)
        back_float[i] = exchange ? phi + INTS + (i + 1) % FLOATS : a_float(w);
    char *body_text = strdup(w->text + header_at);
    w->length = header_at;
    put_text(w, "b%u: loop preds b%u b%u\n  v%u = PHI v%u v%u : INT\n", header, from, latch, counter, zero, next);
    for (uint32_t i = 0; i < INTS; i++)
        put_text(w, "  v%u = PHI v%u v%u : INT\n", phi + i, first_int[i], back_int[i]);
    for (uint32_t i = 0; i < FLOATS; i++)
        put_text(w, "  f%u = PHI f%u f%u\n", phi + INTS + i, first_float[i], back_float[i]);
    put_text(w, "  c%u = INT_CMP LT v%u v%u\n  BRANCH c%u b%u b%u\n%s", condition, counter, limit, condition, body, after, body_text);
    free(body_text);
    w->known = at_header;
    begin_block(w, after);
}

static void write_statements(Writer *w, uint32_t count) {
    while (count--) {
        if (!w->budget)
            return;
        w->budget--;
        switch (below(20)) {
        case 16: case 17: case 18: case 19: write_object(w); break;
        case 0: write_choice(w); break;
        case 1:
            if (w->loop_depth < 3)
                write_loop(w);
            break;
        case 2: write_call(w); break;
        case 3: case 4: write_use_of_condition(w); break;
        case 5: case 6: case 7: case 8: write_float(w); break;
        default: write_int(w);
        }
    }
}

static void write_graph(Writer *w, char *text) {
    *w = (Writer){.text = text, .next_id = 1, .next_block = 1, .budget = 10 + below(120)};
    put_text(w, "graph f entry 0\ncode f params 6 registers 8 words 1000\nb0:\n");
    for (uint32_t i = 0; i < 6; i++)
        put_text(w, "  v%u = PARAM %u\n", w->next_id++, i);
    for (uint32_t i = 0; i < 3; i++) {
        put_text(w, "  v%u = GUARD_TYPE v%u INT ? type [pc 0]\n", w->next_id, 1 + i);
        know_int(w, w->next_id++);
    }
    for (uint32_t i = 3; i < 6; i++) {
        put_text(w, "  f%u = TO_FLOAT v%u ? type [pc 0]\n", w->next_id, 1 + i);
        know_float(w, w->next_id++);
    }
    put_text(w, "  w%u = CONST_WORD 0x%lx\n  v%u = LOAD w%u +0 @GLOBAL : INSTANCE\n", w->next_id,
             (unsigned long)(uintptr_t)&shared_variable, w->next_id + 1, w->next_id);
    know_object(w, w->next_id + 1);
    w->next_id += 2;
    write_statements(w, 4 + below(40));
    if (below(2)) {
        put_text(w, "  v%u = BOX_FLOAT f%u\n  RETURN v%u\n", w->next_id, a_float(w), w->next_id);
    } else {
        put_text(w, "  RETURN v%u\n", an_int(w));
    }
}

/* ---- comparing ------------------------------------------------------------------------------------- */

static const double some_doubles[] = {0.0, 1.5, -2.25, 1e10, 1e-300, 1e300, INFINITY, 3.0};

static void choose_arguments(Thread *t, Value *args) {
    for (int i = 0; i < 3; i++)
        args[i] = value_from_int((int64_t)below(1u << (1 + below(31))) - (below(3) ? 0 : 1000));
    for (int i = 3; i < 6; i++)
        args[i] = float_from_double(t, some_doubles[below(8)]);
}

static bool has_left(const char *words) { return strchr(words, '|') != NULL; }
static bool has_raised(const char *words) { return strstr(words, " raises |") != NULL; }

static uint32_t optimized_runs, optimized_compared;

/* Whether what two runs said can be compared: both returned, or both raised. */
static bool same_kind(const char *a, const char *b) {
    return has_left(a) ? has_raised(a) && has_raised(b) : !has_left(b);
}

static uint64_t compare(Thread *t, const char *text, uint32_t number) {
    char message[200], wanted[sizeof left];
    Value args[6];
    Arena arena;
    arena_init(&arena);
    Ir *ir = ir_read(t, &arena, text, message, sizeof message);
    if (!ir || !ir_check(ir, message, sizeof message)) {
        printf("FAIL %s in\n%s", message, text);
        failures++;
        arena_free_all(&arena);
        return 0;
    }
    ir_analyze(ir);
    Evaluator e = {.t = t, .args = args};
    e.values = calloc(ir->node_count + 1, sizeof *e.values);
    for (uint64_t seed = 0; seed < 4; seed++) {
        Compiled c;
        optimizing = seed == 3;
        if (!compile(t, &c, text, seed ? seed + number : 0, NULL, 0)) {
            discard(&c);
            break;
        }
        uint64_t saved = random_state;
        for (int i = 0; i < 6; i++) {
            choose_arguments(t, args);
            Region region = begin_run(t, ir);
            end_run(t, region, evaluate_graph(&e, ir));
            strcpy(wanted, left);
            region = begin_run(t, c.ir);
            end_run(t, region, run(t, &c, args, 6));
            optimized_runs += optimizing;
            if (optimizing && !same_kind(left, wanted))
                continue;
            optimized_compared += optimizing;
            if (strcmp(left, wanted)) {
                char what[100];
                snprintf(what, sizeof what, "graph %u, seed %lu, arguments %d", number, (unsigned long)seed, i);
                fail(&c, what, left, wanted);
                break;
            }
        }
        random_state = saved; /* the same arguments for all */
        discard(&c);
    }
    free(e.values);
    arena_free_all(&arena);
    return e.steps;
}

int main(int argc, char **argv) {
    VmOptions options = {.argc = argc, .argv = argv};
    Vm *vm = vm_new(&options);
    if (!vm) return 1;
    Thread *t = vm->main_thread;
    front_install(vm);
    memory = code_memory_new(1 << 22);
    if (!memory || !backend_make_stubs(memory, &stubs)) {
        printf("no executable memory\n");
        return 0;
    }
    instructions = gc_alloc_raw(t, 4000);
    silent = true;
    uint32_t graphs = argc > 1 ? (uint32_t)atoi(argv[1]) : 400, first = argc > 2 ? (uint32_t)atoi(argv[2]) : 0;
    char *text = malloc(TEXT_MAX);
    uint64_t steps = 0;
    for (uint32_t i = first; i < first + graphs && !failures; i++) {
        Writer w;
        random_state = i * UINT64_C(0x9e3779b97f4a7c15) + 12345;
        write_graph(&w, text);
        steps += compare(t, text, i);
    }
    free(text);
    code_memory_free(memory);
    vm_free(vm);
    printf("%s (%lu nodes evaluated; %u of %u optimised runs compared)\n", failures ? "failed" : "ok",
           (unsigned long)steps, optimized_compared, optimized_runs);
    return failures != 0;
}

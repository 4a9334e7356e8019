/*
 * opt_escape.c - objects that are not made, or only where somebody else gets hold of
 * them: partial escape analysis (Stadler, Wuerthinger & Moessenboeck, "Partial Escape
 * Analysis and Scalar Replacement for Java", CGO 2014).
 *
 * Blocks are walked in reverse postorder, with a state for each ALLOC: the words that
 * the object would hold, as nodes.  Loads of it are its words, stores change them;
 * the object itself is not there.  A frame state that names it gets a VIRTUAL, from
 * which it is made when the code is left.  Whatever else uses it makes it escape:
 * there, and only on that path, it is allocated and filled, and from then on is real.
 *
 * Where paths join, words that differ become phis; an object that is real on one
 * path becomes real at the ends of the others.  At the header of a loop nothing is
 * known yet of the ways around, but what the graph does to the object: words that the loop
 * writes begin there as phis, whose other inputs come with the back-edges; an object that
 * the loop lets escape, writes in ways that cannot be joined, or reaches by another object
 * is made real in front of it.
 *
 * Generators that have been inlined are VIRTUAL_CALLs from the beginning (build_drive.c),
 * which states name; an object that one holds is named there as if the state held it.
 *
 * A phi of objects makes them escape, unless it can be an object itself, whose words are
 * phis of theirs: a sum of vectors that begins with one object and is another one after
 * each iteration.  That is found out before the walk ("phis of objects" below): what the
 * phi takes over on an edge must be unmade there, and belong to nobody else behind it.  Of
 * complex numbers that is not asked: as floats they are their value.
 *
 * A call that may look at frames (RT_OBSERVES) finds the objects in its state there, made
 * for this only.  That is no matter for tuples, cells and bound methods, which nobody can
 * change by way of a frame, and for registers that are no variables, such as the state of a loop: nobody
 * sees them.  Other objects have to be the ones that they will be later, and so are made
 * before such a call: super() takes `self` from the frame.
 *
 * A search of a dict or set for a tuple needs the tuple's items only, and is told those.
 *
 * The memory of a virtual object is not visible to anybody, so order and aliases do
 * not matter, and the collector need not be told of stores.  MemoryError of an
 * allocation that was put off is raised where it would have been made.
 *
 * Requires: preheaders, the analysis.  Breaks: nothing.  Ends: one walk.  Cost: linear in
 * nodes, and in blocks times objects, whose number is limited.
 */
#include "ir/opt.h"

#include <string.h>

enum { OBJECTS_MAX = 128, WORDS_MAX = 31 };

/* What an object is on one path: never changed, but replaced. */
typedef struct Virtual {
    uint64_t header;
    IrNode *real;      /* not NULL: it has been allocated, the rest says nothing */
    IrNode *named;     /* the VIRTUAL for frame states, made at named_at */
    uint32_t named_at;
    uint32_t sizes;    /* bit k: words[k] is kept untagged */
    IrNode *words[];   /* behind the header; NULL: zero */
} Virtual;

/* What the graph does to an object, wherever that is. */
typedef struct Accesses {
    uint8_t stores[WORDS_MAX]; /* by word: the operation that stores it, or 0 */
    IrTypes types[WORDS_MAX];  /* of what is stored */
    uint32_t odd;              /* bit k: word k is stored in several ways, or holds objects of these */
    uint32_t loaded;           /* bit k: word k is loaded, as a V */
    bool reshaped;
} Accesses;

/* A word of an object that changes in a loop. */
typedef struct Carried {
    int object;
    uint32_t word;
    IrNode *phi;
    struct Carried *next;
} Carried;

/* A VIRTUAL_CALL of the graph that holds objects. */
typedef struct Holder {
    IrNode *call;
    IrNode *named; /* what it is in states: as Virtual.named */
    uint32_t named_at;
    struct Holder *next;
} Holder;

/* One object stored into another. */
typedef struct Nesting {
    int outer, inner;
    uint32_t word;
    struct Nesting *next;
} Nesting;

typedef struct Escape {
    Ir *ir;
    IrNode **objects;    /* the ALLOCs */
    uint32_t count;
    uint8_t (*aliases)[WORDS_MAX]; /* by object and word: of the stores into it */
    uint32_t *index;     /* by id: of an ALLOC: its number + 1 */
    uint32_t ids;
    IrState **made_in;   /* by object: the state of the ALLOC, for that which is put off */
    bool **blocked;      /* by order of headers: objects that cannot enter the loop unmade */
    bool *nested;        /* objects that may be what is loaded from others */
    Accesses *accesses;  /* by object */
    Nesting *nestings;
    Holder *holders;
    uint32_t **written;  /* by order of headers and object: words that the loop writes */
    Carried **carried;   /* by order of headers */
    Virtual ***at_end;   /* by order of blocks */
    Virtual **now;       /* by object; NULL: not made on this path */
    uint32_t epoch;      /* changes with anything in `now` */
    Virtual **joined;    /* scratch: one object at the ends of a block's predecessors */
    /* Of phis that are objects: */
    uint64_t *headers;   /* by object: the header that it has when a phi takes it over */
    uint8_t (*layouts)[WORDS_MAX]; /* by object and word: the operation that stores it, or 0 */
    bool any_merged;
    int *merged;         /* by order of blocks: the first of its phis that are objects, or -1 */
    int *next_merged;    /* by object: the next one in its block */
    Virtual **begun;     /* by object: as it is where its block begins */
    IrState *state;      /* the last one in front of the present node, for what is made there */
    IrState **state_at_end; /* by order of blocks */
} Escape;

/* ---- objects ---- */

static uint32_t word_count(uint64_t header) { return 2 * (uint32_t)(header >> 32 & 0xffff) - 1; }

/* The number of the object that the value is, or -1. */
static int object_of(const Escape *e, IrNode *n) {
    n = opt_strip(ir_forwarded(n));
    while (n->forward)
        n = opt_strip(ir_forwarded(n));
    return n->id < e->ids ? (int)e->index[n->id] - 1 : -1;
}

static Virtual *copy(Escape *e, const Virtual *v) {
    uint32_t words = word_count(v->header);
    Virtual *c = ir_scratch(e->ir, sizeof *c + words * sizeof *c->words);
    memcpy(c, v, sizeof *v + words * sizeof *v->words);
    c->named = NULL;
    e->epoch = ++e->ir->state_visit;
    return c;
}

static Kind kind_of(const Escape *e, int object) { return (Kind)(e->headers[object] >> 48 & 0xff); }

/* Whether the object is a phi. */
static bool is_merged(const Escape *e, int object) { return e->objects[object]->op == IR_PHI; }

/* The word that a load or store of a field is about, or -1: none as a whole. */
static int word_of(const IrNode *n, uint64_t header) {
    int64_t offset = n->imm;
    switch (n->op) {
    case IR_LOAD:
    case IR_LOAD_WORD:
    case IR_LOAD_SIZE:
    case IR_LOAD_FLOAT:
    case IR_STORE:
    case IR_STORE_WORD:
    case IR_STORE_SIZE:
    case IR_STORE_FLOAT: break;
    case IR_LOAD_ELEMENT: {
        Value i;
        if (!ir_is_const(opt_strip(n->in[1]), &i) || !value_is_int(i))
            return -1;
        offset += 8 * value_as_int(i);
        break;
    }
    default: return -1;
    }
    return offset >= 8 && offset % 8 == 0 && offset / 8 <= word_count(header) ? (int)(offset / 8) - 1 : -1;
}

static bool is_shape_access(const IrNode *n, IrOp op) { return n->op == op && n->alias == ALIAS_SHAPE && n->imm == 0; }

static IrOp store_of_load(IrOp op) {
    return op == IR_LOAD_WORD ? IR_STORE_WORD : op == IR_LOAD_SIZE ? IR_STORE_SIZE
           : op == IR_LOAD_FLOAT ? IR_STORE_FLOAT : IR_STORE;
}

static IrRep rep_of_store(IrOp op) {
    return op == IR_STORE_WORD ? REP_WORD : op == IR_STORE_FLOAT ? REP_FLOAT : REP_VALUE;
}

/* ---- what is done to objects ---- */

static void note_store(Escape *e, const IrNode *n, int object) {
    Accesses *a = &e->accesses[object];
    int k = word_of(n, e->headers[object]);
    a->reshaped |= is_shape_access(n, IR_STORE_U32);
    if (k < 0)
        return;
    int inner = object_of(e, n->in[1]);
    if (inner >= 0) {
        Nesting *nesting = ir_scratch(e->ir, sizeof *nesting);
        *nesting = (Nesting){object, inner, (uint32_t)k, e->nestings};
        e->nestings = nesting;
    }
    if (inner >= 0 || (a->stores[k] && a->stores[k] != n->op))
        a->odd |= 1u << k;
    a->stores[k] = n->op;
    a->types[k] |= n->in[1]->types;
}

static void note_accesses(Escape *e) {
    for (uint32_t i = 0; i < e->ir->block_count; i++)
        for (const IrNode *n = e->ir->blocks[i]->first; n; n = n->next) {
            int object = n->input_count ? object_of(e, n->in[0]) : -1;
            if (object < 0)
                continue;
            if (ir_effect(n) == EFFECT_STORE) {
                note_store(e, n, object);
            } else if (ir_effect(n) == EFFECT_LOAD && n->rep == REP_VALUE && n->op != IR_LOAD_SIZE) {
                int k = word_of(n, e->headers[object]);
                e->accesses[object].loaded |= k < 0 ? UINT32_MAX : 1u << k;
            }
        }
    for (const Nesting *n = e->nestings; n; n = n->next)
        if (e->accesses[n->outer].loaded >> n->word & 1)
            e->nested[n->inner] = true;
}

/* ---- which loops an object cannot enter unmade ---- */

/* The search of a dict or set for a tuple of so many items, which it is told instead of the tuple,
 * or RT_NONE. */
static RtCall search_of_items(const IrNode *n, uint32_t count) {
    if (n->op != IR_CALL_RT || (n->imm != RT_dict_find && n->imm != RT_set_find))
        return RT_NONE;
    switch (count) {
    case 2: return n->imm == RT_dict_find ? RT_dict_find_pair : RT_set_find_pair;
    case 3: return n->imm == RT_dict_find ? RT_dict_find_triple : RT_set_find_triple;
    default: return RT_NONE;
    }
}

/* Whether the object is stored into others, or others into it. */
static bool is_nested(const Escape *e, int object) {
    for (const Nesting *n = e->nestings; n; n = n->next)
        if (n->outer == object || n->inner == object)
            return true;
    return false;
}

/* Whether input k of n may be a virtual object that stays as it is. */
static bool leaves_alone(const Escape *e, const IrNode *n, uint32_t k, int object) {
    const Accesses *a = &e->accesses[object];
    if (n->op == IR_GUARD_SHAPE)
        return !a->reshaped && (uint32_t)n->imm == (uint32_t)e->headers[object];
    if (opt_is_assertion(n))
        return n->op == IR_GUARD_TYPE && !(e->objects[object]->types & ~(IrTypes)n->imm);
    if (k == 1 && search_of_items(n, 2) && kind_of(e, object) == KIND_TUPLE)
        return word_count(e->headers[object]) <= 5 && !is_merged(e, object) && !is_nested(e, object);
    if (n->op == IR_SAME || n->op == IR_WROTE || n->op == IR_VIRTUAL_CALL || is_shape_access(n, IR_LOAD_U32))
        return true;
    int word = k == 0 && ir_effect(n) == EFFECT_LOAD ? word_of(n, e->headers[object]) : -1;
    if (word < 0 || is_merged(e, object))
        return word >= 0;
    if (a->odd >> word & 1 && n->rep != REP_VALUE)
        return false;
    return a->stores[word] ? a->stores[word] == store_of_load((IrOp)n->op) : n->rep == REP_VALUE;
}

static void block_loops(Escape *e, int object, const IrBlock *place) {
    for (const IrBlock *h = place->loop; h; h = h->loop_parent) {
        if (opt_in_loop(e->objects[object]->block, h))
            break;
        bool **blocked = &e->blocked[h->order];
        if (!*blocked)
            *blocked = ir_scratch(e->ir, e->count);
        (*blocked)[object] = true;
    }
}

/* Whether n writes a word of the object that a phi can stand for: which, or -1. */
static int carried_word(const Escape *e, const IrNode *n, uint32_t k, int object) {
    int word = k == 0 && ir_effect(n) == EFFECT_STORE ? word_of(n, e->headers[object]) : -1;
    return word >= 0 && !(e->accesses[object].odd >> word & 1) ? word : -1;
}

static void carry_word(Escape *e, int object, int word, const IrBlock *place) {
    for (const IrBlock *h = place->loop; h; h = h->loop_parent) {
        if (opt_in_loop(e->objects[object]->block, h))
            break;
        uint32_t **written = &e->written[h->order];
        if (!*written)
            *written = ir_scratch(e->ir, e->count * sizeof **written);
        (*written)[object] |= 1u << word;
    }
}

/* ---- what others find in frames ---- */

/* Of a state that others may look into: an object in it. */
typedef struct Exposure {
    Escape *e;
    IrNode *before; /* the call */
    void (*act)(struct Exposure *x, int object);
    void *data;
} Exposure;

static bool may_be_copied(const Escape *e, int object) {
    Kind kind = kind_of(e, object);
    return kind == KIND_TUPLE || kind == KIND_CELL || kind == KIND_COMPLEX || kind == KIND_METHOD || kind == KIND_NATIVE;
}

static void expose_use(IrNode **use, void *data) {
    Exposure *x = data;
    int object = object_of(x->e, *use);
    if (object >= 0)
        x->act(x, object);
}

static void expose(Escape *e, IrNode *n, void (*act)(Exposure *x, int object), void *data) {
    if (ir_effect(n) != EFFECT_CALL || !(n->effects & RT_OBSERVES))
        return;
    Exposure x = {e, n, act, data};
    for (IrState *s = n->state; s; s = s->caller) {
        for (uint32_t i = 0; i < s->count && i < s->code->visible_count; i++)
            if (s->registers[i])
                expose_use(&s->registers[i], &x);
        if (s->function)
            expose_use(&s->function, &x);
        if (s->instance)
            expose_use(&s->instance, &x);
    }
}

static void block_exposed(Exposure *x, int object) {
    if (!may_be_copied(x->e, object))
        block_loops(x->e, object, x->before->block);
}

static void find_uses(Escape *e) {
    for (uint32_t i = 0; i < e->ir->block_count; i++) {
        const IrBlock *b = e->ir->blocks[i];
        for (IrNode *n = b->first; n; n = n->next) {
            expose(e, n, block_exposed, NULL);
            for (uint32_t k = 0; k < n->input_count; k++) {
                int object = object_of(e, n->in[k]);
                if (object < 0 || (n->op == IR_PHI && object_of(e, n) >= 0))
                    continue;
                int word = carried_word(e, n, k, object);
                if (word >= 0)
                    carry_word(e, object, word, b);
                else if (!leaves_alone(e, n, k, object))
                    block_loops(e, object, n->op == IR_PHI ? b->preds[k] : b);
            }
        }
    }
}

/* ---- making ---- */

static IrNode *make(Escape *e, int object, IrNode *before);

static void store_word(Escape *e, IrNode *m, int object, const Virtual *v, uint32_t k, IrNode *before) {
    IrNode *value = v->words[k];
    int inner = object_of(e, value);
    if (inner >= 0)
        value = e->now[inner]->real;
    IrOp op = v->sizes >> k & 1 ? IR_STORE_SIZE : value->rep == REP_WORD ? IR_STORE_WORD
              : value->rep == REP_FLOAT ? IR_STORE_FLOAT : IR_STORE;
    IrNode *store = ir_node(e->ir, op, m, value, NULL);
    store->imm = 8 * (k + 1);
    store->alias = e->aliases[object][k];
    ir_insert_before(before, store);
}

/* The object, allocated in front of this node unless it has been. */
static IrNode *make(Escape *e, int object, IrNode *before) {
    const Virtual *v = e->now[object];
    if (v->real)
        return v->real;
    uint32_t words = word_count(v->header);
    for (uint32_t k = 0; k < words; k++)
        if (v->words[k] && object_of(e, v->words[k]) >= 0)
            make(e, object_of(e, v->words[k]), before);
    IrNode *m = ir_node_new(e->ir, IR_ALLOC, 0);
    m->imm = (int64_t)v->header;
    m->types = e->objects[object]->types;
    m->state = e->made_in[object] ? e->made_in[object] : e->state;
    m->reason = is_merged(e, object) ? (uint8_t)DEOPT_EXCEPTION : e->objects[object]->reason;
    ir_insert_before(before, m);
    for (uint32_t k = 0; k < words; k++)
        if (v->words[k])
            store_word(e, m, object, v, k, before);
    Virtual *real = copy(e, v);
    real->real = m;
    e->now[object] = real;
    return m;
}

/* Whether `from`, as it is now, holds `to`, directly or not. */
static bool holds(const Escape *e, int from, int to, int depth) {
    const Virtual *v = e->now[from];
    if (from == to || depth == 0)
        return true;
    if (v->real)
        return false;
    for (uint32_t k = 0; k < word_count(v->header); k++) {
        int inner = v->words[k] ? object_of(e, v->words[k]) : -1;
        if (inner >= 0 && holds(e, inner, to, depth - 1))
            return true;
    }
    return false;
}

/* Before a call that may find the object in a frame. */
static void make_exposed(Exposure *x, int object) {
    const Virtual *v = x->e->now[object];
    if (!v || v->real)
        return;
    if (!may_be_copied(x->e, object)) {
        make(x->e, object, x->before);
        return;
    }
    for (uint32_t k = 0; k < word_count(v->header); k++) {
        int inner = v->words[k] ? object_of(x->e, v->words[k]) : -1;
        if (inner >= 0)
            make_exposed(x, inner);
    }
}

/* ---- frame states ---- */

/* What stands for the object in a frame state. */
static IrNode *name(Escape *e, int object, IrNode *before) {
    Virtual *v = e->now[object];
    if (v->real)
        return v->real;
    if (v->named && v->named_at == e->epoch && v->named->block == before->block)
        return v->named;
    uint32_t words = word_count(v->header);
    IrNode *n = ir_node_new(e->ir, IR_VIRTUAL, words);
    n->imm = (int64_t)v->header;
    n->aux = v->sizes;
    n->types = e->objects[object]->types;
    for (uint32_t k = 0; k < words; k++) {
        IrNode *word = v->words[k];
        int inner = word ? object_of(e, word) : -1;
        n->in[k] = !word ? ir_const(e->ir, value_from_int(0)) : inner >= 0 ? name(e, inner, before) : word;
    }
    ir_insert_before(before, n);
    v->named = n;
    v->named_at = e->epoch;
    return n;
}

typedef struct Naming {
    Escape *e;
    IrNode *before;
    bool any;
} Naming;

static Holder *holder_of(const Escape *e, const IrNode *n) {
    Holder *h = n->op == IR_VIRTUAL_CALL ? e->holders : NULL;
    while (h && h->call != n)
        h = h->next;
    return h;
}

/* The VIRTUAL_CALL with what it holds named. */
static IrNode *name_held(Escape *e, Holder *h, IrNode *before) {
    if (h->named && h->named_at == e->epoch && h->named->block == before->block)
        return h->named;
    const IrNode *call = h->call;
    IrNode *n = ir_node_new(e->ir, IR_VIRTUAL_CALL, call->input_count);
    n->imm = call->imm;
    n->aux = call->aux;
    n->types = call->types;
    for (uint32_t k = 0; k < call->input_count; k++) {
        IrNode *in = ir_forwarded(call->in[k]);
        int object = object_of(e, in);
        Holder *inner = holder_of(e, in);
        n->in[k] = inner ? name_held(e, inner, before) : object >= 0 && e->now[object] ? name(e, object, before) : in;
    }
    ir_insert_before(before, n);
    h->named = n;
    h->named_at = e->epoch;
    return n;
}

static void find_object(IrNode **use, void *data) {
    Naming *naming = data;
    naming->any |= object_of(naming->e, *use) >= 0 || holder_of(naming->e, *use);
}

static void name_use(IrNode **use, void *data) {
    Naming *naming = data;
    Holder *holder = holder_of(naming->e, *use);
    if (holder) {
        *use = name_held(naming->e, holder, naming->before);
        return;
    }
    int object = object_of(naming->e, *use);
    if (object >= 0 && naming->e->now[object])
        *use = name(naming->e, object, naming->before);
}

/* The state with objects named, as they are in front of `before`. */
static IrState *name_state(Escape *e, IrState *s, IrNode *before) {
    if (!s)
        return NULL;
    if (s->replaced_at == e->epoch)
        return s->replacement;
    IrState *caller = name_state(e, s->caller, before), *rest = s->caller, *out = s;
    Naming naming = {e, before, false};
    s->caller = NULL;
    ir_state_each(s, find_object, &naming);
    if (naming.any || caller != rest) {
        out = ir_state_new(e->ir, s->count);
        memcpy(out, s, sizeof *s + s->count * sizeof *s->registers);
        ir_state_each(out, name_use, &naming);
        out->caller = caller;
    }
    s->caller = rest;
    s->replaced_at = e->epoch;
    s->replacement = out;
    return out;
}

/* ---- nodes ---- */

static void forward(IrNode *n, IrNode *to) {
    n->forward = to;
    ir_remove(n);
}

static void begin_object(Escape *e, IrNode *n, int object) {
    uint32_t words = word_count((uint64_t)n->imm);
    Virtual *v = ir_scratch(e->ir, sizeof *v + words * sizeof *v->words);
    v->header = (uint64_t)n->imm;
    e->made_in[object] = n->state;
    e->now[object] = v;
    e->epoch = ++e->ir->state_visit;
    ir_remove(n);
}

/* A load from a virtual object; false: it has to be made. */
static bool load(Escape *e, IrNode *n, const Virtual *v) {
    if (is_shape_access(n, IR_LOAD_U32)) {
        forward(n, ir_const_word(e->ir, (uint32_t)v->header));
        return true;
    }
    int k = word_of(n, v->header);
    if (k < 0)
        return false;
    IrNode *word = v->words[k] ? v->words[k] : n->rep == REP_VALUE ? ir_const(e->ir, value_from_int(0)) : NULL;
    bool size = v->sizes >> k & 1;
    if (!word || word->rep != n->rep || (v->words[k] && size != (n->op == IR_LOAD_SIZE)))
        return false;
    if (n->rep == REP_VALUE && word->types & ~n->types && object_of(e, word) < 0) {
        IrNode *pin = ir_node(e->ir, IR_GUARD_TYPE, word, NULL, NULL);
        pin->imm = n->types;
        pin->types = word->types & n->types;
        pin->nowrap = true;
        ir_insert_before(n, pin);
        word = pin;
    }
    forward(n, word);
    return true;
}

/* A store into a virtual object; false: it has to be made. */
static bool store(Escape *e, IrNode *n, int object) {
    const Virtual *v = e->now[object];
    IrNode *value = n->in[n->input_count - 1];
    if (n->op == IR_WROTE) {
        ir_remove(n);
        return true;
    }
    if (is_shape_access(n, IR_STORE_U32) && value->op == IR_CONST_WORD) {
        Virtual *changed = copy(e, v);
        changed->header = (v->header & ~(uint64_t)UINT32_MAX) | (uint32_t)value->imm;
        e->now[object] = changed;
        ir_remove(n);
        return true;
    }
    int k = word_of(n, v->header), inner = object_of(e, value);
    if (k < 0 || (inner >= 0 && holds(e, inner, object, 8)))
        return false;
    Virtual *changed = copy(e, v);
    changed->words[k] = value;
    changed->sizes = n->op == IR_STORE_SIZE ? v->sizes | 1u << k : v->sizes & ~(1u << k);
    e->aliases[object][k] = n->alias;
    e->now[object] = changed;
    ir_remove(n);
    return true;
}

/* Whether a virtual first input is dealt with, and n gone. */
static bool take(Escape *e, IrNode *n, int object) {
    const Virtual *v = e->now[object];
    switch (ir_effect(n)) {
    case EFFECT_LOAD: return load(e, n, v);
    case EFFECT_STORE: return store(e, n, object);
    case EFFECT_GUARD:
        if ((n->op == IR_GUARD_SHAPE && (uint32_t)v->header == (uint32_t)n->imm) ||
            (n->op == IR_GUARD_TYPE && !(e->objects[object]->types & ~(IrTypes)n->imm))) {
            forward(n, e->objects[object]);
            return true;
        }
        return false;
    default: return false;
    }
}

/* Nobody has a virtual object but who has its node. */
static bool take_comparison(Escape *e, IrNode *n) {
    int a = object_of(e, n->in[0]), b = object_of(e, n->in[1]);
    if (n->op != IR_SAME || a == b || (a < 0 ? e->now[b] : e->now[a])->real)
        return false;
    n->in[0] = ir_const(e->ir, VALUE_NONE);
    n->in[1] = ir_const(e->ir, VALUE_UNDEF);
    return true;
}

/* The search for a virtual tuple becomes one for its items. */
static IrNode *take_search(Escape *e, IrNode *n) {
    int object = n->op == IR_CALL_RT && n->input_count == 2 ? object_of(e, n->in[1]) : -1;
    const Virtual *v = object >= 0 ? e->now[object] : NULL;
    Value length;
    if (!v || v->real || kind_of(e, object) != KIND_TUPLE || !v->words[0] || !ir_is_const(v->words[0], &length))
        return n;
    uint32_t count = (uint32_t)value_as_int(length);
    RtCall id = search_of_items(n, count);
    for (uint32_t k = 0; k < count && id; k++)
        if (!v->words[1 + k] || object_of(e, v->words[1 + k]) >= 0)
            id = RT_NONE;
    if (!id)
        return n;
    IrNode *call = ir_node_new(e->ir, IR_CALL_RT, 1 + count);
    call->imm = id;
    call->effects = n->effects;
    call->state = n->state;
    call->in[0] = n->in[0];
    for (uint32_t k = 0; k < count; k++)
        call->in[1 + k] = v->words[1 + k];
    call->rep = n->rep;
    call->reason = n->reason;
    call->origin = n->origin;
    ir_insert_before(n, call);
    forward(n, call);
    return call;
}

static void visit(Escape *e, IrNode *n) {
    int object = n->op == IR_ALLOC ? object_of(e, n) : -1;
    if (object >= 0) {
        e->state = n->state = name_state(e, n->state, n);
        begin_object(e, n, object);
        return;
    }
    for (uint32_t k = 0; k < n->input_count; k++)
        n->in[k] = ir_forwarded(n->in[k]);
    if (n->op == IR_VIRTUAL_CALL)
        return;
    n = take_search(e, n);
    object = n->input_count ? object_of(e, n->in[0]) : -1;
    if (e->any_merged && n->state && ir_effect(n) == EFFECT_CALL)
        e->state = name_state(e, n->state, n);
    if (object >= 0 && !e->now[object]->real && take(e, n, object))
        return;
    for (uint32_t k = 0; k < n->input_count; k++) {
        object = object_of(e, n->in[k]);
        if (object < 0)
            continue;
        if (n->op == IR_SAME && take_comparison(e, n))
            break;
        n->in[k] = make(e, object, n);
    }
    expose(e, n, make_exposed, NULL);
    if (n->state)
        e->state = n->state = name_state(e, n->state, n);
}

/* ---- blocks ---- */

/* The word at the start of a join: what it is at the ends of all predecessors, or a phi.
 * NULL: it cannot be joined. */
static IrNode *join_word(Escape *e, IrBlock *b, Virtual *const *in, uint32_t k) {
    IrNode *first = in[0]->words[k];
    bool same = true;
    for (uint32_t i = 0; i < b->pred_count; i++) {
        IrNode *word = in[i]->words[k];
        same &= word == first;
        if (word && (object_of(e, word) >= 0 || word->rep != (first ? first->rep : REP_VALUE)) && word != first)
            return NULL;
        if ((in[i]->sizes ^ in[0]->sizes) >> k & 1)
            return NULL;
    }
    if (same)
        return first;
    if (first && (object_of(e, first) >= 0 || first->rep == REP_BOOL))
        return NULL;
    IrNode *phi = ir_node_new(e->ir, IR_PHI, b->pred_count);
    for (uint32_t i = 0; i < b->pred_count; i++) {
        IrNode *word = in[i]->words[k];
        phi->in[i] = word ? word : ir_const(e->ir, value_from_int(0));
    }
    phi->rep = phi->in[0]->rep;
    phi->types = opt_infer(e->ir, phi);
    ir_insert_before(b->first, phi);
    return phi;
}

/* Makes the object at the end of a block that has been walked. */
static IrNode *make_at_end(Escape *e, IrBlock *pred, int object) {
    Virtual **now = e->now;
    IrState *state = e->state;
    e->now = e->at_end[pred->order];
    e->state = e->state_at_end[pred->order];
    e->epoch = ++e->ir->state_visit;
    IrNode *m = make(e, object, pred->last);
    e->now = now;
    e->state = state;
    e->epoch = ++e->ir->state_visit;
    return m;
}

static Virtual *join_virtual(Escape *e, IrBlock *b, Virtual *const *in) {
    const Virtual *first = in[0];
    uint32_t words = word_count(first->header);
    for (uint32_t i = 0; i < b->pred_count; i++)
        if (in[i]->real || in[i]->header != first->header)
            return NULL;
    Virtual *joined = copy(e, first);
    for (uint32_t k = 0; k < words; k++) {
        joined->words[k] = join_word(e, b, in, k);
        if (!joined->words[k])
            for (uint32_t i = 0; i < b->pred_count; i++)
                if (in[i]->words[k])
                    return NULL;
    }
    return joined;
}

static Virtual *join_object(Escape *e, IrBlock *b, int object) {
    Virtual **in = e->joined;
    bool same = true;
    for (uint32_t i = 0; i < b->pred_count; i++) {
        in[i] = e->at_end[b->preds[i]->order][object];
        if (!in[i])
            return NULL;
        same &= in[i] == in[0];
    }
    if (same)
        return in[0];
    Virtual *joined = join_virtual(e, b, in);
    if (joined)
        return joined;
    IrNode *phi = ir_node_new(e->ir, IR_PHI, b->pred_count);
    for (uint32_t i = 0; i < b->pred_count; i++)
        phi->in[i] = make_at_end(e, b->preds[i], object);
    phi->types = e->objects[object]->types;
    ir_insert_before(b->first, phi);
    joined = copy(e, e->at_end[b->preds[0]->order][object]);
    joined->real = phi;
    return joined;
}

/* A word that nothing was stored into. */
static IrNode *zero_of(Escape *e, IrOp store) {
    return store == IR_STORE_FLOAT ? ir_const_float(e->ir, 0.0)
           : store == IR_STORE_WORD ? ir_const_word(e->ir, 0) : ir_const(e->ir, value_from_int(0));
}

/* The object of a phi, whose words are phis that have no inputs yet. */
static void begin_merged(Escape *e, IrBlock *b, int object) {
    uint32_t words = word_count(e->headers[object]);
    Virtual *v = ir_scratch(e->ir, sizeof *v + words * sizeof *v->words);
    v->header = e->headers[object];
    for (uint32_t k = 0; k < words; k++) {
        IrOp store = (IrOp)e->layouts[object][k];
        if (!store)
            continue;
        IrNode *phi = v->words[k] = ir_node_new(e->ir, IR_PHI, b->pred_count);
        phi->rep = rep_of_store(store);
        phi->types = store == IR_STORE_SIZE ? IRT_INT : phi->rep == REP_VALUE ? IRT_ANY : 0;
        v->sizes |= (uint32_t)(store == IR_STORE_SIZE) << k;
        ir_insert_before(b->first, phi);
    }
    e->now[object] = e->begun[object] = v;
    e->epoch = ++e->ir->state_visit;
    ir_remove(e->objects[object]);
}

/* What a phi that is an object, as `v` says, takes over from predecessor i, where the objects are `in`. */
static void merge_edge(Escape *e, IrBlock *b, uint32_t i, int object, const Virtual *v, Virtual *const *in) {
    IrNode *value = ir_forwarded(e->objects[object]->in[i]), *end = b->preds[i]->last;
    int from = object_of(e, value);
    const Virtual *taken = from >= 0 ? in[from] : NULL;
    if (taken && taken->real) {
        value = taken->real;
        taken = NULL;
    }
    bool by_value = kind_of(e, object) == KIND_COMPLEX;
    if (!by_value && (!taken || taken->header != v->header))
        ir_give_up(e->ir, "an object is merged in a strange way"); /* find_merged() has seen to it that this cannot be */
    for (uint32_t k = 0; k < word_count(v->header); k++) {
        IrNode *phi = v->words[k], *word = taken ? taken->words[k] : NULL;
        if (!phi)
            continue;
        if (!taken) {
            word = ir_node(e->ir, IR_LOAD_FLOAT, value, NULL, NULL);
            word->imm = 8 * (k + 1);
            word->alias = ALIAS_CONSTANT;
            ir_insert_before(end, word);
        } else if (!word) {
            word = zero_of(e, (IrOp)e->layouts[object][k]);
        }
        if (word->rep != phi->rep)
            ir_give_up(e->ir, "an object is merged in a strange way");
        phi->in[i] = word;
        e->aliases[object][k] = taken ? e->aliases[from][k] : ALIAS_CONSTANT;
    }
}

/* The phis of the block that are objects, as far as its predecessors have been walked. */
static void merge(Escape *e, IrBlock *b) {
    for (int o = e->merged[b->order]; o >= 0; o = e->next_merged[o])
        begin_merged(e, b, o);
    for (int o = e->merged[b->order]; o >= 0; o = e->next_merged[o])
        for (uint32_t i = 0; i < b->pred_count; i++)
            if (b->preds[i]->order < b->order)
                merge_edge(e, b, i, o, e->now[o], e->at_end[b->preds[i]->order]);
}

/* ---- loops ---- */

/* At the end of a preheader: phis for the words that the loop writes. */
static void begin_carrying(Escape *e, IrBlock *header, int object, uint32_t words) {
    const Accesses *a = &e->accesses[object];
    Virtual *v = copy(e, e->now[object]);
    for (; words; words &= words - 1) {
        uint32_t k = (uint32_t)__builtin_ctz(words);
        IrOp store = (IrOp)a->stores[k];
        IrNode *phi = ir_node_new(e->ir, IR_PHI, header->pred_count);
        IrNode *entry = v->words[k] ? v->words[k] : zero_of(e, store);
        phi->in[ir_pred_index(header, opt_preheader(header))] = entry;
        phi->rep = rep_of_store(store);
        phi->types = phi->rep == REP_VALUE ? a->types[k] | entry->types : 0;
        ir_insert_before(header->first, phi);
        v->words[k] = phi;
        v->sizes |= (uint32_t)(store == IR_STORE_SIZE) << k;
        Carried *carried = ir_scratch(e->ir, sizeof *carried);
        *carried = (Carried){object, k, phi, e->carried[header->order]};
        e->carried[header->order] = carried;
    }
    e->now[object] = v;
}

/* At the end of a block that goes back to the header. */
static void go_around(Escape *e, const IrBlock *b, const IrBlock *header) {
    uint32_t edge = ir_pred_index(header, b);
    for (const Carried *c = e->carried[header->order]; c; c = c->next) {
        const Virtual *v = e->now[c->object];
        if (v->real)
            ir_give_up(e->ir, "an object of a loop is not what its uses said"); /* find_uses() has seen to it that this cannot be */
        c->phi->in[edge] = v->words[c->word] ? v->words[c->word]
                                             : zero_of(e, (IrOp)e->accesses[c->object].stores[c->word]);
    }
}

/* At the end of a preheader: what may not enter the loop unmade is made; then the others
 * become what they are at the header. */
static void enter_loop(Escape *e, IrBlock *preheader, IrBlock *header) {
    const bool *blocked = e->blocked[header->order];
    const uint32_t *written = e->written[header->order];
    for (uint32_t o = 0; o < e->count; o++)
        if (e->now[o] && !e->now[o]->real && (e->nested[o] || (blocked && blocked[o])))
            make(e, (int)o, preheader->last);
    for (uint32_t o = 0; o < e->count; o++)
        if (e->now[o] && !e->now[o]->real && written && written[o])
            begin_carrying(e, header, (int)o, written[o]);
}

static IrNode *behind_phis(const IrBlock *b) {
    IrNode *n = b->first;
    while (n->op == IR_PHI || ir_is_virtual(n))
        n = n->next;
    return n;
}

static void enter_block(Escape *e, IrBlock *b) {
    memset(e->now, 0, e->count * sizeof *e->now);
    e->epoch = ++e->ir->state_visit;
    e->state = b->idom ? e->state_at_end[b->idom->order] : NULL;
    if (!b->pred_count)
        return;
    merge(e, b);
    if (b->loop_header) {
        const IrBlock *preheader = opt_preheader(b);
        for (uint32_t o = 0; preheader && o < e->count; o++) /* where leave_block() has seen to it */
            if (!e->now[o])
                e->now[o] = e->at_end[preheader->order][o];
        if (b->entry_state)
            b->entry_state = name_state(e, b->entry_state, behind_phis(b));
        e->state = b->entry_state ? b->entry_state : e->state;
        return;
    }
    for (uint32_t o = 0; o < e->count; o++)
        if (!e->now[o])
            e->now[o] = join_object(e, b, (int)o);
}

static void leave_block(Escape *e, IrBlock *b) {
    for (uint32_t i = 0; i < 2 && b->succ[i]; i++) {
        IrBlock *to = b->succ[i];
        uint32_t k = ir_pred_index(to, b);
        for (int o = to->order <= b->order ? e->merged[to->order] : -1; o >= 0; o = e->next_merged[o])
            merge_edge(e, to, k, o, e->begun[o], e->now);
        if (to->loop_header && ir_dominates(to, b))
            go_around(e, b, to);
        for (IrNode *phi = to->first; phi->op == IR_PHI; phi = phi->next) {
            int object = object_of(e, phi) >= 0 ? -1 : object_of(e, phi->in[k]);
            if (object >= 0 && e->now[object])
                phi->in[k] = make(e, object, b->last);
        }
        if (to->loop_header && opt_preheader(to) == b)
            enter_loop(e, b, to);
    }
    e->state_at_end[b->order] = e->state;
    e->at_end[b->order] = ir_scratch(e->ir, e->count * sizeof *e->now);
    memcpy(e->at_end[b->order], e->now, e->count * sizeof *e->now);
}

/* ---- phis of objects ----
 *
 * Candidates are the phis of objects and of such phis.  A candidate stays if on each edge
 * into it the object that it takes over
 *   - has not been made: nothing lets it escape before; on a back-edge: nothing in the loop;
 *   - belongs to nobody else afterwards: nothing uses it behind the phi, and no other phi
 *     takes it over on the same edge.  On a back-edge that is so if it was made in the loop:
 *     what the loop does with it in the next iteration it does with another one;
 *   - holds what it holds on every path: what is stored into it is stored where every path
 *     to the edge comes by, and is no object of these itself;
 *   - agrees with the others about its shape, and about how each word is represented.
 * Whoever does not stay lets its inputs escape; so this is repeated until all that are left
 * do. */

typedef struct Merging {
    Escape *e;
    uint8_t *seen;    /* by object and block: what happens to it there, below */
    uint32_t blocks;
    IrNode **shapes;  /* by object: the last store of its shape */
    bool *loaded;     /* by object: somebody wants a word of it */
    const IrBlock *at; /* of the state being looked at */
    bool changed, spread; /* this round: something was given up; a layout was extended */
} Merging;
enum { SEEN_USE = 1, SEEN_ESCAPE = 2, SEEN_STORE = 4, SEEN_COMPARISON = 8, ROUNDS_MAX = 12 };

static uint8_t *seen_at(Merging *m, int object, const IrBlock *b) {
    return &m->seen[(uint32_t)object * m->blocks + b->order];
}

static bool is_complex_phi(const IrNode *n) { return n->op == IR_PHI && n->rep == REP_VALUE && n->types == IRT_COMPLEX; }

/* Numbers the phis that may be objects. */
static void find_candidates(Escape *e) {
    Ir *ir = e->ir;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < ir->block_count; i++)
            for (IrNode *n = ir->blocks[i]->first; n->op == IR_PHI; n = n->next) {
                if (object_of(e, n) >= 0 || n->rep != REP_VALUE || e->count == OBJECTS_MAX)
                    continue;
                /* A phi around a loop is a candidate as soon as one of its inputs is an object;
                 * the others are looked at in refuses(). */
                uint64_t header = 0;
                for (uint32_t k = 0; k < n->input_count && !header; k++) {
                    int object = object_of(e, n->in[k]);
                    header = object >= 0 ? e->headers[object] : 0;
                }
                if (!header || (n->types & IRT_COMPLEX && !is_complex_phi(n)))
                    continue;
                e->headers[e->count] = header;
                e->objects[e->count++] = n;
                e->index[n->id] = e->count;
                changed = true;
            }
    }
}

/* Notes how the word is represented; false: two ways. */
static bool lay_out(Merging *m, int object, int word, IrOp store) {
    uint8_t *layout = &m->e->layouts[object][word];
    if (*layout == store)
        return true;
    m->spread = true;
    if (*layout)
        return false;
    *layout = (uint8_t)store;
    return true;
}

/* The header of an object at the end of a block, by the stores of shapes seen so far; 0: that depends. */
static uint64_t header_at_end(const Merging *m, int object, const IrBlock *b) {
    const Escape *e = m->e;
    const IrNode *shape = m->shapes[object];
    if (is_merged(e, object) || !shape)
        return e->headers[object];
    return ir_dominates(shape->block, b) ? (e->headers[object] & ~(uint64_t)UINT32_MAX) | (uint32_t)shape->in[1]->imm : 0;
}

/* What input k of n does to an object. */
static uint8_t effect_of_use(Merging *m, IrNode *n, uint32_t k, int object) {
    Escape *e = m->e;
    int word = word_of(n, e->headers[object]);
    bool crosses = n->block->loop && !opt_in_loop(e->objects[object]->block, n->block->loop);
    if (n->op == IR_SAME)
        return SEEN_COMPARISON;
    if (n->op == IR_VIRTUAL_CALL)
        return SEEN_USE;
    if (n->op == IR_GUARD_TYPE)
        return e->objects[object]->types & ~(IrTypes)n->imm ? SEEN_ESCAPE : SEEN_USE;
    if (n->op == IR_GUARD_SHAPE) {
        bool holds = (uint32_t)n->imm == (uint32_t)header_at_end(m, object, n->block);
        return holds && !crosses ? SEEN_USE : SEEN_ESCAPE;
    }
    if (k != 0)
        return SEEN_ESCAPE;
    switch (ir_effect(n)) {
    case EFFECT_LOAD:
        if (is_shape_access(n, IR_LOAD_U32))
            return SEEN_USE;
        m->loaded[object] = true;
        return word >= 0 && (is_merged(e, object) ? lay_out(m, object, word, store_of_load((IrOp)n->op)) : true)
                   ? SEEN_USE : SEEN_ESCAPE;
    case EFFECT_STORE:
        if (crosses)
            return SEEN_ESCAPE;
        if (n->op == IR_WROTE)
            return SEEN_USE;
        if (is_shape_access(n, IR_STORE_U32) && n->in[1]->op == IR_CONST_WORD && !is_merged(e, object)) {
            m->shapes[object] = n;
            return SEEN_USE | SEEN_STORE;
        }
        return word >= 0 && lay_out(m, object, word, (IrOp)n->op) && object_of(e, n->in[1]) < 0 ? SEEN_USE | SEEN_STORE
                                                                                               : SEEN_ESCAPE;
    default: return SEEN_ESCAPE;
    }
}

static void see_in_state(IrNode **use, void *data) {
    Merging *m = data;
    int object = object_of(m->e, *use);
    if (object >= 0)
        *seen_at(m, object, m->at) |= SEEN_USE;
    const IrNode *held = (*use)->op == IR_VIRTUAL_CALL ? *use : NULL;
    for (uint32_t k = 0; held && k < held->input_count; k++)
        see_in_state(&held->in[k], data);
}

static void see_exposed(Exposure *x, int object) {
    Merging *m = x->data;
    if (!may_be_copied(x->e, object))
        *seen_at(m, object, x->before->block) |= SEEN_ESCAPE;
}

static void see_uses(Merging *m) {
    Escape *e = m->e;
    Ir *ir = e->ir;
    memset(m->seen, 0, (size_t)e->count * m->blocks);
    memset(e->layouts, 0, e->count * sizeof *e->layouts);
    memset(m->shapes, 0, e->count * sizeof *m->shapes);
    for (uint32_t i = 0; i < ir->block_count; i++) {
        IrBlock *b = ir->blocks[i];
        m->at = b;
        ir->state_visit++;
        for (IrNode *n = b->first; n; n = n->next) {
            for (uint32_t k = 0; k < n->input_count; k++) {
                int object = object_of(e, n->in[k]);
                if (object < 0)
                    continue;
                if (n->op == IR_PHI)
                    *seen_at(m, object, b->preds[k]) |= object_of(e, n) >= 0 ? SEEN_USE : SEEN_USE | SEEN_ESCAPE;
                else
                    *seen_at(m, object, b) |= SEEN_USE | effect_of_use(m, n, k, object);
            }
            ir_state_each_once(ir, n->state, see_in_state, m);
            expose(e, n, see_exposed, m);
        }
    }
    e->epoch = ++ir->state_visit;
}

/* Whether nobody has, or knows, an object but the phi that takes it over at the end of `pred`. */
static bool hands_over(Merging *m, int object, const IrNode *phi, const IrBlock *pred) {
    Escape *e = m->e;
    const IrBlock *b = phi->block;
    const IrBlock *made = e->objects[object]->block;
    bool back = pred->order >= b->order;
    const IrBlock *around = !b->loop_header ? b->loop : back ? b : b->loop_parent;
    if (around && !opt_in_loop(made, around))
        return false;
    for (uint32_t i = 0; i < m->blocks; i++) {
        const IrBlock *place = e->ir->blocks[i];
        uint8_t seen = *seen_at(m, object, place);
        if (seen & SEEN_ESCAPE && (!back || opt_in_loop(place, b)))
            return false;
        if (seen & SEEN_USE && !back && place->order >= b->order)
            return false;
        if (seen & SEEN_STORE && !ir_dominates(place, pred) && e->objects[object] != phi)
            return false;
    }
    return true;
}

/* Whether a state is known where the block begins. */
static bool has_state(const IrBlock *b) {
    if (b->loop_header && b->entry_state)
        return true;
    for (b = b->idom; b; b = b->idom)
        for (const IrNode *n = b->first; n; n = n->next)
            if (n->state)
                return true;
    return false;
}

/* Whether the phi cannot be an object; notes what it takes over. */
static bool refuses(Merging *m, int object) {
    Escape *e = m->e;
    const IrNode *phi = e->objects[object];
    const IrBlock *b = phi->block;
    if (!has_state(b) || (b->loop_header && !opt_preheader(b)))
        return true;
    if (is_complex_phi(phi)) {
        uint8_t seen = 0;
        for (uint32_t i = 0; i < m->blocks; i++)
            seen |= *seen_at(m, object, e->ir->blocks[i]);
        if (seen & SEEN_COMPARISON || (seen & SEEN_ESCAPE && !m->loaded[object]))
            return true;
        e->layouts[object][0] = e->layouts[object][1] = IR_STORE_FLOAT;
        return false;
    }
    uint64_t header = 0;
    for (uint32_t i = 0; i < phi->input_count; i++) {
        int in = object_of(e, phi->in[i]);
        if (in < 0 || !e->objects[in])
            return true;
        uint64_t its = header_at_end(m, in, b->preds[i]);
        if (!its || (header && its != header) || !hands_over(m, in, phi, b->preds[i]))
            return true;
        header = its;
        for (const IrNode *other = b->first; other->op == IR_PHI; other = other->next)
            if (other != phi && object_of(e, other->in[i]) == in)
                return true;
        for (uint32_t k = 0; k < word_count(header); k++)
            if (e->layouts[in][k] && !lay_out(m, object, (int)k, (IrOp)e->layouts[in][k]))
                return true;
    }
    m->changed |= header != e->headers[object];
    e->headers[object] = header;
    return false;
}

static void find_merged(Escape *e) {
    uint32_t allocated = e->count;
    find_candidates(e);
    if (e->count == allocated)
        return;
    Merging m = {.e = e, .blocks = e->ir->block_count};
    m.seen = ir_scratch(e->ir, (size_t)e->count * m.blocks);
    m.shapes = ir_scratch(e->ir, e->count * sizeof *m.shapes);
    m.loaded = ir_scratch(e->ir, e->count);
    m.changed = true;
    for (int rounds = 0; m.changed; rounds++) {
        m.changed = false;
        see_uses(&m);
        do {
            m.spread = false;
            for (uint32_t o = allocated; o < e->count; o++)
                if (e->objects[o] && (rounds == ROUNDS_MAX || refuses(&m, (int)o))) {
                    e->index[e->objects[o]->id] = 0;
                    e->objects[o] = NULL;
                    m.changed = true;
                }
        } while (m.spread && !m.changed);
    }
    for (uint32_t o = e->count; o-- > allocated;) {
        const IrNode *phi = e->objects[o];
        if (!phi)
            continue;
        e->any_merged = true;
        e->next_merged[o] = e->merged[phi->block->order];
        e->merged[phi->block->order] = (int)o;
    }
}

/* What holds objects, or such a VIRTUAL_CALL, which stands in front of it. */
static void find_holders(Escape *e) {
    for (uint32_t i = 0; i < e->ir->block_count; i++)
        for (IrNode *n = e->ir->blocks[i]->first; n; n = n->next) {
            bool holds_any = false;
            for (uint32_t k = 0; n->op == IR_VIRTUAL_CALL && k < n->input_count; k++)
                holds_any |= object_of(e, n->in[k]) >= 0 || holder_of(e, n->in[k]);
            if (!holds_any)
                continue;
            Holder *h = ir_scratch(e->ir, sizeof *h);
            *h = (Holder){.call = n, .next = e->holders};
            e->holders = h;
        }
}

static void find_objects(Escape *e) {
    for (uint32_t i = 0; i < e->ir->block_count; i++)
        for (IrNode *n = e->ir->blocks[i]->first; n; n = n->next) {
            uint64_t granules = (uint64_t)n->imm >> 32 & 0xffff;
            if (n->op == IR_ALLOC && granules && word_count((uint64_t)n->imm) <= WORDS_MAX && e->count < OBJECTS_MAX) {
                e->headers[e->count] = (uint64_t)n->imm;
                e->objects[e->count++] = n;
                e->index[n->id] = e->count;
            }
        }
}

void opt_escape(Ir *ir) {
    Escape e = {.ir = ir, .ids = ir->node_count + 1, .epoch = ++ir->state_visit};
    e.objects = ir_scratch(ir, OBJECTS_MAX * sizeof *e.objects);
    e.index = ir_scratch(ir, e.ids * sizeof *e.index);
    e.headers = ir_scratch(ir, OBJECTS_MAX * sizeof *e.headers);
    find_objects(&e);
    if (!e.count)
        return;
    ir_split_critical_edges(ir); /* what is made at the end of a block is for one path */
    e.layouts = ir_scratch(ir, OBJECTS_MAX * sizeof *e.layouts);
    e.next_merged = ir_scratch(ir, OBJECTS_MAX * sizeof *e.next_merged);
    e.merged = ir_scratch(ir, ir->block_count * sizeof *e.merged);
    memset(e.merged, 0xff, ir->block_count * sizeof *e.merged);
    find_merged(&e);
    uint32_t most = 0;
    for (uint32_t i = 0; i < ir->block_count; i++) {
        IrBlock *b = ir->blocks[i];
        most = b->pred_count > most ? b->pred_count : most;
        if (!b->loop_header)
            b->entry_state = NULL;
    }
    e.joined = ir_scratch(ir, most * sizeof *e.joined);
    e.aliases = ir_scratch(ir, e.count * sizeof *e.aliases);
    e.made_in = ir_scratch(ir, e.count * sizeof *e.made_in);
    e.blocked = ir_scratch(ir, ir->block_count * sizeof *e.blocked);
    e.nested = ir_scratch(ir, e.count);
    e.accesses = ir_scratch(ir, e.count * sizeof *e.accesses);
    e.written = ir_scratch(ir, ir->block_count * sizeof *e.written);
    e.carried = ir_scratch(ir, ir->block_count * sizeof *e.carried);
    e.at_end = ir_scratch(ir, ir->block_count * sizeof *e.at_end);
    e.state_at_end = ir_scratch(ir, ir->block_count * sizeof *e.state_at_end);
    e.begun = ir_scratch(ir, e.count * sizeof *e.begun);
    e.now = ir_scratch(ir, e.count * sizeof *e.now);
    find_holders(&e);
    note_accesses(&e);
    find_uses(&e);
    for (uint32_t i = 0; i < ir->block_count; i++) {
        IrBlock *b = ir->blocks[i];
        enter_block(&e, b);
        IrNode *next;
        for (IrNode *n = b->first; n; n = next) {
            next = n->next;
            if (n->op != IR_PHI)
                visit(&e, n);
        }
        leave_block(&e, b);
    }
    for (const Holder *h = e.holders; h; h = h->next)
        ir_remove(h->call);
    ir_apply_forwards(ir);
}

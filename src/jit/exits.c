/* exits.c - building the tables by which compiled code is left; see exits.h. */
#include "jit/exits.h"

#include <stdlib.h>

#include "ir/flow.h"
#include "jit/events.h"

/* Room for `more` items behind `count`; false without memory. */
static bool reserve(ExitTables *t, void **items, uint32_t count, uint32_t more, uint32_t *capacity,
                    size_t size) {
    if (t->failed)
        return false;
    if (count + more <= *capacity)
        return true;
    uint32_t wanted = *capacity ? 2 * *capacity : 16;
    while (wanted < count + more)
        wanted *= 2;
    void *grown = realloc(*items, wanted * size);
    if (!grown) {
        t->failed = true;
        return false;
    }
    *items = grown;
    *capacity = wanted;
    return true;
}

#define RESERVE(t, kind, more) \
    reserve(t, (void **)&(t)->kind##s, (t)->kind##_count, more, &(t)->kind##_capacity, sizeof *(t)->kind##s)

/* One exit being described. */
typedef struct Walk {
    ExitTables *tables;
    const RaStateValues *values;
    const RaLocation *locations;
    uint32_t next; /* index of the next value of the frames, in the order of ir_state_each() */
    uint32_t first_virtual;
} Walk;

/* Virtual objects are numbered in the order in which the list of values has them. */
static uint32_t virtual_number(const Walk *w, const IrNode *n) {
    uint32_t number = w->first_virtual;
    for (uint32_t i = 0; w->values->items[i] != n; i++) {
        const IrNode *other = w->values->items[i];
        bool first = ir_is_virtual(other);
        for (uint32_t j = 0; j < i && first; j++)
            first = w->values->items[j] != other;
        number += first;
    }
    return number;
}

static ExitValue value_at(const Walk *w, uint32_t i) {
    const IrNode *n = w->values->items[i];
    RaLocation at = w->locations[i];
    switch (n->op) {
    case IR_VIRTUAL:
    case IR_VIRTUAL_CALL: return (ExitValue){.kind = EXIT_VIRTUAL, .number = virtual_number(w, n)};
    case IR_CONST:
    case IR_CONST_WORD:
        return (ExitValue){.kind = EXIT_CONSTANT, .constant = {(uint64_t)n->imm}};
    case IR_CONST_FLOAT: {
        ExitValue v = {.kind = EXIT_CONSTANT};
        double d;
        memcpy(&d, &n->imm, sizeof d);
        if (!value_try_float(d, &v.constant))
            v = (ExitValue){.kind = EXIT_CONSTANT_FLOAT, .constant = {(uint64_t)n->imm}};
        return v;
    }
    default: break;
    }
    static const uint8_t kinds[][2] = {
        [REP_VALUE] = {EXIT_GPR, EXIT_SLOT},
        [REP_WORD] = {EXIT_GPR, EXIT_SLOT},
        [REP_FLOAT] = {EXIT_XMM_FLOAT, EXIT_SLOT_FLOAT},
        [REP_BOOL] = {EXIT_GPR_BOOL, EXIT_SLOT_BOOL},
    };
    assert(at.kind != RA_NOWHERE && (at.kind == RA_SLOT || (at.kind == RA_XMM) == (n->rep == REP_FLOAT)));
    bool slot = at.kind == RA_SLOT;
    return (ExitValue){.kind = kinds[n->rep][slot], .number = slot ? at.slot : at.reg};
}

static ExitFrame take_frame(Walk *w, const IrState *s) {
    ExitTables *t = w->tables;
    ExitFrame frame = {.code = s->code, .pc = s->pc, .flags = s->flags,
                       .result_register = s->result_register, .value_count = s->count};
    if (!RESERVE(t, value, s->count))
        return frame;
    frame.first_value = t->value_count;
    t->value_count += s->count;
    for (uint32_t i = 0; i < s->count; i++) {
        ExitValue value = {.kind = EXIT_DEAD};
        if (s->registers[i])
            value = value_at(w, w->next++);
        t->values[frame.first_value + i] = value;
    }
    if (s->function)
        frame.function = value_at(w, w->next++);
    if (s->instance)
        frame.instance = value_at(w, w->next++);
    return frame;
}

/* The inputs of a virtual object are its words behind the header; their values follow
 * those of the frames. */
static void take_virtuals(Walk *w) {
    ExitTables *t = w->tables;
    for (uint32_t i = 0, inputs = w->next; inputs < w->values->count; i++) {
        const IrNode *n = w->values->items[i];
        if (!ir_is_virtual(n) || virtual_number(w, n) < t->virtual_count)
            continue;
        if (!RESERVE(t, virtual, 1) || !RESERVE(t, field, n->input_count))
            return;
        bool call = n->op == IR_VIRTUAL_CALL;
        t->virtuals[t->virtual_count++] = (ExitVirtual){call ? (const void *)(uintptr_t)n->imm : NULL,
                                                        call ? n->aux : (uint64_t)n->imm, n->input_count,
                                                        t->field_count};
        for (uint32_t k = 0; k < n->input_count; k++) {
            bool raw = ((uint64_t)n->imm >> 48 & 0xff) == KIND_COMPLEX && n->in[k]->rep == REP_FLOAT;
            ExitFieldForm form = raw ? FIELD_DOUBLE : n->aux >> k & 1 ? FIELD_SIZE : FIELD_VALUE;
            ExitField field = {8 * (k + 1), (uint8_t)form, value_at(w, inputs++)};
            t->fields[t->field_count++] = field;
        }
    }
}

static bool same_locations(const RaLocation *a, const RaLocation *b, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (a[i].kind != b[i].kind || a[i].reg != b[i].reg || a[i].slot != b[i].slot)
            return false;
    return true;
}

/* Whether one of the frames has a handler for what is raised there. */
static bool is_handled(const IrState *s) {
    for (; s; s = s->caller)
        if (flow_handler(s->code, s->pc - 1))
            return true;
    return false;
}

uint32_t exits_add(ExitTables *t, const IrNode *n, const RaStateValues *values, const RaLocation *locations,
                   bool raises) {
    if (!RESERVE(t, exit, 1))
        return 0;
    uint32_t number = t->exit_count;
    Exit exit = {.reason = n->reason, .raises = raises, .handled = raises && is_handled(n->state),
                 .again = n->op == IR_THROW && n->aux, .subject = (uint16_t)jit_guarded_register(n)};
    if (n->state == t->last_state && same_locations(locations, t->last_locations, values->count)) {
        const Exit *last = &t->exits[number - 1];
        if (last->reason == exit.reason && last->raises == raises && last->again == exit.again &&
            last->subject == exit.subject)
            return number - 1;
        exit.first_frame = last->first_frame;
        exit.frame_count = last->frame_count;
        exit.first_virtual = last->first_virtual;
        exit.virtual_count = last->virtual_count;
    } else {
        Walk walk = {.tables = t, .values = values, .locations = locations, .first_virtual = t->virtual_count};
        for (const IrState *s = n->state; s; s = s->caller)
            exit.frame_count++;
        if (!RESERVE(t, frame, exit.frame_count))
            return 0;
        exit.first_frame = t->frame_count;
        t->frame_count += exit.frame_count;
        uint32_t at = t->frame_count;
        for (const IrState *s = n->state; s && !t->failed; s = s->caller) {
            ExitFrame frame = take_frame(&walk, s);
            t->frames[--at] = frame;
        }
        exit.first_virtual = t->virtual_count;
        take_virtuals(&walk);
        exit.virtual_count = t->virtual_count - exit.first_virtual;
    }
    t->last_state = n->state;
    t->last_locations = locations;
    t->exits[t->exit_count++] = exit;
    return number;
}

void exits_free(ExitTables *t) {
    free(t->exits);
    free(t->frames);
    free(t->values);
    free(t->virtuals);
    free(t->fields);
    memset(t, 0, sizeof *t);
}

bool exits_finish(ExitTables *t, CompiledCode *out) {
    if (t->failed) {
        exits_free(t);
        return false;
    }
    out->exits = t->exits;
    out->frames = t->frames;
    out->values = t->values;
    out->virtuals = t->virtuals;
    out->fields = t->fields;
    out->exit_count = t->exit_count;
    out->frame_count = t->frame_count;
    out->value_count = t->value_count;
    out->virtual_count = t->virtual_count;
    out->field_count = t->field_count;
    memset(t, 0, sizeof *t);
    return true;
}

/*
 * exits.h - the tables by which compiled code is left: what compiled.h describes,
 * built from frame states and the places that the register allocator chose.
 */
#ifndef TAU_JIT_EXITS_H
#define TAU_JIT_EXITS_H

#include "jit/compiled.h"
#include "jit/ra/ra.h"

typedef struct ExitTables {
    Exit *exits;
    ExitFrame *frames;
    ExitValue *values;
    ExitVirtual *virtuals;
    ExitField *fields;
    uint32_t exit_count, frame_count, value_count, virtual_count, field_count;
    uint32_t exit_capacity, frame_capacity, value_capacity, virtual_capacity, field_capacity;
    bool failed; /* no memory: what is added is lost */
    /* The last exit, which the next one often shares everything with. */
    const IrState *last_state;
    const RaLocation *last_locations;
} ExitTables;

/* The number of an exit at node n, whose state's values (ra_list_state) are at
 * `locations`.  Exits in a row that say the same are one. */
uint32_t exits_add(ExitTables *tables, const IrNode *n, const RaStateValues *values,
                   const RaLocation *locations, bool raises);
/* The frame of the exit that is `level` inlined calls deep (0: the function's own). */
static inline const ExitFrame *exits_frame(const ExitTables *tables, uint32_t exit, uint32_t level) {
    return &tables->frames[tables->exits[exit].first_frame + level];
}
/* Hands the tables over; false if memory was missing: then they are gone. */
bool exits_finish(ExitTables *tables, CompiledCode *out);
void exits_free(ExitTables *tables);

#endif

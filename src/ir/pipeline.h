/* pipeline.h - the optimisation passes in the order in which they run. */
#ifndef TAU_IR_PIPELINE_H
#define TAU_IR_PIPELINE_H

#include "ir/ir.h"

typedef struct IrPass {
    const char *name;
    void (*run)(Ir *ir);
} IrPass;
extern const IrPass ir_passes[]; /* a pass may come more than once */
extern const uint32_t ir_pass_count;

/* Who wants to see the graph between passes, or other passes; any field may be 0. */
typedef struct IrListener {
    void (*after)(void *data, Ir *ir, const char *pass);
    void *data;
    const char *without; /* names of passes to leave out, with commas between */
} IrListener;

/* Runs the passes; `listener` may be NULL.  Debug builds verify the graph after each. */
void ir_optimize(Ir *ir, const IrListener *listener);

#endif

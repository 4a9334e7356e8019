/*
 * pipeline.c - what is done to a graph between building it and generating code.
 */
#include "ir/pipeline.h"

#include <string.h>

#include "base/arena.h"
#include "ir/opt.h"
#ifdef TAU_DEBUG
#include "ir/verify.h"
#endif

const IrPass ir_passes[] = {
    {"loops", opt_loops},   /* preheaders */
    {"types", opt_types},   /* types of phis; guards of what enters loops */
    {"fold", opt_fold},     /* constants, equal nodes, guards that hold */
    {"merge", opt_merge},   /* new tuples that meet at a loop's header */
    {"memory", opt_memory}, /* loads of what is known; checks of shapes */
    {"escape", opt_escape}, /* objects that need not be made */
    {"types", opt_types},
    {"fold", opt_fold},
    {"mixed", opt_mixed},   /* what begins as an int and goes on as a float */
    {"words", opt_words},   /* raw words instead of ints that are beyond small ones */
    {"representation", opt_representation}, /* doubles instead of boxes */
    {"licm", opt_licm},     /* what is the same in each iteration, in front of the loop */
    {"fold", opt_fold},
    {"recurrence", opt_recurrence}, /* items that the next iteration loads */
    {"range", opt_range},   /* overflow and bounds that cannot be */
    {"wrap", opt_wrap},     /* overflow that a mask takes away again */
    {"polls", opt_polls},   /* interrupts looked for once in many iterations */
    {"lower", opt_lower},   /* no more moving of nodes up from here on */
    {"dce", opt_dce},
    {"concat", opt_concat}, /* texts of several pieces, in one step */
    {"sums", opt_sums},     /* sums of products of large ints, in one step */
    {"defer", opt_defer},   /* calls that only frames show are left to the exits */
    {"grow", opt_grow},     /* texts that only a loop has are appended to in place */
    {"direct", opt_direct}, /* few values in registers, not in an array */
    {"sink", opt_sink},     /* what only some paths need */
    {"layout", opt_layout}, /* the order of blocks; critical edges */
};
const uint32_t ir_pass_count = sizeof ir_passes / sizeof *ir_passes;

/* Whether a name is in a list with commas between. */
static bool is_listed(const char *list, const char *name) {
    size_t length = strlen(name);
    while (list) {
        if (strncmp(list, name, length) == 0 && (list[length] == ',' || !list[length]))
            return true;
        list = strchr(list, ',');
        list += list ? 1 : 0;
    }
    return false;
}

void ir_optimize(Ir *ir, const IrListener *listener) {
    for (uint32_t i = 0; i < ir_pass_count; i++) {
        if (listener && is_listed(listener->without, ir_passes[i].name))
            continue;
        ir_passes[i].run(ir);
        if (ir->scratch != ir->arena)
            arena_reset(ir->scratch, SIZE_MAX);
#ifdef TAU_DEBUG
        ir_verify(ir, ir_passes[i].name);
#endif
        if (listener && listener->after)
            listener->after(listener->data, ir, ir_passes[i].name);
    }
}

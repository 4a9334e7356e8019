/*
 * opt_direct.c - C functions of few values get them in registers.
 *
 * CALL_VALUES passes an array, for any number of values, and is what opt_concat.c and
 * opt_defer.c work on.  Where a function of rtcall.def does the same of just so many,
 * it is called instead: no array is written and read, and nothing asks how many there are.
 *
 * Breaks: nothing.  Ends: one walk.  Cost: linear in nodes.
 */
#include "ir/opt.h"
#include "ir/rt.h"
#include "runtime/str.h"

static const struct {
    Value (*of_array)(Thread *, const Value *, size_t);
    uint32_t count;
    RtCall direct;
} forms[] = {
    {str_concat_all, 2, RT_str_concat},
    {str_concat_all, 3, RT_str_concat_three},
};

void opt_direct(Ir *ir) {
    for (uint32_t i = 0; i < ir->block_count; i++)
        for (IrNode *n = ir->blocks[i]->first; n; n = n->next)
            for (size_t k = 0; k < sizeof forms / sizeof *forms && n->op == IR_CALL_VALUES; k++)
                if (n->imm == (int64_t)(uintptr_t)forms[k].of_array && n->input_count == forms[k].count) {
                    n->op = IR_CALL_RT;
                    n->imm = forms[k].direct;
                    n->aux = 0;
                    n->removable = false;
                }
}

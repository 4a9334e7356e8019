/* rt_ints.c - rt.h: ints that passes know to be computed by these calls (fold_words.c). */
#include "ir/rt.h"
#include "runtime/int.h"
#include "vm/operators.h"

Value rt_int_operation(Thread *t, Value *values, uint64_t opcode) {
    return operator_apply(t, (Opcode)opcode, values[0], values[1]);
}

Value rt_int_sum(Thread *t, Value *values, uint64_t aux) {
    return int_sum_of_products(t, values, aux & INT_SUM_TERMS_MASK, (unsigned)(aux >> INT_SUM_SHAPE_SHIFT));
}

Value rt_box_word(Thread *t, Value *values, uint64_t aux) {
    (void)aux;
    return int_from_uint64(t, values[0].bits);
}

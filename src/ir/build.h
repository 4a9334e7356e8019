/*
 * build.h - the graph builder: from bytecode and feedback to SSA form.
 *
 * The builder interprets bytecode abstractly: it walks the basic blocks in reverse
 * postorder with a node for each interpreter register, makes phis where different
 * nodes meet, and at loop headers for the registers that the loop assigns.  Calls of
 * known functions are walked into (inlined).  What an instruction did so far decides
 * what is made of it: a guard that it will do so again, and the operation for just
 * that; what never ran becomes an exit.
 */
#ifndef TAU_IR_BUILD_H
#define TAU_IR_BUILD_H

#include "ir/feedback.h"
#include "ir/flow.h"
#include "runtime/frame.h"

/* What the builder asks of who compiles (jit/dependency.c, jit/events.c). */
typedef struct BuildHost {
    void *data;
    /* The value of a variable of a dict (globals, builtins) that has hardly ever
     * changed: the compiled code now depends on it.  UNDEF: may not be relied on. */
    Value (*constant_entry)(void *data, Dict *d, int64_t entry);
    /* Notes that the entry's value changes: it is no constant from now on. */
    void (*variable_entry)(void *data, Dict *d, int64_t entry);
    /* Notes that the code depends on: the dict not getting this key; the entry staying
     * where it is, whatever its value; the class and its shapes; the function's code and
     * defaults. */
    void (*absent_key)(void *data, Dict *d, Value name);
    void (*fixed_entry)(void *data, Dict *d, int64_t entry);
    void (*type)(void *data, Type *type);
    /* Less than `type`: that only names with two underscores, bases and shapes of the
     * class stay; the same, and what the class has under this name.  false: that is
     * known to change, and may not be relied on. */
    void (*class_as_such)(void *data, Type *type);
    bool (*attribute)(void *data, Type *type, Value name);
    void (*function)(void *data, Function *f);
    /* Prepares a code object to be called directly (Code.direct_entry). */
    bool (*callable)(void *data, Code *code);
    /* How many nodes its graph from the beginning on had when it was last compiled; 0: it is not. */
    uint32_t (*compiled_size)(void *data, const Code *code);
    /* Where a generator's code goes on at an instruction; NULL: no memory. */
    ResumePoint *(*resume_point)(void *data, Code *code, uint32_t pc);
    void (*inlined)(void *data, Code *caller, uint32_t pc, Code *callee);
    void (*not_inlined)(void *data, Code *caller, uint32_t pc, Code *callee, const char *why);
} BuildHost;

/* Builds the graph of ir->code, whose body is there, from ir->entry_pc on.  `frame`: the
 * frame whose loop became hot, or of the generator that goes on there, or the first call;
 * its values guide loops entered in the middle.  Gives up through ir->give_up. */
void ir_build(Ir *ir, const BuildHost *host, Frame *frame);

#endif

/*
 * text.h - graphs as text, for people and for tests; the text can be read back, and
 * printing what was read gives the same text.
 *
 *     graph fib entry 0
 *     code fib params 1 registers 5 words 30
 *     b0:
 *       v1 = PARAM 0
 *       v2 = CONST 1
 *       JUMP b1
 *     b1: loop preds b0 b3 [pc 4 r0=v3]
 *       v3 = PHI v1 v9 : INT
 *       v4 = GUARD_TYPE v3 INT ? not_int [pc 12 r0=v3 r2=v1]
 *       c5 = INT_CMP LT v4 v2
 *       BRANCH c5 b2 b4
 *
 * graph NAME entry PC [depth N] [registers N]   first line; depth: max_inline_depth, if
 *            it is not what the states show; registers: max_registers
 * code NAME ...   the sizes of a code object that states and calls name; a code
 *            without such a line has every pc, register and number of parameters
 * bN: [loop] [cold] [preds bN ...] [STATE]   a block; STATE is the entry state.  Without
 *            `preds` they are in the order in which the edges are written.  The
 *            first block is the entry.
 * ;          a comment, to the end of the line
 *
 * A node is  [RESULT =] OP [IMMEDIATE] INPUTS... [IMMEDIATE] [FLAGS] [: TYPES]
 *            [? REASON] [STATE]
 *
 * RESULT     v, f, w or c (V, F, W, B of ir.def) and the node's id.  A node with a
 *            number may be referred to before it is defined (phis).  Guards whose
 *            result nobody uses may do without.
 * IMMEDIATE  in front of the inputs: the comparison (LT LE EQ NE GT GE), the helper of
 *            CALL_RT, the code of CALL_PYTHON, the C function of CALL_VALUES, the
 *            header of ALLOC and VIRTUAL: shape, `size` in bytes, `kind` (a number).
 *            Behind them: type sets, constants, shapes, codes, "+16" for offsets,
 *            plain numbers.  Targets of JUMP and BRANCH: bN.
 * constants  None True False Ellipsis NotImplemented UNDEF ERROR STOP, ints, floats
 *            (1.0 inf -inf nan), 'strs', (tuples of these), and other objects by name
 * names      of codes, shapes, objects: fib, Point{x,y}, function:f, type:C,
 *            instance:C, list; a second thing of the same name has #2 behind it.
 *            Read from text, they stand for things that exist only for this: distinct
 *            codes, empty shapes, a function whose code has the same name.
 *            Shapes named as a built-in type are that type's.
 * FLAGS      nowrap, catches, speculative, removable, hot_exit; @ALIAS; aux N (where it
 *            is no comparison); effects A|B, where not what the operation has by itself
 * TYPES      names of IRT_* joined by |; ~ in front: all but these; NOTHING.  If
 *            absent: of the constant, the set of GUARD_TYPE, INT of what makes small
 *            ints, float of BOX_FLOAT, bool of BOOL_VALUE, otherwise ANY.
 * REASON     a row of deopt_reason.def in small letters; absent: none
 * STATE      [FRAME], innermost frame first, inlined frames' callers behind "in":
 *              [g pc 3 f=v7 r0=v9 to 4 in pc 20 r0=v1]
 *            FRAME is [CODE] pc N [f=function] [self=instance] [rN=value ...] [count N]
 *            [flags N] [to N]; CODE is the graph's if absent; count is one more than
 *            the highest register given, if absent; to is result_register.
 */
#ifndef TAU_IR_TEXT_H
#define TAU_IR_TEXT_H

#include <stdio.h>

#include "ir/ir.h"

void ir_print(Ir *ir, FILE *out);
/* The same with comments that say where nodes come from: the line of the source, the
 * instruction of the bytecode (if the graph knows its nodes' origins). */
typedef struct IrListing {
    const char *source; /* text of the file of ir->code, or NULL */
    /* Writes what there is to say of a node behind its line; or NULL. */
    void (*behind)(void *data, const IrNode *n, FILE *out);
    void *data;
} IrListing;
void ir_print_listing(Ir *ir, const IrListing *listing, FILE *out);
/* One node, without line end. */
void ir_print_node(Ir *ir, const IrNode *n, FILE *out);

/* A graph in the arena.  NULL after writing what is wrong, and in which line, to
 * `error`.  Nothing is checked but the notation: see verify.h. */
Ir *ir_read(Thread *t, Arena *arena, const char *text, char *error, size_t error_size);

/* ---- shared by printer and reader (ir_symbols.c) ---- */

typedef enum IrSymbolKind { SYMBOL_CODE, SYMBOL_SHAPE, SYMBOL_OBJECT, SYMBOL_NATIVE } IrSymbolKind;

/* A name for an address.  They are kept with the graph, so that a thing keeps its
 * name from pass to pass. */
typedef struct IrSymbol {
    struct IrSymbol *next;
    IrSymbolKind kind;
    uint64_t address;
    const char *name;
} IrSymbol;

const char *ir_symbol_name(Ir *ir, IrSymbolKind kind, uint64_t address);
/* The thing of this name; if there is none yet, one is made up. */
uint64_t ir_symbol_address(Ir *ir, IrSymbolKind kind, const char *name);

/* instruction_count of a code object that exists in a text only and has no `code` line. */
enum { IR_CODE_OF_ANY_SIZE = INT32_MAX };

/* What n->imm (or aux) says, and so how it is written. */
typedef enum IrImmediate {
    IMM_NONE, IMM_NUMBER, IMM_CONSTANT, IMM_DOUBLE, IMM_TYPES, IMM_SHAPE, IMM_CODE, IMM_OFFSET,
    /* in front of the inputs: */
    IMM_COMPARE, IMM_HELPER, IMM_CALLEE, IMM_NATIVE, IMM_HEADER
} IrImmediate;
IrImmediate ir_immediate(IrOp op);
static inline bool ir_immediate_comes_first(IrImmediate i) { return i >= IMM_COMPARE; }

/* What `types` is if a text does not say; `n` has its operation and imm. */
IrTypes ir_default_types(Ir *ir, const IrNode *n);
uint8_t ir_default_effects(const IrNode *n);

enum { IR_TYPE_BITS = 24 };
extern const char *const ir_type_names[IR_TYPE_BITS];
extern const char *const ir_compare_names[6];
extern const char *const ir_alias_names[ALIAS_COUNT];
extern const char *const ir_deopt_names[DEOPT_COUNT]; /* in small letters */
enum { RT_EFFECT_BITS = 5 };
extern const char *const rt_effect_names[RT_EFFECT_BITS];

#endif

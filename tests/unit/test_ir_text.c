/*
 * Graphs as text and their verifier: what is read is printed again to the letter,
 * damage is found and named, and damaged text never makes reader or verifier go
 * wrong themselves.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "front/compile.h"
#include "ir/text.h"
#include "ir/verify.h"
#include "runtime/native.h"

static int failures;

#define CHECK(condition)                                        \
    do {                                                        \
        if (!(condition)) {                                     \
            printf("FAIL line %d: %s\n", __LINE__, #condition); \
            failures++;                                         \
        }                                                       \
    } while (0)

/* A malloc'ed text. */
static char *print(Ir *ir) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    ir_print(ir, out);
    fclose(out);
    return text;
}

/* Reads, checks and prints; NULL with the message. */
static char *round_trip(Thread *t, const char *text, char *message, size_t size) {
    Arena arena;
    arena_init(&arena);
    char *result = NULL;
    Ir *ir = ir_read(t, &arena, text, message, size);
    if (ir && ir_check(ir, message, size))
        result = print(ir);
    arena_free_all(&arena);
    return result;
}

/* Prints as `wanted` (NULL: as it stands). */
static void same(Thread *t, const char *text, const char *wanted) {
    char message[200] = "";
    char *result = round_trip(t, text, message, sizeof message);
    if (!result || strcmp(result, wanted ? wanted : text)) {
        printf("FAIL: %s\n--- from\n%s--- comes\n%s", message, text, result ? result : "nothing\n");
        failures++;
    }
    free(result);
}

static void complains(Thread *t, const char *text, const char *words) {
    char message[200] = "";
    char *result = round_trip(t, text, message, sizeof message);
    if (result || !strstr(message, words)) {
        printf("FAIL: said \"%s\"; expected: %s\n%s", message, words, text);
        failures++;
    }
    free(result);
}

static const char loop[] =
    "graph count entry 0\n"
    "code count params 1 registers 5 words 30\n"
    "b0:\n"
    "  v1 = PARAM 0\n"
    "  v2 = CONST 1\n"
    "  v3 = FUNCTION\n"
    "  v10 = CONST 0\n"
    "  JUMP b1\n"
    "b1: loop preds b0 b2 [pc 4 f=v3 r0=v4 r1=v5]\n"
    "  v4 = PHI v10 v8 : INT\n"
    "  v5 = PHI v1 v6\n"
    "  v6 = GUARD_TYPE v5 INT ? not_int [pc 4 f=v3 r0=v4 r1=v5]\n"
    "  c7 = INT_CMP LT v4 v6\n"
    "  BRANCH c7 b2 b3\n"
    "b2: preds b1\n"
    "  v8 = INT_ADD v4 v2 nowrap\n"
    "  POLL ? not_run [pc 20 r0=v8 r1=v6]\n"
    "  JUMP b1\n"
    "b3: cold preds b1\n"
    "  GUARD_NOT v1 UNDEF ? unbound [pc 8]\n"
    "  EXIT ? unsupported [pc 9 f=v3 r0=v4]\n";

static const char everything[] =
    "graph f#1 entry 0\n"
    "code g params 2 registers 9 words 40\n"
    "b0:\n"
    "  v1 = PARAM 0 : ~UNDEF\n"
    "  v2 = CONST 'it\\'s\\n\\x00\\u20ac'\n"
    "  v3 = CONST -2305843009213693952\n"
    "  v4 = CONST 0x20000000000000000\n"
    "  v5 = CONST 1e+300\n"
    "  v6 = CONST (1, 'x', None, 2.5)\n"
    "  v7 = CONST (True,)\n"
    "  v8 = CONST function:g\n"
    "  v9 = CONST instance:Point{x,y}\n"
    "  v10 = CONST list\n"
    "  v11 = CONST type:int\n"
    "  v40 = CONST UNDEF\n"
    "  f12 = CONST_FLOAT -0.0\n"
    "  f13 = CONST_FLOAT 0x7ff8000000000001\n"
    "  f14 = CONST_FLOAT inf\n"
    "  w15 = CONST_WORD 0x7f0011223344\n"
    "  v16 = GUARD_SHAPE v1 Point{x,y} : INSTANCE ? shape [pc 3 r0=v1]\n"
    "  v17 = GUARD_SHAPE v1 list : LIST ? shape [pc 3 r0=v1 r1=f12]\n"
    "  v18 = GUARD_CODE v1 g hot_exit ? callee [pc 3]\n"
    "  v19 = LOAD v16 +16 @SLOT : FLOAT|HEAPFLOAT\n"
    "  f20 = TO_FLOAT v19 nowrap\n"
    "  w21 = LOAD_U8 v17 +40 @LIST\n"
    "  c22 = TEST_BITS w21 3\n"
    "  v23 = SELECT c22 v19 v1\n"
    "  v24 = CALL_RT binary v23 v1 w21 [g pc 7 f=v8 r1=v23 r4=v1 flags 128 to 3 in pc 5 r0=c22 count 4]\n"
    "  v25 = CALL_PYTHON g v18 v24 v1 [pc 9]\n"
    "  v26 = CALL_VALUES native v25 aux 7 effects READS|ALLOCATES catches\n"
    "  v27 = ALLOC Point{x,y} size 32 kind 4 : INSTANCE [pc 10]\n"
    "  STORE v27 v26 +16 @SLOT\n"
    "  WROTE v27\n"
    "  v28 = VIRTUAL tuple size 32 kind 22 v26 f12\n"
    "  GUARD_TRUE c22 ? stress [pc 11 r2=v28]\n"
    "  v29 = GUARD_TYPE v24 ~NONE|UNDEF : STR ? type [pc 12]\n"
    "  RETURN v29\n";

static void test_round_trips(Thread *t) {
    same(t, loop, NULL);
    same(t, everything, NULL);
    same(t,
         "; a comment\n"
         "graph f  entry 4\n\n"
         "b0: \n"
         "    v7 = ENTRY_REGISTER   2 ; another\n"
         "    JUMP b1\n"
         "b1:\n"
         "\tv3 = PHI v7 v3\n"
         "\tJUMP b1",
         "graph f entry 4\n"
         "b0:\n"
         "  v7 = ENTRY_REGISTER 2\n"
         "  JUMP b1\n"
         "b1: preds b0 b1\n"
         "  v3 = PHI v7 v3\n"
         "  JUMP b1\n");
}

static void test_reader_complaints(Thread *t) {
    complains(t, "", "line 1: a graph begins with");
    complains(t, "graph f entry 0\n", "no blocks");
    complains(t, "graph f entry 0\nb0:\n  NONSENSE\n", "line 3: no operation: NONSENSE");
    complains(t, "graph f entry 0\nb0:\n  RETURN v4\n", "line 3: node 4 is not defined");
    complains(t, "graph f entry 0\nb0:\n  v1 = CONST 1\n  v1 = CONST 2\n", "defined twice");
    complains(t, "graph f entry 0\nb0:\n  v1 = CONST 1\n  RETURN f1\n", "another representation");
    complains(t, "graph f entry 0\nb0:\n  CONST 1\n", "needs a name");
    complains(t, "graph f entry 0\nb0:\n  JUMP b4\n", "there is no block b4");
    complains(t, "graph f entry 0\nb0:\n  v1 = CONST 'x\n", "does not end");
    complains(t, "graph f entry 0\nb0:\n  EXIT ? whim [pc 1]\n", "no reason: whim");
    complains(t, "graph f entry 0\nb0:\n  EXIT [pc 1 q=v1]\n", "not understood in a state");
    complains(t, "graph f entry 0\nb0:\n  EXIT [pc 1\n", "] is missing");
    complains(t, "graph f entry 0\nb0:\n  EXIT [pc 1] more\n", "not understood: more");
    complains(t, "graph f entry 0\ncode f registers 2 words 9\nb0:\n  v1 = CONST 1\n  EXIT [pc 1 r2=v1 count 2]\n",
              "a state has r2 but only 2 registers");
}

#define GRAPH(lines) "graph f entry 0\ncode f params 2 registers 4 words 20\nb0:\n" lines

static void test_verifier(Thread *t) {
    complains(t, GRAPH(""), "b0: it is empty");
    complains(t, GRAPH("  v1 = CONST 1\n"), "no control operation");
    complains(t, GRAPH("  JUMP b1\n  v1 = CONST 1\n  RETURN v1\nb1:\n  JUMP b1\n"), "not the last");
    complains(t, GRAPH("  JUMP b0\n"), "the entry b0 has predecessors");
    complains(t, GRAPH("  JUMP\n"), "succ[0] is missing");
    complains(t, GRAPH("  v1 = CONST 1\n  RETURN v1\nb1: preds b0\n  JUMP b1\n"), "not among the preds");
    complains(t, GRAPH("  v1 = CONST 1\n  RETURN v1\nb2:\n  RETURN v1\n"), "not below the number of blocks");
    complains(t, GRAPH("  v1 = CONST 1\n  v2 = PHI\n  RETURN v1\n"), "a phi behind another operation");
    complains(t, GRAPH("  v1 = CONST 1\n  JUMP b1\nb1:\n  v2 = PHI v1 v1\n  RETURN v2\n"),
              "2 inputs, but the block has 1 predecessors");
    complains(t, GRAPH("  f1 = CONST_FLOAT 1.5\n  JUMP b1\nb1:\n  v2 = PHI f1\n  RETURN v2\n"), "is F, the phi V");
    complains(t, GRAPH("  v1 = CONST 1.5\n  JUMP b1\nb1:\n  v2 = PHI v1 : INT\n  RETURN v2\n"), "that the phi says it is not");
    complains(t, GRAPH("  RETURN\n"), "too few inputs: 0");
    complains(t, GRAPH("  v1 = CONST 1\n  f2 = FLOAT_NEG v1\n  RETURN v1\n"), "input 0 (node 1) is V, not f");
    complains(t, GRAPH("  f2 = CONST 1\n  RETURN f2\n"), "its result is F, not V");
    complains(t, GRAPH("  v1 = CONST 1\n  v2 = INT_ADD v1 v3 nowrap\n  v3 = CONST 2\n  RETURN v2\n"),
              "input 1 (CONST 3 in b0) does not dominate its use");
    complains(t, GRAPH("  v1 = PARAM 0\n  c2 = SAME v1 v1\n  BRANCH c2 b1 b2\nb1:\n  v3 = CONST 2\n  JUMP b2\n"
                       "b2:\n  RETURN v3\n"), "does not dominate its use");
    complains(t, GRAPH("  v1 = PARAM 0\n  c2 = SAME v1 v1\n  BRANCH c2 b1 b2\nb1:\n  v3 = CONST 2\n  JUMP b2\n"
                       "b2:\n  v4 = PHI v3 v1\n  RETURN v4\n"), "input 0 (CONST 3 in b1) does not dominate");
    complains(t, GRAPH("  EXIT [pc 3 r0=v1]\nb1:\n  v1 = CONST 1\n  RETURN v1\n"),
              "r0 of the state's frame 0 (CONST 1 in b1) does not dominate");
    complains(t, GRAPH("  v2 = CONST 1\n  JUMP b1\nb1: loop [pc 3 r0=v1]\n  v1 = CONST 1\n  JUMP b1\n"),
              "r0 of the state's frame 0 (CONST 1 in b1) does not dominate");
    complains(t, GRAPH("  v1 = PARAM 0\n  v2 = GUARD_TYPE v1 INT\n  RETURN v2\n"), "has no state");
    complains(t, GRAPH("  POLL\n  EXIT [pc 1]\n"), "has no state");
    complains(t, GRAPH("  EXIT\n"), "has no state");
    complains(t, GRAPH("  EXIT [pc 20]\n"), "pc 20 of 20");
    complains(t, GRAPH("  EXIT [pc 1 count 5]\n"), "has 5 registers, its code 4");
    complains(t, GRAPH("  EXIT [g pc 1]\n"), "the outermost, is not of the code compiled");
    complains(t, GRAPH("  v1 = FUNCTION\n  EXIT [g pc 1 in pc 3]\n"), "an inlined one, has no function");
    complains(t, GRAPH("  v1 = FUNCTION\n  EXIT [g pc 1 f=v1 to 5 in pc 3]\n"), "a register that the caller does not have");
    complains(t, "graph f entry 0 depth 0\nb0:\n  v1 = FUNCTION\n  EXIT [g pc 1 f=v1 in pc 3]\n", "max_inline_depth");
    complains(t, GRAPH("  w1 = CONST_WORD 1\n  EXIT [pc 1 r0=w1]\n"), "(node 1) is W");
    complains(t, GRAPH("  v1 = PARAM 0\n  v2 = INT_NEG v1 nowrap\n  RETURN v2\n"), "input 0 (node 1) has to be an int");
    complains(t, GRAPH("  v1 = CONST 1 : STR\n  RETURN v1\n"), "not those of the constant");
    complains(t, GRAPH("  v1 = PARAM 2\n  RETURN v1\n"), "there are only 2 parameters");
    complains(t, GRAPH("  v1 = ENTRY_REGISTER 1\n  RETURN v1\n"), "not entered in a loop");
    complains(t, GRAPH("  JUMP b1\nb1:\n  v1 = PARAM 0\n  RETURN v1\n"), "not in the entry block");
    complains(t, GRAPH("  v1 = FUNCTION\n  v2 = CALL_PYTHON f v1 v1 [pc 4]\n  RETURN v2\n"), "1 arguments for 2 parameters");
    complains(t, GRAPH("  v1 = CALL_VALUES native catches : INT [pc 4]\n  RETURN v1\n"), "that it may be ERROR");
    complains(t, GRAPH("  v1 = VIRTUAL list size 48 kind 11\n  RETURN v1\n"), "in states only");
}

/* Text with bytes changed or taken out. */
static void test_damage(Thread *t) {
    uint64_t random = 12345;
    for (int i = 0; i < 4000; i++) {
        char *text = strdup(i % 2 ? loop : everything);
        size_t length = strlen(text);
        for (int k = 0; k < 1 + i % 3; k++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            size_t at = (random >> 20) % length;
            static const char bytes[] = "0123456789 vfwcb[]=:+-\n'(),|?@rABIN";
            if (random >> 60 < 4)
                memmove(text + at, text + at + 1, length-- - at);
            else
                text[at] = bytes[(random >> 50) % (sizeof bytes - 1)];
        }
        char message[200] = "";
        free(round_trip(t, text, message, sizeof message));
        free(text);
    }
}

/* Printed from real objects: names that the program gave. */
static void test_names(Thread *t) {
    Arena arena;
    arena_init(&arena);
    Value code = compile_source(t, str_from_cstring(t, "def f(x):\n    return x + 1\n"),
                                str_from_cstring(t, "<test>"), "exec", 0);
    CHECK(!value_is_error(code));
    Code *module = (Code *)value_as_object(code), *f = NULL;
    for (size_t i = 0; i < module->consts->length; i++)
        if (value_is_exact(module->consts->items[i], KIND_CODE))
            f = (Code *)value_as_object(module->consts->items[i]);
    CHECK(f);
    Ir *ir = ir_new(t, &arena, f, 0);
    IrBlock *b = ir_block_new(ir);
    IrNode *x = ir_node_new(ir, IR_PARAM, 0);
    ir_append(b, x);
    IrNode *guard = ir_node(ir, IR_GUARD_SHAPE, x, NULL, NULL);
    guard->imm = ir_shape_of_type(t, IRT_STR);
    guard->reason = DEOPT_SHAPE;
    guard->state = ir_state_new(ir, f->register_count);
    guard->state->code = f;
    guard->state->registers[0] = x;
    ir_append(b, guard);
    ir_append(b, ir_node(ir, IR_RETURN, ir_const(ir, code), NULL, NULL));
    char message[200] = "";
    CHECK(ir_check(ir, message, sizeof message));
    char *text = print(ir);
    char wanted[400];
    snprintf(wanted, sizeof wanted,
             "graph f entry 0\ncode f params 1 registers %u words %u\nb0:\n  v3 = CONST code:<module>\n"
             "  v1 = PARAM 0\n  v2 = GUARD_SHAPE v1 str ? shape [pc 0 r0=v1 count 2]\n  RETURN v3\n",
             f->register_count, f->instruction_count);
    CHECK(!strcmp(text, wanted));
    free(text);
    text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    IrListing listing = {.source = "def f(x):\n    return x + 1\n"};
    ir_print_listing(ir, &listing, out);
    fclose(out);
    CHECK(strstr(text, "\n  ; 2 |     return x + 1\n  v2 = GUARD_SHAPE"));
    free(text);

    ir_keep_origins(ir);
    ir_set_origin(ir, f, 0, 0);
    ir_insert_after(x, ir_node(ir, IR_BOOL_VALUE, ir_node(ir, IR_SAME, x, x, NULL), NULL, NULL));
    ir_insert_after(x, x->next->in[0]);
    text = NULL;
    out = open_memstream(&text, &size);
    ir_print_listing(ir, &listing, out);
    fclose(out);
    CHECK(strstr(text, "  v1 = PARAM 0\n  ; 2 |     return x + 1\n  ;      0  ADD_IMM            r1, r0:x, 1\n"
                       "  c5 = SAME v1 v1\n  v6 = BOOL_VALUE c5 : ANY\n  v2 = GUARD_SHAPE"));
    free(text);
    arena_free_all(&arena);
}

int main(int argc, char **argv) {
    VmOptions options = {.argc = argc, .argv = argv};
    Vm *vm = vm_new(&options);
    if (!vm)
        return 1;
    Thread *t = vm->main_thread;
    front_install(vm);
    test_round_trips(t);
    test_reader_complaints(t);
    test_verifier(t);
    test_damage(t);
    test_names(t);
    vm_free(vm);
    printf("%s\n", failures ? "failed" : "ok");
    return failures != 0;
}

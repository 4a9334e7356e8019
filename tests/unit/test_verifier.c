/*
 * The bytecode verifier: what the compiler makes passes, every kind of damage is
 * found, and random damage never makes the verifier itself go wrong.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytecode/builder.h"
#include "bytecode/disassembler.h"
#include "bytecode/verifier.h"
#include "front/compile.h"
#include "runtime/native.h"

static int failures;

#define CHECK(condition)                                        \
    do {                                                        \
        if (!(condition)) {                                     \
            printf("FAIL line %d: %s\n", __LINE__, #condition); \
            failures++;                                         \
        }                                                       \
    } while (0)

static Code *compile_text(Thread *t, const char *text) {
    Value code =
        compile_source(t, str_from_cstring(t, text), str_from_cstring(t, "<test>"), "exec", 0);
    if (value_is_error(code)) {
        printf("does not compile: %s\n", text);
        exit(1);
    }
    return (Code *)value_as_object(code);
}

static const Code *inner_code(const Code *code) {
    for (size_t i = 0; i < code->consts->length; i++)
        if (value_is_exact(code->consts->items[i], KIND_CODE))
            return (const Code *)value_as_object(code->consts->items[i]);
    return NULL;
}

static bool valid(const Code *code) {
    char message[200] = "";
    return verify_code_tree(code, message, sizeof message);
}

/* Whether the verifier's complaint contains `words`. */
static bool complains(const Code *code, const char *words) {
    char message[200] = "";
    if (verify_code_tree(code, message, sizeof message)) {
        printf("accepted; expected: %s\n", words);
        return false;
    }
    if (!strstr(message, words)) {
        printf("said \"%s\"; expected: %s\n", message, words);
        return false;
    }
    return true;
}

static const char *const programs[] = {
    "x = 1",
    "def f(a, *b, c=1, **d):\n  return [a + i for i in b if i] or {**d, 'c': c}\n",
    "def f(n):\n  while n > 0:\n    n -= 1\n    if n % 2: continue\n    yield n\n  else:\n    return 5\n",
    "async def f(x):\n  async with x as y, z:\n    async for i in y: await i\n  return [i async for i in x]\n",
    "def f():\n  try:\n    with a as b: return b\n  except (A, B) as e:\n    raise C from e\n  finally:\n"
    "    for i in x:\n      if i: break\n",
    "class A(B, metaclass=M):\n  x: int = 1\n  def f(self): return super().f(__class__)\n",
    "match x:\n  case [1, a, *_] | {'k': a} if a: pass\n  case {'q': d, **rest}: pass\n  case A(b, c=d): pass\n  case _: pass\n",
    "try: f()\nexcept* A as e: g()\nexcept* B: h()\n",
    "from a.b import c as d, e\nimport x.y.z as w, q.r\nglobal g\ng = lambda *, k=(1, 2): f'{k!r:>{w}}'\n",
    "def f(a):\n  def g():\n    nonlocal a\n    a += 1\n    return lambda: a\n  del a\n  return g\n",
};

static void test_accepts(Thread *t) {
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        CHECK(valid(compile_text(t, programs[i])));
}

/* Wide operands: more locals and constants than a byte can number. */
static void test_wide(Thread *t) {
    static char text[200000];
    char *p = text + sprintf(text, "def f(c):\n");
    for (int i = 0; i < 700; i++) p += sprintf(p, "  v%d = 'text %d' if c else c + %d\n", i, i, i);
    p += sprintf(p, "  return [");
    for (int i = 0; i < 700; i++) p += sprintf(p, "v%d, ", i);
    sprintf(p, "]\n");
    const Code *code = inner_code(compile_text(t, text));
    CHECK(code && code->local_count == 701);
    CHECK(code && valid(code));
}

static uint32_t *words_of(const Code *code) {
    return (uint32_t *)code->instructions->bytes;
}

/* Position of the first instruction of this kind; there is one. */
static uint32_t find(const Code *code, Opcode op) {
    for (uint32_t pc = 0; pc < code->instruction_count; pc++) {
        Opcode here = instruction_opcode(words_of(code)[pc]);
        if (here == op) return pc;
        if (opcode_has_extension(here)) pc++;
    }
    printf("no %s in the code\n", opcode_info[op].name);
    exit(1);
}

static void test_rejects(Thread *t) {
    const char *text = "def f(a, b):\n  while a < b:\n    a = a + b.c\n  return g(a, k=b)\n";
    const Code *code = inner_code(compile_text(t, text));
    uint32_t *words = words_of(code), saved, pc;
    CHECK(valid(code));

    pc = find(code, OPC_ADD);
    saved = words[pc];
    words[pc] = instruction_make(OPC_ADD, 200, 0, 0);
    CHECK(complains(code, "register 200"));
    words[pc] = instruction_make((Opcode)255, 0, 0, 0);
    CHECK(complains(code, "no such opcode"));
    words[pc] = instruction_make(OPC_LOAD_CONST, 0, 77, 0);
    CHECK(complains(code, "constant 77"));
    words[pc] = instruction_make(OPC_LOAD_FREE, 0, 0, 0);
    CHECK(complains(code, "free variable 0"));
    words[pc] = instruction_make(OPC_YIELD, 0, 0, 0);
    CHECK(complains(code, "not a generator"));
    words[pc] = instruction_make(OPC_BUILD_TUPLE, 0, 0, 100);
    CHECK(complains(code, "registers"));
    words[pc] = saved;

    pc = find(code, OPC_JUMP_BACK) + 1;
    saved = words[pc];
    words[pc] = 100000;
    CHECK(complains(code, "out of the code"));
    words[pc] = 0;
    CHECK(complains(code, "jumps forwards"));
    words[pc] = saved + 1;
    CHECK(complains(code, "no instruction starts here"));
    words[pc] = saved;

    pc = find(code, OPC_GET_ATTR) + 1;
    saved = words[pc];
    words[pc] = 5000;
    CHECK(complains(code, "name 5000"));
    words[pc] = (saved & 0xffff) | 0xffff0000u;
    CHECK(complains(code, "cache slot"));
    words[pc] = saved;

    pc = find(code, OPC_CALL_KW) + 1;
    saved = words[pc];
    words[pc] = 1000;
    CHECK(complains(code, "constant 1000"));
    words[pc] = saved;

    pc = find(code, OPC_RETURN);
    saved = words[pc];
    words[pc] = instruction_make(OPC_NOP, 0, 0, 0);
    CHECK(complains(code, "runs off the end"));
    words[pc] = instruction_make(OPC_WIDE, 0, 0, 0);
    CHECK(complains(code, "WIDE at the end"));
    words[pc] = saved;
    CHECK(valid(code));
}

static void test_handlers(Thread *t) {
    const Code *code = compile_text(t, "try: f()\nexcept E: g()\n");
    CodeHandler *h = (CodeHandler *)code->handlers->bytes, saved = *h;
    CHECK(valid(code));
    h->end = h->start;
    CHECK(complains(code, "no proper range"));
    *h = saved;
    h->handler = code->instruction_count;
    CHECK(complains(code, "not at an instruction"));
    *h = saved;
    h->handler = h->start;
    CHECK(complains(code, "protects itself"));
    *h = saved;
    h->reg = 99;
    CHECK(complains(code, "register 99"));
    *h = saved;
    CHECK(valid(code));
}

static uint64_t random_state = 7;
static uint32_t next_random(uint32_t below) {
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(random_state >> 33) % below;
}

/* Damaged code is accepted or not; listing what is accepted must be safe. */
static void test_random_damage(Thread *t) {
    FILE *null = fopen("/dev/null", "w");
    for (int round = 0; null && round < 2000; round++) {
        size_t which = next_random(sizeof programs / sizeof *programs);
        const Code *code = compile_text(t, programs[which]), *inner = inner_code(code);
        if (inner && next_random(2)) code = inner;
        uint32_t *words = words_of(code);
        for (uint32_t n = next_random(4) + 1; n; n--) {
            uint32_t at = next_random(code->instruction_count);
            if (next_random(2))
                words[at] ^= 1u << next_random(32);
            else
                words[at] = next_random(UINT32_MAX);
        }
        if (valid(code)) disassemble(t, code, programs[which], null);
        if (error_pending(t)) error_clear(t);
    }
    if (null) fclose(null);
}

int main(int argc, char **argv) {
    VmOptions options = {.argc = argc, .argv = argv};
    Vm *vm = vm_new(&options);
    if (!vm) return 1;
    Thread *t = vm->main_thread;
    front_install(vm);
    test_accepts(t);
    test_wide(t);
    test_rejects(t);
    test_handlers(t);
    test_random_damage(t);
    vm_free(vm);
    printf("%s\n", failures ? "failed" : "ok");
    return failures != 0;
}

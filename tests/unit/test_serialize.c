/*
 * Code objects as bytes: what is written is read again, and whatever the bytes
 * are, reading them gives verified code or nothing.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytecode/disassembler.h"
#include "bytecode/serialize.h"
#include "bytecode/verifier.h"
#include "front/compile.h"
#include "runtime/code_positions.h"
#include "runtime/native.h"

static int failures;

#define CHECK(condition)                                        \
    do {                                                        \
        if (!(condition)) {                                     \
            printf("FAIL line %d: %s\n", __LINE__, #condition); \
            failures++;                                         \
        }                                                       \
    } while (0)

static const char *const programs[] = {
    "x = 1",
    "x = [10**30, -(2**200), 1e300, 5e-324, -0.0, 3j, b'a\\xff', '\\xe9', '\\u20ac', '\\ud800', ..., None]\n",
    "def f(a, /, *b, c=(1, (2, 'x')), **d):\n  'doc'\n  return [a + i for i in b if i in {1, 2}] or {**d, 'c': c}\n",
    "async def f(x):\n  async with x as y:\n    async for i in y: await i\n  return [i async for i in x]\n",
    "def f():\n  try:\n    with a as b: return b\n  except (A, B) as e:\n    raise C from e\n  finally:\n    g(k=1)\n",
    "class A(B, metaclass=M):\n  x: int = 1\n  def f(self): return super().f(lambda: __class__)\n",
    "match x:\n  case [1, a, *_] | {'k': a} if a: pass\n  case A(b, c=d): pass\n",
};
enum { PROGRAMS = sizeof programs / sizeof *programs };

static Value serialized(Thread *t, const char *text) {
    Value code =
        compile_source(t, str_from_cstring(t, text), str_from_cstring(t, "<test>"), "exec", 0);
    if (value_is_error(code)) {
        printf("does not compile: %s\n", text);
        exit(1);
    }
    return code_serialize(t, (Code *)value_as_object(code));
}

static Value deserialized(Thread *t, const uint8_t *bytes, size_t size, Value filename) {
    Raw *raw = gc_alloc_raw(t, size + 3); /* not at its beginning */
    memcpy(raw->bytes + 3, bytes, size);
    return code_deserialize(t, raw, 3, size, filename);
}

/* Reads the bodies of all inner code objects; false if one is damaged. */
static bool load_all(Thread *t, Code *code) {
    if (code->file && !code_load(t, code)) return false;
    for (size_t i = 0; i < code->consts->length; i++)
        if (value_is_kind(code->consts->items[i], KIND_CODE) &&
            !load_all(t, (Code *)value_as_object(code->consts->items[i])))
            return false;
    return true;
}

static void test_round_trip(Thread *t) {
    for (int i = 0; i < PROGRAMS; i++) {
        Value bytes = serialized(t, programs[i]);
        Bytes *b = value_as_bytes(bytes);
        Value code = deserialized(t, b->data, b->length, VALUE_UNDEF);
        CHECK(value_is_kind(code, KIND_CODE));
        Bytes *again = value_as_bytes(code_serialize(t, (Code *)value_as_object(code)));
        CHECK(again->length == b->length && !memcmp(again->data, b->data, b->length));
        Value name = str_from_cstring(t, "other.py");
        code = deserialized(t, b->data, b->length, name);
        CHECK(value_is_kind(code, KIND_CODE));
        Code *c = (Code *)value_as_object(code);
        CHECK(value_same(c->filename, name));
        for (size_t k = 0; k < c->consts->length; k++)
            if (value_is_kind(c->consts->items[k], KIND_CODE))
                CHECK(value_same(((Code *)value_as_object(c->consts->items[k]))->filename, name));
        CHECK(code_position_table(t, c) && code_line_at(t, c, 0) == 1);
    }
}

static void test_positions(void) {
    CodePosition in[] = {{0, 1, 1, 0, 5},       {3, 70000, 70000, 200, 300}, {4, 2, 9, 5, 1},
                         {900, -1, -1, -1, -1}, {901, 5, 5, INT32_MAX, 0},   {902, INT32_MAX, 1, 0, 0}};
    enum { COUNT = sizeof in / sizeof *in };
    CodePosition out[COUNT];
    uint8_t packed[COUNT * POSITION_PACKED_MAX];
    size_t size = positions_pack(in, COUNT, packed);
    CHECK(positions_unpack(packed, size, out, COUNT) && !memcmp(in, out, sizeof in));
    for (size_t n = 0; n < size; n++) CHECK(!positions_unpack(packed, n, out, COUNT));
    CHECK(!positions_unpack(packed, size, out, COUNT - 1));
}

static uint64_t random_state = 11;
static uint32_t next_random(uint32_t below) {
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(random_state >> 33) % below;
}

/* Reads damaged bytes; what is accepted must be fit to look at and to print. */
static bool try_bytes(Thread *t, const uint8_t *bytes, size_t size, FILE *null) {
    Value code = deserialized(t, bytes, size, VALUE_UNDEF);
    bool whole = value_is_kind(code, KIND_CODE) && load_all(t, (Code *)value_as_object(code));
    if (error_pending(t)) error_clear(t);
    if (!whole) return false;
    char message[200];
    CHECK(verify_code_tree((const Code *)value_as_object(code), message, sizeof message));
    disassemble(t, (const Code *)value_as_object(code), NULL, null);
    if (error_pending(t)) error_clear(t);
    return true;
}

static void test_damage(Thread *t) {
    FILE *null = fopen("/dev/null", "w");
    static uint8_t copy[4096];
    int accepted = 0;
    for (int i = 0; null && i < PROGRAMS; i++) {
        Bytes *b = value_as_bytes(serialized(t, programs[i]));
        if (b->length > sizeof copy) exit(1);
        for (size_t n = 0; n < b->length; n++) {
            memcpy(copy, b->data, b->length);
            CHECK(!try_bytes(t, copy, n, null));
            if (n >= 16) {
                serialize_seal(copy, n);
                CHECK(!try_bytes(t, copy, n, null));
            }
            copy[n] ^= 1;
            CHECK(n < 16 || !try_bytes(t, copy, b->length, null)); /* not sealed */
        }
        for (int round = 0; round < 3000; round++) {
            memcpy(copy, b->data, b->length);
            for (uint32_t n = next_random(3) + 1; n; n--) {
                size_t at = 16 + next_random((uint32_t)b->length - 16);
                copy[at] = next_random(2) ? (uint8_t)next_random(256) : copy[at] ^ 1u << next_random(8);
            }
            serialize_seal(copy, b->length);
            accepted += try_bytes(t, copy, b->length, null);
        }
    }
    CHECK(accepted > 0);
    if (null) fclose(null);
}

int main(int argc, char **argv) {
    VmOptions options = {.argc = argc, .argv = argv};
    Vm *vm = vm_new(&options);
    if (!vm) return 1;
    Thread *t = vm->main_thread;
    front_install(vm);
    test_round_trip(t);
    test_positions();
    test_damage(t);
    vm_free(vm);
    printf("%s\n", failures ? "failed" : "ok");
    return failures != 0;
}

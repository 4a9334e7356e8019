/*
 * random_module.c - the module _random: the generator under random.Random.
 *
 * MT19937 (Matsumoto & Nishimura, "Mersenne Twister", 1998), seeded from the
 * words of an integer of any size, so that sequences are CPython's.
 */
#include <errno.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "runtime/native.h"

enum { STATE_WORDS = 624, STATE_SHIFT = 397 };

typedef struct Random {
    Object header;
    uint32_t index; /* next word to give; STATE_WORDS: a new state is due */
    uint32_t state[STATE_WORDS];
} Random;

static inline Random *as_random(Value v) {
    return (Random *)value_as_object(v);
}

/* ---- the generator -------------------------------------------------------------- */

static inline uint32_t twist(uint32_t high, uint32_t low, uint32_t other) {
    uint32_t y = (high & 0x80000000u) | (low & 0x7fffffffu);
    return other ^ (y >> 1) ^ (-(y & 1) & 0x9908b0dfu);
}

static void renew(Random *r) {
    uint32_t *s = r->state;
    int i = 0;
    for (; i < STATE_WORDS - STATE_SHIFT; i++) s[i] = twist(s[i], s[i + 1], s[i + STATE_SHIFT]);
    for (; i < STATE_WORDS - 1; i++) s[i] = twist(s[i], s[i + 1], s[i + STATE_SHIFT - STATE_WORDS]);
    s[i] = twist(s[i], s[0], s[STATE_SHIFT - 1]);
    r->index = 0;
}

static inline uint32_t next_word(Random *r) {
    if (r->index >= STATE_WORDS) renew(r);
    uint32_t y = r->state[r->index++];
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680u;
    y ^= (y << 15) & 0xefc60000u;
    return y ^ (y >> 18);
}

static void seed_with_word(Random *r, uint32_t word) {
    r->state[0] = word;
    for (uint32_t i = 1; i < STATE_WORDS; i++)
        r->state[i] = 1812433253u * (r->state[i - 1] ^ (r->state[i - 1] >> 30)) + i;
    r->index = STATE_WORDS;
}

static void seed_with_words(Random *r, const uint32_t *key, size_t count) {
    uint32_t *s = r->state;
    seed_with_word(r, 19650218u);
    size_t i = 1, j = 0;
    for (size_t k = count > STATE_WORDS ? count : STATE_WORDS; k > 0; k--) {
        s[i] = (s[i] ^ ((s[i - 1] ^ (s[i - 1] >> 30)) * 1664525u)) + key[j] + (uint32_t)j;
        if (++i >= STATE_WORDS) {
            s[0] = s[STATE_WORDS - 1];
            i = 1;
        }
        if (++j >= count) j = 0;
    }
    for (size_t k = STATE_WORDS - 1; k > 0; k--) {
        s[i] = (s[i] ^ ((s[i - 1] ^ (s[i - 1] >> 30)) * 1566083941u)) - (uint32_t)i;
        if (++i >= STATE_WORDS) {
            s[0] = s[STATE_WORDS - 1];
            i = 1;
        }
    }
    s[0] = 0x80000000u;
}

static void seed_from_system(Random *r) {
    uint32_t key[STATE_WORDS];
    if (getrandom(key, sizeof key, 0) == (ssize_t)sizeof key) {
        seed_with_words(r, key, STATE_WORDS);
        return;
    }
    struct timespec now, ticks;
    clock_gettime(CLOCK_REALTIME, &now);
    clock_gettime(CLOCK_MONOTONIC, &ticks);
    uint32_t weak[] = {(uint32_t)now.tv_sec, (uint32_t)now.tv_nsec, (uint32_t)getpid(),
                       (uint32_t)ticks.tv_sec, (uint32_t)ticks.tv_nsec};
    seed_with_words(r, weak, sizeof weak / sizeof *weak);
}

/* By the 32-bit words of |n|, least significant first. */
static bool seed_with_int(Thread *t, Random *r, Value n) {
    if (value_is_int(n)) {
        int64_t i = value_as_int(n);
        uint64_t magnitude = i < 0 ? -(uint64_t)i : (uint64_t)i;
        uint32_t key[2] = {(uint32_t)magnitude, (uint32_t)(magnitude >> 32)};
        seed_with_words(r, key, key[1] ? 2 : 1);
        return true;
    }
    const BigInt *b = (const BigInt *)value_as_object(n);
    size_t words = (int_bit_length(n) + 31) / 32;
    Raw *raw = gc_alloc_raw(t, words * sizeof(uint32_t));
    if (!raw) return false;
    uint32_t *key = (uint32_t *)raw->bytes;
    for (size_t i = 0; i < words; i++) key[i] = (uint32_t)(b->limbs[i / 2] >> (i % 2 * 32));
    seed_with_words(r, key, words);
    return true;
}

/* An int by its magnitude, None by the system, anything else by its hash. */
static bool seed(Thread *t, Random *r, Value v) {
    if (value_is_undef(v) || value_is_none(v)) {
        seed_from_system(r);
        return true;
    }
    if (value_is_any_int(v)) return seed_with_int(t, r, int_unbox(v));
    int64_t hash;
    if (op_hash(t, v, &hash) < 0) return false;
    Value n = int_from_uint64(t, (uint64_t)hash);
    return !value_is_error(n) && seed_with_int(t, r, n);
}

/* ---- methods ----------------------------------------------------------------------- */

static Value random_new(Thread *t, Value *args) {
    Random *r = type_alloc(t, (Type *)value_as_object(args[0]), 0);
    if (!r) return VALUE_ERROR;
    r->index = STATE_WORDS;
    return value_from_object(r);
}

static Value random_init(Thread *t, Value *args) {
    const Tuple *given = value_as_tuple(args[1]);
    if (value_as_dict(args[2])->used && type_of(t, args[0]) == t->vm->types[TYPE_RANDOM])
        return raise_type_error(t, "Random() takes no keyword arguments");
    if (given->length > 1) return raise_type_error(t, "Random() requires 0 or 1 argument");
    bool ok = seed(t, as_random(args[0]), given->length ? given->items[0] : VALUE_UNDEF);
    return ok ? VALUE_NONE : VALUE_ERROR;
}

/* 53 bits of two words. */
static double random_double(Thread *t, Value self) {
    Random *r = as_random(self);
    uint32_t a = next_word(r) >> 5, b = next_word(r) >> 6;
    return (a * 67108864.0 + b) * (1.0 / 9007199254740992.0);
}

static Value random_random(Thread *t, Value *args) {
    return float_from_double(t, random_double(t, args[0]));
}

static Value random_seed(Thread *t, Value *args) {
    return seed(t, as_random(args[0]), args[1]) ? VALUE_NONE : VALUE_ERROR;
}

static Value random_getstate(Thread *t, Value *args) {
    Random *r = as_random(args[0]);
    Tuple *state = tuple_alloc(t, STATE_WORDS + 1);
    if (!state) return VALUE_ERROR;
    for (size_t i = 0; i < STATE_WORDS; i++) state->items[i] = value_from_int(r->state[i]);
    state->items[STATE_WORDS] = value_from_int(r->index);
    return value_from_object(state);
}

static Value random_setstate(Thread *t, Value *args) {
    if (!value_is_tuple(args[1])) return raise_type_error(t, "state vector must be a tuple");
    const Tuple *state = value_as_tuple(args[1]);
    if (state->length != STATE_WORDS + 1)
        return raise_value_error(t, "state vector is the wrong size");
    uint32_t words[STATE_WORDS];
    for (size_t i = 0; i <= STATE_WORDS; i++) {
        if (!value_is_any_int(state->items[i]))
            return raise_type_error(t, "an integer is required");
        Value item = int_unbox(state->items[i]);
        uint64_t word;
        int64_t index;
        if (i == STATE_WORDS) {
            if (!int_to_int64(item, &index))
                return raise_overflow_error(t, "Python int too large to convert to C long");
            if (index < 0 || index > STATE_WORDS) return raise_value_error(t, "invalid state");
            as_random(args[0])->index = (uint32_t)index;
        } else if (int_to_uint64(item, &word)) {
            words[i] = (uint32_t)word;
        } else {
            return raise_overflow_error(
                t, int_sign(item) < 0 ? "can't convert negative value to unsigned int"
                                      : "Python int too large to convert to C unsigned long");
        }
    }
    memcpy(as_random(args[0])->state, words, sizeof words);
    return VALUE_NONE;
}

static Value random_getrandbits(Thread *t, Value *args) {
    Random *r = as_random(args[0]);
    int bits;
    if (!arg_int(t, args[1], &bits)) return VALUE_ERROR;
    if (bits < 0) return raise_value_error(t, "number of bits must be non-negative");
    if (bits == 0) return value_from_int(0);
    if (bits <= 32) return value_from_int(next_word(r) >> (32 - bits));
    size_t words = ((size_t)bits + 31) / 32;
    mp_limb_t room[8] = {0}, *limbs = room;
    if (words > 16) {
        Raw *raw = gc_alloc_raw(t, (words + 1) / 2 * sizeof(mp_limb_t));
        if (!raw) return VALUE_ERROR;
        limbs = (mp_limb_t *)raw->bytes;
    }
    for (size_t i = 0; i < words; i++) {
        uint32_t word = next_word(r);
        if (i == words - 1 && bits % 32) word >>= 32 - bits % 32;
        limbs[i / 2] |= (mp_limb_t)word << (i % 2 * 32);
    }
    return int_from_limbs(t, limbs, (words + 1) / 2, false);
}

static const NativeDef random_methods[] = {
    NATIVE("__new__", "($type, /, *args, **kwargs)", random_new,
           "Create and return a new object.  See help(type) for accurate signature."),
    NATIVE("__init__", "($self, /, *args, **kwargs)", random_init,
           "Initialize self.  See help(type(self)) for accurate signature."),
    NATIVE_DOUBLES("random", "($self, /)", "o >f", random_random, random_double,
                   "random() -> x in the interval [0, 1)."),
    NATIVE("seed", "($self, n=None, /)", random_seed,
           "seed([n]) -> None.\n\n"
           "Defaults to use urandom and falls back to a combination\n"
           "of the current time and the process identifier."),
    NATIVE("getstate", "($self, /)", random_getstate,
           "getstate() -> tuple containing the current state."),
    NATIVE("setstate", "($self, state, /)", random_setstate,
           "setstate(state) -> None.  Restores generator state."),
    NATIVE_PLAIN("getrandbits", "($self, k, /)", "o i >iI", random_getrandbits,
           "getrandbits(k) -> x.  Generates an int with k random bits."),
    NATIVE_END,
};

const TypeDef typedef_random = {
    .name = "_random.Random",
    .doc = "Random() -> create a random number generator with its own internal state.",
    .id = TYPE_RANDOM,
    .base = TYPE_OBJECT,
    .kind = KIND_OTHER,
    .flags = TYPEFLAG_SUBCLASSABLE,
    .size = sizeof(Random),
    .methods = random_methods,
};

static bool random_module_init(Thread *t, Module *m) {
    return native_type(t, &typedef_random, m) != NULL;
}

const ModuleDef module_random = {
    .name = "_random",
    .doc = "Module implements the Mersenne Twister random number generator.",
    .init = random_module_init,
};
